use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    task::JoinHandle,
};

use super::*;
use crate::Received;

/// Keeps what it gets, and cannot write down what says "later".
#[derive(Debug, Default)]
struct Kept(Mutex<Vec<(String, String)>>);

#[async_trait]
impl Receive for Kept {
    async fn receive(&self, recipient: Option<&str>, raw: &[u8]) -> Received {
        let raw = String::from_utf8_lossy(raw).into_owned();
        if raw.contains("later") {
            return Received::Later;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((recipient.unwrap_or_default().to_owned(), raw));
        Received::Taken
    }
}

struct House {
    addr: SocketAddr,
    kept: Arc<Kept>,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl House {
    async fn start(limits: LmtpLimits) -> Self {
        let lmtp = Lmtp::bind(&LmtpAddr::parse("127.0.0.1:0").unwrap(), limits).await.unwrap();
        let (addr, kept) = (lmtp.addr().unwrap(), Arc::new(Kept::default()));
        let (stop, stopped) = watch::channel(false);
        let receive: Arc<dyn Receive> = kept.clone();
        let running = tokio::spawn(lmtp.run(receive, stopped));
        Self { addr, kept, stop, running }
    }

    async fn client(&self) -> Client {
        Client(BufReader::new(TcpStream::connect(self.addr).await.unwrap()))
    }

    fn taken(&self) -> Vec<(String, String)> {
        self.kept.0.lock().unwrap().clone()
    }
}

struct Client(BufReader<TcpStream>);

impl Client {
    /// The next answer, all its lines; nothing where the connection is closed.
    async fn answer(&mut self) -> String {
        let mut answer = String::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            answer.push_str(&line);
            if line.as_bytes().get(3) != Some(&b'-') {
                return answer.trim_end().to_owned();
            }
        }
    }

    async fn send(&mut self, bytes: &str) {
        self.0.write_all(bytes.as_bytes()).await.unwrap();
    }

    /// Says a line, and gives back the code of the answer.
    async fn say(&mut self, line: &str) -> String {
        self.send(&format!("{line}\r\n")).await;
        self.answer().await
    }

