//! Where settings come from, and which of them wins.

use super::*;

#[test]
fn what_is_typed_wins_over_the_environment() {
    let desk = Desk::new();
    let of = |name: &str| format!("sqlite://{}", desk.path(name).display());
    let in_a_file = desk.file("secret", of("in-a-file.db"));
    let (file, typed) = (("DATABASE_URL_FILE", in_a_file.as_str()), of("typed.db"));
    for (number, words) in [
        ["check", "--database-url", &typed].to_vec(),
        ["check", &format!("--database-url={typed}")].to_vec(),
        ["check", "--database-url-file", &desk.file("typed", &typed)].to_vec(),
    ]
    .into_iter()
    .enumerate()
    {
        let variable = if number == 2 { ("DATABASE_URL", of("in-a-variable.db")) } else { (file.0, file.1.to_owned()) };
        let said = desk.run_with(&words, &[(variable.0, &variable.1)]);
        assert_eq!(said.error, "", "{words:?}");
        fs::remove_file(desk.path("typed.db")).unwrap();
    }
    assert!(!desk.path("in-a-file.db").exists() && !desk.path("in-a-variable.db").exists());
    let said = desk.run(&["check", "--database-url", &typed, "--database-url-file", &in_a_file]);
    assert!(!said.success && said.error.contains("are both set"), "{}", said.error);
}

#[test]
fn an_address_can_stand_in_a_file() {
    let desk = Desk::new();
    let file = desk.path("letters.db");
    for (number, line_end) in ["", "\n", "\r\n"].into_iter().enumerate() {
        let secret = desk.file(&format!("secret {number}"), format!("sqlite://{}{line_end}", file.display()));
        let said = Desk::new().with("DATABASE_URL_FILE", secret).run(&["check"]);
        assert_eq!(said.error, "");
        fs::remove_file(&file).unwrap();
    }
    let address = format!("sqlite://{}", file.display());
    let said = Desk::new().with("DATABASE_URL_FILE", desk.file("marked", format!("\u{FEFF}{address}\n"))).run(&["check"]);
    assert_eq!(said.error, "");
    for text in [format!("\"{address}\""), format!("DATABASE_URL={address}"), format!("{address}\n{address}\n")] {
        let secret = desk.file("wrong", text);
        let said = Desk::new().with("DATABASE_URL_FILE", secret.as_str()).run(&["check"]);
        let means = format!("DATABASE_URL_FILE: {secret} must hold the address and nothing else");
        assert!(!said.success && said.error.contains(&means), "{}", said.error);
    }
    let secret = desk.file("mail", "smtp://user:s3cret@mail.example:what\n");
    for said in [
        Desk::new().with("MAIL_URL_FILE", secret.as_str()).run(&["check"]),
        Desk::new().run(&["check", "--mail-url-file", &secret]),
    ] {
        assert!(said.error.contains("MAIL_URL must be") && !said.error.contains("s3cret"), "{}", said.error);
    }
}

#[test]
fn an_address_that_is_given_twice_or_cannot_be_read_is_an_error_that_says_which() {
    let desk = Desk::new();
    let there = desk.file("secret", "smtp://user:s3cret@mail.example");
    let empty = desk.file("empty", "\n");
    for (variable, file) in [("MAIL_URL", "MAIL_URL_FILE"), ("DATABASE_URL", "DATABASE_URL_FILE")] {
        let said = Desk::new().with(variable, "smtp://mail.example").with(file, there.as_str()).run(&["check"]);
        assert!(!said.success && said.error.contains(&format!("{variable} and {file} are both set")), "{}", said.error);
        let missing = desk.path("nowhere").to_str().unwrap().to_owned();
        let said = Desk::new().with(file, missing.as_str()).run(&["check"]);
        assert!(!said.success && said.error.contains(file) && said.error.contains(&missing), "{}", said.error);
        let said = Desk::new().with(file, empty.as_str()).run(&["check"]);
        assert!(!said.success && said.error.contains(&format!("{empty} is empty")), "{}", said.error);
        // Set to nothing, it is not set.
        let said = Desk::new().with(file, "").run(&["check"]);
        assert_eq!(said.error, "");
    }
}

#[test]
fn a_secret_that_everybody_can_read_is_warned_about() {
    let desk = Desk::new();
    let secret = desk.file("secret", format!("dir:{}\n", desk.path("mail").display()));
    for (permissions, warned) in [(0o600, false), (0o640, false), (0o644, true)] {
        open_to_all(Path::new(&secret), permissions);
        let said = Desk::new().with("MAIL_URL_FILE", secret.as_str()).with("RUST_LOG", "warn").run(&["check"]);
        assert_eq!(said.error.contains("chmod 600"), warned, "{permissions:o}: {}", said.error);
    }
}

#[test]
fn a_password_that_is_typed_is_refused_before_anything_is_done() {
    for flag in ["--mail-url=smtps://user:s3cret@mail.example", "--database-url=postgres://user:s3cret@db.example/postbag"] {
        let desk = Desk::new();
        let said = desk.run(&["check", flag]);
        assert!(!said.success && said.error.contains("_URL_FILE"), "{}", said.error);
        assert!(!said.error.contains("s3cret") && !desk.path("data").exists());
    }
}

