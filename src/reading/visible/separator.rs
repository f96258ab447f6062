//! `-----Message d'origine-----`: lines below which another letter stands.

use super::super::answer::words::fold;
use super::attribution;
use super::header_block;
use super::line::Line;

/// Whether the first of these lines says that the letter answered, or a forwarded one, begins below it.
pub(super) fn begins(rest: &[Line]) -> bool {
    rest.first().is_some_and(|line| announces(line) || is_ruled_attribution(line))
        || rule_above_header(rest)
        || named_above_header(rest)
}

fn announces(line: &Line) -> bool {
    let text = line.text().trim_start_matches(['*', '|']);
    if text.len() < 80 && text.ends_with([':', '：', '*']) && FORWARDED.contains(&line.words()) {
        return true;
    }
    if !starts_ruled(text) {
        return false;
    }
    // What a telephone glues behind it may be long.
    let words = fold(&text.chars().take(80).collect::<String>());
    NAMES.iter().any(|name| words.contains(name))
}

fn starts_ruled(text: &str) -> bool {
    let mut marks = text.chars();
    let is_rule = |c: char| matches!(c, '-' | '_' | '=' | '#' | '~' | '*' | '\u{2010}'..='\u{2015}' | '\u{2500}');
    marks.next().is_some_and(|first| is_rule(first) && (marks.next().is_some_and(is_rule) || first == '—'))
}

/// Zoho, Notes: `---- Le mar., 11 mai 2021 09:15:12 +0200 Name <address> a écrit ----`.
fn is_ruled_attribution(line: &Line) -> bool {
    let text = line.text();
    let ruled = starts_ruled(text) && (text.ends_with("--") || text.ends_with("==")) && text.len() < 300;
    ruled && (attribution::ends_with_verb(line.words()) || (text.contains('@') && text.contains(':')))
}

/// Outlook's rule of underscores, then its header block.
fn rule_above_header(rest: &[Line]) -> bool {
    let Some((rule, below)) = rest.split_first() else {
        return false;
    };
    let blank = below.iter().take(3).take_while(|line| line.is_blank()).count();
    is_rule(rule.text(), 5) && header_block::length(below.get(blank..).unwrap_or_default()).is_some()
}

/// "Message d'origine" without a rule, or a rule with words that nobody has listed, just above a header block.
fn named_above_header(rest: &[Line]) -> bool {
    let Some((line, below)) = rest.split_first() else {
        return false;
    };
    let text = line.text();
    let ruled = starts_ruled(text) && text.ends_with(['-', '_', '=']) && text.contains(char::is_alphabetic);
    let named = text.len() < 60 && (ruled || NAMES.contains(&line.words()));
    let blank = below.iter().take(2).take_while(|line| line.is_blank()).count();
    named && header_block::length(below.get(blank..).unwrap_or_default()).is_some()
}

/// A line of at least so many equal marks and nothing else.
pub(super) fn is_rule(text: &str, least: usize) -> bool {
    let mut marks = text.chars();
    let first = marks.next();
    matches!(first, Some('_' | '-' | '=' | '*' | '~' | '#' | '\u{2010}'..='\u{2015}' | '\u{2500}'))
        && text.chars().count() >= least
        && marks.all(|mark| Some(mark) == first)
}

/// Some telephones put no line break before what they add: "Oui merciEnvoyé depuis mon …", "… Galaxy.-------- Message".
pub(super) fn unglued(text: &str) -> String {
    let mut apart = text.to_owned();
    for verb in VERBS.iter().filter(|verb| text.contains(*verb)) {
        apart = below_attributions(&apart, verb);
    }
    for mark in GLUED {
        if !apart.contains(mark) {
            continue;
        }
        let mut pieces = apart.split(mark);
        let mut built = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let glued = built.ends_with(|c: char| c.is_alphanumeric() || ".!?)".contains(c));
            built.push_str(if glued { "\n" } else { "" });
            built.push_str(mark);
            built.push_str(piece);
        }
        apart = built;
    }
    apart
}

