//! Class sets and their cards.

use std::sync::LazyLock;

use async_trait::async_trait;
use domain::{checked::LetterId, class::ClassCode};
use sqlx::any::AnyRow;
use usecases::ports::{ClassCard, ClassReads, ClassSet, ClassWrites, Reached, StoreError};

use crate::{
    Database,
    columns::{Columns as _, micros},
    fault::doing,
    many::{Many, insert},
    work::UnitOfWork,
};

static INSERT_CARDS: LazyLock<Many> =
    LazyLock::new(|| Many::insert("class_cards (code, number, letter, target)", 4, "RETURNING number"));

/// A set with its cards, one row for each, in order.
const SELECT: &str = "SELECT class_sets.code, id, campaign, language, country, made_at, suspect, letter, target,
        (SELECT MIN(verified) FROM actions WHERE actions.letter = class_cards.letter AND stage = 'prepared') AS printed,
        (SELECT MIN(verified) FROM actions WHERE actions.letter = class_cards.letter AND stage = 'confirmed') AS posted
     FROM class_sets JOIN class_cards ON class_cards.code = class_sets.code";

static BY_CODE: LazyLock<String> = LazyLock::new(|| format!("{SELECT} WHERE class_sets.code = $1 ORDER BY number"));
static BY_ID: LazyLock<String> = LazyLock::new(|| format!("{SELECT} WHERE id = $1 ORDER BY number"));

fn reached(row: &AnyRow, column: &str) -> sqlx::Result<Reached> {
    Ok(match row.number_or_null(column)? {
        None => Reached::No,
        Some(0) => Reached::Unverified,
        Some(_) => Reached::Verified,
    })
}

fn set(rows: &[AnyRow]) -> sqlx::Result<Option<ClassSet>> {
    let Some(row) = rows.first() else { return Ok(None) };
    let card = |row: &AnyRow| {
        Ok(ClassCard {
            letter: row.checked("letter")?,
            target: row.checked("target")?,
            printed: reached(row, "printed")?,
            posted: reached(row, "posted")?,
        })
    };
    Ok(Some(ClassSet {
        code: row.checked("code")?,
        id: row.checked("id")?,
        campaign: row.checked("campaign")?,
        language: row.checked("language")?,
        country: row.checked("country")?,
        made_at: row.time("made_at")?,
        suspect: row.yes("suspect")?,
        cards: rows.iter().map(card).collect::<sqlx::Result<_>>()?,
    }))
}

#[async_trait]
impl ClassReads for Database {
    async fn class_set(&self, code: ClassCode) -> Result<Option<ClassSet>, StoreError> {
        doing("reading a class set", async {
            set(&sqlx::query(BY_CODE.as_str()).bind(code.digits()).fetch_all(self.reader()).await?)
        })
        .await
    }
}

#[async_trait]
impl ClassWrites for UnitOfWork {
    async fn add_class_set(&mut self, new: &ClassSet) -> Result<bool, StoreError> {
        doing("storing a class set", async {
            let added = sqlx::query(
                "INSERT INTO class_sets (code, id, campaign, language, country, made_at, suspect) VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT DO NOTHING RETURNING code",
            )
            .bind(new.code.digits())
            .bind(new.id.as_str())
            .bind(new.campaign.as_str())
            .bind(new.language.tag())
            .bind(new.country.as_str())
            .bind(micros(new.made_at))
            .bind(i64::from(new.suspect))
            .fetch_optional(self.connection())
            .await?
            .is_some();
            if added {
                let cards: Vec<(i64, &ClassCard)> = (1..).zip(&new.cards).collect();
                insert(self.connection(), &INSERT_CARDS, &cards, |query, (number, card)| {
                    query.bind(new.code.digits()).bind(*number).bind(card.letter.as_str()).bind(card.target.as_str())
                })
                .await?;
            }
            Ok(added)
        })
        .await
    }

    async fn class_set_named(&mut self, id: &LetterId) -> Result<Option<ClassSet>, StoreError> {
        doing("reading a class set by its name", async {
            set(&sqlx::query(BY_ID.as_str()).bind(id.as_str()).fetch_all(self.connection()).await?)
        })
        .await
    }
}
