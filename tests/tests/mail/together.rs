//! The letters of a day in one mail, as an office's server takes it, and what their writers hear of it.

use domain::{
    campaign::{Pace, Part},
    checked::Token,
    tally::{Stage, Stages},
};
use jiff::SignedDuration;
use tests::{house::House, steps::Steps as _};
use usecases::{
    networks::{Confirmations, Network},
    ports::Parcel,
    post::{Asking, MailboxNames, Quota, SitePace, TakenIn},
};

use super::*;

/// A parcel of these letters after the first.
pub(crate) fn parcel(others: Vec<RelayLetter>, language: Language) -> Parcel {
    Parcel {
        name: format!("{:016x}", others.len()),
        secret: "5ec2e7".to_owned(),
        others,
        language,
        title: "A world without mines".to_owned(),
        contact: Some(EmailAddress::parse("contact@ngo.example").unwrap()),
    }
}

/// A letter of somebody, to be put with others.
pub(crate) fn of(number: u8, name: &str, body: &str) -> RelayLetter {
    RelayLetter {
        name: PersonName::parse(name).unwrap(),
        email: EmailAddress::parse(&format!("writer{number}@home.example")).unwrap(),
        subject: "Please accede to the Mine Ban Treaty".to_owned(),
        body: body.to_owned(),
        ..outgoing(Purpose::Letter, number).letter
    }
}

/// Sends them as one mail.
async fn received(letters: Vec<RelayLetter>, change: impl FnOnce(&mut Parcel)) -> Mail {
    let server = Aiosmtpd::start().await.unwrap();
    let mut letters = letters.into_iter();
    let first = letters.next().unwrap();
    let mut parcel = parcel(letters.collect(), Language::EN);
    change(&mut parcel);
    let mail = Outgoing { letter: first, parcel: Some(parcel), ..outgoing(Purpose::Letter, 1) };
    sender(&server.url(), AMPLE).send(&mail).await.unwrap();
    let mail = server.messages().await.unwrap().remove(0);
    assert_eq!(mail.defects, Vec::<String>::new());
    mail
}

const SAME: &str = "Excellency,\n\nplease accede.\n\nYours,";

fn three() -> Vec<RelayLetter> {
    vec![
        of(1, "Ada Writer", &format!("{SAME}\nAda Writer\nRidgeview, OH")),
        of(2, "Łucja Żak", "Excellency,\n\nmy uncle lost a leg.\n\nYours,\nŁucja Żak\nŁódź"),
        of(3, "Bo Ek", &format!("{SAME}\nBo Ek")),
    ]
}

#[tokio::test]
async fn one_mail_of_the_campaign_has_every_own_text_whole_and_a_common_one_once() {
    let mail = received(three(), |_| {}).await;
    assert_eq!(mail.header("From"), Some("A world without mines <letters@letters.example>"));
    assert_eq!(mail.header("Reply-To"), Some("A world without mines <contact@ngo.example>"));
    assert_eq!(mail.header("To"), Some("embassy@mission.example"));
    assert_eq!(mail.header("Subject"), Some("3 letters: A world without mines"));
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-generated"));
    assert_eq!(mail.header("Content-Language"), Some("en"));
    let path = ReturnPath::parse(&mail.sender).unwrap();
    assert_eq!((path.purpose(), path.letter()), (Purpose::Letter, &LetterId::from_bytes([1; 16])));
    let rule = "-".repeat(40);
    let text = format!(
        "3 people wrote to you through the campaign “A world without mines”. The letters follow.

Each of them hopes for an answer. Please write to the address beside the name.

2 people signed this letter. Their names stand below it.

{rule}
Subject: Please accede to the Mine Ban Treaty

{SAME}
{rule}

1. Ada Writer, Ridgeview, OH, writer1@home.example
2. Bo Ek, writer3@home.example

3. Łucja Żak, Łódź, writer2@home.example

{rule}
Subject: Please accede to the Mine Ban Treaty

Excellency,

my uncle lost a leg.

Yours,
Łucja Żak
Łódź
{rule}"
    );
    assert_eq!(mail.text.trim_end(), text);
    assert_eq!(mail.html.matches("please accede.").count(), 1, "{}", mail.html);
    assert!(mail.html.contains("1. Ada Writer, Ridgeview, OH, writer1@home.example<br>\n2. Bo Ek"), "{}", mail.html);
}

