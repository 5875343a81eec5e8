//! The fields of the form of targets, in the order of the page.

use domain::{
    campaign::{Document, Rule},
    checked::FieldError,
    directory::Directory,
    form::{Each, Field, Form as _},
    state::Region,
    target::{CapitalRole, Target},
    treaty::Status,
};
use leptos::prelude::*;
use usecases::desk::audience::{NewRule, Reach, TargetsDraft, Then};
use words::Words;

use super::{FIND, FOUND_MAX};
use crate::site::{
    components::{Choice, Choices, Entry, OF_OFFICES, Tick},
    forms::{self, Controls},
    reader::tongue,
    step::STEP,
};

/// How the fields are asked for.
pub(super) struct Asked {
    /// With what is wrong with what was typed.
    pub errors: Controls,
    /// The same; where nothing is wrong, with what is said of rules that take in nobody.
    remarks: Controls,
}

impl Asked {
    /// `reach` is that of the document that the form was made of.
    pub(super) fn new(words: Words, document: &Document, directory: &Directory, errors: Vec<FieldError>, reach: &Reach) -> Self {
        let mut controls = forms::audience::once(words);
        controls.extend(forms::audience::each(words, document, directory, reach));
        let remarks = if errors.is_empty() { reach.problems() } else { errors.clone() };
        Self { errors: Controls::new(controls.clone(), errors), remarks: Controls::new(controls, remarks) }
    }
}

/// A box to tick of one sort, for something.
fn tick_of(form: &TargetsDraft, sort: Each, about: &str, label: impl Into<String>) -> AnyView {
    let (id, label) = (Field::Each(sort, about.to_owned()).to_string(), label.into());
    let checked = form.marks.is_ticked(sort, about);
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name=id.clone() value="yes" checked=checked />
            <label for=id>{label}</label>
        </div>
    }
    .into_any()
}

/// All of them.
pub(super) fn all(
    words: Words,
    asked: &Asked,
    form: &TargetsDraft,
    base: &Document,
    directory: &Directory,
    found: Option<Vec<Target>>,
) -> AnyView {
    let grammar = words.grammar();
    let none = (String::new(), words.audience_treaty_none().to_owned());
    let known = directory.treaties().map(|treaty| (treaty.id.to_string(), treaty.name(grammar).short.clone()));
    let mut treaties: Vec<(String, String)> = std::iter::once(none).chain(known).collect();
    // A treaty of a file from elsewhere can be kept.
    if !treaties.iter().any(|(id, _)| *id == form.treaty) {
        treaties.push((form.treaty.clone(), form.treaty.clone()));
    }
    let entry = |field: Field| view! { <Entry form=asked.errors.clone() value=form.get(&field) field /> };
    let thens = Then::ALL.iter().map(|then| {
        let value = then.as_str();
        let label = match then {
            Then::Add => words.audience_then_add(),
            Then::Exclude => words.audience_then_exclude(),
            Then::First => words.audience_then_first(),
        };
        view! { <Choice field=Field::Then id=format!("then-{value}") value checked=form.then == value label /> }
    });
    let thens = thens.collect_view();
    view! {
        <Entry form=asked.errors.clone() field=Field::Treaty value=form.treaty.clone() options=treaties />
        {rules(words, asked, form, base)}
        {new_rule(words, asked, form)}
        <fieldset>
            <legend>{words.audience_hand_title()}</legend>
            {entry(Field::Q)}
            <p>
                <button class="button button--quiet" type="submit" name=STEP value=FIND>
                    {words.audience_find_button()}
                </button>
            </p>
            {found.map(|found| found_targets(words, form, &found))}
            {entry(Field::These)}
            <Choices form=asked.errors.clone() field=Field::Then>
                {thens}
            </Choices>
            {entry(Field::Reason)}
            {picked(words, form, base, directory)}
        </fieldset>
        {first(words, asked, form, base)}
        {left_out(words, asked, form, base)}
    }
    .into_any()
}

/// The rules that there are, each with its tick.
fn rules(words: Words, asked: &Asked, form: &TargetsDraft, base: &Document) -> AnyView {
    let ticks: Vec<AnyView> = base
        .audience
        .rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| !rule.is_by_hand())
        .map(|(place, _)| {
            let checked = form.marks.is_ticked(Each::Rule, &place.to_string());
            let field = Field::Each(Each::Rule, place.to_string());
            view! { <Tick form=asked.remarks.clone() field checked /> }.into_any()
        })
        .collect();
    let empty = ticks.is_empty().then(|| view! { <p>{words.audience_rules_empty()}</p> });
    let note = (!ticks.is_empty()).then(|| view! { <p class="field__hint">{words.audience_rules_note()}</p> });
    view! {
        <fieldset>
            <legend>{words.audience_rules_title()}</legend>
            {note}
            {empty}
            {ticks}
        </fieldset>
    }
    .into_any()
}

