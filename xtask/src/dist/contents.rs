//! What every format holds, and folders that are put together before they are packed.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::libraries::Libraries;
use super::{Release, bom, notices};
use crate::site;
use crate::workspace::{Workspace, output, run};

/// How much time compressing may take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For those who download it.
    Least,
    /// For a test, which unpacks it once.
    Quick,
}

/// What is packed.
pub struct Contents {
    /// Without symbols, which are three quarters of the file.
    pub binary: PathBuf,
    pub site: PathBuf,
    pub libraries: Libraries,
    pub bom: String,
    /// The licences of what is in it, in their own words.
    notices: String,
    /// The files of `packaging/`.
    packaging: PathBuf,
    root: PathBuf,
    pub version: String,
    /// As Rust calls it: `x86_64`.
    pub machine: &'static str,
    /// The time of every file, in seconds since 1970: the commit's, so that the same commit makes the same bytes.
    pub time: u64,
    pub effort: Effort,
    /// Where the formats go.
    pub folder: PathBuf,
}

impl Contents {
    /// Those of a release, for packing into a folder.
    pub fn of(workspace: &Workspace, release: &Release, folder: &Path, effort: Effort) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        let binary = folder.join("postbag");
        run(Command::new("strip").arg("-o").arg(&binary).arg(&release.binary)).context("`strip` is in Debian's binutils")?;
        let libraries = Libraries::of(&binary)?;
        let parts = bom::all_parts(workspace)?;
        let bom = bom::write(workspace, &parts, &libraries)?;
        let server = workspace.metadata["packages"].as_array().into_iter().flatten().find(|package| package["name"] == "server");
        let version = server.and_then(|package| package["version"].as_str()).context("cargo metadata gives no version")?;
        Ok(Self {
            binary,
            site: release.site.clone(),
            libraries,
            bom,
            notices: notices::write(&parts)?,
            packaging: workspace.root.join("packaging"),
            root: workspace.root.clone(),
            version: version.to_owned(),
            machine: std::env::consts::ARCH,
            time: time(&workspace.root),
            effort,
            folder: folder.to_owned(),
        })
    }

    /// A text of `packaging/`.
    pub fn text(&self, name: &str) -> Result<String> {
        let path = self.packaging.join(name);
        fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
    }

    /// A folder of this name, to be put together. One of a run before is made anew.
    pub fn stage(&self, name: &str) -> Result<Stage> {
        let folder = self.folder.join(name);
        site::remove_folder(&folder)?;
        let stage = Stage(folder);
        stage.folder("")?;
        Ok(stage)
    }

    /// The papers that go along with the program.
    pub fn add_papers(&self, stage: &Stage, folder: &str) -> Result<()> {
        for name in ["docs/operating.md", "docs/mail.md", "docs/imports.md", "docs/organising.md", "CHANGELOG.md", "SECURITY.md"]
        {
            let path = self.root.join(name);
            let file = path.file_name().context("a paper has no name")?.to_string_lossy();
            stage.copy(&path, &format!("{folder}/{file}"), 0o644)?;
        }
        stage.write(&format!("{folder}/licences.txt"), &self.notices, 0o644)?;
        stage.write(&format!("{folder}/postbag.cdx.json"), &self.bom, 0o644)
    }

    /// The licence of the program, for each format under the name that is usual there.
    pub fn licence(&self) -> Result<String> {
        fs::read_to_string(self.root.join("LICENSE")).context("could not read LICENSE")
    }

    /// A program that takes the time of its files from us.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.env("SOURCE_DATE_EPOCH", self.time.to_string());
        command
    }

    /// `tar`, so that the same files make the same bytes, whoever packs them, where and when.
    pub fn tar(&self, operation: &str, archive: &Path, owner: u32, stage: &Path, names: &[&str]) -> Command {
        let mut tar = self.program("tar");
        tar.arg(operation).arg("--file").arg(archive).args(["--format=ustar", "--sort=name", "--numeric-owner"]);
        tar.arg(format!("--owner={owner}")).arg(format!("--group={owner}")).arg(format!("--mtime=@{}", self.time));
        tar.arg("--directory").arg(stage).args(names);
        tar
    }

    /// Compresses a file into another one, without name and time in it.
    pub fn gzip(&self, from: &Path, to: &Path) -> Result<()> {
        let level = if self.effort == Effort::Least { "-9" } else { "-1" };
        let file = fs::File::create(to).with_context(|| format!("could not write {}", to.display()))?;
        run(Command::new("gzip").args(["--no-name", "--stdout", level]).arg(from).stdout(file))
    }
}

/// The commit's time, or what the variable says that the makers of reproducible packages agreed on.
fn time(root: &Path) -> u64 {
    let said = std::env::var("SOURCE_DATE_EPOCH").ok();
    let commit = || output(Command::new("git").args(["log", "-1", "--format=%ct"]).current_dir(root)).ok();
    said.or_else(commit).and_then(|seconds| seconds.trim().parse().ok()).unwrap_or_default()
}

/// A folder that becomes an archive. Its modes are written down, whatever the umask is.
pub struct Stage(pub PathBuf);

impl Stage {
    /// The folder, with those above it.
    pub fn folder(&self, name: &str) -> Result<()> {
        let mut path = self.0.clone();
        for part in std::iter::once("").chain(name.split('/')) {
            path.push(part);
            fs::create_dir_all(&path).with_context(|| format!("could not make {}", path.display()))?;
            fs::set_permissions(&path, Permissions::from_mode(0o755))?;
        }
        Ok(())
    }

    pub fn write(&self, name: &str, content: &str, mode: u32) -> Result<()> {
        let path = self.place(name)?;
        fs::write(&path, content).with_context(|| format!("could not write {}", path.display()))?;
        Ok(fs::set_permissions(&path, Permissions::from_mode(mode))?)
    }

    pub fn copy(&self, from: &Path, name: &str, mode: u32) -> Result<()> {
        let path = self.place(name)?;
        fs::copy(from, &path).with_context(|| format!("could not copy {} to {}", from.display(), path.display()))?;
        Ok(fs::set_permissions(&path, Permissions::from_mode(mode))?)
    }

    /// A folder with all that is in it. All of it may be read by everybody.
    pub fn copy_all(&self, from: &Path, name: &str) -> Result<()> {
        self.folder(name)?;
        for entry in fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
            let path = entry?.path();
            let Some(file) = path.file_name().map(|file| file.to_string_lossy()) else { continue };
            let there = format!("{name}/{file}");
            if path.is_dir() { self.copy_all(&path, &there)? } else { self.copy(&path, &there, 0o644)? }
        }
        Ok(())
    }

    fn place(&self, name: &str) -> Result<PathBuf> {
        if let Some((folder, _)) = name.rsplit_once('/') {
            self.folder(folder)?;
        }
        Ok(self.0.join(name))
    }
}
