//! Properties of the press: whatever is written, nothing is printed where it may not be.

use std::sync::LazyLock;

use domain::{
    checked::{several_lines, shown},
    paper::{CardGeometry, LetterGeometry, PaperFormat, Rect, Side},
    problem::Problem,
};
use proptest::prelude::*;
use usecases::ports::press::{Body, Front, Piece, PressError};
use words::Words;

use super::*;
use crate::{layout::card, page::ink::Ink, text::Line};

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::load(&[], INSTALLED).unwrap());

const INSTALLED: FontSearch = FontSearch { system: true, folder: None };

/// Words that are hard to set, in all the scripts that letters are most likely to be written in beside those of the
/// build: letters that join, change places, stack, hang and have no spaces between them.
const WORDS: [&str; 27] = [
    "السلام",
    "مُحَمَّدٌ",
    "لا",
    "سرنگوں",
    "ٹھیک",
    "שָׁלוֹם",
    "קורא",
    "हिन्दी",
    "स्त्री",
    "र्क",
    "ปู่ญี่ปุ่น",
    "ห้องสมุด",
    "ຫ້ອງສະໝຸດ",
    "ខ្ញុំ",
    "ស្ត្រី",
    "ကျွန်မသည်",
    "ကြည့်",
    "ქვეყანა",
    "երկիրը",
    "ስምምነት",
    "地雷「禁止」、条約。",
    "대인지뢰",
    "😀",
    "👍🏽",
    "🇫🇷🇩🇪",
    "👨\u{200D}👩\u{200D}👧",
    "1\u{FE0F}\u{20E3}",
];

fn scripts() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => proptest::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => "[a-z0-9().,]{1,8}",
        1 => "[ء-يًٌَُِّْ]{1,8}|[א-תְ-ׇ]{1,8}|[क-हा-्]{1,8}|[ก-ฮะ-ฺเ-๎]{1,8}|[ក-អា-្]{1,8}|[က-အါ-ှ]{1,8}|[一-丿]{1,8}",
        1 => "[\u{200B}-\u{200F}\u{202E}\u{2066}\u{2069}]{1,3}",
    ];
    let between = proptest::sample::select(&[" ", " ", "", "\n", ", "][..]);
    proptest::collection::vec((word, between), 0..60)
        .prop_map(|words| words.into_iter().flat_map(|(word, between)| [word, between.to_owned()]).collect())
}

fn typesetter(text: &str) -> Typesetter<'static> {
    Typesetter::new(&FONTS, "en", Readers::of(domain::language::Language::EN, [text].into_iter()))
}

#[test]
fn the_fonts_that_these_tests_are_about_are_installed() {
    for (word, package) in
        WORDS.iter().map(|word| (word, if word.contains(['地', '대']) { "fonts-noto-cjk" } else { "fonts-noto-core" }))
    {
        let shaped = typesetter(word).paragraph(word, crate::fonts::family::Family::Serif);
        assert!(shaped.is_ok(), "{word}: {shaped:?}: install the package {package}");
    }
}

#[test]
fn what_cannot_be_broken_and_is_wider_than_a_page_is_too_long() {
    let family = "\u{1F468}\u{200D}".repeat(299);
    for format in PaperFormat::ALL {
        let pieces = vec![Piece { body: Body::Typed(format!("Your Excellency,\n\n{family}\n\nAda")), ..piece(String::new()) }];
        let (title, language) = (String::new(), Language::EN);
        let job = PrintJob { format, flip: Flip::Long, bleed: false, title, language, pieces, cover: None };
        let printed = PRESS.as_ref().unwrap().print(&job).map(|_| ());
        assert!(matches!(printed, Err(PressError::TooLong { over: 1.. })), "{format:?}: {printed:?}");
    }
}

/// The error of adding up `f32`s, in points.
const DUST: f32 = 0.05;

/// How far before its letter a mark may begin, in em: one that is wider than its letter.
const BEFORE: f32 = 0.1;

