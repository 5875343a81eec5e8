//! Mails to an address that may never have confirmed anything, and can be anybody's: what the writer typed stays out.

use domain::letter::Span;
use jiff::Timestamp;
use usecases::{ports::Outgoing, post::Relay};
use words::Words;

use super::{Text, about, campaign, days, days_until, shown};
use crate::page::Block;

/// Asks the supporter to confirm, in the campaign's words alone, unless this mailbox has confirmed a letter before.
pub(super) fn confirmation(words: Words, mail: &Outgoing) -> Text {
    let target = &mail.target_name;
    let (subject, lead) = match campaign(mail) {
        Some(campaign) => (words.mail_confirm_subject(campaign), words.mail_confirm_lead(campaign, target)),
        None => (words.mail_confirm_gone_subject().to_owned(), words.mail_confirm_gone_lead(target)),
    };
    let link_lives = words.mail_confirm_days_note(days(Relay::CONFIRM_WITHIN));
    let mut blocks = vec![
        Block::Text(format!("{lead}\n\n{}", words.mail_confirm_link_label())),
        Block::Link(mail.link.to_string()),
        Block::Text(format!("{link_lives}\n\n{}", not_me(words))),
    ];
    if let Some(text) = mail.letter.may_show() {
        let whole = text == (mail.letter.subject.as_str(), mail.letter.body.as_str());
        let label = if whole { words.mail_confirm_letter_label().to_owned() } else { words.mail_confirm_gaps_label(Span::GAP) };
        blocks.extend([Block::Text(label), shown(words, mail, text)]);
    }
    Text { subject, blocks }
}

/// Says once that the letter still waits.
pub(super) fn reminder(words: Words, mail: &Outgoing, now: Timestamp) -> Text {
    let left = days_until(mail.letter.asked_at + Relay::CONFIRM_WITHIN, now);
    Text {
        subject: about(words, mail, words.mail_reminder_subject()),
        blocks: vec![
            Block::Text(format!("{}\n\n{}", words.mail_reminder_lead(&mail.target_name), words.mail_confirm_link_label())),
            Block::Link(mail.link.to_string()),
            Block::Text(format!("{}\n\n{}", words.mail_reminder_days_note(left), not_me(words))),
        ],
    }
}

fn not_me(words: Words) -> String {
    words.mail_confirm_stranger_note(words.confirm_not_me_button())
}
