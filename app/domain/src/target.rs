//! Targets: offices that can be written to, and how each is addressed.

mod correction;
mod greeting;
mod id;
mod name;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    Date,
    address::Address,
    channel::Channel,
    checked::{EmailAddress, Shape, TextError, checked_string},
    district::{District, noon_in_washington},
    language::{Grammar, Language},
    state::Iso2,
};
pub use correction::{Correction, Detail, DetailKind, Upstream};
pub use greeting::Greeting;
pub use name::Said;

checked_string!(
    /// A target's name in addresses and tallies: its kind, then what tells it apart, as in
    /// `congress-C000127` (Bioguide), `mission-al-us` (of Albania to the United States).
    TargetId,
    |text| {
        let ok = (3..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if ok { Ok(text.to_owned()) } else { Err(TextError::Malformed(Shape::Target)) }
    }
);

/// An office that can be written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub id: TargetId,
    pub office: Office,
    /// Who holds the office, as far as it is known.
    pub holder: Holder,
    /// The source for the holder, where it is not the source of the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder_said: Option<Said>,
    /// Other names of the holder in the source: a nickname, all first names. They are searched, and never shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// Where paper is posted unless the supporter chooses otherwise.
    pub address: Option<Address>,
    /// Other places where paper reaches the office: a member's offices at home, an embassy's street abroad.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_addresses: Vec<OtherAddress>,
    pub email: Option<EmailAddress>,
    /// A page with a form to write to the office; for a member of Congress without one, the member's site.
    pub web_form: Option<String>,
    pub phone: Option<String>,
    /// Greetings that were given for it, at most one for each language, in place of those of its office.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub greetings: Vec<Greeting>,
    /// A sentence that a supporter should know: that a consular desk reads its mail, for instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub source: String,
    /// The day for which the source says so.
    pub as_of: Date,
    /// The first day on which this is no longer true, where that is known. For a member of Congress the end of the member's
    /// own term, at noon.
    pub valid_until: Option<Date>,
    /// The first day on which it was no longer in its source. It is not written to any more, and keeps its counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<Date>,
    /// What of it was corrected for this site, and who says so. Nothing that is imported has any.
    #[serde(skip)]
    pub corrected: Vec<(DetailKind, Said)>,
}

/// Another place to which paper for an office can be posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherAddress {
    /// Names it among the addresses of its office: `cullman`, `street`.
    pub id: String,
    /// "District office in Cullman".
    pub label: String,
    pub address: Address,
    pub phone: Option<String>,
    pub source: String,
    pub as_of: Date,
}

/// A place to which paper for an office can be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostalPlace<'a> {
    /// Empty for the usual one.
    pub id: &'a str,
    pub kind: PlaceKind,
    pub address: &'a Address,
}

/// What sort of place it is, by which a supporter chooses among an office's places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceKind {
    /// A member's office in Washington. Mail to the Capitol goes through a site that opens or irradiates it. The House
    /// has said up to two weeks, and a senator's office asks for mail to its offices at home.
    Washington,
    /// The diplomatic pouch of the United States, which takes what is posted to Washington on to an embassy.
    Pouch,
    /// The address of any other office.
    Usual,
    /// One of a member's offices at home, by its label in the directory, in English. Mail to it is not screened.
    AtHome(String),
    /// Another address, by its label in the directory, in English.
    Other(String),
}

/// The office itself, which stays when its holder goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Office {
    Congress(Seat),
    /// The mission of a state in another: an embassy, a high commission, or a permanent mission that is also
    /// accredited there. To the United Nations, whose reserved code is UN, it is a permanent mission.
    Mission {
        of: Iso2,
        to: Iso2,
        /// "Embassy of the Republic of Albania".
        name: String,
        /// The sending state as it stands in an ambassador's title: "the Republic of Albania".
        of_name: String,
    },
    /// An office in a state's capital.
    Capital {
        of: Iso2,
        role: CapitalRole,
        /// The house it is in, as it stands on an envelope: "Ministry of Foreign Affairs".
        name: String,
        /// The state as it stands in a title: "the Republic of Albania".
        of_name: String,
    },
    /// Anything else that a campaign writes to.
    Custom {
        /// "Headquarters of Examplia Arms".
        name: String,
        /// The post of the person who is written to: "Chair of the Board". May be empty.
        title: String,
        /// The country whose decision the letter is about.
        country: Iso2,
    },
}

