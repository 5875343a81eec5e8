//! `postbag backup` and `postbag restore`.

use super::*;

#[test]
fn a_backup_is_restored_elsewhere_and_a_server_starts_with_it() {
    let desk = Desk::new();
    desk.run(&["organiser", "add", "ada@ngo.example", "--role", "owner"]);
    desk.run(&["import", "targets", &desk.file("targets.csv", TARGETS)]);
    let file = desk.path("kept.backup").to_str().unwrap().to_owned();
    let made = desk.run(&["backup", &file]);
    assert!(made.success && made.error.is_empty() && made.out.starts_with(&format!("{file} holds all")), "{}", made.error);
    assert_eq!(mode(Path::new(&file)), 0o600);
    let again = desk.run(&["backup", &file]);
    assert!(!again.success && again.error.contains("is there already") && again.error.contains("--replace"), "{}", again.error);
    assert!(desk.run(&["backup", &file, "--replace"]).success);

    let other = Desk::new();
    let restored = other.run(&["restore", &file]);
    assert!(restored.success && restored.out.contains("campaigns 3, "), "{}{}", restored.out, restored.error);
    assert!(restored.out.contains("people who work here 1.") && restored.out.contains("are held now: 0."), "{}", restored.out);
    assert_eq!(open_in(&other.path("data")), Vec::<PathBuf>::new());
    for words in [&["organiser", "list"][..], &["campaign", "list"], &["campaign", "export", "mine-ban-treaty"]] {
        assert_eq!(other.run(words).out, desk.run(words).out, "{words:?}");
    }
    assert!(other.run(&["check"]).out.contains("targets of your own"));
    assert_eq!(said_by_server(&other).len(), 1, "its owner is known");
    let over = other.run(&["restore", &file]);
    assert!(!over.success && over.error.contains("Nothing was restored: "), "{}", over.error);
    assert!(over.error.contains("move that file away"), "{}", over.error);
    assert_eq!(over.error.trim_end().lines().count(), 1, "{}", over.error);
}

#[test]
fn what_is_no_backup_and_what_has_nothing_to_back_up_is_an_error_that_makes_nothing() {
    let desk = Desk::new();
    let nothing = desk.run(&["backup", "nowhere.backup"]);
    assert!(!nothing.success && nothing.error.contains("there is no database at "), "{}", nothing.error);
    assert!(!desk.path("data").exists() && !Path::new("nowhere.backup").exists());
    let restored = desk.run(&["restore", &desk.file("text", "no backup")]);
    assert!(!restored.success && restored.error.contains("is no backup of Postbag"), "{}", restored.error);
    assert!(!desk.path("data/postbag.db").exists());
    desk.run(&["organiser", "list"]);
    let gone = desk.run(&["backup", "/nowhere/at/all/kept.backup"]);
    assert!(!gone.success && gone.error.contains("/nowhere/at/all/"), "{}", gone.error);
}
