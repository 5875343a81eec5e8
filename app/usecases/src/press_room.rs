//! The press, and the line of documents that wait for it.
//!
//! Setting type takes a core for milliseconds, or for a good part of a second if sixty cards are in a script that needs
//! much shaping. It is done off the threads that answer pages, one document for each core at most. Whoever would wait
//! too long is told so.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::{
    ports::press::{Press, PressError},
    refusal::Refusal,
};

/// A press with a line in front of it. Cheap to clone: clones share the line.
#[derive(Debug, Clone)]
pub struct PressRoom {
    press: Arc<dyn Press>,
    /// One for each document that is being made.
    places: Arc<Semaphore>,
    /// One for each document that is being made or waits.
    line: Arc<Semaphore>,
}

impl PressRoom {
    /// Documents that wait for each one that is made. A class set takes tens of milliseconds, so the last in line waits
    /// some seconds, as at a counter.
    const WAIT: usize = 32;
    /// After how many seconds to try again. By then the line is gone.
    pub const AGAIN_IN: u8 = 10;

    /// For a machine with this many cores. If there are several, one is left to the pages.
    pub fn new(press: Arc<dyn Press>, cores: usize) -> Self {
        let places = cores.saturating_sub(1).max(1);
        Self { press, places: Arc::new(Semaphore::new(places)), line: Arc::new(Semaphore::new(places * (1 + Self::WAIT))) }
    }

    /// Does a piece of work when its turn comes.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Press) -> Result<T, PressError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let failed = |reason: &dyn std::fmt::Display| Refusal::Press(PressError::Failed(reason.to_string()));
        let waiting = Arc::clone(&self.line).try_acquire_owned().map_err(|_| Refusal::Busy { again_in: Self::AGAIN_IN })?;
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|error| failed(&error))?;
        let press = Arc::clone(&self.press);
        let made = tokio::task::spawn_blocking(move || {
            // Given back when the work is done, whether or not somebody still waits for it.
            let _held = (waiting, place);
            work(&*press)
        });
        Ok(made.await.map_err(|error| failed(&error))??)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Condvar, Mutex};

    use domain::{
        language::Language,
        paper::{Flip, PaperFormat, Stock},
    };

    use super::*;
    use crate::ports::press::PrintJob;

    /// Waits until it is let go, and counts how many documents it makes at once.
    #[derive(Debug, Default)]
    struct Slow {
        state: Mutex<State>,
        changed: Condvar,
    }

    #[derive(Debug, Default)]
    struct State {
        open: bool,
        now: usize,
        most: usize,
    }

    impl Press for Slow {
        fn check(&self, _: &PrintJob) -> Result<(), PressError> {
            Ok(())
        }

        fn test_page(&self, _: Stock, _: Flip, _: Language) -> Result<Vec<u8>, PressError> {
            Ok(Vec::new())
        }

        fn print(&self, _: &PrintJob) -> Result<Vec<u8>, PressError> {
            let mut state = self.state.lock().unwrap();
            state.now += 1;
            state.most = state.most.max(state.now);
            self.changed.notify_all();
            state = self.changed.wait_while(state, |state| !state.open).unwrap();
            state.now -= 1;
            Ok(Vec::new())
        }
    }

    fn job() -> PrintJob {
        let (format, language) = (PaperFormat::UsLetter, Language::EN);
        PrintJob { format, flip: Flip::Long, bleed: false, title: String::new(), language, pieces: Vec::new(), cover: None }
    }

    #[tokio::test]
    async fn one_document_is_made_for_each_core_but_one_and_the_line_has_an_end() {
        let press = Arc::new(Slow::default());
        let room = PressRoom::new(press.clone(), 3);
        let all = 2 * (1 + PressRoom::WAIT);
        let mut made: Vec<_> = (0..all).map(|_| Box::pin(room.work(|press| press.print(&job())))).collect();
        // Each joins the line when it is first polled.
        for document in &mut made {
            assert!(futures::poll!(document).is_pending());
        }
        assert!(matches!(room.work(|press| press.print(&job())).await, Err(Refusal::Busy { again_in: PressRoom::AGAIN_IN })));
        press.state.lock().unwrap().open = true;
        press.changed.notify_all();
        for document in made {
            assert!(document.await.is_ok());
        }
        assert!(press.state.lock().unwrap().most <= 2);
        assert!(room.work(|press| press.print(&job())).await.is_ok(), "the line is free again");
    }
}
