//! The headers of a saved mail, from top to bottom.

use mail_parser::MessageParser;

use super::{About, Finding, Verdict, domains, results::AuthResults};

pub(super) const RESULTS: &str = "Authentication-Results";

#[derive(Debug)]
pub(super) struct Source {
    /// Names and values, unfolded.
    fields: Vec<(String, String)>,
}

impl Source {
    /// Takes any kind of line end, a mark of the byte order, and the line that mailbox files put before a mail.
    pub(super) fn read(raw: &[u8]) -> Self {
        let text = String::from_utf8_lossy(raw).replace("\r\n", "\n").replace('\r', "\n").replace(is_unprintable, " ");
        let text = text.trim_start_matches(['\u{FEFF}', '\n']);
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines().take_while(|line| !line.trim().is_empty()) {
            match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (false, _, Some((name, value))) if is_name(name.trim_end()) => {
                    fields.push((name.trim_end().to_owned(), value.trim().to_owned()));
                }
                _ => {}
            }
        }
        Self { fields }
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The verdicts that can be believed.
    pub(super) fn judged(&self) -> Option<AuthResults> {
        self.all(RESULTS).next().map(AuthResults::parse)
    }

    /// The topmost header with that name, if no verdict that can be believed stands above it. Where there is none at all, it
    /// is taken as it is.
    pub(super) fn above_the_verdict(&self, name: &str) -> Option<&str> {
        let mut above = self.fields.iter().take_while(|(key, _)| !key.eq_ignore_ascii_case(RESULTS));
        above.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The domain of the address that a reader sees.
    pub(super) fn from(&self) -> Result<String, Box<Finding>> {
        let bad = |said: &str, advice: &str| Box::new(Finding::new(About::Source, Verdict::Bad, said).advise(advice));
        let all: Vec<&str> = self.all("From").collect();
        let [from] = all[..] else {
            return Err(if all.is_empty() {
                bad(
                    "This is not the source of a mail: there is no From in it.",
                    "Save the full source, with all headers: “Show original” or “View source” in most mail programs.",
                )
            } else {
                bad(
                    "It has more than one From. Servers refuse such a mail or do not believe it.",
                    "Save the source anew. If it is so again, a server on the way adds one.",
                )
            });
        };
        let field = format!("From: {from}\r\n\r\n");
        let parsed = MessageParser::default().parse_headers(&field);
        let address = parsed.as_ref().and_then(|message| message.from()?.first()?.address().map(str::to_owned));
        address.as_deref().and_then(domains::of).ok_or_else(|| {
            bad(
                "Its From holds no address with a domain.",
                "Save the full source of the mail as it arrived, without changing it.",
            )
        })
    }
}

/// What would move a terminal's cursor, colour it, or turn the direction of what is read.
fn is_unprintable(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// RFC 5322: printable ASCII without spaces.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())
}
