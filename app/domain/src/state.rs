//! States: the 193 members of the United Nations, the Holy See, Palestine, the Cook Islands and Niue; and the
//! states and territories of the United States, which elect members of Congress.

use serde::{Deserialize, Serialize};

use crate::{
    checked::{TextError, checked_string},
    language::Language,
};

checked_string!(
    /// ISO 3166-1 alpha-2, in capitals.
    Iso2,
    |text| {
        if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(text.to_owned())
        } else {
            Err(TextError::Malformed("A country code is two capital letters, for instance NU."))
        }
    }
);

impl Iso2 {
    /// The United States, whose post and whose Congress many rules name.
    pub fn us() -> Self {
        Self("US".to_owned())
    }
}

/// A country in the list of 197.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub iso2: Iso2,
    /// Short English name: "Laos".
    pub name: String,
    /// As it stands in a sentence, with its article where it has one: "the Cook Islands".
    pub in_sentence: String,
    /// Short Spanish name, with its article where usage wants one in a sentence.
    pub spanish: String,
    /// What else it is called, and was: "Burma".
    pub other_names: Vec<String>,
    pub region: Region,
}

impl State {
    /// Every name by which somebody may look for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        Language::ALL.into_iter().map(|language| self.name_in(language)).chain(self.other_names.iter().map(String::as_str))
    }

    pub fn name_in(&self, language: Language) -> &str {
        match language {
            Language::En => &self.name,
            Language::Es => &self.spanish,
        }
    }
}

/// The five regions of the United Nations geoscheme (M49).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    Africa,
    Americas,
    Asia,
    Europe,
    Oceania,
}

impl Region {
    pub const ALL: [Self; 5] = [Self::Africa, Self::Americas, Self::Asia, Self::Europe, Self::Oceania];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Africa => "Africa",
            Self::Americas => "Americas",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::Oceania => "Oceania",
        }
    }

    pub fn parse(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.label() == label)
    }
}

/// A state, district or territory of the United States that elects to Congress: USPS abbreviation and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsState {
    pub code: &'static str,
    pub name: &'static str,
}

impl UsState {
    /// Inside a sentence: "the District of Columbia".
    pub fn in_sentence(&self) -> String {
        let article = if matches!(self.code, "DC" | "MP" | "VI") { "the " } else { "" };
        format!("{article}{}", self.name)
    }

    /// Whether it elects senators. The District and the territories send a delegate to the House alone.
    pub fn has_senators(&self) -> bool {
        !matches!(self.code, "DC" | "AS" | "GU" | "MP" | "PR" | "VI")
    }

    pub fn find(code: &str) -> Option<&'static Self> {
        US_STATES.iter().find(|state| state.code.eq_ignore_ascii_case(code))
    }

    /// The state that a ZIP code lies in, by its first three digits. `None` for the armed forces, for
    /// prefixes not in use, and for anything that is not five digits (or ZIP+4, whose last four are ignored).
    pub fn of_zip(zip: &str) -> Option<&'static Self> {
        let five = zip.split_once('-').map_or(zip, |(five, _)| five);
        if five.len() != 5 || !five.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        if let Some((_, code)) = ZIP_EXCEPTIONS.iter().find(|(exception, _)| *exception == five) {
            return Self::find(code);
        }
        let prefix: u16 = five[..3].parse().ok()?;
        ZIP_PREFIXES.iter().find(|(from, to, _)| (*from..=*to).contains(&prefix)).and_then(|(_, _, code)| Self::find(code))
    }
}

const fn us(code: &'static str, name: &'static str) -> UsState {
    UsState { code, name }
}

/// The fifty states, the District and the five territories with a delegate or a resident commissioner.
pub const US_STATES: [UsState; 56] = [
    us("AL", "Alabama"),
    us("AK", "Alaska"),
    us("AZ", "Arizona"),
    us("AR", "Arkansas"),
    us("CA", "California"),
    us("CO", "Colorado"),
    us("CT", "Connecticut"),
    us("DE", "Delaware"),
    us("FL", "Florida"),
    us("GA", "Georgia"),
    us("HI", "Hawaii"),
    us("ID", "Idaho"),
    us("IL", "Illinois"),
    us("IN", "Indiana"),
    us("IA", "Iowa"),
    us("KS", "Kansas"),
    us("KY", "Kentucky"),
    us("LA", "Louisiana"),
    us("ME", "Maine"),
    us("MD", "Maryland"),
    us("MA", "Massachusetts"),
    us("MI", "Michigan"),
    us("MN", "Minnesota"),
    us("MS", "Mississippi"),
    us("MO", "Missouri"),
    us("MT", "Montana"),
    us("NE", "Nebraska"),
    us("NV", "Nevada"),
    us("NH", "New Hampshire"),
    us("NJ", "New Jersey"),
    us("NM", "New Mexico"),
    us("NY", "New York"),
    us("NC", "North Carolina"),
    us("ND", "North Dakota"),
    us("OH", "Ohio"),
    us("OK", "Oklahoma"),
    us("OR", "Oregon"),
    us("PA", "Pennsylvania"),
    us("RI", "Rhode Island"),
    us("SC", "South Carolina"),
    us("SD", "South Dakota"),
    us("TN", "Tennessee"),
    us("TX", "Texas"),
    us("UT", "Utah"),
    us("VT", "Vermont"),
    us("VA", "Virginia"),
    us("WA", "Washington"),
    us("WV", "West Virginia"),
    us("WI", "Wisconsin"),
    us("WY", "Wyoming"),
    us("DC", "District of Columbia"),
    us("AS", "American Samoa"),
    us("GU", "Guam"),
    us("MP", "Northern Mariana Islands"),
    us("PR", "Puerto Rico"),
    us("VI", "U.S. Virgin Islands"),
];

