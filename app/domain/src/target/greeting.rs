//! Greetings that somebody gave for one target, in place of those that its office has.

use serde::{Deserialize, Serialize};

use super::{Holder, Target};
use crate::{
    checked::{TextError, one_line},
    fold::fold,
    language::{Grammar, Language},
};

/// The greeting of a letter to one target in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    pub language: Language,
    /// With its punctuation: "Dear Commissioner Amaral,".
    pub text: String,
}

impl Greeting {
    /// In characters.
    pub const MAX: usize = 120;

    pub fn parse(language: Language, text: &str) -> Result<Self, TextError> {
        Ok(Self { language, text: one_line(text, Self::MAX)? })
    }
}

impl Target {
    /// The greeting that was given for letters in a language, if one was.
    pub fn greeting(&self, grammar: Grammar) -> Option<&str> {
        let own = self.greetings.iter().find(|greeting| greeting.language.is_kin_of(grammar.language()));
        own.map(|greeting| greeting.text.as_str())
    }

    /// Drops the greetings that name a holder who may have left.
    pub(super) fn forget_name_in_greetings(&mut self, holder: &Holder) {
        let (Holder::Named { last, .. } | Holder::ChargeDAffaires { last, .. }) = holder else { return };
        let last = fold(last);
        self.greetings.retain(|greeting| last.trim().is_empty() || !fold(&greeting.text).contains(last.trim()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        forms_of_address::forms,
        state::Iso2,
        target::{Office, tests::target},
    };

    fn greeted(texts: &[(Language, &str)]) -> Target {
        let office = Office::Custom { name: "Harbour Board".into(), title: "Chair".into(), country: Iso2::us() };
        let holder = Holder::Named { full: "Zoë Müller".into(), last: "Müller".into() };
        let greetings = texts.iter().map(|(language, text)| Greeting::parse(*language, text).unwrap()).collect();
        Target { greetings, ..target(office, holder) }
    }

    #[test]
    fn a_letter_begins_with_the_greeting_of_its_language_and_else_with_the_office_s() {
        let target = greeted(&[(Language::FR, " Madame la Présidente,"), (Language::parse("pt-BR").unwrap(), "Senhora,")]);
        for (grammar, salutation) in
            [(Grammar::Fr, "Madame la Présidente,"), (Grammar::Pt, "Senhora,"), (Grammar::En, "Dear Zoë Müller:")]
        {
            assert_eq!(forms(&target, grammar).salutation, salutation);
        }
    }

    #[test]
    fn a_greeting_that_names_the_holder_ages_with_the_name() {
        let target = greeted(&[(Language::EN, "Dear Chair MULLER,"), (Language::FR, "Madame la Présidente,")]);
        let later = target.on(jiff::civil::date(2027, 1, 1));
        assert_eq!(later.greetings, target.greetings[1..]);
        assert_eq!(forms(&later, Grammar::En).salutation, "To whom it may concern:");
    }
}
