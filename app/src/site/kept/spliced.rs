//! A page with places for what each reader gets of their own. What is between the places is compressed once; what goes into
//! them is put in as it is. So such a page is compressed without being compressed for anybody.

use std::ops::Range;

use axum::body::Bytes;
use flate2::{Compress, Compression, Crc, FlushCompress};

/// A page in pieces.
#[derive(Debug)]
pub(super) struct Spliced {
    /// One more than there are places.
    pieces: Vec<Piece>,
    /// For each place, which of the values belongs there.
    places: Vec<usize>,
}

#[derive(Debug)]
struct Piece {
    plain: Bytes,
    /// Complete blocks of deflate (RFC 1951), ending with a byte.
    deflated: Vec<u8>,
    checksum: Crc,
}

/// The header of a gzip file without a name or a time (RFC 1952).
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
/// The last block of deflate, which is empty.
const END: [u8; 5] = [1, 0, 0, 0xff, 0xff];
/// The most bytes of a block that is stored as it is.
const STORED: usize = 0xffff;

impl Spliced {
    /// Cuts a page wherever one of the values stands in it.
    pub(super) fn cut(page: &Bytes, values: &[&str]) -> Self {
        let (mut pieces, mut places, mut from) = (Vec::new(), Vec::new(), 0);
        while let Some((value, place)) = first(page, from, values) {
            pieces.push(Piece::new(page.slice(from..place.start)));
            places.push(value);
            from = place.end;
        }
        pieces.push(Piece::new(page.slice(from..)));
        Self { pieces, places }
    }

    /// The page with these values in its places.
    pub(super) fn plain(&self, values: &[String]) -> Vec<u8> {
        let mut page = Vec::with_capacity(self.pieces.iter().map(|piece| piece.plain.len() + 64).sum());
        for (piece, value) in self.with(values) {
            page.extend_from_slice(&piece.plain);
            page.extend_from_slice(value.as_bytes());
        }
        page
    }

    /// The same as a gzip file.
    pub(super) fn gzip(&self, values: &[String]) -> Vec<u8> {
        let mut file = Vec::with_capacity(self.pieces.iter().map(|piece| piece.deflated.len() + 64).sum());
        file.extend_from_slice(&HEADER);
        let mut checksum = Crc::new();
        for (piece, value) in self.with(values) {
            file.extend_from_slice(&piece.deflated);
            checksum.combine(&piece.checksum);
            for block in value.as_bytes().chunks(STORED) {
                let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
                file.push(0);
                file.extend_from_slice(&length.to_le_bytes());
                file.extend_from_slice(&(!length).to_le_bytes());
                file.extend_from_slice(block);
                let mut of_block = Crc::new();
                of_block.update(block);
                checksum.combine(&of_block);
            }
        }
        file.extend_from_slice(&END);
        file.extend_from_slice(&checksum.sum().to_le_bytes());
        file.extend_from_slice(&checksum.amount().to_le_bytes());
        file
    }

    pub(super) fn size(&self) -> usize {
        self.pieces.iter().map(|piece| piece.plain.len() + piece.deflated.len()).sum()
    }

    /// Each piece with the value after it. After the last there is none.
    fn with<'a>(&'a self, values: &'a [String]) -> impl Iterator<Item = (&'a Piece, &'a str)> {
        let value = |place: usize| self.places.get(place).and_then(|value| values.get(*value)).map_or("", String::as_str);
        self.pieces.iter().enumerate().map(move |(place, piece)| (piece, value(place)))
    }
}

impl Piece {
    fn new(plain: Bytes) -> Self {
        let mut checksum = Crc::new();
        checksum.update(&plain);
        Self { deflated: deflated(&plain), checksum, plain }
    }
}

/// The first of the values after `from`: which one, and where.
fn first(page: &[u8], from: usize, values: &[&str]) -> Option<(usize, Range<usize>)> {
    let find = |value: &str| page[from..].windows(value.len()).position(|window| window == value.as_bytes());
    let found = values.iter().enumerate().filter(|(_, value)| !value.is_empty()).filter_map(|(index, value)| {
        let start = from + find(value)?;
        Some((index, start..start + value.len()))
    });
    found.min_by_key(|(_, place)| place.start)
}

/// Blocks of deflate that end with a byte, so that others can follow.
fn deflated(plain: &[u8]) -> Vec<u8> {
    let mut deflated = Vec::with_capacity(plain.len() / 2 + 64);
    let mut compress = Compress::new(Compression::best(), false);
    loop {
        let taken = usize::try_from(compress.total_in()).unwrap_or(usize::MAX);
        // It stops only where there is no more room.
        let _ = compress.compress_vec(&plain[taken..], &mut deflated, FlushCompress::Sync);
        let is_done = compress.total_in() == plain.len() as u64 && deflated.len() < deflated.capacity();
        if is_done {
            return deflated;
        }
        deflated.reserve(plain.len() / 2 + 64);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn unzipped(file: &[u8]) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_page_gets_the_values_of_its_reader_in_every_place_and_in_both_codings() {
        let page = Bytes::from(format!("<a id=one>{}</a><b time=two><c id=one>", "many words ".repeat(500)));
        let spliced = Spliced::cut(&page, &["one", "two"]);
        for values in [["1", "2"], ["one", "two"], ["", "a longer value than before"]] {
            let values = values.map(str::to_owned);
            let expected = String::from_utf8(page.to_vec()).unwrap();
            let expected =
                expected.replace("id=one", &format!("id={}", values[0])).replace("time=two", &format!("time={}", values[1]));
            assert_eq!(String::from_utf8(spliced.plain(&values)).unwrap(), expected);
            assert_eq!(unzipped(&spliced.gzip(&values)), expected);
        }
        assert!(spliced.gzip(&["1".to_owned(), "2".to_owned()]).len() < page.len() / 10);
    }

    #[test]
    fn a_page_without_a_place_a_value_at_its_ends_and_an_empty_page_are_whole() {
        for (page, value) in [("no place", "value"), ("value", "value"), ("valuevalue", "value"), ("", "value"), ("x", "")] {
            let spliced = Spliced::cut(&Bytes::from_static(page.as_bytes()), &[value]);
            assert_eq!(unzipped(&spliced.gzip(&[value.to_owned()])), page);
        }
    }

    #[test]
    fn text_that_does_not_compress_and_long_values_are_whole_too() {
        let mut seed = 7_u32;
        let noise: String = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(33 + u8::try_from(seed >> 24).unwrap() % 90)
        })
        .take(200_000)
        .collect();
        let page = Bytes::from(format!("{noise}\u{1}{noise}"));
        let spliced = Spliced::cut(&page, &["\u{1}"]);
        let value = "v".repeat(150_000);
        assert_eq!(unzipped(&spliced.gzip(std::slice::from_ref(&value))), format!("{noise}{value}{noise}"));
    }
}
