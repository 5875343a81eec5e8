//! The rows of a dataset, as they are compared and stored: each a fact of the directory under a key.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::{
    directory::{Absence, Tables, Vacancy},
    district::{District, Districts},
    state::Iso2,
    target::{Chamber, Office, OtherAddress, Target, TargetId, TargetKind},
    treaty::{Membership, TreatyId},
};
use serde::{Deserialize, Serialize};

use super::{Import, ImportError};

/// What an import replaces as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dataset {
    Congress,
    Offices,
    Districts,
    Treaty(TreatyId),
    MissionsTo(Iso2),
    MissionsOf(Iso2),
    Targets,
}

impl fmt::Display for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Congress => f.write_str("congress"),
            Self::Offices => f.write_str("offices"),
            Self::Districts => f.write_str("districts"),
            Self::Treaty(treaty) => write!(f, "treaty {treaty}"),
            Self::MissionsTo(state) => write!(f, "missions to {state}"),
            Self::MissionsOf(state) => write!(f, "missions of {state}"),
            Self::Targets => f.write_str("targets"),
        }
    }
}

impl Dataset {
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text.split(' ').collect::<Vec<_>>()[..] {
            ["congress"] => Self::Congress,
            ["offices"] => Self::Offices,
            ["districts"] => Self::Districts,
            ["treaty", treaty] => Self::Treaty(treaty.parse().ok()?),
            ["missions", "to", state] => Self::MissionsTo(state.parse().ok()?),
            ["missions", "of", state] => Self::MissionsOf(state.parse().ok()?),
            ["targets"] => Self::Targets,
            _ => return None,
        })
    }

    /// Whether a target is one of its rows.
    fn has(&self, target: &Target) -> bool {
        match (self, &target.office) {
            (Self::Congress, Office::Congress(_)) | (Self::Targets, Office::Capital { .. } | Office::Custom { .. }) => true,
            (Self::MissionsTo(host), Office::Mission { to, .. }) => to == host,
            (Self::MissionsOf(state), Office::Mission { of, .. }) => of == state,
            _ => false,
        }
    }

    fn has_absence(&self, absence: &Absence) -> bool {
        match self {
            Self::MissionsTo(host) => absence.to == *host,
            Self::MissionsOf(state) => absence.of == *state,
            _ => false,
        }
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

    /// How a person knows it.
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

fn keyed(facts: impl IntoIterator<Item = Fact>) -> Facts {
    facts.into_iter().map(|fact| (fact.key(), fact)).collect()
}

fn of_targets(targets: impl IntoIterator<Item = Target>) -> impl Iterator<Item = Fact> {
    targets.into_iter().map(|target| Fact::Target(Box::new(target)))
}

fn of_areas(districts: &Districts) -> impl Iterator<Item = Fact> {
    districts.lines().into_iter().map(|(prefix, line)| Fact::Areas { prefix, line })
}

/// The rows of an import, and of which dataset they are.
pub(super) fn facts(import: Import) -> Result<(Dataset, Facts), ImportError> {
    let (dataset, facts) = match import {
        Import::Congress(members) => (Dataset::Congress, keyed(of_targets(members))),
        Import::Offices(offices) => {
            (Dataset::Offices, keyed(offices.into_iter().map(|(member, office)| Fact::Office { member, office })))
        }
        Import::Districts(districts) => (Dataset::Districts, keyed(of_areas(&districts))),
        Import::Treaty(treaty, memberships) => (Dataset::Treaty(treaty), keyed(memberships.into_iter().map(Fact::Membership))),
        Import::Missions(targets, absences) => {
            let dataset = of_missions(&targets, &absences)?;
            (dataset, keyed(of_targets(targets).chain(absences.into_iter().map(Fact::Absence))))
        }
        Import::Targets(targets) => (Dataset::Targets, keyed(of_targets(targets))),
    };
    if facts.is_empty() { Err(ImportError::Nothing) } else { Ok((dataset, facts)) }
}

/// The missions to one state, or else those of one state.
fn of_missions(targets: &[Target], absences: &[Absence]) -> Result<Dataset, ImportError> {
    let pairs = targets
        .iter()
        .filter_map(|target| match &target.office {
            Office::Mission { of, to, .. } => Some((of, to)),
            _ => None,
        })
        .chain(absences.iter().map(|absence| (&absence.of, &absence.to)));
    let (of, to): (BTreeSet<&Iso2>, BTreeSet<&Iso2>) = pairs.unzip();
    match (of.first(), to.first()) {
        (_, Some(to_one)) if to.len() == 1 => Ok(Dataset::MissionsTo((*to_one).clone())),
        (Some(of_one), _) if of.len() == 1 => Ok(Dataset::MissionsOf((*of_one).clone())),
        (None, _) => Err(ImportError::Nothing),
        _ => Err(ImportError::MixedMissions),
    }
}

/// The rows of a dataset that come with the program.
pub(super) fn built_in(tables: &Tables, dataset: &Dataset) -> Facts {
    match dataset {
        Dataset::Offices => keyed(offices(tables).map(|(member, office)| Fact::Office { member, office })),
        Dataset::Districts => keyed(of_areas(&tables.districts)),
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
            let absences = tables.absences.iter().filter(|absence| dataset.has_absence(absence)).cloned();
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

/// Puts what was imported in the place of what is built in.
pub(super) fn apply(tables: &mut Tables, stored: &BTreeMap<Dataset, Facts>) -> Result<(), ImportError> {
    // Imported or not, offices belong to the members that there are in the end.
    let mut offices: Vec<(TargetId, OtherAddress)> = offices(tables).collect();
    for (dataset, facts) in stored {
        let facts = facts.iter().map(|(_, fact)| fact.clone());
        match dataset {
            Dataset::Offices => {
                offices = facts
                    .filter_map(|fact| if let Fact::Office { member, office } = fact { Some((member, office)) } else { None })
                    .collect();
            }
            Dataset::Districts => {
                let lines: Vec<(u32, String)> = facts
                    .filter_map(|fact| if let Fact::Areas { prefix, line } = fact { Some((prefix, line)) } else { None })
                    .collect();
                tables.districts = Districts::parse_lines(lines.iter().map(|(prefix, line)| (*prefix, line.as_str())))
                    .ok_or_else(|| ImportError::Unreadable("districts: a line names no ZIP codes".to_owned()))?;
            }
            Dataset::Treaty(treaty) => {
                tables.memberships.retain(|row| row.treaty != *treaty);
                tables
                    .memberships
                    .extend(facts.filter_map(|fact| if let Fact::Membership(row) = fact { Some(row) } else { None }));
            }
            Dataset::Congress | Dataset::MissionsTo(_) | Dataset::MissionsOf(_) | Dataset::Targets => {
                // Where its first row stood, so that the order of the kinds stays.
                let place = tables.targets.iter().position(|target| dataset.has(target)).unwrap_or(tables.targets.len());
                tables.targets.retain(|target| !dataset.has(target));
                tables.absences.retain(|absence| !dataset.has_absence(absence));
                let (mut targets, mut absences) = (Vec::new(), Vec::new());
                for fact in facts {
                    match fact {
                        Fact::Target(target) => targets.push(*target),
                        Fact::Absence(absence) => absences.push(absence),
                        Fact::Office { .. } | Fact::Areas { .. } | Fact::Membership(_) => {}
                    }
                }
                tables.targets.splice(place..place, targets);
                tables.absences.extend(absences);
            }
        }
    }
    attach(tables, offices);
    if stored.contains_key(&Dataset::Congress) {
        tables.vacancies = vacancies(tables);
    }
    Ok(())
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

/// The districts in which somebody lives and for which nobody sits.
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
    let all: BTreeSet<District> = tables.districts.iter().flat_map(|(_, districts)| districts.iter().copied()).collect();
    // Nobody says that a seat is vacant; the list of members does, by leaving it out.
    let Some(newest) = members.filter(|target| target.kind() == TargetKind::Congress).max_by_key(|target| target.as_of) else {
        return Vec::new();
    };
    all.difference(&taken)
        .map(|district| Vacancy { district: *district, source: newest.source.clone(), as_of: newest.as_of })
        .collect()
}
