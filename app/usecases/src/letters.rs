//! A letter is written, and leaves: previewed, printed, opened in the supporter's own mail, copied into a web
//! form, and reported as sent. (What our server sends is [`crate::relay`].)

use std::sync::Arc;

use domain::{
    address::Stamp,
    campaign::Campaign,
    checked::{FieldError, LetterId},
    forms_of_address::forms,
    language::Language,
    letter::{Draft, Filled, Rendered, render},
    paper::{Flip, PaperFormat},
    state::Iso2,
    tally::{Channel, Stage},
    target::{PostalPlace, Target},
    webmail::Compose,
};
use sha2::{Digest, Sha256};

use crate::{
    artworks::Artworks,
    campaigns::{Campaigns, Opened},
    ports::{Action, Clock, Ids, KeyUse, Recorded, Store, StoreError},
    press::{Body, Front, Piece, Press, PressError, PrintJob},
    refusal::{Missing, Refusal},
};

#[derive(Debug, Clone)]
pub struct Letters {
    pub campaigns: Campaigns,
    pub artworks: Artworks,
    pub store: Arc<dyn Store>,
    pub press: Arc<dyn Press>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    /// Where this Postbag is found, without a slash at its end; it stands in mails.
    pub public_url: Arc<str>,
}

/// How a letter is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub format: PaperFormat,
    pub flip: Flip,
    /// Which of the target's places it is posted to; empty for the usual one.
    pub post_to: String,
    /// The letter's text; without, lines to write on by hand.
    pub typed: bool,
    /// Cards: what the picture side shows, as [`Artworks::choose`] takes it.
    pub artwork: String,
    /// Cards: whether the picture side has a QR code that leads to the campaign's page.
    pub code: bool,
}

/// A place to post paper to, for a supporter to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Empty for the usual one.
    pub id: String,
    pub label: String,
    /// Why one might choose it. May be empty.
    pub why: &'static str,
    /// The stamps for a card and for a letter: "a postcard stamp".
    pub card: String,
    pub letter: String,
}

/// A letter that is ready to leave in the supporter's own mail, or to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub subject: String,
    pub body: String,
    pub mailto: String,
    pub gmail: String,
    pub outlook: String,
}

impl Paper {
    const fn channel(&self) -> Channel {
        if self.format.is_card() { Channel::Postcard } else { Channel::Letter }
    }
}

impl Letters {
    /// A name for a letter that is about to be written.
    pub fn new_id(&self) -> LetterId {
        self.ids.letter()
    }

    /// The letter as it reads so far.
    pub fn preview(&self, opened: &Opened, draft: &Draft) -> Rendered {
        render(&opened.edition.template, &opened.merge, draft)
    }

    /// Checks what was typed, and that the country is one of the list.
    pub fn check(&self, opened: &Opened, draft: &Draft) -> Result<Filled, Refusal> {
        let filled = draft.check(&opened.edition.template).map_err(Refusal::Invalid)?;
        self.must_be_listed(&filled.country)?;
        Ok(filled)
    }

    fn must_be_listed(&self, country: &Iso2) -> Result<(), Refusal> {
        if self.campaigns.directory.get().state(country).is_some() {
            Ok(())
        } else {
            Err(Refusal::Invalid(vec![FieldError::new("country", "Choose a country from the list.")]))
        }
    }

    /// Makes the PDF, and counts the letter as prepared once there is one.
    pub async fn print(&self, opened: &Opened, draft: &Draft, paper: Paper, letter: &LetterId) -> Result<Vec<u8>, Refusal> {
        let channel = paper.channel();
        self.may_leave(opened, channel)?;
        let front = if paper.format.is_card() {
            self.artworks.front(&opened.campaign, &opened.edition, &paper.artwork, paper.code).await?
        } else {
            Front::default()
        };
        let (job, country) = self.job(opened, draft, &paper, front)?;
        let press = Arc::clone(&self.press);
        let pdf = tokio::task::spawn_blocking(move || press.print(&job))
            .await
            .map_err(|error| Refusal::Press(PressError::Failed(error.to_string())))??;
        self.record(opened, letter, channel, Stage::Prepared, country).await?;
        Ok(pdf)
    }

    /// Checks what the press would be given, and prints nothing.
    pub async fn check_paper(&self, opened: &Opened, draft: &Draft, paper: &Paper) -> Result<(), Refusal> {
        self.may_leave(opened, paper.channel())?;
        if paper.format.is_card() {
            self.artworks.choose(&opened.campaign, &paper.artwork).await?;
        }
        self.job(opened, draft, paper, Front::default()).map(drop)
    }

