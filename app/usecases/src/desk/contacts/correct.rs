//! Corrections: one detail of one target, made for the whole site, with who says so.

use domain::{
    address::{Address, lines},
    checked::{EmailAddress, FieldError, TextError, collect, one_line, web_page},
    form::Field,
    problem::{Choice, Problem},
    state::Iso2,
    target::{Correction, Detail, DetailKind, Greeting, Said, Target, TargetId, Upstream},
};
use jiff::Timestamp;

use super::Contacts;
use crate::{
    desk::{CorrectTargets, Rights},
    directory::Corrected,
    ports::Act,
    refusal::{Missing, Refusal},
};

domain::form! {
    /// A correction as it was typed. Of the details the one is read that is corrected.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct CorrectionDraft {
        address: String = Address,
        /// The country of the address, by its code.
        address_country: String = AddressCountry,
        email: String = Email,
        web_form: String = WebForm,
        greeting: String = Greeting,
        /// The target has no such detail.
        has_none: bool = HasNone,
        source: String = Source,
        as_of: String = AsOf,
    }
}

/// A correction among all, with what its source says now.
#[derive(Debug, Clone)]
pub struct Listed {
    pub corrected: Corrected,
    /// The target as it is today; none where it is not in the directory any more.
    pub target: Option<Target>,
    pub upstream: Upstream,
}

impl CorrectionDraft {
    /// What is known of a detail, to begin with.
    pub fn of(detail: &Detail) -> Self {
        let mut draft = Self::default();
        match detail.clone() {
            Detail::Address { address } => {
                if let Some(address) = address {
                    draft.address = address.lines.join("\n");
                    draft.address_country = address.country.to_string();
                }
            }
            Detail::Email { email } => draft.email = email.map(|email| email.to_string()).unwrap_or_default(),
            Detail::WebForm { web_form } => draft.web_form = web_form.unwrap_or_default(),
            Detail::Greeting { greeting, .. } => draft.greeting = greeting.unwrap_or_default(),
        }
        draft
    }
}

/// The field that asks for a detail.
const fn field(kind: DetailKind) -> Field {
    match kind {
        DetailKind::Address => Field::Address,
        DetailKind::Email => Field::Email,
        DetailKind::WebForm => Field::WebForm,
        DetailKind::Greeting(_) => Field::Greeting,
    }
}

impl Contacts {
    /// All corrections, the newest first.
    pub fn corrections(&self) -> Vec<Listed> {
        let today = self.directory.get();
        let listed = |corrected: &Corrected| {
            let correction = &corrected.correction;
            let upstream = correction.upstream(self.directory.upstream(&correction.target).as_ref());
            Listed { corrected: corrected.clone(), target: today.target(&correction.target).cloned(), upstream }
        };
        self.directory.corrections().iter().map(listed).collect()
    }

    /// The correction of a detail, if there is one.
    pub fn correction_of(&self, target: &TargetId, kind: DetailKind) -> Option<Corrected> {
        let is_of = |corrected: &&Corrected| corrected.correction.target == *target && corrected.correction.right.kind() == kind;
        self.directory.corrections().iter().find(is_of).cloned()
    }

    /// Corrects a detail of a target. A correction that there is already is replaced.
    pub async fn correct(
        &self,
        rights: &Rights<CorrectTargets>,
        target: &TargetId,
        kind: DetailKind,
        typed: &CorrectionDraft,
    ) -> Result<(), Refusal> {
        let upstream = self.directory.upstream(target).ok_or(Refusal::NotFound(Missing::Target))?;
        let before = Detail::of(&upstream, kind);
        let mut errors = Vec::new();
        let right = self.detail(&mut errors, kind, typed);
        if right.as_ref() == Some(&before) {
            errors.push(FieldError::new(field(kind), Problem::NothingToCorrect));
        }
        let source = collect(&mut errors, Field::Source, one_line(&typed.source, Self::SOURCE_MAX));
        let as_of = collect(&mut errors, Field::AsOf, self.day(&typed.as_of));
        let (Some(right), Some(source), Some(as_of), true) = (right, source, as_of, errors.is_empty()) else {
            return Err(Refusal::Invalid(errors));
        };
        let at: Timestamp = self.clock.now();
        let correction = Correction { target: target.clone(), right, before, said: Said { source, as_of } };
        let corrected = Corrected { correction, organiser: rights.holder().email().clone(), at };
        let unstorable = |error: serde_json::Error| {
            tracing::error!(%error, "a correction cannot be stored");
            Refusal::NotFound(Missing::Target)
        };
        let row = corrected.row().map_err(unstorable)?;
        self.writes
            .write::<_, Refusal>(async |work| {
                work.correct(&row).await?;
                let act = Act::CorrectedTarget { target: target.clone(), detail: kind, content: row.content.clone() };
                work.audit(rights.holder(), act, at);
                Ok(())
            })
            .await?;
        self.directory.refresh().await?;
        Ok(())
    }

    /// Takes a correction back, so that the source's word holds.
    pub async fn uncorrect(&self, rights: &Rights<CorrectTargets>, target: &TargetId, kind: DetailKind) -> Result<(), Refusal> {
        let at = self.clock.now();
        self.writes
            .write(async |work| {
                if !work.uncorrect(target, kind, at).await? {
                    return Err(Refusal::NotFound(Missing::Page));
                }
                work.audit(rights.holder(), Act::RemovedCorrection { target: target.clone(), detail: kind }, at);
                Ok(())
            })
            .await?;
        self.directory.refresh().await?;
        Ok(())
    }

    fn detail(&self, errors: &mut Vec<FieldError>, kind: DetailKind, typed: &CorrectionDraft) -> Option<Detail> {
        let none = typed.has_none;
        let checked = |errors: &mut Vec<FieldError>, checked: Result<String, TextError>| {
            if none { Some(None) } else { collect(errors, field(kind), checked).map(Some) }
        };
        Some(match kind {
            DetailKind::Address if none => Detail::Address { address: None },
            DetailKind::Address => Detail::Address { address: Some(self.address(errors, typed)?) },
            DetailKind::Email => {
                let email = if none { None } else { Some(collect(errors, Field::Email, EmailAddress::parse(&typed.email))?) };
                Detail::Email { email }
            }
            DetailKind::WebForm => Detail::WebForm { web_form: checked(errors, web_page(&typed.web_form))? },
            DetailKind::Greeting(language) => {
                let greeting = checked(errors, one_line(&typed.greeting, Greeting::MAX))?;
                Detail::Greeting { language, greeting }
            }
        })
    }

    fn address(&self, errors: &mut Vec<FieldError>, typed: &CorrectionDraft) -> Option<Address> {
        let written = lines(&typed.address).map_err(Problem::from);
        let written = written.and_then(|lines| if lines.is_empty() { Err(TextError::Empty.into()) } else { Ok(lines) });
        let written = collect(errors, Field::Address, written);
        let directory = self.directory.as_told();
        let known = |iso2: Iso2| Some((directory.name_for_the_post(&iso2)?.to_owned(), iso2));
        let country = Iso2::parse(&typed.address_country).ok().and_then(known);
        let (country_name, country) = collect(errors, Field::AddressCountry, country.ok_or(Choice::Country))?;
        Some(Address { lines: written?, country, country_name })
    }
}
