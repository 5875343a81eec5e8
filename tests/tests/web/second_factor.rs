//! The second factor: turned on, asked for, lost, turned off.

use domain::people::Role;
use jiff::SignedDuration;
use tests::house::{House, PUBLIC_URL, Page};
use totp_rs::{Builder, Secret};
use usecases::{Access, ports::Clock as _};

use crate::desk::{self, cookie, signed_in_as, submit};

const ACCOUNT: &str = "/desk/account";

/// Somebody whose second factor is on.
struct Olga {
    house: House,
    cookie: String,
    secret: String,
    recovery_codes: Vec<String>,
}

/// The code that an authenticator shows now.
fn code(house: &House, secret: &str) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(u64::try_from(house.clock.now().as_second()).unwrap()).to_string()
}

impl Olga {
    async fn new() -> Self {
        let house = House::start().await;
        let cookie = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
        let begun = submit(&house, &desk::get(&house, ACCOUNT, &cookie).await.form("Turn on"), ACCOUNT, &cookie).await;
        assert_eq!((begun.status, begun.header("location")), (303, "/desk/account/second-factor"));
        let setup = desk::get(&house, "/desk/account/second-factor", &cookie).await;
        let secret = setup.text("[data-testid=secret]").replace(' ', "");
        let on = submit(&house, &setup.form("Turn on").set("one_time_code", &code(&house, &secret)), ACCOUNT, &cookie).await;
        assert_eq!((on.status, on.header("cache-control")), (200, "no-store"), "{}", on.body_text());
        let recovery_codes = on.texts("ol code");
        Self { house, cookie, secret, recovery_codes }
    }

    fn code(&self) -> String {
        code(&self.house, &self.secret)
    }

    /// The code of another half minute.
    fn next_code(&self) -> String {
        self.house.clock.advance(SignedDuration::from_secs(30));
        self.code()
    }

    /// Follows a new link, to the page that asks for a code. Returns it with the cookie of that browser.
    async fn asked(&self) -> (Page, String) {
        // Made without the command line, which would turn the second factor off.
        let page = desk::get(&self.house, "/desk/people", &self.cookie).await;
        let form = page.form("Make a sign-in link").set("step", "make-link");
        let made = submit(&self.house, &form, "/desk/people", &self.cookie).await;
        assert_eq!(made.status, 200, "{}", made.body_text());
        let link = made.text("[data-testid=link]");
        let page = self.house.get(link.strip_prefix(PUBLIC_URL).unwrap()).await;
        let answer = self.house.submit(&page.form("Sign in")).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/desk/sign-in/code"));
        let half = cookie(&answer, "postbag_code");
        assert!(answer.headers.get_all("set-cookie").iter().all(|set| !set.to_str().unwrap().starts_with("postbag_desk")));
        let page = desk::get(&self.house, "/desk/sign-in/code", &half).await;
        assert_eq!((page.status, page.text("h1").as_str()), (200, "Type your code"));
        (page, half)
    }

    /// Types a code into a page that asks for one.
    async fn types(&self, page: &Page, half: &str, code: &str) -> Page {
        submit(&self.house, &page.form("Sign in").set("one_time_code", code), "/desk/sign-in/code", half).await
    }
}

