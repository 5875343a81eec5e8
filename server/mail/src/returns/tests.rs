use std::{fs, path::Path};

use super::*;

/// Each mail of the corpus: its file, its class, its status, a piece of its diagnostic.
const CORPUS: [(&str, ReturnClass, &str, &str); 48] = {
    use ReturnClass::{AutoReply, Delayed, Hard, Soft, Unknown};
    [
        ("postfix-no-such-user", Hard, "5.1.1", "550 5.1.1 <office@ministry.example>: Recipient address rejected: User unknown"),
        ("postfix-mailbox-full-552", Soft, "5.2.2", "552 5.2.2 The mailbox is over its quota"),
        ("postfix-delayed", Delayed, "4.4.1", "connect to mx.ministry.example[192.0.2.7]:25: Connection timed out"),
        ("postfix-expired", Soft, "4.4.1", "Connection refused"),
        ("postfix-delivered", AutoReply, "", ""),
        ("postfix-relayed", AutoReply, "", ""),
        ("list-expanded-then-one-failed", Hard, "5.1.1", ""),
        ("gmail-no-such-user", Hard, "5.1.1", "550-5.1.1 The account does not exist. Check the address 550 5.1.1"),
        ("gmail-delayed", Delayed, "4.4.1", "The recipient server did not accept"),
        ("gmail-policy-refusal", Soft, "5.7.1", "550-5.7.26 This mail has been blocked"),
        ("outlook-recipient-not-found", Hard, "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
        ("outlook-access-denied", Hard, "5.4.1", "Recipient address rejected: Access denied"),
        ("outlook-expired", Soft, "4.4.7", "QUEUE.Expired"),
        ("outlook-mailbox-full-as-5.2.2", Soft, "5.2.2", "QuotaExceededException"),
        ("exchange-french", Hard, "5.1.1", ""),
        ("sendmail-dsn-vague-status", Hard, "5.1.1", "User unknown"),
        ("exim-dsn-full-as-5.0.0", Soft, "5.0.0", "The user's mailbox is full"),
        ("dsn-in-base64", Hard, "5.4.4", "Host or domain name not found"),
        ("dsn-without-action-5xx", Soft, "5.7.1", "554 5.7.1 Rejected by the content policy"),
        ("dsn-without-action-waiting", Delayed, "4.4.1", "We will continue to try"),
        ("smtputf8-report", Hard, "5.1.1", "550 5.1.1 büro: no such mailbox"),
        ("qmail-no-mailbox", Hard, "5.1.1", "Remote host said: 550 5.1.1 sorry, no mailbox here by that name"),
        ("qmail-full", Soft, "5.1.1", "user is over quota (#5.1.1)"),
        ("exim-unrouteable", Hard, "", "Unrouteable address"),
        ("exim-retry-timeout", Soft, "", "421 busy: retry timeout exceeded"),
        ("exim-warning", Delayed, "", ""),
        ("sendmail-5-transcript", Hard, "", "<<< 550 <office@ministry.example>... User unknown"),
        ("sendmail-warning-4-hours", Delayed, "", ""),
        ("yahoo-no-such-user", Hard, "", "554: delivery error: dd Not a valid recipient"),
        ("yahoo-over-quota-html", Soft, "", "552: 1 Requested mail action aborted"),
        ("domino-no-user", Hard, "", "not listed in Domino Directory"),
        ("exchange-2003-without-report", Hard, "", "Unknown Recipient"),
        ("exchange-german-html", Soft, "5.2.2", "554 5.2.2 mailbox full"),
        ("full-spanish", Soft, "", "El buzón está lleno."),
        ("full-french-latin1", Soft, "", "la boîte aux lettres est pleine."),
        ("no-such-user-portuguese", Hard, "", "O destinatário não existe."),
        ("no-such-user-russian", Hard, "", "550 пользователь не существует"),
        ("full-japanese-iso-2022-jp", Soft, "", "メールボックスがいっぱいです。"),
        ("bounce-without-a-reason", Unknown, "", ""),
        ("absence-outlook", AutoReply, "", ""),
        ("absence-vacation-sieve", AutoReply, "", ""),
        ("absence-x-autoreply-french", AutoReply, "", ""),
        ("absence-from-the-postmaster", AutoReply, "", ""),
        ("ticket-received", AutoReply, "", ""),
        ("receipt-read", AutoReply, "", ""),
        ("answer-of-a-person", Unknown, "", ""),
        ("complaint-arf", Unknown, "", ""),
        ("advertisement", Unknown, "", ""),
    ]
};

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut mails: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    mails.sort();
    mails
}

