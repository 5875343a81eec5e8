//! Writes a postcode as its country does. People and their programs may leave out its space, or put the letters of the
//! country or the word for it in front.

use super::countries;
use crate::state::Iso2;

/// A postcode as its country writes it, where that is certain. `None` where the text is no postcode of the country.
/// Where the shape of a country's postcodes is not known, the text is left as it is.
pub fn postcode_of(country: &Iso2, text: &str) -> Option<String> {
    let text = text.trim().to_uppercase();
    let Some(shapes) = countries::shapes(country) else { return Some(text) };
    let many = if has_one_form(country) { 1 } else { usize::MAX };
    let fits = |text: &str| shapes.split('/').take(many).find_map(|shape| fill(text, shape));
    if countries::example_instead(country, &text).is_none() && !has_one_form(country) {
        return Some(text);
    }
    let bare: String = text.chars().filter(|c| !is_between(*c)).collect();
    fits(&bare).or_else(|| {
        let start = |start: &&str| bare.len() > start.len() && bare.starts_with(*start);
        let others = STARTS.iter().find(|(code, _)| *code == country.as_str()).map_or("", |(_, starts)| starts);
        let starts = WORDS.into_iter().chain([country.as_str()]).chain(others.split_whitespace());
        starts.filter(start).find_map(|start| fits(&bare[start.len()..])).or_else(|| {
            // The country's own letters are a part of some postcodes, and people leave them out.
            let own = shapes.split('/').next()?.strip_suffix(|c: char| c == '#')?.trim_end_matches('#');
            let is_own = own.starts_with(country.as_str()) && bare.bytes().all(|byte| byte.is_ascii_digit());
            is_own.then(|| fits(&format!("{}{bare}", country.as_str())))?
        })
    })
}

/// Countries whose post writes only the first of the shapes that are taken.
fn has_one_form(country: &Iso2) -> bool {
    matches!(country.as_str(), "CZ" | "GR" | "LU" | "SE" | "SK")
}

/// Whether a sign may stand between the parts of a postcode.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | ':' | '〒' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Letters and digits with the marks of a shape between them, if they are of that shape.
fn fill(bare: &str, shape: &str) -> Option<String> {
    let mut signs = bare.chars();
    let mut written = String::new();
    for sign in shape.chars() {
        if matches!(sign, ' ' | '-') {
            written.push(sign);
            continue;
        }
        let next = signs.next()?;
        let fits = match sign {
            '#' => next.is_ascii_digit(),
            '@' => next.is_ascii_uppercase(),
            '*' => next.is_ascii_uppercase() || next.is_ascii_digit(),
            sign => next == sign,
        };
        if !fits {
            return None;
        }
        written.push(next);
    }
    signs.next().is_none().then_some(written)
}

/// The words for a postcode that people write in front of it.
const WORDS: [&str; 4] = ["CEP", "CAP", "CP", "PLZ"];

