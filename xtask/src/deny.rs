//! The rules of `deny.toml`: licences and sources of other people's code, and crates that must not come in.
//!
//! The file is cargo-deny's. Compiling that program takes minutes, and only one of its answers needs it: known weaknesses,
//! for which it also needs a network. The other rules are read here, from what cargo says of the packages, with cargo-deny's
//! own library for licences, `spdx`.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value as Json;
use spdx::{Expression, Licensee, ParseMode};
use toml::{Table, Value};

use crate::workspace::{Workspace, output};

/// How cargo names crates.io, whichever server stands in for it.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Fails with a sentence for each package that must not come in, and for each rule that nothing needs any more.
pub fn prove(workspace: &Workspace) -> Result<()> {
    let path = workspace.root.join("deny.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    let rules = Rules::read(&text).context("deny.toml")?;
    let mut cargo = workspace.cargo(["metadata", "--format-version", "1"]);
    for target in &rules.targets {
        cargo.args(["--filter-platform", target]);
    }
    let metadata: Json = serde_json::from_str(&output(&mut cargo)?).context("cargo metadata did not answer in JSON")?;
    let wrong = rules.broken_by(&packages(&metadata)?)?;
    if wrong.is_empty() {
        return Ok(());
    }
    bail!("{}\nThe rules and their reasons are in deny.toml.", wrong.join("\n"))
}

/// A package that is not ours.
#[derive(Debug, Clone, Copy)]
struct Package<'a> {
    name: &'a str,
    /// As its makers say it: `MIT OR Apache-2.0`, or in the old way `MIT/Apache-2.0`.
    licence: Option<&'a str>,
    source: &'a str,
}

fn packages(metadata: &Json) -> Result<Vec<Package<'_>>> {
    let all = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    // Our own have no source.
    let others = all.iter().filter_map(|package| Some((package, package["source"].as_str()?)));
    others
        .map(|(package, source)| {
            let name = package["name"].as_str().context("a package has no name")?;
            Ok(Package { name, licence: package["license"].as_str(), source })
        })
        .collect()
}

/// The rules of `deny.toml` that are proven here.
struct Rules {
    targets: Vec<String>,
    allowed: Vec<Licensee>,
    /// For one crate each, beside what is allowed for all.
    exceptions: Vec<(String, Vec<Licensee>)>,
    /// Crates that must not come in, with the reason.
    banned: Vec<(String, String)>,
}

impl Rules {
    fn read(text: &str) -> Result<Self> {
        let file: Table = text.parse()?;
        let list = |section: &str, key: &str| entries(file.get(section).and_then(|section| section.get(key)));
        let exceptions = list("licenses", "exceptions");
        let banned = list("bans", "deny");
        Ok(Self {
            targets: list("graph", "targets").iter().map(word).collect::<Result<_>>()?,
            allowed: licences(list("licenses", "allow"))?,
            exceptions: exceptions
                .iter()
                .map(|entry| Ok((named(entry, "crate")?, licences(entries(entry.get("allow")))?)))
                .collect::<Result<_>>()?,
            banned: banned.iter().map(|entry| Ok((named(entry, "crate")?, named(entry, "reason")?))).collect::<Result<_>>()?,
        })
    }

    /// A sentence for each thing that is wrong.
    fn broken_by(&self, packages: &[Package]) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut used = BTreeSet::new();
        for Package { name, licence, source } in packages {
            if let Some((_, reason)) = self.banned.iter().find(|(banned, _)| banned == name) {
                wrong.push(format!("`{name}` must not come in: {reason}. See what brings it with `cargo tree -i {name}`."));
            }
            if *source != CRATES_IO {
                wrong.push(format!("`{name}` comes from {source}: take what crates.io has."));
            }
            let Some(licence) = licence else {
                wrong.push(format!("`{name}` does not say under which licence it is: ask its makers, or take another crate."));
                continue;
            };
            let expression = Expression::parse_mode(licence, ParseMode::LAX)
                .with_context(|| format!("`{name}` has a licence that cannot be read: {licence}"))?;
            let own = self.exceptions.iter().filter(|(crate_name, _)| crate_name == name).flat_map(|(_, licences)| licences);
            let allowed: Vec<&Licensee> = self.allowed.iter().chain(own).collect();
            let is_allowed = expression.evaluate(|asked| {
                let taken = allowed.iter().find(|licence| licence.satisfies(asked));
                used.extend(taken.map(|licence| (licence.to_string(), self.exception_for(name, licence))));
                taken.is_some()
            });
            if !is_allowed {
                wrong.push(format!("`{name}` is under {licence}: allow it in deny.toml with a reason, or take another crate."));
            }
        }
        let everywhere = self.allowed.iter().map(|licence| (licence.to_string(), None));
        let for_one = self
            .exceptions
            .iter()
            .flat_map(|(name, licences)| licences.iter().map(move |licence| (licence.to_string(), Some(name.clone()))));
        for unused in everywhere.chain(for_one).filter(|rule| !used.contains(rule)) {
            wrong.push(match unused {
                (licence, None) => format!("deny.toml allows {licence}, which nothing is under any more: take it out."),
                (licence, Some(name)) => format!("deny.toml allows {licence} for `{name}`, which needs it no more: take it out."),
            });
        }
        Ok(wrong)
    }

    /// The crate for which alone a licence is allowed; none if it is allowed for all.
    fn exception_for(&self, name: &str, licence: &Licensee) -> Option<String> {
        (!self.allowed.contains(licence)).then(|| name.to_owned())
    }
}

