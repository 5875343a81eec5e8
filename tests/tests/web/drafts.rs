//! A campaign as its organisers make it: begun, filled in page by page, published, paused, changed.

use domain::{
    campaign::{Audience, CampaignFile, Part, Rule, SomeStates},
    checked::Slug,
    people::Role,
    state::Iso2,
    target::TargetId,
};
use jiff::SignedDuration;
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE},
};
use serde_json::json;
use tests::house::{Form, House, Page};

use crate::desk::{self, signed_in, signed_in_as, submit};

const NEW: &str = "/desk/new";
const DESK: &str = "/desk/c/stop-the-incinerator";
const PUBLIC: &str = "/c/stop-the-incinerator";

fn part(name: &str) -> String {
    format!("{DESK}/{name}")
}

/// Fills in the form of a part and saves it.
async fn save(house: &House, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let form = desk::get(house, path, cookie).await.form("Save");
    let form = fields.iter().fold(form, |form, (name, value)| form.set(name, value));
    submit(house, &form, path, cookie).await
}

async fn saved(house: &House, cookie: &str, path: &str, fields: &[(&str, &str)]) {
    let answer = save(house, cookie, path, fields).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.body_text());
}

async fn press(house: &House, cookie: &str, path: &str, button: &str) -> Page {
    let form = desk::get(house, path, cookie).await.form(button);
    submit(house, &form, path, cookie).await
}

/// Sends fields as they are, whatever form there is.
async fn sends(house: &House, cookie: &str, path: &str, encoded: &str) -> Page {
    let request = house.request(Method::POST, path).header(COOKIE, cookie).header("sec-fetch-site", "same-origin");
    house.send(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(encoded.to_owned())).await
}

/// Begins a campaign from a file.
async fn imports(house: &House, cookie: &str, content: Vec<u8>, slug: &str) -> Page {
    let form = reqwest::multipart::Form::new()
        .part("file", reqwest::multipart::Part::bytes(content).file_name("campaign.json"))
        .text("file_slug", slug.to_owned());
    let request = house.request(Method::POST, "/desk/new/file").header(COOKIE, cookie);
    house.send(request.header("sec-fetch-site", "same-origin").multipart(form)).await
}

/// A campaign with a story and a letter to every member of Congress, not published.
async fn drafted(house: &House, cookie: &str) {
    let form = desk::get(house, NEW, cookie).await.form("Begin the campaign");
    let begun = submit(house, &form.set("title", "Stop the incinerator").set("languages", "en"), NEW, cookie).await;
    assert_eq!((begun.status, begun.header("location")), (303, part("story").as_str()), "{}", begun.body_text());
    let story = "Smoke **over** the school.\n\n- Write\n- Call";
    saved(house, cookie, &part("story"), &[("title", "Stop the incinerator"), ("story", story)]).await;
    let letter =
        [("subject", "No smoke"), ("body", "{{target.salutation}}\n\nStop it, because [[your reason]].\n\n{{sender.name}}")];
    saved(house, cookie, &part("letters"), &letter).await;
    saved(house, cookie, &part("targets"), &[("rule", "congress")]).await;
}

#[tokio::test]
async fn an_organiser_makes_a_campaign_alone_and_nothing_of_it_is_public_before() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    assert_eq!(house.get(PUBLIC).await.status, 404);
    assert!(!house.get("/").await.body_text().contains("Stop the incinerator"));
    let publish = desk::get(&house, &part("publish"), &cookie).await;
    assert!(publish.body_text().contains("There is no email for questions."), "{}", publish.body_text());
    let done = press(&house, &cookie, &part("publish"), "Publish").await;
    assert_eq!(done.status, 303, "{}", done.body_text());
    let page = house.get(PUBLIC).await;
    assert_eq!((page.status, page.text("h1").as_str()), (200, "Stop the incinerator"));
    assert_eq!((page.text(".prose strong").as_str(), page.texts(".prose li").len()), ("over", 2));
}

