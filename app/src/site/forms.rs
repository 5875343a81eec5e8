//! How the forms of the site ask for their fields: labels, hints, limits. There is one function for each form, in the
//! order of the page.
//!
//! The fields and their values are defined in [`domain::form`](mod@domain::form). To add a field: name it there, give
//! it to its form's struct and to its function here, and place it on the page with the component
//! [`Entry`](crate::site::components::Entry).

pub mod audience;
pub mod desk;
pub mod people;
mod targets;

use std::sync::Arc;

use domain::{
    checked::{EmailAddress, FieldError, PersonName, Town},
    class::{CARDS_MAX, NAME_MAX},
    district::Zip,
    form::Field,
    language::{Language, capitalised},
    letter::Draft,
    target::{Detail, DetailKind},
    template::Template,
};
use usecases::{
    Campaigns,
    supporter::finding::{Finder, Order},
};
use words::Words;

pub use self::targets::{Decided, LookUp, columns, correction, list_file, look_up, missing};

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
        ask_later: bool = AskLater,
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
    fields: Arc<[Control]>,
    errors: Arc<[FieldError]>,
    /// The language of the names of blanks, which are the campaign's words.
    blanks_in: Option<Language>,
}

impl Controls {
    pub fn new(controls: Vec<Control>, errors: Vec<FieldError>) -> Self {
        Self { fields: controls.into(), errors: errors.into(), blanks_in: None }
    }

    /// The same for a letter in a language.
    pub fn of_letter(controls: Vec<Control>, errors: Vec<FieldError>, language: Language) -> Self {
        Self { blanks_in: Some(language), ..Self::new(controls, errors) }
    }

    /// The language of a field's name, if it is the campaign's and not the page's.
    pub fn called_in(&self, field: &Field) -> Option<Language> {
        self.blanks_in.filter(|_| matches!(field, Field::Blank(_)))
    }

    /// How a field is asked for; `None` if this page does not ask for it.
    pub fn get(&self, field: &Field) -> Option<&Control> {
        self.fields.iter().find(|control| control.field == *field)
    }

    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The error of a field, or of another field that its element asks for too.
    pub fn error(&self, field: &Field) -> Option<String> {
        let at = |error: &&FieldError| self.get(&error.field).map_or(&error.field, |control| &control.at) == field;
        self.errors.iter().find(at).map(|error| crate::site::reader::words().problem(&error.problem))
    }
}

/// A letter.
pub fn letter(words: Words, template: &Template) -> Vec<Control> {
    let mut form = blanks(template, 3);
    for blank in &mut form {
        blank.required = true;
    }
    form.extend(
        template
            .takes_note()
            .then(|| Control::lines(Field::Note, words.form_note_label(), Draft::NOTE_MAX, 4).hint(words.form_note_hint())),
    );
    form.extend([
        Control::line(Field::Name, words.form_name_label(), PersonName::MAX).autocomplete("name").required(),
        Control::line(Field::Place, words.form_town_label(), Town::MAX)
            .hint(words.form_town_hint())
            .autocomplete("address-level2")
            .required(),
        Control::new(Field::Country, words.form_country_label(), Kind::List)
            .called(words.form_country_short_label())
            .autocomplete("country"),
        Control::lines(Field::Address, words.form_address_label(), Draft::ADDRESS_MAX, 3)
            .called(words.form_address_short_label())
            .hint(words.form_address_hint())
            .autocomplete("street-address"),
    ]);
    form
}

fn blanks(template: &Template, rows: u8) -> Vec<Control> {
    let ask =
        |blank: domain::template::Blank| Control::lines(Field::Blank(blank.name), capitalised(&blank.label), blank.max, rows);
    template.blanks().into_iter().map(ask).collect()
}

/// What our server needs to send a letter.
pub fn relay(words: Words) -> Vec<Control> {
    let email = Control::line(Field::Email, words.form_email_label(), EmailAddress::MAX);
    vec![
        Control { kind: Kind::Line("email"), ..email }.hint(words.form_email_hint()).autocomplete("email").required(),
        Control::new(Field::Consent, words.form_consent_label(), Kind::Tick).called(words.form_consent_short_label()),
        Control::new(Field::AskLater, words.form_ask_later_label(), Kind::Tick),
    ]
}

