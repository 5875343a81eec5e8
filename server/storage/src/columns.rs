//! Turns columns back into checked values. A row that something else has written, or that a mistake of ours has spoilt,
//! becomes an error that names the column: not a panic, and not a value that looks right.

use std::{error::Error, str::FromStr};

use domain::Date;
use jiff::{Timestamp, tz::TimeZone};
use sqlx::{Row as _, any::AnyRow};

/// A time as it is stored.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A count as it is stored.
pub(crate) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The day, in UTC, under which something at that time is counted.
pub(crate) fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Typed access to the columns of a row.
pub(crate) trait Columns {
    fn text(&self, column: &str) -> sqlx::Result<&str>;
    fn text_or_null(&self, column: &str) -> sqlx::Result<Option<&str>>;
    fn number(&self, column: &str) -> sqlx::Result<i64>;
    fn number_or_null(&self, column: &str) -> sqlx::Result<Option<i64>>;
    fn bytes(&self, column: &str) -> sqlx::Result<&[u8]>;

    /// A text with a rule, or a date.
    fn checked<T>(&self, column: &str) -> sqlx::Result<T>
    where
        T: FromStr<Err: Error + Send + Sync + 'static>,
    {
        self.text(column)?.parse().map_err(|error| corrupt(column, error))
    }

    /// One word of a vocabulary.
    fn word<T>(&self, column: &str, parse: impl Fn(&str) -> Option<T>) -> sqlx::Result<T> {
        let text = self.text(column)?;
        parse(text).ok_or_else(|| corrupt(column, format!("{text:?} is none of the known words")))
    }

    /// A number that is not negative.
    fn count<T: TryFrom<i64, Error: Error + Send + Sync + 'static>>(&self, column: &str) -> sqlx::Result<T> {
        self.number(column)?.try_into().map_err(|error| corrupt(column, error))
    }

    /// 1 or 0.
    fn yes(&self, column: &str) -> sqlx::Result<bool> {
        Ok(self.number(column)? != 0)
    }

    fn time_or_null(&self, column: &str) -> sqlx::Result<Option<Timestamp>> {
        let micros = self.number_or_null(column)?;
        micros.map(Timestamp::from_microsecond).transpose().map_err(|error| corrupt(column, error))
    }

    fn time(&self, column: &str) -> sqlx::Result<Timestamp> {
        Timestamp::from_microsecond(self.number(column)?).map_err(|error| corrupt(column, error))
    }
}

impl Columns for AnyRow {
    fn text(&self, column: &str) -> sqlx::Result<&str> {
        self.try_get(column)
    }

    fn text_or_null(&self, column: &str) -> sqlx::Result<Option<&str>> {
        self.try_get(column)
    }

    fn bytes(&self, column: &str) -> sqlx::Result<&[u8]> {
        self.try_get(column)
    }

    fn number(&self, column: &str) -> sqlx::Result<i64> {
        self.try_get(column)
    }

    fn number_or_null(&self, column: &str) -> sqlx::Result<Option<i64>> {
        self.try_get(column)
    }
}

pub(crate) fn corrupt(column: &str, why: impl Into<Box<dyn Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: why.into() }
}
