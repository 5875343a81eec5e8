//! Mails that come back: which letter is meant, and what follows for it.

use std::sync::Arc;

use domain::{
    channel::Channel,
    checked::{EmailAddress, LetterId},
    post::{
        LetterState, Move, Purpose,
        other_path::OtherPath,
        return_path::{ReturnPath, Tag},
        returned::{Diagnostic, ReturnClass, one_line},
    },
    tally::Stage,
};
use hmac::Mac as _;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::action;
use crate::{
    digest::digest,
    ports::{
        Clock, HardBounce, KeptReturn, LetterReads, RelayLetter, ReturnReader, ReturnReads, ReturnedMail, StoreError, StoreFault,
        Unit, Writes,
    },
    private::Private,
    redact::without_addresses,
    site_key::{self, SiteKey},
};

/// The envelope sender of a mail, signed with a key of the site. Who got the confirmation knows the letter's id and its
/// secret, and still cannot say that the letter came back.
pub async fn return_path(key: &SiteKey, letter: &LetterId, purpose: Purpose) -> Result<ReturnPath, StoreError> {
    let signature = site_key::mac(&key.read().await?, &format!("return path\n{letter}\n{}", purpose.as_str()));
    Ok(ReturnPath::new(purpose, letter.clone(), Tag::of_digest(&signature.finalize().into_bytes().into())))
}

/// What became of a mail that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenIn {
    /// Everything that follows from it is written down.
    Done(ReturnClass),
    /// Its letter is not sent yet, as far as we know. Whoever brought it has to bring it again in a while.
    Later,
}

/// Takes in mails that came back.
#[derive(Debug, Clone)]
pub struct Returns {
    pub letters: Arc<dyn LetterReads>,
    pub returned: Arc<dyn ReturnReads>,
    pub writes: Arc<dyn Writes>,
    pub reader: Arc<dyn ReturnReader>,
    /// Signs return paths.
    pub key: SiteKey,
    pub clock: Arc<dyn Clock>,
}

impl Returns {
    /// An address from which so many letters came back for good is shown to organisers.
    pub const FAILING_AFTER: u32 = 3;
    /// A mail that is kept for organisers is deleted after so long.
    pub const KEEP: SignedDuration = SignedDuration::from_hours(28 * 24);
    /// How long it is remembered that a letter came back from an address.
    const REMEMBER: SignedDuration = SignedDuration::from_hours(365 * 24);
    /// So many mails are kept at most that name a letter of ours, and so many that do not. Anybody can send the others.
    const KEPT_MOST: u32 = 500;

    /// Takes in a mail that came to an address; if none is given, to one of those that its headers name. The same mail may
    /// come again: that changes nothing but the count.
    pub async fn receive(&self, recipient: Option<&str>, raw: &[u8]) -> Result<TakenIn, StoreError> {
        let mail = self.reader.read(raw);
        let addresses = || recipient.into_iter().chain(mail.delivered_to.iter().map(String::as_str));
        let path = addresses().find_map(ReturnPath::parse);
        let letter = match &path {
            Some(path) => self.letter(path).await?,
            None => None,
        };
        let other = if path.is_none() { addresses().find_map(OtherPath::parse) } else { None };
        let now = self.clock.now();
        let address = addresses().next().unwrap_or_default();
        let class = class_for(&mail, letter.as_ref().zip(path.as_ref()));
        // A letter that waits may have been taken at a try that was cut off: its next try decides.
        if let (Some(letter), Some(path)) = (&letter, &path)
            && path.purpose() == Purpose::Letter
            && is_on_its_way(letter)
            && (class.is_final() || class == ReturnClass::Delayed)
        {
            return Ok(TakenIn::Later);
        }
        let is_early = self
            .writes
            .write::<_, StoreError>(async |work| {
                match (&letter, &path, class) {
                    (_, _, ReturnClass::AutoReply) => {}
                    // Whoever decides on it should know.
                    (Some(letter), Some(path), ReturnClass::Hard | ReturnClass::Soft)
                        if path.purpose() == Purpose::Letter && letter.state == LetterState::Held =>
                    {
                        work.keep_return(&kept(&mail, class, address, Some(letter), now), Self::KEPT_MOST).await?;
                    }
                    // It is about no letter, and nobody waits for it: the log says that it came back.
                    _ if other.is_some() && class != ReturnClass::Unknown => {}
                    (Some(letter), Some(path), ReturnClass::Hard | ReturnClass::Soft) => {
                        if !came_back(work, letter, path.purpose(), &mail, now).await? {
                            return Ok(true);
                        }
                    }
                    (Some(letter), Some(path), ReturnClass::Delayed) => {
                        // The other mails are the supporter's, and no state waits for them.
                        if path.purpose() == Purpose::Letter {
                            let others = work.left_with(&letter.id).await?;
                            let why = reason("it is delayed", &all(letter, &others), &mail);
                            for letter in all(letter, &others) {
                                work.letter_is_delayed(&letter.id, &why, now).await?;
                            }
                        }
                    }
                    _ => work.keep_return(&kept(&mail, class, address, letter.as_ref(), now), Self::KEPT_MOST).await?,
                }
                work.count_return(now.to_zoned(TimeZone::UTC).date(), class).await?;
                Ok(false)
            })
            .await?;
        if is_early {
            return Ok(TakenIn::Later);
        }
        if let Some(OtherPath { mail: other, id }) = other.filter(|_| class.is_final() || class == ReturnClass::Delayed) {
            let said = mail.diagnostic.as_ref().map(|said| without_addresses(said.as_str(), None));
            let (purpose, id, status) = (other.as_str(), id.as_str(), mail.status.map(tracing::field::display));
            tracing::warn!(class = class.as_str(), purpose, id, status, said, "a mail that is about no letter came back");
            return Ok(TakenIn::Done(class));
        }
        tracing::info!(
            class = class.as_str(),
            purpose = path.as_ref().map(|path| path.purpose().as_str()),
            letter = letter.as_ref().map(|letter| letter.id.as_str()),
            status = mail.status.map(tracing::field::display),
            "a mail came back"
        );
        Ok(TakenIn::Done(class))
    }

