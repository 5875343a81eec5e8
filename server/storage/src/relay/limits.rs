//! How many letters there may be of one mailbox and of one network. Counted in the transaction that adds another.

use domain::checked::{EmailAddress, LetterId};
use jiff::Timestamp;
use sqlx::{AnyConnection, any::AnyRow};
use usecases::ports::{Asking, Excess, Quota};

use crate::row::{Columns as _, micros};

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

const COUNTS: &str = "SELECT COUNT(*) AS asked, MIN(asked_at) AS first_asked,
        COUNT(CASE WHEN state = 'awaiting_confirmation' THEN 1 END) AS unanswered,
        MIN(CASE WHEN state = 'awaiting_confirmation' THEN asked_at END) AS first_unanswered
     FROM relay_letters";

/// What another letter, which is stored already and is not counted, is too much of, and when the oldest of those that
/// keep it out was asked for.
pub(super) async fn excess(
    connection: &mut AnyConnection,
    letter: &LetterId,
    mailbox: &str,
    asking: &Asking,
) -> sqlx::Result<Option<(Excess, Timestamp)>> {
    static OF_MAILBOX: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| format!("{COUNTS} WHERE mailbox = $1 AND asked_at >= $2 AND id <> $3"));
    static OF_NETWORKS: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| format!("{COUNTS} WHERE network IN ($1, $2) AND asked_at >= $3 AND id <> $4"));
    let counts = sqlx::query(OF_MAILBOX.as_str())
        .bind(mailbox)
        .bind(micros(asking.since))
        .bind(letter.as_str())
        .fetch_one(&mut *connection)
        .await?;
    if let Some(excess) = beyond(&counts, asking.per_mailbox, [Excess::MailboxUnanswered, Excess::Mailbox])? {
        return Ok(Some(excess));
    }
    let Some(network) = asking.networks.first() else { return Ok(None) };
    let counts = sqlx::query(OF_NETWORKS.as_str())
        .bind(network.as_str())
        .bind(asking.networks.get(1).unwrap_or(network).as_str())
        .bind(micros(asking.since))
        .bind(letter.as_str())
        .fetch_one(&mut *connection)
        .await?;
    beyond(&counts, asking.per_network, [Excess::NetworkUnanswered, Excess::Network])
}

fn beyond(counts: &AnyRow, quota: Quota, [unanswered, asked]: [Excess; 2]) -> sqlx::Result<Option<(Excess, Timestamp)>> {
    for (excess, count, most, oldest) in
        [(asked, "asked", quota.asked, "first_asked"), (unanswered, "unanswered", quota.unanswered, "first_unanswered")]
    {
        if counts.number(count)? >= i64::from(most)
            && let Some(oldest) = counts.time_or_null(oldest)?
        {
            return Ok(Some((excess, oldest)));
        }
    }
    Ok(None)
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
