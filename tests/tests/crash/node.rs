//! A node: the program `postbag serve`, in a process of its own, and its lives.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use tests::smtp::Ledger;
use tokio::process::{Child, Command};

/// How a life ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Killed,
    /// It was told to stop, and did.
    Stopped,
}

/// From the start of a process to its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Life {
    pub(crate) from: Instant,
    pub(crate) end: End,
}

#[derive(Debug)]
pub(crate) struct Node {
    /// Which of the mail server's doors is its own.
    pub(crate) door: usize,
    data: PathBuf,
    database: String,
    mail: String,
    settings: Vec<(&'static str, String)>,
    process: Option<(Child, Instant)>,
    pub(crate) lives: Vec<Life>,
}

impl Node {
    pub(crate) fn new(folder: &Path, database: &str, ledger: &Ledger, door: usize) -> Self {
        let mut node = Self::alone(folder, database, &ledger.url(door), &format!("node-{door}"));
        node.door = door;
        node
    }

    /// One with another mail server.
    pub(crate) fn alone(folder: &Path, database: &str, mail: &str, name: &str) -> Self {
        Self {
            door: 0,
            data: folder.join(name),
            database: database.to_owned(),
            mail: mail.to_owned(),
            settings: Vec::new(),
            process: None,
            lives: Vec::new(),
        }
    }

    /// One with a setting more.
    pub(crate) fn with(mut self, variable: &'static str, value: &str) -> Self {
        self.settings.push((variable, value.to_owned()));
        self
    }

    fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }

    pub(crate) fn start(&mut self) {
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let from = Instant::now();
        let process = Command::new(env!("CARGO_BIN_EXE_postbag-in-tests"))
            .arg("serve")
            .env_clear()
            .env("POSTBAG_ADDR", "127.0.0.1:0")
            .env("POSTBAG_DATA", &self.data)
            .env("POSTBAG_SITE", self.data.join("site"))
            .env("PUBLIC_URL", "http://letters.example")
            // They leave as fast as the queue can be.
            .env("POSTBAG_PACE", "off")
            .env("DATABASE_URL", &self.database)
            .env("MAIL_URL", &self.mail)
            .env("RUST_LOG", "error,usecases::post=info")
            .envs(self.settings.iter().map(|(variable, value)| (variable, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        self.process = Some((process, from));
    }

    /// SIGKILL. Nobody is told, and nothing is tidied up.
    pub(crate) async fn kill(&mut self) {
        let (mut process, from) = self.process.take().unwrap();
        // It may have ended by itself, and that would be a fault of another kind.
        assert!(process.try_wait().unwrap().is_none(), "it ended by itself: {}", self.said());
        process.kill().await.unwrap();
        self.lives.push(Life { from, end: End::Killed });
    }

    /// SIGTERM. Gives back how long it took to end.
    pub(crate) async fn stop(&mut self) -> Duration {
        let (mut process, from) = self.process.take().unwrap();
        let pid = Pid::from_raw(process.id().unwrap().try_into().unwrap()).unwrap();
        let told = Instant::now();
        kill_process(pid, Signal::TERM).unwrap();
        let status = tokio::time::timeout(Duration::from_mins(1), process.wait()).await.expect("it does not end").unwrap();
        assert!(status.success(), "{status}: {}", self.said());
        self.lives.push(Life { from, end: End::Stopped });
        told.elapsed()
    }

    pub(crate) fn kills(&self) -> usize {
        self.lives.iter().filter(|life| life.end == End::Killed).count()
    }

    /// What it logged in all its lives.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}
