//! The members of Congress: `legislators-current` as JSON, YAML or CSV.
//!
//! Whatever the form, a member becomes a row with the columns of the table, so that there is one set of checks.

mod documents;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use csv::StringRecord;
use domain::{
    Date,
    address::{Address, LINE_MAX},
    checked::{Shape, TextError},
    district::{Congress as Sitting, District},
    state::{Iso2, UsState},
    target::{Chamber, Holder, HouseRole, Office, Seat, Target, TargetId},
};

use self::documents::Member;
use super::{
    About, Form,
    error::{ImportError, Refused},
    left_out,
    records::{Records, clean},
    watch::Watch,
};
use crate::table::{Row, UNITED_STATES, parse_date, parse_web_page};

/// The offices that are a chamber's own, by which their holders are written to. What a party calls its members inside
/// a chamber (chairs of its conference, of its outreach) is nothing to a supporter.
const LEADERS: [&str; 10] = [
    "Speaker of the House",
    "House Majority Leader",
    "House Minority Leader",
    "House Majority Whip",
    "House Minority Whip",
    "President Pro Tempore of the Senate",
    "Senate Majority Leader",
    "Senate Minority Leader",
    "Senate Majority Whip",
    "Senate Minority Whip",
];

/// The members who serve on the day of the file, in the directory's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Congress {
    pub members: Vec<Target>,
    /// A sentence for each thing that was left out or put right, with the reason.
    pub notes: Vec<String>,
}

/// Reads a file of members. Each is valid until the member's own term ends. A table does not say when that is: it is then
/// the end of the Congress that sits on the day of the file, and for a senator the end of his or her class.
pub fn congress(input: impl Read, form: Form, about: &About) -> Result<Congress, Refused> {
    let watch = Watch::new(MEMBERS_MAX);
    let mut refused = Refused::default();
    let mut roll = Roll {
        about,
        members: Vec::new(),
        notes: Vec::new(),
        not_serving: Vec::new(),
        to_come: Vec::new(),
        ended: Vec::new(),
        term: None,
        ids: BTreeSet::new(),
        seats: BTreeMap::new(),
    };
    match form {
        Form::Csv => {
            let records = Records::open(&watch, input)?;
            let has_nicknames = records.has(NICKNAME);
            let columns = if has_nicknames { COLUMNS.as_slice() } else { &COLUMNS[..COLUMNS.len() - 1] };
            records.each(columns, &mut refused, |row| {
                let target = roll.target(row, None, None)?;
                roll.sit(row, target)
            });
            roll.notes.push(
                "A table does not say who leads a chamber, nor whose term ends early, so that stays as it was; the JSON and the YAML form say it."
                    .to_owned(),
            );
        }
        Form::Json | Form::Yaml => {
            let header = StringRecord::from(COLUMNS.as_slice());
            let read = documents::read(input, form, &watch, |line, index, member| {
                if let Err(error) = roll.element(&header, line, &member) {
                    refused.add(ImportError { column: path(index, roll.term, &error.column), ..error });
                }
            });
            refused.check(read);
        }
    }
    if roll.ids.is_empty() {
        refused.add_to_none(ImportError::whole(0, "there is no member in this file; check that it is the right one"));
    }
    if roll.not_serving.len() > ENDED_MAX {
        let (ended, all) = (roll.not_serving.len(), roll.ids.len());
        refused.add_to_none(ImportError::whole(
            0,
            format_args!(
                "of the {all} members in this file, the terms of {ended} have ended: it is an old list; import a newer one"
            ),
        ));
    }
    refused.or(roll.finish()).map(|mut read| {
        read.notes.extend(watch.made.sentences());
        read
    })
}

/// If more members than this have a term that has ended, the list is an old one. A list that is kept up to date takes out
/// members who leave.
const ENDED_MAX: usize = 100;

