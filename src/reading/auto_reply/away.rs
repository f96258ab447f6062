//! How long somebody is away, and who stands in.

use chrono::NaiveDate;

use crate::domain::reading::{About, AbsencePeriod, Named};

use crate::reading::answer::dates;
use crate::reading::answer::words::fold;
use crate::reading::draft::Draft;
use crate::reading::fields::addresses;
use crate::reading::language::language;
use crate::reading::message::Message;
use crate::reading::when::{self, Found, Lean, What};

/// Fills in when the person is away and who stands in.
pub(in crate::reading) fn absence(message: &Message, about: &About, draft: &mut Draft) {
    let text = &message.seen().text;
    let subject = &message.headers.subject;
    draft.reading.lang = Some(language(text).to_owned());
    draft.reading.absence = period(&format!("{subject}\n{text}"), message.headers.date, about);
    draft.reading.stand_in = stand_in(text, message, about);
    draft.reading.visible = text.clone();
    draft.reading.confidence = 0.95;
}

/// The period of absence that a text speaks of.
pub(in crate::reading) fn period(text: &str, sent: Option<i64>, about: &About) -> Option<AbsencePeriod> {
    let reference = sent.and_then(chrono::DateTime::from_timestamp_millis).map(|at| at.date_naive());
    let reference = reference.or_else(|| dates::day(about.received.as_deref()?))?;
    let found = when::find(text, Some(reference), Lean::Nearest);
    let (from, until) = found.iter().find_map(|one| away(text, one))?;
    let civil = |day: NaiveDate| day.format("%Y-%m-%d").to_string();
    Some(AbsencePeriod { from: from.map(civil), until: until.map(civil) })
}

/// First and last day away, where a day or period that was found says so. Whoever is back on a day isn't away on it.
fn away(text: &str, found: &Found) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    const BACK: [&str; 11] = [
        "retour",
        "back",
        "return",
        "returning",
        "reviens",
        "revient",
        "rentre",
        "rentrerai",
        "reprise",
        "reprends",
        "reprendrai",
    ];
    const AWAY: [&str; 10] =
        ["absent", "absente", "conge", "conges", "vacances", "away", "leave", "ferme", "fermee", "closed"];
    let words = |text: &str| fold(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let before = words(text.get(..found.place.start)?.lines().next_back().unwrap_or_default());
    let near = |list: &[&str], count: usize| before.iter().rev().take(count).any(|word| list.contains(&word.as_str()));
    let said = words(text.get(found.place.clone())?);
    let says = |list: &[&str]| said.iter().any(|word| list.contains(&word.as_str()));
    let back = near(&BACK, 5);
    match found.what {
        What::Day(day) if back => Some((None, day.pred_opt())),
        What::Span { from: Some(from), until: None } if back || says(&["avant", "before", "until", "till"]) => {
            Some((None, from.pred_opt()))
        }
        What::Span { from: Some(from), until: None } => (!says(&["apres", "after"])).then_some((Some(from), None)),
        What::Span { from: None, until: Some(until) } if back || says(&["avant", "before"]) => {
            Some((None, until.pred_opt()))
        }
        What::Span { from: None, until } => says(&["jusqu", "until", "till", "through"]).then_some((None, until)),
        What::Span { from, until } => {
            let numbered = said.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
            (numbered || near(&AWAY, 12)).then_some((from, until))
        }
        What::Day(_) | What::Hour(_) | What::Hours { .. } => None,
    }
}

/// Another address in a vacation message is who stands in, with the name before it.
fn stand_in(text: &str, message: &Message, about: &About) -> Option<Named> {
    let own = message.headers.from.as_ref().map(|f| f.email.as_str()).unwrap_or_default();
    let ours = |address: &String| about.addresses.iter().any(|one| one.eq_ignore_ascii_case(address));
    let other = |address: &String| address != own && !ours(address) && !message.headers.to.contains(address);
    let email = addresses(text).into_iter().find(other)?;
    Some(Named { name: name_before(text, &email), email: Some(email) })
}

/// The words with capitals that stand right before an address, at most three: "Paul Roy (paul@quai.example)".
fn name_before(text: &str, email: &str) -> Option<String> {
    let at = text.to_ascii_lowercase().find(email)?;
    let before = text.get(..at)?.lines().next_back()?;
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "(<[:,–-".contains(c));
    let linking = ["à", "au", "sur", "at", "on", "par", "mail", "email", "e-mail", "courriel", "adresse"];
    let words: Vec<&str> = before.split_whitespace().rev().skip_while(|word| linking.contains(word)).collect();
    let is_name = |word: &&&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "'’-.".contains(c))
    };
    let mut name: Vec<&str> = words.iter().take(3).take_while(is_name).copied().collect();
    name.reverse();
    let name = name.join(" ");
    let common = [
        "contacter",
        "contactez",
        "contact",
        "ecrire",
        "bonjour",
        "urgence",
        "urgences",
        "merci",
        "hello",
        "secretariat",
        "accueil",
        "email",
        "mail",
        "courriel",
        "adresse",
        "please",
    ];
    (!name.is_empty() && !name.split(' ').any(|word| common.contains(&fold(word).as_str()))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sent on Monday 4 October 2027.
    fn away(text: &str) -> Option<(Option<String>, Option<String>)> {
        period(text, Some(1_822_636_800_000), &About::default()).map(|period| (period.from, period.until))
    }

    #[test]
    fn periods_are_understood_in_words_and_figures() {
        let cases = [
            ("Je suis absente jusqu'au 24 octobre inclus.", None, Some("2027-10-24")),
            ("Absent du 04/10/2027 au 15/10/2027", Some("2027-10-04"), Some("2027-10-15")),
            ("absente du 4.10. au 15.10.", Some("2027-10-04"), Some("2027-10-15")),
            ("I am on leave until 2027-10-15.", None, Some("2027-10-15")),
            ("out of the office from October 4 to October 8", Some("2027-10-04"), Some("2027-10-08")),
            ("Je suis de retour le 18/10.", None, Some("2027-10-17")),
            ("I'm away until Thursday.", None, Some("2027-10-07")),
            ("de retour lundi", None, Some("2027-10-10")),
            ("Absent jusqu'au 3 janvier", None, Some("2028-01-03")),
        ];
        for (text, from, until) in cases {
            let found = away(text).unwrap_or_default();
            assert_eq!((found.0.as_deref(), found.1.as_deref()), (from, until), "{text}");
        }
        assert_eq!(away("Je suis absent."), None);
    }

    #[test]
    fn who_stands_in_is_named_by_the_words_before_the_address() {
        let name = |text: &str| name_before(text, "paul@quai.example");
        assert_eq!(name("adressez-vous à Paul Roy (paul@quai.example)").as_deref(), Some("Paul Roy"));
        assert_eq!(name("contact my colleague Tom at paul@quai.example").as_deref(), Some("Tom"));
        assert_eq!(name("Urgences : paul@quai.example"), None);
    }
}
