//! `postbag campaign`: campaigns as files.

use anyhow::Context as _;
use app::site::{App, said};
use domain::{campaign::CampaignFile, checked::Slug};
use usecases::{Refusal, ports::Working};
use words::Words;

use super::CampaignCommand;

/// Runs a command, and returns what it prints.
pub(super) async fn answer(command: CampaignCommand, app: &App) -> anyhow::Result<String> {
    match command {
        CampaignCommand::List => {
            let campaigns = app.workshop.list().await.map_err(told)?;
            if campaigns.is_empty() {
                return Ok("There is no campaign.".to_owned());
            }
            Ok(campaigns.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        CampaignCommand::Export { slug } => {
            let slug = Slug::parse(&slug).with_context(|| format!("{} is no address of a campaign", slug.escape_debug()))?;
            let Working { slug, document, .. } = app.workshop.export(&slug).await.map_err(told)?;
            Ok(CampaignFile { slug, document }.to_json()?.trim_end().to_owned())
        }
        CampaignCommand::Import { file, slug } => {
            let content = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let slug = app.workshop.import(&content, slug.as_deref().unwrap_or_default()).await.map_err(told)?;
            Ok(format!("{slug} is a draft now. Publish it at the desk."))
        }
    }
}

/// The address, the state, the newest revision, and the title.
fn line(working: &Working) -> String {
    let state = match (working.live, working.hold) {
        (None, _) => "draft",
        (Some(_), Some(hold)) => hold.as_str(),
        (Some(_), None) => "public",
    };
    format!("{}\t{state}\trevision {}\t{}", working.slug, working.newest, working.document.title())
}

/// What a person at a terminal can do about it.
fn told(refusal: Refusal) -> anyhow::Error {
    let words = Words::default();
    match refusal {
        Refusal::Invalid(errors) => {
            anyhow::anyhow!(errors.iter().map(|error| words.problem(&error.problem)).collect::<Vec<_>>().join(" "))
        }
        refusal => anyhow::anyhow!(said::refusal(words, &refusal)),
    }
}
