//! Content that many readers are given: the bytes with their tag, kept in memory and compressed once.

use std::sync::{Arc, OnceLock};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use brotli::enc::{BrotliEncoderParams, backward_references::BrotliEncoderMode};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};
use usecases::hex;

/// One content, in every coding. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Content(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    media: HeaderValue,
    /// The beginning of the digest of the bytes, in hexadecimal.
    tag: String,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    /// Quickly made, for the first readers.
    brotli: OnceLock<Bytes>,
    /// Slowly made and smaller, for content that is asked for again and again.
    best: OnceLock<Bytes>,
}

/// How content is coded on its way (RFC 9110, section 8.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Plain,
    Gzip,
    Brotli,
}

/// The codings that the sender of a request takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepted {
    pub(super) gzip: bool,
    brotli: bool,
}

/// Content shorter than this fits one packet in any coding.
const WORTH_COMPRESSING: usize = 256;
/// The characters of a tag: 64 bits of the digest.
const TAG: usize = 16;
/// Brotli's qualities, of 11.
const QUICK: i32 = 5;
const BEST: i32 = 11;

impl Content {
    /// Content of this media type, not compressed yet.
    pub fn new(media: HeaderValue, plain: impl Into<Bytes>) -> Self {
        let plain = plain.into();
        let (gzip, brotli, best) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self(Arc::new(Kept { media, tag: tag_of(&plain), plain, gzip, brotli, best }))
    }

    /// The same with what is compressed already.
    #[must_use]
    pub fn with(self, gzip: Option<Bytes>, brotli: Option<Bytes>) -> Self {
        if let Some(gzip) = gzip {
            let _ = self.0.gzip.set(gzip);
        }
        if let Some(brotli) = brotli {
            let _ = self.0.best.set(brotli);
        }
        self
    }

    /// A name for exactly these bytes.
    pub fn tag(&self) -> &str {
        &self.0.tag
    }

    /// The bytes that it takes in memory before it is compressed.
    pub fn size(&self) -> usize {
        self.0.plain.len()
    }

    /// Whether nothing is to be gained by [`compress`](Self::compress).
    pub fn is_compressed(&self) -> bool {
        !self.is_worth_compressing() || self.0.best.get().is_some()
    }

    /// Compresses it as far as can be, which takes a while.
    pub fn compress(&self) {
        if !self.is_compressed() {
            let _ = self.0.best.set(brotli(&self.0.plain, BEST));
        }
    }

    /// The answer to a request with these headers: the content in a coding that its sender takes, or the word that what
    /// they have is still right. `headers` of the answer are for the caller to add to.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let coding = if self.is_worth_compressing() { Coding::wanted(asked) } else { Coding::Plain };
        let mut response = Response::new(Body::empty());
        if self.is_known(asked) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            let bytes = self.bytes(coding);
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            *response.body_mut() = Body::from(bytes);
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, self.0.media.clone());
            if let Some(name) = coding.name() {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            }
        }
        let headers = response.headers_mut();
        // A tag names the bytes as they are sent, so each coding has its own.
        if let Ok(tag) = HeaderValue::try_from(format!("\"{}{}\"", self.0.tag, coding.mark())) {
            headers.insert(header::ETAG, tag);
        }
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        response
    }

    fn is_worth_compressing(&self) -> bool {
        let media = self.0.media.to_str().unwrap_or_default();
        let is_compressed = media.starts_with("image/") && media != "image/svg+xml" || media.starts_with("font/");
        self.0.plain.len() >= WORTH_COMPRESSING && !is_compressed
    }

    fn bytes(&self, coding: Coding) -> Bytes {
        let kept = &*self.0;
        match coding {
            Coding::Plain => kept.plain.clone(),
            Coding::Gzip => kept.gzip.get_or_init(|| gzip(&kept.plain)).clone(),
            Coding::Brotli => match kept.best.get() {
                Some(best) => best.clone(),
                None => kept.brotli.get_or_init(|| brotli(&kept.plain, QUICK)).clone(),
            },
        }
    }

    /// Whether the sender has this content already, in whatever coding.
    fn is_known(&self, asked: &HeaderMap) -> bool {
        let mut tags =
            asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(','));
        tags.any(|tag| {
            let tag = tag.trim();
            let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
            tag == "*" || tag.get(..TAG) == Some(&self.0.tag)
        })
    }
}

impl Accepted {
    pub(super) fn by(headers: &HeaderMap) -> Self {
        let (mut gzip, mut brotli, mut any) = (None, None, None);
        let lists = headers.get_all(header::ACCEPT_ENCODING);
        for entry in lists.iter().filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(',')) {
            let mut parts = entry.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            // `q=0` is a refusal, in every way of writing it.
            let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))?.parse::<f32>().ok());
            let is_taken = quality.is_none_or(|quality| quality > 0.0);
            match name.as_str() {
                "br" => brotli = Some(is_taken),
                "gzip" | "x-gzip" => gzip = Some(is_taken),
                "*" => any = Some(is_taken),
                _ => {}
            }
        }
        Self { gzip: gzip.or(any).unwrap_or(false), brotli: brotli.or(any).unwrap_or(false) }
    }
}

