//! Picture sides: artwork, frames to draw in, titles, and codes.

use std::io::Cursor;

use domain::{
    artwork::{AlternativeText, ArtworkId, Credit},
    paper::{CodeGeometry, PictureGeometry, Size},
};
use paper::PicturePrepress;
use tests::look::{self, Word};
use usecases::ports::press::{Picture, Plate, Prepress as _};

use super::*;

/// A picture of two tones, made ready as an upload is: its upper left quarter is black, all else a middle grey.
pub(crate) fn plate(width: u32, height: u32) -> Plate {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(if x < width / 2 && y < height / 2 { [0, 0, 0] } else { [150, 150, 150] })
    });
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    let prepared = PicturePrepress.prepare(file.get_ref()).unwrap();
    Plate {
        id: ArtworkId::parse(&format!("{width:032x}{height:032x}")).unwrap(),
        credit: Credit::parse("Art by Ada, grade 6").unwrap(),
        alternative_text: AlternativeText::parse("A black window in a grey wall").unwrap(),
        width: prepared.width,
        height: prepared.height,
        jpeg: prepared.jpeg.into(),
    }
}

const PAGE: &str = "https://letters.example/c/mines";

pub(crate) fn with_front(picture: Picture, code: bool) -> Piece {
    let front = Front { picture, code: code.then(|| PAGE.to_owned()), ..piece("").front };
    Piece { front, ..piece(MESSAGE) }
}

fn size_of(plate: &Plate) -> Size {
    let side = |pixels| f32::from(u16::try_from(pixels).unwrap());
    Size::new(side(plate.width), side(plate.height))
}

/// 31 characters are a code of version 3.
const CODE: CodeGeometry = CodeGeometry { modules: 29 };

#[test]
fn artwork_is_printed_whole_and_upright_where_the_geometry_says_and_nowhere_else() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        for plate in [plate(2400, 1600), plate(700, 1000), plate(1800, 400)] {
            for code in [false, true] {
                let geometry = PictureGeometry::fit(&card.art, size_of(&plate), code.then_some(CODE));
                let pdf = print(&job(format, vec![with_front(Picture::Artwork(plate.clone()), code)]));
                pdf.check();
                let (raster, place) = (pdf.raster(2), sheet.back(0, Flip::Long));
                let grey = |rect: Rect| raster.grey(&place.rect(&rect));
                let picture = geometry.picture.inset(1.0);
                let (half, middle) = (picture.width / 2.0 - 1.0, picture.left + picture.width / 2.0 + 1.0);
                let upper = Rect { height: picture.height / 2.0 - 1.0, ..picture };
                assert!(grey(Rect { width: half, ..upper }) < 12, "{format:?} the upper left quarter is black");
                for rest in [Rect { left: middle, width: half, ..upper }, Rect { top: upper.bottom() + 3.0, ..upper }] {
                    assert!(grey(rest).abs_diff(150) < 12, "{format:?} {}", grey(rest));
                }
                for strip in ring(&geometry.picture.inset(-2.0), 1.0) {
                    assert!(raster.is_blank(&place.rect(&strip)), "{format:?} {strip:?} beside {:?}", geometry.picture);
                }
                let credit = place.rect(&geometry.credit);
                let words: Vec<Word> = pdf.words(2).into_iter().filter(|word| credit.contains(&word.centre())).collect();
                assert_eq!(texts(&words).len(), 5, "{format:?} {words:?}");
                assert_eq!(pdf.words(2).len(), 5, "nothing else is written on the picture side");
            }
        }
    }
}

#[test]
fn artwork_is_in_a_document_once_untouched_and_at_the_resolution_it_was_stored_in() {
    let plate = plate(3000, 2000);
    assert_eq!((plate.width, plate.height), (1875, 1250));
    let one = press().print(&job(PaperFormat::UsLetter4up, vec![with_front(Picture::Artwork(plate.clone()), true)])).unwrap();
    let pieces = vec![with_front(Picture::Artwork(plate.clone()), true); 60];
    let bytes = press().print(&job(PaperFormat::UsLetter4up, pieces)).unwrap();
    assert!(bytes.windows(plate.jpeg.len()).filter(|window| **window == *plate.jpeg).count() == 1, "once, byte for byte");
    assert!(bytes.len() < one.len() + 60_000, "{} and {}", one.len(), bytes.len());
    let pdf = Pdf::new(&bytes);
    pdf.check();
    let mut seen = Vec::new();
    for page in [2, 4, 30] {
        let images = pdf.images(page);
        assert_eq!(images.len(), 4, "{images:?}");
        seen.extend(images);
        assert_eq!(pdf.images(page - 1), []);
    }
    assert!(seen.iter().all(|image| *image == seen[0]), "{seen:?}");
    assert_eq!((seen[0].width, seen[0].height, seen[0].encoding.as_str()), (1875, 1250, "jpeg"));
    assert!(seen[0].dots >= 300, "{seen:?}");
    assert!(pdf.strings("/Alt").contains(&"A black window in a grey wall".to_owned()), "what is to be seen is said");
}

