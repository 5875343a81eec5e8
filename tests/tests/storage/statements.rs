//! A statement names its columns. A connection keeps the statements that it has prepared, and the command line migrates
//! under a running server: one with `*` breaks there when the table is widened.

use std::{fs, path::Path};

#[test]
fn no_statement_asks_for_all_columns() {
    let storage = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/storage");
    let (mut texts, mut folders) = (Vec::new(), vec![storage.join("src"), storage.join("migrations")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                texts.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(texts.len() > 20, "{}", texts.len());
    for (path, text) in texts {
        for (number, line) in (1..).zip(text.lines()) {
            assert!(!asks_for_all(line), "{}:{number}: {line}", path.display());
        }
    }
}

/// `SELECT *`, `RETURNING *`, `table.*`.
fn asks_for_all(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with("//") {
        return false;
    }
    ["SELECT *", "RETURNING *", "DISTINCT *"].iter().any(|all| line.contains(all))
        || line.match_indices(".*").any(|(at, _)| line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn a_statement_that_asks_for_all_columns_is_noticed() {
    for line in ["SELECT * FROM mails", "  \"SELECT mails.*, 1", "RETURNING *\"", "SELECT DISTINCT * FROM x"] {
        assert!(asks_for_all(line), "{line}");
    }
    for line in ["SELECT COUNT(*) AS number", "// SELECT * breaks", "let x = &*self.0;", "3 * 4"] {
        assert!(!asks_for_all(line), "{line}");
    }
}
