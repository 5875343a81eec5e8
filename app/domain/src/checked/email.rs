//! Email addresses as people have, paste and type them.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::{
    TextError, one_line,
    signs::{is_unseen, plain},
    typed::unseen,
};

/// Why a text is not one email address, in words for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    #[error("Enter an email address in the form name@example.org.")]
    NotAnEmail,
    #[error("Leave out “mailto:” and enter the address alone: {0}")]
    Mailto(String),
    #[error("Leave out “mailto:” and enter the address alone, in the form name@example.org.")]
    MailtoAlone,
    /// The first two.
    #[error("There is more than one address here. Enter one of them: {0} or {1}")]
    Several(String, String),
    #[error("Enter the address alone, without anything before or after it: {0}")]
    NotAlone(String),
    #[error("There is a space inside the address. Enter it without: {0}")]
    Space(String),
    #[error("There is a curly apostrophe in the address. Type a straight one: {0}")]
    Curly(String),
    #[error("Before the @ stands “{0}”. Only letters, digits and signs such as . _ - + may stand there. Check the address.")]
    Local(char),
    #[error("“{0}” is not the name of a mail server. Check what stands after the @.")]
    Domain(String),
    #[error("This address is longer than the 254 characters that mail allows. Check it.")]
    TooLong,
}

impl EmailError {
    /// As [`Problem::code`](crate::problem::Problem::code).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAnEmail => "email-form",
            Self::Mailto(_) | Self::MailtoAlone => "email-mailto",
            Self::Several(..) => "email-several",
            Self::NotAlone(_) => "email-not-alone",
            Self::Space(_) => "email-space",
            Self::Curly(_) => "email-curly",
            Self::Local(_) => "email-letters",
            Self::Domain(_) => "email-server",
            Self::TooLong => "email-too-long",
        }
    }
}

/// RFC 5321 lengths, in bytes; the local part in any letters (RFC 6531), composed, and without quotes, which no ordinary
/// mailbox needs; the domain as it is sent (RFC 5891).
pub(super) fn parse_email(text: &str) -> Result<String, TextError> {
    // Some keyboards make letters as wide as a Chinese character; each is still the same letter. A list of addresses,
    // one on each line, is reported as a list.
    let text: String =
        one_line(&text.replace(['\r', '\n'], " "), usize::MAX)?.chars().map(|c| if is_wide(c) { plain(c) } else { c }).collect();
    // Some scripts join their letters by unseen characters. Such letters stand only after the @.
    let domain = text.rfind('@').unwrap_or(text.len());
    let stays = |at: usize, c: char| at > domain && matches!(c, '\u{200C}' | '\u{200D}');
    if let Some((at, c)) = text.char_indices().find(|(at, c)| is_unseen(*c) && !stays(*at, *c)) {
        return Err(unseen(&text, at, c));
    }
    address(&text).map_err(|error| TextError::Email(explained(&text, error)))
}

const fn is_wide(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}')
}

/// An address with nothing around it.
fn address(text: &str) -> Result<String, EmailError> {
    let (local, domain) = text.rsplit_once('@').ok_or(EmailError::NotAnEmail)?;
    let local: String = local.nfc().collect();
    let foreign = |c: char| !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c));
    let atom = |c: char| c.is_ascii_alphanumeric() || foreign(c) || "!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_part = |part: &str| part.chars().all(atom) && part.chars().next().is_some_and(|first| !is_combining_mark(first));
    if !(1..=64).contains(&local.len()) || !local.split('.').all(is_part) {
        let stranger = local.chars().find(|c| !c.is_ascii() && !foreign(*c));
        return Err(stranger.map_or(EmailError::NotAnEmail, EmailError::Local));
    }
    let domain = server(domain)?;
    let address = format!("{local}@{domain}");
    if address.len() > super::EmailAddress::MAX { Err(EmailError::TooLong) } else { Ok(address) }
}

/// A mail server's name as it is sent: `bücher.example` is `xn--bcher-kva.example`.
pub(crate) fn server(domain: &str) -> Result<String, EmailError> {
    let unknown = || if domain.is_empty() { EmailError::NotAnEmail } else { EmailError::Domain(short(domain)) };
    let sent = if domain.is_ascii() && !domain.to_ascii_lowercase().contains("xn--") {
        domain.to_ascii_lowercase()
    } else {
        let checked = Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
        checked.map_err(|_| unknown())?.into_owned()
    };
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let is_server = sent.contains('.') && sent.split('.').all(is_label) && !sent.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_server { Ok(sent) } else { Err(unknown()) }
}

