//! Says what is being done, and for how long, so that a wait of minutes never looks like a hang.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// How often a long step says that it is still there.
const BEAT: Duration = Duration::from_secs(15);

/// Runs one step: a line when it starts, one every 15 seconds, and one with its time when it ends.
pub fn step<T>(name: &str, doing: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("[{name}] {doing} ...");
    let started = Instant::now();
    let (done, waits) = channel::<()>();
    let result = std::thread::scope(|scope| {
        scope.spawn(move || {
            // The sender is dropped when the work is over; until then each timeout is a beat.
            while waits.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                println!("[{name}] {doing} ... {} so far", seconds(started.elapsed()));
            }
        });
        let result = work();
        drop(done);
        result
    });
    let took = seconds(started.elapsed());
    match &result {
        Ok(_) => println!("[{name}] {doing} ... {took}"),
        Err(_) => println!("[{name}] {doing} ... failed after {took}"),
    }
    result.with_context(|| format!("[{name}] {doing}"))
}

/// A duration as people read it: `0.4 s`, `41 s`, `2 min 49 s`.
pub fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    match whole {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..120 => format!("{whole} s"),
        _ => format!("{} min {} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_the_unit_a_person_would_use() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(41)), "41 s");
        assert_eq!(seconds(Duration::from_secs(169)), "2 min 49 s");
    }

    #[test]
    fn a_step_gives_back_what_its_work_gave_and_names_itself_in_an_error() {
        assert_eq!(step("x", "adding", || Ok(2)).unwrap(), 2);
        let error = step::<()>("style", "bundling", || anyhow::bail!("no file")).unwrap_err();
        assert_eq!(format!("{error:#}"), "[style] bundling: no file");
    }
}
