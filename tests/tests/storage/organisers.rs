use std::collections::BTreeMap;

use domain::people::{Organiser, Role};
use tests::steps::{LinkUse, Steps as _};
use usecases::ports::PeopleReads as _;

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
    a_role_that_changes_changes_in_open_sessions,
    an_address_in_another_case_is_the_same_organiser,
}

fn organiser(role: Role) -> Organiser {
    Organiser { email: email("Desk@ngo.example"), role: Some(role), campaigns: BTreeMap::new() }
}

async fn a_link_signs_in_once(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Owner), "link", second(60)).await.unwrap();
    let signed_in = fresh.database.use_link("link", "session", second(1), second(3600)).await.unwrap();
    assert_eq!(signed_in, LinkUse::SignedIn(organiser(Role::Owner)));
    assert_eq!(fresh.database.use_link("link", "other", second(2), second(3600)).await.unwrap(), LinkUse::Used);
    assert_eq!(fresh.database.session("session", second(3)).await.unwrap(), Some(organiser(Role::Owner)));
    assert_eq!(fresh.database.session("other", second(3)).await.unwrap(), None);
    // A link that was used says so, also when its time is over.
    assert_eq!(fresh.database.use_link("link", "other", second(61), second(3600)).await.unwrap(), LinkUse::Used);
}

async fn a_link_that_ten_people_follow_at_once_lets_one_in(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Organiser), "link", second(60)).await.unwrap();
    let nodes = [fresh.database.clone(), fresh.node().await];
    let uses = at_once((0..10).map(|n| {
        let node = nodes[n % 2].clone();
        async move { node.use_link("link", &format!("session {n}"), second(1), second(3600)).await.unwrap() }
    }))
    .await;
    assert_eq!(uses.iter().filter(|link_use| matches!(link_use, LinkUse::SignedIn(_))).count(), 1);
    assert_eq!(uses.iter().filter(|link_use| **link_use == LinkUse::Used).count(), 9);
    let mut sessions = 0;
    for n in 0..10 {
        sessions += usize::from(fresh.database.session(&format!("session {n}"), second(2)).await.unwrap().is_some());
    }
    assert_eq!(sessions, 1);
}

async fn a_link_that_ran_out_or_never_was_lets_nobody_in(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Viewer), "link", second(60)).await.unwrap();
    for (link, link_use) in [("link", LinkUse::Expired), ("no link", LinkUse::Unknown)] {
        assert_eq!(fresh.database.use_link(link, "session", second(60), second(3600)).await.unwrap(), link_use);
    }
    assert_eq!(fresh.database.session("session", second(61)).await.unwrap(), None);
}

async fn a_session_ends_by_itself(fresh: &Fresh) {
    for (link, session, until) in [("link 1", "short", 100), ("link 2", "long", 1000)] {
        fresh.database.add_organiser(&organiser(Role::Viewer), link, second(600)).await.unwrap();
        fresh.database.use_link(link, session, second(0), second(until)).await.unwrap();
    }
    for (session, now, open) in [("short", 99, true), ("short", 100, false), ("long", 100, true), ("long", 1000, false)] {
        assert_eq!(fresh.database.session(session, second(now)).await.unwrap().is_some(), open, "{session} at {now}");
    }
    // The next who signs in sweeps away what is over, and nothing else.
    fresh.database.add_organiser(&organiser(Role::Viewer), "link 3", second(600)).await.unwrap();
    fresh.database.use_link("link 3", "next", second(100), second(1000)).await.unwrap();
    assert_eq!(fresh.database.session("short", second(0)).await.unwrap(), None);
    assert!(fresh.database.session("long", second(101)).await.unwrap().is_some());
}

async fn a_session_is_ended(fresh: &Fresh) {
    for (link, session) in [("link 1", "mine"), ("link 2", "hers")] {
        fresh.database.add_organiser(&organiser(Role::Owner), link, second(60)).await.unwrap();
        fresh.database.use_link(link, session, second(0), second(3600)).await.unwrap();
    }
    fresh.database.end_session("mine").await.unwrap();
    fresh.database.end_session("mine").await.unwrap();
    assert_eq!(fresh.database.session("mine", second(1)).await.unwrap(), None);
    assert!(fresh.database.session("hers", second(1)).await.unwrap().is_some());
}

async fn a_role_that_changes_changes_in_open_sessions(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Owner), "link 1", second(60)).await.unwrap();
    fresh.database.use_link("link 1", "session", second(0), second(3600)).await.unwrap();
    fresh.database.add_organiser(&organiser(Role::Viewer), "link 2", second(60)).await.unwrap();
    assert_eq!(fresh.database.session("session", second(1)).await.unwrap(), Some(organiser(Role::Viewer)));
}

async fn an_address_in_another_case_is_the_same_organiser(fresh: &Fresh) {
    fresh.database.add_organiser(&organiser(Role::Owner), "link 1", second(60)).await.unwrap();
    fresh.database.use_link("link 1", "session", second(0), second(3600)).await.unwrap();
    let lower = Organiser { email: email("desk@ngo.example"), ..organiser(Role::Viewer) };
    fresh.database.add_organiser(&lower, "link 2", second(60)).await.unwrap();
    assert_eq!(fresh.database.session("session", second(1)).await.unwrap(), Some(lower));
}
