//! Finding whom to write to among a campaign's targets: by words, by ZIP code, by state.
//!
//! It needs the directory and a day, and no store, so that it is a function. A ZIP code names a representative only
//! where it cannot be another one: what it leaves open is said, and left to who lives there.

mod words;

use std::collections::{BTreeMap, HashMap};

use domain::{
    Date,
    campaign::{Audience, Campaign},
    directory::{Directory, Search},
    district::{District, NotADistrict, Zip},
    state::UsState,
    tally::Stages,
    target::{Seat, Target, TargetId, TargetKind},
    treaty::Status,
};

/// What a supporter looks for among a campaign's targets, as it was typed.
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

/// In which order targets are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Those that fit the words best first, and otherwise as the directory has them.
    #[default]
    Directory,
    /// Those whose country, or whose state in Congress, was sent the fewest letters so far first.
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

    /// An order that there is not is the directory's.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.as_str() == text).unwrap_or_default()
    }
}

impl Finder {
    /// Longer than any name; a search for thousands of words would keep a core busy.
    const MAX: usize = 100;

    /// Everything within its limit.
    fn cut(&self) -> Self {
        let cut = |text: &str| text.chars().take(Self::MAX).collect();
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
    /// What the ZIP code says, where one was given that says something.
    pub zip: Option<ZipAnswer>,
    /// What the person should know: why nothing was found, what a ZIP does not tell, that the list is old.
    pub notice: Option<String>,
}

/// A target in a campaign: with where its state stands under the campaign's treaty.
#[derive(Debug, Clone)]
pub struct Listed {
    pub target: Target,
    pub status: Option<Status>,
}

/// Whose voter somebody with a ZIP code, or in a district, can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipAnswer {
    /// It lies in one district, or in a state that has a single one.
    District(District),
    /// It lies in several, in order: a street address would say in which.
    Districts(Vec<District>),
    /// It is no area of the map, but a building's or a post office's: the state is known, and not the district.
    State(&'static UsState),
}

impl ZipAnswer {
    /// `None` for a number that no state has.
    pub fn of(directory: &Directory, zip: Zip) -> Option<Self> {
        match directory.districts().of(zip) {
            [] => {
                let state = zip.state()?;
                let mut seats = directory.seats(state).into_iter();
                Some(match (seats.next(), seats.next()) {
                    (Some(single), None) => Self::District(single),
                    _ => Self::State(state),
                })
            }
            [district] => Some(Self::District(*district)),
            several => Some(Self::Districts(several.to_vec())),
        }
    }

    /// The districts between which it leaves open; all of a state where it says nothing more.
    fn districts(&self, directory: &Directory) -> Vec<District> {
        match self {
            Self::District(district) => vec![*district],
            Self::Districts(districts) => districts.clone(),
            Self::State(state) => directory.seats(state).into_iter().collect(),
        }
    }

    /// The states that it lies in: one, or rarely two.
    pub fn states(&self) -> Vec<&'static UsState> {
        let mut states: Vec<_> = match self {
            Self::District(district) => vec![district.state()],
            Self::Districts(districts) => districts.iter().map(|district| district.state()).collect(),
            Self::State(state) => vec![*state],
        };
        states.dedup();
        states
    }

    /// Whether a seat can be that of the person's senator or representative.
    pub fn includes(&self, seat: &Seat) -> bool {
        let in_state = match self {
            Self::District(district) => district.state().code == seat.state,
            Self::Districts(districts) => districts.iter().any(|district| district.state().code == seat.state),
            Self::State(state) => state.code == seat.state,
        };
        // Whoever sits for another state is out before anybody asks for which district: that takes longer.
        in_state
            && match (seat.district(), self) {
                (None, _) | (_, Self::State(_)) => true,
                (Some(seat), Self::District(district)) => seat.is_named(*district),
                (Some(seat), Self::Districts(districts)) => districts.iter().any(|district| seat.is_named(*district)),
            }
    }
}

/// Where a target's state stands under a campaign's treaty.
pub fn status(directory: &Directory, campaign: &Campaign, target: &Target, today: Date) -> Option<Status> {
    campaign.treaty.as_ref().and_then(|treaty| directory.status(treaty, &target.country(), today))
}

/// The targets of a campaign, in the directory's order.
pub fn audience<'a>(directory: &'a Directory, campaign: &Campaign, today: Date) -> impl Iterator<Item = &'a Target> {
    directory.targets().iter().filter(move |target| is_in_audience(directory, campaign, target, today))
}

fn is_in_audience(directory: &Directory, campaign: &Campaign, target: &Target, today: Date) -> bool {
    campaign.audience.includes(target, status(directory, campaign, target, today))
}

