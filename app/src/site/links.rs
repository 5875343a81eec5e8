//! The site's links as they leave it: with the public address in front.

use std::fmt::Display;

use domain::{
    checked::{Slug, Token},
    class::ClassCode,
    language::Language,
    target::TargetId,
};
use usecases::ports::{PublicLink, PublicLinks};

use crate::links::{DeskPath, Link, PeopleLink, in_language};

/// Links that begin with the site's public address.
#[derive(Debug)]
pub struct SiteLinks {
    public_url: String,
}

impl SiteLinks {
    /// `public_url` is the address of the site, without a slash at its end.
    pub const fn new(public_url: String) -> Self {
        Self { public_url }
    }

    fn to(&self, link: impl Display) -> PublicLink {
        PublicLink::new(format!("{}{link}", self.public_url))
    }
}

impl PublicLinks for SiteLinks {
    fn campaign(&self, campaign: &Slug) -> PublicLink {
        self.to(Link::Campaign(campaign, None))
    }

    fn write(&self, campaign: &Slug, target: &TargetId, reader: Language) -> PublicLink {
        self.to(in_language(Link::Write(campaign, target, None), Some(reader.tag())))
    }

    fn confirmation(&self, token: &Token, reader: Language) -> PublicLink {
        self.to(in_language(Link::Confirm(token), Some(reader.tag())))
    }

    fn answer(&self, token: &Token, reader: Language) -> PublicLink {
        self.to(in_language(Link::Answer(token), Some(reader.tag())))
    }

    fn class_report(&self, code: ClassCode) -> PublicLink {
        self.to(Link::ClassReport(code))
    }

    fn sign_in(&self, token: &Token, reader: Option<Language>, return_to: &str) -> PublicLink {
        let link = PeopleLink::SignIn(token, DeskPath::parse(return_to).as_ref()).path();
        self.to(in_language(link, reader.as_ref().map(Language::tag)))
    }

    fn preview(&self, token: &Token) -> PublicLink {
        self.to(Link::Preview(token, None))
    }

    fn first_owner(&self, token: &Token) -> PublicLink {
        self.to(PeopleLink::FirstOwner(token))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_site_says_where_it_is_and_is_typed_without_its_scheme() {
        let links = SiteLinks::new("https://letters.example/post".to_owned());
        let (slug, target) = (Slug::parse("mine-ban-treaty").unwrap(), TargetId::parse("mission-al-us").unwrap());
        let (code, token) = (ClassCode::parse("0000 0000 0042").unwrap(), Token::from_bytes([0x0f; 16]));
        for (link, typed) in [
            (links.campaign(&slug), "letters.example/post/c/mine-ban-treaty"),
            (links.write(&slug, &target, Language::EN), "letters.example/post/c/mine-ban-treaty/write/mission-al-us?lang=en"),
            (links.confirmation(&token, Language::FR), &format!("letters.example/post/confirm/{token}?lang=fr")),
            (links.class_report(code), "letters.example/post/k/000000000042"),
            (links.sign_in(&token, None, "//elsewhere.example"), &format!("letters.example/post/desk/sign-in/{token}")),
            (
                links.sign_in(&token, Some(Language::FR), "/desk/people"),
                &format!("letters.example/post/desk/sign-in/{token}?to=%2Fdesk%2Fpeople&lang=fr"),
            ),
            (links.preview(&token), &format!("letters.example/post/preview/{token}")),
            (links.first_owner(&token), &format!("letters.example/post/desk/first/{token}")),
        ] {
            assert_eq!((link.typed(), link.as_str()), (typed, format!("https://{typed}").as_str()));
        }
    }
}
