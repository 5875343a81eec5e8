//! Channels and stages, and the sums that organisers and the public see.
//!
//! A tally never mixes intent with delivery: what was prepared, what the supporter says was sent, and what a
//! mail server took are three numbers, side by side.

use std::{collections::BTreeMap, ops::Index};

use serde::{Deserialize, Serialize};

use crate::{Date, channel::Channel, state::Iso2, target::TargetId};

/// How far a letter came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// PDF made, mail app offered, text offered to copy, relay asked for.
    Prepared,
    /// Relay: the supporter clicked the link in our mail. All others: the supporter says so.
    Confirmed,
    /// Relay: the target's mail server took it.
    Accepted,
    /// Relay: it came back, or could not be sent at all.
    Bounced,
    /// Relay: nothing came back for two days after the target's mail server took it.
    Settled,
    /// Relay: three weeks later the supporter said that the office had answered.
    Answered,
}

impl Stage {
    pub const ALL: [Self; 6] = [Self::Prepared, Self::Confirmed, Self::Accepted, Self::Bounced, Self::Settled, Self::Answered];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Confirmed => "confirmed",
            Self::Accepted => "accepted",
            Self::Bounced => "bounced",
            Self::Settled => "settled",
            Self::Answered => "answered",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

/// One number for each stage: `stages[Stage::Confirmed]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stages([u64; Stage::ALL.len()]);

impl Stages {
    pub fn add(&mut self, stage: Stage, count: u64) {
        self.0[stage as usize] += count;
    }

    /// Every stage with its number, in the order of [`Stage::ALL`].
    pub fn iter(self) -> impl Iterator<Item = (Stage, u64)> {
        Stage::ALL.into_iter().zip(self.0)
    }

    /// Letters that were sent, as far as anybody can know: those said to be sent, less those that came back.
    pub fn sent(self) -> u64 {
        self[Stage::Confirmed].saturating_sub(self[Stage::Bounced])
    }

    /// The fewest letters that these numbers can come from: a letter is in each stage once at most.
    pub fn letters(self) -> u64 {
        self.0.into_iter().max().unwrap_or_default()
    }
}

impl Index<Stage> for Stages {
    type Output = u64;

    fn index(&self, stage: Stage) -> &u64 {
        &self.0[stage as usize]
    }
}

impl FromIterator<(Stage, u64)> for Stages {
    fn from_iter<I: IntoIterator<Item = (Stage, u64)>>(counts: I) -> Self {
        let mut stages = Self::default();
        for (stage, count) in counts {
            stages.add(stage, count);
        }
        stages
    }
}

impl<const N: usize> From<[(Stage, u64); N]> for Stages {
    /// A stage that is not named has none.
    fn from(counts: [(Stage, u64); N]) -> Self {
        counts.into_iter().collect()
    }
}

impl std::iter::Sum for Stages {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.flat_map(Self::iter).collect()
    }
}

/// The sides along which actions are summed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Channel(Channel),
    Target(TargetId),
    Day(Date),
    /// Where the supporter posts from.
    Country(Iso2),
}

/// So many letters of one campaign reached one stage, along one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub side: Side,
    pub stage: Stage,
    pub count: u64,
}

/// The sums of one campaign. Every side adds up to the same, [`Tally::all`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub by_channel: BTreeMap<Channel, Stages>,
    pub by_target: BTreeMap<TargetId, Stages>,
    pub by_day: BTreeMap<Date, Stages>,
    pub by_country: BTreeMap<Iso2, Stages>,
}

impl FromIterator<Sum> for Tally {
    fn from_iter<I: IntoIterator<Item = Sum>>(sums: I) -> Self {
        let mut tally = Self::default();
        for Sum { side, stage, count } in sums {
            match side {
                Side::Channel(channel) => tally.by_channel.entry(channel).or_default(),
                Side::Target(target) => tally.by_target.entry(target).or_default(),
                Side::Day(day) => tally.by_day.entry(day).or_default(),
                Side::Country(country) => tally.by_country.entry(country).or_default(),
            }
            .add(stage, count);
        }
        tally
    }
}

impl Tally {
    pub fn all(&self) -> Stages {
        self.by_channel.values().copied().sum()
    }

    /// The one number that is shown large: letters sent.
    pub fn total(&self) -> u64 {
        self.all().sent()
    }

    /// Countries as the public may see them: a count below [`Self::FEWEST_SHOWN`] could be a person.
    pub fn public_countries(&self) -> impl Iterator<Item = (&Iso2, &Stages)> {
        self.by_country.iter().filter(|(_, stages)| stages.letters() >= Self::FEWEST_SHOWN)
    }

    /// Counts below this are not shown per country in public.
    pub const FEWEST_SHOWN: u64 = 5;
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn sum(side: Side, stage: Stage, count: u64) -> Sum {
        Sum { side, stage, count }
    }

    #[test]
    fn channels_and_stages_are_found_by_their_words() {
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.as_str()), Some(channel));
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.as_str());
        }
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.as_str()), Some(stage));
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.as_str());
            assert_eq!(Stage::ALL[stage as usize], stage, "numbers stand in this order");
        }
        assert_eq!(Channel::parse("fax"), None);
        assert_eq!(Stage::parse("Prepared"), None);
    }

    #[test]
    fn a_total_is_what_was_sent_less_what_came_back() {
        let tally: Tally = [
            sum(Side::Channel(Channel::Postcard), Stage::Prepared, 5),
            sum(Side::Channel(Channel::Postcard), Stage::Confirmed, 3),
            sum(Side::Channel(Channel::Relay), Stage::Confirmed, 2),
            sum(Side::Channel(Channel::Relay), Stage::Bounced, 1),
            sum(Side::Day(date(2026, 1, 1)), Stage::Confirmed, 5),
        ]
        .into_iter()
        .collect();
        assert_eq!(tally.all(), Stages::from([(Stage::Prepared, 5), (Stage::Confirmed, 5), (Stage::Bounced, 1)]));
        assert_eq!(tally.total(), 4);
    }

    #[test]
    fn preparing_a_letter_is_not_sending_it() {
        let tally: Tally = [sum(Side::Channel(Channel::Letter), Stage::Prepared, 150)].into_iter().collect();
        assert_eq!(tally.total(), 0);
    }

    #[test]
    fn four_letters_from_a_country_are_not_shown_in_public_five_are() {
        let country = |code: &str| Side::Country(Iso2::parse(code).unwrap());
        let tally: Tally = [sum(country("NU"), Stage::Prepared, 4), sum(country("CA"), Stage::Prepared, 5)].into_iter().collect();
        assert_eq!(tally.public_countries().map(|(country, _)| country.as_str()).collect::<Vec<_>>(), ["CA"]);
    }
}