/// The office that a letter to a capital is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapitalRole {
    /// A president, or whoever else is head of state without a crown.
    HeadOfState,
    Monarch,
    /// A prime minister, a chancellor.
    HeadOfGovernment,
    ForeignMinister,
}

impl CapitalRole {
    pub const ALL: [Self; 4] = [Self::HeadOfState, Self::Monarch, Self::HeadOfGovernment, Self::ForeignMinister];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HeadOfState => "head_of_state",
            Self::Monarch => "monarch",
            Self::HeadOfGovernment => "head_of_government",
            Self::ForeignMinister => "foreign_minister",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// "Foreign minister".
    pub const fn label(self) -> &'static str {
        match self {
            Self::HeadOfState => "Head of state",
            Self::Monarch => "Monarch",
            Self::HeadOfGovernment => "Head of government",
            Self::ForeignMinister => "Foreign minister",
        }
    }
}

/// A seat in the Congress of the United States.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// USPS code of the state or territory.
    pub state: String,
    pub chamber: Chamber,
    /// As the source names it: "Democrat", "Republican", "Independent".
    pub party: String,
    /// The leadership's office that its holder has, as the chamber names it: "Speaker of the House".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_as: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chamber {
    /// The class (1 to 3) says when the seat is next elected.
    Senate { class: u8 },
    /// District 0 is at large.
    House { district: u8, role: HouseRole },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HouseRole {
    Representative,
    /// Of the District of Columbia, American Samoa, Guam, the Northern Marianas, the Virgin Islands.
    Delegate,
    /// Of Puerto Rico.
    ResidentCommissioner,
}

/// The person who holds an office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Full name as it is written on an envelope, and the name that follows "Dear Senator".
    Named { full: String, last: String },
    /// The chargé d'affaires who leads a mission that has no ambassador.
    ChargeDAffaires { full: String, last: String },
    /// Somebody who held the office on a day so long ago that since another day nobody knows who holds it. Letters go
    /// to the office. [`Target::on`] makes it of a name that has aged; no table says it.
    Uncertain { full: String, named_on: Date, since: Date },
    /// Nobody, or nobody known: letters go to the office.
    Unnamed,
}

/// The kinds of targets, as the interface names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    Congress,
    Mission,
    Capital,
    Custom,
}

impl TargetKind {
    pub const ALL: [Self; 4] = [Self::Congress, Self::Mission, Self::Capital, Self::Custom];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Congress => "congress",
            Self::Mission => "mission",
            Self::Capital => "capital",
            Self::Custom => "custom",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// "members of Congress".
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Congress => "members of Congress",
            Self::Mission => "missions",
            Self::Capital => "offices in capitals",
            Self::Custom => "targets of your own",
        }
    }
}

impl Target {
    pub const fn kind(&self) -> TargetKind {
        match self.office {
            Office::Congress(_) => TargetKind::Congress,
            Office::Mission { .. } => TargetKind::Mission,
            Office::Capital { .. } => TargetKind::Capital,
            Office::Custom { .. } => TargetKind::Custom,
        }
    }

    /// The state whose decision the letter is about: the United States for a member of Congress, the sending
    /// state for a mission.
    pub fn country(&self) -> Iso2 {
        match &self.office {
            Office::Congress(_) => Iso2::us(),
            Office::Mission { of, .. } | Office::Capital { of, .. } => of.clone(),
            Office::Custom { country, .. } => country.clone(),
        }
    }

    /// The state in which the office stands, by whose clocks it opens. A mission to the United Nations is in New York. The
    /// postal address of a mission of the United States abroad is its pouch in Washington, so missions do not go by it.
    pub fn stands_in(&self) -> Iso2 {
        match &self.office {
            Office::Congress(_) => Iso2::us(),
            Office::Mission { to, .. } if to.as_str() == "UN" => Iso2::us(),
            Office::Mission { to, .. } => to.clone(),
            Office::Capital { of, .. } => of.clone(),
            Office::Custom { country, .. } => self.address.as_ref().map_or(country, |address| &address.country).clone(),
        }
    }

