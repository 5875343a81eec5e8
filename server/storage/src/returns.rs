//! Mails that came back, and the addresses from which letters do.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    Date,
    campaign::CampaignId,
    checked::{EmailAddress, LetterId},
    post::{
        Purpose,
        returned::{Diagnostic, EnhancedStatus, ReturnClass},
    },
};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, any::AnyRow};
use usecases::ports::{FailingAddress, HardBounce, KeptReturn, ReturnReads, ReturnWrites, StoreError};

use crate::{
    Database,
    columns::{Columns as _, day_of, micros},
    fault::doing,
    mails::storable,
    work::UnitOfWork,
};

fn kept_return(row: &AnyRow) -> sqlx::Result<KeptReturn> {
    Ok(KeptReturn {
        id: row.text("id")?.to_owned(),
        at: row.time("at")?,
        recipient: row.text("recipient")?.to_owned(),
        sender: row.text("sender")?.to_owned(),
        class: row.word("class", ReturnClass::parse)?,
        status: row.text_or_null("status")?.and_then(EnhancedStatus::parse),
        diagnostic: row.text_or_null("diagnostic")?.and_then(Diagnostic::new),
        subject: row.text("subject")?.to_owned(),
        text: row.text("body")?.to_owned(),
        letter: row.text_or_null("letter")?.and_then(|letter| LetterId::parse(letter).ok()),
    })
}

fn failing_address(row: &AnyRow) -> sqlx::Result<FailingAddress> {
    Ok(FailingAddress {
        recipient: row.checked("recipient")?,
        target: row.checked("target")?,
        campaign: row.checked("campaign")?,
        letters: row.count("letters")?,
        first_at: row.time("first_at")?,
        last_at: row.time("at")?,
        diagnostic: row.text_or_null("diagnostic")?.and_then(Diagnostic::new),
    })
}

/// Each address with its last letter. A campaign's are those from which a letter of its own came back.
const FAILING: &str =
    "SELECT last.recipient, last.target, last.campaign, last.at, last.diagnostic, failing.letters, failing.first_at
     FROM (
        SELECT recipient, COUNT(*) AS letters, MIN(at) AS first_at FROM hard_bounces GROUP BY recipient HAVING COUNT(*) >= $1
     ) AS failing
     JOIN hard_bounces AS last ON last.recipient = failing.recipient AND last.letter = (
        SELECT letter FROM hard_bounces AS newest WHERE newest.recipient = failing.recipient
        ORDER BY newest.at DESC, newest.letter DESC LIMIT 1
     )
     WHERE $2 = '' OR EXISTS (
        SELECT 1 FROM hard_bounces AS own WHERE own.recipient = failing.recipient AND own.campaign = $2
     )
     ORDER BY last.at DESC, last.recipient LIMIT $3";

const KEPT: &str = "SELECT id, at, recipient, sender, class, status, diagnostic, subject, body, letter FROM returned_mails";

#[async_trait]
impl ReturnReads for Database {
    async fn kept_returns(&self, limit: u32) -> Result<Vec<KeptReturn>, StoreError> {
        doing("reading returned mails", async {
            let sql = format!("{KEPT} ORDER BY at DESC, id LIMIT $1");
            let rows = sqlx::query(AssertSqlSafe(sql)).bind(i64::from(limit)).fetch_all(self.reader()).await?;
            rows.iter().map(kept_return).collect()
        })
        .await
    }

    async fn kept_return(&self, id: &str) -> Result<Option<KeptReturn>, StoreError> {
        doing("reading a returned mail", async {
            let row = sqlx::query(AssertSqlSafe(format!("{KEPT} WHERE id = $1"))).bind(without_nul(id));
            row.fetch_optional(self.reader()).await?.as_ref().map(kept_return).transpose()
        })
        .await
    }

    async fn failing_addresses(
        &self,
        of: Option<&CampaignId>,
        letters: u32,
        limit: u32,
    ) -> Result<Vec<FailingAddress>, StoreError> {
        doing("looking for addresses that fail", async {
            let query = sqlx::query(FAILING).bind(i64::from(letters)).bind(of.map_or("", CampaignId::as_str));
            let query = query.bind(i64::from(limit));
            query.fetch_all(self.reader()).await?.iter().map(failing_address).collect()
        })
        .await
    }

    async fn returns_since(&self, day: Date) -> Result<BTreeMap<ReturnClass, u64>, StoreError> {
        doing("counting returned mails", async {
            let query = sqlx::query(
                "SELECT class, CAST(SUM(count) AS BIGINT) AS count FROM returned_counts WHERE day >= $1 GROUP BY class",
            );
            let rows = query.bind(day.to_string()).fetch_all(self.reader()).await?;
            rows.iter().map(|row| Ok((row.word("class", ReturnClass::parse)?, row.count("count")?))).collect()
        })
        .await
    }
}

/// The newest stay, of those that name a letter and of those that do not.
const TOO_MANY: &str = "DELETE FROM returned_mails WHERE (letter IS NULL) = ($1 = 0) AND id NOT IN (
        SELECT id FROM returned_mails WHERE (letter IS NULL) = ($1 = 0) ORDER BY at DESC, id LIMIT $2
     )";

