//! What the store promises, on both databases. Each sentence is written once, as a function, and run twice:
//! `cargo test -p tests --test storage` shows it under `sqlite` and under `postgres`.

#![expect(clippy::unwrap_used, reason = "the sentences are functions that the tests call, and say what they mean as tests do")]

#[macro_use]
#[path = "storage/fresh.rs"]
mod fresh;
#[path = "storage/sample.rs"]
mod sample;

#[path = "storage/actions.rs"]
mod actions;
#[path = "storage/artworks.rs"]
mod artworks;
#[path = "storage/campaigns.rs"]
mod campaigns;
#[path = "storage/classes.rs"]
mod classes;
#[path = "storage/database.rs"]
mod database;
#[path = "storage/directory.rs"]
mod directory;
#[path = "storage/migrations.rs"]
mod migrations;
#[path = "storage/networks.rs"]
mod networks;
#[path = "storage/organisers.rs"]
mod organisers;
#[path = "storage/queue.rs"]
mod queue;
#[path = "storage/relay.rs"]
mod relay;
#[path = "storage/rows.rs"]
mod rows;
#[path = "storage/statements.rs"]
mod statements;
#[path = "storage/work.rs"]
mod work;
