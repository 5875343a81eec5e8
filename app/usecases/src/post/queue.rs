//! The queue of mails: who takes which mail, and what its outcome means for the letter.

use domain::{
    post::{LetterState, Move, Purpose, returned::Diagnostic},
    tally::Stage,
};
use jiff::Timestamp;

use super::{Timetable, action, pace::Looked};
use crate::{
    digest::digest,
    ports::{Claimed, Due, HardBounce, Lease, MailEnd, MailReads, Queued, Recorded, RelayLetter, StoreError, Unit, Writes},
    redact::without_addresses,
};

/// How a try at sending ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    Sent,
    /// Kept in the local mailbox: finished, but nobody has accepted it.
    Kept,
    /// To be tried again at `due_at`.
    Later {
        due_at: Timestamp,
        error: String,
    },
    /// Nothing was tried: it is handed back as it was.
    Untried,
    /// Never tried again.
    Never {
        error: String,
    },
    /// Never tried again, because there is no such address.
    NoSuchAddress {
        error: String,
    },
    /// Something went wrong that nobody expected: the letter is held until an organiser has looked at it.
    Frozen {
        error: String,
    },
    /// What the mail says is not true any more.
    Unwanted,
}

/// A mail whose holder died so often may have killed them, as may each of the others that they had in hand. From now on it is
/// taken alone, so that the next death says more.
const SUSPECTED: u32 = 3;

/// A mail that was lost so often was alone with several of its holders when they died. It is taken out, so that it kills no
/// more. A process that is killed from outside now and then never comes to this: one mail is in hand for a moment only.
const LOST_TOO_OFTEN: u32 = SUSPECTED + 3;

/// So many more mails are looked at than are taken. Those that are taken are a random choice of them, so that a mail that
/// fails in a way of its own does not fail in front of the same others again and again.
const WINDOW: u32 = 5;

/// The mails that were taken.
#[derive(Debug, Default)]
pub struct Taken {
    pub mails: Vec<Queued>,
    /// How many were due and may not leave yet.
    pub put_off: usize,
}

/// Takes mails that are due, at most `limit`, and leases them: until the lease ends nobody else takes them. What may not leave
/// yet by the timetable is put off.
pub async fn claim(
    mails: &dyn MailReads,
    writes: &dyn Writes,
    timetable: Option<&Timetable>,
    lease: &Lease,
    now: Timestamp,
    limit: u32,
) -> Result<Taken, StoreError> {
    // Nearly always nothing is due. Then nobody should have to wait for a worker that only looks.
    if !mails.is_any_due(now).await? {
        return Ok(Taken::default());
    }
    writes
        .write(async |work| {
            let mut due = work.due_mails(now, limit.saturating_mul(WINDOW)).await?;
            let random = lease.claim.as_str().as_bytes();
            due.sort_by_cached_key(|Due { key, .. }| digest(&[random, key.letter.as_bytes(), key.purpose.as_bytes()]));
            let keys = together(due, usize::try_from(limit).unwrap_or(usize::MAX)).into_iter().map(|due| due.key).collect();
            let mut claimed = Vec::new();
            for Claimed { key, mail } in work.claim_mails(keys, lease).await? {
                match mail {
                    // One unreadable letter must not hold up all the others, at every claim, for ever.
                    Err(error) => {
                        tracing::error!(letter = key.letter, purpose = key.purpose, %error, "a mail in the queue cannot be read; it was set aside");
                        work.set_aside(&key, &error, now).await?;
                    }
                    Ok(mut mail) if mail.lost >= LOST_TOO_OFTEN => {
                        add_others(work, &mut mail).await?;
                        let error = format!("whoever sent it broke off, {} times", mail.lost);
                        tracing::error!(letter = %mail.letter.id, purpose = mail.purpose.as_str(), error, "a mail was set aside");
                        end(work, &mail, Settled::Frozen { error }, now).await?;
                    }
                    Ok(mail) => claimed.push(*mail),
                }
            }
            let Looked { mut leave, mut wait, gather } = match timetable {
                Some(timetable) => timetable.look(work, claimed, now).await?,
                None => Looked { leave: claimed, ..Looked::default() },
            };
            for mail in leave.iter_mut().filter(|mail| mail.purpose == Purpose::Letter) {
                // From now on the parcel is closed. Whoever puts a letter into it holds the line, and so does this look.
                add_others(work, mail).await?;
            }
            let leaving = leave.iter().filter(|mail| mail.purpose == Purpose::Letter).flat_map(Queued::letters);
            move_all(work, leaving, Move::Begin, now).await?;
            for (mail, slot) in &mut wait {
                work.put_off(mail, *slot).await?;
                // One that another had in hand who died waits again.
                if mail.letter.state == LetterState::Sending {
                    add_others(work, mail).await?;
                    move_all(work, mail.letters(), Move::HandBack, now).await?;
                }
            }
            for (mail, slot) in &gather {
                work.gather(&mail.letter, *slot).await?;
            }
            Ok(Taken { mails: leave, put_off: wait.len() + gather.len() })
        })
        .await
}

