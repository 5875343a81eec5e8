//! The commands, as they are typed: `postbag import` and `postbag check`.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// A data folder of its own, and the program.
struct Desk(TempDir);

/// What a command said.
struct Said {
    success: bool,
    out: String,
    error: String,
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, words: &[&str]) -> Said {
        let Output { status, stdout, stderr } = Command::new(Path::new(env!("CARGO_BIN_EXE_postbag")))
            .args(words)
            .env("POSTBAG_DATA", self.0.path().join("data"))
            .env("RUST_LOG", "off")
            .env_remove("DATABASE_URL")
            .env_remove("RUST_BACKTRACE")
            .output()
            .unwrap();
        Said { success: status.success(), out: String::from_utf8(stdout).unwrap(), error: String::from_utf8(stderr).unwrap() }
    }
}

const MEMBERS: &str = include_str!("../directory/tests/upstream/legislators.json");

const TARGETS: &str = "id,kind,role,name,title,of_name,country,holder,full_name,last_name,address,address_country,street,street_country,email,phone,web_form,note,source,as_of,valid_until
capital-ao-foreign-minister,capital,foreign_minister,Ministry of External Relations,,the Republic of Angola,AO,,,,Example Street 1|Luanda,AO,,,,,,,A list,2026-06-15,
custom-examplia,custom,,Headquarters of Examplia,Chair of the Board,,DE,,Ada Arden,Arden,,,,,chair@examplia.example,,,,A list,2026-06-15,
";

#[test]
fn check_counts_targets_by_sort_and_fails_only_if_there_is_something_to_see_to() {
    let said = Desk::new().run(&["check"]);
    for sort in ["senators", "members of the House", "missions to the United States", "missions of the United States"] {
        assert!(said.out.contains(sort), "{}", said.out);
    }
    let line = said.out.lines().find(|line| line.starts_with("senators")).unwrap();
    assert_eq!(line.split_whitespace().take(5).collect::<Vec<_>>(), ["senators", "100", "100,", "0", "not"]);
    assert_eq!(said.success, !said.out.contains("Import a newer one"), "{}", said.out);
}

#[test]
fn a_file_is_imported_once_and_found_to_be_there_the_second_time() {
    let desk = Desk::new();
    let file = desk.file("targets.csv", TARGETS);
    let dry = desk.run(&["import", "targets", &file, "--dry-run"]);
    assert!(dry.out.ends_with("targets: 2 new, 0 changed, 0 gone, 0 as before\nNothing was changed, as --dry-run was given.\n"));
    let first = desk.run(&["import", "targets", &file]);
    assert!(first.success, "{}", first.error);
    assert!(first.out.contains("new      Headquarters of Examplia (custom-examplia)"), "{}", first.out);
    assert_eq!(desk.run(&["import", "targets", &file]).out, "targets: 0 new, 0 changed, 0 gone, 2 as before\n");
    let check = desk.run(&["check"]).out;
    assert!(check.contains("offices in capitals") && check.contains("targets of your own"), "{check}");
}

#[test]
fn a_file_that_is_wrong_is_refused_by_line_and_column_and_changes_nothing() {
    let desk = Desk::new();
    let file = desk.file("targets.csv", &TARGETS.replace("2026-06-15,\ncustom", "2026-02-30,\ncustom"));
    let said = desk.run(&["import", "targets", &file]);
    assert!(!said.success && said.out.is_empty());
    assert!(said.error.contains("is refused, and nothing was changed"), "{}", said.error);
    assert!(said.error.contains("line 2, column as_of: "), "{}", said.error);
    assert!(!desk.run(&["check"]).out.contains("offices in capitals"));
}

#[test]
fn a_file_that_lacks_most_of_congress_is_taken_only_when_told_so() {
    let desk = Desk::new();
    let file = desk.file("legislators.json", MEMBERS);
    let command = ["import", "congress", &file, "--as-of", "2026-06-15"];
    let said = desk.run(&command);
    assert!(!said.success && said.error.contains("--allow-gone"), "{}", said.error);
    let said = desk.run(&[&command[..], &["--allow-gone"]].concat());
    assert!(said.success && said.out.contains("gone     "), "{}", said.error);
    assert!(!desk.run(&["check"]).out.contains("senators                            100"));
}

#[test]
fn what_cannot_be_meant_is_refused_before_the_file_is_read() {
    let desk = Desk::new();
    let file = desk.file("legislators.txt", MEMBERS);
    for (words, why) in [
        (vec!["congress", &file], ".json, .yaml or .csv"),
        (vec!["treaty", &file], ".xml or .csv"),
        (vec!["congress", "nowhere.json"], "nowhere.json cannot be read"),
        (vec!["congress", &file, "--as-of", "2026-02-30"], "2026-02-30"),
        (vec!["congress", &file, "--as-of", "9000-01-01"], "is yet to come"),
        (vec!["senate", &file], "possible values"),
    ] {
        let said = desk.run(&[&["import"], &words[..]].concat());
        assert!(!said.success && said.error.contains(why), "{words:?}: {}", said.error);
    }
}

#[test]
fn an_organisers_address_is_taken_as_it_was_pasted_or_it_is_said_what_to_leave_out() {
    let desk = Desk::new();
    let taken = desk.run(&["organiser", "add", "\u{200B}ana@bücher.example\u{A0}"]);
    assert!(taken.success && taken.out.contains("/desk/sign-in/"), "{}", taken.error);
    for (typed, why) in [
        ("mailto:ana@home.example", "Leave out “mailto:” and enter the address alone: ana@home.example"),
        ("ana@home.example, bob@home.example", "Enter one of them: ana@home.example or bob@home.example"),
        ("an\u{200B}a@home.example", "(zero width space) after “an”"),
    ] {
        let said = desk.run(&["organiser", "add", typed]);
        assert!(!said.success && said.error.contains(why) && !said.error.contains('\u{200B}'), "{typed}: {}", said.error);
    }
}
