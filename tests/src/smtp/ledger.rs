//! A mail server of ours that keeps books: every mail that it took, with the door through which it came and the moment. It
//! outlives its clients, and says yes quickly.

use std::{
    collections::BTreeMap,
    fmt,
    ops::Range,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// A mail that this server has, whether or not its client learned that.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The door, counted from 0: a test can give each of its clients one.
    pub door: usize,
    /// When its connection was opened, and when it was taken.
    pub opened: Instant,
    pub at: Instant,
    /// Its Message-ID, by which it is the same mail if it comes again.
    pub id: String,
    pub sender: String,
    pub recipient: String,
    pub data: String,
    /// The connection was cut instead of an answer.
    pub cut: bool,
}

impl Entry {
    /// The message without its `Date`, which says when it was given to the mail server.
    pub fn without_date(&self) -> String {
        let (head, body) = self.data.split_once("\r\n\r\n").unwrap_or((&self.data, ""));
        let kept: Vec<&str> = head.split("\r\n").filter(|line| !line.starts_with("Date: ")).collect();
        format!("{}\r\n\r\n{body}", kept.join("\r\n"))
    }
}

/// What is done with a mail when it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Take,
    /// With the code of the answer.
    Refuse(&'static str),
    /// Takes it and cuts the connection instead of saying so.
    TakeAndCut,
    /// Cuts the connection and has not taken it.
    Cut,
}

/// Decides by the Message-ID and by how often that mail came before, whatever became of it.
type Judge = dyn Fn(&str, usize) -> Verdict + Send + Sync;

#[derive(Default)]
struct Books {
    entries: Vec<Entry>,
    /// The Message-IDs of all mails that came, taken or not.
    came: BTreeMap<String, usize>,
}

struct Shared {
    books: Mutex<Books>,
    judge: Box<Judge>,
    keeps_texts: AtomicBool,
    /// How many words were exchanged so far, for each door.
    moments: Vec<watch::Sender<u64>>,
}

impl Shared {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn moment(&self, door: usize) {
        self.moments[door].send_modify(|count| *count += 1);
    }
}

/// The running server.
pub struct Ledger {
    ports: Vec<u16>,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("ports", &self.ports).finish_non_exhaustive()
    }
}

impl Ledger {
    /// With so many doors.
    pub async fn open(doors: usize, judge: impl Fn(&str, usize) -> Verdict + Send + Sync + 'static) -> anyhow::Result<Self> {
        let moments = (0..doors).map(|_| watch::Sender::new(0)).collect();
        let shared =
            Arc::new(Shared { books: Mutex::default(), judge: Box::new(judge), keeps_texts: AtomicBool::new(true), moments });
        let (mut ports, mut listening) = (Vec::new(), JoinSet::new());
        for door in 0..doors {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            ports.push(listener.local_addr()?.port());
            listening.spawn(listen(listener, door, Arc::clone(&shared)));
        }
        // Ends with this task, and everything that it holds.
        let task = tokio::spawn(async move { while listening.join_next().await.is_some() {} });
        Ok(Self { ports, shared, task })
    }

    /// One that forgets what stood in the mails, so that there can be a great many.
    #[must_use]
    pub fn without_texts(self) -> Self {
        self.shared.keeps_texts.store(false, Ordering::Relaxed);
        self
    }

    /// For `MAIL_URL`.
    pub fn url(&self, door: usize) -> String {
        format!("smtp://127.0.0.1:{}", self.ports[door])
    }

    /// Everything that it took so far, in order.
    pub fn entries(&self) -> Vec<Entry> {
        self.shared.books().entries.clone()
    }

    /// Some of them, by their places in that order.
    pub fn entries_of(&self, places: Range<usize>) -> Vec<Entry> {
        self.shared.books().entries.get(places).map(<[Entry]>::to_vec).unwrap_or_default()
    }

    pub fn taken(&self) -> usize {
        self.shared.books().entries.len()
    }

    /// How often each mail came, taken or not, by its Message-ID.
    pub fn came(&self) -> BTreeMap<String, usize> {
        self.shared.books().came.clone()
    }

    /// Counts the words that are exchanged at a door: moments to wait for.
    pub fn moments(&self, door: usize) -> watch::Receiver<u64> {
        self.shared.moments[door].subscribe()
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, door: usize, shared: Arc<Shared>) {
    let mut conversations = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        // A client that is killed ends the conversation; that is what it is for.
        let shared = Arc::clone(&shared);
        conversations.spawn(async move { drop(converse(stream, door, &shared).await) });
        while conversations.try_join_next().is_some() {}
    }
}

async fn converse(stream: TcpStream, door: usize, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let opened = Instant::now();
    let mut stream = BufReader::new(stream);
    let (mut sender, mut recipient) = (String::new(), String::new());
    stream.get_mut().write_all(b"220 ledger.example ready\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        shared.moment(door);
        let verb = line.split([' ', ':', '\r']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" | "HELO" => "250-ledger.example\r\n250 8BITMIME",
            "MAIL" => {
                sender = address(&line);
                "250 2.1.0 Ok"
            }
            "RCPT" => {
                recipient = address(&line);
                "250 2.1.5 Ok"
            }
            "DATA" => {
                stream.get_mut().write_all(b"354 Go on\r\n").await?;
                let Some(data) = message(&mut stream).await? else { return Ok(()) };
                match judged(shared, (door, opened), &sender, &recipient, data) {
                    Some(answer) => answer,
                    None => return Ok(()),
                }
            }
            "QUIT" => return stream.get_mut().write_all(b"221 2.0.0 Bye\r\n").await,
            _ => "250 2.0.0 Ok",
        };
        stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await?;
        shared.moment(door);
    }
}

/// Enters the mail into the books if it is taken. The answer, if there is one.
fn judged(
    shared: &Shared,
    (door, opened): (usize, Instant),
    sender: &str,
    recipient: &str,
    data: String,
) -> Option<&'static str> {
    let mut books = shared.books();
    let id = message_id(&data).unwrap_or_default().to_owned();
    let came = books.came.entry(id.clone()).or_default();
    let verdict = (shared.judge)(&id, *came);
    *came += 1;
    let cut = verdict == Verdict::TakeAndCut;
    if cut || verdict == Verdict::Take {
        let at = Instant::now();
        let data = if shared.keeps_texts.load(Ordering::Relaxed) { data } else { String::new() };
        books.entries.push(Entry { door, opened, at, id, sender: sender.to_owned(), recipient: recipient.to_owned(), data, cut });
    }
    drop(books);
    shared.moment(door);
    match verdict {
        Verdict::Take => Some("250 2.0.0 Taken"),
        Verdict::Refuse(answer) => Some(answer),
        Verdict::TakeAndCut | Verdict::Cut => None,
    }
}

fn message_id(data: &str) -> Option<&str> {
    let mut headers = data.split("\r\n").take_while(|line| !line.is_empty());
    headers.find_map(|line| line.strip_prefix("Message-ID: "))
}

fn address(line: &str) -> String {
    line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(address, _)| address).to_owned()
}

/// The lines after `DATA`, up to the lone dot; none when the client goes before it: then there is no mail (RFC 5321 section
/// 4.1.1.4).
async fn message(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<String>> {
    let (mut message, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 || !line.ends_with("\r\n") {
            return Ok(None);
        }
        if line == ".\r\n" {
            return Ok(Some(message));
        }
        message.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
