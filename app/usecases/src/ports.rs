//! What the use cases need from outside. To add a store method: add it to the trait of its noun here, write
//! its SQL in `storage` once, and a sentence for it in the contract suite of `tests`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Debug},
};

use async_trait::async_trait;
use domain::{
    Date,
    artwork::{Artwork, ArtworkId},
    campaign::Campaign,
    channel::Channel,
    checked::{EmailAddress, LetterId, PersonName, Slug},
    class::ClassCode,
    district::{Congress, District, Zip},
    language::Language,
    state::Iso2,
    tally::{Stage, Stages, Tally},
    target::TargetId,
};
use jiff::Timestamp;

mod links;
mod networks;
pub mod press;

pub use links::{PublicLink, PublicLinks};
pub use networks::{Allowance, Asked, Asking, Excess, NetworkStore, Quota};

/// The time, so that tests can set it.
pub trait Clock: Send + Sync + Debug {
    fn now(&self) -> Timestamp;

    /// The day in UTC, by which actions are summed and facts hold. Letters and campaigns have days of their own:
    /// [`crate::zones`].
    fn today(&self) -> Date {
        self.now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }
}

/// Randomness, so that tests can repeat it. Sixteen bytes that nobody can guess.
pub trait Ids: Send + Sync + Debug {
    fn bytes(&self) -> [u8; 16];

    fn letter(&self) -> LetterId {
        LetterId::from_bytes(self.bytes())
    }

    /// A secret for a link: 32 hexadecimal digits.
    fn token(&self) -> String {
        self.letter().to_string()
    }
}

/// The database failed. Which statement and why is for the log; the person is told that nothing was lost.
#[derive(Debug, thiserror::Error)]
#[error("the database failed: {0}")]
pub struct StoreError(pub String);

/// Everything that is stored.
pub trait Store:
    CampaignStore + ArtworkStore + ActionStore + ClassStore + RelayStore + NetworkStore + OrganiserStore + DirectoryStore
{
}
impl<T> Store for T where
    T: CampaignStore + ArtworkStore + ActionStore + ClassStore + RelayStore + NetworkStore + OrganiserStore + DirectoryStore
{
}

#[async_trait]
pub trait CampaignStore: Send + Sync + Debug {
    /// In the order in which they were created.
    async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError>;

    async fn campaign(&self, slug: &Slug) -> Result<Option<Campaign>, StoreError>;

    /// Creates these campaigns if there is none yet, all or nothing. Says whether it did.
    async fn create_first_campaigns(&self, campaigns: &[Campaign], at: Timestamp) -> Result<bool, StoreError>;

    /// Sets the first day on which no letter is taken any more. Says whether there is such a campaign.
    async fn close_campaign(&self, slug: &Slug, closes_on: Option<Date>) -> Result<bool, StoreError>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
}

/// The two files of an artwork: the one that is printed, and a small one for pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtworkFile {
    Print,
    Preview,
}

#[async_trait]
pub trait ArtworkStore: Send + Sync + Debug {
    /// Puts an artwork into a campaign, after those that it has, with its files. Files that are there already, by
    /// whichever campaign, stay as they are; an artwork that the campaign has already gets the new credit and text.
    /// Does nothing where the campaign would have more than `most`, and says whether it did something.
    async fn add_artwork(
        &self,
        campaign: &Slug,
        artwork: &Artwork,
        print: &[u8],
        preview: &[u8],
        most: usize,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Takes an artwork out of a campaign, and deletes its files if no other campaign has it. Says whether it was there.
    async fn remove_artwork(&self, campaign: &Slug, artwork: &ArtworkId) -> Result<bool, StoreError>;

    /// A campaign's artworks, in the order in which they were added.
    async fn artworks(&self, campaign: &Slug) -> Result<Vec<Artwork>, StoreError>;

    async fn artwork_file(&self, artwork: &ArtworkId, file: ArtworkFile) -> Result<Option<Vec<u8>>, StoreError>;
}

/// One letter reaching one stage through one channel. Nothing in it says who wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub letter: LetterId,
    pub campaign: Slug,
    pub target: TargetId,
    pub channel: Channel,
    pub stage: Stage,
    /// Where the supporter posts from.
    pub country: Iso2,
    pub at: Timestamp,
    /// Whether it stands in the public number. What went beyond the allowance of its network does not, and neither does
    /// what is said later of such a letter.
    pub verified: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    Now,
    /// The same letter was at this stage of this channel already; nothing was counted.
    Before,
}

