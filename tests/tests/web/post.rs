//! The post at the desk: letters that are held, who may read them, and what two who decide at once are told.

use std::sync::Arc;

use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, LetterId, PersonName, Token},
    language::Language,
    people::Role,
    post::{LetterState, REJECTED},
    state::Iso2,
    tally::Stage,
    target::TargetId,
};
use jiff::SignedDuration;
use server::cli::{Command, answer};
use sqlx::{AssertSqlSafe, Connection as _};
use tests::{
    house::{Form, House, Page},
    steps::Steps as _,
};
use usecases::{
    Relay,
    desk::{Handing, Invitation, ManageCampaignPeople, Present, Rights},
    ports::{RelayLetter, SendError},
};

use crate::{
    desk::{self, cookie, signed_in_as, submit},
    follow_up::freely,
    relay::{Answering, confirmed},
};

const POST: &str = "/desk/post";
const OF_CAMPAIGN: &str = "/desk/c/cluster-munitions/post";

pub(crate) fn id(number: u64) -> LetterId {
    LetterId::parse(&format!("{number:032x}")).unwrap()
}

/// A letter that was asked for now.
pub(crate) fn letter(house: &House, number: u64, campaign: &str, review: &str) -> RelayLetter {
    let target = TargetId::parse("mission-ao-us").unwrap();
    let recipient = house.app.campaigns.directory.get().target(&target).unwrap().email.clone().unwrap();
    RelayLetter {
        id: id(number),
        campaign: CampaignId::parse(campaign).unwrap(),
        target,
        language: Language::EN,
        reader: Language::EN,
        country: Iso2::us(),
        name: PersonName::parse("Ada Writer").unwrap(),
        email: EmailAddress::parse(&format!("ada{number}@home.example")).unwrap(),
        recipient,
        subject: format!("Please accede, number {number}"),
        body: format!("Excellency,\n\nsee https://win.example/{number} <b>now</b>."),
        token: Token::from_bytes(u128::from(0xfeed_0000 + number).to_be_bytes()),
        shown: String::new(),
        ask_later: false,
        own_digest: None,
        review: review.to_owned(),
        state: LetterState::AwaitingConfirmation,
        asked_at: house.app.campaigns.clock.now(),
    }
}

/// Letters that were asked for, confirmed, and wait for an organiser.
pub(crate) async fn hold(house: &House, campaign: &str, numbers: impl IntoIterator<Item = u64> + Send) {
    let now = house.app.campaigns.clock.now();
    let asking = freely();
    for number in numbers {
        house.database.ask_relay(&letter(house, number, campaign, "links,capitals"), &asking).await.unwrap();
        house.database.confirm_relay(&id(number), now).await.unwrap();
    }
}

