//! Where each state stands under a treaty: our own table of it, and the depositary's.
//!
//! Both tell how things stand now, and seldom their whole history: the depositary no longer counts a state that left, and a
//! table that says that a state is out need not say when it had joined. So we keep every event that we know and that the
//! file does not contradict, and the status on a past day stays what it was. A matter that needs judgement is reported, and
//! left to a person.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Read,
};

use domain::{
    state::{Iso2, State},
    treaty::{Act, Event, Membership, Status, Treaty, TreatyId},
};

use super::{
    About,
    depositary::{self, Note, Participant},
    depositary_names::{Name, Names},
    error::{ImportError, Refused},
    records::Records,
    watch::Watch,
};
use crate::{
    states::Known,
    table::{Row, parse_date},
    treaties::parse_joined_by,
};

/// The rows of a file of one treaty or of several.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TreatyRows {
    /// For each treaty in the file, every state; in the order of the states.
    pub memberships: Vec<Membership>,
    /// A sentence for each matter that a person has to decide, such as a withdrawal that an endnote tells of. The rows of
    /// the states that it names stay as they are.
    pub to_decide: Vec<String>,
    /// A sentence for each thing that was left out, with the reason.
    pub notes: Vec<String>,
}

const COLUMNS: &[&str] =
    &["treaty", "iso2", "name", "status", "signed_on", "joined_on", "joined_by", "left_on", "note", "source", "as_of"];

/// Reads our own table. It holds one treaty or several, and for each treaty every state.
///
/// `current` is what is known so far. Two things are taken from there: a day of which the file gives the month only, and the
/// joining of a state that has left since.
pub fn treaty_csv(
    input: impl Read,
    treaties: &[Treaty],
    states: &[State],
    current: &[Membership],
) -> Result<TreatyRows, Refused> {
    let known = Known::new(states);
    let current = by_treaty_and_state(current);
    let mut lines: HashMap<(TreatyId, Iso2), u64> = HashMap::new();
    let mut read: BTreeMap<TreatyId, HashMap<Iso2, Membership>> = BTreeMap::new();
    let mut refused = Refused::default();
    let watch = Watch::new(ROWS_MAX);
    Records::open(&watch, input)?.each(COLUMNS, &mut refused, |row| {
        let id = row.parse("treaty", TreatyId::parse)?;
        let treaty = treaties.iter().find(|treaty| treaty.id == id).ok_or_else(|| {
            let known: Vec<&str> = treaties.iter().map(|treaty| treaty.id.as_str()).collect();
            row.error("treaty", format_args!("this treaty is not known here; the treaties are {}", known.join(", ")))
        })?;
        let state = known.state(row, "iso2")?;
        let key = (id, state.iso2.clone());
        if let Some(line) = lines.insert(key.clone(), row.line) {
            return Err(row.error("iso2", format_args!("{} has a row for {} already, on line {line}", state.name, key.0)));
        }
        let membership = membership(row, treaty, &key, current.get(&key).copied())?;
        read.entry(key.0).or_default().insert(key.1, membership);
        Ok(())
    });
    let rows = TreatyRows {
        memberships: read.values().flat_map(|read| states.iter().filter_map(|state| read.get(&state.iso2).cloned())).collect(),
        notes: watch.made.sentences(),
        ..TreatyRows::default()
    };
    if refused.errors.is_empty() {
        if read.is_empty() {
            refused.add(ImportError::whole(0, "there is no row in it"));
        }
        for (treaty, read) in &read {
            let missing: Vec<&str> = states
                .iter()
                .map(|state| state.iso2.as_str())
                .filter(|code| read.keys().all(|read| read.as_str() != *code))
                .collect();
            if !missing.is_empty() {
                let reason = format_args!(
                    "{treaty} has {} of {} states; a row is needed for each, with status not_party for those outside. Missing: {}",
                    read.len(),
                    states.len(),
                    missing.join(", ")
                );
                refused.add(ImportError::new(0, "iso2", reason));
            }
        }
    }
    refused.or(rows)
}

fn membership(
    row: &Row,
    treaty: &Treaty,
    key: &(TreatyId, Iso2),
    current: Option<&Membership>,
) -> Result<Membership, ImportError> {
    let events = events(row, current)?;
    if let Some(event) = events.iter().find(|event| event.on < treaty.adopted_on) {
        let reason = format_args!("{} is before the treaty was adopted, on {}", event.on, treaty.adopted_on);
        return Err(row.error(column_of(event.act), reason));
    }
    let as_of = row.date_or_part("as_of")?;
    let lost = current
        .iter()
        .flat_map(|known| &known.events)
        .find(|known| is_older(&as_of, &known.as_of) && !events.iter().any(|event| event.act == known.act));
    if let Some(lost) = lost {
        let reason = format_args!(
            "the row says what was so on {as_of}, and {} {} is known since; take a newer table",
            column_of(lost.act),
            lost.on
        );
        return Err(row.error("as_of", reason));
    }
    Ok(Membership {
        treaty: key.0.clone(),
        state: key.1.clone(),
        events: with_history(current, events),
        note: row.optional("note")?.map(str::to_owned),
        source: row.text("source")?.to_owned(),
        as_of: row.date_or_part("as_of")?,
    })
}

