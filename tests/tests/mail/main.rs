//! The mail room against real mail servers: what is received is what was written, and each way to fail is recognised.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod addresses;
mod every;
mod faults;
mod lmtp;
mod signatures;
mod spam;
mod tls;
mod together;
mod tracking;

use std::{sync::Arc, time::Duration};

use domain::post::{
    LetterState, Purpose,
    return_path::{ReturnPath, Tag},
};
use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, LetterId, PersonName},
    language::Language,
    state::Iso2,
    target::TargetId,
};
use jiff::Timestamp;
use mail::{Limits, MailConfig, MailUrl, mailer};
use tests::smtp::{Aiosmtpd, Behaviour, Failing, Mail, Moment};
use tokio::task::JoinSet;
use usecases::ports::{Clock, Mailer, Outgoing, PublicLink, RelayLetter, SendError};

const ASKED_AT: &str = "2026-10-05T14:30:15Z";

#[derive(Debug)]
struct Fixed(Timestamp);

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        self.0
    }
}

fn outgoing(purpose: Purpose, letter: u8) -> Outgoing {
    let id = LetterId::from_bytes([letter; 16]);
    Outgoing {
        purpose,
        return_path: ReturnPath::new(purpose, id.clone(), Tag::of_digest(&[letter; 32])),
        letter: RelayLetter {
            id,
            campaign: CampaignId::parse("a-world-without-mines").unwrap(),
            target: TargetId::parse("mission-al-us").unwrap(),
            language: Language::EN,
            reader: Language::EN,
            country: Iso2::parse("PL").unwrap(),
            name: PersonName::parse("Łucja \"Lu\" Żak, Ł.").unwrap(),
            email: EmailAddress::parse("o'lucja+post@home.example").unwrap(),
            recipient: EmailAddress::parse("embassy@mission.example").unwrap(),
            subject: "Proszę — przystąpcie do Konwencji 📮".to_owned(),
            body: "Excellency,\n\nŁódź, İstanbul, Αθήνα.\n\n.\n..two dots\nFrom the heart\n\nYours,\nŁucja".to_owned(),
            token: domain::checked::Token::from_bytes([0x0f; 16]),
            shown: String::new(),
            ask_later: false,
            own_digest: None,
            review: String::new(),
            state: LetterState::Queued,
            asked_at: ASKED_AT.parse().unwrap(),
        },
        campaign_title: "A world without mines".to_owned(),
        target_name: "the Embassy of Albania".to_owned(),
        link: PublicLink::new("https://letters.example/confirm/0f0f".to_owned()),
        again: PublicLink::new("https://letters.example/c/a-world-without-mines/write/mission-al-us".to_owned()),
        web_form: None,
        ended_at: None,
        reason: Some("the mail server did not take the address: 550 No such user".to_owned()),
        left_with_others: false,
        parcel: None,
    }
}

/// Far longer than a server on the same machine needs, for tests that do not wait for it.
const AMPLE: Duration = Duration::from_secs(30);

fn config(url: &str) -> MailConfig {
    MailConfig::new(MailUrl::parse(url).unwrap(), "unused".into(), "https://letters.example".to_owned())
}

fn mailer_of(config: &MailConfig) -> Arc<dyn Mailer> {
    mailer(config, Arc::new(Fixed("2026-10-06T09:00:00Z".parse().unwrap()))).unwrap()
}

/// With this limit for each step.
fn sender(url: &str, limit: Duration) -> Arc<dyn Mailer> {
    let limits = Limits { connect: limit, command: limit, content: limit, ..Limits::USUAL };
    mailer_of(&MailConfig { limits, ..config(url) })
}

async fn send_one(purpose: Purpose) -> Mail {
    let server = Aiosmtpd::start().await.unwrap();
    sender(&server.url(), AMPLE).send(&outgoing(purpose, 1)).await.unwrap();
    let mut mails = server.messages().await.unwrap();
    assert_eq!(mails.len(), 1);
    let mail = mails.remove(0);
    assert_eq!(mail.defects, Vec::<String>::new());
    mail
}

#[tokio::test]
async fn a_letter_is_received_as_it_was_written() {
    let letter = outgoing(Purpose::Letter, 1).letter;
    let mail = send_one(Purpose::Letter).await;
    assert_eq!(mail.header("From"), Some("\"Łucja \\\"Lu\\\" Żak, Ł.\" <letters@letters.example>"));
    assert_eq!(mail.header("Reply-To"), Some("\"Łucja \\\"Lu\\\" Żak, Ł.\" <o'lucja+post@home.example>"));
    assert_eq!(mail.header("To"), Some("embassy@mission.example"));
    assert_eq!(mail.header("Subject"), Some(letter.subject.as_str()));
    assert_eq!(mail.header("Date"), Some("Tue, 06 Oct 2026 09:00:00 +0000"));
    assert_eq!(mail.text.trim_end(), letter.body);
    for line in letter.body.lines() {
        assert!(mail.html.contains(line), "{line} is not in {}", mail.html);
    }
    let mut names: Vec<_> = mail.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Reply-To", "Subject", "To"]);
}

