//! Organisers and their roles. What their sign-in hangs on is in the modules below.

mod mails;
mod second_factors;
mod sessions;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::{
    campaign::CampaignId,
    checked::EmailAddress,
    language::Language,
    people::{Organiser, Role},
};
use jiff::Timestamp;
use sqlx::any::AnyRow;
use usecases::ports::{PeopleReads, PeopleWrites, Person, StoreError};

use crate::{
    Database,
    columns::{Columns as _, corrupt, micros},
    fault::doing,
    work::UnitOfWork,
};

/// The address as it is compared: one person is one, however it is typed.
fn mailbox(email: &EmailAddress) -> String {
    email.as_str().to_ascii_lowercase()
}

/// The columns of an organiser: a row for each campaign of theirs, or one with none.
macro_rules! organiser_columns {
    () => {
        "organisers.email, organisers.role, campaign_roles.campaign, campaign_roles.role AS campaign_role"
    };
}
use organiser_columns;

/// Joins the campaigns of organisers to them.
macro_rules! with_campaigns {
    () => {
        " LEFT JOIN campaign_roles ON campaign_roles.organiser = organisers.mailbox "
    };
}
use with_campaigns;

const ORGANISER: &str =
    concat!("SELECT ", organiser_columns!(), " FROM organisers", with_campaigns!(), "WHERE organisers.mailbox = $1");

/// One organiser, from all rows that have the [`organiser_columns`] of it.
fn organiser<'r>(rows: impl IntoIterator<Item = &'r AnyRow>) -> sqlx::Result<Option<Organiser>> {
    let mut organiser: Option<Organiser> = None;
    for row in rows {
        let one = match &mut organiser {
            Some(one) => one,
            None => organiser.insert(Organiser { email: row.checked("email")?, role: role(row)?, campaigns: BTreeMap::new() }),
        };
        if let Some(campaign) = row.text_or_null("campaign")? {
            let campaign = CampaignId::parse(campaign).map_err(|error| corrupt("campaign", error))?;
            one.campaigns.insert(campaign, row.word("campaign_role", Role::parse)?);
        }
    }
    Ok(organiser)
}

/// The role for the whole site.
fn role(row: &AnyRow) -> sqlx::Result<Option<Role>> {
    if row.text("role")?.is_empty() { Ok(None) } else { row.word("role", Role::parse).map(Some) }
}

#[async_trait]
impl PeopleReads for Database {
    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        const PEOPLE: &str = concat!(
            "SELECT ",
            organiser_columns!(),
            ", (SELECT MAX(sessions.used_at) FROM sessions WHERE sessions.organiser = organisers.mailbox) AS seen_at,
               (SELECT on_since FROM second_factors WHERE second_factors.organiser = organisers.mailbox) AS on_since,
               (SELECT last_error FROM organiser_mails
                WHERE organiser_mails.mailbox = organisers.mailbox AND state = 'failed'
                ORDER BY enqueued_at DESC LIMIT 1) AS mail_error
             FROM organisers",
            with_campaigns!(),
            "ORDER BY organisers.mailbox"
        );
        doing("reading the organisers", async {
            let rows = sqlx::query(PEOPLE).fetch_all(self.reader()).await?;
            let mut people = Vec::new();
            let texts = rows.iter().map(|row| row.text("email")).collect::<sqlx::Result<Vec<_>>>()?;
            let mut from = 0;
            for (at, row) in rows.iter().enumerate() {
                if texts.get(at + 1) == Some(&texts[at]) {
                    continue;
                }
                if let Some(organiser) = organiser(&rows[from..=at])? {
                    people.push(Person {
                        organiser,
                        second_factor: row.number_or_null("on_since")?.is_some(),
                        seen_at: row.time_or_null("seen_at")?,
                        mail_error: row.text_or_null("mail_error")?.map(str::to_owned),
                    });
                }
                from = at + 1;
            }
            Ok(people)
        })
        .await
    }

    async fn organiser(&self, email: &EmailAddress) -> Result<Option<Organiser>, StoreError> {
        doing("reading an organiser", async {
            organiser(&sqlx::query(ORGANISER).bind(mailbox(email)).fetch_all(self.reader()).await?)
        })
        .await
    }

    async fn has_owner(&self) -> Result<bool, StoreError> {
        doing("looking whether there is an owner", async {
            let row = sqlx::query("SELECT mailbox FROM organisers WHERE role = 'owner' LIMIT 1");
            Ok(row.fetch_optional(self.reader()).await?.is_some())
        })
        .await
    }

    async fn first_link(&self, link: &str) -> Result<Option<Timestamp>, StoreError> {
        doing("reading a first owner's link", async {
            let query = sqlx::query("SELECT expires_at FROM first_links WHERE digest = $1").bind(link);
            query.fetch_optional(self.reader()).await?.map(|row| row.time("expires_at")).transpose()
        })
        .await
    }
}

