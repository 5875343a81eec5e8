//! The promises of the store, on both databases. Each sentence is written once, as a function, and run twice:
//! `cargo test -p tests --test storage` shows it under `sqlite` and under `postgres`.

#![expect(clippy::unwrap_used, reason = "the sentences are functions that the tests call, and say what they mean as tests do")]

#[macro_use]
mod fresh;
mod guard;
mod sample;

mod accept;
mod actions;
mod artworks;
mod audit;
mod backup;
mod campaigns;
mod classes;
mod contacts;
mod database;
mod directory;
mod forgotten;
mod life;
mod looks;
mod lost;
mod migrations;
mod networks;
mod organisers;
mod outbox;
mod paces;
mod parcels;
mod pauses;
mod people;
mod previews;
mod queue;
mod relay;
mod returns;
mod rows;
mod second_factors;
mod statements;
mod work;
