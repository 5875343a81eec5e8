//! Congressional districts, ZIP codes, and the districts that each ZIP code touches.
//!
//! A ZIP code is a postman's round, not a place on a map: one in five lies in several districts, some in two
//! states. So a ZIP never names a representative by a guess: it names every district that it touches.

mod congress;
mod postal;
mod words;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub use congress::{Congress, NotACongress, noon_in_washington};
pub use postal::PostalStates;
pub(crate) use words::split;

use crate::{
    checked::code,
    state::{US_STATES, UsState},
};

/// A district of the House of Representatives. Number 0 is a whole state, district or territory (at large).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct District {
    /// Its place in [`US_STATES`].
    state: u8,
    pub number: u8,
}

/// Why a text does not name a district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A district is written WV-2, a state with a single one VT-0.")]
pub struct NotADistrict;

impl District {
    /// California has 52 districts; no state has had more.
    const MOST: u8 = 60;
    /// How the Census numbers the district of a delegate or of the resident commissioner.
    const DELEGATE: &str = "98";

    /// A district by the USPS code of its state and its number.
    pub fn new(state: &str, number: u8) -> Option<Self> {
        let place = US_STATES.iter().position(|known| known.code == state)?;
        (number <= Self::MOST).then_some(Self { state: u8::try_from(place).ok()?, number })
    }

    /// The districts by which a state elects its members of the House.
    pub fn all_of(state: &'static UsState) -> impl Iterator<Item = Self> {
        let numbers = if state.seats == 1 { 0..=0 } else { 1..=state.seats };
        numbers.filter_map(|number| Self::new(state.code, number))
    }

    pub fn state(self) -> &'static UsState {
        &US_STATES[usize::from(self.state) % US_STATES.len()]
    }

    /// A district as the Census writes it: two digits of the state, two of the district. `None` where there is no
    /// district: water, and parts of a state that are in none (`ZZ`).
    pub fn of_geoid(geoid: &str) -> Option<Self> {
        let (state, number) =
            geoid.split_at_checked(2).filter(|_| geoid.len() == 4 && geoid.bytes().all(|b| b.is_ascii_digit()))?;
        let fips: u8 = state.parse().ok()?;
        let number = if number == Self::DELEGATE { 0 } else { number.parse().ok()? };
        Self::new(US_STATES.iter().find(|known| known.fips == fips)?.code, number)
    }

    /// Whether the state has a district of that number: one that elects a single member has number 0 and no other.
    pub fn exists(self) -> bool {
        Self::all_of(self.state()).any(|district| district == self)
    }
}

/// `WV-2`.
impl fmt::Display for District {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.state().code, self.number)
    }
}

impl FromStr for District {
    type Err = NotADistrict;

    fn from_str(text: &str) -> Result<Self, NotADistrict> {
        let text = code(text);
        let (state, number) = text.split_once('-').ok_or(NotADistrict)?;
        Self::new(state, number.parse().map_err(|_| NotADistrict)?).ok_or(NotADistrict)
    }
}

impl Serialize for District {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for District {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <String as Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The five digits of a ZIP code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zip(u32);

/// Why a text is not a ZIP code that leads to a member of Congress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ZipError {
    #[error("A ZIP code has five digits, for instance 05401.")]
    NotFiveDigits,
    /// Of a post office of the armed forces, by its code in place of a state's: `AE`.
    #[error("a ZIP code of the armed forces ({0})")]
    ArmedForces(&'static str),
    #[error("a ZIP code outside of the United States ({0:?})")]
    Abroad(FreelyAssociated),
}

/// The independent states that the post of the United States serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreelyAssociated {
    Palau,
    Micronesia,
    MarshallIslands,
}

impl ZipError {
    /// As [`Problem::code`](crate::problem::Problem::code).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFiveDigits => "zip-form",
            Self::ArmedForces(_) => "zip-armed-forces",
            Self::Abroad(_) => "zip-abroad",
        }
    }
}

impl Zip {
    /// With the four digits that some add, and what stands before them.
    pub const LENGTH: usize = 10;

    /// Five digits, or nine as in 25301-1234; the last four are ignored.
    pub fn parse(text: &str) -> Result<Self, ZipError> {
        let text = code(text);
        let text = text.as_str();
        let (five, four) = text.split_once(['-', ' ']).unwrap_or_else(|| text.split_at(text.floor_char_boundary(5)));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if five.len() != 5 || !matches!(four.len(), 0 | 4) || !digits(five) || !digits(four) {
            return Err(ZipError::NotFiveDigits);
        }
        let zip = Self(five.parse().map_err(|_| ZipError::NotFiveDigits)?);
        // Independent states whose post is domestic mail (USPS Domestic Mail Manual, 608.2.4.1).
        match zip.0 {
            96_939 | 96_940 => return Err(ZipError::Abroad(FreelyAssociated::Palau)),
            96_941..=96_944 => return Err(ZipError::Abroad(FreelyAssociated::Micronesia)),
            96_960 | 96_970 => return Err(ZipError::Abroad(FreelyAssociated::MarshallIslands)),
            _ => {}
        }
        // USPS Publication 28, Military Addresses: AA 340, AE 090 to 098, AP 962 to 966.
        match zip.prefix() {
            340 => Err(ZipError::ArmedForces("AA")),
            90..=98 => Err(ZipError::ArmedForces("AE")),
            962..=966 => Err(ZipError::ArmedForces("AP")),
            _ => Ok(zip),
        }
    }

