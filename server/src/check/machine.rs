//! The machine: its disk, its clock, and who can read the files.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::{SignedDuration, Timestamp};
use storage::Looked;

use super::Finding;
use crate::Config;

/// Room for a log, a large artwork and a day of letters.
const LEAST: u64 = 256_000_000;

/// Codes of a second factor allow for half a minute.
const MAY_DIFFER: SignedDuration = SignedDuration::from_secs(10);

/// Whether there is room: for the log of the database, and for a backup beside it.
pub(super) fn disk(config: &Config, looked: Option<&Looked>) -> Finding {
    const WHAT: &str = "disk";
    let shown = config.data.display();
    let room = match rustix::fs::statvfs(&config.data) {
        Ok(room) => room,
        Err(error) => return Finding::note(WHAT, format!("how much room there is in {shown} is not known: {error}")),
    };
    let is_here = looked.is_none_or(|looked| looked.clock.is_none());
    let database = looked.filter(|_| is_here).map_or(0, |looked| looked.bytes);
    enough(room.f_bavail.saturating_mul(room.f_frsize), (room.f_files > 0).then_some(room.f_favail), database, &shown.to_string())
}

fn enough(free: u64, files: Option<u64>, database: u64, shown: &str) -> Finding {
    const WHAT: &str = "disk";
    let wanted = LEAST.max(database);
    let free = match files {
        Some(files) if files < 1000 => {
            return Finding::wrong(WHAT, format!("only {files} more files fit on the disk of {shown}; delete some (df -i)"));
        }
        _ if free < wanted => {
            return Finding::wrong(
                WHAT,
                format!(
                    "{} are free in {shown}, and {} should be; delete old logs and backups, or move to a larger disk",
                    size(free),
                    size(wanted)
                ),
            );
        }
        _ => size(free),
    };
    Finding::well(WHAT, format!("{free} are free in {shown}"))
}

/// Whether others can read what is private. A start closes what it may close.
pub(super) fn data_folder(config: &Config) -> Finding {
    const WHAT: &str = "data folder";
    let open = |path: &Path| fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    let of_database = ["postbag.db", "postbag.db-wal", "mail"].map(|name| config.data.join(name));
    let paths: Vec<PathBuf> = std::iter::once(config.data.clone()).chain(of_database).filter(|path| open(path)).collect();
    match paths.first() {
        None => Finding::well(WHAT, format!("{} is its owner's alone", config.data.display())),
        Some(path) => Finding::wrong(
            WHAT,
            format!(
                "others on this machine can look into {}; take that away with chmod go= , or name a folder of its own with POSTBAG_DATA",
                path.display()
            ),
        ),
    }
}

/// Whether the clock can be right. It is compared with the database's, and with what was written before.
pub(super) fn clock(now: Timestamp, looked: Option<&Looked>) -> Finding {
    let built = env::current_exe().and_then(fs::metadata).and_then(|file| file.modified()).ok();
    compared(now, built.and_then(at), looked.and_then(|looked| looked.newest), looked.and_then(|looked| looked.clock))
}

fn at(time: SystemTime) -> Option<Timestamp> {
    Timestamp::try_from(time).ok()
}

fn compared(now: Timestamp, built: Option<Timestamp>, newest: Option<Timestamp>, database: Option<Timestamp>) -> Finding {
    const WHAT: &str = "clock";
    const MEND: &str = "set it, and let it be kept right (timedatectl set-ntp true)";
    let shown = now.strftime("%Y-%m-%d %H:%M:%S UTC");
    if let Some(built) = built
        && built > now + SignedDuration::from_hours(24)
    {
        return Finding::wrong(WHAT, format!("it says {shown}, which is before this program was put here; {MEND}"));
    }
    if let Some(newest) = newest
        && newest > now + MAY_DIFFER
    {
        let newest = newest.strftime("%Y-%m-%d %H:%M:%S UTC");
        return Finding::wrong(WHAT, format!("it says {shown}, and something in the database was counted at {newest}; {MEND}"));
    }
    match database.map(|database| now.duration_since(database).abs()) {
        Some(apart) if apart > MAY_DIFFER => {
            let seconds = apart.as_secs();
            Finding::wrong(WHAT, format!("it and that of the database's server are {seconds} seconds apart; {MEND} on both"))
        }
        Some(_) => Finding::well(WHAT, format!("it says {shown}, as does the database's server")),
        None => Finding::well(WHAT, format!("it says {shown}, and nothing in the database is of later")),
    }
}

/// As people say it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..10_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        10_000_000..10_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_backup_of_the_database_must_fit_on_the_disk() {
        let level = |free, files, database| enough(free, files, database, "/srv").level;
        assert_eq!(level(300_000_000, Some(5000), 200_000_000), Level::Well);
        assert_eq!(level(300_000_000, None, 0), Level::Well);
        assert_eq!(level(300_000_000, Some(5000), 400_000_000), Level::Wrong);
        assert_eq!(level(200_000_000, Some(5000), 0), Level::Wrong);
        assert_eq!(level(300_000_000, Some(7), 0), Level::Wrong);
    }

    #[test]
    fn a_clock_that_was_set_back_or_goes_otherwise_than_the_databases_is_wrong() {
        let now = time("2026-11-28T12:00:00Z");
        let level = |built: Option<&str>, newest: Option<&str>, database: Option<&str>| {
            compared(now, built.map(time), newest.map(time), database.map(time)).level
        };
        assert_eq!(level(None, None, None), Level::Well);
        assert_eq!(level(Some("2026-11-28T20:00:00Z"), Some("2026-11-28T12:00:05Z"), Some("2026-11-28T11:59:55Z")), Level::Well);
        assert_eq!(level(Some("2026-11-30T12:00:00Z"), None, None), Level::Wrong);
        assert_eq!(level(None, Some("2026-11-28T12:01:00Z"), None), Level::Wrong);
        assert_eq!(level(None, None, Some("2026-11-28T11:59:00Z")), Level::Wrong);
        assert_eq!(level(None, None, Some("2026-11-28T12:01:00Z")), Level::Wrong);
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!([1_234_567, 12_345_678, 12_345_678_901].map(size), ["1.2 MB", "12 MB", "12 GB"]);
    }
}
