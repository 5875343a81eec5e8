//! Limits: how much one person, one mailbox and one network can do, and how much a school can.

use domain::tally::Stage;
use jiff::SignedDuration;
use reqwest::header::RETRY_AFTER;
use serde_json::{Value, json};
use server::http::{Door, Limits};
use tests::house::{BY_MAIL, BY_WEB_FORM, House, Page};
use usecases::{Relay, post::Quota};

use crate::{API, desk, letter_with, privacy};

const CAMPAIGN: &str = "cluster-munitions";
/// Two addresses of one network, and one of another.
const HERE: &str = "192.0.2.1";
const NEXT_DOOR: &str = "192.0.2.200";
const ELSEWHERE: &str = "198.51.100.1";

/// A house behind one proxy, in which each network may have so many letters counted in a day.
async fn house(counted: u32) -> House {
    let house = House::behind(Door::new(Limits::here(), 1), |parts| parts.limits.counted = counted).await;
    house.come_from(HERE);
    house
}

/// Asks us to send a letter, by a program.
async fn ask(house: &House, email: &str) -> Page {
    house.post_json(&format!("{API}/relay"), &letter_with(&json!({"email": email, "consent": true}))).await
}

/// The same, and says yes from the mailbox.
async fn ask_and_confirm(house: &House, email: &str) -> u16 {
    let asked = ask(house, email).await.status;
    if asked == 202 {
        house.deliver().await;
        assert_eq!(house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await.status, 303);
        house.deliver().await;
    }
    asked
}

/// Prints a card by a program, and gives the letter's name.
async fn print(house: &House) -> String {
    let answer = house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": "us-letter"}))).await;
    assert_eq!(answer.status, 200, "printing works however many there are");
    answer.header("postbag-letter").to_owned()
}

async fn report(house: &House, letter: &str) {
    let answer = house.post_json(&format!("{API}/report"), &json!({"letter": letter, "channel": "letter"})).await;
    assert_eq!(answer.status, 200);
}

