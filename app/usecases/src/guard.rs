//! The guard of the forms that make letters and class sets: it tells what a machine sends from what a person sends,
//! without asking anything of the person.
//!
//! A form says when it was made, with our signature, and has a field that nobody sees. Whatever the guard finds, nothing is
//! refused: an action is kept as unverified, and a letter that we send is held until an organiser has read it. So an honest
//! person who is taken for a machine loses little, and a machine is not told what gave it away. It needs no JavaScript and
//! no cookie. A time may be used more than once: a class prints twenty times from one form. How much one network can do in
//! a day is limited elsewhere ([`crate::networks`]).

use std::sync::Arc;

use domain::{campaign::CampaignId, checked::EmailAddress, mail_domains::RefusedDomains};
use hmac::{Hmac, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use crate::{
    digest::hex,
    ports::{Clock, Ids, StoreError, Writes},
    site_key::{self, SiteKey},
};

/// A form that the guard looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardedForm {
    Letter,
    ClassSet,
}

impl GuardedForm {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::ClassSet => "class set",
        }
    }

    /// So long after it was made, a form is taken as a person's.
    const fn valid_for(self) -> SignedDuration {
        match self {
            Self::Letter => SignedDuration::from_hours(24),
            // A teacher fills it in on Friday and prints on Monday. A form's revision is honoured as long.
            Self::ClassSet => SignedDuration::from_hours(7 * 24),
        }
    }
}

/// What a form carries for the guard, as it was sent, and as the next page carries it on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// When the form was made, signed.
    pub time: String,
    /// What was typed into the field that nobody sees.
    pub trap: String,
}

/// Why what was sent looks like a machine's doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// The field that nobody sees is filled in.
    Trap,
    /// The form has no time, or one that we have not signed for it.
    NoTime,
    /// It came sooner than anybody can read it.
    TooQuick,
    /// The form is older than forms are valid.
    TooOld,
}

/// What the guard says of a form that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub suspicion: Option<Suspicion>,
    /// For the page that answers. A form that is too old comes back as a new one.
    pub carried: Carried,
}

#[derive(Debug, Clone)]
pub struct Guard {
    clock: Arc<dyn Clock>,
    refused: Arc<RefusedDomains>,
    /// The key of the signatures.
    key: SiteKey,
}

impl Guard {
    /// Nobody reads a form and presses its button in less.
    pub const QUICKEST: SignedDuration = SignedDuration::from_secs(2);
    /// The clocks of two nodes are at most so far apart. A form that one has made reaches the other up to so long before it was
    /// made.
    pub const CLOCKS_APART: SignedDuration = SignedDuration::from_secs(60);
    /// The bytes of a signature that a form carries: half of it, as RFC 4868 has it.
    const SIGNATURE: usize = 16;
    /// Of what was typed into the unseen field, so many characters are carried on.
    const TRAP_MAX: usize = 80;

    pub fn new(writes: Arc<dyn Writes>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>, refused: RefusedDomains) -> Self {
        let key = SiteKey::new(SiteKey::FORMS, writes, clock.clone(), ids);
        Self { clock, refused: Arc::new(refused), key }
    }

    /// Whether the operator takes no addresses of this one's mail domain.
    pub(crate) fn refuses(&self, email: &EmailAddress) -> bool {
        self.refused.refuses(email)
    }

    /// What a new form carries.
    pub async fn begin(&self, form: GuardedForm, campaign: &CampaignId) -> Result<Carried, StoreError> {
        let time = sign(&self.key.read().await?, form, campaign, self.clock.now());
        Ok(Carried { time, trap: String::new() })
    }

