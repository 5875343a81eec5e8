//! Single characters: the meaning of those that office programs write, and the names of those that nobody sees.

/// The plain sign for a character of Word's fonts Symbol and Wingdings, if Word puts it into a text by itself or
/// everybody knows it. The fonts' own codes stand at U+F000 and up, and mean nothing where the font is missing.
pub fn sign_of_word(c: char) -> Option<char> {
    Some(match c {
        // Bullets of lists, of either font.
        '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F076}' | '\u{F06C}' | '\u{F06E}' | '\u{F071}' | '\u{F0A8}' => '•',
        '\u{F02D}' | '\u{F0BE}' => '–',
        '\u{F0FC}' => '✔',
        '\u{F0FB}' | '\u{F0FD}' => '✘',
        '\u{F0FE}' => '☑',
        '\u{F06F}' => '□',
        // Word makes arrows of `-->` and faces of `:-)`.
        '\u{F0E0}' | '\u{F0E8}' | '\u{F0AE}' => '→',
        '\u{F0DF}' | '\u{F0E7}' | '\u{F0AC}' => '←',
        '\u{F0F3}' => '⇔',
        '\u{F0F0}' => '⇒',
        '\u{F0EF}' => '⇐',
        '\u{F04A}' => '☺',
        '\u{F04B}' => '😐',
        '\u{F04C}' => '☹',
        '\u{F0B0}' => '°',
        '\u{F0B1}' => '±',
        '\u{F0B4}' => '×',
        '\u{F0B8}' => '÷',
        '\u{F0A3}' => '≤',
        '\u{F0B3}' => '≥',
        '\u{F0B9}' => '≠',
        '\u{F0BB}' => '≈',
        '\u{F020}' => ' ',
        _ => return None,
    })
}

/// The character that Windows has at U+0080 to U+009F, where Unicode has controls that nobody types. A text with them
/// was read in the wrong code page. U+0085 is left out: it ends lines on large machines, too (WHATWG Encoding Standard,
/// windows-1252).
pub fn sign_of_windows(c: char) -> Option<char> {
    const SIGNS: [Option<char>; 32] = [
        Some('€'),
        None,
        Some('‚'),
        Some('ƒ'),
        Some('„'),
        None,
        Some('†'),
        Some('‡'),
        Some('ˆ'),
        Some('‰'),
        Some('Š'),
        Some('‹'),
        Some('Œ'),
        None,
        Some('Ž'),
        None,
        None,
        Some('‘'),
        Some('’'),
        Some('“'),
        Some('”'),
        Some('•'),
        Some('–'),
        Some('—'),
        Some('˜'),
        Some('™'),
        Some('š'),
        Some('›'),
        Some('œ'),
        None,
        Some('ž'),
        Some('Ÿ'),
    ];
    let place = u32::from(c).checked_sub(0x80)?;
    SIGNS.get(usize::try_from(place).ok()?).copied().flatten()
}

/// Ends a line in some program, and is not a line feed.
pub const fn is_line_end(c: char) -> bool {
    matches!(c, '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Takes no room and shows nothing by itself.
pub fn is_unseen(c: char) -> bool {
    is_part(c) || name(c).is_some() || is_mark_of_direction(c) || c == '\u{200B}'
}

/// Nothing of it is seen, whether it takes room or not.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_unseen(c) || is_filler(c)
}

/// Letters that are there to look like nothing.
pub const fn is_filler(c: char) -> bool {
    matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// Unseen, and changes how its neighbours look: joiners, soft hyphens, variants of signs, the letters of a flag.
pub const fn is_part(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{200C}' | '\u{200D}' | '\u{2060}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Sets the direction of the text beside it; harmless where something runs from right to left.
pub const fn is_mark_of_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}')
}

/// Hebrew, Arabic and their neighbours.
pub const fn runs_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && !is_mark_of_direction(c)
}

