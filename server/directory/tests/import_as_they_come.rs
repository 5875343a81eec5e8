//! Files as people and their programs write them: taken where the meaning is certain, which is said, and refused in words
//! that help where it is not.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

use std::{io::Write as _, sync::LazyLock};

use directory::{
    import::{About, Form, Refused, TargetRows, congress, districts, missions, offices, targets, treaty_csv, treaty_xml},
    tables,
};
use domain::directory::Tables;
use flate2::{Compression, write::GzEncoder};

static TABLES: LazyLock<Tables> = LazyLock::new(|| tables().unwrap());

const TARGETS: &str = "id,kind,role,name,title,of_name,country,full_name,last_name,address,address_country,email,phone,web_form,note,source,as_of,valid_until\r\n\
custom-harbour-board,custom,,Harbour Board,Chair of the Board,,FR,Élodie Marchand,Marchand,12 Rue Exemple|75000 Paris,FR,board@harbour.example,,,,A list,2026-10-01,\r\n";
const MISSIONS: &str = "of,to,kind,name,of_name,holder,full_name,last_name,address,address_country,street,street_country,email,phone,web_form,note,source,as_of\n\
PL,CA,embassy,Embassy of the Republic of Poland,the Republic of Poland,ambassador,Zoë Name,Name,1 Example Avenue|Ottawa ON K1A 0A1,CA,,,mission@example.test,,,,A list,2026-10-01\n";
const JSON: &str = include_str!("upstream/legislators.json");
const YAML: &str = include_str!("upstream/legislators.yaml");
const CSV: &str = include_str!("upstream/legislators.csv");
const OFFICES: &str = include_str!("upstream/offices.csv");
const PAIRS: &str = include_str!("upstream/zccd.csv");

/// The outcome of an import: the rows, in a form that can be compared, and the notes on the file.
type Read = Result<(String, Vec<String>), Refused>;

type Importer = fn(&[u8]) -> Read;

fn about() -> About {
    About { source: "a source".to_owned(), as_of: "2026-06-15".parse().unwrap() }
}

fn of_targets(bytes: &[u8]) -> Read {
    targets(bytes, &TABLES.states).map(|rows| (format!("{:?}", rows.targets), rows.notes))
}

fn of_missions(bytes: &[u8]) -> Read {
    missions(bytes, &TABLES.states).map(|rows| (format!("{:?}{:?}", rows.targets, rows.absences), rows.notes))
}

fn of_members(bytes: &[u8]) -> Read {
    congress(bytes, Form::Csv, &about()).map(|read| (format!("{:?}", read.members), read.notes))
}

fn of_offices(bytes: &[u8]) -> Read {
    offices(bytes, &about()).map(|read| (format!("{:?}", read.offices), read.notes))
}

fn of_districts(bytes: &[u8]) -> Read {
    districts(bytes).map(|rows| (format!("{:?}", rows.districts), rows.notes))
}

fn of_treaties(bytes: &[u8]) -> Read {
    treaty_csv(bytes, &TABLES.treaties, &TABLES.states, &TABLES.memberships)
        .map(|rows| (format!("{:?}", rows.memberships), rows.notes))
}

/// The table of a treaty as it is built in.
fn treaty() -> String {
    let header = "treaty,iso2,name,status,signed_on,joined_on,joined_by,left_on,note,source,as_of\n";
    let rows =
        TABLES.states.iter().map(|state| format!("ccm,{},\"{}\",not_party,,,,,,A list,2030-01-01\n", state.iso2, state.name));
    header.to_owned() + &rows.collect::<String>()
}

/// Every table, with its importer.
fn each(mut try_one: impl FnMut(&str, Importer)) {
    let tables: [(&str, Importer); 5] =
        [(TARGETS, of_targets), (MISSIONS, of_missions), (CSV, of_members), (OFFICES, of_offices), (PAIRS, of_districts)];
    for (text, read) in tables {
        try_one(&text.replace("\r\n", "\n"), read);
    }
}

/// The table with other separators between its fields.
fn separated(text: &str, separator: u8) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
    for record in reader.records() {
        writer.write_record(&record.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lost);
    bytes.into_owned()
}

