//! A mail by which an operator sees how letters arrive. It has the headers, the kind of envelope and the parts of a letter, and
//! nothing else, because filters look at all of them.

use domain::{
    checked::{EmailAddress, Token},
    post::other_path::{OtherMail, OtherPath},
};
use jiff::Timestamp;
use lettre::{
    Message,
    address::Envelope,
    message::{Mailbox, MultiPart, SinglePart, header::MessageId},
};

use super::{MessageError, Ready, address, body, person_header, text_header};
use crate::{
    origin::Origin,
    page::{self, Block},
};

/// In the place of a supporter's.
const NAME: &str = "Postbag";

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
    let path = OtherPath { mail: OtherMail::Trial, id: id.clone() };
    let sender = origin.address(&path.local_part())?;
    let message = Message::builder()
        .raw_header(person_header("From", NAME, &origin.address("letters")?))
        .to(Mailbox::new(None, to.clone()))
        .raw_header(text_header("Subject", &subject))
        .date(now.max(Timestamp::UNIX_EPOCH).into())
        .header(MessageId::from(format!("<{id}.test@{domain}>")))
        // A letter has its writer here. Who asked for this mail is the nearest to that.
        .raw_header(person_header("Reply-To", NAME, &to))
        .envelope(Envelope::new(Some(sender), vec![to])?)
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
    use domain::post::{Purpose, other_path::is_return_path};
    use mail_parser::{MessageParser, MimeHeaders as _};

    use super::*;
    use crate::message::{make, tests::outgoing};

    #[test]
    fn a_test_mail_comes_from_where_letters_come_from_and_says_what_to_do_with_it() {
        let origin = Origin::parse("https://letters.example", None).unwrap();
        let now = "2026-10-05T14:30:15Z".parse().unwrap();
        let ready = make_trial(&origin, &Token::from_bytes([7; 16]), &"olga@ngo.example".parse().unwrap(), now).unwrap();
        let message = MessageParser::default().parse(&ready.text).unwrap();
        assert_eq!(message.from().unwrap().first().unwrap().address(), Some("letters@letters.example"));
        assert_eq!(ready.envelope.from().unwrap().to_string(), "bounce+t07070707070707070707070707070707@letters.example");
        assert_eq!(message.subject(), Some("A test mail from letters.example"));
        let text = message.body_text(0).unwrap();
        assert!(text.lines().any(|line| line == "postbag mail test --headers FILE"), "{text}");
    }

    /// Without what each mail has of its own.
    fn shape(ready: &Ready) -> (Vec<String>, Vec<String>, String) {
        let message = MessageParser::default().parse(&ready.text).unwrap();
        let names = message.headers().iter().map(|header| header.name().to_owned()).collect();
        let kinds = message.parts.iter().map(|part| part.content_type().unwrap().subtype().unwrap_or_default().to_owned());
        let from = message.from().unwrap().first().unwrap().address().unwrap_or_default().to_owned();
        (names, kinds.collect(), from)
    }

    #[test]
    fn it_is_made_as_letters_to_offices_are() {
        let origin = Origin::parse("https://letters.example", None).unwrap();
        let now = "2026-10-05T14:30:15Z".parse().unwrap();
        let trial = make_trial(&origin, &Token::from_bytes([7; 16]), &"olga@ngo.example".parse().unwrap(), now).unwrap();
        let letter = make(&origin, &outgoing(Purpose::Letter), now).unwrap();
        assert_eq!(shape(&trial), shape(&letter));
        for ready in [&trial, &letter] {
            let sender = ready.envelope.from().unwrap().to_string();
            assert!(sender.starts_with("bounce+") && is_return_path(&sender), "{sender}");
        }
    }
}
