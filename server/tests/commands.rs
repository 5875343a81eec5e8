//! The commands, as they are typed.

#![expect(clippy::unwrap_used, reason = "a test's helpers may fail as its sentences may")]

#[path = "commands/backups.rs"]
mod backups;
#[path = "commands/check.rs"]
mod check;
#[path = "commands/guard.rs"]
mod guard;
#[path = "commands/mail.rs"]
mod mail;
#[path = "commands/settings.rs"]
mod settings;

use std::{
    fs::{self, Permissions},
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A data folder of its own, and the program.
struct Desk(TempDir, Vec<(&'static str, String)>);

/// What a command said.
struct Said {
    success: bool,
    out: String,
    error: String,
}

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap(), Vec::new())
    }

    /// With this in the environment.
    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.1.push((name, value.into()));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, words: &[&str]) -> Said {
        self.run_with(words, &[])
    }

    fn run_with(&self, words: &[&str], variables: &[(&str, &str)]) -> Said {
        let Output { status, stdout, stderr } = Command::new(Path::new(env!("CARGO_BIN_EXE_postbag")))
            .args(words)
            .env("POSTBAG_DATA", self.0.path().join("data"))
            .env("RUST_LOG", "off")
            .env_remove("DATABASE_URL")
            .env_remove("MAIL_URL")
            .env_remove("CREDENTIALS_DIRECTORY")
            .envs(self.1.iter().map(|(name, value)| (name, value)))
            .env_remove("RUST_BACKTRACE")
            .envs(variables.iter().copied())
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
    let file = desk.file("targets.csv", TARGETS.replace("2026-06-15,\ncustom", "2026-02-30,\ncustom"));
    let said = desk.run(&["import", "targets", &file]);
    assert!(!said.success && said.out.is_empty());
    assert!(said.error.contains("is refused, and nothing was changed"), "{}", said.error);
    assert!(said.error.contains("line 2, column as_of: "), "{}", said.error);
    let to_come = desk.file("to-come.csv", TARGETS.replace("2026-06-15,\ncustom", "2999-06-15,\ncustom"));
    let said = desk.run(&["import", "targets", &to_come]);
    assert!(!said.success && said.error.contains("as_of, 2999-06-15, is yet to come"), "{}", said.error);
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
fn an_error_is_one_sentence_and_never_followed_by_a_backtrace() {
    let desk = Desk::new();
    let wrong = desk.file("targets.csv", TARGETS.replace("2026-06-15,\ncustom", "2026-02-30,\ncustom"));
    let workbook = desk.file("workbook.csv", b"PK\x03\x04\x14\0\x06\0[Content_Types].xml");
    let folder = desk.0.path().join("folder.csv");
    fs::create_dir(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    let a_file = desk.file("no-folder", "");
    let below_a_file = format!("{a_file}/data");
    for (words, variables, why) in [
        (vec!["import", "targets", &wrong], vec![], "line 2, column as_of: "),
        (vec!["import", "targets", &workbook], vec![], "this is a workbook of a spreadsheet program"),
        (vec!["import", "targets", "nowhere.csv"], vec![], "nowhere.csv cannot be read: "),
        (vec!["import", "targets", folder], vec![], "is a folder; name the file that is in it."),
        (vec!["import", "treaty", &a_file], vec![], ".xml or .csv"),
        (vec!["import", "congress", &wrong, "--as-of", "9000-01-01"], vec![], "is yet to come"),
        (vec!["import", "congress", &wrong, "--congress", "120"], vec![], "Leave it out here, or import districts."),
        (vec!["import", "targets", &wrong, "--congress", "120"], vec![], "Leave it out here, or import districts."),
        (vec!["import", "treaty", &wrong, "--treaty", "ccm"], vec![], "Leave it out here; a table names the treaty in its rows."),
        (vec!["organiser", "add", "nobody"], vec![], "nobody: "),
        (vec!["check"], vec![("POSTBAG_DATA", below_a_file.as_str())], ""),
        (vec!["check"], vec![("DATABASE_URL", "mysql://127.0.0.1/x")], ""),
        (vec!["serve"], vec![("POSTBAG_ADDR", "192.0.2.1:1")], "cannot listen on 192.0.2.1:1"),
        (vec!["serve"], vec![("POSTBAG_ADDR", "nonsense")], "nonsense"),
        (vec!["what"], vec![], "unrecognized subcommand"),
    ] {
        for backtrace in ["1", "full"] {
            let variables = [&variables[..], &[("RUST_BACKTRACE", backtrace), ("RUST_LIB_BACKTRACE", backtrace)]].concat();
            let said = desk.run_with(&words, &variables);
            assert!(!said.success && said.error.contains(why) && !said.error.trim().is_empty(), "{words:?}: {}", said.error);
            let lower = said.error.to_lowercase();
            assert!(!lower.contains("backtrace") && !lower.contains("0: ") && !lower.contains("caused by"), "{}", said.error);
        }
    }
}

#[test]
fn a_table_is_the_same_however_it_was_saved_and_the_report_says_what_was_made_of_it() {
    let desk = Desk::new();
    assert!(desk.run(&["import", "targets", &desk.file("targets.csv", TARGETS)]).success);
    let same = "targets: 0 new, 0 changed, 0 gone, 2 as before\n";
    let wide = TARGETS.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for (name, bytes, sentence) in [
        ("semicolons.csv", TARGETS.replace(',', ";").into_bytes(), "Columns are separated by semicolons.\n"),
        ("returns.csv", TARGETS.replace('\n', "\r").into_bytes(), "Lines end with a carriage return (CR) alone.\n"),
        ("wide.csv", wide, "The file was read as UTF-16.\n"),
        ("short.csv", TARGETS.replace("2026-06-15,\n", "2026-06-15\n").into_bytes(), "2 lines end before the last columns"),
        ("open.csv", TARGETS.trim_end().as_bytes().to_vec(), "The last line, 3, has no line break at its end"),
    ] {
        let said = desk.run(&["import", "targets", &desk.file(name, bytes)]);
        assert!(said.success && said.out.starts_with(same), "{name}: {}{}", said.out, said.error);
        assert!(said.out[same.len()..].starts_with(sentence), "{name}: {}", said.out);
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn open_to_all(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Everything in a folder that somebody else can read, write or enter.
fn open_in(folder: &Path) -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if mode(&path) & 0o077 != 0 {
            open.push(path.clone());
        }
        if path.is_dir() {
            open.extend(open_in(&path));
        }
    }
    open
}

#[test]
fn the_data_folder_and_all_that_is_in_it_are_private_from_the_start() {
    let desk = Desk::new();
    desk.run(&["check"]);
    let data = desk.path("data");
    assert_eq!((mode(&data), mode(&data.join("postbag.db")), mode(&data.join("mail"))), (0o700, 0o600, 0o700));
    assert_eq!(open_in(&data), Vec::<PathBuf>::new());
}

#[test]
fn what_others_could_read_is_mended_at_the_next_start() {
    let desk = Desk::new();
    desk.run(&["check"]);
    let data = desk.path("data");
    let mail = data.join("mail/0f0f.letter.eml");
    fs::write(&mail, "a letter").unwrap();
    for (path, mode) in [(&data, 0o755), (&data.join("postbag.db"), 0o644), (&data.join("mail"), 0o775), (&mail, 0o664)] {
        open_to_all(path, mode);
    }
    desk.run(&["check"]);
    assert_eq!((mode(&data), mode(&data.join("postbag.db"))), (0o700, 0o600));
    assert_eq!((mode(&data.join("mail")), mode(&mail)), (0o700, 0o600));
    assert_eq!(open_in(&data), Vec::<PathBuf>::new());
}

#[test]
fn a_database_in_another_folder_is_mended_and_its_folder_is_left_alone() {
    let desk = Desk::new();
    let elsewhere = desk.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    open_to_all(&elsewhere, 0o755);
    let file = elsewhere.join("letters.db");
    let desk = desk.with("DATABASE_URL", format!("sqlite://{}", file.display()));
    for _ in 0..2 {
        desk.run(&["check"]);
        assert_eq!((mode(&file), mode(&elsewhere)), (0o600, 0o755));
        open_to_all(&file, 0o666);
    }
}

#[test]
fn a_folder_for_everybody_is_not_closed() {
    let desk = Desk::new();
    let data = desk.path("data");
    fs::create_dir(&data).unwrap();
    fs::set_permissions(&data, Permissions::from_mode(0o1777)).unwrap();
    desk.run(&["check"]);
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o7777, 0o1777);
    assert_eq!(mode(&data.join("postbag.db")), 0o600);
}

#[test]
fn a_data_folder_that_is_open_is_closed_with_what_else_is_in_it() {
    let desk = Desk::new();
    let (data, mail) = (desk.path("data"), desk.path("data/mail"));
    fs::create_dir(&data).unwrap();
    let desk = desk.with("RUST_LOG", "warn");
    for folders in [[&data].as_slice(), &[&data, &mail]] {
        for folder in folders {
            open_to_all(folder, 0o755);
        }
        fs::write(data.join("targets.csv"), "id").unwrap();
        let said = desk.run(&["check"]);
        assert_eq!((mode(&data), mode(&mail), said.error.as_str()), (0o700, 0o700, ""));
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

#[test]
fn an_organiser_is_added_listed_let_in_again_and_removed() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["organiser", "list"]).out, "Nobody works here yet.\n");
    let added = desk.run(&["organiser", "add", "ada@ngo.example", "--role", "owner"]);
    assert!(added.success && added.out.contains("/desk/sign-in/") && added.out.lines().count() == 1, "{}", added.out);
    desk.run(&["organiser", "add", "bob@ngo.example"]);
    let listed = desk.run(&["organiser", "list"]).out;
    assert_eq!(listed, "ada@ngo.example\towner\nbob@ngo.example\torganiser\n");
    let again = desk.run(&["organiser", "add", "Ada@NGO.example"]);
    assert!(again.success && again.out != added.out, "a new link: {}", again.out);
    assert_eq!(desk.run(&["organiser", "list"]).out, listed, "and the same role");
    for (words, said) in [
        (&["organiser", "remove", "ada@ngo.example"][..], "last owner"),
        (&["organiser", "add", "ada@ngo.example", "--role", "viewer"], "last owner"),
        (&["organiser", "remove", "eve@ngo.example"], "Nobody with that address"),
        (&["organiser", "remove", "eve"], "name@example.org"),
    ] {
        let refused = desk.run(words);
        assert!(!refused.success && refused.error.contains(said), "{words:?}: {}", refused.error);
    }
    assert!(desk.run(&["organiser", "remove", "bob@ngo.example"]).success);
    assert_eq!(desk.run(&["organiser", "list"]).out, "ada@ngo.example\towner\n");
}

#[test]
fn a_campaign_goes_out_as_a_file_and_comes_in_under_another_address() {
    let desk = Desk::new();
    let listed = desk.run(&["campaign", "list"]).out;
    assert!(listed.lines().count() == 3 && listed.contains("mine-ban-treaty"), "{listed}");
    let exported = desk.run(&["campaign", "export", "mine-ban-treaty"]);
    assert!(exported.success, "{}", exported.error);
    let file = desk.file("campaign.json", &exported.out);
    let taken = desk.run(&["campaign", "import", &file]);
    assert!(!taken.success && !taken.error.is_empty(), "its address is taken");
    let imported = desk.run(&["campaign", "import", &file, "--slug", "the-same-again"]);
    assert!(imported.success, "{}", imported.error);
    let again = desk.run(&["campaign", "export", "the-same-again"]).out;
    assert_eq!(again, exported.out.replacen("\"mine-ban-treaty\"", "\"the-same-again\"", 1));
    let hostile = exported.out.replacen("https://", "javascript:", 1);
    for (wrong, text) in [("a script for a source", hostile), ("nothing", String::new()), ("no campaign", "{}".to_owned())] {
        let refused = desk.run(&["campaign", "import", &desk.file("wrong.json", text), "--slug", "other"]);
        assert!(!refused.success && !refused.error.is_empty(), "{wrong}");
    }
    assert!(!desk.run(&["campaign", "export", "other"]).success);
}

/// Starts the server, stops it once it listens, and gives back all that it said.
fn said_by_server(desk: &Desk) -> Vec<String> {
    let mut server = Command::new(Path::new(env!("CARGO_BIN_EXE_postbag")))
        .args(["serve", "--addr", "127.0.0.1:0", "--public-url", "https://letters.example"])
        .env("POSTBAG_DATA", desk.path("data"))
        .env("RUST_LOG", "off")
        .env_remove("DATABASE_URL")
        .env_remove("MAIL_URL")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(Result::unwrap);
    let last = |line: &String| line.contains("listening on");
    let mut said: Vec<String> = Vec::new();
    while !said.last().is_some_and(last) {
        said.push(lines.next().unwrap());
    }
    kill_process(Pid::from_child(&server), Signal::TERM).unwrap();
    said.extend(lines);
    server.wait().unwrap();
    said
}

#[test]
fn a_start_prints_a_link_for_the_first_owner_while_there_is_none() {
    let desk = Desk::new();
    let (first, second) = (said_by_server(&desk), said_by_server(&desk));
    assert!(first[0].contains("Nobody owns this site yet"), "{first:?}");
    assert!(first[1].starts_with("https://letters.example/desk/first/"), "{first:?}");
    assert_ne!(first[1], second[1], "a new one each time");
    desk.run(&["organiser", "add", "ada@ngo.example", "--role", "owner"]);
    assert_eq!(said_by_server(&desk).len(), 1);
}
