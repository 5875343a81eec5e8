//! Records the actions of many visitors in one transaction.
//!
//! Making a commit durable takes the disk a while, and meanwhile more actions come. They wait in a line; when the
//! commit is done, all that wait go into the next one. Nobody waits for company: an action that finds the line empty is
//! committed at once. The busier it gets, the more actions share a commit. The sums are the same few rows for
//! everybody, and are written once for all of them.

use std::sync::Arc;

use sqlx::AnyPool;
use tokio::sync::{mpsc, oneshot};
use usecases::ports::{Action, Allowance, Recorded, StoreError};

use super::add::{Entry, change};
use crate::{
    changes::Noticed,
    dialect::Dialect,
    fault::{broken, failed},
};

/// The most actions in one transaction. Twice as many are no faster, and other writers would wait longer.
const MOST: usize = 256;
const DOING: &str = "recording an action";
/// Actions in the line, after which visitors wait to join it.
const LINE: usize = 1024;

struct Job {
    action: Action,
    allowance: Option<Allowance>,
    done: oneshot::Sender<Result<Recorded, StoreError>>,
}

/// The line. The task behind it ends with the last clone.
#[derive(Debug, Clone)]
pub(crate) struct Line(mpsc::Sender<Job>);

impl Line {
    pub(crate) fn start(writer: AnyPool, dialect: Dialect, noticed: Arc<Noticed>) -> Self {
        let (line, jobs) = mpsc::channel(LINE);
        tokio::spawn(work(jobs, writer, dialect, noticed));
        Self(line)
    }

    /// Returns when the action is durable. One that has joined the line is recorded even if its visitor leaves.
    pub(crate) async fn record(&self, action: &Action, allowance: Option<&Allowance>) -> Result<Recorded, StoreError> {
        let stopped = || broken(DOING, "the task that records has stopped");
        let (done, recorded) = oneshot::channel();
        let job = Job { action: action.clone(), allowance: allowance.cloned(), done };
        self.0.send(job).await.map_err(|_| stopped())?;
        recorded.await.map_err(|_| stopped())?
    }
}

async fn work(mut jobs: mpsc::Receiver<Job>, writer: AnyPool, dialect: Dialect, noticed: Arc<Noticed>) {
    let mut batch = Vec::with_capacity(MOST);
    while jobs.recv_many(&mut batch, MOST).await > 0 {
        let actions: Vec<Entry<'_>> = batch.iter().map(|job| (&job.action, job.allowance.as_ref())).collect();
        // An action is made of checked values, so no single one can be at fault: what fails is the database, and
        // it fails for all of them.
        let mut recorded = record(&writer, dialect, &actions).await.map(Vec::into_iter).map_err(|error| failed(DOING, error));
        noticed.counts();
        for job in batch.drain(..) {
            let answer = match &mut recorded {
                Ok(recorded) => recorded.next().ok_or_else(|| broken(DOING, "it was left out")),
                Err(error) => Err(error.clone()),
            };
            // Nobody listens where the visitor has left.
            let _ = job.done.send(answer);
        }
    }
}

async fn record(writer: &AnyPool, dialect: Dialect, actions: &[Entry<'_>]) -> sqlx::Result<Vec<Recorded>> {
    let mut tx = writer.begin_with(dialect.begin()).await?;
    let recorded = change(&mut tx, actions, &[]).await?;
    tx.commit().await?;
    Ok(recorded)
}
