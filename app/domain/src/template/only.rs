//! Paragraphs for some states alone. A paragraph of the body may begin with a line that marks it, `{{only signatory}}`; it
//! then stands in letters to states of that status under the campaign's treaty. The mark itself is never printed.

use super::{TemplateError, field};
use crate::treaty::Status;

const WORD: &str = "only";

/// Reads what stands between the braces of a mark: statuses with commas between, in any case, "not party" as well as
/// `not_party`. `None` where it is no mark.
pub(super) fn read(inner: &str) -> Option<Result<Vec<Status>, TemplateError>> {
    let (word, rest) = inner.trim().split_at_checked(WORD.len())?;
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_'));
    if !word.eq_ignore_ascii_case(WORD) || goes_on {
        return None;
    }
    let names = rest.split([',', '،', '，']).map(str::trim).filter(|name| !name.is_empty());
    let statuses: Result<Vec<Status>, _> = names.map(status).collect();
    Some(statuses.and_then(
        |statuses| {
            if statuses.is_empty() { Err(TemplateError::OnlyStatus(String::new())) } else { Ok(statuses) }
        },
    ))
}

fn status(name: &str) -> Result<Status, TemplateError> {
    Status::parse(&code(name)).ok_or_else(|| TemplateError::OnlyStatus(name.to_owned()))
}

fn code(name: &str) -> String {
    let parts = name.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-')).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("_").to_lowercase()
}

/// A mark with the status that was probably meant by what is none.
pub(super) fn example(typed: &str) -> String {
    let status = field::nearest(&code(typed), Status::ALL, Status::as_str).unwrap_or(Status::Signatory);
    format!("{{{{{WORD} {}}}}}", status.as_str())
}

/// Whether a line is a mark and nothing else.
pub(super) fn is_mark(line: &str) -> bool {
    mark(line).is_some()
}

fn mark(line: &str) -> Option<Vec<Status>> {
    line.trim().strip_prefix("{{")?.strip_suffix("}}").and_then(read)?.ok()
}

/// The statuses for which a paragraph stands, and its text without the mark. `None` where it stands for everybody.
pub(crate) fn marked(paragraph: &str) -> Option<(Vec<Status>, &str)> {
    let (line, text) = paragraph.split_once('\n')?;
    Some((mark(line)?, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_names_one_status_or_several_as_people_write_them() {
        for (inner, statuses) in [
            ("only signatory", &[Status::Signatory][..]),
            (" Only Signatory ", &[Status::Signatory]),
            ("only not_party, withdrawn", &[Status::NotParty, Status::Withdrawn]),
            ("only not party,Not-Party,", &[Status::NotParty, Status::NotParty]),
            ("only: party", &[]),
            ("only signatory، withdrawn", &[Status::Signatory, Status::Withdrawn]),
        ] {
            assert_eq!(read(inner).unwrap().ok().as_deref(), (!statuses.is_empty()).then_some(statuses), "{inner}");
        }
        for inner in ["only", "only ", "only ,"] {
            assert_eq!(read(inner), Some(Err(TemplateError::OnlyStatus(String::new()))), "{inner}");
        }
        assert_eq!(read("only signatories, party"), Some(Err(TemplateError::OnlyStatus("signatories".into()))));
        for inner in ["", "on", "onlyness", "only.party", "target.name", "önly"] {
            assert_eq!(read(inner), None, "{inner}");
        }
    }

    #[test]
    fn what_is_no_status_is_answered_with_what_to_write() {
        let said = |inner: &str| read(inner).unwrap().unwrap_err().to_string();
        let list = "with one or several of these: party, signatory, not_party, withdrawn.";
        assert_eq!(said("only withdrawm"), format!("“withdrawm” is not a status. Write {{{{only withdrawn}}}}, {list}"));
        assert_eq!(said("only friends"), format!("“friends” is not a status. Write {{{{only signatory}}}}, {list}"));
    }
}
