use std::collections::BTreeMap;

use domain::people::Role;
use domain::post::Purpose;
use domain::tally::Stage;
use storage::{ConnectError, Database, MigrationError};
use tests::steps::Steps as _;
use usecases::ports::{ActionReads as _, CampaignReads as _, LetterReads as _, Recorder as _, SessionReads as _};

use crate::{
    fresh::{Fresh, at_once},
    sample::{action, campaign, campaign_id, email, freely, letter, relay_letter, second},
};

on_both! {
    everything_is_there_after_a_restart,
    a_change_that_another_node_made_is_seen_at_once,
    a_database_that_a_newer_program_wrote_is_left_alone,
    what_was_not_committed_did_not_happen,
}

async fn everything_is_there_after_a_restart(fresh: &Fresh) {
    let first = fresh.node().await;
    first.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    first.record(&action(1), None).await.unwrap();
    first.ask_relay(&relay_letter(2), &freely()).await.unwrap();
    first.use_key("key", "request", &letter(1), second(0)).await.unwrap();
    let organiser =
        domain::people::Organiser { email: email("desk@ngo.example"), role: Some(Role::Owner), campaigns: BTreeMap::new() };
    first.add_organiser(&organiser, "link", second(60)).await.unwrap();
    first.use_link("link", "session", second(1)).await.unwrap();
    let tally = first.tally(&campaign_id("join-the-treaty")).await.unwrap();
    // Dropped, not closed: a program that is killed says no goodbye.
    drop(first);
    let again = fresh.node().await;
    assert_eq!(again.campaigns().await.unwrap(), [campaign("one")]);
    assert_eq!(again.actions_of(&letter(1)).await.unwrap(), [action(1)]);
    assert_eq!(again.tally(&campaign_id("join-the-treaty")).await.unwrap(), tally);
    assert_eq!(again.relay_letter(&letter(2)).await.unwrap(), Some(relay_letter(2)));
    assert_eq!(again.claim_mails(second(1), second(300), 10).await.unwrap()[0].purpose, Purpose::Confirmation);
    assert_eq!(again.session("session", second(2)).await.unwrap().map(|open| open.organiser), Some(organiser));
}

async fn a_change_that_another_node_made_is_seen_at_once(fresh: &Fresh) {
    let node = fresh.node().await;
    for number in 0..20 {
        let (writes, reads) = if number % 2 == 0 { (&node, &fresh.database) } else { (&fresh.database, &node) };
        writes.record(&action(number), None).await.unwrap();
        assert_eq!(reads.tally(&campaign_id("join-the-treaty")).await.unwrap().all()[Stage::Prepared], number + 1);
    }
}

async fn a_database_that_a_newer_program_wrote_is_left_alone(fresh: &Fresh) {
    fresh.tamper("INSERT INTO migrations (version) VALUES (9000)").await;
    let error = Database::connect(&fresh.url).await.unwrap_err();
    assert!(matches!(error, ConnectError::Migration(MigrationError::Newer { found: 9000, .. })), "{error}");
    assert!(error.to_string().contains("newer Postbag"), "{error}");
}

async fn what_was_not_committed_did_not_happen(fresh: &Fresh) {
    // Without its queue a letter cannot be asked for, and then it is neither stored nor counted.
    fresh.tamper("DROP TABLE mails").await;
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap_err();
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap(), None);
    assert_eq!(fresh.database.actions_of(&letter(1)).await.unwrap(), []);
    // And the connection is as good as before.
    fresh.database.record(&action(2), None).await.unwrap();
    assert_eq!(fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap().all()[Stage::Prepared], 1);
}

/// Starts several nodes on an empty database at once.
async fn start_at_once(url: &str) {
    let nodes = at_once((0..6).map(|_| {
        let url = url.to_owned();
        async move { Database::connect(&url).await.map_err(|error| error.to_string()) }
    }))
    .await;
    for node in nodes {
        node.unwrap().record(&action(1), None).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_nodes_may_start_at_once_on_an_empty_postgresql_database() {
    start_at_once(&tests::postgres::database_url().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_processes_may_start_at_once_on_a_new_sqlite_file() {
    for round in 0..10 {
        let dir = tempfile::tempdir().unwrap();
        start_at_once(&storage::sqlite_url(&dir.path().join(format!("new {round} é?#%.db")))).await;
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named_in_the_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("no such folder").join("postbag.db");
    let error = Database::connect(&storage::sqlite_url(&path)).await.unwrap_err().to_string();
    assert!(error.contains(&path.display().to_string()), "{error}");
    assert!(error.contains("folder must exist"), "{error}");
}

#[tokio::test]
async fn a_password_in_the_address_is_not_in_what_is_logged() {
    let error = Database::connect("postgres://postbag:s3cret@127.0.0.1:99999/none").await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
}

#[tokio::test]
async fn a_new_sqlite_file_and_what_stands_beside_it_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("postbag.db");
    for round in 0..2 {
        let database = Database::connect(&storage::sqlite_url(&path)).await.unwrap();
        database.record(&action(round), None).await.unwrap();
        let mut names = Vec::new();
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
            names.push(entry.file_name());
            // As an older program left it, for the next round.
            std::fs::set_permissions(entry.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        assert_eq!(names.len(), 3, "the database, its log and the log's index: {names:?}");
    }
}
