//! "Envoyé de mon iPhone" and its like: lines that a program added.

use super::super::answer::words::fold;
use super::line::Line;

/// Whether the line at this place was added by a program: it begins as such lines do, names a device or a program, and
/// stands at the end of a paragraph.
pub(super) fn is_added(lines: &[Line], at: usize) -> bool {
    let Some(line) = lines.get(at) else {
        return false;
    };
    let next = lines.get(at + 1);
    let ends = next.is_none_or(|next| next.is_blank() || is_device_line(next) || continues(next));
    (ends && is_device_line(line)) || (at > 0 && continues(line) && lines.get(at - 1).is_some_and(is_device_line))
}

/// What follows such a line where it is wrapped, or an excuse of the program's.
fn continues(line: &Line) -> bool {
    let text = line.text();
    let link = text.starts_with(['<', '(', '[', 'h']) && text.contains("://") && !text.contains(' ');
    link || line.raw.len() < 90 && line.begins_with(EXCUSES)
}

fn is_device_line(line: &Line) -> bool {
    let text = line.text().trim_matches(['*', '_', '[', ']', '(', ')', '.', '-', '—', '–', ' ']);
    if text.is_empty() || line.raw.len() > 300 {
        return false;
    }
    // "Sent from my desk, is much easier": a person goes on, a program doesn't.
    let (said, more) = text.split_once([',', ';']).unwrap_or((text, ""));
    if !more.is_empty() && !EXCUSES.iter().chain(PRAISE).any(|start| fold(more).starts_with(start)) {
        return false;
    }
    let words = fold(&without_links(said));
    let count = words.split(' ').count();
    let is_gadget = |word: &str| GADGETS.contains(&word) || word.starts_with("iphon") || word.starts_with("ipad");
    let names = |words: &str| words.split(' ').any(is_gadget);
    let behind = |starts: &[&str]| starts.iter().find_map(|start| words.strip_prefix(start));
    behind(SENT).is_some_and(|rest| names(rest) && count <= 22)
        || behind(SENT_FROM_MINE).is_some_and(|_| count <= 6)
        || is_program(said)
        || behind(OTHERWISE).is_some_and(|_| names(&words) && count <= 14)
        || (names(&words) && count <= 16 && is_said_last(&words))
        || (words.rsplit(' ').next().is_some_and(is_gadget) && count <= 6 && is_offer(&words))
}

/// "Von meinem iPhone gesendet": languages whose verb stands last. What was typed before it, on the same line, stays.
fn is_said_last(words: &str) -> bool {
    let begins = FIRST.iter().any(|first| words.strip_prefix(first).is_some_and(|rest| rest.starts_with(' ')));
    (begins || words.split(' ').count() <= 3) && ENDS.iter().any(|end| words.ends_with(end))
}

/// "Télécharger BlueMail pour Android".
fn is_offer(words: &str) -> bool {
    let begins =
        ["telecharger ", "telechargez ", "obtenir ", "obtenez ", "get ", "download ", "scarica ", "descargar "];
    let aims = [" pour ", " for ", " per ", " para "];
    begins.iter().any(|begin| words.starts_with(begin)) && aims.iter().any(|aim| words.contains(aim))
}

const FIRST: &[&str] = &[
    "von",
    "vom",
    "mit",
    "uber",
    "diese",
    "dieses",
    "unterwegs",
    "vanaf",
    "via",
    "van",
    "met",
    "dit",
    "iphone",
    "ipad",
];

/// "Sent from TypeApp", "Envoyé avec Aqua Mail": a verb, how, and a name of a word or two.
fn is_program(said: &str) -> bool {
    let plain = without_links(said);
    let mut words = plain.split_whitespace();
    let verb = words.next().is_some_and(|word| SENDING.contains(&fold(word).as_str()));
    let how = words.next().is_some_and(|word| WITH.contains(&fold(word).as_str()));
    let name: Vec<&str> = words.collect();
    let names = name.iter().all(|word| word.starts_with(char::is_uppercase));
    verb && how && names && (1..=2).contains(&name.len())
}

const SENDING: &[&str] = &[
    "envoye",
    "expedie",
    "sent",
    "gesendet",
    "inviato",
    "enviado",
    "verzonden",
    "verstuurd",
    "skickat",
    "sendt",
    "wyslano",
    "wyslane",
    "odeslano",
    "poslano",
    "lahetetty",
];

const WITH: &[&str] = &[
    "de", "depuis", "avec", "via", "from", "with", "using", "mit", "von", "uber", "con", "da", "desde", "com", "do",
    "vanaf", "met", "fran", "med", "fra", "z", "s",
];

