//! The helpers that templates may call; each knows the language of its templates.
//!
//! | helper | gives |
//! | --- | --- |
//! | `lang` | `fr` or `en` |
//! | `date D`, `day D`, `hour D` | samedi 5 juin 2027, samedi 5 juin, 10 h |
//! | `when X` | from when to when, of anything with `starts` and `ends` |
//! | `same_day A B` | whether two civil times fall on one date |
//! | `zone Z` | heure de Paris |
//! | `ordinal N` | 3e, 3rd |
//! | `count N ONE MANY`, `plural N ONE MANY` | 2 places; places |
//! | `sum A B`, `percent N TOTAL` | whole numbers |
//! | `said S` | what was answered, told to the person who answered |
//! | `quote T` | « words », on one line, cut where they are long |
//! | `capital T` | with a capital |
//! | `link T`, `lines T` | a link that can be pressed; words with their line breaks, inside a `<p>` |
//! | `if`, `unless`, `eq` | handlebars' own, but a key that the data has not is an error |

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError, RenderErrorReason,
    Renderable, ScopedJson,
};
use serde_json::Value;

use super::{dates, said, zones};
use crate::domain::civil::{CivilTime, parse_civil};
use crate::domain::language::Language;

/// What a helper does with its values.
type Words = fn(Language, &[&Value]) -> Result<Value, String>;

/// A helper whose result is text or a number, escaped like any other value.
struct WordsHelper {
    language: Language,
    words: Words,
}

impl HelperDef for WordsHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let values = present(helper)?;
        let words = (self.words)(self.language, &values).map_err(|what| in_helper(helper, &what))?;
        Ok(ScopedJson::Derived(words))
    }
}

/// A helper that writes HTML of its own, and so escapes what it is given.
struct MarkupHelper(fn(&str) -> String);

impl HelperDef for MarkupHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let values = present(helper)?;
        let text = text(&values, 0).map_err(|what| in_helper(helper, &what))?;
        Ok(out.write(&(self.0)(text))?)
    }
}

/// `if` and `unless` that hold a missing key for a mistake: handlebars' own take it for false even in strict mode.
struct Condition {
    holds: bool,
}

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let values = present(helper)?;
        let value = values.first().ok_or_else(|| in_helper(helper, "it needs a value"))?;
        let template = if truthy(value) == self.holds { helper.template() } else { helper.inverse() };
        template.map_or(Ok(()), |template| template.render(registry, context, render, out))
    }
}

/// As handlebars holds it: null, false, 0, "" and [] are false.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(bool) => *bool,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

/// The values of a helper, all of which the data must have.
fn present<'a>(helper: &'a Helper<'_>) -> Result<Vec<&'a Value>, RenderError> {
    let value = |param: &'a handlebars::PathAndJson<'_>| {
        if param.is_value_missing() { Err(RenderError::strict_error(param.relative_path())) } else { Ok(param.value()) }
    };
    helper.params().iter().map(value).collect()
}

/// An error of a helper, by its name.
fn in_helper(helper: &Helper<'_>, what: &str) -> RenderError {
    RenderErrorReason::Other(format!("`{}`: {what}", helper.name())).into()
}

/// Teaches a registry the helpers of a language.
pub fn register(registry: &mut Handlebars<'static>, language: Language, html: bool) {
    let words: &[(&str, Words)] = &[
        ("lang", |language, _| Ok(language.as_str().into())),
        ("date", |language, values| Ok(dates::date(language, civil(values, 0)?.date()).into())),
        ("day", |language, values| Ok(dates::day(language, civil(values, 0)?.date()).into())),
        ("hour", |language, values| Ok(dates::hour(language, civil(values, 0)?.time()).into())),
        ("when", when),
        ("eq", |_, values| Ok((value(values, 0)? == value(values, 1)?).into())),
        ("same_day", |_, values| Ok((civil(values, 0)?.date() == civil(values, 1)?.date()).into())),
        ("zone", |language, values| Ok(zones::name(language, text(values, 0)?).into())),
        ("ordinal", |language, values| Ok(ordinal(language, whole(values, 0)?).into())),
        ("count", |language, values| Ok(format!("{} {}", whole(values, 0)?, plural(language, values)?).into())),
        ("plural", |language, values| Ok(plural(language, values)?.into())),
        ("sum", |_, values| Ok(whole(values, 0)?.saturating_add(whole(values, 1)?).into())),
        ("percent", |_, values| Ok(percent(whole(values, 0)?, whole(values, 1)?).into())),
        ("said", |language, values| Ok(said::told(language, &said::read(value(values, 0)?)?).into())),
        ("quote", |language, values| Ok(quote(language, text(values, 0)?).into())),
        ("capital", |_, values| Ok(capital(text(values, 0)?).into())),
    ];
    for (name, words) in words {
        registry.register_helper(name, Box::new(WordsHelper { language, words: *words }));
    }
    let plain: fn(&str) -> String = str::to_owned;
    registry.register_helper("link", Box::new(MarkupHelper(if html { html_link } else { plain })));
    registry.register_helper("lines", Box::new(MarkupHelper(if html { html_lines } else { plain })));
    registry.register_helper("if", Box::new(Condition { holds: true }));
    registry.register_helper("unless", Box::new(Condition { holds: false }));
}

/// The value at a place.
fn value<'a>(values: &[&'a Value], at: usize) -> Result<&'a Value, String> {
    values.get(at).copied().ok_or_else(|| format!("it needs {} value(s), and has {}", at + 1, values.len()))
}

