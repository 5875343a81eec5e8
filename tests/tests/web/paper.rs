//! Paper as a supporter meets it: which kinds are offered, why one is not, and that the picture of the card on the page
//! is the card that is printed.

use domain::{
    campaign::{Campaign, ZoneName},
    paper::{PaperFormat, Rect},
    tally::Stage,
    template::Template,
};
use serde_json::json;
use tests::{
    house::{BY_MAIL, House, Page},
    look::{Pdf, Word, nearly_contains},
};

use crate::{API, campaign_to_these, letter, letter_with};

/// The page on which a letter is ready that is posted in a country.
async fn ready_in(house: &House, country: &str) -> Page {
    let letter = house.letter(BY_MAIL).await.set("country", country).set("address", "12 Sample Street\nRidgeview");
    house.submit(&letter).await
}

fn formats(page: &Page) -> Vec<String> {
    page.attributes("input[name='format']", "value")
}

#[tokio::test]
async fn the_paper_of_the_supporters_country_comes_first_of_all_that_suit_the_address() {
    let house = House::start().await;
    let (us, germany) = (ready_in(&house, "US").await, ready_in(&house, "DE").await);
    assert_eq!(us.form("Print a postcard").get("format"), "us-letter-4up");
    assert_eq!(us.form("Print a letter").get("format"), "us-letter");
    assert_eq!(germany.form("Print a postcard").get("format"), "a4-4up-a6");
    assert_eq!(germany.form("Print a letter").get("format"), "a4");
    let shop = ["us-postcard-4x6 bleed", "a6 bleed"];
    let mut all: Vec<&str> = PaperFormat::ALL.iter().map(|format| format.as_str()).chain(shop).collect();
    all.sort_unstable();
    let mut offered = formats(&us);
    offered.sort();
    assert_eq!(offered, all);
    let mut abroad = formats(&germany);
    abroad.sort();
    all.retain(|format| *format != "us-letter-4up");
    assert_eq!(abroad, all);
    assert!(germany.body_text().contains("This one is 1.29 times"), "and the page says why");
    assert!(!us.body_text().contains("1.29"));
}

#[tokio::test]
async fn every_paper_that_is_offered_is_printed_and_named_in_the_name_of_the_file() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    for choice in formats(&ready) {
        let button = if choice == "us-letter" || choice == "a4" { "Print a letter" } else { "Print a postcard" };
        let pdf = house.submit(&ready.form(button).set("format", &choice)).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{choice}");
        let name = format!("attachment; filename=\"cluster-munitions-mission-ao-us-{}.pdf\"", choice.replace(' ', "-"));
        assert_eq!(pdf.header("content-disposition"), name);
    }
    let shop = house.submit(&ready.form("Print a postcard").set("format", "a6 bleed")).await;
    assert_eq!(Pdf::new(&shop.body).info("Page size"), "436.535 x 314.646 pts");
}

#[tokio::test]
async fn a_card_that_other_posts_do_not_take_is_refused_for_an_address_abroad() {
    let house = House::start().await;
    let form = ready_in(&house, "DE").await.form("Print a postcard").set("format", "us-letter-4up");
    let page = house.submit(&form).await;
    assert_eq!((page.status, page.text("h1").as_str()), (422, "Your letter is ready"));
    assert!(page.texts("[role='alert'] a[href='#format']").join(" ").contains("can only be posted within one country"));
    let by_hand = house.submit(&form.set("typed", "no")).await;
    assert_eq!((by_hand.status, by_hand.text("h1").as_str()), (422, "Write your card by hand"));

    let ask = async |more| house.post_json(&format!("{API}/paper"), &letter_with(&more)).await;
    let refused = ask(json!({"format": "us-letter-4up", "country": "DE"})).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["field"]), (422, &"format".into()));
    assert!(refused.json()["errors"][0]["message"].as_str().unwrap().contains("at least 1.4 times"));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0, "nothing was printed, nothing is counted");
    assert_eq!(ask(json!({"format": "us-letter-4up", "country": "US"})).await.status, 200);
    assert_eq!(ask(json!({"format": "a4-4up-a6", "country": "DE"})).await.status, 200);
}

