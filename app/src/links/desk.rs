//! The pages of organisers.

use std::fmt::{self, Display, Formatter};

use domain::{
    artwork::ArtworkId,
    campaign::{Part, Revision},
    checked::{Slug, Token},
    form::Field,
    language::Language,
    target::TargetKind,
};

use super::{EDITION, Filling, written};

/// A page for organisers.
#[derive(Debug, Clone, Copy)]
pub enum DeskLink<'a> {
    Overview,
    /// Where a campaign begins.
    New,
    /// Where a campaign begins from a file.
    NewFromFile,
    /// A campaign's counts.
    Campaign(&'a Slug),
    /// A part of a campaign; if it has words, in a language, and the letters of one kind of targets.
    Part(&'a Slug, Part, Option<(Language, Option<TargetKind>)>),
    /// Where an artwork is added to a campaign.
    Artworks(&'a Slug),
    /// Where a language is added to a campaign or taken out.
    Languages(&'a Slug),
    /// A campaign's revisions.
    History(&'a Slug),
    Revision(&'a Slug, Revision),
    /// Where a campaign is published, paused and ended.
    Publish(&'a Slug),
    /// A campaign as a file.
    File(&'a Slug),
    /// Where an artwork is taken out of a campaign.
    Artwork(&'a Slug, &'a ArtworkId),
    Mailbox,
    /// A mail of the local mailbox, by its name there.
    Mail(&'a str),
    /// Where an organiser signs in, by the secret of the link.
    SignIn(&'a Token),
    SignOut,
}

impl DeskLink<'_> {
    pub const OVERVIEW: &'static str = "/desk";
    pub const CAMPAIGN: &'static str = "/desk/c/{slug}";
    pub const NEW: &'static str = "/desk/new";
    pub const NEW_FROM_FILE: &'static str = "/desk/new/file";
    pub const PART: &'static str = "/desk/c/{slug}/{part}";
    pub const ARTWORKS: &'static str = "/desk/c/{slug}/artwork";
    pub const LANGUAGES: &'static str = "/desk/c/{slug}/languages";
    pub const HISTORY: &'static str = "/desk/c/{slug}/history";
    pub const REVISION: &'static str = "/desk/c/{slug}/history/{revision}";
    pub const PUBLISH: &'static str = "/desk/c/{slug}/publish";
    pub const FILE: &'static str = "/desk/c/{slug}/file";
    pub const ARTWORK: &'static str = "/desk/c/{slug}/artwork/{artwork}";
    pub const MAILBOX: &'static str = "/desk/mail";
    pub const MAIL: &'static str = "/desk/mail/{name}";
    pub const SIGN_IN: &'static str = "/desk/sign-in/{token}";
    pub const SIGN_OUT: &'static str = "/desk/sign-out";

    /// The link as it stands in a page.
    pub fn path(&self) -> String {
        written(self)
    }
}

impl Display for DeskLink<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let path = Filling::new(f);
        match *self {
            Self::Overview => path.of(Self::OVERVIEW, &[]),
            Self::Campaign(campaign) => path.of(Self::CAMPAIGN, &[campaign]),
            Self::New => path.of(Self::NEW, &[]),
            Self::NewFromFile => path.of(Self::NEW_FROM_FILE, &[]),
            Self::Part(campaign, part, place) => {
                let (language, kind) = place.map_or((None, None), |(language, kind)| (Some(language), kind));
                let path = path.of(Self::PART, &[campaign, &part.as_str()])?.ask(EDITION, language)?;
                path.ask(&Field::Kind.name(), kind.map(TargetKind::as_str))
            }
            Self::Artworks(campaign) => path.of(Self::ARTWORKS, &[campaign]),
            Self::Languages(campaign) => path.of(Self::LANGUAGES, &[campaign]),
            Self::History(campaign) => path.of(Self::HISTORY, &[campaign]),
            Self::Revision(campaign, revision) => path.of(Self::REVISION, &[campaign, &revision]),
            Self::Publish(campaign) => path.of(Self::PUBLISH, &[campaign]),
            Self::File(campaign) => path.of(Self::FILE, &[campaign]),
            Self::Artwork(campaign, artwork) => path.of(Self::ARTWORK, &[campaign, artwork]),
            Self::Mailbox => path.of(Self::MAILBOX, &[]),
            Self::Mail(name) => path.of(Self::MAIL, &[&name]),
            Self::SignIn(token) => path.of(Self::SIGN_IN, &[&token]),
            Self::SignOut => path.of(Self::SIGN_OUT, &[]),
        }
        .map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::takes, *};

    #[test]
    fn every_link_leads_to_where_its_route_is() {
        let slug = &Slug::parse("cluster-munitions").unwrap();
        let artwork = &ArtworkId::from_bytes([0xcd; 32]);
        let token = &Token::from_bytes([0x0f; 16]);
        for (link, path, pattern) in [
            (DeskLink::Overview, "/desk", DeskLink::OVERVIEW),
            (DeskLink::Campaign(slug), "/desk/c/cluster-munitions", DeskLink::CAMPAIGN),
            (DeskLink::New, "/desk/new", DeskLink::NEW),
            (DeskLink::NewFromFile, "/desk/new/file", DeskLink::NEW_FROM_FILE),
            (DeskLink::Part(slug, Part::Dates, None), "/desk/c/cluster-munitions/dates", DeskLink::PART),
            (
                DeskLink::Part(slug, Part::Letters, Some((Language::ES, Some(TargetKind::Mission)))),
                "/desk/c/cluster-munitions/letters?language=es&kind=mission",
                DeskLink::PART,
            ),
            (DeskLink::Artworks(slug), "/desk/c/cluster-munitions/artwork", DeskLink::ARTWORKS),
            (DeskLink::Languages(slug), "/desk/c/cluster-munitions/languages", DeskLink::LANGUAGES),
            (DeskLink::History(slug), "/desk/c/cluster-munitions/history", DeskLink::HISTORY),
            (DeskLink::Revision(slug, Revision(7)), "/desk/c/cluster-munitions/history/7", DeskLink::REVISION),
            (DeskLink::Publish(slug), "/desk/c/cluster-munitions/publish", DeskLink::PUBLISH),
            (DeskLink::File(slug), "/desk/c/cluster-munitions/file", DeskLink::FILE),
            (
                DeskLink::Artwork(slug, artwork),
                &format!("/desk/c/cluster-munitions/artwork/{}", "cd".repeat(32)),
                DeskLink::ARTWORK,
            ),
            (DeskLink::Mailbox, "/desk/mail", DeskLink::MAILBOX),
            (DeskLink::Mail("0f0f.failure_notice"), "/desk/mail/0f0f.failure_notice", DeskLink::MAIL),
            (DeskLink::SignIn(token), &format!("/desk/sign-in/{token}"), DeskLink::SIGN_IN),
            (DeskLink::SignOut, "/desk/sign-out", DeskLink::SIGN_OUT),
        ] {
            assert_eq!(link.path(), path);
            assert!(takes(pattern, path), "{path} is not at {pattern}");
        }
    }
}
