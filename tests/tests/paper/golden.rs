//! Golden pages: what each format looked like when somebody last looked at it.
//!
//! They catch what no single statement does: a line that moved, a region that is empty, a face that changed.
//! `POSTBAG_GOLDEN=renew` writes them anew; then look at each, and at what `git diff` says of them.

use std::{
    fs::File,
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
    rc::Rc,
};

use domain::paper::{Flip, PaperFormat, Stock};
use tests::look::{Pdf, Raster};
use usecases::ports::press::{Body, Piece, Press as _, PrintJob};

use super::{MESSAGE, job, piece, press, print};

/// Dots to the inch: lines of text are seen, the edges of letters are not.
const DOTS: u32 = 50;
/// Pages are compared by squares of so many dots, since every version of a rasteriser draws the edges of letters a
/// little otherwise.
const SQUARE: usize = 5;
/// By how many of 255 levels of grey a square may differ, and all of them in the mean. Letters with edges that are not
/// smoothed, which is more than two versions of poppler differ, come to at most 20 and 0.45; the smallest slip, of a sheet
/// of four by 3 points, comes to 32.
const WORST: u32 = 26;
const MEAN: f64 = 0.8;

/// The pages of the set, by the names of their files.
fn pages() -> Vec<(String, Rc<Pdf>, usize)> {
    let mut pages = Vec::new();
    for format in PaperFormat::ALL {
        let ruled = Piece { body: Body::Ruled, ..piece("") };
        let pdf = Rc::new(print(&job(format, vec![piece(MESSAGE), ruled])));
        for page in 1..=2 {
            pages.push((format!("{}-{page}", format.as_str()), Rc::clone(&pdf), page));
        }
    }
    for format in [PaperFormat::UsPostcard4x6, PaperFormat::A6] {
        let pdf = Rc::new(print(&PrintJob { bleed: true, ..job(format, vec![piece(MESSAGE)]) }));
        pages.push((format!("{}-bleed-2", format.as_str()), pdf, 2));
    }
    for (stock, flip) in [(Stock::UsLetter, Flip::Long), (Stock::A4, Flip::Short)] {
        let pdf = Rc::new(Pdf::new(&press().test_page(stock, flip, domain::language::Language::EN).unwrap()));
        for page in 1..=2 {
            pages.push((format!("test-{}-{}-{page}", stock.as_str(), flip.as_str()), Rc::clone(&pdf), page));
        }
    }
    pages
}

/// A page as it is kept: drawn with three times the dots, each nine then made one, so that a thin line is grey and not
/// a matter of luck.
fn picture(pdf: &Pdf, page: usize) -> Raster {
    shrunk(&pdf.raster_at(page, 3 * DOTS, &[]), 3)
}

/// The mean of each square of `by` times `by` dots; what is left over at the right and the foot is left out.
fn shrunk(fine: &Raster, by: usize) -> Raster {
    let width = fine.width / by;
    let count = u32::try_from(by * by).unwrap();
    let rows: Vec<&[u8]> = fine.pixels.chunks(fine.width).collect();
    let mut pixels = Vec::new();
    for rows in rows.chunks_exact(by) {
        for column in 0..width {
            let dots = rows.iter().flat_map(|row| &row[column * by..(column + 1) * by]);
            pixels.push(u8::try_from(dots.map(|grey| u32::from(*grey)).sum::<u32>() / count).unwrap());
        }
    }
    Raster { width, pixels }
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(format!("{name}.png"))
}

