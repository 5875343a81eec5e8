//! The paper of a class set: a cover sheet, and a card for each child.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    campaign::{Campaign, Edition},
    channel::Channel,
    checked::FieldError,
    form::Field,
    letter::Draft,
    paper::Layout,
    problem::Problem,
    sender,
    tally::Stage,
    template::Template,
};

use super::{ClassOrder, Classes, RosterCard, amend};
use crate::{
    networks::Network,
    ports::press::{Cover, Front, Piece, PressError, PrintJob, RosterLine},
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
        let cover = Some(self.cover(edition, set, order));
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
    ) -> Result<(), Refusal> {
        let all: Vec<usize> = (1..=set.cards.len()).collect();
        let job = self.job(campaign, edition, set, order, &all).await?;
        self.letters
            .press
            .work(move |press| Ok(press.check(&job)))
            .await?
            .map_err(|error| refused(order, &edition.template, error))
    }

    /// Makes the PDF of a set, or of one of its cards alone (`only`, from 1), and counts the printed cards as prepared.
    pub async fn print(
        &self,
        campaign: &Campaign,
        edition: &Edition,
        set: &ClassSet,
        order: &ClassOrder,
        only: Option<usize>,
        from: Network,
    ) -> Result<Vec<u8>, Refusal> {
        let wanted: Vec<usize> = match only {
            Some(number) if (1..=set.cards.len()).contains(&number) => vec![number],
            Some(_) => {
                let problem = Problem::NoSuchCard { cards: set.cards.len() };
                return Err(Refusal::Invalid(vec![FieldError::new(Field::Only, problem)]));
            }
            None => (1..=set.cards.len()).collect(),
        };
        let mut job = self.job(campaign, edition, set, order, &wanted).await?;
        if only.is_some() {
            job.cover = None;
        }
        let printed = self.letters.press.work(move |press| Ok(press.print(&job))).await?;
        let pdf = printed.map_err(|error| refused(order, &edition.template, error))?;
        let prepared: Vec<Action> =
            wanted.iter().map(|number| self.action(set, &set.cards[number - 1], Stage::Prepared)).collect();
        let allowance = self.letters.networks.allowance(from).await?;
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

    fn cover(&self, edition: &Edition, set: &ClassSet, order: &ClassOrder) -> Cover {
        let roster = self.roster(set, &order.names);
        let mut stamps: BTreeMap<&str, usize> = BTreeMap::new();
        for card in &roster {
            *stamps.entry(card.stamp.as_str()).or_default() += 1;
        }
        let report = self.letters.links.class_report(set.code);
        Cover {
            title: edition.title.clone(),
            steps: steps(order, &stamps),
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
fn steps(order: &ClassOrder, stamps: &BTreeMap<&str, usize>) -> Vec<String> {
    let edge = order.flip.edge();
    let stamps = match stamps.iter().map(|(stamp, count)| (*stamp, *count)).collect::<Vec<_>>().as_slice() {
        [(stamp, _)] => format!("Put {stamp} on each card. An adult posts them."),
        several => {
            let each: Vec<String> = several
                .iter()
                .map(|(stamp, count)| format!("{count} {} {stamp}", if *count == 1 { "needs" } else { "need" }))
                .collect();
            format!("Put a stamp on each card, as the list says: {}. An adult posts them.", each.join(", "))
        }
    };
    let write = if order.typed {
        "Hand the cards out by the list on the back of this sheet. Each child reads the card and signs it."
    } else {
        "Hand the cards out by the list on the back of this sheet. Each child writes a card and signs it."
    };
    let perforated = matches!(order.format.layout(), Layout::Cards { sheet, .. } if sheet.cut_marks.is_empty());
    let apart =
        if perforated { "Tear the cards apart along the perforation." } else { "Cut along the marks on the picture sides." };
    vec![
        format!(
            "Print on both sides, at 100 % (“actual size”), flip on {edge}. Try with this sheet first: the list has to be on its back."
        ),
        "Lay a ruler to the mark at the foot of this page. If it is not as long as it says, the printer shrinks: switch “fit to page” off."
            .to_owned(),
        apart.to_owned(),
        write.to_owned(),
        stamps,
        "Report how many were posted, so that they count. You can do it in parts, and correct it.".to_owned(),
    ]
}
