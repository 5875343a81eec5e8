//! Where pages are kept, in bounded memory.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use quick_cache::{Weighter, sync::Cache};
use tokio::{
    sync::{MutexGuard, Semaphore},
    time::Instant,
};

use super::{Keep, Moment, Own, Shows, spliced::Spliced};
use crate::site::{
    App,
    content::{Accepted, Content},
    failure::Refused,
};

/// The bytes of all kept pages together.
const ROOM: u64 = 16 << 20;
/// How large a page is on average, with its compressed forms.
const USUAL: u64 = 48 << 10;
/// Pages are made one at a time if their names fall into the same of these.
const TURNS: usize = 64;
/// A page that was asked for so often, and stayed the same for so long, is worth the best compression.
const OFTEN: u32 = 8;
const LONG: Duration = Duration::from_secs(2);
/// Pages are in the language of the reader.
const VARY: HeaderValue = HeaderValue::from_static("accept-language, accept-encoding");

/// The kept pages.
#[derive(Debug)]
pub struct Shelf {
    pages: Cache<String, Made, Size>,
    turns: Vec<tokio::sync::Mutex<()>>,
    /// One page at a time is compressed as far as can be: the others need the cores.
    compressing: Arc<Semaphore>,
}

/// The result of looking for a page.
pub(super) enum Found {
    Ready(Made),
    /// What it was made of has changed since.
    Changed(Made),
    Nothing,
}

/// A page, made. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Made(Arc<Page>);

#[derive(Debug)]
struct Page {
    of: Moment,
    shows: Shows,
    headers: HeaderMap,
    body: Kept,
    /// With the compressed forms as they will be. It has to stay the same while the page is kept, since the cache adds it up.
    size: usize,
    at: Instant,
    asked: AtomicU32,
    pace: Arc<Mutex<Pace>>,
}

#[derive(Debug)]
enum Kept {
    Whole(Content),
    Spliced(Spliced, Vec<Own>),
}

/// How often a page is made again. Where its counts change more often than that, its readers are shown those of a moment ago: a
/// campaign in the news must not be busy with counting.
#[derive(Debug)]
struct Pace {
    left: f64,
    at: Instant,
}

impl Pace {
    /// So often at once, and after that each second. The former is more than one person can see.
    const MOST: f64 = 20.0;

    fn new() -> Self {
        Self { left: Self::MOST, at: Instant::now() }
    }

    /// Whether it may be made now.
    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + Self::MOST * now.duration_since(self.at).as_secs_f64()).min(Self::MOST);
        self.at = now;
        let may = self.left >= 1.0;
        if may {
            self.left -= 1.0;
        }
        may
    }
}

#[derive(Debug, Clone)]
struct Size;

impl Weighter<String, Made> for Size {
    fn weight(&self, name: &String, made: &Made) -> u64 {
        (name.len() + made.0.size) as u64
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            pages: Cache::with_weighter(usize::try_from(ROOM / USUAL).unwrap_or(1), ROOM, Size),
            turns: std::iter::repeat_with(tokio::sync::Mutex::default).take(TURNS).collect(),
            compressing: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Shelf {
    /// The page under this name. One that has changed counts as ready where it was made too often lately.
    pub(super) fn find(&self, name: &str, now: &Moment) -> Found {
        match self.find_made(name, now) {
            Found::Changed(made) if !made.0.pace.lock().unwrap_or_else(PoisonError::into_inner).take() => Found::Ready(made),
            Found::Ready(made) => {
                self.compress_if_worth(&made);
                Found::Ready(made)
            }
            found => found,
        }
    }

    /// The same, for whoever has been told to make it.
    pub(super) fn find_made(&self, name: &str, now: &Moment) -> Found {
        match self.pages.get(name) {
            Some(made) if made.0.of.is_still(now, made.0.shows) => Found::Ready(made),
            Some(made) => Found::Changed(made),
            None => Found::Nothing,
        }
    }

    /// Returns when nobody else makes the page under this name.
    pub(super) async fn turn(&self, name: &str) -> Option<MutexGuard<'_, ()>> {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let turn = usize::try_from(hasher.finish() % TURNS as u64).ok().and_then(|turn| self.turns.get(turn));
        match turn {
            Some(turn) => Some(turn.lock().await),
            None => None,
        }
    }

    pub(super) fn put(&self, name: String, made: Made) {
        self.pages.insert(name, made);
    }

    fn compress_if_worth(&self, made: &Made) {
        let Kept::Whole(content) = &made.0.body else { return };
        if made.0.asked.fetch_add(1, Ordering::Relaxed) < OFTEN || made.0.at.elapsed() < LONG || content.is_compressed() {
            return;
        }
        if let Ok(turn) = Arc::clone(&self.compressing).try_acquire_owned() {
            let content = content.clone();
            tokio::task::spawn_blocking(move || {
                content.compress();
                drop(turn);
            });
        }
    }
}

impl Made {
    /// A page that was made of the numbers of this moment; `before` is the one that it replaces.
    pub(super) fn new(keep: &Keep, of: Moment, mut headers: HeaderMap, html: Bytes, before: Option<&Self>) -> Self {
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::VARY, VARY);
        let media = headers.remove(header::CONTENT_TYPE);
        let body = if keep.own.is_empty() {
            Kept::Whole(Content::new(media.unwrap_or(HeaderValue::from_static("text/html; charset=utf-8")), html))
        } else {
            headers.extend(media.map(|media| (header::CONTENT_TYPE, media)));
            let values: Vec<&str> = keep.own.iter().map(|(_, value)| value.as_str()).collect();
            Kept::Spliced(Spliced::cut(&html, &values), keep.own.iter().map(|(own, _)| own.clone()).collect())
        };
        let pace = before.map_or_else(|| Arc::new(Mutex::new(Pace::new())), |before| Arc::clone(&before.0.pace));
        let size = body.size();
        Self(Arc::new(Page { of, shows: keep.shows, headers, body, size, at: Instant::now(), asked: AtomicU32::new(0), pace }))
    }

    /// The answer to a request with these headers.
    pub(super) async fn answer(&self, app: &App, asked: &HeaderMap) -> Response {
        let mut response = match &self.0.body {
            Kept::Whole(content) => content.answer(asked),
            Kept::Spliced(page, own) => match values(app, own).await {
                Ok(values) => spliced(page, &values, asked),
                Err(refused) => return refused.into_response(),
            },
        };
        for (name, value) in &self.0.headers {
            response.headers_mut().insert(name, value.clone());
        }
        response
    }
}

impl Kept {
    fn size(&self) -> usize {
        match self {
            Self::Whole(content) => content.size() * 3 / 2,
            Self::Spliced(page, _) => page.size(),
        }
    }
}

/// What a new reader gets of their own.
async fn values(app: &App, own: &[Own]) -> Result<Vec<String>, Refused> {
    let mut values = Vec::with_capacity(own.len());
    for own in own {
        values.push(match own {
            Own::Letter => app.letters.new_id().to_string(),
            Own::Begun(form, campaign) => app.letters.guard.begin(*form, campaign).await?.time,
        });
    }
    Ok(values)
}

fn spliced(page: &Spliced, values: &[String], asked: &HeaderMap) -> Response {
    let is_zipped = Accepted::by(asked).gzip;
    let bytes = if is_zipped { page.gzip(values) } else { page.plain(values) };
    let mut response = Response::new(Body::from(bytes));
    if is_zipped {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
