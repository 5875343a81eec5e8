//! Places that are not states: those who live there say where they post from, on the form, over the API and with a class.

use serde_json::json;
use tests::{
    house::{BY_MAIL, House, Page},
    look::Pdf,
};

use crate::{API, desk, letter_with};

const PLACES: [&str; 16] = ["TW", "HK", "MO", "XK", "PR", "GU", "VI", "AS", "MP", "GL", "FO", "BM", "RE", "JE", "GI", "NC"];

fn offered(page: &Page) -> Vec<String> {
    page.attributes("select[name='country'] option", "value")
}

#[tokio::test]
async fn every_form_offers_every_place_that_people_post_from_by_its_name() {
    let house = House::start().await;
    let letter = house.get(BY_MAIL).await;
    let class = house.get("/c/mine-ban-treaty/class").await;
    assert_eq!(offered(&letter), offered(&class));
    assert_eq!((offered(&letter).len(), offered(&letter)[0].as_str()), (197 + 51, "US"));
    for code in PLACES {
        assert!(offered(&letter).contains(&code.to_owned()), "{code}");
    }
    let names = letter.texts("select[name='country'] option");
    assert_eq!(names.iter().filter(|name| ["Puerto Rico", "Taiwan", "Kosovo", "Hong Kong"].contains(&name.as_str())).count(), 4);
}

#[tokio::test]
async fn a_letter_is_posted_from_any_of_them_and_counted_there() {
    let house = House::start().await;
    for code in PLACES {
        let letter = letter_with(&json!({"country": code, "format": "a6", "typed": true}));
        let pdf = house.post_json(&format!("{API}/paper"), &letter).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"), "{code}");
        let offer = house.submit(&house.letter(BY_MAIL).await.set("country", code)).await;
        assert_eq!(offer.status, 200, "{code}");
    }
    for country in ["ZZ", "EU", "UN", "BV"] {
        let letter = letter_with(&json!({"country": country, "format": "a6", "typed": true}));
        assert_eq!(house.post_json(&format!("{API}/paper"), &letter).await.status, 422, "{country}");
    }
    for _ in 0..4 {
        let letter = letter_with(&json!({"country": "TW", "format": "a6", "typed": true}));
        house.post_json(&format!("{API}/paper"), &letter).await;
    }
    let tally = house.get(&format!("{API}/tally")).await.json();
    assert_eq!(
        tally["by_country"],
        json!([{"country": "TW", "prepared": 5, "confirmed": null, "accepted": null, "bounced": null, "settled": null, "answered": null}])
    );
    let cookie = desk::signed_in(&house).await;
    let page = desk::get(&house, "/desk/c/cluster-munitions", &cookie).await.body_text();
    assert!(page.contains("Taiwan") && page.contains("Puerto Rico"), "the desk names them");
}

#[tokio::test]
async fn from_puerto_rico_a_letter_to_washington_is_domestic_mail_on_us_paper() {
    let house = House::start().await;
    let ready = async |country: &str| house.submit(&house.letter(BY_MAIL).await.set("country", country)).await;
    for code in ["PR", "GU", "VI", "AS", "MP"] {
        let page = ready(code).await;
        assert_eq!(page.form("Print a postcard").get("format"), "us-letter-4up", "{code}");
        assert_eq!(page.form("Print a letter").get("format"), "us-letter", "{code}");
        assert!(page.body_text().contains("a postcard stamp"), "{code}");
    }
    let page = ready("TW").await;
    assert_eq!(page.form("Print a letter").get("format"), "a4");
    assert!(page.body_text().contains("a stamp for a postcard to the United States"));
    let printed = async |country: &str| {
        let letter = letter_with(&json!({"country": country, "format": "us-letter", "typed": true}));
        Pdf::new(&house.post_json(&format!("{API}/paper"), &letter).await.body).text().to_uppercase()
    };
    assert!(!printed("PR").await.contains("UNITED STATES OF AMERICA"));
    assert!(printed("HK").await.contains("UNITED STATES OF AMERICA"));
    assert!(house.get("/states/TW").await.status == 404, "of states it says nothing");
}
