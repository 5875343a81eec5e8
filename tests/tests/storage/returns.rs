//! What mails that came back do to a letter, and what is kept of them.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    campaign::CampaignId,
    channel::Channel,
    checked::{LetterId, Token},
    post::{
        LetterState, Move, Purpose,
        other_path::{OtherMail, OtherPath},
        return_path::{ReturnPath, Tag},
        returned::{Diagnostic, EnhancedStatus, ReturnClass},
    },
    tally::{Stage, Stages},
};
use jiff::{SignedDuration, Timestamp};
use mail::MailReturnReader;
use server::SystemIds;
use tests::steps::Steps as _;
use usecases::{
    ports::{
        ActionReads as _, Clock, KeptReturn, LetterReads as _, MailReads as _, RelayLetter, ReturnReads as _, StoreError, Unit,
        Writes,
    },
    post::{Returns, Settled, TakenIn, return_path},
    site_key::SiteKey,
};

use crate::{
    fresh::{Fresh, at_once},
    sample::{campaign_id, email, freely, letter, relay_letter, second},
};

mod addresses;

on_both! {
    a_hard_bounce_takes_an_accepted_letter_back_and_its_writer_is_told,
    a_letter_that_had_settled_can_still_come_back,
    the_same_mail_twice_changes_nothing_more,
    many_reports_at_once_of_one_letter_count_once,
    a_delayed_letter_is_quiet_two_days_after_the_last_word_of_it,
    an_absence_notice_changes_nothing_but_the_count,
    a_mail_with_a_forged_tag_is_kept_and_changes_nothing,
    a_mail_that_nobody_understands_is_kept_once_with_its_letter,
    a_report_that_overtakes_our_own_note_has_to_come_again,
    a_report_on_a_letter_that_is_to_be_tried_again_has_to_come_again,
    a_report_on_a_letter_that_is_held_is_kept_for_whoever_decides,
    nobody_is_reminded_whose_mail_to_confirm_came_back,
    only_the_newest_mails_are_kept,
    what_is_kept_is_deleted_in_time,
    the_supporters_address_does_not_stand_in_the_reason,
    what_is_kept_of_a_report_names_nobody_but_the_office,
    a_mail_to_an_organiser_and_a_test_that_come_back_are_counted_and_not_kept,
}

#[derive(Debug)]
struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

pub(crate) fn returns(fresh: &Fresh, at: i64) -> Returns {
    let database = Arc::new(fresh.database.clone());
    Returns {
        letters: database.clone(),
        returned: database.clone(),
        writes: database,
        reader: Arc::new(MailReturnReader),
        key: key(fresh),
        clock: Arc::new(At(second(at))),
    }
}

async fn write<T: Send>(fresh: &Fresh, work: impl AsyncFnOnce(&mut Unit) -> Result<T, StoreError>) -> T {
    let writes: &dyn Writes = &fresh.database;
    writes.write(work).await.unwrap()
}

async fn state(fresh: &Fresh, number: u64) -> LetterState {
    fresh.database.relay_letter(&letter(number)).await.unwrap().unwrap().state
}

/// Sends everything that is due, at that second.
async fn send_all(fresh: &Fresh, at: i64) -> Vec<(Purpose, Option<String>)> {
    let mails = fresh.database.claim_mails(second(at), second(at + 300), 1000).await.unwrap();
    for mail in &mails {
        fresh.database.settle_mail(mail, &Settled::Sent, second(at)).await.unwrap();
    }
    mails.into_iter().map(|mail| (mail.purpose, mail.reason)).collect()
}

/// A letter that the target's mail server took.
async fn accepted(fresh: &Fresh, letter: RelayLetter, at: i64) {
    fresh.database.ask_relay(&letter, &freely()).await.unwrap();
    send_all(fresh, at).await;
    fresh.database.confirm_relay(&letter.id, second(at)).await.unwrap();
    send_all(fresh, at).await;
    send_all(fresh, at).await;
}

fn key(fresh: &Fresh) -> SiteKey {
    key_of(fresh, SiteKey::RETURN_PATHS)
}

fn key_of(fresh: &Fresh, name: &'static str) -> SiteKey {
    SiteKey::new(name, Arc::new(fresh.database.clone()), Arc::new(At(second(0))), Arc::new(SystemIds))
}

