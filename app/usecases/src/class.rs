//! Class sets: thirty cards at a time, and a code to report them by.
//!
//! A set is a code, and which card goes to whom. Everything else that stands on the cards, first names before all, is
//! in the request, is printed and is forgotten: to print a set again, it is typed again. Each card is a letter of its
//! own, so that it is counted like any other card, and once.

mod deal;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    campaign::{Campaign, Edition},
    channel::Channel,
    checked::{FieldError, LetterId, collect},
    class::{ClassCode, parse_count, parse_names},
    form::Field,
    letter::Draft,
    paper::{Flip, Layout, PaperFormat},
    sender,
    state::{Iso2, UsState},
    tally::Stage,
    target::{Target, TargetId},
    template::Template,
};

pub use self::deal::To;
use self::deal::deal;
use crate::{
    digest::sha256,
    networks::Network,
    ports::press::{Cover, Front, Piece, PressError, PrintJob, RosterLine},
    ports::{Action, ActionKey, Allowance, ClassCard, ClassReads, ClassSet, Reached, StoreError, Writes},
    refusal::{Missing, Refusal},
    supporter::finding,
    supporter::letters::{Letters, Paper},
};

#[derive(Debug, Clone)]
pub struct Classes {
    pub letters: Letters,
    pub sets: Arc<dyn ClassReads>,
}

domain::form! {
    /// The form of a class set: what a teacher typed, as it was typed.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct ClassDraft {
        cards: String = Cards,
        /// `delegation`, `one` or `fewest`.
        to: String = To,
        /// USPS code, for a delegation.
        state: String = State,
        /// For one office.
        target: String = Target,
        /// First names, one a line.
        names: String = Names,
        /// The letter's text; without, lines to write on by hand.
        typed: bool = Typed,
        format: String = Format,
        flip: String = Flip,
        /// The picture side: `title`, `frame`, or an artwork of the campaign.
        artwork: String = Artwork,
        /// With a QR code to the campaign's page.
        qr: bool = Qr,
        ..
        /// What all cards have in common. Its name is not used.
        draft: Draft,
    }
}

impl ClassDraft {
    /// The fields that say how a set is dealt. To one that is dealt already they say nothing.
    pub const DEALING: [Field; 4] = [Field::Cards, Field::To, Field::State, Field::Target];
}

/// What a teacher typed, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassOrder {
    pub cards: u8,
    /// `None` for a set that is dealt already.
    pub to: Option<To>,
    /// At most one for each card; the cards after them have none.
    pub names: Vec<String>,
    pub typed: bool,
    pub format: PaperFormat,
    pub flip: Flip,
    pub artwork: String,
    pub code: bool,
    pub draft: Draft,
    pub country: Iso2,
}

impl ClassOrder {
    fn paper(&self) -> Paper {
        Paper {
            format: self.format,
            flip: self.flip,
            bleed: false,
            post_to: String::new(),
            typed: self.typed,
            artwork: self.artwork.clone(),
            code: self.code,
        }
    }
}

/// One card of a set, for a teacher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterCard {
    /// From 1.
    pub number: usize,
    pub name: String,
    pub whom: String,
    pub stamp: String,
    pub printed: bool,
    pub posted: bool,
    /// Whether it is posted and stands in the public number.
    pub counted: bool,
}

/// What a teacher says was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// So many in all, whichever they are.
    Count(usize),
    /// These and no others, by their numbers from 1.
    Cards(BTreeSet<usize>),
}

/// Stands where a name would, to be signed on.
const UNSIGNED: &str = "____________________";

impl Classes {
    /// The papers that a class prints on: sheets that a printer turns by itself, with several cards on each.
    pub fn formats() -> impl Iterator<Item = PaperFormat> {
        let several = |format: &PaperFormat| matches!(format.layout(), Layout::Cards { sheet, .. } if sheet.cards() > 1);
        PaperFormat::ALL.into_iter().filter(several)
    }

