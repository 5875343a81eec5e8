//! Programs that the tests use and Rust does not bring: installed from the system's own packages, and only when missing.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::Suite;
use crate::step::step;
use crate::workspace::{output, program, run};

/// A system package (by its names, the likeliest first), how to see that it is there, and the suites that want it.
struct Tool {
    packages: &'static [&'static str],
    wanted_by: &'static [Suite],
    is_there: fn() -> bool,
}

const TOOLS: [Tool; 18] = [
    Tool {
        packages: &["poppler-utils"],
        wanted_by: &[Suite::Paper, Suite::E2e, Suite::Engines],
        is_there: || ["pdftotext", "pdftoppm", "pdffonts", "pdfinfo"].into_iter().all(has),
    },
    Tool { packages: &["qpdf"], wanted_by: &[Suite::Paper], is_there: || has("qpdf") },
    // With it Python fetches the checker of PDF/UA, which Debian does not have, into a folder of its own.
    Tool { packages: &["python3-venv"], wanted_by: &[Suite::Paper], is_there: || has_python("outloud") },
    // Letters in every script are set, in the tests of the press and in the suite that reads its PDFs.
    Tool {
        packages: &["fonts-noto-core"],
        wanted_by: &[Suite::Unit, Suite::Paper],
        is_there: || has_font("NotoSansThai-Regular.ttf"),
    },
    Tool {
        packages: &["fonts-noto-cjk"],
        wanted_by: &[Suite::Unit, Suite::Paper],
        is_there: || has_font("NotoSansCJK-Regular.ttc"),
    },
    Tool { packages: &["postgresql"], wanted_by: &[Suite::Storage, Suite::Crash], is_there: has_postgres },
    // The mail server, and what checks signatures. A Python with `ensurepip` can fetch them into a folder of its own.
    Tool { packages: &["python3-aiosmtpd"], wanted_by: &[Suite::Mail], is_there: || has_python("aiosmtpd") },
    Tool { packages: &["python3-dkim"], wanted_by: &[Suite::Mail], is_there: || has_python("dkim") },
    Tool { packages: &["python3-nacl"], wanted_by: &[Suite::Mail], is_there: || has_python("nacl") },
    // schemathesis, which no Debian has, goes into a folder of its own.
    Tool { packages: &["python3-venv"], wanted_by: &[Suite::Web], is_there: || has_python("schemathesis") },
    Tool { packages: &["spamassassin"], wanted_by: &[Suite::Mail], is_there: || has("spamassassin") },
    // One test starts it for itself, with a queue of its own.
    Tool { packages: &["postfix"], wanted_by: &[Suite::Unit], is_there: || Path::new("/usr/sbin/postfix").is_file() },
    // A shell that needs no library, for a root that has none.
    Tool { packages: &["busybox-static"], wanted_by: &[Suite::Packages], is_there: || is_static("/bin/busybox") },
    // It looks at the unit file and makes the user; it need not run.
    Tool {
        packages: &["systemd"],
        wanted_by: &[Suite::Packages],
        is_there: || has("systemd-analyze") && has("systemd-sysusers"),
    },
    // Ubuntu has it under the second name, as a snap.
    Tool { packages: &["chromium", "chromium-browser"], wanted_by: &[Suite::E2e], is_there: || chromium().is_some() },
    // Ubuntu has Firefox as a snap alone: there the variable names one.
    Tool { packages: &["firefox-esr"], wanted_by: &[Suite::Engines], is_there: || firefox().is_some() },
    Tool { packages: &["webkit2gtk-driver"], wanted_by: &[Suite::Engines], is_there: || has("WebKitWebDriver") },
    // The screen for WebKit, which has none of its own.
    Tool { packages: &["xvfb"], wanted_by: &[Suite::Engines], is_there: || has("Xvfb") },
];

fn has(name: &str) -> bool {
    program(name).is_some()
}

/// Whether a program is there and is linked with nothing.
fn is_static(path: &str) -> bool {
    Path::new(path).is_file() && output(Command::new("ldd").arg(path)).is_err()
}

