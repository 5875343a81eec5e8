//! A mail server that answers in every way that it must not. Of each fault it is said whether another try is worth it, what
//! the server has at the end, and that neither time nor memory is without end.

use std::time::Duration;

use domain::post::Purpose;
use tests::smtp::{Behaviour, Failing, Moment};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinSet,
    time::{Instant, timeout},
};
use usecases::ports::SendError;

use crate::{AMPLE, outgoing, sender};

/// How long a step may take in tests that wait for the end of one.
const SHORT: Duration = Duration::from_millis(400);

/// Sends one letter to a server that behaves so.
async fn sent(behaviour: &Behaviour, limit: Duration) -> (Failing, Result<(), SendError>) {
    let server = Failing::start(behaviour.clone()).await.unwrap();
    let url = format!("smtp://user:hidden@127.0.0.1:{}", server.port());
    let result = sender(&url, limit).send(&outgoing(Purpose::Letter, 1)).await;
    if result.is_err() {
        server.all_closed().await.unwrap();
    }
    (server, result)
}

/// What is told of a fault that another try may mend, which left nothing at the server.
async fn put_off(behaviour: &Behaviour, limit: Duration) -> String {
    let (server, result) = sent(behaviour, limit).await;
    assert_eq!(server.taken(), [], "{behaviour:?}");
    match result {
        Err(SendError::Transient(text)) => text,
        other => panic!("{behaviour:?}: {other:?}"),
    }
}

#[tokio::test]
async fn every_code_at_every_moment_ends_as_its_first_digit_says_or_is_about_us() {
    let mut all = JoinSet::new();
    for moment in Moment::PLAIN {
        for code in
            [101, 199, 300, 399, 400, 421, 450, 451, 452, 499, 500, 501, 503, 521, 535, 550, 551, 552, 553, 554, 599, 600, 999]
        {
            all.spawn(async move {
                let behaviour = Behaviour::Say(moment, format!("{code} so it is"));
                let (server, result) = sent(&behaviour, AMPLE).await;
                assert_eq!(server.taken(), [], "{behaviour:?}");
                let is_final = matches!(moment, Moment::Recipient | Moment::Data | Moment::Content)
                    && (500..600).contains(&code)
                    && code != 535
                    && !(code == 552 && moment != Moment::Data);
                let of_nobody = moment == Moment::Recipient && matches!(code, 550 | 551 | 553);
                match result {
                    Err(SendError::Permanent(text)) => assert!(is_final && !of_nobody, "{behaviour:?}: {text}"),
                    Err(SendError::NoSuchAddress(text)) => assert!(of_nobody, "{behaviour:?}: {text}"),
                    Err(SendError::Transient(text)) => assert!(!is_final && text.len() < 500, "{behaviour:?}: {text}"),
                    other => panic!("{behaviour:?}: {other:?}"),
                }
            });
        }
    }
    all.join_all().await;
}

#[tokio::test]
async fn a_server_that_wants_to_see_us_twice_takes_the_second_try() {
    let greylisting = Behaviour::InTurn(vec![Behaviour::say(Moment::Recipient, "451 4.7.1 Greylisted, come again")]);
    let server = Failing::start(greylisting).await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    let error = mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.ends_with("451 4.7.1 Greylisted, come again")), "{error:?}");
    mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap();
    assert_eq!((server.taken().len(), server.connections()), (1, 2));
}

#[tokio::test]
async fn a_full_mailbox_may_be_empty_at_the_next_try() {
    for moment in [Moment::Recipient, Moment::Content] {
        for line in ["452 4.2.2 Over quota", "552 5.2.2 Mailbox full", "550 5.2.2 Mailbox full", "552 Quota exceeded"] {
            let told = put_off(&Behaviour::say(moment, line), AMPLE).await;
            assert!(told.ends_with(line), "{told}");
        }
    }
}

#[tokio::test]
async fn a_server_that_shuts_down_may_say_so_at_any_moment() {
    for moment in Moment::PLAIN {
        let told = put_off(&Behaviour::say(moment, "421 4.3.2 Shutting down"), AMPLE).await;
        assert!(told.ends_with("421 4.3.2 Shutting down"), "{told}");
    }
}

#[tokio::test]
async fn a_cut_after_the_content_is_worth_another_try_of_the_same_message_whatever_the_server_has() {
    let told = put_off(&Behaviour::HangUp(Moment::Content), AMPLE).await;
    assert_eq!(told, "the connection to the mail server broke: the server closed it");
    // It has the mail and did not say so: nobody can know. The second is the same, so that it can be told by its name.
    let server = Failing::start(Behaviour::TakeAndHangUp).await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    let error = mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
    assert!(matches!(error, SendError::Transient(_)), "{error:?}");
    server.behave(Behaviour::Accept);
    mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap();
    let taken = server.taken();
    assert_eq!((taken.len(), &taken[0].data), (2, &taken[1].data));
    assert!(taken[0].data.contains("Message-ID: <"));
}

