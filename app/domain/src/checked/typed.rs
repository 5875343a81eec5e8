//! Text that people paste and type. Where its meaning is certain it is mended; what they cannot see is named to them.

use std::fmt::{self, Write as _};

use super::{
    TextError,
    signs::{
        any_name, heeds_joiners, is_blank, is_filler, is_line_end, is_mark_of_direction, is_part, is_private, is_unseen,
        is_written_without_spaces, name, plain, runs_from_the_right, sign_of_windows, sign_of_word,
    },
};

/// How a field takes a line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// As a mistake; any other line end of office programs is a space.
    One,
    /// As the end of a line, like every other line end.
    Several,
}

/// A text of several lines as it was meant. Line ends become line feeds, tabs become spaces, and signs of office
/// programs become plain ones. Unseen characters go from the ends of the lines; those inside a line stay.
///
/// The island in the browser calls it at each key: it needs no tables of Unicode.
pub fn mended(text: &str) -> String {
    mend(text, Lines::Several).trim_matches('\n').to_owned()
}

/// A text of one line as it was meant. A line feed inside of it stays.
pub fn mended_line(text: &str) -> String {
    mend(text, Lines::One)
}

/// The text with every line end made a line feed, and nothing else changed.
pub fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace(is_line_end, "\n")
}

/// A code or a number as it was meant, ready to be read: digits and letters as on every keyboard, one kind of hyphen
/// without spaces around it, single spaces, nothing unseen.
pub fn code(text: &str) -> String {
    let plain = text.chars().filter(|c| !is_unseen(*c) || c.is_whitespace()).map(|c| match plain(c) {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{30FC}' => '-',
        c if is_blank(c) => ' ',
        c => c,
    });
    let plain: String = plain.collect();
    let parts: Vec<String> = plain.split('-').map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    parts.join("-")
}

/// Words to look something up by, without unseen characters that would keep them from being found.
pub fn words(text: &str) -> String {
    let joiner = |c: char| matches!(c, '\u{200C}' | '\u{200D}');
    mend(text, Lines::One).chars().filter(|c| joiner(*c) || c.is_whitespace() || !is_unseen(*c)).collect()
}

/// A text for a message, with the code of each unseen character in its place.
pub fn shown(text: &str) -> String {
    let unseen = |c: char| (is_unseen(c) || is_filler(c) || is_private(c)) && !is_part(c);
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if unseen(c) {
            // Writing to a string does not fail.
            let _ = write!(shown, " U+{:04X} ", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown.trim().to_owned()
}

pub(super) fn mend(text: &str, lines: Lines) -> String {
    let mut mended = String::with_capacity(text.len());
    // A column of tabs and spaces is one gap; spaces alone are the writer's own.
    let mut after_tab = false;
    for c in text.replace("\r\n", "\n").chars() {
        let c = match c {
            '\r' => '\n',
            c if is_line_end(c) && lines == Lines::Several => '\n',
            c if is_line_end(c) => '\t',
            c if is_filler(c) && c != '\u{2800}' => ' ',
            c => sign_of_word(c).or_else(|| sign_of_windows(c)).unwrap_or(c),
        };
        match c {
            '\t' if after_tab || mended.ends_with(' ') => after_tab = true,
            '\t' => {
                mended.push(' ');
                after_tab = true;
            }
            ' ' if after_tab => {}
            c => {
                mended.push(c);
                after_tab = false;
            }
        }
    }
    match lines {
        Lines::One => trim(&mended).to_owned(),
        Lines::Several => mended.split('\n').map(trim).collect::<Vec<_>>().join("\n"),
    }
}

/// A line without unseen characters at its ends. One that is a part of the sign before it stays.
fn trim(line: &str) -> &str {
    let mut line = line.trim_start_matches(is_blank);
    while let Some(last) = line.chars().next_back().filter(|c| is_blank(*c)) {
        let before = &line[..line.len() - last.len_utf8()];
        // A run of tags belongs to a flag or to nothing, as a whole. Looked at tag by tag, a long one would take for
        // ever.
        let (before, stays) = if is_tag(last) {
            let before = before.trim_end_matches(is_tag);
            (before, before.ends_with(FLAG))
        } else {
            (before, belongs(before, last))
        };
        if stays {
            break;
        }
        line = before;
    }
    line
}

/// Tags after it say whose flag it is.
const FLAG: char = '🏴';

/// Whether an unseen character that is no tag is a part of the sign that a text ends with.
fn belongs(before: &str, c: char) -> bool {
    let last = before.chars().next_back().filter(|last| !is_blank(*last));
    match c {
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180F}' => last.is_some(),
        '\u{200C}' | '\u{200D}' => last.is_some_and(heeds_joiners),
        _ => false,
    }
}

const fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// The place in a text of something that cannot be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The word that is seen before it, or after it where there is none before.
    pub word: String,
    /// Whether that word stands before it.
    pub before_it: bool,
    /// The line, counted from one, in a text of several.
    pub line: Option<usize>,
}

