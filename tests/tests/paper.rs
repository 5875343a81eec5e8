//! Paper, as a printer and a post office will take it: every statement here is proved from the finished PDF with
//! poppler's tools and qpdf, not from what the press believes it did.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the helpers are called by tests alone, and a failed expectation is the report"
)]

#[path = "paper/golden.rs"]
mod golden;
#[path = "paper/scripts.rs"]
mod scripts;

use std::io::Cursor;

use domain::{
    artwork::{AlternativeText, ArtworkId, Credit},
    language::Language,
    paper::{CardGeometry, CodeGeometry, Flip, Layout, LetterGeometry, PaperFormat, PictureGeometry, Rect, Sheet, Size, Stock},
};
use paper::{PdfPress, PicturePrepress};
use tests::look::{self, Pdf, Word, texts};
use usecases::press::{Body, Cover, Front, Picture, Piece, Plate, Prepress as _, Press, PressError, PrintJob, RosterLine};

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
        language: Language::En,
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

/// What a printer turns by itself.
const SHEETS: [PaperFormat; 3] = [PaperFormat::UsLetter2up4x6, PaperFormat::UsLetter4up, PaperFormat::A44upA6];

const LETTERS: [(PaperFormat, LetterGeometry); 2] =
    [(PaperFormat::UsLetter, LetterGeometry::US_LETTER), (PaperFormat::A4, LetterGeometry::A4)];

/// So many cards that the last sheet has blank places.
fn many(format: PaperFormat) -> Vec<Piece> {
    vec![piece(MESSAGE); if SHEETS.contains(&format) { 5 } else { 2 }]
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
        let pdf = print(&PrintJob { language: Language::Es, ..job(format, many(format)) });
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
}

#[test]
fn what_was_typed_is_what_can_be_copied_whatever_its_alphabet() {
    let typed = "Łódź, İstanbul, Αθήνα, Київ, Žižkov, Ağrı, Đà Nẵng, Ñuñoa, Þingvellir, Tallinn’s “fjord” – affluent office staff, \
        Ελλάδα, Ґанок, Скопје, Şırnak, Ijsselmeer, fi fl ffi ffl; 100 % of 1,234 (and more)…";
    for format in PaperFormat::ALL {
        let text = texts(&print(&job(format, vec![piece(typed)])).words(1));
        let typed: Vec<&str> = typed.split_whitespace().collect();
        assert!(text.windows(typed.len()).any(|words| words == typed), "{format:?}: {text:?}");
    }
}

#[test]
fn a_letter_that_has_to_be_put_together_from_base_and_mark_is_copied_as_it_was_typed() {
    let text = print(&job(PaperFormat::UsPostcard4x6, vec![piece("Avañe’ẽ is written with g\u{303} and x\u{302} too.")])).text();
    assert!(text.contains("g\u{303} and x\u{302} too"), "{text}");
}

#[test]
fn a_copied_card_says_everything_that_was_asked_for() {
    for format in CARDS {
        let pdf = print(&job(format, vec![piece(MESSAGE)]));
        let (sheet, card) = cards(format);
        let place = sheet.front(0);
        let on = |region: &Rect| {
            let region = place.rect(region);
            let inside = |word: &Word| region.contains(&word.centre());
            texts(&pdf.words(1).into_iter().filter(inside).collect::<Vec<_>>())
        };
        let mut message: Vec<&str> = MESSAGE.split_whitespace().collect();
        let mut printed = on(&card.message);
        // A turned page is read in another order.
        message.sort_unstable();
        printed.sort_unstable();
        assert_eq!(printed, message, "{format:?}");
        let mut address = on(&card.address);
        address.sort_unstable();
        let mut asked: Vec<String> = piece("").address.join(" ").to_uppercase().split(' ').map(str::to_owned).collect();
        asked.sort_unstable();
        assert_eq!(address, asked, "in capitals");
        assert_eq!(on(&card.return_address).len(), 8, "name, street, town");
        let back = pdf.text_of(2);
        for part in ["landmines", "good.", "postbag.example/c/mines"] {
            assert!(back.contains(part), "{part} in {back}");
        }
    }
}

