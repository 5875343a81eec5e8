//! The roles in which people are written to, and the table of what stands on the envelope of each.

use crate::{
    state::Iso2,
    target::{CapitalRole, Chamber, Holder, HouseRole, Office, Seat, Target},
};

/// The words for the holder of a role on an envelope, which is in English.
pub(super) struct Row {
    /// Before the holder's name on the envelope.
    pub(super) honorific: &'static str,
    /// The holder's post on the envelope, and of what; `<state>` stands for the state's name in a title. Empty where
    /// the next line, the house, says it.
    pub(super) post: &'static str,
    pub(super) of: &'static str,
}

/// The role in which somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Senator,
    Representative,
    Delegate,
    ResidentCommissioner,
    Speaker,

    Ambassador,
    HighCommissioner,
    Nuncio,
    PermanentRepresentative,
    PermanentObserver,
    Charge,
    AmericanAmbassador,
    AmericanPermanentRepresentative,
    AmericanCharge,

    HeadOfState,
    HeadOfGovernment,
    ForeignMinister,
    Majesty,
    Highness,
    RoyalHighness,
    SereneHighness,
    Pope,
    CardinalSecretaryOfState,
    SecretaryForRelations,
    AmericanPresident,
    AmericanSecretaryOfState,

    Other,
}

impl Role {
    pub(super) fn of(target: &Target) -> Self {
        match (&target.office, &target.holder) {
            (Office::Congress(seat), _) => Self::in_congress(seat),
            (Office::Mission { of, .. }, Holder::ChargeDAffaires { .. }) if *of == Iso2::us() => Self::AmericanCharge,
            (Office::Mission { .. }, Holder::ChargeDAffaires { .. }) => Self::Charge,
            (Office::Mission { of, to, name, .. }, Holder::Named { .. } | Holder::Uncertain { .. } | Holder::Unnamed) => {
                Self::leading_a_mission(of, to, name)
            }
            (Office::Capital { of, role, .. }, _) => Self::in_a_capital(of, *role),
            (Office::Custom { .. }, _) => Self::Other,
        }
    }

    fn in_congress(seat: &Seat) -> Self {
        match seat.chamber {
            Chamber::Senate { .. } => Self::Senator,
            Chamber::House { .. } if seat.leads_as.as_deref() == Some("Speaker of the House") => Self::Speaker,
            Chamber::House { role: HouseRole::Representative, .. } => Self::Representative,
            Chamber::House { role: HouseRole::Delegate, .. } => Self::Delegate,
            Chamber::House { role: HouseRole::ResidentCommissioner, .. } => Self::ResidentCommissioner,
        }
    }

    pub(super) fn leading_a_mission(of: &Iso2, to: &Iso2, name: &str) -> Self {
        match (of.as_str(), *to == Iso2::un()) {
            ("US", true) => Self::AmericanPermanentRepresentative,
            ("US", false) => Self::AmericanAmbassador,
            // The two states that the General Assembly knows as observers.
            ("VA" | "PS", true) => Self::PermanentObserver,
            (_, true) => Self::PermanentRepresentative,
            ("VA", false) => Self::Nuncio,
            // Between members of the Commonwealth; in Washington they too have embassies.
            (_, false) if name.starts_with("High Commission") => Self::HighCommissioner,
            (_, false) => Self::Ambassador,
        }
    }

    fn in_a_capital(of: &Iso2, role: CapitalRole) -> Self {
        match (role, of.as_str()) {
            (CapitalRole::ForeignMinister, "US") => Self::AmericanSecretaryOfState,
            (_, "US") => Self::AmericanPresident,
            // The Pope is head of state, with a crown or without. A cardinal and an archbishop do what other states
            // have ministers for.
            (CapitalRole::HeadOfState | CapitalRole::Monarch, "VA") => Self::Pope,
            (CapitalRole::HeadOfGovernment, "VA") => Self::CardinalSecretaryOfState,
            (CapitalRole::ForeignMinister, "VA") => Self::SecretaryForRelations,
            (CapitalRole::HeadOfState, _) => Self::HeadOfState,
            (CapitalRole::HeadOfGovernment, _) => Self::HeadOfGovernment,
            (CapitalRole::ForeignMinister, _) => Self::ForeignMinister,
            (CapitalRole::Monarch, "LI" | "MC") => Self::SereneHighness,
            (CapitalRole::Monarch, "LU") => Self::RoyalHighness,
            (CapitalRole::Monarch, "AE" | "KW" | "QA") => Self::Highness,
            (CapitalRole::Monarch, _) => Self::Majesty,
        }
    }

