//! Requests that should not have been sent: they are refused with a word on what to do, and do no harm.

use domain::{campaign::Part, tally::Stage};
use jiff::civil::date;
use reqwest::{Method, header::CONTENT_TYPE};
use serde_json::{Value, json};
use tests::house::{BY_MAIL, BY_WEB_FORM, House, Page};

use crate::{API, letter, letter_with, privacy::database};

const FORM: &str = "application/x-www-form-urlencoded";

/// The fields that a problem document names.
fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_field_has_its_limits_and_says_which() {
    let house = House::start().await;
    let cases = [
        ("name", "n".repeat(81), "This is 1 character too long; 80 are allowed."),
        ("name", "Ada\r\nBcc: b@home.example".into(), "This must be on one line: there is a line break after “Ada”."),
        (
            "name",
            "Ada\u{202e}Writer".into(),
            "There is an invisible character (right-to-left override) after “Ada”: delete it, or type that part again.",
        ),
        ("place", "p".repeat(82), "This is 2 characters too long; 80 are allowed."),
        ("note", "ż".repeat(601), "This is 1 character too long; 600 are allowed."),
        (
            "note",
            "First.\n\na \u{0}b".into(),
            "There is an invisible character (control character U+0000) after “a”, in line 3: delete it, or type that part again.",
        ),
        ("blanks.your-reason", "r".repeat(161), "This is 1 character too long; 160 are allowed."),
        ("address", "a\nb\nc\nd\ne\nf".into(), "Use at most 5 lines for your address."),
        ("country", "ZZ".into(), "Choose a country from the list."),
    ];
    for (field, value, message) in cases {
        let back = house.submit(&house.letter(BY_MAIL).await.set(field, &value)).await;
        assert_eq!(back.status, 422, "{field}");
        assert!(back.text(".errors").contains(message), "{field}: {}", back.text(".errors"));
        if field != "country" {
            assert_eq!(back.error(field).as_deref(), Some(message), "{field}");
        }
        let body = match field.strip_prefix("blanks.") {
            Some(blank) => letter_with(&json!({"format": "us-letter", "blanks": {blank: value}})),
            None => letter_with(&json!({"format": "us-letter", field: value})),
        };
        let answer = house.post_json(&format!("{API}/paper"), &body).await;
        assert_eq!((answer.status, answer.header("content-type")), (422, "application/problem+json"), "{field}");
        let code = match message {
            _ if message.contains("too long") => "too-long",
            _ if message.contains("one line") => "not-one-line",
            _ if message.contains("invisible") => "unseen-character",
            _ if message.contains("5 lines") => "too-many-lines",
            _ => "choose-country",
        };
        assert_eq!(answer.json()["errors"], json!([{"field": field, "code": code, "message": message}]), "{field}");
    }
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
    let just = house.letter(BY_MAIL).await.set("name", &"n".repeat(80)).set("note", &"ż".repeat(600));
    assert_eq!(house.submit(&just).await.status, 200, "what is just short enough is taken");
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let house = House::start().await;
    let body = json!({"target": "mission-ao-us", "email": "nonsense", "consent": false, "country": "Poland"});
    let answer = house.post_json(&format!("{API}/relay"), &body).await;
    assert_eq!(answer.status, 422);
    assert_eq!(fields(&answer.json()), ["blanks.your-reason", "name", "place", "country", "email", "consent"]);
}

