//! The ports: what the use cases need from outside, one file for each noun. Stored things are read through the noun's
//! `Reads`, and written in a unit of work ([`Work`]) through its `Writes`. To add a store method: add it to the trait
//! of its noun here, write its SQL in `storage` once, and a sentence for it in the contract suite of `tests`.

mod actions;
mod artworks;
mod audit;
mod campaigns;
mod classes;
mod clock;
mod corrections;
mod directory;
mod geocoder;
mod grid;
mod kept_files;
mod letters;
mod links;
mod mailer;
mod mails;
mod networks;
mod people;
pub mod press;
mod store;

pub use actions::{Action, ActionKey, ActionReads, KeyUse, KeyWrites, Recorded, Recorder};
pub use artworks::{ArtworkFile, ArtworkReads, ArtworkWrites};
pub use audit::Act;
pub use campaigns::{CampaignReads, CampaignWrites, NewRevision, RevisionReads, Saved, Working};
pub use classes::{ClassCard, ClassReads, ClassSet, ClassWrites, Reached};
pub use clock::{Clock, Ids};
pub use corrections::{CorrectionReads, CorrectionRow, CorrectionWrites};
pub use directory::{DirectoryReads, DirectoryRow, DirectoryWrites};
pub use geocoder::{Geocoder, GeocoderError, Home};
pub use grid::GridReader;
pub use kept_files::{KeptFile, KeptFileReads, KeptFileWrites};
pub use letters::{AskedBy, AskedCount, LetterReads, LetterWrites, RelayLetter};
pub use links::{PublicLink, PublicLinks};
pub use mailer::{LocalMail, Mailer, Outgoing, SendError};
pub use mails::{Due, MailEnd, MailReads, MailWrites, QueueRow, Queued, UnreadableMail};
pub use networks::{Allowance, NetworkWrites};
pub use people::{PeopleReads, PeopleWrites, SignInLink};
pub use store::{Alive, Store, StoreError, StoreFault, Unit, Work, Writes};
