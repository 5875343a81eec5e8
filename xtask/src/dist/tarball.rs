//! A tarball for any Linux: with the C library beside the program, it needs nothing that is there.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::contents::{Contents, Stage};
use crate::site;
use crate::workspace::run;

/// Where the papers and the unit file say that it is unpacked.
const PLACE: &str = "/opt/postbag";

pub fn pack(contents: &Contents) -> Result<PathBuf> {
    let name = format!("postbag-{}-linux-{}", contents.version, contents.machine);
    let stage = contents.stage("tarball")?;
    fill(contents, &stage, &name)?;
    let archive = contents.folder.join(format!("{name}.tar"));
    let packed = contents.folder.join(format!("{name}.tar.gz"));
    run(&mut contents.tar("--create", &archive, 0, &stage.0, &[name.as_str()]))?;
    contents.gzip(&archive, &packed)?;
    std::fs::remove_file(&archive)?;
    site::remove_folder(&stage.0)?;
    Ok(packed)
}

fn fill(contents: &Contents, stage: &Stage, name: &str) -> Result<()> {
    let at = |file: &str| format!("{name}/{file}");
    let loader = contents.libraries.loader()?.path.file_name().context("the loader has no name")?.to_string_lossy().into_owned();
    stage.write(&at("postbag"), &contents.text("tarball/postbag")?.replace("LOADER", &loader), 0o755)?;
    stage.copy(&contents.binary, &at("lib/postbag"), 0o755)?;
    for library in &contents.libraries.all {
        let file = library.path.file_name().context("a library has no name")?.to_string_lossy();
        stage.copy(&library.path, &at(&format!("lib/{file}")), 0o755)?;
        stage.copy(&super::copyright(library.package), &at(&format!("doc/{}.copyright", library.package)), 0o644)?;
    }
    stage.copy_all(&contents.site, &at("site"))?;
    let unit = contents
        .text("postbag.service")?
        .replace("/usr/bin/", &format!("{PLACE}/"))
        .replace("/usr/share/doc/postbag", &format!("{PLACE}/doc"));
    stage.write(&at("systemd/postbag.service"), &unit, 0o644)?;
    stage.write(&at("systemd/postbag.socket"), &contents.text("postbag.socket")?, 0o644)?;
    stage.write(&at("systemd/postbag.conf"), &contents.text("postbag.sysusers")?, 0o644)?;
    let settings = contents
        .text("postbag.env")?
        .replace("/usr/share/postbag", PLACE)
        .replace("/usr/share/doc/postbag", &format!("{PLACE}/doc"));
    stage.write(&at("systemd/postbag.env"), &settings, 0o644)?;
    stage.write(&at("LICENSE"), &contents.licence()?, 0o644)?;
    contents.add_papers(stage, &at("doc"))
}
