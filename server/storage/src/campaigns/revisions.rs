//! Campaigns as they are worked on.

use async_trait::async_trait;
use domain::{
    campaign::{CampaignId, Document, Revision},
    checked::Slug,
};
use sqlx::any::AnyRow;
use usecases::ports::{RevisionReads, Saved, StoreError, Working};

use super::{document, hold, revision};
use crate::{
    Database,
    columns::{Columns as _, corrupt},
    fault::doing,
};

fn working(row: &AnyRow) -> sqlx::Result<Working> {
    Ok(Working {
        id: row.checked("id")?,
        slug: row.checked("slug")?,
        newest: revision(row, "number")?,
        live: row.number_or_null("live")?.map(|_| revision(row, "live")).transpose()?,
        hold: hold(row)?,
        document: document(row)?,
    })
}

fn saved(row: &AnyRow) -> sqlx::Result<Saved> {
    let author = row.text("author")?;
    Ok(Saved {
        revision: revision(row, "number")?,
        at: row.time("at")?,
        author: match author {
            "" => None,
            author => Some(author.parse().map_err(|error: domain::checked::TextError| corrupt("author", error))?),
        },
        change: row.checked("change")?,
        published_at: row.time_or_null("published_at")?,
    })
}

#[async_trait]
impl RevisionReads for Database {
    async fn working_campaigns(&self) -> Result<Vec<Working>, StoreError> {
        doing("reading the campaigns of the desk", async {
            let rows = sqlx::query(
                "SELECT id, slug, number, live, hold, content
                 FROM campaigns JOIN campaign_revisions AS newest ON newest.campaign = id
                 WHERE number = (SELECT MAX(number) FROM campaign_revisions WHERE campaign = id)
                 ORDER BY created_at, position",
            )
            .fetch_all(self.reader())
            .await?;
            rows.iter().map(working).collect()
        })
        .await
    }

    async fn working_campaign(&self, slug: &Slug) -> Result<Option<Working>, StoreError> {
        doing("reading a campaign of the desk", async {
            let row = sqlx::query(
                "SELECT id, slug, number, live, hold, content
                 FROM campaigns JOIN campaign_revisions ON campaign = id
                 WHERE id = (SELECT campaign FROM campaign_slugs WHERE slug = $1)
                 ORDER BY number DESC LIMIT 1",
            )
            .bind(slug.as_str())
            .fetch_optional(self.reader())
            .await?;
            row.as_ref().map(working).transpose()
        })
        .await
    }

    async fn history(&self, id: &CampaignId) -> Result<Vec<Saved>, StoreError> {
        doing("reading a campaign's history", async {
            let rows = sqlx::query(
                "SELECT number, at, author, change,
                    (SELECT MIN(at) FROM publications
                     WHERE publications.campaign = campaign_revisions.campaign AND revision = number) AS published_at
                 FROM campaign_revisions WHERE campaign = $1 ORDER BY number DESC",
            )
            .bind(id.as_str())
            .fetch_all(self.reader())
            .await?;
            rows.iter().map(saved).collect()
        })
        .await
    }

    async fn revision(&self, id: &CampaignId, revision: Revision) -> Result<Option<Document>, StoreError> {
        doing("reading a revision", async {
            let row = sqlx::query("SELECT content FROM campaign_revisions WHERE campaign = $1 AND number = $2")
                .bind(id.as_str())
                .bind(i64::from(revision.0))
                .fetch_optional(self.reader())
                .await?;
            row.as_ref().map(document).transpose()
        })
        .await
    }
}
