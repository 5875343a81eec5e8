//! The few texts that differ between the two databases. The tests of one database prove nothing about the other's text;
//! look for a common text first.

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Whether a mail may go out: no letter of a campaign that is paused or won does, none to a target that is paused, and none
/// while the site is. It waits. So does a mail that asks to confirm a letter while the campaign is paused: its link would lead to a
/// page that takes no yes. All that wait so are looked at every time, so the letters themselves, whose rows are long, are
/// left alone as far as can be.
macro_rules! goes_out {
    () => {
        "(NOT (
            mails.purpose = 'letter' AND (
                mails.campaign IN (SELECT id FROM campaigns WHERE hold IS NOT NULL)
                OR EXISTS (SELECT 1 FROM pauses WHERE what = 'site')
                OR EXISTS (
                    SELECT 1 FROM pauses JOIN relay_letters ON relay_letters.target = pauses.name
                    WHERE pauses.what = 'target' AND relay_letters.id = mails.letter
                )
            )
        ) AND NOT (
            mails.purpose IN ('confirmation', 'reminder')
            AND mails.campaign IN (SELECT id FROM campaigns WHERE hold = 'paused')
        ))"
    };
}
pub(crate) use goes_out;

/// The mails that are due and in nobody's hand. A lease that one still has ran out, and counts as a loss. `$1` is now, `$2` how
/// many.
macro_rules! due_mails {
    ($which:literal, $lock:literal) => {
        concat!(
            "SELECT mails.letter, mails.purpose,
                    mails.lost + CASE WHEN mails.leased_until IS NULL THEN 0 ELSE 1 END AS lost
             FROM mails
             WHERE mails.state = 'waiting' AND mails.due_at <= $1 AND mails.purpose ",
            $which,
            " AND (mails.leased_until IS NULL OR mails.leased_until <= $1) AND ",
            crate::dialect::goes_out!(),
            "
             ORDER BY mails.due_at, mails.letter, mails.purpose
             LIMIT $2",
            $lock
        )
    };
}

/// The letters whose mail left and that are not accepted yet. `$1` is how many.
macro_rules! sent_letters {
    ($lock:literal) => {
        concat!(
            "SELECT mails.due_at AS left_at, held_for, held_at, ",
            crate::letters::letter_columns!(),
            " FROM relay_letters JOIN mails ON mails.letter = relay_letters.id
             WHERE relay_letters.state = 'sending' AND mails.purpose = 'letter' AND mails.state = 'sent'
             LIMIT $1",
            $lock
        )
    };
}

/// The mails to organisers that are due, with the language of whom they go to; none where the address is nobody's. `$1` is
/// now, `$2` how many.
macro_rules! due_organiser_mails {
    ($lock:literal) => {
        concat!(
            "SELECT organiser_mails.id, purpose, organiser_mails.email, organiser_mails.language, return_to, inviter, campaign,
                    attempts, enqueued_at, organisers.language AS organiser_language
             FROM organiser_mails LEFT JOIN organisers ON organisers.mailbox = organiser_mails.mailbox
             WHERE state = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)
             ORDER BY due_at, organiser_mails.id
             LIMIT $2",
            $lock
        )
    };
}

impl Dialect {
    /// Begins a transaction that will write. In `SQLite` it takes the right to write at once: a transaction
    /// that reads first and asks later can be refused when another has written in between.
    pub(crate) const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        }
    }

    /// Makes this transaction the only one of its kind until it ends, on every node. A `SQLite` transaction
    /// that writes is alone anyway. The number is arbitrary and means Postbag.
    pub(crate) const fn alone(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT 1",
            Self::Postgres => "SELECT pg_advisory_xact_lock(7067837266)",
        }
    }

    /// Counts the table in which the steps of our tables are: 1, or 0 in a database in which we have none.
    pub(crate) const fn has_tables(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT COUNT(*) AS tables FROM sqlite_master WHERE type = 'table' AND name = 'migrations'",
            Self::Postgres => "SELECT CAST(CASE WHEN to_regclass('migrations') IS NULL THEN 0 ELSE 1 END AS BIGINT) AS tables",
        }
    }

    /// Begins a transaction that sees one moment of the database, whatever others write meanwhile. In `SQLite` any does.
    pub(crate) const fn begin_to_read(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        }
    }

    /// Finds the mails to claim: first those for which somebody sits at a screen and waits, then the others. `PostgreSQL`
    /// passes over those that another node is claiming right now.
    pub(crate) const fn due_mails(self) -> [&'static str; 2] {
        match self {
            Self::Sqlite => [due_mails!("= 'confirmation'", ""), due_mails!("<> 'confirmation'", "")],
            Self::Postgres => [
                due_mails!("= 'confirmation'", " FOR UPDATE OF mails SKIP LOCKED"),
                due_mails!("<> 'confirmation'", " FOR UPDATE OF mails SKIP LOCKED"),
            ],
        }
    }

    /// Finds letters to accept. `PostgreSQL` passes over those that another unit of work has taken.
    pub(crate) const fn sent_letters(self) -> &'static str {
        match self {
            Self::Sqlite => sent_letters!(""),
            Self::Postgres => sent_letters!(" FOR UPDATE OF relay_letters SKIP LOCKED"),
        }
    }

    /// The same as [`Self::due_mails`] for mails to organisers.
    pub(crate) const fn due_organiser_mails(self) -> &'static str {
        match self {
            Self::Sqlite => due_organiser_mails!(""),
            Self::Postgres => due_organiser_mails!(" FOR UPDATE OF organiser_mails SKIP LOCKED"),
        }
    }

    /// Clears the log of what was deleted: everything in it goes into the database file, where `secure_delete` has zeros in
    /// its place, and the log is cut to nothing. The row says first whether somebody kept it from being done. `PostgreSQL`
    /// has no such statement: its log is kept and reused as its settings say.
    pub(crate) const fn empty_log(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some("PRAGMA wal_checkpoint(TRUNCATE)"),
            Self::Postgres => None,
        }
    }

    /// Run on every new connection that writes.
    pub(crate) const fn writer_settings(self) -> &'static str {
        match self {
            // - WAL: readers never wait for the writer.
            // - FULL: a commit is on the disk when it returns. NORMAL would lose the last ones with the power,
            //   and those are actions that we said we had counted.
            // - Other processes (an import, a backup) may write too: wait for them, ten seconds at most.
            // - Deleted letters are overwritten, not only forgotten.
            // - After a large write the log file shrinks again to 64 MB.
            Self::Sqlite => {
                "PRAGMA busy_timeout = 10000;
                 PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 PRAGMA foreign_keys = ON;
                 PRAGMA secure_delete = ON;
                 PRAGMA journal_size_limit = 67108864"
            }
            Self::Postgres => "SELECT 1",
        }
    }
}
