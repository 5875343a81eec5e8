//! Strings that were checked once, and the errors of those that were not fit.
//!
//! Every field of every form, of the API and of the command line goes through here. So what people paste is mended in
//! one way, or refused with a word on what it is and where ([`typed`]).

mod email;
mod indented;
mod signs;
mod typed;

use unicode_normalization::UnicodeNormalization;

pub use self::signs::any_name;
use self::typed::{Lines, mend, refuse};
pub use self::{
    email::EmailError,
    typed::{Place as WhereInText, Unseen, code, mended, mended_line, shown, with_line_feeds, words},
};
pub(crate) use self::{email::server as mail_server, indented::indented_lines, signs::is_blank};
use crate::{campaign::CampaignId, fold::fold, form::Field, problem::Problem};

/// Why a text was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("Please fill this in.")]
    Empty,
    /// In characters.
    #[error("This is {over} {} too long; {limit} are allowed.", if *over == 1 { "character" } else { "characters" })]
    TooLong { limit: usize, over: usize },
    #[error("This must be on one line: there is a line break {0}.")]
    NotOneLine(WhereInText),
    /// It holds a character that is not seen and must go.
    #[error("{0}")]
    Unseen(Unseen),
    /// It holds one of the codes that anybody may use for signs of their own.
    #[error(
        "There is a sign {place} that other computers do not show (U+{code:04X}, of a font such as Wingdings). Type another in its place."
    )]
    Private { code: u32, place: WhereInText },
    /// It holds a U+FFFD, the sign of a letter that some program could not read.
    #[error("There is a “\u{FFFD}” {0}: a letter was lost there in copying. Type that word again.")]
    Lost(WhereInText),
    #[error("{0}")]
    Email(EmailError),
    /// It is not what it should be.
    #[error("{0}")]
    Malformed(Shape),
}

/// What a text should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Shape {
    #[error("This is not the name of a letter.")]
    Letter,
    #[error("This is not one of our links.")]
    Link,
    #[error("Use lower-case letters, digits and hyphens.")]
    Slug,
    #[error("A class code has twelve digits, as in 4821 0937 5516. It stands on the cover sheet.")]
    ClassCode,
    #[error("A set has 1 to 60 cards. Make two sets for more.")]
    CardCount,
    #[error("Name a time zone as in America/New_York, or UTC.")]
    TimeZone,
    #[error("This is not the name of an artwork.")]
    Artwork,
    #[error("A country code is two capital letters, for instance NU.")]
    Country,
    #[error("A treaty's short name is 2 to 12 lower-case letters and digits.")]
    Treaty,
    #[error("This is not the name of a target.")]
    Target,
    #[error("a Bioguide ID is written S000033")]
    Bioguide,
    #[error("Give the whole address of the page, beginning with https://.")]
    WebPage,
    /// An address of at most so many lines.
    #[error("Use at most {0} lines for your address.")]
    AddressLines(usize),
}

impl TextError {
    /// As [`Problem::code`].
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too-long",
            Self::NotOneLine(_) => "not-one-line",
            Self::Unseen(_) => "unseen-character",
            Self::Private { .. } => "private-character",
            Self::Lost(_) => "lost-character",
            Self::Email(error) => error.code(),
            Self::Malformed(shape) => shape.code(),
        }
    }
}

impl Shape {
    const fn code(self) -> &'static str {
        match self {
            Self::Letter => "not-a-letter",
            Self::Link => "not-a-link",
            Self::Slug => "not-a-slug",
            Self::ClassCode => "not-a-class-code",
            Self::CardCount => "card-count",
            Self::TimeZone => "not-a-time-zone",
            Self::Artwork => "not-an-artwork",
            Self::Country => "not-a-country-code",
            Self::Treaty => "not-a-treaty",
            Self::Target => "not-a-target",
            Self::Bioguide => "not-a-bioguide-id",
            Self::WebPage => "not-a-web-page",
            Self::AddressLines(_) => "too-many-lines",
        }
    }
}

/// One thing that is wrong with one field of a form or of a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: Field,
    pub problem: Problem,
}

impl FieldError {
    pub fn new(field: Field, problem: impl Into<Problem>) -> Self {
        Self { field, problem: problem.into() }
    }
}

/// Gives the value of a check, or adds its error to the list with its field.
pub fn collect<T, E: Into<Problem>>(errors: &mut Vec<FieldError>, field: Field, checked: Result<T, E>) -> Option<T> {
    checked.map_err(|error| errors.push(FieldError::new(field, error))).ok()
}

/// The same of a check that finds several things wrong at once.
pub fn collect_all<T>(errors: &mut Vec<FieldError>, field: &Field, checked: Result<T, Vec<Problem>>) -> Option<T> {
    let add = |problems: Vec<Problem>| errors.extend(problems.into_iter().map(|problem| FieldError::new(field.clone(), problem)));
    checked.map_err(add).ok()
}

