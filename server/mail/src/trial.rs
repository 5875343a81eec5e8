//! Tries the mail server: with a mail, for `postbag mail test`, or without one, for `postbag check`.

use std::sync::Arc;

use domain::checked::{EmailAddress, Token};
use usecases::ports::{Clock, SendError};

use crate::{MailConfig, MailError, MailUrl, Smtp};

/// Why no test mail left.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    #[error("No mail server is set, so there is nothing to try. Name one in MAIL_URL or MAIL_URL_FILE.")]
    NoServer,
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("The mail was not sent: {0}")]
    Send(#[from] SendError),
}

/// Sends one mail as letters are sent, and waits until the server has taken it. `id` makes it a mail of its own.
pub async fn send_trial(config: &MailConfig, clock: Arc<dyn Clock>, id: &Token, to: &EmailAddress) -> Result<(), TrialError> {
    let MailUrl::Server(server) = &config.url else { return Err(TrialError::NoServer) };
    let smtp = Smtp::new(server, config.origin()?, clock, config.limits)?;
    Ok(smtp.send_trial(id, to).await?)
}

/// Reaches the mail server, encrypts and signs in as for a letter, and sends nothing.
pub async fn reach(config: &MailConfig, clock: Arc<dyn Clock>) -> Result<(), TrialError> {
    let MailUrl::Server(server) = &config.url else { return Err(TrialError::NoServer) };
    Ok(Smtp::new(server, config.origin()?, clock, config.limits)?.reach().await?)
}
