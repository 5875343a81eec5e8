//! Returned mail at the desk: the addresses that fail, and the mails of which only a person can say what they mean.

use domain::{
    people::Role,
    post::{LetterState, Purpose},
    tally::Stage,
};
use tests::{
    house::{Form, House, Page},
    steps::Steps as _,
};
use usecases::{
    ports::RelayLetter,
    post::{Returns, return_path},
};

use crate::{
    desk::{self, signed_in_as, submit},
    follow_up::freely,
    post::{id, letter, of_one, olga},
};

const POST: &str = "/desk/post";
const OF_CAMPAIGN: &str = "/desk/c/cluster-munitions/post";
const OF_ANOTHER: &str = "/desk/c/mine-ban-treaty/post";
const ANGOLA: &str = "Embassy of the Republic of Angola";

/// A letter that was sent.
async fn sent(house: &House, number: u64, campaign: &str) -> RelayLetter {
    let letter = letter(house, number, campaign, "");
    house.database.ask_relay(&letter, &freely()).await.unwrap();
    house.database.confirm_relay(&letter.id, house.app.campaigns.clock.now()).await.unwrap();
    house.deliver().await;
    house.deliver().await;
    assert_eq!(state(house, number).await, LetterState::Accepted);
    letter
}

async fn state(house: &House, number: u64) -> LetterState {
    house.app.relay.asked.relay_letter(&id(number)).await.unwrap().unwrap().state
}

/// Brings a mail that came to the return path of a letter.
async fn bring(house: &House, letter: &RelayLetter, raw: &str) {
    let path = return_path(&house.app.returns.key, &letter.id, Purpose::Letter).await.unwrap();
    let to = format!("{}@letters.example", path.local_part());
    house.app.returns.receive(Some(&to), raw.as_bytes()).await.unwrap();
}

/// A report that the address does not exist.
fn report(to: &RelayLetter, said: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nSubject: Report\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; {said}\r\n\r\n--b--\r\n",
        to.recipient
    )
}

/// Three letters of a campaign whose address nobody has.
async fn fail(house: &House, campaign: &str) -> String {
    let mut address = String::new();
    for number in 1..=3 {
        let letter = sent(house, number, campaign).await;
        let said = format!("550 5.1.1 <{}>: no such user, ask ada@home.example, number {number}", letter.recipient);
        bring(house, &letter, &report(&letter, &said)).await;
        address = letter.recipient.to_string();
    }
    address
}

/// The mail of somebody who answers to the return path.
const ANSWER: &str = "From: Office <office@angola.example>\r\nSubject: About your letter of ada1@home.example\r\n\r\n\
                      <b>We do not read mail here.</b> Write to another@angola.example.\r\n";

fn failing(page: &Page) -> String {
    page.text("section[aria-labelledby=failing]")
}

fn returned(page: &Page) -> String {
    page.text("section[aria-labelledby=returned]")
}

/// The form of a button in one of the sections.
fn button(page: &Page, section: &str, step: &str) -> Form {
    page.form_of(&format!("section[aria-labelledby={section}] article button[value='{step}']"))
}

async fn acts(house: &House) -> Vec<String> {
    let owner = signed_in_as(house, "first@ngo.example", Role::Owner).await;
    desk::get(house, "/desk/audit", &owner).await.texts("tbody tr")
}

