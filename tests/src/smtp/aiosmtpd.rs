//! aiosmtpd, a mail server in Python, in a process of its own.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, Command},
    sync::{OnceCell, mpsc},
    time::timeout,
};

use super::PATIENCE;

const VERSION: &str = "aiosmtpd==1.4.6";

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
        Self::run(&[]).await
    }

    /// Takes mail only from who signs in so.
    pub async fn start_with_password(user: &str, password: &str) -> anyhow::Result<Self> {
        Self::run(&[user, password]).await
    }

    async fn run(arguments: &[&str]) -> anyhow::Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/smtp/receive.py");
        let mut child = Python::get()
            .await?
            .command()
            .arg(script)
            .args(arguments)
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

/// A Python that has aiosmtpd.
#[derive(Debug, Clone)]
struct Python {
    program: PathBuf,
    packages: Option<PathBuf>,
}

impl Python {
    /// Looks for it once, and installs aiosmtpd into the target folder where it is missing.
    async fn get() -> anyhow::Result<Self> {
        static FOUND: OnceCell<Python> = OnceCell::const_new();
        FOUND.get_or_try_init(Self::find_or_install).await.cloned()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.envs(self.packages.iter().map(|packages| ("PYTHONPATH", packages)));
        command
    }

    async fn find_or_install() -> anyhow::Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
        let (venv, packages) = (target.join("smtp-venv"), target.join("smtp-py"));
        let system = Self { program: "python3".into(), packages: None };
        let in_venv = Self { program: venv.join("bin/python"), packages: None };
        let beside = Self { packages: Some(packages.clone()), ..system.clone() };
        std::fs::create_dir_all(&target)?;
        // One process installs, the others wait for it. The lock goes when the file is closed.
        let lock = std::fs::File::create(target.join("smtp-python.lock"))?;
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
        for python in [&system, &in_venv, &beside] {
            if python.has_aiosmtpd().await {
                return Ok(python.clone());
            }
        }
        let mut said = Vec::new();
        let venv = venv.to_string_lossy();
        let packages = packages.to_string_lossy();
        for (python, steps) in [
            (&in_venv, vec![(&system, vec!["-m", "venv", &venv]), (&in_venv, vec!["-m", "pip", "install", "--quiet", VERSION])]),
            (&beside, vec![(&system, vec!["-m", "pip", "install", "--quiet", "--target", &packages, VERSION])]),
        ] {
            for (with, arguments) in steps {
                match with.command().args(&arguments).output().await {
                    Ok(output) if output.status.success() => continue,
                    Ok(output) => said.push(format!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr).trim())),
                    Err(error) => said.push(format!("{}: {error}", with.program.display())),
                }
                break;
            }
            if python.has_aiosmtpd().await {
                return Ok(python.clone());
            }
        }
        drop(lock);
        bail!(
            "The mail tests send to aiosmtpd, a mail server in Python, and it could not be installed.\n\
             Install Python 3.9 or newer with venv and pip (on Debian: apt install python3-venv python3-pip), or \
             aiosmtpd itself (pip install {VERSION}, or apt install python3-aiosmtpd), and run the tests again.\n{}",
            said.join("\n")
        )
    }

    async fn has_aiosmtpd(&self) -> bool {
        let output = self.command().args(["-c", "import aiosmtpd.smtp"]).output().await;
        output.is_ok_and(|output| output.status.success())
    }
}
