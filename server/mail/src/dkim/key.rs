//! A private key, read from what OpenSSL writes. Nothing here shows what is in it.

use std::{fmt, sync::Arc};

use rustls::{
    SignatureAlgorithm, SignatureScheme,
    crypto::ring::sign::any_supported_type,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
    sign::Signer,
};
use sha2::{Digest as _, Sha256};

use super::record::TxtRecord;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DkimAlgorithm {
    /// Of 2048 to 4096 bits.
    Rsa,
    Ed25519,
}

impl DkimAlgorithm {
    /// Its name in signatures and records.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }

    /// The command that makes a key of this kind in this file.
    pub fn command(self, file: &str) -> String {
        let options = match self {
            Self::Rsa => "RSA -pkeyopt rsa_keygen_bits:2048",
            Self::Ed25519 => "ed25519",
        };
        format!("openssl genpkey -algorithm {options} -out {file}")
    }
}

impl fmt::Display for DkimAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ed25519 => "Ed25519",
        })
    }
}

/// Why a file is no key to sign with. Said of the file, whose name stands before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DkimError {
    #[error("it holds no private key in PEM form. `{}` makes one.", .0.command("FILE"))]
    NoKey(DkimAlgorithm),
    #[error("its key is closed with a passphrase. `openssl pkey -in FILE -out NEWFILE` takes the passphrase away.")]
    Passphrase,
    #[error("its key is of another kind than {}. `{}` makes one.", .0, .0.command("FILE"))]
    OtherKind(DkimAlgorithm),
    #[error("its RSA key is not of 2048 to 4096 bits, or is damaged. `{}` makes one.", DkimAlgorithm::Rsa.command("FILE"))]
    Size,
    #[error("{0} is no selector: it is a name in the DNS, of the letters a to z, digits and hyphens.")]
    Selector(String),
}

/// A key, and the selector under which the DNS shows its public half.
#[derive(Clone)]
pub struct DkimKey {
    algorithm: DkimAlgorithm,
    selector: String,
    signer: Arc<dyn Signer>,
    /// The public half, as the record has it: a `SubjectPublicKeyInfo` of RSA, the bare 32 bytes of Ed25519.
    public: Vec<u8>,
}

impl fmt::Debug for DkimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DkimKey").field("algorithm", &self.algorithm).field("selector", &self.selector).finish_non_exhaustive()
    }
}

impl DkimKey {
    /// Reads PEM: PKCS#8, as `openssl genpkey` writes it, or for RSA the older PKCS#1.
    pub fn parse(algorithm: DkimAlgorithm, selector: &str, pem: &[u8]) -> Result<Self, DkimError> {
        let selector = selector.trim().to_ascii_lowercase();
        if !is_selector(&selector) {
            return Err(DkimError::Selector(selector.escape_debug().to_string()));
        }
        if find(pem, b"-----BEGIN ENCRYPTED PRIVATE KEY").is_some() || find(pem, b"Proc-Type: 4,ENCRYPTED").is_some() {
            return Err(DkimError::Passphrase);
        }
        let der = PrivateKeyDer::from_pem_slice(pem).map_err(|_| DkimError::NoKey(algorithm))?;
        let is_rsa = matches!(der, PrivateKeyDer::Pkcs1(_)) || find(der.secret_der(), &RSA_OID).is_some();
        let key = any_supported_type(&der).map_err(|_| match algorithm {
            DkimAlgorithm::Rsa if is_rsa => DkimError::Size,
            _ => DkimError::OtherKind(algorithm),
        })?;
        let (wanted, scheme) = match algorithm {
            DkimAlgorithm::Rsa => (SignatureAlgorithm::RSA, SignatureScheme::RSA_PKCS1_SHA256),
            DkimAlgorithm::Ed25519 => (SignatureAlgorithm::ED25519, SignatureScheme::ED25519),
        };
        let signer = key.choose_scheme(&[scheme]).filter(|_| key.algorithm() == wanted);
        let (Some(signer), Some(public)) = (signer, key.public_key()) else { return Err(DkimError::OtherKind(algorithm)) };
        let public = match algorithm {
            DkimAlgorithm::Rsa => public.to_vec(),
            // The key itself is the end of the SubjectPublicKeyInfo (RFC 8410 section 4).
            DkimAlgorithm::Ed25519 => public[public.len().saturating_sub(32)..].to_vec(),
        };
        Ok(Self { algorithm, selector, signer: signer.into(), public })
    }

    pub fn algorithm(&self) -> DkimAlgorithm {
        self.algorithm
    }

    pub fn selector(&self) -> &str {
        &self.selector
    }

    /// What the DNS of this domain must hold, so that the signatures can be checked.
    pub fn record(&self, domain: &str) -> TxtRecord {
        TxtRecord::of_key(&self.selector, domain, self.algorithm.tag(), &self.public)
    }

    /// The same text has the same signature.
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        match self.algorithm {
            DkimAlgorithm::Rsa => self.signer.sign(text),
            // RFC 8463 section 3: what is signed is the SHA-256 of the text, though Ed25519 would hash by itself.
            DkimAlgorithm::Ed25519 => self.signer.sign(&Sha256::digest(text)),
        }
    }
}

/// The object identifier rsaEncryption in DER.
const RSA_OID: [u8; 11] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// Labels of a DNS name, each of 63 signs at most.
fn is_selector(name: &str) -> bool {
    name.len() <= 120
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}
