//! Which letters that come back are held against an office's address.

use super::*;

on_both! {
    an_address_fails_after_three_letters,
    an_address_that_our_mail_server_does_not_take_fails_after_three_letters,
    what_our_mail_server_refuses_for_other_reasons_never_marks_an_address,
    soft_bounces_never_mark_an_address,
    what_is_said_about_us_or_the_text_never_marks_an_address,
    a_letter_that_an_office_passed_on_is_for_a_person_to_judge,
    a_letter_that_arrives_clears_its_address,
}

async fn an_address_fails_after_three_letters(fresh: &Fresh) {
    for number in 1..=3 {
        assert_eq!(fresh.database.failing_addresses(None, 3, 10).await.unwrap(), [], "{number}");
        let written = if number == 2 { "Embassy@mission.test" } else { "embassy@mission.test" };
        accepted(fresh, RelayLetter { recipient: email(written), ..relay_letter(number) }, 0).await;
        let at = i64::try_from(number).unwrap();
        let raw = report("failed", "5.1.1", &format!("550 the {number}. time"));
        for _ in 0..3 {
            bring(fresh, at, number, Purpose::Letter, &raw).await;
        }
    }
    let failing = fresh.database.failing_addresses(None, 3, 10).await.unwrap().remove(0);
    assert_eq!((failing.recipient.as_str(), failing.letters), ("embassy@mission.test", 3));
    assert_eq!((failing.first_at, failing.last_at), (second(1), second(3)));
    assert_eq!(failing.target, relay_letter(3).target);
    assert_eq!(failing.diagnostic, Diagnostic::new("550 the 3. time"));
    let other = CampaignId::parse("another").unwrap();
    assert_eq!(fresh.database.failing_addresses(Some(&other), 3, 10).await.unwrap(), [], "none of its letters came back");
    assert_eq!(fresh.database.failing_addresses(Some(&failing.campaign), 3, 10).await.unwrap(), [failing]);
    for had_any in [true, false] {
        assert_eq!(
            write(fresh, async |work| work.forget_hard_bounces(&email("EMBASSY@mission.test"), None).await).await,
            had_any
        );
    }
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), []);
}

/// Letters that are ready to leave and end in another way.
async fn ended(fresh: &Fresh, numbers: impl IntoIterator<Item = u64>, settled: &Settled) {
    for number in numbers {
        fresh.database.ask_relay(&relay_letter(number), &freely()).await.unwrap();
        send_all(fresh, 0).await;
        fresh.database.confirm_relay(&relay_letter(number).id, second(0)).await.unwrap();
        let mails = fresh.database.claim_mails(second(0), second(300), 1000).await.unwrap();
        for mail in mails {
            // Told twice, it is counted once.
            for _ in 0..2 {
                fresh.database.settle_mail(&mail, settled, second(i64::try_from(number).unwrap())).await.unwrap();
            }
        }
        assert_eq!(state(fresh, number).await, LetterState::Failed);
    }
}

async fn an_address_that_our_mail_server_does_not_take_fails_after_three_letters(fresh: &Fresh) {
    let nobody = Settled::NoSuchAddress { error: "550 5.1.1 No such user".to_owned() };
    ended(fresh, [1, 2], &nobody).await;
    assert_eq!(fresh.database.failing_addresses(None, 3, 10).await.unwrap(), []);
    // The third comes back from elsewhere: it is the same fact.
    accepted(fresh, relay_letter(3), 3).await;
    bring(fresh, 3, 3, Purpose::Letter, &report("failed", "5.1.1", "550 No such user")).await;
    let failing = fresh.database.failing_addresses(None, 3, 10).await.unwrap().remove(0);
    assert_eq!((failing.recipient, failing.letters), (relay_letter(1).recipient, 3));
    assert_eq!(counted(fresh).await[Stage::Bounced], 3);
    ended(fresh, [4], &nobody).await;
    let failing = fresh.database.failing_addresses(None, 3, 10).await.unwrap().remove(0);
    assert_eq!((failing.letters, failing.diagnostic), (4, Diagnostic::new("550 5.1.1 No such user")));
}

