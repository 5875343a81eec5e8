//! On whose side the reason lies when a mail server refuses a mail for good: the same for an answer to us and for a report
//! of a server further on.

use super::returned::EnhancedStatus;

/// Whom or what a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blame {
    /// Us, our mail server or our records in the DNS. All mails of ours are refused alike until somebody has set it right.
    Sender,
    /// What was sent: its words, its size, what it needs of the next server. Another mail may get through.
    Message,
    /// The address, or the server behind it. So it is read where nothing else is said.
    Recipient,
}

/// RFC 4954: sign in first, or otherwise, or with something else.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

/// What servers say of a client that they do not know, whatever the code. The bare word `relay` is not among them: "User
/// unknown in relay recipient table" is about the recipient.
const OF_THE_SENDER: [&str; 25] = [
    "relay access denied",
    "relaying",
    "unable to relay",
    "cannot relay",
    "not permitted to relay",
    "not allowed to relay",
    "relay not permitted",
    "relay not allowed",
    "relay denied",
    "relay is prohibited",
    "do not relay",
    "client host ",
    "banned sending ip",
    "helo command rejected",
    "sender address rejected",
    "sender domain",
    "sender verify",
    "sender denied",
    "sender rejected",
    "unauthenticated",
    "reverse dns",
    "dmarc",
    "dkim",
    " spf ",
    "spf fail",
];

/// Judges a refusal by its reply code, its status code and its words, as far as they are known.
pub fn blame(reply: Option<u16>, status: Option<EnhancedStatus>, words: &str) -> Blame {
    if reply.is_some_and(|code| SIGN_IN.contains(&code)) {
        return Blame::Sender;
    }
    let otherwise = match status.map(of_status) {
        Some(Said::Only(blame)) => return blame,
        Some(Said::Unless(otherwise)) => otherwise,
        None => Blame::Recipient,
    };
    let words = words.to_ascii_lowercase();
    if OF_THE_SENDER.iter().any(|sign| words.contains(sign)) { Blame::Sender } else { otherwise }
}

/// What a status code says.
enum Said {
    Only(Blame),
    /// So much, unless the words are against us.
    Unless(Blame),
}

/// RFC 3463, and what was added since: 5.7.20 to 5.7.27 in RFC 7372, 7505 and 8616, 5.7.17 and 5.7.18 in RFC 7293.
const fn of_status(status: EnhancedStatus) -> Said {
    match (status.subject(), status.detail()) {
        (1, 7 | 8) | (7, 20..=27) => Said::Only(Blame::Sender),
        // Too large, and letters or parts that the next server cannot take.
        (2, 3) | (3, 4) | (6, _) => Said::Only(Blame::Message),
        // 5.1.0 says no more than that it is about some address. 5.7.x with these: a closed list, a closed account, a mailbox
        // or a domain with another owner. Exchange says 5.7.124 to 5.7.136 of groups and mailboxes that take no mail from outside.
        (1, 1..) | (7, 2 | 13 | 17 | 18 | 124 | 129 | 133..=136) => Said::Only(Blame::Recipient),
        // A word of the conversation that the other side does not take. 5.5.0 is a large provider's, for unknown mailboxes.
        (7, _) | (5, 1..) => Said::Unless(Blame::Message),
        _ => Said::Unless(Blame::Recipient),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Blame {
        let (code, words) = text.split_once(' ').unwrap();
        let (status, rest) = words.split_once(' ').unwrap_or((words, ""));
        match EnhancedStatus::parse(status) {
            Some(status) => blame(code.parse().ok(), Some(status), rest),
            None => blame(code.parse().ok(), None, words),
        }
    }

    #[test]
    fn what_is_said_about_an_address_is_about_it_whatever_the_words() {
        for said in [
            "550 5.1.1 <x@y.example>: Recipient address rejected: User unknown in relay recipient table",
            "550 5.1.1 User unknown; relaying denied",
            "550 User unknown in relay recipient table",
            "550 5.1.2 Host unknown",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
            "550 5.1.0 Address rejected",
            "550 5.2.1 Mailbox disabled",
            "550 5.4.1 Recipient address rejected: Access denied",
            "550 5.7.13 Account disabled",
            "550 5.7.133 Sender not authenticated for group",
            "550 5.5.0 Requested action not taken: mailbox unavailable",
            "550 5.0.0 No",
            "550 No such user",
        ] {
            assert_eq!(of(said), Blame::Recipient, "{said}");
        }
    }

    #[test]
    fn what_a_server_has_against_us_is_no_fault_of_the_address() {
        for said in [
            "550 5.7.1 <a@b.example>: Relay access denied",
            "550 5.7.54 SMTP; Unable to relay recipient",
            "550 5.7.64 TenantAttribution; Relay Access Denied",
            "550 relaying denied",
            "550 relay not permitted",
            "550 5.1.8 <x>: Sender address rejected: Domain not found",
            "550 5.1.7 Bad sender",
            "550 5.1.0 Sender rejected",
            "550 Sender verify failed",
            "550 5.7.20 No passing DKIM signature found",
            "550 5.7.23 SPF validation failed",
            "550 5.7.26 This mail has been blocked",
            "550 5.7.27 Sender address has null MX",
            "550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using list.example",
            "550 5.7.606 Access denied, banned sending IP [192.0.2.1]",
            "550 5.7.509 Access denied, sending domain does not pass DMARC verification",
            "530 5.7.0 Must issue a STARTTLS command first",
            "535 Who are you?",
        ] {
            assert_eq!(of(said), Blame::Sender, "{said}");
        }
    }

    #[test]
    fn what_a_server_has_against_a_mail_is_no_fault_of_the_address() {
        for said in [
            "550 5.7.1 Rejected by the content policy",
            "554 5.7.0 Message rejected as spam",
            "550 5.6.7 The next server cannot handle internationalised addresses",
            "554 5.6.1 Media not supported",
            "552 5.3.4 Too large",
            "552 5.2.3 Too large",
            "501 5.5.4 Syntax",
        ] {
            assert_eq!(of(said), Blame::Message, "{said}");
        }
    }
}
