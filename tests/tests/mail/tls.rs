//! Whom we encrypt for, and what is said when it is somebody else.

use std::{path::Path, time::Duration};

use domain::post::Purpose;
use mail::{MailConfig, MailError, MailUrl, mailer};
use tests::smtp::{Aiosmtpd, Behaviour, Certificate, Failing, Moment};
use usecases::ports::SendError;

use crate::{AMPLE, Fixed, config, outgoing, sender};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    StartTls,
    FromTheFirstByte,
}

const BOTH: [How; 2] = [How::StartTls, How::FromTheFirstByte];

async fn server(how: How, certificate: &Certificate, behaviour: Behaviour) -> Failing {
    match how {
        How::StartTls => Failing::start_with_starttls(certificate.acceptor(), behaviour).await.unwrap(),
        How::FromTheFirstByte => Failing::start_encrypted(certificate.acceptor(), behaviour).await.unwrap(),
    }
}

/// With a password, and with this after it.
fn url(how: How, host: &str, server: &Failing, options: &str) -> String {
    let port = server.port();
    match how {
        How::StartTls => format!("smtp://user:hidden@{host}:{port}?tls=required{options}"),
        How::FromTheFirstByte => format!("smtps://user:hidden@{host}:{port}?{}", options.trim_start_matches('&')),
    }
}

fn ca(path: &Path) -> String {
    format!("&ca={}", path.display())
}

async fn send(url: &str) -> Result<(), SendError> {
    sender(url, AMPLE).send(&outgoing(Purpose::Letter, 1)).await
}

