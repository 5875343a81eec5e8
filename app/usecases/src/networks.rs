//! The networks from which people write, known just well enough that one of them cannot pass for thousands.
//!
//! An address is cut to its network at the door. The network is stored only as a digest, with a salt that changes each
//! day. The salt, and all that was digested with it, is deleted when the next day is over. After that, nobody can tell
//! whose a digest was, or that two of them came from the same network.

use std::{
    collections::BTreeMap,
    fmt,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{Date, checked::EmailAddress};
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::{
    digest::digest,
    ports::{Allowance, Clock, Ids, StoreError, Writes},
    post::{Asking, MailboxNames, Quota},
    zones::day_in_utc,
};

/// The part of an address that one line, one house or one school has: of IPv4 the first 24 bits, of IPv6 the first 48.
///
/// The first byte says which of the two it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network([u8; 7]);

impl Network {
    /// All whose address is unknown share one network: a request must not count more for having no address.
    pub const UNKNOWN: Self = Self([0; 7]);

    /// An IPv4 address that is written as IPv6 is the IPv4 address.
    pub fn of(address: IpAddr) -> Self {
        let mut bytes = [0; 7];
        match address.to_canonical() {
            IpAddr::V4(address) => {
                bytes[0] = 4;
                bytes[1..4].copy_from_slice(&address.octets()[..3]);
            }
            IpAddr::V6(address) => {
                bytes[0] = 6;
                bytes[1..].copy_from_slice(&address.octets()[..6]);
            }
        }
        Self(bytes)
    }
}

impl fmt::Debug for Network {
    /// Without the address, so that it is in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network")
    }
}

/// How much is taken from one network and for one mailbox in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Letters from one network that reach a stage and are counted in public. A school is one network, and ten classes
    /// of sixty children are not held up.
    pub counted: u32,
    /// Letters from one network that we are asked to send. Three classes behind a school's address can ask at once, and
    /// each confirmed letter makes room for the next.
    pub per_network: Quota,
    /// Letters with one address that we are asked to send. Until somebody confirms, we do not know whose mailbox it is,
    /// and a stranger must not be flooded: so many unanswered mails come in a day, reminders among them. Those who confirm can write
    /// for a whole evening, with a mail to confirm for each letter.
    pub per_mailbox: Quota,
    /// Mails that ask for a confirmation, each day: for one campaign, and from the whole site. Whoever writes from a
    /// thousand networks meets these. A coalition's busiest day is far below them.
    pub confirmations: Confirmations,
    /// Class sets made from one network each day. A large school has as many classes.
    pub class_sets: u32,
}

/// How many mails that ask for a confirmation leave in a day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmations {
    pub per_campaign: u32,
    pub per_site: u32,
}

impl Default for Confirmations {
    fn default() -> Self {
        Self { per_campaign: 10_000, per_site: 20_000 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            counted: 600,
            per_network: Quota { unanswered: 90, asked: 300 },
            per_mailbox: Quota { unanswered: 5, asked: 20 },
            confirmations: Confirmations::default(),
            class_sets: 40,
        }
    }
}

/// Digests under which links are counted, each with the salt of today and with that of yesterday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInNames {
    pub of_network: [String; 2],
    pub of_address: [String; 2],
}

#[derive(Debug, Clone)]
pub struct Networks {
    writes: Arc<dyn Writes>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    limits: Limits,
    /// The salts of today and yesterday, as they are in the store.
    salts: Arc<Mutex<BTreeMap<Date, String>>>,
}

impl Networks {
    /// How far back letters are counted.
    pub const WINDOW: SignedDuration = SignedDuration::from_hours(24);
    /// The same for letters that nobody has confirmed, for their mailbox: each is a mail on its first day and a reminder on the
    /// second, and neither is more than the mailbox may get in a day.
    pub const UNANSWERED_WINDOW: SignedDuration = SignedDuration::from_hours(48);

    pub fn new(writes: Arc<dyn Writes>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>, limits: Limits) -> Self {
        Self { writes, clock, ids, limits, salts: Arc::default() }
    }

    /// The allowance for a letter that is printed, offered or reported from there now.
    pub(crate) async fn allowance(&self, network: Network) -> Result<Allowance, StoreError> {
        let day = self.clock.today();
        Ok(Allowance { network: self.digest(network, day).await?, day, most: self.limits.counted })
    }

