//! Whoever types a stranger's address must not be able to bring that stranger a word of theirs. So a mail to a mailbox that
//! has confirmed nothing is the same, to the byte, whatever was typed.

use std::{fs, path::Path};

use domain::{
    campaign::{Audience, Campaign, CampaignId, Part},
    target::TargetId,
    template::Template,
};
use jiff::SignedDuration;
use tests::{
    house::{BY_MAIL, Form, House},
    steps::rights,
};
use usecases::{Relay, desk::Right};

use crate::campaign_to_these;

const WRITE: &str = "/c/children-in-detention/write/mission-ao-us";
const FIELDS: [&str; 6] = ["name", "place", "address", "note", "blanks.your-reason", "blanks.your-topic"];

/// A campaign whose letter takes all that can be typed, in its subject too.
fn campaign() -> Campaign {
    let mut campaign = campaign_to_these(&["mission-ao-us"]);
    let body = "{{target.salutation}}\n\nI am {{sender.name}} of {{sender.place}}: [[your reason]], [[your reason]].\n\n[[your topic]]\n\n{{note}}\n\nPlease act.\n\n{{target.close}}\n{{sender.name}}\n{{sender.place}}";
    for edition in &mut campaign.document.editions {
        edition.letter.template = Template::parse("[[your topic]], {{sender.name}} of {{sender.place}}", body).unwrap();
    }
    campaign
}

/// Every mail in the mailbox, by its name.
fn mails(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(mails(&path));
        } else if path.extension().is_some_and(|kind| kind == "eml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// The mail to confirm and the reminder, of a letter with that typed into the fields in their order.
async fn asked(typed: [&str; 6]) -> Vec<(String, String)> {
    let house = House::with_campaigns(&[campaign()]).await;
    let fill = |form: Form| FIELDS.into_iter().zip(typed).fold(form, |form, (field, text)| form.set(field, text));
    let ready = house.submit(&fill(house.get(WRITE).await.form("Continue"))).await;
    assert_eq!(ready.status, 200, "{typed:?}: {}", ready.texts(".errors li").join(" "));
    let form = ready.form("Send it for me").set("email", "stranger@home.example").set("consent", "yes");
    assert_eq!(house.submit(&form).await.status, 303);
    house.deliver().await;
    house.clock.advance(Relay::REMIND_AFTER + jiff::SignedDuration::from_secs(1));
    house.app.relay.follow_up().await.unwrap();
    house.deliver().await;
    let mails = mails(house.data.path());
    assert_eq!(mails.len(), 2);
    mails
}

#[tokio::test]
async fn a_mail_to_a_mailbox_that_has_confirmed_nothing_is_the_same_whatever_was_typed() {
    const ALPHABET: &str = "ab Zł毛İاअ\"'\\<>(),;:@.=?_-&%#[]{}/!*+~|$^`…1980";
    let expected = asked(["Ada Writer", "Ridgeview, OH", "", "", "my school was hit", "clusters"]).await;
    let link = "https://elsewhere.example/win";
    let mut hostile: Vec<[String; 6]> = [
        [link, link, link, link, link, link],
        [
            "=?utf-8?q?Win?=",
            "=?utf-8?b?V2lu?=",
            "a: b",
            "Bcc: all@home.example\n\nFrom: x@home.example",
            "=?utf-8?q?Win?=",
            "\"Win\" <win@home.example>",
        ],
        [
            "Ada <a@home.example>",
            "<b>Town</b>",
            "1 Way\n2 Way",
            "--=_\n\n--postbag\nContent-Type: text/html\n\n<h1>Win</h1>",
            "</p><a href=x>",
            "[…]",
        ],
        ["[…]", "[…]", "", "[…]\n\n[…]\n\nThree", "[…]", "{{sender.name}}"],
        ["العربية", "עברית", "毛利", "👩‍👩‍👧‍👦 🇵🇱", "\u{301}\u{302}a", "ไพลิน"],
    ]
    .map(|typed| typed.map(str::to_owned))
    .into();
    // A generator of our own, so that a failure can be repeated: Knuth's MMIX constants.
    let alphabet: Vec<char> = ALPHABET.chars().collect();
    let mut state = 0x5eed_u64;
    let mut random = |longest: usize| {
        let mut below = |limit: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % limit
        };
        // It begins with letters: a field of spaces alone is empty.
        format!("Qu{}", (0..below(longest)).map(|_| alphabet[below(alphabet.len())]).collect::<String>())
    };
    hostile.extend((0..6).map(|_| [random(40), random(40), random(60), random(300), random(100), random(60)]));
    for typed in &hostile {
        let mails = asked(typed.each_ref().map(String::as_str)).await;
        assert_eq!(mails, expected, "{typed:?}");
    }
    for (name, mail) in &expected {
        assert!(!mail.contains("Ada") && !mail.contains("Ridgeview") && !mail.contains("clusters"), "{name}: {mail}");
    }
}

