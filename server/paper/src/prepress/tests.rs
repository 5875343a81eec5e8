//! Good files and bad ones, made here.

use std::time::{Duration, Instant};

use image::{
    GrayAlphaImage, ImageBuffer, ImageEncoder, LumaA, Rgba, RgbaImage,
    codecs::{png::PngEncoder, webp::WebPEncoder},
};

use super::*;

/// A red upper left quarter on blue, so that a turn is seen.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| if x < width / 2 && y < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) })
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn prepare(file: &[u8]) -> Result<Prepared, PictureError> {
    PicturePrepress.prepare(file)
}

/// The picture as the press would print it.
fn printed(file: &[u8]) -> RgbImage {
    let prepared = prepare(file).unwrap();
    let picture = image::load_from_memory_with_format(&prepared.jpeg, ImageFormat::Jpeg).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (prepared.width, prepared.height));
    picture
}

fn is_near(pixel: Rgb<u8>, colour: [u8; 3]) -> bool {
    pixel.0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 12)
}

#[track_caller]
fn is_at(picture: &RgbImage, (x, y): (u32, u32), colour: [u8; 3]) {
    let pixel = *picture.get_pixel(x, y);
    assert!(is_near(pixel, colour), "{pixel:?} is not {colour:?} at {x}, {y} of {:?}", picture.dimensions());
}

#[test]
fn png_jpeg_and_webp_come_out_as_they_look() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let picture = printed(&file(&picture(400, 300).into(), format));
        assert_eq!(picture.dimensions(), (400, 300), "never scaled up");
        is_at(&picture, (50, 50), [220, 20, 20]);
        is_at(&picture, (350, 50), [20, 20, 220]);
        is_at(&picture, (50, 250), [20, 20, 220]);
    }
}

#[test]
fn a_large_picture_is_scaled_down_to_what_a_card_needs_and_keeps_its_proportions() {
    for (size, expected) in [
        ((4000, 3000), (1748, 1311)),
        ((3000, 4000), (1311, 1748)),
        ((6000, 1500), (1875, 468)),
        ((1876, 1000), (1875, 999)),
        ((3000, 2), (1875, 1)),
    ] {
        let prepared = prepare(&file(&picture(size.0, size.1).into(), ImageFormat::Png)).unwrap();
        assert_eq!((prepared.width, prepared.height), expected);
        let preview = image::load_from_memory(&prepared.preview).unwrap();
        assert!(preview.width() <= PREVIEW && preview.height() <= PREVIEW);
    }
}

#[test]
fn what_can_be_seen_through_shows_the_paper() {
    let clear = RgbaImage::from_fn(40, 40, |x, _| if x < 20 { Rgba([200, 0, 0, 0]) } else { Rgba([0, 0, 0, 128]) });
    let picture = printed(&file(&clear.into(), ImageFormat::Png));
    is_at(&picture, (5, 5), [255, 255, 255]);
    is_at(&picture, (35, 5), [127, 127, 127]);
    let grey = GrayAlphaImage::from_pixel(40, 40, LumaA([0, 0]));
    is_at(&printed(&file(&grey.into(), ImageFormat::Png)), (5, 5), [255, 255, 255]);
}

#[test]
fn grey_and_sixteen_bits_and_palettes_become_eight_bits_of_three_colours() {
    let deep = ImageBuffer::from_fn(30, 30, |_, _| Rgb([65535_u16, 32768, 0]));
    is_at(&printed(&file(&DynamicImage::ImageRgb16(deep), ImageFormat::Png)), (9, 9), [255, 128, 0]);
    let deep = ImageBuffer::from_fn(30, 30, |_, _| Rgba([0_u16, 0, 0, 0]));
    is_at(&printed(&file(&DynamicImage::ImageRgba16(deep), ImageFormat::Png)), (9, 9), [255, 255, 255]);
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let grey = DynamicImage::from(picture(60, 60)).into_luma8();
        let picture = printed(&file(&DynamicImage::ImageLuma8(grey.clone()), format));
        let [level] = grey.get_pixel(9, 9).0;
        is_at(&picture, (9, 9), [level; 3]);
    }
}

/// The inks of a printing press, as programs for print shops write them: inverted.
#[test]
fn a_jpeg_of_four_inks_comes_out_in_its_colours() {
    // Cyan and yellow make green.
    let inks: Vec<u8> = (0..64 * 64).flat_map(|_| [255, 0, 255, 0]).collect();
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 95).encode(&inks, 64, 64, jpeg_encoder::ColorType::Cmyk).unwrap();
    let picture = printed(&file);
    let [red, green, blue] = picture.get_pixel(30, 30).0;
    assert!(green > 100 && red < 60 && blue < 100, "{red} {green} {blue}");
}

/// An APP1 segment with an EXIF block that says how the camera was held, and where.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    // 0x010F, the camera's maker: a text of 20 bytes that stands after the two entries.
    exif.extend([0x01, 0x0F, 0, 2, 0, 0, 0, 20, 0, 0, 0, 38]);
    exif.extend([0; 4]);
    exif.extend(b"Secret Street 12 ...");
    let length = u16::try_from(exif.len() + 2).unwrap();
    [&jpeg[..2], &[0xFF, 0xE1], &length.to_be_bytes(), &exif, &jpeg[2..]].concat()
}

#[test]
fn a_photograph_is_turned_upright_and_loses_what_it_said_of_its_maker() {
    let plain = file(&picture(400, 300).into(), ImageFormat::Jpeg);
    for (orientation, size, red) in
        [(1, (400, 300), (50, 50)), (3, (400, 300), (350, 250)), (6, (300, 400), (250, 50)), (8, (300, 400), (50, 350))]
    {
        let held = with_exif(&plain, orientation);
        let prepared = prepare(&held).unwrap();
        let picture = printed(&held);
        assert_eq!(picture.dimensions(), size, "{orientation}");
        is_at(&picture, red, [220, 20, 20]);
        is_at(&picture, (size.0 - red.0, size.1 - red.1), [20, 20, 220]);
        for bytes in [prepared.jpeg, prepared.preview] {
            for secret in [b"Secret".as_slice(), b"Exif"] {
                assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{orientation}");
            }
        }
    }
}

