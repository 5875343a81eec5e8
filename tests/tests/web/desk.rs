//! The organisers' desk.

use domain::checked::EmailAddress;
use domain::people::Role;
use jiff::SignedDuration;
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE, REFERER},
};
use tests::house::{BY_MAIL, Form, House, PUBLIC_URL, Page};

const PAGES: [&str; 4] =
    ["/desk", "/desk/c/cluster-munitions", "/desk/mail", "/desk/mail/00000000000000000000000000000000.letter"];

/// The path of a new sign-in link.
pub(crate) async fn invited(house: &House, role: Role) -> String {
    let link = house.app.access.add_organiser(EmailAddress::parse("olga@ngo.example").unwrap(), Some(role)).await.unwrap().link;
    link.as_str().strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

/// The cookie of a new session, as a browser sends it back.
pub(crate) async fn signed_in(house: &House) -> String {
    let page = house.get(&invited(house, Role::Organiser).await).await;
    let answer = house.submit(&page.form("Sign in")).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/desk"));
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

pub(crate) async fn get(house: &House, path: &str, cookie: &str) -> Page {
    house.send(house.request(Method::GET, path).header(COOKIE, cookie)).await
}

/// Sends a form as the browser does that has this cookie and stands on this page.
pub(crate) async fn submit(house: &House, form: &Form, on: &str, cookie: &str) -> Page {
    let request = house.request(Method::POST, &form.action).header(COOKIE, cookie).header("sec-fetch-site", "same-origin");
    let request = request.header(REFERER, format!("{PUBLIC_URL}{on}"));
    house.send(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.encoded())).await
}

/// The cookie of that name that an answer sets.
pub(crate) fn cookie(answer: &Page, name: &str) -> String {
    let set = answer.headers.get_all("set-cookie").iter().filter_map(|set| set.to_str().unwrap().split(';').next());
    set.into_iter().find(|set| set.starts_with(&format!("{name}="))).unwrap_or_else(|| panic!("no {name}")).to_owned()
}

/// Somebody with a role for the whole site who signs in now.
pub(crate) async fn signed_in_as(house: &House, email: &str, role: Role) -> String {
    let link = house.app.access.add_organiser(EmailAddress::parse(email).unwrap(), Some(role)).await.unwrap().link;
    let page = house.get(link.as_str().strip_prefix(PUBLIC_URL).unwrap()).await;
    cookie(&house.submit(&page.form("Sign in")).await, "postbag_desk")
}

#[tokio::test]
async fn nobody_sees_the_desk_without_having_signed_in() {
    let house = House::start().await;
    for cookie in ["", "postbag_desk=", "postbag_desk=00000000000000000000000000000000", "postbag_desk=%FF; x=y"] {
        for path in PAGES {
            let page = get(&house, path, cookie).await;
            assert_eq!((page.status, page.text("h1").as_str()), (401, "Sign in"), "{path} {cookie}");
            assert!(page.text(".note").contains("postbag organiser add"));
        }
    }
}

#[tokio::test]
async fn a_sign_in_link_works_once_and_looking_at_it_does_not_use_it_up() {
    let house = House::start().await;
    let link = invited(&house, Role::Organiser).await;
    for _ in 0..3 {
        let page = house.get(&link).await;
        assert_eq!((page.status, page.header("set-cookie"), page.header("cache-control")), (200, "", "no-store"));
    }
    let form = house.get(&link).await.form("Sign in");
    let first = house.submit(&form).await;
    assert_eq!((first.status, first.header("location")), (303, "/desk"));
    let cookie = first.header("set-cookie");
    for word in ["HttpOnly", "SameSite=Lax", "Path=/desk"] {
        assert!(cookie.split("; ").any(|part| part == word), "{cookie}");
    }
    assert_eq!(get(&house, "/desk", cookie.split(';').next().unwrap()).await.status, 200);
    let second = house.submit(&form).await;
    assert_eq!((second.status, second.header("set-cookie")), (410, ""));
}

#[tokio::test]
async fn a_link_that_is_made_up_or_a_day_old_signs_nobody_in() {
    let house = House::start().await;
    let form = house.get(&invited(&house, Role::Owner).await).await.form("Sign in");
    house.clock.advance(SignedDuration::from_hours(24) + SignedDuration::from_secs(1));
    let late = house.submit(&form).await;
    assert_eq!((late.status, late.header("set-cookie")), (410, ""));
    for token in ["00000000000000000000000000000000", "nonsense", "%00", "' or 1=1"] {
        let path = format!("/desk/sign-in/{token}");
        let answer = house.send(house.request(Method::POST, &path)).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (404, ""), "{token}");
    }
}