#[tokio::test]
async fn an_office_with_addresses_here_and_abroad_takes_the_square_card_here_alone() {
    let house = House::with_campaigns(&[campaign_to_these(&["mission-us-al"])]).await;
    let ready = house.ready("/c/children-in-detention/write/mission-us-al").await;
    assert!(ready.text("label[for='format-us-letter-4up']").contains("Only to an address in your own country."));
    let form = ready.form("Print a postcard");
    assert_eq!(form.get("format"), "us-letter-4up", "the pouch is domestic mail");
    assert_eq!(house.submit(&form).await.status, 200);
    assert_eq!(house.submit(&form.clone().set("post_to", "street")).await.status, 422);
    assert_eq!(house.submit(&form.set("post_to", "street").set("format", "us-letter-2up-4x6")).await.status, 200);
}

#[tokio::test]
async fn a_print_shop_gets_its_bleed_for_single_cards_and_is_told_why_not_for_a_sheet() {
    let house = House::start().await;
    let ask = async |format: &str| {
        house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": format, "bleed": true}))).await
    };
    for (format, size) in [("us-postcard-4x6", "450 x 306 pts"), ("a6", "436.535 x 314.646 pts")] {
        assert_eq!(Pdf::new(&ask(format).await.body).info("Page size"), size);
    }
    assert!(house.get("/api/v1/openapi.json").await.body_text().contains("\"bleed\""), "and it is documented");
    for format in ["us-letter-2up-4x6", "us-letter-4up", "a4-4up-a6", "us-letter", "a4"] {
        let refused = ask(format).await;
        assert_eq!((refused.status, &refused.json()["errors"][0]["field"]), (422, &"bleed".into()), "{format}");
    }
}

#[tokio::test]
async fn a_test_page_is_one_click_from_where_paper_is_chosen_and_counts_nothing() {
    let house = House::start().await;
    let ready = ready_in(&house, "DE").await;
    assert_eq!(ready.link("A4"), "/paper/test/a4?flip=long");
    for (stock, size) in [("us-letter", "612 x 792 pts (letter)"), ("a4", "595.276 x 841.89 pts (A4)")] {
        for flip in ["long", "short"] {
            let pdf = house.get(&format!("/paper/test/{stock}?flip={flip}")).await;
            assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
            let pdf = Pdf::new(&pdf.body);
            assert_eq!((pdf.info("Pages").as_str(), pdf.info("Page size").as_str()), ("2", size));
            let text = pdf.text().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&format!("Choose “Flip on the {flip} edge” when you print your cards.")), "{text}");
        }
    }
    for unknown in ["/paper/test/a5", "/paper/test/a4?flip=sideways", "/paper/test/"] {
        assert_eq!(house.get(unknown).await.status, 404, "{unknown}");
    }
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
}

/// A campaign whose blank takes more than a card.
fn with_a_long_blank() -> Campaign {
    let mut campaign = campaign_to_these(&["mission-us-al"]);
    for edition in &mut campaign.document.editions {
        let body = edition.letter.template.body().replace("|160]]", "|1000]]");
        edition.letter.template = Template::parse(edition.letter.template.subject(), &body).unwrap();
    }
    campaign
}

#[tokio::test]
async fn a_text_too_long_for_a_paper_is_refused_beside_the_field_to_shorten() {
    let house = House::with_campaigns(&[with_a_long_blank()]).await;
    let path = "/c/children-in-detention/write/mission-us-al";
    let long = "They are children, and they are behind bars for months. ".repeat(17);
    let ready =
        house.submit(&house.letter(path).await.set("blanks.your-reason", long.trim()).set("name", &"Ann ".repeat(19))).await;
    assert_eq!((ready.status, ready.text("h1").as_str()), (200, "Your letter is ready"), "an email has room for it");
    let label = "A card of A6, 148 × 105 mm";
    assert!(
        ready.text("label[for='format-a6']").contains("characters too long for it"),
        "{}",
        ready.text("label[for='format-a6']")
    );
    assert!(ready.body_text().contains(label) && ready.body_text().contains("Shorten “Your reason” by"), "and what to shorten");
    assert!(!ready.text("label[for='format-a4']").contains("too long"));
    // Who changes it sees it below the field.
    let edit = house.submit(&ready.form("Change my letter")).await;
    assert_eq!((edit.status, edit.error("blanks.your-reason")), (200, None));
    let room = edit.texts("[id='blanks.your-reason-room'] li");
    assert!(room.len() == 5 && room.iter().any(|line| line.starts_with(label)), "{room:?}");
    // Who hears the page hears it at the field.
    assert_eq!(edit.attributes("[id='blanks.your-reason']", "aria-describedby"), ["blanks.your-reason-room"]);
    assert_eq!(edit.attributes("#note", "aria-describedby"), ["note-hint"]);
    // And who prints it all the same.
    let refused = house.submit(&ready.form("Print a postcard").set("format", "a6")).await;
    let error = refused.error("blanks.your-reason").unwrap();
    assert_eq!(refused.status, 422);
    assert!(error.contains(label) && refused.error("name").is_none() && refused.error("note").is_none(), "{error}");
    let over: usize = error.split(' ').find_map(|word| word.parse().ok()).unwrap();
    let shorter: String = long.trim().chars().take(long.trim().chars().count() - over).collect();
    let ready = house.submit(&refused.form("Continue").set("blanks.your-reason", &shorter)).await;
    assert_eq!(house.submit(&ready.form("Print a postcard").set("format", "a6")).await.status, 200);
}

