//! How a letter is addressed, on the envelope and inside.

use super::*;

#[test]
fn the_last_line_of_an_envelope_names_the_country_in_full() {
    for state in DIRECTORY.states() {
        for name in [&state.name, &state.in_sentence] {
            let country_name = name.clone();
            let address = Address { lines: vec!["1 Road".into(), "Town".into()], country: state.iso2.clone(), country_name };
            let elsewhere = if state.iso2 == iso2("CA") { iso2("DE") } else { iso2("CA") };
            let last = address.envelope(&[], &elsewhere).pop().unwrap();
            let congo = state.iso2 == iso2("CG");
            let full = if congo { "REPUBLIC OF THE CONGO".to_owned() } else { state.name.to_uppercase() };
            assert_eq!(last, full, "without its article");
            assert!(last.chars().count() >= 4 && !last.contains(['.', '&', '(']), "{last} is abbreviated");
            assert_eq!(address.envelope(&[], &state.iso2).len(), 2, "{last} is not written at home");
        }
    }
}

#[test]
fn every_line_of_an_address_fits_on_a_card() {
    for target in DIRECTORY.targets() {
        for line in target.address.iter().flat_map(|address| &address.lines) {
            assert!(!line.is_empty() && line.chars().count() <= 45, "{} {line}", target.id);
        }
        assert!(target.address.as_ref().is_none_or(|address| address.lines.len() >= 2), "{}", target.id);
    }
}

#[test]
fn names_are_written_as_on_an_envelope() {
    for target in DIRECTORY.targets() {
        if let Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } = &target.holder {
            assert!(full.contains(last.as_str()) || last == "Al-Sabah", "{full}: {last}");
            let shouted = full.split_whitespace().find(|word| {
                word.chars().filter(|c| c.is_alphabetic()).count() > 2
                    && !word.chars().any(char::is_lowercase)
                    && !matches!(*word, "III")
            });
            assert_eq!(shouted, None, "{full}");
        }
    }
    for (id, expected_full, expected_last) in [
        ("mission-al-us", "Ervin Bushati", "Bushati"),
        ("mission-ao-us", "Agostinho de Carvalho dos Santos Van-Dúnem", "Van-Dúnem"),
        ("mission-cv-us", "Jose Luis do Livramento Monteiro Alves de Brito", "Monteiro Alves de Brito"),
        ("mission-cn-us", "Xie Feng", "Xie"),
        ("mission-co-us", "Daniel García-Peña Jaramillo", "García-Peña Jaramillo"),
        ("mission-hr-us", "Pjer Šimunović", "Šimunović"),
        ("mission-us-th", "Sean O’Neill", "O’Neill"),
        ("mission-us-co", "John McNamara", "McNamara"),
        ("mission-us-bw", "Howard A. Van Vranken", "Van Vranken"),
        ("mission-us-va", "Brian Francis Burch II", "Burch"),
    ] {
        match &target(id).holder {
            Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } => {
                assert_eq!((full.as_str(), last.as_str()), (expected_full, expected_last));
            }
            Holder::Uncertain { .. } | Holder::Unnamed => panic!("{id} has nobody"),
        }
    }
}

