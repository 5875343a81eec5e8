//! The line under a target's name, which says what it is and who holds it.

use super::table::Role;
use crate::{
    state::Iso2,
    target::{Holder, Office, Target},
};

impl Target {
    /// In a list, under the name: "Senator for Vermont, Independent", "Ambassador Ervin Bushati", "Foreign minister".
    pub fn office_line(&self) -> String {
        match (&self.office, &self.holder) {
            (Office::Congress(seat), _) => {
                let line = format!("{}, {}", seat.title(), seat.party);
                seat.leads_as.as_ref().map_or_else(|| line.clone(), |leads_as| format!("{leads_as}; {line}"))
            }
            (Office::Mission { of, to, name, .. }, Holder::Named { full, .. }) => {
                format!("{} {full}", head_of_mission(of, to, name))
            }
            (Office::Mission { .. }, Holder::ChargeDAffaires { full, .. }) => format!("{full}, chargé d’affaires a.i."),
            (Office::Mission { of, to, name, .. }, Holder::Unnamed) => {
                format!("The {}’s post is vacant or not known to us", head_of_mission(of, to, name).to_lowercase())
            }
            (Office::Capital { role, .. }, Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. }) => {
                format!("{}: {full}", role.label())
            }
            (Office::Capital { role, .. }, Holder::Unnamed) => role.label().to_owned(),
            (Office::Custom { title, .. }, Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. }) => {
                if title.is_empty() { full.clone() } else { format!("{full}, {title}") }
            }
            (Office::Custom { title, .. }, Holder::Unnamed) => title.clone(),
        }
    }
}

/// What the head of a mission is called: "Ambassador", "Apostolic Nuncio", "Permanent Representative".
fn head_of_mission(of: &Iso2, to: &Iso2, name: &str) -> &'static str {
    Role::leading_a_mission(of, to, name).row().post
}
