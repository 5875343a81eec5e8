//! Opens a file as it comes: unpacks it, and reads it as text in UTF-8 whose lines end with a line feed.
//!
//! The report tells what was done ([`Made`]). If the meaning of the bytes is not certain, nothing is read.

use std::io::{self, Cursor, Read};

use domain::grid::{Encoding, Fault, Unreadable};
use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;

use super::{
    error::Wrong,
    made::Made,
    sort::{GZIP, START, foreign},
    watch::FILE_MAX,
    windows::Windows,
};

/// A file's text.
pub(super) fn text<'a>(input: impl Read + 'a, made: &'a Made) -> io::Result<Box<dyn Read + 'a>> {
    let (start, input) = unpacked(input, made)?;
    let reading = Reading::of(&start, made);
    Ok(Box::new(Text {
        input,
        made,
        reading,
        raw: Vec::new(),
        decoded: Vec::new(),
        at: 0,
        begun: false,
        ended: false,
        ends: Ends::default(),
    }))
}

/// A file's bytes, of which the first are known, unpacked if they are packed.
pub(super) fn unpacked<'a>(input: impl Read + 'a, made: &Made) -> io::Result<(Vec<u8>, Box<dyn Read + 'a>)> {
    let (start, input) = begin(Bounded { input, left: FILE_MAX })?;
    if !start.starts_with(GZIP) {
        refuse_foreign(&start)?;
        return Ok((start, Box::new(input)));
    }
    let (start, input) = begin(Gunzip(MultiGzDecoder::new(input)))?;
    if start.starts_with(GZIP) {
        return Err(at(0, Fault::PackedTwice));
    }
    refuse_foreign(&start)?;
    made.say("The file was unpacked with gzip.");
    Ok((start, Box::new(input)))
}

/// A reader of which the first bytes were read, and are read again.
type Begun<R> = io::Chain<Cursor<Vec<u8>>, R>;

fn begin<R: Read>(mut input: R) -> io::Result<(Vec<u8>, Begun<R>)> {
    let mut start = Vec::new();
    input.by_ref().take(START as u64).read_to_end(&mut start)?;
    Ok((start.clone(), Cursor::new(start).chain(input)))
}

fn refuse_foreign(start: &[u8]) -> io::Result<()> {
    foreign(start).map_or(Ok(()), |what| Err(at(0, Fault::Foreign(what))))
}

/// Packed bytes have the same bound as others: a file may unpack to nothing, again and again.
struct Bounded<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !buffer.is_empty() {
            return Err(at(0, Fault::TooLong { megabytes: FILE_MAX >> 20 }));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.input.read(&mut buffer[..most])?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// Says of a packed file that is damaged what to do.
struct Gunzip<R: Read>(MultiGzDecoder<R>);

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                at(0, Fault::PackedDamaged)
            }
            _ => error,
        })
    }
}

/// How bytes are read as text.
enum Reading {
    /// For so long as it is.
    Utf8 {
        beyond_ascii: bool,
    },
    Utf16(Box<Decoder>),
    Windows(Windows),
}

impl Reading {
    fn of(start: &[u8], made: &Made) -> Self {
        // Without its mark: what a table, JSON or YAML begins with is ASCII.
        let wide = match start {
            [0xFF, 0xFE, ..] => Some(UTF_16LE),
            [0xFE, 0xFF, ..] => Some(UTF_16BE),
            [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(UTF_16LE),
            [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(UTF_16BE),
            _ => None,
        };
        match wide {
            Some(encoding) => {
                made.read_in(Encoding::Utf16);
                Self::Utf16(Box::new(encoding.new_decoder_with_bom_removal()))
            }
            None => Self::Utf8 { beyond_ascii: false },
        }
    }
}

struct Text<'a, R> {
    input: R,
    made: &'a Made,
    reading: Reading,
    /// Bytes that were read and not yet decoded.
    raw: Vec<u8>,
    /// Text that was decoded, and how much of it was handed over.
    decoded: Vec<u8>,
    at: usize,
    begun: bool,
    ended: bool,
    ends: Ends,
}

/// The line ends so far.
#[derive(Default, Clone, Copy)]
struct Ends {
    after_return: bool,
    returns_alone: bool,
    feeds: bool,
    line: u64,
}

impl Ends {
    /// Takes the next character. Gives whether it ends a line: of CR LF it is the CR that does.
    fn take(&mut self, c: char) -> bool {
        let after_return = std::mem::replace(&mut self.after_return, c == '\r');
        if c == '\n' {
            self.feeds = true;
        } else {
            self.returns_alone |= after_return;
        }
        let ends = c == '\r' || c == '\n' && !after_return;
        self.line += u64::from(ends);
        ends
    }