#[test]
fn every_word_of_a_card_stands_inside_its_region_and_the_address_where_the_machine_reads() {
    let full = "Please join the treaty. ".repeat(24);
    for format in CARDS {
        let (sheet, card) = cards(format);
        for text in [MESSAGE, full.trim()] {
            let pieces = vec![piece(text); sheet.cards()];
            let pdf = print(&job(format, pieces));
            for number in 0..sheet.cards() {
                let place = sheet.front(number);
                let regions = [card.return_address, card.message, card.address].map(|region| place.rect(&region));
                let read_area = place.rect(&card.read_area);
                let mut in_read_area = 0;
                for word in pdf.words(1).iter().filter(|word| place.rect.contains(&word.centre())) {
                    assert!(regions.iter().any(|region| look::nearly_contains(region, &word.rect)), "{format:?} {word:?}");
                    if look::nearly_contains(&regions[2], &word.rect) {
                        in_read_area += 1;
                        assert!(look::nearly_contains(&read_area, &word.rect), "{word:?}");
                    }
                }
                assert_eq!(in_read_area, 14, "the words of the address");
            }
        }
    }
}

#[test]
fn no_ink_falls_on_stamp_barcode_or_margin() {
    let full = "Please join the treaty. ".repeat(24);
    let long = lines(&["Ministry of Foreign Affairs and Trade of Examplia"; 5].join("|"));
    for format in CARDS {
        let (sheet, card) = cards(format);
        for flip in Flip::ALL {
            for body in [Body::Typed(full.clone()), Body::Ruled] {
                let piece = Piece { body, address: long.clone(), return_address: long[..3].to_vec(), ..piece("") };
                let pdf = print(&PrintJob { flip, ..job(format, vec![piece; sheet.cards()]) });
                let raster = pdf.raster(1);
                for number in 0..sheet.cards() {
                    let place = sheet.front(number);
                    for zone in [card.stamp, card.barcode].iter().chain(&edges(&card)) {
                        let zone = place.rect(zone);
                        assert!(raster.is_blank(&zone), "{format:?} {flip:?} card {number}: {zone:?}");
                    }
                    assert!(!raster.is_blank(&place.rect(&card.message)), "or there is nothing to prove");
                }
                let sheet_edges = edges_of(&Rect::of(sheet.size));
                assert!(sheet_edges.iter().all(|edge| pdf.raster(2).is_blank(edge)), "the picture side of {format:?}");
            }
        }
    }
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

/// Five cards that can be told apart from both sides.
fn numbered() -> Vec<Piece> {
    ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO"]
        .into_iter()
        .map(|name| Piece {
            address: lines(&format!("To{name}|Washington, DC 20008")),
            return_address: lines(&format!("From{name}")),
            front: Front { title: format!("Title{name}"), line: String::new(), url: format!("url{name}"), ..Front::default() },
            ..piece("Hello.")
        })
        .collect()
}

#[test]
fn behind_each_address_is_its_own_picture_and_both_are_upright_when_the_card_is_turned_like_a_page() {
    for format in SHEETS {
        let (sheet, _) = cards(format);
        for flip in Flip::ALL {
            let pdf = print(&PrintJob { flip, ..job(format, numbered()) });
            // What a printer does: the back is turned about the sheet's long or short edge.
            let through = |rect: Rect| match flip {
                Flip::Long => Rect { left: sheet.size.width - rect.right(), ..rect },
                Flip::Short => Rect { top: sheet.size.height - rect.bottom(), ..rect },
            };
            let names = ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO"];
            for (number, name) in names.into_iter().enumerate() {
                let page = 2 * (number / sheet.cards());
                let (front, back) = (pdf.words(page + 1), pdf.words(page + 2));
                let find = |words: &[Word], text: String| words.iter().find(|word| word.text == text).map(Word::centre);
                let from = find(&front, format!("From{name}")).expect("the return address");
                let to = find(&front, format!("TO{name}")).expect("the address");
                let title = through(find(&back, format!("Title{name}")).expect("the title"));
                let url = through(find(&back, format!("url{name}")).expect("the address of the page"));
                let place = sheet.front(number).rect;
                for point in [from, to, title, url] {
                    assert!(place.contains(&point), "{format:?} {flip:?} {name}: {point:?} in {place:?}");
                }
                // Cards in four lie on their sides: up is to the left, on both sides of the same piece of paper.
                let down = |rect: Rect| if sheet.columns == 2 { rect.left } else { rect.top };
                assert!(down(from) < down(to), "the return address is above the address");
                assert!(down(title) < down(url), "the title is above the url: {format:?} {flip:?} {name}");
            }
            assert!(pdf.source().contains(match flip {
                Flip::Long => "/DuplexFlipLongEdge",
                Flip::Short => "/DuplexFlipShortEdge",
            }));
        }
    }
}

#[test]
fn places_without_a_card_stay_blank() {
    for format in SHEETS {
        let (sheet, _) = cards(format);
        for flip in Flip::ALL {
            let pdf = print(&PrintJob { flip, ..job(format, numbered()) });
            let last: usize = pdf.info("Pages").parse().unwrap();
            let (addresses, pictures) = (pdf.raster(last - 1), pdf.raster(last));
            // Cut marks stand at the edges of a place, within 20 points of its corners and sides.
            for number in 1..sheet.cards() {
                assert!(addresses.is_blank(&sheet.front(number).rect), "{format:?} {flip:?} {number}");
                assert!(pictures.is_blank(&sheet.back(number, flip).rect.inset(18.5)), "{format:?} {flip:?} {number}");
            }
            assert!(!addresses.is_blank(&sheet.front(0).rect));
            assert!(!pictures.is_blank(&sheet.back(0, flip).rect));
        }
    }
}

#[test]
fn a_sheet_shows_where_to_cut_unless_it_is_perforated() {
    for format in SHEETS {
        let (sheet, _) = cards(format);
        let raster = print(&job(format, vec![piece(MESSAGE); sheet.cards()])).raster(2);
        assert_eq!(sheet.cut_marks.is_empty(), format == PaperFormat::UsLetter2up4x6);
        for mark in sheet.cut_marks {
            let around = Rect::new(mark.left - 1.0, mark.top - 1.0, mark.width + 2.0, mark.height + 2.0);
            assert!(!raster.is_blank(&around), "{mark:?}");
        }
    }
}

#[test]
fn a_perforated_sheet_is_inked_on_its_cards_alone() {
    let pdf = print(&job(PaperFormat::UsLetter2up4x6, vec![piece(MESSAGE); 2]));
    for page in 1..=2 {
        let raster = pdf.raster(page);
        // Avery 5389: 1.25 in round the cards, half an inch between them.
        for strip in [
            Rect::new(0.0, 0.0, 612.0, 90.0),
            Rect::new(0.0, 0.0, 90.0, 792.0),
            Rect::new(522.0, 0.0, 90.0, 792.0),
            Rect::new(0.0, 378.0, 612.0, 36.0),
            Rect::new(0.0, 702.0, 612.0, 90.0),
        ] {
            assert!(raster.is_blank(&strip), "page {page}: {strip:?}");
        }
    }
}

#[test]
fn for_a_print_shop_the_picture_runs_over_the_cut_and_words_stay_away_from_it() {
    for (format, bleed, trim) in [(PaperFormat::UsPostcard4x6, 9.0, (432.0, 288.0)), (PaperFormat::A6, 8.504, (419.528, 297.638))]
    {
        let pdf = print(&PrintJob { bleed: true, ..job(format, vec![piece(MESSAGE)]) });
        pdf.check();
        let (width, height) = (trim.0 + 2.0 * bleed, trim.1 + 2.0 * bleed);
        for (name, expected) in [
            ("MediaBox", [0.0, 0.0, width, height]),
            ("BleedBox", [0.0, 0.0, width, height]),
            ("TrimBox", [bleed, bleed, bleed + trim.0, bleed + trim.1]),
        ] {
            let found = pdf.page_box(name);
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.02), "{format:?} {name}: {found:?}");
        }
        let picture = pdf.raster(2);
        for cut_off in [Rect::new(0.0, 1.0, width, bleed - 1.0), Rect::new(0.0, height - bleed, width, bleed - 1.0)] {
            let ink = picture.ink(&cut_off).expect("ink that is cut off");
            assert!(ink.left < 2.0 * bleed && ink.right() > width - 2.0 * bleed, "{ink:?}");
        }
        let safe = Rect::new(bleed + 9.0, bleed + 9.0, trim.0 - 18.0, trim.1 - 18.0);
        assert!(pdf.words(2).iter().all(|word| look::nearly_contains(&safe, &word.rect)));
        // The address side is the one that is printed at home, on a bigger page.
        let home = print(&job(format, vec![piece(MESSAGE)]));
        for (here, there) in pdf.words(1).iter().zip(home.words(1)) {
            assert_eq!(here.text, there.text);
            assert!(
                (here.rect.left - bleed - there.rect.left).abs() < 0.01 && (here.rect.top - bleed - there.rect.top).abs() < 0.01
            );
        }
        assert!(edges_of(&Rect::of(Size::new(width, height))).iter().all(|edge| pdf.raster(1).is_blank(edge)));
    }
    let sheet = PrintJob { bleed: true, ..job(PaperFormat::UsLetter4up, vec![piece(MESSAGE)]) };
    assert_eq!(print(&sheet).info("Page size"), "612 x 792 pts (letter)", "what has no bleed takes no notice of it");
}

