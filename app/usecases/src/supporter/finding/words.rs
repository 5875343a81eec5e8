//! Notices about the words of a finder: that they hold a ZIP code; that the campaign does not write to a state, and
//! why; that nothing fits, and what to do.

use domain::{
    Date,
    campaign::{Campaign, Rule, Situation},
    checked,
    directory::{Directory, Nearness, Said},
    district::District,
    notice::Notice,
    state::{Iso2, State, UsState},
    target::{Office, Seat, Target},
    treaty::Status,
};

use super::{Finder, is_member, leads_to_congress};

/// At most this many states are explained one by one; more are too many to mean one of them.
const STATES_MAX: usize = 3;

/// Moves a ZIP code from a finder's words into its own field. If that field is filled in, it takes precedence.
pub(super) fn with_zip_apart(finder: Finder) -> Finder {
    if !finder.district.trim().is_empty() {
        return finder;
    }
    if !finder.zip.trim().is_empty() {
        // "VT 05401", "05401."
        let zip = zip_in(&finder.zip).map_or(finder.zip, |(zip, _)| zip);
        return Finder { zip, ..finder };
    }
    match zip_in(&finder.q) {
        Some((zip, q)) => Finder { q, zip, ..finder },
        None => finder,
    }
}

/// The ZIP code among words, and the other words. Digits alone count as one too, however many: whoever types them is
/// told what a ZIP code looks like.
fn zip_in(words: &str) -> Option<(String, String)> {
    let words = checked::code(words);
    let is_mark = |c: char| matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '#');
    let tokens: Vec<&str> =
        words.split_whitespace().map(|word| word.trim_matches(is_mark)).filter(|word| !word.is_empty()).collect();
    let is_number =
        |word: &str| word.bytes().all(|b| b.is_ascii_digit() || b == b'-') && word.bytes().any(|b| b.is_ascii_digit());
    let is_label =
        |word: &str| ["zip", "code", "zipcode", "zip-code", "postcode"].iter().any(|label| word.eq_ignore_ascii_case(label));
    let is_zip = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        is_number(word) && word.len() >= 5 && (digits == 5 || digits == 9)
    };
    let Some(place) = tokens.iter().rposition(|word| is_zip(word)) else {
        let numbers: String = tokens.iter().copied().filter(|word| !is_label(word)).collect();
        // Two digits are the number of a district.
        return (is_number(&numbers) && numbers.len() > 2).then(|| (numbers, String::new()));
    };
    let mut zip = tokens[place].to_owned();
    let mut rest = tokens.clone();
    rest.remove(place);
    if let Some(four) = rest.get(place).filter(|four| four.len() == 4 && is_number(four) && zip.len() == 5) {
        zip = format!("{zip}-{four}");
        rest.remove(place);
    }
    rest.retain(|word| !is_label(word));
    // "Charleston, WV 25301" is the last line of an address, and we know nothing about the town.
    let ends_with = |name: &str| {
        let name: Vec<&str> = name.split(' ').collect();
        let tail = rest.get(rest.len().saturating_sub(name.len())..).unwrap_or_default();
        tail.len() == name.len() && tail.iter().zip(&name).all(|(word, part)| word.eq_ignore_ascii_case(part))
    };
    let is_line = domain::state::US_STATES.iter().any(|state| ends_with(state.code) || ends_with(state.name));
    Some((zip, if is_line { String::new() } else { rest.join(" ") }))
}

/// Words that somebody looked for among a campaign's targets.
pub(super) struct Asked<'a> {
    pub(super) directory: &'a Directory,
    pub(super) campaign: &'a Campaign,
    pub(super) words: &'a str,
    pub(super) today: Date,
}

