use ring::signature::{ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY as RSA_SHA256, UnparsedPublicKey};
use rustls::pki_types::{SubjectPublicKeyInfoDer, pem::PemObject as _};

use super::*;

/// Made for these tests, and used nowhere.
pub(crate) const RSA_PEM: &str = include_str!("tests/rsa.pem");
pub(crate) const ED25519_PEM: &str = include_str!("tests/ed25519.pem");

pub(crate) fn both_keys() -> Vec<DkimKey> {
    vec![
        DkimKey::parse(DkimAlgorithm::Rsa, "postbag", RSA_PEM.as_bytes()).unwrap(),
        DkimKey::parse(DkimAlgorithm::Ed25519, "postbag-ed", ED25519_PEM.as_bytes()).unwrap(),
    ]
}

const LETTER: &str = "From: =?utf-8?q?=C5=81ucja?= <letters@letters.example>\r\nReply-To: lucja@home.example\r\n\
     To: embassy@mission.example\r\nSubject: Please\r\n accede\r\nDate: Mon, 5 Oct 2026 14:30:15 +0000\r\n\
     Message-ID: <1@letters.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nX-Other: 1\r\n\r\nExcellency,\r\n\r\n.\r\n";

fn at() -> Timestamp {
    "2026-10-05T14:30:15Z".parse().unwrap()
}

fn signed(message: &str) -> String {
    sign(&both_keys(), "letters.example", message, at()).unwrap()
}

/// The tags of each signature, without the spaces that folding made.
fn tags(message: &str, tag: &str) -> Vec<String> {
    let (head, _) = canonical::parts(message);
    let signatures: Vec<_> = unfolded(head).into_iter().filter(|line| line.starts_with("DKIM-Signature:")).collect();
    let of = |line: &String| {
        let tags = line.split_once(':').unwrap().1.split(';').map(|tag| tag.split_whitespace().collect::<String>());
        tags.filter_map(|pair| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())))
            .find(|(name, _)| name == tag)
            .map(|(_, value)| value)
            .unwrap()
    };
    signatures.iter().map(of).collect()
}

