//! schemathesis, which is not ours: it reads an OpenAPI document, asks an API what the document allows and what it does not,
//! and compares the answers with what the document says.
//!
//! It asks the same in every run. A failure of it has the request in it, as a command of curl.

use std::process::Stdio;

use anyhow::{Context as _, ensure};
use tokio::process::Command;

use crate::python::{Packages, Python};

/// Other versions of it, and of what it makes its requests with, ask other things: then the test would not be the same everywhere.
const PACKAGES: Packages = Packages {
    name: "schemathesis",
    versions: &["schemathesis==4.32.5", "hypothesis==6.170.17", "jsonschema_rs==0.60.3"],
    proof: "import importlib.metadata as m; assert m.version('schemathesis') == '4.32.5' and m.version('hypothesis') == '6.170.17'",
    about: "schemathesis (which reads an OpenAPI document and asks an API all sorts of things)",
};

/// Asks an API in which these letters were made. `Err` says what it did that its document does not say.
pub async fn ask(document: &str, letters: &[&str]) -> anyhow::Result<()> {
    // Its own notes go there too.
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("config.toml"), include_str!("schemathesis/config.toml"))?;
    let quoted: Vec<String> = letters
        .iter()
        .map(|letter| {
            format!(
                "\"{letter}\"
"
            )
        })
        .collect();
    std::fs::write(folder.path().join("letters.txt"), quoted.concat())?;
    let python = tokio::task::spawn_blocking(|| Python::with(&PACKAGES)).await??;
    let output = Command::from(python.command())
        .args(["-m", "schemathesis.cli", "--config-file", "config.toml", "run", document, "--no-color"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .context("schemathesis does not start")?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    ensure!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
    Ok(())
}
