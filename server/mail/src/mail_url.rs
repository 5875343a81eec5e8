//! `MAIL_URL`, taken apart. It carries a password, so nothing here shows what was given: no error, and not `Debug`. Not even
//! a part is shown, since a password with a `#` or a `/` in it can end up in any part of a URL.

use std::{fmt, path::PathBuf};

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use crate::{MailError, smtp::Trust};

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum MailUrl {
    /// A folder of .eml files, or the one that the site uses when none is named.
    Folder(Option<PathBuf>),
    Server(Server),
}

/// A mail server and how to talk to it.
#[derive(Clone)]
pub struct Server {
    /// A name, or an IP address without brackets.
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    /// The name we introduce ourselves by, if it is not the domain of the mails.
    pub hello: Option<String>,
    /// The domain that mails come from, if it is not the host of the site.
    pub from: Option<String>,
    pub(crate) trust: Trust,
    pub(crate) credentials: Option<Credentials>,
}

impl Server {
    /// Whether we sign in there.
    pub const fn signs_in(&self) -> bool {
        self.credentials.is_some()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, encryption, hello, from, trust, credentials: _ } = self;
        f.debug_struct("Server")
            .field("host", host)
            .field("port", port)
            .field("encryption", encryption)
            .field("hello", hello)
            .field("from", from)
            .field("trust", trust)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    None,
    /// STARTTLS where the server offers it, whoever it is; in the clear where it does not work. RFC 7435: against those
    /// who listen it is better than nothing, and against others it does not help.
    Opportunistic,
    /// STARTTLS, or nothing is sent.
    Required,
    /// TLS from the first byte.
    Wrapper,
}

const FORM: MailError = MailError::Url(
    "must be smtps://USER:PASSWORD@HOST, smtp://USER:PASSWORD@HOST:587?tls=required, dir:PATH or empty. \
     In the user and the password write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25.",
);
const TLS: MailError = MailError::Url("has a tls= that is none of required, opportunistic and none (smtps:// takes no tls=).");
const NAME: MailError = MailError::Url("has a from= or a name after the host that is not a domain such as letters.example.org.");
const HALF: MailError = MailError::Url("has a user without a password, or a password without a user.");
const OPTION: MailError = MailError::Url("has an option that is none of tls=, ca=, verify= and from=, or one of them twice.");
const VERIFY: MailError =
    MailError::Url("has a verify= that is not none. Leave it out, and the server's certificate is verified.");
const WHOM: MailError = MailError::Url(
    "has a ca= or a verify= without encryption that verifies anything, or both of them. They belong to smtps:// and to tls=required.",
);
const EXPOSED: MailError = MailError::Url(
    "has a password and tls=opportunistic: a server that offers no encryption, or somebody on the way, would get the password in the \
     clear. Write tls=required.",
);

