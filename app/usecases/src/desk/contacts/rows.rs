//! The rows of a list, each checked cell by cell: what it says of a target, or everything that is wrong with it.

use domain::{
    address::{Address, LinesError, Part, PostalError, PostalParts, PostalReason, lines, parted},
    checked::{EmailAddress, Slug, TextError, mended, one_line, web_page},
    directory::{CountriesByName, Directory, folded_words},
    grid::GridRow,
    language::{Grammar, Language},
    state::Iso2,
    target::{Greeting, TargetId},
};

use super::{
    columns::{Column, ListDraft},
    entry::{Cell, Entry},
};

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The cell to look at; none where it is the row as a whole.
    pub column: Option<Column>,
    pub problem: RowProblem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowProblem {
    /// It begins as a formula does, or is a fault of a spreadsheet.
    Formula,
    Needed,
    Text(TextError),
    Lines(LinesError),
    Postal(PostalReason),
    /// No country has this name, or two have.
    Country(String),
    Language(String),
    /// It has neither an office nor a title nor a person.
    Nameless,
    /// Neither paper nor mail nor a form reaches it.
    Unreachable,
    /// Not a name that targets of one's own have here.
    Id,
    /// The row on that line is the same target.
    SameAs {
        line: u64,
    },
}

/// What was made of a row, for a person to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// The address stood on one line, and was parted at its commas.
    AddressParted,
    /// A letter in this language has its greeting in its text, so that this one is not used.
    NoGreetingIn(Language),
}

/// How the rows of a list are read.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) draft: &'a ListDraft,
    pub(super) directory: &'a Directory,
    pub(super) countries: &'a CountriesByName,
    pub(super) country_of_all: Option<Iso2>,
    pub(super) language_of_all: Option<Language>,
}

/// In characters.
const NAME_MAX: usize = 120;
const NOTE_MAX: usize = 500;
const PHONE_MAX: usize = 60;

pub(super) type Checked<T> = Result<T, RowError>;

pub(super) fn wrong<T>(column: Column, problem: RowProblem) -> Checked<T> {
    Err(RowError { column: Some(column), problem })
}

