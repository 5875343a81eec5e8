//! Whom we believe to be the mail server, and what is said when we do not.

use std::{io, path::Path, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{self, CryptoProvider, WebPkiSupportedAlgorithms},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject as _},
};

use crate::MailError;

/// Whose certificates are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Those of the authorities that browsers believe.
    Public,
    /// Those of the authorities in this file, and the very certificates in it.
    File(std::path::PathBuf),
    /// Anybody's.
    Anybody,
}

/// What all connections to one server are encrypted with.
pub(super) fn config(trust: &Trust) -> Result<Arc<ClientConfig>, MailError> {
    let provider = Arc::new(crypto::ring::default_provider());
    let algorithms = provider.signature_verification_algorithms;
    let told = |error: &dyn std::fmt::Display| MailError::Tls(error.to_string());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| told(&error))?;
    let config = match trust {
        Trust::Public => {
            let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
            builder.with_root_certificates(roots).with_no_client_auth()
        }
        Trust::File(path) => {
            let verifier = OwnServer::read(path, provider)?;
            builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
        }
        Trust::Anybody => {
            let verifier = Anybody { algorithms };
            builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
        }
    };
    Ok(Arc::new(config))
}

/// Believes the certificates in a file: as authorities for others, and each for itself. A server's own certificate that is
/// in the file is the server, whatever name stands in it and however old it is (as RFC 7671 section 5.1 has it for a
/// certificate that is known beforehand).
#[derive(Debug)]
struct OwnServer {
    own: Vec<CertificateDer<'static>>,
    authorities: Option<Arc<WebPkiServerVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl OwnServer {
    fn read(path: &Path, provider: Arc<CryptoProvider>) -> Result<Self, MailError> {
        let pem = std::fs::read(path).map_err(|error| MailError::Ca(error.to_string()))?;
        let own: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let own = own.map_err(|error| MailError::Ca(error.to_string()))?;
        if own.is_empty() {
            return Err(MailError::Ca("there is no certificate in it".to_owned()));
        }
        let mut roots = RootCertStore::empty();
        // One that can be no authority can still be the server's.
        roots.add_parsable_certificates(own.iter().cloned());
        let algorithms = provider.signature_verification_algorithms;
        let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().ok();
        Ok(Self { own, authorities, algorithms })
    }
}

impl ServerCertVerifier for OwnServer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.own.contains(end_entity) {
            return Ok(ServerCertVerified::assertion());
        }
        match &self.authorities {
            Some(authorities) => authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now),
            None => Err(CertificateError::UnknownIssuer.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        crypto::verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        crypto::verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Keeps out who only listens, and nobody else.
#[derive(Debug)]
struct Anybody {
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        crypto::verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        crypto::verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// What is wrong with the encryption and what helps. Nothing where the error is none of TLS.
pub(super) fn explained(error: &io::Error, from_the_first_byte: bool) -> Option<String> {
    let text = match error.get_ref()?.downcast_ref::<Error>()? {
        Error::InvalidCertificate(wrong) => certificate(wrong),
        Error::InvalidMessage(_) if from_the_first_byte => {
            "what answers does not encrypt from the first byte. For STARTTLS write smtp://HOST:587?tls=required in MAIL_URL"
                .to_owned()
        }
        error => error.to_string(),
    };
    Some(text)
}

fn certificate(wrong: &CertificateError) -> String {
    match wrong {
        // The other: somebody has the authority's name and not its key.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "its certificate is signed by nobody whom we know. If it is your own server, name the \
             file of its certificate or of its authority with ca=PATH in MAIL_URL"
                .to_owned()
        }
        CertificateError::NotValidForName => "its certificate is for another name".to_owned(),
        CertificateError::NotValidForNameContext { expected, presented } => format!(
            "its certificate is for {}, and not for {}. Write the name that the certificate is for in MAIL_URL",
            if presented.is_empty() { "no name".to_owned() } else { names(presented) },
            expected.to_str()
        ),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate is too old. Renew it on the mail server, and see that the clock of this machine is right".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet. See that the clocks of this machine and of the mail server are right".to_owned()
        }
        CertificateError::Other(other) if other.0.to_string().contains("CaUsedAsEndEntity") => {
            "its certificate is one that it made itself. If it is your own server, name the file of that certificate with \
             ca=PATH in MAIL_URL"
                .to_owned()
        }
        wrong => format!("its certificate is not valid: {wrong}"),
    }
}

/// Some of the names, without the words that rustls writes around them.
fn names(presented: &[String]) -> String {
    let names = presented.iter().map(|name| {
        let name = name.split_once('(').map_or(name.as_str(), |(_, rest)| rest.trim_end_matches(')'));
        name.trim_matches('"').to_owned()
    });
    names.take(3).collect::<Vec<_>>().join(", ")
}
