//! Letters that our server sends. The queue of mails is in [`crate::mails`].

mod moves;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, LetterId, Token},
    post::{LetterState, Move, Purpose, Reply},
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{
    AskedBy, AskedCount, DisownedLetter, LetterReads, LetterWrites, RelayLetter, Replies, SentLetter, StoreError, StoredLetter,
};

use crate::{
    Database,
    columns::{Columns as _, micros, number},
    fault::{doing, failed},
    mails::storable,
    work::UnitOfWork,
};

/// The columns of a letter, by name. Connections keep statements, and one with `*` breaks when a newer program widens
/// the table under it.
macro_rules! letter_columns {
    () => {
        "relay_letters.id, relay_letters.campaign, relay_letters.target, relay_letters.language, relay_letters.country,
         relay_letters.name, relay_letters.email, relay_letters.recipient, relay_letters.subject, relay_letters.body,
         relay_letters.token, relay_letters.state, relay_letters.asked_at,
         relay_letters.reader_language, relay_letters.shown, relay_letters.ask_later, relay_letters.own_digest,
         relay_letters.review"
    };
}
pub(crate) use letter_columns;
pub(crate) use moves::{move_letter, note_why_held};
use moves::{move_letters, sent_letters};

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
        shown: row.text("shown")?.to_owned(),
        ask_later: row.yes("ask_later")?,
        own_digest: row.text_or_null("own_digest")?.map(str::to_owned),
        review: row.text("review")?.to_owned(),
        state: row.word("state", LetterState::parse)?,
        asked_at: row.time("asked_at")?,
    })
}

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

const DISOWNED: &str = "SELECT campaign FROM disowned WHERE campaign = $1 AND mailbox IN ($2, $3)";

macro_rules! stored {
    ($($which:expr),+) => {
        concat!("SELECT held_for, held_at, ", letter_columns!(), " FROM relay_letters WHERE ", $($which),+)
    };
}
/// Those that only a local mailbox took have no action.
const QUIET: &str = stored!(
    "state = 'accepted' AND quiet_since <= $1 AND EXISTS (
        SELECT 1 FROM actions
        WHERE actions.letter = relay_letters.id AND actions.channel = 'relay' AND actions.stage = 'accepted'
     )
     ORDER BY quiet_since LIMIT $2"
);
const KEPT_BACK: &str = stored!(
    "state = 'queued' AND id IN (
        SELECT mails.letter FROM mails
        WHERE mails.purpose = 'letter' AND mails.state IN ('waiting', 'joined') AND mails.leased_until IS NULL AND (
            (mails.due_at < $1 AND NOT ",
    crate::dialect::goes_out!(),
    ") OR (mails.due_at < $2 AND mails.campaign IN (SELECT id FROM campaigns WHERE hold = 'won'))
        )
     )
     LIMIT $3"
);
const UNDECIDED: &str = stored!("state = 'held' AND held_at < $1 ORDER BY held_at LIMIT $2");
const HELD: &str = stored!("state = 'held' AND ($1 = '' OR campaign = $1) ORDER BY held_at, id LIMIT $2 OFFSET $3");
const STORED: &str = stored!("id = $1");

/// A letter from a row that has what [`stored!`] asks for.
fn stored_letter(row: &AnyRow) -> sqlx::Result<StoredLetter> {
    Ok(StoredLetter {
        id: row.text("id")?.to_owned(),
        campaign: row.text("campaign")?.to_owned(),
        letter: relay_letter(row).map(Box::new).map_err(|error| failed("reading a letter", error)),
        held_for: row.text_or_null("held_for")?.unwrap_or_default().to_owned(),
        held_at: row.time_or_null("held_at")?,
    })
}

macro_rules! by_state {
    ($($of:literal)?) => {
        // In the order of the index, so that nothing has to be sorted.
        concat!("SELECT state, COUNT(*) AS letters FROM relay_letters", $($of,)? " GROUP BY campaign, state")
    };
}