#[tokio::test]
async fn nobodys_address_stands_in_its_headers_where_the_campaign_has_none() {
    let mail = received(three(), |parcel| parcel.contact = None).await;
    assert_eq!(mail.header("Reply-To"), None);
    let (headers, _) = mail.raw.split_once("\r\n\r\n").or_else(|| mail.raw.split_once("\n\n")).unwrap();
    assert!(!headers.contains("home.example") && !headers.contains("Ada"), "{headers}");
}

#[tokio::test]
async fn the_same_letters_are_the_same_message_and_other_letters_another() {
    let [one, again] = [received(three(), |_| {}).await, received(three(), |_| {}).await];
    assert_eq!(one.raw, again.raw);
    let fewer = received(three().into_iter().take(2).collect(), |_| {}).await;
    assert_ne!(one.header("Message-ID"), fewer.header("Message-ID"));
    assert!(one.header("Message-ID").unwrap().starts_with("<01010101010101010101010101010101.letter."));
}

#[tokio::test]
async fn a_campaign_speaks_its_own_language_around_letters_in_theirs() {
    let mail = received(three(), |parcel| parcel.language = Language::parse("ar").unwrap()).await;
    assert_eq!(mail.header("Subject"), Some("3 رسائل: A world without mines"));
    assert!(mail.html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", mail.html);
    assert!(mail.html.contains("<div lang=\"en\" dir=\"ltr\">\n<p dir=\"auto\">Excellency,"), "{}", mail.html);
}

#[tokio::test]
async fn two_hundred_long_letters_fit_into_what_servers_take() {
    let letter = |number: u8| {
        let name = format!("Writer {number}");
        of(number, &name, &format!("{}\n\nYours,\n{name}", format!("Łódź {number}, ąęść. ").repeat(230)))
    };
    let mail = received((0..200).map(letter).collect(), |_| {}).await;
    assert!(mail.raw.len() < 10_000_000, "{}", mail.raw.len());
    assert!(mail.text.contains("200. Writer 199, writer199@home.example"));
}

/// 2026-11-23. The office is in Washington.
const MONDAY_AT_NINE: &str = "2026-11-23T14:00:00Z";
const CAMPAIGN: &str = "cluster-munitions";
const TITLE: &str = "Every state into the ban on cluster bombs";

fn freely() -> Asking {
    let any = Quota { unanswered: u32::MAX, asked: u32::MAX };
    Asking {
        networks: Vec::new(),
        names: MailboxNames::default(),
        allowance: None,
        since: "2026-11-21T00:00:00Z".parse().unwrap(),
        day: "2026-11-21".parse().unwrap(),
        per_network: any,
        per_mailbox: any,
        confirmations: Confirmations { per_campaign: u32::MAX, per_site: u32::MAX },
    }
}

/// A house that sends to that server, with letters of three people that wait for Monday.
async fn house(url: &str) -> House {
    let config = config(url);
    let house = House::with(|parts| {
        parts.mailer = mail::mailer(&config, parts.clock.clone()).unwrap();
        parts.pace = Some(SitePace { domain_gap: SignedDuration::ZERO });
    })
    .await;
    let pace = Pace { digest: true, ..Pace::default() };
    house.change(CAMPAIGN, Part::Pace, |document| document.pace = pace).await;
    let target = TargetId::parse("mission-ao-us").unwrap();
    let recipient = house.app.campaigns.directory.get().target(&target).unwrap().email.clone().unwrap();
    for (number, letter) in (1_u8..).zip(three()) {
        let letter = RelayLetter {
            campaign: CampaignId::parse(CAMPAIGN).unwrap(),
            target: target.clone(),
            recipient: recipient.clone(),
            token: Token::from_bytes([number; 16]),
            state: LetterState::AwaitingConfirmation,
            asked_at: house.clock.now(),
            ..letter
        };
        house.database.ask_relay(&letter, &freely()).await.unwrap();
        house.app.relay.confirm(letter.token.as_str(), Network::UNKNOWN).await.unwrap();
    }
    assert_eq!(house.deliver().await, 3, "the mails to confirm, which nobody wants any more");
    house
}

/// What is done of the three letters.
fn done(stages: &[(Stage, u64)]) -> Stages {
    [(Stage::Prepared, 3), (Stage::Confirmed, 3)].into_iter().chain(stages.iter().copied()).collect()
}

#[tokio::test]
async fn an_office_gets_one_mail_and_every_writer_a_copy_and_word_if_it_comes_back() {
    let server = Aiosmtpd::start().await.unwrap();
    let house = house(&server.url()).await;
    house.clock.set(MONDAY_AT_NINE);
    assert_eq!(house.deliver().await, 4);
    let mails = server.messages().await.unwrap();
    assert_eq!(mails.len(), 4);
    let subjects: Vec<_> = mails.iter().filter_map(|mail| mail.header("Subject")).collect();
    assert_eq!(subjects[0], format!("3 letters: {TITLE}"));
    let mut copies: Vec<&str> = mails[1..].iter().map(|mail| mail.recipients[0].as_str()).collect();
    copies.sort_unstable();
    assert_eq!(copies, ["writer1@home.example", "writer2@home.example", "writer3@home.example"]);
    for copy in &mails[1..] {
        assert_eq!(copy.header("Subject"), Some(format!("A copy of your letter: {TITLE}").as_str()));
        assert!(
            copy.text.contains("It went in one mail with other letters of that day.") && copy.text.contains("at 14:00 UTC"),
            "{}",
            copy.text
        );
    }
    assert_eq!(house.counted(CAMPAIGN).await, done(&[(Stage::Accepted, 3)]));

    let report = format!(
        "From: MAILER-DAEMON@mx.example\r\nSubject: Report\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\
                  Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
                  Final-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
                  Diagnostic-Code: smtp; 550 No such user\r\n\r\n--b--\r\n",
        mails[0].recipients[0]
    );
    let taken = house.app.returns.receive(Some(&mails[0].sender), report.as_bytes()).await.unwrap();
    assert!(matches!(taken, TakenIn::Done(_)), "{taken:?}");
    assert_eq!(house.counted(CAMPAIGN).await, done(&[(Stage::Bounced, 3)]));
    assert_eq!(house.deliver().await, 3);
    let notices = server.messages().await.unwrap().split_off(4);
    for notice in &notices {
        assert_eq!(notice.header("Subject"), Some(format!("Your letter came back: {TITLE}").as_str()));
        assert!(notice.text.contains("550 No such user") && notice.text.contains("Yours,"), "{}", notice.text);
    }
    assert_eq!(notices.iter().map(|notice| &notice.recipients[0]).collect::<std::collections::BTreeSet<_>>().len(), 3);
}

#[tokio::test]
async fn a_refusal_fails_every_letter_and_a_delay_none() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let house = house(&server.url()).await;
    house.clock.set(MONDAY_AT_NINE);
    server.behave(Behaviour::say(Moment::Content, "451 4.3.2 Try later"));
    assert_eq!(house.deliver().await, 1);
    assert_eq!(house.counted(CAMPAIGN).await, done(&[]));
    server.behave(Behaviour::InTurn(vec![Behaviour::say(Moment::Content, "554 5.7.1 Looks like spam")]));
    house.clock.advance(SignedDuration::from_secs(120));
    assert_eq!(house.deliver().await, 4, "the mail, and a notice for each writer");
    assert_eq!(house.counted(CAMPAIGN).await, done(&[(Stage::Bounced, 3)]));
    let mut told: Vec<String> = server.taken().into_iter().map(|mail| mail.recipients[0].clone()).collect();
    told.sort_unstable();
    assert_eq!(told, ["writer1@home.example", "writer2@home.example", "writer3@home.example"]);
}