#[tokio::test]
async fn an_answer_in_pieces_is_an_answer() {
    let pieces = Moment::PLAIN.map(Behaviour::SayInPieces);
    let (server, result) = sent(&Behaviour::InTurn(pieces.to_vec()), AMPLE).await;
    assert_eq!(result, Ok(()));
    server.all_closed().await.unwrap();
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    for moment in Moment::PLAIN {
        for piece in [&b"2"[..], b"250-and so on\r\n", b"\n", b"\0"] {
            let behaviour = Behaviour::SayWithoutEnd(moment, piece.repeat(4096));
            let (server, result) = sent(&behaviour, AMPLE).await;
            assert!(matches!(&result, Err(SendError::Transient(text)) if text.len() < 300), "{moment:?}: {result:?}");
            // What the kernel holds on both sides is more than what we read.
            assert!(server.written() < 16 << 20, "{moment:?}: {} bytes were taken", server.written());
            assert_eq!(server.taken(), []);
        }
    }
}

#[tokio::test]
async fn ten_megabytes_in_one_line_are_not_read() {
    let line = [b"550 ".to_vec(), vec![b'x'; 10 << 20], b"\r\n".to_vec()].concat();
    let told = put_off(&Behaviour::Write(Moment::Recipient, line), AMPLE).await;
    assert_eq!(told, "the connection to the mail server broke: the server's answer has no end");
}

#[tokio::test]
async fn an_answer_in_another_charset_and_with_controls_in_it_is_the_answer_that_it_is() {
    for (bytes, told) in [
        (&b"550 5.1.1 Bo\xEEte aux lettres inconnue\r\n"[..], "550 5.1.1 Bo\u{FFFD}te aux lettres inconnue"),
        (b"550 5.1.1 No\0such\x1b[31muser\x7f\r\n", "550 5.1.1 No such [31muser"),
        (b"550\r\n", "550 "),
        (b"550-one\n550 two\n", "550 one two"),
    ] {
        let (_, result) = sent(&Behaviour::Write(Moment::Recipient, bytes.to_vec()), AMPLE).await;
        assert_eq!(result, Err(SendError::NoSuchAddress(format!("the mail server did not take the address: {told}"))));
    }
}

#[tokio::test]
async fn what_is_no_answer_is_neither_a_yes_nor_a_no() {
    for bytes in [
        &b"250-changes\r\n550 its mind\r\n"[..],
        b"550-changes\r\n250 its mind\r\n",
        b"25\r\n",
        b"\r\n",
        b"-50 Ok\r\n",
        b"250Ok\r\n",
        b" 250 Ok\r\n",
        b"\0\0\0\0\r\n",
        b"\xFF\xFE\r\n",
        b"Hello\r\n",
    ] {
        for moment in [Moment::Greeting, Moment::Sender, Moment::Recipient, Moment::Content] {
            let told = put_off(&Behaviour::Write(moment, bytes.to_vec()), AMPLE).await;
            assert!(told.contains("is no mail server, it said “"), "{told}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_comes_before_the_question_is_not_taken_for_the_answer() {
    for (moment, line) in [
        (Moment::Greeting, "220 Hello\r\n250 AUTH PLAIN\r\n235 In\r\n250 Ok\r\n250 Ok\r\n354 Go on\r\n250 Taken"),
        (Moment::Sender, "250 Ok\r\n250 Ok"),
        (Moment::Recipient, "250 Ok\r\n354 Go on"),
        (Moment::Data, "354 Go on\r\n250 Taken"),
        (Moment::Data, "354 Go on\r\n550 No"),
    ] {
        let told = put_off(&Behaviour::say(moment, line), AMPLE).await;
        assert!(told.contains("the server spoke without being asked: “"), "{told}");
    }
    // What follows a refusal changes nothing about it.
    let (_, result) = sent(&Behaviour::say(Moment::Recipient, "550 5.1.1 No\r\n354 Go on"), AMPLE).await;
    assert_eq!(result, Err(SendError::NoSuchAddress("the mail server did not take the address: 550 5.1.1 No".to_owned())));
}

#[tokio::test]
async fn a_yes_to_something_else_is_not_a_yes() {
    for (moment, line) in [
        (Moment::Data, "250 Ok"),
        (Moment::Greeting, "354 Go on"),
        (Moment::Hello, "354 Go on"),
        (Moment::SignIn, "354 Go on"),
        (Moment::Sender, "354 Go on"),
        (Moment::Recipient, "354 Go on"),
        (Moment::Content, "354 Go on"),
    ] {
        let told = put_off(&Behaviour::say(moment, line), AMPLE).await;
        assert!(told.contains(&format!("it answered {line}, which does not belong there")), "{moment:?}: {told}");
    }
}

#[tokio::test]
async fn a_server_that_refuses_while_we_still_write_is_understood() {
    let mut mail = outgoing(Purpose::Letter, 1);
    mail.letter.body = "Excellency, this goes on and on.\n".repeat(2000);
    for line in ["552 5.3.4 Too large", "421 4.3.1 No room"] {
        let server = Failing::start(Behaviour::InterruptContent(line.to_owned())).await.unwrap();
        let error = sender(&server.url(), AMPLE).send(&mail).await.unwrap_err();
        // The kernel may throw the answer away with the connection. Then it is worth another try.
        match &error {
            SendError::Permanent(text) => assert!(text.ends_with("552 5.3.4 Too large"), "{text}"),
            SendError::Transient(text) => assert!(text.ends_with("421 4.3.1 No room") || text.contains("broke: "), "{text}"),
            SendError::NoSuchAddress(text) | SendError::Unexpected(text) => panic!("{text}"),
        }
        assert_eq!(server.taken(), []);
    }
}

#[tokio::test]
async fn something_else_on_the_port_is_told_as_what_it_is() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let web = tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            client.write_all(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n").await.unwrap();
            client.shutdown().await.unwrap();
            let _ = client.read_to_end(&mut Vec::new()).await;
        }
    });
    let error = sender(&url, AMPLE).send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
    let told = "the mail server cannot be reached: what answers there is no mail server, it said “HTTP/1.1 408 Request Timeout”";
    assert_eq!(error, SendError::Transient(told.to_owned()));
    web.abort();
    // One that waits to be asked.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", silent.local_addr().unwrap());
    let error = sender(&url, SHORT).send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
    assert!(matches!(&error, SendError::Transient(text) if text.contains("no answer within 400ms")), "{error:?}");
}

