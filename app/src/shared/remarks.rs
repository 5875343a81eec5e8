//! What is said of a letter while it is being written. The server says it, in the words of its page and of what it answers
//! when the letter is saved; the page shows it, and in the browser an island shows it anew.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// All that is said of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarks {
    /// How much is wrong.
    pub summary: String,
    pub marks: Vec<Mark>,
    pub offers: Vec<Offered>,
    /// The blanks that it has, as they are written.
    pub blanks: Vec<String>,
    pub lengths: Vec<LengthRow>,
}

/// A place in a field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The field's name, which is its element's id.
    pub field: String,
    /// In units of UTF-16, as browsers count.
    pub from: usize,
    pub to: usize,
}

/// Something that is wrong, or may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub wrong: bool,
    /// The field's element.
    pub field: String,
    /// `None` if it is said of the whole field.
    pub place: Option<Place>,
    /// "Letter, line 3".
    pub label: String,
    /// What stands there.
    pub marked: String,
    pub said: String,
}

/// Something that could become a blank or a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    pub place: Place,
    pub found: String,
    pub becomes: String,
    /// The words of its button.
    pub said: String,
    /// The step of the form that takes it, where there are no scripts.
    pub step: String,
}

/// The longest letter on one paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LengthRow {
    pub paper: String,
    pub fits: bool,
    pub said: String,
    /// Whose letter it is.
    pub target: String,
}

impl Remarks {
    /// What is left to say when a place of a field was replaced by so many units: the rest of it has moved. What was said of that
    /// place itself is no longer true.
    #[must_use]
    pub fn after(mut self, replaced: &Place, length: usize) -> Self {
        let moved = |place: &mut Place| {
            if place.field != replaced.field || place.to <= replaced.from {
                return true;
            }
            let stays = place.from >= replaced.to;
            if stays {
                let by = |at: usize| at - (replaced.to - replaced.from) + length;
                (place.from, place.to) = (by(place.from), by(place.to));
            }
            stays
        };
        self.offers.retain_mut(|offer| moved(&mut offer.place));
        self.marks.retain_mut(|mark| mark.place.as_mut().is_none_or(moved));
        self
    }
}

/// Whether the letter fits on each paper.
#[component]
pub fn LengthTable(
    caption: String,
    /// The heads of its columns.
    columns: [String; 3],
    rows: Vec<LengthRow>,
    note: String,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|LengthRow { paper, fits, said, target }| {
            view! {
                <tr>
                    <th scope="row">{paper}</th>
                    <td class=if fits { "lengths__fits" } else { "lengths__over" }>{said}</td>
                    <td>
                        <bdi lang="en">{target}</bdi>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let [paper, fits, target] = columns;
    view! {
        <table class="lengths">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{paper}</th>
                    <th scope="col">{fits}</th>
                    <th scope="col">{target}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="note">{note}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(field: &str, from: usize, to: usize) -> Place {
        Place { field: field.to_owned(), from, to }
    }

    #[test]
    fn what_is_said_of_the_rest_of_a_text_moves_when_a_place_is_replaced() {
        let offered = |place: Place| Offered {
            place,
            found: String::new(),
            becomes: String::new(),
            said: String::new(),
            step: String::new(),
        };
        let offers = [place("body", 0, 3), place("body", 5, 9), place("body", 9, 12), place("card_body", 5, 9)].map(offered);
        let remarks = Remarks { offers: offers.to_vec(), ..Remarks::default() }.after(&place("body", 5, 9), 10);
        let places: Vec<Place> = remarks.offers.into_iter().map(|offer| offer.place).collect();
        assert_eq!(places, [place("body", 0, 3), place("body", 15, 18), place("card_body", 5, 9)]);
    }
}
