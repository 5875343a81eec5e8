//! Paths of the site are written down in one file; no other makes one.
//!
//! A path that is put together beside its route drifts from it, and nobody sees it until a link is followed.

use anyhow::{Result, bail};

use crate::{
    source::{before_tests, literals, read, sources},
    workspace::Workspace,
};

/// Where all paths are.
const LINKS: [&str; 3] = ["app/src/links.rs", "app/src/links/desk.rs", "app/src/links/people.rs"];

/// What is looked through. Tests and the bench are strangers to the site: they write its paths as people have them.
const PACKAGES: [&str; 2] = ["app", "server"];

/// Fails with a line for each path that is made elsewhere.
pub fn prove(workspace: &Workspace) -> Result<()> {
    let mut links = String::new();
    for file in LINKS {
        links.push_str(&before_tests_of(&read(&workspace.root.join(file))?));
    }
    let roots = roots(&links);
    let mut wrong = Vec::new();
    for package in PACKAGES {
        for file in sources(&workspace.root.join(package))? {
            let name = file.strip_prefix(&workspace.root).unwrap_or(&file).display().to_string();
            if !LINKS.contains(&name.as_str()) {
                wrong.extend(paths_in(&read(&file)?, &roots).into_iter().map(|(line, text)| format!("{name}:{line}: {text}")));
            }
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let places = LINKS.join(" or ");
    bail!("{}\nA path of the site is made by a link of {places}, and by nothing else.", wrong.join("\n"))
}

/// A file without its tests, so that another can follow it.
fn before_tests_of(source: &str) -> String {
    before_tests(source).fold(String::new(), |text, (_, line)| text + line + "\n")
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
