//! Form fields: a label, a hint, an error beside the field, and always the value that was typed.

use domain::{checked::FieldError, form::Field, language::Language};
use leptos::{either::EitherOf5, prelude::*};

use words::Locale;

use crate::site::{
    forms::{Control, Controls, Kind, called_elsewhere},
    reader::{Tongue, quoting, tongue, words},
};

/// The ids of hint and error, for `aria-describedby`.
fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    let ids = [hint.then(|| format!("{name}-hint")), error.then(|| format!("{name}-error"))];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[component]
fn Labelled(
    name: String,
    label: String,
    /// The language of the label, if it is not the page's.
    #[prop(optional)]
    label_in: Tongue,
    #[prop(into)] hint: String,
    error: Option<String>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let class = if error.is_some() { "field field--wrong" } else { "field" };
    view! {
        <div class=class>
            <label for=name.clone()><span lang=label_in.lang dir=label_in.dir>{label}</span> {optional.then(|| view! { <span class="field__optional">" " {words().field_optional_note()}</span> })}</label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{name}-hint")>{hint}</p> })}
            {error.map(|error| view! { <p class="field__error" id=format!("{name}-error")>{error}</p> })}
            {children()}
        </div>
    }
}

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: String,
    #[prop(into)] value: String,
    #[prop(default = None)] error: Option<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] inputmode: &'static str,
    max: usize,
    #[prop(optional)] required: bool,
    /// The language of the value, if it is not the page's.
    #[prop(default = None)]
    language: Option<Language>,
) -> impl IntoView {
    let described = described_by(&name, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <Labelled name=name.clone() label hint error optional=!required>
            <input
                id=name.clone()
                name=name.clone()
                type=kind
                value=value
                lang=language.map(|language| language.to_string())
                dir=language.map(|language| language.direction().as_str())
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                inputmode=(!inputmode.is_empty()).then_some(inputmode)
                data-max=max.to_string()
                required=required
                aria-invalid=invalid
                aria-describedby=described
            />
        </Labelled>
    }
}

/// A file. When the page comes back the chosen file is gone, because no browser lets a page choose a file.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    /// Media types, as the browser offers them.
    accept: &'static str,
    #[prop(default = None)] error: Option<String>,
) -> impl IntoView {
    let described = described_by(&name, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <Labelled name=name.clone() label hint error>
            <input
                id=name.clone()
                name=name.clone()
                type="file"
                accept=accept
                required
                aria-invalid=invalid
                aria-describedby=described
            />
        </Labelled>
    }
}