#[tokio::test]
async fn markup_in_any_field_stays_text_on_every_page() {
    let house = House::start().await;
    let markup = [
        ("name", "<script>alert(1)</script>"),
        ("place", "\"><img src=x onerror=alert(2)>"),
        ("blanks.your-reason", "</textarea><script>alert(3)</script>"),
        ("note", "</textarea></title><script>alert(4)</script>\n\n' onfocus=alert(5) autofocus x='"),
        ("address", "'\"><svg onload=alert(6)>\n&lt;b&gt;"),
    ];
    let typed = markup.iter().fold(house.letter(BY_MAIL).await, |form, (field, value)| form.set(field, value));
    let refused = house.submit(&typed.clone().set("country", "ZZ")).await;
    let ready = house.submit(&typed).await;
    let edited = house.submit(&ready.form("Change my letter")).await;
    let by_hand = house.submit(&edited.form("I want to write by hand")).await;
    let offered = house.submit(&ready.form("Open in my mail")).await;
    let ask = ready.form("Send it for me").set("email", "\"><script>alert(7)</script>");
    let asked_wrongly = house.submit(&ask).await;
    house.submit(&ask.set("email", "ada@home.example").set("consent", "yes")).await;
    house.deliver().await;
    let confirm = house.get(&house.link().await).await;
    let searched =
        house.get("/c/cluster-munitions/targets?q=%22%3E%3Cscript%3Ealert(8)%3C/script%3E&zip=%3Cscript%3Ealert(9)").await;
    let pages = [refused, ready, edited, by_hand, offered, asked_wrongly, confirm, searched];
    for (index, page) in pages.iter().enumerate() {
        assert!(page.status == 200 || page.status == 422, "page {index} answered {}", page.status);
        assert_no_markup(page, index);
        assert!(page.body_text().contains("alert("), "page {index} shows what was typed");
    }
    // What was typed comes back as it was typed.
    for (field, value) in markup {
        assert_eq!(pages[2].value(field).replace("\r\n", "\n").trim_start_matches('\n'), value, "{field}");
    }
    assert_eq!(pages[5].value("email"), "\"><script>alert(7)</script>");
}

fn assert_no_markup(page: &Page, index: usize) {
    assert!(page.texts("script").iter().all(|script| !script.contains("alert")), "page {index} has a script of the supporter's");
    for css in ["img", "[onerror]", "[onload]", "[onfocus]", "b"] {
        assert!(
            page.texts(css).is_empty() && page.document().select(&scraper::Selector::parse(css).unwrap()).next().is_none(),
            "page {index} has {css}"
        );
    }
}

#[tokio::test]
async fn a_megabyte_is_too_much_for_page_and_api() {
    let house = House::start().await;
    let page = house.submit(&house.letter(BY_MAIL).await.set("note", &"x".repeat(1 << 20))).await;
    assert_eq!((page.status, page.text("h1").as_str()), (413, "That did not work"));
    assert!(page.text(".lead").contains("shorten it"));
    let answer = house.post_json(&format!("{API}/preview"), &letter_with(&json!({"note": "x".repeat(1 << 20)}))).await;
    assert_eq!((answer.status, answer.header("content-type")), (413, "application/problem+json"));
}

#[tokio::test]
async fn what_is_not_utf8_is_refused_and_not_mended() {
    let house = House::start().await;
    for body in [b"name=%FF&step=check".to_vec(), b"name=\xff\xfe".to_vec(), b"%C3=x".to_vec()] {
        let page = house.send(house.request(Method::POST, BY_MAIL).header(CONTENT_TYPE, FORM).body(body)).await;
        assert_eq!((page.status, page.text("h1").as_str()), (400, "That did not work"));
        assert!(page.text(".lead").contains("UTF-8"));
    }
    for body in [&b"{\"target\":\"\xff\"}"[..], b"{", b"", b"[]", b"null", b"{\"target\":5}", b"\x00"] {
        let request = house.request(Method::POST, &format!("{API}/preview")).header(CONTENT_TYPE, "application/json");
        let answer = house.send(request.body(body)).await;
        assert_eq!((answer.status, answer.header("content-type")), (400, "application/problem+json"), "{body:?}");
        assert!(!answer.json()["detail"].to_string().contains("struct "), "{}", answer.json()["detail"].to_string());
    }
    let letter = letter_with(&json!({"note": "half"})).to_string();
    for (body, status) in [
        (letter.clone(), 200),
        (format!("\u{FEFF}{letter}"), 200),
        (letter.replace("half", "\\ud83d"), 400),
        (letter.replace("half", "\\ude00!"), 400),
        (letter.replace("half", "\\ud83d\\ude00"), 200),
    ] {
        let request = house.request(Method::POST, &format!("{API}/preview")).header(CONTENT_TYPE, "application/json");
        let answer = house.send(request.body(body.clone())).await;
        assert_eq!(answer.status, status, "{body}");
        assert!(
            status == 200 || answer.json()["detail"].to_string().contains("a character is cut in two"),
            "{}",
            answer.json()["detail"].to_string()
        );
    }
}

