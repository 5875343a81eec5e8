//! What is stored, and the only place that knows SQL. One text per query, read by `SQLite` and by
//! `PostgreSQL` alike: a person starts with a file, a coalition moves to several nodes, and neither runs
//! code that the other has not tested.
//!
//! How it is laid out: a module per trait of [`usecases::ports`] ([`CampaignStore`] in `campaigns`, and so
//! on); `database` opens the database and begins transactions; `dialect` holds every text that the two
//! databases do not share; `row` turns columns back into checked values.
//!
//! What holds everywhere:
//! - Whatever a method promises to do together it does in one transaction, which is short: nothing is
//!   printed or sent while one is open.
//! - Times are stored in whole microseconds. A time that goes in with nanoseconds comes back without them.
//! - Rows are locked in one order, so that transactions wait for each other but never in a circle: the
//!   mails, then the letter, then the actions by their key, then the networks and the sums by theirs.
//!
//! [`CampaignStore`]: usecases::ports::CampaignStore

mod actions;
mod artworks;
mod campaigns;
mod classes;
mod database;
mod dialect;
mod directory;
mod files;
mod insert;
mod migrations;
mod networks;
mod organisers;
mod relay;
mod row;

pub use database::{ConnectError, Database, sqlite_url};
pub use migrations::MigrationError;
