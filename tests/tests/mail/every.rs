//! Every mail that we send, in every language in which it is sent, as a mail server took it: signed by both keys.

use domain::{checked::Token, post::Purpose};
use mail::{DkimAlgorithm, DkimKey, MailConfig, TxtRecord, send_trial};
use tests::smtp::{Aiosmtpd, Mail};
use usecases::ports::{Invited, ToOrganiser};
use words::{Locale, Part};

use super::*;

/// A mail, and the addresses that may stand in it.
pub(crate) struct Sent {
    pub(crate) mail: Mail,
    pub(crate) links: Vec<String>,
}

pub(crate) fn keys() -> Vec<DkimKey> {
    let rsa = include_bytes!("../../../server/mail/src/dkim/tests/rsa.pem");
    let ed25519 = include_bytes!("../../../server/mail/src/dkim/tests/ed25519.pem");
    vec![
        DkimKey::parse(DkimAlgorithm::Rsa, "postbag", rsa).unwrap(),
        DkimKey::parse(DkimAlgorithm::Ed25519, "postbag-ed", ed25519).unwrap(),
    ]
}

/// What the DNS shows of both.
pub(crate) fn records() -> Vec<TxtRecord> {
    keys().iter().map(|key| key.record("letters.example")).collect()
}

pub(crate) fn signing(url: &str) -> MailConfig {
    MailConfig { keys: keys(), ..config(url) }
}

pub(crate) fn now() -> Timestamp {
    "2026-10-06T09:00:00Z".parse().unwrap()
}

/// As people write them.
const LETTER: &str = "Your Excellency,

My grandfather cleared mines near Elbląg for eleven years after the war. He never spoke of it without naming the friend who lost his \
leg there.

Your country has not joined the Mine Ban Treaty yet. More than one hundred and sixty states have, and none of them is less safe for \
it. I ask your government to accede to the treaty, and to say so at the next meeting of the states parties.

I would be glad to hear what stands in the way.

Yours faithfully,
Łucja Żak
Poland";

fn letter(purpose: Purpose, number: u8, reader: Locale) -> Outgoing {
    let mail = outgoing(purpose, number);
    let letter = RelayLetter {
        reader: Language::parse(reader.tag()).unwrap(),
        name: PersonName::parse("Łucja Żak").unwrap(),
        // Not that of the other tests: for an apostrophe in it filters distrust a mail, and we cannot write it otherwise.
        email: EmailAddress::parse("lucja@home.example").unwrap(),
        subject: "Please accede to the Mine Ban Treaty".to_owned(),
        body: LETTER.to_owned(),
        ..mail.letter
    };
    Outgoing { letter, ..mail }
}

fn to_organiser(number: u8, reader: Locale, invited: Option<Invited>) -> ToOrganiser {
    ToOrganiser {
        id: Token::from_bytes([number; 16]),
        attempt: 1,
        to: EmailAddress::parse("olga@ngo.example").unwrap(),
        reader: Language::parse(reader.tag()).unwrap(),
        link: PublicLink::new("https://letters.example/desk/sign-in/0f0f?lang=en".to_owned()),
        invited,
    }
}

pub(crate) async fn every_mail() -> Vec<Sent> {
    let server = Aiosmtpd::start().await.unwrap();
    let config = signing(&server.url());
    let mailer = mailer_of(&config);
    let mut links = Vec::new();
    for (number, reader) in (0_u8..).zip(Locale::ALL.iter().copied()) {
        for purpose in Purpose::ALL {
            let mail = letter(purpose, number, reader);
            mailer.send(&mail).await.unwrap();
            links.push(vec![mail.link.to_string(), mail.again.to_string()]);
        }
        // An office reads the language of the campaign.
        let others =
            vec![together::of(101, "Ada Writer", LETTER), together::of(102, "Bo Ek", &LETTER.replace("Łucja Żak", "Bo Ek"))];
        let parcel = together::parcel(others, Language::parse(reader.tag()).unwrap());
        mailer.send(&Outgoing { parcel: Some(parcel), ..letter(Purpose::Letter, number, reader) }).await.unwrap();
        links.push(Vec::new());
        let copy = letter(Purpose::Copy, number, reader);
        links.push(vec![copy.again.to_string()]);
        mailer.send(&Outgoing { left_with_others: true, ..copy }).await.unwrap();
        if !Part::Desk.is_in(reader) {
            continue;
        }
        let by = || EmailAddress::parse("ada@ngo.example").unwrap();
        for invited in [
            None,
            Some(Invited { by: by(), campaign: None }),
            Some(Invited { by: by(), campaign: Some("A world without mines".to_owned()) }),
        ] {
            let mail = to_organiser(number, reader, invited);
            mailer.send_to_organiser(&mail).await.unwrap();
            links.push(vec![mail.link.as_str().to_owned()]);
        }
    }
    let olga = EmailAddress::parse("olga@ngo.example").unwrap();
    send_trial(&config, Arc::new(Fixed(now())), &Token::from_bytes([7; 16]), &olga).await.unwrap();
    links.push(Vec::new());
    let mails = server.messages().await.unwrap();
    assert_eq!(mails.len(), links.len());
    mails.into_iter().zip(links).map(|(mail, links)| Sent { mail, links }).collect()
}
