//! What in a letter could become a blank or a field, each with a button. Without scripts it is a step of the form.

use domain::{
    form::{Field, Form as _},
    language::Language,
    template::{Offer, apply, apply_all, offers},
};
use usecases::desk::parts::{BODY_MAX, LettersForm};

use super::{super::part::Place, lines_as_shown};

/// The fields that have offers.
pub(super) const FIELDS: [Field; 3] = [Field::Subject, Field::Body, Field::CardBody];
/// The step that takes one offer: behind it stand the field, where the offer was, and what stood there.
const ONE: &str = "offer ";
/// The step that takes all.
pub(super) const ALL: &str = "offers";

/// The offers of a text. One that is too long to be saved has none.
pub(super) fn of(text: &str, language: Language) -> Vec<Offer> {
    if text.chars().count() > BODY_MAX { Vec::new() } else { offers(text, language) }
}

/// The step that takes an offer.
pub(super) fn step(field: &Field, offer: &Offer) -> String {
    format!("{ONE}{field} {} {}", offer.range.start, offer.found)
}

/// Takes what a step names. Says whether it is one of these steps.
pub(super) fn take(step: &str, place: &Place, form: &mut LettersForm) -> bool {
    let language = place.at.language;
    if step == ALL {
        *form = lines_as_shown(form);
        for field in FIELDS {
            let text = form.get(&field);
            if text.chars().count() <= BODY_MAX {
                form.set(&field, &apply_all(&text, language));
            }
        }
        return true;
    }
    let Some((field, at, found)) = step.strip_prefix(ONE).and_then(read) else { return false };
    *form = lines_as_shown(form);
    let text = form.get(&field);
    // Something may have been typed before it since the page was made.
    let same = of(&text, language).into_iter().filter(|offer| offer.found == found);
    if let Some(offer) = same.min_by_key(|offer| offer.range.start.abs_diff(at)) {
        form.set(&field, &apply(&text, &offer));
    }
    true
}

fn read(step: &str) -> Option<(Field, usize, &str)> {
    let mut parts = step.splitn(3, ' ');
    let field = Field::parse(parts.next()?).filter(|field| FIELDS.contains(field))?;
    Some((field, parts.next()?.parse().ok()?, parts.next()?))
}
