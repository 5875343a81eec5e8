//! Tables that organisers upload.

use std::fmt::Debug;

use domain::grid::{Grid, Unreadable};

/// Reads the bytes of a table that another program wrote, in whatever encoding and with whatever separator. It says
/// nothing of what the columns mean.
pub trait GridReader: Send + Sync + Debug {
    /// At most [`Grid::BYTES_MAX`] bytes, also after they were unpacked, and [`Grid::ROWS_MAX`] rows under a header.
    fn read(&self, file: &[u8]) -> Result<Grid, Unreadable>;
}