async fn public(house: &House, campaign: &str) -> (u64, u64) {
    let tally = house.get(&format!("/api/v1/campaigns/{campaign}/tally")).await.json();
    let of = |stage: &str| {
        tally["by_channel"].as_object().unwrap().values().map(|counts| counts[stage].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(tally["total"], of("confirmed"));
    (of("prepared"), of("confirmed"))
}

#[tokio::test]
async fn a_mail_that_asks_for_a_yes_has_nothing_in_it_that_the_writer_typed() {
    let house = House::start().await;
    let typed = [
        ("name", "Quillfeather"),
        ("place", "Zanzibarville"),
        ("blanks.your-reason", "marmaladeslide"),
        ("note", "thunderbasket https://elsewhere.example/win"),
        ("address", "Umbrellagasse"),
    ];
    let form = typed.iter().fold(house.letter(BY_MAIL).await, |form, (field, text)| form.set(field, text));
    let ready = house.submit(&form).await;
    let asked = house.submit(&ready.form("Send it for me").set("email", "stranger@home.example").set("consent", "yes")).await;
    assert_eq!(asked.status, 303);
    let body = json!({
        "name": "Quillfeather", "place": "Zanzibarville", "note": "thunderbasket https://elsewhere.example/win",
        "address": "Umbrellagasse",
        "email": "stranger@home.example", "consent": true,
    });
    for (language, reason) in [("en", "your-reason"), ("es", "tu-motivo")] {
        let mut body = letter_with(&body);
        body["language"] = language.into();
        body["blanks"] = json!({reason: "marmaladeslide"});
        let answer = house.post_json(&format!("{API}/relay"), &body).await;
        assert_eq!(answer.status, 202, "{}", answer.body_text());
    }
    assert_eq!(house.deliver().await, 3);
    for mail in house.mailbox().await {
        let read = house.app.desk.mailer.read(&mail.name).await.unwrap();
        let raw = std::fs::read(house.data.path().join("mail").join(format!("{}.eml", mail.name))).unwrap();
        assert!(read.contains("/confirm/"), "{read}");
        for word in ["Quillfeather", "Zanzibarville", "marmaladeslide", "thunderbasket", "elsewhere.example", "Umbrellagasse"] {
            assert!(!read.contains(word) && !privacy::holds(&raw, word), "{word} is in {read}");
        }
    }
    let page = house.get(&house.link().await).await;
    assert!(page.body_text().contains("thunderbasket"), "the letter is on the page");
    assert!(!page.attributes("a", "href").iter().any(|link| link.contains("elsewhere")), "and its link leads nowhere");
}

#[tokio::test]
async fn a_hundred_strangers_are_not_written_to_from_one_network() {
    let house = house(100).await;
    let mut statuses = Vec::new();
    // Three classes behind a school's address are.
    for number in 0..100 {
        house.come_from(if number % 2 == 0 { HERE } else { NEXT_DOOR });
        statuses.push(ask(&house, &format!("stranger{number}@home.example")).await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 202).count(), 90, "{statuses:?}");
    let refused = ask(&house, "another@home.example").await;
    assert_eq!((refused.status, refused.header("content-type")), (429, "application/problem+json"));
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("from your network") && detail.contains("in 25 hours"), "{detail}");
    let wait: i64 = refused.header(RETRY_AFTER).parse().unwrap();
    assert!((86_400..86_410).contains(&wait), "{wait}");
    assert_eq!(house.deliver().await, 90);

    house.come_from(ELSEWHERE);
    assert_eq!(ask(&house, "another@home.example").await.status, 202, "others are not held up");
    house.come_from(HERE);
    house.clock.advance(SignedDuration::from_secs(wait - 1));
    house.app.relay.purge().await.unwrap();
    assert_eq!(ask(&house, "early@home.example").await.status, 429, "over midnight, when the salt is another one");
    house.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(ask(&house, "in-time@home.example").await.status, 202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_who_ask_at_once_do_not_slip_through_together() {
    let house = std::sync::Arc::new(house(100).await);
    let asked: tokio::task::JoinSet<u16> = (0..100)
        .map(|number| {
            let house = house.clone();
            async move { ask(&house, &format!("stranger{number}@home.example")).await.status }
        })
        .collect();
    let statuses = asked.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 202).count(), 90, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 10, "{statuses:?}");
}

#[tokio::test]
async fn a_limit_holds_over_a_restart() {
    let house = house(100).await;
    for number in 0..90 {
        assert_eq!(ask(&house, &format!("stranger{number}@home.example")).await.status, 202);
    }
    // Another process on the same database: it has asked nobody anything yet.
    let again = House::behind(Door::new(Limits::here(), 1), |parts| parts.store = house.database.clone()).await;
    again.come_from(NEXT_DOOR);
    assert_eq!(ask(&again, "another@home.example").await.status, 429);
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_however_its_address_is_written() {
    let house = House::start().await;
    let form = house.ready(BY_MAIL).await.form("Send it for me").set("consent", "yes");
    let submit = async |email: &str| {
        let fresh = house.ready(BY_MAIL).await.form("Send it for me").set("consent", "yes").set("email", email);
        house.submit(&fresh).await
    };
    for email in ["ada@home.example", "Ada@home.example", "ada+1@home.example", "ADA+x+y@Home.Example", "aDa+@home.example"] {
        assert_eq!(submit(email).await.status, 303, "{email}");
    }
    let page = submit("ada+6@home.example").await;
    assert_eq!((page.status, page.text("h1").as_str()), (429, "That was a lot"));
    let words = page.text(".lead");
    assert!(words.contains("wait in this mailbox") && words.contains("in 48 hours"), "{words}");
    assert!(page.header(RETRY_AFTER).parse::<u32>().unwrap() > 172_000);
    assert_eq!(house.submit(&form.set("email", "bob@home.example")).await.status, 303, "others are not held up");
    assert_eq!(house.deliver().await, 6);
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Prepared], 6);
    // A yes makes room.
    house.clock.advance(SignedDuration::from_secs(1));
    let mut links = house.mailbox().await.into_iter().filter(|mail| mail.to.to_lowercase().contains("ada"));
    let mail = house.app.desk.mailer.read(&links.next_back().unwrap().name).await.unwrap();
    let link = mail.lines().find_map(|line| line.trim().strip_prefix(tests::house::PUBLIC_URL)).unwrap().to_owned();
    assert_eq!(house.submit(&house.get(&link).await.form("Yes, send it")).await.status, 303);
    assert_eq!(submit("ada@home.example").await.status, 303);
}