#[tokio::test]
async fn what_is_missing_is_said_and_stops_the_publication() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    let form = desk::get(&house, NEW, &cookie).await.form("Begin the campaign");
    submit(&house, &form.set("title", "Stop the incinerator").set("languages", "en"), NEW, &cookie).await;
    let page = desk::get(&house, &part("publish"), &cookie).await;
    for missing in ["The letter is not written.", "The campaign writes to nobody."] {
        assert!(page.text(".checklist--must").contains(missing), "{missing}");
    }
    assert_eq!(sends(&house, &cookie, &part("publish"), "revision=1").await.status, 422);
    assert_eq!(house.get(PUBLIC).await.status, 404);
}

#[tokio::test]
async fn a_campaign_that_writes_to_nobody_is_not_published_whoever_asks_for_it() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let file = desk::get(&house, &part("file"), &cookie).await.body_text();
    let nobody = CampaignFile::from_json(&file).unwrap();
    for (name, rules) in [("no-rule", vec![]), ("no-such-office", vec![Rule::Own { states: SomeStates::default() }])] {
        let mut nobody = nobody.clone();
        nobody.document.audience = Audience::of(rules);
        house.app.workshop.import(nobody.to_json().unwrap().as_bytes(), name).await.unwrap();
        let path = format!("/desk/c/{name}/publish");
        assert!(desk::get(&house, &path, &cookie).await.text(".checklist--must").contains("The campaign writes to nobody."));
        assert_eq!(sends(&house, &cookie, &path, "revision=1").await.status, 422, "{name}");
        assert_eq!(house.get(&format!("/c/{name}")).await.status, 404, "{name}");
    }
}

#[tokio::test]
async fn what_would_be_better_of_the_targets_is_said_with_the_way_to_them() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    let id = |id: &str| TargetId::parse(id).unwrap();
    let audience = Audience::of([
        Rule::Missions { to: Iso2::us(), states: SomeStates::default() },
        Rule::Own { states: SomeStates::default() },
        Rule::Listed { name: None, targets: [id("custom-gone"), id("mission-ao-us")].into() },
    ]);
    house.change("cluster-munitions", Part::Targets, |document| document.audience = audience).await;
    for (language, said) in [
        (
            "en",
            [
                "Rule “All targets of your own table”: The directory has no such office yet",
                "custom-gone is not in the directory.",
                "targets are offices of states that are party to the treaty. The letter asks nothing of them.",
            ],
        ),
        (
            "es",
            [
                "Regla «Todos",
                "custom-gone no está en el directorio.",
                "destinatarios son de Estados que ya son parte en el tratado.",
            ],
        ),
        ("fr", ["Règle « Tous", "custom-gone n’est pas dans l’annuaire.", "destinataires sont d’États déjà parties au traité."]),
    ] {
        let page = desk::get(&house, &format!("/desk/c/cluster-munitions/publish?lang={language}"), &cookie).await;
        assert_eq!(page.texts(".checklist--must"), [""; 0], "all of it is advice");
        let items = page.texts(".checklist li");
        let links = page.attributes(".checklist li a", "href");
        for said in said {
            let place = items.iter().position(|item| item.contains(said));
            let place = place.unwrap_or_else(|| panic!("{said}: {items:?}"));
            assert_eq!(links[place], format!("/desk/c/cluster-munitions/targets?lang={language}"), "{said}");
        }
    }
}

#[tokio::test]
async fn the_document_of_the_api_is_the_public_one_and_comes_in_as_a_file() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let path = "/api/v1/campaigns/stop-the-incinerator/document";
    assert_eq!(house.get(path).await.status, 404, "a draft is nobody else’s");
    press(&house, &cookie, &part("publish"), "Publish").await;
    let public = house.app.campaigns.get("stop-the-incinerator").await.unwrap();
    saved(&house, &cookie, &part("dates"), &[("goal", "7")]).await;
    let answer = house.get(path).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let file = CampaignFile::from_json(&answer.body_text()).unwrap();
    assert_eq!((file.slug, &file.document), (public.slug, &public.document));
    house.app.workshop.import(&answer.body, "again").await.unwrap();
    let again = house.app.workshop.export(&Slug::parse("again").unwrap()).await.unwrap();
    assert_eq!((again.document, again.live), (public.document, None));
}

