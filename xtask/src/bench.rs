//! `cargo xtask bench`: the figures that the design promises, measured here and now, with how they were measured.
//!
//! A row is the median of five runs unless it says otherwise, and names its command. A figure that cannot be measured is
//! listed as not measured, with the reason; it is never left out. Examples in `tests/examples/` add rows: an example prints
//! lines of `what | to reach | measured` (anything else that it prints is shown as it comes), and finds the server's binary
//! and site in `POSTBAG_BIN` and `POSTBAG_SITE`.

pub mod http;
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use self::server::{DataFolder, Server};
use crate::dist::{self, Release};
use crate::step::step;
use crate::workspace::{Workspace, output, run, said};

const RUNS: usize = 5;
/// Two dozen people pressing at once; more connections than that only queue on a small server.
const CONNECTIONS: &str = "16";
const SECONDS: &str = "3";
/// What browsers take.
const AS_BROWSERS: [&str; 2] = ["--header", "Accept-Encoding: gzip, deflate, br, zstd"];
/// Visitors of a campaign in the news who are there at once.
const HELD: u64 = 2000;
/// How many ask in a second where the question is how long each waits: the traffic of a campaign that is in the news.
const RATE: &str = "1000";

/// One line of the table.
struct Row {
    what: String,
    reach: String,
    measured: String,
}

#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    commands: Vec<String>,
}

impl Table {
    fn row(&mut self, what: impl Into<String>, reach: impl Into<String>, measured: impl Into<String>) {
        self.rows.push(Row { what: what.into(), reach: reach.into(), measured: measured.into() });
    }

    /// Runs a measurement; one that cannot be made leaves a row that says why, and the next goes on.
    fn measure(&mut self, what: &str, reach: &str, work: impl FnOnce(&mut Self) -> Result<()>) {
        if let Err(error) = step("bench", what, || work(self)) {
            self.row(what, reach, format!("not measured: {}", error.root_cause()));
        }
    }

    /// Takes in a program's output: rows as `what | reach | measured`, and other lines for the person who watches.
    fn lines(&mut self, said: &str) {
        for line in said.lines() {
            match line.trim_matches(['|', ' ']).split('|').map(str::trim).collect::<Vec<_>>()[..] {
                [what, reach, measured] => self.row(what, reach, measured),
                _ => println!("{line}"),
            }
        }
    }

    fn print(&self) {
        println!("\n| what | reach | measured |\n|---|---|---|");
        for Row { what, reach, measured } in &self.rows {
            println!("| {what} | {reach} | {measured} |");
        }
        println!("\nMeasured with:");
        for command in &self.commands {
            println!("- `{command}`");
        }
    }
}

/// Builds the release, measures, prints.
pub fn run_benches(workspace: &Workspace) -> Result<()> {
    let release = dist::build(workspace)?;
    let examples = build_examples(workspace)?;
    let mut table = Table::default();
    // Whoever reads the figures has to know what else the machine was doing.
    let before = fs::read_to_string("/proc/loadavg").unwrap_or_default();

    table.measure("files", "", |table| files(&release, table));
    table.measure("start to ready", "under 0.5 s", |table| start(workspace, &release, table));
    table.measure("import of all upstream files", "under 5 s", |table| imports(workspace, &release, table));
    table.measure("pages", "", |table| pages(workspace, &release, &examples, table));
    if let Some(paper) = examples.get("paper_cost") {
        table.measure("paper", "", |table| example("paper_cost", paper, &release, table));
        table.measure("the same postcard with others", "", |table| peers(workspace, paper, table));
    } else {
        table.row(
            "one postcard; class set of 30",
            "0.8 ms, 25 KB; 20 ms, 120 KB",
            "not measured: there is no example `paper_cost`",
        );
    }
    for (name, program) in examples.iter().filter(|(name, _)| !["load", "paper_cost"].contains(&name.as_str())) {
        table.measure(name, "", |table| example(name, program, &release, table));
    }
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let revision = output(Command::new("git").current_dir(&workspace.root).args(["describe", "--always", "--dirty"]));
    println!(
        "\nRevision {}, {cores} cores shared by server and load, SQLite, loopback, median of {RUNS} runs, load average before: {}.",
        revision.map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned()),
        before.split(' ').next().unwrap_or("unknown")
    );
    table.print();
    Ok(())
}

