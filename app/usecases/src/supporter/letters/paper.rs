//! A letter on paper: laid out, measured, printed.

use std::ops::Range;

use domain::{
    address::{Address, Stamp, is_domestic},
    checked::{FieldError, LetterId, PersonName, TextError, collect},
    form::Field,
    forms_of_address::forms,
    language::{Grammar, Language},
    letter::{Draft, Filled, render},
    paper::{Flip, LetterGeometry, PaperFormat, Stock},
    problem::{Choice, Problem},
    sender,
    state::Iso2,
    target::{PlaceKind, PostalPlace, Target},
};

use super::Letters;
use crate::{
    asker::Origin,
    ports::press::{Body, Front, Piece, Press, PressError, PrintJob},
    refusal::{Refusal, too_long},
    supporter::campaigns::Opened,
    zones,
};

/// How a letter is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub format: PaperFormat,
    pub flip: Flip,
    /// For a print shop; only for single cards.
    pub bleed: bool,
    /// The target's address that it is posted to; empty for the usual one.
    pub post_to: String,
    /// The letter's text; if false, lines to write on by hand.
    pub typed: bool,
    /// Cards: the choice of picture side, as [`Artworks::choose`](crate::desk::Artworks::choose) takes it.
    pub artwork: String,
    /// Cards: whether the picture side has a QR code that leads to the campaign's page.
    pub code: bool,
}

/// A place to post paper to, for a supporter to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingPlace {
    /// Empty for the usual one.
    pub id: String,
    pub kind: PlaceKind,
    /// Whether mail to it is domestic. Some formats are only for domestic mail.
    pub domestic: bool,
    /// The stamps for a card and for a letter.
    pub card: Stamp,
    pub letter: Stamp,
}

/// A paper on which a letter does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overflow {
    pub format: PaperFormat,
    /// How many characters must go: the number in the press's refusal to print it.
    pub characters: usize,
    /// The field to shorten, or [`Field::Format`] if nothing that was typed is too long.
    pub field: Field,
    /// The problem of the refusal.
    pub problem: Problem,
}

/// Whether what was typed into a field is more than twice as long as it may be. The field is refused for that, so nobody needs to know
/// what it would be on paper, and the press would take seconds over it.
fn is_far_too_long(error: &FieldError) -> bool {
    matches!(error.problem, Problem::Text(TextError::TooLong { limit, over }) if over > limit)
}

/// A supporter's letter, as it goes on paper.
struct Written {
    country: Iso2,
    /// As the browser named it.
    zone: String,
    body: Body,
    /// Places in the body: the part that the supporter can shorten, and the signature.
    own: Option<Range<usize>>,
    signature: Option<usize>,
    sender: Vec<String>,
    subject: Option<String>,
}

impl Written {
    fn new(opened: &Opened, draft: &Draft, format: PaperFormat, country: Iso2, sender: Vec<String>) -> Self {
        let template = opened.letter.on(format);
        let letter = render(template, &opened.merge, draft);
        let own = draft.longest(template).and_then(|field| letter.range_of(&field));
        let signature = letter.signature();
        let zone = draft.zone.clone();
        Self {
            country,
            zone,
            body: Body::Typed(letter.body_text()),
            own,
            signature,
            sender,
            subject: Some(letter.subject_text()),
        }
    }
}

/// The title of a document.
fn title(opened: &Opened) -> String {
    format!("{}: {}", opened.edition.title, opened.target.name())
}

impl Letters {
    /// Makes the PDF, and then counts the letter as prepared.
    pub async fn print(
        &self,
        opened: &Opened,
        draft: &Draft,
        paper: Paper,
        letter: &LetterId,
        from: Origin,
    ) -> Result<Vec<u8>, Refusal> {
        let channel = paper.format.channel();
        self.may_print(opened, paper.format)?;
        let front = if paper.format.is_card() {
            self.artworks.front(&opened.campaign, &opened.edition, &paper.artwork, paper.code).await?
        } else {
            Front::default()
        };
        let (job, country) = self.job(opened, draft, &paper, front)?;
        let printed = self.press.work(move |press| Ok(press.print(&job))).await?;
        let pdf = printed.map_err(|error| Refusal::of_letter(error, paper.format, draft, &opened.letter.template))?;
        self.record_prepared(opened, letter, channel, country, from).await?;
        Ok(pdf)
    }

