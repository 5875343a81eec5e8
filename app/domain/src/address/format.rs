//! An address in parts, and the lines that its country makes of them.

use std::fmt;

use super::{LINE_MAX, countries, postcode::postcode_of};
use crate::{
    checked::{TextError, length, one_line},
    state::Iso2,
};

/// An address as tables and forms give it: everything but the country, in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostalParts {
    /// The lines above the town: house, street, box, quarter. Empty ones are skipped.
    pub lines: Vec<String>,
    pub town: String,
    /// A state, a province, a county; may be empty.
    pub region: String,
    /// With the letters that belong to it, as in `LV-1900`; may be empty.
    pub postcode: String,
}

/// Which part of an address is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One of the lines, counted from 0.
    Line(usize),
    Town,
    Region,
    Postcode,
    Country,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(index) => write!(f, "Line {} of the address", index + 1),
            Self::Town => f.write_str("Town"),
            Self::Region => f.write_str("Region"),
            Self::Postcode => f.write_str("Postcode"),
            Self::Country => f.write_str("Country"),
        }
    }
}

/// The part of an address that cannot be written, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{part}: {reason}")]
pub struct PostalError {
    pub part: Part,
    pub reason: PostalReason,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostalReason {
    #[error(transparent)]
    Text(#[from] TextError),
    #[error("\u{201c}{line}\u{201d} has {} characters; a line of an address has at most {LINE_MAX}.", length(line))]
    LongLine { line: String },
    #[error("\u{201c}{postcode}\u{201d} is not a postcode of this country; one is written {example}.")]
    Postcode { postcode: String, example: &'static str },
    #[error("We know of no postcodes in this country. Leave this empty, or write it beside the town.")]
    NoPostcodes,
    #[error("We do not know how addresses are written in {0}; it is not in the list of countries.")]
    UnknownCountry(Iso2),
}

impl PostalParts {
    /// The lines on an envelope, in the order and the capitals of the country, without its name.
    pub fn lines_for(&self, country: &Iso2) -> Result<Vec<String>, PostalError> {
        let Some(arrangement) = countries::arrangement(country) else {
            return Err(refuse(Part::Country, PostalReason::UnknownCountry(country.clone())));
        };
        let mut above = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            above.extend(optional(Part::Line(index), line)?);
        }
        if above.is_empty() {
            return Err(refuse(Part::Line(0), TextError::Empty));
        }
        let town = optional(Part::Town, &self.town)?.ok_or_else(|| refuse(Part::Town, TextError::Empty))?;
        // Mexico City in Mexico City, Lima in Lima: once is enough.
        let region = optional(Part::Region, &self.region)?.filter(|region| region.to_lowercase() != town.to_lowercase());
        let mut postcode = optional(Part::Postcode, &self.postcode)?.map(|postcode| postcode.to_uppercase());
        if let Some(typed) = &postcode {
            if !arrangement.contains('p') {
                return Err(refuse(Part::Postcode, PostalReason::NoPostcodes));
            }
            match (postcode_of(country, typed), countries::example_instead(country, typed)) {
                (Some(written), _) => postcode = Some(written),
                (None, Some(example)) => {
                    return Err(refuse(Part::Postcode, PostalReason::Postcode { postcode: typed.clone(), example }));
                }
                (None, None) => {}
            }
        }

        let mut lines = Vec::new();
        for pattern in arrangement.split('|') {
            if pattern == "l" {
                lines.append(&mut above);
                continue;
            }
            let line = arrange(pattern, |sign| match sign {
                't' => Some(town.clone()),
                'T' => Some(town.to_uppercase()),
                'r' => region.clone(),
                'R' => region.as_deref().map(str::to_uppercase),
                _ => postcode.clone(),
            });
            if length(&line) > LINE_MAX {
                return Err(refuse(Part::Town, PostalReason::LongLine { line }));
            }
            if !line.is_empty() {
                lines.push(line);
            }
        }
        Ok(lines)
    }
}

/// One line of an arrangement. The sign of a part is replaced by the part; what stands between two parts is written
/// only where there are both.
fn arrange(pattern: &str, part: impl Fn(char) -> Option<String>) -> String {
    let mut line = String::new();
    let mut between = String::new();
    for sign in pattern.chars() {
        if !sign.is_alphabetic() {
            between.push(sign);
            continue;
        }
        if let Some(part) = part(sign) {
            if !line.is_empty() {
                line.push_str(&between);
            }
            line.push_str(&part);
        }
        between.clear();
    }
    line
}

/// A part as it may stand on an envelope; nothing where it is blank.
fn optional(part: Part, text: &str) -> Result<Option<String>, PostalError> {
    match one_line(text, usize::MAX) {
        Err(TextError::Empty) => Ok(None),
        Err(error) => Err(refuse(part, error)),
        Ok(line) if length(&line) > LINE_MAX => Err(refuse(part, PostalReason::LongLine { line })),
        Ok(line) => Ok(Some(line)),
    }
}

fn refuse(part: Part, reason: impl Into<PostalReason>) -> PostalError {
    PostalError { part, reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(lines: &str, town: &str, region: &str, postcode: &str) -> PostalParts {
        PostalParts {
            lines: lines.split('|').map(str::to_owned).collect(),
            town: town.to_owned(),
            region: region.to_owned(),
            postcode: postcode.to_owned(),
        }
    }

    fn written(country: &str, parts: &PostalParts) -> Result<Vec<String>, PostalError> {
        parts.lines_for(&Iso2::parse(country).unwrap())
    }

    fn refused(country: &str, parts: &PostalParts) -> String {
        written(country, parts).unwrap_err().to_string()
    }

    #[test]
    fn each_country_gets_the_lines_that_its_post_wants() {
        for (country, street, town, region, postcode, expected) in [
            ("AE", "P.O. Box 1200", "Abu Dhabi", "", "", "P.O. Box 1200|Abu Dhabi"),
            ("AR", "Avenida Ejemplo 430", "Buenos Aires", "", "C1425GMN", "Avenida Ejemplo 430|C1425GMN BUENOS AIRES"),
            ("AU", "7 Sample Place|Yarralumla", "Canberra", "ACT", "2600", "7 Sample Place|Yarralumla|CANBERRA ACT 2600"),
            ("AZ", "11 Nümunə küçəsi", "Baku", "", "AZ1007", "11 Nümunə küçəsi|AZ1007 Baku"),
            ("BD", "Madani Avenue 3", "Dhaka", "", "1212", "Madani Avenue 3|Dhaka - 1212"),
            ("BR", "Rua do Exemplo 80", "Brasília", "DF", "70403-900", "Rua do Exemplo 80|BRASÍLIA-DF|70403-900"),
            ("BS", "4 Sample Street", "Nassau", "New Providence", "", "4 Sample Street|Nassau, New Providence"),
            ("CA", "490 Sample Drive", "Ottawa", "ON", "k1n 1g8", "490 Sample Drive|Ottawa ON K1N 1G8"),
            ("CH", "Musterstrasse 19", "Bern", "Bern", "3007", "Musterstrasse 19|3007 Bern"),
            (
                "CL",
                "Avenida Ejemplo 28",
                "Santiago",
                "Región Metropolitana",
                "8340457",
                "Avenida Ejemplo 28|8340457 Santiago|Región Metropolitana",
            ),
            (
                "CN",
                "5 Sample Road|Chaoyang District",
                "Beijing",
                "Beijing",
                "100600",
                "5 Sample Road|Chaoyang District|Beijing|100600",
            ),
            ("CO", "Carrera 45 No. 2-27", "Medellín", "Antioquia", "050021", "Carrera 45 No. 2-27|Medellín, Antioquia, 050021"),
            ("CR", "Calle 9 Vía 10", "Pavas", "San José", "10109", "Calle 9 Vía 10|San José, Pavas|10109"),
            ("DE", "Musterstraße 2", "Berlin", "Berlin", "10117", "Musterstraße 2|10117 Berlin"),
            ("EC", "Avenida Ejemplo 12", "Quito", "", "170124", "Avenida Ejemplo 12|170124|QUITO"),
            ("EG", "5 Sample St.|Garden City", "Cairo", "", "11519", "5 Sample St.|Garden City|Cairo|11519"),
            ("ES", "Calle del Ejemplo, 75", "Alcorcón", "Madrid", "28921", "Calle del Ejemplo, 75|28921 ALCORCÓN MADRID"),
            ("FR", "2 rue de l’Exemple", "Paris", "Île-de-France", "75008", "2 rue de l’Exemple|75008 PARIS"),
            ("GB", "33 Sample Lane", "London", "Greater London", "SW11 7US", "33 Sample Lane|LONDON|SW11 7US"),
            ("GT", "Bulevar Ejemplo 11", "Guatemala", "", "01016", "Bulevar Ejemplo 11|01016-Guatemala"),
            ("HU", "Minta tér 12", "Budapest", "", "1054", "BUDAPEST|Minta tér 12|1054"),
            ("IE", "42 Sample Road", "Dublin 4", "County Dublin", "D04 A000", "42 Sample Road|Dublin 4|County Dublin|D04 A000"),
            ("IN", "Sample Marg|Chanakyapuri", "New Delhi", "Delhi", "110021", "Sample Marg|Chanakyapuri|New Delhi 110021|Delhi"),
            ("IT", "via dell’Esempio 121", "Fiumicino", "RM", "00054", "via dell’Esempio 121|00054 FIUMICINO RM"),
            ("JP", "1-10-5 Sample", "Minato-ku", "Tokyo", "107-8420", "1-10-5 Sample|Minato-ku, TOKYO|107-8420"),
            ("KE", "P.O. Box 6", "Nairobi", "", "00621", "P.O. Box 6|Nairobi|00621"),
            (
                "LV",
                "1 Parauga iela",
                "Salaspils",
                "Salaspils nov.",
                "LV-2121",
                "1 Parauga iela|Salaspils nov.|Salaspils, LV-2121",
            ),
            (
                "MX",
                "Paseo del Ejemplo 30|Colonia Muestra",
                "México",
                "CDMX",
                "06500",
                "Paseo del Ejemplo 30|Colonia Muestra|06500 MÉXICO, CDMX",
            ),
            ("NL", "Voorbeeldlaan 1", "Wassenaar", "", "2244 bz", "Voorbeeldlaan 1|2244 BZ Wassenaar"),
            ("OM", "Sample Street", "Muscat", "", "115", "Sample Street|115|Muscat"),
            ("PH", "7 Sample Street", "Gasan", "Marinduque", "4905", "7 Sample Street|4905 Gasan, Marinduque"),
            ("PL", "ul. Przykładowa 29/31", "Warszawa", "mazowieckie", "00-540", "ul. Przykładowa 29/31|00-540 Warszawa"),
            (
                "RU",
                "ul. Primernaya, d. 8",
                "Khimki",
                "Moskovskaya oblast",
                "141400",
                "ul. Primernaya, d. 8|KHIMKI|Moskovskaya oblast|141400",
            ),
            ("SE", "Exempelvägen 31", "Stockholm", "", "115 89", "Exempelvägen 31|115 89 Stockholm"),
            ("SG", "27 Sample Road", "Singapore", "", "258508", "27 Sample Road|SINGAPORE 258508"),
            (
                "TH",
                "95 Sample Road|Lumphini, Pathum Wan",
                "Bangkok",
                "",
                "10330",
                "95 Sample Road|Lumphini, Pathum Wan|Bangkok|10330",
            ),
            ("TR", "1480 Örnek Sokak No. 1", "Çankaya", "Ankara", "06530", "1480 Örnek Sokak No. 1|06530 Çankaya/Ankara"),
            ("US", "2100 Sample Street NW", "Washington", "dc", "20008-0001", "2100 Sample Street NW|Washington DC 20008-0001"),
            ("VE", "Calle Ejemplo", "Caracas", "Distrito Capital", "1080", "Calle Ejemplo|CARACAS 1080, DISTRITO CAPITAL"),
            ("VN", "7 Sample Street", "Hanoi", "", "", "7 Sample Street|Hanoi"),
            ("HK", "8 Sample Road", "Wan Chai", "Hong Kong Island", "", "8 Sample Road|Wan Chai|HONG KONG ISLAND"),
            ("GU", "12 Sample Drive", "Hagåtña", "GU", "96910", "12 Sample Drive|Hagåtña GU 96910"),
            ("PR", "400 Calle Ejemplo", "San Juan", "PR", "00901", "400 Calle Ejemplo|San Juan PR 00901"),
            ("RE", "2 rue de l’Exemple", "Saint-Denis", "", "97400", "2 rue de l’Exemple|97400 SAINT-DENIS"),
            ("TW", "6 Sample Road", "Taipei", "", "100", "6 Sample Road|Taipei 100"),
            ("GL", "Box 9", "Nuuk", "", "3900", "Box 9|3900 Nuuk"),
            ("ZA", "877 Sample Street|Arcadia", "Pretoria", "Gauteng", "0083", "877 Sample Street|Arcadia|Pretoria|0083"),
        ] {
            assert_eq!(written(country, &parts(street, town, region, postcode)).unwrap().join("|"), expected, "{country}");
        }
    }

    #[test]
    fn what_stands_between_two_parts_goes_with_either() {
        assert_eq!(written("CO", &parts("Calle 1", "Bogotá", "", "110111")).unwrap()[1], "Bogotá, 110111");
        assert_eq!(written("CO", &parts("Calle 1", "Bogotá", "", "")).unwrap()[1], "Bogotá");
        assert_eq!(written("DE", &parts("Weg 1", "Bonn", "", "")).unwrap()[1], "Bonn");
        assert_eq!(written("US", &parts("1 Road", "Juneau", "AK", "")).unwrap()[1], "Juneau AK");
    }

    #[test]
    fn blank_lines_are_skipped_and_spaces_around_a_part_do_not_count() {
        let lines = written("FR", &parts("| 2 rue Une ||", "  Paris", " ", "75008 ")).unwrap();
        assert_eq!(lines, ["2 rue Une", "75008 PARIS"]);
    }

    #[test]
    fn without_a_street_or_a_town_there_is_no_address() {
        assert_eq!(refused("FR", &parts("", "Paris", "", "75008")), "Line 1 of the address: Please fill this in.");
        assert_eq!(refused("FR", &parts("2 rue Une", " ", "", "75008")), "Town: Please fill this in.");
    }

    #[test]
    fn a_part_that_cannot_stand_on_one_line_of_a_card_is_named() {
        assert_eq!(
            refused("FR", &parts("Hall 1|2 rue\nUne", "Paris", "", "")),
            "Line 2 of the address: This must be on one line: there is a line break after “rue”."
        );
        assert!(refused("FR", &parts("2 rue Une", "Pa\u{7}ris", "", "")).starts_with("Town: "));
        assert!(refused("US", &parts("1 Road", "Juneau", "A\u{202e}K", "")).starts_with("Region: "));
        assert!(refused("FR", &parts("2 rue Une", "Paris", "", "75\u{200b}008")).starts_with("Postcode: "));
        let street = "9".repeat(46);
        assert_eq!(
            refused("FR", &parts(&street, "Paris", "", "")),
            format!("Line 1 of the address: “{street}” has 46 characters; a line of an address has at most 45.")
        );
        assert!(written("FR", &parts(&street[..45], "Paris", "", "")).is_ok());
        let (town, region) = ("t".repeat(25), "r".repeat(25));
        assert!(refused("BS", &parts("1 Road", &town, &region, "")).starts_with("Town: “ttt"));
    }

    #[test]
    fn a_postcode_is_written_as_its_country_does_however_it_was_typed() {
        for (country, typed, line) in [
            ("FI", "FI-00120", "00120 Town"),
            ("NL", "1234ab", "1234 AB Town"),
            ("SE", "SE-11589", "115 89 Town"),
            ("LV", "LV1900", "Town, LV-1900"),
        ] {
            assert_eq!(written(country, &parts("1 Road", "Town", "", typed)).unwrap()[1], line, "{country}");
        }
    }

    #[test]
    fn a_postcode_of_another_shape_is_refused_with_an_example() {
        assert_eq!(
            refused("GB", &parts("33 Sample Lane", "London", "", "SW117")),
            "Postcode: “SW117” is not a postcode of this country; one is written SW1A 2AA."
        );
        assert_eq!(
            refused("AE", &parts("P.O. Box 1", "Dubai", "", "00000")),
            "Postcode: We know of no postcodes in this country. Leave this empty, or write it beside the town."
        );
        assert_eq!(
            refused("ZZ", &parts("1 Road", "Town", "", "")),
            "Country: We do not know how addresses are written in ZZ; it is not in the list of countries."
        );
    }

    fn country() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "AE", "AM", "AU", "BD", "BR", "BY", "CN", "CO", "CR", "CU", "DE", "EC", "ES", "FR", "GB", "GT", "HU", "IE", "IQ",
            "JP", "KZ", "LV", "MX", "MY", "NI", "PE", "PH", "PG", "RO", "SV", "TH", "TR", "TV", "US", "VE", "VN",
        ])
    }

