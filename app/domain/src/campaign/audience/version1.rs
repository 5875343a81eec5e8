//! An audience as the documents of version 1 have it: one rule and nothing else.

use serde::Deserialize;

use super::{Audience, Rule, SomeStates};
use crate::{state::Iso2, target::TargetId};

/// Read for ever, and not written any more.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum AudienceVersion1 {
    Congress,
    Senate,
    /// The missions to the United States of states that are not party to the campaign's treaty.
    MissionsOfOutsiders,
    Delegation {
        state: String,
        #[serde(default)]
        district: Option<u8>,
    },
    Listed {
        targets: Vec<TargetId>,
    },
}

impl From<AudienceVersion1> for Audience {
    fn from(read: AudienceVersion1) -> Self {
        Self::of([match read {
            AudienceVersion1::Congress => Rule::Congress,
            AudienceVersion1::Senate => Rule::Senate,
            AudienceVersion1::MissionsOfOutsiders => Rule::Missions { to: Iso2::us(), states: SomeStates::outsiders() },
            AudienceVersion1::Delegation { state, district } => Rule::Delegation { state, district },
            AudienceVersion1::Listed { targets } => Rule::Listed { name: None, targets: targets.into_iter().collect() },
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_audience_of_version_1_is_read_as_the_rule_that_it_was() {
        let outsiders = r#"{"rule":"missions","to":"US","states":{"statuses":["signatory","not_party","withdrawn"]}}"#;
        for (stored, rule) in [
            (r#"{"to":"congress"}"#, r#"{"rule":"congress"}"#),
            (r#"{"to":"senate"}"#, r#"{"rule":"senate"}"#),
            (r#"{"to":"missions_of_outsiders"}"#, outsiders),
            (r#"{"to":"delegation","state":"WV"}"#, r#"{"rule":"delegation","state":"WV"}"#),
            (r#"{"to":"delegation","state":"WV","district":2}"#, r#"{"rule":"delegation","state":"WV","district":2}"#),
            (
                r#"{"to":"listed","targets":["mission-al-us","custom-board","mission-al-us"]}"#,
                r#"{"rule":"listed","targets":["custom-board","mission-al-us"]}"#,
            ),
        ] {
            let read: Audience = serde_json::from_str::<AudienceVersion1>(stored).unwrap().into();
            let written = serde_json::to_string(&read).unwrap();
            assert_eq!(written, format!(r#"{{"rules":[{rule}]}}"#));
            assert_eq!(serde_json::from_str::<Audience>(&written).unwrap(), read);
        }
    }
}
