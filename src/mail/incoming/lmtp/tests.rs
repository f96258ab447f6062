use super::*;
use crate::mail::session::{Answer, Envelope, Protocol};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Notify;

#[derive(Default)]
struct Gate {
    began: Notify,
    go_on: Notify,
}

impl Receiver for Gate {
    async fn recipient(&self, _: Option<&str>, _: &str) -> Result<(), Answer> {
        Ok(())
    }

    async fn deliver(&self, envelope: Envelope, _: Vec<u8>) -> Vec<Answer> {
        self.began.notify_one();
        self.go_on.notified().await;
        vec![Answer::accepted("stored"); envelope.recipients.len()]
    }
}

fn lmtp() -> Arc<Settings> {
    Arc::new(Settings::new(Protocol::Lmtp, "here.example"))
}

async fn until(client: &mut (impl AsyncRead + Unpin), end: &str) -> String {
    let mut heard = String::new();
    while !heard.ends_with(end) {
        heard.push(char::from(client.read_u8().await.unwrap()));
    }
    heard
}

#[test]
fn listen_is_read_from_the_configuration() {
    for (text, expected) in [
        ("127.0.0.1:2400", Some("127.0.0.1:2400")),
        (" [::1]:24 ", Some("[::1]:24")),
        ("unix:/run/palabre/lmtp.sock", Some("unix:/run/palabre/lmtp.sock")),
        ("unix:lmtp.sock", None),
        ("unix:", None),
        ("localhost:2400", None),
        ("127.0.0.1", None),
        ("/run/palabre/lmtp.sock", None),
        ("", None),
    ] {
        let read = text.parse::<Listen>();
        assert_eq!(read.as_ref().ok().map(ToString::to_string).as_deref(), expected, "{text}");
        if let Err(error) = read {
            assert!(error.to_string().contains("unix:/run/palabre/lmtp.sock"), "{error}");
        }
    }
}

#[tokio::test]
async fn an_open_address_needs_a_word() {
    let open: Listen = "0.0.0.0:0".parse().unwrap();
    let refused = Listener::bind(open.clone(), Options::default()).await;
    let error = refused.err().expect("refused").to_string();
    assert!(error.contains("0.0.0.0:0") && error.contains("firewall"), "{error}");
    let options = Options { allow_remote: true, ..Options::default() };
    assert!(Listener::bind(open, options).await.is_ok());
}

#[tokio::test]
async fn a_stale_socket_is_replaced_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp.sock");
    let listen = Listen::Unix(path.clone());

    // left behind by a process that is gone
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let running = Listener::bind(listen.clone(), Options::default()).await.unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o660);

    let second = Listener::bind(listen.clone(), Options::default()).await;
    assert!(matches!(second.err(), Some(ListenError::InUse(_))));

    let stop = CancellationToken::new();
    stop.cancel();
    running.run(Arc::new(Gate::default()), lmtp(), stop).await;
    assert!(!path.exists());

    std::fs::write(&path, "precious").unwrap();
    let third = Listener::bind(listen, Options::default()).await;
    assert!(matches!(third.err(), Some(ListenError::NotASocket(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");

    let nowhere = Listen::Unix(folder.path().join("none/lmtp.sock"));
    let fourth = Listener::bind(nowhere, Options::default()).await;
    assert!(matches!(fourth.err(), Some(ListenError::System { .. })));
}

#[tokio::test]
async fn shutdown_ends_the_idle_and_waits_for_the_message_in_hand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lmtp.sock");
    let listener = Listener::bind(Listen::Unix(path.clone()), Options::default()).await.unwrap();
    let (gate, stop) = (Arc::new(Gate::default()), CancellationToken::new());
    let running = tokio::spawn(listener.run(Arc::clone(&gate), lmtp(), stop.clone()));

    let mut idle = UnixStream::connect(&path).await.unwrap();
    until(&mut idle, "Palabre\r\n").await;
    let mut busy = UnixStream::connect(&path).await.unwrap();
    let words = "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\nhello\r\n.\r\n";
    busy.write_all(words.as_bytes()).await.unwrap();
    gate.began.notified().await;

    stop.cancel();
    let mut heard = String::new();
    idle.read_to_string(&mut heard).await.unwrap();
    assert!(heard.starts_with("421 4.3.2 "), "{heard}");
    assert!(!running.is_finished());
    gate.go_on.notify_one();
    heard.clear();
    busy.read_to_string(&mut heard).await.unwrap();
    assert!(heard.contains("250 2.0.0 stored\r\n421 4.3.2 "), "{heard}");
    running.await.unwrap();
    assert!(UnixStream::connect(&path).await.is_err());
}

#[tokio::test]
async fn connections_beyond_the_limit_are_turned_away() {
    let options = Options { most_connections: 1, ..Options::default() };
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), options).await.unwrap();
    let Listen::Tcp(address) = *listener.listen() else {
        panic!("TCP was asked for");
    };
    let running = tokio::spawn(listener.run(Arc::new(Gate::default()), lmtp(), CancellationToken::new()));
    let mut first = TcpStream::connect(address).await.unwrap();
    until(&mut first, "Palabre\r\n").await;
    let mut second = TcpStream::connect(address).await.unwrap();
    let mut heard = String::new();
    second.read_to_string(&mut heard).await.unwrap();
    assert!(heard.starts_with("421 4.4.5 "), "{heard}");
    first.write_all(b"QUIT\r\n").await.unwrap();
    until(&mut first, "goodbye\r\n").await;
    // whoever drops the future ends the sessions with it
    let mut third = loop {
        let mut again = TcpStream::connect(address).await.unwrap();
        if until(&mut again, "\r\n").await.starts_with("220 ") {
            break again;
        }
    };
    running.abort();
    heard.clear();
    let closed = third.read_to_string(&mut heard).await;
    assert!(closed.is_err() || heard.is_empty());
}
