//! A supporter asks us to send a letter.

use domain::{
    channel::Channel,
    checked::{EmailAddress, FieldError, LetterId},
    form::Field,
    letter::{Draft, Filled},
    post::{
        LetterState, Purpose,
        review::{OwnText, ReviewReason},
    },
    problem::Problem,
    tally::Stage,
};

use super::{
    Relay, action,
    limits::{Asking, must_have_room},
    mailboxes::{MailboxNames, mailbox},
};
use crate::{
    asker::Asker,
    digest::digest,
    ports::{Recorded, RelayLetter, Writes},
    refusal::Refusal,
    supporter::campaigns::Opened,
};

/// What a supporter fills in to have us send a letter, beside the letter itself.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Where they confirm, and where answers go.
    pub email: &'a str,
    /// That we may send the letter in their name.
    pub consent: bool,
    /// That we ask them, once, whether the office answered.
    pub ask_later: bool,
}

impl Relay {
    /// Checks everything that was entered, and reports all that is wrong at once. Stores nothing.
    pub fn check(&self, opened: &Opened, draft: &Draft, wish: Wish<'_>) -> Result<(Filled, EmailAddress), Refusal> {
        self.letters.may_leave(opened, Channel::Relay)?;
        let mut errors = Vec::new();
        let email = domain::checked::collect(&mut errors, Field::Email, EmailAddress::parse(wish.email));
        if email.as_ref().is_some_and(|email| self.letters.guard.refuses(email)) {
            errors.push(FieldError::new(Field::Email, Problem::DomainRefused));
        }
        if !wish.consent {
            errors.push(FieldError::new(Field::Consent, Problem::NoConsent));
        }
        match (self.letters.check(opened, draft), email) {
            (Ok(filled), Some(email)) if errors.is_empty() => Ok((filled, email)),
            (Err(Refusal::Invalid(mut more)), _) => {
                more.append(&mut errors);
                Err(Refusal::Invalid(more))
            }
            (Err(other), _) => Err(other),
            (Ok(_), _) => Err(Refusal::Invalid(errors)),
        }
    }

    /// Stores the letter and asks the supporter to confirm it. Gives back the letter's id: the proposed one, or a new
    /// one if that was used with another address or another text. A corrected address makes a new letter; the old one
    /// is never confirmed, and goes.
    pub async fn ask(
        &self,
        opened: &Opened,
        draft: &Draft,
        wish: Wish<'_>,
        id: &LetterId,
        asker: Asker,
    ) -> Result<LetterId, Refusal> {
        let (filled, email) = self.check(opened, draft, wish)?;
        let recipient = opened.target.email.clone().ok_or(Refusal::ChannelUnavailable)?;
        let now = self.clock.now();
        let rendered = self.letters.preview(opened, &Draft::from(&filled));
        let (subject, body) = (rendered.subject_text(), rendered.body_text());
        let id = match self.asked.relay_letter(id).await? {
            Some(known) if known.email == email && known.subject == subject && known.body == body => return Ok(known.id),
            Some(_) => self.ids.letter(),
            None => id.clone(),
        };
        let mailbox = mailbox(&email);
        // An address that nobody has confirmed from can be anybody's, and gets nothing that the writer typed. It is looked for as
        // it is written, since `a+b` and `a` are two people at some providers. Somebody who knows an address that wrote in the
        // last weeks can still have it sent five texts a day, by this site to one person at a time; that is no way to send spam,
        // and its owner ends it with one button.
        let shown = if self.asked.has_confirmed(&email, &mailbox).await? {
            RelayLetter::to_show(&subject, &body)
        } else {
            RelayLetter::to_show(&rendered.subject_without_typed(), &rendered.without_typed())
        };
        let own = OwnText::of(&filled, &opened.letter.template);
        let mut review = own.reasons();
        if asker.from.suspicion.is_some() {
            review.add(ReviewReason::Form);
        }
        let letter = RelayLetter {
            id: id.clone(),
            campaign: opened.campaign.id.clone(),
            target: opened.target.id.clone(),
            language: opened.language,
            reader: asker.reader,
            country: filled.country,
            name: filled.name,
            email,
            recipient,
            subject,
            body,
            token: self.ids.token(),
            shown,
            ask_later: wish.ask_later,
            own_digest: own.folded().map(|text| digest(&[b"own text", text.as_bytes()])),
            review: review.to_string(),
            state: LetterState::AwaitingConfirmation,
            asked_at: now,
        };
        let names = self.mailboxes.names(&letter.campaign, &mailbox).await?;
        let asking = self.letters.networks.asking(asker.from.network, names, now).await?;
        ask_for(&*self.writes, &letter, &asking).await?;
        Ok(id)
    }
}

/// Stores a letter, queues the mail that asks its writer to confirm it, and counts it as prepared. Refuses if its
/// mailbox wants no mail of the campaign, or if it or its network already has as many as allowed. An existing letter with that id stays as it is.
pub async fn ask_for(writes: &dyn Writes, letter: &RelayLetter, asking: &Asking) -> Result<Recorded, Refusal> {
    writes
        .write(async |work| {
            // Two requests at once would each count the letters without the other's.
            work.alone().await?;
            let MailboxNames { disowned, disowned_before, .. } = &asking.names;
            if work.has_disowned(&letter.campaign, [disowned, disowned_before]).await? {
                return Err(Refusal::Invalid(vec![FieldError::new(Field::Email, Problem::Disowned)]));
            }
            let mailbox = mailbox(&letter.email);
            if !work.add_letter(letter, &mailbox, asking.networks.first().map(String::as_str)).await? {
                return Ok(Recorded::Before);
            }
            must_have_room(work, letter, &mailbox, asking).await?;
            work.enqueue(letter, Purpose::Confirmation, letter.asked_at);
            work.count(action(letter, Stage::Prepared, letter.asked_at), asking.allowance.as_ref());
            Ok(Recorded::Now)
        })
        .await
}
