//! The status of a treaty as its depositary publishes it: an XML file for each treaty of "Multilateral Treaties
//! Deposited with the Secretary-General" (treaties.un.org), named by chapter and number, `XXVI-6.en.xml`.
//!
//! The form was read off the files of the two treaties that are built in, as they stood in 2018. In this order:
//! `Document/Treaty`; then `Header` with `Chapter/Header` ("CHAPTER XXVI") and `ExternalData` with `Numsect`, `Subnumsect`
//! and `Status/{Signatories,Parties}`; `Participants/Table/TGroup` with `Thead/Row/Entry`, which names each column
//! ("Approval(AA), Acceptance(A), Accession(a), Ratification"), and `Tbody/Rows/Row/Entry`; at the end
//! `EndNotes/Note/{index,text}`. Footnote marks stand in the cells as escaped markup
//! (`Belize&lt;superscript&gt;1&lt;/superscript&gt;`). Dates that no longer count stand in square brackets. The text is ISO
//! 8859-1.
//!
//! The depositary may change the layout, so names of elements are taken in any case and at any depth. Columns, marks, dates
//! and names of states decide what is read: they are taken exactly as written, or refused.
//!
//! The work is bounded by the length of the file: it is read whole up to [`XML_MAX`], document types are refused, and no
//! entities are expanded but those of XML itself.

use std::io::Read;

use domain::{Date, treaty::JoinedBy};
use encoding_rs::{Encoding, UTF_8};
use quick_xml::{
    Reader,
    errors::Error,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use super::{
    error::{ImportError, Refused},
    made::Made,
    opened::unpacked,
    sort::{Likely, START},
    watch::fault,
};
use crate::treaties::parse_joined_by;

/// The longest file, in bytes. The longest of the depositary's has a tenth of it.
pub const XML_MAX: u64 = 8 << 20;

/// The content of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Status {
    /// "XXVI-6", and for a protocol with a letter "IV-9-b".
    pub(super) number: String,
    /// How many signatories and parties the depositary counts.
    pub(super) signatories: Option<usize>,
    pub(super) parties: Option<usize>,
    pub(super) participants: Vec<Participant>,
    pub(super) notes: Vec<Note>,
    /// How the file was read where it is written otherwise than we ask for, for the report.
    pub(super) made: Vec<String>,
}

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Participant {
    pub(super) line: u64,
    /// Without the marks of its footnotes.
    pub(super) name: String,
    /// The footnotes that it refers to.
    pub(super) notes: Vec<String>,
    pub(super) signed_on: Option<Date>,
    pub(super) joined: Option<(Date, JoinedBy)>,
    /// Whether one of its dates stands in brackets: it no longer counts.
    pub(super) bracketed: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) index: String,
    pub(super) text: String,
}

/// The content of a column of the table.
#[derive(Debug, PartialEq, Eq)]
enum Column {
    Participant,
    Signature(Legend),
    Consent(Legend),
    /// Provisional application and the like, which make nobody a party.
    Other,
}

/// The instruments of a column, each with the mark that follows its dates: "Accession" and `a`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Legend(Vec<(String, Option<String>)>);

