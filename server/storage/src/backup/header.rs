//! What can be told of a file before `SQLite` opens it.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

/// Why a file is not restored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotABackup {
    #[error("is no backup of Postbag")]
    Other,
    #[error("is a database, but no backup; `postbag backup` makes one of it")]
    Database,
    #[error("is cut off: {found} of its {expected} bytes are there. Copy it again, or take another backup.")]
    CutOff { found: u64, expected: u64 },
    #[error("does not have all the rows that were in it. Take another backup.")]
    RowsAreMissing,
}

/// "PBAG", at a place that `SQLite` leaves to programs.
const APPLICATION: [u8; 4] = *b"PBAG";

/// Makes a database a backup. The number is [`APPLICATION`].
pub(super) const MARK: &str = "PRAGMA application_id = 1346519367;
    CREATE TABLE backup (program TEXT NOT NULL, step BIGINT NOT NULL, made_at BIGINT NOT NULL, rows BIGINT NOT NULL)";

/// The first bytes of a database (<https://www.sqlite.org/fileformat.html#the_database_header>).
pub(super) struct Header;

impl Header {
    const MAGIC: &[u8; 16] = b"SQLite format 3\0";

    /// Whether the file is a backup, and all of it is there.
    pub(super) fn read(path: &Path) -> io::Result<Result<(), NotABackup>> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let mut head = Vec::new();
        if metadata.is_file() {
            file.take(100).read_to_end(&mut head)?;
        }
        Ok(Self::judge(&head, metadata.len()))
    }

    fn judge(head: &[u8], found: u64) -> Result<(), NotABackup> {
        let Some(head) = head.first_chunk::<100>() else {
            // Of a file that ends so early nobody knows how long it was.
            return Err(NotABackup::Other);
        };
        if !head.starts_with(Self::MAGIC) {
            return Err(NotABackup::Other);
        }
        if head[68..72] != APPLICATION {
            return Err(NotABackup::Database);
        }
        // 1 means 65536, which has no room there.
        let page = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65536,
            size => u64::from(size),
        };
        let expected = page * u64::from(u32::from_be_bytes([head[28], head[29], head[30], head[31]]));
        if found < expected { Err(NotABackup::CutOff { found, expected }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Vec<u8> {
        let mut head = vec![0; 100];
        head[..16].copy_from_slice(Header::MAGIC);
        head[16..18].copy_from_slice(&4096_u16.to_be_bytes());
        head[28..32].copy_from_slice(&3_u32.to_be_bytes());
        head[68..72].copy_from_slice(&APPLICATION);
        head
    }

    #[test]
    fn the_number_in_the_mark_is_the_word_that_is_looked_for() {
        assert!(MARK.contains(&format!("= {};", u32::from_be_bytes(APPLICATION))));
    }

    #[test]
    fn a_file_says_how_long_it_was() {
        let head = head();
        assert_eq!(Header::judge(&head, 3 * 4096), Ok(()));
        assert_eq!(Header::judge(&head, 3 * 4096 - 1), Err(NotABackup::CutOff { found: 12287, expected: 12288 }));
        let mut large = head;
        large[16..18].copy_from_slice(&1_u16.to_be_bytes());
        assert_eq!(Header::judge(&large, 65536), Err(NotABackup::CutOff { found: 65536, expected: 3 * 65536 }));
    }

    #[test]
    fn what_is_no_backup_is_told_from_a_database() {
        let mut database = head();
        database[68..72].fill(0);
        assert_eq!(Header::judge(&database, 12288), Err(NotABackup::Database));
        for other in [&b""[..], b"PK", &head()[..99], &[0; 200]] {
            assert_eq!(Header::judge(other, 12288), Err(NotABackup::Other));
        }
    }
}
