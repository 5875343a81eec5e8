//! What can be wrong with what somebody entered, as values: each has a code for programs, and words for people.
//!
//! A problem that anything can have is an error of its own ([`TextError`], [`ZipError`] ...). The others are variants of
//! [`Problem`] itself.

use std::fmt;

use crate::{
    artwork::PictureError,
    checked::{TextError, shown},
    class::NamesError,
    district::ZipError,
    paper::PaperFormat,
    state::UsState,
};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    Text(TextError),
    Zip(ZipError),
    Names(NamesError),
    Picture(PictureError),
    /// None of those that can be chosen.
    Choose(Choice),
    /// That we may send a letter is asked for, and was not given.
    NoConsent,
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
        /// In English: "Thai".
        script: String,
        /// Each character once, in the order in which they came.
        characters: String,
        /// A free font that has them.
        font: String,
    },
    // Artwork.
    TooManyArtworks {
        most: usize,
    },
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
    /// A channel of which supporters report that a letter was sent.
    Channel,
}

impl Problem {
    /// Its name for programs. It is the same in every version and language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text(error) => error.code(),
            Self::Zip(error) => error.code(),
            Self::Names(error) => error.code(),
            Self::Picture(error) => error.code(),
            Self::Choose(choice) => choice.code(),
            Self::NoConsent => "no-consent",
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
            Self::Channel => "choose-channel",
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
    PictureError => Picture, Choice => Choose
);

/// "1 character", "2 characters".
fn counted(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// The paper by its name.
fn on(paper: Option<PaperFormat>) -> String {
    paper.map_or_else(|| "this paper".to_owned(), |paper| format!("“{}”", paper.label()))
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => error.fmt(f),
            Self::Zip(error) => error.fmt(f),
            Self::Names(error) => error.fmt(f),
            Self::Picture(error) => error.fmt(f),
            Self::Choose(choice) => choice.fmt(f),
            Self::NoConsent => f.write_str("Tick this box if we may send the letter in your name."),
            Self::NobodyFrom(state) => write!(f, "This campaign writes to nobody from {}.", state.in_sentence()),
            Self::NoCardsToOffice => f.write_str("This campaign sends no cards to that office. Choose one from its list."),
            Self::NoOfficeTakesCards => f.write_str("This campaign has no office that takes cards."),
            Self::OfficeLeft { card } => {
                write!(f, "Card {card}: the campaign does not write to this office any more. Make a new set.")
            }
            Self::NoSuchCard { cards } => write!(f, "This set has the cards 1 to {cards}."),
            Self::NotPrinted => f.write_str("This set has not been printed yet. Print it first, from the page that made it."),
            Self::MoreThanPrinted { printed } => {
                write!(f, "Of this set {printed} cards were printed. Enter how many of them were posted, in all.")
            }
            Self::CardNotPrinted { card } => write!(f, "Card {card} was not printed, so that it cannot be posted."),
            Self::PostedCount { cards } => write!(f, "Enter a number from 0 to {cards}."),
            Self::NoCount => f.write_str("Say how many cards were posted, in all."),
            Self::OnlyPostcards => f.write_str("A class set is of postcards."),
            Self::LetterOrClassCode => f.write_str("Name either a letter or a class_code."),
            Self::TooManyArtworks { most } => write!(f, "A campaign has at most {most} artworks. Take one out first."),
            Self::KeyLength => f.write_str("Use a key of 1 to 255 characters."),
            Self::KeyCharacters => f.write_str("Use visible ASCII characters."),
            of_paper => of_paper.say_of_paper(f),
        }
    }
}

/// Why `us-letter-4up` is for domestic mail (UPU: length at least 1.4 times the width).
pub const ONLY_DOMESTIC: &str = "A card of 5½ × 4¼ in is for mail within one country: other countries’ posts \
     want a card at least 1.4 times as long as wide, and it is 1.29 times.";

