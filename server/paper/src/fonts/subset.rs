//! A part of a face, as it goes into documents: the font that printpdf makes of it, and what its glyphs say.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use printpdf::{
    Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem,
};
use subsetter::GlyphRemapper;

use crate::{
    deflate::Deflater,
    fonts::{
        program::Program,
        said::{Alphabet, Said},
    },
};

pub struct Subset {
    /// Glyph of the face to glyph of the subset; 0 where there is none.
    codes: Vec<u16>,
    glyphs: Vec<Glyph>,
    font: Embedded,
}

/// A glyph of a subset.
struct Glyph {
    /// Its advance in 1/1000 em, cut off as printpdf writes it into `/W`.
    width: i32,
    says: Said,
    /// The character that it would be by itself.
    alone: Option<char>,
}

impl Glyph {
    /// What the font says of it. Every glyph has to be of some text (ISO 14289-1, 7.21.7). One that says nothing is shown
    /// only where the text stands beside the glyphs.
    fn text(&self) -> String {
        /// Without width or ink.
        const NOTHING: char = '\u{200B}';
        match &self.says {
            Said::Nothing => self.alone.unwrap_or(NOTHING).to_string(),
            said => said.to_string(),
        }
    }
}

impl Subset {
    /// Of those that say nothing, `alone` has the characters that they would be by themselves.
    pub fn new(name: &str, program: &Program, alphabet: &Alphabet, alone: &BTreeMap<u16, char>) -> Result<Self, String> {
        let mut remapper = GlyphRemapper::new();
        let mut tag = 0xcbf2_9ce4_8422_2325_u64;
        for glyph in alphabet.keys() {
            remapper.remap(*glyph);
            tag = (tag ^ u64::from(*glyph)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut parsed =
            ParsedFont::from_bytes(&program.subset(&remapper)?, 0, &mut Vec::new()).ok_or("its subset cannot be read")?;
        // Six letters mark a subset.
        let letters: String =
            (0..6).map(|place| char::from(b'A' + u8::try_from((tag >> (place * 8)) % 26).unwrap_or(0))).collect();
        let name = format!("{letters}+{name}");
        parsed.font_name = Some(name.clone());

        let mut codes = vec![0; alphabet.keys().next_back().map_or(0, |last| usize::from(*last) + 1)];
        let units_per_em = i32::from(parsed.units_per_em.max(1));
        let width = |code| i32::from(parsed.get_glyph_width(code).unwrap_or(0)) * 1000 / units_per_em;
        let blank = |code| Glyph { width: width(code), says: Said::Nothing, alone: None };
        let mut glyphs: Vec<_> = (0..remapper.num_gids()).map(blank).collect();
        for (glyph, says) in alphabet {
            let code = remapper.get(*glyph).unwrap_or(0);
            codes[usize::from(*glyph)] = code;
            let known = &mut glyphs[usize::from(code)];
            (known.says, known.alone) = (says.clone(), alone.get(glyph).copied());
        }
        let font = Embedded::of(parsed, name, &glyphs)?;
        Ok(Self { codes, glyphs, font })
    }

    /// The glyph's code in this subset, if it is in it.
    pub fn code(&self, glyph: u16) -> Option<u16> {
        self.codes.get(usize::from(glyph)).copied().filter(|code| *code != 0)
    }

    pub fn width(&self, code: u16) -> i32 {
        self.glyphs.get(usize::from(code)).map_or(0, |glyph| glyph.width)
    }

    pub fn says(&self, code: u16) -> &Said {
        self.glyphs.get(usize::from(code)).map_or(&Said::Nothing, |glyph| &glyph.says)
    }

    /// Puts the font into a document.
    pub fn add_to(&self, document: &mut Document) -> ObjectId {
        self.font.add_to(document)
    }
}

/// A font's objects, without what they say of one another: that has the numbers of a document.
struct Embedded {
    font: Dictionary,
    descendant: Dictionary,
    descriptor: Dictionary,
    program: Stream,
    /// The descriptor's key for the program, by its kind.
    program_key: &'static str,
    to_unicode: Stream,
}

impl Embedded {
    /// Has printpdf make a document with the font in it, and takes it out.
    fn of(parsed: ParsedFont, name: String, glyphs: &[Glyph]) -> Result<Self, String> {
        let id = FontId(name);
        let all = (0..).zip(glyphs).skip(1).map(|(code, glyph)| Codepoint::with_cid(code, 0.0, glyph.text()));
        let ops = vec![
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(id.clone()), size: Pt(1.0) },
            Op::ShowText { items: vec![TextItem::GlyphIds(all.collect())] },
            Op::EndTextSection,
        ];
        let mut document = PdfDocument::new("");
        document.resources.fonts.map.insert(id, PdfFont::new(parsed));
        document.with_pages(vec![PdfPage::new(Mm(1.0), Mm(1.0), ops)]);
        let mut warnings = Vec::new();
        let made = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
        Self::taken_from(&made).ok_or_else(|| format!("printpdf did not embed it: {warnings:?}"))
    }

    fn taken_from(made: &Document) -> Option<Self> {
        let is_font = |object: &&Dictionary| object.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let mut font = made.objects.values().filter_map(|object| object.as_dict().ok()).find(is_font)?.clone();
        let to_unicode = packed(made, &font.remove(b"ToUnicode")?)?;
        let Object::Array(descendants) = font.remove(b"DescendantFonts")? else { return None };
        let mut descendant = descendants.first()?.as_dict().ok()?.clone();
        let descriptor = descendant.remove(b"FontDescriptor")?.as_reference().ok()?;
        let mut descriptor = made.get_dictionary(descriptor).ok()?.clone();
        let (program_key, program) =
            ["FontFile2", "FontFile3"].into_iter().find_map(|key| Some((key, descriptor.remove(key.as_bytes())?)))?;
        let program = packed(made, &program)?;
        Some(Self { font, descendant, descriptor, program, program_key, to_unicode })
    }

    fn add_to(&self, document: &mut Document) -> ObjectId {
        let mut descriptor = self.descriptor.clone();
        descriptor.set(self.program_key, document.add_object(self.program.clone()));
        let mut descendant = self.descendant.clone();
        descendant.set("FontDescriptor", document.add_object(descriptor));
        let mut font = self.font.clone();
        font.set("DescendantFonts", vec![Object::Reference(document.add_object(descendant))]);
        font.set("ToUnicode", document.add_object(self.to_unicode.clone()));
        document.add_object(font)
    }
}

/// A stream as it will stand in files.
fn packed(made: &Document, stream: &Object) -> Option<Stream> {
    let mut stream = made.get_object(stream.as_reference().ok()?).and_then(Object::as_stream).ok()?.clone();
    stream.dict.set("Filter", "FlateDecode");
    stream.set_content(Deflater::best().pack(&stream.content));
    Some(stream)
}
