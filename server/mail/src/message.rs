//! Makes a message of a mail: the one place that knows its headers, its parts and its envelope.
//!
//! Typed text reaches headers here. Control characters are taken out first, whatever the checked types promise, and lettre
//! encodes the rest. The tests read the messages back with a parser that is not ours.

mod organiser;
mod parcel;
mod trial;

use std::fmt::Write as _;

use domain::{checked::EmailAddress, post::Purpose};
use email_encoding::headers::{quoted_string, rfc2047, writer::EmailWriter};
use jiff::Timestamp;
use lettre::{
    Address, Message,
    address::{AddressError, Envelope},
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{Header, HeaderName, HeaderValue, MessageId},
    },
};
use sha2::{Digest as _, Sha256};
use usecases::ports::Outgoing;
use words::{Locale, Words};

pub(crate) use self::{organiser::make_to_organiser, trial::make_trial};
use crate::{origin::Origin, page, texts};

/// A message as it goes over the wire.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) envelope: Envelope,
    /// Lines that end in CRLF, all ASCII but for addresses that are not.
    pub(crate) text: String,
    /// Whether there are such addresses: the server must know SMTPUTF8 (RFC 6531).
    pub(crate) needs_utf8: bool,
}

impl Ready {
    /// Signs the message: this is the last that is done to it. What is not ASCII in it are these addresses, and nothing else.
    fn of(origin: &Origin, message: &Message, addresses: &[&EmailAddress], now: Timestamp) -> Result<Self, MessageError> {
        let text = String::from_utf8(message.formatted()).map_err(|_| MessageError::Encoding)?;
        let needs_utf8 = !text.is_ascii();
        if needs_utf8 && !addresses.iter().fold(text.clone(), |text, address| text.replace(address.as_str(), "")).is_ascii() {
            return Err(MessageError::Encoding);
        }
        Ok(Self { envelope: message.envelope().clone(), text: origin.sign(text, now)?, needs_utf8 })
    }
}

