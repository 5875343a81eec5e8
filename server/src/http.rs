//! The door: who comes in, from which address, how many at once, and for how long. After it, requests belong to the
//! [`router`](mod@crate::router).
//!
//! `axum::serve` has no limits: whoever sent half a request held a connection for good. So the loop that takes
//! connections is ours, around hyper's own.

mod address;
mod limits;
mod listen;

pub use limits::Limits;
pub use listen::{Door, serve};
