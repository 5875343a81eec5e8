use super::*;

/// A mail that arrived: the receiving server's headers, and ours below them.
fn arrived(server: &str) -> Findings {
    explain(format!("{server}{OURS}").as_bytes())
}

const OURS: &str = "Received: from letters.example (letters.example [192.0.2.1])\r\n by mx.receiver.example; Mon, 5 Oct 2026 14:30:16 +0000\r\n\
     DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=letters.example;\r\n s=postbag; t=1791210615;\r\n h=From:From:To;\r\n \
     bh=aa;\r\n b=bb\r\n\
     DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=letters.example;\r\n s=postbag-ed; t=1791210615;\r\n h=From;\r\n \
     bh=aa;\r\n b=cc\r\n\
     From: =?utf-8?q?=C5=81ucja?= <letters@letters.example>\r\nTo: olga@receiver.example\r\nSubject: A test\r\n\r\nText\r\n";

/// The verdicts and what is said and advised, by what it is about.
fn about(findings: &Findings, about: About) -> (Vec<Verdict>, String) {
    let of: Vec<&Finding> = findings.findings.iter().filter(|finding| finding.about == about).collect();
    let text =
        of.iter().map(|it| format!("{} {}", it.said, it.advice.as_deref().unwrap_or_default())).collect::<Vec<_>>().join("\n");
    (of.iter().map(|finding| finding.verdict).collect(), text)
}

fn says(findings: &Findings, what: About, verdicts: &[Verdict], parts: &[&str]) {
    let (found, text) = about(findings, what);
    assert_eq!(found, verdicts, "{findings}");
    for part in parts {
        assert!(text.contains(part), "{part} is not in {findings}");
    }
}

use Verdict::{Bad, Good, Unsure};

#[test]
fn a_mail_with_which_all_is_well_is_said_to_be_so() {
    let findings = arrived(
        "Return-Path: <letter-1@letters.example>\r\n\
         Authentication-Results: mx.receiver.example;\r\n dkim=pass header.i=@letters.example header.s=postbag header.b=bb;\r\n \
         dkim=neutral (no key) header.i=@letters.example header.s=postbag-ed header.b=cc;\r\n \
         spf=pass (receiver.example: domain of letter-1@letters.example designates 192.0.2.1 as permitted sender)\r\n \
         smtp.mailfrom=letter-1@letters.example;\r\n dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=letters.example\r\n",
    );
    says(&findings, About::Source, &[Good], &["mx.receiver.example", "topmost"]);
    says(&findings, About::Spf, &[Good], &["192.0.2.1 may send for letters.example"]);
    says(&findings, About::Dkim, &[Good, Unsure], &["as letters.example signed it", "Ed25519", "the other signature is enough"]);
    says(&findings, About::Dmarc, &[Good], &["SPF and DKIM both passed", "p=none"]);
    assert!(findings.are_well());
    let text = findings.to_string();
    assert!(text.ends_with("Nothing needs to be changed."), "{text}");
    assert!(text.contains("The organisation of letters.example is taken to be letters.example"), "{text}");
}

#[test]
fn only_the_topmost_verdict_is_believed() {
    let forged = "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=letters.example; dkim=pass \
                  header.d=letters.example; dmarc=pass header.from=letters.example\r\nReceived-SPF: pass (client-ip=203.0.113.9)\r\n";
    let findings = arrived(&format!("Authentication-Results: mx.receiver.example; dmarc=fail (p=REJECT)\r\n{forged}{forged}"));
    says(&findings, About::Source, &[Good], &["2 more stand below it and were not read"]);
    says(&findings, About::Spf, &[Unsure], &["Nobody says"]);
    says(&findings, About::Dkim, &[Unsure], &["Nobody says", "postbag._domainkey.letters.example"]);
    says(&findings, About::Dmarc, &[Bad], &["Not passed (fail)", "refuse such mail (p=reject)"]);
    assert!(!findings.are_well());
}

