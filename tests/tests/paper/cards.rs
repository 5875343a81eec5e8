//! Cards, and the sheets that they are cut from: where ink stands, and where it must not.

use domain::paper::{Size, Stock};
use tests::look::{self, Word};

use super::*;

#[test]
fn every_word_of_a_card_stands_inside_its_region_and_the_address_in_the_read_area() {
    let full = "Please join the treaty. ".repeat(24);
    for format in CARDS {
        let (sheet, card) = cards(format);
        for text in [MESSAGE, full.trim()] {
            let pieces = vec![piece(text); sheet.cards()];
            let pdf = print(&job(format, pieces));
            for number in 0..sheet.cards() {
                let place = sheet.front(number);
                let regions: Vec<Rect> = [card.return_address, card.address, card.message]
                    .into_iter()
                    .chain(down_to_the_corner(&card))
                    .map(|region| place.rect(&region))
                    .collect();
                let read_area = place.rect(&card.read_area);
                let mut in_read_area = 0;
                for word in pdf.words(1).iter().filter(|word| place.rect.contains(&word.centre())) {
                    assert!(regions.iter().any(|region| look::nearly_contains(region, &word.rect)), "{format:?} {word:?}");
                    if look::nearly_contains(&regions[1], &word.rect) {
                        in_read_area += 1;
                        assert!(look::nearly_contains(&read_area, &word.rect), "{word:?}");
                    }
                }
                assert_eq!(in_read_area, 14, "the words of the address");
            }
        }
    }
}

#[test]
fn no_ink_falls_on_stamp_barcode_or_margin() {
    let full = "Please join the treaty. ".repeat(24);
    let long = lines(&["Ministry of Foreign Affairs and Trade of Examplia"; 5].join("|"));
    for format in CARDS {
        let (sheet, card) = cards(format);
        for flip in Flip::ALL {
            for body in [Body::Typed(full.clone()), Body::Ruled] {
                let piece = Piece { body, address: long.clone(), return_address: long[..3].to_vec(), ..piece("") };
                let pdf = print(&PrintJob { flip, ..job(format, vec![piece; sheet.cards()]) });
                let raster = pdf.raster(1);
                for number in 0..sheet.cards() {
                    let place = sheet.front(number);
                    for zone in [card.stamp, card.barcode].iter().chain(&edges(&card)) {
                        let zone = place.rect(zone);
                        assert!(raster.is_blank(&zone), "{format:?} {flip:?} card {number}: {zone:?}");
                    }
                    assert!(!raster.is_blank(&place.rect(&card.message)), "or there is nothing to prove");
                }
                let sheet_edges = edges_of(&Rect::of(sheet.size));
                assert!(sheet_edges.iter().all(|edge| pdf.raster(2).is_blank(edge)), "the picture side of {format:?}");
            }
        }
    }
}

/// Five cards that can be told apart from both sides.
fn numbered() -> Vec<Piece> {
    ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO"]
        .into_iter()
        .map(|name| Piece {
            address: lines(&format!("To{name}|Washington, DC 20008")),
            return_address: lines(&format!("From{name}")),
            front: Front { title: format!("Title{name}"), line: String::new(), url: format!("url{name}"), ..Front::default() },
            ..piece("Hello.")
        })
        .collect()
}

#[test]
fn behind_each_address_is_its_own_picture_upright_when_the_card_is_turned() {
    for format in SHEETS {
        let (sheet, _) = cards(format);
        for flip in Flip::ALL {
            let pdf = print(&PrintJob { flip, ..job(format, numbered()) });
            // What a printer does: the back is turned about the sheet's long or short edge.
            let through = |rect: Rect| match flip {
                Flip::Long => Rect { left: sheet.size.width - rect.right(), ..rect },
                Flip::Short => Rect { top: sheet.size.height - rect.bottom(), ..rect },
            };
            let names = ["ALPHA", "BRAVO", "CHARLIE", "DELTA", "ECHO"];
            for (number, name) in names.into_iter().enumerate() {
                let page = 2 * (number / sheet.cards());
                let (front, back) = (pdf.words(page + 1), pdf.words(page + 2));
                let find = |words: &[Word], text: String| words.iter().find(|word| word.text == text).map(Word::centre);
                let from = find(&front, format!("From{name}")).expect("the return address");
                let to = find(&front, format!("TO{name}")).expect("the address");
                let title = through(find(&back, format!("Title{name}")).expect("the title"));
                let url = through(find(&back, format!("url{name}")).expect("the address of the page"));
                let place = sheet.front(number).rect;
                for point in [from, to, title, url] {
                    assert!(place.contains(&point), "{format:?} {flip:?} {name}: {point:?} in {place:?}");
                }
                // Cards in four lie on their sides: up is to the left, on both sides of the same piece of paper.
                let down = |rect: Rect| if sheet.columns == 2 { rect.left } else { rect.top };
                assert!(down(from) < down(to), "the return address is above the address");
                assert!(down(title) < down(url), "the title is above the url: {format:?} {flip:?} {name}");
            }
            assert!(pdf.source().contains(match flip {
                Flip::Long => "/DuplexFlipLongEdge",
                Flip::Short => "/DuplexFlipShortEdge",
            }));
        }
    }
}

