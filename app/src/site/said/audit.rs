//! What organisers did, in words.

use domain::{
    campaign::{Change, Revision},
    people::Role,
};
use usecases::ports::ActKind;
use words::Words;

pub fn act(words: Words, kind: ActKind) -> &'static str {
    match kind {
        ActKind::CreatedCampaign => words.desk_act_created_campaign(),
        ActKind::SavedCampaign => words.desk_act_saved_campaign(),
        ActKind::PublishedCampaign => words.desk_act_published_campaign(),
        ActKind::PausedCampaign => words.desk_act_paused_campaign(),
        ActKind::ApprovedLetter => words.desk_act_approved_letter(),
        ActKind::RejectedLetter => words.desk_act_rejected_letter(),
        ActKind::JudgedReturn => words.desk_act_judged_return(),
        ActKind::DroppedReturn => words.desk_act_dropped_return(),
        ActKind::ClearedAddress => words.desk_act_cleared_address(),
        ActKind::ResumedCampaign => words.desk_act_resumed_campaign(),
        ActKind::WonCampaign => words.desk_act_won_campaign(),
        ActKind::MovedCampaign => words.desk_act_moved_campaign(),
        ActKind::PausedTarget => words.desk_act_paused_target(),
        ActKind::ResumedTarget => words.desk_act_resumed_target(),
        ActKind::PausedSite => words.desk_act_paused_site(),
        ActKind::ResumedSite => words.desk_act_resumed_site(),
        ActKind::MadePreview => words.desk_act_made_preview(),
        ActKind::EndedPreview => words.desk_act_ended_preview(),
        ActKind::ImportedTargets => words.desk_act_imported_targets(),
        ActKind::CorrectedTarget => words.desk_act_corrected_target(),
        ActKind::RemovedCorrection => words.desk_act_removed_correction(),
        ActKind::GaveRole => words.desk_act_gave_role(),
        ActKind::RemovedPerson => words.desk_act_removed_person(),
        ActKind::MadeLink => words.desk_act_made_link(),
        ActKind::EndedSessions => words.desk_act_ended_sessions(),
        ActKind::TurnedOnSecondFactor => words.desk_act_turned_on_second_factor(),
        ActKind::TurnedOffSecondFactor => words.desk_act_turned_off_second_factor(),
        ActKind::MadeRecoveryCodes => words.desk_act_made_recovery_codes(),
        ActKind::AddedArtwork => words.desk_act_added_artwork(),
        ActKind::RemovedArtwork => words.desk_act_removed_artwork(),
    }
}

/// What was changed, or about whom it is. `subject` is as it is stored.
pub fn particulars(words: Words, kind: ActKind, subject: String) -> String {
    let said = match kind {
        ActKind::SavedCampaign => subject.split_once(' ').and_then(|(revision, change)| {
            let (revision, change) = (revision.parse().ok()?, change.parse().ok()?);
            Some(words.desk_act_revision_cell(self::change(words, change), Revision(revision)))
        }),
        ActKind::PublishedCampaign => subject.parse().ok().map(|revision| words.desk_revision_title(Revision(revision))),
        ActKind::GaveRole => subject
            .split_once(' ')
            .and_then(|(person, role)| Some(words.desk_organiser_note(person, words.role(Role::parse(role)?)))),
        ActKind::CreatedCampaign => subject.parse().ok().map(|change| self::change(words, change)),
        _ => None,
    };
    said.unwrap_or(subject)
}

/// What a revision changed.
pub fn change(words: Words, change: Change) -> String {
    match change {
        Change::Created => words.desk_change_created().to_owned(),
        Change::Copied => words.desk_change_copied().to_owned(),
        Change::Imported => words.desk_change_imported().to_owned(),
        Change::Edited(part) => words.part(part).to_owned(),
        Change::Restored(revision) => words.desk_change_restored(revision),
    }
}