/// Counts as a reader would: characters of the composed text (NFC), not bytes.
pub fn length(text: &str) -> usize {
    text.nfc().count()
}

/// One line of text: mended ([`mended_line`]), composed (NFC), at most `limit` characters, no control characters.
pub fn one_line(text: &str, limit: usize) -> Result<String, TextError> {
    let text: String = mend(text, Lines::One).nfc().collect();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    refuse(&text, Lines::One)?;
    at_most(text, limit)
}

/// Several lines of text: mended ([`mended`]), composed (NFC), at most `limit` characters. May be empty.
pub fn several_lines(text: &str, limit: usize) -> Result<String, TextError> {
    let text: String = mended(text).nfc().collect();
    refuse(&text, Lines::Several)?;
    at_most(text, limit)
}

fn at_most(text: String, limit: usize) -> Result<String, TextError> {
    let count = text.chars().count();
    if count > limit { Err(TextError::TooLong { limit, over: count - limit }) } else { Ok(text) }
}

/// Whether a text is the address of a page that a browser may be sent to.
pub fn is_web_page(text: &str) -> bool {
    text.starts_with("https://") && text.chars().all(|c| c.is_ascii_graphic() && !"\"'<>\\".contains(c))
}

/// The address of a page that a browser may be sent to, at most [`WEB_PAGE_MAX`] characters.
pub fn web_page(text: &str) -> Result<String, TextError> {
    let text = one_line(text, WEB_PAGE_MAX)?;
    let has_host = text.len() > "https://".len();
    if is_web_page(&text) && has_host { Ok(text) } else { Err(TextError::Malformed(Shape::WebPage)) }
}

/// In characters.
pub const WEB_PAGE_MAX: usize = 500;

/// Makes a newtype around a checked string: private inside, made only by `parse`.
macro_rules! checked_string {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn parse(text: &str) -> Result<Self, $crate::checked::TextError> {
                let check: fn(&str) -> Result<String, $crate::checked::TextError> = $check;
                check(text).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::checked::TextError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use checked_string;

checked_string!(
    /// The supporter's name as it stands under the letter.
    PersonName,
    |text| one_line(text, PersonName::MAX)
);
checked_string!(
    /// Where the supporter writes from, for instance "Ridgeview, OH".
    Town,
    |text| one_line(text, Town::MAX)
);
checked_string!(
    /// An address that mail can be sent to. The only one that a supporter gives us is their own. As it is sent: a
    /// domain in other letters than a to z is kept as `xn--`.
    EmailAddress,
    email::parse_email
);
checked_string!(
    /// A letter's name: 32 lower-case hexadecimal digits, too many to guess. It says nothing about its writer.
    LetterId,
    |text| sixteen_bytes(text).ok_or(TextError::Malformed(Shape::Letter))
);
checked_string!(
    /// A secret in a link or a cookie: 32 lower-case hexadecimal digits, too many to guess.
    Token,
    |text| sixteen_bytes(text).ok_or(TextError::Malformed(Shape::Link))
);
checked_string!(
    /// A campaign's name in addresses: lower-case letters, digits and hyphens, 1 to 64 characters.
    Slug,
    |text| {
        let ok = !text.is_empty()
            && text.len() <= 64
            && !text.starts_with('-')
            && !text.ends_with('-')
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if ok { Ok(text.to_owned()) } else { Err(TextError::Malformed(Shape::Slug)) }
    }
);

impl Slug {
    /// The address that a campaign had first: its own name is that.
    pub fn first_of(campaign: &CampaignId) -> Self {
        Self(campaign.to_string())
    }

    /// The address that a title suggests: its words without accents, with hyphens between them. `None` where it has none
    /// in Latin script.
    pub fn suggested(title: &str) -> Option<Self> {
        const LENGTH: usize = 60;
        let folded = fold(title);
        let mut slug = String::new();
        for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            if slug.len() + 1 + word.len() > LENGTH {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(word);
        }
        Self::parse(&slug).ok()
    }
}

impl PersonName {
    /// In characters.
    pub const MAX: usize = 80;
}

impl Town {
    /// In characters.
    pub const MAX: usize = 80;
}

impl EmailAddress {
    /// In characters, as it is sent (RFC 5321).
    pub const MAX: usize = 254;

    /// As people write it: the server's name in its own letters.
    pub fn shown(&self) -> String {
        email::shown(&self.0)
    }
}

impl LetterId {
    /// Names a letter by sixteen random bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(hexadecimal(&bytes))
    }
}

impl Token {
    /// A secret of sixteen random bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(hexadecimal(&bytes))
    }
}

/// The text, if it is sixteen bytes as [`hexadecimal`] writes them.
fn sixteen_bytes(text: &str) -> Option<String> {
    let is_one = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_one.then(|| text.to_owned())
}

