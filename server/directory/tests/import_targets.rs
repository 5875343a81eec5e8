//! Missions, capitals and other targets in our own forms. What stands in them here is made up.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

use std::{
    io::{Read, repeat},
    sync::LazyLock,
};

use directory::{
    import::{MissionRows, Refused, missions, targets},
    tables,
};
use domain::{
    directory::Tables,
    state::Iso2,
    target::{CapitalRole, Holder, Office, Target, TargetKind},
};
use proptest::prelude::*;

static TABLES: LazyLock<Tables> = LazyLock::new(|| tables().unwrap());

/// A row of a table with these columns, in which all are empty but those that are given.
fn row(columns: &[&str], fields: &[(&str, &str)]) -> String {
    assert!(fields.iter().all(|(name, _)| columns.contains(name)), "{fields:?}");
    let field = |column: &&str| {
        let text = fields.iter().rev().find(|(name, _)| name == column).map_or("", |(_, text)| text);
        format!("\"{}\"", text.replace('"', "\"\""))
    };
    columns.iter().map(field).collect::<Vec<_>>().join(",") + "\n"
}

fn table(columns: &[&str], rows: &[&[(&str, &str)]]) -> String {
    columns.join(",") + "\n" + &rows.iter().map(|fields| row(columns, fields)).collect::<String>()
}

/// The first error, with its place.
fn refused<T: std::fmt::Debug>(result: Result<T, Refused>) -> String {
    result.unwrap_err().errors[0].to_string()
}

fn iso2(code: &str) -> Iso2 {
    Iso2::parse(code).unwrap()
}

mod of_missions {
    use super::*;

    const COLUMNS: &[&str] = &[
        "of",
        "to",
        "kind",
        "name",
        "of_name",
        "holder",
        "full_name",
        "last_name",
        "address",
        "address_country",
        "street",
        "street_country",
        "email",
        "phone",
        "web_form",
        "note",
        "source",
        "as_of",
    ];

    const EMBASSY: &[(&str, &str)] = &[
        ("of", "PL"),
        ("to", "CA"),
        ("kind", "embassy"),
        ("name", "Embassy of the Republic of Poland"),
        ("of_name", "the Republic of Poland"),
        ("holder", "ambassador"),
        ("full_name", "Full Name"),
        ("last_name", "Name"),
        ("address", "1 Example Avenue|Ottawa ON K1A 0A1"),
        ("address_country", "CA"),
        ("email", "mission@example.test"),
        ("phone", "+1 555 0100"),
        ("web_form", "https://mission.example/write"),
        ("note", "It reads letters on Mondays."),
        ("source", "A list"),
        ("as_of", "2026-10-01"),
    ];

    const NONE: &[(&str, &str)] = &[
        ("of", "KP"),
        ("to", "CA"),
        ("kind", "none"),
        ("note", "It has never had one."),
        ("source", "A list"),
        ("as_of", "2026-10-01"),
    ];