impl Problem {
    /// What does not fit on paper, or cannot be printed.
    fn say_of_paper(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnlySingleCards => {
                f.write_str("Only single cards are made for a print shop: choose us-postcard-4x6 or a6, or leave bleed out.")
            }
            Self::OnlyDomestic => write!(f, "{ONLY_DOMESTIC} Choose another paper."),
            Self::TextOver { over, paper, own } => {
                write!(f, "The text is {} too long for {}. ", counted(*over, "character"), on(*paper))?;
                f.write_str(match (paper, own) {
                    (None, _) => "Shorten it, or print a letter.",
                    (Some(_), true) => "Shorten what you wrote here, or choose another paper.",
                    (Some(_), false) => "Choose another paper.",
                })
            }
            Self::AddressOver { over, paper: None } => write!(
                f,
                "The address is {} too long for this paper. Leave out what the post office does not need.",
                counted(*over, "line")
            ),
            Self::AddressOver { over, paper } => {
                write!(f, "The office’s address is {} too long for {}. Choose another paper.", counted(*over, "line"), on(*paper))
            }
            Self::ReturnAddressOver { over, paper } => {
                let other = if paper.is_some() { ", or choose another paper" } else { "" };
                let (lines, paper) = (counted(*over, "line"), on(*paper));
                write!(f, "Your own address is {lines} too long for {paper}. Put it on fewer or shorter lines{other}.")
            }
            Self::CreditTooLong => f.write_str("The credit line is too long for a card. Shorten it."),
            Self::CodeTooLong => f.write_str("The address of this site is too long for a QR code. Print without it."),
            Self::HeadingTooLong => f.write_str("The subject or the date is too long for one line of the letter. Shorten it."),
            Self::NameOnListTooLong { card } => write!(f, "The name on card {card} is too long for the list. Shorten it."),
            Self::NoFont { script, characters, font } => write!(
                f,
                "There is no font here for {script}: {}. Write this another way, or ask the organiser to have {font} added to the server.",
                shown(characters)
            ),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Paper => "Choose one of the papers offered.",
            Self::PaperName => return write!(f, "Choose one of {}.", PaperFormat::ALL.map(PaperFormat::as_str).join(", ")),
            Self::Flip => "Choose how your printer turns the sheet.",
            Self::FlipName => "Choose long or short.",
            Self::State => "Choose a state.",
            Self::Country => "Choose a country from the list.",
            Self::Office => "Choose an office from the campaign’s list.",
            Self::Whom => "Choose to whom the class writes.",
            Self::Place => "Choose one of the office’s addresses.",
            Self::Picture => "Choose one of the campaign’s pictures.",
            Self::Channel => "Choose postcard, letter, own_mail or web_form.",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_problem_has_a_code_of_its_own_and_says_what_to_do() {
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
        ];
        let (over, paper) = (1, Some(PaperFormat::A6));
        let (script, font) = ("Thai".to_owned(), "Noto Sans Thai".to_owned());
        let others = [
            Problem::Text(TextError::Empty),
            Problem::Zip(ZipError::NotFiveDigits),
            Problem::Names(NamesError::TooMany { names: 2, cards: 1 }),
            Problem::Picture(PictureError::Broken),
            Problem::NoConsent,
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
            Problem::NoFont { script, characters: "ไ".to_owned(), font },
            Problem::TooManyArtworks { most: 24 },
            Problem::KeyLength,
            Problem::KeyCharacters,
        ];
        let all: Vec<Problem> = choices.into_iter().map(Problem::from).chain(others).collect();
        let codes: BTreeSet<&str> = all.iter().map(Problem::code).collect();
        assert_eq!(codes.len(), all.len());
        for (code, said) in all.iter().map(|problem| (problem.code(), problem.to_string())) {
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
            assert!(said.ends_with('.') && !said.contains("  "), "{code}: {said}");
        }
    }

    #[test]
    fn what_does_not_fit_says_by_how_much_and_on_which_paper() {
        let paper = Some(PaperFormat::A6);
        for (problem, said) in [
            (
                Problem::TextOver { over: 1, paper, own: true },
                "The text is 1 character too long for “A card of A6, 148 × 105 mm”. Shorten what you wrote here, or choose another paper.",
            ),
            (
                Problem::TextOver { over: 2, paper, own: false },
                "The text is 2 characters too long for “A card of A6, 148 × 105 mm”. Choose another paper.",
            ),
            (
                Problem::AddressOver { over: 2, paper: None },
                "The address is 2 lines too long for this paper. Leave out what the post office does not need.",
            ),
        ] {
            assert_eq!(problem.to_string(), said);
        }
    }
}
