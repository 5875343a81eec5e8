//! Where a link leads, and links that are written as bare addresses.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::{Inline, Link, ProseFault};
use crate::checked::{EmailAddress, is_blank, one_line};

/// An address that a link may lead to, as it was written: `https://`, `http://` or `mailto:`, then a host or a mailbox.
/// Nothing in it is unseen, and no program reads another host in it than a person does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkTarget(String);

const MAIL: &str = "mailto";

impl LinkTarget {
    /// In characters: browsers take no longer ones.
    pub const MAX: usize = 2_000;

    pub fn parse(text: &str) -> Result<Self, ProseFault> {
        let (scheme, rest) = text.split_once(':').ok_or(ProseFault::LinkScheme)?;
        let is = |known: &str| scheme.eq_ignore_ascii_case(known);
        let is_whole = if is("https") || is("http") {
            rest.strip_prefix("//").is_some_and(has_host)
        } else if is(MAIL) {
            EmailAddress::parse(mailbox(rest)).is_ok()
        } else {
            return Err(ProseFault::LinkScheme);
        };
        if is_whole && is_plain(text) { Ok(Self(text.to_owned())) } else { Err(ProseFault::LinkAddress) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people to read: of a mailbox its address alone.
    pub fn shown(&self) -> &str {
        match self.0.split_once(':') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(MAIL) => mailbox(rest),
            _ => &self.0,
        }
    }
}

/// Without the subject and the like.
fn mailbox(rest: &str) -> &str {
    rest.split_once('?').map_or(rest, |(address, _)| address)
}

/// Programs read `\` as `/` and leave tabs out.
fn is_plain(text: &str) -> bool {
    !text.contains(|c: char| is_blank(c) || "<>\"\\`".contains(c)) && one_line(text, LinkTarget::MAX).as_deref() == Ok(text)
}

/// Whether a name of a server follows, with a dot in it, and before it no name of a user: `https://bank.example@other.example`.
fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        Some(_) => return false,
        None => authority,
    };
    let ascii = Uts46::new().to_ascii(host.as_bytes(), AsciiDenyList::URL, Hyphens::Allow, DnsLength::Verify);
    host.contains('.') && ascii.is_ok()
}

/// Makes links of the addresses that stand bare in a text.
pub(super) fn linked(inlines: Vec<Inline>) -> Vec<Inline> {
    inlines
        .into_iter()
        .flat_map(|inline| match inline {
            Inline::Text(text) => apart(&text),
            other => vec![other],
        })
        .collect()
}

fn apart(text: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    // What is looked at, and where the text before it begins.
    let (mut at, mut from) = (0, 0);
    while let Some(next) = text[at..].find(['h', 'H']).map(|next| at + next) {
        let target = bare(&text[next..]).filter(|_| !text[..next].ends_with(char::is_alphanumeric));
        let Some(target) = target else {
            at = next + 1;
            continue;
        };
        at = next + target.as_str().len();
        found.push(Inline::Text(text[from..next].to_owned()));
        found.push(Inline::Link(Link { text: vec![Inline::Text(target.as_str().to_owned())], target }));
        from = at;
    }
    found.push(Inline::Text(text[from..].to_owned()));
    found.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    found
}

/// The address that a text begins with, without the signs of the sentence around it.
fn bare(text: &str) -> Option<LinkTarget> {
    const AROUND: &str = "<>\"\\`“”„«»‹›。，、；：？！（）「」『』【】،؛؟";
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if !begins("https://") && !begins("http://") {
        return None;
    }
    let ends = |c: char| is_blank(c) || AROUND.contains(c);
    let end = text.char_indices().take(LinkTarget::MAX + 1).find(|(_, c)| ends(*c)).map(|(end, _)| end);
    let end = end.or_else(|| (text.len() <= LinkTarget::MAX).then_some(text.len()))?;
    let mut address = &text[..end];
    let (opened, mut closed) = (address.matches('(').count(), address.matches(')').count());
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if closed > opened => closed -= 1,
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '…' | ']' => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    LinkTarget::parse(address).ok()
}
