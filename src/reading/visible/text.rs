//! Plain text: quoted lines, attribution lines, header blocks and separators of many clients.

use super::super::answer::words::fold;
use super::super::clean::clean;
use super::signature;

/// More lines than this nobody types above a quote.
pub(super) const MOST_LINES: usize = 20_000;

/// An attribution line may be wrapped over so many lines.
const LONGEST_ATTRIBUTION: usize = 4;

/// What a person typed, in order: the pieces between quotes, without what programs added.
pub(super) fn new_words(text: &str) -> String {
    let unglued = unglued(text);
    let lines: Vec<&str> = unglued.lines().take(MOST_LINES).map(|line| line.trim_end_matches('\r')).collect();
    let mut pieces: Vec<&str> = Vec::new();
    let mut at = 0;
    let mut in_signature = false;
    while let Some(line) = lines.get(at).copied() {
        let rest = lines.get(at..).unwrap_or_default();
        if is_quoted(line) {
            in_signature = false;
            at += 1;
            if closes_groupwise(line) {
                break;
            }
        } else if begins_original(rest) {
            // What lies between a separator and a quoted line is the header of the letter answered.
            match rest.iter().take(8).position(|line| is_quoted(line)) {
                Some(quoted) => at += quoted.max(1),
                None => break,
            }
        } else if let Some(length) = attribution(rest) {
            let indented = tab_quote(lines.get(at + length..).unwrap_or_default());
            at += length + indented;
            if indented == 0 && !quote_follows(lines.get(at..).unwrap_or_default()) {
                break;
            }
        } else if signature::is_separator(line) || signature::is_disclaimer(line) || is_footer(rest) {
            in_signature = true;
            at += 1;
        } else {
            if !in_signature && !signature::is_device_line(line) {
                pieces.push(line);
            }
            at += 1;
        }
    }
    tidy(&pieces)
}

