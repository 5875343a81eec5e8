//! Pages into a file. printpdf makes the document: pages, fonts, what can be copied from them. lopdf then sets
//! what printpdf cannot, and puts in the streams, compressed.

use std::rc::Rc;

use domain::paper::{Flip, Place, Rect, Size};
use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{Codepoint, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem};
use usecases::press::PressError;

use crate::{
    content::Pen,
    deflate::Deflater,
    digest::Digest,
    drawing::Drawings,
    fonts::{Fonts, Subset, font_program},
    ink::Ink,
    subsets::Subsets,
};

/// What lies on a page: one or more pictures, each in its own place.
#[derive(Debug)]
pub struct Page {
    pub size: Size,
    /// What a print shop leaves of the page. `None`: all of it.
    pub trim: Option<Rect>,
    pub layers: Vec<Layer>,
}

#[derive(Debug)]
pub struct Layer {
    /// `None`: drawn straight on the page.
    pub place: Option<Place>,
    /// The size of the card in its place, or of the page.
    pub size: Size,
    /// Shared by cards that look the same.
    pub inks: Rc<Vec<Ink>>,
}

/// What a document says about itself.
#[derive(Debug)]
pub struct About<'a> {
    pub title: &'a str,
    pub language: &'a str,
    /// For sheets that a printer turns.
    pub duplex: Option<Flip>,
    pub id: Digest,
}

/// Writes a document.
pub fn write(fonts: &Fonts, pages: &[Page], about: &About<'_>) -> Result<Vec<u8>, PressError> {
    let mut subsets = Subsets::of(fonts, pages).map_err(PressError::Failed)?;
    let drawings = Drawings::of(pages);
    let mut pen = Pen::new(&mut subsets, &drawings);
    let streams: Vec<Vec<u8>> = pages.iter().map(|page| pen.page(page)).collect();
    let structure = pen.structure();
    let mut document = skeleton(&subsets, pages, about);
    add(&mut document, pages, &drawings).map_err(|reason| PressError::Failed(reason.to_string()))?;
    finish(&mut document, fonts, &subsets, about, pages, streams).map_err(|reason| PressError::Failed(reason.to_string()))?;
    structure.write(&mut document).map_err(|reason| PressError::Failed(reason.to_string()))?;
    let mut bytes = Vec::with_capacity(32 * 1024);
    document.save_modern(&mut bytes).map_err(|error| PressError::Failed(error.to_string()))?;
    Ok(bytes)
}

/// The document without its streams. printpdf learns from a page's text which glyphs of a font are used and what
/// they say; it is shown each of them once, on the first page.
fn skeleton(subsets: &Subsets<'_>, pages: &[Page], about: &About<'_>) -> Document {
    let mut document = PdfDocument::new(about.title);
    let mut alphabet = vec![Op::StartTextSection];
    for slot in subsets.slots() {
        let glyphs: Vec<_> = subsets.used(slot).map(|(code, said)| Codepoint::with_cid(code, 0.0, said)).collect();
        let Some(subset) = subsets.subset(slot).filter(|_| !glyphs.is_empty()) else { continue };
        document.resources.fonts.map.insert(slot.id(), PdfFont::new(subset.parsed.clone()));
        alphabet.push(Op::SetFont { font: PdfFontHandle::External(slot.id()), size: Pt(1.0) });
        alphabet.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }
    alphabet.push(Op::EndTextSection);
    let pages = pages.iter().map(|page| {
        let whole = printpdf::Rect::from_wh(Pt(page.size.width), Pt(page.size.height));
        PdfPage { media_box: whole.clone(), trim_box: whole.clone(), crop_box: whole, ops: std::mem::take(&mut alphabet) }
    });
    let mut warnings = Vec::new();
    let made = document.with_pages(pages.collect()).to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    for warning in &warnings {
        tracing::warn!(?warning, "printpdf");
    }
    made
}

/// Adds the drawings, each once, and tells every page its own.
fn add(document: &mut Document, pages: &[Page], drawings: &Drawings) -> Result<(), lopdf::Error> {
    let objects: Vec<(String, ObjectId)> = drawings.objects().map(|(name, stream)| (name, document.add_object(stream))).collect();
    for (id, page) in document.page_iter().collect::<Vec<_>>().into_iter().zip(pages) {
        let names = drawings.names(page);
        if names.is_empty() {
            continue;
        }
        let own = objects.iter().filter(|(name, _)| names.contains(name));
        let own: Dictionary = own.map(|(name, id)| (name.as_bytes(), Object::Reference(*id))).collect();
        document.get_or_create_resources(id)?.as_dict_mut()?.set("XObject", own);
    }
    Ok(())
}