    /// Checks what was typed, and reports all that is wrong at once. `of` is the set that is printed again.
    pub fn check(&self, edition: &Edition, typed: &ClassDraft, of: Option<&ClassSet>) -> Result<ClassOrder, Refusal> {
        let mut errors = Vec::new();
        let cards = match of {
            Some(set) => u8::try_from(set.cards.len()).ok(),
            None => collect(&mut errors, Field::Cards, parse_count(&typed.cards)),
        };
        let names = cards.and_then(|cards| collect(&mut errors, Field::Names, parse_names(&typed.names, cards)));
        let to = if of.is_some() { None } else { to(typed, &mut errors) };
        let format = PaperFormat::parse(&typed.format).filter(|format| Self::formats().any(|known| known == *format));
        let format = collect(&mut errors, Field::Format, format.ok_or("Choose one of the papers offered."));
        let flip = if typed.flip.is_empty() { Some(Flip::default()) } else { Flip::parse(&typed.flip) };
        let flip = collect(&mut errors, Field::Flip, flip.ok_or("Choose how your printer turns the sheet."));
        // A set that is printed again is posted from where it was dealt for: its stamps and its count go by that.
        let from = of.map_or_else(|| typed.draft.country.clone(), |set| set.country.to_string());
        let draft = Draft { name: UNSIGNED.to_owned(), country: from, ..typed.draft.clone() };
        let country = collect(&mut errors, Field::Country, draft.country());
        if typed.typed {
            if let Err(Refusal::Invalid(wrong)) = self.letters.check_draft(edition, &draft) {
                errors.extend(wrong.into_iter().filter(|error| error.field != Field::Country));
            }
        } else {
            collect(&mut errors, Field::Address, draft.return_address());
        }
        if let Some(Err(Refusal::Invalid(wrong))) = country.as_ref().map(|country| self.letters.must_be_listed(country)) {
            errors.extend(wrong);
        }
        match (cards, names, format, flip, country) {
            (Some(cards), Some(names), Some(format), Some(flip), Some(country)) if errors.is_empty() => {
                let (artwork, code) = (typed.artwork.clone(), typed.qr);
                Ok(ClassOrder { cards, to, names, typed: typed.typed, format, flip, artwork, code, draft, country })
            }
            _ => Err(Refusal::Invalid(errors)),
        }
    }

    /// Deals the cards. The same form sent again is the same set; one that asks for something else is another.
    pub async fn deal(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        order: &ClassOrder,
        form: &LetterId,
    ) -> Result<ClassSet, Refusal> {
        let Letters { campaigns, actions, clock, ids, .. } = &self.letters;
        campaigns.must_be_open(campaign)?;
        let Some(to) = &order.to else { return Err(Refusal::NotFound(Missing::ClassCode)) };
        let id = &name_of(form, campaign, edition, order, to);
        let sent = match to {
            To::Fewest => actions.tally(&campaign.slug).await?.by_target,
            To::Delegation(_) | To::One(_) => BTreeMap::new(),
        };
        let targets = deal(&campaigns.directory.get(), campaign, to, order.cards, &sent, id, clock.today())?;
        let card = |(number, target): (usize, TargetId)| ClassCard {
            letter: letter_of(id, number),
            target,
            printed: Reached::No,
            posted: Reached::No,
        };
        Ok(ClassSet {
            code: ClassCode::from_bytes(ids.bytes()),
            id: id.clone(),
            campaign: campaign.slug.clone(),
            language: edition.language,
            country: order.country.clone(),
            made_at: clock.now(),
            cards: (1..).zip(targets).map(card).collect(),
        })
    }

    /// Keeps a set that was dealt, or finds the one that the same form made before.
    pub async fn keep(&self, mut dealt: ClassSet) -> Result<ClassSet, Refusal> {
        loop {
            if let Some(kept) = add_set(&*self.letters.writes, &dealt).await? {
                return Ok(kept);
            }
            dealt.code = ClassCode::from_bytes(self.letters.ids.bytes());
        }
    }

    /// The set of a code, and its campaign, as long as that takes letters.
    pub async fn find(&self, code: &str) -> Result<(Campaign, ClassSet), Refusal> {
        let missing = || Refusal::NotFound(Missing::ClassCode);
        let code = ClassCode::parse(code).map_err(|_| missing())?;
        let set = self.sets.class_set(code).await?.ok_or_else(missing)?;
        let campaign = self.letters.campaigns.get(set.campaign.as_str()).await?;
        self.letters.campaigns.must_be_open(&campaign)?;
        Ok((campaign, set))
    }

    /// Which card is whose, and goes to whom.
    pub fn roster(&self, set: &ClassSet, names: &[String]) -> Vec<RosterCard> {
        let directory = self.letters.campaigns.directory.get();
        let card = |(index, card): (usize, &ClassCard)| {
            let target = directory.target(&card.target);
            RosterCard {
                number: index + 1,
                name: names.get(index).cloned().unwrap_or_default(),
                whom: target.map_or_else(|| card.target.to_string(), Target::name),
                stamp: target.map_or_else(String::new, |target| self.stamp(target, &set.country)),
                printed: card.printed.at_all(),
                posted: card.posted.at_all(),
                counted: card.posted == Reached::Verified,
            }
        };
        set.cards.iter().enumerate().map(card).collect()
    }