#[test]
fn the_test_page_measures_what_it_says_and_its_crosses_meet_through_the_paper() {
    let press = press();
    for stock in Stock::ALL {
        for flip in Flip::ALL {
            let pdf = Pdf::new(&press.test_page(stock, flip).unwrap());
            pdf.check();
            assert!(pdf.source().contains("/Lang (en)"));
            let (front, back) = (pdf.raster(1), pdf.raster(2));
            let size = stock.size();
            // The numbers stand beside their ticks: from "0" to "100 mm", and from "0" to "4 in".
            let words = pdf.words(1);
            let word = |text: &str, unit: &str| {
                let top = words.iter().rfind(|word| word.text == unit).unwrap().rect.top;
                words.iter().find(|word| word.text == text && (word.rect.top - top).abs() < 0.1).unwrap().rect
            };
            for (first, last, unit, length) in [("0", "100", "mm", 100.0 / 25.4 * 72.0), ("0", "4", "in", 288.0)] {
                let (first, last) = (word(first, unit), word(last, unit));
                assert!((last.left - first.left - length).abs() < 0.1, "{unit}: {first:?} {last:?}");
                // Between the short ticks and the numbers stand the long ticks alone, half a point wide.
                let y = if unit == "mm" { first.bottom() + 1.5 } else { first.top - 3.5 };
                let ticks = front.ink(&Rect::between(first.left - 6.0, y, last.left + 2.0, y + 2.0)).expect("ticks");
                assert!((ticks.width - 0.5 - length).abs() <= 0.75, "{unit}: {ticks:?}");
            }
            let through = |rect: &Rect| match flip {
                Flip::Long => Rect { left: size.width - rect.right(), ..*rect },
                Flip::Short => Rect { top: size.height - rect.bottom(), ..*rect },
            };
            for corner in [
                Rect::new(54.0, 54.0, 120.0, 90.0),
                Rect::new(size.width - 174.0, 54.0, 120.0, 90.0),
                Rect::new(size.width / 2.0 - 60.0, size.height - 150.0, 120.0, 100.0),
            ] {
                let (cross, behind) = (front.ink(&corner).expect("a cross"), back.ink(&through(&corner)).expect("a cross"));
                let behind = through(&behind);
                let same = |a: f32, b: f32| (a - b).abs() <= 0.5;
                assert!(
                    same(cross.left, behind.left) && same(cross.top, behind.top) && same(cross.right(), behind.right()),
                    "{stock:?} {flip:?}: {cross:?} {behind:?}"
                );
                assert!((cross.width - 20.0 / 25.4 * 72.0).abs() < 1.5, "twenty ticks of a millimetre: {cross:?}");
            }
            assert!(edges_of(&Rect::of(size)).iter().all(|edge| front.is_blank(edge) && back.is_blank(edge)));
        }
    }
}

