//! The built files of the site: style, islands, icons. They are held in memory, as they are few and every visitor wants them.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use sha2::{Digest as _, Sha256};
use usecases::hex;

use super::content::Content;
use crate::links::Link;

/// For an address that never means anything else.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For one that means something else after the next release.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The files by their paths, which begin with `/`.
#[derive(Debug, Default)]
pub struct Files {
    /// Another one when any file has changed.
    pub version: String,
    by_path: BTreeMap<String, Content>,
}

impl Files {
    pub fn new(files: BTreeMap<String, Content>) -> Self {
        let mut digest = Sha256::new();
        for (path, content) in &files {
            digest.update(format!("{path} {}\n", content.tag()));
        }
        Self { version: hex(&digest.finalize()[..6]), by_path: files }
    }

    pub fn has(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// The answer to a request for a file, if there is one at this path.
    pub fn answer(&self, path: &str, asked: &HeaderMap) -> Option<Response> {
        let (content, caching) = if let Some(content) = self.by_path.get(path) {
            (content, ASK_AGAIN)
        } else {
            let (version, name) = path.strip_prefix(Link::PACKAGE)?.split_once('/')?;
            let content = self.by_path.get(&format!("{}{name}", Link::PACKAGE))?;
            // While a site is upgraded, pages of one node ask another for files of another version.
            (content, if version == self.version { FOR_GOOD } else { ASK_AGAIN })
        };
        let mut response = content.answer(asked);
        response.headers_mut().insert(header::CACHE_CONTROL, caching);
        Some(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(style: &'static str) -> Files {
        let css = HeaderValue::from_static("text/css");
        Files::new(BTreeMap::from([("/pkg/postbag.css".to_owned(), Content::new(css, style))]))
    }

    #[test]
    fn an_address_with_the_version_is_kept_for_good_and_others_are_not() {
        let files = files("a{}");
        let caching = |path: &str| {
            let answer = files.answer(path, &HeaderMap::new());
            answer.map(|answer| answer.headers()[header::CACHE_CONTROL].to_str().unwrap().to_owned())
        };
        assert!(caching(&format!("/pkg/{}/postbag.css", files.version)).unwrap().contains("immutable"));
        assert_eq!(caching("/pkg/0123456789ab/postbag.css").as_deref(), Some("no-cache"));
        assert_eq!(caching("/pkg/postbag.css").as_deref(), Some("no-cache"));
        for none in ["/pkg/other.css", "/pkg/a/b/postbag.css", "/postbag.css", "/pkg/", "/pkg"] {
            assert_eq!(caching(none), None, "{none}");
        }
    }

    #[test]
    fn another_file_is_another_version() {
        assert_ne!(files("a{}").version, files("b{}").version);
        assert_eq!(files("a{}").version, files("a{}").version);
    }
}
