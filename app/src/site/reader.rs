//! Who reads a page: in which language, and from which address.
//!
//! A handler takes the [`Reader`] of its request and hands it to the page. Views ask [`words()`] for what they say and
//! [`link_to`] for where their links lead, so that a page that was asked for in a language leads only to pages in it.

use std::{convert::Infallible, fmt::Display, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Uri, header, request::Parts},
};
use domain::{campaign::Campaign, language::Language};
use leptos::prelude::*;
use words::{Locale, Part, Span, Wishes, Words};

use super::fields::Fields;
use crate::links::{self, LANGUAGE};

/// The reader of one page. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    locale: Option<Locale>,
    /// The language of the catalogue that the address asks for. Links and forms keep it.
    asked: Option<Locale>,
    /// Every language that the reader wants, for the choice among a campaign's editions.
    wishes: Arc<Wishes>,
    /// The page's path and query, without the language.
    here: Arc<str>,
    /// The part of the catalogue that the page is made of, if not all languages have it.
    part: Option<Part>,
}

impl Reader {
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let query = Fields::of_query(uri.query());
        let asked = Some(query.get(LANGUAGE)).filter(|tag| !tag.is_empty());
        // A list in several headers is one list (RFC 9110, section 5.3). Browsers send one.
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|list| list.to_str().ok());
        let wishes = Wishes::new(asked, accepted);
        Self {
            locale: wishes.locale(),
            asked: asked.and_then(Locale::of),
            wishes: Arc::new(wishes),
            here: links::without_language(uri).into(),
            part: None,
        }
    }

    /// The reader where a part of the catalogue is not in all languages: the next that they want, else English.
    #[must_use]
    pub fn within(self, part: Part) -> Self {
        let locale = self.wishes.tags().filter_map(Locale::of).find(|locale| part.is_in(*locale));
        Self { locale, part: Some(part), ..self }
    }

    /// The languages that the page can be read in.
    pub fn offered(&self) -> impl Iterator<Item = Locale> + use<> {
        let part = self.part;
        Locale::ALL.iter().copied().filter(move |locale| part.is_none_or(|part| part.is_in(*locale)))
    }

    /// The reader where a campaign has the last word: its language, if they want none that we have.
    #[must_use]
    pub fn or(self, tag: &str) -> Self {
        Self { locale: self.locale.or_else(|| Locale::of(tag)), ..self }
    }

    /// The same, by the campaign's first edition.
    #[must_use]
    pub fn of_campaign(self, campaign: &Campaign) -> Self {
        match campaign.document.editions.first() {
            Some(edition) => self.or(edition.language.tag()),
            None => self,
        }
    }

    pub fn words(&self) -> Words {
        Words::new(self.locale.unwrap_or_default())
    }

    /// Every language that the reader wants, as tags, the most wanted first.
    pub fn wishes(&self) -> Vec<String> {
        self.wishes.tags().map(str::to_owned).collect()
    }

    /// A link in the language that the address asks for, if it asks for one.
    pub fn to(&self, link: impl Display) -> String {
        links::in_language(link, self.asked.map(Locale::tag))
    }

    /// This page in another language.
    pub fn here_in(&self, locale: Locale) -> String {
        links::in_language(&self.here, Some(locale.tag()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    /// Routes whose pages are not in all languages say so: they have their [`Part`] as an extension.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let reader = Self::of(&parts.uri, &parts.headers);
        Ok(match parts.extensions.get::<Part>() {
            Some(part) => reader.within(*part),
            None => reader,
        })
    }
}

/// The reader of the page that is being rendered.
pub(in crate::site) fn reader() -> Reader {
    let reader = use_context();
    debug_assert!(reader.is_some(), "only a page that is being rendered has a reader; a handler asks its own");
    reader.unwrap_or_default()
}

/// The words for the reader of the page that is being rendered.
pub(in crate::site) fn words() -> Words {
    reader().words()
}

/// A link on the page that is being rendered.
pub(in crate::site) fn link_to(link: impl Display) -> String {
    reader().to(link)
}

/// The language as a hidden field, for a form that is sent with its fields in the address: they replace the query that
/// its action has.
#[component]
pub(in crate::site) fn KeptLanguage() -> impl IntoView {
    reader().asked.map(|locale| view! { <input type="hidden" name=LANGUAGE value=locale.tag() /> })
}

/// A message with elements in it. `element` makes that of a tag, around its text.
pub(in crate::site) fn marked(spans: Vec<Span>, element: impl Fn(&'static str, String) -> AnyView) -> Vec<AnyView> {
    spans
        .into_iter()
        .map(|span| match span {
            Span::Text(text) => text.into_any(),
            Span::Tagged(tag, text) => element(tag, text),
        })
        .collect()
}

/// The attributes `lang` and `dir` of a text. None where it is in the page's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::site) struct Tongue {
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

/// The attributes of a text in the language with this tag, on the page that is being rendered.
pub(in crate::site) fn tongue(tag: &str) -> Tongue {
    if words().locale().tag() == tag {
        return Tongue::default();
    }
    // Where it is no tag of a language, the browser goes by the text.
    let dir = Language::parse(tag).map_or("auto", |language| language.direction().as_str());
    Tongue { lang: Some(tag.to_owned()), dir: Some(dir) }
}

/// A message whose tagged texts are in the language with this tag: names, and what sources say.
pub(in crate::site) fn quoting(tag: &str, spans: Vec<Span>) -> Vec<AnyView> {
    marked(spans, |_, text| {
        let Tongue { lang, dir } = tongue(tag);
        if lang.is_none() { text.into_any() } else { view! { <bdi lang=lang dir=dir>{text}</bdi> }.into_any() }
    })
}

/// What a view says to a reader of English.
#[cfg(test)]
pub(in crate::site) fn rendered<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| {
        provide_context(Reader::default());
        view().into_view().to_html()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::Link;

    fn reader(uri: &str, accepted: &str) -> Reader {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().unwrap());
        Reader::of(&uri.parse().unwrap(), &headers)
    }

    #[test]
    fn a_language_in_the_address_is_kept_in_links_and_one_of_the_browser_is_not() {
        assert_eq!(reader("/?lang=ar", "es").to(Link::States(None)), "/states?lang=ar");
        assert_eq!(reader("/", "es").to(Link::States(None)), "/states");
        assert_eq!(reader("/", "es").words().locale(), Locale::Es);
        // A language that the catalogue lacks is a wish for a letter all the same.
        let thai = reader("/?lang=th", "");
        assert_eq!((thai.to(Link::Home), thai.wishes()), ("/".to_owned(), vec!["th".to_owned()]));
    }

    #[test]
    fn the_same_page_in_another_language_keeps_the_rest_of_its_address() {
        let here = reader("/states?treaty=ccm&lang=ar&on=2026-11-21", "").here_in(Locale::De);
        assert_eq!(here, "/states?treaty=ccm&on=2026-11-21&lang=de");
    }

    #[test]
    fn a_campaign_has_the_last_word() {
        assert_eq!(reader("/", "xx").or("fr").words().locale(), Locale::Fr);
        assert_eq!(reader("/", "es").or("fr").words().locale(), Locale::Es);
        assert_eq!(reader("/", "").or("jra").words().locale(), Locale::En);
    }
}
