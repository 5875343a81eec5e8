//! The rows of a dataset, as they are compared and stored. Each is a fact of the directory under a key.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::{
    Date,
    directory::{Absence, Tables, Vacancy},
    district::{Congress, District, Districts},
    state::{Iso2, US_STATES},
    target::{Chamber, Office, OtherAddress, Seat, Target, TargetId, TargetKind},
    treaty::{Membership, TreatyId},
};
use serde::{Deserialize, Serialize};

use super::{Import, ImportError};
use crate::ports::DirectoryRow;

/// The unit that an import replaces as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dataset {
    Congress,
    Offices,
    /// The map of a Congress.
    Districts(Congress),
    Treaty(TreatyId),
    /// A file of missions has only those that somebody knows of; the others stay.
    Missions,
    Targets,
}

impl fmt::Display for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Congress => f.write_str("congress"),
            Self::Offices => f.write_str("offices"),
            // The name from the time when there was only one map.
            Self::Districts(Congress::OF_THE_FIRST_MAP) => f.write_str("districts"),
            Self::Districts(congress) => write!(f, "districts {}", congress.number()),
            Self::Treaty(treaty) => write!(f, "treaty {treaty}"),
            Self::Missions => f.write_str("missions"),
            Self::Targets => f.write_str("targets"),
        }
    }
}

impl Dataset {
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text.split(' ').collect::<Vec<_>>()[..] {
            ["congress"] => Self::Congress,
            ["offices"] => Self::Offices,
            ["districts"] => Self::Districts(Congress::OF_THE_FIRST_MAP),
            ["districts", congress] => Self::Districts(congress.parse().ok()?),
            ["treaty", treaty] => Self::Treaty(treaty.parse().ok()?),
            ["missions"] => Self::Missions,
            ["targets"] => Self::Targets,
            _ => return None,
        })
    }

    /// Whether a target is one of the dataset's rows.
    fn has(&self, target: &Target) -> bool {
        matches!(
            (self, &target.office),
            (Self::Congress, Office::Congress(_))
                | (Self::Missions, Office::Mission { .. })
                | (Self::Targets, Office::Capital { .. } | Office::Custom { .. })
        )
    }

    /// Whether a file holds all of its rows, so that a row missing from the file is gone.
    pub(super) const fn is_whole(&self) -> bool {
        !matches!(self, Self::Missions)
    }

    /// Whether its rows have no day of their own, so that the file's day holds.
    pub(super) const fn is_dated_by_file(&self) -> bool {
        matches!(self, Self::Congress | Self::Offices)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub(super) enum Fact {
    Target(Box<Target>),
    Absence(Absence),
    Office {
        member: TargetId,
        office: OtherAddress,
    },
    /// The ZIP codes of one prefix, as [`Districts::lines`] writes them.
    Areas {
        prefix: u32,
        line: String,
    },
    Membership(Membership),
}

pub(super) type Facts = Vec<(String, Fact)>;

impl Fact {
    fn key(&self) -> String {
        match self {
            Self::Target(target) => target.id.to_string(),
            Self::Absence(absence) => format!("no mission {} {}", absence.of, absence.to),
            Self::Office { member, office } => format!("{member}/{}", office.id),
            Self::Areas { prefix, .. } => format!("{prefix:03}"),
            Self::Membership(membership) => membership.state.to_string(),
        }
    }

    pub(super) const fn as_of(&self) -> Option<Date> {
        match self {
            Self::Target(target) => Some(target.as_of),
            Self::Absence(absence) => Some(absence.as_of),
            Self::Office { office, .. } => Some(office.as_of),
            Self::Areas { .. } | Self::Membership(_) => None,
        }
    }

    /// The pair of states whose mission this is about, the sending state first.
    pub(super) fn mission(&self) -> Option<(&Iso2, &Iso2)> {
        match self {
            Self::Target(target) => match &target.office {
                Office::Mission { of, to, .. } => Some((of, to)),
                _ => None,
            },
            Self::Absence(absence) => Some((&absence.of, &absence.to)),
            Self::Office { .. } | Self::Areas { .. } | Self::Membership(_) => None,
        }
    }

    /// Its name for a person.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Target(target) => format!("{} ({})", target.name(), target.id),
            Self::Absence(absence) => format!("no mission of {} to {}", absence.of, absence.to),
            Self::Office { member, office } => format!("{} ({member}/{})", office.label, office.id),
            Self::Areas { prefix, .. } => format!("ZIP codes {prefix:03}.."),
            Self::Membership(membership) => membership.state.to_string(),
        }
    }
}

/// Reads a stored row and its dataset, or says why it cannot be read.
pub(super) fn read(DirectoryRow { dataset, content, .. }: &DirectoryRow) -> Result<(Dataset, Fact), String> {
    let of = Dataset::parse(dataset).ok_or("no such dataset")?;
    let fact = serde_json::from_str(content).map_err(|error| error.to_string())?;
    match &fact {
        Fact::Areas { prefix, line } if Districts::parse_lines([(*prefix, line.as_str())]).is_none() => {
            Err("the line names no ZIP codes".to_owned())
        }
        _ => Ok((of, fact)),
    }
}

