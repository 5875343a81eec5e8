//! Letters that our server sends. The queue of mails is in [`queue`].

mod limits;
mod queue;

use async_trait::async_trait;
use domain::{channel::Channel, checked::LetterId, language::Language, tally::Stage};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{
    Action, Asked, Asking, Purpose, QueueRow, Queued, Recorded, RelayLetter, RelayState, RelayStore, Settled, StoreError,
};

use crate::{
    Database,
    actions::add::add_one,
    row::{Columns as _, Doing as _, micros},
};

/// The columns of a letter, by name: a statement with `*` that a connection keeps breaks where a newer program widens
/// the table under it.
macro_rules! letter_columns {
    () => {
        "relay_letters.id, relay_letters.campaign, relay_letters.target, relay_letters.language, relay_letters.country,
         relay_letters.name, relay_letters.email, relay_letters.recipient, relay_letters.subject, relay_letters.body,
         relay_letters.token, relay_letters.state, relay_letters.asked_at"
    };
}
pub(crate) use letter_columns;

const BY_TOKEN: &str = concat!("SELECT ", letter_columns!(), " FROM relay_letters WHERE token = $1");
const BY_ID: &str = concat!("SELECT ", letter_columns!(), " FROM relay_letters WHERE id = $1");

/// From a row that has the [`letter_columns`].
fn relay_letter(row: &AnyRow) -> sqlx::Result<RelayLetter> {
    Ok(RelayLetter {
        id: row.checked("id")?,
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        language: row.word("language", Language::parse)?,
        country: row.checked("country")?,
        name: row.checked("name")?,
        email: row.checked("email")?,
        recipient: row.checked("recipient")?,
        subject: row.text("subject")?.to_owned(),
        body: row.text("body")?.to_owned(),
        token: row.text("token")?.to_owned(),
        state: row.word("state", RelayState::parse)?,
        asked_at: row.time("asked_at")?,
    })
}

/// A relay letter's action, from a row with its `id`, `campaign`, `target` and `country`.
fn action(row: &AnyRow, stage: Stage, at: Timestamp) -> sqlx::Result<Action> {
    Ok(Action {
        letter: row.checked("id")?,
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        channel: Channel::Relay,
        stage,
        country: row.checked("country")?,
        at,
        verified: true,
    })
}

