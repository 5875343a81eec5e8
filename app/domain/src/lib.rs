//! The words of Postbag as types, and the rules that need nothing but their arguments.
//!
//! This room knows no clock, no database and no network. It compiles to WebAssembly, so that the same [`letter`] code
//! makes the preview while a supporter types and the card that is printed. Every string that has a rule is a type of
//! its own, made by `parse`, so that the rest of the house can take it as checked.

pub mod address;
pub mod artwork;
pub mod campaign;
pub mod channel;
pub mod checked;
pub mod class;
pub mod country_name;
pub mod directory;
pub mod district;
pub mod fold;
pub mod form;
pub mod forms_of_address;
pub mod grid;
pub mod language;
pub mod letter;
pub mod mail_domains;
pub mod notice;
pub mod paper;
pub mod people;
pub mod place;
pub mod post;
pub mod problem;
pub mod prose;
pub mod sender;
pub mod state;
pub mod tally;
pub mod target;
pub mod template;
pub mod treaty;
pub mod webmail;

pub use jiff::{Timestamp, civil::Date};
