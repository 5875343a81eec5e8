//! Whatever is wrong with a form leads to where it is mended: every error of every form has the element that it points to.

use std::{collections::BTreeSet, sync::Arc};

use outside::Census;
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE},
    multipart::{self, Part},
};
use scraper::{ElementRef, Html, Selector};
use tests::{
    geocoder::{Stub, matches},
    house::{BY_MAIL, BY_WEB_FORM, Form, House, Page},
};

use crate::desk;

/// A member with an office at home, so that there is a choice of addresses.
const MEMBER: &str = "/c/children-in-detention/write/congress-A000055";
const TO_CONGRESS: &str = "/c/mine-ban-treaty/class";

/// The ids to which the errors of a page lead, each with an element that can be filled in, and the errors that lead nowhere.
fn leads(page: &Page, of: &str) -> (Vec<String>, Vec<String>) {
    assert_eq!(page.status, 422, "{of}: {}", page.body_text());
    let document = page.document();
    let select = |css: &str| Selector::parse(css).unwrap();
    let ids: Vec<&str> = document.select(&select("[id]")).filter_map(|element| element.attr("id")).collect();
    let different: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), different.len(), "{of}: an id stands twice among {ids:?}");
    for described in page.attributes("[aria-describedby]", "aria-describedby") {
        assert!(!described.is_empty(), "{of}");
        for id in described.split(' ') {
            assert!(different.contains(id), "{of}: nothing has the id {id}");
        }
    }
    let (mut led, mut plain) = (Vec::new(), Vec::new());
    for item in document.select(&select(".errors li")) {
        let Some(link) = item.select(&select("a")).next() else {
            plain.push(item.text().collect());
            continue;
        };
        let id = link.attr("href").and_then(|href| href.strip_prefix('#')).unwrap();
        let element = by_id(&document, id).unwrap_or_else(|| panic!("{of}: an error leads to #{id}, which is not there"));
        let fields = select("input:not([type=hidden]), select, textarea");
        let is_field = fields.matches(&element) || element.select(&fields).next().is_some();
        assert!(is_field, "{of}: nothing can be filled in at #{id}");
        let said = by_id(&document, &format!("{id}-error")).unwrap_or_else(|| panic!("{of}: nothing is said beside #{id}"));
        assert!(item.text().collect::<String>().ends_with(&said.text().collect::<String>()), "{of}: {id}");
        let tied = element.attr("aria-describedby").is_some_and(|ids| ids.split(' ').any(|of| of == format!("{id}-error")));
        assert!(tied, "{of}: #{id} is not described by its error");
        led.push(id.to_owned());
    }
    (led, plain)
}

fn by_id<'a>(document: &'a Html, id: &str) -> Option<ElementRef<'a>> {
    document.select(&Selector::parse("[id]").unwrap()).find(|element| element.attr("id") == Some(id))
}

