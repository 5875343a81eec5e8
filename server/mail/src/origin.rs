//! Where mails say they come from.

use lettre::Address;
use url::{Host, Url};

use crate::MailError;

/// The domain behind the `@` of everything that the site sends.
#[derive(Debug, Clone)]
pub struct Origin {
    domain: String,
}

impl Origin {
    /// The domain is `from`, or else the host of `PUBLIC_URL`. A site at an IP address or at a bare name has no domain that
    /// could receive an answer: its mails come from `localhost`.
    pub fn parse(public_url: &str, from: Option<&str>) -> Result<Self, MailError> {
        let url = Url::parse(public_url.trim()).map_err(|_| MailError::PublicUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(MailError::PublicUrl);
        }
        let domain = match (from, url.host()) {
            (Some(from), _) => from.to_owned(),
            (None, Some(Host::Domain(host))) if host.contains('.') => host.trim_end_matches('.').to_owned(),
            (None, Some(_)) => "localhost".to_owned(),
            (None, None) => return Err(MailError::PublicUrl),
        };
        let origin = Self { domain };
        origin.address("postbag").map_err(|_| MailError::PublicUrl)?;
        Ok(origin)
    }

    pub fn domain(&self) -> &str {
        &self.domain
    }

    pub(crate) fn address(&self, local_part: &str) -> Result<Address, lettre::address::AddressError> {
        Address::new(local_part, &self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(public_url: &str) -> String {
        Origin::parse(public_url, None).unwrap().domain().to_owned()
    }

    #[test]
    fn mails_come_from_the_host_of_the_site() {
        assert_eq!(domain("https://letters.example"), "letters.example");
        assert_eq!(domain("https://Letters.Example:8443/sub/"), "letters.example");
        assert_eq!(domain("https://łódź.example"), "xn--d-uga0v4h.example");
    }

    #[test]
    fn a_site_without_a_domain_sends_from_localhost() {
        for url in ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000", "http://postbag:3000"] {
            assert_eq!(domain(url), "localhost", "{url}");
        }
    }

    #[test]
    fn the_mail_url_may_name_another_domain() {
        assert_eq!(Origin::parse("https://letters.example/", Some("campaign.test")).unwrap().domain(), "campaign.test");
    }

    #[test]
    fn what_is_not_the_address_of_a_site_is_refused() {
        for url in ["", "letters.example", "ftp://letters.example", "mailto:a@b.example", "https://"] {
            assert!(matches!(Origin::parse(url, None), Err(MailError::PublicUrl)), "{url}");
        }
    }
}
