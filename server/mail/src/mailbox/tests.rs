use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use super::*;
use crate::message::tests::outgoing;

/// Stands still until it is set.
#[derive(Debug)]
struct Still(AtomicI64);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

struct Desk {
    folder: tempfile::TempDir,
    clock: Arc<Still>,
    mailbox: LocalMailbox,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Still(AtomicI64::new(1_800_000_000)));
    let origin = Origin::parse("https://letters.example", None).unwrap();
    let mailbox = LocalMailbox::open(&folder.path().join("made/by/us"), origin, clock.clone()).unwrap();
    Desk { folder, clock, mailbox }
}

impl Desk {
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("made/by/us")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn of(letter: u8, purpose: Purpose) -> Outgoing {
    let mut mail = outgoing(purpose);
    mail.letter.id = LetterId::from_bytes([letter; 16]);
    mail
}

#[tokio::test]
async fn a_mail_is_one_file_however_often_it_is_sent() {
    let desk = desk();
    for _ in 0..3 {
        desk.mailbox.send(&of(1, Purpose::Confirmation)).await.unwrap();
    }
    assert_eq!(desk.files(), [format!("{}.confirmation.eml", "01".repeat(16))]);
    desk.mailbox.send(&of(1, Purpose::Letter)).await.unwrap();
    assert_eq!(desk.files().len(), 2);
}

#[tokio::test]
async fn the_newest_mail_is_listed_first_also_when_the_clock_stands_still() {
    let desk = desk();
    for letter in [7, 3, 9, 1, 8] {
        desk.mailbox.send(&of(letter, Purpose::Confirmation)).await.unwrap();
    }
    desk.mailbox.send(&of(3, Purpose::Confirmation)).await.unwrap();
    desk.clock.0.fetch_add(90, Ordering::SeqCst);
    desk.mailbox.send(&of(7, Purpose::Letter)).await.unwrap();
    let mails = desk.mailbox.mailbox(4).await.unwrap();
    let names: Vec<_> = mails.iter().map(|mail| mail.name.as_str()).collect();
    let hex = |letter: u8| LetterId::from_bytes([letter; 16]);
    let expected = [
        format!("{}.letter", hex(7)),
        format!("{}.confirmation", hex(3)),
        format!("{}.confirmation", hex(8)),
        format!("{}.confirmation", hex(1)),
    ];
    assert_eq!(names, expected);
    assert_eq!(mails[0].to, "embassy@mission.example");
    assert_eq!(mails[0].subject, "Please accede to the Convention");
    assert_eq!(mails[0].date, "2027-01-15T08:01:30Z");
    assert_eq!(mails[1].to, "lucja@home.example");
    assert_eq!(mails[1].date, "2027-01-15T08:00:00Z");
}

#[tokio::test]
async fn a_mail_is_read_decoded() {
    let desk = desk();
    let mut mail = of(1, Purpose::Letter);
    mail.letter.subject = "Αθήνα, 📮".to_owned();
    mail.letter.body = "Excellency,\n\nŁódź, İstanbul.".to_owned();
    desk.mailbox.send(&mail).await.unwrap();
    let name = desk.mailbox.mailbox(1).await.unwrap().remove(0).name;
    assert_eq!(
        desk.mailbox.read(&name).await.unwrap(),
        "From: Łucja Żak <letters@letters.example>\n\
         Reply-To: Łucja Żak <lucja@home.example>\n\
         To: embassy@mission.example\n\
         Subject: Αθήνα, 📮\n\
         Date: 2027-01-15T08:00:00Z\n\
         \n\
         Excellency,\n\nŁódź, İstanbul."
    );
}

#[tokio::test]
async fn nothing_outside_the_mailbox_can_be_read() {
    let desk = desk();
    let id = "01".repeat(16);
    fs::write(desk.folder.path().join("secret.eml"), "Subject: secret\r\n\r\nsecret").unwrap();
    fs::write(desk.folder.path().join("made/by/us/secret.eml"), "Subject: secret\r\n\r\nsecret").unwrap();
    for name in [
        "",
        ".",
        "..",
        "secret",
        "../../../secret",
        "/etc/passwd",
        &format!("{id}.letter"),
        &format!("{id}.letter.eml"),
        &format!("{id}.other"),
        &format!("{id}./../../../../secret"),
        &format!("../us/{id}.letter"),
        &format!("{id}.letter\0"),
        &format!("{}.letter", "AB".repeat(16)),
    ] {
        assert_eq!(desk.mailbox.read(name).await, None, "{name}");
    }
    assert_eq!(desk.mailbox.mailbox(10).await, Some(vec![]), "a file that is not ours is not a mail");
}

#[tokio::test]
async fn a_folder_that_is_gone_is_said_and_may_come_back() {
    let desk = desk();
    let folder = desk.folder.path().join("made/by/us");
    fs::remove_dir(&folder).unwrap();
    let error = desk.mailbox.send(&of(1, Purpose::Letter)).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.starts_with("the local mailbox cannot be written")), "{error:?}");
    assert_eq!(desk.mailbox.mailbox(10).await, Some(vec![]));
    fs::create_dir(&folder).unwrap();
    desk.mailbox.send(&of(1, Purpose::Letter)).await.unwrap();
    assert_eq!(desk.files().len(), 1, "nothing half-written is left behind");
}

#[tokio::test]
async fn mails_are_private_and_those_of_an_older_program_are_made_so() {
    use std::os::unix::fs::PermissionsExt as _;

    let desk = desk();
    desk.mailbox.send(&of(1, Purpose::Confirmation)).await.unwrap();
    let folder = desk.folder.path().join("made/by/us");
    let mail = folder.join(&desk.files()[0]);
    let modes = || [&folder, &mail].map(|path| fs::metadata(path).unwrap().permissions().mode() & 0o777);
    assert_eq!(modes(), [0o700, 0o600]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&mail, fs::Permissions::from_mode(0o644)).unwrap();
    LocalMailbox::open(&folder, Origin::parse("https://letters.example", None).unwrap(), desk.clock.clone()).unwrap();
    assert_eq!(modes(), [0o700, 0o600]);
}
