//! What is wrong with a table that an organiser uploads, and with the address of an office.

use domain::{
    address::LinesError,
    grid::{Fault, Foreign, Unreadable},
};

use crate::Words;

impl Words {
    pub(crate) fn of_table(self, Unreadable { line, fault }: &Unreadable) -> String {
        let said = self.of_fault(fault);
        if *line == 0 { said } else { self.desk_table_line_error(*line, said) }
    }

    fn of_fault(self, fault: &Fault) -> String {
        match fault {
            Fault::Foreign(foreign) => self.of_foreign(*foreign).to_owned(),
            Fault::TooLong { megabytes } => self.desk_table_large_error(*megabytes),
            Fault::TooManyRows { most } => self.desk_table_rows_error(*most),
            Fault::TooManyColumns { most } => self.desk_table_columns_error(*most),
            Fault::NoEncoding { seen } => self.desk_table_senseless_error(seen),
            Fault::LongRow { .. } | Fault::NotClosed => self.desk_table_quote_error().to_owned(),
            Fault::Empty => self.desk_table_empty_error().to_owned(),
            Fault::PackedTwice | Fault::PackedDamaged => self.desk_table_packed_error().to_owned(),
            Fault::MixedBelow | Fault::MixedAbove { .. } | Fault::HalfCharacter | Fault::NotUtf16 => {
                self.desk_table_letters_error().to_owned()
            }
            Fault::OneCell => self.desk_table_cell_error().to_owned(),
            Fault::Nul | Fault::Broken(_) => self.desk_table_other_error().to_owned(),
        }
    }

    const fn of_foreign(self, foreign: Foreign) -> &'static str {
        match foreign {
            Foreign::Workbook => self.desk_table_workbook_error(),
            Foreign::Document | Foreign::Slides => self.desk_table_document_error(),
            Foreign::Zip | Foreign::EmptyZip | Foreign::Tar | Foreign::Packed => self.desk_table_packed_error(),
            Foreign::Pdf | Foreign::Picture => self.desk_table_picture_error(),
            Foreign::WebPage | Foreign::Pointer => self.desk_table_page_error(),
            Foreign::Utf32 => self.desk_table_letters_error(),
            Foreign::Database | Foreign::Parquet | Foreign::Program | Foreign::Xml | Foreign::Json => {
                self.desk_table_other_error()
            }
        }
    }

    /// What is wrong with the lines of an office's address.
    pub fn of_lines(self, error: &LinesError) -> String {
        match error {
            LinesError::Text(error) => self.of_text(error),
            LinesError::OneLine => self.desk_address_one_line_error().to_owned(),
            LinesError::TooMany { most } => self.desk_address_many_lines_error(*most),
            LinesError::Long { line, over } => self.desk_address_long_line_error(*over, *line),
        }
    }
}
