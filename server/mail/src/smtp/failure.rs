//! Why a send failed, whether another try is worth it, and what may be told of it.

use std::{fmt, io, time::Duration};

use domain::post::{Blame, blame, returned::EnhancedStatus};
use usecases::{Private, ports::SendError};

use super::wire::{Fault, Reply};
use crate::returns::is_about_the_address;

/// The step of a session in which it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Connect,
    Greeting,
    Hello,
    Encrypt,
    SignIn,
    Sender,
    Recipient,
    Data,
    Content,
}

impl Step {
    /// The step, unless it takes longer than this.
    pub(super) async fn within<T>(self, limit: Duration, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Failure> {
        let why = match tokio::time::timeout(limit, work).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(fault)) => Why::Broken(fault),
            Err(_) => Why::Silent(limit),
        };
        Err(Failure { step: self, why })
    }

    /// Says no to a refusal, and to an answer that belongs elsewhere.
    pub(super) fn completed(self, reply: &Reply) -> Result<(), Failure> {
        match reply.code {
            200..=299 => Ok(()),
            400.. => Err(self.refused(reply)),
            _ => Err(self.unexpected(reply)),
        }
    }

    pub(super) fn refused(self, reply: &Reply) -> Failure {
        Failure { step: self, why: Why::Refused { code: reply.code, words: joined(&reply.lines) } }
    }

    /// It said yes to something else.
    pub(super) fn unexpected(self, reply: &Reply) -> Failure {
        let said = one_line(&reply.lines.join(" "));
        self.broken(&format!("it answered {} {said}, which does not belong there", reply.code))
    }

    pub(super) fn broken(self, words: &str) -> Failure {
        Failure { step: self, why: Why::Unusable(words.to_owned()) }
    }
}

#[derive(Debug)]
enum Why {
    /// The server's code and words.
    Refused {
        code: u16,
        words: String,
    },
    /// It answered in a way that leads nowhere, or cannot do what has to be done.
    Unusable(String),
    Broken(Fault),
    Silent(Duration),
    /// All steps together took longer than this.
    Slow(Duration),
    /// It does not take addresses that are not ASCII.
    NoUtf8,
}

#[derive(Debug)]
pub(super) struct Failure {
    step: Step,
    why: Why,
}

impl Failure {
    pub(super) fn slow(limit: Duration) -> Self {
        Self { step: Step::Recipient, why: Why::Slow(limit) }
    }

    pub(super) fn no_utf8() -> Self {
        Self { step: Step::Sender, why: Why::NoUtf8 }
    }

    pub(super) const fn step(&self) -> Step {
        self.step
    }

    pub(super) const fn is_reply(&self) -> bool {
        matches!(self.why, Why::Refused { .. })
    }

    /// In better words than the operating system's or the library's, where there are any.
    pub(super) fn explained(self, explained: impl FnOnce(&io::Error) -> Option<String>) -> Self {
        let why = match self.why {
            Why::Broken(Fault::Io(error)) => match explained(&error) {
                Some(text) => Why::Unusable(text),
                None => Why::Broken(Fault::Io(error)),
            },
            why => why,
        };
        Self { why, ..self }
    }

    /// Whether the server will not take this letter, however often it is asked.
    ///
    /// Only its answers about the recipient and the content can say so. What it says before that is about us: a
    /// wrong password, a sender that it does not know. Then every letter fails alike until somebody has set it
    /// right, and none may be lost over it.
    fn is_permanent(&self) -> bool {
        match &self.why {
            Why::NoUtf8 => true,
            Why::Refused { code: code @ 500..=599, words } => match self.step {
                Step::Connect | Step::Greeting | Step::Hello | Step::Encrypt | Step::SignIn | Step::Sender => false,
                Step::Recipient | Step::Data | Step::Content => !is_about_us(*code, words) && !is_full(self.step, *code, words),
            },
            _ => false,
        }
    }

    /// Whether it refused the recipient because nobody has the address. A server may refuse a recipient for other reasons,
    /// and then says so with its status or its words. Without a status the code of RFC 5321 has to be one of an address too
    /// (550, 551, 553; RFC 7504: 556).
    fn names_no_address(&self) -> bool {
        let Why::Refused { code, words } = &self.why else { return false };
        let status = EnhancedStatus::parse(status(words));
        let is_meant = status.is_some_and(|status| !status.is_vague()) || matches!(code, 550 | 551 | 553 | 556);
        self.step == Step::Recipient && is_meant && is_about_the_address(Some(*code), status, words)
    }

    pub(super) fn told(&self, private: &Private) -> SendError {
        let text = private.removed_from(&self.to_string());
        match (self.is_permanent(), self.names_no_address()) {
            (true, true) => SendError::NoSuchAddress(text),
            (true, false) => SendError::Permanent(text),
            (false, _) => SendError::Transient(text),
        }
    }
}