#[tokio::test]
async fn the_21st_letter_of_an_address_in_a_day_is_too_many_and_the_next_day_it_is_not() {
    let house = House::start().await;
    for _ in 0..20 {
        assert_eq!(ask_and_confirm(&house, "ada@home.example").await, 202);
    }
    let refused = ask(&house, "a.d.a@home.example").await;
    assert_eq!(refused.status, 202, "dots are part of an address");
    let refused = ask(&house, "ada@home.example").await;
    assert_eq!(refused.status, 429);
    assert!(refused.json()["detail"].as_str().unwrap().contains("with this email address today"));
    house.clock.advance(SignedDuration::from_hours(24) + SignedDuration::from_secs(1));
    assert_eq!(ask(&house, "ada@home.example").await.status, 202);
}

#[tokio::test]
async fn a_class_that_confirms_can_ask_on_and_on_up_to_the_days_limit() {
    let house = House::behind(Door::new(Limits::here(), 1), |parts| {
        parts.limits.per_network = Quota { unanswered: 2, asked: 7 };
    })
    .await;
    house.come_from(HERE);
    for number in 0..7 {
        assert_eq!(ask_and_confirm(&house, &format!("pupil{number}@home.example")).await, 202);
    }
    assert_eq!(ask(&house, "late@home.example").await.status, 429);
}

#[tokio::test]
async fn who_reaches_us_without_a_proxy_cannot_choose_a_network() {
    let house = House::with(|parts| parts.limits.per_network = Quota { unanswered: 3, asked: 9 }).await;
    let mut statuses = Vec::new();
    for number in 0..5 {
        house.come_from(&format!("203.0.{number}.1"));
        statuses.push(ask(&house, &format!("stranger{number}@home.example")).await.status);
    }
    assert_eq!(statuses, [202, 202, 202, 429, 429]);
}

#[tokio::test]
async fn behind_a_proxy_what_the_visitor_wrote_into_the_header_is_not_believed() {
    let house = House::behind(Door::new(Limits::here(), 1), |parts| {
        parts.limits.per_network = Quota { unanswered: 3, asked: 9 };
    })
    .await;
    let mut statuses = Vec::new();
    for (number, claimed) in ["203.0.113.1, ", "unknown, ", "", "::ffff:203.0.113.9, ", "<script>, , "].into_iter().enumerate() {
        house.come_from(&format!("{claimed}{HERE}"));
        statuses.push(ask(&house, &format!("stranger{number}@home.example")).await.status);
    }
    assert_eq!(statuses, [202, 202, 202, 429, 429]);
    house.come_from(&format!("::ffff:{NEXT_DOOR}"));
    assert_eq!(ask(&house, "mapped@home.example").await.status, 429, "the same network, written as IPv6");
    for (address, status) in [("2001:db8:1::1", 202), ("2001:db8:1:ffff::2", 202), ("[2001:db8:1:2::3]:443", 202)] {
        house.come_from(address);
        assert_eq!(ask(&house, &format!("six{}@home.example", address.len())).await.status, status, "{address}");
    }
    house.come_from("2001:db8:1:3::4");
    assert_eq!(ask(&house, "six@home.example").await.status, 429);
    house.come_from("2001:db8:2::1");
    assert_eq!(ask(&house, "six@home.example").await.status, 202);
}

