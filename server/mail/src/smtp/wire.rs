//! The bytes between us and a mail server: commands go out, answers come in.
//!
//! lettre words the commands; the connection is ours. lettre's own reads an answer line of any length into memory, takes an
//! answer in another charset for a broken connection, takes what came before a command for the answer to it, and what came in
//! the clear for an answer that came encrypted.

use std::{
    fmt::{self, Display},
    future::poll_fn,
    io,
    pin::Pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, pki_types::ServerName},
};

/// What a server says to one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    /// The texts of its lines, without their codes.
    pub(super) lines: Vec<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Fault {
    Io(io::Error),
    Closed,
    /// What came instead of an answer.
    NotSmtp(String),
    Endless,
    /// It said something before it was asked.
    OutOfTurn(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        // A peer that leaves without a goodbye is gone; how it left does not matter.
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Closed } else { Self::Io(error) }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Closed => f.write_str("the server closed it"),
            Self::NotSmtp(said) => write!(f, "what answers there is no mail server, it said “{said}”"),
            Self::Endless => f.write_str("the server's answer has no end"),
            Self::OutOfTurn(said) => write!(f, "the server spoke without being asked: “{said}”"),
        }
    }
}

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// A connection, and what has come in over it and is not read yet.
pub(super) struct Wire {
    stream: Box<dyn Duplex>,
    unread: Vec<u8>,
}

impl Wire {
    /// RFC 5321 section 4.5.3.1.5 has 512 bytes for a line, and servers write longer ones.
    const LONGEST_LINE: usize = 4096;
    const MOST_LINES: usize = 128;

    /// Tries each address of the server. One that is silent leaves time for the others.
    pub(super) async fn connect(host: &str, port: u16, limit: Duration) -> Result<Self, Fault> {
        const ENOUGH: u32 = 4;
        let addresses: Vec<_> = timeout(limit, lookup_host((host, port))).await.map_err(io::Error::from)??.collect();
        let count = u32::try_from(addresses.len()).unwrap_or(ENOUGH).clamp(1, ENOUGH);
        let mut failed = io::Error::new(io::ErrorKind::NotFound, "its name has no address");
        for address in addresses.into_iter().take(ENOUGH as usize) {
            match timeout(limit / count, TcpStream::connect(address)).await.unwrap_or_else(|late| Err(late.into())) {
                Ok(stream) => {
                    // Otherwise the kernel keeps a command back until the answer to the last one is confirmed.
                    stream.set_nodelay(true)?;
                    return Ok(Self { stream: Box::new(stream), unread: Vec::new() });
                }
                Err(error) => failed = error,
            }
        }
        Err(failed.into())
    }

    /// The same connection, encrypted. What came in the clear is not taken for something that came encrypted: anybody on
    /// the way could have written it.
    pub(super) async fn encrypted(self, config: &Arc<ClientConfig>, name: ServerName<'static>) -> Result<Self, Fault> {
        if !self.unread.is_empty() {
            return Err(Fault::OutOfTurn(shown(&self.unread)));
        }
        let stream = TlsConnector::from(Arc::clone(config)).connect(name, self.stream).await?;
        Ok(Self { stream: Box::new(stream), unread: Vec::new() })
    }

