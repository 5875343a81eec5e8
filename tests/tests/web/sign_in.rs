//! Signing in: the first owner, links by mail, and what comes of links that are not good.

use std::sync::Arc;

use domain::{checked::EmailAddress, people::Role};
use jiff::SignedDuration;
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE, RETRY_AFTER},
};
use server::http::{Door, Limits};
use tests::house::{House, PUBLIC_URL, Page, Postman};
use usecases::{Access, ports::SendError};

use crate::desk::{self, cookie, invited, signed_in_as, submit};

/// A house with a mail server.
async fn with_mail() -> (House, Arc<Postman>) {
    let postman = Arc::new(Postman::default());
    let mailer = postman.clone();
    (House::with(|parts| parts.mailer = mailer).await, postman)
}

/// Asks for a link on the page that says how to sign in.
async fn ask(house: &House, email: &str) -> Page {
    house.submit(&house.get("/desk/sign-in").await.form("Mail me a link").set("email", email)).await
}

async fn first_link(house: &House) -> Option<String> {
    let link = house.app.access.first_owner_link().await.unwrap()?;
    Some(link.as_str().strip_prefix(PUBLIC_URL).unwrap().to_owned())
}

#[tokio::test]
async fn the_first_owner_comes_in_by_the_printed_link_and_nobody_after() {
    let house = House::start().await;
    let desk = house.get("/desk").await;
    assert_eq!((desk.status, desk.text("h1").as_str()), (401, "Sign in"));
    assert!(desk.text(".notice").contains("Nobody owns this site yet"), "{}", desk.text(".notice"));
    // Each start prints one of its own.
    let (first, second) = (first_link(&house).await.unwrap(), first_link(&house).await.unwrap());
    assert_ne!(first, second);
    let page = house.get(&first).await;
    assert_eq!(page.text("h1"), "Become the first owner");
    let wrong = house.submit(&page.form("Become the owner").set("email", "olga")).await;
    assert_eq!((wrong.status, wrong.value("email").as_str()), (422, "olga"));
    assert!(wrong.error("email").unwrap().contains("name@example.org"));
    let other = house.get(&second).await.form("Become the owner").set("email", "eve@ngo.example");
    let answer = house.submit(&wrong.form("Become the owner").set("email", "olga@ngo.example")).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/desk"));
    let desk = desk::get(&house, "/desk", &cookie(&answer, "postbag_desk")).await;
    assert!(desk.text(".deskhead form").contains("olga@ngo.example (Owner)"));
    // Links from before are spent with it, and there are no new ones.
    assert_eq!((house.submit(&other).await.status, house.get(&first).await.status), (410, 410));
    assert_eq!(first_link(&house).await, None);
    assert_eq!(house.get("/desk").await.texts(".notice"), [""; 0]);
}

#[tokio::test]
async fn a_first_link_works_for_a_day() {
    let house = House::start().await;
    let link = first_link(&house).await.unwrap();
    house.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(house.get(&link).await.status, 410);
    assert_eq!(house.get(&format!("/desk/first/{}", "0".repeat(32))).await.status, 404);
    assert_eq!(house.get("/desk/first/x").await.status, 404);
}

#[tokio::test]
async fn who_asks_gets_a_link_by_mail_and_comes_to_where_they_wanted_to_go() {
    let (house, postman) = with_mail().await;
    signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let stopped = house.get("/desk/mail?lang=es").await;
    assert_eq!((stopped.status, stopped.text("h1").as_str()), (401, "Iniciar sesión"));
    let sent = house.submit(&stopped.form("Enviarme un enlace").set("email", "Olga@NGO.example")).await;
    assert_eq!((sent.status, sent.header("location")), (303, "/desk/sign-in/sent?lang=es"));
    assert_eq!(house.deliver_to_organisers().await, 1);
    // She read the desk in English before, so the mail is in English.
    let mail = postman.taken().pop().unwrap();
    assert_eq!((mail.to.as_str(), mail.reader.tag(), mail.invited), ("Olga@ngo.example", "en", None));
    let link = house.get(&postman.link()).await;
    assert!(link.text(".lead").contains("olga@ngo.example"), "{}", link.text(".lead"));
    let answer = house.submit(&link.form("Sign in")).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/desk/mail?lang=en"));
    assert_eq!(desk::get(&house, "/desk/mail", &cookie(&answer, "postbag_desk")).await.status, 200);
}

#[tokio::test]
async fn the_answer_never_says_whether_somebody_is_an_organiser() {
    let (house, postman) = with_mail().await;
    signed_in_as(&house, "olga@ngo.example", Role::Viewer).await;
    let (known, nobody) = (ask(&house, "olga@ngo.example").await, ask(&house, "nobody@ngo.example").await);
    assert_eq!((known.status, nobody.status), (303, 303));
    assert_eq!(known.header("location"), nobody.header("location"));
    assert_eq!(known.body, nobody.body);
    let page = house.get(known.header("location")).await;
    assert!(page.text(".lead").starts_with("If this address belongs to an organiser"), "{}", page.text(".lead"));
    // Both are queued; only the one is sent.
    assert_eq!(house.deliver_to_organisers().await, 2);
    assert_eq!(postman.taken().iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["olga@ngo.example"]);
    assert_eq!(house.deliver_to_organisers().await, 0);
}

