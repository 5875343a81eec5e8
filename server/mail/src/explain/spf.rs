//! SPF: whether the server that delivered the mail may send for the domain of the envelope's sender.

use std::net::IpAddr;

use super::{
    About, Finding, Verdict, domains,
    results::{AuthResults, address_in},
    source::Source,
};

pub(super) struct Spf {
    pub(super) finding: Finding,
    /// Whether it passed for the organisation of From; nothing if nobody said.
    pub(super) aligned: Option<bool>,
}

/// What was found about the envelope.
struct Envelope {
    result: String,
    domain: Option<String>,
    address: Option<IpAddr>,
}

pub(super) fn explain(source: &Source, results: Option<&AuthResults>, from: &str) -> Spf {
    let Some(envelope) = Envelope::of(source, results) else {
        let finding = Finding::new(About::Spf, Verdict::Unsure, "Nobody says whether it passed.");
        return Spf { finding, aligned: None };
    };
    let Envelope { result, domain, address } = envelope;
    let name = domain.as_deref().unwrap_or("the envelope's sender");
    let server = address.map_or_else(|| "the server that delivered it".to_owned(), |address| address.to_string());
    let is_aligned = domain.as_deref().is_some_and(|domain| domains::are_aligned(domain, from));
    let finding = match result.as_str() {
        "pass" if is_aligned => Finding::new(
            About::Spf,
            Verdict::Good,
            format!("Passed: {server} may send for {name}, the domain of the envelope's sender. It is aligned with {from} in From."),
        ),
        "pass" => Finding::new(
            About::Spf,
            Verdict::Unsure,
            format!("Passed, but for {name}, which is not aligned with {from} in From. So it does not count for DMARC."),
        )
        .advise(format!(
            "DKIM has to prove it then. Your mail provider puts its own domain into the envelope, and bounces go there: if it lets you \
             choose the return path, choose {from} or a name below {}.",
            domains::organisation(from)
        )),
        "none" => Finding::new(About::Spf, Verdict::Bad, format!("{name} has no SPF record, so nobody knows who may send for it."))
            .advise(record(name, address, true)),
        "fail" | "softfail" | "neutral" => {
            let says = match result.as_str() {
                "fail" => format!("{server} may not send for it"),
                "softfail" => format!("{server} probably may not send for it"),
                _ => format!("nothing is known of {server}"),
            };
            Finding::new(About::Spf, Verdict::Bad, format!("Not passed ({result}): by the SPF record of {name}, {says}."))
                .advise(record(name, address, false))
        }
        "permerror" => Finding::new(About::Spf, Verdict::Bad, format!("The SPF record of {name} cannot be read (permerror).")).advise(
            "There must be one TXT record that begins with v=spf1 and not two, without typing errors, and all its include: together may \
             ask the DNS ten times at most.",
        ),
        "temperror" => {
            Finding::new(About::Spf, Verdict::Unsure, "The DNS did not answer the receiving server (temperror).")
                .advise("Send another test mail.")
        }
        other => Finding::new(About::Spf, Verdict::Unsure, format!("The receiving server says “{other}”, which says nothing.")),
    };
    let aligned = Some(result == "pass" && is_aligned);
    Spf { finding, aligned }
}

impl Envelope {
    /// From the believed verdict, or else from the `Received-SPF` that stands above it.
    fn of(source: &Source, results: Option<&AuthResults>) -> Option<Self> {
        let received = source.above_the_verdict("Received-SPF");
        let return_path = || source.all("Return-Path").next().and_then(domains::of);
        let (result, domain, address) = match results.and_then(|results| results.of("spf").next()) {
            Some(spf) => {
                let domain = spf.property("smtp.mailfrom").or(spf.property("smtp.helo")).and_then(domains::of);
                (spf.result.clone(), domain, spf.address())
            }
            None => (received?.split(|c: char| !c.is_ascii_alphabetic()).next()?.to_ascii_lowercase(), None, None),
        };
        let domain = domain.or_else(|| received.and_then(|value| of_received(value, "envelope-from"))).or_else(return_path);
        let address = address.or_else(|| received.and_then(address_of_received));
        Some(Self { result, domain, address })
    }
}

/// The domain in a `name=value` of a `Received-SPF`.
fn of_received(value: &str, name: &str) -> Option<String> {
    let after = value.split(&format!("{name}=")).nth(1)?;
    domains::of(after.split([';', ' ']).next()?)
}

fn address_of_received(value: &str) -> Option<IpAddr> {
    value.split("client-ip=").nth(1).and_then(address_in).or_else(|| address_in(value))
}

/// What the record of a domain has to say.
fn record(domain: &str, address: Option<IpAddr>, is_new: bool) -> String {
    let term = match address {
        Some(address @ IpAddr::V4(_)) => format!("ip4:{address}"),
        Some(address @ IpAddr::V6(_)) => format!("ip6:{address}"),
        None => "ip4:ADDRESS (the address of your mail server)".to_owned(),
    };
    let by_provider = "If a provider sends your mail, its help pages name an include: to write in the place of the address.";
    if is_new {
        format!("Add a TXT record to {domain}: v=spf1 {term} -all\n{by_provider}")
    } else {
        format!(
            "In the TXT record of {domain} that begins with v=spf1, add {term} before its end (all). Do not add a second record.\n{by_provider}"
        )
    }
}
