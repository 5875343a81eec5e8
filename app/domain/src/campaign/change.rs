//! What a revision of a campaign changed, in words that are stored.

use std::{fmt, str::FromStr};

use super::Revision;

/// A part of a campaign that is edited and saved by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Story,
    Letters,
    Targets,
    Look,
    Dates,
    Ways,
    Pace,
    Share,
}

impl Part {
    pub const ALL: [Self; 8] =
        [Self::Story, Self::Letters, Self::Targets, Self::Look, Self::Dates, Self::Ways, Self::Pace, Self::Share];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Letters => "letters",
            Self::Targets => "targets",
            Self::Look => "look",
            Self::Dates => "dates",
            Self::Ways => "ways",
            Self::Pace => "pace",
            Self::Share => "share",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == text)
    }
}

/// How a revision came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Created,
    /// From another campaign.
    Copied,
    /// From a file.
    Imported,
    Edited(Part),
    /// An earlier revision came back.
    Restored(Revision),
}

const RESTORED: &str = "restored ";

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created => f.write_str("created"),
            Self::Copied => f.write_str("copied"),
            Self::Imported => f.write_str("imported"),
            Self::Edited(part) => f.write_str(part.as_str()),
            Self::Restored(revision) => write!(f, "{RESTORED}{revision}"),
        }
    }
}

/// The text is none of those that are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no change of a campaign")]
pub struct NoChange;

impl FromStr for Change {
    type Err = NoChange;

    fn from_str(text: &str) -> Result<Self, NoChange> {
        if let Some(number) = text.strip_prefix(RESTORED) {
            return number.parse().map(|number| Self::Restored(Revision(number))).map_err(|_| NoChange);
        }
        match text {
            "created" => Ok(Self::Created),
            "copied" => Ok(Self::Copied),
            "imported" => Ok(Self::Imported),
            part => Part::parse(part).map(Self::Edited).ok_or(NoChange),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_as_it_was_written() {
        let edited = Part::ALL.map(Change::Edited);
        let others = [Change::Created, Change::Copied, Change::Imported, Change::Restored(Revision(12))];
        for change in edited.into_iter().chain(others) {
            assert_eq!(change.to_string().parse(), Ok(change));
        }
        for text in ["", "Story", "restored", "restored x", "restored -1"] {
            assert_eq!(text.parse::<Change>(), Err(NoChange), "{text}");
        }
    }
}