/// What is told of a certificate that is not believed. No password was given away for it.
async fn refused(how: How, host: &str, certificate: &Certificate, options: &str) -> String {
    let server = server(how, certificate, Behaviour::Accept).await;
    let error = send(&url(how, host, &server, options)).await.unwrap_err();
    assert_eq!(server.taken(), []);
    let commands = server.commands();
    assert!(commands.iter().all(|command| command.starts_with("EHLO") || command == "STARTTLS"), "{commands:?}");
    server.all_closed().await.unwrap();
    let SendError::Transient(text) = error else { panic!("{error:?}") };
    let words = text.strip_prefix("the connection to the mail server cannot be encrypted: its certificate ");
    words.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[tokio::test]
async fn a_server_whose_authority_or_certificate_was_named_is_believed() {
    let signed = Certificate::signed(&["localhost"]).unwrap();
    let own = Certificate::self_signed(&["elsewhere.example"]).unwrap();
    for how in BOTH {
        for (certificate, file) in [
            (&signed, signed.authority().unwrap()),
            // Known beforehand, it is believed for itself, whatever name is in it.
            (&signed, signed.own().unwrap()),
            (&own, own.own().unwrap()),
        ] {
            let server = server(how, certificate, Behaviour::Accept).await;
            send(&url(how, "localhost", &server, &ca(&file))).await.unwrap();
            assert_eq!(server.taken().len(), 1);
            let in_the_clear = server.in_the_clear();
            let expected: &[&str] = if how == How::StartTls { &["EHLO letters.example", "STARTTLS"] } else { &[] };
            assert_eq!(in_the_clear, expected);
            assert_eq!(server.lost(), 0, "nothing was written in the clear behind STARTTLS");
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_wrong_is_refused_and_the_error_says_what_helps() {
    let signed = Certificate::signed(&["localhost"]).unwrap();
    let other = Certificate::signed(&["other.example", "third.example"]).unwrap();
    let expired = Certificate::expired(&["localhost"]).unwrap();
    let own = Certificate::self_signed(&["localhost"]).unwrap();
    for how in BOTH {
        let told = refused(how, "localhost", &signed, "").await;
        assert!(told.starts_with("is signed by nobody whom we know") && told.contains("ca=PATH in MAIL_URL"), "{told}");
        let told = refused(how, "localhost", &own, "").await;
        assert!(told.contains("If it is your own server") && told.contains("ca=PATH in MAIL_URL"), "{told}");
        let told = refused(how, "localhost", &other, &ca(&other.authority().unwrap())).await;
        let names =
            "is for other.example, third.example, and not for localhost. Write the name that the certificate is for in MAIL_URL";
        assert_eq!(told, names);
        let told = refused(how, "localhost", &expired, &ca(&expired.authority().unwrap())).await;
        assert!(told.starts_with("is too old. Renew it on the mail server"), "{told}");
        // Somebody else's authority says nothing for it.
        let told = refused(how, "localhost", &signed, &ca(&other.authority().unwrap())).await;
        assert!(told.starts_with("is signed by nobody whom we know"), "{told}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_ours_lets_us_sign_in_over_tls_in_either_way() {
    let certificate = Certificate::signed(&["localhost", "127.0.0.1"]).unwrap();
    let ca = ca(&certificate.authority().unwrap());
    for how in BOTH {
        for without in ["PLAIN", "LOGIN"] {
            let who = ("post@letters.example", "p#ss: %/ł");
            let server = Aiosmtpd::start_encrypted(&certificate, how == How::FromTheFirstByte, who, without).await.unwrap();
            let url = |password: &str| match how {
                How::StartTls => format!("smtp://post%40letters.example:{password}@127.0.0.1:{}?tls=required{ca}", server.port()),
                How::FromTheFirstByte => {
                    format!("smtps://post%40letters.example:{password}@127.0.0.1:{}?{}", server.port(), &ca[1..])
                }
            };
            let error = send(&url("wrong-secret")).await.unwrap_err();
            assert!(matches!(&error, SendError::Transient(text) if text.contains("535") && !text.contains("wrong")), "{error:?}");
            send(&url("p%23ss%3A%20%25%2F%C5%82")).await.unwrap();
            assert_eq!(server.messages().await.unwrap().len(), 1, "{how:?} without {without}");
        }
    }
}

#[tokio::test]
async fn a_server_is_believed_by_its_address_too() {
    let certificate = Certificate::signed(&["127.0.0.1"]).unwrap();
    for how in BOTH {
        let server = server(how, &certificate, Behaviour::Accept).await;
        send(&url(how, "127.0.0.1", &server, &ca(&certificate.authority().unwrap()))).await.unwrap();
    }
}

#[tokio::test]
async fn who_asks_for_it_believes_anybody() {
    let expired = Certificate::expired(&["other.example"]).unwrap();
    for how in BOTH {
        let server = server(how, &expired, Behaviour::Accept).await;
        send(&url(how, "localhost", &server, "&verify=none")).await.unwrap();
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test]
async fn a_file_without_a_certificate_keeps_the_mail_room_shut() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "-----BEGIN NOTHING-----\n").unwrap();
    for path in [folder.path().join("missing.pem"), empty] {
        let url = MailUrl::parse(&format!("smtps://user:hidden@mail.example?ca={}", path.display())).unwrap();
        let clock = std::sync::Arc::new(Fixed(crate::ASKED_AT.parse().unwrap()));
        let error = mailer(&MailConfig { url, ..config("") }, clock).unwrap_err();
        assert!(matches!(&error, MailError::Ca(_)) && error.to_string().contains("PEM"), "{error}");
    }
}

#[tokio::test]
async fn what_is_said_in_the_clear_after_starttls_counts_for_nothing() {
    let certificate = Certificate::signed(&["localhost"]).unwrap();
    let options = ca(&certificate.authority().unwrap());
    // Somebody on the way adds answers to the one that is not encrypted.
    let injected = "220 Go on\r\n250-failing.example\r\n250 AUTH LOGIN\r\n250 Ok\r\n250 Ok\r\n354 Go on\r\n250 Taken";
    let server = server(How::StartTls, &certificate, Behaviour::say(Moment::StartTls, injected)).await;
    let error = send(&url(How::StartTls, "localhost", &server, &options)).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.contains("spoke without being asked")), "{error:?}");
    assert_eq!((server.taken(), server.commands()), (vec![], vec!["EHLO letters.example".to_owned(), "STARTTLS".to_owned()]));
}

#[tokio::test]
async fn a_server_that_offers_encryption_and_fails_at_it_gets_no_password() {
    let certificate = Certificate::signed(&["localhost"]).unwrap();
    let options = ca(&certificate.authority().unwrap());
    for behaviour in [
        Behaviour::say(Moment::StartTls, "454 4.7.0 TLS not available"),
        Behaviour::say(Moment::StartTls, "501 5.5.4 No"),
        Behaviour::HangUp(Moment::StartTls),
        Behaviour::HangUp(Moment::Handshake),
        Behaviour::Write(Moment::Handshake, b"\x16\x03\x01\x02\x00garbage that is no handshake".to_vec()),
        Behaviour::Write(Moment::Handshake, b"250 Ok\r\n".to_vec()),
    ] {
        let server = server(How::StartTls, &certificate, behaviour.clone()).await;
        let error = send(&url(How::StartTls, "localhost", &server, &options)).await.unwrap_err();
        assert!(matches!(&error, SendError::Transient(text) if text.contains("encrypt")), "{behaviour:?}: {error:?}");
        assert!(server.in_the_clear().iter().all(|command| !command.starts_with("AUTH") && !command.starts_with("MAIL")));
        server.all_closed().await.unwrap();
    }
}

#[tokio::test]
async fn a_handshake_that_never_ends_is_given_up() {
    let certificate = Certificate::signed(&["localhost"]).unwrap();
    for how in BOTH {
        let server = server(how, &certificate, Behaviour::FallSilent(Moment::Handshake)).await;
        let mailer = sender(&url(how, "localhost", &server, "&verify=none"), Duration::from_millis(300));
        let error = mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
        assert!(matches!(&error, SendError::Transient(text) if text.ends_with("no answer within 300ms")), "{error:?}");
        server.all_closed().await.unwrap();
    }
}

#[tokio::test]
async fn where_encryption_is_only_welcome_it_is_taken_from_anybody_and_done_without() {
    let certificate = Certificate::self_signed(&["other.example"]).unwrap();
    let url = |server: &Failing| format!("{}?tls=opportunistic", server.url());
    let willing = server(How::StartTls, &certificate, Behaviour::Accept).await;
    send(&url(&willing)).await.unwrap();
    assert_eq!(willing.in_the_clear(), ["EHLO letters.example", "STARTTLS"]);
    let without = Failing::start(Behaviour::Accept).await.unwrap();
    send(&url(&without)).await.unwrap();
    assert!(!without.commands().contains(&"STARTTLS".to_owned()));
    for behaviour in [
        Behaviour::say(Moment::StartTls, "454 4.7.0 TLS not available"),
        Behaviour::HangUp(Moment::Handshake),
        Behaviour::Write(Moment::Handshake, b"250 Ok\r\n".to_vec()),
    ] {
        let unable = server(How::StartTls, &certificate, behaviour).await;
        send(&url(&unable)).await.unwrap();
        assert_eq!((unable.taken().len(), unable.connections()), (1, 2));
    }
}

#[tokio::test]
async fn a_port_that_is_encrypted_otherwise_is_told_with_what_to_write() {
    let plain = Failing::start(Behaviour::Accept).await.unwrap();
    let error = send(&url(How::FromTheFirstByte, "localhost", &plain, "")).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.contains("smtp://HOST:587?tls=required")), "{error:?}");
    let certificate = Certificate::signed(&["localhost"]).unwrap();
    let encrypted = server(How::FromTheFirstByte, &certificate, Behaviour::Accept).await;
    let mailer = sender(&url(How::StartTls, "localhost", &encrypted, ""), Duration::from_millis(300));
    let error = mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.contains("write smtps:// in MAIL_URL")), "{error:?}");
}
