//! `cargo xtask serve`: from a clone to a page in the browser.

use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};

use crate::site;
use crate::step::step;
use crate::workspace::{Workspace, run, said};

/// Where the server listens when nothing else is said; the server has the same default.
const DEFAULT_ADDRESS: &str = "127.0.0.1:3000";

/// Builds the site and becomes the server.
pub fn run_server(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    build_server(workspace)?;
    site::build(workspace)?;
    let address = address(arguments, std::env::var("POSTBAG_ADDR").ok());
    println!("[serve] http://{address} (Ctrl-C ends it)");
    let mut server = Command::new(workspace.binary("debug"));
    server.arg("serve").args(arguments).current_dir(&workspace.root);
    let site = workspace.site();
    server.env("POSTBAG_SITE", &site).env("LEPTOS_SITE_ROOT", &site);
    // Becoming the server, rather than starting it, gives Ctrl-C and a supervisor's signals straight to it.
    let error = server.exec();
    Err(error).with_context(|| format!("could not start `{}`", said(&server)))
}

/// Compiles the server for development.
pub fn build_server(workspace: &Workspace) -> Result<()> {
    step("server", "compiling the server", || run(workspace.cargo_host("build").args(["--bin", "postbag"])))
}

/// The address to show: what `postbag serve` will make of the same arguments and environment.
fn address(arguments: &[String], from_environment: Option<String>) -> String {
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if let Some(address) = word.strip_prefix("--addr=") {
            return address.to_owned();
        }
        if word == "--addr"
            && let Some(address) = words.next()
        {
            return address.to_owned();
        }
    }
    from_environment.unwrap_or_else(|| DEFAULT_ADDRESS.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(arguments: &[&str], environment: Option<&str>) -> String {
        address(&arguments.iter().map(ToString::to_string).collect::<Vec<_>>(), environment.map(str::to_owned))
    }

    #[test]
    fn the_address_shown_is_the_flag_then_the_environment_then_the_default() {
        assert_eq!(shown(&["--addr", "0.0.0.0:80"], Some("1.2.3.4:5")), "0.0.0.0:80");
        assert_eq!(shown(&["--addr=[::1]:80"], None), "[::1]:80");
        assert_eq!(shown(&[], Some("1.2.3.4:5")), "1.2.3.4:5");
        assert_eq!(shown(&["--data", "x"], None), "127.0.0.1:3000");
    }
}
