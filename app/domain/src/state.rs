//! States: the 193 members of the United Nations, the Holy See, Palestine, the Cook Islands and Niue; and the
//! states and territories of the United States, which elect members of Congress.

use serde::{Deserialize, Serialize};

use crate::{
    checked::{Shape, TextError, checked_string},
    country_name::CountryNames,
    language::{Grammar, alphabetic},
};

checked_string!(
    /// ISO 3166-1 alpha-2, in capitals.
    Iso2,
    |text| {
        if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
            Ok(text.to_owned())
        } else {
            Err(TextError::Malformed(Shape::Country))
        }
    }
);

impl Iso2 {
    /// The United States, whose post and whose Congress many rules name.
    pub fn us() -> Self {
        Self("US".to_owned())
    }

    /// The United Nations, by the code that ISO 3166-1 reserves for them: where a permanent mission is sent.
    pub fn un() -> Self {
        Self("UN".to_owned())
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
    /// Short names in other languages.
    pub local_names: CountryNames,
    /// Its other names and its former ones: "Burma".
    pub other_names: Vec<String>,
    /// The codes by which people know it beside the one of two letters, in capitals: "UK", "DEU".
    pub codes: Vec<String>,
    pub region: Region,
    pub tile: Tile,
}

/// A state's place on the map of the world by tiles, on which every state is a square of one size: Niue
/// counts as much as China. Columns are counted from the west, rows from the north, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tile {
    pub column: u8,
    pub row: u8,
}

impl State {
    /// Every name by which somebody may look for it: the short ones first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.short_names().chain(self.other_names.iter().map(String::as_str))
    }

    /// Its short name in each language.
    pub fn short_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.local_names.iter().map(|(_, name)| name.listed.as_str()))
    }

    /// The same as they stand in a sentence.
    pub fn names_in_sentences(&self) -> impl Iterator<Item = &str> {
        let local = self.local_names.iter().flat_map(|(_, name)| [name.in_sentence.as_str(), &name.as_object]);
        std::iter::once(self.in_sentence.as_str()).chain(local)
    }

    /// The name that sorts it in a list: Côte d'Ivoire before Croatia.
    pub(crate) fn alphabetic(&self) -> String {
        alphabetic(&self.name)
    }

    /// As it stands in a list: "Bahamas". In English where there is no name.
    pub fn name_in(&self, grammar: Grammar) -> &str {
        self.local_names.get(grammar).map_or(&self.name, |name| &name.listed)
    }

    /// As it stands in a sentence: "the Bahamas", "las Bahamas", "les Bahamas".
    pub fn name_in_sentence(&self, grammar: Grammar) -> &str {
        self.local_names.get(grammar).map_or(&self.in_sentence, |name| &name.in_sentence)
    }

    /// As it follows "I ask": "the Sudan", "den Sudan".
    pub fn name_as_object(&self, grammar: Grammar) -> &str {
        self.local_names.get(grammar).map_or(&self.in_sentence, |name| &name.as_object)
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

    /// As the tables and the addresses of the site have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Africa => "Africa",
            Self::Americas => "Americas",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::Oceania => "Oceania",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.as_str() == text)
    }
}