#[tokio::test]
async fn one_person_who_prints_again_and_again_does_not_move_the_public_number() {
    let house = house(4).await;
    for number in 0..12 {
        house.come_from(if number % 2 == 0 { HERE } else { NEXT_DOOR });
        report(&house, &print(&house).await).await;
    }
    assert_eq!(public(&house, CAMPAIGN).await, (4, 4));
    house.come_from(ELSEWHERE);
    report(&house, &print(&house).await).await;
    assert_eq!(public(&house, CAMPAIGN).await, (5, 5), "others count");
    house.come_from(HERE);
    house.clock.advance(SignedDuration::from_hours(24));
    report(&house, &print(&house).await).await;
    assert_eq!(public(&house, CAMPAIGN).await, (6, 6), "and so does the next day");
}

#[tokio::test]
async fn every_way_that_counts_takes_from_the_same_allowance() {
    let house = house(2).await;
    // On paper by the page and by a program, in one's own mail, and back to say so.
    let ready = house.ready(BY_MAIL).await;
    assert_eq!(house.submit(&ready.form("Print a postcard")).await.status, 200);
    print(&house).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    assert_eq!(offer.status, 200);
    let thanks = house.submit(&offer.form("I sent it")).await;
    let thanks = house.get(thanks.header("location")).await;
    assert!(thanks.text(".lead").contains("It is not in the number below"), "{}", thanks.text(".lead"));
    assert_eq!((public(&house, CAMPAIGN).await, thanks.text("[data-testid=total]").as_str()), ((2, 0), "0"));
    // Copied into a web form, for another campaign: the network has had its share.
    let offer = house.submit(&house.ready(BY_WEB_FORM).await.form("Copy my letter")).await;
    assert_eq!(house.submit(&offer.form("I sent it")).await.status, 303);
    // A class set, by its page and by a program.
    let form = house.get("/c/mine-ban-treaty/class").await.form("Make the set");
    let form = form.set("cards", "3").set("to", "delegation").set("state", "WV").set("format", "us-letter-4up");
    let set = house.submit(&form).await;
    assert_eq!(set.status, 200, "{}", set.body_text());
    let code = set.text("[data-testid=code]").replace(' ', "");
    assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
    let page = house.get(&format!("/k/{code}")).await;
    assert!(page.texts(".notice").is_empty(), "nothing is posted yet");
    assert_eq!(house.submit(&page.form("Report").set("posted", "2")).await.status, 303);
    assert_eq!(house.get(&format!("/k/{code}")).await.text(".notice"), beyond("These 2 cards are", "them"));
    let body = json!({"class_code": code, "count": 3, "channel": "postcard"});
    let answer = house.post_json("/api/v1/campaigns/mine-ban-treaty/report", &body).await;
    assert_eq!((answer.status, &answer.json()["count"], &answer.json()["verified"]), (200, &3.into(), &false.into()));
    assert_eq!(public(&house, "mine-ban-treaty").await, (0, 0));

    // No public page has them.
    for path in ["/c/cluster-munitions", "/c/mine-ban-treaty"] {
        assert_eq!(house.get(path).await.text("[data-testid=total]"), "0", "{path}");
    }
    let angola = house.get("/states/ao").await;
    assert_eq!(angola.status, 200);
    assert_eq!(house.app.states.portrait("ao", "").await.unwrap().letters, 0);
    for standing in house.app.campaigns.standings().await.unwrap() {
        assert_eq!(standing.stages[Stage::Confirmed], 0, "{}", standing.campaign.slug);
    }
    // The desk has, apart from the rest.
    let cookie = desk::signed_in(&house).await;
    let page = desk::get(&house, "/desk/c/mine-ban-treaty", &cookie).await;
    let table = page.texts("table").into_iter().find(|table| table.starts_with("Not verified")).unwrap();
    assert!(table.contains("Postcard3300") && table.contains("Office’s web form1100"), "{table}");
    let overview = desk::get(&house, "/desk", &cookie).await;
    assert!(overview.texts("table")[0].contains("Not verified"), "{:?}", overview.texts("table"));
}

