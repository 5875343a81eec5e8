//! One stylesheet from `style/main.css` and the files it imports.
//!
//! Plain CSS needs no preprocessor: each `@import "x.css";` line is replaced by that file, in order. An import may name
//! a cascade layer (`@import "x.css" layer(base);`) or a condition (`@import "print.css" print;`), as CSS itself has it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

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
    fn comments_go_but_strings_that_look_like_them_stay() {
        assert_eq!(without_comments("a/* x **/b{content:\"/* \\\" kept */\"}"), "ab{content:\"/* \\\" kept */\"}");
        assert_eq!(without_comments("a /* never closed"), "a ");
    }
}
