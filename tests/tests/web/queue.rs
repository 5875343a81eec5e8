//! The worker and the queue when something goes wrong: nothing is lost, and nothing is sent twice.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use async_trait::async_trait;
use domain::{
    checked::Token,
    post::{LetterState, Purpose},
    tally::Stage,
};
use jiff::Timestamp;
use tests::house::{BY_MAIL, House, LastWord, PUBLIC_URL};
use tokio::sync::Notify;
use usecases::{
    Relay,
    ports::{
        Clock as _, Handover, Lease, LocalMail, Mailer, Outgoing, Queued, RelayLetter, SendError, StoreError, StoreFault, Work,
        Writes,
    },
    post::{Settled, claim, settle},
};

/// What a mail server does with letters; it takes all other mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Take,
    /// It makes us break off.
    Panic,
    /// It does not come back before it is told so.
    Wait,
}

#[derive(Debug)]
struct Server {
    doing: Mutex<Doing>,
    letters: Arc<AtomicUsize>,
    begun: Notify,
    go_on: Notify,
    newest: Mutex<Option<Outgoing>>,
}

impl Server {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            doing: Mutex::new(Doing::Take),
            letters: Arc::default(),
            begun: Notify::new(),
            go_on: Notify::new(),
            newest: Mutex::default(),
        })
    }

    fn does(&self, doing: Doing) {
        *self.doing.lock().unwrap() = doing;
    }

    fn letters(&self) -> usize {
        self.letters.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Mailer for Server {
    async fn begin(&self, mail: &Outgoing) -> Result<Box<dyn Handover>, SendError> {
        *self.newest.lock().unwrap() = Some(mail.clone());
        if mail.purpose != Purpose::Letter {
            return Ok(Box::new(LastWord(|| Ok(()))));
        }
        let doing = *self.doing.lock().unwrap();
        match doing {
            Doing::Take => {}
            Doing::Panic => panic!("this mail is meant to panic"),
            Doing::Wait => {
                self.begun.notify_one();
                self.go_on.notified().await;
            }
        }
        let letters = Arc::clone(&self.letters);
        Ok(Box::new(LastWord(move || {
            letters.fetch_add(1, Ordering::Relaxed);
            Ok(())
        })))
    }

    async fn mailbox(&self, _: usize) -> Option<Vec<LocalMail>> {
        None
    }

    async fn read(&self, _: &str) -> Option<String> {
        None
    }
}

/// A database that cannot be written to while it fails.
#[derive(Debug)]
struct Failing {
    writes: Arc<dyn Writes>,
    fails: AtomicBool,
}

impl Failing {
    fn has_room(&self) -> Result<(), StoreError> {
        if self.fails.load(Ordering::Relaxed) {
            let source = Arc::new(std::io::Error::other("no room"));
            return Err(StoreError { doing: "writing", fault: StoreFault::Unavailable, source });
        }
        Ok(())
    }
}

#[async_trait]
impl Writes for Failing {
    async fn begin(&self) -> Result<Box<dyn Work>, StoreError> {
        self.has_room()?;
        self.writes.begin().await
    }

    async fn mail_left(&self, mail: &Queued, at: Timestamp) -> Result<bool, StoreError> {
        self.has_room()?;
        self.writes.mail_left(mail, at).await
    }

    async fn forget_deleted(&self) -> Result<bool, StoreError> {
        self.writes.forget_deleted().await
    }
}

/// A letter that was confirmed and waits.
async fn confirmed(server: &Arc<Server>) -> (House, RelayLetter) {
    let house = House::with(|parts| parts.mailer = server.clone()).await;
    let ready = house.ready(BY_MAIL).await;
    house.submit(&ready.form("Send it for me").set("email", "ada@home.example").set("consent", "yes")).await;
    house.deliver().await;
    let letter = {
        let newest = server.newest.lock().unwrap();
        newest.as_ref().unwrap().letter.clone()
    };
    let link = format!("{PUBLIC_URL}/confirm/{}", letter.token);
    let link = link.strip_prefix(PUBLIC_URL).unwrap().to_owned();
    assert_eq!(house.submit(&house.get(&link).await.form("Yes, send it")).await.status, 303);
    (house, letter)
}

async fn state(house: &House, letter: &RelayLetter) -> LetterState {
    house.app.relay.asked.relay_letter(&letter.id).await.unwrap().unwrap().state
}

#[tokio::test]
async fn a_letter_that_left_while_the_database_failed_is_written_down_later_and_not_sent_again() {
    let server = Server::new();
    let (house, letter) = confirmed(&server).await;
    let failing = Arc::new(Failing { writes: house.app.relay.writes.clone(), fails: AtomicBool::new(false) });
    let relay = Relay { writes: failing.clone(), ..house.app.relay.clone() };
    server.does(Doing::Wait);
    let sending = tokio::spawn({
        let relay = relay.clone();
        async move { relay.send_due().await }
    });
    server.begun.notified().await;
    // It has claimed the letter, and now the disk is full.
    failing.fails.store(true, Ordering::Relaxed);
    server.go_on.notify_one();
    assert!(sending.await.unwrap().is_err());
    assert_eq!((server.letters(), state(&house, &letter).await), (1, LetterState::Sending));
    // While that lasts nothing more is sent, even if the lease runs out.
    server.does(Doing::Take);
    house.clock.advance(Relay::LEASE * 2);
    assert!(relay.send_due().await.is_err());
    assert!(relay.keep_in_hand().await.is_err());
    failing.fails.store(false, Ordering::Relaxed);
    relay.send_due().await.unwrap();
    assert_eq!((server.letters(), state(&house, &letter).await), (1, LetterState::Accepted));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Accepted], 1);
}

