//! Letters that our server sends. The queue of mails is in [`crate::mails`].

use async_trait::async_trait;
use domain::{
    checked::{LetterId, Token},
    post::RelayState,
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{AskedBy, AskedCount, LetterReads, LetterWrites, RelayLetter, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    work::UnitOfWork,
};

/// The columns of a letter, by name. Connections keep statements, and one with `*` breaks when a newer program widens
/// the table under it.
macro_rules! letter_columns {
    () => {
        "relay_letters.id, relay_letters.campaign, relay_letters.target, relay_letters.language, relay_letters.country,
         relay_letters.name, relay_letters.email, relay_letters.recipient, relay_letters.subject, relay_letters.body,
         relay_letters.token, relay_letters.state, relay_letters.asked_at,
         relay_letters.reader_language"
    };
}
pub(crate) use letter_columns;

const BY_TOKEN: &str = concat!("SELECT ", letter_columns!(), " FROM relay_letters WHERE token = $1");
const BY_ID: &str = concat!("SELECT ", letter_columns!(), " FROM relay_letters WHERE id = $1");

/// A letter from a row that has the [`letter_columns`].
pub(crate) fn relay_letter(row: &AnyRow) -> sqlx::Result<RelayLetter> {
    let language = row.checked("language")?;
    let reader = if row.text("reader_language")?.is_empty() { language } else { row.checked("reader_language")? };
    Ok(RelayLetter {
        id: row.checked("id")?,
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        language,
        reader,
        country: row.checked("country")?,
        name: row.checked("name")?,
        email: row.checked("email")?,
        recipient: row.checked("recipient")?,
        subject: row.text("subject")?.to_owned(),
        body: row.text("body")?.to_owned(),
        token: row.checked("token")?,
        state: row.word("state", RelayState::parse)?,
        asked_at: row.time("asked_at")?,
    })
}

macro_rules! asked {
    ($whose:literal) => {
        concat!(
            "SELECT COUNT(*) AS asked, MIN(asked_at) AS first_asked,
                COUNT(CASE WHEN state = 'awaiting_confirmation' THEN 1 END) AS unanswered,
                MIN(CASE WHEN state = 'awaiting_confirmation' THEN asked_at END) AS first_unanswered
             FROM relay_letters WHERE asked_at >= $1 AND id <> $2 AND ",
            $whose
        )
    };
}
const ASKED_BY_MAILBOX: &str = asked!("mailbox = $3");
const ASKED_BY_NETWORKS: &str = asked!("network IN ($3, $4)");

macro_rules! moved {
    ($time:literal) => {
        concat!("UPDATE relay_letters SET state = $3, ", $time, " = $4 WHERE id = $1 AND state = $2")
    };
}

#[async_trait]
impl LetterReads for Database {
    async fn relay_letter(&self, id: &LetterId) -> Result<Option<RelayLetter>, StoreError> {
        doing("reading a letter", async {
            let row = sqlx::query(BY_ID).bind(id.as_str()).fetch_optional(self.reader()).await?;
            row.as_ref().map(relay_letter).transpose()
        })
        .await
    }

    async fn relay_by_token(&self, token: &Token) -> Result<Option<RelayLetter>, StoreError> {
        doing("looking for the letter of a confirmation link", async {
            let row = sqlx::query(BY_TOKEN).bind(token.as_str()).fetch_optional(self.reader()).await?;
            row.as_ref().map(relay_letter).transpose()
        })
        .await
    }
}

#[async_trait]
impl LetterWrites for UnitOfWork {
    async fn add_letter(&mut self, letter: &RelayLetter, mailbox: &str, network: Option<&str>) -> Result<bool, StoreError> {
        doing("storing a letter to be confirmed", async {
            let done = sqlx::query(
                "INSERT INTO relay_letters (id, campaign, target, language, country, name, email, mailbox, recipient,
                                            subject, body, token, state, asked_at, network, reader_language)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                 ON CONFLICT (id) DO NOTHING",
            )
            .bind(letter.id.as_str())
            .bind(letter.campaign.as_str())
            .bind(letter.target.as_str())
            .bind(letter.language.tag())
            .bind(letter.country.as_str())
            .bind(letter.name.as_str())
            .bind(letter.email.as_str())
            .bind(mailbox)
            .bind(letter.recipient.as_str())
            .bind(&*letter.subject)
            .bind(&*letter.body)
            .bind(letter.token.as_str())
            .bind(letter.state.as_str())
            .bind(micros(letter.asked_at))
            .bind(network)
            .bind(letter.reader.tag())
            .execute(self.connection())
            .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn count_asked(&mut self, by: AskedBy<'_>, since: Timestamp, except: &LetterId) -> Result<AskedCount, StoreError> {
        doing("counting the letters that were asked for", async {
            let query = match by {
                AskedBy::Mailbox(mailbox) => {
                    sqlx::query(ASKED_BY_MAILBOX).bind(micros(since)).bind(except.as_str()).bind(mailbox)
                }
                AskedBy::Networks([one, other]) => {
                    sqlx::query(ASKED_BY_NETWORKS).bind(micros(since)).bind(except.as_str()).bind(one).bind(other)
                }
            };
            let row = query.fetch_one(self.connection()).await?;
            Ok(AskedCount {
                asked: row.count("asked")?,
                first_asked: row.time_or_null("first_asked")?,
                unanswered: row.count("unanswered")?,
                first_unanswered: row.time_or_null("first_unanswered")?,
            })
        })
        .await
    }

    async fn move_letter(&mut self, id: &LetterId, from: RelayState, to: RelayState, at: Timestamp) -> Result<bool, StoreError> {
        let sql = match to {
            RelayState::AwaitingConfirmation => moved!("asked_at"),
            RelayState::Queued => moved!("confirmed_at"),
            RelayState::Accepted | RelayState::Failed => moved!("ended_at"),
        };
        doing("moving a letter", async {
            let query = sqlx::query(sql).bind(id.as_str()).bind(from.as_str()).bind(to.as_str()).bind(micros(at));
            Ok(query.execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn forget_networks_of_letters(&mut self, asked_before: Timestamp) -> Result<(), StoreError> {
        doing("forgetting the networks of letters", async {
            sqlx::query("UPDATE relay_letters SET network = NULL WHERE network IS NOT NULL AND asked_at < $1")
                .bind(micros(asked_before))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }

    async fn delete_letters_asked(&mut self, state: RelayState, before: Timestamp) -> Result<u64, StoreError> {
        doing("deleting letters that nobody confirmed", async {
            // Their mails go with them, by the foreign key.
            let query = sqlx::query("DELETE FROM relay_letters WHERE state = $1 AND asked_at < $2");
            Ok(query.bind(state.as_str()).bind(micros(before)).execute(self.connection()).await?.rows_affected())
        })
        .await
    }

    async fn delete_letters_ended(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        doing("deleting letters that ended", async {
            let query = sqlx::query("DELETE FROM relay_letters WHERE ended_at < $1");
            Ok(query.bind(micros(before)).execute(self.connection()).await?.rows_affected())
        })
        .await
    }
}