    pub const fn seat(&self) -> Option<&Seat> {
        match &self.office {
            Office::Congress(seat) => Some(seat),
            Office::Mission { .. } | Office::Capital { .. } | Office::Custom { .. } => None,
        }
    }

    /// In a list: the holder's name, or the office's where the letter goes to the office.
    pub fn name(&self) -> String {
        match (&self.holder, &self.office) {
            (Holder::Named { full, .. }, Office::Congress(_)) => full.clone(),
            (_, Office::Congress(seat)) => seat.title(),
            (_, Office::Mission { name, .. } | Office::Custom { name, .. }) => name.clone(),
            (_, Office::Capital { name, of_name, .. }) => format!("{name} of {of_name}"),
        }
    }

    /// Inside a sentence: "the Embassy of the Republic of Poland", "Bernard Sanders". Names of offices are English, so
    /// that a sentence in another language gets them without the article.
    pub fn name_in_sentence(&self, language: Language) -> String {
        match self.office {
            Office::Mission { .. } | Office::Capital { .. } if language.grammar() == Some(Grammar::En) => {
                format!("the {}", self.name())
            }
            _ => self.name(),
        }
    }

    /// Whether it is written to: it has not left its source.
    pub const fn is_current(&self) -> bool {
        self.left_on.is_none()
    }

    /// The places to which paper can be posted, the usual one first.
    pub fn places(&self) -> Vec<PostalPlace<'_>> {
        let of_congress = self.kind() == TargetKind::Congress;
        let first = self.address.as_ref().map(|address| {
            let kind = match &self.office {
                Office::Congress(_) => PlaceKind::Washington,
                Office::Mission { of, .. } if *of == Iso2::us() && address.country == Iso2::us() => PlaceKind::Pouch,
                _ => PlaceKind::Usual,
            };
            PostalPlace { id: "", kind, address }
        });
        let others = self.other_addresses.iter().map(|other| PostalPlace {
            id: &other.id,
            kind: if of_congress { PlaceKind::AtHome(other.label.clone()) } else { PlaceKind::Other(other.label.clone()) },
            address: &other.address,
        });
        first.into_iter().chain(others).collect()
    }

    /// The address of one of its places; of the usual one, if none is named.
    pub fn place(&self, id: &str) -> Option<&Address> {
        self.places().into_iter().find(|place| id.is_empty() || place.id == id).map(|place| place.address)
    }

    /// The channels by which a letter can reach this target, given what is known of it.
    pub fn channels(&self) -> Vec<Channel> {
        Channel::ALL
            .into_iter()
            .filter(|channel| match channel {
                Channel::OwnMail | Channel::Relay => self.email.is_some(),
                Channel::WebForm => self.web_form.is_some(),
                Channel::Postcard | Channel::Letter => self.address.is_some() || !self.other_addresses.is_empty(),
            })
            .collect()
    }

    /// Whether what is known about this target has run out.
    pub fn is_stale_at(&self, now: Timestamp) -> bool {
        self.valid_until.is_some_and(|until| match self.office {
            Office::Congress(_) => noon_in_washington(until) <= now,
            Office::Mission { .. } | Office::Capital { .. } | Office::Custom { .. } => {
                until <= TimeZone::UTC.to_datetime(now).date()
            }
        })
    }
}

impl Seat {
    /// The district that a seat in the House is for.
    pub fn district(&self) -> Option<District> {
        match self.chamber {
            Chamber::House { district, .. } => District::new(&self.state, district),
            Chamber::Senate { .. } => None,
        }
    }

    pub const fn is_in_senate(&self) -> bool {
        matches!(self.chamber, Chamber::Senate { .. })
    }

