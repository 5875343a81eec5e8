//! Who changed what at the desk. Rows are added and never changed. Without an organiser it was done at the command line;
//! without a campaign it is about the whole site.

use domain::campaign::CampaignId;
use jiff::Timestamp;
use sqlx::AnyConnection;
use usecases::{desk::Holder, ports::Act};

use crate::columns::micros;

pub(crate) async fn add(connection: &mut AnyConnection, by: Option<&Holder>, act: &Act, at: Timestamp) -> sqlx::Result<()> {
    let (word, subject) = act.parts();
    sqlx::query("INSERT INTO audit (at, organiser, act, campaign, subject) VALUES ($1, $2, $3, $4, $5)")
        .bind(micros(at))
        .bind(by.map_or("", |by| by.email().as_str()))
        .bind(word)
        .bind(act.campaign().map_or("", CampaignId::as_str))
        .bind(subject)
        .execute(connection)
        .await
        .map(drop)
}
