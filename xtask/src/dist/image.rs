//! A container image: the program, the site and the C library, and nothing else. No engine is needed to make it.
//!
//! A folder in the OCI's image layout, version 1.0: `podman run oci:FOLDER`, or `skopeo copy oci:FOLDER docker-daemon:postbag:TAG`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::contents::{Contents, Stage};
use crate::site;
use crate::workspace::{output, run};

/// The user and the group in the image, as a number of no distribution's.
const USER: u32 = 10_001;
const DATA: &str = "/var/lib/postbag";

pub fn pack(contents: &Contents) -> Result<PathBuf> {
    let layout = contents.stage("image")?;
    layout.folder("blobs/sha256")?;
    let (layer, layer_digest) = layer(contents, &layout)?;
    let config = blob(&layout, &config(contents, &layer_digest)?)?;
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": described("application/vnd.oci.image.config.v1+json", &config),
        "layers": [described("application/vnd.oci.image.layer.v1.tar+gzip", &layer)],
    });
    let manifest = blob(&layout, &manifest)?;
    let mut named = described("application/vnd.oci.image.manifest.v1+json", &manifest);
    named["annotations"] = json!({ "org.opencontainers.image.ref.name": contents.version });
    named["platform"] = platform(contents)?;
    let index = json!({ "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [named] });
    layout.write("index.json", &index.to_string(), 0o644)?;
    layout.write("oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#, 0o644)?;
    Ok(layout.0)
}

/// A file of the layout, which has its digest for a name.
struct Blob {
    digest: String,
    size: u64,
}

fn blob(layout: &Stage, content: &Value) -> Result<Blob> {
    let file = layout.0.join("blobs/sha256/new");
    fs::write(&file, content.to_string())?;
    named_by_digest(layout, &file)
}

fn named_by_digest(layout: &Stage, file: &Path) -> Result<Blob> {
    let digest = digest(file)?;
    let size = fs::metadata(file)?.len();
    fs::rename(file, layout.0.join("blobs/sha256").join(&digest))?;
    Ok(Blob { digest: format!("sha256:{digest}"), size })
}

fn digest(file: &Path) -> Result<String> {
    let said = output(Command::new("sha256sum").arg(file))?;
    Ok(said.split_whitespace().next().context("sha256sum gives no digest")?.to_owned())
}

fn described(media: &str, blob: &Blob) -> Value {
    json!({ "mediaType": media, "digest": blob.digest, "size": blob.size })
}

/// The one layer, compressed, and the digest of what it is when it is not.
fn layer(contents: &Contents, layout: &Stage) -> Result<(Blob, String)> {
    let root = contents.stage("image-root")?;
    fill(contents, &root)?;
    let archive = contents.folder.join("layer.tar");
    let mut names = fs::read_dir(&root.0)?
        .map(|entry| Ok(entry?.file_name().into_string().unwrap_or_default()))
        .collect::<Result<Vec<_>>>()?;
    names.sort();
    let closed = names.iter().filter(|name| *name != "tmp");
    run(contents.tar("--create", &archive, 0, &root.0, &["--exclude=var/lib/postbag"]).args(closed))?;
    // The two folders that can be written: everybody's, and the program's own.
    run(&mut contents.tar("--append", &archive, 0, &root.0, &["--mode=1777", "tmp"]))?;
    run(&mut contents.tar("--append", &archive, USER, &root.0, &["--mode=0700", DATA.trim_start_matches('/')]))?;
    let plain = format!("sha256:{}", digest(&archive)?);
    let packed = layout.0.join("blobs/sha256/new");
    contents.gzip(&archive, &packed)?;
    fs::remove_file(&archive)?;
    site::remove_folder(&root.0)?;
    Ok((named_by_digest(layout, &packed)?, plain))
}

fn fill(contents: &Contents, root: &Stage) -> Result<()> {
    root.copy(&contents.binary, "usr/bin/postbag", 0o755)?;
    for library in &contents.libraries.all {
        let path = library.path.to_str().context("a library's path is no text")?;
        root.copy(&library.path, path.trim_start_matches('/'), 0o755)?;
        root.copy(&super::copyright(library.package), &format!("usr/share/doc/{}/copyright", library.package), 0o644)?;
    }
    root.copy_all(&contents.site, "usr/share/postbag/site")?;
    root.write(
        "etc/passwd",
        &format!("root:x:0:0:root:/:/nonexistent\npostbag:x:{USER}:{USER}:Postbag:{DATA}:/nonexistent\n"),
        0o644,
    )?;
    root.write("etc/group", &format!("root:x:0:\npostbag:x:{USER}:\n"), 0o644)?;
    // Names are looked up in /etc/hosts and in the DNS, as the engine sets them.
    root.write("etc/nsswitch.conf", "hosts: files dns\n", 0o644)?;
    root.folder(DATA.trim_start_matches('/'))?;
    root.folder("tmp")?;
    root.write("usr/share/doc/postbag/copyright", &contents.licence()?, 0o644)?;
    contents.add_papers(root, "usr/share/doc/postbag")
}

fn platform(contents: &Contents) -> Result<Value> {
    let architecture = match contents.machine {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => bail!("nobody said here what an image calls a machine of the sort {other}"),
    };
    Ok(json!({ "architecture": architecture, "os": "linux" }))
}

fn config(contents: &Contents, layer: &str) -> Result<Value> {
    let mut config = platform(contents)?;
    let made = output(Command::new("date").args(["--utc", &format!("--date=@{}", contents.time), "+%FT%TZ"]))?;
    config["created"] = json!(made.trim());
    config["config"] = json!({
        "User": format!("{USER}:{USER}"),
        "ExposedPorts": { "3000/tcp": {} },
        "Volumes": { DATA: {} },
        "WorkingDir": DATA,
        "Entrypoint": ["/usr/bin/postbag"],
        "Cmd": ["serve"],
        "StopSignal": "SIGTERM",
        "Env": [
            "PATH=/usr/bin",
            "POSTBAG_ADDR=0.0.0.0:3000",
            format!("POSTBAG_DATA={DATA}"),
            "POSTBAG_SITE=/usr/share/postbag/site",
        ],
        "Labels": {
            "org.opencontainers.image.title": "Postbag",
            "org.opencontainers.image.version": contents.version,
            "org.opencontainers.image.licenses": "MIT",
        },
    });
    config["rootfs"] = json!({ "type": "layers", "diff_ids": [layer] });
    Ok(config)
}
