//! Dates: when the campaign opens and closes, and its goal.

use domain::form::{Field, Form as _};
use leptos::prelude::*;
use usecases::desk::parts::DatesForm;
use words::Words;

use super::part::{PartPage, Place};
use crate::site::{
    components::Entry,
    forms::{self, Control, Controls},
};

pub(super) struct Dates;

impl PartPage for Dates {
    type Form = DatesForm;

    const IN_WORDS: bool = false;

    fn lead(words: Words) -> &'static str {
        words.desk_dates_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::dates(words)
    }

    fn fields(_: &Place, asked: &Controls, form: &DatesForm) -> AnyView {
        let entry = |field: Field| view! { <Entry form=asked.clone() value=form.get(&field) field /> };
        [Field::OpensOn, Field::ClosesOn, Field::TimeZone, Field::Goal].map(entry).into_iter().collect_view().into_any()
    }
}
