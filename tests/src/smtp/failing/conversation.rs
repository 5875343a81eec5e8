//! One client's conversation with the failing server.

use std::io;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::{Behaviour, Encryption, Moment, Shared, Taken, lock};

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    /// Refused, or left without an answer.
    No,
    HungUp,
}

pub(super) async fn converse(stream: TcpStream, shared: &Shared, encryption: &Encryption) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut client = Client { stream: BufReader::new(Box::new(stream)), silent: false, is_encrypted: false };
    if let Encryption::FromTheFirstByte(_) = encryption {
        let Some(encrypted) = client.encrypted(shared, encryption).await? else { return Ok(()) };
        client = encrypted;
    }
    if client.answer(shared, Moment::Greeting, "220 failing.example ready").await? == Answer::HungUp {
        return Ok(());
    }
    let mut mail = Taken::default();
    while let Some(line) = client.line().await? {
        {
            let mut state = lock(shared);
            state.commands.push(line.clone());
            if !client.is_encrypted {
                state.in_the_clear.push(line.clone());
            }
        }
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let hello = hello(shared, &client, encryption);
        let (moment, yes) = match verb.as_str() {
            "EHLO" | "HELO" => (Moment::Hello, hello.as_str()),
            "STARTTLS" => (Moment::StartTls, "220 2.0.0 Go on"),
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
            Moment::StartTls => {
                let Some(encrypted) = client.encrypted(shared, encryption).await? else { return Ok(()) };
                client = encrypted;
            }
            Moment::Sender => mail = Taken { sender: address(&line), said: line, ..Taken::default() },
            Moment::Recipient => mail.recipients.push(address(&line)),
            Moment::Data => {
                let Some(data) = client.message().await? else { return Ok(()) };
                mail.data = data;
                match client.answer(shared, Moment::Content, "250 2.0.0 Taken").await? {
                    Answer::Yes => lock(shared).taken.push(mail.clone()),
                    Answer::No => {}
                    Answer::HungUp => {
                        if lock(shared).behaviour == Behaviour::TakeAndHangUp {
                            lock(shared).taken.push(mail.clone());
                        }
                        return Ok(());
                    }
                }
            }
            Moment::Greeting | Moment::Hello | Moment::Handshake | Moment::SignIn | Moment::Content => {}
        }
    }
    Ok(())
}

fn hello(shared: &Shared, client: &Client, encryption: &Encryption) -> String {
    let starttls = matches!(encryption, Encryption::OnCommand(_)) && !client.is_encrypted;
    let mut lines = vec!["failing.example".to_owned()];
    lines.extend(starttls.then(|| "STARTTLS".to_owned()));
    lines.extend(lock(shared).offers.iter().cloned());
    let last = lines.len() - 1;
    let lines = lines.iter().enumerate().map(|(at, line)| format!("250{}{line}", if at == last { ' ' } else { '-' }));
    lines.collect::<Vec<_>>().join("\r\n")
}

fn address(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(address, _)| address).to_owned()
}

struct Client {
    stream: BufReader<Box<dyn Duplex>>,
    silent: bool,
    is_encrypted: bool,
}

impl Client {
    /// Without its line end; none when the client has gone.
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let read = self.stream.read_until(b'\n', &mut line).await?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn say(&mut self, text: &str) -> io::Result<()> {
        self.write(format!("{text}\r\n").as_bytes()).await
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.silent {
            return Ok(());
        }
        self.stream.get_mut().write_all(bytes).await?;
        self.stream.get_mut().flush().await
    }

    /// Says yes, or does what was commanded for this moment.
    async fn answer(&mut self, shared: &Shared, moment: Moment, yes: &str) -> io::Result<Answer> {
        let behaviour = lock(shared).behaviour.at(moment);
        match behaviour {
            // It goes on as it said, be it what belongs there or not.
            Some(Behaviour::Say(_, text)) => {
                let answer = if text.get(..1) == yes.get(..1) { Answer::Yes } else { Answer::No };
                self.say(&text).await.map(|()| answer)
            }
            Some(Behaviour::Write(_, bytes)) => self.write(&bytes).await.map(|()| Answer::No),
            Some(Behaviour::SayInPieces(_)) => {
                for byte in format!("{yes}\r\n").bytes() {
                    self.write(&[byte]).await?;
                    tokio::task::yield_now().await;
                }
                Ok(Answer::Yes)
            }
            Some(Behaviour::SayWithoutEnd(_, bytes)) => loop {
                self.write(&bytes).await?;
                lock(shared).written += bytes.len();
            },
            Some(Behaviour::InterruptContent(text)) => {
                self.say(yes).await?;
                // Some of it, so that it has begun.
                let mut some = [0; 16];
                self.stream.read_exact(&mut some).await?;
                self.say(&text).await.map(|()| Answer::HungUp)
            }
            Some(Behaviour::FallSilent(_)) => {
                self.silent = true;
                Ok(Answer::No)
            }
            Some(Behaviour::HangUp(_) | Behaviour::TakeAndHangUp) => Ok(Answer::HungUp),
            Some(Behaviour::Accept | Behaviour::InTurn(_)) | None => self.say(yes).await.map(|()| Answer::Yes),
        }
    }

    /// Nothing where the client went, or was sent away.
    async fn encrypted(mut self, shared: &Shared, encryption: &Encryption) -> io::Result<Option<Self>> {
        let (Encryption::FromTheFirstByte(acceptor) | Encryption::OnCommand(acceptor)) = encryption else { return Ok(None) };
        let behaviour = lock(shared).behaviour.at(Moment::Handshake);
        match behaviour {
            None => {}
            Some(Behaviour::Write(_, bytes)) => {
                self.write(&bytes).await?;
                return Ok(None);
            }
            Some(Behaviour::FallSilent(_)) => {
                let mut rest = Vec::new();
                self.stream.read_to_end(&mut rest).await?;
                return Ok(None);
            }
            Some(_) => return Ok(None),
        }
        // What the client wrote in the clear before it had its answer stays in the buffer, and is lost with it.
        lock(shared).lost += self.stream.buffer().len();
        let stream: Box<dyn Duplex> = Box::new(acceptor.accept(self.stream.into_inner()).await?);
        Ok(Some(Self { stream: BufReader::new(stream), silent: self.silent, is_encrypted: true }))
    }

    /// The lines after `DATA`, up to the lone dot; none when the client goes before it.
    async fn message(&mut self) -> io::Result<Option<String>> {
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
