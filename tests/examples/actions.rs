//! How many actions a second are recorded so that they survive a power cut, and whether a tally takes longer
//! when there are more of them.
//!
//! ```text
//! cargo run --release -p tests --example actions
//! ACTIONS_ROWS=10000000 cargo run --release -p tests --example actions
//! ACTIONS_DATABASE_URL=postgres://user@host/empty cargo run --release -p tests --example actions
//! ```
//! Without an address it takes a new SQLite file, under `target/` and not in the folder for temporary files: that
//! one can be memory, where syncing costs nothing. A PostgreSQL database must be empty, and is left full.
//! `ACTIONS_TASKS`, 64 where not given, is how many people press at once.
#![expect(clippy::print_stdout, reason = "the lines it prints are its answer")]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use domain::{campaign::CampaignId, channel::Channel, checked::LetterId, state::Iso2, tally::Stage, target::TargetId};
use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyConnection, Connection as _};
use storage::Database;
use tokio::task::JoinSet;
use usecases::ports::{Action, ActionReads as _, Allowance, Recorded, Recorder as _};

const RECORD_FOR: Duration = Duration::from_secs(5);
const FEW: i64 = 10_000;
/// Filled in parts, so that the log file of SQLite does not grow to the size of the database.
const PART: i64 = 200_000;
const READS: usize = 301;

#[tokio::main]
async fn main() -> Result<()> {
    let rows: i64 = from_env("ACTIONS_ROWS", 1_000_000)?;
    ensure!((FEW..=20_000_000).contains(&rows), "ACTIONS_ROWS must be {FEW} to 20,000,000");
    let tasks: u64 = from_env("ACTIONS_TASKS", 64)?;
    ensure!((1..=1000).contains(&tasks), "ACTIONS_TASKS must be 1 to 1,000");
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::fs::create_dir_all(&target)?;
    let folder = tempfile::tempdir_in(target)?;
    let url = std::env::var("ACTIONS_DATABASE_URL").unwrap_or_else(|_| storage::sqlite_url(&folder.path().join("actions.db")));
    let name = if url.starts_with("postgres") { "PostgreSQL" } else { "SQLite" };
    let database = Database::connect(&url).await?;

    for tasks in [1, tasks] {
        let (count, took) = record(&database, tasks).await?;
        let per_second = f64::from(u32::try_from(count)?) / took.as_secs_f64();
        // One after the other waits for the disk each time; the figure to reach is for many.
        let reach = if tasks == 1 { "" } else { "1,000/s" };
        println!("actions recorded durably, {tasks} at once, {name} | {reach} | {per_second:.0}/s, tally exact");
    }
    fill(&url, "few", 0, FEW).await?;
    let few = tally_time(&database, "few").await?;
    fill(&url, "many", FEW, rows).await?;
    let many = tally_time(&database, "many").await?;
    let times = many.as_secs_f64() / few.as_secs_f64();
    println!(
        "tally at {rows} actions against {FEW}, {name} | at most 1.5 times | {times:.2} times ({:.2} ms against {:.2} ms)",
        milliseconds(many),
        milliseconds(few)
    );
    database.close().await;
    Ok(())
}

