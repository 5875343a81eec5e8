//! Connections: how long one may stand in the door, and how many.
//!
//! Nothing here waits for a time to pass. A test waits for what has to happen, with a bound that only a fault reaches.

use std::{
    io::ErrorKind,
    time::{Duration, Instant},
};

use server::http::{Door, Limits};
use tests::house::House;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};

/// Reached only where something is wrong.
const BOUND: Duration = Duration::from_mins(1);
/// Longer than any test.
const NEVER: Duration = Duration::from_hours(1);
const SOON: Duration = Duration::from_millis(200);

const REQUEST: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: letters.example\r\n\r\n";

/// Nothing ends by itself.
fn patient() -> Limits {
    Limits { head: NEVER, head_of_proxy: NEVER, body: NEVER, answer: NEVER, per_address: 1000, in_all: 1000, stop: NEVER }
}

async fn house(limits: Limits) -> House {
    House::behind(Door::new(limits, 0), |_| {}).await
}

async fn connect(house: &House) -> TcpStream {
    TcpStream::connect(house.url.strip_prefix("http://").unwrap()).await.unwrap()
}

async fn sends(house: &House, bytes: &[u8]) -> TcpStream {
    let mut stream = connect(house).await;
    stream.write_all(bytes).await.unwrap();
    stream
}

