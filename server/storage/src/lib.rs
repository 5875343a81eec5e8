//! All that is stored, and the only place that knows SQL. One text per query serves `SQLite` and `PostgreSQL` alike: a
//! person starts with a file, a coalition moves to several nodes, and neither runs code that the other has not tested.
//!
//! How it is laid out: a module per noun of [`usecases::ports`], which reads from the [`Database`] and writes in a
//! unit of work ([`work`]); `database` opens the database; `backup` copies all of it into a file and back; `dialect` holds every text that the two databases do not
//! share; `columns` turns columns back into checked values; `fault` says what kind of failure an error is.
//!
//! These rules hold everywhere:
//! - A unit of work is one transaction, which is short: nothing is printed or sent while one is open.
//! - Times are stored in whole microseconds. A time that goes in with nanoseconds comes back without them.
//! - Rows are locked in one order, so that units of work wait for each other but never in a circle. First come the
//!   mails that end, then the letters and all other nouns. At the commit come the queued mails, the actions by their
//!   key, the networks and the sums by theirs, and the audit. What it writes is the [unit's](work) business alone.
//! - A statement names its columns. Connections keep statements, and one with `*` breaks when a newer program widens
//!   the table.

mod actions;
mod artworks;
mod audit;
mod backup;
mod campaigns;
mod changes;
mod classes;
mod columns;
mod corrections;
mod database;
mod dialect;
mod directory;
mod fault;
mod files;
mod guard;
mod kept_files;
mod letters;
mod look;
mod mails;
mod many;
mod migrations;
mod networks;
mod paces;
mod parcels;
mod pauses;
mod people;
mod previews;
mod returns;
mod work;

pub use backup::{BackupError, Made, NotABackup, RestoreError, Restored, Since, Stamp, back_up, restore};
pub use database::{ConnectError, Database, sqlite_url};
pub use look::{Looked, look};
pub use migrations::MigrationError;