/// Compiles the load generator and the examples that measure, and says where they are.
fn build_examples(workspace: &Workspace) -> Result<BTreeMap<String, PathBuf>> {
    let mut names = Vec::new();
    for (folder, wanted) in [("tests/examples", ""), ("server/paper/examples", "paper_cost")] {
        for entry in fs::read_dir(workspace.root.join(folder)).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "rs")
                && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
                && name.starts_with(wanted)
            {
                names.push(name.to_owned());
            }
        }
    }
    step("bench", "compiling the load generator", || {
        let mut command = workspace.cargo_host("build");
        command.arg("--release");
        for name in &names {
            command.args(["--example", name]);
        }
        run(&mut command)
    })?;
    let folder = workspace.target.join("release/examples");
    Ok(names.into_iter().map(|name| (name.clone(), folder.join(name))).collect())
}

/// Runs an example that measures, and takes its rows over.
fn example(name: &str, program: &Path, release: &Release, table: &mut Table) -> Result<()> {
    let package = if name == "paper_cost" { "paper" } else { "tests" };
    table.commands.push(format!("cargo run --release -p {package} --example {name}"));
    let mut command = Command::new(program);
    table.lines(&output(command.env("POSTBAG_BIN", &release.binary).env("POSTBAG_SITE", &release.site))?);
    Ok(())
}

/// Adds the files that a browser has to fetch, as they lie on disk.
fn files(release: &Release, table: &mut Table) -> Result<()> {
    for (name, plain, compressed) in dist::sizes(&release.site)? {
        let reach = if Path::new(&name).extension().is_some_and(|extension| extension == "wasm") {
            "with its page under 160 KB compressed"
        } else {
            ""
        };
        table.row(name, reach, format!("{} KB, {} KB in brotli", kilobytes(plain), kilobytes(compressed)));
    }
    let binary = fs::metadata(&release.binary)?.len();
    table.row("the binary", "", format!("{} KB", kilobytes(binary)));
    table.commands.push("cargo xtask dist".to_owned());
    Ok(())
}

fn start(workspace: &Workspace, release: &Release, table: &mut Table) -> Result<()> {
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let data = DataFolder::new(&workspace.target, &format!("start-{run}"))?;
        first.push(Server::start(release, &data.0)?.ready_after.as_secs_f64());
        again.push(Server::start(release, &data.0)?.ready_after.as_secs_f64());
    }
    table.row("start to ready, first start", "under 0.5 s", format!("{:.2} s", median(&mut first)));
    table.row("start to ready, with data", "under 0.5 s", format!("{:.2} s", median(&mut again)));
    Ok(())
}

/// Everything that others publish and we import, one file after the other, as an operator would. The files are not
/// ours and not here.
fn imports(workspace: &Workspace, release: &Release, table: &mut Table) -> Result<()> {
    let folder = std::env::var("POSTBAG_UPSTREAM")
        .context("POSTBAG_UPSTREAM does not name a folder with legislators-current.json, .csv, legislators-district-offices.csv and zccd.csv")?;
    let files = [
        ("congress", "legislators-current.json"),
        ("congress", "legislators-current.csv"),
        ("offices", "legislators-district-offices.csv"),
        ("districts", "zccd.csv"),
    ];
    let mut seconds = Vec::new();
    for run in 0..RUNS {
        let data = DataFolder::new(&workspace.target, &format!("import-{run}"))?;
        let started = Instant::now();
        for (what, file) in files {
            let mut command = Command::new(&release.binary);
            command.args(["import", what]).arg(Path::new(&folder).join(file)).env("POSTBAG_DATA", &data.0);
            output(command.env_remove("DATABASE_URL"))?;
        }
        seconds.push(started.elapsed().as_secs_f64());
    }
    let files = files.map(|(what, file)| format!("postbag import {what} {file}"));
    table.commands.extend(files);
    table.row("import of all upstream files, four starts included", "under 5 s", format!("{:.2} s", median(&mut seconds)));
    Ok(())
}

