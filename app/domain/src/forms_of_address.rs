//! Forms of address: who stands on the envelope, how the letter greets and how it closes.
//!
//! [`Role::row`] is the whole table, a row for each role, to be checked line by line. Its sources, by the names that
//! the rows use:
//! - *Hickey*: R. Hickey, "Honor & Respect", and its site formsofaddress.info;
//! - *FAH*: Foreign Affairs Handbook of the United States, 5 FAH-1 H-420, Preparing letters;
//! - *Commerce*: United States Department of Commerce, "Models of Address and Salutation";
//! - *Heritage*: Department of Canadian Heritage, "Styles of address" (foreign dignitaries);
//! - *Usage*: general diplomatic usage, for Spanish and French throughout. French keeps "Excellence" for dignitaries of
//!   other states: heads of state and government, ministers, ambassadors, nuncios.
//!
//! Nobody's gender is known here, so that every form is one that fits all: no Mr., no Madam, no "Señora Ministra"; H.E.
//! and H.M. for His or Her; in French "Madame, Monsieur," for whom one knows nothing of, and otherwise words that
//! have one form.

use crate::{
    language::Language,
    state::Iso2,
    target::{CapitalRole, Chamber, Holder, HouseRole, Office, Seat, Target},
};

/// How one target is addressed in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// The lines above the postal address.
    pub envelope: Vec<String>,
    /// With its punctuation: "Dear Senator Sanders:", "Excellence,".
    pub salutation: String,
    /// With its punctuation: "Sincerely,".
    pub close: String,
}

/// The forms for a target. The envelope is in English, as the post reads it, in the United States; salutation and
/// close are in the letter's language.
pub fn forms(target: &Target, language: Language) -> Forms {
    let row = Role::of(target).row();
    let salutation = match &target.holder {
        Holder::Named { full, last } | Holder::ChargeDAffaires { full, last } => {
            row.named.get(language).replace("<full>", full).replace("<last>", last)
        }
        Holder::Unnamed => row.unnamed.get(language).to_owned(),
    };
    Forms { envelope: row.envelope(target), salutation, close: row.close.get(language).to_owned() }
}

/// What is written to the holder of a role.
struct Row {
    /// Before the holder's name on the envelope.
    honorific: &'static str,
    /// What the holder is called on the envelope: the post, and of what; `<state>` stands for the state's name in a
    /// title. Empty where the next line, the house, says it.
    post: &'static str,
    of: &'static str,
    /// The greeting of a holder whose name is known; `<full>` and `<last>` stand for it.
    named: Words,
    /// The greeting of the office.
    unnamed: Words,
    close: Words,
}

/// The same in each language of letters.
#[derive(Clone, Copy)]
struct Words {
    en: &'static str,
    es: &'static str,
    fr: &'static str,
}

const fn words(en: &'static str, es: &'static str, fr: &'static str) -> Words {
    Words { en, es, fr }
}

impl Words {
    const fn get(self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Es => self.es,
            Language::Fr => self.fr,
        }
    }
}

/// Whoever is an Excellency is greeted so, named or not. Hickey, FAH H-426.2: "Your Excellency:"; Usage.
const EXCELLENCY: Words = words("Your Excellency:", "Excelencia:", "Excellence,");
/// For whom nothing is known but an address. Usage.
const WHOM_IT_MAY_CONCERN: Words = words("To whom it may concern:", "A quien corresponda:", "Madame, Monsieur,");

/// To officials of one's own country, and to persons. FAH, Hickey: "Sincerely,". The French sentence that begins with
/// "Veuillez agréer" would fill a fifth of a postcard: this is its short form.
const PLAIN: Words = words("Sincerely,", "Atentamente,", "Avec ma considération distinguée,");
/// To those who stand for another state. FAH, Hickey: "Respectfully,"; Usage.
const HIGH: Words = words("Respectfully,", "Con todo respeto,", "Avec ma très haute considération,");
/// To crowned heads and the Pope. Usage.
const HIGHEST: Words = words("Respectfully,", "Con el más profundo respeto,", "Avec mon plus profond respect,");