/// Does what only a mistake would do to the rows.
pub(crate) async fn tamper(house: &House, sql: &str) {
    let url = storage::sqlite_url(&house.data.path().join("postbag.db"));
    let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn state(house: &House, number: u64) -> LetterState {
    house.app.relay.asked.relay_letter(&id(number)).await.unwrap().unwrap().state
}

pub(crate) async fn olga(house: &House) -> String {
    signed_in_as(house, "olga@ngo.example", Role::Organiser).await
}

/// Somebody who works on the campaign cluster-munitions alone.
pub(crate) async fn of_one(house: &House, email: &str, role: Role) -> String {
    signed_in_as(house, "first@ngo.example", Role::Owner).await;
    let owner = domain::people::Organiser {
        email: EmailAddress::parse("first@ngo.example").unwrap(),
        role: Some(Role::Owner),
        campaigns: std::collections::BTreeMap::new(),
    };
    let rights = Rights::<ManageCampaignPeople>::check(
        &Present { organiser: owner, fresh: true },
        CampaignId::parse("cluster-munitions").unwrap(),
    );
    let invitation = Invitation { email: email.to_owned(), role: role.as_str().to_owned() };
    let link = house.app.access.invite(&rights.unwrap(), &invitation, Handing::Link).await.unwrap().unwrap().to_string();
    let page = house.get(link.strip_prefix(tests::house::PUBLIC_URL).unwrap()).await;
    cookie(&house.submit(&page.form("Sign in")).await, "postbag_desk")
}

/// The form of the button beside the letter with that number.
fn beside(page: &Page, step: &str, number: u64) -> Form {
    page.form_of(&format!("article[aria-labelledby='letter-{}'] button[value='{step}']", id(number)))
}

fn ticking(mut form: Form, numbers: impl IntoIterator<Item = u64>) -> Form {
    form.fields.extend(numbers.into_iter().map(|number| ("letter".to_owned(), id(number).to_string())));
    form
}

#[tokio::test]
async fn a_held_letter_is_read_whole_and_goes_out_when_it_is_approved() {
    let house = House::start().await;
    let olga = olga(&house).await;
    hold(&house, "cluster-munitions", [1]).await;
    house.deliver().await;
    for at in [POST, OF_CAMPAIGN] {
        let page = desk::get(&house, at, &olga).await;
        assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
        assert_eq!(page.text("article h4"), "Please accede, number 1");
        assert!(page.text(".held__text").contains("see https://win.example/1 <b>now</b>."), "{}", page.text(".held__text"));
        let text = page.text("article");
        for part in ["Ada Writer", "Embassy of the Republic of Angola", "There is a link", "mostly in capitals"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(text.contains("Held since November 21, 2026, 12:00 UTC. Decide before December 5, 2026, 12:00 UTC."), "{text}");
        assert!(!page.body_text().contains("home.example"), "the writer's address is nobody's here");
        assert!(page.texts("button").iter().all(|button| !button.contains("ticked")), "there is one letter");
    }
    let page = desk::get(&house, POST, &olga).await;
    let done = submit(&house, &beside(&page, "approve", 1), POST, &olga).await;
    assert_eq!((done.status, done.header("location")), (303, "/desk/post?approved=1"));
    let page = desk::get(&house, "/desk/post?approved=1", &olga).await;
    assert_eq!(page.text("[role=status]"), "1 letter is on its way.");
    assert!(page.body_text().contains("No letter waits for you."));
    assert_eq!((house.deliver().await, state(&house, 1).await), (1, LetterState::Accepted));
    let owner = signed_in_as(&house, "first@ngo.example", Role::Owner).await;
    let rows = desk::get(&house, "/desk/audit", &owner).await.texts("tbody tr");
    assert!(rows.iter().any(|row| row.contains("olga@ngo.example") && row.contains("Approved a letter")), "{rows:?}");
}

#[tokio::test]
async fn a_rejected_letter_is_not_sent_and_its_writer_is_told() {
    let house = House::start().await;
    let olga = olga(&house).await;
    hold(&house, "cluster-munitions", [1]).await;
    house.deliver().await;
    assert_eq!(house.counted("cluster-munitions").await[Stage::Confirmed], 1);
    let page = desk::get(&house, OF_CAMPAIGN, &olga).await;
    let done = submit(&house, &beside(&page, "reject", 1), OF_CAMPAIGN, &olga).await;
    assert_eq!((done.status, done.header("location")), (303, "/desk/c/cluster-munitions/post?rejected=1"));
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed]), (1, 0));
    assert_eq!(state(&house, 1).await, LetterState::Withdrawn);
    assert_eq!(house.app.relay.asked.stored_letter(&id(1)).await.unwrap().unwrap().held_for, REJECTED);
    assert_eq!(house.deliver().await, 1);
    let mails = house.mailbox().await;
    assert!(mails[0].to.contains("ada1@home.example") && mails[0].name.contains("failure_notice"), "{:?}", mails[0]);
    house.clock.advance(Relay::KEEP + SignedDuration::from_secs(1));
    assert_eq!(house.app.relay.purge().await.unwrap().ended, 1, "it goes when its time is over");
}

#[tokio::test]
async fn whoever_presses_twice_or_comes_second_is_told_what_the_first_did() {
    let house = House::start().await;
    let (olga, ben) = (olga(&house).await, signed_in_as(&house, "ben@ngo.example", Role::Organiser).await);
    hold(&house, "cluster-munitions", [1, 2]).await;
    house.deliver().await;
    let page = desk::get(&house, POST, &olga).await;
    assert_eq!(submit(&house, &beside(&page, "approve", 1), POST, &olga).await.status, 303);
    house.clock.advance(SignedDuration::from_mins(5));
    for who in [&olga, &ben] {
        for step in ["approve", "reject"] {
            let second = submit(&house, &beside(&page, step, 1), POST, who).await;
            assert_eq!(second.status, 409);
            let said = second.text(".flag li");
            assert_eq!(said, "“Please accede, number 1”: olga@ngo.example approved it (November 21, 2026, 12:00 UTC).");
        }
    }
    assert_eq!(submit(&house, &beside(&page, "reject", 2), POST, &ben).await.status, 303);
    let second = submit(&house, &beside(&page, "approve", 2), POST, &olga).await;
    assert!(second.text(".flag li").contains("ben@ngo.example rejected it"), "{}", second.text(".flag li"));
    assert_eq!(house.deliver().await, 2, "one letter, and one notice");
    assert_eq!(house.counted("cluster-munitions").await[Stage::Confirmed], 1);
}

