//! The one renderer: it fills a template and makes the letter that is previewed, printed and sent.
//!
//! The server renders with it, and so does the island in the browser while a supporter types.

use std::{collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};

use crate::{
    checked::{FieldError, PersonName, Shape, TextError, Town, collect, mended, mended_line, several_lines},
    form::Field,
    forms_of_address::forms,
    language::{Grammar, Language},
    sender,
    state::Iso2,
    target::Target,
    template::{Blank, MergeField, Piece, Template, is_note, marked, paragraphs, pieces},
    treaty::{Ask, TreatyName},
};

crate::form! {
    /// The letter's form: the fields as the supporter typed them. The interface takes the same fields, with the
    /// descriptions that stand here.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(default)]
    pub struct Draft {
        name: String = Name,
        place: String = Place,
        /// The country or place that the supporter posts from, ISO 3166-1 alpha-2 or XK. The United States where it is left out.
        country: String = Country,
        /// The supporter's own postal address, at most five lines. Their name is printed above it, unless it begins with it.
        address: String = Address,
        /// A paragraph of the supporter's own.
        note: String = Note,
        /// The supporter's time zone, for the day on a letter: one of their country's, as `America/Denver`. That of its capital
        /// where it is left out, or another country's.
        zone: String = Zone,
        .. blanks: BTreeMap<String, String>,
    }
}

/// A draft that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub name: PersonName,
    pub place: Town,
    pub country: Iso2,
    pub address: Vec<String>,
    pub blanks: BTreeMap<String, String>,
    pub note: String,
}

impl Draft {
    /// The most characters of an own paragraph.
    pub const NOTE_MAX: usize = 600;
    /// The most characters and lines of a return address.
    pub const ADDRESS_MAX: usize = 200;
    pub const ADDRESS_LINES: usize = 5;

    /// The country the supporter posts from.
    pub fn country(&self) -> Result<Iso2, TextError> {
        match mended_line(&self.country).as_str() {
            "" => Ok(Iso2::us()),
            country => Iso2::parse(country),
        }
    }

    /// The field to shorten when a supporter has written too much: their own paragraph, or a blank if one is longer.
    /// `None` where they have filled in neither.
    pub fn longest(&self, template: &Template) -> Option<Field> {
        let note = template.takes_note().then(|| (Field::Note, self.note.trim()));
        let blanks = template.blanks().into_iter().map(|blank| {
            let typed = self.blanks.get(&blank.name).map_or("", |typed| typed.trim());
            (Field::Blank(blank.name), typed)
        });
        let longest = note.into_iter().chain(blanks).rev().max_by_key(|(_, typed)| typed.chars().count());
        longest.filter(|(_, typed)| !typed.is_empty()).map(|(field, _)| field)
    }

    /// The lines of the supporter's own postal address, as they were typed so far, for the preview. They are not
    /// checked: checking composes characters, and its tables are larger than the rest of the island.
    pub fn address_lines(&self) -> Vec<String> {
        lines(&mended(&self.address))
    }

    /// The lines of the return address as they will be printed, unchecked as above.
    pub fn sender_lines(&self) -> Vec<String> {
        sender::lines(&self.name, self.address_lines())
    }

    /// The lines of the supporter's own postal address, checked.
    pub fn return_address(&self) -> Result<Vec<String>, TextError> {
        let text = several_lines(&self.address, Self::ADDRESS_MAX)?;
        let lines = lines(&text);
        if lines.len() > Self::ADDRESS_LINES {
            Err(TextError::Malformed(Shape::AddressLines(Self::ADDRESS_LINES)))
        } else {
            Ok(lines)
        }
    }

