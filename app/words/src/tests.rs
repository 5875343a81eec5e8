use super::*;

#[test]
fn every_language_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = Locale::ALL.iter().map(|locale| locale.name()).collect();
    assert_eq!(names.len(), Locale::ALL.len());
}

#[test]
fn what_does_not_fit_says_by_how_much_and_on_which_paper() {
    use domain::{paper::PaperFormat, problem::Problem};

    let paper = Some(PaperFormat::A6);
    for (problem, said) in [
        (
            Problem::TextOver { over: 1, paper, own: true },
            "The text is 1 character too long for “A card of A6, 148 × 105 mm”. Shorten what you wrote here, or choose another paper.",
        ),
        (
            Problem::TextOver { over: 2, paper, own: false },
            "The text is 2 characters too long for “A card of A6, 148 × 105 mm”. Choose another paper.",
        ),
        (
            Problem::AddressOver { over: 2, paper: None },
            "The address is 2 lines too long for this paper. Leave out what the post office does not need.",
        ),
    ] {
        assert_eq!(Words::default().problem(&problem), said);
    }
}

#[test]
fn numbers_and_lists_are_written_as_the_language_writes_them() {
    let [en, es, de] = [Locale::En, Locale::Es, Locale::De].map(Words::new);
    assert_eq!([en.number(12_345), es.number(12_345), de.number(12_345)], ["12,345", "12.345", "12.345"]);
    assert_eq!(en.list(&["a", "b", "c"]), "a, b, and c");
    assert_eq!(es.list(&["Ana", "Inés"]), "Ana e Inés");
}

#[test]
fn a_list_is_joined_to_the_word_before_it_as_a_name_is() {
    let day = Date::constant(2026, 11, 3);
    let said = |names: &[&str]| Words::new(Locale::Fr).notice_terms_ended(names.len(), day, day, names);
    assert!(said(&["Ashley Moody"]).starts_with("Le mandat d’Ashley Moody a pris fin"), "{}", said(&["Ashley Moody"]));
    assert!(said(&["Jon Husted", "Ashley Moody"]).starts_with("Les mandats de Jon Husted et Ashley Moody"));
}

#[test]
fn a_plural_has_the_form_of_its_number() {
    let said = |locale: Locale, count: usize| Words::new(locale).class_ready_title(count);
    assert_eq!(said(Locale::En, 1), "Your card is ready");
    assert_eq!(said(Locale::En, 30), "Your 30 cards are ready");
    assert_eq!(said(Locale::Ar, 2), "بطاقتاك جاهزتان");
    assert!(said(Locale::Pseudo, 30).starts_with("[Ýóúŕ 30 çáŕðš"), "{}", said(Locale::Pseudo, 30));
}

#[test]
fn a_text_that_runs_against_its_page_is_kept_apart() {
    let title = "لا للألغام";
    assert_eq!(Words::new(Locale::En).class_page_title(title), format!("Write with a class – \u{2068}{title}\u{2069}"));
    assert!(Words::new(Locale::Ar).class_page_title("Mines").contains("\u{2068}Mines\u{2069}"));
    assert_eq!(Words::new(Locale::En).class_page_title("Mines"), "Write with a class – Mines");
}

#[test]
fn a_problem_in_markdown_is_said_with_its_line_and_what_to_write_in_the_words_of_files_too() {
    use domain::{
        problem::Problem,
        prose::{ProseFault, ProseProblem},
    };

    for fault in ProseFault::ALL {
        let problem = ProseProblem { line: 12, near: "<b>".to_owned(), fault: *fault };
        let said = |locale| Words::new(locale).problem(&Problem::Prose(problem.clone()));
        assert_eq!(said(Locale::En), problem.to_string());
        for locale in [Locale::Es, Locale::Fr, Locale::Pt, Locale::De, Locale::Ar] {
            assert!(said(locale).contains("<b>") && said(locale) != said(Locale::En), "{}", said(locale));
        }
    }
}
