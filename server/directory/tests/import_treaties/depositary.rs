//! The depositary's XML.

use super::*;

const COLUMNS: [&str; 3] = ["Participant", "Signature", "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"];

fn row(cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .map(|cell| if cell.is_empty() { "<Entry />".to_owned() } else { format!("<Entry>{cell}</Entry>") })
        .collect();
    format!("              <Row>{cells}</Row>\n")
}

/// A file as the depositary lays it out.
fn file(section: &str, columns: &[&str], rows: &[&[&str]], notes: &[(&str, &str)]) -> String {
    let rows: String = rows.iter().map(|cells| row(cells)).collect();
    let notes: Vec<String> = notes
        .iter()
        .map(|(index, text)| ["<Note><index>", index, "</index><text>", text, "</text><text /></Note>\n"].concat())
        .collect();
    let notes = notes.concat();
    let header = row(columns).replace("<Entry>", "<Entry colname=\"1\">");
    format!(
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<Document>\n  <Treaty>\n    <Template>mtdsg</Template>\n    <Header>\n      \
             <Chapter><Header>CHAPTER XXVI</Header><Name>DISARMAMENT</Name></Chapter>\n      <ExternalData>\n        \
             <Numsect>{section}</Numsect><Titlesect>A Convention</Titlesect>\n        <Status><Label>Status</Label></Status>\n        \
             <TreatyText><Text>&lt;i&gt;Treaty Series&lt;/i&gt;, vol. 1</Text></TreatyText>\n      </ExternalData>\n    </Header>\n    \
             <Participants>\n      <Table colsep=\"0\">\n        <TGroup cols=\"3\">\n          <Thead>{header}</Thead>\n          \
             <Tbody><Rows>\n{rows}</Rows></Tbody></TGroup></Table>\n    </Participants>\n    <Declarations><Declaration>\
             <Participant>Nowhere</Participant><text type=\"para\">It withdraws nothing &amp; declares much.</text></Declaration></Declarations>\n    \
             <EndNotes>{notes}</EndNotes>\n    <Footer>XXVI 6. Disarmament</Footer>\n  </Treaty>\n</Document>\n"
    )
}

fn read_with(bytes: &[u8], asked: Option<&TreatyId>, current: &[Membership]) -> Result<TreatyRows, Refused> {
    treaty_xml(bytes, asked, &TABLES.treaties, &TABLES.states, current, &about())
}

fn read(text: &str) -> Result<TreatyRows, Refused> {
    read_with(text.as_bytes(), None, &[])
}

fn participants(rows: &[&[&str]]) -> Result<TreatyRows, Refused> {
    read(&file("6", &COLUMNS, rows, &[]))
}

#[test]
fn participants_are_read_and_all_others_have_not_joined() {
    let rows = participants(&[
        &["Angola", "3 Dec 2008", ""],
        &["Belgium", "3 Dec 2008", "22 Dec 2009"],
        &["Cuba", "", "6 Apr 2016 a"],
        &["Japan", "3 Dec 2008", "14 Jul\t 2009 A"],
        &["Slovakia", "3 Dec 2008", "25 Feb 2009\u{a0}AA"],
        &["Montenegro&lt;superscript&gt;1,2&lt;/superscript&gt;", "", " 23 Oct 2010 d "],
    ])
    .unwrap();
    assert_eq!(rows.memberships.len(), 197);
    assert_eq!(rows.memberships.iter().filter(|row| !row.events.is_empty()).count(), 6);
    let joined = |state| acts(of(&rows, state)).pop().unwrap();
    assert_eq!(acts(of(&rows, "AO")), [on("2008-12-03", Act::Signed)]);
    assert_eq!(joined("BE"), on("2009-12-22", Act::Joined(JoinedBy::Ratification)));
    assert_eq!(joined("CU"), on("2016-04-06", Act::Joined(JoinedBy::Accession)));
    assert_eq!(joined("JP"), on("2009-07-14", Act::Joined(JoinedBy::Acceptance)));
    assert_eq!(joined("SK"), on("2009-02-25", Act::Joined(JoinedBy::Approval)));
    assert_eq!(joined("ME"), on("2010-10-23", Act::Joined(JoinedBy::Succession)));
    let row = of(&rows, "AO");
    assert_eq!((&row.treaty, row.source.as_str(), row.as_of.as_str()), (&ccm(), "A depositary", "2026-11-01"));
    assert_eq!((&rows.to_decide, &rows.notes), (&Vec::new(), &Vec::new()));
}

