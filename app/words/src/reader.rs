//! Which language a reader wants: what the address says, and what the browser says.

use crate::Locale;

/// The most tags of a browser's list that are read. More is no wish, and could cost time.
const TAGS_MAX: usize = 32;
/// The most bytes of that list.
const BYTES_MAX: usize = 1024;

/// The languages that a reader wants, as BCP 47 tags, the most wanted first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes(Vec<String>);

impl Wishes {
    /// What the address says, and after it the header `Accept-Language` (RFC 9110, section 12.5.4). What cannot be read
    /// is passed over.
    pub fn new(asked: Option<&str>, accepted: Option<&str>) -> Self {
        let mut wishes: Vec<String> = asked.into_iter().filter_map(tag).collect();
        let accepted = accepted.filter(|list| list.len() <= BYTES_MAX).unwrap_or_default();
        let mut ranges: Vec<(u16, String)> = accepted.split(',').take(TAGS_MAX).filter_map(range).collect();
        // The sort keeps the order of those that are wanted alike.
        ranges.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wishes.extend(ranges.into_iter().filter(|(weight, _)| *weight > 0).map(|(_, tag)| tag));
        Self(wishes)
    }

    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The language of the catalogue that fits best. `None` if none does.
    pub fn locale(&self) -> Option<Locale> {
        self.tags().find_map(Locale::of)
    }
}

/// A tag, if it is one: letters, digits and hyphens, at most 35 of them (RFC 5646, section 4.4.1).
fn tag(text: &str) -> Option<String> {
    let text = text.trim();
    let is_tag = (2..=35).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && text.starts_with(|c: char| c.is_ascii_alphabetic());
    is_tag.then(|| text.to_owned())
}

/// A range of the header with its weight in thousandths: `fr-CA;q=0.8`. The range `*` names no language.
fn range(text: &str) -> Option<(u16, String)> {
    let (name, weight) = match text.split_once(';') {
        Some((name, weight)) => (name, weight.trim().strip_prefix("q=")?.parse::<f32>().ok()?),
        None => (text, 1.0),
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 1000")]
    let weight = (0.0..=1.0).contains(&weight).then_some((weight * 1000.0) as u16)?;
    Some((weight, tag(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_comes_before_the_browser_and_the_browser_s_order_is_kept() {
        for (asked, accepted, locale) in [
            (Some("es"), Some("fr"), Some(Locale::Es)),
            (Some("en-GB"), None, Some(Locale::En)),
            (Some("EN-us"), None, Some(Locale::En)),
            (Some("xx"), Some("fr"), Some(Locale::Fr)),
            (Some("zh-Hant-TW"), Some("zh, de;q=0.5"), Some(Locale::De)),
            (Some("<script>"), None, None),
            (Some(""), Some("pt-BR,pt;q=0.9,en;q=0.8"), Some(Locale::Pt)),
            (None, Some("da, en-gb;q=0.8, en;q=0.7"), Some(Locale::En)),
            (None, Some("en;q=0.2, ar;q=0.9"), Some(Locale::Ar)),
            (None, Some("en;q=0, ar;q=0.1"), Some(Locale::Ar)),
            (None, Some("*"), None),
            (None, Some("en;q=2, ar;q=x, ;;;, de"), Some(Locale::De)),
            (None, Some(""), None),
            (None, None, None),
        ] {
            assert_eq!(Wishes::new(asked, accepted).locale(), locale, "{asked:?} {accepted:?}");
        }
    }

    #[test]
    fn a_list_of_ten_kilobytes_is_no_wish() {
        let long = "ar,".repeat(4000);
        assert_eq!(Wishes::new(None, Some(&long)), Wishes::default());
        let many = "xx,".repeat(300);
        assert_eq!(Wishes::new(None, Some(&many)).tags().count(), TAGS_MAX);
    }
}
