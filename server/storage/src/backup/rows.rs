//! Copies rows from one database to another, which both have the tables of one step.

use std::collections::BTreeMap;

use futures::TryStreamExt as _;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _, any::AnyRow};

use crate::{
    columns::{Columns as _, corrupt},
    migrations::bring_to,
};

/// Rows in a statement.
const ROWS: usize = 32;
/// Rows that are longer than this together go one by one: a picture has megabytes.
const BYTES: usize = 1 << 20;

/// A table of ours.
#[derive(Debug)]
pub(super) struct Table {
    name: String,
    columns: Vec<(String, Kind)>,
}

/// The types that our tables use.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Number,
    Bytes,
}

impl Kind {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "TEXT" => Some(Self::Text),
            "BIGINT" => Some(Self::Number),
            "BYTEA" => Some(Self::Bytes),
            _ => None,
        }
    }
}

#[derive(Debug)]
enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

impl Cell {
    fn read(row: &AnyRow, column: &str, kind: Kind) -> sqlx::Result<Self> {
        Ok(match kind {
            Kind::Text => Self::Text(row.try_get(column)?),
            Kind::Number => Self::Number(row.try_get(column)?),
            Kind::Bytes => Self::Bytes(row.try_get(column)?),
        })
    }

    fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.as_ref().map_or(0, String::len),
            Self::Number(_) => size_of::<i64>(),
            Self::Bytes(bytes) => bytes.as_ref().map_or(0, Vec::len),
        }
    }
}

/// The tables that there are at a step, each after those that it refers to. They are read from an empty database with the same
/// tables, so that no name comes from a file that somebody gave us.
pub(super) async fn tables(step: i64) -> sqlx::Result<Vec<Table>> {
    sqlx::any::install_default_drivers();
    let mut empty = AnyConnection::connect("sqlite::memory:").await?;
    bring_to(&mut empty, step).await.map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
    let columns = sqlx::query(
        "SELECT tables.name AS name, columns.name AS column_name, columns.type AS type
         FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND tables.name <> 'migrations'
         ORDER BY tables.rowid, columns.cid",
    );
    let mut tables: Vec<Table> = Vec::new();
    for row in columns.fetch_all(&mut empty).await? {
        let name = row.text("name")?;
        let column = (row.text("column_name")?.to_owned(), row.word("type", Kind::parse)?);
        match tables.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => tables.push(Table { name: name.to_owned(), columns: vec![column] }),
        }
    }
    let references = sqlx::query(
        "SELECT tables.name AS name, \"references\".\"table\" AS parent
         FROM sqlite_master AS tables, pragma_foreign_key_list(tables.name) AS \"references\" WHERE tables.type = 'table'",
    );
    let mut parents: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in references.fetch_all(&mut empty).await? {
        parents.entry(row.text("name")?.to_owned()).or_default().push(row.text("parent")?.to_owned());
    }
    empty.close().await?;
    Ok(in_order(tables, &parents))
}

fn in_order(mut rest: Vec<Table>, parents: &BTreeMap<String, Vec<String>>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::new();
    while !rest.is_empty() {
        let is_there = |parent: &String| ordered.iter().any(|table| table.name == *parent);
        let is_ready = |table: &Table| parents.get(&table.name).is_none_or(|parents| parents.iter().all(is_there));
        // In a circle none is; then the database says so when rows come.
        let next = rest.iter().position(is_ready).unwrap_or_default();
        ordered.push(rest.remove(next));
    }
    ordered
}

/// How many rows there are.
pub(super) async fn count(connection: &mut AnyConnection, tables: &[Table]) -> sqlx::Result<u64> {
    let mut rows = 0;
    for Table { name, .. } in tables {
        let sql = format!("SELECT COUNT(*) AS rows FROM {name}");
        rows += sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?.count::<u64>("rows")?;
    }
    Ok(rows)
}

/// Copies all rows, and returns how many there were of each table that has any.
pub(super) async fn copy(
    from: &mut AnyConnection,
    to: &mut AnyConnection,
    tables: &[Table],
) -> sqlx::Result<BTreeMap<String, u64>> {
    let mut copied = BTreeMap::new();
    for table in tables {
        let rows = copy_table(from, to, table).await?;
        if rows > 0 {
            copied.insert(table.name.clone(), rows);
        }
    }
    Ok(copied)
}

async fn copy_table(from: &mut AnyConnection, to: &mut AnyConnection, table: &Table) -> sqlx::Result<u64> {
    let sql = format!("SELECT {} FROM {}", table.names(), table.name);
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(from);
    let (mut batch, mut bytes, mut copied) = (Vec::new(), 0, 0);
    while let Some(row) = rows.try_next().await? {
        let cells = table.columns.iter().map(|(column, kind)| Cell::read(&row, column, *kind));
        let cells = cells.collect::<sqlx::Result<Vec<Cell>>>().map_err(|error| corrupt(&table.name, error))?;
        bytes += cells.iter().map(Cell::length).sum::<usize>();
        batch.push(cells);
        copied += 1;
        if batch.len() == ROWS || bytes > BYTES {
            table.insert(to, std::mem::take(&mut batch)).await?;
            bytes = 0;
        }
    }
    table.insert(to, batch).await?;
    Ok(copied)
}

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Inserts a full batch in one statement, and the rows of any other one by one: two statements for each table to prepare.
    async fn insert(&self, to: &mut AnyConnection, rows: Vec<Vec<Cell>>) -> sqlx::Result<()> {
        let at_once = if rows.len() == ROWS { ROWS } else { 1 };
        let values = |row: usize| {
            let parameters = (1..=self.columns.len()).map(|column| format!("${}", row * self.columns.len() + column));
            format!("({})", parameters.collect::<Vec<_>>().join(", "))
        };
        let values = (0..at_once).map(values).collect::<Vec<_>>().join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES {values}", self.name, self.names());
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
            for cell in rows.by_ref().take(at_once).flatten() {
                query = match cell {
                    Cell::Text(text) => query.bind(text),
                    Cell::Number(number) => query.bind(number),
                    Cell::Bytes(bytes) => query.bind(bytes),
                };
            }
            query.execute(&mut *to).await?;
        }
        Ok(())
    }
}
