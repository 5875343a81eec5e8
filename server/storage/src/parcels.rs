//! Letters that go to a target in one mail.

use async_trait::async_trait;
use domain::{
    checked::LetterId,
    post::parcel::{BYTES_MAX, LETTERS_MAX},
};
use jiff::Timestamp;
use usecases::ports::{ParcelWrites, RelayLetter, StoreError};

use crate::{
    columns::{Columns as _, micros, number},
    fault::doing,
    letters::{letter_columns, relay_letter},
    work::UnitOfWork,
};

/// The open parcel of a campaign for a target, if it leaves by then, to the same mailbox, and has room for so many bytes.
const OPEN: &str = "SELECT parcels.first_letter, parcels.letters, parcels.bytes
     FROM parcels
     JOIN mails ON mails.letter = parcels.first_letter AND mails.purpose = 'letter'
     JOIN relay_letters ON relay_letters.id = parcels.first_letter
     WHERE parcels.campaign = $1 AND parcels.target = $2 AND parcels.first_letter <> $3
       AND mails.parcel = mails.letter AND mails.state = 'waiting' AND mails.attempts = 0 AND mails.leased_until IS NULL
       AND mails.due_at <= $4 AND relay_letters.recipient = $5
       AND parcels.letters < $6 AND parcels.bytes + $7 <= $8";

macro_rules! of_parcel {
    ($which:literal) => {
        concat!(
            "SELECT ",
            letter_columns!(),
            " FROM mails JOIN relay_letters ON relay_letters.id = mails.letter
             WHERE mails.parcel = $1 AND mails.letter <> $1 AND mails.purpose = 'letter' AND ",
            $which,
            " ORDER BY relay_letters.confirmed_at, relay_letters.id"
        )
    };
}
const LEAVES_WITH: &str = of_parcel!("mails.state = 'joined' AND relay_letters.state IN ('queued', 'sending')");
const LEFT_WITH: &str = of_parcel!("mails.state IN ('sent', 'failed')");

#[async_trait]
impl ParcelWrites for UnitOfWork {
    async fn gather(&mut self, letter: &RelayLetter, slot: Timestamp) -> Result<(), StoreError> {
        let bytes = number(letter.subject.len() + letter.body.len());
        doing("putting a letter to others", async {
            let open = sqlx::query(OPEN)
                .bind(letter.campaign.as_str())
                .bind(letter.target.as_str())
                .bind(letter.id.as_str())
                .bind(micros(slot))
                .bind(letter.recipient.as_str())
                .bind(i64::from(LETTERS_MAX))
                .bind(bytes)
                .bind(i64::try_from(BYTES_MAX).unwrap_or(i64::MAX))
                .fetch_optional(self.connection())
                .await?;
            let (first, letters, all_bytes) = match &open {
                Some(row) => (row.text("first_letter")?, row.number("letters")? + 1, row.number("bytes")? + bytes),
                None => (letter.id.as_str(), 1, bytes),
            };
            sqlx::query(
                "INSERT INTO parcels (campaign, target, first_letter, letters, bytes) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (campaign, target) DO UPDATE
                 SET first_letter = excluded.first_letter, letters = excluded.letters, bytes = excluded.bytes",
            )
            .bind(letter.campaign.as_str())
            .bind(letter.target.as_str())
            .bind(first)
            .bind(letters)
            .bind(all_bytes)
            .execute(self.connection())
            .await?;
            sqlx::query(
                "INSERT INTO mails (letter, purpose, state, attempts, enqueued_at, due_at, campaign, parcel)
                 VALUES ($1, 'letter', $2, 0, $3, $3, $4, $5)
                 ON CONFLICT (letter, purpose) DO UPDATE
                 SET state = $2, attempts = 0, enqueued_at = $3, due_at = $3, parcel = $5,
                     claim = NULL, leased_until = NULL, node = NULL",
            )
            .bind(letter.id.as_str())
            .bind(if open.is_some() { "joined" } else { "waiting" })
            .bind(micros(slot))
            .bind(letter.campaign.as_str())
            .bind(first)
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn leaves_with(&mut self, first: &LetterId) -> Result<Vec<RelayLetter>, StoreError> {
        doing("reading the letters of a mail", async {
            let rows = sqlx::query(LEAVES_WITH).bind(first.as_str()).fetch_all(self.connection()).await?;
            // One that cannot be read is left behind, and set aside when it is claimed by itself.
            Ok(rows.iter().filter_map(|row| relay_letter(row).ok()).collect())
        })
        .await
    }

    async fn left_with(&mut self, first: &LetterId) -> Result<Vec<RelayLetter>, StoreError> {
        doing("reading the letters of a mail that left", async {
            let rows = sqlx::query(LEFT_WITH).bind(first.as_str()).fetch_all(self.connection()).await?;
            // Of one that cannot be read nobody can be told.
            Ok(rows.iter().filter_map(|row| relay_letter(row).ok()).collect())
        })
        .await
    }

    async fn release_left_behind(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        doing("letting letters wait that a mail left behind", async {
            let query = sqlx::query(
                "UPDATE mails SET state = 'waiting', parcel = NULL, enqueued_at = $1,
                    due_at = CASE WHEN due_at < $1 THEN due_at ELSE $1 END
                 WHERE state = 'joined' AND NOT EXISTS (
                    SELECT 1 FROM mails AS carrier
                    WHERE carrier.letter = mails.parcel AND carrier.purpose = 'letter' AND carrier.state = 'waiting'
                      AND carrier.parcel = carrier.letter
                 )",
            );
            Ok(query.bind(micros(now)).execute(self.connection()).await?.rows_affected())
        })
        .await
    }
}
