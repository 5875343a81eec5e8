//! Proofs: a letter as its organisers are writing it, as one of the campaign's targets would get it. Nothing is counted.

use domain::{
    campaign::{Campaign, Edition},
    checked::FieldError,
    directory::Search,
    form::Field,
    language::Language,
    paper::PaperFormat,
    problem::Choice,
    target::{Target, TargetId, TargetKind},
};

use super::{EditCampaign, Rights};
use crate::{
    refusal::{Missing, Refusal},
    supporter::{
        campaigns::{Campaigns, Opened},
        finding,
        letters::Letters,
    },
};

/// Whose letter is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Anybody's.
    Any,
    /// The target with this id.
    Of(&'a str),
    /// The target that these words fit best.
    Words(&'a str),
}

impl Campaigns {
    /// The targets that get a letter: those of a kind, or all that have no letter of their kind's own.
    pub fn recipients(&self, campaign: &Campaign, edition: &Edition, kind: Option<TargetKind>) -> Vec<Target> {
        let directory = self.directory.get();
        let gets_it = |target: &&Target| match kind {
            Some(kind) => target.kind() == kind,
            None => !edition.letters.contains_key(&target.kind()),
        };
        let mut recipients: Vec<&Target> = finding::audience(&directory, campaign, self.clock.today()).filter(gets_it).collect();
        campaign.document.audience.put_in_order(&mut recipients, |target| &target.id);
        recipients.into_iter().cloned().collect()
    }

    /// The letter to the first of those who get it. `None` if nobody does.
    pub fn sample(&self, campaign: &Campaign, language: Language, kind: Option<TargetKind>) -> Option<Opened> {
        let edition = campaign.document.edition(language)?;
        let first = self.recipients(campaign, edition, kind).into_iter().next()?;
        self.open_for(campaign, edition, &first.id)
    }

    /// The letter to one of a campaign's targets, for its organisers to look at. `None` if it writes to nobody of that kind,
    /// or to nobody whom the words fit.
    pub fn sample_to(
        &self,
        campaign: &Campaign,
        language: Language,
        kind: Option<TargetKind>,
        whose: Whose<'_>,
    ) -> Result<Option<Opened>, Refusal> {
        let edition = campaign.document.edition(language).ok_or(Refusal::NotFound(Missing::Language))?;
        Ok(match whose {
            Whose::Any => self.sample(campaign, language, kind),
            Whose::Of(id) => {
                let opened = TargetId::parse(id).ok().and_then(|id| self.open_for(campaign, edition, &id));
                Some(opened.ok_or(Refusal::NotFound(Missing::Target))?)
            }
            Whose::Words(words) => {
                let (directory, today) = (self.directory.get(), self.clock.today());
                let search = Search { words: words.chars().take(100).collect(), kind };
                let is_in = |target: &Target| campaign.document.writes_to(&directory, target, today);
                let found = directory.search_among(&search, is_in).targets.first().map(|target| target.id.clone());
                found.and_then(|id| self.open_for(campaign, edition, &id))
            }
        })
    }
}

impl Letters {
    /// A letter as it is being written, in print: with its blanks as they stand, and with the first of the campaign's artworks.
    /// The campaign need not be open or public.
    pub async fn proof(&self, rights: &Rights<EditCampaign>, opened: &Opened, paper: PaperFormat) -> Result<Vec<u8>, Refusal> {
        if rights.campaign() != &opened.campaign.id {
            return Err(Refusal::NotFound(Missing::Campaign));
        }
        if !opened.campaign.document.ways.papers.contains(&paper) {
            return Err(Refusal::Invalid(vec![FieldError::new(Field::Format, Choice::Paper)]));
        }
        self.print_unfilled(opened, paper).await
    }
}
