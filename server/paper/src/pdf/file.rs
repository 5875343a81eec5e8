//! A document's objects as the bytes of a file (ISO 32000-1, 7.3 and 7.5): streams one after the other, everything else
//! together in object streams, and a cross-reference stream that says where each of them is.
//!
//! lopdf writes such files too. It copies every object and formats it four times, which took two fifths of a card's time.

use std::io::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use crate::deflate::Borrowed;

/// Objects in one object stream: who wants one of them unpacks them all.
const TOGETHER: usize = 100;

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    /// So many bytes from the beginning.
    At(usize),
    /// In an object stream, the how manieth.
    In(usize, usize),
}

/// A file in the making.
struct File<'d, 'f> {
    bytes: Vec<u8>,
    /// By number.
    places: Vec<Place>,
    deflater: &'d mut Borrowed<'f>,
}

/// The file of a document whose streams are compressed already.
pub fn write(document: &Document, deflater: &mut Borrowed<'_>) -> Vec<u8> {
    let content: usize = document.objects.values().filter_map(|object| Some(object.as_stream().ok()?.content.len())).sum();
    let places = vec![Place::Nowhere; index(document.max_id) + 1];
    let mut file = File { bytes: Vec::with_capacity(content + 8 * 1024), places, deflater };
    // Four bytes that no text has, so that nobody takes the file for one.
    file.bytes.extend(format!("%PDF-{}\n%", document.version).into_bytes());
    file.bytes.extend([0xE2, 0xE3, 0xCF, 0xD3, b'\n']);
    let mut together = Vec::new();
    for ((number, _), object) in &document.objects {
        match object {
            Object::Stream(stream) => file.stream(index(*number), stream),
            object => together.push((index(*number), object)),
        }
    }
    for objects in together.chunks(TOGETHER) {
        file.objects(objects);
    }
    file.end(&document.trailer)
}

