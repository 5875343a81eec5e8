//! Letters that go to a target in one mail of the campaign: every own text whole, and a text that many signed once.

use std::collections::BTreeSet;

use domain::post::parcel::{Enclosure, Sheet, Signer, sheets};
use usecases::ports::{Parcel, RelayLetter};
use words::{Locale, Words};

use super::Text;
use crate::page::Block;

pub(crate) fn together(first: &RelayLetter, parcel: &Parcel) -> Text {
    let words = Words::new(Locale::of(parcel.language.tag()).unwrap_or_default());
    let letters: Vec<&RelayLetter> = std::iter::once(first).chain(&parcel.others).collect();
    let people: BTreeSet<String> = letters.iter().map(|letter| letter.email.as_str().to_ascii_lowercase()).collect();
    let lead = words.mail_together_lead(&parcel.title, people.len());
    let mut blocks = vec![Block::Text(format!("{lead}\n\n{}", words.mail_together_answers_note()))];
    let all: Vec<Enclosure<'_>> = letters.iter().map(|letter| enclosed(letter)).collect();
    let mut number = 0;
    for sheet in sheets(&all) {
        let signers: Vec<String> = sheet
            .signers
            .iter()
            .map(|signer| {
                number += 1;
                signed(number, letters[signer.letter], signer)
            })
            .collect();
        let text = shown(words, &sheet);
        if let [only] = &signers[..] {
            blocks.extend([Block::Text(only.clone()), text]);
        } else {
            let label = words.mail_together_same_label(signers.len());
            blocks.extend([Block::Text(label), text, Block::Text(signers.join("\n"))]);
        }
    }
    Text { subject: words.mail_together_subject(&parcel.title, letters.len()), blocks }
}

fn enclosed(letter: &RelayLetter) -> Enclosure<'_> {
    Enclosure { name: letter.name.as_str(), language: letter.language, subject: &letter.subject, body: &letter.body }
}

/// Who wrote, from where, and where they await an answer.
fn signed(number: usize, letter: &RelayLetter, signer: &Signer) -> String {
    let place = signer.place.as_ref().map(|place| format!("{place}, ")).unwrap_or_default();
    format!("{number}. {}, {place}{}", letter.name, letter.email)
}

fn shown(words: Words, sheet: &Sheet<'_>) -> Block {
    Block::Letter {
        language: sheet.language,
        subject_label: words.mail_letter_subject_label(),
        subject: sheet.subject.to_owned(),
        body: sheet.text.to_owned(),
    }
}
