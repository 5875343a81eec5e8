//! Which column of a list is what. It is guessed by the words of the header, in the languages in which lists are mostly
//! written, and by what stands below; the organiser has the last word.

mod headings;
#[cfg(test)]
mod tests;

use domain::{
    checked::{EmailAddress, FieldError, is_web_page, mended_line},
    directory::CountriesByName,
    form::{Field, Form},
    grid::{Grid, GridRow},
    problem::Problem,
};

/// What a column of a list can be, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Id,
    /// The office: an organisation, a ministry, a council.
    Name,
    /// What the person is there.
    Title,
    /// A person's whole name.
    Person,
    FirstName,
    LastName,
    /// The country whose decision the letter is about.
    Country,
    Address,
    AddressMore,
    Town,
    Region,
    Postcode,
    /// The country of the address, if it is another one.
    AddressCountry,
    Email,
    WebForm,
    Phone,
    Greeting,
    /// The language of the greeting.
    Language,
    Note,
}

domain::form! {
    /// How a list is to be read: for each detail the number of its column, counted from 0, or nothing.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct ListDraft {
        /// Whether the first row has the names of the columns.
        header: bool = FirstRow,
        id: String = Id,
        name: String = Name,
        title: String = Title,
        person: String = Person,
        first_name: String = FirstName,
        last_name: String = LastName,
        country: String = Country,
        address: String = Address,
        address_more: String = AddressMore,
        town: String = Town,
        region: String = Region,
        postcode: String = Postcode,
        address_country: String = AddressCountry,
        email: String = Email,
        web_form: String = WebForm,
        phone: String = Phone,
        greeting: String = Greeting,
        language: String = GreetingLanguage,
        note: String = Note,
        /// The country of rows that name none, by its code.
        country_of_all: String = CountryOfAll,
        /// The language of greetings in rows that name none, by its tag.
        language_of_all: String = LanguageOfAll,
        source: String = Source,
        as_of: String = AsOf,
    }
}

impl Column {
    pub const ALL: [Self; 19] = [
        Self::Id,
        Self::Name,
        Self::Title,
        Self::Person,
        Self::FirstName,
        Self::LastName,
        Self::Country,
        Self::Address,
        Self::AddressMore,
        Self::Town,
        Self::Region,
        Self::Postcode,
        Self::AddressCountry,
        Self::Email,
        Self::WebForm,
        Self::Phone,
        Self::Greeting,
        Self::Language,
        Self::Note,
    ];

    /// The field that asks for it.
    pub const fn field(self) -> Field {
        match self {
            Self::Id => Field::Id,
            Self::Name => Field::Name,
            Self::Title => Field::Title,
            Self::Person => Field::Person,
            Self::FirstName => Field::FirstName,
            Self::LastName => Field::LastName,
            Self::Country => Field::Country,
            Self::Address => Field::Address,
            Self::AddressMore => Field::AddressMore,
            Self::Town => Field::Town,
            Self::Region => Field::Region,
            Self::Postcode => Field::Postcode,
            Self::AddressCountry => Field::AddressCountry,
            Self::Email => Field::Email,
            Self::WebForm => Field::WebForm,
            Self::Phone => Field::Phone,
            Self::Greeting => Field::Greeting,
            Self::Language => Field::GreetingLanguage,
            Self::Note => Field::Note,
        }
    }
}

impl ListDraft {
    /// The number of the column of a detail.
    pub fn column(&self, column: Column) -> Option<usize> {
        self.get(&column.field()).parse().ok()
    }

    fn choose(&mut self, column: Column, at: Option<usize>) {
        self.set(&column.field(), &at.map(|at| at.to_string()).unwrap_or_default());
    }

