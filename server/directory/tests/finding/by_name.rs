//! Finding by what people call a state or a member: every state by every name and code, in every campaign, and the
//! names that members go by. A state that a campaign does not write to is answered with the reason.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    campaign::{Audience, Campaign, Rule, SomeStates},
    directory::Search,
    state::{Iso2, State},
    target::{Office, Target, TargetId, TargetKind},
};
use usecases::supporter::finding::{Finder, find};

use super::{DIRECTORY, Said as _, by_words, campaign, names, now, short, to};

/// To every office that there is.
fn to_all() -> Campaign {
    to(Audience::listed(DIRECTORY.targets().iter().map(|target| target.id.clone())))
}

fn search(words: &str) -> Vec<String> {
    let search = Search { words: words.to_owned(), ..Search::default() };
    DIRECTORY.search(&search).into_iter().map(short).collect()
}

/// The mission of a state to the United States and theirs there, as far as there are any.
fn missions(code: &str) -> Vec<String> {
    let both = [format!("mission-{code}-us"), format!("mission-us-{code}")];
    both.into_iter().filter(|id| DIRECTORY.target(&TargetId::parse(id).unwrap()).is_some()).collect()
}

/// Whether a target is an office of a state, or in it.
fn concerns(target: &Target, state: &State) -> bool {
    match &target.office {
        Office::Congress(_) => false,
        Office::Mission { of, to, .. } => *of == state.iso2 || *to == state.iso2,
        Office::Capital { of: country, .. } | Office::Custom { country, .. } => *country == state.iso2,
    }
}

/// Each name of a state, with the states that have it.
fn called() -> BTreeMap<String, Vec<&'static State>> {
    let mut called: BTreeMap<String, Vec<&'static State>> = BTreeMap::new();
    for state in DIRECTORY.states() {
        let codes = std::iter::once(state.iso2.as_str()).chain(state.codes.iter().map(String::as_str));
        let dotted = |code: &str| code.chars().flat_map(|c| [c, '.']).collect::<String>();
        let codes: Vec<String> = codes.flat_map(|code| [code.to_owned(), code.to_lowercase(), dotted(code)]).collect();
        let names = state.names().chain([state.name.as_str(), &state.in_sentence]).chain(state.names_in_sentences());
        let names = names
            .flat_map(|name| [name.to_owned(), name.to_uppercase(), name.replace(['-', '’', '\''], " "), name.replace(' ', "-")]);
        for name in codes.into_iter().chain(names).collect::<BTreeSet<_>>() {
            called.entry(name).or_default().push(state);
        }
    }
    // One name in two spellings is one name, with its article or without.
    let plain = |name: &str| name.to_lowercase().replace(['-', '.', ' '], "").trim_start_matches("the").to_owned();
    let folded: BTreeMap<String, BTreeSet<&str>> = called.iter().fold(BTreeMap::new(), |mut all, (name, states)| {
        all.entry(plain(name)).or_insert_with(BTreeSet::new).extend(states.iter().map(|state| state.iso2.as_str()));
        all
    });
    for (name, states) in &mut called {
        let all = &folded[&plain(name)];
        *states = DIRECTORY.states().filter(|state| all.contains(state.iso2.as_str())).collect();
    }
    called
}

#[test]
fn every_name_and_code_of_a_state_finds_its_offices_first_or_the_reason_why_not() {
    let campaigns = [
        campaign("cluster-munitions"),
        campaign("mine-ban-treaty"),
        to(Rule::Missions { to: Iso2::us(), states: SomeStates::outsiders() }),
        to(Rule::Congress),
        to_all(),
    ];
    for (name, states) in called() {
        for campaign in &campaigns {
            let found = by_words(campaign, &name);
            let about = format!(
                "{name}, {:?}: {:?}, {:?}",
                campaign.document.audience == Rule::Congress.into(),
                names(&found),
                found.notice()
            );
            let own = |target: &Target| states.iter().any(|state| concerns(target, state));
            let is_to_missions = campaign.document.audience.is_missions_to_the_us();
            for state in &states {
                let said = found
                    .notice()
                    .as_ref()
                    .is_some_and(|notice| notice.contains(&state.name) || notice.contains(&state.in_sentence));
                let shown = found
                    .targets
                    .iter()
                    .any(|listed| concerns(&listed.target, state) && !(is_to_missions && state.iso2.as_str() == "US"));
                let of_congress =
                    !is_to_missions && found.targets.iter().any(|listed| listed.target.kind() == TargetKind::Congress);
                assert!(said || shown || of_congress, "{about}");
            }
            if is_to_missions && let Some(first) = found.targets.first() {
                assert!(own(&first.target), "{about}");
            }
        }
    }
}

