//! DKIM signatures, checked by dkimpy, which is not ours.

use std::{path::Path, process::Stdio};

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use mail::TxtRecord;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use super::python;

/// A signature of a mail, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub domain: String,
    pub selector: String,
    pub algorithm: String,
    pub valid: bool,
    pub why: Option<String>,
}

/// The signatures of each mail, from top to bottom, as a server sees them at this time whose DNS has these records.
pub async fn check_signatures(mails: &[&str], records: &[TxtRecord], now: Timestamp) -> anyhow::Result<Vec<Vec<Signature>>> {
    let records: Vec<_> = records.iter().map(|record| json!([record.name, record.value])).collect();
    let question = json!({ "mails": mails, "records": records, "now": now.as_second() }).to_string();
    let mut child = python::command()
        .await?
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/smtp/verify.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("dkimpy does not start")?;
    let mut stdin = child.stdin.take().context("no standard input")?;
    stdin.write_all(question.as_bytes()).await?;
    drop(stdin);
    let output = child.wait_with_output().await?;
    ensure!(output.status.success(), "dkimpy: {}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout)?;
    let of_mail = |mail: &Value| mail.as_array().into_iter().flatten().map(Signature::from_json).collect();
    Ok(answer.as_array().context("dkimpy answers with a list")?.iter().map(of_mail).collect())
}

impl Signature {
    fn from_json(told: &Value) -> Self {
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        Self {
            domain: text("domain"),
            selector: text("selector"),
            algorithm: text("algorithm"),
            valid: told["valid"] == true,
            why: told["why"].as_str().map(str::to_owned),
        }
    }
}
