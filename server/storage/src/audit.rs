//! Who changed what at the desk. Rows are added and never changed. Without an organiser it was done at the command line;
//! without a campaign it is about the whole site.

use async_trait::async_trait;
use domain::{campaign::CampaignId, checked::LetterId};
use jiff::Timestamp;
use sqlx::{AnyConnection, any::AnyRow};
use usecases::{
    desk::Holder,
    ports::{Act, ActKind, AuditQuery, AuditReads, Audited, StoreError},
};

use crate::{
    Database,
    columns::{Columns as _, micros, number},
    fault::doing,
};

pub(crate) async fn add(connection: &mut AnyConnection, by: Option<&Holder>, act: &Act, at: Timestamp) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO audit (at, organiser, act, campaign, subject) VALUES ($1, $2, $3, $4, $5)")
        .bind(micros(at))
        .bind(by.map_or("", |by| by.email().as_str()))
        .bind(act.kind().as_str())
        .bind(act.campaign().map_or("", CampaignId::as_str))
        .bind(act.subject())
        .execute(connection)
        .await
        .map(drop)
}

fn audited(row: &AnyRow) -> sqlx::Result<Audited> {
    let is_there = |column| row.text(column).map(|text| !text.is_empty());
    Ok(Audited {
        at: row.time("at")?,
        by: is_there("organiser")?.then(|| row.checked("organiser")).transpose()?,
        kind: row.word("act", ActKind::parse)?,
        campaign: is_there("campaign")?.then(|| row.checked("campaign")).transpose()?,
        subject: row.text("subject")?.to_owned(),
    })
}

#[async_trait]
impl AuditReads for Database {
    async fn audited(&self, query: &AuditQuery, skip: usize, limit: usize) -> Result<Vec<Audited>, StoreError> {
        doing("reading the audit", async {
            let AuditQuery { by, campaign, from, before } = query;
            // All columns together order rows of the same microsecond, so that a page begins where the last one ended.
            let rows = sqlx::query(
                "SELECT at, organiser, act, campaign, subject FROM audit
                 WHERE at >= $1 AND at < $2 AND ($3 = '' OR campaign = $3) AND ($4 = '' OR LOWER(organiser) = $4)
                 ORDER BY at DESC, organiser, act, campaign, subject
                 LIMIT $5 OFFSET $6",
            )
            .bind(from.map_or(i64::MIN, micros))
            .bind(before.map_or(i64::MAX, micros))
            .bind(campaign.as_ref().map_or("", CampaignId::as_str))
            .bind(by.as_ref().map(|by| by.as_str().to_ascii_lowercase()).unwrap_or_default())
            .bind(number(limit))
            .bind(number(skip))
            .fetch_all(self.reader())
            .await?;
            rows.iter().map(audited).collect()
        })
        .await
    }

    async fn decision_on(&self, letter: &LetterId) -> Result<Option<Audited>, StoreError> {
        doing("looking who decided on a letter", async {
            let row = sqlx::query(
                "SELECT at, organiser, act, campaign, subject FROM audit
                 WHERE subject = $1 AND act IN ('approved_letter', 'rejected_letter') ORDER BY at DESC LIMIT 1",
            )
            .bind(letter.as_str())
            .fetch_optional(self.reader())
            .await?;
            row.as_ref().map(audited).transpose()
        })
        .await
    }
}