#[async_trait]
impl ReturnWrites for UnitOfWork {
    async fn mail_came_back(&mut self, letter: &LetterId, purpose: Purpose, reason: &str) -> Result<bool, StoreError> {
        doing("noting that a mail came back", async {
            let query = sqlx::query(
                "UPDATE mails SET state = 'failed', last_error = $3 WHERE letter = $1 AND purpose = $2 AND state = 'sent'",
            );
            let query = query.bind(letter.as_str()).bind(purpose.as_str()).bind(storable(reason));
            Ok(query.execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn letter_is_delayed(&mut self, letter: &LetterId, reason: &str, at: Timestamp) -> Result<(), StoreError> {
        doing("noting that a letter is delayed", async {
            sqlx::query("UPDATE mails SET last_error = $2 WHERE letter = $1 AND purpose = 'letter' AND state = 'sent'")
                .bind(letter.as_str())
                .bind(storable(reason))
                .execute(self.connection())
                .await?;
            sqlx::query("UPDATE relay_letters SET quiet_since = $2 WHERE id = $1 AND state = 'accepted'")
                .bind(letter.as_str())
                .bind(micros(at))
                .execute(self.connection())
                .await
                .map(drop)
        })
        .await
    }

    async fn keep_return(&mut self, mail: &KeptReturn, most: u32) -> Result<(), StoreError> {
        doing("keeping a returned mail", async {
            sqlx::query(
                "INSERT INTO returned_mails (id, at, recipient, class, status, diagnostic, subject, body, letter, sender)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING",
            )
            .bind(&*mail.id)
            .bind(micros(mail.at))
            .bind(without_nul(&mail.recipient))
            .bind(mail.class.as_str())
            .bind(mail.status.map(|status| status.to_string()))
            .bind(mail.diagnostic.as_ref().map(|said| without_nul(said.as_str())))
            .bind(without_nul(&mail.subject))
            .bind(without_nul(&mail.text))
            .bind(mail.letter.as_ref().map(LetterId::as_str))
            .bind(without_nul(&mail.sender))
            .execute(self.connection())
            .await?;
            let named = i64::from(mail.letter.is_some());
            sqlx::query(TOO_MANY).bind(named).bind(i64::from(most)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn drop_return(&mut self, id: &str) -> Result<bool, StoreError> {
        doing("deleting a returned mail", async {
            let query = sqlx::query("DELETE FROM returned_mails WHERE id = $1").bind(without_nul(id));
            Ok(query.execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn count_return(&mut self, day: Date, class: ReturnClass) -> Result<(), StoreError> {
        doing("counting a returned mail", async {
            sqlx::query(
                "INSERT INTO returned_counts (day, class, count) VALUES ($1, $2, 1)
                 ON CONFLICT (day, class) DO UPDATE SET count = returned_counts.count + 1",
            )
            .bind(day.to_string())
            .bind(class.as_str())
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn add_hard_bounce(&mut self, bounce: &HardBounce) -> Result<(), StoreError> {
        doing("noting an address that fails", async {
            sqlx::query(
                "INSERT INTO hard_bounces (recipient, letter, campaign, target, at, diagnostic)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (recipient, letter) DO NOTHING",
            )
            .bind(key(&bounce.recipient))
            .bind(bounce.letter.as_str())
            .bind(bounce.campaign.as_str())
            .bind(bounce.target.as_str())
            .bind(micros(bounce.at))
            .bind(bounce.diagnostic.as_ref().map(|said| without_nul(said.as_str())))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn forget_hard_bounces(&mut self, recipient: &EmailAddress, before: Option<Timestamp>) -> Result<bool, StoreError> {
        doing("forgetting that an address failed", async {
            let query = sqlx::query("DELETE FROM hard_bounces WHERE recipient = $1 AND at < $2")
                .bind(key(recipient))
                .bind(before.map_or(i64::MAX, micros));
            Ok(query.execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn forget_returns(&mut self, kept_before: Timestamp, counted_before: Timestamp) -> Result<(), StoreError> {
        doing("forgetting returned mails", async {
            for (sql, before) in [
                ("DELETE FROM returned_mails WHERE at < $1", kept_before),
                ("DELETE FROM hard_bounces WHERE at < $1", counted_before),
            ] {
                sqlx::query(sql).bind(micros(before)).execute(self.connection()).await?;
            }
            // What it says of a letter is kept no longer than the letter.
            sqlx::query(
                "DELETE FROM returned_mails
                 WHERE letter IS NOT NULL AND NOT EXISTS (SELECT id FROM relay_letters WHERE id = returned_mails.letter)",
            )
            .execute(self.connection())
            .await?;
            let query = sqlx::query("DELETE FROM returned_counts WHERE day < $1").bind(day_of(counted_before).to_string());
            query.execute(self.connection()).await.map(drop)
        })
        .await
    }
}

/// Hardly any server tells capitals from small letters.
fn key(recipient: &EmailAddress) -> String {
    recipient.as_str().to_ascii_lowercase()
}

/// `PostgreSQL` cannot store one.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}