impl Database {
    async fn try_ask_relay(&self, letter: &RelayLetter, asking: &Asking) -> sqlx::Result<Asked> {
        let mut tx = self.begin().await?;
        // Two that ask at once would each count the letters without the other's.
        sqlx::query(self.dialect().alone()).execute(&mut *tx).await?;
        let mailbox = limits::mailbox(&letter.email);
        let inserted = sqlx::query(
            "INSERT INTO relay_letters (id, campaign, target, language, country, name, email, mailbox, recipient,
                                        subject, body, token, state, asked_at, network)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'awaiting_confirmation', $13, $14)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(letter.id.as_str())
        .bind(letter.campaign.as_str())
        .bind(letter.target.as_str())
        .bind(letter.language.tag())
        .bind(letter.country.as_str())
        .bind(letter.name.as_str())
        .bind(letter.email.as_str())
        .bind(&*mailbox)
        .bind(letter.recipient.as_str())
        .bind(&*letter.subject)
        .bind(&*letter.body)
        .bind(&*letter.token)
        .bind(micros(letter.asked_at))
        .bind(asking.networks.first().map(String::as_str))
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if inserted == 0 {
            return Ok(Asked::Before);
        }
        if let Some((excess, oldest)) = limits::excess(&mut tx, &letter.id, &mailbox, asking).await? {
            tx.rollback().await?;
            return Ok(Asked::Not(excess, oldest));
        }
        queue::enqueue(&mut tx, &letter.id, Purpose::Confirmation, letter.asked_at).await?;
        let prepared = Action {
            letter: letter.id.clone(),
            campaign: letter.campaign.clone(),
            target: letter.target.clone(),
            channel: Channel::Relay,
            stage: Stage::Prepared,
            country: letter.country.clone(),
            at: letter.asked_at,
            verified: true,
        };
        add_one(&mut tx, &prepared).await?;
        tx.commit().await?;
        Ok(Asked::Now)
    }

    async fn try_relay_by_token(&self, token: &str) -> sqlx::Result<Option<RelayLetter>> {
        let row = sqlx::query(BY_TOKEN).bind(token).fetch_optional(self.reader()).await?;
        row.as_ref().map(relay_letter).transpose()
    }

    async fn try_relay_letter(&self, id: &LetterId) -> sqlx::Result<Option<RelayLetter>> {
        let row = sqlx::query(BY_ID).bind(id.as_str()).fetch_optional(self.reader()).await?;
        row.as_ref().map(relay_letter).transpose()
    }

    async fn try_confirm_relay(&self, id: &LetterId, at: Timestamp) -> sqlx::Result<Recorded> {
        let mut tx = self.begin().await?;
        let confirmed = sqlx::query(
            "UPDATE relay_letters SET state = 'queued', confirmed_at = $2
             WHERE id = $1 AND state = 'awaiting_confirmation'
             RETURNING id, campaign, target, country",
        )
        .bind(id.as_str())
        .bind(micros(at))
        .fetch_optional(&mut *tx)
        .await?;
        let Some(confirmed) = confirmed else {
            return Ok(Recorded::Before);
        };
        queue::enqueue(&mut tx, id, Purpose::Letter, at).await?;
        add_one(&mut tx, &action(&confirmed, Stage::Confirmed, at)?).await?;
        tx.commit().await?;
        Ok(Recorded::Now)
    }

    async fn try_purge_relay(&self, unconfirmed_before: Timestamp, ended_before: Timestamp) -> sqlx::Result<u64> {
        // A key is for retries; one that is a week old has had them all.
        sqlx::query("DELETE FROM keys WHERE at < $1").bind(micros(unconfirmed_before)).execute(self.writer()).await?;
        // Their mails go with them, by the foreign key.
        let done = sqlx::query(
            "DELETE FROM relay_letters
             WHERE (state = 'awaiting_confirmation' AND asked_at < $1) OR ended_at < $2",
        )
        .bind(micros(unconfirmed_before))
        .bind(micros(ended_before))
        .execute(self.writer())
        .await?;
        Ok(done.rows_affected())
    }
}

#[async_trait]
impl RelayStore for Database {
    async fn ask_relay(&self, letter: &RelayLetter, asking: &Asking) -> Result<Asked, StoreError> {
        self.try_ask_relay(letter, asking).await.doing("storing a letter to be confirmed")
    }

    async fn relay_by_token(&self, token: &str) -> Result<Option<RelayLetter>, StoreError> {
        self.try_relay_by_token(token).await.doing("looking for the letter of a confirmation link")
    }

    async fn relay_letter(&self, id: &LetterId) -> Result<Option<RelayLetter>, StoreError> {
        self.try_relay_letter(id).await.doing("reading a letter")
    }

    async fn confirm_relay(&self, id: &LetterId, at: Timestamp) -> Result<Recorded, StoreError> {
        self.try_confirm_relay(id, at).await.doing("confirming a letter")
    }

    async fn claim_mails(&self, now: Timestamp, until: Timestamp, limit: u32) -> Result<Vec<Queued>, StoreError> {
        self.try_claim_mails(now, until, limit).await.doing("claiming mails")
    }

    async fn settle_mail(&self, mail: &Queued, settled: &Settled, at: Timestamp) -> Result<Recorded, StoreError> {
        self.try_settle_mail(mail, settled, at).await.doing("settling a mail")
    }

    async fn queue(&self, limit: u32) -> Result<Vec<QueueRow>, StoreError> {
        self.try_queue(limit).await.doing("reading the queue")
    }

    async fn purge_relay(&self, unconfirmed_before: Timestamp, ended_before: Timestamp) -> Result<u64, StoreError> {
        self.try_purge_relay(unconfirmed_before, ended_before).await.doing("deleting old letters")
    }
}
