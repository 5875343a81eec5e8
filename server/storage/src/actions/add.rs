//! Actions go in, and the sums with them, many at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use domain::{channel::Channel, checked::LetterId, tally::Stage};
use sqlx::AnyConnection;
use usecases::ports::{Action, ActionKey, Allowance, Recorded};

use super::allowance;
use crate::{
    columns::{Columns as _, day_of, micros},
    many::{Many, among, insert},
};

static INSERT_ACTIONS: LazyLock<Many> = LazyLock::new(|| {
    Many::insert(
        "actions (letter, channel, stage, campaign, target, country, day, at, verified)",
        9,
        "ON CONFLICT DO NOTHING RETURNING letter, channel, stage",
    )
});

static ADD_TO_SUMS: LazyLock<Many> = LazyLock::new(|| {
    Many::insert(
        "sums (side, campaign, name, stage, count)",
        5,
        "ON CONFLICT (side, campaign, name, stage) DO UPDATE SET count = sums.count + excluded.count",
    )
});

/// The letters among these that our server sends and that are not verified.
static UNVERIFIED: LazyLock<Many> =
    LazyLock::new(|| Many::among("SELECT letter FROM actions WHERE verified = 0 AND channel = 'relay' AND letter IN", 0, ""));

/// An action, and what it counts against.
pub(crate) type Entry<'a> = (&'a Action, Option<&'a Allowance>);
/// The key of an action.
pub(super) type Key<'a> = (&'a str, Channel, Stage);

/// The change to each sum: side, campaign, name, stage.
#[derive(Default)]
struct Changes(BTreeMap<(&'static str, String, String, &'static str), i64>);

