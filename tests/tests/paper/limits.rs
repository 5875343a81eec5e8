//! The limits that a form gives: every paper that is offered takes as much as may be typed.

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{
    Date,
    campaign::{Campaign, Edition},
    directory::Directory,
    forms_of_address::forms,
    letter::{Draft, render},
    sender,
    state::Iso2,
    target::Target,
};

use super::*;

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| directory::built_in().unwrap());
static PRESS: LazyLock<PdfPress> = LazyLock::new(press);

/// 160 characters as people write them.
const REASON: &str = "my cousin was eleven when a small bomb that had lain in his father’s field for nine years took his right hand, \
    and nobody had ever marked the place or warned them.";

fn today() -> Date {
    directory::EDITION.parse().unwrap()
}

/// A supporter with a long name, from a long town, who fills each blank to the last character.
fn draft(edition: &Edition) -> Draft {
    let reason = |max: usize| REASON.chars().cycle().take(max).collect::<String>();
    let filled = |blank: domain::template::Blank| (blank.name, reason(blank.max));
    Draft {
        name: "Maria-Magdalena Wollstonecraft-Sample".to_owned(),
        place: "Winchester-on-the-Severn, Massachusetts".to_owned(),
        blanks: edition.letter.template.blanks().into_iter().map(filled).collect(),
        ..Draft::default()
    }
}

fn letter(campaign: &Campaign, edition: &Edition, target: &Target, draft: &Draft) -> Piece {
    let merge = DIRECTORY.merge(target, campaign.document.treaty.as_ref(), edition.language, today());
    let letter = render(&edition.letter.template, &merge, draft);
    let us = Iso2::us();
    let envelope = forms(target, domain::language::Grammar::En).envelope;
    Piece {
        address: target.place("").unwrap().envelope(&envelope, &us),
        return_address: sender::lines(&draft.name, draft.address_lines()),
        own: draft.longest(&edition.letter.template).and_then(|field| letter.range_of(&field)),
        signature: letter.signature(),
        subject: Some(letter.subject_text()),
        ..piece(&letter.body_text())
    }
}

/// Each edition of the campaigns of a fresh start with those of its targets whose letters are longest, and longest to
/// address.
fn longest_letters() -> Vec<(Campaign, Edition, &'static Target)> {
    let mut longest = Vec::new();
    for campaign in usecases::starter::campaigns().unwrap().into_iter().map(Campaign::from) {
        for edition in campaign.document.editions.clone() {
            let targets: Vec<&Target> = DIRECTORY
                .targets()
                .iter()
                .filter(|target| target.place("").is_some() && campaign.document.writes_to(&DIRECTORY, target, today()))
                .collect();
            let body = |target: &&&Target| {
                let piece = letter(&campaign, &edition, target, &Draft::default());
                let Body::Typed(text) = piece.body else { return 0 };
                text.chars().count()
            };
            let address = |target: &&&Target| letter(&campaign, &edition, target, &Draft::default()).address.join("\n").len();
            for target in [targets.iter().max_by_key(body), targets.iter().max_by_key(address)] {
                longest.push((campaign.clone(), edition.clone(), *target.unwrap()));
            }
        }
    }
    assert_eq!(longest.len(), 8, "three campaigns, one of them in two languages");
    longest
}

#[test]
fn a_blank_that_is_filled_to_its_limit_fits_on_every_paper() {
    for (campaign, edition, target) in longest_letters() {
        for address in ["", "12 Sample Street\nRidgeview, MA 01234"] {
            let draft = Draft { address: address.to_owned(), ..draft(&edition) };
            let piece = letter(&campaign, &edition, target, &draft);
            for format in PaperFormat::ALL {
                let printed = PRESS.check(&job(format, vec![piece.clone()]));
                assert_eq!(printed, Ok(()), "{} {:?} {} {format:?} {address:?}", campaign.slug, edition.language, target.id);
            }
        }
    }
}

#[test]
fn a_name_and_an_address_of_five_lines_stand_in_the_corner_of_every_paper() {
    let address = "The School of the Sample Sisters\nBuilding 4, second floor\n1234 North Sample Street\nRidgeview, MA 01234\nUNITED STATES";
    for lines in 1..=5 {
        let address: Vec<String> = address.lines().take(lines).map(str::to_owned).collect();
        for format in PaperFormat::ALL {
            let return_address = sender::lines("Ada Sample", address.clone());
            assert_eq!(return_address.len(), lines + 1);
            let pdf = print(&job(format, vec![Piece { return_address, ..piece("Please join the treaty.") }]));
            let words = texts(&pdf.words(1));
            let typed = address.iter().flat_map(|line| line.split(' '));
            assert!(typed.clone().all(|typed| words.iter().any(|word| word == typed)), "{format:?}: {words:?}");
        }
    }
}

#[test]
fn what_is_too_long_is_counted_in_what_was_typed() {
    let (campaign, edition, target) = longest_letters().remove(0);
    let note = "One hundred and sixty states have given these weapons up for good. ".repeat(9).trim().to_owned();
    let with = |note: &str| {
        let blanks: BTreeMap<_, _> =
            edition.letter.template.blanks().into_iter().map(|blank| (blank.name, "I read about it.".to_owned())).collect();
        letter(&campaign, &edition, target, &Draft { note: note.to_owned(), blanks, ..draft(&edition) })
    };
    for format in CARDS {
        let print = |note: &str| PRESS.check(&job(format, vec![with(note)]));
        let Err(PressError::TooLong { over }) = print(&note) else { panic!("{format:?} takes {} characters", note.len()) };
        let kept = |over: usize| &note[..note.len() - over];
        assert_eq!(print(kept(over)), Ok(()), "{format:?}: {over}");
        assert!(print(kept(over - 1)).is_err(), "{format:?}: {over} is more than it takes");
    }
}

#[test]
fn a_card_without_a_return_address_has_its_message_from_edge_to_edge_and_large() {
    let short = Piece { return_address: Vec::new(), ..piece("Dear Senator,\n\nplease join the treaty.\n\nAda Sample") };
    for format in CARDS {
        let (sheet, card) = cards(format);
        let pdf = print(&job(format, vec![short.clone()]));
        let place = sheet.front(0);
        let region = place.rect(&card.message);
        let words: Vec<_> = pdf.words(1).into_iter().filter(|word| region.contains(&word.centre())).collect();
        let dear = words.iter().find(|word| word.text == "Dear").unwrap().rect;
        // A card that lies on its side in a sheet of four begins at the left.
        let (from_edge, height) =
            if sheet.columns == 2 { (dear.left - region.left, dear.width) } else { (dear.top - region.top, dear.height) };
        assert!(from_edge < 1.0 && height > 11.0, "{format:?}: {from_edge} {height}");
    }
}

#[test]
fn the_corner_beside_the_barcode_is_used_before_a_message_is_too_long() {
    let text = "Please join the treaty as a hundred and sixty states did. ".repeat(40);
    for format in [PaperFormat::UsPostcard4x6, PaperFormat::UsLetter2up4x6] {
        let (sheet, card) = cards(format);
        let Err(PressError::TooLong { over }) = PRESS.check(&job(format, vec![piece(&text)])) else { panic!("it fits") };
        let longest = &text[..text.len() - over];
        let pdf = print(&job(format, vec![piece(longest)]));
        let corner = sheet.front(0).rect(&card.corner.unwrap());
        let words = pdf.words(1).into_iter().filter(|word| corner.contains(&word.centre())).count();
        assert!(words >= 6, "{format:?}: {words} words in the corner");
    }
}
