//! Forms of address: who stands on the envelope, how the letter greets and how it closes.
//!
//! Sources: R. Hickey, "Honor & Respect" (members of Congress); Foreign Affairs Handbook 5 FAH-1 H-426.2 and
//! general usage (ambassadors). Nobody's gender is known here, so every form is one that fits all:
//! "Your Excellency" is for whoever holds an ambassador's post, named or not; a chargé d'affaires is not an
//! Excellency. Two posts have forms of their own: an ambassador of the United States is The Honorable and is
//! greeted as Ambassador, and the Holy See sends a nuncio.

use crate::{
    language::Language,
    state::Iso2,
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
                Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } => {
                    (format!("The Honorable {full}"), last.as_str())
                }
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
        Office::Mission { of, name, .. } if *of == Iso2::us() => of_the_united_states(name, &target.holder, language),
        Office::Mission { of, name, of_name, .. } => match &target.holder {
            Holder::Named { full, .. } => Forms {
                envelope: vec![format!("H.E. {full}"), ambassador(of, of_name), name.clone()],
                salutation: excellency(language),
                close: close(Courtesy::High, language),
            },
            Holder::ChargeDAffaires { full, .. } => charge(full, name, Courtesy::High, language),
            Holder::Unnamed => Forms {
                envelope: vec![format!("The {}", ambassador(of, of_name)), name.clone()],
                salutation: excellency(language),
                close: close(Courtesy::High, language),
            },
        },
        Office::Capital { name, .. } | Office::Custom { name, .. } => {
            Forms { envelope: vec![name.clone()], salutation: excellency(language), close: close(Courtesy::High, language) }
        }
    }
}

/// A mission of the United States, to which Americans and others write.
fn of_the_united_states(name: &str, holder: &Holder, language: Language) -> Forms {
    let title = "Ambassador of the United States of America";
    let (envelope, last) = match holder {
        Holder::Named { full, last } => (vec![format!("The Honorable {full}"), title.to_owned(), name.to_owned()], last.as_str()),
        Holder::ChargeDAffaires { full, .. } => return charge(full, name, Courtesy::Plain, language),
        Holder::Unnamed => (vec![format!("The {title}"), name.to_owned()], ""),
    };
    let salutation = match language {
        Language::En => format!("Dear Ambassador {last}").trim_end().to_owned() + ":",
        Language::Es => excellency(language),
    };
    Forms { envelope, salutation, close: close(Courtesy::Plain, language) }
}

fn charge(full: &str, mission: &str, courtesy: Courtesy, language: Language) -> Forms {
    Forms {
        envelope: vec![full.to_owned(), "Chargé d’Affaires a.i.".to_owned(), mission.to_owned()],
        salutation: match language {
            Language::En => "Dear Chargé d’Affaires:",
            Language::Es => "A la Encargaduría de Negocios:",
        }
        .to_owned(),
        close: close(courtesy, language),
    }
}

