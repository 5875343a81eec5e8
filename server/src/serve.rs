//! A running server: a listener, the worker, and a way to stop both.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use app::site::App;
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use usecases::{Relay, jobs, post::Returns};

use crate::{
    Incoming,
    http::{Door, serve},
    router, worker,
};

/// A server that listens. When told to, it finishes what is under way and stops.
#[derive(Debug)]
pub struct Running {
    pub addr: SocketAddr,
    stop: watch::Sender<bool>,
    relay: Relay,
    returns: Returns,
    server: JoinHandle<()>,
    worker: JoinHandle<()>,
    incoming: JoinSet<()>,
}

/// Starts serving on a listener (tests bind port 0) and doing the jobs.
pub fn start(app: App, listener: TcpListener, door: Door) -> anyhow::Result<Running> {
    let addr = listener.local_addr().context("the listener has no address")?;
    let (stop, stopped) = watch::channel(false);
    let (relay, returns) = (app.relay.clone(), app.returns.clone());
    let worker = tokio::spawn(worker::run(
        jobs::all(&app.relay, &app.access, &app.contacts, &app.returns, &app.changes),
        stop.subscribe(),
    ));
    let server = tokio::spawn(serve(listener, router(app), Arc::new(door), stopped));
    Ok(Running { addr, stop, relay, returns, server, worker, incoming: JoinSet::new() })
}

impl Running {
    /// How long mails that are being sent may delay the end. Then what no mail server can have taken is handed back, and the
    /// rest is sent again after its lease, under the same Message-ID.
    const MAIL_PATIENCE: Duration = Duration::from_secs(20);

    /// How long a message that a mail server is bringing may delay the end. It brings it again.
    const INCOMING_PATIENCE: Duration = Duration::from_secs(10);

    /// Takes returned mail in too, until it is stopped.
    pub fn take_mail_in(&mut self, incoming: Incoming) {
        self.incoming.spawn(incoming.run(self.returns.clone(), self.stop.subscribe()));
    }

    /// Takes no new requests. Finishes those under way and the mails being sent, each for a limited time.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.stop.send_replace(true);
        self.relay.hand.stop();
        if let Ok(worker) = timeout(Self::MAIL_PATIENCE, self.worker).await {
            worker.context("the worker broke off")?;
        } else {
            self.relay
                .hand_back()
                .await
                .context("mails could not be handed back; they are sent when their leases have run out")?;
            tracing::warn!("a mail was being sent for too long; it is left to the next start");
        }
        let ended = timeout(Self::INCOMING_PATIENCE, async { while self.incoming.join_next().await.is_some() {} });
        if ended.await.is_err() {
            tracing::warn!("a returned mail was being received for too long; the mail server has to bring it again");
        }
        self.server.await.context("the server broke off")
    }
}
