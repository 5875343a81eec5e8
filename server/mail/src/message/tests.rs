use domain::{
    campaign::CampaignId,
    checked::{EmailAddress, LetterId, PersonName, Token},
    language::Language,
    post::{
        LetterState, Purpose,
        return_path::{ReturnPath, Tag},
    },
    state::Iso2,
    target::TargetId,
};
use mail_parser::{Message as Parsed, MessageParser, MimeHeaders as _};
use usecases::ports::{Parcel, PublicLink, RelayLetter};

use super::*;

mod ours;

const NOW: &str = "2026-10-05T14:30:15.25Z";

pub(crate) fn outgoing(purpose: Purpose) -> Outgoing {
    let id = LetterId::from_bytes([0x5a; 16]);
    Outgoing {
        purpose,
        return_path: ReturnPath::new(purpose, id.clone(), Tag::of_digest(&[0xc3; 32])),
        letter: RelayLetter {
            id,
            campaign: CampaignId::parse("a-world-without-mines").unwrap(),
            target: TargetId::parse("mission-al-us").unwrap(),
            language: Language::EN,
            reader: Language::EN,
            country: Iso2::parse("PL").unwrap(),
            name: PersonName::parse("Łucja Żak").unwrap(),
            email: EmailAddress::parse("lucja@home.example").unwrap(),
            recipient: EmailAddress::parse("embassy@mission.example").unwrap(),
            subject: "Please accede to the Convention".to_owned(),
            body: "Excellency,\n\nI write from Łódź.\n\nYours,\nŁucja Żak".to_owned(),
            token: Token::from_bytes([0x0f; 16]),
            shown: String::new(),
            ask_later: false,
            own_digest: None,
            review: String::new(),
            state: LetterState::Queued,
            asked_at: NOW.parse().unwrap(),
        },
        campaign_title: "A world without mines".to_owned(),
        target_name: "the Embassy of Albania".to_owned(),
        link: PublicLink::new("https://letters.example/confirm/0f0f".to_owned()),
        again: PublicLink::new("https://letters.example/c/a-world-without-mines/write/mission-al-us".to_owned()),
        web_form: None,
        ended_at: None,
        reason: None,
        left_with_others: false,
        parcel: None,
    }
}

/// A letter that goes with another one.
pub(crate) fn with_another() -> Outgoing {
    let mut mail = outgoing(Purpose::Letter);
    let other = RelayLetter {
        id: LetterId::from_bytes([0x5b; 16]),
        name: PersonName::parse("Ana Silva").unwrap(),
        email: EmailAddress::parse("ana@home.example").unwrap(),
        token: Token::from_bytes([0x1f; 16]),
        ..mail.letter.clone()
    };
    mail.parcel = Some(Parcel {
        others: vec![other],
        name: "0123456789ab".to_owned(),
        secret: "ab".repeat(12),
        language: Language::EN,
        title: "A world without mines".to_owned(),
        contact: None,
    });
    mail
}

fn made(mail: &Outgoing) -> Ready {
    let origin = Origin::parse("https://letters.example/", None).unwrap();
    make(&origin, mail, NOW.parse().unwrap()).unwrap()
}

/// Makes it, looks at the bytes as a mail server would, and reads it with a parser that is not ours.
fn parsed(mail: &Outgoing) -> Parsed<'static> {
    let text = made(mail).text;
    assert!(text.is_ascii());
    for line in text.split("\r\n") {
        assert!(!line.contains(['\r', '\n']), "a line end of its own kind: {line:?}");
        assert!(line.len() <= 998, "RFC 5322 allows 998 characters, this has {}", line.len());
    }
    MessageParser::default().parse(&text).unwrap().into_owned()
}

fn text(message: &Parsed<'_>) -> String {
    message.body_text(0).unwrap().replace("\r\n", "\n")
}

/// The HTML part's letters, so that the two parts can be held against each other.
fn html_as_text(message: &Parsed<'_>) -> String {
    let html = message.body_html(0).unwrap().into_owned();
    let body = html.split_once("<body>").unwrap().1.to_owned();
    mail_parser::decoders::html::html_to_text(&body).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn people(address: Option<&mail_parser::Address<'_>>) -> Vec<(String, String)> {
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    address.unwrap().iter().map(|person| (own(person.name()), own(person.address()))).collect()
}

fn header_names(message: &Parsed<'_>) -> Vec<String> {
    message.headers().iter().map(|header| header.name().to_owned()).collect()
}

fn one(name: &str, address: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), address.to_owned())]
}

