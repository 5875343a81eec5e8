//! What states and other places are called, in every language of letters.

use super::*;

/// Every state and every other place: its code, its names in lists where it is a state, its names in sentences and as objects.
fn countries() -> impl Iterator<Item = &'static Iso2> {
    DIRECTORY.countries(Grammar::En).iter().map(|(code, _)| code)
}

fn in_sentence(code: &Iso2, grammar: Grammar) -> &'static str {
    DIRECTORY.country_in_sentence(code, grammar).unwrap()
}

fn as_object(code: &Iso2, grammar: Grammar) -> &'static str {
    DIRECTORY.country_as_object(code, grammar).unwrap()
}

/// Whether a letter belongs to the script of a language.
fn is_of_script(grammar: Grammar, c: char) -> bool {
    match grammar {
        Grammar::Ar => matches!(c, '\u{0620}'..='\u{064A}'),
        Grammar::Uk | Grammar::Ru => matches!(c, '\u{0400}'..='\u{04FF}'),
        Grammar::Th => matches!(c, '\u{0E01}'..='\u{0E4E}'),
        _ => c.is_ascii_alphabetic() || matches!(c, '\u{00C0}'..='\u{017F}'),
    }
}

#[test]
fn there_are_197_states_and_each_has_its_names() {
    assert_eq!(DIRECTORY.states().len(), 197);
    for state in DIRECTORY.states() {
        assert!(state.in_sentence == state.name || state.in_sentence == format!("the {}", state.name), "{state:?}");
        assert_eq!((state.name_in(Grammar::En), state.name_as_object(Grammar::En)), (&*state.name, &*state.in_sentence));
        for grammar in Grammar::ALL.into_iter().filter(|grammar| *grammar != Grammar::En) {
            assert!(state.local_names.get(grammar).is_some(), "{} has no name in {}", state.iso2, grammar.language().tag());
        }
    }
    for code in ["VA", "PS", "CK", "NU"] {
        assert!(DIRECTORY.state(&iso2(code)).is_some(), "{code}");
    }
}

#[test]
fn every_name_is_written_in_the_letters_of_its_language() {
    for grammar in Grammar::ALL {
        for code in countries() {
            for name in [in_sentence(code, grammar), as_object(code, grammar)] {
                assert!(!name.is_empty() && name.trim() == name && !name.contains("  "), "{code} {name:?}");
                let strange = name.chars().find(|c| c.is_alphabetic() && !is_of_script(grammar, *c));
                assert_eq!(strange, None, "{code} {name}");
                assert!(
                    name.chars().all(|c| c.is_alphabetic() || is_of_script(grammar, c) || " -–—’'(),.".contains(c)),
                    "{name}"
                );
                assert!(grammar == Grammar::En || !name.contains('\''), "{code} {name} has a typewriter's apostrophe");
            }
        }
    }
}

#[test]
fn no_two_countries_share_a_name() {
    for grammar in Grammar::ALL {
        let names: BTreeSet<&str> = countries().map(|code| in_sentence(code, grammar)).collect();
        let listed: BTreeSet<&str> = DIRECTORY.states().map(|state| state.name_in(grammar)).collect();
        assert_eq!((names.len(), listed.len()), (DIRECTORY.countries(Grammar::En).len(), 197), "{}", grammar.language().tag());
    }
}

#[test]
fn a_name_begins_with_a_capital_letter_and_whatever_stands_before_it_is_an_article() {
    let with_capitals = Grammar::ALL.into_iter().filter(|grammar| !matches!(grammar, Grammar::Ar | Grammar::Th));
    for grammar in with_capitals {
        for code in countries() {
            let name = grammar.without_article(in_sentence(code, grammar));
            assert!(name.starts_with(char::is_uppercase), "{code} {name}");
        }
        for state in DIRECTORY.states() {
            assert!(state.name_in(grammar).starts_with(char::is_uppercase), "{state:?}");
        }
    }
}

#[test]
fn in_french_an_article_agrees_with_the_name_and_in_spanish_none_melts() {
    for code in countries() {
        let french = in_sentence(code, Grammar::Fr);
        let vowel = Grammar::Fr.without_article(french).starts_with(|c: char| "AEIOUÉÎ".contains(c));
        assert!(!(vowel && (french.starts_with("le ") || french.starts_with("la "))), "{french}");
        assert!(vowel || !french.starts_with("l’"), "{french}");
        // "a" stands before the name in Spanish letters, and "a el" is not Spanish.
        assert!(!in_sentence(code, Grammar::Es).starts_with("el "), "{code}");
    }
}

