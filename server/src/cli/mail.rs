//! `postbag mail`: whether mail arrives, and what the DNS has to say for it. It needs no database. What comes back goes to [`super::receive`].

use std::{
    fmt::Write as _,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail, ensure};
use clap::Subcommand;
use domain::checked::{EmailAddress, Token};
use mail::{DkimAlgorithm, DkimKey, MailConfig, Origin, explain, send_trial};
use usecases::ports::Ids as _;

use super::Answer;
use crate::{Config, SystemClock, SystemIds};

#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Prints the DNS records of the DKIM keys that are set, or how to make a key.
    DkimKey {
        /// The domain that mails come from, such as letters.example.org.
        domain: String,
    },
    /// Sends a test mail as letters are sent, or explains how one arrived.
    Test {
        /// A mailbox that you can read, best at another provider's.
        #[arg(required_unless_present = "headers")]
        address: Option<String>,
        /// The full source of the mail as it arrived, saved from the mail program; `-` for standard input.
        #[arg(long, value_name = "FILE", conflicts_with = "address")]
        headers: Option<PathBuf>,
    },
    /// Takes a mail that came back, from standard input. For a pipe of the mail server: ends with 0 if it is taken, with 75
    /// if it has to be brought again.
    Receive {
        /// The address that the mail came to. By default what the mail server says in the environment, in `ORIGINAL_RECIPIENT`,
        /// `RECIPIENT` or `EXTENSION`, and else the mail's own headers.
        #[arg(long, value_name = "ADDRESS")]
        recipient: Option<String>,
    },
}

/// Runs a command, and returns what it prints.
pub(super) async fn answer(command: &MailCommand, config: &Config) -> anyhow::Result<Answer> {
    match command {
        MailCommand::DkimKey { domain } => dkim_key(domain, config),
        MailCommand::Test { headers: Some(file), .. } => headers(file),
        MailCommand::Receive { .. } => bail!("a mail that comes back is answered with a code alone"),
        MailCommand::Test { address, headers: None } => test(address.as_deref().unwrap_or_default(), &config.mail()?).await,
    }
}

fn dkim_key(domain: &str, config: &Config) -> anyhow::Result<Answer> {
    let domain = checked(domain)?;
    let config = config.mail()?;
    if config.keys.is_empty() {
        return Ok(Answer { text: how_to_make_a_key(), is_well: false });
    }
    let mut text = String::new();
    for key in &config.keys {
        let record = key.record(&domain);
        writeln!(text, "{} key, as a line of a zone file:\n{record}\n", key.algorithm())?;
        writeln!(
            text,
            "For a web form: a record of type TXT with the name\n{}\nand the value, all in one line,\n{}\n",
            record.name, record.value
        )?;
    }
    let mut is_well = true;
    if let Ok(ours) = config.origin()
        && ours.domain() != domain
    {
        is_well = false;
        writeln!(
            text,
            "Take care: by the settings of this command, mails come from {0} and are signed for {0}, not for {domain}. Set PUBLIC_URL, \
             or ?from= in MAIL_URL, as for the server, or ask for {0}.\n",
            ours.domain()
        )?;
    }
    text.push_str("Once the DNS shows it, `postbag mail test ADDRESS` sends a mail that tells whether it works.");
    Ok(Answer { text, is_well })
}

fn how_to_make_a_key() -> String {
    let (rsa, ed25519) = ("/etc/postbag/dkim.pem", "/etc/postbag/dkim-ed25519.pem");
    format!(
        "No DKIM key is set, so mails are not signed here. Make one that only the user who runs Postbag can read:\n\n  \
         {}\n  chmod 600 {rsa}\n\nSet POSTBAG_DKIM_KEY={rsa}, and run this command again for the DNS record. If your mail server signs \
         for this domain already, no key is needed here.\n\nAn Ed25519 key may stand beside it, not in its place: many servers cannot read \
         its signatures yet.\n\n  {}\n  chmod 600 {ed25519}\n\nIts setting is POSTBAG_DKIM_ED25519_KEY. Leave it out if your provider \
         refuses mails with two signatures.",
        DkimAlgorithm::Rsa.command(rsa),
        DkimAlgorithm::Ed25519.command(ed25519),
    )
}

/// A domain as the DNS writes it.
fn checked(domain: &str) -> anyhow::Result<String> {
    let is_bare = !domain.contains(['/', ':', '@', '?', '#']);
    let origin = Origin::parse(&format!("https://{}", domain.trim_end_matches('.')), None).ok().filter(|_| is_bare);
    let name = origin.map(|origin| origin.domain().to_owned()).filter(|name| name.contains('.'));
    name.with_context(|| format!("{} is no domain. Write it as letters.example.org.", domain.escape_debug()))
}

async fn test(address: &str, config: &MailConfig) -> anyhow::Result<Answer> {
    let to = EmailAddress::parse(address).map_err(|error| anyhow::anyhow!("{}: {error}", address.escape_debug()))?;
    send_trial(config, Arc::new(SystemClock), &Token::from_bytes(SystemIds.bytes()), &to).await?;
    let domain = config.origin()?.domain().to_owned();
    let signed: Vec<_> = config.keys.iter().map(|key: &DkimKey| key.record(&domain).name).collect();
    let signed = if signed.is_empty() {
        format!("Postbag did not sign it, as no DKIM key is set. That is right if the mail server signs for {domain}.")
    } else {
        format!("It is signed with the key whose public half the DNS should show at {}.", signed.join(" and at "))
    };
    let text = format!(
        "The mail server took a test mail from letters@{domain} to {to}. {signed}\n\n\
         1. Look for it at {to}, also among spam. If it does not come within minutes, look into the log of the mail server.\n\
         2. Save its full source as a file. Gmail: “Show original”, then “Download original”. Outlook on the web: “View message \
         source”, copied into a file. Thunderbird: “Save as”. Apple Mail: “Raw source”.\n\
         3. Run: postbag mail test --headers FILE"
    );
    Ok(Answer { text, is_well: true })
}

fn headers(file: &Path) -> anyhow::Result<Answer> {
    /// Headers come first, and no mail has more of them.
    const ENOUGH: u64 = 4 << 20;
    let cannot = || format!("{} cannot be read", file.display());
    let mut source = Vec::new();
    if file == Path::new("-") {
        io::stdin().take(ENOUGH).read_to_end(&mut source).context("standard input cannot be read")?;
    } else {
        fs::File::open(file).with_context(cannot)?.take(ENOUGH).read_to_end(&mut source).with_context(cannot)?;
    }
    ensure!(!source.is_empty(), "{} is empty. Save the full source of the mail into it.", file.display());
    let findings = explain(&source);
    Ok(Answer { text: findings.to_string(), is_well: findings.are_well() })
}
