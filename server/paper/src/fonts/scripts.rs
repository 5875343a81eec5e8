//! Scripts: what people call them, and which free fonts write them.

use domain::{language::Language, problem::WantedFont};
use harfrust::Script;

use crate::fonts::family::Family;

/// Which forms of shared characters a letter's readers expect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Readers {
    pub han: Han,
    /// Urdu is read in the hanging hand. Other languages that are written with Arabic letters are not.
    pub nastaliq: bool,
}

/// Chinese characters were given one code for several shapes. Each region's font has its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Han {
    Japan,
    Korea,
    #[default]
    Mainland,
    Taiwan,
}

impl Han {
    /// As it stands at the end of the names of Noto's fonts.
    const fn suffix(self) -> &'static str {
        match self {
            Self::Japan => "JP",
            Self::Korea => "KR",
            Self::Mainland => "SC",
            Self::Taiwan => "TC",
        }
    }
}

/// Some of the most frequent characters that are written so with traditional forms alone.
const TRADITIONAL: &str = "這個們來時會對國過說還後為與學從點發樣當經開問題實現東進間長動體機關於無將應種條約類戰爭";

/// The same in simplified forms.
const SIMPLIFIED: &str = "这个们来时会对国过说还后为与学从点发样当经开问题实现东进间长动体机关于无将应种条约类战争";

impl Readers {
    /// Of a letter in a language; where that does not say it, the letter's own characters do.
    pub fn of<'a>(language: Language, texts: impl Iterator<Item = &'a str>) -> Self {
        let (mut kana, mut hangul, mut traditional, mut simplified) = (0_usize, 0_usize, 0_usize, 0_usize);
        let (code, script, region) = language.parts();
        // Urdu in another script is not read so; neither is what says that it is in plain Arabic letters.
        let mut nastaliq = script == Some("Aran") || code == "ur" && script.is_none();
        for c in texts.flat_map(str::chars).filter(|c| *c >= '\u{600}') {
            match c {
                '\u{3040}'..='\u{30FF}' => kana += 1,
                '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' => hangul += 1,
                '\u{3100}'..='\u{312F}' => traditional += 1,
                '\u{4E00}'..='\u{9FFF}' => {
                    // A few stand in both lists, as the one form of two old ones.
                    let (old, new) = (TRADITIONAL.contains(c), SIMPLIFIED.contains(c));
                    traditional += usize::from(old && !new);
                    simplified += usize::from(new && !old);
                }
                // Letters of Urdu that Arabic, Persian and Pashto do without.
                'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ۓ' => nastaliq = true,
                _ => {}
            }
        }
        let han = match (code, script, region) {
            ("ja", ..) => Han::Japan,
            ("ko", ..) => Han::Korea,
            // Of the tags without a script, those that mean traditional forms (CLDR 48, `likelySubtags`).
            (_, Some("Hant"), _) | ("zh", None, Some("TW" | "HK" | "MO")) | ("yue", None, None | Some("HK" | "MO")) => {
                Han::Taiwan
            }
            (_, Some("Hans"), _) => Han::Mainland,
            _ if hangul > kana => Han::Korea,
            _ if kana > 0 => Han::Japan,
            _ if traditional > simplified => Han::Taiwan,
            _ => Han::Mainland,
        };
        Self { han, nastaliq }
    }
}

/// The families that were made for a script, best first.
pub fn families(script: Script, family: Family, readers: Readers) -> Vec<String> {
    let tag = script.tag().to_be_bytes();
    let style = |family: Family| if family == Family::Serif { "Serif" } else { "Sans" };
    let both = |rest: &str| {
        let other = if family == Family::Serif { Family::Sans } else { Family::Serif };
        [family, other].map(|family| format!("Noto {} {rest}", style(family)).trim_end().to_owned()).into()
    };
    match &tag {
        b"Hang" | b"Hani" | b"Hira" | b"Kana" | b"Bopo" => both(&format!("CJK {}", readers.han.suffix())),
        b"Arab" => {
            let naskh = ["Noto Naskh Arabic".to_owned(), "Noto Sans Arabic".to_owned()];
            let nastaliq = (readers.nastaliq && family == Family::Serif).then(|| "Noto Nastaliq Urdu".to_owned());
            let mut families: Vec<String> = nastaliq.into_iter().chain(naskh).collect();
            if family == Family::Sans {
                families.reverse();
            }
            families
        }
        b"Zyyy" | b"Zinh" => ["Symbols2", "Symbols", "Math"].map(|rest| format!("Noto Sans {rest}")).into(),
        _ => known(tag).map(both).unwrap_or_default(),
    }
}

/// A free font for a script, with its package: for a person who lacks one.
pub fn wanted(script: Script) -> WantedFont {
    let core = |font: &str| WantedFont::Named { font: font.to_owned(), package: "fonts-noto-core" };
    let cjk = |font: &str| WantedFont::Named { font: font.to_owned(), package: "fonts-noto-cjk" };
    match &script.tag().to_be_bytes() {
        b"Hang" => cjk("Noto Sans CJK KR"),
        b"Hani" => cjk("Noto Sans CJK"),
        b"Bopo" => cjk("Noto Sans CJK TC"),
        b"Hira" | b"Kana" => cjk("Noto Sans CJK JP"),
        b"Zyyy" | b"Zinh" => core("Noto Sans Symbols 2"),
        tag => match known(*tag) {
            // The one that has no sans.
            Some("Tibetan") => core("Noto Serif Tibetan"),
            Some(rest) => core(format!("Noto Sans {rest}").trim_end()),
            None => WantedFont::Any,
        },
    }
}