#[tokio::test]
async fn an_address_that_fails_is_shown_where_it_can_be_corrected_and_cleared() {
    let house = House::start().await;
    let olga = olga(&house).await;
    assert!(failing(&desk::get(&house, POST, &olga).await).contains("No address fails."));
    let address = fail(&house, "cluster-munitions").await;
    for at in [POST, OF_CAMPAIGN] {
        let page = desk::get(&house, at, &olga).await;
        let text = failing(&page);
        for part in [ANGOLA, &format!("3 letters to {address} did not arrive"), "no such user, ask …@…, number 3"] {
            assert!(text.contains(part), "{at}: {part}: {text}");
        }
        let links = page.attributes("section[aria-labelledby=failing] article a", "href");
        assert_eq!(links, ["/desk/targets/mission-ao-us", "/desk/targets/mission-ao-us/email"]);
    }
    assert!(failing(&desk::get(&house, OF_ANOTHER, &olga).await).contains("No address fails."), "its letters did not fail");
    let page = desk::get(&house, OF_CAMPAIGN, &olga).await;
    for _ in 0..2 {
        let done = submit(&house, &button(&page, "failing", "clear"), OF_CAMPAIGN, &olga).await;
        assert_eq!((done.status, done.header("location")), (303, "/desk/c/cluster-munitions/post?done=cleared"));
    }
    let page = desk::get(&house, "/desk/c/cluster-munitions/post?done=cleared", &olga).await;
    assert_eq!(page.text("[role=status]"), "The address is cleared.");
    assert!(failing(&page).contains("No address fails."));
    let rows = acts(&house).await;
    let cleared = |row: &&String| row.contains("olga@ngo.example") && row.contains("those that fail") && row.contains(&address);
    assert_eq!(rows.iter().filter(cleared).count(), 1, "{rows:?}");
}

#[tokio::test]
async fn an_address_that_was_corrected_meanwhile_says_so() {
    let house = House::start().await;
    let olga = olga(&house).await;
    fail(&house, "cluster-munitions").await;
    let detail = "/desk/targets/mission-ao-us/email";
    let form = desk::get(&house, detail, &olga).await.form("Save this correction");
    let form = form.set("email", "new@angola.example").set("source", "The embassy").set("as_of", "2026-11-20");
    assert_eq!(submit(&house, &form, detail, &olga).await.status, 303);
    let page = desk::get(&house, POST, &olga).await;
    assert!(failing(&page).contains("The directory has another address now: new@angola.example."), "{}", failing(&page));
    let links = page.attributes("section[aria-labelledby=failing] article a", "href");
    assert_eq!(links, ["/desk/targets/mission-ao-us"], "there is nothing left to correct");
}

#[tokio::test]
async fn who_works_on_one_campaign_sees_its_failing_addresses_and_clears_none() {
    let house = House::start().await;
    let carl = of_one(&house, "carl@ngo.example", Role::Organiser).await;
    let address = fail(&house, "cluster-munitions").await;
    let page = desk::get(&house, OF_CAMPAIGN, &carl).await;
    let text = failing(&page);
    assert!(text.contains(&address) && text.contains("An organiser of the whole site can correct"), "{text}");
    assert!(page.texts("button").iter().all(|button| button != "Clear"));
    let request =
        house.request(reqwest::Method::POST, OF_CAMPAIGN).header("cookie", &carl).header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(house.send(request.body(format!("step=clear&address={address}"))).await.status, 403);
    let vera = signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
    for at in [POST, OF_CAMPAIGN] {
        assert!(!desk::get(&house, at, &vera).await.body_text().contains(&address), "{at}: a viewer");
    }
}

