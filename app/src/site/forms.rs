//! How the forms of the site ask for their fields: labels, hints, limits. There is one function for each form, in the
//! order of the page.
//!
//! The fields and their values are defined in [`domain::form`](mod@domain::form). To add a field: name it there, give
//! it to its form's struct and to its function here, and place it on the page with the component
//! [`Entry`](crate::site::components::Entry).

use std::sync::Arc;

use domain::{
    artwork::{AlternativeText, Credit},
    checked::{EmailAddress, FieldError, PersonName, Town},
    class::{CARDS_MAX, NAME_MAX},
    district::Zip,
    form::Field,
    language::capitalised,
    letter::Draft,
    paper::Flip,
    template::Template,
};
use usecases::{
    Campaigns,
    supporter::finding::{Finder, Order},
};

domain::form! {
    /// The choices beside a letter that is printed.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct PaperDraft {
        format: String = Format,
        flip: String = Flip,
        post_to: String = PostTo,
        /// `no` for lines to write on by hand.
        typed: String = Typed,
        artwork: String = Artwork,
        qr: bool = Qr,
    }
}

domain::form! {
    /// The fields beside a letter that our server sends.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct RelayDraft {
        email: String = Email,
        consent: bool = Consent,
    }
}

domain::form! {
    /// The query of the page that finds an office.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct FinderDraft {
        q: String = Q,
        zip: String = Zip,
        district: String = District,
        state: String = State,
        kind: String = Kind,
        order: String = Order,
        page: String = Page,
    }
}

impl From<FinderDraft> for Finder {
    fn from(draft: FinderDraft) -> Self {
        let FinderDraft { q, zip, district, state, kind, order, page } = draft;
        Self { q, zip, district, state, kind, order: Order::parse(&order), page: page.parse().unwrap_or(1) }
    }
}

/// How a form asks for one of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    pub field: Field,
    /// The field whose element asks for it: its own, or another's that asks for both.
    pub at: Field,
    pub kind: Kind,
    pub label: String,
    /// Its name in the summary of errors.
    pub called: String,
    pub hint: String,
    /// The most characters that may be typed.
    pub max: usize,
    pub autocomplete: &'static str,
    pub inputmode: &'static str,
    pub required: bool,
}