/// Yahoo on a telephone: "<reseau@reseau.example> a écrit : Bonjour Léa," on one line.
fn below_attributions(text: &str, verb: &str) -> String {
    let mut pieces = text.split(verb);
    let mut built = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let more = piece.lines().next().is_some_and(|line| !line.trim().is_empty());
        let glued = piece.starts_with(' ') && more && is_dated(&built);
        built.push_str(verb);
        built.push_str(if glued { "\n" } else { "" });
        built.push_str(piece);
    }
    built
}

/// Whether day and hour stand on the last two lines: without them a person may tell of somebody who wrote.
fn is_dated(above: &str) -> bool {
    let near: Vec<&str> = above.rsplit('\n').take(2).collect();
    near.iter().any(|line| line.contains(':'))
        && near.iter().flat_map(|line| line.chars()).filter(char::is_ascii_digit).nth(6).is_some()
}

/// Behind an address in brackets.
const VERBS: &[&str] =
    &["> a écrit :", "> a écrit\u{A0}:", "> wrote:", "> schrieb:", "> escribió:", "> escreveu:", "> ha scritto:"];

const GLUED: &[&str] = &[
    "Envoyé de mon ",
    "Envoyé depuis mon ",
    "Envoyé à partir de ",
    "Sent from my ",
    "Gesendet von ",
    "Von meinem",
    "Enviado desde mi ",
    "Enviado do meu ",
    "Inviato dal mio ",
    "Verzonden vanaf mijn ",
    "Get Outlook for ",
    "-------- Message",
    "-------- Original",
    "-----Original",
    "----- Mail original",
];

/// Without a rule, on a line of their own (Apple Mail).
#[rustfmt::skip]
const FORWARDED: &[&str] = &[
    "begin forwarded message", "debut du message transfere", "debut du message reexpedie", "debut du message",
    "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e mail", "inicio del mensaje reenviado",
    "inizio messaggio inoltrato", "inicio da mensagem reencaminhada", "inicio da mensagem encaminhada",
    "begin doorgestuurd bericht", "vidarebefordrat brev", "videresendt besked", "poczatek przekazywanej wiadomosci",
];

/// Behind a rule, folded.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "message d origine", "message original", "message originel", "message initial", "original message", "original email",
    "mail original", "mail d origine", "courriel original", "courriel d origine", "message recu", "message transfere",
    "mail transfere", "courriel transfere", "message reexpedie", "rendez vous d origine", "reunion d origine", "transmis par",
    "transfere par", "forwarded message", "forwarded by", "forwarded mail", "original appointment", "reply message",
    "original nachricht", "ursprungliche nachricht", "ursprungliche mail", "ursprunglicher termin", "urspr nachricht",
    "originalnachricht", "weitergeleitete nachricht", "weitergeleitet von", "messaggio originale", "messaggio inoltrato",
    "mensaje original", "mensaje reenviado", "missatge original", "mensagem original", "mensagem encaminhada",
    "mensagem reencaminhada", "oorspronkelijk bericht", "origineel bericht", "doorgestuurd bericht", "originalmeddelande",
    "ursprungligt meddelande", "vidarebefordrat meddelande", "oprindelig meddelelse", "oprindelig besked", "videresendt",
    "opprinnelig melding", "alkuperainen viesti", "edelleenlahetetty", "wiadomosc oryginalna", "oryginalna wiadomosc",
    "przekazana wiadomosc", "puvodni zprava", "povodna sprava", "eredeti uzenet", "mesaj original", "mesajul original",
    "orijinal mesaj", "исходное сообщение", "пересылаемое сообщение", "αρχικο μηνυμα", "原始邮件", "原始郵件",
    "reply above this line", "repondre au dessus de cette ligne", "repondez au dessus de cette ligne",
];