/// From the top of the tallest letter to the bottom of the deepest, along the whole line.
fn extent(line: &Line, left: f32, baseline: f32, size: f32) -> Rect {
    let mut edges = [0.0_f32, line.width, 0.0, 0.0];
    for mark in &line.marks {
        let face = FONTS.face(mark.face);
        let ink = face.bounds(mark.glyph);
        let (top, bottom) = (ink.above + mark.y, ink.below - mark.y);
        let [from, to, above, below] = if mark.face.is_built_in() {
            // Where the pen is: the tail of a j may reach under what stands before it.
            let [top, bottom] = if mark.y == 0.0 { [0.0; 2] } else { [top, bottom] };
            [mark.x + BEFORE, mark.x, face.ascent.max(top), face.descent.max(bottom)]
        } else {
            [mark.x + ink.left, mark.x + ink.right, top, bottom]
        };
        edges = [edges[0].min(from), edges[1].max(to), edges[2].max(above), edges[3].max(below)];
    }
    let [from, to, above, below] = edges.map(|edge| edge * size);
    Rect::between(left + from, baseline - above, left + to, baseline + below).inset(DUST)
}

fn box_of(ink: &Ink) -> Rect {
    match ink {
        Ink::Fill { rect, .. } | Ink::Drawing { rect, .. } => *rect,
        Ink::Text { line, left, baseline, size, .. } => extent(line, *left, *baseline, *size),
    }
}

/// Whether one lies inside the other, but for the taller ascent of a letter that had to come from the other face.
fn inside(region: &Rect, rect: &Rect) -> bool {
    Rect { top: region.top - 2.0, height: region.height + 4.0, ..*region }.contains(rect)
}

/// Where a card's address side is inked. A line of the corner may begin beside the last of the column.
fn regions(card: &CardGeometry) -> Vec<Rect> {
    let corner = card.corner.map(|corner| Rect::between(corner.left, card.message.top, corner.right(), corner.bottom()));
    [card.return_address, card.message, card.address, card.divider].into_iter().chain(corner).collect()
}

/// Every card that is printed, at home and in a print shop.
fn cards() -> Vec<CardGeometry> {
    let card = |layout: Layout| match layout {
        Layout::Cards { card, .. } => Some(card),
        Layout::Letter(_) => None,
    };
    let with_bleed = PaperFormat::ALL.into_iter().filter_map(PaperFormat::layout_with_bleed);
    PaperFormat::ALL.map(PaperFormat::layout).into_iter().chain(with_bleed).filter_map(card).collect()
}

fn letters() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => scripts(),
        1 => "[ -~\n]{0,900}",
        1 => "([A-Za-z]{1,12}[ ,.\n]){0,150}",
        1 => "[ \nA-Za-zÀ-ɏΑ-ωА-яЁёЇїґ’–“”\u{300}\u{301}\u{303}\u{327}]{0,700}",
        1 => "[א-ת a-z0-9().,\n]{0,300}",
        1 => "[a-zA-Zæœßŋ]{300,700}",
        1 => "(fi|ffl|AV|To |Ty|ǆ|\u{AD}|\u{200D}|\u{A0}|f|j| ){0,400}",
    ]
}

#[test]
fn lines_of_tall_letters_do_not_touch_each_other() {
    let texts =
        [("محترم سفیر صاحب، میں اسکول کے کتب خانے سے لکھ رہی ہوں ", 3), ("ស្ត្រី កុមារ ", 10), ("ကြည့်တိုက် ကြီး ", 10), ("ཚབ་མཆོག ", 14)];
    for (text, times) in texts {
        let text = text.repeat(times);
        let card = CardGeometry::of(PaperFormat::UsPostcard4x6).unwrap();
        let body = Body::Typed(text.clone());
        let piece = Piece { body, return_address: Vec::new(), ..piece("Ada Sample".to_owned()) };
        let inks = card::address_side(&typesetter(&text), &card, &piece).unwrap();
        let lines: Vec<Rect> = inks.iter().map(box_of).filter(|rect| inside(&card.message, rect)).collect();
        assert!(lines.len() > 2, "{text}: {lines:?}");
        for pair in lines.windows(2) {
            assert!(pair[0].bottom() <= pair[1].top, "{text}: {pair:?}");
        }
    }
}

