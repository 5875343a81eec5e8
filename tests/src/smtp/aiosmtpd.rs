//! aiosmtpd, a mail server in Python, in a process of its own.

use std::{
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin},
    sync::mpsc,
    time::timeout,
};

use super::{Certificate, PATIENCE, python};

/// A mail as the server took it, read by Python's own `email` package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Of the envelope, as are the recipients.
    pub sender: String,
    pub recipients: Vec<String>,
    /// The name that the client introduced itself by.
    pub hello: String,
    /// Decoded, in their order.
    pub headers: Vec<(String, String)>,
    /// The faults that the parser found.
    pub defects: Vec<String>,
    /// The decoded parts, with `\n` as line end.
    pub text: String,
    pub html: String,
    /// As it came over the wire, without the transport's dots.
    pub raw: String,
}

impl Mail {
    /// The header's value, if it is there once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str());
        found.next().filter(|_| found.next().is_none())
    }

    /// The words of the text part between these two, for instance a link.
    pub fn between(&self, start: &str, end: &str) -> Option<&str> {
        self.text.split_once(start)?.1.split_once(end).map(|(middle, _)| middle)
    }

    fn from_json(mail: &Value) -> anyhow::Result<Self> {
        let text = |value: &Value| value.as_str().map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
        let texts = |value: &Value| value.as_array().map(|all| all.iter().map(text).collect::<Vec<_>>()).unwrap_or_default();
        ensure!(mail.is_object(), "a mail was told as {mail}");
        Ok(Self {
            sender: text(&mail["sender"]),
            recipients: texts(&mail["recipients"]),
            hello: text(&mail["hello"]),
            headers: mail["headers"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|header| (text(&header[0]), text(&header[1])))
                .collect(),
            defects: texts(&mail["defects"]),
            text: text(&mail["text"]),
            html: text(&mail["html"]),
            raw: mail["raw"].as_str().unwrap_or_default().to_owned(),
        })
    }
}

/// The running server.
#[derive(Debug)]
pub struct Aiosmtpd {
    port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
    /// The way to ask, and what is told back. Its end is the end of the server, also when this process is killed.
    questions: tokio::sync::Mutex<(ChildStdin, mpsc::UnboundedReceiver<()>)>,
    _child: Child,
}

impl Aiosmtpd {
    /// Takes every mail.
    pub async fn start() -> anyhow::Result<Self> {
        Self::run(&json!({})).await
    }

    /// Takes mail only from who signs in so.
    pub async fn start_with_password(user: &str, password: &str) -> anyhow::Result<Self> {
        Self::run(&json!({ "user": user, "password": password, "without": [] })).await
    }

    /// The same, encrypted, and not by this way of signing in.
    pub async fn start_encrypted(
        certificate: &Certificate,
        is_implicit: bool,
        (user, password): (&str, &str),
        without: &str,
    ) -> anyhow::Result<Self> {
        let wanted = json!({
            "user": user,
            "password": password,
            "without": [without],
            "pem": certificate.with_key()?,
            "implicit": is_implicit,
        });
        Self::run(&wanted).await
    }

    async fn run(wanted: &Value) -> anyhow::Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/smtp/receive.py");
        let mut child = python::command()
            .await?
            .arg(script)
            .arg(wanted.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("the mail server for the tests does not start")?;
        let (stdin, stdout) =
            (child.stdin.take().context("no standard input")?, child.stdout.take().context("no standard output")?);
        let mut lines = BufReader::new(stdout).lines();
        let first = timeout(PATIENCE, lines.next_line()).await.context("the mail server does not say its port")??;
        let port = first.as_deref().and_then(|line| serde_json::from_str::<Value>(line).ok()?["port"].as_u64()?.try_into().ok());
        let port = port.with_context(|| format!("the mail server said {first:?} instead of its port"))?;
        let mails = Arc::new(Mutex::new(Vec::new()));
        let (told_back, answers) = mpsc::unbounded_channel();
        // Reads all the time, or the server would stand still when the pipe is full. Ends with the server.
        let taken = Arc::clone(&mails);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let told: Value = serde_json::from_str(&line).unwrap_or_default();
                match Mail::from_json(&told["mail"]) {
                    Ok(mail) => taken.lock().unwrap_or_else(PoisonError::into_inner).push(mail),
                    Err(_) => {
                        let _ = told_back.send(());
                    }
                }
            }
        });
        Ok(Self { port, mails, questions: tokio::sync::Mutex::new((stdin, answers)), _child: child })
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// For `MAIL_URL`.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Every mail taken so far, in the order in which they came. A mail whose sender was told that it was taken
    /// is among them: nothing needs to be waited for.
    pub async fn messages(&self) -> anyhow::Result<Vec<Mail>> {
        let mut questions = self.questions.lock().await;
        questions.0.write_all(b"?\n").await.context("the mail server is gone")?;
        match timeout(PATIENCE, questions.1.recv()).await {
            Ok(Some(())) => Ok(self.mails.lock().unwrap_or_else(PoisonError::into_inner).clone()),
            _ => bail!("the mail server does not answer"),
        }
    }
}
