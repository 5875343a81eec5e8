//! Takes a mail apart under bounds of our own. mail-parser nests as deep as a mail does, and frees what it nested by
//! recursion: a mail of a thousand wrappers would end the process. So it is shown one part at a time, and never one that has
//! parts.

use mail_parser::{MessageParser, MimeHeaders as _, PartType, decoders::html::html_to_text};

/// What the headers of a mail say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The sender's address in small letters, and its name.
    pub(super) from: String,
    /// The same as it is written.
    pub(super) sender: String,
    pub(super) subject: String,
    /// Small letters.
    pub(super) auto_submitted: String,
    pub(super) precedence: String,
    /// Whether the headers by which absence programs mark their answers are there.
    pub(super) autoreply_header: bool,
    /// `X-Failed-Recipients` or the like.
    pub(super) bounce_header: bool,
    /// The addresses in `X-Failed-Recipients`.
    pub(super) failed: Vec<String>,
    pub(super) delivered_to: Vec<String>,
}

/// A part that has no parts, in the order of the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// `text/plain`, in small letters.
    pub(super) kind: String,
    /// Decoded; HTML as text.
    pub(super) text: String,
}

const DEPTH_MAX: usize = 5;
const PARTS_MAX: usize = 32;
const HEAD_MAX: usize = 128 * 1024;
const ADDRESSES_MAX: usize = 20;

pub(super) fn read(raw: &[u8]) -> (Head, Vec<Part>) {
    let mut parts = Vec::new();
    take_apart(raw, DEPTH_MAX, &mut parts);
    (head(raw), parts)
}

fn head(raw: &[u8]) -> Head {
    let (head, _) = split_head(raw);
    let Some(message) = MessageParser::default().parse_headers(head) else { return Head::default() };
    let mut read = Head { subject: message.subject().unwrap_or_default().to_owned(), ..Head::default() };
    if let Some(from) = message.from().and_then(|from| from.first()) {
        let (address, name) = (from.address().unwrap_or_default(), from.name().unwrap_or_default());
        read.from = format!("{address} {name}").to_lowercase();
        read.sender = if name.is_empty() { address.to_owned() } else { format!("{name} <{address}>") };
    }
    // The most telling first: what the server that delivered wrote, and then what the sender did.
    let mut delivered = [const { Vec::new() }; 4];
    for (name, value) in message.headers_raw() {
        let name = name.to_ascii_lowercase();
        let value = || value.trim().to_lowercase();
        match name.as_str() {
            "auto-submitted" => read.auto_submitted = value(),
            "precedence" | "x-precedence" => read.precedence = value(),
            "x-autoreply" | "x-autorespond" | "x-autoresponder" | "x-auto-reply" | "x-mail-autoreply" | "x-autoreply-from" => {
                read.autoreply_header |= !matches!(value().as_str(), "no" | "false" | "");
            }
            "x-failed-recipients" => {
                read.bounce_header = true;
                add_addresses(&mut read.failed, &value());
            }
            "delivered-to" => add_addresses(&mut delivered[0], &value()),
            "x-original-to" => add_addresses(&mut delivered[1], &value()),
            "envelope-to" => add_addresses(&mut delivered[2], &value()),
            "to" => add_addresses(&mut delivered[3], &value()),
            _ => {}
        }
    }
    read.failed.truncate(ADDRESSES_MAX);
    read.delivered_to = delivered.into_iter().flatten().take(ADDRESSES_MAX).collect();
    read
}

/// The words with an @ in them, without what stands around them.
fn add_addresses(addresses: &mut Vec<String>, value: &str) {
    let around = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"');
    addresses.extend(value.split(around).filter(|word| word.contains('@')).take(ADDRESSES_MAX).map(str::to_owned));
}

/// The headers with the empty line behind them, and the body.
fn split_head(entity: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in entity.split_inclusive(|b| *b == b'\n') {
        at += line.len();
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
    }
    let (head, body) = entity.split_at(at);
    (&head[..head.len().min(HEAD_MAX)], body)
}

