//! Drawings that a page shows by name: artwork and QR codes.

use std::fmt::Write as _;

use domain::paper::CodeGeometry;
use lopdf::{Dictionary, Object, Stream};
use qrcodegen::{QrCode, QrCodeEcc};
use usecases::ports::press::{Plate, PressError};

use crate::{deflate::Deflater, page::colour::Colour};

/// Something that is drawn by its name.
#[derive(Debug, PartialEq, Eq)]
pub enum Drawing {
    Artwork(Plate),
    Code(Code),
}

/// A QR code, as squares to be filled.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The text that it encodes.
    text: String,
    modules: Vec<Vec<bool>>,
}

impl Code {
    /// Error correction M: a code can still be read if a sorting machine has smeared 15 % of it. It is stronger where that
    /// makes the code no larger.
    pub fn of(text: &str) -> Result<Self, PressError> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|_| PressError::CodeTooLong)?;
        let modules = (0..code.size()).map(|y| (0..code.size()).map(|x| code.get_module(x, y)).collect()).collect();
        Ok(Self { text: text.to_owned(), modules })
    }

    pub fn geometry(&self) -> CodeGeometry {
        // A QR code has 177 modules at most.
        CodeGeometry { modules: u16::try_from(self.modules.len()).unwrap_or(177) }
    }

    /// Dark modules, those of a row that touch as one rectangle, row by row from below: rows that begin at nought are
    /// like each other and pack well. Each reaches a fiftieth into the next, or a viewer lets the paper shine through
    /// between them. One unit is the code's whole side, quiet zone included.
    fn stream(&self) -> Stream {
        let geometry = self.geometry();
        let all = geometry.modules + 2 * CodeGeometry::QUIET_ZONE;
        let [red, green, blue] = Colour::Ink.rgb();
        let scale = 1.0 / f32::from(all);
        let quiet = CodeGeometry::QUIET_ZONE;
        let mut content = format!("{red} {green} {blue} rg\n{scale} 0 0 {scale} 0 0 cm 1 0 0 1 {quiet} {quiet} cm\n");
        // The first row is on top, and y grows upwards here.
        for row in self.modules.iter().rev() {
            let mut left = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    let _ = write!(content, "{left} 0 {} 1.02 re ", run.len());
                }
                left += run.len();
            }
            content.push_str("f 1 0 0 1 0 1 cm\n");
        }
        let mut form = Dictionary::new();
        form.set("Subtype", Object::Name(b"Form".to_vec()));
        form.set("BBox", vec![0.into(), 0.into(), 1.into(), 1.into()]);
        form.set("Resources", Dictionary::new());
        form.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        Stream::new(form, Deflater::best().pack(content.as_bytes()))
    }
}

impl Drawing {
    /// A description for those who cannot see it.
    pub fn alternative_text(&self) -> String {
        match self {
            Self::Artwork(plate) => plate.alternative_text.to_string(),
            Self::Code(code) => format!("QR code: {}", code.text),
        }
    }

    /// The object, filling the unit square.
    pub fn stream(&self) -> Stream {
        match self {
            Self::Artwork(plate) => artwork(plate),
            Self::Code(code) => code.stream(),
        }
    }
}

/// A JPEG goes into a PDF as it is.
fn artwork(plate: &Plate) -> Stream {
    let mut image = Dictionary::new();
    image.set("Type", Object::Name(b"XObject".to_vec()));
    image.set("Subtype", Object::Name(b"Image".to_vec()));
    image.set("Width", i64::from(plate.width));
    image.set("Height", i64::from(plate.height));
    image.set("ColorSpace", Object::Name(b"DeviceRGB".to_vec()));
    image.set("BitsPerComponent", 8);
    image.set("Filter", Object::Name(b"DCTDecode".to_vec()));
    Stream::new(image, plate.jpeg.to_vec()).with_compression(false)
}
