//! Services of others that are asked over HTTP. This is the only room with an HTTP client, so that one place says whom we
//! trust and what we send.

mod census;

use std::sync::Arc;

use reqwest::{Client, redirect};
use rustls::{ClientConfig, RootCertStore, crypto::ring};

pub use census::Census;

/// A client with the TLS of mail and database: rustls with ring, and the roots that come with the build. It follows no
/// redirect and uses no proxy of the environment, so that a request reaches nobody but the host of its address.
pub fn client() -> anyhow::Result<Client> {
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
        .with_no_client_auth();
    let user_agent = concat!("Postbag/", env!("CARGO_PKG_VERSION"));
    let client = Client::builder().tls_backend_preconfigured(tls).user_agent(user_agent);
    Ok(client.redirect(redirect::Policy::none()).no_proxy().referer(false).build()?)
}
