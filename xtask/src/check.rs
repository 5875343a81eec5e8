//! `cargo xtask check`: formatting, the arrows between the packages, the site's paths, the homes of its classes, words,
//! licences, lints, documentation. The fast inner loop.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, IsTerminal};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::report::{Counts, Report};
use crate::workspace::{Workspace, run, said};
use crate::{arrows, css, deny, paths, site, words};

/// Runs all checks; fails when one of them does.
pub fn run_checks(workspace: &Workspace) -> ExitCode {
    let mut report = Report::default();
    add_to(workspace, &mut report);
    report.close()
}

/// Adds the checks to a report, the quickest first.
pub fn add_to(workspace: &Workspace, report: &mut Report) {
    report.step("format", "cargo fmt --check", || {
        run(&mut workspace.cargo(["fmt", "--all", "--check"]))?;
        Ok(Counts::ONE)
    });
    report.step("arrows", "which package depends on which", || {
        arrows::prove(workspace)?;
        Ok(Counts::ONE)
    });
    report.step("paths", "no path is made outside of the links", || {
        paths::prove(workspace)?;
        Ok(Counts::ONE)
    });
    report.step("style", "each class has one home", || {
        css::prove(workspace)?;
        Ok(Counts::ONE)
    });
    report.step("words", "what a person reads is in the catalogue", || {
        words::prove(workspace)?;
        Ok(Counts::ONE)
    });
    report.step("licences", "what comes in with other people's code", || {
        deny::prove(workspace)?;
        Ok(Counts::ONE)
    });
    report.step("lint", "compiling server and tests with Clippy", || lint(workspace.cargo_tested("test")?.arg("--no-run")));
    report.step("lint islands", "compiling the islands with Clippy", || {
        site::ensure_wasm_target()?;
        lint(&mut workspace.cargo_tested_islands()?)
    });
    report.step("docs", "links in the comments", || {
        run(workspace.cargo_host("doc").args(["--no-deps", "--document-private-items"]).env("RUSTDOCFLAGS", "--deny warnings"))?;
        Ok(Counts::ONE)
    });
}

/// Compiles under Clippy; each warning is a failure.
///
/// Not `-D warnings`: a package with one warning would then not be there for the packages that use it, and what is wrong
/// in those would come to light only in the next run, and the next.
fn lint(clippy: &mut Command) -> Result<Counts> {
    let format = if std::io::stdout().is_terminal() { "json-diagnostic-rendered-ansi" } else { "json" };
    let said = said(clippy);
    let started = clippy.args(["--message-format", format]).stdout(Stdio::piped()).spawn();
    let mut child = started.with_context(|| format!("could not start `{said}`"))?;
    // A library is compiled by itself and with its tests; what is said of it is said twice.
    let mut warnings = BTreeSet::new();
    for line in BufReader::new(child.stdout.take().context("no output to read")?).lines() {
        if let Some(rendered) = warning(&line?)
            && !warnings.contains(&rendered)
        {
            print!("{rendered}");
            warnings.insert(rendered);
        }
    }
    let status = child.wait()?;
    if !warnings.is_empty() {
        bail!("clippy has {} complaints (above); `{said}` shows them too", warnings.len());
    }
    if !status.success() {
        bail!("`{said}` failed ({status})");
    }
    Ok(Counts::ONE)
}

/// The text for a person of a line of cargo's JSON, if it is a warning or an error.
fn warning(line: &str) -> Option<String> {
    let report: Value = serde_json::from_str(line).ok()?;
    let message = &report["message"];
    let counts = report["reason"] == "compiler-message"
        && (message["level"] == "warning" || message["level"] == "error")
        // The compiler's own sum ("3 warnings emitted") has no place in the source.
        && message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
    counts.then(|| message["rendered"].as_str().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_shown_as_rustc_renders_it_and_its_sum_is_not_counted() {
        let line = |level: &str, spans: &str| {
            format!(r#"{{"reason":"compiler-message","message":{{"level":"{level}","spans":[{spans}],"rendered":"said"}}}}"#)
        };
        assert_eq!(warning(&line("warning", "{}")).as_deref(), Some("said"));
        assert_eq!(warning(&line("error", "{}")).as_deref(), Some("said"));
        assert_eq!(warning(&line("note", "{}")), None);
        assert_eq!(warning(&line("warning", "")), None);
        assert_eq!(warning(r#"{"reason":"compiler-artifact"}"#), None);
    }
}
