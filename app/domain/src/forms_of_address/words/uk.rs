//! Ukrainian: the protocol of the Ministry of Foreign Affairs calls foreign dignitaries "Ваша Високоповажносте"; general usage for
//! the others. "Шановний" has a gender, so that a person is written to by name: "До уваги".

use super::{super::table::Role, Words, one, two};

const EXCELLENCY: &str = "Ваша Високоповажносте,";
const WHOM_IT_MAY_CONCERN: &str = "Шановні пані та панове,";
const PLAIN: &str = "З повагою,";
const HIGH: &str = "З глибокою повагою,";
const HIGHEST: &str = "З найглибшою повагою,";

pub(super) const fn words(role: Role) -> Words {
    match role {
        Role::Senator | Role::Speaker => two(EXCELLENCY, WHOM_IT_MAY_CONCERN, PLAIN),
        Role::Representative | Role::Delegate | Role::ResidentCommissioner => {
            two("До уваги <full>, Палата представників США,", WHOM_IT_MAY_CONCERN, PLAIN)
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
        Role::Majesty => one("Ваша Величносте,", HIGHEST),
        Role::Highness => one("Ваша Високосте,", HIGHEST),
        Role::RoyalHighness => one("Ваша Королівська Високосте,", HIGHEST),
        Role::SereneHighness => one("Ваша Світлосте,", HIGHEST),
        Role::Pope => one("Ваша Святосте,", HIGHEST),
        Role::CardinalSecretaryOfState => one("Ваша Еміненціє,", HIGH),
        Role::Other => two("До уваги <full>,", WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