    fn with<'a>(fields: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        [fields, changes].concat()
    }

    fn read(text: &str) -> Result<MissionRows, Refused> {
        missions(text.as_bytes(), &TABLES.states)
    }

    fn refusal(fields: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
        refused(read(&table(COLUMNS, &[&with(fields, changes)])))
    }

    #[test]
    fn one_table_holds_missions_of_any_state_to_any_other_and_to_the_united_nations() {
        let to_the_un = [
            ("to", "UN"),
            ("kind", "permanent_mission"),
            ("holder", "vacant"),
            ("full_name", ""),
            ("last_name", ""),
            ("address", ""),
        ];
        let charge = [("of", "US"), ("to", "PL"), ("holder", "charge"), ("address_country", "US")];
        let commission = [("of", "IN"), ("to", "GB"), ("kind", "high_commission")];
        let rows = read(&table(
            COLUMNS,
            &[EMBASSY, &with(EMBASSY, &to_the_un), &with(EMBASSY, &charge), &with(EMBASSY, &commission), NONE],
        ))
        .unwrap();
        let ids: Vec<&str> = rows.targets.iter().map(|target| target.id.as_str()).collect();
        assert_eq!(ids, ["mission-pl-ca", "mission-pl-un", "mission-us-pl", "mission-in-gb"]);

        let embassy = &rows.targets[0];
        let (name, of_name) = ("Embassy of the Republic of Poland".to_owned(), "the Republic of Poland".to_owned());
        assert_eq!(embassy.office, Office::Mission { of: iso2("PL"), to: iso2("CA"), name, of_name });
        assert_eq!(embassy.holder, Holder::Named { full: "Full Name".to_owned(), last: "Name".to_owned() });
        let address = embassy.address.clone().unwrap();
        assert_eq!(
            (address.lines, address.country_name.as_str()),
            (vec!["1 Example Avenue".to_owned(), "Ottawa ON K1A 0A1".to_owned()], "Canada")
        );
        assert_eq!(embassy.note.as_deref(), Some("It reads letters on Mondays."));
        assert_eq!(embassy.web_form.as_deref(), Some("https://mission.example/write"));
        assert_eq!((embassy.source.as_str(), embassy.as_of.to_string().as_str()), ("A list", "2026-10-01"));

        assert_eq!((&rows.targets[1].holder, &rows.targets[1].address), (&Holder::Unnamed, &None));
        assert!(matches!(&rows.targets[2].holder, Holder::ChargeDAffaires { .. }));
        assert_eq!(rows.targets[2].address.as_ref().unwrap().country_name, "United States of America");
        let absence = &rows.absences[0];
        assert_eq!((&absence.of, &absence.to, absence.reason.as_str()), (&iso2("KP"), &iso2("CA"), "It has never had one."));
    }

    #[test]
    fn an_address_in_parts_is_put_in_the_order_of_its_country() {
        let lines = |country, address| {
            let fields = with(EMBASSY, &[("to", "AO"), ("address_country", country), ("address", address)]);
            read(&table(COLUMNS, &[&fields])).unwrap().targets[0].address.clone().unwrap().lines
        };
        let canada = "1 Example Avenue|postcode=k1a 0a1|town=Ottawa|region=ON";
        assert_eq!(lines("CA", canada), ["1 Example Avenue", "Ottawa ON K1A 0A1"]);
        assert_eq!(lines("DE", "Beispielweg 1|town=Berlin|postcode=10115"), ["Beispielweg 1", "10115 Berlin"]);
        for loose in [
            "Beispielweg 1|Town=Berlin|POSTCODE=10115",
            "Beispielweg 1|town = Berlin|postcode = 10115|",
            "Beispielweg 1||town: Berlin|Postcode:10115||",
            "Beispielweg 1\u{B}town=Berlin\u{B}postcode=10115",
        ] {
            assert_eq!(lines("DE", loose), ["Beispielweg 1", "10115 Berlin"], "{loose}");
        }
        assert_eq!(lines("DE", "c/o: Beispiel|Beispielweg 1|town=Berlin")[0], "c/o: Beispiel");
        for (wrong, what) in
            [("1 Weg|ville=Berlin", "“ville=Berlin” names no part"), ("1 Weg|town=A|Town=B", "town= stands twice")]
        {
            let refusal = refusal(EMBASSY, &[("address_country", "DE"), ("address", wrong)]);
            assert!(refusal.starts_with(&format!("line 2, column address: {what}")), "{refusal}");
        }
        let to_germany = [("address_country", "DE"), ("address", "Beispielweg 1|town=Berlin|postcode=1")];
        let refusal = refusal(EMBASSY, &to_germany);
        assert!(refusal.starts_with("line 2, column address: Postcode: “1” is not a postcode of this country"), "{refusal}");
    }

    #[test]
    fn a_row_that_is_wrong_is_refused_with_what_to_do() {
        for (changes, reason) in [
            (&[("of", "TP")][..], "of: TP is the former code of Timor-Leste: write TL"),
            (&[("to", "XK")], "to: Kosovo (XK) is not in the list of 197: leave the row out"),
            (&[("of", "UN")], "of: UN is not in the list of 197"),
            (&[("to", "PL")], "to: a state has no mission to itself"),
            (&[("to", "UN")], "kind: a mission to the United Nations is a permanent_mission"),
            (&[("kind", "consulate")], "kind: this must be embassy, high_commission, permanent_mission or none"),
            (&[("name", "")], "name: this must be filled in"),
            (&[("holder", "minister")], "holder: this must be ambassador, charge or vacant"),
            (&[("full_name", "")], "full_name: this must be filled in"),
            (&[("holder", "vacant")], "full_name: this must be empty: the post is vacant"),
            (&[("address", "1 Example Avenue")], "address: an address has at least two lines, with | between them"),
            (&[("address_country", "")], "address_country: this must be filled in"),
            (&[("email", "a@b@c")], "email: Enter an email address in the form name@example.org."),
            (&[("web_form", "http://mission.example")], "web_form: this must be a plain https:// address"),
            (
                &[("address", ""), ("email", ""), ("web_form", "")],
                "address: give an address, an email or a web_form: as it is, nobody can write to it",
            ),
            (&[("as_of", "2026-02-30")], "as_of: this must be a day that exists, written as in 2026-06-15"),
            (&[("source", "")], "source: this must be filled in"),
        ] {
            assert_eq!(refusal(EMBASSY, changes), format!("line 2, column {reason}"));
        }
        let long = "x".repeat(46);
        assert!(refusal(EMBASSY, &[("address", &format!("a|{long}"))]).contains("is longer than 45 characters"));
        assert!(refusal(EMBASSY, &[("of_name", &"x".repeat(121))]).contains("column of_name: This is 1 character too long"));
        assert!(refusal(EMBASSY, &[("name", "a\u{202e}b")]).contains("column name: There is an invisible character"));
    }

    #[test]
    fn a_mission_that_there_is_not_has_a_reason_and_nothing_else() {
        assert_eq!(refusal(NONE, &[("note", "")]), "line 2, column note: say in a sentence why there is none");
        assert_eq!(refusal(NONE, &[("email", "a@b.test")]), "line 2, column email: this must be empty: there is no mission");
    }

    #[test]
    fn a_mission_is_there_once() {
        let error = refused(read(&table(COLUMNS, &[EMBASSY, NONE, EMBASSY])));
        assert_eq!(error, "line 4, column to: the mission of PL to CA is on line 2 already");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once_and_nothing_is_taken() {
        let errors = read(&table(
            COLUMNS,
            &[&with(EMBASSY, &[("of", "UK")]), EMBASSY, &with(EMBASSY, &[("as_of", "soon"), ("to", "FR")])],
        ))
        .unwrap_err()
        .errors;
        assert_eq!(errors.iter().map(|error| (error.line, error.column.as_str())).collect::<Vec<_>>(), [(2, "of"), (4, "as_of")]);
    }

    #[test]
    fn a_file_that_was_cut_short_or_has_another_header_is_refused() {
        let text = table(COLUMNS, &[EMBASSY, NONE]);
        for cut in 0..text.len() {
            let at_a_line = text[..cut].ends_with('\n') && text[..cut].lines().count() > 1;
            let lacks_the_break_only = cut == text.len() - 1 || text[cut..].starts_with('\n') && cut > text.find('\n').unwrap();
            assert!(read(&text[..cut]).is_err() || at_a_line || lacks_the_break_only, "{}", &text[..cut]);
        }
        assert!(
            refused(read(&text.replacen("web_form", "form", 1)))
                .starts_with("line 1, column header: there is no column web_form")
        );
        assert_eq!(refused(read(&table(COLUMNS, &[]))), "there is no row in it");
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(read(&windows), read(&text));
    }

    #[test]
    fn the_built_in_missions_come_back_as_they_went() {
        let built_in: Vec<&Target> = TABLES.targets.iter().filter(|target| target.kind() == TargetKind::Mission).collect();
        let mut text = COLUMNS.join(",") + "\n";
        for target in &built_in {
            let Office::Mission { of, to, name, of_name } = &target.office else { continue };
            let (holder, full, last) = match &target.holder {
                Holder::Named { full, last } => ("ambassador", full.as_str(), last.as_str()),
                Holder::ChargeDAffaires { full, last } => ("charge", full.as_str(), last.as_str()),
                Holder::Uncertain { .. } | Holder::Unnamed => ("vacant", "", ""),
            };
            let address = target.address.as_ref().map(|address| address.lines.join("|")).unwrap_or_default();
            let as_of = target.as_of.to_string();
            let street = target.other_addresses.first().map(|other| &other.address);
            text += &row(
                COLUMNS,
                &[
                    ("of", of.as_str()),
                    ("to", to.as_str()),
                    ("kind", "embassy"),
                    ("name", name),
                    ("of_name", of_name),
                    ("holder", holder),
                    ("full_name", full),
                    ("last_name", last),
                    ("address", &address),
                    ("address_country", target.address.as_ref().map_or("", |address| address.country.as_str())),
                    ("street", &street.map(|street| street.lines.join("|")).unwrap_or_default()),
                    ("street_country", street.map_or("", |street| street.country.as_str())),
                    ("email", target.email.as_ref().map_or("", |email| email.as_str())),
                    ("phone", target.phone.as_deref().unwrap_or_default()),
                    ("note", target.note.as_deref().unwrap_or_default()),
                    ("source", &target.source),
                    ("as_of", &as_of),
                ],
            );
        }
        let rows = read(&text).unwrap();
        for (read, built_in) in rows.targets.iter().zip(&built_in) {
            // Only a built-in row can have two sources.
            assert_eq!(*read, Target { holder_said: None, ..(*built_in).clone() });
        }
        assert_eq!(rows.targets.len(), built_in.len());
    }

    #[test]
    fn a_file_without_end_is_refused_without_being_held() {
        let header = COLUMNS.join(",") + "\n";
        let one_line = missions(header.as_bytes().chain(repeat(b'x').take(500 << 20)), &TABLES.states);
        assert!(refused(one_line).contains("longer than"));
        let errors = read(&(header + &row(COLUMNS, EMBASSY).repeat(2_000))).unwrap_err();
        assert_eq!((errors.errors.len(), errors.more), (100, 1_899));
    }

    proptest! {
        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400), fields in proptest::collection::vec("\\PC{0,30}", 16)) {
            let _ = missions(&bytes[..], &TABLES.states);
            let fields: Vec<(&str, &str)> = COLUMNS.iter().copied().zip(fields.iter().map(String::as_str)).collect();
            let _ = read(&table(COLUMNS, &[&fields]));
            let known = [("of", "PL"), ("to", "CA"), ("kind", "embassy")];
            let _ = read(&table(COLUMNS, &[&with(&fields, &known)]));
        }
    }
}

