//! Automatic answers that only their words give away.
//!
//! Two ways lead there. A machine that calls itself one is believed. An absence is taken for a machine's only where the text
//! also says what becomes of letters meanwhile, says nothing of coming, and quotes nothing: a person's word must never be lost.

use crate::reading::answer::words::{as_written, fold};
use crate::reading::language::language;
use crate::reading::message::Message;

/// No automatic answer has more new words than this.
const LONGEST: usize = 4_000;

/// How machines speak of themselves, folded.
const MACHINE: [&str; 40] = [
    "ceci est un message automatique",
    "ceci est une reponse automatique",
    "ceci est un mail automatique",
    "ceci est un e mail automatique",
    "ceci est un courriel automatique",
    "ceci est un accuse de reception automatique",
    "ce message est automatique",
    "ce message est genere automatiquement",
    "ce message a ete genere automatiquement",
    "ce mail a ete genere automatiquement",
    "ce courriel a ete genere automatiquement",
    "ce message a ete envoye automatiquement",
    "message genere automatiquement",
    "message automatique merci de ne pas",
    "message automatique ne pas repondre",
    "reponse automatique merci de ne pas",
    "votre demande a bien ete enregistree",
    "votre demande a ete enregistree",
    "votre demande a bien ete prise en compte",
    "votre message a bien ete enregistre",
    "votre message a bien ete pris en compte",
    "this is an automatic",
    "this is an automated",
    "this is an auto",
    "this message was automatically generated",
    "this message is automatically generated",
    "this message was generated automatically",
    "this email was automatically generated",
    "this email was generated automatically",
    "this email is automatically generated",
    "this is a system generated",
    "automated response confirming",
    "automatic response confirming",
    "your request has been received and",
    "your request has been registered",
    "your ticket has been",
    "a ticket has been created",
    "a support ticket has been",
    "dies ist eine automatische",
    "diese nachricht wurde automatisch",
];

/// How people say in a vacation message that they are away, folded.
const AWAY: [&str; 68] = [
    "absent du bureau",
    "absente du bureau",
    "absent e du bureau",
    "absent de mon bureau",
    "absente de mon bureau",
    "out of the office",
    "out of office",
    "out of my office",
    "away from the office",
    "away from my desk",
    "away from my mail",
    "away from my email",
    "currently away",
    "currently unavailable",
    "currently on leave",
    "actuellement absent",
    "actuellement indisponible",
    "actuellement en conge",
    "actuellement en vacances",
    "actuellement en arret",
    "actuellement en deplacement",
    "actuellement en formation",
    "absent jusqu",
    "absente jusqu",
    "absent e jusqu",
    "absent du",
    "absente du",
    "absent e du",
    "absent pour le moment",
    "absent et",
    "absente et",
    "absent pour",
    "absente pour",
    "absent a partir",
    "absente a partir",
    "je suis absent",
    "je serai absent",
    "en conges jusqu",
    "en conges du",
    "en conge jusqu",
    "en vacances jusqu",
    "je suis en conge",
    "je suis en vacances",
    "je suis en arret",
    "je suis en deplacement",
    "en conge maternite",
    "en conge parental",
    "en conge de maternite",
    "en arret maladie",
    "on annual leave",
    "on maternity leave",
    "on parental leave",
    "on sick leave",
    "on leave until",
    "on leave from",
    "on holiday until",
    "on holiday from",
    "on vacation until",
    "on vacation from",
    "je ne travaille plus",
    "n est plus en poste",
    "a quitte ses fonctions",
    "j ai quitte mes fonctions",
    "i no longer work",
    "no longer works",
    "cette adresse n est plus",
    "sont fermes",
    "est fermee du",
];

