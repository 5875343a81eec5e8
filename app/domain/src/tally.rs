//! Channels and stages, and the sums that organisers and the public see.
//!
//! A tally never mixes intent with delivery: what was prepared, what the supporter says was sent, and what a
//! mail server took are three numbers, side by side.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Date, target::TargetId};

/// How a letter leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The supporter's own mail app or webmail.
    OwnMail,
    /// Our server sends it, once the supporter has confirmed from their mailbox.
    Relay,
    /// Copied into the office's web form.
    WebForm,
    Postcard,
    /// Paper in an envelope.
    Letter,
}

impl Channel {
    pub const ALL: [Self; 5] = [Self::OwnMail, Self::Relay, Self::WebForm, Self::Postcard, Self::Letter];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnMail => "own_mail",
            Self::Relay => "relay",
            Self::WebForm => "web_form",
            Self::Postcard => "postcard",
            Self::Letter => "letter",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == text)
    }

    /// In a table's first column.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OwnMail => "Own mail app",
            Self::Relay => "Sent by us",
            Self::WebForm => "Office's web form",
            Self::Postcard => "Postcard",
            Self::Letter => "Letter by post",
        }
    }

    /// Whether "I posted it" is what the supporter says afterwards, rather than "I sent it".
    pub const fn is_paper(self) -> bool {
        matches!(self, Self::Postcard | Self::Letter)
    }
}

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
    /// Relay: it came back.
    Bounced,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Prepared, Self::Confirmed, Self::Accepted, Self::Bounced];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Confirmed => "confirmed",
            Self::Accepted => "accepted",
            Self::Bounced => "bounced",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

/// One number for each stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stages {
    pub prepared: u64,
    pub confirmed: u64,
    pub accepted: u64,
    pub bounced: u64,
}

impl Stages {
    pub fn add(&mut self, stage: Stage, count: u64) {
        *match stage {
            Stage::Prepared => &mut self.prepared,
            Stage::Confirmed => &mut self.confirmed,
            Stage::Accepted => &mut self.accepted,
            Stage::Bounced => &mut self.bounced,
        } += count;
    }

    /// Letters that were sent, as far as anybody can know: said to be, less those that came back.
    pub fn sent(self) -> u64 {
        self.confirmed.saturating_sub(self.bounced)
    }
}

/// A sum of actions: so many letters of one campaign to one target reached one stage, by one channel, on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub target: TargetId,
    pub channel: Channel,
    pub stage: Stage,
    pub day: Date,
    pub count: u64,
}

/// The sums of one campaign along each of its sides. Every side adds up to [`Tally::all`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub all: Stages,
    pub by_channel: BTreeMap<Channel, Stages>,
    pub by_target: BTreeMap<TargetId, Stages>,
    pub by_day: BTreeMap<Date, Stages>,
}

impl FromIterator<Count> for Tally {
    fn from_iter<I: IntoIterator<Item = Count>>(counts: I) -> Self {
        let mut tally = Self::default();
        for Count { target, channel, stage, day, count } in counts {
            tally.all.add(stage, count);
            tally.by_channel.entry(channel).or_default().add(stage, count);
            tally.by_target.entry(target).or_default().add(stage, count);
            tally.by_day.entry(day).or_default().add(stage, count);
        }
        tally
    }
}

impl Tally {
    /// The one number that is shown large: letters sent.
    pub fn total(&self) -> u64 {
        self.all.sent()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn count(target: &str, channel: Channel, stage: Stage, day: Date, count: u64) -> Count {
        Count { target: TargetId::parse(target).unwrap(), channel, stage, day, count }
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
        }
        assert_eq!(Channel::parse("fax"), None);
        assert_eq!(Stage::parse("Prepared"), None);
    }

    #[test]
    fn every_side_of_a_tally_adds_up_to_the_same() {
        let tally: Tally = [
            count("mission-al-us", Channel::Postcard, Stage::Prepared, date(2026, 1, 1), 5),
            count("mission-al-us", Channel::Postcard, Stage::Confirmed, date(2026, 1, 2), 3),
            count("mission-br-us", Channel::Relay, Stage::Confirmed, date(2026, 1, 2), 2),
            count("mission-br-us", Channel::Relay, Stage::Bounced, date(2026, 1, 3), 1),
        ]
        .into_iter()
        .collect();
        let all = Stages { prepared: 5, confirmed: 5, accepted: 0, bounced: 1 };
        assert_eq!(tally.all, all);
        fn sum<'a>(side: impl Iterator<Item = &'a Stages>) -> Stages {
            side.fold(Stages::default(), |a, b| Stages {
                prepared: a.prepared + b.prepared,
                confirmed: a.confirmed + b.confirmed,
                accepted: a.accepted + b.accepted,
                bounced: a.bounced + b.bounced,
            })
        }
        assert_eq!(sum(tally.by_channel.values()), all);
        assert_eq!(sum(tally.by_target.values()), all);
        assert_eq!(sum(tally.by_day.values()), all);
        assert_eq!(tally.total(), 4, "said to be sent, less what came back");
    }

    #[test]
    fn preparing_a_letter_is_not_sending_it() {
        let tally: Tally = [count("mission-al-us", Channel::Letter, Stage::Prepared, date(2026, 1, 1), 150)].into_iter().collect();
        assert_eq!(tally.total(), 0);
    }
}
