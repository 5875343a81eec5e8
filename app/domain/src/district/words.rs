//! Districts as people write them: "WV-2", "wv2", "West Virginia 2nd", "2nd district of West Virginia", "VT-AL".

use super::District;
use crate::{
    fold::fold,
    state::{US_STATES, UsState},
};

/// The districts that people spell out. Nobody writes "the forty-third".
const ORDINALS: [&str; 10] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// Words that stand between a state and a number and say nothing of their own. The "s" is that of "Virginia's".
const FILLERS: [&str; 11] = ["district", "districts", "congressional", "cd", "of", "in", "for", "from", "the", "s", "number"];

#[derive(Debug, Clone, Copy)]
enum Token {
    State(&'static UsState),
    /// 0 is "at large".
    Number(u8),
    Filler,
    Other,
}

impl District {
    /// The district that a text names, whatever else it says. The directory says whether it exists: "Vermont 1st" and
    /// "Vermont at large" are two names of one seat ([`is_named`](Self::is_named)).
    pub fn in_words(text: &str) -> Option<Self> {
        let folded = fold(text);
        split(&folded.split_whitespace().collect::<Vec<_>>()).map(|(district, _)| district)
    }

    /// Whether somebody who says `named` means this seat: a state's single one is called number 0, number 1, at large.
    pub fn is_named(self, named: Self) -> bool {
        self.state == named.state && (self.number == named.number || (self.number == 0 && named.number == 1))
    }
}

/// The district that folded words name, and the words that say something else. A state and a number belong together
/// where only fillers stand between them: "Al Green TX 9" is in Texas.
pub(crate) fn split<'a>(words: &[&'a str]) -> Option<(District, Vec<&'a str>)> {
    // "wv2" is two words.
    let words: Vec<&str> = words.iter().flat_map(|word| unglue(word)).filter(|word| !word.is_empty()).collect();
    let mut tokens: Vec<(Token, &[&str])> = Vec::new();
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let after_state = matches!(tokens.last(), Some((Token::State(_), _)));
        let (token, length) = next(rest, after_state);
        let (read, left) = rest.split_at(length);
        if !matches!(token, Token::Filler) {
            tokens.push((token, read));
        }
        rest = left;
    }
    let named = |turned: bool| {
        tokens.windows(2).enumerate().find_map(|(place, pair)| {
            let (state, number) = match (pair[0].0, pair[1].0) {
                (Token::State(state), Token::Number(number)) if !turned => (state, number),
                (Token::Number(number), Token::State(state)) if turned => (state, number),
                _ => return None,
            };
            Some((place, District::new(state.code, number)?))
        })
    };
    let (place, district) = named(false).or_else(|| named(true))?;
    tokens.drain(place..place + 2);
    Some((district, tokens.into_iter().flat_map(|(_, words)| words.iter().copied()).collect()))
}

/// The first token, and how many words it takes.
fn next(words: &[&str], after_state: bool) -> (Token, usize) {
    let is_number = |word: Option<&&str>| word.is_some_and(|word| number(word).is_some());
    if let Some((state, length)) =
        US_STATES.iter().filter_map(|state| Some((state, state_length(state, words)?))).max_by_key(|(_, length)| *length)
    {
        return (Token::State(state), length);
    }
    match *words {
        ["at", "large", ..] => (Token::Number(0), 2),
        // Not Alabama: "VT-AL".
        ["al", ..] if after_state && !is_number(words.get(1)) => (Token::Number(0), 1),
        // Not Indiana: "2nd district in West Virginia".
        ["in", ..] if !is_number(words.get(1)) => (Token::Filler, 1),
        [word, ..] => {
            let code = (word.len() == 2).then(|| UsState::find(word)).flatten();
            let token = match (code, number(word)) {
                (Some(state), _) => Token::State(state),
                (None, Some(number)) => Token::Number(number),
                (None, None) if FILLERS.contains(&word) => Token::Filler,
                (None, None) => Token::Other,
            };
            (token, 1)
        }
        [] => (Token::Other, 0),
    }
}

/// How many words a state's name takes, where the words begin with it.
fn state_length(state: &UsState, words: &[&str]) -> Option<usize> {
    let mut length = 0;
    for part in state.name.split(' ') {
        let letters = part.bytes().filter(|b| *b != b'.').map(|b| b.to_ascii_lowercase());
        if !letters.eq(words.get(length)?.bytes()) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// "2", "02", "2nd", "second".
fn number(word: &str) -> Option<u8> {
    if let Some(place) = ORDINALS.iter().position(|ordinal| *ordinal == word) {
        return u8::try_from(place + 1).ok();
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let plain = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The two letters and the number of "wv2" and "wv02"; anything else as it is.
fn unglue(word: &str) -> [&str; 2] {
    match word.split_at_checked(2) {
        Some((code, digits)) if UsState::find(code).is_some() && number(digits).is_some() => [code, digits],
        _ => [word, ""],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_district_is_read_however_it_is_written() {
        for (text, district) in [
            ("WV-2", "WV-2"),
            ("WV-02", "WV-2"),
            ("wv 2", "WV-2"),
            ("wv2", "WV-2"),
            ("WV 2nd", "WV-2"),
            ("West Virginia 2nd", "WV-2"),
            ("west virginia second", "WV-2"),
            ("West Virginia’s 2nd congressional district", "WV-2"),
            ("2nd district of West Virginia", "WV-2"),
            ("the second district in West Virginia", "WV-2"),
            ("West Virginia, district 2", "WV-2"),
            ("Virginia 10th", "VA-10"),
            ("IN-5", "IN-5"),
            ("AL 3", "AL-3"),
            ("Vermont at large", "VT-0"),
            ("Vermont, at-large", "VT-0"),
            ("VT-AL", "VT-0"),
            ("VT-0", "VT-0"),
            ("VT-01", "VT-1"),
            ("District of Columbia at large", "DC-0"),
            ("U.S. Virgin Islands at large", "VI-0"),
            ("Al Green TX 9", "TX-9"),
            ("CA-60", "CA-60"),
        ] {
            assert_eq!(District::in_words(text).map(|district| district.to_string()).as_deref(), Some(district), "{text}");
        }
    }

    #[test]
    fn words_without_a_state_and_a_number_side_by_side_name_no_district() {
        for text in
            ["", "2", "WV", "district 2", "West Virginia", "al", "at large", "CA-61", "CA-100", "WV Moore 2", "wv2x", "Moore"]
        {
            assert_eq!(District::in_words(text), None, "{text}");
        }
    }

    #[test]
    fn what_else_is_said_is_left_over() {
        assert_eq!(split(&["riley", "moore", "wv", "2"]).unwrap().1, ["riley", "moore"]);
        assert_eq!(split(&["the", "2nd", "district", "of", "west", "virginia"]).unwrap().1, [""; 0]);
    }

    #[test]
    fn a_states_single_seat_has_several_names() {
        let district = |text: &str| text.parse::<District>().unwrap();
        assert!(district("VT-0").is_named(district("VT-0")) && district("VT-0").is_named(district("VT-1")));
        assert!(!district("VT-0").is_named(district("VT-2")) && !district("WV-1").is_named(district("WV-0")));
        assert!(!district("VT-0").is_named(district("AK-0")));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fault(text in "\\PC{0,40}") {
            District::in_words(&text);
        }

        #[test]
        fn every_district_is_read_back_from_its_name(state in 0_usize..56, number in 0_u8..=60) {
            let district = District::new(US_STATES[state].code, number).unwrap();
            prop_assert_eq!(District::in_words(&district.to_string()), Some(district));
        }
    }
}
