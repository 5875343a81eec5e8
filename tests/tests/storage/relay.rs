use domain::post::{LetterState, Purpose};
use domain::{
    channel::Channel,
    checked::PersonName,
    language::Language,
    tally::{Stage, Stages},
};
use tests::steps::{Asked, Steps as _};
use usecases::ports::{ActionReads as _, LetterReads as _, MailReads as _, Recorded, RelayLetter};
use usecases::post::Settled;

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign_id, freely, letter, relay_letter, second},
};

on_both! {
    a_letter_that_is_asked_for_is_kept_counted_and_waits_for_its_confirmation,
    asking_for_the_same_letter_again_changes_nothing,
    asking_for_the_same_letter_ten_times_at_once_queues_one_mail,
    text_in_any_script_survives,
    a_confirmed_letter_is_counted_and_queued_for_its_target,
    ten_clicks_at_once_confirm_a_letter_once,
    a_letter_is_confirmed_only_while_it_awaits_it,
    letters_never_confirmed_are_deleted_after_their_time,
    letters_that_ended_are_deleted_after_their_time,
    a_table_that_a_newer_program_widened_is_read_as_before,
}

async fn relayed(fresh: &Fresh) -> Stages {
    let tally = fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap();
    tally.by_channel.get(&Channel::Relay).copied().unwrap_or_default()
}

async fn a_letter_that_is_asked_for_is_kept_counted_and_waits_for_its_confirmation(fresh: &Fresh) {
    assert_eq!(fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap(), Asked::Now);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap(), Some(relay_letter(1)));
    assert_eq!(fresh.database.relay_by_token(&relay_letter(1).token).await.unwrap(), Some(relay_letter(1)));
    assert_eq!(fresh.database.relay_letter(&letter(2)).await.unwrap(), None);
    assert_eq!(fresh.database.relay_by_token(&relay_letter(2).token).await.unwrap(), None);
    assert_eq!(relayed(fresh).await, Stages::from([(Stage::Prepared, 1)]));
    let actions = fresh.database.actions_of(&letter(1)).await.unwrap();
    assert_eq!(actions.len(), 1);
    assert_eq!((actions[0].stage, actions[0].at, &actions[0].country), (Stage::Prepared, second(0), &relay_letter(1).country));
    let mails = fresh.database.claim_mails(second(0), second(300), 10).await.unwrap();
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].purpose, mails[0].attempts, mails[0].enqueued_at), (Purpose::Confirmation, 1, second(0)));
    assert_eq!(mails[0].letter, relay_letter(1));
}

async fn asking_for_the_same_letter_again_changes_nothing(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    fresh.database.confirm_relay(&letter(1), second(10)).await.unwrap();
    let before = fresh.database.relay_letter(&letter(1)).await.unwrap();
    let other = RelayLetter {
        token: domain::checked::Token::from_bytes([0xff; 16]),
        subject: "Other".to_owned(),
        asked_at: second(20),
        ..relay_letter(1)
    };
    assert_eq!(fresh.database.ask_relay(&other, &freely()).await.unwrap(), Asked::Before);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap(), before);
    assert_eq!(fresh.database.relay_by_token(&other.token).await.unwrap(), None);
    assert_eq!(relayed(fresh).await, Stages::from([(Stage::Prepared, 1), (Stage::Confirmed, 1)]));
    assert_eq!(fresh.database.queue(10).await.unwrap().len(), 2);
}

async fn asking_for_the_same_letter_ten_times_at_once_queues_one_mail(fresh: &Fresh) {
    let nodes = [fresh.database.clone(), fresh.node().await];
    let recorded = at_once((0..10).map(|n| {
        let node = nodes[n % 2].clone();
        async move { node.ask_relay(&relay_letter(1), &freely()).await.unwrap() }
    }))
    .await;
    assert_eq!(recorded.iter().filter(|recorded| **recorded == Asked::Now).count(), 1);
    assert_eq!(relayed(fresh).await[Stage::Prepared], 1);
    assert_eq!(fresh.database.queue(10).await.unwrap().len(), 1);
}

async fn text_in_any_script_survives(fresh: &Fresh) {
    let name = "İpek O'Brien-Żółć Αθηνά ไพลิน 毛利";
    let body = "Łódź, İstanbul, Αθήνα\n\n💌👩🏽‍🎓 \u{2067}שלום عليكم\u{2069}\t'; DROP TABLE mails; --\n\\n $1 \"?\" %s {{x}} [[y]]";
    let relay = RelayLetter {
        name: PersonName::parse(name).unwrap(),
        subject: "Καλημέρα “Excellency” — ½".to_owned(),
        body: body.to_owned(),
        language: Language::ES,
        ..relay_letter(1)
    };
    fresh.database.ask_relay(&relay, &freely()).await.unwrap();
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap(), Some(relay.clone()));
    let mails = fresh.database.claim_mails(second(0), second(300), 1).await.unwrap();
    assert_eq!(mails[0].letter, relay);
}

