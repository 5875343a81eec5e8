//! The system's libraries that the program is linked with: what a package depends on, and what an archive brings along.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::output;

/// A library on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    pub path: PathBuf,
    /// Debian's package of it, and the version that is installed here.
    pub package: &'static str,
    pub version: String,
}

#[derive(Debug)]
pub struct Libraries {
    pub all: Vec<Library>,
    /// The oldest C library that has all that the program asks for: 2 and 35.
    pub glibc: (u32, u32),
}

impl Libraries {
    pub fn of(binary: &Path) -> Result<Self> {
        // The words of other languages would not be understood.
        let linked = output(Command::new("ldd").arg(binary).env("LC_ALL", "C"))?;
        let all = paths(&linked).map(Library::at).collect::<Result<Vec<_>>>()?;
        if !all.iter().any(Library::is_loader) {
            bail!("{} is not linked with the system's C library: `ldd` says\n{linked}", binary.display());
        }
        let asked = output(Command::new("objdump").arg("-p").arg(binary).env("LC_ALL", "C"))?;
        Ok(Self { all, glibc: glibc(&asked).context("the program asks for no version of the C library")? })
    }

    /// The program that loads the others.
    pub fn loader(&self) -> Result<&Library> {
        self.all.iter().find(|library| library.is_loader()).context("no loader")
    }

    /// As a Debian package says it.
    pub fn depends(&self) -> String {
        let (major, minor) = self.glibc;
        format!("libc6 (>= {major}.{minor}), libgcc-s1")
    }
}

impl Library {
    fn at(path: &str) -> Result<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let package = match name.split(['.', '-']).next().unwrap_or(name) {
            "libc" | "libm" | "ld" => "libc6",
            "libgcc_s" => "libgcc-s1",
            _ => bail!("the program is linked with {name}, and nobody said here of which package it is"),
        };
        let version = output(Command::new("dpkg-query").args(["--show", "--showformat", "${Version}", package]))
            .with_context(|| format!("the package {package} is asked for its version; this is for Debian and Ubuntu"))?;
        Ok(Self { path: path.into(), package, version })
    }

    fn is_loader(&self) -> bool {
        self.path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ld-linux"))
    }
}

/// The files that `ldd` names: `libm.so.6 => /lib/libm.so.6 (0x7f…)`, and the loader without an arrow.
fn paths(linked: &str) -> impl Iterator<Item = &str> {
    linked.lines().filter_map(|line| line.split_whitespace().find(|word| word.starts_with('/')))
}

/// The newest version of the C library that `objdump -p` names.
fn glibc(asked: &str) -> Option<(u32, u32)> {
    let versions = asked.split_whitespace().filter_map(|word| word.strip_prefix("GLIBC_"));
    versions
        .filter_map(|version| {
            let mut parts = version.split('.').map(str::parse);
            Some((parts.next()?.ok()?, parts.next()?.ok()?))
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_counts_and_2_35_is_newer_than_2_4() {
        assert_eq!(glibc("0x01 0x00 08 GLIBC_2.2.5\n 0x02 0x00 15 GLIBC_2.35\n GLIBC_2.4 GCC_3.0"), Some((2, 35)));
        assert_eq!(glibc("GLIBC_PRIVATE"), None);
    }

    #[test]
    fn the_loader_is_found_though_it_has_no_arrow() {
        let linked = "\tlinux-vdso.so.1 (0x1)\n\tlibm.so.6 => /lib/libm.so.6 (0x2)\n\t/lib64/ld-linux-x86-64.so.2 (0x3)\n";
        assert_eq!(paths(linked).collect::<Vec<_>>(), ["/lib/libm.so.6", "/lib64/ld-linux-x86-64.so.2"]);
    }
}
