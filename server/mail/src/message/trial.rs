//! A mail by which an operator sees how letters arrive: from the address and by the envelope that they have.

use domain::checked::{EmailAddress, Token};
use jiff::Timestamp;
use lettre::{
    Message,
    address::Envelope,
    message::{Mailbox, MultiPart, SinglePart, header::MessageId},
};

use super::{AutoSubmitted, MessageError, Ready, address, body, text_header};
use crate::{
    origin::Origin,
    page::{self, Block},
};

/// In English, as the command line is that sends it.
const LANGUAGE: &str = "en";

pub(crate) fn make_trial(origin: &Origin, id: &Token, to: &EmailAddress, now: Timestamp) -> Result<Ready, MessageError> {
    let domain = origin.domain();
    let subject = format!("A test mail from {domain}");
    let blocks = [
        Block::Text(format!(
            "This mail comes from Postbag at {domain}. Whoever runs it asked with “postbag mail test” for a mail to this address. It \
             was sent as letters to offices are: from the same address, by the same mail server, with the same signatures."
        )),
        Block::Text(
            "To see what the receiving server thinks of it, save the full source of this mail as a file. Mail programs call that \
             “Show original”, “View source” or “Save as”. Bring the file to the server and run there:"
                .to_owned(),
        ),
        Block::Text("postbag mail test --headers FILE".to_owned()),
        Block::Text("Nobody needs to answer. If you did not expect this mail, you can delete it.".to_owned()),
    ];
    let addresses = [to];
    let to = address(to);
    let message = Message::builder()
        .from(Mailbox::new(Some("Postbag".to_owned()), origin.address("letters")?))
        .to(Mailbox::new(None, to.clone()))
        .raw_header(text_header("Subject", &subject))
        .date(now.max(Timestamp::UNIX_EPOCH).into())
        .header(MessageId::from(format!("<{id}.test@{domain}>")))
        .envelope(Envelope::new(Some(origin.address(&format!("letter-{id}"))?), vec![to])?)
        // RFC 3834: so that no holiday notice answers us.
        .header(AutoSubmitted)
        .raw_header(text_header("Content-Language", LANGUAGE))
        .multipart(
            MultiPart::alternative()
                .boundary(format!("=_{id}"))
                .singlepart(SinglePart::plain(body(&page::plain(&blocks))))
                .singlepart(SinglePart::html(body(&page::html(LANGUAGE, &subject, &blocks)))),
        )?;
    Ready::of(origin, &message, &addresses, now)
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;

    #[test]
    fn a_test_mail_comes_from_where_letters_come_from_and_says_what_to_do_with_it() {
        let origin = Origin::parse("https://letters.example", None).unwrap();
        let now = "2026-10-05T14:30:15Z".parse().unwrap();
        let ready = make_trial(&origin, &Token::from_bytes([7; 16]), &"olga@ngo.example".parse().unwrap(), now).unwrap();
        let message = MessageParser::default().parse(&ready.text).unwrap();
        assert_eq!(message.from().unwrap().first().unwrap().address(), Some("letters@letters.example"));
        assert_eq!(ready.envelope.from().unwrap().to_string(), "letter-07070707070707070707070707070707@letters.example");
        assert_eq!(message.subject(), Some("A test mail from letters.example"));
        let text = message.body_text(0).unwrap();
        assert!(text.lines().any(|line| line == "postbag mail test --headers FILE"), "{text}");
    }
}
