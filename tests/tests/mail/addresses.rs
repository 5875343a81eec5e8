//! Addresses in the letters of the world. What needs no more than ASCII is sent as ever.

use domain::{checked::EmailAddress, post::Purpose};
use tests::smtp::{Aiosmtpd, Behaviour, Failing};
use usecases::ports::{Outgoing, SendError};

use crate::{AMPLE, outgoing, sender};

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn to(recipient: &str, writer: &str) -> Outgoing {
    let mut mail = outgoing(Purpose::Letter, 1);
    mail.letter.recipient = address(recipient);
    mail.letter.email = address(writer);
    mail
}

/// What followed the sender in the command that named it to a server that can do all that there is.
async fn said(mail: &Outgoing) -> String {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    server.offer(&["8BITMIME", "SMTPUTF8"]);
    sender(&server.url(), AMPLE).send(mail).await.unwrap();
    let mut taken = server.taken();
    assert_eq!(taken[0].recipients, [mail.letter.recipient.to_string()]);
    let mail = taken.remove(0);
    mail.said.strip_prefix(&format!("MAIL FROM:<{}>", mail.sender)).unwrap().to_owned()
}

#[tokio::test]
async fn a_server_is_asked_for_more_than_ascii_only_where_an_address_needs_it() {
    for (recipient, writer) in [
        ("embassy@mission.example", "ana@home.example"),
        // A name of a server is sent as it stands in the DNS.
        ("embassy@посольство.example", "anna@müller.example"),
    ] {
        assert_eq!(said(&to(recipient, writer)).await, "", "{recipient} {writer}");
    }
    for (recipient, writer) in
        [("почта@посольство.example", "ana@home.example"), ("embassy@mission.example", "jürgen@müller.example")]
    {
        assert_eq!(said(&to(recipient, writer)).await, " BODY=8BITMIME SMTPUTF8", "{recipient} {writer}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_ours_reads_the_addresses_as_they_were_written() {
    let server = Aiosmtpd::start().await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    mailer.send(&to("почта@посольство.example", "jürgen.o'neil@müller.example")).await.unwrap();
    let mut confirmation = to("embassy@mission.example", "用户@例え.example");
    confirmation.purpose = Purpose::Confirmation;
    mailer.send(&confirmation).await.unwrap();
    let mails = server.messages().await.unwrap();
    let (letter, confirmation) = (&mails[0], &mails[1]);
    assert_eq!(letter.recipients, [format!("почта@{}.example", ace("посольство"))]);
    assert_eq!(letter.header("To"), Some(letter.recipients[0].as_str()));
    let reply_to = letter.header("Reply-To").unwrap();
    assert!(reply_to.ends_with("<jürgen.o'neil@xn--mller-kva.example>"), "{reply_to}");
    assert_eq!(letter.header("Subject"), Some(to("a@x.example", "b@x.example").letter.subject.as_str()));
    assert_eq!(confirmation.recipients, ["用户@xn--r8jz45g.example"]);
    // All else is encoded as ever.
    for mail in &mails {
        let raw = String::from_utf8(mail.raw.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()).unwrap();
        for line in raw.lines().filter(|line| !line.is_ascii()) {
            assert!(line.contains('@'), "{line}");
        }
    }
}

/// A label as it stands in the DNS.
fn ace(label: &str) -> String {
    let address = address(&format!("a@{label}.example"));
    address.as_str().trim_start_matches("a@").trim_end_matches(".example").to_owned()
}

#[tokio::test]
async fn a_server_that_knows_only_ascii_is_not_asked_again_and_the_writer_is_told_why() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    server.offer(&["8BITMIME"]);
    let mailer = sender(&server.url(), AMPLE);
    let error = mailer.send(&to("почта@mission.example", "ana@home.example")).await.unwrap_err();
    let told = "the mail server cannot handle an email address with letters other than a to z before the @. Use another address";
    assert_eq!(error, SendError::Permanent(told.to_owned()));
    assert!(server.commands().iter().all(|command| !command.starts_with("MAIL")), "{:?}", server.commands());
    mailer.send(&to("embassy@посольство.example", "ana@home.example")).await.unwrap();
    assert_eq!(server.taken().len(), 1);
}
