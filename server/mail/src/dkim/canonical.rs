//! A message in the form that is hashed: RFC 6376 section 3.4, `relaxed` for headers and body. What mail servers do to a
//! message on its way (folding, spaces at line ends) makes no difference in it.

/// A header as it stands in the message, folded or not, without its last line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field<'a>(&'a str);

impl Field<'_> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name)
    }

    fn name(&self) -> &str {
        self.0.split_once(':').map_or(self.0, |(name, _)| name).trim_end_matches(WHITE)
    }

    /// The name in small letters, the value on one line with single spaces.
    fn relaxed(&self) -> String {
        let value = self.0.split_once(':').map_or("", |(_, value)| value).replace("\r\n", "");
        format!("{}:{}", self.name().to_ascii_lowercase(), single_spaced(&value).trim_matches(' '))
    }
}

const WHITE: [char; 2] = [' ', '\t'];

/// The headers with their line ends, and the body.
pub(super) fn parts(message: &str) -> (&str, &str) {
    match message.strip_prefix("\r\n") {
        Some(body) => ("", body),
        None => message.split_once("\r\n\r\n").unwrap_or((message, "")),
    }
}

pub(super) fn fields(head: &str) -> Vec<Field<'_>> {
    let mut fields = Vec::new();
    let mut rest = head;
    while !rest.is_empty() {
        let (field, others) = rest.split_at(field_end(rest));
        if !field.is_empty() {
            fields.push(Field(field));
        }
        rest = others.strip_prefix("\r\n").unwrap_or_default();
    }
    fields
}

/// Where the first line end is that no space follows.
fn field_end(head: &str) -> usize {
    head.match_indices("\r\n").map(|(at, _)| at).find(|at| !head[at + 2..].starts_with(WHITE)).unwrap_or(head.len())
}

/// What a signature is made of: the headers named, and the signature's own with nothing behind its `b=`. Of several with
/// one name the lowest comes first (section 5.4.2); a name too many stands for nothing.
pub(super) fn signed(fields: &[Field<'_>], names: &[&str], signature: &str) -> String {
    let mut left: Vec<Field<'_>> = fields.to_vec();
    let mut text = String::new();
    for name in names {
        if let Some(lowest) = left.iter().rposition(|field| field.is(name)) {
            text.push_str(&left.remove(lowest).relaxed());
            text.push_str("\r\n");
        }
    }
    text.push_str(&Field(signature).relaxed());
    text
}

/// Single spaces, none at a line's end, no empty lines at the end; a line end behind everything, unless it is nothing.
pub(super) fn body(body: &str) -> String {
    let mut text = String::with_capacity(body.len() + 2);
    for line in body.split("\r\n") {
        text.push_str(single_spaced(line).trim_end_matches(' '));
        text.push_str("\r\n");
    }
    let kept = text.trim_end_matches("\r\n").len();
    text.truncate(kept);
    if kept > 0 {
        text.push_str("\r\n");
    }
    text
}

fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' if spaced.ends_with(' ') => {}
            ' ' | '\t' => spaced.push(' '),
            other => spaced.push(other),
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relaxed(head: &str) -> Vec<String> {
        fields(head).iter().map(Field::relaxed).collect()
    }

    #[test]
    fn the_example_of_rfc_6376_section_3_4_5_comes_out_as_it_says() {
        let (head, text) = parts("A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n");
        assert_eq!(relaxed(head), ["a:X", "b:Y Z"]);
        assert_eq!(body(text), " C\r\nD E\r\n");
    }

    #[test]
    fn a_body_of_nothing_is_nothing_and_any_other_ends_in_one_line_end() {
        for (before, after) in [
            ("", ""),
            ("\r\n", ""),
            ("\r\n\r\n \t\r\n", ""),
            ("a", "a\r\n"),
            ("a\r\n\r\n\r\n", "a\r\n"),
            ("\r\n\r\na \t b \t\r\n.\r\n", "\r\n\r\na b\r\n.\r\n"),
        ] {
            assert_eq!(body(before), after, "{before:?}");
        }
    }

    #[test]
    fn headers_are_found_however_they_are_folded() {
        let head = "Subject: a\r\n  b\r\n\tc\r\nX:\r\nFrom:\r\n d@e.example\r\nNo colon";
        assert_eq!(relaxed(head), ["subject:a b c", "x:", "from:d@e.example", "no colon:"]);
        assert_eq!(fields(""), []);
        assert_eq!(parts("\r\nbody"), ("", "body"));
        assert_eq!(parts("A: b"), ("A: b", ""));
    }

    #[test]
    fn of_several_headers_with_one_name_the_lowest_is_signed_first() {
        let fields = fields("From: upper\r\nTo: t\r\nfrom: lower");
        let text = signed(&fields, &["From", "From", "From", "Cc", "to"], "DKIM-Signature: v=1;\r\n  b=");
        assert_eq!(text, "from:lower\r\nfrom:upper\r\nto:t\r\ndkim-signature:v=1; b=");
    }
}
