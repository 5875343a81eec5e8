//! The life of a letter: the states that it can be in, and the moves from one to another. There is no other way to change a
//! letter's state, in memory or in the database, than one of these moves.
//!
//! ```text
//! awaiting_confirmation -> expired | withdrawn | queued | held
//! held      -> queued | withdrawn | failed
//! queued    -> sending | held | failed
//! sending   -> sending | queued | accepted | failed | held
//! accepted  -> settled | bounced
//! settled   -> bounced
//! ```
//!
//! A letter that has settled can still come back: the last mail server on the way may try for five days before it gives up
//! (RFC 5321 section 4.5.4.1), and two quiet days are shorter.

use super::{KEPT_BACK, LAPSED, REJECTED};

/// How far a letter came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterState {
    /// Its writer has not said yes yet.
    AwaitingConfirmation,
    /// Nobody said yes in time.
    Expired,
    /// Taken out before it was sent: it was not its writer who asked for it, or the organisers rejected it.
    Withdrawn,
    /// An organiser has to look at it.
    Held,
    /// It waits to be sent.
    Queued,
    /// A worker has it.
    Sending,
    /// The target's mail server took it.
    Accepted,
    /// Accepted, and nothing came back for two days.
    Settled,
    /// It came back.
    Bounced,
    /// It could not be sent; its writer was told, with the text.
    Failed,
}

impl LetterState {
    pub const ALL: [Self; 10] = [
        Self::AwaitingConfirmation,
        Self::Expired,
        Self::Withdrawn,
        Self::Held,
        Self::Queued,
        Self::Sending,
        Self::Accepted,
        Self::Settled,
        Self::Bounced,
        Self::Failed,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Held => "held",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Settled => "settled",
            Self::Bounced => "bounced",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether nothing more will happen to the letter, but that a settled one may still come back.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Expired | Self::Withdrawn | Self::Settled | Self::Bounced | Self::Failed)
    }
}

/// A move of a letter from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// Its writer said yes.
    Confirm,
    /// Its writer said yes, and a rule wants an organiser to look at it first.
    HoldForReview,
    /// Nobody said yes in time.
    Expire,
    /// Whoever got our mail says that they asked for nothing.
    Disown,
    /// A worker takes it, or takes it over from one that died.
    Begin,
    /// It is to be tried again later.
    HandBack,
    /// The target's mail server took it.
    Accept,
    /// It can never be sent, or has been tried for too long.
    GiveUp,
    /// Something went wrong that nobody expected.
    Freeze,
    /// An organiser lets it go out.
    Approve,
    /// An organiser does not let it go out.
    Reject,
    /// No organiser looked at it in time.
    Lapse,
    /// Its campaign was paused or won, or its target or the site paused, for too long.
    Abandon,
    /// Nothing came back for two days.
    Settle,
    /// It came back.
    Bounce,
}

impl Move {
    pub const ALL: [Self; 15] = [
        Self::Confirm,
        Self::HoldForReview,
        Self::Expire,
        Self::Disown,
        Self::Begin,
        Self::HandBack,
        Self::Accept,
        Self::GiveUp,
        Self::Freeze,
        Self::Approve,
        Self::Reject,
        Self::Lapse,
        Self::Abandon,
        Self::Settle,
        Self::Bounce,
    ];

