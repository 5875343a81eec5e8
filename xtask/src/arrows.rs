//! The arrows between the packages, and no others: the shape of the house, proven from cargo's own answers.
//!
//! There are two proofs. The declared dependencies of each package must be among its arrows, and a library that belongs to
//! one room (a database, a mailer, a PDF writer) must not be declared in another. And the graph that `hydrate` really has
//! for WebAssembly must be free of all that only a server needs, however it would get there.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::{WASM, Workspace, output};

/// Which packages of the workspace a package may use. Development dependencies are not arrows.
const ALLOWED: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("usecases", &["domain"]),
    ("words", &["domain"]),
    ("app", &["domain", "usecases", "words"]),
    ("hydrate", &["app"]),
    ("storage", &["domain", "usecases"]),
    ("mail", &["domain", "usecases", "words"]),
    ("paper", &["domain", "usecases", "words"]),
    ("directory", &["domain", "usecases", "words"]),
    ("outside", &["domain", "usecases"]),
    ("server", &["app", "directory", "domain", "mail", "outside", "paper", "storage", "usecases", "words"]),
    ("tests", &["app", "directory", "domain", "mail", "outside", "paper", "server", "storage", "usecases", "words"]),
    // It has to build when the others do not.
    ("xtask", &[]),
];

/// The package that is built for the browser alone.
const ISLANDS: &str = "hydrate";

/// Arrows that exist only behind a feature, so that WebAssembly is spared them.
const ONLY_OPTIONAL: [(&str, &str); 2] = [("app", "usecases"), ("app", "words")];

/// Libraries with one room, and the packages that may declare them.
const ROOMS: [(&str, &[&str]); 5] = [
    ("sqlx", &["storage", "tests"]),
    ("lettre", &["mail", "tests"]),
    ("printpdf", &["paper"]),
    ("image", &["paper", "tests"]),
    ("reqwest", &["outside", "tests"]),
];

/// Packages that must not reach a browser, by whatever way.
const NOT_IN_WASM: [&str; 15] = [
    "sqlx",
    "sqlx-core",
    "lettre",
    "printpdf",
    "tokio",
    "axum",
    "usecases",
    "storage",
    "mail",
    "paper",
    "directory",
    "outside",
    "server",
    "words",
    "reqwest",
];

/// One declared dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Arrow {
    from: String,
    to: String,
    optional: bool,
}

/// Fails with a sentence for each arrow that must not be.
pub fn prove(workspace: &Workspace) -> Result<()> {
    let mut wrong = forbidden(&declared(&workspace.metadata)?);
    wrong.extend(left_out(&workspace.metadata)?);
    // Proc macros run in the compiler; they are not in the browser's file.
    let tree = output(&mut workspace.cargo([
        "tree",
        "--package",
        ISLANDS,
        "--target",
        WASM,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    wrong.extend(in_browser(&tree));
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}\nThe arrows that may be are listed in xtask/src/arrows.rs; why is in docs/ARCHITECTURE.md.", wrong.join("\n"))
}

/// A sentence for each package that `cargo test` in the workspace's folder would pass over.
fn left_out(metadata: &Value) -> Result<Vec<String>> {
    let defaults = metadata["workspace_default_members"].as_array().context("cargo metadata lists no default members")?;
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists no packages")? {
        let name = package["name"].as_str().context("a package has no name")?;
        if (name == ISLANDS) == defaults.contains(&package["id"]) {
            wrong.push(if name == ISLANDS {
                format!("`{name}` must not be a default member: leptos would be built with `ssr` and `hydrate` at once.")
            } else {
                format!("`{name}` is no default member: nothing would check or test it. Name it in Cargo.toml.")
            });
        }
    }
    Ok(wrong)
}

/// The normal and build dependencies that the workspace's packages declare.
fn declared(metadata: &Value) -> Result<Vec<Arrow>> {
    let mut arrows = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists no packages")? {
        let from = package["name"].as_str().context("a package has no name")?;
        for dependency in package["dependencies"].as_array().context("a package has no list of dependencies")? {
            if dependency["kind"] == "dev" {
                continue;
            }
            let to = dependency["name"].as_str().context("a dependency has no name")?;
            let optional = dependency["optional"] == true;
            arrows.push(Arrow { from: from.to_owned(), to: to.to_owned(), optional });
        }
    }
    Ok(arrows)
}

