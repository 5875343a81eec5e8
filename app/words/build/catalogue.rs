//! The catalogue as it stands in its files: read, taken apart and checked.
//!
//! A file is `locales/<part>/<language>.json`, in the form i18next v4 that Weblate reads: `"sent_one": "{{count}} letter"`.
//! English is the source: it has every message, and says with which arguments. The build makes the functions of it, and
//! `cargo xtask words` its lists.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

/// The source language.
pub(crate) const SOURCE: &str = "en";

/// The plural categories of CLDR, in its order. i18next writes them behind the name of a message.
pub(crate) const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// How an argument is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    /// As it is.
    Text,
    /// A whole number, in the language's digits.
    Number,
    /// A day.
    Date,
    /// Several texts: "a, b and c".
    List,
    /// Any of several texts: "a, b or c".
    Either,
}

/// A part of a message's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Argument {
        name: String,
        format: Format,
    },
    /// The beginning of what a link or another element holds: `<link>`.
    Open(String),
    /// Its end: `</link>`.
    Close(String),
}

/// A text, taken apart. `Err` says what is wrong with it.
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut open: Option<String> = None;
    while let Some(at) = rest.find(['{', '<', '>', '}']) {
        if at > 0 {
            found.push(Piece::Text(rest[..at].to_owned()));
        }
        rest = &rest[at..];
        if let Some(inner) = rest.strip_prefix("{{") {
            let (inner, after) = inner.split_once("}}").ok_or("an argument has no end")?;
            found.push(argument(inner)?);
            rest = after;
        } else if let Some(inner) = rest.strip_prefix("</") {
            let (tag, after) = inner.split_once('>').ok_or("a tag has no end")?;
            if open.take().as_deref() != Some(tag) {
                return Err(format!("</{tag}> closes nothing"));
            }
            found.push(Piece::Close(tag.to_owned()));
            rest = after;
        } else if let Some(inner) = rest.strip_prefix('<') {
            let (tag, after) = inner.split_once('>').ok_or("a tag has no end")?;
            if open.is_some() || tag.is_empty() || !tag.bytes().all(|b| b.is_ascii_lowercase()) {
                return Err(format!("<{tag}> is not a tag, or stands in another"));
            }
            open = Some(tag.to_owned());
            found.push(Piece::Open(tag.to_owned()));
            rest = after;
        } else {
            return Err(format!("{:?} stands alone", &rest[..1]));
        }
    }
    if let Some(tag) = open {
        return Err(format!("<{tag}> is not closed"));
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest.to_owned()));
    }
    Ok(found)
}

fn argument(inner: &str) -> Result<Piece, String> {
    let (name, format) = inner.split_once(',').map_or((inner, ""), |(name, format)| (name, format.trim()));
    let name = name.trim().to_owned();
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
        return Err(format!("{{{{{inner}}}}} is not the name of an argument"));
    }
    let format = match format {
        "" if name == "count" => Format::Number,
        "" => Format::Text,
        "number" => Format::Number,
        "date" => Format::Date,
        "list" => Format::List,
        "either" => Format::Either,
        other => return Err(format!("{{{{{inner}}}}}: there is no format {other}")),
    };
    Ok(Piece::Argument { name, format })
}

/// A message in one language: one text, or one for each plural category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Message {
    One(Vec<Piece>),
    Plural(BTreeMap<&'static str, Vec<Piece>>),
}

impl Message {
    fn texts(&self) -> Vec<&Vec<Piece>> {
        match self {
            Self::One(pieces) => vec![pieces],
            Self::Plural(forms) => forms.values().collect(),
        }
    }

    /// The arguments of all forms, each once, by name.
    pub(crate) fn arguments(&self) -> BTreeMap<String, Format> {
        let mut found = BTreeMap::new();
        if matches!(self, Self::Plural(_)) {
            found.insert("count".to_owned(), Format::Number);
        }
        for piece in self.texts().into_iter().flatten() {
            if let Piece::Argument { name, format } = piece {
                found.insert(name.clone(), *format);
            }
        }
        found
    }

    /// The tags of all forms.
    pub(crate) fn tags(&self) -> BTreeSet<String> {
        let open = |piece: &Piece| if let Piece::Open(tag) = piece { Some(tag.clone()) } else { None };
        self.texts().into_iter().flatten().filter_map(open).collect()
    }
}

/// The messages of one file by their names.
pub(crate) type Messages = BTreeMap<String, Message>;

/// All files: by part, then by language.
#[derive(Debug, Default)]
pub(crate) struct Catalogue(pub(crate) BTreeMap<String, BTreeMap<String, Messages>>);

