//! Finding whom to write to in the built-in directory: twenty ZIP codes, and more than twenty names as people type them.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

mod by_member;
mod by_name;
mod by_zip;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use directory::{EDITION, built_in, tables};
use domain::{
    Date,
    campaign::{Audience, Campaign, Rule, SomeStates},
    directory::{Directory, Search},
    district::{District, noon_in_washington},
    state::{Iso2, Region},
    tally::{Stage, Stages},
    target::{Holder, Target, TargetId, TargetKind},
};
use jiff::Timestamp;
use proptest::prelude::*;
use usecases::{
    starter::campaigns,
    supporter::finding::{Finder, Found, Order, PAGE, ZipAnswer, find},
};
use words::Words;

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());

/// What a finder says, in English.
trait Said {
    fn notice(&self) -> Option<String>;
}

impl Said for Found {
    fn notice(&self) -> Option<String> {
        (!self.notices.is_empty()).then(|| Words::default().notices(&self.notices, &DIRECTORY))
    }
}

fn today() -> Date {
    EDITION.parse().unwrap()
}

fn now() -> Timestamp {
    noon_in_washington(today())
}

/// To both chambers.
fn campaign(slug: &str) -> Campaign {
    campaigns().unwrap().into_iter().find(|file| file.slug.as_str() == slug).unwrap().into()
}

fn to(audience: impl Into<Audience>) -> Campaign {
    let mut campaign = campaign("children-in-detention");
    campaign.document.audience = audience.into();
    campaign
}

fn found(campaign: &Campaign, finder: &Finder) -> Found {
    find(&DIRECTORY, campaign, finder, &BTreeMap::new(), now())
}

fn by_zip(campaign: &Campaign, zip: &str) -> Found {
    found(campaign, &Finder { zip: zip.to_owned(), ..Finder::default() })
}

fn by_words(campaign: &Campaign, words: &str) -> Found {
    found(campaign, &Finder { q: words.to_owned(), ..Finder::default() })
}

/// A member's name, a mission's id.
fn short(target: &Target) -> String {
    match target.kind() {
        TargetKind::Congress => target.name(),
        TargetKind::Mission | TargetKind::Capital | TargetKind::Custom => target.id.to_string(),
    }
}

fn names(found: &Found) -> Vec<String> {
    found.targets.iter().map(|listed| short(&listed.target)).collect()
}

fn search(words: &str) -> Vec<&'static Target> {
    DIRECTORY.search(&Search { words: words.to_owned(), ..Search::default() })
}

#[test]
fn what_is_said_of_a_holder_who_is_not_known_finds_nobody() {
    let aged = DIRECTORY.on("2027-03-01".parse().unwrap());
    for words in ["known", "vacant", "certain", "January", "31 January 2026", "ambassador vacant"] {
        let search = Search { words: words.to_owned(), ..Search::default() };
        for target in DIRECTORY.search(&search).into_iter().chain(aged.search(&search)) {
            let known = matches!(target.holder, Holder::Named { .. } | Holder::ChargeDAffaires { .. });
            assert!(known, "{words} finds {}: {}", target.id, target.office_line());
        }
    }
    let egypt = search("ambassador egypt");
    assert!(
        egypt.iter().any(|target| target.id.as_str() == "mission-us-eg"),
        "the title finds a post that nobody is known to hold"
    );
}