#[test]
fn a_letter_is_from_the_supporter_by_way_of_us_and_answers_go_to_the_supporter() {
    let message = parsed(&outgoing(Purpose::Letter));
    assert_eq!(people(message.from()), one("Łucja Żak", "letters@letters.example"));
    assert_eq!(people(message.reply_to()), one("Łucja Żak", "lucja@home.example"));
    assert_eq!(people(message.to()), one("", "embassy@mission.example"));
    assert_eq!(message.subject(), Some("Please accede to the Convention"));
    assert_eq!(message.message_id(), Some("5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a.letter@letters.example"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-10-05T14:30:15Z");
}

#[test]
fn a_letter_has_no_headers_but_those_of_a_personal_letter() {
    let mut names = header_names(&parsed(&outgoing(Purpose::Letter)));
    names.sort_unstable();
    assert_eq!(names, ["Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Reply-To", "Subject", "To"]);
}

#[test]
fn every_mail_has_an_envelope_sender_of_its_own() {
    for (purpose, recipient) in [
        (Purpose::Letter, "embassy@mission.example"),
        (Purpose::Confirmation, "lucja@home.example"),
        (Purpose::FailureNotice, "lucja@home.example"),
    ] {
        let mail = outgoing(purpose);
        let envelope = made(&mail).envelope;
        let sender = envelope.from().unwrap().to_string();
        assert!(sender.starts_with("bounce+") && sender.ends_with("@letters.example"), "{sender}");
        let path = ReturnPath::parse(&sender).unwrap();
        assert_eq!(path, mail.return_path);
        assert_eq!(envelope.to().iter().map(ToString::to_string).collect::<Vec<_>>(), [recipient]);
    }
}

#[test]
fn nothing_in_a_mail_to_an_office_holds_the_secret_that_opens_the_letters_links() {
    let mut offices = 0;
    for mut mail in Purpose::ALL.map(outgoing).into_iter().chain([with_another()]) {
        mail.ended_at = Some(NOW.parse().unwrap());
        mail.letter.body = "long ".repeat(400) + "ł";
        let ready = made(&mail);
        if ready.envelope.to()[0].to_string() != mail.letter.recipient.as_str() {
            continue;
        }
        offices += 1;
        let message = MessageParser::default().parse(&ready.text).unwrap();
        let envelope = ready.envelope.from().unwrap().to_string();
        let decoded = [ready.text.replace("\r\n", ""), text(&message), html_as_text(&message), envelope];
        let others = mail.parcel.iter().flat_map(|parcel| &parcel.others);
        for letter in std::iter::once(&mail.letter).chain(others) {
            for secret in [letter.token.as_str().to_owned(), letter.token.as_str().to_uppercase()] {
                assert!(decoded.iter().all(|text| !text.contains(&secret)), "{decoded:?}");
            }
        }
    }
    assert_eq!(offices, 2, "a letter alone, and one with others");
}

#[test]
fn the_boundary_cannot_be_told_from_what_is_known_when_the_text_is_typed() {
    let boundary = |mail: &Outgoing| parsed(mail).content_type().unwrap().attribute("boundary").unwrap().to_owned();
    let mail = outgoing(Purpose::Letter);
    let mut other = mail.clone();
    other.letter.token = Token::from_bytes([0x10; 16]);
    assert_ne!(boundary(&mail), boundary(&other), "the letter's id is in the form, and its secret is not");
    assert_ne!(boundary(&mail), boundary(&Outgoing { purpose: Purpose::Copy, ..mail.clone() }));
    assert_eq!(boundary(&mail), boundary(&mail));
}

#[test]
fn the_same_mail_is_the_same_message_to_the_byte() {
    for purpose in Purpose::ALL {
        let mail = outgoing(purpose);
        assert_eq!(made(&mail).text, made(&mail).text);
    }
}

#[test]
fn both_parts_say_what_was_written_in_any_script_and_shape() {
    for body in [
        "Łódź, İstanbul, Αθήνα",
        "ไพลิน 毛利 ნინო Ngũgĩ العربية עברית",
        "A postcard 📮 and a family 👩‍👩‍👧‍👦 and a flag 🇵🇱",
        ".\n..\n.\n\n.and a dot\n",
        "From the start\n\nFrom me",
        "-- \nA signature\n--postbag-5a5a\n--",
        "=?utf-8?q?no?= =3D = =20 %20 &amp; <b>bold</b> \"quoted\" 'it'",
        "one\ntwo\n\n\n\nthree\n  indented  \nend of line \nend",
        &"long ".repeat(400),
        &"ł".repeat(3000),
        &"x".repeat(5000),
    ] {
        let mut mail = outgoing(Purpose::Letter);
        mail.letter.body = body.to_owned();
        let message = parsed(&mail);
        assert_eq!(text(&message), body);
        assert_eq!(html_as_text(&message), words(body));
        let types: Vec<_> = message.parts.iter().map(|part| part.content_type().unwrap().subtype().unwrap_or_default()).collect();
        assert_eq!(types, ["alternative", "plain", "html"]);
        for part in &message.parts[1..] {
            assert_eq!(part.content_type().unwrap().attribute("charset"), Some("utf-8"));
        }
    }
}

#[test]
fn a_subject_arrives_as_it_was_written() {
    for subject in [
        "Łódź, İstanbul, Αθήνα",
        "Please 📮 accede",
        "=?utf-8?q?Bcc=3A_x?=",
        "a =?utf-8?b?SGk=?= b",
        "ł =?utf-8?b?SGk=?= ł",
        "one  two   three",
        "Bcc: everybody@home.example",
        "A long subject of many plain words that has to be folded ".repeat(6).trim(),
        "Δίκαιο και ειρήνη για όλους τους ανθρώπους ".repeat(6).trim(),
        &"w".repeat(1200),
        &"ł".repeat(300),
        &"毛".repeat(300),
    ] {
        let mut mail = outgoing(Purpose::Letter);
        mail.letter.subject = subject.to_owned();
        assert_eq!(parsed(&mail).subject(), Some(subject));
    }
}

#[test]
fn a_name_arrives_as_it_was_written_and_is_never_more_than_a_name() {
    let expected = header_names(&parsed(&outgoing(Purpose::Letter)));
    for name in [
        "O'Brien-Sato",
        "J. R. \"Bob\" Dobbs",
        "back\\slash\\",
        "\"",
        "\\",
        ".",
        "a, b; c: d@e.example",
        "Ambassador <boss@mission.example>",
        "<boss@mission.example>",
        "(comment) name",
        "unclosed (comment",
        "=?utf-8?q?Ambassador?=",
        "=?utf-8?b?QQ0KQmNjOiB4QHkuZXhhbXBsZQ==?=",
        "Bcc: x@y.example",
        "undisclosed-recipients:;",
        "ไพลิน",
        "👩‍👩‍👧‍👦 Smith",
        "İpek Öztürk",
        "毛利",
        "العربية",
        &"ł".repeat(80),
        &"👩".repeat(80),
        &"x".repeat(80),
        &"\"".repeat(80),
        &"a\u{301}\u{302}\u{303}".repeat(20),
        &"x ".repeat(40),
    ] {
        let mut mail = outgoing(Purpose::Letter);
        mail.letter.name = PersonName::parse(name).unwrap();
        let name = mail.letter.name.as_str();
        let message = parsed(&mail);
        assert_eq!(people(message.from()), one(name, "letters@letters.example"), "{name}");
        assert_eq!(people(message.reply_to()), one(name, "lucja@home.example"), "{name}");
        assert_eq!(header_names(&message), expected, "{name}");
        assert_eq!(text(&message), mail.letter.body, "{name}");
    }
}

#[test]
fn a_name_is_not_encoded_for_a_sign_that_quotation_marks_can_hold() {
    for (name, header) in [
        ("Ana Silva", "Reply-To: \"Ana Silva\" <"),
        ("O'Brien, Bob (\"Bo\")", "Reply-To: \"O'Brien, Bob (\\\"Bo\\\")\" <"),
        ("back\\slash", "Reply-To: \"back\\\\slash\" <"),
        ("=?utf-8?q?Ambassador?=", "Reply-To: =?utf-8?b?"),
        ("Łucja", "Reply-To: =?utf-8?b?"),
    ] {
        let mut mail = outgoing(Purpose::Letter);
        mail.letter.name = PersonName::parse(name).unwrap();
        let text = made(&mail).text;
        assert!(text.contains(header), "{text}");
    }
    assert!(made(&outgoing(Purpose::Confirmation)).text.contains("From: \"A world without mines (Postbag)\" <postbag@"));
}

#[test]
fn text_that_nobody_checked_cannot_begin_a_header() {
    let hostile = "x\r\nBcc: all@home.example\r\n\r\n<script>\u{0}\u{b}\u{85}\u{2028}y";
    for purpose in Purpose::ALL {
        let expected = header_names(&parsed(&outgoing(purpose)));
        let mut mail = outgoing(purpose);
        mail.letter.subject = hostile.to_owned();
        mail.campaign_title = hostile.to_owned();
        mail.target_name = hostile.to_owned();
        let message = parsed(&mail);
        assert_eq!(header_names(&message), expected);
        let said = "x  Bcc: all@home.example    <script>    y";
        let subject = message.subject().unwrap();
        assert!(subject.contains(said) || purpose == Purpose::Question, "{subject:?}");
        if purpose != Purpose::Letter {
            assert_eq!(people(message.from()), one(&format!("{said} (Postbag)"), "postbag@letters.example"));
        }
    }
}

#[test]
fn no_line_end_of_another_kind_can_end_a_message_early() {
    // What passes for an end with a careless server, and a second mail behind it.
    for end in ["\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r\n.\r\n"] {
        let mut mail = outgoing(Purpose::Letter);
        mail.letter.body = format!("before{end}MAIL FROM:<x@home.example>");
        assert_eq!(text(&parsed(&mail)), "before\n.\nMAIL FROM:<x@home.example>");
    }
}

#[test]
fn random_text_in_every_place_that_people_fill_comes_back_as_it_was() {
    // A generator of our own, so that a failure can be repeated: Knuth's MMIX constants.
    let mut state = 0x5eed_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    let alphabet: Vec<char> = " \"\\<>(),;:@.=?_-abc ZłŁİαωб毛👩\u{200d}\u{301}".chars().collect();
    for _ in 0..300 {
        let mut random = |longest: usize| (0..=below(longest)).map(|_| alphabet[below(alphabet.len())]).collect::<String>();
        let (Ok(name), subject, body) = (PersonName::parse(&random(60)), random(150), random(2000)) else { continue };
        let subject = subject.trim().to_owned();
        let mut mail = outgoing(Purpose::Letter);
        mail.letter = RelayLetter { name: name.clone(), subject: subject.clone(), body: body.clone(), ..mail.letter };
        let message = parsed(&mail);
        assert_eq!(people(message.from()), one(name.as_str(), "letters@letters.example"));
        assert_eq!(message.subject().unwrap_or_default(), subject);
        assert_eq!(text(&message), body);
    }
}

#[test]
fn a_confirmation_names_the_campaign_and_the_target_and_the_link() {
    for (language, subject, nothing_sent) in [
        (Language::EN, "Please confirm your letter: A world without mines", "Nothing has been sent yet."),
        (Language::ES, "Confirma tu carta: A world without mines", "Todavía no se ha enviado nada."),
        (Language::FR, "Confirmez votre lettre\u{a0}: A world without mines", "Rien n’a encore été envoyé."),
    ] {
        let mut mail = outgoing(Purpose::Confirmation);
        mail.letter.reader = language;
        let message = parsed(&mail);
        assert_eq!(message.subject(), Some(subject));
        assert_eq!(people(message.from()), one("A world without mines (Postbag)", "postbag@letters.example"));
        assert_eq!(people(message.to()), one("", "lucja@home.example"));
        assert!(message.reply_to().is_none());
        assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        let text = text(&message);
        for part in [nothing_sent, "A world without mines", "the Embassy of Albania", " 7 "] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        let place = |part: &str| text.find(part).unwrap();
        assert!(place(nothing_sent) < place(mail.link.as_str()));
        assert!(text.lines().any(|line| line == mail.link.as_str()), "the link stands alone on its line");
        let html = message.body_html(0).unwrap();
        assert!(html.contains(&format!("<a href=\"{0}\">{0}</a>", mail.link)));
        assert!(html.contains(&format!("<html lang=\"{}\" dir=\"ltr\">", language.tag())));
    }
}

#[test]
fn a_confirmation_says_nothing_that_its_writer_typed() {
    let typed = ["Quillfeather", "thunderbasket", "https://elsewhere.example/win", "Zanzibarville"];
    for language in [Language::EN, Language::ES, Language::FR] {
        let mut mail = outgoing(Purpose::Confirmation);
        mail.letter.reader = language;
        mail.letter.name = PersonName::parse("Quillfeather, see https://elsewhere.example/win").unwrap();
        mail.letter.subject = typed.join(" ");
        mail.letter.body = typed.join("\n\n");
        let message = parsed(&mail);
        let said = [
            made(&mail).text,
            text(&message),
            message.body_html(0).unwrap().into_owned(),
            format!("{:?} {:?} {:?}", message.subject(), people(message.from()), people(message.to())),
        ];
        for word in typed {
            assert_eq!(said.iter().find(|part| part.contains(word)), None, "{word}");
        }
        // As much as with another text: nothing of it is in there in a form that this test does not know.
        let other = outgoing(Purpose::Confirmation);
        let other = Outgoing { letter: RelayLetter { reader: language, ..other.letter }, ..other };
        assert_eq!(made(&mail).text, made(&other).text);
    }
}

#[test]
fn a_failure_notice_gives_the_reason_the_text_and_a_way_on() {
    for (language, subject, no_reason) in [
        (Language::EN, "Your letter could not be delivered: A world without mines", "The mail server gave no reason."),
        (Language::ES, "No se pudo entregar tu carta: A world without mines", "El servidor de correo no dio ningún motivo."),
        (
            Language::FR,
            "Votre lettre n’a pas pu être remise\u{a0}: A world without mines",
            "Le serveur de courrier n’a donné aucune raison.",
        ),
    ] {
        let mut mail = outgoing(Purpose::FailureNotice);
        mail.letter.reader = language;
        mail.reason = Some("the mail server did not take the address: 550 No such user".to_owned());
        let message = parsed(&mail);
        assert_eq!(message.subject(), Some(subject));
        assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        let said = text(&message);
        for part in [
            "550 No such user.",
            "the Embassy of Albania",
            "https://letters.example/c/a-world-without-mines/write/mission-al-us",
            "Please accede to the Convention",
            &mail.letter.body,
        ] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
        assert!(!said.contains("embassy@mission.example"), "nobody has that address: {said}");
        mail.reason = None;
        let said = text(&parsed(&mail));
        assert!(said.contains(no_reason) && said.contains("embassy@mission.example"), "{said}");
    }
}

#[test]
fn a_campaign_that_is_gone_leaves_no_gap() {
    for (language, subject, sentence) in [
        (Language::EN, "Your letter could not be delivered", "your letter to the Embassy of Albania, and"),
        (Language::ES, "No se pudo entregar tu carta", "tu carta a the Embassy of Albania y"),
        (Language::FR, "Votre lettre n’a pas pu être remise", "votre lettre à the Embassy of Albania, et"),
    ] {
        let mut mail = outgoing(Purpose::FailureNotice);
        mail.letter.reader = language;
        mail.campaign_title = String::new();
        let message = parsed(&mail);
        assert_eq!(message.subject(), Some(subject));
        assert_eq!(people(message.from()), one("Postbag", "postbag@letters.example"));
        assert!(text(&message).contains(sentence), "{}", text(&message));
    }
}

#[test]
fn a_site_at_an_address_of_numbers_sends_from_localhost() {
    let origin = Origin::parse("http://127.0.0.1:3000", None).unwrap();
    let ready = make(&origin, &outgoing(Purpose::Letter), NOW.parse().unwrap()).unwrap();
    let message = MessageParser::default().parse(&ready.text).unwrap();
    assert_eq!(people(message.from()), one("Łucja Żak", "letters@localhost"));
    assert_eq!(ready.envelope.from().unwrap().domain(), "localhost");
}

#[test]
fn who_knows_a_letters_id_cannot_write_parts_of_their_own_into_the_mail() {
    for purpose in Purpose::ALL {
        let mut mail = outgoing(purpose);
        let id = mail.letter.id.clone();
        mail.letter.body = format!(
            "Hello\n\n--postbag-{id}\nContent-Type: text/html\n\n<h1>Pay</h1>\n--=_{id}\n\n<h2>Pay</h2>\n--postbag-{id}--"
        );
        let parsed = parsed(&mail);
        assert_eq!((parsed.text_body_count(), parsed.html_body_count(), parsed.parts.len()), (1, 1, 3), "{purpose:?}");
        assert!(!made(&mail).text.contains(&format!("boundary=\"postbag-{id}")), "{purpose:?}");
    }
}