fn keyed(facts: impl IntoIterator<Item = Fact>) -> Facts {
    facts.into_iter().map(|fact| (fact.key(), fact)).collect()
}

fn of_targets(targets: impl IntoIterator<Item = Target>) -> impl Iterator<Item = Fact> {
    targets.into_iter().map(|target| Fact::Target(Box::new(target)))
}

fn of_areas(districts: &Districts) -> impl Iterator<Item = Fact> {
    districts.lines().into_iter().map(|(prefix, line)| Fact::Areas { prefix, line })
}

/// The rows of an import, each with its dataset.
pub(super) fn facts(import: Import) -> Result<Vec<(Dataset, Facts)>, ImportError> {
    let (dataset, facts) = match import {
        Import::Congress(members) => (Dataset::Congress, keyed(of_targets(members))),
        Import::Offices(offices) => {
            (Dataset::Offices, keyed(offices.into_iter().map(|(member, office)| Fact::Office { member, office })))
        }
        Import::Districts(congress, districts) => (Dataset::Districts(congress), keyed(of_areas(&districts))),
        Import::Treaties(memberships) if !memberships.is_empty() => return Ok(of_treaties(memberships)),
        Import::Treaties(_) => return Err(ImportError::Nothing),
        Import::Missions(targets, absences) => {
            (Dataset::Missions, keyed(of_targets(targets).chain(absences.into_iter().map(Fact::Absence))))
        }
        Import::Targets(targets) => (Dataset::Targets, keyed(of_targets(targets))),
    };
    if facts.is_empty() { Err(ImportError::Nothing) } else { Ok(vec![(dataset, facts)]) }
}

fn of_treaties(memberships: Vec<Membership>) -> Vec<(Dataset, Facts)> {
    let mut by_treaty: BTreeMap<TreatyId, Vec<Fact>> = BTreeMap::new();
    for membership in memberships {
        by_treaty.entry(membership.treaty.clone()).or_default().push(Fact::Membership(membership));
    }
    by_treaty.into_iter().map(|(treaty, facts)| (Dataset::Treaty(treaty), keyed(facts))).collect()
}

/// The rows with which those of a file are compared: those of the last import of the dataset, else the built-in ones.
/// The first map of a Congress is compared with the map before it, so that a file that was cut short is noticed.
pub(super) fn before(tables: &Tables, stored: &mut BTreeMap<Dataset, Facts>, dataset: &Dataset) -> Facts {
    let of_before = |of: &Congress| {
        let maps = stored.keys().filter_map(|dataset| if let Dataset::Districts(of) = dataset { Some(of) } else { None });
        maps.chain(tables.maps.keys()).filter(|map| *map < of).max().copied()
    };
    let compared = match dataset {
        Dataset::Districts(of) if is_first(tables, stored, dataset) => of_before(of).map(Dataset::Districts),
        _ => None,
    };
    if let Some(compared) = compared {
        return stored.get(&compared).cloned().unwrap_or_else(|| built_in(tables, &compared));
    }
    stored.remove(dataset).unwrap_or_else(|| built_in(tables, dataset))
}

/// Whether it is the first map of a Congress.
pub(super) fn is_first(tables: &Tables, stored: &BTreeMap<Dataset, Facts>, dataset: &Dataset) -> bool {
    matches!(dataset, Dataset::Districts(of) if !stored.contains_key(dataset) && !tables.maps.contains_key(of))
}

/// The built-in rows of a dataset.
fn built_in(tables: &Tables, dataset: &Dataset) -> Facts {
    match dataset {
        Dataset::Offices => keyed(offices(tables).map(|(member, office)| Fact::Office { member, office })),
        Dataset::Districts(congress) => keyed(tables.maps.get(congress).into_iter().flat_map(of_areas)),
        Dataset::Treaty(treaty) => {
            keyed(tables.memberships.iter().filter(|row| row.treaty == *treaty).cloned().map(Fact::Membership))
        }
        _ => {
            let targets = tables.targets.iter().filter(|target| dataset.has(target)).cloned();
            // A member's offices are a dataset of their own.
            let bare = |target: Target| match target.kind() {
                TargetKind::Congress => Target { other_addresses: Vec::new(), ..target },
                _ => target,
            };
            let absences = tables.absences.iter().filter(|_| *dataset == Dataset::Missions).cloned();
            keyed(of_targets(targets.map(bare)).chain(absences.map(Fact::Absence)))
        }
    }
}

/// The offices of the members of Congress at home.
fn offices(tables: &Tables) -> impl Iterator<Item = (TargetId, OtherAddress)> {
    tables
        .targets
        .iter()
        .filter(|target| target.kind() == TargetKind::Congress)
        .flat_map(|target| target.other_addresses.iter().map(|office| (target.id.clone(), office.clone())))
}

