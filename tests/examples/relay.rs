//! How fast letters leave: from the queue in the database, through the program as it is run, to an SMTP server.
//!
//! ```text
//! POSTBAG_BIN=target/release/postbag cargo run --release -p tests --example relay
//! POSTBAG_BIN=... RELAY_LETTERS=100000 cargo run --release -p tests --example relay
//! POSTBAG_BIN=... RELAY_NODES=2 RELAY_DATABASE_URL=postgres://user@host/empty cargo run --release -p tests --example relay
//! ```
//! Without an address it takes a new SQLite file under `target/`, where a commit waits for the disk. The server is
//! one of ours on this machine that says yes to every mail: what is measured is our side of the conversation. A letter that
//! was taken has its supporter's copy sent after it; letters are older than copies, so they go first, and each has a rate.
#![expect(clippy::print_stdout, reason = "the lines it prints are its answer")]

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use domain::tally::{Stage, Stages};
use server::SystemClock;
use tests::{
    bulk::Bulk,
    smtp::{Ledger, Verdict},
};

/// Without a mail for so long, something is wrong.
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::main]
async fn main() -> Result<()> {
    let letters = number("RELAY_LETTERS", 2_000)?;
    ensure!((1..=1_000_000).contains(&letters), "RELAY_LETTERS must be 1 to 1,000,000");
    let nodes = usize::try_from(number("RELAY_NODES", 1)?)?;
    let binary: PathBuf = std::env::var_os("POSTBAG_BIN").context("POSTBAG_BIN must name the program")?.into();
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::fs::create_dir_all(&target)?;
    let folder = tempfile::tempdir_in(target)?;
    let url = std::env::var("RELAY_DATABASE_URL").unwrap_or_else(|_| storage::sqlite_url(&folder.path().join("relay.db")));
    let name = if url.starts_with("postgres") { "PostgreSQL" } else { "SQLite" };

    let taken = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
    let counted = Arc::clone(&taken);
    let ledger = Ledger::open(nodes, move |id, _| {
        counted[usize::from(!id.contains(".letter@"))].fetch_add(1, Ordering::Relaxed);
        Verdict::Take
    })
    .await?
    .without_texts();
    let bulk = Bulk::open(&url, &ledger.url(0), folder.path(), Arc::new(SystemClock), 1).await?;
    bulk.confirm(0..letters).await?;

    let programs: Vec<Program> =
        (0..nodes).map(|door| Program::start(&binary, folder.path(), &url, &ledger.url(door))).collect::<Result<_>>()?;
    let [first, copies] = &*taken;
    until(first, 1).await?;
    let mut clock = Instant::now();
    let mut memory = Vec::new();
    let mut rates = Vec::new();
    for sort in [first, copies] {
        let before = sort.load(Ordering::Relaxed);
        let mut tenth = before;
        while tenth < letters {
            tenth = (tenth + letters.div_ceil(10)).min(letters);
            until(sort, tenth).await?;
            memory.push(programs.iter().map(Program::memory).sum::<Result<u64>>()?);
        }
        rates.push(f64::from(u32::try_from(letters - before)?) / clock.elapsed().as_secs_f64());
        clock = Instant::now();
    }
    drop(programs);
    let all = Stages::from([(Stage::Prepared, letters), (Stage::Confirmed, letters), (Stage::Accepted, letters)]);
    let tally = bulk.tally().await?;
    ensure!(tally == all, "the tally is wrong: {tally:?}");
    ensure!(u64::try_from(ledger.taken())? == 2 * letters, "the server took {} mails", ledger.taken());
    let reach = if nodes > 1 { "1,000 letters/s" } else { "500 letters/s" };
    let processes = if nodes > 1 { format!(", {nodes} processes") } else { String::new() };
    println!(
        "letters to a local SMTP server, {name}{processes} | {reach} | {:.0} letters/s over {letters}, then {:.0} copies/s, tally exact",
        rates[0], rates[1]
    );
    let megabytes = |index: usize| memory.get(index).map_or(0, |kilobytes| kilobytes.div_ceil(1024));
    println!(
        "memory while {letters} letters and their copies leave, {name}{processes} | flat | {} MB after a tenth of the letters, {} MB \
         after all, {} MB after all copies",
        megabytes(0),
        megabytes(memory.len() / 2 - 1),
        megabytes(memory.len() - 1)
    );
    Ok(())
}

fn number(variable: &str, otherwise: u64) -> Result<u64> {
    match std::env::var(variable) {
        Ok(text) => text.parse().with_context(|| format!("{variable} must be a number")),
        Err(_) => Ok(otherwise),
    }
}

/// Waits until so many were taken.
async fn until(taken: &AtomicU64, many: u64) -> Result<()> {
    let mut last = (taken.load(Ordering::Relaxed), Instant::now());
    while last.0 < many {
        drop(tokio::time::timeout(Duration::from_millis(5), std::future::pending::<()>()).await);
        let now = taken.load(Ordering::Relaxed);
        if now > last.0 {
            last = (now, Instant::now());
        }
        ensure!(last.1.elapsed() < PATIENCE, "no mail came for {PATIENCE:?}; {now} of {many} are there");
    }
    Ok(())
}

/// `postbag serve`, until this is dropped: then it is told to stop, and waited for.
struct Program(Child);

impl Program {
    fn start(binary: &Path, folder: &Path, database: &str, mail: &str) -> Result<Self> {
        let data = tempfile::tempdir_in(folder)?.keep();
        let child = Command::new(binary)
            .arg("serve")
            .env("POSTBAG_ADDR", "127.0.0.1:0")
            .env("POSTBAG_SITE", data.join("site"))
            .env("POSTBAG_DATA", data)
            .env("PUBLIC_URL", "http://letters.example")
            // What is measured is how fast the queue can be.
            .env("POSTBAG_PACE", "off")
            .env("DATABASE_URL", database)
            .env("MAIL_URL", mail)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}", binary.display()))?;
        Ok(Self(child))
    }

    /// What it has in memory now, in kilobytes (`VmRSS` of proc(5)).
    fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS in /proc")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(pid) = i32::try_from(self.0.id()).ok().and_then(rustix::process::Pid::from_raw) {
            // It may have ended by itself; then there is nothing to end.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let _ = self.0.wait();
    }
}
