//! The sender's name, as it stands above their own address on paper.
//!
//! The island draws it too while a supporter types, so nothing here may need Unicode's tables of composed letters.

/// Titles that people write before a name, as they are compared: in lower case, without full stops. In the languages of
/// letters, and in German, as many addresses are.
const TITLES: [&str; 37] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "dame",
    "dr",
    "prof",
    "professor",
    "doctor",
    "rev",
    "reverend",
    "hon",
    "fr",
    "sister",
    "brother",
    "rabbi",
    "imam",
    "sr",
    "sra",
    "srta",
    "don",
    "doña",
    "señor",
    "señora",
    "señorita",
    "dra",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "herr",
    "frau",
    "ing",
];

/// The lines of a return address: the address, with the name above it unless it begins with the name. Empty where there
/// is no address: then the name stands in the letter alone.
pub fn lines(name: &str, address: Vec<String>) -> Vec<String> {
    let named = address.first().is_none_or(|line| name.trim().is_empty() || begins_with(line, name));
    if named { address } else { std::iter::once(name.trim().to_owned()).chain(address).collect() }
}

/// Whether a line begins with a name, in small letters or capitals, with or without a title, or is the name with the
/// family name first.
fn begins_with(line: &str, name: &str) -> bool {
    let (line, name) = (words(line), words(name));
    if name.is_empty() || line.len() < name.len() {
        return false;
    }
    let (first, rest) = line.split_at(name.len());
    let (mut first, mut sorted) = (first.to_vec(), name.clone());
    let in_order = first == name;
    first.sort_unstable();
    sorted.sort_unstable();
    // A single name may also be the name of a street.
    in_order && name.len() > 1 || first == sorted && rest.is_empty()
}

/// The words of a line as they are compared, without the titles at its beginning.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            // The mark that a capital İ leaves behind, and marks that a keyboard puts after their letter.
            '\u{300}'..='\u{36F}' => {}
            'ı' => plain.push('i'),
            'ς' => plain.push('σ'),
            'ß' => plain.push_str("ss"),
            '’' => plain.push('\''),
            c if is_of_a_word(c) => plain.push(c),
            // "Dr.Example" is two words.
            _ => plain.push(' '),
        }
    }
    let words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    let titles = words.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    // Somebody may be called Don.
    words[titles.min(words.len().saturating_sub(1))..].to_vec()
}

fn is_of_a_word(c: char) -> bool {
    // Not the ASCII signs, but marks of scripts that have no composed letters.
    let mark = !c.is_ascii() && !c.is_whitespace() && !c.is_control() && !",;·–—“”„«»".contains(c);
    c.is_alphanumeric() || matches!(c, '\'' | '-') || mark
}

#[cfg(test)]
mod tests {
    use super::*;

    fn above(name: &str, first: &str) -> Vec<String> {
        lines(name, vec![first.to_owned(), "12 Sample Street".to_owned()])
    }

    #[test]
    fn the_name_stands_above_an_address_that_does_not_say_it() {
        for (name, first) in [
            ("Ana Example", "Ridgeview School"),
            ("Ana Example", "Ana Sample"),
            ("Ana Maria Example", "Ana Example"),
            ("Ana", "Ana Street 5"),
            ("Ana Example", "Anabel Examples"),
            ("Ana Example", "The house of Ana Example"),
        ] {
            assert_eq!(above(name, first)[..2], [name, first]);
        }
    }

    #[test]
    fn a_name_that_the_address_begins_with_is_not_printed_twice() {
        for (name, first) in [
            ("Ana Example", "Ana Example"),
            ("Ana Example", "ANA EXAMPLE"),
            ("ana example", "Ana  Example,"),
            ("Ana Example", "Dr. Ana Example"),
            ("Ana Example", "Prof.Dr. Ana Example"),
            ("Ana Example", "Ms Ana Example"),
            ("Dr Ana Example", "Ana Example"),
            ("Mrs. Ana Example", "Ms ANA EXAMPLE, M.D."),
            ("Ana Example", "Sra. Ana Example"),
            ("Ana Example", "Frau Ana Example"),
            ("Ana Example", "Example, Ana"),
            ("Ana Example", "Ana Example, 12 Sample Street"),
            ("İpek Işık", "İPEK IŞIK"),
            ("Łucja Weiß", "ŁUCJA WEISS"),
            ("Ana O'Example", "ANA O’EXAMPLE"),
            ("Ana", "ANA"),
            ("Don", "Mr. Don"),
            ("ไพลิน", "ไพลิน"),
        ] {
            assert_eq!(above(name, first)[0], first, "{name} / {first}");
            assert_eq!(above(name, first).len(), 2, "{name} / {first}");
        }
    }

    #[test]
    fn without_an_address_nothing_is_printed_and_without_a_name_nothing_is_added() {
        assert!(lines("Ana Example", Vec::new()).is_empty());
        assert_eq!(above(" ", "Ridgeview School")[0], "Ridgeview School");
    }
}