#[test]
fn places_without_a_card_stay_blank() {
    for format in SHEETS {
        let (sheet, _) = cards(format);
        for flip in Flip::ALL {
            let pdf = print(&PrintJob { flip, ..job(format, numbered()) });
            let last: usize = pdf.info("Pages").parse().unwrap();
            let (addresses, pictures) = (pdf.raster(last - 1), pdf.raster(last));
            // Cut marks stand at the edges of a place, within 20 points of its corners and sides.
            for number in 1..sheet.cards() {
                assert!(addresses.is_blank(&sheet.front(number).rect), "{format:?} {flip:?} {number}");
                assert!(pictures.is_blank(&sheet.back(number, flip).rect.inset(18.5)), "{format:?} {flip:?} {number}");
            }
            assert!(!addresses.is_blank(&sheet.front(0).rect));
            assert!(!pictures.is_blank(&sheet.back(0, flip).rect));
        }
    }
}

#[test]
fn a_sheet_shows_where_to_cut_unless_it_is_perforated() {
    for format in SHEETS {
        let (sheet, _) = cards(format);
        let raster = print(&job(format, vec![piece(MESSAGE); sheet.cards()])).raster(2);
        assert_eq!(sheet.cut_marks.is_empty(), format == PaperFormat::UsLetter2up4x6);
        for mark in sheet.cut_marks {
            let around = Rect::new(mark.left - 1.0, mark.top - 1.0, mark.width + 2.0, mark.height + 2.0);
            assert!(!raster.is_blank(&around), "{mark:?}");
        }
    }
}

#[test]
fn a_perforated_sheet_is_inked_on_its_cards_alone() {
    let pdf = print(&job(PaperFormat::UsLetter2up4x6, vec![piece(MESSAGE); 2]));
    for page in 1..=2 {
        let raster = pdf.raster(page);
        // Avery 5389: 1.25 in round the cards, half an inch between them.
        for strip in [
            Rect::new(0.0, 0.0, 612.0, 90.0),
            Rect::new(0.0, 0.0, 90.0, 792.0),
            Rect::new(522.0, 0.0, 90.0, 792.0),
            Rect::new(0.0, 378.0, 612.0, 36.0),
            Rect::new(0.0, 702.0, 612.0, 90.0),
        ] {
            assert!(raster.is_blank(&strip), "page {page}: {strip:?}");
        }
    }
}

#[test]
fn for_a_print_shop_the_picture_runs_over_the_cut_and_words_stay_away_from_it() {
    for (format, bleed, trim) in [(PaperFormat::UsPostcard4x6, 9.0, (432.0, 288.0)), (PaperFormat::A6, 8.504, (419.528, 297.638))]
    {
        let pdf = print(&PrintJob { bleed: true, ..job(format, vec![piece(MESSAGE)]) });
        pdf.check();
        let (width, height) = (trim.0 + 2.0 * bleed, trim.1 + 2.0 * bleed);
        for (name, expected) in [
            ("MediaBox", [0.0, 0.0, width, height]),
            ("BleedBox", [0.0, 0.0, width, height]),
            ("TrimBox", [bleed, bleed, bleed + trim.0, bleed + trim.1]),
        ] {
            let found = pdf.page_box(name);
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.02), "{format:?} {name}: {found:?}");
        }
        let picture = pdf.raster(2);
        for cut_off in [Rect::new(0.0, 1.0, width, bleed - 1.0), Rect::new(0.0, height - bleed, width, bleed - 1.0)] {
            let ink = picture.ink(&cut_off).expect("ink that is cut off");
            assert!(ink.left < 2.0 * bleed && ink.right() > width - 2.0 * bleed, "{ink:?}");
        }
        let safe = Rect::new(bleed + 9.0, bleed + 9.0, trim.0 - 18.0, trim.1 - 18.0);
        assert!(pdf.words(2).iter().all(|word| look::nearly_contains(&safe, &word.rect)));
        // The address side is the one that is printed at home, on a bigger page.
        let home = print(&job(format, vec![piece(MESSAGE)]));
        for (here, there) in pdf.words(1).iter().zip(home.words(1)) {
            assert_eq!(here.text, there.text);
            assert!(
                (here.rect.left - bleed - there.rect.left).abs() < 0.01 && (here.rect.top - bleed - there.rect.top).abs() < 0.01
            );
        }
        assert!(edges_of(&Rect::of(Size::new(width, height))).iter().all(|edge| pdf.raster(1).is_blank(edge)));
    }
    let sheet = PrintJob { bleed: true, ..job(PaperFormat::UsLetter4up, vec![piece(MESSAGE)]) };
    assert_eq!(print(&sheet).info("Page size"), "612 x 792 pts (letter)", "what has no bleed takes no notice of it");
}