pub(crate) async fn path_of(fresh: &Fresh, letter: &RelayLetter, purpose: Purpose) -> String {
    let path = return_path(&key(fresh), &letter.id, purpose).await.unwrap();
    format!("{}@letters.example", path.local_part())
}

pub(crate) fn report(action: &str, status: &str, said: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nSubject: Report\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; embassy@mission.test\r\n\
         Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {said}\r\n\r\n--b--\r\n"
    )
}

async fn bring(fresh: &Fresh, at: i64, number: u64, purpose: Purpose, raw: &str) -> TakenIn {
    let to = path_of(fresh, &relay_letter(number), purpose).await;
    returns(fresh, at).receive(Some(&to), raw.as_bytes()).await.unwrap()
}

async fn counted(fresh: &Fresh) -> Stages {
    fresh.database.tally(&campaign_id("join-the-treaty")).await.unwrap().by_channel[&Channel::Relay]
}

async fn a_hard_bounce_takes_an_accepted_letter_back_and_its_writer_is_told(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    assert_eq!(counted(fresh).await, Stages::from([(Stage::Prepared, 1), (Stage::Confirmed, 1), (Stage::Accepted, 1)]));
    let done = bring(fresh, 10, 1, Purpose::Letter, &report("failed", "5.1.1", "550 5.1.1 No such user")).await;
    assert_eq!(done, TakenIn::Done(ReturnClass::Hard));
    assert_eq!(state(fresh, 1).await, LetterState::Bounced);
    assert_eq!(counted(fresh).await, Stages::from([(Stage::Prepared, 1), (Stage::Confirmed, 1), (Stage::Bounced, 1)]));
    let told = (Purpose::FailureNotice, Some("it came back: 550 5.1.1 No such user".to_owned()));
    assert_eq!(send_all(fresh, 10).await, [told]);
    assert_eq!(fresh.database.kept_returns(10).await.unwrap(), []);
}

async fn a_letter_that_had_settled_can_still_come_back(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let settled = relay_letter(1);
    write(fresh, async |work| {
        assert!(work.move_letter(&settled.id, Move::Settle, second(5)).await?);
        work.count(
            usecases::ports::Action {
                letter: settled.id.clone(),
                channel: Channel::Relay,
                stage: Stage::Settled,
                target: settled.target.clone(),
                country: settled.country.clone(),
                ..crate::sample::action(1)
            },
            None,
        );
        Ok(())
    })
    .await;
    bring(fresh, 10, 1, Purpose::Letter, &report("failed", "4.4.7", "expired")).await;
    assert_eq!(state(fresh, 1).await, LetterState::Bounced);
    assert_eq!(counted(fresh).await, Stages::from([(Stage::Prepared, 1), (Stage::Confirmed, 1), (Stage::Bounced, 1)]));
}

async fn the_same_mail_twice_changes_nothing_more(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    for at in [10, 20, 30] {
        let done = bring(fresh, at, 1, Purpose::Letter, &report("failed", "5.1.1", "550 No such user")).await;
        assert_eq!(done, TakenIn::Done(ReturnClass::Hard));
    }
    assert_eq!(counted(fresh).await[Stage::Bounced], 1);
    assert_eq!(send_all(fresh, 40).await.len(), 1);
    assert_eq!(send_all(fresh, 50).await, []);
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap()[0].letters, 1);
    let day = second(0).to_zoned(jiff::tz::TimeZone::UTC).date();
    assert_eq!(fresh.database.returns_since(day).await.unwrap(), BTreeMap::from([(ReturnClass::Hard, 3)]));
}

async fn many_reports_at_once_of_one_letter_count_once(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let to = path_of(fresh, &relay_letter(1), Purpose::Letter).await;
    let raw = report("failed", "5.1.1", "550 No such user");
    let tasks = (0..8).map(|_| {
        let (returns, to, raw) = (returns(fresh, 10), to.clone(), raw.clone());
        async move { returns.receive(Some(&to), raw.as_bytes()).await.unwrap() }
    });
    assert_eq!(at_once(tasks).await, [TakenIn::Done(ReturnClass::Hard); 8]);
    assert_eq!((counted(fresh).await[Stage::Bounced], counted(fresh).await[Stage::Accepted]), (1, 0));
    assert_eq!(send_all(fresh, 20).await.len(), 1);
}

