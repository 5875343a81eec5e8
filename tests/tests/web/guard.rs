//! The guard of the forms: what a machine sends is answered like anything else, and kept apart. Nobody here has JavaScript.

use domain::{campaign::CampaignId, checked::LetterId, mail_domains::RefusedDomains, tally::Stage};
use jiff::SignedDuration;
use serde_json::json;
use tests::{
    house::{BEGUN, BY_MAIL, BY_WEB_FORM, Form, House, Page, TRAP},
    steps::rights,
};
use usecases::{
    desk::{ReviewLetters, outbox::Decision},
    networks::Confirmations,
    ports::Clock as _,
};

use crate::{API, desk, letter_with};

const CAMPAIGN: &str = "cluster-munitions";
const CLASS: &str = "/c/mine-ban-treaty/class";

/// Cards that are in the public number, and cards that are not.
async fn printed(house: &House, campaign: &str) -> (u64, u64) {
    let unverified = house.app.tallies.actions.unverified().await.unwrap();
    let beyond = unverified.iter().filter(|(id, _)| id.as_str() == campaign).flat_map(|(_, by_channel)| by_channel.values());
    (house.counted(campaign).await[Stage::Prepared], beyond.map(|stages| stages[Stage::Prepared]).sum())
}

fn class_set(page: &Page, cards: &str) -> Form {
    let form = page.form("Make the set").set("cards", cards).set("to", "delegation").set("state", "WV");
    form.set("format", "us-letter-4up")
}

/// Makes a set, prints it, and reports all its cards.
async fn print_and_report(house: &House, set: &Page, cards: &str) -> String {
    let code = set.text("[data-testid=code]").replace(' ', "");
    assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
    let page = house.get(&format!("/k/{code}")).await;
    assert_eq!(house.submit(&page.form("Report").set("posted", cards)).await.status, 303);
    code
}

#[tokio::test]
async fn a_card_that_is_sent_for_at_once_is_printed_and_not_counted_in_public() {
    let house = House::start().await;
    let ready = house.submit_at_once(&house.letter(BY_MAIL).await).await;
    let card = house.submit_at_once(&ready.form("Print a postcard")).await;
    assert_eq!((card.status, card.header("content-type")), (200, "application/pdf"), "answered like any other");
    assert_eq!(printed(&house, CAMPAIGN).await, (0, 1));
    // What is said of it later stands beside it.
    let thanks = house.get(&ready.link("Posted it? Tell us.")).await;
    assert_eq!(house.submit(&thanks.form("I posted the card")).await.status, 303);
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Confirmed], 0);
    let cookie = desk::signed_in(&house).await;
    let page = desk::get(&house, "/desk/c/cluster-munitions", &cookie).await;
    assert!(page.body_text().contains("from a form that was sent as a machine sends it"), "{}", page.body_text());
}

#[tokio::test]
async fn one_who_reads_first_is_counted_however_quickly_the_last_button_is_pressed() {
    let house = House::start().await;
    let ready = house.submit(&house.letter(BY_MAIL).await).await;
    for button in ["Print a postcard", "Open in my mail"] {
        assert_eq!(house.submit_at_once(&ready.form(button)).await.status, 200);
    }
    assert_eq!(printed(&house, CAMPAIGN).await, (2, 0));
    let by_hand = house.submit(&house.get(BY_MAIL).await.form("I want to write by hand")).await;
    assert_eq!(house.submit_at_once(&by_hand.form("Print a card with lines")).await.status, 200);
    assert_eq!(printed(&house, CAMPAIGN).await, (3, 0));
}

