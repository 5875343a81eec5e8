//! Signing in: a link is asked for, followed, and with a second factor a code is typed.
//!
//! Whoever asks for a link gets the same answer, whatever the address: whether it is an organiser's is looked up when the
//! mail is sent ([`Access::send_due`]), so that the request does the same work for everybody.

use domain::{
    checked::{EmailAddress, FieldError, Token},
    form::Field,
    problem::Problem,
};
use jiff::{SignedDuration, Timestamp};

use super::{
    Present,
    access::{Access, Arrival, again_in, link_secret, secret},
    second_factor::{Checked, check_code},
};
use crate::{
    asker::Asker,
    networks::SignInNames,
    ports::{NewSession, Occasion, OrganiserMail, SignInLink, StoreError, Unit, Writes},
    refusal::{Missing, Refusal, Spent},
};

/// How far somebody has come who followed a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// In, with the secret of the session.
    SignedIn(Token),
    /// A code is asked for, from the browser that has this secret.
    CodeWanted(Token),
}

/// A session that is to be opened, at once or after a code.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The digest of the new session's secret.
    pub session: &'a str,
    /// The digest of the session that it takes the place of.
    pub replaced: Option<&'a str>,
    pub arrival: Arrival<'a>,
    pub now: Timestamp,
}

/// What was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    Session,
    /// A code is asked for first.
    HalfSession,
}

impl Access {
    /// Links that are mailed to one address in an hour. Each of them works, so that whoever is flooded with them can sign
    /// in all the same.
    pub const LINKS_PER_ADDRESS: u64 = 5;
    /// Links that are asked for from one network in an hour: an office is one network.
    pub const LINKS_PER_NETWORK: u64 = 30;
    const LINKS_COUNTED: SignedDuration = SignedDuration::from_hours(1);
    /// A code has to be typed within this time of following a link.
    pub const CODE_WITHIN: SignedDuration = SignedDuration::from_mins(10);
    /// Codes that can be tried for one link.
    pub const CODES_PER_LINK: u32 = 5;

    /// Somebody asks for a link to be mailed to an address. The answer is the same for every address.
    pub async fn ask_for_link(&self, email: &str, return_to: &str, asker: Asker) -> Result<(), Refusal> {
        let to = address(email)?;
        if !self.mails_links() {
            return Err(Refusal::NoMailServer);
        }
        let now = self.clock.now();
        let names = self.networks.sign_in_names(asker.from.network, &to, now).await?;
        let mail = OrganiserMail {
            id: self.ids.token(),
            to,
            occasion: Occasion::SignIn,
            reader: asker.reader,
            return_to: return_to.to_owned(),
            enqueued_at: now,
        };
        ask_for_link(&*self.writes, &mail, &names).await
    }

    /// A link, to look at. It is not used up, since mail programs open links by themselves.
    pub async fn look_at_link(&self, token: &str) -> Result<EmailAddress, Refusal> {
        let link = self.sessions.sign_in_link(&link_secret(token)?).await?;
        let SignInLink { organiser, expires_at, used_at } = link.ok_or(Refusal::NotFound(Missing::Token))?;
        if used_at.is_some() {
            Err(Refusal::TokenSpent(Spent::Used))
        } else if expires_at <= self.clock.now() {
            Err(Refusal::TokenSpent(Spent::Expired))
        } else {
            Ok(organiser.email)
        }
    }

    /// Uses a sign-in link up.
    pub async fn follow_link(&self, token: &str, arrival: Arrival<'_>) -> Result<Entered, Refusal> {
        let (link, new) = (link_secret(token)?, self.new_entry(arrival));
        let opened = use_link(&*self.writes, &link, new.entry()).await?;
        Ok(new.entered(opened))
    }

    /// Whose code is asked for in the browser that has this secret.
    pub async fn whose_code(&self, half: &str) -> Result<EmailAddress, Refusal> {
        let found = self.sessions.half_session(&secret(half), self.clock.now(), Self::CODES_PER_LINK).await?;
        found.ok_or(Refusal::TokenSpent(Spent::Code))
    }

    /// Somebody types a code, or a recovery code, after having followed a link in the browser that has this secret.
    pub async fn enter_code(&self, half: &str, typed: &str, arrival: Arrival<'_>) -> Result<Token, Refusal> {
        let (half, new) = (secret(half), self.new_entry(arrival));
        use_code(&*self.writes, &half, typed, new.entry()).await?;
        Ok(new.token)
    }

    /// Somebody who is signed in types a code, so that they may do what asks for a recent sign-in.
    pub async fn sign_in_again(&self, present: &Present, session: &str, typed: &str) -> Result<(), Refusal> {
        let (session, now) = (secret(session), self.clock.now());
        let email = &present.organiser.email;
        let checked = self
            .writes
            .write::<_, StoreError>(async |work| {
                let checked = check_code(work, email, typed, now).await?;
                if checked == Checked::Right {
                    work.renew_session(&session, now).await?;
                }
                Ok(checked)
            })
            .await?;
        checked.or_refused()
    }

    /// A session to be opened, with a new secret.
    pub(super) fn new_entry<'a>(&self, arrival: Arrival<'a>) -> NewEntry<'a> {
        let (token, session) = self.new_secret();
        NewEntry { token, session, replaced: arrival.session.map(secret), arrival, now: self.clock.now() }
    }
}

