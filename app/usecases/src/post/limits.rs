//! How many letters may be asked for with one address and from one network. This is checked in the unit of work that
//! adds another, so it holds however many ask at once.

use domain::{Date, checked::LetterId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    networks::{Confirmations, Networks},
    ports::{Allowance, AskedBy, AskedCount, DayCount, DisownedLetter, RelayLetter, StoreError, Unit},
    post::mailboxes::MailboxNames,
    refusal::Refusal,
    zones::{day_in_utc, end_in_utc},
};

/// How many letters may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many that nobody has confirmed.
    pub unanswered: u32,
    /// How many in all.
    pub asked: u32,
}

/// The limits for a request that we send a letter: the mailbox's, the network's, the campaign's and the site's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The network's digests for all days that count. The first is stored with the letter.
    pub networks: Vec<String>,
    pub names: MailboxNames,
    /// What its action counts against.
    pub allowance: Option<Allowance>,
    /// Letters that were asked for before this do not count.
    pub since: Timestamp,
    /// The day on which it counts for the campaign and for the site, in UTC.
    pub day: Date,
    pub per_network: Quota,
    pub per_mailbox: Quota,
    pub confirmations: Confirmations,
}

/// The limit that was exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Letters asked for with one address that nobody has confirmed.
    MailboxUnanswered,
    /// Letters asked for with one address.
    Mailbox,
    /// Letters asked for from one network that nobody has confirmed.
    NetworkUnanswered,
    /// Letters asked for from one network.
    Network,
    /// Letters asked for in one campaign, in a day.
    Campaign,
    /// Letters asked for on this site, in a day.
    Site,
    /// Class sets made from one network, in a day.
    ClassSets,
}

impl Excess {
    /// How long a letter counts.
    pub const fn window(self) -> SignedDuration {
        match self {
            Self::MailboxUnanswered => Networks::UNANSWERED_WINDOW,
            _ => Networks::WINDOW,
        }
    }
}

/// Refuses one more letter if a limit is exceeded. The letter itself is stored already.
pub(super) async fn must_have_room(work: &mut Unit, letter: &RelayLetter, mailbox: &str, asking: &Asking) -> Result<(), Refusal> {
    if let Some((of, oldest)) = excess(work, &letter.id, mailbox, asking).await? {
        // The oldest letter counts until its last moment.
        let again_at = oldest + of.window() + SignedDuration::from_secs(1);
        return Err(Refusal::TooMany { of, again_in: again_at.duration_since(letter.asked_at) });
    }
    // A number for each day, not a count of rows: a large campaign has a hundred thousand of them.
    let Confirmations { per_campaign, per_site } = asking.confirmations;
    for (count, most, of) in [
        (DayCount::ConfirmationsOfCampaign(&letter.campaign), per_campaign, Excess::Campaign),
        (DayCount::ConfirmationsOfSite, per_site, Excess::Site),
    ] {
        count_today(work, asking.day, letter.asked_at, count, most, of).await?;
    }
    Ok(())
}

/// Adds one to a day's count, or refuses if there are as many as there may be. Refused, the unit of work is dropped, and
/// the count with it.
pub(crate) async fn count_today(
    work: &mut Unit,
    day: Date,
    now: Timestamp,
    count: DayCount<'_>,
    most: u32,
    of: Excess,
) -> Result<(), Refusal> {
    if work.add_to_day(day, count).await? > u64::from(most) {
        return Err(Refusal::TooMany { of, again_in: end_in_utc(day).duration_since(now) });
    }
    Ok(())
}

/// Counts a letter that was deleted because its mailbox had asked for nothing, on the day on which it was asked for.
/// Otherwise, each time that somebody says so, the network would be free to write to the next stranger, and the mailbox would get
/// mails of the next campaign.
pub(super) async fn count_disowned(work: &mut Unit, gone: &DisownedLetter, names: &MailboxNames) -> Result<(), StoreError> {
    let day = day_in_utc(gone.asked_at);
    work.add_to_day(day, DayCount::DisownedOfMailbox(&names.counted)).await?;
    if let Some(network) = &gone.network {
        work.add_to_day(day, DayCount::DisownedOfNetwork(network)).await?;
    }
    Ok(())
}

/// Adds those that were disowned to a count. Of them only the day is known, so they count to the end of the window after it. Nobody
/// is reminded of them, so that the window is the shorter one.
async fn add_disowned(
    work: &mut Unit,
    mut count: AskedCount,
    since: Timestamp,
    of: DayCount<'_>,
    unanswered: Excess,
) -> Result<AskedCount, StoreError> {
    for (day, disowned) in work.count_of_days(day_in_utc(since), of).await? {
        let asked_at = end_in_utc(day);
        // As if it had been asked for so much earlier.
        let unanswered_at = asked_at - (unanswered.window() - Networks::WINDOW);
        count.asked += disowned;
        count.unanswered += disowned;
        count.first_asked = Some(count.first_asked.map_or(asked_at, |first| first.min(asked_at)));
        count.first_unanswered = Some(count.first_unanswered.map_or(unanswered_at, |first| first.min(unanswered_at)));
    }
    Ok(count)
}

/// The limit that one more letter exceeds, and when the oldest letter that keeps it out was asked for. The letter
/// itself is stored already and is not counted.
async fn excess(
    work: &mut Unit,
    letter: &LetterId,
    mailbox: &str,
    asking: &Asking,
) -> Result<Option<(Excess, Timestamp)>, StoreError> {
    let longer = Networks::UNANSWERED_WINDOW - Networks::WINDOW;
    let count = work.count_asked(AskedBy::Mailbox(mailbox), asking.since, asking.since - longer, letter).await?;
    let count =
        add_disowned(work, count, asking.since, DayCount::DisownedOfMailbox(&asking.names.counted), Excess::MailboxUnanswered)
            .await?;
    if let Some(excess) = beyond(&count, asking.per_mailbox, [Excess::MailboxUnanswered, Excess::Mailbox]) {
        return Ok(Some(excess));
    }
    let Some(network) = asking.networks.first() else { return Ok(None) };
    let networks = [network.as_str(), asking.networks.get(1).unwrap_or(network)];
    let mut count = work.count_asked(AskedBy::Networks(networks), asking.since, asking.since, letter).await?;
    for network in &asking.networks {
        count = add_disowned(work, count, asking.since, DayCount::DisownedOfNetwork(network), Excess::NetworkUnanswered).await?;
    }
    Ok(beyond(&count, asking.per_network, [Excess::NetworkUnanswered, Excess::Network]))
}

fn beyond(count: &AskedCount, quota: Quota, [unanswered, asked]: [Excess; 2]) -> Option<(Excess, Timestamp)> {
    let in_all = (asked, count.asked, quota.asked, count.first_asked);
    let open = (unanswered, count.unanswered, quota.unanswered, count.first_unanswered);
    let excess = |(excess, count, most, oldest): (Excess, u64, u32, Option<Timestamp>)| {
        if count >= u64::from(most) { oldest.map(|oldest| (excess, oldest)) } else { None }
    };
    [in_all, open].into_iter().find_map(excess)
}
