//! Keys of the site, by which it knows again what it has signed.

use std::sync::{Arc, Mutex, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{
    digest::sha256,
    ports::{Clock, Ids, StoreError, Writes},
};

/// A key of the site, for one use. It is made when it is first asked for, and is the same on every node and after a restart.
/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct SiteKey {
    name: &'static str,
    writes: Arc<dyn Writes>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    /// The key as it is in the store, once it was read.
    stored: Arc<Mutex<Option<String>>>,
}

impl SiteKey {
    /// Signs the times that forms carry.
    pub const FORMS: &'static str = "forms";
    /// Makes the names of mailboxes.
    pub const MAILBOXES: &'static str = "mailboxes";
    /// Signs the envelope senders of our mails.
    pub const RETURN_PATHS: &'static str = "return paths";

    pub fn new(name: &'static str, writes: Arc<dyn Writes>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self { name, writes, clock, ids, stored: Arc::default() }
    }

    /// Not to be asked for inside a unit of work, since it may begin one.
    pub(crate) async fn read(&self) -> Result<String, StoreError> {
        if let Some(key) = &*self.stored.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(key.clone());
        }
        let (new, at) = (self.ids.token(), self.clock.now());
        let key = self.writes.write::<_, StoreError>(async |work| work.secret(self.name, new.as_str(), at).await).await?;
        *self.stored.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        Ok(key)
    }
}

/// The signature of a text, to be made or to be compared.
pub(crate) fn mac(key: &str, text: &str) -> Hmac<Sha256> {
    // A key shorter than a block is filled up with zeros (RFC 2104).
    let mut block = [0; 64];
    block[..32].copy_from_slice(&sha256(&[key.as_bytes()]));
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(text.as_bytes());
    mac
}
