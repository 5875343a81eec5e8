//! The ways by which a letter leaves.

use serde::{Deserialize, Serialize};

/// How a letter leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The supporter's own mail app or webmail.
    OwnMail,
    /// Our server sends it, once the supporter has confirmed from their mailbox.
    Relay,
    /// Copied into the office's web form.
    WebForm,
    Postcard,
    /// Paper in an envelope.
    Letter,
}

impl Channel {
    pub const ALL: [Self; 5] = [Self::OwnMail, Self::Relay, Self::WebForm, Self::Postcard, Self::Letter];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnMail => "own_mail",
            Self::Relay => "relay",
            Self::WebForm => "web_form",
            Self::Postcard => "postcard",
            Self::Letter => "letter",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == text)
    }

    /// Whether the supporter says that the letter was sent. A letter that our server sends is confirmed from the
    /// supporter's mailbox instead, and has limits of its own.
    pub const fn is_reported(self) -> bool {
        match self {
            Self::Relay => false,
            Self::OwnMail | Self::WebForm | Self::Postcard | Self::Letter => true,
        }
    }
}
