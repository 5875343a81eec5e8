//! Bounces in the forms of their own that servers wrote before RFC 3464, and some still do.

use domain::{
    checked::EmailAddress,
    fold::fold,
    post::returned::{Diagnostic, EnhancedStatus, ReturnClass},
};

use super::{
    Verdict,
    codes::Codes,
    entity::{Head, Part},
    is_about_the_address,
    phrases::{self, Sense},
};

/// As much of a text as is searched for what a server said, in bytes.
const SEARCHED_MAX: usize = 16 * 1024;

/// Whether a server wrote it: by its sender, a header, or the beginning of its subject.
pub(super) fn is_one(head: &Head) -> bool {
    /// The first word of the address or of the name.
    const SENDERS: [&str; 7] =
        ["mailer-daemon", "mail delivery", "postmaster@", "mail-daemon", "mailer_daemon", "mail administrator", "maildelivery"];
    head.bounce_header || SENDERS.iter().any(|sender| head.from.contains(sender)) || phrases::is_bounce_subject(&head.subject)
}

pub(super) fn judge(head: &Head, parts: &[Part]) -> Verdict {
    let text = said(parts);
    let codes = codes(&text);
    let sense = phrases::of(&format!("{}\n{text}", head.subject));
    let status = codes.enhanced;
    let class = match sense {
        Some(Sense::Waits) => Some(ReturnClass::Delayed),
        Some(Sense::Full | Sense::Expired) => Some(ReturnClass::Soft),
        _ => status
            .and_then(EnhancedStatus::class_of_failure)
            .or_else(|| codes.reply.map(of_reply))
            .or_else(|| sense.and_then(Sense::class_of_failure)),
    };
    let Some(class) = class else { return Verdict::only(ReturnClass::Unknown) };
    let diagnostic = telling_line(&text);
    let words = diagnostic.as_ref().map_or("", Diagnostic::as_str);
    let failed = head.failed.iter().filter_map(|address| EmailAddress::parse(address).ok()).collect();
    Verdict { class: hard_for_the_address_alone(class, codes, words), status, diagnostic, failed, went_on: false }
}

/// What is hard for another reason than the address becomes soft: it is as final for the mail, and says nothing against the
/// office.
pub(super) fn hard_for_the_address_alone(class: ReturnClass, codes: Codes, words: &str) -> ReturnClass {
    if class == ReturnClass::Hard && !is_about_the_address(codes.reply, codes.enhanced, words) {
        ReturnClass::Soft
    } else {
        class
    }
}

/// The class of a mail that was given up with a reply code alone.
pub(super) const fn of_reply(code: u16) -> ReturnClass {
    match code {
        // RFC 5321 section 4.5.3.1.10: what it says most often is that a mailbox is full.
        552 => ReturnClass::Soft,
        500..=599 => ReturnClass::Hard,
        _ => ReturnClass::Soft,
    }
}

fn codes(text: &str) -> Codes {
    let mut found = Codes::default();
    // Line by line, because an answer stands at a line's beginning.
    for line in text.lines() {
        let codes = Codes::of(line);
        if found.enhanced.is_none_or(EnhancedStatus::is_vague) {
            found.enhanced = codes.enhanced.or(found.enhanced);
        }
        found.reply = found.reply.or(codes.reply);
    }
    found
}

/// What a mail says to a person, without the mail that it gives back.
pub(super) fn said(parts: &[Part]) -> String {
    let of = |kind: &str| parts.iter().find(|part| part.kind == kind && !part.text.trim().is_empty());
    let Some(part) =
        of("text/plain").or_else(|| of("text/html")).or_else(|| parts.iter().find(|part| part.kind.starts_with("text/")))
    else {
        return String::new();
    };
    let mut text = String::new();
    for line in part.text.lines() {
        if begins_the_original(line) || text.len() + line.len() > SEARCHED_MAX {
            break;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.trim().to_owned()
}

/// Whether the mail that was sent begins here. Its writer's words about full mailboxes are not the server's.
fn begins_the_original(line: &str) -> bool {
    const HEADERS: [&str; 4] = ["return-path:", "received: from", "received: by", "original message headers"];
    const SIGNS: [&str; 14] = [
        "copy of the message",
        "copy of your message",
        "copy of the original",
        "original message",
        "unsent message",
        "undelivered message",
        "returned message",
        "message header",
        "message d origine",
        "mensaje original",
        "mensagem original",
        "ursprungliche nachricht",
        "nachrichtenkopf",
        "исходное сообщение",
    ];
    let line = line.trim();
    let start = line.to_lowercase();
    if HEADERS.iter().any(|header| start.starts_with(header)) {
        return true;
    }
    line.starts_with(['-', '=', '_', '*', '+']) && {
        let folded = fold(line);
        let words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        SIGNS.iter().any(|sign| words.contains(sign))
    }
}

/// The line that says why: the one with a code, else the one with words that are known, and the next if the sentence goes on.
pub(super) fn telling_line(text: &str) -> Option<Diagnostic> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let has_code = |line: &&str| {
        let codes = Codes::of(line);
        codes.enhanced.is_some() || codes.reply.is_some()
    };
    let at = lines.iter().position(has_code).or_else(|| lines.iter().position(|line| phrases::of(line).is_some()))?;
    let next = lines.get(at + 1).filter(|_| !lines[at].ends_with(['.', ')'])).copied().unwrap_or_default();
    Diagnostic::new(&format!("{} {next}", lines[at]))
}