#[test]
fn marks_that_are_piled_on_a_letter_stay_in_its_region() {
    let piled = |count: usize| format!("x{}", "\u{301}".repeat(count));
    let typesetter = typesetter("");
    for card in cards() {
        let print = |return_address: String, text: String| {
            let piece = Piece { return_address: vec![return_address], body: Body::Typed(text), ..piece("Ada Sample".to_owned()) };
            card::address_side(&typesetter, &card, &piece)
        };
        // The message's face lays marks on each other, the address's piles them up.
        for inks in [print(piled(3), String::new()), print(String::new(), piled(400))] {
            for rect in inks.unwrap().iter().map(box_of) {
                let regions = regions(&card);
                assert!(regions.iter().any(|region| inside(region, &rect)), "{rect:?}");
            }
        }
        assert!(matches!(print(piled(39), String::new()), Err(PressError::ReturnAddressTooLong { .. })));
    }
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
        sender_at_right: false,
        own: None,
        signature: None,
        subject: Some(short(5)),
        date: Some("20 November 2026".to_owned()),
        body: Body::Typed(text),
    }
}

/// Content outside of all marks is neither read out nor passed over.
#[test]
fn everything_on_a_page_is_read_out_or_passed_over() {
    let press = PRESS.as_ref().unwrap();
    for format in PaperFormat::ALL {
        let pieces = ["A card or a letter. ".repeat(20), String::new()].map(piece).to_vec();
        let job =
            PrintJob { format, flip: Flip::Long, bleed: true, title: String::new(), language: Language::EN, pieces, cover: None };
        let document = lopdf::Document::load_mem(&press.print(&job).unwrap()).unwrap();
        for page in document.page_iter() {
            let mut open: Vec<bool> = Vec::new();
            for operation in document.get_and_decode_page_content(page).unwrap().operations {
                match operation.operator.as_str() {
                    "BMC" => open.push(true),
                    "BDC" => open.push(operation.operands[0] != lopdf::Object::Name(b"Span".to_vec())),
                    "EMC" => assert!(open.pop().is_some(), "{format:?}"),
                    "f" | "TJ" | "Do" => {
                        assert_eq!(open.iter().filter(|marked| **marked).count(), 1, "{format:?}: {operation:?}");
                    }
                    _ => {}
                }
            }
            assert!(open.is_empty(), "{format:?}");
        }
    }
}

