//! Postal addresses: lines as they are written on an envelope, the country they go to, and the stamp that a
//! piece needs to get there.

mod countries;
mod format;
mod postcode;
mod typed;

pub use format::{Part, PostalError, PostalParts, PostalReason};
pub use postcode::postcode_of;
use serde::{Deserialize, Serialize};
pub use typed::{LINES_MAX, LinesError, lines, parted};

use crate::state::Iso2;

/// The longest line of an address, in characters. The address side of a 4 x 6 in card takes about as many capitals of
/// the 8 pt that the post office asks for.
pub const LINE_MAX: usize = 45;

/// Where a letter goes: the lines under the addressee's name, and the country they lie in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub lines: Vec<String>,
    pub country: Iso2,
    /// The country's name as the Universal Postal Union wants it on the last line: English, in full.
    pub country_name: String,
}

impl Address {
    /// The lines on an envelope that is posted in the country `from`. A foreign country stands alone on the last line,
    /// in capitals and without its article; one's own is left out (USPS Publication 28; UPU S42).
    pub fn envelope(&self, addressee: &[String], from: &Iso2) -> Vec<String> {
        let mut lines: Vec<String> = addressee.iter().chain(&self.lines).cloned().collect();
        if !is_domestic(from, &self.country) {
            let name = match self.country.as_str() {
                // The United Nations call it Congo; a sorter knows two of that name (USPS, International Mail Manual,
                // country list).
                "CG" => "REPUBLIC OF THE CONGO".to_owned(),
                _ => self.country_name.to_uppercase(),
            };
            lines.push(name.strip_prefix("THE ").unwrap_or(&name).to_owned());
        }
        lines
    }
}

/// Places with a code of their own that use a state's mail: its stamps, its postcodes, its name on the last line.
///
/// Sources: United States Postal Service, Domestic Mail Manual, section 608.2; La Poste, which serves the departments and
/// the islands off Canada and in the Antilles at the rates within France; Royal Mail, whose rates within the United Kingdom
/// hold for the Channel Islands and the Isle of Man; Australia Post, Posten and Posti, whose postcodes these are.
const MAIL_OF: [(&str, &str); 6] = [
    ("US", "AS GU MP PR UM VI"),
    ("FR", "BL GF GP MF MQ PM RE YT"),
    ("GB", "GG IM JE"),
    ("AU", "CC CX NF"),
    ("NO", "SJ"),
    ("FI", "AX"),
];

/// The country whose mail a country uses: its own, or that of the state whose post serves it.
pub fn mail_of(country: &Iso2) -> Iso2 {
    let served = MAIL_OF.iter().find(|(_, places)| places.split(' ').any(|place| place == country.as_str()));
    served.and_then(|(state, _)| Iso2::parse(state).ok()).unwrap_or_else(|| country.clone())
}

/// Whether mail between two countries is domestic. The Marshall Islands, Micronesia and Palau are in the United States'
/// domestic post and have its ZIP codes (Domestic Mail Manual, section 608.2).
pub fn is_domestic(from: &Iso2, to: &Iso2) -> bool {
    let from = mail_of(from);
    from == mail_of(to) || (from == Iso2::us() && matches!(to.as_str(), "FM" | "MH" | "PW"))
}

/// The stamp that a card or a letter of one sheet needs. It is named, never priced: prices change every year, and these
/// stamps stay good.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stamp {
    /// For a card within the United States.
    Postcard,
    /// For a letter within the United States.
    Forever,
    /// For a card or a letter from the United States to anywhere else.
    GlobalForever,
    /// For a card posted in another country, whose stamps we do not know by name. The country that it goes to, in a
    /// reader's language and as it stands in a sentence: "the Bahamas".
    CardTo(String),
    LetterTo(String),
}

