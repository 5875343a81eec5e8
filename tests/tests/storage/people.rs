//! Roles: who has which, who can take them, and that a site keeps an owner.

use std::collections::BTreeMap;

use domain::{
    campaign::CampaignId,
    people::{Organiser, Role},
};
use storage::Database;
use tests::steps::{LinkUse, Steps as _};
use usecases::{
    Refusal,
    desk::{
        ManageCampaignPeople, ManagePeople, Named, Present, Rights, WholeSite,
        people::{Handed, change_role, invite, remove},
    },
    ports::{PeopleReads as _, SessionReads as _},
    refusal::Missing,
};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign, campaign_id, email, second},
};

on_both! {
    a_role_in_a_campaign_is_kept_with_that_of_the_site,
    the_last_owner_can_be_neither_removed_nor_demoted,
    of_two_owners_who_remove_each_other_at_once_one_stays,
    who_was_removed_meanwhile_changes_nothing,
    who_gets_more_rights_signs_in_anew,
    who_works_nowhere_any_more_is_forgotten,
    an_owner_of_a_campaign_holds_no_link_of_those_who_work_elsewhere,
    what_was_changed_and_by_whom_is_in_the_audit,
}

fn person(address: &str, role: Option<Role>, campaigns: &[(&str, Role)]) -> Organiser {
    let campaigns: BTreeMap<_, _> = campaigns.iter().map(|(id, role)| (campaign_id(id), *role)).collect();
    Organiser { email: email(address), role, campaigns }
}

fn site(owner: &str) -> Rights<ManagePeople> {
    Rights::check(&Present { organiser: person(owner, Some(Role::Owner), &[]), fresh: true }, WholeSite).unwrap()
}

fn of(owner: &str, campaign: &str) -> Rights<ManageCampaignPeople> {
    let organiser = person(owner, None, &[(campaign, Role::Owner)]);
    Rights::check(&Present { organiser, fresh: true }, campaign_id(campaign)).unwrap()
}

fn a_link() -> Handed<'static> {
    Handed::Link { digest: "invitation", expires_at: second(600) }
}

/// A site with owners, and two campaigns.
async fn owned(fresh: &Fresh, owners: &[&str]) {
    fresh.database.create_first_campaigns(&[campaign("one"), campaign("two")], second(0)).await.unwrap();
    for owner in owners {
        fresh.database.add_organiser(&person(owner, Some(Role::Owner), &[]), owner, second(60)).await.unwrap();
    }
}

/// Somebody comes to work on a campaign.
async fn joins(database: &Database, by: &str, address: &str, campaign: &CampaignId, role: Role) {
    let rights: Rights<ManageCampaignPeople> =
        Rights::check(&Present { organiser: person(by, Some(Role::Owner), &[]), fresh: true }, campaign.clone()).unwrap();
    let link = format!("{address} {campaign}");
    let handed = Handed::Link { digest: &link, expires_at: second(600) };
    invite(database, &rights, &email(address), role, handed, second(1)).await.unwrap();
}

async fn a_role_in_a_campaign_is_kept_with_that_of_the_site(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example"]).await;
    joins(&fresh.database, "ada@ngo.example", "Bob@ngo.example", &campaign_id("one"), Role::Organiser).await;
    joins(&fresh.database, "ada@ngo.example", "bob@ngo.example", &campaign_id("two"), Role::Viewer).await;
    let bob = person("Bob@ngo.example", None, &[("one", Role::Organiser), ("two", Role::Viewer)]);
    assert_eq!(fresh.database.organiser(&email("bob@ngo.example")).await.unwrap(), Some(bob.clone()));
    assert_eq!(
        fresh.database.use_link("bob@ngo.example two", "session", second(2)).await.unwrap(),
        LinkUse::SignedIn(bob.clone())
    );
    let people = fresh.database.people().await.unwrap();
    let listed: Vec<_> = people.into_iter().map(|person| person.organiser).collect();
    assert_eq!(listed, [person("ada@ngo.example", Some(Role::Owner), &[]), bob.clone()]);
    change_role(&fresh.database, &of("nobody@ngo.example", "one"), &bob.email, Role::Owner, second(3)).await.unwrap_err();
    let by_ada: Rights<ManageCampaignPeople> =
        Rights::check(&Present { organiser: person("ada@ngo.example", Some(Role::Owner), &[]), fresh: true }, campaign_id("one"))
            .unwrap();
    change_role(&fresh.database, &by_ada, &bob.email, Role::Viewer, second(3)).await.unwrap();
    let now = fresh.database.session("session", second(4)).await.unwrap().unwrap().organiser;
    assert_eq!(now.campaigns[&campaign_id("one")], Role::Viewer);
}

