//! The log: lines on standard error, for people or for programs.

use std::{env, io::IsTerminal as _};

use tracing_subscriber::{EnvFilter, fmt};

/// What is logged.
pub(crate) const FILTER: &str = "RUST_LOG";
/// How a line looks.
pub(crate) const FORM: &str = "POSTBAG_LOG_FORM";
const USUAL_FILTER: &str = "info,sqlx=warn";

/// Begins to log. `settings` says what a file has for these names; the environment is stronger.
pub(crate) fn begin<'a>(settings: impl Fn(&str) -> Option<&'a str>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(settings(FILTER).unwrap_or(USUAL_FILTER)));
    let from_environment = env::var(FORM).ok().filter(|form| !form.is_empty());
    let form = from_environment.as_deref().or_else(|| settings(FORM)).unwrap_or_default();
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match form {
        "json" => log.json().flatten_event(true).init(),
        // The journal of systemd notes the time itself.
        _ if env::var_os("JOURNAL_STREAM").is_some() => log.with_ansi(false).without_time().init(),
        // Codes for colours are for eyes; a file has none.
        _ => log.with_ansi(std::io::stderr().is_terminal()).init(),
    }
    if !["", "text", "json"].contains(&form) {
        tracing::warn!("{FORM} is neither text nor json; the log is text");
    }
}
