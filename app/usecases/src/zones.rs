//! Time zones of countries, of supporters and of campaigns: they decide which day it is.
//!
//! A letter bears the day of its supporter, and a campaign opens and closes by the day of its own zone. Facts about the
//! world, such as a treaty's status or who sits in Congress, go by the day in UTC, the same for everybody; so do the
//! sums of actions. The rules of the zones come with the build: no server needs to have them, and all know the same.

use std::sync::LazyLock;

use domain::{
    Date,
    campaign::ZoneName,
    post::pace::{Daily, Hours},
    state::Iso2,
    target::Target,
};
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{TimeZone, TimeZoneDatabase},
};

static TABLE: &str = include_str!("zones.csv");
static RULES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zones of a country, its capital's first. None for a country that the table does not know.
fn zones_of(country: &Iso2) -> impl Iterator<Item = &'static str> {
    let of = TABLE.lines().filter_map(|line| line.split_once(',')).find(|(code, _)| *code == country.as_str());
    of.map_or("", |(_, zones)| zones).split(' ').filter(|zone| !zone.is_empty())
}

/// The rules of a zone; those of UTC for an unknown name.
fn rules(name: &str) -> TimeZone {
    RULES.get(name).unwrap_or(TimeZone::UTC)
}

/// The day of a supporter who posts from a country. It goes by the zone that their browser names, if that is one of the
/// country's, else by the capital's.
pub fn day_of_supporter(now: Timestamp, country: &Iso2, browser: &str) -> Date {
    let known = zones_of(country).find(|zone| zone.eq_ignore_ascii_case(browser.trim()));
    let zone = known.or_else(|| zones_of(country).next()).unwrap_or("UTC");
    now.to_zoned(rules(zone)).date()
}

