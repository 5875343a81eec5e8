//! What lists come to, row by row.

use domain::{
    address::LinesError,
    checked::EmailError,
    country_name::CountryNames,
    directory::{Directory, Tables},
    grid::{Encoding, GridRow},
    state::{Region, State, Tile},
    target::Holder,
};

use super::*;

fn directory() -> Directory {
    let state = |code: &str, name: &str| State {
        iso2: Iso2::parse(code).unwrap(),
        name: name.to_owned(),
        in_sentence: name.to_owned(),
        local_names: CountryNames::default(),
        other_names: Vec::new(),
        codes: Vec::new(),
        region: Region::Europe,
        tile: Tile { column: 0, row: 0 },
    };
    let states = vec![state("PL", "Poland"), state("FR", "France"), state("US", "United States"), state("ST", "Sao Tome")];
    Directory::new(Tables { states, ..Tables::default() })
}

fn grid(rows: &[&[&str]]) -> Grid {
    let row = |(cells, line): (&&[&str], u64)| GridRow { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() };
    Grid { encoding: Encoding::Utf8, separator: ';', rows: rows.iter().zip(1..).map(row).collect() }
}

/// What the import of a list would do, with its columns as they are guessed.
fn plan_on(rows: &[&[&str]], own: &[Target], as_of: &str) -> Plan {
    let (directory, grid) = (directory(), grid(rows));
    let countries = directory.countries_by_name();
    let draft = ListDraft::guess(&grid, &countries);
    assert_eq!(draft.check(&grid), [], "{draft:?}");
    let (country_of_all, language_of_all) = (None, Some(Language::FR));
    let reading = Reading { draft: &draft, directory: &directory, countries: &countries, country_of_all, language_of_all };
    Plan::new(&grid, &reading, Told { source: "A list", as_of: as_of.parse().unwrap() }, own)
}

fn plan(rows: &[&[&str]], own: &[Target]) -> Plan {
    plan_on(rows, own, "2026-11-20")
}

fn stored(plan: &Plan) -> Vec<Target> {
    plan.targets().cloned().collect()
}

fn ids(targets: &[Target]) -> Vec<&str> {
    targets.iter().map(|target| target.id.as_str()).collect()
}

type Wrong = Vec<(Option<Column>, RowProblem)>;

const HEADER: &[&str] =
    &["Organisation", "Title", "Name", "Email", "Address", "Postcode", "City", "Country", "Greeting", "Phone"];
const MINISTRY: &[&str] = &[
    "Ministère de l’Éducation",
    "Ministre",
    "Élodie Marchand",
    "ministre@education.example",
    "1, rue de l’Exemple",
    "75007",
    "Paris",
    "France",
    "Madame la Ministre,",
    "+33 1 02 03 04 05",
];
const TOWN: &[&str] = &["Urząd Miasta Łódź", "", "", "", "ul. Przykładowa 1", "90001", "Łódź", "PL"];

#[test]
fn a_row_becomes_a_target_with_its_address_and_greeting() {
    let plan = plan(&[HEADER, MINISTRY, TOWN], &[]);
    assert_eq!(plan.counts(), Counts { new: 2, ..Counts::default() });
    let [ministry, town] = &stored(&plan)[..] else { panic!("{plan:?}") };
    assert_eq!(ministry.id.as_str(), "custom-ministere-de-l-education");
    assert_eq!(ministry.holder, Holder::Named { full: "Élodie Marchand".into(), last: "Marchand".into() });
    let address = ministry.address.clone().unwrap();
    assert_eq!(
        (address.lines, address.country_name),
        (vec!["1, rue de l’Exemple".into(), "75007 PARIS".into()], "France".into())
    );
    assert_eq!(ministry.greeting(domain::language::Grammar::Fr), Some("Madame la Ministre,"));
    assert_eq!(ministry.phone.as_deref(), Some("+33 1 02 03 04 05"));
    assert_eq!((ministry.source.as_str(), ministry.as_of.to_string().as_str()), ("A list", "2026-11-20"));
    assert_eq!((town.id.as_str(), &town.holder, &town.email), ("custom-urzad-miasta-lodz", &Holder::Unnamed, &None));
    assert_eq!(town.address.clone().unwrap().lines, ["ul. Przykładowa 1", "90-001 Łódź"]);
}