/// Many servers keep what they have against a client or a sender until the recipient is named.
fn is_about_us(code: u16, words: &str) -> bool {
    blame(Some(code), EnhancedStatus::parse(status(words)), words) == Blame::Sender
}

/// A full mailbox may be empty tomorrow. RFC 5321 section 4.5.3.1.10: a 552 to a recipient is to be read as a 452. After
/// the content it may also say that the message is too large.
fn is_full(step: Step, code: u16, words: &str) -> bool {
    match status(words) {
        "5.2.2" => true,
        "5.2.3" | "5.3.4" => false,
        _ => code == 552 && matches!(step, Step::Recipient | Step::Content),
    }
}

/// RFC 3463: the three numbers before the words, if there are any.
fn status(words: &str) -> &str {
    let first = words.split(' ').next().unwrap_or_default();
    let is_status = first.split('.').count() == 3 && first.split('.').all(|part| part.parse::<u16>().is_ok());
    if is_status { first } else { "" }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::Refused { code, words } => {
                let what = match self.step {
                    Step::Connect | Step::Greeting | Step::Hello => "does not talk to us",
                    Step::Encrypt => "does not encrypt",
                    Step::SignIn => "did not let us sign in",
                    Step::Sender => "did not take us as the sender",
                    Step::Recipient => "did not take the address",
                    Step::Data | Step::Content => "did not take the message",
                };
                write!(f, "the mail server {what}: {code} {words}")
            }
            Why::Unusable(words) => write!(f, "{}: {words}", self.what_broke()),
            Why::Broken(fault) => write!(f, "{}: {}", self.what_broke(), one_line(&fault.to_string())),
            Why::Silent(limit) if self.step == Step::Greeting => write!(
                f,
                "the mail server cannot be reached: no answer within {limit:?}. Where it encrypts from the first byte write smtps:// in MAIL_URL"
            ),
            Why::Silent(limit) => write!(f, "{}: no answer within {limit:?}", self.what_broke()),
            Why::Slow(limit) => write!(f, "the mail server was not ready for the mail within {limit:?}"),
            Why::NoUtf8 => f.write_str(
                "the mail server cannot handle an email address with letters other than a to z before the @. Use another address",
            ),
        }
    }
}

impl Failure {
    const fn what_broke(&self) -> &'static str {
        match self.step {
            Step::Connect | Step::Greeting | Step::Hello => "the mail server cannot be reached",
            Step::Encrypt => "the connection to the mail server cannot be encrypted",
            Step::SignIn => "we cannot sign in at the mail server",
            _ => "the connection to the mail server broke",
        }
    }
}

/// An answer of several lines as one, with the status before each of them said once.
fn joined(lines: &[String]) -> String {
    let Some((first, rest)) = lines.split_first() else { return String::new() };
    let status = status(first);
    let rest = rest.iter().map(|line| match line.strip_prefix(status) {
        Some(rest) if !status.is_empty() => rest,
        _ => line.as_str(),
    });
    one_line(&std::iter::once(first.as_str()).chain(rest).collect::<Vec<_>>().join(" "))
}

