//! Every table is read without a mistake.

use super::{cases, wrong};

fn all_right(table: &str) {
    let cases = cases(table);
    let mistakes: Vec<String> = cases.iter().filter_map(wrong).collect();
    assert!(mistakes.is_empty(), "{} of {} wrong:\n{}", mistakes.len(), cases.len(), mistakes.join("\n"));
}

#[test]
fn notices_of_many_servers() {
    all_right(include_str!("bounces_further.txt"));
    all_right(include_str!("bounces.txt"));
}

#[test]
fn other_machines() {
    all_right(include_str!("others_further.txt"));
    all_right(include_str!("others.txt"));
}

#[test]
fn people_whose_words_resemble_a_machines() {
    all_right(include_str!("people_further.txt"));
    all_right(include_str!("people.txt"));
}
