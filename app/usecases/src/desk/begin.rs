//! How a campaign begins: blank, as a copy of another, or from a file.

use domain::{
    campaign::{Audience, CampaignFile, Change, Document, Edition, Look, Pace, Ways, ZoneName},
    checked::{FieldError, Slug, TextError, collect, one_line},
    form::Field,
    language::Language,
    problem::{Choice, Problem},
};

use super::{
    CreateCampaign, Present, Rights, SeeCampaign, WholeSite, Workshop,
    campaigns::create,
    parts::{TITLE_MAX, check},
};
use crate::{
    ports::Working,
    refusal::{Missing, Refusal},
    zones,
};

domain::form! {
    /// What a campaign begins with.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct NewForm {
        title: String = Title,
        /// Its address; made of the title if it is empty.
        slug: String = Slug,
        /// The language that it begins in.
        languages: String = Languages,
        /// The campaign that it begins as a copy of; empty for a blank one.
        copy_of: String = CopyOf,
    }
}

/// The largest file of a campaign, in bytes.
pub const FILE_MAX: usize = 1024 * 1024;

/// Addresses that a campaign does not get: people would take them for pages of the site.
const RESERVED: [&str; 8] = ["admin", "api", "desk", "new", "postbag", "preview", "sign-in", "states"];

/// The goal of a campaign that has none yet.
const GOAL: u32 = 1000;

impl Workshop {
    /// Begins a campaign from what was typed. Returns its address.
    pub async fn begin(&self, present: &Present, typed: &NewForm) -> Result<Slug, Refusal> {
        let rights = Rights::<CreateCampaign>::check(present, WholeSite)?;
        let mut errors = Vec::new();
        let title = collect(&mut errors, Field::Title, one_line(&typed.title, TITLE_MAX));
        let address = match typed.slug.trim() {
            "" => title.as_deref().and_then(Slug::suggested).map(|slug| slug.to_string()).unwrap_or_default(),
            slug => slug.to_owned(),
        };
        // Without a title there is no address to complain about.
        let slug = if address.is_empty() && title.is_none() { None } else { collect(&mut errors, Field::Slug, free(&address)) };
        let language =
            collect(&mut errors, Field::Languages, Language::parse(typed.languages.trim()).map_err(|_| Problem::NotALanguage));
        let (Some(title), Some(slug), Some(language)) = (title, slug, language) else { return Err(Refusal::Invalid(errors)) };
        let (change, document) = match typed.copy_of.as_str() {
            "" => (Change::Created, self.blank(language, title)),
            of => (Change::Copied, self.copy(present, of, language, title).await?),
        };
        self.create(&rights, &slug, change, &document).await?;
        Ok(slug)
    }

    /// Begins a campaign from a file, under the file's address or another.
    pub async fn begin_from_file(&self, rights: &Rights<CreateCampaign>, file: &[u8], slug: &str) -> Result<Slug, Refusal> {
        let (slug, document) = read_file(file, slug)?;
        self.create(rights, &slug, Change::Imported, &document).await?;
        Ok(slug)
    }

    /// Begins a campaign from a file, for whoever runs the server: they need no rights, since they have the database.
    pub async fn import(&self, file: &[u8], slug: &str) -> Result<Slug, Refusal> {
        let (slug, document) = read_file(file, slug)?;
        create(&*self.writes, None, &slug, Change::Imported, &document, self.clock.now()).await?;
        Ok(slug)
    }

    /// Every campaign, for whoever runs the server.
    pub async fn list(&self) -> Result<Vec<Working>, Refusal> {
        Ok(self.revisions.working_campaigns().await?)
    }

    /// A campaign by any address that it has or had, for whoever runs the server.
    pub async fn export(&self, slug: &Slug) -> Result<Working, Refusal> {
        self.revisions.working_campaign(slug).await?.ok_or(Refusal::NotFound(Missing::Campaign))
    }

    fn blank(&self, language: Language, title: String) -> Document {
        let zone = ZoneName::default();
        Document {
            treaty: None,
            audience: Audience::default(),
            opens_on: zones::day_of_campaign(self.clock.now(), &zone),
            zone,
            closes_on: None,
            goal: GOAL,
            ways: Ways::default(),
            pace: Pace::default(),
            look: Look::default(),
            contact: None,
            editions: vec![Edition { title, ..Edition::new(language) }],
        }
    }

    /// All of another campaign but its title and its days.
    async fn copy(&self, present: &Present, of: &str, language: Language, title: String) -> Result<Document, Refusal> {
        let unknown = || Refusal::Invalid(vec![FieldError::new(Field::CopyOf, Choice::Campaign)]);
        let slug = Slug::parse(of).map_err(|_| unknown())?;
        let found = self.revisions.working_campaign(&slug).await?.ok_or_else(unknown)?;
        Rights::<SeeCampaign>::check(present, found.id.clone())?;
        let mut document = found.document;
        document.opens_on = zones::day_of_campaign(self.clock.now(), &document.zone);
        document.closes_on = None;
        match document.edition_mut(language) {
            Some(edition) => edition.title = title,
            None => document.editions.insert(0, Edition { title, ..Edition::new(language) }),
        }
        Ok(document)
    }
}

/// The campaign of a file, with the address that was typed or else the file's own.
fn read_file(file: &[u8], slug: &str) -> Result<(Slug, Document), Refusal> {
    let wrong = |field: Field, problem: Problem| Refusal::Invalid(vec![FieldError::new(field, problem)]);
    let unread = |reason: String| wrong(Field::File, Problem::NotACampaign(reason));
    if file.is_empty() {
        return Err(wrong(Field::File, TextError::Empty.into()));
    }
    let text = std::str::from_utf8(file).map_err(|_| unread("it is not text in UTF-8.".to_owned()))?;
    let CampaignFile { slug: own, document } =
        CampaignFile::from_json(text.trim_start_matches('\u{feff}')).map_err(|error| unread(error.to_string()))?;
    let slug = match slug.trim() {
        "" => free(own.as_str()),
        typed => free(typed),
    };
    let slug = slug.map_err(|problem| wrong(Field::Slug, problem))?;
    check(&document).map_err(|errors| {
        let mut problems: Vec<Problem> = Vec::new();
        for FieldError { problem, .. } in errors {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        Refusal::Invalid(problems.into_iter().map(|problem| FieldError::new(Field::File, problem)).collect())
    })?;
    Ok((slug, document))
}

/// An address that is well formed and not reserved. Whether it is taken, the store knows.
pub(super) fn free(typed: &str) -> Result<Slug, Problem> {
    let slug = Slug::parse(typed)?;
    if RESERVED.contains(&slug.as_str()) { Err(Problem::SlugReserved) } else { Ok(slug) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_refused_where_it_would_mislead() {
        assert_eq!(free("desk"), Err(Problem::SlugReserved));
        // A Cyrillic letter that looks like a Latin one.
        for typed in ["minе-ban", "Mine-Ban", "mine ban", "", "-"] {
            assert!(matches!(free(typed), Err(Problem::Text(_))), "{typed}");
        }
        assert!(free("mine-ban").is_ok());
    }
}