    fn job(&self, opened: &Opened, draft: &Draft, paper: &Paper, front: Front) -> Result<(PrintJob, Iso2), Refusal> {
        let unknown = || Refusal::Invalid(vec![FieldError::new("post_to", "Choose one of the office’s addresses.")]);
        let address = opened.target.place(&paper.post_to).ok_or_else(unknown)?;
        let (country, body, sender, subject) = if paper.typed {
            let filled = self.check(opened, draft)?;
            let letter = self.preview(opened, &Draft::from(&filled));
            // The sender's name stands above their address; without an address it stands in the letter alone.
            let sender = if filled.address.is_empty() {
                Vec::new()
            } else {
                std::iter::once(filled.name.to_string()).chain(filled.address).collect()
            };
            (filled.country, Body::Typed(letter.body_text()), sender, Some(letter.subject_text()))
        } else {
            let invalid = |field: &str| {
                let field = field.to_owned();
                move |error| Refusal::Invalid(vec![FieldError::new(field, error)])
            };
            let country = draft.country().map_err(invalid("country"))?;
            self.must_be_listed(&country)?;
            (country, Body::Ruled, draft.return_address().map_err(invalid("address"))?, None)
        };
        let envelope = forms(&opened.target, Language::En).envelope;
        let piece = Piece {
            address: address.envelope(&envelope, &country),
            return_address: sender,
            body,
            front,
            subject,
            date: Some(opened.language.date(self.clock.today())),
        };
        let title = format!("{}: {}", opened.edition.title, opened.target.name());
        Ok((PrintJob { format: paper.format, flip: paper.flip, title, language: opened.language, pieces: vec![piece] }, country))
    }

    /// The places to which paper for a target can be posted from a country, each with the stamps that it needs.
    pub fn places(&self, target: &Target, from: &Iso2) -> Vec<Place> {
        let directory = self.campaigns.directory.get();
        let place = |place: PostalPlace<'_>| {
            let to = &place.address.country;
            let country = directory.state(to).map_or(to.as_str(), |state| &state.in_sentence);
            let stamp = |card: bool| Stamp::of(from, to, card).words(country);
            Place { id: place.id.to_owned(), label: place.label, why: place.why, card: stamp(true), letter: stamp(false) }
        };
        target.places().into_iter().map(place).collect()
    }

    /// Makes the letter ready for the supporter's own mail or for the office's web form, and counts it as prepared.
    pub async fn offer(&self, opened: &Opened, draft: &Draft, channel: Channel, letter: &LetterId) -> Result<Offer, Refusal> {
        self.may_leave(opened, channel)?;
        let filled = self.check(opened, draft)?;
        let rendered = self.preview(opened, &Draft::from(&filled));
        let (subject, body) = (rendered.subject_text(), rendered.body_text());
        let compose = Compose { to: opened.target.email.as_ref(), subject: &subject, body: &body };
        let offer = Offer { mailto: compose.mailto(), gmail: compose.gmail(), outlook: compose.outlook(), subject, body };
        self.record(opened, letter, channel, Stage::Prepared, filled.country).await?;
        Ok(offer)
    }

    /// Whether a letter can leave that way now.
    pub fn may_leave(&self, opened: &Opened, channel: Channel) -> Result<(), Refusal> {
        self.campaigns.must_be_open(&opened.campaign)?;
        if opened.target.channels().contains(&channel) { Ok(()) } else { Err(Refusal::ChannelUnavailable) }
    }

    async fn record(
        &self,
        opened: &Opened,
        letter: &LetterId,
        channel: Channel,
        stage: Stage,
        country: Iso2,
    ) -> Result<Recorded, StoreError> {
        let action = Action {
            letter: letter.clone(),
            campaign: opened.campaign.slug.clone(),
            target: opened.target.id.clone(),
            channel,
            stage,
            country,
            at: self.clock.now(),
        };
        self.store.record(&action).await
    }

    /// What is known of a letter of this campaign: how far it came, by which channels.
    pub async fn actions(&self, campaign: &Campaign, letter: &str) -> Result<Vec<Action>, Refusal> {
        let missing = Refusal::NotFound(Missing::Letter);
        let Ok(letter) = LetterId::parse(letter) else { return Err(missing) };
        let actions = self.store.actions_of(&letter).await?;
        if actions.first().is_some_and(|action| action.campaign == campaign.slug) { Ok(actions) } else { Err(missing) }
    }

    /// The supporter says that a letter was sent. Only one that was prepared for that channel can be; what
    /// our server sends is confirmed from the supporter's mailbox instead.
    pub async fn report(&self, campaign: &Campaign, letter: &str, channel: Channel) -> Result<Recorded, Refusal> {
        let actions = self.actions(campaign, letter).await?;
        let prepared = actions
            .into_iter()
            .find(|action| action.channel == channel && action.stage == Stage::Prepared)
            .filter(|_| channel != Channel::Relay)
            .ok_or(Refusal::NotFound(Missing::Letter))?;
        Ok(self.store.record(&Action { stage: Stage::Confirmed, at: self.clock.now(), ..prepared }).await?)
    }

    /// The letter that an `Idempotency-Key` stands for: with the same key, the same request is the same letter.
    pub async fn for_key(&self, key: Option<&str>, scope: &str, request: &[u8]) -> Result<LetterId, Refusal> {
        let fresh = self.ids.letter();
        let Some(key) = key else { return Ok(fresh) };
        if key.is_empty() || key.len() > 255 {
            return Err(Refusal::Invalid(vec![FieldError::new("Idempotency-Key", "Use a key of 1 to 255 characters.")]));
        }
        let key = digest(&[scope.as_bytes(), key.as_bytes()]);
        match self.store.use_key(&key, &digest(&[request]), &fresh, self.clock.now()).await? {
            KeyUse::For(letter) => Ok(letter),
            KeyUse::OtherRequest => Err(Refusal::KeyReused),
        }
    }
}

/// SHA-256 in hexadecimal, of parts kept apart by their lengths.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    use std::fmt::Write as _;
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_keeps_its_parts_apart() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
        assert_eq!(digest(&[b"a"]).len(), 64);
    }
}
