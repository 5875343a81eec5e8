//! A letter that waits while the directory changes.

use reqwest::Method;
use serde_json::json;
use tests::house::PUBLIC_URL;

use super::*;
use crate::{API, letter_with};

/// Imports Angola's embassy with another mailbox.
async fn move_the_mailbox_of_angola(house: &House) {
    let angola = now(house).target(&id("mission-ao-us")).unwrap().clone();
    let moved = Target { email: Some(EmailAddress::parse("new@embassy.example").unwrap()), ..angola };
    import(house, Import::Missions(vec![moved], Vec::new())).await;
}

#[tokio::test]
async fn a_letter_that_waits_is_not_sent_to_a_mailbox_that_the_directory_has_left() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let form = house.get(&link).await.form("Yes, send it");
    move_the_mailbox_of_angola(&house).await;
    for page in [house.get(&link).await, house.submit(&form).await] {
        assert_eq!(page.status, 410);
        assert!(page.text(".lead").contains("The directory changed since you wrote"), "{}", page.text(".lead"));
    }
    assert_eq!((house.deliver().await, house.counted("cluster-munitions").await[Stage::Confirmed]), (0, 0));
}

#[tokio::test]
async fn a_letter_in_the_queue_is_given_up_and_its_writer_told_when_the_mailbox_moves() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    house.submit(&house.get(&link).await.form("Yes, send it")).await;
    move_the_mailbox_of_angola(&house).await;
    assert_eq!(house.deliver().await, 2, "the letter, given up, and the notice");
    let mails = house.mailbox().await;
    assert!(mails.iter().all(|mail| mail.to.contains("ada@home.example")), "{mails:?}");
    assert!(house.newest_mail().await.contains("The directory changed since you wrote"));
}

#[tokio::test]
async fn a_writer_who_reads_spanish_is_told_in_spanish_that_the_mailbox_moved() {
    let house = House::start().await;
    let relay = letter_with(&json!({"email": "ada@home.example", "consent": true}));
    let request = house.request(Method::POST, &format!("{API}/relay")).header("accept-language", "es").json(&relay);
    assert_eq!(house.send(request).await.status, 202);
    house.deliver().await;
    let mail = house.newest_mail().await;
    let link = mail.split_whitespace().find_map(|word| word.strip_prefix(PUBLIC_URL)).unwrap().to_owned();
    house.submit(&house.get(&link).await.form("Sí, enviarla")).await;
    move_the_mailbox_of_angola(&house).await;
    house.deliver().await;
    let notice = house.newest_mail().await;
    assert!(notice.contains("El directorio ha cambiado desde que escribiste"), "{notice}");
}