#[test]
fn cards_to_write_on_have_lines_and_an_address_but_no_words() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        let pdf = print(&job(format, vec![Piece { body: Body::Ruled, return_address: Vec::new(), ..piece("") }]));
        let words = texts(&pdf.words(1));
        assert_eq!(words.len(), 14, "the address alone: {words:?}");
        let raster = pdf.raster(1);
        let place = sheet.front(0);
        let lines = (0..9).filter(|line| {
            let top = card.message.top + 20.0 * (f32::from(u8::try_from(*line).unwrap()) + 1.0);
            let rule = Rect::new(card.message.left, top - 1.0, card.message.width, 2.5);
            rule.bottom() <= card.message.bottom() + 1.0 && !raster.is_blank(&place.rect(&rule))
        });
        assert!(lines.count() >= 7, "{format:?}");
    }
}

/// A class set of so many cards, each with a name.
fn class_set(format: PaperFormat, cards: usize, name: impl Fn(usize) -> String) -> PrintJob {
    let line = |number| RosterLine {
        number,
        name: name(number),
        whom: format!("Embassy of the Republic of Examplia {number}"),
        stamp: if number == 1 { "a postcard stamp" } else { "a Global Forever stamp" }.into(),
    };
    let cover = Cover {
        title: "Give up landmines for good".into(),
        steps: vec!["Print on both sides, at 100 % (“actual size”), flip on long edge.".into(), "Cut along the marks.".into()],
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
        let PressError::MissingGlyph { script, font, .. } = &error else { panic!("{error:?}") };
        assert_eq!((script.as_str(), font.as_str()), ("Thai", "Noto Sans Thai (in Debian’s package fonts-noto-core)"));
    }
    let error = press().print(&job(PaperFormat::UsPostcard4x6, vec![piece("Peace 🕊 and 毛")])).unwrap_err();
    assert!(error.to_string().contains('🕊'), "{error}");
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

#[test]
fn the_window_of_the_envelope_shows_the_address_of_a_letter_and_nothing_else() {
    for (format, geometry) in LETTERS {
        let pdf = print(&job(format, vec![piece(MESSAGE)]));
        let seen: Vec<Word> = pdf.words(1).into_iter().filter(|word| word.rect.overlaps(&geometry.window)).collect();
        assert_eq!(texts(&seen).join(" "), piece("").address.join(" "), "{format:?}");
        assert!(seen.iter().all(|word| look::nearly_contains(&geometry.address, &word.rect)), "{seen:?}");
        let text = pdf.text();
        for part in ["Ada Sample", "20 November 2026", "The Mine Ban Treaty", "Respectfully,"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let raster = pdf.raster(1);
        for mark in geometry.marks {
            let around = Rect::new(mark.left, mark.top - 1.0, mark.width, mark.height + 2.0);
            assert!(!raster.is_blank(&around), "{format:?} {mark:?}");
        }
        assert!(edges_of(&Rect::of(geometry.size)).iter().all(|edge| raster.is_blank(edge)), "{format:?}");
    }
}

#[test]
fn a_long_letter_goes_on_on_pages_that_say_whose_they_are() {
    let sentence = "Mines laid decades ago still take a leg or a life every day. ";
    let body = (0..30).map(|number| format!("{number}. {}", sentence.repeat(5))).collect::<Vec<_>>().join("\n\n");
    for (format, geometry) in LETTERS {
        let pdf = print(&job(format, vec![piece(&body), piece(MESSAGE)]));
        let pages: usize = pdf.info("Pages").parse().unwrap();
        assert!(pages > 3, "{pages}");
        let mut words = Vec::new();
        for page in 1..pages {
            let text = pdf.text_of(page);
            let header = format!("{page} / {}", pages - 1);
            assert_eq!(text.contains(&header), page > 1, "{header} in {text}");
            if page > 1 {
                assert!(text.contains("The Ambassador of Examplia · 20 November 2026"), "{text}");
            }
            let room = if page == 1 { geometry.first_body } else { geometry.next_body };
            words.extend(texts(&pdf.words(page).into_iter().filter(|word| room.contains(&word.centre())).collect::<Vec<_>>()));
        }
        let typed: Vec<&str> = body.split_whitespace().collect();
        assert_eq!(words[4..], typed, "after the four words of the subject, nothing is lost or said twice");
        assert!(!pdf.text_of(pages).contains(" / "), "the next letter starts over");
    }
}

/// A picture of two tones, made ready as an upload is: its upper left quarter is black, all else a middle grey.
fn plate(width: u32, height: u32) -> Plate {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(if x < width / 2 && y < height / 2 { [0, 0, 0] } else { [150, 150, 150] })
    });
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    let prepared = PicturePrepress.prepare(file.get_ref()).unwrap();
    Plate {
        id: ArtworkId::parse(&format!("{width:032x}{height:032x}")).unwrap(),
        credit: Credit::parse("Art by Ada, grade 6").unwrap(),
        alternative_text: AlternativeText::parse("A black window in a grey wall").unwrap(),
        width: prepared.width,
        height: prepared.height,
        jpeg: prepared.jpeg.into(),
    }
}

