//! The artwork of campaigns: uploaded by organisers, made ready for the press once, chosen by supporters.

use std::sync::Arc;

use domain::{
    artwork::{AlternativeText, Artwork, ArtworkId, Credit, PictureSide},
    campaign::{Campaign, Change, Document, Edition, Look, Part},
    checked::{FieldError, Slug, collect},
    form::Field,
    language::Language,
    paper::{CardGeometry, Flip, PaperFormat},
    problem::{Choice, Problem},
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::{
    desk::{EditCampaign, Rights, campaigns},
    ports::press::{Body, Front, PICTURE_BYTES_MAX, Picture, PictureError, Piece, Plate, Prepress, Press, PressError, PrintJob},
    ports::{ArtworkFile, ArtworkReads, Clock, PublicLinks, RevisionReads, StoreError, Writes},
    refusal::{Missing, Refusal},
};

#[derive(Debug, Clone)]
pub struct Artworks {
    pub artworks: Arc<dyn ArtworkReads>,
    pub revisions: Arc<dyn RevisionReads>,
    pub writes: Arc<dyn Writes>,
    pub press: Arc<dyn Press>,
    pub prepress: Arc<dyn Prepress>,
    pub clock: Arc<dyn Clock>,
    pub links: Arc<dyn PublicLinks>,
    /// Making a picture ready takes a core and up to some hundred megabytes: one picture at a time.
    pub turn: Arc<Semaphore>,
}

/// An organiser's upload, as it came.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// Empty where none was chosen; `None` where it was larger than [`PICTURE_BYTES_MAX`].
    pub file: Option<Vec<u8>>,
    pub words: UploadWords,
}

domain::form! {
    /// The words beside an uploaded picture.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct UploadWords {
        credit: String = Credit,
        alternative_text: String = AlternativeText,
    }
}

impl Artworks {
    /// Makes an uploaded picture ready for the press and adds it to a campaign's newest revision.
    pub async fn add(&self, rights: &Rights<EditCampaign>, slug: &Slug, upload: Upload) -> Result<Artwork, Refusal> {
        let mut errors = Vec::new();
        let file = match upload.file {
            Some(file) if file.is_empty() => Err(PictureError::Nothing),
            Some(file) if file.len() <= PICTURE_BYTES_MAX => Ok(file),
            _ => Err(PictureError::TooManyBytes),
        };
        let file = collect(&mut errors, Field::File, file);
        let credit = collect(&mut errors, Field::Credit, Credit::parse(&upload.words.credit));
        let text = collect(&mut errors, Field::AlternativeText, AlternativeText::parse(&upload.words.alternative_text));
        let (Some(file), Some(credit), Some(alternative_text)) = (file, credit, text) else {
            return Err(Refusal::Invalid(errors));
        };
        let (prepress, press) = (Arc::clone(&self.prepress), Arc::clone(&self.press));
        let front = Front { code: Some(self.links.campaign(slug).to_string()), ..Front::default() };
        let turn = Arc::clone(&self.turn).acquire_owned().await;
        let prepared = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even when nobody waits for it any more.
            let _turn = turn;
            let prepared =
                prepress.prepare(&file).map_err(|error| Refusal::Invalid(vec![FieldError::new(Field::File, error)]))?;
            let id = ArtworkId::from_bytes(Sha256::digest(&prepared.jpeg).into());
            let artwork = Artwork { id, credit, alternative_text, width: prepared.width, height: prepared.height };
            must_print(press.as_ref(), plate(&artwork, &prepared.jpeg), front)?;
            Ok::<_, Refusal>((artwork, prepared))
        });
        let prepared = prepared.await.map_err(|error| Refusal::Press(PressError::Failed(error.to_string())))?;
        let (artwork, files) = prepared?;
        self.put(rights, &artwork, [&files.jpeg, &files.preview]).await?;
        Ok(artwork)
    }

    async fn put(&self, rights: &Rights<EditCampaign>, artwork: &Artwork, files: [&[u8]; 2]) -> Result<(), Refusal> {
        put(&*self.revisions, &*self.writes, rights, artwork, files, self.clock.now()).await
    }

    /// Takes an artwork out of the newest revision. Its files stay, for the revisions before.
    pub async fn remove(&self, rights: &Rights<EditCampaign>, artwork: &str) -> Result<(), Refusal> {
        let artwork = ArtworkId::parse(artwork).map_err(|_| Refusal::NotFound(Missing::Artwork))?;
        take_out(&*self.revisions, &*self.writes, rights, &artwork, self.clock.now()).await
    }

    /// An artwork's file, for a page.
    pub async fn file(&self, artwork: &str, file: ArtworkFile) -> Result<Vec<u8>, Refusal> {
        let missing = Refusal::NotFound(Missing::Artwork);
        let Ok(artwork) = ArtworkId::parse(artwork) else { return Err(missing) };
        self.artworks.artwork_file(&artwork, file).await?.ok_or(missing)
    }

    /// Looks up a choice in a campaign: `title`, `frame`, or an artwork of the campaign. An empty choice means the
    /// campaign's first artwork, or the title if it has none.
    pub fn choose(&self, campaign: &Campaign, choice: &str) -> Result<Chosen, Refusal> {
        let unknown = || Refusal::Invalid(vec![FieldError::new(Field::Artwork, Choice::Picture)]);
        let look = &campaign.document.look;
        if choice.is_empty() {
            return Ok(look.artworks.first().cloned().map_or(Chosen::Title, Chosen::Artwork));
        }
        match PictureSide::parse(choice).ok_or_else(unknown)? {
            PictureSide::Title => Ok(Chosen::Title),
            PictureSide::Frame => Ok(Chosen::Frame),
            PictureSide::Artwork(id) => look.artwork(&id).cloned().map(Chosen::Artwork).ok_or_else(unknown),
        }
    }

    /// A campaign's picture side as the press takes it.
    pub async fn front(&self, campaign: &Campaign, edition: &Edition, choice: &str, code: bool) -> Result<Front, Refusal> {
        let page = self.links.campaign(&campaign.slug);
        let picture = match self.choose(campaign, choice)? {
            Chosen::Title => Picture::Title,
            Chosen::Frame => Picture::Frame,
            Chosen::Artwork(artwork) => {
                let file = self.artworks.artwork_file(&artwork.id, ArtworkFile::Print).await?;
                Picture::Artwork(plate(&artwork, &file.ok_or(Refusal::NotFound(Missing::Artwork))?))
            }
        };
        Ok(Front {
            picture,
            title: edition.title.clone(),
            line: edition.slogan.clone(),
            url: page.typed().to_owned(),
            code: code.then(|| page.to_string()),
        })
    }
}

