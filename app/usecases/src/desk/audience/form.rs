//! The form of a campaign's targets: what stands there is kept with a tick, and one rule and some targets are added with
//! each save.
//!
//! It is read together with the audience that it was made of, so that it need not carry the rules and lists themselves:
//! what has no tick any more goes.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    campaign::{Audience, AudienceProblem, Crowd, Document, ListName, Reason, Rule, SomeStates, TooMany},
    checked::{FieldError, collect},
    directory::Directory,
    district::District,
    form::{Each, Field, Form},
    problem::Choice,
    state::{Iso2, Region, UsState},
    target::{CapitalRole, TargetId},
    treaty::{Status, TreatyId},
};

use super::resolve;

domain::form! {
    /// What an organiser typed about a campaign's targets, as it was typed.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct TargetsDraft {
        /// The short name of the treaty by which rules about states go; empty for none.
        treaty: String = Treaty,
        /// The rule that is added: a [`NewRule`], or empty for none.
        rule: String = Rule,
        /// USPS code, for a delegation.
        state: String = State,
        /// The number of a district, for a delegation; empty for the whole one.
        district: String = District,
        list_name: String = ListName,
        /// The targets of a list with a name, one a line.
        list: String = List,
        /// Words by which targets are found, to be ticked.
        q: String = Q,
        /// Targets, one a line, beside those that were ticked.
        these: String = These,
        /// What becomes of them: a [`Then`].
        then: String = Then,
        /// Why they are left out.
        reason: String = Reason,
        ..
        /// Ticks and texts, one for each rule, state's status, region and target.
        marks: Marks,
    }
}

/// Whom a campaign writes to, and the treaty by which its rules go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targeted {
    pub treaty: Option<TreatyId>,
    pub audience: Audience,
}

impl Targeted {
    /// Puts it into a document.
    pub fn put(&self, document: &mut Document) {
        document.treaty.clone_from(&self.treaty);
        document.audience.clone_from(&self.audience);
    }
}

/// The fields of which there is one for each of something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks(BTreeMap<(Each, String), String>);

impl Form for Marks {
    fn pairs(&self) -> Vec<(Field, String)> {
        self.0.iter().map(|((sort, about), value)| (Field::Each(*sort, about.clone()), value.clone())).collect()
    }

    fn set(&mut self, field: &Field, value: &str) -> bool {
        let Field::Each(sort, about) = field else { return false };
        self.0.insert((*sort, about.clone()), value.to_owned());
        true
    }
}

impl Marks {
    pub fn is_ticked(&self, sort: Each, about: &str) -> bool {
        self.text(sort, about) == TICK
    }

    pub fn text(&self, sort: Each, about: &str) -> &str {
        self.0.get(&(sort, about.to_owned())).map_or("", String::as_str)
    }

    pub fn tick(&mut self, sort: Each, about: &str) {
        self.write(sort, about, TICK);
    }

    fn write(&mut self, sort: Each, about: &str, text: &str) {
        self.0.insert((sort, about.to_owned()), text.to_owned());
    }

    /// What is ticked of a sort.
    pub fn ticked(&self, sort: Each) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |((of, _), value)| *of == sort && *value == TICK).map(|((_, about), _)| about.as_str())
    }
}

/// The value of a box that is ticked.
const TICK: &str = "yes";

/// The most characters of a text with a target on each line: 10,000 ids are refused with a sentence, and not by the size
/// of the request.
pub const LINES_MAX: usize = 400_000;

/// The most digits of a place on the priority list.
pub const PLACE_DIGITS: usize = 4;

macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($(#[$of_one:meta])* $one:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$of_one])* $one,)*
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$one,)*];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$one => $text,)*
                }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

choices! {
    /// A rule that can be added.
    NewRule {
        Congress = "congress",
        Senate = "senate",
        House = "house",
        Delegation = "delegation",
        /// A committee, or another list with a name.
        List = "list",
        MissionsToUs = "missions-us",
        MissionsToUn = "missions-un",
        Capitals = "capitals",
        Own = "own",
    }
}

choices! {
    /// What becomes of targets that were chosen.
    Then {
        /// They are written to.
        Add = "add",
        /// They are left out.
        Exclude = "exclude",
        /// They are shown first, after those that are first already.
        First = "first",
    }
}

