//! Members from a list in JSON or YAML. Each is forgotten before the next one is read.

use std::{
    cell::{Cell, RefCell},
    fmt,
    io::Read,
};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, SeqAccess, Visitor},
};
use serde_saphyr::Spanned;

use super::super::{Form, error::ImportError, sort::Likely, watch::Watch};

#[derive(Debug, Deserialize)]
pub(super) struct Member {
    id: Id,
    name: Name,
    pub(super) terms: Vec<Term>,
    #[serde(default)]
    pub(super) leadership_roles: Vec<Role>,
}

#[derive(Debug, Deserialize)]
struct Id {
    /// In YAML it says on which line the member stands.
    bioguide: Spanned<String>,
}

#[derive(Debug, Deserialize)]
struct Name {
    first: Option<String>,
    middle: Option<String>,
    last: Option<String>,
    suffix: Option<String>,
    nickname: Option<String>,
    official_full: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Term {
    #[serde(rename = "type")]
    kind: Option<String>,
    pub(super) start: String,
    pub(super) end: String,
    state: Option<String>,
    district: Option<u64>,
    class: Option<u64>,
    party: Option<String>,
    url: Option<String>,
    contact_form: Option<String>,
    address: Option<String>,
    phone: Option<String>,
}

/// An office in the leadership of a chamber.
#[derive(Debug, Deserialize)]
pub(super) struct Role {
    pub(super) title: String,
    chamber: String,
    pub(super) start: String,
    pub(super) end: Option<String>,
}

impl Member {
    /// The field that the table would have in a column of that name.
    pub(super) fn field(&self, term: &Term, column: &str) -> Option<String> {
        match column {
            "bioguide_id" => Some(self.id.bioguide.value.clone()),
            "full_name" => self.name.official_full.clone(),
            "first_name" => self.name.first.clone(),
            "middle_name" => self.name.middle.clone(),
            "last_name" => self.name.last.clone(),
            "suffix" => self.name.suffix.clone(),
            "nickname" => self.name.nickname.clone(),
            "type" => term.kind.clone(),
            "state" => term.state.clone(),
            "district" => term.district.as_ref().map(ToString::to_string),
            "senate_class" => term.class.as_ref().map(ToString::to_string),
            "party" => term.party.clone(),
            "url" => term.url.clone(),
            "contact_form" => term.contact_form.clone(),
            "address" => term.address.clone(),
            "phone" => term.phone.clone(),
            _ => None,
        }
    }
}

impl Term {
    /// Whether both are for one seat.
    pub(super) fn is_for_the_seat_of(&self, other: &Self) -> bool {
        let seat = |term: &Self| (term.kind.clone(), term.state.clone(), term.district, term.class);
        seat(self) == seat(other)
    }
}

impl Role {
    /// The chamber's name, if it is the one that a term is in.
    pub(super) fn chamber_of(&self, term: &Term) -> Option<&'static str> {
        match (self.chamber.as_str(), term.kind.as_deref()) {
            ("senate", Some("sen")) => Some("Senate"),
            ("house", Some("rep")) => Some("House"),
            _ => None,
        }
    }
}

/// Hands over each member with the line on which he or she stands and the place in the list, counted from 0.
pub(super) fn read(input: impl Read, form: Form, watch: &Watch, take: impl FnMut(u64, usize, Member)) -> Result<(), ImportError> {
    let input = watch.reader(input)?;
    let likely = Likely::of(&input.start);
    if let Some(what) = likely.instead_of(form) {
        return Err(ImportError::whole(0, what));
    }
    let next = Cell::new(None);
    let members = Members { watch, next: &next, take: RefCell::new(take) };
    let read = match form {
        Form::Yaml => read_yaml(input, members),
        Form::Json | Form::Csv if likely == Likely::JsonObject => read_json_lines(input, &members),
        Form::Json | Form::Csv => read_json(input, members),
    };
    read.map_err(|(line, reason)| {
        if let Some(fault) = watch.fault() {
            return fault.into();
        }
        let column = next.get().map_or("all".to_owned(), |index: usize| format!("[{index}]"));
        let line = if line == 0 { watch.line() } else { line };
        ImportError::new(line, column, watch.over().map_or(reason, |fault| fault.to_string()))
    })
}

