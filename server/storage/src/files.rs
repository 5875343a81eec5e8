//! Keeps the files of a `SQLite` database private to the one who runs the program.

use std::{
    ffi::OsString,
    fs::{self, OpenOptions, Permissions},
    io::{self, ErrorKind},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

/// The endings of the files of a database that is open, or was open when the power failed.
pub(crate) const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Makes the file where there is none, so that it is private before anything is in it. `SQLite` gives the files beside
/// it the same permissions. Files of older programs are mended.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        Ok(_) | Err(_) => {}
    }
    for suffix in BESIDE {
        let beside = beside(path, suffix);
        match close(&beside) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            // The owner of the file must mend it; that is no reason not to count letters.
            Err(error) => tracing::warn!(%error, "others on this machine can read {}", beside.display()),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// The file beside a database that has this ending.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// The permissions of the group and of everybody.
const OTHERS: u32 = 0o077;

fn close(path: &Path) -> io::Result<()> {
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & OTHERS == 0 { Ok(()) } else { fs::set_permissions(path, Permissions::from_mode(mode & 0o777 & !OTHERS)) }
}
