//! What somebody answered, said back to them in half a sentence: `vous venez avec Karim Benali, une partie du temps`.

use serde_json::Value;

use crate::domain::answer::Said;
use crate::domain::language::Language;
use crate::domain::reading::{Intent, Named, Presence};

/// Reads `said` of a letter's data.
///
/// # Errors
/// Names the key that is missing or wrong.
pub fn read(said: &Value) -> Result<Said, String> {
    let key = |key: &str| said.get(key).ok_or_else(|| format!("`said` has no `{key}`"));
    let text = |value: &Value| value.as_str().map(str::to_owned).filter(|text| !text.trim().is_empty());
    let intent = key("intent")?;
    let mode = key("mode")?;
    let delegate = key("delegate")?;
    let delegate = match delegate {
        Value::Null => None,
        named => Some(Named { name: named.get("name").and_then(text), email: named.get("email").and_then(text) }),
    };
    Ok(Said {
        intent: intent.as_str().and_then(Intent::parse).ok_or_else(|| format!("`{intent}` is no intent"))?,
        guests: key("guests")?.as_i64().unwrap_or(0),
        guest_names: key("guest_names")?.as_array().into_iter().flatten().filter_map(text).collect(),
        delegate,
        mode: match mode {
            Value::Null => None,
            word => Some(word.as_str().and_then(Presence::parse).ok_or_else(|| format!("`{word}` is no presence"))?),
        },
        partial: key("partial")?.as_bool().unwrap_or(false),
        note: text(key("note")?),
    })
}

/// Says it to the person, without a capital and without a full stop. The note is not in it.
pub fn told(language: Language, said: &Said) -> String {
    match language {
        Language::Fr => told_fr(said),
        Language::En => told_en(said),
    }
}

fn told_fr(said: &Said) -> String {
    let mut told = match (said.intent, said.mode) {
        (Intent::Attending, None) => "vous venez",
        (Intent::Attending, Some(Presence::InPerson)) => "vous venez sur place",
        (Intent::Attending, Some(Presence::Online)) => "vous participez en visio",
        (Intent::Regrets, _) => "vous ne venez pas",
        (Intent::Tentative, None) => "vous viendrez peut-être",
        (Intent::Tentative, Some(Presence::InPerson)) => "vous viendrez peut-être, sur place",
        (Intent::Tentative, Some(Presence::Online)) => "vous participerez peut-être, en visio",
        (Intent::Unclear, _) => "votre réponse n'est pas encore claire",
    }
    .to_owned();
    if let Some(guests) = company(Language::Fr, said) {
        told += &match said.intent {
            Intent::Regrets if several(said) => format!(", mais {guests} viennent"),
            Intent::Regrets => format!(", mais {guests} vient"),
            _ => format!(", avec {guests}"),
        };
    }
    if said.partial && said.intent != Intent::Regrets {
        told += ", pour une partie du temps";
    }
    if let Some(delegate) = said.delegate.as_ref().and_then(named) {
        told += &format!("\u{202f}; {delegate} vous représente");
    }
    told
}

fn told_en(said: &Said) -> String {
    let mut told = match (said.intent, said.mode) {
        (Intent::Attending, None) => "you are coming",
        (Intent::Attending, Some(Presence::InPerson)) => "you are coming in person",
        (Intent::Attending, Some(Presence::Online)) => "you are joining online",
        (Intent::Regrets, _) => "you are not coming",
        (Intent::Tentative, None) => "you may be coming",
        (Intent::Tentative, Some(Presence::InPerson)) => "you may be coming, in person",
        (Intent::Tentative, Some(Presence::Online)) => "you may be joining online",
        (Intent::Unclear, _) => "your answer is not clear yet",
    }
    .to_owned();
    if let Some(guests) = company(Language::En, said) {
        told += &match said.intent {
            Intent::Regrets if several(said) => format!(", but {guests} are"),
            Intent::Regrets => format!(", but {guests} is"),
            _ => format!(", with {guests}"),
        };
    }
    if said.partial && said.intent != Intent::Regrets {
        told += ", for part of the time";
    }
    if let Some(delegate) = said.delegate.as_ref().and_then(named) {
        told += &format!("; {delegate} is standing in for you");
    }
    told
}

/// The people besides the person: names as written, the unnamed by their number.
fn company(language: Language, said: &Said) -> Option<String> {
    let named = i64::try_from(said.guest_names.len()).unwrap_or(i64::MAX);
    let unnamed = said.guests.saturating_sub(named).max(0);
    let others = match (language, unnamed, named) {
        (_, 0, 0) => return None,
        (_, 0, _) => None,
        (Language::Fr, 1, _) => Some("une autre personne".to_owned()),
        (Language::Fr, n, _) => Some(format!("{n} autres personnes")),
        (Language::En, 1, _) => Some("one other person".to_owned()),
        (Language::En, n, _) => Some(format!("{n} other people")),
    };
    let people: Vec<String> = said.guest_names.iter().cloned().chain(others).collect();
    Some(list(language, &people))
}

