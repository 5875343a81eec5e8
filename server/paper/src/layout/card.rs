//! The two sides of a card.

use std::rc::Rc;

use domain::paper::{CardGeometry, CodeGeometry, Column, PictureGeometry, Rect, Size};
use usecases::ports::press::{Body, Front, Picture, Piece, Plate, PressError};

use crate::{
    fonts::family::Family,
    layout::fit::{Block, Style, Wrap, characters_over, ruled},
    page::{
        colour::Colour,
        drawing::{Code, Drawing},
        ink::Ink,
        structure::Kind,
    },
    text::{Paragraph, Typesetter},
};

/// A message is read at arm's length down to 8 pt.
pub const MESSAGE: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Serif,
    sizes: &[11.0, 10.75, 10.5, 10.25, 10.0, 9.75, 9.5, 9.25, 9.0, 8.75, 8.5, 8.25, 8.0],
    leading: 1.22,
    gap: 0.55,
    colour: Colour::Ink,
};

/// The same with its lines closer together: before a message is too long for a card.
const TIGHT: Style = Style { sizes: &[8.0], leading: 1.15, gap: 0.35, ..MESSAGE };

/// A sorting machine wants a sans of 8 pt or more (DMM 202).
pub const ADDRESS: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Sans,
    sizes: &[10.0, 9.5, 9.0, 8.5, 8.0],
    leading: 1.3,
    gap: 0.0,
    colour: Colour::Ink,
};

const RETURN_ADDRESS: Style =
    Style { kind: Kind::Paragraph, family: Family::Sans, sizes: &[7.5, 7.0, 6.5], leading: 1.25, gap: 0.0, colour: Colour::Ink };

const TITLE: Style = Style {
    kind: Kind::Heading,
    family: Family::Serif,
    sizes: &[46.0, 43.0, 40.0, 37.0, 34.0, 31.0, 28.0, 25.0, 22.0, 20.0, 18.0, 16.0],
    leading: 1.06,
    gap: 0.0,
    colour: Colour::Ink,
};

const SHORT_LINE: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Serif,
    sizes: &[15.0, 14.0, 13.0, 12.0, 11.0, 10.0],
    leading: 1.25,
    gap: 0.0,
    colour: Colour::Ink,
};

const URL: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Sans,
    sizes: &[9.5, 9.0, 8.5, 8.0, 7.5, 7.0],
    leading: 1.25,
    gap: 0.0,
    colour: Colour::Blue,
};

const CREDIT: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Sans,
    sizes: &[8.0, 7.5, 7.0, 6.5, 6.0, 5.5],
    leading: 1.2,
    gap: 0.0,
    colour: Colour::Ink,
};

/// 7 mm, as in a school exercise book.
const RULES: f32 = 20.0;

/// Stamp, address and message.
pub fn address_side(typesetter: &Typesetter<'_>, card: &CardGeometry, piece: &Piece) -> Result<Vec<Ink>, PressError> {
    let (mut inks, height) = return_address(typesetter, card, &piece.return_address)?;
    inks.extend(message(typesetter, &card.message_below(height), piece)?);
    inks.push(Ink::rule(card.divider));
    inks.extend(address(typesetter, card, &piece.address)?);
    Ok(inks)
}

/// Who writes, and how high that is: the message begins below it.
fn return_address(typesetter: &Typesetter<'_>, card: &CardGeometry, lines: &[String]) -> Result<(Vec<Ink>, f32), PressError> {
    let paragraphs = shape_lines(typesetter, lines, RETURN_ADDRESS.family)?;
    if paragraphs.is_empty() {
        return Ok((Vec::new(), 0.0));
    }
    let room = card.return_address;
    let wraps = [Wrap::Never, Wrap::Words, Wrap::Anywhere];
    let block = wraps.iter().find_map(|wrap| RETURN_ADDRESS.fit(typesetter, &paragraphs, room.size(), *wrap));
    let Some(block) = block else {
        return Err(PressError::ReturnAddressTooLong { over: RETURN_ADDRESS.rows_over(typesetter, &paragraphs, room.size()) });
    };
    let inks = RETURN_ADDRESS.set(typesetter, &paragraphs, &block.rows, block.size, &room)?;
    Ok((inks, RETURN_ADDRESS.height(typesetter, &block)))
}

