//! Pages that can be read without writing anything.

use tests::house::House;

#[tokio::test]
async fn the_home_page_lists_the_three_campaigns_and_how_many_letters_were_sent() {
    let house = House::start().await;
    let home = house.get("/").await;
    assert_eq!(home.status, 200);
    assert_eq!(
        home.attributes(".campaign h3 a", "href"),
        ["/c/mine-ban-treaty", "/c/cluster-munitions", "/c/children-in-detention"]
    );
    assert_eq!(home.texts("[data-testid=total]"), ["0", "0", "0"]);
}

#[tokio::test]
async fn the_home_page_shows_a_tile_for_each_of_197_states_under_each_treaty() {
    let house = House::start().await;
    for (treaty, party) in [("mbt", "161"), ("ccm", "112")] {
        let home = house.get(&format!("/?treaty={treaty}")).await;
        assert_eq!(home.attributes(".tile", "href").len(), 197, "{treaty}");
        let numbers: Vec<u32> = home.texts(".standing__counts .number").iter().map(|number| number.parse().unwrap()).collect();
        assert_eq!((numbers.iter().sum::<u32>(), numbers[0].to_string().as_str()), (197, party), "{treaty}: {numbers:?}");
    }
    assert!(house.get("/").await.text(".world h3").starts_with("Mine Ban Treaty on November 21, 2026"), "the elder treaty first");
    assert_eq!(house.get("/?treaty=nonsense").await.status, 404);
}

#[tokio::test]
async fn a_campaign_reads_in_english_and_in_spanish() {
    let house = House::start().await;
    let english = house.get("/c/cluster-munitions").await;
    assert_eq!(english.text("h1"), "Every state into the ban on cluster bombs");
    let spanish = house.get(&english.attributes("main a[hreflang=es]", "href")[0]).await;
    assert_eq!((spanish.status, spanish.text("h1").as_str()), (200, "Que todos los Estados prohíban las bombas de racimo"));
    assert!(spanish.attributes("article.story", "lang").contains(&"es".to_owned()));
    // The language goes along to the list and to the letter.
    let list = house.submit(&spanish.form("Find")).await;
    let letter = house.get(&list.attributes(".targets a", "href")[0]).await;
    assert_eq!(letter.value("language"), "es");
}

