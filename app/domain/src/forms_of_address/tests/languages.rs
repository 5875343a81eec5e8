//! How each language greets and closes.

use super::*;

/// A role, and how its holder is greeted in Portuguese, German, Arabic, Ukrainian, Russian and Thai.
const GREETINGS: [(Role, [&str; 6]); 12] = [
    (
        Role::Senator,
        [
            "Excelência,",
            "Sehr geehrtes Mitglied des Senats,",
            "إلى سعادة عضو مجلس الشيوخ، تحية طيبة وبعد،",
            "Ваша Високоповажносте,",
            "Ваше Превосходительство,",
            "เรียน สมาชิกวุฒิสภา <last>",
        ],
    ),
    (
        Role::Representative,
        [
            "Excelência,",
            "Sehr geehrtes Mitglied des Repräsentantenhauses,",
            "إلى سعادة عضو مجلس النواب، تحية طيبة وبعد،",
            "До уваги <full>, Палата представників США,",
            "Вниманию <full>, Палата представителей США,",
            "เรียน สมาชิกสภาผู้แทนราษฎร <last>",
        ],
    ),
    (
        Role::Ambassador,
        [
            "Excelência,",
            "Exzellenz,",
            "سعادتكم، تحية طيبة وبعد،",
            "Ваша Високоповажносте,",
            "Ваше Превосходительство,",
            "เรียน ฯพณฯ เอกอัครราชทูต",
        ],
    ),
    (
        Role::Charge,
        [
            "À Encarregatura de Negócios,",
            "Sehr geehrte Damen und Herren,",
            "تحية طيبة وبعد،",
            "Шановні пані та панове,",
            "Уважаемые дамы и господа,",
            "เรียน อุปทูต",
        ],
    ),
    (
        Role::HeadOfState,
        [
            "Excelência,",
            "Exzellenz,",
            "فخامتكم، تحية طيبة وبعد،",
            "Ваша Високоповажносте,",
            "Ваше Превосходительство,",
            "กราบเรียน ฯพณฯ ประมุขแห่งรัฐ",
        ],
    ),
    (
        Role::ForeignMinister,
        [
            "Excelência,",
            "Exzellenz,",
            "معاليكم، تحية طيبة وبعد،",
            "Ваша Високоповажносте,",
            "Ваше Превосходительство,",
            "เรียน ฯพณฯ รัฐมนตรีว่าการกระทรวงการต่างประเทศ",
        ],
    ),
    (
        Role::Majesty,
        ["Majestade,", "Majestät,", "جلالتكم، تحية طيبة وبعد،", "Ваша Величносте,", "Ваше Величество,", "กราบบังคมทูล พระประมุข"],
    ),
    (
        Role::SereneHighness,
        [
            "Alteza Sereníssima,",
            "Durchlaucht,",
            "سموكم، تحية طيبة وبعد،",
            "Ваша Світлосте,",
            "Ваша Светлость,",
            "กราบทูล พระประมุข",
        ],
    ),
    (
        Role::Pope,
        [
            "Santidade,",
            "Eure Heiligkeit,",
            "قداستكم، تحية طيبة وبعد،",
            "Ваша Святосте,",
            "Ваше Святейшество,",
            "กราบทูล สมเด็จพระสันตะปาปา",
        ],
    ),
    (
        Role::CardinalSecretaryOfState,
        [
            "Eminência,",
            "Eminenz,",
            "نيافتكم، تحية طيبة وبعد،",
            "Ваша Еміненціє,",
            "Ваше Высокопреосвященство,",
            "กราบเรียน ฯพณฯ พระคาร์ดินัล",
        ],
    ),
    (
        Role::AmericanPresident,
        [
            "Excelência,",
            "Exzellenz,",
            "فخامتكم، تحية طيبة وبعد،",
            "Ваша Високоповажносте,",
            "Ваше Превосходительство,",
            "กราบเรียน ฯพณฯ ประธานาธิบดีสหรัฐอเมริกา",
        ],
    ),
    (
        Role::Other,
        [
            "À atenção de <full>,",
            "Guten Tag <full>,",
            "إلى عناية <full>، تحية طيبة وبعد،",
            "До уваги <full>,",
            "Вниманию <full>,",
            "เรียน คุณ<full>",
        ],
    ),
];

const NEWER: [Grammar; 6] = [Grammar::Pt, Grammar::De, Grammar::Ar, Grammar::Uk, Grammar::Ru, Grammar::Th];

#[test]
fn each_language_greets_a_role_in_its_own_way() {
    for (role, greetings) in GREETINGS {
        for (grammar, greeting) in NEWER.into_iter().zip(greetings) {
            assert_eq!(Words::of(role, grammar).named, greeting, "{role:?}");
        }
    }
}

#[test]
fn to_an_ambassador_each_language_closes_with_more_respect_than_to_a_neighbour() {
    for (grammar, high, plain) in [
        (Grammar::Pt, "Respeitosamente,", "Atenciosamente,"),
        (Grammar::De, "Mit vorzüglicher Hochachtung", "Mit freundlichen Grüßen"),
        (Grammar::Ar, "وتفضلوا بقبول فائق الاحترام والتقدير،", "وتفضلوا بقبول فائق الاحترام،"),
        (Grammar::Uk, "З глибокою повагою,", "З повагою,"),
        (Grammar::Ru, "С глубоким уважением,", "С уважением,"),
        (Grammar::Th, "ขอแสดงความนับถืออย่างยิ่ง", "ขอแสดงความนับถือ"),
    ] {
        assert_eq!(Words::of(Role::Ambassador, grammar).close, high);
        assert_eq!(Words::of(Role::Other, grammar).close, plain);
    }
}

#[test]
fn an_office_without_a_name_is_greeted_without_one() {
    let roles = GREETINGS.map(|(role, _)| role).into_iter().chain([Role::Delegate, Role::Speaker, Role::AmericanAmbassador]);
    for role in roles {
        for grammar in Grammar::ALL {
            let words = Words::of(role, grammar);
            assert!(!words.unnamed.contains('<') && !words.unnamed.is_empty() && !words.close.contains('<'), "{words:?}");
        }
    }
}
