//! How many letters may be asked for with one address and from one network. It is counted in the unit of work that adds
//! another, so that it holds however many ask at once.

use domain::checked::{EmailAddress, LetterId};
use jiff::Timestamp;

use crate::ports::{AskedBy, AskedCount, StoreError, Unit};

/// How many letters may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// That nobody has confirmed.
    pub unanswered: u32,
    /// In all.
    pub asked: u32,
}

/// Who asks that we send a letter, and how many such letters there may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The network's digests, those of all days that are looked at. The first is stored with the letter.
    pub networks: Vec<String>,
    /// Letters that were asked for before are not looked at.
    pub since: Timestamp,
    pub per_network: Quota,
    pub per_mailbox: Quota,
}

/// What there is too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Letters asked for with one address that nobody has confirmed.
    MailboxUnanswered,
    /// Letters asked for with one address.
    Mailbox,
    /// Letters asked for from one network that nobody has confirmed.
    NetworkUnanswered,
    /// Letters asked for from one network.
    Network,
}

/// One mailbox, however it is written. What follows a plus sign is a label that its owner chooses, and hardly any
/// provider tells capitals from small letters. Two providers say themselves which other signs mean nothing:
/// Google dots (support.google.com/mail/answer/7436150), Proton dots, hyphens and underscores
/// (proton.me/support/addresses-and-aliases). Elsewhere `a.b` and `ab` can be two people.
pub(super) fn mailbox(email: &EmailAddress) -> String {
    let address = email.as_str().to_ascii_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else { return address };
    // A plus sign at the beginning is no label's.
    let name = match local.split_once('+') {
        Some((name, _)) if !name.is_empty() => name,
        _ => local,
    };
    let (without, domain): (&[char], &str) = match domain {
        "gmail.com" | "googlemail.com" => (&['.'], "gmail.com"),
        "proton.me" | "protonmail.com" | "pm.me" => (&['.', '-', '_'], domain),
        _ => (&[], domain),
    };
    format!("{}@{domain}", name.replace(without, ""))
}

/// Of what another letter, which is stored already and is not counted, is too much, and when the oldest of those that keep it
/// out was asked for.
pub(super) async fn excess(
    work: &mut Unit,
    letter: &LetterId,
    mailbox: &str,
    asking: &Asking,
) -> Result<Option<(Excess, Timestamp)>, StoreError> {
    let count = work.count_asked(AskedBy::Mailbox(mailbox), asking.since, letter).await?;
    if let Some(excess) = beyond(&count, asking.per_mailbox, [Excess::MailboxUnanswered, Excess::Mailbox]) {
        return Ok(Some(excess));
    }
    let Some(network) = asking.networks.first() else { return Ok(None) };
    let networks = [network.as_str(), asking.networks.get(1).unwrap_or(network)];
    let count = work.count_asked(AskedBy::Networks(networks), asking.since, letter).await?;
    Ok(beyond(&count, asking.per_network, [Excess::NetworkUnanswered, Excess::Network]))
}

fn beyond(count: &AskedCount, quota: Quota, [unanswered, asked]: [Excess; 2]) -> Option<(Excess, Timestamp)> {
    let in_all = (asked, count.asked, quota.asked, count.first_asked);
    let open = (unanswered, count.unanswered, quota.unanswered, count.first_unanswered);
    let excess = |(excess, count, most, oldest): (Excess, u64, u32, Option<Timestamp>)| {
        if count >= u64::from(most) { oldest.map(|oldest| (excess, oldest)) } else { None }
    };
    [in_all, open].into_iter().find_map(excess)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_is_one_however_it_is_written() {
        for (written, folded) in [
            ("Ann@Post.Example", "ann@post.example"),
            ("ann+letters+2026@post.example", "ann@post.example"),
            ("a.n.n@post.example", "a.n.n@post.example"),
            ("an-n_n@post.example", "an-n_n@post.example"),
            ("+ann@post.example", "+ann@post.example"),
            ("A.n.N+x@GMail.com", "ann@gmail.com"),
            ("ann@googlemail.com", "ann@gmail.com"),
            ("a-n.n_n+x@proton.me", "annn@proton.me"),
            ("ann@notgmail.com", "ann@notgmail.com"),
            ("a.nn@mail.gmail.com", "a.nn@mail.gmail.com"),
        ] {
            assert_eq!(mailbox(&EmailAddress::parse(written).unwrap()), folded, "{written}");
        }
    }
}
