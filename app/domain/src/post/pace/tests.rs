use proptest::prelude::*;

use super::*;

const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";
const ZONES: [&str; 6] = [NEW_YORK, "UTC0", "GMT0BST,M3.5.0/1,M10.5.0", "<+0545>-5:45", "<+14>-14", "<-11>11"];

fn office(zone: &str) -> Hours {
    Hours::Office(TimeZone::posix(zone).unwrap())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

#[test]
fn an_office_is_open_from_nine_to_five_on_weekdays() {
    let hours = office(NEW_YORK);
    // 2026-11-27 is a Friday; New York is five hours behind.
    for (now, next) in [
        ("2026-11-27T13:59:59Z", "2026-11-27T14:00:00Z"),
        ("2026-11-27T14:00:00Z", "2026-11-27T14:00:00Z"),
        ("2026-11-27T21:59:59Z", "2026-11-27T21:59:59Z"),
        ("2026-11-27T22:00:00Z", "2026-11-30T14:00:00Z"),
        ("2026-11-28T15:00:00Z", "2026-11-30T14:00:00Z"),
        ("2026-11-30T03:00:00Z", "2026-11-30T14:00:00Z"),
    ] {
        assert_eq!(hours.next(at(now)), at(next), "{now}");
    }
    assert_eq!(Hours::Always.next(at("2026-11-28T03:00:00Z")), at("2026-11-28T03:00:00Z"));
}

#[test]
fn the_letters_of_a_day_leave_together_when_the_next_day_of_the_office_begins() {
    let daily = |every_day| Daily { zone: TimeZone::posix(NEW_YORK).unwrap(), every_day };
    for (now, weekdays, every_day) in [
        ("2026-11-27T13:59:59Z", "2026-11-27T14:00:00Z", "2026-11-27T14:00:00Z"),
        ("2026-11-27T14:00:00Z", "2026-11-27T14:00:00Z", "2026-11-27T14:00:00Z"),
        ("2026-11-27T14:00:01Z", "2026-11-30T14:00:00Z", "2026-11-28T14:00:00Z"),
        ("2026-11-29T14:00:01Z", "2026-11-30T14:00:00Z", "2026-11-30T14:00:00Z"),
        ("2026-11-30T03:00:00Z", "2026-11-30T14:00:00Z", "2026-11-30T14:00:00Z"),
    ] {
        assert_eq!(daily(false).next(at(now)), at(weekdays), "{now}");
        assert_eq!(daily(true).next(at(now)), at(every_day), "{now}");
    }
}

#[test]
fn nine_is_nine_before_and_after_the_clocks_change() {
    let hours = office(NEW_YORK);
    // The clocks go back on Sunday 1 November 2026, and forward on Sunday 14 March 2027.
    assert_eq!(hours.next(at("2026-10-31T12:00:00Z")), at("2026-11-02T14:00:00Z"));
    assert_eq!(hours.next(at("2026-10-30T12:00:00Z")), at("2026-10-30T13:00:00Z"));
    assert_eq!(hours.next(at("2027-03-13T12:00:00Z")), at("2027-03-15T13:00:00Z"));
}

#[test]
fn monday_comes_first_in_the_east() {
    let sunday = at("2026-11-29T12:00:00Z");
    assert_eq!(office("<+14>-14").next(sunday), at("2026-11-29T19:00:00Z"));
    assert_eq!(office("<-11>11").next(sunday), at("2026-11-30T20:00:00Z"));
}

#[test]
fn office_time_between_two_moments_leaves_nights_and_weekends_out() {
    let hours = office("UTC0");
    let much = SignedDuration::from_hours(1_000_000);
    let between = |from: &str, until: &str| hours.between(at(from), at(until), much).as_mins();
    assert_eq!(between("2026-11-27T16:30:00Z", "2026-11-30T09:15:00Z"), 45);
    assert_eq!(between("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"), 5 * 8 * 60);
    assert_eq!(between("2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z"), 0);
    assert_eq!(between("2026-11-30T10:00:00Z", "2026-11-27T10:00:00Z"), 0, "it is over");
    assert_eq!(hours.between(at("2026-11-30T10:00:00Z"), Timestamp::MAX, seconds(60)), seconds(60));
    assert_eq!(Hours::Always.between(at("2026-11-28T00:00:00Z"), at("2026-11-29T00:00:00Z"), much).as_hours(), 24);
}

#[test]
fn slots_follow_each_other_over_the_night() {
    let rhythm = Rhythm { hours: office("UTC0"), gap: seconds(60), stride: seconds(3600) };
    let mut line = Line { last_at: Some(at("2026-11-27T14:30:00Z")), reserved_until: None };
    let slots: Vec<String> = (0..4).map(|_| line.take_slot(at("2026-11-27T14:40:00Z"), &rhythm).to_string()).collect();
    let expected = ["2026-11-27T15:30:00Z", "2026-11-27T16:30:00Z", "2026-11-30T09:00:00Z", "2026-11-30T10:00:00Z"];
    assert_eq!(slots, expected);
}

#[test]
fn a_letter_that_is_a_moment_early_keeps_its_place() {
    let rhythm = Rhythm::of_gap(seconds(60));
    let last_slot = at("2026-11-27T16:00:00Z");
    let mut line = Line { last_at: Some(at("2026-11-27T10:00:02Z")), reserved_until: Some(last_slot) };
    let slot = at("2026-11-27T10:01:00Z");
    assert_eq!(line.look(at("2026-11-27T10:01:00.5Z"), slot, false, &rhythm), Err(at("2026-11-27T10:01:02Z")));
    assert_eq!(line.reserved_until, Some(last_slot));
    assert_eq!(line.look(at("2026-11-27T10:01:02Z"), slot, false, &rhythm), Ok(()));
}

#[test]
fn a_letter_that_was_tried_waits_for_the_next_gap_and_not_for_the_end_of_the_line() {
    let rhythm = Rhythm { hours: office("UTC0"), gap: seconds(60), stride: seconds(60) };
    let now = at("2026-11-27T10:00:00Z");
    let end = at("2026-12-18T10:00:00Z");
    let mut line = Line { last_at: Some(now), reserved_until: Some(end) };
    assert_eq!(line.look(now, at("2026-11-26T12:00:00Z"), true, &rhythm), Err(at("2026-11-27T10:01:00Z")));
    assert_eq!(line.reserved_until, Some(end), "it takes nobody's slot");
}

#[test]
fn a_letter_that_missed_its_slot_goes_behind_those_that_wait() {
    let rhythm = Rhythm { hours: office("UTC0"), gap: seconds(60), stride: seconds(60) };
    let now = at("2026-11-27T10:00:00Z");
    let mut line = Line { last_at: Some(now), reserved_until: Some(at("2026-11-27T10:05:00Z")) };
    assert_eq!(line.look(now, at("2026-11-26T22:00:00Z"), false, &rhythm), Err(at("2026-11-27T10:06:00Z")));
    let evening = at("2026-11-27T17:00:01Z");
    let mut line = Line { last_at: None, reserved_until: Some(at("2026-11-27T16:59:30Z")) };
    assert_eq!(line.look(evening, at("2026-11-27T16:59:30Z"), false, &rhythm), Err(at("2026-11-30T09:00:00Z")));
}

/// A letter of the simulation.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    target: usize,
    due_at: Timestamp,
}

