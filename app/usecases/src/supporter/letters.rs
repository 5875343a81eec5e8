//! A letter is written, and leaves: previewed, printed, opened in the supporter's own mail, copied into a web
//! form, and reported as sent. (What our server sends is [`crate::post`].)

use std::{ops::Range, sync::Arc};

use domain::{
    address::{Address, Stamp, is_domestic},
    campaign::{Campaign, Edition},
    channel::Channel,
    checked::{FieldError, LetterId, PersonName, TextError, collect},
    form::Field,
    forms_of_address::forms,
    language::Language,
    letter::{Draft, Filled, Rendered, render},
    paper::{Flip, LetterGeometry, PaperFormat, Stock},
    sender,
    state::Iso2,
    tally::Stage,
    target::{PostalPlace, Target},
    webmail::Compose,
};

use crate::{
    desk::Artworks,
    digest::digest,
    networks::{Network, Networks},
    ports::press::{Body, Front, Piece, Press, PressError, PrintJob},
    ports::{Action, ActionReads, Clock, Ids, KeyUse, PublicLinks, Recorded, Recorder, StoreError, Writes},
    press_room::PressRoom,
    refusal::{Missing, Refusal, too_long},
    supporter::campaigns::{Campaigns, Opened},
    zones,
};

#[derive(Debug, Clone)]
pub struct Letters {
    pub campaigns: Campaigns,
    pub artworks: Artworks,
    pub actions: Arc<dyn ActionReads>,
    pub recorder: Arc<dyn Recorder>,
    pub writes: Arc<dyn Writes>,
    pub press: PressRoom,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub networks: Networks,
    pub links: Arc<dyn PublicLinks>,
}

/// How a letter is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub format: PaperFormat,
    pub flip: Flip,
    /// For a print shop; single cards alone.
    pub bleed: bool,
    /// Which of the target's places it is posted to; empty for the usual one.
    pub post_to: String,
    /// The letter's text; without, lines to write on by hand.
    pub typed: bool,
    /// Cards: what the picture side shows, as [`Artworks::choose`] takes it.
    pub artwork: String,
    /// Cards: whether the picture side has a QR code that leads to the campaign's page.
    pub code: bool,
}

/// A place to post paper to, for a supporter to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Empty for the usual one.
    pub id: String,
    pub label: String,
    /// Why one might choose it. May be empty.
    pub why: &'static str,
    /// Whether mail to it is the country's own. Some formats go no further.
    pub domestic: bool,
    /// The stamps for a card and for a letter: "a postcard stamp".
    pub card: String,
    pub letter: String,
}

/// A letter that is ready to leave in the supporter's own mail, or to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub subject: String,
    pub body: String,
    pub mailto: String,
    pub gmail: String,
    pub outlook: String,
}

/// Why a sheet cannot be asked for with bleed.
const ONLY_SINGLE_CARDS: &str = "Only single cards are made for a print shop: choose us-postcard-4x6 or a6, or leave bleed out.";
/// Why `us-letter-4up` is for domestic mail (UPU: length at least 1.4 times the width).
pub const ONLY_DOMESTIC: &str = "A card of 5½ × 4¼ in is for mail within one country: other countries’ posts \
     want a card at least 1.4 times as long as wide, and it is 1.29 times.";
/// A paper on which a letter does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLong {
    pub format: PaperFormat,
    /// So many must go: the number with which the press refuses to print it.
    pub characters: usize,
    /// The field in which they are to be spared, [`Field::Format`] where nothing that was typed is too long.
    pub field: Field,
    /// The words with which it would be refused.
    pub message: String,
}

impl TooLong {
    /// Beside the paper, which says its own name: "Your text is 21 characters too long for it."
    pub fn words(&self) -> String {
        let characters = if self.characters == 1 { "character" } else { "characters" };
        format!("Your text is {} {characters} too long for it.", self.characters)
    }
}

/// Beyond this no letter is measured: with every field as long as it may be, none comes near it.
const LONGEST_MEASURED: usize = 20_000;

/// What a supporter wrote, as it goes on paper.
struct Written {
    country: Iso2,
    /// As the browser said it.
    zone: String,
    body: Body,
    /// Of the body: what the supporter can shorten, and where it is signed.
    own: Option<Range<usize>>,
    signature: Option<usize>,
    sender: Vec<String>,
    subject: Option<String>,
}

