//! What may be a mistake in a template. Nothing is refused for it; an organiser is asked to look again.

mod personal;

pub use self::personal::Personal;
use super::{At, Blank, MergeField, Piece, Text, pieces::cut, spot::Typed};
use crate::treaty::Status;

/// What an organiser should look at once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// A blank asks for what a child should not give away.
    AsksFor { label: String, what: Personal },
    /// Of a blank with this label, nobody would know what to write.
    ShortLabel(String),
    /// A field of which nothing will be seen: the campaign has no treaty, or nothing is asked of those who read this.
    NobodyFills(MergeField),
    /// A paragraph for some states under a treaty, and the campaign has none.
    NobodyReads,
    /// Closing brackets, which will be printed: none were opened before them.
    NeverOpened(&'static str),
}

/// All that is doubtful in a template as it was typed, in the order of reading. `treaty` says whether its campaign is about
/// one.
pub fn doubts(subject: &str, body: &str, treaty: bool) -> Vec<At<Doubt>> {
    let mut found = Vec::new();
    let mut blanks: Vec<Blank> = Vec::new();
    for (text, typed) in [(Text::Subject, Typed::subject(subject)), (Text::Body, Typed::body(body))] {
        let mut add = |start: usize, end: usize, what| found.push(At { spot: typed.spot(text, &(start..end)), what });
        // The statuses that the paragraph is marked for.
        let mut readers: Option<Vec<Status>> = None;
        for (range, piece) in cut(&typed.mended) {
            match piece {
                Ok(Piece::Text(text)) => {
                    if text.contains("\n\n") {
                        readers = None;
                    }
                    for close in ["}}", "]]"] {
                        for (at, _) in text.match_indices(close) {
                            add(range.start + at, range.start + at + close.len(), Doubt::NeverOpened(close));
                        }
                    }
                }
                Ok(Piece::Only(statuses)) => {
                    if !treaty {
                        add(range.start, range.end, Doubt::NobodyReads);
                    }
                    readers = Some(statuses);
                }
                Ok(Piece::Field(field)) => {
                    let is_filled = if treaty { is_filled(field, readers.as_deref()) } else { !field.needs_treaty() };
                    if !is_filled {
                        add(range.start, range.end, Doubt::NobodyFills(field));
                    }
                }
                Ok(Piece::Blank(blank)) => {
                    if !blanks.iter().any(|known| known.name == blank.name) {
                        for what in of_blank(&blank.label) {
                            add(range.start, range.end, what);
                        }
                        blanks.push(blank);
                    }
                }
                Err(_) => {}
            }
        }
    }
    found.sort_by_key(|doubt| (doubt.spot.text, doubt.spot.range.start));
    found
}

/// Whether a field is filled in for any of these readers. Of a party to a treaty nothing is asked.
fn is_filled(field: MergeField, readers: Option<&[Status]>) -> bool {
    let is_of_ask = matches!(field, MergeField::TreatyAsk | MergeField::TreatyRequest);
    !is_of_ask || readers.is_none_or(|readers| readers.iter().any(|status| status.ask().is_some()))
}

fn of_blank(label: &str) -> Vec<Doubt> {
    let personal = Personal::asked_by(label).map(|what| Doubt::AsksFor { label: label.to_owned(), what });
    let short = is_short(label).then(|| Doubt::ShortLabel(label.to_owned()));
    personal.into_iter().chain(short).collect()
}

/// Whether a label has fewer letters than any word that says something. Of the scripts whose signs are syllables or words, one
/// sign is enough.
fn is_short(label: &str) -> bool {
    const SHORTEST: usize = 3;
    let is_word = |c: char| matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    label.chars().filter(|c| c.is_alphabetic()).count() < SHORTEST && !label.chars().any(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_body(body: &str, treaty: bool) -> Vec<(&str, Doubt)> {
        doubts("s", body, treaty).into_iter().map(|At { spot, what }| (&body[spot.range], what)).collect()
    }

    #[test]
    fn a_blank_that_asks_a_child_where_to_be_found_is_doubted_at_its_first_place() {
        let surname = Doubt::AsksFor { label: "Surname".to_owned(), what: Personal::LastName };
        assert_eq!(of_body("é [[why]] [[Surname|30]] [[surname]]", true), [("[[Surname|30]]", surname)]);
    }

    #[test]
    fn a_blank_with_fewer_than_three_letters_is_doubted_unless_its_signs_are_words() {
        for (label, is_short) in
            [("x", true), ("12", true), ("ab", true), ("why", false), ("理由", false), ("왜", false), ("وجہ", false)]
        {
            let expected = if is_short { vec![Doubt::ShortLabel(label.to_owned())] } else { Vec::new() };
            let found: Vec<Doubt> =
                of_body(&format!("[[{label}]] [[{label}]]"), true).into_iter().map(|(_, what)| what).collect();
            assert_eq!(found, expected, "{label}");
        }
    }

    #[test]
    fn a_field_of_which_nothing_will_be_seen_is_doubted() {
        let body = "{{treaty.ask}} {{target.name}}\r\n\r\n{{only party}}\r\n{{treaty.request}} {{treaty.name}}\r\n\r\n{{treaty.ask}}\r\n\r\n{{only party, withdrawn}}\r\n{{treaty.ask}}";
        assert_eq!(of_body(body, true), [("{{treaty.request}}", Doubt::NobodyFills(MergeField::TreatyRequest))]);
        let found: Vec<&str> = of_body(body, false).into_iter().map(|(marked, _)| marked).collect();
        let ask = "{{treaty.ask}}";
        assert_eq!(
            found,
            [ask, "{{only party}}", "{{treaty.request}}", "{{treaty.name}}", ask, "{{only party, withdrawn}}", ask]
        );
    }

    #[test]
    fn brackets_that_are_closed_and_were_never_opened_are_doubted_where_they_stand() {
        let body = "  Dear target.name}},\n\n[[why]] or your reason]]";
        assert_eq!(of_body(body, true), [("}}", Doubt::NeverOpened("}}")), ("]]", Doubt::NeverOpened("]]"))]);
        let at: Vec<_> = doubts("{{note}} ]]", body, true).into_iter().map(|doubt| (doubt.spot.text, doubt.spot.line)).collect();
        assert_eq!(at, [(Text::Subject, 1), (Text::Body, 1), (Text::Body, 3)]);
    }
}
