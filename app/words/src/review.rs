//! Why a letter is held for review, and the rules by which letters are.

use domain::post::review::{CAPITALS_LEAST, CAPITALS_SHARE, ReviewReason, SAME_TEXT_FREE, SAME_TEXT_LEAST};

use crate::Words;

impl Words {
    /// Why this letter is held.
    pub fn review_reason(self, reason: ReviewReason) -> &'static str {
        match reason {
            ReviewReason::Links => self.review_links_reason(),
            ReviewReason::Capitals => self.review_capitals_reason(),
            ReviewReason::SameText => self.review_same_text_reason(),
            ReviewReason::Form => self.review_form_reason(),
        }
    }

    /// Which letters are held for that reason.
    pub fn review_rule(self, reason: ReviewReason) -> String {
        match reason {
            ReviewReason::Links => self.review_links_rule().to_owned(),
            ReviewReason::Capitals => self.review_capitals_rule(CAPITALS_LEAST, CAPITALS_SHARE),
            ReviewReason::SameText => self.review_same_text_rule(SAME_TEXT_FREE, SAME_TEXT_LEAST),
            ReviewReason::Form => self.review_form_rule().to_owned(),
        }
    }
}
