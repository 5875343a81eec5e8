//! Where a ZIP code leads, for every one that there is; and what becomes of it when another Congress sits.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use directory::{built_in, tables};
use domain::{
    campaign::{Audience, Campaign, Rule},
    directory::{Directory, Tables, Vacancy},
    district::{Congress, District, Districts, Zip},
    state::{US_STATES, UsState},
    target::{Chamber, Target},
};
use jiff::Timestamp;
use usecases::{
    starter::campaigns,
    supporter::finding::{Finder, Found, ZipAnswer, find},
};
use words::Words;

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());

const SITTING: Congress = Congress::new(119);
const NEXT: Congress = Congress::new(120);

/// Before a term ended that was to end early.
const SUMMER: &str = "2026-07-01T12:00:00Z";
const BEFORE_NOON: &str = "2027-01-03T16:59:59Z";
const NOON: &str = "2027-01-03T17:00:00Z";

fn to(audience: impl Into<Audience>) -> Campaign {
    let mut file = campaigns().unwrap().into_iter().find(|file| file.slug.as_str() == "children-in-detention").unwrap();
    file.document.audience = audience.into();
    file.into()
}

fn found(directory: &Directory, finder: &Finder, moment: &str) -> Found {
    find(directory, &to(Rule::Congress), finder, &BTreeMap::new(), moment.parse::<Timestamp>().unwrap())
}

fn by_zip(directory: &Directory, zip: &str, moment: &str) -> Found {
    found(directory, &Finder { zip: zip.to_owned(), ..Finder::default() }, moment)
}

fn zip(text: &str) -> Zip {
    Zip::parse(text).unwrap()
}

fn district(text: &str) -> District {
    text.parse().unwrap()
}

fn names(found: &Found) -> Vec<String> {
    found.targets.iter().map(|listed| listed.target.name()).collect()
}

/// What a finder says, in English.
fn notice(found: &Found) -> String {
    Words::default().notices(&found.notices, &DIRECTORY)
}

/// The state of the answer's districts.
fn states(answer: &ZipAnswer) -> Vec<&'static str> {
    answer.states().iter().map(|state| state.code).collect()
}

fn of_states(district: District) -> &'static str {
    district.state().code
}

/// Every ZIP code of the post's list and of the map.
fn every_zip() -> BTreeSet<Zip> {
    let map = DIRECTORY.map(SITTING).unwrap();
    DIRECTORY.postal().iter().map(|(zip, _)| zip).chain(map.iter().map(|(zip, _)| zip)).collect()
}

fn senators(directory: &Directory) -> BTreeMap<String, Vec<Target>> {
    let mut senators: BTreeMap<String, Vec<Target>> = BTreeMap::new();
    for target in directory.targets() {
        if let Some(seat) = target.seat().filter(|seat| matches!(seat.chamber, Chamber::Senate { .. })) {
            senators.entry(seat.state.clone()).or_default().push(target.clone());
        }
    }
    senators
}

/// Walks every ZIP code: the post's own state comes first among the answers, its two senators are offered, and its district is
/// named, or all of its districts are.
fn walk(directory: &Directory, congress: Congress) {
    let senators = senators(directory);
    let seats: BTreeMap<&str, BTreeSet<District>> =
        US_STATES.iter().map(|state| (state.code, District::all_of(state).collect())).collect();
    for zip in every_zip() {
        // Where the post's list is silent (Puerto Rico, the islands, two post offices of the Navy), its digits speak.
        let own = DIRECTORY.postal().of(zip).or_else(|| zip.state()).unwrap();
        let answer = ZipAnswer::of(directory, zip, congress).unwrap();
        assert_eq!(answer.states()[0], own, "{zip}: {answer:?}");
        if own.has_senators() {
            assert_eq!(senators[own.code].len(), 2);
            assert!(senators[own.code].iter().all(|target| answer.includes(target.seat().unwrap())), "{zip}: {answer:?}");
        }
        let named: BTreeSet<District> = match &answer {
            ZipAnswer::District(district) => BTreeSet::from([*district]),
            ZipAnswer::Districts(districts) => districts.iter().copied().filter(|one| of_states(*one) == own.code).collect(),
            ZipAnswer::State(state) => seats[state.code].clone(),
        };
        let touched: BTreeSet<District> = directory
            .map(congress)
            .map(|map| map.of(zip).iter().copied().filter(|one| of_states(*one) == own.code).collect())
            .unwrap_or_default();
        assert_eq!(named, if touched.is_empty() { seats[own.code].clone() } else { touched }, "{zip}: {answer:?}");
    }
}

