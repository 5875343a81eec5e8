//! Days, errors and numbers as spreadsheets write them.

use crate::table::parse_date;

/// Whether a text is what a spreadsheet writes where it could not work out a cell.
pub(super) fn is_error(text: &str) -> bool {
    matches!(text, "#NAME?" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#N/A" | "#NULL!" | "#NUM!")
}

/// A day as a spreadsheet writes it, made into `2026-06-15`. `None` for a text that is no day or is written so already; an
/// error for one that may be two days.
pub(super) fn day(text: &str) -> Result<Option<String>, String> {
    let bare = MIDNIGHT.iter().find_map(|midnight| text.strip_suffix(midnight)).unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(bare) {
        return match bare.len() {
            8 => Ok(that_exists(&bare[..4], &bare[4..6], &bare[6..])),
            5 => Err(format!(
                "{bare} is how a spreadsheet counts days; give the column a format in which a day is written as in 2026-06-15"
            )),
            _ => Ok(None),
        };
    }
    let Some(sign) = bare.chars().find(|c| !c.is_ascii_digit()).filter(|sign| "./-".contains(*sign)) else { return Ok(None) };
    let parts: Vec<&str> = bare.split(sign).map(str::trim).collect();
    let [first, second, third] = parts[..] else { return Ok(None) };
    if !parts.iter().all(|part| digits(part)) {
        return Ok(None);
    }
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => Ok(that_exists(first, second, third).filter(|day| day != text)),
        // Only days are written with points, and then the day comes first.
        (1..=2, 1..=2, 4) if sign == '.' => Ok(that_exists(third, second, first)),
        (1..=2, 1..=2, 4) => match (that_exists(third, second, first), that_exists(third, first, second)) {
            (Some(one), Some(other)) if one != other => {
                Err(format!("{text} may be {one} or {other}; write the one that is meant"))
            }
            (one, other) => Ok(one.or(other)),
        },
        _ => Ok(None),
    }
}

fn that_exists(year: &str, month: &str, day: &str) -> Option<String> {
    let written = format!("{year}-{month:0>2}-{day:0>2}");
    parse_date(&written).is_ok().then_some(written)
}

/// A ZIP code of which a spreadsheet took the zeros in front, as it took it for a number.
pub(crate) fn whole_zip(text: &str) -> Option<String> {
    let (five, rest) = text.find('-').map_or((text, ""), |at| text.split_at(at));
    ((3..5).contains(&five.len()) && five.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{five:0>5}{rest}"))
}

const MIDNIGHT: [&str; 6] = [" 00:00:00", "T00:00:00Z", "T00:00:00", " 00:00", " 0:00:00", " 0:00"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_where_it_can_be_one_only() {
        for text in [
            "15.06.2026",
            "15.6.2026",
            "15. 6. 2026",
            "15/06/2026",
            "6/15/2026",
            "15-06-2026",
            "2026/06/15",
            "2026.06.15",
            "2026-6-15",
            "20260615",
            "2026-06-15 00:00:00",
            "2026-06-15T00:00:00",
        ] {
            assert_eq!(day(text), Ok(Some("2026-06-15".to_owned())), "{text}");
        }
        assert_eq!(day("6/6/2026"), Ok(Some("2026-06-06".to_owned())));
        assert_eq!(day("06.07.2026"), Ok(Some("2026-07-06".to_owned())));
        assert_eq!(day("6/7/2026"), Err("6/7/2026 may be 2026-07-06 or 2026-06-07; write the one that is meant".to_owned()));
        assert!(day("46188").unwrap_err().starts_with("46188 is how a spreadsheet counts days"));
        for text in [
            "2026-06-15",
            "2026-06",
            "2026",
            "",
            "soon",
            "15.06.26",
            "31.02.2026",
            "2026-02-30",
            "15 June 2026",
            "1/2",
            "é.1.2026",
        ] {
            assert_eq!(day(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn a_zip_code_gets_its_zeros_back() {
        assert_eq!(whole_zip("5401").as_deref(), Some("05401"));
        assert_eq!(whole_zip("501").as_deref(), Some("00501"));
        assert_eq!(whole_zip("5401-1234").as_deref(), Some("05401-1234"));
        for text in ["05401", "54", "", "54011", "54o1", "-1234"] {
            assert_eq!(whole_zip(text), None, "{text}");
        }
    }
}
