//! Campaigns as organisers work on them: begun, saved as revisions, published, paused, ended.
//!
//! Saving publishes nothing. Each save names the revision that it began from; if others saved meanwhile, it is refused,
//! and nothing of either is lost.

use std::sync::Arc;

use domain::{
    campaign::{CampaignFile, CampaignId, Change, Document, Edition, Hold, Part, Revision},
    checked::{FieldError, Slug},
    form::Field,
    language::Language,
    problem::Problem,
};
use jiff::Timestamp;

use crate::{
    desk::{
        CreateCampaign, EditCampaign, EndCampaign, ExportCampaign, Holder, Present, PublishCampaign, Right, Rights, SeeCampaign,
    },
    desk::{
        begin,
        checklist::must_have,
        parts::{carry_over, difference},
    },
    directory::LiveDirectory,
    ports::{Act, ArtworkReads, Clock, NewRevision, RevisionReads, Saved, Working, Writes},
    refusal::{Missing, Refusal},
};

#[derive(Debug, Clone)]
pub struct Workshop {
    pub revisions: Arc<dyn RevisionReads>,
    pub writes: Arc<dyn Writes>,
    pub directory: Arc<LiveDirectory>,
    pub artworks: Arc<dyn ArtworkReads>,
    pub clock: Arc<dyn Clock>,
}

impl Workshop {
    /// The campaigns that an organiser may see, in the order in which they were created.
    pub async fn all(&self, present: &Present) -> Result<Vec<Working>, Refusal> {
        let campaigns = self.revisions.working_campaigns().await?;
        Ok(campaigns.into_iter().filter(|campaign| present.may::<SeeCampaign>(&campaign.id)).collect())
    }

    /// A campaign by any address that it has or had.
    pub async fn open(&self, present: &Present, slug: &str) -> Result<Working, Refusal> {
        let missing = Refusal::NotFound(Missing::Campaign);
        let Ok(slug) = Slug::parse(slug) else { return Err(missing) };
        let campaign = self.revisions.working_campaign(&slug).await?.ok_or(missing)?;
        Rights::<SeeCampaign>::check(present, campaign.id.clone())?;
        Ok(campaign)
    }

    pub async fn history(&self, rights: &Rights<SeeCampaign>) -> Result<Vec<Saved>, Refusal> {
        Ok(self.revisions.history(rights.campaign()).await?)
    }

    pub async fn revision(&self, rights: &Rights<SeeCampaign>, revision: Revision) -> Result<Document, Refusal> {
        let found = self.revisions.revision(rights.campaign(), revision).await?;
        found.ok_or(Refusal::NotFound(Missing::Page))
    }

    /// A campaign as a file: its newest revision, public or not.
    pub async fn file(&self, rights: &Rights<ExportCampaign>) -> Result<CampaignFile, Refusal> {
        let Working { slug, document, .. } = newest(&*self.revisions, rights.campaign()).await?;
        Ok(CampaignFile { slug, document })
    }

    /// Begins a campaign. It is a draft until it is published.
    pub async fn create(
        &self,
        rights: &Rights<CreateCampaign>,
        slug: &Slug,
        change: Change,
        document: &Document,
    ) -> Result<CampaignId, Refusal> {
        create(&*self.writes, Some(rights.holder()), slug, change, document, self.clock.now()).await
    }