    /// The limits for a letter that we are asked, from there and at that time, to send.
    pub(crate) async fn asking(&self, network: Network, names: MailboxNames, at: Timestamp) -> Result<Asking, StoreError> {
        let today = day_in_utc(at);
        let allowance = Allowance { network: self.digest(network, today).await?, day: today, most: self.limits.counted };
        let networks = vec![allowance.network.clone(), self.digest(network, before(today)).await?];
        let (allowance, Limits { per_network, per_mailbox, confirmations, .. }) = (Some(allowance), self.limits);
        Ok(Asking { networks, names, allowance, since: at - Self::WINDOW, day: today, per_network, per_mailbox, confirmations })
    }

    /// The limit for class sets that are made there now.
    pub(crate) async fn class_sets(&self, network: Network) -> Result<Allowance, StoreError> {
        let day = self.clock.today();
        Ok(Allowance { network: self.digest(network, day).await?, day, most: self.limits.class_sets })
    }

    /// The names under which links are counted that are asked for from there, and with that address.
    pub(crate) async fn sign_in_names(
        &self,
        network: Network,
        address: &EmailAddress,
        at: Timestamp,
    ) -> Result<SignInNames, StoreError> {
        let today = day_in_utc(at);
        let salts = [self.salt(today).await?, self.salt(before(today)).await?];
        let address = address.as_str().to_ascii_lowercase();
        let name = |salt: &String, of: &[u8], what: &[u8]| digest(&[salt.as_bytes(), of, what]);
        Ok(SignInNames {
            of_network: salts.each_ref().map(|salt| name(salt, b"sign in from", &network.0)),
            of_address: salts.each_ref().map(|salt| name(salt, b"sign in as", address.as_bytes())),
        })
    }

    /// Deletes the digests that are no longer needed, and their salts.
    pub(crate) async fn forget(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        forget(&*self.writes, before(day_in_utc(now)), now - Self::WINDOW).await
    }

    async fn digest(&self, network: Network, day: Date) -> Result<String, StoreError> {
        let salt = self.salt(day).await?;
        Ok(digest(&[salt.as_bytes(), &network.0]))
    }

    async fn salt(&self, day: Date) -> Result<String, StoreError> {
        if let Some(salt) = self.salts.lock().unwrap_or_else(PoisonError::into_inner).get(&day) {
            return Ok(salt.clone());
        }
        let new = self.ids.token();
        let salt = self.writes.write::<_, StoreError>(async |work| work.salt(day, new.as_str()).await).await?;
        let mut salts = self.salts.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = before(self.clock.today());
        salts.retain(|day, _| *day >= oldest);
        salts.insert(day, salt.clone());
        Ok(salt)
    }
}

/// Deletes the salts and the counts of earlier days, and the networks of letters that were asked for before then.
pub async fn forget(writes: &dyn Writes, day: Date, asked_before: Timestamp) -> Result<(), StoreError> {
    writes
        .write(async |work| {
            work.forget_networks_of_letters(asked_before).await?;
            work.forget_days(day).await?;
            work.forget_networks(day).await
        })
        .await
}

fn before(day: Date) -> Date {
    day.saturating_sub(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> Network {
        Network::of(address.parse().unwrap())
    }

    #[test]
    fn a_school_is_one_network_and_its_neighbour_is_another() {
        for (one, other, same) in [
            ("192.0.2.1", "192.0.2.254", true),
            ("192.0.2.1", "192.0.3.1", false),
            ("2001:db8:1::1", "2001:db8:1:ffff::9", true),
            ("2001:db8:1::1", "2001:db8:2::1", false),
            ("::ffff:192.0.2.7", "192.0.2.1", true),
            ("::ffff:192.0.2.7", "::ffff:198.51.100.7", false),
            ("0.0.0.1", "::1", false),
        ] {
            assert_eq!(network(one) == network(other), same, "{one} and {other}");
        }
        assert!(network("0.0.0.0") != Network::UNKNOWN && network("::") != Network::UNKNOWN);
    }

    #[test]
    fn a_network_is_in_no_log() {
        assert_eq!(format!("{:?}", network("192.0.2.1")), "Network");
    }
}