impl Reading<'_> {
    /// The cell of a row in a column; none where it is empty or no column is chosen.
    fn cell<'r>(&self, row: &'r GridRow, column: Column) -> Checked<Option<&'r str>> {
        let text = self.draft.column(column).map_or("", |at| row.cell(at));
        if text.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}')) {
            return Ok(None);
        }
        let is_number = column == Column::Phone && text.starts_with('+');
        if (text.starts_with(['=', '+', '-', '@']) && !is_number) || FAULTS.contains(&text) {
            return wrong(column, RowProblem::Formula);
        }
        Ok(Some(text))
    }

    /// A cell that is checked where it is not empty.
    fn checked<T>(&self, row: &GridRow, column: Column, check: impl FnOnce(&str) -> Result<T, TextError>) -> Checked<Cell<T>> {
        if self.draft.column(column).is_none() {
            return Ok(Cell::Unasked);
        }
        let Some(text) = self.cell(row, column)? else { return Ok(Cell::Is(None)) };
        match check(text) {
            Ok(value) => Ok(Cell::Is(Some(value))),
            // Of nothing but unseen characters.
            Err(TextError::Empty) => Ok(Cell::Is(None)),
            Err(error) => wrong(column, RowProblem::Text(error)),
        }
    }

    fn line(&self, row: &GridRow, column: Column, max: usize) -> Checked<Cell<String>> {
        // A spreadsheet breaks long cells; on an envelope a name has one line.
        self.checked(row, column, |text| one_line(&mended(text).replace('\n', " "), max))
    }

    fn text(&self, row: &GridRow, column: Column) -> Checked<String> {
        Ok(self.line(row, column, NAME_MAX)?.or(None).unwrap_or_default())
    }

    fn country(&self, row: &GridRow, column: Column) -> Checked<Option<Iso2>> {
        let Some(text) = self.cell(row, column)? else { return Ok(None) };
        match self.countries.find(text) {
            Some(iso2) => Ok(Some(iso2.clone())),
            None => wrong(column, RowProblem::Country(shortened(text))),
        }
    }

    /// All that a row says, or all that is wrong with it.
    pub(super) fn read(&self, row: &GridRow) -> Result<Entry, Vec<RowError>> {
        let mut errors = Vec::new();
        let mut remarks = Vec::new();
        let id = take(&mut errors, self.id(row)).flatten();
        let name = take(&mut errors, self.line(row, Column::Name, NAME_MAX)).unwrap_or_default();
        let title = take(&mut errors, self.line(row, Column::Title, NAME_MAX)).unwrap_or_default();
        let person = take(&mut errors, self.person(row)).unwrap_or_default();
        let country = take(&mut errors, self.country(row, Column::Country));
        let country = country.map(|country| country.or_else(|| self.country_of_all.clone()));
        let address = match country.clone() {
            Some(country) => take(&mut errors, self.address(row, country, &mut remarks)).unwrap_or_default(),
            // Its error is said already.
            None => Cell::Unasked,
        };
        let email = take(&mut errors, self.checked(row, Column::Email, EmailAddress::parse)).unwrap_or_default();
        let web_form = take(&mut errors, self.checked(row, Column::WebForm, web_page)).unwrap_or_default();
        let phone = take(&mut errors, self.line(row, Column::Phone, PHONE_MAX)).unwrap_or_default();
        let note = take(&mut errors, self.line(row, Column::Note, NOTE_MAX)).unwrap_or_default();
        let greeting = take(&mut errors, self.greeting(row, &mut remarks)).unwrap_or_default();
        if !errors.is_empty() {
            return Err(errors);
        }
        let has_email = email != Cell::Unasked;
        Ok(Entry {
            line: row.line,
            id,
            name,
            title,
            person,
            country: country.flatten(),
            address,
            email: email.or(None),
            has_email,
            web_form,
            phone,
            note,
            greeting,
            remarks,
        })
    }

    fn id(&self, row: &GridRow) -> Checked<Option<TargetId>> {
        let Some(text) = self.cell(row, Column::Id)? else { return Ok(None) };
        let id = Slug::parse(text).ok().and_then(|slug| TargetId::parse(slug.as_str()).ok());
        let is_own = |id: &TargetId| {
            let rest = id.as_str().strip_prefix(TargetId::CUSTOM).or_else(|| id.as_str().strip_prefix("capital-"));
            rest.is_some_and(|rest| !rest.is_empty())
        };
        match id.filter(is_own) {
            Some(id) => Ok(Some(id)),
            None => wrong(Column::Id, RowProblem::Id),
        }
    }

    fn person(&self, row: &GridRow) -> Checked<Cell<(String, String)>> {
        let columns = [Column::Person, Column::FirstName, Column::LastName];
        if columns.iter().all(|column| self.draft.column(*column).is_none()) {
            return Ok(Cell::Unasked);
        }
        let [whole, first, last] = columns.map(|column| self.text(row, column));
        let (whole, first, last) = (whole?, first?, last?);
        let full = if whole.is_empty() { format!("{first} {last}").trim().to_owned() } else { whole };
        let last = if last.is_empty() { full.rsplit(' ').next().unwrap_or_default().to_owned() } else { last };
        Ok(Cell::Is((!full.is_empty()).then_some((full, last))))
    }

    fn address(&self, row: &GridRow, country: Option<Iso2>, remarks: &mut Vec<Remark>) -> Checked<Cell<Address>> {
        let columns = [Column::Address, Column::AddressMore, Column::Town, Column::Region, Column::Postcode];
        if columns.iter().all(|column| self.draft.column(*column).is_none()) {
            return Ok(Cell::Unasked);
        }
        let [first, more, town, region, postcode] = columns.map(|column| self.cell(row, column));
        let (first, more, town, region, postcode) = (first?, more?, town?, region?, postcode?);
        let above =
            [first, more].into_iter().flatten().map(|part| mended(&part.replace('|', "\n"))).collect::<Vec<_>>().join("\n");
        if [first, more, town, region, postcode].iter().all(Option::is_none) {
            return Ok(Cell::Is(None));
        }
        let Some(country) = self.country(row, Column::AddressCountry)?.or(country) else {
            return wrong(Column::Country, RowProblem::Needed);
        };
        let is_in_parts = town.is_some() || region.is_some() || postcode.is_some();
        let written = if is_in_parts {
            let part = |part: Option<&str>| part.unwrap_or_default().to_owned();
            let parts = PostalParts {
                lines: above.lines().map(str::to_owned).collect(),
                town: part(town),
                region: part(region),
                postcode: part(postcode),
            };
            parts.lines_for(&country).map_err(of_part)?.join("\n")
        } else if above.lines().count() < 2 && above.contains([',', ';']) {
            remarks.push(Remark::AddressParted);
            parted(&above)
        } else {
            above
        };
        match lines(&written) {
            Ok(lines) if lines.is_empty() => Ok(Cell::Is(None)),
            Ok(lines) => {
                let country_name = self.directory.name_for_the_post(&country).unwrap_or(country.as_str()).to_owned();
                Ok(Cell::Is(Some(Address { lines, country, country_name })))
            }
            Err(error) => wrong(Column::Address, RowProblem::Lines(error)),
        }
    }

    fn greeting(&self, row: &GridRow, remarks: &mut Vec<Remark>) -> Checked<Cell<Greeting>> {
        let greeting = self.line(row, Column::Greeting, Greeting::MAX)?;
        let language = match self.cell(row, Column::Language)? {
            Some(text) => match language(text) {
                Some(language) => Some(language),
                None => return wrong(Column::Language, RowProblem::Language(shortened(text))),
            },
            None => self.language_of_all,
        };
        let text = match greeting {
            Cell::Unasked => return Ok(Cell::Unasked),
            Cell::Is(None) => return Ok(Cell::Is(None)),
            Cell::Is(Some(text)) => text,
        };
        match language {
            None => wrong(Column::Language, RowProblem::Needed),
            Some(language) if language.grammar().is_none() => {
                remarks.push(Remark::NoGreetingIn(language));
                Ok(Cell::Is(None))
            }
            Some(language) => Ok(Cell::Is(Some(Greeting { language, text }))),
        }
    }
}

fn of_part(PostalError { part, reason }: PostalError) -> RowError {
    let column = match part {
        Part::Line(_) => Column::Address,
        Part::Town => Column::Town,
        Part::Region => Column::Region,
        Part::Postcode => Column::Postcode,
        Part::Country => Column::Country,
    };
    let problem = match reason {
        PostalReason::Text(TextError::Empty) => RowProblem::Needed,
        PostalReason::Text(error) => RowProblem::Text(error),
        reason => RowProblem::Postal(reason),
    };
    RowError { column: Some(column), problem }
}

/// A language by its tag, or by its name in itself.
fn language(text: &str) -> Option<Language> {
    let named = |language: &Language| folded_words(&language.name()) == folded_words(text);
    Grammar::ALL.into_iter().map(Grammar::language).find(named).or_else(|| Language::parse(text).ok())
}

fn take<T>(errors: &mut Vec<RowError>, checked: Checked<T>) -> Option<T> {
    checked.map_err(|error| errors.push(error)).ok()
}

/// As much of a cell as fits into a message.
fn shortened(text: &str) -> String {
    mended(text).replace('\n', " ").chars().take(60).collect()
}

/// What spreadsheets write where a formula has gone wrong.
const FAULTS: [&str; 7] = ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"];
