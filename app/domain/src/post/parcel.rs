//! Letters of one campaign that go to a target in one mail.

use crate::language::Language;

/// So many letters go into one mail at most. Those that are more make another mail.
pub const LETTERS_MAX: u32 = 200;

/// The texts of one mail are no longer than this, in bytes. With its second form and the encoding the mail is a few times as
/// long, and the smallest limit that servers have is ten megabytes.
pub const BYTES_MAX: u64 = 1_000_000;

/// A longer text below the name is no place: the letter goes on there.
const PLACE_MAX: usize = 120;
const PLACE_LINES: usize = 2;

/// A letter to be put together with others.
#[derive(Debug, Clone, Copy)]
pub struct Enclosure<'a> {
    pub name: &'a str,
    pub language: Language,
    pub subject: &'a str,
    pub body: &'a str,
}

/// A text, and who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet<'a> {
    pub language: Language,
    pub subject: &'a str,
    /// The whole letter if one person signed it. If several did, what stands above their names.
    pub text: &'a str,
    pub signers: Vec<Signer>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// Which of the letters it was.
    pub letter: usize,
    /// On one line; `None` where the letter does not show one.
    pub place: Option<String>,
}

/// Puts letters together. Those that differ in nothing but the name and the place below it are one sheet, which stands where the
/// first of them came. Every letter is on one sheet.
pub fn sheets<'a>(letters: &[Enclosure<'a>]) -> Vec<Sheet<'a>> {
    let mut sheets: Vec<Sheet<'a>> = Vec::new();
    for (index, letter) in letters.iter().enumerate() {
        let signed = signed(letter);
        let text = signed.as_ref().map_or(letter.body, |(text, _)| text);
        let place = signed.and_then(|(_, place)| place);
        let same =
            |sheet: &&mut Sheet<'_>| (sheet.language, sheet.subject, sheet.text) == (letter.language, letter.subject, text);
        match sheets.iter_mut().find(same) {
            Some(sheet) => sheet.signers.push(Signer { letter: index, place }),
            None => sheets.push(Sheet {
                language: letter.language,
                subject: letter.subject,
                text,
                signers: vec![Signer { letter: index, place }],
            }),
        }
    }
    for sheet in &mut sheets {
        if let [only] = &sheet.signers[..] {
            sheet.text = letters[only.letter].body;
        }
    }
    sheets
}

/// What stands above the last line that is the writer's name alone, and the place below it. `None` where it is not signed so,
/// or where the letter goes on below.
fn signed<'a>(letter: &Enclosure<'a>) -> Option<(&'a str, Option<String>)> {
    let mut at = 0;
    let mut last = None;
    for line in letter.body.split_inclusive('\n') {
        if line.trim() == letter.name {
            last = Some((at, at + line.len()));
        }
        at += line.len();
    }
    let (name, below) = last?;
    let below = letter.body[below..].trim();
    let lines: Vec<&str> = below.lines().map(str::trim).collect();
    if below.chars().count() > PLACE_MAX || lines.len() > PLACE_LINES || lines.contains(&"") {
        return None;
    }
    Some((letter.body[..name].trim_end(), (!below.is_empty()).then(|| lines.join(", "))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letter<'a>(name: &'a str, body: &'a str) -> Enclosure<'a> {
        Enclosure { name, language: Language::EN, subject: "Please join", body }
    }

    /// Each sheet's text, and its signers with their places.
    fn put(letters: &[Enclosure<'_>]) -> Vec<String> {
        let signer = |signer: &Signer| format!("{} ({})", letters[signer.letter].name, signer.place.as_deref().unwrap_or("-"));
        let sheet =
            |sheet: &Sheet<'_>| format!("{} | {}", sheet.text, sheet.signers.iter().map(signer).collect::<Vec<_>>().join("; "));
        sheets(letters).iter().map(sheet).collect()
    }

    #[test]
    fn letters_that_differ_in_the_name_and_the_place_alone_are_one_text_with_its_signers() {
        let letters = [
            letter("Ada", "Excellency,\n\nplease join.\n\nYours,\nAda\nRidgeview, OH"),
            letter("Bo", "Excellency,\n\nplease join, for my son.\n\nYours,\nBo\nŁódź"),
            letter("Cy", "Excellency,\n\nplease join.\n\nYours,\nCy"),
            letter("Di", "Excellency,\n\nplease join.\n\nYours,\nDi\nAustin\nTexas\n"),
        ];
        assert_eq!(
            put(&letters),
            [
                "Excellency,\n\nplease join.\n\nYours, | Ada (Ridgeview, OH); Cy (-); Di (Austin, Texas)",
                "Excellency,\n\nplease join, for my son.\n\nYours,\nBo\nŁódź | Bo (Łódź)",
            ]
        );
    }

    #[test]
    fn another_subject_or_language_makes_another_letter() {
        let one = letter("Ada", "Please.\n\nAda");
        let subject = Enclosure { name: "Bo", subject: "Join", body: "Please.\n\nBo", ..one };
        let language = Enclosure { name: "Cy", language: Language::ES, body: "Please.\n\nCy", ..one };
        assert_eq!(put(&[one, subject, language]).len(), 3);
    }

    #[test]
    fn what_stands_below_the_name_and_is_no_place_stays_in_its_letter() {
        let long = format!("Please.\n\nAda\n{}", "x".repeat(PLACE_MAX + 1));
        for body in ["Please.\n\nAda\nHome\n\nP. S. Soon.", "Please.\n\nAda\none\ntwo\nthree", &long] {
            let other = body.replace("Ada", "Bo");
            let letters = [letter("Ada", body), letter("Bo", &other)];
            assert_eq!(put(&letters), [format!("{body} | Ada (-)"), format!("{other} | Bo (-)")]);
        }
    }

    #[test]
    fn a_letter_that_names_its_writer_in_the_text_is_a_letter_of_its_own() {
        let letters = [letter("Ada", "I, Ada, ask you.\n\nAda"), letter("Bo", "I, Bo, ask you.\n\nBo"), letter("Cy", "No name")];
        assert_eq!(put(&letters).len(), 3);
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_every_letter_is_on_one_sheet(
            letters in proptest::collection::vec(("(Ada|Bo|Cy)", "[ab]{0,2}(\n\n[ab]){0,2}", "(|\nHome|\nHome\n\nMore)"), 0..12)
        ) {
            let bodies: Vec<String> = letters.iter().map(|(name, text, below)| format!("{text}\n{name}{below}")).collect();
            let letters: Vec<Enclosure<'_>> = letters.iter().zip(&bodies).map(|((name, ..), body)| letter(name, body)).collect();
            let mut seen = Vec::new();
            for sheet in sheets(&letters) {
                for Signer { letter, place } in &sheet.signers {
                    let Enclosure { name, body, .. } = letters[*letter];
                    let place = place.clone().unwrap_or_default();
                    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                    let signed = format!("{} {name} {place}", sheet.text);
                    prop_assert!([sheet.text, &signed].iter().any(|whole| words(whole) == words(body)), "{sheet:?}");
                    seen.push(*letter);
                }
            }
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..letters.len()).collect::<Vec<_>>());
        }
    }
}