/// The server's words, or the reason of the connection's end, on one line and not endless.
fn one_line(text: &str) -> String {
    const ENOUGH: usize = 300;
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(ENOUGH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::tests::with_another;

    const STEPS: [Step; 9] = [
        Step::Connect,
        Step::Greeting,
        Step::Hello,
        Step::Encrypt,
        Step::SignIn,
        Step::Sender,
        Step::Recipient,
        Step::Data,
        Step::Content,
    ];

    fn permanent(step: Step, code: u16, words: &str) -> bool {
        step.refused(&Reply { code, lines: vec![words.to_owned()] }).is_permanent()
    }

    #[test]
    fn only_a_5xx_about_the_recipient_or_the_content_is_the_end_of_a_letter() {
        assert!(permanent(Step::Recipient, 550, "5.1.1 No such user"));
        assert!(permanent(Step::Recipient, 550, "No such user"));
        assert!(permanent(Step::Data, 554, "No valid recipients"));
        assert!(permanent(Step::Content, 554, "5.7.1 Rejected as spam"));
        for step in STEPS {
            let about_the_letter = matches!(step, Step::Recipient | Step::Data | Step::Content);
            assert_eq!(permanent(step, 550, "No"), about_the_letter, "{step:?}");
            assert!(!permanent(step, 451, "Later"), "{step:?}");
            assert!(!permanent(step, 421, "Too many"), "{step:?}");
            assert!(!permanent(step, 535, "Who are you?"), "{step:?}");
            assert!(!Failure { step, why: Why::Broken(Fault::Closed) }.is_permanent(), "{step:?}");
            assert!(!step.unexpected(&Reply { code: 250, lines: vec!["Ok".to_owned()] }).is_permanent(), "{step:?}");
        }
    }

    #[test]
    fn only_what_is_said_of_the_recipient_is_about_its_address() {
        let about = |step: Step, code, words: &str| {
            let failure = step.refused(&Reply { code, lines: vec![words.to_owned()] });
            failure.is_permanent() && failure.names_no_address()
        };
        for (code, words) in [
            (550, "5.1.1 No such user"),
            (550, "5.1.10 Recipient not found"),
            (550, "5.2.1 The mailbox is disabled"),
            (550, "5.4.1 Recipient address rejected: Access denied"),
            (550, "5.0.0 No"),
            (550, "No such user here"),
            (553, "not a mailbox"),
            (556, "the domain takes no mail"),
        ] {
            assert!(about(Step::Recipient, code, words), "{code} {words}");
            assert!(!about(Step::Content, code, words) && !about(Step::Sender, code, words), "{code} {words}");
        }
        for (code, words) in [
            (450, "4.1.1 Not now"),
            (550, "5.2.2 Over quota"),
            (552, "Quota exceeded"),
            (550, "5.1.8 Sender address rejected"),
            (554, "5.7.1 <a@b.example>: Relay access denied"),
            (550, "5.7.1 Not by our policy"),
            (550, "Mailbox is full"),
            (550, "Rejected by our policy: message rejected"),
            (550, "Sender verify failed"),
            (554, "Transaction failed"),
            (501, "5.5.4 Syntax"),
        ] {
            assert!(!about(Step::Recipient, code, words), "{code} {words}");
        }
    }

    #[test]
    fn what_a_server_has_against_us_costs_no_letter_whenever_it_says_so() {
        for words in [
            "5.7.1 <a@b.example>: Relay access denied",
            "5.7.54 SMTP; Unable to relay recipient",
            "relaying denied",
            "5.1.8 <letter-1@letters.example>: Sender address rejected: Domain not found",
            "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using list.example",
            "5.7.1 <x>: Helo command rejected: Host not found",
            "5.7.23 SPF validation failed",
            "5.7.25 The name of your address is missing",
            "5.7.26 Unauthenticated email is not accepted",
        ] {
            assert!(!permanent(Step::Recipient, 550, words) && !permanent(Step::Content, 550, words), "{words}");
        }
    }

    #[test]
    fn an_address_that_is_not_there_is_the_end_of_a_letter_whatever_word_its_server_uses() {
        for words in [
            "5.1.1 <x@y.example>: Recipient address rejected: User unknown in relay recipient table",
            "5.1.1 User unknown in relay recipient table",
            "User unknown in relay recipient table",
            "5.1.1 relay01.ministry.example: no such user",
            "5.1.2 Host unknown, see https://relay.example",
        ] {
            assert!(permanent(Step::Recipient, 550, words), "{words}");
        }
    }

    #[test]
    fn a_full_mailbox_may_be_empty_tomorrow_and_a_message_that_is_too_large_stays_it() {
        for (step, code, words) in [
            (Step::Recipient, 552, "5.2.2 Mailbox full"),
            (Step::Recipient, 552, "Quota exceeded"),
            (Step::Recipient, 550, "5.2.2 Over quota"),
            (Step::Content, 552, "5.2.2 Mailbox full"),
            (Step::Content, 552, "Storage exceeded"),
            (Step::Content, 554, "5.2.2 Mailbox full"),
        ] {
            assert!(!permanent(step, code, words), "{step:?} {code} {words}");
        }
        assert!(permanent(Step::Content, 552, "5.3.4 Too large"));
        assert!(permanent(Step::Content, 552, "5.2.3 Too large"));
    }

    #[test]
    fn what_a_server_quotes_of_any_letter_in_a_mail_is_not_told() {
        let said = "5.7.1 lucja@home.example, ana@home.example (Ana Silva) are not known here";
        let failure = Step::Recipient.refused(&Reply { code: 550, lines: vec![said.to_owned()] });
        let SendError::Permanent(told) = failure.told(&Private::of_mail(&with_another())) else { panic!("it is about the mail") };
        assert_eq!(
            told,
            "the mail server did not take the address: 550 5.7.1 (left out), (left out) ((left out)) are not known here"
        );
    }

    #[test]
    fn the_lines_of_an_answer_are_told_as_one_with_one_status() {
        let lines = |lines: &[&str]| joined(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        assert_eq!(lines(&["5.1.1 No such user", "5.1.1 here"]), "5.1.1 No such user here");
        assert_eq!(lines(&["No", "\u{0}such\tuser", ""]), "No such user");
        assert_eq!(lines(&[&"x".repeat(5000)]).len(), 300);
        assert_eq!(lines(&[]), "");
    }
}
