//! The settings, by flag or by environment. None is required.

use std::{net::SocketAddr, num::NonZero, path::PathBuf};

use clap::{
    Args, ValueEnum,
    builder::{OsStringValueParser, TypedValueParser},
};

use outside::Census;

#[derive(Debug, Clone, Args)]
pub struct Config {
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

    /// The address by which people reach this server; it stands in mails and on cards. The one it listens on by default.
    #[arg(long, env = "PUBLIC_URL", default_value = "", hide_default_value = true, global = true)]
    pub public_url: String,

    /// How many proxies stand in front of this server, one behind the other: the address of a visitor is the entry of
    /// X-Forwarded-For that the outermost of them added. 0: visitors reach this server themselves.
    #[arg(long, env = "POSTBAG_PROXIES", default_value_t = 0, global = true)]
    pub proxies: u8,

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
    /// The address of the site, without a slash at its end.
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.addr)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    pub fn database_url(&self) -> String {
        if self.database_url.is_empty() { storage::sqlite_url(&self.data.join("postbag.db")) } else { self.database_url.clone() }
    }
}
