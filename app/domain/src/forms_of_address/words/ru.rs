//! Russian: diplomatic usage, as textbooks of diplomatic correspondence list it: "Ваше Превосходительство" to presidents, heads of
//! government and of parliament, ministers, ambassadors and senators. "Уважаемый" has a gender, so that a person is written to by
//! name: "Вниманию".

use super::{super::table::Role, Words, one, two};

const EXCELLENCY: &str = "Ваше Превосходительство,";
const WHOM_IT_MAY_CONCERN: &str = "Уважаемые дамы и господа,";
const PLAIN: &str = "С уважением,";
const HIGH: &str = "С глубоким уважением,";
const HIGHEST: &str = "С глубочайшим уважением,";

pub(super) const fn words(role: Role) -> Words {
    match role {
        Role::Senator | Role::Speaker => two(EXCELLENCY, WHOM_IT_MAY_CONCERN, PLAIN),
        Role::Representative | Role::Delegate | Role::ResidentCommissioner => {
            two("Вниманию <full>, Палата представителей США,", WHOM_IT_MAY_CONCERN, PLAIN)
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
        // The title has one grammatical gender.
        Role::Charge => one(WHOM_IT_MAY_CONCERN, HIGH),
        Role::AmericanCharge => one(WHOM_IT_MAY_CONCERN, PLAIN),
        Role::AmericanAmbassador
        | Role::AmericanPermanentRepresentative
        | Role::AmericanPresident
        | Role::AmericanSecretaryOfState => one(EXCELLENCY, PLAIN),
        Role::Majesty => one("Ваше Величество,", HIGHEST),
        Role::Highness => one("Ваше Высочество,", HIGHEST),
        Role::RoyalHighness => one("Ваше Королевское Высочество,", HIGHEST),
        Role::SereneHighness => one("Ваша Светлость,", HIGHEST),
        Role::Pope => one("Ваше Святейшество,", HIGHEST),
        Role::CardinalSecretaryOfState => one("Ваше Высокопреосвященство,", HIGH),
        Role::Other => two("Вниманию <full>,", WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
