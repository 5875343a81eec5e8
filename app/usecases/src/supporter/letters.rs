//! A letter is written and leaves: it is previewed, printed, opened in the supporter's own mail, copied into a web
//! form, and reported as sent. (Our server's own sending is [`crate::post`].)

mod offer;
mod paper;
mod report;

use std::sync::Arc;

use domain::{
    channel::Channel,
    checked::{FieldError, LetterId},
    form::Field,
    letter::{Draft, Filled, Rendered, render},
    problem::{Choice, Problem},
    state::Iso2,
    tally::Stage,
    template::Template,
};

use crate::{
    asker::Origin,
    desk::Artworks,
    digest::digest,
    guard::Guard,
    networks::Networks,
    ports::{Action, ActionReads, Clock, Ids, KeyUse, PublicLinks, Recorded, Recorder, StoreError, Writes},
    press_room::PressRoom,
    refusal::Refusal,
    supporter::campaigns::{Campaigns, Opened},
};

pub use self::{
    offer::Offer,
    paper::{Overflow, Paper, PostingPlace},
};

#[derive(Debug, Clone)]
pub struct Letters {
    pub campaigns: Campaigns,
    pub artworks: Artworks,
    pub actions: Arc<dyn ActionReads>,
    pub recorder: Arc<dyn Recorder>,
    pub writes: Arc<dyn Writes>,
    pub press: PressRoom,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub networks: Networks,
    pub guard: Guard,
    pub links: Arc<dyn PublicLinks>,
}

impl Letters {
    /// A letter id for a letter that is about to be written.
    pub fn new_id(&self) -> LetterId {
        self.ids.letter()
    }

    /// The letter as it reads so far.
    pub fn preview(&self, opened: &Opened, draft: &Draft) -> Rendered {
        render(&opened.letter.template, &opened.merge, draft)
    }

    /// Checks the draft, and that the country is one that people post from.
    pub fn check(&self, opened: &Opened, draft: &Draft) -> Result<Filled, Refusal> {
        self.check_draft(&opened.letter.template, draft)
    }

    /// The same check, before the target is known.
    pub(crate) fn check_draft(&self, template: &Template, draft: &Draft) -> Result<Filled, Refusal> {
        let filled = draft.check(template).map_err(Refusal::Invalid)?;
        self.must_be_listed(&filled.country)?;
        Ok(filled)
    }

    pub(crate) fn must_be_listed(&self, country: &Iso2) -> Result<(), Refusal> {
        if self.campaigns.directory.get().country(country).is_some() {
            Ok(())
        } else {
            Err(Refusal::Invalid(vec![FieldError::new(Field::Country, Choice::Country)]))
        }
    }

    /// Whether a letter can leave through a channel now.
    pub fn may_leave(&self, opened: &Opened, channel: Channel) -> Result<(), Refusal> {
        self.campaigns.must_be_open(&opened.campaign)?;
        if opened.channels().contains(&channel) { Ok(()) } else { Err(Refusal::ChannelUnavailable) }
    }

    async fn record_prepared(
        &self,
        opened: &Opened,
        letter: &LetterId,
        channel: Channel,
        country: Iso2,
        from: Origin,
    ) -> Result<Recorded, StoreError> {
        let action = Action {
            letter: letter.clone(),
            campaign: opened.campaign.id.clone(),
            target: opened.target.id.clone(),
            channel,
            stage: Stage::Prepared,
            country,
            at: self.clock.now(),
            verified: from.suspicion.is_none(),
        };
        self.recorder.record(&action, Some(&self.networks.allowance(from.network).await?)).await
    }

    /// The letter for an `Idempotency-Key`: the same request with the same key is the same letter.
    pub async fn for_key(&self, key: Option<&str>, scope: &str, request: &[u8]) -> Result<LetterId, Refusal> {
        let fresh = self.ids.letter();
        let Some(key) = key else { return Ok(fresh) };
        if key.is_empty() || key.len() > 255 {
            return Err(Refusal::Invalid(vec![FieldError::new(Field::IdempotencyKey, Problem::KeyLength)]));
        }
        let key = digest(&[scope.as_bytes(), key.as_bytes()]);
        let (request, now) = (digest(&[request]), self.clock.now());
        let used = self.writes.write::<_, StoreError>(async |work| work.use_key(&key, &request, &fresh, now).await).await?;
        match used {
            KeyUse::For(letter) => Ok(letter),
            KeyUse::OtherRequest => Err(Refusal::KeyReused),
        }
    }
}
