//! A mail server of ours that fails on command. It speaks just enough SMTP for a client to get as far as the
//! failure that is to be seen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use super::PATIENCE;

/// A moment in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// When the client has connected.
    Greeting,
    /// `EHLO`
    Hello,
    /// `AUTH`
    SignIn,
    /// `MAIL FROM`
    Sender,
    /// `RCPT TO`
    Recipient,
    /// `DATA`
    Data,
    /// When the message has come to its end.
    Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes every mail.
    Accept,
    /// Says this, with its code, instead of yes. More lines are given as they go over the wire, `550-..` first.
    Say(Moment, String),
    /// Says nothing any more, and keeps the connection open.
    FallSilent(Moment),
    /// Closes the connection.
    HangUp(Moment),
}

impl Behaviour {
    pub fn say(moment: Moment, line: &str) -> Self {
        Self::Say(moment, line.to_owned())
    }
}

/// A mail that this server said yes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub sender: String,
    pub recipients: Vec<String>,
    /// As it came, without the transport's dots.
    pub data: String,
}

#[derive(Debug)]
struct State {
    behaviour: Behaviour,
    commands: Vec<String>,
    taken: Vec<Taken>,
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
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(Mutex::new(State { behaviour, commands: Vec::new(), taken: Vec::new() }));
        let (opened_by, opened) = watch::channel(0);
        let (open_by, open) = watch::channel(0);
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            // Ends with this task, and every conversation with it.
            let mut conversations = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                opened_by.send_modify(|count| *count += 1);
                open_by.send_modify(|count| *count += 1);
                let (shared, open_by) = (Arc::clone(&shared), open_by.clone());
                conversations.spawn(async move {
                    // A client that goes away ends the conversation; that is not this server's failure.
                    let _ = converse(stream, &shared).await;
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

    /// The commands of the clients, without the messages.
    pub fn commands(&self) -> Vec<String> {
        lock(&self.state).commands.clone()
    }

    pub fn taken(&self) -> Vec<Taken> {
        lock(&self.state).taken.clone()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        *self.opened.borrow()
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

async fn converse(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut client = Client { stream: BufReader::new(stream), silent: false };
    let mut mail = Taken { sender: String::new(), recipients: Vec::new(), data: String::new() };
    if client.answer(shared, Moment::Greeting, "220 failing.example ready").await? == Answer::HungUp {
        return Ok(());
    }
    while let Some(line) = client.line().await? {
        lock(shared).commands.push(line.clone());
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let (moment, yes) = match verb.as_str() {
            "EHLO" | "HELO" => (Moment::Hello, "250-failing.example\r\n250 AUTH PLAIN LOGIN"),
            "AUTH" => (Moment::SignIn, "235 2.7.0 Signed in"),
            "MAIL" => (Moment::Sender, "250 2.1.0 Ok"),
            "RCPT" => (Moment::Recipient, "250 2.1.5 Ok"),
            "DATA" => (Moment::Data, "354 Go on"),
            "QUIT" => return client.say("221 2.0.0 Bye").await,
            _ => {
                client.say("250 2.0.0 Ok").await?;
                continue;
            }
        };
        match client.answer(shared, moment, yes).await? {
            Answer::Yes => {}
            Answer::No => continue,
            Answer::HungUp => return Ok(()),
        }
        match moment {
            Moment::Sender => mail = Taken { sender: address(&line), recipients: Vec::new(), data: String::new() },
            Moment::Recipient => mail.recipients.push(address(&line)),
            Moment::Data => {
                let Some(data) = client.message().await? else { return Ok(()) };
                mail.data = data;
                match client.answer(shared, Moment::Content, "250 2.0.0 Taken").await? {
                    Answer::Yes => lock(shared).taken.push(mail.clone()),
                    Answer::No => {}
                    Answer::HungUp => return Ok(()),
                }
            }
            Moment::Greeting | Moment::Hello | Moment::SignIn | Moment::Content => {}
        }
    }
    Ok(())
}

fn address(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(address, _)| address).to_owned()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    /// Refused, or left without an answer.
    No,
    HungUp,
}

struct Client {
    stream: BufReader<TcpStream>,
    silent: bool,
}

impl Client {
    /// Without its line end; none when the client has gone.
    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn say(&mut self, text: &str) -> std::io::Result<()> {
        if self.silent { Ok(()) } else { self.stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await }
    }

    /// Says yes, or does what was commanded for this moment.
    async fn answer(&mut self, shared: &Shared, moment: Moment, yes: &str) -> std::io::Result<Answer> {
        let behaviour = lock(shared).behaviour.clone();
        match behaviour {
            Behaviour::Say(at, text) if at == moment => self.say(&text).await.map(|()| Answer::No),
            Behaviour::FallSilent(at) if at == moment => {
                self.silent = true;
                Ok(Answer::No)
            }
            Behaviour::HangUp(at) if at == moment => Ok(Answer::HungUp),
            _ => self.say(yes).await.map(|()| Answer::Yes),
        }
    }

    /// The lines after `DATA`, up to the lone dot; none when the client goes before it.
    async fn message(&mut self) -> std::io::Result<Option<String>> {
        let mut message = String::new();
        loop {
            let Some(line) = self.line().await? else { return Ok(None) };
            if line == "." {
                return Ok(Some(message));
            }
            message.push_str(line.strip_prefix('.').unwrap_or(&line));
            message.push_str("\r\n");
        }
    }
}
