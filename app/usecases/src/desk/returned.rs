//! Mail that came back, at the desk: the addresses that fail, and the mails of which only a person can say what they mean.

use domain::{
    campaign::CampaignId,
    checked::EmailAddress,
    post::{
        LetterState, Purpose,
        return_path::ReturnPath,
        returned::{Diagnostic, ReturnClass},
    },
    target::TargetId,
};

use super::{CorrectTargets, ReviewPost, Rights, outbox::ReviewsLetters};
use crate::{
    ports::{Act, FailingAddress, KeptReturn, RelayLetter, ReturnedMail, StoreError},
    post::{Returns, came_back},
    redact::without_addresses,
    refusal::Refusal,
};

/// A returned mail for an organiser to look at. Email addresses are left out of what it says, but for its sender's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    pub mail: KeptReturn,
    /// The letter to an office that it came back for, if it is such a letter and is thought to have arrived.
    pub letter: Option<Meant>,
}

/// The letter that a returned mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    pub campaign: CampaignId,
    pub target: TargetId,
}

/// What an organiser says of a letter for which a mail came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It did not arrive.
    Lost,
    /// It did not arrive, because nobody has the address.
    NoSuchAddress,
}

impl Returns {
    /// So many failing addresses are shown, and so many mails.
    pub const SHOWN_MAX: u32 = 50;

    /// The addresses that fail, the last first.
    pub async fn failing<R: ReviewsLetters>(&self, rights: &Rights<R>) -> Result<Vec<FailingAddress>, Refusal> {
        let of = R::campaign(rights.about());
        let mut failing = self.returned.failing_addresses(of, Self::FAILING_AFTER, Self::SHOWN_MAX).await?;
        for address in &mut failing {
            address.diagnostic = shown(address.diagnostic.as_ref(), Some(&address.recipient));
        }
        Ok(failing)
    }

    /// Forgets that letters came back from an address. Whoever comes second changes nothing.
    pub async fn clear(&self, rights: &Rights<CorrectTargets>, recipient: &EmailAddress) -> Result<(), Refusal> {
        let now = self.clock.now();
        self.writes
            .write::<_, StoreError>(async |work| {
                if work.forget_hard_bounces(recipient, None).await? {
                    work.audit(rights.holder(), Act::ClearedAddress { recipient: recipient.clone() }, now);
                }
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// The mails that only a person can make sense of, the newest first.
    pub async fn unclear(&self, _: &Rights<ReviewPost>) -> Result<Vec<Unclear>, Refusal> {
        let mut unclear = Vec::new();
        for mut mail in self.returned.kept_returns(Self::SHOWN_MAX).await? {
            let letter = self.meant(&mail).await?;
            let keep = letter.as_ref().map(|letter| &letter.recipient);
            mail.subject = without_addresses(&mail.subject, keep);
            mail.text = without_addresses(&mail.text, keep);
            mail.diagnostic = shown(mail.diagnostic.as_ref(), keep);
            let letter = letter.map(|letter| Meant { campaign: letter.campaign, target: letter.target });
            unclear.push(Unclear { mail, letter });
        }
        Ok(unclear)
    }

    /// The letter to an office that a mail came back for, if it can still be said to have been lost.
    async fn meant(&self, mail: &KeptReturn) -> Result<Option<RelayLetter>, StoreError> {
        let Some(path) = ReturnPath::parse(&mail.recipient).filter(|path| path.purpose() == Purpose::Letter) else {
            return Ok(None);
        };
        let letter = self.letter(&path).await?;
        Ok(letter.filter(|letter| matches!(letter.state, LetterState::Accepted | LetterState::Settled)))
    }

    /// Does with a letter what would have been done if its returned mail had been understood. Says no if the mail is gone, or
    /// the letter's end was known before.
    pub async fn judge(&self, rights: &Rights<ReviewPost>, id: &str, judgement: Judgement) -> Result<bool, Refusal> {
        let Some(kept) = self.returned.kept_return(id).await? else { return Ok(false) };
        let Some(letter) = self.meant(&kept).await? else { return Ok(false) };
        let KeptReturn { id, sender, status, diagnostic, subject, text, .. } = kept;
        let class = match judgement {
            Judgement::Lost => ReturnClass::Soft,
            Judgement::NoSuchAddress => ReturnClass::Hard,
        };
        let (delivered_to, failed, went_on) = (Vec::new(), Vec::new(), false);
        let mail = ReturnedMail { class, status, diagnostic, sender, subject, text, delivered_to, failed, went_on };
        let now = self.clock.now();
        self.writes
            .write::<_, StoreError>(async |work| {
                // Whoever comes second changes nothing by either.
                if !came_back(work, &letter, Purpose::Letter, &mail, now).await? || !work.drop_return(&id).await? {
                    return Ok(false);
                }
                let act = Act::JudgedReturn { campaign: letter.campaign.clone(), letter: letter.id.clone() };
                work.audit(rights.holder(), act, now);
                Ok(true)
            })
            .await
            .map_err(Refusal::from)
    }

    /// Deletes a mail that was kept. Whoever comes second changes nothing.
    pub async fn drop_kept(&self, rights: &Rights<ReviewPost>, id: &str) -> Result<(), Refusal> {
        let Some(kept) = self.returned.kept_return(id).await? else { return Ok(()) };
        let now = self.clock.now();
        self.writes
            .write::<_, StoreError>(async |work| {
                if work.drop_return(&kept.id).await? {
                    work.audit(rights.holder(), Act::DroppedReturn { letter: kept.letter.clone() }, now);
                }
                Ok(())
            })
            .await?;
        Ok(())
    }
}

/// What a server said, without the addresses in it.
fn shown(said: Option<&Diagnostic>, keep: Option<&EmailAddress>) -> Option<Diagnostic> {
    said.and_then(|said| Diagnostic::new(&without_addresses(said.as_str(), keep)))
}