#[test]
fn every_target_is_addressed_in_every_language_without_a_gap() {
    for target in DIRECTORY.targets() {
        for grammar in Grammar::ALL {
            let forms = forms(target, grammar);
            let [greets_with, closes_with] = match grammar {
                Grammar::En | Grammar::Es => [":", ","],
                Grammar::Fr | Grammar::Pt | Grammar::Uk | Grammar::Ru => [",", ","],
                Grammar::Ar => ["،", "،"],
                // A German close has no sign, and Thai has none at all.
                Grammar::De => [",", ""],
                Grammar::Th => ["", ""],
            };
            assert!(!format!("{forms:?}").contains(['<', '>']), "{forms:?}");
            assert!(
                forms.salutation.ends_with(greets_with) && !forms.salutation.contains("  ") && !forms.salutation.contains(" :"),
                "{forms:?}"
            );
            assert!(forms.close.ends_with(closes_with) && forms.envelope.iter().all(|line| !line.trim().is_empty()), "{forms:?}");
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table, a row for each kind of target")]
fn real_targets_are_addressed_as_protocol_wants_it() {
    // Salutation and close in each language.
    type Words = [(&'static str, &'static str); 3];
    const EXCELLENCY: Words = [
        ("Your Excellency:", "Respectfully,"),
        ("Excelencia:", "Con todo respeto,"),
        ("Excellence,", "Avec ma très haute considération,"),
    ];
    const CHARGE: Words = [
        ("Dear Chargé d’Affaires:", "Respectfully,"),
        ("A la Encargaduría de Negocios:", "Con todo respeto,"),
        ("Madame, Monsieur,", "Avec ma très haute considération,"),
    ];
    let plain = |english, spanish, french| -> Words {
        [(english, "Sincerely,"), (spanish, "Atentamente,"), (french, "Avec ma considération distinguée,")]
    };
    let member = |english, spanish: &'static str| {
        let chamber = if spanish.ends_with("Senado:") {
            "Honorable membre du Sénat,"
        } else {
            "Honorable membre de la Chambre des représentants,"
        };
        plain(english, spanish, chamber)
    };
    for (id, envelope, words) in [
        (
            "congress-S000033",
            "The Honorable Bernard Sanders / United States Senate",
            member("Dear Senator Sanders:", "Honorable Sanders, miembro del Senado:"),
        ),
        (
            "congress-V000128",
            "The Honorable Chris Van Hollen / United States Senate",
            member("Dear Senator Van Hollen:", "Honorable Van Hollen, miembro del Senado:"),
        ),
        (
            "congress-K000383",
            "The Honorable Angus S. King, Jr. / United States Senate",
            member("Dear Senator King:", "Honorable King, miembro del Senado:"),
        ),
        (
            "congress-W000797",
            "The Honorable Debbie Wasserman Schultz / U.S. House of Representatives",
            member("Dear Representative Wasserman Schultz:", "Honorable Wasserman Schultz, miembro de la Cámara:"),
        ),
        (
            "congress-G000607",
            "The Honorable James Gallagher / U.S. House of Representatives",
            member("Dear Representative Gallagher:", "Honorable Gallagher, miembro de la Cámara:"),
        ),
        (
            "congress-N000147",
            "The Honorable Eleanor Holmes Norton / U.S. House of Representatives",
            member("Dear Delegate Norton:", "Honorable Norton, miembro de la Cámara:"),
        ),
        (
            "congress-H001103",
            "The Honorable Pablo José Hernández / U.S. House of Representatives",
            member("Dear Commissioner Hernández:", "Honorable Hernández, miembro de la Cámara:"),
        ),
        (
            "mission-al-us",
            "H.E. Ervin Bushati / Ambassador of the Republic of Albania / Embassy of the Republic of Albania",
            EXCELLENCY,
        ),
        (
            "mission-bs-us",
            "H.E. Wendall Kermith Jones / Ambassador of the Commonwealth of The Bahamas / Embassy of the Commonwealth of The Bahamas",
            EXCELLENCY,
        ),
        ("mission-ca-us", "H.E. Mark Wiseman / Ambassador of Canada / Embassy of Canada", EXCELLENCY),
        ("mission-cz-us", "H.E. Miloslav Stašek / Ambassador of the Czech Republic / Embassy of the Czech Republic", EXCELLENCY),
        (
            "mission-gy-us",
            "H.E. Samuel Archibald Hinds / Ambassador of the Co-operative Republic of Guyana / Embassy of the Co-operative Republic of Guyana",
            EXCELLENCY,
        ),
        (
            "mission-ws-us",
            "H.E. Pa’olelei Luteru / Ambassador of the Independent State of Samoa / Permanent Mission of the Independent State of Samoa to the United Nations",
            EXCELLENCY,
        ),
        (
            "mission-va-us",
            "H.E. Archbishop Gabriele Caccia / Apostolic Nuncio / Apostolic Nunciature of the Holy See",
            EXCELLENCY,
        ),
        (
            "mission-st-us",
            "The Ambassador of the Democratic Republic of Sao Tome and Principe / Permanent Mission of the Democratic Republic of Sao Tome and Principe to the United Nations",
            EXCELLENCY,
        ),
        ("mission-pl-us", "Bogdan Adam Klich / Chargé d’Affaires a.i. / Embassy of the Republic of Poland", CHARGE),
        ("mission-cu-us", "Lianys Torres Rivera / Chargé d’Affaires a.i. / Embassy of the Republic of Cuba", CHARGE),
        (
            "mission-us-mx",
            "The Honorable Ronald D. Johnson / Ambassador of the United States of America / Embassy of the United States in Mexico",
            plain("Dear Ambassador Johnson:", "Excelencia:", "Excellence,"),
        ),
        (
            "mission-us-va",
            "The Honorable Brian Francis Burch II / Ambassador of the United States of America / Embassy of the United States to the Holy See",
            plain("Dear Ambassador Burch:", "Excelencia:", "Excellence,"),
        ),
        (
            "mission-us-ws",
            "The Ambassador of the United States of America / Embassy of the United States in Samoa",
            plain("Dear Ambassador:", "Excelencia:", "Excellence,"),
        ),
        (
            "mission-us-al",
            "Nancy Vanhorn / Chargé d’Affaires a.i. / Embassy of the United States in Albania",
            plain("Dear Chargé d’Affaires:", "A la Encargaduría de Negocios:", "Madame, Monsieur,"),
        ),
    ] {
        for (grammar, (salutation, close)) in [Grammar::En, Grammar::Es, Grammar::Fr].into_iter().zip(words) {
            let forms = forms(target(id), grammar);
            assert_eq!(forms.envelope.join(" / "), envelope);
            assert_eq!((forms.salutation.as_str(), forms.close.as_str()), (salutation, close), "{id}");
        }
    }
}