fn read(path: &Path) -> Raster {
    let file = File::open(path).unwrap_or_else(|error| {
        panic!("{}: {error}. To make it: POSTBAG_GOLDEN=renew cargo test -p tests --test paper golden", path.display())
    });
    let mut reader = png::Decoder::new(BufReader::new(file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((frame.color_type, frame.bit_depth), (png::ColorType::Grayscale, png::BitDepth::Eight), "{}", path.display());
    Raster { width: usize::try_from(frame.width).unwrap(), pixels }
}

fn write(path: &Path, raster: &Raster) {
    let side = |side: usize| u32::try_from(side).unwrap();
    let file = BufWriter::new(File::create(path).unwrap());
    let mut encoder = png::Encoder::new(file, side(raster.width), side(raster.pixels.len() / raster.width));
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(&raster.pixels).unwrap();
}

/// The mean grey of each square of a page, in reading order.
fn squares(raster: &Raster) -> Vec<u32> {
    let rows: Vec<&[u8]> = raster.pixels.chunks(raster.width).collect();
    let mut squares = Vec::new();
    for rows in rows.chunks(SQUARE) {
        for left in (0..raster.width).step_by(SQUARE) {
            let right = (left + SQUARE).min(raster.width);
            let dots = rows.iter().flat_map(|row| &row[left..right]);
            let count = u32::try_from(rows.len() * (right - left)).unwrap();
            squares.push(dots.map(|grey| u32::from(*grey)).sum::<u32>() / count);
        }
    }
    squares
}

/// How much two pages differ: in their worst square, and in the mean. `None` if they are not of one size.
fn difference(a: &Raster, b: &Raster) -> Option<(u32, f64)> {
    if (a.width, a.pixels.len()) != (b.width, b.pixels.len()) {
        return None;
    }
    let differences: Vec<u32> = squares(a).into_iter().zip(squares(b)).map(|(a, b)| a.abs_diff(b)).collect();
    let mean = f64::from(differences.iter().sum::<u32>()) / f64::from(u32::try_from(differences.len()).unwrap());
    Some((differences.into_iter().max().unwrap_or_default(), mean))
}

fn alike(a: &Raster, b: &Raster) -> bool {
    difference(a, b).is_some_and(|(worst, mean)| worst <= WORST && mean <= MEAN)
}

#[test]
fn every_format_looks_as_it_did_when_it_was_last_looked_at() {
    let renew = std::env::var("POSTBAG_GOLDEN").is_ok_and(|value| value == "renew");
    let mut failures = Vec::new();
    for (name, pdf, page) in pages() {
        let (path, now) = (golden(&name), picture(&pdf, page));
        if renew {
            write(&path, &now);
            continue;
        }
        let then = read(&path);
        if !alike(&then, &now) {
            let seen = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
            write(&seen, &now);
            failures.push(format!("{} is now {}: {:?}", path.display(), seen.display(), difference(&then, &now)));
        }
    }
    assert!(
        failures.is_empty(),
        "Golden pages look otherwise. Look at both of each pair; if the new one is right, \
         POSTBAG_GOLDEN=renew cargo test -p tests --test paper golden\n{}",
        failures.join("\n")
    );
}

#[test]
fn letters_drawn_another_way_pass_and_a_page_that_slipped_or_lost_a_line_does_not() {
    for (name, pdf, page) in pages() {
        let now = picture(&pdf, page);
        let rough = shrunk(&pdf.raster_at(page, 3 * DOTS, &["-aa", "no"]), 3);
        assert!(alike(&now, &rough), "{name}: {:?}", difference(&now, &rough));
        // Two dots are 3 points.
        let mut pixels = vec![255; 2 * now.width];
        pixels.extend(&now.pixels[..now.pixels.len() - 2 * now.width]);
        let slipped = Raster { width: now.width, pixels };
        assert!(!alike(&now, &slipped), "{name}: {:?}", difference(&now, &slipped));
    }
    let format = PaperFormat::UsPostcard4x6;
    let whole = picture(&print(&job(format, vec![piece(MESSAGE)])), 1);
    let mut address = piece("").address;
    address.remove(1);
    let short = picture(&print(&job(format, vec![Piece { address, ..piece(MESSAGE) }])), 1);
    assert!(!alike(&whole, &short), "{:?}", difference(&whole, &short));
}