impl Changes {
    /// An unverified action has a side of its own, and stands on none of those that the public sees.
    fn note(&mut self, campaign: &str, stage: Stage, names: [(&'static str, &str); 4], verified: bool, count: i64) {
        let channel = names.into_iter().filter(|(side, _)| *side == "channel").map(|(_, name)| ("unverified", name));
        let sides: Vec<(&'static str, &str)> = if verified { names.to_vec() } else { channel.collect() };
        for (side, name) in sides {
            *self.0.entry((side, campaign.to_owned(), name.to_owned(), stage.as_str())).or_default() += count;
        }
    }
}

/// Stores actions and adds them to the sums; takes others back, with their share of the sums. Says of each action that
/// was to be stored whether it is new; what is not there is not taken.
///
/// A unit of work does this last: from here to the commit every other action of the same campaign waits for the sums.
///
/// Actions go by their key, then networks by theirs, then sums by theirs. Two units of work that took the same rows in
/// different orders could each wait for the other.
pub(crate) async fn change(
    connection: &mut AnyConnection,
    actions: &[Entry<'_>],
    gone: &[(ActionKey, Option<Allowance>)],
) -> sqlx::Result<Vec<Recorded>> {
    let mut changes = Changes::default();
    let given_back = take(connection, gone, &mut changes).await?;
    let unverified = after_unverified(connection, actions).await?;
    let as_known = actions.iter().zip(&unverified);
    let actions: Vec<Entry<'_>> =
        as_known.map(|(&(action, allowance), instead)| (instead.as_ref().unwrap_or(action), allowance)).collect();
    let actions = actions.as_slice();
    let recorded = put(connection, actions).await?;
    allowance::give_back(connection, &given_back).await?;
    count(connection, &new(actions, &recorded), &mut changes).await?;
    sum(connection, &changes).await?;
    if !gone.is_empty() {
        // A sum of zero is deleted: without the letters it would not be there.
        sqlx::query("DELETE FROM sums WHERE count = 0").execute(&mut *connection).await?;
    }
    Ok(recorded)
}

/// What is said of a letter that is not verified is not verified either. Of a letter that our server sends it is said by others
/// than its writer, who do not know; so it is looked up here. Gives those actions that are to be another one.
async fn after_unverified(connection: &mut AnyConnection, actions: &[Entry<'_>]) -> sqlx::Result<Vec<Option<Action>>> {
    let follows = |action: &Action| action.verified && action.channel == Channel::Relay && action.stage != Stage::Prepared;
    let letters: Vec<&LetterId> =
        actions.iter().filter(|(action, _)| follows(action)).map(|(action, _)| &action.letter).collect();
    let rows =
        among(connection, &UNVERIFIED, |query| query, &letters, |query, letter| query.bind(letter.as_str().to_owned())).await?;
    let unverified: BTreeSet<&str> = rows.iter().map(|row| row.text("letter")).collect::<sqlx::Result<_>>()?;
    let instead = |action: &Action| {
        let is_unverified = follows(action) && unverified.contains(action.letter.as_str());
        is_unverified.then(|| Action { verified: false, ..action.clone() })
    };
    Ok(actions.iter().map(|(action, _)| instead(action)).collect())
}

/// Deletes actions, and returns what their networks get back, by network and stage.
async fn take<'a>(
    connection: &mut AnyConnection,
    gone: &'a [(ActionKey, Option<Allowance>)],
    changes: &mut Changes,
) -> sqlx::Result<BTreeMap<(&'a str, Stage), i64>> {
    let mut given_back = BTreeMap::new();
    let in_order: BTreeMap<&ActionKey, Option<&Allowance>> = gone.iter().map(|(key, of)| (key, of.as_ref())).collect();
    for ((letter, channel, stage), allowance) in in_order {
        let gone = sqlx::query(
            "DELETE FROM actions WHERE letter = $1 AND channel = $2 AND stage = $3
             RETURNING campaign, target, country, day, verified",
        )
        .bind(letter.as_str())
        .bind(channel.as_str())
        .bind(stage.as_str())
        .fetch_optional(&mut *connection)
        .await?;
        let Some(gone) = gone else { continue };
        let names = [
            ("channel", channel.as_str()),
            ("country", gone.text("country")?),
            ("day", gone.text("day")?),
            ("target", gone.text("target")?),
        ];
        let verified = gone.yes("verified")?;
        changes.note(gone.text("campaign")?, *stage, names, verified, -1);
        if let Some(allowance) = allowance.filter(|_| verified) {
            *given_back.entry((allowance.network.as_str(), *stage)).or_default() += 1;
        }
    }
    Ok(given_back)
}

/// Stores actions, and says of each whether it is new.
async fn put(connection: &mut AnyConnection, actions: &[Entry<'_>]) -> sqlx::Result<Vec<Recorded>> {
    let mut in_order: Vec<(usize, &Action)> = actions.iter().map(|(action, _)| *action).enumerate().collect();
    // Stable: of two that are the same, the one that came first is stored.
    in_order.sort_by(|(_, a), (_, b)| key(a).cmp(&key(b)));
    let rows = insert(connection, &INSERT_ACTIONS, &in_order, |query, (_, action)| {
        query
            .bind(action.letter.as_str())
            .bind(action.channel.as_str())
            .bind(action.stage.as_str())
            .bind(action.campaign.as_str())
            .bind(action.target.as_str())
            .bind(action.country.as_str())
            .bind(day_of(action.at).to_string())
            .bind(micros(action.at))
            .bind(i64::from(action.verified))
    })
    .await?;
    let mut new = BTreeSet::new();
    for row in &rows {
        new.insert((row.text("letter")?, row.word("channel", Channel::parse)?, row.word("stage", Stage::parse)?));
    }
    let mut recorded = vec![Recorded::Before; actions.len()];
    for (index, action) in in_order {
        if new.remove(&key(action)) {
            recorded[index] = Recorded::Now;
        }
    }
    Ok(recorded)
}

/// The actions that were not there before, in the order in which they came.
fn new<'a>(actions: &[Entry<'a>], recorded: &[Recorded]) -> Vec<Entry<'a>> {
    actions.iter().zip(recorded).filter(|(_, recorded)| **recorded == Recorded::Now).map(|(entry, _)| *entry).collect()
}

/// Notes what new actions add to the sums, as far as their networks' allowances go and beyond.
async fn count(connection: &mut AnyConnection, new: &[Entry<'_>], changes: &mut Changes) -> sqlx::Result<()> {
    let unverified = allowance::spend(connection, new).await?;
    for (action, _) in new {
        let (country, day, target) = (action.country.to_string(), day_of(action.at).to_string(), action.target.to_string());
        let names = [("channel", action.channel.as_str()), ("country", &country), ("day", &day), ("target", &target)];
        let verified = action.verified && !unverified.contains(&key(action));
        changes.note(action.campaign.as_str(), action.stage, names, verified, 1);
    }
    Ok(())
}

async fn sum(connection: &mut AnyConnection, Changes(changes): &Changes) -> sqlx::Result<()> {
    let sums: Vec<_> = changes.iter().filter(|(_, count)| **count != 0).collect();
    insert(connection, &ADD_TO_SUMS, &sums, |query, ((side, campaign, name, stage), count)| {
        query.bind(*side).bind(campaign.as_str()).bind(name.as_str()).bind(*stage).bind(**count)
    })
    .await?;
    Ok(())
}

pub(super) fn key(action: &Action) -> Key<'_> {
    (action.letter.as_str(), action.channel, action.stage)
}
