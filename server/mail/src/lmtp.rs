//! Takes mail from a mail server of the same machine or network by LMTP (RFC 2033). It is no mail server for the world: it
//! takes only mail to return paths of ours, and sends nothing on.
//!
//! The few commands are read by hand. A parser for all of SMTP would know the other thirty, and the limits on lines, sizes
//! and time, which are most of this, would be ours all the same.

use std::{
    fmt,
    io::{self, ErrorKind},
    net::SocketAddr,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, UnixListener, UnixStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::timeout,
};

use crate::Receive;

mod lines;
mod session;

/// Where to listen: `127.0.0.1:2400`, or `unix:/run/postbag/lmtp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LmtpAddr {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl LmtpAddr {
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().strip_prefix("unix:") {
            Some(path) if Path::new(path).is_absolute() => Some(Self::Unix(path.into())),
            Some(_) => None,
            None => text.trim().parse().ok().map(Self::Tcp),
        }
    }
}

impl fmt::Display for LmtpAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(addr) => write!(f, "{addr}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// What one client may take of us.
#[derive(Debug, Clone, Copy)]
pub struct LmtpLimits {
    /// Of a message, in bytes.
    pub size: usize,
    /// How long the client may be silent.
    pub silence: Duration,
    /// How long a session may last.
    pub session: Duration,
    /// How many clients are served at once.
    pub connections: usize,
}

impl Default for LmtpLimits {
    fn default() -> Self {
        Self {
            // Returned letters come with the text that was sent, and with pictures of some offices' signatures.
            size: 10 * 1024 * 1024,
            // RFC 5321 section 4.5.3.2.7.
            silence: Duration::from_mins(5),
            session: Duration::from_hours(1),
            connections: 20,
        }
    }
}

#[derive(Debug)]
enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener, PathBuf),
}

/// A listener that nobody is served by yet.
#[derive(Debug)]
pub struct Lmtp {
    listener: Listener,
    limits: LmtpLimits,
}

impl Lmtp {
    pub async fn bind(addr: &LmtpAddr, limits: LmtpLimits) -> io::Result<Self> {
        let listener = match addr {
            LmtpAddr::Tcp(addr) => Listener::Tcp(TcpListener::bind(addr).await?),
            LmtpAddr::Unix(path) => Listener::Unix(bind_socket(path).await?, path.clone()),
        };
        Ok(Self { listener, limits })
    }

    /// Where it listens, if that has a port.
    pub fn addr(&self) -> Option<SocketAddr> {
        match &self.listener {
            Listener::Tcp(listener) => listener.local_addr().ok(),
            Listener::Unix(..) => None,
        }
    }

    /// Serves until `stop` says so, and then finishes the messages that are being received.
    pub async fn run(self, receive: Arc<dyn Receive>, mut stop: watch::Receiver<bool>) {
        let free = Arc::new(Semaphore::new(self.limits.connections));
        let mut sessions = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break,
                accepted = self.accept() => accepted,
                Some(_) = sessions.join_next() => continue,
            };
            match accepted {
                Ok(stream) => {
                    let permit = Arc::clone(&free).try_acquire_owned().ok();
                    sessions.spawn(serve(stream, permit, self.limits, Arc::clone(&receive), stop.clone()));
                }
                // Too many open files, for instance: others are closed meanwhile.
                Err(error) => {
                    tracing::warn!(%error, "a connection for returned mail was not accepted");
                    let _ = timeout(Duration::from_secs(1), stop.wait_for(|stop| *stop)).await;
                }
            }
        }
        if let Listener::Unix(_, path) = &self.listener {
            let _ = std::fs::remove_file(path);
        }
        while sessions.join_next().await.is_some() {}
    }

    async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match &self.listener {
            Listener::Tcp(listener) => Box::new(listener.accept().await?.0),
            Listener::Unix(listener, _) => Box::new(listener.accept().await?.0),
        })
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

async fn serve(
    stream: Box<dyn Stream>,
    permit: Option<OwnedSemaphorePermit>,
    limits: LmtpLimits,
    receive: Arc<dyn Receive>,
    stop: watch::Receiver<bool>,
) {
    let session = session::Session::new(stream, limits, receive, stop);
    let served = async move {
        match permit {
            Some(_permit) => session.run().await,
            None => session.refuse().await,
        }
    };
    match timeout(limits.session, served).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection for returned mail broke"),
        Err(_) => tracing::warn!("a connection for returned mail lasted too long; it was closed"),
    }
}

/// A socket that a process left behind when it died is in the way of the next. One that somebody listens on stays.
async fn bind_socket(path: &Path) -> io::Result<UnixListener> {
    if std::fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket()) {
        match UnixStream::connect(path).await {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => std::fs::remove_file(path)?,
            _ => return Err(io::Error::new(ErrorKind::AddrInUse, "another process listens there")),
        }
    }
    let listener = UnixListener::bind(path)?;
    // For the mail server, which is in the group of the folder.
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

#[cfg(test)]
mod tests;
