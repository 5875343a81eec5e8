use domain::{campaign::Audience, language::Language};
use tests::steps::Steps as _;
use usecases::ports::{Alive as _, CampaignReads as _};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign, edition, second, slug},
};

on_both! {
    a_campaign_comes_back_as_it_was_with_every_edition,
    campaigns_come_in_the_order_in_which_they_were_created,
    the_first_campaigns_are_created_once,
    four_nodes_that_start_at_once_create_the_first_campaigns_once,
    campaigns_are_created_all_or_none,
    a_campaign_is_closed_and_opened_again,
    a_campaign_that_is_not_there_is_none,
    a_spoilt_row_is_an_error_that_names_the_column,
    the_database_answers,
}

async fn a_campaign_comes_back_as_it_was_with_every_edition(fresh: &Fresh) {
    let mut plain = campaign("plain");
    plain.treaty = None;
    plain.closes_on = None;
    plain.audience = Audience::MissionsOfOutsiders;
    plain.goal = 0;
    plain.editions = vec![edition(Language::EN, "Plain")];
    let all = [campaign("full"), plain];
    assert!(fresh.database.create_first_campaigns(&all, second(0)).await.unwrap());
    for campaign in &all {
        assert_eq!(fresh.database.campaign(&campaign.slug).await.unwrap().as_ref(), Some(campaign));
    }
    assert_eq!(fresh.database.campaigns().await.unwrap(), all);
}

async fn campaigns_come_in_the_order_in_which_they_were_created(fresh: &Fresh) {
    let names = ["m", "z", "a", "b-2", "b-10"];
    fresh.database.create_first_campaigns(&names.map(campaign), second(0)).await.unwrap();
    let found: Vec<_> = fresh.database.campaigns().await.unwrap().into_iter().map(|campaign| campaign.slug).collect();
    assert_eq!(found, names.map(slug));
}

async fn the_first_campaigns_are_created_once(fresh: &Fresh) {
    assert!(fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap());
    assert!(!fresh.database.create_first_campaigns(&[campaign("one"), campaign("two")], second(1)).await.unwrap());
    assert_eq!(fresh.database.campaigns().await.unwrap(), [campaign("one")]);
}

async fn four_nodes_that_start_at_once_create_the_first_campaigns_once(fresh: &Fresh) {
    let mut nodes = Vec::new();
    for _ in 0..4 {
        nodes.push(fresh.node().await);
    }
    let created =
        at_once(nodes.into_iter().map(|node| async move {
            node.create_first_campaigns(&[campaign("one"), campaign("two")], second(0)).await.unwrap()
        }))
        .await;
    assert_eq!(created.iter().filter(|created| **created).count(), 1);
    assert_eq!(fresh.database.campaigns().await.unwrap(), [campaign("one"), campaign("two")]);
}

async fn campaigns_are_created_all_or_none(fresh: &Fresh) {
    let twice = [campaign("one"), campaign("two"), campaign("one")];
    fresh.database.create_first_campaigns(&twice, second(0)).await.unwrap_err();
    assert_eq!(fresh.database.campaigns().await.unwrap(), []);
    assert!(fresh.database.create_first_campaigns(&[campaign("one")], second(1)).await.unwrap());
}

async fn a_campaign_is_closed_and_opened_again(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one"), campaign("two")], second(0)).await.unwrap();
    for closes_on in [None, Some("2026-12-24".parse().unwrap())] {
        assert!(fresh.database.close_campaign(&slug("one"), closes_on).await.unwrap());
        assert_eq!(fresh.database.campaign(&slug("one")).await.unwrap().unwrap().closes_on, closes_on);
        assert_eq!(fresh.database.campaign(&slug("two")).await.unwrap(), Some(campaign("two")));
    }
    assert!(!fresh.database.close_campaign(&slug("three"), None).await.unwrap());
}

async fn a_campaign_that_is_not_there_is_none(fresh: &Fresh) {
    assert_eq!(fresh.database.campaign(&slug("one")).await.unwrap(), None);
    assert_eq!(fresh.database.campaigns().await.unwrap(), []);
}

async fn a_spoilt_row_is_an_error_that_names_the_column(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    for (column, sql) in [
        ("goal", "UPDATE campaigns SET goal = -1"),
        ("closes_on", "UPDATE campaigns SET closes_on = '2026-02-30'"),
        ("audience", "UPDATE campaigns SET audience = '{\"to\":\"everybody\"}'"),
        ("language", "UPDATE editions SET language = 'Klingon' WHERE position = 1"),
        ("content", "UPDATE editions SET content = 'null' WHERE position = 0"),
    ] {
        fresh.tamper(sql).await;
        let error = fresh.database.campaign(&slug("one")).await.unwrap_err();
        assert!(error.to_string().contains(column), "{error}");
        assert!(error.to_string().contains("reading a campaign"), "{error}");
        fresh.database.campaigns().await.unwrap_err();
    }
}

async fn the_database_answers(fresh: &Fresh) {
    fresh.database.ping().await.unwrap();
    fresh.database.close().await;
    fresh.database.ping().await.unwrap_err();
}
