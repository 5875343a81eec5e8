//! The command line.

mod backups;
mod campaigns;
mod mail;
mod organisers;
mod receive;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::{Context as _, bail};
use app::site::App;
use clap::{Parser, Subcommand};
use jiff::SignedDuration;
use rustix::fs::Mode;
use tokio::signal::unix::{Signal, SignalKind, signal};
use usecases::{Relay, post::Hand};

pub use self::mail::MailCommand;
use crate::{
    Config, Incoming, Parts, check, compose,
    http::{Door, Limits},
    import::ImportCommand,
    node::Node,
    service::{self, Notice},
    start,
};

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
    /// Looks at the database, the disk, the clock, the mail server, the fonts and the settings, and says whom the directory holds and
    /// what of it is running out. Fails if something needs to be seen to, so that a timer can tell. It sends nothing.
    Check,
    /// Deletes what is kept no longer: letters, sessions and links whose time is over, lists that nobody imported. A server that
    /// runs does the same each hour.
    Purge,
    /// Copies all that is stored into one file, while the server runs. It changes nothing.
    Backup {
        file: PathBuf,
        /// Replace the file if it is there.
        #[arg(long)]
        replace: bool,
    },
    /// Puts a backup into an empty database. Letters that waited to be sent are held for organisers.
    Restore {
        file: PathBuf,
        /// The old server was stopped before the backup was made and has not run since: what waited is sent, and people stay
        /// signed in.
        #[arg(long)]
        moved: bool,
    },
    /// People who run campaigns.
    #[command(subcommand)]
    Organiser(OrganiserCommand),
    /// Whether mail arrives: test mails, the DNS records of the keys that sign, and mail that comes back.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Campaigns as files.
    #[command(subcommand)]
    Campaign(CampaignCommand),
}