/// What became of an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyUse {
    /// The key stands for this letter: the one given, or the one of an earlier, equal request.
    For(LetterId),
    /// The key was used for a request that differs from this one.
    OtherRequest,
}

#[async_trait]
pub trait ActionStore: Send + Sync + Debug {
    /// Stores an action and adds it to the sums, in one transaction. Beyond the allowance it is stored as unverified.
    async fn record(&self, action: &Action, allowance: Option<&Allowance>) -> Result<Recorded, StoreError>;

    /// The actions of one letter, oldest first.
    async fn actions_of(&self, letter: &LetterId) -> Result<Vec<Action>, StoreError>;

    /// The sums that the public sees: of what is verified.
    async fn tally(&self, campaign: &Slug) -> Result<Tally, StoreError>;

    /// The stages of every campaign that has any verified action.
    async fn totals(&self) -> Result<BTreeMap<Slug, Stages>, StoreError>;

    /// The sums of what is not verified, for every campaign that has any.
    async fn unverified(&self) -> Result<BTreeMap<Slug, BTreeMap<Channel, Stages>>, StoreError>;

    /// Binds a key (a digest of it and of where it was used) to a request (its digest) and a letter.
    async fn use_key(&self, key: &str, request: &str, letter: &LetterId, at: Timestamp) -> Result<KeyUse, StoreError>;
}

/// A class set: which card goes to whom, and what became of it. Nothing in it says who wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassSet {
    pub code: ClassCode,
    /// The name that the form carried: the same form sent twice is the same set.
    pub id: LetterId,
    pub campaign: Slug,
    pub language: Language,
    /// Where the class posts from.
    pub country: Iso2,
    pub made_at: Timestamp,
    /// In the order in which they are printed.
    pub cards: Vec<ClassCard>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCard {
    pub letter: LetterId,
    pub target: TargetId,
    /// As its actions say; a new set's cards are neither.
    pub printed: Reached,
    /// What was printed beyond the allowance of its network cannot be verified here either.
    pub posted: Reached,
}

/// Whether a card has reached a stage, and if so, whether the public number has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    No,
    Unverified,
    Verified,
}

impl Reached {
    pub fn at_all(self) -> bool {
        self != Self::No
    }
}

#[async_trait]
pub trait ClassStore: Send + Sync + Debug {
    /// Stores a set, and gives the one of that name: this one, or that of an earlier, equal request. `None`: its code is
    /// another set's; take another one.
    async fn add_class_set(&self, set: &ClassSet) -> Result<Option<ClassSet>, StoreError>;

    async fn class_set(&self, code: ClassCode) -> Result<Option<ClassSet>, StoreError>;

    /// Counts actions and takes others back, in one transaction. What was counted before is not counted again, and what
    /// is not there is not taken. What is taken back makes room in the allowance.
    async fn amend(
        &self,
        new: &[Action],
        gone: &BTreeSet<(LetterId, Channel, Stage)>,
        allowance: Option<&Allowance>,
    ) -> Result<(), StoreError>;
}

/// A letter that our server sends: the only one of which we keep the text, and that for as long as it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayLetter {
    pub id: LetterId,
    pub campaign: Slug,
    pub target: TargetId,
    pub language: Language,
    pub country: Iso2,
    pub name: PersonName,
    /// Where replies go, and where the supporter confirms.
    pub email: EmailAddress,
    pub recipient: EmailAddress,
    pub subject: String,
    pub body: String,
    /// The secret in the link of our mail. It is stored as it is: who reads this row reads the letter too.
    pub token: String,
    pub state: RelayState,
    pub asked_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayState {
    AwaitingConfirmation,
    Queued,
    Accepted,
    /// Given up; the supporter was told, with their text.
    Failed,
}