#[test]
fn the_test_page_measures_what_it_says_and_its_crosses_meet_through_the_paper() {
    let press = press();
    for stock in Stock::ALL {
        for flip in Flip::ALL {
            let pdf = Pdf::new(&press.test_page(stock, flip, Language::EN).unwrap());
            pdf.check();
            assert!(pdf.source().contains("/Lang (en)"));
            let (front, back) = (pdf.raster(1), pdf.raster(2));
            let size = stock.size();
            // The numbers stand beside their ticks: from "0" to "100 mm", and from "0" to "4 in".
            let words = pdf.words(1);
            let word = |text: &str, unit: &str| {
                let top = words.iter().rfind(|word| word.text == unit).unwrap().rect.top;
                words.iter().find(|word| word.text == text && (word.rect.top - top).abs() < 0.1).unwrap().rect
            };
            for (first, last, unit, length) in [("0", "100", "mm", 100.0 / 25.4 * 72.0), ("0", "4", "in", 288.0)] {
                let (first, last) = (word(first, unit), word(last, unit));
                assert!((last.left - first.left - length).abs() < 0.1, "{unit}: {first:?} {last:?}");
                // Between the short ticks and the numbers stand the long ticks alone, half a point wide.
                let y = if unit == "mm" { first.bottom() + 1.5 } else { first.top - 3.5 };
                let ticks = front.ink(&Rect::between(first.left - 6.0, y, last.left + 2.0, y + 2.0)).expect("ticks");
                assert!((ticks.width - 0.5 - length).abs() <= 0.75, "{unit}: {ticks:?}");
            }
            let through = |rect: &Rect| match flip {
                Flip::Long => Rect { left: size.width - rect.right(), ..*rect },
                Flip::Short => Rect { top: size.height - rect.bottom(), ..*rect },
            };
            for corner in [
                Rect::new(54.0, 54.0, 120.0, 90.0),
                Rect::new(size.width - 174.0, 54.0, 120.0, 90.0),
                Rect::new(size.width / 2.0 - 60.0, size.height - 150.0, 120.0, 100.0),
            ] {
                let (cross, behind) = (front.ink(&corner).expect("a cross"), back.ink(&through(&corner)).expect("a cross"));
                let behind = through(&behind);
                let same = |a: f32, b: f32| (a - b).abs() <= 0.5;
                assert!(
                    same(cross.left, behind.left) && same(cross.top, behind.top) && same(cross.right(), behind.right()),
                    "{stock:?} {flip:?}: {cross:?} {behind:?}"
                );
                assert!((cross.width - 20.0 / 25.4 * 72.0).abs() < 1.5, "twenty ticks of a millimetre: {cross:?}");
            }
            assert!(edges_of(&Rect::of(size)).iter().all(|edge| front.is_blank(edge) && back.is_blank(edge)));
        }
    }
}

#[test]
fn cards_to_write_on_have_lines_and_an_address_but_no_words() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        let pdf = print(&job(format, vec![Piece { body: Body::Ruled, return_address: Vec::new(), ..piece("") }]));
        let words = texts(&pdf.words(1));
        assert_eq!(words.len(), 14, "the address alone: {words:?}");
        let raster = pdf.raster(1);
        let place = sheet.front(0);
        let lines = (0..9).filter(|line| {
            let top = card.message.top + 20.0 * (f32::from(u8::try_from(*line).unwrap()) + 1.0);
            let rule = Rect::new(card.message.left, top - 1.0, card.message.width, 2.5);
            rule.bottom() <= card.message.bottom() + 1.0 && !raster.is_blank(&place.rect(&rule))
        });
        assert!(lines.count() >= 7, "{format:?}");
    }
}
