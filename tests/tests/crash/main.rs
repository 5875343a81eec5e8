//! Postbag is killed, again and again, while mail goes out, and then what a mail server got is compared with what the database
//! says. A run prints its seed; `CRASH_SEED` repeats its choices.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "what it prints repeats a run, and is the proof")]

mod chance;
mod kills;
mod node;
mod reckoning;
mod returning;
mod stops;
mod tables;
mod together;
mod week;
