//! What our own mails say, in the language of their reader: that of the page on which the letter was asked for. Each says
//! what happened, what happens to the letter, and what to do next. The letter in a mail keeps its own language.
//!
//! None of these mails has the supporter's name in it. The mail that asks to confirm has nothing else that the writer typed
//! either: no text, no reason, no place. Otherwise anybody could type a stranger's address and have us bring that stranger
//! words, or a link, of their choice. The letter is on the page behind the link.

use domain::{language::Language, post::OFFICE_MOVED};
use jiff::SignedDuration;
use usecases::{ports::Outgoing, post::Relay};
use words::Words;

use crate::page::Block;

/// A mail of ours: its subject and what it says.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) subject: String,
    pub(crate) blocks: Vec<Block>,
}

/// Asks the supporter to confirm, in the campaign's words alone: the address has confirmed nothing yet, and can be
/// anybody's.
pub(crate) fn confirmation(words: Words, mail: &Outgoing) -> Text {
    let target = &mail.target_name;
    let (subject, lead) = match campaign(mail) {
        Some(campaign) => (words.mail_confirm_subject(campaign), words.mail_confirm_lead(campaign, target)),
        None => (words.mail_confirm_gone_subject().to_owned(), words.mail_confirm_gone_lead(target)),
    };
    let link_lives = words.mail_confirm_days_note(days(Relay::CONFIRM_WITHIN));
    Text {
        subject,
        blocks: vec![
            Block::Text(format!("{lead}\n\n{}", words.mail_confirm_link_label())),
            Block::Link(mail.link.to_string()),
            Block::Text(format!("{link_lives}\n\n{}", words.mail_confirm_stranger_note())),
        ],
    }
}

/// Tells the supporter that the letter could not be delivered, and gives the text back.
pub(crate) fn failure_notice(words: Words, mail: &Outgoing) -> Text {
    let target = &mail.target_name;
    let (subject, lead) = match campaign(mail) {
        Some(campaign) => (words.mail_failure_subject(campaign), words.mail_failure_lead(campaign, target)),
        None => (words.mail_failure_gone_subject().to_owned(), words.mail_failure_gone_lead(target)),
    };
    let reason = mail.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let why = match reason {
        Some(OFFICE_MOVED) => vec![Block::Text(format!("{lead}\n\n{}", words.mail_failure_moved_note()))],
        // What mail servers say is English.
        Some(reason) => vec![
            Block::Text(format!("{lead}\n\n{}", words.mail_failure_reason_label())),
            Block::Foreign(Language::EN, sentence(reason)),
        ],
        None => vec![Block::Text(format!("{lead}\n\n{}", words.mail_failure_no_reason_note()))],
    };
    let way_on = [
        Block::Text(words.mail_failure_next_label().to_owned()),
        Block::Points(vec![words.mail_failure_print_step().to_owned(), words.mail_failure_send_step(&mail.letter.recipient)]),
        Block::Text(words.mail_failure_link_label().to_owned()),
        Block::Link(mail.again.to_string()),
        Block::Text(words.mail_failure_letter_label(days(Relay::KEEP))),
        Block::Letter {
            language: mail.letter.language,
            subject_label: words.mail_letter_subject_label(),
            subject: mail.letter.subject.clone(),
            body: mail.letter.body.clone(),
        },
    ];
    Text { subject, blocks: why.into_iter().chain(way_on).collect() }
}

/// A campaign that is gone has no title any more; its letters are still told about.
fn campaign(mail: &Outgoing) -> Option<&str> {
    Some(mail.campaign_title.as_str()).filter(|title| !title.is_empty())
}

fn days(time: SignedDuration) -> i64 {
    time.as_hours() / 24
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