/// Whether a day, or the month or year of one, is before another.
fn is_older(day: &str, other: &str) -> bool {
    let both = day.len().min(other.len());
    day.get(..both) < other.get(..both)
}

/// The events of a row, in order of time, checked against the row's own status.
fn events(row: &Row, current: Option<&Membership>) -> Result<Vec<Event>, ImportError> {
    let status = row.parse("status", |text| {
        let status = Status::ALL.into_iter().find(|status| status.as_str() == text);
        status.ok_or("this must be party, signatory, not_party or withdrawn")
    })?;
    let signed = event(row, current, Act::Signed)?;
    let joined_by = row.parse_optional("joined_by", |text| {
        parse_joined_by(text).ok_or("this must be ratification, accession, acceptance, approval or succession")
    })?;
    let joined = match joined_by {
        Some(by) => event(row, current, Act::Joined(by))?,
        None if row.optional("joined_on")?.is_some() => {
            return Err(row.error("joined_by", "say how it joined: ratification, accession, acceptance, approval or succession"));
        }
        None => None,
    };
    let left = event(row, current, Act::Withdrew)?;
    let empty = |column, event: &Option<Event>| match event {
        Some(_) => Err(row.error(column, format_args!("this must be empty where the status is {}", status.as_str()))),
        None => Ok(()),
    };
    let filled = |column| row.error(column, format_args!("this must be filled in where the status is {}", status.as_str()));
    let joined = match status {
        Status::NotParty | Status::Signatory => {
            empty("joined_on", &joined)?;
            empty("left_on", &left)?;
            match status {
                Status::Signatory if signed.is_none() => return Err(filled("signed_on")),
                Status::Signatory => {}
                _ => empty("signed_on", &signed)?,
            }
            None
        }
        Status::Party => {
            empty("left_on", &left)?;
            Some(joined.ok_or_else(|| filled("joined_on"))?)
        }
        Status::Withdrawn => {
            let left_on = left.as_ref().ok_or_else(|| filled("left_on"))?.on;
            let before = current.and_then(|known| {
                known.events.iter().rev().find(|event| matches!(event.act, Act::Joined(_)) && event.on < left_on)
            });
            Some(
                joined
                    .or_else(|| before.cloned())
                    .ok_or_else(|| row.error("joined_on", "say when and how it had joined, as that is not known here"))?,
            )
        }
    };
    let events: Vec<Event> = signed.into_iter().chain(joined).chain(left).collect();
    match events.windows(2).find(|pair| pair[1].on < pair[0].on) {
        Some(pair) => Err(row.error(
            column_of(pair[1].act),
            format_args!("{} is before {}, which comes first", pair[1].on, column_of(pair[0].act)),
        )),
        None => Ok(events),
    }
}

/// An act with the day of its column. If the column gives only a month or a year, the day is the one that is known.
fn event(row: &Row, current: Option<&Membership>, act: Act) -> Result<Option<Event>, ImportError> {
    let column = column_of(act);
    let Some(text) = row.optional(column)? else { return Ok(None) };
    let as_of = row.date_or_part("as_of")?;
    if text.len() == "2025-09-05".len() {
        let on = row.parse(column, parse_date)?;
        // A withdrawal is known before it takes effect.
        if act != Act::Withdrew && on.to_string().get(..as_of.len()).is_some_and(|start| start > as_of.as_str()) {
            return Err(row.error(column, format_args!("{on} is after {as_of}, for which the row says so")));
        }
        return Ok(Some(Event { on, act, source: row.text("source")?.to_owned(), as_of }));
    }
    let part = row.date_or_part(column)?;
    let mut known = current
        .iter()
        .flat_map(|known| &known.events)
        .filter(|event| event.act == act && event.on.to_string().starts_with(&part));
    match (known.next(), known.next()) {
        (Some(event), None) => Ok(Some(event.clone())),
        _ => {
            Err(row.error(column, format_args!("say the day, as in 2025-09-05; {part} leaves it open, and it is not known here")))
        }
    }
}

