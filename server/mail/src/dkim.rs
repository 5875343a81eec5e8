//! DKIM (RFC 6376): a signature by which a mail server knows that a mail comes from our domain, as we wrote it.
//!
//! Two keys are possible, and each is optional. RSA is read everywhere; Ed25519 (RFC 8463) is not read by all yet, so it
//! stands beside RSA and not in its place. The keys come from files of the operator's: none is made here.
//!
//! Written by hand, because the library that lettre has for it brings the crate `rsa`, which has an open weakness
//! (RUSTSEC-2023-0071). ring does the sums, by way of rustls.

mod canonical;
mod key;
mod record;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

pub use self::{
    key::{DkimAlgorithm, DkimError, DkimKey},
    record::TxtRecord,
};

/// What is signed, where the message has it.
const SIGNED: [&str; 5] = ["Cc", "In-Reply-To", "Content-Transfer-Encoding", "Auto-Submitted", "Content-Language"];

/// What readers are shown, or by what they take a message apart. Each is listed once more than the message has it, which
/// signs that there is no other: many programs show the upper one of two, and no server takes the second one out.
const SIGNED_WITHOUT_OTHERS: [&str; 8] =
    ["From", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"];

/// Where a folded line ends at the latest. RFC 5322 advises 78.
const LINE: usize = 72;

/// The message with a signature of each key in front, the first key's first: some readers look at that one alone. Nothing
/// may be changed afterwards. The time is the message's own, so that another try makes the same message.
pub(crate) fn sign(keys: &[DkimKey], domain: &str, message: &str, at: Timestamp) -> Result<String, rustls::Error> {
    let (head, body) = canonical::parts(message);
    let fields = canonical::fields(head);
    let names = signed_names(&fields);
    let body_hash = BASE64.encode(Sha256::digest(canonical::body(body)));
    let mut signed = String::with_capacity(message.len() + 1024 * keys.len());
    for key in keys {
        let unsigned = field(key, domain, &names, &body_hash, at);
        let signature = key.sign(canonical::signed(&fields, &names, &unsigned).as_bytes())?;
        signed.push_str(&unsigned);
        signed.push_str(&fold(&BASE64.encode(signature), "\r\n "));
        signed.push_str("\r\n");
    }
    signed.push_str(message);
    Ok(signed)
}

fn signed_names(fields: &[canonical::Field<'_>]) -> Vec<&'static str> {
    let times = |name: &str| fields.iter().filter(|field| field.is(name)).count();
    let without_others = SIGNED_WITHOUT_OTHERS.into_iter().flat_map(|name| std::iter::repeat_n(name, times(name) + 1));
    without_others.chain(SIGNED.into_iter().filter(|name| times(name) > 0)).collect()
}

/// The signature's header with an empty signature, which is what it signs of itself.
fn field(key: &DkimKey, domain: &str, names: &[&str], body_hash: &str, at: Timestamp) -> String {
    let (algorithm, selector) = (key.algorithm().tag(), key.selector());
    // RFC 6376 allows a line end before each colon of the list.
    let mut list = String::from("h=");
    let mut line = list.len();
    for (index, name) in names.iter().enumerate() {
        let colon = usize::from(index > 0);
        if line + colon + name.len() > LINE {
            list.push_str("\r\n ");
            line = 1;
        }
        if index > 0 {
            list.push(':');
        }
        list.push_str(name);
        line += colon + name.len();
    }
    format!(
        "DKIM-Signature: v=1; a={algorithm}-sha256; c=relaxed/relaxed;\r\n d={domain};\r\n s={selector}; t={};\r\n {list};\r\n \
         bh={body_hash};\r\n b=",
        at.as_second().max(0)
    )
}

/// Breaks a long word of ASCII into lines.
fn fold(text: &str, line_end: &str) -> String {
    let lines: Vec<&str> = (0..text.len()).step_by(LINE).map(|start| &text[start..text.len().min(start + LINE)]).collect();
    lines.join(line_end)
}

#[cfg(test)]
pub(crate) mod tests;
