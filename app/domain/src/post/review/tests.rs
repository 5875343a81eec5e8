use std::collections::BTreeMap;

use super::*;
use crate::letter::Draft;

fn template() -> Template {
    Template::parse(
        "Please join",
        "Excellency,\n\nBecause [[your reason|400]] and [[your hope|400]].\n\n{{note}}\n\n{{sender.name}}",
    )
    .unwrap()
}

/// The own text of a letter with these fields.
fn own(name: &str, place: &str, reason: &str, note: &str) -> OwnText {
    let blanks = BTreeMap::from([("your-reason".to_owned(), reason.to_owned()), ("your-hope".to_owned(), "peace".to_owned())]);
    let draft = Draft { name: name.to_owned(), place: place.to_owned(), note: note.to_owned(), blanks, ..Draft::default() };
    OwnText::of(&draft.check(&template()).unwrap(), &template())
}

fn reasons(text: &str) -> String {
    own("Ada Writer", "Ridgeview, OH", text, "").reasons().to_string()
}

#[test]
fn reasons_are_stored_as_words_and_read_again() {
    for reason in ReviewReason::ALL {
        assert_eq!(ReviewReason::parse(reason.as_str()), Some(reason));
    }
    let all: ReviewReasons = ReviewReason::ALL.into_iter().collect();
    assert_eq!(all.to_string(), "links,capitals,same_text,form");
    assert_eq!(ReviewReasons::parse("form,links"), Some([ReviewReason::Links, ReviewReason::Form].into_iter().collect()));
    assert_eq!(ReviewReasons::parse(""), Some(ReviewReasons::default()));
    assert_eq!(ReviewReasons::parse("links,other"), None);
}

#[test]
fn a_link_in_an_own_text_is_a_reason() {
    for text in [
        "see http://elsewhere.example/win",
        "see HTTPS://ELSEWHERE.EXAMPLE",
        "see (https://elsewhere.example).",
        "hxxp://elsewhere.example",
        "www.elsewhere.example has it",
        "Www.Elsewhere.Example.",
        "read elsewhere.com!",
        "read shop.elsewhere.co.uk",
        "read elsewhere.com/win?x=1",
        "read t.co/abc",
        "read bit.ly/3xyz",
        "read elsewhere.shop/now",
        "read 'elsewhere.org'",
        "read elsewhere.net:8080",
        "ftp://elsewhere.example",
        "[win](elsewhere)",
        "<a href='x'>win</a>",
        "[url=elsewhere]win[/url]",
        "смотри пример.com",
        "см. xn--e1afmkfd.xn--p1ai",
        "read evil.de now",
        "read evil.fr",
        "Evil.de has it",
        "evil-shop.nl, evil.pl and others",
        "read 1fine-shop.ch",
        "READ EVIL.DE",
        "lies evil.de/",
        // Where its ending is a word of some language, no word follows.
        "read evil.es",
        "read evil.it!",
        "read evil.me, my friend",
        "read (evil.at) and act",
        "read shop.evil.in.",
    ] {
        assert_eq!(reasons(text), "links", "{text}");
    }
    assert_eq!(own("Ada elsewhere.com", "Ridgeview", "peace", "").reasons().to_string(), "links");
    assert_eq!(own("Ada", "www.elsewhere.example", "peace", "").reasons().to_string(), "links");
    assert_eq!(own("Ada evil.de", "Ridgeview", "peace", "").reasons().to_string(), "links");
    assert_eq!(own("Ada", "evil.es", "peace", "").reasons().to_string(), "links");
    assert_eq!(own("Ada", "Ridgeview", "peace", "Look at evil.us\nand act").reasons().to_string(), "links");
    assert_eq!(own("Ada", "Ridgeview", "peace", "One.\n\nSee elsewhere.org").reasons().to_string(), "links");
}

