//! `cargo xtask test`: everything that has to hold, on any Debian or Ubuntu with rustup, Node and git.

mod counts;
mod tools;

use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::report::{Counts, Report};
use crate::step::step;
use crate::workspace::{Workspace, run};
use crate::{check, site};

/// The suites that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// Formatting, lints, arrows.
    Check,
    /// The tests inside the packages.
    Unit,
    /// Pages and API over HTTP.
    Web,
    /// The store, on `SQLite` and on `PostgreSQL`.
    Storage,
    /// PDF, read back with poppler.
    Paper,
    /// Mail, over real SMTP.
    Mail,
    /// The site in Chromium.
    E2e,
}

impl Suite {
    /// The test binaries of the package `tests`.
    const BINARIES: [(Self, &str); 4] =
        [(Self::Web, "web"), (Self::Storage, "storage"), (Self::Paper, "paper"), (Self::Mail, "mail")];
}

/// Runs the suites named, or all; ends in `N passed, N failed`.
pub fn run_suites(workspace: &Workspace, only: &[Suite]) -> ExitCode {
    let wanted = |suite: Suite| only.is_empty() || only.contains(&suite);
    let mut report = Report::default();
    let missing = tools::missing(&|suite| wanted(suite));
    if !missing.is_empty() {
        report.step("tools", "installing what the tests use", || tools::install(&missing).map(|()| Counts::default()));
    }
    if wanted(Suite::Check) {
        check::add_to(workspace, &mut report);
    }
    if only.is_empty() {
        report.step("tests", "cargo test", || cargo_test(workspace, &[]));
    } else {
        if wanted(Suite::Unit) {
            report.step("unit", "cargo test --lib --bins", || cargo_test(workspace, &["--lib", "--bins"]));
        }
        for (suite, binary) in Suite::BINARIES {
            if wanted(suite) {
                report.step(binary, &format!("cargo test --test {binary}"), || cargo_test(workspace, &["--test", binary]));
            }
        }
    }
    if wanted(Suite::E2e) {
        report.step("e2e", "the site in Chromium", || in_chromium(workspace));
    }
    report.close()
}

/// Plain `cargo test`, so that rustup is enough.
fn cargo_test(workspace: &Workspace, targets: &[&str]) -> Result<Counts> {
    counted(workspace.cargo_host("test").arg("--no-fail-fast").args(targets), counts::of_cargo_line)
}

/// Playwright in `end2end/`, against the binary and the site that a person gets from `serve`.
fn in_chromium(workspace: &Workspace) -> Result<Counts> {
    let folder = workspace.root.join("end2end");
    let chromium = tools::chromium().context("no Chromium found: install one, or name it in the variable CHROMIUM")?;
    if node_modules_are_stale(workspace)? {
        step("e2e", "npm ci", || {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            run(&mut npm)
        })?;
    }
    // The same packages as `cargo test` had, so little is compiled again.
    step("server", "compiling the server", || run(workspace.cargo_host("build").args(["--bin", "postbag"])))?;
    site::build(workspace)?;
    let mut playwright = Command::new("npx");
    playwright
        .args(["--no-install", "playwright", "test", "--reporter=list"])
        .current_dir(&folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .env("POSTBAG_BIN", workspace.binary("debug"))
        .env("POSTBAG_SITE", workspace.site())
        .env("CHROMIUM", chromium);
    counted(&mut playwright, counts::of_playwright_line)
}

/// Whether `npm ci` has to run: never ran, or the lock file changed since.
fn node_modules_are_stale(workspace: &Workspace) -> Result<bool> {
    let folder = workspace.root.join("end2end");
    site::is_newer(&folder.join("package-lock.json"), &folder.join("node_modules/.package-lock.json"))
}

/// Runs a suite with its output on the terminal, and counts what it says.
fn counted(command: &mut Command, count: fn(&str) -> Option<Counts>) -> Result<Counts> {
    let said = crate::workspace::said(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start `{said}`"))?;
    let stdout = child.stdout.take().context("no output to read")?;
    let counts = counts::stream(stdout, &mut std::io::stdout().lock(), count);
    let status = child.wait()?;
    let mut counts = counts?;
    if !status.success() && counts.failed == 0 {
        println!("`{said}` ended with {status} without naming a failed test: it did not build, or it crashed (see above).");
        counts.failed = 1;
    }
    if counts == Counts::default() {
        bail!("`{said}` ran no test: a suite that runs nothing proves nothing");
    }
    Ok(counts)
}
