//! The mails that this process has in hand: what it has claimed and not settled yet.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{
    checked::{LetterId, Token},
    post::Purpose,
};
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::queue::Settled;
use crate::ports::Queued;

/// A mail, and the claim by which it was taken.
type Key = (LetterId, Purpose, Token);

/// Cheap to clone: clones share what is in hand.
#[derive(Debug, Clone)]
pub struct Hand {
    /// Whose hand it is.
    pub(super) node: Token,
    /// What this node claimed before is in nobody's hand any more.
    pub(super) since: Timestamp,
    mails: Arc<Mutex<BTreeMap<Key, Held>>>,
    /// A place for each mail that may be in doubt: given to the mail server, and not yet written down as given.
    in_doubt: Arc<Semaphore>,
    stopping: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Held {
    mail: Queued,
    /// Its text is on the way to the mail server, which may take it at any moment, or has ended there.
    place: Option<OwnedSemaphorePermit>,
    /// How it ended, which could not be written down yet.
    ended: Option<Settled>,
}

impl Hand {
    /// A hand of a node of that name, which begins to work now. `in_doubt` is how many mails at most a crash of this process
    /// can double, and at least 1.
    pub fn new(node: Token, now: Timestamp, in_doubt: usize) -> Self {
        Self {
            node,
            since: now,
            mails: Arc::default(),
            in_doubt: Arc::new(Semaphore::new(in_doubt.max(1))),
            stopping: Arc::default(),
        }
    }

    pub(super) fn take(&self, mail: &Queued) {
        self.with(|mails| mails.insert(key(mail), Held { mail: mail.clone(), place: None, ended: None }));
    }

    pub(super) fn lay_down(&self, mail: &Queued) {
        self.with(|mails| mails.remove(&key(mail)));
    }

    /// Waits until a mail may be given to the mail server for good, and keeps its place as long as it is in hand. Says no if the
    /// mail was handed back while it waited.
    pub(super) async fn put_in_doubt(&self, mail: &Queued) -> bool {
        // It fails when the semaphore is closed, which nobody does.
        let place = Arc::clone(&self.in_doubt).acquire_owned().await.ok();
        self.with(|mails| mails.get_mut(&key(mail)).map(|held| held.place = place)).is_some()
    }

    /// Remembers how a mail ended, until it can be written down. Its place is kept, so that while nothing can be written down
    /// nothing more is sent.
    pub(super) fn remember(&self, mail: &Queued, ended: &Settled) {
        self.with(|mails| mails.get_mut(&key(mail)).map(|held| held.ended = Some(ended.clone())));
    }

    /// How a mail ended, if that is not written down yet.
    pub(super) fn end_of(&self, mail: &Queued) -> Option<Settled> {
        self.with(|mails| mails.get(&key(mail)).and_then(|held| held.ended.clone()))
    }

    /// What ended and is not written down.
    pub(super) fn ended(&self) -> Vec<(Queued, Settled)> {
        self.with(|mails| mails.values().filter_map(|held| Some((held.mail.clone(), held.ended.clone()?))).collect())
    }

    /// Everything in hand.
    pub(super) fn all(&self) -> Vec<Queued> {
        self.with(|mails| mails.values().map(|held| held.mail.clone()).collect())
    }

    /// Puts down what no mail server can have taken, and returns it.
    pub(super) fn put_down(&self) -> Vec<Queued> {
        self.with(|mails| {
            let down: Vec<Key> = mails.iter().filter(|(_, held)| held.place.is_none()).map(|(key, _)| key.clone()).collect();
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

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<Key, Held>) -> T) -> T {
        work(&mut self.mails.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn key(mail: &Queued) -> Key {
    (mail.letter.id.clone(), mail.purpose, mail.claim.clone())
}
