//! DKIM: whether the mail is as it was signed, and by whom.

use super::{
    About, Finding, Verdict, domains,
    results::{AuthResults, MethodResult},
    source::Source,
};

pub(super) struct Dkim {
    pub(super) findings: Vec<Finding>,
    /// Whether a signature of From's organisation passed; nothing if nobody said.
    pub(super) aligned: Option<bool>,
}

/// A signature, as the mail has it.
struct Signature {
    domain: String,
    selector: String,
    algorithm: String,
}

pub(super) fn explain(source: &Source, results: Option<&AuthResults>, from: &str) -> Dkim {
    let signatures: Vec<Signature> = source.all("DKIM-Signature").filter_map(Signature::read).collect();
    let is_ours = |signature: &&Signature| domains::are_aligned(&signature.domain, from);
    let judged: Vec<&MethodResult> =
        results.iter().flat_map(|results| results.of("dkim")).filter(|it| it.result != "none").collect();
    let passed = judged.iter().any(|it| it.result == "pass" && signer(it).is_some_and(|by| domains::are_aligned(&by, from)));
    let mut findings: Vec<Finding> = judged.iter().map(|result| verdict(result, &signatures, from, passed)).collect();
    if !signatures.iter().any(|signature| is_ours(&signature)) && !passed {
        let by = signatures.first().map(|it| format!(" It is signed for {}, which does not count for DMARC.", it.domain));
        let said = format!("It has no signature for {from}.{}", by.unwrap_or_default());
        findings.push(Finding::new(About::Dkim, Verdict::Bad, said).advise(format!(
            "Let Postbag sign: `postbag mail dkim-key {from}` says how. Or let your mail server or provider sign for {from}."
        )));
    } else if findings.is_empty() {
        let names: Vec<String> = signatures.iter().filter(is_ours).map(Signature::record).collect();
        let said = format!("It is signed for {from}, with the key that the DNS should show at {}.", names.join(" and at "));
        findings.push(Finding::new(About::Dkim, Verdict::Unsure, format!("{said} Nobody says whether the signature is right.")));
    }
    let aligned = if judged.is_empty() && !signatures.is_empty() { None } else { Some(passed) };
    Dkim { findings, aligned }
}

/// What one verdict means. `passed`: another signature has proven all that DMARC wants.
fn verdict(result: &MethodResult, signatures: &[Signature], from: &str, passed: bool) -> Finding {
    let signature = of(result, signatures);
    let signer = signer(result).or_else(|| signature.map(|it| it.domain.clone()));
    let Some(signer) = signer else {
        let said = format!("The receiving server says “{}”, but not of whose signature.", result.result);
        return Finding::new(About::Dkim, if passed { Verdict::Unsure } else { Verdict::Bad }, said);
    };
    let is_ours = domains::are_aligned(&signer, from);
    if result.result == "pass" {
        let (verdict, aligned) = if is_ours {
            (Verdict::Good, format!("It is aligned with {from} in From."))
        } else {
            (Verdict::Unsure, format!("It is not aligned with {from} in From, so it does not count for DMARC."))
        };
        return Finding::new(About::Dkim, verdict, format!("Passed: the mail is as {signer} signed it. {aligned}"));
    }
    let quoted = if result.comment.is_empty() { String::new() } else { format!(" (“{}”)", result.comment) };
    let said = format!("The signature for {signer} did not pass: {}{quoted}.", result.result);
    if !is_ours {
        return Finding::new(
            About::Dkim,
            Verdict::Unsure,
            format!("{said} It is not aligned with {from}, so it would not count for DMARC."),
        );
    }
    let is_ed25519 = result.property("header.a").map_or_else(
        || signature.is_some_and(|it| it.algorithm.starts_with("ed25519")),
        |algorithm| algorithm.starts_with("ed25519"),
    );
    if is_ed25519 && passed {
        return Finding::new(
            About::Dkim,
            Verdict::Unsure,
            format!("{said} It is of the Ed25519 key. Many servers cannot read those; the other signature is enough."),
        );
    }
    Finding::new(About::Dkim, Verdict::Bad, said).advise(advice(result, signature, &signer))
}

fn advice(result: &MethodResult, signature: Option<&Signature>, signer: &str) -> String {
    let comment = result.comment.to_ascii_lowercase();
    let record = signature.map_or_else(|| format!("SELECTOR._domainkey.{signer}"), Signature::record);
    if comment.contains("body hash") || comment.contains("body has been altered") {
        return "The text was changed after it was signed: a server on the way adds a footer, takes the HTML out or wraps lines. Let that \
                be turned off for Postbag's mails, or let the last server sign in the place of Postbag."
            .to_owned();
    }
    if comment.contains("key") || matches!(result.result.as_str(), "permerror" | "neutral") {
        return format!(
            "The DNS should show the public key as a TXT record at {record}; `postbag mail dkim-key {signer}` prints it. Look for quotation \
             marks, spaces and missing pieces in the value, and for the domain written twice in the name."
        );
    }
    if result.result == "temperror" {
        return "The DNS did not answer the receiving server. Send another test mail.".to_owned();
    }
    format!(
        "Compare the TXT record at {record} with what `postbag mail dkim-key {signer}` prints. If it is the same, a server on the way \
         changes a signed header, such as From, To or Subject."
    )
}

/// Whom a verdict says has signed.
fn signer(result: &MethodResult) -> Option<String> {
    result.property("header.d").or(result.property("header.i")).and_then(domains::of)
}

/// The signature that a verdict is about: of the same selector where that is said, and of the same domain.
fn of<'a>(result: &MethodResult, signatures: &'a [Signature]) -> Option<&'a Signature> {
    let signer = signer(result);
    let selector = result.property("header.s");
    let mut fitting = signatures.iter().filter(|it| {
        signer.as_deref().is_none_or(|domain| it.domain == domain) && selector.is_none_or(|selector| it.selector == selector)
    });
    // Of two that fit, nobody knows which.
    fitting.next().filter(|_| fitting.next().is_none())
}

impl Signature {
    fn read(value: &str) -> Option<Self> {
        let tag = |name: &str| {
            let tags = value.split(';').filter_map(|tag| tag.split_once('='));
            let mut found = tags.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_ascii_lowercase());
            found.next()
        };
        Some(Self {
            domain: tag("d").as_deref().and_then(domains::of)?,
            selector: tag("s")?,
            algorithm: tag("a").unwrap_or_default(),
        })
    }

    fn record(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }
}