impl Asked<'_> {
    /// The notices about the words. If they name states that the campaign does not write to, they say why not. If
    /// nothing was found, they say why, and what to do.
    pub(super) fn notices(&self, said: &Said, nothing: bool) -> Vec<Notice> {
        let about_states = self.about_states(said, nothing);
        if !nothing || !about_states.is_empty() {
            return about_states;
        }
        let notice = District::in_words(self.words)
            .map(|district| self.about_district(district))
            .or_else(|| self.about_us_state(said))
            .or_else(|| Some(Notice::NotToState(said.place?.iso2.clone())))
            .or_else(|| self.about_others(said))
            .or_else(|| self.about_zip());
        vec![notice.unwrap_or(Notice::NothingFits)]
    }

    fn about_district(&self, district: District) -> Notice {
        let Self { directory, .. } = self;
        let of_district = |target: &Target| target.seat().and_then(Seat::district).is_some_and(|seat| seat.is_named(district));
        if let Some(vacancy) = directory.vacancy(district) {
            Notice::HouseVacancy { district: vacancy.district, on: vacancy.as_of }
        } else if self.writes_to(of_district) {
            Notice::FieldsDisagree
        } else if directory.seats(district.state()).iter().any(|seat| seat.is_named(district)) {
            Notice::NotToRepresentative(district)
        } else {
            Notice::NoSuchDistrict(district)
        }
    }

    /// Whether the campaign writes to any of these, whatever the finder's other fields say.
    fn writes_to(&self, these: impl Fn(&Target) -> bool) -> bool {
        let is_reached = |target: &Target| self.campaign.document.writes_to(self.directory, target, self.today);
        self.directory.targets().iter().any(|target| target.is_current() && these(target) && is_reached(target))
    }

    /// Why the campaign does not write to the named states.
    fn about_states(&self, said: &Said, nothing: bool) -> Vec<Notice> {
        let Some(nearness) = said.nearness else { return Vec::new() };
        let is_told = match nearness {
            // A campaign to Congress alone has its own Georgia, and a senator Marshall.
            Nearness::Name => nothing || !self.is_to_congress() || said.certain == 0,
            Nearness::Code => nothing || !self.is_to_congress(),
            Nearness::Part | Nearness::Misspelt => nothing || said.certain == 0 || !self.is_to_congress(),
            Nearness::Beside => nothing,
            Nearness::Beginning => nothing || (!self.is_to_congress() && self.words.trim().chars().count() >= 4),
        };
        if !is_told {
            return Vec::new();
        }
        // Georgia means one of the fifty if nobody else is written to.
        let is_one_of_us = |state: &State| self.is_to_congress() && said.us_states.iter().any(|of_us| of_us.name == state.name);
        let missed: Vec<&State> =
            said.states.iter().copied().filter(|state| !self.is_reached(state) && !is_one_of_us(state)).collect();
        match missed.len() {
            0..=STATES_MAX => missed.into_iter().map(|state| self.reason(state)).collect(),
            _ if nothing => {
                vec![Notice::NotToManyStates(missed.iter().take(STATES_MAX).map(|state| state.iso2.clone()).collect())]
            }
            _ => Vec::new(),
        }
    }

    /// Whether the campaign writes to an office of a state, or in it.
    fn is_reached(&self, state: &State) -> bool {
        self.writes_to(|target| match &target.office {
            Office::Congress(_) => false,
            Office::Mission { of, to, .. } => *of == state.iso2 || (*to != Iso2::us() && *to == state.iso2),
            Office::Capital { of: country, .. } | Office::Custom { country, .. } => *country == state.iso2,
        })
    }

    /// Whether the campaign writes only to members of Congress.
    fn is_to_congress(&self) -> bool {
        self.campaign.document.audience.is_congress(|id| is_member(self.directory, id))
    }

    /// Why the campaign does not write to a state.
    fn reason(&self, state: &State) -> Notice {
        let Self { directory, campaign, today, .. } = *self;
        let of = state.iso2.clone();
        let audience = &campaign.document.audience;
        let treaty = campaign.document.treaty.clone().filter(|id| directory.status(id, &of, today) == Some(Status::Party));
        let region = state.region;
        let as_outsider = |rule: &Rule| {
            let would = |status| {
                rule.states().is_some_and(|states| states.include(Situation { status: Some(status), region: Some(region) }))
            };
            !would(Status::Party) && Status::ALL.into_iter().any(would)
        };
        if let Some(treaty) = treaty.clone().filter(|_| audience.rules.iter().any(as_outsider)) {
            return Notice::Party(of, treaty);
        }
        let is_mission = |target: &Target| matches!(target.office, Office::Mission { .. });
        let to_missions = audience.rules.iter().any(|rule| matches!(rule, Rule::Missions { to, .. } if *to == Iso2::us()))
            || audience.named().any(|id| directory.target(id).is_some_and(is_mission));
        if !to_missions {
            return Notice::NotToStateBut(of, audience.whom());
        }
        if of == Iso2::us() {
            return Notice::NoMissionToItself;
        }
        let absence = directory.absences().iter().find(|absence| absence.of == of && absence.to == Iso2::us());
        match (absence, treaty) {
            (Some(absence), _) => Notice::NoMission(of, absence.reason.clone()),
            (None, Some(treaty)) => Notice::PartyNotListed(of, treaty),
            (None, None) => Notice::NotToState(of),
        }
    }

    /// The notice that a US state is known, but the campaign writes to nobody there.
    fn about_us_state(&self, said: &Said) -> Option<Notice> {
        (!said.us_states.is_empty()).then(|| self.about_members_for(&said.us_states))
    }

    /// Why nobody who sits for these states of the United States is shown.
    pub(super) fn about_members_for(&self, states: &[&'static UsState]) -> Notice {
        if self.writes_to(|target| target.seat().is_some_and(|seat| states.iter().any(|state| state.code == seat.state))) {
            return Notice::FieldsDisagree;
        }
        Notice::NotToMembersFor(states.to_vec(), self.campaign.document.audience.whom())
    }

    /// The notice that a name is known, but the campaign does not write to it.
    fn about_others(&self, said: &Said) -> Option<Notice> {
        let others: Vec<&Target> = said.elsewhere.iter().copied().take(STATES_MAX + 1).collect();
        (1..=STATES_MAX).contains(&others.len()).then(|| {
            let ids = others.iter().map(|target| target.id.clone()).collect();
            if others.iter().all(|target| self.campaign.document.writes_to(self.directory, target, self.today)) {
                Notice::FoundWithoutOtherFields(ids)
            } else {
                Notice::NotToTargets(ids, self.campaign.document.audience.whom())
            }
        })
    }

    /// The notice that a ZIP code does not help here.
    fn about_zip(&self) -> Option<Notice> {
        let is_zip = zip_in(self.words).is_some();
        (is_zip && !leads_to_congress(self.directory, self.campaign))
            .then(|| Notice::ZipOfNoUse(self.campaign.document.audience.whom()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_code_is_read_out_of_words() {
        let zip = |zip: &str, rest: &str| Some((zip.to_owned(), rest.to_owned()));
        for (words, read) in [
            ("25301", zip("25301", "")),
            (" 25301-1234 ", zip("25301-1234", "")),
            ("25301 1234", zip("25301-1234", "")),
            ("253011234", zip("253011234", "")),
            ("ZIP code: 25301", zip("25301", "")),
            ("０５４０１", zip("05401", "")),
            ("05401–1234", zip("05401-1234", "")),
            ("05401 - 1234", zip("05401-1234", "")),
            ("Sanders 05401", zip("05401", "Sanders")),
            ("Charleston, WV 25301", zip("25301", "")),
            ("Charleston, West Virginia 25301-1234", zip("25301-1234", "")),
            // An invalid code is reported as such.
            ("5401", zip("5401", "")),
            ("zip 253011", zip("253011", "")),
            ("WV-2", None),
            ("14", None),
            ("Sanders", None),
            ("", None),
        ] {
            assert_eq!(zip_in(words), read, "{words}");
        }
    }
}