const PAGE: &str = "https://letters.example/c/mines";

fn with_front(picture: Picture, code: bool) -> Piece {
    let front = Front { picture, code: code.then(|| PAGE.to_owned()), ..piece("").front };
    Piece { front, ..piece(MESSAGE) }
}

fn size_of(plate: &Plate) -> Size {
    let side = |pixels| f32::from(u16::try_from(pixels).unwrap());
    Size::new(side(plate.width), side(plate.height))
}

/// 31 characters are a code of version 3.
const CODE: CodeGeometry = CodeGeometry { modules: 29 };

#[test]
fn artwork_is_printed_whole_and_upright_where_the_geometry_says_and_nowhere_else() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        for plate in [plate(2400, 1600), plate(700, 1000), plate(1800, 400)] {
            for code in [false, true] {
                let geometry = PictureGeometry::fit(&card.art, size_of(&plate), code.then_some(CODE));
                let pdf = print(&job(format, vec![with_front(Picture::Artwork(plate.clone()), code)]));
                pdf.check();
                let (raster, place) = (pdf.raster(2), sheet.back(0, Flip::Long));
                let grey = |rect: Rect| raster.grey(&place.rect(&rect));
                let picture = geometry.picture.inset(1.0);
                let (half, middle) = (picture.width / 2.0 - 1.0, picture.left + picture.width / 2.0 + 1.0);
                let upper = Rect { height: picture.height / 2.0 - 1.0, ..picture };
                assert!(grey(Rect { width: half, ..upper }) < 12, "{format:?} the upper left quarter is black");
                for rest in [Rect { left: middle, width: half, ..upper }, Rect { top: upper.bottom() + 3.0, ..upper }] {
                    assert!(grey(rest).abs_diff(150) < 12, "{format:?} {}", grey(rest));
                }
                for strip in ring(&geometry.picture.inset(-2.0), 1.0) {
                    assert!(raster.is_blank(&place.rect(&strip)), "{format:?} {strip:?} beside {:?}", geometry.picture);
                }
                let credit = place.rect(&geometry.credit);
                let words: Vec<Word> = pdf.words(2).into_iter().filter(|word| credit.contains(&word.centre())).collect();
                assert_eq!(texts(&words).len(), 5, "{format:?} {words:?}");
                assert_eq!(pdf.words(2).len(), 5, "nothing else is written on the picture side");
            }
        }
    }
}

