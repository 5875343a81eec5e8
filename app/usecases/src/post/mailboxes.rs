//! Mailboxes: which addresses are one, and the names under which we know them without keeping an address.

use std::sync::Arc;

use domain::{campaign::CampaignId, checked::EmailAddress};
use hmac::Mac as _;

use crate::{
    digest::{digest, hex},
    ports::{Clock, Ids, StoreError, Writes},
    site_key::{SiteKey, mac},
};

/// The mailbox of an address, the same however it is written. After a plus sign comes a label that the owner chooses,
/// and hardly any provider tells capitals from small letters. Some providers say themselves which of their domains are one
/// mailbox, and which other signs mean nothing:
///
/// - Google: dots (support.google.com/mail/answer/7436150).
/// - Proton: dots, hyphens and underscores (proton.me/support/addresses-and-aliases). Whoever has a name at one of its domains
///   is the only one who can have it at another.
/// - Yandex: a mailbox has its name at all of its domains (yandex.com/support/domain/additional/mailbox-alias.xml).
/// - Apple: who had an address at `mac.com` or `me.com` has it at `icloud.com` too, and no new ones are given
///   (support.apple.com/118230).
///
/// Elsewhere `a.b` and `ab` can be two people, and so can `hotmail.com` and `outlook.com`.
///
/// Two people who are taken for one share their limits, and "This was not me" of one speaks for the other, too.
pub(super) fn mailbox(email: &EmailAddress) -> String {
    let address = email.as_str().to_lowercase();
    let Some((local, domain)) = address.rsplit_once('@') else { return address };
    // A plus sign at the beginning does not start a label.
    let name = match local.split_once('+') {
        Some((name, _)) if !name.is_empty() => name,
        _ => local,
    };
    let (without, domain): (&[char], &str) = match domain {
        "gmail.com" | "googlemail.com" => (&['.'], "gmail.com"),
        "proton.me" | "protonmail.com" | "protonmail.ch" | "pm.me" => (&['.', '-', '_'], "proton.me"),
        "yandex.ru" | "yandex.com" | "yandex.by" | "yandex.kz" | "yandex.ua" | "ya.ru" => (&[], "yandex.ru"),
        "icloud.com" | "me.com" | "mac.com" => (&[], "icloud.com"),
        _ => (&[], domain),
    };
    format!("{}@{domain}", name.replace(without, ""))
}

/// The names of a mailbox, which only who knows the key of the site can make from an address: it is quick to try all
/// addresses of the world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailboxNames {
    /// It is kept under this name if it wants no mail of a campaign.
    pub disowned: String,
    /// The same, as earlier programs made it, without a secret. What they wrote down is honoured as long as the campaign is there.
    pub disowned_before: String,
    /// What was asked for with it and deleted since is counted under this name.
    pub counted: String,
}

/// Makes the names of mailboxes.
#[derive(Debug, Clone)]
pub struct Mailboxes(SiteKey);

impl Mailboxes {
    pub fn new(writes: Arc<dyn Writes>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self(SiteKey::new(SiteKey::MAILBOXES, writes, clock, ids))
    }

    pub(super) async fn names(&self, campaign: &CampaignId, mailbox: &str) -> Result<MailboxNames, StoreError> {
        let key = self.0.read().await?;
        Ok(MailboxNames {
            disowned: name(&key, &format!("disowned\n{}\n{mailbox}", campaign.as_str())),
            disowned_before: digest(&[b"disowned", campaign.as_str().as_bytes(), mailbox.as_bytes()]),
            counted: name(&key, &format!("counted\n{mailbox}")),
        })
    }
}

/// No part has a line end in it.
fn name(key: &str, of: &str) -> String {
    hex(&mac(key, of).finalize().into_bytes())
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
            ("annn@protonmail.com", "annn@proton.me"),
            ("annn@protonmail.ch", "annn@proton.me"),
            ("ann.n+x@PM.me", "annn@proton.me"),
            ("ann@yandex.com", "ann@yandex.ru"),
            ("ann+x@ya.ru", "ann@yandex.ru"),
            ("ann@yandex.kz", "ann@yandex.ru"),
            ("a.nn@yandex.by", "a.nn@yandex.ru"),
            ("ann@me.com", "ann@icloud.com"),
            ("ann+x@mac.com", "ann@icloud.com"),
            ("a.nn@icloud.com", "a.nn@icloud.com"),
            ("ann@hotmail.com", "ann@hotmail.com"),
            ("ann@outlook.com", "ann@outlook.com"),
            ("ann@yandex.example", "ann@yandex.example"),
            ("ann@notgmail.com", "ann@notgmail.com"),
            ("a.nn@mail.gmail.com", "a.nn@mail.gmail.com"),
        ] {
            assert_eq!(mailbox(&EmailAddress::parse(written).unwrap()), folded, "{written}");
        }
    }

    #[test]
    fn the_name_of_a_mailbox_needs_the_key_of_the_site() {
        let one = name("secret", "disowned\none\nann@post.example");
        assert_eq!(one, name("secret", "disowned\none\nann@post.example"));
        assert_ne!(one, name("another", "disowned\none\nann@post.example"));
        assert_ne!(one, name("secret", "disowned\ntwo\nann@post.example"));
        assert_eq!(one.len(), 64);
    }
}