#[tokio::test]
async fn a_letter_that_we_send_takes_from_the_same_allowance_and_is_sent_beyond_it() {
    let house = house(2).await;
    print(&house).await;
    assert_eq!(ask_and_confirm(&house, "ada@home.example").await, 202);
    assert_eq!(public(&house, CAMPAIGN).await, (2, 1));
    assert_eq!(ask_and_confirm(&house, "ben@home.example").await, 202);
    assert_eq!(public(&house, CAMPAIGN).await, (2, 1), "beyond it, with all that follows");
    assert_eq!(house.mailbox().await.iter().filter(|mail| mail.name.ends_with(".letter")).count(), 2, "both are sent");
    // Asked for where there is room, and confirmed where there is none.
    house.come_from(ELSEWHERE);
    for email in ["cem@home.example", "dan@home.example"] {
        assert_eq!(ask(&house, email).await.status, 202);
        house.deliver().await;
        house.come_from(HERE);
        assert_eq!(house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await.status, 303);
        house.come_from(ELSEWHERE);
        house.clock.advance(SignedDuration::from_secs(1));
    }
    assert_eq!(public(&house, CAMPAIGN).await, (4, 2), "the second yes from here was the last that counts");
    let cookie = desk::signed_in(&house).await;
    let page = desk::get(&house, "/desk/c/cluster-munitions", &cookie).await;
    assert!(page.texts("table").iter().any(|table| table.starts_with("Not verified")), "{}", page.body_text());
}

#[tokio::test]
async fn a_mailbox_that_never_answers_gets_five_mails_a_day_reminders_among_them() {
    let house = House::start().await;
    for _ in 0..5 {
        assert_eq!(ask(&house, "ada@home.example").await.status, 202);
    }
    assert_eq!(house.deliver().await, 5);
    house.clock.advance(Relay::REMIND_AFTER + SignedDuration::from_secs(1));
    house.app.relay.follow_up().await.unwrap();
    assert_eq!((house.deliver().await, ask(&house, "ada@home.example").await.status), (5, 429));
    house.clock.advance(Relay::REMIND_AFTER);
    assert_eq!(ask(&house, "ada@home.example").await.status, 202, "each has had its reminder");
}

#[tokio::test]
async fn a_report_that_is_corrected_is_exact_within_the_allowance_and_beyond() {
    let house = house(5).await;
    let form = house.get("/c/mine-ban-treaty/class").await.form("Make the set");
    let form = form.set("cards", "8").set("to", "delegation").set("state", "WV").set("format", "us-letter-4up");
    let set = house.submit(&form).await;
    let code = set.text("[data-testid=code]").replace(' ', "");
    assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
    for (posted, confirmed) in [("8", 5), ("3", 3), ("8", 5), ("0", 0), ("4", 4), ("5", 5), ("8", 5), ("0", 0)] {
        let page = house.get(&format!("/k/{code}")).await;
        assert_eq!(house.submit(&page.form("Report").set("posted", posted)).await.status, 303);
        assert_eq!(public(&house, "mine-ban-treaty").await, (5, confirmed), "{posted}");
        let page = house.get(&format!("/k/{code}")).await;
        let said = page.text("[data-testid=stage]");
        assert_eq!(said, format!("{posted} of 8 cards were posted."), "the teacher sees what was said");
        let notice = if posted == "8" { vec![beyond("3 of these cards are", "them")] } else { Vec::new() };
        assert_eq!(page.texts(".notice"), notice, "{posted}");
    }
}

/// The sentence for a teacher whose cards are not in the public number.
fn beyond(which: &str, them: &str) -> String {
    format!(
        "{which} not in the public number: very many letters came from your network in a day, or the form was sent within a \
         moment or after more than a week. The organisers see {them}."
    )
}

