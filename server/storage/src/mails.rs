//! The queue of mails.

use std::{collections::BTreeMap, sync::LazyLock};

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::{LetterId, Token},
    post::{Move, Purpose},
};
use jiff::Timestamp;
use sqlx::{Any, AnyConnection, Executor, any::AnyRow};
use usecases::ports::{Claimed, Due, Lease, MailEnd, MailKey, MailReads, MailWrites, QueueRow, Queued, StoreError, WaitingMails};

use crate::{
    Database,
    columns::{Columns as _, micros, number},
    fault::{doing, failed},
    letters::{letter_columns, move_letter, note_why_held, relay_letter},
    many::{AnyQuery, Many, among, insert},
    work::UnitOfWork,
};

/// A mail server's answer can be long; the desk shows a line or two of it.
const ERROR_LENGTH: usize = 1000;

/// A mail that comes into the queue.
#[derive(Debug)]
pub(crate) struct Mail {
    pub(crate) letter: LetterId,
    pub(crate) campaign: CampaignId,
    pub(crate) purpose: Purpose,
    pub(crate) due_at: Timestamp,
}

static ENQUEUE: LazyLock<Many> = LazyLock::new(|| {
    Many::insert(
        "mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign)",
        7,
        "ON CONFLICT (letter, purpose) DO NOTHING",
    )
});

/// Puts mails into the queue. One that is there already stays as it is.
pub(crate) async fn enqueue(connection: &mut AnyConnection, mails: &[Mail]) -> sqlx::Result<()> {
    let bind = |query: AnyQuery, mail: &Mail| {
        let due_at = micros(mail.due_at);
        let query = query.bind(mail.letter.as_str()).bind(mail.purpose.as_str()).bind("waiting").bind(0_i64);
        query.bind(due_at).bind(due_at).bind(mail.campaign.as_str())
    };
    insert(connection, &ENQUEUE, mails, bind).await.map(drop)
}

/// An error cut short, without the NUL that `PostgreSQL` cannot store. Whatever a server answers, we must be able to
/// write down that it did.
pub(crate) fn storable(error: &str) -> String {
    error.chars().filter(|c| *c != '\0').take(ERROR_LENGTH).collect()
}

/// Takes mails of one purpose into one's hand. A lease that one still has ran out: whoever had it died.
static CLAIM: LazyLock<Many> = LazyLock::new(|| {
    let before = "UPDATE mails
         SET claim = $1, leased_until = $2, node = $3, attempts = attempts + 1,
             lost = lost + CASE WHEN leased_until IS NULL THEN 0 ELSE 1 END
         WHERE purpose = $4 AND letter IN";
    Many::among(before, 4, "")
});

static MAILS: LazyLock<Many> = LazyLock::new(|| Many::among(OF_PURPOSE, 1, ""));

/// Mails of one purpose with their letters. A failure notice has as its reason why the letter ended, where that was written down,
/// or else what was last heard when it was tried.
const OF_PURPOSE: &str = concat!(
    "SELECT mails.purpose, mails.attempts, mails.lost, mails.enqueued_at, mails.due_at, mails.parcel,
        relay_letters.ended_at, COALESCE(relay_letters.ended_for, given_up.last_error) AS reason,
        CASE WHEN mails.purpose = 'copy' THEN (
            SELECT COUNT(*) FROM mails AS own JOIN mails AS its ON its.parcel = own.parcel AND its.purpose = 'letter'
            WHERE own.letter = mails.letter AND own.purpose = 'letter'
        ) ELSE 0 END AS together, ",
    letter_columns!(),
    " FROM mails
     JOIN relay_letters ON relay_letters.id = mails.letter
     LEFT JOIN mails AS given_up
       ON given_up.letter = mails.letter AND given_up.purpose = 'letter' AND mails.purpose = 'failure_notice'
     WHERE mails.purpose = $1 AND mails.letter IN"
);

/// A mail from a row of [`MAILS`], claimed.
fn queued(row: &AnyRow, claim: &Token) -> sqlx::Result<Queued> {
    Ok(Queued {
        letter: relay_letter(row)?,
        others: Vec::new(),
        has_parcel: row.text_or_null("parcel")?.is_some(),
        purpose: row.word("purpose", Purpose::parse)?,
        attempts: row.count("attempts")?,
        lost: row.count("lost")?,
        enqueued_at: row.time("enqueued_at")?,
        due_at: row.time("due_at")?,
        claim: claim.clone(),
        ended_at: row.time_or_null("ended_at")?,
        left_with_others: row.count::<u64>("together")? > 1,
        reason: row.text_or_null("reason")?.map(str::to_owned),
    })
}