#[tokio::test]
async fn one_address_gets_five_links_an_hour_and_is_answered_the_same_after() {
    let (house, postman) = with_mail().await;
    signed_in_as(&house, "olga@ngo.example", Role::Viewer).await;
    for _ in 0..7 {
        let answer = ask(&house, "olga@ngo.example").await;
        assert_eq!((answer.status, answer.header("location")), (303, "/desk/sign-in/sent"));
    }
    while house.deliver_to_organisers().await > 0 {}
    assert_eq!(postman.taken().len() as u64, Access::LINKS_PER_ADDRESS);
    // Each of them works, so that nobody is locked out by others who ask.
    for mail in postman.taken() {
        let path = mail.link.as_str().strip_prefix(PUBLIC_URL).unwrap();
        assert_eq!(house.submit(&house.get(path).await.form("Sign in")).await.status, 303);
    }
    house.clock.advance(SignedDuration::from_mins(61));
    ask(&house, "olga@ngo.example").await;
    assert_eq!(house.deliver_to_organisers().await, 1);
}

#[tokio::test]
async fn one_network_asks_for_thirty_links_an_hour() {
    let postman = Arc::new(Postman::default());
    let mailer = postman.clone();
    let house = House::behind(Door::new(Limits::here(), 1), |parts| parts.mailer = mailer).await;
    house.come_from("192.0.2.1");
    for n in 0..Access::LINKS_PER_NETWORK {
        assert_eq!(ask(&house, &format!("p{n}@ngo.example")).await.status, 303);
    }
    let refused = ask(&house, "more@ngo.example").await;
    assert_eq!((refused.status, refused.header(RETRY_AFTER)), (429, "3601"));
    assert!(refused.text(".lead").contains("Try again in 61 minutes"), "{}", refused.text(".lead"));
    house.come_from("198.51.100.1");
    assert_eq!(ask(&house, "more@ngo.example").await.status, 303);
}

#[tokio::test]
async fn without_a_mail_server_the_page_says_who_makes_links() {
    let house = House::start().await;
    signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let page = house.get("/desk/sign-in").await;
    assert!(page.text(".lead").contains("Ask an owner of the site"), "{}", page.text(".lead"));
    assert_eq!(page.forms().len(), 0);
    let request = house.request(Method::POST, "/desk/sign-in").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let refused = house.send(request.body("email=olga%40ngo.example")).await;
    assert_eq!(refused.status, 409);
    // A mail that was queued while there was one is not put where others can read it.
    assert_eq!(house.deliver_to_organisers().await, 0);
    assert_eq!(house.mailbox().await, []);
}

#[tokio::test]
async fn a_mail_that_is_not_taken_is_sent_again_with_another_link() {
    let (house, postman) = with_mail().await;
    signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    ask(&house, "olga@ngo.example").await;
    postman.refuse(Some(SendError::Transient("451 later".to_owned())));
    assert_eq!(house.deliver_to_organisers().await, 1);
    assert_eq!(house.deliver_to_organisers().await, 0, "not at once");
    postman.refuse(None);
    house.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(house.deliver_to_organisers().await, 1);
    assert_eq!(postman.taken()[0].attempt, 2);
    assert_eq!(house.submit(&house.get(&postman.link()).await.form("Sign in")).await.status, 303);
}

#[tokio::test]
async fn a_link_is_good_once_for_a_day_for_whom_it_was_made() {
    let house = House::start().await;
    let get = async |path: &str| house.get(path).await;
    let used = invited(&house, Role::Owner).await;
    let form = get(&used).await.form("Sign in");
    assert_eq!(house.submit(&form).await.status, 303);
    let removed = house.app.access.add_organiser("bob@ngo.example".parse().unwrap(), None).await.unwrap().link;
    let removed = removed.as_str().strip_prefix(PUBLIC_URL).unwrap().to_owned();
    house.app.access.remove_organiser(&"bob@ngo.example".parse().unwrap()).await.unwrap();
    let zeros = format!("/desk/sign-in/{}", "0".repeat(32));
    for (path, status) in
        [(used.as_str(), 410), (&removed, 404), (&zeros, 404), ("/desk/sign-in/nonsense", 404), ("/desk/sign-in/%2e%2e%2fx", 404)]
    {
        let looked = get(path).await;
        assert_eq!(looked.status, status, "{path}");
        let posted = house.send(house.request(Method::POST, path)).await;
        assert_eq!((posted.status, posted.header("set-cookie")), (status, ""), "{path}");
    }
    let old = invited(&house, Role::Owner).await;
    house.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(get(&old).await.status, 410);
}

