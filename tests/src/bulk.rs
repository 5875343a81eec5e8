//! Thousands of letters in a few units of work, for tests and benches that need many and want to see them leave.

use std::{ops::Range, path::Path, sync::Arc};

use anyhow::{Context as _, Result, ensure};
use app::site::App;
use domain::{
    campaign::CampaignId,
    channel::Channel,
    checked::{EmailAddress, LetterId, PersonName, Token},
    language::Language,
    post::{LetterState, Move, Purpose},
    state::Iso2,
    tally::{Stage, Stages},
    target::TargetId,
};
use jiff::Timestamp;
use mail::{MailConfig, MailUrl};
use server::{Parts, SystemIds};
use storage::Database;
use usecases::{
    ports::{Action, Clock, RelayLetter, Writes},
    post::Hand,
};

pub const CAMPAIGN: &str = "cluster-munitions";
/// In one unit of work.
const AT_A_TIME: u64 = 500;
const PUBLIC_URL: &str = "http://letters.example";

/// A composed application whose campaign writes to missions.
#[derive(Debug)]
pub struct Bulk {
    pub app: App,
    pub database: Arc<Database>,
    clock: Arc<dyn Clock>,
    offices: Vec<(TargetId, EmailAddress)>,
}

/// The letter of a number.
pub fn letter_id(number: u64) -> LetterId {
    LetterId::from_bytes(u128::from(number).to_be_bytes())
}

impl Bulk {
    /// `mail` is the address of the mail server, `folder` a place for files that nobody reads.
    pub async fn open(database: &str, mail: &str, folder: &Path, clock: Arc<dyn Clock>, in_doubt: usize) -> Result<Self> {
        let config = MailConfig::new(MailUrl::parse(mail)?, folder.join("mail"), PUBLIC_URL.to_owned());
        let database = Arc::new(Database::connect(database).await?);
        let parts = Parts {
            store: database.clone(),
            mailer: mail::mailer(&config, clock.clone())?,
            press: Arc::new(paper::PdfPress::new()?),
            prepress: Arc::new(paper::PicturePrepress),
            directory: Arc::new(directory::tables()?.into()),
            clock: clock.clone(),
            hand: Hand::new(Token::from_bytes([9; 16]), clock.now(), in_doubt),
            ids: Arc::new(SystemIds),
            geocoder: None,
            limits: usecases::networks::Limits::default(),
            refused_domains: domain::mail_domains::RefusedDomains::default(),
            public_url: PUBLIC_URL.to_owned(),
            cores: 1,
            // They leave as fast as the queue can be.
            pace: None,
        };
        let app = server::compose(parts, &folder.join("site")).await?;
        let campaign = app.campaigns.named(&CampaignId::parse(CAMPAIGN)?).await?;
        let directory = app.campaigns.directory.get();
        let offices: Vec<_> = directory
            .targets()
            .iter()
            .filter(|target| campaign.document.writes_to(&directory, target, clock.today()))
            .filter_map(|target| Some((target.id.clone(), target.email.clone()?)))
            .collect();
        ensure!(!offices.is_empty(), "the campaign writes to nobody by email any more: take another one");
        Ok(Self { app, database, clock, offices })
    }

    pub fn letter(&self, number: u64, asked_at: Timestamp) -> Result<RelayLetter> {
        let office = usize::try_from(number)? % self.offices.len();
        let (target, recipient) = self.offices.get(office).cloned().context("no such office")?;
        Ok(RelayLetter {
            id: letter_id(number),
            campaign: CampaignId::parse(CAMPAIGN)?,
            target,
            language: Language::EN,
            reader: Language::EN,
            country: Iso2::us(),
            name: PersonName::parse("Łucja Żak")?,
            email: EmailAddress::parse(&format!("lucja{number}@home.example"))?,
            recipient,
            subject: "Please ratify the Convention on Cluster Munitions".to_owned(),
            body: "Your Excellency:\n\n".to_owned() + &"Mines laid decades ago still take a leg or a life every day. ".repeat(12),
            token: Token::from_bytes((u128::from(number) + (1 << 100)).to_be_bytes()),
            shown: String::new(),
            ask_later: false,
            own_digest: None,
            review: String::new(),
            state: LetterState::AwaitingConfirmation,
            asked_at,
        })
    }

    /// Letters that wait for their writers' yes, with the mail in the queue that asks for it.
    pub async fn ask(&self, numbers: Range<u64>) -> Result<()> {
        self.add(numbers, false).await
    }

    /// Letters in the queue: their writers have said yes before.
    pub async fn confirm(&self, numbers: Range<u64>) -> Result<()> {
        self.add(numbers, true).await
    }

    async fn add(&self, numbers: Range<u64>, confirmed: bool) -> Result<()> {
        let writes: &dyn Writes = &*self.database;
        let now = self.clock.now();
        let mut from = numbers.start;
        while from < numbers.end {
            let until = (from + AT_A_TIME).min(numbers.end);
            let letters = (from..until).map(|number| self.letter(number, now)).collect::<Result<Vec<_>>>()?;
            writes
                .write::<_, anyhow::Error>(async |work| {
                    for letter in &letters {
                        work.add_letter(letter, letter.email.as_str(), None).await?;
                        work.count(action(letter, Stage::Prepared), None);
                        if confirmed {
                            work.move_letter(&letter.id, Move::Confirm, now).await?;
                            work.enqueue(letter, Purpose::Letter, now);
                            work.count(action(letter, Stage::Confirmed), None);
                        } else {
                            work.enqueue(letter, Purpose::Confirmation, now);
                        }
                    }
                    Ok(())
                })
                .await?;
            from = until;
        }
        Ok(())
    }

    /// What the campaign's tally says of the letters that we send.
    pub async fn tally(&self) -> Result<Stages> {
        let tally = self.app.tallies.actions.tally(&CampaignId::parse(CAMPAIGN)?).await?;
        Ok(tally.by_channel.get(&Channel::Relay).copied().unwrap_or_default())
    }
}

fn action(letter: &RelayLetter, stage: Stage) -> Action {
    Action {
        letter: letter.id.clone(),
        campaign: letter.campaign.clone(),
        target: letter.target.clone(),
        channel: Channel::Relay,
        stage,
        country: letter.country.clone(),
        at: letter.asked_at,
        verified: true,
    }
}
