//! Finds the targets of a campaign to write to: by words, by ZIP code, by state.
//!
//! It needs the directory and a moment, and no store, so it is a function. A ZIP code names a representative only if no
//! other one is possible. If several are, the page says so and leaves the choice to the person who lives there.

mod home;
mod words;

use std::collections::{BTreeMap, HashMap};

use domain::{
    Date,
    campaign::Campaign,
    checked::words,
    directory::{Directory, Search},
    district::{Congress, District, Zip},
    notice::{HomeNotice, Members, Notice},
    state::UsState,
    tally::Stages,
    target::{Seat, Target, TargetId, TargetKind},
    treaty::Status,
};
use jiff::{Timestamp, tz::TimeZone};

pub use self::home::ZipAnswer;
pub(crate) use self::home::{aged, seat_near};
use self::home::{doubts, is_in_house, place, seat};

/// A supporter's search among a campaign's targets, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finder {
    pub q: String,
    pub zip: String,
    /// Where it is known: it says more than a ZIP code.
    pub district: String,
    pub state: String,
    pub kind: String,
    pub order: Order,
    /// From 1.
    pub page: usize,
}

/// The order in which targets are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The best matches of the words first; otherwise in the campaign's order, and then in the directory's.
    #[default]
    Directory,
    /// First those whose country, or whose state in Congress, was sent the fewest letters so far.
    Fewest,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Directory, Self::Fewest];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Fewest => "fewest",
        }
    }

    /// An unknown order means the directory's.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.as_str() == text).unwrap_or_default()
    }
}

impl Finder {
    /// Longer than any name. A search for thousands of words would keep a core busy.
    const MAX: usize = 100;

    /// Cuts every field to its limit, and removes invisible characters.
    fn cut(&self) -> Self {
        let cut = |text: &str| words(text).chars().take(Self::MAX).collect();
        Self {
            q: cut(&self.q),
            zip: cut(&self.zip),
            district: cut(&self.district),
            state: cut(&self.state),
            kind: cut(&self.kind),
            ..*self
        }
    }
}

/// A page of the targets that were found.
#[derive(Debug, Clone)]
pub struct Found {
    pub targets: Vec<Listed>,
    /// How many there are on all pages.
    pub total: usize,
    pub page: usize,
    pub pages: usize,
    /// The answer to the ZIP code, if one was given that leads somewhere.
    pub zip: Option<ZipAnswer>,
    /// Why nothing was found, what a ZIP code does not tell, that the list is old.
    pub notices: Vec<Notice>,
}

/// A target in a campaign, with the status of its state under the campaign's treaty.
#[derive(Debug, Clone)]
pub struct Listed {
    pub target: Target,
    pub status: Option<Status>,
}

/// The status of a target's state under a campaign's treaty.
pub fn status(directory: &Directory, campaign: &Campaign, target: &Target, today: Date) -> Option<Status> {
    campaign.document.treaty.as_ref().and_then(|treaty| directory.status(treaty, &target.country(), today))
}

/// The targets of a campaign, in the directory's order.
pub fn audience<'a>(directory: &'a Directory, campaign: &Campaign, today: Date) -> impl Iterator<Item = &'a Target> {
    directory.targets().iter().filter(move |target| campaign.document.writes_to(directory, target, today))
}

/// What the fields of a finder lead to.
enum Place {
    Anywhere,
    Zip(Zip, ZipAnswer),
    /// An address was looked up, which says more than the ZIP code.
    District(ZipAnswer),
    State(&'static UsState),
    /// No place, and why.
    Nowhere(Notice),
}

impl Place {
    fn of(directory: &Directory, zip: &str, district: &str, state: &str, congress: Congress) -> Self {
        if !district.is_empty() {
            return match District::in_words(district) {
                Some(district) => seat(directory, district)
                    .map_or(Self::Nowhere(Notice::NoSuchDistrict(district)), |seat| Self::District(ZipAnswer::District(seat))),
                None => Self::Nowhere(Notice::NotADistrict),
            };
        }
        // A useless ZIP code can still be in its field when a state is chosen.
        let by_state = || match (state, UsState::find(state)) {
            ("", _) => None,
            (_, Some(state)) => Some(Self::State(state)),
            (code, None) => Some(Self::Nowhere(Notice::NoSuchUsState(code.to_owned()))),
        };
        if zip.is_empty() {
            return by_state().unwrap_or(Self::Anywhere);
        }
        let reason = match Zip::parse(zip) {
            Ok(zip) => match ZipAnswer::of(directory, zip, congress) {
                Some(answer) => return Self::Zip(zip, answer),
                None => Notice::NoStateOfZip(zip),
            },
            Err(error) => Notice::Zip(error),
        };
        by_state().unwrap_or(Self::Nowhere(reason))
    }