impl Catalogue {
    /// Reads and checks all files below a folder. `Err` lists everything that is wrong, a line each.
    pub(crate) fn read(locales: &Path) -> Result<Self, Vec<String>> {
        let mut catalogue = Self::default();
        let mut wrong = Vec::new();
        for part in names(locales) {
            let files = catalogue.0.entry(part.clone()).or_default();
            for file in names(&locales.join(&part)) {
                let Some(language) = file.strip_suffix(".json") else { continue };
                let path = locales.join(&part).join(&file);
                let text = fs::read_to_string(&path).unwrap_or_default();
                match messages(&text) {
                    Ok(messages) => {
                        files.insert(language.to_owned(), messages);
                    }
                    Err(errors) => wrong.extend(errors.into_iter().map(|error| format!("{part}/{file}: {error}"))),
                }
            }
        }
        wrong.extend(catalogue.contradictions());
        if wrong.is_empty() { Ok(catalogue) } else { Err(wrong) }
    }

    /// The languages that any part has, the source first.
    pub(crate) fn languages(&self) -> Vec<String> {
        let mut all: BTreeSet<&String> = self.0.values().flat_map(BTreeMap::keys).collect();
        all.retain(|language| *language != SOURCE);
        std::iter::once(SOURCE.to_owned()).chain(all.into_iter().cloned()).collect()
    }

    /// Where a translation does not fit its source.
    fn contradictions(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut known: BTreeMap<&String, &String> = BTreeMap::new();
        for (part, files) in &self.0 {
            let Some(source) = files.get(SOURCE) else {
                wrong.push(format!("{part}: there is no {SOURCE}.json"));
                continue;
            };
            for name in source.keys() {
                if let Some(other) = known.insert(name, part) {
                    wrong.push(format!("{part}/{SOURCE}.json: {name} is in {other} too"));
                }
            }
            for (language, messages) in files {
                for (name, message) in messages {
                    let Some(of_source) = source.get(name) else {
                        wrong.push(format!("{part}/{language}.json: {name} is not in {SOURCE}.json"));
                        continue;
                    };
                    wrong.extend(contradiction(of_source, message).map(|what| format!("{part}/{language}.json: {name}: {what}")));
                }
            }
        }
        wrong
    }
}

/// What a translation says otherwise than its source.
pub(crate) fn contradiction(source: &Message, translation: &Message) -> Option<String> {
    if matches!(source, Message::Plural(_)) != matches!(translation, Message::Plural(_)) {
        return Some("it has plural forms in one of the two languages alone".to_owned());
    }
    let (of_source, here) = (source.arguments(), translation.arguments());
    if let Some((name, _)) = here.iter().find(|(name, format)| of_source.get(*name) != Some(format)) {
        return Some(format!("{{{{{name}}}}} is not an argument of the source, or is written otherwise there"));
    }
    if let Some(name) = of_source.keys().find(|name| !here.contains_key(*name)) {
        return Some(format!("{{{{{name}}}}} is missing"));
    }
    (source.tags() != translation.tags()).then(|| "its tags are not those of the source".to_owned())
}

/// The files or folders in a folder, in the order of their names.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The messages of a file.
fn messages(text: &str) -> Result<Messages, Vec<String>> {
    let Ok(Value::Object(entries)) = serde_json::from_str(text) else { return Err(vec!["it is not a JSON object".to_owned()]) };
    let mut wrong = Vec::new();
    let mut found = Messages::new();
    for (key, value) in &entries {
        let (name, category) = category_of(key);
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            wrong.push(format!("{key}: a name is made of lower-case letters and hyphens"));
            continue;
        }
        let Some(text) = value.as_str().filter(|text| !text.is_empty()) else {
            // Weblate writes an empty text where there is no translation.
            if value.as_str() != Some("") {
                wrong.push(format!("{key} is not a text"));
            }
            continue;
        };
        let pieces = match pieces(text) {
            Ok(pieces) => pieces,
            Err(error) => {
                wrong.push(format!("{key}: {error}"));
                continue;
            }
        };
        match (category, found.get_mut(name)) {
            (None, None) => {
                found.insert(name.to_owned(), Message::One(pieces));
            }
            (Some(category), None) => {
                found.insert(name.to_owned(), Message::Plural(BTreeMap::from([(category, pieces)])));
            }
            (Some(category), Some(Message::Plural(forms))) => {
                forms.insert(category, pieces);
            }
            _ => wrong.push(format!("{key}: it stands with and without a plural category")),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// A key's name and its plural category: `sent_one` is the message `sent` for "one".
fn category_of(key: &str) -> (&str, Option<&'static str>) {
    key.rsplit_once('_')
        .and_then(|(name, end)| CATEGORIES.iter().find(|category| **category == end).map(|category| (name, Some(*category))))
        .unwrap_or((key, None))
}
