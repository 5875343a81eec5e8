//! What mail servers answer may quote the address that a mail goes to, or comes from.

use domain::checked::EmailAddress;

/// What stands in the place of an address.
const CUT: &str = "…@…";

/// A text without the email addresses in it, but for one that may stay.
pub(crate) fn without_addresses(text: &str, keep: Option<&EmailAddress>) -> String {
    let is_of_address = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(c);
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_of_address) {
        let (between, from) = rest.split_at(begin);
        let (word, after) = from.split_at(from.find(|c| !is_of_address(c)).unwrap_or(from.len()));
        shown.push_str(between);
        let bare = word.trim_matches(['.', '\'', '`', '=', '/', '?', '!']);
        let is_address = bare.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
        if is_address && !keep.is_some_and(|keep| keep.as_str().eq_ignore_ascii_case(bare)) {
            shown.push_str(CUT);
            shown.push_str(if word.ends_with('.') { "." } else { "" });
        } else {
            shown.push_str(word);
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_left_but_the_targets() {
        let target = EmailAddress::parse("embassy@mission.test").unwrap();
        for (said, shown) in [
            ("550 5.1.1 <lucja@post.example>: no such user", "550 5.1.1 <…@…>: no such user"),
            ("551 try Lucja.Z+a@post.example.", "551 try …@…."),
            ("550 <Embassy@mission.test> unknown", "550 <Embassy@mission.test> unknown"),
            ("reply-to=łucja@pöst.example,x@y", "…@…,…@…"),
            ("'embassy@mission.test' o'neil@post.example", "'embassy@mission.test' …@…"),
            ("4.7.1 greylisted @ 12:05, see a@ and @b", "4.7.1 greylisted @ 12:05, see a@ and @b"),
            ("", ""),
        ] {
            assert_eq!(without_addresses(said, Some(&target)), shown, "{said}");
        }
        assert_eq!(without_addresses("<embassy@mission.test>", None), "<…@…>");
    }
}