/// Refusals are right answers; that the press fails is not.
fn refused(error: &PressError) -> bool {
    !matches!(error, PressError::Failed(_) | PressError::Nothing)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_glyph_of_a_card_leaves_its_region(text in letters()) {
        let typesetter = typesetter(&text);
        let piece = piece(text);
        for card in cards() {
            match card::address_side(&typesetter, &card, &piece) {
                Ok(inks) => for rect in inks.iter().map(box_of) {
                    let regions = regions(&card);
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
                    for ink in others {
                        let rect = box_of(ink);
                        prop_assert!(card.may_be_inked(Side::Picture, &rect), "{rect:?}");
                        prop_assert!(matches!(ink, Ink::Fill { .. }) || card.art.contains(&rect), "words are not cut: {rect:?}");
                        prop_assert!(!rect.overlaps(&code.inset(0.05)), "{rect:?} lies on the code's quiet zone");
                    }
                }
                Err(error) => prop_assert!(refused(&error), "{error:?}"),
            }
        }
    }

    #[test]
    fn no_glyph_of_a_letter_leaves_its_region(text in letters(), repeat in 1_usize..8) {
        let typesetter = typesetter(&text);
        let piece = piece(vec![text; repeat].join("\n\n"));
        for geometry in LetterGeometry::ALL {
            match letter::pages(&typesetter, &geometry, &piece) {
                Ok(pages) => for (number, page) in pages.iter().enumerate() {
                    for rect in page.iter().map(box_of) {
                        let first = [geometry.return_address, geometry.date, geometry.address, geometry.first_body];
                        let next = [geometry.header, geometry.next_body];
                        let regions = if number == 0 { &first[..] } else { &next[..] };
                        let mark = number == 0 && geometry.marks.contains(&rect);
                        prop_assert!(mark || regions.iter().any(|region| inside(region, &rect)), "page {number}: {rect:?}");
                    }
                },
                Err(error) => prop_assert!(refused(&error), "{error:?}"),
            }
        }
    }

    #[test]
    fn nothing_is_inked_that_may_not_be_on_any_page_of_any_format(text in letters(), bleed: bool, short: bool) {
        let flip = if short { Flip::Short } else { Flip::Long };
        let typesetter = typesetter(&text);
        for format in PaperFormat::ALL {
            let pieces = vec![piece(text.clone()); 3];
            let job = PrintJob { format, flip, bleed, title: String::new(), language: Language::EN, pieces, cover: None };
            let layout = layout_of(&job);
            let pages = match pages(&typesetter, &layout, &job) {
                Ok(pages) => pages,
                Err(error) => { prop_assert!(refused(&error), "{error:?}"); continue }
            };
            // Each of the three letters begins its pages anew.
            let of_one = if format.is_card() { pages.len() } else { pages.len() / 3 };
            for (number, page) in pages.iter().enumerate() {
                for layer in &page.layers {
                    for ink in layer.inks.iter() {
                        let rect = layer.place.map_or_else(|| box_of(ink), |place| place.rect(&box_of(ink)));
                        prop_assert!(layout.may_be_inked(number % of_one, flip, &rect), "{format:?} page {number}: {rect:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_must_go_is_enough_and_one_less_is_not(words in "([a-zÀ-ɏ]{1,12}[ ,.\n]){170,260}") {
        let typesetter = typesetter(&words);
        let card = CardGeometry::of(PaperFormat::UsPostcard4x6).unwrap();
        // The addresses stay the same, so that nothing but the text is ever too long.
        let of = |text: &str| Piece { body: Body::Typed(text.to_owned()), ..piece("Ada Sample".to_owned()) };
        let print = |text: &str| card::address_side(&typesetter, &card, &of(text)).map(|_| ());
        if let Err(PressError::TooLong { over }) = print(&words) {
            let count = words.chars().count();
            let first = |chars: usize| words.chars().take(chars).collect::<String>();
            prop_assert_eq!(print(&first(count - over)), Ok(()));
            let more = print(&first(count - over + 1));
            prop_assert!(matches!(more, Err(PressError::TooLong { .. })), "{more:?}");
        }
    }

    #[test]
    fn what_survives_the_checks_is_printed_or_what_is_missing_is_named(text in "[\\PC\\s\u{200B}-\u{200F}\u{2060}\u{FE0E}\u{FE0F}🏴🏽👩\u{E0067}\u{E007F}]{0,40}") {
        let press = PRESS.as_ref().unwrap();
        if let Ok(text) = several_lines(&text, 600) {
            let piece = Piece { body: Body::Typed(text), ..piece(String::new()) };
            let (title, language, pieces) = (String::new(), Language::EN, vec![piece]);
            let job =
                PrintJob { format: PaperFormat::A4, flip: Flip::Long, bleed: false, title, language, pieces, cover: None };
            match press.print(&job) {
                Ok(_) => {}
                Err(PressError::MissingGlyph { characters, wanted }) => {
                    // What runs from the right is kept apart by two marks.
                    let message = Words::default().problem(&Problem::NoFont { characters, wanted });
                    let message = message.replace(['\u{2068}', '\u{2069}'], "");
                    let (_, named) = message.split_once(": ").unwrap();
                    let named = named.split('.').next().unwrap();
                    prop_assert!(named.chars().any(|c| !c.is_whitespace() && shown(&c.to_string()) == c.to_string()), "{message}");
                    prop_assert!(shown(&message) == message, "{message:?}");
                }
                Err(error) => prop_assert!(false, "{error:?}"),
            }
        }
    }

    #[test]
    fn a_press_never_panics_and_never_fails(text in any::<String>()) {
        let press = PRESS.as_ref().unwrap();
        for format in PaperFormat::ALL {
            let job = PrintJob {
                format,
                flip: Flip::Short,
                bleed: true,
                title: text.clone(),
                language: Language::ES,
                pieces: vec![piece(text.clone())],
                cover: None,
            };
            if let Err(error) = press.print(&job) {
                prop_assert!(refused(&error), "{error:?}");
            }
        }
    }
}

static PRESS: LazyLock<Result<PdfPress, FontError>> = LazyLock::new(|| PdfPress::with_fonts(INSTALLED));
