//! What our own mails say.

use domain::post::{LAPSED, OFFICE_MOVED, REJECTED};
use jiff::SignedDuration;
use usecases::post::Relay;

use super::*;

fn languages() -> impl Iterator<Item = Language> {
    Locale::ALL.iter().map(|locale| Language::parse(locale.tag()).unwrap())
}

/// A mail of ours in that language, of a letter that was accepted at that time.
fn ours(purpose: Purpose, reader: Language) -> Outgoing {
    let mut mail = outgoing(purpose);
    mail.letter.reader = reader;
    mail.ended_at = Some(NOW.parse().unwrap());
    mail.letter.shown = RelayLetter::to_show("Please […]", "Excellency,\n\nI write from […].\n\nYours,\n[…]");
    mail
}

fn said(mail: &Outgoing) -> String {
    text(&parsed(mail))
}

/// As it reads that much later.
fn said_after(mail: &Outgoing, time: SignedDuration) -> String {
    let origin = Origin::parse("https://letters.example/", None).unwrap();
    let now: Timestamp = NOW.parse().unwrap();
    let made = make(&origin, mail, now + time).unwrap();
    text(&MessageParser::default().parse(&made.text).unwrap().into_owned())
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

#[test]
fn the_two_parts_of_our_own_mails_say_the_same_in_every_language() {
    for purpose in Purpose::ALL.into_iter().filter(|purpose| *purpose != Purpose::Letter) {
        for language in languages() {
            let mail = ours(purpose, language);
            let message = parsed(&mail);
            let plain = text(&message).lines().filter(|line| !line.starts_with("---")).collect::<Vec<_>>().join("\n");
            assert_eq!(
                html_as_text(&message).replace("* ", "").replace("- ", ""),
                words(&plain.replace("- ", "")),
                "{purpose:?}"
            );
        }
    }
}

#[test]
fn no_mail_of_ours_has_more_than_one_link_or_a_picture() {
    for purpose in Purpose::ALL {
        for language in languages() {
            let html = parsed(&ours(purpose, language)).body_html(0).unwrap().into_owned();
            let links = usize::from(!matches!(purpose, Purpose::Letter | Purpose::Copy));
            assert_eq!(html.matches("href=").count(), links, "{purpose:?}: {html}");
            assert!(!html.contains("src=") && !html.contains("url("), "{purpose:?}: {html}");
        }
    }
}

#[test]
fn a_mail_to_confirm_shows_the_letter_with_gaps_or_whole_and_says_what_to_do_if_it_was_not_you() {
    let mut mail = ours(Purpose::Confirmation, Language::EN);
    let gaps = said(&mail);
    for part in ["Subject: Please […]", "I write from […].", "[…] stands for what was typed", "press “This was not me”"]
    {
        assert!(gaps.contains(part), "{part} is not in {gaps}");
    }
    assert!(!gaps.contains("Łódź") && !gaps.contains("accede"), "{gaps}");
    mail.letter.shown = RelayLetter::to_show(&mail.letter.subject, &mail.letter.body);
    let whole = said(&mail);
    assert!(whole.contains("I write from Łódź.") && whole.contains("This is the letter:"), "{whole}");
    mail.letter.shown = String::new();
    let older = said(&mail);
    assert!(!older.contains("Excellency") && !older.contains("This is the letter"), "{older}");
}

#[test]
fn what_nobody_has_confirmed_says_nothing_that_was_typed_in_any_language() {
    let typed = "see https://elsewhere.example/win";
    for (purpose, language) in
        [Purpose::Confirmation, Purpose::Reminder].into_iter().flat_map(|purpose| languages().map(move |to| (purpose, to)))
    {
        let mail = ours(purpose, language);
        let mut other = mail.clone();
        other.letter.name = PersonName::parse("Win, see https://elsewhere.example/win").unwrap();
        other.letter.subject = typed.to_owned();
        other.letter.body = typed.repeat(3);
        other.letter.country = Iso2::parse("PT").unwrap();
        assert_eq!(made(&mail).text, made(&other).text, "{purpose:?}");
    }
}

#[test]
fn a_reminder_says_how_many_days_are_left_and_that_no_other_follows() {
    let mail = ours(Purpose::Reminder, Language::EN);
    for (later, left) in
        [(hours(24), "6 more days"), (hours(25), "6 more days"), (hours(40), "5 more days"), (hours(166), "1 more day.")]
    {
        assert!(said_after(&mail, later).contains(left), "{}", said_after(&mail, later));
    }
    let said = said_after(&mail, hours(24));
    for part in ["the Embassy of Albania", "still waits", "We do not remind you again", "This was not me", mail.link.as_str()] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    assert!(!said.contains("Excellency"));
    assert_eq!(parsed(&mail).subject(), Some("Your letter still waits for your yes: A world without mines"));
}

#[test]
fn a_copy_says_who_took_what_and_when() {
    let mut mail = ours(Purpose::Copy, Language::EN);
    let copy = said(&mail);
    for part in [
        "The mail server of the Embassy of Albania took your letter on October 5, 2026 at 14:30 UTC.",
        "Answers come straight to you",
        "after 28 days",
        "Subject: Please accede to the Convention",
        &mail.letter.body,
    ] {
        assert!(copy.contains(part), "{part} is not in {copy}");
    }
    assert!(!copy.contains("three weeks"), "who did not ask for it is not asked");
    mail.letter.ask_later = true;
    assert!(said(&mail).contains("we ask you once, three weeks later"));
}

#[test]
fn a_question_is_the_last_mail_and_says_so() {
    let mail = ours(Purpose::Question, Language::EN);
    let question = said_after(&mail, Relay::ASK_AFTER);
    for part in ["took your letter on October 5, 2026", "did they answer?", "our last mail about this letter", "in 7 days"] {
        assert!(question.contains(part), "{part} is not in {question}");
    }
    assert!(question.lines().any(|line| line == mail.link.as_str()), "{question}");
    assert!(!question.contains("Excellency"));
}

#[test]
fn a_failure_notice_says_which_of_all_things_happened() {
    let came_back = "550 5.1.1 no such user";
    for (state, reason, subject, parts) in [
        (LetterState::Withdrawn, Some(REJECTED), "Your letter was not sent", ["looked at your letter", "did not send it"]),
        (LetterState::Failed, Some(LAPSED), "Your letter was not sent", ["Nobody did within 14 days", "will not be"]),
        (LetterState::Bounced, Some(came_back), "Your letter came back", ["on October 5, 2026, but it came back", came_back]),
        (LetterState::Bounced, None, "Your letter came back", ["it came back after all", "gave no reason"]),
        (LetterState::Failed, Some(OFFICE_MOVED), "Your letter could not be delivered", ["The directory changed", "print it"]),
    ] {
        let mut mail = ours(Purpose::FailureNotice, Language::EN);
        mail.letter.state = state;
        mail.reason = reason.map(str::to_owned);
        mail.web_form = Some("https://office.example/contact".to_owned());
        let notice = said(&mail);
        for part in parts.into_iter().chain(["print it and post it", "https://office.example/contact", &mail.letter.body]) {
            assert!(notice.contains(part), "{part} is not in {notice}");
        }
        assert_eq!(parsed(&mail).subject(), Some(format!("{subject}: A world without mines").as_str()));
        let nobody_has_it = matches!(reason, Some(reason) if reason == OFFICE_MOVED || reason == came_back);
        assert_eq!(notice.contains("embassy@mission.example"), !nobody_has_it, "{notice}");
        for language in languages() {
            mail.letter.reader = language;
            let notice = said(&mail);
            assert!(!notice.contains(REJECTED) && !notice.contains(LAPSED) && !notice.contains(OFFICE_MOVED), "{notice}");
        }
    }
}

#[test]
fn a_copy_that_is_told_of_late_is_not_said_to_be_kept_for_longer_than_it_is() {
    let mut mail = ours(Purpose::FailureNotice, Language::EN);
    mail.letter.state = LetterState::Bounced;
    assert!(said_after(&mail, hours(5 * 24)).contains("We delete our copy of it after 23 days"));
}

#[test]
fn nobody_is_told_to_write_to_an_address_that_nobody_has() {
    let offered = |reason: &str| {
        let mail = Outgoing { reason: Some(reason.to_owned()), ..ours(Purpose::FailureNotice, Language::EN) };
        said(&mail).contains(&format!("from your own mail program to {}", mail.letter.recipient))
    };
    for reason in [
        "the mail server did not take the address: 550 5.1.1 <a@b.example>: Recipient address rejected",
        "the mail server did not take the address: 550 No such user here",
        "it came back: 550 5.1.10 RESOLVER.ADR.RecipientNotFound",
    ] {
        assert!(!offered(reason), "{reason}");
    }
    for reason in [
        "the mail server did not take the message: 554 5.7.1 Looks like spam",
        "the mail server did not take the address: 550 5.2.2 Over quota",
        "the mail server cannot be reached: no answer within 30s",
    ] {
        assert!(offered(reason), "{reason}");
    }
}