fn from_env<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(name: &str, otherwise: T) -> Result<T> {
    match std::env::var(name) {
        Ok(text) => text.parse().with_context(|| format!("{name} must be a number")),
        Err(_) => Ok(otherwise),
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A letter of its own for each number, scattered as real ones are.
fn action(campaign: &CampaignId, number: u64) -> Result<Action> {
    let mut bytes = [0; 16];
    let scattered = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bytes[..8].copy_from_slice(&scattered.to_be_bytes());
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    let countries = ["US", "CA", "NU", "DE", "BR"];
    Ok(Action {
        letter: LetterId::from_bytes(bytes),
        campaign: campaign.clone(),
        target: TargetId::parse(&format!("congress-{}", number % 538))?,
        channel: Channel::ALL[usize::try_from(number % 5)?],
        stage: Stage::Prepared,
        country: Iso2::parse(countries[usize::try_from(number % 5)?])?,
        at: Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_790_000_000),
        verified: true,
    })
}

/// So many tasks, each recording one action after the other, all in one campaign, which is the worst case: they
/// all add to the same rows.
async fn record(database: &Database, tasks: u64) -> Result<(u64, Duration)> {
    let campaign = CampaignId::parse(&format!("recorded-by-{tasks}"))?;
    // From one network, as a school is one: they all take from the same row too.
    let allowance = Allowance { network: format!("network of {tasks}"), day: jiff::civil::date(2026, 9, 21), most: u32::MAX };
    let started = Instant::now();
    let mut set = JoinSet::new();
    for task in 0..tasks {
        let (database, campaign, allowance) = (database.clone(), campaign.clone(), allowance.clone());
        set.spawn(async move {
            let mut count = 0;
            while started.elapsed() < RECORD_FOR {
                let number = tasks * 1_000_000_000 + task * 1_000_000 + count;
                let recorded = database.record(&action(&campaign, number)?, Some(&allowance)).await?;
                ensure!(recorded == Recorded::Now, "a letter was there before");
                count += 1;
            }
            anyhow::Ok(count)
        });
    }
    let counts = set.join_all().await;
    let took = started.elapsed();
    let count = counts.into_iter().sum::<Result<u64>>()?;
    let tally = database.tally(&campaign).await?;
    ensure!(tally.all()[Stage::Prepared] == count, "{count} were recorded, the tally says {}", tally.all()[Stage::Prepared]);
    Ok((count, took))
}

/// Actions and their sums as `record` would have stored them, but in bulk: 538 targets, 20 days, 30 countries,
/// five channels, one in three confirmed.
async fn fill(url: &str, campaign: &str, first: i64, rows: i64) -> Result<()> {
    let mut connection = AnyConnection::connect(url).await?;
    for from in (first..first + rows).step_by(usize::try_from(PART)?) {
        sqlx::query(
            "WITH RECURSIVE numbers (n) AS (SELECT $1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $2)
             INSERT INTO actions (letter, channel, stage, campaign, target, country, day, at)
             SELECT CAST((n * 7919) % 1000000007 AS TEXT) || '-00000000-' || CAST(n AS TEXT),
                    CASE n % 5 WHEN 0 THEN 'own_mail' WHEN 1 THEN 'relay' WHEN 2 THEN 'web_form' WHEN 3 THEN 'postcard' ELSE 'letter' END,
                    CASE n % 3 WHEN 0 THEN 'confirmed' ELSE 'prepared' END,
                    $3, 'congress-' || CAST(n % 538 AS TEXT),
                    SUBSTR('ABCDEF', CAST(n % 6 AS INTEGER) + 1, 1) || SUBSTR('KLMNOPQRST', CAST(n % 10 AS INTEGER) + 1, 1),
                    '2026-09-' || CAST(n % 20 + 10 AS TEXT), n
             FROM numbers",
        )
        .bind(from)
        .bind((from + PART).min(first + rows))
        .bind(campaign)
        .execute(&mut connection)
        .await?;
    }
    for sql in [
        "INSERT INTO sums SELECT 'channel', campaign, channel, stage, COUNT(*) FROM actions WHERE campaign = $1 GROUP BY campaign, channel, stage",
        "INSERT INTO sums SELECT 'country', campaign, country, stage, COUNT(*) FROM actions WHERE campaign = $1 GROUP BY campaign, country, stage",
        "INSERT INTO sums SELECT 'day', campaign, day, stage, COUNT(*) FROM actions WHERE campaign = $1 GROUP BY campaign, day, stage",
        "INSERT INTO sums SELECT 'target', campaign, target, stage, COUNT(*) FROM actions WHERE campaign = $1 GROUP BY campaign, target, stage",
    ] {
        sqlx::query(sql).bind(campaign).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}

/// The median of many.
async fn tally_time(database: &Database, campaign: &str) -> Result<Duration> {
    let campaign = CampaignId::parse(campaign)?;
    let mut times = Vec::with_capacity(READS);
    for _ in 0..READS {
        let started = Instant::now();
        let tally = database.tally(&campaign).await?;
        times.push(started.elapsed());
        ensure!(tally.by_target.len() == 538, "the tally is not complete");
    }
    times.sort();
    Ok(times[READS / 2])
}