/// Of an address that is one.
pub(super) fn shown(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else { return address.to_owned() };
    let (domain, _) = Uts46::new().to_unicode(domain.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
    format!("{local}@{domain}")
}

/// Not more than fits into a sentence.
fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Looks for the address in what was typed, so that the error can say what to leave out.
fn explained(text: &str, error: EmailError) -> EmailError {
    /// Signs that a mail program or a letter puts around addresses.
    const AROUND: [char; 21] =
        [',', ';', '<', '>', '(', ')', '[', ']', '"', '“', '”', '„', '«', '»', '‘', '’', '`', '\'', '|', '、', '，'];
    let start = text.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:"));
    let rest = start.map_or(text, |start| &text[start.len()..]);
    // A link may go on with a subject.
    let rest = if start.is_some() { rest.split('?').next().unwrap_or_default() } else { rest };
    let within = |separators: &dyn Fn(char) -> bool| -> (Option<String>, Option<String>) {
        let inside = |part: &str| {
            let part = part.trim_matches(|c: char| matches!(c, '.' | ':' | '!' | '\'' | '/') || AROUND.contains(&c));
            let part =
                part.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).map_or(part, |start| &part[start.len()..]);
            address(part).ok()
        };
        // However many there are, two are named.
        let mut addresses = rest.split(separators).filter_map(inside);
        let first = addresses.next();
        let second = addresses.find(|address| first.as_ref() != Some(address));
        (first, second)
    };
    let around = |c: char| c.is_whitespace() || AROUND.contains(&c) && !matches!(c, '\'' | '’' | '`' | '|');
    let (Some(first), second) = within(&around) else {
        let together: String = rest.split_whitespace().collect();
        let straight = together.replace(['’', '‘', '´'], "'");
        return match (address(&together), address(&straight)) {
            _ if start.is_some() => EmailError::MailtoAlone,
            (Ok(address), _) if rest.contains(char::is_whitespace) && rest.matches('@').count() == 1 => {
                EmailError::Space(address)
            }
            (Err(_), Ok(address)) if !rest.contains(char::is_whitespace) => EmailError::Curly(address),
            _ if text.contains(char::is_whitespace) || text.matches('@').count() != 1 => EmailError::NotAnEmail,
            _ => error,
        };
    };
    match second {
        Some(second) => EmailError::Several(first, second),
        None if start.is_some() => EmailError::Mailto(first),
        None => EmailError::NotAlone(first),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::checked::EmailAddress;

    fn said(text: &str) -> String {
        EmailAddress::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn an_address_in_any_letters_after_the_at_is_kept_as_it_is_sent() {
        for (typed, kept) in [
            ("ana@bücher.example", "ana@xn--bcher-kva.example"),
            ("ana@BÜCHER.Example", "ana@xn--bcher-kva.example"),
            ("ana@bu\u{308}cher.example", "ana@xn--bcher-kva.example"),
            ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
            ("ana@почта.пример.example", "ana@xn--80a1acny.xn--e1afmkfd.example"),
            ("ana@例え.example", "ana@xn--r8jz45g.example"),
            ("ana@例え。example", "ana@xn--r8jz45g.example"),
            ("ａｎａ＠ｘ．ｅｘａｍｐｌｅ", "ana@x.example"),
            ("\u{200B}\u{202A}ana@x.example\u{202C}\u{FEFF}\u{A0}", "ana@x.example"),
        ] {
            let address = EmailAddress::parse(typed);
            assert_eq!(address.as_ref().map(EmailAddress::as_str), Ok(kept), "{typed:?}");
            assert_eq!(EmailAddress::parse(kept), address);
        }
        for typed in
            ["ana@bü cher.example", "ana@-bü.example", "ana@bü..example", "ana@bü", "ana@xn--\u{fc}.example", "ana@ü_.example"]
        {
            assert!(EmailAddress::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn an_address_in_any_letters_before_the_at_is_kept_composed() {
        for (typed, kept) in [
            ("пошта@пример.example", "пошта@xn--e1afmkfd.example"),
            ("ju\u{308}rgen.o'neil+x@x.example", "jürgen.o'neil+x@x.example"),
            ("用户1@例え.example", "用户1@xn--r8jz45g.example"),
            ("उपयोगकर्ता@x.example", "उपयोगकर्ता@x.example"),
            ("مستخدم@x.example", "مستخدم@x.example"),
            ("ｊürgen@x.example", "jürgen@x.example"),
        ] {
            let address = EmailAddress::parse(typed);
            assert_eq!(address.as_ref().map(EmailAddress::as_str), Ok(kept), "{typed:?}");
            assert_eq!(EmailAddress::parse(kept), address);
            assert_eq!(EmailAddress::parse(&address.unwrap().shown()).unwrap().as_str(), kept);
        }
        assert_eq!(EmailAddress::parse("пошта@xn--e1afmkfd.example").unwrap().shown(), "пошта@пример.example");
        // 32 letters of two bytes each are the most.
        assert!(EmailAddress::parse(&format!("{}@x.example", "п".repeat(32))).is_ok());
        for typed in [
            format!("{}@x.example", "п".repeat(33)),
            "\u{301}a@x.example".to_owned(),
            "п..п@x.example".to_owned(),
            "п п@x.example".to_owned(),
            "п\u{200D}п@x.example".to_owned(),
            "п\u{E000}@x.example".to_owned(),
            "п\u{A0}п@x.example".to_owned(),
            "п،@x.example".to_owned(),
        ] {
            assert!(EmailAddress::parse(&typed).is_err(), "{typed:?}");
        }
    }

    #[test]
    fn what_stands_around_an_address_is_said_with_the_address() {
        let alone = "Enter the address alone, without anything before or after it: ana@x.example";
        for typed in [
            "<ana@x.example>",
            "Ana Writer <ana@x.example>",
            "ana@x.example,",
            "ana@x.example;",
            "ana@x.example.",
            "“ana@x.example”",
            "'ana@x.example'",
            "(ana@x.example)",
            "Ana: ana@x.example",
            "ana@x.example ana@x.example",
        ] {
            assert_eq!(said(typed), alone, "{typed}");
        }
        let mailto = "Leave out “mailto:” and enter the address alone: ana@x.example";
        for typed in ["mailto:ana@x.example", "MAILTO:Ana@x.example?subject=Hello", "mailto: <ana@x.example>"] {
            assert_eq!(said(typed).to_lowercase(), mailto.to_lowercase(), "{typed}");
        }
        assert!(said("mailto:ana").starts_with("Leave out “mailto:”"));
        assert_eq!(
            said("mailto:ana@bücher.example"),
            "Leave out “mailto:” and enter the address alone: ana@xn--bcher-kva.example"
        );
    }

    #[test]
    fn a_second_address_is_said() {
        let either = "There is more than one address here. Enter one of them: ana@x.example or bob@y.example";
        for typed in [
            "ana@x.example, bob@y.example",
            "ana@x.example; bob@y.example",
            "ana@x.example bob@y.example",
            "ana@x.example\nbob@y.example",
            "ana@x.example\r\nbob@y.example\r\n",
            "ana@x.example,bob@y.example",
            "Ana <ana@x.example>, Bob <bob@y.example>, Cy <cy@z.example>",
            "mailto:ana@x.example,bob@y.example",
        ] {
            assert_eq!(said(typed), either, "{typed}");
        }
        // Many are not all read.
        let many: Vec<String> = (0..20_000).map(|number| format!("c{number}@z.example")).collect();
        assert_eq!(said(&format!("ana@x.example, ana@x.example, bob@y.example, {}", many.join(", "))), either);
    }

    #[test]
    fn what_is_wrong_inside_an_address_is_said() {
        assert_eq!(said("ana @x.example"), "There is a space inside the address. Enter it without: ana@x.example");
        assert_eq!(said("ana@x .example"), "There is a space inside the address. Enter it without: ana@x.example");
        assert_eq!(said("o’neil@x.example"), "There is a curly apostrophe in the address. Type a straight one: o'neil@x.example");
        assert!(said("ana♥@x.example").starts_with("Before the @ stands “♥”."));
        assert_eq!(said("ana@x_y.example"), "“x_y.example” is not the name of a mail server. Check what stands after the @.");
        assert_eq!(said("ana"), "Enter an email address in the form name@example.org.");
        for (c, name) in
            [('\u{200B}', "zero width space"), ('\u{AD}', "soft hyphen"), ('\u{2060}', "word joiner"), ('\u{FE0F}', "U+FE0F")]
        {
            assert!(said(&format!("an{c}a@x.example")).contains(&format!("({name}) after “an”")), "{name}");
            assert!(said(&format!("ana@x{c}.example")).contains(&format!("({name}) after “ana@x”")), "{name}");
        }
        assert!(said("ana@x.example\nBcc: b@c.example").contains("more than one address"));
        assert_eq!(said(" "), "Please fill this in.");
    }

    proptest! {
        #[test]
        fn what_survives_is_clean_and_survives_again(text in "[ａa-cA-C.@ ,;:<>'’ü。_\\-xn\u{200B}\u{AD}\u{FEFF}]{0,12}@?[a-bü.。\\-]{0,8}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                let (local, domain) = address.as_str().rsplit_once('@').unwrap();
                prop_assert!(domain.is_ascii() && !address.as_str().contains([' ', ',', '<', ':', 'ａ', '’', '。']));
                prop_assert!(local.len() <= 64 && unicode_normalization::is_nfc(local));
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address));
            }
        }

        #[test]
        fn an_address_that_is_offered_is_one(text in "[a-c@ ,;<>’ü.]{0,20}") {
            if let Err(error) = EmailAddress::parse(&text)
                && let Some((_, offered)) = error.to_string().rsplit_once(": ")
                && offered.contains('@')
            {
                for address in offered.split(" or ") {
                    prop_assert!(EmailAddress::parse(address).is_ok(), "{error}");
                }
            }
        }
    }
}
