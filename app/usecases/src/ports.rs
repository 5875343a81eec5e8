//! The ports: what the use cases need from outside, one file for each noun. Stored things are read through the noun's
//! `Reads`, and written in a unit of work ([`Work`]) through its `Writes`. To add a store method: add it to the trait
//! of its noun here, write its SQL in `storage` once, and a sentence for it in the contract suite of `tests`.

mod actions;
mod artworks;
mod audit;
mod campaigns;
mod changes;
mod classes;
mod clock;
mod corrections;
mod directory;
mod geocoder;
mod grid;
mod guard;
mod kept_files;
mod letters;
mod links;
mod mailer;
mod mails;
mod networks;
mod organiser_mails;
mod paces;
mod parcels;
mod pauses;
mod people;
pub mod press;
mod previews;
mod returns;
mod second_factors;
mod sessions;
mod store;

pub use actions::{Action, ActionKey, ActionReads, KeyUse, KeyWrites, Recorded, Recorder};
pub use artworks::{ArtworkFile, ArtworkReads, ArtworkWrites};
pub use audit::{Act, ActKind, AuditQuery, AuditReads, Audited};
pub use campaigns::{CampaignReads, CampaignWrites, NewRevision, RevisionReads, Saved, Working};
pub use changes::{ChangeReads, Changes};
pub use classes::{ClassCard, ClassReads, ClassSet, ClassWrites, Reached};
pub use clock::{Clock, Ids};
pub use corrections::{CorrectionReads, CorrectionRow, CorrectionWrites};
pub use directory::{DirectoryReads, DirectoryRow, DirectoryWrites};
pub use geocoder::{Geocoder, GeocoderError, Home};
pub use grid::GridReader;
pub use guard::{DayCount, GuardWrites};
pub use kept_files::{KeptFile, KeptFileReads, KeptFileWrites};
pub use letters::{
    AskedBy, AskedCount, DisownedLetter, LetterReads, LetterWrites, RelayLetter, Replies, SentLetter, StoredLetter,
};
pub use links::{PublicLink, PublicLinks};
pub use mailer::{Handover, Invited, LocalMail, Mailer, Outgoing, Parcel, SendError, ToOrganiser};
pub use mails::{Claimed, Due, Lease, MailEnd, MailKey, MailReads, MailWrites, QueueRow, Queued, WaitingMails};
pub use networks::{Allowance, NetworkWrites};
pub use organiser_mails::{ClaimedMail, Occasion, OrganiserMail, OrganiserMailReads, OrganiserMailWrites};
pub use paces::{LineName, PaceReads, PaceWrites, Waiting};
pub use parcels::ParcelWrites;
pub use pauses::{Pause, PauseReads, PauseWrites, Paused};
pub use people::{PeopleReads, PeopleWrites, Person};
pub use previews::{PreviewReads, PreviewWrites, Previewed};
pub use returns::{FailingAddress, HardBounce, KeptReturn, ReturnReader, ReturnReads, ReturnWrites, ReturnedMail};
pub use second_factors::{SecondFactor, SecondFactorReads, SecondFactorWrites};
pub use sessions::{NewSession, OpenSession, SessionReads, SessionRow, SessionWrites, SignInLink, Tries};
pub use store::{Alive, Store, StoreError, StoreFault, Unit, Work, Writes};
