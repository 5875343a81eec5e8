//! The post of the desk in words: where letters are, why they are held, what somebody else decided.

use domain::{
    Timestamp,
    post::{LetterState, review::ReviewReason},
};
use usecases::desk::outbox::{Decision, Left, WhyNot};
use words::{Span, Words};

/// What a rule says by which letters are held.
pub const fn rule(words: Words, rule: ReviewReason) -> &'static str {
    match rule {
        ReviewReason::Links => words.desk_post_why_links(),
        ReviewReason::Capitals => words.desk_post_why_capitals(),
        ReviewReason::SameText => words.desk_post_why_same_text(),
        ReviewReason::Form => words.desk_post_why_form(),
    }
}

/// Where the letters in a state are.
pub const fn letter_state(words: Words, state: LetterState) -> &'static str {
    match state {
        LetterState::AwaitingConfirmation => words.desk_post_state_awaiting(),
        LetterState::Expired => words.desk_post_state_expired(),
        LetterState::Withdrawn => words.desk_post_state_withdrawn(),
        LetterState::Held => words.desk_post_state_held(),
        LetterState::Queued => words.desk_post_state_queued(),
        LetterState::Sending => words.desk_post_state_sending(),
        LetterState::Accepted => words.desk_post_state_accepted(),
        LetterState::Settled => words.desk_post_state_settled(),
        LetterState::Bounced => words.desk_post_state_bounced(),
        LetterState::Failed => words.desk_post_state_failed(),
    }
}

/// Why nothing was done with a letter. `moment` says a time.
pub fn left(words: Words, left: Left, moment: impl Fn(Timestamp) -> String) -> Vec<Span> {
    let Left { letter, subject, why } = left;
    let called = if subject.is_empty() { letter.to_string() } else { subject };
    match why {
        WhyNot::Decided { decision, by, at } => {
            let person = by.map_or_else(|| words.desk_audit_operator_cell().to_owned(), |by| by.to_string());
            match decision {
                Decision::Approve => words.desk_post_left_approved(called, person, moment(at)),
                Decision::Reject => words.desk_post_left_rejected(called, person, moment(at)),
            }
        }
        WhyNot::NotHeld(Some(LetterState::Failed)) => words.desk_post_left_lapsed(called),
        WhyNot::NotHeld(_) => words.desk_post_left_not_held(called),
        WhyNot::Gone => vec![Span::Text(words.desk_post_left_gone().to_owned())],
        WhyNot::Unreadable => vec![Span::Text(words.desk_post_left_unreadable().to_owned())],
    }
}