    /// The states that it can start from: one or two.
    pub const fn from(self) -> &'static [LetterState] {
        match self {
            Self::Confirm | Self::HoldForReview | Self::Expire | Self::Disown => &[LetterState::AwaitingConfirmation],
            Self::Begin | Self::Freeze => &[LetterState::Queued, LetterState::Sending],
            Self::HandBack | Self::Accept | Self::GiveUp => &[LetterState::Sending],
            Self::Approve | Self::Reject | Self::Lapse => &[LetterState::Held],
            Self::Abandon => &[LetterState::Queued],
            Self::Settle => &[LetterState::Accepted],
            Self::Bounce => &[LetterState::Accepted, LetterState::Settled],
        }
    }

    /// The state that it leads to.
    pub const fn to(self) -> LetterState {
        match self {
            Self::Confirm | Self::HandBack | Self::Approve => LetterState::Queued,
            Self::HoldForReview | Self::Freeze => LetterState::Held,
            Self::Expire => LetterState::Expired,
            Self::Disown | Self::Reject => LetterState::Withdrawn,
            Self::Begin => LetterState::Sending,
            Self::Accept => LetterState::Accepted,
            Self::GiveUp | Self::Lapse | Self::Abandon => LetterState::Failed,
            Self::Settle => LetterState::Settled,
            Self::Bounce => LetterState::Bounced,
        }
    }

    /// Why a letter ended that ends so, where that is always the same and no mail server says it.
    pub const fn ended_for(self) -> Option<&'static str> {
        match self {
            Self::Reject => Some(REJECTED),
            Self::Lapse => Some(LAPSED),
            Self::Abandon => Some(KEPT_BACK),
            _ => None,
        }
    }

    /// The state of a letter after the move; `None` if the letter cannot move so.
    pub fn of(self, state: LetterState) -> Option<LetterState> {
        self.from().contains(&state).then(|| self.to())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn states_are_found_by_their_words() {
        for state in LetterState::ALL {
            assert_eq!(LetterState::parse(state.as_str()), Some(state));
        }
        assert_eq!(LetterState::parse("Queued"), None);
    }

    /// The picture in `docs/ARCHITECTURE.md`, as pairs of states.
    fn drawn() -> BTreeSet<(String, String)> {
        let prose = include_str!("../../../../docs/ARCHITECTURE.md");
        let picture = prose.split("```mermaid").find(|part| part.contains("stateDiagram")).unwrap().split("```").next().unwrap();
        let arrow = |line: &str| {
            let (from, rest) = line.split_once("-->")?;
            let to = rest.split(':').next()?;
            Some((from.trim().to_owned(), to.trim().to_owned()))
        };
        picture.lines().filter_map(arrow).filter(|(from, to)| from != "[*]" && to != "[*]").collect()
    }

    #[test]
    fn the_picture_in_the_docs_shows_every_move_and_no_other() {
        let moves = Move::ALL
            .into_iter()
            .flat_map(|change| change.from().iter().map(move |from| (from.as_str().to_owned(), change.to().as_str().to_owned())));
        assert_eq!(drawn(), moves.collect());
    }

    #[test]
    fn every_state_can_be_reached_and_every_letter_can_end() {
        let mut reached = BTreeSet::from([LetterState::AwaitingConfirmation]);
        for _ in LetterState::ALL {
            let next: Vec<_> =
                reached.iter().flat_map(|state| Move::ALL.into_iter().filter_map(|change| change.of(*state))).collect();
            reached.extend(next);
        }
        assert_eq!(reached, LetterState::ALL.into_iter().collect());
        for state in LetterState::ALL {
            let goes_on = Move::ALL.into_iter().any(|change| change.of(state).is_some());
            assert_eq!(goes_on, !state.is_final() || state == LetterState::Settled, "{state:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_sent_that_was_not_confirmed_and_nothing_comes_back_that_was_not_accepted(
            tried in proptest::collection::vec(proptest::sample::select(Move::ALL.to_vec()), 0..60)
        ) {
            let mut state = LetterState::AwaitingConfirmation;
            let mut done: Vec<Move> = Vec::new();
            for change in tried {
                if let Some(next) = change.of(state) {
                    prop_assert!(!state.is_final() || (state, next) == (LetterState::Settled, LetterState::Bounced));
                    state = next;
                    done.push(change);
                }
            }
            let count = |change: Move| done.iter().filter(|did| **did == change).count();
            // Each of these happens once in a letter's life at most.
            for once in [Move::Confirm, Move::HoldForReview, Move::Accept, Move::Settle, Move::Bounce, Move::GiveUp, Move::Reject] {
                prop_assert!(count(once) <= 1, "{once:?} in {done:?}");
            }
            if count(Move::Begin) > 0 {
                prop_assert!(count(Move::Confirm) + count(Move::HoldForReview) == 1, "{done:?}");
            }
            if count(Move::Accept) > 0 {
                prop_assert!(count(Move::Begin) > 0 && count(Move::GiveUp) == 0, "{done:?}");
            }
            prop_assert!(count(Move::Bounce) <= count(Move::Accept), "{done:?}");
            prop_assert_eq!(count(Move::HoldForReview) + count(Move::Freeze) >= count(Move::Approve) + count(Move::Reject), true);
        }
    }
}
