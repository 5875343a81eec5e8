//! Letters that a mail server took are accepted.
//!
//! That a mail left is written down by itself, at once, in one statement: until then a crash would have it sent again. What follows
//! for its letter can be found at any later time, so it is done for many letters in one unit of work.

use domain::{
    post::{Move, Purpose},
    tally::Stage,
};

use super::{Relay, action};
use crate::{
    ports::{MailKey, RelayLetter, SentLetter, StoreError, Unit, Writes},
    refusal::Refusal,
};

/// Letters in one unit of work.
const AT_A_TIME: u32 = 100;

impl Relay {
    /// Accepts every letter whose mail left, whoever sent it.
    pub(super) async fn accept_sent(&self) -> Result<(), Refusal> {
        while accept_sent(&*self.writes).await? == AT_A_TIME as usize {}
        Ok(())
    }
}

/// Accepts letters whose mail left, at most [`AT_A_TIME`]: they are counted, and their writers get a copy. Returns how many mails
/// were looked at.
pub async fn accept_sent(writes: &dyn Writes) -> Result<usize, StoreError> {
    writes
        .write(async |work| {
            let sent = work.sent_letters(AT_A_TIME).await?;
            accept(work, &sent).await?;
            Ok(sent.len())
        })
        .await
}

async fn accept(work: &mut Unit, sent: &[SentLetter]) -> Result<(), StoreError> {
    // They left within seconds of each other, unless nothing could be written down in between. One time for all of them takes one
    // statement.
    let Some(at) = sent.iter().map(|letter| letter.left_at).max() else { return Ok(()) };
    let mut letters: Vec<&RelayLetter> = Vec::new();
    for SentLetter { stored, .. } in sent {
        match &stored.letter {
            Ok(letter) => letters.push(letter),
            // One unreadable letter must not keep the others from being counted.
            Err(error) => {
                tracing::error!(letter = stored.id, %error, "a letter that was sent cannot be read; it was set aside");
                let mail = MailKey { letter: stored.id.clone(), purpose: Purpose::Letter.as_str().to_owned() };
                work.set_aside(&mail, error, at).await?;
            }
        }
    }
    let ids: Vec<_> = letters.iter().map(|letter| &letter.id).collect();
    let accepted = work.move_letters(&ids, Move::Accept, at).await?;
    for letter in letters.into_iter().filter(|letter| accepted.contains(letter.id.as_str())) {
        work.enqueue(letter, Purpose::Copy, at);
        work.count(action(letter, Stage::Accepted, at), None);
    }
    Ok(())
}
