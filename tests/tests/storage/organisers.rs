use std::collections::BTreeMap;

use domain::people::{Organiser, Role};
use tests::steps::{LinkUse, Steps as _, entry};
use usecases::{
    Access, Refusal,
    desk::{first_owner, sign_in::Opened},
    ports::{OpenSession, PeopleReads as _, SessionReads as _, StoreError, Writes},
    refusal::Spent,
};

use crate::{
    fresh::{Fresh, at_once},
    sample::{email, second},
};

on_both! {
    a_link_signs_in_once,
    a_link_that_ten_people_follow_at_once_lets_one_in,
    a_link_that_ran_out_or_never_was_lets_nobody_in,
    a_session_ends_by_itself,
    a_session_is_ended,
    a_session_is_ended_by_its_own_organiser_alone,
    the_use_of_a_session_and_a_new_sign_in_are_noted,
    a_role_that_shrinks_shrinks_in_open_sessions,
    an_address_in_another_case_is_the_same_organiser,
    of_two_nodes_first_links_one_makes_an_owner,
    who_becomes_the_first_owner_signs_in_anew,
}

fn organiser(role: Role) -> Organiser {
    Organiser { email: email("Desk@ngo.example"), role: Some(role), campaigns: BTreeMap::new() }
}

async fn session(fresh: &Fresh, session: &str, now: i64) -> Option<Organiser> {
    fresh.database.session(session, second(now)).await.unwrap().map(|open| open.organiser)
}

/// In seconds.
fn lasts() -> i64 {
    Access::SESSION_FOR.as_secs()
}

async fn a_link_signs_in_once(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Owner), "link", second(60)).await.unwrap();
    let signed_in = fresh.database.use_link("link", "session", second(1)).await.unwrap();
    assert_eq!(signed_in, LinkUse::SignedIn(organiser(Role::Owner)));
    assert_eq!(fresh.database.use_link("link", "other", second(2)).await.unwrap(), LinkUse::Used);
    assert_eq!(session(fresh, "session", 3).await, Some(organiser(Role::Owner)));
    assert_eq!(session(fresh, "other", 3).await, None);
    // A link that was used says so, also when its time is over.
    assert_eq!(fresh.database.use_link("link", "other", second(61)).await.unwrap(), LinkUse::Used);
}

async fn a_link_that_ten_people_follow_at_once_lets_one_in(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Organiser), "link", second(60)).await.unwrap();
    let nodes = [fresh.database.clone(), fresh.node().await];
    let uses = at_once((0..10).map(|n| {
        let node = nodes[n % 2].clone();
        async move { node.use_link("link", &format!("session {n}"), second(1)).await.unwrap() }
    }))
    .await;
    assert_eq!(uses.iter().filter(|link_use| matches!(link_use, LinkUse::SignedIn(_))).count(), 1);
    assert_eq!(uses.iter().filter(|link_use| **link_use == LinkUse::Used).count(), 9);
    let mut sessions = 0;
    for n in 0..10 {
        sessions += usize::from(session(fresh, &format!("session {n}"), 2).await.is_some());
    }
    assert_eq!(sessions, 1);
}

async fn a_link_that_ran_out_or_never_was_lets_nobody_in(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Viewer), "link", second(60)).await.unwrap();
    for (link, link_use) in [("link", LinkUse::Expired), ("no link", LinkUse::Unknown)] {
        assert_eq!(fresh.database.use_link(link, "session", second(60)).await.unwrap(), link_use);
    }
    assert_eq!(session(fresh, "session", 61).await, None);
}

async fn a_session_ends_by_itself(fresh: &Fresh) {
    for (link, name, opened) in [("link 1", "first", 0), ("link 2", "second", 100)] {
        fresh.database.add_organiser(&organiser(Role::Viewer), link, second(600)).await.unwrap();
        fresh.database.use_link(link, name, second(opened)).await.unwrap();
    }
    for (name, now, open) in
        [("first", lasts() - 1, true), ("first", lasts(), false), ("second", lasts(), true), ("second", lasts() + 100, false)]
    {
        assert_eq!(session(fresh, name, now).await.is_some(), open, "{name} at {now}");
    }
    // What is over is swept away, and nothing else.
    let sweep = async |now| {
        let writes: &dyn Writes = &fresh.database;
        writes.write::<_, StoreError>(async |work| work.delete_ended(now, now, now).await).await.unwrap();
    };
    sweep(second(lasts())).await;
    assert_eq!(session(fresh, "first", 0).await, None);
    assert!(session(fresh, "second", 101).await.is_some());
}

async fn a_session_is_ended(fresh: &Fresh) {
    for (link, session) in [("link 1", "mine"), ("link 2", "hers")] {
        fresh.database.add_organiser(&organiser(Role::Owner), link, second(60)).await.unwrap();
        fresh.database.use_link(link, session, second(0)).await.unwrap();
    }
    fresh.database.end_session("mine").await.unwrap();
    fresh.database.end_session("mine").await.unwrap();
    assert_eq!(session(fresh, "mine", 1).await, None);
    assert!(session(fresh, "hers", 1).await.is_some());
}

