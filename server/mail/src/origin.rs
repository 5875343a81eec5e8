//! Where mails say they come from, and how they prove it.

use std::sync::Arc;

use jiff::Timestamp;
use lettre::Address;
use url::{Host, Url};

use crate::{
    MailError,
    dkim::{self, DkimKey},
};

/// The domain behind the `@` of everything that the site sends, with the keys that sign for it.
#[derive(Debug, Clone)]
pub struct Origin {
    domain: String,
    keys: Arc<[DkimKey]>,
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
        let origin = Self { domain, keys: Arc::default() };
        origin.address("postbag").map_err(|_| MailError::PublicUrl)?;
        Ok(origin)
    }

    /// With these keys everything is signed. A name that is not in the DNS has no place for their public halves.
    pub fn with_keys(self, keys: Vec<DkimKey>) -> Result<Self, MailError> {
        if !keys.is_empty() && !self.domain.contains('.') {
            return Err(MailError::NothingToSignFor);
        }
        Ok(Self { keys: keys.into(), ..self })
    }

    /// The whole message with its signatures. It must not be changed any more.
    pub(crate) fn sign(&self, message: String, at: Timestamp) -> Result<String, rustls::Error> {
        if self.keys.is_empty() { Ok(message) } else { dkim::sign(&self.keys, &self.domain, &message, at) }
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
    fn keys_need_a_domain_to_sign_for() {
        let at = |public_url| Origin::parse(public_url, None).unwrap();
        let keys = dkim::tests::both_keys;
        assert!(matches!(at("http://127.0.0.1:3000").with_keys(keys()), Err(MailError::NothingToSignFor)));
        at("http://127.0.0.1:3000").with_keys(Vec::new()).unwrap();
        at("https://letters.example").with_keys(keys()).unwrap();
    }

    #[test]
    fn what_is_not_the_address_of_a_site_is_refused() {
        for url in ["", "letters.example", "ftp://letters.example", "mailto:a@b.example", "https://"] {
            assert!(matches!(Origin::parse(url, None), Err(MailError::PublicUrl)), "{url}");
        }
    }
}
