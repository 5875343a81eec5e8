//! Backups of either database, restored into either.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use domain::{
    artwork::{AlternativeText, Artwork, ArtworkId, Credit},
    people::{Organiser, Role},
    post::{LetterState, Purpose},
    tally::Stage,
};
use storage::{BackupError, Database, Made, NotABackup, RestoreError, Restored, Since, back_up, restore};
use tempfile::TempDir;
use tests::steps::Steps as _;
use usecases::ports::{
    ActionReads as _, CampaignReads as _, LetterReads as _, MailReads as _, PeopleReads as _, Recorder as _, SessionReads as _,
    StoreError, Writes,
};

use crate::{
    fresh::Fresh,
    sample::{action, campaign, campaign_id, email, freely, letter, relay_letter, second},
};

on_both! {
    all_that_is_stored_comes_back_in_either_database,
    a_backup_while_another_process_writes_is_one_moment_of_it,
    letters_that_waited_are_held_and_nobody_is_signed_in,
    after_a_move_the_queue_goes_on_and_people_stay_signed_in,
    a_backup_is_restored_into_an_empty_database_only,
    an_older_database_is_backed_up_as_it_is_and_restored_as_a_new_one,
    a_database_that_is_not_ours_or_newer_is_not_copied,
}

/// A folder, and a backup in it.
struct Kept(TempDir);

impl Kept {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    async fn of(fresh: &Fresh) -> Self {
        let kept = Self::new();
        make(&fresh.url, &kept.path("backup")).await.unwrap();
        kept
    }
}

async fn make(url: &str, file: &Path) -> Result<Made, BackupError> {
    back_up(url, file, false, "1.2.3", second(100)).await
}

/// An address with nothing behind it, of each database.
async fn empty(folder: &TempDir) -> [String; 2] {
    let file = folder.path().join(format!("restored-{}.db", std::fs::read_dir(folder.path()).unwrap().count()));
    [storage::sqlite_url(&file), tests::postgres::database_url().await]
}

async fn restored(file: &Path, since: Since, url: &str) -> Result<Restored, RestoreError> {
    restore(url, file, since, second(200)).await
}

/// The sums that a database has, and those of the actions that are in it.
async fn reckoned(url: &str) -> (Vec<String>, Vec<String>) {
    let rows = async |sql: &'static str| {
        let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(url).await.unwrap();
        sqlx::query_scalar::<_, String>(sql).fetch_all(&mut connection).await.unwrap()
    };
    let sums = rows(
        "SELECT campaign || ' ' || name || ' ' || stage || ' ' || CAST(count AS TEXT) FROM sums
         WHERE side = 'channel' ORDER BY campaign, name, stage",
    );
    let actions = rows(
        "SELECT campaign || ' ' || channel || ' ' || stage || ' ' || CAST(COUNT(*) AS TEXT) FROM actions
         WHERE verified = 1 GROUP BY campaign, channel, stage ORDER BY campaign, channel, stage",
    );
    (sums.await, actions.await)
}

fn owner() -> Organiser {
    Organiser { email: email("desk@ngo.example"), role: Some(Role::Owner), campaigns: std::collections::BTreeMap::new() }
}

fn picture() -> Artwork {
    let id = ArtworkId::parse(&"ab".repeat(32)).unwrap();
    let credit = Credit::parse("Art by Ada").unwrap();
    Artwork { id, width: 10, height: 20, credit, alternative_text: AlternativeText::parse("A field").unwrap() }
}

