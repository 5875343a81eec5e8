use super::*;
use crate::fonts::installed::FontSearch;

pub fn with(text: &str, check: impl FnOnce(&Typesetter<'_>, Paragraph)) {
    let fonts = Fonts::load(&[Language::new("en").unwrap()], FontSearch::default()).unwrap();
    let typesetter = Typesetter::new(&fonts, "en", Readers::default());
    let paragraph = typesetter.paragraph(text, Family::Serif).unwrap();
    check(&typesetter, paragraph);
}

pub fn said(line: &Line) -> String {
    line.marks.iter().map(|mark| mark.said.to_string()).collect()
}

#[test]
fn letters_with_marks_stay_together_and_are_said_in_order() {
    // Guarani: no single character exists for g with tilde.
    with("g\u{303}uarani", |typesetter, paragraph| {
        let line = typesetter.line(&paragraph, &(0..paragraph.text.len())).unwrap();
        assert_eq!(said(&line), "g\u{303}uarani");
        assert!(paragraph.clusters.iter().all(|cluster| cluster.start != 1), "no line begins with a tilde");
    });
}

#[test]
fn a_letter_without_a_capital_here_stays_as_it_is() {
    with("", |typesetter, _| {
        let capitals = |text: &str| typesetter.capitals(text, Family::Sans);
        assert_eq!(capitals("Łódź, ή, straße 5, ไทย"), "ŁÓDŹ, Ή, STRASSE 5, ไทย");
        assert_eq!(capitals("a\u{19B}b"), "A\u{19B}B", "its capital came with Unicode 16");
    });
}

#[test]
fn pairs_are_kerned() {
    let width = |text: &str| {
        let mut width = 0.0;
        with(text, |_, paragraph| width = paragraph.width());
        width
    };
    assert!(width("AVAVAV") < 3.0 * (width("A") + width("V")) - 0.1);
}

#[test]
fn what_runs_from_right_to_left_is_laid_out_so() {
    with("שלום world", |typesetter, paragraph| {
        let line = typesetter.line(&paragraph, &(0..paragraph.text.len())).unwrap();
        assert!(line.rtl);
        assert_eq!(said(&line), "world םולש", "visual order");
    });
}