impl File<'_, '_> {
    fn stream(&mut self, number: usize, stream: &Stream) {
        self.places[number] = Place::At(self.bytes.len());
        let _ = writeln!(self.bytes, "{number} 0 obj");
        dictionary(&mut self.bytes, &stream.dict);
        self.bytes.extend(b"stream\n");
        self.bytes.extend(&stream.content);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    /// Compresses a content and writes it as the next stream.
    fn pack(&mut self, mut about: Dictionary, content: &[u8]) -> usize {
        about.set("Filter", "FlateDecode");
        let number = self.places.len();
        self.places.push(Place::Nowhere);
        let stream = Stream::new(about, self.deflater.pack(content));
        self.stream(number, &stream);
        number
    }

    fn objects(&mut self, objects: &[(usize, &Object)]) {
        let (mut list, mut content) = (Vec::new(), Vec::new());
        for (number, object) in objects {
            let _ = write!(list, "{number} {} ", content.len());
            value(&mut content, object);
            content.push(b'\n');
        }
        let about = dictionary! { "Type" => "ObjStm", "N" => integer(objects.len()), "First" => integer(list.len()) };
        list.append(&mut content);
        let stream = self.pack(about, &list);
        for (place, (number, _)) in objects.iter().enumerate() {
            self.places[*number] = Place::In(stream, place);
        }
    }

    /// The cross-reference stream, which is the trailer too, and where it is.
    fn end(mut self, trailer: &Dictionary) -> Vec<u8> {
        let start = self.bytes.len();
        // It lists itself.
        let number = self.places.len();
        let mut content = Vec::with_capacity((number + 1) * 7);
        for place in self.places.iter().chain([&Place::At(start)]) {
            let (kind, first, second) = match *place {
                // Free, and never to be used again.
                Place::Nowhere => (0, 0, 0xFFFF),
                Place::At(offset) => (1, offset, 0),
                Place::In(stream, place) => (2, stream, place),
            };
            content.push(kind);
            content.extend(u32::try_from(first).unwrap_or(u32::MAX).to_be_bytes());
            content.extend(u16::try_from(second).unwrap_or(u16::MAX).to_be_bytes());
        }
        let mut about = trailer.clone();
        about.set("Type", "XRef");
        about.set("Size", integer(number + 1));
        about.set("W", vec![1.into(), 4.into(), 2.into()]);
        self.pack(about, &content);
        let _ = write!(self.bytes, "startxref\n{start}\n%%EOF\n");
        self.bytes
    }
}

fn value(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(yes) => out.extend(if *yes { b"true".as_slice() } else { b"false" }),
        Object::Integer(number) => drop(write!(out, "{number}")),
        Object::Real(number) => drop(write!(out, "{number}")),
        Object::Name(characters) => name(out, characters),
        Object::String(bytes, format) => string(out, bytes, *format),
        Object::Array(values) => {
            out.push(b'[');
            for (place, each) in values.iter().enumerate() {
                if place > 0 {
                    out.push(b' ');
                }
                value(out, each);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => dictionary(out, entries),
        // A stream is always an object of its own.
        Object::Stream(stream) => dictionary(out, &stream.dict),
        Object::Reference((number, generation)) => drop(write!(out, "{number} {generation} R")),
    }
}

fn dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend(b"<<");
    for (key, entry) in entries {
        name(out, key);
        out.push(b' ');
        value(out, entry);
    }
    out.extend(b">>");
}

fn name(out: &mut Vec<u8>, characters: &[u8]) {
    out.push(b'/');
    for byte in characters {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

fn string(out: &mut Vec<u8>, bytes: &[u8], format: StringFormat) {
    match format {
        StringFormat::Literal => {
            out.push(b'(');
            for byte in bytes {
                match byte {
                    b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
                    // Read as a line feed, unless it is written so.
                    b'\r' => out.extend(b"\\r"),
                    _ => out.push(*byte),
                }
            }
            out.push(b')');
        }
        StringFormat::Hexadecimal => {
            out.push(b'<');
            for byte in bytes {
                let _ = write!(out, "{byte:02X}");
            }
            out.push(b'>');
        }
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn integer(number: usize) -> Object {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{Fonts, installed::FontSearch};

    #[test]
    fn what_is_written_is_read_back() {
        let mut document = Document::with_version("1.7");
        let stream = document.add_object(Stream::new(dictionary! { "Type" => "Some" }, b"endstream (\r\n) \xFF".to_vec()));
        // A number that stands for nothing.
        document.new_object_id();
        let odd = dictionary! {
            "Key with (space) #1" => "a/b#c d\u{e9}",
            "Literal" => Object::string_literal(b"((a)\\b)\r\n\xFE(".to_vec()),
            "Hexadecimal" => Object::String(b"\xFE\xFF\0A".to_vec(), StringFormat::Hexadecimal),
            "Numbers" => vec![0.into(), (-17).into(), Object::Real(0.5), Object::Real(-288.25)],
            "Rest" => vec![Object::Null, true.into(), false.into(), Object::Array(Vec::new()), Dictionary::new().into()],
            "Stream" => stream,
        };
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Odd" => odd });
        for number in 0..3 * TOGETHER {
            document.add_object(integer(number));
        }
        let nothing = document.new_object_id();
        document.trailer.set("Root", root);

        let fonts = Fonts::load(&[], FontSearch::default()).unwrap();
        let file = write(&document, &mut fonts.deflater());
        let read = Document::load_mem(&file).unwrap();
        assert_eq!(read.version, "1.7");
        assert_eq!(read.trailer.get(b"Root").unwrap().as_reference().unwrap(), root);
        assert!(!read.objects.contains_key(&nothing), "what follows the last number is ours");
        let of_ours = |(id, _): &(&lopdf::ObjectId, &Object)| document.objects.contains_key(id);
        let read: Vec<_> = read.objects.iter().filter(of_ours).map(|(id, object)| (id, without_place(object))).collect();
        let written: Vec<_> = document.objects.iter().map(|(id, object)| (id, object.clone())).collect();
        assert_eq!(read, written);
    }

    /// A stream that was read knows where it stood.
    fn without_place(object: &Object) -> Object {
        let mut object = object.clone();
        if let Object::Stream(stream) = &mut object {
            stream.start_position = None;
        }
        object
    }
}