async fn all_that_is_stored_comes_back_in_either_database(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    // More than go in one statement, and a remainder.
    for number in 0..70 {
        fresh.database.record(&action(number), None).await.unwrap();
    }
    fresh.database.ask_relay(&relay_letter(100), &freely()).await.unwrap();
    fresh.database.add_organiser(&owner(), "link", second(60)).await.unwrap();
    // Every byte, and more of them than go with other rows.
    let print: Vec<u8> = (0..=255).cycle().take(3 << 20).collect();
    let writes: &dyn Writes = &fresh.database;
    writes.write::<_, StoreError>(async |work| work.add_artwork_files(&picture(), &print, &[]).await).await.unwrap();

    let kept = Kept::new();
    let made = make(&fresh.url, &kept.path("backup")).await.unwrap();
    assert_eq!((made.stamp.program.as_str(), made.stamp.made_at), ("1.2.3", second(100)));
    let metadata = std::fs::metadata(kept.path("backup")).unwrap();
    assert_eq!((metadata.permissions().mode() & 0o777, metadata.len()), (0o600, made.bytes));
    assert_eq!(std::fs::read_dir(kept.0.path()).unwrap().count(), 1, "nothing is left beside it");
    for url in empty(&kept.0).await {
        let restored = restored(&kept.path("backup"), Since::Nothing, &url).await.unwrap();
        assert_eq!((restored.rows["actions"], restored.rows["artworks"]), (71, 1));
        assert_eq!(restored.stamp, made.stamp);
        let again = Database::connect(&url).await.unwrap();
        assert_eq!(again.campaigns().await.unwrap(), fresh.database.campaigns().await.unwrap());
        for number in [0, 31, 32, 69] {
            assert_eq!(again.actions_of(&letter(number)).await.unwrap(), [action(number)]);
        }
        let id = campaign_id("join-the-treaty");
        assert_eq!(again.tally(&id).await.unwrap(), fresh.database.tally(&id).await.unwrap());
        assert_eq!(again.relay_letter(&letter(100)).await.unwrap(), Some(relay_letter(100)));
        assert_eq!(again.organiser(&owner().email).await.unwrap(), Some(owner()));
        let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
        let found: Vec<u8> = sqlx::query_scalar("SELECT print FROM artworks").fetch_one(&mut connection).await.unwrap();
        assert!(found == print);
        // It goes on as any other.
        again.record(&action(1000), None).await.unwrap();
        let (sums, actions) = reckoned(&url).await;
        assert!(sums == actions && !sums.is_empty(), "{sums:?} {actions:?}");
        // And a backup of it is one again.
        make(&url, &kept.path("again")).await.unwrap();
        std::fs::remove_file(kept.path("again")).unwrap();
    }
}

/// In its environment another process finds the database into which it writes until it is killed.
const WRITES: &str = "POSTBAG_TEST_WRITES_INTO";

async fn write_without_end(url: &str) {
    let database = Database::connect(url).await.unwrap();
    for number in 0.. {
        database.record(&action(number), None).await.unwrap();
    }
}

/// Killed when it is dropped.
struct Writer(Child);

impl Writer {
    /// This program again, with the test that writes if it is told where.
    fn start(url: &str, folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "backup::sqlite::a_backup_while_another_process_writes_is_one_moment_of_it"]);
        command.env(WRITES, url).env("TMPDIR", folder);
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

async fn a_backup_while_another_process_writes_is_one_moment_of_it(fresh: &Fresh) {
    if let Ok(url) = std::env::var(WRITES) {
        return write_without_end(&url).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::start(&fresh.url, folder.path());
    let id = campaign_id("join-the-treaty");
    let counted = async |database: &Database| database.tally(&id).await.unwrap().all()[Stage::Prepared];
    let kept = Kept::new();
    let mut before = 0;
    for name in ["first", "second", "third"] {
        while counted(&fresh.database).await <= before {
            tokio::task::yield_now().await;
        }
        before = counted(&fresh.database).await;
        make(&fresh.url, &kept.path(name)).await.unwrap();
        let after = counted(&fresh.database).await;
        for url in empty(&kept.0).await {
            restored(&kept.path(name), Since::Anything, &url).await.unwrap();
            let (sums, actions) = reckoned(&url).await;
            assert_eq!(sums, actions, "{name}");
            let found = counted(&Database::connect(&url).await.unwrap()).await;
            assert!((before..=after).contains(&found), "{name}: {before} {found} {after}");
        }
    }
    drop(writer);
}

async fn letters_that_waited_are_held_and_nobody_is_signed_in(fresh: &Fresh) {
    let database = &fresh.database;
    for number in 1..=5 {
        database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    // The first waits for a yes, the second waits to be sent, the third is being sent, the fourth left and is not accepted yet,
    // the fifth was accepted and the copy of it waits.
    fresh
        .tamper(
            "UPDATE relay_letters SET state = 'queued' WHERE id LIKE '%2';
             UPDATE relay_letters SET state = 'sending' WHERE id LIKE '%3' OR id LIKE '%4';
             UPDATE relay_letters SET state = 'accepted' WHERE id LIKE '%5';
             UPDATE mails SET state = 'sent';
             INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign, claim, leased_until, node)
               SELECT id, 'letter', CASE WHEN id LIKE '%4' THEN 'sent' ELSE 'waiting' END, 0, 0, 0, campaign, 'c', 9, 'n'
               FROM relay_letters WHERE state IN ('queued', 'sending');
             INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign)
               SELECT id, 'copy', 'waiting', 0, 0, 0, campaign FROM relay_letters WHERE state = 'accepted'",
        )
        .await;
    database.add_organiser(&owner(), "link", second(60)).await.unwrap();
    database.use_link("link", "session", second(1)).await.unwrap();
    database.add_organiser(&owner(), "unused", second(1000)).await.unwrap();
    let kept = Kept::of(fresh).await;
    for url in empty(&kept.0).await {
        let restored = restored(&kept.path("backup"), Since::Anything, &url).await.unwrap();
        assert_eq!((restored.held, restored.stopped), (2, 1));
        let again = Database::connect(&url).await.unwrap();
        let state = async |number| again.relay_letter(&letter(number)).await.unwrap().unwrap().state;
        assert_eq!(state(1).await, LetterState::AwaitingConfirmation);
        assert_eq!((state(2).await, state(3).await), (LetterState::Held, LetterState::Held));
        assert_eq!((state(4).await, state(5).await), (LetterState::Sending, LetterState::Accepted));
        let held = again.stored_letter(&letter(2)).await.unwrap().unwrap();
        assert!(held.held_for.contains("backup of 2026-11-21 10:01 UTC"), "{}", held.held_for);
        assert_eq!(held.held_at, Some(second(200)));
        assert_eq!(again.waiting_mails(None).await.unwrap(), [], "nothing leaves by itself");
        let writes: &dyn Writes = &again;
        let reminded = writes.write::<_, StoreError>(async |work| work.queue_reminders(second(900_000), second(900_000)).await);
        assert_eq!(reminded.await.unwrap(), 0, "who has said yes since is not asked again");
        assert_eq!(again.session("session", second(2)).await.unwrap(), None);
        assert!(
            again.use_link("unused", "other", second(2)).await.is_err()
                || again.session("other", second(3)).await.unwrap().is_none()
        );
        assert_eq!(again.organiser(&owner().email).await.unwrap(), Some(owner()));
    }
}