/// A session to be opened, with its secret.
#[derive(Debug)]
pub(super) struct NewEntry<'a> {
    token: Token,
    session: String,
    replaced: Option<String>,
    arrival: Arrival<'a>,
    now: Timestamp,
}

impl NewEntry<'_> {
    /// What is stored of it.
    pub(super) fn entry(&self) -> Entry<'_> {
        let Self { session, replaced, arrival, now, .. } = self;
        Entry { session, replaced: replaced.as_deref(), arrival: *arrival, now: *now }
    }

    pub(super) fn entered(self, opened: Opened) -> Entered {
        match opened {
            Opened::Session => Entered::SignedIn(self.token),
            Opened::HalfSession => Entered::CodeWanted(self.token),
        }
    }
}

/// An address as it was typed.
pub(super) fn address(typed: &str) -> Result<EmailAddress, Refusal> {
    EmailAddress::parse(typed).map_err(|error| Refusal::Invalid(vec![FieldError::new(Field::Email, error)]))
}

/// Queues the mail with a link. Refuses if the network has asked for as many as it may. If the address has got as many as
/// it may, nothing is queued, and the answer is the same.
pub async fn ask_for_link(writes: &dyn Writes, mail: &OrganiserMail, names: &SignInNames) -> Result<(), Refusal> {
    let now = mail.enqueued_at;
    let since = now - Access::LINKS_COUNTED;
    let SignInNames { of_network, of_address } = names;
    writes
        .write(async |work| {
            // Two requests at once would each count without the other.
            work.alone().await?;
            let from_network = work.count_tries([&of_network[0], &of_network[1]], since).await?;
            if from_network.count >= Access::LINKS_PER_NETWORK {
                return Err(Refusal::TooManyTries { again_in: again_in(from_network.first, Access::LINKS_COUNTED, now) });
            }
            work.add_try(&of_network[0], now).await?;
            let to_address = work.count_tries([&of_address[0], &of_address[1]], since).await?;
            if to_address.count < Access::LINKS_PER_ADDRESS {
                work.add_try(&of_address[0], now).await?;
                work.add_organiser_mail(mail).await?;
            }
            Ok(())
        })
        .await
}

/// Uses a link up and opens a session, or asks for a code: both, or neither.
pub async fn use_link(writes: &dyn Writes, link: &str, entry: Entry<'_>) -> Result<Opened, Refusal> {
    writes
        .write(async |work| {
            // One statement finds and spends it: of two people with the same link, one is let in.
            let spent = work.spend_link(link, entry.now).await?;
            let known = work.link(link).await?.ok_or(Refusal::NotFound(Missing::Token))?;
            if !spent {
                let used = known.used_at.is_some();
                return Err(Refusal::TokenSpent(if used { Spent::Used } else { Spent::Expired }));
            }
            Ok(enter(work, &known.organiser.email, entry).await?)
        })
        .await
}

/// Opens a session for somebody who has typed a code, in the place of the half session.
pub async fn use_code(writes: &dyn Writes, half: &str, typed: &str, entry: Entry<'_>) -> Result<(), Refusal> {
    // What a wrong code leaves behind has to stay, so the closure ends well with it.
    let checked = writes
        .write::<_, StoreError>(async |work| {
            let Some(email) = work.try_half_session(half, entry.now, Access::CODES_PER_LINK).await? else { return Ok(None) };
            let checked = check_code(work, &email, typed, entry.now).await?;
            if checked == Checked::Right {
                work.end_half_session(half).await?;
                open(work, &email, entry).await?;
            }
            Ok(Some(checked))
        })
        .await?;
    checked.ok_or(Refusal::TokenSpent(Spent::Code))?.or_refused()
}

/// Lets somebody in whom a link has proven.
pub(super) async fn enter(work: &mut Unit, email: &EmailAddress, entry: Entry<'_>) -> Result<Opened, StoreError> {
    if work.second_factor(email).await?.is_some_and(|factor| factor.on_since.is_some()) {
        work.open_half_session(entry.session, email, entry.now + Access::CODE_WITHIN).await?;
        return Ok(Opened::HalfSession);
    }
    open(work, email, entry).await?;
    Ok(Opened::Session)
}

async fn open(work: &mut Unit, email: &EmailAddress, entry: Entry<'_>) -> Result<(), StoreError> {
    let Entry { session, replaced, arrival, now } = entry;
    if let Some(replaced) = replaced {
        work.end_session(replaced).await?;
    }
    let until = now + Access::SESSION_FOR;
    work.open_session(NewSession { digest: session, organiser: email, device: arrival.device, at: now, until }).await?;
    work.set_language(email, arrival.reader).await
}

impl Checked {
    /// Nothing if the code was right.
    pub(super) fn or_refused(self) -> Result<(), Refusal> {
        match self {
            Self::Right => Ok(()),
            Self::Wrong => Err(Refusal::Invalid(vec![FieldError::new(Field::OneTimeCode, Problem::WrongCode)])),
            Self::TooMany { again_in } => Err(Refusal::TooManyTries { again_in }),
        }
    }
}
