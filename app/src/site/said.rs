//! What use cases answer, in words: refusals, and tasks for organisers. Use cases answer with values; what a person reads is
//! chosen here, in the reader's language.

mod audit;
mod post;
mod targets;

use domain::target::{Target, TargetKind};
use jiff::SignedDuration;
use usecases::{
    Refusal,
    desk::{Expiry, Named, Warning},
    directory::{AgedNames, LostTarget},
    post::Excess,
    refusal::{Missing, Spent},
};
use words::{Span, Words};

pub use self::audit::{act, change, particulars};
pub use self::post::{left, letter_state, rule};
pub use self::targets::{column, detail, outcome, reached, remark, upstream, value};

/// What happened, and what to do next.
pub fn refusal(words: Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotFound(missing) => return self::missing(words, *missing).to_owned(),
        Refusal::Invalid(_) => words.refusal_invalid(),
        Refusal::NotYetOpen(day, zone) => return words.refusal_upcoming(*day, zone.place()),
        Refusal::Closed(day, zone) => return words.refusal_closed(*day, zone.place()),
        Refusal::Paused => words.refusal_paused(),
        Refusal::Won => words.refusal_won(),
        Refusal::ChannelUnavailable => words.refusal_channel(),
        Refusal::TokenSpent(Spent::Used) => words.refusal_link_used(),
        Refusal::TokenSpent(Spent::Expired) => words.refusal_link_expired(),
        Refusal::TokenSpent(Spent::Moved) => words.refusal_link_moved(),
        Refusal::TokenSpent(Spent::Code) => words.refusal_link_code(),
        Refusal::KeyReused => words.refusal_key_reused(),
        Refusal::Forbidden(right) => forbidden(words, *right),
        Refusal::SignInAgain => words.refusal_sign_in_again(),
        Refusal::LastOwner => words.refusal_last_owner(),
        Refusal::Elsewhere => words.refusal_elsewhere(),
        Refusal::NoMailServer => words.refusal_no_mail_server(),
        Refusal::TooManyTries { again_in } => return words.refusal_too_many_tries(wait(words, *again_in)),
        Refusal::Overtaken(_) => words.refusal_overtaken(),
        Refusal::DirectoryChanged => words.desk_directory_changed_error(),
        Refusal::TooMany { of, again_in } => return too_many(words, *of, *again_in),
        Refusal::Busy { again_in } => return words.refusal_busy(*again_in),
        Refusal::Press(_) => words.refusal_press(),
        Refusal::Store(_) => words.refusal_store(),
        Refusal::Starter(_) => words.refusal_starter(),
    }
    .to_owned()
}

fn forbidden(words: Words, right: Named) -> &'static str {
    match right {
        Named::SeeCampaign => words.refusal_see_campaign(),
        Named::EditCampaign | Named::PublishCampaign | Named::EndCampaign | Named::ExportCampaign => {
            words.refusal_edit_campaign()
        }
        Named::CreateCampaign | Named::CorrectTargets | Named::PausePost | Named::SeePost => words.refusal_site_organiser(),
        Named::SeeCampaignPeople
        | Named::ManageCampaignPeople
        | Named::SeePeople
        | Named::ManagePeople
        | Named::ReadAudit
        | Named::Export => words.refusal_owner(),
        Named::ReadMail => words.refusal_read_mail(),
        Named::ReviewLetters | Named::ReviewPost => words.refusal_review(),
    }
}

fn missing(words: Words, missing: Missing) -> &'static str {
    match missing {
        Missing::Campaign => words.refusal_no_campaign(),
        Missing::Target => words.refusal_no_target(),
        Missing::Language => words.refusal_no_language(),
        Missing::Letter => words.refusal_no_letter(),
        Missing::MailedLetter => words.refusal_no_mailed_letter(),
        Missing::Token => words.refusal_no_token(),
        Missing::State => words.refusal_no_state(),
        Missing::Treaty => words.refusal_no_treaty(),
        Missing::ClassCode => words.refusal_no_class_code(),
        Missing::Artwork => words.refusal_no_artwork(),
        Missing::File => words.desk_no_file_error(),
        Missing::Person => words.refusal_no_person(),
        Missing::Session => words.refusal_no_session(),
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
        Excess::Campaign => words.refusal_campaign_full(time),
        Excess::Site => words.refusal_site_full(time),
        Excess::ClassSets => words.refusal_class_sets(time),
    }
}

