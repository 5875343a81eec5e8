//! Does the jobs, as long as the server runs.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};
use usecases::jobs::{Job, Round};

/// Runs until `stop` says so, and then until the rounds under way are done.
pub(crate) async fn run(jobs: Vec<Arc<dyn Job>>, stop: watch::Receiver<bool>) {
    let mut working = JoinSet::new();
    for job in jobs {
        working.spawn(repeat(job, stop.clone()));
    }
    while working.join_next().await.is_some() {}
}

async fn repeat(job: Arc<dyn Job>, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(Duration::try_from(job.every()).unwrap_or(Duration::from_secs(1)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = ticks.tick() => {}
        }
        while !*stop.borrow() && round(&job).await == Round::More {}
    }
}

/// Runs one round. A failure is logged, and tried again next time.
async fn round(job: &Arc<dyn Job>) -> Round {
    let (name, working) = (job.name(), Arc::clone(job));
    // A task of its own: if it panics, the next round is done all the same.
    match tokio::spawn(async move { working.run().await }).await {
        Ok(Ok(round)) => return round,
        Ok(Err(error)) => tracing::error!(job = name, %error, "a job could not be done"),
        // The panic hook has said where. The error would quote what it said.
        Err(_) => tracing::error!(job = name, "a job broke off"),
    }
    Round::Done
}
