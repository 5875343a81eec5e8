//! The site's files: islands, style and static files in one folder, made again only where something changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::css;
use crate::step::step;
use crate::workspace::{Islands, WASM, Workspace, output, program, run};

/// The name that the pages ask for: `/pkg/postbag.js`, `/pkg/postbag_bg.wasm`, `/pkg/postbag.css`.
const NAME: &str = "postbag";

/// Builds the site that is served. A machine that cannot build WebAssembly still gets a site that works.
pub fn build(workspace: &Workspace) -> Result<()> {
    let site = workspace.site();
    if let Err(error) = ensure_wasm_target() {
        println!("[islands] {error:#}");
        println!("[islands] going on without islands: every page works without them");
    } else {
        let wasm = compile_islands(workspace, Islands::Quick)?;
        bind_islands(&wasm, &site)?;
    }
    write_assets(workspace, &site)
}

/// Builds the site that the browser tests open, and gives its folder.
pub fn build_for_tests(workspace: &Workspace) -> Result<PathBuf> {
    let site = workspace.site_of_tests();
    ensure_wasm_target()?;
    step("islands", "building WebAssembly for the tests", || run(&mut workspace.cargo_tested_islands()?))?;
    bind_islands(&workspace.wasm(Islands::Quick), &site)?;
    write_assets(workspace, &site)?;
    Ok(site)
}

/// Makes sure that Rust can compile to WebAssembly, with rustup where it is missing.
///
/// Said explicitly, because rustup's automatic installation may be switched off.
pub fn ensure_wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    let advice = || format!("Rust cannot compile to WebAssembly here yet: run `rustup target add {WASM}`");
    program("rustup").with_context(advice)?;
    step("islands", &format!("rustup target add {WASM}"), || {
        run(Command::new("rustup").args(["target", "add", WASM])).with_context(advice)
    })
}

fn has_wasm_target() -> bool {
    output(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]))
        .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

/// Compiles the islands and gives the WebAssembly as rustc left it.
pub fn compile_islands(workspace: &Workspace, islands: Islands) -> Result<PathBuf> {
    step("islands", "building WebAssembly", || run(&mut workspace.cargo_islands(islands)))?;
    Ok(workspace.wasm(islands))
}

/// Makes the JavaScript that loads the islands. wasm-bindgen is used as a library, so its version is the lock file's.
pub fn bind_islands(wasm: &Path, site: &Path) -> Result<()> {
    let package = site.join("pkg");
    if !is_newer(wasm, &package.join(format!("{NAME}_bg.wasm")))? {
        return Ok(());
    }
    step("islands", "binding WebAssembly to JavaScript", || {
        remove_folder(&package.join("snippets"))?;
        Bindgen::new()
            .input_path(wasm)
            .out_name(NAME)
            .web(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(&package)
            .context("wasm-bindgen failed: are `wasm-bindgen` and `wasm-bindgen-cli-support` the same version in Cargo.toml?")
    })
}

/// Bundles the style and copies the static files.
pub fn write_assets(workspace: &Workspace, site: &Path) -> Result<()> {
    let package = site.join("pkg");
    fs::create_dir_all(&package).with_context(|| format!("could not make the folder {}", package.display()))?;
    step("style", "bundling style/main.css", || {
        let style = css::bundle(&workspace.root.join("style/main.css"))?;
        write_if_changed(&package.join(format!("{NAME}.css")), style.text.as_bytes())
    })?;
    step("static", "copying public/", || copy_folder(&workspace.root.join("public"), site))
}

/// Copies what is new or changed. What is gone from `from` stays in `to`: that folder is made, and may be deleted whole.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("could not make the folder {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("could not read the folder {}", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        let there = to.join(name);
        if path.is_dir() {
            copy_folder(&path, &there)?;
        } else if is_newer(&path, &there)? {
            fs::copy(&path, &there).with_context(|| format!("could not copy {} to {}", path.display(), there.display()))?;
        }
    }
    Ok(())
}

/// Leaves an unchanged file alone, so that browsers' caches stay good.
fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    fs::write(path, content).with_context(|| format!("could not write {}", path.display()))
}

/// Whether `made` has to be made again from `source`.
pub fn is_newer(source: &Path, made: &Path) -> Result<bool> {
    let changed = modified(source).with_context(|| format!("could not find {}", source.display()))?;
    Ok(!modified(made).is_ok_and(|then| then >= changed))
}

fn modified(path: &Path) -> std::io::Result<SystemTime> {
    fs::metadata(path)?.modified()
}

/// Removes a folder and what is in it, where it exists.
pub fn remove_folder(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("could not remove {}", path.display()))?;
    }
    Ok(())
}
