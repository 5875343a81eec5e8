//! A letter that waits while the directory changes.

use super::*;

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