    /// Saves one part of a campaign, edited from the revision `from`. If others saved other fields meanwhile, theirs stay. If
    /// they saved the same ones, nothing is saved, and the three texts are returned to choose from. So are they where nobody
    /// knows from what it was edited.
    pub async fn edit(
        &self,
        rights: &Rights<EditCampaign>,
        from: Option<Revision>,
        part: Part,
        edit: impl Fn(&mut Document) -> Result<(), Refusal>,
    ) -> Result<Edited, Refusal> {
        for _ in 0..TRIES {
            let newest = newest(&*self.revisions, rights.campaign()).await?;
            let known = match from {
                Some(from) if from == newest.newest => Some(newest.document.clone()),
                Some(from) => self.revisions.revision(rights.campaign(), from).await?,
                None => None,
            };
            let is_known = known.is_some();
            let base = known.unwrap_or_else(|| newest.document.clone());
            let (mut own, mut both) = (base.clone(), newest.document.clone());
            edit(&mut own)?;
            if own == base {
                return Ok(Edited::Unchanged(newest.newest));
            }
            if !is_known {
                let theirs = newest.document;
                return Ok(Edited::Conflict(Box::new(Conflict { newest: newest.newest, base, theirs, own })));
            }
            let meant = difference(&base, &own);
            let theirs = difference(&base, &newest.document);
            if meant.iter().any(|change| theirs.iter().any(|other| other.is_at(change) && other.after != change.after)) {
                let conflict = Conflict { newest: newest.newest, base, theirs: newest.document, own };
                return Ok(Edited::Conflict(Box::new(conflict)));
            }
            edit(&mut both)?;
            // A form holds all fields of its part. Those that its writer left as they were are what others made of them.
            let others: Vec<_> = theirs.into_iter().filter(|change| !meant.iter().any(|own| own.is_at(change))).collect();
            carry_over(&mut both, &others).map_err(Refusal::Invalid)?;
            match save(&*self.writes, rights, newest.newest, Change::Edited(part), &both, self.clock.now()).await {
                Ok(revision) => return Ok(Edited::Saved(revision)),
                // Somebody was faster by a moment.
                Err(Refusal::Overtaken(_)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Err(Refusal::Busy { again_in: 1 })
    }

    /// Adds an edition in a language, with nothing written.
    pub async fn add_language(&self, rights: &Rights<EditCampaign>, typed: &str) -> Result<Language, Refusal> {
        let wrong = |problem: Problem| Refusal::Invalid(vec![FieldError::new(Field::Languages, problem)]);
        let language = Language::parse(typed.trim()).map_err(|_| wrong(Problem::NotALanguage))?;
        let add = |document: &mut Document| {
            if document.edition(language).is_some() {
                return Err(wrong(Problem::LanguageThere));
            }
            document.editions.push(Edition::new(language));
            Ok(())
        };
        amend(&*self.revisions, &*self.writes, rights, Change::Edited(Part::Story), add, self.clock.now()).await?;
        Ok(language)
    }

    /// Takes an edition out. Earlier revisions keep it.
    pub async fn remove_language(&self, rights: &Rights<EditCampaign>, language: Language) -> Result<(), Refusal> {
        let last = || Refusal::Invalid(vec![FieldError::new(Field::Languages, Problem::LastLanguage)]);
        let remove = |document: &mut Document| {
            document.editions.retain(|edition| edition.language != language);
            if document.editions.is_empty() { Err(last()) } else { Ok(()) }
        };
        amend(&*self.revisions, &*self.writes, rights, Change::Edited(Part::Story), remove, self.clock.now()).await?;
        Ok(())
    }

    /// Brings an earlier revision back, as the newest.
    pub async fn restore(&self, rights: &Rights<EditCampaign>, revision: Revision) -> Result<Revision, Refusal> {
        let found = self.revisions.revision(rights.campaign(), revision).await?;
        let document = found.ok_or(Refusal::NotFound(Missing::Page))?;
        let put = |newest: &mut Document| {
            newest.clone_from(&document);
            Ok(())
        };
        amend(&*self.revisions, &*self.writes, rights, Change::Restored(revision), put, self.clock.now()).await
    }

    /// Makes a revision public, unless it lacks what no campaign can do without.
    pub async fn publish(&self, rights: &Rights<PublishCampaign>, revision: Revision) -> Result<(), Refusal> {
        let found = self.revisions.revision(rights.campaign(), revision).await?;
        let document = found.ok_or(Refusal::NotFound(Missing::Page))?;
        must_have(&self.directory.get(), &*self.artworks, &document, self.clock.today()).await?;
        let before = self.live(rights.campaign()).await?;
        // Letters that wait by slots of another pace take new ones.
        let has_another_pace = before.is_some_and(|before| has_another_pace(&before, &document));
        publish(&*self.writes, rights, revision, has_another_pace, self.clock.now()).await
    }

    /// What is public of a campaign, if it is.
    async fn live(&self, campaign: &CampaignId) -> Result<Option<Document>, Refusal> {
        match newest(&*self.revisions, campaign).await?.live {
            Some(live) => Ok(self.revisions.revision(campaign, live).await?),
            None => Ok(None),
        }
    }

    /// Pauses a campaign, so that no letter is taken or sent until it is resumed.
    pub async fn pause(&self, rights: &Rights<PublishCampaign>) -> Result<(), Refusal> {
        let act = Act::PausedCampaign { campaign: rights.campaign().clone() };
        self.hold(rights, Some(Hold::Paused), act, |before| before != Some(Hold::Won)).await
    }

    /// Takes letters again after a pause.
    pub async fn resume(&self, rights: &Rights<PublishCampaign>) -> Result<(), Refusal> {
        let act = Act::ResumedCampaign { campaign: rights.campaign().clone() };
        self.hold(rights, None, act, |before| before != Some(Hold::Won)).await
    }

    /// Takes letters again after all, where it was said that it is won.
    pub async fn reopen(&self, rights: &Rights<EndCampaign>) -> Result<(), Refusal> {
        let act = Act::ResumedCampaign { campaign: rights.campaign().clone() };
        self.hold(rights, None, act, |_| true).await
    }

    /// Ends a campaign that has reached its aim.
    pub async fn win(&self, rights: &Rights<EndCampaign>) -> Result<(), Refusal> {
        let act = Act::WonCampaign { campaign: rights.campaign().clone() };
        self.hold(rights, Some(Hold::Won), act, |_| true).await
    }

    /// Holds a campaign that is public, or lets it go. What is so already stays, and is not audited again.
    async fn hold<R: Right<About = CampaignId>>(
        &self,
        rights: &Rights<R>,
        hold: Option<Hold>,
        act: Act,
        may_follow: impl Fn(Option<Hold>) -> bool + Send,
    ) -> Result<(), Refusal> {
        let (campaign, at) = (rights.campaign(), self.clock.now());
        self.writes
            .write(async |work| {
                // Otherwise one could be resumed that another ends at this moment.
                work.alone().await?;
                let before = work.held(campaign).await?.ok_or(Refusal::NotFound(Missing::Campaign))?;
                if before == hold {
                    return Ok(());
                }
                if !may_follow(before) {
                    return Err(Refusal::Won);
                }
                work.hold(campaign, hold, at).await?;
                work.audit(rights.holder(), act.clone(), at);
                Ok(())
            })
            .await
    }

    /// Gives a campaign another address. The old ones lead to it for good.
    pub async fn rename(&self, rights: &Rights<EditCampaign>, typed: &str) -> Result<Slug, Refusal> {
        let slug = &begin::free(typed.trim()).map_err(|problem| Refusal::Invalid(vec![FieldError::new(Field::Slug, problem)]))?;
        let (id, at) = (rights.campaign(), self.clock.now());
        self.writes
            .write(async |work| {
                if !work.move_campaign(id, slug).await? {
                    return Err(taken());
                }
                work.audit(rights.holder(), Act::MovedCampaign { campaign: id.clone(), slug: slug.clone() }, at);
                Ok(())
            })
            .await?;
        Ok(slug.clone())
    }
}

/// Whether letters leave at other times by one document than by another.
fn has_another_pace(one: &Document, other: &Document) -> bool {
    let times = |document: &Document| (document.pace, document.zone.clone(), document.closes_on);
    times(one) != times(other)
}

/// How often a change is tried again when others save at the same moment.
const TRIES: usize = 5;

/// What became of a part that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    Saved(Revision),
    /// It was as it is.
    Unchanged(Revision),
    Conflict(Box<Conflict>),
}

/// Two people changed the same fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub newest: Revision,
    /// Both began from this.
    pub base: Document,
    pub theirs: Document,
    pub own: Document,
}

/// The newest revision of a campaign that there is.
pub(super) async fn newest(revisions: &dyn RevisionReads, campaign: &CampaignId) -> Result<Working, Refusal> {
    revisions.working_campaign(&campaign.first_slug()).await?.ok_or(Refusal::NotFound(Missing::Campaign))
}

/// Changes the newest revision, whatever others saved meanwhile.
pub async fn amend(
    revisions: &dyn RevisionReads,
    writes: &dyn Writes,
    rights: &Rights<EditCampaign>,
    change: Change,
    edit: impl Fn(&mut Document) -> Result<(), Refusal>,
    at: Timestamp,
) -> Result<Revision, Refusal> {
    for _ in 0..TRIES {
        let Working { newest, document, .. } = newest(revisions, rights.campaign()).await?;
        let mut changed = document.clone();
        edit(&mut changed)?;
        if changed == document {
            return Ok(newest);
        }
        match save(writes, rights, newest, change, &changed, at).await {
            Err(Refusal::Overtaken(_)) => {}
            done => return done,
        }
    }
    Err(Refusal::Busy { again_in: 1 })
}

fn taken() -> Refusal {
    Refusal::Invalid(vec![FieldError::new(Field::Slug, Problem::SlugTaken)])
}

/// Begins a campaign with its first revision. Without a holder of the right, it is whoever runs the server.
pub async fn create(
    writes: &dyn Writes,
    by: Option<&Holder>,
    slug: &Slug,
    change: Change,
    document: &Document,
    at: Timestamp,
) -> Result<CampaignId, Refusal> {
    let id = CampaignId::from(slug);
    let author = by.map(Holder::email);
    let new = NewRevision { campaign: &id, revision: Revision::FIRST, author, change, document };
    writes
        .write(async |work| {
            if !work.create_campaign(slug, 0, at).await? || !work.add_revision(new, at).await? {
                return Err(taken());
            }
            let act = Act::CreatedCampaign { campaign: id.clone(), change };
            match by {
                Some(holder) => work.audit(holder, act, at),
                None => work.audit_operator(act, at),
            }
            Ok(())
        })
        .await?;
    Ok(id)
}

/// Adds the revision after `from`, unless there is one.
pub async fn save(
    writes: &dyn Writes,
    rights: &Rights<EditCampaign>,
    from: Revision,
    change: Change,
    document: &Document,
    at: Timestamp,
) -> Result<Revision, Refusal> {
    let (campaign, revision) = (rights.campaign(), from.next());
    let new = NewRevision { campaign, revision, author: Some(rights.holder().email()), change, document };
    writes
        .write(async |work| {
            if !work.add_revision(new, at).await? {
                return Err(Refusal::Overtaken(revision));
            }
            work.audit(rights.holder(), Act::SavedCampaign { campaign: campaign.clone(), revision, change }, at);
            Ok(revision)
        })
        .await
}

/// Makes a revision the one that is public.
pub async fn publish(
    writes: &dyn Writes,
    rights: &Rights<PublishCampaign>,
    revision: Revision,
    new_slots: bool,
    at: Timestamp,
) -> Result<(), Refusal> {
    let campaign = rights.campaign();
    writes
        .write(async |work| {
            if !work.publish(campaign, revision, at).await? {
                return Err(Refusal::NotFound(Missing::Page));
            }
            if new_slots {
                work.drop_slots(campaign, None, at).await?;
            }
            work.audit(rights.holder(), Act::PublishedCampaign { campaign: campaign.clone(), revision }, at);
            Ok(())
        })
        .await
}