#[tokio::test]
async fn a_returned_mail_is_shown_as_plain_text_and_deleted_by_hand() {
    let house = House::start().await;
    let olga = olga(&house).await;
    assert!(returned(&desk::get(&house, POST, &olga).await).contains("No returned mail waits for you."));
    house.app.returns.receive(Some("postmaster@letters.example"), ANSWER.as_bytes()).await.unwrap();
    let page = desk::get(&house, POST, &olga).await;
    let text = returned(&page);
    for part in [
        "About your letter of …@…",
        "From Office <office@angola.example>, November 21, 2026, 12:00 UTC",
        "<b>We do not read mail here.</b> Write to …@….",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(page.texts("section[aria-labelledby=returned] button"), ["Delete the mail"], "it names no letter");
    assert!(!desk::get(&house, OF_CAMPAIGN, &olga).await.body_text().contains("About your letter"), "it is the whole site's");
    for _ in 0..2 {
        let done = submit(&house, &button(&page, "returned", "drop"), POST, &olga).await;
        assert_eq!((done.status, done.header("location")), (303, "/desk/post?done=dropped"));
    }
    let page = desk::get(&house, "/desk/post?done=dropped", &olga).await;
    assert_eq!(page.text("[role=status]"), "The mail is deleted.");
    assert!(returned(&page).contains("No returned mail waits for you."));
    assert_eq!(acts(&house).await.iter().filter(|row| row.contains("Deleted a returned mail")).count(), 1);
}

#[tokio::test]
async fn an_organiser_says_that_a_letter_did_not_arrive_and_its_writer_is_told() {
    for (step, counts_for_the_address) in [("lost", 0), ("no-such-address", 1)] {
        let house = House::start().await;
        let olga = olga(&house).await;
        let letter = sent(&house, 1, "cluster-munitions").await;
        bring(&house, &letter, ANSWER).await;
        let page = desk::get(&house, POST, &olga).await;
        assert!(returned(&page).contains(&format!("of a letter to this office: {ANGOLA}.")), "{}", returned(&page));
        let form = button(&page, "returned", step);
        let done = submit(&house, &form, POST, &olga).await;
        assert_eq!((done.status, done.header("location")), (303, "/desk/post?done=judged"), "{step}");
        assert_eq!(state(&house, 1).await, LetterState::Bounced);
        assert_eq!(house.counted("cluster-munitions").await[Stage::Bounced], 1);
        assert_eq!(house.deliver().await, 1, "the notice");
        assert!(house.mailbox().await[0].name.contains("failure_notice"));
        let failing = house.app.returns.returned.failing_addresses(None, 1, 10).await.unwrap();
        assert_eq!(failing.len(), counts_for_the_address, "{step}");
        // Whoever comes second changes nothing and is told.
        let second = submit(&house, &form, POST, &olga).await;
        assert!(second.status == 409 && second.text("[role=alert]").contains("Nothing was done"), "{}", second.status);
        assert_eq!(house.counted("cluster-munitions").await[Stage::Bounced], 1);
        let rows = acts(&house).await;
        assert_eq!(rows.iter().filter(|row| row.contains("Said of a returned mail")).count(), 1, "{rows:?}");
    }
}

#[tokio::test]
async fn of_two_who_judge_a_mail_at_the_same_moment_one_is_told_that_the_other_did() {
    let house = House::start().await;
    let olga = olga(&house).await;
    let letter = sent(&house, 1, "cluster-munitions").await;
    bring(&house, &letter, ANSWER).await;
    let form = button(&desk::get(&house, POST, &olga).await, "returned", "lost");
    let (one, other) = tokio::join!(submit(&house, &form, POST, &olga), submit(&house, &form, POST, &olga));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(acts(&house).await.iter().filter(|row| row.contains("Said of a returned mail")).count(), 1);
}

#[tokio::test]
async fn of_a_letter_whose_end_is_known_nothing_more_can_be_said() {
    let house = House::start().await;
    let olga = olga(&house).await;
    let letter = sent(&house, 1, "cluster-munitions").await;
    bring(&house, &letter, ANSWER).await;
    let form = button(&desk::get(&house, POST, &olga).await, "returned", "lost");
    bring(&house, &letter, &report(&letter, "550 5.1.1 no such user")).await;
    let page = desk::get(&house, POST, &olga).await;
    assert_eq!(page.texts("section[aria-labelledby=returned] button"), ["Delete the mail"]);
    assert_eq!(submit(&house, &form, POST, &olga).await.status, 409);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Bounced], 1);
    house.clock.advance(Returns::KEEP + jiff::SignedDuration::from_secs(1));
    house.app.returns.purge().await.unwrap();
    let olga = signed_in_as(&house, "olga@ngo.example", Role::Organiser).await;
    assert!(returned(&desk::get(&house, POST, &olga).await).contains("No returned mail waits for you."));
}
