//! Delivery reports (RFC 3464): the part that a program wrote for programs.

use domain::post::returned::{Diagnostic, EnhancedStatus, ReturnClass};

use super::{
    Verdict, bounce,
    codes::Codes,
    entity::Part,
    phrases::{self, Sense},
};

/// RFC 3464 section 2.3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Failed,
    Delayed,
    /// `delivered`, `relayed`, `expanded`: it went on.
    WentOn,
}

/// What a report says about one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Recipient {
    address: bool,
    action: Option<Action>,
    status: Option<EnhancedStatus>,
    diagnostic: String,
}

/// A report of ours is about one recipient. If it was passed on to a list, one failure is a failure.
const BLOCKS_MAX: usize = 64;

/// `None` where there is no report, or none that says how it went.
pub(super) fn judge(parts: &[Part]) -> Option<Verdict> {
    let is_report = |part: &&Part| {
        matches!(part.kind.as_str(), "message/delivery-status" | "message/global-delivery-status")
            // Some relays change the kind of the part, or lose the others.
            || part.kind == "text/plain" && has_report_lines(&part.text)
    };
    let recipients: Vec<Recipient> = parts.iter().filter(is_report).flat_map(|part| recipients(&part.text)).collect();
    let with = |action: Action| recipients.iter().find(|recipient| recipient.action == Some(action));
    if let Some(failed) = with(Action::Failed) {
        return Some(failed_verdict(failed, parts));
    }
    if let Some(delayed) = with(Action::Delayed) {
        return Some(verdict(ReturnClass::Delayed, delayed, delayed.status, parts));
    }
    if let Some(unsaid) = recipients.iter().find(|recipient| recipient.action.is_none()) {
        return judge_by_status(unsaid, parts);
    }
    with(Action::WentOn).map(|_| Verdict::only(ReturnClass::AutoReply))
}

/// Without the action, which is required, a 4.x.x may be either.
fn judge_by_status(recipient: &Recipient, parts: &[Part]) -> Option<Verdict> {
    let status = recipient.status?;
    if status.is_success() {
        return Some(Verdict::only(ReturnClass::AutoReply));
    }
    let goes_on = status.class_of_failure() == Some(ReturnClass::Soft) && phrases::of(&bounce::said(parts)) == Some(Sense::Waits);
    Some(if goes_on {
        verdict(ReturnClass::Delayed, recipient, recipient.status, parts)
    } else {
        failed_verdict(recipient, parts)
    })
}

fn failed_verdict(failed: &Recipient, parts: &[Part]) -> Verdict {
    let codes = Codes::of(&failed.diagnostic);
    // `5.0.0` says less than what stands in the server's answer.
    let status = match failed.status {
        Some(status) if !status.is_vague() && !status.is_success() => Some(status),
        own => codes.enhanced.or(own.filter(|status| !status.is_success())),
    };
    let sense = phrases::of(&failed.diagnostic);
    let by_words = sense.and_then(Sense::class_of_failure);
    let by_status = status.filter(|status| !status.is_vague()).and_then(EnhancedStatus::class_of_failure);
    let by_reply = codes.reply.map(bounce::of_reply);
    let class = match (by_words, by_status) {
        // Full mailboxes are told with many codes, and time that ran out with the code of the last try.
        (Some(ReturnClass::Soft), _) => ReturnClass::Soft,
        (_, Some(class)) | (Some(class), None) => class,
        (None, None) => by_reply.or_else(|| status.and_then(EnhancedStatus::class_of_failure)).unwrap_or(ReturnClass::Soft),
    };
    let codes = Codes { enhanced: status, ..codes };
    verdict(bounce::hard_for_the_address_alone(class, codes, sense, &failed.diagnostic), failed, status, parts)
}

fn verdict(class: ReturnClass, recipient: &Recipient, status: Option<EnhancedStatus>, parts: &[Part]) -> Verdict {
    let diagnostic = Diagnostic::new(&recipient.diagnostic).or_else(|| bounce::telling_line(&bounce::said(parts)));
    Verdict { class, status, diagnostic }
}

fn has_report_lines(text: &str) -> bool {
    let has = |name: &str| text.lines().any(|line| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
    has("final-recipient:") && has("action:")
}

fn recipients(text: &str) -> Vec<Recipient> {
    let mut found = Vec::new();
    let mut current = Recipient::default();
    for field in fields(text) {
        match field {
            Some((name, value)) => current.take(&name, value.trim()),
            None => found.extend(std::mem::take(&mut current).said_something()),
        }
        if found.len() >= BLOCKS_MAX {
            return found;
        }
    }
    found.extend(current.said_something());
    found
}

/// The fields with their folded lines; nothing for the empty line between two blocks.
fn fields(text: &str) -> Vec<Option<(String, String)>> {
    let mut fields: Vec<Option<(String, String)>> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            fields.push(None);
        } else if line.starts_with([' ', '\t']) {
            if let Some(Some((_, value))) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push(Some((name.trim().to_ascii_lowercase(), value.to_owned())));
        }
    }
    fields
}

impl Recipient {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "final-recipient" | "original-recipient" => self.address = true,
            "action" => {
                // A comment may follow.
                let word = value.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_lowercase();
                self.action = match word.as_str() {
                    "failed" | "failure" => Some(Action::Failed),
                    "delayed" => Some(Action::Delayed),
                    "delivered" | "relayed" | "expanded" => Some(Action::WentOn),
                    _ => self.action,
                };
            }
            "status" => {
                let code = value.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
                self.status = EnhancedStatus::parse(code.trim_end_matches('.')).or(self.status);
            }
            // `smtp; 550 5.1.1 ...`, where the first word says whose code it is.
            "diagnostic-code" => {
                let is_kind =
                    |kind: &&str| !kind.trim().is_empty() && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                let words = value.split_once(';').filter(|(kind, _)| is_kind(&kind.trim())).map_or(value, |(_, words)| words);
                words.trim().clone_into(&mut self.diagnostic);
            }
            _ => {}
        }
    }

    fn said_something(self) -> Option<Self> {
        (self.action.is_some() || self.status.is_some() || self.address && !self.diagnostic.is_empty()).then_some(self)
    }
}