/// Whom to write to. A ZIP code or a state leads to `congress` alone.
pub fn finder(words: Words, congress: bool) -> Vec<Control> {
    let mut form = Vec::new();
    if congress {
        form.push(Control::line(Field::Zip, words.form_zip_label(), Zip::LENGTH).autocomplete("postal-code").in_digits());
        form.push(Control::new(Field::State, words.form_or_state_label(), Kind::List));
    }
    form.push(Control::new(
        Field::Q,
        if congress { words.form_finder_name_label() } else { words.form_finder_country_label() },
        Kind::Line("search"),
    ));
    form.push(Control::new(Field::Order, words.form_finder_order_label(), Kind::List));
    form
}

/// The paper that a letter is printed on, and the place that it is posted to. `places` is how many the office has; of
/// one there is no choice.
pub fn paper(words: Words, places: usize) -> Vec<Control> {
    let mut form = Vec::from([
        Control::new(Field::Format, words.form_paper_label(), Kind::Choice),
        Control::new(Field::Bleed, words.form_paper_label(), Kind::Choice).at(Field::Format),
        Control::new(Field::Flip, words.form_flip_label(), Kind::Choice),
    ]);
    form.extend(
        (places > 1)
            .then(|| Control::new(Field::PostTo, words.form_place_label(), Kind::Choice).called(words.form_place_short_label())),
    );
    form.extend(picture_side(words));
    form
}

fn picture_side(words: Words) -> [Control; 2] {
    [
        Control::new(Field::Artwork, words.form_picture_label(), Kind::Choice),
        Control::new(Field::Qr, words.form_qr_label(), Kind::Tick).called(words.form_qr_short_label()),
    ]
}

/// A class set. If it is `dealt` already, the targets of its cards are settled. A state is asked for if a campaign
/// writes to `congress`.
pub fn class(words: Words, template: &Template, dealt: bool, congress: bool) -> Vec<Control> {
    let mut form = Vec::new();
    if !dealt {
        form.extend([
            Control::line(Field::Cards, words.form_cards_label(), count_length())
                .hint(words.form_cards_hint(CARDS_MAX))
                .in_digits()
                .required(),
            Control::new(Field::To, words.form_cards_to_label(), Kind::Choice).called(words.form_cards_to_short_label()),
            Control::new(Field::Target, words.form_cards_to_label(), Kind::Choice)
                .called(words.form_place_short_label())
                .at(Field::To),
        ]);
        form.extend(congress.then(|| Control::new(Field::State, words.form_state_label(), Kind::List)));
    }
    form.push(Control::new(Field::Typed, words.form_typed_label(), Kind::Choice));
    form.extend(blanks(template, 2));
    form.extend(template.takes_note().then(|| Control::lines(Field::Note, words.form_note_label(), Draft::NOTE_MAX, 3)));
    form.extend([
        Control::line(Field::Place, words.form_town_label(), Town::MAX).hint(words.form_class_town_hint()),
        Control::lines(Field::Names, words.form_names_label(), usize::from(CARDS_MAX) * (NAME_MAX + 1), 6)
            .hint(words.form_names_hint(NAME_MAX))
            .autocomplete("off"),
        Control::lines(Field::Address, words.form_school_label(), Draft::ADDRESS_MAX, 3)
            .called(words.form_address_short_label())
            .hint(words.form_school_hint())
            .autocomplete("off"),
        Control::new(Field::Country, words.form_country_label(), Kind::List).called(words.form_country_short_label()),
    ]);
    form.extend(picture_side(words));
    form.extend([
        Control::new(Field::Format, words.form_paper_label(), Kind::List),
        Control::new(Field::Flip, words.form_class_flip_label(), Kind::List)
            .called(words.form_class_flip_short_label())
            .hint(words.form_class_flip_hint()),
    ]);
    form
}

/// One card of a class set that exists.
pub fn one_card(words: Words) -> Vec<Control> {
    vec![Control::line(Field::Only, words.form_one_card_label(), count_length()).in_digits().required()]
}

/// A class code.
pub fn class_code(words: Words) -> Vec<Control> {
    // Leaves room for unexpected spaces.
    vec![Control::line(Field::Code, words.form_code_label(), 20).hint(words.form_code_hint()).in_digits().required()]
}

/// How many cards of a class set were posted.
pub fn report(words: Words) -> Vec<Control> {
    vec![
        Control::line(Field::Posted, words.form_posted_label(), count_length())
            .hint(words.form_posted_hint())
            .in_digits()
            .required(),
    ]
}

/// The longest that the number of a set's cards gets.
fn count_length() -> usize {
    CARDS_MAX.to_string().len()
}