    /// Makes the PDF of a letter in which nobody has filled in anything. Counts nothing.
    pub(crate) async fn print_unfilled(&self, opened: &Opened, format: PaperFormat) -> Result<Vec<u8>, Refusal> {
        let address = opened.target.place("").ok_or(Refusal::ChannelUnavailable)?;
        let front = if format.is_card() {
            self.artworks.front(&opened.campaign, &opened.edition, "", true).await?
        } else {
            Front::default()
        };
        let draft = Draft::default();
        let pieces = vec![self.made_of(opened, address, Self::half_typed(opened, &draft, format), front)];
        let (title, language) = (title(opened), opened.language);
        let job = PrintJob { format, flip: Flip::default(), bleed: false, title, language, pieces, cover: None };
        let printed = self.press.work(move |press| Ok(press.print(&job))).await?;
        printed.map_err(|error| Refusal::of_letter(error, format, &draft, &opened.letter.template))
    }

    /// Checks the job for the press, and prints nothing.
    pub fn check_paper(&self, opened: &Opened, draft: &Draft, paper: &Paper) -> Result<(), Refusal> {
        self.may_print(opened, paper.format)?;
        if paper.format.is_card() {
            self.artworks.choose(&opened.campaign, &paper.artwork)?;
        }
        self.job(opened, draft, paper, Front::default()).map(drop)
    }

    /// Whether a letter can leave on a paper now.
    fn may_print(&self, opened: &Opened, format: PaperFormat) -> Result<(), Refusal> {
        self.may_leave(opened, format.channel())?;
        if opened.campaign.document.ways.papers.contains(&format) {
            Ok(())
        } else {
            Err(Refusal::Invalid(vec![FieldError::new(Field::Format, Choice::Paper)]))
        }
    }

    /// The papers on which the letter, as it reads so far, does not fit. Each is laid out; nothing is kept.
    pub async fn too_long(&self, opened: &Opened, draft: &Draft) -> Result<Vec<Overflow>, Refusal> {
        let checked = self.check(opened, draft);
        if matches!(&checked, Err(Refusal::Invalid(errors)) if errors.iter().any(is_far_too_long)) {
            return Ok(Vec::new());
        }
        let written = |format: PaperFormat| match &checked {
            Ok(filled) => Self::typed(opened, &draft.zone, format, filled.clone()),
            Err(_) => Self::half_typed(opened, draft, format),
        };
        let Some(address) = opened.target.place("") else { return Ok(Vec::new()) };
        let channels = opened.channels();
        let papers = opened.campaign.document.ways.papers.iter().copied();
        let papers: Vec<PaperFormat> = papers.filter(|format| channels.contains(&format.channel())).collect();
        // A card may have a text of its own.
        let mut of_cards_and_of_letters = Vec::new();
        for is_card in [true, false] {
            let Some(format) = papers.iter().copied().find(|format| format.is_card() == is_card) else { continue };
            of_cards_and_of_letters.push((is_card, vec![self.made_of(opened, address, written(format), Front::default())]));
        }
        let language = opened.language;
        let field = draft.longest(&opened.letter.template);
        let measure = move |press: &dyn Press| {
            let over = |format: PaperFormat| {
                let (_, pieces) = of_cards_and_of_letters.iter().find(|(is_card, _)| *is_card == format.is_card())?;
                let (title, pieces) = (String::new(), pieces.clone());
                let job = PrintJob { format, flip: Flip::default(), bleed: false, title, language, pieces, cover: None };
                match press.check(&job) {
                    Err(PressError::TooLong { over }) => {
                        let (field, problem) = too_long(over, format, field.clone());
                        Some(Overflow { format, characters: over, field, problem })
                    }
                    // Other errors are reported when it is printed.
                    Ok(()) | Err(_) => None,
                }
            };
            Ok(papers.into_iter().filter_map(over).collect())
        };
        self.press.work(measure).await
    }

    fn job(&self, opened: &Opened, draft: &Draft, paper: &Paper, front: Front) -> Result<(PrintJob, Iso2), Refusal> {
        let (piece, country) = self.piece(opened, draft, paper, front)?;
        let title = title(opened);
        let Paper { format, flip, bleed, .. } = *paper;
        Ok((PrintJob { format, flip, bleed, title, language: opened.language, pieces: vec![piece], cover: None }, country))
    }