    /// Whose term has ended of those to whom the cards go, or what else of them may not be true any more.
    pub fn stale(&self, set: &ClassSet) -> Vec<String> {
        let directory = self.letters.campaigns.directory.get();
        let ids: BTreeSet<&TargetId> = set.cards.iter().map(|card| &card.target).collect();
        let targets: Vec<&Target> = ids.into_iter().filter_map(|id| directory.target(id)).collect();
        finding::stale_notices(&targets, self.letters.clock.now())
    }

    fn stamp(&self, target: &Target, from: &Iso2) -> String {
        self.letters.places(target, from).into_iter().next().map(|place| place.card).unwrap_or_default()
    }

    /// What the press would be given for these cards.
    async fn job(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        set: &ClassSet,
        order: &ClassOrder,
        wanted: &[usize],
    ) -> Result<PrintJob, Refusal> {
        // All cards of a set have the same picture.
        let front = self.letters.artworks.front(campaign, edition, &order.artwork, order.code).await?;
        let mut opened = BTreeMap::new();
        let mut pieces = Vec::with_capacity(wanted.len());
        for number in wanted {
            let card = &set.cards[number - 1];
            if !opened.contains_key(&card.target) {
                let gone = || {
                    let message = format!("Card {number}: the campaign does not write to this office any more. Make a new set.");
                    Refusal::Invalid(vec![FieldError::new(Field::To, message)])
                };
                let open = self.letters.campaigns.open_for(campaign, edition, &card.target).ok_or_else(gone)?;
                self.letters.may_leave(&open, Channel::Postcard)?;
                opened.insert(card.target.clone(), open);
            }
            let Some(opened) = opened.get(&card.target) else { continue };
            let name = order.names.get(number - 1).map_or("", String::as_str);
            pieces.push(self.piece(opened, order, name, front.clone())?);
        }
        let cover = Some(self.cover(edition, set, order));
        let title = format!("{}: {}", edition.title, set.code);
        let (format, flip, language) = (order.format, order.flip, edition.language);
        Ok(PrintJob { format, flip, bleed: false, title, language, pieces, cover })
    }

    /// Sets the type of a whole set and prints nothing, so that what does not fit is said while it can be changed.
    pub async fn try_out(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        set: &ClassSet,
        order: &ClassOrder,
    ) -> Result<(), Refusal> {
        let all: Vec<usize> = (1..=set.cards.len()).collect();
        let job = self.job(campaign, edition, set, order, &all).await?;
        self.letters
            .press
            .work(move |press| Ok(press.check(&job)))
            .await?
            .map_err(|error| refused(order, &edition.template, error))
    }

    /// Makes the PDF of a set, or of one of its cards alone (`only`, from 1), and counts what is printed as prepared.
    pub async fn print(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        set: &ClassSet,
        order: &ClassOrder,
        only: Option<usize>,
        from: Network,
    ) -> Result<Vec<u8>, Refusal> {
        let wanted: Vec<usize> = match only {
            Some(number) if (1..=set.cards.len()).contains(&number) => vec![number],
            Some(_) => {
                let message = format!("This set has the cards 1 to {}.", set.cards.len());
                return Err(Refusal::Invalid(vec![FieldError::new(Field::Only, message)]));
            }
            None => (1..=set.cards.len()).collect(),
        };
        let mut job = self.job(campaign, edition, set, order, &wanted).await?;
        if only.is_some() {
            job.cover = None;
        }
        let printed = self.letters.press.work(move |press| Ok(press.print(&job))).await?;
        let pdf = printed.map_err(|error| refused(order, &edition.template, error))?;
        let prepared: Vec<Action> =
            wanted.iter().map(|number| self.action(set, &set.cards[number - 1], Stage::Prepared)).collect();
        let allowance = self.letters.networks.allowance(from).await?;
        amend(&*self.letters.writes, &prepared, &BTreeSet::new(), Some(&allowance)).await?;
        Ok(pdf)
    }