    /// The first three digits.
    pub const fn prefix(self) -> u32 {
        self.0 / 100
    }

    /// The state that it lies in, by its first three digits, for where the post's list ([`PostalStates`]) does not know
    /// better. `None` for numbers that are not in use.
    pub fn state(self) -> Option<&'static UsState> {
        UsState::of_zip(&self.to_string())
    }
}

impl fmt::Display for Zip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

/// The districts that each ZIP code touches: compact, and looked up by halving.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Districts {
    /// In order, each with the place of its first district in `of_areas`.
    areas: Vec<(Zip, u32)>,
    of_areas: Vec<District>,
}

impl Districts {
    /// The districts that a ZIP code touches, in order; none for one that is not known.
    pub fn of(&self, zip: Zip) -> &[District] {
        let Ok(place) = self.areas.binary_search_by_key(&zip, |(area, _)| *area) else { return &[] };
        let index = |place: usize| {
            self.areas.get(place).map_or(self.of_areas.len(), |(_, first)| usize::try_from(*first).unwrap_or(usize::MAX))
        };
        self.of_areas.get(index(place)..index(place + 1)).unwrap_or(&[])
    }

    /// How many ZIP codes are known.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Every ZIP code with its districts, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Zip, &[District])> {
        self.areas.iter().map(|(zip, _)| (*zip, self.of(*zip)))
    }

    /// The areas as lines of text, one for each three-digit prefix: `350 AL-3:04 14|AL-6 AL-7:05`. It is how
    /// they are kept, in the built-in table and in the database.
    pub fn lines(&self) -> Vec<(u32, String)> {
        let mut lines: Vec<(u32, Vec<(String, String)>)> = Vec::new();
        for (zip, districts) in self.iter() {
            let names = districts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            let rest = format!("{:02}", zip.0 % 100);
            if lines.last().is_none_or(|(prefix, _)| *prefix != zip.prefix()) {
                lines.push((zip.prefix(), Vec::new()));
            }
            let Some((_, groups)) = lines.last_mut() else { continue };
            match groups.iter_mut().find(|(known, _)| *known == names) {
                Some((_, zips)) => {
                    zips.push(' ');
                    zips.push_str(&rest);
                }
                None => groups.push((names, rest)),
            }
        }
        let line = |groups: Vec<(String, String)>| {
            groups.into_iter().map(|(names, zips)| format!("{names}:{zips}")).collect::<Vec<_>>().join("|")
        };
        lines.into_iter().map(|(prefix, groups)| (prefix, line(groups))).collect()
    }

    /// Reads what [`lines`](Self::lines) wrote. `None` for a line that it did not write.
    pub fn parse_lines<'a>(lines: impl IntoIterator<Item = (u32, &'a str)>) -> Option<Self> {
        let mut pairs = Vec::new();
        for (prefix, line) in lines {
            for group in line.split('|') {
                let (names, zips) = group.split_once(':')?;
                let districts = names.split(' ').map(str::parse).collect::<Result<Vec<District>, _>>().ok()?;
                for rest in zips.split(' ') {
                    let rest: u32 = rest.parse().ok().filter(|rest| *rest < 100 && prefix < 1000)?;
                    pairs.extend(districts.iter().map(|district| (Zip(prefix * 100 + rest), *district)));
                }
            }
        }
        Some(pairs.into_iter().collect())
    }
}

