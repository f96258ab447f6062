//! A visit as its owner arranged it: "le 12 mai de 14 h à 16 h, 5 places, au 8 rue des Lilas".

use chrono::{NaiveDate, NaiveTime};

use crate::reading::answer::words::fold;
use crate::reading::when::{self, Found, Lean, Sure, What, month};

/// What was said of a visit; what wasn't said is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// On which day.
    pub date: Option<NaiveDate>,
    /// From when, civil.
    pub starts: Option<NaiveTime>,
    /// Until when, civil.
    pub ends: Option<NaiveTime>,
    /// How many may come.
    pub places: Option<i64>,
    /// Where, as written.
    pub place: Option<String>,
}

/// Reads what is said of a visit; without a year its day is the next of that name from `today` on.
pub fn arrangement(text: &str, today: NaiveDate) -> Arrangement {
    let tokens = tokens(text);
    let found = when::find(text, Some(today), Lean::Coming);
    let hours = hours(&found);
    let starts = hours.first().copied();
    Arrangement {
        date: date(text, &found).filter(|date| *date >= today),
        starts,
        ends: hours.get(1).copied().filter(|end| starts.is_some_and(|start| *end > start)),
        places: places(&tokens),
        place: text.split([',', '\n', ';']).find_map(place),
    }
}

/// Runs of digits, runs of letters, and signs, folded.
fn tokens(text: &str) -> Vec<String> {
    const MOST: usize = 400;
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    for char in text.chars().flat_map(char::to_lowercase) {
        let joins = (char.is_ascii_digit() && last.is_ascii_digit()) || (char.is_alphabetic() && last.is_alphabetic());
        let full = tokens.len() >= MOST;
        match tokens.last_mut() {
            Some(token) if joins => token.push(char),
            _ if char.is_whitespace() => {}
            _ if full => break,
            _ => tokens.push(char.to_string()),
        }
        last = char;
    }
    tokens
}

/// The hours in order: `14 h`, `14h30`, `14:30`, `2 pm`, `14-16 h`, `midi`.
fn hours(found: &[Found]) -> Vec<NaiveTime> {
    let ends = found.iter().map(|one| match one.what {
        What::Hour(hour) => [Some(hour), None],
        What::Hours { from, until } => [from, until],
        What::Day(_) | What::Span { .. } => [None, None],
    });
    ends.flatten().flatten().collect()
}

/// The first day that is written with its number; a weekday alone may be one that was.
fn date(text: &str, found: &[Found]) -> Option<NaiveDate> {
    found.iter().find_map(|one| match one.what {
        What::Day(day) => {
            let words = fold(text.get(one.place.clone())?);
            let numbered = words.contains(|c: char| c.is_ascii_digit()) || words.split(' ').any(|w| month(w).is_some());
            (one.sure != Sure::Rough && numbered).then_some(day)
        }
        _ => None,
    })
}

/// `5 places`, `8 personnes`.
fn places(tokens: &[String]) -> Option<i64> {
    const PLACES: [&str; 6] = ["places", "place", "personnes", "personne", "people", "seats"];
    let count = tokens.windows(2).find_map(|two| match two {
        [number, word] if PLACES.contains(&word.as_str()) => number.parse().ok(),
        _ => None,
    });
    count.filter(|count| (1..=1_000).contains(count))
}

/// A piece that says where: it begins with "au", "chez", "à la"… and tells no hour, number of places or day.
fn place(piece: &str) -> Option<String> {
    let piece = piece.trim().trim_end_matches('.');
    let folded = fold(piece);
    let words: Vec<&str> = folded.split(' ').collect();
    let first = *words.first()?;
    if !matches!(first, "au" | "aux" | "a" | "chez" | "dans" | "at" | "in" | "lieu" | "adresse" | "place" | "rendez") {
        return None;
    }
    let tokens = tokens(piece);
    let told = when::find(piece, None, Lean::Coming);
    if !hours(&told).is_empty() || places(&tokens).is_some() || words.len() < 2 || piece.len() > 200 {
        return None;
    }
    let named = piece.split_once(':').filter(|_| matches!(first, "lieu" | "adresse" | "place" | "rendez"));
    let said = named.map_or(piece, |(_, behind)| behind.trim());
    // "au 8 rue des Lilas" is 8 rue des Lilas; "chez lab86" stays.
    let (article, rest) = said.split_once(' ').unwrap_or(("", said));
    let bare = matches!(fold(article).as_str(), "au" | "a" | "at") && rest.starts_with(|c: char| c.is_ascii_digit());
    Some(if bare { rest } else { said }.to_owned()).filter(|place| !place.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_is_arranged_in_one_line() {
        let today = NaiveDate::from_ymd_opt(2027, 4, 10).unwrap();
        for (text, date, starts, ends, places, place) in [
            (
                "le 12 mai de 14 h à 16 h, 5 places, au 8 rue des Lilas",
                Some("2027-05-12"),
                Some("14:00"),
                Some("16:00"),
                Some(5),
                Some("8 rue des Lilas"),
            ),
            (
                "C'est d'accord pour mercredi 12 mai 2027, 14h30-16h\nchez lab86, 8 personnes",
                Some("2027-05-12"),
                Some("14:30"),
                Some("16:00"),
                Some(8),
                Some("chez lab86"),
            ),
            (
                "12 May, 2 pm to 4 pm, 6 people, at 8 Lilac Street",
                Some("2027-05-12"),
                Some("14:00"),
                Some("16:00"),
                Some(6),
                Some("8 Lilac Street"),
            ),
            ("Lieu : Maison des associations", None, None, None, None, Some("Maison des associations")),
            ("le 12/05/2027 à 18:30", Some("2027-05-12"), Some("18:30"), None, None, None),
            ("de 10 à 12 h", None, Some("10:00"), Some("12:00"), None, None),
            ("le 3 avril 2027", None, None, None, None, None),
            ("fait", None, None, None, None, None),
        ] {
            let hour = |text: Option<&str>| text.map(|text| NaiveTime::parse_from_str(text, "%H:%M").unwrap());
            let expected = Arrangement {
                date: date.map(|text| text.parse().unwrap()),
                starts: hour(starts),
                ends: hour(ends),
                places,
                place: place.map(str::to_owned),
            };
            assert_eq!(arrangement(text, today), expected, "{text}");
        }
    }
}
