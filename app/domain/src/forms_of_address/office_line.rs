//! The line under a target's name, which says what it is and who holds it.

use super::table::Role;
use crate::{
    state::Iso2,
    target::{Holder, Office, Target, day_in_words},
};

impl Target {
    /// In a list, under the name: "Senator for Vermont, Independent", "Ambassador Ervin Bushati", "Foreign minister".
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
                    Holder::Uncertain { .. } => self.or_uncertain(head),
                    Holder::Unnamed => {
                        let day = day_in_words(self.holder_as_of());
                        format!("We knew of no {} on {day}: the post may be vacant.", head.to_lowercase())
                    }
                }
            }
            Office::Capital { role, .. } => match &self.holder {
                Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } => format!("{}: {full}", role.label()),
                Holder::Uncertain { .. } | Holder::Unnamed => self.or_uncertain(role.label()),
            },
            Office::Custom { title, .. } => match &self.holder {
                Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } => {
                    if title.is_empty() {
                        full.clone()
                    } else {
                        format!("{full}, {title}")
                    }
                }
                Holder::Uncertain { .. } | Holder::Unnamed => self.or_uncertain(title),
            },
        }
    }

    /// The words by which a search finds it: the title, and the name where one is known. The remark that a name is not
    /// certain is left out: its words and its day would find every such office.
    pub(crate) fn office_words(&self) -> String {
        match (&self.office, &self.holder) {
            // When the name has aged, the letter goes to the ambassador.
            (Office::Mission { of, to, name, .. }, Holder::ChargeDAffaires { .. }) => {
                format!("{} {}", head_of_mission(of, to, name), self.office_line())
            }
            (_, Holder::Named { .. } | Holder::ChargeDAffaires { .. }) | (Office::Congress(_), _) => self.office_line(),
            (Office::Mission { of, to, name, .. }, _) => head_of_mission(of, to, name).to_owned(),
            (Office::Capital { role, .. }, _) => role.label().to_owned(),
            (Office::Custom { title, .. }, _) => title.clone(),
        }
    }

    /// The holder's title, and since when nobody knows who holds it.
    fn or_uncertain(&self, what: &str) -> String {
        match &self.holder {
            Holder::Uncertain { since, .. } if what.is_empty() => format!("Name not certain since {}", day_in_words(*since)),
            Holder::Uncertain { since, .. } => format!("{what} (name not certain since {})", day_in_words(*since)),
            Holder::Named { .. } | Holder::ChargeDAffaires { .. } | Holder::Unnamed => what.to_owned(),
        }
    }
}

/// The title of the head of a mission: "Ambassador", "Apostolic Nuncio", "Permanent Representative".
fn head_of_mission(of: &Iso2, to: &Iso2, name: &str) -> &'static str {
    Role::leading_a_mission(of, to, name).row().post
}
