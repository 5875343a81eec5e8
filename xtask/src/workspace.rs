//! Where things are, and how cargo is called.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The target of the islands.
pub const WASM: &str = "wasm32-unknown-unknown";

/// How the islands are compiled.
#[derive(Clone, Copy)]
pub enum Islands {
    /// For a release: small, and slow to compile.
    Small,
    /// For development and the browser tests: quick to compile, and somewhat larger.
    Quick,
}

impl Islands {
    /// The profile in `Cargo.toml`.
    const fn profile(self) -> &'static str {
        match self {
            Self::Small => "island",
            Self::Quick => "island-quick",
        }
    }
}

/// The repository's folders.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
    /// The answer of `cargo metadata --no-deps`.
    pub metadata: Value,
}

impl Workspace {
    /// Asks cargo where the workspace is: from any folder inside it, and with `CARGO_TARGET_DIR` honoured.
    pub fn find() -> Result<Self> {
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        if let Ok(manifest) = std::env::var("CARGO_MANIFEST_DIR") {
            // The folder above ours: what the default members are is answered for the folder that asks.
            command.current_dir(Path::new(&manifest).join(".."));
        }
        let text = output(&mut command)?;
        let metadata: Value = serde_json::from_str(&text).context("cargo metadata did not answer in JSON")?;
        let folder = |key: &str| -> Result<PathBuf> {
            Ok(PathBuf::from(metadata[key].as_str().with_context(|| format!("cargo metadata gives no {key}"))?))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")?, metadata })
    }

    /// cargo, in the repository's root.
    pub fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root).args(arguments);
        command
    }

    /// cargo with the packages of the host: the workspace's default members, which are all but `hydrate`.
    ///
    /// leptos breaks when one build has both its `ssr` and its `hydrate` feature, so nothing here ever says `--workspace`.
    /// Always taking all of these, also to build one binary, keeps the features of every dependency the same from one
    /// command to the next: cargo compiles each dependency once, not once per command.
    pub fn cargo_host(&self, verb: &str) -> Command {
        self.cargo([verb])
    }

    /// As [`cargo_host`](Self::cargo_host), for tests: Clippy stands in the compiler's place for our own packages.
    ///
    /// `cargo clippy` only checks: each dependency would be compiled once for it and once more for the tests. Clippy is
    /// rustc with more to say and can compile as well; the tests then run what it has looked at.
    pub fn cargo_tested(&self, verb: &str) -> Result<Command> {
        with_clippy(self.cargo_host(verb))
    }

    /// cargo for the islands that the tests open in a browser, with Clippy as above.
    pub fn cargo_tested_islands(&self) -> Result<Command> {
        with_clippy(self.cargo_islands(Islands::Quick))
    }

    /// cargo for the islands.
    pub fn cargo_islands(&self, islands: Islands) -> Command {
        self.cargo(["build", "--package", "hydrate", "--target", WASM, "--profile", islands.profile()])
    }

    /// The WebAssembly as rustc leaves it.
    pub fn wasm(&self, islands: Islands) -> PathBuf {
        self.target.join(WASM).join(islands.profile()).join("hydrate.wasm")
    }

    /// The folder of the site that `cargo xtask serve` builds.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The folder of the site that the browser tests open.
    pub fn site_of_tests(&self) -> PathBuf {
        self.target.join("site-of-tests")
    }

    /// The server's binary in the folder of a profile: `debug` or `release`.
    pub fn binary(&self, profile_folder: &str) -> PathBuf {
        self.target.join(profile_folder).join("postbag")
    }
}

/// The cargo that runs us, not whichever comes first on the PATH.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // leptos reads this while it is compiled, and then looks for the WebAssembly under another name.
    command.env_remove("LEPTOS_OUTPUT_NAME");
    // What `cargo run` says of us to us. ring's build script looks at these, so that all that does TLS would be compiled again
    // each time that somebody goes from `cargo test` to `cargo xtask` or back.
    let of_us =
        |name: &OsStr| name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| of_us(name)) {
        command.env_remove(name);
    }
    command
}

fn with_clippy(mut cargo: Command) -> Result<Command> {
    // Beside the cargo that runs us, so that both are of one release.
    let clippy = Path::new(cargo.get_program()).with_file_name("clippy-driver");
    if !clippy.is_file() {
        run(Command::new("rustup").args(["component", "add", "clippy", "rustfmt"]))
            .context("Clippy is not here yet: run `rustup component add clippy rustfmt`")?;
    }
    cargo.env("RUSTC_WORKSPACE_WRAPPER", clippy);
    Ok(cargo)
}

/// Runs a command with its output on the terminal; a failure names the command.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start `{}`", said(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", said(command));
    }
    Ok(())
}

/// Runs a command and gives what it printed; a failure names the command and what it complained of.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command.output().with_context(|| format!("could not start `{}`", said(command)))?;
    if !done.status.success() {
        bail!("`{}` failed ({}): {}", said(command), done.status, String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// The command as a person would type it.
pub fn said(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| quoted(&argument.to_string_lossy())));
    words.join(" ")
}

/// A word as a shell takes it for one word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// Where a program is on the PATH.
pub fn program(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_said_so_that_it_can_be_pasted_into_a_shell() {
        let mut command = Command::new("/usr/bin/load");
        command.args(["http://127.0.0.1:80/c/x", "--post", r#"{"it's":1}"#]);
        assert_eq!(said(&command), r#"load http://127.0.0.1:80/c/x --post '{"it'\''s":1}'"#);
    }
}