/// The day of facts about the world and of the sums of actions.
pub fn day_in_utc(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// When that day is over.
pub(crate) fn end_in_utc(day: Date) -> Timestamp {
    let next = day.saturating_add(jiff::Span::new().days(1));
    next.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

/// The day by which a campaign opens and closes.
pub fn day_of_campaign(now: Timestamp, zone: &ZoneName) -> Date {
    now.to_zoned(rules(zone.as_str())).date()
}

/// The zone by whose clocks an office opens: that of the capital of the state where it stands, as embassies and ministries
/// are there. Where the office or its state is not known, it is the campaign's.
pub fn zone_of_office(target: Option<&Target>, campaign: &ZoneName) -> ZoneName {
    let of_state = target.and_then(|target| ZoneName::parse(zones_of(&target.stands_in()).next()?).ok());
    of_state.unwrap_or_else(|| campaign.clone())
}

/// The hours of an office in a zone.
pub fn office_hours(zone: &ZoneName) -> Hours {
    Hours::Office(rules(zone.as_str()))
}

/// When an office in a zone gets the letters of a day together.
pub fn daily(zone: &ZoneName, every_day: bool) -> Daily {
    Daily { zone: rules(zone.as_str()), every_day }
}

/// The beginning of a day in a zone, if there is that day.
pub fn beginning(day: Date, zone: &ZoneName) -> Option<Timestamp> {
    day.to_zoned(rules(zone.as_str())).ok().map(|start| start.timestamp())
}

/// The day and the time of day in a zone.
pub fn clock_in(zone: &ZoneName, at: Timestamp) -> DateTime {
    rules(zone.as_str()).to_datetime(at)
}

/// Whether the rules know a zone of that name. Now and then a name is removed from them.
pub fn is_known(zone: &ZoneName) -> bool {
    RULES.get(zone.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn day(now: &str, country: &str, browser: &str) -> String {
        day_of_supporter(now.parse().unwrap(), &Iso2::parse(country).unwrap(), browser).to_string()
    }

    #[test]
    fn every_country_has_zones_that_the_rules_know() {
        let rows: Vec<(&str, &str)> =
            TABLE.lines().filter_map(|line| line.split_once(',')).filter(|(code, _)| code.len() == 2).collect();
        assert_eq!(rows.len(), 250, "ISO 3166-1 and XK");
        assert_eq!(rows.iter().map(|(code, _)| code).collect::<BTreeSet<_>>().len(), 250, "each once");
        for (code, zones) in rows {
            let code = Iso2::parse(code).unwrap();
            assert!(zones_of(&code).count() >= 1 && !zones.contains("  "), "{code}");
            for zone in zones_of(&code) {
                assert!(RULES.get(zone).is_ok(), "{code} {zone}");
            }
        }
    }

    #[test]
    fn it_is_tomorrow_in_the_east_and_yesterday_in_the_west() {
        // Half past eleven in the evening, UTC, and half past five in the morning.
        let (evening, morning) = ("2026-11-20T23:30:00Z", "2026-11-21T05:30:00Z");
        for (country, in_the_evening, in_the_morning) in [
            ("GB", "2026-11-20", "2026-11-21"),
            ("DE", "2026-11-21", "2026-11-21"),
            ("JP", "2026-11-21", "2026-11-21"),
            ("NZ", "2026-11-21", "2026-11-21"),
            ("KI", "2026-11-21", "2026-11-21"),
            ("US", "2026-11-20", "2026-11-21"),
            ("PR", "2026-11-20", "2026-11-21"),
            ("MX", "2026-11-20", "2026-11-20"),
            ("AS", "2026-11-20", "2026-11-20"),
            ("XK", "2026-11-21", "2026-11-21"),
        ] {
            assert_eq!(
                (day(evening, country, ""), day(morning, country, "")),
                (in_the_evening.into(), in_the_morning.into()),
                "{country}"
            );
        }
    }

    #[test]
    fn the_browser_says_in_which_zone_of_the_country_somebody_is() {
        let morning = "2026-11-21T05:30:00Z";
        assert_eq!(day(morning, "US", "America/New_York"), "2026-11-21");
        for zone in ["America/Chicago", "America/Los_Angeles", "Pacific/Honolulu", "pacific/honolulu", " America/Denver "] {
            assert_eq!(day(morning, "US", zone), "2026-11-20", "{zone}");
        }
        assert_eq!(day(morning, "US", "Pacific/Guam"), "2026-11-21");
        assert_eq!(day("2026-11-20T15:30:00Z", "AU", "Australia/Perth"), "2026-11-20");
        assert_eq!(day("2026-11-20T15:30:00Z", "AU", ""), "2026-11-21");
        // A traveller posts from the country that they name; and a zone cannot be made up.
        for zone in ["Asia/Tokyo", "Mars/Olympus", "UTC", "../../etc/passwd", &"x".repeat(500)] {
            assert_eq!(day(morning, "MX", zone), "2026-11-20", "{zone}");
        }
        assert_eq!(day(morning, "DE", "America/New_York"), "2026-11-21");
    }

    #[test]
    fn an_office_opens_by_the_clocks_of_where_it_stands_and_else_by_the_campaigns() {
        let campaign = ZoneName::parse("Europe/Madrid").unwrap();
        let mission = |to: &str| {
            format!(
                r#"{{"id":"mission-al-us","office":{{"kind":"mission","of":"AL","to":"{to}","name":"Embassy","of_name":"Albania"}},
                "holder":"unnamed","address":null,"email":null,"web_form":null,"phone":null,"source":"made up","as_of":"2026-11-01",
                "valid_until":null}}"#
            )
        };
        for (to, zone) in
            [("US", "America/New_York"), ("UN", "America/New_York"), ("KI", "Pacific/Tarawa"), ("ZZ", "Europe/Madrid")]
        {
            let target: Target = serde_json::from_str(&mission(to)).unwrap();
            assert_eq!(zone_of_office(Some(&target), &campaign).as_str(), zone, "{to}");
        }
        assert_eq!(zone_of_office(None, &campaign), campaign, "nobody knows where it is");
    }

    #[test]
    fn office_hours_go_by_the_rules_of_their_zone() {
        let opens =
            |zone: &str, from: &str| office_hours(&ZoneName::parse(zone).unwrap()).next(from.parse().unwrap()).to_string();
        // The clocks of New York change on 1 November 2026, those of Kathmandu never; Samoa left 30 December 2011 out.
        assert_eq!(opens("America/New_York", "2026-10-30T12:00:00Z"), "2026-10-30T13:00:00Z");
        assert_eq!(opens("America/New_York", "2026-10-31T12:00:00Z"), "2026-11-02T14:00:00Z");
        assert_eq!(opens("Asia/Kathmandu", "2026-11-21T12:00:00Z"), "2026-11-23T03:15:00Z");
        assert_eq!(opens("Pacific/Apia", "2011-12-30T03:30:00Z"), "2012-01-01T19:00:00Z");
    }

    #[test]
    fn a_campaign_has_a_day_of_its_own() {
        let now = "2026-11-21T04:30:00Z".parse().unwrap();
        let day = |zone: &str| day_of_campaign(now, &ZoneName::parse(zone).unwrap()).to_string();
        assert_eq!((day("America/New_York").as_str(), day("UTC").as_str()), ("2026-11-20", "2026-11-21"));
        assert_eq!(day("Nowhere/Known"), "2026-11-21", "a name that rules have lost counts as UTC");
        assert!(is_known(&ZoneName::default()) && !is_known(&ZoneName::parse("Nowhere/Known").unwrap()));
    }
}