#[test]
fn artwork_is_in_a_document_once_untouched_and_at_the_resolution_it_was_stored_in() {
    let plate = plate(3000, 2000);
    assert_eq!((plate.width, plate.height), (1875, 1250));
    let one = press().print(&job(PaperFormat::UsLetter4up, vec![with_front(Picture::Artwork(plate.clone()), true)])).unwrap();
    let pieces = vec![with_front(Picture::Artwork(plate.clone()), true); 60];
    let bytes = press().print(&job(PaperFormat::UsLetter4up, pieces)).unwrap();
    assert!(bytes.windows(plate.jpeg.len()).filter(|window| **window == *plate.jpeg).count() == 1, "once, byte for byte");
    assert!(bytes.len() < one.len() + 60_000, "{} and {}", one.len(), bytes.len());
    let pdf = Pdf::new(&bytes);
    pdf.check();
    let mut seen = Vec::new();
    for page in [2, 4, 30] {
        let images = pdf.images(page);
        assert_eq!(images.len(), 4, "{images:?}");
        seen.extend(images);
        assert_eq!(pdf.images(page - 1), []);
    }
    assert!(seen.iter().all(|image| *image == seen[0]), "{seen:?}");
    assert_eq!((seen[0].width, seen[0].height, seen[0].encoding.as_str()), (1875, 1250, "jpeg"));
    assert!(seen[0].dots >= 300, "{seen:?}");
    assert!(pdf.strings("/Alt").contains(&"A black window in a grey wall".to_owned()), "what is to be seen is said");
}

