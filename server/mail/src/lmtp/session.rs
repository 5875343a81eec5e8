//! One client.

use std::{
    io::{self, ErrorKind},
    sync::Arc,
};

use domain::post::other_path::is_return_path;
use tokio::{
    io::{AsyncWriteExt as _, BufStream},
    sync::watch,
    time::timeout,
};

use super::{
    LmtpLimits, Stream,
    lines::{self, Command},
};
use crate::{Receive, Received};

/// More than a server brings at once, since each mail of ours has one return path.
const RECIPIENTS_MAX: usize = 100;
/// A client that is answered no so often does not speak LMTP.
const MISTAKES_MAX: u32 = 20;

pub(super) struct Session {
    stream: BufStream<Box<dyn Stream>>,
    limits: LmtpLimits,
    receive: Arc<dyn Receive>,
    stop: watch::Receiver<bool>,
    greeted: bool,
    has_sender: bool,
    recipients: Vec<String>,
    mistakes: u32,
}

/// Whether the session goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Go,
    End,
}

impl Session {
    pub(super) fn new(
        stream: Box<dyn Stream>,
        limits: LmtpLimits,
        receive: Arc<dyn Receive>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let stream = BufStream::new(stream);
        Self { stream, limits, receive, stop, greeted: false, has_sender: false, recipients: Vec::new(), mistakes: 0 }
    }

    /// Too many others are served.
    pub(super) async fn refuse(mut self) -> io::Result<()> {
        self.say("421 4.3.2 Too many connections, try again later").await
    }

    pub(super) async fn run(mut self) -> io::Result<()> {
        self.say("220 postbag LMTP").await?;
        loop {
            let line = tokio::select! {
                // A message that is there already is taken before the end.
                biased;
                line = timeout(self.limits.silence, lines::command(&mut self.stream)) => Some(line),
                _ = self.stop.wait_for(|stop| *stop) => None,
            };
            let Some(line) = line else {
                return self.say("421 4.3.2 Shutting down, try again later").await;
            };
            let Ok(line) = line else {
                return self.say("421 4.4.2 You were silent for too long").await;
            };
            let then = match line? {
                Command::Line(line) => self.obey(&line).await?,
                Command::TooLong => self.refuse_with("500 5.5.2 The line is too long").await?,
                Command::End => return Ok(()),
            };
            if then == Then::End {
                return Ok(());
            }
        }
    }

    async fn obey(&mut self, line: &str) -> io::Result<Then> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "LHLO" if !rest.trim().is_empty() => {
                self.greeted = true;
                self.reset();
                let size = self.limits.size;
                self.say(&format!(
                    "250-postbag\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {size}"
                ))
                .await?;
            }
            "LHLO" => return self.refuse_with("501 5.5.4 Say LHLO with your name").await,
            "HELO" | "EHLO" => return self.refuse_with("500 5.5.1 This is LMTP: say LHLO").await,
            "MAIL" => return self.take_sender(rest).await,
            "RCPT" => return self.take_recipient(rest).await,
            "DATA" => return self.take_message().await,
            "RSET" => {
                self.reset();
                self.say("250 2.0.0 Forgotten").await?;
            }
            "NOOP" => self.say("250 2.0.0 Yes").await?,
            // RFC 5321 section 3.5.3: it neither confirms nor denies.
            "VRFY" => self.say("252 2.5.0 Send it, and you will see").await?,
            "QUIT" => {
                self.say("221 2.0.0 Goodbye").await?;
                return Ok(Then::End);
            }
            _ => return self.refuse_with("500 5.5.2 That is no command of LMTP").await,
        }
        Ok(Then::Go)
    }

    async fn take_sender(&mut self, rest: &str) -> io::Result<Then> {
        if !self.greeted || self.has_sender {
            return self.refuse_with("503 5.5.1 Not now").await;
        }
        let Some((_, parameters)) = path(rest, "FROM:") else {
            return self.refuse_with("501 5.5.4 Say MAIL FROM:<address>").await;
        };
        let size = parameters.split_ascii_whitespace().find_map(|word| {
            let (name, value) = word.split_once('=')?;
            name.eq_ignore_ascii_case("SIZE").then(|| value.parse::<usize>().unwrap_or(usize::MAX))
        });
        if size.is_some_and(|size| size > self.limits.size) {
            return self.refuse_with("552 5.3.4 The message is too big").await;
        }
        self.has_sender = true;
        self.say("250 2.1.0 Yes").await?;
        Ok(Then::Go)
    }

    async fn take_recipient(&mut self, rest: &str) -> io::Result<Then> {
        if !self.has_sender {
            return self.refuse_with("503 5.5.1 Say MAIL first").await;
        }
        let Some((address, _)) = path(rest, "TO:") else {
            return self.refuse_with("501 5.5.4 Say RCPT TO:<address>").await;
        };
        if !is_return_path(address) {
            return self.refuse_with("550 5.1.1 Only returned mail is taken here").await;
        }
        if self.recipients.len() >= RECIPIENTS_MAX {
            return self.refuse_with("452 4.5.3 Too many recipients, send the rest in another message").await;
        }
        self.recipients.push(address.to_owned());
        self.say("250 2.1.5 Yes").await?;
        Ok(Then::Go)
    }

    /// RFC 2033 section 4.2: after the message an answer for each recipient, in their order.
    async fn take_message(&mut self) -> io::Result<Then> {
        if self.recipients.is_empty() {
            return self.refuse_with("503 5.5.1 Say RCPT first").await;
        }
        self.say("354 Go on, and end with a dot").await?;
        let Ok(message) = timeout(self.limits.silence, lines::message(&mut self.stream, self.limits.size)).await else {
            self.say("421 4.4.2 The message took too long").await?;
            return Ok(Then::End);
        };
        let message = message?;
        for recipient in std::mem::take(&mut self.recipients) {
            let answer = match &message {
                None => "552 5.3.4 The message is too big",
                Some(message) => match self.receive.receive(Some(&recipient), message).await {
                    Received::Taken => "250 2.0.0 Taken",
                    Received::Later => "451 4.3.0 It is too early for this mail, try again later",
                    Received::Unable => "451 4.3.0 It cannot be written down now, try again later",
                },
            };
            self.say(answer).await?;
        }
        self.reset();
        Ok(Then::Go)
    }

    fn reset(&mut self) {
        self.has_sender = false;
        self.recipients.clear();
    }

    async fn refuse_with(&mut self, answer: &str) -> io::Result<Then> {
        self.mistakes += 1;
        self.say(answer).await?;
        if self.mistakes < MISTAKES_MAX {
            return Ok(Then::Go);
        }
        self.say("421 4.7.0 Too many mistakes").await?;
        Ok(Then::End)
    }

    async fn say(&mut self, answer: &str) -> io::Result<()> {
        let say = async {
            self.stream.write_all(answer.as_bytes()).await?;
            self.stream.write_all(b"\r\n").await?;
            self.stream.flush().await
        };
        timeout(self.limits.silence, say).await.map_err(|_| io::Error::from(ErrorKind::TimedOut))?
    }
}

/// The address in `FROM:<address> PARAMETERS`, and the parameters.
fn path<'a>(rest: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let start = rest.trim_start().get(..keyword.len())?;
    let rest = rest.trim_start()[start.len()..].trim_start();
    let (address, parameters) = rest.strip_prefix('<')?.split_once('>')?;
    start.eq_ignore_ascii_case(keyword).then_some((address, parameters))
}
