//! Whom a campaign writes to, as organisers read it: its rules, and what is wrong with them.

use domain::{
    campaign::{AudienceProblem, Crowd, Rule, SomeStates, TooMany},
    directory::Directory,
    state::{Iso2, UsState},
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
