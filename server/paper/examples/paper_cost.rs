//! Measures paper: median time and size of one card, a class set and a letter.
//!
//! `cargo run --release -p paper --example paper_cost` prints a line of the bench's table for each; `-- --write DIR`
//! writes the PDFs there instead, to be looked at, and `-- --fonts DIR` the fonts.

use std::{hint::black_box, io::Cursor, path::Path, time::Instant};

use domain::{
    address::Stamp,
    artwork::{AlternativeText, ArtworkId, Credit},
    language::Language,
    paper::{Flip, PaperFormat},
};
use paper::{PdfPress, PicturePrepress};
use usecases::ports::press::{
    Body, Cover, Front, Picture, Piece, Plate, Prepress as _, Press, PressError, PrintJob, RosterLine, Step,
};

/// 113 words, as the message of the card that other tools were measured with.
const MESSAGE: &str = "Your Excellency,\n\n\
    I write from Ridgeview, Ohio. Mines laid decades ago still take a leg or a life every day, most often \
    a farmer’s or a child’s. One hundred and sixty states have given them up for good. Your country has not yet \
    acceded to the Mine Ban Treaty, and I ask you, with respect, to put it on your government’s agenda this year.\n\n\
    My class has read about deminers in Łódź, İstanbul, Αθήνα and Київ who find in a day what a minute has hidden. \
    It can be finished. Every state that joins makes it nearer, and yours would be heard in its whole region.\n\n\
    Thank you for reading this card.\n\n\
    Respectfully,\nAda Sample";

fn piece(address: &[&str], body: Body) -> Piece {
    Piece {
        address: address.iter().map(|line| (*line).to_owned()).collect(),
        return_address: vec!["Ada Sample".to_owned(), "12 Sample Street".to_owned(), "Ridgeview, OH 43999".to_owned()],
        body,
        front: Front {
            title: "Give up landmines for good".to_owned(),
            line: "One hundred and sixty states have. Yours can be next.".to_owned(),
            url: "postbag.example/c/mines".to_owned(),
            ..Front::default()
        },
        sender_at_right: false,
        own: None,
        signature: None,
        subject: Some("Accession to the Mine Ban Treaty".to_owned()),
        date: Some("20 November 2026".to_owned()),
    }
}

fn job(format: PaperFormat, pieces: Vec<Piece>) -> PrintJob {
    PrintJob {
        format,
        flip: Flip::Long,
        bleed: false,
        title: "Give up landmines for good".to_owned(),
        language: Language::EN,
        pieces,
        cover: None,
    }
}

const EMBASSY: [&str; 4] = ["The Ambassador of Examplia", "Embassy of Examplia", "1600 Sample Avenue NW", "Washington, DC 20008"];

/// A photograph of 12 megapixels, as a telephone takes it: hills of noise, as busy as leaves.
fn photograph() -> Result<Plate, Box<dyn std::error::Error>> {
    let mut state = 1_u32;
    let picture = image::RgbImage::from_fn(4000, 3000, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = state.to_be_bytes()[0] / 4;
        let [.., x, y] = [x / 16, y / 12].map(|place| place.to_be_bytes()[3]);
        image::Rgb([x / 2 + noise, y / 2 + noise, 90 + noise])
    });
    let mut file = Cursor::new(Vec::new());
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 85).encode_image(&picture)?;
    let file = file.into_inner();
    let started = Instant::now();
    let prepared = PicturePrepress.prepare(&file)?;
    let (milliseconds, from, to) = (started.elapsed().as_millis(), file.len(), prepared.jpeg.len());
    eprintln!("a photograph of {from} bytes is made ready in {milliseconds} ms: {to} bytes");
    Ok(Plate {
        id: ArtworkId::from_bytes([7; 32]),
        credit: Credit::parse("Art by Ada, grade 6")?,
        alternative_text: AlternativeText::parse("Leaves on hills")?,
        width: prepared.width,
        height: prepared.height,
        jpeg: prepared.jpeg.into(),
    })
}

/// A name, the cost that is allowed, how often it is measured, and the job.
type Case = (&'static str, &'static str, usize, PrintJob);

fn typed() -> Piece {
    piece(&EMBASSY, Body::Typed(MESSAGE.to_owned()))
}

fn class_set() -> PrintJob {
    let class = (0..30)
        .map(|number| Piece {
            address: vec![
                format!("The Ambassador of Examplia {number}"),
                "1600 Sample Avenue NW".into(),
                "Washington, DC 20008".into(),
            ],
            body: Body::Typed(format!("Dear neighbour number {number},\n\n{MESSAGE}")),
            ..typed()
        })
        .collect();
    PrintJob { cover: Some(cover()), ..job(PaperFormat::UsLetter4up, class) }
}

