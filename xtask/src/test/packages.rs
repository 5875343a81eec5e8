//! The packages, each on a root that has what it may expect and nothing else.
//!
//! What is packed is what the other suites have tried: the server as `cargo test` compiled it. A release would take a quarter of
//! an hour to build, and be packed in the same way.

mod root;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use self::root::{Root, Server, Start, as_root};
use crate::dist::{self, Effort, Packages, Release};
use crate::report::Counts;
use crate::site;
use crate::workspace::{Workspace, output, run};

/// A sentence, and what proves it.
type Proof = (&'static str, fn(&Trial) -> Result<()>);

const PROOFS: [Proof; 7] = [
    ("what_is_packed_again_is_the_same_to_the_byte", is_the_same_again),
    ("the_bill_names_what_is_in_the_program_and_not_what_tests_it", bill_names_what_is_in),
    ("the_tarball_needs_nothing_but_a_shell", tarball_needs_a_shell),
    ("the_image_starts_as_its_configuration_says", image_starts),
    ("the_debian_package_is_installed_and_serves", debian_serves),
    ("a_removed_package_keeps_its_letters_and_a_purged_one_does_not", debian_goes),
    ("the_unit_file_is_sound_and_leaves_little_open", unit_is_sound),
];

/// The packages, and room for roots.
struct Trial {
    folder: PathBuf,
    packages: Packages,
    again: Packages,
}

/// Packs what was built, and proves each sentence.
pub fn try_out(workspace: &Workspace, built: &Release) -> Result<Counts> {
    let folder = workspace.target.join("packages-in-tests");
    let pack = |name: &str| dist::pack(workspace, built, &folder.join(name), Effort::Quick);
    let trial = Trial { packages: pack("first")?, again: pack("again")?, folder };
    let mut counts = Counts::default();
    for (sentence, proof) in PROOFS {
        match proof(&trial) {
            Ok(()) => {
                println!("test {sentence} ... ok");
                counts.passed += 1;
            }
            Err(error) => {
                println!("test {sentence} ... FAILED\n{error:#}");
                counts.failed += 1;
            }
        }
    }
    site::remove_folder(&trial.folder)?;
    Ok(counts)
}

fn is_the_same_again(trial: &Trial) -> Result<()> {
    let (first, again) = (&trial.packages, &trial.again);
    let pairs = [(&first.tarball, &again.tarball), (&first.debian, &again.debian), (&first.bom, &again.bom)];
    // It names the image by its digest.
    let index = (&first.image.join("index.json"), &again.image.join("index.json"));
    for (one, other) in pairs.into_iter().chain([index]) {
        ensure!(fs::read(one)? == fs::read(other)?, "{} and {} differ", one.display(), other.display());
    }
    Ok(())
}

fn bill_names_what_is_in(trial: &Trial) -> Result<()> {
    let bill = json(&trial.packages.bom)?;
    let components = bill["components"].as_array().context("a bill without components")?;
    let named = |name: &str| components.iter().find(|component| component["name"] == name);
    for name in ["ring", "libsqlite3-sys", "printpdf", "web-sys", "libc6", "libgcc-s1"] {
        ensure!(named(name).is_some(), "{name} is in the program, and not in the bill");
    }
    for name in ["scraper", "rcgen", "cc", "xtask", "leptos_macro"] {
        ensure!(named(name).is_none(), "{name} is in the bill, and not in the program");
    }
    let ring = named("ring").context("no ring")?;
    ensure!(ring["hashes"][0]["content"].as_str().is_some_and(|digest| digest.len() == 64), "without a digest: {ring}");
    Ok(())
}

fn tarball_needs_a_shell(trial: &Trial) -> Result<()> {
    let root = Root::new(&trial.folder, "tarball-root")?;
    for folder in ["bin", "opt/postbag", "data"] {
        fs::create_dir_all(root.0.join(folder))?;
    }
    root.lend("/bin/busybox")?;
    for name in ["sh", "readlink", "dirname"] {
        symlink("busybox", root.0.join("bin").join(name))?;
    }
    let mut tar = Command::new("tar");
    run(tar
        .args(["--extract", "--strip-components=1", "--file"])
        .arg(&trial.packages.tarball)
        .arg("-C")
        .arg(root.0.join("opt/postbag")))?;
    // As a person may start it: by a link, from somewhere else.
    symlink("/opt/postbag/postbag", root.0.join("bin/postbag"))?;
    root.folder_for("data", (0, 0))?;
    let settings = ["POSTBAG_ADDR=127.0.0.1:0".to_owned(), "POSTBAG_DATA=/data".to_owned()];
    serve(&root, &Start { user: (0, 0), folder: "/", settings: &settings, command: &["/bin/postbag", "serve"] })
}

/// Starts, is used, and stops.
fn serve(root: &Root, start: &Start<'_>) -> Result<()> {
    let server = Server::start(root, start)?;
    server.serves()?;
    server.stop()
}

fn image_starts(trial: &Trial) -> Result<()> {
    let layout = &trial.packages.image;
    let root = Root::new(&trial.folder, "image-root")?;
    let index = json(&layout.join("index.json"))?;
    let manifest = json(&blob(layout, &index["manifests"][0])?)?;
    let config = json(&blob(layout, &manifest["config"])?)?;
    let layer = blob(layout, &manifest["layers"][0])?;
    run(as_root(&[])?
        .args(["tar", "--extract", "--gzip", "--preserve-permissions", "--numeric-owner", "--file"])
        .arg(layer)
        .arg("-C")
        .arg(&root.0))?;
    let config = &config["config"];
    let words = |key: &str| config[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    let mut settings: Vec<String> = words("Env").into_iter().map(str::to_owned).collect();
    ensure!(
        settings.iter().any(|setting| setting == "POSTBAG_ADDR=0.0.0.0:3000"),
        "it does not listen where it says: {settings:?}"
    );
    ensure!(config["ExposedPorts"]["3000/tcp"].is_object() && config["Volumes"]["/var/lib/postbag"].is_object(), "{config}");
    // Somebody else may listen there on this machine.
    settings.push("POSTBAG_ADDR=127.0.0.1:0".to_owned());
    let (user, group) = config["User"].as_str().and_then(|user| user.split_once(':')).context("the image names no user")?;
    let command = [words("Entrypoint"), words("Cmd")].concat();
    let folder = config["WorkingDir"].as_str().context("the image names no folder")?;
    serve(&root, &Start { user: (user.parse()?, group.parse()?), folder, settings: &settings, command: &command })
}

/// A file of an image, if its digest is the one that it is named by.
fn blob(layout: &Path, described: &Value) -> Result<PathBuf> {
    let digest = described["digest"].as_str().and_then(|digest| digest.strip_prefix("sha256:")).context("no digest")?;
    let path = layout.join("blobs/sha256").join(digest);
    let said = output(Command::new("sha256sum").arg(&path))?;
    ensure!(said.starts_with(digest), "{} has another digest", path.display());
    ensure!(described["size"].as_u64() == Some(fs::metadata(&path)?.len()), "{} has another size", path.display());
    Ok(path)
}

fn json(path: &Path) -> Result<Value> {
    serde_json::from_str(&fs::read_to_string(path)?).with_context(|| path.display().to_string())
}

/// A root of Debian's with the packages that ours depends on, as this machine has them, and what its scripts call.
fn debian_root(trial: &Trial) -> Result<Root> {
    let root = Root::of_debian(&trial.folder, "debian-root")?;
    for program in ["/bin/sh", "/bin/rm", "/bin/systemd-sysusers"] {
        root.lend(program)?;
    }
    for package in ["libc6", "libgcc-s1"] {
        root.lend_libraries(package)?;
    }
    let mut known = String::new();
    for package in ["libc6", "libgcc-s1", "systemd"] {
        known += &output(Command::new("dpkg-query").args(["--status", package]))?;
        known.push('\n');
    }
    for folder in ["etc", "var/lib/dpkg/info", "var/lib/dpkg/updates"] {
        fs::create_dir_all(root.0.join(folder))?;
    }
    fs::write(root.0.join("var/lib/dpkg/status"), known)?;
    Ok(root)
}

fn dpkg(root: &Root, arguments: &[&str]) -> Result<String> {
    output(
        as_root(&["DEBIAN_FRONTEND=noninteractive".to_owned()])?
            .arg("dpkg")
            .arg(format!("--root={}", root.0.display()))
            .args(arguments),
    )
}

fn install(trial: &Trial, root: &Root) -> Result<String> {
    dpkg(root, &["--install", trial.packages.debian.to_str().context("a path that is no text")?])
}

fn debian_serves(trial: &Trial) -> Result<()> {
    let root = debian_root(trial)?;
    let said = install(trial, &root)?;
    ensure!(said.contains("systemctl enable --now postbag"), "it does not say how to start it:\n{said}");
    let passwd = root.read("etc/passwd")?;
    let user = passwd.lines().find(|line| line.starts_with("postbag:")).context("there is no user postbag")?;
    let ids: Vec<u32> = user.split(':').skip(2).take(2).map(str::parse).collect::<Result<_, _>>()?;
    let &[user, group] = ids.as_slice() else { bail!("{passwd}") };
    // What systemd does for the unit.
    let unit = root.read("usr/lib/systemd/system/postbag.service")?;
    let said = |key: &str| unit.lines().find_map(|line| line.strip_prefix(key)).with_context(|| format!("the unit has no {key}"));
    let command: Vec<&str> = said("ExecStart=")?.split(' ').collect();
    let folder = format!("/var/lib/{}", said("StateDirectory=")?);
    root.folder_for(folder.trim_start_matches('/'), (user, group))?;
    let file = root.read(said("EnvironmentFile=")?.trim_start_matches('/'))?;
    let mut settings: Vec<String> =
        file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect();
    settings.push("POSTBAG_ADDR=127.0.0.1:0".to_owned());
    serve(&root, &Start { user: (user, group), folder: &folder, settings: &settings, command: &command })?;
    ensure!(root.has("var/lib/postbag/postbag.db"), "the database is elsewhere");
    let licences = root.read("usr/share/doc/postbag/licences.txt")?;
    ensure!(licences.contains("Brian Smith"), "ring asks for its notice");
    Ok(())
}

fn debian_goes(trial: &Trial) -> Result<()> {
    let root = debian_root(trial)?;
    install(trial, &root)?;
    let settings = "PUBLIC_URL=https://letters.example\n";
    fs::write(root.0.join("etc/postbag/postbag.env"), settings)?;
    root.folder_for("var/lib/postbag", (0, 0))?;
    fs::write(root.0.join("var/lib/postbag/postbag.db"), "letters")?;
    // An upgrade.
    install(trial, &root)?;
    ensure!(root.read("etc/postbag/postbag.env")? == settings, "an upgrade writes over the settings");
    dpkg(&root, &["--remove", "postbag"])?;
    ensure!(!root.has("usr/bin/postbag"), "the program is still there");
    ensure!(
        root.has("var/lib/postbag/postbag.db") && root.read("etc/postbag/postbag.env")? == settings,
        "it took too much along"
    );
    dpkg(&root, &["--purge", "postbag"])?;
    ensure!(!root.has("var/lib/postbag") && !root.has("etc/postbag"), "something was left behind");
    Ok(())
}

/// The worst exposure that is taken, in tenths, of systemd's ten; without a sandbox a service has 9.6.
const EXPOSURE: &str = "15";

fn unit_is_sound(trial: &Trial) -> Result<()> {
    let root = debian_root(trial)?;
    install(trial, &root)?;
    let analyze =
        |words: &[&str]| output(Command::new("systemd-analyze").arg(format!("--root={}", root.0.display())).args(words));
    analyze(&["security", "--offline=yes", "--no-pager", &format!("--threshold={EXPOSURE}"), "postbag.service"])?;
    for unit in ["postbag.service", "postbag.socket"] {
        analyze(&["verify", "--recursive-errors=no", unit])?;
    }
    Ok(())
}