#[tokio::test]
async fn a_blank_filled_to_its_limit_prints_on_every_paper() {
    let house = House::start().await;
    let reason: String = "my cousin lost his hand in a field that nobody had marked, and ".chars().cycle().take(160).collect();
    for (target, language) in [("mission-bs-us", "en"), ("mission-bs-us", "es"), ("mission-lt-us", "es"), ("mission-ae-us", "en")]
    {
        for format in PaperFormat::ALL {
            for address in ["", "12 Sample Street\nRidgeview, OH 43999"] {
                let more = json!({
                    "target": target, "language": language, "format": format, "blanks": {"your-reason": reason, "tu-motivo": reason}, "address": address,
                });
                let printed = house.post_json(&format!("{API}/paper"), &letter_with(&more)).await;
                assert_eq!(printed.status, 200, "{target} {language} {format:?}: {}", printed.body_text());
            }
        }
    }
}

#[tokio::test]
async fn the_name_stands_once_above_the_address_and_the_form_says_that_it_is_added() {
    let house = House::start().await;
    assert!(house.get(BY_MAIL).await.text("#address-hint").contains("We put your name above it"));
    for (first, times) in [("Dr. Ada Writer", 1), ("ADA WRITER", 1), ("Ms Ada Writer", 1), ("Ridgeview School", 1), ("Ada", 2)] {
        for format in ["us-postcard-4x6", "a4"] {
            let address = format!("{first}\n12 Sample Street\nRidgeview, OH 43999\nUSA");
            let more = json!({"format": format, "address": address});
            let printed = house.post_json(&format!("{API}/paper"), &letter_with(&more)).await;
            assert_eq!(printed.status, 200, "{}", printed.body_text());
            let corner = Rect::new(0.0, 0.0, 600.0, if format == "a4" { 120.0 } else { 68.0 });
            let words = Pdf::new(&printed.body).words(1);
            let named = |word: &&Word| corner.contains(&word.rect) && word.text.eq_ignore_ascii_case("ada");
            assert_eq!(words.iter().filter(named).count(), times, "{format} {first}: {words:?}");
        }
    }
}

#[tokio::test]
async fn the_senders_address_stands_where_letters_of_their_country_have_it() {
    let house = House::start().await;
    for (country, right) in [("US", false), ("DE", false), ("FR", false), ("GB", true), ("IE", true)] {
        for format in ["us-letter", "a4"] {
            let more = json!({"format": format, "country": country, "address": "12 Sample Street\nRidgeview"});
            let printed = house.post_json(&format!("{API}/paper"), &letter_with(&more)).await;
            let words = Pdf::new(&printed.body).words(1);
            let street = words.iter().find(|word| word.text == "Street").unwrap().rect;
            assert_eq!((street.left > 300.0, street.top < 108.0), (right, true), "{country} {format}: {street:?}");
            let none =
                house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": format, "country": country}))).await;
            assert!(Pdf::new(&none.body).words(1).iter().all(|word| word.rect.top > 108.0), "{country}: without one, none");
        }
    }
}

