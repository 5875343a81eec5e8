//! German. *Ratgeber für Anschriften und Anreden* (Federal Ministry of the Interior): "Exzellenz" in international letters to heads of
//! state and ambassadors; closes "Mit vorzüglicher Hochachtung" and "Mit dem Ausdruck meiner ausgezeichneten Hochachtung"; no
//! sign after the close (DIN 5008). Where the guide has "Herr" or "Frau", a form stands that has no gender. After the comma of
//! the greeting the letter goes on with a small letter, unless its first word is a noun.

use super::{super::table::Role, Words, one, two};

const EXCELLENCY: &str = "Exzellenz,";
const WHOM_IT_MAY_CONCERN: &str = "Sehr geehrte Damen und Herren,";
const PLAIN: &str = "Mit freundlichen Grüßen";
const HIGH: &str = "Mit vorzüglicher Hochachtung";
const HIGHEST: &str = "Mit dem Ausdruck meiner ausgezeichneten Hochachtung";

pub(super) const fn words(role: Role) -> Words {
    match role {
        Role::Senator => two("Sehr geehrtes Mitglied des Senats,", WHOM_IT_MAY_CONCERN, PLAIN),
        Role::Representative | Role::Delegate | Role::ResidentCommissioner | Role::Speaker => {
            two("Sehr geehrtes Mitglied des Repräsentantenhauses,", WHOM_IT_MAY_CONCERN, PLAIN)
        }
        Role::Ambassador
        | Role::HighCommissioner
        | Role::Nuncio
        | Role::PermanentRepresentative
        | Role::PermanentObserver
        | Role::HeadOfState
        | Role::HeadOfGovernment
        | Role::ForeignMinister
        | Role::SecretaryForRelations => one(EXCELLENCY, HIGH),
        // The title has two genders.
        Role::Charge => one(WHOM_IT_MAY_CONCERN, HIGH),
        Role::AmericanCharge => one(WHOM_IT_MAY_CONCERN, PLAIN),
        Role::AmericanAmbassador
        | Role::AmericanPermanentRepresentative
        | Role::AmericanPresident
        | Role::AmericanSecretaryOfState => one(EXCELLENCY, PLAIN),
        Role::Majesty => one("Majestät,", HIGHEST),
        Role::Highness => one("Hoheit,", HIGHEST),
        Role::RoyalHighness => one("Königliche Hoheit,", HIGHEST),
        Role::SereneHighness => one("Durchlaucht,", HIGHEST),
        Role::Pope => one("Eure Heiligkeit,", HIGHEST),
        Role::CardinalSecretaryOfState => one("Eminenz,", HIGH),
        // Usage: the greeting of a person whose gender is not known.
        Role::Other => two("Guten Tag <full>,", WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
