//! What is logged in one test, kept to be read.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

/// Keeps everything that is logged on this thread until it is dropped. A test that runs on the one thread of
/// `#[tokio::test]` runs its server there too.
#[derive(Debug)]
pub struct Logs {
    kept: Kept,
    _guard: DefaultGuard,
}

#[derive(Debug, Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Logs {
    pub fn keep() -> Self {
        let kept = Kept::default();
        // Everything of ours, and what libraries say to who looks for a fault. At `trace` some of them write down
        // addresses, tokens included. The client of the test logs too, at `debug` no more than ours to others.
        let ours = "app=trace,domain=trace,usecases=trace,storage=trace,mail=trace,paper=trace,server=trace";
        let filter = EnvFilter::new(format!("debug,{ours},html5ever=off,selectors=off"));
        let subscriber = tracing_subscriber::fmt().with_writer(kept.clone()).with_env_filter(filter).with_ansi(false).finish();
        Self { kept, _guard: tracing::subscriber::set_default(subscriber) }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Kept {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
