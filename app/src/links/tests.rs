//! Every link, with the path that it leads to.

use super::*;

/// Whether a route with this pattern accepts a path.
fn takes(pattern: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    let is_there = |(of, part): (&&str, &&str)| if of.starts_with('{') { !part.is_empty() } else { of == part };
    pattern.len() == path.len() && pattern.iter().zip(&path).all(is_there)
}

#[test]
fn every_link_leads_to_where_its_route_is() {
    let slug = &Slug::parse("cluster-munitions").unwrap();
    let target = &TargetId::parse("mission-ao-us").unwrap();
    let letter = &LetterId::from_bytes([0xab; 16]);
    let artwork = &ArtworkId::from_bytes([0xcd; 32]);
    let code = ClassCode::parse("0000 0000 0042").unwrap();
    let (treaty, state) = (&TreatyId::parse("ccm").unwrap(), &Iso2::us());
    let on = Date::constant(2026, 11, 21);
    let (none, es) = (None, Some(Language::ES));
    let query = TargetsQuery {
        language: es,
        q: "of the_ Łódź&x=1",
        zip: "02139",
        district: "WV-2",
        state: "WV",
        kind: "congress",
        order: "fewest",
        page: 2,
        lookup_failed: true,
    };
    let token = &Token::from_bytes([0x0f; 16]);
    for (link, path, pattern) in [
        (Link::Home, "/", Link::HOME),
        (Link::Campaign(slug, none), "/c/cluster-munitions", Link::CAMPAIGN),
        (Link::Campaign(slug, es), "/c/cluster-munitions?language=es", Link::CAMPAIGN),
        (Link::Targets(slug, TargetsQuery::default()), "/c/cluster-munitions/targets", Link::TARGETS),
        (Link::Targets(slug, TargetsQuery::all(Language::EN)), "/c/cluster-munitions/targets?language=en", Link::TARGETS),
        (
            Link::Targets(slug, query),
            "/c/cluster-munitions/targets?language=es&q=of%20the%5F%20%C5%81%C3%B3d%C5%BA%26x%3D1&zip=02139&district=WV-2\
             &state=WV&kind=congress&order=fewest&page=2&lookup=failed",
            Link::TARGETS,
        ),
        (Link::Write(slug, target, none), "/c/cluster-munitions/write/mission-ao-us", Link::WRITE),
        (Link::Write(slug, target, es), "/c/cluster-munitions/write/mission-ao-us?language=es", Link::WRITE),
        (Link::Thanks(slug, None), "/c/cluster-munitions/thanks", Link::THANKS),
        (
            Link::Thanks(slug, Some((letter, Language::ES))),
            "/c/cluster-munitions/thanks?letter=abababababababababababababababab&language=es",
            Link::THANKS,
        ),
        (Link::Class(slug, none), "/c/cluster-munitions/class", Link::CLASS),
        (Link::Class(slug, es), "/c/cluster-munitions/class?language=es", Link::CLASS),
        (Link::ClassTo(slug, Language::ES, target), "/c/cluster-munitions/class?language=es&target=mission-ao-us", Link::CLASS),
        (Link::ClassAgain(slug, code), "/c/cluster-munitions/class?code=000000000042", Link::CLASS),
        (Link::ClassReports, "/k", Link::CLASS_REPORTS),
        (Link::ClassReport(code), "/k/000000000042", Link::CLASS_REPORT),
        (Link::States(None), "/states", Link::STATES),
        (Link::States(Some((treaty, on))), "/states?treaty=ccm&on=2026-11-21", Link::STATES),
        (Link::State(state, on), "/states/US?on=2026-11-21", Link::STATE),
        (Link::Confirm(token), &format!("/confirm/{token}"), Link::CONFIRM),
        (Link::TestPage(Stock::A4, Flip::Short), "/paper/test/a4?flip=short", Link::TEST_PAGE),
        (Link::ArtworkPreview(artwork), &format!("/artwork/{}-small.jpg", "cd".repeat(32)), Link::ARTWORK),
        (Link::Stylesheet, "/pkg/postbag.css", Link::STYLESHEET),
        (Link::Icon, "/favicon.svg", Link::ICON),
    ] {
        assert_eq!(link.path(), path);
        assert!(takes(pattern, path), "{path} is not at {pattern}");
    }
    for (link, path, pattern) in [
        (DeskLink::Overview, "/desk", DeskLink::OVERVIEW),
        (DeskLink::Campaign(slug), "/desk/c/cluster-munitions", DeskLink::CAMPAIGN),
        (DeskLink::Artworks(slug), "/desk/c/cluster-munitions#artwork", DeskLink::CAMPAIGN),
        (DeskLink::Artwork(slug, artwork), &format!("/desk/c/cluster-munitions/artwork/{}", "cd".repeat(32)), DeskLink::ARTWORK),
        (DeskLink::Targets { q: "", page: 1 }, "/desk/targets", DeskLink::TARGETS),
        (DeskLink::Targets { q: "a&b", page: 2 }, "/desk/targets?q=a%26b&page=2", DeskLink::TARGETS),
        (
            DeskLink::Imported(Imported { new: 1, changed: 2, same: 3, left: 4, refused: 5 }),
            "/desk/targets?new=1&changed=2&same=3&left=4&refused=5",
            DeskLink::TARGETS,
        ),
        (DeskLink::Target(target), "/desk/targets/mission-ao-us", DeskLink::TARGET),
        (
            DeskLink::Detail(target, DetailKind::Greeting(Language::ES)),
            "/desk/targets/mission-ao-us/greeting-es",
            DeskLink::DETAIL,
        ),
        (DeskLink::Corrections, "/desk/targets/corrections", DeskLink::CORRECTIONS),
        (DeskLink::Import, "/desk/targets/import", DeskLink::IMPORT),
        (DeskLink::ImportFile(token), &format!("/desk/targets/import/{token}"), DeskLink::IMPORT_FILE),
        (DeskLink::ImportExample, "/desk/targets/import/example.csv", DeskLink::IMPORT_EXAMPLE),
        (DeskLink::Mailbox, "/desk/mail", DeskLink::MAILBOX),
        (DeskLink::Mail("0f0f.failure_notice"), "/desk/mail/0f0f.failure_notice", DeskLink::MAIL),
        (DeskLink::SignIn(token), &format!("/desk/sign-in/{token}"), DeskLink::SIGN_IN),
        (DeskLink::SignOut, "/desk/sign-out", DeskLink::SIGN_OUT),
    ] {
        assert_eq!(link.path(), path);
        assert!(takes(pattern, path), "{path} is not at {pattern}");
    }
    for (link, path, pattern) in [
        (ApiLink::OpenApi, "/api/v1/openapi.json", ApiLink::OPENAPI),
        (ApiLink::Problem("closed"), "/api/v1/problems#closed", ApiLink::PROBLEMS),
        (ApiLink::Preview(slug), "/api/v1/campaigns/cluster-munitions/preview", ApiLink::PREVIEW),
    ] {
        assert_eq!(link.path(), path);
        assert!(takes(pattern, path), "{path} is not at {pattern}");
    }
}

#[test]
fn a_language_comes_after_the_query_and_before_the_place_on_the_page() {
    let slug = &Slug::parse("cluster-munitions").unwrap();
    for (link, expected) in [
        (in_language(Link::Home, Some("ar")), "/?lang=ar"),
        (in_language(Link::Campaign(slug, Some(Language::ES)), Some("ar")), "/c/cluster-munitions?language=es&lang=ar"),
        (in_language(DeskLink::Artworks(slug), Some("fr")), "/desk/c/cluster-munitions?lang=fr#artwork"),
        (in_language(Link::Home, None), "/"),
    ] {
        assert_eq!(link, expected);
    }
}

#[test]
fn nothing_that_stands_in_a_path_leads_out_of_it() {
    assert_eq!(DeskLink::Mail("../x?y#z/é").path(), "/desk/mail/..%2Fx%3Fy%23z%2F%C3%A9");
}
