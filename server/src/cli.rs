//! The command line.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use domain::checked::EmailAddress;
use tokio::net::TcpListener;
use usecases::{Campaigns, directory::Inventory, ports::Role};

use crate::{Config, Parts, compose, import::ImportCommand, start};

/// Letter-writing campaigns: print or send, and count what was really sent.
#[derive(Debug, Parser)]
#[command(name = "postbag", version)]
pub struct Cli {
    #[command(flatten)]
    pub config: Config,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the site.
    Serve,
    /// Lays a file over what is built in: members of Congress, their offices, districts, treaties, missions, targets.
    Import(ImportCommand),
    /// Says whom the directory holds and what of it is running out. Fails if something is, so that a timer can tell.
    Check,
    /// People who run campaigns.
    #[command(subcommand)]
    Organiser(OrganiserCommand),
}

#[derive(Debug, Subcommand)]
pub enum OrganiserCommand {
    /// Adds an organiser, or changes the role of one, and prints a one-time sign-in link.
    Add {
        email: String,
        #[arg(long, default_value = "organiser", value_parser = ["owner", "organiser", "viewer"])]
        role: String,
    },
}

#[expect(clippy::print_stdout, reason = "what a command prints is its answer")]
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = cli.config;
    let app = compose(Parts::open(&config).await?, &config.site).await?;
    match cli.command {
        Command::Serve => {
            let listener = TcpListener::bind(config.addr)
                .await
                .with_context(|| format!("cannot listen on {}; name another address with POSTBAG_ADDR", config.addr))?;
            let running = start(app, &config.site, listener)?;
            println!("Postbag is at {} (listening on {})", config.public_url(), running.addr);
            stop_signal().await?;
            running.stop().await?;
        }
        Command::Import(import) => {
            println!("{}", import.run(&app.campaigns.directory, app.campaigns.clock.today()).await?);
        }
        Command::Check => return check(&app.campaigns).await,
        Command::Organiser(OrganiserCommand::Add { email, role }) => {
            let email = EmailAddress::parse(&email).map_err(|error| anyhow::anyhow!("{}: {error}", email.escape_debug()))?;
            let role = Role::parse(&role).context("the role is owner, organiser or viewer")?;
            println!("{}", app.desk.add_organiser(email, role).await?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "what a command prints is its answer")]
async fn check(campaigns: &Campaigns) -> anyhow::Result<ExitCode> {
    println!("{}", Inventory::of(&campaigns.directory.get()));
    let warnings = campaigns.warnings().await?;
    for warning in &warnings {
        println!("\n{warning}");
    }
    Ok(if warnings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Ctrl-C, or what a service manager sends.
async fn stop_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for a signal")?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
        _ = terminate.recv() => Ok(()),
    }
}