    /// The letter that a return path names, if we signed it.
    pub(crate) async fn letter(&self, path: &ReturnPath) -> Result<Option<RelayLetter>, StoreError> {
        if !path.has_tag_of(&return_path(&self.key, path.letter(), path.purpose()).await?) {
            return Ok(None);
        }
        match self.letters.relay_letter(path.letter()).await {
            Ok(letter) => Ok(letter),
            // Trying again would not help; an organiser is shown the mail.
            Err(error) if matches!(error.fault, StoreFault::Corrupt { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes what is no longer needed.
    pub async fn purge(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.writes.write(async |work| work.forget_returns(now - Self::KEEP, now - Self::REMEMBER).await).await
    }
}

/// The class of a mail for the letter that it is about.
///
/// A letter that an office's server took and passed on, to a list or to somebody's own mailbox, may be read by others although
/// one was not reached; or nobody else gets it. The report does not say. So a person decides; until then the letter stays
/// accepted, and nothing is held against the office's address. The other mails go to one supporter, whatever that one's
/// mailbox does with them.
fn class_for(mail: &ReturnedMail, named: Option<(&RelayLetter, &ReturnPath)>) -> ReturnClass {
    let is_passed_on = named.is_some_and(|(letter, path)| {
        let is_ours = |failed: &EmailAddress| failed.as_str().to_lowercase() == letter.recipient.as_str().to_lowercase();
        path.purpose() == Purpose::Letter && (mail.went_on || !mail.failed.iter().all(is_ours))
    });
    if is_passed_on && mail.class.is_final() { ReturnClass::Unknown } else { mail.class }
}

/// Whether a letter is not accepted yet, as far as we know.
fn is_on_its_way(letter: &RelayLetter) -> bool {
    matches!(letter.state, LetterState::Queued | LetterState::Sending)
}

/// A mail will not arrive any more. Says no and changes nothing if one of its letters is not accepted yet: it left with the
/// others, and follows soon.
pub(crate) async fn came_back(
    work: &mut Unit,
    letter: &RelayLetter,
    purpose: Purpose,
    mail: &ReturnedMail,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let others = if purpose == Purpose::Letter { work.left_with(&letter.id).await? } else { Vec::new() };
    if others.iter().any(is_on_its_way) {
        return Ok(false);
    }
    let letters = all(letter, &others);
    // So a letter whose mail to confirm came back is not reminded of, and a notice says what the server said.
    let why = reason("it came back", &letters, mail);
    for letter in &letters {
        work.mail_came_back(&letter.id, purpose, &why).await?;
    }
    if purpose != Purpose::Letter {
        return Ok(true);
    }
    let mut first = true;
    for letter in &letters {
        if !work.move_letter(&letter.id, Move::Bounce, at).await? {
            continue;
        }
        // One mail came back, however many letters were in it.
        if mail.class == ReturnClass::Hard && std::mem::take(&mut first) {
            work.add_hard_bounce(&HardBounce::of(letter, diagnostic(&letters, mail), at)).await?;
        }
        for stage in [Stage::Accepted, Stage::Settled, Stage::Answered] {
            work.take_back((letter.id.clone(), Channel::Relay, stage), None);
        }
        work.count(action(letter, Stage::Bounced, at), None);
        work.enqueue(letter, Purpose::FailureNotice, at);
    }
    Ok(true)
}

/// The letters of one mail.
fn all<'a>(letter: &'a RelayLetter, others: &'a [RelayLetter]) -> Vec<&'a RelayLetter> {
    std::iter::once(letter).chain(others).collect()
}

/// What the server said, without what it quotes of the supporters', and without anybody's address but the office's.
fn diagnostic(letters: &[&RelayLetter], mail: &ReturnedMail) -> Option<Diagnostic> {
    let said = mail.diagnostic.as_ref()?.as_str().to_owned();
    let said = letters.iter().fold(said, |said, letter| Private::of(letter).removed_from(&said));
    Diagnostic::new(&without_addresses(&said, letters.first().map(|letter| &letter.recipient)))
}

fn reason(what: &str, letters: &[&RelayLetter], mail: &ReturnedMail) -> String {
    match (diagnostic(letters, mail), mail.status) {
        (Some(said), _) => format!("{what}: {said}"),
        (None, Some(status)) => format!("{what}, with the code {status}"),
        (None, None) => what.to_owned(),
    }
}

/// What organisers are shown of it. The addresses in its text stay: an office may name a new one.
fn kept(mail: &ReturnedMail, class: ReturnClass, address: &str, letter: Option<&RelayLetter>, at: Timestamp) -> KeptReturn {
    let recipient = one_line(address, EmailAddress::MAX);
    let private = letter.map_or(Private::nothing(), Private::of);
    let (subject, text) = (private.removed_from(&mail.subject), private.removed_from(&mail.text));
    let id = digest(&[b"returned", recipient.as_bytes(), subject.as_bytes(), text.as_bytes()]);
    KeptReturn {
        id,
        at,
        recipient,
        sender: mail.sender.clone(),
        class,
        status: mail.status,
        diagnostic: letter.map_or_else(|| mail.diagnostic.clone(), |letter| diagnostic(&[letter], mail)),
        subject,
        text,
        letter: letter.map(|letter| letter.id.clone()),
    }
}