#[test]
fn a_card_is_read_out_in_its_parts() {
    let code = "https://postbag.example/c/mines".to_owned();
    let with_code = Piece { front: Front { code: Some(code), ..piece("").front }, ..piece(MESSAGE) };
    let pdf = print(&job(PaperFormat::UsLetter4up, vec![with_code.clone(), with_code]));
    let address_side = [
        "Sect",
        "P",
        "\"Ada Sample 12 Sample Street Ridgeview, OH 43999\"",
        "P",
        "\"Your Excellency,\"",
        "P",
        "\"I write from Ridgeview, and I ask you to accede to the Mine Ban Treaty this year. An officer’s first affair in \
         Łódź, İstanbul, Αθήνα and Київ was a field of mines.\"",
        "P",
        "\"Respectfully, Ada Sample\"",
        "P",
        "\"THE AMBASSADOR OF EXAMPLIA EMBASSY OF EXAMPLIA 1600 SAMPLE AVENUE NW WASHINGTON, DC 20008\"",
    ];
    let picture_side =
        ["Sect", "H1", "\"Give up landmines\"", "P", "\"For good.\"", "P", "\"postbag.example/c/mines\"", "Figure", "\"\""];
    let sheet = [&["Document"][..], &address_side, &address_side, &picture_side, &picture_side].concat();
    assert_eq!(pdf.read_out(), sheet);
    assert_eq!(pdf.strings("/Alt"), ["QR code: https://postbag.example/c/mines"; 2]);
    assert!(pdf.all_info().contains("Tagged:          yes"), "{}", pdf.all_info());
}

#[test]
fn a_paragraph_that_goes_on_on_the_next_page_is_read_out_in_one() {
    let sentence = "One sentence of a letter that does not end on its first page. ";
    let pdf = print(&job(PaperFormat::A4, vec![piece(&format!("Dear Madam,\n\n{}\n\nRegards", sentence.repeat(140)))]));
    assert_eq!(pdf.info("Pages"), "3");
    let read = pdf.read_out();
    let heading = read.iter().position(|line| line == "H1").unwrap();
    assert_eq!(read[heading + 1], "\"The Mine Ban Treaty\"");
    assert_eq!(
        read[heading + 2..],
        ["P", "\"Dear Madam,\"", "P", &format!("\"{}\"", sentence.repeat(140).trim_end()), "P", "\"Regards\""],
        "the heads of the pages after the first are passed over"
    );
}

#[test]
fn two_artworks_in_a_document_stay_apart() {
    let (wide, tall) = (plate(1200, 800), plate(500, 800));
    let pieces = [&wide, &tall, &wide].map(|plate| with_front(Picture::Artwork(plate.clone()), false)).to_vec();
    let pdf = print(&job(PaperFormat::UsPostcard4x6, pieces));
    let sizes = [2, 4, 6].map(|page| pdf.images(page).iter().map(|image| image.width).collect::<Vec<_>>());
    assert_eq!(sizes, [vec![1200], vec![500], vec![1200]]);
}

