//! `palabre read --jsonl` on labelled replies, where `PALABRE_CORPUS` names them: it may ask, it must not guess wrongly.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The folder of labelled replies, or `None`, said aloud.
fn corpus() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("PALABRE_CORPUS").map(|folder| PathBuf::from(folder).join("corpus")) else {
        eprintln!("SKIPPED: PALABRE_CORPUS names no labelled replies");
        return None;
    };
    assert!(folder.is_dir(), "PALABRE_CORPUS: there is no {}", folder.display());
    Some(folder)
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// One reading for each input, in order.
fn read(inputs: &[Value]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_palabre"))
        .args(["read", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text: String = inputs.iter().map(|input| format!("{input}\n")).collect();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let readings: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(readings.len(), inputs.len(), "each line gets its line");
    readings
}

#[test]
fn no_labelled_reply_is_recorded_wrongly() {
    let Some(corpus) = corpus() else { return };
    let cases = lines(&corpus.join("answers.jsonl"));
    let inputs: Vec<Value> =
        cases.iter().map(|case| json!({ "id": case["id"], "text": case["body"], "about": case["about"] })).collect();
    let readings = read(&inputs);
    let (mut right, mut wrong) = (0, Vec::new());
    for (case, reading) in cases.iter().zip(&readings) {
        let expected = &case["expected"]["intent"];
        right += usize::from(&reading["intent"] == expected);
        let alternative = case["note"].as_str().is_some_and(|note| note.contains("alt:"));
        if reading["decision"] == "record" && &reading["intent"] != expected && !alternative {
            wrong.push((case["id"].clone(), reading["intent"].clone()));
        }
    }
    println!("answers: {right} of {} intents as labelled, {} recorded wrongly", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "recorded wrongly: {wrong:?}");
    assert!(right * 100 >= cases.len() * 85, "only {right} of {}", cases.len());
}

#[test]
fn no_labelled_mail_is_recorded_that_must_not_be() {
    let Some(corpus) = corpus() else { return };
    let scored = Command::new("python3")
        .arg(corpus.join("score_mails.py"))
        .arg(corpus.join("mails"))
        .args(["--", env!("CARGO_BIN_EXE_palabre"), "read", "--jsonl"])
        .output()
        .unwrap_or_else(|error| panic!("the corpus brings its scorer, which needs python3: {error}"));
    let scores = String::from_utf8_lossy(&scored.stdout).into_owned();
    println!("{scores}");
    let score = |name: &str| {
        let line = scores.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name}: {scores}"));
        line.split_whitespace().nth(1).unwrap().trim_end_matches('%').parse::<f64>().unwrap()
    };
    assert!(score("WRONGLY") == 0.0 && score("LOST") == 0.0, "{scores}");
    assert!(score("kind") >= 95.0 && score("recorded") >= 85.0, "{scores}");
}