#[tokio::test]
async fn signing_in_leads_to_the_desk_and_to_nowhere_else() {
    let house = House::start().await;
    for (to, leads) in [
        ("/desk/people", "/desk/people"),
        ("/desk/c/cluster-munitions?x=1", "/desk/c/cluster-munitions?x=1"),
        ("https://evil.example/desk", "/desk"),
        ("//evil.example", "/desk"),
        ("/\\evil.example", "/desk"),
        ("/desk/../../evil", "/desk"),
        ("/desk//evil.example", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("/desk\r\nX: y", "/desk"),
        ("/c/cluster-munitions", "/desk"),
    ] {
        let link = format!("{}?to={}", invited(&house, Role::Owner).await, encoded(to));
        let page = house.get(&link).await;
        assert!(!page.body_text().contains("evil"), "{to:?}");
        let answer = house.submit(&page.form("Sign in")).await;
        assert_eq!((answer.status, answer.header("location")), (303, leads), "{to:?}");
        // Also where the form itself was forged.
        let link = format!("{}?to={}", invited(&house, Role::Owner).await, encoded(to));
        let answer = house.send(house.request(Method::POST, &link)).await;
        assert_eq!((answer.status, answer.header("location")), (303, leads), "{to:?}");
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02X}"))
}

#[tokio::test]
async fn another_sites_form_signs_nobody_in() {
    let house = House::start().await;
    let link = invited(&house, Role::Owner).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let answer = house.send(house.request(Method::POST, &link).header(name, value)).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (403, ""), "{name}");
    }
    assert_eq!(house.get(&link).await.status, 200, "and the link is good still");
}

#[tokio::test]
async fn an_invitation_that_somebody_else_follows_says_who_is_who_and_ends_the_other_session() {
    let house = House::start().await;
    let bobs = signed_in_as(&house, "bob@ngo.example", Role::Owner).await;
    let link = invited(&house, Role::Viewer).await;
    let page = desk::get(&house, &link, &bobs).await;
    assert!(page.text(".lead").contains("olga@ngo.example"));
    assert!(page.text(".notice").contains("signed in as bob@ngo.example"), "{}", page.text(".notice"));
    assert_eq!(desk::get(&house, "/desk", &bobs).await.status, 200, "looking ends nothing");
    let answer = submit(&house, &page.form("Sign in"), &link, &bobs).await;
    let olgas = cookie(&answer, "postbag_desk");
    assert!(desk::get(&house, "/desk", &olgas).await.text(".deskhead form").contains("olga@ngo.example (Viewer)"));
    assert_eq!(desk::get(&house, "/desk", &bobs).await.status, 401);
}

#[tokio::test]
async fn a_dangerous_act_asks_for_a_recent_sign_in_and_leads_back() {
    let (house, postman) = with_mail().await;
    let cookie_before = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let page = desk::get(&house, "/desk/people", &cookie_before).await;
    assert_eq!(page.texts("main > .notice"), [""; 0]);
    let invite = page.form("Make a link to hand over").set("email", "new@ngo.example");
    house.clock.advance(SignedDuration::from_mins(15));
    let stale = desk::get(&house, "/desk/people", &cookie_before).await;
    assert!(stale.body_text().contains("your sign-in is older than 15 minutes"));
    let refused = submit(&house, &invite, "/desk/people", &cookie_before).await;
    assert_eq!(refused.status, 403);
    assert_eq!(refused.link("Sign in again"), "/desk/sign-in/again?to=%2Fdesk%2Fpeople");
    let again = desk::get(&house, &refused.link("Sign in again"), &cookie_before).await;
    submit(&house, &again.form("Mail me a link"), "/desk/sign-in/again", &cookie_before).await;
    house.deliver_to_organisers().await;
    let link = desk::get(&house, &postman.link(), &cookie_before).await;
    assert_eq!(link.texts(".notice"), [""; 0], "it is the same person");
    let answer = submit(&house, &link.form("Sign in"), &postman.link(), &cookie_before).await;
    assert!(answer.header("location").starts_with("/desk/people"), "{}", answer.header("location"));
    let new = cookie(&answer, "postbag_desk");
    assert_eq!(submit(&house, &invite, "/desk/people", &new).await.status, 200);
    assert_eq!(desk::get(&house, "/desk", &cookie_before).await.status, 401, "the old session ended");
    // What is not a page of the desk is not led back to.
    house.clock.advance(SignedDuration::from_mins(15));
    let request = house.request(Method::POST, "/desk/people").header(COOKIE, &new).header("sec-fetch-site", "same-origin");
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(invite.encoded());
    let refused = house.send(request.header("referer", "https://evil.example//evil.example/desk")).await;
    assert_eq!(refused.link("Sign in again"), "/desk/sign-in/again?to=%2Fdesk");
}

#[tokio::test]
async fn an_organiser_who_is_added_again_keeps_the_role() {
    let house = House::start().await;
    signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let olga = EmailAddress::parse("olga@ngo.example").unwrap();
    house.app.access.add_organiser(olga, None).await.unwrap();
    assert_eq!(house.app.access.list_organisers().await.unwrap()[0].organiser.role, Some(Role::Owner));
}
