//! `postbag mail receive`, as a mail server calls it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its sentences may")]

use std::{
    fs,
    io::{ErrorKind, Write as _},
    process::{Command, Stdio},
};

use tempfile::TempDir;

const MAIL: &str = "From: MAILER-DAEMON@mx.example\r\nTo: postbag@letters.example\r\nSubject: Hello\r\n\r\nHello.\r\n";

/// Runs the command with that on its standard input, and returns its code and what it complains of.
fn receive(data: &TempDir, words: &[&str], variables: &[(&str, &str)], input: &[u8]) -> (i32, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_postbag"))
        .args(["mail", "receive"])
        .args(words)
        .env("POSTBAG_DATA", data.path().join("data"))
        .env("RUST_LOG", "off")
        .env_remove("DATABASE_URL")
        .env_remove("RECIPIENT")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    match child.stdin.take().unwrap().write_all(input) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
        _ => {}
    }
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_mail_is_taken_even_where_nobody_understands_it() {
    let data = tempfile::tempdir().unwrap();
    for (words, variables) in [
        (&["--recipient", "x@letters.example"][..], &[][..]),
        (&[], &[("RECIPIENT", "postbag@letters.example")]),
        (&[], &[("EXTENSION", "l5a5a")]),
        (&[], &[]),
    ] {
        assert_eq!(receive(&data, words, variables, MAIL.as_bytes()), (0, String::new()), "{words:?} {variables:?}");
    }
}

#[test]
fn a_mail_of_many_megabytes_is_read_to_its_end() {
    let data = tempfile::tempdir().unwrap();
    let long = [MAIL.as_bytes(), &vec![b'x'; 5 * 1024 * 1024]].concat();
    assert_eq!(receive(&data, &[], &[], &long).0, 0);
}

#[test]
fn a_command_that_is_not_as_it_should_be_ends_with_64() {
    let data = tempfile::tempdir().unwrap();
    let (code, said) = receive(&data, &[], &[], b"");
    assert_eq!(code, 64);
    assert!(said.contains("There is no mail on standard input"), "{said}");
    for words in [&["--recipients", "x"][..], &["x"], &["--recipient"]] {
        assert_eq!(receive(&data, words, &[], MAIL.as_bytes()).0, 64, "{words:?}");
    }
}

#[test]
fn a_mail_that_cannot_be_written_down_is_to_be_brought_again() {
    let data = tempfile::tempdir().unwrap();
    let unreachable = "postgres://postbag:hidden@127.0.0.1:1/postbag";
    let (code, said) = receive(&data, &[], &[("DATABASE_URL", unreachable)], MAIL.as_bytes());
    assert_eq!(code, 75);
    assert!(said.contains("bring it again later") && !said.contains("hidden"), "{said}");
    // A folder that cannot be made, and a setting that is wrong: somebody will mend it.
    fs::write(data.path().join("data"), "a file").unwrap();
    assert_eq!(receive(&data, &[], &[], MAIL.as_bytes()).0, 75);
    assert_eq!(receive(&data, &[], &[("DATABASE_URL_FILE", "/nowhere")], MAIL.as_bytes()).0, 75);
}

#[test]
fn a_file_of_settings_that_cannot_be_read_has_the_mail_brought_again() {
    let data = tempfile::tempdir().unwrap();
    let (code, error) = receive(&data, &[], &[("POSTBAG_CONFIG", "/nowhere/settings")], MAIL.as_bytes());
    assert_eq!(code, 75);
    assert!(error.contains("/nowhere/settings cannot be read"), "{error}");
}
