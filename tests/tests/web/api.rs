//! `/api/v1`: the shapes that programs rely on.

use domain::{paper::PaperFormat, tally::Stage};
use reqwest::Method;
use serde_json::{Value, json};
use tests::house::{House, PUBLIC_URL};

use crate::{API, letter, letter_with};

/// The names of an object's members.
fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Says which of the promised names are not there. There may be more.
fn lacks<'a>(value: &Value, promised: &[&'a str]) -> Vec<&'a str> {
    promised.iter().copied().filter(|name| value.get(name).is_none()).collect()
}

#[tokio::test]
async fn the_campaigns_are_a_list() {
    let house = House::start().await;
    let campaigns = house.get("/api/v1/campaigns").await.json();
    let slugs: Vec<_> = campaigns.as_array().unwrap().iter().map(|campaign| campaign["slug"].as_str().unwrap()).collect();
    assert_eq!(slugs, ["mine-ban-treaty", "cluster-munitions", "children-in-detention"]);
    for campaign in campaigns.as_array().unwrap() {
        assert_eq!(lacks(campaign, &["slug", "title", "summary", "state", "opens_on", "closes_on", "zone", "goal"]), [""; 0]);
        assert_eq!(campaign["state"], "open");
    }
}

#[tokio::test]
async fn a_campaign_says_what_its_letter_asks_for_and_how_it_can_leave() {
    let house = House::start().await;
    let campaign = house.get(API).await.json();
    let promised = [
        "slug",
        "title",
        "summary",
        "state",
        "opens_on",
        "closes_on",
        "zone",
        "goal",
        "treaty",
        "channels",
        "languages",
        "blanks",
        "formats",
    ];
    assert_eq!(lacks(&campaign, &promised), [""; 0]);
    assert_eq!(campaign["treaty"], "ccm");
    assert_eq!(campaign["languages"], json!(["en", "es"]));
    assert_eq!(campaign["blanks"], json!([{"name": "your-reason", "label": "your reason", "required": true, "max": 160}]));
    for channel in ["own_mail", "relay", "postcard", "letter"] {
        assert!(campaign["channels"].as_array().unwrap().contains(&channel.into()), "{channel}");
    }
    assert_eq!(
        campaign["formats"],
        json!(["us-postcard-4x6", "us-letter-2up-4x6", "us-letter-4up", "a6", "a4-4up-a6", "us-letter", "a4"])
    );
    let spanish = house.get(&format!("{API}?language=es")).await.json();
    assert_eq!(
        (&spanish["blanks"][0]["name"], &spanish["title"]),
        (&"tu-motivo".into(), &"Que todos los Estados prohíban las bombas de racimo".into())
    );
}