    /// Looks at a form that was sent.
    pub async fn look(&self, form: GuardedForm, campaign: &CampaignId, sent: &Carried) -> Result<Look, StoreError> {
        let (key, now) = (self.key.read().await?, self.clock.now());
        let made = read(&key, form, campaign, &sent.time);
        let age = made.map(|made| now.duration_since(made));
        let by_time = match age {
            None => Some(Suspicion::NoTime),
            // How long its reader had cannot be told then.
            Some(age) if age.is_negative() && age >= -Self::CLOCKS_APART => None,
            Some(age) if age < Self::QUICKEST => Some(Suspicion::TooQuick),
            Some(age) if age > form.valid_for() => Some(Suspicion::TooOld),
            Some(_) => None,
        };
        let time = match by_time {
            None | Some(Suspicion::TooQuick) => sent.time.clone(),
            // A person was there before. They need not wait again.
            Some(Suspicion::TooOld) => sign(&key, form, campaign, now - Self::QUICKEST),
            Some(Suspicion::NoTime | Suspicion::Trap) => sign(&key, form, campaign, now),
        };
        let trap: String = sent.trap.trim().chars().take(Self::TRAP_MAX).collect();
        let suspicion = if trap.is_empty() { by_time } else { Some(Suspicion::Trap) };
        Ok(Look { suspicion, carried: Carried { time, trap } })
    }
}

/// A time with its signature: `1795255200000-00112233445566778899aabbccddeeff`, in milliseconds since 1970.
fn sign(key: &str, form: GuardedForm, campaign: &CampaignId, at: Timestamp) -> String {
    let millisecond = at.as_millisecond();
    let signature = mac(key, form, campaign, millisecond).finalize().into_bytes();
    format!("{millisecond}-{}", hex(&signature[..Guard::SIGNATURE]))
}

/// The time in a text, if the signature is ours, for that form of that campaign.
fn read(key: &str, form: GuardedForm, campaign: &CampaignId, text: &str) -> Option<Timestamp> {
    let (millisecond, signature) = text.split_once('-')?;
    let millisecond: i64 = millisecond.parse().ok()?;
    let is_hex = signature.len() == 2 * Guard::SIGNATURE && signature.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_hex {
        return None;
    }
    let byte = |at: usize| signature.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
    let signature: Vec<u8> = (0..signature.len()).step_by(2).filter_map(byte).collect();
    // In constant time.
    mac(key, form, campaign, millisecond).verify_truncated_left(&signature).ok()?;
    Timestamp::from_millisecond(millisecond).ok()
}

fn mac(key: &str, form: GuardedForm, campaign: &CampaignId, millisecond: i64) -> Hmac<Sha256> {
    // No part has a line end in it.
    site_key::mac(key, &format!("form time\n{}\n{}\n{millisecond}", form.as_str(), campaign.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn campaign(name: &str) -> CampaignId {
        CampaignId::parse(name).unwrap()
    }

    #[test]
    fn a_time_is_read_by_the_key_the_form_and_the_campaign_it_was_signed_for() {
        let at: Timestamp = "2026-11-21T10:00:00.123Z".parse().unwrap();
        let (letter, one) = (GuardedForm::Letter, campaign("one"));
        let signed = sign("key", letter, &one, at);
        assert_eq!(signed.len(), "1795255200123-".len() + 32);
        assert_eq!(read("key", letter, &one, &signed), Some(at));
        assert_eq!(read("another key", letter, &one, &signed), None);
        assert_eq!(read("key", GuardedForm::ClassSet, &one, &signed), None);
        assert_eq!(read("key", letter, &campaign("two"), &signed), None);
    }

    #[test]
    fn a_time_that_is_changed_or_cut_is_none() {
        let at: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let one = campaign("one");
        let signed = sign("key", GuardedForm::Letter, &one, at);
        let (time, signature) = signed.split_once('-').unwrap();
        let other = sign("key", GuardedForm::Letter, &one, at + SignedDuration::from_secs(1));
        let swapped = format!("{time}-{}", other.split_once('-').unwrap().1);
        for text in [
            "",
            "-",
            time,
            &format!("{time}-"),
            &format!("{time}-{}", &signature[..30]),
            &format!("{time}-{signature}00"),
            &format!("{time}-{}", "é".repeat(16)),
            &format!("{time}-+{}", &signature[1..]),
            &format!("-{signed}"),
            &format!("99999999999999999999-{signature}"),
            &swapped,
        ] {
            assert_eq!(read("key", GuardedForm::Letter, &one, text), None, "{text}");
        }
    }
}