    /// One card or letter for the press, and where it is posted.
    pub(crate) fn piece(&self, opened: &Opened, draft: &Draft, paper: &Paper, front: Front) -> Result<(Piece, Iso2), Refusal> {
        let unknown = || Refusal::Invalid(vec![FieldError::new(Field::PostTo, Choice::Place)]);
        let address = opened.target.place(&paper.post_to).ok_or_else(unknown)?;
        let wrong = |field: Field, problem: Problem| Refusal::Invalid(vec![FieldError::new(field, problem)]);
        if paper.bleed && paper.format.layout_with_bleed().is_none() {
            return Err(wrong(Field::Bleed, Problem::OnlySingleCards));
        }
        let written = if paper.typed {
            Self::typed(opened, &draft.zone, paper.format, self.check(opened, draft)?)
        } else {
            let mut errors = Vec::new();
            let country = collect(&mut errors, Field::Country, draft.country());
            let address = collect(&mut errors, Field::Address, draft.return_address());
            // Somebody who writes by hand need not type a name. A name that is typed is printed, or its error is
            // reported.
            let name = match PersonName::parse(&draft.name) {
                Err(TextError::Empty) => Some(String::new()),
                name => collect(&mut errors, Field::Name, name).map(|name| name.to_string()),
            };
            let (Some(country), Some(address), Some(name)) = (country, address, name) else {
                return Err(Refusal::Invalid(errors));
            };
            self.must_be_listed(&country)?;
            let sender = sender::lines(&name, address);
            Written { country, zone: draft.zone.clone(), body: Body::Ruled, own: None, signature: None, sender, subject: None }
        };
        let country = written.country.clone();
        if !paper.format.goes_abroad() && !is_domestic(&country, &address.country) {
            return Err(wrong(Field::Format, Problem::OnlyDomestic));
        }
        Ok((self.made_of(opened, address, written, front), country))
    }

    fn typed(opened: &Opened, zone: &str, format: PaperFormat, filled: Filled) -> Written {
        let draft = Draft { zone: zone.to_owned(), ..Draft::from(&filled) };
        let sender = sender::lines(filled.name.as_str(), filled.address);
        Written::new(opened, &draft, format, filled.country, sender)
    }

    /// A letter that still has blanks. Each is as long as the text that stands in its place.
    fn half_typed(opened: &Opened, draft: &Draft, format: PaperFormat) -> Written {
        let country = draft.country().unwrap_or_else(|_| Iso2::us());
        let name = PersonName::parse(&draft.name).map(|name| name.to_string()).unwrap_or_default();
        let sender = sender::lines(&name, draft.return_address().unwrap_or_default());
        Written::new(opened, draft, format, country, sender)
    }

    fn made_of(&self, opened: &Opened, address: &Address, written: Written, front: Front) -> Piece {
        let Written { country, zone, body, own, signature, sender, subject } = written;
        let envelope = forms(&opened.target, Grammar::En).envelope;
        Piece {
            address: address.envelope(&envelope, &country),
            return_address: sender,
            sender_at_right: LetterGeometry::has_sender_at_right(&country),
            body,
            own,
            signature,
            front,
            subject,
            date: Some(opened.language.date(zones::day_of_supporter(self.clock.now(), &country, &zone))),
        }
    }

    /// One sheet to try a printer with, in the reader's language. Counts nothing.
    pub async fn test_page(&self, stock: Stock, flip: Flip, reader: Language) -> Result<Vec<u8>, Refusal> {
        self.press.work(move |press| press.test_page(stock, flip, reader)).await
    }

    /// The places to which paper for a target can be posted from a country, each with the stamps that it needs. Where a
    /// stamp is named by its country, that is in the reader's language.
    pub fn places(&self, target: &Target, from: &Iso2, reader: Language) -> Vec<PostingPlace> {
        let directory = self.campaigns.directory.get();
        let place = |place: PostalPlace<'_>| {
            let to = &place.address.country;
            let country = directory.country_in_sentence(to, reader.grammar().unwrap_or(Grammar::En)).unwrap_or(to.as_str());
            let stamp = |card: bool| Stamp::of(from, to, country, card);
            let domestic = is_domestic(from, to);
            PostingPlace { id: place.id.to_owned(), kind: place.kind, domestic, card: stamp(true), letter: stamp(false) }
        };
        target.places().into_iter().map(place).collect()
    }
}
