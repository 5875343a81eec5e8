//! Plurals, numbers and lists, by the rules of CLDR. Dates are in `domain`, since letters are dated as pages are.
//!
//! ICU4X's formatters are made once for each thread and language: making one reads its data again.

use std::cell::OnceCell;

use icu_decimal::{DecimalFormatter, input::Decimal, options::DecimalFormatterOptions};
use icu_list::{ListFormatter, options::ListFormatterOptions};
use icu_locale_core::Locale as Tag;
use icu_plurals::{PluralCategory, PluralRules};

use crate::{LOCALES, Locale};

/// The formatters of one language. A formatter is missing only if ICU4X has no data for it, not even its root's.
#[derive(Debug)]
struct Formatters {
    decimal: Option<DecimalFormatter>,
    and: Option<ListFormatter>,
    or: Option<ListFormatter>,
    plurals: Option<PluralRules>,
}

impl Formatters {
    fn new(locale: Locale) -> Self {
        let tag: Tag = locale.tag().parse().unwrap_or(Tag::UNKNOWN);
        let lists = ListFormatterOptions::default();
        Self {
            decimal: DecimalFormatter::try_new((&tag).into(), DecimalFormatterOptions::default()).ok(),
            and: ListFormatter::try_new_and((&tag).into(), lists).ok(),
            or: ListFormatter::try_new_or((&tag).into(), lists).ok(),
            plurals: PluralRules::try_new_cardinal((&tag).into()).ok(),
        }
    }
}

thread_local! {
    static FORMATTERS: [OnceCell<Formatters>; LOCALES] = const { [const { OnceCell::new() }; LOCALES] };
}

fn with<T>(locale: Locale, then: impl FnOnce(&Formatters) -> T) -> T {
    FORMATTERS.with(|all| then(all[locale as usize].get_or_init(|| Formatters::new(locale))))
}

pub(crate) fn number(locale: Locale, number: i64) -> String {
    decimal(locale, &number.into())
}

/// A number with one decimal, from its tenths.
pub(crate) fn tenths(locale: Locale, tenths: i64) -> String {
    let mut number = Decimal::from(tenths);
    number.multiply_pow10(-1);
    decimal(locale, &number)
}

fn decimal(locale: Locale, number: &Decimal) -> String {
    with(locale, |formatters| match &formatters.decimal {
        Some(decimal) => decimal.format_to_string(number),
        None => number.to_string(),
    })
}

pub(crate) fn list(locale: Locale, items: &[String]) -> String {
    with(locale, |formatters| joined(formatters.and.as_ref(), items))
}

pub(crate) fn either(locale: Locale, items: &[String]) -> String {
    with(locale, |formatters| joined(formatters.or.as_ref(), items))
}

fn joined(formatter: Option<&ListFormatter>, items: &[String]) -> String {
    match formatter {
        Some(formatter) => formatter.format_to_string(items.iter()),
        None => items.join(", "),
    }
}

/// The place of a number's plural category among all six of them, in CLDR's order.
pub(crate) fn category(locale: Locale, count: i64) -> usize {
    let category = with(locale, |formatters| formatters.plurals.as_ref().map(|rules| rules.category_for(count)));
    match category {
        Some(PluralCategory::Zero) => 0,
        Some(PluralCategory::One) => 1,
        Some(PluralCategory::Two) => 2,
        Some(PluralCategory::Few) => 3,
        Some(PluralCategory::Many) => 4,
        Some(PluralCategory::Other) | None => 5,
    }
}
