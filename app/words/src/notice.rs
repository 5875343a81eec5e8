//! Notices about a list: why it is short or empty, what a ZIP code does not tell, what we no longer know.

use domain::{
    campaign::Whom,
    directory::Directory,
    district::{Congress, District},
    language::capitalised,
    notice::{HomeNotice, HomePlace, Members, Notice, Those},
    state::{Iso2, UsState},
    target::{Target, TargetId},
    treaty::TreatyId,
};

use crate::{Locale, Span, Words, plain};

impl Words {
    /// A notice. States, treaties and targets have their names from a directory. What is tagged is English.
    pub fn notice(self, notice: &Notice, directory: &Directory) -> Vec<Span> {
        let state = |code: &Iso2| self.country(code, directory);
        let treaty = |id: &TreatyId| self.treaty(id, directory);
        let whom = |whom: &[Whom]| whom.iter().map(|whom| self.whom(whom, directory)).collect::<Vec<_>>();
        let said = match notice {
            Notice::FoundWithoutOtherFields(ids) => {
                return self.notice_found_without(&self.targets_with_seats(ids, directory));
            }
            Notice::NoMission(code, reason) => {
                let name = directory.country_in(code, self.grammar()).unwrap_or(code.as_str());
                return self.notice_no_mission(reason, name);
            }
            Notice::NotToTargets(ids, others) => {
                return self.notice_not_to_targets(&self.targets_with_seats(ids, directory), &whom(others));
            }
            Notice::MayHaveChanged { who: Those::Named(ids), until } => {
                return self.notice_may_have_changed(*until, &self.targets_named(ids, directory));
            }
            Notice::NotADistrict => self.notice_not_a_district().to_owned(),
            Notice::NoSuchDistrict(district) => self.notice_no_district(district),
            Notice::NoSuchUsState(code) => self.notice_no_us_state(code),
            Notice::NoStateOfZip(zip) => self.notice_no_state_of_zip(zip),
            Notice::Zip(error) => self.of_zip(*error),
            Notice::Home(home) => self.home(home),
            Notice::UnknownZip => self.notice_unknown_zip().to_owned(),
            Notice::NoMap { congress, ours: None } => self.notice_no_map(self.congress(*congress), congress.begins()),
            Notice::NoMap { congress, ours: Some(ours) } => {
                self.notice_other_map(self.congress(*congress), congress.begins(), self.congress(*ours))
            }
            Notice::NoneOfItsMembers => self.notice_none_of_members().to_owned(),
            Notice::SenateVacancy { state, on: Some(day) } => self.notice_senate_vacancy(*day, self.us_state_in_sentence(state)),
            Notice::SenateVacancy { state, on: None } => self.notice_senate_vacancy_undated(self.us_state_in_sentence(state)),
            Notice::HouseVacancy { district, on } => self.notice_house_vacancy(*on, district),
            Notice::SeatUnknown { district, since, as_of } => self.notice_seat_unknown(district, *as_of, *since),
            Notice::NothingFits => self.notice_nothing_fits().to_owned(),
            Notice::FieldsDisagree => self.notice_fields_disagree().to_owned(),
            Notice::NotToRepresentative(district) => self.notice_not_to_representative(district),
            Notice::NotToManyStates(states) => self.notice_not_to_many_states(&states.iter().map(state).collect::<Vec<_>>()),
            Notice::Party(code, id) => capitalised(&self.notice_party(state(code), treaty(id))),
            Notice::PartyNotListed(code, id) => capitalised(&self.notice_party_not_listed(state(code), treaty(id))),
            Notice::NotToState(code) => self.notice_not_to_state(state(code)),
            Notice::NotToStateBut(code, others) => self.notice_not_to_state_but(state(code), &whom(others)),
            Notice::NoMissionToItself => self.notice_no_mission_to_itself().to_owned(),
            Notice::NotToMembersFor(states, others) => {
                let states: Vec<String> = states.iter().map(|state| self.us_state_in_sentence(state)).collect();
                self.notice_not_to_members(&states, &whom(others))
            }
            Notice::ZipOfNoUse(others) => self.notice_zip_of_no_use(&whom(others)),
            Notice::TermsEnded { who: Those::Named(ids), until, as_of } => {
                self.notice_terms_ended(ids.len(), *as_of, *until, &self.targets_named(ids, directory))
            }
            Notice::TermsEnded { who: Those::Many(count), until, as_of } => self.notice_many_terms_ended(*count, *as_of, *until),
            Notice::MayHaveChanged { who: Those::Many(count), until } => self.notice_many_may_have_changed(*count, *until),
            Notice::NotADay { typed, today } => self.notice_not_a_day(*today, typed),
            Notice::NoSuchRegion(typed) => self.notice_no_region(typed),
            Notice::NoSuchStatus(typed) => self.notice_no_status(typed),
        };
        vec![Span::Text(said)]
    }

    /// Several notices as plain text, one after the other.
    pub fn notices(self, notices: &[Notice], directory: &Directory) -> String {
        notices.iter().map(|notice| plain(self.notice(notice, directory))).collect::<Vec<_>>().join(" ")
    }