/// Writes down how a mail ended, if its holder still has the lease. Says whether that was so.
pub(crate) async fn end<'c>(
    executor: impl Executor<'c, Database = Any>,
    mail: &Queued,
    end: &MailEnd,
    at: Timestamp,
) -> sqlx::Result<bool> {
    let (state, due_at, error, tried) = match end {
        // When it left, from which a reminder waits for a day.
        MailEnd::Sent => ("sent", Some(micros(at)), None, true),
        MailEnd::Waiting { due_at, error } => ("waiting", Some(micros(*due_at)), Some(storable(error)), true),
        MailEnd::Untried => ("waiting", None, None, false),
        MailEnd::Unwanted => ("unwanted", None, None, false),
        MailEnd::Failed { error } => ("failed", None, Some(storable(error)), true),
    };
    let query = sqlx::query(
        "UPDATE mails
         SET state = $1, due_at = COALESCE($2, due_at), leased_until = NULL, claim = NULL, node = NULL,
             last_error = CASE WHEN $1 = 'sent' THEN NULL ELSE COALESCE($3, last_error) END,
             attempts = attempts - $4, lost = CASE WHEN $4 = 0 THEN 0 ELSE lost END
         WHERE letter = $5 AND purpose = $6 AND state = 'waiting' AND claim = $7",
    );
    let query = query.bind(state).bind(due_at).bind(error.as_deref()).bind(i64::from(!tried));
    let query = query.bind(mail.letter.id.as_str()).bind(mail.purpose.as_str()).bind(mail.claim.as_str());
    Ok(query.execute(executor).await?.rows_affected() > 0)
}

fn due(row: &AnyRow) -> sqlx::Result<Due> {
    let key = MailKey { letter: row.text("letter")?.to_owned(), purpose: row.text("purpose")?.to_owned() };
    Ok(Due { key, lost: row.count("lost")? })
}

fn queue_row(row: &AnyRow) -> sqlx::Result<QueueRow> {
    Ok(QueueRow {
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        purpose: row.word("purpose", Purpose::parse)?,
        attempts: row.count("attempts")?,
        due_at: row.time("due_at")?,
        failed: row.text("state")? == "failed",
        last_error: row.text_or_null("last_error")?.map(str::to_owned),
    })
}

macro_rules! queue {
    ($which:literal) => {
        concat!(
            "SELECT relay_letters.campaign, target, purpose, attempts, due_at, mails.state, last_error
             FROM mails JOIN relay_letters ON relay_letters.id = mails.letter WHERE ",
            $which
        )
    };
}

const WAITING: &str = queue!("mails.state = 'waiting' ORDER BY due_at, letter, purpose LIMIT $1");

/// The failed mails, the last to be given up first: of those with several letters the first stands for all.
const FAILED: &str = queue!(
    "mails.state = 'failed' AND (mails.parcel IS NULL OR mails.parcel = letter) ORDER BY due_at DESC, letter DESC, purpose DESC LIMIT $1"
);

/// Tried in vain, and to be tried again. `$2` is a campaign, or empty for all.
const TROUBLED: &str = queue!(
    "mails.state = 'waiting' AND last_error IS NOT NULL AND ($2 = '' OR mails.campaign = $2)
     ORDER BY due_at, letter, purpose LIMIT $1"
);

/// The failed mails, but for those of letters that are held, which are shown with the letter.
const GIVEN_UP: &str = queue!(
    "mails.state = 'failed' AND relay_letters.state <> 'held' AND (mails.parcel IS NULL OR mails.parcel = letter) AND ($2 = '' OR mails.campaign = $2)
     ORDER BY due_at DESC, letter DESC, purpose DESC LIMIT $1"
);

macro_rules! waiting {
    ($($of:literal)?) => {
        concat!(
            "SELECT purpose, COUNT(*) AS mails, MIN(due_at) AS next_at FROM mails WHERE state = 'waiting'",
            $($of,)?
            // In the order of the index, so that nothing has to be sorted.
            " GROUP BY campaign, purpose"
        )
    };
}

/// How many rows are still wanted.
fn left(limit: u32, there: usize) -> i64 {
    i64::from(limit) - number(there)
}

