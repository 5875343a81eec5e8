//! Whatever is written, nothing is printed where it may not be.

use std::sync::LazyLock;

use domain::paper::{CardGeometry, LetterGeometry, PaperFormat, Rect, Side};
use proptest::prelude::*;
use usecases::press::{Body, Front, Piece, PressError};

use super::*;
use crate::{fonts::Family, ink::Ink, text::Line};

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::load(&[]).unwrap());

/// From the top of the tallest letter to the bottom of the deepest, along the whole line.
fn extent(line: &Line, left: f32, baseline: f32, size: f32) -> Rect {
    let edges = line.marks.iter().fold((0.0_f32, line.width), |(low, high), mark| (low.min(mark.x), high.max(mark.x)));
    let (above, below) = Family::ALL.map(|family| FONTS.face(family)).iter().fold((0.0_f32, 0.0_f32), |(above, below), face| {
        if line.marks.iter().any(|mark| FONTS.face(mark.family).name == face.name) {
            (above.max(face.ascent), below.max(face.descent))
        } else {
            (above, below)
        }
    });
    Rect::between(left + edges.0 * size, baseline - above * size, left + edges.1 * size, baseline + below * size)
}

fn box_of(ink: &Ink) -> Rect {
    match ink {
        Ink::Fill { rect, .. } | Ink::Drawing { rect, .. } => *rect,
        Ink::Text { line, left, baseline, size, .. } => extent(line, *left, *baseline, *size),
    }
}

/// Whether one lies inside the other, but for what adding up `f32`s costs, and for the taller ascent of a letter that
/// had to come from the other face.
fn inside(region: &Rect, rect: &Rect) -> bool {
    region.inset(-2.0).contains(rect) && rect.left >= region.left - 0.05 && rect.right() <= region.right() + 0.05
}

fn letters() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~\n]{0,900}",
        "([A-Za-z]{1,12}[ ,.\n]){0,150}",
        "[ \nA-Za-zÀ-ɏΑ-ωА-яЁёЇїґ’–“”\u{300}\u{301}\u{303}\u{327}]{0,700}",
        "[א-ת a-z0-9().,\n]{0,300}",
        "[a-zA-Zæœßŋ]{300,700}",
        "(fi|ffl|AV|To |Ty|ǆ|\u{AD}|\u{200D}|\u{A0}|f|j| ){0,400}",
    ]
}

fn piece(text: String) -> Piece {
    let short = |count: usize| text.split(' ').filter(|word| !word.trim().is_empty()).take(count).collect::<Vec<_>>().join(" ");
    Piece {
        address: vec![short(4), short(2), "WASHINGTON, DC 20510".to_owned()],
        return_address: vec![short(3), short(5)],
        front: Front {
            title: format!("Title {}", short(3)),
            line: short(6),
            url: "postbag.example/c/mines".to_owned(),
            code: Some("https://postbag.example/c/mines".to_owned()),
            ..Front::default()
        },
        subject: Some(short(5)),
        date: Some("20 November 2026".to_owned()),
        body: Body::Typed(text),
    }
}

/// Refusals are right answers; that the press fails is not.
fn refused(error: &PressError) -> bool {
    !matches!(error, PressError::Failed(_) | PressError::Nothing)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_glyph_of_a_card_leaves_its_region(text in letters()) {
        let piece = piece(text);
        let typesetter = Typesetter::new(&FONTS, "en");
        for format in [PaperFormat::UsPostcard4x6, PaperFormat::UsLetter4up] {
            let card = CardGeometry::of(format).unwrap();
            match card::address_side(&typesetter, &card, &piece) {
                Ok(inks) => for rect in inks.iter().map(box_of) {
                    let regions = [card.return_address, card.message, card.address, card.divider];
                    prop_assert!(regions.iter().any(|region| inside(region, &rect)), "{rect:?}");
                    prop_assert!(card.may_be_inked(Side::Address, &rect), "{rect:?}");
                },
                Err(error) => prop_assert!(refused(&error), "{error:?}"),
            }
            match card::picture_side(&typesetter, &card, &piece.front) {
                Ok(inks) => {
                    let (codes, others): (Vec<_>, Vec<_>) = inks.iter().partition(|ink| matches!(ink, Ink::Drawing { .. }));
                    prop_assert_eq!(codes.len(), 1);
                    let code = box_of(codes[0]);
                    prop_assert!(card.may_be_inked(Side::Picture, &code));
                    for rect in others.into_iter().map(box_of) {
                        prop_assert!(card.may_be_inked(Side::Picture, &rect), "{rect:?}");
                        prop_assert!(!rect.overlaps(&code.inset(0.05)), "{rect:?} lies on the code's quiet zone");
                    }
                }
                Err(error) => prop_assert!(refused(&error), "{error:?}"),
            }
        }
    }

    #[test]
    fn no_glyph_of_a_letter_leaves_its_region(text in letters(), repeat in 1_usize..8) {
        let geometry = LetterGeometry::US_LETTER;
        let typesetter = Typesetter::new(&FONTS, "en");
        let piece = piece(vec![text; repeat].join("\n\n"));
        match letter::pages(&typesetter, &geometry, &piece) {
            Ok(pages) => for (number, page) in pages.iter().enumerate() {
                for rect in page.iter().map(box_of) {
                    let first = [geometry.return_address, geometry.date, geometry.address, geometry.first_body];
                    let next = [geometry.header, geometry.next_body];
                    let regions = if number == 0 { &first[..] } else { &next[..] };
                    let fold = number == 0 && geometry.folds.contains(&rect);
                    prop_assert!(fold || regions.iter().any(|region| inside(region, &rect)), "page {number}: {rect:?}");
                }
            },
            Err(error) => prop_assert!(refused(&error), "{error:?}"),
        }
    }

    #[test]
    fn what_must_go_is_the_least_that_must_go(words in "([a-zÀ-ɏ]{1,12}[ ,.\n]){170,260}") {
        let typesetter = Typesetter::new(&FONTS, "en");
        let card = CardGeometry::of(PaperFormat::UsPostcard4x6).unwrap();
        let print = |text: &str| card::address_side(&typesetter, &card, &piece(text.to_owned())).map(|_| ());
        if let Err(PressError::TooLong { over }) = print(&words) {
            let count = words.chars().count();
            let first = |chars: usize| words.chars().take(chars).collect::<String>();
            prop_assert_eq!(print(&first(count - over)), Ok(()));
            let over = print(&first(count - over + 1));
            prop_assert!(matches!(over, Err(PressError::TooLong { over: 1 })), "{over:?}");
        }
    }

    #[test]
    fn a_press_never_panics_and_never_fails(text in any::<String>()) {
        let press = PRESS.as_ref().unwrap();
        for format in PaperFormat::ALL {
            let job = PrintJob {
                format,
                flip: domain::paper::Flip::Short,
                title: text.clone(),
                language: Language::Es,
                pieces: vec![piece(text.clone())],
            };
            if let Err(error) = press.print(&job) {
                prop_assert!(refused(&error), "{error:?}");
            }
        }
    }
}

static PRESS: LazyLock<Result<PdfPress, FontError>> = LazyLock::new(PdfPress::new);
