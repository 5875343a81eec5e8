//! English. The sources are named in [`forms_of_address`](super::super).
//!
//! In English nobody in Washington is an Excellency.

use super::{super::table::Role, Words, one, two};

/// An Excellency is greeted so, named or not. Hickey, FAH H-426.2.
const EXCELLENCY: &str = "Your Excellency:";
/// For somebody of whom only an address is known. Usage.
const WHOM_IT_MAY_CONCERN: &str = "To whom it may concern:";
/// To officials of one's own country, and to persons. FAH, Hickey.
const PLAIN: &str = "Sincerely,";
/// To those who stand for another state, to crowned heads and to the Pope. FAH, Hickey; Usage.
const HIGH: &str = "Respectfully,";

pub(super) const fn words(role: Role) -> Words {
    match role {
        // Of all leaders only the Speaker has a greeting of its own (Commerce). Majority and minority leaders, whips and the
        // president pro tempore are greeted by their seats, as every senator and representative is; "Dear Mr. President" in the
        // Senate is the Vice President's.
        //
        // Hickey: "Dear Senator (Surname):".
        Role::Senator => two("Dear Senator <last>:", "Dear Senator:", PLAIN),
        // Hickey lists Representative beside Congressman and Congresswoman: it is the one that fits all.
        Role::Representative => two("Dear Representative <last>:", "Dear Representative:", PLAIN),
        // Usage of the House, which calls its members without a vote by their offices.
        Role::Delegate => two("Dear Delegate <last>:", "Dear Delegate:", PLAIN),
        Role::ResidentCommissioner => two("Dear Commissioner <last>:", "Dear Commissioner:", PLAIN),
        // Hickey: "Dear Mr./Madam Speaker:", or less formally Speaker (Surname), which fits all.
        Role::Speaker => two("Dear Speaker <last>:", "To the Speaker of the House:", PLAIN),
        // Heritage: "Excellency:" to a president; Usage: to a prime minister and a minister too.
        Role::Ambassador
        | Role::HighCommissioner
        | Role::Nuncio
        | Role::PermanentRepresentative
        | Role::PermanentObserver
        | Role::HeadOfState
        | Role::HeadOfGovernment
        | Role::ForeignMinister
        | Role::SecretaryForRelations => one(EXCELLENCY, HIGH),
        // Usage: not an Excellency.
        Role::Charge => one("Dear Chargé d’Affaires:", HIGH),
        Role::AmericanCharge => one("Dear Chargé d’Affaires:", PLAIN),
        // Envoys of the United States are greeted as Ambassador, without the Mr. or Madam of FAH H-426.2.
        Role::AmericanAmbassador | Role::AmericanPermanentRepresentative => {
            two("Dear Ambassador <last>:", "Dear Ambassador:", PLAIN)
        }
        // Heritage: "Your Majesty" to emperors, kings and queens; Usage: to sultans.
        Role::Majesty => one("Your Majesty:", HIGH),
        // UN, "Heads of State, Heads of Government, Ministers for Foreign Affairs": the rulers of Kuwait, Qatar and the Emirates.
        Role::Highness => one("Your Highness:", HIGH),
        // The same list: the Grand Duke or Grand Duchess of Luxembourg.
        Role::RoyalHighness => one("Your Royal Highness:", HIGH),
        // Heritage, and the same list: the princes of Liechtenstein and Monaco.
        Role::SereneHighness => one("Your Serene Highness:", HIGH),
        // Usage.
        Role::Pope => one("Your Holiness:", HIGH),
        // A cardinal is an Eminence, whatever the post. Heritage.
        Role::CardinalSecretaryOfState => one("Your Eminence:", HIGH),
        // Commerce: "Dear Mr. President:"; Usage: "Dear Mr./Madam Secretary:". With the name both fit all.
        Role::AmericanPresident => two("Dear President <last>:", "To the President of the United States:", PLAIN),
        Role::AmericanSecretaryOfState => two("Dear Secretary <last>:", "To the Secretary of State:", PLAIN),
        // Of the title only its spelling is known, so the greeting has the full name, which needs no Mr. or Ms. Usage.
        Role::Other => two("Dear <full>:", WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
