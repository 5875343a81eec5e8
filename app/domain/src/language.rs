//! Languages that a letter can be written in, and what each does with dates, articles and prepositions.

use serde::{Deserialize, Serialize};

use crate::Date;

/// A language of letters. Adding one means adding its phrases here and in
/// [`forms_of_address`](crate::forms_of_address); the compiler names the places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Es,
    Fr,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::En, Self::Es, Self::Fr];

    /// BCP 47 tag, as in `lang="es"` and in a PDF's `/Lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
        }
    }

    /// Its name in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
            Self::Fr => "Français",
        }
    }

    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// A day as a letter is dated: "November 21, 2026", "21 de noviembre de 2026", "21 novembre 2026".
    pub fn date(self, date: Date) -> String {
        let month = self.months()[usize::from(date.month().unsigned_abs()) - 1];
        match (self, date.day()) {
            (Self::En, day) => format!("{month} {day}, {}", date.year()),
            (Self::Es, day) => format!("{day} de {month} de {}", date.year()),
            (Self::Fr, 1) => format!("1er {month} {}", date.year()),
            (Self::Fr, day) => format!("{day} {month} {}", date.year()),
        }
    }

    const fn months(self) -> [&'static str; 12] {
        match self {
            Self::En => [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            Self::Es => [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
            Self::Fr => [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        }
    }

    /// The definite articles that names are written with inside a sentence. An article that is part of a name has
    /// a capital letter ("El Salvador") and is none of these.
    const fn articles(self) -> &'static [&'static str] {
        match self {
            Self::En => &["the "],
            Self::Es => &["el ", "la ", "los ", "las "],
            Self::Fr => &["le ", "la ", "les ", "l’"],
        }
    }

    /// A name as it stands in a list: "the Bahamas", "las Bahamas" and "les Bahamas" are all "Bahamas" there.
    pub fn without_article(self, name: &str) -> &str {
        self.articles().iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
    }

    /// Prepositions that melt into the article after them: preposition, article, and the word for both.
    const fn contractions(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Self::En => &[],
            Self::Es => &[("a", "el ", "al "), ("de", "el ", "del ")],
            Self::Fr => &[("à", "le ", "au "), ("à", "les ", "aux "), ("de", "le ", "du "), ("de", "les ", "des ")],
        }
    }

    /// Adds `phrase` to `text` as the language joins the two: "adhérer à" and "le Traité" become "adhérer au
    /// Traité", "de" and "Oman" become "d’Oman".
    ///
    /// It looks at the joint alone, where a merge field begins or ends. Inside a sentence of the author's the same
    /// words may be a verb's object, and stay: "je vous prie de le faire".
    pub fn join(self, text: &mut String, phrase: &str) {
        let (left, right) = match (text.strip_suffix(' '), phrase.strip_prefix(' ')) {
            (Some(left), None) => (left, phrase),
            (None, Some(right)) => (text.as_str(), right),
            (None, None) | (Some(_), Some(_)) => return text.push_str(phrase),
        };
        let start = left.char_indices().rfind(|(_, c)| !c.is_alphanumeric()).map_or(0, |(at, c)| at + c.len_utf8());
        let Some((joined, rest)) = self.joint(&left[start..], right) else { return text.push_str(phrase) };
        text.truncate(start);
        text.push_str(&joined);
        text.push_str(rest);
    }

    /// The text for a word with the beginning of the phrase after it, and the rest of that phrase. `None` where the two
    /// stand side by side.
    fn joint<'a>(self, word: &str, phrase: &'a str) -> Option<(String, &'a str)> {
        let lower = word.to_lowercase();
        let contracted = self.contractions().iter().find_map(|(preposition, article, both)| {
            let rest = phrase.strip_prefix(article).filter(|_| lower == *preposition)?;
            let both = if lower == word { (*both).to_owned() } else { capitalised(both) };
            Some((both, rest))
        });
        contracted.or_else(|| {
            let elided = self == Self::Fr && ["de", "que"].contains(&lower.as_str()) && begins_with_a_french_vowel(phrase);
            elided.then(|| (format!("{}’", &word[..word.len() - 1]), phrase))
        })
    }
}

/// Whether "de" loses its e before it. An h keeps it (le Honduras, la Hongrie), but for the one state that is named
/// without an article.
fn begins_with_a_french_vowel(phrase: &str) -> bool {
    phrase.starts_with(|c: char| "aeiouàâéèêëîïôœ".contains(c.to_lowercase().next().unwrap_or(c))) || phrase.starts_with("Haïti")
}

