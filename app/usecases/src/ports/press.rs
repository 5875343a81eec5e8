//! The port to the printer's room: what to print, as words, and what can go wrong.
//!
//! A job is made of checked texts and says nothing about fonts, points or files; the places of things are in
//! [`domain::paper`]. The adapter makes the file in memory. Nothing about it is stored.

use std::{
    fmt,
    hash::{Hash, Hasher},
    ops::Range,
    sync::Arc,
};

use domain::{
    address::Stamp,
    artwork::{AlternativeText, ArtworkId, Credit},
    checked::shown,
    language::Language,
    paper::{Flip, PaperFormat, Stock},
    problem::WantedFont,
};

pub use domain::artwork::{PICTURE_BYTES_MAX, PICTURE_SIDE_MAX, PictureError};

/// Makes a PDF of a job. Pure: equal jobs give equal bytes. It computes for milliseconds and does not wait.
pub trait Press: Send + Sync + std::fmt::Debug {
    fn print(&self, job: &PrintJob) -> Result<Vec<u8>, PressError>;

    /// What [`print`](Self::print) would refuse of the job. It lays everything out but makes no file, because that
    /// takes the time.
    fn check(&self, job: &PrintJob) -> Result<(), PressError>;

    /// One sheet, both sides, in the reader's language. It shows whether the printer keeps the size, and how it turns the
    /// sheet.
    fn test_page(&self, stock: Stock, flip: Flip, reader: Language) -> Result<Vec<u8>, PressError>;
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PrintJob {
    pub format: PaperFormat,
    /// How the printer turns the sheet. Single cards and letters ignore it.
    pub flip: Flip,
    /// For a print shop: the page is bigger than the card, and the picture runs over its edge. Formats without bleed
    /// ([`PaperFormat::layout_with_bleed`]) ignore it.
    pub bleed: bool,
    /// The document's title, as a viewer shows it.
    pub title: String,
    /// The language of the letters, for software that reads them aloud.
    pub language: Language,
    /// One or many. Cards fill sheets in this order; places left over stay blank. Each letter starts a new page.
    pub pieces: Vec<Piece>,
    /// Cards: a first sheet that says what to do with the others.
    pub cover: Option<Cover>,
}

/// The cover sheet of a class set: the front says what to do, the back who has which card.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cover {
    /// The language of whoever prints the set. The cards can be in another.
    pub reader: Language,
    /// The campaign's title, in the language of the cards.
    pub title: String,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// The class code, as people read it.
    pub code: String,
    /// Where to report, as people type it and as a camera reads it.
    pub report_at: String,
    pub report_url: String,
    pub roster: Vec<RosterLine>,
}

/// What a teacher does with the sheets of a class set. The press chooses the words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// Print on both sides.
    Print(Flip),
    /// Lay a ruler on the scale.
    Measure,
    /// Tear perforated sheets apart.
    Tear,
    /// Cut along the marks.
    Cut,
    /// The cards are typed: hand them out to be signed.
    Sign,
    /// The cards are ruled: hand them out to be written.
    Write,
    /// All cards need this stamp.
    Stamp(Stamp),
    /// They need different stamps: each with the number of cards that need it.
    Stamps(Vec<(Stamp, usize)>),
    /// Report how many were posted.
    Report,
}

/// One card, to be ticked off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RosterLine {
    /// From 1.
    pub number: usize,
    /// The child's name; empty where none was given.
    pub name: String,
    /// The office that it goes to.
    pub whom: String,
    /// `None` where the office is no longer known.
    pub stamp: Option<Stamp>,
}

/// One card or one letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The lines of the envelope; the country of a foreign address is alone on the last. On cards the press sets them
    /// in capitals, as sorting machines prefer.
    pub address: Vec<String>,
    /// The writer's name and address; may be empty, and then nothing is printed.
    pub return_address: Vec<String>,
    /// Letters: whether it stands at the right, as in the country that it is posted from.
    pub sender_at_right: bool,
    pub body: Body,
    /// The part of the text that the writer can shorten, in bytes. Excess characters are counted there.
    pub own: Option<Range<usize>>,
    /// Letters: where the line begins above which the letter is signed by hand, in bytes of the text.
    pub signature: Option<usize>,
    /// Cards: the picture side. Letters have none.
    pub front: Front,
    /// Letters: stands above the text. Cards have no room for it.
    pub subject: Option<String>,
    /// Letters: the day, in words. Cards get theirs from the postmark.
    pub date: Option<String>,
}

