//! Tells the supporter that the letter did not arrive, and why; gives the text back, and the other ways.

use domain::{
    language::Language,
    post::{KEPT_BACK, LAPSED, LetterState, OFFICE_MOVED, REJECTED},
};
use jiff::{Timestamp, tz::TimeZone};
use usecases::{ports::Outgoing, post::Relay};
use words::Words;

use super::{Text, about, campaign, days, days_until, ended_at, letter};
use crate::{page::Block, returns::says_nobody};

pub(super) fn notice(words: Words, mail: &Outgoing, now: Timestamp) -> Text {
    let reason = mail.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let (subject, lead) = what_happened(words, mail, reason);
    let why = match reason {
        Some(REJECTED | LAPSED | KEPT_BACK) => vec![Block::Text(lead)],
        Some(OFFICE_MOVED) => vec![Block::Text(format!("{lead}\n\n{}", words.mail_failure_moved_note()))],
        // What mail servers say is English.
        Some(reason) => vec![
            Block::Text(format!("{lead}\n\n{}", words.mail_failure_reason_label())),
            Block::Foreign(Language::EN, sentence(reason)),
        ],
        None => vec![Block::Text(format!("{lead}\n\n{}", words.mail_failure_no_reason_note()))],
    };
    let mut ways = vec![words.mail_failure_print_step().to_owned()];
    ways.extend(mail.web_form.as_ref().map(|form| words.mail_failure_form_step(form)));
    // The address of an office that moved is not its address any more, and one that nobody has takes no other mail either.
    if !reason.is_some_and(|reason| reason == OFFICE_MOVED || says_nobody(reason)) {
        ways.push(words.mail_failure_send_step(&mail.letter.recipient));
    }
    let way_on = [
        Block::Text(words.mail_failure_next_label().to_owned()),
        Block::Points(ways),
        Block::Text(words.mail_failure_link_label().to_owned()),
        Block::Link(mail.again.to_string()),
        Block::Text(words.mail_failure_letter_label(days_until(ended_at(mail) + Relay::KEEP, now))),
        letter(words, mail),
    ];
    Text { subject, blocks: why.into_iter().chain(way_on).collect() }
}

/// The subject and the first sentence.
fn what_happened(words: Words, mail: &Outgoing, reason: Option<&str>) -> (String, String) {
    let target = &mail.target_name;
    if mail.letter.state == LetterState::Bounced {
        let day = ended_at(mail).to_zoned(TimeZone::UTC).date();
        return (about(words, mail, words.mail_bounced_subject()), words.mail_bounced_lead(day, target));
    }
    match (reason, campaign(mail)) {
        (Some(REJECTED), _) => (about(words, mail, words.mail_rejected_subject()), words.mail_rejected_lead(target)),
        (Some(LAPSED), _) => {
            let lead = words.mail_lapsed_lead(days(Relay::DECIDE_WITHIN), target);
            (about(words, mail, words.mail_rejected_subject()), lead)
        }
        (Some(KEPT_BACK), _) => (about(words, mail, words.mail_rejected_subject()), words.mail_kept_back_lead(target)),
        (_, Some(campaign)) => (words.mail_failure_subject(campaign), words.mail_failure_lead(campaign, target)),
        (_, None) => (words.mail_failure_gone_subject().to_owned(), words.mail_failure_gone_lead(target)),
    }
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