#[test]
fn a_server_that_the_record_does_not_name_is_told_to_be_added() {
    for (result, address, advice) in [
        ("softfail", "192.0.2.1", "add ip4:192.0.2.1 before its end"),
        ("fail", "2001:db8::1", "add ip6:2001:db8::1 before its end"),
        ("none", "192.0.2.1", "Add a TXT record to letters.example: v=spf1 ip4:192.0.2.1 -all"),
    ] {
        let findings = arrived(&format!(
            "Received-SPF: {result} (receiver.example: nothing known) client-ip={address}; envelope-from=letter-1@letters.example;\r\n\
             Authentication-Results: mx.receiver.example; spf={result} smtp.mailfrom=letter-1@letters.example;\r\n \
             dkim=pass header.d=letters.example header.s=postbag; dmarc=pass\r\n"
        ));
        says(&findings, About::Spf, &[Bad], &[advice]);
        says(&findings, About::Dmarc, &[Good], &["DKIM passed, aligned with From"]);
    }
}

#[test]
fn received_spf_is_read_where_it_stands_above_the_verdict_or_where_there_is_none() {
    let received =
        "Received-SPF: Pass (receiver.example: permitted) client-ip=192.0.2.1; envelope-from=\"letter-1@letters.example\";\r\n";
    let results = "Authentication-Results: mx.receiver.example; dmarc=pass\r\n";
    says(&arrived(&format!("{received}{results}")), About::Spf, &[Good], &["192.0.2.1 may send for letters.example"]);
    says(&arrived(&format!("{results}{received}")), About::Spf, &[Unsure], &["Nobody says"]);
    says(&arrived(received), About::Spf, &[Good], &["192.0.2.1"]);
    says(&arrived(received), About::Source, &[Unsure], &["no Authentication-Results"]);
}

#[test]
fn an_envelope_of_the_providers_passes_and_does_not_count() {
    let findings = arrived(
        "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=bounces.provider.example;\r\n \
         dkim=pass (signature was verified) header.d=provider.example;dmarc=fail action=none header.from=letters.example;\r\n",
    );
    says(&findings, About::Source, &[Good], &["a server that does not name itself"]);
    says(&findings, About::Spf, &[Unsure], &["not aligned with letters.example", "choose the return path"]);
    says(&findings, About::Dkim, &[Unsure], &["does not count for DMARC"]);
    says(&findings, About::Dmarc, &[Bad], &["neither SPF nor DKIM passed for a domain aligned with From"]);
}

#[test]
fn a_signature_that_does_not_pass_is_told_with_the_likeliest_cause() {
    for (result, advice) in [
        ("fail (body hash did not verify)", "adds a footer"),
        ("neutral (body hash did not verify)", "adds a footer"),
        ("permerror (no key for signature)", "TXT record at postbag._domainkey.letters.example"),
        ("fail reason=\"key not found in DNS\"", "postbag mail dkim-key letters.example"),
        ("fail (bad signature)", "changes a signed header"),
        ("temperror (dns timeout)", "Send another test mail."),
    ] {
        let (result, comment) = result.split_once(' ').unwrap();
        let findings = arrived(&format!(
            "Authentication-Results: mx.receiver.example; dkim={result} {comment} header.d=letters.example header.s=postbag;\r\n \
             spf=pass smtp.mailfrom=letters.example; dmarc=pass\r\n"
        ));
        says(&findings, About::Dkim, &[Bad], &[advice]);
        says(&findings, About::Dmarc, &[Good], &["SPF passed, aligned with From"]);
    }
}

#[test]
fn a_mail_without_a_signature_is_told_to_get_one() {
    let (_, unsigned) = OURS.split_once("b=cc\r\n").unwrap();
    let server =
        "Authentication-Results: mx.receiver.example; dkim=none; spf=pass smtp.mailfrom=letters.example; dmarc=pass (p=none)\r\n";
    let findings = explain(format!("{server}{unsigned}").as_bytes());
    says(&findings, About::Dkim, &[Bad], &["no signature for letters.example", "postbag mail dkim-key letters.example"]);
    let of_another = format!("{server}DKIM-Signature: v=1; d=provider.example; s=x; b=y\r\n{unsigned}");
    says(&explain(of_another.as_bytes()), About::Dkim, &[Bad], &["signed for provider.example, which does not count"]);
}