async fn what_our_mail_server_refuses_for_other_reasons_never_marks_an_address(fresh: &Fresh) {
    ended(fresh, 1..=4, &Settled::Never { error: "552 5.3.4 Too large".to_owned() }).await;
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), []);
    assert_eq!(counted(fresh).await[Stage::Bounced], 4);
}

async fn soft_bounces_never_mark_an_address(fresh: &Fresh) {
    for number in 1..=4 {
        accepted(fresh, relay_letter(number), 0).await;
        bring(fresh, 1, number, Purpose::Letter, &report("failed", "5.2.2", "552 Mailbox full")).await;
        assert_eq!(state(fresh, number).await, LetterState::Bounced);
    }
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), []);
    assert_eq!(counted(fresh).await[Stage::Bounced], 4);
}

async fn what_is_said_about_us_or_the_text_never_marks_an_address(fresh: &Fresh) {
    for (number, status) in (1..).zip(["5.7.1", "5.7.23", "5.7.26", "5.6.7"]) {
        accepted(fresh, relay_letter(number), 0).await;
        bring(fresh, 1, number, Purpose::Letter, &report("failed", status, "550 Refused")).await;
        assert_eq!(state(fresh, number).await, LetterState::Bounced, "it is final for the letter");
    }
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), []);
}

async fn a_letter_that_an_office_passed_on_is_for_a_person_to_judge(fresh: &Fresh) {
    let failed = report("failed", "5.1.1", "550 5.1.1 No such user");
    let ours = "Final-Recipient: rfc822; embassy@mission.test";
    let member = "Original-Recipient: rfc822; embassy@mission.test\r\nFinal-Recipient: rfc822; member@elsewhere.test";
    let expanded = format!("{ours}\r\nAction: expanded\r\nStatus: 2.1.5\r\n\r\n{member}");
    for (number, passed_on) in (1..).zip([member, &expanded]) {
        accepted(fresh, relay_letter(number), 0).await;
        let done = bring(fresh, 10, number, Purpose::Letter, &failed.replace(ours, passed_on)).await;
        assert_eq!(done, TakenIn::Done(ReturnClass::Unknown), "{passed_on}");
        assert_eq!(state(fresh, number).await, LetterState::Accepted, "{passed_on}");
    }
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), []);
    let kept = fresh.database.kept_returns(10).await.unwrap();
    assert_eq!(kept.len(), 2);
    for mail in kept {
        assert_eq!((mail.class, mail.status), (ReturnClass::Unknown, EnhancedStatus::parse("5.1.1")));
        assert_eq!(mail.diagnostic, Diagnostic::new("550 5.1.1 No such user"));
    }
    // The office's own address is the office's, in whatever letters; and a supporter's mailbox is nobody else's business.
    accepted(fresh, relay_letter(3), 0).await;
    let capitals = failed.replace("embassy@mission.test", "Embassy@MISSION.test");
    assert_eq!(bring(fresh, 20, 3, Purpose::Letter, &capitals).await, TakenIn::Done(ReturnClass::Hard));
    fresh.database.ask_relay(&relay_letter(4), &freely()).await.unwrap();
    send_all(fresh, 20).await;
    let passed_on = bring(fresh, 30, 4, Purpose::Confirmation, &failed.replace(ours, member)).await;
    assert_eq!(passed_on, TakenIn::Done(ReturnClass::Hard));
}

async fn a_letter_that_arrives_clears_its_address(fresh: &Fresh) {
    accepted(fresh, relay_letter(1), 0).await;
    bring(fresh, 1, 1, Purpose::Letter, &report("failed", "5.1.1", "550 No such user")).await;
    let id = relay_letter(1).recipient;
    write(fresh, async |work| work.forget_hard_bounces(&email("other@mission.test"), None).await).await;
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap().len(), 1);
    write(fresh, async |work| work.forget_hard_bounces(&id, Some(second(1))).await).await;
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap().len(), 1, "it came back after the other was taken");
    write(fresh, async |work| work.forget_hard_bounces(&id, Some(second(2))).await).await;
    assert_eq!(fresh.database.failing_addresses(None, 1, 10).await.unwrap(), []);
}