/// As it begins a sentence or a label: "The Bahamas".
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn joined(language: Language, text: &str, phrase: &str) -> String {
        let mut text = text.to_owned();
        language.join(&mut text, phrase);
        text
    }

    #[test]
    fn every_language_is_found_by_its_tag_and_nothing_else_is() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
        }
        for tag in ["", "EN", "de", "en-US", "<script>"] {
            assert_eq!(Language::parse(tag), None);
        }
    }

    #[test]
    fn a_date_is_written_as_people_write_it() {
        for (day, expected) in [
            (date(2026, 11, 21), ["November 21, 2026", "21 de noviembre de 2026", "21 novembre 2026"]),
            (date(2026, 12, 1), ["December 1, 2026", "1 de diciembre de 2026", "1er décembre 2026"]),
            (date(2027, 2, 11), ["February 11, 2027", "11 de febrero de 2027", "11 février 2027"]),
        ] {
            assert_eq!(Language::ALL.map(|language| language.date(day)), expected);
        }
    }

    #[test]
    fn in_a_list_a_name_has_no_article_but_the_one_that_is_part_of_it() {
        for (language, name, listed) in [
            (Language::En, "the Bahamas", "Bahamas"),
            (Language::Es, "los Países Bajos", "Países Bajos"),
            (Language::Es, "El Salvador", "El Salvador"),
            (Language::Es, "Laos", "Laos"),
            (Language::Fr, "les Bahamas", "Bahamas"),
            (Language::Fr, "la Lettonie", "Lettonie"),
            (Language::Fr, "le Lesotho", "Lesotho"),
            (Language::Fr, "l’Angola", "Angola"),
            (Language::Fr, "Cuba", "Cuba"),
        ] {
            assert_eq!(language.without_article(name), listed);
        }
    }

    #[test]
    fn a_preposition_melts_into_the_article_of_the_name_after_it() {
        for (language, text, phrase, expected) in [
            (Language::Fr, "adhérer à ", "le Traité", "adhérer au Traité"),
            (Language::Fr, "adhérer à ", "les Traités", "adhérer aux Traités"),
            (Language::Fr, "adhérer à ", "la Convention", "adhérer à la Convention"),
            (Language::Fr, "ratifier ", "le Traité", "ratifier le Traité"),
            (Language::Fr, "le peuple de ", "le Japon", "le peuple du Japon"),
            (Language::Fr, "De ", "les Bahamas", "Des Bahamas"),
            (Language::Fr, "À ", "le Japon", "Au Japon"),
            (Language::Fr, "à ", "l’Angola", "à l’Angola"),
            (Language::Fr, "à ", "Cuba", "à Cuba"),
            (Language::Es, "adherirse a ", "el Tratado", "adherirse al Tratado"),
            (Language::Es, "de ", "el Tratado", "del Tratado"),
            (Language::Es, "de ", "El Salvador", "de El Salvador"),
            (Language::Es, "a ", "los Países Bajos", "a los Países Bajos"),
            (Language::En, "a ", "el Tratado", "a el Tratado"),
        ] {
            assert_eq!(joined(language, text, phrase), expected);
        }
        // The other way about: the field comes first, and the author's article after it.
        assert_eq!(joined(Language::Fr, "adhérer à", " le Traité"), "adhérer au Traité");
    }

    #[test]
    fn de_and_que_lose_their_e_before_a_vowel() {
        for (text, phrase, expected) in [
            ("l’ambassade de ", "Oman", "l’ambassade d’Oman"),
            ("l’ambassade de ", "Haïti", "l’ambassade d’Haïti"),
            ("l’ambassade de ", "l’Inde", "l’ambassade de l’Inde"),
            ("De ", "Israël", "D’Israël"),
            ("pour que ", "Israël", "pour qu’Israël"),
            ("une demande de ", "adhérer à", "une demande d’adhérer à"),
            ("de ", "Monaco", "de Monaco"),
        ] {
            assert_eq!(joined(Language::Fr, text, phrase), expected);
        }
        assert_eq!(joined(Language::Es, "de ", "Omán"), "de Omán");
    }

    #[test]
    fn what_only_looks_like_a_preposition_stays() {
        for (text, phrase) in
            [("voilà ", "le Traité"), ("un code ", "le nomme"), ("à  ", "le Traité"), ("à", "le Traité"), ("", " le Traité")]
        {
            assert_eq!(joined(Language::Fr, text, phrase), format!("{text}{phrase}"));
        }
    }

    proptest! {
        #[test]
        fn joining_in_english_is_adding_and_in_no_language_does_it_lose_the_name(text in "\\PC{0,12}", name in "[A-Z]\\PC{0,12}") {
            prop_assert_eq!(joined(Language::En, &text, &name), format!("{text}{name}"));
            for language in Language::ALL {
                prop_assert!(joined(language, &text, &name).ends_with(&name));
            }
        }
    }
}
