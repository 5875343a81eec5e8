//! Forms: what people type, under the names by which it is sent. A [`Field`] has one name, in pages, in JSON and in errors.

use std::{borrow::Cow, fmt};

macro_rules! fields {
    ($($(#[$about:meta])* $field:ident = $name:literal,)*) => {
        /// What a form, a query or a request's body has fields for. The list is the whole vocabulary.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$about])* $field,)*
            /// What fills a blank of the letter, by the blank's name.
            Blank(String),
        }

        impl Field {
            /// Every field but the blanks, which the letter's template names.
            pub const FIXED: &'static [Self] = &[$(Self::$field,)*];

            /// As it stands in forms, in JSON and in errors: `name`, `blanks.your-reason`.
            pub fn name(&self) -> Cow<'static, str> {
                match self {
                    $(Self::$field => Cow::Borrowed($name),)*
                    Self::Blank(blank) => Cow::Owned(format!("{BLANKS}{blank}")),
                }
            }
        }
    };
}

/// Stands before a blank's name.
const BLANKS: &str = "blanks.";

fields! {
    // A letter.
    Name = "name",
    /// The supporter's town.
    Place = "place",
    /// The country that is posted from.
    Country = "country",
    /// The supporter's own postal address.
    Address = "address",
    /// A paragraph of the supporter's own.
    Note = "note",
    /// The browser's time zone.
    Zone = "zone",
    // What our server is asked to send.
    Email = "email",
    Consent = "consent",
    // Paper.
    Format = "format",
    /// How the printer turns the sheet.
    Flip = "flip",
    Bleed = "bleed",
    /// Which of the office's addresses it goes to.
    PostTo = "post_to",
    /// The picture side of a card.
    Artwork = "artwork",
    /// Whether the picture side has a QR code.
    Qr = "qr",
    /// Whether the letter's text is printed, or lines to write on.
    Typed = "typed",
    // A class set.
    Cards = "cards",
    /// To whom the class writes.
    To = "to",
    State = "state",
    Target = "target",
    /// First names.
    Names = "names",
    /// The one card that is printed again.
    Only = "only",
    // A report.
    /// How many cards were posted.
    Posted = "posted",
    /// A class code.
    Code = "code",
    Channel = "channel",
    Count = "count",
    Letter = "letter",
    // Whoever looks for an office.
    Street = "street",
    StreetZip = "street-zip",
    // An artwork that is uploaded.
    File = "file",
    /// Who made it.
    Credit = "credit",
    AlternativeText = "alternative_text",
    /// A request's header.
    IdempotencyKey = "Idempotency-Key",
}

impl Field {
    /// The field of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix(BLANKS) {
            Some(blank) => Some(Self::Blank(blank.to_owned())),
            None => Self::FIXED.iter().find(|field| field.name() == name).cloned(),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_field_is_found_by_its_name_and_no_two_have_the_same() {
        let names: BTreeSet<_> = Field::FIXED.iter().map(Field::name).collect();
        assert_eq!(names.len(), Field::FIXED.len());
        for field in Field::FIXED.iter().cloned().chain([Field::Blank("your-reason".to_owned())]) {
            assert_eq!(Field::parse(&field.name()), Some(field));
        }
        assert_eq!(Field::Blank("your-reason".to_owned()).to_string(), "blanks.your-reason");
        for name in ["", "Name", "names ", "blanks"] {
            assert_eq!(Field::parse(name), None, "{name}");
        }
    }
}