/// What only a vacation message adds to it, folded.
const MEANWHILE: [&str; 62] = [
    "en cas d urgence",
    "en cas de besoin",
    "cas urgent",
    "pour toute urgence",
    "toute urgence",
    "pour toute question",
    "pour toute demande",
    "for urgent",
    "in urgent",
    "is urgent",
    "for anything urgent",
    "a mon retour",
    "des mon retour",
    "a notre retour",
    "on my return",
    "upon my return",
    "when i return",
    "when i am back",
    "when i get back",
    "will be back",
    "pendant mon absence",
    "durant mon absence",
    "en mon absence",
    "in my absence",
    "during my absence",
    "me remplace",
    "merci de contacter",
    "merci de vous adresser",
    "merci d ecrire",
    "veuillez contacter",
    "veuillez vous adresser",
    "veuillez ecrire",
    "vous pouvez contacter",
    "vous pouvez joindre",
    "vous pouvez ecrire",
    "vous pouvez vous adresser",
    "adressez vous",
    "contactez",
    "please contact",
    "you can contact",
    "you may contact",
    "acces limite",
    "acces tres limite",
    "acces reduit",
    "limited access",
    "no access to",
    "not have access",
    "ne seront pas lus",
    "ne sera pas lu",
    "ni transferes",
    "ne consulte pas",
    "consulterai",
    "je prendrai connaissance",
    "je vous repondrai",
    "je repondrai",
    "nous vous repondrons",
    "traiterons votre",
    "traiterai votre",
    "traite des",
    "i will reply",
    "will respond",
    "i ll get back to you",
];

/// Signs of absence that say little by themselves, folded.
const ELSEWHERE: [&str; 30] = [
    "absent",
    "en conge",
    "en vacances",
    "en deplacement",
    "en arret",
    "en formation",
    "indisponible",
    "joignable",
    "je travaille du",
    "je travaille les",
    "je travaille a temps partiel",
    "est ferme",
    "sont ferme",
    "fermeture",
    "out of office",
    "out of the office",
    "ooo",
    "on leave",
    "annual leave",
    "on holiday",
    "on vacation",
    "away",
    "travelling",
    "traveling",
    "unavailable",
    "i work part time",
    "is closed",
    "are closed",
    "have left",
    "have now left",
];

/// What becomes of letters meanwhile; who writes this has no answer yet, machine or not. Folded.
const LETTERS: [&str; 40] = [
    "repondrai",
    "repondrons",
    "vous repondre des",
    "reponse a mon retour",
    "ne consulte",
    "consulterai",
    "prendrai connaissance",
    "lirai",
    "seront pas lus",
    "sera pas lu",
    "seront lus",
    "sera lu",
    "seront traites",
    "sera traite",
    "traiterai",
    "traiterons",
    "acces ponctuel",
    "acces limite",
    "acces a mes",
    "acces a ma",
    "acces a mon",
    "acces a internet",
    "pas joignable",
    "injoignable",
    "ni transfere",
    "will reply",
    "will respond",
    "slow to respond",
    "slower to respond",
    "slow in responding",
    "get back to you",
    "respond upon",
    "reply upon",
    "respond when",
    "reply when",
    "access to email",
    "access to my",
    "limited access",
    "checking email",
    "redirect your",
];

/// How an office acknowledges a letter, folded, and what it promises.
const RECEIVED: [&str; 12] = [
    "a bien ete recu",
    "a bien ete receptionne",
    "avons bien recu votre",
    "accusons reception",
    "a ete transmis au service",
    "a bien ete transmis",
    "have received your",
    "has been received",
    "received your message",
    "received your email",
    "received your request",
    "thank you for contacting",
];
const PROMISED: [&str; 14] = [
    "meilleurs delais",
    "plus brefs delais",
    "sera traite",
    "sera traitee",
    "traiterons",
    "un agent",
    "nos services",
    "service concerne",
    "as soon as possible",
    "shortly",
    "within",
    "business days",
    "will be in touch",
    "will get back",
];

