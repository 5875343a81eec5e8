//! Artwork: uploaded at the desk, chosen by supporters, printed.

use domain::people::Role;
use std::io::Cursor;

use domain::{checked::EmailAddress, tally::Stage};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::{
    Method,
    header::COOKIE,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use tests::{
    house::{BY_MAIL, House, PUBLIC_URL, Page},
    look::{self, Pdf},
};

use crate::{API, desk, letter_with};

const LOOK: &str = "/desk/c/cluster-munitions/look";
const ARTWORK: &str = "/desk/c/cluster-munitions/artwork";
const PUBLISH: &str = "/desk/c/cluster-munitions/publish";

/// A drawing: stripes of a colour, so that two are not the same.
fn drawing(width: u32, height: u32, colour: [u8; 3]) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| if x / 40 % 2 == 0 { Rgb(colour) } else { Rgb([250, 250, 240]) }).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn png(width: u32, height: u32, colour: [u8; 3]) -> Vec<u8> {
    file(&drawing(width, height, colour), ImageFormat::Png)
}

async fn upload(house: &House, cookie: &str, file: Vec<u8>, credit: &str, alternative_text: &str) -> Page {
    let form = Form::new()
        .part("file", Part::bytes(file).file_name("drawing.png"))
        .text("credit", credit.to_owned())
        .text("alternative_text", alternative_text.to_owned());
    let request = house.request(Method::POST, ARTWORK).header(COOKIE, cookie).header("sec-fetch-site", "same-origin");
    house.send(request.multipart(form)).await
}

/// Uploads a drawing of a colour, and gives its id.
pub(crate) async fn uploaded(house: &House, cookie: &str, colour: [u8; 3], credit: &str) -> String {
    let answer = upload(house, cookie, png(1000, 700, colour), credit, "Stripes").await;
    assert_eq!((answer.status, answer.header("location")), (303, LOOK), "{}", answer.body_text());
    publish(house, cookie).await;
    let artworks = artworks(house).await;
    artworks.as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned()
}

/// Makes public what was saved.
async fn publish(house: &House, cookie: &str) {
    let form = desk::get(house, PUBLISH, cookie).await.form("Publish the changes");
    let request = house.request(Method::POST, PUBLISH).header(COOKIE, cookie).header("sec-fetch-site", "same-origin");
    let answer = house.send(request.form(&form.fields)).await;
    assert_eq!((answer.status, answer.header("location")), (303, PUBLISH), "{}", answer.body_text());
}

async fn artworks(house: &House) -> Value {
    house.get(API).await.json()["artworks"].clone()
}

fn looked_at(answer: &Page) -> Pdf {
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{answer:?}");
    Pdf::new(&answer.body)
}

/// The QR codes on the picture side of a card that is its own sheet.
fn codes_of(pdf: &Pdf) -> Vec<look::Code> {
    pdf.codes(2, &[domain::paper::Rect::new(0.0, 0.0, 432.0, 288.0)])
}

#[tokio::test]
async fn an_organiser_uploads_a_drawing_and_a_supporter_prints_it() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let empty = desk::get(&house, LOOK, &cookie).await;
    assert!(empty.body_text().contains("This campaign has no artwork"));
    let id = uploaded(&house, &cookie, [200, 30, 40], "Art by Ada, grade 6").await;
    let artwork = json!({"id": id, "credit": "Art by Ada, grade 6", "alternative_text": "Stripes", "width": 1000, "height": 700});
    assert_eq!(artworks(&house).await, json!([artwork]));

    let page = desk::get(&house, LOOK, &cookie).await;
    assert_eq!(page.attributes(".gallery img", "src"), [format!("/artwork/{id}-small.jpg")]);
    assert_eq!(page.attributes(".gallery img", "alt"), ["Stripes"]);
    assert!(page.text(".gallery").contains("at 300 dpi it is good up to 3.3 × 2.3 in"), "{}", page.text(".gallery"));

    let ready = house.ready(BY_MAIL).await;
    assert_eq!(ready.attributes(".artworks img", "alt"), ["Stripes"]);
    let form = ready.form("Print a postcard").set("format", "us-postcard-4x6");
    assert_eq!((form.get("artwork"), form.get("qr")), (id.as_str(), "yes"), "the first is chosen");
    let pdf = looked_at(&house.submit(&form).await);
    assert_eq!((pdf.images(2).len(), pdf.images(2)[0].width), (1, 1000));
    assert!(pdf.text_of(2).contains("Art by Ada, grade 6"));
    let codes = codes_of(&pdf);
    assert_eq!(codes.iter().map(|code| code.text.as_str()).collect::<Vec<_>>(), [format!("{PUBLIC_URL}/c/cluster-munitions")]);

    let by_hand = house.submit(&house.get(BY_MAIL).await.form("I want to write by hand")).await;
    let form = by_hand.form("Print a card with lines");
    assert_eq!(form.get("artwork"), id);
    assert_eq!(looked_at(&house.submit(&form).await).images(2).len(), 1);
    // A letter has no picture side, and asks for none.
    assert_eq!(looked_at(&house.submit(&ready.form("Print a letter")).await).images(1), []);
}

