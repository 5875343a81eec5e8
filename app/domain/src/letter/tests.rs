use proptest::prelude::*;

use super::*;
use crate::treaty::Status;

fn template() -> Template {
    Template::parse(
        "Please {{treaty.ask}} {{treaty.name}}",
        "{{target.salutation}}\n\nI write because [[your reason]].\n\n{{note}}\n\n{{target.close}}\n{{sender.name}}\n{{sender.place}}",
    )
    .unwrap()
}

fn merge() -> Merge {
    let fields = BTreeMap::from([
        (MergeField::TargetSalutation, "Your Excellency:".into()),
        (MergeField::TargetClose, "Respectfully,".into()),
        (MergeField::TreatyAsk, "accede to".into()),
        (MergeField::TreatyName, "the Convention".into()),
    ]);
    Merge { language: Language::EN, fields }
}

/// A French sentence about a state and a treaty, filled in.
fn french(sentence: &str, country: &str, ask: Ask, treaty: &str) -> String {
    let fields = BTreeMap::from([
        (MergeField::TargetCountry, country.into()),
        (MergeField::TreatyAsk, ask.verb(Grammar::Fr).unwrap().into()),
        (MergeField::TreatyName, treaty.into()),
    ]);
    let template = Template::parse("s", sentence).unwrap();
    render(&template, &Merge { language: Language::FR, fields }, &draft()).body_text()
}

fn draft() -> Draft {
    Draft {
        name: "Łucja Żak".into(),
        place: "Łódź".into(),
        blanks: BTreeMap::from([("your-reason".into(), "my uncle lost a leg".into())]),
        ..Draft::default()
    }
}

#[test]
fn a_filled_letter_reads_as_it_will_be_printed() {
    let letter = render(&template(), &merge(), &draft());
    assert_eq!(letter.subject_text(), "Please accede to the Convention");
    assert_eq!(letter.body_text(), "Your Excellency:\n\nI write because my uncle lost a leg.\n\nRespectfully,\nŁucja Żak\nŁódź");
    assert!(letter.unfilled().is_empty());
}

#[test]
fn what_we_fill_in_is_joined_as_french_wants_it() {
    let sentence = "J’invite {{target.country}} à {{treaty.ask}} {{treaty.name}}.";
    for (country, ask, treaty, expected) in [
        ("le Japon", Ask::Accede, "le Traité", "J’invite le Japon à adhérer au Traité."),
        ("l’Angola", Ask::Ratify, "le Traité", "J’invite l’Angola à ratifier le Traité."),
        ("Cuba", Ask::Accede, "la Convention", "J’invite Cuba à adhérer à la Convention."),
        ("les Bahamas", Ask::Rejoin, "le Traité", "J’invite les Bahamas à redevenir partie au Traité."),
    ] {
        assert_eq!(french(sentence, country, ask, treaty), expected);
    }
    let request = "Une demande de {{treaty.ask}} {{treaty.name}}, à {{target.country}}";
    assert_eq!(french(request, "les États-Unis", Ask::Accede, "le Traité"), "Une demande d’adhérer au Traité, aux États-Unis");
}

#[test]
fn what_a_supporter_typed_is_not_joined_to_what_stands_before_it() {
    let template = Template::parse("s", "Je parle de [[your reason]] à {{treaty.name}}").unwrap();
    let merge = Merge { language: Language::FR, fields: BTreeMap::from([(MergeField::TreatyName, "le Traité".into())]) };
    let draft = Draft { blanks: BTreeMap::from([("your-reason".into(), "le deuil".into())]), ..draft() };
    assert_eq!(render(&template, &merge, &draft).body_text(), "Je parle de le deuil au Traité");
}

#[test]
fn an_own_paragraph_stands_where_the_template_wants_it() {
    let letter = render(&template(), &merge(), &Draft { note: "One.\r\n\r\nTwo.".into(), ..draft() });
    assert!(letter.body_text().contains("leg.\n\nOne.\n\nTwo.\n\nRespectfully,"), "{}", letter.body_text());
}

#[test]
fn a_paragraph_for_some_states_alone_reads_like_any_other_and_its_mark_is_never_seen() {
    let body = "{{target.salutation}}\n\n{{only signatory}}\nYou signed, [[your reason]].\nRatify.\n\n{{only party}}\n[[thanks]]\n\nYours";
    let template = Template::parse("s", body).unwrap();
    let said = |status| render(&template.for_status(status), &merge(), &draft());
    let letter = said(Some(Status::Signatory));
    assert_eq!(letter.body_text(), "Your Excellency:\n\nYou signed, my uncle lost a leg.\nRatify.\n\nYours");
    assert!(letter.unfilled().is_empty(), "what is not in the letter is not asked for");
    assert_eq!(draft().check(&template.for_status(Some(Status::Party))).unwrap_err().len(), 1);
    let others = "Your Excellency:\n\nYours";
    for status in [None, Some(Status::NotParty), Some(Status::Withdrawn)] {
        assert_eq!(said(status).body_text(), others, "{status:?}");
    }
    assert_eq!(render(&template, &merge(), &draft()).body_text(), others, "where nobody has decided");
}

#[test]
fn what_is_missing_is_named_in_the_order_of_reading() {
    let letter = render(&template(), &merge(), &Draft::default());
    assert_eq!(letter.unfilled(), [Field::Blank("your-reason".to_owned()), Field::Name, Field::Place]);
    assert!(letter.body_text().contains("because [your reason]."));
}