/// Where the packages of Debian and Ubuntu put Noto.
fn has_font(file: &str) -> bool {
    ["truetype", "opentype"].iter().any(|kind| Path::new("/usr/share/fonts").join(kind).join("noto").join(file).is_file())
}

/// Debian keeps the server's programs off the PATH.
fn has_postgres() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    has("initdb") || versions.map(|version| version.path().join("bin/initdb")).any(|path| path.is_file())
}

/// Whether the system's Python has a module, or can fetch one.
fn has_python(module: &str) -> bool {
    [&format!("import {module}"), "import ensurepip, venv"]
        .iter()
        .any(|line| output(Command::new("python3").args(["-c", line])).is_ok())
}

/// The system's Chromium, or what the variable CHROMIUM names. Playwright never downloads one of its own.
pub fn chromium() -> Option<PathBuf> {
    browser("CHROMIUM", &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"])
}

/// Debian's Firefox, or what the variable FIREFOX names.
pub fn firefox() -> Option<PathBuf> {
    browser("FIREFOX", &["firefox-esr"])
}

fn browser(variable: &str, programs: &[&str]) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(named) => Some(PathBuf::from(named)).filter(|path| path.is_file()),
        None => programs.iter().copied().find_map(program),
    }
}

/// The tools that the wanted suites need and this machine lacks: for each, the names of its package.
pub fn missing(wanted: &dyn Fn(Suite) -> bool) -> Vec<&'static [&'static str]> {
    TOOLS
        .iter()
        .filter(|tool| tool.wanted_by.iter().any(|suite| wanted(*suite)) && !(tool.is_there)())
        .map(|tool| tool.packages)
        .collect()
}

/// Installs packages with apt, as root or by sudo without a question; otherwise says the command.
pub fn install(missing: &[&[&str]]) -> Result<()> {
    let firsts: Vec<&str> = missing.iter().map(|names| names[0]).collect();
    let by_hand = format!("sudo apt-get update && sudo apt-get install --no-install-recommends {}", firsts.join(" "));
    if !has("apt-get") {
        bail!("this system has no apt-get: install {} by its own means, then run this again", firsts.join(", "));
    }
    let Some(prefix) = privilege() else { bail!("not root, and sudo wants a password: run\n  {by_hand}\nthen run this again") };
    step("tools", "apt-get update", || run(apt(prefix).arg("update")))?;
    // One at a time: a name that this system does not know must not keep the others from being installed.
    let mut refused = Vec::new();
    for names in missing {
        let installed = names.iter().any(|name| {
            step("tools", &format!("apt-get install {name}"), || {
                run(apt(prefix).args(["install", "--yes", "--no-install-recommends", name]))
            })
            .is_ok()
        });
        if !installed {
            refused.push(names[0]);
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    let mut advice = String::new();
    if refused.contains(&"chromium") {
        advice += "; any Chromium will do: name it in the variable CHROMIUM";
    }
    if refused.contains(&"firefox-esr") {
        advice += "; Mozilla's own Firefox ESR will do: name it in the variable FIREFOX";
    }
    bail!("apt-get did not install {} (see above){advice}", refused.join(", "))
}

/// The words before `apt-get`: none for root, sudo where it asks nothing.
pub fn privilege() -> Option<&'static [&'static str]> {
    // Our own entry in /proc belongs to whom we run as: the effective user, without unsafe code.
    let root = fs::metadata(Path::new("/proc/self")).is_ok_and(|entry| entry.uid() == 0);
    if root {
        return Some(&[]);
    }
    output(Command::new("sudo").args(["-n", "true"])).is_ok().then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str]) -> Command {
    // `env` carries the variable past sudo, which drops it.
    let words = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_wanted_suites_tools_are_asked_for() {
        assert!(missing(&|_| false).is_empty());
    }

    #[test]
    fn apt_is_called_without_questions_with_and_without_sudo() {
        let said = |prefix: &[&str]| crate::workspace::said(apt(prefix).arg("update"));
        assert_eq!(said(&[]), "env DEBIAN_FRONTEND=noninteractive apt-get --quiet update");
        assert_eq!(said(&["sudo", "-n"]), "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get --quiet update");
    }
}
