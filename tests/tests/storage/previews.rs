//! The links to drafts.

use tests::steps::Steps as _;
use usecases::ports::{PreviewReads as _, Previewed, StoreError, Writes};

use crate::{
    fresh::Fresh,
    sample::{campaign, campaign_id, email, second},
};

on_both! {
    a_campaign_has_one_link_and_a_new_one_ends_it,
    a_link_that_is_taken_back_leads_nowhere,
}

async fn made(fresh: &Fresh, campaign: &str, link: &str, number: i64) -> Previewed {
    let made = Previewed { by: email("ada@ngo.example"), at: second(number) };
    let (writes, campaign): (&dyn Writes, _) = (&fresh.database, campaign_id(campaign));
    writes.write::<_, StoreError>(async |work| work.add_preview(&campaign, link, &made).await).await.unwrap();
    made
}

async fn a_campaign_has_one_link_and_a_new_one_ends_it(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one"), campaign("two")], second(0)).await.unwrap();
    let (one, two) = (campaign_id("one"), campaign_id("two"));
    assert_eq!(fresh.database.preview(&one).await.unwrap(), None);
    made(fresh, "one", "first", 1).await;
    made(fresh, "two", "other", 2).await;
    let newest = made(fresh, "one", "second", 3).await;
    let node = fresh.node().await;
    assert_eq!(node.preview(&one).await.unwrap(), Some(newest));
    for (link, campaign) in [("first", None), ("second", Some(one)), ("other", Some(two)), ("", None)] {
        assert_eq!(node.previewed(link).await.unwrap(), campaign, "{link}");
    }
}

async fn a_link_that_is_taken_back_leads_nowhere(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    made(fresh, "one", "first", 1).await;
    let writes: &dyn Writes = &fresh.database;
    let id = campaign_id("one");
    let end = async || writes.write::<_, StoreError>(async |work| work.end_preview(&id).await).await.unwrap();
    assert!(end().await);
    assert!(!end().await, "it is gone");
    assert_eq!(fresh.database.previewed("first").await.unwrap(), None);
    assert_eq!(fresh.database.preview(&id).await.unwrap(), None);
}