fn new_rule(words: Words, asked: &Asked, form: &TargetsDraft) -> AnyView {
    let choice = |value: &'static str, label: &'static str| {
        view! { <Choice field=Field::Rule id=format!("rule-{value}") value checked=form.rule == value label /> }
    };
    let none = choice("", words.audience_rule_none());
    let choices = NewRule::ALL.iter().map(|rule| choice(rule.as_str(), label(words, *rule))).collect_view();
    let states = words.us_states().iter().map(|(state, name)| (state.code.to_owned(), (*name).to_owned()));
    let states: Vec<_> = std::iter::once((String::new(), words.class_state_none_option().to_owned())).chain(states).collect();
    let entry = |field: Field| view! { <Entry form=asked.errors.clone() value=form.get(&field) field /> };
    let ticks = |title: &'static str, ticks: Vec<AnyView>| {
        view! {
            <fieldset>
                <legend>{title}</legend>
                <p class="field__hint">{words.audience_any_note()}</p>
                {ticks}
            </fieldset>
        }
    };
    let statuses = Status::ALL.map(|status| tick_of(form, Each::Status, status.as_str(), words.status(status))).into();
    let regions = Region::ALL.map(|region| tick_of(form, Each::Region, region.as_str(), words.region(region))).into();
    let roles = CapitalRole::ALL.map(|role| tick_of(form, Each::Role, role.as_str(), words.capital_role(role))).into();
    view! {
        <Choices form=asked.remarks.clone() field=Field::Rule>
            {none}
            {choices}
        </Choices>
        <Entry form=asked.errors.clone() field=Field::State value=form.state.clone() options=states />
        {entry(Field::District)}
        {entry(Field::ListName)}
        {entry(Field::List)}
        {ticks(words.audience_statuses_label(), statuses)}
        {ticks(words.audience_regions_label(), regions)}
        {ticks(words.audience_roles_label(), roles)}
    }
    .into_any()
}

fn label(words: Words, rule: NewRule) -> &'static str {
    match rule {
        NewRule::Congress => words.audience_rule_congress(),
        NewRule::Senate => words.audience_rule_senate(),
        NewRule::House => words.audience_rule_house(),
        NewRule::Delegation => words.audience_new_delegation(),
        NewRule::List => words.audience_new_list(),
        NewRule::MissionsToUs => words.audience_rule_missions_us(),
        NewRule::MissionsToUn => words.audience_rule_missions_un(),
        NewRule::Capitals => words.audience_new_capitals(),
        NewRule::Own => words.audience_rule_own(),
    }
}

/// The targets that a search found, to be ticked. Their names are English.
fn found_targets(words: Words, form: &TargetsDraft, found: &[Target]) -> AnyView {
    if found.is_empty() {
        return view! { <p class="notice" role="status">{words.audience_found_none()}</p> }.into_any();
    }
    let of_offices = tongue(OF_OFFICES);
    let ticks: Vec<AnyView> = found
        .iter()
        .take(FOUND_MAX)
        .map(|target| {
            let line = target.office_line();
            let label = if line.is_empty() { target.name() } else { format!("{} ({line})", target.name()) };
            tick_of(form, Each::Found, target.id.as_str(), label)
        })
        .collect();
    let more =
        (found.len() > FOUND_MAX).then(|| view! { <p class="note">{words.audience_found_more(FOUND_MAX, found.len())}</p> });
    view! {
        <p role="status">{words.audience_found_caption(found.len())}</p>
        <div lang=of_offices.lang dir=of_offices.dir>
            {ticks}
        </div>
        {more}
    }
    .into_any()
}

/// The targets that were chosen by hand, each with its tick.
fn picked(words: Words, form: &TargetsDraft, base: &Document, directory: &Directory) -> Option<AnyView> {
    let by_hand = base.audience.rules.iter().filter(|rule| rule.is_by_hand());
    let targets = by_hand.filter_map(|rule| if let Rule::Listed { targets, .. } = rule { Some(targets) } else { None }).flatten();
    let ticks: Vec<AnyView> = targets.map(|id| tick_of(form, Each::Picked, id.as_str(), directory.name_of(id))).collect();
    let count = ticks.len();
    (count > 0).then(|| {
        let of_offices = tongue(OF_OFFICES);
        view! {
            <details class="more" open=count <= FOUND_MAX>
                <summary>{words.audience_picked_title(count)}</summary>
                <div lang=of_offices.lang dir=of_offices.dir>
                    {ticks}
                </div>
            </details>
        }
        .into_any()
    })
}

/// The priority list, each with its place.
fn first(words: Words, asked: &Asked, form: &TargetsDraft, base: &Document) -> Option<AnyView> {
    let entries: Vec<AnyView> = base
        .audience
        .first
        .iter()
        .map(|id| {
            let value = form.marks.text(Each::Order, id.as_str()).to_owned();
            let field = Field::Each(Each::Order, id.to_string());
            view! { <Entry form=asked.errors.clone() field value /> }.into_any()
        })
        .collect();
    (!entries.is_empty()).then(|| {
        view! {
            <fieldset>
                <legend>{words.audience_first_title()}</legend>
                <p class="field__hint">{words.audience_first_lead()}</p>
                {entries}
            </fieldset>
        }
        .into_any()
    })
}

/// Those who are left out, each with the reason.
fn left_out(words: Words, asked: &Asked, form: &TargetsDraft, base: &Document) -> Option<AnyView> {
    let rows: Vec<AnyView> = base
        .audience
        .excluded
        .keys()
        .map(|id| {
            let checked = form.marks.is_ticked(Each::Excluded, id.as_str());
            let value = form.marks.text(Each::Reason, id.as_str()).to_owned();
            let field = |sort| Field::Each(sort, id.to_string());
            view! {
                <Tick form=asked.errors.clone() field=field(Each::Excluded) checked />
                <Entry form=asked.errors.clone() field=field(Each::Reason) value />
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <fieldset>
                <legend>{words.audience_left_out_title()}</legend>
                <p class="field__hint">{words.audience_left_out_lead()}</p>
                {rows}
            </fieldset>
        }
        .into_any()
    })
}
