//! The mails that this process has in hand: what it has claimed and not settled yet.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{checked::LetterId, post::Purpose};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::ports::Queued;

/// Cheap to clone: clones share what is in hand.
#[derive(Debug, Clone)]
pub struct Hand {
    mails: Arc<Mutex<BTreeMap<(LetterId, Purpose), Held>>>,
    /// A place for each mail that may be in doubt: given to the mail server, and not yet written down as given.
    in_doubt: Arc<Semaphore>,
    stopping: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Held {
    mail: Queued,
    /// Its text is on the way to the mail server, which may take it at any moment.
    in_doubt: bool,
}

impl Hand {
    /// `in_doubt` is how many mails at most a crash of this process can double, and at least 1.
    pub fn new(in_doubt: usize) -> Self {
        Self { mails: Arc::default(), in_doubt: Arc::new(Semaphore::new(in_doubt.max(1))), stopping: Arc::default() }
    }

    pub(super) fn take(&self, mail: &Queued) {
        self.with(|mails| mails.insert(key(mail), Held { mail: mail.clone(), in_doubt: false }));
    }

    pub(super) fn lay_down(&self, mail: &Queued) {
        self.with(|mails| mails.remove(&key(mail)));
    }

    /// Waits until a mail may be given to the mail server for good. The place is to be kept until that is written down.
    pub(super) async fn place_in_doubt(&self, mail: &Queued) -> Option<SemaphorePermit<'_>> {
        // It fails when the semaphore is closed, which nobody does.
        let place = self.in_doubt.acquire().await.ok()?;
        let had = self.with(|mails| mails.get_mut(&key(mail)).map(|held| held.in_doubt = true));
        // It was handed back while it waited.
        had.map(|()| place)
    }

    /// Everything in hand.
    pub(super) fn all(&self) -> Vec<Queued> {
        self.with(|mails| mails.values().map(|held| held.mail.clone()).collect())
    }

    /// Puts down what no mail server can have taken, and returns it.
    pub(super) fn put_down(&self) -> Vec<Queued> {
        self.with(|mails| {
            let down: Vec<_> = mails.iter().filter(|(_, held)| !held.in_doubt).map(|(key, _)| key.clone()).collect();
            down.into_iter().filter_map(|key| mails.remove(&key)).map(|held| held.mail).collect()
        })
    }

    /// From now on nothing new is begun.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<(LetterId, Purpose), Held>) -> T) -> T {
        work(&mut self.mails.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn key(mail: &Queued) -> (LetterId, Purpose) {
    (mail.letter.id.clone(), mail.purpose)
}
