//! "De : … Envoyé : … À : … Objet : …": what Outlook and its like write above the letter answered.

use super::super::answer::words::fold;
use super::line::{Line, paragraph};

/// How many lines such a block takes, where one begins here.
pub(super) fn length(rest: &[Line]) -> Option<usize> {
    let first = rest.first()?;
    let looks = first.text().contains([':', '：']) || first.words().starts_with("message du ");
    if looks && (in_lines(rest) || in_one_line(first)) {
        return Some(paragraph(rest));
    }
    notes(rest)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    From,
    Other,
}

/// At least three such lines within a few, the first of them first; two do where they have an address and a date.
fn in_lines(rest: &[Line]) -> bool {
    if rest.first().and_then(name).is_none() {
        return false;
    }
    let found: Vec<(Name, &Line)> = rest.iter().take(12).filter_map(|line| Some((name(line)?, line))).collect();
    let written_by = found.iter().find(|(name, _)| *name == Name::From);
    let addressed = written_by.is_some_and(|(_, line)| line.text().contains('@'));
    let dated = found
        .iter()
        .any(|(name, line)| *name == Name::Other && line.text().chars().filter(char::is_ascii_digit).count() >= 3);
    written_by.is_some() && (found.len() >= 3 || (found.len() == 2 && addressed && dated))
}

/// Some telephones write the whole block without a line break.
fn in_one_line(line: &Line) -> bool {
    if line.raw.len() > 1_000 || line.raw.matches(':').count() < 3 || name(line) != Some(Name::From) {
        return false;
    }
    let before_colons = line.text().split([':', '：']);
    let names = before_colons.filter(|piece| {
        let words = fold(piece);
        let last = words.rsplit(' ').next().unwrap_or_default();
        FROM.contains(&last) || OTHER.contains(&last)
    });
    names.count() >= 3 && line.text().contains('@')
}

/// Notes: the author and the date, then "A", "cc", "Objet" each alone on its line.
fn notes(rest: &[Line]) -> Option<usize> {
    let is_one_of = |line: &Line, names: &[&str]| line.raw.len() < 20 && names.contains(&line.words());
    let top = paragraph(rest.get(..rest.len().min(4)).unwrap_or_default());
    rest.first().filter(|line| (2..=3).contains(&top) && line.raw.len() < 120)?;
    let near = rest.iter().take(16);
    let to = near.clone().position(|line| is_one_of(line, &["a", "pour", "to", "an", "aan", "para"]))?;
    let subject =
        near.clone().position(|line| is_one_of(line, &["objet", "subject", "betreff", "onderwerp", "asunto"]))?;
    let date = near.take(top).any(|line| {
        let text = line.text();
        text.len() < 60 && text.contains(':') && text.contains(['/', '.', '-']) && digits(text) >= 8
    });
    (date && (top..top + 3).contains(&to) && to < subject).then_some(subject + 2)
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn name(line: &Line) -> Option<Name> {
    let text = line.text().trim_start_matches(['*', '>', ' ', '|', '_']);
    if text.starts_with("Message du ") && digits(text) >= 4 {
        return Some(Name::Other);
    }
    let (name, _) = text.split_once([':', '：'])?;
    if name.chars().count() > 24 {
        return None;
    }
    let name = fold(name);
    if FROM.contains(&name.as_str()) { Some(Name::From) } else { OTHER.contains(&name.as_str()).then_some(Name::Other) }
}

/// The author, folded, as clients of the neighbours and of others name the field.
#[rustfmt::skip]
const FROM: &[&str] = &[
    "de", "from", "von", "da", "van", "fra", "fran", "od", "expediteur", "lahettaja", "remitente", "emetteur", "mittente",
    "absender", "afzender", "avsandare", "afsender", "avsender", "nadawca", "odesilatel", "felado", "kimden", "gonderen",
    "απο", "от", "від", "отправитель", "发件人", "寄件者", "寄件人", "差出人", "보낸 사람", "보낸사람", "מאת", "من", "de la", "expeditor",
];

/// The other fields.
#[rustfmt::skip]
const OTHER: &[&str] = &[
    "envoye", "envoye le", "envoyee", "sent", "date", "gesendet", "gesendet am", "datum", "a", "to", "an", "cc", "cci", "bcc",
    "objet", "subject", "betreff", "sujet", "enviado", "enviado el", "enviado em", "enviada", "enviada em", "para", "asunto",
    "inviato", "inviata", "oggetto", "verzonden", "aan", "onderwerp", "skickat", "till", "amne", "sendt", "til", "emne",
    "wyslano", "wyslane", "wysylane", "do", "temat", "reply to", "repondre a", "pour", "sent at", "en date du", "dato", "data",
    "assunto", "destinataire", "destinataires", "kopie", "copie", "copie a", "copia", "kopia", "kopi", "importance",
    "vastaanottaja", "aihe", "lahetetty", "paivays", "received", "recu", "recu le", "responder a", "antwort an", "attachments",
    "pieces jointes", "piece jointe", "priority", "priorite", "message du", "fecha", "dirigido a", "a destinataire",
    "odeslano", "komu", "predmet", "poslano", "za", "zadeva", "prejemnik", "kelt", "elkuldve", "datum kelt", "cimzett", "targy",
    "tarih", "kime", "konu", "gonderildi", "catre", "subiect", "trimis", "προς", "θεμα", "ημερομηνια", "кому", "дата", "тема",
    "отправлено", "надіслано", "копия", "发送时间", "收件人", "主题", "日期", "主旨", "收件者", "宛先", "件名", "日時", "送信日時", "받는 사람",
    "제목", "날짜",
];
