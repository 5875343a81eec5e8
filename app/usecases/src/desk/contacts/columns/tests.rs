//! Which column is taken for what.

use domain::{
    directory::{Directory, Tables},
    grid::Encoding,
    state::{Iso2, Region, State, Tile},
};

use super::*;

fn grid(rows: &[&[&str]]) -> Grid {
    let row = |(cells, line): (&&[&str], u64)| GridRow { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() };
    Grid { encoding: Encoding::Utf8, separator: ',', rows: rows.iter().zip(1..).map(row).collect() }
}

fn countries() -> CountriesByName {
    let state = |code: &str, name: &str| State {
        iso2: Iso2::parse(code).unwrap(),
        name: name.to_owned(),
        in_sentence: name.to_owned(),
        local_names: domain::country_name::CountryNames::default(),
        other_names: Vec::new(),
        codes: Vec::new(),
        region: Region::Europe,
        tile: Tile { column: 0, row: 0 },
    };
    let states = vec![state("PL", "Poland"), state("FR", "France")];
    Directory::new(Tables { states, ..Tables::default() }).countries_by_name()
}

fn guessed(rows: &[&[&str]]) -> (bool, Vec<(Column, usize)>) {
    let draft = ListDraft::guess(&grid(rows), &countries());
    (draft.header, Column::ALL.into_iter().filter_map(|column| Some((column, draft.column(column)?))).collect())
}

#[test]
fn columns_are_known_by_their_headings_in_five_languages() {
    use Column::{
        Address, AddressCountry, AddressMore, Country, Email, FirstName, Greeting, LastName, Name, Person, Phone, Postcode,
        Region, Title, Town, WebForm,
    };
    for (headings, columns) in [
        (
            &[
                "Organisation",
                "Title",
                "Name",
                "E-mail",
                "Address line 1",
                "Address line 2",
                "City",
                "State",
                "ZIP code",
                "Country",
            ][..],
            &[Name, Title, Person, Email, Address, AddressMore, Town, Region, Postcode, Country][..],
        ),
        (
            &["Institución", "Cargo", "Nombre", "Correo electrónico", "Dirección", "Código postal", "Ciudad", "País", "Saludo"],
            &[Name, Title, Person, Email, Address, Postcode, Town, Country, Greeting],
        ),
        (
            &["Organisme", "Fonction", "Prénom", "Nom de famille", "Courriel", "Adresse", "Ville", "Pays", "Pays de l’adresse"],
            &[Name, Title, FirstName, LastName, Email, Address, Town, Country, AddressCountry],
        ),
        (
            &["ÓRGÃO", "Cargo", "Nome completo", "E-mail", "Endereço", "CEP", "Cidade", "Telefone"],
            &[Name, Title, Person, Email, Address, Postcode, Town, Phone],
        ),
        (
            &[
                "Behörde",
                "Funktion",
                "Vorname",
                "Nachname",
                "E-Mail-Adresse",
                "Straße",
                "PLZ",
                "Ort",
                "Land",
                "Anrede",
                "Kontaktformular",
            ],
            &[Name, Title, FirstName, LastName, Email, Address, Postcode, Town, Country, Greeting, WebForm],
        ),
        // "Name" is the office's where nothing else is.
        (&["name", "email"], &[Name, Email]),
        (&["Ministry of", "Minister’s full name", "Email address (office)"], &[Name, Person, Email]),
    ] {
        let mut expected: Vec<(Column, usize)> = columns.iter().copied().zip(0..).collect();
        expected.sort();
        assert_eq!(guessed(&[headings, &["x"]]), (true, expected), "{headings:?}");
    }
}

#[test]
fn what_stands_in_a_column_tells_what_its_heading_does_not() {
    let rows: &[&[&str]] = &[
        &["Urząd", "Poczta", "Strona", "Kraj"],
        &["Urząd Miasta Łódź", "biuro@lodz.example", "https://lodz.example/kontakt", "PL"],
    ];
    assert_eq!(guessed(rows), (true, vec![(Column::Country, 3), (Column::Email, 1), (Column::WebForm, 2)]));
    // Without a header.
    assert_eq!(guessed(&rows[1..]), (false, vec![(Column::Country, 3), (Column::Email, 1), (Column::WebForm, 2)]));
}

#[test]
fn a_key_of_somebody_else_s_is_no_name_of_ours() {
    assert_eq!(guessed(&[&["ID", "Office"], &["17", "x"]]).1, [(Column::Name, 1)]);
    assert_eq!(guessed(&[&["ID", "Office"], &["custom-x", "x"]]).1, [(Column::Id, 0), (Column::Name, 1)]);
}

#[test]
fn what_is_needed_and_lacks_is_named_at_its_field() {
    let grid = grid(&[&["a", "b", "c"]]);
    let wrong = |draft: ListDraft| draft.check(&grid).into_iter().map(|error| (error.field, error.problem)).collect::<Vec<_>>();
    let draft = ListDraft { name: "0".into(), email: "1".into(), country: "2".into(), ..ListDraft::default() };
    assert_eq!(wrong(draft.clone()), []);
    assert_eq!(draft.unused(&grid), Vec::<usize>::new());
    assert_eq!(
        wrong(ListDraft::default()),
        [(Field::Name, Problem::ColumnNeeded), (Field::Address, Problem::NoWayToReach), (Field::Country, Problem::ColumnNeeded)]
    );
    assert_eq!(wrong(ListDraft { email: "0".into(), ..draft.clone() }), [(Field::Email, Problem::ColumnTaken)]);
    for at in ["3", "-1", "x", "99999999999999999999"] {
        assert_eq!(wrong(ListDraft { phone: at.into(), ..draft.clone() }), [(Field::Phone, Problem::NoColumn)]);
    }
    assert_eq!(wrong(ListDraft { country: String::new(), country_of_all: "PL".into(), ..draft }), []);
}

#[test]
fn of_two_columns_with_one_heading_the_first_is_taken() {
    assert_eq!(
        guessed(&[&["Office", "Email", "Email"], &["x", "a@b.example", "c@d.example"]]).1,
        [(Column::Name, 0), (Column::Email, 1)]
    );
    assert_eq!(guessed(&[&["Email", "Email"], &["a@b.example", "Office"]]).1, [(Column::Email, 0)]);
}
