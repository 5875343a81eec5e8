//! An answer as its reader sees it: headings, links, fields with their errors, and forms to be sent.

use axum::body::Bytes;
use reqwest::{
    Url,
    header::{AsHeaderName, HeaderMap},
};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

/// An answer.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A form with what is filled in, as a browser would send it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// A path of this site.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    pub fields: Vec<(String, String)>,
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// Text as it reads: runs of white space are one space.
fn read(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    /// A header; empty where there is none.
    pub fn header(&self, name: impl AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn body_text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn document(&self) -> Html {
        Html::parse_document(&self.body_text())
    }

    /// The texts of the elements that fit.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.document().select(&selector(css)).map(read).collect()
    }

    /// The text of the only element that fits.
    pub fn text(&self, css: &str) -> String {
        match &self.texts(css)[..] {
            [one] => one.clone(),
            other => panic!("{} elements are {css} in {}", other.len(), self.body_text()),
        }
    }

    /// The text of the only script, as a browser runs it.
    pub fn script(&self) -> String {
        match &self.document().select(&selector("script")).map(|script| script.text().collect::<String>()).collect::<Vec<_>>()[..]
        {
            [one] => one.clone(),
            other => panic!("{} scripts in {}", other.len(), self.body_text()),
        }
    }

    /// An attribute of the elements that fit and have it.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.document().select(&selector(css)).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
    }

    /// Where the link with this text leads.
    pub fn link(&self, text: &str) -> String {
        let document = self.document();
        let found = document.select(&selector("a[href]")).find(|link| read(*link) == text).and_then(|link| link.attr("href"));
        found.unwrap_or_else(|| panic!("no link “{text}” in {}", self.body_text())).to_owned()
    }

    /// The value of a field, whatever kind of field it is.
    pub fn value(&self, field: &str) -> String {
        let document = self.document();
        let css = format!("input[name='{field}'], textarea[name='{field}'], select[name='{field}']");
        let element = document.select(&selector(&css)).next().unwrap_or_else(|| panic!("no field {field}"));
        value(element)
    }

    /// The error that is shown beside a field, where the field says that it has one.
    pub fn error(&self, field: &str) -> Option<String> {
        let document = self.document();
        let element =
            document.select(&selector(&format!("[name='{field}']"))).find(|element| element.attr("type") != Some("hidden"))?;
        let described = element.attr("aria-describedby")?;
        let id = described.split(' ').find(|id| id.ends_with("-error"))?;
        assert_eq!(element.attr("aria-invalid"), Some("true"), "{field}");
        document.select(&selector(&format!("[id='{id}']"))).next().map(read)
    }

    /// The form that is sent by a button with this text; pressing that button is part of it.
    pub fn form(&self, button: &str) -> Form {
        let document = self.document();
        let pressed = document.select(&selector("button")).find(|element| read(*element) == button);
        let pressed = pressed.unwrap_or_else(|| panic!("no button “{button}” in {}", self.body_text()));
        press(&document, pressed)
    }

    /// The form that is sent by the only button that fits; pressing that button is part of it.
    pub fn form_of(&self, css: &str) -> Form {
        let document = self.document();
        match &document.select(&selector(css)).collect::<Vec<_>>()[..] {
            [one] => press(&document, *one),
            other => panic!("{} buttons are {css} in {}", other.len(), self.body_text()),
        }
    }

    /// Every form, with no button pressed.
    pub fn forms(&self) -> Vec<Form> {
        let document = self.document();
        document.select(&selector("form")).map(form).collect()
    }
}

/// A button's form, sent by it: its own address and value go along.
fn press(document: &Html, button: ElementRef<'_>) -> Form {
    let of_id = button.attr("form").and_then(|id| document.select(&selector(&format!("form[id='{id}']"))).next());
    let around = || button.ancestors().filter_map(ElementRef::wrap).find(|element| element.value().name() == "form");
    let mut form = form(of_id.or_else(around).unwrap_or_else(|| panic!("the button “{}” is in no form", read(button))));
    if let Some(action) = button.attr("formaction") {
        action.clone_into(&mut form.action);
    }
    if let (Some(name), Some(value)) = (button.attr("name"), button.attr("value")) {
        form.fields.push((name.to_owned(), value.to_owned()));
    }
    form
}

fn form(form: ElementRef<'_>) -> Form {
    let fields = form
        .select(&selector("input[name], textarea[name], select[name]"))
        .filter(|field| !matches!(field.attr("type"), Some("radio" | "checkbox")) || field.attr("checked").is_some())
        .map(|field| (field.attr("name").unwrap_or_default().to_owned(), value(field)))
        .collect();
    Form {
        action: form.attr("action").unwrap_or_default().to_owned(),
        method: form.attr("method").unwrap_or("get").to_ascii_lowercase(),
        fields,
    }
}

/// The value of a field's element.
fn value(element: ElementRef<'_>) -> String {
    match element.value().name() {
        "textarea" => element.text().collect(),
        "select" => {
            let options = selector("option");
            let chosen = element.select(&options).find(|option| option.attr("selected").is_some());
            chosen
                .or_else(|| element.select(&options).next())
                .and_then(|option| option.attr("value"))
                .unwrap_or_default()
                .to_owned()
        }
        _ => element.attr("value").unwrap_or_default().to_owned(),
    }
}

impl Form {
    /// Types into a field, ticks a box, chooses one of several.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some(field) => value.clone_into(&mut field.1),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self
    }

    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// `application/x-www-form-urlencoded`, with the line ends that browsers send.
    pub fn encoded(&self) -> String {
        let mut url = Url::parse("http://form.example").unwrap();
        let crlf = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
        url.query_pairs_mut().extend_pairs(self.fields.iter().map(|(name, value)| (name, crlf(value))));
        url.query().unwrap_or_default().to_owned()
    }
}
