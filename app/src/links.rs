//! The path of every page and endpoint, and every link to one of them.
//!
//! A path is written down once, as the pattern by which its wing routes it. A link fills that pattern in, so it always
//! leads to the route. No other file makes a path; `cargo xtask check` makes sure of that. To add a page, write its
//! pattern and its link here, and both into the test.
//!
//! Links outlive the page that they stand on: people keep them in bookmarks and mails, and on cards.
//!
//! `?lang=` has one meaning everywhere: the language that the reader wants to read. A link here has none: it is added
//! with [`in_language`], where the page was asked for in a language. `?language=` is something else, the edition of a
//! campaign, since somebody who reads Arabic may write to an embassy in English. Without it, the edition is the one that
//! the reader can read.

mod desk;
mod people;

use std::fmt::{self, Display, Formatter, Write as _};

use domain::{
    Date,
    artwork::ArtworkId,
    checked::{LetterId, Slug, Token},
    class::ClassCode,
    form::Field,
    language::Language,
    paper::{Flip, Stock},
    state::Iso2,
    target::TargetId,
    treaty::TreatyId,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use self::{
    desk::{AuditSearch, DeskLink, Imported, PostDone, PostQuery},
    people::{DeskPath, PeopleLink, RETURN},
};

/// The field that names the reader's language, in queries and in forms.
pub const LANGUAGE: &str = "lang";
/// The field that names the language of a campaign's edition and of its letter.
pub const EDITION: &str = "language";
/// The field that names the revision in whose words a letter was begun.
pub const REVISION: &str = "revision";

/// A page for supporters and teachers, or a file that pages show.
#[derive(Debug, Clone, Copy)]
pub enum Link<'a> {
    Home,
    Campaign(&'a Slug, Option<Language>),
    /// The targets of a campaign.
    Targets(&'a Slug, TargetsQuery<'a>),
    Write(&'a Slug, &'a TargetId, Option<Language>),
    /// Where a letter is reported; with an id, the page of that letter in its language.
    Thanks(&'a Slug, Option<(&'a LetterId, Language)>),
    /// Where a class set is made.
    Class(&'a Slug, Option<Language>),
    /// A class set to one office.
    ClassTo(&'a Slug, Language, &'a TargetId),
    /// Where a class set is printed again.
    ClassAgain(&'a Slug, ClassCode),
    /// Where the code of a class set is asked for.
    ClassReports,
    /// Where a class set is reported.
    ClassReport(ClassCode),
    /// All states, and where they stand under a treaty on a day.
    States(Option<(&'a TreatyId, Date)>),
    State(&'a Iso2, Date),
    /// Where a supporter confirms a letter, by the secret of its mail.
    Confirm(&'a Token),
    /// Did the office answer?
    Answer(&'a Token),
    /// A draft, by the secret of the link that was handed over.
    Preview(&'a Token, Option<Language>),
    TestPage(Stock, Flip),
    /// The small file of an artwork.
    ArtworkPreview(&'a ArtworkId),
    /// The style, by the version of the site's files.
    Stylesheet(&'a str),
    Icon,
}

/// A search among a campaign's targets, under the names of the finder's fields. Empty fields are left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct TargetsQuery<'a> {
    pub language: Option<Language>,
    pub q: &'a str,
    pub zip: &'a str,
    pub district: &'a str,
    pub state: &'a str,
    pub kind: &'a str,
    pub order: &'a str,
    /// From 1; the first is left out.
    pub page: usize,
    /// Whether an address was looked up in vain.
    pub lookup_failed: bool,
}

impl TargetsQuery<'_> {
    /// The field that says that an address was looked up in vain, and its value in that case.
    pub const LOOKUP: &'static str = "lookup";
    pub const FAILED: &'static str = "failed";

    /// All targets.
    pub fn all(language: Language) -> Self {
        Self { language: Some(language), ..Self::default() }
    }
}

/// An endpoint for programs. Those that no page links to have a pattern but no link.
#[derive(Debug, Clone, Copy)]
pub enum ApiLink<'a> {
    /// The document that describes all of them.
    OpenApi,
    /// What a kind of problem means, by its code.
    Problem(&'a str),
    /// A campaign's letter as it reads so far.
    Preview(&'a Slug),
}

impl Link<'_> {
    pub const HOME: &'static str = "/";
    pub const CAMPAIGN: &'static str = "/c/{slug}";
    pub const TARGETS: &'static str = "/c/{slug}/targets";
    pub const WRITE: &'static str = "/c/{slug}/write/{target}";
    pub const THANKS: &'static str = "/c/{slug}/thanks";
    pub const CLASS: &'static str = "/c/{slug}/class";
    pub const CLASS_REPORTS: &'static str = "/k";
    pub const CLASS_REPORT: &'static str = "/k/{code}";
    pub const STATES: &'static str = "/states";
    pub const STATE: &'static str = "/states/{iso2}";
    pub const CONFIRM: &'static str = "/confirm/{token}";
    pub const ANSWER: &'static str = "/answer/{token}";
    pub const PREVIEW: &'static str = "/preview/{token}";
    pub const TEST_PAGE: &'static str = "/paper/test/{stock}";
    pub const ARTWORK: &'static str = "/artwork/{name}";
    const STYLESHEET: &'static str = "/pkg/{version}/postbag.css";
    /// The folder of the files that pages load. Their addresses have the version between it and the name.
    pub const PACKAGE: &'static str = "/pkg/";
    /// The file of the islands, where they were built.
    pub const ISLANDS: &'static str = "/pkg/postbag_bg.wasm";
    const ICON: &'static str = "/favicon.svg";

    /// The link as it stands in a page.
    pub fn path(&self) -> String {
        written(self)
    }
}

impl ApiLink<'_> {
    /// The beginning of every path of the API, in every version.
    pub const PREFIX: &'static str = "/api/";
    pub const OPENAPI: &'static str = "/api/v1/openapi.json";
    pub const PROBLEMS: &'static str = "/api/v1/problems";
    pub const CAMPAIGNS: &'static str = "/api/v1/campaigns";
    pub const CAMPAIGN: &'static str = "/api/v1/campaigns/{slug}";
    pub const DOCUMENT: &'static str = "/api/v1/campaigns/{slug}/document";
    pub const TARGETS: &'static str = "/api/v1/campaigns/{slug}/targets";
    pub const TALLY: &'static str = "/api/v1/campaigns/{slug}/tally";
    pub const PREVIEW: &'static str = "/api/v1/campaigns/{slug}/preview";
    pub const PAPER: &'static str = "/api/v1/campaigns/{slug}/paper";
    pub const RELAY: &'static str = "/api/v1/campaigns/{slug}/relay";
    pub const REPORT: &'static str = "/api/v1/campaigns/{slug}/report";

    /// The link as it stands in a page.
    pub fn path(&self) -> String {
        written(self)
    }
}

/// A link in a reader's language; without one, the link as it is.
pub fn in_language(link: impl Display, tag: Option<&str>) -> String {
    let link = written(&link);
    let Some(tag) = tag else { return link };
    let (link, place) = link.split_once('#').map_or((link.as_str(), None), |(link, place)| (link, Some(place)));
    let separator = if link.contains('?') { '&' } else { '?' };
    let place = place.map(|place| format!("#{place}")).unwrap_or_default();
    format!("{link}{separator}{LANGUAGE}={tag}{place}")
}

/// The path and query of a page, without the reader's language.
#[cfg(feature = "ssr")]
pub fn without_language(uri: &axum::http::Uri) -> String {
    let is_language = |pair: &&str| pair.split('=').next() == Some(LANGUAGE);
    let query: Vec<&str> =
        uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !is_language(pair)).collect();
    let path = uri.path();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// A link as text. Most are shorter than this.
fn written(link: &impl Display) -> String {
    let mut path = String::with_capacity(64);
    // Writing to a string cannot fail.
    let _ = write!(path, "{link}");
    path
}

impl Display for Link<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let path = Filling::new(f);
        match *self {
            Self::Home => path.of(Self::HOME, &[]),
            Self::Campaign(campaign, language) => path.of(Self::CAMPAIGN, &[campaign])?.ask(EDITION, language),
            Self::Targets(campaign, query) => query.ask(path.of(Self::TARGETS, &[campaign])?),
            Self::Write(campaign, target, language) => path.of(Self::WRITE, &[campaign, target])?.ask(EDITION, language),
            Self::Thanks(campaign, None) => path.of(Self::THANKS, &[campaign]),
            Self::Thanks(campaign, Some((letter, language))) => {
                path.of(Self::THANKS, &[campaign])?.ask("letter", Some(letter))?.ask(EDITION, Some(language))
            }
            Self::Class(campaign, language) => path.of(Self::CLASS, &[campaign])?.ask(EDITION, language),
            Self::ClassTo(campaign, language, target) => {
                path.of(Self::CLASS, &[campaign])?.ask(EDITION, Some(language))?.ask("target", Some(target))
            }
            Self::ClassAgain(campaign, code) => path.of(Self::CLASS, &[campaign])?.ask("code", Some(code.digits())),
            Self::ClassReports => path.of(Self::CLASS_REPORTS, &[]),
            Self::ClassReport(code) => path.of(Self::CLASS_REPORT, &[&code.digits()]),
            Self::States(None) => path.of(Self::STATES, &[]),
            Self::States(Some((treaty, on))) => path.of(Self::STATES, &[])?.ask("treaty", Some(treaty))?.ask("on", Some(on)),
            Self::State(state, on) => path.of(Self::STATE, &[state])?.ask("on", Some(on)),
            Self::Confirm(token) => path.of(Self::CONFIRM, &[&token]),
            Self::Answer(token) => path.of(Self::ANSWER, &[&token]),
            Self::Preview(token, language) => path.of(Self::PREVIEW, &[&token])?.ask(EDITION, language),
            Self::TestPage(stock, flip) => path.of(Self::TEST_PAGE, &[&stock.as_str()])?.ask("flip", Some(flip.as_str())),
            Self::ArtworkPreview(artwork) => path.of(Self::ARTWORK, &[&format_args!("{artwork}-small.jpg")]),
            Self::Stylesheet(version) => path.of(Self::STYLESHEET, &[&version]),
            Self::Icon => path.of(Self::ICON, &[]),
        }
        .map(|_| ())
    }
}

impl Display for ApiLink<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let path = Filling::new(f);
        match *self {
            Self::OpenApi => path.of(Self::OPENAPI, &[]),
            Self::Problem(code) => path.of(Self::PROBLEMS, &[])?.at(code),
            Self::Preview(campaign) => path.of(Self::PREVIEW, &[campaign]),
        }
        .map(|_| ())
    }
}

impl TargetsQuery<'_> {
    fn ask<'f, 'g>(&self, mut path: Filling<'f, 'g>) -> Result<Filling<'f, 'g>, fmt::Error> {
        let Self { language, q, zip, district, state, kind, order, page, lookup_failed } = *self;
        path = path.ask(EDITION, language)?;
        for (field, value) in [
            (Field::Q, q),
            (Field::Zip, zip),
            (Field::District, district),
            (Field::State, state),
            (Field::Kind, kind),
            (Field::Order, order),
        ] {
            path = path.ask(&field.name(), Some(value).filter(|value| !value.is_empty()))?;
        }
        path.ask(&Field::Page.name(), Some(page).filter(|page| *page > 1))?
            .ask(Self::LOOKUP, lookup_failed.then_some(Self::FAILED))
    }
}

/// A path that is being written.
struct Filling<'f, 'g> {
    f: &'f mut Formatter<'g>,
    /// The separator before the next field of the query.
    separator: char,
}

impl<'f, 'g> Filling<'f, 'g> {
    fn new(f: &'f mut Formatter<'g>) -> Self {
        Self { f, separator: '?' }
    }

    /// Writes a pattern, with these values in place of its names.
    fn of(self, pattern: &str, values: &[&dyn Display]) -> Result<Self, fmt::Error> {
        let mut rest = pattern;
        for value in values {
            let (before, after) = rest.split_once('{').unwrap_or((rest, ""));
            self.f.write_str(before)?;
            write!(Encoded { f: self.f, set: IN_PATH }, "{value}")?;
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        self.f.write_str(rest)?;
        Ok(self)
    }

    /// Writes a field of the query, if it has a value.
    fn ask(mut self, name: &str, value: Option<impl Display>) -> Result<Self, fmt::Error> {
        if let Some(value) = value {
            self.f.write_char(self.separator)?;
            self.f.write_str(name)?;
            self.f.write_char('=')?;
            write!(Encoded { f: self.f, set: IN_QUERY }, "{value}")?;
            self.separator = '&';
        }
        Ok(self)
    }

    /// Writes a place on the page.
    fn at(self, id: &str) -> Result<Self, fmt::Error> {
        write!(self.f, "#{id}")?;
        Ok(self)
    }
}

/// Writes any text so that it can stand in an address.
struct Encoded<'f, 'g> {
    f: &'f mut Formatter<'g>,
    set: &'static AsciiSet,
}

impl fmt::Write for Encoded<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        utf8_percent_encode(text, self.set).try_for_each(|part| self.f.write_str(part))
    }
}

/// The characters that are escaped in a query. `WV-2` stays readable.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');
/// The characters that are escaped in a part of a path: all but the unreserved characters of RFC 3986.
const IN_PATH: &AsciiSet = &IN_QUERY.remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a route with this pattern accepts a path.
    pub(super) fn takes(pattern: &str, path: &str) -> bool {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        let is_there = |(of, part): (&&str, &&str)| if of.starts_with('{') { !part.is_empty() } else { of == part };
        pattern.len() == path.len() && pattern.iter().zip(&path).all(is_there)
    }

    #[test]
    fn every_link_leads_to_where_its_route_is() {
        let slug = &Slug::parse("cluster-munitions").unwrap();
        let target = &TargetId::parse("mission-ao-us").unwrap();
        let letter = &LetterId::from_bytes([0xab; 16]);
        let artwork = &ArtworkId::from_bytes([0xcd; 32]);
        let code = ClassCode::parse("0000 0000 0042").unwrap();
        let (treaty, state) = (&TreatyId::parse("ccm").unwrap(), &Iso2::us());
        let on = Date::constant(2026, 11, 21);
        let (none, es) = (None, Some(Language::ES));
        let query = TargetsQuery {
            language: es,
            q: "of the_ Łódź&x=1",
            zip: "02139",
            district: "WV-2",
            state: "WV",
            kind: "congress",
            order: "fewest",
            page: 2,
            lookup_failed: true,
        };
        let token = &Token::from_bytes([0x0f; 16]);
        for (link, path, pattern) in [
            (Link::Home, "/", Link::HOME),
            (Link::Campaign(slug, none), "/c/cluster-munitions", Link::CAMPAIGN),
            (Link::Campaign(slug, es), "/c/cluster-munitions?language=es", Link::CAMPAIGN),
            (Link::Targets(slug, TargetsQuery::default()), "/c/cluster-munitions/targets", Link::TARGETS),
            (Link::Targets(slug, TargetsQuery::all(Language::EN)), "/c/cluster-munitions/targets?language=en", Link::TARGETS),
            (
                Link::Targets(slug, query),
                "/c/cluster-munitions/targets?language=es&q=of%20the%5F%20%C5%81%C3%B3d%C5%BA%26x%3D1&zip=02139&district=WV-2\
                 &state=WV&kind=congress&order=fewest&page=2&lookup=failed",
                Link::TARGETS,
            ),
            (Link::Write(slug, target, none), "/c/cluster-munitions/write/mission-ao-us", Link::WRITE),
            (Link::Write(slug, target, es), "/c/cluster-munitions/write/mission-ao-us?language=es", Link::WRITE),
            (Link::Thanks(slug, None), "/c/cluster-munitions/thanks", Link::THANKS),
            (
                Link::Thanks(slug, Some((letter, Language::ES))),
                "/c/cluster-munitions/thanks?letter=abababababababababababababababab&language=es",
                Link::THANKS,
            ),
            (Link::Class(slug, none), "/c/cluster-munitions/class", Link::CLASS),
            (Link::Class(slug, es), "/c/cluster-munitions/class?language=es", Link::CLASS),
            (
                Link::ClassTo(slug, Language::ES, target),
                "/c/cluster-munitions/class?language=es&target=mission-ao-us",
                Link::CLASS,
            ),
            (Link::ClassAgain(slug, code), "/c/cluster-munitions/class?code=000000000042", Link::CLASS),
            (Link::ClassReports, "/k", Link::CLASS_REPORTS),
            (Link::ClassReport(code), "/k/000000000042", Link::CLASS_REPORT),
            (Link::States(None), "/states", Link::STATES),
            (Link::States(Some((treaty, on))), "/states?treaty=ccm&on=2026-11-21", Link::STATES),
            (Link::State(state, on), "/states/US?on=2026-11-21", Link::STATE),
            (Link::Confirm(token), &format!("/confirm/{token}"), Link::CONFIRM),
            (Link::Answer(token), &format!("/answer/{token}"), Link::ANSWER),
            (Link::Preview(token, none), &format!("/preview/{token}"), Link::PREVIEW),
            (Link::Preview(token, es), &format!("/preview/{token}?language=es"), Link::PREVIEW),
            (Link::TestPage(Stock::A4, Flip::Short), "/paper/test/a4?flip=short", Link::TEST_PAGE),
            (Link::ArtworkPreview(artwork), &format!("/artwork/{}-small.jpg", "cd".repeat(32)), Link::ARTWORK),
            (Link::Stylesheet("0a1b"), "/pkg/0a1b/postbag.css", Link::STYLESHEET),
            (Link::Icon, "/favicon.svg", Link::ICON),
        ] {
            assert_eq!(link.path(), path);
            assert!(takes(pattern, path), "{path} is not at {pattern}");
        }
        for (link, path, pattern) in [
            (ApiLink::OpenApi, "/api/v1/openapi.json", ApiLink::OPENAPI),
            (ApiLink::Problem("closed"), "/api/v1/problems#closed", ApiLink::PROBLEMS),
            (ApiLink::Preview(slug), "/api/v1/campaigns/cluster-munitions/preview", ApiLink::PREVIEW),
        ] {
            assert_eq!(link.path(), path);
            assert!(takes(pattern, path), "{path} is not at {pattern}");
        }
    }

    #[test]
    fn a_language_comes_after_the_query_and_before_the_place_on_the_page() {
        let slug = &Slug::parse("cluster-munitions").unwrap();
        for (link, expected) in [
            (in_language(Link::Home, Some("ar")), "/?lang=ar"),
            (in_language(Link::Campaign(slug, Some(Language::ES)), Some("ar")), "/c/cluster-munitions?language=es&lang=ar"),
            (in_language(ApiLink::Problem("closed"), Some("fr")), "/api/v1/problems?lang=fr#closed"),
            (in_language(Link::Home, None), "/"),
        ] {
            assert_eq!(link, expected);
        }
    }

    #[test]
    fn nothing_that_stands_in_a_path_leads_out_of_it() {
        assert_eq!(DeskLink::Mail("../x?y#z/é").path(), "/desk/mail/..%2Fx%3Fy%23z%2F%C3%A9");
    }
}
