//! Whether what was written can be used; each error says what, where and the mend.

use chrono::{Duration, NaiveDate, NaiveTime};

use super::error::{CliError, Result};
use crate::domain::address;
use crate::domain::civil::{self, CivilTime, Offset, Zone};
use crate::domain::clock::Timestamp;
use crate::schedule::periodic::Periodic;

/// Longer than any title or name is.
const NAME_LIMIT: usize = 200;

/// A name or title: one line, not empty, no longer than a subject carries.
///
/// # Errors
/// Says what is wrong with it.
pub fn name(option: &str, text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(CliError::new(option, "it is empty", "Write a name"));
    }
    if text.chars().count() > NAME_LIMIT {
        let place = format!("it has {} characters", text.chars().count());
        return Err(CliError::new(option, place, format!("No more than {NAME_LIMIT} fit")));
    }
    if text.chars().any(char::is_control) {
        return Err(CliError::new(option, "it holds control characters", "Write it on one line of plain text"));
    }
    Ok(text)
}

/// A text that may be taken away by giving an empty one.
///
/// # Errors
/// Says what is wrong with it.
pub fn optional_name(option: &str, text: &str) -> Result<Option<String>> {
    if text.trim().is_empty() { Ok(None) } else { name(option, text).map(Some) }
}

/// An e-mail address in normal form.
///
/// # Errors
/// Says what is wrong with it.
pub fn email(option: &str, text: &str) -> Result<String> {
    let normal = address::normal(text);
    address::check(&normal)
        .map_err(|why| CliError::new(option, why, "Write it as name@example.org, without brackets or a name"))?;
    Ok(normal)
}

/// A visio link.
///
/// # Errors
/// Says what is wrong with it.
pub fn link(option: &str, text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"');
    if rest.is_none_or(|rest| rest.is_empty() || rest.contains(bad)) {
        return Err(CliError::new(
            option,
            format!("`{text}` is no link"),
            "Write it as https://visio.example.org/room",
        ));
    }
    Ok(Some(text.to_owned()))
}

/// Reads a number for clap, whose own words don't say what for.
pub fn number(whose: &'static str) -> impl Fn(&str) -> std::result::Result<i64, String> + Clone {
    move |text| text.trim().parse().map_err(|_| format!("a whole number is expected: {whose}"))
}

/// A gathering's number, for clap.
pub fn gathering(text: &str) -> std::result::Result<i64, String> {
    number("the gathering's, see palabre gathering list")(text)
}

/// How many people somebody brings, for clap.
pub fn guests(text: &str) -> std::result::Result<i64, String> {
    let guests = text.trim().parse().ok().filter(|guests| (0..=1000).contains(guests));
    guests.ok_or_else(|| "a whole number from 0 to 1000 is expected: how many people they bring".to_owned())
}

/// A time zone.
///
/// # Errors
/// When there is none of that name.
pub fn zone(option: &str, text: &str) -> Result<Zone> {
    text.trim().parse().map_err(|_| {
        let mend = "Write a name of the IANA list: Europe/Paris, Indian/Reunion, America/Montreal";
        CliError::new(option, format!("there is no time zone `{text}`"), mend)
    })
}

/// A periodic rule, as it will be kept.
///
/// # Errors
/// Says which field is wrong.
pub fn cron(option: &str, text: &str) -> Result<String> {
    let mend = "Write minute, hour, day, month, weekday: `0 8 * * 1` is Mondays at 8:00";
    Ok(Periodic::parse(text).map_err(|why| CliError::new(option, why, mend))?.to_string())
}

/// An offset from a gathering.
///
/// # Errors
/// When it is none.
pub fn offset(option: &str, text: &str) -> Result<Offset> {
    text.parse().map_err(|why: String| CliError::new(option, why, "J-1 18:00 is the evening before"))
}

/// A date and hour.
///
/// # Errors
/// When it is none.
pub fn civil_time(option: &str, text: &str) -> Result<CivilTime> {
    civil::parse_civil(text)
        .map_err(|why| CliError::new(option, why, "\"2027-06-05 10:00\" and \"05/06/2027 10h00\" are read too"))
}

/// A date and hour that is still to come, and that the wall will show.
///
/// # Errors
/// When it is none, past, or left out by a clock that goes forward.
pub fn coming(option: &str, text: &str, zone: Zone, now: Timestamp) -> Result<CivilTime> {
    let time = civil_time(option, text)?;
    if civil::instant(time, zone) <= now {
        let place = format!("{} is past in {zone}", civil::format_civil(time));
        return Err(CliError::new(option, place, "Give a date to come"));
    }
    let shown = civil::civil(civil::instant(time, zone), zone);
    if shown != time {
        let place = format!("{} doesn't exist in {zone}: the clocks go forward", civil::format_civil(time));
        let mend = format!("The next hour that exists is {}", civil::format_civil(shown).replace('T', " "));
        return Err(CliError::new(option, place, mend));
    }
    Ok(time)
}

