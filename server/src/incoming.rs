//! Returned mail comes in: from a spool folder, and by LMTP, while the server runs. `postbag mail receive` is the third way
//! ([`crate::cli`]).

use std::sync::Arc;

use anyhow::Context as _;
use async_trait::async_trait;
use jiff::SignedDuration;
use mail::{Lmtp, LmtpAddr, LmtpLimits, Receive, Received, Spool};
use tokio::{sync::watch, task::JoinSet};
use usecases::{
    Refusal,
    jobs::{Job, Round},
    ports::StoreFault,
    post::{Returns, TakenIn},
};

use crate::{Config, worker};

/// The ways in that the operator has set up.
#[derive(Debug, Default)]
pub struct Incoming {
    pub lmtp: Option<Lmtp>,
    pub spool: Option<Spool>,
}

impl Incoming {
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let lmtp = match config.lmtp_addr.as_deref().filter(|addr| !addr.is_empty()) {
            None => None,
            Some(addr) => {
                let addr = LmtpAddr::parse(addr).with_context(|| {
                    format!(
                        "POSTBAG_LMTP_ADDR is {addr:?}; give it an address with a port, such as 127.0.0.1:2400, or unix:/PATH"
                    )
                })?;
                let bound = Lmtp::bind(&addr, LmtpLimits::default()).await;
                Some(bound.with_context(|| format!("cannot listen on {addr}; name another address with POSTBAG_LMTP_ADDR"))?)
            }
        };
        let spool = match config.spool.as_deref().filter(|folder| !folder.as_os_str().is_empty()) {
            None => None,
            Some(folder) => Some(Spool::open(folder).with_context(|| {
                format!("cannot make the spool folder {}; name another with POSTBAG_SPOOL", folder.display())
            })?),
        };
        Ok(Self { lmtp, spool })
    }

    /// Takes mail in until `stop` says so.
    pub(crate) async fn run(self, returns: Returns, stop: watch::Receiver<bool>) {
        let receive: Arc<dyn Receive> = Arc::new(TakeIn(returns));
        let mut ways = JoinSet::new();
        if let Some(lmtp) = self.lmtp {
            ways.spawn(lmtp.run(Arc::clone(&receive), stop.clone()));
        }
        if let Some(spool) = self.spool {
            let job: Arc<dyn Job> = Arc::new(Collect { spool, receive });
            ways.spawn(worker::run(vec![job], stop));
        }
        while ways.join_next().await.is_some() {}
    }
}

/// Hands mail to the use case.
#[derive(Debug)]
struct TakeIn(Returns);

#[async_trait]
impl Receive for TakeIn {
    async fn receive(&self, recipient: Option<&str>, raw: &[u8]) -> Received {
        let (returns, recipient, raw) = (self.0.clone(), recipient.map(str::to_owned), raw.to_vec());
        // A task of its own: a mail that breaks us off takes nobody with it, neither what lies behind it in the spool nor the
        // other mails of its connection.
        match tokio::spawn(async move { returns.receive(recipient.as_deref(), &raw).await }).await {
            Ok(Ok(TakenIn::Done(_))) => Received::Taken,
            Ok(Ok(TakenIn::Later)) => Received::Later,
            Ok(Err(error)) => {
                tracing::error!(%error, "a returned mail could not be written down; it has to come again");
                // What stands in the database of this one letter cannot be read. That is nothing to the others.
                if matches!(error.fault, StoreFault::Corrupt { .. }) { Received::Later } else { Received::Unable }
            }
            // The panic hook has said where. The error would quote what it said.
            Err(_) => {
                tracing::error!("a returned mail broke off what read it; it has to come again");
                Received::Later
            }
        }
    }
}

/// Takes what lies in the spool.
#[derive(Debug)]
struct Collect {
    spool: Spool,
    receive: Arc<dyn Receive>,
}

#[async_trait]
impl Job for Collect {
    fn name(&self) -> &'static str {
        "collect returned mail"
    }

    fn every(&self) -> SignedDuration {
        SignedDuration::from_secs(10)
    }

    async fn run(&self) -> Result<Round, Refusal> {
        match self.spool.collect(&*self.receive).await {
            Ok(0) => Ok(Round::Done),
            Ok(_) => Ok(Round::More),
            Err(error) => {
                tracing::error!(%error, "the spool cannot be looked into");
                Ok(Round::Done)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use storage::Database;
    use usecases::ports::{ReturnReader, ReturnedMail, Store};

    use super::*;
    use crate::{SystemClock, compose::returns};

    #[derive(Debug)]
    struct Breaks;

    impl ReturnReader for Breaks {
        fn read(&self, raw: &[u8]) -> ReturnedMail {
            assert!(!raw.starts_with(b"break"));
            mail::MailReturnReader.read(raw)
        }
    }

    #[tokio::test]
    async fn a_mail_that_breaks_its_reader_off_takes_no_other_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let url = storage::sqlite_url(&folder.path().join("postbag.db"));
        let store: Arc<dyn Store> = Arc::new(Database::connect(&url).await.unwrap());
        let returns = Returns { reader: Arc::new(Breaks), ..returns(&store, Arc::new(SystemClock)) };
        let spool = Spool::open(&folder.path().join("spool")).unwrap();
        for (name, text) in [("1", "break"), ("2", "Subject: Hello\r\n\r\nHello.\r\n")] {
            std::fs::write(folder.path().join("spool/new").join(name), text).unwrap();
        }
        assert_eq!(spool.collect(&TakeIn(returns)).await.unwrap(), 1);
        let left: Vec<_> =
            std::fs::read_dir(folder.path().join("spool/new")).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left, ["1"]);
    }
}
