//! Pasted and typed text, in every field: it is mended where its meaning is certain, and refused with its place elsewhere.

use serde_json::{Value, json};
use tests::{
    house::{BY_MAIL, House},
    look::Pdf,
};

use crate::{API, letter_with};

#[tokio::test]
async fn what_office_programs_paste_is_previewed_and_printed_plain() {
    let house = House::start().await;
    let pasted = json!({
        "name": "\u{FEFF}Ada\tWriter\u{200B}", "place": "\u{202A}Ridgeview,\u{A0}OH\u{202C}",
        "address": "\u{200E}12 Sample\tStreet\u{B}Ridgeview,\u{85}\u{FEFF}OH 44999\u{C}",
        "blanks": {"your-reason": "my\tschool\u{B}was hit\u{200B}"},
        "note": "\u{F0B7}\tFirst\u{2028}\u{F0A7}\tSecond\u{2029}\u{200B}Ho\u{AD}pe \u{F0E0} now\r\rLast.\u{FEFF}",
        "format": "us-letter",
    });
    let preview = house.post_json(&format!("{API}/preview"), &letter_with(&pasted)).await.json();
    let body = preview["body"].as_str().unwrap();
    for words in [": my school was hit\n", "\n\n• First\n• Second\nHo\u{AD}pe → now\n\nLast.\n\n", "\nAda Writer\n"] {
        assert!(body.contains(words), "{words:?} in {body:?}");
    }
    let pdf = house.post_json(&format!("{API}/paper"), &letter_with(&pasted)).await;
    assert_eq!(pdf.status, 200, "{:?}", String::from_utf8_lossy(&pdf.body));
    let text = Pdf::new(&pdf.body).text();
    for words in ["12 Sample Street", "• First", "• Second", "→ now", "Ada Writer"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    // The page takes the same, and gives it back as it was typed.
    let mut form = house.letter(BY_MAIL).await;
    for field in ["name", "place", "address", "note"] {
        form = form.set(field, pasted[field].as_str().unwrap());
    }
    let ready = house.submit(&form).await;
    assert_eq!(ready.status, 200, "{}", ready.text(".errors"));
    assert!(ready.body_text().contains("• First"));
}

#[tokio::test]
async fn what_cannot_be_seen_and_must_go_is_named_in_every_field_with_its_place() {
    let house = House::start().await;
    let unseen = "There is an invisible character (zero width space) after “Mine”: delete it, or type that part again.";
    for field in ["name", "place", "address", "note", "blanks.your-reason"] {
        let typed = "A Mine\u{200B}s";
        let back = house.submit(&house.letter(BY_MAIL).await.set(field, typed)).await;
        assert_eq!((back.status, back.error(field).as_deref()), (422, Some(unseen)), "{field}");
        let body = match field.strip_prefix("blanks.") {
            Some(blank) => letter_with(&json!({"format": "us-letter", "blanks": {blank: typed}})),
            None => letter_with(&json!({"format": "us-letter", field: typed})),
        };
        let answer = house.post_json(&format!("{API}/paper"), &body).await;
        assert_eq!(
            (answer.status, &answer.json()["errors"]),
            (422, &json!([{"field": field, "code": "unseen-character", "message": unseen}])),
            "{field}"
        );
    }
    let ask = json!({"email": "an\u{202D}a@home.example", "consent": true, "note": "Look \u{F0A5}"});
    let errors = house.post_json(&format!("{API}/relay"), &letter_with(&ask)).await.json();
    let said = errors["errors"].to_string();
    assert!(said.contains("(left-to-right override) after “an”"), "{said}");
    assert!(said.contains("U+F0A5"), "{said}");
}

#[tokio::test]
async fn an_address_is_taken_in_any_letters_after_the_at_and_sent_as_mail_sends_it() {
    let house = House::start().await;
    let ask = |email: &str| letter_with(&json!({"email": email, "consent": true}));
    let taken = house.post_json(&format!("{API}/relay"), &ask("\u{200B}ana@bücher.example\u{A0}")).await;
    assert_eq!(taken.status, 202, "{:?}", String::from_utf8_lossy(&taken.body));
    house.deliver().await;
    let [mail] = &house.mailbox().await[..] else { panic!("one mail") };
    assert!(mail.to.contains("ana@xn--bcher-kva.example"), "{mail:?}");
    for (typed, said) in [
        ("mailto:ana@home.example", "Leave out “mailto:” and enter the address alone: ana@home.example"),
        (
            "ana@home.example, bob@home.example",
            "There is more than one address here. Enter one of them: ana@home.example or bob@home.example",
        ),
        ("Ana <ana@home.example>", "Enter the address alone, without anything before or after it: ana@home.example"),
    ] {
        let answer = house.post_json(&format!("{API}/relay"), &ask(typed)).await;
        assert_eq!((answer.status, &answer.json()["errors"][0]["message"]), (422, &json!(said)), "{typed}");
        let form = house.ready(BY_MAIL).await.form("Send it for me").set("email", typed).set("consent", "yes");
        let back = house.submit(&form).await;
        assert_eq!((back.status, back.error("email").as_deref()), (422, Some(said)), "{typed}");
    }
}

#[tokio::test]
async fn codes_and_zips_are_read_however_they_were_pasted() {
    let house = House::start().await;
    for zip in ["25301", "\u{FEFF}25301\u{A0}", "２５３０１", "25\u{200B}301", "25301–1234", "٢٥٣٠١", "2٥３۰1"] {
        let path = "/api/v1/campaigns/children-in-detention/targets";
        let found: Value = house.get(&format!("{path}?zip={}", urlencode(zip))).await.json();
        assert_eq!(found["zip"]["states"], json!(["WV"]), "{zip:?}: {}", found["notice"]);
    }
    let found = house.get(&format!("{API}/targets?q={}", urlencode("\u{200B}An\u{AD}gola\u{200E}\t"))).await.json();
    assert_eq!(found["targets"][0]["id"], json!("mission-ao-us"), "{}", found["notice"]);

    let form = house.get("/c/mine-ban-treaty/class").await.form("Make the set");
    let form = form.set("cards", "\u{FEFF}３\u{A0}").set("to", "delegation").set("state", "WV").set("typed", "no");
    let set = house.submit(&form.clone().set("names", "\u{FEFF}Ada\u{B}\u{200B}Łucja\u{85}Ben\t")).await;
    assert_eq!(set.status, 200, "{}", set.text(".errors"));
    for name in ["Ada", "Łucja", "Ben"] {
        assert!(set.texts("tbody tr").iter().any(|row| row.contains(name)), "{name}");
    }
    let unseen = house.submit(&form.set("names", "Ada\nBe\u{2066}n")).await;
    assert!(unseen.text(".errors").contains("Line 2: There is an invisible character (left-to-right isolate) after “Be”"));
    let code = set.text("[data-testid=code]");
    let wide: String =
        code.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0xFF10 + digit)).unwrap_or('\u{A0}')).collect();
    let led = house.get(&format!("/k?code=%E2%80%8B{}", urlencode(&wide))).await;
    assert_eq!((led.status, led.header("location")), (303, format!("/k/{}", code.replace(' ', "")).as_str()));
    assert_eq!(house.submit(&set.form("Print the set (PDF)")).await.status, 200);
    let report = house.get(led.header("location")).await.form("Report").set("posted", " ２\u{200B} ");
    assert_eq!(house.submit(&report).await.status, 303);
}

fn urlencode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}
