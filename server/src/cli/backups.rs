//! `postbag backup` and `postbag restore`: all that is stored, in one file and back.

use std::{fmt::Write as _, path::Path};

use anyhow::Context as _;
use jiff::tz::TimeZone;
use storage::{Restored, Since, Stamp, back_up, restore};
use usecases::ports::Clock as _;

use super::Answer;
use crate::{Config, SystemClock, check::size, secrets::data_folder_of};

const PROGRAM: &str = env!("CARGO_PKG_VERSION");

pub(super) async fn backup(config: &Config, file: &Path, replace: bool) -> anyhow::Result<Answer> {
    let made = back_up(&config.database_url(), file, replace, PROGRAM, SystemClock.now()).await.context("There is no backup")?;
    let text = format!(
        "{} holds all that is in the database: {} rows, {}. Keep it as safe as the server: there are letters in it, and what \
         people sign in with.\nIt can be tried with: postbag restore {0} --database-url sqlite:///A/NEW/FILE.db",
        file.display(),
        made.stamp.rows,
        size(made.bytes),
    );
    Ok(Answer { text, is_well: true })
}

pub(super) async fn restored(config: &Config, file: &Path, moved: bool) -> anyhow::Result<Answer> {
    data_folder_of(config)?;
    let since = if moved { Since::Nothing } else { Since::Anything };
    let restored = restore(&config.database_url(), file, since, SystemClock.now()).await.context("Nothing was restored")?;
    Ok(Answer { text: told(&restored, since), is_well: true })
}

/// What came back, and what is left to do.
fn told(restored: &Restored, since: Since) -> String {
    let Restored { stamp: Stamp { program, made_at, .. }, rows, held, stopped } = restored;
    let made_at = made_at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC");
    let count = |table: &str| rows.get(table).copied().unwrap_or_default();
    let mut text = format!(
        "Restored from a backup that Postbag {program} made on {made_at}: campaigns {}, actions {}, letters that are kept {}, artworks {}, \
         people who work here {}.\n",
        count("campaigns"),
        count("actions"),
        count("relay_letters"),
        count("artworks"),
        count("organisers"),
    );
    // Writing into a text cannot fail.
    let _ = match since {
        Since::Nothing => write!(
            text,
            "As --moved was given, everything goes on as it was: what waited is sent, and whoever was signed in is. \
             Do not start the old server again."
        ),
        Since::Anything => write!(
            text,
            "\nWhat happened after the backup was made is not in it. So that nothing happens twice:\n\
             - Letters that waited to be sent and are held now: {held}. Each may have left since. Let them go or reject them at the \
             desk, at /desk/post, within two weeks.\n\
             - Other mails that waited and are not sent: {stopped}.\n\
             - Everybody signs in anew. Links to sign in and to drafts do not work any more.\n\
             Look through the people (postbag organiser list): somebody who was removed since is back. So are pauses and corrections as they \
             were."
        ),
    };
    text
}