#[tokio::test]
async fn a_letter_has_room_for_a_signature_on_paper_alone() {
    let house = House::start().await;
    let ask = async |format: &str| house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": format}))).await;
    for (format, room) in [("us-letter", true), ("a4", true), ("us-postcard-4x6", false)] {
        let words = Pdf::new(&ask(format).await.body).words(1);
        let name = words.iter().rposition(|word| word.text == "Writer").unwrap();
        let above = words[..name - 1].iter().map(|word| word.rect.bottom()).fold(0.0, f32::max);
        let free = words[name].rect.top - above;
        assert_eq!(free > 30.0, room, "{format}: {free} points above the name");
    }
    let preview = house.post_json(&format!("{API}/preview"), &letter()).await.json();
    assert!(!preview["body"].as_str().unwrap().contains("\n\n\n"));
    let ready = house.ready(BY_MAIL).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    assert!(!offer.value("copy-body").contains("\n\n\n"), "what is copied has none");
}

#[tokio::test]
async fn a_letter_bears_the_day_where_its_supporter_is() {
    let house = House::start().await;
    house.clock.set("2026-11-21T04:30:00Z");
    let yesterday = |pdf: &Page| {
        let text = Pdf::new(&pdf.body).text();
        assert!(text.contains("November 20, 2026") != text.contains("November 21, 2026"), "{text}");
        text.contains("November 20, 2026")
    };
    for (country, zone, expected) in [
        ("US", "", true),
        ("US", "America/Los_Angeles", true),
        ("US", "Pacific/Guam", false),
        ("US", "Asia/Tokyo", true),
        ("DE", "", false),
        ("DE", "America/New_York", false),
        ("JP", "", false),
        ("AU", "Australia/Perth", false),
        ("BR", "", false),
        ("BR", "America/Rio_Branco", true),
    ] {
        let more = json!({"format": "a4", "country": country, "zone": zone});
        let printed = house.post_json(&format!("{API}/paper"), &letter_with(&more)).await;
        assert_eq!(yesterday(&printed), expected, "{country} {zone}");
    }
    // The page carries what the browser said.
    let ready = house.submit(&house.letter(BY_MAIL).await.set("zone", "Pacific/Guam")).await;
    assert!(!yesterday(&house.submit(&ready.form("Print a letter")).await), "it is the 21st on Guam");
}

#[tokio::test]
async fn a_campaign_opens_and_closes_when_the_day_begins_in_its_own_zone() {
    let mut campaign = campaign_to_these(&["mission-us-al"]);
    (campaign.document.opens_on, campaign.document.closes_on) =
        ("2026-11-21".parse().unwrap(), Some("2026-11-22".parse().unwrap()));
    campaign.document.zone = ZoneName::parse("America/New_York").unwrap();
    let house = House::with_campaigns(&[campaign]).await;
    let path = "/api/v1/campaigns/children-in-detention";
    for (now, state) in [
        ("2026-11-21T04:59:59Z", "upcoming"),
        ("2026-11-21T05:00:00Z", "open"),
        ("2026-11-22T04:59:59Z", "open"),
        ("2026-11-22T05:00:00Z", "closed"),
    ] {
        house.clock.set(now);
        let campaign = house.get(path).await.json();
        assert_eq!((&campaign["state"], &campaign["zone"]), (&state.into(), &"America/New_York".into()), "{now}");
        let open = house.get("/c/children-in-detention/write/mission-us-al").await;
        assert_eq!(open.status == 200, state == "open", "{now}");
        // Whose day it is, is said with it.
        let (page, refused) = (house.get("/c/children-in-detention").await.texts(".flag"), open.texts(".lead"));
        let said = match state {
            "upcoming" => "opens on November 21, 2026 (New York time)",
            "closed" => "closed on November 22, 2026 (New York time)",
            _ => {
                assert!(page.is_empty(), "{page:?}");
                continue;
            }
        };
        assert!(page[0].contains(said) && refused[0].contains(said), "{page:?} {refused:?}");
    }
}

#[tokio::test]
async fn a_campaign_whose_zone_is_not_known_is_told_at_the_desk_and_by_the_check() {
    let mut campaign = campaign_to_these(&["mission-us-al"]);
    let warned = async |campaign: &Campaign| {
        let house = House::with_campaigns(std::slice::from_ref(campaign)).await;
        house
            .app
            .campaigns
            .warnings()
            .await
            .unwrap()
            .iter()
            .map(|warning| words::plain(app::site::said::warning(words::Words::default(), warning)))
            .collect::<Vec<_>>()
            .join("\n")
            .contains("children-in-detention goes by the days of Nowhere/Known")
    };
    assert!(!warned(&campaign).await);
    campaign.document.zone = ZoneName::parse("Nowhere/Known").unwrap();
    assert!(warned(&campaign).await);
}

