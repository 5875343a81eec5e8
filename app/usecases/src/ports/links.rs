//! Links that leave the site: in mails, on paper, at the command line.

use std::fmt::{self, Debug, Display};

use domain::{
    checked::{Slug, Token},
    class::ClassCode,
    language::Language,
    target::TargetId,
};

/// An address of this site, whole: `https://letters.example/c/mine-ban-treaty`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLink(String);

impl PublicLink {
    pub const fn new(address: String) -> Self {
        Self(address)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people type it, without `https://`. It stands on paper.
    pub fn typed(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, typed)| typed)
    }
}

impl Display for PublicLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes links to the site and to its pages.
pub trait PublicLinks: Send + Sync + Debug {
    fn campaign(&self, campaign: &Slug) -> PublicLink;

    /// Where a letter can be written again, in the reader's language.
    fn write(&self, campaign: &Slug, target: &TargetId, reader: Language) -> PublicLink;

    /// Where a supporter confirms a letter, in their language.
    fn confirmation(&self, token: &Token, reader: Language) -> PublicLink;

    /// Where a supporter says whether the office answered, in their language.
    fn answer(&self, token: &Token, reader: Language) -> PublicLink;

    /// Where a class set is reported.
    fn class_report(&self, code: ClassCode) -> PublicLink;

    /// Where an organiser signs in. `reader` is their language, if it is known. In the end it leads to `return_to`, if that is a
    /// page of the desk.
    fn sign_in(&self, token: &Token, reader: Option<Language>, return_to: &str) -> PublicLink;

    /// Where a campaign's draft is shown.
    fn preview(&self, token: &Token) -> PublicLink;

    /// Where the first owner comes in.
    fn first_owner(&self, token: &Token) -> PublicLink;
}
