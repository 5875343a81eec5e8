//! Fields, blanks and marks, as a menu puts them into a text.

use super::{is_note, marked};

/// What to type at a place of a text so that `written` stands there as it must: an own paragraph and a mark in front of a
/// paragraph begin lines of their own, with an empty line before. `at` is in bytes.
pub fn to_insert(text: &str, at: usize, written: &str) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let is_mark = is_mark(written);
    if !is_mark && !is_note(written) {
        return written.to_owned();
    }
    let feeds = |text: &str| text.chars().filter(|c| *c == '\n').count();
    let before_feeds = feeds(&before[before.trim_end_matches([' ', '\n', '\r']).len()..]);
    let after_feeds = feeds(&after[..after.len() - after.trim_start_matches([' ', '\n', '\r']).len()]);
    let is_first = before.trim().is_empty();
    let lead = if is_first { 0 } else { 2_usize.saturating_sub(before_feeds) };
    let trail = match (is_mark, after.trim().is_empty()) {
        // The paragraph follows on the next line.
        (true, is_last) => usize::from(is_last || after_feeds == 0),
        (false, true) => 0,
        (false, false) => 2_usize.saturating_sub(after_feeds),
    };
    [&"\n".repeat(lead), written, &"\n".repeat(trail)].concat()
}

/// Whether it stands in a letter's body alone.
pub fn is_paragraph(written: &str) -> bool {
    is_note(written) || is_mark(written)
}

fn is_mark(written: &str) -> bool {
    marked(&format!("{written}\n")).is_some()
}

#[cfg(test)]
mod tests {
    use super::{super::check, *};
    use crate::language::Language;

    fn inserted(before: &str, after: &str, written: &str) -> String {
        let text = format!("{before}{after}");
        let typed = to_insert(&text, before.len(), written);
        format!("{before}{typed}{after}")
    }

    #[test]
    fn a_field_and_a_blank_stand_where_the_caret_is() {
        assert_eq!(inserted("Dear ", ",", "{{target.name}}"), "Dear {{target.name}},");
        assert_eq!(inserted("é", "", "[[your reason]]"), "é[[your reason]]");
        assert_eq!(to_insert("é", 1, "[[x]]"), "[[x]]", "a place inside of a character");
    }

    #[test]
    fn what_is_a_paragraph_becomes_one() {
        for (before, after, written, text) in [
            ("a", "", "{{note}}", "a\n\n{{note}}"),
            ("a\n", "b", "{{note}}", "a\n\n{{note}}\n\nb"),
            ("a\n\n", "\n\nb", "{{note}}", "a\n\n{{note}}\n\nb"),
            ("", "b", "{{only signatory}}", "{{only signatory}}\nb"),
            ("a", "", "{{only signatory}}", "a\n\n{{only signatory}}\n"),
            ("a\n\n", "b", "{{only signatory, party}}", "a\n\n{{only signatory, party}}\nb"),
        ] {
            assert_eq!(inserted(before, after, written), text);
            assert!(is_paragraph(written));
            let typed = if text.ends_with('\n') { format!("{text}x") } else { text.to_owned() };
            assert_eq!(check("s", &typed, Language::EN), vec![], "{typed}");
        }
        assert!(!is_paragraph("{{target.name}}") && !is_paragraph("[[a]]"));
    }
}
