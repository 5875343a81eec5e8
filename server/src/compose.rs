//! Puts the real adapters behind the ports. Tests put in others.

use std::{num::NonZero, path::Path, sync::Arc, thread::available_parallelism};

use anyhow::Context as _;
use app::{
    links::Link,
    site::{App, Islands, Shelf, Site, SiteLinks, UseCases},
};
use directory::CsvReader;
use domain::mail_domains::RefusedDomains;
use leptos::config::LeptosOptions;
use mail::MailReturnReader;
use outside::Census;
use paper::{FontSearch, PdfPress};
use storage::Database;
use tokio::sync::Semaphore;
use usecases::{
    Access, Artworks, Campaigns, Classes, Desk, Guard, Letters, LiveCampaigns, LiveDirectory, Networks, Relay, States, Tallies,
    desk::{Audit, Checklist, Contacts, Outbox, Pacing, Previews, Workshop},
    directory::BuiltIn,
    networks::Limits,
    ports::press::{Prepress, Press},
    ports::{Clock, Geocoder, Ids, Mailer, PublicLinks, Store},
    post::{Hand, Mailboxes, Returns, SitePace, Timetable},
    press_room::PressRoom,
    site_key::SiteKey,
};

use crate::{Config, SystemClock, SystemIds, config::GeocoderChoice, files::read_files, secrets::data_folder_of};

/// The parts of the application.
#[derive(Debug, Clone)]
pub struct Parts {
    pub store: Arc<dyn Store>,
    pub mailer: Arc<dyn Mailer>,
    pub press: Arc<dyn Press>,
    pub prepress: Arc<dyn Prepress>,
    pub directory: Arc<BuiltIn>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    /// Only if the operator wants addresses to be looked up.
    pub geocoder: Option<Arc<dyn Geocoder>>,
    /// The limits for one network and for one mailbox, and for a day.
    pub limits: Limits,
    /// Mail domains whose addresses are not taken.
    pub refused_domains: RefusedDomains,
    /// Without a slash at its end.
    pub public_url: String,
    /// How many cores the press may count on.
    pub cores: usize,
    /// For the mails that this process sends.
    pub hand: Hand,
    /// The pace of letters. Without one they leave as they come.
    pub pace: Option<SitePace>,
}

impl Parts {
    /// The real adapters.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        data_folder_of(config)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        Ok(Self {
            store: Arc::new(Database::connect(&config.database_url()).await?),
            mailer: mail::mailer(&config.mail()?, Arc::clone(&clock))?,
            press: Arc::new(PdfPress::with_fonts(FontSearch { system: true, folder: config.fonts.clone() })?),
            prepress: Arc::new(paper::PicturePrepress),
            directory: Arc::new(directory::tables()?.into()),
            ids: Arc::new(SystemIds),
            geocoder: match config.geocoder {
                GeocoderChoice::Off => None,
                GeocoderChoice::Census => Some(Arc::new(Census::new(&config.geocoder_url)?)),
            },
            limits: config.limits(),
            refused_domains: config.refused_domains()?,
            public_url: config.public_url(),
            cores: available_parallelism().map_or(1, NonZero::get),
            // Of no node yet: only who serves sends mail.
            hand: Hand::new(SystemIds.token(), clock.now(), config.mails_in_doubt.get()),
            pace: config.pace(),
            clock,
        })
    }
}

