//! States as the depositary calls them in English, and the state of ours that each is.

use std::collections::HashMap;

use domain::state::{Iso2, State};

/// Whom a participant's name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name<'a> {
    State(&'a Iso2),
    /// An organisation, which can be a participant and is no state.
    Organisation,
}

/// The names by which participants are found.
#[derive(Debug)]
pub(super) struct Names<'a> {
    states: HashMap<String, &'a Iso2>,
}

impl<'a> Names<'a> {
    pub(super) fn new(states: &'a [State]) -> Self {
        let own = states.iter().map(|state| (fold(&state.name), &state.iso2));
        let theirs = NAMES.iter().filter_map(|(name, code)| {
            let state = states.iter().find(|state| state.iso2.as_str() == *code)?;
            Some((fold(name), &state.iso2))
        });
        Self { states: own.chain(theirs).collect() }
    }

    pub(super) fn find(&self, name: &str) -> Option<Name<'a>> {
        let name = fold(name);
        match self.states.get(&name) {
            Some(iso2) => Some(Name::State(iso2)),
            None => ORGANISATIONS.iter().any(|known| fold(known) == name).then_some(Name::Organisation),
        }
    }
}

/// Letters and words only, in lower case: how an apostrophe, a bracket or a Saint is written tells nobody apart.
fn fold(name: &str) -> String {
    let letters: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>().to_lowercase();
    let words = letters.split_whitespace().map(|word| if word == "st" { "saint" } else { word });
    words.filter(|word| !matches!(*word, "the" | "of" | "and")).collect::<Vec<_>>().join(" ")
}

const ORGANISATIONS: [&str; 3] = ["European Union", "European Community", "European Economic Community"];

/// The depositary's names where they are not ours, those of today and those that its files had since 2014. From the
/// participants of XXVI-5 and XXVI-6 (treaties.un.org, 2014 and 2018), and the UN's list of member states (2026).
pub(super) const NAMES: [(&str, &str); 41] = [
    ("Bolivia (Plurinational State of)", "BO"),
    ("Brunei Darussalam", "BN"),
    ("Cape Verde", "CV"),
    ("Congo (Republic of the)", "CG"),
    ("Czech Republic", "CZ"),
    ("Democratic People's Republic of Korea", "KP"),
    ("Dem. People's Republic of Korea", "KP"),
    ("Gambia (Republic of The)", "GM"),
    ("Gambia (Islamic Republic of the)", "GM"),
    ("Iran (Islamic Republic of)", "IR"),
    ("Lao People's Democratic Republic", "LA"),
    ("Libyan Arab Jamahiriya", "LY"),
    ("Micronesia (Federated States of)", "FM"),
    ("Moldova (Republic of)", "MD"),
    ("Myanmar (Burma)", "MM"),
    ("Netherlands (Kingdom of the)", "NL"),
    ("Kingdom of the Netherlands", "NL"),
    ("Palestine (State of)", "PS"),
    ("State of Palestine", "PS"),
    ("Republic of Korea", "KR"),
    ("Republic of Moldova", "MD"),
    ("Republic of North Macedonia", "MK"),
    ("Russian Federation", "RU"),
    ("São Tomé and Príncipe", "ST"),
    ("Serbia and Montenegro", "RS"),
    ("Slovak Republic", "SK"),
    ("Swaziland", "SZ"),
    ("Eswatini (Kingdom of)", "SZ"),
    ("Syrian Arab Republic", "SY"),
    ("Tanzania (United Republic of)", "TZ"),
    ("The former Yugoslav Republic of Macedonia", "MK"),
    ("Turkey", "TR"),
    ("Turkiye", "TR"),
    ("Naoero", "NR"),
    ("Cote d'Ivoire", "CI"),
    ("United Kingdom of Great Britain and Northern Ireland", "GB"),
    ("United Republic of Tanzania", "TZ"),
    ("United States of America", "US"),
    ("Vatican City", "VA"),
    ("Venezuela (Bolivarian Republic of)", "VE"),
    ("Viet Nam", "VN"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_name_is_needed_and_is_of_one_state_that_is_known() {
        let states = crate::tables().unwrap().states;
        let own: BTreeSet<String> = states.iter().map(|state| fold(&state.name)).collect();
        assert_eq!(own.len(), states.len(), "no two states fold to the same name");
        let mut theirs = BTreeSet::new();
        for (name, code) in NAMES {
            assert!(!own.contains(&fold(name)) && theirs.insert(fold(name)), "{name} is found without this");
            assert_eq!(Names::new(&states).find(name), Some(Name::State(&Iso2::parse(code).unwrap())));
        }
    }
}
