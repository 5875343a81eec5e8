//! What follows a letter by itself: the reminder, the copy, the question, and what is said where it did not arrive.

use std::sync::Arc;

use domain::{
    people::Role,
    post::{KEPT_BACK, LAPSED, LetterState, Move, Purpose, REJECTED},
    tally::Stage,
};
use jiff::SignedDuration;
use serde_json::json;
use tests::{
    house::{BY_MAIL, House, PUBLIC_URL, Page},
    steps::Steps as _,
};
use usecases::{
    Relay,
    networks::Confirmations,
    ports::{LetterReads as _, Outgoing, RelayLetter, StoreError, Writes},
    post::{Asking, MailboxNames, Quota},
};

use crate::{
    API, desk, letter_with, post,
    relay::{Answering, confirmed},
};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// What the worker does by itself, and the mail that follows.
async fn follow_up(house: &House) -> usize {
    house.app.relay.follow_up().await.unwrap();
    house.deliver().await
}

/// The last mail that was taken.
fn last(mailer: &Answering) -> Outgoing {
    mailer.taken.lock().unwrap().last().unwrap().clone()
}

/// The path of its link.
fn link(mail: &Outgoing) -> String {
    mail.link.as_str().strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

/// A house whose letter was accepted, asked for with that answer to "ask me once".
async fn accepted(mailer: &Arc<Answering>, ask_later: &str) -> House {
    let house = House::with(|parts| parts.mailer = mailer.clone()).await;
    let ready = house.ready(BY_MAIL).await;
    let form = ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes").set("ask_later", ask_later);
    assert_eq!(house.submit(&form).await.status, 303);
    house.deliver().await;
    house.submit(&house.get(&link(&last(mailer))).await.form("Yes, send it")).await;
    assert_eq!(house.deliver().await, 2, "the letter, and the copy");
    house
}

async fn change(house: &House, letter: &RelayLetter, change: Move) {
    let now = "2026-12-01T12:00:00Z".parse().unwrap();
    let writes: &dyn Writes = &*house.database;
    let moved = writes
        .write::<_, StoreError>(async |work| {
            let moved = work.move_letter(&letter.id, change, now).await?;
            work.enqueue(letter, Purpose::FailureNotice, now);
            Ok(moved)
        })
        .await;
    assert!(moved.unwrap(), "{change:?}");
}

/// Asks from nowhere for as many letters as one likes.
pub(crate) fn freely() -> Asking {
    let any = Quota { unanswered: u32::MAX, asked: u32::MAX };
    Asking {
        networks: Vec::new(),
        names: MailboxNames::default(),
        allowance: None,
        since: "2026-11-21T00:00:00Z".parse().unwrap(),
        day: "2026-11-21".parse().unwrap(),
        per_network: any,
        per_mailbox: any,
        confirmations: Confirmations { per_campaign: u32::MAX, per_site: u32::MAX },
    }
}

/// A letter that organisers look at once it is confirmed, and its page.
async fn to_review(house: &House) -> (RelayLetter, Page) {
    house.asked("Ada Writer", "ada@home.example").await;
    let name = house.mailbox().await[0].name.split('.').next().unwrap().parse().unwrap();
    let mut letter = house.database.relay_letter(&name).await.unwrap().unwrap();
    letter.id = domain::checked::LetterId::from_bytes([0x77; 16]);
    letter.token = domain::checked::Token::from_bytes([0x78; 16]);
    "links".clone_into(&mut letter.review);
    house.database.ask_relay(&letter, &freely()).await.unwrap();
    let page = house.get(&format!("/confirm/{}", letter.token)).await;
    assert_eq!(page.status, 200);
    (letter, page)
}

#[tokio::test]
async fn a_letter_that_waits_for_a_day_is_reminded_of_once() {
    let house = House::start().await;
    house.asked("Ada Writer", "ada@home.example").await;
    house.clock.advance(Relay::REMIND_AFTER);
    assert_eq!(follow_up(&house).await, 0, "not within the day");
    house.clock.advance(MINUTE);
    assert_eq!(follow_up(&house).await, 1);
    let mail = house.newest_mail().await;
    for part in
        ["Subject: Your letter still waits for your yes", "works for 6 more days", "not remind you again", "This was not me"]
    {
        assert!(mail.contains(part), "{part} is not in {mail}");
    }
    assert!(!mail.contains("my school was hit") && !mail.contains("Ada"), "{mail}");
    assert_eq!(house.get(&house.link().await).await.text("h1"), "Send this letter?");
    for _ in 0..6 {
        house.clock.advance(Relay::REMIND_AFTER);
        assert_eq!(follow_up(&house).await, 0);
    }
    assert_eq!((house.app.relay.purge().await.unwrap().letters(), follow_up(&house).await), (1, 0), "deleted after a week");
}

#[tokio::test]
async fn who_has_confirmed_is_not_reminded_even_if_the_reminder_waits_already() {
    for queued_before_the_yes in [false, true] {
        let house = House::start().await;
        let link = house.asked("Ada Writer", "ada@home.example").await;
        house.clock.advance(Relay::REMIND_AFTER + MINUTE);
        if queued_before_the_yes {
            house.app.relay.follow_up().await.unwrap();
        }
        house.submit(&house.get(&link).await.form("Yes, send it")).await;
        follow_up(&house).await;
        let names: Vec<String> = house.mailbox().await.into_iter().map(|mail| mail.name).collect();
        assert!(names.len() == 2 && !names.iter().any(|name| name.ends_with(".reminder")), "{names:?}");
    }
}

#[tokio::test]
async fn a_reminder_that_comes_too_late_is_not_sent() {
    let house = House::start().await;
    house.asked("Ada Writer", "ada@home.example").await;
    house.clock.advance(Relay::CONFIRM_WITHIN + MINUTE);
    follow_up(&house).await;
    assert_eq!(house.mailbox().await.len(), 1, "the link in it would be dead");
}

#[tokio::test]
async fn what_a_mail_server_took_is_sent_to_its_writer_with_the_time() {
    let mailer = Arc::new(Answering::default());
    let house = accepted(&mailer, "").await;
    assert_eq!(mailer.purposes(), [Purpose::Confirmation, Purpose::Letter, Purpose::Copy]);
    let copy = last(&mailer);
    assert_eq!(copy.ended_at, Some(house.app.campaigns.clock.now()));
    assert!(copy.letter.body.contains("my school was hit"));
}

#[tokio::test]
async fn of_a_letter_that_was_only_kept_nothing_follows() {
    let house = House::start().await;
    let ready = house.ready(BY_MAIL).await;
    let form = ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes").set("ask_later", "yes");
    house.submit(&form).await;
    house.deliver().await;
    house.submit(&house.get(&house.link().await).await.form("Yes, send it")).await;
    assert_eq!(house.deliver().await, 1, "the letter, and no copy");
    house.clock.advance(Relay::ASK_AFTER + MINUTE);
    assert_eq!(follow_up(&house).await, 0, "nobody can have answered it");
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Accepted], counted[Stage::Settled]), (0, 0));
}