impl MailUrl {
    /// Means what lettre's connection URLs mean: `smtps://user:pass@host:465`,
    /// `smtp://user:pass@host:587/hello-name?tls=required|opportunistic`. Two things differ. A password is never
    /// sent in the clear to another machine unless `tls=none` asks for it: without `tls=`, a URL with a password
    /// means `tls=required`. And there are more options: `from=DOMAIN` names the domain that mails come from, `ca=PATH` a file
    /// with the certificates that are believed instead of the public authorities', and `verify=none` believes any.
    pub fn parse(text: &str) -> Result<Self, MailError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Folder(None));
        }
        if let Some(folder) = text.strip_prefix("dir:") {
            return if folder.is_empty() { Err(FORM) } else { Ok(Self::Folder(Some(PathBuf::from(folder)))) };
        }
        let url = Url::parse(text).map_err(|_| FORM)?;
        // The host of a scheme that `url` does not know is not checked by it; an HTTP URL's is.
        let scheme = url.scheme().to_owned();
        let (true, None) = (matches!(scheme.as_str(), "smtp" | "smtps"), url.fragment()) else { return Err(FORM) };
        let host = host(&url)?;
        let (mut tls, mut from, mut ca, mut verify) = (None, None, None, None);
        for (key, value) in url.query_pairs() {
            match &*key {
                "tls" if tls.is_none() => tls = Some(value.into_owned()),
                "ca" if ca.is_none() => ca = Some(PathBuf::from(value.into_owned())),
                "verify" if verify.is_none() => verify = Some(if value == "none" { Trust::Anybody } else { return Err(VERIFY) }),
                "from" if from.is_none() => from = Some(domain(&value)?),
                _ => return Err(OPTION),
            }
        }
        let credentials = credentials(&url)?;
        let encryption = match (scheme.as_str(), tls.as_deref()) {
            ("smtps", None) => Encryption::Wrapper,
            ("smtp", Some("required")) => Encryption::Required,
            ("smtp", Some("opportunistic")) => Encryption::Opportunistic,
            ("smtp", Some("none")) => Encryption::None,
            ("smtp", None) => {
                let in_danger = credentials.is_some() && !is_this_machine(&host);
                if in_danger { Encryption::Required } else { Encryption::None }
            }
            _ => return Err(TLS),
        };
        if encryption == Encryption::Opportunistic && credentials.is_some() && !is_this_machine(&host) {
            return Err(EXPOSED);
        }
        let trust = match (encryption, ca, verify) {
            (Encryption::Opportunistic, None, None) => Trust::Anybody,
            (_, None, None) => Trust::Public,
            (Encryption::Required | Encryption::Wrapper, Some(path), None) => Trust::File(path),
            (Encryption::Required | Encryption::Wrapper, None, Some(trust)) => trust,
            _ => return Err(WHOM),
        };
        // Submission where there is somebody to submit, the plain mail port where there is not.
        let default_port = match encryption {
            Encryption::Wrapper => 465,
            Encryption::None if credentials.is_none() => 25,
            _ => 587,
        };
        let hello = match url.path().trim_matches('/') {
            "" => None,
            name => Some(domain(name)?),
        };
        Ok(Self::Server(Server { host, port: url.port().unwrap_or(default_port), encryption, hello, from, trust, credentials }))
    }
}