#[test]
fn settings_stand_in_a_file_which_the_environment_and_the_command_line_win_over() {
    let desk = Desk::new();
    let of = |name: &str| format!("sqlite://{}", desk.path(name).display());
    let text =
        format!("# of the site\nDATABASE_URL=\"{}\"\nPOSTBAG_DATA={}\n", of("in-the-file.db"), desk.path("data").display());
    let file = desk.file("settings", text);
    let made = |name: &str| fs::remove_file(desk.path(name)).is_ok();
    for (words, variables, name) in [
        (&["check", "--config", &file][..], &[][..], "in-the-file.db"),
        (&["check"], &[("POSTBAG_CONFIG", file.as_str()), ("DATABASE_URL", "")], "in-the-file.db"),
        (&["--config", &file, "check"], &[("DATABASE_URL", &of("in-a-variable.db"))], "in-a-variable.db"),
        (&["check", "--config", &file, "--database-url", &of("typed.db")], &[], "typed.db"),
    ] {
        let said = desk.run_with(words, variables);
        assert_eq!(said.error, "", "{words:?}");
        assert!(made(name), "{words:?} {name}");
        assert!(!made("in-the-file.db"), "{words:?}");
    }
}

#[test]
fn a_file_of_settings_that_cannot_be_meant_stops_everything_with_its_line() {
    let desk = Desk::new();
    for (text, says) in [
        ("\nPOSTBAG_PROXY=1\n", "line 2: there is no setting POSTBAG_PROXY; the nearest is POSTBAG_PROXIES"),
        ("POSTBAG_PROXIES=many\n", "invalid value 'many' for '--proxies"),
        ("POSTBAG_PACE=of\n", "invalid value 'of' for '--pace"),
    ] {
        let file = desk.file("settings", text);
        let said = desk.run(&["check", "--config", &file]);
        assert!(!said.success && said.error.contains(says) && said.error.contains(&file), "{text}: {}", said.error);
        assert!(!desk.path("data").exists());
    }
    let missing = desk.path("nowhere").to_str().unwrap().to_owned();
    let said = desk.run_with(&["check"], &[("POSTBAG_CONFIG", &missing)]);
    assert!(!said.success && said.error.starts_with(&format!("POSTBAG_CONFIG: {missing} cannot be read")), "{}", said.error);
    assert!(desk.run_with(&["campaign", "list"], &[("POSTBAG_CONFIG", "")]).success, "set to nothing, it is not set");
    let typed = desk.run(&["check", "--config", &desk.file("settings", "POSTBAG_PROXIES=1"), "--pace", "of"]);
    assert!(!typed.success && typed.error.contains("'--pace") && !typed.error.contains("in /"), "{}", typed.error);
}

#[test]
fn a_file_of_settings_with_a_password_that_everybody_can_read_is_warned_about() {
    let desk = Desk::new();
    for (text, permissions, warned) in [
        ("DATABASE_URL=sqlite:///nowhere/a.db\n", 0o644, false),
        ("MAIL_URL=smtps://ada:s3cret@mail.example\n", 0o600, false),
        ("MAIL_URL=smtps://ada:s3cret@mail.example\n", 0o644, true),
    ] {
        let file = desk.file("settings", text);
        open_to_all(Path::new(&file), permissions);
        let said =
            Desk::new().run_with(&["mail", "dkim-key", "letters.example"], &[("POSTBAG_CONFIG", &file), ("RUST_LOG", "warn")]);
        assert_eq!(said.error.contains("chmod 600"), warned, "{permissions:o}: {}", said.error);
        assert!(!said.error.contains("s3cret") && !said.out.contains("s3cret"));
    }
}

#[test]
fn the_log_is_json_where_the_settings_say_so_and_never_has_codes_for_colours() {
    let desk = Desk::new();
    let file = desk.file("settings", "POSTBAG_LOG_FORM=json\n");
    let lines = |said: &Said| said.error.lines().map(str::to_owned).collect::<Vec<_>>();
    let json = lines(&desk.run_with(&["purge", "--config", &file], &[("RUST_LOG", "info")]));
    assert!(!json.is_empty());
    for line in &json {
        let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(line["level"].is_string() && line["message"].is_string() && line["timestamp"].is_string(), "{line}");
    }
    let text = lines(&Desk::new().with("POSTBAG_LOG_FORM", "text").with("RUST_LOG", "info").run(&["purge", "--config", &file]));
    assert!(text.iter().all(|line| !line.starts_with('{') && !line.contains('\u{1b}')), "{text:?}");
    let wrong = Desk::new().with("POSTBAG_LOG_FORM", "xml").with("RUST_LOG", "info").run(&["purge"]);
    assert!(wrong.error.contains("POSTBAG_LOG_FORM is neither text nor json"), "{}", wrong.error);
}
