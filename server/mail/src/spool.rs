//! Takes mail from a folder (a Maildir) into which a mail server or a program that fetches mail puts it.
//!
//! The folder is for returned mail and for nothing else. What was taken is deleted, because it holds letters, and these are
//! kept no longer than needed.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, DirBuilder, File},
    io::{self, Read as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{READ_MAX, Receive, Received};

#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    /// The names of files that cannot be read or deleted, each of which was logged. They stay for a person to look at.
    stuck: Mutex<BTreeSet<OsString>>,
    /// The names of files for which it was too early. They come last in the next round.
    early: Mutex<BTreeSet<OsString>>,
}

impl Spool {
    /// Files taken in one round; the others are taken in the next.
    const ROUND: usize = 100;

    /// Makes the folder with its `new`, `cur` and `tmp`, where they are missing.
    pub fn open(folder: &Path) -> io::Result<Self> {
        for sub in ["tmp", "new", "cur"] {
            DirBuilder::new().recursive(true).mode(0o770).create(folder.join(sub))?;
        }
        Ok(Self { folder: folder.to_owned(), stuck: Mutex::default(), early: Mutex::default() })
    }

    /// Hands over what lies in `new`, the oldest first as far as names tell, and last what it was too early for before.
    /// Returns how many were taken. It stops when nothing can be written down now.
    pub async fn collect(&self, receive: &dyn Receive) -> io::Result<usize> {
        let new = self.folder.join("new");
        let listed = {
            let new = new.clone();
            off_the_runtime(move || list(&new)).await?
        };
        let waiting = self.in_turn(listed);
        let mut taken = 0;
        for name in waiting.into_iter().take(Self::ROUND) {
            let path = new.join(&name);
            let raw = {
                let path = path.clone();
                off_the_runtime(move || read(&path)).await
            };
            match raw {
                Ok(raw) => {
                    match receive.receive(None, &raw).await {
                        Received::Taken => taken += 1,
                        Received::Later => {
                            self.early().insert(name);
                            continue;
                        }
                        Received::Unable => break,
                    }
                    if let Err(error) = off_the_runtime(move || fs::remove_file(path)).await {
                        self.set_aside(name, &error, "was taken and cannot be deleted");
                    }
                }
                // Another node was faster.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => self.set_aside(name, &error, "cannot be read"),
            }
        }
        Ok(taken)
    }

    /// The names that are not stuck, and behind them those for which it was too early, from then on in a new order. What is gone
    /// from the folder is forgotten.
    fn in_turn(&self, listed: BTreeSet<OsString>) -> Vec<OsString> {
        let mut stuck = self.stuck.lock().unwrap_or_else(PoisonError::into_inner);
        stuck.retain(|name| listed.contains(name));
        let early = std::mem::take(&mut *self.early());
        let (last, first): (Vec<_>, Vec<_>) =
            listed.into_iter().filter(|name| !stuck.contains(name)).partition(|name| early.contains(name));
        first.into_iter().chain(last).collect()
    }

    fn early(&self) -> MutexGuard<'_, BTreeSet<OsString>> {
        self.early.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_aside(&self, name: OsString, error: &io::Error, what: &'static str) {
        tracing::error!(%error, "the mail {} in the spool {} {what}; it stays there", name.display(), self.folder.display());
        self.stuck.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
    }
}

/// Files only: a link could lead to any file of this machine.
fn list(new: &Path) -> io::Result<BTreeSet<OsString>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(new)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
            names.insert(entry.file_name());
        }
    }
    Ok(names)
}

/// As much of it as is looked at.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    File::open(path)?.take(READ_MAX as u64).read_to_end(&mut raw)?;
    Ok(raw)
}

