//! The table: each role with the words for its holder.

use crate::{
    language::Grammar,
    state::Iso2,
    target::{CapitalRole, Chamber, Holder, HouseRole, Office, Seat, Target},
};

/// The words for the holder of a role.
pub(super) struct Row {
    /// Before the holder's name on the envelope.
    pub(super) honorific: &'static str,
    /// The holder's post on the envelope, and of what; `<state>` stands for the state's name in a title. Empty where
    /// the next line, the house, says it.
    pub(super) post: &'static str,
    pub(super) of: &'static str,
    /// The greeting of a holder whose name is known; `<full>` and `<last>` stand for the name.
    pub(super) named: Words,
    /// The greeting of the office.
    pub(super) unnamed: Words,
    pub(super) close: Words,
}

/// The same in each language of letters.
#[derive(Clone, Copy)]
pub(super) struct Words {
    en: &'static str,
    es: &'static str,
    fr: &'static str,
}

const fn words(en: &'static str, es: &'static str, fr: &'static str) -> Words {
    Words { en, es, fr }
}

impl Words {
    pub(super) const fn get(self, grammar: Grammar) -> &'static str {
        match grammar {
            Grammar::En => self.en,
            Grammar::Es => self.es,
            Grammar::Fr => self.fr,
        }
    }
}

/// An Excellency is greeted so, named or not. Hickey, FAH H-426.2: "Your Excellency:"; Usage.
const EXCELLENCY: Words = words("Your Excellency:", "Excelencia:", "Excellence,");
/// A cardinal is an Eminence, whatever the post. Heritage: "Your Eminence:"; Usage.
const EMINENCE: Words = words("Your Eminence:", "Eminencia:", "Éminence,");
/// For somebody of whom only an address is known. Usage.
const WHOM_IT_MAY_CONCERN: Words = words("To whom it may concern:", "A quien corresponda:", "Madame, Monsieur,");

/// To officials of one's own country, and to persons. FAH, Hickey: "Sincerely,". The French sentence that begins with
/// "Veuillez agréer" would fill a fifth of a postcard: this is its short form.
const PLAIN: Words = words("Sincerely,", "Atentamente,", "Avec ma considération distinguée,");
/// To those who stand for another state. FAH, Hickey: "Respectfully,"; Usage.
const HIGH: Words = words("Respectfully,", "Con todo respeto,", "Avec ma très haute considération,");
/// To crowned heads and the Pope. Usage.
const HIGHEST: Words = words("Respectfully,", "Con el más profundo respeto,", "Avec mon plus profond respect,");

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
            // Members of Congress are The Honorable (Hickey, Commerce). A leader's office stands on the envelope; of all
            // leaders only the Speaker has a greeting of its own (Commerce). Majority and minority leaders, whips and the
            // president pro tempore are greeted by their seats, as every senator and representative is; "Dear Mr.
            // President" in the Senate is the Vice President's.
            //
            // Hickey: "Dear Senator (Surname):".
            Self::Senator => honorable(
                "",
                "",
                words("Dear Senator <last>:", "Honorable <last>, miembro del Senado:", "Honorable membre du Sénat,"),
                words("Dear Senator:", WHOM_IT_MAY_CONCERN.es, WHOM_IT_MAY_CONCERN.fr),
            ),
            // Hickey lists Representative beside Congressman and Congresswoman: it is the one that fits all.
            Self::Representative => member_of_the_house("Dear Representative <last>:", "Dear Representative:"),
            // Usage of the House, which calls its members without a vote by their offices.
            Self::Delegate => member_of_the_house("Dear Delegate <last>:", "Dear Delegate:"),
            Self::ResidentCommissioner => member_of_the_house("Dear Commissioner <last>:", "Dear Commissioner:"),
            // Hickey: "Dear Mr./Madam Speaker:", or less formally Speaker (Surname), which fits all.
            Self::Speaker => honorable(
                "",
                "",
                words(
                    "Dear Speaker <last>:",
                    "A la Presidencia de la Cámara de Representantes:",
                    "À la présidence de la Chambre des représentants,",
                ),
                words("To the Speaker of the House:", WHOM_IT_MAY_CONCERN.es, WHOM_IT_MAY_CONCERN.fr),
            ),

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
            // Usage: not an Excellency. The French title has two genders, so that it is left out of the greeting.
            Self::Charge => charge(HIGH),

            // Envoys of the United States are The Honorable and greeted as Ambassador, without the Mr. or Madam of FAH
            // H-426.2. "American Ambassador", as is customary outside the Western Hemisphere, would call for a map, and
            // the title in full is right on both sides of the line. They are Excellencies to those who write in
            // another language.
            Self::AmericanAmbassador => american_ambassador("Ambassador", "of <state>"),
            Self::AmericanPermanentRepresentative => {
                american_ambassador("Permanent Representative", "of <state> to the United Nations")
            }
            Self::AmericanCharge => charge(PLAIN),

            // Heritage: "Excellency:" to a president, His/Her Excellency to a prime minister; Usage: to a minister too. Their
            // titles differ from state to state (Chancellor, Taoiseach, Secretary of State), so that the envelope says
            // what each of them is.
            Self::HeadOfState => excellency("Head of State", "of <state>"),
            Self::HeadOfGovernment => excellency("Head of Government", "of <state>"),
            Self::ForeignMinister => excellency("Minister of Foreign Affairs", "of <state>"),
            // Heritage: "Your Majesty" to emperors, kings and queens; Usage: to sultans.
            Self::Majesty => crowned("H.M.", words("Your Majesty:", "Majestad:", "Votre Majesté,")),
            // UN, "Heads of State, Heads of Government, Ministers for Foreign Affairs": the rulers of Kuwait, Qatar and
            // the Emirates.
            Self::Highness => crowned("H.H.", words("Your Highness:", "Alteza:", "Votre Altesse,")),
            // The same list: the Grand Duke or Grand Duchess of Luxembourg.
            Self::RoyalHighness => crowned("H.R.H.", words("Your Royal Highness:", "Alteza Real:", "Votre Altesse Royale,")),
            // Heritage, and the same list: the princes of Liechtenstein and Monaco.
            Self::SereneHighness => {
                crowned("H.S.H.", words("Your Serene Highness:", "Alteza Serenísima:", "Votre Altesse Sérénissime,"))
            }
            // Usage.
            Self::Pope => Row {
                post: "Supreme Pontiff",
                of: "",
                ..crowned("H.H.", words("Your Holiness:", "Santidad:", "Votre Sainteté,"))
            },
            // Usage: always a cardinal, known by name or not.
            Self::CardinalSecretaryOfState => {
                Row { unnamed: EMINENCE, ..excellency("Secretary of State", "of <state>").of_a_cardinal() }
            }
            Self::SecretaryForRelations => excellency("Secretary for Relations with States", "of <state>"),
            // Commerce: The Honorable, "Dear Mr. President:"; Usage: "Dear Mr./Madam Secretary:". With the name both fit all.
            Self::AmericanPresident => honorable(
                "President",
                "of the United States",
                words("Dear President <last>:", "A la Presidencia de los Estados Unidos:", "À la présidence des États-Unis,"),
                words(
                    "To the President of the United States:",
                    "A la Presidencia de los Estados Unidos:",
                    "À la présidence des États-Unis,",
                ),
            ),
            Self::AmericanSecretaryOfState => honorable(
                "Secretary of State",
                "of the United States",
                words("Dear Secretary <last>:", "A la Secretaría de Estado:", "À la direction du département d’État,"),
                words("To the Secretary of State:", "A la Secretaría de Estado:", "À la direction du département d’État,"),
            ),

            // Anybody else. Of the title only its spelling is known, so the greeting has the full name, which needs no
            // Mr. or Ms. Usage.
            Self::Other => Row {
                honorific: "",
                post: "",
                of: "",
                named: words("Dear <full>:", "A la atención de <full>:", WHOM_IT_MAY_CONCERN.fr),
                unnamed: WHOM_IT_MAY_CONCERN,
                close: PLAIN,
            },
        }
    }
}