#[test]
fn a_name_with_a_mistake_finds_the_same_state_or_its_reason() {
    let missions = campaign("cluster-munitions");
    for state in DIRECTORY.states().filter(|state| state.name.chars().count() >= 6) {
        let letters: Vec<char> = state.name.chars().collect();
        for place in (1..letters.len()).filter(|place| letters[*place] != ' ') {
            let mut mistaken = letters.clone();
            mistaken.remove(place);
            let mistaken: String = mistaken.into_iter().collect();
            let found = by_words(&missions, &mistaken);
            let shown = found.targets.iter().any(|listed| concerns(&listed.target, state) && state.iso2.as_str() != "US");
            let said =
                found.notice().as_ref().is_some_and(|notice| notice.contains(&state.name) || notice.contains(&state.in_sentence));
            // "Niger" is no Nigeria, "Austria" no Australia.
            let another = !search(&mistaken).is_empty()
                || found.notice().as_ref().is_some_and(|notice| !notice.starts_with("Nothing fits"));
            assert!(shown || said || another, "{mistaken}: {:?} {:?}", names(&found), found.notice());
            if state.name.chars().count() >= 8 {
                assert!(shown || said, "{mistaken}: {:?} {:?}", names(&found), found.notice());
            }
        }
    }
}

#[test]
fn a_state_is_found_by_its_name_in_every_language_as_people_type_it() {
    for (words, code) in [
        ("Vietnã", "vn"),
        ("vietname", "vn"),
        ("os Países Baixos", "nl"),
        ("Emirados Arabes Unidos", "ae"),
        ("Weißrussland", "by"),
        ("den Irak", "iq"),
        ("Aegypten", "eg"),
        // Without the hamza, with a tatweel, with vowel signs, with another letter at the end.
        ("الاردن", "jo"),
        ("الأردن", "jo"),
        ("الأُرْدُنّ", "jo"),
        ("ايران", "ir"),
        ("فرنســا", "fr"),
        ("سوريه", "sy"),
        ("فيتنام", "vn"),
        ("Україну", "ua"),
        ("україна", "ua"),
        ("В'єтнам", "vn"),
        ("ОАЭ", "ae"),
        ("Объединённые Арабские Эмираты", "ae"),
        ("Белоруссия", "by"),
        ("ไทย", "th"),
        ("เนเธอร์แลนด์", "nl"),
        ("เนเธอรแลนด", "nl"),
        ("พม่า", "mm"),
    ] {
        assert_eq!(search(words), missions(code), "{words}");
    }
    for (one, other) in [("กินี", "กานา"), ("Иран", "Ирак"), ("إيران", "العراق")] {
        assert!(search(one).iter().all(|found| !search(other).contains(found)), "{one} is not {other}");
    }
}

#[test]
fn an_exact_name_is_hidden_by_nothing_weaker() {
    for (words, code) in [
        ("United Kingdom", "gb"),
        ("the united kingdom", "gb"),
        ("UK", "gb"),
        ("U.K.", "gb"),
        ("GB", "gb"),
        ("GBR", "gb"),
        ("Britain", "gb"),
        ("Great Britain", "gb"),
        ("England", "gb"),
        ("Scotland", "gb"),
        ("British Embassy", "gb"),
        ("Embassy of the United Kingdom", "gb"),
        ("Reino Unido", "gb"),
        ("Royaume-Uni", "gb"),
        ("Niger", "ne"),
        ("Oman", "om"),
        ("Mali", "ml"),
        ("India", "in"),
        ("Indian", "in"),
        ("Dominica", "dm"),
        ("Romania", "ro"),
        ("Somalia", "so"),
        ("Malta", "mt"),
        ("Guinea-Bissau", "gw"),
        ("Guinea Bissau", "gw"),
        ("Papua New Guinea", "pg"),
        ("PNG", "pg"),
        ("South Sudan", "ss"),
        ("South Korea", "kr"),
        ("S. Korea", "kr"),
        ("Korea, South", "kr"),
        ("Republic of Korea", "kr"),
        ("DRC", "cd"),
        ("D.R. Congo", "cd"),
        ("Dem. Rep. of the Congo", "cd"),
        ("Congo-Kinshasa", "cd"),
        ("Zaire", "cd"),
        ("Congo-Brazzaville", "cg"),
        ("New Zealand", "nz"),
        ("NewZealand", "nz"),
        ("Germany", "de"),
        ("Deutschland", "de"),
        ("GERMANY", "de"),
        ("DEU", "de"),
        ("Polen", "pl"),
        ("España", "es"),
        ("Suisse", "ch"),
        ("Oesterreich", "at"),
        ("Czech Republic", "cz"),
        ("Czechia", "cz"),
        ("Swaziland", "sz"),
        ("Ceylon", "lk"),
        ("Siam", "th"),
        ("Macedonia", "mk"),
        ("Cape Verde", "cv"),
        ("East Timor", "tl"),
        ("Ivory Coast", "ci"),
        ("Cote dIvoire", "ci"),
        ("Côte d´Ivoire", "ci"),
        ("la France", "fr"),
        ("Holland", "nl"),
        ("The Gambia", "gm"),
        ("Bosnia", "ba"),
        ("BiH", "ba"),
        ("Bosnia & Herzegovina", "ba"),
        ("Bosnia-Hercegovina", "ba"),
        ("Trinidad", "tt"),
        ("Tobago", "tt"),
        ("Emirates", "ae"),
        ("UAE", "ae"),
        ("Vatican", "va"),
        ("KSA", "sa"),
        ("PRC", "cn"),
        ("St Lucia", "lc"),
        ("St. Vincent", "vc"),
        ("Sao Tome", "st"),
        ("Burma", "mm"),
    ] {
        assert_eq!(search(words), missions(code), "{words}");
    }
}

