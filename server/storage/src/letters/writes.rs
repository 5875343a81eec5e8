//! Letters as they are written.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::LetterId,
    post::{Move, Reply},
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{AskedBy, AskedCount, DisownedLetter, LetterWrites, RelayLetter, SentLetter, StoreError};

use super::{
    ASKED, DISOWNED,
    moves::{move_letter, move_letters, note_why_held, sent_letters},
};
use crate::{
    columns::{Columns as _, micros},
    fault::doing,
    mails::storable,
    work::UnitOfWork,
};

macro_rules! asked {
    ($whose:literal) => {
        concat!(
            "SELECT COUNT(CASE WHEN asked_at >= $5 THEN 1 END) AS asked,
                MIN(CASE WHEN asked_at >= $5 THEN asked_at END) AS first_asked,
                COUNT(CASE WHEN state = 'awaiting_confirmation' THEN 1 END) AS unanswered,
                MIN(CASE WHEN state = 'awaiting_confirmation' THEN asked_at END) AS first_unanswered
             FROM relay_letters WHERE asked_at >= $1 AND id <> $2 AND ",
            $whose
        )
    };
}
const ASKED_BY_MAILBOX: &str = asked!("mailbox IN ($3, $4)");
const ASKED_BY_NETWORKS: &str = asked!("network IN ($3, $4)");

#[async_trait]
impl LetterWrites for UnitOfWork {
    async fn add_letter(&mut self, letter: &RelayLetter, mailbox: &str, network: Option<&str>) -> Result<bool, StoreError> {
        doing("storing a letter to be confirmed", async {
            let done = sqlx::query(
                "INSERT INTO relay_letters (id, campaign, target, language, country, name, email, mailbox, recipient,
                                            subject, body, token, state, asked_at, network, reader_language, shown,
                                            ask_later, own_digest, review)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
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
            .bind(&*letter.shown)
            .bind(i64::from(letter.ask_later))
            .bind(letter.own_digest.as_deref())
            .bind(&*letter.review)
            .execute(self.connection())
            .await?;
            Ok(done.rows_affected() > 0)
        })
        .await
    }

    async fn count_asked(
        &mut self,
        by: AskedBy<'_>,
        since: Timestamp,
        unanswered_since: Timestamp,
        except: &LetterId,
    ) -> Result<AskedCount, StoreError> {
        doing("counting the letters that were asked for", async {
            let (sql, [one, other]) = match by {
                AskedBy::Mailbox(mailbox) => (ASKED_BY_MAILBOX, [mailbox, mailbox]),
                AskedBy::Networks(networks) => (ASKED_BY_NETWORKS, networks),
            };
            let query = sqlx::query(sql).bind(micros(unanswered_since)).bind(except.as_str()).bind(one).bind(other);
            let row = query.bind(micros(since)).fetch_one(self.connection()).await?;
            Ok(AskedCount {
                asked: row.count("asked")?,
                first_asked: row.time_or_null("first_asked")?,
                unanswered: row.count("unanswered")?,
                first_unanswered: row.time_or_null("first_unanswered")?,
            })
        })
        .await
    }

    async fn count_same_text(&mut self, campaign: &CampaignId, own_digest: &str, but: &str) -> Result<u64, StoreError> {
        doing("counting who confirmed the same text", async {
            let row = sqlx::query(
                "SELECT COUNT(DISTINCT mailbox) AS mailboxes FROM relay_letters
                 WHERE own_digest = $1 AND campaign = $2 AND mailbox <> $3 AND confirmed_at IS NOT NULL",
            )
            .bind(own_digest)
            .bind(campaign.as_str())
            .bind(but)
            .fetch_one(self.connection())
            .await?;
            row.count("mailboxes")
        })
        .await
    }

    async fn move_letter(&mut self, id: &LetterId, change: Move, at: Timestamp) -> Result<bool, StoreError> {
        doing("moving a letter", move_letter(self.connection(), id.as_str(), change, at)).await
    }

    async fn move_letters(&mut self, ids: &[&LetterId], change: Move, at: Timestamp) -> Result<BTreeSet<String>, StoreError> {
        let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        doing("moving letters", move_letters(self.connection(), &ids, change, at)).await
    }

    async fn sent_letters(&mut self, limit: u32) -> Result<Vec<SentLetter>, StoreError> {
        let dialect = self.dialect();
        doing("looking for letters that left", sent_letters(self.connection(), dialect, limit)).await
    }

    async fn note_why_held(&mut self, id: &LetterId, why: &str) -> Result<(), StoreError> {
        doing("noting why a letter is held", note_why_held(self.connection(), id.as_str(), &storable(why))).await
    }