#[tokio::test]
async fn a_letter_that_left_just_before_its_sender_died_is_counted_by_whoever_lives() {
    let server = Server::new();
    let (house, letter) = confirmed(&server).await;
    let writes = &*house.app.relay.writes;
    // One that claims it, sends it and writes that down, and then is no more.
    let lease =
        Lease { claim: Token::from_bytes([7; 16]), node: Token::from_bytes([7; 16]), until: house.clock.now() + Relay::LEASE };
    let taken = claim(&*house.app.relay.mails, writes, None, &lease, house.clock.now(), 20).await.unwrap();
    settle(writes, &taken.mails[0], &Settled::Sent, house.clock.now()).await.unwrap();
    assert_eq!(house.counted("cluster-munitions").await[Stage::Accepted], 0);
    house.app.relay.keep_in_hand().await.unwrap();
    assert_eq!((server.letters(), state(&house, &letter).await), (0, LetterState::Accepted));
    assert_eq!(house.counted("cluster-munitions").await[Stage::Accepted], 1);
}

#[tokio::test]
async fn a_letter_that_makes_us_break_off_is_held_and_the_next_one_goes_out() {
    let server = Server::new();
    let (house, letter) = confirmed(&server).await;
    server.does(Doing::Panic);
    assert_eq!(house.deliver().await, 1);
    assert_eq!(state(&house, &letter).await, LetterState::Held);
    assert_eq!(house.counted("cluster-munitions").await[Stage::Bounced], 0, "nobody refused it");
    server.does(Doing::Take);
    house.clock.advance(Relay::LEASE * 2);
    assert_eq!((house.deliver().await, server.letters()), (0, 0));
}

#[tokio::test]
async fn what_is_begun_is_handed_back_when_the_server_stops_and_cannot_wait() {
    let server = Server::new();
    let (house, letter) = confirmed(&server).await;
    server.does(Doing::Wait);
    let relay = house.app.relay.clone();
    let sending = tokio::spawn({
        let relay = relay.clone();
        async move { relay.send_due().await }
    });
    server.begun.notified().await;
    assert_eq!(state(&house, &letter).await, LetterState::Sending);
    relay.hand.stop();
    relay.hand_back().await.unwrap();
    assert_eq!(state(&house, &letter).await, LetterState::Queued);
    assert_eq!(relay.send_due().await.unwrap(), 0, "nothing new is begun");
    // It goes on after all, and does not give away what is somebody else's by now.
    server.go_on.notify_one();
    sending.await.unwrap().unwrap();
    assert_eq!((server.letters(), state(&house, &letter).await), (0, LetterState::Queued));
}