#[test]
fn a_long_name_in_spanish_or_french_is_that_of_the_state() {
    for (words, code) in [
        ("República de Corea", "kr"),
        ("République de Corée", "kr"),
        ("Royaume du Maroc", "ma"),
        ("Reino de Marruecos", "ma"),
        ("República de Polonia", "pl"),
        ("République de Pologne", "pl"),
        ("République fédérale du Brésil", "br"),
        ("République italienne", "it"),
        ("Confédération helvétique", "ch"),
        ("República Popular China", "cn"),
        ("République démocratique du Congo", "cd"),
        ("República de Chipre", "cy"),
        ("États-Unis du Mexique", "mx"),
        ("embajada de Brasil", "br"),
        ("ambassade du Brésil", "br"),
        ("EAU", "ae"),
        ("ambassador of Poland", "pl"),
        ("🇧🇷", "br"),
    ] {
        assert_eq!(search(words), missions(code), "{words}");
    }
}

#[test]
fn a_name_that_two_have_finds_both() {
    let first = |words: &str, count: usize| search(words).into_iter().take(count).collect::<Vec<_>>();
    assert_eq!(search("Congo"), ["mission-cg-us", "mission-cd-us", "mission-us-cg", "mission-us-cd"]);
    assert_eq!(search("Congolese embassy"), search("Congo"));
    assert_eq!(search("Korea"), ["mission-kr-us", "mission-us-kr"], "North Korea has no mission");
    assert_eq!(first("Guinea", 3), ["mission-gn-us", "mission-us-gn", "mission-gq-us"]);
    assert_eq!(first("Sudan", 3), ["mission-sd-us", "mission-us-sd", "mission-ss-us"]);
    // The country, and the state with its sixteen members.
    let georgia = search("Georgia");
    assert!(georgia.contains(&"mission-ge-us".to_owned()) && georgia.contains(&"Jon Ossoff".to_owned()), "{georgia:?}");
    assert_eq!(georgia.len(), 2 + 2 + 13);
    // Whoever has the name of a country keeps it.
    assert!(search("Jordan").contains(&"Jim Jordan".to_owned()));
    assert!(names(&by_words(&to(Rule::Congress), "Jordan")).contains(&"Jim Jordan".to_owned()));
    assert!(names(&by_words(&to(Rule::Congress), "Marshall")).contains(&"Roger Marshall".to_owned()));
}