async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use async_trait::async_trait;

    use super::*;

    /// Keeps the beginnings of what it gets. It is too early for what begins with "later", and nothing can be written down when
    /// "unable" comes.
    #[derive(Debug, Default)]
    struct Kept(Mutex<Vec<String>>);

    #[async_trait]
    impl Receive for Kept {
        async fn receive(&self, recipient: Option<&str>, raw: &[u8]) -> Received {
            assert_eq!(recipient, None);
            let text: String = String::from_utf8_lossy(raw).chars().take(20).collect();
            self.0.lock().unwrap().push(text.clone());
            match &*text {
                "later" => Received::Later,
                "unable" => Received::Unable,
                _ => Received::Taken,
            }
        }
    }

    impl Kept {
        fn took(&self) -> Vec<String> {
            std::mem::take(&mut self.0.lock().unwrap())
        }
    }

    #[tokio::test]
    async fn what_lies_in_new_is_taken_in_order_and_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let (spool, kept) = (Spool::open(folder.path()).unwrap(), Kept::default());
        let new = folder.path().join("new");
        for name in ["2.host", "1.host", "3.host", ".hidden"] {
            fs::write(new.join(name), name).unwrap();
        }
        fs::write(folder.path().join("tmp/0.host"), "half").unwrap();
        fs::create_dir(new.join("folder")).unwrap();
        symlink("/etc/hostname", new.join("link")).unwrap();
        assert_eq!(spool.collect(&kept).await.unwrap(), 3);
        assert_eq!(kept.took(), ["1.host", "2.host", "3.host"]);
        assert_eq!(spool.collect(&kept).await.unwrap(), 0);
        assert!(new.join(".hidden").exists() && folder.path().join("tmp/0.host").exists() && new.join("link").exists());
    }

    #[tokio::test]
    async fn when_nothing_can_be_written_down_all_stay_for_the_next_round() {
        let folder = tempfile::tempdir().unwrap();
        let (spool, kept) = (Spool::open(folder.path()).unwrap(), Kept::default());
        for (name, text) in [("1", "one"), ("2", "unable"), ("3", "three")] {
            fs::write(folder.path().join("new").join(name), text).unwrap();
        }
        assert_eq!(spool.collect(&kept).await.unwrap(), 1);
        assert_eq!(kept.took(), ["one", "unable"]);
        fs::write(folder.path().join("new/2"), "two").unwrap();
        assert_eq!(spool.collect(&kept).await.unwrap(), 2);
        assert_eq!(kept.took(), ["two", "three"]);
    }

    #[tokio::test]
    async fn a_mail_for_which_it_is_too_early_keeps_no_other_from_being_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (spool, kept) = (Spool::open(folder.path()).unwrap(), Kept::default());
        for (name, text) in [("1", "later"), ("2", "two"), ("3", "three")] {
            fs::write(folder.path().join("new").join(name), text).unwrap();
        }
        assert_eq!(spool.collect(&kept).await.unwrap(), 2);
        assert_eq!(kept.took(), ["later", "two", "three"]);
        fs::write(folder.path().join("new/4"), "four").unwrap();
        assert_eq!(spool.collect(&kept).await.unwrap(), 1);
        assert_eq!(kept.took(), ["four", "later"], "what comes new is taken before it");
        fs::write(folder.path().join("new/1"), "one").unwrap();
        assert_eq!(spool.collect(&kept).await.unwrap(), 1);
        assert_eq!(kept.took(), ["one"]);
    }

    /// More than a round has, and it is too early for all of them.
    #[tokio::test]
    async fn mails_for_which_it_is_too_early_fill_no_second_round() {
        let folder = tempfile::tempdir().unwrap();
        let (spool, kept) = (Spool::open(folder.path()).unwrap(), Kept::default());
        for number in 0..Spool::ROUND {
            fs::write(folder.path().join(format!("new/{number:04}")), "later").unwrap();
        }
        fs::write(folder.path().join("new/last"), "last").unwrap();
        assert_eq!(spool.collect(&kept).await.unwrap(), 0);
        assert_eq!(spool.collect(&kept).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_mail_that_is_stuck_keeps_no_other_from_being_taken() {
        let folder = tempfile::tempdir().unwrap();
        let (spool, kept) = (Spool::open(folder.path()).unwrap(), Kept::default());
        let new = folder.path().join("new");
        fs::write(new.join("1"), "one").unwrap();
        fs::write(new.join("2"), "two").unwrap();
        spool.set_aside("1".into(), &io::ErrorKind::PermissionDenied.into(), "cannot be read");
        assert_eq!(spool.collect(&kept).await.unwrap(), 1);
        assert_eq!(kept.took(), ["two"]);
        // Somebody took it away; another mail of that name is read again.
        fs::remove_file(new.join("1")).unwrap();
        assert_eq!(spool.collect(&kept).await.unwrap(), 0);
        fs::write(new.join("1"), "new one").unwrap();
        assert_eq!(spool.collect(&kept).await.unwrap(), 1);
        assert_eq!(kept.took(), ["new one"]);
    }

    #[tokio::test]
    async fn a_round_takes_a_part_of_many() {
        let folder = tempfile::tempdir().unwrap();
        let (spool, kept) = (Spool::open(folder.path()).unwrap(), Kept::default());
        for number in 0..Spool::ROUND + 5 {
            fs::write(folder.path().join(format!("new/{number}")), "x").unwrap();
        }
        assert_eq!(spool.collect(&kept).await.unwrap(), Spool::ROUND);
        assert_eq!(spool.collect(&kept).await.unwrap(), 5);
    }
}
