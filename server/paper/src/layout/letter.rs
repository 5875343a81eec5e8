//! The letter: its first page for a window envelope, and the pages after it.

use std::ops::Range;

use domain::paper::{LetterGeometry, Rect, UNPRINTABLE_MARGIN};
use usecases::ports::press::{Body, Piece, PressError};

use crate::{
    fonts::family::Family,
    layout::{
        card::shape_lines,
        fit::{Row, Style, Wrap, characters_over, fill, ruled},
    },
    page::{colour::Colour, ink::Ink, structure::Kind},
    text::{Paragraph, Typesetter},
};

/// At these sizes a letter is kept on one page; one that does not fit goes on at [`LONG`].
const BODY: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Serif,
    sizes: &[12.0, 11.5, 11.0, 10.5, 10.0],
    leading: 1.3,
    gap: 0.75,
    colour: Colour::Ink,
};
const LONG: f32 = 11.0;

/// A machine reads the address; 8 pt at least (DMM 202).
const ADDRESS: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Sans,
    sizes: &[10.5, 10.0, 9.5, 9.0, 8.5, 8.0],
    leading: 1.2,
    gap: 0.0,
    colour: Colour::Ink,
};

const RETURN_ADDRESS: Style = Style {
    kind: Kind::Paragraph,
    family: Family::Serif,
    sizes: &[11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0],
    leading: 1.25,
    gap: 0.0,
    colour: Colour::Ink,
};

const DATE: Style = Style { sizes: &[11.0, 10.0, 9.0], ..RETURN_ADDRESS };

const SUBJECT: Style =
    Style { kind: Kind::Heading, family: Family::Sans, sizes: &[11.0, 10.0, 9.0], leading: 1.3, gap: 0.0, colour: Colour::Ink };

const HEADER: Style = Style {
    kind: Kind::Aside,
    family: Family::Sans,
    sizes: &[8.5, 8.0, 7.5, 7.0, 6.5, 6.0],
    leading: 1.2,
    gap: 0.0,
    colour: Colour::Ink,
};

/// Wide-ruled paper: 8.5 mm.
const RULES: f32 = 24.0;

const WRAPS: [Wrap; 3] = [Wrap::Never, Wrap::Words, Wrap::Anywhere];

/// The pages of one letter.
pub fn pages(typesetter: &Typesetter<'_>, letter: &LetterGeometry, piece: &Piece) -> Result<Vec<Vec<Ink>>, PressError> {
    let mut first = head(typesetter, letter, piece)?;
    let mut room = letter.first_body;
    if let Some(subject) = piece.subject.as_deref().map(str::trim).filter(|subject| !subject.is_empty()) {
        let paragraphs = [typesetter.paragraph(subject, SUBJECT.family)?];
        // Three lines of a subject leave a letter under it.
        let place = Rect { height: 3.2 * SUBJECT.leading * SUBJECT.smallest(), ..room };
        let block = WRAPS.iter().find_map(|wrap| SUBJECT.fit(typesetter, &paragraphs, place.size(), *wrap));
        let block = block.ok_or(PressError::HeadingTooLong)?;
        first.extend(SUBJECT.set(typesetter, &paragraphs, &block.rows, block.size, &place)?);
        let top = room.top + SUBJECT.height(typesetter, &block) + BODY.gap * LONG;
        room = Rect::between(room.left, top, room.right(), room.bottom());
    }
    let mut pages = vec![first];
    match &piece.body {
        Body::Ruled => pages[0].extend(ruled(&room, RULES)),
        Body::Typed(text) => {
            let signed = Signed::new(text, piece);
            for (index, inks) in body(typesetter, letter, &signed, &room)?.into_iter().enumerate() {
                match pages.get_mut(index) {
                    Some(page) => page.extend(inks),
                    None => pages.push(inks),
                }
            }
        }
    }
    let count = pages.len();
    for (index, page) in pages.iter_mut().enumerate().skip(1) {
        page.extend(header(typesetter, letter, piece, index + 1, count)?);
    }
    Ok(pages)
}

/// Who writes, when, and to whom.
fn head(typesetter: &Typesetter<'_>, letter: &LetterGeometry, piece: &Piece) -> Result<Vec<Ink>, PressError> {
    let mut inks: Vec<Ink> = letter.marks.iter().map(|mark| Ink::rule(*mark)).collect();
    let lines = shape_lines(typesetter, &piece.return_address, RETURN_ADDRESS.family)?;
    let corner = if piece.sender_at_right { letter.return_address_at_right } else { letter.return_address };
    inks.extend(
        RETURN_ADDRESS.place(typesetter, &lines, &corner, &WRAPS)?.ok_or_else(|| PressError::ReturnAddressTooLong {
            over: RETURN_ADDRESS.rows_over(typesetter, &lines, corner.size()),
        })?,
    );
    if let Some(date) = piece.date.as_deref().filter(|date| !date.trim().is_empty()) {
        let date = [typesetter.paragraph(date.trim(), DATE.family)?];
        let placed = DATE.place(typesetter, &date, &letter.date, &[Wrap::Never])?;
        inks.extend(placed.ok_or(PressError::HeadingTooLong)?);
    }
    let lines = shape_lines(typesetter, &piece.address, ADDRESS.family)?;
    inks.extend(
        ADDRESS
            .place(typesetter, &lines, &letter.address, &WRAPS)?
            .ok_or_else(|| PressError::AddressTooLong { over: ADDRESS.rows_over(typesetter, &lines, letter.address.size()) })?,
    );
    Ok(inks)
}