const fn column_of(act: Act) -> &'static str {
    match act {
        Act::Signed => "signed_on",
        Act::Joined(_) => "joined_on",
        Act::Withdrew => "left_on",
    }
}

/// Reads the depositary's XML of one treaty: the one that is `asked` for, or else the one whose number the file has.
///
/// States that are not in its table have not joined. A state that left, or that is no longer in the table, keeps its row of
/// `current`: the depositary tells of withdrawals in the words of endnotes, and those are for a person to read.
pub fn treaty_xml(
    input: impl Read,
    asked: Option<&TreatyId>,
    treaties: &[Treaty],
    states: &[State],
    current: &[Membership],
    about: &About,
) -> Result<TreatyRows, Refused> {
    let file = depositary::read(input)?;
    let treaty = recognise(&file.number, asked, treaties)?;
    let names = Names::new(states);
    let mut refused = Refused::default();
    let mut rows = TreatyRows::default();
    let mut listed: BTreeMap<&Iso2, &Participant> = BTreeMap::new();
    for participant in &file.participants {
        match names.find(&participant.name) {
            Some(Name::State(iso2)) => {
                if let Some(other) = listed.insert(iso2, participant) {
                    let reason =
                        format_args!("{} is {iso2}, which is on line {} already as {}", participant.name, other.line, other.name);
                    refused.add(ImportError::new(participant.line, "participant", reason));
                }
            }
            Some(Name::Organisation) => rows.notes.push(format!("{} is no state, and left out.", participant.name)),
            None => {
                let reason = format_args!(
                    "\u{201c}{}\u{201d} is not a name that is known here; if it is a state\u{2019}s new name, it has to be added",
                    participant.name
                );
                refused.add(ImportError::new(participant.line, "participant", reason));
            }
        }
    }
    let current = by_treaty_and_state(current);
    let mut left: BTreeSet<&Iso2> = BTreeSet::new();
    for state in states {
        let known = current.get(&(treaty.id.clone(), state.iso2.clone())).copied();
        let merged = merge(state, treaty, listed.get(&state.iso2).copied(), known, about);
        rows.to_decide.extend(merged.to_decide);
        rows.memberships.extend(merged.membership);
        if known.is_some_and(|known| known.events.iter().any(|event| event.act == Act::Withdrew)) {
            left.insert(&state.iso2);
        }
    }
    rows.to_decide.extend(file.notes.iter().filter_map(|note| withdrawal_told(note, &listed, &left)));
    rows.notes.extend(miscounts(&file));
    rows.notes.extend(file.made);
    refused.or(rows)
}

/// A sentence for an endnote that tells of a withdrawal, unless all its states are known to have left.
fn withdrawal_told(note: &Note, listed: &BTreeMap<&Iso2, &Participant>, left: &BTreeSet<&Iso2>) -> Option<String> {
    let text = note.text.to_lowercase();
    if !["withdraw", "withdrew", "denounc", "denunciation"].iter().any(|word| text.contains(word)) {
        return None;
    }
    let about: Vec<_> = listed.iter().filter(|(_, participant)| participant.notes.contains(&note.index)).collect();
    if !about.is_empty() && about.iter().all(|(iso2, _)| left.contains(**iso2)) {
        return None;
    }
    let who = about.iter().map(|(_, participant)| participant.name.as_str()).collect::<Vec<_>>().join(", ");
    let told: String = note.text.chars().take(NOTE_MAX).collect();
    let ask = "speaks of a withdrawal; if a state left, give its left_on in our own table";
    Some(format!("Endnote {} ({who}) {ask}: {told}", note.index))
}

/// Which treaty a file is of.
fn recognise<'a>(number: &str, asked: Option<&TreatyId>, treaties: &'a [Treaty]) -> Result<&'a Treaty, ImportError> {
    let of_file = NUMBERS.iter().find(|(known, _)| *known == number).map(|(_, id)| *id);
    let number_of = |asked: &str| NUMBERS.iter().find(|(_, id)| *id == asked).map(|(number, _)| *number);
    let error = |reason: String| ImportError::new(0, "treaty", reason);
    let id = match (asked.map(TreatyId::as_str), of_file) {
        (Some(asked), Some(found)) if asked != found => {
            return Err(error(format!("this is the file of {found} ({number}), and {asked} was asked for")));
        }
        (Some(asked), None) if let Some(known) = number_of(asked) => {
            return Err(error(format!("this is the file of {number}, and {asked} is {known}")));
        }
        (Some(asked), _) => asked,
        (None, Some(found)) => found,
        (None, None) => {
            return Err(error(format!("this is the file of {number}, which is not known here; say which treaty it is")));
        }
    };
    treaties
        .iter()
        .find(|treaty| treaty.id.as_str() == id)
        .ok_or_else(|| error(format!("{id} is not a treaty that is known here")))
}