impl Coding {
    /// The best coding that a request takes.
    fn wanted(headers: &HeaderMap) -> Self {
        match Accepted::by(headers) {
            Accepted { brotli: true, .. } => Self::Brotli,
            Accepted { gzip: true, .. } => Self::Gzip,
            Accepted { .. } => Self::Plain,
        }
    }

    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// What a tag has at its end.
    const fn mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Gzip => "-gz",
            Self::Brotli => "-br",
        }
    }
}

fn tag_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..TAG / 2])
}

fn gzip(plain: &[u8]) -> Bytes {
    use std::io::Write as _;
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 4), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default().into()
}

fn brotli(plain: &[u8], quality: i32) -> Bytes {
    let bits = usize::BITS - plain.len().leading_zeros();
    let params = BrotliEncoderParams {
        quality,
        mode: BrotliEncoderMode::BROTLI_MODE_TEXT,
        // A window that is no larger than the content saves memory, and costs nothing.
        lgwin: i32::try_from(bits).unwrap_or(22).clamp(10, 22),
        size_hint: plain.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::with_capacity(plain.len() / 4);
    let _ = brotli::BrotliCompress(&mut &*plain, &mut compressed, &params);
    compressed.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::http::HeaderName;

    use super::*;

    fn asked(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn text() -> Content {
        Content::new(HeaderValue::from_static("text/plain"), include_str!("content.rs"))
    }

    async fn body(response: Response) -> Vec<u8> {
        axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    #[test]
    fn the_best_coding_that_is_taken_is_chosen_and_a_refused_one_never() {
        for (accepted, coding) in [
            ("", Coding::Plain),
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip;q=1.0, br;q=0.1", Coding::Brotli),
            ("br;q=0, gzip", Coding::Gzip),
            ("br;q=0.000, GZIP;Q=0", Coding::Plain),
            ("*", Coding::Brotli),
            ("*;q=0, gzip", Coding::Gzip),
            ("identity", Coding::Plain),
            ("br;q=garbage", Coding::Brotli),
        ] {
            assert_eq!(Coding::wanted(&asked(&[(header::ACCEPT_ENCODING, accepted)])), coding, "{accepted}");
        }
    }

    #[tokio::test]
    async fn every_coding_is_the_same_content_under_a_tag_of_its_own() {
        let content = text();
        let plain = content.0.plain.to_vec();
        let answer = |coding| content.answer(&asked(&[(header::ACCEPT_ENCODING, coding)]));
        let mut tags = Vec::new();
        for coding in ["identity", "gzip", "br"] {
            let response = answer(coding);
            tags.push(response.headers()[header::ETAG].clone());
            assert_eq!(response.headers()[header::VARY], "accept-encoding");
            let bytes = body(response).await;
            let mut read = Vec::new();
            match coding {
                "gzip" => drop(flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut read).unwrap()),
                "br" => brotli::BrotliDecompress(&mut &*bytes, &mut read).unwrap(),
                _ => read = bytes,
            }
            assert_eq!(read, plain, "{coding}");
        }
        tags.dedup();
        assert_eq!(tags.len(), 3);
        let quick = body(answer("br")).await.len();
        content.compress();
        assert!(content.is_compressed());
        assert!(body(answer("br")).await.len() < quick);
    }

    #[tokio::test]
    async fn who_has_the_content_in_any_coding_is_not_sent_it_again() {
        let content = text();
        let tag = content.answer(&asked(&[(header::ACCEPT_ENCODING, "br")])).headers()[header::ETAG].to_str().unwrap().to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let response = content.answer(&asked(&[(header::IF_NONE_MATCH, &known)]));
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert!(response.headers().contains_key(header::ETAG));
            assert!(body(response).await.is_empty());
        }
        for other in ["\"other\"", "", "\"\"", "\u{fc}"] {
            assert_eq!(content.answer(&asked(&[(header::IF_NONE_MATCH, other)])).status(), StatusCode::OK, "{other}");
        }
    }

    #[tokio::test]
    async fn pictures_and_what_is_short_are_sent_as_they_are() {
        let picture = Content::new(HeaderValue::from_static("image/jpeg"), vec![0; 4096]);
        let short = Content::new(HeaderValue::from_static("text/plain"), "short");
        for content in [picture, short] {
            let response = content.answer(&asked(&[(header::ACCEPT_ENCODING, "br")]));
            assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
            assert!(content.is_compressed());
        }
    }
}
