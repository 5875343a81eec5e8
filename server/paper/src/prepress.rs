//! Artwork is made ready for the press: decoded under limits, turned upright, laid on white, made sRGB, scaled down
//! and encoded anew. What the press gets has only pixels in it, and it never has to decode them.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType, metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use usecases::ports::press::{PICTURE_SIDE_MAX, PictureError, Prepared, Prepress};

/// Makes pictures ready with the crate `image`.
#[derive(Debug, Clone, Copy, Default)]
pub struct PicturePrepress;

/// The most pixels that are decoded: a page of A4 scanned at 600 dots to the inch has 35 million.
const MOST_PIXELS: u64 = 40_000_000;
/// The most bytes of a decoded picture: so many pixels of three bytes. With what decoding takes beside it (a progressive
/// JPEG is kept as coefficients first) or its copy of eight bits, a picture never takes more than three times that.
const MOST_MEMORY: u64 = 3 * MOST_PIXELS;
/// Pixels on the shorter side of what is stored: a card of A6 with its bleed (111 mm) at 300 dots to the inch.
const SHORTER_SIDE: u32 = 1311;
/// Of what is stored. One that is larger is encoded at a lower quality: a document has to stay light enough to be
/// mailed round.
const MOST_STORED: usize = 1_500_000;
/// Of JPEG, from 1 to 100: at the first nothing is to be seen of it on paper.
const QUALITIES: [u8; 4] = [90, 82, 74, 60];
/// The longer side of the preview: twice the width at which a page shows it, for screens with two dots to the pixel.
const PREVIEW: u32 = 360;
const PREVIEW_QUALITY: u8 = 78;

impl Prepress for PicturePrepress {
    fn prepare(&self, file: &[u8]) -> Result<Prepared, PictureError> {
        let (picture, profile, orientation) = decode(file)?;
        let picture = scale(on_white(picture).into(), PICTURE_SIDE_MAX, SHORTER_SIDE);
        let mut picture = DynamicImage::from(to_srgb(picture.into_rgb8(), profile.as_deref()));
        picture.apply_orientation(orientation);
        let mut jpeg = Vec::new();
        for quality in QUALITIES {
            jpeg = encode(&picture, quality)?;
            if jpeg.len() <= MOST_STORED {
                break;
            }
        }
        let (width, height) = (picture.width(), picture.height());
        let preview = encode(&scale(picture, PREVIEW, PREVIEW), PREVIEW_QUALITY)?;
        Ok(Prepared { jpeg, preview, width, height })
    }
}

/// The first picture of a file, with its colour profile and how it is to be turned. Its size is read, and refused,
/// before anything is expanded.
fn decode(file: &[u8]) -> Result<(DynamicImage, Option<Vec<u8>>, Orientation), PictureError> {
    let format = image::guess_format(file).map_err(|_| PictureError::UnknownFormat)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(PictureError::UnknownFormat);
    }
    if format == ImageFormat::Jpeg && !is_whole(file) {
        return Err(PictureError::Broken);
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error, (0, 0)))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(too_many((width, height)));
    }
    // What the file says beside its pixels may be nonsense; the picture is none the worse for it.
    let profile = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error, (width, height)))?;
    Ok((picture, profile, orientation))
}

/// Whether a JPEG is whole. If it was cut short, the decoder shows the rest in grey, and nobody wants that on a card. The
/// end is looked for marker by marker, since the file may hold another, small JPEG.
fn is_whole(jpeg: &[u8]) -> bool {
    // After the marker of the file's beginning.
    let mut at = 2;
    loop {
        // To the next marker: FF and a byte that is neither padding, nor data that happens to be FF (00), nor a restart.
        while !matches!((jpeg.get(at), jpeg.get(at + 1)), (Some(0xFF), Some(1..=0xCF | 0xD8..=0xFE))) {
            if at >= jpeg.len() {
                return false;
            }
            at += 1;
        }
        if jpeg[at + 1] == 0xD9 {
            return true;
        }
        let Some(length) = jpeg.get(at + 2..at + 4) else { return false };
        at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    }
}

fn refusal(error: &ImageError, size: (u32, u32)) -> PictureError {
    if matches!(error, ImageError::Limits(_)) { too_many(size) } else { PictureError::Broken }
}

fn too_many((width, height): (u32, u32)) -> PictureError {
    PictureError::TooManyPixels { width, height }
}

/// Eight bits of red, green and blue; what can be seen through shows the paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let (width, height) = (picture.width(), picture.height());
    let mut opaque = RgbImage::new(width, height);
    match picture {
        DynamicImage::ImageRgba8(picture) => lay(picture.pixels().map(|pixel| pixel.0), &mut opaque),
        // Row after row: a copy of the whole picture with its alpha would be the largest thing in memory.
        picture => {
            let row = |top| picture.crop_imm(0, top, width, 1).into_rgba8();
            lay((0..height).flat_map(|top| row(top).pixels().map(|pixel| pixel.0).collect::<Vec<_>>()), &mut opaque);
        }
    }
    opaque
}

fn lay(pixels: impl Iterator<Item = [u8; 4]>, paper: &mut RgbImage) {
    for ([red, green, blue, alpha], under) in pixels.zip(paper.pixels_mut()) {
        let alpha = u16::from(alpha);
        let mix = |colour: u8| u8::try_from((u16::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX);
        *under = Rgb([mix(red), mix(green), mix(blue)]);
    }
}

/// Scales a picture down until its longer and its shorter side are no longer than these. Never up.
fn scale(picture: DynamicImage, longer: u32, shorter: u32) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let (long, short) = (width.max(height), width.min(height));
    if long <= longer && short <= shorter {
        return picture;
    }
    // By the side that is further over.
    let (over, most) = if u64::from(long) * u64::from(shorter) >= u64::from(short) * u64::from(longer) {
        (long, longer)
    } else {
        (short, shorter)
    };
    let times = |factor: u32| {
        let part = |side: u32| u32::try_from(u64::from(side) * u64::from(most * factor) / u64::from(over)).unwrap_or(side).max(1);
        (part(width), part(height))
    };
    // Averaging is quick and needs no memory; the slow and sharp way is left with a picture of twice the size.
    let (wide, high) = times(2);
    let picture = if wide < width { picture.thumbnail_exact(wide, high) } else { picture };
    let (width, height) = times(1);
    picture.resize_exact(width, height, FilterType::Lanczos3)
}

/// By the file's own colour profile, where it has one for three colours; without, a file is taken as sRGB.
fn to_srgb(picture: RgbImage, profile: Option<&[u8]>) -> RgbImage {
    let converted = || {
        let from = ColorProfile::new_from_slice(profile?).ok().filter(|from| from.color_space == DataColorSpace::Rgb)?;
        let options = TransformOptions::default();
        let transform = from.create_transform_8bit(Layout::Rgb, &ColorProfile::new_srgb(), Layout::Rgb, options).ok()?;
        let mut pixels = vec![0; picture.len()];
        transform.transform(picture.as_raw(), &mut pixels).ok()?;
        RgbImage::from_raw(picture.width(), picture.height(), pixels)
    };
    converted().unwrap_or(picture)
}

fn encode(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(picture).map_err(|_| PictureError::Broken)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests;
