//! One stylesheet from `style/main.css` and the files it imports.
//!
//! Plain CSS needs no preprocessor: each `@import "x.css";` line is replaced by that file, in order. An import may name
//! a cascade layer (`@import "x.css" layer(base);`) or a condition (`@import "print.css" print;`), as CSS itself has it.
//!
//! All files are one stylesheet in the end, so two of them that give a name to different things change each other's pages.
//! [`prove`] makes sure that each class has its home in one of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{source::read, workspace::Workspace};

/// The stylesheet that imports all others.
const MAIN: &str = "style/main.css";

/// The text of a stylesheet with its imports filled in, and every file it was made of.
pub struct Bundle {
    pub text: String,
    pub files: Vec<PathBuf>,
}

/// Bundles the stylesheet at `path`.
pub fn bundle(path: &Path) -> Result<Bundle> {
    let mut bundle = Bundle { text: String::new(), files: Vec::new() };
    append(path, &mut bundle)?;
    Ok(bundle)
}

fn append(path: &Path, bundle: &mut Bundle) -> Result<()> {
    if bundle.files.iter().any(|file| file == path) {
        bail!("{} is imported twice, or imports itself: name it once", path.display());
    }
    bundle.files.push(path.to_path_buf());
    let source = fs::read_to_string(path).with_context(|| format!("could not read the stylesheet {}", path.display()))?;
    for line in without_comments(&source).lines() {
        let line = line.trim_end();
        if !line.trim_start().starts_with("@import") {
            if !line.is_empty() {
                bundle.text.push_str(line);
                bundle.text.push('\n');
            }
            continue;
        }
        let import = Import::parse(line).with_context(|| {
            format!("{}: cannot follow `{}`: write it on one line, as @import \"x.css\";", path.display(), line.trim())
        })?;
        let file = path.parent().unwrap_or(Path::new("")).join(import.file);
        match wrapping(import.condition) {
            None => append(&file, bundle)?,
            Some(rule) => {
                bundle.text.push_str(&rule);
                bundle.text.push_str(" {\n");
                append(&file, bundle)?;
                bundle.text.push_str("}\n");
            }
        }
    }
    Ok(())
}

struct Import<'a> {
    file: &'a str,
    condition: &'a str,
}

impl<'a> Import<'a> {
    /// `@import "x.css" layer(base);` or `@import url("x.css") print;`, of a file of ours.
    fn parse(line: &'a str) -> Option<Self> {
        let rest = line.trim().strip_prefix("@import")?.trim().strip_suffix(';')?;
        let (in_url, rest) = match rest.strip_prefix("url(") {
            Some(inside) => (true, inside),
            None => (false, rest),
        };
        let quote = rest.chars().next().filter(|&c| c == '"' || c == '\'')?;
        let (file, after) = rest[1..].split_once(quote)?;
        let condition = if in_url { after.strip_prefix(')')? } else { after };
        (!file.contains(':') && !file.starts_with('/')).then_some(Self { file, condition: condition.trim() })
    }
}

/// The rule that means the same as an import's condition.
fn wrapping(condition: &str) -> Option<String> {
    if condition.is_empty() {
        return None;
    }
    Some(match condition.strip_prefix("layer(").and_then(|rest| rest.strip_suffix(')')) {
        Some(layer) => format!("@layer {layer}"),
        None => format!("@media {condition}"),
    })
}

/// Fails with a line for each class that has its home in two files.
///
/// A file that is imported under a condition, as for print, changes what others have made, and is nobody's home.
pub fn prove(workspace: &Workspace) -> Result<()> {
    let main = workspace.root.join(MAIN);
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in without_comments(&read(&main)?).lines() {
        let Some(Import { file, .. }) = Import::parse(line).filter(|import| import.condition.is_empty()) else { continue };
        for class in classes(&without_comments(&read(&main.with_file_name(file))?)) {
            let files = homes.entry(class).or_default();
            if files.last().is_none_or(|last| last != file) {
                files.push(file.to_owned());
            }
        }
    }
    let several = homes.into_iter().filter(|(_, files)| files.len() > 1);
    let wrong: Vec<String> = several.map(|(class, files)| format!("{class}: {}", files.join(", "))).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    bail!(
        "{}\nA class has its home in one file. Give one of two things another name; what several share is :is(.one, .other).",
        wrong.join("\n")
    )
}

/// What parts the selectors of a list, where it cannot be a comma inside of parentheses.
const SEPARATOR: char = '\0';

