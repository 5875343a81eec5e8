//! How long a campaign's letters are: whether the longest of them fits on each paper that the campaign offers.

use domain::{
    campaign::Campaign,
    language::Language,
    letter::{Draft, render},
    paper::PaperFormat,
    target::{Target, TargetKind},
};

use super::{EditCampaign, Rights, checklist::Checklist, parts::At};
use crate::{
    refusal::{Missing, Refusal},
    supporter::{
        campaigns::{Campaigns, Opened, worded},
        finding,
    },
};

/// The longest letter on one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Length {
    pub paper: PaperFormat,
    /// How many characters are too many; 0 where it fits.
    pub over: usize,
    /// Whose letter it is.
    pub target: Target,
}

impl Checklist {
    /// The same of letters as an organiser is writing them: those that the letter at this place goes to.
    pub async fn lengths_as_typed(
        &self,
        rights: &Rights<EditCampaign>,
        typed: &Campaign,
        at: At,
    ) -> Result<Vec<Length>, Refusal> {
        if rights.campaign() != &typed.id {
            return Err(Refusal::NotFound(Missing::Campaign));
        }
        let own =
            |kind: &TargetKind| typed.document.edition(at.language).is_some_and(|edition| edition.letters.contains_key(kind));
        let kinds = TargetKind::ALL.into_iter().filter(|kind| at.kind.map_or(!own(kind), |at| at == *kind));
        self.lengths(typed, at.language, &kinds.collect::<Vec<_>>()).await
    }

    /// The longest letter to targets of these kinds on each paper that is offered and by which one of them can be reached.
    /// Blanks are as long as what stands in their place.
    pub async fn lengths(&self, campaign: &Campaign, language: Language, kinds: &[TargetKind]) -> Result<Vec<Length>, Refusal> {
        let mut lengths: Vec<(Length, usize)> = Vec::new();
        for kind in kinds {
            // A card may have a text of its own, and with it another target whose letter is the longest.
            for is_card in [true, false] {
                let papers = campaign.document.ways.papers.iter().copied().filter(|paper| paper.is_card() == is_card);
                let papers: Vec<PaperFormat> = papers.collect();
                let Some(paper) = papers.first().copied() else { continue };
                // It renders the letter to every target, and a campaign may have thousands.
                let (campaigns, of, kind) = (self.letters.campaigns.clone(), campaign.clone(), *kind);
                let longest = self.letters.press.work(move |_| Ok(campaigns.longest(&of, language, kind, paper))).await?;
                let Some((opened, characters)) = longest else { continue };
                let too_long = self.letters.too_long(&opened, &Draft::default()).await?;
                let channels = opened.channels();
                for paper in papers.into_iter().filter(|paper| channels.contains(&paper.channel())) {
                    let over = too_long.iter().find(|over| over.format == paper).map_or(0, |over| over.characters);
                    let length = (Length { paper, over, target: opened.target.clone() }, characters);
                    match lengths.iter_mut().find(|(known, _)| known.paper == paper) {
                        Some(known) if (known.0.over, known.1) < (over, characters) => *known = length,
                        Some(_) => {}
                        None => lengths.push(length),
                    }
                }
            }
        }
        lengths.sort_by_key(|(length, _)| length.paper);
        Ok(lengths.into_iter().map(|(length, _)| length).collect())
    }
}

impl Campaigns {
    /// The letter on a paper that is the longest of those to targets of a kind, and its length in characters. A target that
    /// cannot be reached by it comes only where none can.
    fn longest(&self, campaign: &Campaign, language: Language, kind: TargetKind, paper: PaperFormat) -> Option<(Opened, usize)> {
        let edition = campaign.document.edition(language)?;
        let (directory, today) = (self.directory.get(), self.clock.today());
        let length = |target: &&Target| {
            let (_, merge, letter) = worded(&directory, campaign, edition, target, today);
            let is_reached = campaign.document.ways.to(target).contains(&paper.channel());
            (is_reached, render(letter.on(paper), &merge, &Draft::default()).body_text().chars().count())
        };
        let of_kind = finding::audience(&directory, campaign, today).filter(|target| target.kind() == kind);
        let ((_, characters), longest) = of_kind.map(|target| (length(&target), target)).max_by_key(|(length, _)| *length)?;
        Some((self.open_for(campaign, edition, &longest.id)?, characters))
    }
}
