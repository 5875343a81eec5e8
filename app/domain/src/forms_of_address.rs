//! Forms of address: who stands on the envelope, how the letter greets and how it closes.
//!
//! Sources: R. Hickey, "Honor & Respect" (members of Congress); Foreign Affairs Handbook 5 FAH-1 H-426.2 and
//! general usage (ambassadors). Nobody's gender is known here, so every form is one that fits all:
//! "Your Excellency" is for whoever holds an ambassador's post, named or not; a chargé d'affaires is not an
//! Excellency.

use crate::{
    language::Language,
    target::{Chamber, Holder, HouseRole, Office, Target},
};

/// How one target is addressed in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// The lines above the postal address.
    pub envelope: Vec<String>,
    /// With its punctuation: "Dear Senator Sanders:".
    pub salutation: String,
    /// With its punctuation: "Sincerely,".
    pub close: String,
}

/// The forms for a target. The envelope is in English (the post reads it, in the United States) except for
/// what the holder is called; salutation and close are in the letter's language.
pub fn forms(target: &Target, language: Language) -> Forms {
    match &target.office {
        Office::Congress(seat) => {
            let chamber = match seat.chamber {
                Chamber::Senate { .. } => "United States Senate",
                Chamber::House { .. } => "U.S. House of Representatives",
            };
            let (full, last) = match &target.holder {
                Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } => (format!("The Honorable {full}"), last.as_str()),
                Holder::Unnamed => (format!("Office of the {}", seat.title()), ""),
            };
            let title = match (seat.chamber, language) {
                (Chamber::Senate { .. }, Language::En) => "Senator",
                (Chamber::House { role: HouseRole::Representative, .. }, Language::En) => "Representative",
                (Chamber::House { role: HouseRole::Delegate, .. }, Language::En) => "Delegate",
                (Chamber::House { role: HouseRole::ResidentCommissioner, .. }, Language::En) => "Commissioner",
                (Chamber::Senate { .. }, Language::Es) => "miembro del Senado",
                (Chamber::House { .. }, Language::Es) => "miembro de la Cámara",
            };
            let salutation = match language {
                Language::En => format!("Dear {title} {last}").trim_end().to_owned() + ":",
                Language::Es if last.is_empty() => "A quien corresponda:".to_owned(),
                Language::Es => format!("Honorable {last}, {title}:"),
            };
            Forms { envelope: vec![full, chamber.to_owned()], salutation, close: close(Courtesy::Plain, language) }
        }
        Office::Mission { name, of_name, .. } => match &target.holder {
            Holder::Named { full, .. } => Forms {
                envelope: vec![format!("H.E. {full}"), format!("Ambassador of {of_name}"), name.clone()],
                salutation: excellency(language),
                close: close(Courtesy::High, language),
            },
            Holder::ChargeDAffaires { full, .. } => Forms {
                envelope: vec![full.clone(), "Chargé d’Affaires a.i.".to_owned(), name.clone()],
                salutation: match language {
                    Language::En => "Dear Chargé d’Affaires:".to_owned(),
                    Language::Es => "A la Encargaduría de Negocios:".to_owned(),
                },
                close: close(Courtesy::High, language),
            },
            Holder::Unnamed => Forms {
                envelope: vec![format!("The Ambassador of {of_name}"), name.clone()],
                salutation: excellency(language),
                close: close(Courtesy::High, language),
            },
        },
    }
}

fn excellency(language: Language) -> String {
    match language {
        Language::En => "Your Excellency:",
        Language::Es => "Excelencia:",
    }
    .to_owned()
}

#[derive(Clone, Copy)]
enum Courtesy {
    Plain,
    High,
}

fn close(courtesy: Courtesy, language: Language) -> String {
    match (courtesy, language) {
        (Courtesy::Plain, Language::En) => "Sincerely,",
        (Courtesy::High, Language::En) => "Respectfully,",
        (Courtesy::Plain, Language::Es) => "Atentamente,",
        (Courtesy::High, Language::Es) => "Con todo respeto,",
    }
    .to_owned()
}