/// The title of who leads a mission.
fn ambassador(of: &Iso2, of_name: &str) -> String {
    if of.as_str() == "VA" { "Apostolic Nuncio".to_owned() } else { format!("Ambassador of {of_name}") }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::{Seat, Target, TargetId};

    fn target(office: Office, holder: Holder) -> Target {
        Target {
            id: TargetId::parse("test").unwrap(),
            office,
            holder,
            address: None,
            other_addresses: Vec::new(),
            email: None,
            web_form: None,
            phone: None,
            note: None,
            source: "test".into(),
            as_of: jiff::civil::date(2026, 1, 20),
            valid_until: None,
            left_on: None,
        }
    }

    fn member(state: &str, chamber: Chamber, holder: Holder) -> Target {
        target(Office::Congress(Seat { state: state.into(), chamber, party: "Independent".into(), leads_as: None }), holder)
    }

    fn mission(of: &str, of_name: &str, holder: Holder) -> Target {
        let (of, to) = (Iso2::parse(of).unwrap(), Iso2::us());
        target(Office::Mission { of, to, name: format!("Embassy of {of_name}"), of_name: of_name.into() }, holder)
    }

    fn named() -> Holder {
        Holder::Named { full: "Full Name".into(), last: "Name".into() }
    }

    fn charge_d_affaires() -> Holder {
        Holder::ChargeDAffaires { full: "Full Name".into(), last: "Name".into() }
    }

    /// Envelope, salutation and close in English, then salutation and close in Spanish.
    fn all(target: &Target) -> (String, [String; 4]) {
        let (en, es) = (forms(target, Language::En), forms(target, Language::Es));
        assert_eq!(en.envelope, es.envelope, "the post reads the envelope, whatever the letter's language");
        (en.envelope.join(" / "), [en.salutation, en.close, es.salutation, es.close])
    }

    #[test]
    fn a_member_is_the_honorable_and_is_greeted_by_the_seat_held() {
        let house = |role| Chamber::House { district: 0, role };
        for (state, chamber, envelope, english, spanish) in [
            (
                "VT",
                Chamber::Senate { class: 1 },
                "United States Senate",
                "Dear Senator Name:",
                "Honorable Name, miembro del Senado:",
            ),
            (
                "VT",
                house(HouseRole::Representative),
                "U.S. House of Representatives",
                "Dear Representative Name:",
                "Honorable Name, miembro de la Cámara:",
            ),
            (
                "GU",
                house(HouseRole::Delegate),
                "U.S. House of Representatives",
                "Dear Delegate Name:",
                "Honorable Name, miembro de la Cámara:",
            ),
            (
                "PR",
                house(HouseRole::ResidentCommissioner),
                "U.S. House of Representatives",
                "Dear Commissioner Name:",
                "Honorable Name, miembro de la Cámara:",
            ),
        ] {
            let (lines, words) = all(&member(state, chamber, named()));
            assert_eq!(lines, format!("The Honorable Full Name / {envelope}"));
            assert_eq!(words, [english, "Sincerely,", spanish, "Atentamente,"]);
        }
    }

    #[test]
    fn a_vacant_seat_is_written_to_as_an_office() {
        let (lines, words) = all(&member("VT", Chamber::Senate { class: 3 }, Holder::Unnamed));
        assert_eq!(lines, "Office of the Senator for Vermont / United States Senate");
        assert_eq!(words, ["Dear Senator:", "Sincerely,", "A quien corresponda:", "Atentamente,"]);
    }

    #[test]
    fn an_ambassador_is_an_excellency_named_or_not() {
        let words = ["Your Excellency:", "Respectfully,", "Excelencia:", "Con todo respeto,"].map(str::to_owned);
        let mission = |holder| mission("AL", "the Republic of Albania", holder);
        let line = "Ambassador of the Republic of Albania / Embassy of the Republic of Albania";
        assert_eq!(all(&mission(named())), (format!("H.E. Full Name / {line}"), words.clone()));
        assert_eq!(all(&mission(Holder::Unnamed)), (format!("The {line}"), words));
    }

    #[test]
    fn a_charge_d_affaires_is_not_an_excellency() {
        let (lines, words) = all(&mission("PL", "the Republic of Poland", charge_d_affaires()));
        assert_eq!(lines, "Full Name / Chargé d’Affaires a.i. / Embassy of the Republic of Poland");
        assert_eq!(words, ["Dear Chargé d’Affaires:", "Respectfully,", "A la Encargaduría de Negocios:", "Con todo respeto,"]);
    }

    #[test]
    fn the_holy_see_sends_a_nuncio() {
        let (lines, words) = all(&mission("VA", "the Holy See", named()));
        assert_eq!(lines, "H.E. Full Name / Apostolic Nuncio / Embassy of the Holy See");
        assert_eq!(words[0], "Your Excellency:");
        assert!(all(&mission("VA", "the Holy See", Holder::Unnamed)).0.starts_with("The Apostolic Nuncio / "));
    }

    #[test]
    fn an_ambassador_of_the_united_states_is_the_honorable_and_no_excellency_in_english() {
        let mission = |holder| mission("US", "the United States of America", holder);
        let line = "Ambassador of the United States of America / Embassy of the United States of America";
        let (lines, words) = all(&mission(named()));
        assert_eq!(lines, format!("The Honorable Full Name / {line}"));
        assert_eq!(words, ["Dear Ambassador Name:", "Sincerely,", "Excelencia:", "Atentamente,"]);
        let (lines, words) = all(&mission(Holder::Unnamed));
        assert_eq!(lines, format!("The {line}"));
        assert_eq!(words[0], "Dear Ambassador:");
        assert_eq!(all(&mission(charge_d_affaires())).1[..2], ["Dear Chargé d’Affaires:", "Sincerely,"]);
    }
}
