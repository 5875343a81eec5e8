//! Just enough HTTP to ask our own server on this machine; a client library would be built before the first page is served.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

/// An answer as it came over the wire, chunks put together.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// `GET path`; `accept` names the encodings that are welcome (`br`, or `identity`).
pub fn get(address: SocketAddr, path: &str, accept: &str) -> Result<Answer> {
    ask(address, &format!("GET {path} HTTP/1.1\r\nAccept-Encoding: {accept}\r\n"), "")
}

/// `POST path` with a text in JSON.
pub fn post(address: SocketAddr, path: &str, json: &str) -> Result<Answer> {
    ask(address, &format!("POST {path} HTTP/1.1\r\nContent-Type: application/json\r\n"), json)
}

fn ask(address: SocketAddr, head: &str, body: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "{head}Host: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> Result<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").context("not an HTTP answer")?;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("an HTTP answer without a status")?;
    let body = &bytes[end + 4..];
    let body = if head.contains("transfer-encoding: chunked") { joined(body)? } else { body.to_vec() };
    Ok(Answer { status, body })
}

fn joined(mut chunks: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n").context("a chunk without a size")?;
        let size = std::str::from_utf8(&chunks[..end])?.split(';').next().unwrap_or_default();
        let size = usize::from_str_radix(size, 16).context("a chunk's size is not a number")?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(chunks.get(end + 2..end + 2 + size).context("a chunk ends early")?);
        chunks = chunks.get(end + 4 + size..).context("a chunk ends early")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_with_a_length_and_one_in_chunks_read_the_same() {
        let plain = parse(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").unwrap();
        let chunked =
            parse(b"HTTP/1.1 422 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n").unwrap();
        assert_eq!((plain.status, plain.body.as_slice()), (200, b"hello".as_slice()));
        assert_eq!((chunked.status, chunked.body.as_slice()), (422, b"hello".as_slice()));
    }

    #[test]
    fn an_answer_that_breaks_off_is_an_error() {
        assert!(parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel").is_err());
        assert!(parse(b"").is_err());
    }
}
