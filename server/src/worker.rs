//! Sends the mail that is due, takes up the directory that was imported, and deletes what is no longer needed, as long
//! as the server runs.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval},
};
use usecases::{LiveDirectory, Relay};

/// How often the queue is looked at, and whether something was imported.
const EVERY: Duration = Duration::from_secs(1);
/// How often what has expired is deleted.
const PURGE_EVERY: Duration = Duration::from_hours(1);

/// Runs until `stop` says so. What fails is logged and tried again: the queue is in the database.
pub(crate) async fn run(relay: Relay, directory: Arc<LiveDirectory>, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut purge_at = Instant::now();
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = ticks.tick() => {}
        }
        while !*stop.borrow() {
            // A task of its own: should one mail make us panic, its lease runs out, and the worker goes on with the others.
            let round = relay.clone();
            match tokio::spawn(async move { round.send_due().await }).await {
                Ok(Ok(0)) => break,
                Ok(Ok(_)) => {}
                Ok(Err(error)) => {
                    tracing::error!(%error, "the mail queue could not be worked on");
                    break;
                }
                Err(error) => {
                    tracing::error!(%error, "a round of mails broke off");
                    break;
                }
            }
        }
        match directory.refresh().await {
            Ok(false) => {}
            Ok(true) => tracing::info!("the directory that was imported is in use"),
            Err(error) => tracing::error!(%error, "the directory that was imported is not in use"),
        }
        if Instant::now() >= purge_at {
            purge_at = Instant::now() + PURGE_EVERY;
            match relay.purge().await {
                Ok(0) => {}
                Ok(deleted) => tracing::info!(deleted, "letters whose time was over are deleted"),
                Err(error) => tracing::error!(%error, "what has expired could not be deleted"),
            }
        }
    }
}