#[test]
fn the_code_leads_to_the_campaigns_page_whatever_the_picture_and_keeps_its_quiet_zone() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        for picture in [Picture::Title, Picture::Frame, Picture::Artwork(plate(1200, 800)), Picture::Artwork(plate(900, 300))] {
            for flip in Flip::ALL {
                let pieces = vec![with_front(picture.clone(), true); sheet.cards()];
                let pdf = print(&PrintJob { flip, ..job(format, pieces) });
                let raster = pdf.raster(2);
                let places: Vec<Rect> = (0..sheet.cards()).map(|number| sheet.back(number, flip).rect).collect();
                let codes = pdf.codes(2, &places);
                assert_eq!(codes.len(), sheet.cards(), "{format:?} {picture:?}");
                for number in 0..sheet.cards() {
                    let place = sheet.back(number, flip);
                    let code = codes.iter().find(|code| place.rect.contains(&code.rect)).expect("a code on each card");
                    assert_eq!(code.text, PAGE);
                    assert_ne!(code.error_correction, look::Code::WEAKEST, "M or better");
                    let symbol = raster.inked(&code.rect.inset(-4.0));
                    assert!(symbol.width >= 0.8 * 72.0 - 0.5 && symbol.height >= 0.8 * 72.0 - 0.5, "{symbol:?}");
                    // The raster adds up to half a point to what stands on either side of it.
                    let quiet = symbol.inset(-4.0 * CODE.module() + 1.0);
                    let art = place.rect(&card.art);
                    assert!(art.contains(&quiet), "{quiet:?} in {art:?}");
                    for strip in ring(&quiet, 4.0 * CODE.module() - 1.5) {
                        assert!(raster.is_blank(&strip), "{format:?} {picture:?} {strip:?}");
                    }
                }
            }
        }
        let without = print(&job(format, vec![with_front(Picture::Title, false)]));
        assert_eq!(without.codes(2, &[sheet.back(0, Flip::Long).rect]), []);
    }
}

/// The outer strip of a rectangle on its four sides.
fn ring(rect: &Rect, width: f32) -> [Rect; 4] {
    [
        Rect { height: width, ..*rect },
        Rect { width, ..*rect },
        Rect { top: rect.bottom() - width, height: width, ..*rect },
        Rect { left: rect.right() - width, width, ..*rect },
    ]
}

#[test]
fn a_frame_to_draw_in_is_empty() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        let pdf = print(&job(format, vec![with_front(Picture::Frame, true)]));
        let (raster, place) = (pdf.raster(2), sheet.back(0, Flip::Long));
        let frame = PictureGeometry::frame(&card.art, Some(CODE)).picture;
        assert!(raster.is_blank(&place.rect(&frame.inset(1.5))));
        for side in ring(&frame, 1.5) {
            assert!(!raster.is_blank(&place.rect(&side)), "{side:?}");
        }
        assert_eq!(pdf.text_of(2).trim(), "", "nobody's credit");
    }
}

#[test]
fn a_long_title_stands_beside_the_code_and_one_that_is_far_too_long_is_refused() {
    let press = press();
    let with = |title: String| {
        let front = Front { title, ..with_front(Picture::Title, true).front };
        press.print(&job(PaperFormat::UsLetter4up, vec![Piece { front, ..piece(MESSAGE) }]))
    };
    let title = "Ask your senators to ratify the treaty that bans cluster munitions for good, ".repeat(2);
    let pdf = Pdf::new(&with(title.trim().to_owned()).unwrap());
    for word in title.split_whitespace() {
        assert!(pdf.text_of(2).contains(word), "{word}");
    }
    assert_eq!(with(title.repeat(20)), Err(PressError::FrontTooLong));
}

#[test]
fn a_credit_line_that_no_card_has_room_for_is_refused() {
    let press = press();
    let with = |credit: &str| {
        let plate = Plate { credit: Credit::parse(credit).unwrap(), ..plate(300, 600) };
        press.print(&job(PaperFormat::UsLetter4up, vec![with_front(Picture::Artwork(plate), true)]))
    };
    assert!(with("Art by Ada and Ben Sample, grade 6, Ridgeview Middle School").is_ok());
    assert_eq!(with(&"W".repeat(80)), Err(PressError::CreditTooLong));
}
