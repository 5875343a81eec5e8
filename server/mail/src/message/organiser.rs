//! Mails to organisers: a link to sign in with, and an invitation. Nothing in them was typed by strangers.

use domain::post::other_path::{OtherMail, OtherPath};
use jiff::Timestamp;
use lettre::{
    Message,
    address::Envelope,
    message::{Mailbox, MultiPart, SinglePart, header::MessageId},
};
use usecases::{Access, ports::ToOrganiser};
use words::{Locale, Part, Words};

use super::{AutoSubmitted, MessageError, Ready, address, body, one_line, text_header, without_isolates};
use crate::{
    origin::Origin,
    page::{self, Block},
    texts::Text,
};

/// Each try is a message of its own, because its link is.
pub(crate) fn make_to_organiser(origin: &Origin, mail: &ToOrganiser, now: Timestamp) -> Result<Ready, MessageError> {
    // The desk is not in every language.
    let locale = Locale::of(mail.reader.tag()).filter(|locale| Part::Desk.is_in(*locale)).unwrap_or_default();
    let text = worded(Words::new(locale), origin.domain(), mail);
    let subject = without_isolates(&text.subject);
    let to = address(&mail.to);
    let path = OtherPath { mail: OtherMail::Organiser, id: mail.id.clone() };
    let sender = origin.address(&path.local_part())?;
    let message = Message::builder()
        .from(Mailbox::new(Some("Postbag".to_owned()), origin.address("postbag")?))
        .to(Mailbox::new(None, to.clone()))
        .raw_header(text_header("Subject", &one_line(&subject)))
        .date(now.max(Timestamp::UNIX_EPOCH).into())
        .header(MessageId::from(format!("<{}.{}.desk@{}>", mail.id, mail.attempt, origin.domain())))
        .envelope(Envelope::new(Some(sender), vec![to])?)
        // RFC 3834: so that no holiday notice answers us.
        .header(AutoSubmitted)
        .raw_header(text_header("Content-Language", locale.tag()))
        .multipart(
            MultiPart::alternative()
                .boundary(format!("=_{}", mail.id))
                .singlepart(SinglePart::plain(body(&page::plain(&text.blocks))))
                .singlepart(SinglePart::html(body(&page::html(locale.tag(), &subject, &text.blocks)))),
        )?;
    Ready::of(origin, &message, &[&mail.to], now)
}

fn worded(words: Words, site: &str, mail: &ToOrganiser) -> Text {
    let hours = words.organiser_mail_link_note(Access::LINK_FOR.as_hours());
    let (subject, lead, note) = match &mail.invited {
        None => (
            words.organiser_mail_sign_in_subject().to_owned(),
            words.organiser_mail_sign_in_lead(site),
            format!("{hours}\n\n{}", words.organiser_mail_stranger_note()),
        ),
        Some(invited) => {
            let lead = match &invited.campaign {
                Some(campaign) => words.organiser_mail_campaign_lead(campaign, invited.by.shown(), site),
                None => words.organiser_mail_invitation_lead(invited.by.shown(), site),
            };
            (words.organiser_mail_invitation_subject(site), lead, hours)
        }
    };
    Text {
        subject,
        blocks: vec![
            Block::Text(format!("{lead}\n\n{}", words.organiser_mail_link_label())),
            Block::Link(mail.link.to_string()),
            Block::Text(note),
        ],
    }
}

#[cfg(test)]
mod tests {
    use domain::{checked::Token, language::Language};
    use mail_parser::MessageParser;
    use usecases::ports::{Invited, PublicLink};

    use super::*;

    fn mail(reader: Language, invited: Option<Invited>) -> ToOrganiser {
        ToOrganiser {
            id: Token::from_bytes([0x5a; 16]),
            attempt: 2,
            to: "olga@ngo.example".parse().unwrap(),
            reader,
            link: PublicLink::new("https://letters.example/desk/sign-in/0f0f?lang=en".to_owned()),
            invited,
        }
    }

    fn made(mail: &ToOrganiser) -> Ready {
        let origin = Origin::parse("https://letters.example/", None).unwrap();
        make_to_organiser(&origin, mail, "2026-10-05T14:30:15.25Z".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_sign_in_mail_has_the_link_alone_on_a_line_and_says_what_it_is() {
        for (reader, subject, asked, lang) in [
            (Language::EN, "Your sign-in link", "Somebody, most likely you, asked to sign in", "en"),
            (Language::ES, "Tu enlace para iniciar sesión", "Alguien, seguramente tú", "es"),
            (Language::FR, "Votre lien de connexion", "Quelqu’un, sans doute vous", "fr"),
            // The desk is not in Thai.
            (Language::parse("th").unwrap(), "Your sign-in link", "letters.example", "en"),
        ] {
            let mail = mail(reader, None);
            let ready = made(&mail);
            assert!(ready.text.is_ascii());
            let message = MessageParser::default().parse(&ready.text).unwrap();
            let text = message.body_text(0).unwrap().replace("\r\n", "\n");
            assert_eq!(message.subject(), Some(subject));
            assert_eq!(message.message_id(), Some("5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a.2.desk@letters.example"));
            assert!(text.contains(asked) && text.contains(" 24 "), "{text}");
            assert!(text.lines().any(|line| line == mail.link.as_str()), "{text}");
            assert!(message.body_html(0).unwrap().contains(&format!("<html lang=\"{lang}\"")));
            assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
            assert_eq!(ready.envelope.from().unwrap().to_string(), "bounce+o5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a@letters.example");
        }
    }

    #[test]
    fn an_invitation_says_who_invites_and_to_what_and_no_title_can_begin_a_header() {
        let by = || "ada@ngo.example".parse().unwrap();
        let site = made(&mail(Language::EN, Some(Invited { by: by(), campaign: None })));
        let text = MessageParser::default().parse(&site.text).unwrap().body_text(0).unwrap().into_owned();
        assert!(text.contains("ada@ngo.example invites you to work on letters.example"), "{text}");
        let title = "x\r\nBcc: all@home.example\r\n\r\n<script>";
        let campaign = made(&mail(Language::EN, Some(Invited { by: by(), campaign: Some(title.to_owned()) })));
        let message = MessageParser::default().parse(&campaign.text).unwrap();
        assert_eq!(message.header("Bcc"), None);
        assert!(!message.body_html(0).unwrap().contains("<script>"));
        assert!(message.body_text(0).unwrap().contains("on the campaign “x"));
    }
}
