//! Looks at a PDF with the tools of the system: poppler and qpdf.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a PDF that cannot be looked at has failed"
)]

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use domain::paper::Rect;
use tempfile::TempDir;

/// A PDF in a file of its own.
#[derive(Debug)]
pub struct Pdf {
    path: PathBuf,
    _directory: TempDir,
}

/// A word where it stands on its page, in points from the top left.
#[derive(Debug, Clone)]
pub struct Word {
    pub text: String,
    pub rect: Rect,
}

impl Word {
    /// Its middle, as a rectangle without extent.
    pub fn centre(&self) -> Rect {
        Rect::new(self.rect.left + self.rect.width / 2.0, self.rect.top + self.rect.height / 2.0, 0.0, 0.0)
    }
}

pub fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.text.clone()).collect()
}

/// Whether a word lies inside a region, but for what poppler adds: it takes a word's box from the font's ascent and descent,
/// and rounds it.
pub fn nearly_contains(region: &Rect, word: &Rect) -> bool {
    region.inset(-0.6).contains(word)
}

fn run(tool: &str, package: &str, arguments: &[&str]) -> Output {
    Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{tool} is needed to look at PDFs ({error}): install the package {package}"))
}

/// qpdf marks what is text by `u:`.
fn collect(value: &serde_json::Value, key: &str, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            let own = members.get(key).and_then(serde_json::Value::as_str).and_then(|own| own.strip_prefix("u:"));
            found.extend(own.map(str::to_owned));
            members.values().for_each(|member| collect(member, key, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
        _ => {}
    }
}

impl Pdf {
    pub fn new(bytes: &[u8]) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let path = directory.path().join("paper.pdf");
        std::fs::write(&path, bytes).expect("the temporary directory can be written");
        Self { path, _directory: directory }
    }

    fn poppler(&self, tool: &str, before: &[&str], after: &[&str]) -> Vec<u8> {
        let path = self.path.to_str().expect("a path in UTF-8");
        let output = run(tool, "poppler-utils", &[before, &[path], after].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.is_empty(), "{tool} complains: {errors}");
        output.stdout
    }

    fn poppler_text(&self, tool: &str, before: &[&str], after: &[&str]) -> String {
        String::from_utf8(self.poppler(tool, before, after)).expect("UTF-8")
    }

    pub fn all_info(&self) -> String {
        self.poppler_text("pdfinfo", &[], &[])
    }

    /// One of the boxes of the first page, as pdfinfo says it: left, bottom, right, top.
    pub fn page_box(&self, name: &str) -> Vec<f32> {
        let all = self.poppler_text("pdfinfo", &["-box"], &[]);
        let line = all.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let line = line.unwrap_or_else(|| panic!("no {name} in {all}"));
        line.split_whitespace().map(|number| number.parse().expect("a number")).collect()
    }

    /// One line of what pdfinfo says.
    pub fn info(&self, key: &str) -> String {
        let all = self.all_info();
        let line = all.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        line.unwrap_or_else(|| panic!("no {key} in {all}")).trim().to_owned()
    }

    /// The lines of pdffonts.
    pub fn fonts(&self) -> Vec<String> {
        self.poppler_text("pdffonts", &[], &[]).lines().skip(2).map(str::to_owned).collect()
    }

    /// Everything, decompressed.
    pub fn source(&self) -> String {
        String::from_utf8_lossy(&self.source_bytes()).into_owned()
    }

    /// The same, as a document still.
    pub fn source_bytes(&self) -> Vec<u8> {
        let path = self.path.to_str().expect("a path in UTF-8");
        run("qpdf", "qpdf", &["--qdf", "--object-streams=disable", path, "-"]).stdout
    }

    /// The strings under a key, wherever in the document.
    pub fn strings(&self, key: &str) -> Vec<String> {
        let output = run("qpdf", "qpdf", &["--json", self.path.to_str().expect("a path in UTF-8")]);
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let mut found = Vec::new();
        collect(&document, key, &mut found);
        found
    }

    /// qpdf finds nothing wrong.
    pub fn check(&self) {
        let output = run("qpdf", "qpdf", &["--check", self.path.to_str().expect("a path in UTF-8")]);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && !said.contains("WARNING"), "{said}");
    }

    /// The document as a screen reader goes through it: what each of its parts is, and in quotes what it says.
    pub fn read_out(&self) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        let tree = self.poppler_text("pdfinfo", &["-struct-text"], &[]);
        for line in tree.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match (parts.last_mut(), line.strip_prefix('"')) {
                // More of it, from the next page.
                (Some(part), Some(more)) if part.ends_with('"') => {
                    part.pop();
                    part.push_str(more);
                }
                _ => parts.push(line.trim_end_matches(" (block)").to_owned()),
            }
        }
        parts
    }

    pub fn text(&self) -> String {
        self.poppler_text("pdftotext", &["-raw"], &["-"])
    }

    /// In the order in which poppler takes it to be read, which alone knows of lines from right to left.
    pub fn text_in_order(&self) -> String {
        self.poppler_text("pdftotext", &[], &["-"])
    }

    pub fn text_of(&self, page: usize) -> String {
        let page = page.to_string();
        self.poppler_text("pdftotext", &["-raw", "-f", &page, "-l", &page], &["-"])
    }

    pub fn words(&self, page: usize) -> Vec<Word> {
        let page = page.to_string();
        let html = self.poppler_text("pdftotext", &["-bbox", "-f", &page, "-l", &page], &["-"]);
        html.lines().filter_map(|line| line.trim().strip_prefix("<word ")).map(word).collect()
    }

    /// The QR codes that a decoder finds in places of a page. The page is drawn as finely as a telephone sees it: a module is
    /// eight dots. Each place is searched alone, since the corners of several codes look like those of a larger one.
    pub fn codes(&self, page: usize, places: &[Rect]) -> Vec<Code> {
        let raster = self.raster_at(page, 288, &[]);
        places.iter().flat_map(|place| raster.codes(place, 4.0)).collect()
    }

    /// The pictures of a page as they are in the file: object, width and height in pixels, encoding, dots to the inch.
    pub fn images(&self, page: usize) -> Vec<Image> {
        let page = page.to_string();
        let list = self.poppler_text("pdfimages", &["-list", "-f", &page, "-l", &page], &[]);
        list.lines().skip(2).map(image).collect()
    }

    /// The page in grey, at 144 dots to the inch: two to the point.
    pub fn raster(&self, page: usize) -> Raster {
        self.raster_at(page, 144, &[])
    }

    /// The page in grey, drawn as pdftoppm is told to.
    pub fn raster_at(&self, page: usize, dots_to_the_inch: u32, how: &[&str]) -> Raster {
        let (page, dots) = (page.to_string(), dots_to_the_inch.to_string());
        let arguments = ["-gray", "-r", &dots, "-f", &page, "-l", &page];
        Raster::parse(&self.poppler("pdftoppm", &[&arguments, how].concat(), &[]))
    }
}