async fn a_delayed_letter_is_quiet_two_days_after_the_last_word_of_it(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let done = bring(fresh, 100, 1, Purpose::Letter, &report("delayed", "4.4.1", "timed out")).await;
    assert_eq!(done, TakenIn::Done(ReturnClass::Delayed));
    assert_eq!(state(fresh, 1).await, LetterState::Accepted);
    assert_eq!(fresh.database.quiet_letters(second(99), 10).await.unwrap().len(), 0);
    assert_eq!(fresh.database.quiet_letters(second(100), 10).await.unwrap().len(), 1);
    assert_eq!(counted(fresh).await[Stage::Accepted], 1);
    assert_eq!(fresh.rows("SELECT last_error FROM mails WHERE purpose = 'letter'").await, ["it is delayed: timed out"]);
}

async fn an_absence_notice_changes_nothing_but_the_count(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let done = bring(fresh, 10, 1, Purpose::Letter, "Subject: Out of office\r\n\r\nI am away.\r\n").await;
    assert_eq!(done, TakenIn::Done(ReturnClass::AutoReply));
    assert_eq!((state(fresh, 1).await, fresh.database.kept_returns(10).await.unwrap()), (LetterState::Accepted, Vec::new()));
    let day = second(0).to_zoned(jiff::tz::TimeZone::UTC).date();
    assert_eq!(fresh.database.returns_since(day).await.unwrap(), BTreeMap::from([(ReturnClass::AutoReply, 1)]));
    assert_eq!(fresh.database.returns_since(day.tomorrow().unwrap()).await.unwrap(), BTreeMap::new());
}

async fn a_mail_with_a_forged_tag_is_kept_and_changes_nothing(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let forged = ReturnPath::new(Purpose::Letter, letter(1), Tag::of_digest(&[7; 32])).local_part();
    // Who got the mail to confirm knows its tag, and the letter's is another one.
    let other = path_of(fresh, &relay_letter(1), Purpose::Confirmation).await.replace("+c", "+l");
    // They know the letter's id and its secret, too, but not the key.
    let unlike = return_path(&key_of(fresh, "another key"), &letter(1), Purpose::Letter).await.unwrap().local_part();
    let nobodys = path_of(fresh, &relay_letter(9), Purpose::Letter).await;
    for to in [&forged, &other, &unlike, &nobodys, "postmaster", ""] {
        let raw = report("failed", "5.1.1", "550 No such user");
        let done = returns(fresh, 10).receive(Some(to), raw.as_bytes()).await.unwrap();
        assert_eq!(done, TakenIn::Done(ReturnClass::Hard));
    }
    assert_eq!((state(fresh, 1).await, counted(fresh).await[Stage::Bounced]), (LetterState::Accepted, 0));
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), []);
    let kept = fresh.database.kept_returns(10).await.unwrap();
    assert_eq!(kept.len(), 6);
    assert!(kept.iter().all(|mail| mail.letter.is_none() && mail.class == ReturnClass::Hard), "{kept:?}");
}

async fn a_mail_that_nobody_understands_is_kept_once_with_its_letter(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let path = path_of(fresh, &relay_letter(1), Purpose::Letter).await;
    let raw = |via: &str| {
        format!(
            "Received: by {via}\r\nDelivered-To: {path}\r\nFrom: x@y.example\r\nSubject: Re: yours\0\r\n\r\nDear Ms \u{17b}ak,\0\r\nyes\r\n"
        )
    };
    // By the headers alone, and by two ways.
    for via in ["a.example", "b.example"] {
        returns(fresh, 10).receive(None, raw(via).as_bytes()).await.unwrap();
    }
    let kept = fresh.database.kept_returns(10).await.unwrap();
    assert_eq!(kept.len(), 1);
    let KeptReturn { id, at, recipient, sender, class, status, diagnostic, subject, text, letter: named } = kept[0].clone();
    assert_eq!((at, class, status, diagnostic), (second(10), ReturnClass::Unknown, None, None));
    assert_eq!((recipient, subject.as_str(), named), (path, "Re: yours", Some(letter(1))));
    assert_eq!(sender, "x@y.example");
    assert_eq!(fresh.database.kept_return(&id).await.unwrap().as_ref(), Some(&kept[0]));
    assert!(text.starts_with("Dear Ms Żak,") && text.ends_with("yes"), "{text:?}");
    for was_there in [true, false] {
        assert_eq!(write(fresh, async |work| work.drop_return(&id).await).await, was_there);
    }
    assert_eq!(fresh.database.kept_return(&id).await.unwrap(), None);
}

