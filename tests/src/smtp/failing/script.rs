//! What a failing server does, and when.

/// A moment in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// When the client has connected.
    Greeting,
    /// `EHLO`
    Hello,
    /// `STARTTLS`
    StartTls,
    /// The handshake of TLS, from the first byte or after `STARTTLS`.
    Handshake,
    /// `AUTH`
    SignIn,
    /// `MAIL FROM`
    Sender,
    /// `RCPT TO`
    Recipient,
    /// `DATA`
    Data,
    /// When the message has come to its end.
    Content,
}

impl Moment {
    /// Those of a conversation in the clear.
    pub const PLAIN: [Self; 7] =
        [Self::Greeting, Self::Hello, Self::SignIn, Self::Sender, Self::Recipient, Self::Data, Self::Content];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes every mail.
    Accept,
    /// Says this, with its code, instead of yes. More lines are given as they go over the wire, `550-..` first.
    Say(Moment, String),
    /// Writes these bytes instead of an answer.
    Write(Moment, Vec<u8>),
    /// Says yes one byte at a time, each on its way before the next is written.
    SayInPieces(Moment),
    /// Writes these bytes again and again until the client goes.
    SayWithoutEnd(Moment, Vec<u8>),
    /// Says nothing any more, and keeps the connection open.
    FallSilent(Moment),
    /// Closes the connection.
    HangUp(Moment),
    /// Takes the mail, and closes the connection without a word.
    TakeAndHangUp,
    /// Has no room on its disk for what the client sends: answers so and closes before it has read the message.
    InterruptContent(String),
    /// These, one after the other, each the first time that its moment comes; then it takes every mail.
    InTurn(Vec<Behaviour>),
}

impl Behaviour {
    pub fn say(moment: Moment, line: &str) -> Self {
        Self::Say(moment, line.to_owned())
    }

    fn moment(&self) -> Option<Moment> {
        match self {
            Self::Accept => None,
            Self::Say(moment, _)
            | Self::Write(moment, _)
            | Self::SayInPieces(moment)
            | Self::SayWithoutEnd(moment, _)
            | Self::FallSilent(moment)
            | Self::HangUp(moment) => Some(*moment),
            Self::TakeAndHangUp => Some(Moment::Content),
            Self::InterruptContent(_) => Some(Moment::Data),
            Self::InTurn(behaviours) => behaviours.first().and_then(Self::moment),
        }
    }

    /// What is to be done at this moment, other than to say yes.
    pub(super) fn at(&mut self, moment: Moment) -> Option<Self> {
        if self.moment() != Some(moment) {
            return None;
        }
        match self {
            Self::InTurn(behaviours) => Some(behaviours.remove(0)),
            other => Some(other.clone()),
        }
    }
}