impl RelayState {
    pub const ALL: [Self; 4] = [Self::AwaitingConfirmation, Self::Queued, Self::Accepted, Self::Failed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Queued => "queued",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What a mail in the queue is for. With the letter's id it names the mail: there is one of each at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To the supporter: please confirm.
    Confirmation,
    /// To the target.
    Letter,
    /// To the supporter: it could not be delivered, here is your text.
    FailureNotice,
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::Confirmation, Self::Letter, Self::FailureNotice];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Letter => "letter",
            Self::FailureNotice => "failure_notice",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// A mail that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    pub letter: RelayLetter,
    pub purpose: Purpose,
    /// How often sending was begun, this time included.
    pub attempts: u32,
    pub enqueued_at: Timestamp,
    /// Names this claim: only its holder may settle the mail.
    pub lease: Timestamp,
    /// For a failure notice: the last error of the letter that was given up.
    pub reason: Option<String>,
}

/// How a try at sending ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    Sent,
    /// Kept in the local mailbox: done with, and taken by nobody.
    Kept,
    /// Try again at that time.
    Later {
        due_at: Timestamp,
        error: String,
    },
    /// Never again. A letter counts as bounced then, and a failure notice to the supporter is queued in the same transaction.
    Never {
        error: String,
    },
}

/// A row of the queue as the desk shows it: no names, no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    pub campaign: Slug,
    pub target: TargetId,
    pub purpose: Purpose,
    pub attempts: u32,
    pub due_at: Timestamp,
    pub failed: bool,
    pub last_error: Option<String>,
}

#[async_trait]
pub trait RelayStore: Send + Sync + Debug {
    /// Stores the letter, its `prepared` action and the confirmation mail in the queue, in one transaction, unless there
    /// are as many of its mailbox or its network as there may be.
    async fn ask_relay(&self, letter: &RelayLetter, asking: &Asking) -> Result<Asked, StoreError>;

    async fn relay_by_token(&self, token: &str) -> Result<Option<RelayLetter>, StoreError>;

    async fn relay_letter(&self, id: &LetterId) -> Result<Option<RelayLetter>, StoreError>;

    /// Moves a letter that awaits confirmation into the queue and counts it, in one transaction.
    async fn confirm_relay(&self, id: &LetterId, at: Timestamp) -> Result<Recorded, StoreError>;

    /// Takes mails that are due, at most `limit`, and leases them: until `until` nobody else takes them.
    async fn claim_mails(&self, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<Queued>, StoreError>;

    /// Writes down how a try ended; for a letter that was sent, counts it as accepted in the same transaction.
    /// `Before` says that the lease had passed on to somebody else, and nothing was changed.
    async fn settle_mail(&self, mail: &Queued, settled: &Settled, at: Timestamp) -> Result<Recorded, StoreError>;

    /// What waits and what failed, the most urgent first, at most `limit` rows.
    async fn queue(&self, limit: u32) -> Result<Vec<QueueRow>, StoreError>;

    /// Deletes letters never confirmed that were asked for before the first time, letters accepted or failed
    /// before the second, and idempotency keys as old as the first. Returns how many letters.
    async fn purge_relay(&self, unconfirmed_before: Timestamp, ended_before: Timestamp) -> Result<u64, StoreError>;
}

/// What an organiser may do at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Viewer,
    Organiser,
    Owner,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Organiser, Self::Owner];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Organiser => "organiser",
            Self::Owner => "owner",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organiser {
    pub email: EmailAddress,
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkUse {
    SignedIn(Organiser),
    Unknown,
    Used,
    Expired,
}

/// Secrets reach this store as SHA-256 digests only: a copy of the database opens no desk.
#[async_trait]
pub trait OrganiserStore: Send + Sync + Debug {
    /// Adds an organiser, or changes the role of one who is there, with a new sign-in link.
    async fn add_organiser(&self, organiser: &Organiser, link: &str, expires_at: Timestamp) -> Result<(), StoreError>;

    /// Uses a link up and opens a session, in one transaction.
    async fn use_link(&self, link: &str, session: &str, now: Timestamp, session_until: Timestamp) -> Result<LinkUse, StoreError>;

    async fn session(&self, session: &str, now: Timestamp) -> Result<Option<Organiser>, StoreError>;

    async fn end_session(&self, session: &str) -> Result<(), StoreError>;
}

/// A row of the directory that was imported. What it says is known to [`crate::directory`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryRow {
    pub dataset: String,
    pub key: String,
    pub content: String,
}