fn read_json<F: FnMut(u64, usize, Member)>(input: impl Read, members: Members<F>) -> Result<(), (u64, String)> {
    let mut document = serde_json::Deserializer::from_reader(input);
    document.deserialize_seq(members).and_then(|()| document.end()).map_err(|error| in_words(&error))
}

/// JSON Lines: a member a line, without the brackets of a list and the commas between its members.
fn read_json_lines<F: FnMut(u64, usize, Member)>(input: impl Read, members: &Members<F>) -> Result<(), (u64, String)> {
    let Members { watch, next, take } = members;
    let mut document = serde_json::Deserializer::from_reader(input);
    for index in 0.. {
        match document.end() {
            Ok(()) => break,
            // There is more.
            Err(error) if error.is_syntax() => {}
            Err(error) => return Err(in_words(&error)),
        }
        let (line, member) = OneMember { index, members }.deserialize(&mut document).map_err(|error| {
            if index == 0 && error.to_string().starts_with("missing field `id`") {
                next.set(None);
                let reason = "this is an object and not a list of members; check that it is the right file";
                return (error.line() as u64, reason.to_owned());
            }
            in_words(&error)
        })?;
        next.set(None);
        take.borrow_mut()(line, index, member);
    }
    watch.made.say("The file was read as JSON Lines: a member a line.");
    Ok(())
}

fn in_words(error: &serde_json::Error) -> (u64, String) {
    let at = format!(" at line {} column {}", error.line(), error.column());
    let reason = match error.classify() {
        serde_json::error::Category::Eof => "the file ends too early: it was cut short; fetch it again".to_owned(),
        _ => error.to_string().trim_end_matches(&at).to_owned(),
    };
    (error.line() as u64, reason)
}

fn read_yaml<F: FnMut(u64, usize, Member)>(input: impl Read, members: Members<F>) -> Result<(), (u64, String)> {
    let watch = members.watch;
    let options = serde_saphyr::options! {
        with_snippet: false,
        // The size is watched while it is read. Nothing in the list refers to something else in it.
        budget: serde_saphyr::budget! {
            max_reader_input_bytes: None,
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_total_scalar_bytes: usize::MAX,
            max_anchors: 0,
            max_aliases: 0,
        },
    };
    serde_saphyr::with_deserializer_from_reader_with_options(input, options, |document| document.deserialize_seq(members))
        .map_err(|error| {
            let reason = match error {
                serde_saphyr::Error::Budget { .. } => "write the list out without & and *, and less deep".to_owned(),
                ref error => error.to_string(),
            };
            let (line, column) = error.location().map_or((0, 0), |at| (at.line(), at.column()));
            (line, reason.trim_end_matches(&format!(" at line {line}, column {column}")).to_owned())
        })?;
    if watch.ends_with_a_line() {
        Ok(())
    } else {
        Err((0, "the file ends in the middle of a line: it was cut short; fetch it again, or, if it is whole, write a line break at its end".to_owned()))
    }
}

/// The list of members.
struct Members<'a, F> {
    watch: &'a Watch,
    /// Which one is being read.
    next: &'a Cell<Option<usize>>,
    take: RefCell<F>,
}

impl<'de, F: FnMut(u64, usize, Member)> Visitor<'de> for Members<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of members")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for index in 0.. {
            let Some((line, member)) = list.next_element_seed(OneMember { index, members: &self })? else { break };
            self.next.set(None);
            self.take.borrow_mut()(line, index, member);
        }
        Ok(())
    }
}

/// One of them, as it begins.
struct OneMember<'a, 'b, F> {
    index: usize,
    members: &'a Members<'b, F>,
}

impl<'de, F> DeserializeSeed<'de> for OneMember<'_, '_, F> {
    type Value = (u64, Member);

    fn deserialize<D: Deserializer<'de>>(self, member: D) -> Result<Self::Value, D::Error> {
        let Members { watch, next, .. } = self.members;
        next.set(Some(self.index));
        watch.record().map_err(D::Error::custom)?;
        let line = watch.line();
        let member = Member::deserialize(member)?;
        let known = member.id.bioguide.referenced.line();
        Ok((if known == 0 { line } else { known }, member))
    }
}
