//! Header fields that lettre doesn't have, and the one place where values become safe to stand in a header.

use lettre::message::header::{Header, HeaderName, HeaderValue};

/// A value as it may stand in a header: on one line, without control characters, and not longer than `limit`
/// characters, so that no line grows beyond what SMTP carries (RFC 5321 4.5.3.1.6).
///
/// A carriage return or line feed in a name or title would otherwise begin a header of its own. `=?` would be taken
/// for the beginning of an encoded word (RFC 2047 2), so that readers would see something else than was written.
pub fn safe(value: &str, limit: usize) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, ' ' | '\u{2028}' | '\u{2029}');
    let line = value.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").replace("=?", "= ?");
    if line.chars().count() <= limit {
        return line;
    }
    let mut cut: String = line.chars().take(limit.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// A Message-ID with its angle brackets; `None` where it can't stand in a header (they come from other people's mail).
pub fn message_id(id: &str) -> Option<String> {
    let id = id.trim().trim_start_matches('<').trim_end_matches('>');
    let sound =
        !id.is_empty() && id.len() <= 500 && id.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'));
    sound.then(|| format!("<{id}>"))
}

/// Several Message-IDs, at most `limit`: the first, which names the thread, and the last ones (RFC 5537 3.4.4).
pub fn message_ids(ids: &[String], limit: usize) -> Option<String> {
    let ids: Vec<String> = ids.iter().filter_map(|id| message_id(id)).collect();
    let (first, rest) = ids.split_first()?;
    let last = rest.get(rest.len().saturating_sub(limit.saturating_sub(1))..).unwrap_or(rest);
    Some(std::iter::once(first).chain(last).cloned().collect::<Vec<_>>().join(" "))
}

/// Declares a header field whose value lettre folds and encodes.
macro_rules! field {
    ($(#[$doc:meta])* $name:ident, $text:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($text)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok($name(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

field!(
    /// How to stop (RFC 2369 3.2).
    ListUnsubscribe,
    "List-Unsubscribe"
);
field!(
    /// That the HTTPS address may be posted to without asking (RFC 8058 3.1).
    ListUnsubscribePost,
    "List-Unsubscribe-Post"
);
field!(
    /// That no person wrote it (RFC 3834 5).
    AutoSubmitted,
    "Auto-Submitted"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_without_controls() {
        for (value, shown) in [
            ("Réunion\r\nBcc: a@b.fr", "Réunion Bcc: a@b.fr"),
            ("a\u{2028}b\u{85}c\0d\te", "a b c d e"),
            ("=?utf-8?q?a?=", "= ?utf-8?q?a?="),
            ("deux\u{a0}mots", "deux\u{a0}mots"),
        ] {
            assert_eq!(safe(value, 100), shown);
        }
        assert_eq!(safe("abcdef", 4), "abc…");
    }

    #[test]
    fn message_ids_that_could_break_a_header_are_left_out() {
        assert_eq!(message_id("a@b").as_deref(), Some("<a@b>"));
        assert_eq!(message_id("<a@b>").as_deref(), Some("<a@b>"));
        for bad in ["", "<>", "a b@c", "é@b", "a@b>\r\nBcc: x", &"a".repeat(600)] {
            assert_eq!(message_id(bad), None, "{bad}");
        }
        let ids: Vec<String> = (0..30).map(|n| format!("{n}@a")).chain(["é".to_owned()]).collect();
        assert_eq!(message_ids(&ids, 3).as_deref(), Some("<0@a> <28@a> <29@a>"));
        assert_eq!(message_ids(&[], 3), None);
    }
}
