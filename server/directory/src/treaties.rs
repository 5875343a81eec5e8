//! Treaties, and what each state did under them, as dated events.
//!
//! There are two tables. `memberships.csv` has a row for every treaty and every state, with the source for where the state
//! stands; `treaty-events.csv` has the acts of states and their days. A state has joined on the day on which it deposited
//! its instrument, as the campaigns and the depositary count; the treaty binds it some months later.

use std::collections::{BTreeMap, HashMap};

use domain::{
    language::Grammar,
    state::{Iso2, State},
    treaty::{Act, Event, JoinedBy, Membership, Treaty, TreatyId, TreatyName},
};

use crate::{
    import::ImportError,
    states::Known,
    table::{Table, TableError},
};

const TREATIES: Table = Table {
    name: "treaties.csv",
    text: include_str!("../tables/treaties.csv"),
    columns: &[
        "id",
        "adopted_on",
        "in_force_on",
        "closed_for_signature_on",
        "english_short",
        "english_in_sentence",
        "note",
        "source",
        "as_of",
    ],
};

const MEMBERSHIPS: Table = Table {
    name: "memberships.csv",
    text: include_str!("../tables/memberships.csv"),
    columns: &["treaty", "iso2", "note", "source", "as_of"],
};

const EVENTS: Table = Table {
    name: "treaty-events.csv",
    text: include_str!("../tables/treaty-events.csv"),
    columns: &["treaty", "iso2", "on", "act", "source", "as_of"],
};

/// A row for each treaty and each language but English. Treaties are called as their texts and official translations call them, in
/// the short form that people use.
///
/// `in_sentence` is empty where it is the short name. The cases are empty where they are the same as `in_sentence`, as in a
/// language without cases.
const NAMES: Table = Table {
    name: "treaty-names.csv",
    text: include_str!("../tables/treaty-names.csv"),
    columns: &["treaty", "language", "short", "in_sentence", "genitive", "dative", "accusative", "source", "as_of"],
};

pub(crate) fn read() -> Result<Vec<Treaty>, TableError> {
    let mut treaties = TREATIES.rows(|row| {
        Ok(Treaty {
            id: row.parse("id", TreatyId::parse)?,
            adopted_on: row.date("adopted_on")?,
            in_force_on: row.date("in_force_on")?,
            closed_for_signature_on: row.date("closed_for_signature_on")?,
            english: TreatyName::without_cases(row.text("english_short")?, row.text("english_in_sentence")?),
            local_names: BTreeMap::new(),
            note: row.optional("note")?.map(str::to_owned),
            source: row.text("source")?.to_owned(),
            as_of: row.date("as_of")?,
        })
    })?;
    NAMES.rows(|row| {
        row.text("source")?;
        row.date("as_of")?;
        let id = row.parse("treaty", TreatyId::parse)?;
        let treaty = treaties.iter_mut().find(|treaty| treaty.id == id);
        let treaty = treaty.ok_or_else(|| row.error("treaty", "this treaty is not in treaties.csv"))?;
        let grammar =
            row.parse("language", |tag| Grammar::parse(tag).ok_or("this is not the tag of a language whose grammar we know"))?;
        let short = row.text("short")?;
        let in_sentence = row.optional("in_sentence")?.unwrap_or(short);
        let case = |column| Ok::<_, ImportError>(row.optional(column)?.unwrap_or(in_sentence).to_owned());
        let name = TreatyName {
            genitive: case("genitive")?,
            dative: case("dative")?,
            accusative: case("accusative")?,
            ..TreatyName::without_cases(short, in_sentence)
        };
        match treaty.local_names.insert(grammar, name) {
            None => Ok(()),
            Some(_) => Err(row.error("language", "this treaty has a name in this language already")),
        }
    })?;
    Ok(treaties)
}

pub(crate) fn read_memberships(treaties: &[Treaty], states: &[State]) -> Result<Vec<Membership>, TableError> {
    let known = Known::new(states);
    let mut events = read_events()?;
    let memberships = MEMBERSHIPS.rows(|row| {
        let treaty = row.parse("treaty", TreatyId::parse)?;
        if treaties.iter().all(|known| known.id != treaty) {
            return Err(row.error("treaty", "this treaty is not in treaties.csv"));
        }
        let state = known.state(row, "iso2")?.iso2.clone();
        Ok(Membership {
            events: events.remove(&(treaty.clone(), state.clone())).unwrap_or_default(),
            treaty,
            state,
            note: row.optional("note")?.map(str::to_owned),
            source: row.text("source")?.to_owned(),
            as_of: row.date_or_part("as_of")?,
        })
    })?;
    // An event of nobody would be a status that silently never shows.
    if let Some((treaty, state)) = events.keys().next() {
        let reason = format!("{treaty} and {state} have events and no row in memberships.csv");
        return Err(TableError { table: EVENTS.name, line: 0, column: "iso2".to_owned(), reason });
    }
    Ok(memberships)
}

fn read_events() -> Result<HashMap<(TreatyId, Iso2), Vec<Event>>, TableError> {
    let mut events: HashMap<(TreatyId, Iso2), Vec<Event>> = HashMap::new();
    EVENTS.rows(|row| {
        let key = (row.parse("treaty", TreatyId::parse)?, row.parse("iso2", Iso2::parse)?);
        let event = Event {
            on: row.date("on")?,
            act: row.parse("act", parse_act)?,
            source: row.text("source")?.to_owned(),
            as_of: row.date_or_part("as_of")?,
        };
        let so_far = events.entry(key).or_default();
        if so_far.last().is_some_and(|last| last.on > event.on) {
            return Err(row.error("on", "a state's events must stand in order of time"));
        }
        let follows = match (so_far.last().map(|last| last.act), event.act) {
            (None, Act::Signed)
            | (None | Some(Act::Signed | Act::Withdrew), Act::Joined(_))
            | (Some(Act::Joined(_)), Act::Withdrew) => true,
            (None | Some(_), _) => false,
        };
        if !follows {
            return Err(
                row.error("act", "a state signs first, then joins; only one that joined can withdraw, and then join again")
            );
        }
        so_far.push(event);
        Ok(())
    })?;
    Ok(events)
}

fn parse_act(text: &str) -> Result<Act, &'static str> {
    match text {
        "signed" => Ok(Act::Signed),
        "withdrew" => Ok(Act::Withdrew),
        _ => parse_joined_by(text)
            .map(Act::Joined)
            .ok_or("this must be signed, ratification, accession, acceptance, approval, succession or withdrew"),
    }
}

/// An instrument by its name: "accession".
pub(crate) fn parse_joined_by(text: &str) -> Option<JoinedBy> {
    Some(match text {
        "ratification" => JoinedBy::Ratification,
        "accession" => JoinedBy::Accession,
        "acceptance" => JoinedBy::Acceptance,
        "approval" => JoinedBy::Approval,
        "succession" => JoinedBy::Succession,
        _ => return None,
    })
}