async fn a_report_that_overtakes_our_own_note_has_to_come_again(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    send_all(fresh, 0).await;
    fresh.database.confirm_relay(&letter(1), second(0)).await.unwrap();
    let mails = fresh.database.claim_mails(second(0), second(300), 10).await.unwrap();
    assert_eq!(state(fresh, 1).await, LetterState::Sending);
    let raw = report("failed", "5.1.1", "550 No such user");
    assert_eq!(bring(fresh, 1, 1, Purpose::Letter, &raw).await, TakenIn::Later);
    fresh.database.settle_mail(&mails[0], &Settled::Sent, second(2)).await.unwrap();
    assert_eq!(bring(fresh, 3, 1, Purpose::Letter, &raw).await, TakenIn::Done(ReturnClass::Hard));
    assert_eq!(state(fresh, 1).await, LetterState::Bounced);
}

async fn a_report_on_a_letter_that_is_to_be_tried_again_has_to_come_again(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    send_all(fresh, 0).await;
    fresh.database.confirm_relay(&letter(1), second(0)).await.unwrap();
    let mails = fresh.database.claim_mails(second(0), second(300), 10).await.unwrap();
    // The server had it, and was cut off before it could say so.
    let later = Settled::Later { due_at: second(60), error: "cut off".to_owned() };
    fresh.database.settle_mail(&mails[0], &later, second(1)).await.unwrap();
    let raw = report("failed", "5.1.1", "550 No such user");
    assert_eq!(bring(fresh, 2, 1, Purpose::Letter, &raw).await, TakenIn::Later);
    assert_eq!(fresh.database.returns_since("2026-01-01".parse().unwrap()).await.unwrap(), BTreeMap::new());
}

async fn a_report_on_a_letter_that_is_held_is_kept_for_whoever_decides(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    fresh.database.confirm_relay(&letter(1), second(0)).await.unwrap();
    let id = letter(1);
    write(fresh, async |work| work.move_letter(&id, Move::Freeze, second(1)).await).await;
    let raw = report("failed", "5.1.1", "550 No such user");
    assert_eq!(bring(fresh, 2, 1, Purpose::Letter, &raw).await, TakenIn::Done(ReturnClass::Hard));
    assert_eq!(fresh.database.kept_returns(10).await.unwrap()[0].letter, Some(letter(1)));
    // It goes when the letter does.
    fresh.tamper("DELETE FROM relay_letters").await;
    write(fresh, async |work| work.forget_returns(second(0), second(0)).await).await;
    assert_eq!(fresh.database.kept_returns(10).await.unwrap(), []);
}

async fn nobody_is_reminded_whose_mail_to_confirm_came_back(fresh: &Fresh) {
    for number in [1, 2] {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
    }
    send_all(fresh, 0).await;
    bring(fresh, 10, 1, Purpose::Confirmation, &report("failed", "5.1.1", "550 No such user")).await;
    assert_eq!(state(fresh, 1).await, LetterState::AwaitingConfirmation, "its writer may still have the link from elsewhere");
    assert_eq!(write(fresh, async |work| work.queue_reminders(second(100), second(100)).await).await, 1);
    let row = fresh.database.queue(10).await.unwrap().into_iter().find(|row| row.failed).unwrap();
    assert_eq!((row.purpose, row.last_error.as_deref()), (Purpose::Confirmation, Some("it came back: 550 No such user")));
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), [], "that is no office");
}

fn kept(number: i64, named: Option<LetterId>) -> KeptReturn {
    KeptReturn {
        id: format!("{number}-{}", named.is_some()),
        at: second(number),
        recipient: "postmaster@letters.example".to_owned(),
        sender: "Office <office@mission.test>".to_owned(),
        class: ReturnClass::Unknown,
        status: EnhancedStatus::parse("5.1.1"),
        diagnostic: Diagnostic::new("550 no"),
        subject: "Hello".to_owned(),
        text: "Yes.".to_owned(),
        letter: named,
    }
}

async fn only_the_newest_mails_are_kept(fresh: &Fresh) {
    for number in 0..5 {
        for named in [None, Some(letter(1))] {
            write(fresh, async |work| work.keep_return(&kept(number, named.clone()), 3).await).await;
        }
    }
    let newest: Vec<_> = fresh.database.kept_returns(10).await.unwrap().into_iter().map(|mail| mail.id).collect();
    assert_eq!(newest, ["4-false", "4-true", "3-false", "3-true", "2-false", "2-true"]);
    assert_eq!(fresh.database.kept_returns(1).await.unwrap(), [kept(4, None)]);
}