#[tokio::test]
async fn what_is_typed_where_nobody_sees_goes_along_and_is_only_marked() {
    let house = House::start().await;
    let ready = house.submit(&house.letter(BY_MAIL).await.set(TRAP, "http://elsewhere.example")).await;
    assert_eq!(ready.status, 200);
    assert_eq!(house.submit(&ready.form("Print a postcard")).await.status, 200);
    let asked = house.submit(&ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes")).await;
    assert_eq!(asked.status, 303, "answered as if nothing were wrong");
    assert_eq!(printed(&house, CAMPAIGN).await, (0, 2), "neither the card nor the letter is counted in public");
    // The letter goes to the organisers first.
    assert_eq!(house.deliver().await, 1);
    let thanks = house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await;
    let thanks = house.get(thanks.header("location")).await;
    assert!(thanks.text(".lead").contains("organisers of the campaign look at your letter"), "{}", thanks.text(".lead"));
    assert_eq!(house.deliver().await, 0, "nothing leaves");
}

#[tokio::test]
async fn a_suspect_letter_is_in_the_public_number_once_an_organiser_has_let_it_go() {
    for (decision, expected) in [(Decision::Approve, (1, 1)), (Decision::Reject, (0, 0))] {
        let house = House::start().await;
        let ready = house.submit_at_once(&house.letter(BY_MAIL).await).await;
        let asked = ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes");
        assert_eq!(house.submit_at_once(&asked).await.status, 303);
        assert_eq!(house.deliver().await, 1);
        let mail = house.mailbox().await.remove(0).name;
        let letter: LetterId = mail.split('.').next().unwrap().parse().unwrap();
        let counted = async || {
            let counted = house.counted(CAMPAIGN).await;
            (counted[Stage::Prepared], counted[Stage::Confirmed])
        };
        let thanks = house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await;
        assert_eq!(counted().await, (0, 0), "a machine can have a mailbox, too");
        let thanks = house.get(thanks.header("location")).await;
        assert!(thanks.text(".lead").contains("organisers of the campaign look at your letter"), "{}", thanks.text(".lead"));
        let rights = rights::<ReviewLetters>(&CampaignId::parse(CAMPAIGN).unwrap()).unwrap();
        let decided = house.app.outbox.decide(&rights, &[letter], decision).await.unwrap();
        assert_eq!(decided.done.len(), 1);
        assert_eq!(counted().await, expected, "{decision:?}");
        let tally = house.get(&format!("{API}/tally")).await.json();
        assert_eq!(tally["by_day"].as_array().unwrap().len(), usize::try_from(expected.0).unwrap(), "{tally}");
    }
}

#[tokio::test]
async fn a_time_that_is_missing_forged_or_anothers_is_marked() {
    let house = House::start().await;
    let other = house.letter(BY_WEB_FORM).await;
    let of_class = house.get("/c/cluster-munitions/class").await.form("Make the set");
    let mut marked = 0;
    let own = house.letter(BY_MAIL).await;
    let (time, signature) = own.get(BEGUN).split_once('-').unwrap();
    let earlier = format!("{}-{signature}", time.parse::<i64>().unwrap() - 60_000);
    let cut = format!("{time}-{}", &signature[..8]);
    for begun in ["", "yesterday", &earlier, &cut, other.get(BEGUN), of_class.get(BEGUN)] {
        let ready = house.submit(&house.letter(BY_MAIL).await).await;
        let card = house.submit_at_once(&ready.form("Print a postcard").set(BEGUN, begun)).await;
        marked += 1;
        assert_eq!((card.status, printed(&house, CAMPAIGN).await), (200, (0, marked)), "{begun}");
    }
}

#[tokio::test]
async fn an_old_tab_the_back_button_and_a_second_print_work() {
    let house = House::start().await;
    let form = house.letter(BY_MAIL).await;
    house.clock.advance(SignedDuration::from_hours(23));
    let ready = house.submit(&form).await;
    assert_eq!(house.submit(&ready.form("Print a postcard")).await.status, 200);
    assert_eq!(house.submit(&ready.form("Print a postcard")).await.status, 200);
    // Back to the form, and on again.
    let again = house.submit(&form.clone().set("note", "One word more.")).await;
    assert_eq!(house.submit(&again.form("Print a postcard")).await.status, 200);
    assert_eq!(printed(&house, CAMPAIGN).await, (1, 0));
    // The form of yesterday comes back as one of today.
    house.clock.advance(SignedDuration::from_hours(30));
    let ready = house.submit(&house.letter(BY_MAIL).await.set(BEGUN, form.get(BEGUN))).await;
    assert_eq!(house.submit_at_once(&ready.form("Print a postcard")).await.status, 200);
    assert_eq!(printed(&house, CAMPAIGN).await, (2, 0));
    // The finished letter of yesterday is printed, and kept apart.
    let late = house.submit(&house.letter(BY_MAIL).await).await;
    house.clock.advance(SignedDuration::from_hours(25));
    assert_eq!(house.submit(&late.form("Print a postcard")).await.status, 200);
    assert_eq!(printed(&house, CAMPAIGN).await, (2, 1));
}

#[tokio::test]
async fn another_node_knows_the_times_of_this_one() {
    let house = House::start().await;
    let form = house.letter(BY_MAIL).await;
    let other = House::with(|parts| {
        parts.store = house.database.clone();
        parts.clock = house.clock.clone();
    })
    .await;
    house.clock.advance(SignedDuration::from_secs(5));
    let ready = other.submit_at_once(&form).await;
    assert_eq!(other.submit_at_once(&ready.form("Print a postcard")).await.status, 200);
    assert_eq!(printed(&house, CAMPAIGN).await, (1, 0));
}

#[tokio::test]
async fn the_clocks_of_two_nodes_may_be_a_minute_apart() {
    for (ahead, counted) in [(2, (1, 0)), (60, (1, 0)), (61, (0, 1))] {
        let house = House::start().await;
        let ready = house.ready(BY_MAIL).await;
        let other = House::with(|parts| parts.store = house.database.clone()).await;
        other.clock.advance(house.clock.now().duration_since(other.clock.now()) - SignedDuration::from_secs(ahead));
        let card = other.submit_at_once(&ready.form("Print a postcard").set(BEGUN, house.letter(BY_MAIL).await.get(BEGUN))).await;
        assert_eq!((card.status, printed(&house, CAMPAIGN).await), (200, counted), "{ahead} s ahead");
    }
}

#[tokio::test]
async fn the_unseen_field_is_out_of_everybodys_way_and_public_pages_have_no_time() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    for page in [house.get(BY_MAIL).await, house.get(CLASS).await, ready] {
        let trap = format!("[aria-hidden=true] input[name={TRAP}]");
        assert!(!page.texts(&trap).is_empty(), "{}", page.body_text());
        assert_eq!(page.texts(&format!("input[name={TRAP}]")).len(), page.texts(&trap).len());
        for (attribute, value) in [("tabindex", "-1"), ("autocomplete", "off"), ("type", "text")] {
            assert!(page.attributes(&trap, attribute).iter().all(|found| found == value), "{attribute}");
        }
        assert!(page.attributes(&trap, "style").is_empty());
        assert_eq!(page.texts(".trap label")[0], "Leave this field empty");
    }
    for path in ["/", "/c/cluster-munitions", "/c/cluster-munitions/targets", "/states/AO"] {
        let page = house.get(path).await;
        assert_eq!(page.texts(&format!("input[name={BEGUN}], input[name={TRAP}]")).len(), 0, "{path}");
    }
}

