//! Letters that our server sends. The queue of mails is in [`crate::mails`].

mod moves;
mod reads;
mod writes;

use domain::post::LetterState;
use sqlx::any::AnyRow;
use usecases::ports::{RelayLetter, StoredLetter};

pub(crate) use self::moves::{move_letter, note_why_held};
use crate::{columns::Columns as _, fault::failed};

/// The columns of a letter, by name. Connections keep statements, and one with `*` breaks when a newer program widens
/// the table under it.
macro_rules! letter_columns {
    () => {
        "relay_letters.id, relay_letters.campaign, relay_letters.target, relay_letters.language, relay_letters.country,
         relay_letters.name, relay_letters.email, relay_letters.recipient, relay_letters.subject, relay_letters.body,
         relay_letters.token, relay_letters.state, relay_letters.asked_at,
         relay_letters.reader_language, relay_letters.shown, relay_letters.ask_later, relay_letters.own_digest,
         relay_letters.review"
    };
}
pub(crate) use letter_columns;

/// A letter from a row that has the [`letter_columns`].
pub(crate) fn relay_letter(row: &AnyRow) -> sqlx::Result<RelayLetter> {
    let language = row.checked("language")?;
    let reader = if row.text("reader_language")?.is_empty() { language } else { row.checked("reader_language")? };
    Ok(RelayLetter {
        id: row.checked("id")?,
        campaign: row.checked("campaign")?,
        target: row.checked("target")?,
        language,
        reader,
        country: row.checked("country")?,
        name: row.checked("name")?,
        email: row.checked("email")?,
        recipient: row.checked("recipient")?,
        subject: row.text("subject")?.to_owned(),
        body: row.text("body")?.to_owned(),
        token: row.checked("token")?,
        shown: row.text("shown")?.to_owned(),
        ask_later: row.yes("ask_later")?,
        own_digest: row.text_or_null("own_digest")?.map(str::to_owned),
        review: row.text("review")?.to_owned(),
        state: row.word("state", LetterState::parse)?,
        asked_at: row.time("asked_at")?,
    })
}

const DISOWNED: &str = "SELECT campaign FROM disowned WHERE campaign = $1 AND mailbox IN ($2, $3)";

/// A letter from a row that has why it is held, and since when, too.
fn stored_letter(row: &AnyRow) -> sqlx::Result<StoredLetter> {
    Ok(StoredLetter {
        id: row.text("id")?.to_owned(),
        campaign: row.text("campaign")?.to_owned(),
        letter: relay_letter(row).map(Box::new).map_err(|error| failed("reading a letter", error)),
        held_for: row.text_or_null("held_for")?.unwrap_or_default().to_owned(),
        held_at: row.time_or_null("held_at")?,
    })
}

/// Counts those who were asked, beside the replies.
const ASKED: &str = "asked";
