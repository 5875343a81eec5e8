//! Many rows in few statements: one for up to [`MOST_ROWS`] rows.

use sqlx::{
    Any, AnyConnection,
    any::{AnyArguments, AnyRow},
    query::Query,
};

/// Rows in the longest statement. Twice as many are hardly faster; each length is a statement that every
/// connection prepares and keeps.
const MOST_ROWS: usize = 32;

/// A statement that inserts rows, in the lengths 1, 2, 4 and so on: they make up every number of rows.
pub(crate) struct Insert {
    by_length: Vec<String>,
}

impl Insert {
    pub(crate) fn new(into: &str, columns: usize, ending: &str) -> Self {
        let statement = |rows: usize| {
            let row = |row: usize| {
                let values: Vec<String> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
                format!("({})", values.join(", "))
            };
            let rows: Vec<String> = (0..rows).map(row).collect();
            format!("INSERT INTO {into} VALUES {} {ending}", rows.join(", "))
        };
        Self { by_length: (0..=MOST_ROWS.ilog2()).map(|log| statement(1 << log)).collect() }
    }

    /// The longest statement for the first of these rows, and how many it takes.
    fn of(&'static self, rows: usize) -> (&'static str, usize) {
        let log = rows.clamp(1, MOST_ROWS).ilog2() as usize;
        (&self.by_length[log], 1 << log)
    }
}

pub(crate) type AnyQuery = Query<'static, Any, AnyArguments>;

/// Inserts all rows, and gives back what the statements return.
pub(crate) async fn insert<T>(
    connection: &mut AnyConnection,
    insert: &'static Insert,
    mut rows: &[T],
    bind: impl Fn(AnyQuery, &T) -> AnyQuery,
) -> sqlx::Result<Vec<AnyRow>> {
    let mut returned = Vec::new();
    while !rows.is_empty() {
        let (sql, length) = insert.of(rows.len());
        let (now, later) = rows.split_at(length);
        returned.append(&mut now.iter().fold(sqlx::query(sql), &bind).fetch_all(&mut *connection).await?);
        rows = later;
    }
    Ok(returned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_through_and_every_number_of_rows_is_made_up() {
        let insert = &*Box::leak(Box::new(Insert::new("t (a, b)", 2, "END")));
        assert_eq!(insert.of(1), ("INSERT INTO t (a, b) VALUES ($1, $2) END", 1));
        assert_eq!(insert.of(3), ("INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) END", 2));
        for rows in 1..200 {
            let (sql, length) = insert.of(rows);
            assert!(length <= rows && (2 * length > rows || length == MOST_ROWS), "{rows}");
            assert_eq!(sql.matches('(').count(), 1 + length);
            assert!(sql.contains(&format!("${})", 2 * length)));
        }
    }
}