impl TargetsDraft {
    /// The form as it is before anything is typed. For a campaign with a treaty the states outside it are ticked, should a
    /// rule about states be added.
    pub fn of(Document { treaty, audience, .. }: &Document) -> Self {
        let mut marks = Marks::default();
        for (place, rule) in audience.rules.iter().enumerate() {
            match rule {
                Rule::Listed { name: None, targets } => {
                    for id in targets {
                        marks.tick(Each::Picked, id.as_str());
                    }
                }
                _ => marks.tick(Each::Rule, &place.to_string()),
            }
        }
        for (place, id) in audience.first.iter().enumerate() {
            marks.write(Each::Order, id.as_str(), &(place + 1).to_string());
        }
        for (id, reason) in &audience.excluded {
            marks.tick(Each::Excluded, id.as_str());
            marks.write(Each::Reason, id.as_str(), reason.as_str());
        }
        if treaty.is_some() {
            for status in SomeStates::outsiders().statuses {
                marks.tick(Each::Status, status.as_str());
            }
        }
        let treaty = treaty.as_ref().map(TreatyId::to_string).unwrap_or_default();
        Self { treaty, then: Then::Add.as_str().to_owned(), marks, ..Self::default() }
    }

    /// What it makes of the document that it was made of, or everything that is wrong.
    pub fn read(&self, document: &Document, directory: &Directory) -> Result<Targeted, Vec<FieldError>> {
        let mut errors = Vec::new();
        let treaty = collect(&mut errors, Field::Treaty, self.treaty(document, directory));
        let of = &document.audience;
        let mut audience =
            Audience { rules: self.kept_rules(of), first: self.first(of, &mut errors), excluded: self.excluded(of, &mut errors) };
        if let Some(rule) = self.new_rule(directory, &mut errors) {
            add(&mut audience, rule);
        }
        let chosen = self.chosen(directory, &mut errors);
        if !chosen.is_empty() {
            self.take(&mut audience, chosen, &mut errors);
        }
        if let Err(TooMany { of, count }) = audience.check() {
            errors.push(FieldError::new(self.field_of(of), AudienceProblem::TooMany(TooMany { of, count })));
        }
        match treaty {
            Some(treaty) if errors.is_empty() => Ok(Targeted { treaty, audience }),
            _ => Err(errors),
        }
    }

    fn treaty(&self, of: &Document, directory: &Directory) -> Result<Option<TreatyId>, Choice> {
        if self.treaty.is_empty() {
            return Ok(None);
        }
        let treaty = TreatyId::parse(&self.treaty).ok();
        let known = treaty.filter(|treaty| of.treaty.as_ref() == Some(treaty) || directory.treaty(treaty).is_some());
        known.ok_or(Choice::Treaty).map(Some)
    }

    /// The rules that still have a tick, and the targets that were chosen by hand.
    fn kept_rules(&self, of: &Audience) -> Vec<Rule> {
        let kept = |(place, rule): (usize, &Rule)| match rule {
            Rule::Listed { name: None, targets } => {
                let stays = |id: &&TargetId| self.marks.is_ticked(Each::Picked, id.as_str());
                let targets: BTreeSet<TargetId> = targets.iter().filter(stays).cloned().collect();
                (!targets.is_empty()).then_some(Rule::Listed { name: None, targets })
            }
            rule => self.marks.is_ticked(Each::Rule, &place.to_string()).then(|| rule.clone()),
        };
        of.rules.iter().enumerate().filter_map(kept).collect()
    }

    /// The priority list in the order of the numbers; who has none leaves it.
    fn first(&self, of: &Audience, errors: &mut Vec<FieldError>) -> Vec<TargetId> {
        let mut places: Vec<(u16, &TargetId)> = Vec::new();
        for id in &of.first {
            let typed = self.marks.text(Each::Order, id.as_str()).trim();
            if typed.is_empty() || places.iter().any(|(_, known)| *known == id) {
                continue;
            }
            let place = typed.parse().ok().filter(|place| (1..=9_999).contains(place));
            let field = Field::Each(Each::Order, id.to_string());
            if let Some(place) = collect(errors, field, place.ok_or(AudienceProblem::NoPlace { most: 9_999 })) {
                places.push((place, id));
            }
        }
        places.sort_by_key(|(place, _)| *place);
        places.into_iter().map(|(_, id)| id.clone()).collect()
    }

    /// Those who stay out, each with the reason as it stands now.
    fn excluded(&self, of: &Audience, errors: &mut Vec<FieldError>) -> BTreeMap<TargetId, Reason> {
        let stay = of.excluded.keys().filter(|id| self.marks.is_ticked(Each::Excluded, id.as_str()));
        stay.filter_map(|id| {
            let reason = Reason::parse(self.marks.text(Each::Reason, id.as_str()));
            Some((id.clone(), collect(errors, Field::Each(Each::Reason, id.to_string()), reason)?))
        })
        .collect()
    }

