//! Paths of the site are written down in one file; no other makes one.
//!
//! A path that is put together beside its route drifts from it, and nobody sees it until a link is followed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// Where all paths are.
const LINKS: &str = "app/src/links.rs";

/// What is looked through. Tests and the bench are strangers to the site: they write its paths as people have them.
const PACKAGES: [&str; 2] = ["app", "server"];

/// Fails with a line for each path that is made elsewhere.
pub fn prove(workspace: &Workspace) -> Result<()> {
    let roots = roots(&read(&workspace.root.join(LINKS))?);
    let mut wrong = Vec::new();
    for package in PACKAGES {
        for file in sources(&workspace.root.join(package))? {
            let name = file.strip_prefix(&workspace.root).unwrap_or(&file).display().to_string();
            if name != LINKS {
                wrong.extend(paths_in(&read(&file)?, &roots).into_iter().map(|(line, text)| format!("{name}:{line}: {text}")));
            }
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}\nA path of the site is made by a link of {LINKS}, and by nothing else.", wrong.join("\n"))
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Every source file below a folder that is not a test.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
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

/// The first parts of the site's paths: `/c`, `/desk`.
fn roots(links: &str) -> Vec<String> {
    let mut roots: Vec<String> = before_tests(links)
        .filter(|(_, line)| line.contains("const "))
        .flat_map(|(_, line)| literals(line))
        .filter_map(|literal| first_part(literal).map(str::to_owned))
        .collect();
    roots.sort();
    roots.dedup();
    roots
}

/// The lines that make a path, with their numbers.
fn paths_in<'a>(source: &'a str, roots: &[String]) -> Vec<(usize, &'a str)> {
    let is_path = |literal: &str| {
        literal == "/" || first_part(after_address(literal)).is_some_and(|part| roots.iter().any(|root| root == part))
    };
    let makes_one =
        |line: &str| literals(line).into_iter().any(|literal| is_path(literal) && (literal != "/" || is_a_link(line)));
    before_tests(source).filter(|(_, line)| makes_one(line)).map(|(number, line)| (number, line.trim())).collect()
}

/// A slash alone is a path only where one leads to it; elsewhere it is punctuation.
fn is_a_link(line: &str) -> bool {
    ["href=", "action=", "src=", "Redirect::", ".route("].into_iter().any(|sign| line.contains(sign))
}

/// The lines of code, with their numbers: no comments, and not the tests at the end of a file.
fn before_tests(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = source.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
    (1..).zip(lines).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// What stands between quotation marks.
fn literals(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// Without the address of the site, where that is put before it.
fn after_address(literal: &str) -> &str {
    match literal.strip_prefix('{') {
        Some(rest) => rest.split_once('}').map_or(literal, |(_, after)| after),
        None => literal,
    }
}

/// `/c` of `/c/{slug}`. `None` where it is no path, or one that begins with nothing of its own.
fn first_part(literal: &str) -> Option<&str> {
    let rest = literal.strip_prefix('/')?;
    let end = rest.find(['/', '?', '#', '.', '{']).unwrap_or(rest.len());
    let is_word = end > 0 && rest[..end].bytes().all(|byte| byte.is_ascii_lowercase());
    is_word.then(|| &literal[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINKS: &str = r#"
        pub const HOME: &'static str = "/";
        pub const CAMPAIGN: &'static str = "/c/{slug}";
        pub const CODES: &'static str = "/k";
        const ICON: &'static str = "/favicon.svg";
"#;

    fn found(line: &str) -> bool {
        !paths_in(line, &roots(LINKS)).is_empty()
    }

    #[test]
    fn the_paths_that_there_are_come_from_the_file_of_links() {
        assert_eq!(roots(LINKS), ["/c", "/favicon", "/k"]);
    }

    #[test]
    fn a_path_that_is_made_elsewhere_is_found() {
        for line in [
            r#"let path = format!("/c/{slug}?lang={}", language);"#,
            r#"format!("{}/k/{}", self.public_url, code)"#,
            r#"format!("{base}/k")"#,
            r#"<a href="/k">"Report"</a>"#,
            r#"<a href="/">"Home"</a>"#,
            r#"Redirect::to("/")"#,
            r#".route("/c/{slug}/new", get(page))"#,
        ] {
            assert!(found(line), "{line}");
        }
    }

    #[test]
    fn what_is_no_path_of_the_site_passes() {
        for line in [
            r#"//! `/c/{slug}`: a campaign, see "/c/{slug}"."#,
            r#"<a href=Link::Home.path()>"All campaigns"</a>"#,
            r#"["town", "state"].join("/")"#,
            r#"let fonts = "/usr/share/fonts";"#,
            r#"write!(out, "/{name} Do")"#,
            "#[cfg(test)]\nfn test() { get(\"/c/mine\") }",
        ] {
            assert!(!found(line), "{line}");
        }
    }
}