/// Two who see the same ten letters press at the same time, and one wants the other thing.
async fn two_at_once(house: House) {
    let house = Arc::new(house);
    let (olga, ben) = (olga(&house).await, signed_in_as(&house, "ben@ngo.example", Role::Organiser).await);
    hold(&house, "cluster-munitions", 1..=10).await;
    let page = desk::get(&house, POST, &olga).await;
    let press = |button: &str, cookie: String, numbers: Vec<u64>| {
        let (house, form) = (house.clone(), ticking(page.form(button), numbers));
        tokio::spawn(async move { submit(&house, &form, POST, &cookie).await })
    };
    let approve = press("Approve the ticked", olga, (1..=10).collect());
    let reject = press("Reject the ticked", ben, (1..=10).rev().collect());
    let (approved, rejected) = (approve.await.unwrap(), reject.await.unwrap());
    assert_eq!([approved.status, rejected.status].iter().filter(|status| **status == 303).count(), 1);
    let (loser, word, ended) = if approved.status == 409 {
        (approved, "ben@ngo.example rejected it", LetterState::Withdrawn)
    } else {
        (rejected, "olga@ngo.example approved it", LetterState::Queued)
    };
    assert_eq!(loser.status, 409);
    let said = loser.texts(".flag li");
    assert!(said.len() == 10 && said.iter().all(|line| line.contains(word)), "{said:?}");
    for number in 1..=10 {
        assert_eq!(state(&house, number).await, ended);
    }
    let confirmed = if ended == LetterState::Queued { 10 } else { 0 };
    assert_eq!(house.counted("cluster-munitions").await[Stage::Confirmed], confirmed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_decide_at_once_one_does_and_the_other_is_told() {
    two_at_once(House::start().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_decide_at_once_on_postgres_one_does_and_the_other_is_told() {
    two_at_once(House::on_postgres().await).await;
}

#[tokio::test]
async fn the_ticked_letters_are_decided_together_and_the_others_wait() {
    let house = House::start().await;
    let olga = olga(&house).await;
    hold(&house, "cluster-munitions", 1..=4).await;
    let page = desk::get(&house, POST, &olga).await;
    let nothing = submit(&house, &page.form("Approve the ticked"), POST, &olga).await;
    assert_eq!((nothing.status, nothing.text("[role=alert]").as_str()), (422, "Tick the letters first."));
    let boxes = page.attributes("input[type=checkbox][form=ticked][name=letter]", "value");
    assert_eq!(boxes, [1, 2, 3, 4].map(|number| id(number).to_string()), "the longest first");
    let done = submit(&house, &ticking(page.form("Approve the ticked"), [2, 4, 2]), POST, &olga).await;
    assert_eq!((done.status, done.header("location")), (303, "/desk/post?approved=2"));
    // Of these, one was decided on.
    let done = submit(&house, &ticking(page.form("Reject the ticked"), [1, 2]), POST, &olga).await;
    assert_eq!((done.status, done.text("[role=status]").as_str()), (409, "1 letter is rejected. Its writer is told."));
    assert_eq!(done.texts(".flag li").len(), 1);
    let states = [state(&house, 1).await, state(&house, 2).await, state(&house, 3).await, state(&house, 4).await];
    assert_eq!(states, [LetterState::Withdrawn, LetterState::Queued, LetterState::Held, LetterState::Queued]);
    for broken in ["", "step=approve", "step=look&letter=x", "step=reject&letter=..%2Fx&letter=%00"] {
        let request = house.request(reqwest::Method::POST, POST).header("cookie", &olga).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(broken.to_owned());
        assert!([303, 422].contains(&house.send(request).await.status), "{broken}");
    }
    assert_eq!(state(&house, 3).await, LetterState::Held);
}

#[tokio::test]
async fn a_viewer_sees_numbers_and_no_letter() {
    let house = House::start().await;
    hold(&house, "cluster-munitions", [1, 2]).await;
    let viewer = signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
    for at in [POST, OF_CAMPAIGN] {
        let page = desk::get(&house, at, &viewer).await;
        assert_eq!(page.status, 200);
        assert!(page.body_text().contains("2 letters wait for an organiser."), "{at}");
        let rows = page.texts("tbody tr");
        assert!(rows.iter().any(|row| desk::squeezed(row) == "Theywaitforanorganiser2"), "{rows:?}");
        for hidden in ["win.example", "Please accede", "Ada Writer", "Approve", "home.example"] {
            assert!(!page.body_text().contains(hidden), "{at}: {hidden}");
        }
        let request = house.request(reqwest::Method::POST, at).header("cookie", &viewer).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = house.send(request.body(format!("step=approve&letter={}", id(1)))).await;
        assert_eq!(answer.status, 403, "{at}");
    }
    assert_eq!(state(&house, 1).await, LetterState::Held);
    assert!(!desk::get(&house, "/desk", &viewer).await.body_text().contains("your decision"));
}

#[tokio::test]
async fn who_works_on_one_campaign_decides_on_its_letters_alone() {
    let house = House::start().await;
    let carl = of_one(&house, "carl@ngo.example", Role::Organiser).await;
    hold(&house, "cluster-munitions", [1]).await;
    hold(&house, "mine-ban-treaty", [2]).await;
    assert_eq!(desk::get(&house, POST, &carl).await.status, 403);
    assert_eq!(desk::get(&house, "/desk/c/mine-ban-treaty/post", &carl).await.status, 403);
    let page = desk::get(&house, OF_CAMPAIGN, &carl).await;
    assert_eq!(page.texts("article h4"), ["Please accede, number 1"]);
    let others = beside(&page, "approve", 1).set("letter", id(2).as_str());
    let answer = submit(&house, &others, OF_CAMPAIGN, &carl).await;
    assert_eq!((answer.status, answer.text(".flag li").as_str()), (409, "A letter is not here any more."));
    assert_eq!(state(&house, 2).await, LetterState::Held);
    let overview = desk::get(&house, "/desk", &carl).await;
    assert_eq!(overview.attributes(".notice a", "href"), [OF_CAMPAIGN]);
    assert!(overview.text(".notice").contains("1 letter waits for your decision"), "{}", overview.text(".notice"));
    assert!(overview.attributes(".deskhead nav a", "href").iter().all(|link| link != POST), "no link leads to a refusal");
}

#[tokio::test]
async fn the_desk_and_the_menu_of_a_campaign_say_how_many_wait() {
    let house = House::start().await;
    let olga = olga(&house).await;
    let menu = async |at: &str| desk::get(&house, at, &olga).await.texts(".desknav a");
    assert!(menu("/desk/c/cluster-munitions").await.contains(&"Post".to_owned()));
    hold(&house, "cluster-munitions", [1, 2]).await;
    hold(&house, "mine-ban-treaty", [3]).await;
    assert!(menu("/desk/c/cluster-munitions/story").await.contains(&"Post (2 wait)".to_owned()));
    assert!(menu("/desk/c/mine-ban-treaty").await.contains(&"Post (1 waits)".to_owned()));
    let overview = desk::get(&house, "/desk", &olga).await;
    assert_eq!(overview.link("3 letters wait for your decision"), POST);
}

#[tokio::test]
async fn sixty_letters_are_on_two_pages_and_the_second_is_gone_with_its_letters() {
    let house = House::start().await;
    let olga = olga(&house).await;
    hold(&house, "cluster-munitions", 1..=60).await;
    let first = desk::get(&house, POST, &olga).await;
    assert_eq!(first.texts("article").len(), 50);
    assert_eq!(first.link("Those that came later"), "/desk/post?page=2");
    let second = desk::get(&house, "/desk/post?page=2", &olga).await;
    assert_eq!(second.texts("article").len(), 10);
    assert_eq!(second.link("Those that wait longer"), "/desk/post");
    let done = submit(&house, &ticking(second.form("Approve the ticked"), 51..=60), "/desk/post?page=2", &olga).await;
    assert_eq!(done.header("location"), "/desk/post?page=2&approved=10");
    assert_eq!(desk::get(&house, done.header("location"), &olga).await.texts("article").len(), 50, "the last page is the first");
    for odd in ["page=0", "page=x", "page=99999999999999999999", "approved=x&rejected=-1"] {
        assert_eq!(desk::get(&house, &format!("{POST}?{odd}"), &olga).await.status, 200, "{odd}");
    }
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_is_shown_by_its_id_and_can_only_be_rejected() {
    let house = House::start().await;
    let olga = olga(&house).await;
    hold(&house, "cluster-munitions", [1, 2]).await;
    house.deliver().await;
    tamper(&house, &format!("UPDATE relay_letters SET language = 'ada1@home.example' WHERE id = '{}'", id(1))).await;
    let page = desk::get(&house, POST, &olga).await;
    assert_eq!(page.texts("article h4"), [format!("Letter {}", id(1)), "Please accede, number 2".to_owned()]);
    assert!(page.texts("article")[0].contains("This letter cannot be read") && !page.body_text().contains("home.example"));
    let approve = beside(&page, "reject", 1).set("step", "approve");
    let refused = submit(&house, &approve, POST, &olga).await;
    assert_eq!(
        (refused.status, refused.text(".flag li").as_str()),
        (409, "A letter that cannot be read cannot be sent. Reject it.")
    );
    assert_eq!(submit(&house, &beside(&page, "reject", 1), POST, &olga).await.status, 303);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Confirmed], 1);
    assert_eq!(desk::get(&house, POST, &olga).await.texts("article").len(), 1);
    assert_eq!(house.deliver().await, 0, "nobody can be told");
}

#[tokio::test]
async fn letters_on_which_nobody_decides_end_after_two_weeks_also_those_that_cannot_be_read() {
    let house = House::start().await;
    let olga = olga(&house).await;
    hold(&house, "cluster-munitions", [1, 2]).await;
    house.deliver().await;
    let page = desk::get(&house, POST, &olga).await;
    tamper(&house, &format!("UPDATE relay_letters SET language = '?' WHERE id = '{}'", id(1))).await;
    house.clock.advance(Relay::DECIDE_WITHIN);
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(state(&house, 2).await, LetterState::Held, "to the last second");
    house.clock.advance(SignedDuration::from_secs(1));
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(state(&house, 2).await, LetterState::Failed);
    // The session was opened two weeks ago, too.
    let olga = self::olga(&house).await;
    assert_eq!(desk::get(&house, POST, &olga).await.texts("article").len(), 0);
    let late = submit(&house, &beside(&page, "approve", 2), POST, &olga).await;
    assert!(late.text(".flag li").contains("nobody decided in time"), "{}", late.text(".flag li"));
    house.deliver().await;
    assert!(house.mailbox().await[0].to.contains("ada2@home.example"));
    house.clock.advance(Relay::KEEP + SignedDuration::from_secs(1));
    assert_eq!(house.app.relay.purge().await.unwrap().ended, 2);
}

#[tokio::test]
async fn mails_that_were_not_taken_are_shown_without_the_supporters_address() {
    let mailer = Arc::new(Answering::default());
    let house = confirmed(&mailer).await;
    let olga = olga(&house).await;
    let quiet = desk::get(&house, POST, &olga).await;
    assert!(quiet.body_text().contains("Every mail was taken so far."));
    mailer.answer(Some(SendError::Transient("451 not from <ada@home.example>".into())));
    house.deliver().await;
    for at in [POST, OF_CAMPAIGN] {
        let page = desk::get(&house, at, &olga).await;
        let rows = page.texts("#troubled tbody tr");
        assert!(rows.len() == 1 && rows[0].contains("451 not from <…@…>"), "{rows:?}");
    }
    let other = desk::get(&house, "/desk/c/mine-ban-treaty/post", &olga).await;
    assert!(other.body_text().contains("Every mail was taken so far."), "it is another campaign's");
    // What went wrong unexpectedly is held, with the same care.
    mailer.answer(Some(SendError::Unexpected("no idea what ada@home.example is".into())));
    house.clock.advance(SignedDuration::from_mins(5));
    house.deliver().await;
    let page = desk::get(&house, POST, &olga).await;
    assert!(page.text("article").contains("nobody expected: no idea what …@… is"), "{}", page.text("article"));
    assert!(!page.body_text().contains("home.example"));
}

#[tokio::test]
async fn purge_at_the_command_line_says_what_it_deleted() {
    let house = House::start().await;
    house.asked("Ada Writer", "ada@home.example").await;
    house.clock.advance(Relay::CONFIRM_WITHIN + SignedDuration::from_secs(1));
    let said = answer(Command::Purge, &house.app).await.unwrap();
    assert!(said.is_well && said.text.contains("within 7 days, deleted: 1\n"), "{}", said.text);
    let said = answer(Command::Purge, &house.app).await.unwrap();
    assert!(
        said.text.contains("within 7 days, deleted: 0\n") && said.text.contains("28 days ago, deleted: 0\n"),
        "{}",
        said.text
    );
}
