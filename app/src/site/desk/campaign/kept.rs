//! What was typed into a part of a campaign and could not be saved, on a page from which it is sent again.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;

use crate::{
    links::PeopleLink,
    site::{
        App,
        document::{Head, page},
        fields::Fields,
        forms::{Control, Kind},
        reader::{Reader, link_to, words},
    },
};

/// The page. `why` says what happened; without it the session has ended. `controls` are those of the form, and `action` is
/// where it was sent.
pub(super) async fn kept(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    why: Option<String>,
    controls: Vec<Control>,
    (action, fields): (String, &Fields),
) -> Response {
    let head = Head::new(reader.words().desk_kept_title()).private();
    let mut typed: Vec<(String, String)> = fields.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    // In the order of the page that it was typed on.
    typed.sort_by_key(|(name, _)| controls.iter().position(|control| control.field.name() == name.as_str()));
    let view = move || {
        let words = words();
        let of = |name: &str| controls.iter().find(|control| control.field.name() == name);
        let inputs = typed
            .into_iter()
            .map(|(name, value)| match of(&name) {
                Some(Control { label, kind: Kind::Line(_) | Kind::Lines(_), .. }) => {
                    let rows = value.lines().count().clamp(1, 12).to_string();
                    view! {
                        <div class="field">
                            <label for=name.clone()>{label.clone()}</label>
                            <textarea id=name.clone() name=name rows=rows>
                                {format!("\n{value}")}
                            </textarea>
                        </div>
                    }
                    .into_any()
                }
                _ => view! { <input type="hidden" name=name value=value /> }.into_any(),
            })
            .collect_view();
        let why = match why {
            Some(why) => view! { <p class="lead">{why}</p> }.into_any(),
            None => view! {
                <p class="lead">
                    {words.desk_kept_signed_out_lead()} " "
                    <a href=link_to(PeopleLink::AskForLink(None)) target="_blank">{words.desk_kept_sign_in_link()}</a>
                </p>
            }
            .into_any(),
        };
        view! {
            <section class="deskpart">
                <h1>{words.desk_kept_title()}</h1>
                {why}
                <p>{words.desk_kept_note()}</p>
                <form class="deskform" method="post" action=action>
                    {inputs}
                    <button class="button" type="submit">
                        {words.desk_kept_button()}
                    </button>
                </form>
            </section>
        }
    };
    page(app, reader, status, head, view)
}