    pub fn title(&self) -> String {
        let state = crate::state::UsState::find(&self.state).map_or(self.state.as_str(), |state| state.name);
        match self.chamber {
            Chamber::Senate { .. } => format!("Senator for {state}"),
            Chamber::House { role: HouseRole::Delegate, .. } => format!("Delegate for {state}"),
            Chamber::House { role: HouseRole::ResidentCommissioner, .. } => format!("Resident Commissioner of {state}"),
            Chamber::House { district: 0, .. } => format!("Representative for {state} (at large)"),
            Chamber::House { district, .. } => format!("Representative for {state}, district {district}"),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A target of which nothing is known but the office and its holder.
    pub(crate) fn target(office: Office, holder: Holder) -> Target {
        Target {
            id: TargetId::parse("test").unwrap(),
            office,
            holder,
            holder_said: None,
            other_names: Vec::new(),
            address: None,
            other_addresses: Vec::new(),
            email: None,
            web_form: None,
            phone: None,
            greetings: Vec::new(),
            note: None,
            source: "test".into(),
            as_of: jiff::civil::date(2026, 1, 20),
            valid_until: None,
            left_on: None,
            corrected: Vec::new(),
        }
    }

    #[test]
    fn a_term_ends_at_noon_in_washington_and_anything_else_with_the_day() {
        let stale = |office, moment: &str| {
            let until = Some(jiff::civil::date(2027, 1, 3));
            Target { valid_until: until, ..target(office, Holder::Unnamed) }.is_stale_at(moment.parse().unwrap())
        };
        let chamber = Chamber::House { district: 2, role: HouseRole::Representative };
        let member = || Office::Congress(Seat { state: "WV".into(), chamber, party: "Independent".into(), leads_as: None });
        let custom = || Office::Custom { name: "Examplia".into(), title: String::new(), country: Iso2::us() };
        assert!(!stale(member(), "2027-01-03T16:59:59Z") && stale(member(), "2027-01-03T17:00:00Z"));
        assert!(!stale(custom(), "2027-01-02T23:59:59Z") && stale(custom(), "2027-01-03T00:00:00Z"));
        assert!(!target(member(), Holder::Unnamed).is_stale_at(Timestamp::MAX), "nobody knows how long");
    }

    #[test]
    fn an_office_stands_in_the_state_that_it_is_sent_to_or_governs() {
        let (us, poland) = (Iso2::us(), Iso2::parse("PL").unwrap());
        let mission = |of: &Iso2, to: &Iso2| {
            let office = Office::Mission { of: of.clone(), to: to.clone(), name: "Mission".into(), of_name: "Examplia".into() };
            target(office, Holder::Unnamed).stands_in()
        };
        assert_eq!((mission(&poland, &us), mission(&us, &poland)), (us.clone(), poland.clone()));
        assert_eq!(mission(&poland, &Iso2::un()), us, "the United Nations are in New York");
        let role = CapitalRole::ForeignMinister;
        let ministry = Office::Capital { of: poland.clone(), role, name: "Ministry".into(), of_name: "Poland".into() };
        assert_eq!(target(ministry, Holder::Unnamed).stands_in(), poland);
        let firm = Office::Custom { name: "Examplia Arms".into(), title: String::new(), country: us.clone() };
        assert_eq!(target(firm.clone(), Holder::Unnamed).stands_in(), us);
        let address = Address { lines: vec!["1 Road".into()], country: poland.clone(), country_name: "Poland".into() };
        assert_eq!(Target { address: Some(address), ..target(firm, Holder::Unnamed) }.stands_in(), poland);
    }

    #[test]
    fn the_line_under_a_name_says_what_the_head_of_a_mission_is() {
        let line = |of: &str, to, holder| {
            let of = Iso2::parse(of).unwrap();
            target(Office::Mission { of, to, name: "Mission".into(), of_name: "Examplia".into() }, holder).office_line()
        };
        let named = || Holder::Named { full: "Full Name".into(), last: "Name".into() };
        assert_eq!(line("AL", Iso2::us(), named()), "Ambassador Full Name");
        assert_eq!(line("VA", Iso2::us(), named()), "Apostolic Nuncio Full Name");
        assert_eq!(line("AL", Iso2::un(), named()), "Permanent Representative Full Name");
        assert_eq!(line("VA", Iso2::un(), named()), "Permanent Observer Full Name");
        assert_eq!(line("AL", Iso2::us(), Holder::Unnamed), "Ambassador");
        assert_eq!(line("AL", Iso2::un(), Holder::Unnamed), "Permanent Representative");
        let charge = Holder::ChargeDAffaires { full: "Full Name".into(), last: "Name".into() };
        assert_eq!(line("VA", Iso2::us(), charge), "Full Name, chargé d’affaires a.i.");
    }
}