#[test]
fn colours_of_another_profile_become_srgb() {
    let pixels = RgbImage::from_pixel(32, 32, Rgb([200, 60, 60]));
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    encoder.write_image(&pixels, 32, 32, image::ExtendedColorType::Rgb8).unwrap();
    let converted = *printed(&png).get_pixel(9, 9);
    assert!(converted.0[0] > 206, "a red of Display P3 is a stronger red of sRGB: {converted:?}");
    let mut broken = Vec::new();
    let mut encoder = PngEncoder::new(&mut broken);
    encoder.set_icc_profile(b"no profile".to_vec()).unwrap();
    encoder.write_image(&pixels, 32, 32, image::ExtendedColorType::Rgb8).unwrap();
    is_at(&printed(&broken), (9, 9), [200, 60, 60]);
}

#[test]
fn of_a_picture_that_moves_the_first_one_is_taken() {
    let frame = |colour: [u8; 4]| {
        let mut webp = Vec::new();
        WebPEncoder::new_lossless(&mut webp).encode(&colour.repeat(64 * 64), 64, 64, image::ExtendedColorType::Rgba8).unwrap();
        // "RIFF", length, "WEBP": what follows is the frame's own chunk.
        webp[12..].to_vec()
    };
    let chunk = |name: &[u8], body: &[u8]| {
        let mut chunk = [name, &u32::try_from(body.len()).unwrap().to_le_bytes(), body].concat();
        chunk.extend(vec![0; body.len() % 2]);
        chunk
    };
    let animation_frame = |colour: [u8; 4]| {
        // Place (6 bytes), width and height less one (3 each), 100 ms (3), flags.
        let head = [0, 0, 0, 0, 0, 0, 63, 0, 0, 63, 0, 0, 100, 0, 0, 0];
        chunk(b"ANMF", &[&head[..], &frame(colour)].concat())
    };
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[0b0001_0010, 0, 0, 0, 63, 0, 0, 63, 0, 0]),
        chunk(b"ANIM", &[255, 255, 255, 255, 0, 0]),
        animation_frame([220, 20, 20, 255]),
        animation_frame([20, 20, 220, 255]),
    ]
    .concat();
    is_at(&printed(&chunk(b"RIFF", &body)), (30, 30), [220, 20, 20]);
}

/// A PNG that says it is so large. What follows is not what it promises.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(&RgbImage::new(1, 1).into(), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    png
}

/// As PNG reckons it.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A whole and valid PNG of 30,000 x 30,000 pixels: white, and so some kilobytes.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let named = [name.as_slice(), body].concat();
        [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat()
    };
    let side = 30_000_u32.to_be_bytes();
    let mut pixels = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    // One bit a pixel: 3,750 bytes a row, and one that names the filter.
    for _ in 0..30_000 {
        pixels.write_all(&[0; 3751]).unwrap();
    }
    let header = [&side[..], &side, &[1, 0, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &pixels.finish().unwrap()), chunk(b"IEND", &[])]
        .concat()
}

#[test]
fn a_picture_that_expands_to_gigabytes_is_refused_before_it_does() {
    let bomb = bomb();
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    let started = Instant::now();
    let refused = prepare(&bomb).unwrap_err();
    assert!(matches!(refused, PictureError::TooManyPixels { width: 30_000, height: 30_000, .. }), "{refused:?}");
    assert!(refused.to_string().contains("30000 × 30000"), "{refused}");
    for (width, height) in [(30_000, 1_334), (u32::MAX / 2, 1), (1, u32::MAX / 2)] {
        assert!(prepare(&png_of(width, height)).is_err(), "{width} {height}");
    }
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn what_is_no_picture_of_ours_is_refused_whatever_it_is_called() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    for file in [&svg[..], b"", b"GIF89a\x01\0\x01\0", b"%PDF-1.7", b"BM", b"II*\0", b"<html>", &[0; 4096]] {
        assert_eq!(prepare(file), Err(PictureError::UnknownFormat), "{:?}", &file[..file.len().min(8)]);
    }
}

#[test]
fn a_file_that_was_cut_short_is_refused_or_is_a_picture_but_never_a_panic() {
    let noise = RgbImage::from_fn(200, 150, |x, y| {
        let noise = (x * 7919 + y * 104_729).to_be_bytes();
        Rgb([noise[3], noise[2], noise[3] ^ noise[2]])
    });
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let whole = file(&noise.clone().into(), format);
        let half = prepare(&whole[..whole.len() / 2]);
        assert_eq!(half, Err(PictureError::Broken), "{format:?}");
        for length in (0..whole.len()).step_by(whole.len() / 23) {
            let _ = prepare(&whole[..length]);
            let mut spoilt = whole.clone();
            spoilt[length] ^= 0xFF;
            let _ = prepare(&spoilt);
        }
    }
}

#[test]
fn the_busiest_picture_is_light_enough_for_sixty_cards_in_one_document() {
    let mut state = 1_u32;
    let noise = RgbImage::from_fn(2400, 1700, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let bytes = state.to_be_bytes();
        Rgb([bytes[0], bytes[1], bytes[2]])
    });
    let prepared = prepare(&file(&noise.into(), ImageFormat::Png)).unwrap();
    assert!(prepared.jpeg.len() < 2_300_000, "{}", prepared.jpeg.len());
}