/// A text; null is none.
fn text<'a>(values: &[&'a Value], at: usize) -> Result<&'a str, String> {
    match value(values, at)? {
        Value::Null => Ok(""),
        Value::String(text) => Ok(text),
        other => Err(format!("`{other}` is no text")),
    }
}

/// A whole number; null is none.
fn whole(values: &[&Value], at: usize) -> Result<i64, String> {
    match value(values, at)? {
        Value::Null => Ok(0),
        other => other.as_i64().ok_or_else(|| format!("`{other}` is no whole number")),
    }
}

/// A civil time, or a date alone.
fn civil(values: &[&Value], at: usize) -> Result<CivilTime, String> {
    let text = text(values, at)?;
    parse_civil(text).or_else(|error| parse_civil(&format!("{text}T00:00")).map_err(|_| error))
}

fn when(language: Language, values: &[&Value]) -> Result<Value, String> {
    let of = |key: &str| {
        let object = value(values, 0)?;
        civil(&[object.get(key).ok_or_else(|| format!("no `{key}` in it"))?], 0)
    };
    Ok(dates::span(language, of("starts")?, of("ends")?).into())
}

/// `rencontre` and `visite`, which are counted in letters, are feminine.
fn ordinal(language: Language, n: i64) -> String {
    let ending = match (language, n.rem_euclid(100), n.rem_euclid(10)) {
        (Language::Fr, _, _) if n == 1 => "re",
        (Language::Fr, _, _) => "e",
        (Language::En, 11..=13, _) => "th",
        (Language::En, _, 1) => "st",
        (Language::En, _, 2) => "nd",
        (Language::En, _, 3) => "rd",
        (Language::En, _, _) => "th",
    };
    format!("{n}{ending}")
}

/// French says one of 0 and 1, English of 1 alone.
fn plural<'a>(language: Language, values: &[&'a Value]) -> Result<&'a str, String> {
    let one = match language {
        Language::Fr => whole(values, 0)?.abs() < 2,
        Language::En => whole(values, 0)?.abs() == 1,
    };
    text(values, if one { 1 } else { 2 })
}

/// Of a hundred; something of it is at least 1, so that it can be seen.
fn percent(n: i64, total: i64) -> i64 {
    match n.saturating_mul(100).checked_div(total) {
        Some(percent) if n > 0 => percent.clamp(1, 100),
        _ => 0,
    }
}

/// How many characters of somebody's words are quoted.
const QUOTED: usize = 400;

fn quote(language: Language, words: &str) -> String {
    let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = one_line.chars().take(QUOTED).collect();
    if shown.len() < one_line.len() {
        shown.truncate(shown.trim_end().len());
        shown.push('…');
    }
    match language {
        Language::Fr => format!("«\u{a0}{shown}\u{a0}»"),
        Language::En => format!("“{shown}”"),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Escapes what HTML takes for code. Unlike handlebars' own it leaves `=` alone, so that links stay readable.
pub fn html_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Only web addresses become links: a `javascript:` one, or a telephone number, stays text.
fn html_link(text: &str) -> String {
    let escaped = html_escape(text.trim());
    let scheme = text.trim().split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https") if !text.trim().contains(char::is_whitespace) => {
            format!("<a href=\"{escaped}\" style=\"color:#1a5fb4;word-break:break-word\" class=\"link\">{escaped}</a>")
        }
        _ => escaped,
    }
}

/// Words inside a paragraph: their empty lines begin another.
fn html_lines(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    let paragraph = |lines: &[&str]| lines.iter().map(|line| html_escape(line)).collect::<Vec<_>>().join("<br>\n");
    paragraphs.map(paragraph).collect::<Vec<_>>().join("</p>\n<p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_as_each_language_does() {
        let words = |n: i64| [Value::from(n), "place".into(), "places".into()];
        let of = |language, n| {
            let values = words(n);
            plural(language, &values.iter().collect::<Vec<_>>()).unwrap().to_owned()
        };
        assert_eq!([0, 1, 2].map(|n| of(Language::Fr, n)), ["place", "place", "places"]);
        assert_eq!([0, 1, 2].map(|n| of(Language::En, n)), ["places", "place", "places"]);
        assert_eq!([1, 2, 3, 21].map(|n| ordinal(Language::Fr, n)), ["1re", "2e", "3e", "21e"]);
        let english = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(|n| ordinal(Language::En, n));
        assert_eq!(english, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]);
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert!(html_link("https://visio.example/a?b=c&d=1").contains("href=\"https://visio.example/a?b=c&amp;d=1\""));
        for text in ["javascript:alert(1)", "04 78 00 00 00", "salle 3", "javascript://x\nhttps://y"] {
            assert!(!html_link(text).contains("href"), "{text}");
        }
        assert_eq!(html_link("\"><script>"), "&quot;&gt;&lt;script&gt;");
        assert_eq!(html_lines("a\r\n<b>\n\n\nc"), "a<br>\n&lt;b&gt;</p>\n<p>c");
    }

    #[test]
    fn quoted_words_keep_to_one_line_and_are_cut() {
        assert_eq!(quote(Language::Fr, " ça\r\n\r\ndépend "), "«\u{a0}ça dépend\u{a0}»");
        assert_eq!(quote(Language::En, &"é".repeat(500)).chars().count(), QUOTED + 3);
    }

    #[test]
    fn shares_can_be_seen_however_small() {
        assert_eq!([percent(0, 10), percent(1, 1000), percent(5, 10), percent(3, 0)], [0, 1, 50, 0]);
    }
}
