//! What is said of targets at the desk: their details, and what becomes of the rows of a list.

use domain::{
    address::{LINE_MAX, PostalReason},
    target::{Detail, DetailKind, Target, Upstream},
};
use usecases::desk::contacts::{Column, Outcome, Remark, RowError, RowProblem};
use words::Words;

/// A detail of a target, by its name.
pub fn detail(words: Words, kind: DetailKind) -> String {
    match kind {
        DetailKind::Address => words.desk_detail_address_label().to_owned(),
        DetailKind::Email => words.desk_detail_email_label().to_owned(),
        DetailKind::WebForm => words.desk_detail_form_label().to_owned(),
        DetailKind::Greeting(language) => words.desk_detail_greeting_label(language.name()),
    }
}

/// The value of a detail on one line.
pub fn value(words: Words, detail: &Detail) -> String {
    let value = match detail {
        Detail::Address { address } => {
            address.as_ref().map(|address| [&address.lines[..], std::slice::from_ref(&address.country_name)].concat().join(", "))
        }
        Detail::Email { email } => email.as_ref().map(ToString::to_string),
        Detail::WebForm { web_form } => web_form.clone(),
        Detail::Greeting { greeting, .. } => greeting.clone(),
    };
    value.unwrap_or_else(|| words.desk_contact_none_cell().to_owned())
}

/// What the source of a correction says now. `before` is what it said then.
pub fn upstream(words: Words, upstream: &Upstream, before: &Detail) -> String {
    match upstream {
        Upstream::Agrees => words.desk_upstream_agrees_note().to_owned(),
        Upstream::AsBefore => words.desk_upstream_before_note(value(words, before)),
        Upstream::Changed(now) => words.desk_upstream_changed_note(value(words, now)),
        Upstream::Gone => words.desk_upstream_gone_note().to_owned(),
    }
}

/// The ways by which a target is reached.
pub fn reached(words: Words, target: &Target) -> String {
    let ways = [
        (target.address.is_some() || !target.other_addresses.is_empty()).then(|| words.desk_contacts_post_option()),
        target.email.is_some().then(|| words.desk_contacts_email_option()),
        target.web_form.is_some().then(|| words.desk_contacts_form_option()),
    ];
    let ways: Vec<&str> = ways.into_iter().flatten().collect();
    if ways.is_empty() { words.desk_contact_none_cell().to_owned() } else { ways.join(", ") }
}

/// What a column of a list is.
pub const fn column(words: Words, column: Column) -> &'static str {
    match column {
        Column::Id => words.desk_column_id_label(),
        Column::Name => words.desk_column_name_label(),
        Column::Title => words.desk_column_title_label(),
        Column::Person => words.desk_column_person_label(),
        Column::FirstName => words.desk_column_first_label(),
        Column::LastName => words.desk_column_last_label(),
        Column::Country => words.desk_column_country_label(),
        Column::Address => words.desk_column_address_label(),
        Column::AddressMore => words.desk_column_more_label(),
        Column::Town => words.desk_column_town_label(),
        Column::Region => words.desk_column_region_label(),
        Column::Postcode => words.desk_column_postcode_label(),
        Column::AddressCountry => words.desk_column_abroad_label(),
        Column::Email => words.desk_column_email_label(),
        Column::WebForm => words.desk_column_form_label(),
        Column::Phone => words.desk_column_phone_label(),
        Column::Greeting => words.desk_column_greeting_label(),
        Column::Language => words.desk_column_language_label(),
        Column::Note => words.desk_column_note_label(),
    }
}

/// What becomes of a row.
pub fn outcome(words: Words, outcome: &Outcome) -> String {
    match outcome {
        Outcome::New(_) => words.desk_preview_new_cell().to_owned(),
        Outcome::Changed(_, columns) => {
            let columns: Vec<&str> = columns.iter().map(|changed| column(words, *changed)).collect();
            words.desk_preview_changed_cell(&columns)
        }
        Outcome::Same(_) => words.desk_preview_same_cell().to_owned(),
        Outcome::Refused(errors) => {
            let reasons: Vec<String> = errors.iter().map(|error| reason(words, error)).collect();
            words.desk_preview_refused_cell(reasons.join(" "))
        }
    }
}

fn reason(words: Words, RowError { column: at, problem }: &RowError) -> String {
    let reason = match problem {
        RowProblem::Formula => words.desk_row_formula_error().to_owned(),
        RowProblem::Needed => words.problem_empty().to_owned(),
        RowProblem::Text(error) => words.problem(&error.clone().into()),
        RowProblem::Lines(error) => words.problem(&error.clone().into()),
        RowProblem::Postal(reason) => postal(words, reason),
        RowProblem::Country(typed) => words.desk_row_country_error(typed),
        RowProblem::Language(typed) => words.desk_row_language_error(typed),
        RowProblem::Nameless => words.desk_row_nameless_error().to_owned(),
        RowProblem::Unreachable => words.desk_row_unreachable_error().to_owned(),
        RowProblem::Id => words.desk_row_id_error().to_owned(),
        RowProblem::SameAs { line } => words.desk_row_twice_error(*line),
    };
    match at {
        Some(at) => words.desk_preview_reason(column(words, *at), reason),
        None => reason,
    }
}

fn postal(words: Words, reason: &PostalReason) -> String {
    match reason {
        PostalReason::Text(error) => words.problem(&error.clone().into()),
        PostalReason::LongLine { line } => words.desk_row_long_error(line, LINE_MAX),
        PostalReason::Postcode { postcode, example } => words.desk_row_postcode_error(example, postcode),
        PostalReason::NoPostcodes => words.desk_row_no_postcodes_error().to_owned(),
        PostalReason::UnknownCountry(_) => words.desk_row_post_error().to_owned(),
    }
}

/// What was made of a row.
pub fn remark(words: Words, remark: Remark) -> String {
    match remark {
        Remark::AddressParted => words.desk_row_parted_note().to_owned(),
        Remark::NoGreetingIn(language) => words.desk_row_greeting_note(language.name()),
    }
}
