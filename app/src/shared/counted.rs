//! A message with a number in it, where the number is only known in the browser.

use serde::{Deserialize, Serialize};

/// The texts of a message by plural category, as the catalogue has them, and the language by whose rule one is chosen.
/// On the server the package `words` chooses, in the browser its own `Intl`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counted {
    pub language: String,
    /// Category and text: `one`, `{{count}} letter`.
    pub forms: Vec<(String, String)>,
}

impl Counted {
    /// The text for a number. `texts` are its other arguments, each with its name.
    pub fn say(&self, count: usize, texts: &[(&str, &str)]) -> String {
        let category = category(&self.language, count);
        let of = |wanted: &str| self.forms.iter().find(|(category, _)| category == wanted).map(|(_, text)| text.as_str());
        let text = of(&category).or_else(|| of("other")).or_else(|| of("many")).unwrap_or_default();
        let said = text.replace("{{count}}", &number(&self.language, count));
        texts.iter().fold(said, |said, (name, value)| said.replace(&format!("{{{{{name}}}}}"), value))
    }
}

#[cfg(feature = "ssr")]
impl From<words::Forms> for Counted {
    fn from(forms: words::Forms) -> Self {
        Self { language: forms.language, forms: forms.forms }
    }
}

#[cfg(feature = "ssr")]
fn words_in(language: &str) -> words::Words {
    words::Words::new(words::Locale::of(language).unwrap_or_default())
}

#[cfg(feature = "ssr")]
fn category(language: &str, count: usize) -> String {
    words_in(language).category(count).to_owned()
}

#[cfg(feature = "ssr")]
fn number(language: &str, count: usize) -> String {
    words_in(language).number(count)
}

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
#[expect(clippy::cast_precision_loss, reason = "a letter has some hundred characters")]
fn category(language: &str, count: usize) -> String {
    let rules = js_sys::Intl::PluralRules::new(&js_sys::Array::of1(&language.into()), &js_sys::Object::new());
    rules.select(count as f64).into()
}

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
#[expect(clippy::cast_precision_loss, reason = "a letter has some hundred characters")]
fn number(language: &str, count: usize) -> String {
    js_sys::Number::from(count as f64).to_locale_string(language).into()
}

/// A build with neither feature renders nothing.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
fn category(_: &str, _: usize) -> String {
    "other".to_owned()
}

#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
fn number(_: &str, count: usize) -> String {
    count.to_string()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_that_of_the_number_and_arguments_are_filled_in() {
        let forms = [("one", "{{count}} blank in {{name}}"), ("other", "{{count}} blanks in {{name}}")];
        let forms = forms.map(|(category, text)| (category.to_owned(), text.to_owned())).to_vec();
        let counted = Counted { language: "en".to_owned(), forms };
        assert_eq!(counted.say(1, &[("name", "“why”")]), "1 blank in “why”");
        assert_eq!(counted.say(1200, &[("name", "“why”")]), "1,200 blanks in “why”");
        assert_eq!(Counted::default().say(1, &[]), "");
    }
}
