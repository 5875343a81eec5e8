//! What the test suites share.

pub mod geocoder;
pub mod house;
pub mod look;
pub mod postgres;
pub mod smtp;
pub mod steps;
