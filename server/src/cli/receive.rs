//! `postbag mail receive`: the program at the end of a mail server's pipe. A mail server knows only how it ended, by the codes
//! of `sysexits.h`, so whatever fails must not lose the mail.

use std::{
    env,
    io::{self, IsTerminal as _, Read as _},
    process::ExitCode,
    sync::Arc,
};

use domain::post::other_path::is_return_path;
use mail::READ_MAX;
use storage::Database;
use usecases::{ports::Store, post::TakenIn};

use crate::{Config, SystemClock, compose::returns, secrets::data_folder_of};

/// `EX_USAGE`: the command is not as it should be.
pub(super) const USAGE: u8 = 64;
/// `EX_TEMPFAIL`: the mail server keeps the mail, and tries again.
pub(super) const TRY_AGAIN: u8 = 75;

/// Takes the mail on standard input.
pub(super) async fn receive(config: anyhow::Result<Config>, recipient: Option<String>) -> ExitCode {
    let raw = match read() {
        Ok(raw) if !raw.is_empty() => raw,
        Ok(_) => {
            eprintln!("There is no mail on standard input. Let the mail server pipe it to this command.");
            return USAGE.into();
        }
        Err(error) => {
            eprintln!("The mail could not be read: {error}");
            return TRY_AGAIN.into();
        }
    };
    match take(config, recipient, &raw).await {
        Ok(TakenIn::Done(_)) => ExitCode::SUCCESS,
        Ok(TakenIn::Later) => {
            eprintln!("The letter is just being sent; bring this mail again later.");
            TRY_AGAIN.into()
        }
        Err(error) => {
            eprintln!("The mail could not be taken in, bring it again later: {error:#}");
            TRY_AGAIN.into()
        }
    }
}

async fn take(config: anyhow::Result<Config>, recipient: Option<String>, raw: &[u8]) -> anyhow::Result<TakenIn> {
    let config = config?;
    // Only where the database is a file in it.
    if config.database_url.is_empty() {
        data_folder_of(&config)?;
    }
    let database = Database::connect(&config.database_url()).await?;
    let store: Arc<dyn Store> = Arc::new(database.clone());
    let returns = returns(&store, Arc::new(SystemClock));
    let from_server = ["ORIGINAL_RECIPIENT", "RECIPIENT", "EXTENSION"].into_iter().filter_map(|name| env::var(name).ok());
    let recipient = telling(recipient, from_server);
    let taken = returns.receive(recipient.as_deref(), raw).await;
    database.close().await;
    Ok(taken?)
}

/// The address that was given; else the first that is a return path, as a server may name its own mailbox first; else the
/// first.
fn telling(given: Option<String>, from_server: impl Iterator<Item = String>) -> Option<String> {
    if given.is_some() {
        return given;
    }
    let named: Vec<String> = from_server.filter(|address| !address.trim().is_empty()).collect();
    let path = named.iter().position(|address| is_return_path(address));
    // Without a path the mail's own headers may name one.
    path.and_then(|path| named.into_iter().nth(path))
}

/// As much of it as is looked at. The rest is read too, or the mail server would say that its pipe broke.
fn read() -> io::Result<Vec<u8>> {
    let mut stdin = io::stdin().lock();
    if stdin.is_terminal() {
        return Ok(Vec::new());
    }
    let mut raw = Vec::new();
    stdin.by_ref().take(READ_MAX as u64).read_to_end(&mut raw)?;
    io::copy(&mut stdin, &mut io::sink())?;
    Ok(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_that_is_a_return_path_is_the_telling_one() {
        let code = format!("l{}0123456789ab", "5a".repeat(16));
        let server = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>().into_iter();
        let full = format!("bounce+{code}@letters.example");
        assert_eq!(telling(Some("x@y.example".to_owned()), server(&[&full])).as_deref(), Some("x@y.example"));
        assert_eq!(telling(None, server(&["", &full, &code])), Some(full));
        assert_eq!(telling(None, server(&["postbag@letters.example", &code])), Some(code));
        let organisers = format!("o{}", "5a".repeat(16));
        assert_eq!(telling(None, server(&["postbag@letters.example", &organisers])), Some(organisers));
        assert_eq!(telling(None, server(&["postbag@letters.example"])), None);
    }
}
