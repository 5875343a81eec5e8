//! The states and the other places that people post from.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

use std::{collections::BTreeSet, sync::LazyLock};

use directory::built_in;
use domain::{
    address::{LINE_MAX, PostalParts},
    directory::Directory,
    language::Grammar,
    state::Iso2,
};

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());

fn iso2(code: &str) -> Iso2 {
    Iso2::parse(code).unwrap()
}

/// ISO 3166-1 alpha-2, as it stands on 2026-11-27.
const ISO_3166_1: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
     BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM \
     FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO \
     JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
     MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA \
     SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US \
     UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

#[test]
fn people_post_from_every_place_with_a_code_but_two_islands_without_people() {
    let offered: BTreeSet<&str> = DIRECTORY.countries(Grammar::En).iter().map(|(code, _)| code.as_str()).collect();
    let mut all: BTreeSet<&str> = ISO_3166_1.split(' ').collect();
    assert_eq!(all.len(), 249);
    assert!(all.remove("BV") && all.remove("HM"), "nobody lives on Bouvet or on Heard, and nobody posts there");
    all.insert("XK");
    assert_eq!(offered, all);
    assert_eq!(DIRECTORY.countries(Grammar::En).len(), offered.len(), "each once");
    assert_eq!(DIRECTORY.states().len(), 197, "and none of the others is in the list of states");
}

#[test]
fn countries_stand_in_the_order_in_which_readers_look_for_them() {
    let names: Vec<&str> = DIRECTORY.countries(Grammar::En).iter().map(|(_, name)| name.as_str()).collect();
    let place = |name: &str| names.iter().position(|other| *other == name).unwrap_or_else(|| panic!("there is no {name}"));
    for [before, after] in [
        ["Albania", "Algeria"],
        ["Afghanistan", "Åland Islands"],
        ["Åland Islands", "Albania"],
        ["Costa Rica", "Côte d'Ivoire"],
        ["Côte d'Ivoire", "Croatia"],
        ["Cuba", "Curaçao"],
        ["Curaçao", "Cyprus"],
        ["Honduras", "Hong Kong"],
        ["Qatar", "Réunion"],
        ["Réunion", "Romania"],
        ["Switzerland", "Taiwan"],
        ["Portugal", "Puerto Rico"],
    ] {
        assert!(place(before) < place(after), "{before} {after}");
    }
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "no two are called the same");
}

#[test]
fn every_place_that_people_post_from_has_its_names_and_its_way_to_write_an_address() {
    let parts = PostalParts { lines: vec!["1 Road".into()], town: "Town".into(), ..PostalParts::default() };
    for (code, name) in DIRECTORY.countries(Grammar::En) {
        assert_eq!(DIRECTORY.country(code), Some(name.as_str()));
        assert_eq!(Grammar::En.without_article(DIRECTORY.country_in_sentence(code, Grammar::En).unwrap()), *name);
        assert_eq!(parts.lines_for(code).unwrap().len(), 2, "{code}");
        assert!(name.chars().count() <= LINE_MAX, "{name} stands on one line");
    }
    assert_eq!(DIRECTORY.country(&iso2("ZZ")), None);
}

#[test]
fn a_country_is_found_by_its_code_or_its_whole_name_in_any_language() {
    let countries = DIRECTORY.countries_by_name();
    for (text, code) in [
        ("PL", "PL"),
        ("pol", "PL"),
        ("Poland", "PL"),
        (" Polonia ", "PL"),
        ("the Bahamas", "BS"),
        ("Côte d'Ivoire", "CI"),
        ("cote d’ivoire", "CI"),
        ("ALLEMAGNE", "DE"),
        ("UK", "GB"),
        ("Faroe Islands", "FO"),
        ("XK", "XK"),
    ] {
        assert_eq!(countries.find(text).map(Iso2::as_str), Some(code), "{text}");
    }
    for text in ["", "Korea", "Polan", "Atlantis", "1"] {
        assert_eq!(countries.find(text), None, "{text}");
    }
    for (code, name) in [("PR", "United States of America"), ("RE", "France"), ("XK", "Kosovo"), ("PL", "Poland")] {
        assert_eq!(DIRECTORY.name_for_the_post(&iso2(code)), Some(name));
    }
}