impl Place {
    fn of(text: &str, at: usize, c: char) -> Self {
        /// The most of a word that is quoted: a word of some scripts is a whole sentence.
        const LONGEST: usize = 20;
        let seen = |word: &str| word.chars().filter(|c| !is_blank(*c) && !is_private(*c)).collect::<String>();
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let line = text.contains('\n').then(|| before.matches('\n').count() + 1).filter(|_| c != '\n');
        if let Some(word) = before.split_whitespace().rev().map(seen).find(|word| !word.is_empty()) {
            let long = word.chars().count().saturating_sub(LONGEST);
            return Self { word: word.chars().skip(long).collect(), before_it: true, line };
        }
        let word = after.split_whitespace().map(seen).find(|word| !word.is_empty()).unwrap_or_default();
        Self { word: word.chars().take(LONGEST).collect(), before_it: false, line }
    }
}

/// “after “Mine”, in line 2”.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.word.as_str(), self.before_it) {
            ("", _) => f.write_str("here")?,
            (word, true) => write!(f, "after “{word}”")?,
            (word, false) => write!(f, "before “{word}”")?,
        }
        self.line.map_or(Ok(()), |line| write!(f, ", in line {line}"))
    }
}

/// A character that is not seen and must go, and how many more of its kind follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    pub character: char,
    pub place: Place,
    pub more: usize,
}

/// The invisible character that must go, its place, and what to do.
impl fmt::Display for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { character, place, more } = self;
        let name = any_name(*character);
        write!(f, "There is an invisible character ({name}) {place}")?;
        match more {
            0 => write!(f, ": delete it, or type that part again."),
            1 => write!(f, ", and one more further on: delete them, or type those parts again."),
            more => write!(f, ", and {more} more further on: delete them, or type those parts again."),
        }
    }
}

/// Refuses a text for a character in it that is not seen.
pub(super) fn unseen(text: &str, at: usize, c: char) -> TextError {
    TextError::Unseen(Unseen { character: c, place: Place::of(text, at, c), more: 0 })
}

/// Refuses a mended text that still holds something that may not stay there.
pub(super) fn refuse(text: &str, lines: Lines) -> Result<(), TextError> {
    if text.is_ascii() && !text.contains(|c: char| c.is_ascii_control()) {
        return Ok(());
    }
    let turned = text.contains(runs_from_the_right);
    // Whether the text so far ends with a flag, or with the tags of one.
    let mut in_flag = false;
    let named = |(at, c): (usize, char)| {
        let must_go = !(is_tag(c) && in_flag) && must_go(text, at, c, lines, turned);
        in_flag = c == FLAG || in_flag && is_tag(c);
        must_go.then_some((at, c))
    };
    let mut unseen = text.char_indices().filter_map(named);
    if let Some((at, character)) = unseen.next() {
        return Err(TextError::Unseen(Unseen { character, place: Place::of(text, at, character), more: unseen.count() }));
    }
    for (at, c) in text.char_indices() {
        let place = || Place::of(text, at, c);
        match c {
            '\n' if lines == Lines::One => return Err(TextError::NotOneLine(place())),
            '\u{FFFD}' => return Err(TextError::Lost(place())),
            c if is_private(c) => return Err(TextError::Private { code: u32::from(c), place: place() }),
            _ => {}
        }
    }
    Ok(())
}

