//! `/desk/account`: one's own sessions and second factor.

pub(super) mod second_factor;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{checked::FieldError, people::Device};
use leptos::prelude::*;
use usecases::{
    desk::{OwnSession, Present},
    ports::SecondFactor,
    zones::day_in_utc,
};
use words::Words;

use super::{
    DeskFrame, SignedIn, moment,
    sign_in::{Arriving, CodeForm, cleared},
};
use crate::links::PeopleLink;
use crate::site::{
    App,
    components::DataTable,
    document::{Head, page},
    failure::Refused,
    reader::{Reader, link_to, words},
    step::{STEP, Step, Stepped},
};

/// The field that names a session.
const SESSION: &str = "session";

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    arriving: Arriving,
) -> Result<Response, Refused> {
    show(&app, &reader, present, &arriving, StatusCode::OK, Vec::new()).await
}

/// Which of one's own sessions are ended.
#[derive(Debug, Clone, Copy, Default)]
pub enum Ending {
    #[default]
    One,
    All,
}

impl Step for Ending {
    fn all() -> impl Iterator<Item = Self> {
        [Self::One, Self::All].into_iter()
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::One => "end",
            Self::All => "end-all",
        }
    }
}

pub async fn end_sessions(
    State(app): State<App>,
    reader: Reader,
    SignedIn(present): SignedIn,
    Stepped { step, fields }: Stepped<Ending>,
) -> Result<Response, Refused> {
    match step {
        Ending::One => {
            app.access.end_own_session(&present, fields.get(SESSION)).await?;
            Ok(Redirect::to(&reader.to(PeopleLink::Account)).into_response())
        }
        Ending::All => {
            app.access.end_own_sessions(&present).await?;
            Ok(cleared(&app, &reader.to(PeopleLink::AskForLink(None))))
        }
    }
}

/// The account, with what is wrong with a code that was typed there.
async fn show(
    app: &App,
    reader: &Reader,
    present: Present,
    arriving: &Arriving,
    status: StatusCode,
    errors: Vec<FieldError>,
) -> Result<Response, Refused> {
    let sessions = app.access.own_sessions(&present, arriving.session.as_deref().unwrap_or_default()).await?;
    let factor = app.access.second_factor(&present).await?;
    let organiser = present.organiser;
    let head = Head::new(reader.words().account_title()).private();
    let view = move || {
        view! {
            <DeskFrame organiser>
                <h2>{words().account_title()}</h2>
                <Sessions sessions />
                <SecondFactorSection factor errors />
            </DeskFrame>
        }
    };
    Ok(page(app, reader, status, head, view))
}

#[component]
fn Sessions(sessions: Vec<OwnSession>) -> impl IntoView {
    let words = words();
    let columns =
        [words.account_device_column(), words.account_opened_column(), words.account_used_column(), words.account_end_column()];
    let rows = sessions
        .into_iter()
        .map(|session| {
            let (device, opened) = (device(words, session.device), moment(words, session.opened_at));
            let label = words.account_end_label(&device, &opened);
            view! {
                <tr>
                    <th scope="row">
                        {device} {session.here.then(|| view! { " " <span class="note">{words.account_here_note()}</span> })}
                    </th>
                    <td>{opened}</td>
                    <td>{moment(words, session.used_at)}</td>
                    <td>
                        <form method="post" action=link_to(PeopleLink::Sessions)>
                            <input type="hidden" name=SESSION value=session.name />
                            <button
                                class="button button--quiet"
                                type="submit"
                                name=STEP
                                value=Ending::One.as_str()
                                aria-label=label
                            >
                                {words.account_end_button()}
                            </button>
                        </form>
                    </td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <DataTable
            caption=words.account_sessions_caption()
            columns=columns.map(str::to_owned).to_vec()
            words=true
            rows
            empty=""
        />
        <form method="post" action=link_to(PeopleLink::Sessions)>
            <button class="button button--quiet" type="submit" name=STEP value=Ending::All.as_str()>
                {words.account_end_all_button()}
            </button>
            <p class="note">{words.account_end_all_note()}</p>
        </form>
    }
}

/// "Firefox, Linux", as far as it is known.
fn device(words: Words, device: Device) -> String {
    match (device.browser, device.system) {
        (Some(browser), Some(system)) => words.device_known(browser.name(), system.name()),
        (Some(browser), None) => browser.name().to_owned(),
        (None, Some(system)) => system.name().to_owned(),
        (None, None) => words.device_unknown().to_owned(),
    }
}

#[component]
fn SecondFactorSection(factor: Option<SecondFactor>, errors: Vec<FieldError>) -> impl IntoView {
    use second_factor::Doing;

    let words = words();
    let on = factor.and_then(|factor| Some((factor.on_since?, factor.codes_left)));
    let body = match on {
        None => view! {
            <p>{words.factor_off_lead()}</p>
            <form method="post" action=link_to(PeopleLink::SecondFactor)>
                <button class="button" type="submit" name=STEP value=Doing::Begin.as_str()>
                    {words.factor_begin_button()}
                </button>
            </form>
        }
        .into_any(),
        Some((since, left)) => view! {
            <p>{words.factor_on_lead(day_in_utc(since))} " " {words.factor_codes_note(left)}</p>
            <CodeForm action=link_to(PeopleLink::SecondFactor) errors>
                <div class="actions">
                    <button class="button button--quiet" type="submit" name=STEP value=Doing::Renew.as_str()>
                        {words.factor_renew_button()}
                    </button>
                    " "
                    <button class="button button--quiet" type="submit" name=STEP value=Doing::TurnOff.as_str()>
                        {words.factor_off_button()}
                    </button>
                </div>
            </CodeForm>
        }
        .into_any(),
    };
    view! {
        <section class="deskpart" aria-labelledby="second-factor">
            <h2 id="second-factor">{words.factor_title()}</h2>
            {body}
        </section>
    }
}