/// Some telephones put no line break before what they add: "Oui merciEnvoyé depuis mon …", "… Galaxy.-------- Message".
fn unglued(text: &str) -> String {
    let marks = [
        "Envoyé de mon ",
        "Envoyé depuis mon ",
        "Envoyé à partir de ",
        "Sent from my ",
        "-------- Message",
        "-----Original",
        "----- Mail original",
    ];
    let mut apart = text.to_owned();
    for mark in marks {
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

/// One empty line between pieces, none around; NUL replaced.
fn tidy(pieces: &[&str]) -> String {
    let mut text = String::new();
    for line in pieces {
        let line = line.trim_end();
        if line.is_empty() && (text.is_empty() || text.ends_with("\n\n")) {
            continue;
        }
        text.push_str(line);
        text.push('\n');
    }
    clean(&mut text);
    text.trim().to_owned()
}

/// A line that begins with `>`, as every client but a few writes quotes.
fn is_quoted(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\u{A0}']);
    line.starts_with('>') || line.starts_with("&gt;")
}

/// GroupWise: `>>> Name <address> 11/05/2021 09:15 >>>`, and the letter below without any mark.
fn closes_groupwise(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(">>>") && line.ends_with(">>>") && line.len() > 8
}

/// A separator or a header block below which the letter answered stands.
fn begins_original(rest: &[&str]) -> bool {
    let Some(line) = rest.first() else {
        return false;
    };
    is_original_separator(line) || header_block(rest) || rule_above_header(rest)
}

/// `-----Message d'origine-----` in the languages of the neighbours.
fn is_original_separator(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['*', '|']);
    let forwarded = ["begin forwarded message", "debut du message transfere", "debut du message reexpedie"];
    if line.len() < 60 && line.ends_with(':') && forwarded.contains(&fold(line).as_str()) {
        return true;
    }
    let ruled = ["--", "__", "==", "—", "##", "~~"].iter().any(|rule| line.starts_with(rule));
    if !ruled {
        return false;
    }
    // What a telephone glues behind it may be long.
    let line: String = line.chars().take(80).collect();
    let words = fold(&line);
    let names = [
        "message d origine",
        "message original",
        "original message",
        "mail original",
        "courriel original",
        "message transfere",
        "forwarded message",
        "forwarded by",
        "original nachricht",
        "ursprungliche nachricht",
        "urspr nachricht",
        "originalnachricht",
        "weitergeleitete nachricht",
        "messaggio originale",
        "mensaje original",
        "mensagem original",
        "oorspronkelijk bericht",
        "originalmeddelande",
        "oprindelig meddelelse",
        "oprindelig besked",
        "opprinnelig melding",
        "wiadomosc oryginalna",
        "oryginalna wiadomosc",
        "ursprungligt meddelande",
        "reply above this line",
        "repondre au dessus de cette ligne",
        "repondez au dessus de cette ligne",
        "original email",
        "reply message",
        "alkuperainen viesti",
    ];
    names.iter().any(|name| words.contains(name))
}

/// Outlook's rule of underscores, then its header block.
fn rule_above_header(rest: &[&str]) -> bool {
    let ruled = rest.first().is_some_and(|line| {
        let line = line.trim();
        line.len() >= 5 && (line.chars().all(|c| c == '_') || line.chars().all(|c| c == '-'))
    });
    let below = rest.iter().skip(1).position(|line| !line.trim().is_empty()).map_or(rest.len(), |n| n + 1);
    ruled && header_block(rest.get(below..).unwrap_or_default())
}

/// "De : … Envoyé : … À : … Objet : …": at least three of such lines within a few, the first of them first.
fn header_block(rest: &[&str]) -> bool {
    let first = rest.first().and_then(|line| header_name(line));
    if !matches!(first, Some(HeaderLine::From | HeaderLine::Other)) {
        return false;
    }
    let found: Vec<HeaderLine> = rest.iter().take(10).filter_map(|line| header_name(line)).collect();
    found.len() >= 3 && found.contains(&HeaderLine::From)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum HeaderLine {
    From,
    Other,
}

fn header_name(line: &str) -> Option<HeaderLine> {
    let line = line.trim().trim_start_matches(['*', '>', ' ', '|']);
    let (name, _) = line.split_once(':')?;
    if name.chars().count() > 24 {
        return None;
    }
    let from = ["de", "from", "von", "da", "van", "fra", "fran", "od", "expediteur", "lahettaja", "remitente"];
    let other = [
        "envoye",
        "envoye le",
        "sent",
        "date",
        "gesendet",
        "datum",
        "a",
        "to",
        "an",
        "cc",
        "objet",
        "subject",
        "betreff",
        "sujet",
        "enviado",
        "para",
        "asunto",
        "inviato",
        "oggetto",
        "verzonden",
        "aan",
        "onderwerp",
        "skickat",
        "till",
        "amne",
        "sendt",
        "til",
        "emne",
        "wyslano",
        "do",
        "temat",
        "reply to",
        "repondre a",
        "pour",
        "sent at",
        "en date du",
        "dato",
        "data",
        "assunto",
        "destinataire",
        "kopie",
        "copie",
        "importance",
        "vastaanottaja",
        "aihe",
        "wysylane",
    ];
    let name = fold(name);
    if from.contains(&name.as_str()) {
        Some(HeaderLine::From)
    } else {
        other.contains(&name.as_str()).then_some(HeaderLine::Other)
    }
}

/// How many lines an attribution ("Le …, X a écrit :") takes, where one begins here.
fn attribution(rest: &[&str]) -> Option<usize> {
    let first = rest.first()?.trim();
    if first.is_empty() {
        return None;
    }
    let mut joined = String::new();
    for (count, line) in rest.iter().take(LONGEST_ATTRIBUTION).enumerate() {
        let line = line.trim();
        if line.is_empty() || joined.len() > 400 || (count > 0 && is_quoted(line)) {
            return None;
        }
        joined.push_str(line);
        joined.push(' ');
        if ends_attribution(line) {
            let after = rest.get(count + 1..).unwrap_or_default();
            let begins_here = count == 0 || begins_attribution(first);
            let begins_later = (1..=count).any(|n| is_whole_attribution(rest.get(n..=count).unwrap_or_default()));
            let is_one = begins_here && !begins_later && is_attribution(&joined, quote_follows(after));
            return is_one.then_some(count + 1);
        }
    }
    None
}

/// Whether a line may be the first of a wrapped attribution; what was typed just above one must not be lost.
fn begins_attribution(line: &str) -> bool {
    line.contains('@') || line.starts_with(|c: char| c.is_ascii_digit()) || starts_like_one(&fold(line))
}

/// Whether these lines alone are a dated attribution.
fn is_whole_attribution(lines: &[&str]) -> bool {
    let joined = lines.join(" ");
    let dated = joined.chars().filter(char::is_ascii_digit).count() >= 3;
    dated && lines.first().is_some_and(|line| begins_attribution(line.trim())) && is_attribution(joined.trim(), false)
}

/// The words with which attributions end, folded, in the languages of the neighbours.
const WROTE: [&str; 20] = [
    "a ecrit",
    "ecrit",
    "wrote",
    "schrieb",
    "schreef",
    "escribio",
    "escreveu",
    "ha scritto",
    "skrev",
    "napisal",
    "napisala",
    "napisal a",
    "kirjoitti",
    "hat geschrieben",
    "crit",
    "writes",
    "a repondu",
    "said",
    "pise",
    "sent",
];

fn ends_attribution(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['*', '_', '>']).trim_end();
    if line.starts_with(|c: char| c.is_ascii_digit())
        && line.contains(" <")
        && line.contains('@')
        && !line.ends_with(':')
    {
        return true;
    }
    let Some(line) = line.strip_suffix([':', '：']) else {
        let words = fold(line);
        return words.ends_with(" a ecrit") || words.ends_with(" wrote");
    };
    let words = fold(line);
    WROTE.iter().any(|word| {
        words == *word || words.ends_with(&format!(" {word}")) || (words.ends_with(word) && line.contains('@'))
    }) || starts_like_one(&words)
        || line.trim_end().ends_with('>')
        || [" schrieb ", " skrev ", " schreef "].iter().any(|word| words.contains(word))
        || words.ends_with(" uhr")
        || words.ends_with("volgende geschreven")
}

fn starts_like_one(words: &str) -> bool {
    let starts = [
        "le ", "on ", "am ", "el ", "il ", "op ", "den ", "em ", "w dniu", "dnia ", "pa ", "kl ", "at ", "a ",
        "quoting ", "citando ", "selon ",
    ];
    starts.iter().any(|start| words.starts_with(start))
}

/// Whether it is one: it has a date or an address, and the right beginning, or a quote below it.
fn is_attribution(joined: &str, quote_below: bool) -> bool {
    let words = fold(joined);
    let digits = joined.chars().filter(char::is_ascii_digit).count();
    let mut wrote = WROTE.iter().any(|word| words.ends_with(&format!(" {word}")));
    wrote |= [" schrieb ", " schreef ", " skrev ", " wrote on "].iter().any(|word| words.contains(word));
    wrote |= joined.starts_with(|c: char| c.is_ascii_digit()) && joined.trim_end().ends_with('>');
    let dated = digits >= 3;
    let addressed = joined.contains('@');
    match quote_below {
        true => {
            wrote || (dated && (addressed || starts_like_one(&words))) || (addressed && words.split(' ').count() < 12)
        }
        false => {
            wrote
                && (dated || addressed)
                && (starts_like_one(&words) || addressed || joined.starts_with(|c: char| c.is_ascii_digit()))
        }
    }
}

/// Whether a quoted line comes next, or nothing more.
fn quote_follows(rest: &[&str]) -> bool {
    rest.iter()
        .take(4)
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| is_quoted(line) || line.starts_with('\t'))
}

/// s-nail indents what it quotes with a TAB: the length of such a quote here.
fn tab_quote(rest: &[&str]) -> usize {
    let blank = rest.iter().take(2).take_while(|line| line.trim().is_empty()).count();
    let quoted = rest.iter().skip(blank).take_while(|line| line.starts_with('\t') || line.trim().is_empty()).count();
    let has_tab = rest.get(blank).is_some_and(|line| line.starts_with('\t'));
    if has_tab { blank + quoted } else { 0 }
}

/// A mailing list's footer below a rule.
fn is_footer(rest: &[&str]) -> bool {
    let ruled = rest.first().is_some_and(|line| signature::is_rule(line));
    ruled && rest.iter().skip(1).take(2).any(|line| signature::is_list_footer(line))
}