    async fn add_reply(&mut self, id: &LetterId, reply: Reply) -> Result<bool, StoreError> {
        doing("storing whether an office answered", async {
            let query = sqlx::query("UPDATE relay_letters SET reply = $2 WHERE id = $1 AND reply IS NULL");
            Ok(query.bind(id.as_str()).bind(reply.as_str()).execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn count_reply(&mut self, campaign: &CampaignId, reply: Option<Reply>) -> Result<(), StoreError> {
        doing("counting whether an office answered", async {
            sqlx::query(
                "INSERT INTO replies (campaign, reply, count) VALUES ($1, $2, 1)
                 ON CONFLICT (campaign, reply) DO UPDATE SET count = replies.count + 1",
            )
            .bind(campaign.as_str())
            .bind(reply.map_or(ASKED, Reply::as_str))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn disown(&mut self, campaign: &CampaignId, name: &str, at: Timestamp) -> Result<(), StoreError> {
        doing("keeping a mailbox from further mails", async {
            sqlx::query(
                "INSERT INTO disowned (campaign, mailbox, at) VALUES ($1, $2, $3) ON CONFLICT (campaign, mailbox) DO NOTHING",
            )
            .bind(campaign.as_str())
            .bind(name)
            .bind(micros(at))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn has_disowned(&mut self, campaign: &CampaignId, [name, earlier]: [&str; 2]) -> Result<bool, StoreError> {
        doing("looking whether a mailbox wants no mail", async {
            let query = sqlx::query(DISOWNED).bind(campaign.as_str()).bind(name).bind(earlier);
            Ok(query.fetch_optional(self.connection()).await?.is_some())
        })
        .await
    }

    async fn delete_disowned(&mut self, campaign: &CampaignId, mailbox: &str) -> Result<Vec<DisownedLetter>, StoreError> {
        doing("deleting letters that nobody had asked for", async {
            // Their mails go with them, by the foreign key.
            let rows = sqlx::query(
                "DELETE FROM relay_letters WHERE mailbox = $1 AND campaign = $2 AND state = 'awaiting_confirmation'
                 RETURNING id, asked_at, network",
            )
            .bind(mailbox)
            .bind(campaign.as_str())
            .fetch_all(self.connection())
            .await?;
            let disowned = |row: &AnyRow| {
                let network = row.text_or_null("network")?.map(str::to_owned);
                Ok(DisownedLetter { id: row.checked("id")?, asked_at: row.time("asked_at")?, network })
            };
            rows.iter().map(disowned).collect()
        })
        .await
    }

    async fn queue_reminders(&mut self, asked_before: Timestamp, at: Timestamp) -> Result<u64, StoreError> {
        doing("queueing reminders", async {
            let query = sqlx::query(
                "INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign)
                 SELECT id, 'reminder', 'waiting', 0, $2, $2, campaign FROM relay_letters
                 WHERE state = 'awaiting_confirmation' AND asked_at < $1
                   AND EXISTS (
                       SELECT 1 FROM mails
                       WHERE letter = id AND purpose = 'confirmation' AND mails.state = 'sent' AND mails.due_at <= $1
                   )
                   AND NOT EXISTS (SELECT 1 FROM mails WHERE letter = id AND purpose = 'reminder')
                 ON CONFLICT (letter, purpose) DO NOTHING",
            );
            Ok(query.bind(micros(asked_before)).bind(micros(at)).execute(self.connection()).await?.rows_affected())
        })
        .await
    }

    async fn queue_questions(&mut self, accepted_before: Timestamp, at: Timestamp) -> Result<u64, StoreError> {
        doing("queueing questions", async {
            let query = sqlx::query(
                "INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign)
                 SELECT id, 'question', 'waiting', 0, $2, $2, campaign FROM relay_letters
                 WHERE ask_later = 1 AND ended_at < $1 AND state IN ('accepted', 'settled')
                   AND EXISTS (
                       SELECT 1 FROM actions
                       WHERE actions.letter = relay_letters.id AND actions.channel = 'relay' AND actions.stage = 'accepted'
                   )
                   AND NOT EXISTS (SELECT 1 FROM mails WHERE letter = id AND purpose = 'question')
                 ON CONFLICT (letter, purpose) DO NOTHING",
            );
            Ok(query.bind(micros(accepted_before)).bind(micros(at)).execute(self.connection()).await?.rows_affected())
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

    async fn expire_letters(&mut self, asked_before: Timestamp) -> Result<u64, StoreError> {
        doing("letting letters expire", async {
            // To expire is to be deleted. Their mails go with them, by the foreign key.
            let query = sqlx::query("DELETE FROM relay_letters WHERE state = 'awaiting_confirmation' AND asked_at < $1");
            Ok(query.bind(micros(asked_before)).execute(self.connection()).await?.rows_affected())
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
