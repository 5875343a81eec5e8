//! A real mail server: Postbag hands a letter to Postfix, the office's server refuses it, Postfix writes a report, and the report
//! comes back through a pipe to `postbag mail receive`.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

use std::{
    fs::{self, Permissions},
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, mpsc},
    time::Duration,
};

use domain::{
    campaign::CampaignId,
    channel::Channel,
    checked::{EmailAddress, LetterId, PersonName, Token},
    language::Language,
    post::{LetterState, Purpose},
    state::Iso2,
    tally::Stage,
    target::TargetId,
};
use jiff::{SignedDuration, Timestamp};
use mail::{MailConfig, MailUrl};
use rustix::process::{Pid, Signal, kill_process};
use server::{SystemClock, SystemIds};
use storage::Database;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _},
    time::timeout,
};
use usecases::{
    networks::Confirmations,
    ports::{ActionReads as _, Lease, LetterReads as _, Outgoing, PublicLink, Queued, RelayLetter},
    post::{self, Asking, MailboxNames, Quota, Settled},
    site_key::SiteKey,
};

/// Nothing here takes longer unless it hangs, and then the test is told so.
const PATIENCE: Duration = Duration::from_mins(2);

/// Postfix with a configuration, a queue and a port of its own. It ends with its handle.
struct Postfix {
    folder: TempDir,
    port: u16,
    child: Child,
}

impl Postfix {
    /// Mail for the office goes to that port; mail to `bounce+...` goes to the command, as the user nobody.
    fn start(office: u16, command: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        fs::set_permissions(at, Permissions::from_mode(0o755)).unwrap();
        for sub in ["etc", "queue", "state"] {
            fs::create_dir(at.join(sub)).unwrap();
        }
        chown(at.join("state"), Some(id_of("postfix")), None).unwrap();
        // Another process may take it before Postfix does: then it says so and the test fails.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder_name = at.display();
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {folder_name}/queue\ndata_directory = {folder_name}/state\n\
             maillog_file = /dev/stdout\nmyhostname = mx.letters.example\nmydestination = letters.example\n\
             mynetworks = 127.0.0.0/8\ninet_interfaces = loopback-only\ninet_protocols = ipv4\ndisable_dns_lookups = yes\n\
             recipient_delimiter = +\nalias_maps = hash:{folder_name}/aliases\n\
             transport_maps = inline:{{ {{ office.example = smtp:[127.0.0.1]:{office} }} }}\n\
             default_transport = error:5.1.2 nothing leaves this machine\nsmtpd_relay_restrictions = permit_mynetworks, reject\n"
        );
        fs::write(at.join("etc/main.cf"), main).unwrap();
        let services = [
            format!("127.0.0.1:{port} inet n - n - - smtpd"),
            "cleanup unix n - n - 0 cleanup".to_owned(),
            "qmgr unix n - n 300 1 qmgr".to_owned(),
            "rewrite unix - - n - - trivial-rewrite".to_owned(),
            "proxymap unix - - n - - proxymap".to_owned(),
            "bounce unix - - n - 0 bounce".to_owned(),
            "defer unix - - n - 0 bounce".to_owned(),
            "trace unix - - n - 0 bounce".to_owned(),
            "smtp unix - - n - - smtp".to_owned(),
            "error unix - - n - - error".to_owned(),
            "retry unix - - n - - error".to_owned(),
            "local unix - n n - - local".to_owned(),
            "anvil unix - - n - 1 anvil".to_owned(),
            "postlog unix-dgram n - n - 1 postlogd".to_owned(),
        ]
        .join("\n");
        fs::write(at.join("etc/master.cf"), services + "\n").unwrap();
        fs::write(at.join("aliases"), format!("bounce: \"|{command}\"\n")).unwrap();
        let etc = at.join("etc");
        let made = Command::new(sbin("postalias")).arg("-c").arg(&etc).arg(format!("hash:{folder_name}/aliases")).status();
        assert!(made.unwrap().success());
        // The pipe runs as the owner of the aliases, and never as root.
        for file in ["aliases", "aliases.db"] {
            chown(at.join(file), Some(id_of("nobody")), None).unwrap();
        }
        let mut child = Command::new(sbin("postfix"))
            .arg("-c")
            .arg(&etc)
            .arg("start-fg")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (started, is_up) = mpsc::channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Reads all the time, or Postfix would stand still when the pipe is full. What it says is shown where the test fails.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                eprintln!("{line}");
                if line.contains("daemon started") {
                    let _ = started.send(());
                }
            }
        });
        let postfix = Self { folder, port, child };
        is_up.recv_timeout(PATIENCE).unwrap();
        postfix
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let pid = fs::read_to_string(self.folder.path().join("queue/pid/master.pid")).unwrap_or_default();
        if let Some(pid) = pid.trim().parse().ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// Debian keeps it off the PATH of people.