/// Whether an unseen character must go from where it stands. A tag is taken to be outside of flags.
fn must_go(text: &str, at: usize, c: char, lines: Lines, turned: bool) -> bool {
    if c.is_ascii() && !c.is_ascii_control() || c == '\n' {
        return false;
    }
    let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
    match c {
        '\u{200B}' => {
            let beside = before.chars().next_back().into_iter().chain(after.chars().next());
            !beside.into_iter().any(is_written_without_spaces)
        }
        c if is_mark_of_direction(c) => lines == Lines::One && !turned,
        c if is_tag(c) => true,
        c => !is_part(c) && name(c).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{one_line, several_lines};
    use super::*;

    fn message(text: &str) -> String {
        one_line(text, 80).unwrap_err().to_string()
    }

    #[test]
    fn what_office_programs_put_between_words_and_lines_is_made_plain() {
        assert_eq!(
            one_line("Ana\t Maria\u{B}Writer\u{C}of\u{85}Łódź\u{2028}PL\u{2029}", 80).unwrap(),
            "Ana Maria Writer of Łódź PL"
        );
        assert_eq!(several_lines("1\u{B}2\u{C}3\u{85}4\u{2028}5\u{2029}6\r7\r\n8\t9", 80).unwrap(), "1\n2\n3\n4\n5\n6\n7\n8 9");
        assert_eq!(
            several_lines("\u{F0B7}\tStop\n\u{F0A7}  Now \u{F0E0} \u{F0FC}", 80).unwrap(),
            "• Stop\n▪".replace('▪', "•") + "  Now → ✔"
        );
        assert_eq!(one_line("\u{93}Don\u{92}t\u{94}", 80).unwrap(), "“Don’t”");
    }

    #[test]
    fn what_nobody_sees_is_taken_from_the_ends() {
        for c in "\u{200B}\u{200E}\u{200F}\u{202A}\u{202C}\u{FEFF}\u{2060}\u{AD}\u{2068}\u{2069}\u{FFFC}\u{0}\u{3}\u{A0}\u{3164}\u{2800}\u{200D}".chars()
        {
            assert_eq!(one_line(&format!("{c} Ana{c}"), 3).as_deref(), Ok("Ana"), "{c:?}");
            assert_eq!(several_lines(&format!("{c}a{c}\n{c}b {c}"), 3).as_deref(), Ok("a\nb"), "{c:?}");
            assert_eq!(one_line(&c.to_string(), 3), Err(TextError::Empty), "{c:?}");
        }
    }

    #[test]
    fn what_belongs_to_a_sign_stays_at_the_end() {
        for text in
            ["I ❤\u{FE0F}", "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}", "葛\u{E0100}", "ه\u{200D}", "क्\u{200D}"]
        {
            assert_eq!(one_line(text, 80).as_deref(), Ok(text), "{text:?}");
        }
    }

    #[test]
    fn a_long_run_of_tags_is_read_once() {
        let tags = "\u{E0041}".repeat(100_000);
        assert_eq!(one_line(&format!("x{tags}"), 80).as_deref(), Ok("x"));
        assert_eq!(several_lines(&format!("x{tags}\u{200D}{tags}\ny{tags}"), 80).as_deref(), Ok("x\ny"));
        assert_eq!(one_line(&tags, 80), Err(TextError::Empty));
        let flag = format!("🏴{tags}");
        assert_eq!(one_line(&flag, usize::MAX).as_deref(), Ok(flag.as_str()));
        assert_eq!(one_line(&format!("{flag}{tags}x"), usize::MAX), Ok(format!("{flag}{tags}x")), "inside a flag");
        let Err(TextError::Unseen(unseen)) = one_line(&format!("x{tags}y"), 80) else { panic!("it must go") };
        assert_eq!((any_name(unseen.character).as_str(), unseen.more), ("hidden tag", 99_999));
        // A flag ends with the first sign that is no tag.
        let Err(TextError::Unseen(unseen)) = one_line(&format!("{flag}a{tags}b"), usize::MAX) else { panic!("it must go") };
        assert_eq!((unseen.place.to_string().as_str(), unseen.more), ("after “🏴a”", 99_999));
    }

    #[test]
    fn what_shapes_its_neighbours_stays_inside() {
        for text in [
            "می\u{200C}خواهیم",
            "👨\u{200D}👩\u{200D}👧",
            "Streu\u{AD}munition",
            "no\u{2060}break",
            "ខ្ញុំ\u{200B}សរសេរ",
            "שלום\u{200F} Ada",
        ] {
            assert_eq!(one_line(text, 80).as_deref(), Ok(text), "{text:?}");
            assert_eq!(several_lines(text, 80).as_deref(), Ok(text), "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_and_must_go_is_named_with_its_place() {
        let part = ": delete it, or type that part again.";
        assert_eq!(message("A Mine\u{200B}s"), format!("There is an invisible character (zero width space) after “Mine”{part}"));
        assert_eq!(
            message("A Mine \u{FEFF} x"),
            format!("There is an invisible character (zero width no-break space) after “Mine”{part}")
        );
        assert_eq!(message("A\u{7}B"), format!("There is an invisible character (control character U+0007) after “A”{part}"));
        assert_eq!(message("A\u{200E}B"), format!("There is an invisible character (left-to-right mark) after “A”{part}"));
        assert_eq!(
            message("A\u{202A}B\u{202C}C"),
            "There is an invisible character (left-to-right embedding) after “A”, and one more further on: delete them, or type those parts again."
        );
        let third = several_lines("one\ntwo\nthr\u{2066}ee\u{2069} four\u{200B}s", 80).unwrap_err().to_string();
        assert!(
            third.starts_with("There is an invisible character (left-to-right isolate) after “thr”, in line 3, and 2 more"),
            "{third}"
        );
        assert_eq!(message("Ana\u{E0041}x"), format!("There is an invisible character (hidden tag) after “Ana”{part}"));
        assert!(message("Ana\u{FFFE}x").contains("(no character at all) after “Ana”"));
    }

    #[test]
    fn signs_that_nobody_else_has_are_said() {
        assert_eq!(
            message("Look \u{F0A5} here"),
            "There is a sign after “Look” that other computers do not show (U+F0A5, of a font such as Wingdings). Type another in its place."
        );
        assert_eq!(
            message("Jos\u{FFFD} Writer"),
            "There is a “\u{FFFD}” after “Jos”: a letter was lost there in copying. Type that word again."
        );
        assert_eq!(message("\u{F8FF}x"), message("\u{F8FF}x").replace("after", "before"), "with nothing before it");
    }

    #[test]
    fn a_line_break_where_none_may_be_is_said_with_its_place() {
        assert_eq!(message("Ada\r\nBcc: b@c.example"), "This must be on one line: there is a line break after “Ada”.");
    }

    #[test]
    fn a_code_is_read_as_it_was_meant() {
        assert_eq!(code("\u{FEFF}４８２１ 0937\u{A0}\u{200B}٥٥١٦ "), "4821 0937 5516");
        for typed in ["05401–1234\t", "05401 - 1234", "０５４０１−1234"] {
            assert_eq!(code(typed), "05401-1234", "{typed}");
        }
        assert_eq!(words("\u{200B}Nor\u{AD}way\u{200E}\t (\u{FEFF}Oslo)"), "Norway (Oslo)");
    }

    /// Letters, and what makes trouble.
    fn pasted() -> impl Strategy<Value = String> {
        let trouble = "\u{0}\u{7}\t\n\u{B}\u{C}\r\u{85}\u{92}\u{A0}\u{AD}\u{34F}\u{61C}\u{115F}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{2028}\u{2029}\u{202A}\u{202C}\u{202E}\u{202F}\u{2060}\u{2066}\u{2069}\u{2800}\u{3000}\u{3164}\u{E000}\u{F0B7}\u{F0A5}\u{FE0F}\u{FEFF}\u{FFA0}\u{FFFC}\u{FFFD}\u{FFFF}\u{E0001}\u{E0067}\u{E007F}\u{E0100}🏴👍🏽👨ab é毛שهไ\u{301}\u{20E3}•";
        let trouble: Vec<char> = trouble.chars().collect();
        proptest::collection::vec(prop_oneof![4 => proptest::sample::select(trouble), 1 => any::<char>()], 0..24)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn what_survives_a_line_is_seen_and_survives_again(text in pasted()) {
            if let Ok(line) = one_line(&text, 30) {
                prop_assert!(!line.contains('\n') && !line.chars().any(char::is_control), "{line:?}");
                prop_assert!(!line.chars().any(|c| name(c).is_some() || is_private(c)), "{line:?}");
                prop_assert!(line.starts_with(|c| !is_blank(c)), "{line:?}");
                prop_assert!(line.ends_with(|c| !is_blank(c) || is_part(c)), "{line:?}");
                prop_assert_eq!(one_line(&line, 30), Ok(line));
            }
        }

        #[test]
        fn what_survives_in_lines_is_seen_and_survives_again(text in pasted()) {
            if let Ok(lines) = several_lines(&text, 30) {
                prop_assert!(!lines.chars().any(|c| c.is_control() && c != '\n'), "{lines:?}");
                prop_assert!(!lines.chars().any(|c| name(c).is_some() || is_private(c)), "{lines:?}");
                for line in lines.lines().filter(|line| !line.is_empty()) {
                    prop_assert!(line.starts_with(|c| !is_blank(c)) && line.ends_with(|c| !is_blank(c) || is_part(c)), "{line:?}");
                }
                prop_assert!(!lines.starts_with('\n') && !lines.ends_with('\n'));
                prop_assert_eq!(several_lines(&lines, 30), Ok(lines));
            }
        }

        #[test]
        fn a_refusal_shows_nothing_that_cannot_be_seen(text in pasted()) {
            for refused in [one_line(&text, 30).err(), several_lines(&text, 30).err()].into_iter().flatten() {
                let message = refused.to_string();
                prop_assert!(!message.chars().any(|c| is_unseen(c) || is_private(c)), "{message:?}");
            }
        }

        #[test]
        fn what_is_mended_stays_so(text in pasted()) {
            prop_assert_eq!(mended(&mended(&text)), mended(&text));
            prop_assert_eq!(mended_line(&mended_line(&text)), mended_line(&text));
            prop_assert_eq!(code(&code(&text)), code(&text));
            prop_assert_eq!(words(&words(&text)), words(&text));
        }
    }
}