/// Two lower-case digits a byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_a_title() {
        let long = "a very long title that goes on and on until nobody wants to read it any more";
        for (title, slug) in [
            ("Stop the Łódź incinerator!", Some("stop-the-lodz-incinerator")),
            ("¡Únete al Tratado!", Some("unete-al-tratado")),
            ("  A — B  ", Some("a-b")),
            (long, Some("a-very-long-title-that-goes-on-and-on-until-nobody-wants-to")),
            ("Договор", None),
        ] {
            assert_eq!(Slug::suggested(title).as_ref().map(Slug::as_str), slug, "{title}");
        }
    }

    #[test]
    fn a_name_keeps_its_letters_and_loses_its_outer_spaces() {
        for name in ["Łucja Żak", "İpek Öztürk", "Αθηνά", "Ngũgĩ", "O'Brien-Sato", "毛利", "ไพลิน"] {
            assert_eq!(PersonName::parse(&format!("  {name} ")).unwrap().as_str(), name);
        }
    }

    #[test]
    fn a_decomposed_name_is_composed_so_that_it_is_counted_and_printed_once() {
        assert_eq!(PersonName::parse("Lo\u{0301}pez").unwrap().as_str(), "López");
    }

    #[test]
    fn a_name_may_not_carry_a_header_or_reorder_the_envelope() {
        for name in ["A\r\nBcc: b@c.example", "A\nB", "A\rB"] {
            assert!(matches!(PersonName::parse(name), Err(TextError::NotOneLine(_))), "{name:?}");
        }
        for name in ["A\u{0}B", "A\u{202E}B", "A\u{2066}B", "A\u{7f}B"] {
            assert!(matches!(PersonName::parse(name), Err(TextError::Unseen(_))), "{name:?}");
        }
    }

    #[test]
    fn an_empty_name_and_a_name_of_spaces_are_asked_for_again() {
        assert_eq!(PersonName::parse(""), Err(TextError::Empty));
        assert_eq!(PersonName::parse(" \u{a0}\t "), Err(TextError::Empty));
    }

    #[test]
    fn too_long_says_by_how_much() {
        let error = PersonName::parse(&"ł".repeat(83)).unwrap_err();
        assert_eq!(error, TextError::TooLong { limit: 80, over: 3 });
        assert!(PersonName::parse(&"ł".repeat(80)).is_ok());
    }

    #[test]
    fn several_lines_get_one_kind_of_line_end_and_no_controls() {
        assert_eq!(several_lines("a\r\nb\rc\n", 10).unwrap(), "a\nb\nc");
        assert_eq!(several_lines("", 10).unwrap(), "");
        assert!(matches!(several_lines("a\u{8}b", 10), Err(TextError::Unseen(_))));
        assert!(matches!(several_lines("a\u{202E}b", 10), Err(TextError::Unseen(_))));
        assert!(several_lines("שלום\u{200F}!", 10).is_ok());
    }

    #[test]
    fn email_addresses_that_people_have_are_taken() {
        for address in ["a@b.example", "first.last+tag@sub.domain.example", "x_y-z@a-b.test", "o'neil@mail.example"] {
            assert!(EmailAddress::parse(address).is_ok(), "{address}");
        }
        assert_eq!(EmailAddress::parse("Ann@EXAMPLE.Test").unwrap().as_str(), "Ann@example.test");
    }

    #[test]
    fn what_is_not_one_email_address_is_refused() {
        for address in [
            "",
            "a",
            "a@",
            "@b.example",
            "a@b",
            "a b@c.example",
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: c@d.example",
            "a..b@c.example",
            ".a@b.example",
            "a@-b.example",
            "a@b-.example",
            "a@b..example",
            "a@127.0.0.1",
            "<a@b.example>",
            "a@b.example;c",
            "\"a\"@b.example",
        ] {
            assert!(EmailAddress::parse(address).is_err(), "{address:?}");
        }
        assert!(EmailAddress::parse(&format!("{}@b.example", "a".repeat(65))).is_err());
    }

    #[test]
    fn a_letter_id_is_32_hexadecimal_digits() {
        let id = LetterId::from_bytes([0xab; 16]);
        assert_eq!(id.as_str(), "ab".repeat(16));
        assert_eq!(LetterId::parse(id.as_str()), Ok(id));
        for text in ["", "ab", &"AB".repeat(16), &"zz".repeat(16), &"ab".repeat(17)] {
            assert!(LetterId::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_token_is_shaped_like_a_letter_id_and_is_none() {
        let token = Token::from_bytes([0xab; 16]);
        assert_eq!(Token::parse(token.as_str()), Ok(token));
        assert!(Token::parse("AB").is_err());
    }

    #[test]
    fn a_slug_is_plain() {
        for slug in ["a", "mine-ban-2026", "x1"] {
            assert!(Slug::parse(slug).is_ok());
        }
        for slug in ["", "-a", "a-", "A", "a b", "a/b", "ä", "../x", &"a".repeat(65)] {
            assert!(Slug::parse(slug).is_err(), "{slug}");
        }
    }
}