#[test]
fn a_campaign_shows_its_own_audience_only() {
    let senate = to(Rule::Senate);
    let here = by_zip(&senate, "94501");
    assert_eq!(names(&here), ["Adam B. Schiff", "Alex Padilla"]);
    assert_eq!(here.notice().unwrap(), "ZIP 94501 is in California. These are your two senators.");
    let border = by_zip(&senate, "30165");
    assert_eq!(border.total, 4);
    assert_eq!(
        border.notice().unwrap(),
        "ZIP 30165 may lie in Georgia or Alabama. Choose the senators of the state where you live."
    );
    let vacant = by_zip(&senate, "94541");
    assert_eq!(vacant.notice().unwrap(), "ZIP 94541 is in California, district 14. These are your two senators.");
    let guam = by_zip(&senate, "96910");
    assert_eq!(guam.total, 0);
    assert!(guam.notice().unwrap().ends_with("This campaign writes to none of its members of Congress."));

    let delegation = to(Rule::Delegation { state: "WV".to_owned(), district: Some(2) });
    assert_eq!(names(&by_zip(&delegation, "25301")), ["James C. Justice", "Shelley Moore Capito"]);
    let outside = by_zip(&delegation, "05401");
    assert_eq!(outside.total, 0);
    assert_eq!(
        outside.notice().unwrap(),
        "ZIP 05401 is in Vermont, at-large district. This campaign writes to none of its members of Congress."
    );

    let listed = to(Audience::listed([TargetId::parse("congress-B001318").unwrap()]));
    let alone = by_zip(&listed, "05401");
    assert_eq!(names(&alone), ["Becca Balint"]);
    assert_eq!(alone.notice().unwrap(), "ZIP 05401 is in Vermont, at-large district. This is your representative.");
}

#[test]
fn a_campaign_to_missions_ignores_a_zip_code() {
    let campaign = campaign("cluster-munitions");
    let all = found(&campaign, &Finder::default());
    let zip = by_zip(&campaign, "05401");
    assert_eq!((names(&zip), zip.total, zip.zip.clone(), zip.notice()), (names(&all), all.total, None, all.notice()));
}

#[test]
fn words_and_a_zip_code_must_both_hold() {
    let campaign = to(Rule::Congress);
    let both = |q: &str| found(&campaign, &Finder { q: q.to_owned(), zip: "05401".to_owned(), ..Finder::default() });
    assert_eq!(names(&both("welch")), ["Peter Welch"]);
    assert_eq!(both("welch").notice().unwrap(), "ZIP 05401 is in Vermont, at-large district.");
    assert_eq!(both("cruz").total, 0);
    assert!(both("cruz").notice().unwrap().contains("Nothing fits."));
    for words in ["Texas", "TX", "TX-5", "Georgia"] {
        let notice = both(words).notice().unwrap();
        assert_eq!(
            notice,
            "ZIP 05401 is in Vermont, at-large district. Nothing fits all the fields together. Empty one of them and search again.",
            "{words}"
        );
    }
}

#[test]
fn a_state_to_which_a_campaign_does_not_write_is_answered_with_the_reason() {
    let west_virginia = to(Rule::Delegation { state: "WV".to_owned(), district: None });
    let texas = |kind: &str| Finder { state: "TX".to_owned(), kind: kind.to_owned(), ..Finder::default() };
    assert_eq!(
        found(&west_virginia, &texas("")).notice().unwrap(),
        "This campaign does not write to members of Congress for Texas. It writes to members of Congress for West Virginia."
    );
    assert_eq!(
        found(&to(Rule::Congress), &texas("mission")).notice().unwrap(),
        "The seat of TX-23 was vacant on June 15, 2026. Nothing fits all the fields together. Empty one of them and search again."
    );
}