/// From pairs in any order; one that comes twice counts once.
impl FromIterator<(Zip, District)> for Districts {
    fn from_iter<I: IntoIterator<Item = (Zip, District)>>(pairs: I) -> Self {
        let mut pairs: Vec<(Zip, District)> = pairs.into_iter().collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut districts = Self::default();
        for (zip, district) in pairs {
            if districts.areas.last().is_none_or(|(last, _)| *last != zip) {
                districts.areas.push((zip, u32::try_from(districts.of_areas.len()).unwrap_or(u32::MAX)));
            }
            districts.of_areas.push(district);
        }
        districts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn district(text: &str) -> District {
        text.parse().unwrap()
    }

    #[test]
    fn a_district_is_a_state_and_a_number() {
        assert_eq!(district("WV-2").to_string(), "WV-2");
        assert_eq!((district("VT-0").state().name, district("PR-0").number), ("Vermont", 0));
        for text in ["", "WV", "WV-", "WV2", "wv-2", "XX-1", "WV-61", "WV--2", "WV-2-3"] {
            assert!(text.parse::<District>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_state_has_as_many_districts_as_it_elects_members() {
        for text in ["WV-1", "WV-2", "VT-0", "DC-0", "PR-0", "CA-52"] {
            assert!(district(text).exists(), "{text}");
        }
        for text in ["WV-0", "WV-3", "VT-1", "DC-1", "CA-53"] {
            assert!(!district(text).exists(), "{text}");
        }
        let all = US_STATES.iter().flat_map(|state| (0..=60).filter_map(|number| District::new(state.code, number)));
        assert_eq!(all.filter(|district| district.exists()).count(), 435 + 6);
    }

    #[test]
    fn the_census_writes_a_district_as_four_digits() {
        for (geoid, name) in [("5402", "WV-2"), ("5000", "VT-0"), ("1198", "DC-0"), ("7298", "PR-0"), ("0652", "CA-52")] {
            assert_eq!(District::of_geoid(geoid), Some(district(name)), "{geoid}");
        }
        for geoid in ["", "54", "540", "54022", "54ZZ", "0999", "0301", "+402", "é402", "5éa"] {
            assert_eq!(District::of_geoid(geoid), None, "{geoid}");
        }
    }

    #[test]
    fn a_zip_has_five_digits_and_four_more_are_ignored() {
        for text in [
            "25301",
            " 25301 ",
            "25301-1234",
            "25301 1234",
            "253011234",
            "２５３０１－１２３４",
            "\u{FEFF}253\u{200B}01\u{A0}",
            "٢٥٣٠١",
        ] {
            assert_eq!(Zip::parse(text).unwrap().to_string(), "25301", "{text}");
        }
        for text in ["", "2530", "253011", "2530a", "25301-12", "é5301", "25é301"] {
            assert_eq!(Zip::parse(text), Err(ZipError::NotFiveDigits), "{text}");
        }
    }

    #[test]
    fn a_post_office_of_the_armed_forces_is_told_as_one() {
        for (text, code) in [("34002", "AA"), ("09012", "AE"), ("09898", "AE"), ("96201", "AP"), ("96698", "AP")] {
            assert!(matches!(Zip::parse(text), Err(ZipError::ArmedForces(name)) if name.ends_with(code)), "{text}");
        }
        assert!(Zip::parse("96701").is_ok() && Zip::parse("08901").is_ok());
    }

    #[test]
    fn an_independent_state_with_american_post_is_no_territory() {
        for (text, state) in [
            ("96940", FreelyAssociated::Palau),
            ("96942", FreelyAssociated::Micronesia),
            ("96960-1234", FreelyAssociated::MarshallIslands),
        ] {
            assert_eq!(Zip::parse(text), Err(ZipError::Abroad(state)), "{text}");
        }
        assert_eq!(Zip::parse("96910").unwrap().state().unwrap().code, "GU");
        assert_eq!(Zip::parse("96950").unwrap().state().unwrap().code, "MP");
    }

    #[test]
    fn a_zip_names_every_district_that_it_touches() {
        let zip = |text: &str| Zip::parse(text).unwrap();
        let districts: Districts = [("30165", "GA-14"), ("30165", "AL-3"), ("35004", "AL-3"), ("30165", "AL-3")]
            .map(|(area, name)| (zip(area), district(name)))
            .into_iter()
            .collect();
        assert_eq!(districts.of(zip("30165")), [district("AL-3"), district("GA-14")]);
        assert_eq!(districts.of(zip("35004")), [district("AL-3")]);
        assert_eq!(districts.of(zip("35005")), []);
        assert_eq!(districts.len(), 2);
        assert_eq!(districts.lines(), [(301, "AL-3 GA-14:65".to_owned()), (350, "AL-3:04".to_owned())]);
    }

    proptest! {
        #[test]
        fn lines_read_back_as_they_were(pairs in prop::collection::vec((0_u32..100_000, 0_usize..56, 0_u8..53), 0..200)) {
            let districts: Districts =
                pairs.iter().map(|(zip, state, number)| (Zip(*zip), District::new(US_STATES[*state].code, *number).unwrap())).collect();
            let lines = districts.lines();
            let read = Districts::parse_lines(lines.iter().map(|(prefix, line)| (*prefix, line.as_str())));
            prop_assert_eq!(read, Some(districts));
        }

        #[test]
        fn any_text_is_a_zip_or_is_refused(text in "\\PC{0,12}") {
            if let Ok(zip) = Zip::parse(&text) {
                prop_assert_eq!(zip.to_string().len(), 5);
            }
        }
    }
}
