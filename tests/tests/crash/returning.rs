//! Letters come back to the program as it is run: by LMTP from a client that we did not write, and through the spool folder.

use std::{fs, path::Path, sync::Arc, time::Instant};

use domain::post::LetterState;
use server::SystemClock;
use tests::{
    bulk::{Bulk, letter_id},
    smtp::{Entry, Ledger, Verdict},
};
use tokio::process::Command;
use usecases::ports::{LetterReads as _, ReturnReads as _};

use crate::{kills::pause, node::Node, reckoning::mail_of, week::report};

/// As a mail server does: to the return path, and from nobody.
const BRING: &str = r#"
import smtplib, sys
client = smtplib.LMTP(sys.argv[1])
assert client.sendmail("", [sys.argv[2]], sys.stdin.buffer.read()) == {}
client.quit()
"#;

/// Nothing here takes longer unless it hangs: the spool is looked into every ten seconds.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(2);

const LETTERS: u64 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_come_back_by_lmtp_and_through_the_spool() {
    let folder = tempfile::tempdir().unwrap();
    let url = storage::sqlite_url(&folder.path().join("postbag.db"));
    let ledger = Ledger::open(1, |_, _| Verdict::Take).await.unwrap();
    let bulk = Bulk::open(&url, &ledger.url(0), folder.path(), Arc::new(SystemClock), 1).await.unwrap();
    bulk.confirm(0..LETTERS).await.unwrap();
    let (socket, spool) = (folder.path().join("lmtp"), folder.path().join("spool"));
    let mut node = Node::new(folder.path(), &url, &ledger, 0)
        .with("POSTBAG_LMTP_ADDR", &format!("unix:{}", socket.display()))
        .with("POSTBAG_SPOOL", &spool.display().to_string());
    node.start();
    for number in 0..LETTERS {
        until(&bulk, &node, number, LetterState::Accepted).await;
    }
    let sent = ledger.entries();
    let of = |number: u64| sent.iter().find(|mail| mail_of(&mail.id) == Some(("letter", number))).unwrap();
    let nobody = |mail: &Entry| report(mail, "5.1.1", "550 5.1.1 User unknown");

    by_lmtp(&socket, &of(0).sender, &nobody(of(0))).await;
    until(&bulk, &node, 0, LetterState::Bounced).await;

    // A Maildir: written elsewhere, and moved when it is whole. What is no mail of ours goes the same way.
    for (name, raw) in [("1", nobody(of(1))), ("2", "Subject: Buy\r\n\r\nNow.\r\n".to_owned()), ("3", nobody(of(2)))] {
        fs::write(spool.join("tmp").join(name), raw).unwrap();
        fs::rename(spool.join("tmp").join(name), spool.join("new").join(name)).unwrap();
    }
    until(&bulk, &node, 1, LetterState::Bounced).await;
    until(&bulk, &node, 2, LetterState::Bounced).await;
    let begun = Instant::now();
    while fs::read_dir(spool.join("new")).unwrap().count() > 0 {
        assert!(begun.elapsed() < PATIENCE, "what was taken is not deleted: {}", node.said());
        pause(100).await;
    }
    assert_eq!(bulk.database.kept_returns(10).await.unwrap().len(), 1, "the advertisement");
    assert_eq!(bulk.database.relay_letter(&letter_id(3)).await.unwrap().unwrap().state, LetterState::Accepted);
    assert_eq!(bulk.database.failing_addresses(None, 1, 10).await.unwrap().iter().map(|address| address.letters).sum::<u32>(), 3);
    node.stop().await;
    assert!(!socket.exists(), "the next start finds the place free");
}

async fn by_lmtp(socket: &Path, to: &str, raw: &str) {
    use tokio::io::AsyncWriteExt as _;
    let mut client = Command::new("python3")
        .args(["-c", BRING])
        .arg(socket)
        .arg(to)
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    client.stdin.take().unwrap().write_all(raw.as_bytes()).await.unwrap();
    let output = client.wait_with_output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Waits for a letter's state, as the database has it.
async fn until(bulk: &Bulk, node: &Node, number: u64, state: LetterState) {
    let begun = Instant::now();
    loop {
        let letter = bulk.database.relay_letter(&letter_id(number)).await.unwrap().unwrap();
        if letter.state == state {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "letter {number} is {:?}: {}", letter.state, node.said());
        pause(100).await;
    }
}
