//! The starter campaigns against the built-in directory: every letter that they would really send.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

use std::{collections::BTreeMap, sync::LazyLock};

use directory::{EDITION, built_in};
use domain::{
    Date,
    campaign::{Campaign, Edition},
    directory::Directory,
    language::{Grammar, Language},
    letter::{Draft, render},
    target::{Target, TargetId, TargetKind},
    template::{MergeField, Template},
    treaty::{Status, TreatyId},
};
use usecases::starter::campaigns;

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());
static CAMPAIGNS: LazyLock<Vec<Campaign>> = LazyLock::new(|| campaigns().unwrap().into_iter().map(Campaign::from).collect());

fn today() -> Date {
    EDITION.parse().unwrap()
}

fn campaign(slug: &str) -> &'static Campaign {
    CAMPAIGNS.iter().find(|campaign| campaign.slug.as_str() == slug).unwrap_or_else(|| panic!("there is no {slug}"))
}

fn target(id: &str) -> &'static Target {
    DIRECTORY.target(&TargetId::parse(id).unwrap()).unwrap_or_else(|| panic!("there is no {id}"))
}

fn status(campaign: &Campaign, target: &Target) -> Option<Status> {
    campaign.document.treaty.as_ref().and_then(|treaty| DIRECTORY.status(treaty, &target.country(), today()))
}

fn audience(campaign: &Campaign) -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| campaign.document.writes_to(&DIRECTORY, target, today()))
}

/// A supporter who fills everything in.
fn draft(edition: &Edition) -> Draft {
    Draft {
        name: "Łucja Żak".to_owned(),
        place: "Ridgeview, OH".to_owned(),
        blanks: edition
            .letter
            .template
            .blanks()
            .into_iter()
            .map(|blank| (blank.name, "my uncle lost a leg".to_owned()))
            .collect(),
        note: "A word of my own.".to_owned(),
        ..Draft::default()
    }
}

/// Subject and body of the letter to a target.
fn letter(campaign: &Campaign, language: Language, target: &Target) -> (String, String) {
    let edition = campaign.document.edition(language).unwrap();
    let merge = DIRECTORY.merge(target, campaign.document.treaty.as_ref(), language, today());
    let letter = render(&edition.letter.template, &merge, &draft(edition));
    assert!(letter.unfilled().is_empty(), "{}: {:?}", target.id, letter.unfilled());
    (letter.subject_text(), letter.body_text())
}

#[test]
fn every_campaign_has_targets() {
    assert_eq!(audience(campaign("mine-ban-treaty")).count(), 537);
    assert_eq!(audience(campaign("children-in-detention")).count(), 537);
    assert_eq!(audience(campaign("cluster-munitions")).count(), 79);
    assert!(audience(campaign("cluster-munitions")).all(|target| target.kind() == TargetKind::Mission));
}

#[test]
fn no_letter_has_an_empty_field() {
    for campaign in CAMPAIGNS.iter() {
        for edition in &campaign.document.editions {
            let fields: Vec<MergeField> = MergeField::ALL
                .into_iter()
                .filter(|field| {
                    let text = format!("{{{{{}}}}}", field.as_str());
                    edition.letter.template.subject().contains(&text) || edition.letter.template.body().contains(&text)
                })
                .collect();
            for target in audience(campaign) {
                let merge = DIRECTORY.merge(target, campaign.document.treaty.as_ref(), edition.language, today());
                for field in &fields {
                    let alone = Template::parse("s", &format!("{{{{{}}}}}", field.as_str())).unwrap();
                    let text = render(&alone, &merge, &draft(edition)).body_text();
                    assert!(!text.trim().is_empty(), "{} {} {}", campaign.slug, target.id, field.as_str());
                }
            }
        }
    }
}

#[test]
fn every_letter_reads_as_a_letter() {
    for campaign in CAMPAIGNS.iter() {
        for language in campaign.document.languages() {
            for target in audience(campaign) {
                let (subject, body) = letter(campaign, language, target);
                for wrong in ["  ", " .", " ,", "{{", "}}", "[[", "]]", " a el ", " de el ", " à le ", " de le ", "the the"] {
                    assert!(!subject.contains(wrong) && !body.contains(wrong), "{} has {wrong:?} in: {body}", target.id);
                }
                assert!(body.contains("my uncle lost a leg\n\nA word of my own.\n\n"), "{body}");
                assert!(body.ends_with(",\nŁucja Żak\nRidgeview, OH"), "{body}");
            }
        }
    }
}