/// Somebody's home.
pub fn home(words: Words) -> Vec<Control> {
    vec![
        Control::line(Field::Street, words.form_street_label(), Campaigns::STREET_MAX)
            .hint(words.form_street_hint())
            .autocomplete("address-line1")
            .required(),
        Control::line(Field::StreetZip, words.form_street_zip_label(), Zip::LENGTH)
            .autocomplete("postal-code")
            .in_digits()
            .required(),
    ]
}

/// Every form whose fields can be refused. The finder's cannot: a query that finds nothing says so.
fn all(words: Words, template: &Template) -> [Vec<Control>; 25] {
    let unknown = Detail::Email { email: None };
    [
        letter(words, template),
        relay(words),
        paper(words, usize::MAX),
        class(words, template, false, true),
        one_card(words),
        class_code(words),
        report(words),
        home(words),
        desk::upload(words),
        desk::new_campaign(words),
        desk::story(words),
        desk::letters(words),
        audience::once(words),
        desk::look(words),
        desk::dates(words),
        desk::ways(words),
        desk::pace(words),
        desk::share(words),
        list_file(words),
        columns(words),
        missing(words),
        correction(words, DetailKind::Address, &unknown),
        people::sign_in(words),
        people::code(words),
        people::invitation(words),
    ]
}

/// A field's name on the page that asks for it, for use on a page that does not. A letter's blanks have no name there.
pub fn called_elsewhere(words: Words, field: &Field) -> Option<String> {
    let template = Template::parse("", "{{note}}").ok()?;
    all(words, &template).into_iter().flatten().find(|control| control.field == *field).map(|control| control.called)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::form::Form;
    use leptos::prelude::*;
    use usecases::{class::ClassDraft, desk::Invitation, desk::artworks::UploadWords, supporter::campaigns::TypedHome};

    use super::*;
    use crate::site::{
        components::{Choices, Entry, Tick},
        reader::rendered,
    };

    fn words() -> Words {
        Words::default()
    }

    fn template() -> Template {
        Template::parse("About [[your town|40]]", "I write because [[your reason]].\n\n{{note}}").unwrap()
    }

    #[test]
    fn every_form_asks_for_each_of_its_fields_once_and_says_what_for() {
        for form in all(words(), &template()) {
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
        for form in all(words(), &template()) {
            for Control { field, at, kind, .. } in &form {
                let asked = Controls::new(form.clone(), vec![FieldError::new(field.clone(), domain::checked::TextError::Empty)]);
                let (page, of) = (asked.clone(), at.clone());
                let html = match kind {
                    Kind::Choice => rendered(|| view! { <Choices form=page field=of>"One of several"</Choices> }),
                    Kind::Tick => rendered(|| view! { <Tick form=page field=of /> }),
                    Kind::Line(_) | Kind::Lines(_) | Kind::List | Kind::File(_) => {
                        rendered(|| view! { <Entry form=page field=of /> })
                    }
                };
                for part in [format!("id=\"{at}\""), format!("id=\"{at}-error\""), "Please fill this in.".to_owned()] {
                    assert!(html.contains(&part), "{part} in {html}");
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
        assert_eq!(unasked(&draft, &letter(words(), &template())), [Field::Zone]);
        let class_draft = ClassDraft { draft, ..ClassDraft::default() };
        // The children are named one by one.
        assert_eq!(unasked(&class_draft, &class(words(), &template(), false, true)), [Field::Name, Field::Zone]);
        let dealt = unasked(&class_draft, &class(words(), &template(), true, true));
        assert_eq!(dealt, [&ClassDraft::DEALING[..], &[Field::Name, Field::Zone]].concat(), "what is settled is not asked again");
        // It has a button of its own.
        assert_eq!(unasked(&PaperDraft::default(), &paper(words(), 2)), [Field::Typed]);
        assert_eq!(unasked(&RelayDraft::default(), &relay(words())), []);
        assert_eq!(unasked(&TypedHome::default(), &home(words())), []);
        // Links lead to these.
        let by_link = [Field::District, Field::Kind, Field::Page];
        assert_eq!(unasked(&FinderDraft::default(), &finder(words(), true)), by_link);
        assert_eq!(unasked(&UploadWords::default(), &desk::upload(words())), []);
        assert_eq!(unasked(&Invitation::default(), &people::invitation(words())), []);
    }

    #[test]
    fn a_field_of_another_page_has_a_name_here_too() {
        assert_eq!(called_elsewhere(words(), &Field::Email).as_deref(), Some("Your email address"));
        assert_eq!(called_elsewhere(words(), &Field::Address).as_deref(), Some("Your address"));
        assert_eq!(called_elsewhere(words(), &Field::Channel), None);
    }
}