/// The columns of the table that are read, and where their like stands in a document.
const COLUMNS: [&str; 16] = [
    "bioguide_id",
    "full_name",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "type",
    "state",
    "district",
    "senate_class",
    "party",
    "url",
    "contact_form",
    "address",
    "phone",
    NICKNAME,
];

/// The last of the columns: a table of one's own may lack it.
const NICKNAME: &str = "nickname";

/// The path of a column's like in a document.
fn path(index: usize, term: Option<usize>, column: &str) -> String {
    let term = term.map_or("-1".to_owned(), |number| number.to_string());
    let rest = match column {
        "bioguide_id" => "id.bioguide",
        "full_name" => "name.official_full",
        "first_name" => "name.first",
        "middle_name" => "name.middle",
        "last_name" => "name.last",
        "suffix" => "name.suffix",
        "senate_class" => return format!("[{index}].terms[{term}].class"),
        "nickname" => "name.nickname",
        "type" | "state" | "district" | "party" | "url" | "contact_form" | "address" | "phone" => {
            return format!("[{index}].terms[{term}].{column}");
        }
        other => other,
    };
    format!("[{index}].{rest}")
}

/// The members so far.
struct Roll<'a> {
    about: &'a About,
    members: Vec<Target>,
    notes: Vec<String>,
    not_serving: Vec<String>,
    to_come: Vec<String>,
    /// Whose term ended within the Congress that sits: kept where the file has nobody else for the seat.
    ended: Vec<(Target, Date)>,
    /// The number of the term that is read, where it is not the last one: some members are elected again already.
    term: Option<usize>,
    ids: BTreeSet<TargetId>,
    /// Who sits where. A seat in the House is named by its number, one in the Senate by its class.
    seats: BTreeMap<(String, bool, u8), TargetId>,
}

