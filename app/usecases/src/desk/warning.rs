//! Tasks for organisers: what runs out, and what a campaign names that is gone.

use domain::{Date, campaign::ZoneName, checked::Slug, district::Congress, target::TargetKind};

use crate::directory::LostTarget;

/// Something that an organiser has to see to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// What we know of some targets ends, or has ended.
    Ends(Expiry),
    /// A Congress sits whose map of districts we do not have. Ours is that of another one, or none at all.
    NoMap { congress: Congress, ours: Option<Congress> },
    /// The map of the sitting Congress is here, that of the next one is not yet.
    MapEnds(Congress),
    /// What was imported cannot be read, and what is built in stands in for it.
    Unreadable(String),
    /// A campaign names targets that are not written to any more.
    LostTargets { campaign: Slug, targets: Vec<LostTarget> },
    /// A campaign goes by a time zone that is not known any more, so that it opens and closes by UTC.
    UnknownZone { campaign: Slug, zone: ZoneName },
}

/// A share of the targets whose data is known to end on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    /// The first day on which it is no longer true.
    pub until: Date,
    pub kind: TargetKind,
    /// Their names.
    pub targets: Vec<String>,
    /// Whether it is that day already.
    pub is_over: bool,
}

impl Expiry {
    /// The end of validity is announced this many days ahead.
    pub const DAYS_AHEAD: i32 = 45;
}
