//! Who works on the site, and on one campaign.

use std::sync::Arc;

use domain::people::Role;
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE},
};
use tests::house::{House, PUBLIC_URL, Page, Postman};
use usecases::ports::SendError;

use crate::desk::{self, cookie, signed_in_as, submit};

const SITE: &str = "/desk/people";
const CAMPAIGN: &str = "/desk/c/cluster-munitions/people";

/// The row of somebody in the list.
fn row(page: &Page, email: &str) -> String {
    page.texts("tbody tr").into_iter().find(|row| row.starts_with(email)).unwrap_or_else(|| panic!("no {email}"))
}

/// Invites somebody by a link, and gives its path.
async fn by_link(house: &House, path: &str, email: &str, role: &str, cookie: &str) -> String {
    let form = desk::get(house, path, cookie).await.form("Make a link to hand over").set("email", email).set("role", role);
    let made = submit(house, &form, path, cookie).await;
    assert_eq!((made.status, made.header("cache-control")), (200, "no-store"), "{}", made.body_text());
    made.text("[data-testid=link]").strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

/// Follows a link, and gives the cookie of the new session.
async fn follow(house: &House, link: &str) -> String {
    cookie(&house.submit(&house.get(link).await.form("Sign in")).await, "postbag_desk")
}

/// Does something to somebody in the list.
async fn acts(house: &House, path: &str, fields: &[(&str, &str)], cookie: &str) -> Page {
    let encoded: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", value.replace('@', "%40"))).collect();
    let request = house.request(Method::POST, path).header(COOKIE, cookie).header("sec-fetch-site", "same-origin");
    house.send(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(encoded.join("&"))).await
}

#[tokio::test]
async fn an_owner_invites_changes_and_removes() {
    let house = House::start().await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let link = by_link(&house, SITE, "bob@ngo.example", "viewer", &owner).await;
    let list = desk::get(&house, SITE, &owner).await;
    assert!(row(&list, "bob@ngo.example").contains("Viewer0offnot signed in"), "{}", row(&list, "bob@ngo.example"));
    assert!(row(&list, "olga@ngo.example").contains("(you)"));
    let bobs = follow(&house, &link).await;
    assert_eq!(desk::get(&house, "/desk", &bobs).await.status, 200);
    assert_eq!(house.get(&link).await.status, 410, "once");
    let changed =
        acts(&house, SITE, &[("step", "change-role"), ("email", "bob@ngo.example"), ("role", "organiser")], &owner).await;
    assert_eq!((changed.status, changed.header("location")), (303, SITE));
    assert!(row(&desk::get(&house, SITE, &owner).await, "bob@ngo.example").contains("Organiser"));
    let removed = acts(&house, SITE, &[("step", "remove"), ("email", "bob@ngo.example")], &owner).await;
    assert_eq!(removed.status, 303);
    assert_eq!(desk::get(&house, "/desk", &bobs).await.status, 401);
    assert_eq!(desk::get(&house, SITE, &owner).await.texts("tbody tr").len(), 1);
    let again = acts(&house, SITE, &[("step", "remove"), ("email", "bob@ngo.example")], &owner).await;
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn an_invitation_is_mailed_and_what_became_of_it_is_shown() {
    let postman = Arc::new(Postman::default());
    let mailer = postman.clone();
    let house = House::with(|parts| parts.mailer = mailer).await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let form = desk::get(&house, CAMPAIGN, &owner).await.form("Mail the invitation");
    let answer = submit(&house, &form.set("email", "bob@ngo.example").set("role", "organiser"), CAMPAIGN, &owner).await;
    assert_eq!((answer.status, answer.header("location")), (303, CAMPAIGN));
    assert_eq!(house.deliver_to_organisers().await, 1);
    let invited = postman.taken().pop().unwrap().invited.unwrap();
    assert_eq!((invited.by.as_str(), invited.campaign.is_some()), ("olga@ngo.example", true));
    let bobs = follow(&house, &postman.link()).await;
    assert_eq!(desk::get(&house, "/desk/c/cluster-munitions", &bobs).await.status, 200);
    postman.refuse(Some(SendError::Permanent("550 no such user".to_owned())));
    let form = desk::get(&house, SITE, &owner).await.form("Mail the invitation");
    submit(&house, &form.set("email", "typo@ngo.example").set("role", "viewer"), SITE, &owner).await;
    house.deliver_to_organisers().await;
    let said = row(&desk::get(&house, SITE, &owner).await, "typo@ngo.example");
    assert!(said.contains("could not be sent: 550 no such user"), "{said}");
}

#[tokio::test]
async fn the_last_owner_stays() {
    let house = House::start().await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    for fields in [
        &[("step", "remove"), ("email", "olga@ngo.example")][..],
        &[("step", "change-role"), ("email", "OLGA@ngo.example"), ("role", "viewer")],
        &[("step", "invite-by-link"), ("email", "olga@ngo.example"), ("role", "organiser")],
    ] {
        let refused = acts(&house, SITE, fields, &owner).await;
        assert_eq!(refused.status, 409, "{fields:?}");
        assert!(refused.text(".lead").contains("last owner"), "{}", refused.text(".lead"));
    }
    assert!(row(&desk::get(&house, SITE, &owner).await, "olga@ngo.example").contains("Owner"));
}

#[tokio::test]
async fn what_is_typed_wrong_is_said_at_its_field() {
    let house = House::start().await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let form = desk::get(&house, SITE, &owner).await.form("Make a link to hand over");
    assert_eq!(form.get("role"), "organiser");
    let wrong = submit(&house, &form.clone().set("email", "bob").set("role", "king"), SITE, &owner).await;
    assert_eq!((wrong.status, wrong.error("email").is_some()), (422, true));
    assert_eq!(wrong.attributes(".errors a", "href"), ["#email", "#role"]);
    assert!(wrong.body_text().contains("value=\"bob\""), "what was typed is kept");
    let without_role = acts(&house, SITE, &[("step", "change-role"), ("email", "olga@ngo.example"), ("role", "")], &owner).await;
    assert_eq!(without_role.status, 422);
    assert_eq!(acts(&house, SITE, &[("step", "promote"), ("email", "olga@ngo.example")], &owner).await.status, 400);
}

#[tokio::test]
async fn only_owners_see_and_change_people() {
    let house = House::start().await;
    signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    for role in [Role::Viewer, Role::Organiser] {
        let cookie = signed_in_as(&house, &format!("{}@ngo.example", role.as_str()), role).await;
        let invite = [("step", "invite-by-link"), ("email", "eve@ngo.example"), ("role", "owner")];
        for path in [SITE, CAMPAIGN] {
            assert_eq!(desk::get(&house, path, &cookie).await.status, 403, "{path} {role:?}");
            assert_eq!(acts(&house, path, &invite, &cookie).await.status, 403, "{path} {role:?}");
        }
        let links = desk::get(&house, "/desk", &cookie).await.attributes(".deskhead a", "href");
        assert!(!links.contains(&SITE.to_owned()) && links.contains(&"/desk/account".to_owned()), "{links:?}");
    }
    for path in [SITE, CAMPAIGN] {
        assert_eq!(desk::get(&house, path, "").await.status, 401);
        assert_eq!(acts(&house, path, &[("step", "remove"), ("email", "olga@ngo.example")], "").await.status, 401);
    }
    assert_eq!(house.app.access.list_organisers().await.unwrap().len(), 3);
}

#[tokio::test]
async fn who_works_on_one_campaign_sees_that_one_at_the_desk() {
    let house = House::start().await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let carl = follow(&house, &by_link(&house, CAMPAIGN, "carl@ngo.example", "owner", &owner).await).await;
    let overview = desk::get(&house, "/desk", &carl).await;
    let campaigns = overview.attributes("tbody a", "href");
    assert_eq!((overview.status, campaigns), (200, vec!["/desk/c/cluster-munitions".to_owned()]));
    assert_eq!(overview.texts("section.notice"), [""; 0]);
    for (path, status) in [
        ("/desk/c/cluster-munitions", 200),
        (CAMPAIGN, 200),
        ("/desk/account", 200),
        ("/desk/c/mine-ban-treaty", 403),
        ("/desk/c/mine-ban-treaty/people", 403),
        (SITE, 403),
        ("/desk/mail", 403),
    ] {
        assert_eq!(desk::get(&house, path, &carl).await.status, status, "{path}");
    }
    // He says who works on his, and on nothing else.
    let dora = follow(&house, &by_link(&house, CAMPAIGN, "dora@ngo.example", "viewer", &carl).await).await;
    assert_eq!(desk::get(&house, "/desk/c/cluster-munitions", &dora).await.status, 200);
    let list = desk::get(&house, CAMPAIGN, &carl).await.texts("tbody th");
    assert_eq!(list, ["carl@ngo.example (you)", "dora@ngo.example"]);
    for (step, whom) in [("remove", "olga@ngo.example"), ("make-link", "olga@ngo.example"), ("change-role", "olga@ngo.example")] {
        let refused = acts(&house, CAMPAIGN, &[("step", step), ("email", whom), ("role", "viewer")], &carl).await;
        assert_eq!(refused.status, 404, "{step}");
    }
    // To invite the owner of the site and keep the link would be to become the owner.
    let refused =
        acts(&house, CAMPAIGN, &[("step", "invite-by-link"), ("email", "olga@ngo.example"), ("role", "viewer")], &carl).await;
    assert_eq!(refused.status, 403);
    // Removed from the only campaign, she is signed out.
    assert_eq!(acts(&house, CAMPAIGN, &[("step", "remove"), ("email", "dora@ngo.example")], &carl).await.status, 303);
    assert_eq!(desk::get(&house, "/desk", &dora).await.status, 401);
}

#[tokio::test]
async fn the_pages_are_in_the_languages_of_the_desk() {
    let house = House::start().await;
    let owner = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    for (lang, people, account) in
        [("es", "Personas", "Tu cuenta"), ("fr", "Personnes", "Votre compte"), ("de", "People", "Your account")]
    {
        let page = desk::get(&house, &format!("{SITE}?lang={lang}"), &owner).await;
        assert_eq!(page.texts("h2")[0], people);
        assert_eq!(desk::get(&house, &format!("/desk/account?lang={lang}"), &owner).await.texts("h2")[0], account);
    }
}

#[tokio::test]
async fn an_owner_of_a_campaign_cannot_sign_an_owner_of_the_site_out() {
    let postman = Arc::new(Postman::default());
    let house = House::with(|parts| parts.mailer = postman).await;
    let site = signed_in_as(&house, "olga@ngo.example", Role::Owner).await;
    let link = by_link(&house, CAMPAIGN, "cara@ngo.example", "owner", &site).await;
    let cara = follow(&house, &link).await;
    for step in ["invite", "invite-by-link"] {
        let fields = [("step", step), ("email", "olga@ngo.example"), ("role", "owner")];
        acts(&house, CAMPAIGN, &fields, &cara).await;
        assert_eq!(desk::get(&house, "/desk", &site).await.status, 200, "{step}");
    }
}
