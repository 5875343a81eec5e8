//! Headers of every answer, and two things that no page does: load from elsewhere, or remember a supporter.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest as _, Sha256};
use tests::house::{BY_MAIL, BY_WEB_FORM, House, Page};

/// One of each kind of page that a supporter sees.
async fn every_page(house: &House) -> Vec<(&'static str, Page)> {
    let ready = house.ready(BY_MAIL).await;
    let ask = ready.form("Send it for me");
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let senator = house.ready(BY_WEB_FORM).await;
    vec![
        ("home", house.get("/").await),
        ("campaign", house.get("/c/cluster-munitions").await),
        ("targets", house.get("/c/mine-ban-treaty/targets?zip=05401").await),
        ("letter", house.get(BY_MAIL).await),
        ("letter with errors", house.submit(&house.letter(BY_MAIL).await.set("name", "")).await),
        ("by hand", house.submit(&house.get(BY_MAIL).await.form("I want to write by hand")).await),
        ("ready", ready.clone()),
        ("ready with errors", house.submit(&ask).await),
        ("own mail", house.submit(&ready.form("Open in my mail")).await),
        ("web form", house.submit(&senator.form("Copy my letter")).await),
        ("thanks", house.get(&ready.link("Posted it? Tell us.")).await),
        ("confirm", house.get(&link).await),
        ("not found", house.get("/no/such/page").await),
        ("desk, by nobody", house.get("/desk").await),
        ("sign in", house.get("/desk/sign-in/00000000000000000000000000000000").await),
    ]
}

#[tokio::test]
async fn no_script_runs_but_the_islands_and_styles_come_only_from_here() {
    let house = House::start().await;
    for (name, page) in every_page(&house).await {
        let policy = page.header("content-security-policy").to_owned();
        assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{name}: {policy}");
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'),
            "{name}: {policy}"
        );
        let scripts = page.texts("script");
        if page.texts("leptos-island").is_empty() {
            assert!(scripts.is_empty() && policy.contains("script-src 'none'"), "{name}: {policy}");
        } else {
            // The one script in the page is named by its digest.
            let digest = BASE64.encode(Sha256::digest(page.script()));
            assert!(
                scripts.len() == 1 && policy.contains(&format!("script-src 'self' 'sha256-{digest}' 'wasm")),
                "{name}: {policy}"
            );
        }
        assert!(page.texts("style").is_empty() && page.attributes("[style]", "style").is_empty(), "{name} has inline style");
    }
}

#[tokio::test]
async fn no_page_loads_anything_from_elsewhere_or_sets_a_cookie() {
    let house = House::start().await;
    for (name, page) in every_page(&house).await {
        for (css, attribute) in [
            ("[src]", "src"),
            ("link[href]:not([rel=alternate])", "href"),
            ("form", "action"),
            ("[srcset]", "srcset"),
            ("object", "data"),
        ] {
            for url in page.attributes(css, attribute) {
                assert!(url.starts_with('/') && !url.starts_with("//"), "{name} loads {url}");
            }
        }
        for attribute in ["onclick", "onload", "onsubmit", "onchange"] {
            assert!(page.attributes(&format!("[{attribute}]"), attribute).is_empty(), "{name}");
        }
        assert_eq!(page.header("set-cookie"), "", "{name}");
        for link in page.attributes("a[target=_blank]", "rel") {
            assert!(link.contains("noopener"), "{name}");
        }
    }
}

#[tokio::test]
async fn every_answer_says_that_it_is_what_it_says() {
    let house = House::start().await;
    let mut answers = every_page(&house).await;
    answers.push(("api", house.get("/api/v1/campaigns").await));
    answers.push(("problem", house.get("/api/v1/nothing").await));
    answers.push(("style", house.get("/pkg/postbag.css").await));
    answers.push(("paper", house.submit(&house.ready(BY_MAIL).await.form("Print a postcard")).await));
    for (name, answer) in answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{name}");
        assert_ne!(answer.header("content-type"), "", "{name}");
        assert_ne!(answer.header("cache-control"), "", "{name}");
    }
}

#[tokio::test]
async fn pages_with_a_persons_words_are_not_kept_by_caches_or_search_engines() {
    let house = House::start().await;
    let own =
        ["letter", "letter with errors", "by hand", "ready", "ready with errors", "own mail", "web form", "thanks", "confirm"];
    for (name, page) in every_page(&house).await {
        if own.contains(&name) {
            assert_eq!(page.header("cache-control"), "no-store", "{name}");
            assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"], "{name}");
        } else if ["home", "campaign", "targets"].contains(&name) {
            assert!(page.attributes("meta[name=robots]", "content").is_empty(), "{name}");
        }
    }
}

#[tokio::test]
async fn every_page_is_a_whole_document_with_one_heading_a_title_and_a_language() {
    let house = House::start().await;
    for (name, page) in every_page(&house).await {
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{name}");
        assert!(page.body_text().starts_with("<!DOCTYPE html>"), "{name}");
        assert_eq!(page.texts("h1").len(), 1, "{name}");
        assert!(page.text("head > title").ends_with("Postbag"), "{name}");
        assert_eq!(page.attributes("html", "lang"), ["en"], "{name}");
        let mut ids = page.attributes("[id]", "id");
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name} has an id twice");
    }
}

#[tokio::test]
async fn only_pages_with_something_that_moves_load_webassembly() {
    let house = House::start().await;
    for (name, page) in every_page(&house).await {
        let loads = page.body_text().contains("postbag_bg.wasm");
        let islands = !page.texts("leptos-island").is_empty();
        assert_eq!(loads, islands, "{name}");
    }
}