#[tokio::test]
async fn a_letter_that_was_begun_keeps_its_words_while_the_campaign_changes() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    press(&house, &cookie, &part("publish"), "Publish").await;
    let write = format!("{PUBLIC}/write/congress-S000033");
    let begun = house.get(&write).await.form("Continue");
    let begun = begun.set("name", "Ada Writer").set("place", "Ridgeview, OH").set("blanks.your-reason", "we breathe it");

    press(&house, &cookie, &part("publish"), "Pause the campaign").await;
    assert!(house.get(PUBLIC).await.body_text().contains("paused"));
    let letter =
        [("subject", "No smoke"), ("body", "{{target.salutation}}\n\nClose it, because [[your reason]].\n\n{{sender.name}}")];
    saved(&house, &cookie, &part("letters"), &letter).await;
    press(&house, &cookie, &part("publish"), "Publish the changes").await;
    press(&house, &cookie, &part("publish"), "Resume the campaign").await;

    let ready = house.submit(&begun).await;
    assert!(ready.body_text().contains("Stop it, because"), "{}", ready.body_text());
    assert!(house.get(&write).await.body_text().contains("Close it"));
    house.clock.advance(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(1));
    let late = house.submit(&begun).await;
    assert!(late.body_text().contains("Close it, because"), "a week later it has the words of today: {}", late.body_text());
}

#[tokio::test]
async fn a_copy_has_everything_of_another_campaign_but_its_title_its_days_and_its_people() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    saved(&house, &cookie, &part("dates"), &[("opens_on", "2026-01-01"), ("closes_on", "2026-02-01")]).await;
    let form = desk::get(&house, NEW, &cookie).await.form("Begin the campaign");
    let form = form.set("title", "Stop the other one").set("languages", "en").set("copy_of", "stop-the-incinerator");
    let begun = submit(&house, &form, NEW, &cookie).await;
    assert_eq!((begun.status, begun.header("location")), (303, "/desk/c/stop-the-other-one/story"));
    let document = async |path: &str| desk::get(&house, path, &cookie).await.json()["document"].clone();
    let (mut of, copy) = (document(&part("file")).await, document("/desk/c/stop-the-other-one/file").await);
    of["editions"][0]["title"] = json!("Stop the other one");
    (of["opens_on"], of["closes_on"]) = (json!("2026-11-21"), json!(null));
    assert_eq!(copy, of);
}

#[tokio::test]
async fn the_second_of_two_who_change_the_same_sees_both_and_loses_nothing() {
    let house = House::start().await;
    let (ada, ben) = (signed_in(&house).await, signed_in_as(&house, "ben@ngo.example", Role::Organiser).await);
    drafted(&house, &ada).await;
    let path = part("story");
    let opened = async |cookie: &str| -> Form { desk::get(&house, &path, cookie).await.form("Save") };
    let (first, second, third) = (opened(&ada).await, opened(&ben).await, opened(&ben).await);
    assert_eq!(submit(&house, &first.set("title", "Adas title"), &path, &ada).await.status, 303);
    let conflict = submit(&house, &second.set("title", "Bens title"), &path, &ben).await;
    assert_eq!(conflict.status, 409);
    for text in ["Adas", "Bens"] {
        assert!(conflict.text(".errors").contains(text), "{}", conflict.text(".errors"));
    }
    let again = conflict.form("Save");
    assert_eq!(again.get("title"), "Bens title");
    // Another field of the same page is nobody's conflict.
    assert_eq!(submit(&house, &third.set("summary", "One sentence."), &path, &ben).await.status, 303);
    let kept = desk::get(&house, &path, &ben).await.form("Save");
    assert_eq!((kept.get("title"), kept.get("summary")), ("Adas title", "One sentence."));
    assert_eq!(submit(&house, &again, &path, &ben).await.status, 303);
    let both = desk::get(&house, &path, &ben).await.form("Save");
    assert_eq!((both.get("title"), both.get("summary")), ("Bens title", "One sentence."));
}

