//! Answers that programs wrote for absent people, ticket systems and mail programs (RFC 3834).

use super::{
    entity::{Head, Part},
    phrases,
};

/// A receipt that somebody's program wrote: read, shown, deleted.
pub(super) fn is_receipt(parts: &[Part]) -> bool {
    parts
        .iter()
        .any(|part| matches!(part.kind.as_str(), "message/disposition-notification" | "message/global-disposition-notification"))
}

/// Whether the subject or a header speaks of an absence. That holds whoever the sender says to be.
pub(super) fn is_absence(head: &Head) -> bool {
    head.autoreply_header || phrases::is_absence_subject(&head.subject)
}

/// Whether a program wrote it, by its own word.
pub(super) fn is_answer(head: &Head) -> bool {
    let marked = |value: &str, signs: &[&str]| signs.iter().any(|sign| value.starts_with(sign));
    is_absence(head)
        || marked(&head.auto_submitted, &["auto-replied", "auto-generated", "auto-notified"])
        || marked(&head.precedence, &["auto_reply", "auto-reply", "bulk", "junk"])
}