/// A state, district or territory of the United States that elects to Congress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsState {
    /// USPS abbreviation.
    pub code: &'static str,
    pub name: &'static str,
    /// The number by which the Census knows it (ANSI INCITS 38, before FIPS 5-2).
    pub fips: u8,
    /// How many members it elects to the House, by the apportionment of the 2020 census, which holds for the elections
    /// of 2022 to 2030. Those that elect a delegate or a resident commissioner elect one.
    pub seats: u8,
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

    /// Whether the two have a border on land. A ZIP code can cross one.
    pub fn borders(&self, other: &Self) -> bool {
        BORDERS.iter().any(|(state, others)| {
            let is = |one: &Self, two: &Self| one.code == *state && others.split(' ').any(|code| code == two.code);
            is(self, other) || is(other, self)
        })
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

const fn us(code: &'static str, name: &'static str, fips: u8, seats: u8) -> UsState {
    UsState { code, name, fips, seats }
}

/// The fifty states, the District and the five territories with a delegate or a resident commissioner.
pub const US_STATES: [UsState; 56] = [
    us("AL", "Alabama", 1, 7),
    us("AK", "Alaska", 2, 1),
    us("AZ", "Arizona", 4, 9),
    us("AR", "Arkansas", 5, 4),
    us("CA", "California", 6, 52),
    us("CO", "Colorado", 8, 8),
    us("CT", "Connecticut", 9, 5),
    us("DE", "Delaware", 10, 1),
    us("FL", "Florida", 12, 28),
    us("GA", "Georgia", 13, 14),
    us("HI", "Hawaii", 15, 2),
    us("ID", "Idaho", 16, 2),
    us("IL", "Illinois", 17, 17),
    us("IN", "Indiana", 18, 9),
    us("IA", "Iowa", 19, 4),
    us("KS", "Kansas", 20, 4),
    us("KY", "Kentucky", 21, 6),
    us("LA", "Louisiana", 22, 6),
    us("ME", "Maine", 23, 2),
    us("MD", "Maryland", 24, 8),
    us("MA", "Massachusetts", 25, 9),
    us("MI", "Michigan", 26, 13),
    us("MN", "Minnesota", 27, 8),
    us("MS", "Mississippi", 28, 4),
    us("MO", "Missouri", 29, 8),
    us("MT", "Montana", 30, 2),
    us("NE", "Nebraska", 31, 3),
    us("NV", "Nevada", 32, 4),
    us("NH", "New Hampshire", 33, 2),
    us("NJ", "New Jersey", 34, 12),
    us("NM", "New Mexico", 35, 3),
    us("NY", "New York", 36, 26),
    us("NC", "North Carolina", 37, 14),
    us("ND", "North Dakota", 38, 1),
    us("OH", "Ohio", 39, 15),
    us("OK", "Oklahoma", 40, 5),
    us("OR", "Oregon", 41, 6),
    us("PA", "Pennsylvania", 42, 17),
    us("RI", "Rhode Island", 44, 2),
    us("SC", "South Carolina", 45, 7),
    us("SD", "South Dakota", 46, 1),
    us("TN", "Tennessee", 47, 9),
    us("TX", "Texas", 48, 38),
    us("UT", "Utah", 49, 4),
    us("VT", "Vermont", 50, 1),
    us("VA", "Virginia", 51, 11),
    us("WA", "Washington", 53, 10),
    us("WV", "West Virginia", 54, 2),
    us("WI", "Wisconsin", 55, 8),
    us("WY", "Wyoming", 56, 1),
    us("DC", "District of Columbia", 11, 1),
    us("AS", "American Samoa", 60, 1),
    us("GU", "Guam", 66, 1),
    us("MP", "Northern Mariana Islands", 69, 1),
    us("PR", "Puerto Rico", 72, 1),
    us("VI", "U.S. Virgin Islands", 78, 1),
];

/// States with a border on land, each pair once. (Arizona and Colorado, and New Mexico and Utah, meet in a point.)
const BORDERS: [(&str, &str); 41] = [
    ("AL", "FL GA MS TN"),
    ("AR", "LA MO MS OK TN TX"),
    ("AZ", "CA CO NM NV UT"),
    ("CA", "NV OR"),
    ("CO", "KS NE NM OK UT WY"),
    ("CT", "MA NY RI"),
    ("DC", "MD VA"),
    ("DE", "MD NJ PA"),
    ("FL", "GA"),
    ("GA", "NC SC TN"),
    ("IA", "IL MN MO NE SD WI"),
    ("ID", "MT NV OR UT WA WY"),
    ("IL", "IN KY MO WI"),
    ("IN", "KY MI OH"),
    ("KS", "MO NE OK"),
    ("KY", "MO OH TN VA WV"),
    ("LA", "MS TX"),
    ("MA", "NH NY RI VT"),
    ("MD", "PA VA WV"),
    ("ME", "NH"),
    ("MI", "OH WI"),
    ("MN", "ND SD WI"),
    ("MO", "NE OK TN"),
    ("MS", "TN"),
    ("MT", "ND SD WY"),
    ("NC", "SC TN VA"),
    ("ND", "SD"),
    ("NE", "SD WY"),
    ("NH", "VT"),
    ("NJ", "NY PA"),
    ("NM", "OK TX UT"),
    ("NV", "OR UT"),
    ("NY", "PA VT"),
    ("OH", "PA WV"),
    ("OK", "TX"),
    ("OR", "WA"),
    ("PA", "WV"),
    ("SD", "WY"),
    ("TN", "VA"),
    ("UT", "WY"),
    ("VA", "WV"),
];

/// Whole ZIP codes that do not lie where their first three digits say: Fishers Island, Texhoma, Alta, Pago Pago,
/// Saipan, Rota, Tinian.
const ZIP_EXCEPTIONS: [(&str, &str); 7] =
    [("06390", "NY"), ("73960", "TX"), ("83414", "WY"), ("96799", "AS"), ("96950", "MP"), ("96951", "MP"), ("96952", "MP")];

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
        assert_eq!(US_STATES.iter().map(|state| u32::from(state.seats)).sum::<u32>(), 435 + 6);
        let numbers: std::collections::BTreeSet<_> = US_STATES.iter().map(|state| state.fips).collect();
        assert_eq!(numbers.len(), US_STATES.len());
    }

    #[test]
    fn a_zip_names_its_state() {
        for (zip, code) in [
            ("25301", "WV"),
            ("26505", "WV"),
            ("10001", "NY"),
            ("00501", "NY"),
            ("06390", "NY"),
            ("73960", "TX"),
            ("83414", "WY"),
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
    fn states_border_one_another_both_ways() {
        let state = |code| UsState::find(code).unwrap();
        for (one, other) in [("SD", "ND"), ("CO", "NM"), ("CO", "UT"), ("DC", "VA"), ("GA", "AL"), ("WY", "SD")] {
            assert!(state(one).borders(state(other)) && state(other).borders(state(one)), "{one} {other}");
        }
        for (one, other) in [("MA", "WV"), ("HI", "CA"), ("AK", "WA"), ("DC", "DE"), ("SD", "SD"), ("PR", "VI")] {
            assert!(!state(one).borders(state(other)), "{one} {other}");
        }
        let neighbours = |state: &UsState| US_STATES.iter().filter(|other| state.borders(other)).count();
        let most = |count: usize| {
            US_STATES.iter().filter(|state| neighbours(state) == count).map(|state| state.code).collect::<Vec<_>>()
        };
        assert_eq!((most(8), most(1)), (vec!["MO", "TN"], vec!["ME"]));
        assert_eq!(most(0), ["AK", "HI", "AS", "GU", "MP", "PR", "VI"]);
        assert!(
            BORDERS.iter().all(|(one, others)| others.split(' ').all(|other| *one < other && UsState::find(other).is_some()))
        );
    }

    #[test]
    fn prefixes_do_not_overlap() {
        for pair in ZIP_PREFIXES.windows(2) {
            assert!(pair[0].1 < pair[1].0, "{pair:?}");
        }
    }
}