/// A time to wait, in words. It is rounded up, so that nobody comes too early.
fn wait(words: Words, time: SignedDuration) -> String {
    let minutes = (time.as_secs().max(1) + 59) / 60;
    if minutes < 120 { words.refusal_in_minutes(minutes) } else { words.refusal_in_hours((minutes + 59) / 60) }
}

/// A task for organisers. The command that does it is tagged, and so are names, which are English.
pub fn warning(words: Words, warning: &Warning) -> Vec<Span> {
    let said = match warning {
        Warning::Ends(Expiry { until, kind, targets, is_over }) => {
            let count = targets.len();
            let what = match (kind, is_over) {
                (TargetKind::Congress, true) => words.warning_terms_ended(count, *until),
                (TargetKind::Congress, false) => words.warning_terms_end(count, *until),
                (_, true) => words.warning_list_ended(count, words.targets(*kind), *until),
                (_, false) => words.warning_list_ends(count, words.targets(*kind), *until),
            };
            let mut spans = vec![Span::Text(what)];
            if count <= NAMED_MAX {
                spans.push(Span::Text(" ".to_owned()));
                spans.extend(words.warning_names(targets));
            }
            return spans;
        }
        Warning::NoMap { congress, ours: None } => {
            return words.warning_no_map(IMPORT_DISTRICTS, words.congress(*congress), congress.begins());
        }
        Warning::NoMap { congress, ours: Some(ours) } => {
            let of = words.congress(*congress);
            return words.warning_other_map(IMPORT_DISTRICTS, of, congress.begins(), words.congress(*ours));
        }
        Warning::MapEnds(congress) => {
            let (of, next) = (words.congress(*congress), words.congress(congress.next()));
            return words.warning_map_ends(IMPORT_DISTRICTS, of, congress.ends(), next);
        }
        Warning::Unreadable(dataset) => words.warning_unreadable(dataset),
        Warning::LostTargets { campaign, targets } => {
            let lost = |LostTarget { name, left_on, .. }: &LostTarget| match left_on {
                Some(day) => words.warning_lost_left(*day, name),
                None => words.warning_lost_unknown(name),
            };
            words.warning_lost_targets(campaign, &targets.iter().map(lost).collect::<Vec<_>>())
        }
        Warning::UnknownZone { campaign, zone } => words.warning_zone(campaign, zone),
    };
    vec![Span::Text(said)]
}

/// The offices whose letters name nobody. Nothing is wrong with them, and whoever has newer names can import them.
pub fn aged_names(words: Words, aged: &AgedNames) -> Vec<Span> {
    let AgedNames { kind, targets, oldest } = *aged;
    let days = Target::NAME_LASTS_DAYS;
    match kind {
        TargetKind::Congress => words.desk_aged_congress_note(IMPORT_TARGETS, targets, oldest, days),
        TargetKind::Mission => words.desk_aged_missions_note(IMPORT_MISSIONS, targets, oldest, days),
        TargetKind::Capital => words.desk_aged_capitals_note(IMPORT_TARGETS, targets, oldest, days),
        TargetKind::Custom => words.desk_aged_custom_note(IMPORT_TARGETS, targets, oldest, days),
    }
}

/// At most this many targets are named one by one.
const NAMED_MAX: usize = 3;

/// The commands that import newer lists.
const IMPORT_DISTRICTS: &str = "postbag import districts FILE";
const IMPORT_MISSIONS: &str = "postbag import missions FILE";
const IMPORT_TARGETS: &str = "postbag import targets FILE";

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
