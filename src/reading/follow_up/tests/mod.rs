//! Phrases with which owners answer, in two tables: one the reader was made with, one it was never mended by.

use crate::domain::reading::{About, Asked, Verdict};
use crate::reading::read_text;

/// Written on Tuesday 2 March 2027.
fn about() -> About {
    About { asked: Some(Asked::FollowUp), received: Some("2027-03-02T10:00:00+01:00".into()), ..About::default() }
}

/// What is done with a phrase, as the tables write it; what is asked about is "unclear".
fn done_with(text: &str) -> (String, String) {
    let reading = read_text(text, &about());
    let answer = reading.follow_up.clone().unwrap();
    if reading.decision != Verdict::Record {
        return ("unclear | | ".into(), format!("{reading:?}"));
    }
    let said = serde_json::to_value(answer.said).unwrap();
    let to = answer.to.map(|to| match (to.name, to.email) {
        (None, None) => "?".to_owned(),
        (name, None) => name.unwrap_or_default(),
        (name, Some(email)) => format!("{}; {email}", name.unwrap_or_default()),
    });
    let got = format!("{} | {} | {}", said.as_str().unwrap(), answer.until.unwrap_or_default(), to.unwrap_or_default());
    (got, format!("{:?}", reading.because))
}

/// How many of a table are read as it says, and those that aren't.
fn score(table: &str) -> (usize, usize, Vec<String>) {
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let parts: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
        let expected = format!("{} | {} | {}", parts[0], parts[1], parts[2]);
        let text = parts[3].replace(" / ", "\n");
        let (got, why) = done_with(&text);
        all += 1;
        if got == expected {
            right += 1;
        } else {
            wrong.push(format!("{} → {got}, not {expected} ({why})", parts[3]));
        }
    }
    (right, all, wrong)
}

#[test]
fn what_it_was_made_with_is_read() {
    let (right, all, wrong) = score(include_str!("known.txt"));
    assert_eq!(right, all, "{}", wrong.join("\n"));
}

#[test]
fn most_of_what_it_never_saw_is_read() {
    let (right, all, _) = score(include_str!("held_out.txt"));
    println!("held out: {right} of {all}");
    assert!(right * 100 >= all * 60, "{right} of {all}");
}
