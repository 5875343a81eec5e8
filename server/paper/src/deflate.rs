//! Compression, as PDF wants it. One compressor serves a whole document: setting one up takes longer than a page.

use std::sync::Mutex;

use flate2::{Compress, Compression, FlushCompress, Status};

/// The level below makes a card a twentieth larger, the one above takes longer for a hundredth less.
const LEVEL: u32 = 2;

pub struct Deflater(Compress);

impl Deflater {
    pub fn new() -> Self {
        Self(Compress::new(Compression::new(LEVEL), true))
    }

    /// The strongest compression: for data that is compressed once and used as long as the server runs, and for small data
    /// that gains by it.
    pub fn best() -> Self {
        Self(Compress::new(Compression::best(), true))
    }

    pub fn pack(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let done = usize::try_from(self.0.total_in()).unwrap_or(bytes.len()).min(bytes.len());
            match self.0.compress_vec(&bytes[done..], &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return packed,
                // It only ever wants more room.
                Ok(Status::Ok | Status::BufError) | Err(_) => packed.reserve(packed.capacity().max(64)),
            }
        }
    }
}

/// Compressors at rest between two documents.
#[derive(Default)]
pub struct Deflaters(Mutex<Vec<Deflater>>);

impl Deflaters {
    /// One that has served before, if one is free.
    pub fn borrow(&self) -> Borrowed<'_> {
        let deflater = self.0.lock().ok().and_then(|mut rest| rest.pop());
        Borrowed { deflater, rest: self }
    }
}

/// A compressor on loan; it goes back when it is dropped.
pub struct Borrowed<'f> {
    deflater: Option<Deflater>,
    rest: &'f Deflaters,
}

impl Borrowed<'_> {
    pub fn pack(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.deflater.get_or_insert_with(Deflater::new).pack(bytes)
    }
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        if let (Some(deflater), Ok(mut rest)) = (self.deflater.take(), self.rest.0.lock()) {
            rest.push(deflater);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn one_compressor_packs_many_streams_and_each_unpacks_to_itself() {
        let mut deflater = Deflater::new();
        for length in [0, 1, 100, 65_536, 300_000] {
            let bytes: Vec<u8> = (0..length).map(|n: u32| n.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
            let mut unpacked = Vec::new();
            flate2::read::ZlibDecoder::new(&deflater.pack(&bytes)[..]).read_to_end(&mut unpacked).unwrap();
            assert_eq!(unpacked, bytes);
        }
    }
}