#[tokio::test]
async fn it_is_on_when_a_code_has_shown_that_the_secret_arrived() {
    let house = House::start().await;
    let cookie = signed_in_as(&house, "olga@ngo.example", Role::Viewer).await;
    let nothing = desk::get(&house, "/desk/account/second-factor", &cookie).await;
    assert_eq!((nothing.status, nothing.header("location")), (303, ACCOUNT));
    submit(&house, &desk::get(&house, ACCOUNT, &cookie).await.form("Turn on"), ACCOUNT, &cookie).await;
    let setup = desk::get(&house, "/desk/account/second-factor", &cookie).await;
    assert_eq!((setup.attributes("svg.qr", "role"), setup.attributes("[style]", "style")), (vec!["img".to_owned()], Vec::new()));
    let secret = setup.text("[data-testid=secret]").replace(' ', "");
    for wrong in ["", "000000", "12345", "<script>"] {
        let page = submit(&house, &setup.form("Turn on").set("one_time_code", wrong), ACCOUNT, &cookie).await;
        assert_eq!(page.status, 422, "{wrong}");
        assert!(page.error("one_time_code").unwrap().contains("not right"));
        assert_eq!(page.text("[data-testid=secret]").replace(' ', ""), secret, "the secret stays");
    }
    assert!(desk::get(&house, ACCOUNT, &cookie).await.body_text().contains("It is off."));
    let typed = format!(" {} ", code(&house, &secret)).replacen("", " ", 3);
    let on = submit(&house, &setup.form("Turn on").set("one_time_code", &typed), ACCOUNT, &cookie).await;
    assert_eq!((on.status, on.texts("ol code").len()), (200, Access::RECOVERY_CODES));
    let account = desk::get(&house, ACCOUNT, &cookie).await.body_text();
    assert!(account.contains("It is on since") && account.contains("10 recovery codes are left"), "{account}");
    // The codes are shown once, and the secret never again.
    let again = submit(&house, &setup.form("Turn on").set("one_time_code", &code(&house, &secret)), ACCOUNT, &cookie).await;
    assert_eq!(again.texts("ol code"), [""; 0]);
    assert!(!account.contains(&secret));
}

#[tokio::test]
async fn a_stolen_session_that_is_old_cannot_lock_its_organiser_out() {
    let house = House::start().await;
    let cookie = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let form = desk::get(&house, ACCOUNT, &cookie).await.form("Turn on");
    house.clock.advance(SignedDuration::from_mins(15));
    let refused = submit(&house, &form, ACCOUNT, &cookie).await;
    assert_eq!((refused.status, refused.link("Sign in again").as_str()), (403, "/desk/sign-in/again?to=%2Fdesk%2Faccount"));
}

#[tokio::test]
async fn after_a_link_a_code_is_asked_for_and_no_step_is_taken_twice() {
    let olga = Olga::new().await;
    let (page, half) = olga.asked().await;
    assert_eq!(desk::get(&olga.house, "/desk", &half).await.status, 401, "half in is out");
    // The code that turned it on is used up.
    let used = olga.types(&page, &half, &olga.code()).await;
    assert_eq!(used.status, 422);
    let next = olga.next_code();
    let answer = olga.types(&page, &half, &next).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/desk"));
    assert_eq!(desk::get(&olga.house, "/desk", &cookie(&answer, "postbag_desk")).await.status, 200);
    // The half-open state is gone with it, and the code is used up in every browser.
    assert_eq!(olga.types(&page, &half, &next).await.status, 410);
    let (page, half) = olga.asked().await;
    assert_eq!(olga.types(&page, &half, &next).await.status, 422);
}

#[tokio::test]
async fn a_code_belongs_to_the_browser_that_followed_the_link() {
    let olga = Olga::new().await;
    let (page, _) = olga.asked().await;
    let next = olga.next_code();
    for other in ["", "postbag_code=00000000000000000000000000000000", &olga.cookie.replace("desk", "code")] {
        assert_eq!(olga.types(&page, other, &next).await.status, 410, "{other}");
        assert_eq!(desk::get(&olga.house, "/desk/sign-in/code", other).await.status, 410, "{other}");
    }
}

#[tokio::test]
async fn a_code_has_ten_minutes_and_five_tries() {
    let olga = Olga::new().await;
    let (page, half) = olga.asked().await;
    for wrong in [422, 422, 422, 422, 410] {
        assert_eq!(olga.types(&page, &half, "000000").await.status, wrong);
    }
    let next = olga.next_code();
    let sixth = olga.types(&page, &half, &next).await;
    assert_eq!((sixth.status, sixth.header("set-cookie")), (410, ""));
    assert!(sixth.text(".lead").contains("too many codes were wrong"), "{}", sixth.text(".lead"));
    let (page, half) = olga.asked().await;
    olga.house.clock.advance(SignedDuration::from_mins(10));
    assert_eq!(olga.types(&page, &half, &olga.code()).await.status, 410);
    let (page, half) = olga.asked().await;
    assert_eq!(olga.types(&page, &half, &olga.next_code()).await.status, 303);
}