#[tokio::test]
async fn a_program_and_a_teacher_are_told_what_stands_outside_the_public_number() {
    let house = house(3).await;
    let mut letters = Vec::new();
    for network in [ELSEWHERE, ELSEWHERE, HERE] {
        house.come_from(network);
        letters.push(print(&house).await);
    }
    // Printed within the allowance, and reported from where there is room for three.
    let form = house.get("/c/mine-ban-treaty/class").await.form("Make the set");
    let form = form.set("cards", "2").set("to", "delegation").set("state", "WV").set("format", "us-letter-4up");
    let set = house.submit(&form).await;
    let code = set.text("[data-testid=code]").replace(' ', "");
    assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
    assert_eq!(public(&house, "mine-ban-treaty").await, (2, 0));
    for letter in &letters[..2] {
        let body = json!({"letter": letter, "channel": "letter"});
        let answer = house.post_json(&format!("{API}/report"), &body).await.json();
        assert_eq!(answer, json!({"letter": letter, "stage": "confirmed", "verified": true}));
    }
    let body = |count: u8| json!({"class_code": code, "count": count, "channel": "postcard"});
    for (count, verified, notice) in [
        (1, true, Vec::new()),
        (2, false, vec![beyond("1 of these cards is", "it")]),
        (1, true, Vec::new()),
        (0, true, Vec::new()),
        (2, false, vec![beyond("1 of these cards is", "it")]),
    ] {
        let answer = house.post_json("/api/v1/campaigns/mine-ban-treaty/report", &body(count)).await.json();
        assert_eq!(answer, json!({"class_code": code, "count": count, "stage": "confirmed", "verified": verified}));
        assert_eq!(house.get(&format!("/k/{code}")).await.texts(".notice"), notice, "{count}");
    }
    for _ in 0..2 {
        let body = json!({"letter": letters[2], "channel": "letter"});
        let answer = house.post_json(&format!("{API}/report"), &body).await.json();
        assert_eq!(answer["verified"], false, "however often it is said");
    }
}

#[tokio::test]
async fn a_school_behind_one_address_is_not_held_up() {
    let house = House::start().await;
    for class in 0..4_u8 {
        let form = house.get("/c/mine-ban-treaty/class").await.form("Make the set");
        let form = form.set("cards", "60").set("to", "delegation").set("state", "WV").set("format", "us-letter-4up");
        let set = house.submit(&form).await;
        assert_eq!(set.status, 200, "{}", set.body_text());
        let code = set.text("[data-testid=code]").replace(' ', "");
        assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
        let page = house.get(&format!("/k/{code}")).await;
        assert_eq!(house.submit(&page.form("Report").set("posted", "60")).await.status, 303);
        let all = 60 * (u64::from(class) + 1);
        assert_eq!(public(&house, "mine-ban-treaty").await, (all, all));
    }
}

#[tokio::test]
async fn the_database_holds_no_address_and_after_two_days_no_network() {
    let house = house(4).await;
    report(&house, &print(&house).await).await;
    assert_eq!(ask(&house, "ada@home.example").await.status, 202);
    let networks = async || {
        let count = async |sql: &'static str| -> i64 {
            let url = storage::sqlite_url(&house.data.path().join("postbag.db"));
            sqlx::any::install_default_drivers();
            let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
        };
        [
            count("SELECT COUNT(*) FROM salts").await,
            count("SELECT COUNT(*) FROM network_counts").await,
            count("SELECT COUNT(*) FROM relay_letters WHERE network IS NOT NULL").await,
        ]
    };
    assert_eq!(networks().await, [2, 2, 1], "today's salt and yesterday's, a count for each stage, and the letter's");
    assert!(!privacy::holds(&privacy::database(house.data.path()), HERE));
    house.clock.advance(SignedDuration::from_hours(23));
    house.app.relay.purge().await.unwrap();
    assert_eq!(networks().await[1..], [2, 1], "as long as they are looked at");
    house.clock.advance(SignedDuration::from_hours(25));
    assert!(Relay::CONFIRM_WITHIN > SignedDuration::from_hours(48), "the letter still waits");
    house.app.relay.purge().await.unwrap();
    assert_eq!(networks().await, [0, 0, 0]);
    assert_eq!(public(&house, CAMPAIGN).await, (2, 1), "the counts stay");
    let _: Value = house.get(&format!("{API}/tally")).await.json();
}
