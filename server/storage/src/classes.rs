//! Class sets and their cards.

use std::{collections::BTreeSet, sync::LazyLock};

use async_trait::async_trait;
use domain::{channel::Channel, checked::LetterId, class::ClassCode, language::Language, tally::Stage};
use sqlx::any::AnyRow;
use usecases::ports::{Action, Allowance, ClassCard, ClassSet, ClassStore, Reached, StoreError};

use crate::{
    Database,
    actions::add::amend,
    insert::{Insert, insert},
    row::{Columns as _, Doing as _, micros},
};

static INSERT_CARDS: LazyLock<Insert> =
    LazyLock::new(|| Insert::new("class_cards (code, number, letter, target)", 4, "RETURNING number"));

/// A set with its cards, one row for each, in order.
const SELECT: &str = "SELECT class_sets.code, id, campaign, language, country, made_at, letter, target,
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
        language: row.word("language", Language::parse)?,
        country: row.checked("country")?,
        made_at: row.time("made_at")?,
        cards: rows.iter().map(card).collect::<sqlx::Result<_>>()?,
    }))
}

impl Database {
    async fn try_class_set(&self, code: ClassCode) -> sqlx::Result<Option<ClassSet>> {
        set(&sqlx::query(BY_CODE.as_str()).bind(code.digits()).fetch_all(self.reader()).await?)
    }

    async fn try_add_class_set(&self, new: &ClassSet) -> sqlx::Result<Option<ClassSet>> {
        let mut tx = self.begin().await?;
        let added = sqlx::query(
            "INSERT INTO class_sets (code, id, campaign, language, country, made_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING RETURNING code",
        )
        .bind(new.code.digits())
        .bind(new.id.as_str())
        .bind(new.campaign.as_str())
        .bind(new.language.tag())
        .bind(new.country.as_str())
        .bind(micros(new.made_at))
        .fetch_optional(&mut *tx)
        .await?;
        if added.is_some() {
            let cards: Vec<(i64, &ClassCard)> = (1..).zip(&new.cards).collect();
            insert(&mut tx, &INSERT_CARDS, &cards, |query, (number, card)| {
                query.bind(new.code.digits()).bind(*number).bind(card.letter.as_str()).bind(card.target.as_str())
            })
            .await?;
        }
        let there = set(&sqlx::query(BY_ID.as_str()).bind(new.id.as_str()).fetch_all(&mut *tx).await?)?;
        tx.commit().await?;
        Ok(there)
    }

    async fn try_amend(
        &self,
        new: &[Action],
        gone: &BTreeSet<(LetterId, Channel, Stage)>,
        allowance: Option<&Allowance>,
    ) -> sqlx::Result<()> {
        let mut tx = self.begin().await?;
        amend(&mut tx, &new.iter().collect::<Vec<_>>(), gone, allowance).await?;
        tx.commit().await
    }
}

#[async_trait]
impl ClassStore for Database {
    async fn add_class_set(&self, set: &ClassSet) -> Result<Option<ClassSet>, StoreError> {
        self.try_add_class_set(set).await.doing("storing a class set")
    }

    async fn class_set(&self, code: ClassCode) -> Result<Option<ClassSet>, StoreError> {
        self.try_class_set(code).await.doing("reading a class set")
    }

    async fn amend(
        &self,
        new: &[Action],
        gone: &BTreeSet<(LetterId, Channel, Stage)>,
        allowance: Option<&Allowance>,
    ) -> Result<(), StoreError> {
        self.try_amend(new, gone, allowance).await.doing("amending what was reported")
    }
}