/// So many empty lines stand between the close and the name: three lines of text, as typists leave for a signature.
const SIGNATURE: usize = 4;

/// A letter's text with room to sign it by hand.
struct Signed {
    text: String,
    /// Where in it stands what its writer can shorten.
    own: Option<Range<usize>>,
    /// How many lines the close has, with all that follows: they stay on one page.
    close: usize,
}

impl Signed {
    fn new(text: &str, piece: &Piece) -> Self {
        let own = piece.own.clone();
        let Some((before, name)) = piece.signature.and_then(|at| text.split_at_checked(at)) else {
            return Self { text: text.to_owned(), own, close: 0 };
        };
        // A template may leave lines for it already.
        let before = before.trim_end();
        let close = 1 + SIGNATURE + name.lines().count();
        let text = format!("{before}{}{name}", "\n".repeat(SIGNATURE + 1));
        // The signature comes last; what was typed and stands after it is not what made the letter long.
        let own = own.filter(|own| own.end <= before.len());
        Self { text, own, close }
    }
}

/// The text, on one page if it can be, and on as many as it needs if not.
fn body(
    typesetter: &Typesetter<'_>,
    letter: &LetterGeometry,
    signed: &Signed,
    first: &Rect,
) -> Result<Vec<Vec<Ink>>, PressError> {
    let Signed { text, own, close } = signed;
    let paragraphs = typesetter.paragraphs(text, BODY.family)?;
    if let Some(inks) = BODY.place(typesetter, &paragraphs, first, &[Wrap::Anywhere])? {
        return Ok(vec![inks]);
    }
    let rooms = |page: usize| if page == 0 { *first } else { letter.next_body };
    // None where something that cannot be broken is wider than the page: no letter of ours, but what anybody can type.
    if let Some(pages) = flow(typesetter, &paragraphs, LONG, *close, rooms).filter(|pages| pages.len() <= letter.pages) {
        let set = |(page, rows): (usize, &Vec<Row>)| BODY.set(typesetter, &paragraphs, rows, LONG, &rooms(page));
        return pages.iter().enumerate().map(set).collect();
    }
    let fits = |text: &str| -> Result<bool, PressError> {
        let paragraphs = typesetter.paragraphs(text, BODY.family)?;
        Ok(flow(typesetter, &paragraphs, LONG, *close, rooms).is_some_and(|pages| pages.len() <= letter.pages))
    };
    Err(PressError::TooLong { over: characters_over(text, own.as_ref(), fits)? })
}

/// Deals the rows of a text out to pages. Those of its last paragraphs, so many, stay together if a page holds them.
fn flow(
    typesetter: &Typesetter<'_>,
    paragraphs: &[Paragraph],
    size: f32,
    close: usize,
    room: impl Fn(usize) -> Rect,
) -> Option<Vec<Vec<Row>>> {
    let mut pages: Vec<Vec<Row>> = vec![Vec::new()];
    let mut reached = 0.0;
    let closes = |row: &Row| matches!(row, Row::Text { paragraph, .. } if *paragraph + close >= paragraphs.len());
    for row in fill(typesetter, paragraphs, size, room(0).width, Wrap::Anywhere)?.rows {
        let page = pages.len() - 1;
        let reach = BODY.reach(typesetter, &row, size);
        let before = pages[page].iter().rfind(|row| matches!(row, Row::Text { .. }));
        let advance = if pages[page].is_empty() { reach.above } else { BODY.advance(typesetter, before, &row, size) };
        let is_text = matches!(row, Row::Text { .. });
        if is_text && reached + advance + reach.below > room(page).height {
            // The close comes along with the name, so that there is room to sign above that.
            let together = pages[page].iter().position(closes).filter(|first| *first > 0 && closes(&row));
            let mut next = together.map_or_else(Vec::new, |first| pages[page].split_off(first));
            next.push(row);
            reached = BODY.height_of(typesetter, &next, size) - reach.below;
            pages.push(next);
        } else if is_text || !pages[page].is_empty() {
            // An empty line at the top of a page separates nothing.
            reached += advance;
            pages[page].push(row);
        }
    }
    Some(pages)
}

/// The addressee and the number of the page, for sheets that come apart.
fn header(
    typesetter: &Typesetter<'_>,
    letter: &LetterGeometry,
    piece: &Piece,
    page: usize,
    pages: usize,
) -> Result<Vec<Ink>, PressError> {
    let number = [typesetter.paragraph(&format!("{page} / {pages}"), HEADER.family)?];
    let width = number[0].width() * HEADER.sizes[0];
    let right = Rect { left: letter.header.right() - width, width: width + 1.0, ..letter.header };
    let mut inks = HEADER.place(typesetter, &number, &right, &[Wrap::Anywhere])?.unwrap_or_default();
    let whom = [piece.address.first(), piece.date.as_ref()];
    let whom: Vec<&str> = whom.into_iter().flatten().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    let whom = [typesetter.paragraph(&whom.join(" · "), HEADER.family)?];
    let left = Rect { width: letter.header.width - width - UNPRINTABLE_MARGIN, ..letter.header };
    // A name that is longer than a line stands on the first page in full; here it may be left out.
    inks.extend(HEADER.place(typesetter, &whom, &left, &[Wrap::Never])?.unwrap_or_default());
    Ok(inks)
}