/// As what somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
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
    AmericanPresident,
    AmericanSecretaryOfState,

    Other,
}

impl Role {
    fn of(target: &Target) -> Self {
        match (&target.office, &target.holder) {
            (Office::Congress(seat), _) => Self::in_congress(seat),
            (Office::Mission { of, .. }, Holder::ChargeDAffaires { .. }) if *of == Iso2::us() => Self::AmericanCharge,
            (Office::Mission { .. }, Holder::ChargeDAffaires { .. }) => Self::Charge,
            (Office::Mission { of, to, name, .. }, Holder::Named { .. } | Holder::Unnamed) => {
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

    fn leading_a_mission(of: &Iso2, to: &Iso2, name: &str) -> Self {
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
            (CapitalRole::HeadOfState, _) => Self::HeadOfState,
            (CapitalRole::HeadOfGovernment, _) => Self::HeadOfGovernment,
            (CapitalRole::ForeignMinister, _) => Self::ForeignMinister,
            (CapitalRole::Monarch, "VA") => Self::Pope,
            (CapitalRole::Monarch, "LI" | "MC") => Self::SereneHighness,
            (CapitalRole::Monarch, "LU") => Self::RoyalHighness,
            (CapitalRole::Monarch, "AE" | "KW" | "QA") => Self::Highness,
            (CapitalRole::Monarch, _) => Self::Majesty,
        }
    }

    /// The table.
    const fn row(self) -> Row {
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

            // Anybody else, of whose title nothing is known but how it is written: by the full name, which needs no Mr.
            // or Ms. Usage.
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

impl Row {
    fn envelope(&self, target: &Target) -> Vec<String> {
        let holder = match &target.holder {
            Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } => {
                Some(format!("{} {full}", self.honorific).trim_start().to_owned())
            }
            Holder::Unnamed => None,
        };
        let lines = match (&target.office, holder) {
            (Office::Congress(seat), Some(holder)) => {
                vec![holder, seat.leads_as.clone().unwrap_or_default(), seat.chamber.house().to_owned()]
            }
            (Office::Congress(seat), None) => vec![format!("Office of the {}", seat.title()), seat.chamber.house().to_owned()],
            (Office::Mission { name, of_name, .. } | Office::Capital { name, of_name, .. }, Some(holder)) => {
                vec![holder, self.title(of_name), name.clone()]
            }
            (Office::Mission { name, of_name, .. } | Office::Capital { name, of_name, .. }, None) => {
                vec![format!("The {}", self.title(of_name)), name.clone()]
            }
            (Office::Custom { name, title, .. }, holder) => vec![holder.unwrap_or_default(), title.clone(), name.clone()],
        };
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// "Ambassador of the Republic of Albania".
    fn title(&self, state: &str) -> String {
        format!("{} {}", self.post, self.of.replace("<state>", state)).trim_end().to_owned()
    }
}

impl Chamber {
    /// As it stands on an envelope (Hickey).
    const fn house(self) -> &'static str {
        match self {
            Self::Senate { .. } => "United States Senate",
            Self::House { .. } => "U.S. House of Representatives",
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::tests::target;

    fn member(state: &str, chamber: Chamber, leads_as: Option<&str>, holder: Holder) -> Target {
        let leads_as = leads_as.map(str::to_owned);
        target(Office::Congress(Seat { state: state.into(), chamber, party: "Independent".into(), leads_as }), holder)
    }

    fn mission(of: &str, to: Iso2, name: &str, of_name: &str, holder: Holder) -> Target {
        let of = Iso2::parse(of).unwrap();
        target(Office::Mission { of, to, name: name.into(), of_name: of_name.into() }, holder)
    }

    fn embassy(of: &str, of_name: &str, holder: Holder) -> Target {
        mission(of, Iso2::us(), &format!("Embassy of {of_name}"), of_name, holder)
    }

    fn capital(of: &str, role: CapitalRole, name: &str, of_name: &str, holder: Holder) -> Target {
        let of = Iso2::parse(of).unwrap();
        target(Office::Capital { of, role, name: name.into(), of_name: of_name.into() }, holder)
    }

    fn custom(title: &str, holder: Holder) -> Target {
        let (name, title, country) = ("Headquarters of Examplia Arms".into(), title.into(), Iso2::us());
        target(Office::Custom { name, title, country }, holder)
    }

    fn named() -> Holder {
        Holder::Named { full: "Full Name".into(), last: "Name".into() }
    }

    fn charge_d_affaires() -> Holder {
        Holder::ChargeDAffaires { full: "Full Name".into(), last: "Name".into() }
    }

    /// The envelope; then the salutation in each language, then the close in each.
    fn all(target: &Target) -> (String, [String; 3], [String; 3]) {
        let forms = Language::ALL.map(|language| forms(target, language));
        for other in &forms {
            assert_eq!(other.envelope, forms[0].envelope, "the post reads the envelope, whatever the letter's language");
        }
        (forms[0].envelope.join(" / "), forms.clone().map(|forms| forms.salutation), forms.map(|forms| forms.close))
    }

    const PLAINLY: [&str; 3] = ["Sincerely,", "Atentamente,", "Avec ma considération distinguée,"];
    const HIGHLY: [&str; 3] = ["Respectfully,", "Con todo respeto,", "Avec ma très haute considération,"];
    const MOST_HIGHLY: [&str; 3] = ["Respectfully,", "Con el más profundo respeto,", "Avec mon plus profond respect,"];
    const YOUR_EXCELLENCY: [&str; 3] = ["Your Excellency:", "Excelencia:", "Excellence,"];

    const SENATE: Chamber = Chamber::Senate { class: 1 };
    const fn house(role: HouseRole) -> Chamber {
        Chamber::House { district: 0, role }
    }

    #[test]
    fn a_member_is_the_honorable_and_is_greeted_by_the_seat_held() {
        let of_the_house = "Honorable Name, miembro de la Cámara:";
        for (state, chamber, envelope, english, spanish, french) in [
            (
                "VT",
                SENATE,
                "United States Senate",
                "Dear Senator Name:",
                "Honorable Name, miembro del Senado:",
                "Honorable membre du Sénat,",
            ),
            (
                "VT",
                house(HouseRole::Representative),
                "U.S. House of Representatives",
                "Dear Representative Name:",
                of_the_house,
                "Honorable membre de la Chambre des représentants,",
            ),
            (
                "GU",
                house(HouseRole::Delegate),
                "U.S. House of Representatives",
                "Dear Delegate Name:",
                of_the_house,
                "Honorable membre de la Chambre des représentants,",
            ),
            (
                "PR",
                house(HouseRole::ResidentCommissioner),
                "U.S. House of Representatives",
                "Dear Commissioner Name:",
                of_the_house,
                "Honorable membre de la Chambre des représentants,",
            ),
        ] {
            let (lines, greetings, closes) = all(&member(state, chamber, None, named()));
            assert_eq!(lines, format!("The Honorable Full Name / {envelope}"));
            assert_eq!((greetings, closes), ([english, spanish, french].map(str::to_owned), PLAINLY.map(str::to_owned)));
        }
    }

    #[test]
    fn the_speaker_is_greeted_as_the_speaker() {
        let (lines, greetings, closes) =
            all(&member("VT", house(HouseRole::Representative), Some("Speaker of the House"), named()));
        assert_eq!(lines, "The Honorable Full Name / Speaker of the House / U.S. House of Representatives");
        assert_eq!(
            greetings,
            [
                "Dear Speaker Name:",
                "A la Presidencia de la Cámara de Representantes:",
                "À la présidence de la Chambre des représentants,"
            ]
        );
        assert_eq!(closes, PLAINLY);
    }

    #[test]
    fn any_other_leader_has_the_office_on_the_envelope_and_is_greeted_by_the_seat() {
        for (chamber, leads_as, house, greeting) in [
            (SENATE, "President Pro Tempore of the Senate", "United States Senate", "Dear Senator Name:"),
            (SENATE, "Senate Majority Leader", "United States Senate", "Dear Senator Name:"),
            (SENATE, "Senate Minority Whip", "United States Senate", "Dear Senator Name:"),
            (
                house(HouseRole::Representative),
                "House Minority Leader",
                "U.S. House of Representatives",
                "Dear Representative Name:",
            ),
            (
                house(HouseRole::Representative),
                "Assistant Speaker of the House",
                "U.S. House of Representatives",
                "Dear Representative Name:",
            ),
        ] {
            let (lines, greetings, _) = all(&member("VT", chamber, Some(leads_as), named()));
            assert_eq!(lines, format!("The Honorable Full Name / {leads_as} / {house}"));
            assert_eq!(greetings[0], greeting);
        }
    }

    #[test]
    fn a_vacant_seat_is_written_to_as_an_office() {
        for (chamber, envelope, greeting) in [
            (SENATE, "Office of the Senator for Vermont / United States Senate", "Dear Senator:"),
            (
                Chamber::House { district: 2, role: HouseRole::Representative },
                "Office of the Representative for Vermont, district 2 / U.S. House of Representatives",
                "Dear Representative:",
            ),
        ] {
            let (lines, greetings, closes) = all(&member("VT", chamber, None, Holder::Unnamed));
            assert_eq!(lines, envelope);
            assert_eq!(greetings, [greeting, "A quien corresponda:", "Madame, Monsieur,"]);
            assert_eq!(closes, PLAINLY);
        }
    }

    #[test]
    fn an_ambassador_is_an_excellency_named_or_not() {
        let embassy = |holder| all(&embassy("AL", "the Republic of Albania", holder));
        let line = "Ambassador of the Republic of Albania / Embassy of the Republic of Albania";
        let words = (YOUR_EXCELLENCY.map(str::to_owned), HIGHLY.map(str::to_owned));
        assert_eq!(embassy(named()), (format!("H.E. Full Name / {line}"), words.0.clone(), words.1.clone()));
        assert_eq!(embassy(Holder::Unnamed), (format!("The {line}"), words.0, words.1));
    }

    #[test]
    fn a_high_commission_is_led_by_a_high_commissioner() {
        let to = Iso2::parse("GB").unwrap();
        let (lines, greetings, _) = all(&mission("AU", to, "High Commission of Australia", "Australia", named()));
        assert_eq!(lines, "H.E. Full Name / High Commissioner for Australia / High Commission of Australia");
        assert_eq!(greetings, YOUR_EXCELLENCY);
    }

    #[test]
    fn a_charge_d_affaires_is_not_an_excellency() {
        let (lines, greetings, closes) = all(&embassy("PL", "the Republic of Poland", charge_d_affaires()));
        assert_eq!(lines, "Full Name / Chargé d’Affaires a.i. / Embassy of the Republic of Poland");
        assert_eq!(greetings, ["Dear Chargé d’Affaires:", "A la Encargaduría de Negocios:", "Madame, Monsieur,"]);
        assert_eq!(closes, HIGHLY);
    }

    #[test]
    fn the_holy_see_sends_a_nuncio() {
        let (lines, greetings, _) = all(&embassy("VA", "the Holy See", named()));
        assert_eq!(lines, "H.E. Full Name / Apostolic Nuncio / Embassy of the Holy See");
        assert_eq!(greetings, YOUR_EXCELLENCY);
        assert!(all(&embassy("VA", "the Holy See", Holder::Unnamed)).0.starts_with("The Apostolic Nuncio / "));
    }

    #[test]
    fn an_envoy_of_the_united_states_is_the_honorable_and_no_excellency_in_english() {
        let embassy = |holder| all(&embassy("US", "the United States of America", holder));
        let line = "Ambassador of the United States of America / Embassy of the United States of America";
        let (lines, greetings, closes) = embassy(named());
        assert_eq!(lines, format!("The Honorable Full Name / {line}"));
        assert_eq!((greetings[0].as_str(), &greetings[1..]), ("Dear Ambassador Name:", &YOUR_EXCELLENCY.map(str::to_owned)[1..]));
        assert_eq!(closes, PLAINLY);
        let (lines, greetings, _) = embassy(Holder::Unnamed);
        assert_eq!(lines, format!("The {line}"));
        assert_eq!(greetings[0], "Dear Ambassador:");
        let (lines, greetings, closes) = embassy(charge_d_affaires());
        assert_eq!(lines, "Full Name / Chargé d’Affaires a.i. / Embassy of the United States of America");
        assert_eq!((greetings[0].as_str(), closes), ("Dear Chargé d’Affaires:", PLAINLY.map(str::to_owned)));
    }

    #[test]
    fn to_the_united_nations_states_send_permanent_representatives_and_two_send_observers() {
        let sent = |of, of_name: &str, holder| {
            let name = format!("Permanent Mission of {of_name}");
            all(&mission(of, Iso2::un(), &name, of_name, holder))
        };
        let (lines, greetings, closes) = sent("FJ", "the Republic of Fiji", named());
        assert_eq!(
            lines,
            "H.E. Full Name / Permanent Representative of the Republic of Fiji to the United Nations / Permanent Mission of the Republic of Fiji"
        );
        assert_eq!((greetings, closes), (YOUR_EXCELLENCY.map(str::to_owned), HIGHLY.map(str::to_owned)));
        assert!(
            sent("FJ", "Fiji", Holder::Unnamed).0.starts_with("The Permanent Representative of Fiji to the United Nations / ")
        );
        assert!(sent("FJ", "Fiji", charge_d_affaires()).0.starts_with("Full Name / Chargé d’Affaires a.i. / "));
        for (of, of_name) in [("VA", "the Holy See"), ("PS", "the State of Palestine")] {
            let observer = format!("H.E. Full Name / Permanent Observer of {of_name} to the United Nations / ");
            assert!(sent(of, of_name, named()).0.starts_with(&observer));
        }
        let (lines, greetings, _) = sent("US", "the United States of America", named());
        assert!(lines.starts_with(
            "The Honorable Full Name / Permanent Representative of the United States of America to the United Nations / "
        ));
        assert_eq!(greetings[0], "Dear Ambassador Name:");
    }

    #[test]
    fn heads_of_state_and_government_and_foreign_ministers_are_excellencies_named_or_not() {
        for (role, post, house) in [
            (CapitalRole::HeadOfState, "Head of State", "Office of the President"),
            (CapitalRole::HeadOfGovernment, "Head of Government", "Office of the Prime Minister"),
            (CapitalRole::ForeignMinister, "Minister of Foreign Affairs", "Ministry of Foreign Affairs"),
        ] {
            let capital = |holder| all(&capital("AL", role, house, "the Republic of Albania", holder));
            let line = format!("{post} of the Republic of Albania / {house}");
            let words = (YOUR_EXCELLENCY.map(str::to_owned), HIGHLY.map(str::to_owned));
            assert_eq!(capital(named()), (format!("H.E. Full Name / {line}"), words.0.clone(), words.1.clone()));
            assert_eq!(capital(Holder::Unnamed), (format!("The {line}"), words.0, words.1));
        }
    }

    #[test]
    fn a_crowned_head_has_the_style_of_the_house() {
        for (of, of_name, envelope, greetings) in [
            (
                "NO",
                "the Kingdom of Norway",
                "H.M. Full Name / Sovereign of the Kingdom of Norway",
                ["Your Majesty:", "Majestad:", "Votre Majesté,"],
            ),
            (
                "QA",
                "the State of Qatar",
                "H.H. Full Name / Sovereign of the State of Qatar",
                ["Your Highness:", "Alteza:", "Votre Altesse,"],
            ),
            (
                "LU",
                "the Grand Duchy of Luxembourg",
                "H.R.H. Full Name / Sovereign of the Grand Duchy of Luxembourg",
                ["Your Royal Highness:", "Alteza Real:", "Votre Altesse Royale,"],
            ),
            (
                "MC",
                "the Principality of Monaco",
                "H.S.H. Full Name / Sovereign of the Principality of Monaco",
                ["Your Serene Highness:", "Alteza Serenísima:", "Votre Altesse Sérénissime,"],
            ),
            ("VA", "the Holy See", "H.H. Full Name / Supreme Pontiff", ["Your Holiness:", "Santidad:", "Votre Sainteté,"]),
        ] {
            let palace = |holder| all(&capital(of, CapitalRole::Monarch, "Palace", of_name, holder));
            let expected = (greetings.map(str::to_owned), MOST_HIGHLY.map(str::to_owned));
            assert_eq!(palace(named()), (format!("{envelope} / Palace"), expected.0.clone(), expected.1.clone()));
            let (lines, greetings, closes) = palace(Holder::Unnamed);
            assert_eq!(lines, format!("The {} / Palace", envelope.split_once(" / ").unwrap().1));
            assert_eq!((greetings, closes), expected);
        }
    }

    #[test]
    fn in_washington_nobody_is_an_excellency() {
        let capital = |role, holder| all(&capital("US", role, "House", "the United States of America", holder));
        let (lines, greetings, closes) = capital(CapitalRole::HeadOfState, named());
        assert_eq!(lines, "The Honorable Full Name / President of the United States / House");
        assert_eq!(
            greetings,
            ["Dear President Name:", "A la Presidencia de los Estados Unidos:", "À la présidence des États-Unis,"]
        );
        assert_eq!(closes, PLAINLY);
        let (lines, greetings, _) = capital(CapitalRole::HeadOfState, Holder::Unnamed);
        assert_eq!(lines, "The President of the United States / House");
        assert_eq!(greetings[0], "To the President of the United States:");
        let (lines, greetings, _) = capital(CapitalRole::ForeignMinister, named());
        assert_eq!(lines, "The Honorable Full Name / Secretary of State of the United States / House");
        assert_eq!(greetings, ["Dear Secretary Name:", "A la Secretaría de Estado:", "À la direction du département d’État,"]);
        assert_eq!(capital(CapitalRole::ForeignMinister, Holder::Unnamed).1[0], "To the Secretary of State:");
    }

    #[test]
    fn anybody_else_is_greeted_by_name_or_as_whom_it_may_concern() {
        let (lines, greetings, closes) = all(&custom("Chair of the Board", named()));
        assert_eq!(lines, "Full Name / Chair of the Board / Headquarters of Examplia Arms");
        assert_eq!(greetings, ["Dear Full Name:", "A la atención de Full Name:", "Madame, Monsieur,"]);
        assert_eq!(closes, PLAINLY);
        let (lines, greetings, _) = all(&custom("Chair of the Board", Holder::Unnamed));
        assert_eq!(lines, "Chair of the Board / Headquarters of Examplia Arms");
        assert_eq!(greetings, ["To whom it may concern:", "A quien corresponda:", "Madame, Monsieur,"]);
        assert_eq!(all(&custom("", named())).0, "Full Name / Headquarters of Examplia Arms");
        assert_eq!(all(&custom("", Holder::Unnamed)).0, "Headquarters of Examplia Arms");
    }
}
