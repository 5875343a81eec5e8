//! The printed ruler, on the test page and wherever else a size has to be checked.

use domain::paper::ScaleMark;
use usecases::ports::press::PressError;

use crate::{
    fonts::family::Family,
    layout::fit::{Style, Wrap},
    page::{colour::Colour, ink::Ink, structure::Kind},
    text::Typesetter,
};

const NUMBER: Style =
    Style { kind: Kind::Aside, family: Family::Sans, sizes: &[7.0], leading: 1.2, gap: 0.0, colour: Colour::Ink };

/// Line, ticks and numbers.
pub fn inks(typesetter: &Typesetter<'_>, mark: ScaleMark) -> Result<Vec<Ink>, PressError> {
    let lines = mark.millimetres().into_iter().chain(mark.inches()).chain([mark.line()]);
    let mut inks: Vec<Ink> = lines.map(Ink::line).collect();
    for (room, number) in mark.numbers() {
        let number = [typesetter.paragraph(number, NUMBER.family)?];
        inks.extend(NUMBER.place(typesetter, &number, &room, &[Wrap::Never])?.ok_or(PressError::HeadingTooLong)?);
    }
    Ok(inks)
}
