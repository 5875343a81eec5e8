//! The languages whose grammar we know: what each does with articles and prepositions where a merge field is filled in.

use super::{Language, capitalised};

/// A language in which we know how to greet and to close, the names of states and treaties, and what is asked under a
/// treaty. In any other a template has these words itself. Adding one means adding its words; the compiler names the places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grammar {
    En,
    Es,
    Fr,
    Pt,
    De,
    Ar,
    Uk,
    Ru,
    Th,
}

impl Grammar {
    /// The tag of the language, for an element in it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Pt => "pt",
            Self::De => "de",
            Self::Ar => "ar",
            Self::Uk => "uk",
            Self::Ru => "ru",
            Self::Th => "th",
        }
    }

    pub const ALL: [Self; 9] = [Self::En, Self::Es, Self::Fr, Self::Pt, Self::De, Self::Ar, Self::Uk, Self::Ru, Self::Th];

    /// The one whose own tag this is.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grammar| grammar.tag() == tag)
    }

    pub const fn language(self) -> Language {
        match self {
            Self::En => Language::EN,
            Self::Es => Language::ES,
            Self::Fr => Language::FR,
            Self::Pt => Language::PT,
            Self::De => Language::DE,
            Self::Ar => Language::AR,
            Self::Uk => Language::UK,
            Self::Ru => Language::RU,
            Self::Th => Language::TH,
        }
    }

    /// The script that its words are written in, by ISO 15924.
    pub(super) const fn script(self) -> &'static str {
        match self {
            Self::En | Self::Es | Self::Fr | Self::Pt | Self::De => "Latn",
            Self::Ar => "Arab",
            Self::Uk | Self::Ru => "Cyrl",
            Self::Th => "Thai",
        }
    }

    /// The definite articles that names are written with inside a sentence. An article that is part of a name has
    /// a capital letter ("El Salvador") and is none of these.
    const fn articles(self) -> &'static [&'static str] {
        match self {
            Self::En => &["the "],
            Self::Es => &["el ", "la ", "los ", "las "],
            Self::Fr => &["le ", "la ", "les ", "l’"],
            Self::Pt => &["o ", "a ", "os ", "as "],
            Self::De => &["der ", "die ", "das "],
            // In Arabic the article is written as one word with the name, and stays in a list. The others have none.
            Self::Ar | Self::Uk | Self::Ru | Self::Th => &[],
        }
    }

    /// A name as it stands in a list: "the Bahamas", "las Bahamas" and "les Bahamas" are all "Bahamas" there.
    pub fn without_article(self, name: &str) -> &str {
        self.articles().iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
    }

    /// Whether a name can change the word before it, or be changed by it.
    pub const fn melts(self) -> bool {
        matches!(self, Self::Ar) || !self.contractions().is_empty()
    }

    /// Prepositions that melt into the article after them: preposition, article, and the word for both.
    const fn contractions(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            // A German field is the subject or an object, and no preposition stands before it.
            Self::En | Self::De | Self::Ar | Self::Uk | Self::Ru | Self::Th => &[],
            Self::Es => &[("a", "el ", "al "), ("de", "el ", "del ")],
            Self::Fr => &[("à", "le ", "au "), ("à", "les ", "aux "), ("de", "le ", "du "), ("de", "les ", "des ")],
            Self::Pt => &[
                ("a", "o ", "ao "),
                ("a", "a ", "à "),
                ("a", "os ", "aos "),
                ("a", "as ", "às "),
                ("de", "o ", "do "),
                ("de", "a ", "da "),
                ("de", "os ", "dos "),
                ("de", "as ", "das "),
                ("em", "o ", "no "),
                ("em", "a ", "na "),
                ("em", "os ", "nos "),
                ("em", "as ", "nas "),
                ("por", "o ", "pelo "),
                ("por", "a ", "pela "),
                ("por", "os ", "pelos "),
                ("por", "as ", "pelas "),
            ],
        }
    }

    /// Adds `phrase` to `text` as the language joins the two: "adhérer à" and "le Traité" become "adhérer au
    /// Traité", "de" and "Oman" become "d’Oman".
    ///
    /// It looks at the joint alone, where a merge field begins or ends. Inside a sentence of the author's the same
    /// words may be a verb's object, and stay: "je vous prie de le faire".
    pub fn join(self, text: &mut String, phrase: &str) {
        if self == Self::Ar
            && let Some(rest) = after_an_arabic_li(text, phrase)
        {
            text.push('ل');
            return text.push_str(rest);
        }
        if !self.melts() {
            return text.push_str(phrase);
        }
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

/// The rest of a phrase whose article loses its alef: the preposition "ل" is written as one word with the word after it, and "ل" with
/// "العراق" is "للعراق". It may have an "and" before it.
fn after_an_arabic_li<'a>(text: &str, phrase: &'a str) -> Option<&'a str> {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next()?;
    phrase.strip_prefix("ال").filter(|_| ["ل", "ول", "فل"].contains(&word))
}

