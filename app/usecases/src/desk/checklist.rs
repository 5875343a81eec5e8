//! What a campaign lacks before it is published, and what would be better.

use std::sync::Arc;

use domain::{
    Date,
    campaign::{Campaign, Part},
    channel::Channel,
    language::Language,
    paper::PaperFormat,
    target::TargetKind,
    template::{Doubt, doubts},
};

use super::lengths::Length;
use crate::{refusal::Refusal, supporter::letters::Letters, zones};

#[derive(Debug, Clone)]
pub struct Checklist {
    pub letters: Arc<Letters>,
}

/// Something to see to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    pub check: Check,
    /// The edition that it is about.
    pub language: Option<Language>,
    /// Where it is mended.
    pub part: Part,
    /// Whether the campaign cannot be published so.
    pub must: bool,
}

/// What there is to see to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// A language lacks its letter.
    NoLetter,
    /// It writes to nobody.
    NoTarget,
    /// A channel is offered by which no target can be reached.
    NobodyByChannel(Channel),
    /// The closing day is past.
    Closed(Date),
    /// With its longest target, the letter has so many characters too many for a paper that is offered.
    TooLong {
        paper: PaperFormat,
        over: usize,
    },
    /// Something in the letter is doubtful: a blank that asks for a child's last name, a field that nobody fills.
    Doubt(Doubt),
    NoSummary,
    NoStory,
    NoSources,
    NoThanks,
    NoContact,
}

impl Checklist {
    /// Everything to see to in a campaign as it would be published, what it cannot be published without first.
    pub async fn of(&self, campaign: &Campaign) -> Result<Vec<Todo>, Refusal> {
        let mut todos = Vec::new();
        let mut add = |must: bool, part: Part, language: Option<Language>, check: Check| {
            let todo = Todo { check, language, part, must };
            if !todos.contains(&todo) {
                todos.push(todo);
            }
        };
        let document = &campaign.document;
        let campaigns = &self.letters.campaigns;
        for edition in &document.editions {
            if !edition.letter.is_written() {
                add(true, Part::Letters, Some(edition.language), Check::NoLetter);
            }
        }
        if campaigns.count(campaign) == 0 {
            add(true, Part::Targets, None, Check::NoTarget);
        } else {
            let reached = campaigns.channels(campaign);
            for channel in document.ways.channels.iter().copied().filter(|channel| !reached.contains(channel)) {
                add(false, Part::Ways, None, Check::NobodyByChannel(channel));
            }
        }
        if let Some(day) = document.closes_on.filter(|day| zones::day_of_campaign(campaigns.clock.now(), &document.zone) >= *day)
        {
            add(false, Part::Dates, None, Check::Closed(day));
        }
        for edition in &document.editions {
            let language = Some(edition.language);
            let letters = std::iter::once(&edition.letter).chain(edition.letters.values());
            for template in letters.flat_map(|letter| std::iter::once(&letter.template).chain(&letter.card)) {
                for doubt in doubts(template.subject(), template.body(), document.treaty.is_some()) {
                    add(false, Part::Letters, language, Check::Doubt(doubt.what));
                }
            }
            for over in self.too_long(campaign, edition.language).await? {
                add(false, Part::Letters, language, over);
            }
            for (lacks, part, check) in [
                (edition.summary.is_empty(), Part::Story, Check::NoSummary),
                (edition.story.is_empty(), Part::Story, Check::NoStory),
                (edition.sources.is_empty(), Part::Story, Check::NoSources),
                (edition.share.thanks.is_empty(), Part::Share, Check::NoThanks),
            ] {
                if lacks {
                    add(false, part, language, check);
                }
            }
        }
        if document.contact.is_none() {
            add(false, Part::Share, None, Check::NoContact);
        }
        Ok(todos)
    }

    /// The papers on which the longest letter does not fit.
    async fn too_long(&self, campaign: &Campaign, language: Language) -> Result<Vec<Check>, Refusal> {
        let lengths = self.lengths(campaign, language, &TargetKind::ALL).await?;
        let over = |length: Length| (length.over > 0).then_some(Check::TooLong { paper: length.paper, over: length.over });
        Ok(lengths.into_iter().filter_map(over).collect())
    }
}
