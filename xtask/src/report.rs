//! Steps that each pass or fail, how long they took, and the one line at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::step::{seconds, step};

/// The tests of a step, by their outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
    pub ignored: u32,
}

impl Counts {
    /// A step that is one check.
    pub const ONE: Self = Self { passed: 1, failed: 0, ignored: 0 };

    pub fn add(&mut self, other: Self) {
        *self = self.and(other);
    }

    pub const fn and(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed, ignored: self.ignored + other.ignored }
    }
}

struct Row {
    name: &'static str,
    took: Duration,
    counts: Counts,
}

/// The steps so far. One that fails does not keep the next from running: a person wants to see all that is wrong.
#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

impl Report {
    /// Runs a step and keeps its counts; an error counts as one failure and is said at once.
    pub fn step(&mut self, name: &'static str, doing: &str, work: impl FnOnce() -> Result<Counts>) {
        let started = Instant::now();
        let counts = step(name, doing, work).unwrap_or_else(|error| {
            println!("{error:#}");
            Counts { failed: 1, ..Counts::default() }
        });
        self.rows.push(Row { name, took: started.elapsed(), counts });
    }

    /// Prints the time of each step and, last, the sum; fails when anything did.
    pub fn close(&self) -> ExitCode {
        println!();
        let mut total = Counts::default();
        for Row { name, took, counts } in &self.rows {
            let Counts { passed, failed, ignored } = counts;
            let ignored = if *ignored == 0 { String::new() } else { format!(", {ignored} ignored") };
            println!("{name:<12} {:>13}   {passed} passed, {failed} failed{ignored}", seconds(*took));
            total.add(*counts);
        }
        println!("{} passed, {} failed", total.passed, total.failed);
        if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_counts_as_a_failure_and_the_next_step_still_runs() {
        let mut report = Report::default();
        report.step("one", "breaking", || anyhow::bail!("broken"));
        report.step("two", "working", || Ok(Counts::ONE));
        assert_eq!(report.rows[0].counts, Counts { passed: 0, failed: 1, ignored: 0 });
        assert_eq!(report.rows[1].counts, Counts::ONE);
        assert_eq!(report.close(), ExitCode::FAILURE);
    }
}