#[async_trait]
impl MailReads for Database {
    async fn is_any_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        doing("looking whether a mail is due", async {
            let row = sqlx::query(concat!(
                "SELECT mails.letter FROM mails
                 WHERE mails.state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) AND ",
                crate::dialect::goes_out!(),
                " LIMIT 1",
            ))
            .bind(micros(now))
            .fetch_optional(self.reader())
            .await?;
            Ok(row.is_some())
        })
        .await
    }

    async fn queue(&self, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        doing("reading the queue", async {
            // Two statements, each along its own index. Failures are history and come after mails that still wait.
            let mut queue = Vec::new();
            for sql in [WAITING, FAILED] {
                let rows = sqlx::query(sql).bind(left(limit, queue.len())).fetch_all(self.reader()).await?;
                queue.extend(rows.iter().map(queue_row).collect::<sqlx::Result<Vec<_>>>()?);
            }
            Ok(queue)
        })
        .await
    }

    async fn troubled_mails(&self, of: Option<&CampaignId>, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        doing("reading which mails were not taken", async {
            let mut queue = Vec::new();
            for sql in [TROUBLED, GIVEN_UP] {
                let query = sqlx::query(sql).bind(left(limit, queue.len())).bind(of.map_or("", CampaignId::as_str));
                let rows = query.fetch_all(self.reader()).await?;
                queue.extend(rows.iter().map(queue_row).collect::<sqlx::Result<Vec<_>>>()?);
            }
            Ok(queue)
        })
        .await
    }

    async fn waiting_mails(&self, of: Option<&CampaignId>) -> Result<Vec<WaitingMails>, StoreError> {
        const OF_ONE: &str = waiting!(" AND campaign = $1");
        const OF_ALL: &str = waiting!();
        doing("counting the mails that wait", async {
            let query = of.map_or_else(|| sqlx::query(OF_ALL), |campaign| sqlx::query(OF_ONE).bind(campaign.as_str()));
            let rows = query.fetch_all(self.reader()).await?;
            let mut waiting: BTreeMap<Purpose, WaitingMails> = BTreeMap::new();
            for row in &rows {
                // A purpose that a newer program wrote is none that we could name.
                let Some(purpose) = Purpose::parse(row.text("purpose")?) else { continue };
                let (mails, next_at) = (row.count::<u64>("mails")?, row.time("next_at")?);
                let of_purpose = waiting.entry(purpose).or_insert(WaitingMails { purpose, mails: 0, next_at });
                of_purpose.mails += mails;
                of_purpose.next_at = of_purpose.next_at.min(next_at);
            }
            Ok(waiting.into_values().collect())
        })
        .await
    }
}

