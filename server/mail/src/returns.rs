//! Reads mails that come back: delivery reports (RFC 3464), what servers write in forms of their own, and the answers of
//! programs (RFC 3834).
//!
//! Anybody can write such a mail. So it is read under bounds, at most [`READ_MAX`] bytes of it, a few parts, a few levels
//! deep, and what it says is handed on as text that can do no harm. This module does not know which letter is meant.

use usecases::ports::{ReturnReader, ReturnedMail};

use domain::{
    checked::EmailAddress,
    post::{
        Blame, blame,
        returned::{Diagnostic, EnhancedStatus, ReturnClass, one_line},
    },
};

mod automatic;
mod bounce;
mod codes;
mod delivery_status;
mod entity;
mod phrases;

use self::{
    entity::{Head, Part},
    phrases::Sense,
};

/// The beginning of a mail that is read, in bytes. Reports say in the first few thousand what happened; behind that comes the
/// mail that was sent.
pub const READ_MAX: usize = 1024 * 1024;

/// What was found out, before the parts that are the same for every mail are added.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Verdict {
    class: ReturnClass,
    status: Option<EnhancedStatus>,
    diagnostic: Option<Diagnostic>,
    /// Who could not be reached, and whether it went on to somebody else.
    failed: Vec<EmailAddress>,
    went_on: bool,
}

impl Verdict {
    const fn only(class: ReturnClass) -> Self {
        Self { class, status: None, diagnostic: None, failed: Vec::new(), went_on: false }
    }
}

/// Reads what mail servers and mail programs of the world send back.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailReturnReader;

impl ReturnReader for MailReturnReader {
    fn read(&self, raw: &[u8]) -> ReturnedMail {
        let raw = without_mbox_line(&raw[..raw.len().min(READ_MAX)]);
        let (head, parts) = entity::read(raw);
        let verdict = judge(&head, &parts);
        let text = bounce::said(&parts);
        ReturnedMail {
            class: verdict.class,
            status: verdict.status,
            diagnostic: verdict.diagnostic,
            sender: one_line(&head.sender, ReturnedMail::SUBJECT_MAX),
            subject: one_line(&head.subject, ReturnedMail::SUBJECT_MAX),
            text: beginning(&text),
            delivered_to: head.delivered_to,
            failed: verdict.failed,
            went_on: verdict.went_on,
        }
    }
}

/// Whether a refusal for good means the address: the same for an answer to us and for a report of a server further on. Without
/// a status that says anything, so may the words.
pub(crate) fn is_about_the_address(reply: Option<u16>, status: Option<EnhancedStatus>, words: &str) -> bool {
    let names_another_reason = || phrases::of(words).is_some_and(|sense| sense != Sense::Nobody);
    let is_vague = status.is_none_or(EnhancedStatus::is_vague);
    blame(reply, status, words) == Blame::Recipient && !(is_vague && names_another_reason())
}

/// Whether a server's words say that nobody reads mail at an address.
pub(crate) fn says_nobody(words: &str) -> bool {
    match codes::Codes::of(words).enhanced {
        Some(status) if !status.is_vague() => status.is_of_nobody(),
        _ => phrases::of(words) == Some(Sense::Nobody),
    }
}

/// Without the line that pipes put before a mail, and mailboxes between mails: `From MAILER-DAEMON  Sat Nov 28 09:31:43 2026`.
fn without_mbox_line(raw: &[u8]) -> &[u8] {
    let end = raw.starts_with(b"From ").then(|| raw.iter().position(|b| *b == b'\n')).flatten();
    end.map_or(raw, |end| &raw[end + 1..])
}

fn judge(head: &Head, parts: &[Part]) -> Verdict {
    // Reports are marked as automatic too, so they come first.
    if let Some(verdict) = delivery_status::judge(parts) {
        return verdict;
    }
    if automatic::is_receipt(parts) {
        return Verdict::only(ReturnClass::AutoReply);
    }
    // A provider tells that somebody called our mail spam. That is for a person.
    if parts.iter().any(|part| part.kind == "message/feedback-report") {
        return Verdict::only(ReturnClass::Unknown);
    }
    // The program that writes bounces also answers for absent people.
    if automatic::is_absence(head) {
        return Verdict::only(ReturnClass::AutoReply);
    }
    if bounce::is_one(head) {
        return bounce::judge(head, parts);
    }
    Verdict::only(if automatic::is_answer(head) { ReturnClass::AutoReply } else { ReturnClass::Unknown })
}

/// At most as many bytes as are kept, without the controls that a terminal would obey.
fn beginning(text: &str) -> String {
    let mut kept = String::new();
    for c in text.trim().chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')) {
        if kept.len() + c.len_utf8() > ReturnedMail::TEXT_MAX {
            break;
        }
        kept.push(c);
    }
    kept
}

#[cfg(test)]
mod tests;
