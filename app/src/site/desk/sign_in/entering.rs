//! What a browser brings when somebody signs in, and what it is given: cookies.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderName, header, request::Parts},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use domain::people::Device;
use usecases::{
    Access,
    desk::{Arrival, Entered},
};

use super::super::COOKIE;
use crate::links::{DeskLink, DeskPath, PeopleLink};
use crate::site::{App, Reader};

/// The cookie of somebody who has to type a code yet.
const CODE_COOKIE: &str = "postbag_code";

/// Somebody's browser.
#[derive(Debug)]
pub struct Arriving {
    device: Device,
    /// The secret of the session that it has, if any.
    pub session: Option<String>,
    /// The secret of the session that waits for a code, if any.
    pub half: Option<String>,
}

impl Arriving {
    pub fn arrival(&self, reader: &Reader) -> Arrival<'_> {
        Arrival { device: self.device, reader: reader.words().language(), session: self.session.as_deref() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Arriving {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = |name| jar.get(name).map(|cookie| cookie.value().to_owned());
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self { device: Device::of_user_agent(agent.unwrap_or_default()), session: cookie(COOKIE), half: cookie(CODE_COOKIE) })
    }
}

/// Leads on: into the desk, or to where a code is asked for.
pub fn entered(app: &App, reader: &Reader, entered: &Entered, to: Option<&DeskPath>) -> Response {
    match entered {
        Entered::SignedIn(session) => {
            let cookies = [cookie(app, COOKIE, session.as_str(), Access::SESSION_FOR.as_secs()), cookie(app, CODE_COOKIE, "", 0)];
            let way = to.map_or_else(|| reader.to(DeskLink::Overview), |to| reader.to(to));
            (AppendHeaders(cookies), Redirect::to(&way)).into_response()
        }
        Entered::CodeWanted(half) => {
            let cookies = [cookie(app, CODE_COOKIE, half.as_str(), Access::CODE_WITHIN.as_secs())];
            (AppendHeaders(cookies), Redirect::to(&reader.to(PeopleLink::Code(to)))).into_response()
        }
    }
}

/// Leads on without the desk's cookie.
pub fn cleared(app: &App, way: &str) -> Response {
    (AppendHeaders([cookie(app, COOKIE, "", 0)]), Redirect::to(way)).into_response()
}

/// A cookie of the desk: sent only to the desk, unreadable to scripts, not sent along by other sites' forms.
fn cookie(app: &App, name: &str, value: &str, seconds: i64) -> (HeaderName, String) {
    let secure = if app.site.secure { "; Secure" } else { "" };
    let path = DeskLink::OVERVIEW;
    (header::SET_COOKIE, format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"))
}