#[tokio::test]
async fn what_there_is_none_of_is_a_404_page_with_a_way_on() {
    let house = House::start().await;
    for path in [
        "/c/no-such-campaign",
        "/c/NOT%20A%20SLUG",
        "/c/no-such-campaign/targets",
        "/c/no-such-campaign/thanks",
        "/c/cluster-munitions?language=xx",
        "/c/mine-ban-treaty?language=es",
        "/c/cluster-munitions/write/mission-zz-us",
        "/c/cluster-munitions/write/congress-S000033",
        "/c/cluster-munitions/write/..%2F..%2Fetc",
        "/c/mine-ban-treaty/write/mission-ao-us",
        "/c/cluster-munitions/write/mission-ao-us?language=xx",
        "/confirm/nonsense",
        "/confirm/00000000000000000000000000000000",
        "/no/such/page",
        "/pkg/no-such-file.css",
        "/../Cargo.toml",
    ] {
        let page = house.get(path).await;
        assert_eq!((page.status, page.text("h1").as_str()), (404, "Not found"), "{path}");
        assert_eq!(page.link("All campaigns"), "/", "{path}");
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_a_page_and_a_problem_too() {
    let house = House::start().await;
    for path in ["/c/%FF", "/c/cluster-munitions/write/%C3", "/confirm/%FF"] {
        let page = house.get(path).await;
        assert_eq!((page.status, page.text("h1").as_str()), (400, "That did not work"), "{path}");
        assert_eq!(page.link("All campaigns"), "/", "{path}");
    }
    let answer = house.get("/api/v1/campaigns/%FF").await;
    assert_eq!((answer.status, answer.header("content-type")), (400, "application/problem+json"));
    let unread = house.get("/c/cluster-munitions/targets?q=%FF&zip=%C3").await;
    assert_eq!(unread.status, 200, "a search that cannot be read asks for nothing");
}

#[tokio::test]
async fn what_the_api_has_none_of_is_a_404_problem() {
    let house = House::start().await;
    for path in [
        "/api/v1/campaigns/no-such-campaign",
        "/api/v1/campaigns/no-such-campaign/targets",
        "/api/v1/campaigns/no-such-campaign/tally",
        "/api/v1/campaigns/mine-ban-treaty?language=es",
        "/api/v1/no-such-noun",
        "/api/v2/campaigns",
    ] {
        let answer = house.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"), "{path}");
        let problem = answer.json();
        let kind = problem["code"].as_str().unwrap();
        assert!(kind.starts_with("no-") && problem["type"].as_str().unwrap().ends_with(kind), "{path}: {problem}");
        assert_eq!(problem["status"], 404, "{path}");
        assert!(problem["detail"].as_str().unwrap().ends_with('.'), "{path}");
    }
}

#[tokio::test]
async fn a_zip_code_leads_to_both_senators_and_to_the_representative_of_its_district() {
    let house = House::start().await;
    let campaign = house.get("/c/children-in-detention").await;
    let found = house.submit(&campaign.form("Find").set("zip", "05401")).await;
    let names = found.texts(".target__office");
    assert_eq!(names.iter().filter(|office| office.starts_with("Senator for Vermont")).count(), 2, "{names:?}");
    assert_eq!(names.iter().filter(|office| office.starts_with("Representative for Vermont")).count(), 1, "{names:?}");
    assert!(found.text(".notice").contains("ZIP 05401 is in Vermont"));
    assert_eq!(found.value("zip"), "05401", "what was asked for stays in the form");
}

#[tokio::test]
async fn a_search_that_finds_nothing_says_what_to_do() {
    let house = House::start().await;
    for (query, words) in [
        ("zip=00000", "We know no state with the ZIP code 00000."),
        ("zip=abc%00%0d%0a", "A ZIP code has five digits"),
        ("state=ZZ", "Choose one from the list."),
        ("q=xyzzyx", "Try fewer letters"),
    ] {
        let found = house.get(&format!("/c/mine-ban-treaty/targets?{query}")).await;
        assert_eq!((found.status, found.texts(".targets li").len()), (200, 0), "{query}");
        assert!(found.text(".notice").contains(words), "{query}: {}", found.text(".notice"));
    }
}

#[tokio::test]
async fn the_pages_of_a_list_hold_every_target_once_and_keep_what_was_searched() {
    let house = House::start().await;
    let mut path = "/c/cluster-munitions/targets?q=of&language=en".to_owned();
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let page = house.get(&path).await;
        seen.extend(page.attributes(".targets a", "href"));
        pages += 1;
        assert_eq!(page.value("q"), "of");
        match page.attributes("a[rel=next]", "href").first() {
            Some(next) => path.clone_from(next),
            None => break,
        }
    }
    let found = house.get("/api/v1/campaigns/cluster-munitions/targets?q=of").await.json();
    assert_eq!((found["total"].as_u64(), found["pages"].as_u64()), (Some(seen.len() as u64), Some(pages)));
    assert!(pages > 1);
    seen.sort();
    let all = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), all, "a target stood on two pages");
    let beyond = house.get("/c/cluster-munitions/targets?page=999999999999999999999").await;
    assert_eq!(beyond.status, 200);
    let last = house.get("/c/cluster-munitions/targets?page=9999").await;
    assert!(last.attributes("a[rel=next]", "href").is_empty() && !last.texts(".targets li").is_empty());
}

