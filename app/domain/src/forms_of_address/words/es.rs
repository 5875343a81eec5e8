//! Spanish: general diplomatic usage. The presidency and the office are greeted where a title has two genders.

use super::{super::table::Role, Words, one, two};

const EXCELLENCY: &str = "Excelencia:";
const WHOM_IT_MAY_CONCERN: &str = "A quien corresponda:";
const PLAIN: &str = "Atentamente,";
const HIGH: &str = "Con todo respeto,";
const HIGHEST: &str = "Con el más profundo respeto,";

pub(super) const fn words(role: Role) -> Words {
    match role {
        Role::Senator => two("Honorable <last>, miembro del Senado:", WHOM_IT_MAY_CONCERN, PLAIN),
        Role::Representative | Role::Delegate | Role::ResidentCommissioner => {
            two("Honorable <last>, miembro de la Cámara:", WHOM_IT_MAY_CONCERN, PLAIN)
        }
        Role::Speaker => two("A la Presidencia de la Cámara de Representantes:", WHOM_IT_MAY_CONCERN, PLAIN),
        Role::Ambassador
        | Role::HighCommissioner
        | Role::Nuncio
        | Role::PermanentRepresentative
        | Role::PermanentObserver
        | Role::HeadOfState
        | Role::HeadOfGovernment
        | Role::ForeignMinister
        | Role::SecretaryForRelations => one(EXCELLENCY, HIGH),
        Role::Charge => one("A la Encargaduría de Negocios:", HIGH),
        Role::AmericanCharge => one("A la Encargaduría de Negocios:", PLAIN),
        // Envoys of the United States are Excellencies to those who write in another language than English.
        Role::AmericanAmbassador | Role::AmericanPermanentRepresentative => one(EXCELLENCY, PLAIN),
        Role::Majesty => one("Majestad:", HIGHEST),
        Role::Highness => one("Alteza:", HIGHEST),
        Role::RoyalHighness => one("Alteza Real:", HIGHEST),
        Role::SereneHighness => one("Alteza Serenísima:", HIGHEST),
        Role::Pope => one("Santidad:", HIGHEST),
        Role::CardinalSecretaryOfState => one("Eminencia:", HIGH),
        Role::AmericanPresident => one("A la Presidencia de los Estados Unidos:", PLAIN),
        Role::AmericanSecretaryOfState => one("A la Secretaría de Estado:", PLAIN),
        Role::Other => two("A la atención de <full>:", WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
