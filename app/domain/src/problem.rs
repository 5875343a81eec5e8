//! What can be wrong with what somebody entered, as values: each has a code for programs. Its
//! words for people are in the package `words`.
//!
//! A problem that anything can have is an error of its own ([`TextError`], [`ZipError`] ...). The others are variants of
//! [`Problem`] itself.

use crate::{
    address::LinesError, artwork::PictureError, campaign::AudienceProblem, checked::TextError, class::NamesError,
    district::ZipError, grid::Unreadable, paper::PaperFormat, prose::ProseProblem, state::UsState, template::Fault,
};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    Text(TextError),
    Zip(ZipError),
    Names(NamesError),
    Picture(PictureError),
    /// Something in an organiser's Markdown that is not read.
    Prose(ProseProblem),
    /// The lines of an office's address.
    Lines(LinesError),
    /// A file that should be a table.
    Table(Unreadable),
    /// None of those that can be chosen.
    Choose(Choice),
    /// That we may send a letter is asked for, and was not given.
    NoConsent,
    /// The owner of the mailbox said that they want no mail of the campaign.
    Disowned,
    /// The operator takes no addresses of this mail domain.
    DomainRefused,
    // A class set.
    /// The campaign writes to nobody from this state.
    NobodyFrom(&'static UsState),
    /// The campaign sends no cards to that office.
    NoCardsToOffice,
    /// No office of the campaign takes cards.
    NoOfficeTakesCards,
    /// The campaign does not write any more to the office of this card, from 1.
    OfficeLeft {
        card: usize,
    },
    /// The set has this many cards, and not the one that was asked for.
    NoSuchCard {
        cards: usize,
    },
    NotPrinted,
    /// More were reported than this many, which were printed.
    MoreThanPrinted {
        printed: usize,
    },
    CardNotPrinted {
        card: usize,
    },
    /// Not a number from 0 to this.
    PostedCount {
        cards: usize,
    },
    NoCount,
    OnlyPostcards,
    LetterOrClassCode,
    // Paper.
    OnlySingleCards,
    /// The paper is for mail within one country.
    OnlyDomestic,
    /// So many characters must go. `own` says whether the writer typed any of them; else all are the campaign's.
    TextOver {
        over: usize,
        paper: Option<PaperFormat>,
        own: bool,
    },
    /// The office's address has so many lines too many.
    AddressOver {
        over: usize,
        paper: Option<PaperFormat>,
    },
    /// The writer's own address has so many lines too many.
    ReturnAddressOver {
        over: usize,
        paper: Option<PaperFormat>,
    },
    CreditTooLong,
    CodeTooLong,
    HeadingTooLong,
    /// A name, or the office, does not fit into its line of the cover sheet's list. The card is counted from 1.
    NameOnListTooLong {
        card: usize,
    },
    /// No font of the press has these characters.
    NoFont {
        /// Each character once, in the order in which they came.
        characters: String,
        wanted: WantedFont,
    },
    // Artwork.
    TooManyArtworks {
        most: usize,
    },
    // A campaign.
    /// Another campaign has or had this address.
    SlugTaken,
    /// The address leads to pages of the site itself.
    SlugReserved,
    NotADate,
    ClosesBeforeOpens,
    /// No zone of the tz database has this name.
    UnknownZone,
    /// Not a whole number from `least` to `most`.
    Number {
        least: u32,
        most: u32,
    },
    /// None of several is chosen, of which at least one is needed.
    ChooseOne,
    /// Postcards or letters are offered, and no paper for them.
    NoPaper,
    /// Not a hashtag: this one has other signs than letters, digits and underscores, or there are too many of them.
    Hashtag(String),
    /// Not a title and an address, in this line from 1.
    SourceLine {
        line: usize,
    },
    /// What is wrong with a letter, and where.
    Template(Fault),
    /// A shorter text has other blanks than the letter, or takes no paragraph of one's own where the letter does.
    CardBlanks,
    /// The letter to a kind of targets has a blank that the letter to all others has not.
    BlanksOfKind(String),
    /// The campaign has an edition in this language.
    LanguageThere,
    NotALanguage,
    /// The last edition stays.
    LastLanguage,
    /// The file cannot be read as a campaign, with the reason in English.
    NotACampaign(String),
    /// A campaign's targets.
    Audience(AudienceProblem),
    // Targets at the desk.
    /// No file was chosen.
    NoFile,
    /// The file has more megabytes than this.
    FileTooLarge {
        megabytes: usize,
    },
    /// The file has no such column.
    NoColumn,
    /// It stands for a detail that letters cannot do without.
    ColumnNeeded,
    /// Neither an address, an email address nor a form can be read.
    NoWayToReach,
    /// Of the rows of a list none can be taken.
    NoRowTaken,
    /// Another detail has this column too.
    ColumnTaken,
    DayToCome,
    /// It is so already.
    NothingToCorrect,
    // An organiser.
    /// The code is not the authenticator's, or was used.
    WrongCode,
    // The header `Idempotency-Key`.
    KeyLength,
    KeyCharacters,
}