/// Adds the letters that leave with a mail.
async fn add_others(work: &mut Unit, mail: &mut Queued) -> Result<(), StoreError> {
    if mail.has_parcel {
        mail.others = work.leaves_with(&mail.letter.id).await?;
    }
    Ok(())
}

async fn move_all<'a>(
    work: &mut Unit,
    letters: impl Iterator<Item = &'a RelayLetter>,
    change: Move,
    at: Timestamp,
) -> Result<(), StoreError> {
    let ids: Vec<_> = letters.map(|letter| &letter.id).collect();
    work.move_letters(&ids, change, at).await.map(drop)
}

/// The first of them, and of the others as many as may be in hand with it: none if it is suspected, and else none that is.
fn together(mut due: Vec<Due>, limit: usize) -> Vec<Due> {
    let is_suspected = |mail: &Due| mail.lost >= SUSPECTED;
    if due.first().is_some_and(is_suspected) {
        due.truncate(limit.min(1));
    } else {
        due.retain(|mail| !is_suspected(mail));
        due.truncate(limit);
    }
    due
}

/// Writes down how a try ended, and what follows for the letter, unless it was sent: that follows later
/// ([`accept_sent`](super::accept_sent)). If given up, it counts as bounced and its writer is told; if there is no such address,
/// that is counted too. Of a mail with several letters this is true for each. `Before` says that the lease had passed to somebody
/// else, and nothing was changed.
pub async fn settle(writes: &dyn Writes, mail: &Queued, settled: &Settled, at: Timestamp) -> Result<Recorded, StoreError> {
    // With it nothing else has to be written.
    if *settled == Settled::Sent && mail.purpose != Purpose::Question && mail.others.is_empty() {
        let is_ours = writes.mail_left(mail, at).await?;
        return Ok(if is_ours { Recorded::Now } else { Recorded::Before });
    }
    writes.write(async |work| end(work, mail, settled.clone(), at).await).await
}

async fn end(work: &mut Unit, mail: &Queued, settled: Settled, at: Timestamp) -> Result<Recorded, StoreError> {
    let mail_end = match settled.clone() {
        Settled::Sent | Settled::Kept => MailEnd::Sent,
        Settled::Later { due_at, error } => MailEnd::Waiting { due_at, error },
        Settled::Untried => MailEnd::Untried,
        Settled::Unwanted => MailEnd::Unwanted,
        Settled::Never { error } | Settled::NoSuchAddress { error } | Settled::Frozen { error } => MailEnd::Failed { error },
    };
    if !work.end_mail(mail, &mail_end, at).await? {
        return Ok(Recorded::Before);
    }
    if mail.purpose == Purpose::Question && matches!(mail_end, MailEnd::Sent) {
        work.count_reply(&mail.letter.campaign, None).await?;
    }
    // The other mails go to the supporter, and change nothing about the letter.
    if mail.purpose != Purpose::Letter {
        return Ok(Recorded::Now);
    }
    // The others are not sent by it then, and wait by themselves.
    if settled == Settled::Unwanted {
        move_all(work, mail.others.iter(), Move::HandBack, at).await?;
    }
    for letter in mail.letters() {
        follow(work, letter, &settled, at).await?;
    }
    // The same fact as a mail that comes back because nobody has the address; one fact, however many letters were in it.
    if let Settled::NoSuchAddress { error } = &settled {
        // What is private of the letters is cut already; this is kept for a year.
        let said = Diagnostic::new(&without_addresses(error, Some(&mail.letter.recipient)));
        work.add_hard_bounce(&HardBounce::of(&mail.letter, said, at)).await?;
    }
    Ok(Recorded::Now)
}

/// What follows for a letter from how its mail ended.
async fn follow(work: &mut Unit, letter: &RelayLetter, settled: &Settled, at: Timestamp) -> Result<(), StoreError> {
    match settled {
        // Nobody took it, so it is not counted.
        Settled::Kept => drop(work.move_letter(&letter.id, Move::Accept, at).await?),
        Settled::Never { .. } | Settled::NoSuchAddress { .. } => {
            if work.move_letter(&letter.id, Move::GiveUp, at).await? {
                work.enqueue(letter, Purpose::FailureNotice, at);
                work.count(action(letter, Stage::Bounced, at), None);
            }
        }
        Settled::Frozen { error } => {
            if work.move_letter(&letter.id, Move::Freeze, at).await? {
                work.note_why_held(&letter.id, error).await?;
            }
        }
        Settled::Later { .. } | Settled::Untried => drop(work.move_letter(&letter.id, Move::HandBack, at).await?),
        // What follows of a sent one is found later. An unwanted one is in a state in which it is not to be sent, and stays in it.
        Settled::Sent | Settled::Unwanted => {}
    }
    Ok(())
}
