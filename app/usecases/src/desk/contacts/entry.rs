//! What a row of a list says, and the target that comes of it.

use domain::{
    Date,
    address::Address,
    checked::EmailAddress,
    state::Iso2,
    target::{Greeting, Holder, Office, Target, TargetId},
};

use super::{
    columns::Column,
    rows::{Checked, Remark, RowError, RowProblem, wrong},
};

/// A detail of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Cell<T> {
    /// No column is chosen for it, so that what is known stays.
    #[default]
    Unasked,
    Is(Option<T>),
}

impl<T> Cell<T> {
    pub(super) fn or(self, known: Option<T>) -> Option<T> {
        match self {
            Self::Unasked => known,
            Self::Is(value) => value,
        }
    }
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) id: Option<TargetId>,
    pub(super) name: Cell<String>,
    pub(super) title: Cell<String>,
    /// The whole name and the last name.
    pub(super) person: Cell<(String, String)>,
    pub(super) country: Option<Iso2>,
    pub(super) address: Cell<Address>,
    pub(super) email: Option<EmailAddress>,
    pub(super) has_email: bool,
    pub(super) web_form: Cell<String>,
    pub(super) phone: Cell<String>,
    pub(super) note: Cell<String>,
    pub(super) greeting: Cell<Greeting>,
    pub(super) remarks: Vec<Remark>,
}

/// Who says what a list says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) source: &'a str,
    pub(super) as_of: Date,
}

impl Entry {
    /// The office's name, by which it is told from others: else its title, else the person.
    pub(super) fn called(&self) -> &str {
        let name = if let Cell::Is(Some(name)) = &self.name { name } else { "" };
        [name, self.title(), self.person()].into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    }

    /// The person, where the row names one.
    pub(super) fn person(&self) -> &str {
        if let Cell::Is(Some((full, _))) = &self.person { full } else { "" }
    }

    /// The title, where the row has one.
    pub(super) fn title(&self) -> &str {
        if let Cell::Is(Some(title)) = &self.title { title } else { "" }
    }

    pub(super) fn country(&self) -> Option<&Iso2> {
        self.country.as_ref()
    }

    /// The target with what the row says over what was known.
    pub(super) fn target(self, id: TargetId, known: Option<&Target>, told: Told) -> Checked<Target> {
        let Self { name, title, person, country, address, email, has_email, web_form, phone, note, greeting, .. } = self;
        let named = match &person {
            Cell::Is(Some((full, _))) => full.clone(),
            Cell::Is(None) | Cell::Unasked => String::new(),
        };
        let office = match known.map(|known| known.office.clone()) {
            Some(Office::Capital { of, role, name: old, of_name }) => {
                Office::Capital { of, role, name: name.or(Some(old.clone())).unwrap_or(old), of_name }
            }
            known => {
                let (old_name, old_title, old_country) = match known {
                    Some(Office::Custom { name, title, country }) => (Some(name), Some(title), Some(country)),
                    _ => (None, None, None),
                };
                let title = title.or(old_title).unwrap_or_default();
                let own = [name.or(old_name).unwrap_or_default(), title.clone(), named];
                let Some(name) = own.into_iter().find(|name| !name.is_empty()) else {
                    return Err(RowError { column: None, problem: RowProblem::Nameless });
                };
                let Some(country) = country.or(old_country) else { return wrong(Column::Country, RowProblem::Needed) };
                let title = if title == name { String::new() } else { title };
                Office::Custom { name, title, country }
            }
        };
        let known_person = known.and_then(|known| match &known.holder {
            Holder::Named { full, last } => Some((full.clone(), last.clone())),
            Holder::ChargeDAffaires { .. } | Holder::Uncertain { .. } | Holder::Unnamed => None,
        });
        let holder = person.or(known_person).map_or(Holder::Unnamed, |(full, last)| Holder::Named { full, last });
        let mut greetings = known.map(|known| known.greetings.clone()).unwrap_or_default();
        if let Cell::Is(Some(greeting)) = greeting {
            greetings.retain(|known| known.language != greeting.language);
            greetings.push(greeting);
        }
        let target = Target {
            id,
            office,
            holder,
            holder_said: None,
            other_names: Vec::new(),
            address: address.or(known.and_then(|known| known.address.clone())),
            other_addresses: known.map(|known| known.other_addresses.clone()).unwrap_or_default(),
            email: if has_email { email } else { known.and_then(|known| known.email.clone()) },
            web_form: web_form.or(known.and_then(|known| known.web_form.clone())),
            phone: phone.or(known.and_then(|known| known.phone.clone())),
            greetings,
            note: note.or(known.and_then(|known| known.note.clone())),
            source: told.source.to_owned(),
            as_of: told.as_of,
            valid_until: known.and_then(|known| known.valid_until).filter(|until| *until > told.as_of),
            left_on: None,
            corrected: Vec::new(),
        };
        if target.channels().is_empty() {
            return Err(RowError { column: None, problem: RowProblem::Unreachable });
        }
        Ok(target)
    }
}
