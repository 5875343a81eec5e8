//! One session with a mail server, step by step. Each step fails as itself, so that it is known who was refused.

use std::{
    fmt::{self, Display, Write as _},
    sync::Arc,
    time::Duration,
};

use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    commands::{Auth, Data, Ehlo, Mail, Quit, Rcpt, Starttls},
    extension::{ClientId, MailBodyParameter, MailParameter},
    response::{Category, Code, Detail, Response, Severity},
};
use rustls::{ClientConfig, pki_types::ServerName};

use super::{
    failure::{Failure, Step},
    tls,
    wire::{Reply, Wire},
};
use crate::{Encryption, Limits, MailError, Server, message::Ready};

/// How to reach the server: what every new session needs.
#[derive(Clone)]
pub(super) struct Line {
    host: String,
    port: u16,
    encryption: Encryption,
    tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
    hello: ClientId,
    credentials: Option<Credentials>,
    limits: Limits,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} ({:?}, as {})", self.host, self.port, self.encryption, self.hello)
    }
}

impl Line {
    pub(super) fn new(server: &Server, hello: ClientId, limits: Limits) -> Result<Self, MailError> {
        let tls = if server.encryption == Encryption::None {
            None
        } else {
            let name = ServerName::try_from(server.host.clone()).map_err(|error| MailError::Tls(error.to_string()))?;
            Some((tls::config(&server.trust)?, name))
        };
        Ok(Self {
            host: server.host.clone(),
            port: server.port,
            encryption: server.encryption,
            tls,
            hello,
            credentials: server.credentials.clone(),
            limits,
        })
    }
}

/// What the server says it can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Offers {
    starttls: bool,
    /// The best way to sign in.
    sign_in: Option<Mechanism>,
    eight_bit: bool,
    utf8: bool,
}

impl Offers {
    fn of(hello: &Reply) -> Self {
        let mut offers = Self::default();
        // The first line is the server's name.
        for line in hello.lines.iter().skip(1) {
            // Old servers write `AUTH=LOGIN`.
            let line = line.to_ascii_uppercase().replace('=', " ");
            let mut words = line.split_whitespace();
            match words.next() {
                Some("STARTTLS") => offers.starttls = true,
                Some("8BITMIME") => offers.eight_bit = true,
                Some("SMTPUTF8") => offers.utf8 = true,
                Some("AUTH") => words.for_each(|word| match word {
                    "PLAIN" => offers.sign_in = Some(Mechanism::Plain),
                    "LOGIN" if offers.sign_in.is_none() => offers.sign_in = Some(Mechanism::Login),
                    _ => {}
                }),
                _ => {}
            }
        }
        offers
    }
}

/// A connection that has said hello, is encrypted and signed in, and waits for a mail.
pub(super) struct Session {
    wire: Wire,
    offers: Offers,
    limits: Limits,
}