#[tokio::test]
async fn two_quiet_days_after_it_was_accepted_a_letter_has_settled() {
    let mailer = Arc::new(Answering::default());
    let house = accepted(&mailer, "").await;
    house.clock.advance(Relay::QUIET_FOR - MINUTE);
    follow_up(&house).await;
    assert_eq!(house.counted("cluster-munitions").await[Stage::Settled], 0);
    house.clock.advance(MINUTE);
    assert_eq!(follow_up(&house).await, 0, "of which nobody is told");
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Accepted], counted[Stage::Settled], counted.sent()), (1, 1, 1));
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_keeps_no_other_from_settling() {
    let mailer = Arc::new(Answering::default());
    let house = accepted(&mailer, "").await;
    house.database.ask_relay(&post::letter(&house, 1, "cluster-munitions", ""), &freely()).await.unwrap();
    house.database.confirm_relay(&post::id(1), house.app.campaigns.clock.now()).await.unwrap();
    house.deliver().await;
    post::tamper(&house, &format!("UPDATE relay_letters SET language = '?' WHERE id = '{}'", post::id(1))).await;
    house.clock.advance(Relay::QUIET_FOR);
    follow_up(&house).await;
    let counted = house.counted("cluster-munitions").await;
    assert_eq!((counted[Stage::Accepted], counted[Stage::Settled]), (2, 1));
    assert_eq!(
        house.database.quiet_letters(house.app.campaigns.clock.now(), 10).await.unwrap().len(),
        0,
        "it is not found again at every turn"
    );
}

#[tokio::test]
async fn letters_that_are_kept_back_for_too_long_are_given_up_and_their_writers_told() {
    for (held, keep) in [("won", Relay::KEEP_BACK_WON), ("paused", Relay::KEEP_BACK)] {
        let mailer = Arc::new(Answering::default());
        let house = House::with(|parts| parts.mailer = mailer.clone()).await;
        house.database.ask_relay(&post::letter(&house, 1, "cluster-munitions", ""), &freely()).await.unwrap();
        house.deliver().await;
        house.database.confirm_relay(&post::id(1), house.app.campaigns.clock.now()).await.unwrap();
        post::tamper(&house, &format!("UPDATE campaigns SET hold = '{held}' WHERE id = 'cluster-munitions'")).await;
        house.clock.advance(keep);
        assert_eq!(follow_up(&house).await, 0, "{held}: to the last second");
        house.clock.advance(MINUTE);
        assert_eq!(follow_up(&house).await, 1, "{held}");
        let mail = last(&mailer);
        assert_eq!((mail.purpose, mail.reason.as_deref()), (Purpose::FailureNotice, Some(KEPT_BACK)));
        assert_eq!(mail.letter.state, LetterState::Failed);
        let counted = house.counted("cluster-munitions").await;
        assert_eq!((counted[Stage::Accepted], counted[Stage::Bounced], counted.sent()), (0, 1, 0), "{held}");
        post::tamper(&house, "UPDATE campaigns SET hold = NULL").await;
        assert_eq!(follow_up(&house).await, 0, "{held}: it does not leave after all");
        house.clock.advance(Relay::KEEP + MINUTE);
        assert_eq!(house.app.relay.purge().await.unwrap().ended, 1, "{held}");
    }
}

