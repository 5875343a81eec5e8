//! Certificates for mail servers, good ones and wrong ones, and what a server presents them with.

use std::{fmt, path::PathBuf, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tempfile::TempDir;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

/// Without its key.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("pem", &self.pem).finish_non_exhaustive()
    }
}

/// A server's certificate, the file that says whom to believe, and the program's end of it.
pub struct Certificate {
    pem: String,
    key: String,
    authority: String,
    acceptor: TlsAcceptor,
    folder: TempDir,
}

impl Certificate {
    /// For these names, by an authority of its own.
    pub fn signed(names: &[&str]) -> anyhow::Result<Self> {
        Self::with(names, |_| {})
    }

    /// The same, too old since long ago.
    pub fn expired(names: &[&str]) -> anyhow::Result<Self> {
        Self::with(names, |params| {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        })
    }

    /// As `openssl req -x509` makes one: by itself, and as an authority.
    pub fn self_signed(names: &[&str]) -> anyhow::Result<Self> {
        let key = KeyPair::generate()?;
        let mut params = params(names)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key)?;
        Self::made(certificate.pem(), certificate.pem(), vec![certificate.der().clone()], &key)
    }

    fn with(names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> anyhow::Result<Self> {
        let mut authority = params(&[])?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let mut params = params(names)?;
        change(&mut params);
        let certificate = params.signed_by(&key, &authority)?;
        Self::made(certificate.pem(), authority.pem(), vec![certificate.der().clone()], &key)
    }

    fn made(pem: String, authority: String, chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> anyhow::Result<Self> {
        let (key_pem, key) = (key.serialize_pem(), key.serialize_der());
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { pem, key: key_pem, authority, acceptor, folder: tempfile::tempdir()? })
    }

    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }

    /// A file with the authority's certificate, for `ca=`.
    pub fn authority(&self) -> anyhow::Result<PathBuf> {
        self.file("authority.pem", &self.authority)
    }

    /// A file with the server's own certificate, for `ca=`.
    pub fn own(&self) -> anyhow::Result<PathBuf> {
        self.file("server.pem", &self.pem)
    }

    /// What a server needs: the certificate and its key.
    pub fn with_key(&self) -> anyhow::Result<PathBuf> {
        self.file("with-key.pem", &format!("{}{}", self.pem, self.key))
    }

    fn file(&self, name: &str, pem: &str) -> anyhow::Result<PathBuf> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, pem)?;
        Ok(path)
    }
}

fn params(names: &[&str]) -> anyhow::Result<CertificateParams> {
    Ok(CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())?)
}
