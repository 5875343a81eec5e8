//! The states and territories of the United States, by the code of its post.

use domain::{
    language::alphabetic,
    state::{US_STATES, UsState},
};

use crate::Words;

impl Words {
    /// As it stands in a list: "West Virginia".
    pub fn us_state(self, state: &UsState) -> &'static str {
        match state.code {
            "AL" => self.us_state_al(),
            "AK" => self.us_state_ak(),
            "AZ" => self.us_state_az(),
            "AR" => self.us_state_ar(),
            "CA" => self.us_state_ca(),
            "CO" => self.us_state_co(),
            "CT" => self.us_state_ct(),
            "DE" => self.us_state_de(),
            "FL" => self.us_state_fl(),
            "GA" => self.us_state_ga(),
            "HI" => self.us_state_hi(),
            "ID" => self.us_state_id(),
            "IL" => self.us_state_il(),
            "IN" => self.us_state_in(),
            "IA" => self.us_state_ia(),
            "KS" => self.us_state_ks(),
            "KY" => self.us_state_ky(),
            "LA" => self.us_state_la(),
            "ME" => self.us_state_me(),
            "MD" => self.us_state_md(),
            "MA" => self.us_state_ma(),
            "MI" => self.us_state_mi(),
            "MN" => self.us_state_mn(),
            "MS" => self.us_state_ms(),
            "MO" => self.us_state_mo(),
            "MT" => self.us_state_mt(),
            "NE" => self.us_state_ne(),
            "NV" => self.us_state_nv(),
            "NH" => self.us_state_nh(),
            "NJ" => self.us_state_nj(),
            "NM" => self.us_state_nm(),
            "NY" => self.us_state_ny(),
            "NC" => self.us_state_nc(),
            "ND" => self.us_state_nd(),
            "OH" => self.us_state_oh(),
            "OK" => self.us_state_ok(),
            "OR" => self.us_state_or(),
            "PA" => self.us_state_pa(),
            "RI" => self.us_state_ri(),
            "SC" => self.us_state_sc(),
            "SD" => self.us_state_sd(),
            "TN" => self.us_state_tn(),
            "TX" => self.us_state_tx(),
            "UT" => self.us_state_ut(),
            "VT" => self.us_state_vt(),
            "VA" => self.us_state_va(),
            "WA" => self.us_state_wa(),
            "WV" => self.us_state_wv(),
            "WI" => self.us_state_wi(),
            "WY" => self.us_state_wy(),
            "DC" => self.us_state_dc(),
            "AS" => self.us_state_as(),
            "GU" => self.us_state_gu(),
            "MP" => self.us_state_mp(),
            "PR" => self.us_state_pr(),
            "VI" => self.us_state_vi(),
            _ => "",
        }
    }

    /// Inside a sentence: "the District of Columbia". Translations are written so that a name needs no article.
    pub fn us_state_in_sentence(self, state: &UsState) -> String {
        if self.is_english() { state.in_sentence() } else { self.us_state(state).to_owned() }
    }

    /// The fifty states, then the others, in the order of their names.
    pub fn us_states(self) -> &'static [(&'static UsState, &'static str)] {
        &self.locale.known().us_states
    }
}

/// Sorted by their names in a language.
pub(crate) fn in_order(words: Words) -> Vec<(&'static UsState, &'static str)> {
    let mut states: Vec<_> = US_STATES.iter().map(|state| (state, words.us_state(state))).collect();
    states.sort_by_cached_key(|(state, name)| (!state.has_senators(), alphabetic(name)));
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;

    #[test]
    fn every_state_has_a_name_of_its_own_in_every_language() {
        for locale in Locale::ALL {
            let words = Words::new(*locale);
            let names: std::collections::BTreeSet<&str> = words.us_states().iter().map(|(_, name)| *name).collect();
            assert_eq!(names.len(), US_STATES.len(), "{}", locale.tag());
            assert!(!names.contains(""), "{}", locale.tag());
        }
        assert!(US_STATES.iter().all(|state| Words::default().us_state(state) == state.name));
    }
}