#[test]
fn every_zip_code_leads_to_the_posts_own_state_and_to_both_of_its_senators() {
    assert_eq!((DIRECTORY.postal().len(), every_zip().len()), (40_975, 41_109));
    walk(&DIRECTORY, SITTING);
}

#[test]
fn so_it_is_on_the_map_of_another_congress_and_without_any_map() {
    walk(&DIRECTORY, NEXT);
    let without = Directory::new(Tables { maps: BTreeMap::new(), ..tables().unwrap() });
    walk(&without, SITTING);
}

#[test]
fn so_it_is_with_whatever_table_is_laid_over() {
    // One that has lost each district that another state's of the same number can hide, one that has every ZIP code in one
    // district, and one of a single ZIP code.
    let map = DIRECTORY.map(SITTING).unwrap();
    let lossy = map.iter().flat_map(|(zip, of)| {
        let numbers: BTreeMap<u8, District> = of.iter().map(|district| (district.number, *district)).collect();
        numbers.into_values().map(move |district| (zip, district)).collect::<Vec<_>>()
    });
    let wrong = map.iter().map(|(zip, _)| (zip, district("WY-0")));
    for table in [lossy.collect::<Districts>(), wrong.collect(), [(zip("05401"), district("NY-21"))].into_iter().collect()] {
        walk(&Directory::new(Tables { maps: BTreeMap::from([(SITTING, table)]), ..tables().unwrap() }), SITTING);
    }
}

#[test]
fn the_first_digits_and_the_list_of_the_post_disagree_on_three_codes() {
    let differ = DIRECTORY.postal().iter().filter(|(zip, state)| zip.state() != Some(state));
    let differ: Vec<_> = differ.map(|(zip, state)| (zip.to_string(), state.code)).collect();
    // Two federal offices at the edge of the District, and a post office at the edge of Arkansas. No map has them.
    assert_eq!(differ, [("20588", "MD"), ("20598", "VA"), ("72643", "MO")].map(|(zip, state)| (zip.to_owned(), state)));
    let answer = |text| states(&ZipAnswer::of(&DIRECTORY, zip(text), SITTING).unwrap());
    assert_eq!([answer("20588"), answer("20598"), answer("72643")], [vec!["MD", "DC"], vec!["VA", "DC"], vec!["MO", "AR"]]);
    // A code crosses a border in three places; the land is where the list says, and nowhere else.
    for (text, state) in [("06390", "NY"), ("73960", "TX"), ("83414", "WY")] {
        assert_eq!(answer(text), [state], "{text}");
    }
}

