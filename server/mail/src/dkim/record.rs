//! The public half of a key as the DNS shows it.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

/// A TXT record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TxtRecord {
    /// Without a dot at its end.
    pub name: String,
    pub value: String,
}

impl TxtRecord {
    /// A string in a TXT record has a length of one byte.
    const STRING: usize = 255;

    pub(super) fn of_key(selector: &str, domain: &str, algorithm: &str, public: &[u8]) -> Self {
        let domain = domain.trim_end_matches('.');
        Self {
            name: format!("{selector}._domainkey.{domain}"),
            value: format!("v=DKIM1; k={algorithm}; p={}", BASE64.encode(public)),
        }
    }

    /// The value in pieces that fit into a record. A reader puts them together again, without a space between.
    pub fn strings(&self) -> Vec<&str> {
        let starts = (0..self.value.len()).step_by(Self::STRING);
        starts.map(|start| &self.value[start..self.value.len().min(start + Self::STRING)]).collect()
    }
}

/// As a line of a zone file.
impl fmt::Display for TxtRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let strings: Vec<_> = self.strings().iter().map(|string| format!("\"{string}\"")).collect();
        write!(f, "{}. IN TXT ( {} )", self.name, strings.join(" "))
    }
}