#[tokio::test]
async fn a_supporter_chooses_an_artwork_the_title_or_a_frame_and_whether_to_have_the_code() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    assert_eq!(ready.form("Print a postcard").get("artwork"), "title", "where there is no artwork");
    let cookie = desk::signed_in(&house).await;
    uploaded(&house, &cookie, [200, 30, 40], "Art by Ada").await;
    let second = uploaded(&house, &cookie, [30, 40, 200], "Art by Ben").await;
    let form = house.ready(BY_MAIL).await.form("Print a postcard").set("format", "us-postcard-4x6");

    let other = looked_at(&house.submit(&form.clone().set("artwork", &second)).await);
    assert!(other.text_of(2).contains("Art by Ben") && !other.text_of(2).contains("Art by Ada"));
    let title = looked_at(&house.submit(&form.clone().set("artwork", "title").without("qr")).await);
    assert!(title.text_of(2).contains("letters.example/c/cluster-munitions"), "{}", title.text_of(2));
    assert_eq!((title.images(2), codes_of(&title)), (Vec::new(), Vec::new()));
    let frame = looked_at(&house.submit(&form.clone().set("artwork", "frame")).await);
    assert_eq!((frame.images(2), frame.text_of(2).trim()), (Vec::new(), ""));
    assert_eq!(codes_of(&frame).len(), 1);

    for unknown in ["nonsense", &"0a".repeat(32)] {
        let refused = house.submit(&form.clone().set("artwork", unknown)).await;
        assert_eq!(refused.status, 422, "{unknown}");
        assert!(
            refused.text(".errors").contains("Picture side: Choose one of the campaign’s pictures"),
            "{}",
            refused.text(".errors")
        );
    }
}

#[tokio::test]
async fn a_program_chooses_by_id_and_says_whether_it_wants_the_code() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let id = uploaded(&house, &cookie, [200, 30, 40], "Art by Ada").await;
    let paper = async |more: Value| {
        let mut body = letter_with(&json!({"format": "us-postcard-4x6"}));
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        house.post_json(&format!("{API}/paper"), &body).await
    };
    for (more, pictures, codes) in [
        (json!({}), 1, 1),
        (json!({"artwork": id}), 1, 1),
        (json!({"artwork": id, "qr": false}), 1, 0),
        (json!({"artwork": "title", "qr": true}), 0, 1),
        (json!({"artwork": "frame", "qr": false}), 0, 0),
    ] {
        let pdf = looked_at(&paper(more.clone()).await);
        assert_eq!((pdf.images(2).len(), codes_of(&pdf).len()), (pictures, codes), "{more}");
    }
    let counted = house.counted("cluster-munitions").await[Stage::Prepared];
    let refused = paper(json!({"artwork": "0a".repeat(32)})).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["field"]), (422, &"artwork".into()));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], counted, "nothing is counted");
    let elsewhere = json!({"target": "congress-S000033", "format": "us-postcard-4x6", "typed": false, "artwork": id});
    let refused = house.post_json("/api/v1/campaigns/mine-ban-treaty/paper", &elsewhere).await;
    assert_eq!(refused.status, 422, "another campaign's artwork");
}