async fn the_last_owner_can_be_neither_removed_nor_demoted(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example", "bob@ngo.example"]).await;
    let (ada, bob) = (email("ada@ngo.example"), email("bob@ngo.example"));
    let by_ada = site("ada@ngo.example");
    change_role(&fresh.database, &by_ada, &bob, Role::Viewer, second(1)).await.unwrap();
    for refused in [
        remove(&fresh.database, &by_ada, &ada, second(2)).await,
        change_role(&fresh.database, &by_ada, &ada, Role::Organiser, second(2)).await,
        invite(&fresh.database, &by_ada, &ada, Role::Viewer, a_link(), second(2)).await,
        fresh.database.add_organiser(&person("ada@ngo.example", Some(Role::Viewer), &[]), "more", second(60)).await,
    ] {
        assert!(matches!(refused, Err(Refusal::LastOwner)), "{refused:?}");
    }
    assert_eq!(fresh.database.organiser(&ada).await.unwrap().unwrap().role, Some(Role::Owner));
    // With another owner it can be done, also by oneself.
    change_role(&fresh.database, &by_ada, &bob, Role::Owner, second(3)).await.unwrap();
    remove(&fresh.database, &by_ada, &ada, second(4)).await.unwrap();
    assert_eq!(fresh.database.organiser(&ada).await.unwrap(), None);
}

async fn of_two_owners_who_remove_each_other_at_once_one_stays(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example", "bob@ngo.example"]).await;
    let nodes = [fresh.database.clone(), fresh.node().await];
    let done = at_once(
        [("ada@ngo.example", "bob@ngo.example"), ("bob@ngo.example", "ada@ngo.example")]
            .into_iter()
            .zip(nodes)
            .map(|((by, whom), node)| async move { remove(&node, &site(by), &email(whom), second(1)).await }),
    )
    .await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
    let refused = done.into_iter().find_map(Result::err).unwrap();
    assert!(matches!(refused, Refusal::Forbidden(Named::ManagePeople)), "{refused}");
    assert_eq!(fresh.database.people().await.unwrap().len(), 1);
    assert!(fresh.database.has_owner().await.unwrap());
}

async fn who_was_removed_meanwhile_changes_nothing(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example", "bob@ngo.example"]).await;
    let by_bob = site("bob@ngo.example");
    remove(&fresh.database, &site("ada@ngo.example"), &email("bob@ngo.example"), second(1)).await.unwrap();
    let refused = invite(&fresh.database, &by_bob, &email("eve@ngo.example"), Role::Owner, a_link(), second(2)).await;
    assert!(matches!(refused, Err(Refusal::Forbidden(Named::ManagePeople))), "{refused:?}");
    assert_eq!(fresh.database.people().await.unwrap().len(), 1);
}

async fn who_gets_more_rights_signs_in_anew(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example"]).await;
    joins(&fresh.database, "ada@ngo.example", "bob@ngo.example", &campaign_id("one"), Role::Viewer).await;
    let bob = email("bob@ngo.example");
    fresh.database.use_link("bob@ngo.example one", "session", second(2)).await.unwrap();
    fresh.database.add_organiser(&person("bob@ngo.example", Some(Role::Viewer), &[]), "kept", second(600)).await.unwrap();
    assert!(fresh.database.session("session", second(3)).await.unwrap().is_none(), "a viewer of the site sees more");
    invite(&fresh.database, &site("ada@ngo.example"), &bob, Role::Owner, a_link(), second(3)).await.unwrap();
    // A link from before could be in the hands of whoever made it.
    assert_eq!(fresh.database.use_link("kept", "other", second(4)).await.unwrap(), LinkUse::Unknown);
    let new = fresh.database.use_link("invitation", "new", second(4)).await.unwrap();
    assert_eq!(new, LinkUse::SignedIn(person("bob@ngo.example", Some(Role::Owner), &[("one", Role::Viewer)])));
    // Less is taken at once, and signs nobody out.
    change_role(&fresh.database, &site("ada@ngo.example"), &bob, Role::Viewer, second(5)).await.unwrap();
    assert_eq!(fresh.database.session("new", second(6)).await.unwrap().unwrap().organiser.role, Some(Role::Viewer));
}

