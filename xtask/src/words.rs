//! The catalogue of the interface's words: what a translation lacks, what nobody says any more, what has no room.

#[path = "../../app/words/build/catalogue.rs"]
mod catalogue;

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use self::catalogue::{Catalogue, Message, Messages, Piece, SOURCE};
use crate::{source, workspace::Workspace};

const LOCALES: &str = "app/words/locales";
/// Where messages are said.
const SPEAKERS: [&str; 4] = ["app/src", "app/words/src", "server", "tests"];
/// The places with little room, by the end of a message's name.
const NARROW: [&str; 6] = ["-button", "-link", "-label", "-column", "-option", "-summary"];

/// A line for each language: how much of each part it has.
pub fn list(workspace: &Workspace) -> Result<()> {
    let catalogue = read(workspace)?;
    for language in catalogue.languages() {
        for (part, files) in &catalogue.0 {
            let source = files.get(SOURCE).map_or(0, Messages::len);
            match files.get(&language) {
                Some(messages) => println!("{language} {part}: {} of {source}", messages.len()),
                None => println!("{language} {part}: none"),
            }
        }
    }
    for name in unused(workspace, &catalogue)? {
        println!("nobody says {name}");
    }
    Ok(())
}

/// Fails with a line for everything in which a language falls short: messages that are missing or have no room, plural
/// forms that it needs.
pub fn check(workspace: &Workspace, language: &str) -> Result<()> {
    let catalogue = read(workspace)?;
    let mut wrong = Vec::new();
    for (part, files) in &catalogue.0 {
        let (Some(source), Some(messages)) = (files.get(SOURCE), files.get(language)) else { continue };
        for (name, message) in source {
            let place = format!("{part}/{language}.json: {name}");
            match messages.get(name) {
                None => wrong.push(format!("{place} is missing")),
                Some(translation) => {
                    wrong.extend(missing_forms(language, translation).map(|forms| format!("{place} lacks the forms {forms}")));
                    let (most, length) = (room(name, message), length(translation));
                    wrong.extend((length > most).then(|| format!("{place} has {length} characters; there is room for {most}")));
                }
            }
        }
    }
    if !catalogue.languages().iter().any(|known| known == language) {
        wrong.push(format!("there is no {language}.json in {LOCALES}"));
    }
    wrong.extend(unused(workspace, &catalogue)?.into_iter().map(|name| format!("nobody says {name}")));
    if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("\n")) }
}

fn read(workspace: &Workspace) -> Result<Catalogue> {
    Catalogue::read(&workspace.root.join(LOCALES)).map_err(|wrong| anyhow::anyhow!("{}", wrong.join("\n")))
}

/// The categories that whole numbers reach in a language, as Weblate keeps them.
fn categories(language: &str) -> &'static [&'static str] {
    match language {
        "ar" => &catalogue::CATEGORIES,
        "es" | "fr" | "pt" | "it" | "ca" => &["one", "many", "other"],
        "uk" | "ru" | "be" | "pl" => &["one", "few", "many"],
        "cs" | "sk" => &["one", "few", "other"],
        "th" | "vi" | "id" | "ms" | "zh" | "ja" | "ko" | "lo" | "my" | "km" => &["other"],
        _ => &["one", "other"],
    }
}

fn missing_forms(language: &str, message: &Message) -> Option<String> {
    let Message::Plural(forms) = message else { return None };
    let missing: Vec<&str> = categories(language).iter().copied().filter(|category| !forms.contains_key(category)).collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}

/// The most characters of a translation: as many as other languages need of that much English, and where there is
/// little room, half as much again.
fn room(name: &str, source: &Message) -> usize {
    let english = length(source);
    if NARROW.iter().any(|end| name.ends_with(end)) { (english * 3 / 2).max(english + 14) } else { english * 2 + 40 }
}

/// The longest form, in characters; an argument counts as five.
fn length(message: &Message) -> usize {
    let texts: Vec<&Vec<Piece>> = match message {
        Message::One(pieces) => vec![pieces],
        Message::Plural(forms) => forms.values().collect(),
    };
    let of = |piece: &Piece| match piece {
        Piece::Text(text) => text.chars().count(),
        Piece::Argument { .. } => 5,
        Piece::Open(_) | Piece::Close(_) => 0,
    };
    texts.into_iter().map(|pieces| pieces.iter().map(of).sum()).max().unwrap_or(0)
}

/// The messages whose function nothing calls.
fn unused(workspace: &Workspace, catalogue: &Catalogue) -> Result<Vec<String>> {
    let mut said = BTreeSet::new();
    for folder in SPEAKERS {
        for file in source::sources(&workspace.root.join(folder))? {
            let text = source::read(&file)?;
            said.extend(names_in(&text).map(str::to_owned));
        }
    }
    let names = catalogue.0.values().filter_map(|files| files.get(SOURCE)).flat_map(Messages::keys);
    let is_said = |name: &&String| {
        let function = name.replace('-', "_");
        said.contains(&function) || said.contains(&format!("{function}_forms"))
    };
    Ok(names.filter(|name| !is_said(name)).cloned().collect())
}