/// Its connection says nothing that may be shown: it has signed in.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl Session {
    const GOODBYE: Duration = Duration::from_secs(5);

    pub(super) async fn open(line: &Line) -> Result<Self, Failure> {
        match Self::open_with(line, line.encryption).await {
            // Whoever says "where it is offered" rather has a mail in the clear than none.
            Err(failure) if line.encryption == Encryption::Opportunistic && failure.step() == Step::Encrypt => {
                tracing::warn!(%failure, "the mail server offers encryption that does not work: this mail goes in the clear");
                Self::open_with(line, Encryption::None).await
            }
            result => result,
        }
    }

    async fn open_with(line: &Line, encryption: Encryption) -> Result<Self, Failure> {
        let limits = line.limits;
        let connect = Wire::connect(&line.host, line.port, limits.connect);
        let mut wire = Step::Connect.within(limits.connect, connect).await?;
        if encryption == Encryption::Wrapper {
            wire = Self::encrypted(wire, line, encryption).await?;
        }
        let greeting = Step::Greeting.within(limits.command, wire.reply()).await?;
        Step::Greeting.completed(&greeting)?;
        let mut session = Self { wire, offers: Offers::default(), limits };
        session.hello(line).await?;
        let upgrade = match encryption {
            Encryption::None | Encryption::Wrapper => false,
            Encryption::Opportunistic => session.offers.starttls,
            Encryption::Required if !session.offers.starttls => {
                return Err(Step::Encrypt
                    .broken("it does not offer STARTTLS. Where it encrypts from the first byte write smtps:// in MAIL_URL"));
            }
            Encryption::Required => true,
        };
        if upgrade {
            session.ask(Step::Encrypt, Starttls).await?;
            session.wire = Self::encrypted(session.wire, line, encryption).await?;
            // What it said in the clear counts no more.
            session.hello(line).await?;
        }
        if let Some(credentials) = &line.credentials {
            session.sign_in(credentials).await?;
        }
        Ok(session)
    }

    async fn encrypted(wire: Wire, line: &Line, encryption: Encryption) -> Result<Wire, Failure> {
        let Some((config, name)) = &line.tls else { return Ok(wire) };
        let upgrade = wire.encrypted(config, name.clone());
        Step::Encrypt.within(line.limits.connect, upgrade).await.map_err(|failure| {
            let from_the_first_byte = encryption == Encryption::Wrapper;
            failure.explained(|error| tls::explained(error, from_the_first_byte))
        })
    }

    async fn hello(&mut self, line: &Line) -> Result<(), Failure> {
        let hello = self.ask(Step::Hello, Ehlo::new(line.hello.clone())).await?;
        self.offers = Offers::of(&hello);
        Ok(())
    }

    async fn sign_in(&mut self, credentials: &Credentials) -> Result<(), Failure> {
        /// A name and a password.
        const QUESTIONS: usize = 2;
        let unfit = || Step::SignIn.broken("it offers no way to sign in that we know (PLAIN, LOGIN)");
        let mechanism = self.offers.sign_in.ok_or_else(unfit)?;
        let unknown = |_| Step::SignIn.broken("it asks for something that we do not know");
        let mut command = Auth::new(mechanism, credentials.clone(), None).map_err(unknown)?;
        for _ in 0..=QUESTIONS {
            let reply = self.ask_for(Step::SignIn, command).await?;
            if reply.code != 334 {
                return Step::SignIn.completed(&reply);
            }
            let code = Code::new(Severity::PositiveIntermediate, Category::Unspecified3, Detail::Four);
            command =
                Auth::new_from_response(mechanism, credentials.clone(), &Response::new(code, reply.lines)).map_err(unknown)?;
        }
        Err(Step::SignIn.broken("it asks without end"))
    }

    pub(super) async fn sender(&mut self, message: &Ready) -> Result<(), Failure> {
        let mut parameters = Vec::new();
        if message.needs_utf8 {
            if !self.offers.utf8 {
                return Err(Failure::no_utf8());
            }
            if self.offers.eight_bit {
                parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        self.ask(Step::Sender, Mail::new(message.envelope.from().cloned(), parameters)).await?;
        Ok(())
    }

    pub(super) async fn recipient(&mut self, message: &Ready) -> Result<(), Failure> {
        for recipient in message.envelope.to() {
            self.ask(Step::Recipient, Rcpt::new(recipient.clone(), Vec::new())).await?;
        }
        Ok(())
    }

    /// After this the server waits for the content. A connection that is closed here sends nothing.
    pub(super) async fn data(&mut self) -> Result<(), Failure> {
        let reply = self.ask_for(Step::Data, Data).await?;
        if reply.code == 354 { Ok(()) } else { Err(Step::Data.unexpected(&reply)) }
    }

    /// The content and its end, and the server's last word.
    pub(super) async fn content(&mut self, text: &str) -> Result<(), Failure> {
        let reply = Step::Content.within(self.limits.content, self.wire.ask(Content(text))).await?;
        Step::Content.completed(&reply)
    }

    /// The answer to a command that is done with it.
    async fn ask(&mut self, step: Step, command: impl Display) -> Result<Reply, Failure> {
        let reply = self.ask_for(step, command).await?;
        step.completed(&reply).map(|()| reply)
    }

    async fn ask_for(&mut self, step: Step, command: impl Display) -> Result<Reply, Failure> {
        let reply = step.within(self.limits.command, self.wire.ask(command)).await?;
        if reply.code >= 400 { Err(step.refused(&reply)) } else { Ok(reply) }
    }

    /// Ends a session in which that went wrong.
    pub(super) fn end_after(self, failure: &Failure) {
        // A server that answered may be told that we leave.
        if failure.is_reply() {
            self.leave();
        }
    }

    /// Says goodbye in the background: nobody waits for a server to say it too.
    pub(super) fn leave(self) {
        tokio::spawn(self.say_goodbye());
    }

    /// Tells the server that nothing more comes, and waits for its answer for a moment. Without one nothing is lost.
    pub(super) async fn say_goodbye(mut self) {
        let _ = tokio::time::timeout(Self::GOODBYE, self.wire.ask(Quit)).await;
    }
}

/// A message and its end, as one write. In two writes the kernel may keep the end back until the server has confirmed what
/// came before, which it does 40 ms later; and a connection that is cut between them leaves less to wonder about.
struct Content<'a>(&'a str);

impl Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // RFC 5321 section 4.5.2: a line that begins with a dot gets another, for a lone dot is the end.
        for line in self.0.split_inclusive("\r\n") {
            if line.starts_with('.') {
                f.write_char('.')?;
            }
            f.write_str(line)?;
        }
        if !self.0.ends_with("\r\n") {
            f.write_str("\r\n")?;
        }
        f.write_str(".\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_offers_is_read_in_any_case_and_not_from_its_name() {
        let of = |lines: &[&str]| Offers::of(&Reply { code: 250, lines: lines.iter().map(|line| (*line).to_owned()).collect() });
        assert_eq!(of(&["STARTTLS"]), Offers::default());
        assert_eq!(
            of(&["mx", "auth=login", "Smtputf8"]),
            Offers { sign_in: Some(Mechanism::Login), utf8: true, ..Offers::default() }
        );
        let offers = of(&["mx", "SIZE 10", "8BITMIME", "STARTTLS", "AUTH XOAUTH2 LOGIN PLAIN", ""]);
        assert_eq!(offers, Offers { starttls: true, sign_in: Some(Mechanism::Plain), eight_bit: true, utf8: false });
    }

    #[test]
    fn a_line_that_begins_with_a_dot_gets_another_and_the_end_is_a_lone_dot() {
        for (message, sent) in [
            ("A: b\r\n\r\nc\r\n", "A: b\r\n\r\nc\r\n.\r\n"),
            ("c", "c\r\n.\r\n"),
            (".\r\n..\r\na.b\r\n.c", "..\r\n...\r\na.b\r\n..c\r\n.\r\n"),
            ("", "\r\n.\r\n"),
        ] {
            assert_eq!(Content(message).to_string(), sent, "{message:?}");
        }
    }
}
