//! Class sets: thirty cards in one document, a code, and a report that can be corrected.

use domain::{campaign::Part, tally::Stage, template::Template};
use reqwest::Method;
use serde_json::json;
use tests::{
    house::{Form, House, Logs, Page},
    look::Pdf,
};

use crate::privacy::{database, holds};

const CLASS: &str = "/c/mine-ban-treaty/class";
const TO_EMBASSIES: &str = "/c/cluster-munitions/class";

/// The form for so many cards to the delegation of West Virginia.
async fn form(house: &House, cards: &str) -> Form {
    house.get(CLASS).await.form("Make the set").set("cards", cards).set("to", "delegation").set("state", "WV").set("typed", "no")
}

async fn made(house: &House, form: &Form) -> Page {
    let page = house.submit(form).await;
    assert_eq!(page.status, 200, "{}", page.body_text());
    page
}

pub(crate) fn code(page: &Page) -> String {
    page.text("[data-testid=code]").replace(' ', "")
}

/// The texts of a column of the list, from 0.
fn column(page: &Page, index: usize) -> Vec<String> {
    page.texts("tbody tr > *").chunks(4).map(|row| row[index].clone()).collect()
}

async fn printed(house: &House, page: &Page) -> Pdf {
    let pdf = house.submit(&page.form("Print the set (PDF)")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{:?}", pdf.body);
    Pdf::new(&pdf.body)
}

/// The words of a page, whichever way it is turned.
fn words(pdf: &Pdf, page: usize) -> String {
    pdf.text_of(page).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Prepared and confirmed postcards.
async fn counted(house: &House, campaign: &str) -> (u64, u64) {
    let stages = house.counted(campaign).await;
    (stages[Stage::Prepared], stages[Stage::Confirmed])
}

async fn report(house: &House, code: &str, posted: &str) -> Page {
    house.submit(&house.get(&format!("/k/{code}")).await.form("Report").set("posted", posted)).await
}

#[tokio::test]
async fn a_class_is_told_whose_term_has_ended_before_it_prints() {
    let house = House::start().await;
    let florida = form(&house, "30").await.set("state", "FL");
    let told = made(&house, &florida).await.text(".notice");
    assert_eq!(
        told,
        "The term of Ashley Moody ended on November 3, 2026. Our list of June 15, 2026 does not say who holds the seat now."
    );
    assert!(made(&house, &form(&house, "30").await).await.texts(".notice").is_empty(), "all of West Virginia\u{2019}s run");
    house.clock.set("2027-01-03T17:00:00Z");
    let told = made(&house, &form(&house, "30").await).await.text(".notice");
    assert!(
        told.starts_with("The terms of Shelley Moore Capito, Carol D. Miller, and Riley M. Moore ended on January 3, 2027"),
        "{told}"
    );
}

#[tokio::test]
async fn a_class_prints_thirty_cards_and_reports_twenty_eight() {
    let house = House::start().await;
    let set = made(&house, &form(&house, "30").await.set("names", "Ada\nŁucja\nBen")).await;
    let code = code(&set);
    assert_eq!(column(&set, 1)[..4], ["Ada", "Łucja", "Ben", ""]);
    let whom = column(&set, 2);
    assert_eq!((whom.len(), &whom[..4]), (30, &whom[4..8]), "both senators and both representatives, in turn");

    let pdf = printed(&house, &set).await;
    assert_eq!(pdf.info("Pages"), "18", "the cover's two, and two for each of eight sheets");
    let cover = words(&pdf, 1);
    let said = [
        set.text("[data-testid=code]"),
        format!("letters.example/k/{code}"),
        "flip on long edge".into(),
        "a postcard stamp".into(),
    ];
    for said in &said {
        assert!(cover.contains(said.as_str()), "{said} in {cover}");
    }
    let list = pdf.text_of(2);
    assert!(list.contains("Łucja") && list.contains(&whom[29]), "{list}");
    assert!(pdf.text_of(3).contains("Ada"), "above the school's address");
    assert_eq!(counted(&house, "mine-ban-treaty").await, (30, 0));

    assert_eq!(report(&house, &code, "28").await.status, 303);
    assert_eq!(counted(&house, "mine-ban-treaty").await, (30, 28));
    assert_eq!(house.get(&format!("/k/{code}")).await.text("[data-testid=stage]"), "28 of 30 cards were posted.");
}

#[tokio::test]
async fn a_set_keeps_the_words_with_which_it_was_begun() {
    let house = House::start().await;
    let form = form(&house, "4").await.set("typed", "yes");
    let page = house.get(CLASS).await;
    let blank = page.attributes("[name^='blanks.']", "name").remove(0);
    let other = "{{target.salutation}}\n\nSomething else, because [[another reason]].\n\n{{sender.name}}";
    let publish = async || {
        house
            .change("mine-ban-treaty", Part::Letters, |document| {
                let letter = &mut document.editions[0].letter;
                letter.template = Template::parse("Something else", other).unwrap();
                letter.card = None;
            })
            .await;
    };
    publish().await;
    let set = made(&house, &form.set(&blank, "we were asked to").set("name", "Ada").set("place", "Ridgeview, WV")).await;
    let cards = printed(&house, &set).await;
    let card = words(&cards, 3);
    assert!(card.contains("we were asked to") && !card.contains("Something else"), "{card}");
    let edited = house.submit(&set.form("Change names, text or paper")).await;
    assert!(edited.body_text().contains(&format!("name=\"{blank}\"")), "the form has the blanks that it began with");
}

#[tokio::test]
async fn a_report_is_made_in_parts_and_corrected_and_the_tally_follows() {
    let house = House::start().await;
    let set = made(&house, &form(&house, "8").await).await;
    printed(&house, &set).await;
    let code = code(&set);
    for (posted, confirmed) in [("3", 3), ("8", 8), ("8", 8), ("5", 5), ("0", 0), ("6", 6)] {
        assert_eq!(report(&house, &code, posted).await.status, 303);
        assert_eq!(counted(&house, "mine-ban-treaty").await, (8, confirmed), "{posted}");
    }
    let ticks = house.get(&format!("/k/{code}")).await.form("Report these");
    assert_eq!(house.submit(&ticks.without("card-2").set("card-8", "yes")).await.status, 303);
    assert_eq!(counted(&house, "mine-ban-treaty").await, (8, 6));
    let ticked = house.get(&format!("/k/{code}")).await.form("Report these");
    let cards: Vec<&str> = ticked.fields.iter().filter_map(|(name, _)| name.strip_prefix("card-")).collect();
    assert_eq!(cards, ["1", "3", "4", "5", "6", "8"]);
    let tally = house.get("/api/v1/campaigns/mine-ban-treaty/tally").await.json();
    let by_target: u64 = tally["by_target"].as_array().unwrap().iter().map(|row| row["confirmed"].as_u64().unwrap_or(0)).sum();
    assert_eq!(by_target, 6, "{tally}");
}

#[tokio::test]
async fn printing_again_counts_nothing_and_brings_the_same_cards() {
    let house = House::start().await;
    let set = made(&house, &form(&house, "6").await.set("names", "Ada\nBen")).await;
    let first = printed(&house, &set).await.text();
    assert_eq!(printed(&house, &set).await.text(), first);
    let again = house.get(&format!("{CLASS}?code={}", code(&set))).await;
    let again = made(&house, &again.form("Make the set").set("names", "Ada\nBen")).await;
    assert_eq!(code(&again), code(&set));
    assert_eq!(column(&again, 2), column(&set, 2), "to the same offices");
    assert_eq!(printed(&house, &again).await.text(), first);
    let one = house.submit(&set.form("Print this card").set("only", "2")).await;
    let one = Pdf::new(&one.body);
    assert_eq!(one.info("Pages"), "2");
    let text = words(&one, 1);
    assert!(text.contains("Ben") && text.contains(&column(&set, 2)[1].to_uppercase()), "{text}");
    assert_eq!(counted(&house, "mine-ban-treaty").await, (6, 0));
}

#[tokio::test]
async fn a_set_that_is_printed_again_is_posted_from_where_it_was_dealt_for() {
    let house = House::start().await;
    let set = made(&house, &form(&house, "4").await.set("country", "DE").set("format", "a4-4up-a6")).await;
    let first = printed(&house, &set).await.text();
    let country = first.split_whitespace().collect::<Vec<_>>().join(" ").matches("UNITED STATES OF AMERICA").count();
    assert_eq!(country, 4, "{first}");
    let again = house.get(&format!("{CLASS}?code={}", code(&set))).await;
    assert_eq!(again.texts("#country option"), ["Germany"], "it is settled");
    let again = made(&house, &again.form("Make the set").set("country", "US").set("format", "a4-4up-a6")).await;
    assert_eq!(printed(&house, &again).await.text(), first);
}

#[tokio::test]
async fn perforated_sheets_are_torn_and_others_cut() {
    let house = House::start().await;
    for (format, said, other) in
        [("us-letter-2up-4x6", "perforation", "Cut along"), ("us-letter-4up", "Cut along", "perforation")]
    {
        let cover = words(&printed(&house, &made(&house, &form(&house, "2").await.set("format", format)).await).await, 1);
        assert!(cover.contains(said) && !cover.contains(other), "{cover}");
    }
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_set_and_another_number_of_cards_another() {
    let house = House::start().await;
    let form = form(&house, "4").await;
    let (first, second) = (made(&house, &form).await, made(&house, &form).await);
    assert_eq!(code(&first), code(&second));
    assert_ne!(code(&made(&house, &form.set("cards", "5")).await), code(&first));
}

#[tokio::test]
async fn cards_are_spread_over_the_countries_with_the_fewest_letters() {
    let house = House::start().await;
    let form = house.get(TO_EMBASSIES).await.form("Make the set").set("cards", "60").set("to", "fewest").set("typed", "no");
    let set = made(&house, &form).await;
    let whom = column(&set, 2);
    let different: std::collections::BTreeSet<&String> = whom.iter().collect();
    assert_eq!(different.len(), 60, "an embassy each: there are more than sixty outside the convention");
    printed(&house, &set).await;
    report(&house, &code(&set), "60").await;
    // Who was written to comes last now.
    let form = house.get(TO_EMBASSIES).await.form("Make the set").set("cards", "12").set("to", "fewest").set("typed", "no");
    let next = column(&made(&house, &form).await, 2);
    assert!(!next.iter().any(|name| whom.contains(name)), "nineteen embassies have no letter yet: {next:?}");
}

#[tokio::test]
async fn all_cards_can_go_to_one_office_with_the_campaigns_letter_on_them() {
    let house = House::start().await;
    let letter = house.get("/c/cluster-munitions/write/mission-ao-us").await;
    let page = house.get(&letter.link("Write to it with a class")).await;
    let form = page.form("Make the set").set("cards", "3").set("typed", "yes").set("names", "Ada");
    assert_eq!(form.get("to"), "one");
    let refused = house.submit(&form).await;
    assert_eq!(refused.status, 422);
    assert!(refused.error("place").is_some() && refused.error("blanks.your-reason").is_some());
    let form = refused.form("Make the set").set("place", "Ridgeview, OH").set("blanks.your-reason", "we read about it");
    let set = made(&house, &form).await;
    assert_eq!(column(&set, 2), ["Embassy of the Republic of Angola"; 3]);
    let text = words(&printed(&house, &set).await, 3);
    assert!(text.contains("we read about it") && text.contains("Ada") && text.contains("____"), "{text}");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays() {
    let house = House::start().await;
    let names = "Ada\n".repeat(5000);
    let long = "a".repeat(2000);
    for (field, typed, of) in [
        ("cards", "0", "cards"),
        ("cards", "61", "cards"),
        ("cards", "thirty", "cards"),
        ("names", names.as_str(), "names"),
        ("names", "A\u{202e}da", "names"),
        ("names", long.as_str(), "names"),
        ("address", "1\n2\n3\n4\n5\n6", "address"),
    ] {
        let page = house.submit(&form(&house, "30").await.set(field, typed)).await;
        assert_eq!(page.status, 422, "{field}");
        assert!(page.error(of).is_some(), "{field}: {}", page.body_text());
        assert_eq!(page.value(field).replace("\r\n", "\n").trim(), typed.trim(), "{field}");
    }
    for (field, typed) in [
        ("state", ""),
        ("state", "XX"),
        ("to", "everybody"),
        ("to", "one"),
        ("format", "us-letter"),
        ("format", "us-postcard-4x6"),
        ("flip", "up"),
        ("country", "ZZ"),
    ] {
        assert_eq!(house.submit(&form(&house, "30").await.set(field, typed)).await.status, 422, "{field} {typed}");
    }
    let set = made(&house, &form(&house, "4").await).await;
    for only in ["0", "5", "-1", "two", "99999999999999999999"] {
        assert_eq!(house.submit(&set.form("Print this card").set("only", only)).await.status, 422, "{only}");
    }
    assert_eq!(counted(&house, "mine-ban-treaty").await, (0, 0));
}

#[tokio::test]
async fn names_pasted_in_one_line_or_in_columns_are_noticed_and_put_apart_at_a_click() {
    let house = House::start().await;
    for typed in ["Ana, Ben, Chloe", "Ana; Ben; Chloe", "Ana\tBlack\nBen\tWhite", "Black, Ana", "First name\nAna"] {
        let page = house.submit(&form(&house, "4").await.set("names", typed)).await;
        assert_eq!(page.status, 422, "{typed}");
        assert!(page.error("names").is_some_and(|error| error.contains("Line 1")), "{typed}: {}", page.body_text());
        assert_eq!(page.value("names").replace("\r\n", "\n").trim(), typed, "what was typed stays");
    }
    let refused = house.submit(&form(&house, "4").await.set("names", "Ana, Ben, Chloe")).await;
    let apart = house.submit(&refused.form("Put each name on a line of its own")).await;
    assert_eq!((apart.status, apart.value("names").trim().lines().collect::<Vec<_>>()), (200, vec!["Ana", "Ben", "Chloe"]));
    let set = made(&house, &apart.form("Make the set")).await;
    assert_eq!(column(&set, 1), ["Ana", "Ben", "Chloe", ""]);
    let set = made(&house, &form(&house, "2").await.set("names", "1. Ana\n2. Ben")).await;
    assert_eq!(column(&set, 1), ["Ana", "Ben"]);
}

#[tokio::test]
async fn what_does_not_fit_on_the_cards_is_said_before_anything_is_printed() {
    let house = House::start().await;
    let typed =
        form(&house, "4").await.set("typed", "yes").set("place", "Ridgeview, OH").set("blanks.your-reason", "we read about it");
    let page = house.submit(&typed.clone().set("note", &"We have read about mines. ".repeat(23))).await;
    assert_eq!(page.status, 422);
    assert!(page.error("note").unwrap().contains("too long for “"), "{:?}", page.error("note"));
    let abroad = house.submit(&typed.clone().set("country", "DE")).await;
    assert_eq!(abroad.status, 422);
    assert!(abroad.body_text().contains("only be posted within one country"), "too square a card for another country");
    made(&house, &typed.set("country", "DE").set("format", "a4-4up-a6")).await;
    // A letter that no font has is said where it was typed.
    for (field, text) in [("names", "Ada\nB\u{E000}n"), ("address", "The school of \u{E000}")] {
        let page = house.submit(&form(&house, "4").await.set(field, text)).await;
        assert_eq!(page.status, 422, "{field}");
        assert!(page.error(field).is_some(), "{field}: {}", page.body_text());
    }
    assert_eq!(counted(&house, "mine-ban-treaty").await, (0, 0));
}

#[tokio::test]
async fn a_code_that_is_not_there_or_of_another_campaign_opens_nothing() {
    let house = House::start().await;
    let code = code(&made(&house, &form(&house, "2").await).await);
    for path in ["/k/000000000000", "/k/abc", &format!("{CLASS}?code=000000000000"), &format!("{TO_EMBASSIES}?code={code}")] {
        let page = house.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.body_text().contains("cover sheet"), "{path}");
    }
    assert_eq!(house.get("/k?code=12").await.status, 422);
    let spaced = format!("{} {} {}", &code[..4], &code[4..8], &code[8..]);
    let found = house.submit(&house.get("/k").await.form("Go on").set("code", &spaced)).await;
    assert_eq!((found.status, found.header("location")), (303, format!("/k/{code}").as_str()));
}

#[tokio::test]
async fn what_was_not_printed_cannot_be_posted() {
    let house = House::start().await;
    let set = made(&house, &form(&house, "4").await).await;
    let code = code(&set);
    let page = house.get(&format!("/k/{code}")).await;
    assert!(page.text("[data-testid=stage]").contains("not been printed"));
    let report = |posted: &str| Form {
        action: format!("/k/{code}"),
        method: "post".into(),
        fields: vec![("posted".into(), posted.into())],
    };
    assert_eq!(house.submit(&report("1")).await.status, 422);
    house.submit(&set.form("Print this card").set("only", "3")).await;
    for (posted, status) in [("2", 422), ("61", 422), ("", 422), ("x", 422), ("1", 303)] {
        assert_eq!(house.submit(&report(posted)).await.status, status, "{posted}");
    }
    assert_eq!(counted(&house, "mine-ban-treaty").await, (1, 1));
}

#[tokio::test]
async fn a_code_ends_with_its_campaign() {
    let house = House::start().await;
    let set = made(&house, &form(&house, "2").await).await;
    printed(&house, &set).await;
    let (code, print) = (code(&set), set.form("Print the set (PDF)"));
    house.change("mine-ban-treaty", Part::Dates, |campaign| campaign.closes_on = Some("2026-11-22".parse().unwrap())).await;
    // Its day begins in Washington.
    house.clock.set("2026-11-22T05:00:00Z");
    for page in [house.get(&format!("/k/{code}")).await, house.get(CLASS).await, house.submit(&print).await] {
        assert_eq!(page.status, 409);
        assert!(page.body_text().contains("closed"));
    }
}

#[tokio::test]
async fn a_childs_name_is_in_no_database_log_or_address() {
    const CHILD: &str = "Quillfeatherina";
    let logs = Logs::keep();
    let house = House::start().await;
    let form = form(&house, "3").await.set("names", CHILD).set("address", "Umbrellagasse 1\nZanzibarville");
    let set = made(&house, &form).await;
    assert!(set.header("cache-control").contains("no-store"));
    printed(&house, &set).await;
    house.submit(&set.form("Print this card").set("only", "1")).await;
    house.submit(&set.form("Change names, text or paper")).await;
    house.submit(&form.set("cards", "0")).await;
    report(&house, &code(&set), "2").await;
    let (stored, logged) = (database(house.data.path()), logs.text());
    assert!(holds(&stored, &code(&set)), "the set is in what was read");
    assert!(logged.contains("request"), "the requests are in what was read: {logged}");
    for word in [CHILD, "Umbrellagasse", "Zanzibarville"] {
        assert!(!holds(&stored, word), "the database holds {word}");
        assert_eq!(logged.lines().find(|line| line.contains(word)), None, "the log holds {word}");
    }
}

#[tokio::test]
async fn a_program_reports_a_class_set_by_its_code() {
    const REPORT: &str = "/api/v1/campaigns/mine-ban-treaty/report";
    let house = House::start().await;
    let set = made(&house, &form(&house, "5").await).await;
    printed(&house, &set).await;
    let code = code(&set);
    let said = house.post_json(REPORT, &json!({"class_code": code, "count": 4, "channel": "postcard"})).await;
    assert_eq!(
        (said.status, said.json()),
        (200, json!({"class_code": code, "count": 4, "stage": "confirmed", "verified": true}))
    );
    assert_eq!(counted(&house, "mine-ban-treaty").await, (5, 4));
    for (body, status) in [
        (json!({"class_code": code, "count": 6, "channel": "postcard"}), 422),
        (json!({"class_code": code, "channel": "postcard"}), 422),
        (json!({"class_code": code, "count": 1, "channel": "relay"}), 422),
        (json!({"class_code": code, "letter": "00", "count": 1, "channel": "postcard"}), 422),
        (json!({"channel": "postcard"}), 422),
        (json!({"class_code": "000000000000", "count": 1, "channel": "postcard"}), 404),
    ] {
        assert_eq!(house.post_json(REPORT, &body).await.status, status, "{body}");
    }
    let elsewhere = json!({"class_code": code, "count": 1, "channel": "postcard"});
    assert_eq!(house.post_json("/api/v1/campaigns/cluster-munitions/report", &elsewhere).await.status, 404);
    assert_eq!(counted(&house, "mine-ban-treaty").await, (5, 4));
}

#[tokio::test]
async fn a_set_is_made_by_a_form_and_not_by_a_link() {
    let house = House::start().await;
    let page = house.send(house.request(Method::GET, &format!("{CLASS}?cards=3&to=fewest&step=print"))).await;
    assert_eq!((page.status, page.header("content-type").starts_with("text/html")), (200, true));
    assert_eq!(counted(&house, "mine-ban-treaty").await, (0, 0));
}
