//! The paper of a class set: a cover sheet, and a card for each child.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    address::Stamp,
    campaign::{Campaign, Edition},
    channel::Channel,
    checked::FieldError,
    form::Field,
    language::Language,
    letter::Draft,
    paper::Layout,
    problem::Problem,
    sender,
    tally::Stage,
    template::Template,
};

use super::{ClassOrder, Classes, RosterCard, amend};
use crate::{
    asker::Asker,
    ports::press::{Cover, Front, Piece, PressError, PrintJob, RosterLine, Step},
    ports::{Action, ClassSet},
    refusal::Refusal,
};

impl Classes {
    /// The job that the press is given for these cards.
    async fn job(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        set: &ClassSet,
        order: &ClassOrder,
        wanted: &[usize],
        reader: Language,
    ) -> Result<PrintJob, Refusal> {
        // All cards of a set have the same picture.
        let front = self.letters.artworks.front(campaign, edition, &order.artwork, order.code).await?;
        let mut opened = BTreeMap::new();
        let mut pieces = Vec::with_capacity(wanted.len());
        for number in wanted {
            let card = &set.cards[number - 1];
            if !opened.contains_key(&card.target) {
                let gone = || Refusal::Invalid(vec![FieldError::new(Field::To, Problem::OfficeLeft { card: *number })]);
                let open = self.letters.campaigns.open_for(campaign, edition, &card.target).ok_or_else(gone)?;
                self.letters.may_leave(&open, Channel::Postcard)?;
                opened.insert(card.target.clone(), open);
            }
            let Some(opened) = opened.get(&card.target) else { continue };
            let name = order.names.get(number - 1).map_or("", String::as_str);
            pieces.push(self.piece(opened, order, name, front.clone())?);
        }
        let cover = Some(self.cover(edition, set, order, reader));
        let title = format!("{}: {}", edition.title, set.code);
        let (format, flip, language) = (order.format, order.flip, edition.language);
        Ok(PrintJob { format, flip, bleed: false, title, language, pieces, cover })
    }

    /// Sets the type of a whole set and prints nothing, so that misfits are reported while they can be changed.
    pub async fn try_out(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        set: &ClassSet,
        order: &ClassOrder,
        reader: Language,
    ) -> Result<(), Refusal> {
        let all: Vec<usize> = (1..=set.cards.len()).collect();
        let job = self.job(campaign, edition, set, order, &all, reader).await?;
        self.letters
            .press
            .work(move |press| Ok(press.check(&job)))
            .await?
            .map_err(|error| refused(order, &edition.letter.template, error))
    }

    /// Makes the PDF of a set, or of one of its cards alone (`only`, from 1), and counts the printed cards as prepared. The
    /// cover sheet is in the reader's language.
    pub async fn print(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        set: &ClassSet,
        order: &ClassOrder,
        only: Option<usize>,
        asker: Asker,
    ) -> Result<Vec<u8>, Refusal> {
        let wanted: Vec<usize> = match only {
            Some(number) if (1..=set.cards.len()).contains(&number) => vec![number],
            Some(_) => {
                let problem = Problem::NoSuchCard { cards: set.cards.len() };
                return Err(Refusal::Invalid(vec![FieldError::new(Field::Only, problem)]));
            }
            None => (1..=set.cards.len()).collect(),
        };
        let mut job = self.job(campaign, edition, set, order, &wanted, asker.reader).await?;
        if only.is_some() {
            job.cover = None;
        }
        let printed = self.letters.press.work(move |press| Ok(press.print(&job))).await?;
        let pdf = printed.map_err(|error| refused(order, &edition.letter.template, error))?;
        let prepared: Vec<Action> =
            wanted.iter().map(|number| self.action(set, &set.cards[number - 1], Stage::Prepared)).collect();
        let allowance = self.letters.networks.allowance(asker.from.network).await?;
        amend(&*self.letters.writes, &prepared, &BTreeSet::new(), Some(&allowance)).await?;
        Ok(pdf)
    }

    fn piece(
        &self,
        opened: &crate::supporter::campaigns::Opened,
        order: &ClassOrder,
        name: &str,
        front: Front,
    ) -> Result<Piece, Refusal> {
        let draft = if name.is_empty() { order.draft.clone() } else { Draft { name: name.to_owned(), ..order.draft.clone() } };
        let (mut piece, _) = self.letters.piece(opened, &draft, &order.paper(), front)?;
        // If it is known whose card it is, the name stands above the school's address. The letter is signed with it
        // anyway.
        let school = order.draft.return_address().unwrap_or_default();
        let alone = !order.typed && !name.is_empty() && school.is_empty();
        piece.return_address = if alone { vec![name.to_owned()] } else { sender::lines(name, school) };
        Ok(piece)
    }

    fn cover(&self, edition: &Edition, set: &ClassSet, order: &ClassOrder, reader: Language) -> Cover {
        let roster = self.roster(set, &order.names, reader);
        let mut stamps: BTreeMap<Stamp, usize> = BTreeMap::new();
        for stamp in roster.iter().filter_map(|card| card.stamp.clone()) {
            *stamps.entry(stamp).or_default() += 1;
        }
        let report = self.letters.links.class_report(set.code);
        Cover {
            reader,
            title: edition.title.clone(),
            steps: steps(order, stamps),
            code: set.code.to_string(),
            report_at: report.typed().to_owned(),
            report_url: report.to_string(),
            roster: roster
                .into_iter()
                .map(|RosterCard { number, name, whom, stamp, .. }| RosterLine { number, name, whom, stamp })
                .collect(),
        }
    }
}

/// The press's refusal, beside the field that caused it. A missing letter may stand in any of them.
fn refused(order: &ClassOrder, template: &Template, error: PressError) -> Refusal {
    let missing = |name: &String| matches!(&error, PressError::MissingGlyph { characters, .. } if name.chars().any(|c| characters.contains(c)));
    if order.names.iter().any(missing) {
        return error.at(Field::Names);
    }
    Refusal::of_letter(error, order.format, &order.draft, template)
}

/// The teacher's steps with the sheets, in order.
fn steps(order: &ClassOrder, stamps: BTreeMap<Stamp, usize>) -> Vec<Step> {
    let mut stamps: Vec<(Stamp, usize)> = stamps.into_iter().collect();
    let needed = match stamps.pop() {
        Some((stamp, _)) if stamps.is_empty() => Some(Step::Stamp(stamp)),
        Some(last) => {
            stamps.push(last);
            Some(Step::Stamps(stamps))
        }
        None => None,
    };
    let perforated = matches!(order.format.layout(), Layout::Cards { sheet, .. } if sheet.cut_marks.is_empty());
    let apart = if perforated { Step::Tear } else { Step::Cut };
    let hand_out = if order.typed { Step::Sign } else { Step::Write };
    let printed = [Step::Print(order.flip), Step::Measure, apart, hand_out];
    printed.into_iter().chain(needed).chain([Step::Report]).collect()
}
