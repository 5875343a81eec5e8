//! What forms carry for the guard: when they were made, and a field that nobody sees. See `usecases::guard`.

use leptos::prelude::*;
use usecases::guard::Carried;

use crate::site::{fields::Fields, reader::words};

/// When the form was made, signed.
const TIME: &str = "begun";
/// The field that nobody sees. Browsers fill in names that they know, so it has one that none of them knows.
const TRAP: &str = "letterbox-flap";

/// What came with a form.
pub fn sent(fields: &Fields) -> Carried {
    Carried { time: fields.get(TIME).to_owned(), trap: fields.get(TRAP).to_owned() }
}

/// The guard's fields, inside a form. The trap is moved out of sight by the style and hidden from screen readers. Who has no
/// style reads what to do with it.
#[component]
pub fn Guarded(carried: Carried) -> impl IntoView {
    let Carried { time, trap } = carried;
    view! {
        <input type="hidden" name=TIME value=time />
        <p class="trap" aria-hidden="true">
            <label>
                {words().form_trap_label()} " "
                <input type="text" name=TRAP value=trap tabindex="-1" autocomplete="off" />
            </label>
        </p>
    }
}
