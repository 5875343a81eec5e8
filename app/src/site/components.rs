//! Pieces of pages: forms, lists, tables, the map.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod artwork;
mod field;
mod guarded;
mod notices;
mod prose;
mod qr;
mod table;
mod tally;
mod target;
mod world;

pub use artwork::{ArtworkChoice, ArtworkImage};
pub use field::{Choice, Choices, Entry, ErrorSummary, Hidden, Select, TextArea, TextField, Tick, TickOf};
pub use guarded::{Guarded, sent};
pub use notices::Notices;
pub use prose::{Headings, ProseView};
pub use qr::QrPicture;
pub use table::DataTable;
pub use tally::{Progress, StageCells, StagesTable, Stamp};
pub use target::{AddressLines, OF_OFFICES, OfficeLine, Sources, StatusMark, TargetItem};
pub use world::WorldMap;

use leptos::prelude::*;

/// An envelope with the airmail edge.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <svg class="brand" viewBox="0 0 32 24" width="32" height="24" aria-hidden="true" focusable="false">
            <rect class="brand__paper" x="1" y="1" width="30" height="22" rx="2" />
            <path class="brand__line" d="M2 3l14 11L30 3" />
            <path class="brand__red" d="M4 21h4M16 21h4" />
            <path class="brand__blue" d="M10 21h4M22 21h4" />
        </svg>
    }
}
