//! The jobs that a server does without being asked. To add a job, write it and name it in [`all`].

use std::{fmt::Debug, sync::Arc};

use async_trait::async_trait;
use jiff::SignedDuration;

use crate::{Access, LiveDirectory, Refusal, Relay, desk::Contacts, ports::ChangeReads, post::Returns};

/// A job that every node does at intervals. What fails is tried again the next time, because the work to do stands in
/// the database.
#[async_trait]
pub trait Job: Send + Sync + Debug {
    /// For the log.
    fn name(&self) -> &'static str;

    /// How often it runs.
    fn every(&self) -> SignedDuration;

    /// Does one round.
    async fn run(&self) -> Result<Round, Refusal>;
}

/// The result of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// There is nothing more to do for now.
    Done,
    /// There may be more: it is worth another round at once.
    More,
}

/// Every job.
pub fn all(
    relay: &Relay,
    access: &Access,
    contacts: &Contacts,
    returns: &Returns,
    changes: &Arc<dyn ChangeReads>,
) -> Vec<Arc<dyn Job>> {
    vec![
        Arc::new(SendMail(relay.clone())),
        Arc::new(KeepMailInHand(relay.clone())),
        Arc::new(FollowUp(relay.clone())),
        Arc::new(SendMailToOrganisers(access.clone())),
        Arc::new(DeleteEnded(access.clone())),
        Arc::new(TakeUpImports(Arc::clone(&contacts.directory))),
        Arc::new(LookForChanges(Arc::clone(changes))),
        Arc::new(DeleteExpired(relay.clone())),
        Arc::new(ForgetFiles(contacts.clone())),
        Arc::new(ForgetReturns(returns.clone())),
    ]
}

/// Sends the mail that is due.
#[derive(Debug)]
struct SendMail(Relay);

#[async_trait]
impl Job for SendMail {
    fn name(&self) -> &'static str {
        "send mail"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_secs(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        Ok(if self.0.send_due().await? == 0 { Round::Done } else { Round::More })
    }
}

/// Looks whether other nodes have changed what pages show.
#[derive(Debug)]
struct LookForChanges(Arc<dyn ChangeReads>);

#[async_trait]
impl Job for LookForChanges {
    fn name(&self) -> &'static str {
        "look for changes"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_secs(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        self.0.look_for_changes().await?;
        Ok(Round::Done)
    }
}

/// Shows the other nodes that this one lives.
#[derive(Debug)]
struct KeepMailInHand(Relay);

#[async_trait]
impl Job for KeepMailInHand {
    fn name(&self) -> &'static str {
        "keep mail in hand"
    }

    fn every(&self) -> SignedDuration {
        Relay::LEASE / 6
    }

    async fn run(&self) -> Result<Round, Refusal> {
        self.0.keep_in_hand().await?;
        Ok(Round::Done)
    }
}

/// Reminds supporters, settles letters, asks whether offices answered.
#[derive(Debug)]
struct FollowUp(Relay);

#[async_trait]
impl Job for FollowUp {
    fn name(&self) -> &'static str {
        "follow up letters"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_mins(5)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        Ok(if self.0.follow_up().await? { Round::More } else { Round::Done })
    }
}

/// Sends the mail to organisers that is due.
#[derive(Debug)]
struct SendMailToOrganisers(Access);

#[async_trait]
impl Job for SendMailToOrganisers {
    fn name(&self) -> &'static str {
        "send mail to organisers"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_secs(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        Ok(if self.0.send_due().await? == 0 { Round::Done } else { Round::More })
    }
}

/// Deletes sessions, links and tries that nobody can use any more.
#[derive(Debug)]
struct DeleteEnded(Access);

#[async_trait]
impl Job for DeleteEnded {
    fn name(&self) -> &'static str {
        "delete sessions that have ended"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_hours(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        self.0.delete_ended().await?;
        Ok(Round::Done)
    }
}

/// Takes up the directory that was imported on any node.
#[derive(Debug)]
struct TakeUpImports(Arc<LiveDirectory>);

#[async_trait]
impl Job for TakeUpImports {
    fn name(&self) -> &'static str {
        "take up imports"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_secs(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        if self.0.refresh().await? {
            tracing::info!("the directory that was imported is in use");
        }
        Ok(Round::Done)
    }
}

/// Deletes letters, keys and digests that are too old to keep.
#[derive(Debug)]
struct DeleteExpired(Relay);

#[async_trait]
impl Job for DeleteExpired {
    fn name(&self) -> &'static str {
        "delete what has expired"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_hours(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        let deleted = self.0.purge().await?.letters();
        if deleted > 0 {
            tracing::info!(deleted, "letters whose time was over are deleted");
        }
        Ok(Round::Done)
    }
}

/// Deletes the lists that organisers uploaded and did not import within a day.
#[derive(Debug)]
struct ForgetFiles(Contacts);

#[async_trait]
impl Job for ForgetFiles {
    fn name(&self) -> &'static str {
        "forget uploaded files"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_hours(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        self.0.forget_files().await?;
        Ok(Round::Done)
    }
}

/// Deletes what was kept of returned mail for as long as it is kept.
#[derive(Debug)]
struct ForgetReturns(Returns);

#[async_trait]
impl Job for ForgetReturns {
    fn name(&self) -> &'static str {
        "forget returned mail"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_hours(1)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        self.0.purge().await?;
        Ok(Round::Done)
    }
}
