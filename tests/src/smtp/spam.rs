//! How much a mail looks like spam, by the rules that come with `SpamAssassin`, without a network.

use std::{collections::BTreeMap, fmt::Write as _, fs};

use anyhow::{Context as _, ensure};
use tokio::process::Command;

/// What `SpamAssassin` makes of a mail: 5 is spam.
#[derive(Debug, Clone, PartialEq)]
pub struct SpamScore {
    pub score: f64,
    /// The rules that were met, with what each adds.
    pub rules: BTreeMap<String, f64>,
}

/// Judges mails, which are given as they arrived, with the headers of the receiving server. In their order.
pub async fn spam_scores(mails: &[String]) -> anyhow::Result<Vec<SpamScore>> {
    let home = tempfile::tempdir()?;
    let mut mailbox = String::new();
    for (number, mail) in mails.iter().enumerate() {
        // A line that begins so would begin the next mail. The number, because they are judged in another order.
        let mail = mail.replace("\r\n", "\n").replace("\nFrom ", "\n>From ");
        writeln!(mailbox, "From nobody@localhost Tue Oct  6 09:00:00 2026\n{NUMBER}{number}@receiver.example\n{mail}\n")?;
    }
    let (file, preferences) = (home.path().join("mails"), home.path().join("preferences"));
    fs::write(&file, mailbox)?;
    fs::write(&preferences, "")?;
    let output = Command::new("spamassassin")
        // The rules of the package, and nothing that was learned or fetched on this machine.
        .args([
            "--local",
            "--test-mode",
            "--mbox",
            "--configpath=/usr/share/spamassassin",
            "--cf=use_bayes 0",
            "--cf=report_safe 0",
        ])
        .arg("--cf=add_header all Scores _TESTSSCORES(,)_")
        .arg("--prefspath")
        .arg(&preferences)
        .arg(&file)
        .env("HOME", home.path())
        .env("LC_ALL", "C.UTF-8")
        .output()
        .await
        .context("The mail tests ask SpamAssassin. Install it (on Debian: apt install spamassassin), and run the tests again")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "SpamAssassin: {}", String::from_utf8_lossy(&output.stderr));
    let scores: BTreeMap<usize, SpamScore> = said.split("\nX-Spam-Status: ").skip(1).map(score).collect::<Result<_, _>>()?;
    ensure!(scores.len() == mails.len(), "SpamAssassin judged {} of {} mails: {said}", scores.len(), mails.len());
    Ok(scores.into_values().collect())
}

/// A header that receiving servers add.
const NUMBER: &str = "Delivered-To: mailbox-";

/// From the headers that it adds, with the number of the mail.
fn score(said: &str) -> anyhow::Result<(usize, SpamScore)> {
    let (head, _) = said.split_once("\n\n").context("a mail has an end of its headers")?;
    let head = head.replace("\n\t", "").replace("\n ", "");
    let number =
        head.split(NUMBER).nth(1).and_then(|rest| rest.split('@').next()?.parse().ok()).context("a mail has a number")?;
    let total = head.split("score=").nth(1).and_then(|rest| rest.split_whitespace().next()).context("a mail has a score")?;
    let rules = head.split("\nX-Spam-Scores: ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let rules = rules.split(',').filter_map(|rule| rule.trim().split_once('='));
    let rules = rules.map(|(name, score)| Ok((name.to_owned(), score.parse()?))).collect::<anyhow::Result<_>>()?;
    Ok((number, SpamScore { score: total.parse()?, rules }))
}