#[derive(Default)]
struct Merged {
    membership: Option<Membership>,
    to_decide: Option<String>,
}

/// The new row of a state, made of what the depositary says and of the row that is known.
fn merge(state: &State, treaty: &Treaty, listed: Option<&Participant>, known: Option<&Membership>, about: &About) -> Merged {
    let keep = |why: String| Merged {
        membership: known.cloned(),
        to_decide: Some(format!("{}: {why} What stands here is kept.", state.name)),
    };
    let event = |on, act| Event { on, act, source: about.source.clone(), as_of: about.as_of.to_string() };
    let withdrew =
        known.and_then(|known| known.events.iter().rev().find(|event| event.act == Act::Withdrew)).map(|event| event.on);
    let events: Vec<Event> = match listed {
        Some(listed) if listed.bracketed && withdrew.is_none() => {
            return keep("the depositary has a date of it in brackets, which no longer counts; it may have left.".to_owned());
        }
        Some(listed) => {
            let signed = listed.signed_on.map(|on| event(on, Act::Signed));
            signed.into_iter().chain(listed.joined.map(|(on, by)| event(on, Act::Joined(by)))).collect()
        }
        None => Vec::new(),
    };
    let last = known.and_then(|known| known.events.last());
    match (withdrew, last.map(|event| event.act)) {
        (Some(left_on), _) if events.last().is_none_or(|event| event.on <= left_on) => {
            if listed.is_some_and(|listed| !listed.bracketed) {
                return keep(format!("it withdrew on {left_on} by what stands here, and the depositary lists it."));
            }
            return Merged { membership: known.cloned(), to_decide: None };
        }
        (None, Some(Act::Joined(_))) if !events.iter().any(|event| matches!(event.act, Act::Joined(_))) => {
            return keep("it has joined by what stands here, and not by the depositary; it may have left.".to_owned());
        }
        (None, Some(_)) if events.is_empty() => {
            return keep("it has signed by what stands here, and the depositary does not list it.".to_owned());
        }
        _ => {}
    }
    let events = with_history(known, events);
    let same = known.filter(|known| {
        let acts = |events: &[Event]| events.iter().map(|event| (event.on, event.act)).collect::<Vec<_>>();
        acts(&known.events) == acts(&events)
    });
    let membership = Membership {
        treaty: treaty.id.clone(),
        state: state.iso2.clone(),
        events,
        // What was noted of other events may no longer be so.
        note: same.and_then(|known| known.note.clone()),
        source: about.source.clone(),
        as_of: about.as_of.to_string(),
    };
    Merged { membership: Some(membership), to_decide: None }
}

/// The events of a state that left and joined again begin with those that are known from before.
fn with_history(known: Option<&Membership>, events: Vec<Event>) -> Vec<Event> {
    let rejoined = known.and_then(|known| {
        let left = known.events.iter().rposition(|event| event.act == Act::Withdrew)?;
        let again = events.iter().find(|event| matches!(event.act, Act::Joined(_)) && event.on > known.events[left].on)?;
        let later = events.iter().filter(|event| event.on >= again.on);
        Some(known.events[..=left].iter().chain(later).cloned().collect())
    });
    rejoined.unwrap_or(events)
}

/// Where the depositary counts otherwise than its table.
fn miscounts(status: &depositary::Status) -> Vec<String> {
    let rows = |counts: fn(&Participant) -> bool| status.participants.iter().filter(|row| counts(row)).count();
    let parties = (status.parties, rows(|row| row.joined.is_some()), "parties");
    let signatories = (status.signatories, rows(|row| row.signed_on.is_some()), "signatories");
    [parties, signatories]
        .into_iter()
        .filter(|(said, counted, _)| said.is_some_and(|said| said != *counted))
        .map(|(said, counted, what)| {
            format!("The depositary counts {} {what}, and its table has {counted}.", said.unwrap_or_default())
        })
        .collect()
}

fn by_treaty_and_state(memberships: &[Membership]) -> HashMap<(TreatyId, Iso2), &Membership> {
    memberships.iter().map(|membership| ((membership.treaty.clone(), membership.state.clone()), membership)).collect()
}

/// The depositary's numbers of the treaties that are built in.
const NUMBERS: [(&str, &str); 2] = [("XXVI-5", "mbt"), ("XXVI-6", "ccm")];

/// Rows of our own table: fifty treaties of 197 states.
const ROWS_MAX: u64 = 10_000;

/// How much of an endnote is quoted, in characters.
const NOTE_MAX: usize = 300;