fn sbin(program: &str) -> PathBuf {
    let path = Path::new("/usr/sbin").join(program);
    assert!(path.is_file(), "Install Postfix (on Debian and Ubuntu: apt-get install postfix).");
    path
}

fn id_of(user: &str) -> u32 {
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.split(':').next() == Some(user)).unwrap();
    line.split(':').nth(2).unwrap().parse().unwrap()
}

/// The office's mail server: it knows nobody.
async fn knows_nobody(listener: tokio::net::TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let (read, mut write) = stream.into_split();
        let mut lines = tokio::io::BufReader::new(read).lines();
        let mut answer = "220 mx.office.example ESMTP".to_owned();
        while write.write_all(format!("{answer}\r\n").as_bytes()).await.is_ok() {
            let Ok(Some(line)) = lines.next_line().await else { break };
            answer = if line.to_ascii_uppercase().starts_with("RCPT") {
                "550 5.1.1 <embassy@office.example>: no such office here".to_owned()
            } else {
                "250 2.0.0 Yes".to_owned()
            };
        }
    }
}

fn letter() -> RelayLetter {
    RelayLetter {
        id: LetterId::from_bytes([0x5a; 16]),
        campaign: CampaignId::parse("a-world-without-mines").unwrap(),
        target: TargetId::parse("mission-al-us").unwrap(),
        language: Language::EN,
        reader: Language::EN,
        country: Iso2::parse("PL").unwrap(),
        name: PersonName::parse("Łucja Żak").unwrap(),
        email: EmailAddress::parse("lucja@home.example").unwrap(),
        recipient: EmailAddress::parse("embassy@office.example").unwrap(),
        subject: "Please accede".to_owned(),
        body: "Excellency,\n\nplease accede.".to_owned(),
        token: Token::from_bytes([0x0f; 16]),
        shown: String::new(),
        ask_later: false,
        own_digest: None,
        review: String::new(),
        state: LetterState::AwaitingConfirmation,
        asked_at: Timestamp::UNIX_EPOCH,
    }
}

/// At that second.
fn second(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
}

/// Claims the one mail that is due and has that purpose.
async fn claim(database: &Database, purpose: Purpose) -> Queued {
    // Whatever clock queued it.
    let late = Timestamp::MAX - SignedDuration::from_hours(1);
    let name = Token::from_bytes([1; 16]);
    let lease = Lease { claim: name.clone(), node: name, until: late };
    let mails = post::claim(database, database, None, &lease, late, 10).await.unwrap().mails;
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.into_iter().find(|mail| mail.purpose == purpose).unwrap()
}

/// A letter that is confirmed, as it is when a worker takes it.
async fn confirmed(database: &Database) -> Queued {
    let any = Quota { unanswered: u32::MAX, asked: u32::MAX };
    let confirmations = Confirmations { per_campaign: u32::MAX, per_site: u32::MAX };
    let day = usecases::zones::day_in_utc(second(0));
    let asking = Asking {
        networks: Vec::new(),
        names: MailboxNames::default(),
        allowance: None,
        since: second(0),
        day,
        per_network: any,
        per_mailbox: any,
        confirmations,
    };
    post::ask_for(database, &letter(), &asking).await.unwrap();
    let confirmation = claim(database, Purpose::Confirmation).await;
    post::settle(database, &confirmation, &Settled::Sent, second(1)).await.unwrap();
    post::confirm_letter(database, None, &letter(), None, second(2)).await.unwrap();
    claim(database, Purpose::Letter).await
}