impl Roll<'_> {
    /// A member of a document. The path of an error may be one that the table has no column for.
    fn element(&mut self, header: &StringRecord, line: u64, member: &Member) -> Result<(), ImportError> {
        let error = |column: &str, reason: &str| ImportError::new(line, column, reason);
        let day = |path: String, text: &str| parse_date(text).map_err(|reason| error(&path, reason));
        let mut terms = Vec::new();
        for (number, term) in member.terms.iter().enumerate() {
            let start = day(format!("terms[{number}].start"), &term.start)?;
            terms.push((start, day(format!("terms[{number}].end"), &term.end)?, term));
        }
        let as_of = self.about.as_of;
        let last = terms.len().checked_sub(1).ok_or_else(|| error("terms", "a member has at least one term"))?;
        let now = terms.iter().rposition(|(start, end, _)| *start <= as_of && as_of < *end).unwrap_or(last);
        self.term = (now != last).then_some(now);
        let (start, mut end, term) = terms[now];
        // Who is elected again to the same seat goes on.
        for (next, ends, _) in terms[now + 1..].iter().filter(|(.., next)| next.is_for_the_seat_of(term)) {
            if *next <= end {
                end = end.max(*ends);
            }
        }
        let mut leads_as = None;
        for (number, role) in member.leadership_roles.iter().enumerate() {
            let from = day(format!("leadership_roles[{number}].start"), &role.start)?;
            let until = role.end.as_ref().map(|end| day(format!("leadership_roles[{number}].end"), end)).transpose()?;
            let holds = from <= as_of && until.is_none_or(|until| until > as_of);
            if holds && let Some(chamber) = role.chamber_of(term) {
                let title = clean(&role.title)
                    .map_err(|reason| error(&format!("leadership_roles[{number}].title"), &reason.to_string()))?;
                let title =
                    if title.contains("House") || title.contains("Senate") { title } else { format!("{chamber} {title}") };
                leads_as = Some(title).filter(|title| LEADERS.contains(&title.as_str())).or(leads_as);
            }
        }
        let mut record = StringRecord::new();
        for column in COLUMNS {
            let text = member.field(term, column).unwrap_or_default();
            record.push_field(&clean(&text).map_err(|reason| error(column, &reason.to_string()))?);
        }
        let row = Row { header, line, record: &record, made: None, open: None };
        let begun = Sitting::of_day(as_of).begins();
        if start <= as_of && as_of < end {
            let target = self.target(&row, leads_as, Some(end))?;
            return self.sit(&row, target);
        }
        if end <= as_of && begun < end {
            let target = self.target(&row, leads_as, Some(end))?;
            self.ended.push((target, end));
            return Ok(());
        }
        let id = self.known_once(&row)?.to_string();
        if start > as_of {
            self.to_come.push(format!("{id} from {start}"));
        } else {
            self.not_serving.push(id);
        }
        Ok(())
    }

    fn known_once(&mut self, row: &Row) -> Result<TargetId, ImportError> {
        let id = row.parse("bioguide_id", member)?;
        if self.ids.insert(id.clone()) {
            return Ok(id);
        }
        Err(row
            .error("bioguide_id", format_args!("{} stands in this file twice; take one of them out", row.text("bioguide_id")?)))
    }

    /// The member of a row, whose term ends on a day if that is known.
    fn target(&mut self, row: &Row, leads_as: Option<String>, until: Option<Date>) -> Result<Target, ImportError> {
        let id = self.known_once(row)?;
        let state = row.parse("state", |code| UsState::find(code).ok_or("this is not a state's USPS code"))?;
        let chamber = chamber(row, state)?;
        let web_form = self.web_form(row, &id)?;
        let seat = Seat { state: state.code.to_owned(), chamber, party: row.text("party")?.to_owned(), leads_as };
        Ok(Target {
            id,
            office: Office::Congress(seat),
            holder: holder(row)?,
            holder_said: None,
            other_names: other_names(row)?,
            address: address(row)?,
            other_addresses: Vec::new(),
            email: None,
            web_form,
            phone: row.parse_optional("phone", phone)?,
            greetings: Vec::new(),
            note: None,
            source: self.about.source.clone(),
            as_of: self.about.as_of,
            valid_until: Some(until.unwrap_or_else(|| end_of_term(chamber, self.about.as_of))),
            left_on: None,
            corrected: Vec::new(),
        })
    }

    /// Gives a member the seat, if nobody else has it.
    fn sit(&mut self, row: &Row, target: Target) -> Result<(), ImportError> {
        if let Some((column, why)) = self.taken(&target) {
            return Err(row.error(column, why));
        }
        self.take(target);
        Ok(())
    }

    fn take(&mut self, target: Target) {
        if let Some(seat) = target.seat() {
            self.seats.insert(place(seat), target.id.clone());
        }
        self.members.push(target);
    }

    /// Why a member's seat is not free.
    fn taken(&self, target: &Target) -> Option<(&'static str, String)> {
        let seat = target.seat()?;
        let is_senator = matches!(seat.chamber, Chamber::Senate { .. });
        if let Some(other) = self.seats.get(&place(seat)) {
            let column = if is_senator { "senate_class" } else { "district" };
            return Some((column, format!("{other} has this seat too; take the one out who left it")));
        }
        let others = self.seats.keys().filter(|(of, house, _)| *of == seat.state && !house).count();
        let why = || ("state", format!("{} has two senators already; take the one out who left", seat.state));
        (is_senator && others == 2).then(why)
    }

    /// The page with a form, or else the member's site. A form's address that is none is noted, as the site does.
    fn web_form(&mut self, row: &Row, id: &TargetId) -> Result<Option<String>, ImportError> {
        let site = row.parse_optional("url", web_page)?;
        match row.parse_optional("contact_form", web_page) {
            Ok(form) => Ok(form.or(site)),
            Err(error) if site.is_some() => {
                let form = row.text("contact_form")?;
                self.notes.push(format!(
                    "{id}, line {}: \u{201c}{form}\u{201d} is no address; the member\u{2019}s site stands in its place.",
                    error.line
                ));
                Ok(site)
            }
            Err(error) => Err(error),
        }
    }

    fn finish(mut self) -> Congress {
        for (target, end) in std::mem::take(&mut self.ended) {
            if self.taken(&target).is_some() {
                self.not_serving.push(target.id.to_string());
            } else {
                let (name, id) = (target.name(), &target.id);
                self.notes.push(format!(
                    "{name} ({id}) is kept: the term ended on {end}, and the file has nobody else for the seat. Supporters are told."
                ));
                self.take(target);
            }
        }
        self.notes.extend(left_out("as they do not serve on the day of the file", &self.not_serving));
        self.notes.extend(left_out("as their term begins later; import the file again then", &self.to_come));
        // By the state's name, the Senate first: the order of the built-in table.
        self.members.sort_by_cached_key(|target| {
            let seat = target.seat();
            let state = seat.and_then(|seat| UsState::find(&seat.state)).map(|state| state.name);
            let place = seat.map(|seat| match seat.chamber {
                Chamber::Senate { class } => (false, class),
                Chamber::House { district, .. } => (true, district),
            });
            (state, place)
        });
        Congress { members: self.members, notes: self.notes }
    }
}

