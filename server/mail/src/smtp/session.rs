//! One connection to a mail server, step by step. Each step fails as itself, so that it is known who was refused.

use std::{
    fmt::{self, Display, Write as _},
    time::Duration,
};

use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    client::{AsyncSmtpConnection, TlsParameters},
    commands::{Data, Mail, Rcpt},
    extension::ClientId,
};

use super::failure::{Failure, Step};
use crate::{Encryption, Limits, MailError, Server, message::Ready};

/// How to reach the server: what every new session needs.
#[derive(Clone)]
pub(super) struct Line {
    host: String,
    port: u16,
    encryption: Encryption,
    tls: Option<TlsParameters>,
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
        let tls = match server.encryption {
            Encryption::None => None,
            _ => Some(TlsParameters::new(server.host.clone()).map_err(|error| MailError::Tls(error.to_string()))?),
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

/// A connection that has said hello, is encrypted and signed in, and waits for a mail.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
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
        let wrapper = line.tls.clone().filter(|_| line.encryption == Encryption::Wrapper);
        let connect = AsyncSmtpConnection::connect_tokio1((line.host.as_str(), line.port), None, &line.hello, wrapper, None);
        let mut connection = Step::Connect.within(line.limits.connect, connect).await?;
        let upgrade = match line.encryption {
            Encryption::None | Encryption::Wrapper => false,
            Encryption::Opportunistic => connection.can_starttls(),
            Encryption::Required => true,
        };
        if let (true, Some(tls)) = (upgrade, line.tls.clone()) {
            Step::Encrypt.within(line.limits.command, connection.starttls(tls, &line.hello)).await?;
        }
        if let Some(credentials) = &line.credentials {
            let sign_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            Step::SignIn.within(line.limits.command, sign_in).await?;
        }
        Ok(Self { connection, limits: line.limits })
    }

    pub(super) async fn sender(&mut self, message: &Ready) -> Result<(), Failure> {
        // Neither SMTPUTF8 nor 8BITMIME: addresses are ASCII by their type, and messages are encoded to ASCII.
        let command = self.connection.command(Mail::new(message.envelope.from().cloned(), Vec::new()));
        Step::Sender.within(self.limits.command, command).await?;
        Ok(())
    }

    pub(super) async fn recipient(&mut self, message: &Ready) -> Result<(), Failure> {
        for recipient in message.envelope.to() {
            let command = self.connection.command(Rcpt::new(recipient.clone(), Vec::new()));
            Step::Recipient.within(self.limits.command, command).await?;
        }
        Ok(())
    }

    /// After this the server waits for the content. A connection that is closed here sends nothing.
    pub(super) async fn data(&mut self) -> Result<(), Failure> {
        Step::Data.within(self.limits.command, self.connection.command(Data)).await?;
        Ok(())
    }

    /// The content and its end, and the server's last word.
    pub(super) async fn content(&mut self, text: &str) -> Result<(), Failure> {
        Step::Content.within(self.limits.content, self.connection.command(Content(text))).await?;
        Ok(())
    }

    /// Ends a session in which that went wrong.
    pub(super) fn end_after(self, failure: &Failure) {
        // A server that answered may be told that we leave.
        if failure.is_reply() {
            self.leave();
        }
    }

    /// Says goodbye in the background: nobody waits for a server to say it too.
    pub(super) fn leave(mut self) {
        tokio::spawn(async move { tokio::time::timeout(Self::GOODBYE, self.connection.quit()).await.is_ok() });
    }
}

/// A message and its end, as one write. lettre writes the end by itself, and the kernel then keeps it back until
/// the server has confirmed what came before, which it does 40 ms later: 22 letters a second instead of hundreds.
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
