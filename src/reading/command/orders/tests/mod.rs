//! Orders as organisers type them, in two tables: one the reader was made with, one it was never mended by.

use super::{listed, orders};

/// Orders as the tables write them, those that are told as not understood behind.
fn shown(text: &str, known: &[u32]) -> Vec<String> {
    let found = orders(text, known);
    let order = |order| serde_json::to_value(order).unwrap().as_str().unwrap().to_owned();
    let understood = found.orders.iter().map(|one| match one.guests {
        0 => format!("{} {}", one.number, order(one.order)),
        guests => format!("{} {} +{guests}", one.number, order(one.order)),
    });
    let mut all: Vec<String> = understood.chain(found.left_out.iter().map(|number| format!("!{number}"))).collect();
    all.sort();
    all
}

fn score(table: &str) -> (usize, usize, Vec<String>) {
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let (expected, text) = line.split_once('|').unwrap();
        let mut expected: Vec<&str> = expected.split(';').map(str::trim).filter(|one| !one.is_empty()).collect();
        expected.sort_unstable();
        let got = shown(&text.trim().replace(" / ", "\n"), &[]);
        all += 1;
        if got == expected {
            right += 1;
        } else {
            wrong.push(format!("{text} → {got:?}, not {expected:?}"));
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

#[test]
fn all_are_those_that_were_asked_about() {
    let question = "À trancher :\n3) « Je vais voir » — Mme Roux\n4. « On verra » — Paul\n\n12 : « ? »\nRépondez.";
    let known = listed(question);
    assert_eq!(known, [3, 4, 12]);
    assert_eq!(shown("tout oui sauf 4", &known), ["12 yes", "3 yes"]);
    assert_eq!(shown("all no", &known), ["12 no", "3 no", "4 no"]);
    assert_eq!(shown("tout oui sauf 4, 4 relancer", &known), ["12 yes", "3 yes", "4 remind"]);
    assert_eq!(shown("5 oui, 3 non", &known), ["!5", "3 no"], "nobody asked about 5");
    assert_eq!(shown("tout oui sauf 3", &[]), Vec::<String>::new(), "which are all isn't known");
}
