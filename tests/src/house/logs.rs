//! The log of one test, kept to be read.

use std::{
    cell::RefCell,
    io,
    marker::PhantomData,
    sync::{Arc, Mutex, Once, PoisonError},
};

use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    filter::dynamic_filter_fn,
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
};

type Lines = Arc<Mutex<Vec<u8>>>;

thread_local! {
    static KEPT: RefCell<Option<Lines>> = const { RefCell::new(None) };
}

/// Keeps everything that is logged on this thread until it is dropped. A test that runs on the one thread of
/// `#[tokio::test]` runs its server there too.
#[derive(Debug)]
pub struct Logs {
    kept: Lines,
    /// It stays on its thread.
    _here: PhantomData<*const ()>,
}

impl Logs {
    pub fn keep() -> Self {
        // One subscriber for all threads, and for as long as the tests run: where each test set its own, what one thread
        // had just learnt of a line that is logged ("nobody wants it") could be true for another.
        static SUBSCRIBED: Once = Once::new();
        SUBSCRIBED.call_once(|| {
            // Everything of ours, and what libraries say to who looks for a fault. At `trace` some of them write down
            // addresses, tokens included. The client of the test logs too, at `debug` no more than ours to others.
            let ours = "app=trace,domain=trace,usecases=trace,storage=trace,mail=trace,paper=trace,server=trace";
            let filter = EnvFilter::new(format!("debug,{ours},html5ever=off,selectors=off"));
            let lines = fmt::layer().with_writer(Here).with_ansi(false).with_filter(filter);
            let wanted = dynamic_filter_fn(|_, _| KEPT.with_borrow(Option::is_some));
            tracing::subscriber::set_global_default(Registry::default().with(lines.with_filter(wanted))).unwrap();
        });
        let kept = Lines::default();
        KEPT.set(Some(Arc::clone(&kept)));
        Self { kept, _here: PhantomData }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        KEPT.set(None);
    }
}

/// Writes to what this thread keeps.
struct Here;

impl io::Write for Here {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        KEPT.with_borrow(|kept| {
            if let Some(kept) = kept {
                kept.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Here {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
