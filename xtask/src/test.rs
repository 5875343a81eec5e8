//! `cargo xtask test`: everything that has to hold, on any Debian or Ubuntu with rustup, Node and git.

mod binaries;
mod counts;
mod packages;
mod tools;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::dist::Release;
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
    /// The program, killed while mail goes out.
    Crash,
    /// The site in Chromium.
    E2e,
    /// The ways of a supporter and a teacher in Firefox and in `WebKit`.
    Engines,
    /// Tarball, Debian package and container image, each on a bare root.
    Packages,
}

impl Suite {
    /// The test binaries of the package `tests`.
    const BINARIES: [(Self, &str); 5] =
        [(Self::Web, "web"), (Self::Storage, "storage"), (Self::Paper, "paper"), (Self::Mail, "mail"), (Self::Crash, "crash")];
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
        report.step("tests", "all suites", || all_suites(workspace));
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
    if wanted(Suite::Engines) {
        report.step("engines", "the site in Firefox and in WebKit", || in_other_engines(workspace));
    }
    if wanted(Suite::Packages) {
        report.step("packages", "the packages, each on a bare root", || packages::try_out(workspace, &built(workspace)?));
    }
    report.close()
}

/// Every test of every package.
fn all_suites(workspace: &Workspace) -> Result<Counts> {
    let binaries = binaries::compile(&mut workspace.cargo_tested("test")?)?;
    let counts = not_none(binaries::run(&binaries)?)?;
    // Examples in comments are no binaries of their own. A house without any is no fault.
    let examples = counted(workspace.cargo_tested("test")?.arg("--doc"), counts::of_cargo_line)?;
    Ok(counts.and(examples))
}

/// Plain `cargo test`, so that rustup is enough.
fn cargo_test(workspace: &Workspace, targets: &[&str]) -> Result<Counts> {
    not_none(counted(workspace.cargo_tested("test")?.arg("--no-fail-fast").args(targets), counts::of_cargo_line)?)
}

/// A suite that runs nothing proves nothing.
fn not_none(counts: Counts) -> Result<Counts> {
    if counts == Counts::default() {
        bail!("no test ran");
    }
    Ok(counts)
}

/// `end2end/`: everything in a browser's window, with and without scripts.
fn in_chromium(workspace: &Workspace) -> Result<Counts> {
    let chromium = tools::chromium().context("no Chromium found: install one, or name it in the variable CHROMIUM")?;
    playwright(workspace, "end2end", &[("CHROMIUM", chromium)])
}

/// `end2end/engines/`: its Playwright is the release that speaks to Debian's Firefox, so that it has packages of its own.
fn in_other_engines(workspace: &Workspace) -> Result<Counts> {
    let firefox = tools::firefox().context("no Firefox found: install firefox-esr, or name one in the variable FIREFOX")?;
    playwright(workspace, "end2end/engines", &[("FIREFOX", firefox)])
}

/// Runs a folder's tests with Playwright, against the binary and the site that a person gets from `serve`.
fn playwright(workspace: &Workspace, folder: &str, browsers: &[(&str, PathBuf)]) -> Result<Counts> {
    let folder = workspace.root.join(folder);
    if node_modules_are_stale(&folder)? {
        step("npm", "npm ci", || {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            run(&mut npm)
        })?;
    }
    let Release { binary, site } = built(workspace)?;
    let mut playwright = Command::new("npx");
    playwright
        .args(["--no-install", "playwright", "test", "--reporter=list"])
        .current_dir(&folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .env("POSTBAG_BIN", binary)
        .env("POSTBAG_SITE", site)
        .envs(browsers.iter().map(|(name, browser)| (name, browser)));
    not_none(counted(&mut playwright, counts::of_playwright_line)?)
}

/// The server and the site as the tests have them: no release is built for them.
fn built(workspace: &Workspace) -> Result<Release> {
    // As `cargo test` compiled it, so that nothing is compiled again.
    step("server", "compiling the server", || run(workspace.cargo_tested("build")?.args(["--bin", "postbag"])))?;
    Ok(Release { binary: workspace.binary("debug"), site: site::build_for_tests(workspace)? })
}

/// Whether `npm ci` has to run: never ran, or the lock file changed since.
fn node_modules_are_stale(folder: &Path) -> Result<bool> {
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
    Ok(counts)
}
