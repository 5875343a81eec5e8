//! How many letters and mails are where, and how long they are kept.

use domain::{Timestamp, post::LetterState};
use leptos::prelude::*;
use usecases::{Relay, desk::outbox::Numbers, ports::WaitingMails};

use crate::site::{components::DataTable, desk::moment, reader::words, said};

/// The states of letters that are kept, in the order in which letters come to them. A letter that has expired is deleted at once.
const STATES: [LetterState; 9] = [
    LetterState::AwaitingConfirmation,
    LetterState::Held,
    LetterState::Queued,
    LetterState::Sending,
    LetterState::Accepted,
    LetterState::Settled,
    LetterState::Bounced,
    LetterState::Failed,
    LetterState::Withdrawn,
];

#[component]
pub(super) fn NumbersTables(numbers: Numbers, now: Timestamp) -> impl IntoView {
    let words = words();
    let Numbers { letters, waiting } = numbers;
    let states = STATES
        .map(|state| {
            view! {
                <tr>
                    <th scope="row">{said::letter_state(words, state)}</th>
                    <td>{words.number(letters.get(&state).copied().unwrap_or_default())}</td>
                </tr>
            }
            .into_any()
        })
        .into_iter()
        .collect();
    let mails = waiting
        .into_iter()
        .map(|WaitingMails { purpose, mails, next_at }| {
            view! {
                <tr>
                    <th scope="row">{words.purpose(purpose)}</th>
                    <td>{words.number(mails)}</td>
                    <td>{if next_at <= now { words.desk_post_now_cell().to_owned() } else { moment(words, next_at) }}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let columns = [words.desk_post_state_column(), words.desk_post_letters_column()];
    let mail_columns = [words.desk_queue_mail_column(), words.desk_post_mails_column(), words.desk_post_next_column()];
    view! {
        <section class="deskpart" aria-labelledby="numbers">
            <h3 id="numbers">{words.desk_post_numbers_title()}</h3>
            <DataTable
                caption=words.desk_post_letters_caption()
                columns=columns.map(str::to_owned).to_vec()
                rows=states
                empty=""
            />
            <DataTable
                caption=words.desk_post_waiting_caption()
                columns=mail_columns.map(str::to_owned).to_vec()
                rows=mails
                empty=words.desk_post_waiting_empty()
            />
        </section>
    }
}

/// What is kept, and how long.
#[component]
pub(super) fn Kept() -> impl IntoView {
    let words = words();
    let days = |time: jiff::SignedDuration| words.number(time.as_hours() / 24);
    view! {
        <section class="deskpart" aria-labelledby="kept">
            <h3 id="kept">{words.desk_post_kept_title()}</h3>
            <p>{words.desk_post_kept_lead(
                days(Relay::KEEP),
                days(Relay::DECIDE_WITHIN),
                days(Relay::KEEP_BACK),
                days(Relay::CONFIRM_WITHIN),
            )}</p>
        </section>
    }
}
