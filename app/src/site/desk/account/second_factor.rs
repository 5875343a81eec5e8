//! `/desk/account/second-factor`: turning it on with an authenticator, its recovery codes, turning it off.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{checked::FieldError, form::Field, people::Organiser};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use usecases::{Refusal, desk::Present};

use super::super::{
    DeskFrame, SignedIn,
    sign_in::{Arriving, CodeForm},
};
use crate::links::PeopleLink;
use crate::site::{
    App,
    components::QrPicture,
    document::{Head, page},
    failure::Refused,
    reader::{Reader, link_to, words},
    step::{STEP, Step, Stepped},
};

/// What is done with a second factor.
#[derive(Debug, Clone, Copy, Default)]
pub enum Doing {
    #[default]
    Begin,
    /// A code shows that the authenticator has the secret.
    TurnOn,
    /// New recovery codes.
    Renew,
    TurnOff,
}

impl Step for Doing {
    fn all() -> impl Iterator<Item = Self> {
        [Self::Begin, Self::TurnOn, Self::Renew, Self::TurnOff].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::TurnOn => "turn-on",
            Self::Renew => "renew",
            Self::TurnOff => "turn-off",
        }
    }
}

pub async fn get(State(app): State<App>, reader: Reader, SignedIn(present): SignedIn) -> Result<Response, Refused> {
    setup(&app, &reader, present, StatusCode::OK, Vec::new()).await
}

pub async fn post(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    arriving: Arriving,
    Stepped { step, fields }: Stepped<Doing>,
) -> Result<Response, Refused> {
    let (access, typed) = (&app.access, fields.get(&Field::OneTimeCode.name()));
    let codes = match step {
        Doing::Begin => {
            access.begin_second_factor(&present).await?;
            return Ok(Redirect::to(&reader.to(PeopleLink::SecondFactor)).into_response());
        }
        Doing::TurnOn => access.turn_on_second_factor(&present, typed).await,
        Doing::Renew => access.new_recovery_codes(&present, typed).await,
        Doing::TurnOff => access.turn_off_second_factor(&present, typed).await.map(|()| Vec::new()),
    };
    match (codes, step) {
        (Ok(codes), _) if codes.is_empty() => Ok(Redirect::to(&reader.to(PeopleLink::Account)).into_response()),
        (Ok(codes), _) => Ok(recovery_codes(&app, &reader, present.organiser, codes)),
        (Err(Refusal::Invalid(errors)), Doing::TurnOn) => {
            setup(&app, &reader, present, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        (Err(Refusal::Invalid(errors)), _) => {
            super::show(&app, &reader, present, &arriving, StatusCode::UNPROCESSABLE_ENTITY, errors).await
        }
        (Err(refusal), _) => Err(refusal.into()),
    }
}

/// The secret, as a picture and as text, and the form for the first code. Where there is nothing to set up, the account.
async fn setup(
    app: &App,
    reader: &Reader,
    present: Present,
    status: StatusCode,
    errors: Vec<FieldError>,
) -> Result<Response, Refused> {
    let Some(factor) = app.access.second_factor(&present).await?.filter(|factor| factor.on_since.is_none()) else {
        return Ok(Redirect::to(&reader.to(PeopleLink::Account)).into_response());
    };
    let organiser = present.organiser;
    let key = key_uri(&app.site.public_url, &organiser, &factor.secret);
    let secret = in_fours(&factor.secret);
    let head = Head::new(reader.words().factor_setup_title()).private();
    let view = move || {
        let words = words();
        view! {
            <DeskFrame organiser>
                <section class="narrow">
                    <h2>{words.factor_setup_title()}</h2>
                    <p>{words.factor_setup_scan_step()}</p>
                    <QrPicture text=key label=words.factor_setup_picture_label() />
                    <p>
                        {words.factor_setup_secret_note()} " "
                        <code dir="ltr" data-testid="secret">{secret}</code>
                    </p>
                    <p>{words.factor_setup_code_step()}</p>
                    <CodeForm action=link_to(PeopleLink::SecondFactor) errors>
                        <button class="button" type="submit" name=STEP value=Doing::TurnOn.as_str()>
                            {words.factor_begin_button()}
                        </button>
                    </CodeForm>
                </section>
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, head, view))
}

/// Shown once.
fn recovery_codes(app: &App, reader: &Reader, organiser: Organiser, codes: Vec<String>) -> Response {
    let head = Head::new(reader.words().factor_recovery_title()).private();
    let view = move || {
        let words = words();
        let codes = codes.into_iter().map(|code| view! { <li><code dir="ltr">{code}</code></li> }).collect_view();
        view! {
            <DeskFrame organiser>
                <section class="narrow">
                    <h2>{words.factor_recovery_title()}</h2>
                    <p class="lead">{words.factor_recovery_lead()}</p>
                    <ol>{codes}</ol>
                    <p>
                        <a href=link_to(PeopleLink::Account)>{words.factor_recovery_link()}</a>
                    </p>
                </section>
            </DeskFrame>
        }
    };
    page(app, reader, StatusCode::OK, head, view)
}

/// What an authenticator reads from the picture (github.com/google/google-authenticator/wiki/Key-Uri-Format): the secret,
/// and under which name it is listed.
fn key_uri(public_url: &str, organiser: &Organiser, secret: &str) -> String {
    let site = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (site, email) = (encoded(site), encoded(organiser.email.as_str()));
    format!("otpauth://totp/{site}:{email}?secret={secret}&issuer={site}")
}

/// In groups that are easy to type.
fn in_fours(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn an_authenticator_is_told_the_site_the_address_and_the_secret() {
        let organiser = Organiser { email: "ada+x@ngo.example".parse().unwrap(), role: None, campaigns: BTreeMap::new() };
        let expected = "otpauth://totp/letters%2Eexample:ada%2Bx%40ngo%2Eexample?secret=ABCD&issuer=letters%2Eexample";
        assert_eq!(key_uri("https://letters.example", &organiser, "ABCD"), expected);
        assert_eq!(in_fours("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