/// Each value makes its form wrong, at that element and nowhere else.
async fn each_leads(house: &House, form: &Form, wrong: &[(&str, &str, &str)]) {
    for (field, value, at) in wrong {
        let page = house.submit(&form.clone().set(field, value)).await;
        let of = format!("{} {field}={:.20}", form.action, value);
        assert_eq!(leads(&page, &of), (vec![(*at).to_owned()], Vec::new()), "{of}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_letter_leads_to_its_field() {
    let house = House::start().await;
    let (long, six_lines) = ("x".repeat(700), "a\n".repeat(6));
    for path in [BY_MAIL, BY_WEB_FORM] {
        let wrong = [
            ("name", "", "name"),
            ("place", &long, "place"),
            ("country", "ZZ", "country"),
            ("country", "Nowhere", "country"),
            ("address", &six_lines, "address"),
            ("note", &long, "note"),
            ("blanks.your-reason", "", "blanks.your-reason"),
        ];
        each_leads(&house, &house.letter(path).await, &wrong).await;
    }
    let nothing = house.submit(&house.get(BY_MAIL).await.form("Continue")).await;
    assert_eq!(leads(&nothing, "nothing").0, ["blanks.your-reason", "name", "place"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_paper_leads_to_where_it_was_chosen() {
    let house = House::start().await;
    let wrong = [
        ("format", "a3", "format"),
        ("format", "", "format"),
        ("format", "us-letter-4up bleed", "format"),
        ("flip", "sideways", "flip"),
        ("post_to", "atlantis", "post_to"),
        ("artwork", "nonsense", "artwork"),
    ];
    let by_hand = house.submit(&house.get(MEMBER).await.form("I want to write by hand")).await;
    each_leads(&house, &by_hand.form("Print a card with lines"), &wrong).await;
    let ready = house.ready(MEMBER).await;
    each_leads(&house, &ready.form("Print a postcard"), &wrong).await;
    // A letter in an envelope has no picture side.
    each_leads(&house, &ready.form("Print a letter"), &wrong[..5]).await;
    // Too long for the paper is the writer's to shorten: on the page where it is written.
    let long = house.submit(&house.letter(BY_MAIL).await.set("note", &"word ".repeat(118))).await;
    each_leads(&house, &long.form("Print a postcard"), &[("format", "us-letter-4up", "note")]).await;
    // An office with one address has no choice of them.
    let one = house.submit(&house.ready(BY_MAIL).await.form("Print a postcard").set("post_to", "atlantis")).await;
    assert_eq!(leads(&one, "one address"), (Vec::new(), vec!["The address: Choose one of the office’s addresses.".to_owned()]));
}

#[tokio::test]
async fn what_is_wrong_with_an_email_leads_to_where_it_was_asked_for() {
    let house = House::start().await;
    let ask = house.ready(BY_MAIL).await.form("Send it for me").set("email", "ada@home.example").set("consent", "yes");
    each_leads(&house, &ask, &[("email", "", "email"), ("email", "ada", "email"), ("consent", "", "consent")]).await;
    let both = house.submit(&ask.clone().set("email", "").without("consent")).await;
    assert_eq!(leads(&both, "both").0, ["email", "consent"]);
    // With a letter that is wrong itself the writer is back at the letter, which does not ask for them.
    let (led, plain) = leads(&house.submit(&ask.set("name", "").set("email", "").without("consent")).await, "all");
    assert_eq!(led, ["name"]);
    assert_eq!(
        plain,
        ["Your email address: Please fill this in.", "Your consent: Tick this box if we may send the letter in your name."]
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_class_set_leads_to_its_field() {
    let house = House::start().await;
    let (long, lines) = ("x".repeat(700), "a\n".repeat(6));
    let form = house.get(TO_CONGRESS).await.form("Make the set").set("cards", "2").set("to", "fewest");
    let form = form.set("typed", "yes").set("place", "Ridgeview, OH").set("blanks.your-reason", "we care");
    let wrong = [
        ("cards", "0", "cards"),
        ("names", &lines, "names"),
        ("to", "", "to"),
        ("to", "one", "to"),
        ("to", "delegation", "state"),
        ("blanks.your-reason", "", "blanks.your-reason"),
        ("note", &long, "note"),
        ("place", "", "place"),
        ("address", &lines, "address"),
        ("country", "ZZ", "country"),
        ("artwork", "nonsense", "artwork"),
        ("format", "a3", "format"),
        ("flip", "sideways", "flip"),
    ];
    each_leads(&house, &form, &wrong).await;
    let set = house.submit(&form.set("names", "Ada\nBen")).await;
    let again = house.submit(&set.form("Change names, text or paper")).await;
    each_leads(&house, &again.form("Make the set"), &wrong[..2][1..]).await;
    // It is posted from where it was dealt for, whatever else is chosen.
    let still_asked: Vec<_> = wrong[5..].iter().copied().filter(|(field, ..)| *field != "country").collect();
    each_leads(&house, &again.form("Make the set"), &still_asked).await;
    // The number of a card is asked for beside the set, where the form is not.
    for only in ["3", "0", "two"] {
        let page = house.submit(&set.form("Print this card").set("only", only)).await;
        assert_eq!(leads(&page, only), (Vec::new(), vec!["Number of the card: This set has the cards 1 to 2.".to_owned()]));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_report_leads_to_its_field() {
    let house = House::start().await;
    let code = house.get("/k").await.form("Go on");
    each_leads(&house, &code, &[("code", "12", "code"), ("code", "4821 0937 551O", "code")]).await;

    let set = house.submit(&house.get(TO_CONGRESS).await.form("Make the set").set("cards", "3").set("to", "fewest")).await;
    let path = format!("/k/{}", set.text("[data-testid=code]").replace(' ', ""));
    let early = house.request(Method::POST, &path).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body("posted=1");
    let (led, plain) = leads(&house.send(early).await, "not printed");
    assert_eq!((led.len(), plain.len()), (0, 1), "there is nothing to report yet, and no field for it");

    let one = house.submit(&set.form("Print this card").set("only", "2")).await;
    assert_eq!((one.status, one.header("content-type")), (200, "application/pdf"));
    let page = house.get(&path).await;
    each_leads(&house, &page.form("Report"), &[("posted", "99", "posted"), ("posted", "2", "posted"), ("posted", "", "posted")])
        .await;
    each_leads(&house, &page.form("Report these"), &[("card-1", "yes", "posted")]).await;
}

#[tokio::test]
async fn what_is_wrong_with_a_home_leads_to_its_field() {
    let stub = Stub::start(matches(&["2507"])).await.unwrap();
    let census = Arc::new(Census::new(&stub.url).unwrap());
    let house = House::with(|parts| parts.geocoder = Some(census)).await;
    let form = house.get("/c/children-in-detention/targets").await.form("Look up");
    let form = form.set("street", "12 Main Street").set("street-zip", "02139");
    each_leads(&house, &form, &[("street", "", "street"), ("street-zip", "9", "street-zip")]).await;
}

#[tokio::test]
async fn what_is_wrong_with_an_upload_leads_to_its_field() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let upload = async |file: &[u8], words: &str| {
        let form = multipart::Form::new().part("file", Part::bytes(file.to_vec()).file_name("drawing.png"));
        let form = form.text("credit", words.to_owned()).text("alternative_text", words.to_owned());
        let request = house.request(Method::POST, "/desk/c/cluster-munitions/artwork").header(COOKIE, &cookie);
        house.send(request.header("sec-fetch-site", "same-origin").multipart(form)).await
    };
    assert_eq!(leads(&upload(b"", "").await, "nothing").0, ["file", "credit", "alternative_text"]);
    assert_eq!(leads(&upload(b"no picture", "Poppies").await, "no picture").0, ["file"]);
}
