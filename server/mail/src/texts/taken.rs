//! What the supporter hears of a letter that the target's mail server took.

use jiff::{Timestamp, tz::TimeZone};
use usecases::{ports::Outgoing, post::Relay};
use words::Words;

use super::{Text, about, days_until, ended_at, letter};
use crate::page::Block;

/// When it was taken, and what was.
pub(super) fn copy(words: Words, mail: &Outgoing, now: Timestamp) -> Text {
    let at = ended_at(mail).to_zoned(TimeZone::UTC);
    let lead = words.mail_copy_lead(at.date(), &mail.target_name, at.strftime("%H:%M"));
    // Who answers a mail with many letters writes to the campaign, but for those who take the address beside a name.
    let answers = if mail.left_with_others { words.mail_copy_together_note() } else { words.mail_copy_answers_note() };
    let mut notes = vec![lead, answers.to_owned()];
    if mail.letter.ask_later {
        notes.push(words.mail_copy_question_note().to_owned());
    }
    let kept = words.mail_failure_letter_label(days_until(ended_at(mail) + Relay::KEEP, now));
    Text {
        subject: about(words, mail, words.mail_copy_subject()),
        blocks: vec![Block::Text(notes.join("\n\n")), Block::Text(kept), letter(words, mail)],
    }
}

/// The one question, and nothing ever after.
pub(super) fn question(words: Words, mail: &Outgoing, now: Timestamp) -> Text {
    let day = ended_at(mail).to_zoned(TimeZone::UTC).date();
    let lead = words.mail_question_lead(day, &mail.target_name);
    let last = words.mail_question_last_note(days_until(ended_at(mail) + Relay::KEEP, now));
    Text {
        subject: words.mail_question_subject().to_owned(),
        blocks: vec![
            Block::Text(format!("{lead}\n\n{}", words.mail_question_link_label())),
            Block::Link(mail.link.to_string()),
            Block::Text(last),
        ],
    }
}