fn host(url: &Url) -> Result<String, MailError> {
    let name = url.host_str().filter(|host| !host.is_empty()).ok_or(FORM)?;
    // Parsed again as the host of a special scheme, so that 127.0.0.1 is an address and not a name.
    Ok(match Host::parse(name).map_err(|_| FORM)? {
        Host::Domain(name) => name,
        Host::Ipv4(ip) => ip.to_string(),
        Host::Ipv6(ip) => ip.to_string(),
    })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn domain(name: &str) -> Result<String, MailError> {
    match Host::parse(name) {
        Ok(Host::Domain(name)) if lettre::Address::new("postbag", &name).is_ok() => Ok(name),
        _ => Err(NAME),
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, MailError> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| FORM);
    match (url.username(), url.password().unwrap_or_default()) {
        ("", "") => Ok(None),
        ("", _) | (_, "") => Err(HALF),
        (user, password) => Ok(Some(Credentials::new(decode(user)?, decode(password)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> Server {
        match MailUrl::parse(text) {
            Ok(MailUrl::Server(server)) => server,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn nothing_is_the_local_mailbox_and_a_folder_may_be_named() {
        assert!(matches!(MailUrl::parse(" "), Ok(MailUrl::Folder(None))));
        assert!(
            matches!(MailUrl::parse("dir:/var/mail out"), Ok(MailUrl::Folder(Some(folder))) if folder.as_os_str() == "/var/mail out")
        );
    }

    #[test]
    fn a_server_is_taken_apart() {
        let it = server("smtps://user%40a.example:p%23%C5%82@mail.example:4650/out.example?from=letters.example");
        assert_eq!((it.host.as_str(), it.port, it.encryption), ("mail.example", 4650, Encryption::Wrapper));
        assert_eq!((it.hello.as_deref(), it.from.as_deref()), (Some("out.example"), Some("letters.example")));
        assert_eq!(it.credentials, Some(Credentials::new("user@a.example".into(), "p#ł".into())));
        assert_eq!(server("smtp://[::1]:2525").host, "::1");
    }

    #[test]
    fn a_password_goes_to_another_machine_encrypted_or_because_it_was_asked_for() {
        for (text, encryption, port) in [
            ("smtp://u:p@mail.example", Encryption::Required, 587),
            ("smtp://u:p@mail.example:25", Encryption::Required, 25),
            ("smtp://u:p@mail.example?tls=none", Encryption::None, 587),
            ("smtp://mail.example?tls=opportunistic", Encryption::Opportunistic, 587),
            ("smtp://u:p@localhost?tls=opportunistic", Encryption::Opportunistic, 587),
            ("smtp://u:p@127.0.0.1:2525", Encryption::None, 2525),
            ("smtp://u:p@localhost", Encryption::None, 587),
            ("smtp://mail.example", Encryption::None, 25),
            ("smtp://mail.example?tls=required", Encryption::Required, 587),
            ("smtps://mail.example", Encryption::Wrapper, 465),
        ] {
            let it = server(text);
            assert_eq!((it.encryption, it.port), (encryption, port), "{text}");
        }
    }

    #[test]
    fn a_bad_url_is_refused_without_a_word_of_what_was_in_it() {
        for text in [
            "smtp://user:secret",
            "user:secret@mail.example",
            "http://user:secret@mail.example",
            "smtp://user:sec#secret@mail.example",
            "smtp://user:12#secret@mail.example",
            "smtp://user:12/secret@mail.example",
            "smtp://user:12?secret@mail.example",
            "smtp://user:%ff%secret@mail.example",
            "smtp://user:secret@",
            "smtp://secret@mail.example",
            "smtp://:secret@mail.example",
            "smtp://user:secret@mail.example:99999",
            "smtp://user:secret@mail.example?tls=secret",
            "smtps://user:secret@mail.example?tls=none",
            "smtp://user:secret@mail.example?starttls=secret",
            "smtp://user:secret@mail.example?from=se cret@x",
            "smtp://user:secret@mail.example/se%20cret",
            "smtp://user:secret@mail.example?tls=none&tls=required",
            "smtp://user:secret@mail.example?tls=opportunistic",
            "smtp://user:secret@mail.example?tls=none&ca=/secret.pem",
            "smtp://user:secret@mail.example?tls=none&verify=none",
            "smtps://user:secret@mail.example?verify=secret",
            "smtps://user:secret@mail.example?verify=none&ca=/secret.pem",
            "smtp://secret.example?ca=/secret.pem",
            "dir:",
            "secret",
        ] {
            let error = MailUrl::parse(text).expect_err(text);
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("secret") && shown.starts_with("MAIL_URL "), "{text}: {shown}");
        }
    }

    #[test]
    fn whose_certificate_is_believed_is_said_and_is_nobodys_else() {
        for (text, trust) in [
            ("smtps://u:p@mail.example", Trust::Public),
            ("smtp://u:p@mail.example", Trust::Public),
            ("smtps://u:p@mail.example?ca=/etc/postbag/mail%20server.pem", Trust::File("/etc/postbag/mail server.pem".into())),
            ("smtp://u:p@mail.example?ca=own.pem&tls=required", Trust::File("own.pem".into())),
            ("smtps://mail.example?verify=none", Trust::Anybody),
            ("smtp://mail.example?tls=opportunistic", Trust::Anybody),
        ] {
            assert_eq!(server(text).trust, trust, "{text}");
        }
    }

    #[test]
    fn the_password_is_not_in_the_debug_form() {
        let shown = format!("{:?}", MailUrl::parse("smtp://user:secret@mail.example").unwrap());
        assert!(shown.contains("mail.example") && !shown.contains("secret"), "{shown}");
    }
}
