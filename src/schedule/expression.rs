//! The five fields that people write, checked and put into the words of the `cron` crate.
//!
//! The crate counts weekdays as Quartz does (1 is Sunday) and takes `**` for two fields. So every field is read here,
//! as POSIX reads it, and handed over as plain values: the crate only has to be a calendar.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// One of the fields.
struct Field {
    name: &'static str,
    /// The values that `*` stands for.
    values: RangeInclusive<u32>,
    /// Names of the values, from the first on; the first three letters will do.
    names: &'static [&'static str],
}

const SECOND: Field = Field { name: "second", values: 0..=59, names: &[] };
const MINUTE: Field = Field { name: "minute", values: 0..=59, names: &[] };
const HOUR: Field = Field { name: "hour", values: 0..=23, names: &[] };
const DAY: Field = Field { name: "day of the month", values: 1..=31, names: &[] };
const MONTH: Field = Field {
    name: "month",
    values: 1..=12,
    names: &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
};
const WEEKDAY: Field = Field {
    name: "weekday",
    values: 0..=6,
    names: &["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
};

/// Shown with every error.
const EXAMPLE: &str = "for example `0 8 * * 1` is Mondays at 8:00 (minute, hour, day, month, weekday)";

/// The expression as the crate reads it, with seconds and with names for weekdays.
///
/// # Errors
/// Says which field is wrong, why, and gives an example.
pub(super) fn for_the_crate(text: &str) -> Result<String, String> {
    let wrong = |what: String| format!("`{}` is no periodic rule: {what}; {EXAMPLE}", text.trim());
    let parts: Vec<&str> = text.split_whitespace().collect();
    let (second, rest) = match parts.as_slice() {
        [one] if one.starts_with('@') => return Err(wrong("shorthands are not read, write the five fields".into())),
        [second, rest @ ..] if rest.len() == 5 => (*second, rest),
        rest if rest.len() == 5 => ("0", rest),
        other => {
            return Err(wrong(format!("it has {} fields, not 5 (or 6 with seconds in front)", other.len())));
        }
    };
    let fields = [&SECOND, &MINUTE, &HOUR, &DAY, &MONTH, &WEEKDAY];
    let read: Result<Vec<String>, String> =
        fields.into_iter().zip(std::iter::once(&second).chain(rest)).map(|(field, part)| field.read(part)).collect();
    Ok(read.map_err(wrong)?.join(" "))
}

impl Field {
    /// One field in the crate's words: `*`, or its values one by one.
    fn read(&self, part: &str) -> Result<String, String> {
        let mut values = BTreeSet::new();
        for item in part.split(',') {
            self.item(item, &mut values)?;
        }
        if self.values.clone().all(|value| values.contains(&value)) {
            return Ok("*".to_owned());
        }
        let words: Vec<String> = values.into_iter().map(|value| self.crate_word(value)).collect();
        Ok(words.join(","))
    }

    /// `*`, `5`, `1-5`, `MON-FRI`, each with or without `/2`.
    fn item(&self, item: &str, values: &mut BTreeSet<u32>) -> Result<(), String> {
        let (base, step) = match item.split_once('/') {
            Some((base, step)) => (base, Some(self.step(item, step)?)),
            None => (item, None),
        };
        let (low, high) = (*self.values.start(), *self.values.end());
        let (start, end) = match base.split_once('-') {
            Some((start, end)) => self.sundays(self.value(start)?, self.value(end)?),
            None if base == "*" || (base == "?" && self.may_be_open()) => (low, high),
            None => {
                let value = self.value(base)?;
                // `5/15` runs from 5 to the end.
                if step.is_some() { (self.folded(value), high) } else { (value, value) }
            }
        };
        if start > end {
            return Err(format!("{} `{item}` runs backwards, write it as a list or as two ranges", self.name));
        }
        let step = usize::try_from(step.unwrap_or(1)).unwrap_or(1);
        values.extend((start..=end).step_by(step).map(|value| self.folded(value)));
        Ok(())
    }

    /// How far apart; a step longer than the field would silently mean "the first only".
    fn step(&self, item: &str, step: &str) -> Result<u32, String> {
        let high = *self.values.end();
        let digits = step.bytes().all(|byte| byte.is_ascii_digit());
        step.parse()
            .ok()
            .filter(|step| digits && (1..=high).contains(step))
            .ok_or_else(|| format!("the step of {} `{item}` must be a number from 1 to {high}", self.name))
    }

    /// A number or a name; Sunday may be 7 too.
    fn value(&self, word: &str) -> Result<u32, String> {
        let (low, high) = (*self.values.start(), if self.is_weekday() { 7 } else { *self.values.end() });
        let among = || {
            let sunday = if self.is_weekday() { ", 0 and 7 are Sunday" } else { "" };
            let names = match (self.names.first(), self.names.last()) {
                (Some(first), Some(last)) => format!(", or a name from {first} to {last}"),
                _ => String::new(),
            };
            format!("{low} to {high}{names}{sunday}")
        };
        if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
            return word
                .parse()
                .ok()
                .filter(|value| (low..=high).contains(value))
                .ok_or_else(|| format!("{} `{word}` is out of range ({})", self.name, among()));
        }
        let named = |name: &&str| {
            name.eq_ignore_ascii_case(word) || name.get(..3).is_some_and(|short| short.eq_ignore_ascii_case(word))
        };
        match self.values.clone().zip(self.names).find(|(_, name)| named(name)) {
            Some((value, _)) => Ok(value),
            None => Err(format!("{} `{word}` is not understood ({})", self.name, among())),
        }
    }

    /// A weekday range may begin or end with Sunday, whether written 0, 7 or SUN.
    fn sundays(&self, start: u32, end: u32) -> (u32, u32) {
        match (start, end) {
            (1.., 0) if self.is_weekday() => (start, 7),
            (7, ..7) if self.is_weekday() => (0, end),
            range => range,
        }
    }

    /// Sunday is 0.
    fn folded(&self, value: u32) -> u32 {
        if self.is_weekday() && value == 7 { 0 } else { value }
    }

    /// What the crate calls a value: weekdays by name, since its numbers are Quartz's.
    fn crate_word(&self, value: u32) -> String {
        let name = usize::try_from(value).ok().and_then(|value| self.names.get(value));
        match name {
            Some(name) if self.is_weekday() => (*name).to_owned(),
            _ => value.to_string(),
        }
    }

    fn is_weekday(&self) -> bool {
        self.name == WEEKDAY.name
    }

    /// Whether `?` (no matter which) may stand here, as many tools write it.
    fn may_be_open(&self) -> bool {
        self.is_weekday() || self.name == DAY.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekday_digits_are_posix() {
        for (written, days) in [
            ("0", "sunday"),
            ("7", "sunday"),
            ("1", "monday"),
            ("1-5", "monday,tuesday,wednesday,thursday,friday"),
            ("MON-fri", "monday,tuesday,wednesday,thursday,friday"),
            ("1-5/2", "monday,wednesday,friday"),
            ("Tuesday", "tuesday"),
            ("6,0", "sunday,saturday"),
            ("5-7", "sunday,friday,saturday"),
            ("fri-sun", "sunday,friday,saturday"),
            ("7-2", "sunday,monday,tuesday"),
            ("sun-2", "sunday,monday,tuesday"),
            ("1-7/2", "sunday,monday,wednesday,friday"),
            ("*/2", "sunday,tuesday,thursday,saturday"),
            ("1/2", "monday,wednesday,friday"),
            ("0-6", "*"),
            ("0-7", "*"),
            ("1-7", "*"),
            ("?", "*"),
        ] {
            assert_eq!(for_the_crate(&format!("0 8 * * {written}")).unwrap(), format!("0 0 8 * * {days}"), "{written}");
        }
    }

    #[test]
    fn the_other_fields_are_lists_ranges_steps_and_months_by_name() {
        for (written, handed) in [
            ("*/20 8-10 1,15 JAN,6 *", "0 0,20,40 8,9,10 1,15 1,6 *"),
            ("5/25 * ? * *", "0 5,30,55 * * * *"),
            ("30 0 8 * * *", "30 0 8 * * *"),
            ("  0\t8  *  *  * ", "0 0 8 * * *"),
            ("0 8 1-7 * 1", "0 0 8 1,2,3,4,5,6,7 * monday"),
        ] {
            assert_eq!(for_the_crate(written).unwrap(), handed, "{written}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_an_example() {
        for (written, said) in [
            ("", "0 fields"),
            ("0 8 * *", "4 fields"),
            ("0 0 8 * * * 2027", "7 fields"),
            ("@daily", "shorthands"),
            ("60 8 * * *", "minute `60` is out of range (0 to 59)"),
            ("0 24 * * *", "hour `24`"),
            ("0 8 0 * *", "day of the month `0`"),
            ("0 8 * 13 *", "month `13`"),
            (
                "0 8 * * 8",
                "weekday `8` is out of range (0 to 7, or a name from sunday to saturday, 0 and 7 are Sunday)",
            ),
            ("0 8 * * lundi", "weekday `lundi` is not understood"),
            ("0 8 L * *", "day of the month `L`"),
            ("0 8 * * 2#2", "weekday `2#2`"),
            ("0 8 ** * *", "`**`"),
            ("? 8 * * *", "minute `?`"),
            ("1,,2 8 * * *", "minute `` is not understood"),
            ("-1 8 * * *", "minute ``"),
            ("0 18-8 * * *", "hour `18-8` runs backwards"),
            ("0 8 * * 5-1", "weekday `5-1` runs backwards"),
            ("*/90 * * * *", "the step of minute `*/90` must be a number from 1 to 59"),
            ("*/0 * * * *", "the step of minute"),
            ("*/+5 * * * *", "the step of minute"),
            ("99999999999 8 * * *", "minute `99999999999` is out of range"),
            ("0 8 * é *", "month `é`"),
        ] {
            let error = for_the_crate(written).unwrap_err();
            assert!(error.contains(said), "{written}: {error}");
            assert!(error.contains("for example `0 8 * * 1`"), "{error}");
        }
    }
}
