//! The use cases of the application. Each is a concrete struct that holds the ports it needs; a page, an API handler
//! and the worker call the same one.
//!
//! This room knows neither HTTP nor SQL nor SMTP: it says what must be stored, printed and sent through the
//! traits in [`ports`], and the server puts the real things behind them.

mod asker;
pub mod class;
pub mod desk;
mod digest;
pub mod directory;
pub mod guard;
pub mod jobs;
pub mod networks;
pub mod ports;
pub mod post;
pub mod press_room;
mod private;
mod redact;
pub mod refusal;
pub mod site_key;
pub mod starter;
pub mod supporter;
pub mod zones;

pub use asker::{Asker, Origin};
pub use class::Classes;
pub use desk::{Access, Artworks, Desk};
pub use digest::hex;
pub use directory::LiveDirectory;
pub use guard::Guard;
pub use networks::Networks;
pub use post::Relay;
pub use private::Private;
pub use refusal::Refusal;
pub use supporter::{Campaigns, Letters, LiveCampaigns, States, Tallies};
