//! Settings that can be taken and are still not what is meant.

use std::net::IpAddr;

use mail::{MailConfig, MailUrl};
use paper::{FontSearch, installed_faces};

use super::Finding;
use crate::Config;

/// Whether the address that stands in mails and on cards leads here for everybody.
pub(super) fn public_url(config: &Config, mail: &MailConfig) -> Finding {
    judged(&config.public_url(), !config.public_url.is_empty(), matches!(mail.url, MailUrl::Server(_)))
}

/// Where mails leave, people get the address; otherwise somebody may be trying things out.
fn judged(url: &str, is_set: bool, mails_leave: bool) -> Finding {
    const WHAT: &str = "PUBLIC_URL";
    let found = |text: String| if mails_leave { Finding::wrong(WHAT, text) } else { Finding::note(WHAT, text) };
    if !is_set {
        return found(format!(
            "it is not set, so that links in mails and on cards lead to {url}; set it to the address that people use"
        ));
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        return Finding::wrong(WHAT, format!("{url} is no address; write it as https://letters.example.org"));
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host =
        host.strip_prefix('[').and_then(|rest| rest.split(']').next()).or_else(|| host.split(':').next()).unwrap_or_default();
    let is_local = match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback() || address.is_unspecified(),
        Err(_) => host == "localhost" || host.ends_with(".localhost") || !host.contains('.'),
    };
    if is_local {
        return found(format!("{url} leads nowhere from another machine; set it to the address that people use"));
    }
    if scheme != "https" {
        return found(format!(
            "{url} is not encrypted: whoever is on the way can read letters and sign-in links. Let a proxy end TLS, and write https://"
        ));
    }
    Finding::well(WHAT, url)
}

/// Which scripts letters can be in.
pub(super) fn fonts(config: &Config) -> Finding {
    const WHAT: &str = "fonts";
    if let Some(folder) = config.fonts.as_ref().filter(|folder| !folder.as_os_str().is_empty()) {
        let own = installed_faces(&FontSearch { system: false, folder: Some(folder.clone()) });
        if own == 0 {
            return Finding::wrong(
                WHAT,
                format!("POSTBAG_FONTS: there is no font in {}; name the folder in which they are", folder.display()),
            );
        }
    }
    match installed_faces(&FontSearch { system: true, folder: config.fonts.clone() }) {
        0 => Finding::note(
            WHAT,
            "Latin, Greek, Cyrillic and emoji, as they come with the program. For letters in other scripts: \
             apt-get install fonts-noto-core fonts-noto-cjk",
        ),
        faces => Finding::well(WHAT, format!("Latin, Greek, Cyrillic and emoji; {faces} faces are installed for other scripts")),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    #[test]
    fn an_address_that_supporters_cannot_use_is_wrong_as_soon_as_mails_leave() {
        for (url, is_set, level) in [
            ("https://letters.example.org", true, Level::Well),
            ("https://letters.example.org:8443/", true, Level::Well),
            ("http://127.0.0.1:3000", false, Level::Wrong),
            ("http://letters.example.org", true, Level::Wrong),
            ("https://localhost", true, Level::Wrong),
            ("https://127.0.0.1:3000", true, Level::Wrong),
            ("https://[::1]:3000/", true, Level::Wrong),
            ("https://server", true, Level::Wrong),
            ("letters.example.org", true, Level::Wrong),
        ] {
            assert_eq!(judged(url, is_set, true).level, level, "{url}");
        }
        assert_eq!(judged("http://127.0.0.1:3000", false, false).level, Level::Note);
        assert_eq!(judged("http://letters.example.org", true, false).level, Level::Note);
    }
}
