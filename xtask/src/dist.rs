//! `cargo xtask dist`: the binary and the site as they are put on a server, in `target/dist`, and packed in three ways: a tarball
//! for any Linux, a Debian package, and a container image.

mod bom;
mod contents;
mod debian;
mod image;
mod libraries;
mod notices;
mod tarball;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use self::contents::Contents;
pub use self::contents::Effort;
use crate::site;
use crate::step::step;
use crate::workspace::{Islands, Workspace, run};

/// The release of binaryen whose `wasm-opt` is used. Debian's own is too old for what rustc writes.
const BINARYEN: &str = "132.0.0";

/// Features that rustc's WebAssembly uses beyond the first version; every browser since 2022 has all of them.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A release on disk.
pub struct Release {
    pub binary: PathBuf,
    pub site: PathBuf,
}

/// Builds the release and says how large its files are.
pub fn run_release(workspace: &Workspace) -> Result<Release> {
    let release = build(workspace)?;
    run_packing(workspace, &release)?;
    println!();
    for (name, plain, compressed) in sizes(&release.site)? {
        println!("{name:<28} {plain:>9} B   {compressed:>8} B in brotli");
    }
    println!("{} and {}", release.binary.display(), release.site.display());
    println!("start it with: POSTBAG_SITE={} {} serve", release.site.display(), release.binary.display());
    Ok(release)
}

/// Packs what is built, and says where the packages are.
pub fn run_packing(workspace: &Workspace, release: &Release) -> Result<()> {
    let folder = workspace.target.join("dist/packages");
    // Packages of another version would be taken for this one's.
    site::remove_folder(&folder)?;
    let packages = pack(workspace, release, &folder, Effort::Least)?;
    println!();
    for path in [&packages.tarball, &packages.debian, &packages.bom] {
        println!("{} ({:.1} MB)", path.display(), megabytes(fs::metadata(path)?.len()));
    }
    println!("{} (a container image)", packages.image.display());
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a size that a person reads")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A release as others install it.
pub struct Packages {
    pub tarball: PathBuf,
    pub debian: PathBuf,
    /// A folder in the OCI's layout.
    pub image: PathBuf,
    /// What is in it all.
    pub bom: PathBuf,
}

/// Packs a binary and a site, whoever built them: a test packs what is not optimised.
pub fn pack(workspace: &Workspace, release: &Release, folder: &Path, effort: Effort) -> Result<Packages> {
    let contents = Contents::of(workspace, release, folder, effort)?;
    let bom = folder.join("postbag.cdx.json");
    fs::write(&bom, &contents.bom).with_context(|| format!("could not write {}", bom.display()))?;
    let packages = Packages {
        tarball: step("packages", "the tarball", || tarball::pack(&contents))?,
        debian: step("packages", "the Debian package", || debian::pack(&contents))?,
        image: step("packages", "the container image", || image::pack(&contents))?,
        bom,
    };
    fs::remove_file(&contents.binary)?;
    Ok(packages)
}

/// Debian's account of who made a package and under which licence it may be given on.
fn copyright(package: &str) -> PathBuf {
    Path::new("/usr/share/doc").join(package).join("copyright")
}

/// Builds the release: binary, islands, style and static files, each also compressed.
pub fn build(workspace: &Workspace) -> Result<Release> {
    site::ensure_wasm_target()?;
    step("server", "compiling the server for release", || {
        run(workspace.cargo_host("build").args(["--release", "--bin", "postbag"]))
    })?;
    let wasm = site::compile_islands(workspace, Islands::Small)?;
    let work = workspace.target.join("dist-work");
    site::bind_islands(&wasm, &work)?;
    let optimised = optimise(workspace, &work)?;

    let folder = workspace.target.join("dist");
    let release = Release { binary: folder.join("postbag"), site: folder.join("site") };
    // Made anew, so that a file that has gone from the sources does not live on in a release.
    site::remove_folder(&folder)?;
    site::copy_folder(&work.join("pkg"), &release.site.join("pkg"))?;
    copy(&optimised, &release.site.join("pkg/postbag_bg.wasm"))?;
    copy(&workspace.binary("release"), &release.binary)?;
    site::write_assets(workspace, &release.site)?;
    step("site", "compressing (brotli, gzip)", || {
        run(Command::new("node").arg(workspace.root.join("xtask/precompress.mjs")).arg(&release.site))
    })?;
    Ok(release)
}

/// Halves the WebAssembly with `wasm-opt`, where it changed since.
fn optimise(workspace: &Workspace, work: &Path) -> Result<PathBuf> {
    let bound = work.join("pkg/postbag_bg.wasm");
    let optimised = work.join("optimised.wasm");
    if site::is_newer(&bound, &optimised)? {
        let wasm_opt = wasm_opt(workspace)?;
        step("islands", "wasm-opt -Oz", || {
            let mut command = Command::new("node");
            command.arg(wasm_opt).arg("-Oz").args(WASM_FEATURES).arg("--strip-target-features");
            run(command.arg(&bound).arg("-o").arg(&optimised))
        })?;
    }
    Ok(optimised)
}

/// `wasm-opt` as the npm package `binaryen` brings it, kept under `target/`.
fn wasm_opt(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join(format!("tools/binaryen-{BINARYEN}"));
    let program = folder.join("node_modules/binaryen/bin/wasm-opt");
    if !program.is_file() {
        step("islands", "npm install binaryen", || {
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder).arg(format!("binaryen@{BINARYEN}"));
            run(&mut npm).context("wasm-opt comes from npm: is Node installed, and is there a network?")
        })?;
    }
    Ok(program)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(drop).with_context(|| format!("could not copy {} to {}", from.display(), to.display()))
}

/// The files of the package folder: name, bytes, bytes in brotli.
pub fn sizes(site: &Path) -> Result<Vec<(String, u64, u64)>> {
    let mut sizes = Vec::new();
    for entry in fs::read_dir(site.join("pkg")).context("the release has no pkg folder")? {
        let path = entry?.path();
        let compressed = PathBuf::from(format!("{}.br", path.display()));
        if let Some(name) = path.file_name()
            && compressed.is_file()
        {
            sizes.push((format!("pkg/{}", name.to_string_lossy()), fs::metadata(&path)?.len(), fs::metadata(&compressed)?.len()));
        }
    }
    sizes.sort();
    Ok(sizes)
}
