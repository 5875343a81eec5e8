//! The compiled suites: where cargo put them, and running them two at a time.
//!
//! `cargo test` runs one after the other. Each suite has tests that wait for a program or a database, so that a machine with
//! two cores would be idle for a good part of the time.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::counts;
use crate::report::Counts;
use crate::workspace::said;

/// How many suites run at once, where there are as many cores.
const AT_ONCE: usize = 2;

/// The suites that take longest, the longest first: a run that ends with one of them alone would take longer.
const LONG: [&str; 4] = ["crash", "paper", "web", "storage"];

/// A suite as cargo compiled it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    pub name: String,
    path: PathBuf,
    /// Of its package: a test reads files from there.
    folder: PathBuf,
}

/// Compiles with `cargo test --no-run` and gives what there is to run, the longest first.
pub fn compile(cargo: &mut Command) -> Result<Vec<Binary>> {
    cargo.args(["--no-run", "--message-format", "json-render-diagnostics"]);
    let said = said(cargo);
    let mut child = cargo.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start `{said}`"))?;
    let stdout = child.stdout.take().context("no output to read")?;
    let mut binaries: Vec<Binary> = Vec::new();
    for line in BufReader::new(stdout).lines() {
        binaries.extend(of_line(&line?));
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("`{said}` failed ({status})");
    }
    binaries.sort_by_key(|binary| LONG.iter().position(|name| *name == binary.name).unwrap_or(LONG.len()));
    Ok(binaries)
}

/// The suite that a line of cargo's JSON names, if it names one.
fn of_line(line: &str) -> Option<Binary> {
    let report: Value = serde_json::from_str(line).ok()?;
    let is_suite = report["reason"] == "compiler-artifact" && report["profile"]["test"] == true;
    let path = report["executable"].as_str().filter(|_| is_suite)?.into();
    let folder = Path::new(report["manifest_path"].as_str()?).parent()?.to_owned();
    Some(Binary { name: report["target"]["name"].as_str()?.to_owned(), path, folder })
}

/// Runs all, two at a time. What a suite prints is shown when it is over, so that two do not talk at once.
pub fn run(binaries: &[Binary]) -> Result<Counts> {
    let waiting = Mutex::new(binaries.iter());
    let sum = Mutex::new(Counts::default());
    let next = || waiting.lock().ok()?.next();
    std::thread::scope(|scope| {
        let lane = || -> Result<()> {
            while let Some(binary) = next() {
                println!("[{}] begins", binary.name);
                let (printed, counts) = run_one(binary)?;
                if let Ok(mut sum) = sum.lock() {
                    println!("\n[{}]\n{printed}", binary.name);
                    sum.add(counts);
                }
            }
            Ok(())
        };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let lanes: Vec<_> = (0..AT_ONCE.min(cores)).map(|_| scope.spawn(lane)).collect();
        lanes.into_iter().try_for_each(|lane| lane.join().unwrap_or_else(|_| bail!("running the suites broke off")))
    })?;
    sum.into_inner().ok().context("running the suites broke off")
}

fn run_one(binary: &Binary) -> Result<(String, Counts)> {
    let mut command = Command::new(&binary.path);
    command.current_dir(&binary.folder).env("CARGO_MANIFEST_DIR", &binary.folder);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .with_context(|| format!("could not start `{}`", said(&command)))?;
    let mut printed = Vec::new();
    child.stdout.take().context("no output to read")?.read_to_end(&mut printed)?;
    let status = child.wait()?;
    let mut counts = counts::stream(printed.as_slice(), &mut std::io::sink(), counts::of_cargo_line)?;
    let mut printed = String::from_utf8_lossy(&printed).into_owned();
    if !status.success() && counts.failed == 0 {
        printed += "The suite ended without naming a failed test: it crashed (see above).\n";
        counts.failed = 1;
    }
    Ok((printed, counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_found_in_what_cargo_prints_and_a_plain_program_is_none() {
        let line = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/x/tests/Cargo.toml","target":{{"name":"web"}},"profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let web = Binary { name: "web".into(), path: "/t/deps/web-1".into(), folder: "/x/tests".into() };
        assert_eq!(of_line(&line(true, r#""/t/deps/web-1""#)), Some(web));
        assert_eq!(of_line(&line(false, r#""/t/postbag""#)), None);
        assert_eq!(of_line(&line(true, "null")), None);
        assert_eq!(of_line(r#"{"reason":"build-finished"}"#), None);
    }

    #[test]
    fn what_all_suites_counted_is_added_and_a_crash_is_a_failure() {
        let shell = |name: &str| Binary { name: name.into(), path: format!("/bin/{name}").into(), folder: "/".into() };
        let counts = run(&[shell("true"), shell("false"), shell("true")]).unwrap();
        assert_eq!(counts, Counts { passed: 0, failed: 1, ignored: 0 });
    }
}