/// A picture in a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    pub object: u32,
    pub width: u32,
    pub height: u32,
    pub encoding: String,
    /// As it is printed.
    pub dots: u32,
}

/// `1  0 image  1748  1311  rgb  3  8  jpeg  no  12 0  300  300 98.2K 1.5%`
fn image(line: &str) -> Image {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let number = |index: usize| fields[index].parse().unwrap_or_else(|error| panic!("{error} in {line}"));
    Image { object: number(10), width: number(3), height: number(4), encoding: fields[8].to_owned(), dots: number(12) }
}

/// A QR code that was read from a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    pub text: String,
    /// The area that it covers, without its quiet zone, in points. It is not exact: the decoder finds three corners and
    /// guesses the fourth.
    pub rect: Rect,
    /// As the standard numbers them: 1 is L, 0 is M, 3 is Q, 2 is H.
    pub error_correction: u16,
}

impl Code {
    /// L: of the code no more than 7 % may be smeared.
    pub const WEAKEST: u16 = 1;
}

/// `xMin="18.0" yMin="20.2" xMax="30.9" yMax="30.4">Ada</word>`
fn word(line: &str) -> Word {
    let number = |name: &str| -> f32 {
        let (_, after) = line.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("no {name} in {line}"));
        after.split('"').next().and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no number in {line}"))
    };
    let (_, text) = line.split_once('>').expect("the end of the tag");
    let text = text.trim_end_matches("</word>").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    Word {
        text: text.replace("&apos;", "'").replace("&#39;", "'").replace("&amp;", "&"),
        rect: Rect::between(number("xMin"), number("yMin"), number("xMax"), number("yMax")),
    }
}

/// Grey pixels from the top left; two to the point, unless they were asked for otherwise.
#[derive(Debug)]
pub struct Raster {
    pub width: usize,
    pub pixels: Vec<u8>,
}

impl Raster {
    /// A binary PGM: `P5 width height 255` and the pixels.
    fn parse(bytes: &[u8]) -> Self {
        let mut at = 0;
        let mut field = || {
            let start = at;
            while !bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            at += 1;
            String::from_utf8_lossy(&bytes[start..at - 1]).into_owned()
        };
        assert_eq!(field(), "P5", "pdftoppm wrote something else than a grey picture");
        let (width, height): (usize, usize) = (field().parse().unwrap(), field().parse().unwrap());
        assert_eq!(field(), "255");
        let pixels = bytes[at..].to_vec();
        assert_eq!(pixels.len(), width * height);
        Self { width, pixels }
    }

