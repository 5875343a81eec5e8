//! Letters, for envelopes with a window.

use tests::look::{self, Word};

use super::*;

#[test]
fn the_window_of_the_envelope_shows_the_address_of_a_letter_and_nothing_else() {
    for (format, geometry) in LETTERS {
        let pdf = print(&job(format, vec![piece(MESSAGE)]));
        let seen: Vec<Word> = pdf.words(1).into_iter().filter(|word| word.rect.overlaps(&geometry.window)).collect();
        assert_eq!(texts(&seen).join(" "), piece("").address.join(" "), "{format:?}");
        assert!(seen.iter().all(|word| look::nearly_contains(&geometry.address, &word.rect)), "{seen:?}");
        let text = pdf.text();
        for part in ["Ada Sample", "20 November 2026", "The Mine Ban Treaty", "Respectfully,"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let raster = pdf.raster(1);
        for mark in geometry.marks {
            let around = Rect::new(mark.left, mark.top - 1.0, mark.width, mark.height + 2.0);
            assert!(!raster.is_blank(&around), "{format:?} {mark:?}");
        }
        assert!(edges_of(&Rect::of(geometry.size)).iter().all(|edge| raster.is_blank(edge)), "{format:?}");
    }
}

#[test]
fn a_long_letter_goes_on_on_pages_that_say_whose_they_are() {
    let sentence = "Mines laid decades ago still take a leg or a life every day. ";
    let body = (0..30).map(|number| format!("{number}. {}", sentence.repeat(5))).collect::<Vec<_>>().join("\n\n");
    for (format, geometry) in LETTERS {
        let pdf = print(&job(format, vec![piece(&body), piece(MESSAGE)]));
        let pages: usize = pdf.info("Pages").parse().unwrap();
        assert!(pages > 3, "{pages}");
        let mut words = Vec::new();
        for page in 1..pages {
            let text = pdf.text_of(page);
            let header = format!("{page} / {}", pages - 1);
            assert_eq!(text.contains(&header), page > 1, "{header} in {text}");
            if page > 1 {
                assert!(text.contains("The Ambassador of Examplia · 20 November 2026"), "{text}");
            }
            let room = if page == 1 { geometry.first_body } else { geometry.next_body };
            words.extend(texts(&pdf.words(page).into_iter().filter(|word| room.contains(&word.centre())).collect::<Vec<_>>()));
        }
        let typed: Vec<&str> = body.split_whitespace().collect();
        assert_eq!(words[4..], typed, "after the four words of the subject, nothing is lost or said twice");
        assert!(!pdf.text_of(pages).contains(" / "), "the next letter starts over");
    }
}