    fn piece(
        &self,
        opened: &crate::supporter::campaigns::Opened,
        order: &ClassOrder,
        name: &str,
        front: Front,
    ) -> Result<Piece, Refusal> {
        let draft = if name.is_empty() { order.draft.clone() } else { Draft { name: name.to_owned(), ..order.draft.clone() } };
        let (mut piece, _) = self.letters.piece(opened, &draft, &order.paper(), front)?;
        // Above the school's address stands whose card it is, if that is known. A letter is signed with it anyway.
        let school = order.draft.return_address().unwrap_or_default();
        let alone = !order.typed && !name.is_empty() && school.is_empty();
        piece.return_address = if alone { vec![name.to_owned()] } else { sender::lines(name, school) };
        Ok(piece)
    }

    fn action(&self, set: &ClassSet, card: &ClassCard, stage: Stage) -> Action {
        Action {
            letter: card.letter.clone(),
            campaign: set.campaign.clone(),
            target: card.target.clone(),
            channel: Channel::Postcard,
            stage,
            country: set.country.clone(),
            at: self.letters.clock.now(),
            verified: stage == Stage::Prepared || card.printed != Reached::Unverified,
        }
    }

    fn cover(&self, edition: &Edition, set: &ClassSet, order: &ClassOrder) -> Cover {
        let roster = self.roster(set, &order.names);
        let mut stamps: BTreeMap<&str, usize> = BTreeMap::new();
        for card in &roster {
            *stamps.entry(card.stamp.as_str()).or_default() += 1;
        }
        let report = self.letters.links.class_report(set.code);
        Cover {
            title: edition.title.clone(),
            steps: steps(order, &stamps),
            code: set.code.to_string(),
            report_at: report.typed().to_owned(),
            report_url: report.to_string(),
            roster: roster
                .into_iter()
                .map(|RosterCard { number, name, whom, stamp, .. }| RosterLine { number, name, whom, stamp })
                .collect(),
        }
    }

    /// The teacher says what was posted: once, in parts, or again to correct it. The tally follows.
    pub async fn report(&self, set: &ClassSet, posted: &Posted, from: Network) -> Result<ClassSet, Refusal> {
        let refuse = |message: String| Err(Refusal::Invalid(vec![FieldError::new(Field::Posted, message)]));
        let printed = set.cards.iter().filter(|card| card.printed.at_all()).count();
        if printed == 0 {
            return refuse("This set has not been printed yet. Print it first, from the page that made it.".to_owned());
        }
        let now: BTreeSet<usize> = match posted {
            Posted::Count(count) if *count > printed => {
                return refuse(format!("Of this set {printed} cards were printed. Enter how many of them were posted, in all."));
            }
            Posted::Count(count) => first_posted(&set.cards, *count),
            Posted::Cards(cards) => {
                let was_printed = |number: usize| {
                    number.checked_sub(1).and_then(|index| set.cards.get(index)).is_some_and(|card| card.printed.at_all())
                };
                match cards.iter().find(|number| !was_printed(**number)) {
                    Some(number) => return refuse(format!("Card {number} was not printed, so that it cannot be posted.")),
                    None => cards.clone(),
                }
            }
        };
        let (mut new, mut gone) = (Vec::new(), BTreeSet::new());
        for (index, card) in set.cards.iter().enumerate() {
            match (card.posted.at_all(), now.contains(&(index + 1))) {
                (false, true) => new.push(self.action(set, card, Stage::Confirmed)),
                (true, false) => {
                    gone.insert((card.letter.clone(), Channel::Postcard, Stage::Confirmed));
                }
                (true, true) | (false, false) => {}
            }
        }
        let allowance = self.letters.networks.allowance(from).await?;
        amend(&*self.letters.writes, &new, &gone, Some(&allowance)).await?;
        self.sets.class_set(set.code).await?.ok_or(Refusal::NotFound(Missing::ClassCode))
    }
}

/// Stores a set, and gives the one of that name: this one, or that of an earlier, equal request. `None`: its code is another
/// set's; take another one.
pub async fn add_set(writes: &dyn Writes, set: &ClassSet) -> Result<Option<ClassSet>, StoreError> {
    writes
        .write(async |work| {
            work.add_class_set(set).await?;
            work.class_set_named(&set.id).await
        })
        .await
}

/// Counts actions and takes others back together. What was counted before is not counted again, and what is not there is not
/// taken.
pub async fn amend(
    writes: &dyn Writes,
    new: &[Action],
    gone: &BTreeSet<ActionKey>,
    allowance: Option<&Allowance>,
) -> Result<(), StoreError> {
    writes
        .write(async |work| {
            for action in gone {
                work.take_back(action.clone(), allowance);
            }
            for action in new {
                work.count(action.clone(), allowance);
            }
            Ok(())
        })
        .await
}