impl Stamp {
    /// For a card, or a letter, posted in the country `from` to an address in the country `to`. An embassy
    /// of the United States that is reached by the diplomatic pouch has its address in Washington. `country` is the name
    /// of `to` in a reader's language.
    pub fn of(from: &Iso2, to: &Iso2, country: &str, card: bool) -> Self {
        if mail_of(from) != Iso2::us() {
            let country = country.to_owned();
            return if card { Self::CardTo(country) } else { Self::LetterTo(country) };
        }
        match is_domestic(from, to) {
            true if card => Self::Postcard,
            true => Self::Forever,
            false => Self::GlobalForever,
        }
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

    #[test]
    fn a_state_in_the_domestic_post_of_the_united_states_needs_no_country() {
        let palau = Address { country: Iso2::parse("PW").unwrap(), country_name: "Palau".into(), ..washington() };
        assert_eq!(palau.envelope(&[], &Iso2::us()), palau.lines);
        assert_eq!(palau.envelope(&[], &Iso2::parse("DE").unwrap()).last().unwrap(), "PALAU");
    }

    #[test]
    fn a_country_stands_on_the_last_line_without_its_article_and_in_full() {
        let last = |name: &str| {
            let address = Address { country: Iso2::parse("BS").unwrap(), country_name: name.into(), ..washington() };
            address.envelope(&[], &Iso2::us()).pop().unwrap()
        };
        assert_eq!(last("the Bahamas"), "BAHAMAS");
        assert_eq!(last("The Bahamas"), "BAHAMAS");
        assert_eq!(last("Côte d'Ivoire"), "CÔTE D'IVOIRE");
        assert_eq!(last("Theland"), "THELAND");
    }

    #[test]
    fn of_two_countries_called_congo_each_is_named_in_full() {
        for (code, name, last) in [
            ("CG", "the Congo", "REPUBLIC OF THE CONGO"),
            ("CD", "the Democratic Republic of the Congo", "DEMOCRATIC REPUBLIC OF THE CONGO"),
        ] {
            let address = Address { country: Iso2::parse(code).unwrap(), country_name: name.into(), ..washington() };
            assert_eq!(address.envelope(&[], &Iso2::us()).last().unwrap(), last);
        }
    }

    #[test]
    fn puerto_rico_and_the_like_are_the_mail_of_the_united_states() {
        for code in ["PR", "GU", "VI", "AS", "MP", "UM"] {
            let place = Iso2::parse(code).unwrap();
            assert_eq!(washington().envelope(&[], &place), washington().lines, "{code}");
            assert!(is_domestic(&Iso2::us(), &place) && is_domestic(&place, &Iso2::parse("PW").unwrap()), "{code}");
            let stamp = |to: &Iso2, card| Stamp::of(&place, to, "Germany", card);
            assert_eq!((stamp(&Iso2::us(), true), stamp(&Iso2::us(), false)), (Stamp::Postcard, Stamp::Forever));
            assert_eq!(stamp(&Iso2::parse("DE").unwrap(), true), Stamp::GlobalForever);
        }
        assert!(!is_domestic(&Iso2::parse("PR").unwrap(), &Iso2::parse("VG").unwrap()));
    }

    #[test]
    fn a_place_is_served_by_a_post_of_its_own_or_by_that_of_a_state() {
        let domestic = |from: &str, to: &str| is_domestic(&Iso2::parse(from).unwrap(), &Iso2::parse(to).unwrap());
        for (from, to) in
            [("RE", "FR"), ("FR", "GP"), ("GP", "RE"), ("JE", "GB"), ("GG", "IM"), ("SJ", "NO"), ("CX", "AU"), ("AX", "FI")]
        {
            assert!(domestic(from, to), "{from} {to}");
        }
        for (from, to) in [
            ("HK", "CN"),
            ("MO", "HK"),
            ("TW", "CN"),
            ("XK", "RS"),
            ("GL", "DK"),
            ("FO", "DK"),
            ("BM", "GB"),
            ("GI", "GB"),
            ("NC", "FR"),
            ("PF", "FR"),
            ("AW", "NL"),
            ("TK", "NZ"),
            ("DE", "US"),
            ("HK", "US"),
        ] {
            assert!(!domestic(from, to), "{from} {to}");
        }
        for (state, places) in MAIL_OF {
            for place in places.split(' ') {
                assert_eq!(mail_of(&Iso2::parse(place).unwrap()).as_str(), state);
            }
            assert_eq!(mail_of(&Iso2::parse(state).unwrap()).as_str(), state);
        }
    }

    #[test]
    fn a_stamp_is_named_for_where_a_piece_is_posted_and_where_it_goes() {
        let stamp =
            |from: &str, to: &str, card| Stamp::of(&Iso2::parse(from).unwrap(), &Iso2::parse(to).unwrap(), "the Bahamas", card);
        for (from, to, card, letter) in [
            ("US", "US", Stamp::Postcard, Stamp::Forever),
            ("US", "BS", Stamp::GlobalForever, Stamp::GlobalForever),
            ("US", "PW", Stamp::Postcard, Stamp::Forever),
            ("US", "MH", Stamp::Postcard, Stamp::Forever),
            ("DE", "BS", Stamp::CardTo("the Bahamas".to_owned()), Stamp::LetterTo("the Bahamas".to_owned())),
            ("BS", "BS", Stamp::CardTo("the Bahamas".to_owned()), Stamp::LetterTo("the Bahamas".to_owned())),
        ] {
            assert_eq!((stamp(from, to, true), stamp(from, to, false)), (card, letter), "{from} {to}");
        }
    }
}
