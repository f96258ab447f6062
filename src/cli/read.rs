//! `palabre read`: explains how messages are understood, one to a person or many to a program.

use std::fmt::Write as _;
use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{CliError, Result, Told};
use crate::domain::reading::{About, Reading};
use crate::reading;

/// What to read.
#[derive(Debug, Args)]
#[command(after_long_help = JSONL)]
pub struct ReadArgs {
    /// Message (RFC 5322) to explain; - for standard input
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    pub message: Option<PathBuf>,
    /// Read one JSON object a line on standard input and print one a line; see --help for the fields
    #[arg(long)]
    pub jsonl: bool,
}

const JSONL: &str = r#"With --jsonl, each line of standard input is an object with one of eml, text and html:
  {"id": …, "eml": PATH | "text": TEXT | "html": HTML, "about": {…}}
about says what is known of the conversation; all of it may be left out:
  {"gatherings": [{"ref", "title", "starts", "ends", "mode", "place", "uid"}],
   "actor": {"name", "emails", "organisation"}, "addresses": [OURS], "trusted_authserv": [NAME],
   "received": TIME, "threshold": 0-1, "asked": "attendance|follow-up|debrief|order", "question": TEXT}
Each line out has the id of its line, and either what was read or an error. With "asked": "follow-up" it has
  "follow_up": {"said": "done|not_done|postponed|handed|dropped|unclear", "until": DATE, "to": {"name", "email"}}
and with "asked": "order"
  "orders": [{"number": N, "order": "yes|no|maybe|remind|ignore", "guests": N}]"#;

/// Explains a message, or many.
///
/// # Errors
/// When the message can't be read, or input or output fails.
pub fn run(arguments: &ReadArgs, json: bool) -> Result<()> {
    let Some(path) = &arguments.message else {
        return match jsonl(io::stdin().lock(), io::stdout().lock()) {
            // Who reads has had enough.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(CliError::new("reading lines", error.to_string(), "Give one JSON object a line on standard input"))
            }
            _ => Ok(()),
        };
    };
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|error| {
        let place = format!("{}: {error}", path.display());
        CliError::new("reading the message", place, "Give the path of a readable file, or - for standard input")
    })?;
    let reading = reading::read(&bytes, &About::default());
    Told::new(explain(&reading).trim_end(), &reading).print(json);
    Ok(())
}

/// One line of input: exactly one of `eml`, `text` and `html`.
#[derive(Debug, Deserialize)]
struct Request {
    #[serde(default)]
    id: Value,
    eml: Option<String>,
    text: Option<String>,
    html: Option<String>,
    #[serde(default)]
    about: Option<About>,
}

/// One line of output.
#[derive(Debug, Serialize)]
struct Answer {
    id: Value,
    #[serde(flatten)]
    reading: Reading,
}

/// What couldn't be read, where, and what to do about it.
#[derive(Debug, Serialize)]
struct Mistake {
    what: String,
    #[serde(rename = "where")]
    place: String,
    mend: String,
}

/// Reads one JSON object a line and writes one a line, in the same order, each as soon as it is read.
///
/// A line that can't be read yields an error line and the next is read; only failing input or output ends it.
pub fn jsonl(mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        serde_json::to_writer(&mut output, &answer(&line, number))?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

fn answer(line: &[u8], number: u64) -> Value {
    let place = format!("line {number}");
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => return failed(Value::Null, format!("not JSON: {error}"), place, "write one JSON object a line"),
    };
    let id = value.get("id").cloned().unwrap_or_default();
    let request: Request = match serde_json::from_value(value) {
        Ok(request) => request,
        Err(error) => {
            return failed(id, format!("not a request: {error}"), place, "see `palabre read --help` for the fields");
        }
    };
    let about = request.about.unwrap_or_default();
    let reading = match (request.eml, request.text, request.html) {
        (Some(path), None, None) => match std::fs::read(&path) {
            Ok(bytes) => reading::read(&bytes, &about),
            Err(error) => {
                return failed(
                    id,
                    format!("can't read the message: {error}"),
                    path,
                    "give the path of a readable file",
                );
            }
        },
        (None, Some(text), None) => reading::read_text(&text, &about),
        (None, None, Some(html)) => reading::read_html(&html, &about),
        _ => return failed(id, "one of eml, text and html is needed".into(), place, "give exactly one of them"),
    };
    json!(Answer { id: request.id, reading })
}

fn failed(id: Value, what: String, place: String, mend: &str) -> Value {
    json!({ "id": id, "error": Mistake { what, place, mend: mend.to_owned() } })
}

/// A Reading explained to a person.
pub fn explain(reading: &Reading) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "{name:<14}{value}");
        }
    };
    line("kind", plain(&reading.kind));
    line("decision", plain(&reading.decision));
    line("confidence", format!("{:.2}", reading.confidence));
    line("intent", reading.intent.as_ref().map(plain).unwrap_or_default());
    line("guests", reading.guests.filter(|n| *n > 0).map(|n| n.to_string()).unwrap_or_default());
    line("guest names", reading.guest_names.join(", "));
    line("delegate", reading.delegate.as_ref().map(person).unwrap_or_default());
    line("mode", reading.mode.as_ref().map(plain).unwrap_or_default());
    for (said, name) in [
        (reading.partial, "comes for a part"),
        (reading.question, "asks a question"),
        (reading.unsubscribe, "wants no more mail"),
    ] {
        line(if said { "also" } else { "" }, if said { name.to_owned() } else { String::new() });
    }
    for one in reading.per_gathering.iter().flatten() {
        line(&one.reference, plain(&one.intent));
    }
    line("offers", reading.offers.iter().map(plain).collect::<Vec<_>>().join(", "));
    if let Some(absence) = &reading.absence {
        line(
            "away",
            format!("{} to {}", absence.from.as_deref().unwrap_or("?"), absence.until.as_deref().unwrap_or("?")),
        );
    }
    line("stand-in", reading.stand_in.as_ref().map(person).unwrap_or_default());
    line("action", reading.action.as_ref().map(plain).unwrap_or_default());
    line("recipients", reading.recipients.join(", "));
    line("status", reading.status.clone().unwrap_or_default());
    line("reason", reading.reason.clone().unwrap_or_default());
    line(
        "authenticated",
        reading.authenticated.map(|yes| if yes { "yes" } else { "no" }.to_owned()).unwrap_or_default(),
    );
    for reason in &reading.because {
        line("because", reason.clone());
    }
    line("note", reading.note.clone().unwrap_or_default().replace('\n', " "));
    text.push('\n');
    text.push_str(&reading.visible);
    text.push('\n');
    text
}

/// The word that the contract uses for a value.
fn plain(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn person(named: &crate::domain::reading::Named) -> String {
    [named.name.clone(), named.email.as_ref().map(|email| format!("<{email}>"))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}
