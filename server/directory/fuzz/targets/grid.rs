//! Any bytes as a table that an organiser uploads.
#![no_main]

use directory::read_grid;
use domain::grid::Grid;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(grid) = read_grid(bytes) {
        assert!(!grid.rows.is_empty() && grid.width() <= Grid::COLUMNS_MAX, "{grid:?}");
        assert!(grid.rows.is_sorted_by(|before, after| before.line < after.line), "{grid:?}");
        for row in &grid.rows {
            assert!(row.line > 0 && row.cells.last().is_some_and(|cell| !cell.trim().is_empty()), "{row:?}");
        }
    }
});
