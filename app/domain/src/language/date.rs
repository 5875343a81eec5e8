//! The date of a letter.

use std::cell::RefCell;

use icu_datetime::{DateTimeFormatter, fieldsets::YMD, input};

use super::{Grammar, Language};
use crate::Date;

impl Language {
    /// A day as a letter is dated: "November 21, 2026", "21 de noviembre de 2026", "21 พฤศจิกายน 2569". In the calendar of the
    /// language, by CLDR.
    ///
    /// For a language that CLDR does not know, ICU writes what is the same in all: "2026 M11 21". That helps nobody, and
    /// such a date is written as ISO 8601 has it.
    pub fn date(self, date: Date) -> String {
        let written = self
            .in_words(date)
            .filter(|words| ![" M0", " M1"].iter().any(|month| words.contains(month)))
            .unwrap_or_else(|| date.to_string());
        // CLDR numbers the first day as any other. In a French letter it is the first, and the only one that is.
        match (self.grammar(), written.strip_prefix("1 ")) {
            (Some(Grammar::Fr), Some(rest)) => format!("1er {rest}"),
            _ => written,
        }
    }

    fn in_words(self, date: Date) -> Option<String> {
        let (year, month, day) = (date.year(), date.month().unsigned_abs(), date.day().unsigned_abs());
        let day = input::Date::try_new_gregorian(year.into(), month, day).ok()?;
        FORMATTERS.with_borrow_mut(|made| {
            let at = made.iter().position(|(language, _)| *language == self).unwrap_or_else(|| {
                made.truncate(FORMATTERS_KEPT - 1);
                made.insert(0, (self, self.formatter()));
                0
            });
            made.get(at)?.1.as_ref().map(|formatter| formatter.format(&day).to_string())
        })
    }

    fn formatter(self) -> Option<DateTimeFormatter<YMD>> {
        let locale = icu_locale_core::Locale::try_from_str(self.tag()).ok()?;
        DateTimeFormatter::try_new(locale.into(), YMD::long()).ok()
    }
}

/// The formatters that a thread keeps. Making one reads its data, which takes longer than writing a date, and a page about
/// 197 states has some hundred dates.
const FORMATTERS_KEPT: usize = 16;

thread_local! {
    static FORMATTERS: RefCell<Vec<(Language, Option<DateTimeFormatter<YMD>>)>> = const { RefCell::new(Vec::new()) };
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_is_written_as_people_write_it() {
        for (day, expected) in [
            (date(2026, 11, 21), ["November 21, 2026", "21 de noviembre de 2026", "21 novembre 2026"]),
            (date(2026, 12, 1), ["December 1, 2026", "1 de diciembre de 2026", "1er décembre 2026"]),
            (date(2027, 2, 11), ["February 11, 2027", "11 de febrero de 2027", "11 février 2027"]),
        ] {
            assert_eq!([Language::EN, Language::ES, Language::FR].map(|language| language.date(day)), expected);
        }
    }

    #[test]
    fn every_language_dates_in_its_own_words_numerals_and_calendar() {
        let written = ["pt-BR", "de", "uk", "ru", "ar", "fa", "ur", "th", "zh-Hant-TW", "so", "ms", "jra", "xx"]
            .map(|tag| Language::parse(tag).unwrap().date(date(2026, 12, 1)));
        let expected = [
            "1 de dezembro de 2026",
            "1. Dezember 2026",
            "1 грудня 2026\u{202f}р.",
            "1 декабря 2026\u{202f}г.",
            "1 ديسمبر 2026",
            "۱۰ آذر ۱۴۰۵",
            "1 دسمبر، 2026",
            "1 ธันวาคม 2569",
            "2026年12月1日",
            "Diseembar 01, 2026",
            "1 Disember 2026",
            "2026-12-01",
            "2026-12-01",
        ];
        assert_eq!(written, expected);
    }
}