/// A day that isn't past, as `2027-06-26` or `26/06/2027`.
///
/// # Errors
/// When it is none, or past.
pub fn coming_day(option: &str, text: &str, zone: Zone, now: Timestamp) -> Result<NaiveDate> {
    let text = text.trim();
    let read = |form: &&str| NaiveDate::parse_from_str(text, form).ok();
    let Some(day) = ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(read) else {
        let place = format!("`{text}` is no date");
        return Err(CliError::new(option, place, "Write 2027-06-26 or 26/06/2027"));
    };
    if day < civil::civil(now, zone).date() {
        return Err(CliError::new(option, format!("{day} is past"), "Give a day to come"));
    }
    Ok(day)
}

/// When something ends: `--ends` (a date and hour, or an hour of the same day), else `--lasts`, else two hours later.
///
/// # Errors
/// When it would end before it starts, or what was written can't be read.
pub fn end(starts: CivilTime, ends: Option<&str>, lasts: Option<&str>) -> Result<CivilTime> {
    let (option, end) = match (ends, lasts) {
        (Some(text), _) => match hour(text) {
            Some(hour) => ("--ends", starts.date().and_time(hour)),
            None => ("--ends", civil_time("--ends", text)?),
        },
        (None, lasts) => {
            let lasts = lasts.unwrap_or("2h");
            let length = duration(lasts).ok_or_else(|| {
                CliError::new("--lasts", format!("`{lasts}` is no length of time"), "Write 2h, 1h30 or 90m")
            })?;
            ("--lasts", starts.checked_add_signed(length).unwrap_or(starts))
        }
    };
    if end <= starts {
        let (from, to) = (civil::format_civil(starts), civil::format_civil(end));
        return Err(CliError::new(
            option,
            format!("it would end at {to}, before it starts at {from}"),
            "Give a later one",
        ));
    }
    Ok(end)
}

/// `12:00`, `12h`, `12h30`.
fn hour(text: &str) -> Option<NaiveTime> {
    let text = text.trim().replace(['h', 'H'], ":");
    let (hours, minutes) = text.split_once(':')?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes, 0)
}

/// `2h`, `1h30`, `2h30m`, `90m`, `45min`; no more than a month.
fn duration(text: &str) -> Option<Duration> {
    let text = text.trim().to_lowercase().replace(' ', "");
    let (hours, minutes) = match text.split_once('h') {
        Some((hours, minutes)) => (hours.parse().ok()?, minutes.trim_end_matches("min").trim_end_matches('m')),
        None => (0, text.strip_suffix("min").or_else(|| text.strip_suffix('m'))?),
    };
    let minutes: u32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let hours: u32 = hours;
    let all = Duration::hours(i64::from(hours)) + Duration::minutes(i64::from(minutes));
    (all > Duration::zero() && all <= Duration::days(31)).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> CivilTime {
        civil::parse_civil(text).unwrap()
    }

    #[test]
    fn an_end_is_an_hour_a_date_or_a_length() {
        let starts = at("2027-06-05 10:00");
        for (ends, lasts, expected) in [
            (None, None, "2027-06-05 12:00"),
            (Some("12h30"), None, "2027-06-05 12:30"),
            (Some("17:15"), None, "2027-06-05 17:15"),
            (Some("06/06/2027 12:00"), None, "2027-06-06 12:00"),
            (None, Some("1h30"), "2027-06-05 11:30"),
            (None, Some("90m"), "2027-06-05 11:30"),
            (None, Some("45 min"), "2027-06-05 10:45"),
            (None, Some("26h"), "2027-06-06 12:00"),
        ] {
            assert_eq!(end(starts, ends, lasts), Ok(at(expected)), "{ends:?} {lasts:?}");
        }
        for (ends, lasts) in [
            (Some("9h"), None),
            (Some("2027-06-04 12:00"), None),
            (Some("midi"), None),
            (None, Some("0h")),
            (None, Some("2")),
            (None, Some("99999999999h")),
        ] {
            let error = end(starts, ends, lasts).unwrap_err();
            assert!(error.what.starts_with("--") && !error.mend.is_empty(), "{error}");
        }
    }

    #[test]
    fn what_cant_be_used_says_so() {
        assert!(link("--link", "visio").is_err());
        assert!(link("--link", "https://").is_err());
        assert_eq!(link("--link", " "), Ok(None));
        assert!(zone("--zone", "Paris").unwrap_err().mend.contains("Europe/Paris"));
        assert!(cron("--digest", "8h").is_err());
        assert_eq!(name("--title", " 3e \n rencontre ").unwrap(), "3e rencontre");
        assert!(email("--email", "Zoé <z@b.fr>").is_err());
        assert!(
            coming("--starts", "2020-01-01 10:00", chrono_tz::Europe::Paris, Timestamp(1_700_000_000_000)).is_err()
        );
    }
}