impl Written {
    fn new(opened: &Opened, draft: &Draft, country: Iso2, sender: Vec<String>) -> Self {
        let template = &opened.edition.template;
        let letter = render(template, &opened.merge, draft);
        let own = draft.longest(template).and_then(|field| letter.range_of(&field));
        let signature = letter.signature();
        let zone = draft.zone.clone();
        Self {
            country,
            zone,
            body: Body::Typed(letter.body_text()),
            own,
            signature,
            sender,
            subject: Some(letter.subject_text()),
        }
    }
}

impl Letters {
    /// A name for a letter that is about to be written.
    pub fn new_id(&self) -> LetterId {
        self.ids.letter()
    }

    /// The letter as it reads so far.
    pub fn preview(&self, opened: &Opened, draft: &Draft) -> Rendered {
        render(&opened.edition.template, &opened.merge, draft)
    }

    /// Checks what was typed, and that the country is one that people post from.
    pub fn check(&self, opened: &Opened, draft: &Draft) -> Result<Filled, Refusal> {
        self.check_draft(&opened.edition, draft)
    }

    /// The same, before it is known to whom.
    pub(crate) fn check_draft(&self, edition: &Edition, draft: &Draft) -> Result<Filled, Refusal> {
        let filled = draft.check(&edition.template).map_err(Refusal::Invalid)?;
        self.must_be_listed(&filled.country)?;
        Ok(filled)
    }

    pub(crate) fn must_be_listed(&self, country: &Iso2) -> Result<(), Refusal> {
        if self.campaigns.directory.get().country(country).is_some() {
            Ok(())
        } else {
            Err(Refusal::Invalid(vec![FieldError::new(Field::Country, "Choose a country from the list.")]))
        }
    }

    /// Makes the PDF, and counts the letter as prepared once there is one.
    pub async fn print(
        &self,
        opened: &Opened,
        draft: &Draft,
        paper: Paper,
        letter: &LetterId,
        from: Network,
    ) -> Result<Vec<u8>, Refusal> {
        let channel = paper.format.channel();
        self.may_leave(opened, channel)?;
        let front = if paper.format.is_card() {
            self.artworks.front(&opened.campaign, &opened.edition, &paper.artwork, paper.code).await?
        } else {
            Front::default()
        };
        let (job, country) = self.job(opened, draft, &paper, front)?;
        let printed = self.press.work(move |press| Ok(press.print(&job))).await?;
        let pdf = printed.map_err(|error| Refusal::of_letter(error, paper.format, draft, &opened.edition.template))?;
        self.record_prepared(opened, letter, channel, country, from).await?;
        Ok(pdf)
    }

    /// Checks what the press would be given, and prints nothing.
    pub async fn check_paper(&self, opened: &Opened, draft: &Draft, paper: &Paper) -> Result<(), Refusal> {
        self.may_leave(opened, paper.format.channel())?;
        if paper.format.is_card() {
            self.artworks.choose(&opened.campaign, &paper.artwork).await?;
        }
        self.job(opened, draft, paper, Front::default()).map(drop)
    }

    /// The papers on which the letter, as it reads so far, does not fit. Each is laid out; nothing is kept.
    pub async fn too_long(&self, opened: &Opened, draft: &Draft) -> Result<Vec<TooLong>, Refusal> {
        let written = match self.check(opened, draft) {
            Ok(filled) => Self::typed(opened, &draft.zone, filled),
            Err(_) => Self::half_typed(opened, draft),
        };
        let Some(address) = opened.target.place("") else { return Ok(Vec::new()) };
        if matches!(&written.body, Body::Typed(text) if text.chars().count() > LONGEST_MEASURED) {
            return Ok(Vec::new());
        }
        let channels = opened.target.channels();
        let may_leave = move |format: &PaperFormat| channels.contains(&format.channel());
        let pieces = vec![self.made_of(opened, address, written, Front::default())];
        let (title, language) = (String::new(), opened.language);
        let mut job =
            PrintJob { format: PaperFormat::A4, flip: Flip::default(), bleed: false, title, language, pieces, cover: None };
        let field = draft.longest(&opened.edition.template);
        let measure = move |press: &dyn Press| {
            let over = |format| {
                job.format = format;
                match press.check(&job) {
                    Err(PressError::TooLong { over }) => {
                        let (field, message) = too_long(over, format, field.clone());
                        Some(TooLong { format, characters: over, field, message })
                    }
                    // What else is wrong is said when it is printed.
                    Ok(()) | Err(_) => None,
                }
            };
            Ok(PaperFormat::ALL.into_iter().filter(may_leave).filter_map(over).collect())
        };
        self.press.work(measure).await
    }