    proptest! {
        #[test]
        fn nothing_that_matters_is_lost_and_nothing_is_left_dangling(
            country in country(),
            lines in prop::collection::vec("[A-Za-z0-9][A-Za-z0-9 .]{0,18}[a-z]", 1..4),
            town in "[A-Z][a-z]{1,12}",
            region in "([A-Z][a-z]{1,12})?",
        ) {
            let parts = PostalParts { lines, town, region, postcode: String::new() };
            let written = written(country, &parts).unwrap();
            let upper: Vec<String> = written.iter().map(|line| line.to_uppercase()).collect();
            let mut rest = written.iter();
            for line in &parts.lines {
                prop_assert!(rest.any(|other| other == line), "{} is missing or out of order in {:?}", line, written);
            }
            prop_assert!(upper.iter().any(|line| line.contains(&parts.town.to_uppercase())));
            for line in &written {
                prop_assert!(!line.is_empty() && line.trim() == line && length(line) <= LINE_MAX);
                prop_assert!(line.starts_with(char::is_alphanumeric) && !line.ends_with([',', '-', '/']), "{}", line);
            }
        }

        #[test]
        fn a_postcode_stands_once_and_whole(country in prop::sample::select(vec!["DE", "ES", "FI", "FR", "IT", "MX", "MY", "UA", "US"]),
            postcode in "[0-9]{5}", town in "[A-Z][a-z]{1,12}", region in "([A-Z][a-z]{1,12})?") {
            let parts = PostalParts { lines: vec!["Street".to_owned()], town, region, postcode };
            let written = written(country, &parts).unwrap();
            let words = written.iter().flat_map(|line| line.split(' ')).filter(|word| **word == parts.postcode);
            prop_assert_eq!(words.count(), 1);
        }

        #[test]
        fn whatever_is_typed_it_is_written_in_short_plain_lines_or_refused(
            country in country(), lines in prop::collection::vec(any::<String>(), 0..3), town in any::<String>(),
            region in any::<String>(), postcode in any::<String>(),
        ) {
            if let Ok(written) = written(country, &PostalParts { lines, town, region, postcode }) {
                prop_assert!(written.len() >= 2);
                for line in written {
                    prop_assert!(!line.chars().any(char::is_control) && length(&line) <= LINE_MAX && !line.trim().is_empty());
                }
            }
        }
    }
}
