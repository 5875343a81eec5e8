//! `Authentication-Results`, RFC 8601, and what large providers make of it.

use std::net::IpAddr;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AuthResults {
    /// Who judged. Exchange Online leaves it out.
    pub(super) server: Option<String>,
    results: Vec<MethodResult>,
}

/// One verdict: `dkim=pass (a comment) header.d=letters.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MethodResult {
    method: String,
    pub(super) result: String,
    /// What stands in brackets and after `reason=`.
    pub(super) comment: String,
    properties: Vec<(String, String)>,
}

impl AuthResults {
    pub(super) fn parse(value: &str) -> Self {
        let mut parsed = Self::default();
        for (index, part) in split(value).into_iter().enumerate() {
            match MethodResult::parse(&part) {
                Some(result) => parsed.results.push(result),
                None if index == 0 => parsed.server = part.text.split_whitespace().next().map(str::to_owned),
                None => {}
            }
        }
        parsed
    }

    pub(super) fn of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a MethodResult> {
        self.results.iter().filter(move |result| result.method == method)
    }
}

impl MethodResult {
    fn parse(part: &Part) -> Option<Self> {
        let mut pairs = part.pairs().into_iter();
        let (method, result) = pairs.next()?;
        let method = method.split('/').next().unwrap_or_default().to_owned();
        let (reasons, properties): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| name == "reason");
        let comment =
            reasons.into_iter().map(|(_, reason)| reason).chain(part.comments.iter().cloned()).collect::<Vec<_>>().join("; ");
        Some(Self { method, result: result.to_ascii_lowercase(), comment, properties })
    }

    pub(super) fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// An address of the internet that its comment names: that of the server which delivered the mail.
    pub(super) fn address(&self) -> Option<IpAddr> {
        address_in(&self.comment)
    }
}

pub(super) fn address_in(text: &str) -> Option<IpAddr> {
    let mut words = text.split(|c: char| c.is_whitespace() || "=;,()[]".contains(c));
    words.find_map(|word| word.trim_end_matches('.').parse().ok())
}

/// What stands between two semicolons: the text without its comments, and the comments.
#[derive(Debug, Default)]
struct Part {
    text: String,
    comments: Vec<String>,
}

impl Part {
    /// `name=value`, with or without spaces and quotation marks. Names in small letters. What is no pair ends the list.
    fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut rest = self.text.trim();
        while let Some((name, after)) = rest.split_once('=') {
            let name = name.trim();
            if name.is_empty() || name.contains(char::is_whitespace) {
                break;
            }
            let after = after.trim_start();
            let (value, left) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            pairs.push((name.to_ascii_lowercase(), value.to_owned()));
            rest = left.trim_start();
        }
        pairs
    }
}

/// Splits at semicolons that stand neither in quotation marks nor in a comment, of which one can hold another.
fn split(value: &str) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for c in value.chars() {
        let Some(part) = parts.last_mut() else { break };
        let begins = c == '\\' && !escaped && (quoted || depth > 0);
        let was_escaped = std::mem::replace(&mut escaped, begins);
        match c {
            _ if escaped => {}
            '"' if depth == 0 && !was_escaped => {
                quoted = !quoted;
                part.text.push(c);
            }
            '(' if !quoted && !was_escaped => {
                depth += 1;
                if depth == 1 {
                    // A space in its place: it may be all that parts two words.
                    part.text.push(' ');
                    part.comments.push(String::new());
                } else if let Some(comment) = part.comments.last_mut() {
                    comment.push(c);
                }
            }
            ')' if depth > 0 && !was_escaped => {
                depth -= 1;
                if depth > 0
                    && let Some(comment) = part.comments.last_mut()
                {
                    comment.push(c);
                }
            }
            ';' if depth == 0 && !quoted => parts.push(Part::default()),
            _ => match part.comments.last_mut() {
                Some(comment) if depth > 0 => comment.push(c),
                _ => part.text.push(c),
            },
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(value: &str) -> Vec<String> {
        AuthResults::parse(value).results.iter().map(|result| format!("{}={}", result.method, result.result)).collect()
    }

    #[test]
    fn verdicts_are_read_as_large_providers_write_them() {
        let google = "mx.google.example; dkim=pass header.i=@letters.example header.s=postbag header.b=\"ab+/\"; spf=pass \
                      (google.example: domain of letter-1@letters.example designates 192.0.2.1 as permitted sender) \
                      smtp.mailfrom=letter-1@letters.example; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=letters.example";
        let microsoft = "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=letters.example; dkim=pass (signature was verified) \
                         header.d=letters.example;dmarc=bestguesspass action=none header.from=letters.example;compauth=pass reason=109";
        let yahoo = "atlas.mail.example; dkim=pass header.i=@letters.example header.s=postbag; spf=none smtp.mailfrom=l.example; \
                     dmarc=pass(p=NONE) header.from=letters.example;";
        assert_eq!(verdicts(google), ["dkim=pass", "spf=pass", "dmarc=pass"]);
        assert_eq!(verdicts(microsoft), ["spf=pass", "dkim=pass", "dmarc=bestguesspass", "compauth=pass"]);
        assert_eq!(verdicts(yahoo), ["dkim=pass", "spf=none", "dmarc=pass"]);
        let google = AuthResults::parse(google);
        assert_eq!(google.server.as_deref(), Some("mx.google.example"));
        let spf = google.of("spf").next().unwrap();
        assert_eq!(spf.property("smtp.mailfrom"), Some("letter-1@letters.example"));
        assert_eq!(spf.address().unwrap().to_string(), "192.0.2.1");
        assert_eq!(google.of("dkim").next().unwrap().property("header.b"), Some("ab+/"));
        assert_eq!(AuthResults::parse(microsoft).server, None);
    }

    #[test]
    fn comments_quotation_marks_and_spaces_part_nothing_that_belongs_together() {
        let value = "mx.example 1 (a; (b=c); d\\)); DKIM/1 = Fail (body hash; did not verify) reason=\"no; key\" header.d = a.example ; none";
        let parsed = AuthResults::parse(value);
        assert_eq!(parsed.server.as_deref(), Some("mx.example"));
        let [dkim] = &parsed.results[..] else { panic!("{parsed:?}") };
        assert_eq!((dkim.method.as_str(), dkim.result.as_str()), ("dkim", "fail"));
        assert_eq!(dkim.comment, "no; key; body hash; did not verify");
        assert_eq!(dkim.property("header.d"), Some("a.example"));
    }

    #[test]
    fn what_is_no_verdict_is_none() {
        for value in ["", ";", "mx.example", "mx.example; none", "mx.example; none; ((", "=;==;a b=c", "\"", "x;spf"] {
            assert_eq!(verdicts(value), Vec::<String>::new(), "{value}");
        }
    }
}
