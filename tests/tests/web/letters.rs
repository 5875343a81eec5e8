//! The letters of a campaign at the desk: what is said of them while they are written, and how they look to any target.

use domain::{
    people::Role,
    tally::{Stage, Stages},
};
use serde_json::Value;
use tests::{
    house::{Form, House, Page},
    look::Pdf,
};

use crate::desk;

const LETTERS: &str = "/desk/c/cluster-munitions/letters?language=en";
const REMARKS: &str = "/desk/c/cluster-munitions/letters/remarks";
const BODY: &str =
    "{{target.salutation}}\n\nI typed this to {{target.name}}, because [[your reason]].\n\n{{target.close}}\n{{sender.name}}";

/// The letters' form, with a text typed into its letter.
async fn typed(house: &House, cookie: &str, body: &str) -> Form {
    let page = desk::get(house, LETTERS, cookie).await;
    page.form("Save").set("subject", "On cluster bombs").set("body", body).set("card_body", "")
}

async fn press(house: &House, cookie: &str, form: &Form, step: &str) -> Page {
    desk::submit(house, &form.clone().set("step", step), LETTERS, cookie).await
}

/// What the island gets.
async fn remarks(house: &House, cookie: &str, form: &Form) -> Value {
    let asked = Form { action: REMARKS.to_owned(), ..form.clone() };
    let answer = desk::submit(house, &asked, LETTERS, cookie).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    answer.json()
}

