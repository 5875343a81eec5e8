//! Databases of older programs.

use domain::people::Role;
use domain::post::{LetterState, Purpose};
use domain::tally::Stage;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use storage::Database;
use tests::steps::{Asked, Steps as _};
use usecases::ports::{
    ActionReads as _, Allowance, ClassReads as _, LetterReads as _, Reached, Recorded, Recorder as _, RelayLetter,
    SessionReads as _,
};

use crate::sample::{action, campaign_id, freely, letter, relay_letter, second};

/// The tables as they were, and what stood in them.
const BEFORE_NETWORKS: &[&str] = &[
    include_str!("../../../server/storage/migrations/0001_first.sql"),
    include_str!("../../../server/storage/migrations/0002_directory.sql"),
    include_str!("../../../server/storage/migrations/0003_artwork.sql"),
    include_str!("../../../server/storage/migrations/0004_class_sets.sql"),
    "CREATE TABLE migrations (version BIGINT NOT NULL PRIMARY KEY);
     INSERT INTO migrations (version) VALUES (1), (2), (3), (4);
     INSERT INTO actions (letter, channel, stage, campaign, target, country, day, at) VALUES
       ('00000000000000000000000000000001', 'postcard', 'prepared', 'join-the-treaty', 'congress-X000001', 'NU', '2026-11-21', 1795255200000000),
       ('00000000000000000000000000000001', 'postcard', 'confirmed', 'join-the-treaty', 'congress-X000001', 'NU', '2026-11-21', 1795255200000000);
     INSERT INTO sums (side, campaign, name, stage, count)
       SELECT side, 'join-the-treaty', name, stage, 1 FROM
       (SELECT 'channel' AS side, 'postcard' AS name UNION ALL SELECT 'country', 'NU' UNION ALL SELECT 'day', '2026-11-21'
        UNION ALL SELECT 'target', 'congress-X000001') AS sides,
       (SELECT 'prepared' AS stage UNION ALL SELECT 'confirmed') AS stages;
     INSERT INTO relay_letters (id, campaign, target, language, country, name, email, mailbox, recipient, subject, body, token, state, asked_at)
       VALUES ('00000000000000000000000000000002', 'join-the-treaty', 'mission-al-us', 'en', 'PL', 'Łucja Żak', 'lucja@post.example',
       'lucja@post.example', 'embassy@mission.test', 'Please accede', 'Excellency', '000000000000000000000000feed0002', 'awaiting_confirmation', 1795255200000000);
     INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at)
       VALUES ('00000000000000000000000000000002', 'confirmation', 'waiting', 0, 1795255200000000, 1795255200000000);
     INSERT INTO organisers (mailbox, email, role) VALUES ('ada@ngo.example', 'Ada@ngo.example', 'owner');
     INSERT INTO sessions (digest, organiser, expires_at) VALUES ('session', 'ada@ngo.example', 1796464800000000);
     INSERT INTO class_sets (code, id, campaign, language, country, made_at)
       VALUES ('482109375516', '00000000000000000000000000000003', 'join-the-treaty', 'en', 'US', 1795255200000000);
     INSERT INTO class_cards (code, number, letter, target)
       VALUES ('482109375516', 1, '00000000000000000000000000000001', 'congress-X000001');",
];

async fn an_older_database_is_brought_up_to_date_with_all_that_is_in_it(url: &str) {
    sqlx::any::install_default_drivers();
    let create = if url.starts_with("sqlite") { "?mode=rwc" } else { "" };
    let mut connection = AnyConnection::connect(&format!("{url}{create}")).await.unwrap();
    for sql in BEFORE_NETWORKS {
        sqlx::raw_sql(AssertSqlSafe(*sql)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();

    let database = Database::connect(url).await.unwrap();
    let actions = database.actions_of(&letter(1)).await.unwrap();
    assert_eq!(actions.len(), 2);
    assert!(actions.iter().all(|action| action.verified), "{actions:?}");
    let all = database.tally(&campaign_id("join-the-treaty")).await.unwrap().all();
    assert_eq!((all[Stage::Prepared], all[Stage::Confirmed]), (1, 1));
    let waiting = database.relay_letter(&letter(2)).await.unwrap().unwrap();
    assert_eq!(waiting, RelayLetter { body: "Excellency".to_owned(), ..relay_letter(2) });
    assert_eq!(waiting.state, LetterState::AwaitingConfirmation);
    let mails = database.claim_mails(second(0), second(300), 10).await.unwrap();
    assert_eq!((mails.len(), mails[0].purpose), (1, Purpose::Confirmation));
    let set = database.class_set("482109375516".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!((set.cards[0].printed, set.cards[0].posted), (Reached::Verified, Reached::Verified));

    // Organisers stay signed in, and a dangerous act asks for a sign-in that is newer.
    let session = database.session("session", second(86_400)).await.unwrap().unwrap();
    assert_eq!((session.organiser.email.as_str(), session.organiser.role), ("Ada@ngo.example", Some(Role::Owner)));
    assert_eq!((session.signed_in_at, session.used_at), (second(0), second(0)));

    // And goes on as one that was never old.
    let allowance = Allowance { network: "n".to_owned(), day: "2026-11-21".parse().unwrap(), most: 1 };
    for number in [10, 11] {
        assert_eq!(database.record(&action(number), Some(&allowance)).await.unwrap(), Recorded::Now);
    }
    assert_eq!(database.tally(&campaign_id("join-the-treaty")).await.unwrap().all()[Stage::Prepared], 2);
    assert_eq!(database.ask_relay(&relay_letter(5), &freely()).await.unwrap(), Asked::Now);
    database.close().await;
    Database::connect(url).await.unwrap();
}

#[tokio::test]
async fn an_older_sqlite_file_is_brought_up_to_date() {
    let dir = tempfile::tempdir().unwrap();
    an_older_database_is_brought_up_to_date_with_all_that_is_in_it(&storage::sqlite_url(&dir.path().join("postbag.db"))).await;
}

#[tokio::test]
async fn an_older_postgresql_database_is_brought_up_to_date() {
    an_older_database_is_brought_up_to_date_with_all_that_is_in_it(&tests::postgres::database_url().await).await;
}