fn random_at() -> impl Strategy<Value = Timestamp> {
    (1_760_000_000_i64..1_830_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

proptest! {
    #[test]
    fn a_slot_is_in_the_hours_and_not_in_the_past(now in random_at(), zone in 0..ZONES.len(), last in -90_000_i64..90_000, gap in 0_i64..90_000) {
        let hours = office(ZONES[zone]);
        let last = now + seconds(last);
        let slot = next_slot(now, Some(last), None, seconds(gap), &hours);
        prop_assert!(hours.contain(slot));
        prop_assert!(slot >= now && slot >= last + seconds(gap));
        prop_assert!(slot <= now.max(last + seconds(gap)) + SignedDuration::from_hours(72), "a weekend is the longest wait");
        prop_assert_eq!(hours.next(slot), slot);
    }

    #[test]
    fn who_asks_later_gets_no_earlier_slot(now in random_at(), later in 0_i64..500_000, zone in 0..ZONES.len(), gap in 0_i64..4000) {
        let hours = office(ZONES[zone]);
        let slot = |now| next_slot(now, None, None, seconds(gap), &hours);
        prop_assert!(slot(now) <= slot(now + seconds(later)));
        let rhythm = Rhythm { hours, gap: seconds(gap), stride: seconds(gap) };
        let mut line = Line::default();
        let slots = [0, 0, later].map(|more| line.take_slot(now + seconds(more), &rhythm));
        prop_assert!(slots.windows(2).all(|two| two[0] + seconds(gap) <= two[1]));
    }

    /// Letters to three targets of one domain come at any time. A worker takes those that are due, twenty at once, a little
    /// late, and a few times after hours of rest.
    #[test]
    fn every_letter_leaves_in_the_hours_and_none_too_soon_after_another(
        start in random_at(),
        arrivals in prop::collection::vec((0_i64..30_000, 0_usize..3), 1..60),
        delays in prop::collection::vec(0_i64..3_000, 1..20),
        rests in prop::collection::btree_map(0_usize..200, 0_i64..80_000, 0..4),
        stride in 60_i64..2_000,
        zones in prop::array::uniform3(0..ZONES.len()),
    ) {
        let of_domain = Rhythm::of_gap(seconds(5));
        let rhythms = zones.map(|zone| Rhythm { hours: office(ZONES[zone]), gap: seconds(60), stride: seconds(stride) });
        let mut lines = [Line::default(); 3];
        let mut domain = Line::default();
        let mut waiting = Vec::new();
        for (second, target) in &arrivals {
            let due_at = lines[*target].take_slot(start + seconds(*second), &rhythms[*target]);
            waiting.push(Waiting { target: *target, due_at });
        }
        let mut left: Vec<(Timestamp, usize)> = Vec::new();
        let mut looks = 0;
        let mut delays = delays.iter().cycle();
        let (mut now, mut rounds) = (start, 0..);
        while !waiting.is_empty() {
            waiting.sort_by_key(|letter| letter.due_at);
            let rest = rests.get(&rounds.next().unwrap()).copied().unwrap_or(0);
            now = waiting[0].due_at.max(now) + SignedDuration::from_millis(*delays.next().unwrap()) + seconds(rest);
            let mut still = Vec::new();
            for (place, letter) in waiting.into_iter().enumerate() {
                if letter.due_at > now || place >= 20 {
                    still.push(letter);
                    continue;
                }
                looks += 1;
                let rhythm = &rhythms[letter.target];
                let line = &mut lines[letter.target];
                let gates = line.look(now, letter.due_at, false, rhythm);
                let gates = gates.and_then(|()| domain.look(now, letter.due_at, false, &of_domain).map_err(|slot| rhythm.hours.next(slot)));
                match gates {
                    Ok(()) => {
                        line.pass(now);
                        domain.pass(now);
                        left.push((now, letter.target));
                    }
                    Err(due_at) => {
                        prop_assert!(due_at > now, "it would be looked at again at once, for ever");
                        still.push(Waiting { due_at, ..letter });
                    }
                }
            }
            waiting = still;
            prop_assert!(looks <= 40 * arrivals.len() + 100, "{looks} looks for {} letters", arrivals.len());
        }
        prop_assert_eq!(left.len(), arrivals.len());
        prop_assert!(left.windows(2).all(|two| two[0].0 + seconds(5) <= two[1].0));
        for (target, rhythm) in rhythms.iter().enumerate() {
            let of_target: Vec<Timestamp> = left.iter().filter(|(_, whose)| *whose == target).map(|(at, _)| *at).collect();
            prop_assert!(of_target.iter().all(|at| rhythm.hours.contain(*at)));
            prop_assert!(of_target.windows(2).all(|two| two[0] + seconds(60) <= two[1]));
        }
    }
}