#[test]
fn what_is_wrong_is_said_at_its_row_and_column() {
    let plan = plan(
        &[
            HEADER,
            &["=HYPERLINK(\"https://evil.example\")", "", "", "a@b.example", "", "", "", "FR"],
            &["@office", "-2+3", "", "not an address", "", "", "", "Atlantis"],
            &["Office", "", "", "", "1 Road", "", "", "FR"],
            &["Office", "", "", "", "1 Road", "1", "Paris", "FR"],
            &["Office", "", "", "", "", "", "", "FR"],
            &["", "", "", "a@b.example", "", "", "", "FR"],
            &["Office", "", "", "a@b.example"],
            &["a\u{202E}b", "", "", "a@b.example", "", "", "", "FR", "", "+cmd|' /C calc'!A0"],
            MINISTRY,
            MINISTRY,
            &["#N/A", "", "", "a@b.example", "", "", "", "FR"],
            &["Office", "–", "-", "c@b.example", "—", "", "", "FR"],
        ],
        &[],
    );
    let wrong: Vec<(u64, Wrong)> = plan
        .rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Refused(errors) => {
                Some((row.line, errors.iter().map(|error| (error.column, error.problem.clone())).collect()))
            }
            _ => None,
        })
        .collect();
    let text = |error| RowProblem::Text(error);
    assert_eq!(wrong[0], (2, vec![(Some(Column::Name), RowProblem::Formula)]));
    assert_eq!(
        wrong[1],
        (
            3,
            vec![
                (Some(Column::Name), RowProblem::Formula),
                (Some(Column::Title), RowProblem::Formula),
                (Some(Column::Country), RowProblem::Country("Atlantis".into())),
                (Some(Column::Email), text(TextError::Email(EmailError::NotAnEmail))),
            ]
        )
    );
    assert_eq!(wrong[2], (4, vec![(Some(Column::Address), RowProblem::Lines(LinesError::OneLine))]));
    assert!(
        matches!(&wrong[3], (5, errors) if matches!(errors[..], [(Some(Column::Postcode), RowProblem::Postal(_))])),
        "{wrong:?}"
    );
    assert_eq!(wrong[4], (6, vec![(None, RowProblem::Unreachable)]));
    assert_eq!(wrong[5], (7, vec![(None, RowProblem::Nameless)]));
    assert_eq!(wrong[6], (8, vec![(Some(Column::Country), RowProblem::Needed)]));
    assert!(matches!(&wrong[7].1[0], (Some(Column::Name), RowProblem::Text(TextError::Unseen(_)))), "{wrong:?}");
    assert_eq!(wrong[8], (11, vec![(None, RowProblem::SameAs { line: 10 })]));
    assert_eq!(wrong[9], (12, vec![(Some(Column::Name), RowProblem::Formula)]));
    assert_eq!(wrong.len(), 10);
    assert_eq!(plan.counts(), Counts { new: 2, refused: 10, ..Counts::default() });
    // A lone dash is how people write "nothing".
    let last = plan.targets().last().unwrap();
    assert_eq!((&last.holder, &last.address), (&Holder::Unnamed, &None));
}

#[test]
fn the_same_list_again_changes_nothing_and_keeps_the_ids() {
    let first = stored(&plan(&[HEADER, MINISTRY, TOWN], &[]));
    let again = plan_on(&[HEADER, TOWN, MINISTRY], &first, "2026-11-21");
    assert_eq!(again.counts(), Counts { same: 2, ..Counts::default() });
    assert_eq!(ids(&stored(&again)), ["custom-urzad-miasta-lodz", "custom-ministere-de-l-education"]);
    assert!(again.missing.is_empty() && !again.may_close());
    assert_eq!(again.targets().next().unwrap().as_of.to_string(), "2026-11-21", "with its new day");
}

#[test]
fn a_target_is_known_by_its_id_else_its_email_else_its_name_and_country() {
    let own = stored(&plan(&[HEADER, MINISTRY, TOWN], &[]));
    // Another name under the same address; another address under the same name.
    let renamed = [&["Ministère de l’École"], &MINISTRY[1..]].concat();
    let moved: &[&str] = &["URZĄD MIASTA ŁÓDŹ", "", "", "biuro@lodz.example", "ul. Nowa 2", "90002", "Łódź", "Poland"];
    let changed = plan(&[HEADER, &renamed, moved], &own);
    assert_eq!(changed.counts(), Counts { changed: 2, ..Counts::default() });
    assert_eq!(ids(&stored(&changed)), ids(&own));
    let differs: Vec<&[Column]> = changed
        .rows
        .iter()
        .map(|row| if let Outcome::Changed(_, columns) = &row.outcome { columns.as_slice() } else { &[] })
        .collect();
    assert_eq!(differs, [&[Column::Name][..], &[Column::Name, Column::Address, Column::Email]]);
    // By id, with one column more: what the list does not have stays.
    let by_id = plan(&[&["id", "email"], &["custom-urzad-miasta-lodz", "nowy@lodz.example"]], &own);
    let [town] = &stored(&by_id)[..] else { panic!("{by_id:?}") };
    let email = domain::checked::EmailAddress::parse("nowy@lodz.example").ok();
    assert_eq!(*town, Target { email, ..own[1].clone() });
    // The same name in another country is another office.
    let elsewhere: &[&str] = &["Urząd Miasta Łódź", "", "", "", "1 Road", "", "Town", "ST"];
    assert_eq!(ids(&stored(&plan(&[HEADER, elsewhere], &own))), ["custom-urzad-miasta-lodz-st"]);
}

