//! `postbag check`.

use std::{
    io::Write as _,
    net::TcpListener,
    thread::{self, JoinHandle},
};

use super::*;

/// The line about one thing.
fn line<'a>(said: &'a Said, what: &str) -> &'a str {
    said.out.lines().find(|line| line.starts_with(what)).unwrap_or_default()
}

/// A mail server that takes one connection, and then gives back what it was told. It lets in whom it wants to.
fn mail_server(lets_in: bool) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let told = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"220 mx.example\r\n").unwrap();
        let mut told = Vec::new();
        for line in BufReader::new(stream.try_clone().unwrap()).lines() {
            let line = line.unwrap();
            let answer = match line.split(' ').next().unwrap() {
                "EHLO" => "250-mx.example\r\n250 AUTH PLAIN\r\n",
                "AUTH" if lets_in => "235 welcome\r\n",
                "AUTH" => "535 5.7.8 who are you\r\n",
                "QUIT" => "221 bye\r\n",
                _ => "502 what\r\n",
            };
            told.push(line);
            stream.write_all(answer.as_bytes()).unwrap();
            if answer.starts_with("221") {
                break;
            }
        }
        told
    });
    (format!("smtp://ada:s3cret@{address}?tls=none"), told)
}

#[test]
fn check_has_a_line_for_each_thing_and_nothing_is_wrong_with_a_new_site() {
    let desk = Desk::new();
    let first = desk.run(&["check"]);
    let second = desk.run(&["check"]);
    assert!(line(&first, "database").contains("made at this moment"), "{}", first.out);
    assert!(line(&second, "database").contains("SQLite answers and can be written to"), "{}", second.out);
    for what in ["disk", "data folder", "clock", "PUBLIC_URL", "mail server", "fonts"] {
        assert!(line(&second, what).contains(": "), "{what}: {}", second.out);
    }
    assert!(!second.out.contains("WRONG"), "{}", second.out);
    assert!(line(&second, "mail server").contains("note: none is set"), "{}", second.out);
}

#[test]
fn check_signs_in_at_the_mail_server_and_sends_nothing() {
    let desk = Desk::new();
    for lets_in in [true, false] {
        let (url, told) = mail_server(lets_in);
        let said = desk.run_with(&["check"], &[("MAIL_URL", &url), ("PUBLIC_URL", "https://letters.example")]);
        let line = line(&said, "mail server");
        assert_eq!(line.contains("ok: ") && line.contains("lets us in"), lets_in, "{line}");
        assert_eq!(line.contains("WRONG: ") && line.contains("who are you"), !lets_in, "{line}");
        assert!(!said.out.contains("s3cret") && !said.error.contains("s3cret"), "{}{}", said.out, said.error);
        assert!(said.out.contains("senators"), "the directory is looked at all the same: {}", said.out);
        if lets_in {
            let told = told.join().unwrap();
            assert!(told.iter().all(|line| ["EHLO", "AUTH", "QUIT"].iter().any(|word| line.starts_with(word))), "{told:?}");
        } else {
            assert!(!said.success);
        }
    }
}

#[test]
fn check_fails_for_a_mail_server_that_is_not_there_and_for_an_address_that_nobody_else_can_use() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let desk = Desk::new();
    let said = desk.run_with(&["check"], &[("MAIL_URL", &format!("smtp://{gone}")), ("PUBLIC_URL", "http://localhost:3000")]);
    assert!(!said.success && said.error.is_empty(), "{}", said.error);
    assert!(line(&said, "mail server").contains(&format!("WRONG: {gone}: ")), "{}", said.out);
    assert!(line(&said, "PUBLIC_URL").contains("WRONG: http://localhost:3000 leads nowhere"), "{}", said.out);
}

#[test]
fn check_says_what_others_can_look_into_and_where_there_are_no_fonts() {
    let desk = Desk::new();
    desk.run(&["check"]);
    // A folder for everybody is not closed.
    fs::set_permissions(desk.path("data"), Permissions::from_mode(0o1777)).unwrap();
    let fonts = desk.path("data").to_str().unwrap().to_owned();
    let said = desk.run_with(&["check"], &[("POSTBAG_FONTS", &fonts)]);
    assert!(!said.success && line(&said, "data folder").contains("WRONG: others"), "{}", said.out);
    assert!(line(&said, "fonts").contains("WRONG: POSTBAG_FONTS: there is no font in"), "{}", said.out);
}

#[test]
fn check_of_a_database_that_is_none_says_so_and_looks_at_the_rest() {
    let desk = Desk::new();
    fs::create_dir(desk.path("data")).unwrap();
    desk.file("data/postbag.db", "this is no database, but a text that is somewhat longer than a header of one would be");
    let said = desk.run(&["check"]);
    assert!(!said.success && said.error.contains("as the database is not as it should be"), "{}", said.error);
    assert!(line(&said, "database").contains("WRONG: "), "{}", said.out);
    assert!(line(&said, "disk").contains("ok: ") && !said.out.contains("senators"), "{}", said.out);
}

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
