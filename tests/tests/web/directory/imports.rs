//! Any import: what is compared, what is refused, and what other nodes make of it.

use super::*;

#[tokio::test]
async fn the_rows_that_are_there_already_change_nothing() {
    let house = House::start().await;
    let directory = now(&house);
    let (missions, absences) = missions_to_us(&house);
    let all_missions =
        directory.absences().len() + directory.targets().iter().filter(|target| target.kind() == TargetKind::Mission).count();
    let mbt = memberships(&house, "mbt");
    let states = mbt.len();
    for (built_in, count) in [
        (Import::Congress(members(&house)), 537),
        (Import::Offices(offices(&house)), offices(&house).len()),
        (Import::Missions(missions, absences), all_missions),
        (Import::Treaties(mbt), states),
        (Import::Districts(SITTING, map(&house)), map(&house).lines().len()),
    ] {
        let report = import(&house, built_in).await;
        assert_eq!((report.new.len(), report.changed.len(), report.gone.len(), report.same), (0, 0, 0, count), "{report}");
        assert_eq!(version(&house).await, 0, "{report}");
    }
    assert!(states == 197 && Arc::ptr_eq(&now(&house), &directory), "nobody has anything to read");
    // And so it is with rows that were imported before.
    let mut changed = members(&house);
    changed[0].phone = Some("+1 202-555-0100".to_owned());
    let report = import(&house, Import::Congress(changed.clone())).await;
    assert_eq!(report.changed, [(format!("{} ({})", changed[0].name(), changed[0].id), vec!["phone".to_owned()])]);
    assert_eq!(version(&house).await, 1);
    let again = import(&house, Import::Congress(changed)).await;
    assert_eq!((again.changed.len(), again.same, version(&house).await), (0, 537, 1), "{again}");
}

#[tokio::test]
async fn a_newer_day_is_shown_and_is_no_change_of_what_is_said() {
    let house = House::start().await;
    let dated = |target: Target| Target { as_of: AS_OF, source: "A newer file".to_owned(), ..target };
    let report = import(&house, Import::Congress(members(&house).into_iter().map(dated).collect())).await;
    assert_eq!((report.changed.len(), report.same), (0, 537), "{report}");
    let notes = house.get(BY_WEB_FORM).await.texts(".note");
    assert!(notes.iter().any(|note| note.starts_with("Source: A newer file, as of November 20, 2026.")), "{notes:?}");
}

#[tokio::test]
async fn a_file_that_lacks_more_than_a_tenth_is_refused_unless_one_insists() {
    let house = House::start().await;
    let lacking = |gone: usize| Import::Congress(members(&house).split_off(gone));
    let refused = live(&house).import(lacking(54), MANNER).await.unwrap_err();
    assert!(matches!(refused, ImportError::MuchGone { gone: 54, of: 537 }), "{refused:?}");
    let words = refused.to_string();
    assert!(words.contains("54 of 537") && words.contains("--allow-gone") && words.ends_with("Nothing was changed."), "{words}");
    live(&house).import(lacking(54), DRY).await.unwrap_err();
    assert_eq!(import_so(&house, lacking(53), DRY).await.gone.len(), 53, "a tenth at most");
    assert_eq!((version(&house).await, now(&house).target(&members(&house)[0].id).unwrap().is_current()), (0, true));
    let insisting = Manner { allow_gone: true, ..MANNER };
    assert_eq!(import_so(&house, lacking(54), insisting).await.gone.len(), 54);
    let current =
        now(&house).targets().iter().filter(|target| target.kind() == TargetKind::Congress && target.is_current()).count();
    assert_eq!((version(&house).await, current), (1, 537 - 54));
    // Of six there is no tenth: a small list may lose all but one of five.
    let six = |count: usize| Import::Targets((0..count).map(|number| custom(&format!("number-{number}"))).collect());
    import(&house, six(6)).await;
    assert_eq!(import(&house, six(1)).await.gone.len(), 5);
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let house = House::start().await;
    let before = now(&house);
    let mut next = without(members(&house), "congress-S000033");
    next[0].phone = None;
    next.push(elected("CA", 14));
    let dry = import_so(&house, Import::Congress(next.clone()), DRY).await;
    assert_eq!((dry.new.len(), dry.changed.len(), dry.gone.len(), dry.same), (1, 1, 1, 535));
    assert_eq!(version(&house).await, 0);
    assert!(Arc::ptr_eq(&now(&house), &before) && !live(&house).refresh().await.unwrap());
    assert_eq!(house.get(BY_WEB_FORM).await.status, 200);
    assert_eq!(import(&house, Import::Congress(next)).await, dry, "and what was said is what is done");
}

#[tokio::test]
async fn a_file_that_holds_nothing_is_refused() {
    let house = House::start().await;
    for nothing in [Import::Missions(Vec::new(), Vec::new()), Import::Treaties(Vec::new()), Import::Congress(Vec::new())] {
        let refused = live(&house).import(nothing, MANNER).await.unwrap_err();
        assert!(matches!(refused, ImportError::Nothing), "{refused:?}");
    }
    assert_eq!(version(&house).await, 0);
}