/// All that comes until the server ends the connection.
async fn until_closed(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    match timeout(BOUND, stream.read_to_end(&mut all)).await {
        Ok(Ok(_)) => {}
        Err(late) => panic!("the connection is still held: {late}"),
        Ok(Err(error)) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// One answer to [`REQUEST`], on a connection that stays.
async fn answered(stream: &mut TcpStream) -> bool {
    let mut answer = Vec::new();
    let mut part = [0; 1024];
    while !answer.ends_with(b"\r\n\r\nok") {
        match timeout(BOUND, stream.read(&mut part)).await {
            Ok(Ok(0) | Err(_)) => return false,
            Err(late) => panic!("no answer: {late}"),
            Ok(Ok(length)) => answer.extend_from_slice(&part[..length]),
        }
    }
    true
}

/// Asks on a connection of its own.
async fn is_served(house: &House) -> bool {
    let mut stream = connect(house).await;
    // One that was closed meanwhile cannot be written to, and that is an answer too.
    stream.write_all(REQUEST).await.is_ok() && answered(&mut stream).await
}

#[tokio::test]
async fn half_a_head_is_not_waited_for() {
    let house = house(Limits { head: SOON, ..patient() }).await;
    for half in [&b""[..], b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: letters.example\r\nX-Slow: "] {
        until_closed(&mut sends(&house, half).await).await;
    }
    assert!(is_served(&house).await);
}

#[tokio::test]
async fn who_sends_a_head_byte_by_byte_has_no_more_time() {
    let house = house(Limits { head: SOON, ..patient() }).await;
    let mut stream = sends(&house, b"GET / HTTP/1.1\r\nX-Slow: ").await;
    let begun = Instant::now();
    // Until it cannot be written to any more.
    while stream.write_all(b"x").await.is_ok() {
        assert!(begun.elapsed() < BOUND, "the connection is still held");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn six_hundred_half_sent_requests_are_let_go() {
    let house = house(Limits { head: SOON, body: SOON, ..patient() }).await;
    let halves: [&[u8]; 2] = [
        b"GET / HTTP/1.1\r\nHost: letters.example\r\nX-Slow: ",
        b"POST /api/v1/campaigns/cluster-munitions/preview HTTP/1.1\r\nHost: letters.example\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"target\":",
    ];
    let mut held = JoinSet::new();
    for number in 0..600 {
        let mut stream = sends(&house, halves[number % 2]).await;
        held.spawn(async move { until_closed(&mut stream).await });
    }
    assert_eq!(held.join_all().await.len(), 600);
    assert!(is_served(&house).await);
}

#[tokio::test]
async fn half_a_body_is_answered_and_not_waited_for() {
    let house = house(Limits { body: SOON, ..patient() }).await;
    for (path, kind) in [
        ("/api/v1/campaigns/cluster-munitions/preview", "application/json"),
        ("/c/cluster-munitions/write/mission-ao-us", "application/x-www-form-urlencoded"),
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: letters.example\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\n{{\"t\""
        );
        let answer = until_closed(&mut sends(&house, head.as_bytes()).await).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn a_connection_on_which_nothing_comes_any_more_is_ended() {
    let house = house(Limits { head: SOON, ..patient() }).await;
    let mut stream = sends(&house, REQUEST).await;
    let said = until_closed(&mut stream).await;
    assert!(said.starts_with("HTTP/1.1 200") && said.ends_with("ok"), "{said}");
}

#[tokio::test]
async fn a_proxy_has_a_time_of_its_own_for_connections_that_it_holds_ready() {
    let house = House::behind(Door::new(Limits { head_of_proxy: SOON, ..patient() }, 1), |_| {}).await;
    assert!(until_closed(&mut sends(&house, REQUEST).await).await.ends_with("ok"));
}

#[tokio::test]
async fn a_connection_is_used_again_as_long_as_it_is_used() {
    let house = house(patient()).await;
    let mut stream = connect(&house).await;
    for _ in 0..5 {
        stream.write_all(REQUEST).await.unwrap();
        assert!(answered(&mut stream).await);
    }
}

#[tokio::test]
async fn one_address_holds_so_many_connections_and_makes_room_by_ending_one() {
    let house = house(Limits { per_address: 2, ..patient() }).await;
    let (mut first, mut second) = (sends(&house, REQUEST).await, sends(&house, REQUEST).await);
    assert!(answered(&mut first).await && answered(&mut second).await);
    assert!(!is_served(&house).await, "a third is closed");
    drop(first);
    let room = async {
        while !is_served(&house).await {
            tokio::task::yield_now().await;
        }
    };
    timeout(BOUND, room).await.expect("there is no room");
    second.write_all(REQUEST).await.unwrap();
    assert!(answered(&mut second).await, "who was in stays in");
}

#[tokio::test]
async fn behind_a_proxy_all_connections_are_the_proxys_and_it_may_have_all_there_are() {
    let house = House::behind(Door::new(Limits { per_address: 1, ..patient() }, 1), |_| {}).await;
    let mut held = Vec::new();
    for _ in 0..4 {
        let mut stream = sends(&house, REQUEST).await;
        assert!(answered(&mut stream).await);
        held.push(stream);
    }
}

#[tokio::test]
async fn beyond_all_that_there_may_be_who_comes_waits_and_is_not_turned_away() {
    let house = house(Limits { in_all: 1, ..patient() }).await;
    let mut first = sends(&house, REQUEST).await;
    assert!(answered(&mut first).await);
    let mut second = sends(&house, REQUEST).await;
    drop(first);
    assert!(answered(&mut second).await);
}

#[tokio::test]
async fn who_does_not_take_an_answer_does_not_hold_its_place() {
    let house = house(Limits { in_all: 1, answer: SOON, ..patient() }).await;
    // Answers for more than fits into what lies between the two.
    let mut slow = sends(&house, &b"GET / HTTP/1.1\r\nHost: letters.example\r\n\r\n".repeat(500)).await;
    let mut head = [0; 15];
    slow.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 200 OK");
    assert!(is_served(&house).await, "the place was given to the next");
}

#[tokio::test]
async fn told_to_stop_the_server_ends_idle_connections_at_once_and_others_in_time() {
    let mut house = house(Limits { stop: SOON, ..patient() }).await;
    let mut idle = sends(&house, REQUEST).await;
    assert!(answered(&mut idle).await);
    let mut half = sends(&house, b"GET / HTTP/1.1\r\nX-Slow: ").await;
    assert!(is_served(&house).await, "all three are in");
    timeout(BOUND, house.stop()).await.expect("the server did not stop");
    assert_eq!(until_closed(&mut idle).await, "");
    assert_eq!(until_closed(&mut half).await, "");
    assert!(TcpStream::connect(house.url.strip_prefix("http://").unwrap()).await.is_err());
}
