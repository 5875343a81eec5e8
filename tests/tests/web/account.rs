//! One's own sessions.

use domain::people::Role;
use jiff::SignedDuration;
use reqwest::{Method, header::USER_AGENT};
use tests::house::House;

use crate::desk::{self, cookie, invited, signed_in_as, submit};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

#[tokio::test]
async fn sessions_are_listed_with_device_and_last_use() {
    let house = House::start().await;
    let form = house.get(&invited(&house, Role::Viewer).await).await.form("Sign in");
    let answer = house.send(house.request(Method::POST, &form.action).header(USER_AGENT, FIREFOX)).await;
    let laptop = cookie(&answer, "postbag_desk");
    house.clock.advance(SignedDuration::from_mins(30));
    let phone = desk::signed_in_as(&house, "olga@ngo.example", Role::Viewer).await;
    let rows = desk::get(&house, "/desk/account", &phone).await.texts("tbody tr");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].starts_with("Unknown device (this one)") && rows[0].contains("12:30 UTC"), "{}", rows[0]);
    assert!(rows[1].starts_with("Firefox, Linux") && !rows[1].contains("(this one)"), "{}", rows[1]);
    // The last use is noted when an hour has passed, and not sooner.
    for (minutes, noted) in [(29, "12:00 UTC"), (1, "13:00 UTC"), (59, "13:00 UTC"), (1, "14:00 UTC")] {
        house.clock.advance(SignedDuration::from_mins(minutes));
        let row = desk::get(&house, "/desk/account", &laptop).await.texts("tbody tr")[0].clone();
        assert!(row.matches("UTC").count() == 2 && row.contains("12:00 UTC") && row.contains(noted), "{row}");
    }
}

#[tokio::test]
async fn a_session_is_ended_by_its_owner_and_by_nobody_else() {
    let house = House::start().await;
    let (one, other) = (
        signed_in_as(&house, "olga@ngo.example", Role::Viewer).await,
        signed_in_as(&house, "olga@ngo.example", Role::Viewer).await,
    );
    let eves = signed_in_as(&house, "eve@ngo.example", Role::Owner).await;
    let page = desk::get(&house, "/desk/account", &one).await;
    let [_, of_other] = &page.forms().into_iter().filter(|form| !form.get("session").is_empty()).collect::<Vec<_>>()[..] else {
        panic!("two sessions")
    };
    let of_other = of_other.clone().set("step", "end");
    // Somebody else who has the name of a session ends nothing by it, an owner neither.
    assert_eq!(submit(&house, &of_other, "/desk/account", &eves).await.status, 404);
    assert_eq!(desk::get(&house, "/desk", &other).await.status, 200);
    // Nor does the name open anything.
    let name = of_other.get("session").to_owned();
    assert_eq!(desk::get(&house, "/desk", &format!("postbag_desk={name}")).await.status, 401);
    assert_eq!(submit(&house, &of_other, "/desk/account", &one).await.status, 303);
    assert_eq!(desk::get(&house, "/desk", &other).await.status, 401);
    assert_eq!(desk::get(&house, "/desk", &one).await.status, 200);
    for session in ["", "x", "' or 1=1"] {
        let form = of_other.clone().set("session", session);
        assert_eq!(submit(&house, &form, "/desk/account", &one).await.status, 404, "{session}");
    }
}

#[tokio::test]
async fn all_sessions_are_ended_at_once_this_one_too() {
    let house = House::start().await;
    let mut cookies = Vec::new();
    for _ in 0..3 {
        cookies.push(signed_in_as(&house, "olga@ngo.example", Role::Viewer).await);
    }
    let eves = signed_in_as(&house, "eve@ngo.example", Role::Viewer).await;
    let form = desk::get(&house, "/desk/account", &cookies[1]).await.form("End all");
    let answer = submit(&house, &form, "/desk/account", &cookies[1]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/desk/sign-in"));
    assert!(answer.header("set-cookie").contains("postbag_desk=; "), "{}", answer.header("set-cookie"));
    for cookie in &cookies {
        assert_eq!(desk::get(&house, "/desk", cookie).await.status, 401);
    }
    assert_eq!(desk::get(&house, "/desk", &eves).await.status, 200);
}

#[tokio::test]
async fn a_session_of_somebody_who_was_removed_is_over() {
    let house = House::start().await;
    let cookie = signed_in_as(&house, "olga@ngo.example", Role::Viewer).await;
    house.app.access.remove_organiser(&"olga@ngo.example".parse().unwrap()).await.unwrap();
    for path in ["/desk", "/desk/account", "/desk/people"] {
        assert_eq!(desk::get(&house, path, &cookie).await.status, 401, "{path}");
    }
}