    /// Where somebody lives, who represents them there, and what they have to choose themselves.
    fn home(self, home: &HomeNotice) -> String {
        let HomeNotice { zip, is_sure, place, members, all_shown } = home;
        let these = if *all_shown && *is_sure { self.these(*members) } else { None };
        let at = match place {
            HomePlace::District(district) => self.district(*district),
            HomePlace::States(states) => {
                self.notice_places(&states.iter().map(|state| self.us_state_in_sentence(state)).collect::<Vec<_>>())
            }
            HomePlace::Districts(state, _) | HomePlace::State(state) => self.us_state_in_sentence(state),
        };
        let where_it_is = match (zip, place) {
            // For senators alone the district does not matter.
            (Some(zip), HomePlace::Districts(_, count)) if members.to_the_house => self.notice_zip_touches(*count, at, zip),
            (Some(zip), HomePlace::States(_)) => self.notice_zip_may(at, zip),
            (Some(zip), _) if *is_sure => self.notice_zip_in(at, zip),
            (Some(zip), _) => self.notice_zip_may(at, zip),
            (None, _) => self.notice_home_in(at),
        };
        let more: Option<&str> = match place {
            HomePlace::District(district) => {
                if district.state().has_senators() {
                    these
                } else {
                    Some(self.delegate(*district))
                }
            }
            HomePlace::States(_) => match (members.senators > 0, members.to_the_house) {
                (true, true) => Some(self.notice_choose_all()),
                (true, false) => Some(self.notice_choose_senators()),
                (false, true) => Some(self.notice_choose_representative()),
                (false, false) => None,
            },
            HomePlace::Districts(..) | HomePlace::State(_) if !members.to_the_house => these,
            HomePlace::Districts(..) | HomePlace::State(_) => {
                Some(if members.senators > 0 { self.notice_choose_same_senators() } else { self.notice_choose_representative() })
            }
        };
        let unknown = (members.to_the_house && matches!(place, HomePlace::State(_))).then(|| self.notice_state_only());
        [Some(where_it_is.as_str()), unknown, more].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// Who is shown: "These are your two senators."
    const fn these(self, members: Members) -> Option<&'static str> {
        match (members.senators, members.to_the_house) {
            (0, false) => None,
            (0, true) => Some(self.notice_these_representative()),
            (1, false) => Some(self.notice_these_senator()),
            (1, true) => Some(self.notice_these_senator_representative()),
            (_, false) => Some(self.notice_these_senators()),
            (_, true) => Some(self.notice_these_all()),
        }
    }

    /// Who sits for a district of a territory.
    fn delegate(self, district: District) -> &'static str {
        if district.state().code == "PR" { self.notice_resident_commissioner() } else { self.notice_delegate() }
    }

    /// "California, district 14".
    fn district(self, district: District) -> String {
        let state = self.us_state_in_sentence(district.state());
        if !district.state().has_senators() {
            state
        } else if district.number == 0 {
            self.notice_place_at_large(state)
        } else {
            self.notice_place_district(district.number, state)
        }
    }

    /// "120th"; in other languages the number alone.
    pub fn congress(self, congress: Congress) -> String {
        if self.is_english() { congress.to_string() } else { self.number(congress.number()) }
    }

    /// A campaign's targets inside a sentence.
    fn whom(self, whom: &Whom, directory: &Directory) -> String {
        match whom {
            Whom::Congress => self.notice_whom_congress().to_owned(),
            Whom::Senate => self.notice_whom_senate().to_owned(),
            Whom::House => self.notice_whom_house().to_owned(),
            Whom::Missions(to) if *to == Iso2::us() => self.notice_whom_missions().to_owned(),
            Whom::Missions(to) if *to == Iso2::un() => self.notice_whom_missions_to_un().to_owned(),
            Whom::Missions(to) => {
                let name = directory.country_in(to, self.grammar()).unwrap_or(to.as_str());
                self.notice_whom_missions_in(name)
            }
            Whom::Capitals => self.notice_whom_capitals().to_owned(),
            Whom::Delegation(state) => self.notice_whom_delegation(
                UsState::find(state).map_or_else(|| state.clone(), |state| self.us_state_in_sentence(state)),
            ),
            Whom::Listed => self.notice_whom_listed().to_owned(),
        }
    }

    fn country(self, code: &Iso2, directory: &Directory) -> String {
        directory.country_in_sentence(code, self.grammar()).unwrap_or(code.as_str()).to_owned()
    }

    fn treaty(self, id: &TreatyId, directory: &Directory) -> String {
        directory.treaty(id).map_or_else(|| id.to_string(), |treaty| treaty.name(self.grammar()).in_sentence.clone())
    }

    fn targets_named(self, ids: &[TargetId], directory: &Directory) -> Vec<String> {
        let name = |target: &Target| target.name_in_sentence(self.language());
        ids.iter().map(|id| directory.target(id).map_or_else(|| id.to_string(), name)).collect()
    }

    /// Members of Congress with what they hold, for whoever typed a part of a name: "Bernard Sanders (…)".
    fn targets_with_seats(self, ids: &[TargetId], directory: &Directory) -> Vec<String> {
        let mut names = self.targets_named(ids, directory);
        for (name, id) in names.iter_mut().zip(ids) {
            if let Some(seat) = directory.target(id).and_then(Target::seat) {
                *name = format!("{} ({})", name, seat.title());
            }
        }
        names
    }

    pub(crate) const fn is_english(self) -> bool {
        matches!(self.locale, Locale::En | Locale::Pseudo)
    }
}
