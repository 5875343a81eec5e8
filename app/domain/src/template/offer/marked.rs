//! Text that was copied from a word processor, with what is highlighted in it.
//!
//! The clipboard has it as HTML. Of that we want letters, lines and highlights, and no more: nothing of it is shown as HTML
//! anywhere.

/// The plain text of a clipboard's HTML, if anything in it is highlighted in yellow, as people mark what is to be filled in.
/// Those words come in square brackets, so that [`offers`](super::offers) finds them. It reads anything, and its answer is never
/// longer than three times what it was given.
pub fn text_of_highlights(html: &str) -> Option<String> {
    let (text, highlights) = read(html);
    (highlights > 0).then_some(text)
}

/// The text, and how much of it is highlighted.
fn read(html: &str) -> (String, usize) {
    let mut reader = Reader::default();
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        reader.text(&rest[..end]);
        let Some((tag, after)) = Tag::at(&rest[end..]) else {
            // The end of the text, or a sign and no tag.
            let (sign, after) = rest[end..].split_at("<".len().min(rest.len() - end));
            reader.text(sign);
            rest = after;
            continue;
        };
        rest = after;
        match tag.skips() {
            Some(close) => rest = &rest[find_ignoring_case(rest, close)..],
            None => reader.tag(&tag),
        }
    }
    reader.finish()
}

/// Where `wanted` begins in a text, or its end. `wanted` is in small letters of ASCII.
fn find_ignoring_case(text: &str, wanted: &str) -> usize {
    let found = text.as_bytes().windows(wanted.len()).position(|part| part.eq_ignore_ascii_case(wanted.as_bytes()));
    found.unwrap_or(text.len())
}

/// A tag, a comment, or another thing in angle brackets.
struct Tag<'a> {
    /// In small letters; empty for what is no element.
    name: String,
    closes: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    fn at(text: &'a str) -> Option<(Self, &'a str)> {
        let inside = text.strip_prefix('<')?;
        if let Some(comment) = inside.strip_prefix("!--") {
            let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
            return Some((Self { name: String::new(), closes: false, attributes: "" }, &comment[end..]));
        }
        let closes = inside.starts_with('/');
        let inside = inside.strip_prefix('/').unwrap_or(inside);
        inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')).then_some(())?;
        let end = end_of_tag(inside);
        let (tag, after) = (&inside[..end], inside.get(end + 1..).unwrap_or_default());
        let name_end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        Some((Self { name: name.to_ascii_lowercase(), closes, attributes }, after))
    }

    /// The tag before which nothing is read: what is between is not text.
    fn skips(&self) -> Option<&'static str> {
        match self.name.as_str() {
            _ if self.closes => None,
            "style" => Some("</style"),
            "script" => Some("</script"),
            "title" => Some("</title"),
            _ => None,
        }
    }

    fn is_highlighted(&self) -> bool {
        const STYLES: [&str; 3] = ["background:", "background-color:", "mso-highlight:"];
        const YELLOWS: [&str; 5] = ["yellow", "#ffff00", "#ff0;", "rgb(255,255,0)", "rgba(255,255,0,1)"];
        let mut plain: String = self.attributes.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
        plain.make_ascii_lowercase();
        plain.push(';');
        let is_yellow =
            |style: &str| plain.split(style).skip(1).any(|value| YELLOWS.iter().any(|yellow| value.starts_with(yellow)));
        self.name == "mark" || STYLES.into_iter().any(is_yellow)
    }
}

/// Where a tag ends: at the first `>` that is not in quotes.
fn end_of_tag(inside: &str) -> usize {
    let mut quote = None;
    for (at, c) in inside.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('>', None) => return at,
            _ => {}
        }
    }
    inside.len()
}

#[derive(Default)]
struct Reader {
    done: String,
    /// Highlighted words that are not done yet.
    marked: String,
    /// The open elements in which text stands, with whether they are highlighted.
    open: Vec<(String, bool)>,
    /// How many highlights were written.
    highlights: usize,
    /// Line feeds to write before the next letter.
    line_ends: usize,
    /// Whether a space stands before it.
    space: bool,
}

impl Reader {
    fn is_marked(&self) -> bool {
        self.open.last().is_some_and(|(_, marked)| *marked)
    }

    fn text(&mut self, text: &str) {
        for c in entities(text).chars() {
            if c.is_ascii_whitespace() {
                self.space = true;
            } else {
                self.put(c);
            }
        }
    }

    fn put(&mut self, c: char) {
        if self.line_ends > 0 || !self.is_marked() {
            self.unmark();
        }
        let is_first = self.done.is_empty() && self.marked.is_empty();
        let before = match self.line_ends {
            0 if self.space && !is_first => " ",
            0 => "",
            1 => "\n",
            _ => "\n\n",
        };
        let before = if is_first { "" } else { before };
        if self.is_marked() && !self.marked.is_empty() {
            self.marked.push_str(before);
        } else {
            self.done.push_str(before);
        }
        let to = if self.is_marked() { &mut self.marked } else { &mut self.done };
        to.push(c);
        (self.line_ends, self.space) = (0, false);
    }