/// Everything in a text that could be the name of a function.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|name| name.contains('_'))
}

/// Where nothing may be said but by the catalogue. What the API says of itself in its description is for programmers.
const VIEWS: [&str; 6] = [
    "app/src/site/components",
    "app/src/site/desk",
    "app/src/site/public",
    "app/src/islands",
    "app/src/shared",
    "server/paper/src/layout",
];
/// Names of others, which are the same in every language.
const NAMES: [&str; 3] = ["Postbag", "Gmail", "Outlook"];

/// Fails with a line for each sentence that stands in a view.
pub fn prove(workspace: &Workspace) -> Result<()> {
    let mut wrong = Vec::new();
    for folder in VIEWS {
        for file in source::sources(&workspace.root.join(folder))? {
            let name = file.strip_prefix(&workspace.root).unwrap_or(&file).display().to_string();
            let said = sentences_in(&source::read(&file)?);
            wrong.extend(said.into_iter().map(|(line, text)| format!("{name}:{line}: {text}")));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}\nWhat a person reads is a message of {LOCALES}.", wrong.join("\n"))
}

/// The literals that are sentences, or texts of an element, with the numbers of their lines.
fn sentences_in(text: &str) -> Vec<(usize, String)> {
    let is_for_programmers = |line: &str| ["tracing::", "reason = ", "#[error("].iter().any(|sign| line.contains(sign));
    let mut found = Vec::new();
    for (number, line) in source::before_tests(text).filter(|(_, line)| !is_for_programmers(line)) {
        for literal in source::literals(line) {
            let is_alone = line.trim() == format!("\"{literal}\"") && literal.contains(|c: char| c.is_alphabetic());
            if !NAMES.contains(&literal) && (is_sentence(literal) || is_alone) {
                found.push((number, literal.to_owned()));
            }
        }
    }
    found
}

/// Whether a text begins as a sentence does, with a capital letter and a small one, and goes on.
fn is_sentence(literal: &str) -> bool {
    let mut chars = literal.chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(|c| c.is_lowercase() || c == ' ')
        && literal.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Message {
        Message::One(catalogue::pieces(text).unwrap())
    }

    #[test]
    fn a_button_has_less_room_than_a_sentence() {
        assert_eq!(room("class-make-button", &message("Make the set")), 26);
        assert_eq!(room("class-lead", &message("Make the set")), 64);
    }

    #[test]
    fn a_sentence_in_a_view_is_found_and_a_class_is_not() {
        for line in
            [r#"<h1>"Your letter is ready"</h1>"#, r#"    "Find""#, r#"label="A card of A6""#, r#"Head::new("Write by hand")"#]
        {
            assert_eq!(sentences_in(line).len(), 1, "{line}");
        }
        for line in [
            r#"<p class="button button--quiet">{words.letter_ready_title()}</p>"#,
            r#"    "Postbag""#,
            r#"// "Your letter is ready""#,
            r#"tracing::warn!("The geocoder was of no help");"#,
            r#"    " ""#,
        ] {
            assert!(sentences_in(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_translation_that_says_otherwise_than_its_source_says_what() {
        let plural = |one: &str, other: &str| {
            let pieces = |text| catalogue::pieces(text).unwrap();
            Message::Plural([("one", pieces(one)), ("other", pieces(other))].into())
        };
        let source = message("From {{name}} on {{day, date}}, <link>here</link>");
        for (translation, wrong) in [
            (message("De {{name}}, <link>aquí</link>"), "{{day}} is missing"),
            (message("De {{nombre}} el {{day, date}}, <link>aquí</link>"), "{{nombre}} is not an argument"),
            (
                message("De {{name}} el {{day}}, <link>aquí</link>"),
                "{{day}} is not an argument of the source, or is written otherwise",
            ),
            (message("De {{name}} el {{day, date}}, aquí"), "its tags"),
            (plural("De {{name}}", "De {{name}}"), "plural forms"),
        ] {
            let told = catalogue::contradiction(&source, &translation).unwrap_or_default();
            assert!(told.contains(wrong), "{wrong}: {told}");
        }
        let same = message("El {{day, date}}, <link>aquí</link>, de {{name}}");
        assert_eq!(catalogue::contradiction(&source, &same), None);
        let letters = plural("{{count}} letter", "{{count}} letters");
        assert_eq!(catalogue::contradiction(&letters, &plural("una carta", "{{count}} cartas")), None);
    }

    #[test]
    fn a_text_that_cannot_be_read_says_why() {
        for text in ["{{name", "{{Name}}", "{{a, b}}", "<link>", "</link>", "<a><b></b></a>", "a } b", "{name}", "<A>x</A>"] {
            assert!(catalogue::pieces(text).is_err(), "{text}");
        }
        assert_eq!(length(&message("To {{name}}, <link>here</link>")), 3 + 5 + 2 + 4);
    }
}
