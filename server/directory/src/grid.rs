//! Reads a table of which nobody has said yet what its columns mean, for the desk.

use csv::StringRecord;
use domain::grid::{Fault, Grid, GridRow, Unreadable};
use usecases::ports::GridReader;

use crate::import::{
    records::{Begun, SEPARATORS},
    watch::Watch,
};

/// Reads tables in CSV as people and their programs write them: any encoding and separator that is taken on the command
/// line.
#[derive(Debug, Clone, Copy, Default)]
pub struct CsvReader;

impl GridReader for CsvReader {
    fn read(&self, file: &[u8]) -> Result<Grid, Unreadable> {
        read_grid(file)
    }
}

/// The cells of a file of at most [`Grid::BYTES_MAX`] bytes, also after it was unpacked.
pub fn read_grid(file: &[u8]) -> Result<Grid, Unreadable> {
    // One more: the first may hold the names of the columns.
    let watch = Watch::with(Grid::BYTES_MAX as u64, Grid::ROWS_MAX + 1);
    let Begun { mut reader, separator, line: first } = Begun::new(&watch, file, false)?;
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let over = || watch.over().map(|fault| Unreadable { line: watch.line(), fault });
                return Err(watch.fault().or_else(over).unwrap_or_else(|| Fault::Broken(error.to_string()).into()));
            }
        }
        // The reader counts the empty lines above a row as its own. Only the end of the file ends a row without its line end.
        let inside = record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let ends = inside + u64::from(!watch.has_ended());
        let line = (reader.position().line() + first - 1).saturating_sub(ends);
        if watch.has_ended() && watch.is_quoting() {
            return Err(Unreadable { line, fault: Fault::NotClosed });
        }
        let cells = cells(&record);
        if cells.is_empty() {
            watch.renew();
            continue;
        }
        if cells.len() > Grid::COLUMNS_MAX {
            return Err(Unreadable { line, fault: Fault::TooManyColumns { most: Grid::COLUMNS_MAX } });
        }
        watch.record()?;
        rows.push(GridRow { line, cells });
    }
    if rows.is_empty() {
        return Err(Fault::Empty.into());
    }
    if rows.iter().all(|row| matches!(&row.cells[..], [one] if one.contains(SEPARATORS))) {
        return Err(Fault::OneCell.into());
    }
    Ok(Grid { encoding: watch.made.encoding(), separator, rows })
}

