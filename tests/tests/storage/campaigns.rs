use domain::{
    campaign::{Change, Part, Revision, Rule, SomeStates},
    language::Language,
    state::Iso2,
};
use tests::steps::{Steps as _, present, rights};
use usecases::{
    Refusal,
    desk::{self, CreateCampaign, Rights, WholeSite},
    ports::{Alive as _, CampaignReads as _, RevisionReads as _, StoreError, Writes},
};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign, campaign_id, edition, second, slug},
};

const DATES: Change = Change::Edited(Part::Dates);

on_both! {
    a_campaign_comes_back_as_it_was_with_every_edition,
    campaigns_come_in_the_order_in_which_they_were_created,
    the_first_campaigns_are_created_once,
    four_nodes_that_start_at_once_create_the_first_campaigns_once,
    campaigns_are_created_all_or_none,
    a_change_is_public_when_it_is_published,
    of_two_who_save_at_once_one_is_told_and_nothing_is_lost,
    a_revision_follows_the_one_before_it,
    a_revision_that_was_public_a_while_ago_is_still_found,
    a_draft_is_not_public,
    old_addresses_lead_to_a_campaign_and_to_no_other,
    a_campaign_that_is_not_there_is_none,
    a_spoilt_row_is_an_error_that_names_the_column,
    the_database_answers,
}