/// Several lines of text.
///
/// leptos 0.8 writes the children of a `<textarea>` without escaping them, so the text is escaped here, and set as
/// `inner_html`. HTML drops a line end at the beginning, so one is put there; otherwise a text that begins with one
/// would lose it.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: String,
    #[prop(into)] value: String,
    #[prop(default = None)] error: Option<String>,
    #[prop(default = 3)] rows: u8,
    #[prop(optional)] autocomplete: &'static str,
    max: usize,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    /// The language of the value, if it is not the page's.
    #[prop(default = None)]
    language: Option<Language>,
    /// The language of the label, if it is not the page's.
    #[prop(default = None)]
    label_in: Option<Language>,
    /// The id of another description of the field, if the page has one.
    #[prop(default = None)]
    described: Option<String>,
) -> impl IntoView {
    let label_in = label_in.map(|language| tongue(language.tag())).unwrap_or_default();
    let ids = described_by(&name, !hint.is_empty(), error.is_some()).into_iter().chain(described);
    let described = Some(ids.collect::<Vec<_>>().join(" ")).filter(|ids| !ids.is_empty());
    let invalid = error.is_some().then_some("true");
    view! {
        <Labelled name=name.clone() label label_in hint error optional=!required && !readonly>
            <textarea
                id=name.clone()
                name=name.clone()
                rows=rows.to_string()
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                data-max=max.to_string()
                required=required
                readonly=readonly
                lang=language.map(|language| language.to_string())
                dir=language.map(|language| language.direction().as_str())
                aria-invalid=invalid
                aria-describedby=described
                inner_html=format!("\n{}", escape(&value))
            />
        </Labelled>
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One of several, from a list of values and labels.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: String,
    #[prop(into)] value: String,
    options: Vec<(String, String)>,
    /// The language of the options that have a value, if it is not the page's.
    #[prop(into, optional)]
    options_in: String,
    #[prop(default = None)] error: Option<String>,
    #[prop(optional)] autocomplete: &'static str,
) -> impl IntoView {
    let marks = if options_in.is_empty() { Tongue::default() } else { tongue(&options_in) };
    let described = described_by(&name, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    // The option without a value is the page's own, and says so among options in another language.
    let (none, options): (Vec<_>, Vec<_>) = options.into_iter().partition(|(option, _)| option.is_empty());
    let own = marks.lang.is_some().then(|| words().locale());
    let none = none.into_iter().next().map(|(option, label)| {
        let selected = option == value;
        view! {
            <option value=option selected=selected lang=own.map(Locale::tag) dir=own.map(|own| own.direction().as_str())>
                {label}
            </option>
        }
    });
    let options = options
        .into_iter()
        .map(|(option, label)| {
            let selected = option == value;
            view! {
                <option value=option selected=selected>
                    {label}
                </option>
            }
        })
        .collect_view();
    view! {
        <Labelled name=name.clone() label hint error>
            <select
                id=name.clone()
                name=name.clone()
                lang=marks.lang
                dir=marks.dir
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-invalid=invalid
                aria-describedby=described
            >
                {none}
                {options}
            </select>
        </Labelled>
    }
}

/// A field as its form asks for it, with its value and its error. Nothing if this page's form does not ask for it.
#[component]
pub fn Entry(
    form: Controls,
    field: Field,
    #[prop(into, optional)] value: String,
    /// Values and labels, if the field is a list.
    #[prop(optional)]
    options: Vec<(String, String)>,
    /// The language of the options that have a value, if it is not the page's.
    #[prop(into, optional)]
    options_in: String,
    /// The id of another description of the field, if the page has one.
    #[prop(default = None)]
    described: Option<String>,
) -> impl IntoView {
    let error = form.error(&field);
    form.get(&field).cloned().and_then(|control| {
        let Control { label, hint, max, autocomplete, inputmode, required, kind, .. } = control;
        let name = field.to_string();
        Some(match kind {
            Kind::Line(kind) => {
                EitherOf5::A(view! { <TextField name label hint value error kind autocomplete inputmode max required /> })
            }
            Kind::Lines(rows) => {
                let language = form.called_in(&field);
                EitherOf5::B(view! { <TextArea name label hint value error rows autocomplete max required described language label_in=language /> })
            }
            Kind::List => EitherOf5::C(view! { <Select name label hint value options options_in error autocomplete /> }),
            Kind::File(accept) => EitherOf5::D(view! { <FileField name label hint accept error /> }),
            Kind::Tick => EitherOf5::E(view! { <Tick form field checked=!value.is_empty() /> }),
            Kind::Choice => return None,
        })
    })
}

/// A box to tick.
#[component]
pub fn Tick(form: Controls, field: Field, #[prop(optional)] checked: bool) -> impl IntoView {
    let error = form.error(&field);
    form.get(&field).map(|control| {
        let name = field.to_string();
        let described = described_by(&name, false, error.is_some());
        let class = if error.is_some() { "field field--check field--wrong" } else { "field field--check" };
        let invalid = error.is_some().then_some("true");
        view! {
            <div class=class>
                {error.map(|error| view! { <p class="field__error" id=format!("{name}-error")>{error}</p> })}
                <input
                    type="checkbox"
                    id=name.clone()
                    name=name.clone()
                    value="yes"
                    checked=checked
                    aria-invalid=invalid
                    aria-describedby=described
                />
                <label for=name>{control.label.clone()}</label>
            </div>
        }
    })
}

/// A group of several to choose one from, each a [`Choice`]. The group has the field's id, so that an error links to
/// it.
#[component]
pub fn Choices(
    form: Controls,
    field: Field,
    #[prop(optional)] class: &'static str,
    /// If a page asks for a field twice, the first element has its id.
    #[prop(default = true)]
    first: bool,
    /// Another field, asked for above the choices.
    #[prop(default = None)]
    above: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let error = form.error(&field).filter(|_| first);
    form.get(&field).map(|control| {
        let name = field.to_string();
        let described = described_by(&name, false, error.is_some());
        view! {
            <fieldset id=first.then(|| name.clone()) class=(!class.is_empty()).then_some(class) aria-describedby=described>
                <legend>{control.label.clone()}</legend>
                {above}
                {error.map(|error| view! { <p class="field__error" id=format!("{name}-error")>{error}</p> })}
                {children()}
            </fieldset>
        }
    })
}

/// One of several choices, with its meaning.
#[component]
pub fn Choice(
    field: Field,
    #[prop(into)] id: String,
    #[prop(into)] value: String,
    checked: bool,
    #[prop(into, optional)] label: String,
    #[prop(into, optional)] hint: String,
    /// A picture of it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if children.is_some() { "choice choice--picture" } else { "choice" };
    let hint = hint.trim().to_owned();
    view! {
        <div class=class>
            <input type="radio" id=id.clone() name=field.to_string() value=value checked=checked />
            <label for=id>
                {children.map(|children| children())}
                {label}
                {(!hint.is_empty()).then(|| view! { <span class="choice__hint">{format!(" {hint}")}</span> })}
            </label>
        </div>
    }
}

/// One of several that can be ticked together, among [`Choices`].
#[component]
pub fn TickOf(field: Field, #[prop(into)] value: String, checked: bool, #[prop(into)] label: String) -> impl IntoView {
    let id = format!("{field}-{value}");
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name=field.to_string() value=value checked=checked />
            <label for=id>{label}</label>
        </div>
    }
}

/// All errors in one place at the top, each a link to the element that asks for the field. The error of a field that
/// this page does not ask for is shown too, without a link.
#[component]
pub fn ErrorSummary(form: Controls) -> impl IntoView {
    let words = words();
    let errors = form.errors().to_vec();
    (!errors.is_empty()).then(|| {
        let items = errors
            .into_iter()
            .map(|FieldError { field, problem }| {
                let message = words.problem(&problem);
                let named = |called: &str| {
                    let language = form.called_in(&field).unwrap_or_else(|| words.language());
                    quoting(language.tag(), words.errors_field_link(called, &message))
                };
                if let Some(Control { at, called, .. }) = form.get(&field) {
                    return view! {
                        <li>
                            <a href=format!("#{at}")>{named(called)}</a>
                        </li>
                    }
                    .into_any();
                }
                let called = called_elsewhere(words, &field).map(|called| named(&called));
                view! { <li>{called.unwrap_or_else(|| vec![message.clone().into_any()])}</li> }.into_any()
            })
            .collect_view();
        view! {
            <div class="errors" role="alert" tabindex="-1" id="errors" autofocus>
                <h2>{words.errors_title()}</h2>
                <ul>{items}</ul>
            </div>
        }
    })
}

/// The values typed into one form, carried by the next in hidden fields: the server keeps nothing. They keep their line
/// ends: the form's encoding makes them CR LF, and the check makes them LF.
#[component]
pub fn Hidden(fields: Vec<(Field, String)>) -> impl IntoView {
    let hidden = |(field, value): (Field, String)| view! { <input type="hidden" name=field.to_string() value=value /> };
    fields.into_iter().map(hidden).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::reader::rendered;

    #[test]
    fn a_text_that_closes_the_text_area_stays_text() {
        let html =
            rendered(|| view! { <TextArea name="note" label="Note" value="</textarea><script>alert(1)</script>&amp;" max=10 /> });
        assert!(html.contains("\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</textarea>"), "{html}");
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn an_error_stands_beside_its_field_and_is_tied_to_it() {
        let error = Some("Please fill this in.".to_owned());
        let html = rendered(|| view! { <TextField name="name" label="Your name" value="\"><b>" max=80 error /> });
        assert!(html.contains(r#"id="name-error""#) && html.contains(r#"aria-describedby="name-error""#), "{html}");
        assert!(!html.contains("<b>"), "{html}");
    }
}
