//! A load generator for `cargo xtask bench`: one address on this machine, a bounded time, a bounded number of requests.
//!
//! It is a closed loop: each connection sends its next request when the last is answered, so the latencies are those of
//! a server that is kept exactly busy. It shares the machine's cores with the server, and is plain blocking sockets so
//! that it takes as little of them as it can.
//!
//! With `--rate` the loop is open: so many requests fall due each second, whoever is still waiting for an answer, and
//! a latency counts from when its request was due. It says how long one waits at a server that is not kept full.
//!
//! ```text
//! load http://127.0.0.1:3000/c/ban --connections 16 --seconds 3
//! load http://127.0.0.1:3000/c/ban --rate 500
//! load http://127.0.0.1:3000/api/v1/campaigns/ban/report --post '{"n":"{n}"}' --header 'Idempotency-Key: {n}'
//! ```
//! With `--hold N` it opens N connections, has one request answered on each, says `held=N`, and keeps them until its input ends.
//!
//! `{n}` is another number in every request. One line comes out:
//! `requests=9000 errors=0 seconds=3.000 per_second=3000.0 p50_ms=4.1 p99_ms=9.7 bytes=123456`
#![expect(clippy::print_stdout, reason = "the line it prints is its answer")]
#![expect(clippy::disallowed_methods, reason = "an open loop waits for the clock, on a thread of its own")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More than any figure of ours needs; a forgotten run ends by itself.
const MOST_SECONDS: u64 = 60;
const MOST_REQUESTS: u64 = 1_000_000;
const MOST_HELD: usize = 8000;
const PATIENCE: Duration = Duration::from_secs(10);

struct Plan {
    address: SocketAddr,
    path: String,
    post: Option<String>,
    headers: Vec<String>,
    connections: usize,
    length: Duration,
    /// Requests each second; without, as many as are answered.
    rate: Option<f64>,
    /// Only hold so many connections.
    hold: Option<usize>,
}

#[derive(Default)]
struct Tally {
    latencies: Vec<Duration>,
    errors: u64,
    bytes: u64,
}

fn main() -> Result<()> {
    let plan = Plan::parse(std::env::args().skip(1))?;
    if let Some(count) = plan.hold {
        return hold(&plan, count);
    }
    let counter = AtomicU64::new(u64::from(std::process::id()) * 1_000_000_000);
    let first = counter.load(Ordering::Relaxed);
    let started = Instant::now();
    let mut all = Tally::default();
    let tallies: Vec<Result<Tally>> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..plan.connections)
            .map(|_| {
                scope.spawn(|| {
                    let more = || {
                        let n = counter.fetch_add(1, Ordering::Relaxed);
                        let due = plan.due(started, u32::try_from(n - first).ok()?);
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        (started.elapsed() < plan.length && n - first < MOST_REQUESTS).then_some((n, due))
                    };
                    client(&plan, more)
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap_or_else(|_| bail!("a connection's thread broke"))).collect()
    });
    let took = started.elapsed().as_secs_f64();
    for tally in tallies {
        let tally = tally?;
        all.latencies.extend(tally.latencies);
        all.errors += tally.errors;
        all.bytes += tally.bytes;
    }
    all.latencies.sort_unstable();
    let at = |share: usize| all.latencies.get((all.latencies.len() * share / 100).min(all.latencies.len().saturating_sub(1)));
    let milliseconds = |share: usize| at(share).map_or(f64::NAN, |latency| latency.as_secs_f64() * 1000.0);
    let requests = u32::try_from(all.latencies.len()).context("too many requests to count")?;
    println!(
        "requests={requests} errors={} seconds={took:.3} per_second={:.1} p50_ms={:.3} p99_ms={:.3} bytes={}",
        all.errors,
        f64::from(requests) / took,
        milliseconds(50),
        milliseconds(99),
        all.bytes
    );
    Ok(())
}

