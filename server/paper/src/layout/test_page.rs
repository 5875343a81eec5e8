//! The sheet that shows how a printer prints on both sides.

use std::rc::Rc;

use domain::paper::{Cross, Flip, Rect, Stock, TestPage};
use usecases::ports::press::PressError;

use crate::{
    fonts::family::Family,
    layout::{
        fit::{Style, Wrap},
        scale,
    },
    page::{Layer, Page, colour::Colour, ink::Ink, structure::Kind},
    text::Typesetter,
};

const TITLE: Style = Style {
    kind: Kind::Heading,
    family: Family::Serif,
    sizes: &[24.0, 22.0, 20.0],
    leading: 1.15,
    gap: 0.0,
    colour: Colour::Ink,
};
const TEXT: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Sans,
    sizes: &[11.0, 10.5, 10.0],
    leading: 1.35,
    gap: 0.6,
    colour: Colour::Ink,
};

/// The two sides of the sheet.
pub fn pages(typesetter: &Typesetter<'_>, stock: Stock, flip: Flip) -> Result<[Page; 2], PressError> {
    let page = TestPage::of(stock);
    let (edge, other) = match flip {
        Flip::Long => ("long", "short"),
        Flip::Short => ("short", "long"),
    };
    let mut front = words(
        typesetter,
        &page.words,
        "Test page for printing on both sides",
        &format!(
            "1. Print this page on {paper}, on both sides, at 100 % (“actual size”), with “flip on the {edge} edge”.\n\n\
             2. Lay a ruler on the scale below. If it is not 100 mm, or 4 in, long, switch off “fit to page” and print again.\n\n\
             3. Turn the sheet over like a page of a book. If the back stands upright, print your cards in the same way and \
             choose “Flip on the {edge} edge”. If it stands on its head, choose “Flip on the {other} edge”. If it is on a \
             sheet of its own, switch on printing on both sides.\n\n\
             4. Hold the sheet against the light. The crosses of both sides should lie on each other. A tick is 1 mm: up to \
             3 mm are usual, and the cards allow for it. If it is more, push the guides in the paper tray to the sheet and \
             print again.",
            paper = stock.label()
        ),
    )?;
    front.extend(scale::inks(typesetter, page.scale)?);
    front.extend(crosses(&page.front()));
    let mut back = words(
        typesetter,
        &page.words,
        "The back",
        &format!(
            "If you turned the sheet like a page of a book and can read this, your printer flips on the {edge} edge, as it \
             was told. Choose “Flip on the {edge} edge” when you print your cards."
        ),
    )?;
    back.extend(crosses(&page.back()));
    let side = |place, inks| {
        let layers = vec![Layer { place, size: page.size, inks: Rc::new(inks) }];
        Page { size: page.size, trim: None, layers }
    };
    Ok([side(None, front), side(Some(page.back_place(flip)), back)])
}

fn words(typesetter: &Typesetter<'_>, room: &Rect, title: &str, text: &str) -> Result<Vec<Ink>, PressError> {
    let heading = [typesetter.paragraph(title, TITLE.family)?];
    let block = TITLE.fit(typesetter, &heading, room.size(), Wrap::Words).ok_or(PressError::HeadingTooLong)?;
    let mut inks = TITLE.set(typesetter, &heading, &block.rows, block.size, room)?;
    let top = room.top + TITLE.height(typesetter, &block) + TITLE.smallest() / 2.0;
    let room = Rect::between(room.left, top, room.right(), room.bottom());
    let paragraphs = typesetter.paragraphs(text, TEXT.family)?;
    inks.extend(TEXT.place(typesetter, &paragraphs, &room, &[Wrap::Words])?.ok_or(PressError::HeadingTooLong)?);
    Ok(inks)
}

fn crosses(crosses: &[Cross; 3]) -> Vec<Ink> {
    crosses.iter().flat_map(Cross::lines).map(Ink::line).collect()
}
