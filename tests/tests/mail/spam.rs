//! How our mails look to a filter: `SpamAssassin` with the rules of Debian's package, without what it asks the network.

use tests::smtp::{Mail, spam_scores};

use super::every::every_mail;

/// As it stands in the mailbox of whom it was sent to.
fn arrived(mail: &Mail) -> String {
    let (sender, recipient) = (&mail.sender, &mail.recipients[0]);
    format!(
        "Return-Path: <{sender}>\r\nReceived: from letters.example (letters.example [IPv6:2001:db8::25])\r\n\tby mx.receiver.example \
         (Postfix) with ESMTPS id 4A1B2C3D4E\r\n\tfor <{recipient}>; Tue,  6 Oct 2026 09:00:01 +0000 (UTC)\r\n{}",
        mail.raw
    )
}

#[tokio::test]
async fn no_mail_of_ours_looks_like_spam() {
    /// Spam begins at 5. What a filter finds in our mails is ours to mend long before.
    const ENOUGH: f64 = 1.0;
    let all = every_mail().await;
    let mails: Vec<String> = all.iter().map(|sent| arrived(&sent.mail)).collect();
    let mut suspect = Vec::new();
    for (sent, judged) in all.iter().zip(spam_scores(&mails).await.unwrap()) {
        // What speaks for a mail does not make up for what speaks against it.
        let against: f64 = judged.rules.values().filter(|score| **score > 0.0).sum();
        if against.max(judged.score) >= ENOUGH {
            suspect.push(format!("{:?}: {:?}", sent.mail.header("Subject"), judged.rules));
        }
    }
    assert!(suspect.is_empty(), "{}", suspect.join("\n"));
}

#[tokio::test]
async fn the_judge_knows_spam_when_it_sees_it() {
    let spam = "Received: from x (x [IPv6:2001:db8::25]) by mx.receiver.example; Tue,  6 Oct 2026 09:00:01 +0000\r\n\
                From: BIG PRIZES <a123456@free.example>\r\nSubject: DEAR WINNER!!! $1,000,000 FOR YOU\r\n\
                Content-Type: text/html\r\n\r\n<img src=http://free.example/open.gif>Dear beneficiary, viagra at no cost. Act now!\r\n";
    let judged = spam_scores(&[spam.to_owned(), spam.to_owned()]).await.unwrap();
    assert!(judged.len() == 2 && judged.iter().all(|it| it.score > 5.0 && it.rules.contains_key("MISSING_MID")), "{judged:?}");
}