fn unfolded(head: &str) -> Vec<String> {
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

/// Whether a public key, as its record has it, accepts a signature of this text.
fn accepts(algorithm: DkimAlgorithm, record: &str, text: &str, signature: &str) -> bool {
    let public = BASE64.decode(record.rsplit_once("p=").unwrap().1).unwrap();
    let signature = BASE64.decode(signature).unwrap();
    match algorithm {
        DkimAlgorithm::Ed25519 => UnparsedPublicKey::new(&ED25519, public).verify(&Sha256::digest(text), &signature).is_ok(),
        DkimAlgorithm::Rsa => {
            // Behind the head of a SubjectPublicKeyInfo for 1024 bits (22 bytes) or for 2048 (24) is what ring wants.
            let head = if public.len() < 200 { 22 } else { 24 };
            UnparsedPublicKey::new(&RSA_SHA256, &public[head..]).verify(text.as_bytes(), &signature).is_ok()
        }
    }
}

mod rfc_8463 {
    //! The message of appendix A with its two signatures and its keys.

    use super::*;

    const MESSAGE: &str = "From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\n\
         Subject: Is dinner ready?\r\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
         Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n\
         Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
    const NAMES: [&str; 8] = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"];
    const BODY_HASH: &str = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";
    const ED25519: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; \
         i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : \
         subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
    const ED25519_SIGNATURE: &str = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";
    const ED25519_SECRET: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    const ED25519_RECORD: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    const RSA: &str = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=football.example.com; \
         i=@football.example.com;\r\n q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n date : message-id : from : \
         subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
    const RSA_SIGNATURE: &str = "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQ\
         TnGdaSGsgeefOsk2JzdA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=";
    const RSA_RECORD: &str = "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2\
         jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT\
         +l/K4w3QIDAQAB";

    /// Its key as OpenSSL would have written it (RFC 8410 section 7).
    fn ed25519() -> DkimKey {
        let head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
        let der = [head.as_slice(), &BASE64.decode(ED25519_SECRET).unwrap()].concat();
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", BASE64.encode(der));
        DkimKey::parse(DkimAlgorithm::Ed25519, "brisbane", pem.as_bytes()).unwrap()
    }

    fn text(signature: &str) -> String {
        canonical::signed(&canonical::fields(canonical::parts(MESSAGE).0), &NAMES, signature)
    }

    #[test]
    fn the_body_has_the_hash_of_the_example() {
        assert_eq!(BASE64.encode(Sha256::digest(canonical::body(canonical::parts(MESSAGE).1))), BODY_HASH);
    }

    #[test]
    fn the_ed25519_key_signs_as_in_the_example_and_shows_the_same_record() {
        assert_eq!(BASE64.encode(ed25519().sign(text(ED25519).as_bytes()).unwrap()), ED25519_SIGNATURE);
        let record = ed25519().record("football.example.com");
        assert_eq!((record.name.as_str(), record.value.as_str()), ("brisbane._domainkey.football.example.com", ED25519_RECORD));
    }

    #[test]
    fn both_signatures_of_the_example_are_of_the_text_that_we_make() {
        assert!(accepts(DkimAlgorithm::Ed25519, ED25519_RECORD, &text(ED25519), ED25519_SIGNATURE));
        assert!(accepts(DkimAlgorithm::Rsa, RSA_RECORD, &text(RSA), RSA_SIGNATURE));
        assert!(!accepts(DkimAlgorithm::Rsa, RSA_RECORD, &text(ED25519), RSA_SIGNATURE));
    }
}

#[test]
fn each_key_signs_and_rsa_stands_first() {
    let signed = signed(LETTER);
    assert!(signed.ends_with(LETTER));
    assert_eq!(tags(&signed, "a"), ["rsa-sha256", "ed25519-sha256"]);
    assert_eq!(tags(&signed, "s"), ["postbag", "postbag-ed"]);
    for (tag, value) in [
        ("d", "letters.example"),
        ("c", "relaxed/relaxed"),
        ("t", "1791210615"),
        (
            "h",
            "From:From:Reply-To:Reply-To:To:To:Subject:Subject:Date:Date:Message-ID:Message-ID:MIME-Version:MIME-Version:\
             Content-Type:Content-Type",
        ),
    ] {
        assert_eq!(tags(&signed, tag), [value, value], "{tag}");
    }
    for line in signed.split("\r\n") {
        assert!(line.len() <= 78, "{line}");
    }
}

#[test]
fn a_header_that_a_message_does_not_have_is_signed_as_missing() {
    let without = LETTER.replacen("Reply-To: ", "X-Reply: ", 1);
    assert_ne!(without, LETTER);
    let names = tags(&signed(&without), "h").remove(0);
    assert_eq!(names.split(':').filter(|name| *name == "Reply-To").count(), 1, "{names}");
    assert!(!names.contains("Cc"), "{names}");
}

#[test]
fn the_signatures_are_those_of_the_keys_in_the_records() {
    let signed = signed(LETTER);
    let names = signed_names(&canonical::fields(canonical::parts(LETTER).0));
    for (key, signature) in both_keys().iter().zip(tags(&signed, "b")) {
        let field = field(key, "letters.example", &names, &tags(&signed, "bh")[0], at());
        let text = canonical::signed(&canonical::fields(canonical::parts(LETTER).0), &names, &field);
        let record = key.record("letters.example").value;
        assert!(accepts(key.algorithm(), &record, &text, &signature));
        assert!(!accepts(key.algorithm(), &record, &text.replace("embassy", "embargo"), &signature));
    }
}

#[test]
fn the_same_message_is_signed_the_same_and_without_a_key_it_stays_as_it_is() {
    assert_eq!(signed(LETTER), signed(LETTER));
    assert_eq!(sign(&[], "letters.example", LETTER, at()).unwrap(), LETTER);
}

#[test]
fn the_record_of_an_rsa_key_is_what_openssl_shows_of_it_in_strings_that_fit() {
    let record = both_keys()[0].record("letters.example.");
    assert_eq!(record.name, "postbag._domainkey.letters.example");
    let public = SubjectPublicKeyInfoDer::from_pem_slice(include_bytes!("tests/rsa.pub.pem")).unwrap();
    assert_eq!(record.value, format!("v=DKIM1; k=rsa; p={}", BASE64.encode(public)));
    let lengths: Vec<_> = record.strings().iter().map(|string| string.len()).collect();
    assert_eq!(lengths, [255, record.value.len() - 255]);
    assert_eq!(record.strings().concat(), record.value);
    let line = record.to_string();
    assert!(line.starts_with("postbag._domainkey.letters.example. IN TXT ( \"v=DKIM1; k=rsa; p=MII"), "{line}");
    assert!(line.ends_with("\" )") && line.matches("\" \"").count() == 1, "{line}");
}

#[test]
fn a_file_that_is_no_key_is_refused_with_the_command_that_makes_one() {
    let rsa = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out FILE";
    let ed25519 = "openssl genpkey -algorithm ed25519 -out FILE";
    let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIBvTBXBgkqhkiG9w0B\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (algorithm, pem, said) in [
        (DkimAlgorithm::Rsa, "", rsa),
        (DkimAlgorithm::Rsa, "not a key", rsa),
        (DkimAlgorithm::Rsa, include_str!("tests/rsa.pub.pem"), "no private key"),
        (DkimAlgorithm::Rsa, include_str!("tests/rsa-1024.pem"), "not of 2048 to 4096 bits"),
        (DkimAlgorithm::Rsa, include_str!("tests/rsa-1024.pem"), rsa),
        (DkimAlgorithm::Rsa, ED25519_PEM, "another kind than RSA"),
        (DkimAlgorithm::Rsa, include_str!("tests/ec.pem"), rsa),
        (DkimAlgorithm::Ed25519, RSA_PEM, "another kind than Ed25519"),
        (DkimAlgorithm::Ed25519, include_str!("tests/ec.pem"), ed25519),
        (DkimAlgorithm::Ed25519, "", ed25519),
        (DkimAlgorithm::Rsa, locked, "openssl pkey -in FILE"),
    ] {
        let error = DkimKey::parse(algorithm, "postbag", pem.as_bytes()).expect_err(said).to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn an_older_form_of_an_rsa_key_is_read_too() {
    let key = DkimKey::parse(DkimAlgorithm::Rsa, "postbag", include_bytes!("tests/rsa.pkcs1.pem")).unwrap();
    assert_eq!(key.record("letters.example"), both_keys()[0].record("letters.example"));
}

#[test]
fn a_selector_is_a_name_in_the_dns() {
    for selector in ["postbag", "S2026", "a.b-c"] {
        let key = DkimKey::parse(DkimAlgorithm::Ed25519, selector, ED25519_PEM.as_bytes()).unwrap();
        assert_eq!(key.selector(), selector.to_ascii_lowercase());
    }
    let long = "a".repeat(64);
    for selector in ["", " ", "a b", "a;b=c", "ł", "a..b", ".a", "-a", "a\r\nb", long.as_str()] {
        let error = DkimKey::parse(DkimAlgorithm::Ed25519, selector, ED25519_PEM.as_bytes()).unwrap_err();
        assert!(matches!(error, DkimError::Selector(_)), "{selector:?}");
    }
}

#[test]
fn a_key_does_not_show_itself() {
    assert_eq!(format!("{:?}", both_keys()[0]), "DkimKey { algorithm: Rsa, selector: \"postbag\", .. }");
}
