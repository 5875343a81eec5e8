//! `postbag mail`, and the secrets that mail needs.

use std::{io::Write as _, net::TcpListener};

use super::*;

const RSA: &str = include_str!("../../mail/src/dkim/tests/rsa.pem");
const ED25519: &str = include_str!("../../mail/src/dkim/tests/ed25519.pem");
const SHORT: &str = include_str!("../../mail/src/dkim/tests/rsa-1024.pem");

const SITE: (&str, &str) = ("PUBLIC_URL", "https://letters.example");

fn made_with_openssl(desk: &Desk, name: &str, command: &str) -> String {
    let file = desk.path(name).to_str().unwrap().to_owned();
    let words: Vec<String> = command.split(' ').map(|word| if word == "FILE" { file.clone() } else { word.to_owned() }).collect();
    assert!(Command::new(&words[0]).args(&words[1..]).output().unwrap().status.success(), "{command}");
    file
}

#[test]
fn without_a_key_the_command_says_how_to_make_one_and_what_it_says_works() {
    let desk = Desk::new();
    let said = desk.run(&["mail", "dkim-key", "letters.example"]);
    assert!(!said.success && said.error.is_empty() && !desk.path("data").exists(), "{}", said.error);
    for (setting, path) in
        [("POSTBAG_DKIM_KEY", "/etc/postbag/dkim.pem"), ("POSTBAG_DKIM_ED25519_KEY", "/etc/postbag/dkim-ed25519.pem")]
    {
        let line = said.out.lines().find(|line| line.contains("openssl") && line.ends_with(path)).unwrap().trim();
        let key = made_with_openssl(&desk, setting, &line.replace(path, "FILE"));
        let said = desk.run_with(&["mail", "dkim-key", "letters.example"], &[(setting, &key), SITE]);
        assert!(
            said.success && said.out.contains("._domainkey.letters.example. IN TXT ( \"v=DKIM1; k="),
            "{}{}",
            said.out,
            said.error
        );
    }
}

#[test]
fn the_records_of_the_keys_are_printed_for_a_zone_file_and_for_a_web_form() {
    let desk = Desk::new();
    let (rsa, ed25519) = (desk.file("rsa", RSA), desk.file("ed25519", ED25519));
    let keys =
        [("POSTBAG_DKIM_KEY", rsa.as_str()), ("POSTBAG_DKIM_ED25519_KEY", &ed25519), ("POSTBAG_DKIM_SELECTOR", "s2026"), SITE];
    let said = desk.run_with(&["mail", "dkim-key", "letters.example."], &keys);
    assert!(said.success, "{}", said.error);
    for part in [
        "s2026._domainkey.letters.example. IN TXT ( \"v=DKIM1; k=rsa; p=",
        "postbag-ed._domainkey.letters.example. IN TXT ( \"v=DKIM1; k=ed25519; p=",
        "\ns2026._domainkey.letters.example\n",
        "\nv=DKIM1; k=rsa; p=",
    ] {
        assert!(said.out.contains(part), "{part} is not in {}", said.out);
    }
    let other = desk.run_with(&["mail", "dkim-key", "other.example"], &keys);
    assert!(!other.success && other.out.contains("mails come from letters.example"), "{}", other.out);
    for domain in ["", "localhost", "192.0.2.1", "https://letters.example", "a@letters.example"] {
        let said = desk.run(&["mail", "dkim-key", domain]);
        assert!(!said.success && said.error.contains("is no domain"), "{domain}: {}", said.error);
    }
}

#[test]
fn a_key_that_cannot_sign_stops_the_start_and_the_error_says_what_makes_a_right_one() {
    let desk = Desk::new();
    let command = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out FILE";
    for (setting, text, says) in [
        ("POSTBAG_DKIM_KEY", "no key", command),
        ("POSTBAG_DKIM_KEY", SHORT, command),
        ("POSTBAG_DKIM_KEY", ED25519, "another kind than RSA"),
        ("POSTBAG_DKIM_ED25519_KEY", RSA, "openssl genpkey -algorithm ed25519 -out FILE"),
    ] {
        let key = desk.file("key", text);
        let said = desk.run_with(&["check"], &[(setting, &key), SITE]);
        let means = format!("{setting}: {key} cannot be used: ");
        assert!(!said.success && said.error.starts_with(&means) && said.error.contains(says), "{}", said.error);
    }
    let missing = desk.path("nowhere").to_str().unwrap().to_owned();
    let said = desk.run_with(&["check"], &[("POSTBAG_DKIM_KEY", &missing), SITE]);
    assert!(!said.success && said.error.contains(&format!("POSTBAG_DKIM_KEY: {missing} cannot be read")), "{}", said.error);
}