    /// Checks every field against a template, and reports all that is wrong at once.
    pub fn check(&self, template: &Template) -> Result<Filled, Vec<FieldError>> {
        let mut errors = Vec::new();
        let blanks: BTreeMap<String, String> = template
            .blanks()
            .into_iter()
            .filter_map(|blank| {
                let typed = self.blanks.get(&blank.name).map_or("", String::as_str);
                let checked = several_lines(typed, blank.max)
                    .and_then(|text| if text.is_empty() { Err(TextError::Empty) } else { Ok(text) })
                    // A blank stands inside a sentence: a line end in it would break the paragraph.
                    .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
                collect(&mut errors, Field::Blank(blank.name.clone()), checked).map(|text| (blank.name, text))
            })
            .collect();
        let note = collect(&mut errors, Field::Note, several_lines(&self.note, Self::NOTE_MAX));
        let name = collect(&mut errors, Field::Name, PersonName::parse(&self.name));
        let place = collect(&mut errors, Field::Place, Town::parse(&self.place));
        let address = collect(&mut errors, Field::Address, self.return_address());
        let country = collect(&mut errors, Field::Country, self.country());
        match (name, place, country, address, note) {
            (Some(name), Some(place), Some(country), Some(address), Some(note)) if errors.is_empty() => {
                Ok(Filled { name, place, country, address, blanks, note })
            }
            _ => Err(errors),
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The words that we fill in for one target, in one language, on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// Knows how a name is joined to the words before it.
    language: Language,
    fields: BTreeMap<MergeField, String>,
}

impl Merge {
    /// `treaty` is the treaty's name and what is asked of this target's state under it.
    pub fn new(
        target: &Target,
        country: Country<'_>,
        treaty: Option<(&TreatyName, Option<Ask>)>,
        (language, grammar): (Language, Grammar),
    ) -> Self {
        let forms = forms(target, grammar);
        let mut fields = BTreeMap::from([
            (MergeField::TargetName, target.name()),
            (MergeField::TargetSalutation, forms.salutation),
            (MergeField::TargetClose, forms.close),
            (MergeField::TargetCountry, country.in_sentence.to_owned()),
            (MergeField::TargetCountryObject, country.as_object.to_owned()),
        ]);
        if let Some((name, ask)) = treaty {
            fields.insert(MergeField::TreatyName, name.in_sentence.clone());
            let verb = ask.and_then(|ask| ask.verb(grammar)).map(str::to_owned);
            fields.extend(verb.map(|verb| (MergeField::TreatyAsk, verb)));
            let request = ask.and_then(|ask| ask.request(grammar, name));
            fields.extend(request.map(|request| (MergeField::TreatyRequest, request)));
        }
        Self { language, fields }
    }

    /// In a language whose grammar we do not know, only the target's name is filled in: a template in it has the other words
    /// itself, and is refused if it asks for them ([`Template::check_language`]).
    pub fn without_grammar(target: &Target, language: Language) -> Self {
        Self { language, fields: BTreeMap::from([(MergeField::TargetName, target.name())]) }
    }

    fn get(&self, field: MergeField) -> &str {
        self.fields.get(&field).map_or("", String::as_str)
    }
}

/// What a target's country is called in the language of a letter.
#[derive(Debug, Clone, Copy)]
pub struct Country<'a> {
    pub in_sentence: &'a str,
    pub as_object: &'a str,
}

/// A run of letters in a rendered letter, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    Text(String),
    /// Filled in by the supporter, in that field.
    Typed {
        field: Field,
        text: String,
    },
    /// Still to be filled in; the label says with what.
    Unfilled {
        field: Field,
        label: String,
    },
}

impl Span {
    /// Stands for what the supporter typed where that may not be shown.
    pub const GAP: &str = "[…]";

    fn without_typed(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Typed { .. } | Self::Unfilled { .. } => Self::GAP,
        }
    }

    /// The span as plain text; a blank that is not filled stands in brackets.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Typed { text, .. } => text.clone(),
            Self::Unfilled { label, .. } => format!("[{label}]"),
        }
    }
}

/// A letter as it will read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub subject: Vec<Span>,
    /// Each paragraph a row of spans; a `\n` inside a span is a line end.
    pub paragraphs: Vec<Vec<Span>>,
}

impl Rendered {
    pub fn subject_text(&self) -> String {
        self.subject.iter().map(Span::plain).collect()
    }

    /// Paragraphs separated by a blank line: the text that is printed, sent and copied.
    pub fn body_text(&self) -> String {
        self.paragraphs.iter().map(|spans| spans.iter().map(Span::plain).collect::<String>()).collect::<Vec<_>>().join("\n\n")
    }

    /// The body without what the supporter typed: [`Span::GAP`] stands in its place.
    pub fn without_typed(&self) -> String {
        let mut paragraphs: Vec<String> =
            self.paragraphs.iter().map(|spans| spans.iter().map(Span::without_typed).collect()).collect();
        // Three paragraphs of one's own are one gap.
        paragraphs.dedup_by(|next, before| next == Span::GAP && before == Span::GAP);
        paragraphs.join("\n\n")
    }

    /// The subject without what the supporter typed, as [`without_typed`](Self::without_typed).
    pub fn subject_without_typed(&self) -> String {
        self.subject.iter().map(Span::without_typed).collect()
    }

