//! A Python with the packages that the mail tests use: Debian's, or else those of `PyPI` in a folder of their own.

use std::path::{Path, PathBuf};

use anyhow::bail;
use tokio::{process::Command, sync::OnceCell};

const VERSIONS: [&str; 3] = ["aiosmtpd==1.4.6", "dkimpy==1.1.8", "pynacl==1.6.2"];

/// A Python that has all of them.
#[derive(Debug, Clone)]
pub(super) struct Python {
    program: PathBuf,
    packages: Option<PathBuf>,
}

impl Python {
    /// Looks for it once, and installs what is missing into the target folder.
    pub(super) async fn get() -> anyhow::Result<Self> {
        static FOUND: OnceCell<Python> = OnceCell::const_new();
        FOUND.get_or_try_init(Self::find_or_install).await.cloned()
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.envs(self.packages.iter().map(|packages| ("PYTHONPATH", packages)));
        command
    }

    async fn find_or_install() -> anyhow::Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
        let (venv, packages) = (target.join("smtp-venv"), target.join("smtp-py"));
        let system = Self { program: "python3".into(), packages: None };
        let in_venv = Self { program: venv.join("bin/python"), packages: None };
        let beside = Self { packages: Some(packages.clone()), ..system.clone() };
        std::fs::create_dir_all(&target)?;
        // One process installs, the others wait for it. The lock goes when the file is closed.
        let lock = std::fs::File::create(target.join("smtp-python.lock"))?;
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
        for python in [&system, &in_venv, &beside] {
            if python.has_all().await {
                return Ok(python.clone());
            }
        }
        let mut said = Vec::new();
        let venv = venv.to_string_lossy();
        let packages = packages.to_string_lossy();
        let in_venv_install = [&["-m", "pip", "install", "--quiet"], &VERSIONS[..]].concat();
        let beside_install = [&["-m", "pip", "install", "--quiet", "--target", &*packages], &VERSIONS[..]].concat();
        for (python, steps) in [
            (&in_venv, vec![(&system, vec!["-m", "venv", &*venv]), (&in_venv, in_venv_install)]),
            (&beside, vec![(&system, beside_install)]),
        ] {
            for (with, arguments) in steps {
                match with.command().args(&arguments).output().await {
                    Ok(output) if output.status.success() => continue,
                    Ok(output) => said.push(format!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr).trim())),
                    Err(error) => said.push(format!("{}: {error}", with.program.display())),
                }
                break;
            }
            if python.has_all().await {
                return Ok(python.clone());
            }
        }
        drop(lock);
        bail!(
            "The mail tests need aiosmtpd (a mail server), dkimpy and pynacl (which check signatures), and they could not be \
             installed.\nInstall Python 3.9 or newer with venv and pip (on Debian: apt install python3-venv python3-pip), or the \
             packages themselves (pip install {}, or apt install python3-aiosmtpd python3-dkim python3-nacl), and run the tests \
             again.\n{}",
            VERSIONS.join(" "),
            said.join("\n")
        )
    }

    async fn has_all(&self) -> bool {
        let output = self.command().args(["-c", "import aiosmtpd.smtp, dkim, nacl.signing"]).output().await;
        output.is_ok_and(|output| output.status.success())
    }
}
