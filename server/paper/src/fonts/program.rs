//! Where the bytes of a face are, and what is read of them.

use std::sync::Arc;

use fontdb::{Database, ID};
use harfrust::{Font, Tag, font::Blob};
use read_fonts::FontRef;
use subsetter::GlyphRemapper;

/// Where a face's outlines come from.
pub enum Program {
    BuiltIn(&'static [u8]),
    File(FaceFile),
}

impl Program {
    pub fn subset(&self, remapper: &GlyphRemapper) -> Result<Vec<u8>, String> {
        let subset = |bytes: &[u8], index| subsetter::subset(bytes, index, remapper).map_err(|error| error.to_string());
        match self {
            Self::BuiltIn(bytes) => subset(bytes, 0),
            Self::File(file) => file.read(subset).ok_or("its file cannot be read any more")?,
        }
    }
}

/// Where a face's bytes are.
#[derive(Debug, Clone)]
pub struct FaceFile {
    /// PostScript name.
    pub name: String,
    pub database: Arc<Database>,
    pub id: ID,
}

/// Outlines that are larger are left in the file. Only fonts of Chinese, Japanese and Korean have such, and their
/// letters are as tall as the font says.
const LARGE: usize = 1 << 20;

impl FaceFile {
    /// Calls a function with the mapped file and the face's number in it.
    pub fn read<T>(&self, make: impl FnOnce(&[u8], u32) -> T) -> Option<T> {
        self.database.with_face_data(self.id, make)
    }

    /// A font that reads each table when it is first asked for it.
    pub fn open(&self) -> Option<Font> {
        let file = self.clone();
        let table = move |tag: Tag| {
            let copied = file.read(|bytes, index| {
                let font = FontRef::from_index(bytes, index).ok()?;
                let table = font.table_data(tag)?;
                let outlines = [Tag::new(b"CFF "), Tag::new(b"glyf")].contains(&tag);
                (!outlines || table.len() < LARGE).then(|| Blob::from(table.as_bytes().to_vec()))
            });
            copied.flatten()
        };
        let table: Arc<dyn Fn(Tag) -> Option<Blob> + Send + Sync> = Arc::new(table);
        Font::new(table, 0)
    }

    /// Whether it has outlines in one colour, of a kind that PDF takes.
    pub fn can_be_printed(&self) -> bool {
        self.read(|bytes, index| {
            let Ok(font) = FontRef::from_index(bytes, index) else { return false };
            let has = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).is_some();
            let coloured = [b"COLR", b"CBDT", b"sbix", b"SVG "].into_iter().any(has);
            (has(b"glyf") || has(b"CFF ")) && !coloured
        })
        .unwrap_or(false)
    }
}