mod of_capitals_and_others {
    use super::*;

    const COLUMNS: &[&str] = &[
        "id",
        "kind",
        "role",
        "name",
        "title",
        "of_name",
        "country",
        "full_name",
        "last_name",
        "address",
        "address_country",
        "email",
        "phone",
        "web_form",
        "note",
        "source",
        "as_of",
        "valid_until",
    ];

    const MINISTRY: &[(&str, &str)] = &[
        ("id", "capital-ao-foreign-minister"),
        ("kind", "capital"),
        ("role", "foreign_minister"),
        ("name", "Ministry of External Relations"),
        ("of_name", "the Republic of Angola"),
        ("country", "AO"),
        ("full_name", "Full Name"),
        ("last_name", "Name"),
        ("address", "1 Example Street|Luanda"),
        ("address_country", "AO"),
        ("email", "minister@example.test"),
        ("source", "A list"),
        ("as_of", "2026-10-01"),
        ("valid_until", "2027-09-01"),
    ];

    const FIRM: &[(&str, &str)] = &[
        ("id", "custom-examplia-arms"),
        ("kind", "custom"),
        ("name", "Headquarters of Examplia Arms"),
        ("title", "Chair of the Board"),
        ("country", "CH"),
        ("web_form", "https://arms.example/contact"),
        ("source", "A list"),
        ("as_of", "2026-10-01"),
    ];