#[test]
fn the_header_says_which_column_is_which() {
    let columns = [
        "Participant&lt;superscript&gt;4&lt;/superscript&gt;",
        "Approval(AA), Accession(a), Ratification",
        "Provisional application(n)",
        "Signature, Succession to signature(d)",
    ];
    let text = file(
        "6",
        &columns,
        &[&["Norway", "3 Dec 2008", "2 Jan 2009 n", "2 Dec 2008"], &["Serbia", "", "", "12 Mar 2009 d"]],
        &[],
    );
    let rows = read(&text).unwrap();
    assert_eq!(acts(of(&rows, "NO")), [on("2008-12-02", Act::Signed), on("2008-12-03", Act::Joined(JoinedBy::Ratification))]);
    assert_eq!(acts(of(&rows, "RS")), [on("2009-03-12", Act::Signed)]);
}

#[test]
fn the_depositarys_names_are_ours() {
    for (name, code) in [
        ("Bolivia (Plurinational State of)", "BO"),
        ("C&#244;te d'Ivoire", "CI"),
        ("Congo", "CG"),
        ("Democratic Republic of the Congo", "CD"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Republic of Korea", "KR"),
        ("State of Palestine", "PS"),
        ("Holy See", "VA"),
        ("Cook Islands", "CK"),
        ("Niue", "NU"),
        ("T&#252;rkiye", "TR"),
        ("Netherlands (Kingdom of the)<superscript>4</superscript>", "NL"),
        ("Micronesia (Federated States of)", "FM"),
        ("United Kingdom of Great Britain and Northern Ireland&lt;superscript&gt;8&lt;/superscript&gt;", "GB"),
        ("St. Kitts and Nevis", "KN"),
        ("The former Yugoslav Republic of Macedonia", "MK"),
        ("Swaziland", "SZ"),
        ("Lao People\u{2019}s Democratic Republic 12", "LA"),
        ("Viet Nam", "VN"),
    ] {
        let rows = participants(&[&[name, "", "1 Jan 2010 a"]]).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(of(&rows, code).events.len(), 1, "{name}");
    }
}

#[test]
fn an_organisation_is_left_out_and_a_name_that_nobody_knows_is_refused() {
    let rows = participants(&[&["European Union", "3 Dec 2008", ""], &["Niue", "3 Dec 2008", ""]]).unwrap();
    assert_eq!(rows.notes, ["European Union is no state, and left out."]);
    assert_eq!(rows.memberships.len(), 197);
    let error = refused(participants(&[&["Ruritania", "3 Dec 2008", ""]]));
    assert!(error.contains("column participant: \u{201c}Ruritania\u{201d} is not a name that is known here"), "{error}");
    let error = refused(participants(&[&["Niue", "3 Dec 2008", ""], &["Turkey", "", ""], &["Türkiye", "", ""]]));
    assert!(error.contains("Türkiye is TR, which is on line 20 already as Turkey"), "{error}");
}

#[test]
fn the_file_says_which_treaty_it_is_of_and_may_not_be_of_another() {
    let mbt = TreatyId::parse("mbt").unwrap();
    let niue: &[&[&str]] = &[&["Niue", "3 Dec 2008", ""]];
    let text = file("5", &COLUMNS, niue, &[]);
    assert_eq!(of(&read(&text).unwrap(), "NU").treaty, mbt);
    assert_eq!(of(&read_with(text.as_bytes(), Some(&mbt), &[]).unwrap(), "NU").treaty, mbt);
    let error = refused(read_with(text.as_bytes(), Some(&ccm()), &[]));
    assert_eq!(error, "treaty: this is the file of mbt (XXVI-5), and ccm was asked for");
    let unknown = file("4", &COLUMNS, niue, &[]);
    assert!(refused(read(&unknown)).contains("this is the file of XXVI-4, which is not known here; say which treaty it is"));
    // Of both treaties the number is known, and it is another one.
    assert_eq!(
        refused(read_with(unknown.as_bytes(), Some(&ccm()), &[])),
        "treaty: this is the file of XXVI-4, and ccm is XXVI-6"
    );
}

#[test]
fn a_state_that_left_stays_out_until_a_person_says_otherwise() {
    let left = known("LT", vec![event("2011-03-24", Act::Joined(JoinedBy::Ratification)), event("2025-03-06", Act::Withdrew)]);
    let listed = file("6", &COLUMNS, &[&["Lithuania", "3 Dec 2008", "24 Mar 2011"]], &[]);
    let rows = read_with(listed.as_bytes(), None, std::slice::from_ref(&left)).unwrap();
    assert_eq!(of(&rows, "LT"), &left);
    assert_eq!(
        rows.to_decide,
        ["Lithuania: it withdrew on 2025-03-06 by what stands here, and the depositary lists it. What stands here is kept."]
    );
    let bracketed = file("6", &COLUMNS, &[&["Lithuania", "[3 Dec 2008]", "[24 Mar 2011]"]], &[]);
    for text in [bracketed, file("6", &COLUMNS, &[&["Niue", "3 Dec 2008", ""]], &[])] {
        let rows = read_with(text.as_bytes(), None, std::slice::from_ref(&left)).unwrap();
        assert_eq!((of(&rows, "LT"), rows.to_decide.len()), (&left, 0), "both say that it left");
    }
    let again = file("6", &COLUMNS, &[&["Lithuania", "", "2 Mar 2026 a"]], &[]);
    let rows = read_with(again.as_bytes(), None, &[left]).unwrap();
    assert_eq!(of(&rows, "LT").status_on(date("2026-03-01")), Status::Withdrawn);
    assert_eq!(of(&rows, "LT").status_on(date("2026-03-02")), Status::Party);
    assert_eq!(rows.to_decide, [""; 0]);
}

#[test]
fn what_may_be_a_withdrawal_is_never_guessed() {
    let party = known("EE", vec![event("2010-05-12", Act::Joined(JoinedBy::Accession))]);
    let bracketed = file("6", &COLUMNS, &[&["Estonia", "", "[12 May 2010 a]"]], &[]);
    let gone = file("6", &COLUMNS, &[&["Niue", "3 Dec 2008", ""]], &[]);
    let signed = file("6", &COLUMNS, &[&["Estonia", "3 Dec 2008", ""]], &[]);
    for (text, why) in [
        (bracketed, "in brackets, which no longer counts"),
        (gone, "and not by the depositary; it may have left"),
        (signed, "and not by the depositary; it may have left"),
    ] {
        let rows = read_with(text.as_bytes(), None, std::slice::from_ref(&party)).unwrap();
        assert_eq!(of(&rows, "EE"), &party);
        assert!(
            rows.to_decide.len() == 1 && rows.to_decide[0].starts_with("Estonia: ") && rows.to_decide[0].contains(why),
            "{rows:?}"
        );
    }
}

#[test]
fn an_endnote_that_tells_of_a_withdrawal_is_handed_to_a_person() {
    let note = "On 6 September 2024, the Government notified the Secretary-General of its decision to withdraw.";
    let rows: &[&[&str]] = &[
        &["Lithuania&lt;superscript&gt;3&lt;/superscript&gt;", "3 Dec 2008", "24 Mar 2011"],
        &["Niue&lt;superscript&gt;1&lt;/superscript&gt;", "", "1 Jan 2010 a"],
    ];
    let text = file("6", &COLUMNS, rows, &[("1", "It applies everywhere."), ("3", note)]);
    let decided = read(&text).unwrap().to_decide;
    assert_eq!(decided.len(), 1);
    assert!(decided[0].starts_with("Endnote 3 (Lithuania) speaks of a withdrawal") && decided[0].ends_with(note), "{decided:?}");
    let left = known("LT", vec![event("2011-03-24", Act::Joined(JoinedBy::Ratification)), event("2025-03-06", Act::Withdrew)]);
    let decided = read_with(text.as_bytes(), None, &[left]).unwrap().to_decide;
    assert!(decided.iter().all(|line| !line.starts_with("Endnote")), "it is known: {decided:?}");
}

#[test]
fn a_note_stays_while_what_it_is_about_does() {
    let same = known("CU", vec![event("2016-04-06", Act::Joined(JoinedBy::Accession))]);
    let other = known("NU", vec![event("2010-01-01", Act::Signed)]);
    let outside = known("LB", Vec::new());
    let text = file("6", &COLUMNS, &[&["Cuba", "", "6 Apr 2016 a"], &["Niue", "1 Jan 2010", "1 Jan 2011"]], &[]);
    let rows = read_with(text.as_bytes(), None, &[same, other, outside]).unwrap();
    let note = |state| of(&rows, state).note.as_deref();
    assert_eq!((note("CU"), note("NU"), note("LB")), (Some("A note."), None, Some("A note.")));
}

#[test]
fn a_count_that_differs_from_the_table_is_noted() {
    let text = file("6", &COLUMNS, &[&["Niue", "3 Dec 2008", ""]], &[])
        .replace("<Label>Status</Label>", "<Signatories>1</Signatories><Parties>112</Parties>");
    assert_eq!(read(&text).unwrap().notes, ["The depositary counts 112 parties, and its table has 0."]);
}

#[test]
fn what_the_depositary_writes_is_read_in_its_encoding_and_in_utf_8() {
    let text =
        file("6", &COLUMNS, &[&["Côte d'Ivoire", "4 Dec 2008", "12 Mar 2012"]], &[("1", "\u{85}& consistent with &amp; so on")]);
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_ne!(latin, text.as_bytes());
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [latin.as_slice(), text.as_bytes(), &marked, text.replace('\n', "\r\n").as_bytes()] {
        assert_eq!(of(&read_with(bytes, None, &[]).unwrap(), "CI").events.len(), 2);
    }
    let wrong = String::from_utf8_lossy(&latin).replace("iso-8859-1", "utf-8").into_bytes();
    assert!(read_with(&wrong, None, &[]).is_err());
    let mut broken = latin;
    broken.splice(30..40, *b"utf-8\"?>  ");
    assert!(refused(read_with(&broken, None, &[])).contains("this is not UTF-8; fetch the file again"));
}

#[test]
fn a_cell_that_is_not_understood_is_refused_with_its_line() {
    for (cells, reason) in [
        (
            ["Niue", "3 Dec 2008", "30 Feb 2026"],
            "line 19, column ratification: Niue: \u{201c}30 Feb 2026\u{201d} is not a day that exists, written as in 8 Sep 2011 a",
        ),
        (
            ["Niue", "Dec 2008", ""],
            "line 19, column signature: Niue: \u{201c}Dec 2008\u{201d} is not a day that exists, written as in 8 Sep 2011 a",
        ),
        (["Niue", "3 Dec 2008", "3 Dec 2008 x"], "line 19, column ratification: Niue: the table's header does not explain x"),
        (["Niue", "3 Dec 2008 s", ""], "line 19, column signature: Niue: the table's header does not explain s"),
        (["Niue", "3 Dec 2009", "3 Dec 2008"], "line 19, column ratification: Niue joined before it signed"),
    ] {
        assert_eq!(refused(participants(&[&cells])), reason);
    }
    assert!(refused(participants(&[&["Niue", "3 Dec 2008"]])).contains("this row has 2 cells and the header 3"));
    let bound = ["Participant", "Definitive signature(s), Ratification"];
    assert!(
        refused(read(&file("6", &bound, &[&["Niue", "3 Dec 2008 s"]], &[])))
            .contains("definitive signature is not a way of joining")
    );
}

#[test]
fn a_file_that_was_cut_short_or_is_another_is_refused() {
    let text = file("6", &COLUMNS, &[&["Niue", "3 Dec 2008", ""]], &[("1", "A note.")]);
    for cut in (1..text.trim_end().len()).filter(|cut| text.is_char_boundary(*cut)) {
        assert!(read(&text[..cut]).is_err(), "{}", &text[..cut]);
    }
    for (other, reason) in [
        ("<html><body>Under urgent maintenance</body></html>", "<html> is not how the depositary's files begin"),
        ("<Document><Treaty/></Document>", "there is no table of participants"),
        ("", "the file is empty"),
        (
            "treaty,iso2\nccm,AF\n",
            "this is not the depositary\u{2019}s XML; a table of our own form has a name that ends in .csv",
        ),
    ] {
        let error = refused(read(other));
        assert!(error.contains(reason), "{error}");
    }
    let layout = file("6", &["State", "Signature", "Ratification"], &[&["Niue", "3 Dec 2008", ""]], &[]);
    assert!(refused(read(&layout)).contains("its layout is not known"));
}

#[test]
fn a_file_that_is_meant_to_do_harm_does_none() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE Document [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Document>&b;</Document>";
    assert!(refused(read(bomb)).contains("a document type is not taken"));
    assert!(refused(read("<Document>&b;</Document>")).contains("the entity &b; is not known"));
    let deep = format!("<Document>{}", "<a>".repeat(100_000));
    assert!(refused(read(&deep)).contains("nested more than 32 deep"));
    let long = std::io::Read::take(std::io::repeat(b' '), XML_MAX * 100);
    let error = refused(treaty_xml(long, None, &TABLES.treaties, &TABLES.states, &[], &about()));
    assert_eq!(error, "the file is longer than 8 MB; check that it is the right one");
    let many = vec![&["Niue", "3 Dec 2008", ""][..]; 1_001];
    assert!(participants(&many).unwrap_err().errors.iter().any(|error| error.reason == "there are more than 1000 participants"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_states_signed_and_joined_comes_back(days in proptest::collection::vec((0..3_u8, 1..=28_i8, 1..=12_i8, 2008..2026_i16), 197)) {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "December"];
        let written: Vec<[String; 3]> = TABLES.states.iter().zip(&days).map(|(state, (what, day, month, year))| {
            let on = format!("{day} {} {year}", MONTHS[usize::try_from(*month).unwrap() - 1]);
            let name = state.name.replace('&', "&amp;");
            match what { 0 => [name, String::new(), String::new()], 1 => [name, on, String::new()], _ => [name, String::new(), on + " a"] }
        }).collect();
        let cells: Vec<Vec<&str>> = written.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
        let rows = participants(&cells).unwrap();
        for (row, (what, day, month, year)) in rows.memberships.iter().zip(days) {
            let on = Date::new(year, month, day).unwrap().to_string();
            let act = [None, Some(Act::Signed), Some(Act::Joined(JoinedBy::Accession))][usize::from(what)];
            prop_assert_eq!(acts(row), act.map(|act| (on, act)).into_iter().collect::<Vec<_>>());
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        cells in proptest::collection::vec("[ -~\\PC]{0,40}", 3),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let _ = read_with(&bytes, None, &TABLES.memberships);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let mut whole = file("6", &COLUMNS, &[&["Niue", "3 Dec 2008", ""], &cells], &[("1", "withdraw")]).into_bytes();
        let _ = read_with(&whole, None, &TABLES.memberships);
        let at = at.index(whole.len());
        whole[at] = byte;
        let _ = read_with(&whole, None, &TABLES.memberships);
    }
}
