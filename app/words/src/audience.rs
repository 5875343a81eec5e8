//! Whom a campaign writes to, as organisers read it: its rules, and what is wrong with them.

use domain::{
    campaign::{Audience, AudienceProblem, Crowd, Rule, SomeStates, TooMany},
    directory::Directory,
    state::{Iso2, UsState},
    target::TargetId,
    treaty::TreatyId,
};

use crate::Words;

impl Words {
    /// A rule: "All senators".
    pub fn rule(self, rule: &Rule, directory: &Directory) -> String {
        let us_state = |code: &str| UsState::find(code).map_or_else(|| code.to_owned(), |state| self.us_state_in_sentence(state));
        let rule_alone = match rule {
            Rule::Congress => self.audience_rule_congress().to_owned(),
            Rule::Senate => self.audience_rule_senate().to_owned(),
            Rule::House => self.audience_rule_house().to_owned(),
            Rule::Delegation { state, district: None } => self.audience_rule_delegation(us_state(state)),
            Rule::Delegation { state, district: Some(number) } => {
                self.audience_rule_district(format!("{state}-{number}"), us_state(state))
            }
            Rule::Missions { to, .. } if *to == Iso2::us() => self.audience_rule_missions_us().to_owned(),
            Rule::Missions { to, .. } if *to == Iso2::un() => self.audience_rule_missions_un().to_owned(),
            Rule::Missions { to, .. } => {
                self.audience_rule_missions_in(directory.country_in(to, self.grammar()).unwrap_or(to.as_str()))
            }
            Rule::Capitals { roles, .. } if roles.is_empty() => self.audience_rule_capitals().to_owned(),
            Rule::Capitals { roles, .. } => {
                self.audience_rule_capitals_of(&roles.iter().map(|role| self.capital_role(*role)).collect::<Vec<_>>())
            }
            Rule::Own { .. } => self.audience_rule_own().to_owned(),
            Rule::Listed { name: Some(name), targets } => self.audience_rule_list(targets.len(), name),
            Rule::Listed { name: None, .. } => self.audience_rule_by_hand().to_owned(),
        };
        match rule.states() {
            Some(states) => self.some_states(rule_alone, states),
            None => rule_alone,
        }
    }

    /// Whom a campaign writes to, a line for each thing that is said of it: its treaty, its rules, the names of those who
    /// were chosen by hand, of those who come first and of those who are left out, with the reason.
    pub fn audience(self, treaty: Option<&TreatyId>, audience: &Audience, directory: &Directory) -> Vec<String> {
        let names = |ids: &mut dyn Iterator<Item = &TargetId>| ids.map(|id| directory.name_of(id)).collect::<Vec<_>>();
        let treaty = treaty.map(|id| {
            let known = directory.treaty(id);
            self.audience_treaty_line(known.map_or(id.as_str(), |treaty| &treaty.name(self.grammar()).short))
        });
        let rules = audience.rules.iter().map(|rule| match rule {
            Rule::Listed { targets, .. } => self.audience_names_line(&names(&mut targets.iter()), self.rule(rule, directory)),
            _ => self.rule(rule, directory),
        });
        let first = names(&mut audience.first.iter());
        let first = (!first.is_empty()).then(|| self.audience_first_line(&first));
        let excluded = audience.excluded.iter().map(|(id, reason)| self.audience_left_out_line(directory.name_of(id), reason));
        treaty.into_iter().chain(rules).chain(first).chain(excluded).collect()
    }

    /// A rule with the states whose offices it takes in.
    fn some_states(self, rule: String, SomeStates { statuses, regions }: &SomeStates) -> String {
        let rule = if statuses.is_empty() {
            rule
        } else {
            self.audience_rule_by_status(rule, &statuses.iter().map(|status| self.status(*status)).collect::<Vec<_>>())
        };
        if regions.is_empty() {
            rule
        } else {
            self.audience_rule_by_region(&regions.iter().map(|region| self.region(*region)).collect::<Vec<_>>(), rule)
        }
    }

    pub(crate) fn of_audience(self, problem: &AudienceProblem) -> String {
        match problem {
            AudienceProblem::TooMany(TooMany { of, count }) => match of {
                Crowd::Rules => self.audience_too_many_rules(of.most(), *count),
                Crowd::Named => self.audience_too_many_targets(of.most(), *count),
                Crowd::First => self.audience_too_many_first(of.most(), *count),
                Crowd::Excluded => self.audience_too_many_left_out(of.most(), *count),
            },
            AudienceProblem::NoSuchTarget { line, text } => self.audience_no_such_target(*line, text),
            AudienceProblem::SeveralTargets { line, text, names } => self.audience_several_targets(*line, names, text),
            AudienceProblem::NoPlace { most } => self.audience_no_place(*most),
            AudienceProblem::NoTreaty => self.audience_no_treaty().to_owned(),
            AudienceProblem::NoSuchOffices => self.audience_no_such_offices().to_owned(),
            AudienceProblem::AllExcluded => self.audience_all_left_out().to_owned(),
            AudienceProblem::NobodyNow => self.audience_nobody_now().to_owned(),
            AudienceProblem::NoRule => self.audience_no_rule().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        campaign::{ListName, Reason},
        state::Region,
        target::CapitalRole,
        treaty::Status,
    };

    use super::*;

    #[test]
    fn an_audience_is_told_line_by_line() {
        let id = |text: &str| TargetId::parse(text).unwrap();
        let some = SomeStates { statuses: [Status::Signatory, Status::NotParty].into(), regions: [Region::Africa].into() };
        let audience = Audience {
            rules: vec![
                Rule::Delegation { state: "WV".to_owned(), district: Some(2) },
                Rule::Missions { to: Iso2::us(), states: some },
                Rule::Capitals {
                    roles: [CapitalRole::Monarch, CapitalRole::ForeignMinister].into(),
                    states: SomeStates::default(),
                },
                Rule::Listed { name: ListName::parse("Committee").ok(), targets: [id("custom-one"), id("custom-two")].into() },
                Rule::Listed { name: None, targets: [id("custom-three")].into() },
            ],
            first: vec![id("custom-two")],
            excluded: [(id("custom-one"), Reason::parse("Asked us not to write").unwrap())].into(),
        };
        let treaty = TreatyId::parse("ccm").unwrap();
        assert_eq!(
            Words::default().audience(Some(&treaty), &audience, &Directory::default()),
            [
                "Treaty: ccm",
                "The senators for West Virginia and the representative for WV-2",
                "Missions to the United States; standing under the treaty: Signed, not ratified or Has not joined; region: Africa",
                "Offices in capitals: Monarch and Foreign minister",
                "Committee: a list of 2 targets: custom-one and custom-two",
                "Chosen by hand: custom-three",
                "First: custom-two",
                "Left out: custom-one (Asked us not to write)",
            ]
        );
    }
}