/// The sentences of a file that are not said of the plain one.
fn said(read: Importer, plain: &str, other: &[u8]) -> String {
    let (rows, notes) = read(plain.as_bytes()).unwrap();
    let (same, more) = read(other).unwrap_or_else(|refused| panic!("{refused}\n{}", String::from_utf8_lossy(other)));
    assert_eq!(same, rows, "{}", String::from_utf8_lossy(other));
    more.into_iter().filter(|note| !notes.contains(note)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_table_says_the_same_however_it_is_separated_ended_and_packed() {
    each(|text, read| {
        let header = text.lines().next().unwrap();
        let capitals = text.replacen(header, &header.to_uppercase(), 1);
        let spaced = text.replacen(header, &header.replace('_', " ").replace(',', " , "), 1);
        let hyphens = text.replacen(header, &header.replace('_', "-"), 1);
        let quoted = text.replacen(header, &format!("\u{feff}\"{}\"", header.replace(',', "\",\"")), 1);
        let blank = text.replace('\n', "\n\n") + "\n,,,\n\n";
        let trailing = text.replace('\n', ",,,\n") + ",,,,\n";
        for (other, sentence) in [
            (separated(text, b';').into_bytes(), "Columns are separated by semicolons."),
            (separated(text, b'\t').into_bytes(), "Columns are separated by tabs."),
            (separated(text, b'|').into_bytes(), "Columns are separated by vertical bars."),
            (format!("sep=;\n{}", separated(text, b';')).into_bytes(), "Columns are separated by semicolons."),
            (format!("\u{feff}sep=,\r\n{text}").into_bytes(), ""),
            (format!("\"sep=\t\"\r\n{}", separated(text, b'\t')).into_bytes(), "Columns are separated by tabs."),
            (text.replace('\n', "\r\n").into_bytes(), ""),
            (text.replace('\n', "\r").into_bytes(), "Lines end with a carriage return (CR) alone."),
            (format!("\u{feff}{text}").into_bytes(), ""),
            (utf16(text), "The file was read as UTF-16."),
            (utf16(text)[2..].to_vec(), "The file was read as UTF-16."),
            (gzip(text.as_bytes()), "The file was unpacked with gzip."),
            (gzip(&utf16(text)), "The file was unpacked with gzip. The file was read as UTF-16."),
            (capitals.into_bytes(), "The header\u{2019}s words were read without regard to capitals, spaces and hyphens."),
            (quoted.into_bytes(), ""),
            (blank.into_bytes(), ""),
            (trailing.into_bytes(), ""),
        ] {
            assert_eq!(said(read, text, &other), sentence, "{}", String::from_utf8_lossy(&other));
        }
        for other in [spaced, hyphens] {
            said(read, text, other.as_bytes());
        }
        let whole = said(read, text, text.trim_end().as_bytes());
        assert!(whole.starts_with("The last line, ") && whole.contains("has no line break at its end"), "{whole}");
    });
}

#[test]
fn windows_1252_is_taken_and_said_with_a_word_of_it() {
    let sentence = said(of_targets, TARGETS, &windows_1252(TARGETS));
    assert!(sentence.contains("Windows-1252: look whether “Élodie” on line 2 is right"), "{sentence}");
    assert!(said(of_missions, MISSIONS, &windows_1252(MISSIONS)).contains("“Zoë” on line 2"));
    let mac = TARGETS.as_bytes().to_vec();
    let at = TARGETS.find('É').unwrap();
    let mac = [&mac[..at], b"\x83", &mac[at + 2..]].concat();
    assert!(of_targets(&mac).unwrap_err().to_string().contains("save the file as CSV UTF-8"));
}

#[test]
fn the_table_of_a_treaty_is_taken_as_all_others_are() {
    let text = treaty();
    assert_eq!(said(of_treaties, &text, separated(&text, b';').as_bytes()), "Columns are separated by semicolons.");
    assert!(said(of_treaties, &text, text.trim_end().as_bytes()).contains("ends with “2030-01-01”"));
    let days = said(of_treaties, &text, text.replace("2030-01-01", "01.01.2030").as_bytes());
    assert_eq!(days, "197 days were read from another way of writing it; the first: line 2, “01.01.2030” as 2030-01-01.");
    let cut = &text[..text.len() - 4];
    let refused = of_treaties(cut.as_bytes()).unwrap_err().to_string();
    assert!(refused.contains("of which a part may be missing"), "{refused}");
}

#[test]
fn a_last_field_that_may_be_empty_may_be_left_out_in_a_row_and_in_the_header() {
    let shorter = TARGETS.replace(",2026-10-01,\r\n", ",2026-10-01\r\n");
    let sentence = said(of_targets, TARGETS, shorter.as_bytes());
    assert_eq!(sentence, "1 line ends before the last columns, which were taken as empty: line 2 ends before valid_until.");
    let without = shorter.replace(",valid_until", "");
    assert_eq!(
        said(of_targets, TARGETS, without.as_bytes()),
        "Columns that are not in the file were taken as empty: valid_until."
    );
    // Where every row leaves it out and the last one ends with a whole day, its line break may be missing too.
    let row = shorter.lines().nth(1).unwrap();
    let second = row.replacen("custom-harbour-board", "custom-another-board", 1);
    let both = format!("{shorter}{second}");
    let sentence = said(of_targets, &format!("{TARGETS}{second},\r\n"), both.as_bytes());
    assert!(sentence.contains("The last line, 3, has no line break at its end"), "{sentence}");
    let cut = of_targets(&both.as_bytes()[..both.len() - 1]).unwrap_err().to_string();
    assert!(cut.starts_with("line 3: the file ends in the middle of this line"), "{cut}");
    // What must be there, and what may be another column misspelt, is not taken for left out.
    for (other, reason) in [
        (TARGETS.replace(",A list,2026-10-01,\r\n", ",A list\r\n"), "line 2: this line has 16 fields and the header 18"),
        (TARGETS.replace("valid_until", "valid_till"), "line 1, column header: there is no column valid_until"),
        (shorter.replace(",as_of,valid_until", ""), "line 1, column header: there is no column as_of"),
        (shorter.trim_end().to_owned(), "line 2: the file ends in the middle of this line: it was cut short"),
        (TARGETS.replace(",FR,board", ",FR,\"board"), "line 2: a quotation mark is opened in this line and not closed"),
        (TARGETS.replace("12 Rue Exemple|", "12, Rue Exemple|"), "line 2: this line has 19 fields and the header 18"),
    ] {
        let refused = of_targets(other.as_bytes()).unwrap_err().to_string();
        assert!(refused.starts_with(reason), "{refused}");
    }
}

#[test]
fn an_address_may_have_line_breaks_in_its_cell() {
    for ending in ["\n", "\r\n", "\r", " \n\n "] {
        let other = TARGETS.replace("12 Rue Exemple|75000 Paris", &format!("\"12 Rue Exemple{ending}75000 Paris{ending}\""));
        let sentence = said(of_targets, TARGETS, other.as_bytes());
        assert_eq!(sentence, "1 address has line breaks in the cell; each begins a new line of the address: line 2.");
    }
    let other = MISSIONS.replace("1 Example Avenue|", "\"1 Example Avenue\n").replace("K1A 0A1,", "K1A 0A1\",");
    assert!(said(of_missions, MISSIONS, other.as_bytes()).starts_with("1 address has line breaks"));
    let other = OFFICES.replace("3 Made-up Ave.,", "\"3 Made-up Ave.\n\",");
    said(of_offices, OFFICES, other.as_bytes());
    let refused = of_targets(TARGETS.replace("Harbour Board,Chair", "\"Harbour\nBoard\",Chair").as_bytes()).unwrap_err();
    assert!(refused.to_string().starts_with("line 2, column name: This must be on one line"), "{refused}");
}

#[test]
fn a_postcode_is_written_as_its_country_does_and_that_is_said() {
    let parts = |postcode: &str| {
        TARGETS.replace("12 Rue Exemple|75000 Paris,FR,", &format!("12 Katu|town=Helsinki|postcode={postcode},FI,"))
    };
    let sentence = said(of_targets, &parts("00120"), parts("FI-00120").as_bytes());
    assert_eq!(sentence, "1 postcode was written as its country does: line 2, “FI-00120” as 00120.");
    let TargetRows { targets: rows, notes } = targets(parts("00120").as_bytes(), &TABLES.states).unwrap();
    assert_eq!((rows[0].address.as_ref().unwrap().lines.join("|"), notes.len()), ("12 Katu|00120 Helsinki".to_owned(), 0));
}

#[test]
fn what_a_spreadsheet_makes_of_days_and_zip_codes_is_put_right_where_it_is_certain() {
    let day = |written: &str| TARGETS.replace("2026-10-01", written);
    for written in ["15.10.2026", "15/10/2026", "10/15/2026", "2026/10/15", "2026-10-15 00:00:00"] {
        let sentence = said(of_targets, &day("2026-10-15"), day(written).as_bytes());
        assert_eq!(sentence, format!("1 day was read from another way of writing it: line 2, “{written}” as 2026-10-15."));
    }
    for (written, reason) in [
        ("01/10/2026", "01/10/2026 may be 2026-10-01 or 2026-01-10; write the one that is meant"),
        ("46296", "46296 is how a spreadsheet counts days"),
        ("15.10.26", "this must be a day that exists, written as in 2026-06-15"),
        ("#VALUE!", "#VALUE! is what a spreadsheet writes where it has a fault"),
    ] {
        let refused = of_targets(day(written).as_bytes()).unwrap_err().to_string();
        assert!(refused.starts_with(&format!("line 2, column as_of: {reason}")), "{refused}");
    }
    let lost = PAIRS.replace(",05401,", ",5401,").replace(",00725,", ",725,");
    let sentence = said(of_districts, PAIRS, lost.as_bytes());
    assert!(sentence.starts_with("3 ZIP codes were given back the zeros in front"), "{sentence}");
    // The post's ZIP code of the state beyond the border.
    let border = format!("{PAIRS}25,MA,02861,4\n");
    let sentence = said(of_districts, &border, border.replace("02861", "2861").as_bytes());
    assert!(sentence.contains("“2861” as 02861"), "{sentence}");
    let cut = format!("{PAIRS}37,NC,2861,4\n");
    assert!(of_districts(cut.as_bytes()).unwrap_err().to_string().contains("A ZIP code has five digits"));
    let lost = OFFICES.replace(",05401,", ",5401,").replace(",00725,", ",725,");
    assert!(said(of_offices, OFFICES, lost.as_bytes()).contains("“5401” as 05401"));
}

#[test]
fn json_lines_are_taken_and_said() {
    let whole = congress(JSON.as_bytes(), Form::Json, &about()).unwrap();
    let members: Vec<serde_json::Value> = serde_json::from_str(JSON).unwrap();
    let lines: String = members.iter().fold(String::new(), |text, member| text + &member.to_string() + "\n");
    let pretty: String = members.iter().fold(String::new(), |text, member| text + &format!("{member:#}\n\n"));
    for text in [&lines, lines.trim_end(), &lines.replace('\n', "\r\n"), &pretty] {
        let read = congress(text.as_bytes(), Form::Json, &about()).unwrap();
        assert_eq!(read.members, whole.members);
        assert!(read.notes.contains(&"The file was read as JSON Lines: a member a line.".to_owned()), "{:?}", read.notes);
    }
    let wrong = lines.replacen("\"district\":2", "\"district\":9", 1);
    let refused = congress(wrong.as_bytes(), Form::Json, &about()).unwrap_err().to_string();
    assert!(refused.starts_with("line 2, column [1].terms[-1].district: WV has no district 9"), "{refused}");
    let cut = &lines[..lines.len() - 20];
    assert!(congress(cut.as_bytes(), Form::Json, &about()).unwrap_err().to_string().contains("cut short"));
}

#[test]
fn members_in_json_and_yaml_may_be_packed_and_in_utf_16() {
    for (text, form) in [(JSON, Form::Json), (YAML, Form::Yaml)] {
        let whole = congress(text.as_bytes(), form, &about()).unwrap();
        for other in [gzip(text.as_bytes()), utf16(text), text.replace('\n', "\r").into_bytes()] {
            let read = congress(&other[..], form, &about()).unwrap();
            assert_eq!(read.members, whole.members);
            assert_eq!(read.notes.len(), whole.notes.len() + 1, "{:?}", read.notes);
        }
    }
}

#[test]
fn what_is_no_such_file_is_named_with_what_to_do() {
    let workbook = b"PK\x03\x04\x14\0\x06\0[Content_Types].xml";
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0";
    let open_document = b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    for (bytes, what) in [
        (
            &workbook[..],
            "this is a workbook of a spreadsheet program, whatever its name says; open it there, save the sheet as CSV UTF-8",
        ),
        (old, "this is a workbook"),
        (open_document, "this is a workbook"),
        (b"PK\x03\x04\x14\0\0\0[Content_Types].xml......word/document.xml", "this is a document of a word processor"),
        (b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.text", "this is a document of a word processor"),
        (b"PK\x03\x04\x14\0\0\0[Content_Types].xml......ppt/slides", "these are slides"),
        (b"PK\x03\x04\x14\0\0\0targets.csv", "this is a zip archive; unpack it"),
        (b"%PDF-1.7\n", "this is a PDF"),
        (b"BZh91AY", "this file is packed in a way that is not read here; unpack it"),
        (b"\xFD7zXZ\0\0", "this file is packed in a way that is not read here; unpack it"),
        (b"\x28\xB5\x2F\xFD\0", "this file is packed in a way that is not read here; unpack it"),
        (b"\x1F\x8B\x08\0\0", "the packed file is damaged or was cut short; fetch it again"),
        (b"<!DOCTYPE html>\n<html><head>", "this is a web page and not the file; fetch the file itself"),
        (b"\n <html lang=en>", "this is a web page and not the file; fetch the file itself"),
        (b"", "the file is empty; fetch it again"),
        (b"\xEF\xBB\xBF\n\n", "the file is empty; fetch it again"),
        (b"id,ki\0nd\n", "line 1: the file holds NUL bytes"),
    ] {
        each(|_, read| assert!(read(bytes).unwrap_err().to_string().starts_with(what), "{what}"));
        for form in [Form::Json, Form::Yaml] {
            let refused = congress(bytes, form, &about()).unwrap_err().to_string();
            assert!(refused.starts_with(what), "{refused}");
        }
    }
    each(|_, read| {
        assert!(read(JSON.as_bytes()).unwrap_err().to_string().starts_with("this is JSON and not a table in CSV"));
        assert!(read(b"<?xml version=\"1.0\"?><Document/>").unwrap_err().to_string().starts_with("this is XML"));
        let pasted = b"\"id,kind,role\"\n\"a,b,c\"\n";
        assert!(read(pasted).unwrap_err().to_string().starts_with("line 1: each line stands in one cell"));
    });
    let refused = |text: &str| congress(text.as_bytes(), Form::Json, &about()).unwrap_err().to_string();
    assert!(refused(CSV).starts_with("this seems to be a table; if it is, let the file\u{2019}s name end in .csv"));
    assert!(refused(YAML).starts_with("this seems to be YAML; if it is, let the file\u{2019}s name end in .yaml"));
    assert!(refused("{\"message\": \"Not Found\"}").contains("this is an object and not a list of members"));
    let xml = treaty_xml(&workbook[..], None, &TABLES.treaties, &TABLES.states, &TABLES.memberships, &about()).unwrap_err();
    assert!(xml.to_string().starts_with("this is a workbook"), "{xml}");
}

#[test]
fn what_is_unpacked_has_the_bounds_of_what_is_not() {
    let header = PAIRS.lines().next().unwrap().to_owned() + "\n";
    let row = gzip(&vec![b'a'; 1 << 20]);
    let bomb = [gzip(header.as_bytes()), row.repeat(2)].concat();
    assert!(of_districts(&bomb).unwrap_err().to_string().contains("a record is longer than 256 KB"));
    let nothing = gzip(b"").repeat(1000);
    assert!(of_districts(&nothing).unwrap_err().to_string().contains("the file is empty"));
}