/// What is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One of the papers that the page offers.
    Paper,
    /// One of all papers, by its name in the interface.
    PaperName,
    Flip,
    /// `long` or `short`.
    FlipName,
    State,
    Country,
    /// An office of the campaign.
    Office,
    /// To whom a class writes.
    Whom,
    /// One of an office's addresses.
    Place,
    /// A picture side.
    Picture,
    /// A campaign to copy.
    Campaign,
    /// A colour of a campaign.
    Colour,
    /// One of a campaign's own artworks.
    Header,
    /// A channel of which supporters report that a letter was sent.
    Channel,
    /// A treaty of the directory.
    Treaty,
    /// A rule for a campaign's targets.
    Rule,
    /// A district of the state that was chosen.
    District,
    /// What becomes of the targets that were chosen.
    Then,
    /// What somebody may do at the desk.
    Role,
}

/// A free font that has what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WantedFont {
    /// By its name, with its package in Debian: "Noto Sans Thai" in `fonts-noto-core`.
    Named { font: String, package: &'static str },
    /// Noto Emoji, the one in black, newer than the one that is here.
    NewerEmoji,
    /// We know of none. Or the font that we know of is here, and lacks these.
    Any,
}

impl Problem {
    /// Its name for programs. It is the same in every version and language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text(error) => error.code(),
            Self::Zip(error) => error.code(),
            Self::Names(error) => error.code(),
            Self::Picture(error) => error.code(),
            Self::Prose(problem) => problem.fault.code(),
            Self::Lines(error) => error.code(),
            Self::Table(_) => "not-a-table",
            Self::NoFile => "no-file",
            Self::FileTooLarge { .. } => "file-too-large",
            Self::NoColumn => "no-such-column",
            Self::ColumnNeeded => "column-needed",
            Self::NoWayToReach => "no-way-to-reach",
            Self::NoRowTaken => "no-row-taken",
            Self::ColumnTaken => "column-taken",
            Self::DayToCome => "day-to-come",
            Self::NothingToCorrect => "nothing-to-correct",
            Self::Choose(choice) => choice.code(),
            Self::NoConsent => "no-consent",
            Self::Disowned => "address-wants-no-mail",
            Self::DomainRefused => "email-domain-refused",
            Self::SlugTaken => "slug-taken",
            Self::SlugReserved => "slug-reserved",
            Self::NotADate => "not-a-date",
            Self::ClosesBeforeOpens => "closes-before-opens",
            Self::UnknownZone => "unknown-zone",
            Self::Number { .. } => "number",
            Self::ChooseOne => "choose-one",
            Self::NoPaper => "no-paper",
            Self::Hashtag(_) => "hashtag",
            Self::SourceLine { .. } => "source-line",
            Self::Template(_) => "template",
            Self::CardBlanks => "card-blanks",
            Self::BlanksOfKind(_) => "blanks-of-kind",
            Self::LanguageThere => "language-there",
            Self::NotALanguage => "not-a-language",
            Self::LastLanguage => "last-language",
            Self::NotACampaign(_) => "not-a-campaign",
            Self::NobodyFrom(_) => "nobody-from-state",
            Self::NoCardsToOffice => "no-cards-to-office",
            Self::NoOfficeTakesCards => "no-office-takes-cards",
            Self::OfficeLeft { .. } => "office-left",
            Self::NoSuchCard { .. } => "no-such-card",
            Self::NotPrinted => "not-printed",
            Self::MoreThanPrinted { .. } => "more-than-printed",
            Self::CardNotPrinted { .. } => "card-not-printed",
            Self::PostedCount { .. } => "posted-count",
            Self::NoCount => "no-count",
            Self::OnlyPostcards => "only-postcards",
            Self::LetterOrClassCode => "letter-or-class-code",
            Self::OnlySingleCards => "only-single-cards",
            Self::OnlyDomestic => "only-domestic",
            Self::TextOver { .. } => "text-over",
            Self::AddressOver { .. } => "address-over",
            Self::ReturnAddressOver { .. } => "return-address-over",
            Self::CreditTooLong => "credit-too-long",
            Self::CodeTooLong => "qr-code-too-long",
            Self::HeadingTooLong => "heading-too-long",
            Self::NameOnListTooLong { .. } => "name-on-list-too-long",
            Self::NoFont { .. } => "no-font",
            Self::TooManyArtworks { .. } => "too-many-artworks",
            Self::Audience(problem) => problem.code(),
            Self::WrongCode => "wrong-code",
            Self::KeyLength => "key-length",
            Self::KeyCharacters => "key-characters",
        }
    }
}

