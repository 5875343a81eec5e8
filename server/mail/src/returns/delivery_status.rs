//! Delivery reports (RFC 3464): the part that a program wrote for programs.

use domain::{
    checked::EmailAddress,
    post::returned::{Diagnostic, EnhancedStatus, ReturnClass},
};

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
    /// `Final-Recipient`, to whom the server that writes could not deliver.
    last: Option<EmailAddress>,
    /// `Original-Recipient`, to whom it was sent first. The two differ where a server passed it on.
    first: Option<EmailAddress>,
    /// Whether there was one of them, even if it cannot be read.
    address: bool,
    action: Option<Action>,
    status: Option<EnhancedStatus>,
    diagnostic: String,
}

/// More than a report of ours has, since each of our mails has one recipient. It may have been passed on to a list.
const BLOCKS_MAX: usize = 64;

/// `None` where there is no report, or none that says how it went.
pub(super) fn judge(parts: &[Part]) -> Option<Verdict> {
    let is_report = |part: &&Part| {
        matches!(part.kind.as_str(), "message/delivery-status" | "message/global-delivery-status")
            // Some relays change the kind of the part, or lose the others.
            || part.kind == "text/plain" && has_report_lines(&part.text)
    };
    let recipients: Vec<Recipient> = parts.iter().filter(is_report).flat_map(|part| recipients(&part.text)).collect();
    let verdict = judge_recipients(&recipients, parts)?;
    if !verdict.class.is_final() {
        return Some(verdict);
    }
    let failed = recipients.iter().filter(|recipient| recipient.action.is_none_or(|action| action == Action::Failed));
    let went_on = recipients.iter().any(|recipient| recipient.action == Some(Action::WentOn));
    Some(Verdict { failed: failed.filter_map(Recipient::named).cloned().collect(), went_on, ..verdict })
}

fn judge_recipients(recipients: &[Recipient], parts: &[Part]) -> Option<Verdict> {
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
    let by_words = phrases::of(&failed.diagnostic).and_then(Sense::class_of_failure);
    let by_status = status.filter(|status| !status.is_vague()).and_then(EnhancedStatus::class_of_failure);
    let by_reply = codes.reply.map(bounce::of_reply);
    let class = match (by_words, by_status) {
        // Full mailboxes are told with many codes, and time that ran out with the code of the last try.
        (Some(ReturnClass::Soft), _) => ReturnClass::Soft,
        (_, Some(class)) | (Some(class), None) => class,
        (None, None) => by_reply.or_else(|| status.and_then(EnhancedStatus::class_of_failure)).unwrap_or(ReturnClass::Soft),
    };
    let codes = Codes { enhanced: status, ..codes };
    verdict(bounce::hard_for_the_address_alone(class, codes, &failed.diagnostic), failed, status, parts)
}

fn verdict(class: ReturnClass, recipient: &Recipient, status: Option<EnhancedStatus>, parts: &[Part]) -> Verdict {
    let diagnostic = Diagnostic::new(&recipient.diagnostic).or_else(|| bounce::telling_line(&bounce::said(parts)));
    Verdict { class, status, diagnostic, ..Verdict::only(class) }
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

/// `rfc822; office@ministry.example`, with a comment or brackets at times; in `utf-8` with signs as `\\x{E9}` (RFC 6533).
fn address(value: &str) -> Option<EmailAddress> {
    let (kind, address) = value.split_once(';').unwrap_or(("", value));
    let address = address.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
    let address = if kind.trim().eq_ignore_ascii_case("utf-8") { unescaped(address) } else { address.to_owned() };
    EmailAddress::parse(&address).ok()
}

fn unescaped(address: &str) -> String {
    let mut pieces = address.split("\\x{");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let sign = piece.split_once('}').and_then(|(digits, rest)| {
            let sign = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
            Some((sign, rest))
        });
        match sign {
            Some((sign, rest)) => {
                text.push(sign);
                text.push_str(rest);
            }
            None => text.push_str(piece),
        }
    }
    text
}

impl Recipient {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "final-recipient" => (self.last, self.address) = (address(value), true),
            "original-recipient" => (self.first, self.address) = (address(value), true),
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

    /// To whom it could not be delivered.
    const fn named(&self) -> Option<&EmailAddress> {
        match &self.last {
            Some(last) => Some(last),
            None => self.first.as_ref(),
        }
    }

    fn said_something(self) -> Option<Self> {
        (self.action.is_some() || self.status.is_some() || self.address && !self.diagnostic.is_empty()).then_some(self)
    }
}