    /// The line of what stands behind a text that comes next.
    fn line_behind(mut self, text: &str) -> u64 {
        for c in text.chars() {
            self.take(c);
        }
        self.line + 1
    }
}

impl<R: Read> Read for Text<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.decoded.len() && !self.ended {
            self.fill()?;
        }
        let count = (self.decoded.len() - self.at).min(buffer.len());
        buffer[..count].copy_from_slice(&self.decoded[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

impl<R: Read> Text<'_, R> {
    fn fill(&mut self) -> io::Result<()> {
        self.decoded.clear();
        self.at = 0;
        let read = self.input.by_ref().take(CHUNK).read_to_end(&mut self.raw)?;
        self.ended = read == 0;
        let text = self.decode()?;
        self.push(&text)?;
        if self.ended {
            if let Reading::Windows(windows) = &mut self.reading {
                self.made.read_in(Encoding::Windows1252 { seen: windows.finish(self.ends.line + 1) });
            }
            if self.ends.returns_alone && !self.ends.feeds {
                self.made.say("Lines end with a carriage return (CR) alone.");
            }
        }
        Ok(())
    }

    fn decode(&mut self) -> io::Result<String> {
        if let Reading::Utf8 { beyond_ascii } = &mut self.reading {
            let (text, rest) = match std::str::from_utf8(&self.raw) {
                Ok(text) => (text, &[][..]),
                Err(error) => {
                    let (valid, rest) = self.raw.split_at(error.valid_up_to());
                    let text = std::str::from_utf8(valid).unwrap_or_default();
                    let line = || self.ends.line_behind(text);
                    *beyond_ascii |= !text.is_ascii();
                    if error.error_len().is_some() {
                        if *beyond_ascii {
                            return Err(at(line(), Fault::MixedBelow));
                        }
                        self.reading = Reading::Windows(Windows::default());
                        return self.decode();
                    }
                    if self.ended {
                        return Err(at(line(), Fault::HalfCharacter));
                    }
                    (text, rest)
                }
            };
            *beyond_ascii |= !text.is_ascii();
            let (text, rest) = (text.to_owned(), rest.to_vec());
            self.raw = rest;
            return Ok(text);
        }
        let mut text = String::new();
        match &mut self.reading {
            Reading::Utf8 { .. } => {}
            Reading::Utf16(decoder) => {
                text.reserve(
                    decoder.max_utf8_buffer_length_without_replacement(self.raw.len()).unwrap_or(self.raw.len() * 3 + 3),
                );
                let (result, read) = decoder.decode_to_string_without_replacement(&self.raw, &mut text, self.ended);
                if result != encoding_rs::DecoderResult::InputEmpty || read != self.raw.len() {
                    return Err(at(0, Fault::NotUtf16));
                }
            }
            Reading::Windows(windows) => {
                let mut decoder = WINDOWS_1252.new_decoder_without_bom_handling();
                text.reserve(decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 3 + 3));
                let (result, ..) = decoder.decode_to_string(&self.raw, &mut text, true);
                debug_assert_eq!(result, CoderResult::InputEmpty);
                let mut ends = self.ends;
                for c in text.chars() {
                    windows.take(c, ends.line + 1).map_err(|(line, fault)| at(line, fault))?;
                    ends.take(c);
                }
            }
        }
        self.raw.clear();
        Ok(text)
    }

    /// Makes one of each line end, and leaves out the mark that the text may begin with.
    fn push(&mut self, text: &str) -> io::Result<()> {
        let mut text = text;
        if !self.begun && !text.is_empty() {
            text = text.trim_start_matches('\u{FEFF}');
            self.begun = true;
        }
        let ends = &mut self.ends;
        for byte in text.bytes() {
            if byte == 0 {
                return Err(at(ends.line + 1, Fault::Nul));
            }
            if ends.take(char::from(byte)) {
                self.decoded.push(b'\n');
            } else if byte != b'\n' {
                self.decoded.push(byte);
            }
        }
        if self.ended {
            ends.returns_alone |= ends.after_return;
        }
        Ok(())
    }
}

/// An error that knows its line.
fn at(line: u64, fault: Fault) -> io::Error {
    io::Error::other(Wrong(Unreadable { line, fault }))
}

/// How much is read at a time, in bytes.
const CHUNK: u64 = 8192;

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Vec<String>), String> {
        let made = Made::default();
        let mut read = String::new();
        text(bytes, &made).and_then(|mut text| text.read_to_string(&mut read)).map_err(|error| error.to_string())?;
        Ok((read, made.sentences()))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn utf16(text: &str, of: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(of).collect()
    }

    #[test]
    fn utf_8_is_read_as_it_is_and_nothing_is_said() {
        let long = "id,name\n".to_owned() + &"é€𝒳\n".repeat(5000);
        for text in ["id,name\na,Élodie\n", "\u{feff}id,name\na,Élodie\n", "\u{feff}\u{feff}id\n", &long] {
            assert_eq!(read(text.as_bytes()), Ok((text.trim_start_matches('\u{feff}').to_owned(), Vec::new())));
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let text = "id,name\na,Élodie 𝒳\n";
        for text in [text.to_owned(), "id,name\n".to_owned() + &"Élodie 𝒳\n".repeat(2000)] {
            let marked = format!("\u{feff}{text}");
            for bytes in [
                utf16(&marked, u16::to_le_bytes),
                utf16(&marked, u16::to_be_bytes),
                utf16(&text, u16::to_le_bytes),
                utf16(&text, u16::to_be_bytes),
            ] {
                assert_eq!(read(&bytes), Ok((text.clone(), vec!["The file was read as UTF-16.".to_owned()])));
            }
        }
        assert!(read(&utf16("\u{feff}id\n", u16::to_le_bytes)[..7]).unwrap_err().contains("cut short"));
    }

    #[test]
    fn windows_1252_is_read_where_it_can_be_nothing_else_and_said_with_a_word_of_it() {
        let (text, said) = read(b"id,name\r\na,\xC9lodie \x80 5\r\n").unwrap();
        assert_eq!(text, "id,name\na,Élodie € 5\n");
        assert_eq!(
            said,
            [
                "The file is not UTF-8 and was read as Windows-1252: look whether “Élodie” on line 2 is right. If it is not, save the file as CSV UTF-8."
            ]
        );
        let far = [&b"a,b\n".repeat(5000)[..], b"caf\xE9\n"].concat();
        assert!(read(&far).unwrap().1[0].contains("“café” on line 5001"));
    }

    #[test]
    fn a_file_in_two_encodings_or_in_one_that_is_not_certain_is_refused() {
        for (bytes, reason) in [
            (&b"a,\xC3\x89lodie\nb,\xC9lodie\n"[..], "line 2: this is not UTF-8, though what stands above it is"),
            (b"b,\xC9lodie\na,\xC3\x89lodie\n", "line 1: this is not UTF-8, though line 2 is"),
            (b"a,\x83lodie\n", "line 1: "),
            (b"a,Andr\x8E\n", "line 1: "),
            (b"a,M\x9Fller\n", "line 1: "),
            (b"a,Gar\x8Don\n", "line 1: "),
            (b"a,caf\x82\n", "line 1: "),
            (b"a\nWroc\xB3aw\n", "line 2: "),
            (b"a,\xCF\xF0\xE8\xE2\xE5\xF2\n", "line 1: "),
            (b"a,b\0c\n", "line 1: the file holds NUL bytes"),
            (b"a,caf\xE9", "line 1: the file ends in the middle of a character"),
        ] {
            let error = read(bytes).unwrap_err();
            assert!(error.starts_with(reason) && error.contains("UTF-8") || error.contains("cut short"), "{error}");
        }
    }

    #[test]
    fn each_line_ends_with_a_line_feed() {
        assert_eq!(read(b"a\r\nb\nc\rd\r\n"), Ok(("a\nb\nc\nd\n".to_owned(), Vec::new())));
        let said = vec!["Lines end with a carriage return (CR) alone.".to_owned()];
        assert_eq!(read(b"a\rb\r"), Ok(("a\nb\n".to_owned(), said)));
        let windows = "abc\r\n".repeat(5000);
        assert_eq!(read(windows.as_bytes()).unwrap().0, "abc\n".repeat(5000));
    }

    #[test]
    fn the_line_that_is_named_is_the_same_however_lines_end() {
        for end in ["\n", "\r", "\r\n"] {
            let after = |above: &str, last: &[u8]| {
                let lines = ["a,b", "c,d", above].map(|line| line.to_owned() + end).concat();
                read(&[lines.as_bytes(), last].concat())
            };
            for (above, last, reason) in [
                ("É", &b"caf\xE9 bar"[..], "line 4: this is not UTF-8"),
                ("E", b"caf\xC3", "line 4: the file ends in the middle"),
                ("E", b"Wroc\xB3aw", "line 4: "),
                ("E", b"a\0b", "line 4: the file holds NUL bytes"),
            ] {
                let error = after(above, last).unwrap_err();
                assert!(error.starts_with(reason), "{end:?}: {error}");
            }
            let far = ("abcd".to_owned() + end).repeat(5000);
            for (read, line) in [(after("E", b"caf\xE9s"), 4), (read(&[far.as_bytes(), b"caf\xE9s"].concat()), 5001)] {
                let said = read.unwrap().1;
                assert!(said[0].contains(&format!("“cafés” on line {line} ")), "{end:?}: {said:?}");
            }
        }
    }

    #[test]
    fn gzip_is_unpacked_and_what_is_damaged_or_packed_otherwise_is_said() {
        let text = "id,name\na,Élodie\n";
        let said = vec!["The file was unpacked with gzip.".to_owned()];
        assert_eq!(read(&gzip(text.as_bytes())), Ok((text.to_owned(), said.clone())));
        let two = [gzip(b"id,name\n"), gzip("a,Élodie\n".as_bytes())].concat();
        assert_eq!(read(&two), Ok((text.to_owned(), said)));
        let packed = gzip(text.as_bytes());
        for cut in [5, packed.len() / 2, packed.len() - 3] {
            assert!(read(&packed[..cut]).unwrap_err().contains("damaged or was cut short"), "{cut}");
        }
        assert!(read(&gzip(&packed)).unwrap_err().contains("twice"));
        assert!(read(&gzip(b"PK\x03\x04\x14\0\0\0xl/workbook.xml")).unwrap_err().contains("workbook"));
        assert!(read(b"BZh91AY&SY").unwrap_err().contains("unpack it"));
    }
}
