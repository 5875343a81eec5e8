//! The audit: every change that anybody made at the desk, to read and to take out as a file.

use std::sync::Arc;

use domain::{
    Date,
    campaign::CampaignId,
    checked::{EmailAddress, collect},
    form::Field,
    problem::{Choice, Problem},
};
use jiff::{ToSpan as _, tz::TimeZone};

use super::{Export, ReadAudit, Rights};
use crate::{
    ports::{AuditQuery, AuditReads, Audited, Clock, RevisionReads, Working},
    refusal::Refusal,
};

#[derive(Debug, Clone)]
pub struct Audit {
    pub audit: Arc<dyn AuditReads>,
    pub revisions: Arc<dyn RevisionReads>,
    pub clock: Arc<dyn Clock>,
}

domain::form! {
    /// Which changes are looked for, as it was typed. What is empty is any.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct AuditDraft {
        email: String = Email,
        /// The campaign's id.
        campaign: String = Campaign,
        /// A day in UTC, the first of those that are looked through.
        from: String = From,
        /// The last.
        until: String = Until,
        page: String = Page,
    }
}

/// A page of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The newest first.
    pub changes: Vec<Audited>,
    /// Its number, from 1.
    pub page: usize,
    /// Whether older changes are on a page after it.
    pub more: bool,
}

impl AuditDraft {
    fn check(&self) -> Result<AuditQuery, Refusal> {
        let mut errors = Vec::new();
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let by = given(&self.email).map(|email| EmailAddress::parse(&email));
        let by = by.and_then(|email| collect(&mut errors, Field::Email, email));
        let campaign = given(&self.campaign).map(|id| CampaignId::parse(&id).map_err(|_| Choice::Campaign));
        let campaign = campaign.and_then(|id| collect(&mut errors, Field::Campaign, id));
        let mut day = |field: Field, text: &str| {
            let day = given(text).map(|day| day.parse::<Date>().map_err(|_| Problem::NotADate));
            day.and_then(|day| collect(&mut errors, field, day))
        };
        let (from, until) = (day(Field::From, &self.from), day(Field::Until, &self.until));
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        // A day at the end of all days begins and ends in vain: there is nothing to look for.
        let midnight = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|midnight| midnight.timestamp());
        let after = until.and_then(|until| until.checked_add(1.day()).ok());
        Ok(AuditQuery { by, campaign, from: from.and_then(midnight), before: after.and_then(midnight) })
    }
}

impl Audit {
    /// So many changes are on a page.
    pub const PAGE: usize = 100;
    /// The last page that is asked for by its number.
    const PAGES_MAX: usize = 100_000;
    /// So many changes are read at a time for a file.
    const AT_ONCE: usize = 5_000;

    pub async fn page(&self, _: &Rights<ReadAudit>, draft: &AuditDraft) -> Result<Shown, Refusal> {
        let page = draft.page.parse().unwrap_or(1).clamp(1, Self::PAGES_MAX);
        let mut changes = self.audit.audited(&draft.check()?, (page - 1) * Self::PAGE, Self::PAGE + 1).await?;
        let more = changes.len() > Self::PAGE;
        changes.truncate(Self::PAGE);
        Ok(Shown { changes, page, more })
    }

    /// Every campaign that there is, to choose one by its title.
    pub async fn campaigns(&self, _: &Rights<ReadAudit>) -> Result<Vec<Working>, Refusal> {
        Ok(self.revisions.working_campaigns().await?)
    }

    /// Everything that is looked for, as a CSV file with a line for each change, the newest first.
    pub async fn file(&self, _: &Rights<Export>, draft: &AuditDraft) -> Result<Vec<u8>, Refusal> {
        let mut query = draft.check()?;
        // What is done meanwhile would move the rows on, and one would be read twice.
        query.before = query.before.or(Some(self.clock.now()));
        // With its mark of UTF-8 at the start, a spreadsheet reads every letter as it is.
        let mut file = format!("\u{feff}{}", csv_line(&Self::COLUMNS.map(str::to_owned)));
        for skip in (0..).step_by(Self::AT_ONCE) {
            let changes = self.audit.audited(&query, skip, Self::AT_ONCE).await?;
            file.extend(changes.iter().map(|change| csv_line(&cells(change))));
            if changes.len() < Self::AT_ONCE {
                break;
            }
        }
        Ok(file.into_bytes())
    }

    /// The columns of the file.
    const COLUMNS: [&str; 5] = ["time", "person", "change", "campaign", "particulars"];
}

/// What the file says of a change. A cell that a spreadsheet would take for a formula begins with an apostrophe.
fn cells(change: &Audited) -> [String; 5] {
    let Audited { at, by, kind, campaign, subject } = change;
    let is_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    [
        at.to_string(),
        by.as_ref().map(ToString::to_string).unwrap_or_default(),
        kind.as_str().to_owned(),
        campaign.as_ref().map(ToString::to_string).unwrap_or_default(),
        subject.clone(),
    ]
    .map(|text| if is_formula(&text) { format!("'{text}") } else { text })
}

/// A line of a CSV file (RFC 4180).
fn csv_line(cells: &[String]) -> String {
    let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    format!("{}\r\n", quoted.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, checked::FieldError};

    use super::*;
    use crate::ports::ActKind;

    fn asked(draft: &AuditDraft) -> AuditQuery {
        draft.check().unwrap()
    }

    #[test]
    fn days_are_whole_and_what_is_empty_is_any() {
        assert_eq!(asked(&AuditDraft { email: " ".to_owned(), ..AuditDraft::default() }), AuditQuery::default());
        let draft = AuditDraft {
            email: "ada@ngo.example ".to_owned(),
            campaign: "cluster-munitions".to_owned(),
            from: "2026-02-28".to_owned(),
            until: "2026-02-28".to_owned(),
            ..AuditDraft::default()
        };
        let AuditQuery { by, campaign, from, before } = asked(&draft);
        assert_eq!((by.unwrap().as_str(), campaign.unwrap().as_str()), ("ada@ngo.example", "cluster-munitions"));
        let time = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        assert_eq!((from, before), (time("2026-02-28T00:00:00Z"), time("2026-03-01T00:00:00Z")));
        asked(&AuditDraft { from: "-009999-01-01".to_owned(), until: "9999-12-31".to_owned(), ..AuditDraft::default() });
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let wrong = |text: &str| text.to_owned();
        let draft = AuditDraft {
            email: wrong("ada"),
            campaign: wrong("../x"),
            from: wrong("2026-02-30"),
            until: wrong("yesterday"),
            page: String::new(),
        };
        let Err(Refusal::Invalid(errors)) = draft.check() else { panic!("it was taken") };
        let fields: Vec<Field> = errors.into_iter().map(|FieldError { field, .. }| field).collect();
        assert_eq!(fields, [Field::Email, Field::Campaign, Field::From, Field::Until]);
    }

    #[test]
    fn no_cell_is_a_formula() {
        let change = Audited {
            at: Timestamp::UNIX_EPOCH,
            by: Some(EmailAddress::parse("=cmd@ngo.example").unwrap()),
            kind: ActKind::ImportedTargets,
            campaign: None,
            subject: "-1+1".to_owned(),
        };
        assert_eq!(cells(&change), ["1970-01-01T00:00:00Z", "'=cmd@ngo.example", "imported_targets", "", "'-1+1"]);
    }

    #[test]
    fn a_cell_may_hold_quotes_commas_and_lines() {
        assert_eq!(csv_line(&["a \"b\", c".to_owned(), "d\r\ne".to_owned()]), "\"a \"\"b\"\", c\",\"d\r\ne\"\r\n");
    }
}
