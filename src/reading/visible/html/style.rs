//! What an element's style says of how it is seen.

use super::tag::Tag;

/// The declarations of a `style` attribute.
pub(super) struct Style(String);

impl Style {
    /// Of an element; lower-case, without blanks but one.
    pub fn of(tag: &Tag) -> Style {
        let style = tag.attribute("style").unwrap_or_default();
        Style(style.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
    }

    fn declarations(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.split(';').filter_map(|declaration| declaration.split_once(':'));
        pairs.map(|(property, value)| (property.trim(), value.trim().trim_end_matches("!important").trim()))
    }

    /// The last value of a property.
    pub fn value(&self, property: &str) -> Option<&str> {
        self.declarations().filter(|(name, _)| *name == property).last().map(|(_, value)| value)
    }

    /// Whether the element is not to be seen.
    pub fn hides(&self) -> bool {
        let nothing = |property| self.value(property).is_some_and(is_nothing);
        self.value("display") == Some("none")
            || self.value("visibility").is_some_and(|value| value != "visible" && value != "inherit")
            || self.value("mso-hide") == Some("all")
            || self.value("font-size").is_some_and(|size| ["1px", "1pt", "0.1px", "0.1pt", "2px"].contains(&size))
            || ["font-size", "opacity", "max-height", "max-width"].into_iter().any(nothing)
            || (self.value("overflow") == Some("hidden") && (nothing("height") || nothing("width")))
            || ["left", "top", "text-indent", "margin-left"]
                .into_iter()
                .any(|at| self.value(at).is_some_and(is_far_away))
    }

    /// A line drawn along the left, as quotes have it.
    pub fn has_bar(&self) -> bool {
        let drawn = |value: &str| !is_nothing(value) && !value.starts_with("none") && !value.starts_with("0 ");
        let short = self.value("border-left").is_some_and(|value| drawn(value) && !value.contains("none"));
        let width = self.value("border-left-width").is_some_and(drawn);
        let kind = self.value("border-left-style").is_some_and(|value| value != "none" && value != "hidden");
        short || width || (kind && !self.value("border-left-width").is_some_and(is_nothing))
    }

    /// No line at all is drawn around it.
    pub fn has_no_border(&self) -> bool {
        self.value("border").is_some_and(|value| value.starts_with("none") || is_nothing(value)) && !self.has_bar()
    }

    /// The rule that Outlook draws above the header block of the letter answered.
    pub fn is_outlook_rule(&self) -> bool {
        let ruled = self.value("border-top").is_some_and(|value| {
            let value = value.replace(' ', "");
            value.contains("solid") && OUTLOOK_GREYS.iter().any(|grey| value.contains(grey))
        });
        ruled || (self.value("border-top-style") == Some("solid") && self.value("padding-top") == Some("5px"))
    }

    /// Paragraphs without space between them are lines to who reads.
    pub fn has_no_margin(&self) -> bool {
        self.value("margin").is_some_and(|value| value.split(' ').all(is_nothing))
            || (self.value("margin-top").is_some_and(is_nothing) && self.value("margin-bottom").is_some_and(is_nothing))
    }
}

const OUTLOOK_GREYS: &[&str] = &["#e1e1e1", "#b5c4df", "rgb(225,225,225)", "rgb(181,196,223)"];

fn is_nothing(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    !number.is_empty() && number.chars().all(|c| matches!(c, '0' | '.')) && number.contains('0')
}

fn is_far_away(value: &str) -> bool {
    let number: String = value.chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    number.parse::<i64>().is_ok_and(|number| number <= -900)
}
