//! How long somebody is away, and who stands in.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::reading::{About, AbsencePeriod, Named};

use crate::reading::answer::dates;
use crate::reading::answer::words::fold;
use crate::reading::draft::Draft;
use crate::reading::fields::addresses;
use crate::reading::language::language;
use crate::reading::message::Message;

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
    let (from, until) = dates::period(&spelled(text), reference).or_else(|| until_weekday(text, reference))?;
    let civil = |day: NaiveDate| day.format("%Y-%m-%d").to_string();
    Some(AbsencePeriod { from: from.map(civil), until: until.map(civil) })
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Dates in figures written out, for the reader of dates: `24/10/2027`, `24.10.`, `2027-10-24` become "24 octobre".
fn spelled(text: &str) -> String {
    let written = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_ascii_digit());
        let figures: Vec<u32> = bare.split(['/', '.', '-']).map_while(|figure| figure.parse().ok()).collect();
        let (day, month) = match figures.as_slice() {
            [day @ 1..=31, month @ 1..=12] if bare.contains('/') || word.ends_with('.') => (*day, *month),
            [day @ 1..=31, month @ 1..=12, _] => (*day, *month),
            [2000..=2999, month @ 1..=12, day @ 1..=31] => (*day, *month),
            _ => return None,
        };
        let name = MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
        Some(word.trim_end_matches('.').replace(bare, &format!("{day} {name}")))
    };
    let line = |line: &str| {
        line.split(' ').map(|word| written(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// "Jusqu'à lundi", "de retour mardi", "back on Monday": the next day of that name; whoever is back that day isn't away.
fn until_weekday(text: &str, reference: NaiveDate) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let signs = ["jusqu", "until", "till", "retour", "back", "return", "reviens", "rentre", "avant"];
    words.iter().enumerate().filter(|(_, word)| signs.contains(word)).find_map(|(at, sign)| {
        let near = words.iter().skip(at + 1).take(4);
        let weekday = near.filter_map(|word| weekday(word)).next()?;
        let ahead = (weekday + 7 - reference.weekday().num_days_from_monday()) % 7;
        let day = reference.checked_add_days(Days::new(u64::from(if ahead == 0 { 7 } else { ahead })))?;
        let last = if ["jusqu", "until", "till"].contains(sign) { Some(day) } else { day.pred_opt() };
        Some((None, last))
    })
}

fn weekday(word: &str) -> Option<u32> {
    let french = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    let english = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = french.iter().position(|name| *name == word).or_else(|| english.iter().position(|name| *name == word))?;
    u32::try_from(at).ok()
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