/// Whether "de" loses its e before it. An h keeps it (le Honduras, la Hongrie), but for the one state that is named
/// without an article.
fn begins_with_a_french_vowel(phrase: &str) -> bool {
    phrase.starts_with(|c: char| "aeiouàâéèêëîïôœ".contains(c.to_lowercase().next().unwrap_or(c))) || phrase.starts_with("Haïti")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(grammar: Grammar, text: &str, phrase: &str) -> String {
        let mut text = text.to_owned();
        grammar.join(&mut text, phrase);
        text
    }

    #[test]
    fn in_a_list_a_name_has_no_article_but_the_one_that_is_part_of_it() {
        for (grammar, name, listed) in [
            (Grammar::En, "the Bahamas", "Bahamas"),
            (Grammar::Es, "los Países Bajos", "Países Bajos"),
            (Grammar::Es, "El Salvador", "El Salvador"),
            (Grammar::Es, "Laos", "Laos"),
            (Grammar::Fr, "les Bahamas", "Bahamas"),
            (Grammar::Fr, "la Lettonie", "Lettonie"),
            (Grammar::Fr, "le Lesotho", "Lesotho"),
            (Grammar::Fr, "l’Angola", "Angola"),
            (Grammar::Fr, "Cuba", "Cuba"),
        ] {
            assert_eq!(grammar.without_article(name), listed);
        }
    }

    #[test]
    fn a_preposition_melts_into_the_article_of_the_name_after_it() {
        for (grammar, text, phrase, expected) in [
            (Grammar::Fr, "adhérer à ", "le Traité", "adhérer au Traité"),
            (Grammar::Fr, "adhérer à ", "les Traités", "adhérer aux Traités"),
            (Grammar::Fr, "adhérer à ", "la Convention", "adhérer à la Convention"),
            (Grammar::Fr, "ratifier ", "le Traité", "ratifier le Traité"),
            (Grammar::Fr, "le peuple de ", "le Japon", "le peuple du Japon"),
            (Grammar::Fr, "De ", "les Bahamas", "Des Bahamas"),
            (Grammar::Fr, "À ", "le Japon", "Au Japon"),
            (Grammar::Fr, "à ", "l’Angola", "à l’Angola"),
            (Grammar::Fr, "à ", "Cuba", "à Cuba"),
            (Grammar::Es, "adherirse a ", "el Tratado", "adherirse al Tratado"),
            (Grammar::Es, "de ", "el Tratado", "del Tratado"),
            (Grammar::Es, "de ", "El Salvador", "de El Salvador"),
            (Grammar::Es, "a ", "los Países Bajos", "a los Países Bajos"),
            (Grammar::En, "a ", "el Tratado", "a el Tratado"),
            (Grammar::Pt, "aderir a ", "a Convenção", "aderir à Convenção"),
            (Grammar::Pt, "peço a ", "os Estados Unidos", "peço aos Estados Unidos"),
            (Grammar::Pt, "o governo de ", "o Brasil", "o governo do Brasil"),
            (Grammar::Pt, "Em ", "as Filipinas", "Nas Filipinas"),
            (Grammar::Pt, "por ", "a Índia", "pela Índia"),
            (Grammar::Pt, "de ", "Angola", "de Angola"),
            (Grammar::Pt, "a ", "aderir a", "a aderir a"),
            (Grammar::De, "bitte ", "die Schweiz", "bitte die Schweiz"),
            (Grammar::Ar, "رسالة إلى ", "العراق", "رسالة إلى العراق"),
            (Grammar::Ar, "رسالة ل", "العراق", "رسالة للعراق"),
            (Grammar::Ar, "ول", "الصين", "وللصين"),
            (Grammar::Ar, "ل", "لبنان", "للبنان"),
            (Grammar::Ar, "كل", "العراق", "كلالعراق"),
        ] {
            assert_eq!(joined(grammar, text, phrase), expected);
        }
        // The other way about: the field comes first, and the author's article after it.
        assert_eq!(joined(Grammar::Fr, "adhérer à", " le Traité"), "adhérer au Traité");
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
            assert_eq!(joined(Grammar::Fr, text, phrase), expected);
        }
        assert_eq!(joined(Grammar::Es, "de ", "Omán"), "de Omán");
    }

    #[test]
    fn what_only_looks_like_a_preposition_stays() {
        for (text, phrase) in
            [("voilà ", "le Traité"), ("un code ", "le nomme"), ("à  ", "le Traité"), ("à", "le Traité"), ("", " le Traité")]
        {
            assert_eq!(joined(Grammar::Fr, text, phrase), format!("{text}{phrase}"));
        }
    }

    proptest! {
        #[test]
        fn joining_in_english_is_adding_and_in_no_language_does_it_lose_the_name(text in "\\PC{0,12}", name in "[A-Z]\\PC{0,12}") {
            prop_assert_eq!(joined(Grammar::En, &text, &name), format!("{text}{name}"));
            for grammar in Grammar::ALL {
                prop_assert!(joined(grammar, &text, &name).ends_with(&name));
            }
        }
    }
}