/// The same card with what others make PDFs with, from `PyPI`, in a Python environment of its own.
fn peers(workspace: &Workspace, paper: &Path, table: &mut Table) -> Result<()> {
    let environment = workspace.target.join("peers-venv");
    let python = environment.join("bin/python");
    if !python.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    }
    let folder = workspace.root.join("tests/peers");
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(folder.join("requirements.txt")))?;
    let fonts = DataFolder::new(&workspace.target, "fonts")?;
    run(Command::new(paper).arg("--fonts").arg(&fonts.0))?;
    let mut command = Command::new(&python);
    command
        .arg(folder.join("cards.py"))
        .arg(fonts.0.join("LibertinusSerif-Regular.otf"))
        .arg(fonts.0.join("NotoSans-Regular.ttf"));
    table.commands.push("python tests/peers/cards.py LibertinusSerif-Regular.otf NotoSans-Regular.ttf".to_owned());
    table.lines(&output(&mut command)?);
    Ok(())
}

/// Weight and speed of the pages, and the server's memory after all of it.
fn pages(workspace: &Workspace, release: &Release, examples: &BTreeMap<String, PathBuf>, table: &mut Table) -> Result<()> {
    let data = DataFolder::new(&workspace.target, "pages")?;
    let server = Server::start(release, &data.0)?;
    let campaigns = json(server.address, "/api/v1/campaigns")?;
    let slug = campaigns[0]["slug"].as_str().context("the server has no campaign")?;
    let campaign = format!("/c/{slug}");
    let targets = json(server.address, &format!("/api/v1/campaigns/{slug}/targets"))?;
    let target = targets["targets"][0]["id"].as_str().map(str::to_owned);
    let letter = target.as_ref().map(|target| format!("/c/{slug}/write/{target}"));

    table.row("campaign page, first visit", "under 30 KB", first_visit(server.address, &campaign)?);
    if let Some(letter) = &letter {
        table.row("letter page, first visit", "under 160 KB compressed", first_visit(server.address, letter)?);
    } else {
        table.row("letter page, first visit", "under 160 KB compressed", "not measured: the campaign has no target");
    }

    let load = examples.get("load").context("there is no example `load`")?;
    let tally = format!("/api/v1/campaigns/{slug}/tally");
    let targets = "/c/children-in-detention/targets".to_owned();
    let paths = [
        ("campaign page", "15,000 requests/s, p99 under 10 ms", Some(campaign.clone())),
        ("targets page with 537 members", "5,000 requests/s", Some(targets)),
        ("letter page", "3,000 requests/s", letter),
        ("tally (JSON)", "", Some(tally)),
    ];
    let found = |campaign: &str, query: &str| format!("/api/v1/campaigns/{campaign}/targets?{query}");
    let finding = [
        // What it takes to be asked at all, on this machine at this moment.
        ("an empty answer, to compare with", "", "/healthz".to_owned()),
        ("a ZIP code looked up (JSON)", "p99 under 2 ms", found("children-in-detention", "zip=26003")),
        ("a name searched, with a mistake (JSON)", "p99 under 10 ms", found("children-in-detention", "q=sandrs")),
        ("a country searched (JSON)", "p99 under 10 ms", found("cluster-munitions", "q=angla")),
    ];
    for (what, reach, path) in paths {
        let Some(path) = path else { continue };
        let loaded = Loaded::median_of_runs(load, server.address, &path, &AS_BROWSERS, table)?;
        table.row(format!("{what}, {CONNECTIONS} connections"), reach, loaded.said());
    }
    table.measure("connections held open", "2,000 at once", |table| held(load, &server, &campaign, table));
    // What one waits is a question for a server that is not kept full: there all latency is the queue's.
    for (what, reach, path) in finding {
        let loaded = Loaded::median_of_runs(load, server.address, &path, &["--rate", RATE], table)?;
        table.row(format!("{what}, {RATE} a second"), reach, loaded.said());
        let full = Loaded::median_of_runs(load, server.address, &path, &[], table)?;
        table.row(format!("{what}, {CONNECTIONS} connections"), "", full.said());
    }
    if let Some(target) = &target {
        table.measure("postcards over HTTP", "", |table| postcards(load, server.address, slug, target, table));
    }
    if let Some(target) = &target {
        table.measure("pages while others print", "", |table| beside_the_press(load, server.address, slug, target, table));
    }
    table.row("memory under that load", "under 100 MB", format!("{} MB", server.most_memory()?.div_ceil(1024)));
    Ok(())
}