#[test]
fn keys_that_have_no_place_in_the_dns_are_refused() {
    let desk = Desk::new();
    let (rsa, ed25519) = (desk.file("rsa", RSA), desk.file("ed25519", ED25519));
    let keys = [("POSTBAG_DKIM_KEY", rsa.as_str()), ("POSTBAG_DKIM_ED25519_KEY", &ed25519)];
    for (variables, why) in [
        (&[("POSTBAG_DKIM_SELECTOR", "a b"), SITE][..], "a b is no selector"),
        (&[("POSTBAG_DKIM_SELECTOR", "one"), ("POSTBAG_DKIM_ED25519_SELECTOR", "ONE"), SITE], "are both one"),
        (&[("PUBLIC_URL", "http://127.0.0.1:3000")], "no domain that it could sign for"),
    ] {
        let said = desk.run_with(&["check"], &[&keys[..], variables].concat());
        assert!(!said.success && said.error.contains(why), "{}", said.error);
    }
    // Set to nothing, it is not set.
    let said = desk.run_with(&["check"], &[("POSTBAG_DKIM_KEY", ""), ("POSTBAG_DKIM_SELECTOR", "")]);
    assert_eq!(said.error, "");
}

#[test]
fn a_key_that_everybody_can_read_is_warned_about() {
    let desk = Desk::new();
    let key = desk.file("key", RSA);
    for (permissions, warned) in [(0o600, false), (0o640, false), (0o644, true)] {
        open_to_all(Path::new(&key), permissions);
        let said = desk.run_with(&["check"], &[("POSTBAG_DKIM_KEY", &key), ("RUST_LOG", "warn"), SITE]);
        assert_eq!(said.error.contains("POSTBAG_DKIM_KEY: everybody"), warned, "{permissions:o}: {}", said.error);
    }
}

