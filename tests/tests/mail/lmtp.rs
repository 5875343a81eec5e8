//! Python's LMTP client brings mail to our listener.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mail::{Lmtp, LmtpAddr, LmtpLimits, Receive, Received};
use tokio::{process::Command, sync::watch};

const BRING: &str = r#"
import smtplib, sys
host, port, ours = sys.argv[1:]
client = smtplib.LMTP(host, int(port), local_hostname="mx.example") if port != "0" else smtplib.LMTP(host)
refused = client.sendmail("", [ours, "office@letters.example"], b"Subject: Report\r\n\r\n.\r\nIt came back.\r\n")
assert list(refused) == ["office@letters.example"], refused
assert refused["office@letters.example"][0] == 550, refused
try:
    client.sendmail("x@y.example", [ours], "Subject: later\r\n\r\nlater\r\n")
    raise AssertionError("it was taken")
except smtplib.SMTPRecipientsRefused as error:
    raise AssertionError(error)
except smtplib.SMTPDataError as error:
    assert error.smtp_code == 451, error
client.quit()
"#;

#[derive(Debug, Default)]
struct Kept(Mutex<Vec<(String, String)>>);

#[async_trait]
impl Receive for Kept {
    async fn receive(&self, recipient: Option<&str>, raw: &[u8]) -> Received {
        let raw = String::from_utf8_lossy(raw).into_owned();
        if raw.contains("later") {
            return Received::Later;
        }
        self.0.lock().unwrap().push((recipient.unwrap_or_default().to_owned(), raw));
        Received::Taken
    }
}

#[tokio::test]
async fn a_client_that_we_did_not_write_is_understood_by_port_and_by_socket() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("lmtp");
    let ours = format!("bounce+l{}0123456789ab@letters.example", "5a".repeat(16));
    for addr in ["127.0.0.1:0".to_owned(), format!("unix:{}", socket.display())] {
        let lmtp = Lmtp::bind(&LmtpAddr::parse(&addr).unwrap(), LmtpLimits::default()).await.unwrap();
        let (host, port) = match lmtp.addr() {
            Some(addr) => (addr.ip().to_string(), addr.port()),
            None => (socket.display().to_string(), 0),
        };
        let kept = Arc::new(Kept::default());
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(lmtp.run(kept.clone(), stopped));
        let output = Command::new("python3").args(["-c", BRING, &host, &port.to_string(), &ours]).output().await.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let expected = (ours.clone(), "Subject: Report\r\n\r\n.\r\nIt came back.\r\n".to_owned());
        assert_eq!(*kept.0.lock().unwrap(), [expected]);
        stop.send_replace(true);
        running.await.unwrap();
    }
}
