//! What the guard against abuse keeps: the site's own secrets, and counts of a day.

use async_trait::async_trait;
use domain::{Date, campaign::CampaignId};
use jiff::Timestamp;

use super::StoreError;

/// What is counted day by day, so that there is a limit to it. Nothing here says who.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount<'a> {
    /// Mails that ask for a confirmation, for letters of one campaign.
    ConfirmationsOfCampaign(&'a CampaignId),
    /// The same, of the whole site.
    ConfirmationsOfSite,
    /// Class sets made from one network, by its digest of the day.
    ClassSetsOfNetwork(&'a str),
    /// Letters asked for on that day with one mailbox, by its name, that "This was not me" deleted.
    DisownedOfMailbox(&'a str),
    /// The same, asked for from one network, by its digest of the day.
    DisownedOfNetwork(&'a str),
}

#[async_trait]
pub trait GuardWrites {
    /// A secret of the site, the same on every node: the stored one, or else this new one.
    async fn secret(&mut self, name: &str, new: &str, at: Timestamp) -> Result<String, StoreError>;

    /// Adds one to a count, and gives the new number. Other units that add to it wait until this one ends.
    async fn add_to_day(&mut self, day: Date, of: DayCount<'_>) -> Result<u64, StoreError>;

    /// The counts of the days since then, but for those of none.
    async fn count_of_days(&mut self, since: Date, of: DayCount<'_>) -> Result<Vec<(Date, u64)>, StoreError>;

    /// Deletes the counts of earlier days.
    async fn forget_days(&mut self, day: Date) -> Result<(), StoreError>;
}
