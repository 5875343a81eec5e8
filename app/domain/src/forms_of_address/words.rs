//! How the holder of a role is greeted in a letter, and how the letter closes. A language is a file.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod pt;
mod ru;
mod th;
mod uk;

use super::table::{Role, is_a_cardinal};
use crate::{language::Grammar, target::Target};

/// A greeting and a close, each with the punctuation of its language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// The greeting of a holder whose name is known; `<full>` and `<last>` stand for the name.
    pub(super) named: &'static str,
    /// The greeting of the office.
    pub(super) unnamed: &'static str,
    pub(super) close: &'static str,
}

impl Words {
    /// The words of the target's role, and for a cardinal the greeting of every cardinal.
    pub(super) fn for_target(target: &Target, grammar: Grammar) -> Self {
        let words = Self::of(Role::of(target), grammar);
        if !is_a_cardinal(target) {
            return words;
        }
        let Self { named, close, .. } = Self::of(Role::CardinalSecretaryOfState, grammar);
        Self { named, close, ..words }
    }

    pub(super) const fn of(role: Role, grammar: Grammar) -> Self {
        match grammar {
            Grammar::En => en::words(role),
            Grammar::Es => es::words(role),
            Grammar::Fr => fr::words(role),
            Grammar::Pt => pt::words(role),
            Grammar::De => de::words(role),
            Grammar::Ar => ar::words(role),
            Grammar::Uk => uk::words(role),
            Grammar::Ru => ru::words(role),
            Grammar::Th => th::words(role),
        }
    }
}

/// One greeting, for the holder whose name is known and for the office.
const fn one(greeting: &'static str, close: &'static str) -> Words {
    Words { named: greeting, unnamed: greeting, close }
}

const fn two(named: &'static str, unnamed: &'static str, close: &'static str) -> Words {
    Words { named, unnamed, close }
}
