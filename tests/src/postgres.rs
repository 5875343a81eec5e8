//! A `PostgreSQL` server for the tests of one process: made in a temporary folder on first use, reached through
//! a Unix socket in it, and gone with the process, however that ends.
//!
//! Where `PostgreSQL` is not installed the tests that need it fail. A test that was left out and a test that
//! passed look the same in a report.

use std::{
    fs, io,
    io::Read as _,
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

const INSTALL: &str = "Install PostgreSQL (on Debian and Ubuntu: apt-get install postgresql), \
                       or put the folder with initdb, pg_ctl and postgres on the PATH.";

/// Lives as long as the standard input that we hold open: when this process ends, even by a signal, `cat` ends.
/// A tablespace of memory would not be faster: nothing is synced.
const SUPERVISE: &str = r#"
dir=$1 bin=$2
{
    "$bin/initdb" -D "$dir/data" -U postbag --auth=trust --encoding=UTF8 --locale=C --no-sync &&
    "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 120 -o "-c listen_addresses='' -c unix_socket_directories='$dir' \
        -c max_connections=300 -c fsync=off -c full_page_writes=off -c synchronous_commit=off" start </dev/null
} >"$dir/start.log" 2>&1 && echo ready || cat "$dir/start.log" "$dir/server.log"
exec >/dev/null 2>&1
cat
"$bin/pg_ctl" -D "$dir/data" -m immediate -w stop
rm -rf "$dir"
"#;

struct Server {
    socket: PathBuf,
    /// Never asked for anything. Its standard input is what keeps the server alive.
    _supervisor: Child,
}

/// The address of an empty database that nobody else has.
///
/// # Panics
/// Where no `PostgreSQL` can be started; the message says what to install.
#[expect(clippy::panic, reason = "a test without its database has failed")]
pub async fn database_url() -> String {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let server = SERVER.get_or_init(|| start().map_err(|error| error.to_string()));
    let server = server.as_ref().unwrap_or_else(|error| panic!("no PostgreSQL for the tests: {error}"));
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let created = create(server, &name).await;
    created.unwrap_or_else(|error| panic!("the PostgreSQL of the tests made no database: {error}"));
    server.url(&name)
}

async fn create(server: &Server, name: &str) -> sqlx::Result<()> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(&server.url("postgres")).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await?;
    connection.close().await
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("postgres://postbag@localhost/{database}?host={}", self.socket.display())
    }
}

fn start() -> io::Result<Server> {
    let bin = binaries().ok_or_else(|| io::Error::other(format!("initdb was not found. {INSTALL}")))?;
    // The supervisor removes it.
    let dir = tempfile::Builder::new().prefix("postbag-postgres-").tempdir()?.keep();
    let mut command = as_unprivileged(&dir)?;
    command.args(["sh", "-c", SUPERVISE, "sh"]).arg(&dir).arg(&bin);
    // In a process group of its own: Ctrl-C ends us, and our end ends the server, in that order.
    command.current_dir(&dir).env("LC_ALL", "C").process_group(0);
    let mut supervisor = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut said = String::new();
    if let Some(mut stdout) = supervisor.stdout.take() {
        stdout.read_to_string(&mut said)?;
    }
    if said.trim() == "ready" {
        Ok(Server { socket: dir, _supervisor: supervisor })
    } else {
        Err(io::Error::other(format!("it did not start: {said}")))
    }
}

/// `PostgreSQL` refuses to run as root, which is who runs the tests in many containers. There it runs as the
/// user that its package makes, or as nobody.
fn as_unprivileged(dir: &Path) -> io::Result<Command> {
    if fs::metadata(dir)?.uid() != 0 {
        return Ok(Command::new("env"));
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let user = |wanted: &str| {
        users.lines().find_map(|line| match line.split(':').collect::<Vec<_>>()[..] {
            [name, _, uid, gid, ..] if name == wanted => Some((uid.parse::<u32>().ok()?, gid.parse::<u32>().ok()?)),
            _ => None,
        })
    };
    let (uid, gid) = user("postgres")
        .or_else(|| user("nobody"))
        .ok_or_else(|| io::Error::other("root may not run PostgreSQL, and there is neither a user postgres nor nobody"))?;
    chown(dir, Some(uid), Some(gid))?;
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned(), "--".to_owned()]);
    Ok(command)
}

/// The folder with initdb: the one on the PATH, or the newest where Debian puts them, beside the PATH.
fn binaries() -> Option<PathBuf> {
    let has_all = |dir: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|name| dir.join(name).is_file());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|dir| {
        // Through the link that a distribution or a person may have made for it.
        fs::canonicalize(dir.join("initdb")).ok()?.parent().map(Path::to_owned)
    });
    let mut debian: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            Some((path.file_name()?.to_str()?.parse().ok()?, path.join("bin")))
        })
        .collect();
    debian.sort();
    on_path.chain(debian.into_iter().rev().map(|(_, bin)| bin)).find(|dir| has_all(dir))
}