    fn read(text: &str) -> Result<Vec<Target>, Refused> {
        targets(text.as_bytes(), &TABLES.states).map(|rows| rows.targets)
    }

    fn refusal(fields: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
        refused(read(&table(COLUMNS, &[&[fields, changes].concat()])))
    }

    #[test]
    fn offices_in_capitals_and_others_are_read() {
        let read = read(&table(COLUMNS, &[MINISTRY, FIRM])).unwrap();
        let (name, of_name) = ("Ministry of External Relations".to_owned(), "the Republic of Angola".to_owned());
        assert_eq!(read[0].id.as_str(), "capital-ao-foreign-minister");
        assert_eq!(read[0].office, Office::Capital { of: iso2("AO"), role: CapitalRole::ForeignMinister, name, of_name });
        assert_eq!(read[0].holder, Holder::Named { full: "Full Name".to_owned(), last: "Name".to_owned() });
        assert_eq!(read[0].address.as_ref().unwrap().country_name, "Angola");
        assert_eq!(read[0].valid_until.unwrap().to_string(), "2027-09-01");
        let (name, title) = ("Headquarters of Examplia Arms".to_owned(), "Chair of the Board".to_owned());
        assert_eq!(read[1].office, Office::Custom { name, title, country: iso2("CH") });
        assert_eq!((&read[1].holder, read[1].valid_until), (&Holder::Unnamed, None));
    }