#[tokio::test]
async fn a_form_with_nothing_in_it_is_a_letter_with_everything_left_to_fill_in() {
    let house = House::start().await;
    let page = house.send(house.request(Method::POST, BY_MAIL).header(CONTENT_TYPE, FORM).body("")).await;
    assert_eq!((page.status, page.texts(".errors li").len()), (422, 3));
    assert_eq!(page.value("letter").len(), 32, "it has a name from now on");
}

#[tokio::test]
async fn a_campaign_that_closed_takes_no_letter_by_any_way_and_counts_nothing() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let confirm = house.get(&link).await.form("Yes, send it");
    let before = house.counted("cluster-munitions").await;
    house.change("cluster-munitions", Part::Dates, |campaign| campaign.closes_on = Some(date(2026, 11, 21))).await;

    let mut pages = vec![house.get(BY_MAIL).await, house.get(&link).await, house.submit(&confirm).await];
    for button in ["Print a postcard", "Print a letter", "Open in my mail", "Change my letter"] {
        pages.push(house.submit(&ready.form(button)).await);
    }
    pages.push(house.submit(&ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes")).await);
    for page in pages {
        assert_eq!((page.status, page.text("h1").as_str()), (409, "Not possible now"));
        assert!(page.text(".lead").contains("closed on November 21, 2026 (New York time) and"));
    }
    let paper = letter_with(&json!({"format": "us-letter"}));
    let relay = letter_with(&json!({"email": "ada@home.example", "consent": true}));
    for (path, body) in [("paper", paper), ("relay", relay)] {
        let answer = house.post_json(&format!("{API}/{path}"), &body).await;
        assert_eq!((answer.status, answer.header("content-type")), (409, "application/problem+json"), "{path}");
    }
    assert_eq!(house.counted("cluster-munitions").await, before);
    assert_eq!(house.deliver().await, 0);
    // What left before can still be reported, and the page says how it stands.
    assert_eq!(house.submit(&offer.form("I sent it")).await.status, 303);
    let campaign = house.get("/c/cluster-munitions").await;
    assert!(
        campaign.text(".flag").contains("closed on November 21, 2026 (New York time).")
            && campaign.texts("form.finder").is_empty()
    );
    assert_eq!(house.get(API).await.json()["state"], "closed");
}

#[tokio::test]
async fn a_target_of_another_campaign_cannot_be_written_to() {
    let house = House::start().await;
    let form = house.letter(BY_WEB_FORM).await;
    let astray = tests::house::Form { action: "/c/cluster-munitions/write/congress-S000033".into(), ..form };
    assert_eq!(house.submit(&astray).await.status, 404);
    for target in ["congress-S000033", "mission-zz-us", "", "../../etc/passwd", "mission-ao-us "] {
        let answer = house.post_json(&format!("{API}/preview"), &letter_with(&json!({"target": target}))).await;
        assert_eq!(answer.status, 404, "{target}");
    }
}

#[tokio::test]
async fn paper_that_we_do_not_have_and_a_flip_that_no_printer_makes_are_refused() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    for (field, value) in [("format", "a3"), ("format", ""), ("flip", "sideways")] {
        let page = house.submit(&ready.form("Print a postcard").set(field, value)).await;
        assert_eq!(page.status, 422, "{field}={value}");
        assert!(!page.texts(".errors li").is_empty());
        let body = letter_with(&json!({"format": "us-letter-4up", "flip": "long"}));
        let mut body = body;
        body[field] = value.into();
        let answer = house.post_json(&format!("{API}/paper"), &body).await;
        assert_eq!((answer.status, fields(&answer.json())), (422, vec![field]));
    }
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
}