/// Postcards to write on by hand: each is a PDF made and an action recorded, and the tally must have every one.
fn postcards(load: &Path, address: SocketAddr, slug: &str, target: &str, table: &mut Table) -> Result<()> {
    let prepared = || -> Result<u64> {
        let tally = json(address, &format!("/api/v1/campaigns/{slug}/tally"))?;
        tally["by_channel"]["postcard"]["prepared"].as_u64().context("the tally has no prepared postcards")
    };
    let card = serde_json::json!({"target": target, "format": "us-postcard-4x6", "typed": false}).to_string();
    let before = prepared()?;
    let loaded = Loaded::median_of_runs(load, address, &format!("/api/v1/campaigns/{slug}/paper"), &["--post", &card], table)?;
    let counted = prepared()? - before;
    let exact = if counted == loaded.answered {
        "tally exact".to_owned()
    } else {
        format!("TALLY WRONG: {counted} of {}", loaded.answered)
    };
    table.row("postcards printed and counted over HTTP", "", format!("{}; {exact}", loaded.said()));
    Ok(())
}

/// How long a page is waited for while 16 at once have sheets printed: the press must not take the cores from the pages.
fn beside_the_press(load: &Path, address: SocketAddr, slug: &str, target: &str, table: &mut Table) -> Result<()> {
    let sheet = serde_json::json!({"target": target, "format": "us-letter-4up", "typed": false}).to_string();
    let paper = format!("http://{address}/api/v1/campaigns/{slug}/paper");
    let mut printing = Command::new(load);
    printing.args([paper.as_str(), "--connections", CONNECTIONS, "--seconds", "40", "--post", &sheet]);
    let mut printing = printing.stdout(Stdio::null()).spawn()?;
    let page = format!("/c/{slug}");
    let waited = Loaded::median_of_runs(load, address, &page, &["--rate", "20", AS_BROWSERS[0], AS_BROWSERS[1]], table);
    let asked = Loaded::median_of_runs(load, address, &page, &AS_BROWSERS, table);
    printing.wait()?;
    table.row("campaign page, 20 a second, while 16 at once print sheets", "", waited?.said());
    table.row(format!("the same, {CONNECTIONS} connections"), "half as many as alone", asked?.said());
    Ok(())
}

/// Visitors who have a page and keep their connection, as browsers do: how much memory each takes, and whether somebody who
/// comes then is served.
fn held(load: &Path, server: &Server, path: &str, table: &mut Table) -> Result<()> {
    let before = server.memory()?;
    let mut holding = Command::new(load);
    holding.arg(format!("http://{}{path}", server.address)).args(["--hold", &HELD.to_string()]).args(AS_BROWSERS);
    table.commands.push(format!("cargo run --release -p tests --example {}", said(&holding).replacen("load", "load --", 1)));
    let mut holding = holding.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    BufReader::new(holding.stdout.take().context("it has no output")?).read_line(&mut line)?;
    let each = server.memory()?.saturating_sub(before) / HELD;
    let next = http::get(server.address, path, "br").is_ok_and(|answer| answer.status == 200);
    // The end of its input tells it to let go.
    drop(holding.stdin.take());
    holding.wait()?;
    ensure!(line.trim() == format!("held={HELD}"), "only some were held: {line}");
    let said = if next { "the next is served" } else { "THE NEXT IS NOT SERVED" };
    table.row(format!("{HELD} connections held open"), "the next is served", format!("{said}; {each} KB of memory each"));
    Ok(())
}

/// The bytes of a page and of all that it makes a browser fetch from us, in brotli.
fn first_visit(address: SocketAddr, path: &str) -> Result<String> {
    let page = http::get(address, path, "identity")?;
    ensure!(page.status == 200, "{path} answers {}", page.status);
    let text = String::from_utf8_lossy(&page.body);
    let html = http::get(address, path, "br")?.body.len();
    let mut total = html;
    let mut parts = vec![format!("page {}", kilobytes(html as u64))];
    for file in fetched_files(&text) {
        let answer = http::get(address, &file, "br")?;
        ensure!(answer.status == 200, "{path} wants {file}, which answers {}", answer.status);
        total += answer.body.len();
        let name = file.rsplit('/').next().unwrap_or(&file);
        parts.push(format!("{name} {}", kilobytes(answer.body.len() as u64)));
    }
    Ok(format!("{} KB ({})", kilobytes(total as u64), parts.join(", ")))
}

