//! Where a line may end.

use icu_segmenter::{LineSegmenter, options::LineBreakOptions};

/// The places, as byte indices, before which a new line may begin. In order; the end of the text is one of them.
///
/// The Unicode rules know no words; scripts written without spaces need a dictionary, which the rules' own crate
/// has not, so that those texts go to ICU.
pub fn breaks(text: &str) -> Vec<usize> {
    if text.chars().any(wants_a_dictionary) {
        LineSegmenter::new_dictionary(LineBreakOptions::default()).segment_str(text).filter(|index| *index > 0).collect()
    } else {
        unicode_linebreak::linebreaks(text).map(|(index, _)| index).collect()
    }
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
    fn thai_lines_end_between_words_and_never_inside_one() {
        let text = "ฉันรักห้องสมุด";
        assert!(breaks(text).contains(&"ฉันรัก".len()));
        assert!(!breaks(text).contains(&"ฉันรักห้องส".len()), "not inside the word for book");
    }
}