    fn includes(&self, target: &Target) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Zip(_, answer) | Self::District(answer) => target.seat().is_some_and(|seat| answer.includes(seat)),
            Self::State(state) => target.seat().is_some_and(|seat| seat.state == state.code),
            Self::Nowhere(_) => false,
        }
    }
}

/// Targets on one page of results.
pub const PAGE: usize = 24;

/// The targets of a campaign that fit the finder's fields. `sent` says what was sent to each so far; only the order by
/// the fewest uses it.
pub fn find(
    directory: &Directory,
    campaign: &Campaign,
    finder: &Finder,
    sent: &BTreeMap<TargetId, Stages>,
    now: Timestamp,
) -> Found {
    let (today, congress) = (TimeZone::UTC.to_datetime(now).date(), Congress::at(now));
    let leads_to_congress = leads_to_congress(directory, campaign);
    let finder = finder.cut();
    let Finder { q, zip, district, state, kind, order, page } =
        if leads_to_congress { words::with_zip_apart(finder) } else { finder };
    // A campaign to missions does not ask for a ZIP code, and no ZIP code leads to them.
    let (zip, district) = if leads_to_congress { (zip.trim(), district.trim()) } else { ("", "") };
    let place = Place::of(directory, zip, district, state.trim(), congress);
    let includes = |target: &Target| place.includes(target) && campaign.document.writes_to(directory, target, today);
    let search = Search { words: q, kind: TargetKind::parse(&kind) };
    let mut said = directory.search_among(&search, includes);
    let mut fits = std::mem::take(&mut said.targets);
    // Words put the best matches first.
    if search.words.trim().is_empty() {
        campaign.document.audience.put_in_order(&mut fits, |target| &target.id);
    }
    if order == Order::Fewest {
        let so_far = sent_by_group(directory, sent);
        fits.sort_by_cached_key(|target| so_far.get(&group(target)).copied().unwrap_or_default());
    }
    if let Place::Zip(_, answer) | Place::District(answer) = &place {
        // The senators are certain even if the representative is not, so they come first. Where nothing else orders
        // them, the post's own state comes first.
        let states = if order == Order::Directory && search.words.trim().is_empty() { answer.states() } else { Vec::new() };
        let place = |seat: &Seat| states.iter().position(|state| state.code == seat.state);
        fits.sort_by_key(|target| (is_in_house(target), target.seat().and_then(place)));
    }

    let mut notices = Vec::new();
    let words = search.words.trim();
    let asked = words::Asked { directory, campaign, words, today };
    match &place {
        Place::Nowhere(reason) => notices.push(reason.clone()),
        Place::Zip(_, answer) | Place::District(answer) => {
            // The targets that are shown; with words or a kind, all those that they were chosen from.
            let is_all = words.is_empty() && search.kind.is_none();
            let members: Vec<&Target> =
                if is_all { fits.clone() } else { directory.targets().iter().filter(|target| includes(target)).collect() };
            let sure = words.is_empty() && !members.iter().any(|target| target.is_stale_at(now));
            let zip = if let Place::Zip(zip, _) = place { Some(zip) } else { None };
            let in_house = members.iter().filter(|target| is_in_house(target)).count();
            let reached = Members { senators: members.len() - in_house, to_the_house: in_house > 0 };
            let is_sure = zip.is_none_or(|zip| directory.knows(zip));
            notices.push(Notice::Home(HomeNotice {
                zip,
                is_sure,
                place: self::place(answer),
                members: reached,
                all_shown: sure,
            }));
            if let Some(zip) = zip {
                notices.extend(doubts(directory, zip, answer, congress, reached.to_the_house));
            }
            let said = notices.len();
            notices.extend(vacancies(directory, campaign, answer, congress));
            if members.is_empty() && notices.len() == said {
                notices.push(Notice::NoneOfItsMembers);
            }
        }
        Place::State(state) if words.is_empty() => {
            notices.extend(vacancies(directory, campaign, &ZipAnswer::State(state), congress));
            if fits.is_empty() {
                notices.push(asked.about_members_for(&[*state]));
            }
        }
        Place::State(_) | Place::Anywhere => {}
    }
    if !words.is_empty() || (fits.is_empty() && notices.is_empty()) {
        notices.extend(asked.notices(&said, fits.is_empty()));
    }
    notices.extend(aged(&fits, now));

    let (total, pages) = (fits.len(), fits.len().div_ceil(PAGE).max(1));
    let page = page.clamp(1, pages);
    // Only what is shown is copied: a campaign to Congress has 537.
    let shown = fits.into_iter().skip((page - 1) * PAGE).take(PAGE);
    Found {
        targets: shown
            .map(|target| Listed { target: target.clone(), status: status(directory, campaign, target, today) })
            .collect(),
        total,
        page,
        pages,
        zip: if let Place::Zip(_, answer) = place { Some(answer) } else { None },
        notices,
    }
}