#[tokio::test]
async fn a_program_has_no_form_and_is_not_judged_by_one() {
    let house = House::start().await;
    let answer = house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": "us-letter"}))).await;
    assert_eq!((answer.status, printed(&house, CAMPAIGN).await), (200, (1, 0)));
}

#[tokio::test]
async fn a_class_of_thirty_behind_one_address_is_counted_whole() {
    let house = House::start().await;
    // Each child writes and prints; half of them want it mailed as well. They end their letters in one minute.
    for child in 0..30 {
        let form = house.letter(BY_MAIL).await.set("name", &format!("Child {child}"));
        let ready = house.submit(&form.set("note", &format!("My town is number {child} and it wants peace."))).await;
        assert_eq!(house.submit(&ready.form("Print a postcard")).await.status, 200);
        if child % 2 == 0 {
            let email = format!("child{child}@school.example");
            let asked = house.submit(&ready.form("Send it for me").set("email", &email).set("consent", "yes")).await;
            assert_eq!(asked.status, 303, "{}", asked.body_text());
            house.deliver().await;
            assert_eq!(house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await.status, 303);
            assert!(house.deliver().await > 0, "the letter leaves");
        }
    }
    assert_eq!(printed(&house, CAMPAIGN).await, (45, 0));
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Confirmed], 15);
}