/// The state, whether the House, and the number of the district or of the class.
fn place(seat: &Seat) -> (String, bool, u8) {
    match seat.chamber {
        Chamber::Senate { class } => (seat.state.clone(), false, class),
        Chamber::House { district, .. } => (seat.state.clone(), true, district),
    }
}

/// When the terms end that run on a day, where nobody says so of a member.
fn end_of_term(chamber: Chamber, day: Date) -> Date {
    let congress = Sitting::of_day(day);
    match chamber {
        Chamber::Senate { class } => Sitting::end_of_class(class, day),
        // Elected for four years, with the President (48 U.S.C. 891).
        Chamber::House { role: HouseRole::ResidentCommissioner, .. } if congress.number() % 2 == 1 => congress.next().ends(),
        Chamber::House { .. } => congress.ends(),
    }
}

fn chamber(row: &Row, state: &UsState) -> Result<Chamber, ImportError> {
    match row.text("type")? {
        "sen" => {
            let class = row.parse("senate_class", |class| {
                class.parse().ok().filter(|class| (1..=3).contains(class)).ok_or("a senator\u{2019}s class is 1, 2 or 3")
            })?;
            if !state.has_senators() {
                return Err(row.error("state", format_args!("{} elects no senator", state.code)));
            }
            Ok(Chamber::Senate { class })
        }
        "rep" => {
            let district: u8 = row.parse("district", str::parse)?;
            if !District::new(state.code, district).is_some_and(District::exists) {
                return Err(row.error("district", format_args!("{} has no district {district}", state.code)));
            }
            // Who elects no senator elects to the House somebody who does not vote.
            let role = match state.code {
                "PR" => HouseRole::ResidentCommissioner,
                _ if state.has_senators() => HouseRole::Representative,
                _ => HouseRole::Delegate,
            };
            Ok(Chamber::House { district, role })
        }
        _ => Err(row.error("type", "this must be sen or rep")),
    }
}

