//! The settings, by flag or by environment. None is required.

use std::{fs, net::SocketAddr, num::NonZero, path::PathBuf};

use anyhow::{Context as _, ensure};
use clap::{
    Args, ValueEnum,
    builder::{OsStringValueParser, TypedValueParser},
};

use domain::mail_domains::RefusedDomains;
use jiff::SignedDuration;
use mail::{DkimAlgorithm, DkimKey, MailConfig, MailUrl};
use outside::Census;
use usecases::{
    networks::{Confirmations, Limits},
    post::SitePace,
};

use crate::{secrets::read_key, settings::VARIABLE};

#[derive(Debug, Clone, Args)]
pub struct Config {
    /// A file of settings: lines of NAME=value with the names of the environment variables, which win over it.
    #[arg(long, env = VARIABLE, value_parser = maybe_path(), global = true)]
    pub config: Option<PathBuf>,

    /// Where to listen.
    #[arg(long, env = "POSTBAG_ADDR", default_value = "127.0.0.1:3000", global = true)]
    pub addr: SocketAddr,

    /// The folder of the database and of the local mailbox.
    #[arg(long, env = "POSTBAG_DATA", default_value = "./data", global = true)]
    pub data: PathBuf,

    /// `sqlite://path` or `postgres://user:password@host/database`. A file in the data folder by default.
    #[arg(long, env = "DATABASE_URL", default_value = "", hide_default_value = true, hide_env_values = true, global = true)]
    pub database_url: String,

    /// `smtp://user:password@host:587` or `smtps://`. By default mail goes to a local mailbox, readable at the desk.
    #[arg(long, env = "MAIL_URL", default_value = "", hide_default_value = true, hide_env_values = true, global = true)]
    pub mail_url: String,

    /// A file that holds the address of the database, and nothing else: for one with a password.
    #[arg(long, env = "DATABASE_URL_FILE", value_parser = maybe_path(), global = true)]
    pub database_url_file: Option<PathBuf>,

    /// A file that holds the address of the mail server, and nothing else: for one with a password.
    #[arg(long, env = "MAIL_URL_FILE", value_parser = maybe_path(), global = true)]
    pub mail_url_file: Option<PathBuf>,

    /// How many mails may be with the mail server at once that are not yet written down as sent. A crash can double so many.
    /// More of them leave faster where the mail server is slow to answer.
    #[arg(long, env = "POSTBAG_MAILS_IN_DOUBT", default_value = "1", global = true)]
    pub mails_in_doubt: NonZero<usize>,

    /// A file with the RSA key that signs our mails (DKIM), in PEM. `postbag mail dkim-key` says how to make one.
    #[arg(long, env = "POSTBAG_DKIM_KEY", value_parser = maybe_path(), global = true)]
    pub dkim_key: Option<PathBuf>,

    /// The name under which the DNS shows the public half of that key.
    #[arg(long, env = "POSTBAG_DKIM_SELECTOR", default_value = Self::DKIM_SELECTOR, global = true)]
    pub dkim_selector: String,

    /// A file with an Ed25519 key that signs our mails too, beside RSA.
    #[arg(long, env = "POSTBAG_DKIM_ED25519_KEY", value_parser = maybe_path(), global = true)]
    pub dkim_ed25519_key: Option<PathBuf>,

    /// The name of its public half.
    #[arg(long, env = "POSTBAG_DKIM_ED25519_SELECTOR", default_value = Self::DKIM_ED25519_SELECTOR, global = true)]
    pub dkim_ed25519_selector: String,

    /// A folder (a Maildir) for returned mail alone, from which it is taken and deleted.
    #[arg(long, env = "POSTBAG_SPOOL", value_parser = maybe_path(), global = true)]
    pub spool: Option<PathBuf>,

    /// Where a mail server can bring returned mail by LMTP: an address with a port, or `unix:/PATH`.
    #[arg(long, env = "POSTBAG_LMTP_ADDR", global = true)]
    pub lmtp_addr: Option<String>,

    /// Whether letters leave by the pace of their campaigns. Without it they leave as they come: for a mail server that sets a
    /// pace of its own.
    #[arg(long, env = "POSTBAG_PACE", value_enum, default_value_t, global = true)]
    pub pace: PaceChoice,

    /// How many seconds lie between two letters to addresses of one domain, at least.
    #[arg(long, env = "POSTBAG_DOMAIN_GAP", default_value_t = 5, value_parser = clap::value_parser!(u32).range(..=3600), global = true)]
    pub domain_gap: u32,

    /// The address by which people reach this server; it stands in mails and on cards. The one it listens on by default.
    #[arg(long, env = "PUBLIC_URL", default_value = "", hide_default_value = true, global = true)]
    pub public_url: String,

    /// How many proxies stand in front of this server, one behind the other: the address of a visitor is the entry of
    /// X-Forwarded-For that the outermost of them added. 0: visitors reach this server themselves.
    #[arg(long, env = "POSTBAG_PROXIES", default_value_t = 0, global = true)]
    pub proxies: u8,