#[test]
fn people_of_one_office_with_one_mailbox_are_told_apart_by_their_names() {
    let member = |name: &'static str| [&["Sejm", "Member", name, "info@sejm.example"][..], &["", "", "", "PL"]].concat();
    let (ada, ben, cyd) = (member("Ada Nowak"), member("Ben Nowak"), member("Cyd Lis"));
    let first = stored(&plan(&[HEADER, &ada, &ben], &[]));
    assert_eq!(ids(&first), ["custom-sejm", "custom-sejm-ben-nowak"]);
    let second = plan(&[HEADER, &cyd, &ben, &ada], &first);
    assert_eq!(second.counts(), Counts { new: 1, same: 2, ..Counts::default() });
    assert_eq!(ids(&stored(&second)), ["custom-sejm-cyd-lis", "custom-sejm-ben-nowak", "custom-sejm"]);
}

#[test]
fn who_is_missing_is_said_of_the_same_source_alone() {
    let own = stored(&plan(&[HEADER, MINISTRY, TOWN], &[]));
    let other = Target { source: "Another list".into(), ..own[0].clone() };
    let without = plan(&[HEADER, TOWN], &own);
    assert_eq!((ids(&without.missing), without.may_close()), (vec!["custom-ministere-de-l-education"], true));
    assert!(plan(&[HEADER, TOWN], &[other, own[1].clone()]).missing.is_empty());
    let left = Target { left_on: Some("2026-11-01".parse().unwrap()), ..own[0].clone() };
    assert!(plan(&[HEADER, TOWN], &[left.clone(), own[1].clone()]).missing.is_empty(), "who has left already");
    // Who comes back is new, under the same name.
    let back = plan(&[HEADER, MINISTRY], &[left]);
    assert_eq!((back.counts().new, ids(&stored(&back))), (1, vec!["custom-ministere-de-l-education"]));
    // A row that cannot be read may be the one that is missing.
    let refused: &[&str] = &["=1", "", "", "", "", "", "", "FR"];
    let unsure = plan(&[HEADER, TOWN, refused], &own);
    assert!(!unsure.missing.is_empty() && !unsure.may_close());
}

#[test]
fn an_address_on_one_line_is_parted_and_said_to_be() {
    let plan = plan(&[&["Office", "Address", "Country"], &["Office", "12, rue de l’Exemple, 75007 Paris", "FR"]], &[]);
    assert_eq!(plan.rows[0].remarks, [Remark::AddressParted]);
    assert_eq!(stored(&plan)[0].address.clone().unwrap().lines, ["12, rue de l’Exemple", "75007 Paris"]);
}

#[test]
fn a_greeting_in_a_language_whose_letters_have_their_own_is_left_out() {
    let header: &[&str] = &["Office", "Email", "Country", "Greeting", "Language"];
    let row = |language: &'static str| ["Office", "a@b.example", "FR", "Hello,", language];
    let read = |language| plan(&[header, &row(language)], &[]);
    assert_eq!(stored(&read("Deutsch"))[0].greetings[0].language, Language::DE);
    assert_eq!(stored(&read("pt-BR"))[0].greetings[0].language.tag(), "pt-BR");
    assert_eq!(stored(&read(""))[0].greetings[0].language, Language::FR, "the language of all");
    let thai = read("hmn");
    assert_eq!(thai.rows[0].remarks, [Remark::NoGreetingIn(Language::parse("hmn").unwrap())]);
    assert!(stored(&thai)[0].greetings.is_empty());
    let unknown = read("a very long word indeed that is none");
    assert!(matches!(&unknown.rows[0].outcome, Outcome::Refused(errors) if errors[0].column == Some(Column::Language)));
}