    async fn greeted(house: &House) -> Self {
        let mut client = house.client().await;
        assert_eq!(client.answer().await, "220 postbag LMTP");
        assert!(client.say("lhlo mx.example").await.ends_with(&format!("SIZE {}", 10 * 1024 * 1024)));
        client
    }
}

fn ours(sign: &str) -> String {
    format!("bounce+{sign}{}0123456789ab@letters.example", "5a".repeat(16))
}

#[tokio::test]
async fn each_recipient_gets_an_answer_of_its_own() {
    let house = House::start(LmtpLimits::default()).await;
    let mut client = Client::greeted(&house).await;
    let (first, second) = (ours("l"), ours("c").to_uppercase());
    assert!(client.say("MAIL FROM:<> SIZE=100 BODY=8BITMIME SMTPUTF8").await.starts_with("250 2.1.0"));
    assert!(client.say(&format!("RCPT TO:<{first}>")).await.starts_with("250 2.1.5"));
    assert!(client.say("RCPT TO:<postmaster@letters.example>").await.starts_with("550 5.1.1"));
    assert!(client.say(&format!("rcpt to: <{second}> NOTIFY=NEVER")).await.starts_with("250 2.1.5"));
    assert!(client.say("DATA").await.starts_with("354"));
    client.send("Subject: ü\r\n\r\n..\r\n.\r\n").await;
    assert_eq!([client.answer().await, client.answer().await], ["250 2.0.0 Taken", "250 2.0.0 Taken"]);
    let mail = "Subject: ü\r\n\r\n.\r\n".to_owned();
    assert_eq!(house.taken(), [(first, mail.clone()), (second, mail)]);
    assert!(client.say("QUIT").await.starts_with("221"));
    assert_eq!(client.answer().await, "");
}

#[tokio::test]
async fn what_cannot_be_written_down_is_to_be_brought_again() {
    let house = House::start(LmtpLimits::default()).await;
    let mut client = Client::greeted(&house).await;
    for _ in 0..2 {
        client.send(&format!("MAIL FROM:<x@y.example>\r\nRCPT TO:<{}>\r\nDATA\r\n", ours("l"))).await;
        for code in ["250", "250", "354"] {
            assert!(client.answer().await.starts_with(code));
        }
        client.send("later\r\n.\r\n").await;
        assert!(client.answer().await.starts_with("451 4.3.0"));
    }
    assert_eq!(house.taken(), []);
}

#[tokio::test]
async fn commands_out_of_turn_are_refused() {
    let house = House::start(LmtpLimits::default()).await;
    let mut client = house.client().await;
    client.answer().await;
    for (line, code) in [
        ("MAIL FROM:<>", "503"),
        ("EHLO mx.example", "500 5.5.1"),
        ("LHLO", "501"),
        ("LHLO mx.example", "250"),
        ("RCPT TO:<x@y.example>", "503"),
        ("DATA", "503"),
        ("MAIL x@y.example", "501"),
        ("MAIL FROM:<> SIZE=99999999999999999999999", "552 5.3.4"),
        ("MAIL FROM:<>", "250"),
        ("MAIL FROM:<>", "503"),
        ("DATA", "503"),
        ("RCPT TO:x", "501"),
        ("RCPT é", "501"),
        ("RSET", "250"),
        ("DATA", "503"),
        ("NOOP with words", "250"),
        ("VRFY office", "252"),
        ("STARTTLS", "500"),
        ("", "500"),
        ("GET / HTTP/1.1", "500"),
    ] {
        let answer = client.say(line).await;
        assert!(answer.starts_with(code), "{line}: {answer}");
    }
}

#[tokio::test]
async fn a_client_that_makes_only_mistakes_is_sent_away() {
    let house = House::start(LmtpLimits::default()).await;
    let mut client = Client::greeted(&house).await;
    for _ in 0..20 {
        assert!(client.say("GET / HTTP/1.1").await.starts_with("500"));
    }
    assert!(client.answer().await.starts_with("421 4.7.0"));
    assert_eq!(client.answer().await, "");
}

#[tokio::test]
async fn a_message_that_is_too_big_is_refused_and_the_next_is_taken() {
    let house = House::start(LmtpLimits { size: 1000, ..LmtpLimits::default() }).await;
    let mut client = house.client().await;
    client.answer().await;
    assert!(client.say("LHLO x").await.ends_with("SIZE 1000"));
    for (text, code) in [("x".repeat(1500), "552 5.3.4"), ("x".repeat(500), "250")] {
        client.say("MAIL FROM:<>").await;
        client.say(&format!("RCPT TO:<{}>", ours("l"))).await;
        client.say("DATA").await;
        client.send(&format!("{text}\r\n.\r\n")).await;
        assert!(client.answer().await.starts_with(code));
    }
    assert_eq!(house.taken().len(), 1);
}

#[tokio::test]
async fn a_client_that_falls_silent_is_sent_away() {
    let house = House::start(LmtpLimits { silence: Duration::from_millis(50), ..LmtpLimits::default() }).await;
    let mut client = house.client().await;
    assert_eq!(client.answer().await, "220 postbag LMTP");
    assert!(client.answer().await.starts_with("421 4.4.2"));
    assert_eq!(client.answer().await, "");
}

#[tokio::test]
async fn one_client_more_than_are_served_is_told_to_come_again() {
    let house = House::start(LmtpLimits { connections: 1, ..LmtpLimits::default() }).await;
    let mut first = Client::greeted(&house).await;
    let mut second = house.client().await;
    assert!(second.answer().await.starts_with("421 4.3.2"));
    assert!(first.say("NOOP").await.starts_with("250"));
}

#[tokio::test]
async fn a_stop_ends_the_sessions_that_wait() {
    let house = House::start(LmtpLimits::default()).await;
    let mut client = Client::greeted(&house).await;
    house.stop.send_replace(true);
    assert!(client.answer().await.starts_with("421 4.3.2"));
    house.running.await.unwrap();
}

#[tokio::test]
async fn a_socket_is_made_anew_where_a_dead_process_left_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp");
    let addr = LmtpAddr::parse(&format!("unix:{}", path.display())).unwrap();
    // Dropped without a word, as by a process that dies.
    drop(UnixListener::bind(&path).unwrap());
    let lmtp = Lmtp::bind(&addr, LmtpLimits::default()).await.unwrap();
    assert!(Lmtp::bind(&addr, LmtpLimits::default()).await.is_err(), "somebody listens there");
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(lmtp.run(Arc::new(Kept::default()), stopped));
    let mut lines = BufReader::new(UnixStream::connect(&path).await.unwrap()).lines();
    assert_eq!(lines.next_line().await.unwrap().unwrap(), "220 postbag LMTP");
    stop.send_replace(true);
    running.await.unwrap();
    assert!(!path.exists());
}

#[test]
fn an_address_is_a_port_or_a_socket() {
    assert_eq!(LmtpAddr::parse("unix:/run/postbag/lmtp"), Some(LmtpAddr::Unix("/run/postbag/lmtp".into())));
    assert!(matches!(LmtpAddr::parse(" [::1]:2400"), Some(LmtpAddr::Tcp(_))));
    for text in ["", "2400", "localhost", "unix:", "unix:lmtp"] {
        assert_eq!(LmtpAddr::parse(text), None, "{text}");
    }
}