#[tokio::test]
async fn a_conflict_in_one_field_takes_nothing_back_in_another() {
    let house = House::start().await;
    let (ada, ben) = (signed_in(&house).await, signed_in_as(&house, "ben@ngo.example", Role::Organiser).await);
    drafted(&house, &ada).await;
    let path = part("story");
    let bens = desk::get(&house, &path, &ben).await.form("Save");
    saved(&house, &ada, &path, &[("title", "Adas title"), ("summary", "Adas summary.")]).await;
    let conflict = submit(&house, &bens.set("title", "Bens title"), &path, &ben).await;
    assert_eq!(conflict.status, 409);
    assert_eq!(submit(&house, &conflict.form("Save"), &path, &ben).await.status, 303);
    let kept = desk::get(&house, &path, &ben).await.form("Save");
    assert_eq!((kept.get("title"), kept.get("summary")), ("Bens title", "Adas summary."));
}

#[tokio::test]
async fn an_earlier_revision_comes_back() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    saved(&house, &cookie, &part("dates"), &[("goal", "7")]).await;
    let history = desk::get(&house, &part("history"), &cookie).await;
    assert_eq!(history.texts("tbody tr").len(), 5);
    let before = part("history/4");
    assert_eq!(press(&house, &cookie, &before, "Bring this revision back").await.status, 303);
    assert_eq!(desk::get(&house, &part("dates"), &cookie).await.form("Save").get("goal"), "1000");
    assert!(desk::get(&house, &part("history"), &cookie).await.body_text().contains("Revision 4 brought back"));
}

#[tokio::test]
async fn an_address_that_changes_keeps_its_old_links() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    press(&house, &cookie, &part("publish"), "Publish").await;
    let form = desk::get(&house, &part("publish"), &cookie).await.form("Change the address");
    for (slug, status) in [("mine-ban-treaty", 422), ("desk", 422), ("minе-ban", 422), ("no-smoke", 303)] {
        assert_eq!(submit(&house, &form.clone().set("slug", slug), &part("publish"), &cookie).await.status, status, "{slug}");
    }
    for path in [PUBLIC, "/c/no-smoke"] {
        assert_eq!(house.get(path).await.text("h1"), "Stop the incinerator", "{path}");
    }
}

#[tokio::test]
async fn a_campaign_goes_out_as_a_file_and_comes_in_again() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let file = desk::get(&house, &part("file"), &cookie).await;
    assert_eq!((file.status, file.header("content-type")), (200, "application/json"));
    let send = async |content: Vec<u8>, slug: &str| imports(&house, &cookie, content, slug).await;
    assert_eq!(send(file.body.to_vec(), "").await.status, 422, "the address is taken");
    assert_eq!(send(file.body.to_vec(), "again").await.status, 303);
    assert_eq!(desk::get(&house, "/desk/c/again/file", &cookie).await.json()["document"], file.json()["document"]);
    let mut large = file.json();
    large["document"]["audience"]["rules"] = vec![serde_json::json!({"rule": "senate"}); 101].into();
    let page = send(large.to_string().into_bytes(), "other").await;
    assert_eq!(page.status, 422);
    assert!(page.error("file").is_some_and(|error| error.contains("101 rules; 100 are allowed")), "{:?}", page.error("file"));
    for (wrong, content) in [("nothing", ""), ("no campaign", "{}"), ("newer", "{\"version\":99}"), ("binary", "\u{0}\u{1}")] {
        let page = send(content.as_bytes().to_vec(), "other").await;
        assert_eq!(page.status, 422, "{wrong}");
        assert!(page.error("file").is_some(), "{wrong}");
    }
}

#[tokio::test]
async fn hostile_markdown_is_refused_with_its_line_and_kept_as_typed() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    for typed in [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![x](https://elsewhere.example/x.svg)",
        "<img src=x onerror=alert(1)>",
    ] {
        let page = save(&house, &cookie, &part("story"), &[("story", &format!("Fine.\n\n{typed}"))]).await;
        assert_eq!(page.status, 422, "{typed}");
        assert!(page.error("story").is_some_and(|error| error.contains('3')), "{typed}: {:?}", page.error("story"));
        assert!(page.form("Save").get("story").contains(typed));
    }
}

