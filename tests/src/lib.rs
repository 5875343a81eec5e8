//! The harness of the test suites: a whole house, mail servers, PostgreSQL, and eyes for PDFs.

pub mod bulk;
pub mod geocoder;
pub mod house;
pub mod look;
pub mod postgres;
pub mod python;
pub mod schemathesis;
pub mod smtp;
pub mod steps;