#[test]
fn what_systemd_hands_over_is_used_where_nothing_else_is_set() {
    let desk = Desk::new();
    let folder = desk.path("credentials");
    fs::create_dir(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    let credentials = ("CREDENTIALS_DIRECTORY", folder);
    assert_eq!(desk.run_with(&["check"], &[credentials]).error, "", "an empty folder is as none");

    desk.file("credentials/dkim-key", RSA);
    desk.file("credentials/dkim-ed25519-key", ED25519);
    let said = desk.run_with(&["mail", "dkim-key", "letters.example"], &[credentials, SITE]);
    assert!(said.out.contains("k=rsa") && said.out.contains("k=ed25519"), "{}{}", said.out, said.error);
    let other = desk.file("other", ED25519);
    let said = desk.run_with(&["mail", "dkim-key", "letters.example"], &[credentials, ("POSTBAG_DKIM_KEY", &other), SITE]);
    assert!(said.error.contains(&format!("POSTBAG_DKIM_KEY: {other}")), "what is set wins: {}", said.error);

    desk.file("credentials/mail-url", "smtp://user:s3cret@mail.example:what\n");
    let said = desk.run_with(&["check"], &[credentials, SITE]);
    assert!(said.error.contains("MAIL_URL must be") && !said.error.contains("s3cret"), "{}", said.error);
    let file = desk.file("address", "smtp://127.0.0.1:2525");
    for set in [("MAIL_URL", "smtp://127.0.0.1:2525"), ("MAIL_URL_FILE", file.as_str())] {
        assert_eq!(desk.run_with(&["check"], &[credentials, set, SITE]).error, "", "{set:?} wins");
    }
    desk.file("credentials/mail-url", "\n");
    let said = desk.run_with(&["check"], &[credentials, SITE]);
    assert!(said.error.starts_with("The credential mail-url: ") && said.error.contains("is empty"), "{}", said.error);
}

#[test]
fn a_mail_that_came_back_is_explained_from_a_file() {
    let desk = Desk::new();
    let good = "Authentication-Results: mx.example; spf=pass smtp.mailfrom=letters.example; dkim=pass header.d=letters.example; \
                dmarc=pass\r\nDKIM-Signature: v=1; d=letters.example; s=postbag\r\nFrom: letters@letters.example\r\n\r\n";
    let said = desk.run(&["mail", "test", "--headers", &desk.file("good.eml", good)]);
    assert!(said.success && said.out.contains("[good]   DMARC: Passed"), "{}{}", said.out, said.error);
    let said = desk.run(&["mail", "test", "--headers", &desk.file("bad.eml", good.replace("dmarc=pass", "dmarc=none"))]);
    assert!(!said.success && said.out.contains("_dmarc.letters.example"), "{}", said.out);
    for (words, why) in [
        (vec!["mail", "test", "--headers", "nowhere.eml"], "nowhere.eml cannot be read"),
        (vec!["mail", "test", "--headers", &desk.file("empty.eml", "")], "is empty"),
        (vec!["mail", "test"], "<ADDRESS>"),
        (vec!["mail", "test", "a@b.example", "--headers", "x"], "cannot be used with"),
    ] {
        let said = desk.run(&words);
        assert!(!said.success && said.error.contains(why), "{words:?}: {}", said.error);
    }
}

#[test]
fn a_test_mail_needs_a_server_that_takes_it() {
    let desk = Desk::new();
    let said = desk.run(&["mail", "test", "olga@ngo.example"]);
    assert!(
        !said.success && said.error.contains("No mail server is set") && said.error.contains("MAIL_URL_FILE"),
        "{}",
        said.error
    );
    let said = desk.run(&["mail", "test", "olga"]);
    assert!(!said.success && said.error.starts_with("olga: "), "{}", said.error);
    let said = desk.run_with(&["mail", "test", "olga@ngo.example"], &[("MAIL_URL", "smtp://127.0.0.1:1"), SITE]);
    assert!(!said.success && said.error.contains("The mail was not sent: the mail server cannot be reached"), "{}", said.error);
}

/// Takes one mail, whatever is in it, and gives it back with its envelope.
fn take_one_mail() -> (u16, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map(Result::unwrap);
        let answer = |line: &str| (&stream).write_all(format!("{line}\r\n").as_bytes()).unwrap();
        answer("220 mail.example");
        let mut taken = String::new();
        while let Some(line) = lines.next() {
            taken.extend([line.as_str(), "\r\n"]);
            if line == "DATA" {
                answer("354 Go on");
                taken.extend(lines.by_ref().take_while(|line| line != ".").map(|line| line + "\r\n"));
            }
            if line == "QUIT" {
                break;
            }
            answer("250 Yes");
        }
        taken
    });
    (port, server)
}

#[test]
fn a_test_mail_is_sent_signed_and_the_command_says_what_to_do_next() {
    let desk = Desk::new();
    let key = desk.file("key", RSA);
    let (port, server) = take_one_mail();
    let address = format!("smtp://127.0.0.1:{port}");
    let said = desk.run_with(&["mail", "test", "olga@ngo.example"], &[("MAIL_URL", &address), ("POSTBAG_DKIM_KEY", &key), SITE]);
    let taken = server.join().unwrap();
    assert!(said.success, "{}", said.error);
    for part in
        ["from letters@letters.example to olga@ngo.example", "postbag._domainkey.letters.example", "postbag mail test --headers"]
    {
        assert!(said.out.contains(part), "{part} is not in {}", said.out);
    }
    for part in [
        "MAIL FROM:<bounce+t",
        "RCPT TO:<olga@ngo.example>",
        "DKIM-Signature: v=1; a=rsa-sha256",
        "From: \"Postbag\" <letters@letters.example>",
    ] {
        assert!(taken.contains(part), "{part} is not in {taken}");
    }
    assert!(!desk.path("data").exists(), "it needs no database");
}