#[test]
fn a_domain_without_a_dmarc_record_is_told_to_get_one() {
    for result in ["none", "bestguesspass action=none"] {
        let findings = explain(
            format!(
                "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=post.ngo.co.uk; dmarc={result}\r\n\
                 From: letters@letters.ngo.co.uk\r\n\r\n"
            )
            .as_bytes(),
        );
        says(&findings, About::Spf, &[Good], &["aligned with letters.ngo.co.uk"]);
        says(&findings, About::Dmarc, &[Bad], &["With one the mail would pass", "_dmarc.ngo.co.uk: v=DMARC1; p=none"]);
    }
}

#[test]
fn a_record_that_asks_for_the_very_same_domain_is_the_likely_cause_where_both_pass() {
    let findings = arrived(
        "Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=bounce.letters.example; dkim=pass \
         header.d=mail.letters.example; dmarc=fail (p=quarantine)\r\n",
    );
    says(&findings, About::Dmarc, &[Bad], &["adkim=s and aspf=s", "p=quarantine"]);
}

#[test]
fn where_nobody_judged_dmarc_it_is_worked_out() {
    let judged = |spf: &str| arrived(&format!("Authentication-Results: mx.example; spf={spf}; dkim=none\r\n"));
    says(&judged("pass smtp.mailfrom=a@letters.example"), About::Dmarc, &[Unsure], &["would pass: SPF passed"]);
    says(&judged("pass smtp.mailfrom=a@other.example"), About::Dmarc, &[Bad], &["would not pass"]);
    says(&arrived(""), About::Dmarc, &[Unsure], &["Nobody says whether it passed"]);
}

#[test]
fn a_mail_is_read_whatever_its_line_ends_and_what_stands_before_it() {
    let server = "Authentication-Results: mx.receiver.example;\r\n\tspf=pass smtp.mailfrom=letters.example\r\n";
    let usual = arrived(server);
    let text = format!("{server}{OURS}");
    for text in [
        text.replace("\r\n", "\n"),
        text.replace("\r\n", "\r"),
        format!("From letters@letters.example Mon Oct  5 14:30:16 2026\r\n{text}"),
        format!("\u{FEFF}{text}"),
        format!("\r\n{text}"),
    ] {
        assert_eq!(explain(text.as_bytes()), usual, "{text:?}");
    }
}

#[test]
fn what_is_no_mail_is_said_to_be_none() {
    for (raw, said) in [
        (&b""[..], "no From"),
        (b"<html><body>From: a@b.example", "no From"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "no From"),
        (b"From: nobody\r\n\r\n", "no address with a domain"),
        (b"From: a@b.example\r\nFrom: c@d.example\r\n\r\n", "more than one From"),
    ] {
        let findings = explain(raw);
        says(&findings, About::Source, &[Bad], &[said]);
        assert_eq!(findings.findings.len(), 1);
    }
}

#[test]
fn nothing_in_a_header_can_command_the_terminal() {
    let findings = arrived(
        "Authentication-Results: mx.\u{1b}[2Jexample; dkim=fail (\u{1b}]0;x\u{7}\u{9b}\u{202e}bad) header.d=letters.example header.s=postbag\r\n",
    );
    let text = findings.to_string();
    assert!(text.contains("bad") && !text.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text:?}");
}

#[test]
fn no_header_however_odd_breaks_the_explanation() {
    let odd = [
        "Authentication-Results: \r\n",
        "Authentication-Results: ;;;((((\"\\\r\n",
        "Authentication-Results: x; spf=pass smtp.mailfrom=; dkim=pass; dmarc=\r\n",
        "Authentication-Results: x; dkim=fail header.d=.. header.s==; spf= pass (\u{202E}) smtp.mailfrom=\"a b@c\"\r\n",
        "DKIM-Signature: \r\nDKIM-Signature: d=;s=;\r\nReceived-SPF: \r\nReturn-Path: <>\r\n",
        ": no name\r\n\tfolded\r\nX\r\n",
    ];
    for first in odd {
        for second in odd {
            let findings = arrived(&format!("{first}{second}"));
            assert!(!findings.to_string().is_empty());
        }
    }
}
