//! Reads the built site into memory.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use app::site::{Content, Files};
use axum::http::HeaderValue;

/// Every file of a folder whose type browsers know. A folder that is not there has none: then pages have no style.
///
/// No other file is even opened. If somebody has the database in that folder, it is not for visitors; and whoever opens and
/// closes a file of `SQLite` beside it takes the locks of the whole process away (sqlite.org/howtocorrupt.html, section 2.2).
pub(crate) fn read_files(folder: &Path) -> io::Result<Files> {
    let mut files = BTreeMap::new();
    if folder.is_dir() {
        read(folder, "", &mut files)?;
    }
    Ok(Files::new(files))
}

fn read(folder: &Path, path: &str, files: &mut BTreeMap<String, Content>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?.path();
        let Some(name) = entry.file_name().and_then(|name| name.to_str()) else { continue };
        let path = format!("{path}/{name}");
        if entry.is_dir() {
            read(&entry, &path, files)?;
        } else if let Some(media) = media_type(&entry).filter(|_| !is_compressed_form(&entry)) {
            let content = Content::new(media, fs::read(&entry)?);
            // `cargo xtask dist` puts them beside the originals.
            let form = |ending: &str| fs::read(format!("{}.{ending}", entry.display())).ok().map(Into::into);
            files.insert(path, content.with(form("gz"), form("br")));
        }
    }
    Ok(())
}

/// Whether it is the compressed form of another file.
fn is_compressed_form(path: &Path) -> bool {
    let is_ending = path.extension().is_some_and(|ending| ending == "br" || ending == "gz");
    is_ending && PathBuf::from(path).with_extension("").is_file()
}

/// By the ending of the name.
fn media_type(path: &Path) -> Option<HeaderValue> {
    HeaderValue::try_from(mime_guess::from_path(path).first()?.as_ref()).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, header};

    use super::*;

    #[test]
    fn files_are_served_by_their_paths_with_their_types_and_compressed_forms_are_not_files() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("pkg")).unwrap();
        let plain = "a{color:red}".repeat(50);
        for (name, text) in [
            ("pkg/postbag.css", plain.as_str()),
            ("pkg/postbag.css.br", "short"),
            ("robots.txt", "all"),
            ("postbag.db", "letters"),
            ("postbag.db-wal", "letters"),
            (".env", "secret"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let files = read_files(folder.path()).unwrap();
        let media = |path: &str| {
            Some(files.answer(path, &HeaderMap::new())?.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned())
        };
        assert_eq!(media("/pkg/postbag.css").as_deref(), Some("text/css"));
        assert_eq!(media("/robots.txt").as_deref(), Some("text/plain"));
        for private in ["/postbag.db", "/postbag.db-wal", "/.env"] {
            assert_eq!(media(private), None, "{private}");
        }
        assert_eq!(media("/pkg/postbag.css.br"), None);
        let brotli = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static("br"))]);
        assert_eq!(files.answer("/pkg/postbag.css", &brotli).unwrap().headers()[header::CONTENT_LENGTH], "5");
    }

    #[test]
    fn a_site_that_was_not_built_has_no_files() {
        assert!(!read_files(Path::new("/nowhere/at/all")).unwrap().has("/robots.txt"));
    }
}
