//! The queue of mails: who takes which mail, and what its outcome means for the letter.

use domain::{
    post::{Purpose, RelayState},
    tally::Stage,
};
use jiff::Timestamp;

use super::action;
use crate::ports::{Due, MailEnd, MailReads, Queued, Recorded, StoreError, Writes};

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
    /// Never tried again.
    Never {
        error: String,
    },
}

/// Takes mails that are due, at most `limit`, and leases them: until `until` nobody else takes them.
pub async fn claim(
    mails: &dyn MailReads,
    writes: &dyn Writes,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Queued>, StoreError> {
    // Nearly always nothing is due. Then nobody should have to wait for a worker that only looks.
    if !mails.is_any_due(now).await? {
        return Ok(Vec::new());
    }
    writes
        .write(async |work| {
            let mut claimed = Vec::new();
            for due in work.due_mails(now, until, limit).await? {
                match due {
                    Due::Mail(mail) => {
                        work.lease_mail(&mail).await?;
                        claimed.push(*mail);
                    }
                    // One unreadable letter must not hold up all the others, at every claim, for ever.
                    Due::Unreadable(mail) => {
                        let (letter, purpose, error) = (&mail.letter, &mail.purpose, &mail.error);
                        tracing::error!(letter, purpose, %error, "a mail in the queue cannot be read; it was set aside");
                        work.set_aside(&mail, now).await?;
                    }
                }
            }
            Ok(claimed)
        })
        .await
}

/// Writes down how a try ended, and what follows for the letter. If sent, it is accepted and counted. If given up, it
/// counts as bounced and its writer is told. `Before` says that the lease had passed to somebody else, and nothing was
/// changed.
pub async fn settle(writes: &dyn Writes, mail: &Queued, settled: &Settled, at: Timestamp) -> Result<Recorded, StoreError> {
    let end = match settled.clone() {
        Settled::Sent | Settled::Kept => MailEnd::Sent,
        Settled::Later { due_at, error } => MailEnd::Waiting { due_at, error },
        Settled::Never { error } => MailEnd::Failed { error },
    };
    let letter = &mail.letter;
    writes
        .write(async |work| {
            if !work.end_mail(mail, &end).await? {
                return Ok(Recorded::Before);
            }
            // The other mails go to the supporter, and change nothing about the letter.
            if mail.purpose != Purpose::Letter {
                return Ok(Recorded::Now);
            }
            let (ended, stage) = match settled {
                Settled::Sent => (RelayState::Accepted, Some(Stage::Accepted)),
                // Nobody took it.
                Settled::Kept => (RelayState::Accepted, None),
                Settled::Never { .. } => (RelayState::Failed, Some(Stage::Bounced)),
                Settled::Later { .. } => return Ok(Recorded::Now),
            };
            let moved = work.move_letter(&letter.id, RelayState::Queued, ended, at).await?;
            if ended == RelayState::Failed {
                work.enqueue(&letter.id, Purpose::FailureNotice, at);
            }
            if let Some(stage) = stage.filter(|_| moved) {
                work.count(action(letter, stage, at), None);
            }
            Ok(Recorded::Now)
        })
        .await
}