#[test]
fn names_are_found_as_people_type_them() {
    for (words, expected) in [
        // Names: accents left out, double names, what people are called.
        ("velazquez", vec!["Nydia M. Velázquez"]),
        ("ocasio cortez", vec!["Alexandria Ocasio-Cortez"]),
        ("Senator Bernie Sanders", vec!["Bernard Sanders"]),
        ("de la cruz", vec!["Monica De La Cruz"]),
        ("senators of Vermont", vec!["Bernard Sanders", "Peter Welch"]),
        // Typing mistakes: swapped, missing, wrong, too many; the first letter too; a name that is spelt right and wrong.
        ("klobuhcar", vec!["Amy Klobuchar"]),
        ("Gilibrand", vec!["Kirsten E. Gillibrand"]),
        ("Krishnamurthi", vec!["Raja Krishnamoorthi"]),
        ("voebert", vec!["Lauren Boebert"]),
        ("Marc Kelly", vec!["Mark Kelly"]),
        ("Jon Fetterman", vec!["John Fetterman"]),
        // Districts.
        ("WV-2", vec!["Riley M. Moore"]),
        ("wv02", vec!["Riley M. Moore"]),
        ("2nd district of West Virginia", vec!["Riley M. Moore"]),
        ("Capito WV-2", vec!["Shelley Moore Capito"]),
        ("Vermont at large", vec!["Becca Balint"]),
        ("VT-1", vec!["Becca Balint"]),
        ("CA-14", vec![]),
        ("WV-7", vec![]),
        // States and territories.
        ("VT", vec!["Bernard Sanders", "Peter Welch", "Becca Balint"]),
        ("US Virgin Islands", vec!["Stacey E. Plaskett"]),
        ("Washington D.C.", vec!["Eleanor Holmes Norton"]),
        // Countries in English and Spanish, by code, by other names, with mistakes.
        ("cote d'ivoire", vec!["mission-ci-us", "mission-us-ci"]),
        ("Ivory Coast", vec!["mission-ci-us", "mission-us-ci"]),
        ("Países Bajos", vec!["mission-nl-us", "mission-us-nl"]),
        ("Holanda", vec!["mission-nl-us", "mission-us-nl"]),
        ("alemania", vec!["mission-de-us", "mission-us-de"]),
        ("Burma", vec!["mission-mm-us", "mission-us-mm"]),
        ("turkey", vec!["mission-tr-us", "mission-us-tr"]),
        ("PL", vec!["mission-pl-us", "mission-us-pl"]),
        ("Slovakai", vec!["mission-sk-us", "mission-us-sk"]),
        ("ukrane", vec!["mission-ua-us", "mission-us-ua"]),
        // Nobody can be written to there, and nobody who types it means Iraq.
        ("Iran", vec![]),
        // Towns of missions.
        ("Tirana", vec!["mission-us-al"]),
        ("San José", vec!["mission-us-cr"]),
        ("Ouagadugu", vec!["mission-us-bf"]),
        ("Nairobi", vec!["mission-us-ke", "mission-us-so"]),
        // Nothing is like it.
        ("no such words", vec![]),
    ] {
        assert_eq!(search(words).into_iter().map(short).collect::<Vec<_>>(), expected, "{words}");
    }
}

#[test]
fn a_whole_word_comes_before_a_beginning_and_a_name_before_other_words() {
    let first = |words: &str, count: usize| search(words).into_iter().take(count).map(short).collect::<Vec<_>>();
    assert_eq!(first("niger", 4), ["mission-ne-us", "mission-us-ne"], "the whole name of a state is no beginning of another");
    assert_eq!(first("guinea", 3), ["mission-gn-us", "mission-us-gn", "mission-gq-us"]);
    assert_eq!(first("mexico", 3), ["mission-mx-us", "mission-us-mx", "Martin Heinrich"]);
    // Five are called Moore; then those who have it among their names.
    assert_eq!(first("moore", 6)[..5], ["Barry Moore", "Tim Moore", "Blake D. Moore", "Riley M. Moore", "Gwen Moore"]);
    assert_eq!(first("moore", 6)[5], "Shelley Moore Capito");
    // Virginia comes before West Virginia, and both before Virginia Foxx.
    assert_eq!(first("virginia", 1), ["Tim Kaine"]);
    assert_eq!(first("virginia", 100).last().unwrap(), "Virginia Foxx");
}

#[test]
fn a_code_is_nothing_but_itself() {
    assert_eq!(search("co").len(), 10 + 2 + 1, "Colorado's ten, Colombia's two, and a name");
    assert!(search("co").iter().all(|target| target.name() != "Tom Cotton"));
    // Two letters that are no code of anybody in question begin a name.
    let congress = to(Rule::Congress);
    assert!(names(&by_words(&congress, "sa")).contains(&"Bernard Sanders".to_owned()));
}