#[tokio::test]
async fn wrong_codes_are_limited_over_many_links_and_the_command_line_helps() {
    let olga = Olga::new().await;
    for _ in 0..2 {
        let (page, half) = olga.asked().await;
        for _ in 0..5 {
            olga.types(&page, &half, "000000").await;
        }
    }
    let (page, half) = olga.asked().await;
    let right = olga.next_code();
    let refused = olga.types(&page, &half, &right).await;
    assert_eq!(refused.status, 429);
    assert!(refused.text(".lead").contains("in 24 hours") || refused.text(".lead").contains("in 25 hours"));
    let added = olga.house.app.access.add_organiser("olga@ngo.example".parse().unwrap(), None).await.unwrap();
    assert!(added.second_factor_off);
    let page = olga.house.get(added.link.as_str().strip_prefix(PUBLIC_URL).unwrap()).await;
    let answer = olga.house.submit(&page.form("Sign in")).await;
    let account = desk::get(&olga.house, ACCOUNT, &cookie(&answer, "postbag_desk")).await.body_text();
    assert!(account.contains("It is off."), "{account}");
}

#[tokio::test]
async fn a_recovery_code_works_once_in_the_place_of_a_code() {
    let olga = Olga::new().await;
    let typed = olga.recovery_codes[3].to_uppercase().replace('-', " ");
    let (page, half) = olga.asked().await;
    let answer = olga.types(&page, &half, &typed).await;
    assert_eq!(answer.status, 303);
    let account = desk::get(&olga.house, ACCOUNT, &cookie(&answer, "postbag_desk")).await.body_text();
    assert!(account.contains("9 recovery codes are left"));
    let (page, half) = olga.asked().await;
    assert_eq!(olga.types(&page, &half, &typed).await.status, 422);
    assert_eq!(olga.types(&page, &half, &olga.recovery_codes[4]).await.status, 303);
}

#[tokio::test]
async fn new_recovery_codes_end_the_old_and_turning_it_off_asks_for_a_code() {
    let olga = Olga::new().await;
    let account = desk::get(&olga.house, ACCOUNT, &olga.cookie).await;
    for button in ["Make new recovery codes", "Turn off"] {
        let form = account.form(button).set("one_time_code", "000000");
        let refused = submit(&olga.house, &form, ACCOUNT, &olga.cookie).await;
        assert!(refused.status == 422 && refused.error("one_time_code").is_some(), "{button}");
    }
    let next = olga.next_code();
    let form = account.form("Make new recovery codes").set("one_time_code", &next);
    let new = submit(&olga.house, &form, ACCOUNT, &olga.cookie).await.texts("ol code");
    assert!(new.len() == 10 && !new.contains(&olga.recovery_codes[0]));
    let off = account.form("Turn off");
    let with =
        async |code: &str| submit(&olga.house, &off.clone().set("one_time_code", code), ACCOUNT, &olga.cookie).await.status;
    assert_eq!((with(&olga.recovery_codes[0]).await, with(&next).await, with(&new[0]).await), (422, 422, 303));
    assert!(desk::get(&olga.house, ACCOUNT, &olga.cookie).await.body_text().contains("It is off."));
}

#[tokio::test]
async fn a_code_is_enough_to_sign_in_again() {
    let olga = Olga::new().await;
    olga.house.clock.advance(SignedDuration::from_mins(20));
    let path = "/desk/sign-in/again?to=%2Fdesk%2Fpeople";
    let page = desk::get(&olga.house, path, &olga.cookie).await;
    let wrong = submit(&olga.house, &page.form("Go on").set("one_time_code", "000000"), path, &olga.cookie).await;
    assert_eq!(wrong.status, 422);
    let right = submit(&olga.house, &wrong.form("Go on").set("one_time_code", &olga.code()), path, &olga.cookie).await;
    assert_eq!((right.status, right.header("location")), (303, "/desk/people"));
    let people = desk::get(&olga.house, "/desk/people", &olga.cookie).await;
    assert!(!people.body_text().contains("your sign-in is older"));
}
