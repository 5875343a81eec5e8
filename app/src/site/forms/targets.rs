//! The forms about targets at the desk: a list that is uploaded, what its columns are, a correction.

use domain::{
    address::{LINE_MAX, LINES_MAX},
    checked::{EmailAddress, WEB_PAGE_MAX},
    form::Field,
    target::{Detail, DetailKind, Greeting},
};
use usecases::desk::{
    Contacts,
    contacts::{Column, ListDraft},
};
use words::Words;

use super::{Control, Kind};
use crate::site::said;

domain::form! {
    /// The query of the page that looks targets up.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct LookUp {
        q: String = Q,
        page: String = Page,
    }
}

domain::form! {
    /// What is decided under a preview.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Decided {
        /// The directory with which the list was compared.
        version: String = Version,
        have_left: bool = HaveLeft,
        ..
        list: ListDraft,
    }
}

/// Whom to look for.
pub fn look_up(words: Words) -> Vec<Control> {
    vec![Control::new(Field::Q, words.desk_contacts_search_label(), Kind::Line("search"))]
}

/// A list.
pub fn list_file(words: Words) -> Vec<Control> {
    let accept = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";
    vec![Control::new(Field::File, words.desk_import_file_label(), Kind::File(accept)).hint(words.desk_import_file_hint())]
}

/// What the columns of a list are.
pub fn columns(words: Words) -> Vec<Control> {
    let mut form = vec![Control::new(Field::FirstRow, words.desk_columns_header_label(), Kind::Tick)];
    form.extend(Column::ALL.map(|column| Control::new(column.field(), said::column(words, column), Kind::List)));
    form.extend([
        Control::new(Field::CountryOfAll, words.desk_columns_all_country_label(), Kind::List),
        Control::new(Field::LanguageOfAll, words.desk_columns_all_language_label(), Kind::List),
        Control::line(Field::Source, words.desk_columns_source_label(), Contacts::SOURCE_MAX)
            .hint(words.desk_columns_source_hint())
            .required(),
        Control::line(Field::AsOf, words.desk_columns_day_label(), DAY_MAX).hint(words.desk_correct_day_hint()).required(),
    ]);
    form
}

/// Who has left.
pub fn missing(words: Words) -> Vec<Control> {
    let left = Control::new(Field::HaveLeft, words.desk_preview_left_label(), Kind::Tick);
    vec![left.called(words.desk_preview_left_short_label())]
}

/// A correction of one detail. `known` is what its source says.
pub fn correction(words: Words, kind: DetailKind, known: &Detail) -> Vec<Control> {
    let label = said::detail(words, kind);
    let mut form = match kind {
        DetailKind::Address => vec![
            Control::lines(Field::Address, label, LINES_MAX * (LINE_MAX + 1), 4).hint(words.desk_correct_address_hint()),
            Control::new(Field::AddressCountry, words.desk_correct_country_label(), Kind::List),
        ],
        DetailKind::Email => {
            vec![Control { kind: Kind::Line("email"), ..Control::line(Field::Email, label, EmailAddress::MAX) }]
        }
        DetailKind::WebForm => {
            vec![Control { kind: Kind::Line("url"), ..Control::line(Field::WebForm, label, WEB_PAGE_MAX) }]
        }
        DetailKind::Greeting(_) => {
            vec![Control::line(Field::Greeting, label, Greeting::MAX).hint(words.desk_correct_greeting_hint())]
        }
    };
    form.extend(match known {
        Detail::Greeting { greeting: Some(_), .. } => {
            Some(Control::new(Field::HasNone, words.desk_correct_usual_label(), Kind::Tick))
        }
        Detail::Greeting { greeting: None, .. } => None,
        _ => Some(Control::new(Field::HasNone, words.desk_correct_none_label(), Kind::Tick)),
    });
    form.extend([
        Control::line(Field::Source, words.desk_correct_source_label(), Contacts::SOURCE_MAX)
            .hint(words.desk_correct_source_hint())
            .required(),
        Control::line(Field::AsOf, words.desk_correct_day_label(), DAY_MAX).hint(words.desk_correct_day_hint()).required(),
    ]);
    form
}

/// As long as a day is written, with room for spaces.
const DAY_MAX: usize = 20;
