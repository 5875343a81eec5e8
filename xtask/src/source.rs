//! Our source files as text, for checks that look for words in them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Every source file below a folder that is not a test.
pub fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let is = |name: &str| path.file_name().is_some_and(|file| file == name);
        if path.is_dir() && !["tests", "examples", "fuzz", "target"].into_iter().any(is) {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|kind| kind == "rs") && !is("tests.rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The lines of code, with their numbers: no comments, and not the tests at the end of a file.
pub fn before_tests(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
    (1..).zip(lines).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// What stands between quotation marks.
pub fn literals(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}
