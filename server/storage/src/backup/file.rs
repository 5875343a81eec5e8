//! The file of a backup while it is written.

use std::{
    cell::Cell,
    ffi::OsString,
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io::{self, ErrorKind},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use super::BackupError;

/// A file beside the one that it will be, with that one's name, a dot before it and `.part` after it. It is locked while it is
/// written, so that one that was left behind is told from one at which somebody works.
pub(super) struct Part {
    path: PathBuf,
    file: File,
    /// It has only its last name any more.
    renamed: Cell<bool>,
}

/// Another program can finish a backup between any two steps of ours.
const TRIES: u32 = 5;

/// Whether the file that we have locked is the one of that name, and has no other name: one that was finished meanwhile has
/// another, and must be left alone.
fn is_ours(file: &File, path: &Path) -> io::Result<bool> {
    let locked = file.metadata()?;
    let there = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        there => there?,
    };
    if (there.dev(), there.ino()) != (locked.dev(), locked.ino()) {
        return Ok(false);
    }
    if locked.nlink() > 1 {
        // Whoever gave it its second name was killed before the first was taken away.
        fs::remove_file(path)?;
        return Ok(false);
    }
    Ok(true)
}

impl Part {
    /// Begins the file. It is empty, and nobody else may read it.
    pub(super) fn begin(target: &Path, replace: bool) -> Result<Self, BackupError> {
        if !replace && target.exists() {
            return Err(BackupError::Exists(target.to_owned()));
        }
        let name = target.file_name().ok_or_else(|| failed(target, io::Error::other("this is no name of a file")))?;
        if target.is_dir() {
            return Err(failed(target, ErrorKind::IsADirectory.into()));
        }
        let mut part = OsString::from(".");
        part.push(name);
        part.push(".part");
        let path = target.with_file_name(part);
        for _ in 0..TRIES {
            let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
            let file = open.map_err(|error| failed(&path, error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(BackupError::Busy(target.to_owned())),
                Err(TryLockError::Error(error)) => return Err(failed(&path, error)),
            }
            if is_ours(&file, &path).map_err(|error| failed(&path, error))? {
                let part = Self { path, file, renamed: Cell::new(false) };
                part.empty().map_err(|error| failed(&part.path, error))?;
                return Ok(part);
            }
        }
        Err(BackupError::Busy(target.to_owned()))
    }

    /// Of one that was left behind, nothing stays.
    fn empty(&self) -> io::Result<()> {
        self.file.set_permissions(Permissions::from_mode(0o600))?;
        self.file.set_len(0)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the file its name when all of it is on the disk, and returns its length.
    pub(super) fn finish(self, target: &Path, replace: bool) -> Result<u64, BackupError> {
        let done = || -> io::Result<u64> {
            self.file.sync_all()?;
            self.name(target, replace)?;
            // The name is on the disk when its folder is.
            let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()?;
            Ok(self.file.metadata()?.len())
        };
        done().map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => BackupError::Exists(target.to_owned()),
            _ => failed(target, error),
        })
    }

    fn name(&self, target: &Path, replace: bool) -> io::Result<()> {
        if replace {
            return self.rename(target);
        }
        match fs::hard_link(&self.path, target) {
            // A second name, where a rename would replace what came there meanwhile. The first goes with this value.
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // Not every file system has second names.
            Err(_) if target.exists() => Err(ErrorKind::AlreadyExists.into()),
            Err(_) => self.rename(target),
        }
    }

    fn rename(&self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.renamed.set(true);
        Ok(())
    }
}

impl Drop for Part {
    /// Whatever happened, nothing of ours stays under this name. After a rename it is not ours any more.
    fn drop(&mut self) {
        if self.renamed.get() {
            return;
        }
        for suffix in ["", "-journal"] {
            let mut name = self.path.clone().into_os_string();
            name.push(suffix);
            drop(fs::remove_file(name));
        }
    }
}

fn failed(path: &Path, source: io::Error) -> BackupError {
    BackupError::File { path: path.to_owned(), source }
}
