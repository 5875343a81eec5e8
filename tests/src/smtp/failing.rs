//! A mail server of ours that fails on command. It speaks just enough SMTP for a client to get as far as the
//! failure that is to be seen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;

use super::PATIENCE;

mod conversation;
mod script;

pub use script::{Behaviour, Moment};

/// A mail that this server said yes to, or took without saying so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub sender: String,
    /// The whole command that named the sender.
    pub said: String,
    pub recipients: Vec<String>,
    /// As it came, without the transport's dots.
    pub data: String,
}

/// How the server encrypts.
#[derive(Clone)]
enum Encryption {
    None,
    FromTheFirstByte(TlsAcceptor),
    /// After `STARTTLS`.
    OnCommand(TlsAcceptor),
}

#[derive(Debug)]
struct State {
    behaviour: Behaviour,
    offers: Vec<String>,
    commands: Vec<String>,
    in_the_clear: Vec<String>,
    taken: Vec<Taken>,
    written: usize,
    lost: usize,
}

type Shared = Arc<Mutex<State>>;

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The running server.
#[derive(Debug)]
pub struct Failing {
    port: u16,
    state: Shared,
    opened: watch::Receiver<usize>,
    open: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

impl Failing {
    pub async fn start(behaviour: Behaviour) -> anyhow::Result<Self> {
        Self::start_with(Encryption::None, behaviour).await
    }

    /// Encrypts from the first byte.
    pub async fn start_encrypted(acceptor: TlsAcceptor, behaviour: Behaviour) -> anyhow::Result<Self> {
        Self::start_with(Encryption::FromTheFirstByte(acceptor), behaviour).await
    }

    /// Offers `STARTTLS`.
    pub async fn start_with_starttls(acceptor: TlsAcceptor, behaviour: Behaviour) -> anyhow::Result<Self> {
        Self::start_with(Encryption::OnCommand(acceptor), behaviour).await
    }

    async fn start_with(encryption: Encryption, behaviour: Behaviour) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let state = State {
            behaviour,
            offers: vec!["AUTH PLAIN LOGIN".to_owned()],
            commands: Vec::new(),
            in_the_clear: Vec::new(),
            taken: Vec::new(),
            written: 0,
            lost: 0,
        };
        let state = Arc::new(Mutex::new(state));
        let (opened_by, opened) = watch::channel(0);
        let (open_by, open) = watch::channel(0);
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            // Ends with this task, and every conversation with it.
            let mut conversations = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                opened_by.send_modify(|count| *count += 1);
                open_by.send_modify(|count| *count += 1);
                let (shared, open_by, encryption) = (Arc::clone(&shared), open_by.clone(), encryption.clone());
                conversations.spawn(async move {
                    // A client that goes away ends the conversation; that is not this server's failure.
                    let _ = conversation::converse(stream, &shared, &encryption).await;
                    open_by.send_modify(|count| *count -= 1);
                });
            }
        });
        Ok(Self { port, state, opened, open, task })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// For `MAIL_URL`.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// From the next moment on, also in conversations that are under way.
    pub fn behave(&self, behaviour: Behaviour) {
        lock(&self.state).behaviour = behaviour;
    }

    /// Offers these instead of ways to sign in, one a line.
    pub fn offer(&self, offers: &[&str]) {
        lock(&self.state).offers = offers.iter().map(|line| (*line).to_owned()).collect();
    }

    /// The commands of the clients, without the messages.
    pub fn commands(&self) -> Vec<String> {
        lock(&self.state).commands.clone()
    }

    /// Those of them that came unencrypted.
    pub fn in_the_clear(&self) -> Vec<String> {
        lock(&self.state).in_the_clear.clone()
    }

    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.state).taken.clone()
    }

    /// How many bytes an answer without end had.
    pub fn written(&self) -> usize {
        lock(&self.state).written
    }

    /// How many bytes clients wrote in the clear when they had asked for encryption.
    pub fn lost(&self) -> usize {
        lock(&self.state).lost
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        *self.opened.borrow()
    }

    /// How many there are.
    pub fn open(&self) -> usize {
        *self.open.borrow()
    }

    /// Waits until clients have closed their connections.
    pub async fn all_closed(&self) -> anyhow::Result<()> {
        tokio::time::timeout(PATIENCE, self.open.clone().wait_for(|open| *open == 0)).await??;
        Ok(())
    }
}

impl Drop for Failing {
    fn drop(&mut self) {
        self.task.abort();
    }
}
