//! Emoji as people type them, printed in black from the font that comes with the build.

use super::*;

/// Faces, tones of skin, a flag, a family, signs that were text before they were emoji, a key, a flag of a part of a country.
pub(crate) const TYPED: [&str; 16] = [
    "😀",
    "👍🏽",
    "🇫🇷",
    "👨\u{200D}👩\u{200D}👧\u{200D}👦",
    "❤\u{FE0F}",
    "☮\u{FE0F}",
    "✌\u{FE0F}",
    "1\u{FE0F}\u{20E3}",
    "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "🥰",
    "🕊\u{FE0F}",
    "🫶🏿",
    "🏳\u{FE0F}\u{200D}🌈",
    "👩🏾\u{200D}🚀",
    "❤\u{FE0F}\u{200D}🔥",
    "🇺🇦🇺🇸",
];

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn emoji_are_printed_from_the_font_of_the_build_and_copied_as_they_were_typed() {
    let text = format!("Peace {} now.", TYPED.join(" "));
    for format in PaperFormat::ALL {
        let pdf = print(&job(format, vec![piece(&text)]));
        let fonts = pdf.fonts();
        assert!(fonts.iter().any(|font| font.contains("+NotoEmoji-Regular")), "{format:?}: {fonts:?}");
        let copied = plain(&pdf.text_in_order());
        for emoji in TYPED {
            assert!(copied.contains(emoji), "{format:?}: {emoji} in {copied}");
        }
    }
    print(&job(PaperFormat::UsPostcard4x6, vec![piece(&text)])).check();
}

#[test]
fn emoji_in_names_and_addresses_are_printed_too() {
    let with = Piece { return_address: lines("Ada 🌻|12 Sample Street ☀\u{FE0F}|Ridgeview, OH 43999"), ..piece(MESSAGE) };
    let copied = plain(&print(&job(PaperFormat::A6, vec![with])).text_in_order());
    for emoji in ["ADA🌻", "STREET☀"] {
        assert!(copied.to_uppercase().contains(emoji), "{emoji} in {copied}");
    }
}

/// The width of what an emoji is drawn as, in signs.
fn signs(emoji: &str) -> f32 {
    let width = |text: &str| {
        let pdf = print(&job(PaperFormat::UsLetter, vec![piece(&format!("I {text} J\n\nAda"))]));
        let words = pdf.words(1);
        let place = |letter: &str| words.iter().find(|word| word.text == letter).map(|word| word.rect).unwrap();
        place("J").left - place("I").right()
    };
    width(&format!("{emoji}😀")) / (width("😀😀") - width("😀")) - width("😀") / (width("😀😀") - width("😀"))
}

#[test]
fn a_flag_a_family_and_a_tone_of_skin_are_one_sign_each() {
    for emoji in TYPED.into_iter().filter(|emoji| *emoji != "🇺🇦🇺🇸") {
        assert!((signs(emoji) - 1.0).abs() < 0.05, "{emoji} takes {}", signs(emoji));
    }
    assert!((signs("🇺🇦🇺🇸") - 2.0).abs() < 0.05);
    // What nobody has drawn as one stands side by side, without a patch for the tone.
    assert!((signs("👩🏾\u{200D}🪁") - 2.0).abs() < 0.05, "{}", signs("👩🏾\u{200D}🪁"));
    assert!((signs("🇦🇦") - 1.0).abs() < 0.05, "no country has this flag: it is drawn as one that nobody knows");
}

#[test]
fn a_card_without_emoji_has_no_font_of_emoji_and_digits_are_those_of_letters() {
    for text in [MESSAGE, "In 1997, 2008 and #9 * 4 © 2026 → now"] {
        let fonts = print(&job(PaperFormat::UsPostcard4x6, vec![piece(text)])).fonts();
        assert!(fonts.iter().all(|font| !font.contains("Emoji")), "{fonts:?}");
    }
}

#[test]
fn an_emoji_that_no_font_has_yet_is_named_with_what_would_help() {
    // Not given out by Unicode when this was written.
    let error = press().print(&job(PaperFormat::A6, vec![piece("Peace \u{1FAFF}")])).unwrap_err();
    assert_eq!(error, PressError::MissingGlyph { characters: "\u{1FAFF}".into(), wanted: WantedFont::NewerEmoji });
}

#[test]
fn what_cannot_be_seen_is_named_by_its_code_where_no_font_has_it() {
    for (text, named) in [("a\u{1}b", "U+0001"), ("a\u{E001}b", "U+E001"), ("a\u{2800}b", "U+2800")] {
        let error = press().print(&job(PaperFormat::UsLetter, vec![piece(text)])).unwrap_err().to_string();
        assert!(error.contains(named), "{error}");
    }
}

#[test]
fn what_office_programs_mean_by_their_signs_is_printed_from_the_fonts_of_the_build() {
    let signs: String = ('\u{80}'..='\u{9F}')
        .chain('\u{F000}'..='\u{F0FF}')
        .map(|c| domain::checked::mended_line(&format!("a{c}b")))
        .filter(|mended| !mended.contains(|c| ('\u{E000}'..='\u{F8FF}').contains(&c)))
        .map(|mended| mended.trim_matches(['a', 'b']).to_owned())
        .filter(|sign| !sign.chars().any(char::is_control))
        .collect();
    assert!(signs.contains("•") && signs.contains('→') && signs.contains('’'), "{signs}");
    for sign in signs.chars() {
        let printed = press().check(&job(PaperFormat::UsLetter, vec![piece(&format!("I {sign} J"))]));
        assert_eq!(printed, Ok(()), "{sign}");
    }
}