/// The text side.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// Paragraphs are separated by an empty line; a single `\n` is a line break.
    Typed(String),
    /// Lines to write on by hand.
    Ruled,
}

/// The picture side of a card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Front {
    pub picture: Picture,
    /// What [`Picture::Title`] says, large. The campaign's title.
    pub title: String,
    /// A short line below the title. May be empty.
    pub line: String,
    /// Below the title: where to learn more, as people type it: `postbag.example/c/mines`. May be empty.
    pub url: String,
    /// The QR code: the same address, whole, with its `https://`. Without it, there is no code.
    pub code: Option<String>,
}

/// The content of a picture side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Picture {
    /// The title and the other words, in type.
    #[default]
    Title,
    /// An empty frame, to be drawn in by hand.
    Frame,
    Artwork(Plate),
}

/// An artwork as the press takes it. Nothing is decoded to print it.
#[derive(Clone)]
pub struct Plate {
    /// The digest of its file. By it a document holds the file once, however many cards show it.
    pub id: ArtworkId,
    pub credit: Credit,
    pub alternative_text: AlternativeText,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    /// A baseline JPEG of three colours, sRGB.
    pub jpeg: Arc<[u8]>,
}

impl Plate {
    /// Everything but the file, whose digest stands for it.
    fn identity(&self) -> (&ArtworkId, &Credit, &AlternativeText, u32, u32) {
        (&self.id, &self.credit, &self.alternative_text, self.width, self.height)
    }
}

impl fmt::Debug for Plate {
    /// Without the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.identity().fmt(f)
    }
}

impl PartialEq for Plate {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Plate {}

impl Hash for Plate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

/// Makes files that people upload ready for the press. It computes for up to some seconds and does not wait.
pub trait Prepress: Send + Sync + fmt::Debug {
    fn prepare(&self, file: &[u8]) -> Result<Prepared, PictureError>;
}

/// A picture that is ready for the press: upright, sRGB and no larger than a card needs. It no longer holds anything
/// that the file said about who took it, with what, where and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    pub jpeg: Vec<u8>,
    /// The same picture, small, for a page.
    pub preview: Vec<u8>,
    /// In pixels, of the large one.
    pub width: u32,
    pub height: u32,
}

/// Why nothing was printed. For a person it is put into words where it is shown; what it says itself is for logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    #[error("nothing to print")]
    Nothing,
    /// Even at the smallest size, this many characters must go.
    #[error("the text is too long by {over}")]
    TooLong { over: usize },
    /// The lines of the address do not fit, even at the smallest size that a machine can read.
    #[error("the address is too long by {over}")]
    AddressTooLong { over: usize },
    /// Of the sender, in lines.
    #[error("the return address is too long by {over}")]
    ReturnAddressTooLong { over: usize },
    /// The words of the picture side do not fit.
    #[error("the picture side's words are too long")]
    FrontTooLong,
    /// The line that says who made the artwork.
    #[error("the credit line is too long")]
    CreditTooLong,
    /// The address of the campaign's page.
    #[error("the address is too long for a QR code")]
    CodeTooLong,
    #[error("the heading is too long for its line")]
    HeadingTooLong,
    /// A name, or the office, does not fit into its line of the cover sheet's list.
    #[error("the name on card {card} is too long for the list")]
    NameTooLong { card: usize },
    /// No font on this server has these characters.
    #[error("no font has {}", shown(characters))]
    MissingGlyph {
        /// Each character once, in the order in which they came.
        characters: String,
        wanted: WantedFont,
    },
    /// Nothing that the writer can change.
    #[error("{0}")]
    Failed(String),
}