/// What the press does not print, beside the field that it came from. A missing letter may stand in any of them.
fn refused(order: &ClassOrder, template: &Template, error: PressError) -> Refusal {
    let missing = |name: &String| matches!(&error, PressError::MissingGlyph { characters, .. } if name.chars().any(|c| characters.contains(c)));
    if order.names.iter().any(missing) {
        return Refusal::Invalid(vec![FieldError::new(Field::Names, error)]);
    }
    Refusal::of_letter(error, order.format, &order.draft, template)
}

/// The name of the set that a form makes.
fn name_of(form: &LetterId, campaign: &Campaign, edition: &Edition, order: &ClassOrder, to: &To) -> LetterId {
    let (kind, whom) = match to {
        To::Delegation(state) => ("delegation", state.code),
        To::One(target) => ("one", target.as_str()),
        To::Fewest => ("fewest", ""),
    };
    let words = [form.as_str(), campaign.slug.as_str(), edition.language.tag(), order.country.as_str(), kind, whom];
    let cards = [order.cards];
    let parts: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).chain([&cards[..]]).collect();
    named(&parts)
}

/// The letter that the n-th card of a set is.
fn letter_of(set: &LetterId, number: usize) -> LetterId {
    named(&[b"class card", set.as_str().as_bytes(), &number.to_be_bytes()])
}

/// A name that says nothing of what it is made of.
fn named(parts: &[&[u8]]) -> LetterId {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sha256(parts)[..16]);
    LetterId::from_bytes(bytes)
}

/// So many posted cards: those that are known to be first, then others in their order.
fn first_posted(cards: &[ClassCard], count: usize) -> BTreeSet<usize> {
    let numbered = || cards.iter().enumerate().filter(|(_, card)| card.printed.at_all());
    let known = numbered().filter(|(_, card)| card.posted.at_all());
    let others = numbered().filter(|(_, card)| !card.posted.at_all());
    known.chain(others).map(|(index, _)| index + 1).take(count).collect()
}

fn to(typed: &ClassDraft, errors: &mut Vec<FieldError>) -> Option<To> {
    match typed.to.as_str() {
        "delegation" => collect(errors, Field::State, UsState::find(&typed.state).ok_or("Choose a state.")).map(To::Delegation),
        "one" => collect(
            errors,
            Field::Target,
            TargetId::parse(&typed.target).map_err(|_| "Choose an office from the campaign’s list."),
        )
        .map(To::One),
        "fewest" => Some(To::Fewest),
        _ => {
            errors.push(FieldError::new(Field::To, "Choose to whom the class writes."));
            None
        }
    }
}

/// What a teacher does with the sheets, in order.
fn steps(order: &ClassOrder, stamps: &BTreeMap<&str, usize>) -> Vec<String> {
    let edge = order.flip.edge();
    let stamps = match stamps.iter().map(|(stamp, count)| (*stamp, *count)).collect::<Vec<_>>().as_slice() {
        [(stamp, _)] => format!("Put {stamp} on each card. An adult posts them."),
        several => {
            let each: Vec<String> = several
                .iter()
                .map(|(stamp, count)| format!("{count} {} {stamp}", if *count == 1 { "needs" } else { "need" }))
                .collect();
            format!("Put a stamp on each card, as the list says: {}. An adult posts them.", each.join(", "))
        }
    };
    let write = if order.typed {
        "Hand the cards out by the list on the back of this sheet. Each child reads the card and signs it."
    } else {
        "Hand the cards out by the list on the back of this sheet. Each child writes a card and signs it."
    };
    let perforated = matches!(order.format.layout(), Layout::Cards { sheet, .. } if sheet.cut_marks.is_empty());
    let apart =
        if perforated { "Tear the cards apart along the perforation." } else { "Cut along the marks on the picture sides." };
    vec![
        format!(
            "Print on both sides, at 100 % (“actual size”), flip on {edge}. Try with this sheet first: the list has to be on its back."
        ),
        "Lay a ruler to the mark at the foot of this page. If it is not as long as it says, the printer shrinks: switch “fit to page” off."
            .to_owned(),
        apart.to_owned(),
        write.to_owned(),
        stamps,
        "Report how many were posted, so that they count. You can do it in parts, and correct it.".to_owned(),
    ]
}