#[test]
fn every_mail_of_the_corpus_is_read_as_what_it_is() {
    let mut wrong = Vec::new();
    let mails = corpus();
    assert_eq!(mails.len(), CORPUS.len());
    for (name, raw) in mails {
        let Some((_, class, status, piece)) = CORPUS.iter().find(|(of, ..)| *of == name) else {
            wrong.push(format!("{name} is not in the table"));
            continue;
        };
        let mail = MailReturnReader.read(&raw);
        let said = mail.status.map(|status| status.to_string()).unwrap_or_default();
        let diagnostic = mail.diagnostic.as_ref().map_or("", Diagnostic::as_str);
        if (mail.class, said.as_str()) != (*class, *status) || !diagnostic.contains(piece) {
            wrong.push(format!("{name}: {:?} {said:?} {diagnostic:?}", mail.class));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A report on one recipient.
fn report(status: &str, said: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; office@ministry.example\r\nAction: failed\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; {said}\r\n\r\n--b--\r\n"
    )
}

fn told(said: &str) -> String {
    format!("From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\n<office@ministry.example>:\r\n{said}\r\n")
}

#[test]
fn what_is_said_about_us_or_the_text_is_soft_in_a_report_and_in_words() {
    for (status, said) in [
        ("5.7.1", "550 5.7.1 Message rejected due to content policy"),
        ("5.7.26", "550 5.7.26 Unauthenticated mail is not accepted"),
        ("5.7.23", "550 5.7.23 SPF validation failed"),
        ("5.6.7", "550 5.6.7 SMTPUTF8 is required, but was not offered"),
        ("5.0.0", "550 Service unavailable; Client host [192.0.2.1] blocked using list.example"),
        ("5.0.0", "554 Message rejected as it was detected as spam"),
        ("5.0.0", "550 5.7.1 Relaying denied"),
    ] {
        assert_eq!(MailReturnReader.read(report(status, said).as_bytes()).class, ReturnClass::Soft, "{said}");
        assert_eq!(MailReturnReader.read(told(said).as_bytes()).class, ReturnClass::Soft, "{said}");
    }
    for (status, said) in [
        ("5.1.1", "550 5.1.1 User unknown in relay recipient table"),
        ("5.0.0", "550 User unknown in relay recipient table"),
        ("5.1.1", "550 5.1.1 Rejected by the server: no such user"),
    ] {
        assert_eq!(MailReturnReader.read(report(status, said).as_bytes()).class, ReturnClass::Hard, "{said}");
        assert_eq!(MailReturnReader.read(told(said).as_bytes()).class, ReturnClass::Hard, "{said}");
    }
}

#[test]
fn a_report_says_who_could_not_be_reached_and_whether_it_went_on_to_somebody() {
    for (name, raw) in corpus() {
        let mail = MailReturnReader.read(&raw);
        let failed: Vec<&str> = mail.failed.iter().map(EmailAddress::as_str).collect();
        let (expected, went_on) = match name.as_str() {
            "list-expanded-then-one-failed" => ("third@ministry.example", true),
            "smtputf8-report" => ("büro@ministry.example", false),
            _ => ("office@ministry.example", false),
        };
        assert!(failed.iter().all(|address| *address == expected), "{name}: {failed:?}");
        assert_eq!(mail.went_on, went_on, "{name}");
        assert!(mail.class.is_final() || failed.is_empty(), "{name}");
    }
    let failed = |field: &str| {
        let raw = report("5.1.1", "550 no").replace("Final-Recipient: rfc822; office@ministry.example", field);
        MailReturnReader.read(raw.as_bytes()).failed.into_iter().map(|address| address.as_str().to_owned()).collect::<Vec<_>>()
    };
    for (field, address) in [
        ("Final-Recipient: RFC822;<Office@Ministry.example> (the office)", "Office@ministry.example"),
        ("Final-Recipient: utf-8; b\\x{FC}ro@ministry.example", "büro@ministry.example"),
        ("Original-Recipient: rfc822;a@b.example\r\nFinal-Recipient: rfc822;c@d.example", "c@d.example"),
        ("Original-Recipient: rfc822;a@b.example\r\nFinal-Recipient: x400; /C=PL/", "a@b.example"),
    ] {
        assert_eq!(failed(field), [address], "{field}");
    }
    for field in ["Final-Recipient: utf-8; \\x{110000000}\\x{}\\x{", "Final-Recipient: x400; /C=PL/", "X-Other: 1"] {
        assert_eq!(failed(field), [""; 0], "{field}");
    }
}

#[test]
fn every_mail_of_the_corpus_says_to_whom_it_came() {
    let to = format!("bounce+l{}0123456789ab@letters.example", "5a".repeat(16));
    for (name, raw) in corpus() {
        assert_eq!(MailReturnReader.read(&raw).delivered_to.first(), Some(&to), "{name}");
    }
}

/// What is promised of every mail, whatever its bytes.
fn check(mail: &ReturnedMail) {
    let is_line = |text: &str| !text.contains(char::is_control);
    assert!(mail.text.len() <= ReturnedMail::TEXT_MAX);
    assert!(mail.subject.chars().count() <= ReturnedMail::SUBJECT_MAX && is_line(&mail.subject), "{:?}", mail.subject);
    let diagnostic = mail.diagnostic.as_ref().map_or("", Diagnostic::as_str);
    assert!(diagnostic.chars().count() <= Diagnostic::MAX && is_line(diagnostic), "{diagnostic:?}");
    assert!(mail.diagnostic.is_none() || !diagnostic.is_empty());
    assert!(mail.delivered_to.len() <= 20);
    if matches!(mail.class, ReturnClass::AutoReply | ReturnClass::Unknown) {
        assert_eq!((mail.status, &mail.diagnostic), (None, &None));
    }
}

#[test]
fn a_mail_that_is_cut_anywhere_is_read_without_harm() {
    for (_, raw) in corpus() {
        for end in (0..raw.len()).step_by(41) {
            check(&MailReturnReader.read(&raw[..end]));
        }
    }
}

#[test]
fn no_bytes_do_harm() {
    let head = "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n";
    for raw in [
        String::new(),
        "\n".repeat(5000),
        ":".repeat(5000),
        format!("Subject: {}", "=?utf-8?q?=0A=0D=00?= ".repeat(5000)),
        format!("{head}Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; {}", "550 \u{1b}[2J\u{0} ".repeat(50_000)),
        format!("{head}{}", "Action: failed\n\n".repeat(50_000)),
        format!("{head}{}", " x\n".repeat(300_000)),
        format!("Content-Type: multipart/mixed; boundary=\"\"\n\n{}", "--\n".repeat(10_000)),
        format!("From: {}", "<".repeat(100_000)),
        format!("From: {}", "(".repeat(100_000)),
        format!("To: {}", "a@b.example, ".repeat(100_000)),
        format!("From: MAILER-DAEMON@x.example\n\n{}", "550 ".repeat(300_000)),
        format!("From: MAILER-DAEMON@x.example\nContent-Type: text/html\n\n{}", "<p>550".repeat(200_000)),
    ] {
        check(&MailReturnReader.read(raw.as_bytes()));
    }
}

#[test]
fn a_mail_is_not_read_beyond_its_first_megabyte() {
    let mut raw = b"From: MAILER-DAEMON@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n".to_vec();
    raw.extend(std::iter::repeat_n(b'x', READ_MAX));
    raw.extend_from_slice(b"\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n");
    assert_eq!(MailReturnReader.read(&raw).class, ReturnClass::Unknown);
}

#[test]
fn the_text_that_is_kept_is_the_servers_and_not_the_letters() {
    for (name, raw) in corpus() {
        let mail = MailReturnReader.read(&raw);
        assert!(!mail.text.contains("full of hope"), "{name}: {}", mail.text);
    }
}

#[test]
fn the_class_does_not_depend_on_the_kind_of_line_end() {
    for (name, raw) in corpus() {
        let unix = String::from_utf8_lossy(&raw).replace("\r\n", "\n");
        if std::str::from_utf8(&raw).is_ok() {
            assert_eq!(MailReturnReader.read(unix.as_bytes()), MailReturnReader.read(&raw), "{name}");
        }
    }
}

#[test]
fn the_line_that_a_pipe_puts_before_a_mail_is_no_part_of_it() {
    for (name, raw) in corpus() {
        let piped = [&b"From MAILER-DAEMON  Sat Nov 28 09:31:43 2026\n"[..], &raw].concat();
        assert_eq!(MailReturnReader.read(&piped), MailReturnReader.read(&raw), "{name}");
    }
    assert_eq!(MailReturnReader.read(b"From nobody").class, ReturnClass::Unknown);
}
