//! Many rows in few statements: one for up to [`MOST_ROWS`] rows. Both databases read them as they stand; neither has a type for
//! a list that the other knows.

use sqlx::{
    Any, AnyConnection,
    any::{AnyArguments, AnyRow},
    query::Query,
};

/// Rows in the longest statement. Twice as many are hardly faster; each length is a statement that every
/// connection prepares and keeps.
const MOST_ROWS: usize = 32;

/// A statement in the lengths 1, 2, 4 and so on: they make up every number of rows.
pub(crate) struct Many {
    by_length: Vec<String>,
}

impl Many {
    /// Inserts rows.
    pub(crate) fn insert(into: &str, columns: usize, ending: &str) -> Self {
        Self::of_lengths(|rows| {
            let rows: Vec<String> = (0..rows).map(|row| format!("({})", parameters(row * columns, columns))).collect();
            format!("INSERT INTO {into} VALUES {} {ending}", rows.join(", "))
        })
    }

    /// Says something about the rows that have one of many keys, which stand between `before` and `after` in brackets.
    /// `before` has the first `given` parameters.
    pub(crate) fn among(before: &str, given: usize, after: &str) -> Self {
        Self::of_lengths(|keys| format!("{before} ({}) {after}", parameters(given, keys)))
    }

    fn of_lengths(statement: impl Fn(usize) -> String) -> Self {
        Self { by_length: (0..=MOST_ROWS.ilog2()).map(|log| statement(1 << log)).collect() }
    }

    /// The longest statement for the first of these rows, and how many it takes.
    fn of(&'static self, rows: usize) -> (&'static str, usize) {
        let log = rows.clamp(1, MOST_ROWS).ilog2() as usize;
        (&self.by_length[log], 1 << log)
    }
}

/// So many parameters, after those that are taken.
fn parameters(taken: usize, count: usize) -> String {
    let parameters: Vec<String> = (1..=count).map(|parameter| format!("${}", taken + parameter)).collect();
    parameters.join(", ")
}

pub(crate) type AnyQuery = Query<'static, Any, AnyArguments>;

/// Inserts all rows, and gives back what the statements return.
pub(crate) async fn insert<T>(
    connection: &mut AnyConnection,
    insert: &'static Many,
    rows: &[T],
    bind: impl Fn(AnyQuery, &T) -> AnyQuery,
) -> sqlx::Result<Vec<AnyRow>> {
    among(connection, insert, |query| query, rows, bind).await
}

/// The same for a statement with parameters that are given once, which `give` binds.
pub(crate) async fn among<T>(
    connection: &mut AnyConnection,
    many: &'static Many,
    give: impl Fn(AnyQuery) -> AnyQuery,
    mut rows: &[T],
    bind: impl Fn(AnyQuery, &T) -> AnyQuery,
) -> sqlx::Result<Vec<AnyRow>> {
    let mut returned = Vec::new();
    while !rows.is_empty() {
        let (sql, length) = many.of(rows.len());
        let (now, later) = rows.split_at(length);
        returned.append(&mut now.iter().fold(give(sqlx::query(sql)), &bind).fetch_all(&mut *connection).await?);
        rows = later;
    }
    Ok(returned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_through_and_every_number_of_rows_is_made_up() {
        let insert = &*Box::leak(Box::new(Many::insert("t (a, b)", 2, "END")));
        assert_eq!(insert.of(1), ("INSERT INTO t (a, b) VALUES ($1, $2) END", 1));
        assert_eq!(insert.of(3), ("INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) END", 2));
        for rows in 1..200 {
            let (sql, length) = insert.of(rows);
            assert!(length <= rows && (2 * length > rows || length == MOST_ROWS), "{rows}");
            assert_eq!(sql.matches('(').count(), 1 + length);
            assert!(sql.contains(&format!("${})", 2 * length)));
        }
    }

    #[test]
    fn keys_come_after_the_parameters_that_are_given_once() {
        let among = &*Box::leak(Box::new(Many::among("UPDATE t SET a = $1 WHERE b IN", 1, "RETURNING b")));
        assert_eq!(among.of(1), ("UPDATE t SET a = $1 WHERE b IN ($2) RETURNING b", 1));
        assert_eq!(among.of(3), ("UPDATE t SET a = $1 WHERE b IN ($2, $3) RETURNING b", 2));
    }
}
