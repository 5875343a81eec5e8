//! A letter for the supporter's own mail, or to be copied into a web form.

use domain::{channel::Channel, checked::LetterId, letter::Draft, webmail::Compose};

use super::Letters;
use crate::{asker::Origin, refusal::Refusal, supporter::campaigns::Opened};

/// A letter that is ready to leave in the supporter's own mail, or to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub subject: String,
    pub body: String,
    pub mailto: String,
    pub gmail: String,
    pub outlook: String,
}

impl Letters {
    /// Makes the letter ready for the supporter's own mail or for the office's web form, and counts it as prepared.
    pub async fn offer(
        &self,
        opened: &Opened,
        draft: &Draft,
        channel: Channel,
        letter: &LetterId,
        from: Origin,
    ) -> Result<Offer, Refusal> {
        self.may_leave(opened, channel)?;
        let filled = self.check(opened, draft)?;
        let rendered = self.preview(opened, &Draft::from(&filled));
        let (subject, body) = (rendered.subject_text(), rendered.body_text());
        let compose = Compose { to: opened.target.email.as_ref(), subject: &subject, body: &body };
        let offer = Offer { mailto: compose.mailto(), gmail: compose.gmail(), outlook: compose.outlook(), subject, body };
        self.record_prepared(opened, letter, channel, filled.country, from).await?;
        Ok(offer)
    }
}
