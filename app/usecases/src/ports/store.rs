//! The store as a whole: reading, writing together, and how either can fail.

use std::{
    error::Error,
    fmt::{self, Debug},
    ops::{Deref, DerefMut},
    sync::Arc,
};

use async_trait::async_trait;
use domain::post::Purpose;
use jiff::Timestamp;

use super::{
    Act, Action, ActionKey, ActionReads, Allowance, ArtworkReads, ArtworkWrites, AuditReads, CampaignReads, CampaignWrites,
    ChangeReads, ClassReads, ClassWrites, CorrectionReads, CorrectionWrites, DirectoryReads, DirectoryWrites, GuardWrites,
    KeptFileReads, KeptFileWrites, KeyWrites, LetterReads, LetterWrites, MailReads, MailWrites, NetworkWrites,
    OrganiserMailReads, OrganiserMailWrites, PaceReads, PaceWrites, ParcelWrites, PauseReads, PauseWrites, PeopleReads,
    PeopleWrites, PreviewReads, PreviewWrites, Queued, Recorder, RelayLetter, ReturnReads, ReturnWrites, RevisionReads,
    SecondFactorReads, SecondFactorWrites, SessionReads, SessionWrites,
};
use crate::desk::Holder;

/// The database failed. What was being done, and why it failed, is for the log; the person is told that nothing was
/// lost.
#[derive(Debug, Clone)]
pub struct StoreError {
    /// What was being done: `reading a campaign`.
    pub doing: &'static str,
    pub fault: StoreFault,
    pub source: Arc<dyn Error + Send + Sync>,
}

/// The kind of failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreFault {
    /// It cannot be reached, or has no room. The same may succeed in a while.
    Unavailable,
    /// Two writes met: a row is there already, or is held by somebody else. The same may succeed at once.
    Conflict,
    /// A row holds something that this program cannot read. That lasts until somebody mends the row, or a newer program
    /// reads it.
    Corrupt { column: String },
    /// It did not understand what we asked: our mistake.
    Misasked,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the database failed: {}: {}", self.doing, self.source)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}

/// Everything that is stored. Each use case holds the parts that it needs.
pub trait Store:
    Alive
    + ActionReads
    + ArtworkReads
    + AuditReads
    + CampaignReads
    + ChangeReads
    + ClassReads
    + CorrectionReads
    + DirectoryReads
    + KeptFileReads
    + LetterReads
    + MailReads
    + OrganiserMailReads
    + PaceReads
    + PauseReads
    + PeopleReads
    + PreviewReads
    + Recorder
    + ReturnReads
    + RevisionReads
    + SecondFactorReads
    + SessionReads
    + Writes
{
}
impl<T> Store for T where
    T: Alive
        + ActionReads
        + ArtworkReads
        + AuditReads
        + CampaignReads
        + ChangeReads
        + ClassReads
        + CorrectionReads
        + DirectoryReads
        + KeptFileReads
        + LetterReads
        + MailReads
        + OrganiserMailReads
        + PaceReads
        + PauseReads
        + PeopleReads
        + PreviewReads
        + Recorder
        + ReturnReads
        + RevisionReads
        + SecondFactorReads
        + SessionReads
        + Writes
{
}

#[async_trait]
pub trait Alive: Send + Sync + Debug {
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
}

/// Several writes together: [`write`](trait@Writes#method.write) does all of them, or none.
#[async_trait]
pub trait Writes: Send + Sync + Debug {
    /// Begins a unit of work. If it is dropped without a commit, it has done nothing.
    async fn begin(&self) -> Result<Box<dyn Work>, StoreError>;

    /// Writes down that a mail left, if its holder still has the lease, and says whether that was so. It is a unit of work of one
    /// statement, because the next mail waits for its end.
    async fn mail_left(&self, mail: &Queued, at: Timestamp) -> Result<bool, StoreError>;

    /// Clears what the files of the database still have of deleted rows. `false` says that somebody was reading in them,
    /// and that it has to be tried again.
    async fn forget_deleted(&self) -> Result<bool, StoreError>;
}

impl dyn Writes + '_ {
    /// Runs the closure in one unit of work. If the closure succeeds, all of its writes are done; if it ends with an
    /// error, none are.
    pub async fn write<T, E: From<StoreError>>(&self, writes: impl AsyncFnOnce(&mut Unit) -> Result<T, E>) -> Result<T, E> {
        let mut unit = Unit(self.begin().await?);
        let done = writes(&mut unit).await?;
        unit.0.commit().await?;
        Ok(done)
    }
}

/// The unit of work that a closure writes in. It is a type of its own because the compiler cannot prove that a closure
/// with a `&mut dyn Work` may go on in other threads (rust-lang/rust#110338).
#[derive(Debug)]
pub struct Unit(Box<dyn Work>);

impl Deref for Unit {
    type Target = dyn Work;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl DerefMut for Unit {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut *self.0
    }
}

/// A unit of work: small writes that are done together. It is short: nothing is printed or sent while one is open.
///
/// Two units that took the same rows in different orders could each wait for the other. So each takes them in one
/// order: first the mails that it ends, then letters and everything else by the methods of the nouns. Mails to queue,
/// actions to count or take back, and the audit are kept here, and the commit writes them in that order.
#[async_trait]
pub trait Work:
    ArtworkWrites
    + CampaignWrites
    + ClassWrites
    + CorrectionWrites
    + DirectoryWrites
    + GuardWrites
    + KeptFileWrites
    + KeyWrites
    + LetterWrites
    + MailWrites
    + NetworkWrites
    + OrganiserMailWrites
    + PaceWrites
    + ParcelWrites
    + PauseWrites
    + PeopleWrites
    + PreviewWrites
    + ReturnWrites
    + SecondFactorWrites
    + SessionWrites
    + Debug
    + Send
{
    /// Makes this the only unit of work of its kind until it ends, on every node. It is for decisions by rows that
    /// others may be adding.
    async fn alone(&mut self) -> Result<(), StoreError>;

    /// Puts a mail of a letter into the queue, due at `at`. A mail that is there already stays as it is.
    fn enqueue(&mut self, letter: &RelayLetter, purpose: Purpose, at: Timestamp);

    /// Stores an action and adds it to the sums, unless it was there before. Beyond the allowance it is unverified.
    fn count(&mut self, action: Action, allowance: Option<&Allowance>);

    /// Takes an action back with its share of the sums, and makes room for it in the allowance. An action that is not
    /// there is ignored.
    fn take_back(&mut self, action: ActionKey, allowance: Option<&Allowance>);

    /// Notes who did what.
    fn audit(&mut self, by: &Holder, act: Act, at: Timestamp);

    /// Notes what was done at the command line of the server.
    fn audit_operator(&mut self, act: Act, at: Timestamp);

    /// Commits everything: what was written, queued and counted.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
