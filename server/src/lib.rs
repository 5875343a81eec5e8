//! The only composition root. It puts the database, the mail room, the press and the directory behind the use cases,
//! the use cases behind the pages, and the pages behind a listener.

mod check;
pub mod cli;
pub mod compose;
pub mod config;
mod files;
mod health;
pub mod http;
mod import;
mod incoming;
mod log;
mod node;
mod program;
mod router;
mod secrets;
mod serve;
mod service;
mod settings;
mod system;
mod worker;

pub use compose::{Parts, compose};
pub use config::Config;
pub use incoming::Incoming;
pub use program::program;
pub use router::router;
pub use serve::{Running, start};
pub use system::{SystemClock, SystemIds};
