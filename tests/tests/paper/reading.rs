//! The text that is copied from a document, or read out from it.

use tests::look::Word;

use super::*;

#[test]
fn what_was_typed_is_what_can_be_copied_whatever_its_alphabet() {
    let typed = "Łódź, İstanbul, Αθήνα, Київ, Žižkov, Ağrı, Đà Nẵng, Ñuñoa, Þingvellir, Tallinn’s “fjord” – affluent office staff, \
        Ελλάδα, Ґанок, Скопје, Şırnak, Ijsselmeer, fi fl ffi ffl; 100 % of 1,234 (and more)…";
    for format in PaperFormat::ALL {
        let text = texts(&print(&job(format, vec![piece(typed)])).words(1));
        let typed: Vec<&str> = typed.split_whitespace().collect();
        assert!(text.windows(typed.len()).any(|words| words == typed), "{format:?}: {text:?}");
    }
}

#[test]
fn a_letter_put_together_from_base_and_mark_is_copied_as_it_was_typed() {
    let text = print(&job(PaperFormat::UsPostcard4x6, vec![piece("Avañe’ẽ is written with g\u{303} and x\u{302} too.")])).text();
    assert!(text.contains("g\u{303} and x\u{302} too"), "{text}");
}

#[test]
fn letters_with_marks_above_and_below_come_out_in_order_and_whole() {
    let typed = "M\u{327}ajeļ writes to Ad\u{e9}\u{1eb9}\u{300}k\u{1ecd}\u{301}, to Ọlọ\u{301}run, Sẹ\u{301}gun and Ng\u{169}g\u{129} in M\u{327}ajro; \
        r\u{325}\u{304}s\u{323}i asks for ṣ\u{301}a and m\u{302}\u{301}a";
    for format in PaperFormat::ALL {
        let words = texts(&print(&job(format, vec![piece(typed)])).words(1));
        let typed: Vec<&str> = typed.split_whitespace().collect();
        assert!(words.windows(typed.len()).any(|words| words == typed), "{format:?}: {words:?}");
    }
    // On the envelope too, where they are capitals in the other face.
    let address = lines("Ad\u{e9}\u{1eb9}\u{300}k\u{1ecd}\u{301} M\u{327}ajeļ|Washington, DC 20008");
    let text = print(&job(PaperFormat::UsPostcard4x6, vec![Piece { address, ..piece(typed) }])).text();
    assert!(text.contains("ADÉẸ\u{300}KỌ\u{301} M\u{327}AJEĻ"), "{text}");
}

#[test]
fn a_copied_card_says_everything_that_was_asked_for() {
    for format in CARDS {
        let pdf = print(&job(format, vec![piece(MESSAGE)]));
        let (sheet, card) = cards(format);
        let place = sheet.front(0);
        let on = |region: &Rect| {
            let region = place.rect(region);
            let inside = |word: &Word| region.contains(&word.centre());
            texts(&pdf.words(1).into_iter().filter(inside).collect::<Vec<_>>())
        };
        // Three lines of the return address, and the message below them.
        let sender = Rect { height: 29.0, ..card.return_address };
        let mut message: Vec<&str> = MESSAGE.split_whitespace().collect();
        let mut printed = on(&card.message_below(sender.height).main);
        // A turned page is read in another order.
        message.sort_unstable();
        printed.sort_unstable();
        assert_eq!(printed, message, "{format:?}");
        let mut address = on(&card.address);
        address.sort_unstable();
        let mut asked: Vec<String> = piece("").address.join(" ").to_uppercase().split(' ').map(str::to_owned).collect();
        asked.sort_unstable();
        assert_eq!(address, asked, "in capitals");
        assert_eq!(on(&sender).len(), 8, "name, street, town");
        let back = pdf.text_of(2);
        for part in ["landmines", "good.", "postbag.example/c/mines"] {
            assert!(back.contains(part), "{part} in {back}");
        }
    }
}

#[test]
fn a_card_is_read_out_in_its_parts() {
    let code = "https://postbag.example/c/mines".to_owned();
    let with_code = Piece { front: Front { code: Some(code), ..piece("").front }, ..piece(MESSAGE) };
    let pdf = print(&job(PaperFormat::UsLetter4up, vec![with_code.clone(), with_code]));
    let address_side = [
        "Sect",
        "P",
        "\"Ada Sample 12 Sample Street Ridgeview, OH 43999\"",
        "P",
        "\"Your Excellency,\"",
        "P",
        "\"I write from Ridgeview, and I ask you to accede to the Mine Ban Treaty this year. An officer’s first affair in \
         Łódź, İstanbul, Αθήνα and Київ was a field of mines.\"",
        "P",
        "\"Respectfully, Ada Sample\"",
        "P",
        "\"THE AMBASSADOR OF EXAMPLIA EMBASSY OF EXAMPLIA 1600 SAMPLE AVENUE NW WASHINGTON, DC 20008\"",
    ];
    let picture_side =
        ["Sect", "H1", "\"Give up landmines\"", "P", "\"For good.\"", "P", "\"postbag.example/c/mines\"", "Figure", "\"\""];
    let sheet = [&["Document"][..], &address_side, &address_side, &picture_side, &picture_side].concat();
    assert_eq!(pdf.read_out(), sheet);
    assert_eq!(pdf.strings("/Alt"), ["QR code: https://postbag.example/c/mines"; 2]);
    assert!(pdf.all_info().contains("Tagged:          yes"), "{}", pdf.all_info());
}

#[test]
fn a_paragraph_that_goes_on_on_the_next_page_is_read_out_in_one() {
    let sentence = "One sentence of a letter that does not end on its first page. ";
    let pdf = print(&job(PaperFormat::A4, vec![piece(&format!("Dear Madam,\n\n{}\n\nRegards", sentence.repeat(140)))]));
    assert_eq!(pdf.info("Pages"), "3");
    let read = pdf.read_out();
    let heading = read.iter().position(|line| line == "H1").unwrap();
    assert_eq!(read[heading + 1], "\"The Mine Ban Treaty\"");
    assert_eq!(
        read[heading + 2..],
        ["P", "\"Dear Madam,\"", "P", &format!("\"{}\"", sentence.repeat(140).trim_end()), "P", "\"Regards\""],
        "the heads of the pages after the first are passed over"
    );
}
