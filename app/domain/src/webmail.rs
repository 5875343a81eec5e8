//! Links that open a letter in the supporter's own mail: `mailto:` (RFC 6068) and the compose pages of Gmail
//! and Outlook.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::checked::EmailAddress;

/// RFC 6068: everything but the unreserved characters of RFC 3986 is encoded; a line end is `%0D%0A`.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// In the address itself the `@` and the signs of mailbox names may stand; `%`, `?` and `&` may not.
const ADDRESS: &AsciiSet = &QUERY.remove(b'@').remove(b'+');

/// A letter that can be opened in a mail program. Without an address the supporter fills it in.
#[derive(Debug, Clone, Copy)]
pub struct Compose<'a> {
    pub to: Option<&'a EmailAddress>,
    pub subject: &'a str,
    pub body: &'a str,
}

impl Compose<'_> {
    pub fn mailto(&self) -> String {
        let to = self.to.map_or(String::new(), |to| utf8_percent_encode(to.as_str(), ADDRESS).to_string());
        format!("mailto:{to}?subject={}&body={}", encode(self.subject), encode(self.body))
    }

    pub fn gmail(&self) -> String {
        let to = encode(self.to.map_or("", EmailAddress::as_str));
        format!("https://mail.google.com/mail/?view=cm&fs=1&to={to}&su={}&body={}", encode(self.subject), encode(self.body))
    }

    pub fn outlook(&self) -> String {
        let to = encode(self.to.map_or("", EmailAddress::as_str));
        format!(
            "https://outlook.live.com/mail/0/deeplink/compose?to={to}&subject={}&body={}",
            encode(self.subject),
            encode(self.body)
        )
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(&text.replace("\r\n", "\n").replace('\n', "\r\n"), QUERY).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailto_link_carries_the_whole_letter_and_nothing_leaks_into_its_headers() {
        let to = EmailAddress::parse("o'neil+mission@embassy.example").unwrap();
        let compose = Compose { to: Some(&to), subject: "50% & more?", body: "Łódź\n\nA=B&bcc=x@y.example" };
        assert_eq!(
            compose.mailto(),
            "mailto:o%27neil+mission@embassy.example?subject=50%25%20%26%20more%3F&body=%C5%81%C3%B3d%C5%BA%0D%0A%0D%0AA%3DB%26bcc%3Dx%40y.example"
        );
    }

    #[test]
    fn webmail_links_decode_to_what_was_written() {
        let compose = Compose { to: None, subject: "s", body: "a+b c\nd" };
        assert!(compose.gmail().ends_with("&to=&su=s&body=a%2Bb%20c%0D%0Ad"));
        assert!(compose.outlook().ends_with("?to=&subject=s&body=a%2Bb%20c%0D%0Ad"));
    }
}