async fn a_campaign_comes_back_as_it_was_with_every_edition(fresh: &Fresh) {
    let mut plain = campaign("plain");
    plain.document.treaty = None;
    plain.document.closes_on = None;
    plain.document.audience = Rule::Missions { to: Iso2::us(), states: SomeStates::outsiders() }.into();
    plain.document.goal = 0;
    plain.document.editions = vec![edition(Language::EN, "Plain")];
    let all = [campaign("full"), plain];
    assert!(fresh.database.create_first_campaigns(&all, second(0)).await.unwrap());
    for campaign in &all {
        assert_eq!(fresh.database.campaign(&campaign.slug).await.unwrap().as_ref(), Some(campaign));
        assert_eq!(fresh.database.campaign_named(&campaign.id).await.unwrap().as_ref(), Some(campaign));
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

async fn a_change_is_public_when_it_is_published(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one"), campaign("two")], second(0)).await.unwrap();
    let id = campaign_id("one");
    let mut changed = campaign("one").document;
    changed.goal = 7;
    let saved = desk::campaigns::save(&fresh.database, &rights(&id).unwrap(), Revision(1), DATES, &changed, second(1)).await;
    assert_eq!(saved.unwrap(), Revision(2));
    assert_eq!(fresh.database.campaign(&slug("one")).await.unwrap(), Some(campaign("one")));
    let working = fresh.database.working_campaign(&slug("one")).await.unwrap().unwrap();
    assert_eq!((working.newest, working.live, &working.document), (Revision(2), Some(Revision(1)), &changed));
    assert_eq!(fresh.database.revision(&id, Revision(1)).await.unwrap(), Some(campaign("one").document));

    desk::campaigns::publish(&fresh.database, &rights(&id).unwrap(), Revision(2), false, second(2)).await.unwrap();
    let public = fresh.database.campaign(&slug("one")).await.unwrap().unwrap();
    assert_eq!((public.revision, public.document), (Revision(2), changed));
    assert_eq!(fresh.database.campaign(&slug("two")).await.unwrap(), Some(campaign("two")));
    let missing = desk::campaigns::publish(&fresh.database, &rights(&id).unwrap(), Revision(3), false, second(2)).await;
    assert!(matches!(missing, Err(Refusal::NotFound(_))), "{missing:?}");
}

async fn of_two_who_save_at_once_one_is_told_and_nothing_is_lost(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    let nodes = [fresh.database.clone(), fresh.node().await];
    let saved = at_once((0..10_u32).map(|goal| {
        let node = nodes[goal as usize % 2].clone();
        async move {
            let mut document = campaign("one").document;
            document.goal = goal;
            let rights = rights(&campaign_id("one")).unwrap();
            desk::campaigns::save(&node, &rights, Revision(1), DATES, &document, second(1)).await
        }
    }))
    .await;
    assert_eq!(saved.iter().filter(|saved| matches!(saved, Ok(Revision(2)))).count(), 1);
    assert_eq!(saved.iter().filter(|saved| matches!(saved, Err(Refusal::Overtaken(_)))).count(), 9);
    let history: Vec<_> = fresh.database.history(&campaign_id("one")).await.unwrap();
    let told: Vec<_> = history.iter().map(|saved| (saved.revision, saved.change, saved.author.is_some())).collect();
    assert_eq!(told, [(Revision(2), DATES, true), (Revision(1), Change::Created, false)]);
}

async fn a_revision_follows_the_one_before_it(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    let rights = rights(&campaign_id("one")).unwrap();
    let saved = desk::campaigns::save(&fresh.database, &rights, Revision(5), DATES, &campaign("one").document, second(1)).await;
    assert!(matches!(saved, Err(Refusal::Overtaken(_))), "{saved:?}");
    assert_eq!(fresh.database.history(&campaign_id("one")).await.unwrap().len(), 1);
}

/// Published at 0, 10 and 20 seconds: each is taken until a while after the next.
async fn a_revision_that_was_public_a_while_ago_is_still_found(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    for at in [10, 20] {
        fresh.database.change_campaign("one", Part::Dates, second(at), |campaign| campaign.goal = 1).await.unwrap();
    }
    let taken = async |number: u32, since: i64| {
        let found = fresh.database.campaign_of(&slug("one"), Revision(number), second(since)).await.unwrap();
        found.map(|campaign| campaign.revision.0)
    };
    for (number, since, found) in
        [(1, 9, true), (1, 10, false), (2, 19, true), (2, 20, false), (3, 1_000, true), (4, 0, false), (0, 0, false)]
    {
        assert_eq!(taken(number, since).await, found.then_some(number), "{number} {since}");
    }
}

async fn a_draft_is_not_public(fresh: &Fresh) {
    let rights = Rights::<CreateCampaign>::check(&present().unwrap(), WholeSite).unwrap();
    let document = campaign("one").document;
    let create = async |name: &str| {
        desk::campaigns::create(&fresh.database, Some(rights.holder()), &slug(name), Change::Created, &document, second(0)).await
    };
    assert_eq!(create("one").await.unwrap(), campaign_id("one"));
    assert_eq!(fresh.database.campaigns().await.unwrap(), []);
    assert_eq!(fresh.database.campaign(&slug("one")).await.unwrap(), None);
    let working = fresh.database.working_campaigns().await.unwrap();
    assert_eq!((working.len(), working[0].live), (1, None));
    let taken = create("one").await;
    assert!(matches!(taken, Err(Refusal::Invalid(_))), "{taken:?}");
}

async fn old_addresses_lead_to_a_campaign_and_to_no_other(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one"), campaign("two")], second(0)).await.unwrap();
    let id = campaign_id("one");
    let rename = async |name: &str| {
        let writes: &dyn Writes = &fresh.database;
        writes.write::<_, StoreError>(async |work| work.move_campaign(&id, &slug(name)).await).await.unwrap()
    };
    assert!(rename("uno").await);
    for name in ["one", "uno"] {
        let found = fresh.database.campaign(&slug(name)).await.unwrap().unwrap();
        assert_eq!((found.id, found.slug), (id.clone(), slug("uno")), "{name}");
    }
    assert!(!rename("two").await, "it is another's");
    assert!(rename("one").await, "it was its own");
    assert_eq!(fresh.database.campaign(&slug("uno")).await.unwrap().unwrap().slug, slug("one"));
    let rights = Rights::<CreateCampaign>::check(&present().unwrap(), WholeSite).unwrap();
    let document = campaign("one").document;
    let create =
        desk::campaigns::create(&fresh.database, Some(rights.holder()), &slug("uno"), Change::Created, &document, second(0))
            .await;
    assert!(matches!(create, Err(Refusal::Invalid(_))), "an address that led elsewhere is given to nobody: {create:?}");
}

async fn a_campaign_that_is_not_there_is_none(fresh: &Fresh) {
    assert_eq!(fresh.database.campaign(&slug("one")).await.unwrap(), None);
    assert_eq!(fresh.database.campaigns().await.unwrap(), []);
}

async fn a_spoilt_row_is_an_error_that_names_the_column(fresh: &Fresh) {
    fresh.database.create_first_campaigns(&[campaign("one")], second(0)).await.unwrap();
    for (column, sql) in [
        ("hold", "UPDATE campaigns SET hold = 'forgotten'"),
        ("slug", "UPDATE campaigns SET slug = 'Two Words'"),
        ("content", "UPDATE campaign_revisions SET content = 'null'"),
        ("content", "UPDATE campaign_revisions SET content = '{\"version\":9000}'"),
    ] {
        fresh.tamper(sql).await;
        let error = fresh.database.campaign(&slug("one")).await.unwrap_err();
        assert!(error.to_string().contains(column), "{error}");
        assert!(error.to_string().contains("reading a campaign"), "{error}");
        fresh.database.campaigns().await.unwrap_err();
        fresh.tamper("UPDATE campaigns SET hold = NULL, slug = 'one'").await;
    }
}

async fn the_database_answers(fresh: &Fresh) {
    fresh.database.ping().await.unwrap();
    fresh.database.close().await;
    fresh.database.ping().await.unwrap_err();
}
