//! Forms of address: the lines on the envelope, the greeting and the close of a letter.
//!
//! `Role::row` is the table of envelopes, a row for each role; greetings and closes stand in `words`, a file for each language.
//! Both are to be checked line by line. The sources of the envelopes and of English, by the names that the rows use:
//! - *Hickey*: R. Hickey, "Honor & Respect", and its site formsofaddress.info;
//! - *FAH*: Foreign Affairs Handbook of the United States, 5 FAH-1 H-420, Preparing letters;
//! - *Commerce*: United States Department of Commerce, "Models of Address and Salutation";
//! - *Heritage*: Department of Canadian Heritage, "Styles of address" (foreign dignitaries);
//! - *Usage*: general diplomatic usage, and for Spanish and French throughout. Each other language
//!   names its own sources in its file.
//!
//! Nobody's gender is known here, so that every form fits all: no Mr., no Madam, no "Señora Ministra"; H.E. and H.M.
//! for His or Her. In French, "Madame, Monsieur," is for somebody of whom nothing is known, and otherwise the words
//! have one form.

mod office_line;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use self::office_line::Remark;
use self::{
    table::{Role, Row},
    words::Words,
};
use crate::{
    language::Grammar,
    target::{Chamber, Holder, Office, Target},
};

/// How one target is addressed in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// The lines above the postal address.
    pub envelope: Vec<String>,
    /// With its punctuation: "Dear Senator Sanders:", "Excellence,".
    pub salutation: String,
    /// With its punctuation: "Sincerely,".
    pub close: String,
}

/// The forms for a target. The envelope is in English, as the post reads it, in the United States; salutation and
/// close are in the letter's language.
pub fn forms(target: &Target, grammar: Grammar) -> Forms {
    let words = Words::for_target(target, grammar);
    let of_office = match &target.holder {
        Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } => {
            words.named.replace("<full>", full).replace("<last>", last)
        }
        Holder::Uncertain { .. } | Holder::Unnamed => words.unnamed.to_owned(),
    };
    let salutation = target.greeting(grammar).map_or(of_office, str::to_owned);
    Forms { envelope: Role::row_for(target).envelope(target), salutation, close: words.close.to_owned() }
}

impl Row {
    fn envelope(&self, target: &Target) -> Vec<String> {
        let holder = match &target.holder {
            Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } => {
                Some(format!("{} {full}", self.honorific).trim_start().to_owned())
            }
            Holder::Uncertain { .. } | Holder::Unnamed => None,
        };
        let lines = match (&target.office, holder) {
            (Office::Congress(seat), Some(holder)) => {
                vec![holder, seat.leads_as.clone().unwrap_or_default(), seat.chamber.house().to_owned()]
            }
            (Office::Congress(seat), None) => vec![format!("Office of the {}", seat.title()), seat.chamber.house().to_owned()],
            (Office::Mission { name, of_name, .. } | Office::Capital { name, of_name, .. }, Some(holder)) => {
                vec![holder, self.title(of_name), name.clone()]
            }
            (Office::Mission { name, of_name, .. } | Office::Capital { name, of_name, .. }, None) => {
                vec![format!("The {}", self.title(of_name)), name.clone()]
            }
            (Office::Custom { name, title, .. }, holder) => vec![holder.unwrap_or_default(), title.clone(), name.clone()],
        };
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// "Ambassador of the Republic of Albania".
    fn title(&self, state: &str) -> String {
        format!("{} {}", self.post, self.of.replace("<state>", state)).trim_end().to_owned()
    }
}

impl Chamber {
    /// As it stands on an envelope (Hickey).
    const fn house(self) -> &'static str {
        match self {
            Self::Senate { .. } => "United States Senate",
            Self::House { .. } => "U.S. House of Representatives",
        }
    }
}
