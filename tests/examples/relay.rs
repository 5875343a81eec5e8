//! How fast letters leave: from the queue in the database, through the worker's own use case, to an SMTP server.
//!
//! ```text
//! cargo run --release -p tests --example relay
//! RELAY_LETTERS=20000 RELAY_DATABASE_URL=postgres://user@host/empty cargo run --release -p tests --example relay
//! ```
//! Without an address it takes a new SQLite file under `target/`, where a commit waits for the disk. The server is
//! one of ours on this machine that says yes to every mail: what is measured is our side of the conversation.
#![expect(clippy::print_stdout, reason = "the lines it prints are its answer")]

use std::{path::Path, sync::Arc, time::Instant};

use anyhow::{Context as _, Result, ensure};
use domain::post::LetterState;
use domain::{
    campaign::CampaignId,
    channel::Channel,
    checked::{EmailAddress, LetterId, Token},
    tally::{Stage, Stages},
    target::TargetId,
};
use jiff::SignedDuration;
use mail::{MailConfig, MailUrl};
use server::{Parts, SystemClock, SystemIds};
use storage::Database;
use tests::smtp::{Behaviour, Failing};
use tests::steps::Steps as _;
use usecases::networks::Confirmations;
use usecases::ports::{Clock as _, RelayLetter};
use usecases::post::{Asking, Hand, Quota};

const CAMPAIGN: &str = "cluster-munitions";

#[tokio::main]
async fn main() -> Result<()> {
    let letters: u64 = match std::env::var("RELAY_LETTERS") {
        Ok(text) => text.parse().context("RELAY_LETTERS must be a number")?,
        Err(_) => 2_000,
    };
    ensure!((1..=100_000).contains(&letters), "RELAY_LETTERS must be 1 to 100,000");
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::fs::create_dir_all(&target)?;
    let folder = tempfile::tempdir_in(target)?;
    let url = std::env::var("RELAY_DATABASE_URL").unwrap_or_else(|_| storage::sqlite_url(&folder.path().join("relay.db")));
    let name = if url.starts_with("postgres") { "PostgreSQL" } else { "SQLite" };

    let server = Failing::start(Behaviour::Accept).await?;
    let clock = Arc::new(SystemClock);
    let public_url = "http://letters.example";
    let config = MailConfig::new(MailUrl::parse(&server.url())?, folder.path().join("mail"), public_url.to_owned());
    let database = Arc::new(Database::connect(&url).await?);
    let parts = Parts {
        store: database.clone(),
        mailer: mail::mailer(&config, clock.clone())?,
        press: Arc::new(paper::PdfPress::new()?),
        prepress: Arc::new(paper::PicturePrepress),
        directory: Arc::new(directory::tables()?.into()),
        clock,
        ids: Arc::new(SystemIds),
        geocoder: None,
        limits: usecases::networks::Limits::default(),
        refused_domains: domain::mail_domains::RefusedDomains::default(),
        public_url: public_url.to_owned(),
        cores: 1,
        hand: Hand::new(Token::from_bytes([7; 16]), SystemClock.now(), 1),
        // What is measured is how fast the queue can be.
        pace: None,
    };
    let app = server::compose(parts, folder.path()).await?;
    let office = TargetId::parse("mission-ao-us")?;
    let recipient = app.campaigns.directory.get().target(&office).and_then(|target| target.email.clone());
    let recipient = recipient.context("the office has no mailbox any more: take another one")?;
    let any = Quota { unanswered: u32::MAX, asked: u32::MAX };
    let asking = Asking {
        networks: Vec::new(),
        since: SystemClock.now(),
        day: SystemClock.today(),
        per_network: any,
        per_mailbox: any,
        confirmations: Confirmations { per_campaign: u32::MAX, per_site: u32::MAX },
    };
    for number in 0..letters {
        let letter = letter(number, &office, &recipient)?;
        database.ask_relay(&letter, &asking).await?;
        database.confirm_relay(&letter.id, letter.asked_at).await?;
    }

    // Each letter is two mails by now: the confirmation to the supporter, and the letter itself.
    let started = Instant::now();
    let mut sent = 0_u64;
    loop {
        match app.relay.send_due().await? {
            0 => break,
            more => sent += u64::try_from(more)?,
        }
    }
    let took = started.elapsed();
    let counted = app.tallies.actions.tally(&CampaignId::parse(CAMPAIGN)?).await?.by_channel.get(&Channel::Relay).copied();
    ensure!(
        sent == 2 * letters && server.taken().len() == usize::try_from(sent)?,
        "{sent} mails left, the server took {}",
        server.taken().len()
    );
    ensure!(
        counted == Some(Stages::from([(Stage::Prepared, letters), (Stage::Confirmed, letters), (Stage::Accepted, letters)])),
        "the tally is wrong: {counted:?}"
    );
    let per_second = f64::from(u32::try_from(sent)?) / took.as_secs_f64();
    println!("relay queue to a local SMTP server, {name} | 200 letters/s | {per_second:.0} mails/s over {sent}, tally exact");
    Ok(())
}

fn letter(number: u64, office: &TargetId, recipient: &EmailAddress) -> Result<RelayLetter> {
    let id = LetterId::parse(&format!("{number:032x}"))?;
    Ok(RelayLetter {
        campaign: CampaignId::parse(CAMPAIGN)?,
        target: office.clone(),
        language: domain::language::Language::EN,
        reader: domain::language::Language::EN,
        country: domain::state::Iso2::us(),
        name: domain::checked::PersonName::parse("Łucja Żak")?,
        email: EmailAddress::parse(&format!("lucja{number}@home.example"))?,
        recipient: recipient.clone(),
        subject: "Please ratify the Convention on Cluster Munitions".to_owned(),
        body: "Your Excellency:\n\n".to_owned() + &"Mines laid decades ago still take a leg or a life every day. ".repeat(12),
        token: Token::from_bytes((u128::from(number) + (1 << 100)).to_be_bytes()),
        shown: String::new(),
        ask_later: false,
        own_digest: None,
        review: String::new(),
        state: LetterState::AwaitingConfirmation,
        asked_at: SystemClock.now() - SignedDuration::from_secs(1),
        id,
    })
}