fn cases() -> Result<Vec<Case>, Box<dyn std::error::Error>> {
    let mut with_code = typed();
    with_code.front.code = Some("https://postbag.example/c/mines".to_owned());
    let mut with_photograph = with_code.clone();
    with_photograph.front.picture = Picture::Artwork(photograph()?);
    Ok(vec![
        ("one postcard, two sides, fonts embedded", "under 0.8 ms, 25 KB", 400, job(PaperFormat::UsPostcard4x6, vec![typed()])),
        ("the same with a QR code", "", 400, job(PaperFormat::UsPostcard4x6, vec![with_code])),
        ("class set of 30, 4-up duplex, cover sheet", "under 20 ms, 120 KB", 60, class_set()),
        ("one letter", "", 400, job(PaperFormat::UsLetter, vec![typed()])),
        ("4 ruled cards, 4-up", "", 100, job(PaperFormat::UsLetter4up, vec![piece(&EMBASSY, Body::Ruled); 4])),
        ("60 cards with a photograph", "under 400 ms, 2.5 MB", 20, job(PaperFormat::UsLetter4up, vec![with_photograph; 60])),
    ])
}

fn cover() -> Cover {
    let line = |number| RosterLine {
        number,
        name: format!("Pupil {number}"),
        whom: "Embassy of the Republic of Examplia".to_owned(),
        stamp: Some(Stamp::Postcard),
    };
    Cover {
        reader: Language::EN,
        title: "Give up landmines for good".to_owned(),
        steps: vec![Step::Print(Flip::Long), Step::Measure, Step::Cut, Step::Sign, Step::Stamp(Stamp::Postcard), Step::Report],
        code: "4821 0937 5516".to_owned(),
        report_at: "postbag.example/k/482109375516".to_owned(),
        report_url: "https://postbag.example/k/482109375516".to_owned(),
        roster: (1..=30).map(line).collect(),
    }
}

/// The fonts of the build, for those who make the same card with other tools.
fn fonts() -> [(&'static str, &'static [u8]); 2] {
    let serif = typst_assets::fonts().next().unwrap_or_default();
    [("LibertinusSerif-Regular.otf", serif), ("NotoSans-Regular.ttf", notosans::REGULAR_TTF)]
}

#[expect(clippy::print_stdout, reason = "it is what this program is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, directory] = arguments.as_slice()
        && flag == "--fonts"
    {
        for (name, bytes) in fonts() {
            std::fs::write(Path::new(directory).join(name), bytes)?;
        }
        return Ok(());
    }
    let started = Instant::now();
    let press = PdfPress::new()?;
    let set_up = started.elapsed();
    if let [flag, directory] = arguments.as_slice()
        && flag == "--write"
    {
        for (number, (_, _, _, job)) in cases()?.into_iter().enumerate() {
            std::fs::write(Path::new(directory).join(format!("{number}.pdf")), press.print(&job)?)?;
        }
        return Ok(());
    }
    println!("setting up the press |  | {:.1} ms", set_up.as_secs_f64() * 1000.0);
    // Before the photograph, whose pixels take more memory than everything else while it is made ready.
    let set = class_set();
    for _ in 0..100 {
        black_box(press.print(black_box(&set))?);
    }
    println!("memory after 100 class sets of 30 one after another | under 60 MB | {} MB", most_memory()?.div_ceil(1024));
    for (name, reach, repeats, job) in cases()? {
        let (milliseconds, bytes) = measure(&press, repeats, &job)?;
        println!("{name} | {reach} | {milliseconds:.2} ms, {:.1} KB", f64::from(u32::try_from(bytes)?) / 1000.0);
    }
    Ok(())
}

/// The most memory that this process had, in kilobytes.
fn most_memory() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the system does not say")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// The median of many runs, after some that warm the caches.
fn measure(press: &PdfPress, repeats: usize, job: &PrintJob) -> Result<(f64, usize), PressError> {
    let mut bytes = 0;
    for _ in 0..repeats / 10 {
        bytes = press.print(black_box(job))?.len();
    }
    let mut times = Vec::with_capacity(repeats);
    for _ in 0..repeats {
        let started = Instant::now();
        black_box(press.print(black_box(job))?);
        times.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok((times.get(times.len() / 2).copied().unwrap_or_default(), bytes))
}
