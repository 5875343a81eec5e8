//! A geocoder of ours that answers as the Census Bureau's does, or fails on command.

use std::{
    collections::BTreeMap,
    future::pending,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

#[derive(Debug, Clone)]
pub enum Behaviour {
    /// Answers with this text.
    Say(String),
    Fail(StatusCode),
    /// Sends the client elsewhere.
    Redirect(String),
    /// Takes the question and never answers.
    FallSilent,
}

/// A question as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub user_agent: String,
}

type Shared = Arc<Mutex<(Behaviour, Vec<Asked>)>>;

/// The running server.
#[derive(Debug)]
pub struct Stub {
    pub url: String,
    state: Shared,
    task: JoinHandle<()>,
}

impl Stub {
    pub async fn start(behaviour: Behaviour) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let state: Shared = Arc::new(Mutex::new((behaviour, Vec::new())));
        let router = Router::new().fallback(answer).with_state(state.clone());
        let task = tokio::spawn(async move {
            // It ends with the test.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { url, state, task })
    }

    /// From the next question on.
    pub fn behave(&self, behaviour: Behaviour) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0 = behaviour;
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    State(state): State<Shared>,
    uri: axum::http::Uri,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let behaviour = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.1.push(Asked { path: uri.path().to_owned(), query, user_agent });
        state.0.clone()
    };
    match behaviour {
        Behaviour::Say(text) => ([(header::CONTENT_TYPE, "application/json;charset=UTF-8")], text).into_response(),
        Behaviour::Fail(status) => status.into_response(),
        Behaviour::Redirect(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Behaviour::FallSilent => pending().await,
    }
}

/// An answer in the shape of the Census Bureau's, on the map of the 119th Congress: one match for each district.
pub fn matches(geoids: &[&str]) -> Behaviour {
    on_map("119th Congressional Districts", geoids)
}

/// The same with another layer in the place of that one.
pub fn on_map(layer: &str, geoids: &[&str]) -> Behaviour {
    let matches: Vec<Value> = geoids.iter().map(|geoid| matched(layer, &[geoid])).collect();
    with_matches(&matches)
}

/// An answer with these matches.
pub fn with_matches(matches: &[Value]) -> Behaviour {
    let answer = json!({"result": {
        "input": {
            "address": {"street": "12 MAIN ST", "zip": "02139"},
            "vintage": {"isDefault": false, "id": "425", "vintageName": "ACS2025_Current", "vintageDescription": "ACS2025 Vintage"},
            "benchmark": {"isDefault": true, "id": "4", "benchmarkName": "Public_AR_Current"},
        },
        "addressMatches": matches,
    }});
    Behaviour::Say(answer.to_string())
}

/// A match that lies in these areas of a layer, among areas of others.
pub fn matched(layer: &str, geoids: &[&str]) -> Value {
    let areas: Vec<Value> = geoids
        .iter()
        .map(|geoid| {
            json!({
                "GEOID": geoid, "STATE": &geoid[..2], "CDSESSN": "119", "BASENAME": "2", "NAME": "Congressional District 2",
                "LSADC": "C2", "FUNCSTAT": "N", "MTFCC": "G5200", "AREALAND": 25_408_934_u64, "CENTLAT": "+42.3",
            })
        })
        .collect();
    json!({
        "tigerLine": {"side": "L", "tigerLineId": "86870111"},
        "geographies": {
            "States": [{"GEOID": "25", "STUSAB": "MA", "NAME": "Massachusetts"}],
            layer: areas,
            "2024 State Legislative Districts - Upper": [{"GEOID": "25D26", "NAME": "State Senate District"}],
        },
        "coordinates": {"x": -71.1, "y": 42.3},
        "addressComponents": {"zip": "02139", "streetName": "MAIN", "city": "CAMBRIDGE", "state": "MA"},
        "matchedAddress": "12 MAIN ST, CAMBRIDGE, MA, 02139",
    })
}
