//! The site as it is reached: pages and API over HTTP, on the real application.
//!
//! Nothing here knows a handler. A test opens pages, fills in the forms that stand on them, presses their
//! buttons, and reads what comes back, what was counted and what is in the mailbox.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed, helpers of tests too")]

mod account;
mod addresses;
mod api;
mod artwork;
mod audit;
mod bad_input;
mod classes;
mod connections;
mod counts;
mod desk;
mod directory;
mod drafts;
mod failures;
mod finder;
mod follow_up;
mod forms;
mod geocoder;
mod guard;
mod headers;
mod january;
mod kept;
mod languages;
mod letters;
mod limits;
mod links;
mod names;
mod not_me;
mod only;
mod openapi;
mod pace;
mod pages;
mod paper;
mod people;
mod places;
mod post;
mod previews;
mod privacy;
mod queue;
mod relay;
mod returned;
mod roles;
mod schemathesis;
mod second_factor;
mod sign_in;
mod states;
mod stories;
mod targets;
mod typed;
mod unconfirmed;
mod writing;

use domain::{
    campaign::{Audience, Campaign},
    target::TargetId,
};
use serde_json::{Value, json};
use usecases::starter;

/// The parts of the API that belong to one campaign, with embassies as targets.
const API: &str = "/api/v1/campaigns/cluster-munitions";

/// A letter as a program sends it.
fn letter() -> Value {
    json!({
        "target": "mission-ao-us", "language": "en", "name": "Ada Writer", "place": "Ridgeview, OH",
        "blanks": {"your-reason": "my school was hit"},
    })
}

/// The same with more or other fields.
fn letter_with(more: &Value) -> Value {
    let mut letter = letter();
    for (name, value) in more.as_object().unwrap() {
        letter[name] = value.clone();
    }
    letter
}

/// A campaign about no treaty that writes to others than the starters do.
fn campaign_to(audience: impl Into<Audience>) -> Campaign {
    let mut starter = starter::campaigns().unwrap().into_iter().find(|file| file.document.treaty.is_none()).unwrap();
    starter.document.audience = audience.into();
    starter.into()
}

/// The same to these targets and no others.
fn campaign_to_these(targets: &[&str]) -> Campaign {
    campaign_to(Audience::listed(targets.iter().map(|id| TargetId::parse(id).unwrap())))
}
