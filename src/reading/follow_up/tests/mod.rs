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
        return ("unclear |  | ".into(), format!("{reading:?}"));
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

/// How many of a table are read as it says, of how many; and those that aren't.
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
    for table in [include_str!("known.txt"), include_str!("mended_by.txt")] {
        let (right, all, wrong) = score(table);
        assert_eq!(right, all, "{}", wrong.join("\n"));
    }
}

/// What is taken for something else than was said is worse than what is asked about.
#[test]
fn most_of_what_it_never_saw_is_read() {
    for (table, least) in [(include_str!("held_out.txt"), 85), (include_str!("held_out_last.txt"), 65)] {
        let (right, all, wrong) = score(table);
        let taken = wrong.iter().filter(|line| !line.contains("→ unclear")).count();
        println!("held out: {right} of {all}, {taken} taken for something else");
        assert!(right * 100 >= all * least, "{right} of {all}");
        assert!(taken * 100 <= all * 15, "{taken} of {all}");
    }
}

#[test]
fn long_answers_are_for_people() {
    let long = "mars ".repeat(200_000);
    assert_eq!(done_with(&long).0, "unclear |  | ");
    let told = "J'ai appelé. ".to_owned() + &"Il faisait beau et nous avons parlé longtemps de tout. ".repeat(20);
    assert_eq!(done_with(&told).0, "unclear |  | ");
}

proptest::proptest! {
    #[test]
    fn anything_can_be_read(text in "\\PC{0,200}") {
        let _ = done_with(&text);
    }
}
