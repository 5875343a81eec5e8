//! Who asks for something that goes on in their absence: on paper, or in mails.

use domain::language::Language;

use crate::networks::Network;

/// A person who asks, as far as we know them.
#[derive(Debug)]
pub struct Asker {
    pub network: Network,
    /// The language in which they read the site. What we tell them later is in it.
    pub reader: Language,
}
