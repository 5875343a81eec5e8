//! The list of people with what can be changed of each, and the form to invite somebody.

#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

use domain::{
    checked::FieldError,
    form::Field,
    people::{Organiser, Role},
};
use leptos::prelude::*;
use usecases::{
    desk::{Invitation, people::may_hand_over},
    ports::Person,
};
use words::Words;

use super::{Doing, Place};
use crate::site::{
    components::{DataTable, Entry, ErrorSummary},
    desk::{OF_REPORTS, moment},
    forms::{self, Controls},
    reader::{Tongue, link_to, marked, tongue, words},
    step::{STEP, Step as _},
};

/// The roles that can be chosen, the least first.
fn roles(words: Words) -> Vec<(String, String)> {
    Role::ALL.map(|role| (role.as_str().to_owned(), words.role(role).to_owned())).to_vec()
}

#[component]
pub(super) fn PeopleTable(
    people: Vec<Person>,
    place: Place,
    /// Who looks at the list.
    holder: Organiser,
) -> impl IntoView {
    let words = words();
    let of_site = place.campaign().is_none();
    let columns = [words.people_person_column(), words.people_role_column()]
        .into_iter()
        .chain(of_site.then(|| words.people_campaigns_column()))
        .chain([words.people_factor_column(), words.people_seen_column(), words.people_change_column()]);
    let rows = people
        .into_iter()
        .map(|person| {
            let Person { organiser, second_factor, seen_at, mail_error } = person;
            let role = organiser.role_in(place.campaign());
            let factor = if second_factor { words.people_factor_on_cell() } else { words.people_factor_off_cell() };
            let you =
                (organiser.email == holder.email).then(|| view! { " " <span class="note">{words.people_you_note()}</span> });
            let campaigns = of_site.then(|| view! { <td>{words.number(organiser.campaigns.len())}</td> });
            view! {
                <tr>
                    <th scope="row">
                        <bdi dir="ltr">{organiser.email.shown()}</bdi>
                        {you}
                        {mail_error.map(|error| view! { <p class="field__error">{server_said(words, &error)}</p> })}
                    </th>
                    <td>{role.map_or(words.people_none_cell(), |role| words.role(role))}</td>
                    {campaigns}
                    <td>{factor}</td>
                    <td>{seen_at.map_or_else(|| words.people_unseen_cell().to_owned(), |at| moment(words, at))}</td>
                    <td>
                        <Changes
                            action=link_to(place.link())
                            role
                            link=may_hand_over(&holder, &organiser, place.campaign())
                            email=organiser.email.to_string()
                        />
                    </td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <DataTable
            caption=words.people_title()
            columns=columns.map(str::to_owned).collect()
            words=true
            rows
            empty=words.people_empty()
        />
    }
}

/// What a mail server answered is English.
fn server_said(words: Words, error: &str) -> Vec<AnyView> {
    let Tongue { lang, dir } = tongue(OF_REPORTS);
    marked(words.people_mail_error_note(error), |_, text| view! { <bdi lang=lang.clone() dir=dir>{text}</bdi> }.into_any())
}

/// What can be changed of one person, in one form.
#[component]
fn Changes(
    action: String,
    role: Option<Role>,
    email: String,
    /// Whether a link can be made for them.
    link: bool,
) -> impl IntoView {
    let words = words();
    let options = roles(words)
        .into_iter()
        .map(|(value, label)| {
            let selected = role.map(Role::as_str) == Some(value.as_str());
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    // Somebody without a role here has none chosen either.
    let none = role.is_none().then(|| view! { <option value="" selected>{words.people_none_cell()}</option> });
    let button = |step: Doing, text: &'static str, label: String| {
        view! {
            <button class="button button--quiet" type="submit" name=STEP value=step.as_str() aria-label=label>
                {text}
            </button>
        }
    };
    view! {
        <form class="deskrow" method="post" action=action>
            <input type="hidden" name=Field::Email.to_string() value=email.clone() />
            <select name=Field::Role.to_string() aria-label=words.people_role_label(&email)>
                {none}
                {options}
            </select>
            {button(Doing::ChangeRole, words.people_change_button(), words.people_change_label(&email))}
            {link.then(|| button(Doing::MakeLink, words.people_link_button(), words.people_link_label(&email)))}
            {button(Doing::Remove, words.people_remove_button(), words.people_remove_label(&email))}
        </form>
    }
}

#[component]
pub(super) fn Invite(
    place: Place,
    invitation: Invitation,
    errors: Vec<FieldError>,
    /// Whether an invitation can be mailed.
    mails: bool,
) -> impl IntoView {
    let words = words();
    let asked = Controls::new(forms::people::invitation(words), errors);
    let role = if invitation.role.is_empty() { Role::Organiser.as_str().to_owned() } else { invitation.role };
    let by_mail = mails.then(|| {
        view! {
            <button class="button" type="submit" name=STEP value=Doing::Invite.as_str()>
                {words.people_invite_mail_button()}
            </button>
            " "
        }
    });
    let by_link = if mails { "button button--quiet" } else { "button" };
    view! {
        <section class="deskpart" aria-labelledby="invite">
            <h2 id="invite">{words.people_invite_title()}</h2>
            <form method="post" action=link_to(place.link()) novalidate>
                <ErrorSummary form=asked.clone() />
                <Entry form=asked.clone() field=Field::Email value=invitation.email />
                <Entry form=asked field=Field::Role value=role options=roles(words) />
                {(!mails).then(|| view! { <p class="note">{words.people_no_mail_note()}</p> })}
                <div class="actions">
                    {by_mail}
                    <button class=by_link type="submit" name=STEP value=Doing::InviteByLink.as_str()>
                        {words.people_invite_link_button()}
                    </button>
                </div>
            </form>
        </section>
    }
}
