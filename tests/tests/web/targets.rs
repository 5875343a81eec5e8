//! Targets at the desk: looked up, imported from a list of one's own, corrected.

mod corrections;
mod import;

use domain::{checked::EmailAddress, people::Role, target::TargetId};
use reqwest::{
    Method,
    header::{CONTENT_TYPE, COOKIE},
    multipart,
};
use tests::house::{Form, House, Page};

use crate::desk;

/// Another organiser's session.
async fn signed_in_as(house: &House, email: &str, role: Role) -> String {
    let link = house.app.access.add_organiser(EmailAddress::parse(email).unwrap(), Some(role)).await.unwrap().link;
    let page = house.get(link.as_str().strip_prefix(tests::house::PUBLIC_URL).unwrap()).await;
    let answer = house.submit(&page.form("Sign in")).await;
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// Sends a form at the desk.
async fn submit(house: &House, cookie: &str, form: &Form) -> Page {
    let request = house
        .request(Method::POST, &form.action)
        .header(COOKIE, cookie)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(form.encoded());
    house.send(request).await
}

/// Uploads a file as a list.
async fn upload(house: &House, cookie: &str, file: Vec<u8>) -> Page {
    let form = multipart::Form::new().part("file", multipart::Part::bytes(file).file_name("list.csv"));
    let request =
        house.request(Method::POST, "/desk/targets/import").header(COOKIE, cookie).header("sec-fetch-site", "same-origin");
    house.send(request.multipart(form)).await
}

fn id(id: &str) -> TargetId {
    TargetId::parse(id).unwrap()
}

#[tokio::test]
async fn a_target_is_looked_up_and_shown_with_all_that_letters_go_by() {
    let house = House::start().await;
    let cookie = desk::signed_in(&house).await;
    let all = desk::get(&house, "/desk/targets", &cookie).await;
    assert!(all.text("caption").ends_with(" targets") && all.texts("tbody tr").len() == 50, "{}", all.text("caption"));
    assert_eq!(desk::get(&house, &all.link("More"), &cookie).await.link("Back"), "/desk/targets");
    let found = desk::get(&house, "/desk/targets?q=angola", &cookie).await;
    let one = desk::get(&house, &found.link("Embassy of the Republic of Angola"), &cookie).await;
    assert_eq!(one.texts("h2"), ["Embassy of the Republic of Angola"]);
    assert!(one.text(".address").ends_with("UNITED STATES OF AMERICA"), "{}", one.text(".address"));
    let rows = one.texts("tbody tr");
    assert!(rows.iter().any(|row| row.starts_with("Greeting (Español)") && row.contains("Excelencia:")), "{rows:?}");
    for path in ["/desk/targets?q=%00&page=99999999999", "/desk/targets?q=zzzzzz&page=-1&new=x"] {
        let none = desk::get(&house, path, &cookie).await;
        assert_eq!((none.status, none.texts("tbody tr").len()), (200, 1), "{path}");
    }
    assert_eq!(desk::get(&house, "/desk/targets/nobody", &cookie).await.status, 404);
}

#[tokio::test]
async fn who_only_watches_may_look_and_neither_import_nor_correct() {
    let house = House::start().await;
    let organiser = desk::signed_in(&house).await;
    let kept = upload(&house, &organiser, b"name,email\nOffice,a@b.example\n".to_vec()).await.header("location").to_owned();
    let viewer = signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
    for path in ["/desk/targets", "/desk/targets/mission-ao-us", "/desk/targets/corrections"] {
        let page = desk::get(&house, path, &viewer).await;
        assert!(page.status == 200 && !page.body_text().contains("Correct:"), "{path}");
    }
    for path in ["/desk/targets/import", &kept, "/desk/targets/mission-ao-us/email"] {
        assert_eq!(desk::get(&house, path, &viewer).await.status, 403, "{path}");
        let form = Form { action: path.to_owned(), method: "post".to_owned(), fields: Vec::new() };
        for step in ["", "save", "remove", "import", "columns", "preview"] {
            let answer = match path {
                "/desk/targets/import" => upload(&house, &viewer, b"name,email\n".to_vec()).await,
                _ => submit(&house, &viewer, &form.clone().set("step", step)).await,
            };
            // An unknown step is refused before anybody is asked who they are.
            assert!(matches!(answer.status, 403 | 400), "{path} {step}: {}", answer.status);
        }
    }
    // Another organiser's file is nobody else's.
    let other = signed_in_as(&house, "oscar@ngo.example", Role::Organiser).await;
    assert_eq!(desk::get(&house, &kept, &other).await.status, 404);
    assert_eq!(desk::get(&house, &kept, &organiser).await.status, 200);
    for path in ["/desk/targets", "/desk/targets/import", "/desk/targets/import/example.csv", "/desk/targets/corrections", &kept]
    {
        assert_eq!(house.get(path).await.status, 401, "{path}");
    }
}
