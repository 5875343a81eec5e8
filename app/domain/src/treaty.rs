//! Treaties and where each state stands, as dated events: the status on any date follows from them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    checked::{Shape, TextError, checked_string},
    language::Grammar,
    state::Iso2,
};

checked_string!(
    /// A treaty's short name: `mbt`, `ccm`.
    TreatyId,
    |text| {
        if (2..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            Ok(text.to_owned())
        } else {
            Err(TextError::Malformed(Shape::Treaty))
        }
    }
);

/// A treaty that campaigns ask states to join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treaty {
    pub id: TreatyId,
    pub adopted_on: Date,
    pub in_force_on: Date,
    /// Since then a state that had not signed can only accede.
    pub closed_for_signature_on: Date,
    pub english: TreatyName,
    pub local_names: BTreeMap<Grammar, TreatyName>,
    /// A sentence that a person should know about where states stand under it.
    pub note: Option<String>,
    pub source: String,
    /// The day for which it is known what most states did: each state’s row has its own.
    pub as_of: Date,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatyName {
    /// As people say it: "Mine Ban Treaty".
    pub short: String,
    /// As the subject of a sentence, with its article where the language has one: "the Convention on Cluster Munitions".
    pub in_sentence: String,
    /// In the cases that the verbs of [`Ask`] govern. Each is the same as the subject in a language without cases.
    pub genitive: String,
    pub dative: String,
    pub accusative: String,
}

impl TreatyName {
    /// A name in a language without cases.
    pub fn without_cases(short: &str, in_sentence: &str) -> Self {
        let [genitive, dative, accusative] = [in_sentence; 3].map(str::to_owned);
        Self { short: short.to_owned(), in_sentence: in_sentence.to_owned(), genitive, dative, accusative }
    }
}

impl Treaty {
    /// Its name in a language, in English where there is none.
    pub fn name(&self, grammar: Grammar) -> &TreatyName {
        self.local_names.get(&grammar).unwrap_or(&self.english)
    }
}

/// An act of a state on a day. A withdrawal counts from the day it takes effect, not from its deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Signed,
    Joined(JoinedBy),
    Withdrew,
}

/// The instrument by which a state consented to be bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinedBy {
    Ratification,
    Accession,
    Acceptance,
    Approval,
    Succession,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub on: Date,
    pub act: Act,
    /// Where this is written, and the day, month or year (`2026-02-20`, `2023-08`, `2026`) for which it says so.
    pub source: String,
    pub as_of: String,
}

/// Where a state stands under a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Party,
    Signatory,
    NotParty,
    Withdrawn,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Party, Self::Signatory, Self::NotParty, Self::Withdrawn];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Signatory => "signatory",
            Self::NotParty => "not_party",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// The ask of a letter to a state with this status: signatories ratify, states that left rejoin, all others accede,
    /// as both treaties are closed for signature. Nothing is asked of a party.
    pub const fn ask(self) -> Option<Ask> {
        match self {
            Self::Party => None,
            Self::Signatory => Some(Ask::Ratify),
            Self::NotParty => Some(Ask::Accede),
            Self::Withdrawn => Some(Ask::Rejoin),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    Accede,
    Ratify,
    Rejoin,
}

impl Ask {
    /// What is asked, with the treaty's name in its place: "accede to the Convention", "dem Übereinkommen beizutreten". It
    /// stands after "I ask the state to", in German after a comma. `None` in a language whose verbs we do not know.
    pub fn request(self, grammar: Grammar, treaty: &TreatyName) -> Option<String> {
        let (before, case, after) = self.parts(grammar);
        let mut request = before.to_owned();
        grammar.language().join(&mut request, case.of(treaty));
        request.push_str(after);
        Some(request)
    }

    /// The verb with its preposition, to stand before [`TreatyName::in_sentence`]: where a language melts the
    /// preposition into the name's article, [`Language::join`](crate::language::Language::join) does. `None` where the name changes with the verb or stands
    /// before it: there [`request`](Self::request) has both.
    pub fn verb(self, grammar: Grammar) -> Option<&'static str> {
        let (before, case, after) = self.parts(grammar);
        (case == Case::Subject && after.is_empty()).then(|| before.trim_end())
    }

    /// The words before the treaty's name, the case that they govern, and the words after it.
    ///
    /// The verbs are those of the treaties' own articles on ratification and accession, in the texts of the United Nations (en, es, fr,
    /// ar, ru) and in the official translations (pt, de, uk); in Thai those of the Ministry of Foreign Affairs. A state that left
    /// need not have acceded: Poland and Lithuania had ratified. So what it is asked for is to be a party again.
    const fn parts(self, grammar: Grammar) -> (&'static str, Case, &'static str) {
        let [accede, ratify, rejoin] = match grammar {
            Grammar::En => [before("accede to "), before("ratify "), before("rejoin ")],
            Grammar::Es => [before("adherirse a "), before("ratificar "), before("volver a ser parte de ")],
            Grammar::Fr => [before("adhérer à "), before("ratifier "), before("redevenir partie à ")],
            Grammar::Pt => [before("aderir a "), before("ratificar "), before("voltar a ser parte de ")],
            Grammar::De => [
                ("", Case::Dative, " beizutreten"),
                ("", Case::Accusative, " zu ratifizieren"),
                ("", Case::Dative, " wieder beizutreten"),
            ],
            // Verbal nouns: they stand after "to" as a verb does in English.
            Grammar::Ar => [before("الانضمام إلى "), before("التصديق على "), before("الانضمام مجددًا إلى ")],
            Grammar::Uk => [
                ("приєднатися до ", Case::Genitive, ""),
                ("ратифікувати ", Case::Accusative, ""),
                ("знову приєднатися до ", Case::Genitive, ""),
            ],
            Grammar::Ru => [
                ("присоединиться к ", Case::Dative, ""),
                ("ратифицировать ", Case::Accusative, ""),
                ("вновь присоединиться к ", Case::Dative, ""),
            ],
            // Thai writes no space between words.
            Grammar::Th => [before("เข้าเป็นภาคี"), before("ให้สัตยาบัน"), before("กลับเข้าเป็นภาคี")],
        };
        match self {
            Self::Accede => accede,
            Self::Ratify => ratify,
            Self::Rejoin => rejoin,
        }
    }
}

