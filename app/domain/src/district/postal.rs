//! The state in which the post says that a ZIP code is. The map of districts says it less well: a district at the edge
//! of a state can be missing. So do the first three digits: they cross a state's border in places.

use std::{fmt, sync::Arc};

use super::Zip;
use crate::state::{US_STATES, UsState};

/// The post's list of ZIP codes with their states. It has a byte for each possible number, so that it is looked up at
/// once. Copies share it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PostalStates {
    /// The state's place in [`US_STATES`], counted from 1; 0 where the list has no such code. Empty, or of all numbers.
    places: Arc<[u8]>,
}

impl PostalStates {
    /// The state of a ZIP code; `None` for one that the list does not have.
    pub fn of(&self, zip: Zip) -> Option<&'static UsState> {
        let place = *self.places.get(usize::try_from(zip.0).ok()?)?;
        US_STATES.get(usize::from(place).checked_sub(1)?)
    }

    /// Every ZIP code of the list with its state, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Zip, &'static UsState)> {
        (0..NUMBERS).map(Zip).filter_map(|zip| Some((zip, self.of(zip)?)))
    }

    pub fn len(&self) -> usize {
        self.places.iter().filter(|place| **place > 0).count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads lines, one for each three-digit prefix: `834 ID:01 03-06|WY:14`. `None` if one says something else, or if
    /// two say where a ZIP code is.
    pub fn parse_lines<'a>(lines: impl IntoIterator<Item = (u32, &'a str)>) -> Option<Self> {
        let mut places = vec![0; usize::try_from(NUMBERS).ok()?];
        for (prefix, line) in lines {
            for group in line.split('|') {
                let (code, zips) = group.split_once(':')?;
                let place = US_STATES.iter().position(|state| state.code == code)?;
                let place = u8::try_from(place + 1).ok()?;
                for range in zips.split(' ') {
                    let (from, to) = range.split_once('-').unwrap_or((range, range));
                    for rest in two_digits(from)?..=two_digits(to)? {
                        let known = places.get_mut(usize::try_from(prefix.checked_mul(100)? + rest).ok()?)?;
                        if std::mem::replace(known, place) != 0 {
                            return None;
                        }
                    }
                }
            }
        }
        Some(Self { places: places.into() })
    }
}

/// How many there are, instead of a hundred thousand numbers.
impl fmt::Debug for PostalStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostalStates({})", self.len())
    }
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Numbers of five digits.
const NUMBERS: u32 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(text: &str) -> Zip {
        Zip::parse(text).unwrap()
    }

    #[test]
    fn the_list_says_in_which_state_a_zip_code_is() {
        let list = PostalStates::parse_lines([(576, "SD:38 40-42"), (834, "ID:01|WY:14")]).unwrap();
        let state = |text: &str| list.of(zip(text)).map(|state| state.code);
        assert_eq!([state("57638"), state("57641"), state("83401"), state("83414")], ["SD", "SD", "ID", "WY"].map(Some));
        assert_eq!([state("57639"), state("57643"), state("00501"), state("99950")], [None; 4]);
        assert_eq!((list.len(), list.iter().count()), (6, 6));
        assert_eq!(list.iter().next().map(|(zip, state)| (zip.to_string(), state.code)), Some(("57638".to_owned(), "SD")));
        assert_eq!((PostalStates::default().of(zip("57638")), PostalStates::default().is_empty()), (None, true));
    }

    #[test]
    fn a_line_that_is_none_is_refused() {
        for line in ["", "SD", "SD:", "ZZ:38", "SD:8", "SD:038", "SD:38-", "SD:38 38", "SD:38|ND:38", "SD:+1", "SD:é"] {
            assert_eq!(PostalStates::parse_lines([(576, line)]), None, "{line}");
        }
        assert_eq!(PostalStates::parse_lines([(1000, "SD:01")]), None);
        assert_eq!(PostalStates::parse_lines([(u32::MAX, "SD:01")]), None);
    }
}