/// Programs link to themselves.
fn without_links(text: &str) -> String {
    text.split_whitespace()
        .filter(|word| !word.contains("://") && word.contains(char::is_alphanumeric))
        .collect::<Vec<_>>()
        .join(" ")
}

#[rustfmt::skip]
const SENT: &[&str] = &[
    "envoye de", "envoye a partir d", "envoye depuis", "envoye avec", "envoye par", "envoye du", "envoye d un", "envoye via",
    "envoye au moyen", "expedie de", "expedie depuis", "message envoye", "ce message a ete envoye", "cet email a ete envoye",
    "courriel envoye", "mail envoye", "transmis depuis", "ecrit depuis", "ecrit sur", "sent from", "sent via", "sent with",
    "sent using", "sent by", "sent on", "sent through", "this message was sent from", "this email was sent from",
    "gesendet mit", "gesendet von", "gesendet uber", "von meinem", "inviato d", "inviato con", "enviado de", "enviado desde",
    "enviado do", "enviado a", "verstuurd va", "verstuurd met", "verzonden va", "verzonden met", "skickat fran", "sendt fra",
];

/// Of these, those after which anything is a device.
#[rustfmt::skip]
const SENT_FROM_MINE: &[&str] = &[
    "envoye de mon", "envoye de ma", "envoye depuis mon", "envoye depuis ma", "envoye a partir de mon", "sent from my",
    "gesendet von mein", "inviato dal mio", "enviado desde mi", "enviado do meu", "verzonden vanaf mijn", "skickat fran min",
    "sendt fra min",
];

#[rustfmt::skip]
const OTHERWISE: &[&str] = &[
    "provenance", "obtenir outlook", "obtenez outlook", "telecharger outlook", "telechargez outlook", "get outlook for",
    "telecharge outlook", "hol dir outlook", "outlook fur", "laden sie outlook", "obtener outlook", "obter o outlook",
    "scarica outlook", "ottieni outlook", "outlook voor", "skaffa outlook", "hent outlook", "wyslane z", "wyslano z",
    "odeslano z", "poslano s", "lahetetty", "iphoneから送信", "ipadから送信", "отправлено", "надіслано", "von unterwegs", "from my", "de mon",
    "desde mi", "发自我的", "從我的", "来自我的", "downloaden outlook", "download outlook", "pobierz outlook", "diese nachricht wurde", "diese e mail wurde",
    "this message was", "yahoo mail", "mail fur", "trimis de pe", "yahoo",
];

const ENDS: &[&str] = &[
    "gesendet",
    "verzonden",
    "verstuurd",
    "gonderildi",
    "kuldve",
    "傳送",
    "发送",
    "から送信",
    " from mobile",
    " depuis mobile",
];

/// What programs say of themselves behind their name.
const PRAISE: &[&str] = &["an ", "a ", "the ", "la ", "le ", "l "];

const EXCUSES: &[&str] = &[
    "apologies for ",
    "forgive ",
    "please forgive ",
    "please excuse",
    "please pardon",
    "pardon my",
    "sorry for ",
    "desole pour",
    "desolee pour",
    "pardon pour",
    "merci d excuser",
    "excuse my",
    "excuse any",
    "excuse the",
    "veuillez excuser ma brievete",
    "veuillez excuser mon lac",
    "excusez ma brievete",
    "excusez la brievete",
    "merci d excuser ma brievete",
    "bitte entschuldigen sie die kurze",
    "recherchez organisez",
];

#[rustfmt::skip]
const GADGETS: &[&str] = &[
    "iphone", "ipad", "ios", "mobilgerat", "airmail", "ipod", "imac", "mac", "macbook", "apple", "android", "androidmobiltelefon", "samsung", "galaxy", "mobile", "mobil",
    "movil", "movel", "mobiel", "telefono", "telemovel", "telefon", "telefoon", "mobiltelefon", "handy", "phone", "telephone", "smartphone",
    "phablet", "blackberry", "outlook", "mail", "email", "gmail", "yahoo", "protonmail", "proton", "huawei", "honor", "xiaomi",
    "redmi", "mi", "poco", "oppo", "oneplus", "pixel", "sony", "xperia", "htc", "nokia", "lumia", "wiko", "fairphone", "motorola",
    "moto", "lg", "windows", "tablet", "tablette", "tablet", "portable", "appareil", "device", "handheld", "handset", "cell",
    "cellphone", "orange", "bouygues", "sfr", "free", "poste", "courrier", "courriel", "messagerie", "application", "app",
    "spark", "mailbox", "k", "fairemail", "thunderbird", "tuta", "tutanota", "infomaniak", "mailo", "newton", "webmail", "zimbra",
];