pub(super) fn read(input: impl Read) -> Result<Status, Refused> {
    let made = Made::default();
    let text = decode(input, &made)?;
    let mut reader = Reader::from_str(&text);
    // The depositary's own texts have had lone ampersands.
    reader.config_mut().allow_dangling_amp = true;
    let mut parser = Parser { line: 1, ..Parser::default() };
    let mut counted = 0;
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        parser.line += text.as_bytes()[counted..at].split(|byte| *byte == b'\n').skip(1).count() as u64;
        counted = at;
        match event.map_err(|error| ill_formed(parser.line, &error))? {
            Event::Eof => {
                return parser.finish().map(|mut status| {
                    status.made = made.sentences();
                    status
                });
            }
            Event::DocType(_) => {
                return Err(parser.whole("a document type is not taken: this is not the depositary's file").into());
            }
            Event::Start(element) => parser.start(&element)?,
            Event::Empty(element) => {
                parser.start(&element)?;
                parser.end();
            }
            Event::End(_) => parser.end(),
            Event::Text(text) => parser.text(&text),
            Event::CData(text) => parser.text(&text),
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().map_err(|error| ill_formed(parser.line, &error))?;
                match (character, resolve_predefined_entity(&name)) {
                    (Some(character), _) => parser.text(character.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => parser.text(text),
                    (None, None) => return Err(parser.whole(format_args!("the entity &{}; is not known", &*name)).into()),
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// Takes UTF-8 for what it is whatever the file says, as an editor may have changed one and not the other; then
/// what the file says.
fn decode(input: impl Read, made: &Made) -> Result<String, ImportError> {
    let mut bytes = Vec::new();
    let (_, input) = unpacked(input, made).map_err(|error| fault(&error))?;
    input.take(XML_MAX + 1).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    if bytes.len() as u64 > XML_MAX {
        let reason = format!("the file is longer than {} MB; check that it is the right one", XML_MAX >> 20);
        return Err(ImportError::whole(0, reason));
    }
    match Likely::of(&bytes[..bytes.len().min(START)]) {
        Likely::Empty => return Err(ImportError::whole(0, "the file is empty; fetch it again")),
        Likely::Table | Likely::JsonList | Likely::JsonObject if Encoding::for_bom(&bytes).is_none() => {
            let reason = "this is not the depositary\u{2019}s XML; a table of our own form has a name that ends in .csv";
            return Err(ImportError::whole(1, reason));
        }
        _ => {}
    }
    // With the mark of UTF-16 it is decoded as that.
    if let (text, _, false) = UTF_8.decode(&bytes) {
        return Ok(text.into_owned());
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_ascii_lowercase();
    let label = start.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8);
    match encoding.decode(&bytes) {
        (text, _, false) => Ok(text.into_owned()),
        (text, _, true) => {
            let line = text.split(char::REPLACEMENT_CHARACTER).next().map_or(0, |before| before.matches('\n').count() as u64 + 1);
            Err(ImportError::whole(line, format_args!("this is not {}; fetch the file again", encoding.name())))
        }
    }
}

fn ill_formed(line: u64, error: &Error) -> ImportError {
    ImportError::whole(line, format_args!("this is not XML, or it was cut short; fetch it again ({error})"))
}

#[derive(Debug, Default)]
struct Parser {
    line: u64,
    /// The elements that are open, in lower case.
    path: Vec<String>,
    /// The text of the innermost element that is wanted, while one is open, and how deep it lies.
    text: String,
    wanted: Option<usize>,
    /// The cells of the row that is open.
    cells: Vec<String>,
    columns: Vec<Column>,
    chapter: String,
    section: String,
    subsection: String,
    status: Status,
    refused: Refused,
}

impl Parser {
    fn start(&mut self, element: &BytesStart) -> Result<(), ImportError> {
        let name = element.local_name().as_ref().to_ascii_lowercase();
        if self.path.is_empty() && name != "document" {
            return Err(self.whole(format_args!("<{name}> is not how the depositary's files begin; fetch the XML of the treaty")));
        }
        if self.path.len() == DEPTH_MAX {
            return Err(self.whole(format_args!("elements are nested more than {DEPTH_MAX} deep")));
        }
        if self.wanted.is_some() {
            self.text(if name == SUPERSCRIPT { OPEN } else { " " });
        }
        self.path.push(name);
        if self.wanted.is_none() && self.is_wanted() {
            self.wanted = Some(self.path.len());
            self.text.clear();
        }
        match self.path.last().map(String::as_str) {
            Some("row") => self.cells.clear(),
            Some("note") if self.within("endnotes") && self.status.notes.len() < ROWS_MAX => {
                self.status.notes.push(Note::default());
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the text of the element that was opened last is read.
    fn is_wanted(&self) -> bool {
        match self.path.last().map(String::as_str) {
            Some("entry") => self.within("participants"),
            Some("header") => self.within("chapter"),
            Some("numsect" | "subnumsect") => self.within("externaldata"),
            Some("signatories" | "parties") => self.within("status"),
            Some("index" | "text") => self.within("endnotes"),
            _ => false,
        }
    }

    fn within(&self, element: &str) -> bool {
        self.path.iter().any(|open| open == element)
    }

    fn text(&mut self, text: &str) {
        if self.wanted.is_some() && self.text.len() < TEXT_MAX {
            self.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let depth = self.path.len();
        if self.wanted == Some(depth) {
            self.wanted = None;
            self.take_text();
        } else if self.wanted.is_some() {
            let closes = self.path.last().is_some_and(|name| name == SUPERSCRIPT);
            self.text(if closes { CLOSE } else { " " });
        }
        if self.path.last().is_some_and(|name| name == "row") && self.within("participants") {
            self.take_row();
        }
        self.path.pop();
    }

    fn take_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        let plain = || plain(&text).0;
        match self.path.last().map(String::as_str) {
            Some("entry") => self.cells.push(text),
            Some("header") => plain().trim_start_matches("CHAPTER").trim().clone_into(&mut self.chapter),
            Some("numsect") => self.section = plain(),
            Some("subnumsect") => self.subsection = plain(),
            Some("signatories") => self.status.signatories = plain().parse().ok(),
            Some("parties") => self.status.parties = plain().parse().ok(),
            Some(part @ ("index" | "text")) => {
                let Some(note) = self.status.notes.last_mut() else { return };
                if part == "index" {
                    note.index = plain();
                } else if note.text.len() < TEXT_MAX {
                    note.text = [note.text.as_str(), &plain()].join(" ").trim().into();
                }
            }
            _ => {}
        }
    }

    fn take_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if self.within("thead") {
            self.columns = cells.iter().map(|cell| Column::parse(&plain(cell).0)).collect();
            let has = |kind: fn(&Column) -> bool| self.columns.iter().filter(|column| kind(column)).count();
            if has(|column| matches!(column, Column::Participant)) != 1 || has(|column| matches!(column, Column::Consent(_))) == 0
            {
                let reason =
                    "the table has no column of participants or none of ratifications and accessions; its layout is not known";
                self.refused.add(ImportError::new(self.line, "header", reason));
            }
        } else if self.status.participants.len() == ROWS_MAX {
            let reason = format_args!("there are more than {ROWS_MAX} participants");
            self.refused.add(ImportError::whole(self.line, reason));
        } else {
            let participant = self.participant(&cells);
            if let Some(participant) = self.refused.check(participant) {
                self.status.participants.push(participant);
            }
        }
    }

    fn participant(&self, cells: &[String]) -> Result<Participant, ImportError> {
        if cells.len() != self.columns.len() {
            let reason = format_args!("this row has {} cells and the header {}", cells.len(), self.columns.len());
            return Err(ImportError::whole(self.line, reason));
        }
        let mut participant = Participant {
            line: self.line,
            name: String::new(),
            notes: Vec::new(),
            signed_on: None,
            joined: None,
            bracketed: false,
        };
        for (column, cell) in self.columns.iter().zip(cells) {
            let (text, notes) = plain(cell);
            participant.notes.extend(notes);
            let error = |name, reason: String| ImportError::new(self.line, name, format_args!("{}: {reason}", participant.name));
            match column {
                Column::Participant => {
                    let (name, note) = without_note(&text);
                    participant.notes.extend(note.map(str::to_owned));
                    name.clone_into(&mut participant.name);
                }
                Column::Other => {}
                Column::Signature(_) | Column::Consent(_) if text.is_empty() => {}
                Column::Signature(_) | Column::Consent(_) if text.contains(['[', ']']) => participant.bracketed = true,
                Column::Signature(legend) => {
                    let on = parse_cell(&text)
                        .and_then(|(on, mark)| legend.signed(mark.as_deref()).map(|()| on))
                        .map_err(|reason| error("signature", reason))?;
                    participant.signed_on = Some(on);
                }
                Column::Consent(legend) => {
                    let joined = parse_cell(&text)
                        .and_then(|(on, mark)| legend.joined_by(mark.as_deref()).map(|by| (on, by)))
                        .map_err(|reason| error("ratification", reason))?;
                    if participant.joined.replace(joined).is_some() {
                        return Err(error("ratification", "there are two dates on which it joined".to_owned()));
                    }
                }
            }
        }
        if participant.signed_on.zip(participant.joined).is_some_and(|(signed_on, (joined_on, _))| joined_on < signed_on) {
            let reason = format_args!("{} joined before it signed", participant.name);
            return Err(ImportError::new(self.line, "ratification", reason));
        }
        Ok(participant)
    }

    fn finish(mut self) -> Result<Status, Refused> {
        if let Some(open) = self.path.last() {
            return Err(self.whole(format_args!("the file ends inside <{open}>: it was cut short; fetch it again")).into());
        }
        if self.status.participants.is_empty() && self.refused.errors.is_empty() {
            let reason = "there is no table of participants; fetch the XML of the treaty";
            return Err(ImportError::whole(0, reason).into());
        }
        let parts = [self.chapter, self.section, self.subsection];
        self.status.number = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join("-");
        self.refused.or(self.status)
    }

    fn whole(&self, reason: impl std::fmt::Display) -> ImportError {
        ImportError::whole(self.line, reason)
    }
}

impl Column {
    /// By what stands over it.
    fn parse(header: &str) -> Self {
        let legend = Legend::parse(header);
        let starts = |text| legend.0.first().is_some_and(|(name, _)| name.starts_with(text));
        if starts("participant") {
            Self::Participant
        } else if starts("signature") {
            Self::Signature(legend)
        } else if legend.0.iter().any(|(name, _)| parse_joined_by(name).is_some()) {
            Self::Consent(legend)
        } else {
            Self::Other
        }
    }
}

impl Legend {
    /// "Ratification, Accession(a)".
    fn parse(header: &str) -> Self {
        let part = |part: &str| {
            let (name, mark) = match part.split_once('(') {
                Some((name, mark)) => (name, Some(mark.trim_end().trim_end_matches(')').trim().to_owned())),
                None => (part, None),
            };
            (name.trim().to_lowercase(), mark)
        };
        Self(header.split(',').map(part).collect())
    }

    /// The name of the instrument that a mark stands for. Dates without a mark are of the one that has none.
    fn name(&self, mark: Option<&str>) -> Result<&str, String> {
        self.0
            .iter()
            .find(|(_, known)| known.as_deref() == mark)
            .map(|(name, _)| name.as_str())
            .ok_or_else(|| format!("the table's header does not explain {}", mark.unwrap_or("a date without a mark")))
    }

    fn joined_by(&self, mark: Option<&str>) -> Result<JoinedBy, String> {
        let name = self.name(mark)?;
        parse_joined_by(name).ok_or_else(|| format!("{name} is not a way of joining that is known here"))
    }

    /// Whether a date with this mark is of a plain signature. One that binds at once is not.
    fn signed(&self, mark: Option<&str>) -> Result<(), String> {
        match self.name(mark)? {
            "signature" | "succession to signature" => Ok(()),
            name => Err(format!("{name} is not a way of signing that is known here")),
        }
    }
}

/// A date as the depositary writes it, and the mark after it: "8 Sep 2011 a".
fn parse_cell(text: &str) -> Result<(Date, Option<String>), String> {
    let date = || {
        let mut words = text.split_whitespace();
        let day = words.next()?.parse().ok()?;
        let month = words.next()?.get(..3)?.to_lowercase();
        let month = MONTHS.iter().position(|name| *name == month)? + 1;
        let year = words.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let mark = words.next().map(str::to_owned);
        let date = Date::new(year, i8::try_from(month).ok()?, day).ok()?;
        words.next().is_none().then_some((date, mark))
    };
    date().ok_or_else(|| format!("\u{201c}{text}\u{201d} is not a day that exists, written as in 8 Sep 2011 a"))
}

/// A text without its markup, on one line; and the footnotes that it refers to.
fn plain(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut notes, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, tag)) = rest.split_once('<') {
        kept.push_str(before);
        let Some((name, after)) = tag.split_once('>') else {
            rest = tag;
            break;
        };
        rest = after;
        if name.trim().eq_ignore_ascii_case(SUPERSCRIPT) {
            let (inside, after) = after.split_once('<').unwrap_or((after, ""));
            notes.extend(inside.split([',', ' ']).map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned));
            rest = after.split_once('>').map_or("", |(_, after)| after);
        }
    }
    kept.push_str(rest);
    let words: Vec<&str> = kept.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    (words.join(" "), notes)
}

/// Takes off a footnote's number that lost its markup and stands at the end of a name.
fn without_note(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once(' ') {
        Some((name, note)) if note.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') => (name, Some(note)),
        _ => (name, None),
    }
}

const SUPERSCRIPT: &str = "superscript";
const OPEN: &str = "<superscript>";
const CLOSE: &str = "</superscript>";

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The depositary's files are ten deep.
const DEPTH_MAX: usize = 32;

/// How many participants and how many endnotes are read. There are 197 states.
const ROWS_MAX: usize = 1_000;

/// About how much is read of a cell and of an endnote, in bytes.
const TEXT_MAX: usize = 4_000;
