//! `postbag check`: whether everything that the site stands on is as it should be. One line for each thing; where something is
//! wrong the line says what to do, and the command fails, so that a timer can tell.
//!
//! Nothing is sent, and a database of an older program stays as it is.

mod machine;
mod mailing;
mod settings;

use std::{fmt, process::ExitCode, sync::Arc};

use anyhow::anyhow;
use app::site::said;
use storage::{Looked, look};
use usecases::{Campaigns, directory::Inventory, ports::Clock};
use words::{Words, plain};

pub(crate) use self::machine::size;
use crate::{Config, Parts, SystemClock, compose, secrets::data_folder_of};

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Well,
    /// It may be meant so.
    Note,
    Wrong,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    what: &'static str,
    level: Level,
    text: String,
}

impl Finding {
    fn well(what: &'static str, text: impl Into<String>) -> Self {
        Self { what, level: Level::Well, text: text.into() }
    }

    fn note(what: &'static str, text: impl Into<String>) -> Self {
        Self { what, level: Level::Note, text: text.into() }
    }

    fn wrong(what: &'static str, text: impl Into<String>) -> Self {
        Self { what, level: Level::Wrong, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Well => "ok",
            Level::Note => "note",
            Level::Wrong => "WRONG",
        };
        write!(f, "{:<12} {level}: {}", self.what, self.text)
    }
}

/// Looks at everything and prints what it finds. What stops a server from starting is an error here as well.
#[expect(clippy::print_stdout, reason = "what a command prints is its answer")]
pub(crate) async fn check(config: &Config) -> anyhow::Result<ExitCode> {
    let mail = config.mail()?;
    data_folder_of(config)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let url = config.database_url();
    let looked = look(&url).await;
    let mut findings = vec![database(&looked)];
    let looked = looked.as_ref().ok().and_then(Option::as_ref);
    findings.push(machine::disk(config, looked));
    findings.push(machine::data_folder(config));
    findings.push(machine::clock(clock.now(), looked));
    findings.push(settings::public_url(config, &mail));
    findings.push(mailing::mail_server(&mail, clock).await);
    findings.push(settings::fonts(config));
    for finding in &findings {
        println!("{finding}");
    }
    let is_well = findings.iter().all(|finding| finding.level != Level::Wrong);
    // Whoever has the tables brought up to date here does it under a server that knows the old ones.
    if findings[0].level == Level::Wrong {
        return Err(anyhow!("The directory was not looked at, as the database is not as it should be (see the first line)."));
    }
    let app = compose(Parts::open(config).await?, &config.site).await?;
    let (text, nothing_to_do) = directory(&app.campaigns).await?;
    println!("\n{text}");
    Ok(if is_well && nothing_to_do { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn database(looked: &Result<Option<Looked>, storage::ConnectError>) -> Finding {
    const WHAT: &str = "database";
    let looked = match looked {
        Ok(Some(looked)) => looked,
        Ok(None) => return Finding::well(WHAT, "SQLite, made at this moment"),
        Err(error) => return Finding::wrong(WHAT, error.to_string()),
    };
    let Looked { kind, step, known, bytes, read_only, .. } = looked;
    if let Some(error) = read_only {
        return Finding::wrong(
            WHAT,
            format!(
                "{kind} cannot be written to: {error}. Look at the rights of the file and its folder, at the room on the disk, \
                     and whether the server of the database is a copy that only reads."
            ),
        );
    }
    if *step > *known {
        return Finding::wrong(
            WHAT,
            format!("its tables are at step {step}, and this program knows {known}: run the newer Postbag"),
        );
    }
    if *step > 0 && step < known {
        return Finding::wrong(
            WHAT,
            format!(
                "its tables are at step {step}, and this program is at {known}. Make a backup (postbag backup FILE) and start the \
                     server of this version, which brings them up to date."
            ),
        );
    }
    Finding::well(WHAT, format!("{kind} answers and can be written to; {}, tables at step {known}", size(*bytes)))
}

/// Whom the directory holds, and what of it is running out.
pub(crate) async fn directory(campaigns: &Campaigns) -> anyhow::Result<(String, bool)> {
    let inventory = Inventory::of(&campaigns.directory.get()).to_string();
    // Meanwhile letters go to the offices, so a timer need not wake anybody.
    let english = Words::default();
    let aged = campaigns.directory.aged_names().into_iter().map(|aged| plain(said::aged_names(english, &aged)));
    let warnings = campaigns.warnings().await?;
    let is_well = warnings.is_empty();
    let tasks = warnings.iter().map(|warning| plain(said::warning(english, warning)));
    let text = std::iter::once(inventory).chain(aged).chain(tasks).collect::<Vec<_>>().join("\n\n");
    Ok((text, is_well))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked() -> Looked {
        Looked { kind: "SQLite", step: 7, known: 7, bytes: 0, read_only: None, newest: None, clock: None }
    }

    #[test]
    fn a_database_that_a_start_would_change_or_refuse_is_not_touched() {
        let level = |looked: Looked| database(&Ok(Some(looked))).level;
        assert_eq!(level(looked()), Level::Well);
        assert_eq!(level(Looked { step: 0, ..looked() }), Level::Well);
        assert_eq!(level(Looked { step: 6, ..looked() }), Level::Wrong);
        assert_eq!(level(Looked { step: 8, ..looked() }), Level::Wrong);
        assert_eq!(level(Looked { read_only: Some("it is full".to_owned()), ..looked() }), Level::Wrong);
    }

    #[test]
    fn a_line_says_what_how_and_what_to_do() {
        assert_eq!(Finding::wrong("disk", "1 MB is free").to_string(), "disk         WRONG: 1 MB is free");
        assert_eq!(Finding::well("mail server", "it answers").to_string(), "mail server  ok: it answers");
    }
}
