//! Lines from a client, under limits.

use std::io::{self, ErrorKind};

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

/// RFC 5321 section 4.5.3.1.4 has 512, and the parameters of extensions come on top.
const COMMAND_MAX: usize = 2048;
/// A piece of a message that is held at once.
const PIECE_MAX: usize = 8192;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Line(String),
    /// Thrown away up to its end.
    TooLong,
    End,
}

/// One command, without its line end. Bytes that are no UTF-8 become signs that no command has.
pub(super) async fn command(reader: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Command> {
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        let piece = piece(reader, COMMAND_MAX).await?;
        let Some(last) = piece.last() else { return Ok(Command::End) };
        let ended = *last == b'\n';
        too_long |= line.len() + piece.len() > COMMAND_MAX;
        if !too_long {
            line.extend_from_slice(&piece);
        }
        if ended {
            let line = String::from_utf8_lossy(&line);
            return Ok(if too_long { Command::TooLong } else { Command::Line(line.trim_end_matches(['\r', '\n']).to_owned()) });
        }
    }
}

/// A message up to the dot that ends it, without the dots that were put before its own. `None` where it is longer than
/// `limit`; then it was read to its end and thrown away.
///
/// A dot ends it between two proper line ends alone. Servers that took another line end for one let strangers put a mail of
/// their own into somebody's.
pub(super) async fn message(reader: &mut (impl AsyncBufRead + Unpin), limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    let (mut read, mut at_start, mut after_return) = (0_usize, true, false);
    loop {
        let piece = piece(reader, PIECE_MAX).await?;
        let Some(last) = piece.last() else { return Err(ErrorKind::UnexpectedEof.into()) };
        if at_start && piece == b".\r\n" {
            return Ok((read <= limit).then_some(message));
        }
        let line = if at_start { piece.strip_prefix(b".").unwrap_or(&piece) } else { &piece };
        read = read.saturating_add(line.len());
        if read <= limit {
            message.extend_from_slice(line);
        } else if read > limit.saturating_mul(4) {
            return Err(io::Error::new(ErrorKind::InvalidData, "a message without an end"));
        } else {
            message = Vec::new();
        }
        at_start = piece.ends_with(b"\r\n") || after_return && piece == b"\n";
        after_return = *last == b'\r';
    }
}

/// The bytes up to the end of the line, or the next `limit` of them. Nothing at the end.
async fn piece(reader: &mut (impl AsyncBufRead + Unpin), limit: usize) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    loop {
        let available = reader.fill_buf().await?;
        let room = available.len().min(limit - piece.len());
        let end = available[..room].iter().position(|b| *b == b'\n').map_or(room, |at| at + 1);
        piece.extend_from_slice(&available[..end]);
        reader.consume(end);
        if end == 0 || piece.ends_with(b"\n") || piece.len() == limit {
            return Ok(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::BufReader;

    use super::*;

    async fn received(bytes: &[u8]) -> Option<Vec<u8>> {
        // Small pieces, as they come over a network.
        let mut reader = BufReader::with_capacity(3, bytes);
        message(&mut reader, 20_000).await.unwrap()
    }

    #[tokio::test]
    async fn the_dots_of_the_transport_are_taken_off() {
        assert_eq!(received(b"a\r\n..\r\n..b\r\n.c\r\n\r\n.\r\nNOOP\r\n").await.unwrap(), b"a\r\n.\r\n.b\r\nc\r\n\r\n");
        assert_eq!(received(b".\r\n").await.unwrap(), b"");
    }

    #[tokio::test]
    async fn no_other_line_end_ends_a_message() {
        for inside in ["\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r"] {
            let sent = format!("before{inside}MAIL FROM:<x@y.example>\r\n.\r\n");
            let got = received(sent.as_bytes()).await.unwrap();
            assert!(got.ends_with(b"MAIL FROM:<x@y.example>\r\n"), "{inside:?}: {:?}", String::from_utf8_lossy(&got));
        }
    }

    #[tokio::test]
    async fn a_line_of_any_length_is_one_line_of_the_message() {
        for length in [PIECE_MAX - 2, PIECE_MAX - 1, PIECE_MAX, PIECE_MAX + 1, 2 * PIECE_MAX - 1] {
            let line = "x".repeat(length);
            let sent = format!("{line}\r\n..\r\n.\r\n");
            assert_eq!(received(sent.as_bytes()).await.unwrap(), format!("{line}\r\n.\r\n").into_bytes());
        }
    }

    #[tokio::test]
    async fn a_message_that_is_too_big_is_read_to_its_end_and_thrown_away() {
        let mut reader = BufReader::new(&b"0123456789\r\n.\r\nNOOP\r\n"[..]);
        assert_eq!(message(&mut reader, 10).await.unwrap(), None);
        assert_eq!(command(&mut reader).await.unwrap(), Command::Line("NOOP".to_owned()));
        let mut endless = BufReader::new(tokio::io::repeat(b'x'));
        assert!(message(&mut endless, 10_000).await.is_err());
    }

    #[tokio::test]
    async fn a_command_that_is_too_long_is_skipped() {
        let sent = format!("{}\r\nNOOP\nlast", "x".repeat(3 * COMMAND_MAX));
        let mut reader = BufReader::new(sent.as_bytes());
        assert_eq!(command(&mut reader).await.unwrap(), Command::TooLong);
        assert_eq!(command(&mut reader).await.unwrap(), Command::Line("NOOP".to_owned()));
        assert_eq!(command(&mut reader).await.unwrap(), Command::End);
    }
}
