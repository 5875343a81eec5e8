//! Refusals in words. Use cases answer with values; what a person reads is chosen here, in the reader's language.

use jiff::SignedDuration;
use usecases::{
    Refusal,
    desk::Named,
    post::Excess,
    refusal::{Missing, Spent},
};
use words::Words;

/// What happened, and what to do next.
pub fn refusal(words: Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotFound(missing) => return self::missing(words, *missing).to_owned(),
        Refusal::Invalid(_) => words.refusal_invalid(),
        Refusal::NotYetOpen(day, zone) => return words.refusal_upcoming(*day, zone.place()),
        Refusal::Closed(day, zone) => return words.refusal_closed(*day, zone.place()),
        Refusal::ChannelUnavailable => words.refusal_channel(),
        Refusal::TokenSpent(Spent::Used) => words.refusal_link_used(),
        Refusal::TokenSpent(Spent::Expired) => words.refusal_link_expired(),
        Refusal::TokenSpent(Spent::Moved) => words.refusal_link_moved(),
        Refusal::KeyReused => words.refusal_key_reused(),
        Refusal::Forbidden(Named::EditCampaign) => words.refusal_edit_campaign(),
        Refusal::Forbidden(Named::ReadMail) => words.refusal_read_mail(),
        Refusal::TooMany { of, again_in } => return too_many(words, *of, *again_in),
        Refusal::Busy { again_in } => return words.refusal_busy(*again_in),
        Refusal::Press(_) => words.refusal_press(),
        Refusal::Store(_) => words.refusal_store(),
        Refusal::Starter(_) => words.refusal_starter(),
    }
    .to_owned()
}

fn missing(words: Words, missing: Missing) -> &'static str {
    match missing {
        Missing::Campaign => words.refusal_no_campaign(),
        Missing::Target => words.refusal_no_target(),
        Missing::Language => words.refusal_no_language(),
        Missing::Letter => words.refusal_no_letter(),
        Missing::Token => words.refusal_no_token(),
        Missing::State => words.refusal_no_state(),
        Missing::Treaty => words.refusal_no_treaty(),
        Missing::ClassCode => words.refusal_no_class_code(),
        Missing::Artwork => words.refusal_no_artwork(),
        Missing::Page => words.refusal_no_page(),
    }
}

/// Which limit was exceeded, what can be done at once, and when to try again.
fn too_many(words: Words, of: Excess, again_in: SignedDuration) -> String {
    let time = wait(words, again_in);
    match of {
        Excess::MailboxUnanswered => words.refusal_mailbox_unanswered(time),
        Excess::Mailbox => words.refusal_mailbox(time),
        Excess::NetworkUnanswered => words.refusal_network_unanswered(time),
        Excess::Network => words.refusal_network(time),
    }
}

/// A time to wait, in words. It is rounded up, so that nobody comes too early.
fn wait(words: Words, time: SignedDuration) -> String {
    let minutes = (time.as_secs().max(1) + 59) / 60;
    if minutes < 120 { words.refusal_in_minutes(minutes) } else { words.refusal_in_hours((minutes + 59) / 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_told_to_wait_is_told_for_how_long_and_never_too_short() {
        for (seconds, said) in [
            (0, "in 1 minute"),
            (60, "in 1 minute"),
            (61, "in 2 minutes"),
            (7140, "in 119 minutes"),
            (7141, "in 2 hours"),
            (7201, "in 3 hours"),
            (86_400, "in 24 hours"),
        ] {
            assert_eq!(wait(Words::default(), SignedDuration::from_secs(seconds)), said, "{seconds}");
        }
    }
}
