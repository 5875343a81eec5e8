//! Pages into a file: lopdf's objects, with the fonts that printpdf embedded.

mod content;
pub mod digest;
mod drawings;
mod file;
mod metadata;
mod subsets;

use domain::paper::{Flip, Rect};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary, text_string};
use usecases::ports::press::PressError;

use self::{content::Pen, digest::Digest, drawings::Drawings, subsets::Subsets};
use crate::{
    fonts::Fonts,
    page::{Page, upside},
};

const PRODUCER: &str = concat!("Postbag ", env!("CARGO_PKG_VERSION"));

/// A document's data about itself.
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
    let drawings = Drawings::of(pages);
    let mut pen = Pen::new(&subsets, &drawings);
    let streams: Vec<Vec<u8>> = pages.iter().map(|page| pen.page(page)).collect();
    let structure = pen.structure();

    let mut document = Document::with_version("1.7");
    let names = subsets.add_to(&mut document);
    let names = document.add_object(names);
    let drawn = drawings.add_to(&mut document);
    let all = document.new_object_id();
    let mut deflater = fonts.deflater();
    let mut leaves = Vec::with_capacity(pages.len());
    for ((page, content), number) in pages.iter().zip(streams).zip(0_i64..) {
        let content = Stream::new(dictionary! { "Filter" => "FlateDecode" }, deflater.pack(&content));
        let mut leaf = leaf(page);
        leaf.set("Parent", all);
        leaf.set("Resources", dictionary! { "Font" => names, "XObject" => drawings.on(page, &drawn) });
        leaf.set("Contents", document.add_object(content));
        leaf.set("StructParents", number);
        leaves.push(document.add_object(leaf));
    }
    let kids: Vec<Object> = leaves.iter().map(|id| Object::Reference(*id)).collect();
    document.set_object(
        all,
        dictionary! { "Type" => "Pages", "Count" => i64::try_from(kids.len()).unwrap_or(i64::MAX), "Kids" => kids },
    );

    let mut catalog = catalog(about);
    catalog.set("Pages", all);
    catalog.set("Metadata", document.add_object(metadata::stream(about)));
    catalog.set("StructTreeRoot", structure.add_to(&mut document, &leaves));
    let root = document.add_object(catalog);
    let info = document.add_object(dictionary! {
        "Title" => text_string(about.title),
        "Producer" => Object::string_literal(PRODUCER),
    });
    let id = Object::String(about.id.bytes().to_vec(), StringFormat::Hexadecimal);
    document.trailer = dictionary! { "Root" => root, "Info" => info, "ID" => vec![id.clone(), id] };
    Ok(file::write(&document, &mut deflater))
}

/// A page of the document's tree.
fn leaf(page: &Page) -> Dictionary {
    let mut leaf = dictionary! { "Type" => "Page", "MediaBox" => corners(&Rect::of(page.size)), "Tabs" => "S" };
    if let Some(trim) = &page.trim {
        leaf.set("TrimBox", corners(&upside(trim, page.size.height)));
        leaf.set("BleedBox", corners(&Rect::of(page.size)));
    }
    leaf
}

/// Language, how a viewer should print it, and that its structure can be relied on.
fn catalog(about: &About<'_>) -> Dictionary {
    // A card that a viewer shrinks "to fit" is not a card any more.
    let mut preferences = dictionary! { "DisplayDocTitle" => true, "PrintScaling" => "None" };
    if let Some(flip) = about.duplex {
        preferences.set(
            "Duplex",
            match flip {
                Flip::Long => "DuplexFlipLongEdge",
                Flip::Short => "DuplexFlipShortEdge",
            },
        );
    }
    dictionary! {
        "Type" => "Catalog",
        "Lang" => Object::string_literal(about.language),
        "MarkInfo" => dictionary! { "Marked" => true },
        "ViewerPreferences" => preferences,
    }
}

/// A rectangle as PDF writes it.
fn corners(rect: &Rect) -> Object {
    Object::Array([rect.left, rect.top, rect.right(), rect.bottom()].map(Object::Real).to_vec())
}
