//! Form fields: a label, a hint, an error beside the field, and what was typed, always.

use domain::{checked::FieldError, form::Field};
use leptos::prelude::*;

fn error_of(errors: &[FieldError], name: &str) -> Option<String> {
    errors.iter().find(|error| error.field.name() == name).map(|error| error.message.clone())
}

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
    #[prop(into)] hint: String,
    error: Option<String>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let class = if error.is_some() { "field field--wrong" } else { "field" };
    view! {
        <div class=class>
            <label for=name.clone()>{label} {optional.then(|| view! { <span class="field__optional">" (optional)"</span> })}</label>
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
    #[prop(optional)] errors: Vec<FieldError>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] inputmode: &'static str,
    max: usize,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let error = error_of(&errors, &name);
    let described = described_by(&name, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <Labelled name=name.clone() label hint error optional=!required>
            <input
                id=name.clone()
                name=name.clone()
                type=kind
                value=value
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

/// A file. What was chosen is gone when the page comes back: no browser lets a page choose a file.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    /// Media types, as the browser offers them.
    accept: &'static str,
    #[prop(optional)] errors: Vec<FieldError>,
) -> impl IntoView {
    let error = error_of(&errors, &name);
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
/// leptos 0.8 writes the children of a `<textarea>` without escaping them, so the text is escaped here, and
/// set as `inner_html`. The line end in front is the one that HTML drops; without it, a text that begins with
/// one would lose it.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: String,
    #[prop(into)] value: String,
    #[prop(optional)] errors: Vec<FieldError>,
    #[prop(default = 3)] rows: u8,
    #[prop(optional)] autocomplete: &'static str,
    max: usize,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    /// The id of what describes it, too, where the page says more of it.
    #[prop(default = None)]
    described: Option<String>,
) -> impl IntoView {
    let error = error_of(&errors, &name);
    let ids = described_by(&name, !hint.is_empty(), error.is_some()).into_iter().chain(described);
    let described = Some(ids.collect::<Vec<_>>().join(" ")).filter(|ids| !ids.is_empty());
    let invalid = error.is_some().then_some("true");
    view! {
        <Labelled name=name.clone() label hint error optional=!required && !readonly>
            <textarea
                id=name.clone()
                name=name.clone()
                rows=rows.to_string()
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                data-max=max.to_string()
                required=required
                readonly=readonly
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
    #[prop(optional)] errors: Vec<FieldError>,
    #[prop(optional)] autocomplete: &'static str,
) -> impl IntoView {
    let error = error_of(&errors, &name);
    let described = described_by(&name, !hint.is_empty(), error.is_some());
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
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-describedby=described
            >
                {options}
            </select>
        </Labelled>
    }
}

/// What is wrong, in one place at the top, each line a link to its field.
#[component]
pub fn ErrorSummary(errors: Vec<FieldError>) -> impl IntoView {
    (!errors.is_empty()).then(|| {
        let items = errors
            .into_iter()
            .map(|FieldError { field, message }| {
                let name = field_label(&field);
                view! {
                    <li>
                        <a href=format!("#{field}")>{format!("{name}: {message}")}</a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <div class="errors" role="alert" tabindex="-1" id="errors" autofocus>
                <h2>"Please look at this again"</h2>
                <ul>{items}</ul>
            </div>
        }
    })
}

/// What a field is called, for the summary.
pub fn field_label(field: &Field) -> String {
    match &*field.name() {
        "name" => "Your name".to_owned(),
        "place" => "Your town".to_owned(),
        "country" => "Your country".to_owned(),
        "address" => "Your address".to_owned(),
        "note" => "A paragraph of your own".to_owned(),
        "format" => "Paper".to_owned(),
        "email" => "Your email address".to_owned(),
        "consent" => "Your consent".to_owned(),
        "street" => "Your street address".to_owned(),
        "street-zip" => "Its ZIP code".to_owned(),
        "file" => "Picture".to_owned(),
        "credit" => "Credit line".to_owned(),
        "alternative_text" => "Alternative text".to_owned(),
        "artwork" => "Picture side".to_owned(),
        "qr" => "QR code".to_owned(),
        "target" | "post_to" => "The address".to_owned(),
        other => {
            let words = other.trim_start_matches("blanks.").replace('-', " ");
            let mut letters = words.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// What was typed into one form, carried by the next in hidden fields: the server keeps nothing. They keep their line ends: the
/// form's encoding makes them CR LF, and the check makes them LF.
#[component]
pub fn Hidden(fields: Vec<(Field, String)>) -> impl IntoView {
    let hidden = |(field, value): (Field, String)| view! { <input type="hidden" name=field.to_string() value=value /> };
    fields.into_iter().map(hidden).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_closes_the_text_area_stays_text() {
        let html =
            view! { <TextArea name="note" label="Note" value="</textarea><script>alert(1)</script>&amp;" max=10 /> }.to_html();
        assert!(html.contains("\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</textarea>"), "{html}");
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn an_error_stands_beside_its_field_and_is_tied_to_it() {
        let errors = vec![FieldError::new(Field::Name, "Please fill this in.")];
        let html = view! { <TextField name="name" label="Your name" value="\"><b>" max=80 errors /> }.to_html();
        assert!(html.contains(r#"id="name-error""#) && html.contains(r#"aria-describedby="name-error""#), "{html}");
        assert!(!html.contains("<b>"), "{html}");
    }
}
