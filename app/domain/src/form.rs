//! Forms: what people type, and the names under which it is sent.
//!
//! A [`Field`] has one name, in pages, in JSON and in errors. A [`Form`] is a struct of values as they were typed. It
//! is made by [`form!`](macro@crate::form), so that its parser, its hidden inputs, its JSON and what the browser keeps
//! of it have the same fields. The site says in words how a field is asked for.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

macro_rules! fields {
    ($($(#[$about:meta])* $field:ident = $name:literal,)*) => {
        /// The fields of a form, a query or a request's body. The list is the whole vocabulary.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$about])* $field,)*
            /// The text for a blank of the letter, by the blank's name.
            Blank(String),
            /// One of several fields of a sort, by what it is about.
            Each(Each, String),
        }

        impl Field {
            /// Every field but those of which a form has as many as something else says: a letter's template its blanks.
            pub const FIXED: &'static [Self] = &[$(Self::$field,)*];

            /// As it stands in forms, in JSON and in errors: `name`, `blanks.your-reason`.
            pub fn name(&self) -> Cow<'static, str> {
                match self {
                    $(Self::$field => Cow::Borrowed($name),)*
                    Self::Blank(blank) => Cow::Owned(format!("{BLANKS}{blank}")),
                    Self::Each(sort, about) => Cow::Owned(format!("{}{about}", sort.prefix())),
                }
            }
        }
    };
}

/// The prefix of a blank's name.
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
    // Mail that our server sends.
    Email = "email",
    Consent = "consent",
    /// Whether the supporter wants to be asked later if the office answered.
    AskLater = "ask_later",
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
    /// A name, a country, a place.
    Q = "q",
    Zip = "zip",
    District = "district",
    /// A kind of targets.
    Kind = "kind",
    /// The order of what is found.
    Order = "order",
    Page = "page",
    // A campaign at the desk.
    /// Its address.
    Slug = "slug",
    /// Its address, where it begins from a file.
    FileSlug = "file_slug",
    /// The campaign that another begins as a copy of.
    CopyOf = "copy_of",
    Title = "title",
    Summary = "summary",
    /// What is happening.
    Story = "story",
    /// Why it matters.
    Why = "why",
    WhatToDo = "what_to_do",
    TalkingPoints = "talking_points",
    Sources = "sources",
    /// The languages that it is in.
    Languages = "languages",
    Slogan = "slogan",
    Colour = "colour",
    /// The artwork at the top of its page.
    Header = "header",
    Subject = "subject",
    Body = "body",
    /// A shorter text for cards.
    CardBody = "card_body",
    Audience = "audience",
    OpensOn = "opens_on",
    ClosesOn = "closes_on",
    TimeZone = "time_zone",
    Goal = "goal",
    /// The channels that it offers.
    Channels = "channels",
    /// The papers that it offers.
    Papers = "papers",
    /// Whether its letters leave in office hours alone.
    OfficeHours = "office_hours",
    /// The seconds between two letters to one target.
    Gap = "gap",
    /// Whether its letters are spread over the time until it closes.
    Spread = "spread",
    /// Whether the letters of a day go to each target in one mail.
    Digest = "digest",
    Hashtags = "hashtags",
    ShareText = "share_text",
    Contact = "contact",
    Thanks = "thanks",
    /// What stands in place of the form when it is won.
    Won = "won",
    // Its targets.
    /// The treaty that it is about.
    Treaty = "treaty",
    /// A rule that is added.
    Rule = "rule",
    /// The name of a list.
    ListName = "list_name",
    /// The targets of a list, one a line.
    List = "list",
    /// Targets, one a line.
    These = "these",
    /// What becomes of targets that are chosen.
    Then = "then",
    /// Why they are left out.
    Reason = "reason",
    // The audit.
    Campaign = "campaign",
    /// The first day, in UTC.
    From = "from",
    /// The last.
    Until = "until",
    // A list of targets, and a correction of one.
    /// Whether the first row of a list has the names of its columns.
    FirstRow = "first_row",
    Id = "id",
    Person = "person",
    FirstName = "first_name",
    LastName = "last_name",
    /// A further line of an address.
    AddressMore = "address_more",
    Town = "town",
    Region = "region",
    Postcode = "postcode",
    AddressCountry = "address_country",
    WebForm = "web_form",
    Phone = "phone",
    Greeting = "greeting",
    GreetingLanguage = "greeting_language",
    CountryOfAll = "country_of_all",
    LanguageOfAll = "language_of_all",
    /// Who says so.
    Source = "source",
    /// The day for which the source says so.
    AsOf = "as_of",
    /// Whether the targets that a list lacks have left.
    HaveLeft = "have_left",
    /// The directory as it was shown.
    Version = "version",
    /// Whether a target has no such detail.
    HasNone = "has_none",
    // An organiser.
    /// What somebody may do at the desk.
    Role = "role",
    /// Six digits of an authenticator, or a recovery code.
    OneTimeCode = "one_time_code",
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
        if let Some(blank) = name.strip_prefix(BLANKS) {
            return Some(Self::Blank(blank.to_owned()));
        }
        let each = Each::ALL.into_iter().find_map(|sort| Some(Self::Each(sort, name.strip_prefix(sort.prefix())?.to_owned())));
        each.or_else(|| Self::FIXED.iter().find(|field| field.name() == name).cloned())
    }
}

/// The sorts of fields of which a form has one for each of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Each {
    /// Whether a rule of an audience stays, by its place from 0.
    Rule,
    /// Whether states of a status are written to.
    Status,
    /// Whether states of a region are.
    Region,
    /// Whether an office in capitals is.
    Role,
    /// Whether a target that was chosen by hand stays.
    Picked,
    /// Whether a target that was found is chosen.
    Found,
    /// Whether a target that is left out stays so.
    Excluded,
    /// Why a target is left out.
    Reason,
    /// A target's place on the priority list.
    Order,
}