async fn a_session_is_ended_by_its_own_organiser_alone(fresh: &Fresh) {
    let bob = Organiser { email: email("bob@ngo.example"), ..organiser(Role::Organiser) };
    for (person, link, session) in [(organiser(Role::Owner), "link 1", "mine"), (bob.clone(), "link 2", "his")] {
        fresh.database.add_organiser(&person, link, second(60)).await.unwrap();
        fresh.database.use_link(link, session, second(0)).await.unwrap();
    }
    let writes: &dyn Writes = &fresh.database;
    let end =
        async |name: &str| writes.write::<_, StoreError>(async |work| work.end_session_of(&bob.email, name).await).await.unwrap();
    assert!(!end("mine").await && !end("nobody's").await);
    assert!(session(fresh, "mine", 1).await.is_some());
    assert!(end("his").await);
    assert_eq!(session(fresh, "his", 1).await, None);
    assert_eq!(fresh.database.sessions_of(&bob.email, second(1)).await.unwrap(), []);
}

async fn the_use_of_a_session_and_a_new_sign_in_are_noted(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Owner), "link", second(60)).await.unwrap();
    fresh.database.use_link("link", "session", second(1)).await.unwrap();
    let times = async || {
        let OpenSession { signed_in_at, used_at, .. } = fresh.database.session("session", second(5000)).await.unwrap().unwrap();
        (signed_in_at, used_at)
    };
    assert_eq!(times().await, (second(1), second(1)));
    let writes: &dyn Writes = &fresh.database;
    writes.write::<_, StoreError>(async |work| work.use_session("session", second(4000)).await).await.unwrap();
    assert_eq!(times().await, (second(1), second(4000)));
    writes.write::<_, StoreError>(async |work| work.renew_session("session", second(4100)).await).await.unwrap();
    assert_eq!(times().await, (second(4100), second(4100)));
    let rows = fresh.database.sessions_of(&email("desk@NGO.example"), second(5000)).await.unwrap();
    assert_eq!(rows.iter().map(|row| (row.opened_at, row.used_at)).collect::<Vec<_>>(), [(second(1), second(4100))]);
    assert_eq!(fresh.database.people().await.unwrap()[0].seen_at, Some(second(4100)));
}

async fn a_role_that_shrinks_shrinks_in_open_sessions(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Organiser), "link 1", second(60)).await.unwrap();
    fresh.database.use_link("link 1", "session", second(0)).await.unwrap();
    fresh.database.add_organiser(&organiser(Role::Viewer), "link 2", second(60)).await.unwrap();
    assert_eq!(session(fresh, "session", 1).await, Some(organiser(Role::Viewer)));
}

async fn an_address_in_another_case_is_the_same_organiser(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Organiser), "link 1", second(60)).await.unwrap();
    fresh.database.use_link("link 1", "session", second(0)).await.unwrap();
    let lower = Organiser { email: email("desk@ngo.example"), ..organiser(Role::Viewer) };
    fresh.database.add_organiser(&lower, "link 2", second(60)).await.unwrap();
    // As it was written first.
    assert_eq!(session(fresh, "session", 1).await, Some(organiser(Role::Viewer)));
    assert_eq!(fresh.database.people().await.unwrap().len(), 1);
}

async fn who_becomes_the_first_owner_signs_in_anew(fresh: &Fresh) {
    let bob = Organiser { email: email("bob@ngo.example"), role: Some(Role::Viewer), campaigns: BTreeMap::new() };
    fresh.database.add_organiser(&bob, "viewer", second(60)).await.unwrap();
    fresh.database.add_organiser(&bob, "unused", second(60)).await.unwrap();
    assert!(matches!(fresh.database.use_link("viewer", "old", second(1)).await.unwrap(), LinkUse::SignedIn(_)));
    let writes: &dyn Writes = &fresh.database;
    writes.write::<_, StoreError>(async |work| work.add_first_link("first", second(60)).await).await.unwrap();
    first_owner::become_owner(&fresh.database, "first", &bob.email, entry("new", second(2))).await.unwrap();
    assert!(fresh.database.session("old", second(3)).await.unwrap().is_none(), "it was a viewer's");
    assert!(fresh.database.session("new", second(3)).await.unwrap().is_some());
    assert_eq!(fresh.database.use_link("unused", "other", second(4)).await.unwrap(), LinkUse::Unknown);
}

async fn of_two_nodes_first_links_one_makes_an_owner(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    for (link, node) in ["first", "second"].into_iter().zip(&nodes) {
        let writes: &dyn Writes = node;
        writes.write::<_, StoreError>(async |work| work.add_first_link(link, second(60)).await).await.unwrap();
    }
    assert!(!fresh.database.has_owner().await.unwrap());
    let late = first_owner::become_owner(&fresh.database, "first", &email("late@ngo.example"), entry("s", second(60))).await;
    assert!(matches!(late, Err(Refusal::TokenSpent(Spent::Used))), "{late:?}");
    let became = at_once(["first", "second"].into_iter().zip(nodes).map(|(link, node)| async move {
        let address = email(&format!("{link}@ngo.example"));
        first_owner::become_owner(&node, link, &address, entry(link, second(1))).await.ok()
    }))
    .await;
    assert_eq!(became.iter().filter(|opened| **opened == Some(Opened::Session)).count(), 1, "{became:?}");
    let people = fresh.database.people().await.unwrap();
    assert_eq!(people.iter().map(|person| person.organiser.role).collect::<Vec<_>>(), [Some(Role::Owner)]);
    assert_eq!(fresh.rows("SELECT digest FROM first_links").await, [""; 0]);
}