/// Letters that were set before a postcode in mail from abroad, other than the country's code: those on number plates
/// of cars (Convention on Road Traffic). The Universal Postal Union asks to leave them out.
const STARTS: &[(&str, &str)] = &[
    ("AT", "A"),
    ("BA", "BIH"),
    ("BE", "B"),
    ("DE", "D"),
    ("EE", "EST"),
    ("ES", "E"),
    ("FI", "FIN SF"),
    ("FR", "F"),
    ("GR", "EL"),
    ("HR", "HRV"),
    ("HU", "H"),
    ("IT", "I"),
    ("LI", "FL"),
    ("LU", "L"),
    ("MC", "F"),
    ("ME", "MNE"),
    ("NO", "N"),
    ("PT", "P"),
    ("RO", "R"),
    ("SE", "S"),
    ("SG", "S SINGAPORE"),
    ("SI", "SLO"),
    ("SM", "I RSM"),
    ("VA", "I SCV V"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(country: &str, text: &str) -> Option<String> {
        postcode_of(&Iso2::parse(country).unwrap(), text)
    }

    #[test]
    fn a_postcode_without_its_space_or_with_its_country_is_written_as_the_country_does() {
        for (country, typed, written) in [
            ("FI", "FI-00120", "00120"),
            ("FI", "FIN-00120", "00120"),
            ("FI", "fi 00120", "00120"),
            ("FI", "00120", "00120"),
            ("DE", "D-10115", "10115"),
            ("DE", "DE-10115", "10115"),
            ("DE", "D 10115", "10115"),
            ("DE", "D\u{2013}10115", "10115"),
            ("FR", "F-75001", "75001"),
            ("FR", "75 001", "75001"),
            ("CH", "CH-3000", "3000"),
            ("AT", "A-1010", "1010"),
            ("LU", "L-1234", "1234"),
            ("LU", "LU-1234", "1234"),
            ("BE", "B-1000", "1000"),
            ("IT", "I-00187", "00187"),
            ("IT", "CAP 00187", "00187"),
            ("ES", "E-28071", "28071"),
            ("NO", "N-0030", "0030"),
            ("DK", "DK-1218", "1218"),
            ("SE", "SE-103 33", "103 33"),
            ("SE", "S-10333", "103 33"),
            ("SE", "10333", "103 33"),
            ("CZ", "11800", "118 00"),
            ("CZ", "CZ-118 00", "118 00"),
            ("SK", "81106", "811 06"),
            ("GR", "GR-10671", "106 71"),
            ("PL", "00902", "00-902"),
            ("PL", "PL-00-902", "00-902"),
            ("PT", "1200445", "1200-445"),
            ("NL", "2513aa", "2513 AA"),
            ("NL", "NL-2513 AA", "2513 AA"),
            ("GB", "SW1A2AA", "SW1A 2AA"),
            ("GB", "SW117US", "SW11 7US"),
            ("GB", "m11ae", "M1 1AE"),
            ("GB", "GB-W1A 1AA", "W1A 1AA"),
            ("CA", "K1A0A6", "K1A 0A6"),
            ("CA", "K1A-0A6", "K1A 0A6"),
            ("IE", "D02R583", "D02 R583"),
            ("JP", "1008968", "100-8968"),
            ("JP", "〒100-8968", "100-8968"),
            ("BR", "70150900", "70150-900"),
            ("BR", "CEP 70150-900", "70150-900"),
            ("MX", "C.P. 06066", "06066"),
            ("US", "205219510", "20521-9510"),
            ("SG", "238 823", "238823"),
            ("SG", "S238823", "238823"),
            ("SG", "Singapore 238823", "238823"),
            ("KZ", "z05t3x5", "Z05T3X5"),
            // Letters that are a part of it.
            ("LV", "LV-1900", "LV-1900"),
            ("LV", "LV1900", "LV-1900"),
            ("LV", "LV 1900", "LV-1900"),
            ("LV", "1900", "LV-1900"),
            ("LT", "LT-01103", "LT-01103"),
            ("LT", "LT01103", "LT-01103"),
            ("LT", "01103", "01103"),
            ("MD", "MD-2073", "MD-2073"),
            ("MD", "MD2073", "MD-2073"),
            ("AZ", "AZ1007", "AZ1007"),
            ("AZ", "AZ 1007", "AZ 1007"),
            ("AZ", "AZ-1007", "AZ1007"),
            ("AZ", "1007", "AZ1007"),
            ("AR", "C1002ABC", "C1002ABC"),
            ("AR", "1002", "1002"),
            ("IN", "110 021", "110 021"),
            // Where no shape is known.
            ("KE", "anything 1", "ANYTHING 1"),
        ] {
            assert_eq!(of(country, typed).as_deref(), Some(written), "{country} {typed}");
        }
    }

    #[test]
    fn what_is_no_postcode_of_the_country_stays_none() {
        for (country, typed) in [
            ("DE", "1011"),
            ("DE", "F-10115"),
            ("DE", "D-1011"),
            ("FR", "7500A"),
            ("US", "2530"),
            ("US", "5401"),
            ("GB", "11 7US"),
            ("CA", "11N 1G8"),
            ("MC", "75001"),
            ("AZ", "BZ1007"),
            ("LV", "LT-1900"),
            ("PL", "0902"),
            ("FI", ""),
        ] {
            assert_eq!(of(country, typed), None, "{country} {typed}");
        }
    }

    #[test]
    fn what_a_country_writes_is_written_again_as_it_is() {
        for code in ["CA", "CZ", "DE", "FI", "GB", "IE", "JP", "LT", "LU", "LV", "MD", "NL", "PL", "SE", "SK", "US"] {
            let country = Iso2::parse(code).unwrap();
            let example = countries::example_instead(&country, "?").unwrap();
            assert_eq!(postcode_of(&country, example).as_deref(), Some(example), "{code}");
        }
    }
}
