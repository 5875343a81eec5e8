//! The codes in what a server said: `550 5.1.1`.

use domain::post::returned::EnhancedStatus;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Codes {
    /// The first that says more than 5.0.0; else the first.
    pub(super) enhanced: Option<EnhancedStatus>,
    /// 4xx or 5xx, where it stands as a server's answer does.
    pub(super) reply: Option<u16>,
}

impl Codes {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut before = "";
        for word in text.split_whitespace() {
            if found.enhanced.is_none_or(EnhancedStatus::is_vague) {
                found.enhanced = enhanced(word).or(found.enhanced);
            }
            if found.reply.is_none() && leads_to_an_answer(before) {
                found.reply = reply(word);
            }
            before = word;
        }
        found
    }
}

/// `(#5.1.1)`, `550-5.1.1`, `#<5.1.1`. Not `10.5.1.1`, and no version of a program: the second number goes to 7.
fn enhanced(word: &str) -> Option<EnhancedStatus> {
    word.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|code| {
        let code = code.trim_matches('.');
        let known = code.get(..1).is_some_and(|class| matches!(class, "4" | "5"))
            && code.get(2..4).is_some_and(|subject| subject.as_bytes()[1] == b'.' && subject.as_bytes()[0] <= b'7');
        if known { EnhancedStatus::parse(code) } else { None }
    })
}

/// `550`, `<550`, `550-5.1.1`, `550,`.
fn reply(word: &str) -> Option<u16> {
    let word = word.trim_start_matches(['(', '[', '<', '"', '\'', '#']);
    let digits = word.get(..3)?;
    let is_reply = digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(digits.as_bytes()[0], b'4' | b'5')
        && matches!(digits.as_bytes()[1], b'0'..=b'5')
        && !word[3..].starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '@');
    if is_reply { digits.parse().ok() } else { None }
}

/// Where an answer is quoted: at the beginning, after a sign, or after a word that says so. A number elsewhere counts hours.
fn leads_to_an_answer(before: &str) -> bool {
    const LEADS: [&str; 12] =
        ["said", "error", "code", "with", "returned", "response", "status", "was", "smtp", "reply", "message", "<<<"];
    before.is_empty() || before.ends_with([':', ';', '"', '>', '=', '-']) || LEADS.contains(&before.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Option<String>, Option<u16>) {
        let codes = Codes::of(text);
        (codes.enhanced.map(|status| status.to_string()), codes.reply)
    }

    #[test]
    fn codes_are_found_where_servers_write_them() {
        for (text, enhanced, reply) in [
            ("550 5.1.1 User unknown", Some("5.1.1"), Some(550)),
            ("550-5.7.26 This mail", Some("5.7.26"), Some(550)),
            ("Remote host said: 552 Mailbox full (#5.2.2)", Some("5.2.2"), Some(552)),
            ("<office@x.example>: 550 no", None, Some(550)),
            ("554 5.0.0 rejected; see 5.7.1", Some("5.7.1"), Some(554)),
            ("Remote Server returned '550 5.4.1 denied'", Some("5.4.1"), Some(550)),
            ("#< #5.1.1 smtp; 550 5.1.1 no>", Some("5.1.1"), Some(550)),
        ] {
            assert_eq!(of(text), (enhanced.map(str::to_owned), reply), "{text}");
        }
    }

    #[test]
    fn addresses_versions_and_numbers_of_other_things_are_no_codes() {
        for text in [
            "[192.0.2.5.1.1]",
            "relay 5.1.1.9",
            "Exim 4.94.2",
            "for the past 450 hours",
            "in 500 characters",
            "route 550a",
            "é550 é",
        ] {
            assert_eq!(of(text), (None, None), "{text}");
        }
    }
}