fn entries(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn licences(names: &[Value]) -> Result<Vec<Licensee>> {
    names.iter().map(|name| Ok(Licensee::parse(&word(name)?)?)).collect()
}

fn named(entry: &Value, key: &str) -> Result<String> {
    entry.get(key).with_context(|| format!("an entry has no `{key}`: {entry:?}")).and_then(word)
}

fn word(value: &Value) -> Result<String> {
    Ok(value.as_str().with_context(|| format!("this is no text: {value:?}"))?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
        [graph]
        targets = ["x86_64-unknown-linux-gnu"]
        [licenses]
        allow = ["MIT", "Unicode-3.0"]
        exceptions = [{ crate = "selectors", allow = ["MPL-2.0"] }]
        [bans]
        deny = [{ crate = "openssl-sys", reason = "one is enough" }]
    "#;

    /// The rules that these packages break, beside others that use each rule once.
    fn wrong(more: &[(&str, Option<&str>, &str)]) -> Vec<String> {
        let usual =
            [("a", Some("MIT"), CRATES_IO), ("b", Some("Unicode-3.0"), CRATES_IO), ("selectors", Some("MPL-2.0"), CRATES_IO)];
        let packages: Vec<Package> =
            usual.iter().chain(more).map(|&(name, licence, source)| Package { name, licence, source }).collect();
        Rules::read(RULES).unwrap().broken_by(&packages).unwrap()
    }

    #[test]
    fn one_licence_of_several_is_enough_and_of_two_together_both_are_needed() {
        assert_eq!(wrong(&[("c", Some("Zlib OR MIT"), CRATES_IO), ("d", Some("BSD-3-Clause/MIT"), CRATES_IO)]), [""; 0]);
        assert_eq!(wrong(&[("c", Some("(MIT OR Apache-2.0) AND Unicode-3.0"), CRATES_IO)]), [""; 0]);
        let refused = wrong(&[("c", Some("MIT AND IJG"), CRATES_IO)]);
        assert!(refused[0].starts_with("`c` is under MIT AND IJG"), "{refused:?}");
    }

    #[test]
    fn an_exception_holds_for_its_crate_alone() {
        let refused = wrong(&[("cssparser", Some("MPL-2.0"), CRATES_IO)]);
        assert!(refused.len() == 1 && refused[0].starts_with("`cssparser` is under MPL-2.0"), "{refused:?}");
    }

    #[test]
    fn what_is_banned_comes_from_elsewhere_or_says_no_licence_is_refused() {
        assert!(wrong(&[("openssl-sys", Some("MIT"), CRATES_IO)])[0].contains("must not come in: one is enough"));
        assert!(wrong(&[("c", Some("MIT"), "git+https://git.example/c")])[0].contains("comes from git+https://git.example/c"));
        assert!(wrong(&[("c", None, CRATES_IO)])[0].contains("does not say"));
    }

    #[test]
    fn a_rule_that_nothing_needs_any_more_is_named() {
        let rules = Rules::read(RULES).unwrap();
        let mit = Package { name: "a", licence: Some("MIT"), source: CRATES_IO };
        let wrong = rules.broken_by(&[mit]).unwrap();
        assert!(wrong[0].starts_with("deny.toml allows Unicode-3.0, which"), "{wrong:?}");
        assert!(wrong[1].starts_with("deny.toml allows MPL-2.0 for `selectors`"), "{wrong:?}");
        assert_eq!(wrong.len(), 2, "{wrong:?}");
    }
}
