//! Pace: how fast letters that our server sends leave for one target.

use domain::{
    campaign::{Document, Pace, Part},
    checked::FieldError,
    form::Field,
    problem::Problem,
};

use super::{At, PartForm};

domain::form! {
    /// The pace as it is ticked and typed.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct PaceForm {
        office_hours: bool = OfficeHours,
        gap: String = Gap,
        spread: bool = Spread,
        digest: bool = Digest,
    }
}

impl PartForm for PaceForm {
    const PART: Part = Part::Pace;

    fn of(document: &Document, _: At) -> Self {
        let Pace { office_hours, gap, spread, digest } = document.pace;
        Self { office_hours, gap: gap.to_string(), spread, digest }
    }

    fn put(&self, document: &mut Document, _: At) -> Result<(), Vec<FieldError>> {
        let Some(gap) = self.gap.trim().parse().ok().filter(|gap| *gap <= Pace::GAP_MAX) else {
            return Err(vec![FieldError::new(Field::Gap, Problem::Number { least: 0, most: Pace::GAP_MAX })]);
        };
        document.pace = Pace { office_hours: self.office_hours, gap, spread: self.spread, digest: self.digest };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::language::Language;

    use super::*;

    #[test]
    fn a_gap_is_a_number_of_seconds_of_a_day_at_most() {
        let at = At { language: Language::EN, kind: None };
        let document = crate::starter::campaigns().unwrap().remove(0).document;
        let put = |gap: &str| {
            let mut changed = document.clone();
            let form = PaceForm { office_hours: false, gap: gap.to_owned(), spread: true, digest: true };
            form.put(&mut changed, at).map(|()| changed.pace)
        };
        assert_eq!(put(" 90 "), Ok(Pace { office_hours: false, gap: 90, spread: true, digest: true }));
        assert_eq!(put("0").map(|pace| pace.gap), Ok(0));
        for typed in ["", "-1", "86401", "1.5", "soon"] {
            let problem = Problem::Number { least: 0, most: Pace::GAP_MAX };
            assert_eq!(put(typed), Err(vec![FieldError::new(Field::Gap, problem)]), "{typed}");
        }
    }
}
