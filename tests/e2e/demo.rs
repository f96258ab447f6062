//! The demo's page, by HTTP as a browser speaks it: what it shows, what it refuses, and that an answer typed on it is read
//! and recorded by the daemon behind it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use palabre::mail::outgoing::smtp::{Connection, Route};

use crate::support::house::{program, until, until_true};

/// A running `palabre demo`.
struct Demo {
    child: Child,
    out: Option<BufReader<ChildStdout>>,
    page: SocketAddr,
    folder: String,
    sink: SocketAddr,
}

/// An answer by HTTP.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn field(&self, name: &str) -> &str {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value).unwrap_or_default()
    }
}

impl Demo {
    /// Starts it and reads where its page is.
    fn start(arguments: &[&str]) -> Demo {
        let mut child = Command::new(program())
            .arg("demo")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the binary runs");
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (mut told, mut page) = (String::new(), None);
        while page.is_none() {
            let mut line = String::new();
            assert!(out.read_line(&mut line).expect("its words") > 0, "it ended before it said where:\n{told}");
            page = line.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next()?.parse().ok());
            told += &line;
        }
        // « serveur d'envoi ADDRESS ; »
        let sink = told.split_whitespace().find_map(|word| word.parse().ok()).expect(&told);
        let folder = told.split_whitespace().find(|word| word.contains("palabre-demo-")).expect(&told).to_owned();
        Demo { child, out: Some(out), page: page.expect("an address"), folder, sink }
    }

    /// The story is told, and the page stays.
    async fn told() -> Demo {
        let demo = Demo::start(&["--fast", "--page"]);
        until_true("the story's end", async || demo.get("/etat").body.ends_with("true")).await;
        demo
    }

    fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.page).expect("the page's port");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        // A server that refuses a body may close while it is still being sent.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("{answer}"));
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.get_as(&self.page.to_string(), path)
    }

    fn get_as(&self, host: &str, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    }

    /// A form, from a page of that origin.
    fn post_from(&self, origin: &str, path: &str, token: &str, words: &str) -> Answer {
        let form = format!("jeton={token}&texte={}", encoded(words));
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
            self.page,
            form.len()
        ))
    }

    /// The latest letter of a mailbox.
    fn latest_letter(&self, mailbox: usize) -> String {
        let list = self.get(&format!("/boite/{mailbox}")).body;
        link(&list, &format!("/boite/{mailbox}/courrier/")).unwrap_or_else(|| panic!("no letter in {list}"))
    }

    fn token(&self, letter: &str) -> String {
        let page = self.get(letter).body;
        page.split("name=\"jeton\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(&page).to_owned()
    }

    /// Answers the latest letter of a mailbox; the page that says how it was read.
    fn reply(&self, mailbox: usize, words: &str) -> Answer {
        let letter = self.latest_letter(mailbox);
        let sent = self.post_from(&format!("http://{}", self.page), &letter, &self.token(&letter), words);
        assert_eq!(sent.status, 303, "{}", sent.body);
        let place = sent.field("location").to_owned();
        self.get(&place)
    }

    /// Stops it as Ctrl-C does.
    async fn interrupted(&mut self) -> ExitStatus {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
        self.ended().await
    }

    async fn ended(&mut self) -> ExitStatus {
        until("the demo's end", async || self.child.try_wait().expect("a child of ours")).await
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        // A killed one can't take it away itself.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The first link that begins so.
fn link(page: &str, beginning: &str) -> Option<String> {
    let rest = page.split("href=\"").skip(1).find(|rest| rest.starts_with(beginning))?;
    rest.split(['"', '#', '?']).next().map(str::to_owned)
}

/// application/x-www-form-urlencoded
fn encoded(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A page's words, without its tags, on one line.
fn plain(page: &str) -> String {
    let words: String = page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#x27;", "'")
}

#[tokio::test]
async fn every_mailbox_is_open_and_every_answer_says_how_far_a_browser_may_go() {
    let demo = Demo::told().await;
    let home = demo.get("/");
    assert_eq!(home.status, 200);
    for name in ["Claire Vasseur", "Sonia Léger", "Fatou Sarr", "6e rencontre des acteurs", "Le récit"] {
        assert!(home.body.contains(name), "{name} is missing in {}", home.body);
    }
    assert!(home.body.find("Claire Vasseur") < home.body.find("Sonia Léger"), "organisers come first");
    let csp = home.field("content-security-policy");
    assert!(csp.contains("default-src 'none'") && csp.contains("script-src 'self'"), "{csp}");
    assert!(!csp.contains("unsafe") && csp.contains("frame-ancestors 'none'"), "{csp}");
    assert_eq!(home.field("x-content-type-options"), "nosniff");
    assert_eq!(home.field("referrer-policy"), "same-origin");
    for path in ["/style.css", "/page.js", "/icone.svg"] {
        assert_eq!(demo.get(path).status, 200, "{path}");
    }

    // A letter four ways; its HTML alone in a box that can't run, fetch or lead anywhere.
    let letter = demo.latest_letter(12);
    let page = demo.get(&letter).body;
    assert!(page.contains(&format!("<iframe sandbox referrerpolicy=\"no-referrer\" src=\"{letter}/html\"")), "{page}");
    let frame = demo.get(&format!("{letter}/html"));
    assert!(frame.body.contains("<!DOCTYPE html>") && frame.body.contains("Bonjour Thomas Weber"));
    let csp = frame.field("content-security-policy");
    assert!(csp.starts_with("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;"), "{csp}");
    assert!(demo.get(&format!("{letter}/html?teinte=sombre")).body.contains("color-scheme:dark"));
    assert!(demo.get(&format!("{letter}?vue=texte&largeur=etroite")).body.contains("<pre class=\"text\""));
    let source = demo.get(&format!("{letter}?vue=source")).body;
    assert!(source.contains("Message-ID: &lt;") && source.contains("Reply-To: "), "{source}");
    let file = demo.get(&format!("{letter}/courrier.eml"));
    assert!(file.field("content-disposition").starts_with("attachment"), "{}", file.head);
    assert!(demo.get(&format!("{letter}?vue=pieces")).body.contains("pas de pièce jointe"));

    // The answers of the story can be looked at too.
    let sent = link(&demo.get("/boite/4").body, "/boite/4/reponse/").expect("Sonia has answered");
    assert!(demo.get(&sent).body.contains("Comment Palabre a lu cette réponse"));

    // So can what isn't an answer to an invitation: a compte rendu, an order to send it, what a visit inspired.
    for (mailbox, words, read) in [
        (1, "Compte rendu de samedi", "Reconnu comme un compte rendu"),
        (1, "Envoyer, merci !", "C'est fait : le compte rendu part"),
        (1, "C'est convenu avec eux", "la visite est montrée"),
        (5, "Je veux bien participer", "veut être de la visite"),
        (5, "Quatre structures", "Gardée mot pour mot"),
    ] {
        let list = demo.get(&format!("/boite/{mailbox}")).body;
        let said = |item: &&str| item.contains("/reponse/") && plain(item).contains(words);
        let item = list.split("<li").find(said).unwrap_or_else(|| panic!("{words}: {list}"));
        let page = plain(&demo.get(&link(item, &format!("/boite/{mailbox}/reponse/")).expect(item)).body);
        assert!(page.replace(['\u{a0}', '\u{202f}'], " ").contains(read), "{read}: {page}");
    }

    // What isn't there, is nowhere; another mailbox's letter neither.
    let others = letter.replace("/boite/12/", "/boite/11/");
    for path in [
        "/boite/0",
        "/boite/16",
        "/boite/x",
        "/boite/12/courrier/999999",
        "/boite/12/courrier/18446744073709551616",
        &others,
        &format!("{others}/html"),
        &format!("{letter}/piece/1"),
        &sent.replace("/boite/4/", "/boite/5/"),
        "/boite/4/reponse/0",
        "/%00",
        "/../etc/passwd",
    ] {
        let answer = demo.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(plain(&answer.body).contains("Cette page n'existe pas"), "{path}");
    }
}

#[tokio::test]
async fn a_hostile_mail_is_shown_and_can_do_nothing() {
    let demo = Demo::told().await;
    let hostile = "From: \"<script>alert(1)</script>\" <x@evil.example>\r\nReply-To: <y@evil.example>\r\n\
        To: <t.weber@maison-des-jeunes.example>\r\nSubject: <img src=x onerror=alert(2)>\r\nMessage-ID: <h@evil.example>\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/html\r\n\r\n\
        <html><head><meta http-equiv=refresh content=\"0;url=https://evil.example\"></head><body><script>alert(3)</script>\
        <img src=\"https://evil.example/pixel\"></body></html>\r\n--m\r\nContent-Type: text/html; name=\"a.html\"\r\n\
        Content-Disposition: attachment; filename=\"\\\"><script>.html\"\r\n\r\n<script>alert(4)</script>\r\n--m--\r\n";
    let mut sender =
        Connection::open(&Route::plain("127.0.0.1", demo.sink.port(), "evil.example")).await.expect("the sink");
    let to = "t.weber@maison-des-jeunes.example";
    let outcome = sender.send(Some("x@evil.example"), to, hostile.as_bytes()).await;
    assert_eq!(outcome.as_str(), "accepted", "{outcome:?}");

    let is_hostile = |item: &&str| item.contains("onerror");
    let list = demo.get("/boite/12").body;
    let item = list.split("<li>").find(is_hostile).expect(&list);
    let letter = link(item, "/boite/12/courrier/").expect("a link");
    for view in ["", "?vue=texte", "?vue=source", "?vue=pieces"] {
        let page = demo.get(&format!("{letter}{view}")).body;
        assert!(!page.contains("<script>alert") && !page.contains("<img src"), "{view}: {page}");
    }
    let frame = demo.get(&format!("{letter}/html"));
    assert!(frame.field("content-security-policy").starts_with("sandbox; default-src 'none';"), "{}", frame.head);
    let piece = demo.get(&format!("{letter}/piece/1"));
    assert_eq!(piece.field("content-type"), "application/octet-stream");
    let kept = piece.field("content-disposition");
    assert!(kept.starts_with("attachment; filename=\"") && !kept.contains('<'), "{kept}");
    assert!(piece.field("content-security-policy").starts_with("sandbox;"), "{}", piece.head);

    // An answer to it goes nowhere: no letter leaves the machine from here.
    let home = format!("http://{}", demo.page);
    let sent = demo.post_from(&home, &letter, &demo.token(&letter), "Qui êtes-vous ?");
    assert_eq!(sent.status, 502, "{}", sent.body);
    assert!(plain(&sent.body).contains("aucun de ses réseaux"), "{}", sent.body);
}

#[tokio::test]
async fn strangers_and_foreign_forms_are_refused_and_change_nothing() {
    let demo = Demo::told().await;
    let (letter, home) = (demo.latest_letter(8), format!("http://{}", demo.page));
    let token = demo.token(&letter);
    let before = demo.get("/etat").body;
    for host in ["evil.example", &format!("evil.example:{}", demo.page.port()), "127.0.0.1.evil.example"] {
        assert_eq!(demo.get_as(host, "/").status, 403, "{host}");
    }
    assert_eq!(demo.get_as(&format!("localhost:{}", demo.page.port()), "/").status, 200);
    for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
        assert_eq!(demo.post_from(origin, &letter, &token, "Oui").status, 403, "{origin}");
    }
    for token in ["", "autre", &token.to_uppercase()] {
        assert_eq!(demo.post_from(&home, &letter, token, "Oui").status, 403, "a token of `{token}`");
    }
    assert_eq!(demo.post_from(&home, &letter, &token, " \r\n ").status, 422);
    assert_eq!(demo.post_from(&home, &letter, &token, &"é".repeat(10_001)).status, 413);
    assert_eq!(demo.post_from(&home, &letter, &token, &"a".repeat(40_000)).status, 413);
    assert_eq!(demo.post_from(&home, "/boite/8/courrier/999999", &token, "Oui").status, 404);
    assert_eq!(demo.get("/etat").body, before, "nothing was sent");
}

#[tokio::test]
async fn an_answer_typed_on_the_page_is_read_and_recorded_and_says_why() {
    let demo = Demo::told().await;
    // Inès and Thomas are the silent ones of the meeting that stands open.
    let home = plain(&demo.get("/").body);
    assert!(home.contains("Répondre à la place de Inès Caron"), "{home}");
    assert!(home.contains("9 viennent sur 13, + 1"), "{home}");

    let read = demo.reply(8, "Oui, je viens avec deux collègues.\r\n<script>alert(1)</script>").body;
    assert!(!read.contains("<script>alert"), "everything is escaped");
    let told = plain(&read);
    for words in [
        "Enregistrée.",
        "vient, avec 2 personnes",
        "« je viens »",
        "« avec deux collègues »",
        "Viennent avant 9 → maintenant 10",
        "Accompagnants avant 1 → maintenant 3",
        "Sans réponse avant 2 → maintenant 1",
        "C'est noté",
        "vous venez, avec 2 autres personnes",
        "10 viennent sur 13, + 3",
    ] {
        assert!(told.contains(words), "`{words}` is missing in {told}");
    }
    let receipt = link(&read, "/boite/8/courrier/").expect("a receipt");
    assert!(demo.get(&format!("{receipt}/html")).body.contains("vous venez"), "the receipt is in the mailbox");

    // What isn't sure isn't recorded: the person is asked.
    let told = plain(&demo.reply(12, "Bien noté, merci !").body);
    for words in ["À trancher, n° 2", "pas clair", "Une précision", "À trancher avant 0 → maintenant 1"] {
        assert!(told.contains(words), "`{words}` is missing in {told}");
    }

    // A change of mind counts, and an English actor is quoted in English.
    let told = plain(&demo.reply(8, "Finalement je ne pourrai pas venir.").body);
    assert!(told.contains("ne vient pas") && told.contains("Viennent avant 10 → maintenant 9"), "{told}");
    let told = plain(&demo.reply(13, "Sorry, I can't make it.").body);
    assert!(told.contains("ne vient pas") && told.contains(" wrote:"), "{told}");

    // A reply to the digest is a question to the organisers.
    let list = demo.get("/boite/1").body;
    let digest = list.split("<li>").find(|item| item.contains("Synthèse")).expect(&list);
    let digest = link(digest, "/boite/1/courrier/").expect("a digest");
    let sent =
        demo.post_from(&format!("http://{}", demo.page), &digest, &demo.token(&digest), "Peut-on changer de lieu ?");
    let told = plain(&demo.get(sent.field("location")).body);
    assert!(told.contains("une question pour le groupe projet"), "{told}");
}

#[tokio::test]
async fn the_clock_runs_once_the_story_is_told_and_ctrl_c_ends_it() {
    let mut demo = Demo::told().await;
    let instant = |demo: &Demo| {
        let home = demo.get("/").body;
        let instant = home.split("<time datetime=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(&home);
        chrono::DateTime::parse_from_rfc3339(instant).expect(instant)
    };
    let first = instant(&demo);
    let later = until("the clock to move", async || Some(instant(&demo)).filter(|later| *later > first)).await;
    let passed = (later - first).to_std().expect("forward");
    assert!(passed < Duration::from_secs(60), "it runs as clocks do: {first} to {later}");
    assert!(std::path::Path::new(&demo.folder).exists(), "{}", demo.folder);
    assert!(demo.interrupted().await.success());
    assert!(!std::path::Path::new(&demo.folder).exists(), "nothing is left behind");
}

#[tokio::test]
async fn a_busy_port_leads_to_the_next() {
    // Where somebody else has it already, that is as good.
    let _busy = TcpListener::bind(("127.0.0.1", 8086));
    let demo = Demo::start(&["--fast", "--page"]);
    assert_ne!(demo.page.port(), 8086);
    assert!(demo.page.ip().is_loopback());
    assert_eq!(demo.get("/").status, 200);
}

#[tokio::test]
async fn the_page_follows_the_story_and_a_visitor_may_write_meanwhile() {
    let mut demo = Demo::start(&[]);
    let first = demo.get("/etat").body;
    assert!(demo.get("/").body.contains("le récit se déroule"));
    until_true("the story to go on", async || demo.get("/etat").body != first).await;
    until_true("an invitation", async || demo.get("/boite/12").body.contains("/boite/12/courrier/")).await;
    let told = plain(&demo.reply(12, "Oui, je viens.").body);
    assert!(told.contains("Enregistrée."), "{told}");
    // Nobody reads on: it tells the rest without pauses, and ends well, although the counts are no longer its own.
    drop(demo.out.take());
    assert!(demo.ended().await.success());
}

#[tokio::test]
async fn ctrl_c_ends_it_in_the_middle_of_the_story() {
    let mut demo = Demo::start(&[]);
    assert!(demo.interrupted().await.success());
    assert!(!std::path::Path::new(&demo.folder).exists(), "nothing is left behind");
}
