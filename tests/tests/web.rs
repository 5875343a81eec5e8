//! The site as it is reached: pages and API over HTTP, on the real application.
//!
//! Nothing here knows a handler. A test opens pages, fills in the forms that stand on them, presses their
//! buttons, and reads what comes back, what was counted and what is in the mailbox.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed, helpers of tests too")]

#[path = "web/addresses.rs"]
mod addresses;
#[path = "web/api.rs"]
mod api;
#[path = "web/artwork.rs"]
mod artwork;
#[path = "web/bad_input.rs"]
mod bad_input;
#[path = "web/classes.rs"]
mod classes;
#[path = "web/connections.rs"]
mod connections;
#[path = "web/counts.rs"]
mod counts;
#[path = "web/desk.rs"]
mod desk;
#[path = "web/directory.rs"]
mod directory;
#[path = "web/failures.rs"]
mod failures;
#[path = "web/finder.rs"]
mod finder;
#[path = "web/forms.rs"]
mod forms;
#[path = "web/geocoder.rs"]
mod geocoder;
#[path = "web/headers.rs"]
mod headers;
#[path = "web/january.rs"]
mod january;
#[path = "web/limits.rs"]
mod limits;
#[path = "web/names.rs"]
mod names;
#[path = "web/openapi.rs"]
mod openapi;
#[path = "web/pages.rs"]
mod pages;
#[path = "web/paper.rs"]
mod paper;
#[path = "web/places.rs"]
mod places;
#[path = "web/privacy.rs"]
mod privacy;
#[path = "web/relay.rs"]
mod relay;
#[path = "web/states.rs"]
mod states;
#[path = "web/stories.rs"]
mod stories;
#[path = "web/typed.rs"]
mod typed;
#[path = "web/writing.rs"]
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
fn campaign_to(audience: Audience) -> Campaign {
    let starter = starter::campaigns().unwrap().into_iter().find(|campaign| campaign.treaty.is_none()).unwrap();
    Campaign { audience, ..starter }
}

/// The same to these targets and no others.
fn campaign_to_these(targets: &[&str]) -> Campaign {
    campaign_to(Audience::Listed { targets: targets.iter().map(|id| TargetId::parse(id).unwrap()).collect() })
}
