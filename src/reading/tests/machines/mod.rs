//! Tables of messages shaped as mail systems shape them, with invented people: notices of many servers, other machines, and
//! people whose words resemble a machine's.
//!
//! A case begins with `=== name | kind and what else is expected | recipients`; fields that all share are added.

mod tables;

use super::super::read;
use super::about;
use crate::domain::reading::Reading;

/// One message of a table and what should be read in it.
struct Case {
    name: String,
    expected: Vec<String>,
    recipients: Vec<String>,
    message: String,
}

fn cases(table: &str) -> Vec<Case> {
    let blocks = format!("\n{table}");
    blocks.split("\n=== ").skip(1).map(case).collect()
}

fn case(block: &str) -> Case {
    let (head, message) = block.split_once('\n').expect("a message below its head");
    let mut heads = head.split('|').map(str::trim);
    let mut next = || heads.next().unwrap_or_default();
    let (name, expected, recipients) = (next(), next(), next());
    Case {
        name: name.to_owned(),
        expected: expected.split(' ').map(str::to_owned).collect(),
        recipients: recipients.split(", ").filter(|r| !r.is_empty()).map(str::to_owned).collect(),
        message: with_shared_fields(message),
    }
}

/// The fields that a case doesn't give itself.
fn with_shared_fields(message: &str) -> String {
    let header = message.split("\n\n").next().unwrap_or_default().to_lowercase();
    let has = |name: &str| header.lines().any(|line| line.starts_with(name));
    let mut shared = String::from("Received: from a by mx.reseau.example; Mon, 4 Oct 2027 10:00:00 +0200\n");
    for (name, value) in [
        ("from:", "Léa Morin <lea@quai.example>"),
        ("to:", "reseau@reseau.example"),
        ("date:", "Mon, 4 Oct 2027 10:00:00 +0200"),
        ("message-id:", "<1@quai.example>"),
        ("mime-version:", "1.0"),
        ("content-type:", "text/plain; charset=utf-8"),
    ] {
        if !has(name) {
            shared += &format!("{name} {value}\n");
        }
    }
    (shared + message).replace('\n', "\r\n")
}

/// What is wrong with the reading of a case, if anything is.
fn wrong(case: &Case) -> Option<String> {
    let reading = read(case.message.as_bytes(), &about());
    let told = words(&reading);
    let missing: Vec<&String> = case.expected.iter().filter(|word| !told.contains(word)).collect();
    let recipients_differ = !case.recipients.is_empty() && reading.recipients != case.recipients;
    (!missing.is_empty() || recipients_differ).then(|| {
        format!(
            "{}: wants {:?} {:?}, has {told:?} {:?} because {:?}",
            case.name, case.expected, case.recipients, reading.recipients, reading.because
        )
    })
}

/// The words that a case may expect of a reading.
fn words(reading: &Reading) -> Vec<String> {
    let plain = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut told = vec![plain(serde_json::json!(reading.kind)), plain(serde_json::json!(reading.action))];
    told.extend(reading.absence.clone().and_then(|absence| absence.until));
    told.extend(reading.stand_in.clone().and_then(|person| person.email));
    told
}