    /// Writes the highlighted words, in brackets if they have none.
    fn unmark(&mut self) {
        let words = std::mem::take(&mut self.marked);
        self.highlights += usize::from(!words.is_empty());
        let has_brackets = words.contains(['[', ']', '{', '}']) || self.done.ends_with(['[', '{']);
        let (open, close) = if words.is_empty() || has_brackets { ("", "") } else { ("[", "]") };
        self.done.extend([open, &words, close]);
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let line_ends = match tag.name.as_str() {
            "br" if !tag.closes => {
                self.line_ends += 1;
                return;
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol" | "table" => 2,
            "div" | "li" | "tr" | "body" => 1,
            _ => 0,
        };
        self.line_ends = self.line_ends.max(line_ends);
        if tag.closes {
            if let Some(at) = self.open.iter().rposition(|(name, _)| *name == tag.name) {
                self.open.truncate(at);
            }
        } else if !matches!(tag.name.as_str(), "" | "img" | "hr" | "meta" | "link" | "input" | "col" | "wbr")
            && !tag.name.starts_with(['!', '?'])
            && !tag.attributes.ends_with('/')
            && self.open.len() < DEEPEST
        {
            self.open.push((tag.name.clone(), self.is_marked() || tag.is_highlighted()));
        }
    }

    fn finish(mut self) -> (String, usize) {
        self.unmark();
        (self.done, self.highlights)
    }
}

/// Elements in elements that are looked at. Deeper ones are as the one around them.
const DEEPEST: usize = 200;

/// A text with its entities read: those that browsers write, and any by its number. Others stay as they are.
fn entities(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.char_indices().take(10).find(|(_, c)| *c == ';').map(|(end, _)| &rest[1..end]);
        let (c, length) = name.and_then(|name| Some((entity(name)?, name.len() + 2))).unwrap_or(('&', 1));
        read.push(c);
        rest = &rest[length..];
    }
    read + rest
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || c.is_ascii_whitespace())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::apply_all, *};
    use crate::language::Language;

    fn text_of_html(html: &str) -> String {
        read(html).0
    }

    #[test]
    fn what_is_highlighted_in_a_word_processor_comes_in_brackets() {
        for (html, text) in [
            // As several programs write it.
            (
                "<p class=MsoNormal>As a citizen of <span style='background:yellow;mso-highlight:yellow'>your</span><span style='background:yellow;mso-highlight:yellow'> country</span>, I ask</p>",
                "As a citizen of [your country], I ask",
            ),
            (
                "<b style=\"font-weight:normal\"><p dir=\"ltr\">Dear <span style=\"color:#000;background-color:#ffff00;\">name</span>,</p><br><p>b</p></b>",
                "Dear [name],\n\nb",
            ),
            ("<p><font><span style=\"background: #ffff00\">date</span></font> and <mark>place</mark></p>", "[date] and [place]"),
            ("<span style=\"background-color: rgb(255, 255, 0);\">a <b>b</b></span>c", "[a b]c"),
            ("a<span style='background:#ff0'> b </span>c", "a [b] c"),
            // Brackets of their own are enough.
            ("<mark>[your town]</mark> [<mark>why</mark>]", "[your town] [why]"),
            ("<mark>one</mark><br><mark>two</mark>", "[one]\n[two]"),
            (
                "<span style='background:white'>a</span><span style='color:yellow'>b</span><span style='background:#ffff0033'>c</span>",
                "ab[c]",
            ),
        ] {
            assert_eq!(text_of_html(html), text, "{html}");
        }
    }

    #[test]
    fn letters_and_lines_stay_and_nothing_else() {
        for (html, text) in [
            (
                "<html><head><title>x</title><style>p { a > b }</style></head><body>\n<!--StartFragment--><p>a\n  b</p>\n<p>c<br>d</p><!--EndFragment--></body></html>",
                "a b\n\nc\nd",
            ),
            ("<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
            ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
            ("1 &lt; 2 &amp;&nbsp;3 &#233;&#xe9; &bogus; &", "1 < 2 &\u{A0}3 éé &bogus; &"),
            ("<script>alert(1)</script><p onclick='x>y'>a</p><SCRIPT>b", "a"),
            ("a < b and <name>", "a < b and"),
            ("&lt;name&gt; &lt;/textarea&gt;", "<name> </textarea>"),
            ("", ""),
            ("<", "<"),
            ("<p", ""),
            ("<!-- a", ""),
        ] {
            assert_eq!(text_of_html(html), text, "{html}");
        }
        let deep = "<mark>".repeat(50_000) + "a";
        assert_eq!(text_of_html(&deep), "[a]");
        assert_eq!(text_of_highlights("<p>a</p>"), None);
        assert_eq!(text_of_highlights("<p>a <mark>b</mark></p>").as_deref(), Some("a [b]"));
        let letter = text_of_html("<p>I am <mark>YOUR NAME</mark> from <mark>......</mark></p>");
        assert_eq!(apply_all(&letter, Language::EN), "I am {{sender.name}} from [[from]]");
    }

    proptest! {
        #[test]
        fn anything_is_read_and_text_without_tags_keeps_its_words(text in "[a-zé \\[\\]&;#x0-9\"'/=!-]{0,40}", html in "[<>/a-z=\"'&;# !-]{0,60}") {
            let read = text_of_html(&text);
            let words = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&read), words(&entities(&text)));
            prop_assert!(text_of_html(&html).len() <= 3 * html.len());
        }
    }
}
