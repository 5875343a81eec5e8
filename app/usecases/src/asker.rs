//! Who asks for something that goes on in their absence: on paper, or in mails.

use domain::language::Language;

use crate::{guard::Suspicion, networks::Network};

/// Where a request comes from, and what the guard says of its form.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    pub network: Network,
    /// What comes from a machine's hand, perhaps, is kept as unverified.
    pub suspicion: Option<Suspicion>,
}

impl Origin {
    /// Where no form is judged: of a program that uses the API, and of organisers.
    pub const fn unjudged(network: Network) -> Self {
        Self { network, suspicion: None }
    }
}

/// A person who asks, as far as we know them.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    pub from: Origin,
    /// The language in which they read the site. What we tell them later is in it.
    pub reader: Language,
}
