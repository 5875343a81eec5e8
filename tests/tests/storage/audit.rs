//! The audit, as it is looked through.

use domain::{
    campaign::{Change, Part, Revision},
    people::Role,
};
use tests::steps::present;
use usecases::{
    desk::{CorrectTargets, Rights, WholeSite},
    ports::{Act, ActKind, AuditQuery, AuditReads as _, Audited, StoreError, Writes},
};

use crate::{
    fresh::Fresh,
    sample::{campaign_id, email, second},
};

on_both! {
    what_was_done_comes_back_the_newest_first,
    it_is_looked_through_by_person_campaign_and_time,
    pages_of_the_same_moment_leave_nothing_out,
}

/// Three acts by somebody, and one at the command line between them.
async fn acted(fresh: &Fresh) {
    let rights = Rights::<CorrectTargets>::check(&present().unwrap(), WholeSite).unwrap();
    let (campaign, change) = (campaign_id("one"), Change::Edited(Part::Story));
    let writes: &dyn Writes = &fresh.database;
    writes
        .write::<_, StoreError>(async |work| {
            let saved = Act::SavedCampaign { campaign: campaign.clone(), revision: Revision(2), change };
            work.audit(rights.holder(), saved, second(1));
            work.audit_operator(Act::MadeLink { person: email("bob@ngo.example") }, second(2));
            work.audit(rights.holder(), Act::PausedCampaign { campaign: campaign_id("two") }, second(3));
            let person = email("bob@ngo.example");
            let role = Act::GaveRole { person, campaign: Some(campaign.clone()), role: Role::Viewer };
            work.audit(rights.holder(), role, second(4));
            Ok(())
        })
        .await
        .unwrap();
}

async fn found(fresh: &Fresh, query: AuditQuery) -> Vec<ActKind> {
    fresh.database.audited(&query, 0, 10).await.unwrap().into_iter().map(|change| change.kind).collect()
}

async fn what_was_done_comes_back_the_newest_first(fresh: &Fresh) {
    acted(fresh).await;
    let all = fresh.node().await.audited(&AuditQuery::default(), 0, 10).await.unwrap();
    let ada = Some(present().unwrap().organiser.email);
    let change = |number, by, kind, campaign: Option<&str>, subject: &str| {
        let campaign = campaign.map(campaign_id);
        Audited { at: second(number), by, kind, campaign, subject: subject.to_owned() }
    };
    assert_eq!(
        all,
        [
            change(4, ada.clone(), ActKind::GaveRole, Some("one"), "bob@ngo.example viewer"),
            change(3, ada.clone(), ActKind::PausedCampaign, Some("two"), ""),
            change(2, None, ActKind::MadeLink, None, "bob@ngo.example"),
            change(1, ada, ActKind::SavedCampaign, Some("one"), "2 story"),
        ]
    );
}

async fn it_is_looked_through_by_person_campaign_and_time(fresh: &Fresh) {
    acted(fresh).await;
    let any = AuditQuery::default;
    let by = present().unwrap().organiser.email.as_str().to_ascii_uppercase();
    let by_somebody = found(fresh, AuditQuery { by: Some(email(&by)), ..any() }).await;
    assert_eq!(by_somebody, [ActKind::GaveRole, ActKind::PausedCampaign, ActKind::SavedCampaign]);
    assert_eq!(found(fresh, AuditQuery { by: Some(email("nobody@ngo.example")), ..any() }).await, []);
    let of_one = found(fresh, AuditQuery { campaign: Some(campaign_id("one")), ..any() }).await;
    assert_eq!(of_one, [ActKind::GaveRole, ActKind::SavedCampaign]);
    let between = AuditQuery { from: Some(second(2)), before: Some(second(4)), ..any() };
    assert_eq!(found(fresh, between).await, [ActKind::PausedCampaign, ActKind::MadeLink]);
}

async fn pages_of_the_same_moment_leave_nothing_out(fresh: &Fresh) {
    let writes: &dyn Writes = &fresh.database;
    writes
        .write::<_, StoreError>(async |work| {
            for number in 0..5 {
                work.audit_operator(Act::MadeLink { person: email(&format!("p{number}@ngo.example")) }, second(1));
            }
            Ok(())
        })
        .await
        .unwrap();
    let mut subjects = Vec::new();
    for page in 0..3 {
        let changes = fresh.database.audited(&AuditQuery::default(), page * 2, 2).await.unwrap();
        subjects.extend(changes.into_iter().map(|change| change.subject));
    }
    assert_eq!(subjects, (0..5).map(|number| format!("p{number}@ngo.example")).collect::<Vec<_>>());
}
