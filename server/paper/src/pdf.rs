//! Pages into a file. printpdf writes the pages and the fonts; lopdf then sets what printpdf cannot.

use std::{collections::BTreeMap, rc::Rc};

use domain::paper::{Flip, Place, Rect, Size};
use flate2::Compression;
use lopdf::{Dictionary, Document, Object};
use printpdf::{PdfDocument, PdfFont, PdfPage, PdfSaveOptions, Pt};
use usecases::press::PressError;

use crate::{
    digest::Digest,
    fonts::{Fonts, deflate, font_program},
    ink::Ink,
    ops::{Pen, Subsets},
};

/// What lies on a page: one or more pictures, each in its own place.
#[derive(Debug)]
pub struct Page {
    pub size: Size,
    pub layers: Vec<Layer>,
}

#[derive(Debug)]
pub struct Layer {
    /// `None`: drawn straight on the page.
    pub place: Option<Place>,
    /// The size of the card in its place.
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
    let subsets = Subsets::of(fonts, pages).map_err(PressError::Failed)?;
    let mut document = PdfDocument::new(about.title);
    document.metadata.info.creator = "Postbag".to_owned();
    document.metadata.info.producer = concat!("Postbag ", env!("CARGO_PKG_VERSION")).to_owned();
    for (id, subset) in subsets.all() {
        document.resources.fonts.map.insert(id.clone(), PdfFont::new(subset.parsed.clone()));
    }
    let mut pen = Pen::new(&subsets);
    let pages: Vec<PdfPage> = pages
        .iter()
        .map(|page| {
            let whole = printpdf::Rect::from_wh(Pt(page.size.width), Pt(page.size.height));
            let ops = pen.page(page);
            PdfPage { media_box: whole.clone(), trim_box: whole.clone(), crop_box: whole, ops }
        })
        .collect();
    let mut warnings = Vec::new();
    let mut written = document.with_pages(pages).to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    for warning in &warnings {
        tracing::warn!(?warning, "printpdf");
    }
    finish(&mut written, &subsets, about).map_err(PressError::Failed)?;
    let mut bytes = Vec::with_capacity(32 * 1024);
    written.save_to(&mut bytes).map_err(|error| PressError::Failed(error.to_string()))?;
    Ok(bytes)
}

/// Language, identity, version, and how a viewer should print it; and everything compressed.
fn finish(document: &mut Document, subsets: &Subsets<'_>, about: &About<'_>) -> Result<(), String> {
    "1.7".clone_into(&mut document.version);
    let catalog = document.catalog_mut().map_err(|error| error.to_string())?;
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

    let id = Object::string_literal(about.id.bytes().to_vec());
    document.trailer.set("ID", vec![id.clone(), id]);
    if let Ok(info) = document.trailer.get(b"Info").and_then(Object::as_reference)
        && let Ok(info) = document.get_object_mut(info).and_then(Object::as_dict_mut)
    {
        // printpdf writes an empty PDF/X mark, which viewers believe, and the first second of 1970.
        for key in [b"GTS_PDFXVersion".as_slice(), b"CreationDate", b"ModDate", b"Identifier", b"Author", b"Subject", b"Keywords"] {
            info.remove(key);
        }
    }
    compress(document, subsets)
}

fn compress(document: &mut Document, subsets: &Subsets<'_>) -> Result<(), String> {
    let packed: BTreeMap<&[u8], &[u8]> = subsets
        .all()
        .filter_map(|(_, subset)| Some((subset.tagged_name.as_bytes(), subset.packed.as_deref()?)))
        .collect();
    let ready: Vec<_> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter_map(|dict| Some((font_program(dict)?, packed.get(dict.get(b"FontName").ok()?.as_name().ok()?)?.to_vec())))
        .collect();
    for (id, program) in ready {
        if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
            stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
            stream.set_content(program);
        }
    }
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && !stream.dict.has(b"Filter")
        {
            // Most of a page's gain comes with the first level; the best one costs ten times as much.
            let content = deflate(&stream.content, Compression::fast())?;
            stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
            stream.set_content(content);
        }
    }
    Ok(())
}

/// A rectangle of [`domain::paper`] with PDF's origin, the lower left corner of a page of that height.
pub fn upside(rect: &Rect, height: f32) -> Rect {
    Rect { top: height - rect.bottom(), ..*rect }
}
