//! A teacher's order, as it was typed and as it was checked.

use domain::{
    campaign::{Campaign, Edition},
    checked::{FieldError, collect},
    class::{parse_count, parse_names},
    form::Field,
    letter::Draft,
    paper::{Flip, PaperFormat},
    problem::Choice,
    state::{Iso2, UsState},
    target::TargetId,
};

use super::{Classes, To};
use crate::{ports::ClassSet, refusal::Refusal, supporter::letters::Paper};

domain::form! {
    /// The form of a class set: what a teacher typed, as it was typed.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct ClassDraft {
        cards: String = Cards,
        /// `delegation`, `one` or `fewest`.
        to: String = To,
        /// USPS code, for a delegation.
        state: String = State,
        /// For one office.
        target: String = Target,
        /// First names, one a line.
        names: String = Names,
        /// The letter's text; if false, lines to write on by hand.
        typed: bool = Typed,
        format: String = Format,
        flip: String = Flip,
        /// The picture side: `title`, `frame`, or an artwork of the campaign.
        artwork: String = Artwork,
        /// With a QR code to the campaign's page.
        qr: bool = Qr,
        ..
        /// The fields that all cards share. Its name is not used.
        draft: Draft,
    }
}

impl ClassDraft {
    /// The fields that say how a set is dealt. They are ignored for a set that is dealt already.
    pub const DEALING: [Field; 4] = [Field::Cards, Field::To, Field::State, Field::Target];
}

/// A teacher's order, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassOrder {
    pub cards: u8,
    /// `None` for a set that is dealt already.
    pub to: Option<To>,
    /// At most one for each card; the cards after them have none.
    pub names: Vec<String>,
    pub typed: bool,
    pub format: PaperFormat,
    pub flip: Flip,
    pub artwork: String,
    pub code: bool,
    pub draft: Draft,
    pub country: Iso2,
}

impl ClassOrder {
    pub(super) fn paper(&self) -> Paper {
        Paper {
            format: self.format,
            flip: self.flip,
            bleed: false,
            post_to: String::new(),
            typed: self.typed,
            artwork: self.artwork.clone(),
            code: self.code,
        }
    }
}

/// Printed where a name would stand, to be signed on.
const UNSIGNED: &str = "____________________";

impl Classes {
    /// Checks the order as typed, and reports all errors at once. `of` is the set that is printed again.
    pub fn check(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        typed: &ClassDraft,
        of: Option<&ClassSet>,
    ) -> Result<ClassOrder, Refusal> {
        let mut errors = Vec::new();
        let cards = match of {
            Some(set) => u8::try_from(set.cards.len()).ok(),
            None => collect(&mut errors, Field::Cards, parse_count(&typed.cards)),
        };
        let names = cards.and_then(|cards| collect(&mut errors, Field::Names, parse_names(&typed.names, cards)));
        let to = if of.is_some() { None } else { to(typed, &mut errors) };
        let format = PaperFormat::parse(&typed.format).filter(|format| Self::formats(campaign).any(|known| known == *format));
        let format = collect(&mut errors, Field::Format, format.ok_or(Choice::Paper));
        let flip = if typed.flip.is_empty() { Some(Flip::default()) } else { Flip::parse(&typed.flip) };
        let flip = collect(&mut errors, Field::Flip, flip.ok_or(Choice::Flip));
        // A set that is printed again keeps its country: its stamps and its count depend on it.
        let from = of.map_or_else(|| typed.draft.country.clone(), |set| set.country.to_string());
        let draft = Draft { name: UNSIGNED.to_owned(), country: from, ..typed.draft.clone() };
        let country = collect(&mut errors, Field::Country, draft.country());
        if typed.typed {
            // What only the letters to some states ask for is checked with each card, when it is known to whom they go.
            if let Err(Refusal::Invalid(wrong)) = self.letters.check_draft(&edition.letter.template.for_status(None), &draft) {
                errors.extend(wrong.into_iter().filter(|error| error.field != Field::Country));
            }
        } else {
            collect(&mut errors, Field::Address, draft.return_address());
        }
        if let Some(Err(Refusal::Invalid(wrong))) = country.as_ref().map(|country| self.letters.must_be_listed(country)) {
            errors.extend(wrong);
        }
        match (cards, names, format, flip, country) {
            (Some(cards), Some(names), Some(format), Some(flip), Some(country)) if errors.is_empty() => {
                let (artwork, code) = (typed.artwork.clone(), typed.qr);
                Ok(ClassOrder { cards, to, names, typed: typed.typed, format, flip, artwork, code, draft, country })
            }
            _ => Err(Refusal::Invalid(errors)),
        }
    }
}

fn to(typed: &ClassDraft, errors: &mut Vec<FieldError>) -> Option<To> {
    match typed.to.as_str() {
        "delegation" => collect(errors, Field::State, UsState::find(&typed.state).ok_or(Choice::State)).map(To::Delegation),
        "one" => collect(errors, Field::Target, TargetId::parse(&typed.target).map_err(|_| Choice::Office)).map(To::One),
        "fewest" => Some(To::Fewest),
        _ => {
            errors.push(FieldError::new(Field::To, Choice::Whom));
            None
        }
    }
}