/// A program that the user nobody may run, since this one may lie in a folder that only we can look into.
fn copied(to: &Path) -> PathBuf {
    let (program, copy) = (env!("CARGO_BIN_EXE_postbag"), to.join("postbag"));
    // A second name costs nothing, where both folders are on one disk.
    fs::hard_link(program, &copy).or_else(|_| fs::copy(program, &copy).map(drop)).unwrap();
    copy
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_that_a_real_mail_server_sends_back_is_bounced() {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        eprintln!("Only root can start Postfix: this was not tried.");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let (data, go, done) = (folder.path().join("data"), folder.path().join("go"), folder.path().join("done"));
    fs::create_dir(&data).unwrap();
    let database = Database::connect(&storage::sqlite_url(&data.join("postbag.db"))).await.unwrap();
    let mail = confirmed(&database).await;
    // The database belongs to the user as whom the pipe runs, as it does where Postbag itself runs as that user.
    let nobody = id_of("nobody");
    for path in fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).chain([data.clone()]) {
        chown(path, Some(nobody), None).unwrap();
    }
    for fifo in [&go, &done] {
        assert!(Command::new("mkfifo").args(["-m", "666"]).arg(fifo).status().unwrap().success());
    }
    // It waits until our own note is written, so that the order is that of life, where a report takes longer.
    let script = format!(
        "#!/bin/sh\nread word < {go}\n{postbag} --data {data} mail receive\ncode=$?\necho $code > {done}\nexit $code\n",
        go = go.display(),
        done = done.display(),
        data = data.display(),
        postbag = copied(folder.path()).display(),
    );
    let command = folder.path().join("receive");
    fs::write(&command, script).unwrap();
    fs::set_permissions(&command, Permissions::from_mode(0o755)).unwrap();

    let office = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let postfix = Postfix::start(office.local_addr().unwrap().port(), command.to_str().unwrap());
    let refusing = tokio::spawn(knows_nobody(office));

    let url = MailUrl::parse(&format!("smtp://127.0.0.1:{}", postfix.port)).unwrap();
    let config = MailConfig::new(url, data.join("mail"), "https://letters.example".to_owned());
    let key = SiteKey::new(SiteKey::RETURN_PATHS, Arc::new(database.clone()), Arc::new(SystemClock), Arc::new(SystemIds));
    let outgoing = Outgoing {
        purpose: Purpose::Letter,
        return_path: post::return_path(&key, &mail.letter.id, Purpose::Letter).await.unwrap(),
        letter: mail.letter.clone(),
        campaign_title: "A world without mines".to_owned(),
        target_name: "the Embassy of Albania".to_owned(),
        link: PublicLink::new("https://letters.example/confirm/0f0f".to_owned()),
        again: PublicLink::new("https://letters.example/".to_owned()),
        web_form: None,
        ended_at: None,
        reason: None,
        left_with_others: false,
        parcel: None,
    };
    mail::mailer(&config, Arc::new(SystemClock)).unwrap().send(&outgoing).await.unwrap();
    post::settle(&database, &mail, &Settled::Sent, second(3)).await.unwrap();
    post::accept_sent(&database).await.unwrap();
    let copy = claim(&database, Purpose::Copy).await;
    post::settle(&database, &copy, &Settled::Sent, second(3)).await.unwrap();

    // A thread of its own, so that a report that never comes does not keep the test from failing.
    let (said, code) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        fs::write(&go, "go\n").unwrap();
        let _ = said.send(fs::read_to_string(&done).unwrap());
    });
    assert_eq!(timeout(PATIENCE, code).await.unwrap().unwrap().trim(), "0");
    assert_eq!(database.relay_letter(&letter().id).await.unwrap().unwrap().state, LetterState::Bounced);
    let counted = database.tally(&letter().campaign).await.unwrap().by_channel[&Channel::Relay];
    assert_eq!((counted[Stage::Accepted], counted[Stage::Bounced]), (0, 1));
    let notice = claim(&database, Purpose::FailureNotice).await;
    let reason = notice.reason.unwrap();
    assert!(reason.starts_with("it came back: 550 5.1.1") && reason.contains("no such office here"), "{reason}");
    refusing.abort();
}