/// The addresses on this site that a page names in `src` or in the `href` of a `<link>`, once each.
fn fetched_files(html: &str) -> Vec<String> {
    let mut files = Vec::new();
    for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest)) {
        let attribute = if tag.starts_with("link ") { " href=\"" } else { " src=\"" };
        let fetched = !tag.starts_with("link ") || ["stylesheet", "preload", "icon"].iter().any(|kind| tag.contains(kind));
        if let Some((_, rest)) = tag.split_once(attribute)
            && let Some((file, _)) = rest.split_once('"')
            && fetched
            && file.starts_with('/')
            && !files.iter().any(|known| known == file)
        {
            files.push(file.to_owned());
        }
    }
    files
}

/// The figures of the load generator.
struct Loaded {
    per_second: f64,
    p50: f64,
    p99: f64,
    errors: u64,
    /// Requests of all runs that were answered well.
    answered: u64,
}

impl Loaded {
    /// Each figure is the median of its own five values; the errors are all there were.
    fn median_of_runs(load: &Path, address: SocketAddr, path: &str, more: &[&str], table: &mut Table) -> Result<Self> {
        let mut command = Command::new(load);
        command.args([&format!("http://{address}{path}"), "--connections", CONNECTIONS, "--seconds", SECONDS]).args(more);
        table.commands.push(format!("cargo run --release -p tests --example {}", said(&command).replacen("load", "load --", 1)));
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            runs.push(Self::parse(&output(&mut command)?)?);
        }
        let median_by = |figure: fn(&Self) -> f64| median(&mut runs.iter().map(figure).collect::<Vec<_>>());
        Ok(Self {
            per_second: median_by(|run| run.per_second),
            p50: median_by(|run| run.p50),
            p99: median_by(|run| run.p99),
            errors: runs.iter().map(|run| run.errors).sum(),
            answered: runs.iter().map(|run| run.answered).sum(),
        })
    }

    fn parse(line: &str) -> Result<Self> {
        let figures: BTreeMap<&str, &str> = line.split_whitespace().filter_map(|word| word.split_once('=')).collect();
        let figure = |name: &str| figures.get(name).with_context(|| format!("the load generator does not say {name}"));
        let (requests, errors): (u64, u64) = (figure("requests")?.parse()?, figure("errors")?.parse()?);
        Ok(Self {
            per_second: figure("per_second")?.parse()?,
            p50: figure("p50_ms")?.parse()?,
            p99: figure("p99_ms")?.parse()?,
            errors,
            answered: requests.saturating_sub(errors),
        })
    }

    fn said(&self) -> String {
        let errors = if self.errors > 0 { format!(", {} ERRORS", self.errors) } else { String::new() };
        format!("{:.0} requests/s, p50 {:.1} ms, p99 {:.1} ms{errors}", self.per_second, self.p50, self.p99)
    }
}

fn json(address: SocketAddr, path: &str) -> Result<Value> {
    let answer = http::get(address, path, "identity")?;
    ensure!(answer.status == 200, "{path} answers {}", answer.status);
    serde_json::from_slice(&answer.body).with_context(|| format!("{path} does not answer in JSON"))
}

/// The middle value.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Kilobytes of 1,000 bytes, with one decimal: `28.4`.
fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_of_five() {
        assert!((median(&mut [9.0, 1.0, 3.0, 100.0, 2.0]) - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_first_visit_fetches_styles_scripts_and_pictures_of_ours_once_but_not_links() {
        let html = r#"<link rel="stylesheet" href="/pkg/a.css"><link rel="modulepreload" href="/pkg/a.js">
            <link rel="canonical" href="/c/x"><a href="/c/y">y</a><img src="/i.svg"><img alt="" src="/i.svg"><script src="https://x/y.js">"#;
        assert_eq!(fetched_files(html), ["/pkg/a.css", "/pkg/a.js", "/i.svg"]);
    }

    #[test]
    fn the_load_generators_line_is_understood() {
        let loaded = Loaded::parse("requests=9 errors=2 seconds=3.0 per_second=3000.5 p50_ms=4.1 p99_ms=9.7 bytes=1").unwrap();
        assert_eq!(loaded.answered, 7);
        assert_eq!(loaded.said(), "3000 requests/s, p50 4.1 ms, p99 9.7 ms, 2 ERRORS");
    }
}