#[tokio::test]
async fn a_teacher_who_comes_back_on_monday_is_counted_however_often_she_prints() {
    let house = House::start().await;
    let page = house.get(CLASS).await;
    house.clock.advance(SignedDuration::from_hours(3 * 24));
    let set = house.submit(&class_set(&page, "30")).await;
    assert_eq!(set.status, 200, "{}", set.body_text());
    for _ in 0..5 {
        assert_eq!(house.submit_at_once(&set.form("Print the set (PDF)")).await.status, 200);
    }
    // From the same tab, another week.
    house.clock.advance(SignedDuration::from_hours(10 * 24));
    let code = print_and_report(&house, &set, "30").await;
    assert_eq!(printed(&house, "mine-ban-treaty").await, (30, 0));
    assert!(house.get(&format!("/k/{code}")).await.texts(".notice").is_empty());
}

#[tokio::test]
async fn a_set_that_a_machine_makes_is_printed_and_not_counted_in_public() {
    let house = House::start().await;
    let page = house.get(CLASS).await;
    let set = house.submit_at_once(&class_set(&page, "30")).await;
    assert_eq!(set.status, 200, "{}", set.body_text());
    house.clock.advance(SignedDuration::from_hours(1));
    let code = print_and_report(&house, &set, "30").await;
    let with_trap = house.submit(&class_set(&house.get(CLASS).await, "10").set(TRAP, "x")).await;
    print_and_report(&house, &with_trap, "10").await;
    assert_eq!(printed(&house, "mine-ban-treaty").await, (0, 40));
    assert_eq!(house.counted("mine-ban-treaty").await[Stage::Confirmed], 0);
    let notice = house.get(&format!("/k/{code}")).await.text(".notice");
    assert!(notice.contains("These 30 cards are not in the public number"), "{notice}");
}

#[tokio::test]
async fn a_network_that_makes_very_many_sets_is_told_what_to_do_until_tomorrow() {
    let house = House::with(|parts| parts.limits.class_sets = 2).await;
    let first = house.submit(&class_set(&house.get(CLASS).await, "4")).await;
    let form = class_set(&house.get(CLASS).await, "4");
    for _ in 0..3 {
        assert_eq!(house.submit(&form).await.status, 200, "the same form again is the same set");
    }
    let refused = house.submit(&class_set(&house.get(CLASS).await, "4")).await;
    assert_eq!(refused.status, 429);
    let lead = refused.text(".lead");
    assert!(lead.contains("class sets") && lead.contains("printed again with its code"), "{lead}");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(house.submit(&first.form("Print the set (PDF)")).await.status, 200, "what is there can be printed");
    house.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(house.submit(&class_set(&house.get(CLASS).await, "4")).await.status, 200);
}

#[tokio::test]
async fn a_campaign_and_a_site_that_are_full_for_today_name_the_other_ways() {
    let house = House::with(|parts| parts.limits.confirmations = Confirmations { per_campaign: 2, per_site: 3 }).await;
    let ask = async |email: &str| {
        let ready = house.ready(BY_MAIL).await;
        house.submit(&ready.form("Send it for me").set("email", email).set("consent", "yes")).await
    };
    assert_eq!((ask("a@home.example").await.status, ask("b@home.example").await.status), (303, 303));
    let refused = ask("c@home.example").await;
    let lead = refused.text(".lead");
    assert_eq!(refused.status, 429);
    assert!(lead.contains("for this campaign") && lead.contains("print a card"), "{lead}");
    let body = letter_with(&json!({"email": "d@home.example", "consent": true}));
    let answer = house.post_json(&format!("{API}/relay"), &body).await;
    assert_eq!((answer.status, answer.header("content-type")), (429, "application/problem+json"));
    assert_eq!(house.deliver().await, 2, "who was refused gets no mail");
    house.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(ask("c@home.example").await.status, 303);
}

