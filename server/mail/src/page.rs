//! A mail's text as blocks, and its two forms: plain text, and HTML that says the same and no more.
//! No styles, no pictures, nothing that tells us that a mail was opened.

use domain::language::Language;
use words::Locale;

/// A piece of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// Paragraphs, with an empty line between them.
    Text(String),
    /// The same in a language that need not be the mail's.
    Foreign(Language, String),
    /// Points of a list.
    Points(Vec<String>),
    /// An address of ours, on a line of its own.
    Link(String),
    /// The supporter's letter, set apart from our own words.
    Letter { language: Language, subject_label: &'static str, subject: String, body: String },
}

const RULE: &str = "----------------------------------------";

/// The plain form. Ends without a line end; a single `Text` comes out as it went in.
pub(crate) fn plain(blocks: &[Block]) -> String {
    let blocks: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Text(text) | Block::Foreign(_, text) | Block::Link(text) => text.clone(),
            Block::Points(points) => points.iter().map(|point| format!("- {point}")).collect::<Vec<_>>().join("\n"),
            Block::Letter { subject_label, subject, body, .. } => format!("{RULE}\n{subject_label} {subject}\n\n{body}\n{RULE}"),
        })
        .collect();
    blocks.join("\n\n")
}

/// A whole HTML document in the language with that tag.
pub(crate) fn html(tag: &str, title: &str, blocks: &[Block]) -> String {
    let body: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Text(text) => paragraphs(text),
            Block::Foreign(language, text) => format!("<div {}>\n{}\n</div>", marked(language.tag()), paragraphs(text)),
            Block::Points(points) => {
                let points: Vec<_> = points.iter().map(|point| format!("<li>{}</li>", lines(point))).collect();
                format!("<ul>\n{}\n</ul>", points.join("\n"))
            }
            Block::Link(link) => format!("<p dir=\"ltr\"><a href=\"{0}\">{0}</a></p>", escape(link)),
            Block::Letter { language, subject_label, subject, body } => {
                let (marks, subject, body) = (marked(language.tag()), escape(subject), paragraphs(body));
                let lang = language.tag();
                format!("<hr>\n<p>{subject_label} <b lang=\"{lang}\" dir=\"auto\">{subject}</b></p>\n<div {marks}>\n{body}\n</div>\n<hr>")
            }
        })
        .collect();
    format!(
        "<!doctype html>\n<html {}>\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n<body>\n{}\n</body>\n</html>",
        marked(tag),
        escape(title),
        body.join("\n"),
    )
}

/// The attributes of what is said in a language.
fn marked(tag: &str) -> String {
    let direction = Locale::of(tag).map_or("auto", |locale| locale.direction().as_str());
    format!("lang=\"{tag}\" dir=\"{direction}\"")
}

/// Every paragraph says by itself which way it is read: a letter may mix scripts.
fn paragraphs(text: &str) -> String {
    let paragraphs: Vec<_> = text
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
        .map(|paragraph| format!("<p dir=\"auto\">{}</p>", lines(paragraph.trim_matches('\n'))))
        .collect();
    paragraphs.join("\n")
}

fn lines(text: &str) -> String {
    escape(text).replace('\n', "<br>\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_alone_is_left_as_it_is() {
        let text = "One\n\n  Two  \n\n\nThree";
        assert_eq!(plain(&[Block::Text(text.to_owned())]), text);
    }

    #[test]
    fn the_html_says_the_same_in_paragraphs_and_lines() {
        let page = html("es", "T", &[Block::Text("One\nmore\n\n\nTwo".to_owned())]);
        assert!(page.contains("<html lang=\"es\" dir=\"ltr\">"));
        assert!(page.contains("<p dir=\"auto\">One<br>\nmore</p>\n<p dir=\"auto\">Two</p>\n"), "{page}");
    }

    #[test]
    fn nothing_that_was_typed_becomes_markup() {
        let hostile = "</title><script>alert(1)</script>\" onload='x'&amp;";
        let blocks = [
            Block::Text(hostile.to_owned()),
            Block::Points(vec![hostile.to_owned()]),
            Block::Link(hostile.to_owned()),
            Block::Letter {
                language: Language::EN,
                subject_label: "Subject:",
                subject: hostile.to_owned(),
                body: hostile.to_owned(),
            },
        ];
        let page = html("en", hostile, &blocks);
        assert!(!page.contains("<script") && !page.contains("\" onload"), "{page}");
        assert_eq!(page.matches("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39;&amp;amp;").count(), 7);
    }
}