async fn nothing_counted(house: &House) {
    assert_eq!(house.counted("cluster-munitions").await, Stages::default());
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn offers_are_taken_one_by_one_and_nothing_that_was_typed_is_lost() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let pasted = "Dear [Ambassador’s name],\n\nI am <name> from [YOUR COUNTRY].\nReason: ........\n\n{{note}}";
    let form = typed(&house, &cookie, pasted).await.set("card_body", "On [date] &amp; </textarea>");
    let page = press(&house, &cookie, &form, "preview").await;
    let one = page.form("Make [[your country]] of “[YOUR COUNTRY]”");
    // Something is typed before the place while the page is open.
    let one = one.clone().set("body", &one.get("body").replace("Dear", "My very dear"));
    let page = desk::submit(&house, &one, LETTERS, &cookie).await;
    assert_eq!(page.status, 200);
    let expected = pasted.replace("Dear", "My very dear").replace("[YOUR COUNTRY]", "[[your country]]");
    assert_eq!(
        (page.value("body").trim_start_matches('\n'), page.value("card_body").trim_start()),
        (expected.as_str(), "On [date] &amp; </textarea>")
    );
    let card = desk::submit(&house, &page.form("Make [[date]] of “[date]”"), LETTERS, &cookie).await;
    assert_eq!(card.value("card_body").trim_start(), "On [[date]] &amp; </textarea>");
    let all = desk::submit(&house, &card.form("Do all of these"), LETTERS, &cookie).await;
    let filled = "My very dear {{target.name}},\n\nI am {{sender.name}} from [[your country]].\nReason: [[Reason]]\n\n{{note}}";
    assert_eq!(all.value("body").trim_start_matches('\n'), filled);
    assert!(all.texts(".editor__offers li").is_empty());
    // The same row of dots twice is told apart by its place.
    let twice = press(&house, &cookie, &typed(&house, &cookie, "A ........ b\nC ........").await, "offer body 12 ........").await;
    assert!(twice.value("body").contains("A ........ b\nC [["), "{}", twice.value("body"));
    let saved = desk::get(&house, LETTERS, &cookie).await;
    assert!(!saved.body_text().contains("dear"), "nothing is saved");
    // A step that no page has, and an offer that is not there, change nothing.
    let gone = press(&house, &cookie, &form, "offer body 0 <gone>").await;
    assert_eq!((gone.status, gone.value("body").trim_start_matches('\n')), (200, pasted));
    for step in ["offer", "offer ", "offer address 0 x", "offer body x y", "nonsense", "pdf"] {
        assert_eq!(press(&house, &cookie, &form, step).await.status, 400, "{step}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_with_its_place_as_it_is_when_the_letter_is_saved() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let body = "é 😀 {{target.nmae}}\n\n[[why|20]] <script>alert(1)</script>\n[[why]] {{sender.name";
    let form = typed(&house, &cookie, body).await;
    let said = remarks(&house, &cookie, &form).await;
    let marks = said["marks"].as_array().unwrap();
    let of = |key: &str| marks.iter().map(|mark| mark[key].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(of("marked"), ["{{target.nmae}}", "[[why]]", "{{"]);
    assert_eq!(of("label"), ["Letter, line 1", "Letter, line 4", "Letter, line 4"]);
    assert!(of("said")[0].contains("Perhaps you mean {{target.name}}"));
    // As browsers count: an emoji is two.
    assert_eq!((&marks[0]["place"]["from"], &marks[0]["place"]["to"]), (&5.into(), &20.into()));
    assert_eq!(
        (said["summary"].as_str().unwrap(), &said["lengths"]),
        ("3 things are wrong. Mend them before you save.", &Value::Array(vec![]))
    );
    let refused = desk::submit(&house, &form, LETTERS, &cookie).await;
    assert_eq!(refused.status, 422);
    let listed = refused.texts(".editor__wrong");
    assert!(listed.len() == 3 && listed[1].starts_with("Letter, line 4 [[why]] The blank “why” takes 20"), "{listed:?}");
    let summary = refused.text(".errors");
    assert!(of("said").iter().all(|said| summary.contains(said)), "{summary}");
    assert!(refused.body_text().contains("&lt;script&gt;") && !refused.body_text().contains("<script>alert"));
    let empty = typed(&house, &cookie, "").await.set("subject", "");
    assert_eq!(remarks(&house, &cookie, &empty).await["summary"], "Nothing is wrong with the letter.");
}

#[tokio::test]
async fn hostile_text_is_text_in_every_remark_preview_and_proof() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let hostile = "</textarea><script>alert(1)</script> [\"><img src=x onerror=alert(1)>] {{\"'><b>}} <leptos-island>";
    let form = typed(&house, &cookie, hostile).await.set("subject", "\"><script>alert(2)</script>");
    for step in ["preview", "offers", "pdf us-letter", ""] {
        let page = press(&house, &cookie, &form, step).await;
        let html = page.body_text();
        for markup in ["<script>alert", "<img src=x", "<b>"] {
            assert!(!html.contains(markup), "{step}: {markup}");
        }
        assert!(page.value("subject").contains("alert(2)"), "{step}");
    }
    let long = "[name] ".repeat(90_000);
    let page = press(&house, &cookie, &typed(&house, &cookie, &long).await, "preview").await;
    assert!(page.status == 422 && page.error("body").is_some() && page.texts(".editor__offers li").is_empty());
    let more = press(&house, &cookie, &typed(&house, &cookie, &long.repeat(2)).await, "preview").await;
    assert_eq!(more.status, 413);
}

#[tokio::test]
async fn a_proof_of_what_is_typed_goes_to_the_chosen_target_and_is_not_counted() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let form = typed(&house, &cookie, BODY).await.set("card_body", "A card to {{target.name}}: [[your reason]]");
    for target in ["mission-ao-us", "mission-br-us"] {
        let form = form.clone().set("target", target);
        let page = press(&house, &cookie, &form, "preview").await;
        let sheet = page.text(".sheet");
        let greeting = sheet.split("I typed this").next().unwrap().trim_start_matches("On cluster bombs").trim().to_owned();
        assert!(page.status == 200 && greeting.len() > 5, "{sheet}");
        assert_eq!(page.value("target"), target, "it stays chosen");
        for (paper, own) in
            [("us-letter", "I typed this"), ("a4", "I typed this"), ("us-letter-4up", "A card to"), ("a6", "A card to")]
        {
            let pdf = press(&house, &cookie, &form, &format!("pdf {paper}")).await;
            assert_eq!(
                (pdf.status, pdf.header("content-type"), pdf.header("cache-control")),
                (200, "application/pdf", "no-store")
            );
            assert_eq!(pdf.header("content-disposition"), format!("inline; filename=\"cluster-munitions-{target}-{paper}.pdf\""));
            let text = one_line(&Pdf::new(&pdf.body).text_in_order());
            assert!(text.contains(own) && text.contains("your reason"), "{paper}: {text}");
            assert!(paper.starts_with("us-letter-") || paper == "a6" || text.contains(&one_line(&greeting)), "{paper}: {text}");
        }
    }
    let saved = desk::get(&house, LETTERS, &cookie).await;
    assert!(!saved.value("body").contains("I typed this"));
    nothing_counted(&house).await;
    assert_eq!(house.counted("cluster-munitions").await[Stage::Prepared], 0);
    // What cannot be saved cannot be printed either, and comes back.
    let wrong = press(&house, &cookie, &form.clone().set("body", "{{x}}"), "pdf a4").await;
    assert_eq!((wrong.status, wrong.value("body").trim_start()), (422, "{{x}}"));
    let long = press(&house, &cookie, &form.clone().set("card_body", "").set("body", &"word ".repeat(700)), "pdf a6").await;
    assert!(long.status == 422 && long.text(".errors").contains("too long for"), "{}", long.text(".errors"));
    for paper in ["", "a3", "../x"] {
        assert_eq!(press(&house, &cookie, &form, &format!("pdf {paper}")).await.status, 422, "{paper}");
    }
}

#[tokio::test]
async fn nobody_to_whom_the_campaign_does_not_write_is_shown_a_letter() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let form = typed(&house, &cookie, BODY).await;
    // A party to the convention, a member of Congress, nobody.
    for target in ["mission-fr-us", "congress-s000033", "nobody", "%00", "' or 1=1"] {
        let form = form.clone().set("target", target);
        for step in ["preview", "pdf a4"] {
            assert_eq!(press(&house, &cookie, &form, step).await.status, 404, "{step} {target}");
        }
    }
    assert_eq!(desk::get(&house, &format!("{LETTERS}&target=mission-fr-us"), &cookie).await.status, 404);
    let one = desk::get(&house, &format!("{LETTERS}&target=mission-br-us"), &cookie).await;
    assert!(one.text("#preview").contains("Brazil"), "{}", one.text("#preview"));
    let found = desk::get(&house, &format!("{LETTERS}&q=brazil"), &cookie).await;
    assert_eq!(found.text("#preview"), one.text("#preview"));
    assert!(desk::get(&house, &format!("{LETTERS}&q=zzzzzzz"), &cookie).await.body_text().contains("writes to nobody like that"));
    let options = one.attributes("#target option", "value");
    assert!(options.len() > 20 && !options.contains(&"mission-fr-us".to_owned()), "{}", options.len());
}

#[tokio::test]
async fn a_paragraph_for_some_states_alone_is_missing_for_others_and_the_page_says_so() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let body = "Hello.\n\n{{only signatory}}\nYou signed. [[why]]\n\n{{only not_party}}\nYou stand outside.";
    let form = typed(&house, &cookie, body).await;
    for (target, has, lacks) in
        [("mission-ao-us", "You signed.", "You stand outside."), ("mission-br-us", "You stand outside.", "You signed.")]
    {
        let form = form.clone().set("target", target);
        let page = press(&house, &cookie, &form, "preview").await;
        assert!(page.text(".sheet").contains(has) && !page.text(".sheet").contains(lacks), "{}", page.text(".sheet"));
        assert!(page.text(".preview-box .note").contains("for some states alone"));
        let text = one_line(&Pdf::new(&press(&house, &cookie, &form, "pdf a4").await.body).text());
        assert!(text.contains(has) && !text.contains(lacks) && !text.contains("only"), "{text}");
    }
    let plain = press(&house, &cookie, &typed(&house, &cookie, BODY).await, "preview").await;
    assert!(plain.texts(".preview-box .note").is_empty());
}

#[tokio::test]
async fn the_length_on_each_paper_is_that_of_the_checklist_with_the_target_that_is_longest() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let long = format!("{{{{target.name}}}}\n\n{}", "and so on ".repeat(180));
    let form = typed(&house, &cookie, &long).await;
    let page = press(&house, &cookie, &form, "preview").await;
    let rows = page.texts(".lengths tbody tr");
    assert_eq!(rows.len(), 7, "{rows:?}");
    let over: Vec<&String> = rows.iter().filter(|row| row.contains("too long")).collect();
    assert!(!over.is_empty() && over.len() < 7, "{rows:?}");
    // The longest name of all.
    let names = page.texts("#target option");
    let longest = names.iter().skip(1).max_by_key(|name| name.chars().count()).unwrap();
    assert!(rows.iter().all(|row| row.ends_with(longest.as_str())), "{longest}: {rows:?}");
    let said = remarks(&house, &cookie, &form).await;
    assert_eq!(said["lengths"].as_array().unwrap().len(), 7);
    assert_eq!(desk::submit(&house, &form, LETTERS, &cookie).await.status, 303);
    let saved = desk::get(&house, LETTERS, &cookie).await;
    assert_eq!(saved.texts(".lengths tbody tr"), rows, "after it is saved, too");
    let checklist = desk::get(&house, "/desk/c/cluster-munitions/publish", &cookie).await.texts(".checklist li");
    let checked = checklist.iter().filter(|todo| todo.contains("too long for") && todo.contains("English")).count();
    assert_eq!(checked, over.len(), "{checklist:?}");
    // A text of their own for cards.
    let page = press(&house, &cookie, &form.set("card_body", "Short."), "preview").await;
    assert!(page.texts(".lengths tbody tr").iter().all(|row| row.contains("Fits")));
    let short = typed(&house, &cookie, "Please act.").await;
    assert!(remarks(&house, &cookie, &short).await["lengths"].as_array().unwrap().iter().all(|row| row["fits"] == true));
}

