//! What an organiser knows better than the source of a target: one detail, with who says so and for which day.
//!
//! A correction is laid over what was imported, and so it outlives the next import. It remembers what the source said
//! when it was made, so that one can see whether the source has changed its mind since.

use serde::{Deserialize, Serialize};

use super::{Greeting, Said, Target, TargetId};
use crate::{address::Address, checked::EmailAddress, language::Language};

/// Which detail of a target it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DetailKind {
    /// Where paper is posted unless the supporter chooses otherwise.
    Address,
    Email,
    WebForm,
    /// The greeting of letters in that language.
    Greeting(Language),
}

impl DetailKind {
    /// As it is stored and stands in addresses of pages: `email`, `greeting-fr`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "address" => Self::Address,
            "email" => Self::Email,
            "web_form" => Self::WebForm,
            _ => Self::Greeting(Language::parse(text.strip_prefix("greeting-")?).ok()?),
        })
    }
}

impl std::fmt::Display for DetailKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address => f.write_str("address"),
            Self::Email => f.write_str("email"),
            Self::WebForm => f.write_str("web_form"),
            Self::Greeting(language) => write!(f, "greeting-{language}"),
        }
    }
}

/// The value of a detail. `None` says that the target has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "detail", rename_all = "snake_case")]
pub enum Detail {
    Address { address: Option<Address> },
    Email { email: Option<EmailAddress> },
    WebForm { web_form: Option<String> },
    Greeting { language: Language, greeting: Option<String> },
}

impl Detail {
    /// The detail as a target has it. Of greetings it is the one that was imported, and not the one that we would make.
    pub fn of(target: &Target, kind: DetailKind) -> Self {
        match kind {
            DetailKind::Address => Self::Address { address: target.address.clone() },
            DetailKind::Email => Self::Email { email: target.email.clone() },
            DetailKind::WebForm => Self::WebForm { web_form: target.web_form.clone() },
            DetailKind::Greeting(language) => {
                let own = target.greetings.iter().find(|greeting| greeting.language == language);
                Self::Greeting { language, greeting: own.map(|greeting| greeting.text.clone()) }
            }
        }
    }

    pub const fn kind(&self) -> DetailKind {
        match self {
            Self::Address { .. } => DetailKind::Address,
            Self::Email { .. } => DetailKind::Email,
            Self::WebForm { .. } => DetailKind::WebForm,
            Self::Greeting { language, .. } => DetailKind::Greeting(*language),
        }
    }

    fn put_into(&self, target: &mut Target) {
        match self {
            Self::Address { address } => target.address.clone_from(address),
            Self::Email { email } => target.email.clone_from(email),
            Self::WebForm { web_form } => target.web_form.clone_from(web_form),
            Self::Greeting { language, greeting } => {
                target.greetings.retain(|known| known.language != *language);
                target.greetings.extend(greeting.clone().map(|text| Greeting { language: *language, text }));
            }
        }
    }
}

/// A detail that was corrected for the whole site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub target: TargetId,
    /// As it is right.
    pub right: Detail,
    /// As the source had it at that time.
    pub before: Detail,
    pub said: Said,
}

/// What the source of a corrected target says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Upstream {
    /// The same as the correction, which is not needed any more.
    Agrees,
    /// What it said when it was corrected.
    AsBefore,
    /// Neither: it has changed since.
    Changed(Detail),
    /// Nothing: the target is not in the directory, or has left its source.
    Gone,
}

impl Correction {
    /// Lays it over a target.
    pub fn put_into(&self, target: &mut Target) {
        self.right.put_into(target);
        target.corrected.push((self.right.kind(), self.said.clone()));
    }

    /// Compares it with the target as its source has it, without corrections.
    pub fn upstream(&self, target: Option<&Target>) -> Upstream {
        let Some(target) = target.filter(|target| target.is_current()) else { return Upstream::Gone };
        match Detail::of(target, self.right.kind()) {
            now if now == self.right => Upstream::Agrees,
            now if now == self.before => Upstream::AsBefore,
            now => Upstream::Changed(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        state::Iso2,
        target::{Holder, Office, tests::target},
    };

    fn firm(email: &str) -> Target {
        let office = Office::Custom { name: "Examplia Arms".into(), title: String::new(), country: Iso2::us() };
        Target { email: EmailAddress::parse(email).ok(), ..target(office, Holder::Unnamed) }
    }

    fn email(address: &str) -> Detail {
        Detail::Email { email: EmailAddress::parse(address).ok() }
    }

    #[test]
    fn a_detail_is_named_as_it_is_read() {
        for kind in [DetailKind::Address, DetailKind::Email, DetailKind::WebForm, DetailKind::Greeting(Language::FR)] {
            assert_eq!(DetailKind::parse(&kind.to_string()), Some(kind));
        }
        for text in ["", "Email", "greeting-", "greeting", "phone"] {
            assert_eq!(DetailKind::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_correction_says_whether_its_source_agrees_by_now() {
        let said = Said { source: "The firm’s site".into(), as_of: jiff::civil::date(2026, 11, 1) };
        let target = firm("old@arms.example").id;
        let correction = Correction { target, right: email("new@arms.example"), before: email("old@arms.example"), said };
        for (now, upstream) in [
            ("old@arms.example", Upstream::AsBefore),
            ("new@arms.example", Upstream::Agrees),
            ("third@arms.example", Upstream::Changed(email("third@arms.example"))),
            ("", Upstream::Changed(email(""))),
        ] {
            assert_eq!(correction.upstream(Some(&firm(now))), upstream, "{now}");
        }
        let left = Target { left_on: Some(jiff::civil::date(2026, 11, 2)), ..firm("old@arms.example") };
        assert_eq!((correction.upstream(Some(&left)), correction.upstream(None)), (Upstream::Gone, Upstream::Gone));
        let mut laid_over = firm("old@arms.example");
        correction.put_into(&mut laid_over);
        assert_eq!(laid_over.email.as_ref().map(EmailAddress::as_str), Some("new@arms.example"));
        assert_eq!(laid_over.corrected, [(DetailKind::Email, correction.said)]);
    }

    #[test]
    fn a_greeting_is_corrected_in_its_language_alone_and_can_be_taken_away() {
        let mut target = firm("a@arms.example");
        let greeting = |language, text: &str| Greeting { language, text: text.to_owned() };
        target.greetings = vec![greeting(Language::EN, "Dear Board,"), greeting(Language::FR, "Madame, Monsieur,")];
        Detail::Greeting { language: Language::FR, greeting: Some("Mesdames,".into()) }.put_into(&mut target);
        assert_eq!(target.greetings, [greeting(Language::EN, "Dear Board,"), greeting(Language::FR, "Mesdames,")]);
        Detail::Greeting { language: Language::EN, greeting: None }.put_into(&mut target);
        assert_eq!(target.greetings, [greeting(Language::FR, "Mesdames,")]);
    }
}