fn message(typesetter: &Typesetter<'_>, column: &Column, piece: &Piece) -> Result<Vec<Ink>, PressError> {
    let Body::Typed(text) = &piece.body else { return Ok(ruled(&column.main, RULES)) };
    let paragraphs = typesetter.paragraphs(text, MESSAGE.family)?;
    for style in [MESSAGE, TIGHT] {
        for wrap in [Wrap::Words, Wrap::Anywhere] {
            if let Some(block) = style.fit_column(typesetter, &paragraphs, column, wrap) {
                return style.set_column(typesetter, &paragraphs, &block.rows, block.size, column);
            }
        }
    }
    let fits = |text: &str| {
        let paragraphs = typesetter.paragraphs(text, TIGHT.family)?;
        Ok(TIGHT.fill_column(typesetter, &paragraphs, TIGHT.smallest(), column, Wrap::Anywhere).is_some())
    };
    Err(PressError::TooLong { over: characters_over(text, piece.own.as_ref(), fits)? })
}

/// Capitals, one left margin, in the middle of its region's height, where the machine's eye is surest.
fn address(typesetter: &Typesetter<'_>, card: &CardGeometry, lines: &[String]) -> Result<Vec<Ink>, PressError> {
    let capitals: Vec<String> = lines.iter().map(|line| typesetter.capitals(line, ADDRESS.family)).collect();
    let paragraphs = shape_lines(typesetter, &capitals, ADDRESS.family)?;
    let room = card.address;
    let wraps = [Wrap::Never, Wrap::Words, Wrap::Anywhere];
    let block = wraps.iter().find_map(|wrap| ADDRESS.fit(typesetter, &paragraphs, room.size(), *wrap));
    let Some(block) = block else {
        return Err(PressError::AddressTooLong { over: ADDRESS.rows_over(typesetter, &paragraphs, room.size()) });
    };
    let air = (room.height - ADDRESS.height(typesetter, &block)) / 2.0;
    let place = Rect { top: room.top + air, ..room };
    ADDRESS.set(typesetter, &paragraphs, &block.rows, block.size, &place)
}

/// One paragraph for each line that says something.
pub fn shape_lines(typesetter: &Typesetter<'_>, lines: &[String], family: Family) -> Result<Vec<Paragraph>, PressError> {
    lines.iter().filter(|line| !line.trim().is_empty()).map(|line| typesetter.paragraph(line.trim(), family)).collect()
}

/// The picture side: artwork, a frame to draw in, or the campaign's title.
pub fn picture_side(typesetter: &Typesetter<'_>, card: &CardGeometry, front: &Front) -> Result<Vec<Ink>, PressError> {
    let code = front.code.as_deref().map(Code::of).transpose()?;
    let size = code.as_ref().map(Code::geometry);
    let (mut inks, rect) = match &front.picture {
        Picture::Title => title_front(typesetter, card, front, size)?,
        Picture::Frame => {
            let geometry = PictureGeometry::frame(&card.art, size);
            (frame(&geometry.picture), geometry.code)
        }
        Picture::Artwork(plate) => {
            let geometry = PictureGeometry::fit(&card.art, plate_size(plate), size);
            (artwork(typesetter, &geometry, plate)?, geometry.code)
        }
    };
    if let (Some(code), Some(rect)) = (code, rect) {
        inks.push(Ink::Drawing { rect, drawing: Rc::new(Drawing::Code(code)) });
    }
    Ok(inks)
}

#[expect(clippy::cast_precision_loss, reason = "pixels of a picture: thousands")]
fn plate_size(plate: &Plate) -> Size {
    Size::new(plate.width as f32, plate.height as f32)
}

/// The picture, and under its left edge the credit line; further to the left if the line is longer than that.
fn artwork(typesetter: &Typesetter<'_>, geometry: &PictureGeometry, plate: &Plate) -> Result<Vec<Ink>, PressError> {
    let paragraphs = [typesetter.paragraph(plate.credit.as_str(), CREDIT.family)?];
    let block = CREDIT.fit(typesetter, &paragraphs, geometry.credit.size(), Wrap::Never).ok_or(PressError::CreditTooLong)?;
    let last = geometry.credit.right() - paragraphs[0].width() * block.size;
    let left = geometry.picture.left.min(last).max(geometry.credit.left);
    let room = Rect { left, width: geometry.credit.right() - left, ..geometry.credit };
    let mut inks = vec![Ink::Drawing { rect: geometry.picture, drawing: Rc::new(Drawing::Artwork(plate.clone())) }];
    inks.extend(CREDIT.set(typesetter, &paragraphs, &block.rows, block.size, &room)?);
    Ok(inks)
}

/// A line all round.
fn frame(rect: &Rect) -> Vec<Ink> {
    const LINE: f32 = 0.75;
    let inner = rect.inset(LINE);
    [
        Rect { height: LINE, ..*rect },
        Rect { top: inner.bottom(), height: LINE, ..*rect },
        Rect { width: LINE, ..*rect },
        Rect { left: inner.right(), width: LINE, ..*rect },
    ]
    .map(Ink::rule)
    .into()
}