#[tokio::test]
async fn who_only_watches_sees_what_is_saved_and_types_and_prints_nothing() {
    let house = House::start().await;
    let organiser = desk::signed_in(&house).await;
    let viewer = desk::signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
    let page = desk::get(&house, &format!("{LETTERS}&target=mission-ao-us"), &viewer).await;
    assert!(page.status == 200 && page.text("#preview").contains("Angola"));
    assert!(page.texts(".editor").is_empty() && page.attributes("button[value^='pdf']", "value").is_empty());
    let form = typed(&house, &organiser, BODY).await;
    for step in ["preview", "offers", "offer body 0 x", "pdf a4", ""] {
        assert_eq!(press(&house, &viewer, &form, step).await.status, 403, "{step}");
    }
    let asked = Form { action: REMARKS.to_owned(), ..form };
    assert_eq!(desk::submit(&house, &asked, LETTERS, &viewer).await.status, 403);
    assert_eq!(desk::submit(&house, &asked, LETTERS, "").await.status, 401);
    assert_eq!(desk::get(&house, REMARKS, &organiser).await.status, 405);
    nothing_counted(&house).await;
}

#[tokio::test]
async fn the_remarks_are_in_the_language_of_the_page() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let form = typed(&house, &cookie, "{{target.nmae}}").await;
    let page = desk::get(&house, &format!("{LETTERS}&lang=fr"), &cookie).await;
    assert!(page.body_text().contains(&format!("{REMARKS}?lang=fr")), "where the island asks");
    let asked = Form { action: format!("{REMARKS}?lang=fr"), ..form };
    let said = desk::submit(&house, &asked, LETTERS, &cookie).await.json();
    assert_eq!(said["marks"][0]["label"], "Lettre, ligne 1");
}