/// A verb that stands before the treaty's name and leaves it as it is.
const fn before(verb: &'static str) -> (&'static str, Case, &'static str) {
    (verb, Case::Subject, "")
}

/// The case in which a verb wants the name of a treaty. It is that of the subject in a language without cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Subject,
    Genitive,
    Dative,
    Accusative,
}

impl Case {
    fn of(self, name: &TreatyName) -> &str {
        match self {
            Self::Subject => &name.in_sentence,
            Self::Genitive => &name.genitive,
            Self::Dative => &name.dative,
            Self::Accusative => &name.accusative,
        }
    }
}

/// One state under one treaty: what it did and when, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub treaty: TreatyId,
    pub state: Iso2,
    /// In order of time.
    pub events: Vec<Event>,
    pub note: Option<String>,
    pub source: String,
    /// The day, month or year (`2026-02-20`, `2023-08`, `2026`) for which the source says so.
    pub as_of: String,
}

impl Membership {
    /// The status on a date: it follows from the last event up to and including that day.
    pub fn status_on(&self, date: Date) -> Status {
        match self.events.iter().rev().find(|event| event.on <= date).map(|event| event.act) {
            None => Status::NotParty,
            Some(Act::Signed) => Status::Signatory,
            Some(Act::Joined(_)) => Status::Party,
            Some(Act::Withdrew) => Status::Withdrawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn event(on: Date, act: Act) -> Event {
        Event { on, act, source: "test".into(), as_of: "2025".into() }
    }

    fn estonia() -> Membership {
        Membership {
            treaty: TreatyId::parse("mbt").unwrap(),
            state: Iso2::parse("EE").unwrap(),
            events: vec![event(date(2004, 5, 12), Act::Joined(JoinedBy::Accession)), event(date(2025, 12, 27), Act::Withdrew)],
            note: None,
            source: "test".into(),
            as_of: "2025-12-05".into(),
        }
    }

    #[test]
    fn a_withdrawal_takes_effect_by_itself_on_its_day() {
        assert_eq!(estonia().status_on(date(2004, 5, 11)), Status::NotParty);
        assert_eq!(estonia().status_on(date(2004, 5, 12)), Status::Party);
        assert_eq!(estonia().status_on(date(2025, 12, 26)), Status::Party);
        assert_eq!(estonia().status_on(date(2025, 12, 27)), Status::Withdrawn);
        assert_eq!(estonia().status_on(date(2026, 1, 1)), Status::Withdrawn);
    }

    #[test]
    fn a_state_that_left_can_come_back() {
        let mut estonia = estonia();
        estonia.events.push(event(date(2030, 1, 1), Act::Joined(JoinedBy::Accession)));
        assert_eq!(estonia.status_on(date(2029, 12, 31)), Status::Withdrawn);
        assert_eq!(estonia.status_on(date(2030, 1, 1)), Status::Party);
    }

    #[test]
    fn a_signatory_is_asked_to_ratify_an_outsider_to_accede_and_one_that_left_to_rejoin() {
        assert_eq!(Status::Signatory.ask(), Some(Ask::Ratify));
        assert_eq!(Status::NotParty.ask(), Some(Ask::Accede));
        assert_eq!(Status::Withdrawn.ask(), Some(Ask::Rejoin));
        assert_eq!(Status::Party.ask(), None, "a party is never asked to join");
    }
}