    #[test]
    fn an_address_may_lie_where_there_is_no_state_and_the_last_line_is_that_of_its_post() {
        for (code, parts, lines, last) in [
            ("TW", "6 Sample Road|town=Taipei|postcode=100", "6 Sample Road / Taipei 100", "TAIWAN"),
            (
                "HK",
                "8 Sample Road|town=Wan Chai|region=Hong Kong Island",
                "8 Sample Road / Wan Chai / HONG KONG ISLAND",
                "HONG KONG",
            ),
            ("MO", "9 Sample Road|town=Macao", "9 Sample Road / Macao", "MACAO"),
            ("XK", "Rruga Shembull 1|town=Pristina|postcode=10000", "Rruga Shembull 1 / 10000 Pristina", "KOSOVO"),
            ("GL", "Box 9|town=Nuuk|postcode=3900", "Box 9 / 3900 Nuuk", "GREENLAND"),
            ("FO", "Dømi 1|town=Tórshavn|postcode=FO-100", "Dømi 1 / FO-100 Tórshavn", "FAROE ISLANDS"),
            ("BM", "2 Sample Lane|town=Hamilton|postcode=HM 12", "2 Sample Lane / Hamilton HM 12", "BERMUDA"),
            (
                "PR",
                "4 Calle Ejemplo|town=San Juan|region=PR|postcode=00901",
                "4 Calle Ejemplo / San Juan PR 00901",
                "UNITED STATES OF AMERICA",
            ),
            ("RE", "2 rue de l’Exemple|town=Saint-Denis|postcode=97400", "2 rue de l’Exemple / 97400 SAINT-DENIS", "FRANCE"),
            ("JE", "3 Sample Hill|town=St Helier|postcode=JE2 3AB", "3 Sample Hill / ST HELIER / JE2 3AB", "UNITED KINGDOM"),
            ("AX", "Exempelgatan 1|town=Mariehamn|postcode=22100", "Exempelgatan 1 / 22100 Mariehamn", "FINLAND"),
        ] {
            let changes = [("country", code), ("address", parts), ("address_country", code)];
            let read = read(&table(COLUMNS, &[&[FIRM, &changes].concat()])).unwrap();
            assert_eq!(read[0].country(), iso2(code));
            let address = read[0].address.as_ref().unwrap();
            let written = address.envelope(&[], &iso2("DE"));
            assert_eq!(
                written.split_last().map(|(last, lines)| (lines.join(" / "), last.as_str())),
                Some((lines.to_owned(), last))
            );
        }
        // Whose decision a letter to a capital is about is a state's, which can have joined a treaty.
        assert_eq!(
            refusal(MINISTRY, &[("country", "TW"), ("id", "capital-tw-x")]),
            "line 2, column country: Taiwan (TW) is not in the list of 197: leave the row out"
        );
        assert_eq!(refusal(FIRM, &[("country", "ZZ")]), "line 2, column country: ZZ is not in the list of 197");
    }