/// What the fields of a finder lead to.
enum Place {
    Anywhere,
    Zip(Zip, ZipAnswer),
    /// Somebody knows more than the ZIP code says: an address was looked up.
    District(ZipAnswer),
    State(&'static UsState),
    /// To nobody, and why.
    Nowhere(String),
}

impl Place {
    fn of(directory: &Directory, zip: &str, district: &str, state: &str) -> Self {
        if !district.is_empty() {
            return match District::in_words(district) {
                Some(district) => seat(directory, district)
                    .map_or_else(|| Self::Nowhere(no_district(district)), |seat| Self::District(ZipAnswer::District(seat))),
                None => Self::Nowhere(NotADistrict.to_string()),
            };
        }
        // Who is told to choose a state does so under a ZIP code that does not help.
        let by_state = || match (state, UsState::find(state)) {
            ("", _) => None,
            (_, Some(state)) => Some(Self::State(state)),
            (code, None) => Some(Self::Nowhere(format!("We know no US state with the code {code}. Choose one from the list."))),
        };
        if zip.is_empty() {
            return by_state().unwrap_or(Self::Anywhere);
        }
        let reason = match Zip::parse(zip) {
            Ok(zip) => match ZipAnswer::of(directory, zip) {
                Some(answer) => return Self::Zip(zip, answer),
                None => format!("We know no state with the ZIP code {zip}. Check it, or choose your state from the list."),
            },
            Err(error) => error.to_string(),
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

/// The targets of a campaign that fit what was typed. `sent` is what was sent to each so far; only the order by the
/// fewest looks at it.
pub fn find(
    directory: &Directory,
    campaign: &Campaign,
    finder: &Finder,
    sent: &BTreeMap<TargetId, Stages>,
    today: Date,
) -> Found {
    let leads_to_congress = leads_to_congress(directory, campaign);
    let finder = finder.cut();
    let Finder { q, zip, district, state, kind, order, page } =
        if leads_to_congress { words::with_zip_apart(finder) } else { finder };
    // A campaign to missions does not ask for a ZIP code, and none leads to them.
    let (zip, district) = if leads_to_congress { (zip.trim(), district.trim()) } else { ("", "") };
    let place = Place::of(directory, zip, district, state.trim());
    let includes = |target: &Target| place.includes(target) && is_in_audience(directory, campaign, target, today);
    let search = Search { words: q, kind: TargetKind::parse(&kind) };
    let mut said = directory.search_among(&search, includes);
    let mut fits = std::mem::take(&mut said.targets);
    if order == Order::Fewest {
        let so_far = sent_by_group(directory, sent);
        fits.sort_by_cached_key(|target| so_far.get(&group(target)).copied().unwrap_or_default());
    }
    if let Place::Zip(..) | Place::District(..) = place {
        // Whoever else is open, the senators are not.
        fits.sort_by_key(|target| is_in_house(target));
    }

    let mut notices = Vec::new();
    let words = search.words.trim();
    match &place {
        Place::Nowhere(reason) => notices.push(reason.clone()),
        Place::Zip(_, answer) | Place::District(answer) => {
            let subject = if let Place::Zip(zip, _) = place { format!("ZIP {zip}") } else { "Your home".to_owned() };
            let members: Vec<&Target> = directory.targets().iter().filter(|target| includes(target)).collect();
            notices.push(home_notice(&subject, answer, &members, words.is_empty()));
            notices.extend(vacancies(directory, campaign, answer));
            if members.is_empty() && notices.len() == 1 {
                notices.push("None of its members of Congress is among those whom this campaign writes to.".to_owned());
            }
        }
        Place::State(state) if words.is_empty() => {
            notices.extend(vacancies(directory, campaign, &ZipAnswer::State(state)));
        }
        Place::State(_) | Place::Anywhere => {}
    }
    if !words.is_empty() || (fits.is_empty() && notices.is_empty()) {
        let asked = words::Asked { directory, campaign, words, today };
        notices.extend(asked.notice(&said, fits.is_empty()));
    }
    if let Some(until) = fits.iter().find(|target| target.is_stale_on(today)).and_then(|target| target.valid_until) {
        notices.push(format!("This list ended on {until} and is out of date: offices may have changed hands since."));
    }

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
        notice: (!notices.is_empty()).then(|| notices.join(" ")),
    }
}

/// The seat of the House that a district is, by any of its names; none where the directory has no such seat.
fn seat(directory: &Directory, district: District) -> Option<District> {
    directory.seats(district.state()).into_iter().find(|seat| seat.is_named(district))
}

/// The seat that a district is, where it can be that of somebody with this ZIP code: in another state it is not.
pub(crate) fn seat_near(directory: &Directory, district: District, zip: Zip) -> Option<District> {
    let states = ZipAnswer::of(directory, zip)?.states();
    seat(directory, district).filter(|seat| states.iter().any(|state| state.code == seat.state().code))
}

fn no_district(district: District) -> String {
    format!("There is no district {district}. Try the name of the state.")
}

/// Whether a campaign writes to any member of Congress, so that a ZIP code leads somewhere.
pub(crate) fn leads_to_congress(directory: &Directory, campaign: &Campaign) -> bool {
    let is_member = |id| directory.target(id).is_some_and(|target| target.kind() == TargetKind::Congress);
    campaign.audience.is_congress() || matches!(&campaign.audience, Audience::Listed { targets } if targets.iter().any(is_member))
}

/// What letters are counted by to see who got few: the state of a member of Congress, else the country.
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

/// What a ZIP code, or a district that is known, says of where somebody lives (the `subject`), and what it leaves open.
/// `members` are those to whom it leads and the campaign writes; `all` says that they are what is shown, and not only
/// those of them whom some words fit.
fn home_notice(subject: &str, answer: &ZipAnswer, members: &[&Target], all: bool) -> String {
    let states = answer.states();
    let names = enumerate(&states.iter().map(|state| state.in_sentence()).collect::<Vec<_>>());
    let house = members.iter().filter(|target| is_in_house(target)).count();
    let senators = match members.len() - house {
        0 => None,
        1 => Some("your senator"),
        _ => Some("your two senators"),
    };
    // ": these are your two senators and your representative."
    let these = |representative: Option<&str>| {
        let who: Vec<&str> = senators.into_iter().chain(representative).collect();
        match who.join(" and ") {
            who if who.is_empty() || !all => ".".to_owned(),
            who if members.len() == 1 => format!(": this is {who}."),
            who => format!(": these are {who}."),
        }
    };
    match answer {
        ZipAnswer::District(district) if !district.state().has_senators() => {
            let office = if district.state().code == "PR" { "resident commissioner" } else { "delegate" };
            format!("{subject} is in {names}, with one {office} in the House and no senators.")
        }
        ZipAnswer::District(district) => {
            let number =
                if district.number == 0 { "at-large district".to_owned() } else { format!("district {}", district.number) };
            format!("{subject} is in {names}, {number}{}", these((house > 0).then_some("your representative")))
        }
        ZipAnswer::Districts(_) if states.len() > 1 => {
            let choose = match (senators.is_some(), house > 0) {
                (true, true) => " Choose the senators of the state where you live, and the representative of your district.",
                (true, false) => " Choose the senators of the state where you live.",
                (false, true) => " Choose the representative of the district where you live.",
                (false, false) => "",
            };
            format!("{subject} lies in {names}.{choose}")
        }
        // To senators alone the district is nothing.
        ZipAnswer::Districts(_) | ZipAnswer::State(_) if house == 0 => format!("{subject} is in {names}{}", these(None)),
        ZipAnswer::Districts(districts) => {
            let same = if senators.is_some() { "your senators are the same; " } else { "" };
            let count = districts.len();
            format!(
                "{subject} touches {count} districts of {names}: {same}choose the representative of the district where you live."
            )
        }
        ZipAnswer::State(_) => {
            let same = if senators.is_some() { "your senators are the same; " } else { "" };
            format!(
                "{subject} is in {names}. We know the state, not the district: {same}choose the representative of the district where you live."
            )
        }
    }
}

/// "Colorado, Nebraska and Wyoming".
fn enumerate(names: &[String]) -> String {
    match names {
        [many @ .., last] if !many.is_empty() => format!("{} and {last}", many.join(", ")),
        _ => names.concat(),
    }
}

fn is_in_house(target: &Target) -> bool {
    target.seat().is_some_and(|seat| seat.district().is_some())
}

/// That nobody holds a seat, for each of which the campaign would write to the holder.
fn vacancies(directory: &Directory, campaign: &Campaign, answer: &ZipAnswer) -> Vec<String> {
    let senators = |state: &UsState| {
        let seats = directory.targets().iter().filter(|target| target.is_current()).filter_map(Target::seat);
        seats.filter(|seat| seat.state == state.code && seat.district().is_none()).count()
    };
    let to_the_senate = answer.states().into_iter().filter(|state| campaign.audience.includes_senators(state));
    let in_the_senate = to_the_senate.filter(|state| senators(state) < 2);
    let districts = answer.districts(directory);
    let vacant = districts.iter().filter_map(|district| directory.vacancy(*district));
    let in_the_house = vacant.filter(|vacancy| campaign.audience.includes_district(vacancy.district));
    in_the_senate
        .map(|state| format!("A seat of {} in the Senate is vacant.", state.in_sentence()))
        .chain(in_the_house.map(|vacancy| format!("The seat of {} is vacant.", vacancy.district)))
        .collect()
}
