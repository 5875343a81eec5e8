//! The sheet that shows how a printer prints on both sides.

use std::rc::Rc;

use domain::{
    language::Language,
    paper::{Cross, Flip, Rect, Stock, TestPage},
};
use usecases::ports::press::PressError;
use words::{Locale, Words};

use crate::{
    fonts::{Fonts, family::Family, scripts::Readers},
    layout::{
        fit::{Style, Wrap},
        in_english, scale,
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

/// The two sides of the sheet, in a language whose letters have a font here.
pub fn pages(fonts: &Fonts, stock: Stock, flip: Flip, reader: Language) -> Result<(Words, [Page; 2]), PressError> {
    let said = |words: Words| sides(fonts, stock, flip, words).map(|sides| (words, sides));
    let words = Words::new(Locale::of(reader.tag()).unwrap_or_default());
    said(words).or_else(|error| in_english(words, said).ok_or(error))
}

fn sides(fonts: &Fonts, stock: Stock, flip: Flip, words: Words) -> Result<[Page; 2], PressError> {
    let language = words.locale().tag();
    let typesetter =
        &Typesetter::new(fonts, language, Readers::of(words.language(), std::iter::empty())).for_reader(words.locale());
    let page = TestPage::of(stock);
    let (print, turn, back) = match flip {
        Flip::Long => {
            let print = words.paper_test_print_long_step(words.stock(stock));
            (print, words.paper_test_turn_long_step(), words.paper_test_back_long_lead())
        }
        Flip::Short => {
            let print = words.paper_test_print_short_step(words.stock(stock));
            (print, words.paper_test_turn_short_step(), words.paper_test_back_short_lead())
        }
    };
    let steps = [print.as_str(), words.paper_test_measure_step(), turn, words.paper_test_crosses_step()];
    let steps: Vec<String> = (1_usize..).zip(steps).map(|(number, step)| words.paper_test_step(number, step)).collect();
    let mut front = text(typesetter, &page.words, words.paper_test_title(), &steps.join("\n\n"))?;
    // Its numbers stand beside their ticks, whatever the language.
    front.extend(scale::inks(&Typesetter::new(fonts, language, Readers::default()), page.scale)?);
    front.extend(crosses(&page.front()));
    let mut back = text(typesetter, &page.words, words.paper_test_back_title(), back)?;
    back.extend(crosses(&page.back()));
    let side = |place, inks| {
        let layers = vec![Layer { place, size: page.size, inks: Rc::new(inks) }];
        Page { size: page.size, trim: None, layers }
    };
    Ok([side(None, front), side(Some(page.back_place(flip)), back)])
}

fn text(typesetter: &Typesetter<'_>, room: &Rect, title: &str, text: &str) -> Result<Vec<Ink>, PressError> {
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