    #[test]
    fn a_row_that_is_wrong_is_refused_with_what_to_do() {
        for (fields, changes, reason) in [
            (MINISTRY, &[("id", "capital-ao-foreign_minister")][..], "id: Use lower-case letters, digits and hyphens."),
            (MINISTRY, &[("id", "custom-x")], "id: this must begin with capital-ao- and go on with what tells the office apart"),
            (
                MINISTRY,
                &[("country", "UK"), ("id", "capital-uk-x")],
                "country: UK is how the European Union writes the United Kingdom: write GB",
            ),
            (MINISTRY, &[("kind", "mission")], "kind: this must be capital or custom"),
            (
                MINISTRY,
                &[("role", "minister")],
                "role: this must be one of head_of_state, monarch, head_of_government, foreign_minister",
            ),
            (MINISTRY, &[("title", "Minister")], "title: this must be empty: the role says it for a capital"),
            (MINISTRY, &[("of_name", "")], "of_name: this must be filled in"),
            (MINISTRY, &[("last_name", "")], "last_name: this must be filled in"),
            (MINISTRY, &[("valid_until", "2026-10-01")], "valid_until: this must be after as_of"),
            (MINISTRY, &[("valid_until", "2026-02-30")], "valid_until: this must be a day that exists, written as in 2026-06-15"),
            (MINISTRY, &[("email", "minister")], "email: Enter an email address in the form name@example.org."),
            (FIRM, &[("id", "custom-")], "id: Use lower-case letters, digits and hyphens."),
            (FIRM, &[("id", "mission-al-us")], "id: this must begin with custom- and go on with what tells the office apart"),
            (FIRM, &[("role", "monarch")], "role: this must be empty: they are a capital\u{2019}s"),
            (FIRM, &[("web_form", "javascript:alert(1)")], "web_form: this must be a plain https:// address"),
            (FIRM, &[("web_form", "")], "address: give an address, an email or a web_form: as it is, nobody can write to it"),
            (FIRM, &[("country", "EU")], "country: the European Union (EU) is not a state: leave the row out"),
        ] {
            assert_eq!(refusal(fields, changes), format!("line 2, column {reason}"));
        }
        assert_eq!(refused(read(&table(COLUMNS, &[FIRM, FIRM]))), "line 3, column id: custom-examplia-arms is on line 2 already");
        assert_eq!(refused(read(&table(COLUMNS, &[]))), "there is no row in it");
    }

    #[test]
    fn more_rows_than_anybody_writes_are_refused_once() {
        let ids: Vec<String> = (0..10_010).map(|number| format!("custom-{number}")).collect();
        let text = ids.iter().fold(COLUMNS.join(",") + "\n", |text, id| text + &row(COLUMNS, &[FIRM, &[("id", id)]].concat()));
        let errors = read(&text).unwrap_err();
        assert_eq!((errors.errors.len(), errors.more), (1, 0));
        assert_eq!(errors.errors[0].reason, "the file has more than 10000 records; check that it is the right one");
    }

    proptest! {
        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400), fields in proptest::collection::vec("\\PC{0,30}", 18), kind in "capital|custom") {
            let _ = targets(&bytes[..], &TABLES.states);
            let fields: Vec<(&str, &str)> = COLUMNS.iter().copied().zip(fields.iter().map(String::as_str)).chain([("kind", kind.as_str()), ("country", "AO")]).collect();
            let _ = read(&table(COLUMNS, &[&fields]));
        }

        #[test]
        fn what_can_be_written_comes_back(name in "[A-Za-zÀ-ž]{1,20}( [A-Za-z'’.,-]{1,20}){0,3}", lines in proptest::collection::vec("[0-9A-Za-zÀ-ž,.]{1,45}", 2..6), tail in "[a-z0-9]{1,20}") {
            let (address, id) = (lines.join("|"), format!("custom-{tail}"));
            let fields = [FIRM, &[("id", id.as_str()), ("name", &name), ("address", &address), ("address_country", "CH")]].concat();
            let read = read(&table(COLUMNS, &[&fields])).unwrap();
            prop_assert_eq!(read[0].id.as_str(), id);
            prop_assert_eq!(read[0].name(), name);
            prop_assert_eq!(&read[0].address.as_ref().unwrap().lines, &lines);
        }
    }
}
