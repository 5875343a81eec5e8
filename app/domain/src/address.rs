//! Postal addresses: lines as they are written on an envelope, and the country they go to.

use serde::{Deserialize, Serialize};

use crate::state::Iso2;

/// Where a letter goes: the lines under the addressee's name, and the country they lie in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub lines: Vec<String>,
    pub country: Iso2,
    /// The country's name as the Universal Postal Union wants it on the last line: English, in full.
    pub country_name: String,
}

impl Address {
    /// The lines on an envelope that is posted in the country `from`: a foreign country stands alone on the
    /// last line in capitals, one's own is left out (USPS Publication 28; UPU S42).
    pub fn envelope(&self, addressee: &[String], from: &Iso2) -> Vec<String> {
        let mut lines: Vec<String> = addressee.iter().chain(&self.lines).cloned().collect();
        if self.country != *from {
            lines.push(self.country_name.to_uppercase());
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn washington() -> Address {
        Address {
            lines: vec!["2100 S Street NW".into(), "Washington DC 20008".into()],
            country: Iso2::parse("US").unwrap(),
            country_name: "United States of America".into(),
        }
    }

    #[test]
    fn a_mission_in_washington_is_domestic_mail_from_the_united_states() {
        let lines = washington().envelope(&["The Ambassador".into()], &Iso2::parse("US").unwrap());
        assert_eq!(lines, ["The Ambassador", "2100 S Street NW", "Washington DC 20008"]);
    }

    #[test]
    fn from_abroad_the_country_stands_alone_on_the_last_line_in_capitals() {
        let lines = washington().envelope(&[], &Iso2::parse("CA").unwrap());
        assert_eq!(lines.last().unwrap(), "UNITED STATES OF AMERICA");
    }
}