/// The classes that stand alone before a rule, or in a list before it, and in no other rule.
fn classes(source: &str) -> Vec<String> {
    let is_class = |selector: &&str| {
        let name = selector.strip_prefix('.').unwrap_or_default();
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let (mut found, mut depth, mut parentheses, mut before) = (Vec::new(), 0_usize, 0_usize, String::new());
    for c in source.chars() {
        match c {
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            _ => {}
        }
        match c {
            '{' => {
                if depth == 0 {
                    found.extend(before.split(SEPARATOR).map(str::trim).filter(is_class).map(str::to_owned));
                }
                depth += 1;
                before.clear();
            }
            ',' if parentheses == 0 => before.push(SEPARATOR),
            '}' => {
                depth = depth.saturating_sub(1);
                before.clear();
            }
            ';' => before.clear(),
            _ => before.push(c),
        }
    }
    found
}

/// Comments are for us, not for phones. Strings may hold `/*`, so they are stepped over.
fn without_comments(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut characters = source.chars().peekable();
    let mut string: Option<char> = None;
    while let Some(c) = characters.next() {
        match string {
            Some(quote) => {
                kept.push(c);
                if c == '\\' {
                    kept.extend(characters.next());
                } else if c == quote {
                    string = None;
                }
            }
            None if c == '/' && characters.peek() == Some(&'*') => {
                characters.next();
                let mut before = ' ';
                for inside in characters.by_ref() {
                    if before == '*' && inside == '/' {
                        break;
                    }
                    before = inside;
                }
            }
            None => {
                if c == '"' || c == '\'' {
                    string = Some(c);
                }
                kept.push(c);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(files: &[(&str, &str)]) -> Result<String> {
        let name = std::thread::current().name().unwrap_or("css").replace(':', "-");
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        let text = bundle(&folder.join("main.css")).map(|bundle| bundle.text);
        fs::remove_dir_all(&folder).unwrap();
        text
    }

    #[test]
    fn imports_are_filled_in_where_they_stand() {
        let text = bundled(&[
            ("main.css", "@import \"a.css\";\n@import url('b.css');\nmain { color: red }\n"),
            ("a.css", "a { x: 1 }\n"),
            ("b.css", "b { x: 2 }\n"),
        ]);
        assert_eq!(text.unwrap(), "a { x: 1 }\nb { x: 2 }\nmain { color: red }\n");
    }

    #[test]
    fn an_import_into_a_layer_or_for_print_keeps_its_meaning() {
        let text = bundled(&[
            ("main.css", "@import \"a.css\" layer(base);\n@import \"p.css\" print;\n"),
            ("a.css", "a { x: 1 }\n"),
            ("p.css", "p { x: 2 }\n"),
        ]);
        assert_eq!(text.unwrap(), "@layer base {\na { x: 1 }\n}\n@media print {\np { x: 2 }\n}\n");
    }

    #[test]
    fn a_missing_file_a_loop_and_another_site_are_refused() {
        let missing = bundled(&[("main.css", "@import \"gone.css\";\n")]).unwrap_err();
        assert!(format!("{missing:#}").contains("gone.css"), "{missing:#}");
        let circle = bundled(&[("main.css", "@import \"main.css\";\n")]).unwrap_err();
        assert!(format!("{circle:#}").contains("imports itself"), "{circle:#}");
        let elsewhere = bundled(&[("main.css", "@import \"https://fonts.example/x.css\";\n")]).unwrap_err();
        assert!(format!("{elsewhere:#}").contains("cannot follow"), "{elsewhere:#}");
    }

    #[test]
    fn a_class_is_at_home_where_it_stands_before_a_rule_and_not_where_it_is_part_of_another() {
        let source = ".one,\n.two {\n    a: 1;\n}\n\n.three .four,\n:is(.five, .six),\np.seven,\n.eight:hover {\n}\n\n\
                      @media (width > 1rem) {\n    .nine {\n    }\n}\n@charset \"x\";\n.block__part--kind {\n    .inside {\n    }\n}\n";
        assert_eq!(classes(source), [".one", ".two", ".block__part--kind"]);
    }

    #[test]
    fn comments_go_but_strings_that_look_like_them_stay() {
        assert_eq!(without_comments("a/* x **/b{content:\"/* \\\" kept */\"}"), "ab{content:\"/* \\\" kept */\"}");
        assert_eq!(without_comments("a /* never closed"), "a ");
    }
}
