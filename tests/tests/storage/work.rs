//! Units of work: all or nothing, and what kind of failure it was.

use std::collections::BTreeMap;

use domain::{
    channel::Channel,
    people::{Organiser, Role},
    tally::Stage,
};
use tests::steps::Steps as _;
use usecases::ports::{Action, ActionReads as _, Alive as _, CampaignReads as _, StoreError, StoreFault, Writes};

use crate::{
    fresh::Fresh,
    sample::{action, campaign, campaign_id, email, letter, relay_letter, second, slug},
};

on_both! {
    what_ends_with_an_error_has_done_nothing,
    what_is_counted_and_taken_back_together_is_taken_back_first,
    a_failure_says_what_kind_it_is,
}

fn writes(fresh: &Fresh) -> &dyn Writes {
    &fresh.database
}

async fn what_ends_with_an_error_has_done_nothing(fresh: &Fresh) {
    #[derive(Debug)]
    enum Stopped {
        Here,
        ByTheStore,
    }
    impl From<StoreError> for Stopped {
        fn from(_: StoreError) -> Self {
            Self::ByTheStore
        }
    }
    let stopped = writes(fresh)
        .write(async |work| {
            work.create_campaign(&slug("one"), 0, second(0)).await?;
            work.add_letter(&relay_letter(1), "ann@post.example", None).await?;
            work.enqueue(&relay_letter(1), domain::post::Purpose::Confirmation, second(0));
            work.count(action(1), None);
            Err::<(), _>(Stopped::Here)
        })
        .await;
    assert!(matches!(stopped, Err(Stopped::Here)), "{stopped:?}");
    assert_eq!(fresh.database.campaigns().await.unwrap(), []);
    assert_eq!(fresh.database.actions_of(&letter(1)).await.unwrap(), []);
    for table in ["SELECT id FROM relay_letters", "SELECT letter FROM mails", "SELECT name FROM sums"] {
        assert_eq!(fresh.rows(table).await, [""; 0], "{table}");
    }
}

async fn what_is_counted_and_taken_back_together_is_taken_back_first(fresh: &Fresh) {
    let again = Action { at: second(5), ..action(1) };
    writes(fresh)
        .write::<_, StoreError>(async |work| {
            work.count(action(1), None);
            Ok(())
        })
        .await
        .unwrap();
    writes(fresh)
        .write::<_, StoreError>(async |work| {
            work.count(again.clone(), None);
            work.take_back((letter(1), Channel::Postcard, Stage::Prepared), None);
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(fresh.database.actions_of(&letter(1)).await.unwrap(), [again]);
    assert_eq!(fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap().all()[Stage::Prepared], 1);
}

async fn a_failure_says_what_kind_it_is(fresh: &Fresh) {
    let fault = |failed: Result<(), StoreError>| failed.unwrap_err().fault;
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    let ada = Organiser { email: email("ada@ngo.example"), role: Some(Role::Viewer), campaigns: BTreeMap::new() };
    fresh.database.add_organiser(&ada, "link", second(9)).await.unwrap();
    let again = writes(fresh).write(async |work| work.add_link("link", &ada.email, second(9)).await).await;
    assert_eq!(fault(again), StoreFault::Conflict);
    fresh.tamper("UPDATE campaigns SET hold = 'Nowhere at all'").await;
    let unreadable = fresh.database.campaign(&slug("one")).await.map(drop);
    assert_eq!(fault(unreadable), StoreFault::Corrupt { column: "hold".to_owned() });
    fresh.tamper("DROP TABLE campaign_revisions").await;
    assert_eq!(fault(fresh.database.campaigns().await.map(drop)), StoreFault::Misasked);
    fresh.database.close().await;
    assert_eq!(fault(fresh.database.ping().await), StoreFault::Unavailable);
}