#[tokio::test]
async fn a_cookie_goes_over_https_alone_where_the_site_does() {
    let house = House::with(|parts| parts.public_url = "https://letters.example".to_owned()).await;
    let link =
        house.app.access.add_organiser(EmailAddress::parse("olga@ngo.example").unwrap(), Some(Role::Viewer)).await.unwrap().link;
    let page = house.get(link.as_str().strip_prefix("https://letters.example").unwrap()).await;
    let cookie = house.submit(&page.form("Sign in")).await.header("set-cookie").to_owned();
    assert!(cookie.ends_with("; Secure"), "{cookie}");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    let desk = get(&house, "/desk", &cookie).await;
    let form = desk.form("Sign out");
    let out = house.send(house.request(Method::POST, &form.action).header(COOKIE, &cookie)).await;
    assert!(out.status == 303 && out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(get(&house, "/desk", &cookie).await.status, 401);
}

#[tokio::test]
async fn a_session_ends_after_two_weeks() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    house.clock.advance(SignedDuration::from_hours(14 * 24 - 1));
    assert_eq!(get(&house, "/desk", &cookie).await.status, 200);
    house.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(get(&house, "/desk", &cookie).await.status, 401);
}

#[tokio::test]
async fn the_tally_shows_what_was_counted_by_way_target_day_and_country() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    let ready = house.submit(&house.letter(BY_MAIL).await.set("country", "PL")).await;
    house.submit(&ready.form("Print a postcard")).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    house.submit(&offer.form("I sent it")).await;
    let page = get(&house, "/desk/c/cluster-munitions", &cookie).await;
    let rows = page.texts("tbody tr");
    for row in [
        "Postcard 1 0 0 0 0 0",
        "Own mail app 1 1 0 0 0 0",
        "Embassy of the Republic of Angola 2 1 0 0 0 0",
        "November 21, 2026 2 1 0 0 0 0",
        "Poland 2 1 0 0 0 0",
    ] {
        assert!(rows.iter().any(|other| squeezed(other) == squeezed(row)), "{row}: {rows:?}");
    }
    let desk = get(&house, "/desk", &cookie).await;
    assert!(
        desk.texts("tbody tr").iter().any(|row| squeezed(row).contains("clusterbombsLive210000500")),
        "{:?}",
        desk.texts("tbody tr")
    );
}

/// Cells stand next to each other without a space in the text of a row.
pub(crate) fn squeezed(row: &str) -> String {
    row.replace(' ', "")
}

#[tokio::test]
async fn the_local_mailbox_can_be_read_at_the_desk_and_its_links_followed() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    let ready = house.ready(BY_MAIL).await;
    house.submit(&ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes")).await;
    let waiting = get(&house, "/desk/post", &cookie).await;
    assert!(waiting.texts("#next tbody tr th").contains(&"Mail to confirm a letter".to_owned()));
    assert!(!waiting.body_text().contains("ada@home.example"), "the queue shows no names");
    house.deliver().await;
    let mailbox = get(&house, "/desk/mail", &cookie).await;
    let [mail] = &mailbox.attributes("tbody a", "href")[..] else { panic!("one mail") };
    let mail = get(&house, mail, &cookie).await;
    let link = mail.attributes("pre a", "href").into_iter().find(|link| link.contains("/confirm/")).unwrap();
    assert_eq!(house.get(link.as_str().strip_prefix(PUBLIC_URL).unwrap()).await.text("h1"), "Send this letter?");
    for name in ["..%2F..%2Fpostbag.db", "%2Fetc%2Fpasswd", "nothing"] {
        assert_eq!(get(&house, &format!("/desk/mail/{name}"), &cookie).await.status, 404, "{name}");
    }
}

#[tokio::test]
async fn a_viewer_sees_the_counts_and_no_letters() {
    let house = House::start().await;
    let page = house.get(&invited(&house, Role::Viewer).await).await;
    let answer = house.submit(&page.form("Sign in")).await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap();
    let desk = get(&house, "/desk", cookie).await;
    assert_eq!(desk.status, 200);
    for path in &PAGES[2..] {
        assert_eq!(get(&house, path, cookie).await.status, 403, "{path}");
    }
    let links = desk.attributes(".deskhead nav a", "href");
    assert_eq!(links, ["/desk", "/desk/targets", "/desk/post", "/desk/account"], "no link leads to a refusal");
}