async fn after_a_move_the_queue_goes_on_and_people_stay_signed_in(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    fresh.database.add_organiser(&owner(), "link", second(60)).await.unwrap();
    fresh.database.use_link("link", "session", second(1)).await.unwrap();
    let kept = Kept::of(fresh).await;
    for url in empty(&kept.0).await {
        let restored = restored(&kept.path("backup"), Since::Nothing, &url).await.unwrap();
        assert_eq!((restored.held, restored.stopped), (0, 0));
        let again = Database::connect(&url).await.unwrap();
        assert_eq!(again.claim_mails(second(1), second(300), 10).await.unwrap()[0].purpose, Purpose::Confirmation);
        assert_eq!(again.session("session", second(2)).await.unwrap().map(|open| open.organiser), Some(owner()));
    }
}

async fn a_backup_is_restored_into_an_empty_database_only(fresh: &Fresh) {
    fresh.database.record(&action(1), None).await.unwrap();
    let kept = Kept::of(fresh).await;
    let error = restored(&kept.path("backup"), Since::Nothing, &fresh.url).await.unwrap_err();
    assert!(matches!(error, RestoreError::FileNotEmpty(_) | RestoreError::DatabaseNotEmpty), "{error}");
    assert!(error.to_string().contains("Stop the server"), "{error}");
    assert_eq!(fresh.database.actions_of(&letter(1)).await.unwrap(), [action(1)]);
}

async fn an_older_database_is_backed_up_as_it_is_and_restored_as_a_new_one(fresh: &Fresh) {
    // As it was before the last two steps.
    fresh
        .tamper(
            "DELETE FROM migrations WHERE version >= 23; DROP TABLE replies; DROP INDEX relay_letters_sending;
             ALTER TABLE returned_mails DROP COLUMN sender",
        )
        .await;
    let kept = Kept::new();
    let made = make(&fresh.url, &kept.path("backup")).await.unwrap();
    assert_eq!(made.stamp.step, 22);
    assert_eq!(fresh.rows("SELECT CAST(MAX(version) AS TEXT) FROM migrations").await, ["22"], "it was left as it is");
    for url in empty(&kept.0).await {
        restored(&kept.path("backup"), Since::Anything, &url).await.unwrap();
        let again = Database::connect(&url).await.unwrap();
        assert_eq!(again.replies(&campaign_id("join-the-treaty")).await.unwrap().asked, 0);
    }
}