#[tokio::test]
async fn a_server_that_keeps_talking_without_an_answer_is_given_up_in_time() {
    // A byte now and then is not an answer either: the limit is for the whole of it.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let dripping = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        while client.write_all(b"2").await.is_ok() {
            tick.tick().await;
        }
    });
    let begun = Instant::now();
    let error = sender(&url, SHORT).send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
    assert!(matches!(error, SendError::Transient(_)) && begun.elapsed() < AMPLE, "{error:?}");
    timeout(AMPLE, dripping).await.unwrap().unwrap();
}

#[tokio::test]
async fn letters_at_once_have_a_connection_each_and_the_next_ones_share_them() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    for round in 0..3 {
        let mut handovers = Vec::new();
        for letter in 0..4 {
            handovers.push(mailer.begin(&outgoing(Purpose::Letter, round * 4 + letter)).await.unwrap());
        }
        assert_eq!((server.open(), server.connections()), (4, 4), "a connection carries one letter at a time");
        for handover in handovers {
            handover.finish().await.unwrap();
        }
    }
    assert_eq!((server.taken().len(), server.connections()), (12, 4));
}

#[tokio::test]
async fn a_server_that_takes_two_letters_to_a_connection_gets_all_of_them() {
    let server = Failing::start(Behaviour::Accept).await.unwrap();
    let mailer = sender(&server.url(), AMPLE);
    for letter in 0..6 {
        if letter > 0 && letter % 2 == 0 {
            let enough = Behaviour::say(Moment::Sender, "421 4.7.0 Too many mails on this connection");
            server.behave(Behaviour::InTurn(vec![enough]));
        }
        mailer.send(&outgoing(Purpose::Letter, letter)).await.unwrap();
    }
    assert_eq!((server.taken().len(), server.connections()), (6, 3));
}

#[tokio::test]
async fn a_kept_connection_that_the_server_closed_or_spoke_on_is_not_used() {
    for line in ["250 2.0.0 Taken\r\n421 4.4.2 You are silent", "250 2.0.0 Taken\r\n250 2.1.0 Ok"] {
        let server = Failing::start(Behaviour::InTurn(vec![Behaviour::say(Moment::Content, line)])).await.unwrap();
        let mailer = sender(&server.url(), AMPLE);
        mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap();
        mailer.send(&outgoing(Purpose::Letter, 2)).await.unwrap();
        assert_eq!((server.taken().len(), server.connections()), (2, 2), "{line}");
    }
}

#[tokio::test]
async fn no_connection_is_used_again_after_a_fault() {
    for moment in [Moment::Sender, Moment::Recipient, Moment::Data, Moment::Content] {
        for fault in [
            Behaviour::say(moment, "451 Later"),
            Behaviour::say(moment, "550 No"),
            Behaviour::Write(moment, b"What?\r\n".to_vec()),
            Behaviour::HangUp(moment),
        ] {
            let server = Failing::start(Behaviour::InTurn(vec![fault.clone()])).await.unwrap();
            let mailer = sender(&server.url(), AMPLE);
            mailer.send(&outgoing(Purpose::Letter, 1)).await.unwrap_err();
            mailer.send(&outgoing(Purpose::Letter, 2)).await.unwrap();
            assert_eq!((server.taken().len(), server.connections()), (1, 2), "{fault:?}");
        }
    }
}
