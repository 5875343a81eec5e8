//! A Debian package, made with `dpkg-deb`, which every Debian and Ubuntu has.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::contents::{Contents, Effort, Stage};
use crate::site;
use crate::workspace::run;

pub fn pack(contents: &Contents) -> Result<PathBuf> {
    let stage = contents.stage("debian")?;
    fill(contents, &stage)?;
    let architecture = architecture(contents.machine)?;
    let size = kilobytes(&stage.0)?;
    stage.write("DEBIAN/control", &control(contents, architecture, size), 0o644)?;
    stage.write("DEBIAN/conffiles", &contents.text("debian/conffiles")?, 0o644)?;
    for script in ["postinst", "prerm", "postrm"] {
        stage.write(&format!("DEBIAN/{script}"), &contents.text(&format!("debian/{script}"))?, 0o755)?;
    }
    let package = contents.folder.join(format!("postbag_{}_{architecture}.deb", contents.version));
    // Every dpkg reads xz; those before 1.21 read no zstd.
    let compression: [&str; 2] = if contents.effort == Effort::Least { ["-Zxz", "-z6"] } else { ["-Zgzip", "-z1"] };
    let mut build = contents.program("dpkg-deb");
    run(build.arg("--root-owner-group").args(compression).arg("--build").arg(&stage.0).arg(&package))?;
    site::remove_folder(&stage.0)?;
    Ok(package)
}

fn fill(contents: &Contents, stage: &Stage) -> Result<()> {
    stage.copy(&contents.binary, "usr/bin/postbag", 0o755)?;
    stage.copy_all(&contents.site, "usr/share/postbag/site")?;
    stage.write("usr/lib/systemd/system/postbag.service", &contents.text("postbag.service")?, 0o644)?;
    stage.write("usr/lib/systemd/system/postbag.socket", &contents.text("postbag.socket")?, 0o644)?;
    stage.write("usr/lib/sysusers.d/postbag.conf", &contents.text("postbag.sysusers")?, 0o644)?;
    stage.write("etc/postbag/postbag.env", &contents.text("postbag.env")?, 0o644)?;
    let licence: Vec<String> =
        contents.licence()?.lines().map(|line| if line.is_empty() { " .".to_owned() } else { format!(" {line}") }).collect();
    let copyright = format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: Postbag\n\
         Comment: The licences of the libraries in the program are in licences.txt.\n\n\
         Files: *\nCopyright: 2026 The Postbag authors\nLicense: MIT\n{}\n",
        licence.join("\n")
    );
    stage.write("usr/share/doc/postbag/copyright", &copyright, 0o644)?;
    contents.add_papers(stage, "usr/share/doc/postbag")
}

fn control(contents: &Contents, architecture: &str, size: u64) -> String {
    format!(
        "Package: postbag\nVersion: {}\nArchitecture: {architecture}\nMaintainer: The Postbag authors <postbag@localhost>\n\
         Installed-Size: {size}\nDepends: {}, systemd | systemd-standalone-sysusers | systemd-sysusers\n\
         Suggests: caddy | nginx, postgresql, fonts-noto-core, fonts-noto-cjk\nSection: web\nPriority: optional\n\
         Description: letter-writing campaigns on a server of one's own\n \
         Supporters write to members of parliament, embassies and ministries: by email, or on a\n \
         postcard or a letter that they print. Organisers see honest counts.\n",
        contents.version,
        contents.libraries.depends(),
    )
}

/// As Debian calls the machine.
fn architecture(machine: &str) -> Result<&'static str> {
    Ok(match machine {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => bail!("nobody said here what Debian calls a machine of the sort {other}"),
    })
}

/// What a folder holds, each file rounded up, as Debian's policy counts it.
fn kilobytes(folder: &std::path::Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        sum += if entry.file_type()?.is_dir() { 1 + kilobytes(&entry.path())? } else { entry.metadata()?.len().div_ceil(1024) };
    }
    Ok(sum)
}
