//! Class sets: thirty cards at a time, and a code to report them by.
//!
//! We store a set's code and which card goes to whom. Everything else on the cards, the first names above all, comes
//! with the request, is printed and is forgotten. To print a set again, it is typed again. Each card is a letter of its
//! own, so it is counted like any other card, and only once.

mod deal;
mod order;
mod print;
mod report;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    address::Stamp,
    campaign::{Campaign, Edition},
    channel::Channel,
    checked::LetterId,
    class::ClassCode,
    language::Language,
    notice::Notice,
    paper::{Layout, PaperFormat},
    state::Iso2,
    tally::Stage,
    target::{Target, TargetId},
};

use self::deal::deal;
pub use self::{
    deal::To,
    order::{ClassDraft, ClassOrder},
    report::{Posted, amend},
};
use crate::{
    asker::Origin,
    digest::sha256,
    ports::{Action, Allowance, ClassCard, ClassReads, ClassSet, DayCount, Reached, Writes},
    post::{Excess, count_today},
    refusal::{Missing, Refusal},
    supporter::finding,
    supporter::letters::Letters,
};

#[derive(Debug, Clone)]
pub struct Classes {
    pub letters: Letters,
    pub sets: Arc<dyn ClassReads>,
}

/// One card of a set, for a teacher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterCard {
    /// From 1.
    pub number: usize,
    pub name: String,
    pub whom: String,
    /// `None` where the office is no longer known.
    pub stamp: Option<Stamp>,
    pub printed: bool,
    pub posted: bool,
    /// Whether it is posted and counted in public.
    pub counted: bool,
}

impl Classes {
    /// The papers that a class prints on: sheets that a printer turns by itself, with several cards on each.
    pub fn formats(campaign: &Campaign) -> impl Iterator<Item = PaperFormat> {
        let several = |format: &PaperFormat| matches!(format.layout(), Layout::Cards { sheet, .. } if sheet.cards() > 1);
        campaign.document.ways.papers.iter().copied().filter(several)
    }

    /// Deals the cards. The same form sent again is the same set; a form that asks for something else is another set.
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
            To::Fewest => actions.tally(&campaign.id).await?.by_target,
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
            campaign: campaign.id.clone(),
            language: edition.language,
            country: order.country.clone(),
            made_at: clock.now(),
            suspect: false,
            cards: (1..).zip(targets).map(card).collect(),
        })
    }

    /// Keeps a set that was dealt, or finds the one that the same form made before. Refuses if as many were made from there
    /// today as may be.
    pub async fn keep(&self, mut dealt: ClassSet, from: Origin) -> Result<ClassSet, Refusal> {
        dealt.suspect = from.suspicion.is_some();
        let limit = self.letters.networks.class_sets(from.network).await?;
        loop {
            if let Some(kept) = add_set(&*self.letters.writes, &dealt, &limit).await? {
                return Ok(kept);
            }
            dealt.code = ClassCode::from_bytes(self.letters.ids.bytes());
        }
    }

    /// The set with a code, and its campaign. The campaign must still take letters.
    pub async fn find(&self, code: &str) -> Result<(Campaign, ClassSet), Refusal> {
        let missing = || Refusal::NotFound(Missing::ClassCode);
        let code = ClassCode::parse(code).map_err(|_| missing())?;
        let set = self.sets.class_set(code).await?.ok_or_else(missing)?;
        let campaign = self.letters.campaigns.named(&set.campaign).await?;
        self.letters.campaigns.must_be_open(&campaign)?;
        Ok((campaign, set))
    }

    /// The cards, each with its child and its target, for a reader in their language.
    pub fn roster(&self, set: &ClassSet, names: &[String], reader: Language) -> Vec<RosterCard> {
        let directory = self.letters.campaigns.directory.get();
        let card = |(index, card): (usize, &ClassCard)| {
            let target = directory.target(&card.target);
            RosterCard {
                number: index + 1,
                name: names.get(index).cloned().unwrap_or_default(),
                whom: target.map_or_else(|| card.target.to_string(), Target::name),
                stamp: target.and_then(|target| self.stamp(target, &set.country, reader)),
                printed: card.printed.at_all(),
                posted: card.posted.at_all(),
                counted: card.posted == Reached::Verified,
            }
        };
        set.cards.iter().enumerate().map(card).collect()
    }

    /// Notices about the targets that the cards go to: whose term has ended, and what else may no longer be true.
    pub fn aged(&self, set: &ClassSet) -> Vec<Notice> {
        let directory = self.letters.campaigns.directory.get();
        let ids: BTreeSet<&TargetId> = set.cards.iter().map(|card| &card.target).collect();
        let targets: Vec<&Target> = ids.into_iter().filter_map(|id| directory.target(id)).collect();
        finding::aged(&targets, self.letters.clock.now())
    }

    fn stamp(&self, target: &Target, from: &Iso2, reader: Language) -> Option<Stamp> {
        self.letters.places(target, from, reader).into_iter().next().map(|place| place.card)
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
            verified: if stage == Stage::Prepared { !set.suspect } else { card.printed != Reached::Unverified },
        }
    }
}

/// Stores a set, and gives the stored set of that name: this one, or that of an earlier, equal request. `None` says
/// that another set has its code; take another code. Only a new set counts against the limit.
pub async fn add_set(writes: &dyn Writes, set: &ClassSet, limit: &Allowance) -> Result<Option<ClassSet>, Refusal> {
    writes
        .write(async |work| {
            if work.add_class_set(set).await? {
                let count = DayCount::ClassSetsOfNetwork(&limit.network);
                count_today(work, limit.day, set.made_at, count, limit.most, Excess::ClassSets).await?;
            }
            Ok(work.class_set_named(&set.id).await?)
        })
        .await
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

/// The letter id of the n-th card of a set.
fn letter_of(set: &LetterId, number: usize) -> LetterId {
    named(&[b"class card", set.as_str().as_bytes(), &number.to_be_bytes()])
}

/// A name that does not reveal what it is made of.
fn named(parts: &[&[u8]]) -> LetterId {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sha256(parts)[..16]);
    LetterId::from_bytes(bytes)
}