    /// The row for a target: its role's, and for a cardinal the title of every cardinal.
    pub(super) fn row_for(target: &Target) -> Row {
        let row = Self::of(target).row();
        if is_a_cardinal(target) { row.of_a_cardinal() } else { row }
    }

    /// The table.
    pub(super) const fn row(self) -> Row {
        match self {
            // Members of Congress are The Honorable (Hickey, Commerce). A leader's office stands on the envelope.
            Self::Senator | Self::Representative | Self::Delegate | Self::ResidentCommissioner | Self::Speaker => {
                honorable("", "")
            }

            // Hickey; FAH H-426.2: His/Her Excellency (Full Name), Ambassador of (official name of the state).
            Self::Ambassador => excellency("Ambassador", "of <state>"),
            // Heritage: as an ambassador, but "for".
            Self::HighCommissioner => excellency("High Commissioner", "for <state>"),
            // The Holy See's ambassador, an archbishop: an Excellency too. Usage.
            Self::Nuncio => excellency("Apostolic Nuncio", ""),
            // Hickey: an ambassador by rank, named by the office.
            Self::PermanentRepresentative => excellency("Permanent Representative", "of <state> to the United Nations"),
            // The same for the Holy See and Palestine. UN Protocol and Liaison Service, "Blue Book".
            Self::PermanentObserver => excellency("Permanent Observer", "of <state> to the United Nations"),
            // Usage: not an Excellency.
            Self::Charge | Self::AmericanCharge => Row { honorific: "", post: "Chargé d’Affaires a.i.", of: "" },

            // Envoys of the United States are The Honorable (FAH H-426.2). "American Ambassador", as is customary outside the
            // Western Hemisphere, would call for a map, and the title in full is right on both sides of the line.
            Self::AmericanAmbassador => honorable("Ambassador", "of <state>"),
            Self::AmericanPermanentRepresentative => honorable("Permanent Representative", "of <state> to the United Nations"),

            // Heritage: His/Her Excellency to a president and to a prime minister; Usage: to a minister too. Their titles differ
            // from state to state (Chancellor, Taoiseach, Secretary of State), so that the envelope says what each of them is.
            Self::HeadOfState => excellency("Head of State", "of <state>"),
            Self::HeadOfGovernment => excellency("Head of Government", "of <state>"),
            Self::ForeignMinister => excellency("Minister of Foreign Affairs", "of <state>"),
            // Heritage; UN, "Heads of State, Heads of Government, Ministers for Foreign Affairs".
            Self::Majesty => crowned("H.M."),
            Self::Highness => crowned("H.H."),
            Self::RoyalHighness => crowned("H.R.H."),
            Self::SereneHighness => crowned("H.S.H."),
            // Usage.
            Self::Pope => Row { honorific: "H.H.", post: "Supreme Pontiff", of: "" },
            // Usage: always a cardinal, known by name or not.
            Self::CardinalSecretaryOfState => excellency("Secretary of State", "of <state>").of_a_cardinal(),
            Self::SecretaryForRelations => excellency("Secretary for Relations with States", "of <state>"),
            // Commerce: The Honorable.
            Self::AmericanPresident => honorable("President", "of the United States"),
            Self::AmericanSecretaryOfState => honorable("Secretary of State", "of the United States"),

            Self::Other => Row { honorific: "", post: "", of: "" },
        }
    }
}

impl Row {
    /// The same post, held by a cardinal. Every cardinal is a man, so that "His" is written out: H.E. would be read as
    /// Excellency.
    const fn of_a_cardinal(self) -> Self {
        Self { honorific: "His Eminence", ..self }
    }
}

/// Whether the holder is a cardinal, as the name is written: "Cardinal Full Name", "Full Cardinal Name". At the end it is a
/// family name.
pub(super) fn is_a_cardinal(target: &Target) -> bool {
    let Holder::Named { full, .. } = &target.holder else { return false };
    let mut words = full.split_whitespace().rev();
    let is_last_a_name = words.next().is_some();
    let by_name = is_last_a_name && words.any(|word| word.eq_ignore_ascii_case("cardinal"));
    by_name || matches!(&target.office, Office::Custom { title, .. } if title.split_whitespace().next() == Some("Cardinal"))
}

const fn honorable(post: &'static str, of: &'static str) -> Row {
    Row { honorific: "The Honorable", post, of }
}

const fn excellency(post: &'static str, of: &'static str) -> Row {
    Row { honorific: "H.E.", post, of }
}

const fn crowned(honorific: &'static str) -> Row {
    Row { honorific, post: "Sovereign", of: "of <state>" }
}
