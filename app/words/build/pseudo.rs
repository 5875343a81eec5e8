//! The pseudo-language: English with accents, 40 % longer, in brackets. A page in it shows what was not translated, what
//! was glued together of parts, and what has no room for a longer language.

use crate::catalogue::{Message, Piece};

/// Accented English, by the custom of CLDR. No reader asks for it.
pub(crate) const TAG: &str = "en-XA";

pub(crate) fn of_message(message: &Message) -> Message {
    match message {
        Message::One(pieces) => Message::One(of_pieces(pieces)),
        Message::Plural(forms) => {
            Message::Plural(forms.iter().map(|(category, pieces)| (*category, of_pieces(pieces))).collect())
        }
    }
}

pub(crate) fn of(text: &str) -> String {
    let length = text.chars().count();
    // Words, so that a line can break in them.
    let more: String = ['·', '·', '·', '·', ' '].into_iter().cycle().take((length * 2).div_ceil(5)).collect();
    format!("[{}{}{}]", text.chars().map(accented).collect::<String>(), if more.is_empty() { "" } else { " " }, more.trim_end())
}

fn of_pieces(pieces: &[Piece]) -> Vec<Piece> {
    let text: String =
        pieces.iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(text.as_str()) } else { None }).collect();
    let longer = of(&text);
    let more = longer.rsplit_once(|c: char| c != '·' && c != ' ' && c != ']').map_or("]", |(_, more)| more).to_owned();
    let accented = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => Piece::Text(text.chars().map(accented).collect()),
        other => other.clone(),
    });
    std::iter::once(Piece::Text("[".to_owned())).chain(accented).chain([Piece::Text(more)]).collect()
}

fn accented(c: char) -> char {
    match c {
        'a' => 'á',
        'c' => 'ç',
        'd' => 'ð',
        'e' => 'é',
        'g' => 'ĝ',
        'h' => 'ĥ',
        'i' => 'í',
        'k' => 'ķ',
        'l' => 'ļ',
        'n' => 'ñ',
        'o' => 'ó',
        'r' => 'ŕ',
        's' => 'š',
        't' => 'ţ',
        'u' => 'ú',
        'w' => 'ŵ',
        'y' => 'ý',
        'z' => 'ž',
        'A' => 'Å',
        'B' => 'ß',
        'C' => 'Ç',
        'E' => 'É',
        'I' => 'Î',
        'N' => 'Ñ',
        'O' => 'Ö',
        'P' => 'Þ',
        'S' => 'Š',
        'T' => 'Ţ',
        'U' => 'Û',
        'W' => 'Ŵ',
        'Y' => 'Ý',
        other => other,
    }
}