#[test]
fn two_artworks_in_a_document_stay_apart() {
    let (wide, tall) = (plate(1200, 800), plate(500, 800));
    let pieces = [&wide, &tall, &wide].map(|plate| with_front(Picture::Artwork(plate.clone()), false)).to_vec();
    let pdf = print(&job(PaperFormat::UsPostcard4x6, pieces));
    let sizes = [2, 4, 6].map(|page| pdf.images(page).iter().map(|image| image.width).collect::<Vec<_>>());
    assert_eq!(sizes, [vec![1200], vec![500], vec![1200]]);
}

#[test]
fn the_code_leads_to_the_campaigns_page_and_keeps_its_quiet_zone() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        for picture in [Picture::Title, Picture::Frame, Picture::Artwork(plate(1200, 800)), Picture::Artwork(plate(900, 300))] {
            for flip in Flip::ALL {
                let pieces = vec![with_front(picture.clone(), true); sheet.cards()];
                let pdf = print(&PrintJob { flip, ..job(format, pieces) });
                let raster = pdf.raster(2);
                let places: Vec<Rect> = (0..sheet.cards()).map(|number| sheet.back(number, flip).rect).collect();
                let codes = pdf.codes(2, &places);
                assert_eq!(codes.len(), sheet.cards(), "{format:?} {picture:?}");
                for number in 0..sheet.cards() {
                    let place = sheet.back(number, flip);
                    let code = codes.iter().find(|code| place.rect.contains(&code.rect)).expect("a code on each card");
                    assert_eq!(code.text, PAGE);
                    assert_ne!(code.error_correction, look::Code::WEAKEST, "M or better");
                    let symbol = raster.inked(&code.rect.inset(-4.0));
                    assert!(symbol.width >= 0.8 * 72.0 - 0.5 && symbol.height >= 0.8 * 72.0 - 0.5, "{symbol:?}");
                    // The raster adds up to half a point to what stands on either side of it.
                    let quiet = symbol.inset(-4.0 * CODE.module() + 1.0);
                    let art = place.rect(&card.art);
                    assert!(art.contains(&quiet), "{quiet:?} in {art:?}");
                    for strip in ring(&quiet, 4.0 * CODE.module() - 1.5) {
                        assert!(raster.is_blank(&strip), "{format:?} {picture:?} {strip:?}");
                    }
                }
            }
        }
        let without = print(&job(format, vec![with_front(Picture::Title, false)]));
        assert_eq!(without.codes(2, &[sheet.back(0, Flip::Long).rect]), []);
    }
}

/// The outer strip of a rectangle on its four sides.
fn ring(rect: &Rect, width: f32) -> [Rect; 4] {
    [
        Rect { height: width, ..*rect },
        Rect { width, ..*rect },
        Rect { top: rect.bottom() - width, height: width, ..*rect },
        Rect { left: rect.right() - width, width, ..*rect },
    ]
}

#[test]
fn a_frame_to_draw_in_is_empty() {
    for format in CARDS {
        let (sheet, card) = cards(format);
        let pdf = print(&job(format, vec![with_front(Picture::Frame, true)]));
        let (raster, place) = (pdf.raster(2), sheet.back(0, Flip::Long));
        let frame = PictureGeometry::frame(&card.art, Some(CODE)).picture;
        assert!(raster.is_blank(&place.rect(&frame.inset(1.5))));
        for side in ring(&frame, 1.5) {
            assert!(!raster.is_blank(&place.rect(&side)), "{side:?}");
        }
        assert_eq!(pdf.text_of(2).trim(), "", "nobody's credit");
    }
}

#[test]
fn a_long_title_stands_beside_the_code_and_one_that_is_far_too_long_is_refused() {
    let press = press();
    let with = |title: String| {
        let front = Front { title, ..with_front(Picture::Title, true).front };
        press.print(&job(PaperFormat::UsLetter4up, vec![Piece { front, ..piece(MESSAGE) }]))
    };
    let title = "Ask your senators to ratify the treaty that bans cluster munitions for good, ".repeat(2);
    let pdf = Pdf::new(&with(title.trim().to_owned()).unwrap());
    for word in title.split_whitespace() {
        assert!(pdf.text_of(2).contains(word), "{word}");
    }
    assert_eq!(with(title.repeat(20)), Err(PressError::FrontTooLong));
}

#[test]
fn a_credit_line_that_no_card_has_room_for_is_refused() {
    let press = press();
    let with = |credit: &str| {
        let plate = Plate { credit: Credit::parse(credit).unwrap(), ..plate(300, 600) };
        press.print(&job(PaperFormat::UsLetter4up, vec![with_front(Picture::Artwork(plate), true)]))
    };
    assert!(with("Art by Ada and Ben Sample, grade 6, Ridgeview Middle School").is_ok());
    assert_eq!(with(&"W".repeat(80)), Err(PressError::CreditTooLong));
}