#[test]
fn a_state_that_the_table_has_lost_is_found_by_the_list_of_the_post() {
    let lost: Vec<String> = DIRECTORY
        .map(SITTING)
        .unwrap()
        .iter()
        .filter(|(zip, of)| {
            let own = DIRECTORY.postal().of(*zip).or_else(|| zip.state()).unwrap();
            of.iter().all(|district| of_states(*district) != own.code)
        })
        .map(|(zip, _)| zip.to_string())
        .collect();
    let known = ["57255", "57430", "57638", "57641", "57642", "57645", "57648", "57660", "57717", "81120", "81137", "81324"];
    assert_eq!(lost, known);
    for (zip, where_, districts) in [
        ("57638", "South Dakota or North Dakota", &["SD-0", "ND-0"][..]),
        ("57717", "South Dakota, Montana, or Wyoming", &["SD-0", "MT-2", "WY-0"]),
        ("81120", "Colorado or New Mexico", &["CO-1", "CO-2", "CO-3", "CO-4", "CO-5", "CO-6", "CO-7", "CO-8", "NM-3"]),
    ] {
        let found = by_zip(&DIRECTORY, zip, SUMMER);
        let districts = districts.iter().map(|text| district(text)).collect();
        assert_eq!(found.zip, Some(ZipAnswer::Districts(districts)), "{zip}");
        assert_eq!(
            notice(&found),
            format!(
                "ZIP {zip} may lie in {where_}. Choose the senators of the state where you live, and the representative of your district."
            )
        );
    }
    let lemmon = by_zip(&DIRECTORY, "57638", SUMMER);
    let expected = ["Mike Rounds", "John Thune", "Kevin Cramer", "John Hoeven", "Dusty Johnson", "Julie Fedorchak"];
    assert_eq!(names(&lemmon), expected, "the post\u{2019}s own state comes first");
    assert_eq!(names(&by_zip(&DIRECTORY, "81120", SUMMER)).len(), 2 + 2 + 8 + 1);
}

#[test]
fn a_zip_code_that_nobody_knows_goes_by_its_first_digits_and_says_so() {
    let check = "We do not know this ZIP code and go by its first three digits. Check it.";
    let vermont = by_zip(&DIRECTORY, "05499", SUMMER);
    assert_eq!((vermont.zip.clone(), vermont.total), (Some(ZipAnswer::District(district("VT-0"))), 3));
    assert_eq!(notice(&vermont), format!("ZIP 05499 may lie in Vermont, at-large district. {check}"));
    let texas = by_zip(&DIRECTORY, "75000", SUMMER);
    assert_eq!(texas.zip, Some(ZipAnswer::State(UsState::find("TX").unwrap())));
    assert!(notice(&texas).contains(check), "{}", notice(&texas));
    // A post office is no area of the map, and known.
    for known in ["05601", "73301", "20500", "00901", "96860"] {
        assert!(!notice(&by_zip(&DIRECTORY, known, SUMMER)).contains(check), "{known}");
    }
}

#[test]
fn from_noon_on_zip_codes_lead_to_the_state_and_say_why() {
    let before = by_zip(&DIRECTORY, "75001", BEFORE_NOON);
    assert!(matches!(before.zip, Some(ZipAnswer::District(_) | ZipAnswer::Districts(_))), "{:?}", before.zip);
    let after = by_zip(&DIRECTORY, "75001", NOON);
    assert_eq!(after.zip, Some(ZipAnswer::State(UsState::find("TX").unwrap())));
    assert_eq!(after.total, 2 + 37, "both senators, and the list of the House to choose from");
    assert_eq!(names(&after)[..2], ["Ted Cruz", "John Cornyn"]);
    let why = "The 120th Congress has sat since January 3, 2027. Our map of districts is still that of the 119th Congress, so a ZIP code does not tell your district.";
    assert!(notice(&after).contains(why), "{}", notice(&after));
    assert!(notice(&after).contains(
        "The terms of 38 of these members ended on January 3, 2027. Our list of June 15, 2026 does not say who holds their seats now."
    ));
    assert!(
        notice(&after).contains("Our list of June 15, 2026 does not say who has held the seat of TX-23 since January 3, 2027.")
    );
    // At the border of two states the whole House of both is to choose from.
    let border = by_zip(&DIRECTORY, "30165", NOON);
    assert_eq!((states(border.zip.as_ref().unwrap()), border.total), (vec!["GA", "AL"], 2 + 2 + 13 + 7));
    assert!(notice(&border).contains(why), "{}", notice(&border));
    // To the Senate alone no lines matter.
    let finder = Finder { zip: "30165".to_owned(), ..Finder::default() };
    let senate = find(&DIRECTORY, &to(Rule::Senate), &finder, &BTreeMap::new(), NOON.parse().unwrap());
    assert!(!notice(&senate).contains("map of districts"), "{}", notice(&senate));
    // A state with a single seat has no lines that could have moved.
    let vermont = by_zip(&DIRECTORY, "05401", NOON);
    assert_eq!(vermont.zip, Some(ZipAnswer::District(district("VT-0"))));
    assert_eq!(
        notice(&vermont),
        "ZIP 05401 is in Vermont, at-large district. The term of Becca Balint ended on January 3, 2027. Our list of June 15, 2026 does not say who holds the seat now."
    );
}

