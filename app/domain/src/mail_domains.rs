//! Mail domains whose addresses an operator does not take: a list in a file.

use std::collections::BTreeSet;

use crate::checked::{EmailAddress, mail_server};

/// Domains, each with all that is below it. Empty unless the operator lists some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusedDomains(BTreeSet<String>);

/// A line of the list that is no domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line}: “{text}” is not a mail domain. Write one domain on each line, such as throwaway.example, and begin a comment with #"
)]
pub struct NotADomain {
    /// From 1.
    pub line: usize,
    /// Cut short where it is long.
    pub text: String,
}

impl RefusedDomains {
    /// One domain on each line, in its own letters or as it is sent (`xn--…`). From a `#` on, a line is a comment.
    pub fn parse(text: &str) -> Result<Self, NotADomain> {
        let mut domains = BTreeSet::new();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
            let domain = line.split('#').next().unwrap_or_default().trim();
            if domain.is_empty() {
                continue;
            }
            let wrong = |_| NotADomain { line: number, text: domain.chars().take(60).collect() };
            domains.insert(mail_server(domain).map_err(wrong)?);
        }
        Ok(Self(domains))
    }

    pub fn refuses(&self, email: &EmailAddress) -> bool {
        let Some((_, server)) = email.as_str().rsplit_once('@') else { return false };
        let mut rest = Some(server);
        while let Some(domain) = rest {
            if self.0.contains(domain) {
                return true;
            }
            rest = domain.split_once('.').map(|(_, above)| above);
        }
        false
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_domain_is_refused_with_all_below_it_in_either_form() {
        let list = "\u{FEFF}# Throwaway addresses\r\nthrowaway.example\n\n  BÜCHER.test  # by hand\nxn--80a1acny.example\n";
        let refused = RefusedDomains::parse(list).unwrap();
        assert_eq!(refused.len(), 3);
        for (address, expected) in [
            ("ada@throwaway.example", true),
            ("ada@Throwaway.Example", true),
            ("ada@mail.throwaway.example", true),
            ("ada@notthrowaway.example", false),
            ("ada@throwaway.example.test", false),
            ("throwaway.example@home.test", false),
            ("ada@bücher.test", true),
            ("ada@xn--bcher-kva.test", true),
            ("ada@почта.example", true),
            ("ada@bucher.test", false),
        ] {
            assert_eq!(refused.refuses(&EmailAddress::parse(address).unwrap()), expected, "{address}");
        }
        assert!(!RefusedDomains::default().refuses(&EmailAddress::parse("ada@throwaway.example").unwrap()));
    }

    #[test]
    fn a_line_that_is_no_domain_is_named_with_its_number() {
        for (list, line, text) in [
            ("throwaway.example\nada@throwaway.example", 2, "ada@throwaway.example"),
            ("\n\n*.throwaway.example", 3, "*.throwaway.example"),
            ("throwaway", 1, "throwaway"),
            ("throwaway.example other.example", 1, "throwaway.example other.example"),
            ("https://throwaway.example", 1, "https://throwaway.example"),
        ] {
            let wrong = RefusedDomains::parse(list).unwrap_err();
            assert_eq!((wrong.line, wrong.text.as_str()), (line, text));
            assert!(wrong.to_string().contains("one domain on each line"), "{wrong}");
        }
    }
}