#[tokio::test]
async fn a_file_of_members_that_is_older_than_what_is_here_is_refused() {
    let house = House::start().await;
    let older = Manner { as_of: date(2026, 6, 1), ..MANNER };
    let refused = live(&house).import(Import::Congress(members(&house)), older).await.unwrap_err();
    assert!(matches!(refused, ImportError::Older { .. }), "{refused:?}");
    assert_eq!(version(&house).await, 0);
}

#[tokio::test]
async fn another_node_takes_up_what_was_imported_and_a_new_one_starts_with_it() {
    let first = House::start().await;
    let store = first.database.clone();
    let second = House::with(|parts| parts.store = store.clone()).await;
    import(&first, Import::Congress(without(members(&first), "congress-S000033"))).await;
    assert_eq!((first.get(BY_WEB_FORM).await.status, second.get(BY_WEB_FORM).await.status), (404, 200));
    assert!(live(&second).refresh().await.unwrap());
    assert_eq!(second.get(BY_WEB_FORM).await.status, 404);
    assert!(!live(&second).refresh().await.unwrap(), "once");
    let third = House::with(|parts| parts.store = store).await;
    assert_eq!(third.get(BY_WEB_FORM).await.status, 404);
}

#[tokio::test]
async fn an_import_that_cannot_be_read_is_told_and_what_is_built_in_stands_in_for_it() {
    let spoilt = [
        ("congress", "{}"),
        ("congress", "not even JSON"),
        ("districts", r#"{"fact":"areas","prefix":54,"line":"VT-0 05401"}"#),
        ("weather", r#"{"fact":"areas","prefix":54,"line":"VT-0:01"}"#),
    ];
    for (dataset, content) in spoilt {
        let house = House::start().await;
        let cookie = signed_in(&house).await;
        import(&house, Import::Targets(vec![custom("arms")])).await;
        let row = DirectoryRow { dataset: dataset.to_owned(), key: "spoilt".to_owned(), content: content.to_owned() };
        house.database.replace_datasets(&[dataset.to_owned()], &[row], house.app.campaigns.clock.now()).await.unwrap();
        live(&house).refresh().await.unwrap();
        let desk = desk::get(&house, "/desk", &cookie).await.text(".notice");
        assert!(desk.contains(&format!("What was imported as {dataset} cannot be read")), "{desk}");
        assert!(now(&house).target(&id("custom-arms")).is_some(), "the other datasets are read");
        assert_eq!((house.get(BY_WEB_FORM).await.status, house.get("/readyz").await.status), (200, 200));
    }
}

#[tokio::test]
async fn importing_again_mends_what_cannot_be_read() {
    let house = House::start().await;
    let senator = "congress-S000033";
    import(&house, Import::Congress(without(members(&house), senator))).await;
    let mut rows = house.database.directory_rows().await.unwrap();
    let spoilt = rows.iter_mut().find(|row| row.key == "congress-W000800").unwrap();
    spoilt.content = "{}".to_owned();
    house.database.replace_datasets(&["congress".to_owned()], &rows, house.app.campaigns.clock.now()).await.unwrap();
    assert!(live(&house).refresh().await.unwrap());
    assert!(live(&house).unreadable().contains("congress"));
    let current = without(members(&house), senator);
    let report = import(&house, Import::Congress(current)).await;
    assert_eq!((report.new.len(), report.gone.len(), report.same), (1, 0, 535), "{report}");
    assert!(!live(&house).refresh().await.unwrap());
    assert_eq!(now(&house).target(&id(senator)).unwrap().left_on, Some(AS_OF), "what could be read is kept");
    // Also where the row that cannot be read is one that no file brings any more.
    let mut rows = house.database.directory_rows().await.unwrap();
    rows.iter_mut().find(|row| row.key == senator).unwrap().content = "{}".to_owned();
    house.database.replace_datasets(&["congress".to_owned()], &rows, house.app.campaigns.clock.now()).await.unwrap();
    assert!(live(&house).refresh().await.unwrap());
    assert!(live(&house).unreadable().contains("congress"));
    import(&house, Import::Congress(without(members(&house), senator))).await;
    assert!(live(&house).unreadable().is_empty());
}

#[tokio::test]
async fn what_is_imported_at_the_command_line_is_in_the_audit() {
    let house = House::start().await;
    import(&house, Import::Targets(vec![custom("arms")])).await;
    let owner = desk::signed_in_as(&house, "olga@ngo.example", domain::people::Role::Owner).await;
    let rows = desk::get(&house, "/desk/audit", &owner).await.texts("tbody tr");
    let row = rows.iter().find(|row| row.contains("Imported a list of targets")).unwrap_or_else(|| panic!("{rows:?}"));
    assert!(row.contains("at the command line") && row.contains("1 new, 0 changed, 0 left: targets"), "{row}");
}