#[test]
fn what_can_be_shortened_is_the_longest_of_what_was_typed_and_never_the_name() {
    let with = |reason: &str, note: &str| {
        let blanks = BTreeMap::from([("your-reason".to_owned(), reason.to_owned()), ("other".to_owned(), "z".repeat(90))]);
        Draft { blanks, note: note.to_owned(), name: "n".repeat(80), ..draft() }
    };
    let longest = |draft: &Draft| draft.longest(&template());
    let reason = Some(Field::Blank("your-reason".to_owned()));
    assert_eq!(longest(&with("a reason", "a word")), reason);
    assert_eq!(longest(&with("a reason", "a longer word")), Some(Field::Note));
    assert_eq!(longest(&with(" ", "")), None, "nothing of it is the supporter's");
    let bare = Template::parse("s", "[[your reason]]").unwrap();
    assert_eq!(with("a", "a longer word").longest(&bare), reason, "no place for a note");
}

#[test]
fn what_was_typed_is_found_in_the_text_and_so_is_the_place_of_the_signature() {
    let draft = Draft { note: "One.\n\nTwo é.".into(), ..draft() };
    let letter = render(&template(), &merge(), &draft);
    let body = letter.body_text();
    let text = |field: &str| letter.range_of(&Field::parse(field).unwrap()).map(|range| &body[range]);
    assert_eq!(text("note"), Some("One.\n\nTwo é."));
    assert_eq!(text("blanks.your-reason"), Some("my uncle lost a leg"));
    assert_eq!((text("name"), text("blanks.other")), (Some("Łucja Żak"), None));
    assert_eq!(letter.signature().map(|at| &body[at..]), Some("Łucja Żak\nŁódź"));
    for (template, signed) in [
        ("I, {{sender.name}}, write.\n\nYours,\n\n{{sender.name}}", true),
        ("I, {{sender.name}}, write.", false),
        ("Yours, {{sender.name}}", false),
        ("{{sender.name}}", true),
    ] {
        let letter = render(&Template::parse("s", template).unwrap(), &merge(), &draft);
        let last = letter.signature().map(|at| letter.body_text()[at..].to_owned());
        assert_eq!(last.as_deref(), signed.then_some("Łucja Żak"), "{template}");
    }
    assert_eq!(render(&template(), &merge(), &Draft::default()).signature(), None, "nobody has signed yet");
}

#[test]
fn what_was_typed_is_never_read_as_a_template() {
    let sly = Draft { name: "{{target.close}}".into(), note: "[[x]] {{note}}".into(), ..draft() };
    let letter = render(&template(), &merge(), &sly);
    assert!(letter.body_text().contains("{{target.close}}") && letter.body_text().contains("[[x]] {{note}}"));
    assert!(letter.unfilled().is_empty());
}

#[test]
fn checking_reports_everything_that_is_wrong_at_once() {
    let errors = Draft { name: "a\nb".into(), note: "x".repeat(601), address: "a\n".repeat(6), ..Draft::default() }
        .check(&template())
        .unwrap_err();
    let fields: Vec<_> = errors.iter().map(|error| error.field.name()).collect();
    assert_eq!(fields, ["blanks.your-reason", "note", "name", "place", "address"]);
    assert_eq!(errors[1].problem, TextError::TooLong { limit: 600, over: 1 }.into());
}

#[test]
fn a_checked_draft_renders_as_the_draft_did() {
    let draft = draft();
    let filled = draft.check(&template()).unwrap();
    assert_eq!(render(&template(), &merge(), &Draft::from(&filled)), render(&template(), &merge(), &draft));
}

proptest! {
    #[test]
    fn what_may_be_shown_to_anybody_is_the_same_whatever_was_typed(
        typed in proptest::array::uniform4("\\PC{0,40}"), note in proptest::collection::vec("\\PC{1,40}", 1..4)
    ) {
        let [name, place, reason, topic] = typed;
        let template = Template::parse("On [[topic]], {{sender.name}}", &format!("[[topic]]\n\n{}", template().body())).unwrap();
        let blanks = BTreeMap::from([("your-reason".to_owned(), reason), ("topic".to_owned(), topic)]);
        let letter = render(&template, &merge(), &Draft { name, place, blanks, note: format!("x{}", note.join("\n\nx")), ..draft() });
        prop_assert_eq!(letter.subject_without_typed(), "On […], […]");
        let shown = "[…]\n\nYour Excellency:\n\nI write because […].\n\n[…]\n\nRespectfully,\n[…]\n[…]";
        prop_assert_eq!(letter.without_typed(), shown);
    }

    #[test]
    fn whatever_is_typed_passes_the_check_only_if_nothing_is_left_unfilled(
        name in "\\PC{0,90}", place in "\\PC{0,20}", reason in "\\PC{0,210}", note in "[\\PC\n]{0,40}",
    ) {
        let draft = Draft { name, place, note, blanks: BTreeMap::from([("your-reason".into(), reason)]), ..Draft::default() };
        if let Ok(filled) = draft.check(&template()) {
            let letter = render(&template(), &merge(), &Draft::from(&filled));
            prop_assert!(letter.unfilled().is_empty());
            let body = letter.body_text();
            // Every line stands there; of several empty ones between two paragraphs one is left.
            prop_assert!(filled.note.lines().all(|line| body.contains(line.trim())), "{body}");
        }
    }
}
