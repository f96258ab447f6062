//! The marks by which mail programs say what is quote, signature or hidden.

use super::style::Style;
use super::tag::Tag;

/// What to do with an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    Keep,
    /// Leave out what it holds: it isn't seen.
    Drop,
    /// A signature: leave out what it holds.
    Signature,
    /// A quote or its attribution: leave out what it holds.
    Quote,
    /// What holds a quote, its attribution above it, and what was answered between its pieces.
    Container,
    /// From here on all is quote.
    CutRest,
}

/// How an element is to be treated. `after` follows its start tag; `quote_below` says that a blockquote does.
pub(super) fn treatment(tag: &Tag, after: &str, quote_below: bool) -> Treatment {
    let style = Style::of(tag);
    if tag.name == "head" || tag.name == "template" || tag.attribute("hidden").is_some() || style.hides() {
        return Treatment::Drop;
    }
    let names = Names::of(tag);
    if names.has(BELOW) || (tag.name == "div" && style.is_outlook_rule()) {
        return Treatment::CutRest;
    }
    if names.has(ATTRIBUTIONS) {
        let near = after.get(..after.floor_char_boundary(200)).unwrap_or_default();
        return if near.contains("------") { Treatment::CutRest } else { Treatment::Quote };
    }
    let quote = tag.name == "blockquote";
    if names.has(CONTAINERS) {
        return if quote || !quote_below { Treatment::Quote } else { Treatment::Container };
    }
    let cited = quote && tag.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"));
    let barred = (quote || tag.name == "div") && style.has_bar();
    if cited || barred || names.has(QUOTES) {
        return Treatment::Quote;
    }
    if names.has(SIGNATURES) || names.has_signature() || tag.attribute("fairemail") == Some("signature") {
        return Treatment::Signature;
    }
    Treatment::Keep
}

/// Class, id and marker of an element, without what other programs put before them ("x_").
struct Names(Vec<String>);

impl Names {
    fn of(tag: &Tag) -> Names {
        let values =
            ["class", "id", "data-marker", "data-smartmail", "name"].into_iter().filter_map(|name| tag.attribute(name));
        let words = values.flat_map(str::split_whitespace).take(20);
        Names(words.map(|word| word.to_ascii_lowercase().trim_start_matches("x_").to_owned()).collect())
    }

    fn has(&self, known: &[&str]) -> bool {
        self.0.iter().any(|name| known.contains(&name.as_str()) || known.iter().any(|k| prefixed(name, k)))
    }

    /// Programs name it after what it is.
    fn has_signature(&self) -> bool {
        self.0.iter().any(|name| name.contains("signature") && name.len() < 60)
    }
}

/// Yahoo puts letters and digits of its own before its names, and numbers behind.
fn prefixed(name: &str, known: &str) -> bool {
    (name.starts_with("ydp") && name.ends_with(known)) || (known == "yahoo_quoted" && name.starts_with(known))
}

const BELOW: &[&str] = &[
    "divrplyfwdmsg",
    "appendonsend",
    "zwchr",
    "__divider__",
    "stopspelling",
    "mail-editor-reference-message-container",
    "outlookmessageheader",
    "ms-outlook-mobile-reference-message",
    "mail_reply_header",
];

const ATTRIBUTIONS: &[&str] = &["gmail_attr", "moz-cite-prefix", "reply-intro", "zmail_extra_hdr", "quoteheader"];

const CONTAINERS: &[&str] = &[
    "gmail_quote",
    "gmail_quote_container",
    "protonmail_quote",
    "tutanota_quote",
    "ik_mail_quote",
    "zmail_extra",
    "answercontentmessage",
];

const QUOTES: &[&str] = &[
    "yahoo_quoted",
    "replyblockquote",
    "ws-ng-quote",
    "olk_src_body_section",
    "isforwardcontent",
    "isreplycontent",
    "moz-forward-container",
    "__quoted_text__",
    "__headers__",
    "replybody1",
    "blockquote_zmail",
];

const SIGNATURES: &[&str] =
    &["__sig_pre__", "__sig_post__", "_rc_sig", "k9mail-sig", "ms-outlook-ios-sig", "bloop_sign"];
