//! What a service manager such as systemd and we say to each other: the socket that it holds open for us
//! (`sd_listen_fds(3)`), and how far we are (`sd_notify(3)`). Without one nothing of this happens.

use std::{
    env,
    ffi::OsStr,
    io,
    net::SocketAddr,
    os::{
        linux::net::SocketAddrExt as _,
        unix::{ffi::OsStrExt as _, net},
    },
};

use anyhow::{Context as _, bail};
use listenfd::ListenFd;
use tokio::net::TcpListener;

/// What the manager wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// The database is migrated, and requests are answered.
    Ready,
    /// Nothing new is begun.
    Stopping,
}

impl Notice {
    const fn words(self) -> &'static [u8] {
        match self {
            Self::Ready => b"READY=1",
            Self::Stopping => b"STOPPING=1",
        }
    }
}

/// The socket that we were given, or else a new one at this address.
///
/// One that we were given stays open with the manager while we start again: who connects meanwhile waits and is not refused.
pub(crate) async fn listener(addr: SocketAddr) -> anyhow::Result<TcpListener> {
    if let Some(given) = given(&mut ListenFd::from_env())? {
        return Ok(given);
    }
    TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}; name another address with POSTBAG_ADDR"))
}

fn given(sockets: &mut ListenFd) -> anyhow::Result<Option<TcpListener>> {
    if sockets.len() > 1 {
        bail!("the service manager holds {} sockets open; give the site one of them, with a single ListenStream=", sockets.len());
    }
    let given =
        sockets.take_tcp_listener(0).context("the service manager's socket is none of TCP; say ListenStream=ADDRESS:PORT")?;
    let Some(socket) = given else { return Ok(None) };
    let ours = || -> io::Result<TcpListener> {
        socket.set_nonblocking(true)?;
        TcpListener::from_std(socket)
    };
    Ok(Some(ours().context("cannot listen on the service manager's socket")?))
}

/// Tells the manager, if there is one. That it does not listen is no reason not to serve.
pub(crate) fn tell(notice: Notice) {
    let Some(name) = env::var_os("NOTIFY_SOCKET").filter(|name| !name.is_empty()) else { return };
    if let Err(error) = send(&name, notice.words()) {
        tracing::warn!(%error, ?notice, "the service manager could not be told");
    }
}

fn send(name: &OsStr, words: &[u8]) -> io::Result<()> {
    let address = match name.as_bytes() {
        [b'@', abstract_name @ ..] => net::SocketAddr::from_abstract_name(abstract_name)?,
        _ => net::SocketAddr::from_pathname(name)?,
    };
    net::UnixDatagram::unbound()?.send_to_addr(words, &address).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_reaches_a_socket_with_a_path_and_one_with_an_abstract_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let abstract_name = path.as_os_str().as_bytes();
        let named = net::SocketAddr::from_abstract_name(abstract_name).unwrap();
        let managers = [
            (path.as_os_str().to_owned(), net::UnixDatagram::bind(&path).unwrap()),
            (OsStr::from_bytes(&[b"@", abstract_name].concat()).to_owned(), net::UnixDatagram::bind_addr(&named).unwrap()),
        ];
        for (name, manager) in managers {
            send(&name, Notice::Ready.words()).unwrap();
            let mut heard = [0; 64];
            let length = manager.recv(&mut heard).unwrap();
            assert_eq!(&heard[..length], b"READY=1");
        }
    }
}
