//! The pages around organisers themselves: signing in, their accounts, who works on what.

use std::fmt::{self, Display, Formatter};

use domain::checked::{Slug, Token};

use super::{Filling, written};

/// A page around organisers.
#[derive(Debug, Clone, Copy)]
pub enum PeopleLink<'a> {
    /// Where a sign-in link is asked for; with the page to which it leads in the end.
    AskForLink(Option<&'a DeskPath>),
    /// What is said when one was asked for.
    LinkAskedFor,
    /// Where an organiser signs in, by the secret of the link.
    SignIn(&'a Token, Option<&'a DeskPath>),
    /// Where a code is asked for after that.
    Code(Option<&'a DeskPath>),
    /// Where somebody who is signed in signs in again.
    SignInAgain(&'a DeskPath),
    SignOut,
    /// Where the first owner comes in.
    FirstOwner(&'a Token),
    Account,
    /// Where one's own sessions are ended.
    Sessions,
    SecondFactor,
    People,
    CampaignPeople(&'a Slug),
}

/// The field that names the page to which signing in leads.
pub const RETURN: &str = "to";

impl PeopleLink<'_> {
    pub const ASK_FOR_LINK: &'static str = "/desk/sign-in";
    pub const LINK_ASKED_FOR: &'static str = "/desk/sign-in/sent";
    pub const SIGN_IN: &'static str = "/desk/sign-in/{token}";
    pub const CODE: &'static str = "/desk/sign-in/code";
    pub const SIGN_IN_AGAIN: &'static str = "/desk/sign-in/again";
    pub const SIGN_OUT: &'static str = "/desk/sign-out";
    pub const FIRST_OWNER: &'static str = "/desk/first/{token}";
    pub const ACCOUNT: &'static str = "/desk/account";
    pub const SESSIONS: &'static str = "/desk/account/sessions";
    pub const SECOND_FACTOR: &'static str = "/desk/account/second-factor";
    pub const PEOPLE: &'static str = "/desk/people";
    pub const CAMPAIGN_PEOPLE: &'static str = "/desk/c/{slug}/people";

    /// The link as it stands in a page.
    pub fn path(&self) -> String {
        written(self)
    }
}

impl Display for PeopleLink<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let path = Filling::new(f);
        match *self {
            Self::AskForLink(to) => path.of(Self::ASK_FOR_LINK, &[])?.ask(RETURN, to),
            Self::LinkAskedFor => path.of(Self::LINK_ASKED_FOR, &[]),
            Self::SignIn(token, to) => path.of(Self::SIGN_IN, &[&token])?.ask(RETURN, to),
            Self::Code(to) => path.of(Self::CODE, &[])?.ask(RETURN, to),
            Self::SignInAgain(to) => path.of(Self::SIGN_IN_AGAIN, &[])?.ask(RETURN, Some(to)),
            Self::SignOut => path.of(Self::SIGN_OUT, &[]),
            Self::FirstOwner(token) => path.of(Self::FIRST_OWNER, &[&token]),
            Self::Account => path.of(Self::ACCOUNT, &[]),
            Self::Sessions => path.of(Self::SESSIONS, &[]),
            Self::SecondFactor => path.of(Self::SECOND_FACTOR, &[]),
            Self::People => path.of(Self::PEOPLE, &[]),
            Self::CampaignPeople(campaign) => path.of(Self::CAMPAIGN_PEOPLE, &[campaign]),
        }
        .map(|_| ())
    }
}

/// The path of a page at the desk, with its query, to which somebody is led after having signed in. It comes back from
/// the browser, so it is taken for no more than it is: a path of this site, below the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskPath(String);

impl DeskPath {
    const LONGEST: usize = 500;

    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/?&=%-._~+".contains(&byte));
        let path = text.split('?').next().unwrap_or_default();
        let below = path.strip_prefix(super::DeskLink::OVERVIEW)?;
        let parts_are_plain =
            below.is_empty() || below.starts_with('/') && below[1..].split('/').all(|part| !part.is_empty() && !is_dots(part));
        (text.len() <= Self::LONGEST && is_plain && parts_are_plain).then(|| Self(text.to_owned()))
    }

    /// The desk itself.
    pub fn overview() -> Self {
        Self(super::DeskLink::OVERVIEW.to_owned())
    }
}