    fn job(&self, opened: &Opened, draft: &Draft, paper: &Paper, front: Front) -> Result<(PrintJob, Iso2), Refusal> {
        let (piece, country) = self.piece(opened, draft, paper, front)?;
        let title = format!("{}: {}", opened.edition.title, opened.target.name());
        let Paper { format, flip, bleed, .. } = *paper;
        Ok((PrintJob { format, flip, bleed, title, language: opened.language, pieces: vec![piece], cover: None }, country))
    }

    /// One card or letter for the press, and where it is posted.
    pub(crate) fn piece(&self, opened: &Opened, draft: &Draft, paper: &Paper, front: Front) -> Result<(Piece, Iso2), Refusal> {
        let unknown = || Refusal::Invalid(vec![FieldError::new(Field::PostTo, "Choose one of the office’s addresses.")]);
        let address = opened.target.place(&paper.post_to).ok_or_else(unknown)?;
        let wrong = |field: Field, message: &str| Refusal::Invalid(vec![FieldError::new(field, message)]);
        if paper.bleed && paper.format.layout_with_bleed().is_none() {
            return Err(wrong(Field::Bleed, ONLY_SINGLE_CARDS));
        }
        let written = if paper.typed {
            Self::typed(opened, &draft.zone, self.check(opened, draft)?)
        } else {
            let mut errors = Vec::new();
            let country = collect(&mut errors, Field::Country, draft.country());
            let address = collect(&mut errors, Field::Address, draft.return_address());
            // Who writes by hand need not type a name. One that is typed is printed, or it is said what is wrong with it.
            let name = match PersonName::parse(&draft.name) {
                Err(TextError::Empty) => Some(String::new()),
                name => collect(&mut errors, Field::Name, name).map(|name| name.to_string()),
            };
            let (Some(country), Some(address), Some(name)) = (country, address, name) else {
                return Err(Refusal::Invalid(errors));
            };
            self.must_be_listed(&country)?;
            let sender = sender::lines(&name, address);
            Written { country, zone: draft.zone.clone(), body: Body::Ruled, own: None, signature: None, sender, subject: None }
        };
        let country = written.country.clone();
        if !paper.format.goes_abroad() && !is_domestic(&country, &address.country) {
            return Err(wrong(Field::Format, &format!("{ONLY_DOMESTIC} Choose another paper.")));
        }
        Ok((self.made_of(opened, address, written, front), country))
    }

    fn typed(opened: &Opened, zone: &str, filled: Filled) -> Written {
        let draft = Draft { zone: zone.to_owned(), ..Draft::from(&filled) };
        let sender = sender::lines(filled.name.as_str(), filled.address);
        Written::new(opened, &draft, filled.country, sender)
    }

    /// A letter that still has blanks. They are as long as what stands in their place.
    fn half_typed(opened: &Opened, draft: &Draft) -> Written {
        let country = draft.country().unwrap_or_else(|_| Iso2::us());
        let name = PersonName::parse(&draft.name).map(|name| name.to_string()).unwrap_or_default();
        let sender = sender::lines(&name, draft.return_address().unwrap_or_default());
        Written::new(opened, draft, country, sender)
    }

    fn made_of(&self, opened: &Opened, address: &Address, written: Written, front: Front) -> Piece {
        let Written { country, zone, body, own, signature, sender, subject } = written;
        let envelope = forms(&opened.target, Language::En).envelope;
        Piece {
            address: address.envelope(&envelope, &country),
            return_address: sender,
            sender_at_right: LetterGeometry::has_sender_at_right(&country),
            body,
            own,
            signature,
            front,
            subject,
            date: Some(opened.language.date(zones::day_of_supporter(self.clock.now(), &country, &zone))),
        }
    }

    /// One sheet to try a printer with. Counts nothing.
    pub async fn test_page(&self, stock: Stock, flip: Flip) -> Result<Vec<u8>, Refusal> {
        self.press.work(move |press| press.test_page(stock, flip)).await
    }

