//! Look: the colour, the line on cards, the picture at the top. The artworks themselves are uploaded each by itself
//! ([`artworks`](crate::desk::artworks)).

use domain::{
    artwork::ArtworkId,
    campaign::{Colour, Document, Part},
    checked::{FieldError, collect},
    form::Field,
    problem::Choice,
};

use super::{At, PartForm, edition, line_or_nothing};

domain::form! {
    /// The look of a campaign, with the slogan of one edition.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct LookForm {
        slogan: String = Slogan,
        colour: String = Colour,
        /// The id of one of the campaign's artworks, or empty.
        header: String = Header,
    }
}

/// The longest slogan, in characters: one line of a card.
pub const SLOGAN_MAX: usize = 60;

impl PartForm for LookForm {
    const PART: Part = Part::Look;

    fn of(document: &Document, at: At) -> Self {
        Self {
            slogan: document.edition(at.language).map(|edition| edition.slogan.clone()).unwrap_or_default(),
            colour: document.look.colour.as_str().to_owned(),
            header: document.look.header.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    fn put(&self, document: &mut Document, at: At) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let slogan = collect(&mut errors, Field::Slogan, line_or_nothing(&self.slogan, SLOGAN_MAX));
        let colour = collect(&mut errors, Field::Colour, Colour::parse(&self.colour).ok_or(Choice::Colour));
        let own = |id: &ArtworkId| document.look.artwork(id).is_some();
        let header = match self.header.as_str() {
            "" => Some(None),
            id => collect(&mut errors, Field::Header, ArtworkId::parse(id).ok().filter(own).ok_or(Choice::Header)).map(Some),
        };
        let (Some(slogan), Some(colour), Some(header)) = (slogan, colour, header) else { return Err(errors) };
        edition(document, at)?.slogan = slogan;
        (document.look.colour, document.look.header) = (colour, header);
        Ok(())
    }
}
