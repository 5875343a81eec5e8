//! Where a line may end.

use icu_segmenter::{LineSegmenter, options::LineBreakOptions};

/// The places before which a new line may begin, as byte indices, in order; the end of the text is one of them. A soft
/// hyphen is none: it would have to be shown, and would be copied out.
///
/// The Unicode rules know no words. Scripts that are written without spaces need a dictionary, which the crate of the rules
/// lacks: their texts go to ICU.
pub fn breaks(text: &str) -> Vec<usize> {
    let mut breaks: Vec<usize> = if text.chars().any(wants_a_dictionary) {
        LineSegmenter::new_dictionary(LineBreakOptions::default()).segment_str(text).filter(|index| *index > 0).collect()
    } else {
        unicode_linebreak::linebreaks(text).map(|(index, _)| index).collect()
    };
    breaks.retain(|index| *index == text.len() || !text[..*index].ends_with('\u{AD}'));
    breaks
}

/// Thai, Lao, Burmese and Khmer.
fn wants_a_dictionary(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_after_spaces_and_hyphens() {
        assert_eq!(breaks("mine-free now"), [5, 10, 13]);
    }

    #[test]
    fn no_line_ends_at_a_hyphen_that_is_not_shown() {
        assert_eq!(breaks("Streu\u{AD}munition ab\u{AD}"), [16, 20]);
    }

    #[test]
    fn lao_khmer_and_burmese_lines_end_between_words() {
        for (first, second) in [("ຂ້ອຍ", "ຂຽນ"), ("ខ្ញុំ", "សរសេរ"), ("ကျွန်မ", "သည်")]
        {
            assert_eq!(breaks(&format!("{first}{second}")), [first.len(), first.len() + second.len()], "{first}|{second}");
        }
    }

    #[test]
    fn no_line_of_chinese_or_japanese_begins_with_what_closes_or_ends_with_what_opens() {
        let text = "「禁止」、条約。ちょっと（加入）して、国々へ！“好”，是吗？";
        for at in breaks(text).into_iter().filter(|at| *at < text.len()) {
            let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
            assert!(!"「（“".contains(before.unwrap()), "{before:?} ends a line");
            assert!(!"」、。）！”，？ょっ々".contains(after.unwrap()), "{after:?} begins a line");
        }
    }

    #[test]
    fn thai_lines_end_between_words_and_never_inside_one() {
        let text = "ฉันรักห้องสมุด";
        assert!(breaks(text).contains(&"ฉันรัก".len()));
        assert!(!breaks(text).contains(&"ฉันรักห้องส".len()), "not inside the word for book");
    }
}
