//! DMARC: whether SPF or DKIM passed for the domain that a reader sees, and what that domain asks for if not.

use super::{
    About, Finding, Verdict, domains,
    results::{AuthResults, MethodResult},
};

pub(super) fn explain(results: Option<&AuthResults>, from: &str, spf: Option<bool>, dkim: Option<bool>) -> Finding {
    let passed = spf == Some(true) || dkim == Some(true);
    let by = match (spf == Some(true), dkim == Some(true)) {
        (true, true) => "SPF and DKIM both passed, aligned with From",
        (true, false) => "SPF passed, aligned with From",
        (false, true) => "DKIM passed, aligned with From",
        (false, false) => "neither SPF nor DKIM passed for a domain aligned with From",
    };
    let organisation = domains::organisation(from);
    let Some(judged) = results.and_then(|results| results.of("dmarc").next()) else {
        return match (passed, spf.or(dkim).is_some()) {
            (true, _) => finding(Verdict::Unsure, format!("Nobody says. By the other verdicts it would pass: {by}.")),
            (false, true) => finding(Verdict::Bad, format!("Nobody says. By the other verdicts it would not pass: {by}.")),
            (false, false) => finding(Verdict::Unsure, "Nobody says whether it passed."),
        };
    };
    match judged.result.as_str() {
        "pass" if !passed => finding(Verdict::Good, "Passed, as the receiving server says."),
        "pass" => match policy(judged).as_deref() {
            Some("none") => {
                finding(Verdict::Good, format!("Passed: {by}. The record of {organisation} asks for nothing yet (p=none)."))
                    .advise("Once all your mail passes for some weeks, p=quarantine keeps others from writing in your name.")
            }
            _ => finding(Verdict::Good, format!("Passed: {by}.")),
        },
        "none" | "bestguesspass" => {
            let would = if passed { "would pass" } else { "would not pass" };
            let said = format!("{organisation} has no DMARC record. With one the mail {would}: {by}.");
            finding(Verdict::Bad, said).advise(format!(
                "Add a TXT record to _dmarc.{organisation}: v=DMARC1; p=none; rua=mailto:ADDRESS\nReports of who sends in your name come to \
                 ADDRESS. Large providers ask for such a record."
            ))
        }
        "temperror" => {
            finding(Verdict::Unsure, "The DNS did not answer the receiving server (temperror).").advise("Send another test mail.")
        }
        "permerror" => finding(Verdict::Bad, format!("The DMARC record of {organisation} cannot be read (permerror)."))
            .advise(format!("There must be one TXT record at _dmarc.{organisation}, and it begins with v=DMARC1; p=")),
        result => {
            let asks = match policy(judged).as_deref() {
                Some("reject") => ", and its record asks servers to refuse such mail (p=reject)",
                Some("quarantine") => ", and its record asks servers to treat such mail as spam (p=quarantine)",
                _ => "",
            };
            if passed {
                let said = format!("Not passed ({result}){asks}, though {by}: the record may ask for the very same domain.");
                return finding(Verdict::Bad, said).advise(format!(
                    "Look at the TXT record at _dmarc.{organisation} for adkim=s and aspf=s, and take them out."
                ));
            }
            finding(Verdict::Bad, format!("Not passed ({result}): {by}{asks}.")).advise(format!(
                "One of the two must pass for {organisation} or a name below it: see what is said of SPF and DKIM."
            ))
        }
    }
}

fn finding(verdict: Verdict, said: impl Into<String>) -> Finding {
    Finding::new(About::Dmarc, verdict, said)
}

/// The policy of the record, which servers write into a comment (`p=NONE sp=NONE`) or a property (`policy.p`).
fn policy(judged: &MethodResult) -> Option<String> {
    let mut words = judged.comment.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    let in_comment = words.find_map(|word| word.strip_prefix("p="));
    judged.property("policy.p").or(in_comment).map(str::to_ascii_lowercase)
}
