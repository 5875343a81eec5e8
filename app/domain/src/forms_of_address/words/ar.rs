//! Arabic: general diplomatic usage. The titles "صاحب السعادة" and "صاحبة السعادة" have a gender; "سعادتكم" and its like address
//! everybody, in the plural of respect. "تحية طيبة وبعد" opens every formal letter.

use super::{super::table::Role, Words, one, two};

const EXCELLENCY: &str = "سعادتكم، تحية طيبة وبعد،";
/// Ministers, and those who preside over a parliament.
const MINISTER: &str = "معاليكم، تحية طيبة وبعد،";
const PRESIDENT: &str = "فخامتكم، تحية طيبة وبعد،";
const GREETING: &str = "تحية طيبة وبعد،";
const PLAIN: &str = "وتفضلوا بقبول فائق الاحترام،";
const HIGH: &str = "وتفضلوا بقبول فائق الاحترام والتقدير،";
const HIGHEST: &str = "وتفضلوا بقبول أسمى آيات الاحترام والتقدير،";

pub(super) const fn words(role: Role) -> Words {
    match role {
        // "عضو" is said of women and men.
        Role::Senator => two("إلى سعادة عضو مجلس الشيوخ، تحية طيبة وبعد،", GREETING, PLAIN),
        Role::Representative | Role::Delegate | Role::ResidentCommissioner => {
            two("إلى سعادة عضو مجلس النواب، تحية طيبة وبعد،", GREETING, PLAIN)
        }
        Role::Speaker => two(MINISTER, GREETING, PLAIN),
        Role::Ambassador
        | Role::HighCommissioner
        | Role::Nuncio
        | Role::PermanentRepresentative
        | Role::PermanentObserver
        | Role::SecretaryForRelations => one(EXCELLENCY, HIGH),
        // The title has two genders.
        Role::Charge => one(GREETING, HIGH),
        Role::AmericanCharge => one(GREETING, PLAIN),
        Role::AmericanAmbassador | Role::AmericanPermanentRepresentative => one(EXCELLENCY, PLAIN),
        Role::HeadOfState => one(PRESIDENT, HIGH),
        Role::HeadOfGovernment => one("دولتكم، تحية طيبة وبعد،", HIGH),
        Role::ForeignMinister => one(MINISTER, HIGH),
        Role::Majesty => one("جلالتكم، تحية طيبة وبعد،", HIGHEST),
        Role::RoyalHighness => one("سموكم الملكي، تحية طيبة وبعد،", HIGHEST),
        Role::Highness | Role::SereneHighness => one("سموكم، تحية طيبة وبعد،", HIGHEST),
        Role::Pope => one("قداستكم، تحية طيبة وبعد،", HIGHEST),
        Role::CardinalSecretaryOfState => one("نيافتكم، تحية طيبة وبعد،", HIGH),
        Role::AmericanPresident => one(PRESIDENT, PLAIN),
        Role::AmericanSecretaryOfState => one(MINISTER, PLAIN),
        Role::Other => two("إلى عناية <full>، تحية طيبة وبعد،", GREETING, PLAIN),
    }
}
