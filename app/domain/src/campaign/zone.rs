//! The time zone in whose days a campaign opens and closes.

use crate::checked::{Shape, TextError, checked_string};

checked_string!(
    /// The name of a time zone, as the tz database writes it: `America/New_York`. Only its rules tell whether it
    /// exists, and they are not here.
    ZoneName,
    |text| {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte));
        if text.len() <= 64 && text.split('/').all(part) {
            Ok(text.to_owned())
        } else {
            Err(TextError::Malformed(Shape::TimeZone))
        }
    }
);

impl ZoneName {
    /// The place of the zone, mostly a city: "New York", as in "New York time".
    pub fn place(&self) -> String {
        self.0.rsplit('/').next().unwrap_or_default().replace('_', " ")
    }
}

impl Default for ZoneName {
    /// The zone of campaigns from before they had one.
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_named_by_its_city() {
        for (zone, words) in [
            ("America/New_York", "New York"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("Africa/Porto-Novo", "Porto-Novo"),
            ("Etc/UTC", "UTC"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(ZoneName::parse(zone).unwrap().place(), words, "{zone}");
        }
    }
}
