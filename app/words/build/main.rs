//! Makes a function of each message, so that a wrong name or argument does not compile.

#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]

mod catalogue;
mod pseudo;

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use catalogue::{CATEGORIES, Catalogue, Format, Message, Piece, SOURCE};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let catalogue = match Catalogue::read(&here.join("locales")) {
        Ok(catalogue) => catalogue,
        Err(wrong) => {
            for line in wrong {
                println!("cargo::error={line}");
            }
            return ExitCode::FAILURE;
        }
    };
    match write(&catalogue, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error=the messages cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(catalogue: &Catalogue, out: &Path) -> std::io::Result<()> {
    let languages = catalogue.languages();
    let mut code = String::new();
    locales(&mut code, catalogue, &languages);
    code.push_str("impl Words {\n");
    for files in catalogue.0.values() {
        let Some(source) = files.get(SOURCE) else { continue };
        for (name, message) in source {
            let texts: Vec<&Message> = languages
                .iter()
                .map(|language| files.get(language).and_then(|messages| messages.get(name)).unwrap_or(message))
                .collect();
            function(&mut code, name, message, &texts);
        }
    }
    code.push_str("}\n");
    fs::write(out.join("messages.rs"), code)
}

/// The languages of the catalogue, and which of them each part has.
fn locales(code: &mut String, catalogue: &Catalogue, languages: &[String]) {
    let variant = |tag: &str| {
        let mut chars = tag.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default().replace('-', "")
    };
    let variants: Vec<String> = languages.iter().map(|tag| variant(tag)).collect();
    let _ = write!(
        code,
        "/// A language of the interface: one that has files in the catalogue, or the pseudo-language of the tests.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]\npub enum Locale {{\n    #[default]\n    {},\n    Pseudo,\n}}\n\
         impl Locale {{\n    /// All that a reader may choose from, the source language first.\n    pub const ALL: &'static [Self] = &[",
        variants.join(",\n    ")
    );
    for variant in &variants {
        let _ = write!(code, "Self::{variant}, ");
    }
    code.push_str("];\n    /// BCP 47 tag.\n    pub const fn tag(self) -> &'static str {\n        match self {\n");
    for (variant, tag) in variants.iter().zip(languages) {
        let _ = writeln!(code, "            Self::{variant} => {tag:?},");
    }
    let _ = writeln!(code, "            Self::Pseudo => {:?},\n        }}\n    }}\n}}", pseudo::TAG);
    let _ = writeln!(code, "const LOCALES: usize = {};", languages.len() + 1);
    code.push_str("/// A folder of the catalogue, whose files are translated together.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Part {\n");
    for part in catalogue.0.keys() {
        let _ = writeln!(code, "    {},", variant(part));
    }
    code.push_str("}\nimpl Part {\n    /// Whether this part is translated into a language.\n    pub const fn is_in(self, locale: Locale) -> bool {\n        match self {\n");
    for (part, files) in &catalogue.0 {
        let has: Vec<String> =
            files.keys().map(|tag| format!("Locale::{}", variant(tag))).chain(["Locale::Pseudo".to_owned()]).collect();
        let _ = writeln!(code, "            Self::{} => matches!(locale, {}),", variant(part), has.join(" | "));
    }
    code.push_str("        }\n    }\n}\n");
}

/// The function of a message. `texts` are its texts in all languages.
fn function(code: &mut String, name: &str, message: &Message, texts: &[&Message]) {
    let arguments: Vec<(String, Format)> = message.arguments().into_iter().collect();
    let method = name.replace('-', "_");
    let about = match message {
        Message::One(pieces) => shown(pieces),
        Message::Plural(forms) => forms.values().last().map(|pieces| shown(pieces)).unwrap_or_default(),
    };
    let _ = writeln!(code, "/// `{}`", about.replace('`', "'").replace('\n', " "));
    let is_marked = !message.tags().is_empty();
    if arguments.is_empty() && !is_marked {
        let _ = write!(code, "pub const fn {method}(self) -> &'static str {{ self.of([");
        for text in texts {
            let _ = write!(code, "{:?}, ", plain(text));
        }
        let _ = writeln!(code, "{:?}]) }}", pseudo::of(&plain(message)));
        return;
    }
    let mut parameters = String::new();
    let mut values = String::new();
    for (argument, format) in &arguments {
        let (kind, value) = match format {
            Format::Text => ("impl std::fmt::Display", format!("Argument::Text(&{argument})")),
            Format::Number => ("impl Number", format!("Argument::Number({argument}.whole())")),
            Format::Date => ("Date", format!("Argument::Date({argument})")),
            Format::List => ("&[impl std::fmt::Display]", format!("Argument::List(texts({argument}))")),
            Format::Either => ("&[impl std::fmt::Display]", format!("Argument::Either(texts({argument}))")),
        };
        let _ = write!(parameters, ", {argument}: {kind}");
        let _ = write!(values, "{value}, ");
    }
    let (answer, fill) = if is_marked { ("Vec<Part_>", "mark") } else { ("String", "fill") };
    let _ = writeln!(code, "pub fn {method}(self{parameters}) -> {} {{", answer.replace("Part_", "Span"));
    let index = |wanted: &str| arguments.iter().position(|(name, _)| name == wanted).unwrap_or_default();
    let all: Vec<Message> = texts.iter().map(|text| (*text).clone()).chain([pseudo::of_message(message)]).collect();
    match message {
        Message::One(_) => {
            let _ = write!(code, "const TEXTS: [&[Piece]; LOCALES] = [");
            for text in &all {
                if let Message::One(pieces) = text {
                    written(code, pieces, &index);
                    code.push(',');
                }
            }
            let _ = writeln!(code, "]; self.{fill}(self.of(TEXTS), &[{values}]) }}");
        }
        Message::Plural(_) => {
            let _ = write!(code, "const TEXTS: [[&[Piece]; 6]; LOCALES] = [");
            for text in &all {
                let Message::Plural(forms) = text else { continue };
                // A form that a translation lacks: as Weblate may drop `_other`, and may not have `_many`.
                let usual = forms.get("other").or_else(|| forms.get("many")).or_else(|| forms.values().last());
                code.push('[');
                for category in CATEGORIES {
                    if let Some(pieces) = forms.get(category).or(usual) {
                        written(code, pieces, &index);
                    }
                    code.push(',');
                }
                code.push_str("],");
            }
            let _ = writeln!(
                code,
                "]; let count = count.whole(); self.{fill}(self.plural(self.of(TEXTS), count), &[{}]) }}",
                values.replace("count.whole()", "count")
            );
            if !is_marked {
                let _ = writeln!(
                    code,
                    "/// The forms of `{name}` for a script, which chooses among them by the number.\n\
                     pub fn {method}_forms(self) -> Forms {{ self.forms([{}]) }}",
                    all.iter().map(forms_of).collect::<Vec<_>>().join(", ")
                );
            }
        }
    }
}

/// The forms of a message as they stand in its file, by category.
fn forms_of(message: &Message) -> String {
    let Message::Plural(forms) = message else { return "&[]".to_owned() };
    let forms: Vec<String> = forms.iter().map(|(category, pieces)| format!("({category:?}, {:?})", shown(pieces))).collect();
    format!("&[{}]", forms.join(", "))
}

/// A message without arguments.
fn plain(message: &Message) -> String {
    match message {
        Message::One(pieces) => shown(pieces),
        Message::Plural(_) => String::new(),
    }
}

/// A text as it stands in its file.
fn shown(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        let _ = match piece {
            Piece::Text(part) => write!(text, "{part}"),
            Piece::Argument { name, .. } => write!(text, "{{{{{name}}}}}"),
            Piece::Open(tag) => write!(text, "<{tag}>"),
            Piece::Close(tag) => write!(text, "</{tag}>"),
        };
    }
    text
}

fn written(code: &mut String, pieces: &[Piece], index: &impl Fn(&str) -> usize) {
    code.push_str("&[");
    for piece in pieces {
        let _ = match piece {
            Piece::Text(text) => write!(code, "Piece::Text({text:?}),"),
            Piece::Argument { name, .. } => write!(code, "Piece::Argument({}),", index(name)),
            Piece::Open(tag) => write!(code, "Piece::Open({tag:?}),"),
            Piece::Close(_) => write!(code, "Piece::Close,"),
        };
    }
    code.push(']');
}
