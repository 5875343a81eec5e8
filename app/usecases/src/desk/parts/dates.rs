//! Dates: when a campaign opens and closes, and its goal.

use domain::{
    Date,
    campaign::{Document, Part, ZoneName},
    checked::{FieldError, collect},
    form::Field,
    problem::Problem,
};

use super::{At, PartForm};
use crate::zones;

domain::form! {
    /// The days by which a campaign goes, and its goal.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct DatesForm {
        opens_on: String = OpensOn,
        closes_on: String = ClosesOn,
        time_zone: String = TimeZone,
        goal: String = Goal,
    }
}

/// The largest goal.
pub const GOAL_MAX: u32 = 100_000_000;

impl PartForm for DatesForm {
    const PART: Part = Part::Dates;

    fn of(document: &Document, _: At) -> Self {
        Self {
            opens_on: document.opens_on.to_string(),
            closes_on: document.closes_on.map(|day| day.to_string()).unwrap_or_default(),
            time_zone: document.zone.to_string(),
            goal: document.goal.to_string(),
        }
    }

    fn put(&self, document: &mut Document, _: At) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let opens_on = collect(&mut errors, Field::OpensOn, day(&self.opens_on));
        let closes_on = match self.closes_on.trim() {
            "" => Some(None),
            typed => collect(&mut errors, Field::ClosesOn, day(typed)).map(Some),
        };
        if let (Some(opens_on), Some(Some(closes_on))) = (opens_on, closes_on)
            && closes_on <= opens_on
        {
            errors.push(FieldError::new(Field::ClosesOn, Problem::ClosesBeforeOpens));
        }
        let zone = ZoneName::parse(self.time_zone.trim()).map_err(Problem::from);
        let zone = zone.and_then(|zone| if zones::is_known(&zone) { Ok(zone) } else { Err(Problem::UnknownZone) });
        let zone = collect(&mut errors, Field::TimeZone, zone);
        let goal = self.goal.trim().parse().ok().filter(|goal| (1..=GOAL_MAX).contains(goal));
        let goal = collect(&mut errors, Field::Goal, goal.ok_or(Problem::Number { least: 1, most: GOAL_MAX }));
        let (Some(opens_on), Some(closes_on), Some(zone), Some(goal), true) =
            (opens_on, closes_on, zone, goal, errors.is_empty())
        else {
            return Err(errors);
        };
        (document.opens_on, document.closes_on, document.zone, document.goal) = (opens_on, closes_on, zone, goal);
        Ok(())
    }
}

/// A day as browsers send it: `2026-11-21`.
fn day(typed: &str) -> Result<Date, Problem> {
    let typed = typed.trim();
    // Other ways to write a day, and times, are read too.
    if typed.len() == "2026-11-21".len() { typed.parse().map_err(|_| Problem::NotADate) } else { Err(Problem::NotADate) }
}

#[cfg(test)]
mod tests {
    use domain::{campaign::CampaignFile, form::Form as _, language::Language};

    use super::*;

    fn document() -> Document {
        let file = crate::starter::campaigns().unwrap().into_iter().next();
        file.map(|CampaignFile { document, .. }| document).unwrap()
    }

    #[test]
    fn a_wrong_value_is_refused_at_its_field_and_changes_nothing() {
        let at = At { language: Language::EN, kind: None };
        for (field, typed, problem) in [
            (Field::OpensOn, "2026-02-30", Problem::NotADate),
            (Field::OpensOn, "", Problem::NotADate),
            (Field::OpensOn, "21.11.2026", Problem::NotADate),
            (Field::OpensOn, "-009999-01-01", Problem::NotADate),
            (Field::OpensOn, "2026-11-21T10:00", Problem::NotADate),
            (Field::ClosesOn, "soon", Problem::NotADate),
            (Field::ClosesOn, "1999-01-01", Problem::ClosesBeforeOpens),
            (Field::TimeZone, "Europe/Atlantis", Problem::UnknownZone),
            (Field::Goal, "0", Problem::Number { least: 1, most: GOAL_MAX }),
            (Field::Goal, "-5", Problem::Number { least: 1, most: GOAL_MAX }),
            (Field::Goal, "many", Problem::Number { least: 1, most: GOAL_MAX }),
        ] {
            let mut changed = document();
            let mut form = DatesForm::of(&changed, at);
            assert!(form.set(&field, typed));
            assert_eq!(form.put(&mut changed, at), Err(vec![FieldError::new(field, problem)]), "{typed}");
            assert_eq!(changed, document());
        }
    }
}