#[async_trait]
pub trait DirectoryStore: Send + Sync + Debug {
    /// Another number after every import that changed something, on any node.
    async fn directory_version(&self) -> Result<u64, StoreError>;

    /// The rows of every dataset that was imported, each dataset's in their order.
    async fn directory_rows(&self) -> Result<Vec<DirectoryRow>, StoreError>;

    /// Puts these rows in the place of all that these datasets had, in one transaction.
    async fn replace_datasets(&self, datasets: &[String], rows: &[DirectoryRow], at: Timestamp) -> Result<(), StoreError>;
}

/// A mail to be made and sent. What it says is the mail room's to word; what it must carry is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub purpose: Purpose,
    pub letter: RelayLetter,
    pub campaign_title: String,
    /// The target's name, for mails to the supporter.
    pub target_name: String,
    /// Where the supporter confirms.
    pub link: PublicLink,
    /// Where the supporter can write the letter again, for instance to print it.
    pub again: PublicLink,
    /// Why it could not be delivered, for a failure notice.
    pub reason: Option<String>,
}

/// Why a mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// 4xx, no connection, no answer in time: worth another try.
    #[error("{0}")]
    Transient(String),
    /// 5xx: the server will not take it, however often it is asked.
    #[error("{0}")]
    Permanent(String),
}

/// A mail in the local mailbox, as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalMail {
    /// Its name in the mailbox, safe in an address.
    pub name: String,
    pub to: String,
    pub subject: String,
    pub date: String,
}

#[async_trait]
pub trait Mailer: Send + Sync + Debug {
    /// Whether mail leaves for its recipients. A local mailbox keeps it, and then no letter was accepted.
    fn delivers(&self) -> bool {
        true
    }

    /// Sends one mail. Sending the same one again makes the same message with the same Message-ID.
    async fn send(&self, mail: &Outgoing) -> Result<(), SendError>;

    /// The newest mails of the local mailbox; `None` where mail goes to a real server.
    async fn mailbox(&self, limit: usize) -> Option<Vec<LocalMail>>;

    /// One mail of the local mailbox, as text, decoded.
    async fn read(&self, name: &str) -> Option<String>;
}

/// Where somebody lives, to be looked up and forgotten. It is stored nowhere and cannot be printed, so that it is in
/// no log either.
pub struct Home {
    /// House number and street, on one line.
    pub street: String,
    pub zip: Zip,
}

impl Debug for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Home")
    }
}

/// Why an address could not be looked up. It says nothing of the address, since it is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GeocoderError {
    #[error("it could not be reached")]
    Unreachable,
    #[error("it did not answer in time")]
    Late,
    #[error("it answered with status {0}")]
    Status(u16),
    #[error("its answer could not be read")]
    Unreadable,
}

/// Who knows in which district an address lies.
#[async_trait]
pub trait Geocoder: Send + Sync + Debug {
    /// The district on the map of a Congress: maps change between two of them, and numbers do not say so.
    /// `None` where the address is not known, or can be in several districts.
    async fn district(&self, home: &Home, congress: Congress) -> Result<Option<District>, GeocoderError>;
}
