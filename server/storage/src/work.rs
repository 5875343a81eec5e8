//! A unit of work: one transaction, and the writes at its end.

use std::sync::Arc;

use async_trait::async_trait;
use domain::post::Purpose;
use jiff::Timestamp;
use sqlx::{Any, AnyConnection, Transaction};
use usecases::{
    desk::Holder,
    ports::{Act, Action, ActionKey, Allowance, MailEnd, Queued, RelayLetter, StoreError, Work, Writes},
};

use crate::{
    Database,
    actions::add::{Entry, change},
    audit,
    changes::Noticed,
    dialect::Dialect,
    fault::doing,
    mails::{self, Mail, enqueue},
};

/// Dropped without a commit, it changes nothing.
#[derive(Debug)]
pub(crate) struct UnitOfWork {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    queued: Vec<Mail>,
    counted: Vec<(Action, Option<Allowance>)>,
    taken_back: Vec<(ActionKey, Option<Allowance>)>,
    audited: Vec<(Option<Holder>, Act, Timestamp)>,
    noticed: Arc<Noticed>,
    /// Whether what is public of a campaign changes.
    publishes: bool,
}

impl UnitOfWork {
    /// For a statement of this unit.
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Notes that what is public of a campaign changes.
    pub(crate) const fn publishes(&mut self) {
        self.publishes = true;
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }
}

#[async_trait]
impl Writes for Database {
    async fn begin(&self) -> Result<Box<dyn Work>, StoreError> {
        doing("beginning to write", async {
            let work = UnitOfWork {
                transaction: self.begin_transaction().await?,
                dialect: self.dialect(),
                queued: Vec::new(),
                counted: Vec::new(),
                taken_back: Vec::new(),
                audited: Vec::new(),
                noticed: Arc::clone(self.noticed()),
                publishes: false,
            };
            Ok(Box::new(work) as Box<dyn Work>)
        })
        .await
    }

    async fn mail_left(&self, mail: &Queued, at: Timestamp) -> Result<bool, StoreError> {
        doing("noting that a mail left", mails::end(self.writer(), mail, &MailEnd::Sent, at)).await
    }

    async fn forget_deleted(&self) -> Result<bool, StoreError> {
        doing("emptying the log of the database", self.empty_log()).await
    }
}

#[async_trait]
impl Work for UnitOfWork {
    async fn alone(&mut self) -> Result<(), StoreError> {
        let alone = self.dialect.alone();
        doing("waiting to write alone", async { sqlx::query(alone).execute(self.connection()).await.map(drop) }).await
    }

    fn enqueue(&mut self, letter: &RelayLetter, purpose: Purpose, at: Timestamp) {
        self.queued.push(Mail { letter: letter.id.clone(), campaign: letter.campaign.clone(), purpose, due_at: at });
    }

    fn count(&mut self, action: Action, allowance: Option<&Allowance>) {
        self.counted.push((action, allowance.cloned()));
    }

    fn take_back(&mut self, action: ActionKey, allowance: Option<&Allowance>) {
        self.taken_back.push((action, allowance.cloned()));
    }

    fn audit(&mut self, by: &Holder, act: Act, at: Timestamp) {
        self.audited.push((Some(by.clone()), act, at));
    }

    fn audit_operator(&mut self, act: Act, at: Timestamp) {
        self.audited.push((None, act, at));
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self { mut transaction, queued, counted, taken_back, audited, noticed, publishes, .. } = *self;
        let counts = !counted.is_empty() || !taken_back.is_empty();
        doing("writing what was queued", enqueue(&mut transaction, &queued)).await?;
        doing("counting", async {
            let counted: Vec<Entry<'_>> = counted.iter().map(|(action, allowance)| (action, allowance.as_ref())).collect();
            change(&mut transaction, &counted, &taken_back).await.map(drop)
        })
        .await?;
        doing("writing the audit", async {
            for (by, act, at) in &audited {
                audit::add(&mut transaction, by.as_ref(), act, *at).await?;
            }
            Ok(())
        })
        .await?;
        let committed = doing("committing", transaction.commit()).await;
        // Also where the commit failed: nobody knows how.
        if publishes {
            noticed.campaigns();
        }
        if counts {
            noticed.counts();
        }
        committed
    }
}
