//! The line under a target's name, which says what it is and who holds it.

use super::table::Role;
use crate::{
    Date,
    state::Iso2,
    target::{Holder, Office, Target},
};

/// What is to be said of who holds an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// Since a day nobody knows whether the name that we have is still right.
    NameUncertain { since: Date },
    /// On a day we knew of nobody who led the mission: the post may be vacant.
    NobodyKnown { on: Date },
}

impl Target {
    /// In a list, under the name: "Senator for Vermont, Independent", "Ambassador Ervin Bushati". The title alone where
    /// the name is not certain; empty for an office that has no title either.
    pub fn office_line(&self) -> String {
        match &self.office {
            Office::Congress(seat) => {
                let line = format!("{}, {}", seat.title(), seat.party);
                seat.leads_as.as_ref().map_or_else(|| line.clone(), |leads_as| format!("{leads_as}; {line}"))
            }
            Office::Mission { of, to, name, .. } => {
                let head = head_of_mission(of, to, name);
                match &self.holder {
                    Holder::Named { full, .. } => format!("{head} {full}"),
                    Holder::ChargeDAffaires { full, .. } => format!("{full}, chargé d’affaires a.i."),
                    Holder::Uncertain { .. } | Holder::Unnamed => head.to_owned(),
                }
            }
            Office::Capital { role, .. } => match &self.holder {
                Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } => format!("{}: {full}", role.label()),
                Holder::Uncertain { .. } | Holder::Unnamed => role.label().to_owned(),
            },
            Office::Custom { title, .. } => match &self.holder {
                Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } if title.is_empty() => full.clone(),
                Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } => format!("{full}, {title}"),
                Holder::Uncertain { .. } | Holder::Unnamed => title.clone(),
            },
        }
    }

    /// What is to be said of its holder beside the line, if anything.
    pub fn remark(&self) -> Option<Remark> {
        match (&self.office, &self.holder) {
            (Office::Congress(_), _) => None,
            (_, Holder::Uncertain { since, .. }) => Some(Remark::NameUncertain { since: *since }),
            (Office::Mission { .. }, Holder::Unnamed) => Some(Remark::NobodyKnown { on: self.holder_as_of() }),
            _ => None,
        }
    }

    /// The words by which a search finds it: the title, and the name where one is known.
    pub(crate) fn office_words(&self) -> String {
        match (&self.office, &self.holder) {
            // When the name has aged, the letter goes to the ambassador.
            (Office::Mission { of, to, name, .. }, Holder::ChargeDAffaires { .. }) => {
                format!("{} {}", head_of_mission(of, to, name), self.office_line())
            }
            _ => self.office_line(),
        }
    }
}

/// The title of the head of a mission: "Ambassador", "Apostolic Nuncio", "Permanent Representative".
fn head_of_mission(of: &Iso2, to: &Iso2, name: &str) -> &'static str {
    Role::leading_a_mission(of, to, name).row().post
}