#[tokio::test]
async fn a_path_used_the_wrong_way_says_so() {
    let house = House::start().await;
    for (method, path) in [
        (Method::POST, "/"),
        (Method::GET, "/desk/sign-out"),
        (Method::DELETE, BY_MAIL),
        (Method::PUT, "/c/cluster-munitions/thanks"),
    ] {
        let page = house.send(house.request(method, path)).await;
        assert_eq!((page.status, page.text("h1").as_str()), (405, "That did not work"), "{path}");
        assert_ne!(page.header("allow"), "", "{path}");
        assert_eq!(page.link("All campaigns"), "/");
    }
    let answer = house.get(&format!("{API}/preview")).await;
    assert_eq!((answer.status, answer.header("content-type")), (405, "application/problem+json"));
    assert_ne!(answer.header("allow"), "");
}

#[tokio::test]
async fn another_sites_form_cannot_act_here() {
    let house = House::start().await;
    let form = house.ready(BY_MAIL).await.form("Print a postcard");
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://elsewhere.example")]
    {
        let request = house.request(Method::POST, &form.action).header(CONTENT_TYPE, FORM).body(form.encoded());
        let page = house.send(request.header(name, value)).await;
        assert_eq!((page.status, page.text("h1").as_str()), (403, "That did not work"), "{name}: {value}");
        assert!(page.text(".lead").contains("another site"));
    }
    let request = house.request(Method::POST, &format!("{API}/preview")).json(&letter()).header("sec-fetch-site", "cross-site");
    assert_eq!(house.send(request).await.header("content-type"), "application/problem+json");
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
    let link = house.request(Method::GET, "/c/cluster-munitions").header("sec-fetch-site", "cross-site");
    assert_eq!(house.send(link).await.status, 200, "others may link to us");
}

#[tokio::test]
async fn a_step_that_there_is_not_does_nothing_and_one_that_is_missing_is_the_first() {
    let house = House::start().await;
    let class = house.get("/c/mine-ban-treaty/class").await.form("Make the set").set("cards", "4");
    let class = class.set("to", "delegation").set("state", "WV").set("typed", "no");
    let set = house.submit(&class.clone().without("step")).await;
    assert_eq!((set.status, set.text("h1").as_str()), (200, "Your 4 cards are ready"));
    house.submit(&set.form("Print the set (PDF)")).await;
    let report = house.get(&set.link("Report what was posted")).await;
    assert_eq!(report.form("Report").get("step"), "", "by number");
    let letter = house.letter(BY_MAIL).await;
    let ready = house.submit(&letter.clone().without("step")).await;
    assert_eq!((ready.status, ready.text("h1").as_str()), (200, "Your letter is ready"));

    let stored = || database(house.data.path());
    let (before, class) = (stored(), class.set("cards", "5"));
    for form in [
        letter,
        ready.form("Print a postcard"),
        ready.form("Open in my mail"),
        ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes"),
        class,
        set.form("Print the set (PDF)"),
        report.form("Report").set("posted", "2"),
        report.form("Report these").set("card-1", "yes"),
    ] {
        for step in ["papre", "Paper", "card", "1", "own-mail", " "] {
            let answer = house.submit(&form.clone().set("step", step)).await;
            assert_eq!((answer.status, answer.text("h1").as_str()), (400, "That did not work"), "{step} {}", form.action);
            assert!(answer.text(".lead").contains("use one of its buttons"), "{}", answer.text(".lead"));
        }
    }
    assert!(stored() == before, "something was stored or counted");
}