/// Adds an artwork to a campaign, after those that it has. It has two files: the one that is printed, and a small one
/// for pages. Files that are already there, from whichever campaign, stay as they are. An artwork that the campaign has
/// already gets the new credit and text.
pub async fn put(
    revisions: &dyn RevisionReads,
    writes: &dyn Writes,
    rights: &Rights<EditCampaign>,
    artwork: &Artwork,
    [print, preview]: [&[u8]; 2],
    at: Timestamp,
) -> Result<(), Refusal> {
    let most = Look::ARTWORKS_MAX;
    let full = || Refusal::Invalid(vec![FieldError::new(Field::File, Problem::TooManyArtworks { most })]);
    let add = |document: &mut Document| document.look.add(artwork.clone()).then_some(()).ok_or_else(full);
    add(&mut campaigns::newest(revisions, rights.campaign()).await?.document)?;
    // First the files: nobody sees them before a revision shows them.
    writes.write::<_, StoreError>(async |work| work.add_artwork_files(artwork, print, preview).await).await?;
    campaigns::amend(revisions, writes, rights, Change::Edited(Part::Look), add, at).await.map(drop)
}

/// Takes an artwork out of the newest revision of a campaign.
pub async fn take_out(
    revisions: &dyn RevisionReads,
    writes: &dyn Writes,
    rights: &Rights<EditCampaign>,
    artwork: &ArtworkId,
    at: Timestamp,
) -> Result<(), Refusal> {
    let missing = || Refusal::NotFound(Missing::Artwork);
    let remove = |document: &mut Document| document.look.remove(artwork).then_some(()).ok_or_else(missing);
    campaigns::amend(revisions, writes, rights, Change::Edited(Part::Look), remove, at).await.map(drop)
}

/// A supporter's choice, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    Title,
    Frame,
    Artwork(Artwork),
}

fn plate(artwork: &Artwork, jpeg: &[u8]) -> Plate {
    let Artwork { id, credit, alternative_text, width, height } = artwork.clone();
    Plate { id, credit, alternative_text, width, height, jpeg: jpeg.into() }
}

/// Prints one card of each format as a trial. A credit line that is too long, or in a script that no font here has, is
/// for the organiser to change. Supporters should not run into it.
fn must_print(press: &dyn Press, plate: Plate, front: Front) -> Result<(), Refusal> {
    let front = Front { picture: Picture::Artwork(plate), ..front };
    for format in PaperFormat::ALL.into_iter().filter(|format| CardGeometry::of(*format).is_some()) {
        let piece = Piece {
            address: Vec::new(),
            return_address: Vec::new(),
            body: Body::Ruled,
            front: front.clone(),
            sender_at_right: false,
            own: None,
            signature: None,
            subject: None,
            date: None,
        };
        let (title, language, pieces) = (String::new(), Language::EN, vec![piece]);
        let job = PrintJob { format, flip: Flip::default(), bleed: false, title, language, pieces, cover: None };
        match press.check(&job) {
            Ok(()) => {}
            Err(error @ (PressError::CreditTooLong | PressError::MissingGlyph { .. })) => {
                return Err(error.at(Field::Credit));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
