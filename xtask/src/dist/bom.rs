//! The bill of materials: what is in the program and in the islands, with versions, licences and digests, as `CycloneDX` 1.6.
//!
//! Read from cargo's own graph. What only builds or tests is not in it, nor what runs while something is compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use toml::Table;

use super::libraries::Libraries;
use crate::workspace::{WASM, Workspace, output};

pub fn write(workspace: &Workspace, parts: &Parts, libraries: &Libraries) -> Result<String> {
    let lock: Table = fs::read_to_string(workspace.root.join("Cargo.lock"))?.parse().context("Cargo.lock")?;
    Ok(serde_json::to_string_pretty(&of(parts, &digests(&lock), libraries)?)?)
}

/// What is in the program and in the islands.
pub fn all_parts(workspace: &Workspace) -> Result<Parts> {
    let mut together = shipped(workspace, "server", &format!("{}-unknown-linux-gnu", std::env::consts::ARCH))?;
    for (mark, part) in shipped(workspace, "hydrate", WASM)? {
        together.entry(mark).and_modify(|there| there.needs.extend(part.needs.clone())).or_insert(part);
    }
    Ok(together)
}

/// A package and on which others it depends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub version: String,
    pub licence: Option<String>,
    /// Our own packages come from none.
    pub registry: bool,
    /// Where its sources are on this machine.
    pub folder: PathBuf,
    needs: BTreeSet<String>,
}

/// By their marks.
pub type Parts = BTreeMap<String, Part>;

fn shipped(workspace: &Workspace, root: &str, platform: &str) -> Result<Parts> {
    let mut cargo = workspace.cargo(["metadata", "--locked", "--format-version", "1", "--filter-platform"]);
    let metadata = serde_json::from_str(&output(cargo.arg(platform))?).context("cargo metadata did not answer in JSON")?;
    parts(&metadata, root)
}

/// All that is linked into a package of ours, by their marks.
fn parts(metadata: &Value, root: &str) -> Result<Parts> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let id = |value: &Value| value["id"].as_str().unwrap_or_default().to_owned();
    let packages: BTreeMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (id(&package), package)).collect();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (id(&node), node)).collect();
    let macros =
        |package: &Value| list(&package["targets"]).iter().any(|target| list(&target["kind"]).contains(&json!("proc-macro")));
    let ours = packages.iter().find(|(_, package)| package["name"] == root && package["source"].is_null());
    let mut waiting = vec![ours.with_context(|| format!("cargo metadata has no package {root}"))?.0.clone()];
    let mut parts = Parts::new();
    while let Some(id) = waiting.pop() {
        let package = &packages[&id];
        let linked = |need: &Value| list(&need["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        let needs = list(&nodes[&id]["deps"]).into_iter().filter(linked);
        let needs = needs.filter_map(|need| Some(need["pkg"].as_str()?.to_owned()));
        let needs: Vec<String> = needs.filter(|need| packages.get(need).is_some_and(|package| !macros(package))).collect();
        let part = Part {
            name: text(package, "name")?,
            version: text(package, "version")?,
            licence: package["license"].as_str().map(|licence| licence.replace('/', " OR ")),
            registry: !package["source"].is_null(),
            folder: Path::new(&text(package, "manifest_path")?).parent().context("a manifest without a folder")?.to_owned(),
            needs: needs.iter().map(|need| mark(&packages[need])).collect::<Result<_>>()?,
        };
        if parts.insert(mark(package)?, part).is_none() {
            waiting.extend(needs);
        }
    }
    Ok(parts)
}

fn text(package: &Value, key: &str) -> Result<String> {
    Ok(package[key].as_str().with_context(|| format!("a package has no {key}"))?.to_owned())
}

/// As others name it too: a package URL.
fn mark(package: &Value) -> Result<String> {
    Ok(format!("pkg:cargo/{}@{}", text(package, "name")?, text(package, "version")?))
}

/// SHA-256 of what cargo fetched, by the mark.
fn digests(lock: &Table) -> BTreeMap<String, String> {
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let word = |package: &toml::Value, key: &str| Some(package.get(key)?.as_str()?.to_owned());
    packages
        .filter_map(|package| {
            Some((format!("pkg:cargo/{}@{}", word(package, "name")?, word(package, "version")?), word(package, "checksum")?))
        })
        .collect()
}

fn of(parts: &Parts, digests: &BTreeMap<String, String>, libraries: &Libraries) -> Result<Value> {
    let program = parts.iter().find(|(_, part)| part.name == "server" && !part.registry).context("the server is not in it")?;
    let (program, version) = (program.0, &program.1.version);
    let mut components: Vec<Value> =
        parts.iter().filter(|(mark, _)| *mark != program).map(|(mark, part)| component(mark, part, digests.get(mark))).collect();
    // In the tarball and in the image. For the Debian package they come from the system.
    let system: BTreeMap<&str, &str> = libraries.all.iter().map(|library| (library.package, library.version.as_str())).collect();
    components.extend(system.iter().map(|(package, version)| {
        let mark = format!("pkg:deb/debian/{package}@{version}");
        json!({ "type": "library", "bom-ref": mark, "purl": mark, "name": package, "version": version })
    }));
    let dependencies: Vec<Value> = parts.iter().map(|(mark, part)| json!({ "ref": mark, "dependsOn": part.needs })).collect();
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "bom-ref": program, "name": "postbag", "version": version,
            "licenses": [{ "expression": "MIT" }],
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

fn component(mark: &str, part: &Part, digest: Option<&String>) -> Value {
    let mut component = json!({ "type": "library", "bom-ref": mark, "name": part.name, "version": part.version });
    if let Some(licence) = &part.licence {
        component["licenses"] = json!([{ "expression": licence }]);
    }
    if part.registry {
        component["purl"] = json!(mark);
    }
    if let Some(digest) = digest {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": digest }]);
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_is_in_the_bill_and_what_builds_or_tests_is_not() {
        let package = |name: &str, source: Option<&str>, kind: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": source, "manifest_path": "/x/Cargo.toml", "targets": [{ "kind": [kind] }] });
        let need = |name: &str, kind: Option<&str>| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("server", None, "lib"), package("ring", Some("registry"), "lib"), package("cc", Some("registry"), "lib"),
                package("serde_derive", Some("registry"), "proc-macro"), package("tempfile", Some("registry"), "lib"),
            ],
            "resolve": { "nodes": [
                { "id": "server", "deps": [need("ring", None), need("serde_derive", None), need("tempfile", Some("dev"))] },
                { "id": "ring", "deps": [need("cc", Some("build"))] },
            ] },
        });
        let parts = parts(&metadata, "server").unwrap();
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["pkg:cargo/ring@1.0.0", "pkg:cargo/server@1.0.0"]);
        assert_eq!(parts["pkg:cargo/server@1.0.0"].needs, ["pkg:cargo/ring@1.0.0".to_owned()].into());
        assert_eq!(parts["pkg:cargo/ring@1.0.0"].licence.as_deref(), Some("MIT OR Apache-2.0"));
    }
}
