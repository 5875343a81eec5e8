//! The supporter's way, with plain forms: no JavaScript, no account, nothing kept between the steps.

use domain::tally::Stage;
use reqwest::Url;
use tests::house::{BY_MAIL, BY_WEB_FORM, House};

#[tokio::test]
async fn a_letter_with_blanks_left_comes_back_with_what_was_typed_and_an_error_at_each() {
    let house = House::start().await;
    let typed = house
        .letter(BY_MAIL)
        .await
        .set("name", "Ada Writer")
        .set("place", " ")
        .set("country", "PL")
        .set("blanks.your-reason", "")
        .set("note", "First line.\n\nSecond paragraph.")
        .set("address", "ul. Prosta 1\n00-001 Warszawa");
    let back = house.submit(&typed).await;
    assert_eq!(back.status, 422);
    assert_eq!(back.error("blanks.your-reason").as_deref(), Some("Please fill this in."));
    assert_eq!(back.error("place").as_deref(), Some("Please fill this in."));
    assert_eq!((back.error("name"), back.error("note")), (None, None));
    for field in ["name", "country", "letter", "language"] {
        assert_eq!(back.value(field), typed.get(field), "{field}");
    }
    for field in ["note", "address"] {
        assert_eq!(back.value(field).replace("\r\n", "\n").trim_start_matches('\n'), typed.get(field), "{field}");
    }
    // Each line of the summary leads to its field.
    assert_eq!(back.texts(".errors li").len(), 2);
    for href in back.attributes(".errors a", "href") {
        let id = href.strip_prefix('#').unwrap();
        assert_eq!(back.attributes(&format!("[id='{id}']"), "name"), [id], "{href}");
    }
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
}

#[tokio::test]
async fn a_letter_that_begins_with_a_line_end_keeps_it_through_an_error() {
    let house = House::start().await;
    let back = house.submit(&house.letter(BY_MAIL).await.set("note", "\nIndented.").set("name", "")).await;
    assert_eq!((back.status, back.value("note").replace("\r\n", "\n").as_str()), (422, "\nIndented."));
}

#[tokio::test]
async fn a_filled_letter_is_ready_and_shows_every_way_that_its_office_can_be_reached() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    assert_eq!(ready.texts(".exit h3"), ["Your own mail", "Let us send it", "Postcard", "Letter in an envelope"]);
    assert!(ready.body_text().contains("my school was hit"));
    assert!(ready.texts(".blank").is_empty(), "nothing is left to fill in");
    assert_eq!(house.ready(BY_WEB_FORM).await.texts(".exit h3"), ["The office’s web form", "Postcard", "Letter in an envelope"]);
}

#[tokio::test]
async fn a_letter_can_be_changed_after_it_was_ready_and_nothing_typed_is_lost() {
    let house = House::start().await;
    let typed = house
        .letter(BY_MAIL)
        .await
        .set("note", "One.\n\nTwo.")
        .set("address", "1 High Street\nRidgeview OH 44101")
        .set("country", "CA");
    let ready = house.submit(&typed).await;
    let again = house.submit(&ready.form("Change my letter")).await;
    assert_eq!(again.status, 200);
    for (field, value) in &typed.fields {
        if field != "step" {
            assert_eq!(again.value(field).replace("\r\n", "\n").trim_start_matches('\n'), value, "{field}");
        }
    }
}

#[tokio::test]
async fn a_postcard_and_a_letter_come_as_pdf_files_to_be_saved() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    for (button, format, kind) in [
        ("Print a postcard", "us-letter-4up", "postcard"),
        ("Print a postcard", "us-postcard-4x6", "postcard"),
        ("Print a letter", "us-letter", "letter"),
    ] {
        let pdf = house.submit(&ready.form(button).set("format", format)).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{format}");
        let name = format!("attachment; filename=\"cluster-munitions-mission-ao-us-{format}.pdf\"");
        assert_eq!((pdf.header("content-disposition"), pdf.header("cache-control")), (name.as_str(), "no-store"));
        assert!(pdf.body.starts_with(b"%PDF-") && pdf.body.trim_ascii_end().ends_with(b"%%EOF"), "{format}");
        let tally = house.get("/api/v1/campaigns/cluster-munitions/tally").await.json();
        assert_eq!(tally["by_channel"][kind]["prepared"], 1, "{format}");
    }
}

#[tokio::test]
async fn a_card_with_lines_to_write_on_needs_no_name() {
    let house = House::start().await;
    let letter = house.get(BY_MAIL).await;
    let by_hand = house.submit(&letter.form("I want to write by hand")).await;
    assert_eq!((by_hand.status, by_hand.text("h1").as_str()), (200, "Write your card by hand"));
    let pdf = house.submit(&by_hand.form("Print a card with lines")).await;
    assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF-"));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 1);
}