/// A sentence for each arrow that is not allowed.
fn forbidden(arrows: &[Arrow]) -> Vec<String> {
    let ours = |name: &str| ALLOWED.iter().find(|(package, _)| *package == name);
    let mut wrong = Vec::new();
    for Arrow { from, to, optional } in arrows {
        let Some((_, allowed)) = ours(from) else {
            wrong.push(format!("`{from}` is a package without arrows: say what it may depend on."));
            continue;
        };
        if ours(to).is_some() && !allowed.contains(&to.as_str()) {
            wrong.push(format!("`{from}` must not depend on `{to}`: the arrow {from} -> {to} is not one of ours."));
        }
        if !optional && ONLY_OPTIONAL.contains(&(from, to)) {
            wrong.push(format!("`{from}` may depend on `{to}` only behind the feature `ssr`: make the dependency optional."));
        }
        if let Some((_, rooms)) = ROOMS.iter().find(|(library, _)| library == to)
            && !rooms.contains(&from.as_str())
        {
            wrong.push(format!("`{from}` must not depend on `{to}`: that library is known to `{}` alone.", rooms[0]));
        }
    }
    wrong
}

/// A sentence for each package in `cargo tree`'s list that a browser must not get.
fn in_browser(tree: &str) -> Vec<String> {
    let mut found: Vec<&str> =
        tree.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| NOT_IN_WASM.contains(name)).collect();
    found.sort_unstable();
    found.dedup();
    found
        .iter()
        .map(|name| {
            format!(
                "`{name}` must not reach the browser: see how with `cargo tree -p hydrate --target {WASM} -e normal -i {name}`."
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrow(from: &str, to: &str) -> Arrow {
        Arrow { from: from.to_owned(), to: to.to_owned(), optional: false }
    }

    #[test]
    fn the_arrows_of_the_design_pass() {
        let app_to_usecases = Arrow { optional: true, ..arrow("app", "usecases") };
        let arrows = [arrow("hydrate", "app"), arrow("app", "domain"), app_to_usecases, arrow("server", "storage")];
        assert_eq!(forbidden(&arrows), Vec::<String>::new());
    }

    #[test]
    fn an_arrow_that_points_outwards_is_named() {
        assert_eq!(
            forbidden(&[arrow("domain", "usecases")]),
            ["`domain` must not depend on `usecases`: the arrow domain -> usecases is not one of ours."]
        );
        assert_eq!(forbidden(&[arrow("storage", "mail")]).len(), 1);
        assert_eq!(forbidden(&[arrow("xtask", "domain")]).len(), 1);
    }

    #[test]
    fn use_cases_reach_the_pages_only_behind_a_feature() {
        let wrong = forbidden(&[arrow("app", "usecases")]);
        assert!(wrong[0].contains("only behind the feature `ssr`"), "{wrong:?}");
    }

    #[test]
    fn a_library_stays_in_its_room() {
        assert_eq!(
            forbidden(&[arrow("storage", "sqlx"), arrow("mail", "lettre"), arrow("paper", "printpdf")]),
            Vec::<String>::new()
        );
        assert_eq!(forbidden(&[arrow("app", "sqlx"), arrow("usecases", "lettre"), arrow("server", "printpdf")]).len(), 3);
    }

    #[test]
    fn a_new_package_has_to_say_its_arrows() {
        assert!(forbidden(&[arrow("stamps", "domain")])[0].contains("package without arrows"));
    }

    #[test]
    fn what_only_a_server_needs_is_found_in_the_browsers_graph() {
        assert_eq!(in_browser("hydrate v0.1.0 (/x)\napp v0.1.0 (/x/app)\ntokio-util-like v1.0.0\n"), Vec::<String>::new());
        let wrong = in_browser("hydrate v0.1.0 (/x)\ntokio v1.54.1\ntokio v1.54.1 (*)\nsqlx v0.9.0\n");
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(wrong[0].starts_with("`sqlx` must not reach the browser"), "{wrong:?}");
    }

    #[test]
    fn a_package_that_is_no_default_member_is_named_and_so_are_islands_that_are_one() {
        let metadata = |defaults: &[&str]| serde_json::json!({"packages": [{"name": "paper", "id": "p"}, {"name": "hydrate", "id": "h"}], "workspace_default_members": defaults});
        assert_eq!(left_out(&metadata(&["p"])).unwrap(), Vec::<String>::new());
        let wrong = left_out(&metadata(&["h"])).unwrap();
        assert!(wrong[0].starts_with("`paper` is no default member"), "{wrong:?}");
        assert!(wrong[1].starts_with("`hydrate` must not be a default member"), "{wrong:?}");
    }

    #[test]
    fn development_dependencies_are_not_arrows() {
        let metadata = serde_json::json!({"packages": [{"name": "domain", "dependencies": [
            {"name": "storage", "kind": "dev", "optional": false},
            {"name": "jiff", "kind": null, "optional": true},
        ]}]});
        assert_eq!(declared(&metadata).unwrap(), [Arrow { optional: true, ..arrow("domain", "jiff") }]);
    }
}