async fn a_database_that_is_not_ours_or_newer_is_not_copied(fresh: &Fresh) {
    let kept = Kept::new();
    fresh.tamper("INSERT INTO migrations (version) VALUES (9000)").await;
    let error = make(&fresh.url, &kept.path("backup")).await.unwrap_err();
    assert!(error.to_string().contains("newer Postbag"), "{error}");
    fresh.tamper("DROP TABLE migrations").await;
    let error = make(&fresh.url, &kept.path("backup")).await.unwrap_err();
    assert!(matches!(error, BackupError::NotOurs), "{error}");
    assert_eq!(std::fs::read_dir(kept.0.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_that_is_not_a_whole_backup_is_refused_and_nothing_is_made() {
    let fresh = Fresh::sqlite().await;
    fresh.database.record(&action(1), None).await.unwrap();
    let kept = Kept::of(&fresh).await;
    let whole = std::fs::read(kept.path("backup")).unwrap();
    let live = fresh.url.strip_prefix("sqlite://").unwrap();
    fresh.database.close().await;
    let tampered = |name: &str, sql: &'static str| {
        std::fs::write(kept.path(name), &whole).unwrap();
        let url = storage::sqlite_url(&kept.path(name));
        async move {
            let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            <sqlx::AnyConnection as sqlx::Connection>::close(connection).await.unwrap();
        }
    };
    std::fs::copy(live, kept.path("live")).unwrap();
    std::fs::write(kept.path("cut off"), &whole[..whole.len() - 1]).unwrap();
    std::fs::write(kept.path("cut off early"), &whole[..50]).unwrap();
    std::fs::write(kept.path("a picture"), [0x89; 4096]).unwrap();
    std::fs::write(kept.path("overwritten"), [&whole[..4096], &vec![7; whole.len() - 4096]].concat()).unwrap();
    tampered("without rows", "DELETE FROM actions").await;
    tampered("newer", "UPDATE backup SET step = 9000, program = '9.9.9'").await;
    for (name, says) in [
        ("live", "is a database, but no backup"),
        ("cut off", "is cut off: "),
        ("cut off early", "is no backup of Postbag"),
        ("a picture", "is no backup of Postbag"),
        ("overwritten", "cannot be read"),
        ("without rows", "does not have all the rows"),
        ("newer", "was made by a newer Postbag (9.9.9"),
        ("nowhere", "No such file"),
    ] {
        let target = kept.path("target.db");
        let error = restored(&kept.path(name), Since::Nothing, &storage::sqlite_url(&target)).await.unwrap_err().to_string();
        assert!(error.contains(says) && error.contains(name), "{name}: {error}");
        assert!(!target.exists(), "{name}");
    }
    let url = tests::postgres::database_url().await;
    restored(&kept.path("without rows"), Since::Nothing, &url).await.unwrap_err();
    // It was as empty as before.
    restored(&kept.path("backup"), Since::Nothing, &url).await.unwrap();
    assert!(matches!(
        restored(&kept.path("cut off"), Since::Nothing, &url).await,
        Err(RestoreError::NotABackup { why: NotABackup::CutOff { .. }, .. })
    ));
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_when_told_so_and_never_by_half_a_backup() {
    let fresh = Fresh::sqlite().await;
    let kept = Kept::new();
    let file = kept.path("backup");
    std::fs::write(&file, "something else").unwrap();
    let error = make(&fresh.url, &file).await.unwrap_err().to_string();
    assert!(error.contains("is there already") && error.contains("--replace"), "{error}");
    // What a backup that was killed leaves behind is no hindrance; one that is under way is.
    let part = kept.path(".backup.part");
    std::fs::write(&part, "half").unwrap();
    {
        let other = std::fs::File::open(&part).unwrap();
        other.lock().unwrap();
        let error = back_up(&fresh.url, &file, true, "1", second(0)).await.unwrap_err();
        assert!(matches!(error, BackupError::Busy(_)), "{error}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "something else");
    let broken = back_up(&storage::sqlite_url(&kept.path("nowhere.db")), &file, true, "1", second(0)).await.unwrap_err();
    assert!(matches!(broken, BackupError::NoDatabase(_)) && !kept.path("nowhere.db").exists(), "{broken}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "something else");
    back_up(&fresh.url, &file, true, "1", second(0)).await.unwrap();
    assert!(std::fs::read(&file).unwrap().starts_with(b"SQLite format 3"));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!part.exists());
}

#[tokio::test]
async fn a_database_whose_program_was_killed_is_copied_with_what_is_in_its_log() {
    let fresh = Fresh::sqlite().await;
    for number in 0..10 {
        fresh.database.record(&action(number), None).await.unwrap();
    }
    let kept = Kept::new();
    let live = fresh.url.strip_prefix("sqlite://").unwrap();
    // As the disk has it while the program runs.
    std::fs::copy(live, kept.path("killed.db")).unwrap();
    std::fs::copy(format!("{live}-wal"), kept.path("killed.db-wal")).unwrap();
    make(&storage::sqlite_url(&kept.path("killed.db")), &kept.path("backup")).await.unwrap();
    let url = storage::sqlite_url(&kept.path("restored.db"));
    assert_eq!(restored(&kept.path("backup"), Since::Nothing, &url).await.unwrap().rows["actions"], 10);
}