/// What Noto calls a script behind "Noto Sans". Empty for the scripts that the plain one has.
fn known(tag: [u8; 4]) -> Option<&'static str> {
    Some(match &tag {
        b"Adlm" => "Adlam",
        b"Arab" => "Arabic",
        b"Armn" => "Armenian",
        b"Bali" => "Balinese",
        b"Beng" => "Bengali",
        b"Cakm" => "Chakma",
        b"Cans" => "Canadian Aboriginal",
        b"Cham" => "Cham",
        b"Cher" => "Cherokee",
        b"Copt" => "Coptic",
        b"Deva" => "Devanagari",
        b"Ethi" => "Ethiopic",
        b"Geor" => "Georgian",
        b"Gujr" => "Gujarati",
        b"Guru" => "Gurmukhi",
        b"Hebr" => "Hebrew",
        b"Java" => "Javanese",
        b"Khmr" => "Khmer",
        b"Knda" => "Kannada",
        b"Laoo" => "Lao",
        b"Cyrl" | b"Grek" | b"Latn" => "",
        b"Lisu" => "Lisu",
        b"Mlym" => "Malayalam",
        b"Mong" => "Mongolian",
        b"Mtei" => "Meetei Mayek",
        b"Mymr" => "Myanmar",
        b"Nkoo" => "NKo",
        b"Olck" => "Ol Chiki",
        b"Orya" => "Oriya",
        b"Rohg" => "Hanifi Rohingya",
        b"Sinh" => "Sinhala",
        b"Sund" => "Sundanese",
        b"Syrc" => "Syriac",
        b"Taml" => "Tamil",
        b"Telu" => "Telugu",
        b"Tfng" => "Tifinagh",
        b"Thaa" => "Thaana",
        b"Thai" => "Thai",
        b"Tibt" => "Tibetan",
        b"Vaii" => "Vai",
        b"Yiii" => "Yi",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn han(language: &str, text: &str) -> Han {
        Readers::of(Language::parse(language).unwrap(), [text].into_iter()).han
    }

    #[test]
    fn chinese_characters_are_shaped_as_the_letters_readers_write_them() {
        assert_eq!(han("en", "我们请求贵国加入条约。"), Han::Mainland);
        assert_eq!(han("en", "我們請求貴國加入條約。"), Han::Taiwan);
        assert_eq!(han("en", "地雷のない世界を"), Han::Japan);
        assert_eq!(han("en", "대한민국 大韓民國"), Han::Korea);
        assert_eq!(han("ja", "世界平和"), Han::Japan);
        for tag in ["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-TW", "zh-Hant-US", "yue"] {
            assert_eq!(han(tag, "世界平和"), Han::Taiwan, "{tag}");
        }
        for tag in ["zh", "zh-CN", "zh-Hans-HK", "yue-Hans", "en"] {
            assert_eq!(han(tag, "世界平和"), Han::Mainland, "{tag}");
        }
        assert_eq!(han("ja-JP", "世界平和"), Han::Japan);
        assert_eq!(han("ko-KR", "世界平和"), Han::Korea);
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
    }

    #[test]
    fn urdu_is_told_from_arabic_and_persian_by_its_own_letters() {
        let of = |tag: &str, text: &str| Readers::of(Language::parse(tag).unwrap(), [text].into_iter()).nastaliq;
        let nastaliq = |text: &str| of("en", text);
        assert!(nastaliq("بارودی سرنگوں پر پابندی لگائی جائے۔"));
        assert!(!nastaliq("نطالب بالانضمام إلى اتفاقية حظر الألغام"));
        assert!(!nastaliq("از شما می‌خواهیم که به پیمان بپیوندید"));
        for (tag, hanging) in
            [("ur", true), ("ur-PK", true), ("ur-Aran", true), ("ur-Arab-PK", false), ("fa-IR", false), ("ps-PK", false)]
        {
            assert_eq!(of(tag, "کتاب"), hanging, "{tag}");
        }
    }

    #[test]
    fn a_message_is_set_in_a_serif_and_an_address_in_a_sans_where_both_are_there() {
        let readers = Readers::default();
        assert_eq!(families(Script::THAI, Family::Serif, readers), ["Noto Serif Thai", "Noto Sans Thai"]);
        assert_eq!(families(Script::THAI, Family::Sans, readers), ["Noto Sans Thai", "Noto Serif Thai"]);
        assert_eq!(families(Script::HAN, Family::Sans, readers)[0], "Noto Sans CJK SC");
        let urdu = Readers { nastaliq: true, ..readers };
        assert_eq!(families(Script::ARABIC, Family::Serif, urdu)[0], "Noto Nastaliq Urdu");
        assert_eq!(families(Script::ARABIC, Family::Sans, urdu)[0], "Noto Sans Arabic");
    }

    #[test]
    fn what_is_wanted_is_named_with_its_package() {
        let named = |font: &str, package| WantedFont::Named { font: font.to_owned(), package };
        assert_eq!(wanted(Script::THAI), named("Noto Sans Thai", "fonts-noto-core"));
        assert_eq!(wanted(Script::HANGUL), named("Noto Sans CJK KR", "fonts-noto-cjk"));
        assert_eq!(wanted(Script::LATIN), named("Noto Sans", "fonts-noto-core"));
    }
}