#[test]
fn what_only_looks_like_a_link_is_none() {
    for text in [
        "The U.S.A. and the U.K. signed. So did we",
        "at 9 a.m./10 p.m. in St.Louis/MO",
        "I want peace.It is time.My family too",
        "Nr.5/6 of 1.5/2.5 metres, 3.14",
        "e.g./i.e. etc.",
        "we waited... and waited…/again",
        "and/or he/she",
        "Article 1.2.3: see above",
        "write to me at ada@home.com",
        "Mr.Smith and Ph.D.Jones",
        "No.1! Yes?No:maybe",
        "la paz.De nuevo/otra vez",
        "نريد السلام.الآن/اليوم",
        "我们要和平。现在。",
        "the town of Bad-Homburg.v.d.Höhe",
        // A full stop without a space after it.
        "Wir wollen Frieden.De facto ist Krieg",
        "Wir wollen Frieden.Es ist Zeit.An alle",
        "quiero la paz.es hora.no hay más",
        "la paix.il est temps.ma ville.la tienne",
        "i want peace.it is time.my family too.so do we.no more",
        "queremos paz.se for hoje.me ajude",
        "vogliamo la pace.in tutto il mondo.si vede",
        "I WANT PEACE.IT IS TIME.MY FAMILY TOO",
        "am 3.de mayo, 10.am or 5.pm",
        "by M.de la Cruz and J.de Vries",
        "pokój.to ważne",
    ] {
        assert_eq!(reasons(text), "", "{text}");
    }
    for (name, place) in [
        ("Dr. A. B. Carter", "Washington, D.C."),
        ("Dr.A.B.Carter", "Washington,D.C."),
        ("Ann St. John-Smith Jr.", "St. Mary's, AK"),
        ("J.R.R. O’Neil", "St.Mary's/AK"),
        ("María J. Núñez de Co.", "Sta. Fe/N.M."),
        ("ADA B. WRITER-CARTER OF THE OLD AND LONG FAMILY NAME", "RIDGEVIEW, OHIO, UNITED STATES OF AMERICA, THE WORLD"),
        ("李小龍", "臺北市"),
        ("Ana M.de Souza", "S.de Compostela"),
        ("MARÍA DEL CARMEN GONZÁLEZ RODRÍGUEZ DE LA VEGA", "SAN CRISTÓBAL DE LAS CASAS"),
    ] {
        assert_eq!(own(name, place, "peace", "").reasons().to_string(), "", "{name}, {place}");
    }
}

#[test]
fn a_text_in_capitals_is_a_reason_where_there_are_capitals() {
    for (text, expected) in [
        ("THIS IS THE LAST CHANCE TO SIGN THE TREATY NOW", "capitals"),
        ("ЭТО ПОСЛЕДНЯЯ ВОЗМОЖНОСТЬ ПОДПИСАТЬ ДОГОВОР", "capitals"),
        ("ΑΥΤΗ ΕΙΝΑΙ Η ΤΕΛΕΥΤΑΙΑ ΕΥΚΑΙΡΙΑ ΝΑ ΥΠΟΓΡΑΨΕΤΕ", "capitals"),
        ("THIS is THE last CHANCE TO SIGN THE TREATY AT ONCE", "capitals"),
        ("MY SCHOOL WAS HIT", ""),
        ("UNICEF, UNHCR, WHO and NATO", ""),
        ("This is the LAST CHANCE to sign the treaty, and WE ALL WANT IT", ""),
        ("نريد السلام الآن ولا نريد الحرب مرة أخرى في بلادنا", ""),
        ("我们要和平我们要和平我们要和平我们要和平我们要和平我们要和平我们要和平", ""),
        ("हम शांति चाहते हैं और हम फिर से युद्ध नहीं चाहते हैं", ""),
        ("საქართველოს მშვიდობა სჭირდება და ჩვენ ყველას გვინდა", ""),
    ] {
        assert_eq!(reasons(text), expected, "{text}");
    }
    assert_eq!(
        own("Ada", "Ohio", "my school was hit", "PLEASE SIGN THE TREATY, PLEASE, PLEASE!").reasons().to_string(),
        "capitals"
    );
}

#[test]
fn the_same_text_is_known_however_it_is_typed() {
    let folded = |reason: &str, note: &str| own("Ada", "Ohio", reason, note).folded();
    let one = folded("My school was hit, twice in a year.", "");
    assert!(one.is_some());
    for other in
        ["my  SCHOOL was hit twice in a year!!!", "“My school” was hit; twice — in a year", "Mý school was hit twice in a yéar"]
    {
        assert_eq!(folded(other, ""), one, "{other}");
    }
    assert_ne!(folded("My school was hit, twice in a month.", ""), one);
    assert_ne!(folded("My school was hit, twice in a year.", "And so was my home."), one);
    assert_eq!(own("Bob", "Iowa", "My school was hit, twice in a year.", "").folded(), one, "names do not belong to it");
}

#[test]
fn a_short_text_and_no_text_are_compared_with_nothing() {
    assert_eq!(own("Ada Writer", "Ridgeview, OH", "it hurt", "").folded(), None);
    let template = Template::parse("Please join", "Excellency,\n\nplease join.\n\n{{sender.name}}").unwrap();
    let draft = Draft {
        name: "Ada Writer".to_owned(),
        place: "Ridgeview, OH".to_owned(),
        note: "A note that this letter does not take: www.elsewhere.example".to_owned(),
        ..Draft::default()
    };
    let own = OwnText::of(&draft.check(&template).unwrap(), &template);
    assert_eq!((own.folded(), own.reasons()), (None, ReviewReasons::default()));
}
