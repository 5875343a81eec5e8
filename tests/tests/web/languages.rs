//! In which language a page is: what its address says, what its reader's browser says, what its campaign says.

use domain::{
    campaign::{Campaign, Edition, Letter},
    language::Language,
    template::Template,
};
use reqwest::{Method, header::COOKIE};
use serde_json::json;
use tests::house::{House, Page, filled};

use crate::desk;

const CAMPAIGN: &str = "/c/cluster-munitions";
/// A mission that is written to by mail.
const LETTER: &str = "/c/cluster-munitions/write/mission-ao-us";

fn language(page: &Page) -> (String, String, String) {
    let attribute = |name: &str| page.attributes("html", name).concat();
    (attribute("lang"), attribute("dir"), page.header("content-language").to_owned())
}

fn of(tag: &str, dir: &str) -> (String, String, String) {
    (tag.to_owned(), dir.to_owned(), tag.to_owned())
}

#[tokio::test]
async fn the_address_comes_first_then_the_browser_then_the_campaign() {
    let house = House::start().await;
    for (path, accepted, expected) in [
        ("/", "", of("en", "ltr")),
        ("/", "ar, en;q=0.5", of("ar", "rtl")),
        ("/?lang=de", "ar", of("de", "ltr")),
        ("/?lang=en-GB", "ar", of("en", "ltr")),
        ("/?lang=xx", "fr-CA", of("fr", "ltr")),
        ("/?lang=zh-Hant-TW", "xx", of("en", "ltr")),
        ("/?lang=%3Cscript%3E", "", of("en", "ltr")),
        ("/?lang=en-XA", "", of("en-XA", "ltr")),
    ] {
        let page = house.get_as(accepted, path).await;
        assert_eq!((page.status, language(&page)), (200, expected), "{path} {accepted}");
        assert!(page.header("vary").contains("accept-language"), "{path}");
    }
    let long = "ar,".repeat(3500);
    let page = house.get_as(&long, "/").await;
    assert_eq!((page.status, language(&page)), (200, of("en", "ltr")));
}

#[tokio::test]
async fn every_page_names_itself_in_every_language() {
    let house = House::start().await;
    let page = house.get(&format!("{CAMPAIGN}/targets?q=of&lang=ar")).await;
    let menu = page.attributes(".languages a", "href");
    assert_eq!(menu.len(), 6);
    assert!(menu.contains(&format!("{CAMPAIGN}/targets?q=of&lang=de")), "{menu:?}");
    assert_eq!(page.attributes(".languages a", "hreflang"), page.attributes(".languages a", "lang"));
    assert_eq!(page.attributes(".languages a[aria-current]", "lang"), ["ar"]);
    assert!(page.texts(".languages a").contains(&"Português".to_owned()));
    let alternates = page.attributes("link[rel=alternate]", "href");
    assert_eq!(alternates.len(), 6);
    assert!(alternates.iter().all(|link| link.starts_with("http")), "{alternates:?}");
}

#[tokio::test]
async fn what_was_asked_for_is_kept_in_every_link_and_form() {
    let house = House::start().await;
    for path in ["/", CAMPAIGN, &format!("{CAMPAIGN}/targets"), "/states", "/k", LETTER, "/c/mine-ban-treaty/class"] {
        let page = house.get(&format!("{path}?lang=ar")).await;
        for link in page.attributes("a:not(.languages a)", "href") {
            let ours = link.starts_with('/') && !link.starts_with("/api/");
            assert!(!ours || link.contains("lang=ar"), "{path} leads to {link}");
        }
        for form in page.forms() {
            let kept = form.action.contains("lang=ar") || form.get("lang") == "ar";
            assert!(kept, "{path} sends {}", form.action);
        }
    }
}

#[tokio::test]
async fn the_letter_s_language_is_asked_for_apart_from_the_page_s() {
    let house = House::start().await;
    let page = house.get(&format!("{LETTER}?lang=ar&language=es")).await;
    assert_eq!((language(&page), page.value("language")), (of("ar", "rtl"), "es".to_owned()));
    // Without a word on the letter it is in the language that the reader reads, if the campaign has it.
    let page = house.get(&format!("{LETTER}?lang=es")).await;
    assert_eq!((language(&page), page.value("language")), (of("es", "ltr"), "es".to_owned()));
    let page = house.get_as("es-MX, ar", LETTER).await;
    assert_eq!((language(&page), page.value("language")), (of("es", "ltr"), "es".to_owned()));
    let page = house.get(&format!("{LETTER}?lang=ar")).await;
    assert_eq!(page.value("language"), "en");
}

#[tokio::test]
async fn every_way_out_asks_in_the_page_s_language() {
    let house = House::start().await;
    let ready = house.submit(&filled(house.get(&format!("{LETTER}?lang=es&language=en")).await.form("Continuar"))).await;
    assert_eq!((ready.status, language(&ready)), (200, of("es", "ltr")), "{:?}", ready.texts(".errors li"));
    let labels = ready.texts(".exits label");
    assert!(labels.contains(&"Tu correo electrónico".to_owned()), "{labels:?}");
    for text in ready.texts(".exits legend").into_iter().chain(labels).chain(ready.texts(".exits .field__hint")) {
        for english in [" your ", "Your ", "The ", " the ", "Paper", "side"] {
            assert!(!text.contains(english), "{text}");
        }
    }
}