/// Replaces built-in data with imported data.
pub(super) fn apply(tables: &mut Tables, stored: &BTreeMap<Dataset, Facts>) {
    // Imported or not, offices belong to the members in the resulting directory.
    let mut offices: Vec<(TargetId, OtherAddress)> = offices(tables).collect();
    for (dataset, facts) in stored {
        let facts = facts.iter().map(|(_, fact)| fact.clone());
        match dataset {
            Dataset::Offices => {
                offices = facts
                    .filter_map(|fact| if let Fact::Office { member, office } = fact { Some((member, office)) } else { None })
                    .collect();
            }
            Dataset::Districts(congress) => {
                let lines: Vec<(u32, String)> = facts
                    .filter_map(|fact| if let Fact::Areas { prefix, line } = fact { Some((prefix, line)) } else { None })
                    .collect();
                // Each line was read when it was taken from the store.
                if let Some(districts) = Districts::parse_lines(lines.iter().map(|(prefix, line)| (*prefix, line.as_str()))) {
                    tables.maps.insert(*congress, districts);
                }
            }
            Dataset::Treaty(treaty) => {
                tables.memberships.retain(|row| row.treaty != *treaty);
                tables
                    .memberships
                    .extend(facts.filter_map(|fact| if let Fact::Membership(row) = fact { Some(row) } else { None }));
            }
            Dataset::Congress | Dataset::Missions | Dataset::Targets => {
                // The place of the first row, so that the order of the kinds stays.
                let place = tables.targets.iter().position(|target| dataset.has(target)).unwrap_or(tables.targets.len());
                let own_ends = own_ends(&tables.targets);
                tables.targets.retain(|target| !dataset.has(target));
                if *dataset == Dataset::Missions {
                    tables.absences.clear();
                }
                let mut targets = Vec::new();
                for fact in facts {
                    match fact {
                        Fact::Target(target) => targets.push(with_own_term(*target, &own_ends)),
                        Fact::Absence(absence) => tables.absences.push(absence),
                        Fact::Office { .. } | Fact::Areas { .. } | Fact::Membership(_) => {}
                    }
                }
                tables.targets.splice(place..place, targets);
            }
        }
    }
    attach(tables, offices);
    if stored.contains_key(&Dataset::Congress) {
        tables.vacancies = vacancies(tables);
    }
}

/// When the terms of the built-in members end, and in which seats.
fn own_ends(targets: &[Target]) -> BTreeMap<TargetId, (Seat, Date)> {
    let own = |target: &Target| Some((target.id.clone(), (target.seat()?.clone(), target.valid_until?)));
    targets.iter().filter_map(own).collect()
}

/// A senator who was stored when all members were taken to end with their Congress, with the right end of term. It is
/// the end that the built-in table knows, if still to come then; else that of the senator's class.
fn with_own_term(target: Target, own_ends: &BTreeMap<TargetId, (Seat, Date)>) -> Target {
    let Some(seat) = target.seat() else { return target };
    let (Chamber::Senate { class }, Some(until)) = (seat.chamber, target.valid_until) else { return target };
    let of_class = Congress::end_of_class(class, target.as_of);
    if until != Congress::of_day(target.as_of).ends() || until == of_class {
        return target;
    }
    let known = own_ends
        .get(&target.id)
        .filter(|(known, end)| (&known.state, known.chamber) == (&seat.state, seat.chamber) && *end > target.as_of);
    let valid_until = Some(known.map_or(of_class, |(_, end)| *end));
    Target { valid_until, ..target }
}

fn attach(tables: &mut Tables, offices: Vec<(TargetId, OtherAddress)>) {
    let mut of_member: BTreeMap<TargetId, Vec<OtherAddress>> = BTreeMap::new();
    for (member, office) in offices {
        of_member.entry(member).or_default().push(office);
    }
    for target in tables.targets.iter_mut().filter(|target| target.kind() == TargetKind::Congress) {
        target.other_addresses = of_member.remove(&target.id).unwrap_or_default();
    }
}

/// The districts that have no member.
fn vacancies(tables: &Tables) -> Vec<Vacancy> {
    let members = tables.targets.iter().filter(|target| target.is_current());
    let taken: BTreeSet<District> = members
        .clone()
        .filter_map(Target::seat)
        .filter_map(|seat| match seat.chamber {
            Chamber::House { district, .. } => District::new(&seat.state, district),
            Chamber::Senate { .. } => None,
        })
        .collect();
    let all: BTreeSet<District> = US_STATES.iter().flat_map(District::all_of).collect();
    // Nobody says that a seat is vacant; the list of members shows it by leaving it out.
    let Some(newest) = members.filter(|target| target.kind() == TargetKind::Congress).max_by_key(|target| target.as_of) else {
        return Vec::new();
    };
    all.difference(&taken)
        .map(|district| Vacancy { district: *district, source: newest.source.clone(), as_of: newest.as_of })
        .collect()
}