async fn a_confirmed_letter_is_counted_and_queued_for_its_target(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    fresh.database.ask_relay(&relay_letter(2), &freely()).await.unwrap();
    assert_eq!(fresh.database.confirm_relay(&letter(1), second(10)).await.unwrap(), Recorded::Now);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap().unwrap().state, LetterState::Queued);
    assert_eq!(fresh.database.relay_letter(&letter(2)).await.unwrap(), Some(relay_letter(2)));
    assert_eq!(relayed(fresh).await, Stages::from([(Stage::Prepared, 2), (Stage::Confirmed, 1)]));
    let queue = fresh.database.queue(10).await.unwrap();
    let purposes: Vec<_> = queue.iter().map(|row| (row.purpose, row.due_at)).collect();
    let (asked, confirmed) = (second(0), second(10));
    assert_eq!(purposes, [(Purpose::Confirmation, asked), (Purpose::Confirmation, asked), (Purpose::Letter, confirmed)]);
}

async fn ten_clicks_at_once_confirm_a_letter_once(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    let nodes = [fresh.database.clone(), fresh.node().await];
    let recorded = at_once((0..10).map(|n| {
        let node = nodes[n % 2].clone();
        async move { node.confirm_relay(&letter(1), second(10)).await.unwrap() }
    }))
    .await;
    assert_eq!(recorded.iter().filter(|recorded| **recorded == Recorded::Now).count(), 1);
    assert_eq!(relayed(fresh).await[Stage::Confirmed], 1);
}

async fn a_letter_is_confirmed_only_while_it_awaits_it(fresh: &Fresh) {
    assert_eq!(fresh.database.confirm_relay(&letter(1), second(0)).await.unwrap(), Recorded::Before);
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    fresh.database.confirm_relay(&letter(1), second(10)).await.unwrap();
    let mails = fresh.database.claim_mails(second(10), second(310), 10).await.unwrap();
    for mail in &mails {
        fresh.database.settle_mail(mail, &Settled::Sent, second(20)).await.unwrap();
    }
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap().unwrap().state, LetterState::Accepted);
    assert_eq!(fresh.database.confirm_relay(&letter(1), second(30)).await.unwrap(), Recorded::Before);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap().unwrap().state, LetterState::Accepted);
    let purposes: Vec<_> = fresh.database.queue(10).await.unwrap().iter().map(|row| row.purpose).collect();
    assert_eq!(purposes, [Purpose::Copy], "nothing goes to the target again");
}

async fn letters_never_confirmed_are_deleted_after_their_time(fresh: &Fresh) {
    for (number, asked_at) in [(1, 0), (2, 10), (3, 0)] {
        fresh.database.ask_relay(&RelayLetter { asked_at: second(asked_at), ..relay_letter(number) }, &freely()).await.unwrap();
    }
    fresh.database.confirm_relay(&letter(3), second(5)).await.unwrap();
    assert_eq!(fresh.database.purge_relay(second(10), second(1000)).await.unwrap(), 1);
    assert_eq!(fresh.database.relay_letter(&letter(1)).await.unwrap(), None);
    assert!(fresh.database.relay_letter(&letter(2)).await.unwrap().is_some());
    assert!(fresh.database.relay_letter(&letter(3)).await.unwrap().is_some());
    // Its mail is gone with it; what was counted stays counted.
    assert_eq!(fresh.database.queue(10).await.unwrap().len(), 3);
    assert_eq!(relayed(fresh).await, Stages::from([(Stage::Prepared, 3), (Stage::Confirmed, 1)]));
}

async fn letters_that_ended_are_deleted_after_their_time(fresh: &Fresh) {
    for (number, settled, ended_at) in
        [(1, Settled::Sent, 100), (2, Settled::Sent, 101), (3, Settled::Never { error: "550".to_owned() }, 100)]
    {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
        fresh.database.confirm_relay(&letter(number), second(10)).await.unwrap();
        let mails = fresh.database.claim_mails(second(10), second(60), 10).await.unwrap();
        for mail in mails.iter().filter(|mail| mail.purpose == Purpose::Letter) {
            fresh.database.settle_mail(mail, &settled, second(ended_at)).await.unwrap();
        }
    }
    fresh.database.ask_relay(&relay_letter(4), &freely()).await.unwrap();
    fresh.database.confirm_relay(&letter(4), second(10)).await.unwrap();
    assert_eq!(fresh.database.purge_relay(second(0), second(101)).await.unwrap(), 2);
    for (number, kept) in [(1, false), (2, true), (3, false), (4, true)] {
        assert_eq!(fresh.database.relay_letter(&letter(number)).await.unwrap().is_some(), kept, "letter {number}");
    }
    assert_eq!(fresh.database.purge_relay(second(0), second(101)).await.unwrap(), 0);
}

async fn a_table_that_a_newer_program_widened_is_read_as_before(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    // Each statement is prepared and kept on the connections that ran it.
    let read = async || {
        let by_id = fresh.database.relay_letter(&letter(1)).await.unwrap();
        let by_token = fresh.database.relay_by_token(&relay_letter(1).token).await.unwrap();
        let mails = fresh.database.claim_mails(second(0), second(1), 10).await.unwrap();
        for mail in &mails {
            fresh.database.settle_mail(mail, &Settled::Untried, second(0)).await.unwrap();
        }
        (by_id, by_token, mails.into_iter().map(|mail| mail.letter).collect::<Vec<_>>())
    };
    let before = (Some(relay_letter(1)), Some(relay_letter(1)), vec![relay_letter(1)]);
    for _ in 0..20 {
        assert_eq!(read().await, before);
    }
    fresh.tamper("ALTER TABLE relay_letters ADD COLUMN newer TEXT; ALTER TABLE mails ADD COLUMN newer TEXT").await;
    for _ in 0..20 {
        assert_eq!(read().await, before);
    }
}
