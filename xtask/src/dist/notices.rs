//! The licences of other people's code in the program, in their own words: most of them ask for no more than that.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::bom::{Part, Parts};

/// How the files begin that say it, in capitals.
const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// Every text once, with the names of those that it is of.
pub fn write(parts: &Parts) -> Result<String> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = Vec::new();
    for part in parts.values().filter(|part| part.registry) {
        let named = format!("{} {}", part.name, part.version);
        let files = files(&part.folder)?;
        if files.is_empty() {
            without.push(part);
        }
        for file in files {
            let text = String::from_utf8_lossy(&fs::read(&file)?).trim().to_owned();
            let those = texts.entry(text).or_default();
            if !those.contains(&named) {
                those.push(named.clone());
            }
        }
    }
    Ok(said(texts, &without))
}

fn said(texts: BTreeMap<String, Vec<String>>, without: &[&Part]) -> String {
    let mut said = "Postbag is under the MIT licence. In it are these libraries, under the licences that follow.\n".to_owned();
    let mut texts: Vec<_> = texts.into_iter().map(|(text, names)| (names.join(", "), text)).collect();
    texts.sort();
    let line = "=".repeat(80);
    for (names, text) in texts {
        let _ = write!(said, "\n{line}\n{names}\n{line}\n\n{text}\n");
    }
    let _ = write!(said, "\n{line}\nThese say their licence and bring no text of it\n{line}\n\n");
    for Part { name, version, licence, .. } in without {
        let _ = writeln!(said, "{name} {version}: {}", licence.as_deref().unwrap_or("not said"));
    }
    said
}

/// In all folders of the sources, since fonts and code of others lie deeper; in their order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if (NAMES.iter().any(|begin| name.starts_with(begin)) || name.ends_with("OFL.TXT")) && !is_source(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// There are modules that are called so.
fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_two_libraries_stands_once_and_names_both() {
        let texts = [("Do as you like.".to_owned(), vec!["a 1".to_owned(), "b 2".to_owned()])].into();
        let said = said(texts, &[]);
        assert!(said.contains("a 1, b 2\n") && said.matches("Do as you like.").count() == 1, "{said}");
    }
}