#[tokio::test]
async fn the_mail_to_confirm_has_the_campaigns_words_and_the_whole_letter_for_who_has_confirmed_before() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let first = house.newest_mail().await;
    for part in ["Ridgeview", "my school was hit", "Writer"] {
        assert!(!first.contains(part), "{part} is in {first}");
    }
    for part in ["[…]", "Cluster bombs scatter", "stands for what was typed into it", "press “This was not me”"] {
        assert!(first.contains(part), "{part} is not in {first}");
    }
    house.submit(&house.get(&link).await.form("Yes, send it")).await;
    house.deliver().await;
    house.clock.advance(jiff::SignedDuration::from_secs(1));
    house.asked("Ada Writer", "ada@home.example").await;
    let second = house.newest_mail().await;
    for part in ["Ridgeview, OH", "my school was hit", "Ada Writer", "This is the letter:"] {
        assert!(second.contains(part), "{part} is not in {second}");
    }
    // To be counted as one mailbox is not to be one: at some providers these are three people.
    for email in ["eve@home.example", "ada+b@home.example", "ADA@home.example"] {
        house.clock.advance(jiff::SignedDuration::from_secs(1));
        house.asked("Ada Writer", email).await;
        let other = house.newest_mail().await;
        assert!(!other.contains("my school was hit"), "{email}: {other}");
    }
}

const CLUSTERS: &str = "cluster-munitions";

fn may<R: Right<About = CampaignId>>() -> usecases::desk::Rights<R> {
    rights(&CampaignId::parse(CLUSTERS).unwrap()).unwrap()
}

/// A house with a letter of which its writer would be reminded, and one whose mail to confirm has not left.
async fn with_two_asking_mails() -> House {
    let house = House::start().await;
    house.asked("Ada Writer", "ada@home.example").await;
    house.clock.advance(Relay::REMIND_AFTER);
    let form = house.ready(BY_MAIL).await.form("Send it for me").set("email", "ben@home.example").set("consent", "yes");
    assert_eq!(house.submit(&form).await.status, 303);
    house.app.relay.follow_up().await.unwrap();
    house
}

/// How many mails have left when all that is due is looked at.
async fn left(house: &House) -> usize {
    house.deliver().await;
    house.mailbox().await.len()
}

#[tokio::test]
async fn nobody_is_asked_for_a_yes_that_can_not_be_given_any_more() {
    let house = with_two_asking_mails().await;
    house.change(CLUSTERS, Part::Dates, |document| document.closes_on = Some("2026-11-22".parse().unwrap())).await;
    assert_eq!(left(&house).await, 1, "it is closed: what came before it was is all");

    let house = with_two_asking_mails().await;
    house.app.workshop.win(&may()).await.unwrap();
    assert_eq!(left(&house).await, 1, "it is won");

    let house = with_two_asking_mails().await;
    let others = Audience::listed([TargetId::parse("mission-br-us").unwrap()]);
    house.change(CLUSTERS, Part::Targets, |document| document.audience = others).await;
    assert_eq!(left(&house).await, 1, "it does not write to that office any more");
    house.clock.advance(SignedDuration::from_hours(1));
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(left(&house).await, 1);

    let house = with_two_asking_mails().await;
    assert_eq!(left(&house).await, 3, "else both leave");
}

#[tokio::test]
async fn while_a_campaign_is_paused_nobody_is_asked_and_then_they_are() {
    let house = with_two_asking_mails().await;
    house.app.workshop.pause(&may()).await.unwrap();
    assert_eq!((house.deliver().await, house.mailbox().await.len()), (0, 1));
    house.clock.advance(Relay::REMIND_AFTER + SignedDuration::from_hours(1));
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(house.deliver().await, 0);
    house.app.workshop.resume(&may()).await.unwrap();
    assert_eq!(left(&house).await, 3);
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(house.deliver().await, 0, "a mail that has just come is no reason for a reminder");
    house.clock.advance(Relay::REMIND_AFTER + SignedDuration::from_hours(1));
    house.app.relay.follow_up().await.unwrap();
    assert_eq!(house.deliver().await, 1);
}