#[derive(Debug, Subcommand)]
pub enum CampaignCommand {
    /// Prints the campaigns, with their addresses, states and newest revisions.
    List,
    /// Prints a campaign as a file: its newest revision, public or not.
    Export { slug: String },
    /// Begins a campaign from a file. It is a draft until it is published at the desk.
    Import {
        file: PathBuf,
        /// Another address than the file's.
        #[arg(long)]
        slug: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum OrganiserCommand {
    /// Adds an organiser, or lets one in again, and prints a one-time sign-in link. Somebody who is there already keeps
    /// their role, unless one is given, and signs in without a second factor.
    Add {
        email: String,
        /// For somebody new, `organiser` if none is given.
        #[arg(long, value_parser = ["owner", "organiser", "viewer"])]
        role: Option<String>,
    },
    /// Prints who works here, with their roles.
    List,
    /// Removes an organiser, and ends their sessions and links.
    Remove { email: String },
}

#[expect(clippy::print_stdout, reason = "what a command prints is its answer")]
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    // Everything written from here on can be read only by the user who runs this program.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let config = cli.config.with_secrets(std::env::args_os(), credentials.as_deref());
    if let Command::Mail(MailCommand::Receive { recipient }) = cli.command {
        return Ok(receive::receive(config, recipient).await);
    }
    let config = config?;
    // These do without the site.
    let answered = match &cli.command {
        Command::Mail(command) => Some(mail::answer(command, &config).await?),
        Command::Backup { file, replace } => Some(backups::backup(&config, file, *replace).await?),
        Command::Restore { file, moved } => Some(backups::restored(&config, file, *moved).await?),
        Command::Check => return check::check(&config).await,
        _ => None,
    };
    if let Some(answer) = answered {
        return Ok(print(answer));
    }
    let mut parts = Parts::open(&config).await?;
    let node = matches!(cli.command, Command::Serve).then(|| Node::of(&config.data, &*parts.ids));
    if let Some(node) = &node {
        parts.hand = Hand::new(node.name.clone(), parts.clock.now(), config.mails_in_doubt.get());
    }
    let app = compose(parts, &config.site).await?;
    if let Command::Serve = cli.command {
        let listener = service::listener(config.addr).await?;
        let incoming = Incoming::open(&config).await?;
        let first = app.access.first_owner_link().await?;
        let mut stop_signals = StopSignals::catch()?;
        let mut running = start(app, listener, Door::new(Limits::here(), config.proxies))?;
        running.take_mail_in(incoming);
        if let Some(link) = first {
            println!("Nobody owns this site yet. Open this link to become its first owner:\n{link}");
        }
        println!("Postbag is at {} (listening on {})", config.public_url(), running.addr);
        service::tell(Notice::Ready);
        stop_signals.came().await;
        service::tell(Notice::Stopping);
        running.stop().await?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(print(answer(cli.command, &app).await?))
}

#[expect(clippy::print_stdout, reason = "what a command prints is its answer")]
fn print(Answer { text, is_well }: Answer) -> ExitCode {
    println!("{text}");
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The text that a command prints, and whether nothing needs attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
    pub is_well: bool,
}

/// Runs a command that ends at once and works on the site, by the clock of the app.
pub async fn answer(command: Command, app: &App) -> anyhow::Result<Answer> {
    let well = |text| Ok(Answer { text, is_well: true });
    match command {
        Command::Serve => bail!("serving has no end, and so no answer"),
        Command::Mail(_) | Command::Backup { .. } | Command::Restore { .. } => bail!("this is done without the site"),
        // The part of it that needs the site.
        Command::Check => {
            let (text, is_well) = check::directory(&app.campaigns).await?;
            Ok(Answer { text, is_well })
        }
        Command::Import(import) => well(import.run(&app.campaigns.directory, app.campaigns.clock.now()).await?),
        Command::Purge => purge(app).await,
        Command::Campaign(command) => well(campaigns::answer(command, app).await?),
        Command::Organiser(command) => well(organisers::answer(command, &app.access).await?),
    }
}

async fn purge(app: &App) -> anyhow::Result<Answer> {
    let purged = app.relay.purge().await?;
    app.access.delete_ended().await?;
    app.contacts.forget_files().await?;
    let days = |time: SignedDuration| time.as_hours() / 24;
    let mut text = format!(
        "Letters that nobody confirmed within {} days, deleted: {}\nLetters that were sent or given up {} days ago, deleted: {}\n\
         Sessions, links and uploaded lists whose time was over are deleted, too.",
        days(Relay::CONFIRM_WITHIN),
        purged.unconfirmed,
        days(Relay::KEEP),
        purged.ended,
    );
    if !purged.forgotten {
        text.push_str(
            "\nSomebody read in the database at that moment, so that its log still has some of what was deleted. \
             Run this again, or let the server do it within the hour.",
        );
    }
    Ok(Answer { text, is_well: purged.forgotten })
}

/// Ctrl-C, or the signal of a service manager.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// From now on they do not end the process any more, and are remembered: one that comes while the server starts must not
    /// end it with mails in its hand.
    fn catch() -> anyhow::Result<Self> {
        let catch = |kind| signal(kind).context("cannot wait for a signal");
        Ok(Self { terminate: catch(SignalKind::terminate())?, interrupt: catch(SignalKind::interrupt())? })
    }

    async fn came(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The code with which a command line that is not understood ends. A mail server knows those of `sysexits.h`.
pub fn usage_code(typed: &[OsString]) -> u8 {
    if is_pipe(typed) { receive::USAGE } else { 2 }
}

/// The code where a file of settings cannot be read. A mail that comes back is not lost by that.
pub fn settings_code(typed: &[OsString]) -> u8 {
    if is_pipe(typed) { receive::TRY_AGAIN } else { 1 }
}

/// Whether a mail server brings a mail.
fn is_pipe(typed: &[OsString]) -> bool {
    typed.windows(2).any(|words| words == ["mail", "receive"])
}
