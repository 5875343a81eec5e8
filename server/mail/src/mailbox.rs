//! The local mailbox: a folder with one .eml file per mail, for a site that has no mail server yet. A mail that
//! is sent twice is one file, because its name is its letter and its purpose.

use std::{
    fs::{self, DirBuilder, File, Permissions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use domain::{checked::LetterId, post::Purpose};
use mail_parser::{Address, MessageParser};
use usecases::ports::{Clock, Handover, LocalMail, Mailer, Outgoing, SendError};

use crate::{MailError, Origin, message};

#[derive(Debug)]
pub struct LocalMailbox {
    folder: PathBuf,
    origin: Origin,
    clock: Arc<dyn Clock>,
    /// When the newest mail was written, so that the next is newer also where the clock stands still.
    newest: Mutex<SystemTime>,
}

impl LocalMailbox {
    /// Makes the folder if there is none. Nobody else can look into it: the mails hold letters and the secrets of links.
    pub fn open(folder: &Path, origin: Origin, clock: Arc<dyn Clock>) -> Result<Self, MailError> {
        make_private(folder).map_err(|error| MailError::Folder { folder: folder.to_owned(), error })?;
        Ok(Self { folder: folder.to_owned(), origin, clock, newest: Mutex::new(SystemTime::UNIX_EPOCH) })
    }

    fn next_moment(&self) -> SystemTime {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        *newest = SystemTime::from(self.clock.now()).max(*newest + Duration::from_micros(1));
        *newest
    }
}

#[async_trait]
impl Mailer for LocalMailbox {
    fn delivers(&self) -> bool {
        false
    }

    async fn begin(&self, mail: &Outgoing) -> Result<Box<dyn Handover>, SendError> {
        let ready =
            message::make(&self.origin, mail, self.clock.now()).map_err(|error| SendError::Permanent(error.to_string()))?;
        let name = Name { letter: mail.letter.id.clone(), purpose: mail.purpose };
        Ok(Box::new(Unwritten { folder: self.folder.clone(), name, text: ready.text, moment: self.next_moment() }))
    }

    async fn mailbox(&self, limit: usize) -> Option<Vec<LocalMail>> {
        let folder = self.folder.clone();
        // An unreadable folder shows as an empty mailbox; sending into it says what is wrong.
        Some(off_the_runtime(move || list(&folder, limit)).await.unwrap_or_default())
    }

    async fn read(&self, name: &str) -> Option<String> {
        let path = Name::parse(name)?.path(&self.folder);
        off_the_runtime(move || fs::read(path)).await.ok().map(|bytes| decoded(&bytes))
    }
}

/// A mail that is made and not yet in the folder.
struct Unwritten {
    folder: PathBuf,
    name: Name,
    text: String,
    moment: SystemTime,
}

impl std::fmt::Debug for Unwritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unwritten").field("name", &self.name).finish_non_exhaustive()
    }
}

#[async_trait]
impl Handover for Unwritten {
    async fn finish(self: Box<Self>) -> Result<(), SendError> {
        off_the_runtime(move || write(&self.folder, &self.name, self.text.as_bytes(), self.moment))
            .await
            .map_err(|error| SendError::Transient(format!("the local mailbox cannot be written: {error}")))
    }
}

/// A mail's name in the mailbox: `{letter}.{purpose}`. Parsed, never used as it came: no path is made of
/// anything else.
#[derive(Debug, Clone)]
struct Name {
    letter: LetterId,
    purpose: Purpose,
}

impl Name {
    fn parse(text: &str) -> Option<Self> {
        let (letter, purpose) = text.split_once('.')?;
        Some(Self { letter: LetterId::parse(letter).ok()?, purpose: Purpose::parse(purpose)? })
    }

    fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{self}.eml"))
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.letter, self.purpose.as_str())
    }
}

async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Makes the folder so, and mends it and its mails where others could read them.
fn make_private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mode = fs::metadata(folder)?.permissions().mode();
    // A folder for everybody, such as /tmp, is not ours to close; the mails in it are.
    if mode & 0o1000 == 0 {
        close(folder);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "eml" || kind == "tmp") {
            close(&path);
        }
    }
    Ok(())
}

/// The bits of the group's and everybody's rights.
const OTHERS: u32 = 0o077;

/// Takes away from others what they can do with a file or a folder. One that is somebody else's is theirs to mend.
fn close(path: &Path) {
    let closed = fs::metadata(path).and_then(|metadata| {
        let mode = metadata.permissions().mode();
        if mode & OTHERS == 0 { Ok(()) } else { fs::set_permissions(path, Permissions::from_mode(mode & 0o777 & !OTHERS)) }
    });
    if let Err(error) = closed {
        tracing::warn!(%error, "others on this machine can read {}", path.display());
    }
}

/// All of the mail under its name, or nothing: written aside, on the disk, then renamed. The folder is synced
/// too, or a power cut could take back a mail that was said to be sent.
fn write(folder: &Path, name: &Name, bytes: &[u8], moment: SystemTime) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".mail-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().set_modified(moment)?;
    file.as_file().sync_all()?;
    file.persist(name.path(folder))?;
    File::open(folder)?.sync_all()
}

/// Newest first. Only as many files are read as are shown.
fn list(folder: &Path, limit: usize) -> io::Result<Vec<LocalMail>> {
    let mut mails = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file_name = entry.file_name();
        if let Some(name) = file_name.to_str().and_then(|name| name.strip_suffix(".eml")).and_then(Name::parse) {
            mails.push((entry.metadata()?.modified()?, name));
        }
    }
    mails.sort_unstable_by_key(|(modified, _)| std::cmp::Reverse(*modified));
    mails.truncate(limit);
    // One that is gone since is left out.
    Ok(mails.into_iter().filter_map(|(_, name)| Some(row(&name, &fs::read(name.path(folder)).ok()?))).collect())
}

fn row(name: &Name, bytes: &[u8]) -> LocalMail {
    let message = MessageParser::default().parse_headers(bytes).unwrap_or_default();
    LocalMail {
        name: name.to_string(),
        to: people(message.to()),
        subject: message.subject().unwrap_or_default().to_owned(),
        date: message.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default(),
    }
}

/// The mail as a person reads it.
fn decoded(bytes: &[u8]) -> String {
    let message = MessageParser::default().parse(bytes).unwrap_or_default();
    let lines = [
        ("From", people(message.from())),
        ("Reply-To", people(message.reply_to())),
        ("To", people(message.to())),
        ("Subject", message.subject().unwrap_or_default().to_owned()),
        ("Date", message.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default()),
    ];
    let head: Vec<_> =
        lines.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| format!("{label}: {value}")).collect();
    format!("{}\n\n{}", head.join("\n"), message.body_text(0).unwrap_or_default().replace("\r\n", "\n"))
}

fn people(addresses: Option<&Address<'_>>) -> String {
    let people = addresses.into_iter().flat_map(Address::iter).map(|person| match (person.name(), person.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    });
    people.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
