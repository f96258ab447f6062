//! Messages made to hurt, each through `palabre read`: every one is answered, in memory that doesn't grow with it, and what
//! no mail program writes is refused with its reason. Time is not judged here, but for a watchdog.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use data_encoding::BASE64;
use serde_json::{Value, json};

/// More than this the process never holds, in kB: the message itself and what is made of it. The program's own pages, which
/// are 10 MB in a release build and thrice as much in this one, make it 64 MB.
const MOST_MEMORY: u64 = 54 * 1024;

/// Release builds take a second at most; this is for debug builds on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// `palabre read --jsonl`, which is asked one message after the other.
struct Reader {
    child: Child,
    answers: Receiver<String>,
}

impl Reader {
    fn start() -> Reader {
        let mut child = Command::new(env!("CARGO_BIN_EXE_palabre"))
            .args(["read", "--jsonl"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, answers) = channel();
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Reader { child, answers }
    }

    fn read(&mut self, path: &Path, name: &str) -> Value {
        self.forget_peak();
        let input = self.child.stdin.as_mut().unwrap();
        writeln!(input, "{}", json!({ "id": name, "eml": path })).unwrap();
        let line = self.answers.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{name}: no answer ({error})"));
        serde_json::from_str(&line).unwrap()
    }

    /// Forgets the most memory held so far, where the system can.
    fn forget_peak(&self) {
        let _ = std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5");
    }

    /// The most memory held since, in kB; `None` where the system doesn't tell.
    fn peak(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let figure = |name: &str| -> Option<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        Some(figure("VmHWM:")?.saturating_sub(figure("RssFile:")?))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn messages_made_to_hurt_are_answered_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("message.eml");
    let mut reader = Reader::start();
    let mut worst = (0, "");
    for (name, message) in read_on() {
        std::fs::write(&path, message()).unwrap();
        let reading = reader.read(&path, name);
        assert!(reading["kind"].is_string() && reading["kind"] != "malformed", "{name}: {:.300}", reading.to_string());
        worst = worst.max((within_bounds(&reader, name), name));
    }
    for (name, why, message) in refused() {
        std::fs::write(&path, message()).unwrap();
        let reading = reader.read(&path, name);
        assert_eq!(reading["kind"], "malformed", "{name}: {:.300}", reading.to_string());
        let because = reading["because"].to_string();
        assert!(because.contains(why), "{name}: {because}");
        worst = worst.max((within_bounds(&reader, name), name));
    }
    println!("at most {} kB ({})", worst.0, worst.1);
}

/// The memory that the last message took, in kB.
fn within_bounds(reader: &Reader, name: &str) -> u64 {
    let peak = reader.peak().unwrap_or_default();
    assert!(peak <= MOST_MEMORY, "{name}: {peak} kB");
    peak
}

type Made = fn() -> Vec<u8>;

/// Those that are read, whatever comes of it.
fn read_on() -> Vec<(&'static str, Made)> {
    vec![
        ("4,900 multiparts, each within the other", || {
            let mut body = "Content-Type: multipart/mixed; boundary=b0\r\n\r\n".to_owned();
            for level in 0..4_900 {
                write!(body, "--b{level}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", level + 1).unwrap();
            }
            head(&(body + "je viens"))
        }),
        ("one boundary for all levels", || {
            let level = "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
            head(&format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", level.repeat(4_900)))
        }),
        ("400 messages, each within the other, in base64", || {
            let inner = "From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n".repeat(400);
            head(&format!(
                "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
                base64(inner.as_bytes())
            ))
        }),
        ("4,900 parts of HTML", || {
            let part = format!(
                "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
                base64(&b"<b>oui</b>".repeat(250))
            );
            head(&format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b--\r\n", part.repeat(4_900)))
        }),
        ("a photograph of 17 MB", || {
            let photo = base64(&[7, 77, 177].repeat(5_600_000));
            head(&format!(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nje viens\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n{photo}--b--\r\n"
            ))
        }),
        ("24 MB of >", || plain("", &b">".repeat(24_000_000))),
        ("8 million quoted lines", || plain("", &b">\r\n".repeat(8_000_000))),
        ("20 MB of NUL", || plain("", &[0; 20_000_000])),
        ("lone CR", || plain("", &b"je viens\r".repeat(2_000_000))),
        ("one word of 20 MB", || plain("", &b"a".repeat(20_000_000))),
        ("a word of ten million letters and signs", || plain("", "Ã©".repeat(5_000_000).as_bytes())),
        ("ligatures that unfold to eighteen letters", || plain("", "\u{FDFA}".repeat(300_000).as_bytes())),
        ("bidi and zero width", || plain("", "\u{202E}\u{2066}\u{200B}\u{200F}".repeat(1_500_000).as_bytes())),
        ("a charset that isn't the bytes'", || plain("; charset=utf-8", &[0xE9, 0xFF, 0x80, 0xC3].repeat(5_000_000))),
        ("GB 18030", || plain("; charset=gb18030", &[0x81, 0x30, 0x81, 0x30].repeat(5_000_000))),
        ("half a UTF-16 letter, always", || plain("; charset=utf-16le", &[0, 0xD8].repeat(10_000_000))),
        ("UTF-7", || plain("; charset=utf-7", &b"+".repeat(20_000_000))),
        ("an unknown charset", || plain("; charset=klingon", b"je viens")),
        ("sentences without end", || {
            plain("", "nous serons 3 avec Paul Martin et Jeanne, ".repeat(300_000).as_bytes())
        }),
        ("attributions", || {
            plain("", "Le 4 octobre 2027 à 10:02, Paul <a@b.example> a écrit :\r\n".repeat(300_000).as_bytes())
        }),
        ("flowed lines", || plain("; format=flowed; delsp=yes", &b"a \r\n".repeat(5_000_000))),
        ("soft line breaks", || encoded("quoted-printable", &b"=\r\n".repeat(8_000_000))),
        ("broken quoted-printable", || encoded("quoted-printable", &b"=41=C3=A9=ZZ=".repeat(1_700_000))),
        ("broken base64", || encoded("base64", &b"====!!!!".repeat(3_000_000))),
        ("200,000 open elements", || html(&"<div>".repeat(200_000))),
        ("500,000 attributes", || html(&format!("<div {}>je viens", "a=b ".repeat(500_000)))),
        ("a style of 20 MB", || html(&format!("<style>{}</style>je viens", "p{color:red}".repeat(1_700_000)))),
        ("50,000 open quotes", || html(&"<blockquote type=cite>".repeat(50_000))),
        ("characters by number", || html(&"&#x10FFFF;&#99999999999;&foo".repeat(800_000))),
        ("half tags", || html(&"<a b='".repeat(3_000_000))),
        ("calendar of 100,000 properties", || calendar(&"X-P:v\r\n".repeat(100_000))),
        ("calendar in folded lines", || calendar(&format!("COMMENT:{}", "a\r\n ".repeat(5_000_000)))),
        ("calendar of 500,000 parameters", || {
            calendar(&format!("ATTENDEE{}:mailto:a@b.example", ";X=y".repeat(500_000)))
        }),
        ("500,000 TNEF attributes", || winmail(&[1, 0, 0x98, 6, 0, 0, 0, 0, 0, 0, 0].repeat(500_000))),
        ("a TNEF attribute longer than its stream", || {
            winmail(&[&[1, 8, 0x80, 7, 0, 255, 255, 255, 255][..], &[65; 10_000_000]].concat())
        }),
        ("250,000 failed recipients", || {
            let status =
                "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.0.0\r\n\r\n".repeat(250_000);
            head(&format!(
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n{status}--b--\r\n"
            ))
        }),
        ("encoded words", || head(&format!("X-Subject: {}\r\n\r\nje viens", "=?utf-8?Q?=C3=A9?=\r\n ".repeat(20_000)))),
        ("addresses", || head(&format!("Cc: {}\r\n\r\nje viens", "g: a@b, ".repeat(60_000)))),
        ("a parameter in 5,000 pieces", || {
            let pieces: String = (0..5_000).map(|n| format!(";\r\n name*{n}*=a")).collect();
            head(&format!("Content-Type: text/plain{pieces}\r\n\r\nje viens"))
        }),
    ]
}

/// Those that no mail program writes, with a word of why.
fn refused() -> Vec<(&'static str, &'static str, Made)> {
    vec![
        ("nothing", "no message", Vec::new),
        ("24 MB of line ends", "header", || vec![b'\n'; 24_000_000]),
        ("no message", "no message", || b"je viens".to_vec()),
        ("26 MB", "25 MB", || head(&format!("\r\n{}", "a".repeat(26 << 20)))),
        ("10,000 messages, each within the other", "within messages", || {
            head(&"Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n".repeat(10_000))
        }),
        ("200,000 parts", "parts", || {
            head(&format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(200_000)))
        }),
        ("100,000 fields", "header", || head(&format!("{}\r\nje viens", "X-A: b\r\n".repeat(100_000)))),
        ("a field of 20 MB", "header", || head(&format!("X-A: {}\r\n\r\nje viens", "a".repeat(20_000_000)))),
        ("a part's field of 20 MB", "field", || {
            head(&format!(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/{}\r\n\r\nx",
                "a".repeat(20_000_000)
            ))
        }),
    ]
}

fn head(rest: &str) -> Vec<u8> {
    format!("From: a@b.example\r\nTo: reseau@reseau.example\r\nSubject: Re: x\r\nMIME-Version: 1.0\r\n{rest}")
        .into_bytes()
}

fn plain(charset: &str, body: &[u8]) -> Vec<u8> {
    [&head(&format!("Content-Type: text/plain{charset}\r\n\r\n")), body].concat()
}

fn encoded(encoding: &str, body: &[u8]) -> Vec<u8> {
    let fields = format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n");
    [&head(&fields), body].concat()
}

fn html(body: &str) -> Vec<u8> {
    head(&format!("Content-Type: text/html; charset=utf-8\r\n\r\n{body}"))
}

fn calendar(properties: &str) -> Vec<u8> {
    head(&format!(
        "Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n{properties}"
    ))
}

fn winmail(stream: &[u8]) -> Vec<u8> {
    let stream = [&[0x78, 0x9F, 0x3E, 0x22, 1, 0], stream].concat();
    head(&format!(
        "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        base64(&stream)
    ))
}

fn base64(bytes: &[u8]) -> String {
    let code = BASE64.encode(bytes);
    code.as_bytes().chunks(76).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect()
}