#[test]
fn a_mistake_is_forgiven_where_nobody_in_the_campaign_is_spelt_like_it() {
    assert_eq!(search("Gonzales").into_iter().map(short).collect::<Vec<_>>(), ["mission-us-zm"]);
    assert_eq!(names(&by_words(&to(Rule::Congress), "Gonzales")), ["Vicente Gonzalez"]);
}

#[test]
fn who_looks_for_nobody_is_told_why_there_is_nobody() {
    let congress = to(Rule::Congress);
    let missions = campaign("cluster-munitions");
    for (campaign, words, notice) in [
        (&congress, "CA-14", "The seat of CA-14 was vacant on June 15, 2026."),
        (&congress, "California 14th", "The seat of CA-14 was vacant on June 15, 2026."),
        (&congress, "WV-7", "There is no district WV-7. Try the name of the state."),
        (&to(Rule::Senate), "WV-2", "This campaign does not write to the representative of WV-2."),
        (&congress, "xyzzyx", "Nothing fits. Try fewer letters of the name, or the name of the state or country."),
        (
            &missions,
            "Noruega",
            "Norway is a party to the Convention on Cluster Munitions. This campaign writes to states that are not.",
        ),
        (
            &missions,
            "syria",
            "Syria: The embassy suspended its operations on 18 March 2014. Since November 2025 the United States allow it to work again; whether it is open is not confirmed.",
        ),
    ] {
        let found = by_words(campaign, words);
        assert_eq!((found.total, found.notice().as_deref()), (0, Some(notice)), "{words}");
    }
}

#[test]
fn states_with_the_fewest_letters_come_first_when_asked_for() {
    let sent = |id: &str, confirmed: u64, bounced: u64| {
        (
            TargetId::parse(id).unwrap(),
            Stages::from([(Stage::Prepared, 99), (Stage::Confirmed, confirmed), (Stage::Bounced, bounced)]),
        )
    };
    let first = |campaign: &Campaign, sent: &BTreeMap<TargetId, Stages>, order: Order| {
        names(&find(&DIRECTORY, campaign, &Finder { order, ..Finder::default() }, sent, now()))
    };
    let missions = campaign("cluster-munitions");
    let nobody = BTreeMap::new();
    let usual = first(&missions, &nobody, Order::Directory);
    assert_eq!(first(&missions, &nobody, Order::Fewest), usual, "no letters, no other order");
    // What was prepared was not sent, and what came back did not arrive.
    let some = [sent(&usual[0], 3, 0), sent(&usual[1], 2, 1), sent(&usual[2], 0, 0)].into_iter().collect();
    assert_eq!(first(&missions, &some, Order::Directory), usual);
    let fewest = find(&DIRECTORY, &missions, &Finder { order: Order::Fewest, page: 99, ..Finder::default() }, &some, now());
    assert_eq!(first(&missions, &some, Order::Fewest)[..3], usual[2..5]);
    assert_eq!(names(&fewest).iter().rev().take(2).rev().collect::<Vec<_>>(), [&usual[1], &usual[0]]);
    // A letter to one member of a state is a letter to the state.
    let alabama = [sent("congress-T000278", 1, 0)].into_iter().collect();
    let congress = first(&to(Rule::Congress), &alabama, Order::Fewest);
    assert_eq!((congress[0].as_str(), congress.len()), ("Dan Sullivan", PAGE));
    assert_eq!(
        [Order::parse("fewest"), Order::parse(""), Order::parse("most")],
        [Order::Fewest, Order::Directory, Order::Directory]
    );
}