#[test]
fn a_letter_asks_each_state_for_the_step_that_is_open_to_it() {
    let cluster = campaign("cluster-munitions");
    for (id, english, spanish) in [
        ("mission-ao-us", "urge Angola to ratify the Convention", "insto respetuosamente a Angola a ratificar la Convención"),
        ("mission-ug-us", "urge Uganda to ratify the Convention", "insto respetuosamente a Uganda a ratificar la Convención"),
        (
            "mission-bs-us",
            "urge the Bahamas to accede to the Convention",
            "insto respetuosamente a las Bahamas a adherirse a la Convención",
        ),
        (
            "mission-pl-us",
            "urge Poland to accede to the Convention",
            "insto respetuosamente a Polonia a adherirse a la Convención",
        ),
        (
            "mission-lt-us",
            "urge Lithuania to rejoin the Convention",
            "insto respetuosamente a Lituania a volver a ser parte de la Convención",
        ),
    ] {
        let (_, body) = letter(cluster, Language::EN, target(id));
        assert!(body.contains(&format!("{english} on Cluster Munitions.")), "{body}");
        let (_, body) = letter(cluster, Language::ES, target(id));
        assert!(body.to_lowercase().contains(&format!("{spanish} sobre Municiones en Racimo.").to_lowercase()), "{body}");
    }
}

#[test]
fn in_french_every_state_has_its_article_and_every_treaty_its_preposition() {
    let template = Template::parse("s", "J’invite {{target.country}} à {{treaty.ask}} {{treaty.name}}.").unwrap();
    let sentence = |treaty: &str, target: &Target| {
        let treaty = TreatyId::parse(treaty).unwrap();
        render(&template, &DIRECTORY.merge(target, Some(&treaty), Language::FR, today()), &Draft::default()).body_text()
    };
    for (treaty, id, expected) in [
        ("mbt", "mission-az-us", "J’invite l’Azerbaïdjan à adhérer au Traité d’interdiction des mines."),
        ("mbt", "mission-fi-us", "J’invite la Finlande à redevenir partie au Traité d’interdiction des mines."),
        ("mbt", "mission-us-fi", "J’invite les États-Unis à adhérer au Traité d’interdiction des mines."),
        ("ccm", "mission-bs-us", "J’invite les Bahamas à adhérer à la Convention sur les armes à sous-munitions."),
        ("ccm", "mission-il-us", "J’invite Israël à adhérer à la Convention sur les armes à sous-munitions."),
        ("ccm", "mission-ao-us", "J’invite l’Angola à ratifier la Convention sur les armes à sous-munitions."),
    ] {
        assert_eq!(sentence(treaty, target(id)), expected);
    }
    for id in ["mbt", "ccm"] {
        let treaty = TreatyId::parse(id).unwrap();
        let asked = |target: &&Target| DIRECTORY.status(&treaty, &target.country(), today()).and_then(Status::ask).is_some();
        for target in DIRECTORY.targets().iter().filter(asked) {
            let sentence = sentence(id, target);
            for wrong in ["  ", " à le ", " à les ", " de le ", " de les ", "'"] {
                assert!(!sentence.contains(wrong), "{} has {wrong:?} in: {sentence}", target.id);
            }
        }
    }
}

#[test]
fn all_three_steps_are_asked_for_and_by_the_status_of_the_day() {
    let cluster = campaign("cluster-munitions");
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for target in audience(cluster) {
        let ask = status(cluster, target).and_then(Status::ask).unwrap();
        for grammar in [Grammar::En, Grammar::Es] {
            let (subject, body) = letter(cluster, grammar.language(), target);
            let treaty = DIRECTORY.treaty(cluster.document.treaty.as_ref().unwrap()).unwrap();
            let words = ask.request(grammar, treaty.name(grammar)).unwrap();
            assert!(subject.ends_with(&words) && body.contains(&words), "{} {subject}: {body}", target.id);
        }
        *asked.entry(ask.verb(Grammar::En).unwrap()).or_default() += 1;
    }
    assert_eq!(asked, BTreeMap::from([("ratify", 12), ("rejoin", 1), ("accede to", 66)]));
}

#[test]
fn a_letter_to_congress_asks_the_united_states_to_accede_to_the_mine_ban_treaty() {
    let (subject, body) = letter(campaign("mine-ban-treaty"), Language::EN, target("congress-S000033"));
    assert_eq!(subject, "Please help the United States accede to the Mine Ban Treaty");
    assert!(
        body.starts_with("Dear Senator Sanders:\n\n") && body.contains("accede to the Mine Ban Treaty, the promise"),
        "{body}"
    );
}

#[test]
fn a_letter_with_its_blank_filled_to_the_last_character_stays_a_postcard() {
    for campaign in CAMPAIGNS.iter() {
        for edition in &campaign.document.editions {
            let full = Draft {
                blanks: edition.letter.template.blanks().into_iter().map(|blank| (blank.name, "x".repeat(blank.max))).collect(),
                note: String::new(),
                ..draft(edition)
            };
            for target in audience(campaign) {
                let merge = DIRECTORY.merge(target, campaign.document.treaty.as_ref(), edition.language, today());
                let length = render(&edition.letter.template, &merge, &full).body_text().chars().count();
                assert!(length <= 800, "{} {} {length}", campaign.slug, target.id);
            }
        }
    }
}
