//! A Python with packages that tests use: the system's own, or else those of `PyPI` in a folder of their own.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::bail;

/// What a suite wants of Python.
#[derive(Debug)]
pub struct Packages {
    /// Of the folder in which they are installed, and of who wants them.
    pub name: &'static str,
    /// As pip takes them.
    pub versions: &'static [&'static str],
    /// A program that ends well where they are there.
    pub proof: &'static str,
    /// What they do for the tests, and where else they can be had: for a person who has to install them.
    pub about: &'static str,
}

/// A Python that has some packages.
#[derive(Debug, Clone)]
pub struct Python {
    program: PathBuf,
    packages: Option<PathBuf>,
}

impl Python {
    /// Looks for one, and installs what is missing into the target folder.
    pub fn with(wanted: &Packages) -> anyhow::Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
        let folder = |kind: &str| target.join(format!("{}-{kind}", wanted.name));
        let (venv, packages) = (folder("venv"), folder("py"));
        let system = Self { program: "python3".into(), packages: None };
        let in_venv = Self { program: venv.join("bin/python"), packages: None };
        let beside = Self { packages: Some(packages.clone()), ..system.clone() };
        std::fs::create_dir_all(&target)?;
        // One process installs, the others wait for it. The lock goes when the file is closed.
        let lock = File::create(folder("python.lock"))?;
        lock.lock()?;
        for python in [&system, &in_venv, &beside] {
            if python.has(wanted) {
                return Ok(python.clone());
            }
        }
        let mut said = Vec::new();
        let venv = venv.to_string_lossy();
        let packages = packages.to_string_lossy();
        let in_venv_install = [&["-m", "pip", "install", "--quiet"], wanted.versions].concat();
        let beside_install = [&["-m", "pip", "install", "--quiet", "--target", &*packages], wanted.versions].concat();
        for (python, steps) in [
            (&in_venv, vec![(&system, vec!["-m", "venv", &*venv]), (&in_venv, in_venv_install)]),
            (&beside, vec![(&system, beside_install)]),
        ] {
            for (with, arguments) in steps {
                match with.command().args(&arguments).output() {
                    Ok(output) if output.status.success() => continue,
                    Ok(output) => said.push(format!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr).trim())),
                    Err(error) => said.push(format!("{}: {error}", with.program.display())),
                }
                break;
            }
            if python.has(wanted) {
                return Ok(python.clone());
            }
        }
        drop(lock);
        bail!(
            "The {} tests need {}, and they could not be installed.\nInstall Python 3.10 or newer with venv and pip (on Debian: \
             apt install python3-venv python3-pip), or the packages themselves (pip install {}), and run the tests again.\n{}",
            wanted.name,
            wanted.about,
            wanted.versions.join(" "),
            said.join("\n")
        )
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.envs(self.packages.iter().map(|packages| ("PYTHONPATH", packages)));
        command
    }

    fn has(&self, wanted: &Packages) -> bool {
        let output = self.command().args(["-c", wanted.proof]).output();
        output.is_ok_and(|output| output.status.success())
    }
}