/// Language, identity, version, how a viewer should print it; the streams; and everything compressed.
fn finish(
    document: &mut Document,
    fonts: &Fonts,
    subsets: &Subsets<'_>,
    about: &About<'_>,
    pages: &[Page],
    streams: Vec<Vec<u8>>,
) -> Result<(), lopdf::Error> {
    "1.7".clone_into(&mut document.version);
    let catalog = document.catalog_mut()?;
    // What a viewer does anyhow need not be said.
    catalog.remove(b"PageLayout");
    catalog.remove(b"PageMode");
    catalog.set("Lang", Object::string_literal(about.language));
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    // A card that a viewer shrinks "to fit" is not a card any more.
    preferences.set("PrintScaling", Object::Name(b"None".to_vec()));
    if let Some(flip) = about.duplex {
        let edge: &[u8] = match flip {
            Flip::Long => b"DuplexFlipLongEdge",
            Flip::Short => b"DuplexFlipShortEdge",
        };
        preferences.set("Duplex", Object::Name(edge.to_vec()));
    }
    catalog.set("ViewerPreferences", preferences);

    let id = Object::String(about.id.bytes().to_vec(), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    let info = document.trailer.get(b"Info").and_then(Object::as_reference)?;
    let info = document.get_object_mut(info).and_then(Object::as_dict_mut)?;
    // printpdf writes an empty PDF/X mark, which viewers believe, and the first second of 1970.
    for key in [
        b"GTS_PDFXVersion".as_slice(),
        b"CreationDate",
        b"ModDate",
        b"Identifier",
        b"Author",
        b"Subject",
        b"Keywords",
        b"Creator",
        b"Trapped",
    ] {
        info.remove(key);
    }
    info.set("Producer", Object::string_literal(concat!("Postbag ", env!("CARGO_PKG_VERSION"))));
    if about.title.is_ascii() {
        info.set("Title", Object::string_literal(about.title));
    }

    for ((page, made), content) in document.page_iter().collect::<Vec<_>>().into_iter().zip(pages).zip(streams) {
        let page = document.get_object_mut(page).and_then(Object::as_dict_mut)?;
        // Said, they are the whole page and no link, which they are anyhow.
        for key in [b"TrimBox".as_slice(), b"CropBox", b"Annots"] {
            page.remove(key);
        }
        if let Some(trim) = &made.trim {
            page.set("TrimBox", corners(&upside(trim, made.size.height)));
            page.set("BleedBox", corners(&Rect::of(made.size)));
        }
        let stream = page.get(b"Contents").and_then(Object::as_reference)?;
        document.get_object_mut(stream).and_then(Object::as_stream_mut)?.set_content(content);
    }
    drop_empty_resources(document);
    for (id, subset) in programs(document, subsets) {
        let stream = document.get_object_mut(id).and_then(Object::as_stream_mut)?;
        let packed = subset.packed.get_or_init(|| Deflater::best().pack(&stream.content)).clone();
        stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        stream.set_content(packed);
    }
    let mut deflater = fonts.deflater();
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && !stream.dict.has(b"Filter")
        {
            let packed = deflater.pack(&stream.content);
            stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
            stream.set_content(packed);
        }
    }
    Ok(())
}

/// A rectangle as PDF writes it.
fn corners(rect: &Rect) -> Object {
    Object::Array([rect.left, rect.top, rect.right(), rect.bottom()].map(Object::Real).to_vec())
}

/// printpdf gives every page a list of pictures, states and shadings, though there are none.
fn drop_empty_resources(document: &mut Document) {
    let empty = |object: &Object| object.as_dict().is_ok_and(Dictionary::is_empty);
    let unused: Vec<ObjectId> = document.objects.iter().filter(|(_, object)| empty(object)).map(|(id, _)| *id).collect();
    let dead = |value: &Object| value.as_reference().is_ok_and(|id| unused.contains(&id));
    for object in document.objects.values_mut() {
        let Ok(resources) = object.as_dict_mut() else { continue };
        for key in [b"XObject".as_slice(), b"ExtGState", b"Shading"] {
            if resources.get(key).is_ok_and(dead) {
                resources.remove(key);
            }
        }
    }
    for id in &unused {
        document.objects.remove(id);
    }
}

/// The streams of the font programs, with the subset that each is of.
fn programs<'s>(document: &Document, subsets: &'s Subsets<'_>) -> Vec<(ObjectId, &'s Subset)> {
    let program = |descriptor: &Dictionary| {
        let stream = font_program(descriptor)?;
        let name = descriptor.get(b"FontName").ok()?.as_name().ok()?;
        let mut known = subsets.slots().filter_map(|slot| subsets.subset(slot));
        Some((stream, known.find(|subset| subset.tagged_name.as_bytes() == name)?))
    };
    document.objects.values().filter_map(|object| program(object.as_dict().ok()?)).collect()
}

/// A rectangle of [`domain::paper`] with PDF's origin, the lower left corner of a page of that height.
pub fn upside(rect: &Rect, height: f32) -> Rect {
    Rect { top: height - rect.bottom(), ..*rect }
}