#[tokio::test]
async fn targets_are_found_by_zip_state_name_kind_and_page() {
    let house = House::start().await;
    let find =
        async |campaign: &str, query: &str| house.get(&format!("/api/v1/campaigns/{campaign}/targets?{query}")).await.json();
    let zip = find("children-in-detention", "zip=05401").await;
    assert_eq!((zip["total"].as_u64(), zip["notice"].as_str().unwrap().contains("Vermont")), (Some(3), true));
    let state = find("children-in-detention", "state=VT").await;
    assert_eq!(state["targets"], zip["targets"]);
    let promised = [
        "id",
        "kind",
        "name",
        "office",
        "country",
        "address",
        "email",
        "web_form",
        "phone",
        "salutation",
        "status",
        "source",
        "as_of",
    ];
    for target in zip["targets"].as_array().unwrap() {
        assert_eq!(lacks(target, &promised), [""; 0]);
        assert_eq!((&target["kind"], &target["email"]), (&"congress".into(), &Value::Null));
    }
    let angola = find("cluster-munitions", "q=angola").await;
    assert_eq!(angola["total"], 1);
    let angola = &angola["targets"][0];
    assert_eq!(
        (&angola["id"], &angola["status"], &angola["salutation"]),
        (&"mission-ao-us".into(), &"signatory".into(), &"Your Excellency:".into())
    );
    assert!(angola["address"].as_array().unwrap().len() >= 3 && angola["email"].as_str().unwrap().contains('@'));
    assert_eq!(find("cluster-munitions", "kind=congress").await["total"], 0);
    assert!(find("cluster-munitions", "kind=mission").await["total"].as_u64() > Some(50));
    let (first, second) = (find("cluster-munitions", "page=1").await, find("cluster-munitions", "page=2").await);
    assert_eq!((first["targets"].as_array().unwrap().len(), second["page"].as_u64()), (24, Some(2)));
    assert_ne!(first["targets"][0]["id"], second["targets"][0]["id"]);
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_a_problem_and_not_a_guess() {
    let house = House::start().await;
    for query in ["targets?page=two", "targets?page=-1"] {
        let answer = house.get(&format!("{API}/{query}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (400, "application/problem+json"), "{query}");
    }
}

#[tokio::test]
async fn a_problem_is_said_in_the_language_of_the_request_and_its_code_stays() {
    let house = House::start().await;
    let path = format!("{API}/paper");
    let letter = letter_with(&json!({"format": "us-letter", "name": "Ada\nWriter"}));
    let answer = async |languages: &str, path: &str, body: &str| {
        let request =
            house.request(Method::POST, path).header("accept-language", languages).header("content-type", "application/json");
        house.send(request.body(body.to_owned())).await
    };
    let long = "ar,".repeat(3500);
    for (languages, language, said, field) in [
        ("es-MX, en;q=0.5", "es", "Hay que cambiar algo de lo que escribiste.", "salto de línea"),
        ("de", "de", "", "Zeilenumbruch"),
        ("xx", "en", "Some of what was entered needs a change.", "line"),
        (&long, "en", "Some of what was entered needs a change.", "line"),
    ] {
        let problem = answer(languages, &path, &letter.to_string()).await;
        assert_eq!((problem.status, problem.header("content-language")), (422, language));
        assert!(problem.header("vary").contains("accept-language"), "{}", problem.header("vary"));
        let told = problem.json();
        assert_eq!((&told["code"], &told["errors"][0]["code"]), (&json!("invalid"), &json!("not-one-line")), "{told}");
        assert_eq!(told["title"], "Some fields need a change.");
        assert_eq!(told["type"], format!("{PUBLIC_URL}/api/v1/problems#invalid"));
        assert!(told["detail"].as_str().unwrap().contains(said), "{told}");
        assert!(told["errors"][0]["message"].as_str().unwrap().contains(field), "{told}");
    }
    for (path, body, code) in [
        (format!("{API}/preview"), "{", "unreadable"),
        ("/api/v1/campaigns/none/preview".to_owned(), r#"{"target":"mission-ao-us"}"#, "no-campaign"),
        ("/api/v1/campaigns".to_owned(), "{}", "method"),
    ] {
        let told = answer("fr", &path, body).await.json();
        assert_eq!(
            (&told["code"], &told["type"]),
            (&json!(code), &json!(format!("{PUBLIC_URL}/api/v1/problems#{code}"))),
            "{told}"
        );
    }
    let kinds = house.get("/api/v1/problems").await;
    assert_eq!(kinds.status, 200);
    let codes = kinds.attributes("tr[id]", "id");
    assert!(["invalid", "unreadable", "no-page", "no-campaign", "method"].iter().all(|code| codes.contains(&(*code).to_owned())));
}

#[tokio::test]
async fn a_notice_is_said_in_the_language_of_the_request() {
    let house = House::start().await;
    let found = house.get_as("fr", &format!("{API}/targets?q=Norway")).await;
    assert_eq!(found.header("content-language"), "fr");
    assert!(found.header("vary").contains("accept-language"), "{}", found.header("vary"));
    let notice = found.json()["notice"].to_string();
    assert!(notice.contains("Norvège") && notice.contains("Convention sur les armes à sous-munitions"), "{notice}");
}

#[tokio::test]
async fn a_preview_says_what_is_left_to_fill_in() {
    let house = House::start().await;
    let path = format!("{API}/preview");
    let empty = house.post_json(&path, &json!({"target": "mission-ao-us"})).await.json();
    assert_eq!(names(&empty), ["body", "subject", "too_long", "unfilled"]);
    assert_eq!(empty["unfilled"], json!(["blanks.your-reason", "name", "place"]));
    assert!(empty["body"].as_str().unwrap().contains("[your reason]"));
    let full = house.post_json(&path, &letter()).await.json();
    assert_eq!(full["unfilled"], json!([]));
    assert!(full["subject"].as_str().unwrap().starts_with("Please ratify the Convention"));
    assert!(full["body"].as_str().unwrap().ends_with("Ada Writer\nRidgeview, OH"));
}

#[tokio::test]
async fn a_preview_says_by_how_much_a_letter_is_too_long_as_the_press_does() {
    let house = House::start().await;
    let preview =
        async |note: &str| house.post_json(&format!("{API}/preview"), &letter_with(&json!({"note": note}))).await.json();
    assert_eq!(preview("I read about it.").await["too_long"], json!([]));
    let note: String = "One hundred and sixty states have. ".chars().cycle().take(599).chain(['.']).collect();
    let too_long = preview(&note).await["too_long"].clone();
    let too_long = too_long.as_array().unwrap();
    assert!(!too_long.is_empty(), "600 characters more do not fit on any card");
    for over in too_long {
        let format = &over["format"];
        assert_eq!(over["field"], "note");
        let refused = house.post_json(&format!("{API}/paper"), &letter_with(&json!({"note": note, "format": format}))).await;
        let said = refused.json()["errors"][0]["message"].as_str().unwrap().to_owned();
        assert_eq!(
            (refused.status, over["characters"].as_u64()),
            (422, said.split(' ').find_map(|word| word.parse().ok())),
            "{said}"
        );
        assert_eq!((&refused.json()["errors"][0]["field"], over["message"].as_str()), (&"note".into(), Some(said.as_str())));
        assert!(
            said.contains(words::Words::default().paper(PaperFormat::parse(format.as_str().unwrap()).unwrap())),
            "{said} names the paper"
        );
        // So much shorter it is printed.
        let kept: String = note.chars().take(600 - usize::try_from(over["characters"].as_u64().unwrap()).unwrap()).collect();
        let printed = house.post_json(&format!("{API}/paper"), &letter_with(&json!({"note": kept, "format": format}))).await;
        assert_eq!(printed.status, 200, "{format}: {kept}");
    }
    // No field takes so much; nobody waits for it to be measured.
    assert_eq!(preview(&"x".repeat(30_000)).await["too_long"], json!([]));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], u64::try_from(too_long.len()).unwrap());
}

#[tokio::test]
async fn paper_comes_as_a_pdf_with_the_name_of_its_letter_which_can_be_reported() {
    let house = House::start().await;
    let pdf = house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": "us-letter-4up", "flip": "short"}))).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
    assert!(pdf.body.starts_with(b"%PDF-") && pdf.header("content-disposition").ends_with(".pdf\""));
    let name = pdf.header("postbag-letter");
    let report = house.post_json(&format!("{API}/report"), &json!({"letter": name, "channel": "postcard"})).await;
    assert_eq!((report.status, report.json()), (200, json!({"letter": name, "stage": "confirmed", "verified": true})));
    let tally = house.get(&format!("{API}/tally")).await.json();
    assert_eq!(names(&tally), ["as_of", "by_channel", "by_country", "by_day", "by_target", "total"]);
    assert_eq!(names(&tally["by_channel"]), ["letter", "own_mail", "postcard", "relay", "web_form"]);
    assert_eq!(
        tally["by_channel"]["postcard"],
        json!({"prepared": 1, "confirmed": 1, "accepted": 0, "bounced": 0, "settled": 0, "answered": 0})
    );
    assert_eq!(
        tally["by_target"],
        json!([{"target": "mission-ao-us", "prepared": 1, "confirmed": 1, "accepted": 0, "bounced": 0, "settled": 0, "answered": 0}])
    );
    assert_eq!((&tally["total"], &tally["as_of"]), (&1.into(), &"2026-11-21T12:00:00Z".into()));
    let wrong = house.post_json(&format!("{API}/report"), &json!({"letter": name, "channel": "fax"})).await;
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["field"]), (422, &"channel".into()));
}