/// The picture of a card that has none: the campaign's title, large, between two airmail edges. The code stands at the
/// right on the lower edge, and the words beside it.
fn title_front(
    typesetter: &Typesetter<'_>,
    card: &CardGeometry,
    front: &Front,
    code: Option<CodeGeometry>,
) -> Result<(Vec<Ink>, Option<Rect>), PressError> {
    const EDGE: f32 = 10.0;
    const MARGIN: f32 = 14.0;
    // Half a point, so that a stripe's edge is not smeared over the line by a printer's raster.
    let art = card.art.inset(0.5);
    // The two edges run out of the card where a print shop cuts it.
    let edge = card.picture.inset(0.5);
    let mut inks = airmail_edge(&Rect::between(edge.left, edge.top, edge.right(), art.top + EDGE));
    inks.extend(airmail_edge(&Rect::between(edge.left, art.bottom() - EDGE, edge.right(), edge.bottom())));

    let inner = Rect::between(art.left + 2.0, art.top + EDGE + MARGIN, art.right() - 2.0, art.bottom() - EDGE - MARGIN);
    // Its quiet zone is free paper already.
    let code = code.map(|code| code.place(&Rect { height: art.bottom() - EDGE - inner.top, ..inner }));
    let mut room = Rect { width: inner.width - code.map_or(0.0, |code| code.width), ..inner };
    let words = [Wrap::Words, Wrap::Anywhere];
    let fits = |style: &Style, text: &str, room: &Rect| -> Result<(Vec<Paragraph>, Block), PressError> {
        let paragraphs = typesetter.paragraphs(text, style.family)?;
        let block = words.iter().find_map(|wrap| style.fit(typesetter, &paragraphs, room.size(), *wrap));
        Ok((paragraphs, block.ok_or(PressError::FrontTooLong)?))
    };
    // From below upwards, and read from above.
    let mut url = Vec::new();
    if !front.url.trim().is_empty() {
        let (paragraphs, block) = fits(&URL, front.url.trim(), &room)?;
        room.height -= URL.height(typesetter, &block) + MARGIN;
        let place = Rect { top: room.bottom() + MARGIN, ..room };
        url = URL.set(typesetter, &paragraphs, &block.rows, block.size, &place)?;
    }
    let mut below = 0.0;
    let line = front.line.trim();
    let short_line = if line.is_empty() {
        None
    } else {
        let set = fits(&SHORT_LINE, line, &room)?;
        below = SHORT_LINE.height(typesetter, &set.1) + MARGIN / 2.0;
        Some(set)
    };
    let title_room = Rect { height: room.height - below, ..room };
    let (paragraphs, block) = fits(&TITLE, front.title.trim(), &title_room)?;
    let height = TITLE.height(typesetter, &block);
    // A little above the middle, where the eye looks for it.
    let top = room.top + (room.height - height - below) * 0.42;
    inks.extend(TITLE.set(typesetter, &paragraphs, &block.rows, block.size, &Rect { top, ..title_room })?);
    if let Some((paragraphs, block)) = short_line {
        let place = Rect { top: top + height + MARGIN / 2.0, ..room };
        inks.extend(SHORT_LINE.set(typesetter, &paragraphs, &block.rows, block.size, &place)?);
    }
    inks.extend(url);
    Ok((inks, code))
}

/// Slanted stripes, red and blue in turn, from edge to edge of a band.
fn airmail_edge(band: &Rect) -> Vec<Ink> {
    const STRIPE: f32 = 18.0;
    const PITCH: f32 = 29.0;
    let slant = band.height * 0.6;
    let mut stripes = Vec::new();
    let mut left = band.left;
    let mut colour = Colour::Red;
    while left + STRIPE + slant <= band.right() {
        stripes.push(Ink::Fill { rect: Rect { left, width: STRIPE + slant, ..*band }, slant, colour });
        colour = if colour == Colour::Red { Colour::Blue } else { Colour::Red };
        left += PITCH;
    }
    // What is left over at the end is shared out between the stripes, so that the band ends where the text does.
    let spare = band.right() - (left - PITCH + STRIPE + slant);
    let mut gaps = 0.0;
    for _ in 1..stripes.len() {
        gaps += 1.0;
    }
    let mut shift = 0.0;
    for stripe in &mut stripes {
        if let Ink::Fill { rect, .. } = stripe {
            rect.left += shift;
        }
        shift += if gaps > 0.0 { spare / gaps } else { 0.0 };
    }
    stripes
}
