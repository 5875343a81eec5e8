//! Mails to organisers. The secret of a link is made when its mail is sent, and then only its digest is stored. A mail that
//! has to be sent again has another link, and both work.

use jiff::SignedDuration;

use super::access::Access;
use crate::{
    ports::{ClaimedMail, Invited, MailEnd, Occasion, SendError, StoreError, ToOrganiser},
    post::backoff,
    refusal::Refusal,
};

impl Access {
    /// Twice the time of a batch whose every mail runs into the mailer's limit of a minute.
    const MAIL_LEASE: SignedDuration = SignedDuration::from_mins(40);
    /// Mails taken at once.
    const MAIL_BATCH: u32 = 20;

    /// Sends what is due, and returns how many were tried.
    pub async fn send_due(&self) -> Result<usize, Refusal> {
        let now = self.clock.now();
        // Nearly always nothing is due. Then nobody should have to wait for a worker that only looks.
        if !self.mails.is_any_organiser_mail_due(now).await? {
            return Ok(0);
        }
        let until = now + Self::MAIL_LEASE;
        let claimed = self
            .writes
            .write::<_, StoreError>(async |work| work.claim_organiser_mails(now, until, Self::MAIL_BATCH).await)
            .await?;
        for mail in &claimed {
            let end = self.send_to_organiser(mail).await?;
            self.writes.write::<_, StoreError>(async |work| work.end_organiser_mail(mail, &end).await).await?;
        }
        Ok(claimed.len())
    }

    async fn send_to_organiser(&self, claimed: &ClaimedMail) -> Result<MailEnd, Refusal> {
        let ClaimedMail { mail, attempts, language, known, .. } = claimed;
        // Somebody asked with an address that is nobody's, or has been removed since.
        if !known {
            return Ok(MailEnd::Sent);
        }
        let invited = match &mail.occasion {
            Occasion::SignIn => None,
            Occasion::Invitation { by, campaign } => {
                let campaigns = if campaign.is_some() { self.revisions.working_campaigns().await? } else { Vec::new() };
                let named = campaigns.into_iter().find(|known| Some(&known.id) == campaign.as_ref());
                Some(Invited { by: by.clone(), campaign: named.map(|campaign| campaign.document.title().to_owned()) })
            }
        };
        let (token, link) = self.new_secret();
        let expires_at = self.clock.now() + Self::LINK_FOR;
        self.writes.write::<_, StoreError>(async |work| work.add_link(&link, &mail.to, expires_at).await).await?;
        let reader = language.unwrap_or(mail.reader);
        let outgoing = ToOrganiser {
            id: mail.id.clone(),
            attempt: *attempts,
            to: mail.to.clone(),
            reader,
            link: self.links.sign_in(&token, Some(reader), &mail.return_to),
            invited,
        };
        let error = match self.mailer.send_to_organiser(&outgoing).await {
            Ok(()) => return Ok(MailEnd::Sent),
            Err(SendError::Permanent(error) | SendError::NoSuchAddress(error) | SendError::Unexpected(error)) => {
                return Ok(MailEnd::Failed { error });
            }
            Err(SendError::Transient(error)) => error,
        };
        tracing::warn!(attempts, error, "a mail to an organiser was not taken");
        let due_at = self.clock.now() + backoff(*attempts);
        // Whoever asked for it has asked again by then.
        let too_late = due_at > mail.enqueued_at + Self::LINK_FOR;
        Ok(if too_late { MailEnd::Failed { error } } else { MailEnd::Waiting { due_at, error } })
    }
}