#[async_trait]
impl MailWrites for UnitOfWork {
    async fn due_mails(&mut self, now: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError> {
        let texts = self.dialect().due_mails();
        doing("looking for mails that are due", async {
            let mut mails = Vec::new();
            for sql in texts {
                let query = sqlx::query(sql).bind(micros(now)).bind(left(limit, mails.len()));
                let rows = query.fetch_all(self.connection()).await?;
                mails.extend(rows.iter().map(due).collect::<sqlx::Result<Vec<_>>>()?);
            }
            Ok(mails)
        })
        .await
    }

    async fn claim_mails(&mut self, keys: Vec<MailKey>, lease: &Lease) -> Result<Vec<Claimed>, StoreError> {
        const DOING: &str = "claiming mails";
        let mut of_purpose: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for key in &keys {
            of_purpose.entry(&key.purpose).or_default().push(&key.letter);
        }
        doing(DOING, async {
            let mut mails = BTreeMap::new();
            for (purpose, letters) in of_purpose {
                let claim = |query: AnyQuery| {
                    let query = query.bind(lease.claim.as_str().to_owned()).bind(micros(lease.until));
                    query.bind(lease.node.as_str().to_owned()).bind(purpose.to_owned())
                };
                let each = |query: AnyQuery, letter: &&str| query.bind((*letter).to_owned());
                among(self.connection(), &CLAIM, claim, &letters, each).await?;
                for row in among(self.connection(), &MAILS, |query| query.bind(purpose.to_owned()), &letters, each).await? {
                    let key = MailKey { letter: row.text("id")?.to_owned(), purpose: purpose.to_owned() };
                    mails.insert(key, queued(&row, &lease.claim).map(Box::new).map_err(|error| failed(DOING, error)));
                }
            }
            Ok(mails)
        })
        .await
        .map(|mut mails| keys.into_iter().filter_map(|key| mails.remove(&key).map(|mail| Claimed { key, mail })).collect())
    }

    async fn extend_lease(&mut self, mail: &Queued, until: Timestamp) -> Result<bool, StoreError> {
        doing("extending a lease", async {
            let done = sqlx::query(
                "UPDATE mails SET leased_until = $4 WHERE letter = $1 AND purpose = $2 AND claim = $3 AND state = 'waiting'",
            )
            .bind(mail.letter.id.as_str())
            .bind(mail.purpose.as_str())
            .bind(mail.claim.as_str())
            .bind(micros(until))
            .execute(self.connection())
            .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn free_leases(&mut self, node: &Token, ending_before: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        doing("freeing the mails that a node had in hand", async {
            let query = sqlx::query(
                "UPDATE mails SET leased_until = $3 WHERE node = $1 AND leased_until > $3 AND leased_until < $2 AND state = 'waiting'",
            );
            let query = query.bind(node.as_str()).bind(micros(ending_before)).bind(micros(now));
            Ok(query.execute(self.connection()).await?.rows_affected())
        })
        .await
    }

    async fn requeue(&mut self, letter: &LetterId, purpose: Purpose, at: Timestamp) -> Result<(), StoreError> {
        doing("putting a mail back into the queue", async {
            sqlx::query(
                "INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign)
                 VALUES ($1, $2, 'waiting', 0, $3, $3, COALESCE((SELECT campaign FROM relay_letters WHERE id = $1), ''))
                 ON CONFLICT (letter, purpose) DO UPDATE
                 SET state = 'waiting', attempts = 0, lost = 0, enqueued_at = $3, due_at = $3, claim = NULL,
                     leased_until = NULL, node = NULL, last_error = NULL, parcel = NULL",
            )
            .bind(letter.as_str())
            .bind(purpose.as_str())
            .bind(micros(at))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn drop_mail(&mut self, letter: &LetterId, purpose: Purpose) -> Result<(), StoreError> {
        doing("taking a mail out of the queue", async {
            let query = sqlx::query(
                "UPDATE mails SET state = 'unwanted'
                 WHERE letter = $1 AND purpose = $2 AND state IN ('waiting', 'joined') AND leased_until IS NULL",
            );
            query.bind(letter.as_str()).bind(purpose.as_str()).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn end_mail(&mut self, mail: &Queued, ending: &MailEnd, at: Timestamp) -> Result<bool, StoreError> {
        let (state, left_at, error) = match ending {
            MailEnd::Sent => ("sent", Some(micros(at)), None),
            MailEnd::Failed { error } => ("failed", None, Some(storable(error))),
            // The others wait with it.
            MailEnd::Waiting { .. } | MailEnd::Untried | MailEnd::Unwanted => {
                return doing("ending a mail", end(self.connection(), mail, ending, at)).await;
            }
        };
        doing("ending a mail", async {
            if !end(self.connection(), mail, ending, at).await? {
                return Ok(false);
            }
            for letter in &mail.others {
                sqlx::query(
                    "UPDATE mails SET state = $2, last_error = $3, due_at = COALESCE($5, due_at)
                     WHERE letter = $1 AND purpose = 'letter' AND state = 'joined' AND parcel = $4",
                )
                .bind(letter.id.as_str())
                .bind(state)
                .bind(error.as_deref())
                .bind(mail.letter.id.as_str())
                .bind(left_at)
                .execute(self.connection())
                .await?;
            }
            Ok(true)
        })
        .await
    }

    async fn set_aside(&mut self, mail: &MailKey, error: &StoreError, at: Timestamp) -> Result<(), StoreError> {
        doing("setting a mail aside", async {
            let why = storable(&error.source.to_string());
            sqlx::query(
                "UPDATE mails SET state = 'failed', last_error = $3, claim = NULL, leased_until = NULL, node = NULL
                 WHERE letter = $1 AND purpose = $2",
            )
            .bind(mail.letter.as_str())
            .bind(mail.purpose.as_str())
            .bind(&*why)
            .execute(self.connection())
            .await?;
            if mail.purpose == Purpose::Letter.as_str() && move_letter(self.connection(), &mail.letter, Move::Freeze, at).await? {
                note_why_held(self.connection(), &mail.letter, &why).await?;
            }
            Ok(())
        })
        .await
    }
}
