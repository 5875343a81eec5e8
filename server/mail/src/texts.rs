//! What our own mails say, in the language of their reader: that of the page on which the letter was asked for. Each says
//! what happened, what happens to the letter, and what to do next. The letter in a mail keeps its own language.
//!
//! None of these mails has the supporter's name in it. Those that ask to confirm have nothing else that the writer typed
//! either: no text, no reason, no place. Otherwise anybody could type a stranger's address and have us bring that stranger
//! words, or a link, of their choice. The whole letter is on the page behind the link.

mod asking;
mod failure;
mod taken;
mod together;

use domain::post::Purpose;
use jiff::{SignedDuration, Timestamp};
use usecases::ports::Outgoing;
use words::Words;

pub(crate) use self::together::together;
use crate::page::Block;

/// A mail: its subject and what it says.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) subject: String,
    pub(crate) blocks: Vec<Block>,
}

/// What a mail says on that day. A letter says what its writer wrote.
pub(crate) fn of(words: Words, mail: &Outgoing, now: Timestamp) -> Text {
    match mail.purpose {
        Purpose::Letter => Text { subject: mail.letter.subject.clone(), blocks: vec![Block::Text(mail.letter.body.clone())] },
        Purpose::Confirmation => asking::confirmation(words, mail),
        Purpose::Reminder => asking::reminder(words, mail, now),
        Purpose::Copy => taken::copy(words, mail, now),
        Purpose::Question => taken::question(words, mail, now),
        Purpose::FailureNotice => failure::notice(words, mail, now),
    }
}

/// A subject with the campaign's title behind it. A campaign that is gone has no title any more; its letters are still told
/// about.
fn about(words: Words, mail: &Outgoing, what: &str) -> String {
    campaign(mail).map_or_else(|| what.to_owned(), |campaign| words.mail_about_subject(campaign, what))
}

fn campaign(mail: &Outgoing) -> Option<&str> {
    Some(mail.campaign_title.as_str()).filter(|title| !title.is_empty())
}

/// The supporter's letter, as it was written.
fn letter(words: Words, mail: &Outgoing) -> Block {
    shown(words, mail, (&mail.letter.subject, &mail.letter.body))
}

fn shown(words: Words, mail: &Outgoing, (subject, body): (&str, &str)) -> Block {
    Block::Letter {
        language: mail.letter.language,
        subject_label: words.mail_letter_subject_label(),
        subject: subject.to_owned(),
        body: body.to_owned(),
    }
}

/// When the letter ended: what a mail server took has ended.
fn ended_at(mail: &Outgoing) -> Timestamp {
    mail.ended_at.unwrap_or(mail.letter.asked_at)
}

fn days(time: SignedDuration) -> i64 {
    time.as_hours() / 24
}

/// The whole days until then, as people count them: never none.
fn days_until(end: Timestamp, now: Timestamp) -> i64 {
    days(end.duration_since(now) + SignedDuration::from_hours(12)).max(1)
}
