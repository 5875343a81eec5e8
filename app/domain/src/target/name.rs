//! Names age. Somebody holds an office until somebody else does, and few sources say when that was. So a name that is
//! too old is not written on an envelope: the letter is addressed to the office, which is never wrong.

use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};

use super::{Holder, Office, Target};
use crate::Date;

/// The source of something, and the day for which it says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub source: String,
    pub as_of: Date,
}

impl Target {
    /// A name is taken to be right for so many days after the day of its source. An ambassador stays for about three
    /// years, so that within half a year one in six has left.
    pub const NAME_LASTS_DAYS: i32 = 180;

    /// The day for which a source says who the holder is.
    pub fn holder_as_of(&self) -> Date {
        self.holder_said.as_ref().map_or(self.as_of, |said| said.as_of)
    }

    /// The first day on which the holder's name is not certain any more. `None` where no name is known, or where it
    /// does not age.
    ///
    /// A member of Congress is elected for a term, and leaves early only in public: the name is as certain as the
    /// entry, and ends with it. Everybody else we know of is appointed and can be recalled at any time. If such an
    /// entry has an end of its own, it can only be an earlier one.
    pub fn name_ends_on(&self) -> Option<Date> {
        match (&self.holder, &self.office) {
            (Holder::Unnamed | Holder::Uncertain { .. }, _) | (_, Office::Congress(_)) => None,
            (
                Holder::Named { .. } | Holder::ChargeDAffaires { .. },
                Office::Mission { .. } | Office::Capital { .. } | Office::Custom { .. },
            ) => {
                let first = self.holder_as_of().saturating_add((Self::NAME_LASTS_DAYS + 1).days());
                Some(self.valid_until.map_or(first, |until| until.min(first)))
            }
        }
    }

    /// The target as it is written to on a day: by its holder's name, or by its office where the name has aged.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        let mut target = self.clone();
        if let Some(since) = self.name_ends_on().filter(|since| *since <= day)
            && let Holder::Named { full, .. } | Holder::ChargeDAffaires { full, .. } = &self.holder
        {
            target.holder = Holder::Uncertain { full: full.clone(), named_on: self.holder_as_of(), since };
            target.forget_name_in_greetings(&self.holder);
        }
        target
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        address::Address,
        forms_of_address::{Remark, forms},
        language::Grammar,
        state::Iso2,
        target::{CapitalRole, Chamber, Seat, tests::target},
    };

    fn named() -> Holder {
        Holder::Named { full: "Full Name".into(), last: "Name".into() }
    }

    fn embassy(holder: Holder) -> Target {
        let (of, to) = (Iso2::parse("AL").unwrap(), Iso2::us());
        let office = Office::Mission { of, to, name: "Embassy of Examplia".into(), of_name: "Examplia".into() };
        let address = Address { lines: vec!["1 Road".into(), "Town".into()], country: Iso2::us(), country_name: "USA".into() };
        Target { address: Some(address), ..target(office, holder) }
    }

    /// As its test row says: on 20 January 2026. The 180th day after it is 19 July.
    const LAST_DAY: Date = date(2026, 7, 19);

    #[test]
    fn a_head_of_mission_is_named_for_180_days_then_the_office_is() {
        let charge = Holder::ChargeDAffaires { full: "Full Name".into(), last: "Name".into() };
        for holder in [named(), charge] {
            let embassy = embassy(holder);
            assert_eq!(embassy.on(LAST_DAY), embassy);
            let later = embassy.on(LAST_DAY.tomorrow().unwrap());
            let said = [Grammar::En, Grammar::Es, Grammar::Fr].map(|grammar| {
                let forms = forms(&later, grammar);
                assert_eq!(forms.envelope, ["The Ambassador of Examplia", "Embassy of Examplia"]);
                forms.salutation
            });
            assert_eq!(said, ["Your Excellency:", "Excelencia:", "Excellence,"]);
            let since = LAST_DAY.tomorrow().unwrap();
            assert_eq!((later.office_line().as_str(), later.remark()), ("Ambassador", Some(Remark::NameUncertain { since })));
            let named_on = embassy.holder_as_of();
            assert_eq!(later.holder, Holder::Uncertain { full: "Full Name".into(), named_on, since });
            assert_eq!(later.on(date(2030, 1, 1)), later, "it does not age twice");
        }
    }

    #[test]
    fn the_day_of_the_name_counts_where_it_has_a_source_of_its_own() {
        let said = Said { source: "a ministry".into(), as_of: date(2026, 3, 7) };
        let embassy = Target { holder_said: Some(said), ..embassy(named()) };
        assert_eq!(embassy.name_ends_on(), Some(date(2026, 9, 4)));
        assert_eq!(embassy.on(date(2026, 9, 3)).holder, named());
    }

    #[test]
    fn names_in_capitals_and_of_custom_targets_age_too_and_an_end_of_their_own_is_kept() {
        let of = Iso2::parse("AL").unwrap();
        let (name, of_name) = ("Ministry".to_owned(), "Examplia".to_owned());
        let minister =
            target(Office::Capital { of: of.clone(), role: CapitalRole::ForeignMinister, name: name.clone(), of_name }, named());
        let chair = target(Office::Custom { name, title: "Chair".into(), country: of }, named());
        let later = LAST_DAY.tomorrow().unwrap();
        for (target, envelope, greeting, line) in [
            (minister, "The Minister of Foreign Affairs of Examplia", "Your Excellency:", "Foreign minister"),
            (chair, "Chair", "To whom it may concern:", "Chair"),
        ] {
            assert!(forms(&target.on(LAST_DAY), Grammar::En).envelope[0].contains("Full Name"));
            let aged = target.on(later);
            let forms = forms(&aged, Grammar::En);
            assert_eq!((forms.envelope[0].as_str(), forms.salutation.as_str()), (envelope, greeting));
            assert_eq!((aged.office_line().as_str(), aged.remark()), (line, Some(Remark::NameUncertain { since: later })));
            let ends = Target { valid_until: Some(date(2026, 3, 1)), ..target.clone() };
            assert_eq!(ends.name_ends_on(), Some(date(2026, 3, 1)));
            let ends_late = Target { valid_until: Some(date(2029, 3, 1)), ..target };
            assert_eq!(ends_late.name_ends_on(), Some(later));
        }
    }

    #[test]
    fn members_of_congress_and_offices_without_a_name_do_not_age() {
        let seat =
            Seat { state: "VT".into(), chamber: Chamber::Senate { class: 1 }, party: "Independent".into(), leads_as: None };
        let senator = target(Office::Congress(seat), named());
        assert_eq!(senator.on(date(2026, 12, 31)), senator);
        let vacant = embassy(Holder::Unnamed);
        assert_eq!(vacant.on(date(2026, 12, 31)), vacant);
    }
}