#[test]
fn a_name_changes_as_an_object_only_where_the_language_has_cases() {
    for grammar in Grammar::ALL {
        for code in countries() {
            let (subject, object) = (in_sentence(code, grammar), as_object(code, grammar));
            match grammar {
                Grammar::De => {
                    let masculine = subject.starts_with("der ");
                    assert_eq!(subject != object, masculine, "{subject} {object}");
                    assert_eq!(object.starts_with("den "), masculine, "{object}");
                }
                // Only feminine names change: the last letter of each of their words.
                Grammar::Uk | Grammar::Ru => {
                    assert_eq!(subject.chars().count(), object.chars().count(), "{subject} {object}");
                    let changed = subject.chars().zip(object.chars()).filter(|(one, other)| one != other);
                    for change in changed {
                        assert!(matches!(change, ('а', 'у') | ('я', 'ю')), "{subject} {object}");
                    }
                }
                _ => assert_eq!(subject, object),
            }
        }
    }
}

#[test]
fn well_known_names_are_as_people_write_them() {
    for (grammar, code, listed, subject, object) in [
        (Grammar::Es, "NL", "Países Bajos", "los Países Bajos", "los Países Bajos"),
        (Grammar::Es, "CI", "Costa de Marfil", "Costa de Marfil", "Costa de Marfil"),
        (Grammar::Es, "SV", "El Salvador", "El Salvador", "El Salvador"),
        (Grammar::Fr, "JP", "Japon", "le Japon", "le Japon"),
        (Grammar::Fr, "AO", "Angola", "l’Angola", "l’Angola"),
        (Grammar::Fr, "CU", "Cuba", "Cuba", "Cuba"),
        (Grammar::Fr, "VA", "Saint-Siège", "le Saint-Siège", "le Saint-Siège"),
        (Grammar::Pt, "US", "Estados Unidos", "os Estados Unidos", "os Estados Unidos"),
        (Grammar::Pt, "AO", "Angola", "Angola", "Angola"),
        (Grammar::Pt, "BR", "Brasil", "o Brasil", "o Brasil"),
        (Grammar::Pt, "PH", "Filipinas", "as Filipinas", "as Filipinas"),
        (Grammar::De, "DE", "Deutschland", "Deutschland", "Deutschland"),
        (Grammar::De, "IQ", "Irak", "der Irak", "den Irak"),
        (Grammar::De, "US", "Vereinigte Staaten", "die Vereinigten Staaten", "die Vereinigten Staaten"),
        (Grammar::De, "VA", "Heiliger Stuhl", "der Heilige Stuhl", "den Heiligen Stuhl"),
        (Grammar::Ar, "US", "الولايات المتحدة", "الولايات المتحدة", "الولايات المتحدة"),
        (Grammar::Ar, "CV", "كابو فيردي", "كابو فيردي", "كابو فيردي"),
        (Grammar::Uk, "UA", "Україна", "Україна", "Україну"),
        (Grammar::Uk, "VN", "В’єтнам", "В’єтнам", "В’єтнам"),
        (
            Grammar::Uk,
            "CF",
            "Центральноафриканська Республіка",
            "Центральноафриканська Республіка",
            "Центральноафриканську Республіку",
        ),
        (Grammar::Ru, "SA", "Саудовская Аравия", "Саудовская Аравия", "Саудовскую Аравию"),
        (Grammar::Ru, "CR", "Коста-Рика", "Коста-Рика", "Коста-Рику"),
        (Grammar::Ru, "NI", "Никарагуа", "Никарагуа", "Никарагуа"),
        (Grammar::Th, "TH", "ไทย", "ไทย", "ไทย"),
        (Grammar::Th, "MM", "เมียนมา", "เมียนมา", "เมียนมา"),
    ] {
        let state = DIRECTORY.state(&iso2(code)).unwrap();
        let names = (state.name_in(grammar), state.name_in_sentence(grammar), state.name_as_object(grammar));
        assert_eq!(names, (listed, subject, object));
    }
    for (grammar, code, name) in [
        (Grammar::Fr, "FO", "les Îles Féroé"),
        (Grammar::De, "VI", "die Amerikanischen Jungferninseln"),
        (Grammar::Pt, "TW", "Taiwan"),
        (Grammar::Uk, "XK", "Косово"),
    ] {
        assert_eq!(in_sentence(&iso2(code), grammar), name);
    }
}
