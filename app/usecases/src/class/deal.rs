//! Which card goes to whom.

use std::collections::BTreeMap;

use domain::{
    Date,
    campaign::Campaign,
    channel::Channel,
    checked::{FieldError, LetterId},
    directory::Directory,
    form::Field,
    problem::Problem,
    state::UsState,
    tally::Stages,
    target::{Target, TargetId},
};

use crate::{digest::digest, refusal::Refusal, supporter::finding};

/// Whom a class writes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// Both senators of a state and its members of the House, in turn.
    Delegation(&'static UsState),
    /// All to one office.
    One(TargetId),
    /// One office each in the countries (in Congress: in the states) that were sent the fewest letters so far.
    Fewest,
}

/// Deals this many cards. `sent` is what each target was sent so far. Between those sent equally few, the set's own
/// name decides, so that not every class begins with the first of the alphabet.
pub(super) fn deal(
    directory: &Directory,
    campaign: &Campaign,
    to: &To,
    cards: u8,
    sent: &BTreeMap<TargetId, Stages>,
    id: &LetterId,
    today: Date,
) -> Result<Vec<TargetId>, Refusal> {
    let reached = |target: &&Target| campaign.document.ways.to(target).contains(&Channel::Postcard);
    let audience = || finding::audience(directory, campaign, today).filter(reached);
    let cards = usize::from(cards);
    match to {
        To::Delegation(state) => {
            let of_state: Vec<&Target> =
                audience().filter(|target| target.seat().is_some_and(|seat| seat.state == state.code)).collect();
            let nobody = || refuse(Field::State, Problem::NobodyFrom(state));
            if of_state.is_empty() { Err(nobody()) } else { Ok(in_turn(&of_state, cards)) }
        }
        To::One(id) => match audience().find(|target| target.id == *id) {
            Some(target) => Ok(vec![target.id.clone(); cards]),
            None => Err(refuse(Field::Target, Problem::NoCardsToOffice)),
        },
        To::Fewest => {
            let so_far = finding::sent_by_group(directory, sent);
            let mut groups: BTreeMap<(bool, String), Vec<&Target>> = BTreeMap::new();
            for target in audience() {
                groups.entry(finding::group(target)).or_default().push(target);
            }
            let mut groups: Vec<_> = groups.into_iter().collect();
            groups.sort_by_cached_key(|(name, _)| {
                (so_far.get(name).copied().unwrap_or_default(), digest(&[id.as_str().as_bytes(), name.1.as_bytes()]))
            });
            let nobody = || refuse(Field::To, Problem::NoOfficeTakesCards);
            if groups.is_empty() {
                return Err(nobody());
            }
            let nth = |card: usize| {
                let (_, targets) = &groups[card % groups.len()];
                targets[card / groups.len() % targets.len()].id.clone()
            };
            Ok((0..cards).map(nth).collect())
        }
    }
}

fn in_turn(targets: &[&Target], cards: usize) -> Vec<TargetId> {
    targets.iter().cycle().take(cards).map(|target| target.id.clone()).collect()
}

fn refuse(field: Field, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![FieldError::new(field, problem)])
}
