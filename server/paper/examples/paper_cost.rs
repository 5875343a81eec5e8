//! What paper costs: median time and size of one card, a class set and a letter.
//!
//! `cargo run --release -p paper --example paper_cost` prints one line each; `-- --write DIR` writes the PDFs
//! there instead, to be looked at.

use std::{hint::black_box, path::Path, time::Instant};

use domain::{
    language::Language,
    paper::{Flip, PaperFormat},
};
use paper::PdfPress;
use usecases::press::{Body, Front, Piece, Press, PressError, PrintJob};

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
        },
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
        language: Language::En,
        pieces,
        cover: None,
    }
}

const EMBASSY: [&str; 4] = ["The Ambassador of Examplia", "Embassy of Examplia", "1600 Sample Avenue NW", "Washington, DC 20008"];

fn cases() -> Vec<(&'static str, usize, PrintJob)> {
    let typed = || piece(&EMBASSY, Body::Typed(MESSAGE.to_owned()));
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
    vec![
        ("one 4x6 card", 400, job(PaperFormat::UsPostcard4x6, vec![typed()])),
        ("30 cards 4-up", 60, job(PaperFormat::UsLetter4up, class)),
        ("one letter", 400, job(PaperFormat::UsLetter, vec![typed()])),
        ("4 ruled cards 4-up", 100, job(PaperFormat::UsLetter4up, vec![piece(&EMBASSY, Body::Ruled); 4])),
    ]
}

#[expect(clippy::print_stdout, reason = "it is what this program is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let started = Instant::now();
    let press = PdfPress::new()?;
    let set_up = started.elapsed();
    if let [flag, directory] = arguments.as_slice()
        && flag == "--write"
    {
        for (name, _, job) in cases() {
            std::fs::write(Path::new(directory).join(format!("{}.pdf", name.replace(' ', "-"))), press.print(&job)?)?;
        }
        return Ok(());
    }
    println!("{:<20} {:>9.3} ms", "setting up", set_up.as_secs_f64() * 1000.0);
    for (name, repeats, job) in cases() {
        let (milliseconds, bytes) = measure(&press, repeats, &job)?;
        println!("{name:<20} {milliseconds:>9.3} ms {bytes:>9} bytes");
    }
    Ok(())
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