    /// What a list seems to hold.
    pub fn guess(grid: &Grid, countries: &CountriesByName) -> Self {
        let none = GridRow { line: 1, cells: Vec::new() };
        let first = grid.rows.first().unwrap_or(&none);
        let below: Vec<&GridRow> = grid.rows.iter().skip(1).take(LOOKED_AT).collect();
        let headings: Vec<String> = (0..grid.width()).map(|at| folded(first.cell(at))).collect();
        let named = |column: Column| best(column, &headings);
        let is_data = first.cells.iter().any(|cell| is_value(cell));
        let has_values = below.iter().any(|row| row.cells.iter().any(|cell| is_value(cell)));
        let header = !is_data && (has_values || Column::ALL.into_iter().any(|column| named(column).is_some()));
        let mut draft = Self { header, ..Self::default() };
        let mut taken = Vec::new();
        if header {
            // The surest names first: "address 2" before "address", "country of address" before "country".
            let mut found: Vec<(bool, usize, Column, usize)> = Column::ALL
                .into_iter()
                .flat_map(|column| {
                    headings.iter().enumerate().filter_map(move |(at, heading)| Some((column, at, fit(column, heading)?)))
                })
                .map(|(column, at, (whole, length))| (whole, length, column, at))
                .collect();
            found.sort_by_key(|(whole, length, column, at)| (!whole, usize::MAX - length, *column, *at));
            for (_, _, column, at) in found {
                if !taken.contains(&at) && draft.column(column).is_none() {
                    draft.choose(column, Some(at));
                    taken.push(at);
                }
            }
        }
        let rows: Vec<&GridRow> = if header { below } else { std::iter::once(first).chain(below).collect() };
        let most = |at: usize, is: &dyn Fn(&str) -> bool| {
            let filled: Vec<&str> = rows.iter().map(|row| row.cell(at)).filter(|cell| !cell.is_empty()).collect();
            !filled.is_empty() && filled.iter().filter(|cell| is(cell)).count() * 2 > filled.len()
        };
        let is_email = |cell: &str| EmailAddress::parse(cell).is_ok();
        let is_country = |cell: &str| countries.find(cell).is_some();
        for column in [Column::Email, Column::WebForm, Column::Country] {
            let is = |cell: &str| match column {
                Column::Email => is_email(cell),
                Column::WebForm => is_web_page(cell),
                _ => is_country(cell),
            };
            if draft.column(column).is_none() {
                let at = (0..grid.width()).find(|at| !taken.contains(at) && most(*at, &is));
                draft.choose(column, at);
                taken.extend(at);
            }
        }
        // A key of somebody else's means nothing here.
        if let Some(at) = draft.column(Column::Id).filter(|at| !most(*at, &is_id)) {
            draft.choose(Column::Id, None);
            taken.retain(|taken| *taken != at);
        }
        // "Name" is the person's where another column is the office's.
        if draft.column(Column::Name).is_none() && draft.column(Column::Title).is_none() {
            let person = draft.column(Column::Person);
            draft.choose(Column::Name, person);
            draft.choose(Column::Person, None);
        }
        draft
    }

    /// Everything that is wrong with the choice of columns.
    pub(super) fn check(&self, grid: &Grid) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut taken: Vec<usize> = Vec::new();
        for column in Column::ALL {
            match (self.get(&column.field()).as_str(), self.column(column)) {
                ("", _) => {}
                (_, Some(at)) if taken.contains(&at) => errors.push(FieldError::new(column.field(), Problem::ColumnTaken)),
                (_, Some(at)) if at < grid.width() => taken.push(at),
                _ => errors.push(FieldError::new(column.field(), Problem::NoColumn)),
            }
        }
        let has = |columns: &[Column]| columns.iter().any(|column| self.column(*column).is_some());
        let updates = has(&[Column::Id]);
        let names = [Column::Name, Column::Title, Column::Person, Column::LastName];
        if !has(&names) && !updates {
            errors.push(FieldError::new(Field::Name, Problem::ColumnNeeded));
        }
        if !has(&[Column::Address, Column::Town, Column::Email, Column::WebForm]) && !updates {
            errors.push(FieldError::new(Field::Address, Problem::NoWayToReach));
        }
        if !has(&[Column::Country]) && mended_line(&self.country_of_all).is_empty() && !updates {
            errors.push(FieldError::new(Field::Country, Problem::ColumnNeeded));
        }
        errors
    }

    /// The columns of a list that are chosen for nothing.
    pub fn unused(&self, grid: &Grid) -> Vec<usize> {
        (0..grid.width()).filter(|at| Column::ALL.iter().all(|column| self.column(*column) != Some(*at))).collect()
    }

    /// The rows below the header.
    pub fn rows<'a>(&self, grid: &'a Grid) -> &'a [GridRow] {
        grid.rows.get(usize::from(self.header)..).unwrap_or_default()
    }
}

/// So many rows are looked at for a guess.
const LOOKED_AT: usize = 50;

/// The words of a heading: small letters without accents, one space between them.
fn folded(text: &str) -> String {
    domain::directory::folded_words(text)
}

/// How a heading fits: whether it is one of those for a column as a whole, or has one in it, and how long that one is.
fn fit(column: Column, heading: &str) -> Option<(bool, usize)> {
    let fits = column.headings().split(',').filter_map(|known| {
        let is_in = || format!(" {heading} ").contains(&format!(" {known} "));
        (heading == known || is_in()).then(|| (heading == known, known.len()))
    });
    fits.max()
}

fn best(column: Column, headings: &[String]) -> Option<usize> {
    headings.iter().position(|heading| fit(column, heading).is_some())
}

/// Whether a cell is no heading.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    cell.contains('@') || cell.starts_with("http://") || cell.starts_with("https://")
}

/// Whether a cell is a name that targets have here.
fn is_id(cell: &str) -> bool {
    ["custom-", "capital-"].iter().any(|start| cell.starts_with(start))
}
