//! Domains, and which of them belong together.

/// The domain of an address, or the domain itself, in small letters.
pub(super) fn of(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['<', '>', '"']);
    let domain = text.rsplit('@').next().unwrap_or(text).trim_end_matches('.').to_lowercase();
    let is_domain = domain.contains('.') && domain.split('.').all(|label| !label.is_empty() && is_label(label));
    is_domain.then_some(domain)
}

fn is_label(label: &str) -> bool {
    label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Second levels below a country's ending at which everybody can have a domain, as in `co.uk`.
const SHARED: [&str; 21] = [
    "ac", "asn", "co", "com", "ed", "edu", "go", "gob", "gouv", "gov", "gub", "gv", "ltd", "mil", "ne", "net", "nom", "or",
    "org", "plc", "sch",
];

/// What DMARC calls the organisational domain: its last two labels, or three below an ending such as `co.uk`.
pub(super) fn organisation(domain: &str) -> &str {
    let dots: Vec<usize> = domain.rmatch_indices('.').map(|(at, _)| at).collect();
    let from = |dots: Option<&usize>| dots.map_or(domain, |at| &domain[at + 1..]);
    let two = from(dots.get(1));
    match two.split_once('.') {
        Some((second, top)) if top.len() == 2 && SHARED.contains(&second) => from(dots.get(2)),
        _ => two,
    }
}

/// Whether DMARC takes one for the other: in its relaxed way, which is the usual one. A name and what is below it belong
/// together under any ending, as nobody has mail at an ending itself.
pub(super) fn are_aligned(one: &str, other: &str) -> bool {
    let is_below = |low: &str, high: &str| low.strip_suffix(high).is_some_and(|rest| rest.ends_with('.'));
    organisation(one) == organisation(other) || is_below(one, other) || is_below(other, one)
}

/// How that was decided, in words.
pub(super) fn how(from: &str) -> String {
    format!(
        "“Aligned” means: of the same organisation as the From that readers see. The organisation of {from} is taken to be {}: the last \
         two parts of the name, three below an ending such as co.uk. Receiving servers decide it by the Public Suffix List, which is \
         not here; if the two differ, believe the server. A DMARC record with adkim=s or aspf=s asks for the very same domain.",
        organisation(from)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_the_last_two_parts_or_three_below_a_shared_ending() {
        for (domain, organisation_of) in [
            ("letters.example", "letters.example"),
            ("a.b.letters.example", "letters.example"),
            ("letters.ngo.co.uk", "ngo.co.uk"),
            ("ngo.co.uk", "ngo.co.uk"),
            ("co.uk", "co.uk"),
            ("mail.ngo.com.br", "ngo.com.br"),
            ("com.example", "com.example"),
            ("mail.ngo.de", "ngo.de"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(organisation(domain), organisation_of, "{domain}");
        }
        assert!(are_aligned("bounce.ngo.co.uk", "letters.ngo.co.uk") && !are_aligned("one.co.uk", "other.co.uk"));
        assert!(
            are_aligned("bounce.letters.ngo.unknown.uk", "letters.ngo.unknown.uk")
                && !are_aligned("badletters.example", "letters.example")
        );
    }

    #[test]
    fn a_domain_is_taken_out_of_an_address() {
        for (text, domain) in [
            ("<letter-1@Letters.Example>", Some("letters.example")),
            ("letters.example.", Some("letters.example")),
            ("@letters.example", Some("letters.example")),
            ("<>", None),
            ("postmaster", None),
            ("a@b c.example", None),
        ] {
            assert_eq!(of(text).as_deref(), domain, "{text}");
        }
    }
}
