//! The fonts that are installed on the server, for scripts that the build has no font for.
//!
//! They are looked up when a text first needs one. Of a face that is used, the tables that join and measure its letters stay
//! in memory. Its outlines do not: they are read from the mapped file when a document needs some of them. Fonts that are
//! installed later are found after a restart.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use fontdb::{Database, Stretch, Style};
use harfrust::Script;

use crate::fonts::{
    face::{Coverage, Face},
    family::Family,
    program::{FaceFile, Program},
    scripts::{Readers, families},
};

/// Where fonts are looked for, beyond those of the build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FontSearch {
    /// In the folders where the operating system keeps them.
    pub system: bool,
    /// And in this folder, and the folders in it.
    pub folder: Option<PathBuf>,
}

/// All faces that may be used, in the order in which they are tried.
#[derive(Debug, Default)]
pub struct Installed(Vec<Candidate>);

/// A face that may be asked for.
struct Candidate {
    family: String,
    file: FaceFile,
    /// `None`: the file is gone, or no font that can be printed.
    covered: OnceLock<Option<Arc<Coverage>>>,
    face: OnceLock<Option<Face>>,
}

impl std::fmt::Debug for Candidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file.name)
    }
}

impl Candidate {
    fn covers(&self, c: char) -> bool {
        self.coverage().is_some_and(|coverage| coverage.has(c))
    }

    fn coverage(&self) -> Option<&Arc<Coverage>> {
        let look = || self.file.can_be_printed().then(|| self.file.open().map(|font| Arc::new(Coverage::of(&font)))).flatten();
        self.covered.get_or_init(look).as_ref()
    }

    fn face(&self) -> Option<&Face> {
        let load = || {
            let program = Program::File(self.file.clone());
            Some(Face::new(&self.file.name, self.file.open()?, program, Arc::clone(self.coverage()?)))
        };
        self.face.get_or_init(load).as_ref()
    }
}

impl Installed {
    /// Looks up which fonts there are; takes some tens of milliseconds.
    pub fn find(search: &FontSearch) -> Self {
        let mut database = Database::new();
        if search.system {
            database.load_system_fonts();
        }
        if let Some(folder) = &search.folder {
            database.load_fonts_dir(folder);
        }
        let database = Arc::new(database);
        let upright = |face: &&fontdb::FaceInfo| {
            face.style == Style::Normal && face.stretch == Stretch::Normal && (300..=500).contains(&face.weight.0)
        };
        let mut found: Vec<_> = database
            .faces()
            .filter(upright)
            .filter_map(|face| Some((face, face.families.first()?.0.clone(), face_path(face))))
            .collect();
        // Whatever order a folder lists its files in, the choice is the same. Some bold faces of Noto say that they are
        // regular in weight; their names do not.
        found.sort_by_cached_key(|(face, family, path)| {
            let off = (face.weight.0.abs_diff(400), !face.post_script_name.ends_with("Regular"));
            (face.monospaced, rank(family), family.clone(), off, face.post_script_name.clone(), path.clone(), face.index)
        });
        let mut names = BTreeSet::new();
        let candidates: Vec<_> = found
            .into_iter()
            .filter(|(face, ..)| names.insert(face.post_script_name.clone()))
            .map(|(face, family, _)| Candidate {
                family,
                file: FaceFile { name: face.post_script_name.clone(), database: Arc::clone(&database), id: face.id },
                covered: OnceLock::new(),
                face: OnceLock::new(),
            })
            .collect();
        tracing::info!(faces = candidates.len(), ?search, "looked up the installed fonts");
        Self(candidates)
    }

    /// How many faces there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub fn face(&self, number: usize) -> Option<&Face> {
        self.0.get(number)?.face()
    }

    pub fn has(&self, family: &str) -> bool {
        self.0.iter().any(|candidate| candidate.family == family)
    }

    /// The face for a character: one that was made for its script, else the first that has it.
    pub fn choose(&self, c: char, script: Script, family: Family, readers: Readers) -> Option<usize> {
        let made = families(script, family, readers);
        let made = made.iter().filter_map(|name| self.0.iter().position(|candidate| candidate.family == *name));
        let fits =
            |number: &usize| self.0.get(*number).is_some_and(|candidate| candidate.covers(c) && candidate.face().is_some());
        made.chain(0..self.0.len()).find(fits)
    }
}

fn face_path(face: &fontdb::FaceInfo) -> Option<PathBuf> {
    match &face.source {
        fontdb::Source::File(path) => Some(path.clone()),
        _ => None,
    }
}

/// Noto's plain families before its others, and these before everybody else's.
fn rank(family: &str) -> u8 {
    match family {
        name if name.contains("CJK") => 2,
        name if name.starts_with("Noto Sans") => 0,
        name if name.starts_with("Noto Serif") => 1,
        name if name.starts_with("Noto") => 3,
        _ => 4,
    }
}