#[tokio::test]
async fn nobody_answers_a_question_that_was_not_asked() {
    for ask_later in ["", "yes"] {
        let mailer = Arc::new(Answering::default());
        let house = accepted(&mailer, ask_later).await;
        let token = last(&mailer).letter.token;
        assert_eq!(house.get(&format!("/answer/{token}")).await.status, 404, "{ask_later:?}");
    }
}

#[tokio::test]
async fn only_who_wished_it_is_asked_and_only_of_a_letter_that_stayed_there() {
    for (ask_later, came_back, asked) in [("yes", false, 1), ("", false, 0), ("yes", true, 0)] {
        let mailer = Arc::new(Answering::default());
        let house = accepted(&mailer, ask_later).await;
        let letter = last(&mailer).letter;
        house.clock.advance(Relay::ASK_AFTER);
        assert_eq!(follow_up(&house).await, 0, "not within the three weeks");
        if came_back {
            change(&house, &letter, Move::Bounce).await;
        }
        house.clock.advance(MINUTE);
        follow_up(&house).await;
        let questions = |mailer: &Answering| mailer.purposes().iter().filter(|purpose| **purpose == Purpose::Question).count();
        assert_eq!(questions(&mailer), asked);
        house.clock.advance(Relay::REMIND_AFTER);
        follow_up(&house).await;
        assert_eq!(questions(&mailer), asked, "once");
    }
}

#[tokio::test]
async fn looking_at_the_question_answers_nothing_and_the_first_answer_counts_if_it_is_a_yes() {
    for (first, second, counted) in [("Yes", "Yes", 1), ("Yes", "No", 1), ("No", "Yes", 0), ("Not really", "Yes", 0)] {
        let mailer = Arc::new(Answering::default());
        let house = accepted(&mailer, "yes").await;
        house.clock.advance(Relay::ASK_AFTER + MINUTE);
        assert_eq!(follow_up(&house).await, 1);
        let path = link(&last(&mailer));
        assert!(path.starts_with("/answer/"), "{path}");
        for _ in 0..2 {
            let page = house.get(&path).await;
            assert_eq!((page.status, page.text("h1").as_str()), (200, "Did they answer?"));
            assert_eq!(page.texts("button.button").join(", "), "Yes, No, Not really");
        }
        assert_eq!(house.counted("cluster-munitions").await[Stage::Answered], 0);
        for answer in [first, second] {
            let value = answer.to_lowercase().replace(' ', "_");
            let page = house.submit(&house.get(&path).await.form("Yes").set("reply", &value)).await;
            assert_eq!((page.status, page.text("h1").as_str()), (200, "Thank you"), "{answer}");
        }
        assert_eq!(house.counted("cluster-munitions").await[Stage::Answered], counted, "{first}, then {second}");
        house.clock.advance(SignedDuration::from_hours(8 * 24));
        house.app.relay.purge().await.unwrap();
        let gone = house.get(&path).await;
        assert!(gone.status == 404 && gone.text(".lead").contains("28 days after it was delivered"), "{}", gone.body_text());
        assert_eq!(house.counted("cluster-munitions").await[Stage::Answered], counted, "the count stays");
    }
}

