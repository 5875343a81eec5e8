//! The door: who comes in, from where, how many at once, and how long one may stand in it. What comes in is the
//! [`router`](mod@crate::router)'s.
//!
//! `axum::serve` has no limits: whoever sent half a request held a connection for good. So the loop that takes
//! connections is ours, around hyper's own.

mod address;
mod limits;
mod listen;

pub use limits::Limits;
pub use listen::{Door, serve};