/// Letters of scripts that are written without spaces, so that a zero width space says where a line may end: Thai, Lao,
/// Tibetan, Burmese, Khmer, Chinese, Japanese and their neighbours.
pub const fn is_written_without_spaces(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{1AAF}'
        | '\u{2E80}'..='\u{9FFF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Scripts whose letters change where a joiner follows them, even at the end of a word.
pub const fn heeds_joiners(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AF}')
}

/// Free for anybody's own signs: nobody else's computer shows them.
pub const fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// The name of a character that must go, for somebody who cannot see it. `None` where it may stay.
pub fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "end of embedding",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "end of isolate",
        '\u{2061}'..='\u{2064}' => "mark of a formula",
        '\u{2065}' | '\u{206A}'..='\u{206F}' => "outdated formatting mark",
        '\u{FEFF}' => "zero width no-break space",
        '\u{FFF0}'..='\u{FFFB}' => "annotation mark",
        '\u{FFFC}' => "place of a picture",
        '\u{17B4}' | '\u{17B5}' => "unused Khmer vowel",
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' => "formatting mark",
        '\u{E0000}'..='\u{E001F}' | '\u{E0080}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}' => "hidden tag",
        c if u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}') => "no character at all",
        c if c.is_control() && c != '\n' => "control character",
        _ => return None,
    })
}

/// The name of any unseen character, whether it may stay in a text or not.
pub fn any_name(c: char) -> String {
    let name = match c {
        '\u{200B}' => "zero width space",
        '\u{AD}' => "soft hyphen",
        '\u{200C}' => "zero width non-joiner",
        '\u{200D}' => "zero width joiner",
        '\u{2060}' => "word joiner",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{61C}' => "Arabic letter mark",
        '\u{E0020}'..='\u{E007F}' => "hidden tag",
        c if c.is_control() => return format!("control character U+{:04X}", u32::from(c)),
        c => match name(c) {
            Some(name) => name,
            None => return format!("U+{:04X}", u32::from(c)),
        },
    };
    name.to_owned()
}

/// The character on every keyboard for a digit of any script, or for a letter or sign as wide as a Chinese one.
pub fn plain(c: char) -> char {
    /// Where the ten digits of a script begin (Unicode, `Nd`).
    const ZEROS: [u32; 25] = [
        0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040,
        0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0xA9D0, 0x1E950,
    ];
    let code = u32::from(c);
    if let '\u{FF01}'..='\u{FF5E}' = c {
        return char::from_u32(code - 0xFF01 + 0x21).unwrap_or(c);
    }
    let digit = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|digit| *digit < 10));
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_a_digit_in_every_script() {
        for digits in ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙"]
        {
            assert_eq!(digits.chars().map(plain).collect::<String>(), "0123456789", "{digits}");
        }
        assert_eq!("ａｎａ＠ｘ．ｅ，é½Ⅷ".chars().map(plain).collect::<String>(), "ana@x.e,é½Ⅷ");
    }

    #[test]
    fn what_windows_wrote_is_read() {
        let read = |text: &str| text.chars().map(|c| sign_of_windows(c).unwrap_or(c)).collect::<String>();
        assert_eq!(read("\u{80}5 \u{93}don\u{92}t\u{94} \u{96} \u{8A}\u{9F}"), "€5 “don’t” – ŠŸ");
        assert_eq!(read("a\u{85}\u{81}\u{7F}é"), "a\u{85}\u{81}\u{7F}é");
    }

    #[test]
    fn nothing_that_shows_is_called_unseen() {
        for c in "aé毛ไ👍•✓¶°\u{301}\u{20E3}🇫🏽".chars() {
            assert!(!is_blank(c) && name(c).is_none(), "{c:?}");
        }
        for c in
            ['\u{200B}', '\u{200E}', '\u{202A}', '\u{202C}', '\u{FEFF}', '\u{7}', '\u{AD}', '\u{FFFC}', '\u{2069}', '\u{E0001}']
        {
            assert!(is_unseen(c), "{c:?}");
        }
    }
}
