//! What a receiving server thought of a mail of ours, in plain English: read from the mail as it arrived there, for the
//! operator at a terminal. Nothing is looked up, so the same mail has the same explanation.
//!
//! Anybody can write headers. Only the topmost `Authentication-Results` is believed, since each server adds its own above
//! those that came with the mail, and so is what stands above it.

mod dkim;
mod dmarc;
mod domains;
mod results;
mod source;
mod spf;

use std::fmt;

use self::{results::AuthResults, source::Source};

/// What an explanation's sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The file itself, and whose verdicts are in it.
    Source,
    Spf,
    Dkim,
    Dmarc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// Nothing is wrong, or nobody said so.
    Unsure,
    Bad,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub about: About,
    pub verdict: Verdict,
    pub said: String,
    /// What to change.
    pub advice: Option<String>,
}

impl Finding {
    fn new(about: About, verdict: Verdict, said: impl Into<String>) -> Self {
        Self { about, verdict, said: said.into(), advice: None }
    }

    fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

/// An explanation, in the order in which it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    pub findings: Vec<Finding>,
    /// How alignment was decided, where it was.
    pub alignment: Option<String>,
}

impl Findings {
    /// Whether nothing needs to be changed.
    pub fn are_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict != Verdict::Bad)
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let mark = match finding.verdict {
                Verdict::Good => "[good]  ",
                Verdict::Unsure => "[unsure]",
                Verdict::Bad => "[bad]   ",
            };
            let about = match finding.about {
                About::Source => "The mail",
                About::Spf => "SPF",
                About::Dkim => "DKIM",
                About::Dmarc => "DMARC",
            };
            writeln!(f, "{mark} {about}: {}", finding.said)?;
            for line in finding.advice.iter().flat_map(|advice| advice.lines()) {
                writeln!(f, "         {line}")?;
            }
        }
        if let Some(alignment) = &self.alignment {
            writeln!(f, "\n{alignment}")?;
        }
        f.write_str(match (self.are_well(), self.findings.iter().any(|finding| finding.about == About::Dmarc)) {
            (true, true) => "\nNothing needs to be changed.",
            (false, true) => {
                "\nChange what is marked as bad, wait until the DNS shows it (an hour is usual), and send another test mail."
            }
            (_, false) => "",
        })
    }
}

/// Reads a mail as it arrived: the whole source, or its headers alone.
pub fn explain(raw: &[u8]) -> Findings {
    let source = Source::read(raw);
    let from = match source.from() {
        Ok(from) => from,
        Err(finding) => return Findings { findings: vec![*finding], alignment: None },
    };
    let results = source.judged();
    let mut findings = vec![whose(&source, results.as_ref())];
    let spf = spf::explain(&source, results.as_ref(), &from);
    let dkim = dkim::explain(&source, results.as_ref(), &from);
    let dmarc = dmarc::explain(results.as_ref(), &from, spf.aligned, dkim.aligned);
    findings.push(spf.finding);
    findings.extend(dkim.findings);
    findings.push(dmarc);
    Findings { findings, alignment: Some(domains::how(&from)) }
}

/// Whose verdicts they are.
fn whose(source: &Source, results: Option<&AuthResults>) -> Finding {
    let Some(results) = results else {
        return Finding::new(
            About::Source,
            Verdict::Unsure,
            "It has no Authentication-Results: the receiving server told nobody what it thought, or this is the mail as it was sent. \
             What follows is only what the mail itself shows.",
        )
        .advise("Save it from the mailbox in which it arrived. If it is from there, try a mailbox at a large provider: those tell.");
    };
    let server = results.server.as_deref().unwrap_or("a server that does not name itself");
    let others = source.all(source::RESULTS).count() - 1;
    let others = match others {
        0 => String::new(),
        1 => " One more stands below it and was not read: it can be anybody's.".to_owned(),
        many => format!(" {many} more stand below it and were not read: they can be anybody's."),
    };
    Finding::new(
        About::Source,
        Verdict::Good,
        format!(
            "These are the verdicts of {server}, from the topmost Authentication-Results.{others} If that is not the server of the \
             mailbox in which the mail arrived, do not believe them."
        ),
    )
}

#[cfg(test)]
mod tests;