    /// The spans of the body, each with the byte at which it begins in [`body_text`](Self::body_text).
    fn places(&self) -> impl Iterator<Item = (usize, &Span)> {
        let mut at = 0;
        self.paragraphs.iter().flat_map(move |spans| {
            let first = at;
            at = spans.iter().fold(first, |at, span| at + span.plain().len()) + "\n\n".len();
            spans.iter().scan(first, |at, span| {
                let place = (*at, span);
                *at += span.plain().len();
                Some(place)
            })
        })
    }

    /// Where in [`body_text`](Self::body_text) the text typed in a field first stands; of the own paragraph, its whole
    /// range.
    pub fn range_of(&self, of: &Field) -> Option<Range<usize>> {
        let typed = self.places().filter_map(|(at, span)| match span {
            Span::Typed { field, text } if field == of => Some(at..at + text.len()),
            _ => None,
        });
        // A blank that stands in two places is counted in one of them.
        let mut ranges = typed.take(if *of == Field::Note { usize::MAX } else { 1 });
        let first = ranges.next()?;
        Some(first.start..ranges.last().map_or(first.end, |last| last.end))
    }

    /// Where in [`body_text`](Self::body_text) the letter is signed: above the last line that is the sender's name alone.
    pub fn signature(&self) -> Option<usize> {
        let body = self.body_text();
        let name = self.places().filter_map(|(at, span)| match span {
            Span::Typed { field: Field::Name, text } => Some(at..at + text.len()),
            _ => None,
        });
        let alone = |place: &Range<usize>| {
            (place.start == 0 || body[..place.start].ends_with('\n'))
                && (place.end == body.len() || body[place.end..].starts_with('\n'))
        };
        name.filter(alone).last().map(|place| place.start)
    }

    /// The fields that are still empty, in the order of reading, each once.
    pub fn unfilled(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for span in self.subject.iter().chain(self.paragraphs.iter().flatten()) {
            if let Span::Unfilled { field, .. } = span
                && !fields.contains(field)
            {
                fields.push(field.clone());
            }
        }
        fields
    }
}

/// Renders a letter from what was typed so far. It never fails: missing text shows as unfilled. Of a template in which it
/// is not decided for whom marked paragraphs stand ([`Template::for_status`]), they are left out.
pub fn render(template: &Template, merge: &Merge, draft: &Draft) -> Rendered {
    let note = mended(&draft.note);
    Rendered {
        subject: spans(template.subject(), merge, draft),
        paragraphs: paragraphs(template.body())
            .filter(|paragraph| marked(paragraph).is_none())
            .flat_map(|paragraph| {
                if is_note(paragraph) {
                    paragraphs(&note).map(|own| vec![Span::Typed { field: Field::Note, text: own.to_owned() }]).collect()
                } else {
                    vec![spans(paragraph, merge, draft)]
                }
            })
            .collect(),
    }
}

fn spans(text: &str, merge: &Merge, draft: &Draft) -> Vec<Span> {
    let typed = |field: Field, label: &str, value: &str| {
        let value = mended_line(value).split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() { Span::Unfilled { field, label: label.to_owned() } } else { Span::Typed { field, text: value } }
    };
    let mut spans: Vec<Span> = Vec::new();
    for piece in pieces(text).flatten() {
        let span = match piece {
            Piece::Text(text) => Span::Text(text.to_owned()),
            Piece::Field(MergeField::SenderName) => typed(Field::Name, "your name", &draft.name),
            Piece::Field(MergeField::SenderPlace) => typed(Field::Place, "your town", &draft.place),
            Piece::Field(MergeField::Note) | Piece::Only(_) => Span::Text(String::new()),
            Piece::Field(field) => Span::Text(merge.get(field).to_owned()),
            Piece::Blank(Blank { name, label, .. }) => {
                let value = draft.blanks.get(&name).map_or("", String::as_str);
                typed(Field::Blank(name), &label, value)
            }
        };
        match (spans.last_mut(), span) {
            (Some(Span::Text(so_far)), Span::Text(more)) => merge.language.join(so_far, &more),
            (_, span) => spans.push(span),
        }
    }
    spans
}

impl From<&Filled> for Draft {
    /// A checked draft, ready to be rendered.
    fn from(filled: &Filled) -> Self {
        Self {
            name: filled.name.to_string(),
            place: filled.place.to_string(),
            country: filled.country.to_string(),
            address: filled.address.join("\n"),
            blanks: filled.blanks.clone(),
            note: filled.note.clone(),
            zone: String::new(),
        }
    }
}

#[cfg(test)]
mod tests;