#[tokio::test]
async fn who_may_only_look_changes_nothing() {
    let house = House::start().await;
    let organiser = signed_in(&house).await;
    drafted(&house, &organiser).await;
    let viewer = signed_in_as(&house, "victor@ngo.example", Role::Viewer).await;
    for name in ["story", "letters", "look", "dates", "ways", "pace", "share", "targets", "languages", "publish", "history/1"] {
        let path = part(name);
        assert_eq!(desk::get(&house, &path, &viewer).await.status, 200, "{path}");
        let post =
            |cookie: &str| house.request(Method::POST, &path).header(COOKIE, cookie).header("sec-fetch-site", "same-origin");
        assert_eq!(house.send(post(&viewer)).await.status, 403, "{path}");
        assert_eq!(house.send(post("")).await.status, 401, "{path}");
    }
    for path in [NEW, "/desk/new/file"] {
        let post = house.request(Method::POST, path).header(COOKIE, &viewer).header("sec-fetch-site", "same-origin");
        assert_eq!(house.send(post).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn a_file_brings_in_nothing_that_a_form_refuses() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let file = desk::get(&house, &part("file"), &cookie).await.json();
    for (place, value, said) in [
        ("/document/editions/0/sources", json!([{"title": "x", "url": "javascript:alert(1)"}]), "Line 1"),
        ("/document/editions/0/share/hashtags", json!(["<script>"]), ""),
        ("/document/editions/0/title", json!("two\nlines"), ""),
        ("/document/goal", json!(0), ""),
        ("/document/zone", json!("Europe/Atlantis"), ""),
        ("/document/closes_on", json!("1999-01-01"), ""),
        ("/document/ways/channels", json!([]), ""),
        ("/slug", json!("desk"), ""),
    ] {
        let mut wrong = file.clone();
        *wrong.pointer_mut(place).unwrap_or_else(|| panic!("{place} in {file}")) = value;
        let page = imports(&house, &cookie, wrong.to_string().into_bytes(), if place == "/slug" { "" } else { "other" }).await;
        assert_eq!(page.status, 422, "{place}");
        let error = page.error("file").or_else(|| page.error("file_slug"));
        assert!(error.as_ref().is_some_and(|error| error.contains(said)), "{place}: {error:?}");
    }
    let mut untitled = file.clone();
    untitled["document"]["editions"][0]["title"] = json!("");
    assert_eq!(imports(&house, &cookie, untitled.to_string().into_bytes(), "other").await.status, 303, "as a draft may be");
    let publish = desk::get(&house, "/desk/c/other/publish", &cookie).await;
    assert!(publish.text(".checklist--must").contains("There is no title."), "{}", publish.body_text());
    assert_eq!(sends(&house, &cookie, "/desk/c/other/publish", "revision=1").await.status, 422);
}

#[tokio::test]
async fn a_campaign_whose_pictures_did_not_come_along_is_not_published() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let mut file = desk::get(&house, &part("file"), &cookie).await.json();
    file["document"]["look"]["artworks"] = json!([{
        "id": "ab".repeat(32), "width": 1875, "height": 1275, "credit": "Ada", "alternative_text": "A chimney",
    }]);
    let begun = imports(&house, &cookie, file.to_string().into_bytes(), "other").await;
    assert_eq!(begun.status, 303, "{}", begun.body_text());
    let must = desk::get(&house, "/desk/c/other/publish", &cookie).await.text(".checklist--must");
    assert!(must.contains("The picture of “A chimney” is not on this site."), "{must}");
    assert_eq!(sends(&house, &cookie, "/desk/c/other/publish", "revision=1").await.status, 422);
}

#[tokio::test]
async fn nothing_is_saved_over_what_nobody_has_seen() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let story = part("story");
    let before = desk::get(&house, &story, &cookie).await.form("Save").get("title").to_owned();
    for revision in ["", "&revision=99", "&revision=x"] {
        let page = sends(&house, &cookie, &story, &format!("title=Mine{revision}")).await;
        assert_eq!((page.status, page.form("Save").get("title")), (409, "Mine"), "{revision}: nothing that was typed is lost");
    }
    assert_eq!(desk::get(&house, &story, &cookie).await.form("Save").get("title"), before);
    assert_eq!(sends(&house, &cookie, &part("targets"), "rules.0=").await.status, 409);
    assert_eq!(sends(&house, &cookie, &part("publish"), "").await.status, 409, "it was not seen what is published");
    assert_eq!(house.get(PUBLIC).await.status, 404);
    let unknown = format!("{}?kind=nobody", part("letters"));
    assert_eq!(desk::get(&house, &unknown, &cookie).await.status, 404);
    assert_eq!(sends(&house, &cookie, &unknown, "kind=nobody&subject=x&body=y&revision=1").await.status, 404);
}