#[tokio::test]
async fn a_supporter_who_reads_french_and_writes_in_english_gets_each_in_its_language() {
    let server = Aiosmtpd::start().await.unwrap();
    for purpose in Purpose::ALL {
        let mut mail = outgoing(purpose, 3);
        mail.letter.reader = Language::parse("fr").unwrap();
        sender(&server.url(), AMPLE).send(&mail).await.unwrap();
    }
    let mails = server.messages().await.unwrap();
    let of = |language: Option<&'static str>| mails.iter().filter(move |mail| mail.header("Content-Language") == language);
    let letter = of(None).next().unwrap();
    assert!(letter.text.contains("Excellency") && letter.html.contains("<html lang=\"en\" dir=\"ltr\">"), "{}", letter.html);
    let ours: Vec<_> = of(Some("fr")).collect();
    assert_eq!(ours.len(), Purpose::ALL.len() - 1);
    for mail in &ours {
        assert!(mail.header("Subject").unwrap().contains("lettre"), "{:?}", mail.header("Subject"));
        assert!(mail.html.contains("<html lang=\"fr\" dir=\"ltr\">"), "{}", mail.html);
    }
    assert!(ours.iter().any(|mail| mail.html.contains("<div lang=\"en\" dir=\"ltr\">\n<p dir=\"auto\">Excellency,</p>")));
}

#[tokio::test]
async fn every_mail_travels_in_an_envelope_of_its_own_under_our_domain() {
    for (purpose, recipient) in [
        (Purpose::Letter, "embassy@mission.example"),
        (Purpose::Confirmation, "o'lucja+post@home.example"),
        (Purpose::FailureNotice, "o'lucja+post@home.example"),
    ] {
        let mail = send_one(purpose).await;
        let path = ReturnPath::parse(&mail.sender).unwrap();
        assert_eq!((path.purpose(), path.letter()), (purpose, &LetterId::from_bytes([1; 16])));
        assert!(mail.sender.ends_with("@letters.example"), "{}", mail.sender);
        assert_eq!(mail.recipients, [recipient]);
        assert_eq!(mail.hello, "letters.example");
    }
}

#[tokio::test]
async fn a_mail_that_is_sent_twice_is_the_same_message() {
    let server = Aiosmtpd::start().await.unwrap();
    for purpose in Purpose::ALL {
        // Two processes, as after a crash between the server's yes and our note of it.
        for _ in 0..2 {
            sender(&server.url(), AMPLE).send(&outgoing(purpose, 2)).await.unwrap();
        }
    }
    let mails = server.messages().await.unwrap();
    let ids: Vec<_> = mails.iter().map(|mail| mail.header("Message-ID").unwrap()).collect();
    let of = |purpose: Purpose| format!("<02020202020202020202020202020202.{}@letters.example>", purpose.as_str());
    assert_eq!(ids, Purpose::ALL.iter().flat_map(|purpose| [of(*purpose), of(*purpose)]).collect::<Vec<_>>());
    for pair in mails.chunks(2) {
        assert_eq!(pair[0].raw, pair[1].raw);
    }
}

#[tokio::test]
async fn a_confirmation_is_readable_and_its_link_can_be_followed() {
    let mail = send_one(Purpose::Confirmation).await;
    assert_eq!(mail.header("Subject"), Some("Please confirm your letter: A world without mines"));
    assert_eq!(mail.header("From"), Some("\"A world without mines (Postbag)\" <postbag@letters.example>"));
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-generated"));
    assert_eq!(mail.between("press the button there:\n\n", "\n"), Some("https://letters.example/confirm/0f0f"));
    assert!(mail.text.contains("Nothing has been sent yet."));
    assert!(!mail.text.contains("Łódź") && !mail.text.contains("From the heart"), "the letter is on the page");
}

#[tokio::test]
async fn a_failure_notice_gives_the_text_back() {
    let mail = send_one(Purpose::FailureNotice).await;
    assert_eq!(mail.header("Subject"), Some("Your letter could not be delivered: A world without mines"));
    assert!(mail.text.contains("550 No such user") && mail.text.contains(&outgoing(Purpose::FailureNotice, 1).letter.body));
}