#[tokio::test]
async fn a_card_with_lines_needs_a_target_and_nothing_else() {
    let house = House::start().await;
    let body = json!({"target": "mission-ao-us", "format": "us-postcard-4x6", "typed": false});
    let pdf = house.post_json(&format!("{API}/paper"), &body).await;
    assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF-"));
    let typed = json!({"target": "mission-ao-us", "format": "us-postcard-4x6"});
    assert_eq!(house.post_json(&format!("{API}/paper"), &typed).await.status, 422, "a typed one needs its words");
}

#[tokio::test]
async fn a_wrong_name_is_refused_on_a_card_with_lines_too_and_an_empty_one_is_none() {
    let house = House::start().await;
    let paper = async |name: &str, country: &str| {
        let body = json!({"target": "mission-ao-us", "format": "us-postcard-4x6", "typed": false, "name": name, "country": country, "address": "12 Main Street\nRidgeview, OH 43000"});
        house.post_json(&format!("{API}/paper"), &body).await
    };
    for name in ["x".repeat(81).as_str(), "Ada\nWriter", "Ada\u{202E}Writer"] {
        let refused = paper(name, "US").await;
        let errors = refused.json()["errors"].clone();
        assert_eq!((refused.status, errors.as_array().unwrap().len(), &errors[0]["field"]), (422, 1, &"name".into()), "{name:?}");
    }
    let refused = paper("Ada\nWriter", "Atlantis").await.json();
    let fields: Vec<&str> = refused["errors"].as_array().unwrap().iter().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(fields, ["country", "name"], "all that is wrong is said at once");
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
    for name in ["", " \u{A0}", "Ada Writer"] {
        assert_eq!(paper(name, "US").await.status, 200, "{name:?}");
    }
}

