//! For which day the built-in tables say what they say, and who says it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

use std::{collections::BTreeSet, sync::LazyLock};

use directory::built_in;
use domain::{
    Date,
    directory::Directory,
    forms_of_address::Remark,
    state::Iso2,
    target::{Holder, Office, Target, TargetId, TargetKind},
    treaty::TreatyId,
};

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| built_in().unwrap());

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn treaty(id: &str) -> TreatyId {
    TreatyId::parse(id).unwrap()
}

fn target(id: &str) -> &'static Target {
    DIRECTORY.target(&TargetId::parse(id).unwrap()).unwrap_or_else(|| panic!("there is no {id}"))
}

fn us_missions() -> impl Iterator<Item = &'static Target> {
    DIRECTORY.targets().iter().filter(|target| matches!(&target.office, Office::Mission { of, .. } if *of == Iso2::us()))
}

#[test]
fn no_day_of_a_treaty_or_of_a_state_under_it_is_younger_than_what_is_known() {
    for (id, as_of) in [("mbt", "2026-02-20"), ("ccm", "2025-09-08")] {
        let treaty = DIRECTORY.treaty(&treaty(id)).unwrap();
        assert_eq!(treaty.as_of, date(as_of));
        let rows = DIRECTORY.states().map(|state| DIRECTORY.membership(&treaty.id, &state.iso2).unwrap());
        for row in rows.filter(|row| row.state.as_str() != "LT") {
            assert!(row.as_of.as_str() <= as_of, "{row:?}");
            for event in &row.events {
                assert!(event.as_of.as_str() <= as_of, "{row:?}");
            }
        }
    }
    let convention = DIRECTORY.treaty(&treaty("ccm")).unwrap();
    assert!(convention.note.as_deref().unwrap().contains("Review Conference"), "{:?}", convention.note);
    for absence in DIRECTORY.absences() {
        assert!(absence.as_of <= date("2026-06-15"), "{absence:?}");
    }
    for target in DIRECTORY.targets().iter().filter(|target| target.kind() == TargetKind::Mission) {
        assert!(target.as_of <= date("2026-06-15") && target.holder_as_of() <= date("2026-06-15"), "{}", target.id);
    }
}

#[test]
fn a_treaty_whose_states_are_imported_is_of_the_day_of_the_import() {
    let mut tables = directory::tables().unwrap();
    for row in tables.memberships.iter_mut().filter(|row| row.treaty == treaty("ccm")) {
        row.as_of = "2026-11-02".to_owned();
    }
    let renewed = Directory::new(tables);
    let ccm = renewed.treaty(&treaty("ccm")).unwrap();
    assert_eq!((ccm.as_of, &ccm.note), (date("2026-11-02"), &None));
    assert_eq!(renewed.treaty(&treaty("mbt")).unwrap().as_of, date("2026-02-20"));
}

#[test]
fn of_an_ambassador_whose_tenure_has_ended_no_successor_is_made_up() {
    const ENDED: &str = "AM BI CI CM CV EG FJ GA GT LA LK ME MG MH MK MU NE NG NP PG PH RW SB SC SK SN SO SR UG VN";
    let vacant: BTreeSet<&str> = us_missions()
        .filter(|target| target.holder_said.as_ref().is_some_and(|said| said.source.starts_with("AP, 22 December 2025")))
        .map(|target| {
            assert_eq!(target.holder, Holder::Unnamed, "{}", target.id);
            &target.id.as_str()["mission-us-".len()..]
        })
        .collect();
    assert_eq!(vacant, ENDED.to_lowercase().split(' ').collect());
    assert_eq!(target("mission-us-eg").remark(), Some(Remark::NobodyKnown { on: date("2026-01-31") }));
    for (id, line, source, as_of) in [
        ("mission-us-dz", "Mark Schapiro, chargé d’affaires a.i.", "Chargé d’affaires in March 2026", "2026-03-01"),
        ("mission-us-za", "Ambassador Leo Brent Bozell III", "Credentials of 23 February 2026", "2026-02-23"),
        ("mission-us-es", "Ambassador Benjamín León", "Credentials of 18 February 2026", "2026-02-18"),
        ("mission-us-ro", "Ambassador Darryl Nirenberg", "Confirmed by the Senate in December 2025", "2025-12-01"),
        ("mission-ca-us", "Ambassador Mark Wiseman", "pm.gc.ca", "2026-02-15"),
        ("mission-va-us", "Apostolic Nuncio Archbishop Gabriele Caccia", "catholicculture.org", "2026-03-07"),
    ] {
        let said = target(id).holder_said.as_ref().unwrap();
        assert_eq!((target(id).office_line().as_str(), said.source.as_str(), said.as_of), (line, source, date(as_of)));
        assert!(target(id).as_of < date("2026-01-21"), "the rest is the Factbook’s");
    }
    assert!(target("mission-gb-us").note.as_deref().unwrap().contains("is not confirmed"));
    let caracas = target("mission-us-ve");
    assert_eq!(caracas.remark(), Some(Remark::NobodyKnown { on: date("2026-05-31") }));
    assert_eq!(caracas.holder_said.as_ref().unwrap().source, "Press, spring 2026");
    assert_eq!(caracas.as_of, date("2026-05-31"), "it was closed when the Factbook ended");
}

#[test]
fn a_note_that_tells_of_a_person_says_for_which_day() {
    let notes = DIRECTORY.targets().iter().filter_map(|target| target.note.as_deref());
    let of_persons: Vec<&str> = notes.filter(|note| note.contains("designate") || note.contains("was named")).collect();
    assert_eq!(of_persons.len(), 11);
    for note in of_persons {
        assert!(note.contains(" January 2026") || note.contains(" December 2025"), "{note}");
    }
}