/// The cells of a row up to the last one that is not empty.
fn cells(record: &StringRecord) -> Vec<String> {
    let filled = record.iter().zip(1..).filter(|(cell, _)| !cell.trim().is_empty()).last().map_or(0, |(_, place)| place);
    record.iter().take(filled).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use domain::grid::{Encoding, Foreign};
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    use super::*;

    /// A table as it should come out.
    const ROWS: [[&str; 3]; 4] = [
        ["Nom", "Courriel", "Adresse"],
        ["Ministère de l’Éducation", "education@gov.example", "1, rue de l’Exemple\n75007 Paris"],
        ["São Tomé «e» Príncipe; Gabinete, 2.º", "", "Caixa 1\nSão Tomé"],
        ["Œuvre \"sociale\"", "œuvre…", ""],
    ];

    fn written(separator: &str, end: &str) -> String {
        let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\"").replace('\n', end));
        ROWS.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(separator) + end).collect()
    }

    fn utf16(text: &str, of: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(of).collect()
    }

    fn read(bytes: &[u8]) -> Grid {
        CsvReader.read(bytes).unwrap()
    }

    fn texts(grid: &Grid) -> Vec<Vec<&str>> {
        grid.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
    }

    #[test]
    fn a_table_is_the_same_in_every_encoding_separator_and_line_end() {
        let expected: Vec<Vec<&str>> =
            ROWS.iter().map(|row| row.iter().rev().skip_while(|cell| cell.is_empty()).copied().collect::<Vec<_>>()).collect();
        let expected: Vec<Vec<&str>> = expected.into_iter().map(|row| row.into_iter().rev().collect()).collect();
        for separator in [",", ";", "\t", "|"] {
            for end in ["\n", "\r\n", "\r"] {
                let text = written(separator, end);
                let marked = format!("\u{feff}{text}");
                let seen = Some(("Ministère".to_owned(), 2));
                for (bytes, encoding) in [
                    (text.clone().into_bytes(), Encoding::Utf8),
                    (marked.clone().into_bytes(), Encoding::Utf8),
                    (utf16(&marked, u16::to_le_bytes), Encoding::Utf16),
                    (utf16(&marked, u16::to_be_bytes), Encoding::Utf16),
                    (utf16(&text, u16::to_le_bytes), Encoding::Utf16),
                    (utf16(&text, u16::to_be_bytes), Encoding::Utf16),
                    (WINDOWS_1252.encode(&text).0.into_owned(), Encoding::Windows1252 { seen }),
                ] {
                    let grid = read(&bytes);
                    assert_eq!(texts(&grid), expected, "{separator:?} {end:?} {encoding:?}");
                    assert_eq!((grid.separator.to_string().as_str(), grid.encoding), (separator, encoding), "{end:?}");
                    assert_eq!(grid.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4, 6], "{end:?}");
                }
            }
        }
    }

    #[test]
    fn letters_that_windows_lacks_come_in_unicode() {
        for text in ["Urząd;Łódź\n", "Αθήνα;Київ\n", "北京;ไทย\n"] {
            let marked = format!("\u{feff}{text}");
            let cells: Vec<&str> = text.trim_end().split(';').collect();
            for bytes in [text.as_bytes().to_vec(), utf16(&marked, u16::to_le_bytes), utf16(&marked, u16::to_be_bytes)] {
                assert_eq!(texts(&read(&bytes)), std::slice::from_ref(&cells));
            }
        }
    }

    #[test]
    fn the_separator_is_that_of_the_first_row_outside_of_quotation_marks() {
        for (text, cells) in [
            ("\"a, b, c\";d\n", vec!["a, b, c", "d"]),
            ("\"Name,\nin full, please\";Email\n", vec!["Name,\nin full, please", "Email"]),
            ("sep=|\na,b|c\n", vec!["a,b", "c"]),
            ("\n;;\n\"x\"\ty, z\tw\n", vec!["x", "y, z", "w"]),
            ("one column\n", vec!["one column"]),
        ] {
            assert_eq!(texts(&read(text.as_bytes())), [cells], "{text:?}");
        }
    }

    #[test]
    fn rows_may_be_ragged_and_empty_columns_at_the_end_are_none() {
        let grid = read(b"a,b,c,,,\n,,,,,\n1\n1,2,3,4\n ,x, ,\n\nlast,2");
        assert_eq!(texts(&grid), [vec!["a", "b", "c"], vec!["1"], vec!["1", "2", "3", "4"], vec![" ", "x"], vec!["last", "2"]]);
        assert_eq!(grid.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3, 4, 5, 7]);
        assert_eq!((grid.width(), grid.rows[1].cell(0), grid.rows[1].cell(7), grid.rows[3].cell(0)), (4, "1", "", ""));
    }

    #[test]
    fn what_is_no_table_is_named() {
        let long = "x".repeat(300_000);
        let wide = "x,".repeat(Grid::COLUMNS_MAX) + "x\n";
        let many = "a\n".repeat(10_002);
        let large = "a,b,c,d,e,f,g\n".repeat(400_000);
        for (bytes, line, fault) in [
            (&b""[..], 0, Fault::Empty),
            (b"\xEF\xBB\xBF \n", 0, Fault::Empty),
            (b",,,\n;;\n", 0, Fault::Empty),
            (b"PK\x03\x04\x14\0\0\0xl/workbook.xml", 0, Fault::Foreign(Foreign::Workbook)),
            (b"%PDF-1.7\n", 0, Fault::Foreign(Foreign::Pdf)),
            (b"<!DOCTYPE html><p>", 0, Fault::Foreign(Foreign::WebPage)),
            (b"{\"a\": 1}", 0, Fault::Foreign(Foreign::Json)),
            (b"a,b\n\"open,c\nd,e\n", 2, Fault::NotClosed),
            (b"a\nWroc\xB3aw\n", 2, Fault::NoEncoding { seen: "c\u{b3}a".to_owned() }),
            (b"a,\xC3\x89lodie\nb,\xC9lodie\n", 2, Fault::MixedBelow),
            (b"a,b\0\n", 1, Fault::Nul),
            (b"\"a,b\"\n\"c,d\"\n", 0, Fault::OneCell),
            (long.as_bytes(), 0, Fault::LongRow { kilobytes: 256 }),
            (wide.as_bytes(), 1, Fault::TooManyColumns { most: Grid::COLUMNS_MAX }),
            (many.as_bytes(), 0, Fault::TooManyRows { most: 10_001 }),
            (large.as_bytes(), 0, Fault::TooManyRows { most: 10_001 }),
        ] {
            let error = CsvReader.read(bytes).unwrap_err();
            assert_eq!(error.fault, fault);
            assert!(line == 0 || error.line == line, "{error:?}");
        }
    }

    #[test]
    fn a_file_that_unpacks_to_too_much_is_refused() {
        use std::io::Write as _;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let line = "x".repeat(200_000) + "\n";
        (0..30).for_each(|_| packed.write_all(line.as_bytes()).unwrap());
        let error = CsvReader.read(&packed.finish().unwrap()).unwrap_err();
        assert_eq!(error.fault, Fault::TooLong { megabytes: 5 });
    }

    proptest! {
        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(grid) = CsvReader.read(&bytes) {
                prop_assert!(grid.rows.iter().all(|row| row.line > 0 && row.cells.last().is_some_and(|cell| !cell.trim().is_empty())));
            }
        }
    }
}