/// What somebody says of the gathering, of coming or of us; a vacation message knows of neither. Folded.
const OF_US: [&str; 64] = [
    "this one",
    "miss ",
    "ce jour",
    "m enlever",
    "me retirer",
    "me desinscri",
    "unsubscribe",
    "remove me",
    "comptez sur",
    "count me",
    "count on me",
    "coming",
    " come ",
    "gateau",
    "rencontre",
    "viendr",
    "viens",
    "vient",
    "venir",
    "venue",
    "particip",
    "reunion",
    "meeting",
    "invitation",
    "visite",
    "gathering",
    " event",
    "be there",
    "be with you",
    "join you",
    "can t make",
    "cannot make",
    "make it",
    "can t come",
    "won t come",
    "attend",
    "see you",
    "oui",
    "non ",
    "pourrai pas",
    "pourrai donc",
    "pourrai etre",
    "pourrons",
    "sans moi",
    "avec vous",
    "des votres",
    "parmi vous",
    "serai la",
    "serai present",
    "serai en ligne",
    "represent",
    "excus",
    "donc",
    "dommage",
    "malheureusement je ne",
    "ce jour la",
    "cette date",
    "ces dates",
    "cette semaine la",
    "that day",
    "that week",
    "that date",
    "titre personnel",
    "regrets",
];

/// Whether a text is a vacation message, by its words.
pub(in crate::reading) fn is_vacation(text: &str) -> Option<String> {
    if text.len() > LONGEST || text.contains('?') {
        return None;
    }
    let words = fold(text);
    let find = |table: &'static [&str]| table.iter().find(|sign| words.contains(*sign));
    let told = find(&AWAY).zip(find(&MEANWHILE)).or_else(|| find(&ELSEWHERE).zip(find(&LETTERS)));
    let (away, meanwhile) = told.filter(|_| find(&OF_US).is_none())?;
    let said = |sign: &str| as_written(text, sign).unwrap_or_else(|| sign.to_owned());
    let (open, close) = if language(text) == "en" { ("\"", "\"") } else { ("« ", " »") };
    Some(format!("{open}{}{close}, {open}{}{close}", said(away), said(meanwhile)))
}

/// An office tells that the letter has come in; nobody says "I".
fn is_acknowledgement(words: &str) -> bool {
    let has = |table: &[&str]| table.iter().any(|sign| words.contains(sign));
    let has_a_voice = words.split(' ').any(|word| ["je", "j", "i"].contains(&word));
    has(&RECEIVED) && has(&PROMISED) && !has(&OF_US) && !has_a_voice
}

/// Known by what it says, or by an address from which nobody writes.
pub(in crate::reading) fn by_words(message: &Message) -> Option<String> {
    let local = message.headers.from.as_ref()?.email.split('@').next().unwrap_or_default().replace(['-', '_', '.'], "");
    if ["noreply", "nepasrepondre", "donotreply"].iter().any(|name| local.starts_with(name)) {
        return Some("nobody writes from this address".into());
    }
    let text = &message.seen().text;
    if text.len() > LONGEST {
        return None;
    }
    let words = fold(text);
    if let Some(sign) = MACHINE.iter().find(|sign| words.contains(*sign)) {
        return Some(as_written(text, sign).unwrap_or_else(|| (*sign).to_owned()));
    }
    if is_bulk(message) && AWAY.iter().any(|sign| words.contains(sign)) && !OF_US.iter().any(|w| words.contains(w)) {
        return Some("an absence, sent with Precedence: bulk".into());
    }
    if is_acknowledgement(&words) && !text.contains('?') {
        return Some("an acknowledgement".into());
    }
    is_vacation(&format!("{}\n{text}", own_subject(message))).filter(|_| !message.has_quote())
}

/// The subject where it isn't that of our letter.
fn own_subject(message: &Message) -> &str {
    let subject = message.headers.subject.as_str();
    if subject.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("re")) { "" } else { subject }
}

/// The old vacation program and its kin say so (RFC 3834 3.1.8).
fn is_bulk(message: &Message) -> bool {
    ["bulk", "junk"].contains(&message.lower("precedence").trim())
}
