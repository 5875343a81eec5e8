//! A checker of PDF/UA-1 that others have written: `outloud`, which knows the rules of the Matterhorn Protocol that a machine
//! can look at, and some of its own about what a reader hears. It is used here alone, and is in nothing that we hand out.

use std::{collections::BTreeMap, path::Path};

use domain::paper::Stock;
use serde_json::Value;
use tests::python::{Packages, Python};
use usecases::ports::press::Picture;

use super::{
    classes::{class_set, read_in},
    emoji,
    fronts::{plate, with_front},
    scripts::{PRESS, SCRIPTS, letter_in},
    *,
};

/// The version that the documentation names. What reads PDFs for it is held too: the verdicts are theirs.
const PACKAGES: Packages = Packages {
    name: "outloud",
    versions: &["outloud==0.2.1", "pikepdf==10.18.0", "pymupdf==1.28.2"],
    proof: "import outloud, pikepdf, pymupdf",
    about: "outloud 0.2.1 (a checker of PDF/UA)",
};

/// What it says of ours that stays: the rule, a part of the names of the documents, and why.
const KNOWN: [(&str, &str, &str); 8] = [
    ("DOC-012", "", "they do not claim PDF/UA: nobody can promise it of a letter whose words are its sender's"),
    ("NAV-001", "class-60", "a class set is for the printer, and its list says who has which card"),
    ("PAG-001", "class-60", "the cards of a set stand at the same places of each sheet, and say the same: no heads or feet"),
    ("TXT-004", "Devanagari", PARTS),
    ("TXT-004", "Khmer", PARTS),
    ("TXT-004", "Tibetan", PARTS),
    ("TXT-004", "Urdu", PARTS),
    ("TXT-004", "emoji", PARTS),
];

const PARTS: &str = "parts of a letter that are letters nowhere else are of no text by themselves: it is written beside them";

/// What a checker found, of each document by its name: nothing, if nothing.
fn found(documents: &[(String, Vec<u8>)]) -> BTreeMap<String, Vec<Value>> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(format!("{name}.pdf"));
    for (name, bytes) in documents {
        std::fs::write(path(name), bytes).unwrap();
    }
    let mut outloud = Python::with(&PACKAGES).unwrap().command();
    outloud
        .args(["-c", "from outloud.cli import main; main()", "--json", "-", "--quiet"])
        .args(documents.iter().map(|(name, _)| path(name)));
    let output = outloud.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let json = said.find('{').map_or("", |start| &said[start..]);
    let report: Value = serde_json::Deserializer::from_str(json)
        .into_iter()
        .next()
        .and_then(Result::ok)
        .unwrap_or_else(|| panic!("outloud gave no report: {said}{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(report["tool"]["version"], "0.2.1");
    let results = report["results"].as_array().unwrap();
    assert_eq!(results.len(), documents.len());
    results
        .iter()
        .map(|result| {
            assert!(result["error"].is_null(), "{result}");
            let name = Path::new(result["path"].as_str().unwrap()).file_stem().unwrap().to_string_lossy().into_owned();
            (name, result["findings"].as_array().unwrap().clone())
        })
        .collect()
}

/// A document without an entry of its catalogue: another name of the same length stands there, which nobody knows.
fn without(document: &[u8], entry: &str) -> Vec<u8> {
    let plain = Pdf::new(document).source_bytes();
    let (from, to) = (entry.as_bytes(), [b"/X", &entry.as_bytes()[2..]].concat());
    let at = plain.windows(from.len()).position(|bytes| bytes == from).unwrap();
    [&plain[..at], &to, &plain[at + from.len()..]].concat()
}

/// A document of every kind.
fn every_kind() -> Vec<(String, Vec<u8>)> {
    let mut kinds = Vec::new();
    let mut add = |name: String, job: PrintJob| kinds.push((name, PRESS.print(&job).unwrap()));
    let ruled = || Piece { body: Body::Ruled, ..piece("") };
    for format in PaperFormat::ALL {
        let name = format.as_str();
        add(name.to_owned(), job(format, many(format)));
        add(format!("{name}-ruled"), job(format, vec![ruled()]));
        add(format!("{name}-es"), PrintJob { language: Language::ES, ..job(format, vec![piece(MESSAGE)]) });
        add(format!("{name}-emoji"), job(format, vec![piece(&emoji::TYPED.join(" "))]));
        for script in &SCRIPTS {
            add(format!("{name}-{}", script.name), job(format, vec![letter_in(script.text)]));
        }
    }
    for format in CARDS {
        let name = format.as_str();
        for (kind, picture) in [("title", Picture::Title), ("frame", Picture::Frame), ("art", Picture::Artwork(plate(600, 400)))]
        {
            for code in [false, true] {
                let one = job(format, vec![with_front(picture.clone(), code)]);
                add(format!("{name}-{kind}-{code}-bleed"), PrintJob { bleed: true, ..one.clone() });
                add(format!("{name}-{kind}-{code}"), one);
            }
        }
    }
    for format in SHEETS {
        for cards in [3, 60] {
            add(format!("{}-class-{cards}", format.as_str()), class_set(format, cards, |_| "Łucja".to_owned()));
        }
    }
    for tag in ["ar", "de", "en-XA"] {
        add(format!("class-{tag}"), read_in(tag));
    }
    let sentence = "One sentence of a letter that does not end on its first page. ";
    for (format, _) in LETTERS {
        add(format!("{}-long", format.as_str()), job(format, vec![piece(&sentence.repeat(140))]));
    }
    for stock in [Stock::UsLetter, Stock::A4] {
        for flip in Flip::ALL {
            for language in [Language::EN, Language::ES, Language::parse("ar").unwrap()] {
                let name = format!("test-{}-{}-{}", stock.as_str(), flip.as_str(), language.tag());
                kinds.push((name, PRESS.test_page(stock, flip, language).unwrap()));
            }
        }
    }
    kinds
}

#[test]
fn outloud_finds_no_fault_in_any_kind_of_document() {
    let mut all = found(&every_kind());
    for (name, faults) in &mut all {
        faults.retain(|fault| !KNOWN.iter().any(|(rule, part, _)| fault["rule"] == *rule && name.contains(part)));
    }
    all.retain(|_, faults| !faults.is_empty());
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn outloud_sees_what_is_wrong_with_a_document() {
    let one = PRESS.print(&job(PaperFormat::A6, vec![piece(MESSAGE)])).unwrap();
    let all = found(&[("wrong".to_owned(), without(&one, "/Lang")), ("silent".to_owned(), without(&one, "/StructTreeRoot"))]);
    let rules = |name: &str| all[name].iter().filter_map(|fault| fault["rule"].as_str()).collect::<Vec<_>>();
    assert!(rules("wrong").contains(&"DOC-013"), "{all:?}");
    assert!(rules("silent").contains(&"DOC-002"), "{all:?}");
}