#[test]
fn a_state_that_is_not_the_campaigns_is_answered_with_its_reason() {
    let missions = campaign("cluster-munitions");
    let party = |name: &str| {
        format!("{name} is a party to the Convention on Cluster Munitions. This campaign writes to states that are not.")
    };
    for (words, notice) in [
        ("United Kingdom", party("The United Kingdom")),
        ("UK", party("The United Kingdom")),
        ("Britain", party("The United Kingdom")),
        ("GB", party("The United Kingdom")),
        ("untied kingdom", party("The United Kingdom")),
        ("British embassy", party("The United Kingdom")),
        ("ambassador of the UK", party("The United Kingdom")),
        ("Bosnia", party("Bosnia and Herzegovina")),
        ("Trinidad", party("Trinidad and Tobago")),
        ("trinidad", party("Trinidad and Tobago")),
        ("Antigua", party("Antigua and Barbuda")),
        ("Germny", party("Germany")),
        ("Germ", party("Germany")),
        ("Alemania", party("Germany")),
        ("Swizterland", party("Switzerland")),
        ("Bulgariia", party("Bulgaria")),
        ("Congo-Brazzaville", party("The Congo")),
        ("Iran", "Iran: ".to_owned()),
        ("DPRK", "North Korea: ".to_owned()),
        ("North Korea", "North Korea: ".to_owned()),
        ("Venezuela", "Venezuela: ".to_owned()),
        ("United States", "The United States has no mission to itself. This campaign writes to the missions of other states.".to_owned()),
        ("USA", "The United States has no mission to itself".to_owned()),
        ("05401", "A ZIP code leads to members of Congress, and this campaign writes to missions in the United States. Type the name of a country.".to_owned()),
        ("Vermont", "This campaign does not write to members of Congress for Vermont. It writes to missions in the United States.".to_owned()),
        ("Bernie Sanders", "This campaign does not write to Bernard Sanders (Senator for Vermont). It writes to missions in the United States.".to_owned()),
    ] {
        let found = by_words(&missions, words);
        assert_eq!(names(&found), [""; 0], "{words}");
        let said = found.notice().unwrap_or_default();
        assert!(said.starts_with(&notice), "{words}: {said}");
    }
    // The one Congo is a party, and the other is not.
    let both = by_words(&missions, "Congo");
    assert_eq!((names(&both), both.notice()), (vec!["mission-cd-us".to_owned()], Some(party("The Congo"))));
    let congress = to(Rule::Congress);
    for words in ["Germany", "Germny", "UK", "Brasil", "British embassy"] {
        let found = by_words(&congress, words);
        let notice = found.notice().unwrap();
        assert_eq!(found.total, 0, "{words}");
        assert!(
            notice.starts_with("This campaign does not write to ")
                && notice.ends_with("It writes to members of the Congress of the United States."),
            "{notice}"
        );
    }
    // A place that is no state of the directory has no office, and is no part of a state that is called like it.
    for (words, name) in [
        ("Taiwan", "Taiwan"),
        ("Kosovo", "Kosovo"),
        ("Embassy of Kosovo", "Kosovo"),
        ("Hong Kong", "Hong Kong"),
        ("Groenlandia", "Greenland"),
        ("the Faroe Islands", "the Faroe Islands"),
        ("French Guiana", "French Guiana"),
        ("Bermuda", "Bermuda"),
    ] {
        for campaign in [&missions, &congress] {
            let found = by_words(campaign, words);
            let said = found.notice().unwrap_or_default();
            assert_eq!((found.total, said), (0, format!("This campaign does not write to {name}.")), "{words}");
        }
    }
    for words in ["💣", "!!!!", "-"] {
        let found = by_words(&missions, words);
        assert!(found.total == 0 && found.notice().unwrap().starts_with("Nothing fits."), "{words}");
    }
    let listed = to(Audience::listed([TargetId::parse("mission-ao-us").unwrap()]));
    assert_eq!(by_words(&listed, "Germny").notice().unwrap(), "This campaign does not write to Germany.");
    let delegation = to(Rule::Delegation { state: "WV".to_owned(), district: None });
    assert_eq!(
        by_words(&delegation, "Vermont").notice().unwrap(),
        "This campaign does not write to members of Congress for Vermont. It writes to members of Congress for West Virginia."
    );
}

/// "Rep." begins no republic, and a country that has a member's name hides the member nowhere.
#[test]
fn an_embassy_may_be_a_permanent_mission() {
    let missions = campaign("cluster-munitions");
    for words in ["Embassy of Tonga", "Tonga embassy", "ambassador of Tonga", "mission of Tonga"] {
        assert_eq!(names(&by_words(&missions, words)), ["mission-to-us"], "{words}");
    }
    // Where there is one that is called so, the others are not meant.
    let all = search("Embassy of Angola");
    assert_eq!(all[0], "mission-ao-us", "{all:?}");
}

#[test]
fn a_zip_code_among_the_words_is_read_as_one() {
    let congress = to(Rule::Congress);
    let vermont = ["Bernard Sanders", "Peter Welch", "Becca Balint"];
    for words in ["05401", "05401-1234", "ZIP 05401", "Burlington, VT 05401"] {
        let found = by_words(&congress, words);
        assert_eq!(names(&found), vermont, "{words}");
        assert_eq!(
            found.notice().unwrap(),
            "ZIP 05401 is in Vermont, at-large district. These are your two senators and your representative."
        );
    }
    assert_eq!(names(&by_words(&congress, "welch 05401")), ["Peter Welch"]);
    for words in ["5401", "054011"] {
        let found = by_words(&congress, words);
        assert!(found.total == 0 && found.notice().unwrap().starts_with("A ZIP code has five digits"), "{words}");
    }
    // What stands in its own field holds.
    let finder = Finder { q: "welch".to_owned(), zip: "05401".to_owned(), ..Finder::default() };
    assert_eq!(names(&find(&DIRECTORY, &congress, &finder, &BTreeMap::new(), now())), ["Peter Welch"]);
    assert_eq!(names(&by_words(&congress, "wv 2nd district")), ["Riley M. Moore"]);
}