#[test]
fn a_priority_list_comes_first_unless_words_or_counts_say_otherwise() {
    let id = |text: &str| TargetId::parse(text).unwrap();
    let mut campaign = campaign("cluster-munitions");
    let usual = names(&found(&campaign, &Finder::default()));
    campaign.document.audience.first = vec![id("mission-vn-us"), id("mission-fr-us"), id("mission-ao-us")];
    let listed = found(&campaign, &Finder::default());
    let ids: Vec<&str> = listed.targets.iter().map(|listed| listed.target.id.as_str()).collect();
    assert_eq!(ids[..2], ["mission-vn-us", "mission-ao-us"], "France is a party");
    let rest: Vec<String> = usual.iter().filter(|name| !names(&listed)[..2].contains(name)).cloned().collect();
    assert_eq!(names(&listed)[2..], rest[..PAGE - 2], "the others stay in their order");
    let by_words = by_words(&campaign, "Argentina");
    assert_eq!(by_words.targets[0].target.id.as_str(), "mission-ar-us");
    // A letter to Vietnam puts it behind those that got none.
    let sent = [(id("mission-vn-us"), Stages::from([(Stage::Confirmed, 1)]))].into_iter().collect();
    let fewest = find(&DIRECTORY, &campaign, &Finder { order: Order::Fewest, ..Finder::default() }, &sent, now());
    assert_eq!(fewest.targets[0].target.id.as_str(), "mission-ao-us");
}

#[test]
fn a_campaign_to_several_shares_says_to_whom_it_writes() {
    let embassies =
        Rule::Missions { to: Iso2::us(), states: SomeStates { regions: [Region::Asia].into(), ..SomeStates::default() } };
    let campaign = to(Audience::of([Rule::House, embassies]));
    let found = |words: &str| by_words(&campaign, words).notice().unwrap_or_default();
    assert_eq!(found("Japan"), "");
    assert_eq!(
        found("Tuberville"),
        "This campaign does not write to Tommy Tuberville (Senator for Alabama). It writes to members of the House of Representatives of the United States and missions in the United States."
    );
    assert_eq!(found("France"), "This campaign does not write to France.");
    let home = by_zip(&campaign, "05401");
    assert_eq!(names(&home), ["Becca Balint"]);
}

#[test]
fn who_left_is_not_found_and_spoils_no_spelling() {
    let mut tables = tables().unwrap();
    for target in tables.targets.iter_mut().filter(|target| target.name() == "Peter Welch") {
        target.left_on = Some(today());
    }
    let directory = Directory::new(tables);
    let search = |words: &str| directory.search(&Search { words: words.to_owned(), ..Search::default() }).len();
    assert_eq!((search("welch"), search("vermont")), (0, 2));
}

#[test]
fn any_word_of_its_name_finds_a_target() {
    for target in DIRECTORY.targets() {
        for word in target.name().split_whitespace() {
            assert!(search(word).contains(&target), "{word}: {}", target.name());
        }
    }
}

#[test]
fn a_last_name_with_two_letters_swapped_is_found() {
    let last = |target: &'static Target| match &target.holder {
        Holder::Named { last, .. } | Holder::ChargeDAffaires { last, .. } => Some(last),
        Holder::Uncertain { .. } | Holder::Unnamed => None,
    };
    let all: BTreeSet<String> = DIRECTORY.targets().iter().filter_map(last).map(|last| last.to_lowercase()).collect();
    for target in DIRECTORY.targets() {
        let Some(last) = last(target) else { continue };
        let letters: Vec<char> = last.chars().collect();
        if letters.len() < 6 || !letters.iter().all(|c| c.is_alphabetic()) {
            continue;
        }
        for place in 1..letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(place - 1, place);
            let swapped: String = swapped.into_iter().collect();
            // Who types Castro means Castro, and not Castor.
            let is_name = all.contains(&swapped.to_lowercase());
            assert!(is_name || search(&swapped).contains(&target), "{swapped}: {last}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_in_any_field_finds_something_or_says_why(
        q in "\\PC{0,120}",
        zip in "\\PC{0,12}|[0-9]{5}",
        state in "\\PC{0,3}|[A-Z]{2}",
        page in 0_usize..100,
    ) {
        let finder = Finder { q, zip, state, page, ..Finder::default() };
        for campaign in [to(Rule::Congress), to(Rule::Senate), campaign("cluster-munitions")] {
            let found = found(&campaign, &finder);
            prop_assert!(found.total > 0 || found.notice().is_some(), "{finder:?}");
            prop_assert!(found.targets.len() <= PAGE && found.page >= 1 && found.page <= found.pages);
        }
    }
}
