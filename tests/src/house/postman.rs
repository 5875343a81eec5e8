//! A mail server that takes everything, or refuses it as it is told to, and shows what it took.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use usecases::ports::{Handover, LocalMail, Mailer, Outgoing, SendError, ToOrganiser};

use super::PUBLIC_URL;

#[derive(Debug, Default)]
pub struct Postman {
    refuses: Mutex<Option<SendError>>,
    taken: Mutex<Vec<ToOrganiser>>,
}

impl Postman {
    /// From now on it refuses mails to organisers so, or takes them again.
    pub fn refuse(&self, error: Option<SendError>) {
        *self.refuses.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }

    /// The mails to organisers that it took.
    pub fn taken(&self) -> Vec<ToOrganiser> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The path of the link in the last of them.
    pub fn link(&self) -> String {
        let taken = self.taken();
        let link = taken.last().and_then(|mail| mail.link.as_str().strip_prefix(PUBLIC_URL));
        link.unwrap_or_else(|| panic!("no mail with a link of ours: {taken:?}")).to_owned()
    }
}

/// A mail whose last word is what the closure says when it is asked.
pub struct LastWord<F>(pub F);

impl<F> fmt::Debug for LastWord<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LastWord")
    }
}

#[async_trait]
impl<F: FnOnce() -> Result<(), SendError> + Send> Handover for LastWord<F> {
    async fn finish(self: Box<Self>) -> Result<(), SendError> {
        (self.0)()
    }
}

#[async_trait]
impl Mailer for Postman {
    async fn begin(&self, _: &Outgoing) -> Result<Box<dyn Handover>, SendError> {
        Ok(Box::new(LastWord(|| Ok(()))))
    }

    async fn send_to_organiser(&self, mail: &ToOrganiser) -> Result<(), SendError> {
        if let Some(error) = self.refuses.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Err(error);
        }
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(())
    }

    async fn mailbox(&self, _: usize) -> Option<Vec<LocalMail>> {
        None
    }

    async fn read(&self, _: &str) -> Option<String> {
        None
    }
}
