//! A teacher says what was posted: once, in parts, or again to correct it.

use std::collections::BTreeSet;

use domain::{channel::Channel, checked::FieldError, form::Field, problem::Problem, tally::Stage};

use super::Classes;
use crate::{
    networks::Network,
    ports::{Action, ActionKey, Allowance, ClassCard, ClassSet, StoreError, Writes},
    refusal::{Missing, Refusal},
};

/// The cards reported as posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// This many in all, whichever they are.
    Count(usize),
    /// These and no others, by their numbers from 1.
    Cards(BTreeSet<usize>),
}

impl Classes {
    /// The teacher says what was posted: once, in parts, or again to correct it. The tally follows.
    pub async fn report(&self, set: &ClassSet, posted: &Posted, from: Network) -> Result<ClassSet, Refusal> {
        let refuse = |problem: Problem| Err(Refusal::Invalid(vec![FieldError::new(Field::Posted, problem)]));
        let printed = set.cards.iter().filter(|card| card.printed.at_all()).count();
        if printed == 0 {
            return refuse(Problem::NotPrinted);
        }
        let now: BTreeSet<usize> = match posted {
            Posted::Count(count) if *count > printed => {
                return refuse(Problem::MoreThanPrinted { printed });
            }
            Posted::Count(count) => first_posted(&set.cards, *count),
            Posted::Cards(cards) => {
                let was_printed = |number: usize| {
                    number.checked_sub(1).and_then(|index| set.cards.get(index)).is_some_and(|card| card.printed.at_all())
                };
                match cards.iter().find(|number| !was_printed(**number)) {
                    Some(number) => return refuse(Problem::CardNotPrinted { card: *number }),
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

/// Counts some actions and takes others back, together. An action is not counted twice, and one that is not there is
/// not taken back.
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

/// The numbers of `count` posted cards: first those known to be posted, then others in order.
fn first_posted(cards: &[ClassCard], count: usize) -> BTreeSet<usize> {
    let numbered = || cards.iter().enumerate().filter(|(_, card)| card.printed.at_all());
    let known = numbered().filter(|(_, card)| card.posted.at_all());
    let others = numbered().filter(|(_, card)| !card.posted.at_all());
    known.chain(others).map(|(index, _)| index + 1).take(count).collect()
}
