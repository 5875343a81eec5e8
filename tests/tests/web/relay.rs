//! Our server sends a letter: nothing leaves before the supporter's yes, and what leaves is counted once.

use domain::tally::Stage;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::post::Purpose;
use jiff::SignedDuration;
use tests::house::{BY_MAIL, House, LastWord, PUBLIC_URL};
use usecases::{
    Relay,
    ports::{Handover, LocalMail, Mailer, Outgoing, SendError},
};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn looking_at_the_link_sends_nothing_and_counts_nothing() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    for _ in 0..3 {
        let page = house.get(&link).await;
        assert_eq!((page.status, page.text("h1").as_str()), (200, "Send this letter?"));
        assert!(page.body_text().contains("my school was hit"));
    }
    assert_eq!(house.deliver().await, 0);
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Prepared], counted[Stage::Confirmed], counted[Stage::Accepted]), (1, 0, 0));
    assert_eq!(house.mailbox().await.len(), 1);
}

#[tokio::test]
async fn the_mail_to_confirm_goes_to_the_supporter_alone_and_says_to_whom_a_letter_is() {
    let house = House::start().await;
    house.asked("Ada Writer", "ada@home.example").await;
    let [mail] = &house.mailbox().await[..] else { panic!("one mail") };
    assert!(mail.to.contains("ada@home.example"), "{mail:?}");
    let text = house.newest_mail().await;
    assert!(text.contains(PUBLIC_URL) && text.contains("Embassy of the Republic of Angola"), "{text}");
}

#[tokio::test]
async fn a_link_works_once() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    let form = house.get(&link).await.form("Yes, send it");
    let first = house.submit(&form).await;
    let second = house.submit(&form).await;
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.header("location"), second.header("location"), "a double click is told the same");
    let page = house.get(&link).await;
    assert_eq!((page.status, page.text("h1").as_str()), (410, "This link no longer works"));
    assert!(page.text(".lead").contains("used already"));
    assert_eq!(house.deliver().await, 1);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Confirmed], 1);
}

#[tokio::test]
async fn a_link_that_is_older_than_a_week_is_gone_and_so_is_the_letter() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    house.clock.advance(Relay::CONFIRM_WITHIN);
    assert_eq!(house.get(&link).await.status, 200, "to the last second");
    house.clock.advance(SignedDuration::from_secs(1));
    let page = house.get(&link).await;
    assert_eq!((page.status, page.text("h1").as_str()), (410, "This link no longer works"));
    assert_eq!(house.app.relay.purge().await.unwrap().letters(), 1);
    assert_eq!(house.get(&link).await.status, 404);
    assert_eq!((house.deliver().await, house.counted("cluster-munitions").await[Stage::Confirmed]), (0, 0));
}

#[tokio::test]
async fn a_delivered_letter_is_deleted_after_28_days_and_its_count_stays() {
    let house = House::start().await;
    let link = house.asked("Ada Writer", "ada@home.example").await;
    house.submit(&house.get(&link).await.form("Yes, send it")).await;
    house.deliver().await;
    house.clock.advance(Relay::KEEP - HOUR);
    assert_eq!(house.app.relay.purge().await.unwrap().letters(), 0);
    house.clock.advance(HOUR + HOUR);
    assert_eq!(house.app.relay.purge().await.unwrap().letters(), 1);
    let counted = house.counted("cluster-munitions").await;
    assert_eq!(
        (counted[Stage::Confirmed], counted[Stage::Accepted]),
        (1, 0),
        "the counts stay; a local mailbox is nobody's mail server"
    );
}

#[tokio::test]
async fn without_consent_or_a_mailbox_the_ready_page_says_so_and_keeps_what_was_typed() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    let back = house.submit(&ready.form("Send it for me").set("email", "ada at home")).await;
    assert_eq!((back.status, back.text("h1").as_str()), (422, "Your letter is ready"));
    assert_eq!(back.error("email").as_deref(), Some("Enter an email address in the form name@example.org."));
    assert_eq!(back.text("#consent-error"), "Tick this box if we may send the letter in your name.");
    assert_eq!(back.value("email"), "ada at home");
    assert_eq!(back.texts(".errors li").len(), 2);
    let sent = house.submit(&back.form("Send it for me").set("email", "ada@home.example").set("consent", "yes")).await;
    assert_eq!(sent.status, 303, "what came back can be sent at once");
}

#[tokio::test]
async fn a_corrected_address_is_a_new_letter_and_gets_its_own_mail() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    let form = |email: &str| ready.form("Send it for me").set("email", email).set("consent", "yes");
    let mistyped = house.submit(&form("ada@hoem.example")).await;
    let again = house.submit(&form("ada@hoem.example")).await;
    assert_eq!(mistyped.header("location"), again.header("location"), "the same request is the same letter");
    let corrected = house.submit(&form("ada@home.example")).await;
    assert_ne!(mistyped.header("location"), corrected.header("location"));
    house.deliver().await;
    let recipients: Vec<String> = house.mailbox().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(recipients.len(), 2);
    assert!(recipients.iter().any(|to| to.contains("ada@home.example")), "{recipients:?}");
}