impl Display for DeskPath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<DeskPath> for String {
    fn from(path: DeskPath) -> Self {
        path.0
    }
}

/// What a browser takes for this folder or the one above, also where it is encoded.
fn is_dots(part: &str) -> bool {
    let part = part.to_ascii_lowercase().replace("%2e", ".");
    part == "." || part == ".."
}

#[cfg(test)]
mod tests {
    use super::super::tests::takes;
    use super::*;

    #[test]
    fn every_link_leads_to_where_its_route_is() {
        let token = &Token::from_bytes([0x0f; 16]);
        let slug = &Slug::parse("cluster-munitions").unwrap();
        let to = &DeskPath::parse("/desk/people?lang=fr").unwrap();
        for (link, path, pattern) in [
            (PeopleLink::AskForLink(None), "/desk/sign-in", PeopleLink::ASK_FOR_LINK),
            (PeopleLink::AskForLink(Some(to)), "/desk/sign-in?to=%2Fdesk%2Fpeople%3Flang%3Dfr", PeopleLink::ASK_FOR_LINK),
            (PeopleLink::LinkAskedFor, "/desk/sign-in/sent", PeopleLink::LINK_ASKED_FOR),
            (PeopleLink::SignIn(token, None), &format!("/desk/sign-in/{token}"), PeopleLink::SIGN_IN),
            (PeopleLink::Code(None), "/desk/sign-in/code", PeopleLink::CODE),
            (PeopleLink::SignInAgain(&DeskPath::overview()), "/desk/sign-in/again?to=%2Fdesk", PeopleLink::SIGN_IN_AGAIN),
            (PeopleLink::SignOut, "/desk/sign-out", PeopleLink::SIGN_OUT),
            (PeopleLink::FirstOwner(token), &format!("/desk/first/{token}"), PeopleLink::FIRST_OWNER),
            (PeopleLink::Account, "/desk/account", PeopleLink::ACCOUNT),
            (PeopleLink::Sessions, "/desk/account/sessions", PeopleLink::SESSIONS),
            (PeopleLink::SecondFactor, "/desk/account/second-factor", PeopleLink::SECOND_FACTOR),
            (PeopleLink::People, "/desk/people", PeopleLink::PEOPLE),
            (PeopleLink::CampaignPeople(slug), "/desk/c/cluster-munitions/people", PeopleLink::CAMPAIGN_PEOPLE),
        ] {
            assert_eq!(link.path(), path);
            assert!(takes(pattern, path), "{path} is not at {pattern}");
        }
    }

    #[test]
    fn only_a_page_of_the_desk_is_come_back_to() {
        for path in ["/desk", "/desk?lang=es", "/desk/c/cluster-munitions/people", "/desk/mail/0f0f.letter?x=%20y"] {
            assert_eq!(DeskPath::parse(path).unwrap().to_string(), path);
        }
        for path in [
            "",
            "/",
            "/c/cluster-munitions",
            "desk",
            "/desktop",
            "/desk/../c/x",
            "/desk/%2e%2E/c/x",
            "/desk//evil.example",
            "/desk/",
            "//evil.example/desk",
            "///desk",
            "/\\evil.example",
            "/desk\\..\\x",
            "https://evil.example/desk",
            "javascript:alert(1)",
            "/desk\r\nSet-Cookie: a=b",
            "/desk#there",
            "/desk/é",
            &format!("/desk?{}", "x".repeat(500)),
        ] {
            assert_eq!(DeskPath::parse(path), None, "{path}");
        }
    }
}