/// The directory as it is once somebody has imported what is new: a map on which ZIP 75001 is in TX-5 alone, and members
/// whose terms run.
fn renewed() -> Directory {
    let mut tables = tables().unwrap();
    tables.maps.insert(NEXT, [(zip("75001"), district("TX-5"))].into_iter().collect());
    for target in &mut tables.targets {
        if let Some(seat) = target.seat() {
            target.valid_until = Some(match seat.chamber {
                Chamber::House { .. } => NEXT.ends(),
                Chamber::Senate { class } => Congress::end_of_class(class, NEXT.begins()),
            });
            target.as_of = "2027-01-04".parse().unwrap();
        }
    }
    let vacancy = |vacancy: Vacancy| Vacancy { as_of: "2027-01-04".parse().unwrap(), ..vacancy };
    tables.vacancies = tables.vacancies.into_iter().map(vacancy).collect();
    Directory::new(tables)
}

#[test]
fn a_map_takes_effect_with_its_congress_and_not_before() {
    let directory = renewed();
    let answer = |moment| by_zip(&directory, "75001", moment).zip.unwrap();
    assert_ne!(answer(BEFORE_NOON), ZipAnswer::District(district("TX-5")));
    assert_eq!(answer(BEFORE_NOON), by_zip(&DIRECTORY, "75001", BEFORE_NOON).zip.unwrap());
    assert_eq!(answer(NOON), ZipAnswer::District(district("TX-5")));
    assert_eq!(
        notice(&by_zip(&directory, "75001", NOON)),
        "ZIP 75001 is in Texas, district 5. These are your two senators and your representative."
    );
}

#[test]
fn whose_term_has_ended_is_told_by_name() {
    let ohio = found(&DIRECTORY, &Finder { state: "OH".to_owned(), ..Finder::default() }, "2026-11-21T12:00:00Z");
    assert_eq!(
        notice(&ohio),
        "The term of Jon Husted ended on November 3, 2026. Our list of June 15, 2026 does not say who holds the seat now."
    );
    assert_eq!(ohio.total, 2 + 15, "and the letter is still offered");
    let summer = found(&DIRECTORY, &Finder { state: "OH".to_owned(), ..Finder::default() }, SUMMER);
    assert_eq!(notice(&summer), "");
    let senate =
        find(&DIRECTORY, &to(Rule::Senate), &Finder::default(), &BTreeMap::new(), "2026-12-01T00:00:00Z".parse().unwrap());
    assert_eq!(
        notice(&senate),
        "The terms of Ashley Moody and Jon Husted ended on November 3, 2026. Our list of June 15, 2026 does not say who holds the 2 seats now."
    );
    // Two thirds of the Senate sit on.
    let new_york = found(&DIRECTORY, &Finder { q: "Gillibrand".to_owned(), ..Finder::default() }, NOON);
    assert_eq!((new_york.total, new_york.notices), (1, Vec::new()));
}

#[test]
fn what_is_known_of_another_office_ends_with_its_day() {
    let mut tables = tables().unwrap();
    let mission = tables.targets.iter_mut().find(|target| target.id.as_str() == "mission-ao-us").unwrap();
    mission.valid_until = "2026-12-01".parse().ok();
    let id = mission.id.clone();
    let directory = Directory::new(tables);
    let campaign = to(Audience::listed([id]));
    let told = |moment: &str| notice(&find(&directory, &campaign, &Finder::default(), &BTreeMap::new(), moment.parse().unwrap()));
    assert_eq!(told("2026-11-30T23:59:59Z"), "");
    assert_eq!(
        told("2026-12-01T00:00:00Z"),
        "What we know of the Embassy of the Republic of Angola was right until December 1, 2026. The office may have changed hands since."
    );
}
