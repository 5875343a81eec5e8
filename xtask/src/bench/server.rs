//! A release server of our own, on a free port, with a data folder that is thrown away.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::http;
use crate::dist::Release;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; it ends when this is dropped.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
    /// From the start of the process to the first 200 of `/readyz`.
    pub ready_after: Duration,
}

impl Server {
    /// Starts the release on the given data folder and waits until it is ready.
    pub fn start(release: &Release, data: &Path) -> Result<Self> {
        fs::create_dir_all(data)?;
        let log = data.join("server.log");
        let address = free_address()?;
        let started = Instant::now();
        let process = Command::new(&release.binary)
            .arg("serve")
            .env("POSTBAG_ADDR", address.to_string())
            .env("POSTBAG_DATA", data)
            .env("POSTBAG_SITE", &release.site)
            // As behind a proxy: one address may have all connections.
            .env("POSTBAG_PROXIES", "1")
            .env("PUBLIC_URL", format!("http://{address}"))
            .env_remove("DATABASE_URL")
            .env_remove("MAIL_URL")
            .env_remove("POSTBAG_METRICS_ADDR")
            .stdout(File::create(&log)?)
            .stderr(File::options().append(true).open(&log)?)
            .spawn()
            .with_context(|| format!("could not start {}", release.binary.display()))?;
        let mut server = Self { process, address, ready_after: Duration::ZERO };
        while !http::get(address, "/readyz", "identity").is_ok_and(|answer| answer.status == 200) {
            if started.elapsed() > PATIENCE || server.process.try_wait()?.is_some() {
                bail!("the server did not become ready on {address}; it said:\n{}", fs::read_to_string(&log)?);
            }
            #[expect(clippy::disallowed_methods, reason = "another process gives no notice; this asks it again")]
            std::thread::sleep(Duration::from_millis(1));
        }
        server.ready_after = started.elapsed();
        Ok(server)
    }

    /// The most memory that the process ever had, in kilobytes.
    pub fn most_memory(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    /// The memory that it has now, in kilobytes.
    pub fn memory(&self) -> Result<u64> {
        self.status("VmRSS:")
    }

    /// A line of /proc/PID/status (proc(5)).
    fn status(&self, name: &str) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("no {name} in /proc"))?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder under `target/` that is removed when it is dropped.
pub struct DataFolder(pub PathBuf);

impl DataFolder {
    pub fn new(parent: &Path, name: &str) -> Result<Self> {
        let path = parent.join(format!("bench-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).with_context(|| format!("could not make {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A port that nobody had a moment ago.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