#[tokio::test]
async fn another_language_keeps_what_was_typed() {
    let house = House::start().await;
    let page = house.get(&format!("{LETTER}?lang=en")).await;
    let form = page.form_of(".languages button[lang=ar]").set("name", "Ada Marsh").set("note", "I grew up there.");
    let again = house.submit(&form).await;
    assert_eq!((again.status, language(&again)), (200, of("ar", "rtl")));
    assert_eq!((again.value("name"), again.value("note")), ("Ada Marsh".to_owned(), "I grew up there.".to_owned()));
}

#[tokio::test]
async fn the_desk_offers_the_three_languages_that_it_is_in_and_speaks_english_to_all_others() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    for path in ["/desk", "/desk/c/cluster-munitions", "/desk/mail"] {
        let page = desk::get(&house, &format!("{path}?lang=de"), &cookie).await;
        assert_eq!((page.status, language(&page)), (200, of("en", "ltr")), "{path}");
        assert_eq!(page.attributes(".languages a", "lang"), ["en", "es", "fr"], "{path}");
    }
    let invited = desk::invited(&house, domain::people::Role::Viewer).await;
    for path in ["/desk", &invited] {
        let page = house.get(&format!("{path}?lang=de")).await;
        assert_eq!((language(&page), page.attributes(".languages a", "lang").len()), (of("en", "ltr"), 3), "{path}");
    }
    // The next language that they want is taken before English.
    let request = house.request(Method::GET, "/desk?lang=ar").header(COOKIE, &cookie).header("accept-language", "de, fr;q=0.5");
    assert_eq!(language(&house.send(request).await), of("fr", "ltr"));
    let page = desk::get(&house, "/desk/c/cluster-munitions?lang=es", &cookie).await;
    assert_eq!((language(&page), page.text("header.deskhead h1").as_str()), (of("es", "ltr"), "Mesa de organización"));
}

/// A campaign about no treaty, in a language for which we know no forms of address, or few.
fn campaign_in(tag: &str, subject: &str, body: &str) -> Campaign {
    let mut campaign = crate::campaign_to_these(&["mission-ao-us"]);
    let template = Template::parse(subject, body).unwrap();
    let edition = Edition {
        language: Language::parse(tag).unwrap(),
        letter: Letter { template, card: None },
        ..campaign.document.editions[0].clone()
    };
    edition.check().unwrap();
    campaign.document.editions = vec![edition];
    campaign
}

#[tokio::test]
async fn a_letter_can_be_in_any_language_and_is_marked_as_in_it() {
    for (tag, dir, name, subject, body) in [
        ("th", "ltr", "ไทย", "จดหมาย", "เรียน {{target.name}}\n\n[[เหตุผล|240]]\n\n{{sender.name}}"),
        ("jra", "ltr", "Jrai", "Hră", "{{target.name}}\n\n[[tơhnal|240]]\n\n{{sender.name}}"),
        ("ur", "rtl", "اردو", "خط", "{{target.name}}\n\n[[وجہ|240]]\n\n{{sender.name}}"),
        ("uk", "ltr", "Українська", "Лист", "{{target.salutation}}\n\n[[причина|240]]\n\n{{target.close}}\n{{sender.name}}"),
        ("so", "ltr", "Soomaali", "Warqad", "{{target.name}}\n\n[[sababta|240]]\n\n{{sender.name}}"),
        ("zh-Hant-TW", "ltr", "中文", "信", "{{target.name}}\n\n[[理由|240]]\n\n{{sender.name}}"),
    ] {
        let house = House::with_campaigns(&[campaign_in(tag, subject, body)]).await;
        let path = "/c/children-in-detention/write/mission-ao-us";
        let page = house.get(path).await;
        assert_eq!((page.status, language(&page)), (200, of("en", "ltr")), "{tag}: the page stays in its reader's language");
        assert_eq!(page.attributes(".preview", "lang"), [tag], "{tag}");
        assert_eq!(page.attributes(".preview", "dir"), [dir], "{tag}");
        let blank = page.attributes("textarea[name^='blanks.']", "lang");
        assert_eq!(blank, [tag], "{tag}: what is typed is in the letter's language");
        assert!(page.texts(".note").iter().any(|note| note.contains(name)), "{tag}: the page says it by its name");
        let offered =
            house.post_json("/api/v1/campaigns/children-in-detention/preview", &json!({"target": "mission-ao-us"})).await;
        assert_eq!(offered.status, 200, "{tag}: {}", offered.body_text());
    }
}

#[tokio::test]
async fn marks_of_direction_that_were_typed_turn_nothing_round() {
    let house = House::start().await;
    for path in ["/states?on=", "/c/mine-ban-treaty/targets?q=", "/c/mine-ban-treaty/targets?state=", "/k?code="] {
        for lang in ["en", "ar"] {
            let page = house.get(&format!("{path}%E2%80%AEgnihton%E2%81%A7&lang={lang}")).await;
            // A field gives back what was typed, and is a line of its own.
            let body = page.text("body");
            assert!(!body.contains('\u{202E}') && !body.contains('\u{2067}'), "{path} {lang}");
        }
    }
}