    /// Gives a command, and waits for the answer to it.
    pub(super) async fn ask(&mut self, command: impl Display) -> Result<Reply, Fault> {
        self.is_quiet().await?;
        if let Err(error) = self.write(command.to_string().as_bytes()).await {
            // It may have said why before it closed.
            return self.reply().await.map_err(|_| error.into());
        }
        self.reply().await
    }

    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }

    /// Whether nothing has come that nobody asked for. An answer that was there before the command would be taken for
    /// the answer to it, and all that follow for the answers to others.
    async fn is_quiet(&mut self) -> Result<(), Fault> {
        if self.unread.is_empty() {
            let mut buffer = [0; 512];
            let mut buffer = ReadBuf::new(&mut buffer);
            match poll_fn(|context| Poll::Ready(Pin::new(&mut self.stream).poll_read(context, &mut buffer))).await {
                Poll::Pending => return Ok(()),
                Poll::Ready(Ok(())) if buffer.filled().is_empty() => return Err(Fault::Closed),
                Poll::Ready(Ok(())) => self.unread.extend_from_slice(buffer.filled()),
                Poll::Ready(Err(error)) => return Err(error.into()),
            }
        }
        Err(Fault::OutOfTurn(shown(&self.unread)))
    }

    /// The server's next answer, however many lines it has.
    pub(super) async fn reply(&mut self) -> Result<Reply, Fault> {
        let mut reply: Option<Reply> = None;
        loop {
            let line = self.line().await?;
            let (code, is_last, text) = parsed(&line).ok_or_else(|| Fault::NotSmtp(shown(&line)))?;
            let reply = reply.get_or_insert(Reply { code, lines: Vec::new() });
            if reply.code != code {
                return Err(Fault::NotSmtp(shown(&line)));
            }
            if reply.lines.len() == Self::MOST_LINES {
                return Err(Fault::Endless);
            }
            reply.lines.push(text);
            if is_last {
                return Ok(reply.clone());
            }
        }
    }

    /// Without its line end.
    async fn line(&mut self) -> Result<Vec<u8>, Fault> {
        let mut looked_at = 0;
        loop {
            if let Some(end) = self.unread[looked_at..].iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.unread.drain(..=looked_at + end).collect();
                line.pop();
                line.pop_if(|byte| *byte == b'\r');
                return Ok(line);
            }
            looked_at = self.unread.len();
            if looked_at > Self::LONGEST_LINE {
                return Err(Fault::Endless);
            }
            let mut buffer = [0; 1024];
            match self.stream.read(&mut buffer).await? {
                0 if self.unread.is_empty() => return Err(Fault::Closed),
                0 => return Err(Fault::NotSmtp(shown(&self.unread))),
                read => self.unread.extend_from_slice(&buffer[..read]),
            }
        }
    }
}

/// A line's code, whether it is the last, and its text. Servers answer in any charset; what is not UTF-8 is replaced.
fn parsed(line: &[u8]) -> Option<(u16, bool, String)> {
    let (code, rest) = line.split_at_checked(3)?;
    let code = std::str::from_utf8(code).ok().filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    let is_last = match rest.first() {
        None | Some(b' ') => true,
        Some(b'-') => false,
        Some(_) => return None,
    };
    let text = String::from_utf8_lossy(rest.get(1..).unwrap_or_default()).into_owned();
    (200..600).contains(&code).then_some((code, is_last, text))
}

/// The beginning of what a server said, fit for a sentence.
fn shown(bytes: &[u8]) -> String {
    const ENOUGH: usize = 60;
    let line = bytes.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let text = String::from_utf8_lossy(line);
    text.chars().take(ENOUGH).map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_code_a_sign_and_a_text_in_any_charset() {
        assert_eq!(parsed(b"250 Ok"), Some((250, true, "Ok".to_owned())));
        assert_eq!(parsed(b"250-PIPELINING"), Some((250, false, "PIPELINING".to_owned())));
        assert_eq!(parsed(b"354"), Some((354, true, String::new())));
        assert_eq!(parsed(b"550 Bo\xEEte inconnue"), Some((550, true, "Bo\u{FFFD}te inconnue".to_owned())));
        for line in [&b"25"[..], b"25x no", b"250Ok", b"150 no", b"600 no", b"HTTP/1.1 400 Bad Request", b"", b"+25 x"] {
            assert_eq!(parsed(line), None, "{line:?}");
        }
    }

    #[tokio::test]
    async fn an_answer_may_come_in_pieces_and_must_not_be_endless() {
        async fn reply(said: &[u8]) -> Result<Reply, Fault> {
            let stream = tokio::io::join(std::io::Cursor::new(said.to_vec()), tokio::io::sink());
            Wire { stream: Box::new(stream), unread: Vec::new() }.reply().await
        }
        let reply_of = |code, lines: &[&str]| Reply { code, lines: lines.iter().map(|line| (*line).to_owned()).collect() };
        assert_eq!(reply(b"250-a\r\n250-b\n250 c\r\nrest").await.unwrap(), reply_of(250, &["a", "b", "c"]));
        assert!(matches!(reply(b"250-a\r\n251 b\r\n").await, Err(Fault::NotSmtp(said)) if said == "251 b"));
        assert!(matches!(reply(b"250-a\r\n").await, Err(Fault::Closed)));
        assert!(matches!(reply(b"250 a").await, Err(Fault::NotSmtp(said)) if said == "250 a"));
        assert!(matches!(reply(&b"250 ".repeat(2000)).await, Err(Fault::Endless)));
        assert!(matches!(reply(&b"250-a\r\n".repeat(2000)).await, Err(Fault::Endless)));
    }
}
