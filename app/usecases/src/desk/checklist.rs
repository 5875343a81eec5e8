//! What a campaign lacks before it is published, and what would be better.

use std::sync::Arc;

use domain::{
    Date,
    artwork::Artwork,
    campaign::{AudienceProblem, Campaign, Document, Part, Rule},
    channel::Channel,
    checked::{FieldError, TextError},
    directory::Directory,
    form::Field,
    language::Language,
    paper::PaperFormat,
    target::TargetKind,
    template::{Doubt, doubts},
};

use super::lengths::Length;
use crate::{
    desk::audience::{Reach, reach},
    directory::LostTarget,
    ports::{ArtworkFile, ArtworkReads},
    refusal::Refusal,
    supporter::letters::Letters,
    zones,
};

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
    /// A language lacks its title.
    NoTitle,
    /// An artwork is named whose picture is not on this site, by its alternative text: it came in a file.
    NoPicture(String),
    /// It writes to nobody.
    NoTarget,
    /// A rule takes in nobody.
    Idle {
        rule: Rule,
        why: AudienceProblem,
    },
    /// A target is named that is not written to any more, or never was there.
    Lost(LostTarget),
    /// So many targets are offices of states that are party to the treaty.
    OfParties(usize),
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

/// The languages whose letter is still to be written.
fn without_letter(document: &Document) -> impl Iterator<Item = Language> {
    document.editions.iter().filter(|edition| !edition.letter.is_written()).map(|edition| edition.language)
}

/// The languages whose title is still to be written.
fn without_title(document: &Document) -> impl Iterator<Item = Language> {
    document.editions.iter().filter(|edition| edition.title.is_empty()).map(|edition| edition.language)
}

/// The artworks whose pictures are not on this site.
async fn without_picture<'a>(artworks: &dyn ArtworkReads, document: &'a Document) -> Result<Vec<&'a Artwork>, Refusal> {
    let mut missing = Vec::new();
    for artwork in &document.look.artworks {
        if artworks.artwork_file(&artwork.id, ArtworkFile::Preview).await?.is_none() {
            missing.push(artwork);
        }
    }
    Ok(missing)
}

/// What would be better in an audience.
fn of_targets(document: &Document, Reach { idle, lost, of_parties, .. }: Reach) -> Vec<Check> {
    let rule = |(place, why): (usize, AudienceProblem)| {
        document.audience.rules.get(place).map(|rule| Check::Idle { rule: rule.clone(), why })
    };
    let idle = idle.into_iter().filter_map(rule);
    let lost = lost.into_iter().map(|lost| Check::Lost(lost.target));
    let parties = (document.treaty.is_some() && of_parties > 0).then_some(Check::OfParties(of_parties));
    idle.chain(lost).chain(parties).collect()
}

/// What a document cannot be published without: a title and a letter in each language, its pictures, and somebody to write
/// to.
pub(super) async fn must_have(
    directory: &Directory,
    artworks: &dyn ArtworkReads,
    document: &Document,
    on: Date,
) -> Result<(), Refusal> {
    let untitled = without_title(document).map(|_| FieldError::new(Field::Title, TextError::Empty)).take(1);
    let unwritten = without_letter(document).map(|_| FieldError::new(Field::Body, TextError::Empty)).take(1);
    let mut errors: Vec<FieldError> = untitled.chain(unwritten).collect();
    if !without_picture(artworks, document).await?.is_empty() {
        errors.push(FieldError::new(Field::File, TextError::Empty));
    }
    let reach = reach(directory, document, on);
    if reach.targets.is_empty() {
        errors.extend(reach.problems());
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
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
        let reach = reach(&campaigns.directory.get(), document, campaigns.clock.today());
        for language in without_title(document) {
            add(true, Part::Story, Some(language), Check::NoTitle);
        }
        for language in without_letter(document) {
            add(true, Part::Letters, Some(language), Check::NoLetter);
        }
        for artwork in without_picture(&*self.letters.artworks.artworks, document).await? {
            add(true, Part::Look, None, Check::NoPicture(artwork.alternative_text.to_string()));
        }
        if reach.targets.is_empty() {
            add(true, Part::Targets, None, Check::NoTarget);
        } else {
            for channel in document.ways.channels.iter().copied().filter(|channel| !reach.channels.contains_key(channel)) {
                add(false, Part::Ways, None, Check::NobodyByChannel(channel));
            }
        }
        for check in of_targets(document, reach) {
            add(false, Part::Targets, None, check);
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

    /// The papers on which the longest letter does not fit. If the press has no time to measure, or fails, none is named.
    async fn too_long(&self, campaign: &Campaign, language: Language) -> Result<Vec<Check>, Refusal> {
        let lengths = match self.lengths(campaign, language, &TargetKind::ALL).await {
            Err(Refusal::Busy { .. } | Refusal::Press(_)) => Vec::new(),
            lengths => lengths?,
        };
        let over = |length: Length| (length.over > 0).then_some(Check::TooLong { paper: length.paper, over: length.over });
        Ok(lengths.into_iter().filter_map(over).collect())
    }
}