fn take_apart(entity: &[u8], depth: usize, parts: &mut Vec<Part>) {
    if parts.len() >= PARTS_MAX {
        return;
    }
    let (head, body) = split_head(entity);
    let headers = MessageParser::default().parse_headers(head);
    let content = headers.as_ref().and_then(|headers| headers.content_type());
    let (main, sub) = content.map_or(("text", "plain"), |kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
    let kind = format!("{main}/{sub}").to_ascii_lowercase();
    if kind.starts_with("multipart/") {
        let boundary = content.and_then(|kind| kind.attribute("boundary")).filter(|boundary| !boundary.is_empty());
        if let Some(boundary) = boundary
            && depth > 0
        {
            for inside in split_parts(body, boundary) {
                take_apart(inside, depth - 1, parts);
            }
        }
        return;
    }
    // The mail that was sent, or its headers: its words are not the server's.
    let text = if matches!(kind.as_str(), "message/rfc822" | "message/global" | "text/rfc822-headers" | "message/global-headers")
    {
        String::new()
    } else {
        leaf(entity, body)
    };
    parts.push(Part { kind, text });
}

/// The text of a part that has no parts.
fn leaf(entity: &[u8], body: &[u8]) -> String {
    let parsed = MessageParser::default().parse(entity);
    match parsed.as_ref().and_then(|message| message.parts.first()).map(|part| &part.body) {
        Some(PartType::Text(text)) => text.to_string(),
        Some(PartType::Html(html)) => html_to_text(html),
        Some(PartType::Binary(bytes) | PartType::InlineBinary(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        // No headers at all: the text begins at once.
        _ => String::from_utf8_lossy(body).into_owned(),
    }
}

/// What stands between the lines that a boundary makes. What comes before the first is for nobody; the last needs no end, as
/// many reports are cut.
fn split_parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mut inside = Vec::new();
    let (mut at, mut begun) = (0, None);
    for line in body.split_inclusive(|b| *b == b'\n') {
        let rest = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary.as_bytes()));
        let rest = rest.map(<[u8]>::trim_ascii_end);
        let is_end = rest == Some(b"--");
        if is_end || rest == Some(b"") {
            inside.extend(begun.map(|begun| &body[begun..at]));
            begun = Some(at + line.len());
            if is_end || inside.len() >= PARTS_MAX {
                return inside;
            }
        }
        at += line.len();
    }
    inside.extend(begun.map(|begun| &body[begun..]));
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(raw: &str) -> Vec<(String, String)> {
        read(raw.as_bytes()).1.into_iter().map(|part| (part.kind, part.text.trim().to_owned())).collect()
    }

    fn pair(kind: &str, text: &str) -> (String, String) {
        (kind.to_owned(), text.to_owned())
    }

    #[test]
    fn a_mail_is_taken_apart_into_its_leaves() {
        let raw = "Content-Type: Multipart/Report; boundary=\"a b\"\r\n\r\nfor nobody\r\n--a b\r\n\r\none\r\n--a b\r\n\
            Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>two</p>\r\n--c--\r\n\
            --a b\r\nContent-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\nQWN0aW9uOiBmYWlsZWQ=\r\n\
            --a b\r\nContent-Type: message/rfc822\r\n\r\nSubject: mine\r\n\r\nhidden\r\n--a b--\r\nafter";
        let expected = [
            pair("text/plain", "one"),
            pair("text/html", "two"),
            pair("message/delivery-status", "Action: failed"),
            pair("message/rfc822", ""),
        ];
        assert_eq!(kinds(raw), expected);
    }

    #[test]
    fn a_part_whose_end_is_cut_off_is_read_to_the_end() {
        assert_eq!(kinds("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhalf a"), [pair("text/plain", "half a")]);
    }

    #[test]
    fn a_thousand_wrappers_are_not_unwrapped() {
        let wrapper = |n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n");
        let deep = (0..1000).map(wrapper).collect::<Vec<_>>().concat();
        assert_eq!(kinds(&deep), []);
        let deep = "Content-Type: message/rfc822\r\n\r\n".repeat(20_000);
        assert_eq!(kinds(&deep), [pair("message/rfc822", "")]);
        let wide = format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(20_000));
        assert_eq!(kinds(&wide).len(), PARTS_MAX);
    }

    #[test]
    fn the_servers_own_headers_come_before_the_senders() {
        let raw = "To: \"A, b\" <c@letters.example>, <d@x.example>\nDelivered-To: Bounce+1@letters.example\n\
            X-Original-To: bounce+1@y.example\n\nx";
        let addresses = ["bounce+1@letters.example", "bounce+1@y.example", "c@letters.example", "d@x.example"];
        assert_eq!(read(raw.as_bytes()).0.delivered_to, addresses);
    }
}