#[tokio::test]
async fn the_files_are_public_kept_for_ever_and_nothing_but_pictures() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let id = uploaded(&house, &cookie, [200, 30, 40], "Art by Ada").await;
    for (name, width) in [(format!("{id}.jpg"), 1000), (format!("{id}-small.jpg"), 360)] {
        let answer = house.get(&format!("/artwork/{name}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/jpeg"));
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(image::load_from_memory(&answer.body).unwrap().width(), width);
    }
    for name in [id.as_str(), "nothing.jpg", "..%2F..%2Fpostbag.db.jpg", &format!("{}.jpg", "0a".repeat(32)), "%FF.jpg"] {
        let answer = house.get(&format!("/artwork/{name}")).await;
        assert!(matches!(answer.status, 400 | 404), "{name} {}", answer.status);
    }
}

#[tokio::test]
async fn a_bad_file_is_refused_beside_its_field_and_what_was_typed_stays() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let jpeg = file(&drawing(600, 400, [200, 30, 40]), ImageFormat::Jpeg);
    let mut huge = png(1, 1, [0; 3]);
    // Its header says 30,000 x 30,000; that the checksum is wrong then is found later.
    huge[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    for (file, said) in [
        (Vec::new(), "Choose a picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "This is not a PNG, JPEG or WebP picture"),
        (b"GIF89a".to_vec(), "This is not a PNG, JPEG or WebP picture"),
        (jpeg[..jpeg.len() / 2].to_vec(), "damaged or was cut short"),
        (huge, "damaged or was cut short"),
        ([&jpeg[..], &vec![0; 11 * 1024 * 1024]].concat(), "larger than 10 MB"),
    ] {
        let page = upload(&house, &cookie, file, "Art by Ada", "A \"boat\" <b>").await;
        assert_eq!(page.status, 422, "{said}");
        assert!(page.error("file").unwrap().contains(said), "{said}: {:?}", page.error("file"));
        assert_eq!((page.value("credit").as_str(), page.value("alternative_text").as_str()), ("Art by Ada", "A \"boat\" <b>"));
    }
    for (credit, text, field) in [("", "Stripes", "credit"), ("Art by Ada", "  ", "alternative_text"), ("A\nB", "x", "credit")] {
        let page = upload(&house, &cookie, png(60, 40, [9, 9, 9]), credit, text).await;
        assert_eq!(page.status, 422);
        assert!(page.error(field).is_some(), "{field}");
    }
    let thai = upload(&house, &cookie, png(60, 40, [9, 9, 9]), "ภาพโดยไพลิน", "Stripes").await;
    assert!(
        thai.status == 422 && thai.error("credit").unwrap().contains("no font here for these characters"),
        "{}",
        thai.body_text()
    );
    let wide = upload(&house, &cookie, png(60, 40, [9, 9, 9]), &"W".repeat(80), "Stripes").await;
    assert!(wide.error("credit").unwrap().contains("too long for a card"));
    assert_eq!(artworks(&house).await, json!([]), "nothing was stored");
    let no_form = house.send(house.request(Method::POST, ARTWORK).header(COOKIE, &cookie).body("file=x")).await;
    assert!((400..500).contains(&no_form.status) && no_form.text("h1") == "That did not work", "{}", no_form.status);
}

#[tokio::test]
async fn jpeg_webp_grey_and_transparent_pictures_are_taken() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let colour = drawing(300, 200, [10, 120, 30]);
    let clear = DynamicImage::ImageRgba8(image::RgbaImage::new(300, 200));
    let files = [
        file(&colour, ImageFormat::Jpeg),
        file(&colour, ImageFormat::WebP),
        file(&DynamicImage::ImageLuma8(colour.to_luma8()), ImageFormat::Png),
        file(&DynamicImage::ImageRgb16(colour.to_rgb16()), ImageFormat::Png),
        file(&clear, ImageFormat::Png),
    ];
    for file in files {
        let answer = upload(&house, &cookie, file, "Art by Ada", "Stripes").await;
        assert_eq!(answer.status, 303, "{}", answer.body_text());
    }
    publish(&house, &cookie).await;
    // The WebP and the PNG of sixteen bits have the same pixels, and so are one artwork.
    assert_eq!(artworks(&house).await.as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn who_may_only_look_neither_adds_nor_takes_out_and_nobody_else_gets_in() {
    let house = House::start().await;
    let organiser = desk::signed_in(&house).await;
    let id = uploaded(&house, &organiser, [200, 30, 40], "Art by Ada").await;
    let link = house
        .app
        .access
        .add_organiser(EmailAddress::parse("victor@ngo.example").unwrap(), Some(Role::Viewer))
        .await
        .unwrap()
        .link;
    let page = house.get(link.as_str().strip_prefix(PUBLIC_URL).unwrap()).await;
    let answer = house.submit(&page.form("Sign in")).await;
    let viewer = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    for (cookie, status) in [(viewer.as_str(), 403), ("", 401)] {
        assert_eq!(upload(&house, cookie, png(60, 40, [1, 2, 3]), "Art by Ben", "Stripes").await.status, status);
        let remove = house.request(Method::POST, &format!("{ARTWORK}/{id}")).header(COOKIE, cookie);
        assert_eq!(house.send(remove).await.status, status);
    }
    assert_eq!(artworks(&house).await.as_array().unwrap().len(), 1);
    let seen = desk::get(&house, LOOK, &viewer).await;
    assert_eq!(seen.attributes(".gallery img", "alt"), ["Stripes"]);
    assert!(seen.texts("input[type=file]").is_empty() && !seen.body_text().contains("Take out"));
}

#[tokio::test]
async fn what_is_taken_out_is_offered_to_nobody_and_a_page_that_still_shows_it_says_so() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let id = uploaded(&house, &cookie, [200, 30, 40], "Art by Ada").await;
    let old = house.ready(BY_MAIL).await.form("Print a postcard");
    let remove = desk::get(&house, LOOK, &cookie).await.form("Take out");
    let post = || house.request(Method::POST, &remove.action).header(COOKIE, &cookie);
    let gone = house.send(post()).await;
    assert_eq!((gone.status, gone.header("location")), (303, LOOK));
    assert_eq!(house.send(post()).await.status, 404, "twice");
    assert_eq!(artworks(&house).await.as_array().unwrap().len(), 1, "it is public until the change is");
    publish(&house, &cookie).await;
    assert_eq!(artworks(&house).await, json!([]));
    assert_eq!(house.get(&format!("/artwork/{id}.jpg")).await.status, 404);
    assert_eq!(house.submit(&old).await.status, 422);
    assert_eq!(house.ready(BY_MAIL).await.form("Print a postcard").get("artwork"), "title");
}

#[tokio::test]
async fn a_campaign_has_as_many_artworks_as_can_be_chosen_from() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    for shade in 0..24 {
        uploaded(&house, &cookie, [shade * 10, 0, 0], "Art by Ada").await;
    }
    assert!(desk::get(&house, LOOK, &cookie).await.body_text().contains("as many as a campaign can have"));
    let page = upload(&house, &cookie, png(60, 40, [1, 2, 3]), "Art by Ben", "Stripes").await;
    assert_eq!(page.status, 422);
    assert!(page.body_text().contains("at most 24 artworks. Take one out first."));
    uploaded(&house, &cookie, [50, 0, 0], "Art by Ben").await;
    let all = artworks(&house).await;
    let credits = all.as_array().unwrap().iter().map(|artwork| artwork["credit"].as_str().unwrap());
    let changed: Vec<_> = credits.enumerate().filter(|(_, credit)| *credit != "Art by Ada").collect();
    assert_eq!(changed, [(5, "Art by Ben")], "the words of one can still be mended");
    let choices = house.ready(BY_MAIL).await.attributes(".artworks input", "value");
    assert_eq!(choices.len(), 24 + 2, "and the title, and a frame");
}
