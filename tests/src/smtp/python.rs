//! The Python of the mail tests.

use tokio::{process::Command, sync::OnceCell};

use crate::python::{Packages, Python};

const PACKAGES: Packages = Packages {
    name: "smtp",
    versions: &["aiosmtpd==1.4.6", "dkimpy==1.1.8", "pynacl==1.6.2"],
    proof: "import aiosmtpd.smtp, dkim, nacl.signing",
    about: "aiosmtpd (a mail server), dkimpy and pynacl (which check signatures; on Debian: apt install python3-aiosmtpd \
            python3-dkim python3-nacl)",
};

/// Starts it with what the tests use, which is looked for once.
pub(super) async fn command() -> anyhow::Result<Command> {
    static FOUND: OnceCell<Python> = OnceCell::const_new();
    let found = FOUND.get_or_try_init(|| async { tokio::task::spawn_blocking(|| Python::with(&PACKAGES)).await? });
    Ok(found.await?.command().into())
}
