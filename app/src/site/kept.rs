//! Pages that are the same for everybody. They are kept ready, and made again when one of the numbers has changed that they
//! were made of ([`Moment`]).
//!
//! A page says itself that it can be kept ([`Keep`]). It may have places for what each reader gets of their own, such as the
//! id of a letter. Nothing that a person typed is in a page that is kept, nor in the name under which it is kept: the
//! pages of `KEPT` see only the fields of their address that are listed there.

mod shelf;
mod spliced;

use axum::{
    body::to_bytes,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{campaign::CampaignId, language::Language};
use usecases::{guard::GuardedForm, ports::Changes};
use words::Locale;

pub use self::shelf::Shelf;
use self::shelf::{Found, Made};
use super::{App, Reader};
use crate::links::{EDITION, LANGUAGE, Link};

/// The pages that are kept, each with the fields of its address that it reads. All others are taken out of the address before
/// the page sees it: an address that is passed on grows fields that mean nothing to us.
const KEPT: [(&str, &[&str]); 6] = [
    (Link::HOME, &WORLD),
    (Link::CAMPAIGN, &[EDITION, "treaty", "on", "region", "status"]),
    (Link::TARGETS, &[EDITION, "q", "zip", "district", "state", "kind", "order", "page", "lookup"]),
    (Link::WRITE, &[EDITION]),
    (Link::STATES, &WORLD),
    (Link::STATE, &["on"]),
];
const WORLD: [&str; 4] = ["treaty", "on", "region", "status"];

/// The most bytes of a page. The largest of ours is a fifth of it.
const MOST: usize = 1 << 20;
/// Proxies may give the page to others for this many seconds. A browser asks each time whether it is still right.
const CACHE_CONTROL: &str = "public, max-age=0, s-maxage=1, must-revalidate";

/// What a page shows that changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Campaigns and the directory, which rarely change.
    Texts,
    /// Counts too.
    Counts,
}

/// Says that a page can be kept. It is an extension of the page's response.
#[derive(Debug, Clone)]
pub struct Keep {
    pub shows: Shows,
    /// What of the page is its reader's own, with what is written for this one.
    pub own: Vec<(Own, String)>,
}

/// Something that each reader gets of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// The id of a new letter.
    Letter,
    /// The time at which the form was made, signed for this campaign.
    Begun(GuardedForm, CampaignId),
}

/// The numbers of which pages are made. Pages that were made of the same numbers are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    changes: Changes,
    directory: u64,
    /// Days begin and end with one of these, whatever the time zone, and so do Congresses.
    quarter_hour: i64,
}

impl Moment {
    fn now(app: &App) -> Self {
        Self {
            changes: app.changes.changes(),
            directory: app.campaigns.directory.version(),
            quarter_hour: app.campaigns.clock.now().as_second().div_euclid(15 * 60),
        }
    }

    /// Whether a page that shows this would be the same now.
    fn is_still(&self, now: &Self, shows: Shows) -> bool {
        match shows {
            Shows::Counts => self == now,
            Shows::Texts => {
                let changes = Changes { counts: self.changes.counts, ..now.changes };
                *self == Self { changes, ..*now }
            }
        }
    }
}

/// Answers with the page that is kept; makes it where there is none, or where it has changed.
pub async fn kept_pages(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let Some(name) = name(&mut request) else { return next.run(request).await };
    let before = match app.kept.find(&name, &Moment::now(&app)) {
        Found::Ready(made) => return made.answer(&app, request.headers()).await,
        Found::Changed(made) => Some(made),
        Found::Nothing => None,
    };
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    // One makes it, and the others who want it wait for that one.
    let _turn = app.kept.turn(&name).await;
    let now = Moment::now(&app);
    if let Found::Ready(made) = app.kept.find_made(&name, &now) {
        return made.answer(&app, request.headers()).await;
    }
    let asked = request.headers().clone();
    let response = next.run(request).await;
    let Some(keep) = response.extensions().get::<Keep>().cloned().filter(|_| response.status() == StatusCode::OK) else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MOST).await else {
        tracing::error!("a page was too long to be kept, and was not sent");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if keep.own.is_empty() {
        parts.headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static(CACHE_CONTROL));
    }
    let made = Made::new(&keep, now, parts.headers, body, before.as_ref());
    app.kept.put(name, made.clone());
    made.answer(&app, &asked).await
}

/// The name under which the answer to a request is kept, if it is one that can be. Takes what does not count out of its
/// address.
fn name(request: &mut Request) -> Option<String> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.extensions().get::<MatchedPath>()?;
    let (_, fields) = KEPT.iter().find(|(pattern, _)| *pattern == path.as_str())?;
    let address = address(request.uri(), fields)?;
    let uri: Uri = address.parse().ok()?;
    *request.uri_mut() = uri;
    let wishes = wishes(request.uri(), request.headers());
    Some(format!("{address} {wishes}"))
}

/// The address with the fields that count, in their order, each once.
fn address(uri: &Uri, fields: &[&str]) -> Option<String> {
    let query = uri.query().unwrap_or_default();
    let mut address = uri.path().to_owned();
    let mut separator = '?';
    for field in fields.iter().chain([&LANGUAGE]) {
        let pair = query.split('&').find(|pair| pair.split('=').next() == Some(field));
        if let Some(pair) = pair.filter(|pair| pair.len() > field.len() + 1) {
            address.push(separator);
            address.push_str(pair);
            separator = '&';
        }
    }
    (address.len() < 1000).then_some(address)
}

/// The languages that the reader wants, as far as we have texts in them or could have.
fn wishes(uri: &Uri, headers: &HeaderMap) -> String {
    let mut wishes: Vec<String> = Vec::new();
    for tag in Reader::of(uri, headers).wishes() {
        let known =
            [Locale::of(&tag).map(|locale| locale.tag().to_owned()), Language::parse(&tag).ok().map(|one| one.to_string())];
        let known = known.into_iter().flatten().collect::<Vec<_>>().join("/");
        if !known.is_empty() && !wishes.contains(&known) {
            wishes.push(known);
        }
    }
    wishes.join(",")
}
