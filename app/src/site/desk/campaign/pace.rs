//! Pace: how fast the letters that our server sends leave for one target.

use domain::form::{Field, Form as _};
use leptos::prelude::*;
use usecases::desk::parts::PaceForm;
use words::Words;

use super::part::{PartPage, Place};
use crate::site::{
    components::{Entry, Tick},
    forms::{self, Control, Controls},
};

pub(super) struct Pace;

impl PartPage for Pace {
    type Form = PaceForm;

    const IN_WORDS: bool = false;

    fn lead(words: Words) -> &'static str {
        words.desk_pace_lead()
    }

    fn controls(words: Words) -> Vec<Control> {
        forms::desk::pace(words)
    }

    fn fields(_: &Place, asked: &Controls, form: &PaceForm) -> AnyView {
        view! {
            <Tick form=asked.clone() field=Field::OfficeHours checked=form.office_hours />
            <Entry form=asked.clone() value=form.get(&Field::Gap) field=Field::Gap />
            <Tick form=asked.clone() field=Field::Spread checked=form.spread />
            <Tick form=asked.clone() field=Field::Digest checked=form.digest />
        }
        .into_any()
    }
}