/// Whole ZIP codes that lie elsewhere than their first three digits say: Pago Pago, Saipan, Rota, Tinian.
const ZIP_EXCEPTIONS: [(&str, &str); 4] = [("96799", "AS"), ("96950", "MP"), ("96951", "MP"), ("96952", "MP")];

/// First three digits of a ZIP code, from and to, and the state (USPS Domestic Mail Manual, labeling list
/// L002). Compared with the Census relationship of ZIP areas to districts: 127 of its 42,033 rows are the
/// far side of an area that straddles a state line; all others agree.
const ZIP_PREFIXES: [(u16, u16, &str); 70] = [
    (5, 5, "NY"),
    (6, 7, "PR"),
    (8, 8, "VI"),
    (9, 9, "PR"),
    (10, 27, "MA"),
    (28, 29, "RI"),
    (30, 38, "NH"),
    (39, 49, "ME"),
    (50, 54, "VT"),
    (55, 55, "MA"),
    (56, 59, "VT"),
    (60, 69, "CT"),
    (70, 89, "NJ"),
    (100, 149, "NY"),
    (150, 196, "PA"),
    (197, 199, "DE"),
    (200, 200, "DC"),
    (201, 201, "VA"),
    (202, 205, "DC"),
    (206, 219, "MD"),
    (220, 246, "VA"),
    (247, 268, "WV"),
    (270, 289, "NC"),
    (290, 299, "SC"),
    (300, 319, "GA"),
    (320, 339, "FL"),
    (341, 342, "FL"),
    (344, 344, "FL"),
    (346, 347, "FL"),
    (349, 349, "FL"),
    (350, 352, "AL"),
    (354, 369, "AL"),
    (370, 385, "TN"),
    (386, 397, "MS"),
    (398, 399, "GA"),
    (400, 427, "KY"),
    (430, 459, "OH"),
    (460, 479, "IN"),
    (480, 499, "MI"),
    (500, 528, "IA"),
    (530, 549, "WI"),
    (550, 567, "MN"),
    (569, 569, "DC"),
    (570, 577, "SD"),
    (580, 588, "ND"),
    (590, 599, "MT"),
    (600, 629, "IL"),
    (630, 658, "MO"),
    (660, 679, "KS"),
    (680, 693, "NE"),
    (700, 714, "LA"),
    (716, 729, "AR"),
    (730, 732, "OK"),
    (733, 733, "TX"),
    (734, 749, "OK"),
    (750, 799, "TX"),
    (800, 816, "CO"),
    (820, 831, "WY"),
    (832, 838, "ID"),
    (840, 847, "UT"),
    (850, 865, "AZ"),
    (870, 884, "NM"),
    (885, 885, "TX"),
    (889, 898, "NV"),
    (900, 961, "CA"),
    (967, 968, "HI"),
    (969, 969, "GU"),
    (970, 979, "OR"),
    (980, 994, "WA"),
    (995, 999, "AK"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_states_a_district_and_five_territories() {
        assert_eq!(US_STATES.len(), 50 + 1 + 5);
        let codes: std::collections::BTreeSet<_> = US_STATES.iter().map(|state| state.code).collect();
        assert_eq!(codes.len(), US_STATES.len());
        assert_eq!(UsState::find("wv").unwrap().name, "West Virginia");
        assert!(UsState::find("XX").is_none());
    }

    #[test]
    fn a_zip_names_its_state() {
        for (zip, code) in [
            ("25301", "WV"),
            ("26505", "WV"),
            ("10001", "NY"),
            ("00501", "NY"),
            ("06390", "CT"),
            ("20500", "DC"),
            ("99501", "AK"),
            ("96813", "HI"),
            ("00901", "PR"),
            ("00802", "VI"),
            ("73301", "TX"),
            ("02139", "MA"),
            ("90210-1234", "CA"),
            ("96799", "AS"),
            ("96950", "MP"),
            ("96910", "GU"),
        ] {
            assert_eq!(UsState::of_zip(zip).map(|state| state.code), Some(code), "{zip}");
        }
    }

    #[test]
    fn what_is_not_a_zip_of_a_state_names_none() {
        for zip in ["", "1234", "123456", "abcde", "09012", "34002", "96201", "00000", "2530١", "00400"] {
            assert_eq!(UsState::of_zip(zip), None, "{zip}");
        }
    }

    #[test]
    fn prefixes_do_not_overlap() {
        for pair in ZIP_PREFIXES.windows(2) {
            assert!(pair[0].1 < pair[1].0, "{pair:?}");
        }
    }
}
