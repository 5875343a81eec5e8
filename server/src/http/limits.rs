//! Limits of time and of number.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The limits for connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a request's head, from the connection or the answer before it. Half a head, or a connection on which nothing
    /// comes any more, ends then.
    pub head: Duration,
    /// The same behind proxies. A proxy sends whole heads and holds connections ready. It must not find one ended that
    /// it is just about to use: nginx holds them for a minute, Caddy for two.
    pub head_of_proxy: Duration,
    /// For the next part of a request's body. The whole of a request has half a minute
    /// ([`router`](mod@crate::router)).
    pub body: Duration,
    /// For a visitor to take the next part of an answer.
    pub answer: Duration,
    /// Connections from one address.
    pub per_address: usize,
    /// Connections in all. Beyond that, visitors wait outside and are not turned away.
    pub in_all: usize,
    /// For requests under way when the server is told to stop.
    pub stop: Duration,
}

/// Files, database and mail need some of the process's descriptors too.
const DESCRIPTORS_KEPT: u64 = 128;
/// More connections than this need more memory than a small server has.
const MOST: u64 = 8192;

impl Limits {
    /// The limits for this process.
    pub fn here() -> Self {
        // Systems hand out few descriptors, for the sake of programs that use `select`, and let the others take as many as they may.
        let most = getrlimit(Resource::Nofile).maximum;
        let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most });
        Self::with_descriptors(getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX))
    }

    fn with_descriptors(descriptors: u64) -> Self {
        let in_all = usize::try_from(descriptors.saturating_sub(DESCRIPTORS_KEPT).clamp(16, MOST)).unwrap_or(16);
        Self {
            head: Duration::from_secs(15),
            head_of_proxy: Duration::from_mins(3),
            body: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            // A school is one address: sixty children whose browsers open six connections each. It never gets all there
            // are.
            per_address: 512.min(in_all / 2),
            in_all,
            stop: Duration::from_secs(10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_fewer_connections_than_descriptors_and_a_school_has_room() {
        for descriptors in [256, 1024, 4096, 1_048_576, u64::MAX] {
            let limits = Limits::with_descriptors(descriptors);
            assert!((limits.in_all as u64) < descriptors && limits.per_address < limits.in_all, "{limits:?}");
        }
        assert!(Limits::with_descriptors(1024).per_address >= 60 * 6, "{:?}", Limits::with_descriptors(1024));
    }
}