    /// The bounds of the ink inside a rectangle, on a page with two dots to the point. `None` where there is none.
    pub fn ink(&self, within: &Rect) -> Option<Rect> {
        let height = self.pixels.len() / self.width;
        let (left, top) = (pixel(within.left * 2.0 + 0.5), pixel(within.top * 2.0 + 0.5));
        let (right, bottom) = (pixel(within.right() * 2.0).min(self.width), pixel(within.bottom() * 2.0).min(height));
        let inked = |x: usize, y: usize| self.pixels[y * self.width + x] < 255;
        let columns: Vec<usize> = (left..right).filter(|x| (top..bottom).any(|y| inked(*x, y))).collect();
        let rows: Vec<usize> = (top..bottom).filter(|y| (left..right).any(|x| inked(x, *y))).collect();
        let points = |dots: usize| f32::from(u16::try_from(dots).unwrap()) / 2.0;
        let edges = |dots: &[usize]| Some((points(*dots.first()?), points(dots.last()? + 1)));
        let ((left, right), (top, bottom)) = (edges(&columns)?, edges(&rows)?);
        Some(Rect::between(left, top, right, bottom))
    }

    /// The mean of the pixels inside a rectangle: 0 is black.
    pub fn grey(&self, rect: &Rect) -> u8 {
        let (left, right) = (pixel(rect.left * 2.0 + 0.5), pixel(rect.right() * 2.0));
        let rows = (pixel(rect.top * 2.0 + 0.5)..pixel(rect.bottom() * 2.0)).map(|row| row * self.width);
        let pixels: Vec<u64> = rows.flat_map(|row| &self.pixels[row + left..row + right]).map(|grey| u64::from(*grey)).collect();
        u8::try_from(pixels.iter().sum::<u64>() / pixels.len() as u64).unwrap()
    }

    /// The smallest rectangle that holds all that is not white inside another one.
    pub fn inked(&self, rect: &Rect) -> Rect {
        let (left, right) = (pixel(rect.left * 2.0), pixel(rect.right() * 2.0));
        let (mut low, mut high) = ((usize::MAX, usize::MAX), (0, 0));
        for y in pixel(rect.top * 2.0)..pixel(rect.bottom() * 2.0) {
            for x in (left..right).filter(|x| self.pixels[y * self.width + x] < 255) {
                low = (low.0.min(x), low.1.min(y));
                high = (high.0.max(x + 1), high.1.max(y + 1));
            }
        }
        let [left, top, right, bottom] = [low.0, low.1, high.0, high.1].map(|place| points(i32::try_from(place).unwrap()));
        Rect::between(left, top, right, bottom)
    }

    /// The QR codes that a decoder finds inside a rectangle.
    fn codes(&self, within: &Rect, dots_to_the_point: f32) -> Vec<Code> {
        let points = |pixel: i32| points(pixel) * 2.0 / dots_to_the_point;
        let all = self.pixels.len() / self.width;
        let (left, top) = (pixel(within.left * dots_to_the_point), pixel(within.top * dots_to_the_point));
        let width = pixel(within.width * dots_to_the_point).min(self.width - left);
        let height = pixel(within.height * dots_to_the_point).min(all - top);
        let grey = |x: usize, y: usize| self.pixels[(top + y) * self.width + left + x];
        let mut page = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
        let code = |grid: &rqrr::Grid<_>| {
            let (about, text) = grid.decode().unwrap();
            let places = |place: fn(&rqrr::Point) -> i32| grid.bounds.each_ref().map(|point| points(place(point)));
            let (x, y) = (places(|point| point.x), places(|point| point.y));
            let least = |places: [f32; 4]| places.into_iter().fold(f32::MAX, f32::min);
            let most = |places: [f32; 4]| places.into_iter().fold(f32::MIN, f32::max);
            let (left, top) = (within.left + least(x), within.top + least(y));
            let rect = Rect::between(left, top, within.left + most(x), within.top + most(y));
            Code { text, rect, error_correction: about.ecc_level }
        };
        page.detect_grids().iter().map(code).collect()
    }

    /// Whether every pixel that lies wholly inside a rectangle is white.
    pub fn is_blank(&self, rect: &Rect) -> bool {
        let height = self.pixels.len() / self.width;
        let (left, top) = (pixel(rect.left * 2.0 + 0.5), pixel(rect.top * 2.0 + 0.5));
        let (right, bottom) = (pixel(rect.right() * 2.0).min(self.width), pixel(rect.bottom() * 2.0).min(height));
        assert!(left < right && top < bottom, "{rect:?} is not on the page");
        (top..bottom).all(|row| self.pixels[row * self.width + left..row * self.width + right].iter().all(|grey| *grey == 255))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a pixel of a page")]
fn pixel(position: f32) -> usize {
    position.max(0.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "a pixel of a page")]
fn points(pixel: i32) -> f32 {
    pixel as f32 / 2.0
}