    /// The places to which paper for a target can be posted from a country, each with the stamps that it needs.
    pub fn places(&self, target: &Target, from: &Iso2) -> Vec<Place> {
        let directory = self.campaigns.directory.get();
        let place = |place: PostalPlace<'_>| {
            let to = &place.address.country;
            let country = directory.country_in_sentence(to, Language::En).unwrap_or(to.as_str());
            let stamp = |card: bool| Stamp::of(from, to, card).words(country);
            let domestic = is_domestic(from, to);
            Place {
                id: place.id.to_owned(),
                label: place.label,
                why: place.why,
                domestic,
                card: stamp(true),
                letter: stamp(false),
            }
        };
        target.places().into_iter().map(place).collect()
    }

    /// Makes the letter ready for the supporter's own mail or for the office's web form, and counts it as prepared.
    pub async fn offer(
        &self,
        opened: &Opened,
        draft: &Draft,
        channel: Channel,
        letter: &LetterId,
        from: Network,
    ) -> Result<Offer, Refusal> {
        self.may_leave(opened, channel)?;
        let filled = self.check(opened, draft)?;
        let rendered = self.preview(opened, &Draft::from(&filled));
        let (subject, body) = (rendered.subject_text(), rendered.body_text());
        let compose = Compose { to: opened.target.email.as_ref(), subject: &subject, body: &body };
        let offer = Offer { mailto: compose.mailto(), gmail: compose.gmail(), outlook: compose.outlook(), subject, body };
        self.record_prepared(opened, letter, channel, filled.country, from).await?;
        Ok(offer)
    }

    /// Whether a letter can leave that way now.
    pub fn may_leave(&self, opened: &Opened, channel: Channel) -> Result<(), Refusal> {
        self.campaigns.must_be_open(&opened.campaign)?;
        if opened.target.channels().contains(&channel) { Ok(()) } else { Err(Refusal::ChannelUnavailable) }
    }

    async fn record_prepared(
        &self,
        opened: &Opened,
        letter: &LetterId,
        channel: Channel,
        country: Iso2,
        from: Network,
    ) -> Result<Recorded, StoreError> {
        let action = Action {
            letter: letter.clone(),
            campaign: opened.campaign.slug.clone(),
            target: opened.target.id.clone(),
            channel,
            stage: Stage::Prepared,
            country,
            at: self.clock.now(),
            verified: true,
        };
        self.recorder.record(&action, Some(&self.networks.allowance(from).await?)).await
    }

    /// What is known of a letter of this campaign: how far it came, by which channels.
    pub async fn actions(&self, campaign: &Campaign, letter: &str) -> Result<Vec<Action>, Refusal> {
        let missing = Refusal::NotFound(Missing::Letter);
        let Ok(letter) = LetterId::parse(letter) else { return Err(missing) };
        let actions = self.actions.actions_of(&letter).await?;
        if actions.first().is_some_and(|action| action.campaign == campaign.slug) { Ok(actions) } else { Err(missing) }
    }

    /// The supporter says that a letter was sent. Only one that was prepared for that channel can be; what
    /// our server sends is confirmed from the supporter's mailbox instead.
    pub async fn report(&self, campaign: &Campaign, letter: &str, channel: Channel, from: Network) -> Result<Recorded, Refusal> {
        let actions = self.actions(campaign, letter).await?;
        let prepared = actions
            .into_iter()
            .find(|action| action.channel == channel && action.stage == Stage::Prepared)
            .filter(|_| channel.is_reported())
            .ok_or(Refusal::NotFound(Missing::Letter))?;
        let confirmed = Action { stage: Stage::Confirmed, at: self.clock.now(), ..prepared };
        Ok(self.recorder.record(&confirmed, Some(&self.networks.allowance(from).await?)).await?)
    }

    /// The letter that an `Idempotency-Key` stands for: with the same key, the same request is the same letter.
    pub async fn for_key(&self, key: Option<&str>, scope: &str, request: &[u8]) -> Result<LetterId, Refusal> {
        let fresh = self.ids.letter();
        let Some(key) = key else { return Ok(fresh) };
        if key.is_empty() || key.len() > 255 {
            return Err(Refusal::Invalid(vec![FieldError::new(Field::IdempotencyKey, "Use a key of 1 to 255 characters.")]));
        }
        let key = digest(&[scope.as_bytes(), key.as_bytes()]);
        let (request, now) = (digest(&[request]), self.clock.now());
        let used = self.writes.write::<_, StoreError>(async |work| work.use_key(&key, &request, &fresh, now).await).await?;
        match used {
            KeyUse::For(letter) => Ok(letter),
            KeyUse::OtherRequest => Err(Refusal::KeyReused),
        }
    }
}
