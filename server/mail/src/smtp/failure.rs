//! Why a send failed, whether another try is worth it, and what may be told of it.

use std::{fmt, time::Duration};

use lettre::transport::smtp::Error;
use usecases::ports::{RelayLetter, SendError, ToOrganiser};

/// The step of a session in which it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Connect,
    Encrypt,
    SignIn,
    Sender,
    Recipient,
    Data,
    Content,
}

impl Step {
    pub(super) fn failed(self) -> impl FnOnce(Error) -> Failure {
        move |error| Failure { step: self, code: error.status().map(u16::from), words: words(&error) }
    }

    /// The step, unless it takes longer than this.
    pub(super) async fn within<T>(self, limit: Duration, work: impl Future<Output = Result<T, Error>>) -> Result<T, Failure> {
        match tokio::time::timeout(limit, work).await {
            Ok(result) => result.map_err(self.failed()),
            Err(_) => Err(self.silent(limit)),
        }
    }

    /// The server did not answer in time.
    pub(super) fn silent(self, limit: Duration) -> Failure {
        Failure { step: self, code: None, words: format!("no answer within {limit:?}") }
    }
}

#[derive(Debug)]
pub(super) struct Failure {
    step: Step,
    /// The server's code; none where it did not answer.
    code: Option<u16>,
    words: String,
}

impl Failure {
    /// No step was too slow, but all of them together.
    pub(super) fn slow(limit: Duration) -> Self {
        Self { step: Step::Recipient, code: None, words: format!("it was not ready for the mail within {limit:?}") }
    }

    pub(super) const fn is_reply(&self) -> bool {
        self.code.is_some()
    }

    /// Whether the server will not take this letter, however often it is asked.
    ///
    /// Only its answers about the recipient and the content can say so. What it says before that is about us: a
    /// wrong password, a sender that it does not know. Then every letter fails alike until somebody has set it
    /// right, and none may be lost over it.
    fn is_permanent(&self) -> bool {
        // RFC 4954: sign in first, or otherwise, or with something else. It may come at any step.
        const SIGN_IN: [u16; 4] = [530, 534, 535, 538];
        // RFC 5321 section 4.5.3.1.10: to a recipient it is to be read as a 452, and what it says most often, a
        // full mailbox, passes.
        const FULL: u16 = 552;
        let Some(code @ 500..=599) = self.code else { return false };
        match self.step {
            Step::Connect | Step::Encrypt | Step::SignIn | Step::Sender => false,
            // "Relay access denied", "relaying denied", "unable to relay": the server does not know us and takes
            // mail for nobody but its own. That is our configuration too.
            Step::Recipient => code != FULL && !SIGN_IN.contains(&code) && !self.words.to_ascii_lowercase().contains("relay"),
            Step::Data | Step::Content => !SIGN_IN.contains(&code),
        }
    }

    pub(super) fn told(&self, private: &Private) -> SendError {
        let words = private.removed_from(&self.words);
        let text = match (self.step, self.code) {
            (Step::Connect, None) => format!("the mail server cannot be reached: {words}"),
            (Step::Encrypt, None) => format!("the connection to the mail server cannot be encrypted: {words}"),
            (_, None) => format!("the connection to the mail server broke: {words}"),
            (Step::Connect, Some(code)) => format!("the mail server does not talk to us: {code} {words}"),
            (Step::Encrypt, Some(code)) => format!("the mail server does not encrypt: {code} {words}"),
            (Step::SignIn, Some(code)) => format!("the mail server did not let us sign in: {code} {words}"),
            (Step::Sender, Some(code)) => format!("the mail server did not take us as the sender: {code} {words}"),
            (Step::Recipient, Some(code)) => format!("the mail server did not take the address: {code} {words}"),
            (Step::Data | Step::Content, Some(code)) => format!("the mail server did not take the message: {code} {words}"),
        };
        if self.is_permanent() { SendError::Permanent(text) } else { SendError::Transient(text) }
    }
}

/// The server's words, or the reason of the connection's end, on one line and not endless.
fn words(error: &Error) -> String {
    const ENOUGH: usize = 300;
    let text = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(ENOUGH).collect()
}

/// The texts of a mail that a server may quote back to us. They must not stand in an error, because errors are logged,
/// stored and shown at the desk.
pub(super) struct Private(Vec<String>);

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Private").finish_non_exhaustive()
    }
}

impl Private {
    pub(super) fn of(letter: &RelayLetter) -> Self {
        /// Shorter pieces of a letter are words of the language, and a server's answer may hold them too.
        const TELLING: usize = 12;
        let pieces = std::iter::once(letter.subject.as_str())
            .chain(letter.body.lines())
            .map(str::trim)
            .filter(|piece| piece.len() >= TELLING);
        Self([letter.email.as_str(), letter.name.as_str()].into_iter().chain(pieces).map(str::to_owned).collect())
    }

    /// Whoever has the link can sign in.
    pub(super) fn of_organiser(mail: &ToOrganiser) -> Self {
        Self(vec![mail.link.as_str().to_owned(), mail.to.as_str().to_owned()])
    }

    /// Of a mail that nobody typed.
    pub(super) const fn nothing() -> Self {
        Self(Vec::new())
    }

    fn removed_from(&self, words: &str) -> String {
        self.0.iter().fold(words.to_owned(), |words, piece| words.replace(piece, "(left out)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permanent(step: Step, code: u16, words: &str) -> bool {
        Failure { step, code: Some(code), words: words.to_owned() }.is_permanent()
    }

    #[test]
    fn only_a_5xx_about_the_recipient_or_the_content_is_the_end_of_a_letter() {
        assert!(permanent(Step::Recipient, 550, "5.1.1 No such user"));
        assert!(permanent(Step::Content, 554, "5.7.1 Rejected as spam"));
        assert!(permanent(Step::Content, 552, "5.3.4 Too large"));
        for step in [Step::Connect, Step::Encrypt, Step::SignIn, Step::Sender] {
            assert!(!permanent(step, 550, "No"), "{step:?}");
        }
        for step in [Step::Connect, Step::Encrypt, Step::SignIn, Step::Sender, Step::Recipient, Step::Data, Step::Content] {
            assert!(!permanent(step, 451, "Later"), "{step:?}");
            assert!(!permanent(step, 535, "Who are you?"), "{step:?}");
            assert!(!Failure { step, code: None, words: "reset by peer".to_owned() }.is_permanent(), "{step:?}");
        }
    }

    #[test]
    fn a_server_that_does_not_relay_for_us_costs_no_letter() {
        for words in ["5.7.1 <a@b.example>: Relay access denied", "5.7.54 SMTP; Unable to relay recipient", "relaying denied"] {
            assert!(!permanent(Step::Recipient, 554, words), "{words}");
        }
    }

    #[test]
    fn a_full_mailbox_may_be_empty_tomorrow() {
        assert!(!permanent(Step::Recipient, 552, "5.2.2 Mailbox full"));
    }
}
