//! The program, from its first line to its exit code. What is run in tests is the same.

use std::{
    any::Any,
    ffi::OsString,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use anyhow::Context as _;

use crate::{
    cli::{Cli, run, settings_code, usage_code},
    log,
    settings::Settings,
};

pub fn program() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let settings = Settings::read(&typed);
    log::begin(|name| settings.as_ref().ok()?.of_log(name));
    // Logged once, as one line, wherever it happens; the web layer turns it into a page.
    std::panic::set_hook(Box::new(|panic| {
        let said = words(panic.payload());
        tracing::error!(at = panic.location().map(tracing::field::display), said, "a panic was caught");
    }));
    let settings = match settings {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{error:#}");
            return settings_code(&typed).into();
        }
    };
    settings.warn();
    let cli = match settings.command_line(&typed) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            // A page of help was asked for.
            return if error.use_stderr() { usage_code(&typed).into() } else { ExitCode::SUCCESS };
        }
    };
    catch_unwind(AssertUnwindSafe(|| command(cli))).unwrap_or_else(|_| {
        eprintln!("Postbag stopped by a fault of its own. Please report it, with the command that you gave and the lines above.");
        ExitCode::FAILURE
    })
}

/// What a panic says, if it always says the same. Another text was made of values, and may quote a letter, an address or a
/// secret; the place where it was made is told in any case.
fn words(panic: &(dyn Any + Send)) -> &'static str {
    panic.downcast_ref::<&'static str>().copied().unwrap_or("a text with values in it, which is left out")
}

fn command(cli: Cli) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot begin to work");
    runtime.and_then(|runtime| runtime.block_on(run(cli))).unwrap_or_else(|error| {
        // What is wrong and what to do; a backtrace would bury it.
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_the_log_no_value() {
        let text = "Łucja Żak".to_owned();
        let quoted = catch_unwind(|| text[1..].len()).unwrap_err();
        assert_eq!(words(&*quoted), "a text with values in it, which is left out");
        assert_eq!(words(&*catch_unwind(|| panic!("not here")).unwrap_err()), "not here");
    }
}