#[tokio::test]
async fn a_server_that_asks_for_a_password_gets_it_and_a_wrong_one_costs_no_letter() {
    let server = Aiosmtpd::start_with_password("post@letters.example", "p#ss: %/ł").await.unwrap();
    let url = |user_and_password: &str| format!("smtp://{user_and_password}127.0.0.1:{}", server.port());
    let letter = outgoing(Purpose::Letter, 3);
    for (user_and_password, code) in [("post%40letters.example:wrong-secret@", "535"), ("", "530")] {
        let error = sender(&url(user_and_password), AMPLE).send(&letter).await.unwrap_err();
        let SendError::Transient(text) = &error else { panic!("{error:?}") };
        assert!(text.contains(code) && !text.contains("wrong-secret"), "{text}");
    }
    sender(&url("post%40letters.example:p%23ss%3A%20%25%2F%C5%82@"), AMPLE).send(&letter).await.unwrap();
    assert_eq!(server.messages().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_letters_of_an_evening_share_a_connection_and_arrive_in_order() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    for letter in 0..50 {
        mailer.send(&outgoing(Purpose::Letter, letter)).await.unwrap();
    }
    let letters: Vec<_> = server.taken().iter().map(|mail| ReturnPath::parse(&mail.sender).unwrap().letter().clone()).collect();
    let expected: Vec<_> = (0..50).map(|letter| LetterId::from_bytes([letter; 16])).collect();
    assert_eq!(letters, expected);
    assert_eq!(server.connections(), 1);
}

/// Sends one letter to a server that behaves so.
async fn failed(behaviour: Behaviour) -> SendError {
    let server = Failing::start(behaviour.clone()).await.unwrap();
    let url = format!("smtp://user:hidden@127.0.0.1:{}", server.port());
    let error = sender(&url, AMPLE).send(&outgoing(Purpose::Letter, 4)).await.expect_err(&format!("{behaviour:?}"));
    assert_eq!(server.taken(), [], "{behaviour:?}");
    server.all_closed().await.unwrap();
    error
}

#[tokio::test]
async fn a_4xx_is_worth_another_try_at_whatever_moment_it_is_said() {
    for moment in Moment::PLAIN {
        let error = failed(Behaviour::say(moment, "451 4.3.2 Try later")).await;
        assert!(matches!(&error, SendError::Transient(text) if text.ends_with("451 4.3.2 Try later")), "{moment:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_5xx_about_the_address_or_the_message_is_final_and_the_server_is_quoted() {
    for (moment, line, told) in [
        (Moment::Recipient, "550 5.1.1 No such user", "the mail server did not take the address: 550 5.1.1 No such user"),
        (
            Moment::Recipient,
            "550-5.1.1 No such user\r\n550 5.1.1 here",
            "the mail server did not take the address: 550 5.1.1 No such user here",
        ),
        (Moment::Data, "554 5.7.1 Not today", "the mail server did not take the message: 554 5.7.1 Not today"),
        (Moment::Content, "554 5.7.1 Looks like spam", "the mail server did not take the message: 554 5.7.1 Looks like spam"),
    ] {
        let told = told.to_owned();
        let of_nobody = moment == Moment::Recipient;
        let expected = if of_nobody { SendError::NoSuchAddress(told) } else { SendError::Permanent(told) };
        assert_eq!(failed(Behaviour::say(moment, line)).await, expected);
    }
}

#[tokio::test]
async fn a_5xx_about_us_costs_no_letter() {
    for (moment, line) in [
        (Moment::Greeting, "554 5.7.1 Go away"),
        (Moment::Hello, "550 5.7.1 Who is that"),
        (Moment::SignIn, "535 5.7.8 Wrong password"),
        (Moment::SignIn, "534 5.7.9 Stronger, please"),
        (Moment::Sender, "530 5.7.0 Sign in first"),
        (Moment::Sender, "553 5.1.8 Not your domain"),
        (Moment::Recipient, "530 5.7.0 Sign in first"),
        (Moment::Recipient, "554 5.7.1 Relay access denied"),
        (Moment::Recipient, "552 5.2.2 Mailbox full"),
    ] {
        let error = failed(Behaviour::say(moment, line)).await;
        assert!(
            matches!(&error, SendError::Transient(text) if text.ends_with(line) && !text.contains("hidden")),
            "{line}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_worth_another_try() {
    for moment in Moment::PLAIN {
        let error = failed(Behaviour::HangUp(moment)).await;
        assert!(matches!(error, SendError::Transient(_)), "{moment:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_worth_another_try() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let url = server.url();
    drop(server);
    let error = sender(&url, AMPLE).send(&outgoing(Purpose::Letter, 5)).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.starts_with("the mail server cannot be reached: ")), "{error:?}");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up_within_the_limit_and_not_talked_to_again() {
    let mut all = JoinSet::new();
    for moment in [Moment::Greeting, Moment::Hello, Moment::Sender, Moment::Recipient, Moment::Data, Moment::Content] {
        all.spawn(async move {
            let server = Failing::start(Behaviour::FallSilent(moment)).await.unwrap();
            let mailer = sender(&server.url(), Duration::from_secs(1));
            let error = mailer.send(&outgoing(Purpose::Letter, 6)).await.unwrap_err();
            assert!(
                matches!(&error, SendError::Transient(text) if text.contains(": no answer within 1s")),
                "{moment:?}: {error:?}"
            );
            // Its connection is closed, and a late answer on it is not taken for the answer to the next letter.
            server.all_closed().await.unwrap();
            server.behave(Behaviour::say(Moment::Recipient, "550 5.1.1 No such user"));
            let error = mailer.send(&outgoing(Purpose::Letter, 7)).await.unwrap_err();
            assert!(matches!(error, SendError::NoSuchAddress(_)), "{moment:?}: {error:?}");
            assert_eq!((server.connections(), server.taken().len()), (2, 0), "{moment:?}");
        });
    }
    all.join_all().await;
}

#[tokio::test]
async fn a_kept_connection_that_the_server_gave_up_is_replaced_without_a_failure() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    mailer.send(&outgoing(Purpose::Letter, 8)).await.unwrap();
    // The first refusal is for the kept connection; the new one is asked again and refused for good.
    server.behave(Behaviour::say(Moment::Sender, "421 4.7.0 Too many mails on this connection"));
    let error = mailer.send(&outgoing(Purpose::Letter, 9)).await.unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    assert_eq!(server.connections(), 2);
    server.behave(Behaviour::Accept);
    mailer.send(&outgoing(Purpose::Letter, 9)).await.unwrap();
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn nothing_is_sent_in_the_clear_where_encryption_is_asked_for() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let url = format!("smtp://user:hidden@127.0.0.1:{}?tls=required", server.port());
    let error = sender(&url, AMPLE).send(&outgoing(Purpose::Letter, 10)).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.contains("cannot be encrypted")), "{error:?}");
    let commands = server.commands();
    assert!(commands.iter().all(|command| command.starts_with("EHLO") || command == "QUIT"), "{commands:?}");
    let url = format!("smtps://user:hidden@127.0.0.1:{}", server.port());
    assert!(matches!(
        sender(&url, Duration::from_millis(300)).send(&outgoing(Purpose::Letter, 10)).await,
        Err(SendError::Transient(_))
    ));
}

#[tokio::test]
async fn what_a_server_quotes_of_a_letter_is_left_out_of_the_error() {
    let mut mail = outgoing(Purpose::Confirmation, 11);
    mail.letter.subject = "I was a deminer".to_owned();
    mail.letter.body = "My own story is this.".to_owned();
    let server = Failing::start(Behaviour::say(
        Moment::Content,
        "550 5.7.1 o'lucja+post@home.example: \"I was a deminer\" and \"My own story is this.\" look like spam",
    ));
    let server = server.await.unwrap();
    let error = sender(&server.url(), AMPLE).send(&mail).await.unwrap_err();
    let told = "the mail server did not take the message: 550 5.7.1 (left out): \"(left out)\" and \"(left out)\" look like spam";
    assert_eq!(error, SendError::Permanent(told.to_owned()));
}

#[tokio::test]
async fn a_mail_server_has_no_mailbox_to_look_into() {
    let mailer = sender("smtp://127.0.0.1:1", AMPLE);
    assert_eq!(mailer.mailbox(10).await, None);
    assert_eq!(mailer.read("01010101010101010101010101010101.letter").await, None);
}

#[tokio::test]
async fn a_site_without_a_mail_server_keeps_its_mails_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let config = MailConfig::new(MailUrl::parse("").unwrap(), folder.path().join("mail"), "http://localhost:3000".to_owned());
    let mailer = mailer(&config, Arc::new(Fixed(ASKED_AT.parse().unwrap()))).unwrap();
    mailer.send(&outgoing(Purpose::Confirmation, 12)).await.unwrap();
    let mails = mailer.mailbox(10).await.unwrap();
    assert_eq!(mails.len(), 1);
    let text = mailer.read(&mails[0].name).await.unwrap();
    assert!(text.contains("https://letters.example/confirm/0f0f") && text.contains("postbag@localhost"), "{text}");
}

#[tokio::test]
async fn a_handover_that_is_dropped_sends_nothing_and_one_that_waited_too_long_neither() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    drop(mailer.begin(&outgoing(Purpose::Letter, 13)).await.unwrap());
    server.all_closed().await.unwrap();
    let limits = Limits { turn: Duration::ZERO, ..Limits::USUAL };
    let config = MailConfig { limits, ..config(&server.url()) };
    let handover = mailer_of(&config).begin(&outgoing(Purpose::Letter, 13)).await.unwrap();
    let error = handover.finish().await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.contains("kept waiting")), "{error:?}");
    server.all_closed().await.unwrap();
    assert_eq!((server.taken().len(), server.connections()), (0, 2));
    assert_eq!(server.commands().last().map(String::as_str), Some("DATA"));
}