/// Whether more than one person comes besides: people name guests whom they don't count.
fn several(said: &Said) -> bool {
    said.guests > 1 || said.guest_names.len() > 1
}

/// `a, b et c`.
fn list(language: Language, items: &[String]) -> String {
    let and = match language {
        Language::Fr => " et ",
        Language::En => " and ",
    };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
    }
}

/// A name, an address, or one with the other.
fn named(who: &Named) -> Option<String> {
    match (who.name.as_deref(), who.email.as_deref()) {
        (None, email) => email.map(str::to_owned),
        (Some(name), None) => Some(name.to_owned()),
        (Some(name), Some(email)) => Some(format!("{name} ({email})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of the table: what was said, and how it is told in both languages.
    fn check(said: Said, fr: &str, en: &str) {
        assert_eq!(told(Language::Fr, &said), fr);
        assert_eq!(told(Language::En, &said), en);
    }

    #[test]
    fn what_was_said_is_told_back_in_words() {
        let yes = Said::plainly(Intent::Attending);
        let no = Said::plainly(Intent::Regrets);
        let maybe = Said::plainly(Intent::Tentative);
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let karim = |email: Option<&str>| Named { name: Some("Karim".into()), email: email.map(str::to_owned) };

        check(yes.clone(), "vous venez", "you are coming");
        check(no.clone(), "vous ne venez pas", "you are not coming");
        check(maybe.clone(), "vous viendrez peut-être", "you may be coming");
        check(
            Said { guests: 1, ..yes.clone() },
            "vous venez, avec une autre personne",
            "you are coming, with one other person",
        );
        check(
            Said { guests: 3, ..yes.clone() },
            "vous venez, avec 3 autres personnes",
            "you are coming, with 3 other people",
        );
        check(
            Said { guests: 2, guest_names: names(&["Léa", "Karim"]), ..yes.clone() },
            "vous venez, avec Léa et Karim",
            "you are coming, with Léa and Karim",
        );
        check(
            Said { guests: 4, guest_names: names(&["Léa", "Karim"]), ..yes.clone() },
            "vous venez, avec Léa, Karim et 2 autres personnes",
            "you are coming, with Léa, Karim and 2 other people",
        );
        check(
            Said { guests: 0, guest_names: names(&["Léa"]), ..yes.clone() },
            "vous venez, avec Léa",
            "you are coming, with Léa",
        );
        check(
            Said { mode: Some(Presence::Online), partial: true, ..yes.clone() },
            "vous participez en visio, pour une partie du temps",
            "you are joining online, for part of the time",
        );
        check(
            Said { mode: Some(Presence::InPerson), guests: 1, ..yes },
            "vous venez sur place, avec une autre personne",
            "you are coming in person, with one other person",
        );
        check(
            Said { delegate: Some(karim(None)), ..no.clone() },
            "vous ne venez pas\u{202f}; Karim vous représente",
            "you are not coming; Karim is standing in for you",
        );
        check(
            Said { delegate: Some(karim(Some("k@asso.example"))), ..no.clone() },
            "vous ne venez pas\u{202f}; Karim (k@asso.example) vous représente",
            "you are not coming; Karim (k@asso.example) is standing in for you",
        );
        check(
            Said { delegate: Some(Named::default()), partial: true, ..no.clone() },
            "vous ne venez pas",
            "you are not coming",
        );
        check(
            Said { guests: 2, ..no.clone() },
            "vous ne venez pas, mais 2 autres personnes viennent",
            "you are not coming, but 2 other people are",
        );
        check(
            Said { guest_names: names(&["Léa", "Karim"]), ..no.clone() },
            "vous ne venez pas, mais Léa et Karim viennent",
            "you are not coming, but Léa and Karim are",
        );
        check(
            Said { guests: 1, ..no },
            "vous ne venez pas, mais une autre personne vient",
            "you are not coming, but one other person is",
        );
        check(
            Said { mode: Some(Presence::Online), ..maybe.clone() },
            "vous participerez peut-être, en visio",
            "you may be joining online",
        );
        check(
            Said { guests: 1, guest_names: names(&["Léa"]), ..maybe },
            "vous viendrez peut-être, avec Léa",
            "you may be coming, with Léa",
        );
    }

    #[test]
    fn a_missing_key_is_named() {
        let error = read(&serde_json::json!({"intent": "attending"})).unwrap_err();
        assert!(error.contains("`mode`"), "{error}");
    }
}