#[tokio::test]
async fn what_is_won_takes_letters_again_only_by_somebody_who_may_end_it() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let publish = part("publish");
    for step in ["pause", "win", "resume"] {
        assert_eq!(sends(&house, &cookie, &publish, &format!("step={step}")).await.status, 404, "a draft: {step}");
    }
    saved(&house, &cookie, &part("share"), &[("won", "The incinerator is closed")]).await;
    press(&house, &cookie, &publish, "Publish").await;
    for step in ["pause", "pause", "win"] {
        assert_eq!(sends(&house, &cookie, &publish, &format!("step={step}")).await.status, 303, "{step}");
    }
    let page = house.get(PUBLIC).await;
    assert_eq!(page.text(".flag--won"), "The incinerator is closed");
    assert_eq!(page.attributes("form.finder", "action"), [""; 0]);
    assert_eq!(sends(&house, &cookie, &publish, "step=pause").await.status, 409, "it is not taken back by accident");
    house.clock.advance(SignedDuration::from_mins(16));
    assert_eq!(sends(&house, &cookie, &publish, "step=resume").await.status, 403);
    assert_eq!(house.get(PUBLIC).await.text(".flag--won"), "The incinerator is closed");
    let fresh = signed_in(&house).await;
    assert_eq!(sends(&house, &fresh, &publish, "step=resume").await.status, 303);
    assert_ne!(house.get(PUBLIC).await.attributes("form.finder", "action"), [""; 0]);
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let audit = desk::get(&house, "/desk/audit", &owner).await.texts("tbody tr");
    assert_eq!(audit.iter().filter(|row| row.contains("Paused a campaign")).count(), 1, "{audit:?}");
}

#[tokio::test]
async fn what_cannot_be_saved_any_more_is_sent_again_from_where_it_stands() {
    let house = House::start().await;
    let cookie = signed_in(&house).await;
    drafted(&house, &cookie).await;
    let add = desk::get(&house, &part("languages"), &cookie).await.form("Add this language");
    submit(&house, &add.set("languages", "fr"), &part("languages"), &cookie).await;
    let page = format!("{}?language=fr", part("story"));
    let typed = desk::get(&house, &page, &cookie).await.form("Save");
    let typed = typed.set("title", "Fermez <b>l’usine</b>").set("story", "Une longue histoire.");
    let signed_out = submit(&house, &typed, &page, "postbag_desk=00000000000000000000000000000000").await;
    assert_eq!(signed_out.status, 401);
    let again = signed_out.form("Try again");
    assert_eq!(signed_out.attributes("textarea", "name")[..3], ["title", "summary", "story"]);
    assert_eq!((again.get("title"), again.get("story")), ("Fermez <b>l’usine</b>", "Une longue histoire."));
    sends(&house, &cookie, &part("languages"), "step=remove&language=fr").await;
    let removed = submit(&house, &again, &page, &cookie).await;
    assert_eq!(removed.status, 404);
    assert!(removed.text("h1").contains("Not saved"), "{}", removed.body_text());
    let add = desk::get(&house, &part("languages"), &cookie).await.form("Add this language");
    submit(&house, &add.set("languages", "fr"), &part("languages"), &cookie).await;
    let done = submit(&house, &removed.form("Try again"), &page, &cookie).await;
    assert!(matches!(done.status, 303 | 409), "{}", done.body_text());
    assert!(sends(&house, "", &part("story"), "").await.body_text().contains("Sign in"), "nothing was typed");
}