async fn what_is_kept_is_deleted_in_time(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    bring(fresh, 0, 1, Purpose::Letter, &report("failed", "5.1.1", "550 No such user")).await;
    write(fresh, async |work| work.keep_return(&kept(0, None), 10).await).await;
    let left = async |days: i64, more: i64| {
        let at = SignedDuration::from_hours(24 * days).as_secs() + more;
        returns(fresh, at).purge().await.unwrap();
        (fresh.database.kept_returns(10).await.unwrap().len(), fresh.database.failing_addresses(None, 1, 10).await.unwrap().len())
    };
    assert_eq!(left(28, 0).await, (1, 1));
    assert_eq!(left(28, 1).await, (0, 1));
    assert_eq!(left(365, 0).await, (0, 1));
    assert_eq!(left(365, 1).await, (0, 0));
}

async fn the_supporters_address_does_not_stand_in_the_reason(fresh: &Fresh) {
    fresh.database.ask_relay(&relay_letter(1), &freely()).await.unwrap();
    send_all(fresh, 0).await;
    let raw = report("failed", "5.1.1", "550 <Lucja@POST.example>: No such user");
    bring(fresh, 10, 1, Purpose::Confirmation, &raw).await;
    let said = fresh.rows("SELECT last_error FROM mails WHERE purpose = 'confirmation'").await;
    assert_eq!(said, ["it came back: 550 <(left out)>: No such user"]);
}

async fn what_is_kept_of_a_report_names_nobody_but_the_office(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let (name, email) = (relay_letter(1).name.to_string(), relay_letter(1).email.to_string());
    let said = format!(
        "550 {email} ({name}) <{}> may not write to embassy@mission.test, ask office@mission.test; {name}",
        email.to_uppercase()
    );
    bring(fresh, 10, 1, Purpose::Letter, &report("failed", "5.1.1", &said)).await;
    let kept = "550 (left out) ((left out)) <(left out)> may not write to embassy@mission.test, ask …@…; (left out)";
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap()[0].diagnostic, Diagnostic::new(kept));
    assert_eq!(fresh.rows("SELECT last_error FROM mails WHERE purpose = 'letter'").await, [format!("it came back: {kept}")]);
    // The same for a mail that is kept for a person to read.
    let raw = format!("From: x@y.example\r\nSubject: {name}\r\n\r\nDear {name}, {email}\r\n");
    bring(fresh, 10, 1, Purpose::Letter, &raw).await;
    let mail = fresh.database.kept_returns(10).await.unwrap().remove(0);
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("(left out)", "Dear (left out), (left out)"));
}

async fn a_mail_to_an_organiser_and_a_test_that_come_back_are_counted_and_not_kept(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    let raw = report("failed", "5.1.1", "550 5.1.1 <olga@ngo.test>: No such user");
    for mail in [OtherMail::Organiser, OtherMail::Trial] {
        // The form is enough: nothing follows from it. Not even for the letter that has the same digits.
        for id in [Token::from_bytes([0x5a; 16]), Token::parse(letter(1).as_str()).unwrap()] {
            let to = format!("{}@letters.example", OtherPath { mail, id }.local_part());
            let done = returns(fresh, 10).receive(Some(&to), raw.as_bytes()).await.unwrap();
            assert_eq!(done, TakenIn::Done(ReturnClass::Hard));
        }
    }
    assert_eq!(fresh.database.kept_returns(10).await.unwrap(), []);
    assert_eq!(
        (state(fresh, 1).await, fresh.database.failing_addresses(None, 1, 10).await.unwrap()),
        (LetterState::Accepted, vec![])
    );
    let day = second(0).to_zoned(jiff::tz::TimeZone::UTC).date();
    assert_eq!(fresh.database.returns_since(day).await.unwrap(), BTreeMap::from([(ReturnClass::Hard, 4)]));
    // What a person writes there is read by a person.
    let to = OtherPath { mail: OtherMail::Organiser, id: Token::from_bytes([0x5a; 16]) }.local_part();
    returns(fresh, 10).receive(Some(&to), b"From: olga@ngo.test\r\nSubject: Hello\r\n\r\nHello.\r\n").await.unwrap();
    assert_eq!(fresh.database.kept_returns(10).await.unwrap().len(), 1);
}