/// Makes the use cases, and puts the starter campaigns into an empty database.
pub async fn compose(parts: Parts, site: &Path) -> anyhow::Result<App> {
    let guard = Guard::new(parts.store.clone(), parts.clock.clone(), parts.ids.clone(), parts.refused_domains.clone());
    let Parts { store, mailer, press, prepress, directory, clock, ids, geocoder, limits, public_url, cores, hand, pace, .. } =
        parts;
    let directory = Arc::new(LiveDirectory::new(directory, store.clone(), store.clone(), store.clone(), clock.clone()));
    directory.refresh().await?;
    let links: Arc<dyn PublicLinks> = Arc::new(SiteLinks::new(public_url.clone()));
    let states = States { campaigns: store.clone(), actions: store.clone(), directory: directory.clone(), clock: clock.clone() };
    let contacts = Contacts {
        directory: directory.clone(),
        files: store.clone(),
        grids: Arc::new(CsvReader),
        writes: store.clone(),
        clock: clock.clone(),
        ids: ids.clone(),
    };
    let campaigns = Campaigns {
        campaigns: Arc::new(LiveCampaigns::new(store.clone(), store.clone())),
        actions: store.clone(),
        writes: store.clone(),
        directory: directory.clone(),
        clock: clock.clone(),
        geocoder,
    };
    let artworks = artworks(&store, press.clone(), prepress, clock.clone(), links.clone());
    let letters = Letters {
        campaigns: campaigns.clone(),
        artworks: artworks.clone(),
        actions: store.clone(),
        recorder: store.clone(),
        writes: store.clone(),
        press: PressRoom::new(press, cores),
        clock: clock.clone(),
        ids: ids.clone(),
        networks: Networks::new(store.clone(), clock.clone(), ids.clone(), limits),
        guard,
        links: links.clone(),
    };
    let timetable =
        pace.map(|site| Timetable { site, campaigns: store.clone(), paces: store.clone(), directory: directory.clone() });
    let app = App::from(UseCases {
        relay: relay(&letters, &store, mailer.clone(), hand, timetable),
        returns: returns(&store, clock.clone()),
        states,
        tallies: Tallies { actions: store.clone() },
        desk: Desk { mailer: mailer.clone() },
        outbox: outbox(&store, directory.clone(), clock.clone()),
        workshop: Workshop {
            revisions: store.clone(),
            writes: store.clone(),
            directory: directory.clone(),
            artworks: store.clone(),
            clock: clock.clone(),
        },
        pacing: pacing(&store, directory, clock.clone(), pace.is_some()),
        checklist: Checklist { letters: Arc::new(letters.clone()) },
        previews: Previews {
            previews: store.clone(),
            revisions: store.clone(),
            writes: store.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            links: links.clone(),
        },
        audit: Audit { audit: store.clone(), revisions: store.clone(), clock: clock.clone() },
        access: Access {
            people: store.clone(),
            sessions: store.clone(),
            second_factors: store.clone(),
            mails: store.clone(),
            revisions: store.clone(),
            writes: store.clone(),
            mailer,
            clock,
            ids,
            links,
            networks: letters.networks.clone(),
        },
        classes: Classes { letters: letters.clone(), sets: store.clone() },
        changes: store.clone(),
        database: store,
        kept: Shelf::default(),
        site: facts(site, public_url)?,
        letters,
        artworks,
        campaigns,
        contacts,
    });
    if app.campaigns.start().await? {
        tracing::info!("the database was empty: the starter campaigns are in it now");
    }
    Ok(app)
}

/// Reads returned mail. The pipe of a mail server needs nothing else.
pub(crate) fn returns(store: &Arc<dyn Store>, clock: Arc<dyn Clock>) -> Returns {
    let key = return_key(store, &clock);
    Returns {
        letters: store.clone(),
        returned: store.clone(),
        writes: store.clone(),
        reader: Arc::new(MailReturnReader),
        key,
        clock,
    }
}

fn return_key(store: &Arc<dyn Store>, clock: &Arc<dyn Clock>) -> SiteKey {
    SiteKey::new(SiteKey::RETURN_PATHS, store.clone(), clock.clone(), Arc::new(SystemIds))
}

fn relay(letters: &Letters, store: &Arc<dyn Store>, mailer: Arc<dyn Mailer>, hand: Hand, timetable: Option<Timetable>) -> Relay {
    let (clock, ids) = (letters.clock.clone(), letters.ids.clone());
    Relay {
        letters: letters.clone(),
        mailboxes: Mailboxes::new(store.clone(), clock.clone(), ids.clone()),
        campaigns: store.clone(),
        asked: store.clone(),
        mails: store.clone(),
        writes: store.clone(),
        pauses: store.clone(),
        mailer,
        clock,
        ids,
        hand,
        timetable,
        return_key: return_key(store, &letters.clock),
    }
}

fn pacing(store: &Arc<dyn Store>, directory: Arc<LiveDirectory>, clock: Arc<dyn Clock>, paced: bool) -> Pacing {
    Pacing {
        paces: store.clone(),
        pauses: store.clone(),
        campaigns: store.clone(),
        writes: store.clone(),
        directory,
        clock,
        paced,
    }
}

fn outbox(store: &Arc<dyn Store>, directory: Arc<LiveDirectory>, clock: Arc<dyn Clock>) -> Outbox {
    Outbox {
        letters: store.clone(),
        mails: store.clone(),
        audit: store.clone(),
        actions: store.clone(),
        directory,
        writes: store.clone(),
        clock,
    }
}

fn artworks(
    store: &Arc<dyn Store>,
    press: Arc<dyn Press>,
    prepress: Arc<dyn Prepress>,
    clock: Arc<dyn Clock>,
    links: Arc<dyn PublicLinks>,
) -> Artworks {
    Artworks {
        artworks: store.clone(),
        revisions: store.clone(),
        writes: store.clone(),
        press,
        prepress,
        clock,
        links,
        turn: Arc::new(Semaphore::new(1)),
    }
}

/// Facts about the site whose files are in this folder.
fn facts(folder: &Path, public_url: String) -> anyhow::Result<Site> {
    let files = read_files(folder).with_context(|| format!("cannot read the built site in {}", folder.display()))?;
    let leptos = LeptosOptions::builder()
        .output_name("postbag")
        .site_root(folder.to_string_lossy().into_owned())
        .site_pkg_dir(format!("pkg/{}", files.version))
        .build();
    let islands = if files.has(Link::ISLANDS) { Islands::new(&leptos) } else { None };
    Ok(Site { leptos, islands, files, secure: public_url.starts_with("https://"), public_url })
}