#[tokio::test]
async fn a_mail_domain_that_the_operator_lists_is_refused_beside_its_field() {
    let house =
        House::with(|parts| parts.refused_domains = RefusedDomains::parse("throwaway.example\nbücher.test").unwrap()).await;
    let ready = house.ready(BY_MAIL).await;
    for email in ["ada@throwaway.example", "ada@mx.throwaway.example", "ada@xn--bcher-kva.test"] {
        let refused = house.submit(&ready.form("Send it for me").set("email", email).set("consent", "yes")).await;
        let said = refused.error("email").unwrap_or_default();
        assert_eq!((refused.status, refused.value("email").as_str()), (422, email));
        assert!(said.contains("print a card") && said.contains("your own mail"), "{said}");
    }
    let body = letter_with(&json!({"email": "ada@throwaway.example", "consent": true}));
    let answer = house.post_json(&format!("{API}/relay"), &body).await;
    assert_eq!((answer.status, &answer.json()["errors"][0]["field"]), (422, &"email".into()));
    let taken = house.submit(&ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes")).await;
    assert_eq!(taken.status, 303);
}

#[tokio::test]
async fn letters_with_links_in_capitals_or_of_one_text_from_many_wait_for_the_organisers() {
    let house = House::start().await;
    let mut sent = Vec::new();
    let one = "We all want this and we want it very soon.";
    for (number, note, expected) in [
        (1, "Read https://elsewhere.example/win", false),
        (2, "PLEASE SIGN THIS TREATY NOW, BEFORE IT IS TOO LATE", false),
        (3, "Dr. A. B. of St. Mary's wrote to me from Washington, D.C.", true),
        (4, one, true),
        (5, one, true),
        (6, "we all want this, and we want it VERY soon", true),
        (7, one, true),
        (8, one, false),
        (9, "", true),
    ] {
        let form = house.letter(BY_MAIL).await.set("note", note);
        let ready = house.submit(&form).await;
        let email = format!("writer{number}@home.example");
        assert_eq!(house.submit(&ready.form("Send it for me").set("email", &email).set("consent", "yes")).await.status, 303);
        house.deliver().await;
        let thanks = house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await;
        let thanks = house.get(thanks.header("location")).await;
        let held = thanks.text(".lead").contains("organisers of the campaign look at your letter");
        // The letter itself is among the mails.
        sent.push((number, !held, house.deliver().await > 0));
        assert_eq!(sent.last(), Some(&(number, expected, expected)), "{note}");
    }
}

#[tokio::test]
async fn one_who_mends_an_address_or_writes_to_three_offices_is_not_caught() {
    let house = House::start().await;
    let note = "I have written this text myself, and I send it to three offices.";
    for office in ["mission-ao-us", "mission-br-us", "mission-eg-us"] {
        let form = house.letter(&format!("/c/cluster-munitions/write/{office}")).await;
        let ready = house.submit(&form.set("note", note)).await;
        for email in ["ada@hmoe.example", "ada@home.example"] {
            let asked = house.submit(&ready.form("Send it for me").set("email", email).set("consent", "yes")).await;
            assert_eq!(asked.status, 303, "{office}: {}", asked.body_text());
            house.deliver().await;
        }
        let thanks = house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await;
        let thanks = house.get(thanks.header("location")).await;
        assert!(!thanks.text(".lead").contains("look at your letter"), "{}", thanks.text(".lead"));
        house.deliver().await;
    }
    assert_eq!(house.counted(CAMPAIGN).await[Stage::Confirmed], 3);
}