#[tokio::test]
async fn a_letter_to_be_sent_awaits_its_confirmation() {
    let house = House::start().await;
    let asked =
        house.post_json(&format!("{API}/relay"), &letter_with(&json!({"email": "ada@home.example", "consent": true}))).await;
    assert_eq!((asked.status, &asked.json()["state"]), (202, &"awaiting_confirmation".into()));
    assert_eq!(asked.json()["letter"].as_str().unwrap().len(), 32);
    assert_eq!(house.deliver().await, 1);
    assert!(house.mailbox().await[0].to.contains("ada@home.example"));
    let refused =
        house.post_json(&format!("{API}/relay"), &letter_with(&json!({"email": "ada@home.example", "consent": false}))).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["field"]), (422, &"consent".into()));
}

#[tokio::test]
async fn an_office_without_an_address_for_mail_refuses_relay_and_says_why() {
    let house = House::start().await;
    let body = letter_with(&json!({"target": "congress-S000033", "email": "ada@home.example", "consent": true}));
    let answer = house.post_json("/api/v1/campaigns/mine-ban-treaty/relay", &body).await;
    assert_eq!(answer.status, 409);
    assert!(answer.json()["detail"].as_str().unwrap().contains("cannot be reached that way"));
}

#[tokio::test]
async fn a_search_for_thousands_of_words_looks_for_the_first_few() {
    let house = House::start().await;
    let few = house.get(&format!("/api/v1/campaigns/cluster-munitions/targets?q={}", "e+".repeat(50))).await;
    let many =
        house.get(&format!("/api/v1/campaigns/cluster-munitions/targets?q={}", "e+".repeat(50) + &"zzz+".repeat(2_000))).await;
    assert_eq!((few.status, many.status), (200, 200));
    assert_eq!(few.json()["total"], many.json()["total"]);
}

#[tokio::test]
async fn a_corrected_request_may_use_its_key_again_and_an_unreadable_key_is_refused() {
    let house = House::start().await;
    let path = "/api/v1/campaigns/cluster-munitions/paper";
    let body = json!({"target": "mission-br-us", "format": "us-letter", "name": "Ada Writer"});
    assert_eq!(house.post_json_with_key(path, &body, "one").await.status, 422, "place and reason are missing");
    let whole = json!({"target": "mission-br-us", "format": "us-letter", "name": "Ada Writer", "place": "Ridgeview, OH",
        "blanks": {"your-reason": "I care"}});
    assert_eq!(house.post_json_with_key(path, &whole, "one").await.status, 200);
    assert_eq!(house.post_json_with_key(path, &whole, "schl\u{fc}ssel").await.status, 422);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 1);
}
