//! Thai. *Regulation of the Office of the Prime Minister on Correspondence* (1983 and its annex): "กราบเรียน" and "ขอแสดงความนับถืออย่างยิ่ง"
//! to the highest offices, "เรียน" and "ขอแสดงความนับถือ" to all others; "ฯพณฯ" is general usage for foreign dignitaries. Titles have
//! no gender. There is no sign after a greeting or a close. The annex has words for the King of Thailand and his house alone: other
//! crowned heads are greeted in the plain royal form.

use super::{super::table::Role, Words, one, two};

const WHOM_IT_MAY_CONCERN: &str = "เรียน ผู้เกี่ยวข้อง";
const PLAIN: &str = "ขอแสดงความนับถือ";
const HIGH: &str = "ขอแสดงความนับถืออย่างยิ่ง";
const HIGHEST: &str = "ด้วยความเคารพอย่างสูงสุด";

pub(super) const fn words(role: Role) -> Words {
    match role {
        Role::Senator => two("เรียน สมาชิกวุฒิสภา <last>", "เรียน สมาชิกวุฒิสภา", PLAIN),
        Role::Representative | Role::Delegate | Role::ResidentCommissioner => {
            two("เรียน สมาชิกสภาผู้แทนราษฎร <last>", "เรียน สมาชิกสภาผู้แทนราษฎร", PLAIN)
        }
        Role::Speaker => one("กราบเรียน ประธานสภาผู้แทนราษฎร", HIGH),
        Role::Ambassador => one("เรียน ฯพณฯ เอกอัครราชทูต", HIGH),
        Role::HighCommissioner => one("เรียน ฯพณฯ ข้าหลวงใหญ่", HIGH),
        Role::Nuncio => one("เรียน ฯพณฯ เอกอัครสมณทูต", HIGH),
        Role::PermanentRepresentative => one("เรียน ฯพณฯ ผู้แทนถาวร", HIGH),
        Role::PermanentObserver => one("เรียน ฯพณฯ ผู้สังเกตการณ์ถาวร", HIGH),
        Role::Charge => one("เรียน อุปทูต", HIGH),
        Role::AmericanAmbassador => one("เรียน ฯพณฯ เอกอัครราชทูต", PLAIN),
        Role::AmericanPermanentRepresentative => one("เรียน ฯพณฯ ผู้แทนถาวร", PLAIN),
        Role::AmericanCharge => one("เรียน อุปทูต", PLAIN),
        Role::HeadOfState => one("กราบเรียน ฯพณฯ ประมุขแห่งรัฐ", HIGH),
        Role::HeadOfGovernment => one("กราบเรียน ฯพณฯ หัวหน้ารัฐบาล", HIGH),
        Role::ForeignMinister => one("เรียน ฯพณฯ รัฐมนตรีว่าการกระทรวงการต่างประเทศ", HIGH),
        Role::Majesty => one("กราบบังคมทูล พระประมุข", HIGHEST),
        Role::Highness | Role::RoyalHighness | Role::SereneHighness => one("กราบทูล พระประมุข", HIGHEST),
        Role::Pope => one("กราบทูล สมเด็จพระสันตะปาปา", HIGHEST),
        Role::CardinalSecretaryOfState => one("กราบเรียน ฯพณฯ พระคาร์ดินัล", HIGH),
        Role::SecretaryForRelations => one("เรียน ฯพณฯ เลขาธิการด้านความสัมพันธ์กับรัฐต่าง ๆ", HIGH),
        Role::AmericanPresident => one("กราบเรียน ฯพณฯ ประธานาธิบดีสหรัฐอเมริกา", HIGH),
        Role::AmericanSecretaryOfState => one("เรียน ฯพณฯ รัฐมนตรีว่าการกระทรวงการต่างประเทศสหรัฐอเมริกา", PLAIN),
        Role::Other => two("เรียน คุณ<full>", WHOM_IT_MAY_CONCERN, PLAIN),
    }
}
