//! `cargo xtask check`: formatting, the arrows between the packages, lints. The fast inner loop.

use std::process::ExitCode;

use crate::report::{Counts, Report};
use crate::workspace::{WASM, Workspace, run};
use crate::{arrows, site};

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
    report.step("lint", "clippy for the server", || {
        run(workspace.cargo_host("clippy").args(["--all-targets", "--", "-D", "warnings"]))?;
        Ok(Counts::ONE)
    });
    report.step("lint islands", "clippy for WebAssembly", || {
        site::ensure_wasm_target()?;
        run(&mut workspace.cargo(["clippy", "--package", "hydrate", "--target", WASM, "--", "-D", "warnings"]))?;
        Ok(Counts::ONE)
    });
}
