//! `cargo xtask`: the house's own tools, so that a new machine needs rustup, Node and git, and nothing else.
//!
//! Each subcommand has its own file. This package must not depend on any other of the workspace: it has to
//! build, and say what is wrong, when they do not.
#![expect(clippy::print_stdout, reason = "saying what it does, and how long it took, is this program's job")]

mod arrows;
mod bench;
mod check;
mod css;
mod deny;
mod dist;
mod paths;
mod report;
mod serve;
mod site;
mod source;
mod step;
mod test;
mod words;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::dist::Release;
use crate::workspace::Workspace;

/// Builds, checks, tests and measures Postbag.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site (server, islands, style) and serve it; what follows goes to `postbag serve`.
    Serve {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "POSTBAG SERVE ARGUMENTS")]
        arguments: Vec<String>,
    },
    /// Formatting, arrows between the packages, licences, lints and documentation: the fast inner loop.
    Check,
    /// Everything: install what the tests need, check, all suites, the browser. Ends in `N passed, N failed`.
    Test {
        /// Run one suite (may be given several times) instead of all.
        #[arg(long, value_enum, value_name = "SUITE")]
        only: Vec<test::Suite>,
    },
    /// Measure the figures that the design promises.
    Bench,
    /// The release: binary and site, optimised and precompressed, in target/dist, and as packages in target/dist/packages.
    Dist {
        /// A server that is built already, to be packed with the site that is built already.
        #[arg(long, requires = "site")]
        binary: Option<PathBuf>,
        #[arg(long, requires = "binary")]
        site: Option<PathBuf>,
    },
    /// Prove which packages depend on which.
    Arrows,
    /// How much of the interface's words each language has; what nobody says any more.
    Words {
        #[command(subcommand)]
        command: Option<WordsCommand>,
    },
}

#[derive(Subcommand)]
enum WordsCommand {
    /// What a language lacks, and what is too long for its place.
    Check {
        /// As its files are named: `es`.
        language: String,
    },
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        // One sentence that says what to do; a backtrace would bury it.
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

fn run() -> Result<ExitCode> {
    let command = Arguments::parse().command;
    let workspace = Workspace::find()?;
    match command {
        Command::Serve { arguments } => serve::run_server(&workspace, &arguments)?,
        Command::Check => return Ok(check::run_checks(&workspace)),
        Command::Test { only } => return Ok(test::run_suites(&workspace, &only)),
        Command::Bench => bench::run_benches(&workspace)?,
        Command::Dist { binary: Some(binary), site: Some(site) } => dist::run_packing(&workspace, &Release { binary, site })?,
        Command::Dist { .. } => drop(dist::run_release(&workspace)?),
        Command::Arrows => arrows::prove(&workspace)?,
        Command::Words { command: None } => words::list(&workspace)?,
        Command::Words { command: Some(WordsCommand::Check { language }) } => words::check(&workspace, &language)?,
    }
    Ok(ExitCode::SUCCESS)
}