/// A rectangle that the picture of the card draws.
fn drawn(page: &Page, css: &str) -> Rect {
    let number = |name: &str| match &page.attributes(&format!("svg.card {css}"), name)[..] {
        [number] => number.parse().unwrap(),
        other => panic!("{} elements are {css} and have {name}", other.len()),
    };
    Rect::new(number("x"), number("y"), number("width"), number("height"))
}

/// The smallest rectangle round words.
fn around<'w>(words: impl IntoIterator<Item = &'w Word>) -> Rect {
    words
        .into_iter()
        .map(|word| word.rect)
        .reduce(|a, b| Rect::between(a.left.min(b.left), a.top.min(b.top), a.right().max(b.right()), a.bottom().max(b.bottom())))
        .unwrap()
}

fn to_half_a_point(picture: f32, print: f32, what: &str) {
    assert!((picture - print).abs() <= 0.5, "{what}: {picture} in the picture, {print} in print");
}

#[tokio::test]
async fn the_picture_of_the_card_on_the_page_is_the_card_in_print_to_half_a_point() {
    let house = House::start().await;
    for (country, format) in [("US", "us-postcard-4x6"), ("DE", "a6")] {
        let ready = ready_in(&house, country).await;
        let form = ready.form("Print a postcard").set("format", format);
        let typed = Pdf::new(&house.submit(&form).await.body);
        let ruled = Pdf::new(&house.submit(&form.set("typed", "no")).await.body);
        let [sender, address, message] = ["svg.card__sender", "svg.card__address", "foreignObject"].map(|css| drawn(&ready, css));
        let [divider, stamp, barcode] =
            ["rect.card__divider", "rect.card__stamp", "rect.card__barcode"].map(|css| drawn(&ready, css));

        let size: Vec<f32> = typed.info("Page size").split(' ').filter_map(|word| word.parse().ok()).collect();
        let paper = drawn(&ready, "rect.card__paper");
        to_half_a_point(paper.width, size[0], "width");
        to_half_a_point(paper.height, size[1], "height");

        let words = typed.words(1);
        let (of_sender, rest): (Vec<_>, Vec<_>) = words.iter().partition(|word| nearly_contains(&sender, &word.rect));
        let (of_address, of_message): (Vec<_>, Vec<_>) = rest.into_iter().partition(|word| nearly_contains(&address, &word.rect));
        assert_eq!(of_sender.len(), 6, "{of_sender:?}");
        assert!(of_message.iter().all(|word| nearly_contains(&message, &word.rect)), "{of_message:?}");
        for (name, region, words) in [("sender", sender, of_sender), ("message", message, of_message)] {
            let print = around(words);
            to_half_a_point(region.left, print.left, name);
            to_half_a_point(region.top, print.top, name);
        }
        // The address stands in the middle of its region's height.
        let print = around(of_address);
        to_half_a_point(address.left, print.left, "address");
        to_half_a_point(address.top + address.height / 2.0, print.top + print.height / 2.0, "address");

        // The lines to write on go from edge to edge of the message, and the divider is the only ink beside them.
        let raster = ruled.raster(1);
        let ink = |within: Rect| raster.ink(&within).expect("ink on the card");
        let lines = ink(Rect::between(0.0, message.top, divider.left - 2.0, paper.height));
        to_half_a_point(message.left, lines.left, "lines");
        to_half_a_point(message.right(), lines.right(), "lines");
        assert!(lines.bottom() <= message.bottom() + 0.5);
        let line = ink(Rect::between(divider.left - 3.0, 0.0, divider.right() + 3.0, paper.height));
        for (picture, print) in [
            (divider.left, line.left),
            (divider.top, line.top),
            (divider.right(), line.right()),
            (divider.bottom(), line.bottom()),
        ] {
            to_half_a_point(picture, print, "divider");
        }
        for free in [stamp, barcode] {
            assert!(raster.is_blank(&free) && typed.raster(1).is_blank(&free), "{country} {free:?}");
        }
    }
}
