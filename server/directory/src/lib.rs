//! Who can be written to, and where each state stands: the built-in tables, and what reads them.
//!
//! The tables in `tables/` are the project's own statement of public facts. Every row says from where it is
//! and for which day; the program carries them inside, so that a fresh start has real targets without a
//! network. A row that is wrong stops the start with the table, the line and the column, as a letter to a
//! wrong address is worse than no letter.
//!
//! This room reads tables and makes a [`Directory`] of them, and reads files that others publish into rows of the same kind
//! ([`import`]). It must not decide what is asked of whom: `domain` does, from status and date. It must not reach the
//! network, and must not guess: what a table does not say is `None`.

mod congress;
mod country_names;
mod districts;
mod grid;
pub mod import;
mod missions;
mod places;
mod states;
mod table;
mod treaties;

use domain::directory::{Directory, Tables};
pub use grid::{CsvReader, read_grid};
pub use table::TableError;

/// The day on which the built-in tables were last gone through as a whole. Each row has its own day, which is no younger.
pub const EDITION: &str = "2026-11-27";

/// The built-in tables.
pub fn tables() -> Result<Tables, TableError> {
    let (mut states, mut places) = (states::read()?, places::read()?);
    country_names::read_into(&mut states, &mut places)?;
    let treaties = treaties::read()?;
    let memberships = treaties::read_memberships(&treaties, &states)?;
    let mut targets = congress::read()?;
    targets.extend(missions::read_to_the_us(&states)?);
    targets.extend(missions::read_us_abroad(&states)?);
    Ok(Tables {
        memberships,
        targets,
        maps: districts::read()?,
        postal: districts::read_states()?,
        vacancies: congress::read_vacancies()?,
        absences: missions::read_absences()?,
        other_names: congress::read_other_names()?,
        states,
        places,
        treaties,
    })
}

/// The directory as it comes with the program.
pub fn built_in() -> Result<Directory, TableError> {
    tables().map(Directory::new)
}
