//!
pub mod press;