#[tokio::test]
async fn a_letter_asks_each_state_for_the_step_that_is_open_to_it() {
    let house = House::start().await;
    for (target, status, ask) in [
        ("mission-ao-us", "signatory", "ratify"),
        ("mission-dz-us", "not_party", "accede to"),
        ("mission-lt-us", "withdrawn", "rejoin"),
    ] {
        let page = house.get(&format!("/c/cluster-munitions/write/{target}")).await;
        assert_eq!(page.attributes("header .status", "class"), [format!("status status--{status}")], "{target}");
        assert!(
            page.text(".sheet__subject").starts_with(&format!("Please {ask} ")),
            "{target}: {}",
            page.text(".sheet__subject")
        );
    }
}

#[tokio::test]
async fn a_letter_page_says_where_its_facts_come_from_and_when_they_are_out_of_date() {
    let house = House::start().await;
    // A senator of class 1, one of class 2, and one who sits by appointment until a special election.
    let [sanders, capito, moody] = ["S000033", "C001047", "M001244"].map(|id| format!("/c/mine-ban-treaty/write/congress-{id}"));
    let source = async |path: &str| {
        let notes = house.get(path).await.texts(".note");
        notes.into_iter().find(|note| note.starts_with("Source: ")).unwrap()
    };
    assert_eq!(
        source(&sanders).await,
        "Source: unitedstates/congress-legislators (CC0), as of June 15, 2026. The term ends on January 3, 2031."
    );
    assert!(source(&capito).await.ends_with("The term ends on January 3, 2027."));
    assert!(source(&moody).await.ends_with("The term ended on November 3, 2026: somebody else may hold the seat since."));
    house.clock.set("2027-01-03T16:59:59Z");
    assert!(source(&capito).await.ends_with("The term ends on January 3, 2027."), "noon in Washington has not passed");
    house.clock.set("2027-01-03T17:00:00Z");
    assert!(source(&capito).await.ends_with("The term ended on January 3, 2027: somebody else may hold the seat since."));
    assert!(source(&sanders).await.ends_with("The term ends on January 3, 2031."), "two thirds of the Senate sit on");
    let notice = house.get("/c/mine-ban-treaty/targets").await.text(".notice");
    assert!(notice.contains("The terms of 470 of these members ended on January 3, 2027. Our list of"), "{notice}");
}

#[tokio::test]
async fn readiness_warns_45_days_before_the_directory_runs_out_and_not_a_day_earlier() {
    let house = House::start().await;
    assert_eq!(house.get("/healthz").await.body_text(), "ok");
    let appointed = "The terms of 2 members of Congress ended on November 3, 2026. Import a newer list";
    let ends = "The terms of 470 members of Congress end on January 3, 2027, at noon in Washington. Import a newer list then.";
    let ended = "The terms of 470 members of Congress ended on January 3, 2027. Import a newer list: others";
    let map_ends =
        "Our map of districts is that of the 119th Congress, which ends on January 3, 2027, at noon in Washington. From then on";
    let map_ended = "The 120th Congress has sat since January 3, 2027. Our map of districts is still that of the 119th Congress, so ZIP codes lead to the state and its senators, and people choose their representative from a list. Import the new map: postbag import districts FILE.";
    for (now, words) in [
        ("2026-11-02T23:59:59Z", &["The terms of 2 members of Congress end on November 3, 2026"][..]),
        ("2026-11-18T23:59:59Z", &[appointed]),
        ("2026-11-19T00:00:00Z", &[appointed, ends, map_ends]),
        ("2027-01-03T16:59:59Z", &[appointed, ends, map_ends]),
        ("2027-01-03T17:00:00Z", &[appointed, ended, map_ended]),
        ("2028-02-01T00:00:00Z", &[appointed, ended, map_ended]),
    ] {
        house.clock.set(now);
        let ready = house.get("/readyz").await;
        assert_eq!((ready.status, ready.json()["ready"].as_bool()), (200, Some(true)));
        let warnings = ready.json()["warnings"].as_array().unwrap().clone();
        assert_eq!(warnings.len(), words.len(), "{now}: {warnings:?}");
        for (warning, words) in warnings.iter().zip(words) {
            assert!(warning.as_str().unwrap().starts_with(words), "{now}: {warning}");
        }
    }
}