#[tokio::test]
async fn organisers_see_how_many_were_asked_and_what_they_said() {
    for (answer, row) in [(Some("yes"), "Yes1"), (Some("no"), "No1"), (Some("not_really"), "Notreally1"), (None, "Noreplysofar1")]
    {
        let mailer = Arc::new(Answering::default());
        let house = accepted(&mailer, "yes").await;
        let vera = desk::signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
        let counts = "/desk/c/cluster-munitions";
        let page = desk::get(&house, counts, &vera).await;
        assert!(page.text("section[aria-labelledby=replies]").contains("Nobody has been asked yet."));
        house.clock.advance(Relay::ASK_AFTER + MINUTE);
        assert_eq!(follow_up(&house).await, 1);
        if let Some(answer) = answer {
            let form = house.get(&link(&last(&mailer))).await.form("Yes").set("reply", answer);
            for _ in 0..2 {
                assert_eq!(house.submit(&form).await.status, 200);
            }
        }
        // The letter goes a week later, and the counts stay.
        house.clock.advance(SignedDuration::from_hours(8 * 24));
        house.app.relay.purge().await.unwrap();
        let vera = desk::signed_in_as(&house, "vera@ngo.example", Role::Viewer).await;
        let rows = desk::get(&house, counts, &vera).await.texts("section[aria-labelledby=replies] tbody tr");
        let rows: Vec<String> = rows.iter().map(|row| desk::squeezed(row)).collect();
        assert!(rows.len() == 5 && rows[4] == "Asked1", "{rows:?}");
        let said: Vec<&String> = rows[..4].iter().filter(|row| row.ends_with('1')).collect();
        assert_eq!(said, [row]);
    }
}

#[tokio::test]
async fn an_answer_of_another_kind_is_refused_and_changes_nothing() {
    let mailer = Arc::new(Answering::default());
    let house = accepted(&mailer, "yes").await;
    house.clock.advance(Relay::ASK_AFTER + MINUTE);
    follow_up(&house).await;
    let form = house.get(&link(&last(&mailer))).await.form("Yes");
    assert_eq!(house.submit(&form.clone().set("reply", "maybe")).await.status, 400);
    assert_eq!(house.submit(&form.clone().set("reply", "yes")).await.status, 200);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Answered], 1);
}

#[tokio::test]
async fn a_program_can_wish_the_question_for_its_supporter() {
    let house = House::start().await;
    for (key, more, wished) in [
        ("one", json!({"email": "ada@home.example", "consent": true, "ask_later": true}), true),
        ("two", json!({"email": "ada@home.example", "consent": true}), false),
    ] {
        let answer = house.post_json_with_key(&format!("{API}/relay"), &letter_with(&more), key).await;
        assert_eq!(answer.status, 202, "{}", answer.body_text());
        let id = answer.json()["letter"].as_str().unwrap().parse().unwrap();
        assert_eq!(house.database.relay_letter(&id).await.unwrap().unwrap().ask_later, wished);
    }
}

#[tokio::test]
async fn who_writes_what_organisers_look_at_first_is_told_so_and_not_that_it_left() {
    let house = House::start().await;
    let (letter, page) = to_review(&house).await;
    assert!(page.text(".notice").contains("look at this letter before it leaves"), "{}", page.body_text());
    let answer = house.submit(&page.form("Yes, send it")).await;
    let thanks = house.get(answer.header("location")).await;
    assert_eq!(thanks.text("h1"), "Thank you");
    assert!(thanks.text(".lead").contains("before it leaves"), "{}", thanks.body_text());
    assert!(thanks.texts(".postmark").is_empty(), "nothing says that it was sent");
    let kept = house.database.relay_letter(&letter.id).await.unwrap().unwrap();
    assert_eq!(kept.state, LetterState::Held);
    assert_eq!(house.deliver().await, 1, "the mail that asked to confirm it, and nothing to the office");
}

#[tokio::test]
async fn a_letter_that_organisers_rejected_or_left_lying_goes_back_with_the_reason() {
    for rejected in [true, false] {
        let house = House::start().await;
        let (letter, page) = to_review(&house).await;
        house.submit(&page.form("Yes, send it")).await;
        house.deliver().await;
        let (reason, said) = if rejected {
            change(&house, &letter, Move::Reject).await;
            house.clock.set("2026-12-01T12:00:01Z");
            (REJECTED, "looked at your letter")
        } else {
            house.clock.advance(Relay::DECIDE_WITHIN + MINUTE);
            (LAPSED, "Nobody did within 14 days")
        };
        follow_up(&house).await;
        let mail = house.newest_mail().await;
        for part in [said, "Your letter was not sent", "my school was hit", "print it and post it", "from your own mail program"]
        {
            assert!(mail.contains(part), "{part} is not in {mail}");
        }
        assert!(!mail.contains(reason), "what stands in the database is not said");
    }
}

#[tokio::test]
async fn a_letter_that_came_back_goes_to_its_writer_once() {
    let mailer = Arc::new(Answering::default());
    let house = confirmed(&mailer).await;
    house.deliver().await;
    let letter = last(&mailer).letter;
    house.clock.set("2026-12-01T12:00:01Z");
    change(&house, &letter, Move::Bounce).await;
    assert_eq!(house.deliver().await, 1);
    let notice = last(&mailer);
    assert_eq!((notice.purpose, notice.letter.state), (Purpose::FailureNotice, LetterState::Bounced));
    assert_eq!(follow_up(&house).await, 0);
}
