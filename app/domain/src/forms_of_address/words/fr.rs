//! French: general diplomatic usage. It keeps "Excellence" for dignitaries of other states: heads of state and government,
//! ministers, ambassadors, nuncios. The sentence that begins with "Veuillez agréer" would fill a fifth of a postcard: the
//! closes are its short forms.

use super::{super::table::Role, Words, one, two};

const EXCELLENCY: &str = "Excellence,";
/// For somebody of whom nothing is known. It is the only greeting with two genders.
const WHOM_IT_MAY_CONCERN: &str = "Madame, Monsieur,";
const PLAIN: &str = "Avec ma considération distinguée,";
const HIGH: &str = "Avec ma très haute considération,";
const HIGHEST: &str = "Avec mon plus profond respect,";

pub(super) const fn words(role: Role) -> Words {
    match role {
        Role::Senator => two("Honorable membre du Sénat,", WHOM_IT_MAY_CONCERN, PLAIN),
        Role::Representative | Role::Delegate | Role::ResidentCommissioner => {
            two("Honorable membre de la Chambre des représentants,", WHOM_IT_MAY_CONCERN, PLAIN)
        }
        Role::Speaker => two("À la présidence de la Chambre des représentants,", WHOM_IT_MAY_CONCERN, PLAIN),
        Role::Ambassador
        | Role::HighCommissioner
        | Role::Nuncio
        | Role::PermanentRepresentative
        | Role::PermanentObserver
        | Role::HeadOfState
        | Role::HeadOfGovernment
        | Role::ForeignMinister
        | Role::SecretaryForRelations => one(EXCELLENCY, HIGH),
        // The title of a chargé d’affaires has two genders.
        Role::Charge => one(WHOM_IT_MAY_CONCERN, HIGH),
        // Envoys of the United States are Excellencies to those who write in another language than English.
        Role::AmericanAmbassador | Role::AmericanPermanentRepresentative => one(EXCELLENCY, PLAIN),
        Role::Majesty => one("Votre Majesté,", HIGHEST),
        Role::Highness => one("Votre Altesse,", HIGHEST),
        Role::RoyalHighness => one("Votre Altesse Royale,", HIGHEST),
        Role::SereneHighness => one("Votre Altesse Sérénissime,", HIGHEST),
        Role::Pope => one("Votre Sainteté,", HIGHEST),
        Role::CardinalSecretaryOfState => one("Éminence,", HIGH),
        Role::AmericanPresident => one("À la présidence des États-Unis,", PLAIN),
        Role::AmericanSecretaryOfState => one("À la direction du département d’État,", PLAIN),
        Role::AmericanCharge | Role::Other => one(WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
