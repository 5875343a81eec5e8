//! The card as it will print: drawn from the same geometry as the PDF, in points.

use domain::{
    letter::Rendered,
    paper::{CardGeometry, Column, PaperFormat, Rect},
    state::Iso2,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::LetterText;

/// What the picture of a card says beside the letter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CardWords {
    /// For those who cannot see it.
    pub title: String,
    /// Where the stamp goes.
    pub stamp: String,
}

/// The address side of a postcard with a letter on it. The message is text that can be read and selected. The picture
/// estimates its size of type from the letter's length. The press measures, and it alone decides what fits.
#[component]
pub fn CardPicture(
    /// The lines of the envelope.
    address: Vec<String>,
    /// The supporter's name and own address; may be empty.
    sender: Vec<String>,
    /// The country that it is posted from, which tells its likely size.
    from: Iso2,
    letter: Rendered,
    words: CardWords,
) -> impl IntoView {
    let card = CardGeometry::of(PaperFormat::usual_card(&from))?;
    let above = if sender.is_empty() { 0.0 } else { SENDER.height(sender.len()).min(card.return_address.height) };
    let room = card.message_below(above);
    let size = format!("card__message card__message--{}", type_size(&letter, &room));
    let most = letters(card.address.width, ADDRESS.size * CAPITAL);
    let address = address.iter().flat_map(|line| wrap(&line.to_uppercase(), most)).collect::<Vec<_>>();
    let air = (card.address.height - ADDRESS.height(address.len())).max(0.0) / 2.0;
    Some(view! {
        <svg
            class="card"
            viewBox=format!("0 0 {} {}", card.size.width, card.size.height)
            role="group"
            aria-label=words.title
        >
            <rect class="card__paper" x="0" y="0" width=card.size.width height=card.size.height />
            <Region class="card__stamp" rect=card.stamp.inset(18.0) />
            <text
                class="card__stamp-text"
                x=card.stamp.left + card.stamp.width / 2.0
                y=card.stamp.top + card.stamp.height / 2.0 + 3.0
                text-anchor="middle"
            >
                {words.stamp}
            </text>
            <Region class="card__divider" rect=card.divider />
            <Region class="card__barcode" rect=card.barcode />
            <Lines class="card__sender" lines=sender rect=Rect { height: above, ..card.return_address } letters=SENDER />
            <foreignObject x=room.main.left y=room.main.top width=room.main.width height=room.height()>
                <div class=size>
                    {room.foot.map(|_| view! { <div class="card__barcode-side"></div> })}
                    <LetterText letter />
                </div>
            </foreignObject>
            <Lines class="card__address" lines=address rect=card.address letters=ADDRESS air />
        </svg>
    })
}

/// How lines of an address are set: as the press sets them, at the size of the style sheet.
#[derive(Debug, Clone, Copy)]
struct Letters {
    /// In points, as in style/card.css.
    size: f32,
    /// From baseline to baseline, in em.
    leading: f32,
}

/// As server/paper sets them. The address is a little smaller than its best size there, since the sans of some screens
/// is wider.
const SENDER: Letters = Letters { size: 7.5, leading: 1.25 };
const ADDRESS: Letters = Letters { size: 8.5, leading: 1.3 };
/// How far a sans reaches above and below its baseline, and how wide its capitals are, in em (Noto Sans).
const ABOVE: f32 = 1.069;
const BELOW: f32 = 0.293;
const CAPITAL: f32 = 0.65;

impl Letters {
    fn height(self, lines: usize) -> f32 {
        let more = u16::try_from(lines.saturating_sub(1)).unwrap_or(u16::MAX);
        (ABOVE + BELOW + f32::from(more) * self.leading) * self.size
    }
}

/// The largest of the sizes 11 to 8 at which the text will fit, by the average width of a letter in a serif (0.43 of
/// its size, with the spaces), the leading (1.22) and the space between paragraphs (0.45).
fn type_size(letter: &Rendered, room: &Column) -> u8 {
    let text = letter.body_text();
    // The area in a corner below the column, as a height of the column itself.
    let foot = room.foot.map_or(0.0, |foot| foot.height * foot.width / room.main.width);
    (8..=11)
        .rev()
        .find(|size| {
            let size = f32::from(*size);
            let lines: f32 = text
                .split("\n\n")
                .map(|paragraph| {
                    paragraph.split('\n').map(|line| wrap(line, letters(room.main.width, size * 0.43)).len()).sum::<usize>()
                })
                .map(|lines| f32::from(u16::try_from(lines).unwrap_or(u16::MAX)) * 1.22 + 0.45)
                .sum();
            (lines - 0.45) * size <= room.main.height + foot
        })
        .unwrap_or(8)
}

/// How many letters of a given width fit into a line.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a line holds some tens of letters")]
fn letters(line: f32, letter: f32) -> usize {
    (line / letter) as usize
}

/// Breaks a text between words into lines of at most `most` characters; a longer word has a line of its own.
fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[component]
fn Region(class: &'static str, rect: Rect) -> impl IntoView {
    view! { <rect class=class x=rect.left y=rect.top width=rect.width height=rect.height /> }
}

/// Lines of an address in a region. `air` is the space above them.
#[component]
fn Lines(class: &'static str, lines: Vec<String>, rect: Rect, letters: Letters, #[prop(optional)] air: f32) -> impl IntoView {
    let mut y = air + ABOVE * letters.size;
    let lines = lines
        .into_iter()
        .map(|line| {
            let here = y;
            y += letters.leading * letters.size;
            view! {
                <text x="0" y=here>
                    {line}
                </text>
            }
        })
        .collect_view();
    view! {
        <svg class=class x=rect.left y=rect.top width=rect.width height=rect.height>
            {lines}
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("EMBASSY OF THE FEDERATIVE REPUBLIC OF BRAZIL", 31), ["EMBASSY OF THE FEDERATIVE", "REPUBLIC OF BRAZIL"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("unbreakable", 3), ["unbreakable"]);
    }

    #[test]
    fn the_style_sheet_knows_the_corner_beside_the_barcode() {
        let room = CardGeometry::US_4X6.message_below(0.0);
        let foot = room.foot.unwrap();
        let css = include_str!("../../../style/card.css");
        let rule = format!(
            "width: {}px;\n    height: 100%;\n    shape-outside: inset(calc(100% - {}px) 0 0 0);",
            room.main.width - foot.width,
            foot.height
        );
        assert!(css.contains(&rule), "{rule}");
    }

    #[test]
    fn a_longer_letter_is_set_smaller() {
        let region = Rect::new(0.0, 0.0, 189.0, 175.0);
        let letter = |words: usize| Rendered {
            subject: Vec::new(),
            paragraphs: vec![vec![domain::letter::Span::Text("word ".repeat(words))]],
        };
        let sizes: Vec<u8> = [20, 90, 115, 140, 400].map(|words| type_size(&letter(words), &Column::of(region))).to_vec();
        assert_eq!(sizes.first(), Some(&11));
        assert_eq!(sizes.last(), Some(&8));
        assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    }
}
