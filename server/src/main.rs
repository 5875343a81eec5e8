//! The program `postbag`.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::{Cli, run};
use tracing_subscriber::EnvFilter;

fn main() -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    // Logged once, as one line, wherever it happens; the web layer turns it into a page.
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a panic was caught")));
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(Cli::parse()))
}