    /// A file of mail domains whose addresses are not taken where somebody asks us to send a letter: one on each line, with
    /// all that is below it; # begins a comment. None by default.
    #[arg(long, env = "POSTBAG_REFUSED_DOMAINS", value_parser = maybe_path(), global = true)]
    pub refused_domains: Option<PathBuf>,

    /// So many mails that ask for a confirmation leave for one campaign in a day (UTC); then others are asked to come back.
    #[arg(long, env = "POSTBAG_CONFIRMATIONS_PER_CAMPAIGN", default_value_t = Confirmations::default().per_campaign, global = true)]
    pub confirmations_per_campaign: u32,

    /// The same for the whole site.
    #[arg(long, env = "POSTBAG_CONFIRMATIONS_PER_SITE", default_value_t = Confirmations::default().per_site, global = true)]
    pub confirmations_per_site: u32,

    /// The built site: style, islands, static files.
    #[arg(long, env = "POSTBAG_SITE", default_value = "target/site", global = true)]
    pub site: PathBuf,

    /// A folder of fonts (.ttf, .otf, .ttc) for letters in scripts that the build has no font for, beside those that are
    /// installed on the system.
    #[arg(long, env = "POSTBAG_FONTS", global = true)]
    pub fonts: Option<PathBuf>,

    /// Who is asked in which district a street address lies, where a campaign writes to Congress. By default nobody, and
    /// addresses are not asked for.
    #[arg(long, env = "POSTBAG_GEOCODER", value_enum, default_value_t, global = true)]
    pub geocoder: GeocoderChoice,

    /// Where the Census Bureau's geocoder is; another one must answer as it does.
    #[arg(long, env = "POSTBAG_GEOCODER_URL", default_value = Census::URL, hide = true, global = true)]
    pub geocoder_url: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PaceChoice {
    #[default]
    On,
    Off,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum GeocoderChoice {
    #[default]
    Off,
    /// The US Census Bureau's, which is free and asks for no key.
    Census,
}

/// A path that may be empty, as a variable is that a service file leaves out.
fn maybe_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

impl Config {
    const DKIM_SELECTOR: &str = "postbag";
    const DKIM_ED25519_SELECTOR: &str = "postbag-ed";

    /// How mail leaves, with the keys that sign it.
    pub(crate) fn mail(&self) -> anyhow::Result<MailConfig> {
        let url = MailUrl::parse(&self.mail_url)?;
        let keys = self.dkim_keys()?;
        Ok(MailConfig { keys, ..MailConfig::new(url, self.data.join("mail"), self.public_url()) })
    }

    /// The keys that are set, RSA first: there are readers that look at the first signature alone.
    fn dkim_keys(&self) -> anyhow::Result<Vec<DkimKey>> {
        let or = |selector: &str, usual: &str| if selector.is_empty() { usual.to_owned() } else { selector.to_owned() };
        let keys = [
            (DkimAlgorithm::Rsa, &self.dkim_key, or(&self.dkim_selector, Self::DKIM_SELECTOR)),
            (DkimAlgorithm::Ed25519, &self.dkim_ed25519_key, or(&self.dkim_ed25519_selector, Self::DKIM_ED25519_SELECTOR)),
        ];
        let keys = keys.into_iter().filter_map(|(algorithm, file, selector)| Some((algorithm, file.as_ref()?, selector)));
        let keys = keys.map(|(algorithm, file, selector)| read_key(algorithm, file, &selector)).collect::<Result<Vec<_>, _>>()?;
        ensure!(
            keys.iter().skip(1).all(|key| key.selector() != keys[0].selector()),
            "POSTBAG_DKIM_SELECTOR and POSTBAG_DKIM_ED25519_SELECTOR are both {}. Each key needs a name of its own in the DNS.",
            keys[0].selector()
        );
        Ok(keys)
    }

    /// The pace of the site; none where letters leave as they come.
    pub fn pace(&self) -> Option<SitePace> {
        match self.pace {
            PaceChoice::On => Some(SitePace { domain_gap: SignedDuration::from_secs(i64::from(self.domain_gap)) }),
            PaceChoice::Off => None,
        }
    }

    /// The address of the site, without a slash at its end.
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.addr)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// The limits against abuse.
    pub(crate) fn limits(&self) -> Limits {
        let (per_campaign, per_site) = (self.confirmations_per_campaign, self.confirmations_per_site);
        Limits { confirmations: Confirmations { per_campaign, per_site }, ..Limits::default() }
    }

    /// The list of mail domains that are not taken.
    pub(crate) fn refused_domains(&self) -> anyhow::Result<RefusedDomains> {
        // An empty variable counts as not set, because service files leave a variable out that way.
        let Some(path) = self.refused_domains.as_ref().filter(|path| !path.as_os_str().is_empty()) else {
            return Ok(RefusedDomains::default());
        };
        let named = || format!("POSTBAG_REFUSED_DOMAINS: {}", path.display());
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", named()))?;
        RefusedDomains::parse(&text).with_context(named)
    }

    pub fn database_url(&self) -> String {
        if self.database_url.is_empty() { storage::sqlite_url(&self.data.join("postbag.db")) } else { self.database_url.clone() }
    }
}
