//! A mail with several letters. It is the campaign's: no supporter's name stands in its headers.

use domain::post::Purpose;
use jiff::Timestamp;
use lettre::{
    Message,
    address::Envelope,
    message::{Mailbox, MultiPart, SinglePart, header::MessageId},
};
use usecases::ports::{Outgoing, Parcel};
use words::Locale;

use super::{AutoSubmitted, MessageError, Ready, address, body, one_line, person_header, text_header, without_isolates};
use crate::{origin::Origin, page, texts};

/// The same letters make the same message, but for its date.
pub(super) fn make(origin: &Origin, mail: &Outgoing, parcel: &Parcel, now: Timestamp) -> Result<Ready, MessageError> {
    let first = &mail.letter;
    let text = texts::together(first, parcel);
    let subject = without_isolates(&text.subject);
    let language = Locale::of(parcel.language.tag()).unwrap_or_default().tag();
    let to = address(&first.recipient);
    // A mail server that cannot deliver it says by this address which letters it means.
    let sender = origin.address(&mail.return_path.local_part())?;
    let mut builder = Message::builder()
        .raw_header(person_header("From", &one_line(&parcel.title), &origin.address("letters")?))
        .to(Mailbox::new(None, to.clone()))
        .raw_header(text_header("Subject", &one_line(&subject)))
        .date(now.max(Timestamp::UNIX_EPOCH).into())
        // The first letter may have to go again with others. That is another mail.
        .header(MessageId::from(format!("<{}.{}.{}@{}>", first.id, Purpose::Letter.as_str(), parcel.name, origin.domain())))
        .envelope(Envelope::new(Some(sender), vec![to])?)
        // RFC 3834: a holiday notice would reach none of the writers.
        .header(AutoSubmitted)
        .raw_header(text_header("Content-Language", language));
    let mut addresses = vec![&first.recipient];
    // An answer to all of them is for the campaign. To answer one, the office takes the address beside the name.
    if let Some(contact) = &parcel.contact {
        builder = builder.raw_header(person_header("Reply-To", &one_line(&parcel.title), &address(contact)));
        addresses.push(contact);
    }
    let parts = MultiPart::alternative()
        .boundary(format!("=_{}", parcel.secret))
        .singlepart(SinglePart::plain(body(&page::plain(&text.blocks))))
        .singlepart(SinglePart::html(body(&page::html(language, &subject, &text.blocks))));
    Ready::of(origin, &builder.multipart(parts)?, &addresses, now)
}
