//! Class sets: the sheet on top of the cards.

use domain::address::Stamp;
use usecases::ports::press::{Cover, RosterLine, Step};

use super::*;

/// A class set of so many cards, each with a name.
pub(crate) fn class_set(format: PaperFormat, cards: usize, name: impl Fn(usize) -> String) -> PrintJob {
    let line = |number| RosterLine {
        number,
        name: name(number),
        whom: format!("Embassy of the Republic of Examplia {number}"),
        stamp: Some(if number == 1 { Stamp::Postcard } else { Stamp::GlobalForever }),
    };
    let cover = Cover {
        reader: Language::EN,
        title: "Give up landmines for good".into(),
        steps: vec![Step::Print(Flip::Long), Step::Cut],
        code: "4821 0937 5516".into(),
        report_at: "postbag.example/k/482109375516".into(),
        report_url: "https://postbag.example/k/482109375516".into(),
        roster: (1..=cards).map(line).collect(),
    };
    PrintJob { cover: Some(cover), ..job(format, vec![piece(MESSAGE); cards]) }
}

#[test]
fn a_cover_sheet_says_what_to_do_and_on_its_back_who_has_which_card() {
    for format in [PaperFormat::UsLetter2up4x6, PaperFormat::UsLetter4up, PaperFormat::A44upA6] {
        let (sheet, _) = cards(format);
        for flip in Flip::ALL {
            let set = PrintJob { flip, ..class_set(format, 60, |number| format!("Łucja {number}")) };
            let pdf = print(&set);
            assert_eq!(pdf.info("Pages"), (2 + 2 * 60_usize.div_ceil(sheet.cards())).to_string());
            let (front, back) = (pdf.text_of(1), pdf.text_of(2));
            for part in ["Give up landmines for good", "4821 0937 5516", "postbag.example/k/482109375516", "100 mm", "4 in"] {
                assert!(front.contains(part), "{format:?}: {part} in {front}");
            }
            let codes = pdf.codes(1, &[Rect::of(sheet.size)]);
            assert_eq!(
                codes.iter().map(|code| code.text.as_str()).collect::<Vec<_>>(),
                ["https://postbag.example/k/482109375516"]
            );
            let words = texts(&pdf.words(2));
            for number in 1..=60 {
                assert!(words.windows(2).any(|pair| pair[0] == "Łucja" && pair[1] == number.to_string()), "{number} in {back}");
            }
            assert!(back.contains("Global Forever"), "where stamps differ, the list says which: {back}");
            for page in [1, 2] {
                let edges = edges_of(&Rect::of(sheet.size));
                assert!(edges.iter().all(|edge| pdf.raster(page).is_blank(edge)), "{format:?} page {page}");
            }
        }
    }
}

#[test]
fn the_ruler_on_a_cover_sheet_is_as_long_as_it_says() {
    let pdf = print(&class_set(PaperFormat::UsLetter4up, 4, |_| String::new()));
    let words = pdf.words(1);
    // It is the last that stands on the page. The numbers stand beside their ticks: as far from each other as these.
    let left = |text: &str| words.iter().rfind(|word| word.text == text).unwrap().rect.left;
    assert!((left("100") - left("50") - 50.0 * 72.0 / 25.4).abs() < 0.6, "{words:?}");
    assert!((left("3") - left("2") - 72.0).abs() < 0.6, "{words:?}");
}

#[test]
fn a_name_that_does_not_fit_into_its_line_is_refused_with_its_card() {
    let press = press();
    let long = |number: usize| if number == 3 { "W".repeat(400) } else { "Ada".to_owned() };
    assert_eq!(press.print(&class_set(PaperFormat::UsLetter4up, 30, long)).unwrap_err(), PressError::NameTooLong { card: 3 });
    let wide = |_: usize| "W".repeat(40);
    assert!(press.print(&class_set(PaperFormat::UsLetter4up, 60, wide)).is_ok(), "forty letters fit, the widest too");
}

#[test]
fn a_cover_sheet_is_read_out_as_lists() {
    let pdf = print(&class_set(PaperFormat::UsLetter4up, 2, |number| ["Łucja", ""][number - 1].to_owned()));
    let steps = [
        &["L", "LI", "Lbl", "\"1.\"", "LBody"][..],
        &[
            "P",
            "\"Print on both sides, at 100 % (“actual size”), flip on long edge. Try with this sheet first: the list has to be on its back.\"",
        ],
        &["LI", "Lbl", "\"2.\"", "LBody", "P", "\"Cut along the marks on the picture sides.\""],
    ];
    let roster = [
        &["H1", "\"Who has which card · 4821 0937 5516 · Give up landmines for good\""][..],
        &["L", "LI", "Lbl", "\"1\"", "LBody", "P", "\"Łucja\""],
        &["P", "\"Embassy of the Republic of Examplia 1 – a postcard stamp\""],
        &["LI", "Lbl", "\"2\"", "LBody", "P", "\"Embassy of the Republic of Examplia 2 – a Global Forever stamp\""],
        &["Sect"],
    ];
    let cover = [steps.concat(), vec!["Figure", "\"\""], roster.concat()].concat();
    let read = pdf.read_out();
    let list = read.iter().position(|line| line == "L").unwrap();
    assert_eq!(read[list..list + cover.len()], cover);
}

/// The same set for a reader of another language.
pub(crate) fn read_in(tag: &str) -> PrintJob {
    let set = class_set(PaperFormat::UsLetter4up, 2, |number| ["Łucja", "ليلى"][number - 1].to_owned());
    let cover = set.cover.map(|cover| Cover { reader: Language::parse(tag).unwrap(), ..cover });
    PrintJob { cover, ..set }
}

#[test]
fn a_cover_sheet_is_in_its_readers_language_and_the_cards_stay_in_theirs() {
    for (tag, said) in [("de", "Drucken Sie auf beide Seiten"), ("pt", "Imprima"), ("en-XA", "Þŕíñţ")] {
        let pdf = print(&PrintJob { pieces: vec![piece(MESSAGE); 2], ..named_in_latin(read_in(tag)) });
        let (cover, cards) = (texts(&pdf.words(1)).join(" "), texts(&pdf.words(3)).join(" "));
        assert!(cover.contains(said), "{tag}: {cover}");
        assert!(cards.contains("Excellency") || texts(&pdf.words(4)).join(" ").contains("Excellency"), "{tag}: {cards}");
    }
}

#[test]
fn a_cover_sheet_whose_language_has_no_font_here_is_printed_in_english() {
    let cover = texts(&print(&named_in_latin(read_in("ar"))).words(1)).join(" ");
    assert!(cover.contains("Print on both sides"), "{cover}");
}

/// With names that the fonts of the build have.
fn named_in_latin(set: PrintJob) -> PrintJob {
    let cover = set.cover.map(|cover| Cover {
        roster: cover.roster.into_iter().map(|line| RosterLine { name: "Łucja".into(), ..line }).collect(),
        ..cover
    });
    PrintJob { cover, ..set }
}