impl Choice {
    const fn code(self) -> &'static str {
        match self {
            Self::Paper => "choose-paper",
            Self::PaperName => "choose-format",
            Self::Flip => "choose-flip",
            Self::FlipName => "choose-long-or-short",
            Self::State => "choose-state",
            Self::Country => "choose-country",
            Self::Office => "choose-office",
            Self::Whom => "choose-whom",
            Self::Place => "choose-place",
            Self::Picture => "choose-picture",
            Self::Campaign => "choose-campaign",
            Self::Colour => "choose-colour",
            Self::Header => "choose-header",
            Self::Channel => "choose-channel",
            Self::Treaty => "choose-treaty",
            Self::Rule => "choose-rule",
            Self::District => "choose-district",
            Self::Then => "choose-then",
            Self::Role => "choose-role",
        }
    }
}

macro_rules! turn_into_problem {
    ($($error:ident => $variant:ident),*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}
turn_into_problem!(
    TextError => Text, ZipError => Zip, NamesError => Names,
    PictureError => Picture, ProseProblem => Prose, LinesError => Lines, Unreadable => Table, Choice => Choose,
    AudienceProblem => Audience
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::prose::ProseFault;

    #[test]
    fn each_problem_has_a_code_of_its_own() {
        let choices = [
            Choice::Paper,
            Choice::PaperName,
            Choice::Flip,
            Choice::FlipName,
            Choice::State,
            Choice::Country,
            Choice::Office,
            Choice::Whom,
            Choice::Place,
            Choice::Picture,
            Choice::Channel,
            Choice::Campaign,
            Choice::Colour,
            Choice::Header,
            Choice::Treaty,
            Choice::Rule,
            Choice::District,
            Choice::Then,
            Choice::Role,
        ];
        let prose = ProseFault::ALL.iter().map(|fault| ProseProblem { line: 1, near: String::new(), fault: *fault });
        let (over, paper) = (1, Some(PaperFormat::A6));
        let others = [
            Problem::Text(TextError::Empty),
            Problem::Zip(ZipError::NotFiveDigits),
            Problem::Names(NamesError::TooMany { names: 2, cards: 1 }),
            Problem::Picture(PictureError::Broken),
            Problem::NoConsent,
            Problem::Disowned,
            Problem::NobodyFrom(&crate::state::US_STATES[0]),
            Problem::NoCardsToOffice,
            Problem::NoOfficeTakesCards,
            Problem::OfficeLeft { card: 1 },
            Problem::NoSuchCard { cards: 1 },
            Problem::NotPrinted,
            Problem::MoreThanPrinted { printed: 1 },
            Problem::CardNotPrinted { card: 1 },
            Problem::PostedCount { cards: 1 },
            Problem::NoCount,
            Problem::OnlyPostcards,
            Problem::LetterOrClassCode,
            Problem::OnlySingleCards,
            Problem::OnlyDomestic,
            Problem::TextOver { over, paper, own: true },
            Problem::AddressOver { over, paper },
            Problem::ReturnAddressOver { over, paper },
            Problem::CreditTooLong,
            Problem::CodeTooLong,
            Problem::HeadingTooLong,
            Problem::NameOnListTooLong { card: 1 },
            Problem::NoFont { characters: "ไ".to_owned(), wanted: WantedFont::Any },
            Problem::TooManyArtworks { most: 24 },
            Problem::Lines(LinesError::OneLine),
            Problem::Table(crate::grid::Fault::Empty.into()),
            Problem::NoFile,
            Problem::FileTooLarge { megabytes: 5 },
            Problem::NoColumn,
            Problem::ColumnNeeded,
            Problem::NoWayToReach,
            Problem::NoRowTaken,
            Problem::ColumnTaken,
            Problem::DayToCome,
            Problem::NothingToCorrect,
            Problem::WrongCode,
            Problem::KeyLength,
            Problem::KeyCharacters,
        ];
        let audience = AudienceProblem::one_of_each().into_iter().map(Problem::from);
        let prose = prose.map(Problem::from);
        let all: Vec<Problem> = choices.into_iter().map(Problem::from).chain(others).chain(audience).chain(prose).collect();
        let codes: BTreeSet<&str> = all.iter().map(Problem::code).collect();
        assert_eq!(codes.len(), all.len());
        for code in codes {
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
        }
    }
}
