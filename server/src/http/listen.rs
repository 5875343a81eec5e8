//! Takes connections, one task for each, until it is told to stop.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore, watch},
    task::JoinSet,
    time::timeout,
};
use tokio_io_timeout::TimeoutWriter;
use tower::ServiceBuilder;
use tower_http::timeout::RequestBodyTimeoutLayer;
use usecases::networks::Network;

use super::{
    Limits,
    address::{FORWARDED_FOR, holder, is_near, visitor},
};

/// The pause after a connection could not be taken, mostly for want of descriptors. Trying again at once would not
/// help.
const AFTER_A_FAILURE: Duration = Duration::from_secs(1);

/// The most bytes of a request's head, and of what is read at once of its body. hyper's own limit would let whoever holds many
/// half heads hold the memory too.
const HEAD: usize = 64 * 1024;
/// How long a connection that has just been made may keep its first words to itself when it is time to stop. hyper would close it
/// unheard, which looks to the visitor as if nobody were there.
const FIRST_WORDS: Duration = Duration::from_secs(1);

/// The rules for connections.
#[derive(Debug)]
pub struct Door {
    pub limits: Limits,
    /// How many proxies stand in front, one behind the other. They are trusted to name the visitor's address.
    pub proxies: u8,
    /// Whether we have warned of an unknown proxy, which makes all visitors look like one. Done once.
    warned: AtomicBool,
}

impl Door {
    pub const fn new(limits: Limits, proxies: u8) -> Self {
        Self { limits, proxies, warned: AtomicBool::new(false) }
    }

    /// The request, with the network that it came from, for handlers to ask for.
    fn let_in<B>(&self, peer: IpAddr, mut request: Request<B>) -> Request<B> {
        if self.proxies == 0
            && is_near(peer)
            && request.headers().contains_key(FORWARDED_FOR)
            && !self.warned.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                "requests come through a proxy, and POSTBAG_PROXIES is 0: all visitors are taken for one, and share the limits of one; say how many proxies there are"
            );
        }
        let network = Network::of(visitor(peer, request.headers(), self.proxies));
        request.extensions_mut().insert(network);
        request
    }
}

/// How many connections each address has.
#[derive(Debug, Default)]
struct Holders(Mutex<HashMap<IpAddr, usize>>);

/// One connection. It ends when dropped.
#[derive(Debug)]
struct Held {
    holders: Arc<Holders>,
    address: IpAddr,
}

impl Holders {
    fn enter(self: &Arc<Self>, peer: IpAddr, most: usize) -> Option<Held> {
        let address = holder(peer);
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        // If a connection is refused, its address had an entry before.
        (*count < most).then(|| {
            *count += 1;
            Held { holders: self.clone(), address }
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.holders.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.address);
            }
        }
    }
}

/// Serves until `stop` says so, or its sender is gone. Then it takes no more connections, and ends in a bounded time.
pub async fn serve(listener: TcpListener, router: Router, door: Arc<Door>, mut stop: watch::Receiver<bool>) {
    let limits = door.limits;
    let (places, holders) = (Arc::new(Semaphore::new(limits.in_all)), Arc::new(Holders::default()));
    // Behind proxies, all peers are proxies.
    let per_address = if door.proxies == 0 { limits.per_address } else { limits.in_all };
    let mut connections = JoinSet::new();
    loop {
        let next = async {
            // Never closed. A visitor without a place waits in the system's line.
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = told(&mut stop) => break,
            next = next => next,
        };
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                // One beyond the limit is closed, unread.
                if let Some(held) = holders.enter(peer.ip(), per_address) {
                    let connection = hold(stream, peer, router.clone(), door.clone(), stop.clone());
                    connections.spawn(async move {
                        connection.await;
                        drop((held, place));
                    });
                }
            }
            // They left before they were taken.
            Err(error) if is_the_visitors(&error) => {}
            Err(error) => {
                tracing::error!(%error, "a connection could not be taken");
                // However this ends, the loop looks.
                let _ = timeout(AFTER_A_FAILURE, told(&mut stop)).await;
            }
        }
    }
    drop(listener);
    let under_way = async { while connections.join_next().await.is_some() {} };
    if timeout(limits.stop, under_way).await.is_err() {
        tracing::warn!("requests were under way for too long; they are broken off");
        connections.shutdown().await;
    }
}

/// Returns when it is time to stop. A sender that is gone means the same.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stopped| *stopped).await;
}

fn is_the_visitors(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// One connection, to its end.
async fn hold(stream: TcpStream, peer: SocketAddr, router: Router, door: Arc<Door>, mut stop: watch::Receiver<bool>) {
    // An answer goes out whole, so waiting to fill a packet would only delay it.
    let _ = stream.set_nodelay(true);
    let limits = door.limits;
    let head = if door.proxies == 0 { limits.head } else { limits.head_of_proxy };
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(limits.answer));
    let begun = Arc::new(Notify::new());
    let begins = begun.clone();
    // Cloned for each request: a few counts, as the routes are behind one.
    let service = ServiceBuilder::new()
        .map_request(move |request: Request<Incoming>| {
            begins.notify_one();
            door.let_in(peer.ip(), request)
        })
        .layer(RequestBodyTimeoutLayer::new(limits.body))
        .service(router);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = told(&mut stop) => tokio::select! {
            ended = connection.as_mut() => ended,
            _ = timeout(FIRST_WORDS, begun.notified()) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        },
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