impl Row {
    /// The same post, held by a cardinal. Every cardinal is a man, so that "His" is written out: H.E. would be read as
    /// Excellency.
    const fn of_a_cardinal(self) -> Self {
        Self { honorific: "His Eminence", named: EMINENCE, close: HIGH, ..self }
    }
}

/// Whether the holder is a cardinal, as the name is written: "Cardinal Full Name", "Full Cardinal Name". At the end it is a
/// family name.
fn is_a_cardinal(target: &Target) -> bool {
    let Holder::Named { full, .. } = &target.holder else { return false };
    let mut words = full.split_whitespace().rev();
    let is_last_a_name = words.next().is_some();
    let by_name = is_last_a_name && words.any(|word| word.eq_ignore_ascii_case("cardinal"));
    by_name || matches!(&target.office, Office::Custom { title, .. } if title.split_whitespace().next() == Some("Cardinal"))
}

const fn honorable(post: &'static str, of: &'static str, named: Words, unnamed: Words) -> Row {
    Row { honorific: "The Honorable", post, of, named, unnamed, close: PLAIN }
}

const fn member_of_the_house(named: &'static str, unnamed: &'static str) -> Row {
    honorable(
        "",
        "",
        words(named, "Honorable <last>, miembro de la Cámara:", "Honorable membre de la Chambre des représentants,"),
        words(unnamed, WHOM_IT_MAY_CONCERN.es, WHOM_IT_MAY_CONCERN.fr),
    )
}

const fn excellency(post: &'static str, of: &'static str) -> Row {
    Row { honorific: "H.E.", post, of, named: EXCELLENCY, unnamed: EXCELLENCY, close: HIGH }
}

const fn american_ambassador(post: &'static str, of: &'static str) -> Row {
    honorable(
        post,
        of,
        words("Dear Ambassador <last>:", EXCELLENCY.es, EXCELLENCY.fr),
        words("Dear Ambassador:", EXCELLENCY.es, EXCELLENCY.fr),
    )
}

const fn charge(close: Words) -> Row {
    let greeting = words("Dear Chargé d’Affaires:", "A la Encargaduría de Negocios:", WHOM_IT_MAY_CONCERN.fr);
    Row { honorific: "", post: "Chargé d’Affaires a.i.", of: "", named: greeting, unnamed: greeting, close }
}

const fn crowned(honorific: &'static str, greeting: Words) -> Row {
    Row { honorific, post: "Sovereign", of: "of <state>", named: greeting, unnamed: greeting, close: HIGHEST }
}