impl Each {
    pub const ALL: [Self; 9] = [
        Self::Rule,
        Self::Status,
        Self::Region,
        Self::Role,
        Self::Picked,
        Self::Found,
        Self::Excluded,
        Self::Reason,
        Self::Order,
    ];

    /// The beginning of their names.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Rule => "rules.",
            Self::Status => "statuses.",
            Self::Region => "regions.",
            Self::Role => "roles.",
            Self::Picked => "picked.",
            Self::Found => "found.",
            Self::Excluded => "excluded.",
            Self::Reason => "reasons.",
            Self::Order => "order.",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The values of a form, as they were typed.
pub trait Form: Default {
    /// Every value under its field, in the form's order.
    fn pairs(&self) -> Vec<(Field, String)>;

    /// Puts a value into its field. `false` where the form has no such field.
    fn set(&mut self, field: &Field, value: &str) -> bool;

    /// Takes a further value of a field.
    fn add(&mut self, _: &Field, _: &str) {}

    /// The value of a field; empty where the form has no such field.
    fn get(&self, field: &Field) -> String {
        self.pairs().into_iter().find(|(known, _)| known == field).map(|(_, value)| value).unwrap_or_default()
    }
}

/// The value of one field: a text, a box that is ticked, or several of a list.
pub trait Value {
    fn read(text: &str) -> Self;
    fn written(&self) -> String;

    /// Takes a further value of the same field. Where a field has one value, the first counts.
    fn add(&mut self, _: &str) {}
}

impl Value for String {
    fn read(text: &str) -> Self {
        text.to_owned()
    }

    fn written(&self) -> String {
        self.clone()
    }
}

impl Value for bool {
    fn read(text: &str) -> Self {
        text == "yes"
    }

    fn written(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

/// Those of a list that are ticked. Each comes as a value of its own.
pub type Several = BTreeSet<String>;

impl Value for Several {
    fn read(text: &str) -> Self {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn written(&self) -> String {
        self.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    fn add(&mut self, text: &str) {
        self.extend(Self::read(text));
    }
}

/// The texts for the blanks of a letter, by their names.
impl Form for BTreeMap<String, String> {
    fn pairs(&self) -> Vec<(Field, String)> {
        self.iter().map(|(blank, value)| (Field::Blank(blank.clone()), value.clone())).collect()
    }

    fn set(&mut self, field: &Field, value: &str) -> bool {
        let Field::Blank(blank) = field else { return false };
        self.insert(blank.clone(), value.to_owned());
        true
    }
}

/// Makes a form of its fields. Each member of the struct comes with its [`Field`]; its documentation is what the
/// interface says of it (`ABOUT`). The fields of another form may follow, after `..`.
///
/// ```
/// use domain::form::{Field, Form as _};
///
/// domain::form! {
///     #[derive(Default)]
///     pub struct Wish {
///         /// Who wishes.
///         name: String = Name,
///         typed: bool = Typed,
///     }
/// }
///
/// let mut wish = Wish::default();
/// assert!(wish.set(&Field::Name, "Ada") && wish.set(&Field::Typed, "yes") && !wish.set(&Field::Email, "a@home.example"));
/// assert_eq!((wish.name.as_str(), wish.typed), ("Ada", true));
/// assert_eq!(wish.pairs()[1], (Field::Typed, "yes".to_owned()));
/// ```
#[macro_export]
macro_rules! form {
    (
        $(#[$attribute:meta])*
        pub struct $form:ident {
            $($(#[doc = $about:literal])* $member:ident: $value:ty = $field:ident,)*
            $(.. $(#[doc = $of_rest:literal])* $rest:ident: $inner:ty,)?
        }
    ) => {
        $(#[$attribute])*
        pub struct $form {
            $($(#[doc = $about])* pub $member: $value,)*
            $($(#[doc = $of_rest])* pub $rest: $inner,)?
        }

        impl $form {
            /// The description of each of its own fields, for programmers.
            pub const ABOUT: &'static [($crate::form::Field, &'static str)] =
                &[$(($crate::form::Field::$field, concat!($($about, "\n",)*)),)*];
        }

        impl $crate::form::Form for $form {
            fn pairs(&self) -> Vec<($crate::form::Field, String)> {
                let own = [$(($crate::form::Field::$field, $crate::form::Value::written(&self.$member)),)*];
                own.into_iter()$(.chain($crate::form::Form::pairs(&self.$rest)))?.collect()
            }

            fn set(&mut self, field: &$crate::form::Field, value: &str) -> bool {
                let mut taken = true;
                match field {
                    $($crate::form::Field::$field => self.$member = $crate::form::Value::read(value),)*
                    _ => taken = false,
                }
                $(let taken = taken || $crate::form::Form::set(&mut self.$rest, field, value);)?
                taken
            }

            fn add(&mut self, field: &$crate::form::Field, value: &str) {
                match field {
                    $($crate::form::Field::$field => $crate::form::Value::add(&mut self.$member, value),)*
                    _ => {}
                }
                $($crate::form::Form::add(&mut self.$rest, field, value);)?
            }
        }
    };
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
        for sort in Each::ALL {
            let field = Field::Each(sort, "mission-al-us".to_owned());
            assert_eq!(Field::parse(&field.name()), Some(field));
        }
        assert_eq!(Field::Blank("your-reason".to_owned()).to_string(), "blanks.your-reason");
        assert_eq!(Field::Each(Each::Order, "mission-al-us".to_owned()).to_string(), "order.mission-al-us");
        for name in ["", "Name", "names ", "blanks"] {
            assert_eq!(Field::parse(name), None, "{name}");
        }
    }
}
