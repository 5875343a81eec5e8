//! A folder that a program takes for the whole system, and a server that runs in it.

use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::bench::http;
use crate::test::tools;
use crate::workspace::{output, run};

/// A folder with next to nothing in it. It goes when this is dropped.
pub struct Root(pub PathBuf);

/// As whom a program runs, and what it is told.
pub struct Start<'a> {
    pub user: (u32, u32),
    pub folder: &'a str,
    pub settings: &'a [String],
    pub command: &'a [&'a str],
}

impl Root {
    pub fn new(parent: &Path, name: &str) -> Result<Self> {
        let root = Self(parent.join(name));
        root.remove()?;
        fs::create_dir_all(&root.0)?;
        // Whoever the program runs as goes through here.
        fs::set_permissions(&root.0, Permissions::from_mode(0o755))?;
        Ok(root)
    }

    /// One whose programs and libraries are below `usr`, as in Debian.
    pub fn of_debian(parent: &Path, name: &str) -> Result<Self> {
        let root = Self::new(parent, name)?;
        for folder in ["bin", "sbin", "lib", "lib64"] {
            fs::create_dir_all(root.0.join("usr").join(folder))?;
            symlink(format!("usr/{folder}"), root.0.join(folder))?;
        }
        Ok(root)
    }

    /// Puts a program of this machine in, with the libraries that it is linked with.
    pub fn lend(&self, program: &str) -> Result<()> {
        let linked = output(Command::new("ldd").arg(program)).unwrap_or_default();
        let libraries = linked.lines().filter_map(|line| line.split_whitespace().find(|word| word.starts_with('/')));
        std::iter::once(program).chain(libraries).try_for_each(|path| self.copy(path))
    }

    /// Puts the libraries of a Debian package in, as this machine has them.
    pub fn lend_libraries(&self, package: &str) -> Result<()> {
        let files = output(Command::new("dpkg-query").args(["--listfiles", package]))?;
        files.lines().filter(|path| path.contains(".so.") && Path::new(path).is_file()).try_for_each(|path| self.copy(path))
    }

    fn copy(&self, path: &str) -> Result<()> {
        let there = self.0.join(path.trim_start_matches('/'));
        fs::create_dir_all(there.parent().context("a path without a folder")?)?;
        fs::copy(path, &there).map(drop).with_context(|| format!("could not copy {path}"))
    }

    pub fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.0.join(path)).with_context(|| format!("could not read /{path} in the root"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    /// Makes a folder as systemd or an engine makes it for a service: its user's alone.
    pub fn folder_for(&self, path: &str, (user, group): (u32, u32)) -> Result<()> {
        let mut command = as_root(&[])?;
        command.args(["install", "--directory", "--mode=0700", &format!("--owner={user}"), &format!("--group={group}")]);
        run(command.arg(self.0.join(path)))
    }

    /// A command with this folder as the system's root.
    pub fn command(&self, start: &Start<'_>) -> Result<Command> {
        let mut command = as_root(start.settings)?;
        command.arg("unshare").arg(format!("--root={}", self.0.display())).arg(format!("--wd={}", start.folder));
        command.arg(format!("--setgid={}", start.user.1)).arg(format!("--setuid={}", start.user.0)).args(start.command);
        Ok(command)
    }

    fn remove(&self) -> Result<()> {
        if self.0.exists() { run(as_root(&[])?.args(["rm", "-rf"]).arg(&self.0)) } else { Ok(()) }
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        // It is under `target/`, and the next run removes it.
        let _ = self.remove();
    }
}

/// A command of root's, with these settings in its environment and no others.
pub fn as_root(settings: &[String]) -> Result<Command> {
    let prefix = tools::privilege().context(
        "a program gets another root from root alone: run this as root, or let sudo ask for no password (`sudo -v` first is not enough)",
    )?;
    let words: Vec<&str> = prefix.iter().copied().chain(["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]).collect();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(settings);
    Ok(command)
}

/// A server in a root. It is killed when this is dropped.
pub struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts it on a free port, and waits until it listens.
    pub fn start(root: &Root, start: &Start<'_>) -> Result<Self> {
        let log = root.0.with_extension("log");
        let mut process = root.command(start)?.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(&log)?).spawn()?;
        let lines = BufReader::new(process.stdout.take().context("no output to read")?).lines();
        let address = lines.map_while(Result::ok).find_map(|line| {
            line.split_once("(listening on ").and_then(|(_, rest)| rest.trim_end_matches(')').parse::<SocketAddr>().ok())
        });
        let Some(address) = address else {
            let _ = process.wait();
            bail!("the server did not start; it said:\n{}", fs::read_to_string(&log)?);
        };
        Ok(Self { process, address })
    }

    /// What a supporter and a proxy need: it is ready, has its files, shows a campaign and prints a card.
    pub fn serves(&self) -> Result<()> {
        for (path, has) in [("/readyz", r#""ready":true"#), ("/pkg/postbag.css", "{"), ("/c/mine-ban-treaty", "</html>")] {
            let answer = http::get(self.address, path, "identity")?;
            if answer.status != 200 || !String::from_utf8_lossy(&answer.body).contains(has) {
                bail!("{path}: {} and no {has} in it", answer.status);
            }
        }
        let card = r#"{"target":"mission-br-us","format":"us-postcard-4x6","typed":false}"#;
        let pdf = http::post(self.address, "/api/v1/campaigns/cluster-munitions/paper", card)?;
        if pdf.status != 200 || !pdf.body.starts_with(b"%PDF-") || !pdf.body.trim_ascii_end().ends_with(b"%%EOF") {
            bail!("the card: {}, {}", pdf.status, String::from_utf8_lossy(&pdf.body).chars().take(300).collect::<String>());
        }
        Ok(())
    }

    /// SIGTERM, as every manager sends it.
    pub fn stop(mut self) -> Result<()> {
        let pid = self.process.id().to_string();
        run(as_root(&[])?.args(["sh", "-c", r#"kill -TERM "$0""#, &pid]))?;
        let status = self.process.wait()?;
        if !status.success() {
            bail!("told to stop, it ended with {status}");
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