/// Counts those who were asked, beside the replies.
const ASKED: &str = "asked";

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

    async fn has_confirmed(&self, email: &EmailAddress, mailbox: &str) -> Result<bool, StoreError> {
        doing("looking whether an address has confirmed before", async {
            // The index is by mailbox.
            let sql = "SELECT id FROM relay_letters WHERE mailbox = $1 AND email = $2 AND confirmed_at IS NOT NULL LIMIT 1";
            let row = sqlx::query(sql).bind(mailbox).bind(email.as_str()).fetch_optional(self.reader()).await?;
            Ok(row.is_some())
        })
        .await
    }

    async fn is_disowned(&self, campaign: &CampaignId, [name, earlier]: [&str; 2]) -> Result<bool, StoreError> {
        doing("looking whether a mailbox wants no mail", async {
            let query = sqlx::query(DISOWNED).bind(campaign.as_str()).bind(name).bind(earlier);
            Ok(query.fetch_optional(self.reader()).await?.is_some())
        })
        .await
    }

    async fn was_mailed(&self, letter: &LetterId, purpose: Purpose) -> Result<bool, StoreError> {
        doing("looking whether a mail was sent", async {
            let query = sqlx::query("SELECT letter FROM mails WHERE letter = $1 AND purpose = $2 AND state = 'sent'");
            let query = query.bind(letter.as_str()).bind(purpose.as_str());
            Ok(query.fetch_optional(self.reader()).await?.is_some())
        })
        .await
    }

    async fn quiet_letters(&self, since: Timestamp, limit: u32) -> Result<Vec<StoredLetter>, StoreError> {
        doing("looking for letters of which nothing was heard", async {
            let rows = sqlx::query(QUIET).bind(micros(since)).bind(i64::from(limit)).fetch_all(self.reader()).await?;
            rows.iter().map(stored_letter).collect()
        })
        .await
    }

    async fn letters_kept_back(
        &self,
        due_before: Timestamp,
        won_due_before: Timestamp,
        limit: u32,
    ) -> Result<Vec<StoredLetter>, StoreError> {
        doing("looking for letters that are kept back", async {
            let query = sqlx::query(KEPT_BACK).bind(micros(due_before)).bind(micros(won_due_before)).bind(i64::from(limit));
            query.fetch_all(self.reader()).await?.iter().map(stored_letter).collect()
        })
        .await
    }

    async fn undecided_letters(&self, held_before: Timestamp, limit: u32) -> Result<Vec<StoredLetter>, StoreError> {
        doing("looking for letters that nobody decided on", async {
            let rows = sqlx::query(UNDECIDED).bind(micros(held_before)).bind(i64::from(limit)).fetch_all(self.reader()).await?;
            rows.iter().map(stored_letter).collect()
        })
        .await
    }

    async fn held_letters(&self, of: Option<&CampaignId>, skip: usize, limit: usize) -> Result<Vec<StoredLetter>, StoreError> {
        doing("reading the letters that are held", async {
            let query = sqlx::query(HELD).bind(of.map_or("", CampaignId::as_str)).bind(number(limit)).bind(number(skip));
            query.fetch_all(self.reader()).await?.iter().map(stored_letter).collect()
        })
        .await
    }

    async fn held_counts(&self) -> Result<BTreeMap<CampaignId, u64>, StoreError> {
        doing("counting the letters that are held", async {
            // The time is asked for so that SQLite goes along the index of those that are held, and not along that of all states.
            let sql = "SELECT campaign, COUNT(*) AS letters FROM relay_letters
                       WHERE state = 'held' AND COALESCE(held_at, 0) >= 0 GROUP BY campaign";
            let rows = sqlx::query(sql).fetch_all(self.reader()).await?;
            rows.iter().map(|row| Ok((row.checked("campaign")?, row.count("letters")?))).collect()
        })
        .await
    }

    async fn letters_by_state(&self, of: Option<&CampaignId>) -> Result<BTreeMap<LetterState, u64>, StoreError> {
        const OF_ONE: &str = by_state!(" WHERE campaign = $1");
        const OF_ALL: &str = by_state!();
        doing("counting letters by their state", async {
            let query = of.map_or_else(|| sqlx::query(OF_ALL), |campaign| sqlx::query(OF_ONE).bind(campaign.as_str()));
            let rows = query.fetch_all(self.reader()).await?;
            let mut letters = BTreeMap::new();
            for row in &rows {
                // A state that a newer program wrote is none that we could name.
                if let Some(state) = LetterState::parse(row.text("state")?) {
                    *letters.entry(state).or_default() += row.count::<u64>("letters")?;
                }
            }
            Ok(letters)
        })
        .await
    }

    async fn replies(&self, campaign: &CampaignId) -> Result<Replies, StoreError> {
        doing("counting what writers said", async {
            let query = sqlx::query("SELECT reply, count FROM replies WHERE campaign = $1").bind(campaign.as_str());
            let mut replies = Replies::default();
            for row in query.fetch_all(self.reader()).await? {
                let count = row.count("count")?;
                if row.text("reply")? == ASKED {
                    replies.asked = count;
                } else {
                    replies.replies.insert(row.word("reply", Reply::parse)?, count);
                }
            }
            Ok(replies)
        })
        .await
    }

    async fn stored_letter(&self, id: &LetterId) -> Result<Option<StoredLetter>, StoreError> {
        doing("reading a letter", async {
            let row = sqlx::query(STORED).bind(id.as_str()).fetch_optional(self.reader()).await?;
            row.as_ref().map(stored_letter).transpose()
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