#[async_trait]
impl PeopleWrites for UnitOfWork {
    async fn organiser(&mut self, email: &EmailAddress) -> Result<Option<Organiser>, StoreError> {
        doing("reading an organiser", async {
            organiser(&sqlx::query(ORGANISER).bind(mailbox(email)).fetch_all(self.connection()).await?)
        })
        .await
    }

    async fn set_role(&mut self, email: &EmailAddress, role: Option<Role>) -> Result<(), StoreError> {
        doing("giving a role", async {
            sqlx::query(
                "INSERT INTO organisers (mailbox, email, role) VALUES ($1, $2, $3)
                 ON CONFLICT (mailbox) DO UPDATE SET email = excluded.email, role = excluded.role",
            )
            .bind(mailbox(email))
            .bind(email.as_str())
            .bind(role.map_or("", Role::as_str))
            .execute(self.connection())
            .await
            .map(drop)
        })
        .await
    }

    async fn set_campaign_role(
        &mut self,
        email: &EmailAddress,
        campaign: &CampaignId,
        role: Option<Role>,
    ) -> Result<(), StoreError> {
        doing("giving a role in a campaign", async {
            let query = match role {
                Some(role) => sqlx::query(
                    "INSERT INTO campaign_roles (organiser, campaign, role) VALUES ($1, $2, $3)
                     ON CONFLICT (organiser, campaign) DO UPDATE SET role = excluded.role",
                )
                .bind(mailbox(email))
                .bind(campaign.as_str())
                .bind(role.as_str()),
                None => sqlx::query("DELETE FROM campaign_roles WHERE organiser = $1 AND campaign = $2")
                    .bind(mailbox(email))
                    .bind(campaign.as_str()),
            };
            query.execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn set_language(&mut self, email: &EmailAddress, language: Language) -> Result<(), StoreError> {
        doing("noting a language", async {
            let query = sqlx::query("UPDATE organisers SET language = $2 WHERE mailbox = $1");
            query.bind(mailbox(email)).bind(language.tag()).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn count_owners(&mut self) -> Result<u64, StoreError> {
        doing("counting the owners", async {
            let query = sqlx::query("SELECT COUNT(*) AS owners FROM organisers WHERE role = 'owner'");
            query.fetch_one(self.connection()).await?.count("owners")
        })
        .await
    }

    async fn remove_organiser(&mut self, email: &EmailAddress) -> Result<(), StoreError> {
        doing("removing an organiser", async {
            let mailbox = mailbox(email);
            // What their sign-in hangs on goes with them, by the foreign keys.
            for sql in ["DELETE FROM organiser_mails WHERE mailbox = $1", "DELETE FROM organisers WHERE mailbox = $1"] {
                sqlx::query(sql).bind(&mailbox).execute(self.connection()).await?;
            }
            Ok(())
        })
        .await
    }

    async fn add_first_link(&mut self, link: &str, expires_at: Timestamp) -> Result<(), StoreError> {
        doing("adding a first owner's link", async {
            let query = sqlx::query("INSERT INTO first_links (digest, expires_at) VALUES ($1, $2)");
            query.bind(link).bind(micros(expires_at)).execute(self.connection()).await.map(drop)
        })
        .await
    }

    async fn spend_first_link(&mut self, link: &str, now: Timestamp) -> Result<bool, StoreError> {
        doing("using a first owner's link", async {
            let query = sqlx::query("DELETE FROM first_links WHERE digest = $1 AND expires_at > $2");
            Ok(query.bind(link).bind(micros(now)).execute(self.connection()).await?.rows_affected() > 0)
        })
        .await
    }

    async fn delete_first_links(&mut self) -> Result<(), StoreError> {
        doing("deleting the first owner's links", async {
            sqlx::query("DELETE FROM first_links").execute(self.connection()).await.map(drop)
        })
        .await
    }
}
