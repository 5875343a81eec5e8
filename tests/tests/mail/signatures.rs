//! DKIM signatures, as dkimpy sees them.

use domain::post::Purpose;
use mail::{MailConfig, TxtRecord};
use tests::smtp::{Aiosmtpd, Signature, check_signatures};

use super::{
    every::{every_mail, keys, now, records, signing},
    *,
};

/// A letter that is signed so, as a mail server took it.
async fn sent(config: impl Fn(&str) -> MailConfig) -> String {
    let server = Aiosmtpd::start().await.unwrap();
    mailer_of(&config(&server.url())).send(&outgoing(Purpose::Letter, 1)).await.unwrap();
    server.messages().await.unwrap().remove(0).raw
}

async fn checked(mail: &str, records: &[TxtRecord]) -> Vec<Signature> {
    check_signatures(&[mail], records, now()).await.unwrap().remove(0)
}

#[tokio::test]
async fn every_mail_has_two_signatures_and_both_are_right() {
    let all = every_mail().await;
    let mails: Vec<&str> = all.iter().map(|sent| sent.mail.raw.as_str()).collect();
    let checked = check_signatures(&mails, &records(), now()).await.unwrap();
    for (mail, signatures) in mails.iter().zip(checked) {
        let right = |selector: &str, algorithm: &str| Signature {
            domain: "letters.example".to_owned(),
            selector: selector.to_owned(),
            algorithm: algorithm.to_owned(),
            valid: true,
            why: None,
        };
        assert_eq!(signatures, [right("postbag", "rsa-sha256"), right("postbag-ed", "ed25519-sha256")], "{mail}");
    }
}

#[tokio::test]
async fn whoever_changes_a_mail_breaks_both_signatures() {
    let mail = sent(signing).await;
    let breaks = [
        ("letters@letters.example>\r\n", "others@letters.example>\r\n"),
        ("To: embassy@", "To: ministry@"),
        ("Reply-To: ", "Reply-To: x@elsewhere.example, "),
        ("Date: Tue, 06", "Date: Tue, 13"),
        ("\r\nMIME-Version: 1.0", "\r\nFrom: ambassador@elsewhere.example\r\nMIME-Version: 1.0"),
        ("Content-Type: multipart/alternative", "Content-Type: multipart/mixed"),
        ("two dots", "two cats"),
        ("\r\n\r\n--=_", "\r\n\r\nAdded\r\n--=_"),
    ];
    let changed: Vec<String> = breaks.iter().map(|(before, after)| mail.replacen(before, after, 1)).collect();
    let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    let checked = check_signatures(&changed, &records(), now()).await.unwrap();
    for ((text, signatures), (before, _)) in changed.iter().zip(checked).zip(breaks) {
        assert_ne!(*text, mail, "{before:?} is not in it");
        assert_eq!(signatures.iter().map(|signature| signature.valid).collect::<Vec<_>>(), [false, false], "{before:?}");
    }
}

/// Programs show the upper one of two, and take a message apart by it.
#[tokio::test]
async fn a_second_header_above_or_below_ours_breaks_both_signatures() {
    let mail = sent(signing).await;
    for header in [
        "From: ambassador@elsewhere.example",
        "Reply-To: x@elsewhere.example",
        "To: ministry@elsewhere.example",
        "Subject: Another matter",
        "Date: Tue, 13 Oct 2026 09:00:00 +0000",
        "Message-ID: <other@elsewhere.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/html",
    ] {
        let above = format!("{header}\r\n{mail}");
        let below = mail.replacen("\r\n\r\n", &format!("\r\n{header}\r\n\r\n"), 1);
        for (at, changed) in [("above", above), ("below", below)] {
            let signatures = checked(&changed, &records()).await;
            let valid: Vec<bool> = signatures.iter().map(|signature| signature.valid).collect();
            assert_eq!(valid, [false, false], "{header} {at}");
        }
    }
}

#[tokio::test]
async fn what_servers_do_on_the_way_breaks_nothing() {
    let mail = sent(signing).await;
    let on_the_way = mail.replacen("Subject: ", "subject:   ", 1).replacen(
        "\r\nMIME-Version: 1.0",
        " \t\r\nX-Seen: yes\r\nMIME-Version:\r\n 1.0",
        1,
    ) + "\r\n\r\n";
    assert_ne!(on_the_way, mail);
    let on_the_way = format!("Received: from a by b;\r\n Tue, 6 Oct 2026 09:00:01 +0000\r\n{on_the_way}");
    let signatures = checked(&on_the_way, &records()).await;
    assert!(signatures.len() == 2 && signatures.iter().all(|signature| signature.valid), "{signatures:?}");
}

#[tokio::test]
async fn another_key_in_the_dns_or_none_is_not_enough() {
    let mail = sent(signing).await;
    let [rsa, ed25519] = <[TxtRecord; 2]>::try_from(records()).unwrap();
    let swapped = [TxtRecord { value: ed25519.value.clone(), ..rsa.clone() }, TxtRecord { value: rsa.value.clone(), ..ed25519 }];
    for (records, valid) in [(&[][..], [false, false]), (&swapped, [false, false]), (&[rsa], [true, false])] {
        let signatures = checked(&mail, records).await;
        assert_eq!(signatures.iter().map(|signature| signature.valid).collect::<Vec<_>>(), valid, "{records:?}");
    }
}

#[tokio::test]
async fn each_key_can_be_left_out() {
    for (index, algorithm) in ["rsa-sha256", "ed25519-sha256"].into_iter().enumerate() {
        let one = vec![keys().swap_remove(index)];
        let mail = sent(|url| MailConfig { keys: one.clone(), ..config(url) }).await;
        let signatures = checked(&mail, &records()).await;
        assert!(signatures.len() == 1 && signatures[0].valid && signatures[0].algorithm == algorithm, "{signatures:?}");
    }
    let mail = sent(config).await;
    assert!(!mail.contains("DKIM-Signature"), "{mail}");
}

#[tokio::test]
async fn a_mail_that_is_sent_twice_is_signed_the_same() {
    assert_eq!(sent(signing).await, sent(signing).await);
}