#[tokio::test]
async fn the_links_to_ones_own_mail_carry_the_whole_letter() {
    let house = House::start().await;
    let letter = house.letter(BY_MAIL).await.set("name", "Łucja Żak & Co").set("note", "50% + more? #1\n\nA=B&bcc=x@y.example");
    let ready = house.submit(&letter).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    assert_eq!((offer.status, offer.text("h1").as_str()), (200, "Send it from your own mail"));
    let (subject, body) = (offer.value("copy-subject"), offer.value("copy-body").trim_start_matches('\n').to_owned());
    assert!(body.contains("Łucja Żak & Co") && body.contains("50% + more? #1\n\nA=B&bcc=x@y.example"), "{body}");
    for (link, to, subject_name) in [("Open my mail app", "", "subject"), ("Gmail", "to", "su"), ("Outlook", "to", "subject")] {
        let url = Url::parse(&offer.link(link)).unwrap();
        let query: Vec<_> = url.query_pairs().map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n"))).collect();
        let get =
            |name: &str| query.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
        assert_eq!((get(subject_name), get("body"), get("bcc")), (vec![subject.as_str()], vec![body.as_str()], vec![]), "{link}");
        let recipient = if to.is_empty() { url.path() } else { get(to)[0] };
        assert_eq!(recipient, offer.value("copy-to"), "{link}");
    }
}

#[tokio::test]
async fn an_office_with_a_web_form_gets_the_letter_to_copy_and_a_link_to_its_page() {
    let house = House::start().await;
    let ready = house.ready(BY_WEB_FORM).await;
    let offer = house.submit(&ready.form("Copy my letter")).await;
    assert_eq!((offer.status, offer.text("h1").as_str()), (200, "Copy it into the office’s form"));
    assert!(offer.value("copy-body").contains("Dear Senator Sanders:") && offer.value("copy-body").contains("my school was hit"));
    assert!(offer.link("Open the office’s page").starts_with("https://www.sanders.senate.gov/"));
    let tally = house.get("/api/v1/campaigns/mine-ban-treaty/tally").await.json();
    assert_eq!(tally["by_channel"]["web_form"]["prepared"], 1);
    // Thought better of it: the other ways are one button away.
    let back = house.submit(&offer.form("Choose another way")).await;
    assert_eq!((back.status, back.text("h1").as_str()), (200, "Your letter is ready"));
}

#[tokio::test]
async fn an_office_is_not_offered_a_way_that_it_does_not_have() {
    let house = House::start().await;
    let ready = house.ready(BY_WEB_FORM).await;
    for step in ["own_mail", "relay"] {
        let form = ready.form("Copy my letter").set("step", step).set("email", "ada@home.example").set("consent", "yes");
        let page = house.submit(&form).await;
        assert_eq!((page.status, page.text("h1").as_str()), (409, "Not possible now"), "{step}");
    }
    assert_eq!((house.counted("mine-ban-treaty").await[Stage::Prepared], house.deliver().await), (0, 0));
}

#[tokio::test]
async fn saying_that_a_card_was_posted_counts_it_and_the_campaign_shows_one_more() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    let thanks = ready.link("Posted it? Tell us.");
    assert_eq!(house.get(&thanks).await.text("h1"), "Print or send it first");
    house.submit(&ready.form("Print a postcard")).await;
    let nearly = house.get(&thanks).await;
    assert_eq!((nearly.text("h1").as_str(), nearly.text("[data-testid=total]").as_str()), ("Nearly done", "0"));
    let said = house.submit(&nearly.form("I posted the card")).await;
    assert_eq!((said.status, said.header("location")), (303, thanks.as_str()));
    let after = house.get(&thanks).await;
    assert_eq!((after.text("h1").as_str(), after.text("[data-testid=total]").as_str()), ("Thank you", "1"));
    assert!(after.text(".lead").contains("Embassy of the Republic of Angola"));
    assert_eq!(house.get("/c/cluster-munitions").await.text("[data-testid=total]"), "1");
    assert_eq!(house.get("/").await.texts("[data-testid=total]"), ["0", "1", "0"]);
}

#[tokio::test]
async fn a_letter_in_spanish_asks_in_spanish_and_leaves_in_spanish() {
    let house = House::start().await;
    let page = house.get(&format!("{BY_MAIL}?language=es")).await;
    let form = page.form("Continue").set("name", "Ana Pérez").set("place", "Quito, Ecuador").set("country", "EC");
    let back = house.submit(&form).await;
    assert_eq!((back.status, back.error("blanks.tu-motivo").as_deref()), (422, Some("Please fill this in.")));
    let ready = house.submit(&form.set("blanks.tu-motivo", "mi pueblo fue bombardeado")).await;
    let offer = house.submit(&ready.form("Open in my mail")).await;
    let body = offer.value("copy-body");
    assert!(body.contains("Insto respetuosamente a Angola a ratificar") && body.contains("mi pueblo fue bombardeado"), "{body}");
    assert!(offer.value("copy-subject").starts_with("Petición de ratificar"));
    let thanks = house.submit(&offer.form("I sent it")).await;
    let thanked = house.get(thanks.header("location")).await;
    assert_eq!(thanked.link("Write to another office"), "/c/cluster-munitions/targets?language=es", "and goes on in Spanish");
}