impl Plan {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let url = words.next().context("which address? load http://127.0.0.1:3000/path [--connections N] [--seconds N] ...")?;
        let (host, path) = url
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
            .context("the address must read http://127.0.0.1:PORT/path")?;
        let address: SocketAddr = host.parse().context("the address must be numbers: http://127.0.0.1:PORT/path")?;
        ensure!(address.ip().is_loopback(), "load goes to this machine only");
        let mut plan = Self {
            address,
            path: format!("/{path}"),
            post: None,
            headers: Vec::new(),
            connections: 16,
            length: Duration::from_secs(3),
            rate: None,
            hold: None,
        };
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} wants a value"))?;
            match word.as_str() {
                "--connections" => plan.connections = value.parse::<usize>()?.clamp(1, 256),
                "--seconds" => plan.length = Duration::from_secs(value.parse::<u64>()?.min(MOST_SECONDS)),
                "--rate" => plan.rate = Some(f64::from(value.parse::<u16>()?.max(1))),
                "--hold" => plan.hold = Some(value.parse::<usize>()?.min(MOST_HELD)),
                "--post" => plan.post = Some(value),
                "--header" => plan.headers.push(value),
                _ => bail!("unknown word {word}"),
            }
        }
        Ok(plan)
    }

    /// When a request is to be sent, by its place among all.
    fn due(&self, started: Instant, place: u32) -> Instant {
        self.rate.map_or_else(Instant::now, |rate| started + Duration::from_secs_f64(f64::from(place) / rate))
    }

    /// The bytes of request number `n`.
    fn request(&self, n: u64) -> String {
        let number = n.to_string();
        let mut head = format!("Host: {}\r\nAccept: text/html, application/json\r\n", self.address);
        for header in &self.headers {
            head.push_str(&header.replace("{n}", &number));
            head.push_str("\r\n");
        }
        match &self.post {
            None => format!("GET {} HTTP/1.1\r\n{head}\r\n", self.path),
            Some(body) => {
                let body = body.replace("{n}", &number);
                let length = body.len();
                let path = &self.path;
                format!("POST {path} HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")
            }
        }
    }
}

/// Holds connections that were answered, until the input ends.
fn hold(plan: &Plan, count: usize) -> Result<()> {
    let most = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most }).context("it may not have enough descriptors")?;
    let mut held = Vec::new();
    for n in 0..count {
        let mut connection = connect(plan)?;
        connection.get_mut().write_all(plan.request(n as u64).as_bytes())?;
        ensure!(read_answer(&mut connection)?.status == 200, "connection {n} was not served");
        held.push(connection.into_inner());
    }
    println!("held={count}");
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    drop(held);
    Ok(())
}

/// One connection, kept open as a browser does.
fn client(plan: &Plan, more: impl Fn() -> Option<(u64, Instant)>) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut connection = connect(plan)?;
    while let Some((n, due)) = more() {
        connection.get_mut().write_all(plan.request(n).as_bytes()).context("the server closed the connection")?;
        let answer = read_answer(&mut connection)?;
        tally.latencies.push(due.elapsed());
        tally.bytes += answer.bytes;
        tally.errors += u64::from(!(200..300).contains(&answer.status));
        if answer.closes {
            connection = connect(plan)?;
        }
    }
    Ok(tally)
}

fn connect(plan: &Plan) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(plan.address).with_context(|| format!("nobody listens on {}", plan.address))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::with_capacity(64 * 1024, stream))
}

struct Answer {
    status: u16,
    bytes: u64,
    closes: bool,
}

fn read_answer(from: &mut BufReader<TcpStream>) -> Result<Answer> {
    let mut line = String::new();
    let mut next = |from: &mut BufReader<TcpStream>| -> Result<String> {
        line.clear();
        from.read_line(&mut line).context("no answer within ten seconds")?;
        Ok(line.trim_end().to_owned())
    };
    let status = next(from)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).with_context(|| format!("not HTTP: {status:?}"))?;
    let (mut length, mut chunked, mut closes) = (0_u64, false, false);
    loop {
        let header = next(from)?.to_ascii_lowercase();
        match header.split_once(':').map(|(name, value)| (name, value.trim())) {
            None => break,
            Some(("content-length", value)) => length = value.parse().context("not a length")?,
            Some(("transfer-encoding", "chunked")) => chunked = true,
            Some(("connection", "close")) => closes = true,
            Some(_) => {}
        }
    }
    if !chunked {
        skip(from, length)?;
        return Ok(Answer { status, bytes: length, closes });
    }
    let mut bytes = 0;
    loop {
        let size = u64::from_str_radix(next(from)?.split(';').next().unwrap_or_default(), 16).context("not a chunk's size")?;
        skip(from, size)?;
        // The empty line after a chunk, and after the last one.
        next(from)?;
        bytes += size;
        if size == 0 {
            return Ok(Answer { status, bytes, closes });
        }
    }
}

fn skip(from: &mut BufReader<TcpStream>, bytes: u64) -> Result<()> {
    let skipped = std::io::copy(&mut from.by_ref().take(bytes), &mut std::io::sink())?;
    ensure!(skipped == bytes, "the answer ended early");
    Ok(())
}