/// The element that asks for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line, by the type of its `<input>`.
    Line(&'static str),
    /// This many rows, and more if more is typed.
    Lines(u8),
    /// One of a list.
    List,
    /// One of several, all of them visible.
    Choice,
    /// A box to tick.
    Tick,
    /// A file, of these media types.
    File(&'static str),
}

impl Control {
    fn new(field: Field, label: impl Into<String>, kind: Kind) -> Self {
        let label = label.into();
        Self {
            at: field.clone(),
            field,
            kind,
            called: label.clone(),
            label,
            hint: String::new(),
            max: 0,
            autocomplete: "",
            inputmode: "",
            required: false,
        }
    }

    fn line(field: Field, label: impl Into<String>, max: usize) -> Self {
        Self { max, ..Self::new(field, label, Kind::Line("text")) }
    }

    fn lines(field: Field, label: impl Into<String>, max: usize, rows: u8) -> Self {
        Self { max, ..Self::new(field, label, Kind::Lines(rows)) }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// Names the field in errors, if the label is too long or unclear.
    fn called(self, called: &str) -> Self {
        Self { called: called.to_owned(), ..self }
    }

    fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    fn in_digits(self) -> Self {
        Self { inputmode: "numeric", ..self }
    }

    fn required(self) -> Self {
        Self { required: true, ..self }
    }

    fn at(self, at: Field) -> Self {
        Self { at, ..self }
    }
}

/// The fields that a page asks for, and the errors in their values.
#[derive(Debug, Clone)]
pub struct Controls {
    controls: Arc<[Control]>,
    errors: Arc<[FieldError]>,
}

impl Controls {
    pub fn new(controls: Vec<Control>, errors: Vec<FieldError>) -> Self {
        Self { controls: controls.into(), errors: errors.into() }
    }

    /// How a field is asked for; `None` if this page does not ask for it.
    pub fn get(&self, field: &Field) -> Option<&Control> {
        self.controls.iter().find(|control| control.field == *field)
    }

    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The error of a field, or of another field that its element asks for too.
    pub fn error(&self, field: &Field) -> Option<String> {
        let at = |error: &&FieldError| self.get(&error.field).map_or(&error.field, |control| &control.at) == field;
        self.errors.iter().find(at).map(|error| error.problem.to_string())
    }
}

/// A letter.
pub fn letter(template: &Template) -> Vec<Control> {
    let mut form = blanks(template, 3);
    for blank in &mut form {
        blank.required = true;
    }
    form.extend(template.takes_note().then(|| {
        Control::lines(Field::Note, NOTE, Draft::NOTE_MAX, 4).hint("What you have seen, or why you care. A letter that is yours is read. An email or a letter in an envelope has room for all of it; a card only for a few lines.")
    }));
    form.extend([
        Control::line(Field::Name, "Your name", PersonName::MAX).autocomplete("name").required(),
        Control::line(Field::Place, "Your town", Town::MAX)
            .hint("With the state or country, for instance Ridgeview, OH. Offices look for it.")
            .autocomplete("address-level2")
            .required(),
        Control::new(Field::Country, "The country you post from", Kind::List).called("Your country").autocomplete("country"),
        Control::lines(Field::Address, "Your postal address", Draft::ADDRESS_MAX, 3)
            .called("Your address")
            .hint("Printed in the corner of a card or letter. We put your name above it. At most five lines.")
            .autocomplete("street-address"),
    ]);
    form
}

const NOTE: &str = "A paragraph of your own";

fn blanks(template: &Template, rows: u8) -> Vec<Control> {
    let ask =
        |blank: domain::template::Blank| Control::lines(Field::Blank(blank.name), capitalised(&blank.label), blank.max, rows);
    template.blanks().into_iter().map(ask).collect()
}

/// What our server needs to send a letter.
pub fn relay() -> Vec<Control> {
    let email = Control::line(Field::Email, "Your email address", EmailAddress::MAX);
    vec![
        Control { kind: Kind::Line("email"), ..email }.hint("The office answers to it.").autocomplete("email").required(),
        Control::new(
            Field::Consent,
            "Send this letter in my name. Keep my name, address and text until 28 days after it was delivered.",
            Kind::Tick,
        )
        .called("Your consent"),
    ]
}

/// Whom to write to. A ZIP code or a state leads to `congress` alone.
pub fn finder(congress: bool) -> Vec<Control> {
    let mut form = Vec::new();
    if congress {
        form.push(Control::line(Field::Zip, "Your ZIP code", Zip::LENGTH).autocomplete("postal-code").in_digits());
        form.push(Control::new(Field::State, "or your state", Kind::List));
    }
    form.push(Control::new(Field::Q, if congress { "Name" } else { "Country or name" }, Kind::Line("search")));
    form.push(Control::new(Field::Order, "Show", Kind::List));
    form
}

/// The paper that a letter is printed on, and the place that it is posted to. `places` is how many the office has; of
/// one there is no choice.
pub fn paper(places: usize) -> Vec<Control> {
    let mut form = Vec::from([
        Control::new(Field::Format, "Paper", Kind::Choice),
        Control::new(Field::Bleed, "Paper", Kind::Choice).at(Field::Format),
        Control::new(Field::Flip, "Your printer’s setting", Kind::Choice),
    ]);
    form.extend((places > 1).then(|| Control::new(Field::PostTo, "Post it to", Kind::Choice).called(PLACE)));
    form.extend(picture_side());
    form
}

const PLACE: &str = "The address";

fn picture_side() -> [Control; 2] {
    [
        Control::new(Field::Artwork, "Picture side", Kind::Choice),
        Control::new(Field::Qr, "With a QR code that leads to the campaign’s page", Kind::Tick).called("QR code"),
    ]
}

/// A class set. If it is `dealt` already, the targets of its cards are settled. A state is asked for if a campaign
/// writes to `congress`.
pub fn class(template: &Template, dealt: bool, congress: bool) -> Vec<Control> {
    let mut form = Vec::new();
    if !dealt {
        form.extend([
            Control::line(Field::Cards, "How many cards", count_length())
                .hint(format!("1 to {CARDS_MAX}."))
                .in_digits()
                .required(),
            Control::new(Field::To, "How many cards, and to whom", Kind::Choice).called("To"),
            Control::new(Field::Target, "How many cards, and to whom", Kind::Choice).called(PLACE).at(Field::To),
        ]);
        form.extend(congress.then(|| Control::new(Field::State, "Your state", Kind::List)));
    }
    form.push(Control::new(Field::Typed, "What stands on the cards", Kind::Choice));
    form.extend(blanks(template, 2));
    form.extend(template.takes_note().then(|| Control::lines(Field::Note, NOTE, Draft::NOTE_MAX, 3)));
    form.extend([
        Control::line(Field::Place, "Your town", Town::MAX).hint("With the state or country, for instance Ridgeview, OH."),
        Control::lines(Field::Names, "First names", usize::from(CARDS_MAX) * (NAME_MAX + 1), 6)
            .hint(format!(
                "One a line, at most {NAME_MAX} letters each; or leave it empty. They are printed and forgotten: not stored, not logged."
            ))
            .autocomplete("off"),
        Control::lines(Field::Address, "The school’s address", Draft::ADDRESS_MAX, 3)
            .called("Your address")
            .hint("Printed in the corner of each card, for the answers, under the child’s name where you give one. At most five lines.")
            .autocomplete("off"),
        Control::new(Field::Country, "The country you post from", Kind::List).called("Your country"),
    ]);
    form.extend(picture_side());
    form.extend([
        Control::new(Field::Format, "Paper", Kind::List),
        Control::new(Field::Flip, "How your printer turns the sheet", Kind::List)
            .called("Flip")
            .hint("The cover sheet is printed the same way: look at it before you print the others."),
    ]);
    form
}

/// One card of a class set that exists.
pub fn one_card() -> Vec<Control> {
    vec![Control::line(Field::Only, "Number of the card", count_length()).in_digits().required()]
}

/// A class code.
pub fn class_code() -> Vec<Control> {
    // Leaves room for unexpected spaces.
    vec![
        Control::line(Field::Code, "Class code", 20)
            .hint("Twelve digits, on the cover sheet of the set: for instance 4821 0937 5516.")
            .in_digits()
            .required(),
    ]
}

/// How many cards of a class set were posted.
pub fn report() -> Vec<Control> {
    vec![
        Control::line(Field::Posted, "How many were posted, in all", count_length())
            .hint("Report in parts as you go, always the whole number so far. A smaller number corrects a larger one.")
            .in_digits()
            .required(),
    ]
}

/// The longest that the number of a set's cards gets.
fn count_length() -> usize {
    CARDS_MAX.to_string().len()
}

/// Somebody's home.
pub fn home() -> Vec<Control> {
    vec![
        Control::line(Field::Street, "Your street address", Campaigns::STREET_MAX)
            .hint("House number and street, for instance 12 Main Street.")
            .autocomplete("address-line1")
            .required(),
        Control::line(Field::StreetZip, "Its ZIP code", Zip::LENGTH).autocomplete("postal-code").in_digits().required(),
    ]
}

/// An artwork, at the desk.
pub fn upload() -> Vec<Control> {
    vec![
        Control::new(Field::File, "Picture", Kind::File("image/png,image/jpeg,image/webp"))
            .hint("PNG, JPEG or WebP, at most 10 MB. 1875 × 1275 pixels fill a card of 6 × 4 in. Of one that moves the first picture is taken. Where and with what it was taken is not kept."),
        Control::line(Field::Credit, "Credit line", Credit::MAX)
            .hint("Printed beside the picture, for instance: Art by Ada, grade 6. First names are enough.")
            .required(),
        Control::line(Field::AlternativeText, "Alternative text", AlternativeText::MAX)
            .hint("What is to be seen, in a sentence, for those who cannot see it.")
            .required(),
    ]
}

/// Every form whose fields can be refused. The finder's cannot: a query that finds nothing says so.
fn all(template: &Template) -> [Vec<Control>; 9] {
    [
        letter(template),
        relay(),
        paper(usize::MAX),
        class(template, false, true),
        one_card(),
        class_code(),
        report(),
        home(),
        upload(),
    ]
}

/// A field's name on the page that asks for it, for use on a page that does not. A letter's blanks have no name there.
pub fn called_elsewhere(field: &Field) -> Option<String> {
    let template = Template::parse("", "{{note}}").ok()?;
    all(&template).into_iter().flatten().find(|control| control.field == *field).map(|control| control.called)
}

/// How the printer turns the sheet, in printers' words.
pub fn flip_label(flip: Flip) -> String {
    format!("Flip on the {}{}", flip.edge(), if flip == Flip::default() { " (what most printers do)" } else { "" })
}

/// The same, with a comparison for teachers who do not know those words.
pub fn flip_pictured(flip: Flip) -> String {
    let like = match flip {
        Flip::Long => "like the pages of a book (most printers)",
        Flip::Short => "like a notepad",
    };
    format!("On the {}, {like}", flip.edge())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::form::Form;
    use leptos::prelude::*;
    use usecases::{class::ClassDraft, desk::artworks::UploadWords, supporter::campaigns::TypedHome};

    use super::*;
    use crate::site::components::{Choices, Entry, Tick};

    fn template() -> Template {
        Template::parse("About [[your town|40]]", "I write because [[your reason]].\n\n{{note}}").unwrap()
    }

    #[test]
    fn every_form_asks_for_each_of_its_fields_once_and_says_what_for() {
        for form in all(&template()) {
            let fields: BTreeSet<&Field> = form.iter().map(|control| &control.field).collect();
            assert_eq!(fields.len(), form.len(), "{form:?}");
            for control in &form {
                assert!(!control.label.is_empty() && !control.called.is_empty(), "{control:?}");
                assert_eq!(control.max > 0, matches!(control.kind, Kind::Line(_) | Kind::Lines(_)), "{control:?}");
                assert!(fields.contains(&control.at), "{control:?}");
            }
        }
    }

    #[test]
    fn every_field_is_rendered_with_its_id_and_what_is_wrong_with_it() {
        for form in all(&template()) {
            for Control { field, at, kind, .. } in &form {
                let asked = Controls::new(form.clone(), vec![FieldError::new(field.clone(), domain::checked::TextError::Empty)]);
                let (page, of) = (asked.clone(), at.clone());
                let html = match kind {
                    Kind::Choice => view! { <Choices form=page field=of>"One of several"</Choices> }.to_html(),
                    Kind::Tick => view! { <Tick form=page field=of /> }.to_html(),
                    Kind::Line(_) | Kind::Lines(_) | Kind::List | Kind::File(_) => {
                        view! { <Entry form=page field=of /> }.to_html()
                    }
                };
                for words in [format!("id=\"{at}\""), format!("id=\"{at}-error\""), "Please fill this in.".to_owned()] {
                    assert!(html.contains(&words), "{words} in {html}");
                }
            }
        }
    }

    /// The fields of a typed form that no page's form asks for.
    fn unasked(typed: &impl Form, form: &[Control]) -> Vec<Field> {
        let asked = |field: &Field| form.iter().any(|control| control.field == *field);
        typed.pairs().into_iter().map(|(field, _)| field).filter(|field| !asked(field)).collect()
    }

    #[test]
    fn what_can_be_typed_is_asked_for() {
        let mut draft = Draft::default();
        for blank in template().blanks() {
            draft.set(&Field::Blank(blank.name), "");
        }
        // The browser fills it in.
        assert_eq!(unasked(&draft, &letter(&template())), [Field::Zone]);
        let class_draft = ClassDraft { draft, ..ClassDraft::default() };
        // The children are named one by one.
        assert_eq!(unasked(&class_draft, &class(&template(), false, true)), [Field::Name, Field::Zone]);
        let dealt = unasked(&class_draft, &class(&template(), true, true));
        assert_eq!(dealt, [&ClassDraft::DEALING[..], &[Field::Name, Field::Zone]].concat(), "what is settled is not asked again");
        // It has a button of its own.
        assert_eq!(unasked(&PaperDraft::default(), &paper(2)), [Field::Typed]);
        assert_eq!(unasked(&RelayDraft::default(), &relay()), []);
        assert_eq!(unasked(&TypedHome::default(), &home()), []);
        // Links lead to these.
        let by_link = [Field::District, Field::Kind, Field::Page];
        assert_eq!(unasked(&FinderDraft::default(), &finder(true)), by_link);
        assert_eq!(unasked(&UploadWords::default(), &upload()), []);
    }

    #[test]
    fn a_field_of_another_page_has_a_name_here_too() {
        assert_eq!(called_elsewhere(&Field::Email).as_deref(), Some("Your email address"));
        assert_eq!(called_elsewhere(&Field::Address).as_deref(), Some("Your address"));
        assert_eq!(called_elsewhere(&Field::Channel), None);
    }
}
