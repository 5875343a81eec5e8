//! Paper, as a printer and a post office will take it: every statement here is proved from the finished PDF with
//! poppler's tools and qpdf, not from what the press believes it did.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the helpers are called by tests alone, and a failed expectation is the report"
)]

mod cards;
mod checker;
mod classes;
mod emoji;
mod fronts;
mod golden;
mod letters;
mod limits;
mod reading;
mod scripts;

use domain::{
    language::Language,
    paper::{CardGeometry, Flip, Layout, LetterGeometry, PaperFormat, Rect, Sheet},
    problem::WantedFont,
};
use paper::PdfPress;
use tests::look::{Pdf, texts};
use usecases::ports::press::{Body, Front, Piece, Press as _, PressError, PrintJob};

const MESSAGE: &str = "Your Excellency,\n\nI write from Ridgeview, and I ask you to accede to the Mine Ban Treaty this year. \
    An officer’s first affair in Łódź, İstanbul, Αθήνα and Київ was a field of mines.\n\nRespectfully,\nAda Sample";

fn press() -> PdfPress {
    PdfPress::new().expect("the fonts of the build")
}

fn piece(message: &str) -> Piece {
    Piece {
        address: lines("The Ambassador of Examplia|Embassy of Examplia|1600 Sample Avenue NW|Washington, DC 20008"),
        return_address: lines("Ada Sample|12 Sample Street|Ridgeview, OH 43999"),
        body: Body::Typed(message.to_owned()),
        front: Front {
            title: "Give up landmines".into(),
            line: "For good.".into(),
            url: "postbag.example/c/mines".into(),
            ..Front::default()
        },
        sender_at_right: false,
        own: None,
        signature: None,
        subject: Some("The Mine Ban Treaty".into()),
        date: Some("20 November 2026".into()),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

fn job(format: PaperFormat, pieces: Vec<Piece>) -> PrintJob {
    PrintJob {
        format,
        flip: Flip::Long,
        bleed: false,
        title: "Give up landmines – für immer".into(),
        language: Language::EN,
        pieces,
        cover: None,
    }
}

fn print(job: &PrintJob) -> Pdf {
    Pdf::new(&press().print(job).unwrap())
}

fn cards(format: PaperFormat) -> (Sheet, CardGeometry) {
    match format.layout() {
        Layout::Cards { sheet, card } => (sheet, card),
        Layout::Letter(_) => panic!("{format:?} is a letter"),
    }
}

const CARDS: [PaperFormat; 5] =
    [PaperFormat::UsPostcard4x6, PaperFormat::UsLetter2up4x6, PaperFormat::UsLetter4up, PaperFormat::A6, PaperFormat::A44upA6];

/// Where the lines stand that go on beside the barcode: the first of them may begin beside the last of the column.
fn down_to_the_corner(card: &CardGeometry) -> Option<Rect> {
    card.corner.map(|corner| Rect::between(corner.left, card.message.top, corner.right(), corner.bottom()))
}

/// The formats whose sheets a printer turns by itself.
const SHEETS: [PaperFormat; 3] = [PaperFormat::UsLetter2up4x6, PaperFormat::UsLetter4up, PaperFormat::A44upA6];

const LETTERS: [(PaperFormat, LetterGeometry); 2] =
    [(PaperFormat::UsLetter, LetterGeometry::US_LETTER), (PaperFormat::A4, LetterGeometry::A4)];

/// So many cards that the last sheet has blank places.
fn many(format: PaperFormat) -> Vec<Piece> {
    vec![piece(MESSAGE); if SHEETS.contains(&format) { 5 } else { 2 }]
}

/// The margin of a card that a home printer does not reach.
fn edges(card: &CardGeometry) -> [Rect; 4] {
    edges_of(&Rect::of(card.size))
}

fn edges_of(rect: &Rect) -> [Rect; 4] {
    [
        Rect { height: 18.0, ..*rect },
        Rect { width: 18.0, ..*rect },
        Rect { top: rect.bottom() - 18.0, height: 18.0, ..*rect },
        Rect { left: rect.right() - 18.0, width: 18.0, ..*rect },
    ]
}

#[test]
fn every_format_has_the_size_and_the_number_of_pages_that_it_promises() {
    for (format, pieces, pages, size) in [
        (PaperFormat::UsPostcard4x6, 1, 2, "432 x 288 pts"),
        (PaperFormat::UsPostcard4x6, 3, 6, "432 x 288 pts"),
        (PaperFormat::UsLetter2up4x6, 1, 2, "612 x 792 pts (letter)"),
        (PaperFormat::UsLetter2up4x6, 5, 6, "612 x 792 pts (letter)"),
        (PaperFormat::UsLetter4up, 1, 2, "612 x 792 pts (letter)"),
        (PaperFormat::UsLetter4up, 4, 2, "612 x 792 pts (letter)"),
        (PaperFormat::UsLetter4up, 5, 4, "612 x 792 pts (letter)"),
        (PaperFormat::UsLetter4up, 60, 30, "612 x 792 pts (letter)"),
        (PaperFormat::A6, 2, 4, "419.528 x 297.638 pts"),
        (PaperFormat::A44upA6, 30, 16, "595.276 x 841.89 pts (A4)"),
        (PaperFormat::A4, 2, 2, "595.276 x 841.89 pts (A4)"),
        (PaperFormat::UsLetter, 1, 1, "612 x 792 pts (letter)"),
        (PaperFormat::UsLetter, 3, 3, "612 x 792 pts (letter)"),
    ] {
        let pdf = print(&job(format, vec![piece(MESSAGE); pieces]));
        assert_eq!(pdf.info("Pages"), pages.to_string(), "{format:?}");
        assert_eq!(pdf.info("Page size"), size, "{format:?}");
    }
}

#[test]
fn a_document_is_sound_and_says_its_title_its_language_and_its_version() {
    for format in PaperFormat::ALL {
        let pdf = print(&PrintJob { language: Language::ES, ..job(format, many(format)) });
        pdf.check();
        assert_eq!(pdf.info("Title"), "Give up landmines – für immer");
        assert_eq!(pdf.info("PDF version"), "1.7");
        assert!(!pdf.all_info().contains("PDF/X") && !pdf.all_info().contains("1970"), "{}", pdf.all_info());
        let source = pdf.source();
        assert!(source.contains("/Lang (es)"));
        assert!(source.contains("/DisplayDocTitle true"));
        assert!(source.contains("/PrintScaling /None"));
        assert!(!source.contains("GTS_PDFXVersion"));
        assert_eq!(source.contains("/Duplex /DuplexFlipLongEdge"), SHEETS.contains(&format));
        assert!(!source.contains("/TrimBox") && !source.contains("/BleedBox"), "the whole page is the card, or the sheet");
    }
}

#[test]
fn every_font_is_embedded_as_a_subset_that_can_be_copied_from() {
    for format in PaperFormat::ALL {
        let fonts = print(&job(format, many(format))).fonts();
        assert!(fonts.len() >= 2, "a serif and a sans: {fonts:?}");
        for font in fonts {
            let flags: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(flags, ["yes", "yes", "yes"], "uni, sub, emb: {font}");
        }
    }
}

#[test]
fn equal_jobs_give_equal_bytes_and_other_jobs_have_another_identity() {
    let press = press();
    for format in PaperFormat::ALL {
        let one = job(format, many(format));
        let bytes = press.print(&one).unwrap();
        assert_eq!(bytes, press.print(&one).unwrap());
        assert_eq!(bytes, PdfPress::new().unwrap().print(&one).unwrap(), "another press prints the same");
        assert_ne!(bytes, press.print(&job(format, vec![piece("Another letter.")])).unwrap());
    }
    // The same glyph, of other characters: what was printed before does not show.
    let [before, one] = ["y\u{303}", "ỹ"].map(|text| job(PaperFormat::UsPostcard4x6, vec![piece(text)]));
    let bytes = PdfPress::new().unwrap().print(&one).unwrap();
    press.print(&before).unwrap();
    assert_eq!(press.print(&one).unwrap(), bytes);
}

#[test]
fn a_message_that_is_too_long_is_refused_with_exactly_what_must_go() {
    let press = press();
    let text = "Please join the treaty, as one hundred and sixty states did. ".repeat(1000);
    for format in PaperFormat::ALL {
        let chars = if format.is_card() { 4000 } else { 40_000 };
        let text: String = text.chars().take(chars).collect();
        let print = |text: &str| press.print(&job(format, vec![piece(text)])).map(|_| ());
        let Err(PressError::TooLong { over }) = print(&text) else { panic!("{format:?} took {chars} characters") };
        let shorter = |by: usize| text.chars().take(text.chars().count() - by).collect::<String>();
        assert_eq!(print(&shorter(over)), Ok(()), "{format:?}: {over} fewer fit");
        assert!(matches!(print(&shorter(over - 1)), Err(PressError::TooLong { .. })), "{format:?}: one more does not");
    }
}

#[test]
fn a_script_that_no_font_has_is_named_with_what_is_missing() {
    for format in PaperFormat::ALL {
        let error = press().print(&job(format, vec![piece("สวัสดี Hello")])).unwrap_err();
        let PressError::MissingGlyph { wanted, .. } = error else { panic!("{error:?}") };
        assert_eq!(wanted, WantedFont::Named { font: "Noto Sans Thai".into(), package: "fonts-noto-core" });
    }
    let error = press().print(&job(PaperFormat::UsPostcard4x6, vec![piece("Peace 🕊 and 毛")])).unwrap_err();
    assert!(error.to_string().contains("no font has 毛"), "{error}");
}

#[test]
fn an_address_is_wrapped_before_it_is_refused_and_refused_before_it_is_cut() {
    let press = press();
    for format in PaperFormat::ALL {
        let with = |address: Vec<String>| press.print(&job(format, vec![Piece { address, ..piece(MESSAGE) }]));
        let long = "Permanent Mission of the Democratic and Federal Islands of Examplia and Samplia";
        let text = texts(&Pdf::new(&with(lines(&format!("{long}|New York, NY 10017"))).unwrap()).words(1)).join(" ");
        for word in long.split(' ') {
            assert!(text.to_lowercase().contains(&word.to_lowercase()), "{format:?}: {word} in {text}");
        }
        let Err(PressError::AddressTooLong { over }) = with(vec!["Examplia".to_owned(); 40]) else { panic!("{format:?}") };
        assert!(with(vec!["Examplia".to_owned(); 40 - over]).is_ok());
        assert!(with(vec!["Examplia".to_owned(); 41 - over]).is_err());
        let back = Piece { return_address: vec!["Ada Sample".to_owned(); 40], ..piece(MESSAGE) };
        assert!(matches!(press.print(&job(format, vec![back])), Err(PressError::ReturnAddressTooLong { .. })));
    }
    assert_eq!(press.print(&job(PaperFormat::UsLetter, Vec::new())), Err(PressError::Nothing));
}