/// Whether a campaign writes to any member of Congress, so that a ZIP code leads somewhere.
pub(crate) fn leads_to_congress(directory: &Directory, campaign: &Campaign) -> bool {
    campaign.document.audience.leads_to_congress(|id| is_member(directory, id))
}

fn is_member(directory: &Directory, id: &TargetId) -> bool {
    directory.target(id).is_some_and(|target| target.kind() == TargetKind::Congress)
}

/// How letters are grouped, to see who got few: by the state of a member of Congress, else by country.
pub(crate) fn group(target: &Target) -> (bool, String) {
    target.seat().map_or_else(|| (false, target.country().to_string()), |seat| (true, seat.state.clone()))
}

pub(crate) fn sent_by_group(directory: &Directory, sent: &BTreeMap<TargetId, Stages>) -> HashMap<(bool, String), u64> {
    let mut groups = HashMap::new();
    for (id, stages) in sent {
        if let Some(target) = directory.target(id) {
            *groups.entry(group(target)).or_default() += stages.sent();
        }
    }
    groups
}

/// Notices of vacant seats, for those whose holder the campaign would write to.
fn vacancies(directory: &Directory, campaign: &Campaign, answer: &ZipAnswer, congress: Congress) -> Vec<Notice> {
    let senators = |state: &UsState| {
        let seats = directory.targets().iter().filter(|target| target.is_current()).filter_map(Target::seat);
        seats.filter(|seat| seat.is_in_senate() && seat.state == state.code).count()
    };
    let to_the_senate = answer.states().into_iter().filter(|state| campaign.document.audience.includes_senators(state));
    let in_the_senate = to_the_senate.filter(|state| senators(state) < 2);
    let districts = answer.districts(directory);
    let vacant = districts.iter().filter_map(|district| directory.vacancy(*district));
    let in_the_house = vacant.filter(|vacancy| campaign.document.audience.includes_district(vacancy.district));
    // The list of members shows it by leaving somebody out, on its day.
    let day = || {
        let members = directory.targets().iter().filter(|target| target.seat().is_some_and(Seat::is_in_senate));
        members.map(|target| target.as_of).max()
    };
    in_the_senate
        .map(|state| Notice::SenateVacancy { state, on: day() })
        .chain(in_the_house.map(|vacancy| match (vacancy.district, congress.begins()) {
            // The whole House was elected anew since then.
            (district, since) if vacancy.as_of < since => Notice::SeatUnknown { district, since, as_of: vacancy.as_of },
            (district, _) => Notice::HouseVacancy { district, on: vacancy.as_of },
        }))
        .collect()
}
