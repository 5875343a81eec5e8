//! Made-up values.

use domain::post::LetterState;
use domain::{
    campaign::{Audience, Campaign, CampaignFile, CampaignId, Document, Edition, Letter, Look, Pace, Source, Ways, ZoneName},
    channel::Channel,
    checked::{EmailAddress, LetterId, PersonName, Slug},
    language::Language,
    prose::Prose,
    state::Iso2,
    tally::Stage,
    target::TargetId,
    template::Template,
    treaty::TreatyId,
};
use jiff::{SignedDuration, Timestamp};
use usecases::networks::Confirmations;
use usecases::ports::{Action, RelayLetter};
use usecases::post::{Asking, MailboxNames, Quota};

pub(crate) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(crate) fn target(text: &str) -> TargetId {
    TargetId::parse(text).unwrap()
}

pub(crate) fn country(text: &str) -> Iso2 {
    Iso2::parse(text).unwrap()
}

pub(crate) fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub(crate) fn letter(number: u64) -> LetterId {
    LetterId::parse(&format!("{number:032x}")).unwrap()
}

/// So many seconds after ten in the morning of a Saturday.
pub(crate) fn second(seconds: i64) -> Timestamp {
    "2026-11-21T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

/// A postcard to a senator, prepared in Niue.
pub(crate) fn action(number: u64) -> Action {
    Action {
        letter: letter(number),
        campaign: campaign_id("join-the-treaty"),
        target: target("congress-X000001"),
        channel: Channel::Postcard,
        stage: Stage::Prepared,
        country: country("NU"),
        at: second(0),
        verified: true,
    }
}

/// Asks from nowhere for as many letters as one likes.
pub(crate) fn freely() -> Asking {
    let any = Quota { unanswered: u32::MAX, asked: u32::MAX };
    Asking {
        networks: Vec::new(),
        names: MailboxNames::default(),
        allowance: None,
        since: second(0),
        day: "2026-11-21".parse().unwrap(),
        per_network: any,
        per_mailbox: any,
        confirmations: Confirmations { per_campaign: u32::MAX, per_site: u32::MAX },
    }
}

pub(crate) fn relay_letter(number: u64) -> RelayLetter {
    RelayLetter {
        id: letter(number),
        campaign: campaign_id("join-the-treaty"),
        target: target("mission-al-us"),
        language: Language::EN,
        reader: Language::EN,
        country: country("PL"),
        name: PersonName::parse("Łucja Żak").unwrap(),
        email: email("lucja@post.example"),
        recipient: email("embassy@mission.test"),
        subject: "Please accede".to_owned(),
        body: "Excellency,\n\nplease accede.".to_owned(),
        token: domain::checked::Token::from_bytes(u128::from(0xfeed_0000 + number).to_be_bytes()),
        shown: String::new(),
        ask_later: false,
        own_digest: None,
        review: String::new(),
        state: LetterState::AwaitingConfirmation,
        asked_at: second(0),
    }
}

pub(crate) fn edition(language: Language, title: &str) -> Edition {
    let template =
        Template::parse("To {{target.name}}", "{{target.salutation}}\n\nBecause [[your reason|120]].\n\n{{sender.name}}");
    Edition {
        title: title.to_owned(),
        summary: "It's \"time\"; DROP TABLE campaigns; --".to_owned(),
        story: Prose::parse("Łódź, **İstanbul**, Αθήνα 💌\n\nكتב רכב").unwrap(),
        sources: vec![Source { title: "A source".to_owned(), url: "https://source.example/?a=1&b='2'".to_owned() }],
        slogan: "Write!".to_owned(),
        letter: Letter { template: template.unwrap(), card: None },
        ..Edition::new(language)
    }
}

pub(crate) fn campaign(name: &str) -> Campaign {
    let document = Document {
        treaty: Some(TreatyId::parse("mbt").unwrap()),
        audience: Audience::listed([target("mission-al-us"), target("congress-X000001")]),
        zone: ZoneName::parse("Asia/Tokyo").unwrap(),
        opens_on: "2026-01-02".parse().unwrap(),
        closes_on: Some("2027-03-01".parse().unwrap()),
        goal: u32::MAX,
        ways: Ways::default(),
        pace: Pace::default(),
        look: Look::default(),
        contact: Some(email("contact@ngo.example")),
        editions: vec![edition(Language::ES, "Únete"), edition(Language::EN, "Join")],
    };
    CampaignFile { slug: slug(name), document }.into()
}

pub(crate) fn campaign_id(text: &str) -> CampaignId {
    CampaignId::parse(text).unwrap()
}