    fn new_rule(&self, directory: &Directory, errors: &mut Vec<FieldError>) -> Option<Rule> {
        if self.rule.is_empty() {
            return None;
        }
        let states = || self.states();
        Some(match collect(errors, Field::Rule, NewRule::parse(&self.rule).ok_or(Choice::Rule))? {
            NewRule::Congress => Rule::Congress,
            NewRule::Senate => Rule::Senate,
            NewRule::House => Rule::House,
            NewRule::Delegation => self.delegation(errors)?,
            NewRule::List => {
                let name = collect(errors, Field::ListName, ListName::parse(&self.list_name));
                let targets = lines(directory, &Field::List, &self.list, errors);
                let none = targets.as_ref().is_some_and(BTreeSet::is_empty);
                if none {
                    errors.push(FieldError::new(Field::List, domain::checked::TextError::Empty));
                }
                Rule::Listed { name: Some(name?), targets: targets? }
            }
            NewRule::MissionsToUs => Rule::Missions { to: Iso2::us(), states: states() },
            NewRule::MissionsToUn => Rule::Missions { to: Iso2::un(), states: states() },
            NewRule::Capitals => {
                Rule::Capitals { roles: self.marks.ticked(Each::Role).filter_map(CapitalRole::parse).collect(), states: states() }
            }
            NewRule::Own => Rule::Own { states: states() },
        })
    }

    fn delegation(&self, errors: &mut Vec<FieldError>) -> Option<Rule> {
        let state = collect(errors, Field::State, UsState::find(&self.state).ok_or(Choice::State))?;
        let district = match self.district.trim() {
            "" => None,
            typed => {
                let number = typed.parse().ok();
                let exists = |number: &u8| District::new(state.code, *number).is_some_and(District::exists);
                Some(collect(errors, Field::District, number.filter(exists).ok_or(Choice::District))?)
            }
        };
        Some(Rule::Delegation { state: state.code.to_owned(), district })
    }

    fn states(&self) -> SomeStates {
        SomeStates {
            statuses: self.marks.ticked(Each::Status).filter_map(Status::parse).collect(),
            regions: self.marks.ticked(Each::Region).filter_map(Region::parse).collect(),
        }
    }

    /// The targets that were ticked among those found, and those that were named.
    fn chosen(&self, directory: &Directory, errors: &mut Vec<FieldError>) -> BTreeSet<TargetId> {
        let found = self.marks.ticked(Each::Found).filter_map(|id| TargetId::parse(id).ok());
        let known = found.filter(|id| directory.target(id).is_some_and(domain::target::Target::is_current));
        let mut chosen: BTreeSet<TargetId> = known.collect();
        chosen.extend(lines(directory, &Field::These, &self.these, errors).unwrap_or_default());
        chosen
    }

    /// Does with the chosen targets what is asked for.
    fn take(&self, audience: &mut Audience, chosen: BTreeSet<TargetId>, errors: &mut Vec<FieldError>) {
        match collect(errors, Field::Then, Then::parse(&self.then).ok_or(Choice::Then)) {
            Some(Then::Add) => {
                // Whoever was left out and is chosen now is wanted.
                audience.excluded.retain(|id, _| !chosen.contains(id));
                add(audience, Rule::Listed { name: None, targets: chosen });
            }
            Some(Then::Exclude) => {
                if let Some(reason) = collect(errors, Field::Reason, Reason::parse(&self.reason)) {
                    audience.excluded.extend(chosen.into_iter().map(|id| (id, reason.clone())));
                }
            }
            Some(Then::First) => {
                let known: BTreeSet<TargetId> = audience.first.iter().cloned().collect();
                audience.first.extend(chosen.into_iter().filter(|id| !known.contains(id)));
            }
            None => {}
        }
    }

    /// The field at which there is too much of something.
    fn field_of(&self, of: Crowd) -> Field {
        match of {
            Crowd::Rules => Field::Rule,
            Crowd::Named if self.rule == NewRule::List.as_str() && self.these.trim().is_empty() => Field::List,
            Crowd::Named => Field::These,
            Crowd::First | Crowd::Excluded => Field::Then,
        }
    }
}

fn lines(directory: &Directory, field: &Field, text: &str, errors: &mut Vec<FieldError>) -> Option<BTreeSet<TargetId>> {
    resolve(directory, field, text).map_err(|wrong| errors.extend(wrong)).ok()
}

/// Adds a rule once. A list takes the place of the one of its name; what is chosen by hand comes to what was.
fn add(audience: &mut Audience, rule: Rule) {
    if let Rule::Listed { name, targets } = &rule {
        let same = audience.rules.iter_mut().find_map(|known| match known {
            Rule::Listed { name: of, targets } if of == name => Some(targets),
            _ => None,
        });
        if let Some(known) = same {
            if name.is_some() {
                known.clear();
            }
            known.extend(targets.iter().cloned());
            return;
        }
    }
    if !audience.rules.contains(&rule) {
        audience.rules.push(rule);
    }
}
