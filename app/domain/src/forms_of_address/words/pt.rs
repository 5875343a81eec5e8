//! Portuguese. *Manual de Redação da Presidência da República* (Brazil, 3rd edition, 2018): Vossa Excelência to heads of state,
//! ministers, ambassadors and members of parliament; closes "Respeitosamente" to those above and "Atenciosamente" to all others;
//! a comma after the greeting. "Excelentíssimo Senhor" has a gender, so "Excelência" stands alone. General diplomatic usage for
//! crowned heads and the clergy.

use super::{super::table::Role, Words, one, two};

const EXCELLENCY: &str = "Excelência,";
const WHOM_IT_MAY_CONCERN: &str = "A quem possa interessar,";
const PLAIN: &str = "Atenciosamente,";
const HIGH: &str = "Respeitosamente,";
const HIGHEST: &str = "Com o mais profundo respeito,";

pub(super) const fn words(role: Role) -> Words {
    match role {
        Role::Senator | Role::Representative | Role::Delegate | Role::ResidentCommissioner | Role::Speaker => {
            two(EXCELLENCY, WHOM_IT_MAY_CONCERN, PLAIN)
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
        // The title has two genders: the office is greeted.
        Role::Charge => one("À Encarregatura de Negócios,", HIGH),
        Role::AmericanCharge => one("À Encarregatura de Negócios,", PLAIN),
        Role::AmericanAmbassador
        | Role::AmericanPermanentRepresentative
        | Role::AmericanPresident
        | Role::AmericanSecretaryOfState => one(EXCELLENCY, PLAIN),
        Role::Majesty => one("Majestade,", HIGHEST),
        Role::Highness => one("Alteza,", HIGHEST),
        Role::RoyalHighness => one("Alteza Real,", HIGHEST),
        Role::SereneHighness => one("Alteza Sereníssima,", HIGHEST),
        Role::Pope => one("Santidade,", HIGHEST),
        Role::CardinalSecretaryOfState => one("Eminência,", HIGH),
        Role::Other => two("À atenção de <full>,", WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
