//! What the application does. Each use case is a concrete struct that holds the ports it needs; a page, an
//! API handler and the worker call the same one.
//!
//! This room knows neither HTTP nor SQL nor SMTP: it says what must be stored, printed and sent through the
//! traits in [`ports`] and [`press`], and the server puts the real things behind them.

pub mod artworks;
pub mod campaigns;
pub mod classes;
pub mod desk;
pub mod directory;
pub mod finding;
pub mod letters;
pub mod networks;
pub mod ports;
pub mod press;
pub mod press_room;
pub mod refusal;
pub mod relay;
pub mod starter;
pub mod states;
pub mod tallies;
pub mod zones;

pub use artworks::Artworks;
pub use campaigns::Campaigns;
pub use classes::Classes;
pub use desk::Desk;
pub use directory::LiveDirectory;
pub use letters::Letters;
pub use networks::Networks;
pub use refusal::Refusal;
pub use relay::Relay;
pub use states::States;
pub use tallies::Tallies;
