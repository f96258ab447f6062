//! What is read where, and what is not; the writer's dates read back; and that anything at all is read in linear time.

mod holidays;
mod written;

use chrono::NaiveDate;

use super::{Found, Lean, Sure, What, find};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Written on Tuesday 2 March 2027.
fn found(text: &str) -> Vec<Found> {
    find(text, Some(date("2027-03-02")), Lean::Coming)
}

/// What was found as the tables write it.
fn shown(found: &Found) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let hour = |hour: Option<chrono::NaiveTime>| hour.map(|hour| hour.format("%H:%M").to_string()).unwrap_or_default();
    match found.what {
        What::Day(one) => one.to_string(),
        What::Span { from, until } => format!("{}..{}", day(from), day(until)),
        What::Hour(one) => hour(Some(one)),
        What::Hours { from, until } => format!("{}..{}", hour(from), hour(until)),
    }
}

#[test]
fn what_people_write_is_read() {
    let table = include_str!("table.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut wrong = Vec::new();
    for line in table {
        let (expected, text) = line.split_once(" | ").unwrap();
        let read: Vec<String> = found(text).iter().map(shown).collect();
        if read.join(" ") != expected.trim() {
            wrong.push(format!("{text}: {} for {}", read.join(" "), expected.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_place_is_where_the_words_stand() {
    for (text, words) in [
        ("Rédiger (Léa, d’ici la fin du mois de février)", "d’ici la fin du mois de février"),
        ("Vu : plutôt fin mars, merci", "fin mars"),
        ("Absente jusqu'au 24 mars inclus.", "jusqu'au 24 mars inclus"),
        ("on se voit à 10 h 30 précises", "à 10 h 30"),
        ("Rendez-vous samedi 5 juin au soir", "samedi 5 juin"),
    ] {
        let place = found(text)[0].place.clone();
        assert_eq!(&text[place], words, "{text}");
    }
}

#[test]
fn it_says_how_sure_it_is() {
    for (text, sure) in [
        ("le 5 juin 2027", Sure::Given),
        ("le 5 juin", Sure::Inferred),
        ("samedi", Sure::Inferred),
        ("au printemps", Sure::Rough),
        ("mi-mai", Sure::Rough),
        ("à 10h", Sure::Given),
        ("vers 10h", Sure::Rough),
        ("at ten o'clock", Sure::Inferred),
    ] {
        assert_eq!(found(text)[0].sure, sure, "{text}");
    }
}

#[test]
fn without_a_day_only_what_is_written_out_is_read() {
    let read = |text: &str| find(text, None, Lean::Coming).iter().map(shown).collect::<Vec<_>>();
    assert_eq!(read("demain, le 5, fin mars, samedi, le 5 juin, cet été"), Vec::<String>::new());
    assert_eq!(read("samedi 5 juin 2027 à 10h"), ["2027-06-05", "10:00"]);
}

#[test]
fn what_may_have_begun_is_the_nearest() {
    let read = |text: &str, day: &str| shown(&find(text, Some(date(day)), Lean::Nearest)[0]);
    assert_eq!(read("depuis le 15 février", "2027-03-02"), "2027-02-15..");
    assert_eq!(read("jusqu'au 3 janvier", "2027-10-04"), "..2028-01-03");
    assert_eq!(read("du 20 décembre au 3 janvier", "2027-12-27"), "2027-12-20..2028-01-03");
    assert_eq!(read("du 20 décembre au 3 janvier", "2028-01-02"), "2027-12-20..2028-01-03");
}

/// As long as a text may be, and worse than any: what were quadratic would never end.
#[test]
fn a_text_costs_no_more_than_its_length() {
    for piece in ["1", "mars ", "é"] {
        let _ = found(&piece.repeat((1 << 20) / piece.len()));
    }
    for piece in [
        "12 ",
        "janvier2",
        "le 5 et ",
        "du ",
        "du 3 au ",
        "jusqu ",
        "dans deux ",
        "10h",
        "quatre vingt ",
        "/",
        "5/",
        "a week on ",
        "fin de la ",
        "et ",
        "from Monday to ",
        "half past ",
        "cent ",
    ] {
        let _ = found(&piece.repeat((1 << 17) / piece.len()));
    }
}

proptest::proptest! {
    #[test]
    fn anything_can_be_read(text in "\\PC{0,300}") {
        let read = found(&text);
        for one in &read {
            assert!(text.get(one.place.clone()).is_some());
        }
        assert!(read.windows(2).all(|two| two[0].place.end <= two[1].place.start));
    }

    #[test]
    fn any_words_of_dates_can_be_read(
        words in proptest::collection::vec(0..WORDS.len(), 0..30), day in -3_000_000i32..3_000_000
    ) {
        let text: Vec<&str> = words.iter().map(|n| WORDS[*n]).collect();
        let day = NaiveDate::from_num_days_from_ce_opt(day * 30);
        for lean in [Lean::Coming, Lean::Nearest] {
            let _ = find(&text.join(" "), day, lean);
        }
    }
}

const WORDS: [&str; 60] = [
    "le",
    "5",
    "31",
    "12/05",
    "99",
    "2027",
    "lundi",
    "samedi",
    "mars",
    "mai",
    "may",
    "fin",
    "mi",
    "début",
    "du",
    "au",
    "jusqu'à",
    "avant",
    "pas",
    "après",
    "la",
    "semaine",
    "prochaine",
    "mois",
    "dernier",
    "dans",
    "trois",
    "quinze",
    "jours",
    "vacances",
    "de",
    "Pâques",
    "rentrée",
    "été",
    "cet",
    "10h",
    "30",
    "10:30",
    "à",
    "et demie",
    "moins",
    "le quart",
    "midi",
    "pm",
    "half",
    "past",
    "to",
    "ten",
    "a",
    "week",
    "on",
    "Monday",
    "next",
    "until",
    "the",
    "24th",
    "in",
    "weeks",
    "ago",
    "9999",
];