#[tokio::test]
async fn a_mail_address_cannot_smuggle_a_second_one_in() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    for email in [
        "a@home.example\r\nBcc: b@home.example",
        "a@home.example,b@home.example",
        "a@home.example>\n",
        "\"a\"@home.example",
        "a@home.example%0d%0aBcc:b@home.example",
    ] {
        let back = house.submit(&ready.form("Send it for me").set("email", email).set("consent", "yes")).await;
        assert!(back.status == 422 && back.error("email").is_some(), "{email:?}");
    }
    assert_eq!(house.deliver().await, 0);
}

/// A mail server that answers letters as it is told to, and takes everything else.
#[derive(Debug, Default)]
pub(crate) struct Answering {
    letters: Mutex<Option<SendError>>,
    pub(crate) taken: Arc<Mutex<Vec<Outgoing>>>,
}

#[async_trait]
impl Mailer for Answering {
    async fn begin(&self, mail: &Outgoing) -> Result<Box<dyn Handover>, SendError> {
        if mail.purpose == Purpose::Letter
            && let Some(error) = self.letters.lock().unwrap().clone()
        {
            return Err(error);
        }
        let (taken, mail) = (Arc::clone(&self.taken), mail.clone());
        Ok(Box::new(LastWord(move || {
            taken.lock().unwrap().push(mail);
            Ok(())
        })))
    }

    async fn mailbox(&self, _: usize) -> Option<Vec<LocalMail>> {
        None
    }

    async fn read(&self, _: &str) -> Option<String> {
        None
    }
}

impl Answering {
    pub(crate) fn purposes(&self) -> Vec<Purpose> {
        self.taken.lock().unwrap().iter().map(|mail| mail.purpose).collect()
    }

    pub(crate) fn answer(&self, error: Option<SendError>) {
        *self.letters.lock().unwrap() = error;
    }
}

/// A house whose letter to Angola was asked for and confirmed, and waits.
pub(crate) async fn confirmed(mailer: &Arc<Answering>) -> House {
    let house = House::with(|parts| parts.mailer = mailer.clone()).await;
    let ready = house.ready(BY_MAIL).await;
    house.submit(&ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes")).await;
    house.deliver().await;
    let link = mailer.taken.lock().unwrap()[0].link.as_str().strip_prefix(PUBLIC_URL).unwrap().to_owned();
    assert_eq!(house.submit(&house.get(&link).await.form("Yes, send it")).await.status, 303);
    house
}

#[tokio::test]
async fn a_letter_that_is_refused_for_good_goes_back_to_its_writer_with_the_text() {
    let mailer = Arc::new(Answering::default());
    let house = confirmed(&mailer).await;
    mailer.answer(Some(SendError::Permanent("550 no such user".into())));
    assert_eq!(house.deliver().await, 2, "the letter, and the notice");
    assert_eq!(mailer.purposes(), [Purpose::Confirmation, Purpose::FailureNotice]);
    let notice = mailer.taken.lock().unwrap()[1].clone();
    assert_eq!(notice.reason.as_deref(), Some("550 no such user"));
    assert!(notice.letter.email.as_str() == "ada@home.example" && notice.letter.body.contains("my school was hit"));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Accepted], 0);
}

#[tokio::test]
async fn a_letter_that_is_put_off_is_tried_again_and_arrives() {
    let mailer = Arc::new(Answering::default());
    let house = confirmed(&mailer).await;
    mailer.answer(Some(SendError::Transient("451 come back".into())));
    assert_eq!(house.deliver().await, 1);
    assert_eq!(house.deliver().await, 0, "not before a minute has passed");
    mailer.answer(None);
    // A quarter longer at most, so that not everybody comes in the same second.
    house.clock.advance(SignedDuration::from_secs(75));
    assert_eq!(house.deliver().await, 2, "the letter, and the copy");
    assert_eq!(mailer.purposes(), [Purpose::Confirmation, Purpose::Letter, Purpose::Copy]);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Accepted], 1);
}

#[tokio::test]
async fn a_letter_that_is_put_off_for_a_week_is_given_up_and_its_writer_told() {
    let mailer = Arc::new(Answering::default());
    let house = confirmed(&mailer).await;
    mailer.answer(Some(SendError::Transient("451 come back".into())));
    let mut tries = 0;
    for _ in 0..(8 * 24) {
        tries += house.deliver().await;
        house.clock.advance(HOUR);
    }
    assert_eq!(mailer.purposes(), [Purpose::Confirmation, Purpose::FailureNotice]);
    assert!((20..60).contains(&tries), "{tries} tries");
    assert_eq!(house.deliver().await, 0);
}