/// The mail cannot be put into a message at all; another try would end the same way.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MessageError {
    #[error("the address cannot be written to: {0}")]
    Address(#[from] AddressError),
    #[error("the message could not be made: {0}")]
    Build(#[from] lettre::error::Error),
    #[error("the message could not be made of ASCII and addresses alone")]
    Encoding,
    #[error("the message could not be signed: {0}")]
    Sign(#[from] rustls::Error),
}

/// The same mail makes the same message, but for its date and the days that are counted from it.
pub(crate) fn make(origin: &Origin, mail: &Outgoing, now: Timestamp) -> Result<Ready, MessageError> {
    let letter = &mail.letter;
    if let Some(parcel) = mail.parcel.as_ref().filter(|_| mail.purpose == Purpose::Letter) {
        return parcel::make(origin, mail, parcel, now);
    }
    let (to, from_name, from) = match mail.purpose {
        Purpose::Letter => (&letter.recipient, letter.name.to_string(), "letters"),
        Purpose::Confirmation | Purpose::Reminder | Purpose::Copy | Purpose::FailureNotice | Purpose::Question => {
            (&letter.email, by_us(&mail.campaign_title), "postbag")
        }
    };
    let words = Words::new(Locale::of(letter.reader.tag()).unwrap_or_default());
    let ours = words.locale().tag();
    let text = texts::of(words, mail, now);
    let language = if mail.purpose == Purpose::Letter { letter.language.tag() } else { ours };
    let subject = if mail.purpose == Purpose::Letter { text.subject.clone() } else { without_isolates(&text.subject) };
    let addresses = [to, &letter.email];
    let to = address(to);
    // A sender of its own for every message: an answer that it bounced says by its address which one it was.
    let sender = origin.address(&mail.return_path.local_part())?;
    let mut builder = Message::builder()
        .raw_header(person_header("From", &one_line(&from_name), &origin.address(from)?))
        .to(Mailbox::new(None, to.clone()))
        .raw_header(text_header("Subject", &one_line(&subject)))
        .date(now.max(Timestamp::UNIX_EPOCH).into())
        .header(MessageId::from(message_id(origin, mail)))
        .envelope(Envelope::new(Some(sender), vec![to])?);
    builder = match mail.purpose {
        Purpose::Letter => {
            builder.raw_header(person_header("Reply-To", &one_line(letter.name.as_str()), &address(&letter.email)))
        }
        // RFC 3834: so that no holiday notice answers us.
        Purpose::Confirmation | Purpose::Reminder | Purpose::Copy | Purpose::FailureNotice | Purpose::Question => {
            builder.header(AutoSubmitted).raw_header(text_header("Content-Language", ours))
        }
    };
    let parts = MultiPart::alternative()
        .boundary(boundary(mail))
        .singlepart(SinglePart::plain(body(&page::plain(&text.blocks))))
        .singlepart(SinglePart::html(body(&page::html(language, &subject, &text.blocks))));
    Ready::of(origin, &builder.multipart(parts)?, &addresses, now)
}

/// As lettre has it. It is checked by its type; lettre's own check looks at the numbers of letters as if they were bytes, and
/// so refuses most letters that are not ASCII.
fn address(checked: &EmailAddress) -> Address {
    let (local, domain) = checked.as_str().rsplit_once('@').unwrap_or_default();
    Address::new_dangerous(local, domain)
}

/// Made of the letter's secret, which nobody had when the text was typed: whoever could guess the boundary could write parts
/// of their own into the mail. Only a digest of it, because whoever reads the mail's source reads the boundary too, and the
/// secret opens the letter's links. The same at every try.
fn boundary(mail: &Outgoing) -> String {
    let mut hasher = Sha256::new();
    for part in ["boundary", mail.purpose.as_str(), mail.letter.token.as_str()] {
        hasher.update(part);
        hasher.update([0]);
    }
    hasher.finalize()[..16].iter().fold("=_".to_owned(), |mut boundary, byte| {
        let _ = write!(boundary, "{byte:02x}");
        boundary
    })
}

/// Stable, so that a server that gets a mail twice can tell.
fn message_id(origin: &Origin, mail: &Outgoing) -> String {
    format!("<{}.{}@{}>", mail.letter.id, mail.purpose.as_str(), origin.domain())
}

/// The supporter knows the campaign, not the software that it runs on.
fn by_us(campaign_title: &str) -> String {
    if campaign_title.is_empty() { "Postbag".to_owned() } else { format!("{campaign_title} (Postbag)") }
}

/// A subject of ours without the marks that set a name in another direction apart: mail programs show them as boxes. The
/// name stands at its end, where it is read well without them.
fn without_isolates(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

/// Makes a space of each character that could end a header or hide in it.
fn one_line(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect();
    text.trim().to_owned()
}

/// One kind of line end, and no other controls. lettre would pass a lone carriage return on, and there are servers
/// that take `\r.\r` for the end of a message and what follows for the next mail.
fn body(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c }).collect()
}

/// A header of free text. lettre has three faults here: it leaves ASCII as it is, even if it looks like an encoded word
/// (`=?utf-8?q?...?=`), which a reader would show decoded; it does not fold long words; and if it folds at several spaces,
/// most readers see one. A text that would meet one of them is encoded as a whole.
fn text_header(name: &'static str, text: &str) -> HeaderValue {
    const LONGEST_WORD: usize = 60;
    let name = HeaderName::new_from_ascii_str(name);
    let plain =
        text.is_ascii() && !text.contains("=?") && !text.contains("  ") && text.split(' ').all(|word| word.len() <= LONGEST_WORD);
    if plain {
        return HeaderValue::new(name, text.to_owned());
    }
    let mut encoded = String::new();
    // Cannot fail: it writes to a String.
    let _ = rfc2047::encode(text, &mut EmailWriter::new(&mut encoded, name.len() + ": ".len(), 0, false));
    HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), encoded)
}

/// A header of one person. lettre encodes a name for a bracket or a comma in it, and filters distrust what is encoded without
/// need: in quotation marks it can stand as it is. A name that looks encoded, or that is so long that it has to be folded, is
/// left to lettre.
fn person_header(header: &'static str, name: &str, address: &Address) -> HeaderValue {
    const LONGEST_NAME: usize = 50;
    let key = HeaderName::new_from_ascii_str(header);
    let plain = name.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) && !name.contains("=?");
    let encoded = if plain && (1..=LONGEST_NAME).contains(&name.len()) {
        let escaped: String = name.chars().flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c])).collect();
        format!("\"{escaped}\" <{address}>")
    } else {
        let mut encoded = String::new();
        {
            let mut writer = EmailWriter::new(&mut encoded, header.len() + ": ".len(), 0, false);
            // Cannot fail: it writes to a String.
            let _ = quoted_string::encode(name, &mut writer);
            writer.space();
            let _ = write!(writer, "<{address}>");
        }
        encoded
    };
    HeaderValue::dangerous_new_pre_encoded(key, address.to_string(), encoded)
}

/// Marks a mail that a program wrote.
#[derive(Debug, Clone, Copy)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
pub(crate) mod tests;
