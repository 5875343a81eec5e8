//! The mail server.

use std::{sync::Arc, time::Duration};

use mail::{Encryption, Limits, MailConfig, MailUrl, TrialError, reach};
use usecases::ports::Clock;

use super::Finding;

const WHAT: &str = "mail server";

/// Somebody waits for the answer. Mail itself has more time.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(10),
    command: Duration::from_secs(10),
    begin: Duration::from_secs(20),
    ..Limits::USUAL
};

/// Goes as far as for a mail, and sends none.
pub(super) async fn mail_server(config: &MailConfig, clock: Arc<dyn Clock>) -> Finding {
    let MailUrl::Server(server) = &config.url else {
        return Finding::note(WHAT, "none is set, and mails go into the local mailbox; name one in MAIL_URL to have them sent");
    };
    let shown = format!("{}:{}", server.host, server.port);
    if let Err(error) = reach(&MailConfig { limits: LIMITS, ..config.clone() }, clock).await {
        let error = match error {
            // It says what a mail would have met.
            TrialError::Send(error) => error.to_string(),
            error => error.to_string(),
        };
        return Finding::wrong(WHAT, format!("{shown}: {error}. See MAIL_URL; letters wait and are tried again."));
    }
    let encrypted = match server.encryption {
        Encryption::None => ", in the clear",
        Encryption::Opportunistic => "",
        Encryption::Required | Encryption::Wrapper => ", encrypted",
    };
    let signed_in = if server.signs_in() { ", and lets us in" } else { "" };
    let signed = if config.keys.is_empty() { "" } else { "; mails are signed (DKIM)" };
    Finding::well(
        WHAT,
        format!("{shown} answers{encrypted}{signed_in}{signed}. Whether mails arrive is told by: postbag mail test ADDRESS"),
    )
}