async fn who_works_nowhere_any_more_is_forgotten(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example"]).await;
    for id in ["one", "two"] {
        joins(&fresh.database, "ada@ngo.example", "bob@ngo.example", &campaign_id(id), Role::Viewer).await;
    }
    let bob = email("bob@ngo.example");
    fresh.database.use_link("bob@ngo.example two", "session", second(2)).await.unwrap();
    let from = |id: &str| {
        let ada = Present { organiser: person("ada@ngo.example", Some(Role::Owner), &[]), fresh: true };
        Rights::<ManageCampaignPeople>::check(&ada, campaign_id(id)).unwrap()
    };
    remove(&fresh.database, &from("one"), &bob, second(3)).await.unwrap();
    assert_eq!(fresh.database.session("session", second(4)).await.unwrap().unwrap().organiser.campaigns.len(), 1);
    let again = remove(&fresh.database, &from("one"), &bob, second(4)).await;
    assert!(matches!(again, Err(Refusal::NotFound(Missing::Person))), "{again:?}");
    remove(&fresh.database, &from("two"), &bob, second(5)).await.unwrap();
    assert_eq!(fresh.database.session("session", second(6)).await.unwrap(), None);
    for table in
        ["SELECT organiser FROM sign_in_links WHERE organiser = 'bob@ngo.example'", "SELECT organiser FROM campaign_roles"]
    {
        assert_eq!(fresh.rows(table).await, [""; 0], "{table}");
    }
}

async fn an_owner_of_a_campaign_holds_no_link_of_those_who_work_elsewhere(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example"]).await;
    joins(&fresh.database, "ada@ngo.example", "carl@ngo.example", &campaign_id("one"), Role::Owner).await;
    joins(&fresh.database, "ada@ngo.example", "dora@ngo.example", &campaign_id("two"), Role::Viewer).await;
    let by_carl = of("carl@ngo.example", "one");
    for (whom, allowed) in [("ada@ngo.example", false), ("dora@ngo.example", false), ("new@ngo.example", true)] {
        let link = format!("link of {whom}");
        let handed = Handed::Link { digest: &link, expires_at: second(600) };
        let invited = invite(&fresh.database, &by_carl, &email(whom), Role::Viewer, handed, second(2)).await;
        assert_eq!(invited.is_ok(), allowed, "{whom}: {invited:?}");
        let used = fresh.database.use_link(&link, &link, second(3)).await.unwrap();
        assert_eq!(used != LinkUse::Unknown, allowed, "{whom}");
    }
    // Nothing of a refused invitation is left.
    let dora = fresh.database.organiser(&email("dora@ngo.example")).await.unwrap().unwrap();
    assert_eq!(dora, person("dora@ngo.example", None, &[("two", Role::Viewer)]));
    // An owner of the site may hold any.
    joins(&fresh.database, "ada@ngo.example", "dora@ngo.example", &campaign_id("one"), Role::Viewer).await;
}

async fn what_was_changed_and_by_whom_is_in_the_audit(fresh: &Fresh) {
    owned(fresh, &["ada@ngo.example"]).await;
    joins(&fresh.database, "ada@ngo.example", "bob@ngo.example", &campaign_id("one"), Role::Viewer).await;
    remove(&fresh.database, &site("ada@ngo.example"), &email("bob@ngo.example"), second(5)).await.unwrap();
    let rows =
        fresh.rows("SELECT organiser || '|' || act || '|' || campaign || '|' || subject FROM audit ORDER BY at, act").await;
    assert_eq!(
        rows,
        [
            "|gave_role||ada@ngo.example owner",
            "|made_link||ada@ngo.example",
            "ada@ngo.example|gave_role|one|bob@ngo.example viewer",
            "ada@ngo.example|removed_person||bob@ngo.example",
        ]
    );
}
