//! Letters in the scripts that the build has no font for, set in the fonts of Debian's packages.

use std::sync::LazyLock;

use paper::FontSearch;

use super::*;

/// How far the copied text is what was typed, in the order in which poppler reads it.
#[derive(Clone, Copy, PartialEq)]
enum Copied {
    /// All of it in order; where there are no spaces, a line's end adds one.
    Exactly,
    /// Each word; brackets and spaces where the direction changes may stand elsewhere.
    ByWord,
}

pub(crate) struct Script {
    pub name: &'static str,
    pub text: &'static str,
    /// Of the message and of the address, as they are named in the PDF.
    fonts: [&'static str; 2],
    copied: Copied,
}

const fn script(name: &'static str, text: &'static str, fonts: [&'static str; 2]) -> Script {
    Script { name, text, fonts, copied: Copied::Exactly }
}

const fn from_the_right(name: &'static str, text: &'static str, fonts: [&'static str; 2]) -> Script {
    Script { name, text, fonts, copied: Copied::ByWord }
}

pub(crate) const SCRIPTS: [Script; 16] = [
    from_the_right(
        "Arabic",
        "سعادة السفير، أكتب إليكم من مكتبة المدرسة وأطلب منكم الانضمام إلى اتفاقية حظر الألغام هذا العام. مع الاحترام، ليلى",
        ["NotoNaskhArabic-Regular", "NotoSansArabic-Regular"],
    ),
    from_the_right(
        "Urdu",
        "محترم سفیر صاحب، میں اسکول کے کتب خانے سے لکھ رہی ہوں اور آپ سے درخواست کرتی ہوں کہ اس سال بارودی سرنگوں پر پابندی کے معاہدے میں شامل ہوں۔",
        ["NotoNastaliqUrdu-Regular", "NotoSansArabic-Regular"],
    ),
    from_the_right(
        "Hebrew",
        "כבוד השגריר, אני כותבת מספריית בית הספר ומבקשת שמדינתכם תצטרף לאמנת אוטווה השנה. שָׁלוֹם לְכֻלָּם",
        ["LibertinusSerif-Regular", "LibertinusSerif-Regular"],
    ),
    script(
        "Devanagari",
        "माननीय राजदूत महोदय, मैं विद्यालय के पुस्तकालय से लिख रही हूँ और निवेदन करती हूँ कि आपका देश इस वर्ष संधि में शामिल हो। र्क क्ष त्र ज्ञ स्त्री कार्य किताब",
        ["NotoSerifDevanagari-Regular", "NotoSansDevanagari-Regular"],
    ),
    script(
        "Thai",
        "เรียน ท่านเอกอัครราชทูต ฉันเขียนจากห้องสมุดของโรงเรียน และขอให้ประเทศของท่านเข้าร่วมอนุสัญญาห้ามทุ่นระเบิดในปีนี้ ปู่ญี่ปุ่น",
        ["NotoSerifThai-Regular", "NotoSansThai-Regular"],
    ),
    script(
        "Lao",
        "ຮຽນ ທ່ານທູດ ຂ້ອຍຂຽນຈາກຫ້ອງສະໝຸດຂອງໂຮງຮຽນ ແລະຂໍໃຫ້ປະເທດຂອງທ່ານເຂົ້າຮ່ວມສົນທິສັນຍາໃນປີນີ້",
        ["NotoSerifLao-Regular", "NotoSansLao-Regular"],
    ),
    script(
        "Khmer",
        "សូមគោរព លោកឯកអគ្គរដ្ឋទូត ខ្ញុំសរសេរពីបណ្ណាល័យសាលា ហើយសូមឱ្យប្រទេសរបស់លោកចូលរួមអនុសញ្ញានៅឆ្នាំនេះ។ ស្ត្រី កុមារ",
        ["NotoSerifKhmer-Regular", "NotoSansKhmer-Regular"],
    ),
    script(
        "Burmese",
        "လေးစားအပ်ပါသော သံအမတ်ကြီး၊ ကျွန်မသည် ကျောင်းစာကြည့်တိုက်မှ စာရေးပါသည်။ ကျေးဇူးတင်ပါသည်။",
        ["NotoSerifMyanmar-Regular", "NotoSansMyanmar-Regular"],
    ),
    script(
        "Georgian",
        "თქვენო აღმატებულებავ, გწერთ სკოლის ბიბლიოთეკიდან და გთხოვთ, რომ თქვენი ქვეყანა ამ წელს შეუერთდეს კონვენციას.",
        ["NotoSerifGeorgian-Regular", "NotoSansGeorgian-Regular"],
    ),
    script(
        "Armenian",
        "Ձերդ գերազանցություն, գրում եմ դպրոցի գրադարանից և խնդրում եմ, որ ձեր երկիրը այս տարի միանա պայմանագրին։",
        ["NotoSerifArmenian-Regular", "NotoSansArmenian-Regular"],
    ),
    script(
        "Amharic",
        "ክቡር አምባሳደር፣ ከትምህርት ቤቱ ቤተ መጻሕፍት እጽፋለሁ፤ አገርዎ በዚህ ዓመት ስምምነቱን እንዲቀላቀል እጠይቃለሁ። አመሰግናለሁ።",
        ["NotoSerifEthiopic-Regular", "NotoSansEthiopic-Regular"],
    ),
    script(
        "Tibetan",
        "སྐུ་ཞབས་གཞུང་ཚབ་མཆོག ང་ས་སློབ་གྲྭའི་དཔེ་མཛོད་ཁང་ནས་ཡི་གེ་འབྲི་བཞིན་ཡོད།",
        ["NotoSerifTibetan-Regular", "NotoSerifTibetan-Regular"],
    ),
    script(
        "simplified Chinese",
        "尊敬的大使先生：我在学校图书馆给您写信，请求贵国今年加入《禁止地雷公约》。“一百六十多个国家放弃了地雷”。",
        ["NotoSerifCJKsc-Regular", "NotoSansCJKsc-Regular"],
    ),
    script(
        "traditional Chinese",
        "尊敬的大使先生：我在學校圖書館給您寫信，請求貴國今年加入《禁止地雷公約》。幾十年前埋下的地雷仍在奪去生命。",
        ["NotoSerifCJKtc-Regular", "NotoSansCJKtc-Regular"],
    ),
    script(
        "Japanese",
        "大使閣下、私は学校の図書館からこの手紙を書いています。貴国が今年、「対人地雷禁止条約」に加入されるよう、ちょっとお願いします。",
        ["NotoSerifCJKjp-Regular", "NotoSansCJKjp-Regular"],
    ),
    script(
        "Korean",
        "존경하는 대사님, 저는 학교 도서관에서 이 편지를 쓰고 있습니다. 귀국이 올해 대인지뢰금지협약에 가입하시기를 부탁드립니다.",
        ["NotoSerifCJKkr-Regular", "NotoSansCJKkr-Regular"],
    ),
];

fn with_installed_fonts() -> PdfPress {
    PdfPress::with_fonts(FontSearch { system: true, folder: None }).expect("the fonts of the build")
}

pub(crate) static PRESS: LazyLock<PdfPress> = LazyLock::new(with_installed_fonts);

/// Prints with the fonts that are installed; there must be some.
fn print_any(job: &PrintJob) -> Pdf {
    match PRESS.print(job) {
        Ok(bytes) => Pdf::new(&bytes),
        Err(error @ PressError::MissingGlyph { .. }) => {
            panic!("{error} These tests need the packages fonts-noto-core and fonts-noto-cjk: sudo apt-get install them.")
        }
        Err(error) => panic!("{error}"),
    }
}

/// A letter in one script, its first words on the envelope.
pub(crate) fn letter_in(text: &str) -> Piece {
    let start: String = text.chars().take(12).collect();
    Piece {
        address: vec![start.trim().to_owned(), "Washington, DC 20008".to_owned()],
        return_address: vec!["Ada Sample".to_owned()],
        front: Front { title: start, ..piece("").front },
        ..piece(text)
    }
}

/// Without the marks of direction that poppler writes into what it copies.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect()
}

fn without_spaces(text: &str) -> String {
    plain(text).chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_letter_in_any_script_is_set_in_its_own_fonts_embedded_as_subsets() {
    for script in &SCRIPTS {
        for format in PaperFormat::ALL {
            let pdf = print_any(&job(format, vec![letter_in(script.text)]));
            let fonts = pdf.fonts();
            for font in &fonts {
                let flags: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
                assert_eq!(flags, ["yes", "yes", "yes"], "uni, sub, emb: {font}");
            }
            for wanted in script.fonts {
                assert!(
                    fonts.iter().any(|font| font.contains(&format!("+{wanted}"))),
                    "{}: no {wanted} in {fonts:?}",
                    script.name
                );
            }
        }
        print_any(&job(PaperFormat::UsPostcard4x6, vec![letter_in(script.text)])).check();
    }
}

#[test]
fn what_was_typed_in_any_script_can_be_copied() {
    for script in &SCRIPTS {
        let text = print_any(&job(PaperFormat::UsLetter, vec![letter_in(script.text)])).text_in_order();
        match script.copied {
            Copied::Exactly => {
                assert!(without_spaces(&text).contains(&without_spaces(script.text)), "{}: {text}", script.name);
            }
            Copied::ByWord => {
                let text = plain(&text);
                let bare = |word: &str| word.trim_matches(|c: char| c.is_ascii_punctuation() || "،۔".contains(c)).to_owned();
                let copied: Vec<String> = text.split_whitespace().map(bare).collect();
                for word in script.text.split_whitespace().map(bare) {
                    assert!(copied.contains(&word), "{}: {word} in {text}", script.name);
                }
            }
        }
    }
}

#[test]
fn what_was_typed_in_any_script_is_read_out() {
    for script in &SCRIPTS {
        let text = format!("{}\n{}", script.text, script.text);
        let said = print_any(&job(PaperFormat::UsPostcard4x6, vec![letter_in(&text)])).strings("/ActualText");
        assert!(said.contains(&text), "{}: {said:?}", script.name);
    }
}

#[test]
fn the_longest_message_in_any_script_leaves_stamp_barcode_and_margin_free() {
    for script in &SCRIPTS {
        for format in CARDS {
            let (sheet, card) = cards(format);
            let text = format!("{} ", script.text).repeat(20);
            let Err(PressError::TooLong { over }) = PRESS.print(&job(format, vec![letter_in(&text)])) else {
                panic!("{}: twenty times the sentence fits, or cannot be printed", script.name)
            };
            let text: String = text.chars().take(text.chars().count() - over).collect();
            let pdf = print_any(&job(format, vec![letter_in(&text)]));
            let raster = pdf.raster(1);
            let place = sheet.front(0);
            let left = card.corner.map_or(card.message.left, |corner| corner.right() + 0.5);
            let below = Rect::between(left, card.message.bottom() + 0.5, card.message.right(), card.size.height);
            let beside =
                Rect::between(card.message.right() + 0.5, card.message.top, card.divider.left - 0.5, card.message.bottom());
            for zone in [card.stamp, card.barcode, below, beside].iter().chain(&edges(&card)) {
                assert!(raster.is_blank(&place.rect(zone)), "{} on {format:?}: {zone:?}", script.name);
            }
            assert!(
                !raster.is_blank(&place.rect(&card.message)) && !raster.is_blank(&place.rect(&card.address)),
                "{}",
                script.name
            );
        }
    }
}

#[test]
fn a_letter_in_any_script_is_the_same_file_each_time() {
    let other = with_installed_fonts();
    for script in &SCRIPTS {
        let job = job(PaperFormat::UsPostcard4x6, vec![letter_in(script.text)]);
        assert_eq!(PRESS.print(&job), other.print(&job), "{}", script.name);
    }
}

#[test]
fn directions_and_scripts_may_change_in_one_paragraph() {
    let text = "My friend דוד (12) wrote to السفير in 2026: the class in Bangkok wrote ห้องสมุด, and 日本, 한국 and क्षमा answered.";
    let pdf = print_any(&job(PaperFormat::UsLetter, vec![piece(text)]));
    let copied = plain(&pdf.text_in_order());
    for word in ["(12)", "דוד", "السفير", "2026:", "ห้องสมุด", "日本,", "한국", "क्षमा", "answered."]
    {
        assert!(copied.contains(word), "{word} in {copied}");
    }
    // The paragraph begins from the left; inside it, what is read first from the right stands farther right.
    let words = pdf.words(1);
    let left = |text: &str| words.iter().find(|word| plain(&word.text) == text).map(|word| word.rect.left).unwrap();
    assert!(left("friend") < left("wrote"));
    let hebrew = print_any(&job(PaperFormat::UsLetter, vec![piece("שלום Ada")])).words(1);
    let right = |letter: char| hebrew.iter().rfind(|word| word.text.contains(letter)).map(|word| word.rect.right()).unwrap();
    let LetterGeometry { first_body, .. } = LetterGeometry::US_LETTER;
    assert!((right('ש') - first_body.right()).abs() < 2.0, "it begins at the right edge");
    assert!(right('d') < right('ש') - 20.0);
}

#[test]
fn what_cannot_be_seen_and_what_turns_lines_round_does_no_harm() {
    for text in [
        " \t \n\n\u{200B}\u{200D}\u{2060}\n\u{FE0F}",
        "\u{202E}Hello\u{202D} \u{2067}world",
        "\u{300}\u{301}",
        "\u{200F}\n\u{200E}",
    ] {
        let with = Piece {
            return_address: vec![format!("Ada {}", text.replace(char::is_whitespace, " ")), "12 Sample Street".into()],
            ..piece(text)
        };
        for format in PaperFormat::ALL {
            let pdf = print_any(&job(format, vec![with.clone()]));
            let copied = texts(&pdf.words(1)).join(" ").to_uppercase();
            for word in ["SAMPLE", "STREET", "WASHINGTON,", "20008"] {
                assert!(copied.contains(word), "{format:?} {text:?}: {word} in {copied}");
            }
        }
    }
    let refused = PRESS.print(&job(PaperFormat::UsLetter, vec![piece("a\u{1}b")]));
    assert!(matches!(refused, Err(PressError::MissingGlyph { .. })), "{refused:?}");
}

#[test]
fn a_cover_sheet_in_arabic_runs_from_the_right_and_keeps_its_code_in_order() {
    let pdf = print_any(&classes::read_in("ar"));
    let text = plain(&pdf.text_in_order());
    for part in ["الوجهين", "رمز الصف", "4821 0937 5516", "ليلى", "Examplia"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let words = pdf.words(1);
    let number = words.iter().find(|word| word.text == "1.").unwrap();
    assert!(number.rect.left > CardGeometry::US_4X6.size.width, "the steps are counted at the right: {number:?}");
}
