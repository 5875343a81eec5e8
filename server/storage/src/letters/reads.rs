//! Letters as they are read.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, LetterId, Token},
    post::{LetterState, Purpose, Reply},
};
use jiff::Timestamp;
use usecases::ports::{LetterReads, RelayLetter, Replies, StoreError, StoredLetter};

use super::{ASKED, DISOWNED, letter_columns, relay_letter, stored_letter};
use crate::{
    Database,
    columns::{Columns as _, micros, number},
    fault::doing,
};

const BY_TOKEN: &str = concat!("SELECT ", letter_columns!(), " FROM relay_letters WHERE token = $1");
const BY_ID: &str = concat!("SELECT ", letter_columns!(), " FROM relay_letters WHERE id = $1");

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

macro_rules! by_state {
    ($($of:literal)?) => {
        // In the order of the index, so that nothing has to be sorted.
        concat!("SELECT state, COUNT(*) AS letters FROM relay_letters", $($of,)? " GROUP BY campaign, state")
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
