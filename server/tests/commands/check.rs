//! `postbag check`.

use super::*;

#[test]
fn check_counts_targets_by_sort_and_fails_only_if_there_is_something_to_see_to() {
    let said = Desk::new().run(&["check"]);
    for sort in ["senators", "members of the House", "missions to the United States", "missions of the United States"] {
        assert!(said.out.contains(sort), "{}", said.out);
    }
    let line = said.out.lines().find(|line| line.starts_with("senators")).unwrap();
    assert_eq!(line.split_whitespace().take(5).collect::<Vec<_>>(), ["senators", "100", "100,", "0", "not"]);
    assert_eq!(said.success, !said.out.contains("Import a newer list"), "{}", said.out);
}

#[test]
fn check_counts_the_names_that_have_aged_and_does_not_fail_for_them() {
    let desk = Desk::new();
    let old = TARGETS.replace("A list,2026-06-15,\n", "A list,2026-01-15,\n");
    desk.run(&["import", "targets", &desk.file("targets.csv", &old)]);
    let said = desk.run(&["check"]);
    assert!(
        said.out.contains(
            "Among targets of your own, 1 name is older than 180 days and no longer used (the oldest is of January 15, 2026)"
        ),
        "{}",
        said.out
    );
    assert!(!said.out.contains("of offices in capitals ("), "one without a name has none that ages: {}", said.out);
    assert_eq!(said.success, !said.out.contains("Import a newer list"), "{}", said.out);
}