/// The name as it is written on an envelope, and what of it follows "Dear Senator": not all of the last name, where
/// the member does not use all of it.
fn holder(row: &Row) -> Result<Holder, ImportError> {
    let last = row.text("last_name")?;
    let full = if let Some(full) = row.optional("full_name")? {
        full.to_owned()
    } else {
        let first = Some(row.text("first_name")?);
        let parts = [first, row.optional("middle_name")?, Some(last), row.optional("suffix")?];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let used = last.rmatch_indices(' ').map(|(end, _)| &last[..end]);
    let last = std::iter::once(last).chain(used).find(|used| full.contains(used)).unwrap_or(last).to_owned();
    if full.chars().count() > NAME_MAX {
        return Err(row.error("full_name", format_args!("a name has at most {NAME_MAX} characters")));
    }
    Ok(Holder::Named { full, last })
}

/// Other names of a member in the list, where they have a word which the name on the envelope lacks: the nickname, all first
/// names.
fn other_names(row: &Row) -> Result<Vec<String>, ImportError> {
    let words = |name: &str| -> BTreeSet<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let join = |parts: &[Option<&str>]| parts.iter().copied().flatten().collect::<Vec<_>>().join(" ");
    let last = Some(row.text("last_name")?);
    let mut names = Vec::new();
    let has_nicknames = row.header.iter().any(|column| column == NICKNAME);
    if let Some(nickname) = if has_nicknames { row.optional(NICKNAME)? } else { None } {
        names.push(join(&[Some(nickname), last]));
    }
    names.push(join(&[row.optional("first_name")?, row.optional("middle_name")?, last, row.optional("suffix")?]));
    let full = words(row.optional("full_name")?.unwrap_or(&names[names.len() - 1]));
    names.retain(|name| name.chars().count() <= NAME_MAX && !words(name).is_subset(&full));
    Ok(names)
}

/// The building with its room, and Washington with its ZIP code, whose last four digits are kept as they are
/// published. The newest members have none yet.
fn address(row: &Row) -> Result<Option<Address>, ImportError> {
    let lines = row.parse_optional("address", |text| {
        let text = &text.replace('\n', " ");
        let (building, zip) = text.split_once(CITY).ok_or(ADDRESS)?;
        let fits = !building.is_empty() && building.chars().count() <= LINE_MAX && is_zip(zip);
        if fits { Ok(vec![building.to_owned(), format!("{}{zip}", CITY.trim_start())]) } else { Err(ADDRESS) }
    })?;
    Ok(lines.map(|lines| Address { lines, country: Iso2::us(), country_name: UNITED_STATES.to_owned() }))
}

const CITY: &str = " Washington DC ";

const ADDRESS: &str = "an address is written 511 Hart Senate Office Building Washington DC 20510";

/// A member, by the key of the Biographical Directory of Congress.
pub(crate) fn member(bioguide: &str) -> Result<TargetId, TextError> {
    let mut bytes = bioguide.bytes();
    let fits =
        bytes.next().is_some_and(|first| first.is_ascii_uppercase()) && bytes.len() == 6 && bytes.all(|b| b.is_ascii_digit());
    if fits { TargetId::parse(&format!("congress-{bioguide}")) } else { Err(TextError::Malformed(Shape::Bioguide)) }
}

/// A number in the United States, as it is dialled from anywhere.
pub(super) fn phone(text: &str) -> Result<String, &'static str> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    if shape == "999-999-9999" { Ok(format!("+1 {text}")) } else { Err("a phone number is written 202-224-5141") }
}

/// A ZIP code, with or without the four digits that name the office.
pub(super) fn is_zip(text: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-').map_or(digits(text, 5), |(five, four)| digits(five, 5) && digits(four, 4))
}

/// A page of a member. The sites of both chambers are reached encrypted, however their addresses are written.
fn web_page(text: &str) -> Result<String, &'static str> {
    // A slip of the keyboard that has stood in the source for long.
    let text = text.strip_prefix('h').filter(|rest| rest.starts_with("http")).unwrap_or(text);
    let host = text.strip_prefix("http://").map(|rest| (rest, rest.split(['/', '?', '#']).next().unwrap_or_default()));
    match host {
        Some((rest, host)) if host.ends_with(".house.gov") || host.ends_with(".senate.gov") => {
            parse_web_page(&format!("https://{rest}")).map(str::to_owned)
        }
        _ => parse_web_page(text).map(str::to_owned),
    }
}

/// How many members a file may have; there are 541 seats.
const MEMBERS_MAX: u64 = 2_000;

/// The longest name of a member, in characters.
const NAME_MAX: usize = 80;
