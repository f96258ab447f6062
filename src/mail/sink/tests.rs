use super::*;
use crate::domain::delivery::Outcome;
use crate::mail::outgoing::smtp::{Connection, Route, send_many};

fn route(sink: &Sink) -> Route {
    Route::plain("127.0.0.1", sink.address().port(), "client.example")
}

#[test]
fn conduct_is_in_the_local_part() {
    for (address, conduct) in [
        ("refuse@x.example", Conduct::Refuse),
        ("Refuse.Ana+1@x.example", Conduct::Refuse),
        ("full@x.example", Conduct::Full),
        ("defer2@x.example", Conduct::Defer),
        ("hang@x.example", Conduct::Hang),
        ("drop@x.example", Conduct::Drop),
        ("ana@refuse.example", Conduct::Accept),
        ("", Conduct::Accept),
    ] {
        assert_eq!(Conduct::of(address), conduct, "{address}");
    }
}

#[tokio::test]
async fn arrivals_can_be_awaited_and_taken_once() {
    let sink = Sink::start(0).await.unwrap();
    let route = route(&sink);
    let sending = async {
        for text in ["one\r\n", "two\r\n", "three\r\n"] {
            send_many(&route, None, "ana@x.example", text.as_bytes(), 1).await.unwrap();
        }
    };
    let (messages, ()) = tokio::join!(sink.wait_for(2), sending);
    assert!(messages.len() >= 2);
    let numbers: Vec<u64> = sink.after(1).iter().map(|one| one.number).collect();
    assert_eq!(numbers, [2, 3]);
    assert_eq!(sink.messages()[0].message, b"one\r\n");
    assert_eq!(sink.messages()[0].envelope.mail_from, None);
    assert_eq!(*sink.watch().borrow(), 3);
    sink.clear();
    assert!(sink.messages().is_empty());
    assert_eq!(sink.count(), 3);
    sink.stop().await;
    assert!(Connection::open(&route).await.is_err());
}

#[tokio::test]
async fn deferred_once_for_each_pair() {
    let sink = Sink::start(0).await.unwrap();
    let mut connection = Connection::open(&route(&sink)).await.unwrap();
    let mut said = Vec::new();
    for (from, to) in [
        ("a@y.example", "defer@x.example"),
        ("b@y.example", "defer@x.example"),
        ("a@y.example", "defer@x.example"),
        ("a@y.example", "defer2@x.example"),
        ("a@y.example", "defer@x.example"),
    ] {
        let outcome = connection.send(Some(from), to, b"hello\r\n").await;
        said.push((outcome.as_str(), outcome.reply().code));
    }
    let (later, now) = (("deferred", Some(451)), ("accepted", Some(250)));
    assert_eq!(said, [later, later, now, later, now]);
}

#[tokio::test]
async fn the_oldest_go_when_it_is_full() {
    let sink = Sink::start_with(0, 10).await.unwrap();
    assert_eq!(send_many(&route(&sink), None, "a@x.example", b"1234\r\n", 3).await, Ok(3));
    let numbers: Vec<u64> = sink.messages().iter().map(|one| one.number).collect();
    assert_eq!(numbers, [3]);
}

#[tokio::test]
async fn stopping_ends_a_session_that_hangs() {
    let sink = Sink::start(0).await.unwrap();
    let mut connection = Connection::open(&route(&sink)).await.unwrap();
    let sending = connection.send(None, "hang@x.example", b"hello\r\n");
    let (outcome, ()) = tokio::join!(sending, sink.stop());
    assert!(matches!(outcome, Outcome::Deferred(_)));
}
